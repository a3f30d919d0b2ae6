/**
 * 54,808 people and 4,668 promotions audited: from the bytes of the sheet to the report, in one process each. `npm run bench:audit`; the data (../shared)
 * are not part of this repository. Each rung of the ladder by itself, and beside R's `mantelhaen.test` and scipy's `fisher_exact` where they are installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { audit, readTable, type TableMapping } from 'meritra/audit';
import { fisher, mantelHaenszel, type Table2x2 } from 'meritra/stats';
import { bench, type Workload } from './measure.js';

const FILE = fileURLToPath(new URL('../../shared/data/real/av_hr_promotion_train.csv', import.meta.url));
const KPI = 'KPIs_met _greaterthan_80percent';
const MERIT = [KPI, 'previous_year_rating'];
const MAPPING: TableMapping = {
  person: 'employee_id', on: '2018-01-01', chosen: { column: 'is_promoted', is: '1' },
  ties: { 'referred v sourcing': { column: 'recruitment_channel', is: 'referred', against: 'sourcing' } },
  strata: ['department', ...MERIT, 'awards_won', 'avg_training_score'],
  bins: { avg_training_score: [0, 50, 60, 70, 80, 100] },
};
const LADDER = { unit: ['department'], merit: MERIT, all: ['awards_won', 'avg_training_score'] };
const RUNGS: readonly (readonly string[])[] = [[], ['department'], ['department', ...MERIT], ['department', ...MERIT, 'awards_won', 'avg_training_score']];

/** Reading, the audit, text and page. */
const report: Workload = async (step) => {
  const past = await step('readTable', () => readTable(readFileSync(FILE), MAPPING));
  const found = await step('audit', () => audit(past, { ladder: LADDER }));
  const text = await step('text', () => found.text());
  const page = await step('html', () => found.html());
  return `${found.ladders[0]!.rungs.map((rung) => `${rung.name} ${Number(rung.oddsRatio).toFixed(4)}`).join(', ')}; ${found.ladders[0]!.claim}; text ${text.length}, page ${page.length} characters`;
};

/** Rows of the two channels, as small numbers: what a rung is made of. */
function rows(): { readonly keys: readonly string[]; readonly tied: boolean; readonly chosen: boolean }[] {
  const [head, ...lines] = readFileSync(FILE, 'utf8').trim().split(/\r?\n/);
  const at = new Map(head!.split(',').map((name, i) => [name, i]));
  const names = RUNGS[3]!;
  return lines.map((line) => line.split(',')).filter((cells) => cells[at.get('recruitment_channel')!] !== 'other').map((cells) => ({
    keys: names.map((name) => (name === 'avg_training_score' ? String(MAPPING.bins![name]!.filter((edge) => edge < Number(cells[at.get(name)!])).length) : cells[at.get(name)!]!)),
    tied: cells[at.get('recruitment_channel')!] === 'referred', chosen: cells[at.get('is_promoted')!] === '1',
  }));
}

/** Cutting into strata and testing, rung by rung. */
const rungs: Workload = async (step) => {
  const all = await step('read', rows);
  const facts: string[] = [];
  for (const by of RUNGS) {
    const found = await step(`rung of ${by.length} strata columns`, () => {
      const tables = new Map<string, [[number, number], [number, number]]>();
      for (const { keys, tied, chosen } of all) {
        const key = keys.slice(0, by.length).join('|');
        let table = tables.get(key);
        if (!table) tables.set(key, (table = [[0, 0], [0, 0]]));
        table[tied ? 0 : 1][chosen ? 0 : 1]++;
      }
      return mantelHaenszel([...tables.values()]);
    });
    if (found.status === 'tested') facts.push(`${Number(found.oddsRatio).toFixed(4)} (p ${found.plain.p.toFixed(4)}, ${found.strata} strata)`);
  }
  return facts.join(', ');
};

if (!existsSync(FILE)) console.log(`skipped: ${FILE} is not here`);
else {
  const measured = await bench(fileURLToPath(import.meta.url), { report: { work: report, goal: { cpu: 3, memory: 700 } }, rungs: { work: rungs, goal: { cpu: 1, memory: 400 } } });
  if (measured) {
    await phases();
    peers();
  }
}

/** Where the time of one audit goes, once, in this process. */
async function phases(): Promise<void> {
  const past = readTable(readFileSync(FILE), MAPPING);
  const taken: string[] = [];
  let [last, before] = ['parse, cases, ties, names', process.cpuUsage()];
  const close = (phase: string): void => {
    const { user, system } = process.cpuUsage(before);
    if (user + system >= 10_000) taken.push(`${last} ${Math.round((user + system) / 1000)}`);
    [last, before] = [phase, process.cpuUsage()];
  };
  await audit(past, { ladder: LADDER, onProgress: ({ phase }) => close(phase) });
  close('');
  console.log(`\naudit by phase, ms of CPU, cold, from 10 on: ${taken.join(', ')}`);
}

/** The merit rung in R from the same sheet, and Fisher's test of the crude table in scipy; each times its own test without the start of the language. */
function peers(): void {
  const all = rows();
  const count = (tied: boolean, chosen: boolean): number => all.filter((r) => r.tied === tied && r.chosen === chosen).length;
  const crude: Table2x2 = [[count(true, true), count(true, false)], [count(false, true), count(false, false)]];
  const start = performance.now();
  const ours = fisher(crude);
  const took = performance.now() - start;
  if (ours.status === 'tested') console.log(`\nFisher of ${JSON.stringify(crude)}: meritra p ${ours.p.two.toPrecision(12)} in ${took.toFixed(1)} ms, cold`);
  tell('scipy fisher_exact', 'python3', ['-c', `import time,scipy;from scipy.stats import fisher_exact\nt=time.process_time();r=fisher_exact(${JSON.stringify(crude)});print("p %.12g in %.1f ms of CPU, scipy %s"%(r[1],1e3*(time.process_time()-t),scipy.__version__))`]);
  tell('R mantelhaen.test', 'Rscript', ['-e', `d <- read.csv(${JSON.stringify(FILE)}); d <- d[d$recruitment_channel != "other",]
r <- ifelse(is.na(d$previous_year_rating), "missing", d$previous_year_rating); names(d)[11] <- "kpi"
t0 <- proc.time()[1]; s <- interaction(d$department, d$kpi, r, drop = TRUE)
x <- table(factor(d$recruitment_channel, c("referred", "sourcing")), factor(d$is_promoted, c(1, 0)), s); x <- x[, , apply(x, 3, sum) > 1]
m <- mantelhaen.test(x, correct = FALSE); cat(sprintf("odds ratio %.4f, p %.4f in %.0f ms of CPU, R %s\\n", m$estimate, m$p.value, 1e3 * (proc.time()[1] - t0), getRversion()))`]);
}

function tell(name: string, command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 120_000 });
  console.log(status === 0 ? `${name}: ${stdout.trim()}` : `${name}: not here (${(stderr || 'no such command').trim().split('\n').at(-1)!})`);
}
