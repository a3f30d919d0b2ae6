/**
 * What an audit's p-values and signs are worth, measured: `npm run calibrate`, about two minutes of CPU; `-- --write` also writes the rates that stand
 * beside each sign in a report (src/auditing/flags/measured.ts). The same seeds give the same figures on every machine. docs/auditing.md has them.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Interval } from 'meritra/stats';
import { random } from '../test/attack/changes.js';
import { flagged, PLACE, tailoredPosts } from '../test/attack/tailored-posts.js';
import { tailoredRequirements } from '../src/auditing/flags/tailored-requirements.js';
import { ENGINE } from '../src/solving/engine.js';
import { ALPHAS, NULL_WORLDS, sizeOf, underTheNull, uniformity } from './calibration/null.js';
import { powerTable } from './calibration/power.js';
import { whatRungsSay } from './calibration/rigged.js';
import { intervalOf, measureSigns, ratesOf, RUNS, SEED, shareOf, type Share } from './calibration/signs.js';

const MEASURED = fileURLToPath(new URL('../src/auditing/flags/measured.ts', import.meta.url));
const DRAWS = 4000;

const cpu = (): number => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
const row = (...cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
const head = (...cells: readonly string[]): void => { row(...cells); row(...cells.map(() => '---')); };
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const between = ({ low, high }: Interval): string => `${(100 * Number(low)).toFixed(1)} to ${(100 * Number(high)).toFixed(1)}`;
const small = (p: number): string => (p < 0.0001 ? '< 0.0001' : p.toFixed(4));

async function part(title: string, body: () => void | Promise<void>): Promise<void> {
  const start = cpu();
  console.log(`\n## ${title}\n`);
  await body();
  console.log(`\n${(cpu() - start).toFixed(1)} s CPU`);
}

console.log(`${ENGINE.name} ${ENGINE.version}; ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, node ${process.version}; seeds from 1, of the signs from ${SEED}`);

await part('Where nothing is there', async () => {
  head('world', 'test', 'p-values', 'p <= .01', 'p <= .05', 'p <= .10', 'Kolmogorov-Smirnov against uniform');
  for (const one of NULL_WORLDS) {
    for (const sample of (await underTheNull(one)).sort((a, b) => (a.test < b.test ? -1 : 1))) {
      const sizes = ALPHAS.map((alpha) => { const { share, interval } = sizeOf(sample, alpha); return `${percent(share)} (${between(interval)})`; });
      const ks = uniformity(sample);
      row(sample.world, `${sample.test}${sample.exact ? ', exact' : ''}`, sample.p.length, ...sizes, `${ks.of}: ${ks.statistic.toFixed(3)}, p ${small(ks.p)}${ks.of === 'p' && sample.exact ? ' (p of an exact test lies above uniform)' : ''}`);
    }
  }
});

await part(`Power of the winner test, ${DRAWS} draws a cell`, () => {
  head('eligible', 'odds ratio', 'vacancies (table)', 'vacanciesNeeded', 'exact power', 'measured (95 %)');
  for (const r of powerTable(DRAWS, 1)) row(r.eligible, String(r.oddsRatio), r.vacancies, String(r.needed), r.exact.toFixed(4), `${percent(r.measured)} (${between(r.interval)})`);
});

await part(`Signs, ${RUNS} cities of each make`, async () => {
  const counts = await measureSigns(RUNS);
  const cell = (share: Share): string => `${share.flagged} of ${share.of}: ${percent(shareOf(share))} (${between(intervalOf(share))})`;
  head('sign', 'planted and flagged', 'flagged beside other plants', 'flagged where nothing is planted', 'the same, with honest look-alikes');
  for (const [code, { planted, beside, plain, alike }] of counts) row(code, cell(planted), cell(beside), cell(plain), cell(alike));
  if (!process.argv.includes('--write')) return;
  writeFileSync(MEASURED, `// Written by \`npm run calibrate -- --write\`. Not to be edited: a rate that was not measured is no rate.
import type { Rates } from '../study.js';

export const MEASURED: Rates = {
${Object.entries(ratesOf(counts, RUNS)).map(([code, r]) => `  '${code}': { world: '${r.world}', runs: ${r.runs}, seed: ${r.seed}, detection: ${r.detection}, falseAlarm: ${r.falseAlarm} },`).join('\n')}
};
`);
  console.log('\nwritten: src/auditing/flags/measured.ts');
});

await part('Tailored requirements against a greedy tailor (1,000 people, 12 attributes of 5 values, 4 conditions; goals 95 % and 2 %)', () => {
  const sum = { found: 0, of: 0, false: 0, ordinary: 0 };
  for (const seed of [101, 102]) {
    const told = flagged(tailoredPosts(random(seed), PLACE), tailoredRequirements);
    for (const key of ['found', 'of', 'false', 'ordinary'] as const) sum[key] += told[key];
  }
  console.log(`${sum.found} of ${sum.of} tailored posts flagged (${percent(sum.found / sum.of)}), ${sum.false} of ${sum.ordinary} ordinary ones (${percent(sum.false / sum.ordinary)})`);
});

await part('Open favour and rigged ratings, 12 worlds each', async () => {
  head('favour', 'odds ratio crude (middle)', 'given the score', 'crude p <= .05', 'winners p <= .05', 'given the score p <= .05', 'claims');
  for (const r of await whatRungsSay(12, 1)) {
    row(r.favour, r.oddsRatio.crude.toFixed(2), r.oddsRatio.merit.toFixed(2), `${r.crude} of ${r.runs}`, `${r.winners} of ${r.runs}`, `${r.merit} of ${r.runs}`, Object.entries(r.claims).sort().map(([claim, n]) => `${claim} ${n}`).join(', '));
  }
});

console.log(`\n${cpu().toFixed(0)} s CPU in all`);
