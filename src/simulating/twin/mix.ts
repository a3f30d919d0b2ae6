import { below, type Stream } from '../../stats/streams.js';

/** Fewest people that dependences are taken from: nobody weighs more than a tenth in a row. */
export const MIXED = 100;
/** Fewest people of a group whose dependences are its own; smaller ones have those of everybody. */
export const OWN = 300;
/** Most people in one row's mixture. */
const MOST = 1_024;
/** Standard deviation of a score. */
export const SCALE = 1_000;

/**
 * Scores of one column in one group: mid-ranks, centred, with a standard deviation of 1,000 over those who have a value, rounded; 0 for the others. Equal values have equal
 * scores. Undefined where all values are equal.
 */
export function scores(values: Float64Array, has: (row: number) => boolean, rows: readonly number[]): Map<number, number> | undefined {
  const known = rows.filter(has).sort((a, b) => values[a]! - values[b]!);
  const rank = new Map<number, number>();
  let squares = 0;
  for (let k = 0; k < known.length; ) {
    let end = k + 1;
    while (end < known.length && values[known[end]!] === values[known[k]!]) end++;
    const centred = k + end - known.length; // twice the mid-rank less twice its mean
    for (let i = k; i < end; i++) rank.set(known[i]!, centred);
    squares += (end - k) * centred * centred;
    k = end;
  }
  if (squares === 0) return undefined;
  const sd = Math.sqrt(squares / known.length);
  for (const [row, centred] of rank) rank.set(row, Math.round((SCALE * centred) / sd));
  return rank;
}

/**
 * One row of scores: the sum over people of a pool, all of them or 1,024 drawn anew for each row, of all their scores with a sign by lot. Its expected covariances are those of the pool, so columns that go
 * together among the people go together among the rows; no person weighs more than one over the root of how many are summed. Whole numbers, no transcendental function.
 * It stands in for the normal draws of data shuffling, by the central limit theorem.
 * @param pool - row-major, one line of `width` scores a person. @param order - a permutation of the pool, shuffled further by every call.
 * @see K Muralidhar, R Sarathy, Management Science 52(5):658-670, 2006, doi:10.1287/mnsc.1050.0503
 */
export function mixture(pool: Int32Array, width: number, order: Int32Array, from: Stream): Float64Array {
  const sum = new Float64Array(width);
  const count = mixed(order.length);
  for (let k = 0; k < count; k++) {
    const other = k + below(order.length - k, from);
    const person = order[other]!;
    order[other] = order[k]!;
    order[k] = person;
    const at = person * width;
    if (from.next() < 0) for (let c = 0; c < width; c++) sum[c]! -= pool[at + c]!;
    else for (let c = 0; c < width; c++) sum[c]! += pool[at + c]!;
  }
  return sum;
}

/** How many people of a pool a mixture sums. */
export function mixed(people: number): number {
  return Math.min(people, MOST);
}
