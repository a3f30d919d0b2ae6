import { studentQuantile } from '../stats/student.js';
import type { Estimate } from './comparison.js';

/** A double with six decimals: the quantile of an interval may differ in its last digit from engine to engine, a document may not. Never minus zero. */
export function sixDecimals(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}

/**
 * Mean of independent values with the interval of Student's t at `confidence`, rounded to six decimals; null for fewer than two values, which have no
 * spread. Summed in the order given. Equal values have an interval of no width, which says that these were equal and not that others would be.
 * @see Student, Biometrika 6(1):1-25, 1908, doi:10.1093/biomet/6.1.1
 */
export function estimate(values: readonly number[], confidence: number): Estimate | null {
  const runs = values.length;
  if (runs < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / runs;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const half = studentQuantile((1 + confidence) / 2, runs - 1) * Math.sqrt(squares / (runs - 1) / runs);
  return { mean: sixDecimals(mean), low: sixDecimals(mean - half), high: sixDecimals(mean + half), runs };
}

/** Mean of the differences `theirs[k] - base[k]` on the same luck with its interval, and in how many they are higher, equal and lower; null where fewer than two pairs have both. */
export function pairedDifference(theirs: readonly (number | null)[], base: readonly (number | null)[], confidence: number): (Estimate & { readonly higher: number; readonly equal: number; readonly lower: number }) | null {
  const differences: number[] = [];
  theirs.forEach((value, k) => {
    const other = base[k] ?? null;
    if (value !== null && other !== null) differences.push(value - other);
  });
  const found = estimate(differences, confidence);
  if (!found) return null;
  const higher = differences.filter((difference) => difference > 0).length;
  const lower = differences.filter((difference) => difference < 0).length;
  return { ...found, higher, equal: differences.length - higher - lower, lower };
}
