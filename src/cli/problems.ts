import { MeritError, type Issue, type Warning } from '../errors/index.js';
import { locales, terminalText, type Locale } from '../reporting/index.js';

/** Puts the name of the file that the caller gave before the places of what is wrong in it. */
export async function inFile<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    throw MeritError.of(error.issues.map((issue) => ({ ...issue, path: placeIn(file, issue) })));
  }
}

/** `file#/pointer`, `file:line:column`, or `folder/table.csv:line:column`. */
export function placeIn(file: string, { path: where, line, column }: Pick<Issue, 'path' | 'line' | 'column'>): string {
  const path = / \(([^()]+)\)$/.exec(where)?.[1] ?? where; // of a folder: `/people/1/id (people.csv:3:1)`, and people look into the table
  if (path === file || path.startsWith(`${file}/`)) return path;
  const at = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  if (path.startsWith('/')) return `${file}${at}#${path}`;
  return path === '' ? `${file}${at}` : `${file}/${path}`;
}

/** One line per problem: `CODE place: the sentence of the code (what exactly)`. Never a value of a person, never a control character. */
export function problemLines(issues: readonly Issue[], locale: Locale): string {
  return issues.map((issue) => line(issue.code, issue.path, locales[locale].errors[issue.code], issue.message)).join('');
}

/** The same for warnings. */
export function warningLines(warnings: readonly Warning[], file: string, locale: Locale): string {
  const words = locales[locale];
  return warnings.map((w) => `${words.cli.warning}: ${line(w.code, placeIn(file, w), words.warnings[w.code], w.message)}`).join('');
}

function line(code: string, path: string, sentence: string, message: string): string {
  const detail = message.replace(/\s*\n\s*/g, '; ');
  return `${terminalText(`${code}${path === '' ? '' : ` ${path}`}: ${sentence}${detail === '' || detail === sentence ? '' : ` (${detail})`}`).replace(/[\t\n]/g, ' ')}\n`;
}
