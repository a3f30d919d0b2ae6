import { checkProblem, shape, type Problem } from './csr.js';
import { solveNetwork, type Network } from './network-simplex.js';
import type { Matching } from './solve.js';

/** How many rows a set of columns takes together. */
export interface Quota {
  /** Each column once. */
  readonly cols: Int32Array;
  readonly min: number;
  readonly max: number;
}

/** A best plan that keeps every quota, and the duals that prove it best. */
export interface QuotaMatching extends Omit<Matching, 'taken'> {
  /** y, one per quota: `u_i + v_j + sum of y over the quotas with j >= w_ij`, equal on chosen edges; > 0 only where the quota is at its maximum, < 0 only at its minimum. */
  readonly quotaDual: Float64Array;
}

/**
 * Why no plan keeps the quotas. Side `rows`: these rows must all be matched, have edges to these columns only, and the columns
 * and quotas named cannot take them all. Side `cols`: these columns and quotas need more rows than these, the only ones with an edge to them.
 */
export interface QuotaShortage {
  readonly status: 'infeasible';
  readonly side: 'rows' | 'cols';
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  /** Indices into the quotas. */
  readonly quotas: Int32Array;
}

/**
 * A plan of greatest weight among those that keep all quotas, with a dual per quota: what one more or one fewer row there is
 * worth. The sets must be laminar: any two are disjoint or one holds the other, as units do that form a tree. Then the
 * problem is a flow, row -> column -> smallest set -> ... -> outside, and its solution is integral.
 * Deterministic; which of several optima comes back depends on the numbering: not a tie rule.
 * Cost: that of `startNetwork` with an arc per edge.
 * @throws {MeritError} E_SHAPE (also for sets that cross), E_NUM_INT, E_OVERFLOW
 */
export function solveQuotas(p: Problem, quotas: readonly Quota[]): QuotaMatching | QuotaShortage {
  checkProblem(p);
  const { rows, cols, start, col, weight } = p;
  const { ofCol, ofQuota } = nest(cols, quotas);
  const edges = col.length;
  const optional: number[] = [];
  for (let i = 0; i < rows; i++) if (p.rowMin[i] === 0) optional.push(i);
  // nodes: rows, columns, quotas, outside
  const outside = rows + cols + quotas.length;
  const arcs = edges + optional.length + cols + quotas.length;
  const from = new Int32Array(arcs);
  const to = new Int32Array(arcs);
  const lower = new Float64Array(arcs);
  const upper = new Float64Array(arcs);
  const cost = new Float64Array(arcs);
  let a = 0;
  const arc = (tail: number, head: number, min: number, max: number): void => {
    from[a] = tail;
    to[a] = head;
    lower[a] = min;
    upper[a++] = max;
  };
  const above = (q: number): number => (q < 0 ? outside : rows + cols + q);
  for (let i = 0; i < rows; i++) for (let e = start[i]!; e < start[i + 1]!; e++) arc(i, rows + col[e]!, 0, 2); // more than a row has: a chosen edge is never at a bound, so its dual holds with equality
  for (let e = 0; e < edges; e++) cost[e] = -weight[e]!;
  for (const i of optional) arc(i, outside, 0, 2);
  for (let j = 0; j < cols; j++) arc(rows + j, above(ofCol[j]!), p.colMin[j]!, p.colMax[j]!);
  for (const [q, { min, max }] of quotas.entries()) arc(rows + cols + q, above(ofQuota[q]!), min, max);
  const supply = new Float64Array(outside + 1).fill(1, 0, rows);
  supply[outside] = -rows;
  const net: Network = { nodes: outside + 1, from, to, lower, upper, cost, supply };
  const found = solveNetwork(net);

  if (found.status === 'infeasible') {
    const inside = new Uint8Array(outside + 1);
    for (const x of found.nodes) inside[x] = 1;
    const side = inside[outside] === 0 ? 'rows' : 'cols';
    const members = (first: number, n: number): Int32Array => Int32Array.from({ length: n }, (_, k) => k).filter((k) => (inside[first + k] === 1) === (side === 'rows'));
    return { status: 'infeasible', side, rows: members(0, rows), cols: members(rows, cols), quotas: members(rows + cols, quotas.length) };
  }
  const pi = found.potential.map((x) => x - found.potential[outside]! + 0);
  const colOf = new Int32Array(rows).fill(-1);
  const edgeOf = new Int32Array(rows).fill(-1);
  for (let i = 0; i < rows; i++) {
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      if (found.flow[e] === 0) continue;
      colOf[i] = col[e]!;
      edgeOf[i] = e;
    }
  }
  return {
    status: 'optimal',
    colOf,
    edgeOf,
    objective: -found.objective + 0,
    rowDual: pi.slice(0, rows),
    colDual: Float64Array.from({ length: cols }, (_, j) => pi[above(ofCol[j]!)]! - pi[rows + j]! + 0),
    quotaDual: Float64Array.from(quotas, (_, q) => pi[above(ofQuota[q]!)]! - pi[rows + cols + q]! + 0),
  };
}

/** The smallest quota around each column and each quota, -1 for none. @throws {MeritError} E_SHAPE */
function nest(cols: number, quotas: readonly Quota[]): { ofCol: Int32Array; ofQuota: Int32Array } {
  const ofCol = new Int32Array(cols).fill(-1);
  const ofQuota = new Int32Array(quotas.length).fill(-1);
  for (const [q, { cols: set, min, max }] of quotas.entries()) {
    if (!(Number.isInteger(min) && Number.isInteger(max) && min >= 0 && max >= min)) throw shape(`bounds of quota ${q} are ${min}..${max}`);
    if (set.some((j) => j < 0 || j >= cols)) throw shape(`quota ${q} names a column outside 0..${cols}`);
    if (new Set(set).size !== set.length) throw shape(`quota ${q} names a column twice`);
  }
  // from the largest set down: a set lies within one of those before it, or outside all of them
  for (const q of [...quotas.keys()].sort((a, b) => quotas[b]!.cols.length - quotas[a]!.cols.length || a - b)) {
    const set = quotas[q]!.cols;
    const around = set.length > 0 ? ofCol[set[0]!]! : -1;
    for (const j of set) {
      if (ofCol[j] !== around) throw shape(`quota ${q} crosses quota ${ofCol[j]! < 0 ? around : ofCol[j]!}: of two sets one must hold the other, or they must share nothing`);
    }
    ofQuota[q] = around;
    for (const j of set) ofCol[j] = q;
  }
  return { ofCol, ofQuota };
}

/**
 * The largest violation in a plan under quotas, in the unit of the weights (for bounds: in rows). 0 proves the plan feasible and
 * best without trusting whoever found it. Needs no nesting of the sets. O(rows + cols + edges + columns in quotas).
 */
export function quotaGap(p: Problem, quotas: readonly Quota[], claim: Pick<QuotaMatching, 'colOf' | 'rowDual' | 'colDual' | 'quotaDual'>): number {
  const { colOf, rowDual, colDual, quotaDual } = claim;
  if (colOf.length !== p.rows || rowDual.length !== p.rows || colDual.length !== p.cols || quotaDual.length !== quotas.length)
    throw shape(`claim has ${colOf.length} rows, ${rowDual.length} row, ${colDual.length} column and ${quotaDual.length} quota duals`);
  const price = colDual.slice();
  for (const [q, { cols }] of quotas.entries()) for (const j of cols) price[j]! += quotaDual[q]!;
  const taken = new Int32Array(p.cols);
  let worst = 0;
  // written so that NaN counts as a violation
  const atMostZero = (x: number): void => {
    if (!(x <= worst)) worst = x > worst ? x : Number.MAX_VALUE;
  };
  const bounds = (n: number, min: number, max: number, dual: number): void => {
    atMostZero(n - max);
    atMostZero(min - n);
    if (n < max) atMostZero(dual);
    if (n > min) atMostZero(-dual);
  };
  for (let i = 0; i < p.rows; i++) {
    const u = rowDual[i]!;
    let seated = false;
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      const j = p.col[e]!;
      const slack = u + price[j]! - p.weight[e]!;
      atMostZero(-slack);
      if (j !== colOf[i]) continue;
      seated = true;
      taken[j]!++;
      atMostZero(slack);
    }
    if (!seated && (p.rowMin[i] === 1 || colOf[i] !== -1)) atMostZero(1);
    if (p.rowMin[i] === 0) {
      atMostZero(-u);
      if (!seated) atMostZero(u);
    }
  }
  for (let j = 0; j < p.cols; j++) bounds(taken[j]!, p.colMin[j]!, p.colMax[j]!, colDual[j]!);
  for (const [q, { cols, min, max }] of quotas.entries()) bounds(cols.reduce((n, j) => n + taken[j]!, 0), min, max, quotaDual[q]!);
  return worst;
}
