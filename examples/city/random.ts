/** A small seeded generator of numbers: integers only inside, so that every engine gives the same city. */
export interface Random {
  /** In [0, 1), a multiple of 2^-32. */
  next(): number;
  /** A whole number in [low, high]. */
  int(low: number, high: number): number;
  /** About normal with mean 0 and deviation 1: twelve uniform numbers added, so that no logarithm is needed. */
  normal(): number;
  chance(p: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the values, with probabilities in proportion to their weights. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  /** The list in another order. */
  shuffled<T>(list: readonly T[]): T[];
}

/** @see The mixing step is that of "mulberry32" (T. Ettinger, public domain). */
export function random(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    normal: () => {
      let sum = -6;
      for (let k = 0; k < 12; k++) sum += next();
      return sum;
    },
    chance: (p) => next() < p,
    pick: (list) => at(list, int(0, list.length - 1)),
    weighted: (list) => {
      let rest = next() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of list) {
        rest -= weight;
        if (rest < 0) return value;
      }
      return at(list, list.length - 1)[0];
    },
    shuffled: (list) => {
      const result = [...list];
      for (let k = result.length - 1; k > 0; k--) {
        const other = int(0, k);
        [result[k], result[other]] = [at(result, other), at(result, k)];
      }
      return result;
    },
  };
}

/** The k-th of a list that is known to have one. */
export function at<T>(list: readonly T[], k: number): T {
  const value = list[k];
  if (value === undefined) throw new Error(`a list of ${list.length} has no place ${k}`);
  return value;
}
