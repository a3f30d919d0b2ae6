import type { Ids, Places } from './records.js';

const PIECE = 65_536;

/** One number for each entry, in order: 4 bytes each, in pieces that are never copied. */
export class PackedPlaces implements Places {
  readonly #pieces: Uint32Array[] = [];
  #length = 0;

  get(index: number): number | undefined {
    return index < this.#length ? this.#pieces[Math.floor(index / PIECE)]![index % PIECE] : undefined;
  }

  set(index: number, place: number): void {
    while (index >= this.#pieces.length * PIECE) this.#pieces.push(new Uint32Array(PIECE));
    this.#pieces[Math.floor(index / PIECE)]![index % PIECE] = place;
    this.#length = index + 1;
  }
}

interface Part {
  table: Uint32Array;
  mask: number;
  size: number;
}
const PARTS = 16;

/**
 * Ids by a fingerprint of 64 bits, 8 bytes in tables that are 3/8 to 3/4 full: 11 to 22 bytes an id. There are 16 tables, of which one grows at a time.
 * An id that was there is always found. One that was not is taken for a repeated one with a chance of n / 2^64, so among n random ids the chance
 * of one such error is n^2 / 2^65: for ten million ids 3 in a million; whoever writes a log could bring it about by choosing ids, and would
 * only have his own log refused.
 */
export class Fingerprints implements Ids {
  readonly #parts: readonly Part[] = Array.from({ length: PARTS }, (): Part => ({ table: new Uint32Array(2 * 64), mask: 63, size: 0 }));

  isNew(id: string): boolean {
    let [a, b] = [0x9e3779b9, 0x85ebca6b];
    for (let k = 0; k < id.length; k++) {
      const unit = id.charCodeAt(k);
      a = Math.imul(a ^ unit, 0x01000193);
      a ^= a >>> 15;
      b = Math.imul(b + unit, 0xc2b2ae35);
      b ^= b >>> 13;
    }
    a = mixed(a ^ id.length);
    b = mixed(b);
    const part = this.#parts[a >>> 28]!;
    if (!this.#add(part.table, part.mask, a >>> 0, b >>> 0 || 1)) return false; // b is never 0: that is an empty place
    if (++part.size * 4 > (part.mask + 1) * 3) this.#grow(part);
    return true;
  }

  #add(table: Uint32Array, mask: number, a: number, b: number): boolean {
    for (let k = a & mask; ; k = (k + 1) & mask) {
      const found = table[2 * k + 1]!;
      if (found === 0) {
        [table[2 * k], table[2 * k + 1]] = [a, b];
        return true;
      }
      if (found === b && table[2 * k] === a) return false;
    }
  }

  #grow(part: Part): void {
    const mask = 2 * part.mask + 1;
    const table = new Uint32Array(2 * (mask + 1));
    for (let k = 0; k < part.table.length; k += 2) if (part.table[k + 1] !== 0) this.#add(table, mask, part.table[k]!, part.table[k + 1]!);
    [part.table, part.mask] = [table, mask];
  }
}

/** Every bit of the sum of 32 bits hangs on every bit of it before (the last step of MurmurHash3). */
function mixed(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
