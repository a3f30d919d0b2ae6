import { MeritError } from '../errors/index.js';
import type { OpenFile } from './io.js';
import { fastNodeHash } from './line-file.js';

const BYTES = 32;
/** Hashes kept back until they are written together. */
const WIDTH = 4096;

/**
 * The hashes of all full subtrees of a log, in the order in which they come to be: each leaf, and after it every subtree that it
 * completes, the smallest first. The file is derived: whatever of it is short or wrong is written anew when the log is opened.
 * @see Go's golang.org/x/mod/sumdb/tlog, StoredHashIndex
 */
export class HashFile {
  private readonly file: OpenFile;
  private readonly peaks: Buffer[] = [];
  private leaves = 0;
  private tail: Buffer[] = [];
  private written = 0;

  constructor(file: OpenFile) {
    this.file = file;
  }

  push(leaf: Buffer): void {
    let hash = leaf;
    this.tail.push(hash);
    for (let left = this.leaves; left % 2 === 1; left = (left - 1) / 2) {
      hash = fastNodeHash(this.peaks.pop()!, hash);
      this.tail.push(hash);
    }
    this.peaks.push(hash);
    this.leaves++;
  }

  /** Writes hashes once there are many, where the file does not hold them yet. A failure is kept for later: nothing is lost by it. */
  async pace(): Promise<void> {
    if (this.tail.length >= WIDTH) await this.flush().catch(() => undefined);
  }

  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.tail);
    const at = this.written * BYTES;
    const there = Buffer.alloc(bytes.length);
    let got = 0;
    for (let n = 1; n > 0 && got < bytes.length; got += n) n = await this.file.read(there.subarray(got), at + got);
    for (let done = 0; !there.equals(bytes) && done < bytes.length; ) {
      const wrote = await this.file.write(bytes.subarray(done), at + done);
      if (wrote === 0) return;
      done += wrote;
    }
    this.written += this.tail.length;
    this.tail = [];
  }

  /** Ends the file where the hashes end. */
  async trim(): Promise<void> {
    if ((await this.file.size()) > this.written * BYTES) await this.file.truncate(this.written * BYTES);
  }

  /** @throws {MeritError} E_NUM_RANGE for a subtree that is not there or not full */
  async hash(level: number, index: number): Promise<Uint8Array> {
    let width = 1;
    for (let l = 0; l < level; l++) width *= 2;
    if (!Number.isSafeInteger(level) || level < 0 || !Number.isSafeInteger(index) || index < 0 || (index + 1) * width > this.leaves) {
      throw new MeritError('E_NUM_RANGE', `the tree of ${this.leaves} leaves has no full subtree ${index} on level ${level}`);
    }
    // Its last leaf is number last; before that leaf stand last leaves and all subtrees that they completed.
    const last = (index + 1) * width - 1;
    let at = level;
    for (let n = last; n > 0; n = Math.floor(n / 2)) at += n;
    if (at >= this.written) return this.tail[at - this.written]!;
    const hash = Buffer.alloc(BYTES);
    if ((await this.file.read(hash, at * BYTES)) !== BYTES) throw new MeritError('E_FILE', 'log.hashes was cut while it was open; open the store anew', { path: 'log.hashes' });
    return hash;
  }

  async close(): Promise<void> {
    await this.flush().catch(() => undefined);
    await this.file.close();
  }
}
