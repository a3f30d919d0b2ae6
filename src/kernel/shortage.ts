import { Seating, mostRows } from './cardinality.js';
import { checkMarket, transpose, type Market } from './csr.js';
import type { Shortage } from './solve.js';

/** Passes over all edges after which the smallest shortage of rows found so far is taken. */
const LOOK = 20;

/**
 * Why no plan keeps the bounds, as small as dropping anything makes it: without any one of its rows (side `rows`) the others can all be seated,
 * without any one of its columns (side `cols`) the others can all be filled. Undefined if there is a plan. Of the shortages of rows that
 * rows left over lead to, the one of fewest rows, the first of equals; where many are left over only the first of them are asked. There may be
 * smaller ones elsewhere.
 * Cost: O(edges * sqrt(rows)) for a plan of most rows and at most `LOOK` passes over all edges to look for shortages; on the side of the columns a plan of most rows for each column named.
 * @throws {MeritError} E_SHAPE
 * @see P Hall, J. London Math. Soc. 10:26-30, 1935, doi:10.1112/jlms/s1-10.37.26
 */
export function shortage(m: Market): Shortage | undefined {
  checkMarket(m);
  const seating = new Seating(m);
  seating.augment((i) => m.rowMin[i] === 1);
  let best: Shortage | undefined;
  for (let i = 0; i < m.rows && !(best && seating.work > LOOK * (m.rows + m.col.length)); i++) {
    if (m.rowMin[i] === 0 || seating.colOf[i]! >= 0) continue;
    // everybody it reaches sits in a full column, and with any of them gone it could be seated
    const reached = seating.reachable([i], best && best.rows.length - 1);
    if (reached) best = { status: 'infeasible', side: 'rows', ...reached };
  }
  if (best) return best;
  if (seating.fillMinimums() < 0) return undefined;
  let cols = seating.reached;
  for (const j of cols) {
    const fewer = cols.filter((c) => c !== j);
    if (isShort(m, fewer)) cols = fewer;
  }
  const byCol = transpose(m);
  const rows = new Uint8Array(m.rows);
  for (const j of cols) for (let t = byCol.start[j]!; t < byCol.start[j + 1]!; t++) rows[byCol.row[t]!] = 1;
  return { status: 'infeasible', side: 'cols', rows: marked(rows, 1), cols };
}

/** Whether these columns alone cannot be brought to their minimums. */
function isShort(m: Market, cols: Int32Array): boolean {
  const seats = new Int32Array(m.cols);
  let needed = 0;
  for (const j of cols) needed += seats[j] = m.colMin[j]!;
  const plan = mostRows({ ...m, rowMin: new Uint8Array(m.rows), colMin: new Int32Array(m.cols), colMax: seats });
  return plan === undefined || plan.seated < needed;
}

function marked(flags: Uint8Array, as: number): Int32Array {
  const list: number[] = [];
  flags.forEach((flag, k) => {
    if (flag === as) list.push(k);
  });
  return Int32Array.from(list);
}

/** Rows and columns, ascending. */
export interface Block {
  readonly rows: Int32Array;
  readonly cols: Int32Array;
}

/** How many rows can sit at once, and what holds the others up: rows, columns and all three blocks are functions of the market alone. */
export interface Deficiency {
  /** The most rows that can be seated. */
  readonly seated: number;
  /** How many are left over, whatever one does. */
  readonly over: number;
  /** The rows that can be the ones left over, and the columns they all lead into: full in every plan of most rows. */
  readonly crowded: Block;
  /** The columns that can be the ones with a free seat, and the rows with an edge to them: seated in them in every plan of most rows. */
  readonly roomy: Block;
  /** The rest: its rows all sit in its columns, which are full. */
  readonly exact: Block;
}

/**
 * How many rows can be seated at most, minimums and must-sit aside, with the parts of the market in which there are too many rows, too many
 * seats, or just enough. `seated` is the number of rows outside `crowded` and of seats in it: no plan seats more (König).
 * O(edges * sqrt(rows)).
 * @throws {MeritError} E_SHAPE
 * @see AL Dulmage, NS Mendelsohn, Canad. J. Math. 10:517-534, 1958, doi:10.4153/CJM-1958-052-0
 */
export function deficiency(m: Market): Deficiency {
  checkMarket(m);
  const seating = new Seating(m);
  seating.augment(() => true);
  const { colOf, taken } = seating;
  const left: number[] = [];
  colOf.forEach((j, i) => {
    if (j < 0) left.push(i);
  });
  const crowded = seating.reachable(left) ?? { rows: new Int32Array(), cols: new Int32Array() };
  // against the paths: whoever has an edge to a column that may have a free seat could go there, which frees a seat in his
  const byCol = transpose(m);
  const ROOMY = 1;
  const rowIn = new Uint8Array(m.rows);
  const colIn = new Uint8Array(m.cols);
  const queue: number[] = [];
  const join = (j: number): void => {
    if (colIn[j] === ROOMY) return;
    colIn[j] = ROOMY;
    queue.push(j);
  };
  for (let j = 0; j < m.cols; j++) if (taken[j]! < m.colMax[j]!) join(j);
  for (let q = 0; q < queue.length; q++) {
    const j = queue[q]!;
    for (let t = byCol.start[j]!; t < byCol.start[j + 1]!; t++) {
      const i = byCol.row[t]!;
      rowIn[i] = ROOMY;
      join(colOf[i]!);
    }
  }
  const CROWDED = 2;
  for (const i of crowded.rows) rowIn[i] = CROWDED;
  for (const j of crowded.cols) colIn[j] = CROWDED;
  return {
    seated: m.rows - left.length,
    over: left.length,
    crowded,
    roomy: { rows: marked(rowIn, ROOMY), cols: marked(colIn, ROOMY) },
    exact: { rows: marked(rowIn, 0), cols: marked(colIn, 0) },
  };
}
