import { MeritError, type Issue } from '../errors/index.js';
import type { ReportInput, ReportOptions } from './context.js';
import type { Locale } from './locale/index.js';
import { report } from './report.js';

/** What a report begins with, in each language. */
const HEADS: Readonly<Record<Locale, string>> = { en: '<!doctype html>\n<html lang="en">', id: '<!doctype html>\n<html lang="id">' };
const TOLD = 100;

/**
 * Nothing, where `text` is the report of `input` to the last character; a report is a function of these alone, so it is written anew
 * and compared, and nothing in it is parsed or believed. The language is the one the text says it is in, unless `options` names one.
 * Cost: one report.
 * @throws {MeritError} E_REPORT_MISMATCH with line and column of each line that differs (at most 100), without what stands there
 */
export function checkReport(text: string, input: ReportInput, options: Omit<ReportOptions, 'locale'> & { readonly locale?: Locale } = {}): void {
  const locale = options.locale ?? (['en', 'id'] as const).find((l) => text.startsWith(HEADS[l]));
  if (locale === undefined) throw new MeritError('E_REPORT_MISMATCH', 'it does not begin as a report does', { line: 1, column: 1 });
  const issues = differences(text, report(input, { ...options, locale }));
  if (issues.length > 0) throw MeritError.of(issues);
}

/** Where a report differs from the one that was made anew, line by line. */
export function differences(text: string, made: string): readonly Issue[] {
  const [found, should] = [text.split('\n'), made.split('\n')];
  const issues: Issue[] = [];
  for (let k = 0; k < found.length || k < should.length; k++) {
    const [a, b] = [found[k], should[k]];
    if (a === b) continue;
    issues.push({ code: 'E_REPORT_MISMATCH', path: '', message: whatDiffers(a, b), line: k + 1, column: firstDifference(a ?? '', b ?? '') + 1 });
    if (found.length !== should.length || issues.length === TOLD) break; // a line too many moves all that follow: the first place is told
  }
  return issues;
}

function whatDiffers(is: string | undefined, should: string | undefined): string {
  if (is === undefined) return 'the report ends here, and more follows from the bundle';
  return should === undefined ? 'more stands here than follows from the bundle' : 'another text follows from the bundle';
}

function firstDifference(a: string, b: string): number {
  let k = 0;
  while (k < a.length && a[k] === b[k]) k++;
  return k;
}
