import { canonicalJson } from '../canonical/index.js';
import { readDocumentFile } from '../node/index.js';
import { locales, terminalText, type Locale } from '../reporting/index.js';
import { verify, type Verdict } from '../verify/index.js';
import { EXIT, type Io } from './io.js';
import { inFile } from './problems.js';
import { readPlain } from './read-round.js';

/** Checks a bundle and prints each verdict as it is reached. */
export async function verifyCommand(path: string, flags: { readonly json?: boolean }, locale: Locale, io: Io): Promise<number> {
  const document = await inFile(path, async () => readPlain(await readDocumentFile(path)));
  const verdicts = verify(document, flags.json ? {} : { onVerdict: (v) => io.stdout.write(verdictLines([v], locale)) });
  if (flags.json) io.stdout.write(`${canonicalJson(verdicts)}\n`);
  return exitOf(verdicts.verdicts, document);
}

/** What a bundle must hold for a check to have something to look at. */
const ABOUT: Readonly<Record<string, readonly string[]>> = { decision: ['decision', 'repairs'] };

/** 1 if a check fails, 3 if one is unproven or was not made, else 0. A check of what the document does not hold is not missed. */
export function exitOf(verdicts: readonly Verdict[], document?: unknown): number {
  if (verdicts.some((v) => v.outcome === 'fails')) return EXIT.fails;
  const absent = ({ check, outcome }: Verdict): boolean => outcome === 'not-checked' && ABOUT[check]?.every((key) => typeof document !== 'object' || document === null || !(key in document)) === true;
  return verdicts.every((v) => v.outcome === 'holds' || absent(v)) ? EXIT.ok : EXIT.unproven;
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
