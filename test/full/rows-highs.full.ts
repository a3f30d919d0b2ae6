import { expect, it } from 'vitest';
import { fromEdges, type Problem } from '../../src/kernel/index.js';
import { checkRowProof, highsSolver, solveWithRows, solveWithRowsAsync, type SideRow } from '../../src/kernel/rows/index.js';
import { coreProgram } from '../../src/kernel/rows/core.js';
import { between, random } from '../kernel/instances.js';
import { sideRow } from '../kernel/row-instances.js';

/** A round of units of ten posts: incumbents must sit, units have a ceiling and a floor, moves a cap, related people keep apart. */
function round(seed: number): { readonly p: Problem; readonly rows: SideRow[] } {
  const rnd = random(seed);
  const size = rnd() ** 2; // most are small, since highs solves each whole
  const people = 10 + Math.floor(990 * size);
  const posts = 4 + Math.floor(196 * size);
  const choices = between(rnd, 3, 8);
  const holder = Array.from({ length: posts }, (_, j) => (rnd() < 0.7 && j < people ? j : -1));
  const seat = new Int32Array(people).fill(-1);
  const pairs = new Map<number, number>(); // person * posts + post -> weight
  for (let j = 0; j < posts; j++) {
    if (holder[j]! >= 0) {
      seat[holder[j]!] = j;
      pairs.set(holder[j]! * posts + j, between(rnd, 0, 1000));
    }
    for (let t = 0; t < choices; t++) pairs.set(between(rnd, 0, people - 1) * posts + j, between(rnd, 0, 1000));
  }
  const keys = [...pairs.keys()].sort((a, b) => a - b);
  const row = keys.map((key) => Math.floor(key / posts));
  const col = keys.map((key) => key % posts);
  const p = fromEdges(people, posts, { row, col, weight: keys.map((key) => pairs.get(key)!) }, { rowMin: Uint8Array.from(seat, (j) => (j >= 0 && rnd() < 0.9 ? 1 : 0)) });
  const edges = keys.map((_, e) => e); // keys ascend as the edges of the problem do
  const ones = (list: number[], coef = 1): [number, number][] => list.map((e) => [e, coef]);
  const kind = Array.from({ length: people }, () => rnd() < 0.3);
  const rows: SideRow[] = [];
  for (let unit = 0; unit * 10 < posts; unit++) {
    const here = edges.filter((e) => Math.floor(col[e]! / 10) === unit && kind[row[e]!]);
    const today = here.filter((e) => seat[row[e]!] === col[e]).length;
    if (rnd() < 0.7) rows.push(sideRow(ones(here), Math.max(today, 1)));
    if (rnd() < 0.5) rows.push(sideRow(ones(here, -1), -Math.min(today, 2)));
  }
  if (rnd() < 0.6) rows.push(sideRow(ones(edges.filter((e) => seat[row[e]!] !== col[e])), Math.floor(posts * (0.2 + 0.4 * rnd()))));
  for (let t = Math.floor(posts / 4); t > 0; t--) {
    const [a, b, unit] = [between(rnd, 0, people - 1), between(rnd, 0, people - 1), between(rnd, 0, Math.floor((posts - 1) / 10))];
    const together = edges.filter((e) => (row[e] === a || row[e] === b) && Math.floor(col[e]! / 10) === unit);
    if (a !== b && together.length > 1 && !(seat[a]! >= 0 && seat[b]! >= 0)) rows.push(sideRow(ones(together), 1));
  }
  return { p, rows };
}

const ROUNDS = 500;

it(`in ${ROUNDS} rounds of up to 1,000 people and 200 posts the search is optimal where highs says so, and no bound is below what highs finds`, async (context) => {
  const highs = await highsSolver();
  if (!highs) return context.skip();
  const counts = { optimal: 0, feasible: 0, infeasible: 0, unknown: 0, trusted: 0, withRows: 0 };
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const { p, rows } = round(seed);
    const core = Int32Array.from(p.col.keys());
    const rowOf = new Int32Array(p.col.length);
    for (let i = 0; i < p.rows; i++) rowOf.fill(i, p.start[i], p.start[i + 1]);
    const chosen = highs(coreProgram({ p, core, rows: rows.slice(), rowOf }));
    const theirs = chosen && p.weight.reduce((sum, w, e) => sum + (chosen[e] ? w : 0), 0);
    // every fourth without the own branch and bound, on the word of highs
    const found = seed % 4 === 0 ? await solveWithRowsAsync(p, rows, { nodeLimit: 0 }) : solveWithRows(p, rows, { nodeLimit: 2000 });
    counts[found.status]++;
    expect(checkRowProof(p, rows, 'colOf' in found ? found.colOf : new Int32Array(0), found), `seed ${seed}`).toBeUndefined();
    if (found.status === 'infeasible') expect(theirs, `seed ${seed}`).toBeUndefined();
    else if (found.status === 'unknown') expect(theirs ?? -Infinity, `seed ${seed}`).toBeLessThanOrEqual(found.bound);
    else if (found.status === 'optimal') expect(found.objective, `seed ${seed}`).toBe(theirs);
    else {
      expect(found.objective, `seed ${seed}`).toBeLessThanOrEqual(theirs!);
      expect(theirs, `seed ${seed}`).toBeLessThanOrEqual(found.bound);
      if (found.trusted !== undefined) {
        counts.trusted++;
        expect(found.objective, `seed ${seed}`).toBe(theirs);
      }
    }
    if ('root' in found && found.root.times.some((t) => t > 0)) counts.withRows++;
  }
  console.log(counts);
  expect(counts.optimal).toBeGreaterThan(0.8 * ROUNDS);
  expect(counts.withRows).toBeGreaterThan(ROUNDS / 4);
});
