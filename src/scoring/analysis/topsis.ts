import { checkedWeights, column, normaliseAll, sum, type DecisionTable } from './normalise.js';

/** What TOPSIS computes on the way, row by row. */
export interface Topsis {
  readonly normalised: readonly (readonly number[])[];
  readonly weighted: readonly (readonly number[])[];
  readonly idealBest: readonly number[];
  readonly idealWorst: readonly number[];
  readonly distanceBest: readonly number[];
  readonly distanceWorst: readonly number[];
  /** D- / (D+ + D-), 0 to 1; 1 for everybody where nothing tells the alternatives apart. */
  readonly closeness: readonly number[];
}

/**
 * Closeness to the ideal alternative, by Euclidean distance. For analysis only: the winner can change with the normalisation and with
 * who else is in the table, so say which one was used. @throws {MeritError} E_SHAPE, E_WEIGHT_SUM, E_NUM_RANGE, E_NUM_NAN.
 * @see C.-L. Hwang, K. Yoon, Multiple Attribute Decision Making, Springer 1981, doi:10.1007/978-3-642-48318-9
 */
export function topsis(table: DecisionTable, normalisation: 'vector' | 'minmax'): Topsis {
  const weights = checkedWeights(table);
  const normalised = normaliseAll(table, normalisation);
  const weighted = normalised.map((row) => row.map((r, k) => weights[k]! * r));
  const least = (k: number): number => Math.min(...column(weighted, k));
  const most = (k: number): number => Math.max(...column(weighted, k));
  const turned = (k: number): boolean => normalisation === 'vector' && table.types[k] === 'cost'; // min-max has turned costs round already
  const idealBest = weights.map((_, k) => (turned(k) ? least(k) : most(k)));
  const idealWorst = weights.map((_, k) => (turned(k) ? most(k) : least(k)));
  const distance = (row: readonly number[], to: readonly number[]): number => Math.sqrt(sum(row.map((v, k) => (v - to[k]!) * (v - to[k]!))));
  const distanceBest = weighted.map((row) => distance(row, idealBest));
  const distanceWorst = weighted.map((row) => distance(row, idealWorst));
  const closeness = distanceBest.map((best, i) => (best + distanceWorst[i]! === 0 ? 1 : distanceWorst[i]! / (best + distanceWorst[i]!)));
  return { normalised, weighted, idealBest, idealWorst, distanceBest, distanceWorst, closeness };
}
