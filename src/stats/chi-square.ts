import { Issues, MeritError } from '../errors/index.js';
import { chiSquareUpper } from './special.js';
import { notTestable, probability, wrongCount } from './table.js';
import type { NotTestable, Tested } from './types.js';

export interface ChiSquare extends Tested {
  readonly status: 'tested';
  readonly df: number;
  /** Of a table of two by two: with each difference taken 1/2 nearer to 0, but never past it. */
  readonly yates?: Tested;
  /** The least expected count of a cell: below 5 the p-value is not to be trusted. */
  readonly leastExpected: number;
}

/**
 * Pearson's chi-square test that rows and columns of a table of counts are independent.
 * Assumes independent people and expected counts of 5 or more; with fewer take `fisher`. It says that something differs, not what. Rows and columns without
 * anybody are left out, of the degrees of freedom too. O(cells).
 * @param counts - rows of equal length.
 * @returns not testable when nobody is counted (`no-data`) or fewer than two rows or columns are left (`empty-margin`).
 * @throws {MeritError} E_SHAPE for rows of different lengths; E_SHAPE, E_NUM_RANGE, E_NUM_INT, E_OVERFLOW at the bad cell.
 * @see K Pearson, Philosophical Magazine 50:157-175, 1900, doi:10.1080/14786440009463897; F Yates, JRSS Supplement 1(2):217-235, 1934, doi:10.2307/2983604
 */
export function chiSquare(counts: readonly (readonly number[])[]): ChiSquare | NotTestable {
  checkCells(counts);
  const columns = counts[0]?.map((_, j) => counts.reduce((sum, row) => sum + row[j]!, 0)) ?? [];
  const people = columns.reduce((sum, n) => sum + n, 0);
  if (people > Number.MAX_SAFE_INTEGER) throw new MeritError('E_OVERFLOW', 'the people cannot be counted exactly');
  if (people === 0) return notTestable('no-data');
  const rows = counts.map((row) => row.reduce((sum, n) => sum + n, 0));
  const [height, width] = [rows.filter((n) => n > 0).length, columns.filter((n) => n > 0).length];
  if (height < 2 || width < 2) return notTestable('empty-margin');
  let [statistic, corrected, leastExpected] = [0, 0, Infinity];
  for (const [i, row] of counts.entries()) {
    for (const [j, seen] of row.entries()) {
      const expected = (rows[i]! * columns[j]!) / people;
      if (expected === 0) continue;
      const away = Math.abs(seen - expected);
      const nearer = Math.max(0, away - 0.5);
      statistic += (away * away) / expected;
      corrected += (nearer * nearer) / expected;
      leastExpected = Math.min(leastExpected, expected);
    }
  }
  const df = (height - 1) * (width - 1);
  const result = { status: 'tested', statistic, df, p: probability(chiSquareUpper(statistic, df)), leastExpected } as const;
  return df === 1 ? { ...result, yates: { statistic: corrected, df, p: probability(chiSquareUpper(corrected, df)) } } : result;
}

function checkCells(counts: readonly (readonly number[])[]): void {
  const issues = new Issues();
  if (!Array.isArray(counts)) issues.add('E_SHAPE', '', 'expected rows of counts');
  issues.throwIfAny();
  for (const [i, row] of counts.entries()) {
    if (!Array.isArray(row) || row.length !== counts[0]!.length) {
      issues.add('E_SHAPE', `/${i}`, 'expected as many counts as in the first row');
      continue;
    }
    for (let j = 0; j < row.length; j++) {
      const wrong = wrongCount(row[j]);
      if (wrong) issues.add(wrong[0], `/${i}/${j}`, wrong[1]);
    }
  }
  issues.throwIfAny();
}
