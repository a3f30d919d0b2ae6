import type { Market, Problem } from './csr.js';
import { finish, overRows, type Budget } from './pieces.js';
import type { Matching } from './solve.js';

/** A market whose edges are some of the edges of a larger one. */
export interface Face extends Market {
  /** Index in the larger market of each edge, ascending. */
  readonly edge: Int32Array;
}

/** A market as a face of itself. */
export function wholeFace(m: Market): Face {
  const { rows, cols, start, col, rowMin, colMin, colMax } = m;
  const edge = new Int32Array(col.length);
  for (let e = 0; e < edge.length; e++) edge[e] = e;
  return { rows, cols, start, col, edge, rowMin, colMin, colMax };
}

/**
 * The market of exactly the optimal plans: edges of zero reduced cost; rows with u > 0 must be matched; columns with v > 0
 * are held full, with v < 0 held at their minimum. Which optimal duals are used does not matter: a plan is optimal iff it
 * is complementary to any one of them. O(rows + cols + edges). Where every edge stays, its arrays are those of p.
 * @param edge - if p's edges are themselves some of a larger market's, their indices there; the face then names those.
 */
export function face(p: Problem, m: Pick<Matching, 'rowDual' | 'colDual'>, edge: Int32Array = wholeFace(p).edge): Face {
  return finish(faceInPieces(p, m, edge, { left: Infinity }));
}

/** The same in pieces. */
export function* faceInPieces(p: Problem, m: Pick<Matching, 'rowDual' | 'colDual'>, edge: Int32Array, budget: Budget): Generator<void, Face> {
  const { rows, cols, start, col, weight } = p;
  const { rowDual, colDual } = m;
  const rowMin = p.rowMin.slice();
  const colMin = p.colMin.slice();
  const colMax = p.colMax.slice();
  for (let i = 0; i < rows; i++) if (rowDual[i]! > 0) rowMin[i] = 1;
  for (let j = 0; j < cols; j++) {
    if (colDual[j]! > 0) colMin[j] = colMax[j]!;
    else if (colDual[j]! < 0) colMax[j] = colMin[j]!;
  }
  const faceStart = new Int32Array(rows + 1);
  yield* overRows(start, budget, (from, to) => {
    let n = faceStart[from]!;
    for (let i = from; i < to; i++) {
      const u = rowDual[i]!;
      for (let e = start[i]!, end = start[i + 1]!; e < end; e++) if (u + colDual[col[e]!]! === weight[e]!) n++;
      faceStart[i + 1] = n;
    }
  });
  const size = faceStart[rows]!;
  if (size === col.length) return { rows, cols, start, col, edge, rowMin, colMin, colMax };
  const faceCol = new Int32Array(size);
  const faceEdge = new Int32Array(size);
  yield* overRows(start, budget, (from, to) => {
    let n = faceStart[from]!;
    for (let i = from; i < to; i++) {
      const u = rowDual[i]!;
      for (let e = start[i]!, end = start[i + 1]!; e < end; e++) {
        const j = col[e]!;
        if (u + colDual[j]! !== weight[e]!) continue;
        faceCol[n] = j;
        faceEdge[n++] = edge[e]!;
      }
    }
  });
  return { rows, cols, start: faceStart, col: faceCol, edge: faceEdge, rowMin, colMin, colMax };
}
