/**
 * One solver in JavaScript on one instance: run METHOD FILE REPETITIONS. Prints one line of JSON: CPU seconds of each repetition, objective, peak MB after the first; for ours
 * also CPU seconds of the check and of a run with canonical duals. For side rows FILE is a name (`row-instances.ts`); for
 * the name of a dense instance without a file the longest piece of work is measured.
 * `bench/solver.ts` bundles this file, so that it runs in plain node over the built package and nothing else uses memory.
 */
import * as door from 'meritra/assign';
import { make, read, type Pairs } from './instances.js';
import { brokenRows, makeRows, program } from './row-instances.js';

const { assign, assignAsync, gapOf, highsSolver, solve: solveBare, solveWithRows, solveWithRowsAsync, startAssign } = door;

export interface Measured {
  readonly cpu: readonly number[];
  readonly objective: number;
  /** Peak of the process, MB. */
  readonly memory: number;
  readonly version?: string;
  /** CPU seconds of checking the certificate of a problem that is read; ours alone. */
  readonly check?: number;
  /** CPU seconds with canonical duals; ours alone. */
  readonly canonical?: number;
  /** Whether the plan was proven to be the best; side rows alone. */
  readonly proven?: boolean;
  /** More to be said in the line of this run. */
  readonly note?: string;
}

type Method = (given: Pairs) => Promise<{ readonly solve: () => number | Promise<number>; readonly proof?: () => Pick<Measured, 'check' | 'canonical'>; readonly note?: () => Pick<Measured, 'note' | 'proven'> }>;

const matrix = ({ rows, cols, cost }: Pairs): number[][] => Array.from({ length: rows }, (_, i) => Array.from(cost.subarray(i * cols, (i + 1) * cols)));

const METHODS: Record<string, Method> = {
  meritra: async (given) => {
    let last: ReturnType<typeof assign> | undefined;
    return {
      solve: () => {
        last = assign({ ...given, duals: 'any' });
        if (last.status !== 'optimal') throw new Error('a shortage');
        return last.value;
      },
      proof: () => {
        if (last?.status !== 'optimal') throw new Error('nothing was solved');
        const found = last;
        const gap = gapOf(given);
        const times = given.cost.length <= 300_000 ? 25 : given.cost.length <= 5_000_000 ? 7 : 3;
        const check = repeated(times, () => {
          if (gap(found) !== 0) throw new Error('the certificate does not hold');
        });
        return { check, canonical: repeated(times, () => void assign(given)) };
      },
    };
  },
  munkres: async (given) => {
    const { munkres } = await import('munkres');
    const rows = matrix(given);
    return { solve: () => munkres(rows).reduce((sum, [i, j]) => sum + given.cost[i * given.cols + j]!, 0) };
  },
  'javascript-lp-solver': async ({ rows, cols, cost }) => {
    const { default: solver } = (await import('javascript-lp-solver')) as unknown as { default: { Solve(model: object): Record<string, number> } };
    const constraints: Record<string, object> = {};
    for (let i = 0; i < rows; i++) constraints[`r${i}`] = { equal: 1 };
    for (let j = 0; j < cols; j++) constraints[`c${j}`] = { max: 1 };
    const variables: Record<string, Record<string, number>> = {};
    for (let e = 0; e < rows * cols; e++) variables[`x${e}`] = { cost: cost[e]!, [`r${(e / cols) | 0}`]: 1, [`c${e % cols}`]: 1 };
    return {
      solve: () => {
        const found = solver.Solve({ optimize: 'cost', opType: 'min', constraints, variables });
        return cost.reduce((sum, c, e) => (found[`x${e}`]! > 0.5 ? sum + c : sum), 0);
      },
    };
  },
};

const ROW_METHODS: Record<string, (given: ReturnType<typeof makeRows>) => ReturnType<Method>> = {
  meritra: async (given) => {
    const { p, rows } = given;
    const bare = solveBare(p);
    const quotas = rows.some(({ edge }) => edge.length > 2);
    let found: door.RowOutcome | undefined;
    return {
      // with quotas and a cap the tree would not close: the plan of the back end, our bound, and no word of "optimal"
      solve: async () => {
        found = quotas ? await solveWithRowsAsync(p, rows, { nodeLimit: 0 }) : solveWithRows(p, rows);
        return found.status === 'infeasible' || found.status === 'unknown' ? NaN : found.objective;
      },
      note: () => {
        const open = found && 'objective' in found && found.status !== 'optimal' ? `, bound ${found.bound}` : '';
        const note = `${bare.status === 'optimal' ? brokenRows(given, bare.edgeOf) : 0} of ${rows.length} rows broken at first, ${found?.status}${open}`;
        return { note, proven: found?.status === 'optimal' };
      },
    };
  },
  highs: async (given) => {
    const solver = await highsSolver();
    if (!solver) throw new Error('highs is not installed');
    const whole = program(given);
    return { solve: () => solver(whole)?.reduce((sum, chosen, e) => (chosen ? sum + given.p.weight[e]! : sum), 0) ?? NaN };
  },
};

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Median CPU seconds of so many runs. */
function repeated(times: number, work: () => void): number {
  const all = Array.from({ length: times }, () => {
    const before = cpuSeconds();
    work();
    return cpuSeconds() - before;
  });
  return all.sort((a, b) => a - b)[times >> 1]!;
}

/** How soon `assignAsync` stops: CPU seconds of the longest piece of work, and in words what was measured. Every piece of one whole run, then a few aborts. */
async function pieces(name: string): Promise<Measured> {
  const input = { ...make(name), duals: 'canonical' } as const;
  const run = startAssign(input);
  const cpu: number[] = [];
  for (let state = ''; state !== 'done'; ) {
    const before = cpuSeconds();
    state = run.step(250_000);
    cpu.push(cpuSeconds() - before);
  }
  if (run.result?.status !== 'optimal') throw new Error('a shortage');
  const longest = Math.max(...cpu);
  const total = cpu.reduce((a, b) => a + b, 0);
  let latest = 0;
  for (const part of [0.05, 0.2, 0.4, 0.6, 0.8]) {
    const stop = new AbortController();
    let at = 0;
    setTimeout(() => {
      at = performance.now();
      stop.abort();
    }, 1000 * part * total);
    const stopped = await assignAsync(input, { signal: stop.signal }).then(() => false, () => true);
    if (stopped) latest = Math.max(latest, performance.now() - at);
  }
  return { cpu: [longest], objective: run.result.value, memory: process.resourceUsage().maxRSS / 1024, note: `longest of ${cpu.length} pieces; aborted within ${latest.toFixed(0)} ms of wall time` };
}

const [name = '', path = '', times = ''] = process.argv.slice(2);

async function measured(): Promise<Measured> {
  if (path.startsWith('dense-') || path.startsWith('tight-')) return pieces(path);
  const { solve, proof, note } = path.startsWith('rows-') ? await ROW_METHODS[name]!(makeRows(path)) : await METHODS[name]!(read(path));
  const cpu: number[] = [];
  let objective = 0;
  let memory = 0; // of one solve: later ones only leave more to be collected, and the check is another's work
  for (let t = 0; t < Number(times); t++) {
    const before = cpuSeconds();
    objective = await solve();
    cpu.push(cpuSeconds() - before);
    if (t === 0) memory = process.resourceUsage().maxRSS / 1024;
  }
  return { cpu, objective, memory, ...note?.(), ...proof?.() };
}
console.log(JSON.stringify(await measured()));
