import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { canonicalJson } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { readEntryLine } from '../trail/entry-line.js';
import type { Appended, StoredEntry, TrailStore, Vault } from '../trail/store.js';
import { AppendQueue, buildBatch, type Job } from './append-queue.js';
import { FileVault, readRow } from './file-vault.js';
import { HashFile } from './hash-file.js';
import { IdTable } from './id-table.js';
import { ioError, nodeFiles, type FileSystem, type OpenFile } from './io.js';
import { fastLeafHash, LineFile, readCanonical, type TornTail } from './line-file.js';

/** Every how many entries the place in the file is remembered. */
const STEP = 64;
const LOG = 'log.jsonl';
const HASHES = 'log.hashes';
const NOTES = 'checkpoints.jsonl';
const FILES = [{ file: LOG, name: 'entry', path: '' }, { file: NOTES, name: 'checkpoint', path: '/checkpoints' }, { file: 'vault.jsonl', name: 'datum', path: '/vault' }] as const;

/** A trail in a folder. */
export interface FileStore extends TrailStore {
  /** Torn tails that a crash left and opening cut off; of the vault's file once the vault was used. */
  readonly torn: readonly TornTail[];
}

/** What the file store works with. */
export interface FileStoreOptions {
  /** The file system of this machine when left out. */
  readonly files?: FileSystem;
}

/**
 * Opens the trail in a folder, making it where there is none, and checks every line of its log. One store at a time may have a folder
 * open. What `append` acknowledged has been synced; appends that come while others are being written share one write and one sync.
 * O(bytes) time; memory: 8 to 24 bytes an entry and one piece of the log. The vault is read into memory when it is first used.
 * @throws {MeritError} E_LOG_LOCKED; E_LOG_CORRUPT, E_LOG_NOT_CANONICAL and E_LOG_GAP with the path `/INDEX` of the first damaged line
 * (`repairLog` moves it aside); E_FILE, E_LOG_FSYNC
 */
export async function fileStore(folder: string, options: FileStoreOptions = {}): Promise<FileStore> {
  const files = options.files ?? nodeFiles;
  const unlock = await lock(files, folder);
  const opened: { close(): Promise<void> }[] = [];
  try {
    const store = await openStore(files, folder, opened, unlock);
    return store;
  } catch (cause) {
    for (const file of opened) await file.close().catch(() => undefined);
    await unlock().catch(() => undefined);
    throw ioError('E_FILE', 'the folder of the log cannot be read', folder, cause);
  }
}

async function lock(files: FileSystem, folder: string): Promise<() => Promise<void>> {
  try {
    await files.makeFolder(folder);
    return await files.lock(folder);
  } catch (cause) {
    throw ioError('E_FILE', 'the folder of the log cannot be opened', folder, cause);
  }
}

async function openStore(files: FileSystem, folder: string, opened: { close(): Promise<void> }[], unlock: () => Promise<void>): Promise<FileStore> {
  const ids = new IdTable(randomInt(2 ** 32));
  const places: number[] = []; // where every STEP-th entry begins
  const hashFile = await openHashes(files, join(folder, HASHES));
  const hashes = new HashFile(hashFile);
  opened.push(hashFile);

  let doubts: { readonly id: string; readonly number: number; readonly candidates: readonly number[] }[] = [];
  const log = await LineFile.open(files, join(folder, LOG), 0o666, 'entry', LOG, '', ({ number, text, leaf, start }) => {
    const { id, index } = readEntryLine(text, `/${number}`);
    if (index !== number) throw new MeritError('E_LOG_GAP', `the line says index ${index}`, { path: `/${number}` });
    const candidates = ids.candidates(id);
    if (candidates.length > 0) doubts.push({ id, number, candidates });
    ids.add(id, number);
    if (number % STEP === 0) places.push(start);
    hashes.push(leaf);
  }, () => hashes.pace());
  opened.push(log.file);
  for (const { id, number, candidates } of doubts) {
    for (const candidate of candidates) {
      if (readEntryLine(await lineAt(candidate), `/${candidate}`).id === id) throw new MeritError('E_LOG_CORRUPT', 'its id was given before', { path: `/${number}`, related: [`/${candidate}`] });
    }
  }
  doubts = [];
  await hashes.flush().catch(() => undefined);
  await hashes.trim().catch(() => undefined);

  const notes: Head[] = [];
  const kept = await LineFile.open(files, join(folder, NOTES), 0o666, 'checkpoint', NOTES, '/checkpoints', ({ number, text }) => {
    notes.push(readHead(text, `/checkpoints/${number}`));
  });
  opened.push(kept.file);
  await files.syncFolder(folder).catch((cause: unknown) => {
    throw ioError('E_LOG_FSYNC', 'the folder could not be made durable', folder, cause);
  });

  const vault = new FileVault(files, folder);
  let closing: Promise<void> | undefined;
  const open = (): void => {
    if (closing) throw new MeritError('E_LOG_CLOSED', 'the store was closed');
  };

  async function* linesOf(from: number, to: number): AsyncGenerator<string> {
    if (from >= to) return;
    const first = from - (from % STEP);
    for await (const piece of log.file.lines(places[first / STEP]!, first, '')) {
      for (const { number, text } of piece) {
        if (number >= to) return;
        if (number >= from) yield text;
      }
    }
  }
  async function lineAt(index: number): Promise<string> {
    for await (const line of linesOf(index, index + 1)) return line;
    throw new MeritError('E_LOG_CORRUPT', 'the line is gone', { path: `/${index}` });
  }
  async function entryOf(id: string): Promise<StoredEntry | undefined> {
    for (const index of ids.candidates(id)) {
      const line = await lineAt(index);
      if (readEntryLine(line, `/${index}`).id === id) return { index, line };
    }
    return undefined;
  }

  async function write(jobs: readonly Job[]): Promise<void> {
    log.file.needWhole();
    const { fresh, answers } = await buildBatch(jobs, {
      size: log.file.length,
      entryOf,
      lines: async (from) => {
        const lines: string[] = [];
        for await (const line of linesOf(from, log.file.length)) lines.push(line);
        return lines;
      },
    });
    if (fresh.length > 0) {
      const leaves = fresh.map(({ line }) => ({ text: line, leaf: fastLeafHash(line) }));
      const starts = await log.file.append(leaves);
      fresh.forEach(({ id, index }, k) => {
        ids.add(id, index);
        if (index % STEP === 0) places.push(starts[k]!);
        hashes.push(leaves[k]!.leaf);
      });
    }
    for (const { job, answer } of answers) job.resolve(answer);
    await hashes.pace();
  }
  const queue = new AppendQueue(write);
  let turn: Promise<unknown> = Promise.resolve();

  return {
    get torn() {
      return [...log.torn, ...kept.torn, ...vault.torn];
    },
    async size() {
      open();
      return log.file.length;
    },
    async *lines(from, to) {
      open();
      if (!(from >= 0 && from <= to && to <= log.file.length)) throw new MeritError('E_NUM_RANGE', `the log has ${log.file.length} entries`, { path: `/${log.file.length}` });
      for await (const line of linesOf(from, to)) {
        yield line;
        open();
      }
    },
    async append(id, known, build): Promise<Appended> {
      open();
      return queue.append(id, known, build);
    },
    async find(id) {
      open();
      return (await entryOf(id))?.index;
    },
    async hash(level, index) {
      open();
      try {
        return await hashes.hash(level, index);
      } catch (cause) {
        throw ioError('E_FILE', `${HASHES} cannot be read`, HASHES, cause);
      }
    },
    async checkpoints() {
      open();
      return [...notes].sort((a, b) => a.size - b.size).map(({ note }) => note);
    },
    keepCheckpoint(size, note) {
      const next = turn.then(async () => {
        open();
        if (notes.some((known) => known.note === note)) return;
        const text = canonicalJson({ note, size });
        await kept.file.append([{ text, leaf: fastLeafHash(text) }]);
        notes.push({ size, note });
      });
      turn = next.catch(() => undefined);
      return next;
    },
    vault: vault satisfies Vault,
    close() {
      closing ??= (async () => {
        await queue.idle();
        await turn;
        await vault.close().catch(() => undefined);
        for (const file of [log.file, kept.file, hashes]) await file.close().catch(() => undefined);
        await unlock().catch(() => undefined);
      })();
      return closing;
    },
  };
}

/** A kept checkpoint. */
interface Head {
  readonly size: number;
  readonly note: string;
}

/** @throws {MeritError} E_LOG_NOT_CANONICAL, E_FORMAT */
function readHead(text: string, path: string): Head {
  const { size, note, ...more } = Object(readCanonical(text, path)) as Record<string, unknown>;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || typeof note !== 'string' || Object.keys(more).length > 0) throw new MeritError('E_FORMAT', 'a kept checkpoint is a note and its size', { path });
  return { size, note };
}

async function openHashes(files: FileSystem, path: string): Promise<OpenFile> {
  return files.open(path, 0o666);
}

/** What {@link repairLog} moved aside. */
export interface Moved {
  readonly file: string;
  /** The number of the first line that is not there any more. */
  readonly from: number;
  readonly bytes: number;
  /** The file beside it in which they stand now. */
  readonly to: string;
}

/**
 * Moves damaged ends of a folder's files aside, so that it can be opened again: from the first damaged line on, everything goes to a file
 * beside it. Nothing is deleted and nothing is mended. A log that lost entries this way no longer fits its later checkpoints, and
 * verifying it says so. A side file of the vault holds personal values, which `erase` does not reach: remove it by hand in time.
 * @throws {MeritError} E_LOG_LOCKED, E_FILE, E_LOG_IO, E_LOG_FSYNC
 */
export async function repairLog(folder: string, options: FileStoreOptions = {}): Promise<readonly Moved[]> {
  const files = options.files ?? nodeFiles;
  const unlock = await lock(files, folder);
  const moved: Moved[] = [];
  try {
    for (const { file, name, path } of FILES) {
      const at = join(folder, file);
      if (!(await files.exists(at))) continue;
      let good = { end: 0, count: 0 };
      const ids = new Set<string>();
      try {
        const { file: whole } = await LineFile.open(files, at, 0o600, name, file, path, ({ number, text, end }) => {
          if (name === 'entry') {
            const { id, index } = readEntryLine(text, `/${number}`);
            if (index !== number || ids.has(id)) throw new MeritError('E_LOG_CORRUPT', 'it does not follow the lines before it', { path: `/${number}` });
            ids.add(id);
          } else if (name === 'checkpoint') readHead(text, `${path}/${number}`);
          else readRow(text, `${path}/${number}`);
          good = { end, count: number + 1 };
        });
        await whole.close();
      } catch (cause) {
        if (!(cause instanceof MeritError) || !['E_LOG_CORRUPT', 'E_LOG_NOT_CANONICAL', 'E_FORMAT'].includes(cause.code)) throw cause;
        moved.push(await moveAside(files, folder, file, good.end, good.count));
      }
    }
    return moved;
  } catch (cause) {
    throw ioError('E_LOG_IO', 'the log could not be repaired', folder, cause);
  } finally {
    await unlock().catch(() => undefined);
  }
}

/** Copies everything from a place on to a file beside it, makes that durable, then cuts. */
async function moveAside(files: FileSystem, folder: string, file: string, end: number, from: number): Promise<Moved> {
  let to = '';
  for (let n = 1; to === '' || (await files.exists(join(folder, to))); n++) to = `${file}.damaged-${n}`;
  const source = await files.open(join(folder, file), 0o600);
  const target = await files.open(join(folder, to), 0o600);
  try {
    const size = await source.size();
    const piece = Buffer.allocUnsafe(1 << 16);
    for (let at = end; at < size; ) {
      const got = await source.read(piece, at);
      if (got === 0) break;
      for (let done = 0; done < got; ) done += await target.write(piece.subarray(done, got), at - end + done);
      at += got;
    }
    await target.sync();
    await files.syncFolder(folder);
    await source.truncate(end);
    await source.sync();
    return { file, from, bytes: size - end, to };
  } finally {
    await source.close();
    await target.close();
  }
}
