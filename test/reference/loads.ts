import type { Problem } from '../../src/kernel/index.js';

/**
 * The greatest weight of all plans by trying every outcome of every row, row after row; plans that leave the columns with the same numbers of rows are
 * followed once, by the best of them. Undefined when there is no plan. For small problems: O(rows * cols * product of (seats + 1)).
 */
export function greatestWeight(p: Problem): number | undefined {
  const step = Array.from({ length: p.cols + 1 }, () => 1); // what one more row in column j adds to the number that stands for all loads
  for (let j = 0; j < p.cols; j++) step[j + 1] = step[j]! * (p.colMax[j]! + 1);
  const load = (state: number, j: number): number => Math.floor(state / step[j]!) % (p.colMax[j]! + 1);
  let states = new Map([[0, 0]]);
  for (let i = 0; i < p.rows; i++) {
    const next = new Map<number, number>();
    const offer = (state: number, value: number): void => {
      if (!(value <= (next.get(state) ?? -Infinity))) next.set(state, value);
    };
    for (const [state, value] of states) {
      if (p.rowMin[i] === 0) offer(state, value);
      for (let e = p.start[i]!; e < p.start[i + 1]!; e++) if (load(state, p.col[e]!) < p.colMax[p.col[e]!]!) offer(state + step[p.col[e]!]!, value + p.weight[e]!);
    }
    states = next;
  }
  let best: number | undefined;
  for (const [state, value] of states) if (p.colMin.every((least, j) => load(state, j) >= least) && (best === undefined || value > best)) best = value;
  return best;
}
