import { canonicalJson } from '../canonical/index.js';
import { factsOf, type Bundle, type BundleFacts } from '../deciding/index.js';
import { MeritError } from '../errors/index.js';
import { readDocumentFile } from '../node/index.js';
import { checkReport, locales, terminalText, verdictNote, type Locale } from '../reporting/index.js';
import { verify, type OutsideOptions, type Verdict } from '../verify/index.js';
import { EXIT, type Io } from './io.js';
import { inFile, placeIn, problemLines } from './problems.js';
import { readPlain } from './read-round.js';
import { logFile, readText, readVerifierKeys } from './trail-files.js';

/** What a checker has from elsewhere than from what he checks. */
export interface OutsideFlags {
  readonly key?: readonly string[];
  readonly checkpoint?: readonly string[];
  readonly witness?: readonly string[];
  readonly quorum?: number;
}

export interface VerifyFlags extends OutsideFlags {
  readonly log?: string;
  readonly report?: string;
  readonly json?: boolean;
}

/** Checks a bundle and prints each verdict as it is reached; with a report, whether that is the one that follows from the bundle. */
export async function verifyCommand(path: string, flags: VerifyFlags, locale: Locale, io: Io): Promise<number> {
  const document = await inFile(path, async () => readPlain(await readDocumentFile(path)));
  const log = flags.log === undefined ? undefined : await readText(await logFile(flags.log));
  const verdicts = verify(document, { ...(await readOutside(flags)), ...(log !== undefined && { log }), ...(!flags.json && { onVerdict: (v: Verdict) => io.stdout.write(verdictLines([v], locale)) }) });
  if (flags.json) io.stdout.write(`${canonicalJson(verdicts)}\n`);
  const reported = flags.report === undefined || (await reportFollows(flags.report, document, verdicts.verdicts, flags.json === true, locale, io));
  return reported ? exitOf(verdicts.verdicts, document) : EXIT.fails;
}

/** Keys, checkpoints and witnesses as `verify` takes them. */
export async function readOutside({ key, checkpoint, witness, quorum }: OutsideFlags): Promise<OutsideOptions> {
  const witnesses = witness && { keys: await readVerifierKeys(witness), quorum: quorum ?? witness.length };
  return { ...(key && { keys: await readVerifierKeys(key) }), ...(checkpoint && { checkpoints: await Promise.all(checkpoint.map(readText)) }), ...(witnesses && { witnesses }) };
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

/** What a bundle must hold for a check to have something to look at. */
const ABOUT: Readonly<Record<string, readonly string[]>> = { completeness: ['trail'], anchored: ['trail'], decision: ['decision', 'repairs'] };

/** 1 if a check fails, 3 if one is unproven or was not made, else 0. A check of what the document does not hold is not missed. */
export function exitOf(verdicts: readonly Verdict[], document?: unknown): number {
  if (verdicts.some((v) => v.outcome === 'fails')) return EXIT.fails;
  const absent = ({ check, outcome }: Verdict): boolean => outcome === 'not-checked' && ABOUT[check]?.every((key) => typeof document !== 'object' || document === null || !(key in document)) === true;
  return verdicts.every((v) => v.outcome === 'holds' || absent(v)) ? EXIT.ok : EXIT.unproven;
}

/** One line per verdict: outcome, check, code and place of a failure, and what was found. */
export function verdictLines(verdicts: readonly Verdict[], locale: Locale, of: 'check' | 'checkOfLog' = 'check'): string {
  const words = locales[locale];
  const width = Object.values(words.verdict).reduce((most, w) => Math.max(most, w.length), 0);
  return verdicts
    .map((v) => {
      const failure = v.code === undefined ? '' : ` [${v.code}${v.path ? ` ${v.path}` : ''}]`;
      const note = verdictNote(v, words);
      return `  ${words.verdict[v.outcome].padEnd(width)}  ${v.check}: ${words[of][v.check]!}${note === '' ? '' : `, ${note}`}${failure} ${terminalText(`(${v.detail})`).replace(/\n/g, ' ')}\n`;
    })
    .join('');
}
