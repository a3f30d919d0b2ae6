/** A line of a log is never longer: longer ones are not read on. In bytes: 16 MiB of an entry and what the file store writes around it. */
export const LONGEST_LINE = 16 * 1024 * 1024 + 128;
const LF = 0x0a;

/** Cuts bytes, however they come, into pieces that end with a line; holds no more than one line beside what came last. */
export class LineSplitter {
  #rest: Uint8Array[] = [];
  #length = 0;

  /** Whole lines, if there are any; 'too long' for a line longer than may be. */
  push(bytes: Uint8Array): Uint8Array | 'too long' | undefined {
    const end = bytes.lastIndexOf(LF) + 1;
    if (end === 0) {
      this.#keep(bytes);
      return this.#length > LONGEST_LINE ? 'too long' : undefined;
    }
    const whole = this.#length > 0 ? joined([...this.#rest, bytes.subarray(0, end)]) : bytes.subarray(0, end);
    [this.#rest, this.#length] = [[], 0];
    this.#keep(bytes.subarray(end));
    return this.#length > LONGEST_LINE ? 'too long' : whole;
  }

  /** What came after the last line feed. */
  end(): Uint8Array {
    return joined(this.#rest);
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#rest.push(bytes.slice()); // the caller may use his bytes again
    this.#length += bytes.length;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let length = 0;
  for (const part of parts) {
    all.set(part, length);
    length += part.length;
  }
  return all;
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
