import { Issues, MeritError } from '../../errors/index.js';
import { checkWord } from '../methods/method.js';

/** Alternatives by criteria: rows of plain numbers, one per alternative. For analysis only: these numbers are doubles and decide nothing. */
export interface DecisionTable {
  readonly rows: readonly (readonly number[])[];
  /** Not negative; they add up to 1 (within 1e-9) unless `normaliseWeights`. */
  readonly weights: readonly number[];
  /** Whether more or less is better, by criterion. */
  readonly types: readonly ('benefit' | 'cost')[];
  /** Divide the weights by their sum instead of refusing others. */
  readonly normaliseWeights?: boolean;
}

/** A column of a table. */
export function column(rows: readonly (readonly number[])[], k: number): number[] {
  return rows.map((row) => row[k]!);
}

export function sum(xs: readonly number[]): number {
  return xs.reduce((a, b) => a + b, 0);
}

/**
 * The weights of a table whose shape and numbers are right.
 * @throws {MeritError} E_SHAPE, E_NUM_NAN, E_NUM_RANGE (a negative weight or value), E_WEIGHT_SUM.
 */
export function checkedWeights(table: DecisionTable): number[] {
  const issues = new Issues();
  const { rows, weights, types } = table;
  if (rows.length === 0 || weights.length === 0) throw new MeritError('E_SHAPE', 'at least one alternative and one criterion');
  if (types.length !== weights.length) issues.add('E_SHAPE', '/types', `expected ${weights.length}`);
  types.forEach((type, k) => checkWord(type, ['benefit', 'cost'], `/types/${k}`, issues));
  rows.forEach((row, i) => {
    if (row.length !== weights.length) issues.add('E_SHAPE', `/rows/${i}`, `expected ${weights.length} numbers`);
    row.forEach((x, k) => {
      if (!Number.isFinite(x)) issues.add('E_NUM_NAN', `/rows/${i}/${k}`, 'these methods compare what is known; leave out who is not, or fill in both ends and compare the results');
      else if (x < 0) issues.add('E_NUM_RANGE', `/rows/${i}/${k}`, 'expected a number of at least 0');
    });
  });
  weights.forEach((w, k) => {
    if (!Number.isFinite(w) || w < 0) issues.add('E_NUM_RANGE', `/weights/${k}`, 'a weight is at least 0');
  });
  const total = sum(weights);
  if (total <= 0 || (!table.normaliseWeights && Math.abs(total - 1) > 1e-9)) issues.add('E_WEIGHT_SUM', '/weights', `the weights add up to ${total}, not to 1`);
  issues.throwIfAny();
  return table.normaliseWeights ? weights.map((w) => w / total) : [...weights];
}

/**
 * How a column becomes comparable. `max`: benefit x / max, cost min / x. `minmax`: (x - min) / (max - min), turned round for cost.
 * `vector`: x / length of the column, cost unturned. `sum`: x / sum, cost inverted (1 / x) first.
 */
export type Normalisation = 'max' | 'minmax' | 'vector' | 'sum';

/**
 * A column made comparable. A column of equal values tells nobody apart: all get 1 by `max` and `minmax`. `max`, cost: 0 is the best there is and gets 1, all others 0.
 * @throws {MeritError} E_NUM_RANGE for a cost of 0 under `sum`.
 */
export function normalise(xs: readonly number[], type: 'benefit' | 'cost', how: Normalisation): number[] {
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  if (how === 'max') {
    if (low === high) return xs.map(() => 1);
    return xs.map((x) => (type === 'benefit' ? x / high : x === low ? 1 : low / x));
  }
  if (how === 'minmax') {
    if (low === high) return xs.map(() => 1);
    return xs.map((x) => (type === 'benefit' ? x - low : high - x) / (high - low));
  }
  if (how === 'vector') {
    const length = Math.sqrt(sum(xs.map((x) => x * x)));
    return xs.map((x) => (length === 0 ? 0 : x / length));
  }
  if (type === 'cost' && low === 0) throw new MeritError('E_NUM_RANGE', 'a cost of 0 cannot be inverted');
  const turned = type === 'cost' ? xs.map((x) => 1 / x) : xs;
  const total = sum(turned);
  return turned.map((x) => (total === 0 ? 0 : x / total));
}

/** The whole table made comparable, column by column. */
export function normaliseAll(table: DecisionTable, how: Normalisation): number[][] {
  const columns = table.types.map((type, k) => normalise(column(table.rows, k), type, how));
  return table.rows.map((_, i) => columns.map((c) => c[i]!));
}

/** Places by score, the highest first; equal scores (within 1e-12) share a place: 1, 2, 2, 4. */
export function places(scores: readonly number[]): number[] {
  return scores.map((x) => 1 + scores.filter((y) => y > x + 1e-12).length);
}
