import { shape } from './csr.js';
import type { Face } from './face.js';

/** A plan with every tie settled. */
export interface Settled {
  /** The column of each row, -1 for none. */
  readonly colOf: Int32Array;
  /** Rows that still had more than one outcome when their turn came, in the order of their turns. */
  readonly tied: Int32Array;
}

/**
 * The one plan of a face that serial dictatorship picks: each row in `order` takes, among the outcomes it has in some plan
 * still possible, the one of smallest rank, no column last; then the next row. A function of the face, the order and the
 * ranks, not of the plan that came in.
 * Cost: one pass for strongly connected components, O(face edges), then searches inside the component of each row that
 * still has a choice; components are found again whenever the searches have cost a few times as much.
 * @param colOf - any plan of the face.
 * @param order - every row once.
 * @param rank - by index into the larger market's edges, as `face.edge` names them; distinct within a row.
 * @throws {MeritError} E_SHAPE when order is not a permutation of the rows, or colOf names a column off the face.
 *
 * Method: take the columns and a node N for "unmatched" and for free seats. A row seated in k that could be in j is an arc
 * k -> j; j -> N where j can take one more, N -> k where k can spare one. Row i in k is in j in some plan iff j reaches k,
 * that is iff j and k share a component. The row's own arcs leave k, so a path to k never uses them. A row that had its turn
 * has no arcs any more.
 */
export function settle(face: Face, colOf: Int32Array, order: Int32Array, rank: Int32Array): Settled {
  const dictator = new Dictator(face, colOf, order);
  return dictator.run(order, rank);
}

class Dictator {
  private readonly face: Face;
  private readonly none: number; // the node N
  private readonly at: Int32Array; // the node of each row
  private readonly taken: Int32Array;
  // rows that have not had their turn and still have a choice, as a list per node
  private readonly head: Int32Array;
  private readonly next: Int32Array;
  private readonly prev: Int32Array;
  private readonly free: Uint8Array;
  private readonly comp: Int32Array;
  // one search
  private readonly seen: Int32Array;
  private readonly viaRow: Int32Array; // -1: a free or spare seat
  private readonly viaNode: Int32Array;
  private readonly stack: Int32Array;
  private turn = 0;
  private work = 0;
  private limit = 0;

  constructor(face: Face, colOf: Int32Array, order: Int32Array) {
    const { rows, cols, start, col } = face;
    if (order.length !== rows) throw shape(`order has ${order.length} entries for ${rows} rows`);
    if (colOf.length !== rows) throw shape(`colOf has ${colOf.length} entries for ${rows} rows`);
    const nodes = cols + 1;
    this.face = face;
    this.none = cols;
    this.at = new Int32Array(rows);
    this.taken = new Int32Array(nodes);
    this.head = new Int32Array(nodes).fill(-1);
    this.next = new Int32Array(rows);
    this.prev = new Int32Array(rows);
    this.free = new Uint8Array(rows);
    this.comp = new Int32Array(nodes);
    this.seen = new Int32Array(nodes);
    this.viaRow = new Int32Array(nodes);
    this.viaNode = new Int32Array(nodes);
    this.stack = new Int32Array(nodes);
    const turnOf = new Uint8Array(rows);
    for (const i of order) {
      if (!(i >= 0 && i < rows) || turnOf[i] === 1) throw shape('order does not name every row once');
      turnOf[i] = 1;
    }
    for (let i = rows - 1; i >= 0; i--) {
      const k = colOf[i]!;
      const node = k < 0 ? cols : k;
      let onFace = k < 0 && face.rowMin[i] === 0;
      for (let e = start[i]!; e < start[i + 1]!; e++) if (col[e] === k) onFace = true;
      if (!onFace) throw shape(`row ${i} is in column ${k}, which no plan of the face gives it`);
      this.at[i] = node;
      this.taken[node]!++;
      this.link(i);
      this.free[i] = 1;
    }
  }

  run(order: Int32Array, rank: Int32Array): Settled {
    const { face, at, comp, free, none } = this;
    const tied: number[] = [];
    this.components();
    for (const i of order) {
      if (free[i] === 0) continue;
      const k = at[i]!;
      this.turn++;
      // outcomes in the order of their rank; each is possible iff it reaches k
      const options: { node: number; rank: number }[] = [{ node: k, rank: k === none ? Infinity : 0 }];
      for (let e = face.start[i]!; e < face.start[i + 1]!; e++) {
        const j = face.col[e]!;
        const r = rank[face.edge[e]!]!;
        if (j === k) options[0]!.rank = r;
        else if (comp[j] === comp[k]) options.push({ node: j, rank: r });
      }
      if (k !== none && face.rowMin[i] === 0 && comp[none] === comp[k]) options.push({ node: none, rank: Infinity });
      this.work += 8 * options.length;
      options.sort((a, b) => (a.rank < b.rank ? -1 : 1));
      let pick = -1;
      let possible = 0;
      for (const { node } of options) {
        if (node !== k && !this.reaches(node, k)) continue;
        possible++;
        if (pick < 0) {
          pick = node;
          if (node !== k) {
            possible++; // k itself
            break;
          }
        } else break;
      }
      if (possible > 1) tied.push(i);
      if (pick !== k) this.exchange(i, pick, k);
      this.unlink(i);
      free[i] = 0;
      if (this.work > this.limit) this.components();
    }
    const colOf = at.map((node) => (node === none ? -1 : node));
    return { colOf, tied: Int32Array.from(tied) };
  }

  private link(i: number): void {
    const { head, next, prev } = this;
    const node = this.at[i]!;
    const first = head[node]!;
    next[i] = first;
    prev[i] = -1;
    if (first >= 0) prev[first] = i;
    head[node] = i;
  }

  private unlink(i: number): void {
    const { head, next, prev } = this;
    const before = prev[i]!;
    const after = next[i]!;
    if (before >= 0) next[before] = after;
    else head[this.at[i]!] = after;
    if (after >= 0) prev[after] = before;
  }

  /** Whether target can be reached from node; what was seen in vain this turn is not looked at again. */
  private reaches(node: number, target: number): boolean {
    const { face, none, taken, head, next, comp, seen, viaRow, viaNode, stack, turn } = this;
    const { start, col, colMin, colMax, rowMin } = face;
    if (seen[node] === turn) return false;
    const c = comp[target]!;
    let size = 0;
    let found = false;
    const visit = (to: number, row: number, from: number): void => {
      if (seen[to] === turn || comp[to] !== c) return;
      seen[to] = turn;
      viaRow[to] = row;
      viaNode[to] = from;
      stack[size++] = to;
      if (to === target) found = true;
    };
    visit(node, -1, -1);
    while (size > 0 && !found) {
      const x = stack[--size]!;
      this.work++;
      if (x === none) {
        this.work += face.cols;
        for (let k = 0; k < face.cols; k++) if (taken[k]! > colMin[k]!) visit(k, -1, x);
      } else if (taken[x]! < colMax[x]!) visit(none, -1, x);
      for (let r = head[x]!; r >= 0 && !found; r = next[r]!) {
        this.work += start[r + 1]! - start[r]! + 1;
        for (let e = start[r]!; e < start[r + 1]!; e++) visit(col[e]!, r, x);
        if (rowMin[r] === 0) visit(none, r, x);
      }
    }
    return found;
  }

  /** Moves row i from k to j, and everybody on the path just found from j to k one step along it. */
  private exchange(i: number, j: number, k: number): void {
    const { viaRow, viaNode } = this;
    for (let x = k; x !== j; x = viaNode[x]!) if (viaRow[x]! >= 0) this.move(viaRow[x]!, x);
    this.move(i, j);
  }

  private move(i: number, to: number): void {
    this.taken[this.at[i]!]!--;
    this.taken[to]!++;
    this.unlink(i);
    this.at[i] = to;
    this.link(i);
  }

  /** Finds the components again and lets go of every row that has no choice left. */
  private components(): void {
    const { face, none, at, taken, free, comp } = this;
    const { rows, cols, start, col, rowMin, colMin, colMax } = face;
    const nodes = cols + 1;
    // arcs between nodes, one per row and other outcome
    const from = new Int32Array(nodes + 1);
    let arcs = 0;
    for (let i = 0; i < rows; i++) {
      if (free[i] === 0) continue;
      const n = start[i + 1]! - start[i]! + (rowMin[i] === 0 ? 1 : 0) - 1; // its own node is not an arc
      from[at[i]! + 1]! += n;
      arcs += n;
    }
    for (let j = 0; j < cols; j++) {
      if (taken[j]! < colMax[j]!) {
        from[j + 1]!++;
        arcs++;
      }
      if (taken[j]! > colMin[j]!) {
        from[none + 1]!++;
        arcs++;
      }
    }
    for (let x = 0; x < nodes; x++) from[x + 1]! += from[x]!;
    const fill = from.slice(0, nodes);
    const to = new Int32Array(arcs);
    for (let i = 0; i < rows; i++) {
      if (free[i] === 0) continue;
      const x = at[i]!;
      for (let e = start[i]!; e < start[i + 1]!; e++) if (col[e] !== x) to[fill[x]!++] = col[e]!;
      if (rowMin[i] === 0 && x !== none) to[fill[x]!++] = none;
    }
    for (let j = 0; j < cols; j++) {
      if (taken[j]! < colMax[j]!) to[fill[j]!++] = none;
      if (taken[j]! > colMin[j]!) to[fill[none]!++] = j;
    }
    strongComponents(from, to, comp);
    for (let i = 0; i < rows; i++) {
      if (free[i] === 0) continue;
      const c = comp[at[i]!]!;
      let choice = rowMin[i] === 0 && at[i] !== none && comp[none] === c;
      for (let e = start[i]!; e < start[i + 1]! && !choice; e++) choice = col[e] !== at[i] && comp[col[e]!] === c;
      if (choice) continue;
      this.unlink(i);
      free[i] = 0;
    }
    this.work = 0;
    this.limit = 8 * (arcs + nodes + rows); // measured: 1 takes 2.5 times as long where thousands are tied, 16 gains a tenth more
  }
}

/**
 * Numbers the strongly connected components of a graph in compressed rows, into `comp`. O(nodes + arcs), no recursion.
 * @see RE Tarjan, SIAM J. Comput. 1(2):146-160, 1972, doi:10.1137/0201010
 */
function strongComponents(from: Int32Array, to: Int32Array, comp: Int32Array): void {
  const n = comp.length;
  const low = new Int32Array(n); // 0: not seen
  const pos = from.slice(0, n);
  const path = new Int32Array(n);
  const open = new Int32Array(n);
  let count = 0;
  let parts = 0;
  comp.fill(-1);
  const index = new Int32Array(n);
  for (let root = 0; root < n; root++) {
    if (index[root] !== 0) continue;
    let depth = 0;
    let opens = 0;
    path[0] = root;
    index[root] = low[root] = ++count;
    open[opens++] = root;
    while (depth >= 0) {
      const x = path[depth]!;
      if (pos[x]! < from[x + 1]!) {
        const y = to[pos[x]!++]!;
        if (index[y] === 0) {
          index[y] = low[y] = ++count;
          open[opens++] = y;
          path[++depth] = y;
        } else if (comp[y]! < 0 && index[y]! < low[x]!) low[x] = index[y]!;
      } else {
        if (low[x] === index[x]) {
          let y: number;
          do {
            y = open[--opens]!;
            comp[y] = parts;
          } while (y !== x);
          parts++;
        }
        depth--;
        if (depth >= 0 && low[x]! < low[path[depth]!]!) low[path[depth]!] = low[x]!;
      }
    }
  }
}
