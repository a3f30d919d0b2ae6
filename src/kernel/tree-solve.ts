import { bug } from '../errors/index.js';
import { Auction } from './auction.js';
import { edgeAt, type Problem, type Weights } from './csr.js';
import type { Matching, Shortage, Steps } from './solve.js';
import { treeFits, TreeSimplex } from './tree-simplex.js';

/**
 * True if auction and tree simplex can solve the problem: columns of one seat, no lower bound on a column but where every
 * seat is taken anyway, and weights small enough for a basis. O(rows + cols + edges).
 */
export function isTreeProblem(p: Problem<Weights>): boolean {
  for (let j = 0; j < p.cols; j++) if (p.colMax[j] !== 1) return false;
  if (!isClosed(p)) for (let j = 0; j < p.cols; j++) if (p.colMin[j] !== 0) return false;
  const largest = largestWeight(p);
  return treeFits(p.rows, p.cols, largest, priceLimit(largest));
}

/** Every row must be matched and there is just one seat for each. */
function isClosed(p: Problem<Weights>): boolean {
  return p.rows === p.cols && p.rowMin.every((x) => x === 1);
}

function largestWeight(p: Problem<Weights>): number {
  let largest = 0;
  for (let e = 0; e < p.weight.length; e++) {
    const w = p.weight[e]!;
    if (w > largest) largest = w;
    else if (-w > largest) largest = -w;
  }
  return largest;
}

/**
 * Solves a problem of that kind, tight ones fast: an auction estimates prices, a tree simplex starts from them.
 * epsilon is a 2000th of the largest weight, the margin of matched rows a 100th. Pivots on 10,000 x 10,000 with 50 eligible
 * on merit fall from 200,000 to 26,000; finer epsilons only move work from the simplex to the auction (CPU seconds for
 * epsilon 1/3300, 1/2000, 1/1000, 1/500: .39, .39, .42, .42 there, 1.7, 1.5, 1.6, 2.3 at 100,000; node 20, 2026-11).
 */
export class TreeSolve implements Steps<Matching | Shortage> {
  result: Matching | Shortage | undefined = undefined;
  private readonly p: Problem<Weights>;
  private readonly largest: number;
  private auction: Auction | undefined;
  private tree: TreeSimplex | undefined = undefined;

  /** @param p - one for which `isTreeProblem` holds. */
  constructor(p: Problem<Weights>) {
    this.p = p;
    this.largest = largestWeight(p);
    this.auction = new Auction(p.rows, p.cols, p, p.rowMin, Math.max(1, Math.floor(this.largest / 2000)), BIDS * p.rows, priceLimit(this.largest));
  }

  step(budget = 1_000_000): 'running' | 'done' {
    const { p, auction, largest } = this;
    if (this.result) return 'done';
    if (auction) {
      if (auction.step(budget) === 'running') return 'running';
      const { colDual, colOf } = auction;
      this.tree = new TreeSimplex({ rows: p.rows, cols: p.cols, lists: p, rowMin: p.rowMin, largest }, { colDual, colOf, margin: Math.floor(largest / 100) });
      this.auction = undefined;
    }
    if (!this.tree) throw bug('a solve without auction and tree');
    if (this.tree.step(budget) === 'running') return 'running';
    const short = this.tree.unmatched();
    this.result = short < 0 ? optimum(p, this.tree) : shortage(p, this.tree, short);
    return 'done';
  }
}

/** Bids per row after which an auction is given up; tight markets took 23 to 85. */
const BIDS = 200;

/** The auction ends when a price passes this: a row that bids more has no second choice left. */
function priceLimit(largest: number): number {
  return 64 * largest;
}

function optimum(p: Problem<Weights>, tree: TreeSimplex): Matching {
  const { colOf, rowOf, rowDual, colDual } = tree;
  const edgeOf = new Int32Array(p.rows).fill(-1);
  let objective = 0;
  for (let i = 0; i < p.rows; i++) {
    if (colOf[i]! < 0) continue;
    edgeOf[i] = edgeAt(p, i, colOf[i]!);
    objective += p.weight[edgeOf[i]!]!;
  }
  // prices of a closed market are right up to a constant
  let lift = 0;
  if (isClosed(p)) for (let j = 0; j < p.cols; j++) if (p.colMin[j]! < 1 && -colDual[j]! > lift) lift = -colDual[j]!;
  for (let i = 0; i < p.rows; i++) rowDual[i] = rowDual[i]! - lift + 0; // no minus zero leaves the kernel
  for (let j = 0; j < p.cols; j++) colDual[j] = colDual[j]! + lift + 0;
  return { status: 'optimal', colOf, edgeOf, taken: rowOf.map((i) => (i < 0 ? 0 : 1)), rowDual, colDual, objective };
}

/** All that alternating paths reach from a row left unmatched: its columns are full of rows that must be matched too. */
function shortage(p: Problem<Weights>, tree: TreeSimplex, from: number): Shortage {
  const rows = [from];
  const cols: number[] = [];
  const seen = new Uint8Array(p.cols);
  for (const i of rows) {
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      const j = p.col[e]!;
      if (seen[j] === 1) continue;
      seen[j] = 1;
      cols.push(j);
      const holder = tree.rowOf[j]!;
      if (holder < 0 || p.rowMin[holder] === 0) throw bug('a row left unmatched that could be matched');
      rows.push(holder);
    }
  }
  return { status: 'infeasible', side: 'rows', rows: Int32Array.from(rows).sort(), cols: Int32Array.from(cols).sort() };
}
