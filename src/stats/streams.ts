import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** What draws the numbers; a result of chance names it, so that it can be drawn again. */
export const GENERATOR = 'xoroshiro128plus (pure-rand 8.4.2)';

/** 32 random bits a call, as a signed integer. */
export interface Stream {
  next(): number;
}

/**
 * The stream of random numbers that belongs to a seed and a name: the same two give the same numbers whatever else is drawn. The 128 bits of state are
 * four FNV-1a hashes of the text `seed/name` with offsets of their own, each mixed by the finaliser of MurmurHash3, so that near names lie far apart.
 */
export function stream(seed: number, name: string): Stream {
  return streams(seed, name)('');
}

/** Streams whose names begin alike: `streams(seed, begin)(rest)` is `stream(seed, begin + rest)`, and what the names share is hashed once. */
export function streams(seed: number, begin: string): (rest: string) => Stream {
  const [a0, b0, c0, d0] = hashed(0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, `${seed}/${begin}`);
  return (rest) => {
    const state = hashed(a0, b0, c0, d0, rest);
    for (let k = 0; k < 4; k++) state[k] = mixed(state[k]!);
    if ((state[0] | state[1] | state[2] | state[3]) === 0) state[0] = 1; // the state of zeros gives only zeros
    return xoroshiro128plusFromState(state);
  };
}

/** Four FNV-1a hashes carried on over a text. */
function hashed(a: number, b: number, c: number, d: number, text: string): [number, number, number, number] {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x01000193);
    c = Math.imul(c ^ unit, 0x01000193);
    d = Math.imul(d ^ unit, 0x01000193);
  }
  return [a, b, c, d];
}

/** The finaliser of MurmurHash3. */
function mixed(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

/**
 * A whole number from 0 to `size` - 1, each as likely, for `size` up to 2^21. Taken from the upper bits (the lowest ones of this generator are its weakest).
 * @see D. Lemire, ACM Trans. Modeling and Computer Simulation 29(1):3, 2019, doi:10.1145/3230636
 */
export function below(size: number, from: Stream): number {
  for (;;) {
    const product = (from.next() >>> 0) * size; // below 2^53
    const high = Math.floor(product / 4294967296);
    const low = product - high * 4294967296;
    if (low >= size || low >= 4294967296 % size) return high; // the second test is needed for one draw in 2^32 / size
  }
}
