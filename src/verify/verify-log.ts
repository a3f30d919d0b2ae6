import type { Problem } from './certificate.js';
import { fastNode, fastSha } from './fast-hash.js';
import { AROUND, readLine, type BadLine } from './line.js';
import { Fingerprints, PackedPlaces } from './memory.js';
import { CompactRange, equalBytes } from './merkle.js';
import { isHex, readCheckpoint, toHex, type Checkpoint } from './note.js';
import { readOutside, type Outside, type OutsideOptions } from './outside.js';
import type { Finding } from './plan.js';
import { Keys, Records } from './records.js';
import { Encoder, LineSplitter, LONGEST_LINE } from './split-lines.js';
import { anchor, anchoredBy, type Anchored } from './trail.js';
import { isBackdated, Trust, type Kept, type RootAt } from './trust.js';
import { verdictOf, type Verdict, type Verdicts } from './verify.js';

export interface VerifyLogOptions extends OutsideOptions {
  /** The signed note over the log, as a store keeps it: the last one. */
  readonly checkpoint?: string;
  readonly signal?: AbortSignal;
  /** Called now and then with what was read so far. */
  readonly onProgress?: (done: { readonly entries: number; readonly bytes: number }) => void;
}

type Pieces = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array> | string | Uint8Array;

/**
 * The verdicts `format`, `integrity`, `completeness` and `anchored` on a whole log (docs/formats.md, section 10.9), read piece by piece: texts or
 * bytes that are cut anywhere, such as a file stream of a log.jsonl. Accepts any value and gives verdicts; rejects only with the reason of `signal`, or
 * with what `onProgress` throws. A piece that cannot be had makes `format` fail.
 *
 * O(entries * log entries) time at worst, one hash of a line and about one of 65 bytes an entry. Memory: 15 to 28 bytes an entry (4 for its kind
 * and round, 11 to 24 for the fingerprint of its id), the state of each round, one piece and one line of at most 16 MiB; never the log.
 */
export async function verifyLog(lines: Pieces, options: VerifyLogOptions = {}): Promise<Verdicts> {
  const outside = readOutside(options);
  if ('code' in outside) return allOf({ path: '', ...outside });
  let taken: { readonly own: unknown; readonly signal: AbortSignal | undefined; readonly onProgress: VerifyLogOptions['onProgress'] };
  try {
    taken = { own: options.checkpoint, signal: options.signal, onProgress: options.onProgress };
  } catch {
    return allOf({ code: 'E_FORMAT', path: '', detail: 'What the checker was given cannot be read.' });
  }
  if (taken.own !== undefined && typeof taken.own !== 'string') return allOf({ code: 'E_FORMAT', path: '', detail: 'Of what the checker was given the checkpoint is not a text.' });
  const check = new LogCheck(outside, taken.own);
  const splitter = new LineSplitter();
  const encoder = new Encoder();
  const reading = new Reading(lines);
  for (let bytes = 0; ;) {
    taken.signal?.throwIfAborted();
    const piece = await reading.next();
    if (piece === null) return allOf(reading.problem(check.entries));
    if (piece === undefined) break;
    for (const part of typeof piece === 'string' ? encoder.encode(piece) : [piece]) {
      const whole = splitter.push(part);
      const problem = whole === 'too long' ? tooLong(check.entries) : whole && check.take(whole);
      if (problem) {
        await reading.stop();
        return allOf(problem);
      }
      bytes += part.length;
    }
    taken.onProgress?.({ entries: check.entries, bytes });
  }
  const problem = check.take(splitter.end());
  return problem ? allOf(problem) : { format: 'meritra/verdicts/1', verdicts: check.verdicts() };
}

const tooLong = (k: number): Problem => ({ code: 'E_LIMIT_BYTES', path: `/${k}`, detail: `The line is longer than ${LONGEST_LINE} bytes.` });

/** A log that cannot be read: the one verdict that could be reached. */
function allOf(problem: Problem): Verdicts {
  const unread = (check: Verdict['check']): Verdict => ({ check, outcome: 'not-checked', detail: 'The log is not in its format.' });
  return { format: 'meritra/verdicts/1', verdicts: [verdictOf('format', () => problem), unread('integrity'), unread('completeness'), unread('anchored')] };
}

/** Takes pieces from whatever was given, and never throws. */
class Reading {
  #pieces: AsyncIterator<unknown> | Iterator<unknown> | undefined;
  #thrown: unknown;

  constructor(lines: unknown) {
    try {
      const from = (typeof lines === 'string' || lines instanceof Uint8Array ? [lines] : lines) as Partial<AsyncIterable<unknown> & Iterable<unknown>> | undefined;
      this.#pieces = from?.[Symbol.asyncIterator]?.() ?? from?.[Symbol.iterator]?.();
    } catch (thrown) {
      this.#thrown = thrown;
    }
  }

  /** The next piece; undefined at the end, null where it cannot be had. */
  async next(): Promise<string | Uint8Array | undefined | null> {
    if (!this.#pieces) return null;
    try {
      const taken = await this.#pieces.next();
      if (taken.done) return undefined;
      const value: unknown = taken.value;
      return typeof value === 'string' || value instanceof Uint8Array ? value : null;
    } catch (thrown) {
      this.#thrown = thrown;
      return null;
    }
  }

  async stop(): Promise<void> {
    try {
      await this.#pieces?.return?.();
    } catch {
      // it is not asked for anything any more
    }
  }

  /** What a store said of a damaged line, if it did; else that the log could not be read. */
  problem(entries: number): Problem {
    const thrown = this.#thrown;
    try {
      const { code, path } = thrown as { readonly code?: unknown; readonly path?: unknown };
      if (code === 'E_LOG_CORRUPT' && typeof path === 'string') return { code, path, detail: 'A stored line of the log was damaged.' };
    } catch {
      // no error of a store
    }
    return { code: 'E_FORMAT', path: `/${entries}`, detail: 'The log cannot be read to its end, or is not made of texts and bytes.' };
  }
}

class LogCheck {
  readonly #outside: Outside;
  readonly #note: string | undefined;
  readonly #own: Checkpoint | undefined;
  readonly #sizes: ReadonlySet<number>;
  readonly #roots = new Map<number, Uint8Array>();
  /** Times of entries that a note just does not cover, by index. */
  readonly #after = new Map<number, string>();
  readonly #records = new Records(new Fingerprints(), new PackedPlaces());
  readonly #keys = new Keys();
  readonly #sha = fastSha();
  readonly #range: CompactRange;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #utf8 = new TextEncoder();
  #scratch = new Uint8Array(4096);
  #gap: Problem | undefined;
  #broken: Problem | undefined;
  #origin: string | undefined;

  constructor(outside: Outside, note: string | undefined) {
    this.#outside = outside;
    this.#note = note;
    this.#own = note === undefined ? undefined : readCheckpoint(note);
    this.#sizes = new Set([...(this.#own ? [this.#own] : []), ...outside.checkpoints].map(({ size }) => size));
    this.#range = new CompactRange(fastNode(this.#sha));
    if (this.#sizes.has(0)) this.#roots.set(0, this.#range.root());
  }

  get entries(): number {
    return this.#range.size;
  }

  /** Whole lines; gives back what is wrong with the form of the first that is wrong. */
  take(bytes: Uint8Array): Problem | undefined {
    if (bytes.length === 0) return undefined;
    const end = bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length;
    let text: string;
    try {
      text = this.#decoder.decode(bytes.subarray(0, end));
    } catch {
      return this.#takeEach(bytes.subarray(0, end));
    }
    const ascii = text.length === end;
    let from = 0;
    for (;;) {
      const to = text.indexOf('\n', from);
      const line = text.slice(from, to < 0 ? text.length : to);
      const problem = this.#line(line, ascii ? bytes.subarray(from, from + line.length) : this.#utf8.encode(line));
      if (problem || to < 0) return problem;
      from = to + 1;
    }
  }

  /** Lines of which one is not UTF-8. */
  #takeEach(bytes: Uint8Array): Problem | undefined {
    for (let from = 0; from <= bytes.length;) {
      const to = bytes.indexOf(0x0a, from);
      const line = bytes.subarray(from, to < 0 ? bytes.length : to);
      let text: string;
      try {
        text = this.#decoder.decode(line);
      } catch {
        return { code: 'E_LOG_NOT_CANONICAL', path: `/${this.entries}`, detail: 'The line is not UTF-8.' };
      }
      const problem = this.#line(text, line);
      if (problem || to < 0) return problem;
      from = to + 1;
    }
    return undefined;
  }

  #line(line: string, bytes: Uint8Array): Problem | undefined {
    const k = this.#range.size;
    if (bytes.length > LONGEST_LINE) return tooLong(k);
    const read = readLine(line);
    if ('code' in read) return under(k, read);
    const { entry, leaf } = read;
    const data = leaf === undefined ? bytes : bytes.subarray(AROUND.before, bytes.length - AROUND.after);
    const hash = this.#leafHash(data);
    if (!this.#gap && leaf !== undefined && !isHex(leaf, hash)) this.#gap = { code: 'E_LOG_CORRUPT', path: `/${k}`, detail: 'The hash that the store wrote beside the entry is not that of the entry.' };
    if (!this.#gap && entry.index !== k) this.#gap = { code: 'E_LOG_GAP', path: `/${k}`, detail: 'The numbers of the entries have a gap or a repeat.' };
    this.#range.append(hash);
    if (this.#sizes.has(k + 1)) this.#roots.set(k + 1, this.#range.root());
    if (this.#sizes.has(k)) this.#after.set(k, entry.time);
    if (entry.kind === 'genesis' || entry.kind === 'key') this.#keys.take(entry);
    if (entry.kind === 'genesis') this.#origin ??= entry.body.origin;
    if (!this.#broken) {
      const wrong = this.#records.take(entry);
      if (wrong) this.#broken = { code: wrong.code, path: `/${k}`, detail: wrong.detail };
    }
    return undefined;
  }

  #leafHash(data: Uint8Array): Uint8Array {
    if (data.length + 1 > this.#scratch.length) this.#scratch = new Uint8Array(2 * data.length);
    this.#scratch[0] = 0;
    this.#scratch.set(data, 1);
    return this.#sha(this.#scratch.subarray(0, data.length + 1));
  }

  verdicts(): Verdict[] {
    const { entries } = this;
    const rootAt: RootAt = (size) => (this.#gap ? undefined : this.#roots.get(size));
    const trust = new Trust(this.#outside, this.#keys, this.#origin ?? this.#own?.origin ?? '', this.#own, rootAt);
    const { notes, passed } = trust.kept();
    const cosigned = this.#own && trust.signed(this.#own) === 'valid' ? trust.cosigned(this.#own) : undefined;
    const enough = cosigned !== undefined && this.#outside.witnesses.length > 0 && cosigned.witnesses >= this.#outside.quorum;
    const kept = enough ? [cosigned, ...notes] : notes;
    const anchored = (): Anchored => anchoredBy(kept, passed, rootAt, '') ?? this.#backdated([...(cosigned ? [cosigned] : []), ...notes]) ?? anchor(kept, passed, rootAt);
    return [
      verdictOf('format', () => ({ outcome: 'holds', detail: `${entries} entries, each a canonical line in its format.` })),
      verdictOf('integrity', () => this.#integrity(trust, rootAt)),
      verdictOf('completeness', () => this.#completeness(notes, anchored())),
      verdictOf('anchored', anchored),
    ];
  }

  #integrity(trust: Trust, rootAt: RootAt): Finding {
    if (this.#gap) return this.#gap;
    const wrong = (code: string, detail: string): Problem => ({ code, path: '', detail });
    const unsigned: Finding = { outcome: 'unproven', detail: 'The numbers of the entries follow; no checkpoint was given, so nobody has signed them.' };
    if (this.#note === undefined) return unsigned;
    const own = this.#own;
    if (!own) return wrong('E_NOTE', 'The given checkpoint is not a signed checkpoint.');
    if (this.#origin === undefined) return wrong('E_LOG_GAP', 'The log does not begin with its genesis.');
    if (this.#origin !== own.origin) return wrong('E_LOG_ROOT', 'The checkpoint is that of another log.');
    const signed = trust.signed(own);
    if (signed === 'wrong' || !trust.cosigned(own)) return wrong('E_SIGNATURE', 'A signature of a known key is wrong.');
    if (signed === 'absent') return wrong('E_KEY', 'No key that may has signed the checkpoint.');
    if (own.size > this.entries) return wrong('E_LOG_TRUNCATED', `The checkpoint speaks of ${own.size} entries, and ${this.entries} are there.`);
    if (!equalBytes(rootAt(own.size)!, own.root)) return wrong('E_LOG_ROOT', 'The entries do not hash to the root of the checkpoint.');
    const by = this.#outside.keys ? 'a key that the checker was given' : 'a key that the log itself names';
    if (own.size < this.entries) return { outcome: 'unproven', detail: `The first ${own.size} of ${this.entries} entries are under a checkpoint signed by ${by}, the others under none.` };
    return { outcome: 'holds', detail: `The ${this.entries} entries hash to ${toHex(own.root)}, which is signed by ${by}.` };
  }

  #completeness(notes: readonly Kept[], anchored: Anchored): Finding {
    if (this.#broken) return this.#broken;
    const withheld = this.#records.withheld();
    if (withheld !== undefined) return { code: 'E_SEED_WITHHELD', path: `/${withheld}`, detail: 'A party has not revealed its nonce by the day it had to.' };
    const { entries } = this;
    if (notes.some(({ note }) => note.size > entries)) return { code: 'E_LOG_TRUNCATED', path: '', detail: `A checkpoint that somebody kept speaks of more than ${entries} entries.` };
    const said = `${this.#records.rounds.size} rounds in an order that is allowed`;
    const upTo = 'code' in anchored ? 0 : (anchored.upTo ?? 0);
    return entries > 0 && upTo === entries ? { outcome: 'holds', detail: `Every entry is there up to an anchored checkpoint of size ${upTo}: ${said}.` } : { outcome: 'unproven', detail: `${said}; that no later entry was cut off is not shown without a checkpoint from elsewhere that covers them all.` };
  }

  /** Times do not go backwards, so the first entry that a note does not cover tells for all after it. */
  #backdated(kept: readonly Kept[]): Problem | undefined {
    const first = kept.filter((one) => this.#after.has(one.note.size) && isBackdated(one.note.size, this.#after.get(one.note.size)!, one)).map(({ note }) => note.size);
    return first.length > 0 ? { code: 'E_LOG_BACKDATED', path: `/${Math.min(...first)}`, detail: 'The entry is dated before a witness saw the log without it.' } : undefined;
  }
}

function under(k: number, { code, path, detail }: BadLine): Problem {
  return { code, path: `/${k}${code === 'E_FORMAT' ? path : ''}`, detail };
}
