import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256Hex } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { parseCheckpoint } from '../trail/checkpoint.js';
import { parseNote } from '../trail/note.js';
import type { WitnessRecord, WitnessState } from '../trail/witness.js';

/**
 * The state of a witness in a folder: for each log one file `HASH.NUMBER` (HASH: the first 32 hex digits of SHA-256 of the origin) with the
 * SHA-256 of the note in hex, a line feed, and the note. A new head is a new file with the next number, linked in whole, flushed with its
 * folder, and only then the old one goes: whoever is killed in between finds the one or the other, and of two processes one is refused.
 * @throws {MeritError} from `get` and `put`: E_FILE, E_LOG_CORRUPT for a damaged file, E_LOG_LOCKED when another process came first
 */
export function fileWitnessState(folder: string): WitnessState {
  const known = new Map<string, number>(); // the number that `get` told last, by origin

  const numbers = async (origin: string): Promise<number[]> => {
    const stem = `${stemOf(origin)}.`;
    const names = await readdir(folder).catch(missing);
    return names.filter((name) => name.startsWith(stem) && /^[1-9][0-9]*$/.test(name.slice(stem.length))).map((name) => Number(name.slice(stem.length))).sort((a, b) => a - b);
  };
  const fileOf = (origin: string, number: number): string => join(folder, `${stemOf(origin)}.${number}`);

  return {
    get: (origin) => io(folder, async () => {
      const number = (await numbers(origin)).at(-1) ?? 0;
      const record = number > 0 ? read(await readFile(fileOf(origin, number), 'utf8'), origin) : undefined;
      known.set(origin, number);
      return record;
    }),
    put: (origin, _size, _root, note) => io(folder, async () => {
      const before = known.get(origin) ?? (await numbers(origin)).at(-1) ?? 0;
      const made = await mkdir(folder, { recursive: true });
      if (made !== undefined) await flushFolder(dirname(made));
      const temporary = join(folder, `.${stemOf(origin)}.${randomBytes(6).toString('hex')}.tmp`);
      try {
        await flushed(temporary, `${sha256Hex(note)}\n${note}`);
        await link(temporary, fileOf(origin, before + 1)).catch((cause: unknown) => {
          throw codeOf(cause) === 'EEXIST' ? overtaken() : cause;
        });
      } finally {
        await unlink(temporary).catch(() => undefined);
      }
      if (((await numbers(origin)).at(-1) ?? 0) > before + 1) { // another went on from this number and has removed its file since
        await unlink(fileOf(origin, before + 1)).catch(() => undefined);
        throw overtaken();
      }
      await flushFolder(folder);
      known.set(origin, before + 1);
      for (const old of await numbers(origin)) if (old <= before) await unlink(fileOf(origin, old)).catch(() => undefined);
    }),
  };
}

function stemOf(origin: string): string {
  return sha256Hex(origin).slice(0, 32);
}

function read(content: string, origin: string): WitnessRecord {
  const note = content.slice(65);
  if (content.slice(0, 65) !== `${sha256Hex(note)}\n`) throw new MeritError('E_LOG_CORRUPT', 'the kept head of the log is damaged; take it from a copy, never begin anew');
  const checkpoint = parseCheckpoint(parseNote(note).text);
  if (checkpoint.origin !== origin) throw new MeritError('E_LOG_CORRUPT', 'the kept head is one of another log');
  return { size: checkpoint.size, root: checkpoint.root, note };
}

async function flushed(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the names in a folder durable. Windows cannot open folders; there the file system sees to it. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A folder that is not there yet is empty. */
function missing(cause: unknown): string[] {
  if (codeOf(cause) === 'ENOENT') return [];
  throw cause;
}

function overtaken(): MeritError {
  return new MeritError('E_LOG_LOCKED', 'another process has kept a head of this log meanwhile');
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
}

async function io<T>(folder: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof MeritError) throw cause;
    throw new MeritError('E_FILE', `the state of the witness cannot be read or written: ${codeOf(cause)}`, { path: folder });
  }
}
