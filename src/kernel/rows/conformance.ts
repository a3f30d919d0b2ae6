import { keepsRows, type SmallProgram } from './program.js';

/** Anything that answers a small program: the chosen variables, or undefined where it finds none. */
export type BackEnd = (program: SmallProgram) => readonly boolean[] | undefined | Promise<readonly boolean[] | undefined>;

/** A program with its known optimum, undefined where nothing keeps its rows. */
export interface ConformanceCase {
  readonly name: string;
  readonly program: SmallProgram;
  readonly best: number | undefined;
}

/** What a back end got wrong; `case` names it. */
export interface ConformanceFinding {
  readonly case: string;
  readonly what: string;
}

type Term = readonly [variable: number, coefficient: number];
const ones = (...variables: number[]): Term[] => variables.map((x) => [x, 1] as const);

/**
 * The programs that every back end must answer: traps that peers fell into, published figures, and `random` seeded programs of
 * up to 10 variables whose optimum comes from trying all of them.
 */
export function conformanceCases(random = 40): readonly ConformanceCase[] {
  const named: ConformanceCase[] = [
    { name: 'no variable and no row', program: { gain: [], rows: [] }, best: 0 },
    { name: 'an objective that is called result by nobody', program: { gain: [3, 2], rows: [{ terms: ones(0, 1), max: 1 }] }, best: 3 },
    { name: 'maximised, though the smaller total is nearer', program: { gain: [1, 10], rows: [{ terms: ones(0, 1), min: 1, max: 1 }] }, best: 10 },
    { name: 'infeasible: two of one', program: { gain: [1, 1], rows: [{ terms: ones(0, 1), max: 1 }, { terms: ones(0, 1), min: 2 }] }, best: undefined },
    { name: 'infeasible in whole numbers alone', program: { gain: [1, 1], rows: [{ terms: [[0, 2], [1, 2]], min: 1, max: 1 }] }, best: undefined },
    { name: 'infeasible: a row without terms', program: { gain: [1], rows: [{ terms: [], min: 1 }] }, best: undefined },
    { name: 'three that conflict in pairs: 1, where the relaxation says 1.5', program: { gain: [1, 1, 1], rows: [{ terms: ones(0, 1), max: 1 }, { terms: ones(1, 2), max: 1 }, { terms: ones(0, 2), max: 1 }] }, best: 1 },
    { name: 'an equality', program: { gain: [5, 4, 3], rows: [{ terms: ones(0, 1, 2), min: 2, max: 2 }, { terms: ones(0, 1), max: 1 }] }, best: 8 },
    { name: 'a loss that must be taken', program: { gain: [-3, -5], rows: [{ terms: ones(0, 1), min: 1 }] }, best: -3 },
    { name: 'all gains 0', program: { gain: [0, 0, 0], rows: [{ terms: ones(0, 1, 2), min: 1 }] }, best: 0 },
    { name: 'a knapsack (Kellerer, Pferschy, Pisinger 2004, section 2.1)', program: { gain: [6, 5, 8, 9, 6, 7, 3], rows: [{ terms: [[0, 2], [1, 3], [2, 6], [3, 7], [4, 5], [5, 9], [6, 4]], max: 9 }] }, best: 15 },
    { name: 'gaps below one in ten thousand count', program: { gain: [1_000_001, 1_000_000], rows: [{ terms: ones(0, 1), max: 1 }] }, best: 1_000_001 },
    { name: 'large coefficients', program: { gain: [2, 3], rows: [{ terms: [[0, 500_000], [1, 500_001]], max: 1_000_000 }] }, best: 3 },
  ];
  for (let n = 0, seed = 1; n < random; n++) {
    const next = (span: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 16) % span;
    };
    const count = 3 + next(8);
    const gain = Array.from({ length: count }, () => next(60) - 10);
    const rows = Array.from({ length: 1 + next(5) }, () => {
      const terms = gain.flatMap((_, x) => (next(2) === 0 ? [] : [[x, next(3) === 0 ? next(9) - 4 : 1] as const])).filter(([, a]) => a !== 0);
      return next(3) === 0 ? { terms, min: next(3) } : { terms, max: next(4) };
    });
    const program = { gain, rows };
    named.push({ name: `seeded program ${n}`, program, best: byTrying(program) });
  }
  return named;
}

/** The optimum by trying every set of variables. */
function byTrying(program: SmallProgram): number | undefined {
  const { gain } = program;
  let best: number | undefined;
  for (let set = 0; set < 1 << gain.length; set++) {
    const chosen = gain.map((_, x) => (set & (1 << x)) !== 0);
    const value = gain.reduce((sum, g, x) => sum + (chosen[x] ? g : 0), 0);
    if ((best === undefined || value > best) && keepsRows(program, chosen)) best = value;
  }
  return best;
}

/** What a back end gets wrong on these cases, in their order; empty if nothing. It must leave the program as it was. */
export async function runConformance(backEnd: BackEnd, cases: readonly ConformanceCase[] = conformanceCases()): Promise<readonly ConformanceFinding[]> {
  const findings: ConformanceFinding[] = [];
  for (const { name, program, best } of cases) {
    const before = JSON.stringify(program);
    const chosen = await backEnd(program);
    const say = (what: string): number => findings.push({ case: name, what });
    if (JSON.stringify(program) !== before) say('changed the program');
    if (!chosen) {
      if (best !== undefined) say(`found nothing, where ${best} can be had`);
      continue;
    }
    if (chosen.length !== program.gain.length) say(`chose among ${chosen.length} variables of ${program.gain.length}`);
    else if (!keepsRows(program, chosen)) say('breaks a row');
    else {
      const value = program.gain.reduce((sum, g, x) => sum + (chosen[x] ? g : 0), 0);
      if (best === undefined) say(`found ${value}, where nothing can be had`);
      else if (value !== best) say(`found ${value}, where ${best} can be had`);
    }
  }
  return findings;
}
