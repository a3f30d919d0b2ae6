import { bug } from '../errors/index.js';
import type { Lists, Weights } from './csr.js';
import { denseMatching, type DenseProblem } from './dense.js';
import { greatest, listBest, raise } from './dense-row.js';
import { random } from './random.js';
import type { Matching, Steps } from './solve.js';
import { TreeSimplex, treeFits } from './tree-simplex.js';

/**
 * The network simplex on a full matrix, each column one seat, through short lists: what suits weights like products of two
 * marks (a_i * b_j), where all rows want the same columns and LAPJV and Dijkstra go cubic.
 *
 *   starting prices  a quarter of the rows and of the columns is solved first, the same way; every column then starts at the
 *                    least v at which no sampled row would rather have it, max over sampled rows of w_ij - u_i
 *   lists            each row's BEST columns by w - v, and OTHERS random ones, without which marks with many equals thrash
 *                    (5 or 10 equal columns fill a list, and prices find no way past them)
 *   simplex          best on the lists; then one pass over the matrix makes the list of each row anew in which some
 *                    `w_ij > u_i + v_j`, and the simplex goes on from its tree. A pass that finds none is the proof.
 *
 * Ends because every round brings an edge into a strongly feasible tree and no such tree comes twice, whatever enters.
 * Deterministic: samples and random columns come from fixed seeds.
 * Marks a_i * b_j from 0 to 1,000 with n = 2000, CPU: 0.2 s against 4.6 s of scipy's and 0.5 s of LEMON's network simplex;
 * n = 5000: 1.1 s, LEMON 5 s (2-core Xeon, node 20, 2026-11). OTHERS = 16: 1.7 s; the best column of each of 40 groups instead
 * of the best 24: 3.5 s; the columns of the list before kept beside the new ones: no gain.
 * Memory: 450 bytes a row, and a sixteenth of the matrix while starting prices are made.
 * @see A Volgenant, Computers & Operations Research 23(10):917-932, 1996, doi:10.1016/0305-0548(96)00010-X (core lists)
 */
export class CoreLists implements Steps<Matching> {
  result: Matching | undefined = undefined;
  private readonly p: DenseProblem;
  private readonly largest: number;
  private readonly v: Float64Array;
  private readonly lists: Lists;
  private readonly width: number;
  private readonly value: Float64Array;
  private readonly rnd = random(1);
  private tree: TreeSimplex | undefined = undefined;
  // the sampled rows and columns, ascending, their cells, and the solve of that part
  private readonly rowSample: Int32Array;
  private readonly colSample: Int32Array;
  private partWeight: Weights;
  private part: CoreLists | undefined = undefined;
  private phase: 'sample' | 'prices' | 'pass' | 'simplex' | 'done';
  private at = 0;
  private relisted = 0;

  /**
   * @param p - checked; colMax 1 throughout; no more rows than columns; colMin 0 throughout, or all rows mandatory and as many
   * as columns; `listsFit`.
   * @param largest - no weight is larger in absolute value.
   */
  constructor(p: DenseProblem, largest: number) {
    const { rows, cols } = p;
    this.p = p;
    this.largest = largest;
    this.v = new Float64Array(cols);
    this.width = Math.min(cols, BEST + OTHERS);
    this.value = new Float64Array(this.width);
    const start = Int32Array.from({ length: rows + 1 }, (_, i) => i * this.width);
    const n = rows * this.width;
    this.lists = { start, col: new Int32Array(n), weight: p.weight instanceof Int32Array ? new Int32Array(n) : new Float64Array(n) };
    const sampled = rows >= SMALL;
    this.rowSample = sampled ? sample(rows, this.rnd) : new Int32Array(0);
    this.colSample = sampled ? sample(cols, this.rnd) : new Int32Array(0);
    const cells = this.rowSample.length * this.colSample.length;
    this.partWeight = p.weight instanceof Int32Array ? new Int32Array(cells) : new Float64Array(cells);
    this.phase = sampled ? 'sample' : 'pass';
  }

  /** Works on for about `budget` read cells or moved nodes. */
  step(budget = 1_000_000): 'running' | 'done' {
    if (this.phase === 'sample') this.samplePart(budget);
    else if (this.phase === 'prices') this.startingPrices(budget);
    else if (this.phase === 'pass') this.pass(budget);
    else if (this.phase === 'simplex' && this.tree!.step(budget) === 'done') this.phase = 'pass';
    return this.phase === 'done' ? 'done' : 'running';
  }

  private samplePart(budget: number): void {
    const { p, rowSample, colSample, partWeight } = this;
    const rows = rowSample.length;
    const cols = colSample.length;
    const to = Math.min(rows, this.at + Math.ceil(budget / (8 * cols)));
    for (let s = this.at; s < to; s++) {
      const from = rowSample[s]! * p.cols;
      for (let t = 0; t < cols; t++) partWeight[s * cols + t] = p.weight[from + colSample[t]!]!;
    }
    this.at = to;
    if (to < rows) return;
    const rowMin = Uint8Array.from(rowSample, (i) => p.rowMin[i]!);
    const colMin = Int32Array.from(colSample, (j) => p.colMin[j]!);
    this.part = new CoreLists({ rows, cols, weight: partWeight, rowMin, colMin, colMax: new Int32Array(cols).fill(1) }, this.largest);
    this.at = 0;
    this.phase = 'prices';
  }

  private startingPrices(budget: number): void {
    const { v, part, rowSample: rows } = this;
    const { weight, cols, rowMin } = this.p;
    if (!part) throw bug('a sample is missing');
    if (!part.result) {
      part.step(budget);
      return;
    }
    const u = part.result.rowDual;
    if (this.at === 0) v.fill(-Infinity);
    const to = Math.min(rows.length, this.at + Math.ceil(budget / cols));
    for (let s = this.at; s < to; s++) raise(weight, rows[s]! * cols, cols, u[s]!, v);
    this.at = to;
    if (to < rows.length) return;
    this.at = 0;
    // closed problems know differences of v only; elsewhere a column that may stay free has no negative dual
    const closed = this.p.rows === cols && rowMin.every((m) => m === 1);
    let base = closed ? Infinity : 0;
    if (closed) for (let j = 0; j < cols; j++) base = Math.min(base, v[j]!);
    for (let j = 0; j < cols; j++) v[j] = Math.max(0, v[j]! - base);
    this.part = undefined;
    this.partWeight = new Int32Array(0);
    this.phase = 'pass';
  }

  /** Looks at the next rows and lists those anew whose dual is too low for some column. */
  private pass(budget: number): void {
    const { p, lists, tree } = this;
    const v = tree ? tree.colDual : this.v;
    const to = Math.min(p.rows, this.at + Math.ceil(budget / p.cols));
    for (let i = this.at; i < to; i++) {
      if (tree && greatest(p.weight, i * p.cols, p.cols, v) <= tree.rowDual[i]!) continue;
      this.list(i, v);
      this.relisted++;
    }
    this.at = to;
    if (to < p.rows) return;
    if (!tree) this.tree = new TreeSimplex({ rows: p.rows, cols: p.cols, lists, rowMin: p.rowMin, largest: this.largest }, { colDual: v });
    else if (this.relisted > 0) tree.exchange(lists);
    else {
      this.result = denseMatching(p, tree.colOf, tree.colDual);
      this.phase = 'done';
      return;
    }
    this.at = 0;
    this.relisted = 0;
    this.phase = 'simplex';
  }

  private list(i: number, v: Float64Array): void {
    const { width, value } = this;
    const { weight, cols } = this.p;
    const { col, weight: listWeight } = this.lists;
    const from = i * cols;
    const base = i * width;
    const best = Math.min(width, BEST);
    listBest(weight, from, cols, v, i, best, value, col, base);
    for (let t = best; t < width; t++) col[base + t] = Math.floor(this.rnd() * cols);
    for (let t = base; t < base + width; t++) listWeight[t] = weight[from + col[t]!]!;
  }
}

/** One in PART of the numbers below n, at random, ascending. */
function sample(n: number, rnd: () => number): Int32Array {
  const all = Int32Array.from({ length: n }, (_, t) => t);
  const m = Math.ceil(n / PART);
  for (let t = 0; t < m; t++) {
    const k = t + Math.floor(rnd() * (n - t));
    const x = all[t]!;
    all[t] = all[k]!;
    all[k] = x;
  }
  return all.slice(0, m).sort();
}

/** True if the simplex can work in exact integers on a matrix of this size; starting prices reach a few times the largest weight. */
export function listsFit(rows: number, cols: number, largest: number): boolean {
  return treeFits(rows, cols, largest, 8 * largest);
}

/** Of each row: the best columns by w - v, and random ones. */
const BEST = 24;
const OTHERS = 32;

/** From this many rows on, prices are first found on one row and one column in PART. */
const SMALL = 200;
const PART = 4;
