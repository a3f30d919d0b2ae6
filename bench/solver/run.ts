/**
 * One solver in JavaScript on one instance: run METHOD FILE REPETITIONS. Prints one line of JSON: CPU seconds of each repetition, objective, peak MB; for ours
 * also CPU seconds of the check. `bench/solver.ts` bundles this file, so that it runs in plain node over the built package and nothing else uses memory.
 */
import { assign, assignmentGap } from 'meritra/assign';
import { read, type Pairs } from './instances.js';

export interface Measured {
  readonly cpu: readonly number[];
  readonly objective: number;
  /** Peak of the process, MB. */
  readonly memory: number;
  readonly version?: string;
  /** CPU seconds of checking the certificate; ours alone. */
  readonly check?: number;
}

type Method = (given: Pairs) => Promise<{ readonly solve: () => number; readonly proof?: () => Check }>;
/** Checks what was found last; everything it needs is ready. */
type Check = () => void;

const matrix = ({ rows, cols, cost }: Pairs): number[][] => Array.from({ length: rows }, (_, i) => Array.from(cost.subarray(i * cols, (i + 1) * cols)));

const METHODS: Record<string, Method> = {
  meritra: async (given) => {
    let last: ReturnType<typeof assign> | undefined;
    return {
      solve: () => {
        last = assign(given);
        if (last.status !== 'optimal') throw new Error('a shortage');
        return last.value;
      },
      proof: () => {
        if (last?.status !== 'optimal') throw new Error('nothing was solved');
        const found = last;
        return () => {
          if (assignmentGap(given, found) !== 0) throw new Error('the certificate does not hold');
        };
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

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const [name = '', path = '', times = ''] = process.argv.slice(2);
const { solve, proof } = await METHODS[name]!(read(path));
const cpu: number[] = [];
let objective = 0;
for (let t = 0; t < Number(times); t++) {
  const before = cpuSeconds();
  objective = solve();
  cpu.push(cpuSeconds() - before);
}
const memory = process.resourceUsage().maxRSS / 1024; // before the check, which is another's work
let checked: number | undefined;
if (proof) {
  const check = proof();
  const before = cpuSeconds();
  check();
  checked = cpuSeconds() - before;
}
const measured: Measured = { cpu, objective, memory, ...(checked !== undefined && { check: checked }) };
console.log(JSON.stringify(measured));
