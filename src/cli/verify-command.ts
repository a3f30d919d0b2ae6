import { canonicalJson } from '../canonical/index.js';
import { factsOf, type Bundle, type BundleFacts } from '../deciding/index.js';
import { MeritError } from '../errors/index.js';
import { readDocumentFile } from '../node/index.js';
import { checkReport, locales, terminalText, type Locale } from '../reporting/index.js';
import { verify, type Verdict } from '../verify/index.js';
import { EXIT, type Io } from './io.js';
import { inFile, placeIn, problemLines } from './problems.js';
import { readPlain } from './read-round.js';

export interface VerifyFlags {
  readonly report?: string;
  readonly json?: boolean;
}

/** Checks a bundle and prints each verdict as it is reached; with a report, whether that is the one that follows from the bundle. */
export async function verifyCommand(path: string, flags: VerifyFlags, locale: Locale, io: Io): Promise<number> {
  const document = await inFile(path, async () => readPlain(await readDocumentFile(path)));
  const verdicts = verify(document, flags.json ? {} : { onVerdict: (v) => io.stdout.write(verdictLines([v], locale)) });
  if (flags.json) io.stdout.write(`${canonicalJson(verdicts)}\n`);
  const reported = flags.report === undefined || (await reportFollows(flags.report, document, verdicts.verdicts, flags.json === true, locale, io));
  return reported ? exitOf(verdicts.verdicts) : EXIT.fails;
}

/** Whether a report is the one that follows from a bundle; says so, or tells each line that is another. */
async function reportFollows(file: string, document: unknown, verdicts: readonly Verdict[], quiet: boolean, locale: Locale, io: Io): Promise<boolean> {
  const { cli } = locales[locale];
  const text = new TextDecoder().decode(await readDocumentFile(file));
  if (verdicts.some((v) => v.check === 'format' && v.outcome !== 'holds')) {
    io.stderr.write(`${cli.reportNotCompared}\n`);
    return false;
  }
  const { facts, alone } = await reportFacts(document as Bundle, io);
  try {
    checkReport(text, { ...facts, verdicts: alone });
  } catch (error) {
    if (!(error instanceof MeritError) || error.code !== 'E_REPORT_MISMATCH') throw error;
    io.stderr.write(problemLines(error.issues.map((i) => ({ ...i, path: placeIn(file, i) })), locale));
    return false;
  }
  if (!quiet) io.stdout.write(`${cli.reportFollows}\n`);
  return true;
}

/** What the report of a bundle is written from. Its verdicts are those of the bundle alone: the paper must not depend on what a reader happens to keep. */
export async function reportFacts(document: Bundle, { signal }: Pick<Io, 'signal'>): Promise<{ readonly facts: BundleFacts; readonly alone: readonly Verdict[] }> {
  const alone = verify(document).verdicts;
  return { facts: await factsOf(document, signal && { signal }), alone };
}

/** 1 if a check fails, 3 if one is unproven or was not made, else 0. */
export function exitOf(verdicts: readonly Verdict[]): number {
  if (verdicts.some((v) => v.outcome === 'fails')) return EXIT.fails;
  return verdicts.every((v) => v.outcome === 'holds') ? EXIT.ok : EXIT.unproven;
}

/** One line per verdict: outcome, check, code and place of a failure, and what was found. */
export function verdictLines(verdicts: readonly Verdict[], locale: Locale): string {
  const words = locales[locale];
  const width = Object.values(words.verdict).reduce((most, w) => Math.max(most, w.length), 0);
  return verdicts
    .map((v) => {
      const failure = v.code === undefined ? '' : ` [${v.code}${v.path ? ` ${v.path}` : ''}]`;
      return `  ${words.verdict[v.outcome].padEnd(width)}  ${v.check}: ${words.check[v.check]!}${failure} ${terminalText(`(${v.detail})`).replace(/\n/g, ' ')}\n`;
    })
    .join('');
}
