import { bug, MeritError } from '../errors/index.js';
import { shape } from './csr.js';
import type { Steps } from './pieces.js';

/** A directed graph with bounds and costs on its arcs, all whole numbers; parallel arcs are allowed. */
export interface Network {
  readonly nodes: number;
  /** Tail of each arc. */
  readonly from: Int32Array;
  /** Head of each arc. */
  readonly to: Int32Array;
  readonly lower: Float64Array;
  /** At least `lower`, and finite. */
  readonly upper: Float64Array;
  /** Minimised, as in the papers. */
  readonly cost: Float64Array;
  /** What flows out of each node less what flows in; the sum is 0. */
  readonly supply: Float64Array;
}

/** A spanning tree under a root that is no node of the network, and the bound at which every other arc stands. */
export interface Basis {
  /** The node above each node; `nodes` is the root. */
  readonly parent: Int32Array;
  /** The arc between a node and the one above it; `arcs + i` for the artificial arc of node i. */
  readonly pred: Int32Array;
  /** Of each arc: 1 at its lower bound, -1 at its upper bound, 0 in the tree or without room between its bounds. */
  readonly state: Int8Array;
}

/** A cheapest flow. */
export interface Flow {
  readonly status: 'optimal';
  readonly flow: Float64Array;
  /** pi: `cost + pi_from - pi_to` is >= 0 on arcs below their upper bound and <= 0 on arcs above their lower bound. */
  readonly potential: Float64Array;
  readonly objective: number;
  readonly basis: Basis;
}

/** That there is no flow: what these nodes supply and must take in is more than the arcs that leave them can carry. */
export interface Cut {
  readonly status: 'infeasible';
  /** Nodes S, ascending: `sum supply(S) + sum lower(into S) > sum upper(out of S)`. */
  readonly nodes: Int32Array;
}

/**
 * A cheapest flow, or a cut that shows that there is none; a piece at a time. Exact in whole numbers.
 *
 * The primal simplex on spanning trees. Every tree is strongly feasible (from each node some flow can still be sent to the
 * root along the tree), which rules cycling out; the arc that enters is the worst of a block of arcs.
 * Cost: finite, in practice a few pivots per node; each O(block + cycle + subtree that is hung elsewhere). About 60 bytes per node, 20 per arc.
 * @param basis - of a result for the same nodes and arcs, after costs, bounds or supplies have changed: arcs of the tree that
 * the new bounds break give way to artificial ones, everything else is where it was.
 * @throws {MeritError} E_SHAPE, E_NUM_INT, E_OVERFLOW
 * @see RK Ahuja, TL Magnanti, JB Orlin, Network Flows, 1993, chapter 11
 * @see WH Cunningham, Mathematical Programming 11:105-116, 1976, doi:10.1007/BF01580653 (strongly feasible trees)
 * @see Z Király, P Kovács, Acta Univ. Sapientiae, Informatica 4(1):67-118, 2012, doi:10.48550/arXiv.1207.6381 (block search)
 */
export function startNetwork(net: Network, basis?: Basis): Steps<Flow | Cut> {
  checkNetwork(net);
  const { nodes, from } = net;
  if (basis && (basis.parent.length !== nodes || basis.pred.length !== nodes || basis.state.length !== from.length))
    throw shape(`basis of ${basis.parent.length} nodes and ${basis.state.length} arcs for ${nodes} nodes and ${from.length} arcs`);
  return new TreeSteps(net, basis);
}

/** The same in one go. */
export function solveNetwork(net: Network, basis?: Basis): Flow | Cut {
  const run = startNetwork(net, basis);
  while (run.step() === 'running');
  if (!run.result) throw bug('a finished network without a result');
  return run.result;
}

function checkNetwork({ nodes, from, to, lower, upper, cost, supply }: Network): void {
  const arcs = from.length;
  for (const [name, { length }] of Object.entries({ to, lower, upper, cost })) if (length !== arcs) throw shape(`${name} has ${length} entries for ${arcs} arcs`);
  if (supply.length !== nodes) throw shape(`supply has ${supply.length} entries for ${nodes} nodes`);
  let most = 0;
  let worth = 0;
  let room = 0;
  for (let a = 0; a < arcs; a++) {
    if (!(from[a]! >= 0 && from[a]! < nodes && to[a]! >= 0 && to[a]! < nodes)) throw shape(`arc ${a} runs from ${from[a]} to ${to[a]} of ${nodes} nodes`);
    if (!(Number.isInteger(lower[a]) && Number.isInteger(upper[a]) && Number.isInteger(cost[a]))) throw new MeritError('E_NUM_INT', `a bound or the cost of arc ${a} is not a whole number`);
    if (lower[a]! > upper[a]!) throw shape(`bounds of arc ${a} are ${lower[a]}..${upper[a]}`);
    const size = Math.max(Math.abs(lower[a]!), Math.abs(upper[a]!));
    most = Math.max(most, Math.abs(cost[a]!));
    worth += Math.abs(cost[a]!) * size;
    room += 2 * size;
  }
  let sum = 0;
  for (let i = 0; i < nodes; i++) {
    if (!Number.isInteger(supply[i])) throw new MeritError('E_NUM_INT', `supply of node ${i} is not a whole number`);
    sum += supply[i]!;
    room += Math.abs(supply[i]!);
  }
  // potentials reach 2 * nodes * most, reduced costs twice that
  if (!(8 * (nodes + 1) * (most + 1) < Number.MAX_SAFE_INTEGER && worth < Number.MAX_SAFE_INTEGER && room < Number.MAX_SAFE_INTEGER))
    throw new MeritError('E_OVERFLOW', `costs up to ${most} over ${nodes} nodes, or the flows, pass 2^53\nMaybe the costs can be stated in a coarser unit.`);
  if (sum !== 0) throw shape(`supplies add up to ${sum}, not to 0`);
}

/*
 * Letters: x flow above the lower bound, cap its limit; pi potentials, 0 at the root; the artificial arc of node i is arcs + i.
 * Invariants between pivots: tree arcs have reduced cost c + pi_from - pi_to = 0; x = 0 on arcs of state 1 and cap on those of
 * state -1; a tree arc with x = 0 points up and one with x = cap down (strongly feasible).
 */
class TreeSteps implements Steps<Flow | Cut> {
  result: Flow | Cut | undefined = undefined;
  private readonly net: Network;
  private readonly arcs: number;
  private readonly root: number;
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly cost: Float64Array;
  private readonly cap: Float64Array;
  private readonly x: Float64Array;
  private readonly state: Int8Array;
  private readonly parent: Int32Array;
  private readonly pred: Int32Array;
  private readonly depth: Int32Array;
  private readonly pi: Float64Array;
  // the nodes below each node, as a doubly linked list
  private readonly child: Int32Array;
  private readonly next: Int32Array;
  private readonly prev: Int32Array;
  private readonly stack: Int32Array;
  private readonly block: number;
  private at = 0;
  private work = 0;

  constructor(net: Network, basis: Basis | undefined) {
    const { nodes } = net;
    const arcs = net.from.length;
    this.net = net;
    this.arcs = arcs;
    this.root = nodes;
    this.from = new Int32Array(arcs + nodes);
    this.to = new Int32Array(arcs + nodes);
    this.from.set(net.from);
    this.to.set(net.to);
    this.cost = new Float64Array(arcs + nodes);
    this.cost.set(net.cost);
    this.cap = new Float64Array(arcs + nodes).fill(Infinity);
    this.x = new Float64Array(arcs + nodes);
    this.state = new Int8Array(arcs + nodes).fill(1);
    let most = 0;
    for (let a = 0; a < arcs; a++) {
      this.cap[a] = net.upper[a]! - net.lower[a]!;
      most = Math.max(most, Math.abs(net.cost[a]!));
    }
    this.cost.fill(nodes * most + 1, arcs); // dearer than any way through the network
    this.parent = basis ? basis.parent.slice() : new Int32Array(nodes).fill(nodes);
    this.pred = basis ? basis.pred.slice() : Int32Array.from({ length: nodes }, (_, i) => arcs + i);
    if (basis) this.state.set(basis.state.map((s) => s || 1)); // fillTree says again which are in the tree
    this.depth = new Int32Array(nodes + 1);
    this.pi = new Float64Array(nodes + 1);
    this.child = new Int32Array(nodes + 1).fill(-1);
    this.next = new Int32Array(nodes);
    this.prev = new Int32Array(nodes);
    this.stack = new Int32Array(nodes + 1);
    this.block = Math.max(10, Math.ceil(Math.sqrt(arcs)));
    for (let i = nodes - 1; i >= 0; i--) this.hang(i, this.parent[i]!);
    this.fillTree();
    for (let a = 0; a < arcs; a++) if (this.cap[a] === 0) this.state[a] = 0; // never enters: a tree with it is not strongly feasible
    for (let i = this.child[nodes]!; i >= 0; i = this.next[i]!) this.refresh(i);
  }

  step(budget = 1_000_000): 'running' | 'done' {
    if (this.result) return 'done';
    this.work = 0;
    while (this.work < budget) {
      const entering = this.enteringArc();
      if (entering < 0) {
        this.finish();
        return 'done';
      }
      this.pivot(entering);
    }
    return 'running';
  }

  /** Flows of the tree from the bounds of the other arcs, leaves first; a node whose arc would break a bound, or point the wrong way, goes under the root. */
  private fillTree(): void {
    const { net, arcs, root, from, to, cap, x, state, parent, pred } = this;
    const excess = new Float64Array(net.nodes + 1);
    for (let i = 0; i < net.nodes; i++) excess[i] = net.supply[i]!;
    for (let a = 0; a < arcs; a++) {
      x[a] = state[a] === -1 ? cap[a]! : 0;
      excess[from[a]!]! -= net.lower[a]! + x[a]!;
      excess[to[a]!]! += net.lower[a]! + x[a]!;
    }
    const order = this.below(root);
    for (let t = order.length - 1; t > 0; t--) {
      const i = order[t]!;
      const a = pred[i]!;
      const above = parent[i]!;
      let rest = excess[i]!; // what the subtree has too much
      if (a < arcs) {
        const up = from[a] === i;
        const flow = up ? rest : -rest;
        if (up ? flow >= 0 && flow < cap[a]! : flow > 0 && flow <= cap[a]!) {
          x[a] = flow;
          state[a] = 0;
          excess[above]! += rest;
          continue;
        }
        x[a] = flow >= cap[a]! ? cap[a]! : 0;
        state[a] = flow >= cap[a]! ? -1 : 1;
        excess[above]! += up ? x[a] : -x[a];
        rest -= up ? x[a] : -x[a];
        this.cut(i);
        this.hang(i, root);
      }
      const artificial = arcs + i;
      pred[i] = artificial;
      from[artificial] = rest >= 0 ? i : root;
      to[artificial] = rest >= 0 ? root : i;
      x[artificial] = Math.abs(rest);
      state[artificial] = 0;
    }
  }

  /** A node and all below it, each after the one above it. */
  private below(top: number): Int32Array {
    const { child, next, stack } = this;
    let size = 0;
    stack[size++] = top;
    for (let t = 0; t < size; t++) for (let i = child[stack[t]!]!; i >= 0; i = next[i]!) stack[size++] = i;
    return stack.slice(0, size);
  }

  private hang(i: number, above: number): void {
    const { child, next, prev } = this;
    const first = child[above]!;
    this.parent[i] = above;
    next[i] = first;
    prev[i] = -1;
    if (first >= 0) prev[first] = i;
    child[above] = i;
  }

  private cut(i: number): void {
    const { child, next, prev } = this;
    if (prev[i]! >= 0) next[prev[i]!] = next[i]!;
    else child[this.parent[i]!] = next[i]!;
    if (next[i]! >= 0) prev[next[i]!] = prev[i]!;
  }

  /** Depths and potentials of a node and all below it. */
  private refresh(top: number): void {
    const { parent, pred, depth, pi, cost, from, child, next, stack } = this;
    let size = 0;
    stack[size++] = top;
    while (size > 0) {
      const i = stack[--size]!;
      const above = parent[i]!;
      const a = pred[i]!;
      depth[i] = depth[above]! + 1;
      pi[i] = from[a] === i ? pi[above]! - cost[a]! : pi[above]! + cost[a]!;
      this.work++;
      for (let k = child[i]!; k >= 0; k = next[k]!) stack[size++] = k;
    }
  }

  /** The worst arc of the first block that has one of negative worth, going round; -1 at the optimum. Artificial arcs never come back. */
  private enteringArc(): number {
    const { arcs, from, to, cost, state, pi, block } = this;
    let worst = 0;
    let entering = -1;
    let left = block;
    let a = this.at;
    for (let count = 0; count < arcs; count++) {
      const r = state[a]! * (cost[a]! + pi[from[a]!]! - pi[to[a]!]!);
      if (r < worst) {
        worst = r;
        entering = a;
      }
      if (++a === arcs) a = 0;
      if (--left === 0) {
        this.work += block;
        if (entering >= 0) break;
        left = block;
      }
    }
    this.at = a;
    return entering;
  }

  private pivot(entering: number): void {
    const { from, to, cap, x, state, parent, pred, depth } = this;
    const rising = state[entering] === 1;
    const tail = rising ? from[entering]! : to[entering]!;
    const head = rising ? to[entering]! : from[entering]!;
    // the cycle runs from the join down to the tail, along the entering arc, and from the head up to the join
    let join = tail;
    for (let other = head; join !== other; ) {
      if (depth[join]! >= depth[other]!) join = parent[join]!;
      else other = parent[other]!;
    }
    // how much can go round; of the arcs that stop it the last one leaves, seen from the join
    let delta = cap[entering]!;
    let out = -1; // the node below the leaving arc
    let tailSide = true;
    for (let i = tail; i !== join; i = parent[i]!) {
      const a = pred[i]!;
      const d = from[a] === i ? x[a]! : cap[a]! - x[a]!;
      if (d < delta) {
        delta = d;
        out = i;
      }
      this.work++;
    }
    for (let i = head; i !== join; i = parent[i]!) {
      const a = pred[i]!;
      const d = from[a] === i ? cap[a]! - x[a]! : x[a]!;
      if (d <= delta) {
        delta = d;
        out = i;
        tailSide = false;
      }
      this.work++;
    }
    if (delta > 0) {
      x[entering]! += rising ? delta : -delta;
      for (let i = tail; i !== join; i = parent[i]!) x[pred[i]!]! += from[pred[i]!] === i ? -delta : delta;
      for (let i = head; i !== join; i = parent[i]!) x[pred[i]!]! += from[pred[i]!] === i ? delta : -delta;
    }
    if (out < 0) {
      state[entering] = rising ? -1 : 1; // from bound to bound
      return;
    }
    const leaving = pred[out]!;
    state[leaving] = x[leaving] === 0 ? 1 : -1;
    state[entering] = 0;
    // turn the way from the entering arc down to the leaving one round, and hang it on the other end
    const top = tailSide ? tail : head;
    let above = tailSide ? head : tail;
    let a = entering;
    for (let i = top; ; ) {
      const upper = parent[i]!;
      const old = pred[i]!;
      this.cut(i);
      this.hang(i, above);
      pred[i] = a;
      if (i === out) break;
      above = i;
      a = old;
      i = upper;
    }
    this.refresh(top);
  }

  private finish(): void {
    const { net, arcs, x, pi } = this;
    for (let i = 0; i < net.nodes; i++) {
      if (x[arcs + i]! > 0) {
        this.result = { status: 'infeasible', nodes: this.cutOf() };
        return;
      }
    }
    const flow = new Float64Array(arcs);
    let objective = 0;
    for (let a = 0; a < arcs; a++) {
      flow[a] = net.lower[a]! + x[a]! + 0;
      objective += net.cost[a]! * flow[a]!;
    }
    const base = net.nodes > 0 ? pi[0]! : 0;
    const potential = Float64Array.from({ length: net.nodes }, (_, i) => pi[i]! - base + 0);
    const basis: Basis = { parent: this.parent, pred: this.pred, state: this.state.slice(0, arcs) };
    this.result = { status: 'optimal', flow, potential, objective: objective + 0, basis };
  }

  /** All nodes to which what is stuck could still be sent: nobody among them can take it. */
  private cutOf(): Int32Array {
    const { net, arcs, from, to, x, cap } = this;
    const inside = new Uint8Array(net.nodes);
    for (let i = 0; i < net.nodes; i++) if (x[arcs + i]! > 0 && from[arcs + i] === i) inside[i] = 1;
    for (let grown = true; grown; ) {
      grown = false;
      for (let a = 0; a < arcs; a++) {
        const [s, t] = [from[a]!, to[a]!];
        if (inside[s] === 1 && inside[t] === 0 && x[a]! < cap[a]!) {
          inside[t] = 1;
          grown = true;
        } else if (inside[t] === 1 && inside[s] === 0 && x[a]! > 0) {
          inside[s] = 1;
          grown = true;
        }
      }
    }
    const nodes: number[] = [];
    for (let i = 0; i < net.nodes; i++) if (inside[i] === 1) nodes.push(i);
    return Int32Array.from(nodes);
  }
}
