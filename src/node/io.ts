import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { constants, promises as fs } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { MeritError, type ErrorCode } from '../errors/index.js';

/** A file that is open for reading and writing. Reads and writes may be short; writing goes to a stated place. */
export interface OpenFile {
  size(): Promise<number>;
  read(into: Uint8Array, position: number): Promise<number>;
  write(bytes: Uint8Array, position: number): Promise<number>;
  truncate(size: number): Promise<void>;
  /** Resolves when everything written, and the size, will survive a loss of power. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What the file store asks of an operating system. Injected, so that a simulated disk can lose what was not synced. */
export interface FileSystem {
  makeFolder(path: string): Promise<void>;
  /** Opens a file, making it where it is absent, with `mode` as its permissions. */
  open(path: string, mode: number): Promise<OpenFile>;
  exists(path: string): Promise<boolean>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes the names of a folder durable: a file that was made, renamed or removed. */
  syncFolder(path: string): Promise<void>;
  /** Takes the right to write; what it returns gives it back. The right ends with the process. @throws {MeritError} E_LOG_LOCKED */
  lock(folder: string): Promise<() => Promise<void>>;
}

/** The file system of this machine. */
export const nodeFiles: FileSystem = {
  async makeFolder(path) {
    const first = await fs.mkdir(path, { recursive: true });
    for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made)) await nodeFiles.syncFolder(dirname(made));
  },
  async open(path, mode) {
    const file = await fs.open(path, constants.O_RDWR | constants.O_CREAT, mode);
    return {
      size: async () => (await file.stat()).size,
      read: async (into, position) => (await file.read(into, 0, into.length, position)).bytesRead,
      write: async (bytes, position) => (await file.write(bytes, 0, bytes.length, position)).bytesWritten,
      truncate: (size) => file.truncate(size),
      sync: () => file.datasync(),
      close: () => file.close(),
    };
  },
  exists: (path) => fs.access(path).then(() => true, (cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }),
  rename: (from, to) => fs.rename(from, to),
  remove: (path) => fs.rm(path, { force: true }),
  async syncFolder(path) {
    if (process.platform === 'win32') return; // folders cannot be opened there; NTFS journals names
    const folder = await fs.open(path, constants.O_RDONLY);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  lock: (folder) => (process.platform === 'linux' ? lockBySocket(folder) : lockByFile(folder)),
};

const locked = (): MeritError => new MeritError('E_LOG_LOCKED', 'another store has this folder open for writing');

/**
 * A socket in Linux' abstract name space: it has no file that could be left behind, and the kernel frees the name when the process ends,
 * by whatever death. Containers with network name spaces of their own do not see each other's: one folder, one container.
 */
export async function lockBySocket(folder: string): Promise<() => Promise<void>> {
  const { dev, ino } = await fs.stat(folder); // one folder by any path
  const name = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 40);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cause.code === 'EADDRINUSE' ? locked() : cause));
    server.listen({ path: `\0meritra-log-${name}`, exclusive: true }, resolve);
  });
  server.on('error', () => undefined);
  server.unref(); // an open store does not keep a process alive
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** A file with pid and start time of its owner: whoever finds it and sees no such process any more takes it away. */
export async function lockByFile(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock');
  const mine = `${process.pid} ${startOf(process.pid)}\n`;
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      // Written beside and linked: a lock file never stands there half written.
      const draft = `${path}.${process.pid}.${attempt}`;
      await fs.writeFile(draft, mine);
      try {
        await fs.link(draft, path);
      } finally {
        await fs.rm(draft, { force: true });
      }
      return () => fs.rm(path, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
    const owner = await fs.readFile(path, 'utf8').catch(() => '');
    const [pid = '', ...start] = owner.trim().split(' ');
    if (owner !== '' && startOf(Number(pid)) === start.join(' ')) throw locked();
    const stale = `${path}.stale.${process.pid}`;
    await fs.rename(path, stale).catch(() => undefined); // whoever renames it first, one of two, goes on
    const taken = await fs.readFile(stale, 'utf8').catch(() => owner);
    if (taken !== owner) await fs.link(stale, path).catch(() => undefined); // somebody's new lock was caught: give it back
    await fs.rm(stale, { force: true });
    if (taken !== owner) throw locked();
  }
  throw locked();
}

/** When a process began, as its system words it; 'gone' when there is none, 'alive' where the system does not say. */
function startOf(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return 'gone';
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().replaceAll(/\s+/g, ' ') || 'gone';
  } catch {
    return 'alive';
  }
}

const WORDS: Readonly<Record<string, string>> = {
  EIO: 'the disk reports an error',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'the file may not grow',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};
/** Node 20 names these UNKNOWN. */
const BY_NUMBER: Readonly<Record<string, Readonly<Record<number, string>>>> = { linux: { 122: 'EDQUOT' }, darwin: { 69: 'EDQUOT' } };

/** The error for a failed call of the file system, in words without absolute paths. A MeritError stays what it is. */
export function ioError(code: ErrorCode, what: string, path: string, cause: unknown): MeritError {
  if (cause instanceof MeritError) return cause;
  const { code: name = '', errno = 0 } = (cause ?? {}) as NodeJS.ErrnoException;
  const known = BY_NUMBER[process.platform]?.[Math.abs(errno)] ?? name;
  return new MeritError(code, `${what}: ${WORDS[known] ?? (/^E[A-Z0-9]+$/.test(known) ? known : 'unknown reason')}`, { path });
}
