/**
 * A workload measured step by step in processes of its own, so that neither warm code nor the memory of another run helps it.
 * The workload must measure what a user installs: `npm run build`, then `npx tsx --tsconfig tsconfig.dist.json bench/NAME.ts`. With the
 * sources under tsx every function is wrapped to keep its name, and SHA-256 alone then takes about ten times as long: the table says so.
 */
import { fork } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** Runs one step, awaits it and books its time under a name; steps of the same name add up. */
export type Step = <T>(name: string, body: () => T | Promise<T>) => Promise<T>;

/** A workload: takes its steps and returns one line of figures, which must be the same in every run. */
export type Workload = (step: Step) => Promise<string>;

/** What a workload must not pass, in seconds of CPU and MiB. */
export interface Goal {
  readonly cpu: number;
  readonly memory: number;
}

interface Taken {
  readonly name: string;
  readonly cpu: number;
  readonly wall: number;
}

/** Everything one process tells: times in ms, memory in MiB. */
interface Run {
  readonly steps: readonly Taken[];
  readonly start: number;
  readonly memory: number;
  readonly facts: string;
}

const CHILD = '--run=';

/** Measures each workload in `runs` processes and prints medians; to be called once, by the script that is forked again. Sets exit code 1 if a goal is missed. Returns the median seconds of CPU by name, nothing in a fork. */
export async function bench(script: string, workloads: Readonly<Record<string, { readonly work: Workload; readonly goal?: Goal }>>, runs = 5): Promise<ReadonlyMap<string, number> | undefined> {
  const asked = process.argv.find((argument) => argument.startsWith(CHILD))?.slice(CHILD.length);
  if (asked !== undefined) {
    await once(workloads[asked]?.work);
    return undefined;
  }

  const [cpu] = cpus();
  console.log(`${cpu?.model ?? 'unknown processor'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, node ${process.version}, medians of ${runs} processes`);
  if (import.meta.resolve('meritra').endsWith('.ts')) console.log('measured: src under tsx, slower than what is installed; see bench/measure.ts');
  const seconds = new Map<string, number>();
  for (const [name, { goal }] of Object.entries(workloads)) {
    const all: Run[] = [];
    for (let k = 0; k < runs; k++) all.push(await child(script, name));
    seconds.set(name, print(name, all, goal));
  }
  return seconds;
}

async function once(work: Workload | undefined): Promise<void> {
  if (!work) throw new Error('no such workload');
  const { user, system } = process.cpuUsage();
  const taken = new Map<string, Taken>();
  const step: Step = async (name, body) => {
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    const result = await body();
    const used = process.cpuUsage(cpu);
    const before = taken.get(name) ?? { cpu: 0, wall: 0 };
    taken.set(name, { name, cpu: before.cpu + (used.user + used.system) / 1000, wall: before.wall + performance.now() - wall });
    return result;
  };
  const facts = await work(step);
  const run: Run = { steps: [...taken.values()], start: (user + system) / 1000, memory: process.resourceUsage().maxRSS / 1024, facts };
  process.send?.(run);
}

async function child(script: string, workload: string): Promise<Run> {
  const process = fork(script, [CHILD + workload]);
  let run: Run | undefined;
  process.on('message', (message) => (run = message as Run));
  const code = await new Promise<number | null>((done) => process.on('exit', done));
  await setTimeout(100); // the machine comes to rest
  if (!run) throw new Error(`${workload} ended with exit code ${code}`);
  return run;
}

function print(name: string, runs: readonly Run[], goal: Goal | undefined): number {
  const [first] = runs;
  if (!first || runs.some((run) => run.facts !== first.facts)) throw new Error(`${name}: not every run says the same`);
  const line = (step: string, cpu: number, wall: number): void => console.log(`${step.padEnd(24)} ${cpu.toFixed(0).padStart(8)} ${wall.toFixed(0).padStart(8)}`);
  console.log(`\n${name.padEnd(24)} ${'CPU ms'.padStart(8)} ${'wall ms'.padStart(8)}`);
  for (const [s, { name: step }] of first.steps.entries()) line(step, median(runs.map((run) => run.steps[s]?.cpu ?? NaN)), median(runs.map((run) => run.steps[s]?.wall ?? NaN)));
  const total = (of: 'cpu' | 'wall'): number => median(runs.map((run) => run.steps.reduce((sum, step) => sum + step[of], 0)));
  const [cpu, memory] = [total('cpu'), median(runs.map((run) => run.memory))];
  line('in all', cpu, total('wall'));
  console.log(`peak memory ${memory.toFixed(0)} MiB; before the first step ${median(runs.map((run) => run.start)).toFixed(0)} ms CPU for node, tsx and the imports\n${first.facts}`);
  if (!goal) return cpu / 1000;
  const met = cpu <= goal.cpu * 1000 && memory <= goal.memory;
  console.log(`goal: ${goal.cpu} s CPU, ${goal.memory} MiB: ${met ? 'met' : 'MISSED'}`);
  if (!met) process.exitCode = 1;
  return cpu / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}
