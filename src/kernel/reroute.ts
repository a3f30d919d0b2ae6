import { edgeAt, type Problem } from './csr.js';
import { Heap } from './heap.js';

/** A plan and column duals that prove it best among those that keep what is set in a `Reroute`. */
export interface Priced {
  readonly colOf: Int32Array;
  readonly colDual: Float64Array;
}

/**
 * The least that a plan loses when one row must leave its outcome: one Dijkstra over the columns and a node N for "unmatched" and for free
 * seats. Some rows may be held where they are, some outcomes of rows may be banned.
 *
 * Arcs as in `settle`, at their reduced costs: a free row i seated in x that could be in y is an arc x -> y of length u_i + v_y - w_iy, giving
 * up its seat one to N of length u_i; x -> N of length -v_x where x can take one more, N -> x of length v_x where x can spare one. The row asked
 * starts at each of its other outcomes, at the reduced cost of taking it, and what it pushes on has to arrive where it sits: a closed
 * exchange. Its own arcs leave that node, so they need not be shut.
 */
export class Reroute {
  /** Edges scanned so far. */
  work = 0;
  /** 1 where a row stays as it is. */
  readonly held: Uint8Array;
  /** 1 where an edge may not be taken. */
  readonly banned: Uint8Array;
  /** 1 where a row may not be unmatched. */
  readonly seated: Uint8Array;
  private readonly p: Problem;
  private plan: Priced = { colOf: new Int32Array(), colDual: new Float64Array() };
  private readonly rowDual: Float64Array;
  private readonly edgeOf: Int32Array;
  // the rows of node x: row[first[x] .. first[x + 1]]
  private readonly first: Int32Array;
  private readonly row: Int32Array;
  private readonly dist: Float64Array;
  private readonly viaRow: Int32Array;
  private readonly viaNode: Int32Array; // -1 at the row asked
  private readonly heap: Heap;
  private readonly cheapestIn: Float64Array;
  private readonly cheapestOut: Float64Array;

  constructor(p: Problem) {
    const nodes = p.cols + 1;
    this.p = p;
    this.held = new Uint8Array(p.rows);
    this.banned = new Uint8Array(p.col.length);
    this.seated = p.rowMin.slice();
    this.rowDual = new Float64Array(p.rows);
    this.edgeOf = new Int32Array(p.rows);
    this.first = new Int32Array(nodes + 1);
    this.row = new Int32Array(p.rows);
    this.dist = new Float64Array(nodes).fill(Infinity);
    this.viaRow = new Int32Array(nodes);
    this.viaNode = new Int32Array(nodes);
    this.heap = new Heap(this.dist);
    this.cheapestIn = new Float64Array(nodes);
    this.cheapestOut = new Float64Array(nodes);
  }

  /** Sets the plan to be asked about; its edges must stand in the problem. O(rows * log cols + cols). */
  load(plan: Priced): void {
    const { p, first, row, rowDual, edgeOf } = this;
    const { colOf, colDual } = plan;
    this.plan = plan;
    first.fill(0);
    for (let i = 0; i < p.rows; i++) {
      const j = colOf[i]!;
      first[(j < 0 ? p.cols : j) + 1]!++;
      edgeOf[i] = -1;
      rowDual[i] = 0;
      if (j < 0) continue;
      const e = edgeAt(p, i, j);
      edgeOf[i] = e;
      rowDual[i] = p.weight[e]! - colDual[j]!;
    }
    for (let x = 0; x <= p.cols; x++) first[x + 1]! += first[x]!;
    const next = first.slice(0, p.cols + 1);
    for (let i = 0; i < p.rows; i++) row[next[colOf[i]! < 0 ? p.cols : colOf[i]!]!++] = i;
    this.work += p.rows + p.cols;
  }

  /**
   * Lower bounds of `loss` for all free rows at once, the held ones left out: what the row's new outcome costs, and the dearer of the cheapest arc
   * that leads on from there and the cheapest that comes back to its own node; for an exchange has both, and they are one only where it has
   * two arcs. Infinity where the row has no other outcome. O(rows + cols + edges).
   */
  atLeast(): Float64Array {
    const { p, plan, held, banned, seated, rowDual, edgeOf, first, row, cheapestIn, cheapestOut } = this;
    const { cols: none, start, col, weight, colMin, colMax } = p;
    const { colOf, colDual: v } = plan;
    cheapestIn.fill(Infinity);
    cheapestOut.fill(Infinity);
    const arc = (from: number, to: number, length: number): void => {
      if (length < cheapestOut[from]!) cheapestOut[from] = length;
      if (length < cheapestIn[to]!) cheapestIn[to] = length;
    };
    for (let x = 0; x < none; x++) {
      const taken = first[x + 1]! - first[x]!;
      if (taken < colMax[x]!) arc(x, none, -v[x]!);
      if (taken > colMin[x]!) arc(none, x, v[x]!);
    }
    for (let x = 0; x <= none; x++) {
      for (let t = first[x]!; t < first[x + 1]!; t++) {
        const i = row[t]!;
        if (held[i] === 1) continue;
        if (x !== none && seated[i] === 0) arc(x, none, rowDual[i]!);
        for (let e = start[i]!; e < start[i + 1]!; e++) if (banned[e] === 0 && e !== edgeOf[i]) arc(x, col[e]!, rowDual[i]! + v[col[e]!]! - weight[e]!);
      }
    }
    const least = new Float64Array(p.rows).fill(Infinity);
    for (let i = 0; i < p.rows; i++) {
      if (held[i] === 1) continue;
      const back = cheapestIn[colOf[i]! < 0 ? none : colOf[i]!]!;
      if (edgeOf[i]! >= 0 && seated[i] === 0) least[i] = rowDual[i]! + Math.max(back, cheapestOut[none]!);
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        if (e === edgeOf[i] || banned[e] === 1) continue;
        const d = rowDual[i]! + v[col[e]!]! - weight[e]! + Math.max(back, cheapestOut[col[e]!]!);
        if (d < least[i]!) least[i] = d;
      }
    }
    this.work += 2 * p.col.length;
    return least;
  }

  /** What the best plan without this row's outcome loses; Infinity if there is none. */
  loss(i: number): number {
    const { p, plan, held, banned, seated, rowDual, edgeOf, first, row, dist, heap } = this;
    const { cols: none, start, col, weight, colMin, colMax } = p;
    const { colOf, colDual: v } = plan;
    const target = colOf[i]! < 0 ? none : colOf[i]!;
    dist.fill(Infinity);
    heap.clear();
    const leave = (r: number, from: number, d: number): void => {
      const h = d + rowDual[r]!;
      if (edgeOf[r]! >= 0 && seated[r] === 0) this.reach(none, h, r, from);
      for (let e = start[r]!; e < start[r + 1]!; e++) {
        if (banned[e] === 1 || e === edgeOf[r]) continue;
        const y = col[e]!;
        const reached = h + v[y]! - weight[e]!;
        if (reached < dist[y]!) this.reach(y, reached, r, from);
      }
      this.work += start[r + 1]! - start[r]!;
    };
    leave(i, -1, 0);
    while (heap.size > 0) {
      const x = heap.pop();
      const d = dist[x]!;
      if (x === target) return d;
      if (x === none) {
        for (let c = 0; c < none; c++) if (first[c + 1]! - first[c]! > colMin[c]!) this.reach(c, d + v[c]!, -1, x);
        this.work += none;
      } else if (first[x + 1]! - first[x]! < colMax[x]!) this.reach(none, d - v[x]!, -1, x);
      for (let t = first[x]!; t < first[x + 1]!; t++) if (held[row[t]!] === 0) leave(row[t]!, x, d);
    }
    return Infinity;
  }

  /**
   * The plan after the exchange that `loss(i)` has just found, with duals that prove it best among those without the row's former outcome.
   * Every node nearer than the target moves by what it is nearer, and all of them together so that N keeps the dual 0: no arc gets negative,
   * those of the exchange stay tight.
   */
  exchanged(i: number): Priced {
    const { p, plan, dist, viaRow, viaNode } = this;
    const none = p.cols;
    const target = plan.colOf[i]! < 0 ? none : plan.colOf[i]!;
    const far = dist[target]!;
    const colOf = plan.colOf.slice();
    for (let x = target; x >= 0; x = viaNode[x]!) if (viaRow[x]! >= 0) colOf[viaRow[x]!] = x === none ? -1 : x;
    const lift = Math.min(dist[none]!, far);
    const colDual = plan.colDual.map((v, x) => v + lift - Math.min(dist[x]!, far));
    return { colOf, colDual };
  }

  private reach(node: number, d: number, row: number, from: number): void {
    if (d >= this.dist[node]!) return;
    this.dist[node] = d;
    this.viaRow[node] = row;
    this.viaNode[node] = from;
    this.heap.push(node);
  }
}
