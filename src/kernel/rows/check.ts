import type { Problem } from '../csr.js';
import type { Shortage } from '../solve.js';
import type { ProofTree, RowBound, RowOutcome, SideRow } from './types.js';

/**
 * What is wrong with the outcome of a problem with side rows, or undefined if all it says is proven: its plan keeps every
 * bound and row and is worth what it says, and its duals, multipliers and tree leave no better one (or none at all).
 * Solves nothing and believes nothing: exact integers, a bound of 2^52 on every number. Cost: O(edges + terms of the rows with
 * a multiplier) for each leaf.
 * @param rows - all side rows, those that joined on the way included.
 * @param colOf - the plan, a column per row or -1; not looked at where the outcome has none.
 */
export function checkRowProof(p: Problem, rows: readonly SideRow[], colOf: Int32Array, outcome: RowOutcome): string | undefined {
  if (outcome.status === 'infeasible') {
    if ('side' in outcome.proof) return checkShortage(p, outcome.proof);
    const worst = new LeafChecker(p, rows).worst(outcome.proof);
    return typeof worst === 'string' ? worst : worst === undefined ? undefined : 'a leaf does not show that nothing is left';
  }
  const checker = new LeafChecker(p, rows);
  const root = checker.value(outcome.root, false);
  if (typeof root === 'string') return `root: ${root}`;
  if (outcome.status === 'unknown') return BigInt(toInteger(outcome.bound)) >= root ? undefined : 'the bound is less than the root proves';
  const objective = valueOf(p, rows, colOf);
  if (typeof objective === 'string') return objective;
  if (objective !== outcome.objective) return `the plan is worth ${objective}, not ${outcome.objective}`;
  if (colOf.some((j, i) => (outcome.edgeOf[i]! < 0 ? -1 : p.col[outcome.edgeOf[i]!]) !== j)) return 'edgeOf is another plan than colOf';
  const worst = outcome.tree ? checker.worst(outcome.tree) : root;
  if (typeof worst === 'string') return worst;
  const proven = worst === undefined || worst < BigInt(objective) ? BigInt(objective) : worst;
  if (outcome.status === 'optimal' && proven > BigInt(objective)) return `a leaf leaves ${proven} where the plan is worth ${objective}`;
  if (BigInt(toInteger(outcome.bound)) !== (outcome.status === 'optimal' ? BigInt(objective) : proven)) return `the bound is ${proven}, not ${outcome.bound}`;
  return undefined;
}

function toInteger(x: number): number {
  return Number.isSafeInteger(x) ? x : Number.MIN_SAFE_INTEGER;
}

/** The worth of a plan that keeps all bounds and rows, else what it breaks. */
function valueOf(p: Problem, rows: readonly SideRow[], colOf: Int32Array): number | string {
  if (colOf.length !== p.rows) return `the plan has ${colOf.length} rows`;
  const taken = new Int32Array(p.cols);
  const used = new Uint8Array(p.col.length);
  let sum = 0;
  for (let i = 0; i < p.rows; i++) {
    const j = colOf[i]!;
    if (j === -1) {
      if (p.rowMin[i] === 1) return `row ${i} must be matched`;
      continue;
    }
    let edge = -1;
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) if (p.col[e] === j) edge = e;
    if (edge < 0) return `row ${i} has no edge to column ${j}`;
    taken[j]!++;
    used[edge] = 1;
    sum += p.weight[edge]!;
  }
  for (let j = 0; j < p.cols; j++) if (taken[j]! < p.colMin[j]! || taken[j]! > p.colMax[j]!) return `column ${j} takes ${taken[j]}`;
  for (const [k, row] of rows.entries()) {
    let active = 0n;
    row.edge.forEach((e, t) => {
      if (used[e] === 1) active += BigInt(row.coef[t]!);
    });
    if (active > BigInt(row.max)) return `side row ${k} is broken`;
  }
  return sum;
}

/** Hall's condition, counted. */
function checkShortage(p: Problem, { side, rows, cols }: Shortage): string | undefined {
  const inRows = new Uint8Array(p.rows);
  const inCols = new Uint8Array(p.cols);
  for (const i of rows) if (i < 0 || i >= p.rows || inRows[i]!++ > 0) return 'rows of the shortage';
  for (const j of cols) if (j < 0 || j >= p.cols || inCols[j]!++ > 0) return 'columns of the shortage';
  for (let i = 0; i < p.rows; i++) {
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      const out = side === 'rows' ? inRows[i] === 1 && inCols[p.col[e]!] === 0 : inCols[p.col[e]!] === 1 && inRows[i] === 0;
      if (out) return `the shortage overlooks row ${i}`;
    }
  }
  let seats = 0;
  for (const j of cols) seats += side === 'rows' ? p.colMax[j]! : p.colMin[j]!;
  if (side === 'rows') return rows.every((i) => p.rowMin[i] === 1) && rows.length > seats ? undefined : 'no shortage of columns';
  return seats > rows.length ? undefined : 'no shortage of rows';
}

const MOST = 4_503_599_627_370_496; // 2^52

class LeafChecker {
  private readonly p: Problem;
  private readonly rows: readonly SideRow[];
  /** Decisions in force that close an edge, and that make a row mandatory. */
  private readonly closed: Int32Array;
  private readonly forced: Int32Array;
  private readonly price: Float64Array;

  constructor(p: Problem, rows: readonly SideRow[]) {
    this.p = p;
    this.rows = rows;
    this.closed = new Int32Array(p.col.length);
    this.forced = new Int32Array(p.rows);
    this.price = new Float64Array(p.col.length);
  }

  /** The most that any leaf of the tree leaves; undefined if every leaf shows that nothing is left; a text if something is wrong. */
  worst(tree: ProofTree): bigint | undefined | string {
    let worst: bigint | undefined;
    // a tree waits with the decision that leads to it; a decision alone is undone once its side is done
    const waiting: (readonly [ProofTree | undefined, Decision | undefined])[] = [[tree, undefined]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [at, decision] = next;
      if (!at) {
        this.decide(decision!, -1);
        continue;
      }
      if (decision) {
        this.decide(decision, 1);
        waiting.push([undefined, decision]);
      }
      if (at.kind === 'branch') {
        const fault = this.branchFault(at.row, at.cols);
        if (fault !== undefined) return fault;
        waiting.push([at.out, { row: at.row, cols: at.cols, inside: false }], [at.in, { row: at.row, cols: at.cols, inside: true }]);
        continue;
      }
      const value = this.value(at, at.kind === 'none');
      if (typeof value === 'string') return value;
      if (at.kind === 'none') {
        if (value >= 0n) return 'a leaf does not show that nothing is left';
      } else if (worst === undefined || value > worst) worst = value;
    }
    return worst;
  }

  private branchFault(row: number, cols: Int32Array): string | undefined {
    if (!Number.isInteger(row) || row < 0 || row >= this.p.rows) return `a branch on row ${row}`;
    for (let t = 0; t < cols.length; t++) {
      if (cols[t]! < 0 || cols[t]! >= this.p.cols || (t > 0 && cols[t]! <= cols[t - 1]!)) return `columns of a branch on row ${row}`;
    }
    return undefined;
  }

  private decide({ row, cols, inside }: Decision, by: 1 | -1): void {
    const among = new Set(cols);
    if (inside) this.forced[row]! += by;
    for (let e = this.p.start[row]!; e < this.p.start[row + 1]!; e++) if (among.has(this.p.col[e]!) !== inside) this.closed[e]! += by;
  }

  /** floor(bound / denominator) under the decisions in force, if the duals hold on every edge left; with `none`, for weights of 0, the bound. */
  value(at: RowBound, none: boolean): bigint | string {
    const { p } = this;
    const { denominator, rowDual, colDual, times } = at;
    if (!(Number.isInteger(denominator) && denominator >= 1 && denominator <= 1_073_741_824)) return `a denominator of ${denominator}`;
    if (rowDual.length !== p.rows || colDual.length !== p.cols || times.length !== this.rows.length) return 'a leaf has other lengths than the problem';
    for (const list of [rowDual, colDual, times]) for (const x of list) if (!(Number.isInteger(x) && Math.abs(x) <= MOST)) return `a dual of ${x}`;
    if (times.some((t) => t < 0)) return 'a multiplier below 0';
    return this.holds(at, none ? 0 : denominator) ? this.sum(at, none) : 'duals do not hold on an edge';
  }

  private holds({ rowDual, colDual, times }: RowBound, scale: number): boolean {
    const { p, price } = this;
    // doubles are exact where no partial sum can pass 2^53; elsewhere BigInt
    let size = largest(rowDual) + largest(colDual) + scale * largest(p.weight);
    this.rows.forEach((row, k) => {
      if (times[k]! > 0) size += times[k]! * largest(row.coef);
    });
    if (!(size < MOST)) return this.holdsExactly({ rowDual, colDual, times }, BigInt(scale));
    price.fill(0);
    this.rows.forEach((row, k) => {
      const t = times[k]!;
      if (t > 0) for (let s = 0; s < row.edge.length; s++) price[row.edge[s]!]! += t * row.coef[s]!;
    });
    for (let i = 0; i < p.rows; i++) {
      for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
        if (this.closed[e] === 0 && rowDual[i]! + colDual[p.col[e]!]! + price[e]! < scale * p.weight[e]!) return false;
      }
    }
    return true;
  }

  private holdsExactly({ rowDual, colDual, times }: Omit<RowBound, 'denominator'>, scale: bigint): boolean {
    const { p } = this;
    const price = new Array<bigint>(p.col.length).fill(0n);
    this.rows.forEach((row, k) => {
      if (times[k]! > 0) row.edge.forEach((e, s) => (price[e] = price[e]! + BigInt(times[k]!) * BigInt(row.coef[s]!)));
    });
    for (let i = 0; i < p.rows; i++) {
      for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
        if (this.closed[e] === 0 && BigInt(rowDual[i]!) + BigInt(colDual[p.col[e]!]!) + price[e]! < scale * BigInt(p.weight[e]!)) return false;
      }
    }
    return true;
  }

  private sum({ denominator, rowDual, colDual, times }: RowBound, none: boolean): bigint {
    const { p } = this;
    let sum = 0n;
    for (let i = 0; i < p.rows; i++) if (rowDual[i]! > 0 || p.rowMin[i] === 1 || this.forced[i]! > 0) sum += BigInt(rowDual[i]!);
    for (let j = 0; j < p.cols; j++) sum += BigInt(colDual[j]!) * BigInt(colDual[j]! > 0 ? p.colMax[j]! : p.colMin[j]!);
    this.rows.forEach((row, k) => (sum += BigInt(times[k]!) * BigInt(row.max)));
    if (none) return sum;
    const d = BigInt(denominator);
    const down = sum / d; // towards 0
    return down * d > sum ? down - 1n : down;
  }
}

interface Decision {
  readonly row: number;
  readonly cols: Int32Array;
  readonly inside: boolean;
}

function largest(list: Float64Array): number {
  let most = 0;
  for (const x of list) if (Math.abs(x) > most) most = Math.abs(x);
  return most;
}
