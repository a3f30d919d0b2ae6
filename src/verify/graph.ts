/** Arcs between nodes 0, 1, …, each with a count of the ways it stands for. */
export class Graph {
  readonly #nodes: number;
  readonly #arcs = new Map<number, number>(); // from * nodes + to -> place in the lists
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #count: number[] = []; // how many ways it stands for
  readonly #leaving: Float64Array; // by node: how many ways lead away from it
  #into: number[][] = [];

  constructor(nodes: number) {
    this.#nodes = nodes;
    this.#leaving = new Float64Array(nodes);
  }

  change(from: number, to: number, by: number): void {
    const key = from * this.#nodes + to;
    let arc = this.#arcs.get(key);
    if (arc === undefined) {
      this.#arcs.set(key, (arc = this.#from.length));
      this.#from.push(from);
      this.#to.push(to);
      this.#count.push(0);
    }
    this.#count[arc]! += by;
    this.#leaving[from]! += by;
  }

  /** By node: the number of its strongly connected component. R. Tarjan, SIAM J. Comput. 1(2):146-160, 1972. */
  components(): Int32Array {
    const out: number[][] = Array.from({ length: this.#nodes }, () => []);
    this.#from.forEach((from, arc) => out[from]!.push(this.#to[arc]!));
    const [order, low, component, next] = [0, 0, 0, 0].map(() => new Int32Array(this.#nodes)) as [Int32Array, Int32Array, Int32Array, Int32Array];
    let [visited, found] = [0, 0];
    const open: number[] = [];
    for (let root = 0; root < this.#nodes; root++) {
      if (order[root]) continue;
      const path = [root];
      while (path.length > 0) {
        const node = path[path.length - 1]!;
        if (!order[node]) {
          order[node] = low[node] = ++visited;
          open.push(node);
        }
        const to = out[node]![next[node]!++];
        if (to !== undefined) {
          if (!order[to]) path.push(to);
          else if (!component[to]) low[node] = Math.min(low[node]!, order[to]);
          continue;
        }
        path.pop();
        if (path.length > 0) low[path[path.length - 1]!] = Math.min(low[path[path.length - 1]!]!, low[node]!);
        if (low[node] !== order[node]) continue;
        found++;
        for (let member = -1; member !== node; component[member] = found) member = open.pop()!;
      }
    }
    return component;
  }

  /** Of some nodes, those from which a way leads to `goal`. */
  reaching(goal: number, wanted: readonly number[]): number[] {
    if (this.#into.length === 0) {
      this.#into = Array.from({ length: this.#nodes }, () => []);
      this.#to.forEach((to, arc) => this.#into[to]!.push(arc));
    }
    const state = new Uint8Array(this.#nodes); // 1: wanted, 2: reached
    let left = 0;
    for (const node of wanted) {
      if (this.#leaving[node]! === 0) continue;
      state[node] = 1;
      left++;
    }
    state[goal] = 2;
    const queue = left > 0 ? [goal] : [];
    for (const node of queue) {
      const arcs = this.#into[node]!.filter((arc) => this.#count[arc]! > 0);
      this.#into[node] = arcs;
      for (const arc of arcs) {
        const from = this.#from[arc]!;
        if (state[from] === 2) continue;
        if (state[from] === 1) left--;
        state[from] = 2;
        queue.push(from);
      }
      if (left === 0) break;
    }
    return wanted.filter((node) => state[node] === 2);
  }
}
