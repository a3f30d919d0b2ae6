import { access } from 'node:fs/promises';
import { canonicalJson } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { readKeyFile, writeFileAtomic, writeKeyFile, type FileKey } from '../node/index.js';
import { fileStore } from '../node/file-store.js';
import { locales, type Locale } from '../reporting/index.js';
import { checkpointQr, consistencyProofAsync, disclose, disclosePerson, erase, finishErasures, formatProof, openTrail } from '../trail/index.js';
import { codeOf, keepCosigned, lastHead, sizeOf } from './heads.js';
import { EXIT, type Io } from './io.js';
import { inFile } from './problems.js';
import { readPlain } from './read-round.js';
import { parseRecord } from './record-file.js';
import { put } from './trail-check.js';
import { clockOf, needApart, readInput, readSigningKey, readText, readVerifierKeys, signerGiven, withTrail } from './trail-files.js';
import { formatRequest } from './witness-request.js';

export interface InitFlags {
  readonly dir: string;
  readonly origin: string;
  readonly controller: string;
  readonly keyFile: string;
  readonly witness?: readonly string[];
  readonly quorum?: number;
  readonly retention?: number;
  readonly retentionBasis?: string;
  readonly out?: string;
}

/** Makes a key and a log, and prints what has to leave the house: the verifier key, the first checkpoint and its short code. */
export async function initCommand(flags: InitFlags, locale: Locale, io: Io): Promise<number> {
  const words = locales[locale].cli.trail;
  needApart(flags.keyFile, flags.dir);
  const keys = await readVerifierKeys(flags.witness ?? []);
  const store = await fileStore(flags.dir);
  try {
    if ((await store.size()) > 0) throw new MeritError('E_STATE', 'the folder holds a trail already', { path: flags.dir });
    const key = await keyFor(flags);
    const witnesses = keys.length > 0 ? { keys: [...keys], quorum: flags.quorum ?? keys.length } : null;
    const retention = flags.retention === undefined ? null : { years: flags.retention, citation: flags.retentionBasis ?? '' };
    const { origin, controller } = flags;
    const trail = await openTrail(store, { origin, controller, witnesses, retention, signer: key.signer, ...clockOf(io) });
    const note = await trail.checkpoint();
    if (flags.out !== undefined) await writeFileAtomic(flags.out, note);
    io.stdout.write(words.begun(key.verifierKey, codeOf(note), flags.keyFile) + (flags.out === undefined ? `\n${note}` : ''));
    return EXIT.ok;
  } finally {
    await store.close();
  }
}

/** The key of the file, made where there is none. */
async function keyFor({ keyFile, origin }: InitFlags): Promise<FileKey> {
  const there = await access(keyFile).then(() => true, () => false);
  if (!there) return writeKeyFile(keyFile, origin);
  const key = await readKeyFile(keyFile);
  if (key.signer.name !== origin) throw new MeritError('E_KEY', 'the key bears another name than the log', { path: keyFile });
  return key;
}

export interface DirFlags {
  readonly dir: string;
  readonly json?: boolean;
}

/** Adds one record of any kind, as it stands in a JSON file. */
export async function appendCommand(path: string, flags: DirFlags, locale: Locale, io: Io): Promise<number> {
  const record = await inFile(path, async () => readPlain(await readInput(path, io)));
  const { index, kind } = await withTrail(flags.dir, io, (trail) => inFile(path, () => trail.append(parseRecord(record))));
  if (flags.json) io.stdout.write(`${canonicalJson({ index, kind })}\n`);
  else io.stdout.write(`${locales[locale].cli.trail.appended(index, kind)}\n`);
  return EXIT.ok;
}

export interface CheckpointFlags extends DirFlags {
  readonly keyFile?: string;
  readonly since?: number;
  readonly add?: string;
  readonly out?: string;
  readonly qr?: string;
}

/** Signs the present head and prints it with its short code; or keeps one that witnesses have cosigned. */
export async function checkpointCommand(flags: CheckpointFlags, locale: Locale, io: Io): Promise<number> {
  const words = locales[locale].cli.trail;
  const key = flags.add === undefined ? await readSigningKey(flags.keyFile, io) : undefined;
  return withTrail(flags.dir, io, async (trail) => {
    const note = key ? await trail.checkpoint() : await inFile(flags.add!, async () => keepCosigned(trail.store, await readText(flags.add!), trail.keys));
    const size = sizeOf(note);
    if (flags.since !== undefined && flags.since > size) throw new MeritError('E_NUM_RANGE', `the log has ${size} entries`, { path: '--since' });
    const since = flags.since ?? 0;
    const text = since === 0 ? note : formatRequest({ old: since, proof: since === size ? [] : await consistencyProofAsync(since, size, (level, index) => trail.store.hash(level, index)), note });
    if (flags.add === undefined) await put(text, flags.out, io);
    if (flags.qr !== undefined) await writeFileAtomic(flags.qr, checkpointQr(note));
    io.stderr.write(`${words.headOf(size, codeOf(note))}\n`);
    return EXIT.ok;
  }, key?.signer);
}

/** Prints the offline proof of one entry under the last checkpoint. */
export async function proveCommand(index: number, flags: DirFlags & { readonly out?: string }, _locale: Locale, io: Io): Promise<number> {
  const proof = await withTrail(flags.dir, io, async (trail) => {
    await trail.entryAt(index);
    const note = await lastHead(trail.store);
    if (index >= sizeOf(note)) throw new MeritError('E_NOTE', 'no checkpoint covers this entry yet\nMaybe meritra trail checkpoint was meant first.');
    return formatProof({ index, proof: await trail.inclusion(index, sizeOf(note)), note });
  });
  await put(proof, flags.out, io);
  return EXIT.ok;
}

export interface DiscloseFlags extends DirFlags {
  readonly entry?: number;
  readonly round?: string;
  readonly person?: string;
  readonly path?: readonly string[];
  readonly keyFile?: string;
  readonly out?: string;
}

/** Writes the values of one entry with its proof, or a list of all that a round holds about one person. */
export async function discloseCommand(flags: DiscloseFlags, _locale: Locale, io: Io): Promise<number> {
  const { entry, path: paths, round, person } = flags;
  const signer = await signerGiven(flags.keyFile, io);
  const document = await withTrail(flags.dir, io, async (trail) => {
    const signed = signer !== undefined || sizeOf(await lastHead(trail.store)) === trail.size;
    if (!signed) throw new MeritError('E_NOTE', 'no checkpoint covers the last entries yet\nMaybe meritra trail checkpoint was meant first, or --key-file.');
    return entry === undefined ? disclosePerson(trail, round!, person!) : disclose(trail, { entry, ...(paths && { paths }) });
  }, signer);
  await put(`${canonicalJson(document)}\n`, flags.out, io);
  return EXIT.ok;
}

export interface EraseFlags extends DirFlags {
  readonly person?: string;
  readonly entry?: number;
  readonly path?: readonly string[];
  readonly by: string;
  readonly on: string;
  readonly basis: string;
  readonly document: string;
  readonly yes?: boolean;
}

/** Erases what the vault holds about a person, or of one entry, for good; the log says on which basis. */
export async function eraseCommand(flags: EraseFlags, locale: Locale, io: Io): Promise<number> {
  const words = locales[locale].cli.trail;
  if (!flags.yes) {
    io.stderr.write(`${words.eraseAsks}\n`);
    return EXIT.input;
  }
  const { person, entry: number, path: paths, by, on, basis, document } = flags;
  const what = person !== undefined ? { person } : { entries: [number!], ...(paths && { paths }) };
  const entry = await withTrail(flags.dir, io, async (trail) => {
    await finishErasures(trail); // one that a crash cut off
    return erase(trail, { ...what, by, on, basis, document });
  });
  io.stdout.write(`${words.erasedIn(entry.index)}\n`);
  return EXIT.ok;
}
