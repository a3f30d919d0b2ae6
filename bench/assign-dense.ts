/*
 * Dense square assignment against other packages. Run with `npx tsx bench/assign-dense.ts`.
 * Each package in a process of its own, so that its peak memory is its own; CPU medians of 5 after one run to warm up
 * (1 run without warm-up where a package needs longer than 20 s). Unequal objectives end the bench with an error.
 * Every package gets its own input form ready made; ours checks it on each run.
 *   uniform: weights 1..1e6   merit: a_i * b_j, a and b 1..1000   least total cost is asked for
 */
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { fromDense, solve } from '../src/kernel/index.js';
import { between, random } from '../test/kernel/instances.js';

interface Case {
  readonly kind: string;
  readonly n: number;
}
interface Outcome {
  readonly objective: number;
  readonly cpu: number;
  readonly runs: number;
  readonly memory: number;
}

const CASES: Case[] = ['uniform', 'merit'].flatMap((kind) => [200, 500, 1000].map((n) => ({ kind, n })));
const PEERS: Record<string, { prepare: () => Promise<(cost: Float64Array, n: number) => () => number>; most: number }> = {
  meritra: {
    most: Infinity,
    prepare: async () => (cost, n) => {
      const problem = fromDense(n, n, cost.map((c) => -c), { rowMin: new Uint8Array(n).fill(1) });
      return () => {
        const found = solve(problem);
        return found.status === 'optimal' ? -found.objective : NaN;
      };
    },
  },
  munkres: {
    most: Infinity,
    prepare: async () => {
      const name = 'munkres';
      const { munkres } = (await import(name)) as { munkres: (m: number[][]) => [number, number][] };
      return (cost, n) => {
        const matrix = Array.from({ length: n }, (_, i) => Array.from(cost.subarray(i * n, (i + 1) * n)));
        return () => munkres(matrix).reduce((sum, [i, j]) => sum + cost[i * n + j]!, 0);
      };
    },
  },
  'javascript-lp-solver': {
    most: 200,
    prepare: async () => {
      const { default: solver } = (await import('javascript-lp-solver')) as unknown as { default: { Solve(model: object): Record<string, number> } };
      return (cost, n) => {
        const constraints: Record<string, object> = {};
        const variables: Record<string, Record<string, number>> = {};
        for (let i = 0; i < n; i++) constraints[`r${i}`] = constraints[`c${i}`] = { equal: 1 };
        for (let e = 0; e < n * n; e++) variables[`x${e}`] = { cost: cost[e]!, [`r${(e / n) | 0}`]: 1, [`c${e % n}`]: 1 };
        return () => {
          const found = solver.Solve({ optimize: 'cost', opType: 'min', constraints, variables });
          let sum = 0;
          for (let e = 0; e < n * n; e++) if ((found[`x${e}`] ?? 0) > 0.5) sum += cost[e]!;
          return sum;
        };
      };
    },
  },
};

function costs({ kind, n }: Case): Float64Array {
  const rnd = random(n);
  if (kind === 'uniform') return Float64Array.from({ length: n * n }, () => between(rnd, 1, 1_000_000));
  const a = Array.from({ length: n }, () => between(rnd, 1, 1000));
  const b = Array.from({ length: n }, () => between(rnd, 1, 1000));
  return Float64Array.from({ length: n * n }, (_, e) => a[(e / n) | 0]! * b[e % n]!);
}

async function measure(peer: string, which: Case): Promise<Outcome> {
  const run = (await PEERS[peer]!.prepare())(costs(which), which.n);
  const times: number[] = [];
  let objective = 0;
  const once = (): void => {
    const before = process.cpuUsage();
    objective = run();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  };
  once();
  if (times[0]! < 20_000) {
    times.length = 0;
    for (let t = 0; t < 5; t++) once();
  }
  return { objective, cpu: times.sort((x, y) => x - y)[times.length >> 1]!, runs: times.length, memory: process.resourceUsage().maxRSS / 1024 };
}

function inChild(peer: string, which: Case): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['child', peer, which.kind, String(which.n)]);
    let outcome: Outcome | undefined;
    child.on('message', (m) => (outcome = m as Outcome));
    child.on('exit', (code) => (outcome ? resolve(outcome) : reject(new Error(`${peer} on ${which.kind} ${which.n} ended with ${code}`))));
  });
}

const [mode, peer, kind, size] = process.argv.slice(2);
if (mode === 'child') {
  process.send!(await measure(peer!, { kind: kind!, n: Number(size) }));
} else {
  console.log(`${cpus()[0]?.model}, ${cpus().length} CPUs, node ${process.version}; CPU ms (median of 5), peak memory of the process, ratio to ours`);
  for (const which of CASES) {
    let ours: Outcome | undefined;
    for (const name of Object.keys(PEERS)) {
      if (which.n > PEERS[name]!.most) continue;
      const o = await inChild(name, which);
      ours ??= o;
      console.log(`${which.kind.padEnd(8)} n=${String(which.n).padEnd(5)} ${name.padEnd(22)} ${o.cpu.toFixed(1).padStart(9)} ms ${o.memory.toFixed(0).padStart(6)} MB ${(o.cpu / ours.cpu).toFixed(2).padStart(8)}x  objective ${o.objective}${o.runs === 1 ? ' (1 run)' : ''}`);
      if (o.objective !== ours.objective) throw new Error(`${name} finds ${o.objective}, we find ${ours.objective}`);
    }
  }
}
