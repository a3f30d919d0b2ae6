import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optimalityGap, solve, solveNetwork, solveQuotas, startNetwork, type Basis, type Cut, type Flow, type Network, type Problem, type Quota } from '../../src/kernel/index.js';
import { between, random, smallMarket } from './instances.js';
import { quotasEqualBruteForce } from './quotas.js';

const seed = fc.integer();

function someNetwork(rnd: () => number, maxNodes: number): Network {
  const nodes = between(rnd, 1, maxNodes);
  const arcs = between(rnd, 0, 4 * nodes);
  const lower = Float64Array.from({ length: arcs }, () => (rnd() < 0.3 ? between(rnd, -2, 2) : 0));
  const supply = new Float64Array(nodes);
  for (let k = between(rnd, 0, nodes); k > 0; k--) {
    const amount = between(rnd, 0, 3);
    supply[between(rnd, 0, nodes - 1)]! += amount;
    supply[between(rnd, 0, nodes - 1)]! -= amount;
  }
  const span = rnd() < 0.5 ? 2 : 50;
  return {
    nodes,
    from: Int32Array.from({ length: arcs }, () => between(rnd, 0, nodes - 1)),
    to: Int32Array.from({ length: arcs }, () => between(rnd, 0, nodes - 1)),
    lower,
    upper: lower.map((x) => x + between(rnd, 0, 4)),
    cost: Float64Array.from({ length: arcs }, () => between(rnd, -span, span)),
    supply,
  };
}

/** What is wrong with an answer, by the definitions alone; nothing when it is proven. */
function wrong(net: Network, found: Flow | Cut): string | undefined {
  const { from, to, lower, upper, cost } = net;
  const left = net.supply.slice();
  if (found.status === 'infeasible') {
    const inside = new Set(found.nodes);
    let need = 0;
    for (const i of inside) need += net.supply[i]!;
    for (let a = 0; a < from.length; a++) {
      if (inside.has(from[a]!) && !inside.has(to[a]!)) need -= upper[a]!;
      if (!inside.has(from[a]!) && inside.has(to[a]!)) need += lower[a]!;
    }
    return need > 0 ? undefined : `a cut that holds ${need}`;
  }
  let objective = 0;
  for (let a = 0; a < from.length; a++) {
    const x = found.flow[a]!;
    left[from[a]!]! -= x;
    left[to[a]!]! += x;
    objective += cost[a]! * x;
    const reduced = cost[a]! + found.potential[from[a]!]! - found.potential[to[a]!]!;
    if (x < lower[a]! || x > upper[a]!) return `flow ${x} on arc ${a}`;
    if ((x < upper[a]! && reduced < 0) || (x > lower[a]! && reduced > 0)) return `reduced cost ${reduced} on arc ${a}`;
  }
  if (left.some((x) => x !== 0)) return 'a node keeps something';
  return objective === found.objective ? undefined : `objective ${found.objective}, not ${objective}`;
}

describe('solveNetwork', () => {
  it('gives a flow that its potentials prove cheapest, or a cut that proves that there is none', () => {
    const seen = { optimal: 0, infeasible: 0 };
    fc.assert(
      fc.property(seed, (n) => {
        const net = someNetwork(random(n), 9);
        const found = solveNetwork(net);
        seen[found.status]++;
        expect(wrong(net, found)).toBeUndefined();
      }),
      { numRuns: 6_000 },
    );
    expect(Math.min(seen.optimal, seen.infeasible)).toBeGreaterThan(500);
  });

  it('starts again from the basis of a network whose costs, bounds and supplies were others', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const net = someNetwork(rnd, 9);
        let basis: Basis | undefined;
        let changed = net;
        for (let round = 0; round < 4; round++) {
          const found = solveNetwork(changed, basis);
          expect(wrong(changed, found)).toBeUndefined();
          expect(found.status).toBe(solveNetwork(changed).status);
          if (found.status === 'optimal') basis = found.basis;
          const other = someNetwork(rnd, 2);
          const move = between(rnd, -1, 1);
          const supply = changed.supply.slice();
          supply[0]! += move;
          supply[net.nodes - 1]! -= move;
          const lower = changed.lower.map((x) => (rnd() < 0.2 ? x + between(rnd, -1, 1) : x));
          changed = {
            ...changed,
            supply: rnd() < 0.5 ? supply : changed.supply,
            cost: rnd() < 0.5 ? changed.cost : changed.cost.map((c) => (rnd() < 0.3 ? (other.cost[0] ?? 1) : c)),
            lower,
            upper: changed.upper.map((x, a) => Math.max(lower[a]!, rnd() < 0.2 ? x + between(rnd, -1, 2) : x)),
          };
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes fewer pieces from a good basis than from nothing', () => {
    const rnd = random(4);
    const nodes = 300;
    const side = nodes / 2;
    const from = Int32Array.from({ length: side * 20 }, (_, a) => Math.floor(a / 20));
    const to = from.map((i, a) => (a % 20 === 0 ? side + i : side + between(rnd, 0, side - 1)));
    const net: Network = { nodes, from, to, lower: new Float64Array(from.length), upper: new Float64Array(from.length).fill(2), cost: Float64Array.from(from, () => between(rnd, 0, 1000)), supply: Float64Array.from({ length: nodes }, (_, i) => (i < side ? 1 : -1)) };
    const pieces = (n: Network, basis?: Basis): [number, Flow] => {
      const run = startNetwork(n, basis);
      let count = 1;
      while (run.step(500) === 'running') count++;
      return [count, run.result as Flow];
    };
    const [cold, { basis }] = pieces(net);
    const changed = { ...net, cost: net.cost.map((c, a) => (a % 97 === 0 ? c + 40 : c)) };
    const [again, found] = pieces(changed, basis);
    expect(wrong(changed, found)).toBeUndefined();
    expect(3 * again).toBeLessThan(cold);
  });

  it('refuses what is no network, and costs that could pass 2^53', () => {
    const net: Network = { nodes: 2, from: Int32Array.of(0), to: Int32Array.of(1), lower: Float64Array.of(0), upper: Float64Array.of(1), cost: Float64Array.of(1), supply: Float64Array.of(1, -1) };
    expect(solveNetwork(net)).toMatchObject({ status: 'optimal', objective: 1, flow: Float64Array.of(1) });
    expect(() => solveNetwork({ ...net, supply: Float64Array.of(1, 0) })).toThrow('E_SHAPE: supplies add up to 1');
    expect(() => solveNetwork({ ...net, supply: Float64Array.of(1) })).toThrow('E_SHAPE: supply has 1 entries for 2 nodes');
    expect(() => solveNetwork({ ...net, supply: Float64Array.of(0.5, -0.5) })).toThrow('E_NUM_INT: supply of node 0');
    expect(() => solveNetwork({ ...net, to: Int32Array.of(2) })).toThrow('E_SHAPE: arc 0 runs from 0 to 2');
    expect(() => solveNetwork({ ...net, cost: new Float64Array(2) })).toThrow('E_SHAPE: cost has 2 entries for 1 arcs');
    expect(() => solveNetwork({ ...net, lower: Float64Array.of(2) })).toThrow('E_SHAPE: bounds of arc 0 are 2..1');
    expect(() => solveNetwork({ ...net, upper: Float64Array.of(Infinity) })).toThrow('E_NUM_INT: a bound or the cost of arc 0');
    expect(() => solveNetwork({ ...net, cost: Float64Array.of(2 ** 50) })).toThrow('E_OVERFLOW');
    expect(() => solveNetwork(net, { parent: new Int32Array(1), pred: new Int32Array(1), state: new Int8Array(1) })).toThrow('E_SHAPE: basis of 1 nodes');
  });
});

/** A market of some hundred rows: scarce or plenty of seats, one or several, minimums, people who must be placed. */
function someMarket(rnd: () => number): Problem {
  const rows = between(rnd, 50, 300);
  const cols = between(rnd, 10, 200);
  const each = between(rnd, 1, 10);
  const start = new Int32Array(rows + 1);
  const col: number[] = [];
  for (let i = 0; i < rows; i++) {
    const set = new Set(Array.from({ length: each }, () => between(rnd, 0, cols - 1)));
    col.push(...[...set].sort((a, b) => a - b));
    start[i + 1] = col.length;
  }
  const must = rnd() < 0.5 ? 0 : rnd() / 4;
  const needy = rnd() < 0.5 ? 0 : rnd() / 4;
  const seats = between(rnd, 1, 1 + Math.ceil((2 * rows) / cols));
  const colMax = Int32Array.from({ length: cols }, () => between(rnd, 1, seats));
  const span = rnd() < 0.3 ? 3 : 1_000_000;
  return {
    rows,
    cols,
    start,
    col: Int32Array.from(col),
    rowMin: Uint8Array.from({ length: rows }, () => (rnd() < must ? 1 : 0)),
    colMin: colMax.map((c) => (rnd() < needy ? Math.min(c, 1) : 0)),
    colMax,
    weight: Float64Array.from(col, () => between(rnd, rnd() < 0.2 ? -span : 0, span)),
  };
}

describe('solveQuotas', () => {
  it('equals brute force over nested sets, with duals that prove it', () => {
    const seen = quotasEqualBruteForce(700);
    expect(Math.min(seen.optimal, seen.infeasible)).toBeGreaterThan(70);
  });

  it('equals solve where there are no quotas, up to 300 rows', () => {
    const seen = { optimal: 0, infeasible: 0 };
    for (let n = 0; n < 60; n++) {
      const p = someMarket(random(n));
      const a = solve(p);
      const b = solveQuotas(p, []);
      seen[a.status]++;
      expect(b.status).toBe(a.status);
      if (a.status === 'infeasible' || b.status === 'infeasible') continue;
      expect(b.objective).toBe(a.objective);
      expect(optimalityGap(p, b)).toBe(0);
    }
    expect(seen.optimal).toBeGreaterThan(30);
    expect(seen.infeasible).toBeGreaterThan(3);
  });

  it('names the rows and sets of a shortage on either side', () => {
    const p: Problem = { rows: 3, cols: 3, start: Int32Array.of(0, 1, 2, 3), col: Int32Array.of(0, 1, 2), weight: Float64Array.of(1, 1, 1), rowMin: Uint8Array.of(1, 1, 0), colMin: new Int32Array(3), colMax: new Int32Array(3).fill(1) };
    expect(solveQuotas(p, [{ cols: Int32Array.of(0, 1), min: 0, max: 1 }])).toEqual({ status: 'infeasible', side: 'rows', rows: Int32Array.of(0, 1), cols: Int32Array.of(0, 1), quotas: Int32Array.of(0) });
    expect(solveQuotas(p, [{ cols: Int32Array.of(2), min: 2, max: 3 }])).toMatchObject({ status: 'infeasible', side: 'cols', quotas: Int32Array.of(0) });
  });

  it('refuses sets that cross, unknown columns and impossible bounds', () => {
    const p: Problem = { ...smallMarket(random(1)), rows: 0, cols: 3, start: Int32Array.of(0), col: new Int32Array(0), weight: new Float64Array(0), rowMin: new Uint8Array(0), colMin: new Int32Array(3), colMax: new Int32Array(3) };
    const quota = (min: number, max: number, ...cols: number[]): Quota => ({ cols: Int32Array.from(cols), min, max });
    expect(() => solveQuotas(p, [quota(0, 1, 0, 1), quota(0, 1, 1, 2)])).toThrow('E_SHAPE: quota 1 crosses quota 0');
    expect(() => solveQuotas(p, [quota(0, 1, 3)])).toThrow('E_SHAPE: quota 0 names a column outside 0..3');
    expect(() => solveQuotas(p, [quota(0, 1, 1, 1)])).toThrow('E_SHAPE: quota 0 names a column twice');
    expect(() => solveQuotas(p, [quota(2, 1)])).toThrow('E_SHAPE: bounds of quota 0 are 2..1');
    expect(solveQuotas(p, [quota(0, 1, 0, 1, 2), quota(0, 0, 1, 2), quota(0, 5, 2)])).toMatchObject({ status: 'optimal', objective: 0 });
  });
});
