import type { Market, Problem } from './csr.js';
import type { Matching } from './solve.js';

/** A market whose edges are some of the edges of a larger one. */
export interface Face extends Market {
  /** Index in the larger market of each edge, ascending. */
  readonly edge: Int32Array;
}

/**
 * The market of exactly the optimal plans: edges of zero reduced cost; rows with u > 0 must be matched; columns with v > 0
 * are held full, with v < 0 held at their minimum. Which optimal duals are used does not matter: a plan is optimal iff it
 * is complementary to any one of them. O(rows + cols + edges).
 * @param edge - if p's edges are themselves some of a larger market's, their indices there; the face then names those.
 */
export function face(p: Problem, m: Pick<Matching, 'rowDual' | 'colDual'>, edge?: Int32Array): Face {
  const { rows, cols, start, col, weight } = p;
  const { rowDual, colDual } = m;
  const faceStart = new Int32Array(rows + 1);
  const faceCol = new Int32Array(col.length);
  const faceEdge = new Int32Array(col.length);
  const rowMin = p.rowMin.slice();
  let n = 0;
  for (let i = 0; i < rows; i++) {
    const u = rowDual[i]!;
    if (u > 0) rowMin[i] = 1;
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      const j = col[e]!;
      if (u + colDual[j]! !== weight[e]!) continue;
      faceCol[n] = j;
      faceEdge[n++] = edge ? edge[e]! : e;
    }
    faceStart[i + 1] = n;
  }
  const colMin = p.colMin.slice();
  const colMax = p.colMax.slice();
  for (let j = 0; j < cols; j++) {
    if (colDual[j]! > 0) colMin[j] = colMax[j]!;
    else if (colDual[j]! < 0) colMax[j] = colMin[j]!;
  }
  return { rows, cols, start: faceStart, col: faceCol.slice(0, n), edge: faceEdge.slice(0, n), rowMin, colMin, colMax };
}
