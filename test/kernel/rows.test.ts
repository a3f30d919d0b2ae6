import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundWithoutRows, checkRowProof, ownSearch, smallestConflict, solveWithRows, solveWithRowsAsync, startWithRows, type ProofTree, type SideRow } from '../../src/kernel/rows/index.js';
import { bestWithRows } from '../reference/side-rows.js';
import { between, random } from './instances.js';
import { fromDense, fromEdges, optimalityGap, solve, type Matching } from '../../src/kernel/index.js';
import { mostPriced, Relaxation } from '../../src/kernel/rows/relaxation.js';
import { sideRow, smallRows } from './row-instances.js';
import { tamper } from './row-mutants.js';

describe('solveWithRows', () => {
  it('finds the greatest weight that trying every plan finds, with a proof, or proves that no plan keeps the rows', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const { p, rows } = smallRows(random(n));
        const best = bestWithRows(p, rows);
        const found = solveWithRows(p, rows);
        expect(found.status).toBe(best === undefined ? 'infeasible' : 'optimal');
        const colOf = found.status === 'optimal' ? found.colOf : new Int32Array(0);
        if (found.status === 'optimal') expect(found.objective).toBe(best);
        expect(checkRowProof(p, rows, colOf, found)).toBeUndefined();
      }),
      { numRuns: 1500 },
    );
  });
});

describe('numbers too large for exact sums', () => {
  const wide = (weight: number[]) => fromDense(1, 2, weight);
  const huge = 3_002_399_751_580_330; // (2^53 - 1) / 3: `solve` takes it, prices have no room beside it

  it('are refused, not solved wrongly', () => {
    expect(() => solveWithRows(wide([0, huge]), [])).toThrow('E_OVERFLOW: a weight of 3002399751580330');
    expect(() => solveWithRows(wide([0, 1]), [sideRow([[0, huge]], 1)])).toThrow('E_OVERFLOW: side row 0 has a coefficient');
    expect(() => solveWithRows(wide([0, 1]), [sideRow([[0, 1]], -(2 ** 51))])).toThrow('E_OVERFLOW: side row 0 has a maximum');
    expect(() => solveWithRows(wide([2, 1]), [], { separate: () => [sideRow([[0, huge]], 1)] })).toThrow('E_OVERFLOW: side row 0 has a coefficient');
  });

  it('are no answer of the own search as a back end', () => {
    expect(ownSearch({ gain: [huge, 1], rows: [] })).toBeUndefined();
    expect(ownSearch({ gain: [2, 1], rows: [] })).toEqual([true, true]);
  });

  it('are not rounded by the check of a proof', () => {
    const p = fromEdges(3, 0, { row: [], col: [], weight: [] });
    const root = { denominator: 1, rowDual: Float64Array.of(2 ** 52, 2 ** 52, 1), colDual: new Float64Array(0), times: new Float64Array(0) };
    const colOf = new Int32Array(3).fill(-1);
    const claim = { status: 'feasible' as const, colOf, edgeOf: colOf, objective: 0, root, tree: undefined, nodes: 0, added: [] };
    expect(checkRowProof(p, [], colOf, { ...claim, bound: 2 ** 53 })).toBe(`the bound is ${2n ** 53n + 1n}, not ${2 ** 53}`);
    expect(checkRowProof(p, [], colOf, { ...claim, bound: 1, root: { ...root, rowDual: Float64Array.of(1, 0, 0) } })).toBeUndefined();
  });

  it('at the limit are solved with a proof that holds', () => {
    const most = Math.floor(2 ** 52 / 3);
    const rows = [sideRow([[1, most]], 2 ** 50), sideRow([[0, -most], [1, most]], 2 ** 50)];
    for (const weight of [[-most, most], [most, most], [1 - most, -most]]) {
      const found = solveWithRows(wide(weight), rows);
      expect(found).toMatchObject({ status: 'optimal', objective: Math.max(0, weight[0]!) });
      expect(checkRowProof(wide(weight), rows, found.status === 'optimal' ? found.colOf : new Int32Array(0), found)).toBeUndefined();
    }
  });
});

describe('boundWithoutRows', () => {
  it('proves a plan that is best without the rows too, as the search does from the same start, and no other', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const rnd = random(n);
        const { p, rows } = smallRows(rnd);
        const found = solveWithRows(p, rows);
        const free = solve(p);
        if (found.status !== 'optimal' || free.status !== 'optimal') return;
        const start = { colOf: found.colOf, colDual: rnd() < 0.5 ? free.colDual : Float64Array.from(free.colDual, () => between(rnd, -9, 9)) };
        const shown = boundWithoutRows(p, start, found.objective);
        expect(shown !== undefined).toBe(found.objective === free.objective);
        if (!shown) return;
        expect(optimalityGap(p, { colOf: found.colOf, ...shown })).toBe(0);
        const { root } = solveWithRows(p, rows, { hint: found.colOf, start }) as typeof found;
        const times = (x: number): number => x * root.denominator;
        expect([root.rowDual, root.colDual]).toEqual([shown.rowDual.map(times), shown.colDual.map(times)]);
        expect(root.times.every((t) => t === 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('says nothing of weights that a search refuses, so that the search can', () => {
    const most = Math.floor(2 ** 52 / 3);
    const plan = { colOf: Int32Array.of(0), colDual: new Float64Array(1) };
    expect(boundWithoutRows(fromDense(1, 1, [most]), plan, most)?.rowDual).toEqual(Float64Array.of(most));
    for (const w of [most + 1, -most - 1]) {
      const p = fromDense(1, 1, [w], { rowMin: Uint8Array.of(1) });
      expect(boundWithoutRows(p, plan, w)).toBeUndefined();
      expect(() => solveWithRows(p, [])).toThrow(expect.objectContaining({ code: 'E_OVERFLOW' }));
    }
  });
});

describe('a relaxation', () => {
  it('keeps nothing of multipliers that it found too large halfway', () => {
    const p = fromDense(6, 6, [7, ...Array.from({ length: 35 }, () => 1)]);
    const relax = new Relaxation(p, solve(p) as Matching, [sideRow([[0, 1], [1, 2]], 0)]);
    expect(relax.evaluate(Float64Array.of(0))).toBe('bound');
    expect([relax.evaluate(Float64Array.of(2 ** 48)), relax.evaluate(Float64Array.of(0)), relax.bound]).toEqual(['range', 'bound', 12 * relax.D]);
  });

  it('comes to the bound that solving anew finds, whatever multipliers, decisions, rows and cores came before', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const rnd = random(n);
        const { p, rows: all } = smallRows(rnd);
        const free = solve(p);
        if (free.status !== 'optimal') return;
        const relax = new Relaxation(p, free, all.slice(0, between(rnd, 0, all.length)));
        const { rows } = relax;
        for (let round = 0; round < 8; round++) {
          const scale = rnd() < 0.2 ? 0 : relax.D;
          if (rows.length < all.length && rnd() < 0.3) relax.add([all[rows.length]!]);
          const far = rnd() < 0.3 ? 2 ** between(rnd, 46, 50) : 1; // often too large for exact sums
          const t = Float64Array.from(rows, () => (rnd() < 0.5 ? 0 : between(rnd, 0, 3) * (rnd() < 0.7 ? 500 : far)));
          if (p.col.length > 0 && rnd() < 0.5) relax.close(between(rnd, 0, p.col.length - 1), 1);
          if (p.rows > 0 && rnd() < 0.3) relax.force(between(rnd, 0, p.rows - 1), 1);
          for (let e = 0; e < p.col.length; e++) if (relax.shut[e]! > 0 && rnd() < 0.3) relax.close(e, -1);
          for (let i = 0; i < p.rows; i++) if (relax.forced[i]! > 0 && rnd() < 0.5) relax.force(i, -1);
          if (rnd() < 0.2) relax.shrink({ denominator: 1, rowDual: free.rowDual, colDual: free.colDual, times: new Float64Array(rows.length) }, between(rnd, 0, 50), free.edgeOf);
          const core = new Set(relax.core);
          const left = Array.from(p.col.keys()).filter((e) => core.has(e) && relax.shut[e] === 0);
          const priced = (e: number): number => rows.reduce((w, row, k) => w - t[k]! * row.edge.reduce((a, at, x) => (at === e ? row.coef[x]! : a), 0), scale * p.weight[e]!);
          const found = relax.evaluate(t, scale);
          const size = rows.reduce((sum, { max }, k) => sum + t[k]! * Math.abs(max), 0);
          const deepest = Math.max(0, ...Array.from(p.col.keys(), (e) => rows.filter((row) => row.edge.includes(e)).length));
          const price = Math.max(0, ...rows.map((row, k) => t[k]! * Math.max(0, ...row.coef.map(Math.abs))));
          const beyond = size > 2 ** 50 || scale * Math.max(1, ...p.weight.map(Math.abs)) + deepest * price > 2 ** 53;
          expect(found === 'range').toBe(beyond || left.some((e) => Math.abs(priced(e)) > mostPriced(p)));
          if (found === 'range') continue;
          const edges = { row: left.map((e) => relax.rowOf[e]!), col: left.map((e) => p.col[e]!), weight: left.map(priced) };
          const anew = solve(fromEdges(p.rows, p.cols, edges, { rowMin: p.rowMin.map((must, i) => (relax.forced[i]! > 0 ? 1 : must)), colMin: p.colMin, colMax: p.colMax }));
          expect(found).toBe(anew.status === 'optimal' ? 'bound' : 'short');
          if (anew.status === 'optimal') expect(relax.bound).toBe(rows.reduce((sum, { max }, k) => sum + t[k]! * max, anew.objective));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('checkRowProof', () => {
  it('takes no mutated proof that trying every plan does not also take', () => {
    const { tried, accepted, wrong } = tamper(150, 20);
    expect(tried).toBe(3000);
    expect(accepted).toBeLessThan(0.8 * tried); // a changed number often leaves a proof that still holds
    expect(wrong).toEqual([]);
  });
});

describe('a search with side rows', () => {
  const rnd = random(7);
  const n = 12;
  const p = fromDense(n, n, Float64Array.from({ length: n * n }, () => Math.floor(rnd() * 1000)));
  const pairs: SideRow[] = Array.from({ length: 40 }, (_, k) => sideRow([[k, 1], [(k * 37 + 50) % (n * n), 1]].filter(([e], t, all) => t === 0 || e !== all[0]![0]) as [number, number][], 1));

  it('solved in pieces is the search solved at once', () => {
    const run = startWithRows(p, pairs);
    let pieces = 0;
    while (run.step(1) === 'running') pieces++;
    expect(pieces).toBeGreaterThan(1);
    expect(run.result).toEqual(solveWithRows(p, pairs));
  });

  it('cut short by its node limit says feasible with a bound that holds', () => {
    let cut = 0;
    for (let seed = 0; seed < 300; seed++) {
      const small = smallRows(random(seed));
      const found = solveWithRows(small.p, small.rows, { nodeLimit: 1 });
      const best = bestWithRows(small.p, small.rows);
      if (found.status === 'feasible' || found.status === 'unknown') {
        cut++;
        expect(best ?? -Infinity).toBeLessThanOrEqual(found.bound);
      }
      expect(checkRowProof(small.p, small.rows, 'colOf' in found ? found.colOf : new Int32Array(0), found)).toBeUndefined();
    }
    expect(cut).toBeGreaterThan(0);
  });

  it('asks for lazy rows until its plan keeps them, and returns them', () => {
    const broken = (colOf: Int32Array): SideRow[] => pairs.filter((row) => row.edge.reduce((sum, e) => sum + (colOf[Math.floor(e / n)] === e % n ? 1 : 0), 0) > 1);
    const lazy = solveWithRows(p, [], { separate: broken });
    const eager = solveWithRows(p, pairs);
    if (lazy.status !== 'optimal' || eager.status !== 'optimal') throw new Error('no plan');
    expect(lazy.objective).toBe(eager.objective);
    expect(checkRowProof(p, lazy.added, lazy.colOf, lazy)).toBeUndefined();
  });
});

describe('a back end for the core', () => {
  it('gives a plan and no proof: without the own branch and bound the plan is feasible, on its word', () => {
    let trusted = 0;
    for (let seed = 0; seed < 300; seed++) {
      const { p, rows } = smallRows(random(seed));
      const found = solveWithRows(p, rows, { core: { name: 'own', solve: ownSearch }, nodeLimit: 0 });
      const best = bestWithRows(p, rows);
      expect(checkRowProof(p, rows, 'colOf' in found ? found.colOf : new Int32Array(0), found)).toBeUndefined();
      if (found.status === 'feasible' || found.status === 'optimal') expect(found.objective, `seed ${seed}`).toBe(best);
      else expect(best, `seed ${seed}`).toBeUndefined();
      if (found.status !== 'feasible') continue;
      expect(found.trusted).toBe('own');
      expect(found.bound).toBeGreaterThan(found.objective);
      trusted++;
    }
    expect(trusted).toBeGreaterThan(2);
  });

  it('changes nothing that is proven, whatever it says', () => {
    const liars = [(): undefined => undefined, ({ gain }: { gain: readonly number[] }) => gain.map(() => true), ({ gain }: { gain: readonly number[] }) => gain.map(() => false)];
    for (let seed = 0; seed < 200; seed++) {
      const { p, rows } = smallRows(random(seed));
      const found = solveWithRows(p, rows, { core: { name: 'liar', solve: liars[seed % 3]! } });
      const best = bestWithRows(p, rows);
      expect(found.status).toBe(best === undefined ? 'infeasible' : 'optimal');
      if (found.status === 'optimal') expect([found.objective, found.trusted]).toEqual([best, undefined]);
      expect(checkRowProof(p, rows, 'colOf' in found ? found.colOf : new Int32Array(0), found)).toBeUndefined();
    }
  });

  it('may be asked from outside: the search waits with a question until it has its answer', async () => {
    let asked = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { p, rows } = smallRows(random(seed));
      const at = { core: { name: 'own', solve: ownSearch }, nodeLimit: 0 } as const;
      const run = startWithRows(p, rows, { ...at, core: 'ask' });
      while (run.step() === 'running') {
        if (!run.question) continue;
        asked++;
        expect(run.step()).toBe('running');
        run.answer({ by: 'own', chosen: ownSearch(run.question) });
      }
      expect(run.result).toEqual(solveWithRows(p, rows, at));
      expect(await solveWithRowsAsync(p, rows, at)).toEqual(run.result);
    }
    expect(asked).toBeGreaterThan(0);
  });
});

describe('multipliers to start from', () => {
  it('change neither the optimum nor whether its proof holds', () => {
    for (let seed = 0; seed < 300; seed++) {
      const { p, rows } = smallRows(random(seed));
      const rnd = random(seed + 1000);
      const found = solveWithRows(p, rows, { multipliers: Float64Array.from(rows, () => Math.floor(rnd() * 200) - 50) });
      const best = bestWithRows(p, rows);
      expect(found.status).toBe(best === undefined ? 'infeasible' : 'optimal');
      if (found.status === 'optimal') expect(found.objective).toBe(best);
      expect(checkRowProof(p, rows, 'colOf' in found ? found.colOf : new Int32Array(0), found)).toBeUndefined();
    }
  });

  it('that close the gap at once need no search', () => {
    // two people, one unit: the row of multiplier 10 takes one of them
    const p = fromEdges(2, 2, { row: [0, 1], col: [0, 1], weight: [30, 10] });
    const found = solveWithRows(p, [sideRow([[0, 1], [1, 1]], 1)], { multipliers: Float64Array.of(10) });
    expect(found).toMatchObject({ status: 'optimal', objective: 30, nodes: 0 });
    if (found.status === 'optimal') expect(found.root.times[0]! / found.root.denominator).toBe(10);
  });
});

describe('a leaf that leaves nothing', () => {
  const p = fromEdges(2, 2, { row: [0, 1], col: [0, 1], weight: [0, 0] }, { rowMin: Uint8Array.of(1, 1) });
  const rows = [sideRow([[0, 1], [1, 1]], 1)];
  /** Both must sit and the row takes one, said x times over. */
  const none = (x: number, u = -x): ProofTree => ({ kind: 'none', denominator: 1, rowDual: Float64Array.of(u, u), colDual: new Float64Array(2), times: Float64Array.of(x) });
  const check = (proof: ProofTree): string | undefined => checkRowProof(p, rows, new Int32Array(0), { status: 'infeasible', proof, added: [] });

  it('holds with numbers up to 2^52, to the last unit', () => {
    expect(check(none(1))).toBeUndefined();
    expect(check(none(2 ** 52))).toBeUndefined();
    expect(check(none(2 ** 52, -(2 ** 52) + 1))).toBeUndefined(); // u + t = 1 >= 0, and the bound is 2 - 2^52
    expect(check(none(2 ** 52 - 1, -(2 ** 52)))).toBe('duals do not hold on an edge'); // u + t = -1
    expect(check(none(2 ** 52, -(2 ** 51)))).toBe('a leaf does not show that nothing is left'); // the bound is 0
    expect(check(none(2 ** 52, -(2 ** 51) - 1))).toBeUndefined(); // -2
    expect(check(none(2 ** 52 + 2))).toMatch('a dual of');
  });
});

describe('smallestConflict', () => {
  it('of small rounds has no plan, and has one without any of its members, by trying every plan', () => {
    let found = 0;
    for (let seed = 0; found < 200; seed++) {
      const { p, rows } = smallRows(random(seed), 4, 4);
      const conflict = smallestConflict(p, rows);
      expect(conflict === undefined, `seed ${seed}`).toBe(bestWithRows(p, rows) !== undefined);
      if (!conflict) continue;
      found++;
      expect(conflict.minimal).toBe(true);
      const holds = (left: { rows: readonly number[]; rowMin: readonly number[]; colMin: readonly number[] }): boolean =>
        bestWithRows(
          { ...p, rowMin: p.rowMin.map((x, i) => (left.rowMin.includes(i) ? x : 0)), colMin: p.colMin.map((x, j) => (left.colMin.includes(j) ? x : 0)) },
          rows.filter((_, k) => left.rows.includes(k)),
        ) !== undefined;
      const all = { rows: [...conflict.rows], rowMin: [...conflict.rowMin], colMin: [...conflict.colMin] };
      expect(holds(all), `seed ${seed}`).toBe(false);
      for (const list of ['rows', 'rowMin', 'colMin'] as const) {
        for (const one of all[list]) expect(holds({ ...all, [list]: all[list].filter((x) => x !== one) }), `seed ${seed}: ${list} ${one}`).toBe(true);
      }
    }
  });

  it('names rows that cannot hold together, none of which can be spared', () => {
    // two people must sit, on two posts of one unit that takes one of them
    const p = fromEdges(3, 3, { row: [0, 1, 2], col: [0, 1, 2], weight: [1, 1, 1] }, { rowMin: Uint8Array.of(1, 1, 0) });
    const rows = [sideRow([[0, 1], [1, 1]], 1), sideRow([[2, 1]], 1)];
    const found = smallestConflict(p, rows)!;
    expect([[...found.rows], [...found.rowMin], [...found.colMin], found.minimal]).toEqual([[0], [0, 1], [], true]);
    expect(smallestConflict(p, rows.slice(1))).toBeUndefined();
  });
});
