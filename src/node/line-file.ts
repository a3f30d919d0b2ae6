import { hash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { canonicalJson } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { LONGEST_LINE } from '../trail/entry-line.js';
import { ioError, type FileSystem, type OpenFile } from './io.js';
import { isTorn } from './torn-tail.js';

const LF = 0x0a;
/** Bytes read at once. */
const PIECE = 1 << 18;
const LEAF = ',"leaf":"';
/** `,"leaf":"`, 64 hex digits, `"}`. */
const TAIL = LEAF.length + 64 + 2;

/** SHA-256(0x00 ‖ text) as hex, by the fast hash of Node: as text it needs no buffer of its own. @see RFC 6962 section 2.1 */
export function fastLeafHash(text: string): string {
  return hash('sha256', `\0${text}`);
}

const pair = Buffer.alloc(65, 1);

/** SHA-256(0x01 ‖ left ‖ right), all as hex. @see RFC 6962 section 2.1 */
export function fastNodeHash(left: string, right: string): string {
  pair.write(left, 1, 'hex');
  pair.write(right, 33, 'hex');
  return hash('sha256', pair);
}

/** One checked line: the canonical JSON in it, its leaf hash, where it begins and ends (LF included) in the file. */
export interface Line {
  readonly number: number;
  readonly text: string;
  readonly leaf: string;
  readonly start: number;
  readonly end: number;
}

/** What a crash left at the end of a file and opening it cut off. Nothing of it was acknowledged. */
export interface TornTail {
  readonly file: string;
  readonly bytes: number;
}

/**
 * A file of lines `{"NAME":JSON,"leaf":"HEX"}` LF, where HEX is SHA-256(0x00 ‖ JSON): every flipped bit shows, in the last line too.
 * Lines are added at the end, durably.
 */
export class LineFile {
  private readonly file: OpenFile;
  private readonly head: string;
  private readonly label: string;
  private bytes: number;
  private count: number;
  private broken = false;

  private constructor(file: OpenFile, head: string, label: string) {
    this.file = file;
    this.head = head;
    this.label = label;
    this.bytes = 0;
    this.count = 0;
  }

  /**
   * Opens a file and checks every line of it. A torn tail is cut off: the last piece, without LF, that is the beginning of a line.
   * Everything else that is wrong is told, never dropped.
   * @param name - the key of the value in a line; @param path - what stands before the number of a line in paths of errors
   * @param visit - called with each line in order; @param pause - awaited between pieces
   * @throws {MeritError} E_LOG_CORRUPT with the path of the first damaged line; what `visit` throws; E_FILE
   */
  static async open(
    files: FileSystem, at: string, mode: number, name: string, label: string, path: string,
    visit: (line: Line) => void, pause: () => Promise<void> = async () => undefined,
  ): Promise<{ readonly file: LineFile; readonly torn: readonly TornTail[] }> {
    const raw = await files.open(at, mode).catch((cause: unknown) => {
      throw ioError('E_FILE', `${label} cannot be opened`, label, cause);
    });
    try {
      const self = new LineFile(raw, `{"${name}":`, label);
      const size = await raw.size();
      const rest = await self.scan(0, size, path, visit, pause);
      const torn: TornTail[] = [];
      if (rest.length > 0) {
        if (!isTorn(rest, self.head, LEAF)) throw corrupt(`${path}/${self.count}`, 'it is not what a writer leaves that was stopped');
        await raw.truncate(self.bytes);
        torn.push({ file: label, bytes: rest.length });
      }
      await raw.sync(); // lines that a killed writer wrote and did not sync will be answered as kept
      return { file: self, torn };
    } catch (cause) {
      await raw.close().catch(() => undefined);
      throw ioError('E_FILE', `${label} cannot be read`, label, cause);
    }
  }

  /** Bytes of all whole lines. */
  get end(): number {
    return this.bytes;
  }

  /** Number of lines. */
  get length(): number {
    return this.count;
  }

  /** @throws {MeritError} E_LOG_CLOSED once a sync failed or a failed write could not be taken back */
  needWhole(): void {
    if (this.broken) throw new MeritError('E_LOG_CLOSED', `${this.label} failed before; open the store anew`);
  }

  /**
   * Adds lines with one write and one sync; resolves when they are durable, with the place where each begins.
   * @throws {MeritError} E_LOG_IO: nothing of them is in the file; E_LOG_FSYNC, and from then on E_LOG_CLOSED: open the file anew
   */
  async append(texts: readonly { readonly text: string; readonly leaf: string }[]): Promise<number[]> {
    this.needWhole();
    const starts: number[] = [];
    let content = '';
    let at = this.bytes;
    const parts: Buffer[] = [];
    for (const { text, leaf } of texts) {
      const line = `${this.head}${text}${LEAF}${leaf}"}\n`;
      starts.push(at);
      at += Buffer.byteLength(line);
      content += line;
      if (content.length > 1 << 26) {
        parts.push(Buffer.from(content));
        content = '';
      }
    }
    parts.push(Buffer.from(content));
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    try {
      for (let done = 0; done < bytes.length; ) {
        const wrote = await this.file.write(done === 0 ? bytes : bytes.subarray(done), this.bytes + done);
        if (wrote === 0) throw new MeritError('E_LOG_IO', `${this.label} took no byte`, { path: this.label });
        done += wrote;
      }
    } catch (cause) {
      const error = ioError('E_LOG_IO', `${this.label} could not be written`, this.label, cause);
      try {
        await this.file.truncate(this.bytes);
      } catch {
        this.broken = true;
      }
      throw error;
    }
    await this.sync();
    this.bytes = at;
    this.count += texts.length;
    return starts;
  }

  /** A failed sync is never tried again: the kernel may have dropped the pages and would answer that all is well. */
  private async sync(): Promise<void> {
    try {
      await this.file.sync();
    } catch (cause) {
      this.broken = true;
      throw ioError('E_LOG_FSYNC', `${this.label} could not be made durable`, this.label, cause);
    }
  }

  /**
   * Lines from a place where one begins, checked by their hash, in lists of a piece each.
   * @param number - the number of the line that begins there
   * @throws {MeritError} E_LOG_CORRUPT with the path of a damaged line
   */
  async *lines(start: number, number: number, path: string): AsyncGenerator<readonly Line[]> {
    let buffer: Buffer = Buffer.allocUnsafe(1 << 16);
    let filled = 0;
    let at = start;
    while (at + filled < this.bytes) {
      const want = Math.min(buffer.length - filled, this.bytes - at - filled);
      const got = await this.file.read(buffer.subarray(filled, filled + want), at + filled).catch((cause: unknown) => {
        throw ioError('E_FILE', `${this.label} cannot be read`, this.label, cause);
      });
      if (got === 0) throw corrupt(`${path}/${number}`, 'the file was cut while it was open');
      filled += got;
      const found: Line[] = [];
      let from = 0;
      for (let lf = buffer.indexOf(LF); lf >= 0 && lf < filled; lf = buffer.indexOf(LF, from)) {
        found.push(readLine(buffer, from, lf, this.head, number++, at + from, path));
        from = lf + 1;
      }
      if (found.length > 0) yield found;
      buffer.copyWithin(0, from, filled);
      filled -= from;
      at += from;
      if (filled === buffer.length) buffer = larger(buffer, `${path}/${number}`);
    }
  }

  async close(): Promise<void> {
    this.broken = true;
    await this.file.close();
  }

  /** Reads everything, one piece at a time; sets count and bytes to the whole lines and returns what stands after the last LF. */
  private async scan(from: number, size: number, path: string, visit: (line: Line) => void, pause: () => Promise<void>): Promise<Buffer> {
    let buffer: Buffer = Buffer.allocUnsafe(Math.min(PIECE, size - from + 1));
    let filled = 0;
    let at = from;
    while (at + filled < size) {
      const got = await this.file.read(buffer.subarray(filled), at + filled);
      if (got === 0) break;
      const looked = filled;
      filled += got;
      let start = 0;
      for (let lf = buffer.indexOf(LF, looked); lf >= 0 && lf < filled; lf = buffer.indexOf(LF, start)) {
        visit(readLine(buffer, start, lf, this.head, this.count, at + start, path));
        start = lf + 1;
        this.count++;
        this.bytes = at + start;
      }
      buffer.copyWithin(0, start, filled);
      filled -= start;
      at += start;
      if (filled === buffer.length) buffer = larger(buffer, `${path}/${this.count}`);
      await pause();
    }
    return buffer.subarray(0, filled);
  }
}

function larger(buffer: Buffer, path: string): Buffer {
  if (buffer.length > LONGEST_LINE) throw corrupt(path, `it is longer than ${LONGEST_LINE} bytes`);
  const room = Buffer.allocUnsafe(2 * buffer.length);
  buffer.copy(room);
  return room;
}

/** Reads the line at start..lf, checking its frame and its hash. */
function readLine(bytes: Buffer, start: number, lf: number, head: string, number: number, place: number, path: string): Line {
  const from = start + head.length;
  const to = lf - TAIL;
  if (
    to <= from || bytes.toString('latin1', start, from) !== head || bytes.toString('latin1', to, to + LEAF.length) !== LEAF ||
    bytes[lf - 2] !== 0x22 || bytes[lf - 1] !== 0x7d
  ) throw corrupt(`${path}/${number}`, 'it is not framed as a line of this file');
  // The byte before the value becomes the 0x00 of the hash for as long as the call takes: nothing is copied.
  const before = bytes[from - 1]!;
  bytes[from - 1] = 0;
  const leaf = hash('sha256', bytes.subarray(from - 1, to));
  bytes[from - 1] = before;
  if (leaf !== bytes.toString('latin1', to + LEAF.length, lf - 2)) throw corrupt(`${path}/${number}`, 'its hash is not the one beside it');
  const value = bytes.subarray(from, to);
  if (!isUtf8(value)) throw corrupt(`${path}/${number}`, 'it is not UTF-8');
  return { number, text: value.toString('utf8'), leaf, start: place, end: place + lf + 1 - start };
}

/** What a stored text says. @throws {MeritError} E_LOG_NOT_CANONICAL for any text but the canonical JSON of something, without a word of it */
export function readCanonical(text: string, path: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (canonicalJson(value) === text) return value;
  } catch {
    // no JSON, or JSON that has no canonical form
  }
  throw new MeritError('E_LOG_NOT_CANONICAL', 'the line is not canonical JSON', { path });
}

function corrupt(path: string, what: string): MeritError {
  return new MeritError('E_LOG_CORRUPT', `the stored line is damaged: ${what}`, { path });
}
