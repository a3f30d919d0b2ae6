import type { FileSystem, OpenFile } from '../../src/node/io.js';

const SECTOR = 512;

/** One write that was not synced: bytes at a place, or a new size. */
type Unsynced = { readonly at: number; readonly bytes: Buffer } | { readonly size: number };

interface Inode {
  durable: Buffer;
  now: Buffer;
  unsynced: Unsynced[];
}

class PowerLoss extends Error {
  readonly code = 'EIO';
}

/**
 * A disk in memory that keeps what was synced. When the power fails, of every unsynced write any set of its sectors may be there, whatever
 * came before or after it; the same holds for names that were made, renamed or removed since the folder was synced, in their order.
 */
export class Disk implements FileSystem {
  /** Calls until the power fails. */
  crashAfter = Infinity;
  off = false;
  private state: number;
  private names = new Map<string, Inode>();
  private durableNames = new Map<string, Inode>();
  private changes: ((names: Map<string, Inode>) => void)[] = [];
  private locked = false;

  constructor(files: Readonly<Record<string, Buffer>> = {}, seed = 1) {
    this.state = seed * 2_654_435_761;
    for (const [path, bytes] of Object.entries(files)) this.names.set(path, { durable: bytes, now: Buffer.from(bytes), unsynced: [] });
    this.durableNames = new Map(this.names);
  }

  random(below: number): number {
    this.state = (Math.imul(this.state ^ (this.state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((this.state ^ (this.state >>> 13)) >>> 0) % below;
  }

  content(path: string): Buffer {
    return Buffer.from(this.names.get(path)!.now);
  }

  /** Sets what a file holds, without a copy. */
  show(path: string, bytes: Buffer): void {
    const inode = this.names.get(path)!;
    inode.now = bytes;
    inode.durable = bytes;
    inode.unsynced = [];
    this.locked = false;
  }

  /** The machine starts again with what the disk happens to hold. */
  power(): void {
    this.off = false;
    this.crashAfter = Infinity;
    this.locked = false;
    this.names = new Map(this.durableNames);
    for (let n = this.random(this.changes.length + 1), i = 0; i < n; i++) this.changes[i]!(this.names);
    for (const inode of this.names.values()) {
      for (const one of inode.unsynced) {
        if ('size' in one) {
          if (this.random(2) === 0) inode.durable = resized(inode.durable, one.size);
          continue;
        }
        const mood = this.random(4); // all of it, none of it, a beginning of it, any sectors of it
        for (let from = 0; from < one.bytes.length; ) {
          const to = Math.min(one.bytes.length, (Math.floor((one.at + from) / SECTOR) + 1) * SECTOR - one.at);
          if (mood === 1 || (mood === 2 && this.random(3) === 0)) break;
          if (mood !== 3 || this.random(2) === 0) {
            inode.durable = resized(inode.durable, Math.max(inode.durable.length, one.at + to));
            one.bytes.copy(inode.durable, one.at + from, from, to);
          }
          from = to;
        }
      }
    }
    this.settle();
  }

  /** What is there now is durable: nobody asks twice what a crash left. */
  settle(): void {
    for (const inode of this.names.values()) {
      if (inode.unsynced.length > 0 || this.off) inode.now = Buffer.from(inode.durable);
      inode.durable = Buffer.from(inode.now);
      inode.unsynced = [];
    }
    this.durableNames = new Map(this.names);
    this.changes = [];
  }

  async makeFolder(): Promise<void> {
    this.tick();
  }

  async open(path: string): Promise<OpenFile> {
    this.tick();
    let found = this.names.get(path);
    if (!found) {
      const made: Inode = { durable: Buffer.alloc(0), now: Buffer.alloc(0), unsynced: [] };
      found = made;
      this.change((names) => names.set(path, made));
    }
    const inode = found;
    return {
      size: async () => inode.now.length,
      read: async (into, position) => inode.now.copy(into, 0, position, Math.min(inode.now.length, position + into.length)),
      write: async (bytes, position) => {
        const some = this.random(8) === 0 ? Math.max(1, bytes.length >> 1) : bytes.length; // a short write
        const copy = Buffer.from(bytes.subarray(0, some));
        inode.unsynced.push({ at: position, bytes: copy });
        inode.now = resized(inode.now, Math.max(inode.now.length, position + some));
        copy.copy(inode.now, position);
        this.tick();
        return some;
      },
      truncate: async (size) => {
        inode.unsynced.push({ size });
        inode.now = resized(inode.now, size);
        this.tick();
      },
      sync: async () => {
        this.tick();
        inode.durable = Buffer.from(inode.now);
        inode.unsynced = [];
      },
      close: async () => undefined,
    };
  }

  async exists(path: string): Promise<boolean> {
    return this.names.has(path);
  }

  async rename(from: string, to: string): Promise<void> {
    this.tick();
    const inode = this.names.get(from)!;
    this.change((names) => {
      names.set(to, inode);
      names.delete(from);
    });
  }

  async remove(path: string): Promise<void> {
    this.tick();
    if (this.names.has(path)) this.change((names) => names.delete(path));
  }

  async syncFolder(): Promise<void> {
    this.tick();
    this.durableNames = new Map(this.names);
    this.changes = [];
  }

  async lock(): Promise<() => Promise<void>> {
    if (this.locked) throw new Error('locked');
    this.locked = true;
    return async () => {
      this.locked = false;
    };
  }

  private change(how: (names: Map<string, Inode>) => void): void {
    how(this.names);
    this.changes.push(how);
  }

  private tick(): void {
    if (this.off || --this.crashAfter < 0) {
      this.off = true;
      throw new PowerLoss('the power is off');
    }
  }
}

function resized(bytes: Buffer, size: number): Buffer {
  if (bytes.length === size) return bytes;
  const other = Buffer.alloc(size);
  bytes.copy(other);
  return other;
}
