/**
 * Ten years of a generated agency of 500 seats under four ways to choose, 200 seeds each, in the thread that asks and in 1 and 2 threads, each in a process of its own.
 * `npm run bench:simulation`; `-- --seeds 5` for a small run, `-- --years 3`. CPU is that of all threads; the comparison must have the same bytes in all three.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threads } from 'meritra/node';
import { compare, generate, type Comparison } from 'meritra/simulate';
import { bench, type Workload } from './measure.js';

const asked = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

// the processes that are forked read what was asked of this one
const [SEEDS, YEARS, FOLDER] = ((process.env['SIMULATION_BENCH'] ??= [asked('seeds', 200), asked('years', 10), mkdtempSync(join(tmpdir(), 'meritra-bench-'))].join(' ')).split(' ')) as [string, string, string];
const full = SEEDS === '200' && YEARS === '10';

/** The comparison with so many threads. */
const lives = (workers: number): Workload => async (step) => {
  const { organisation, world, policy } = await step('generate', () => generate({ shape: 'city', posts: 500, seed: 1 }));
  const pool = threads({ workers });
  const policies = { levels: { policy, choose: 'levels' }, total: { policy, choose: 'total' }, seniority: { policy, choose: 'seniority' }, patronage: { policy, choose: 'patronage' } } as const;
  const found = await step('compare', () => compare(pool, { organisation, world, policies, years: Number(YEARS), seed: 1, seeds: Number(SEEDS) }));
  await pool.close();
  const sha = createHash('sha256').update(JSON.stringify(found)).digest('hex');
  writeFileSync(join(FOLDER, String(workers)), sha);
  return `${Number(SEEDS) * 4} lives of ${YEARS} years; SHA-256 of the comparison ${sha}\n${fits(found)}`;
};

/** The mean fit of each policy and its difference to the first, so that a reader sees that something was compared. */
function fits({ rows }: Comparison): string {
  const row = rows.find((one) => one.measure === 'fit-mean' && one.level === null);
  return row?.cells.map((cell) => `${cell.policy} ${cell.estimate?.mean.toFixed(2)}${cell.difference ? ` (${cell.difference.mean.toFixed(2)} from ${cell.difference.low.toFixed(2)} to ${cell.difference.high.toFixed(2)})` : ''}`).join(', ') ?? '';
}

const goal = { cpu: 240, memory: 2_000 };
const [here, one, two] = [0, 1, 2].map((workers) => ({ work: lives(workers), ...(full && { goal }) }));
const measured = await bench(fileURLToPath(import.meta.url), { '0 threads': here!, '1 thread': one!, '2 threads': two! }, 1);
if (measured) {
  const shas = readdirSync(FOLDER).map((file) => readFileSync(join(FOLDER, file), 'utf8'));
  rmSync(FOLDER, { recursive: true, force: true });
  const same = shas.length === 3 && new Set(shas).size === 1;
  console.log(`\n0, 1 and 2 threads: ${same ? 'the same bytes' : 'NOT the same bytes'}`);
  if (!same) process.exitCode = 1;
}
