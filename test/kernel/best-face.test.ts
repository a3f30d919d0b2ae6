import { expect, it } from 'vitest';
import { bestFace, fromDense, solveLevels, type Market } from '../../src/kernel/index.js';
import { between, random, smallMarket } from './instances.js';

/** Every plan of a market, by trying: the column of each row, -1 for none. */
function plansOf(m: Market): string[] {
  const found: string[] = [];
  const taken = new Int32Array(m.cols);
  const plan: number[] = [];
  const place = (i: number): void => {
    if (i === m.rows) {
      if (taken.every((n, j) => n >= m.colMin[j]!)) found.push(plan.join(' '));
      return;
    }
    for (let e = m.start[i]!; e < m.start[i + 1]!; e++) {
      const j = m.col[e]!;
      if (taken[j]! >= m.colMax[j]!) continue;
      taken[j]!++;
      plan[i] = j;
      place(i + 1);
      taken[j]!--;
    }
    if (m.rowMin[i] === 1) return;
    plan[i] = -1;
    place(i + 1);
  };
  place(0);
  return found;
}

it('bestFace() leaves exactly the plans that solveLevels() proves best, its own among them, whether objectives fit into one or not', () => {
  const cover = { infeasible: 0, several: 0, apart: 0 };
  for (let seed = 1; seed <= 600; seed++) {
    const rnd = random(seed);
    const market = smallMarket(rnd);
    const large = rnd() < 0.5; // then no two fit into one
    const stages = Array.from({ length: between(rnd, 1, 4) }, () => Float64Array.from(market.col, () => between(rnd, -2, 2) * (large ? 1e12 : 1)));
    const hint = Int32Array.from({ length: market.rows }, () => between(rnd, -1, market.cols - 1));
    const [found, proven] = [bestFace(rnd() < 0.5 ? market : { ...market, hint }, stages), solveLevels(market, stages)];
    expect(found.status).toBe(proven.status);
    if (found.status === 'infeasible' || proven.status === 'infeasible') {
      cover.infeasible++;
      continue;
    }
    const plans = plansOf(found.face);
    expect(plans).toEqual(plansOf(proven.finalFace));
    expect(plans).toContain([...found.colOf].join(' '));
    if (plans.length > 1) cover.several++;
    if (large && stages.length > 1) cover.apart++;
  }
  for (const n of ['infeasible', 'several', 'apart'] as const) expect(cover[n], n).toBeGreaterThan(20);
});

it('bestFace() joins no objectives whose sums would not be exact: large and small weights in any order leave the plans that solveLevels() leaves', () => {
  let apart = 0;
  for (let seed = 1; seed <= 600; seed++) {
    const rnd = random(seed);
    const market = smallMarket(rnd);
    const sizes = [1, 1e3, 1e7, 1e13, 1e14];
    const stages = Array.from({ length: between(rnd, 2, 5) }, () => {
      const size = sizes[between(rnd, 0, sizes.length - 1)]!;
      const [low, high] = ([[-3, 3], [-3, 0], [0, 3]] as const)[between(rnd, 0, 2)]!;
      const odd = between(rnd, 0, 1); // the last digits of a large weight tell plans apart too
      return Float64Array.from(market.col, () => between(rnd, low, high) * size + odd * between(rnd, Math.min(low, 0), 0));
    });
    const [found, proven] = [bestFace(market, stages), solveLevels(market, stages)];
    expect(found.status).toBe(proven.status);
    if (found.status === 'infeasible' || proven.status === 'infeasible') continue;
    expect(plansOf(found.face), `seed ${seed}`).toEqual(plansOf(proven.finalFace));
    if (new Set(stages.map((w) => Math.max(...w.map(Math.abs), 0) > 1e13)).size > 1) apart++;
  }
  expect(apart).toBeGreaterThan(100);
});

it('bestFace() joins an objective to the one right before it alone', () => {
  const market = fromDense(1, 5, [0, 0, 0, 0, 0]);
  const large = (...cols: number[]): Float64Array => Float64Array.from(market.col, (j) => (cols.includes(j) ? 1e13 : 0));
  const stages = [large(0, 1, 2, 3), large(0, 1, 2), large(0, 1), Float64Array.from(market.col, (j) => (j === 2 ? 1 : 0))];
  const found = bestFace(market, stages);
  expect(found.status === 'optimal' && plansOf(found.face)).toEqual(['0', '1']);
});

it('bestFace() refuses no objective, weights that are no whole numbers, and weights too large to add', () => {
  const market = fromDense(2, 2, [1, 2, 3, 4]);
  const of = (w: number): Float64Array[] => [new Float64Array(market.col.length).fill(w)];
  expect(() => bestFace(market, [])).toThrow(/no objective/u);
  expect(() => bestFace(market, of(0.5))).toThrow(expect.objectContaining({ code: 'E_NUM_INT' }));
  expect(() => bestFace(market, of(2 ** 52))).toThrow(expect.objectContaining({ code: 'E_OVERFLOW' }));
});
