/**
 * The speed table of the solver: ours and the installed peers side by side in one run, each in a process of its own, on instances made here.
 * `npm run bench:solver -- [--quick] [--only TEXT] [--data FOLDER] [--limit SECONDS]`
 *
 * Ours is `assign` of the built package, with the checks of its input and the duals its kernel ended with (`duals: 'any'`: peers return none); what canonical
 * duals cost on top has lines of its own. CPU seconds, of the solve alone (every peer gets its own form of the instance ready made): ours and its peers run in
 * turn; a figure is the median of all repetitions but the first third of each process, ours and theirs alike; "cold" is the median of first repetitions.
 * Objectives must be equal, or the bench fails. A peer is stopped after so many CPU seconds (--limit, 100), reading included: its ratio is then "at least".
 * --data keeps the instances (about 300 MB) for the next run.
 * Peers: scipy (python3 with python3-scipy), LEMON (g++ with liblemon-dev), munkres, javascript-lp-solver and highs (npm). One that is absent is said to be.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { file } from './solver/instances.js';
import type { Measured } from './solver/run.js';

const root = resolve(import.meta.dirname, '..');
const option = (name: string): string | undefined => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const quick = process.argv.includes('--quick');
const only = option('--only') ?? '';
const kept = option('--data');
const folder = kept ?? mkdtempSync(join(tmpdir(), 'meritra-bench-'));
mkdirSync(folder, { recursive: true });
const built = join(root, 'out', 'bench');

type Peer = 'scipy' | 'LEMON' | 'munkres' | 'javascript-lp-solver' | 'highs';
type Figure = 'median' | 'cold' | 'memory';

/** One line of the table: ours must be `must` times as good as the peer (for memory: use at most 1 / must of it). */
interface Goal {
  readonly work: string;
  readonly instance: string;
  readonly peer: Peer;
  readonly must?: number;
  readonly stretch?: number;
  readonly figure?: Figure;
}

const GOALS: readonly Goal[] = [
  { work: 'dense uniform n=100', instance: 'dense-100-uniform', peer: 'scipy', must: 0.4, stretch: 1 },
  { work: 'dense merit n=100', instance: 'dense-100-merit', peer: 'scipy', must: 0.4, stretch: 1 },
  { work: 'dense uniform n=500', instance: 'dense-500-uniform', peer: 'scipy', must: 1.5, stretch: 2 },
  { work: 'dense uniform n=2000', instance: 'dense-2000-uniform', peer: 'scipy', must: 1.9, stretch: 2 },
  { work: 'dense uniform n=5000', instance: 'dense-5000-uniform', peer: 'scipy', must: 2, stretch: 3 },
  { work: 'dense merit n=500', instance: 'dense-500-merit', peer: 'scipy', must: 2.5, stretch: 4 },
  { work: 'dense merit n=1000', instance: 'dense-1000-merit', peer: 'scipy', must: 4, stretch: 10 },
  { work: 'dense merit n=2000', instance: 'dense-2000-merit', peer: 'scipy', must: 14, stretch: 30 },
  { work: 'dense merit n=2000, cold', instance: 'dense-2000-merit', peer: 'LEMON', must: 0.7, stretch: 1.5, figure: 'cold' },
  { work: 'dense merit n=5000', instance: 'dense-5000-merit', peer: 'LEMON', must: 2, stretch: 3 },
  { work: 'dense merit n=5000, memory', instance: 'dense-5000-merit', peer: 'LEMON', must: 3, figure: 'memory' },
  { work: '1M x 100k x 50 uniform', instance: 'sparse-1000000-uniform', peer: 'scipy', must: 150 },
  { work: '1M x 100k x 50 uniform', instance: 'sparse-1000000-uniform', peer: 'LEMON', must: 6, stretch: 8 },
  { work: '1M x 100k x 50 merit', instance: 'sparse-1000000-merit', peer: 'scipy', must: 150 },
  { work: '1M x 100k x 50 merit', instance: 'sparse-1000000-merit', peer: 'LEMON', must: 6, stretch: 8 },
  { work: 'tight 10k merit', instance: 'tight-10000-merit', peer: 'scipy', must: 30, stretch: 50 },
  { work: 'tight 10k merit', instance: 'tight-10000-merit', peer: 'LEMON', must: 1.5, stretch: 3 },
  { work: 'tight 100k merit', instance: 'tight-100000-merit', peer: 'LEMON', must: 2, stretch: 4 },
  { work: 'dense uniform n=500', instance: 'dense-500-uniform', peer: 'munkres', must: 1.3, stretch: 3 },
  { work: 'dense uniform n=2000', instance: 'dense-2000-uniform', peer: 'munkres', must: 1.3, stretch: 3 },
  { work: 'dense merit n=500', instance: 'dense-500-merit', peer: 'munkres', must: 1.3, stretch: 3 },
  { work: 'dense merit n=2000', instance: 'dense-2000-merit', peer: 'munkres', must: 30, stretch: 40 },
  { work: 'dense uniform n=100', instance: 'dense-100-uniform', peer: 'javascript-lp-solver' },
  { work: 'dense merit n=100', instance: 'dense-100-merit', peer: 'javascript-lp-solver' },
  { work: 'conflicts only, 2 broken', instance: 'rows-conflicts-2', peer: 'highs', must: 12, stretch: 30 },
  { work: 'conflicts only, 5 broken', instance: 'rows-conflicts-5', peer: 'highs', must: 12, stretch: 30 },
  { work: 'conflicts only, 8 broken', instance: 'rows-conflicts-8', peer: 'highs', must: 12, stretch: 30 },
  { work: 'quotas + cap + conflicts', instance: 'rows-quotas-1', peer: 'highs', must: 2.5, stretch: 10 },
];

/** How time grows: the slope of log(time) over log(size) must stay below. */
const GROWTH = [
  { work: 'sparse uniform, pairs', must: 1.1, instances: ['sparse-10000-uniform', 'sparse-30000-uniform', 'sparse-100000-uniform', 'sparse-300000-uniform', 'sparse-1000000-uniform'] },
  { work: 'sparse merit, pairs', must: 1.1, instances: ['sparse-10000-merit', 'sparse-30000-merit', 'sparse-100000-merit', 'sparse-300000-merit', 'sparse-1000000-merit'] },
  { work: 'dense uniform, n', must: 2.3, instances: ['dense-500-uniform', 'dense-1000-uniform', 'dense-2000-uniform', 'dense-5000-uniform'] },
  { work: 'dense merit, n', must: 2.6, instances: ['dense-500-merit', 'dense-1000-merit', 'dense-2000-merit', 'dense-5000-merit'] },
];
const CHECKED = ['dense-1000-uniform', 'dense-1000-merit', 'dense-2000-uniform', 'dense-2000-merit', 'dense-5000-uniform', 'dense-5000-merit'];
const SMALL_ENOUGH = 200; // MB for the whole process at 1M x 100k x 50

/** How soon a run can be stopped: the longest piece of work, CPU ms. */
const STOPPED = quick ? ['dense-2000-uniform', 'dense-2000-merit'] : ['dense-10000-uniform', 'dense-5000-merit'];
const SOON = 0.05;

const sizeOf = (name: string): number => Number(name.split('-')[1]);

/** Repetitions in a process and processes, by size; a peer that is slow gets one of each. */
function effort(name: string, peer?: Peer): { readonly times: number; readonly processes: number } {
  const size = sizeOf(name);
  if (name.startsWith('rows')) return { times: peer || name.includes('quotas') ? 1 : 5, processes: 1 };
  const slow = (peer === 'scipy' && (size >= 100_000 || name === 'tight-10000-merit' || name === 'dense-2000-merit')) || (peer === 'munkres' && name === 'dense-2000-merit');
  if (slow || peer === 'javascript-lp-solver') return { times: 1, processes: 1 };
  if (!name.startsWith('dense')) return { times: size <= 30_000 ? 9 : size < 300_000 ? 5 : 3, processes: 1 };
  const [times, processes] = size <= 100 ? [300, 2] : size <= 500 ? [25, 2] : size <= 1000 ? [15, 2] : size <= 2000 ? [9, 1] : [3, 1];
  return { times: peer && size >= 2000 ? Math.min(times, 3) : times, processes: quick ? 1 : processes };
}
const leftOut = (name: string): boolean => quick && sizeOf(name) > (name.startsWith('dense') ? 2000 : name.startsWith('tight') ? 10_000 : 100_000);
/** CPU seconds a process may take; scipy's 1M x 100k x 50 uniform needs about 120. */
const LIMIT = Number(option('--limit') ?? (quick ? 40 : 100));
const limitOf = (method: string, name: string): number => (option('--limit') === undefined && method === 'scipy' && name === 'sparse-1000000-uniform' ? 2 * LIMIT : LIMIT);

// What is installed
const tried = (command: string, args: readonly string[]): { readonly ok: boolean; readonly text: string } => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 120_000, cwd: root });
  return { ok: status === 0, text: `${stdout}${stderr}`.trim() };
};
const must = (command: string, args: readonly string[]): void => {
  const { ok, text } = tried(command, args);
  if (!ok) throw new Error(`${command} ${args.join(' ')}: ${text}`);
};
mkdirSync(built, { recursive: true });
must(join(root, 'node_modules', '.bin', 'esbuild'), ['bench/solver/run.ts', '--bundle', '--packages=external', '--platform=node', '--format=esm', '--target=node20', `--outfile=${built}/run.mjs`]);
const python = ['python3', '/usr/bin/python3'].find((command) => tried(command, ['-c', 'import scipy.optimize']).ok);
const lemon = join(built, 'lemon_peer');
const hasLemon = tried('g++', ['-O3', '-march=native', '-o', lemon, 'bench/peers/lemon_peer.cpp']).ok;

function command(method: 'meritra' | Peer): string[] | undefined {
  if (method === 'scipy') return python ? [python, 'bench/peers/scipy_peer.py'] : undefined;
  if (method === 'LEMON') return hasLemon ? [lemon] : undefined;
  return method === 'meritra' || existsSync(join(root, 'node_modules', method)) ? [process.execPath, join(built, 'run.mjs'), method] : undefined;
}

type Runs = Measured[] | 'absent' | 'too slow';

/** One more process of a method; what it measured stands at the end of its runs. */
function run(method: 'meritra' | Peer, name: string, runs: Runs): Runs {
  const call = command(method);
  if (!call || typeof runs === 'string') return call ? runs : 'absent';
  const { times } = effort(name, method === 'meritra' ? undefined : method);
  const found = measuredBy(call, name.startsWith('rows') ? name : file(folder, name), times, limitOf(method, name));
  return found ? [...runs, found] : 'too slow';
}

/** What a process measures, undefined if it was stopped after so many CPU seconds (or ten times as many of the clock, on a loaded machine). */
function measuredBy(call: readonly string[], what: string, times: number, seconds: number): Measured | undefined {
  const limited = ['-c', `ulimit -t ${seconds}; exec "$@"`, 'sh', ...call, what, String(times)];
  const { status, signal, stdout, stderr } = spawnSync('sh', limited, { encoding: 'utf8', cwd: root, timeout: 10_000 * seconds, killSignal: 'SIGKILL' });
  if (signal === 'SIGKILL' || signal === 'SIGXCPU') return undefined;
  if (status !== 0) throw new Error(`${call.join(' ')} ${what}: ${signal ?? status}\n${stderr}`);
  return JSON.parse(stdout) as Measured;
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? NaN;
const figures: Record<Figure, (runs: readonly Measured[]) => number> = {
  median: (runs) => median(runs.flatMap(({ cpu }) => cpu.slice(Math.floor(cpu.length / 3)))),
  cold: (runs) => median(runs.map(({ cpu }) => cpu[0] ?? NaN)),
  memory: (runs) => median(runs.map(({ memory }) => memory)),
};

/** Ours and all peers asked of an instance, in turn. */
function measure(name: string, peers: readonly Peer[]): Map<'meritra' | Peer, Runs> {
  const all = new Map<'meritra' | Peer, Runs>([['meritra', []]]);
  for (const peer of peers) all.set(peer, []);
  for (let p = 0; p < effort(name).processes; p++) {
    for (const [method, runs] of all) {
      if (method !== 'meritra' && p >= effort(name, method).processes) continue;
      all.set(method, run(method, name, runs));
    }
  }
  const objectives = [...all].flatMap(([method, runs]) => (typeof runs === 'string' ? [] : runs.map(({ objective }) => ({ method, objective }))));
  const other = objectives.find(({ objective }) => objective !== objectives[0]?.objective);
  if (other && name.includes('quotas')) console.log(`  ${name}: ${other.method} finds ${other.objective}, ${objectives[0]?.method} ${objectives[0]?.objective}`);
  else if (other) throw new Error(`${name}: ${other.method} finds ${other.objective}, ${objectives[0]?.method} ${objectives[0]?.objective}`);
  return all;
}

const mark = (reached: boolean): string => (reached ? 'reached' : 'MISSED');
const time = (seconds: number): string => (seconds < 0.1 ? `${(seconds * 1000).toFixed(2)} ms` : `${seconds.toFixed(2)} s`);
const factor = (x: number): string => `${x.toFixed(x < 10 ? 2 : 0)}x`;
/** A goal and its mark; open where the peer was stopped too early to tell. */
const asked = (ratio: number, goal: number | undefined, atLeast = false): [string, number][] => (goal === undefined ? [] : [[`${goal}x`, -6], [atLeast && ratio < goal ? 'open' : mark(ratio >= goal), 8]]);
const cells = (...columns: [string, number][]): string => columns.map(([text, width]) => (width < 0 ? text.padStart(-width) : text.padEnd(width))).join(' ').trimEnd();

const wanted = (work: string): boolean => work.includes(only);
const names = [...new Set([...GOALS.filter(({ work, peer }) => wanted(`${work} v ${peer}`)).map(({ instance }) => instance), ...GROWTH.filter(({ work }) => wanted(`growth ${work}`)).flatMap(({ instances }) => instances), ...(wanted('check') ? CHECKED : [])])].filter((name) => !leftOut(name)).sort((a, b) => cost(a) - cost(b));

/** What takes longest comes last. */
function cost(name: string): number {
  return name.startsWith('dense') ? sizeOf(name) : name.startsWith('rows') ? 10_000 : 10_000 + sizeOf(name);
}

const load = loadavg()[0] ?? 0;
console.log(`${cpus()[0]?.model}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, node ${process.version}, load ${load.toFixed(1)} at the start${quick ? ', --quick: few repetitions, large instances left out' : ''}`);
const results = new Map<string, Map<'meritra' | Peer, Runs>>();
try {
  for (const name of names) {
    const peers = [...new Set(GOALS.filter(({ instance, work, peer }) => instance === name && wanted(`${work} v ${peer}`)).map(({ peer }) => peer))];
    const all = measure(name, peers);
    results.set(name, all);
    for (const [method, runs] of all) {
      if (typeof runs === 'string') console.log(`  ${cells([name, 24], [method, 20], [runs, 10])}`);
      else console.log(`  ${cells([name, 24], [method, 20], [time(figures.median(runs)), -10], [`cold ${time(figures.cold(runs))}`, -16], [`${figures.memory(runs).toFixed(0)} MB`, -8])}  objective ${runs[0]?.objective}${runs[0]?.note ? `, ${runs[0].note}` : ''}`);
    }
  }
} finally {
  if (!kept) rmSync(folder, { recursive: true, force: true });
}
const ours = (name: string): readonly Measured[] => {
  const runs = results.get(name)?.get('meritra');
  return runs && typeof runs !== 'string' ? runs : [{ cpu: [LIMIT], objective: NaN, memory: Infinity }]; // we were too slow
};
const versions = new Set([...results.values()].flatMap((all) => [...all].flatMap(([method, runs]) => (typeof runs === 'string' || !runs[0]?.version ? [] : [`${method} ${runs[0].version}`]))));
console.log(`\npeers: ${[...versions].join(', ')}\n\n${cells(['work', 28], ['against', 20], ['ours', -10], ['theirs', -10], ['ratio', -8], ['must', -6], ['', 8], ['stretch', 7])}`);
for (const { work, instance, peer, must, stretch, figure = 'median' } of GOALS) {
  if (!wanted(`${work} v ${peer}`)) continue;
  const line = (...rest: [string, number][]): void => console.log(cells([work, 28], [peer, 20], ...rest));
  const theirs = results.get(instance)?.get(peer);
  if (!theirs) {
    line(['left out (--quick)', 20]);
    continue;
  }
  const mine = figures[figure](ours(instance));
  const unproven = ours(instance)[0]?.proven === false; // then only the peer can say whether it is the best
  const unit = (x: number): string => (figure === 'memory' ? `${x.toFixed(0)} MB` : time(x));
  if (theirs === 'absent') line([unit(mine), -10], ['not installed', -14]);
  else if (theirs === 'too slow') {
    const least = limitOf(peer, instance);
    const ratio = unproven ? 0 : (0.9 * least) / mine; // a tenth for starting and reading
    line([unit(mine), -10], [`> ${least} s`, -10], [unproven ? 'open' : `> ${factor(ratio)}`, -8], ...asked(ratio, must, true), ...asked(ratio, stretch, true), [`not finished within ${least} s`, 30]);
  }
  else {
    const other = figures[figure](theirs);
    const short = unproven ? (theirs[0]?.objective ?? NaN) - (ours(instance)[0]?.objective ?? NaN) : 0;
    if (short !== 0) line([unit(mine), -10], [unit(other), -10], ['MISSED', -8], [`our plan is worth ${short} less`, 30]);
    else line([unit(mine), -10], [unit(other), -10], [factor(other / mine), -8], ...asked(other / mine, must), ...asked(other / mine, stretch));
  }
}
for (const name of CHECKED.filter((n) => wanted('check') && results.has(n))) {
  const share = median(ours(name).map(({ check = NaN }) => check)) / figures.median(ours(name));
  console.log(cells(['certificate check', 28], [name, 20], [`${(100 * share).toFixed(1)} %`, -8], ['of the solve', 12], ['5 %', -6], [mark(share <= 0.05), 8]));
}
for (const name of names.filter((n) => !n.startsWith('rows') && wanted('canonical'))) {
  const canonical = median(ours(name).map(({ canonical: seconds = NaN }) => seconds));
  const mine = figures.median(ours(name));
  console.log(cells(['with canonical duals', 28], [name, 22], [time(canonical), -10], [factor(canonical / mine), -8], [`as long as without (${time(mine)})`, 40]));
}
for (const name of wanted('stopped') ? STOPPED : []) {
  const found = measuredBy(command('meritra')!, name, 1, 2 * LIMIT);
  const longest = found?.cpu[0] ?? Infinity;
  console.log(cells(['can be stopped within', 28], [name, 22], [time(longest), -10], ['', 8], [time(SOON), 10], [mark(longest <= SOON), 8], [found?.note ?? 'not finished', 60]));
}
for (const { work, must, instances } of GROWTH) {
  const points = instances.filter((name) => results.has(name)).map((name) => [Math.log(Number(name.split('-')[1])), Math.log(figures.median(ours(name)))] as const);
  if (!wanted(`growth ${work}`)) continue;
  if (points.length < 4) {
    console.log(cells([`growth, ${work}`, 28], ['', 20], ['left out: fewer than 4 sizes', 30]));
    continue;
  }
  const [x, y] = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k]!, 0) / points.length) as [number, number];
  const slope = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0) / points.reduce((sum, [px]) => sum + (px - x) * (px - x), 0);
  console.log(cells([`growth, ${work}`, 28], ['', 20], [slope.toFixed(2), -8], ['exponent', 12], [String(must), -6], [mark(slope <= must), 8]));
}
for (const name of ['sparse-1000000-uniform', 'sparse-1000000-merit'].filter((n) => results.has(n))) {
  const memory = figures.memory(ours(name));
  console.log(cells(['memory, whole process', 28], [name, 22], [`${memory.toFixed(0)} MB`, -8], ['', 10], [`${SMALL_ENOUGH}`, -6], [mark(memory < SMALL_ENOUGH), 8]));
}
