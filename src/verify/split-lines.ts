/** A line of a log is never longer: longer ones are not read on. In bytes. */
export const LONGEST_LINE = 4 * 1024 * 1024;
const LF = 0x0a;

/** A piece of a log, cut after a line feed. */
export interface Piece {
  /** Whole lines, each with its line feed; the last piece may lack one. */
  readonly bytes: Uint8Array;
}

/** Cuts bytes, however they come, into pieces that end with a line; holds no more than one line beside what came last. */
export class LineSplitter {
  #rest: Uint8Array = new Uint8Array(0);

  /** Whole lines, if there are any; 'too long' for a line longer than may be. */
  push(bytes: Uint8Array): Uint8Array | 'too long' | undefined {
    const end = bytes.lastIndexOf(LF) + 1;
    if (end === 0) {
      if (this.#rest.length + bytes.length > LONGEST_LINE) return 'too long';
      this.#rest = joined(this.#rest, bytes);
      return undefined;
    }
    const whole = this.#rest.length > 0 ? joined(this.#rest, bytes.subarray(0, end)) : bytes.subarray(0, end);
    if (bytes.length - end > LONGEST_LINE) return 'too long';
    this.#rest = bytes.slice(end);
    return whole;
  }

  /** What came after the last line feed. */
  end(): Uint8Array {
    return this.#rest;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const MOST_UNITS = 1 << 20;

/** The bytes of texts that may end in the middle of a character. */
export class Encoder {
  readonly #utf8 = new TextEncoder();
  #half = '';

  *encode(text: string): Generator<Uint8Array> {
    for (let k = 0; k < text.length; k += MOST_UNITS) {
      const piece = this.#half + text.slice(k, k + MOST_UNITS);
      const cut = /[\ud800-\udbff]$/.test(piece) ? piece.length - 1 : piece.length;
      this.#half = piece.slice(cut);
      yield this.#utf8.encode(piece.slice(0, cut));
    }
  }
}
