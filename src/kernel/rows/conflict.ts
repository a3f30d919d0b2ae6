import type { Problem } from '../csr.js';
import { solveWithRows } from './search.js';
import type { SideRow } from './types.js';

/** Requirements that cannot hold together, each list ascending. Any one of them left out, the others can. */
export interface Conflict {
  /** Side rows, by their place in the list. */
  readonly rows: Int32Array;
  /** Rows of the problem that must be matched. */
  readonly rowMin: Int32Array;
  /** Columns that must take at least their minimum. */
  readonly colMin: Int32Array;
  /** False where the node limit left open whether one of them can be left out. */
  readonly minimal: boolean;
}

/**
 * A smallest set of side rows, mandatory rows and column minimums that cannot hold together (seats and edges are not for
 * discussion), by deletion in this order: column minimums, mandatory rows, side rows, each from the last to the first. A
 * smallest set, not one of the fewest members; undefined where there is a plan, or where the limit ended the first search.
 * Cost: a search for each requirement that the proof of infeasibility uses.
 * @see J Chinneck, Feasibility and infeasibility in optimization, 2008, doi:10.1007/978-0-387-74932-7 (deletion filter)
 */
export function smallestConflict(p: Problem, rows: readonly SideRow[], nodeLimit = 1000): Conflict | undefined {
  const zero = new Float64Array(p.col.length);
  const keptRows = new Uint8Array(rows.length).fill(1);
  const rowMin = p.rowMin.slice();
  const colMin = p.colMin.slice();
  const open: SideRow = { edge: new Int32Array(0), coef: new Float64Array(0), max: 0 };
  const stillNone = (): 'yes' | 'no' | 'unknown' => {
    const found = solveWithRows({ ...p, weight: zero, rowMin, colMin }, rows.map((row, k) => (keptRows[k] === 1 ? row : open)), { nodeLimit });
    return found.status === 'infeasible' ? 'yes' : found.status === 'unknown' ? 'unknown' : 'no';
  };
  if (stillNone() !== 'yes') return undefined;
  let minimal = true;
  const tryWithout = (list: Uint8Array | Int32Array): void => {
    // halves of what is left go at once where they can: most requirements have no part in the conflict
    const members = Array.from(list.keys()).filter((k) => list[k]! > 0).reverse();
    const drop = (part: readonly number[]): void => {
      const before = part.map((k) => list[k]!);
      for (const k of part) list[k] = 0;
      const none = stillNone();
      if (none === 'yes') return;
      part.forEach((k, t) => (list[k] = before[t]!));
      if (part.length === 1) {
        if (none === 'unknown') minimal = false;
        return;
      }
      const half = part.length >> 1;
      drop(part.slice(0, half));
      drop(part.slice(half));
    };
    if (members.length > 0) drop(members);
  };
  tryWithout(colMin);
  tryWithout(rowMin);
  tryWithout(keptRows);
  const left = (list: Uint8Array | Int32Array): Int32Array => Int32Array.from(list.keys()).filter((k) => list[k]! > 0);
  return { rows: left(keptRows), rowMin: left(rowMin), colMin: left(colMin), minimal };
}
