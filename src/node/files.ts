import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MeritError } from '../errors/index.js';
import { DEFAULT_LIMITS } from '../intake/limits.js';

/** The bytes of `round.json` (or `past.json`) and of every `*.csv` of a folder, by file name. */
export type FolderBytes = Readonly<Record<string, Uint8Array>>;

/**
 * The tables of a folder by file name: `round.json` and `*.csv`, nothing else and nothing below. For `parseFolder`.
 * @param head - the one JSON file that is read; `past.json` for `readPast`.
 * @throws {MeritError} E_FILE with the path as given; E_LIMIT_BYTES for a file that is too large.
 */
export async function readFolder(dir: string, head = 'round.json'): Promise<FolderBytes> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(dir, cause);
  });
  const names = entries.filter((e) => !e.isDirectory() && (e.name === head || e.name.endsWith('.csv'))).map((e) => e.name).sort();
  const files: [string, Uint8Array][] = [];
  for (const name of names) files.push([name, await readDocumentFile(join(dir, name))]);
  return Object.fromEntries(files);
}

/**
 * The bytes of one file. For `seal`, `parseRound` and whatever reads a document.
 * @throws {MeritError} E_FILE with the path as given; E_LIMIT_BYTES before anything is read of a file that is too large.
 */
export async function readDocumentFile(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > DEFAULT_LIMITS.bytes) throw new MeritError('E_LIMIT_BYTES', `the file has ${size} bytes, at most ${DEFAULT_LIMITS.bytes} are read`, { path });
    return await readFile(path);
  } catch (cause) {
    throw cause instanceof MeritError ? cause : unreadable(path, cause);
  }
}

/**
 * Writes a file whole or not at all: a new file beside it, flushed to disk, then renamed over it.
 * @throws {MeritError} E_FILE with the path as given; what stood there before is then untouched.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await unlink(temporary).catch(() => undefined);
    throw new MeritError('E_FILE', `it cannot be written: ${reasonOf(cause)}`, { path });
  }
}

function unreadable(path: string, cause: unknown): MeritError {
  return new MeritError('E_FILE', `it cannot be read: ${reasonOf(cause)}`, { path });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

/** Why, in words without paths: the text of a system error holds absolute ones. */
function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
  return REASONS[code] ?? code;
}
