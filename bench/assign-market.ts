/*
 * Synthetic markets of the sizes a ministry has. Run with `npx tsx bench/assign-market.ts`; CPU medians of 5.
 *   sparse: 2,500 people, 1,200 posts, about 500,000 pairs, 8 objectives (owed posts, six thirds of levels, fewest moves)
 *   intake: 55,000 people for 9 posts of 500 seats, marks that tie
 */
import { cpus } from 'node:os';
import { optimalityGap, PairLosses, settle, solve, solveLevels, type Levels, type Market, type Matching } from '../src/kernel/index.js';
import { between, random, shuffled } from '../test/kernel/instances.js';

interface Made {
  readonly market: Market;
  readonly stages: Float64Array[];
}

function sparse(seed: number, units: number): Made {
  const rnd = random(seed);
  const rows = 2500;
  const cols = 1200;
  const incumbents = 1000;
  const levels = 6;
  const levelOf = Int32Array.from({ length: cols }, (_, j) => Math.floor((j * levels) / cols)); // 0 is the lowest
  const post = shuffled(rnd, cols).slice(0, incumbents);
  const start = new Int32Array(rows + 1);
  const col: number[] = [];
  const fit: number[] = [];
  const stay: boolean[] = [];
  for (let i = 0; i < rows; i++) {
    const own = i < incumbents ? post[i]! : -1;
    const ability = between(rnd, 30, 90);
    for (let j = 0; j < cols; j++) {
      if (j !== own && (rnd() > 0.17 || (own >= 0 && levelOf[j]! < levelOf[own]!))) continue;
      col.push(j);
      fit.push((ability * units + between(rnd, -10 * units, 10 * units)) | 0);
      stay.push(j === own);
    }
    start[i + 1] = col.length;
  }
  const market: Market = { rows, cols, start, col: Int32Array.from(col), rowMin: new Uint8Array(rows), colMin: new Int32Array(cols), colMax: new Int32Array(cols).fill(1) };
  const owed = new Float64Array(col.length);
  for (let i = 0; i < incumbents; i++) owed.fill(1, start[i], start[i + 1]);
  const stages = [owed];
  for (let level = levels - 1; level >= 0; level--) stages.push(Float64Array.from(col, (j, e) => (levelOf[j] === level ? fit[e]! : 0)));
  stages.push(Float64Array.from(stay, (s) => (s ? 0 : -1)));
  return { market, stages };
}

function intake(seed: number, top: number): Made {
  const rnd = random(seed);
  const rows = 55_000;
  const cols = 9;
  const start = Int32Array.from({ length: rows + 1 }, (_, i) => i * cols);
  const col = Int32Array.from({ length: rows * cols }, (_, e) => e % cols);
  const mark = Float64Array.from({ length: rows }, () => between(rnd, 1, top));
  const weight = Float64Array.from(col, (_, e) => mark[(e / cols) | 0]! * 10 + between(rnd, 0, 2));
  return { market: { rows, cols, start, col, rowMin: new Uint8Array(rows), colMin: new Int32Array(cols), colMax: new Int32Array(cols).fill(500) }, stages: [weight] };
}

function median(run: () => void, times = 5): number {
  const all: number[] = [];
  for (let t = 0; t < times; t++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    all.push((user + system) / 1000);
  }
  return all.sort((a, b) => a - b)[times >> 1]!;
}

const rank = (m: Market): Int32Array => m.col.map((j) => (j * 7919) % 10_007);

console.log(`${cpus()[0]?.model}, ${cpus().length} CPUs, node ${process.version}; CPU ms, median of 5`);
for (const [name, { market, stages }] of [
  ['sparse, fine marks', sparse(1, 10_000)],
  ['sparse, whole points', sparse(2, 1)],
  ['intake, 100 marks', intake(3, 100)],
  ['intake, 10,000 marks', intake(4, 10_000)],
  ['intake, all equal', { ...intake(5, 1), stages: [new Float64Array(55_000 * 9).fill(1)] }],
] as const) {
  const order = shuffled(random(9), market.rows);
  let plan!: Levels;
  let first!: Matching;
  let tied = 0;
  const ranks = rank(market);
  const one = median(() => (first = solve({ ...market, weight: stages[0] }) as Matching));
  const levels = median(() => (plan = solveLevels(market, stages) as Levels));
  const ties = median(() => {
    const s = settle(plan.finalFace, plan.colOf, order, ranks);
    tied = s.tied.length;
    plan = { ...plan, colOf: s.colOf };
  });
  const check = median(() => {
    for (const level of plan.levels) if (optimalityGap(level, { ...level, colOf: plan.colOf }) !== 0) throw new Error('not optimal');
  });
  const losses = median(() => {
    for (let t = 0; t < 20; t++) new PairLosses(plan).of(order[t]!, market.col[market.start[order[t]!]!]!);
  });
  console.log(
    `${name.padEnd(22)} ${market.col.length} pairs: first objective ${one.toFixed(0)}, ${stages.length} levels ${levels.toFixed(0)}, ties ${ties.toFixed(0)} (${tied} tied), check ${check.toFixed(0)}, one loss ${(losses / 20).toFixed(1)}; objective ${first.objective}`,
  );
}
