import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { MeritError } from '../errors/index.js';
import { readDocumentFile, readKeyFile, type FileKey } from '../node/index.js';
import { fileStore, type FileStore } from '../node/file-store.js';
import { openTrail, parseVerifierKey, type KeyType, type Signer, type Trail, type TrailOptions } from '../trail/index.js';
import type { Io } from './io.js';
import { inFile } from './problems.js';

/** The name of the log in the folder of a trail. */
export const LOG_FILE = 'log.jsonl';
/** And that of the signed notes beside it. */
export const CHECKPOINTS_FILE = 'checkpoints.jsonl';

/** A text file. */
export async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readDocumentFile(path));
}

/** A file, or standard input where it is `-`. */
export async function readInput(path: string, io: Io): Promise<Uint8Array> {
  if (path !== '-') return readDocumentFile(path);
  if (!io.stdin) throw new MeritError('E_INPUT_EMPTY', 'there is no standard input here');
  const pieces: Uint8Array[] = [];
  for await (const piece of io.stdin) pieces.push(piece);
  const bytes = new Uint8Array(pieces.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Verifier keys as they are written, or the files that hold one each. */
export async function readVerifierKeys(given: readonly string[]): Promise<readonly string[]> {
  const keys: string[] = [];
  for (const one of given) {
    const key = /^[^+]+\+[0-9a-f]{8}\+/.test(one) ? one : (await readText(one)).trim();
    await inFile(one, () => parseVerifierKey(key));
    keys.push(key);
  }
  return keys;
}

/** The secret key for signing: from the option, else from the environment. */
export async function readSigningKey(path: string | undefined, io: Io, type: KeyType = 'note'): Promise<FileKey> {
  const file = path ?? io.env['MERITRA_KEY_FILE'];
  if (file === undefined || file === '') throw new MeritError('E_KEY', 'no key to sign with\nMaybe --key-file, or MERITRA_KEY_FILE in the environment, was meant.');
  return readKeyFile(file, type);
}

/** The signer of a key that was given, undefined where none was. */
export async function signerGiven(path: string | undefined, io: Io): Promise<Signer | undefined> {
  return path === undefined && (io.env['MERITRA_KEY_FILE'] ?? '') === '' ? undefined : (await readSigningKey(path, io)).signer;
}

/** @throws {MeritError} E_KEY where a secret key would lie in the folder of the log, and so go wherever the log is copied */
export function needApart(keyFile: string, dir: string): void {
  const [key, folder] = [resolve(keyFile), resolve(dir)];
  if (key === folder || key.startsWith(folder + sep)) throw new MeritError('E_KEY', 'the key must not lie in the folder of the log: whoever copies the log would have it', { path: keyFile });
}

/** The log in the folder of a trail, or the file itself. */
export async function logFile(path: string): Promise<string> {
  return (await stat(path).then((s) => s.isDirectory(), () => false)) ? join(path, LOG_FILE) : path;
}

/** The store in a folder that has one already. Its lock is freed by `close`. */
export async function openFolder(dir: string): Promise<FileStore> {
  const there = await stat(join(dir, LOG_FILE)).then(() => true, () => false);
  if (!there) throw new MeritError('E_FILE', 'there is no trail in this folder\nMaybe meritra trail init was meant.', { path: dir });
  return fileStore(dir);
}

/** Does something with the trail of a folder and frees it, whatever comes. */
export async function withStore<T>(dir: string, use: (store: FileStore) => Promise<T>): Promise<T> {
  const store = await openFolder(dir);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** The clock that entries are dated by, where it is not that of the machine. */
export function clockOf({ now }: Io): Pick<TrailOptions, 'now'> {
  return now ? { now: () => now() * 1000 } : {};
}

/** The same with the trail itself, replayed whole against its checkpoints. */
export async function withTrail<T>(dir: string, io: Io, use: (trail: Trail) => Promise<T>, signer?: Signer): Promise<T> {
  return withStore(dir, async (store) => use(await openTrail(store, { ...(signer && { signer }), ...clockOf(io) })));
}
