import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockingPairs, deferredAcceptance, fromEdges, HOLDER, MUST_SIT, NO_RIGHT, type BlockingPair, type Market, type Ranks } from '../../src/kernel/index.js';
import { allPlans } from '../reference/brute-force.js';
import { between, random, shuffled, smallMarket } from './instances.js';

const PUBLISHED = '../shared/cases/assignment/stable_matching_ttc_published.json';

/** Strict ranks: each row's edges in some order, each column's rows in some order. */
function strictRanks(rnd: () => number, m: Market): Ranks {
  const wish = new Int32Array(m.col.length);
  for (let i = 0; i < m.rows; i++) wish.set(shuffled(rnd, m.start[i + 1]! - m.start[i]!), m.start[i]);
  const turn = Array.from({ length: m.cols }, () => shuffled(rnd, m.rows));
  const priority = new Int32Array(m.col.length);
  for (let i = 0; i < m.rows; i++) for (let e = m.start[i]!; e < m.start[i + 1]!; e++) priority[e] = turn[m.col[e]!]![i]!;
  return { wish, priority, right: new Uint8Array(m.col.length) };
}

/** Blocking pairs straight from their definition. */
function blockingByDefinition(m: Market, plan: ArrayLike<number>, { wish, priority, right }: Ranks): string[] {
  const edge = (i: number, j: number): number => m.col.indexOf(j, m.start[i]) < m.start[i + 1]! ? m.col.indexOf(j, m.start[i]) : -1;
  const found: string[] = [];
  for (let i = 0; i < m.rows; i++)
    for (let e = m.start[i]!; e < m.start[i + 1]!; e++) {
      const j = m.col[e]!;
      if (plan[i] === j || (plan[i]! >= 0 && wish[e]! >= wish[edge(i, plan[i]!)]!)) continue;
      const seated = Array.from({ length: m.rows }, (_, k) => k).filter((k) => plan[k] === j);
      if (seated.length < m.colMax[j]! || seated.some((k) => right[edge(k, j)] === NO_RIGHT && (right[e]! > NO_RIGHT || priority[edge(k, j)]! > priority[e]!))) found.push(`${i}-${j}`);
    }
  return found;
}

const names = (pairs: readonly BlockingPair[]): string[] => pairs.map(({ row, col }) => `${row}-${col}`);

/** A market with bounds that any plan keeps. */
function unbounded(rnd: () => number): Market {
  const m = smallMarket(rnd, 5, 4);
  return { ...m, rowMin: new Uint8Array(m.rows), colMin: new Int32Array(m.cols) };
}

describe('deferredAcceptance', () => {
  it('gives the stable plan that is best for every row, found among all plans', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const rnd = random(n);
        const m = unbounded(rnd);
        const ranks = strictRanks(rnd, m);
        const plan = deferredAcceptance(m, ranks);
        const stable = allPlans(m).filter((p) => blockingByDefinition(m, p, ranks).length === 0);
        expect(stable.length).toBeGreaterThan(0);
        expect(stable).toContainEqual([...plan]);
        const wishOf = (p: ArrayLike<number>, i: number): number => {
          for (let e = m.start[i]!; e < m.start[i + 1]!; e++) if (m.col[e] === p[i]) return ranks.wish[e]!;
          return Infinity;
        };
        for (const other of stable) for (let i = 0; i < m.rows; i++) expect(wishOf(plan, i)).toBeLessThanOrEqual(wishOf(other, i));
      }),
      { numRuns: 1500 },
    );
  });

  it('is stable with ties and rights too, and never puts out a holder for somebody without a right', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const rnd = random(n);
        const m = unbounded(rnd);
        const right = new Uint8Array(m.col.length);
        const held = new Int32Array(m.rows).fill(-1);
        const left = m.colMax.slice();
        // at most one seat held by a row, and no more holders than seats
        for (let i = 0; i < m.rows; i++) {
          if (rnd() < 0.5 || m.start[i] === m.start[i + 1]) continue;
          const e = between(rnd, m.start[i]!, m.start[i + 1]! - 1);
          if (left[m.col[e]!]!-- <= 0) continue;
          held[i] = e;
          right[e] = HOLDER;
        }
        const ranks: Ranks = { wish: Int32Array.from(m.col, () => between(rnd, 0, 2)), priority: Int32Array.from(m.col, () => between(rnd, 0, 2)), right };
        const plan = deferredAcceptance(m, ranks);
        expect(blockingPairs(m, plan, ranks)).toEqual([]);
        for (let i = 0; i < m.rows; i++) {
          if (held[i]! < 0) continue;
          expect(plan[i]).toBeGreaterThanOrEqual(0);
          const e = m.col.indexOf(plan[i]!, m.start[i]);
          expect(ranks.wish[e]).toBeLessThanOrEqual(ranks.wish[held[i]!]!); // nobody fares worse than in his own seat
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('seats whoever must sit there before a holder, and a holder before a better outsider', () => {
    const m = fromEdges(3, 1, { row: [0, 1, 2], col: [0, 0, 0], weight: [0, 0, 0] });
    const ranks = { wish: [0, 0, 0], priority: [0, 1, 2], right: Uint8Array.of(NO_RIGHT, HOLDER, MUST_SIT) };
    expect(deferredAcceptance(m, ranks)).toEqual(Int32Array.of(-1, -1, 0));
    expect(deferredAcceptance(m, { ...ranks, right: Uint8Array.of(NO_RIGHT, HOLDER, NO_RIGHT) })).toEqual(Int32Array.of(-1, 0, -1));
    expect(deferredAcceptance(m, { ...ranks, right: new Uint8Array(3) })).toEqual(Int32Array.of(0, -1, -1));
    expect(deferredAcceptance({ ...m, colMax: Int32Array.of(0) }, ranks)).toEqual(Int32Array.of(-1, -1, -1));
  });

  it('takes the smaller row and the smaller column where nothing else tells', () => {
    const m = fromEdges(2, 2, { row: [0, 0, 1, 1], col: [0, 1, 0, 1], weight: [0, 0, 0, 0] });
    expect(deferredAcceptance(m, { wish: [0, 0, 0, 0], priority: [0, 0, 0, 0], right: new Uint8Array(4) })).toEqual(Int32Array.of(0, 1));
  });

  it('seats 20,000 people of 400,000 pairs in a stable plan', () => {
    const rnd = random(3);
    const [rows, cols, each] = [20_000, 2_000, 20];
    const start = Int32Array.from({ length: rows + 1 }, (_, i) => each * i);
    const col = new Int32Array(rows * each);
    for (let i = 0; i < rows; i++) for (let t = 0; t < each; t++) col[each * i + t] = t * (cols / each) + between(rnd, 0, cols / each - 1);
    const m: Market = { rows, cols, start, col, rowMin: new Uint8Array(rows), colMin: new Int32Array(cols), colMax: new Int32Array(cols).fill(5) };
    const ranks: Ranks = { wish: Int32Array.from(col, () => between(rnd, 0, 9)), priority: Int32Array.from(col, () => between(rnd, 0, 1000)), right: new Uint8Array(col.length) };
    expect(blockingPairs(m, deferredAcceptance(m, ranks), ranks)).toEqual([]);
  });
});

describe('blockingPairs', () => {
  it('of any plan are those of the definition, and each names a row that the column may put out', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const rnd = random(n);
        const m = unbounded(rnd);
        const ranks: Ranks = {
          wish: Int32Array.from(m.col, () => between(rnd, 0, 2)),
          priority: Int32Array.from(m.col, () => between(rnd, 0, 2)),
          right: Uint8Array.from(m.col, () => between(rnd, 0, 2)),
        };
        const plans = allPlans(m);
        const plan = Int32Array.from(plans[between(rnd, 0, plans.length - 1)]!);
        const found = blockingPairs(m, plan, ranks);
        expect(names(found)).toEqual(blockingByDefinition(m, plan, ranks));
        for (const { col, over } of found) if (over >= 0) expect(plan[over]).toBe(col);
      }),
      { numRuns: 3000 },
    );
  });

  it('names a free seat and an envied one apart', () => {
    const m = fromEdges(2, 2, { row: [0, 0, 1, 1], col: [0, 1, 0, 1], weight: [0, 0, 0, 0] });
    const ranks = { wish: [0, 1, 0, 1], priority: [0, 0, 1, 1], right: new Uint8Array(4) };
    expect(blockingPairs(m, Int32Array.of(-1, 0), ranks)).toEqual([
      { row: 0, col: 0, over: 1 },
      { row: 0, col: 1, over: -1 },
    ]);
    expect(blockingPairs(m, Int32Array.of(-1, 0), { ...ranks, wish: [0, 0, 0, 0], right: Uint8Array.of(0, 0, HOLDER, 0) })).toEqual([{ row: 0, col: 1, over: -1 }]);
  });

  it('is empty for the stable plan of Abdulkadiroglu and Sonmez (2003), example 1, and names the pair that blocks the one everybody likes better', () => {
    const wishes = [[1, 0, 2], [0, 1, 2], [0, 1, 2]]; // by student, best first
    const orders = [[0, 2, 1], [1, 0, 2], [1, 0, 2]]; // by school
    const pairs = wishes.flatMap((_, i) => orders.map((__, j) => ({ i, j })));
    const m = fromEdges(3, 3, { row: pairs.map((e) => e.i), col: pairs.map((e) => e.j), weight: pairs.map(() => 0) });
    const ranks = { wish: pairs.map(({ i, j }) => wishes[i]!.indexOf(j)), priority: pairs.map(({ i, j }) => orders[j]!.indexOf(i)), right: new Uint8Array(9) };
    expect(deferredAcceptance(m, ranks)).toEqual(Int32Array.of(0, 1, 2));
    expect(blockingPairs(m, Int32Array.of(0, 1, 2), ranks)).toEqual([]);
    expect(blockingPairs(m, Int32Array.of(1, 0, 2), ranks)).toEqual([{ row: 2, col: 0, over: 1 }]);
  });

  it('refuses ranks and plans that do not fit', () => {
    const m = fromEdges(1, 2, { row: [0], col: [0], weight: [0] });
    const ranks = { wish: [0], priority: [0], right: new Uint8Array(1) };
    expect(() => blockingPairs(m, Int32Array.of(1), ranks)).toThrow('E_SHAPE: row 0 sits in column 1, where it has no edge');
    expect(() => blockingPairs(m, Int32Array.of(0, 0), ranks)).toThrow('E_SHAPE: plan has 2 rows for 1 rows');
    expect(() => deferredAcceptance(m, { ...ranks, wish: [] })).toThrow('E_SHAPE: ranks have 0 wishes, 1 priorities and 1 rights for 1 edges');
  });
});

interface Case {
  readonly name: string;
  readonly kind: string;
  readonly residentPrefs?: Readonly<Record<string, readonly string[]>>;
  readonly hospitalPrefs?: Readonly<Record<string, readonly string[]>>;
  readonly capacity?: Readonly<Record<string, number>>;
  readonly published?: Readonly<Record<string, readonly string[]>> | null;
}

describe.skipIf(!existsSync(PUBLISHED))('published two-sided cases', () => {
  const { cases } = existsSync(PUBLISHED) ? (JSON.parse(readFileSync(PUBLISHED, 'utf8')) as { cases: readonly Case[] }) : { cases: [] };
  const covered = cases.filter((c) => c.kind.startsWith('hospital-resident'));

  it('are the five of residents and hospitals; quotas over groups of posts, one-sided pairing and trading of owned houses are other mechanisms', () => {
    expect(covered.length).toBe(5);
    expect(new Set(cases.filter((c) => !covered.includes(c)).map((c) => c.kind.split(/[ ,-]/)[0]))).toEqual(new Set(['student', 'stable', 'top', 'house']));
  });

  for (const { name, residentPrefs = {}, hospitalPrefs = {}, capacity = {}, published } of covered)
    it(name, () => {
      const residents = Object.keys(residentPrefs);
      const hospitals = Object.keys(hospitalPrefs);
      const edges = residents.flatMap((r, i) => hospitals.flatMap((h, j) => (residentPrefs[r]!.includes(h) && hospitalPrefs[h]!.includes(r) ? [{ i, j, r, h }] : [])));
      const m = fromEdges(
        residents.length,
        hospitals.length,
        { row: edges.map((e) => e.i), col: edges.map((e) => e.j), weight: edges.map(() => 0) },
        { colMax: Int32Array.from(hospitals, (h) => capacity[h]!) },
      );
      const ranks: Ranks = { wish: edges.map(({ r, h }) => residentPrefs[r]!.indexOf(h)), priority: edges.map(({ r, h }) => hospitalPrefs[h]!.indexOf(r)), right: new Uint8Array(edges.length) };
      const plan = deferredAcceptance(m, ranks);
      expect(Object.fromEntries(hospitals.map((h, j) => [h, residents.filter((_, i) => plan[i] === j).sort()]))).toEqual(Object.fromEntries(hospitals.map((h) => [h, [...published![h]!].sort()])));
      expect(blockingPairs(m, plan, ranks)).toEqual([]);
    });
});
