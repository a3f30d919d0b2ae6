import { canonicalJson } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { fileWitnessState, writeFileAtomic, writeKeyFile } from '../node/index.js';
import { locales, type Locale } from '../reporting/index.js';
import { addSignature, compareCheckpoints, cosigners, parseCheckpoint, parseNote, Witness, type Comparison } from '../trail/index.js';
import { sizeOf } from './heads.js';
import { EXIT, type Io } from './io.js';
import { inFile } from './problems.js';
import { readSigningKey, readText, readVerifierKeys, withStore } from './trail-files.js';
import { parseRequest } from './witness-request.js';

export interface CompareFlags {
  readonly key: readonly string[];
  readonly dir?: string;
  readonly proof?: string;
  readonly json?: boolean;
}

const EXIT_OF: Record<Comparison['outcome'], number> = { same: EXIT.ok, extends: EXIT.ok, fork: EXIT.fails, unproven: EXIT.unproven };

/** Says how two checkpoints of one log stand to each other; of a fork both signed heads are printed: they are the evidence. */
export async function compareCommand(a: string, b: string, flags: CompareFlags, locale: Locale, io: Io): Promise<number> {
  const words = locales[locale].cli.trail;
  const keys = await readVerifierKeys(flags.key);
  const [first, second] = [await readText(a), await readText(b)];
  const proof = flags.proof === undefined ? undefined : (await inFile(flags.proof, async () => parseRequest(await readText(flags.proof!)))).proof;
  const result =
    flags.dir === undefined
      ? await compareCheckpoints(first, second, keys, proof)
      : await withStore(flags.dir, (store) => compareCheckpoints(first, second, keys, (level, index) => store.hash(level, index)));
  if (flags.json) io.stdout.write(`${canonicalJson(result)}\n`);
  else io.stdout.write(`${told(result, words)}\n`);
  return EXIT_OF[result.outcome];
}

function told(result: Comparison, words: (typeof locales)[Locale]['cli']['trail']): string {
  switch (result.outcome) {
    case 'same':
      return words.same(result.size);
    case 'extends':
      return words.extends(result.shorter, result.longer);
    case 'fork':
      return `${words.fork}\n\n${result.evidence.join('\n')}`;
    case 'unproven':
      return words.compareUnproven[result.reason];
  }
}

export interface WitnessFlags {
  readonly keyFile?: string;
  readonly state: string;
  readonly logKey: readonly string[];
  readonly out?: string;
  readonly quiet?: boolean;
}

/** Cosigns a checkpoint that continues what this witness has seen before, and prints the note with the cosignature. */
export async function witnessCommand(path: string, flags: WitnessFlags, locale: Locale, io: Io): Promise<number> {
  const words = locales[locale].cli.trail;
  const { signer, verifierKey } = await readSigningKey(flags.keyFile, io, 'cosignature');
  const logs = await readVerifierKeys(flags.logKey);
  const { note, proof } = await inFile(path, async () => parseRequest(await readText(path)));
  const witness = new Witness({ signer, logs, state: fileWitnessState(flags.state), clock: () => Math.floor(io.now?.() ?? Date.now() / 1000) });
  let line: string;
  try {
    line = await witness.cosign(note, proof);
  } catch (error) {
    const held = error instanceof MeritError && ['E_LOG_FORK', 'E_LOG_TRUNCATED', 'E_PROOF'].includes(error.code) ? await witness.held(parseCheckpoint(parseNote(note).text).origin) : undefined;
    if (held === undefined) throw error;
    io.stderr.write(`${words.refused((error as MeritError).code, sizeOf(held))}\n`);
    if ((error as MeritError).code === 'E_LOG_FORK') io.stdout.write(`${held}\n${note}`);
    return EXIT.fails;
  }
  const cosigned = addSignature(note, line);
  await put(cosigned, flags.out, io);
  if (!flags.quiet) io.stderr.write(`${words.cosigned(verifierKey, cosigners(cosigned, [verifierKey]).length)}\n`);
  return EXIT.ok;
}

export interface KeyFlags {
  readonly name: string;
  readonly witness?: boolean;
}

/** Makes a key and prints the verifier key to hand to others. */
export async function keyCommand(path: string, flags: KeyFlags, locale: Locale, io: Io): Promise<number> {
  const { verifierKey } = await writeKeyFile(path, flags.name, flags.witness ? 'cosignature' : 'note');
  io.stdout.write(`${verifierKey}\n`);
  io.stderr.write(`${locales[locale].cli.trail.keyMade(path)}\n`);
  return EXIT.ok;
}

/** Into a file, or to standard output. */
export async function put(text: string, out: string | undefined, io: Io): Promise<void> {
  if (out === undefined) io.stdout.write(text);
  else await writeFileAtomic(out, text);
}
