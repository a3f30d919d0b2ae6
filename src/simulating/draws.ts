import { below, streams, type Stream } from '../stats/streams.js';

/**
 * The luck of a simulation: a stream of draws for every purpose and name. Which stream it is depends on the seed and the names alone, so a draw
 * that one policy needs and another does not shifts no other draw.
 */
export class Draws {
  private readonly seed: number;
  private readonly purposes = new Map<string, (rest: string) => Stream>();

  constructor(seed: number) {
    this.seed = seed;
  }

  /** The stream of a purpose, by names such as a person's id and a year. */
  of(purpose: string, ...names: readonly (string | number)[]): Stream {
    let from = this.purposes.get(purpose);
    if (!from) this.purposes.set(purpose, (from = streams(this.seed, `${purpose}/`)));
    let name = String(names[0] ?? '');
    for (let k = 1; k < names.length; k++) name += `/${names[k]}`; // as `join`, several times as fast
    return from(name);
  }
}

/** True `perMille` times in a thousand. One draw. */
export function happens(perMille: number, from: Stream): boolean {
  return below(1000, from) < perMille;
}

/** A whole number from `low` to `high`, both included, each as likely. */
export function between(low: number, high: number, from: Stream): number {
  return low + below(high - low + 1, from);
}

/**
 * A draw from a normal distribution of mean 0, in whole numbers: the sum of twelve uniform draws of 16 bits (Irwin-Hall), whose standard deviation is `sd`.
 * Whole-number arithmetic alone, so it is the same on every machine; nothing lies beyond six standard deviations. Six draws of 32 bits.
 */
export function normal(sd: number, from: Stream): number {
  let sum = -6 * 65535;
  for (let k = 0; k < 6; k++) {
    const bits = from.next() >>> 0;
    sum += (bits >>> 16) + (bits & 65535);
  }
  return Math.round((sd * sum) / 65536);
}
