import type { Problem } from '../csr.js';
import type { Matching } from '../solve.js';
import { Reoptimiser } from './reoptimise.js';
import type { RowBound, SideRow } from './types.js';

/** 2^52: sums of two such numbers are still exact. */
const HALF_EXACT = 4_503_599_627_370_496;

/** The largest maximum of a side row: 2^50. */
export const MOST_OF_ROW = HALF_EXACT / 4;

/** The largest weight, priced or not, and the largest coefficient of a side row: then duals stay below 2^52. */
export function mostPriced(p: Problem): number {
  let seats = 0;
  for (let j = 0; j < p.cols; j++) seats += p.colMax[j]!;
  return Math.floor(HALF_EXACT / (2 * Math.min(p.rows, seats) + 1));
}

/** What one evaluation found: a bound, no plan of the bare problem, or multipliers too large for exact sums. */
export type Evaluation = 'bound' | 'short' | 'range';

/**
 * The problem with its side rows priced by t instead of kept: `L(t) = max over plans of sum (D*w - sum_k t_k a_k) x + sum_k t_k b_k`,
 * which no plan that keeps the rows exceeds (times D). One evaluation is one assignment, started from the one before.
 * Scale 0 in place of D asks only whether there is a plan at all: L < 0 says no.
 *
 * It works on a core of the edges; `whole` says whether what it found bounds the plans on all edges, and enlarges the core if
 * not. Decisions of a branch close edges and make rows mandatory (`close`, `force`); the caller undoes them.
 * Between two evaluations only the edges are priced anew that a side row with another multiplier counts, or that were closed or opened.
 * @see M Held, P Wolfe, H Crowder, Mathematical Programming 6:62-88, 1974, doi:10.1007/BF01580223
 */
export class Relaxation {
  readonly p: Problem;
  readonly rows: SideRow[] = [];
  readonly D: number;
  /** Decisions in force that close an edge, and that make a row mandatory; to be changed by `close` and `force` alone. */
  readonly shut: Int32Array;
  readonly forced: Int32Array;
  /** L, after an evaluation that gave a bound. */
  bound = 0;
  /** Activity minus b of each row, in the plan of the last evaluation. */
  violation = new Float64Array(0);
  /** The edges worked on, ascending. */
  core: Int32Array;
  private re: Reoptimiser;
  /** The place of each edge in the core, -1 outside; undefined as long as every edge is in it, each at its own number. */
  private place: Int32Array | undefined = undefined;
  /** What the weights of `re` were priced at; a scale of NaN where they have to be priced anew. */
  private scale = NaN;
  private times = new Float64Array(0);
  /** Edges closed or opened since. */
  private turned: number[] = [];
  private doneWork = 0;
  // rows of an edge: inRow[inStart[e] .. inStart[e + 1]] with coefficients inCoef
  inStart: Int32Array;
  inRow = new Int32Array(0);
  inCoef = new Float64Array(0);
  /** The row of each edge. */
  readonly rowOf: Int32Array;
  private readonly most: number;
  /** The largest absolute weight. */
  private readonly largest: number;
  /** The largest absolute coefficient of each side row, and the most side rows that one edge is in. */
  private peak = new Float64Array(0);
  private deepest = 0;

  constructor(p: Problem, start: Pick<Matching, 'edgeOf' | 'colDual'>, rows: readonly SideRow[]) {
    this.p = p;
    this.shut = new Int32Array(p.col.length);
    this.forced = new Int32Array(p.rows);
    this.inStart = new Int32Array(p.col.length + 1);
    this.rowOf = new Int32Array(p.col.length);
    for (let i = 0; i < p.rows; i++) this.rowOf.fill(i, p.start[i], p.start[i + 1]);
    let largest = 1;
    for (let e = 0; e < p.weight.length; e++) largest = Math.max(largest, Math.abs(p.weight[e]!));
    this.largest = largest;
    this.most = mostPriced(p);
    // room for prices of 16 times the largest weight
    let D = 1024;
    while (D > 1 && 16 * D * largest > this.most) D /= 2;
    this.D = D;
    this.core = new Int32Array(p.col.length);
    for (let e = 0; e < p.col.length; e++) this.core[e] = e;
    const colDual = start.colDual.map((x) => x * D);
    this.re = new Reoptimiser(p, { edgeOf: start.edgeOf, colDual });
    this.add(rows);
  }

  /** Edges scanned so far. */
  get work(): number {
    return this.doneWork + this.re.work;
  }

  /** Rows that join; their multipliers follow the others. */
  add(rows: readonly SideRow[]): void {
    this.rows.push(...rows);
    const edges = this.p.col.length;
    const count = new Int32Array(edges + 1);
    for (const { edge } of this.rows) for (let t = 0; t < edge.length; t++) count[edge[t]! + 1]!++;
    this.peak = Float64Array.from(this.rows, (row) => row.coef.reduce((most, a) => Math.max(most, Math.abs(a)), 0));
    this.deepest = 0;
    for (let e = 0; e < edges; e++) {
      this.deepest = Math.max(this.deepest, count[e + 1]!);
      count[e + 1]! += count[e]!;
    }
    this.inStart = count.slice();
    const total = count[edges]!;
    this.inRow = new Int32Array(total);
    this.inCoef = new Float64Array(total);
    this.rows.forEach((row, k) => {
      for (let t = 0; t < row.edge.length; t++) {
        const at = count[row.edge[t]!]!++;
        this.inRow[at] = k;
        this.inCoef[at] = row.coef[t]!;
      }
    });
    this.violation = new Float64Array(this.rows.length);
    const times = new Float64Array(this.rows.length); // a row that joins had no price
    times.set(this.times);
    this.times = times;
  }

  /** Closes an edge (by = 1), or undoes that (-1). */
  close(e: number, by: 1 | -1): void {
    this.shut[e]! += by;
    this.turned.push(e);
  }

  /** Makes a row mandatory (by = 1), or undoes that (-1). */
  force(i: number, by: 1 | -1): void {
    this.forced[i]! += by;
    this.re.rowMin[i] = this.forced[i]! > 0 ? 1 : this.p.rowMin[i]!;
    this.re.loosen(i);
  }

  /** The weight of an edge at these multipliers; exact where `evaluate` found them in range. */
  private priced(e: number, t: Float64Array, scale: number): number {
    let x = scale * this.p.weight[e]!;
    for (let s = this.inStart[e]!; s < this.inStart[e + 1]!; s++) x -= t[this.inRow[s]!]! * this.inCoef[s]!;
    return x;
  }

  /** L at whole multipliers t >= 0; the plan is `edgeOf`. */
  evaluate(t: Float64Array, scale = this.D): Evaluation {
    const { p, re, core } = this;
    let shift = 0;
    let size = 0;
    let price = 0; // the most that one row adds to the price of an edge
    for (let k = 0; k < t.length; k++) {
      shift += t[k]! * this.rows[k]!.max;
      size += t[k]! * Math.abs(this.rows[k]!.max);
      price = Math.max(price, t[k]! * this.peak[k]!);
    }
    if (!(size <= MOST_OF_ROW && scale * this.largest + this.deepest * price <= 2 * HALF_EXACT)) return 'range';
    if (!this.price(t, scale)) return 'range';
    if (!re.solve()) return 'short';
    let sum = shift;
    for (let k = 0; k < this.rows.length; k++) this.violation[k] = -this.rows[k]!.max;
    for (let i = 0; i < p.rows; i++) {
      const c = re.edgeOf[i]!;
      if (c < 0) continue;
      sum += re.weight[c]!;
      const e = core[c]!;
      for (let s = this.inStart[e]!; s < this.inStart[e + 1]!; s++) this.violation[this.inRow[s]!]! += this.inCoef[s]!;
    }
    this.bound = sum;
    return 'bound';
  }

  /** Prices the core at these multipliers, as far as it is not priced so; false where a weight is out of range. */
  private price(t: Float64Array, scale: number): boolean {
    const { core, place, rows, times, turned } = this;
    const anew = scale !== this.scale;
    this.scale = NaN; // if it ends early
    if (anew) {
      for (let c = 0; c < core.length; c++) if (!this.priceOne(core[c]!, c, t, scale)) return false;
    } else {
      for (let k = 0; k < t.length; k++) {
        if (t[k] === times[k]) continue;
        const { edge } = rows[k]!;
        for (let x = 0; x < edge.length; x++) if (!this.priceOne(edge[x]!, place ? place[edge[x]!]! : edge[x]!, t, scale)) return false;
      }
      for (const e of turned) if (!this.priceOne(e, place ? place[e]! : e, t, scale)) return false;
    }
    turned.length = 0;
    times.set(t);
    this.scale = scale;
    return true;
  }

  /** Prices an edge at its place in the core, if it has one; false where it is out of range. */
  private priceOne(e: number, c: number, t: Float64Array, scale: number): boolean {
    const { re, most } = this;
    if (c < 0) return true;
    const x = this.shut[e]! > 0 ? -Infinity : this.priced(e, t, scale);
    if (x > most || (x < -most && x !== -Infinity)) return false;
    if (x === re.weight[c]) return true;
    re.weight[c] = x;
    re.loosen(this.rowOf[e]!);
    return true;
  }

  /** Whether the plan of the last evaluation keeps every row, or another plan does. */
  keeps(edgeOf?: Int32Array): boolean {
    if (!edgeOf) return this.violation.every((g) => g <= 0);
    const taken = new Set(edgeOf);
    return this.rows.every((row) => row.edge.reduce((sum, e, t) => sum + (taken.has(e) ? row.coef[t]! : 0), 0) <= row.max);
  }

  /** The edge of each row in the plan of the last evaluation, -1 for none. */
  plan(): Int32Array {
    return this.re.edgeOf.map((c) => (c < 0 ? -1 : this.core[c]!));
  }

  /** The position of row i's edge in the core, -1 for none. */
  coreOf(i: number): number {
    return this.re.edgeOf[i]!;
  }

  /** The coefficient of edge e in side row k. */
  coefOf(e: number, k: number): number {
    for (let s = this.inStart[e]!; s < this.inStart[e + 1]!; s++) if (this.inRow[s] === k) return this.inCoef[s]!;
    return 0;
  }

  /** u of row i in the last evaluation. */
  dualOf(i: number): number {
    return this.re.u[i]!;
  }

  /** How far edge e is from being among the best of its row at the prices of the last evaluation. */
  slack(e: number, t: Float64Array): number {
    return this.re.u[this.rowOf[e]!]! + this.re.v[this.p.col[e]!]! - this.priced(e, t, this.D);
  }

  /** Duals of the last evaluation if they hold on all edges; otherwise undefined, and the edges they fail on join the core. */
  whole(t: Float64Array, scale = this.D): RowBound | undefined {
    const { u, v } = this.re;
    const { start, col } = this.p;
    return this.grow((i, e) => this.shut[e] === 0 && this.priced(e, t, scale) > u[i]! + v[col[e]!]!, start)
      ? undefined
      : { denominator: scale === 0 ? 1 : scale, rowDual: u.map(plain), colDual: v.map(plain), times: t.slice() };
  }

  /** Duals that show the last shortage, if it holds on all edges; otherwise undefined, and the edges that mend it join the core. */
  shortage(): RowBound | undefined {
    const { shortSide, shortRows, shortCols } = this.re;
    const { rows, cols, start, col } = this.p;
    const rowDual = new Float64Array(rows);
    const colDual = new Float64Array(cols);
    const sign = shortSide === 'rows' ? 1 : -1;
    for (const i of shortRows) rowDual[i] = -sign;
    for (const j of shortCols) colDual[j] = sign;
    return this.grow((i, e) => this.shut[e] === 0 && rowDual[i]! + colDual[col[e]!]! < 0, start)
      ? undefined
      : { denominator: 1, rowDual, colDual, times: new Float64Array(this.rows.length) };
  }

  /** Adds the edges beyond the core that the test names; whether there were any. */
  private grow(wanted: (i: number, e: number) => boolean, start: Int32Array): boolean {
    const { core } = this;
    if (core.length === this.p.col.length) return false;
    const more: number[] = [];
    for (let i = 0, c = 0; i < this.p.rows; i++) {
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        if (core[c] === e) c++;
        else if (wanted(i, e)) more.push(e);
      }
    }
    if (more.length === 0) return false;
    this.setCore(Int32Array.from([...core, ...more]).sort());
    return true;
  }

  /** Keeps the edges whose slack under these duals is at most `gap`, and those of that plan and the present one: the others can wait. */
  shrink(at: RowBound, gap: number, plan: Int32Array): void {
    const { start, col } = this.p;
    const now = this.plan();
    const keep = new Set<number>();
    for (let i = 0; i < this.p.rows; i++) {
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        if (at.rowDual[i]! + at.colDual[col[e]!]! - this.priced(e, at.times, at.denominator) <= gap) keep.add(e);
      }
      for (const e of [plan[i]!, now[i]!]) if (e >= 0) keep.add(e);
    }
    this.setCore(Int32Array.from(keep).sort());
  }

  private setCore(core: Int32Array): void {
    const { p } = this;
    const plan = this.plan();
    const start = new Int32Array(p.rows + 1);
    const col = new Int32Array(core.length);
    const edgeOf = new Int32Array(p.rows).fill(-1);
    for (let i = 0, c = 0; i < p.rows; i++) {
      for (; c < core.length && core[c]! < p.start[i + 1]!; c++) {
        col[c] = p.col[core[c]!]!;
        if (core[c] === plan[i]) edgeOf[i] = c;
      }
      start[i + 1] = c;
    }
    this.core = core;
    this.place = new Int32Array(p.col.length).fill(-1);
    for (let c = 0; c < core.length; c++) this.place[core[c]!] = c;
    this.scale = NaN;
    this.doneWork += this.re.work;
    const colDual = this.re.v;
    this.re = new Reoptimiser({ ...p, start, col, weight: new Float64Array(core.length) }, { edgeOf, colDual });
    for (let i = 0; i < p.rows; i++) if (this.forced[i]! > 0) this.re.rowMin[i] = 1;
  }
}

/** No minus zero leaves the kernel. */
function plain(x: number): number {
  return x + 0;
}
