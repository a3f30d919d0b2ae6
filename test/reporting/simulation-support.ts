/** A comparison made up for the tests of what is shown: plausible figures of an invented agency, the same every time. Nothing here was simulated. */
import fc from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { CHOICES, COMPARISON_FORMAT, MEASURES, type Choice, type Comparison, type ComparedCell, type ComparedRow, type Estimate, type MeasureName } from '../../src/simulating/index.js';

export interface MadeUp {
  readonly policies: readonly (readonly [name: string, choose: Choice])[];
  readonly levels?: readonly string[];
  readonly years?: number;
  readonly seeds?: number;
  /** Measures that no run defines. */
  readonly undefinedOf?: readonly MeasureName[];
}

export const USUAL: MadeUp = { policies: [['levels', 'levels'], ['total', 'total'], ['seniority', 'seniority'], ['patronage', 'patronage'], ['by lot', 'random'], ['nobody moves', 'none']] };

/** Middle of each measure, its spread by seed, and what a policy adds: in the order of CHOICES. */
const PLAN: Readonly<Record<MeasureName, readonly [middle: number, spread: number, effects: readonly number[]]>> = {
  'fit-mean': [71.2, 0.9, [0, 0, 0.7, -0.4, -4.1, -6.2, -7.9, -3.2]],
  'fit-min': [48.3, 2.2, [0, 0, -2.4, -1.1, -7.2, -11.4, -12.9, -5.5]],
  'performance-mean': [64.9, 1.1, [0, 0, 0.15, -0.2, -1.9, -2.8, -3.6, -1.1]],
  delivered: [61.7, 1.2, [0, 0, 0.2, -0.4, -1.8, -2.6, -3.3, -14.2]],
  'vacant-share': [0.041, 0.006, [0, 0, 0.001, 0.002, 0.0005, 0.0008, 0.001, 0.214]],
  'days-to-fill': [148.6, 11, [0, 0, 3.1, 2.2, 1.2, 0.4, -0.9, 0]],
  moves: [83.4, 6.1, [0, 0, 9.8, 3.9, -2.1, -4.4, 1.3, -83.4]],
  'moves-per-vacancy': [1.83, 0.07, [0, 0, 0.21, 0.08, -0.05, -0.1, 0.03, -1.83]],
  loops: [2.4, 0.7, [0, 0, 3.1, -2.4, -2.4, -2.4, -2.4, -2.4]],
  tenure: [41.8, 2.3, [0, 0, -3.9, -1.4, 2.2, 3.1, -0.8, 31.6]],
  'unit-spread': [0.0412, 0.004, [0, 0, -0.0006, 0.0013, 0.0031, 0.0074, 0.0009, 0.0388]],
  'passed-over': [1.9, 0.8, [0, 0, 14.6, 2.8, 38.2, 49.9, 61.3, -1.9]],
  'connected-winners': [0.148, 0.02, [0, 0, 0.002, 0.003, -0.006, 0.412, 0.004, -0.148]],
  'connected-advantage': [1.02, 0.11, [0, 0, 0.01, -0.03, -0.05, 2.64, 0.02, 0]],
  bench: [2.31, 0.14, [0, 0, -0.04, 0.02, -0.13, -0.22, 0.05, 0.61]],
  refused: [9.7, 1.5, [0, 0, 1.2, 0.4, -0.3, -0.2, 0.1, -9.7]],
  displaced: [0.3, 0.3, [0, 0, 0.4, 0, 0, 0.1, 0.2, -0.3]],
};

/** The comparison of these policies. Runs and documents it names do not exist. */
export function madeUp({ policies, levels = ['directors', 'heads of division', 'heads of section', 'officers', 'assistants'], years = 10, seeds = 40, undefinedOf = [] }: MadeUp = USUAL): Comparison {
  const random = xoroshiro128plus(20261122);
  const uniform = (): number => (random.next() >>> 0) / 2 ** 32;
  const normal = (): number => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b, -6);
  const rows: ComparedRow[] = [];
  for (const measure of Object.keys(MEASURES) as MeasureName[]) {
    for (const level of [null, ...(MEASURES[measure].byLevel ? levels : [])]) {
      const [middle, spread, effects] = PLAN[measure];
      const lift = level === null ? 0 : (levels.length / 2 - levels.indexOf(level)) * spread;
      const luck = Array.from({ length: seeds }, () => spread * normal());
      const runs = policies.map(([, choose], p) => luck.map((common) => middle + lift + common + effects[CHOICES.indexOf(choose)]! * (level === null ? 1 : 0.8) + (p === 0 ? 0.2 : 0.5) * spread * normal()));
      const cells = policies.map(([policy, choose], p): ComparedCell => {
        const none = undefinedOf.includes(measure) || (choose === 'none' && (measure === 'days-to-fill' || measure.startsWith('connected')));
        const differences = runs[p]!.map((x, s) => x - runs[0]![s]!);
        const difference = none || p === 0 ? null : estimateOf(differences);
        const least = MEASURES[measure].unit === 'points' ? -Infinity : 0;
        const estimate = none ? null : estimateOf(runs[p]!.map((x) => Math.max(least, x)));
        return {
          policy, estimate,
          difference: difference && { ...difference, higher: differences.filter((d) => d > 0).length, equal: 0, lower: differences.filter((d) => d < 0).length },
          years: Array.from({ length: years }, (_, y) => (none ? null : round(Math.max(least, middle + lift + effects[CHOICES.indexOf(choose)]! * (y / years) * 1.6 + spread * 0.25 * normal())))),
        };
      });
      rows.push({ measure, level, cells });
    }
  }
  const hash = (letter: string): string => `sha256:${letter.repeat(64)}`;
  return {
    format: COMPARISON_FORMAT, engine: 'meritra 0.1.0', generator: 'xoroshiro128plus', organisation: { id: 'agency', hash: hash('a'), seats: 500, people: 617 }, world: hash('b'), years, seed: 1, seeds, confidence: 0.95,
    policies: policies.map(([name, choose], k) => ({ name, hash: hash(k < 10 ? String(k) : 'c'), choose, everyMonths: k === 3 ? 6 : 12 })), base: policies[0]![0], yardstick: hash('d'), levels, rows, lorenz: policies.map(([policy, choose], k) => ({ policy, shares: Array.from({ length: 13 }, (_, n) => round((n / 12) ** (1.08 + 0.05 * k + (choose === 'none' ? 0.2 : 0)))) })), runs: hash('e'),
  };
}

const round = (x: number): number => Math.round(x * 1e6) / 1e6;

function estimateOf(values: readonly number[]): Estimate | null {
  const n = values.length;
  if (n < 2) return null;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const half = 2.02 * Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1) / n);
  return { mean: round(mean), low: round(mean - half), high: round(mean + half), runs: n };
}

const figure = fc.oneof(fc.double({ min: -120, max: 120, noNaN: true }), fc.constantFrom(0, -0, 1e-9, 1e9, -1e6, 1, 100));
const estimate = fc.tuple(figure, figure, figure, fc.integer({ min: 2, max: 50 })).map(([a, b, c, runs]) => {
  const [low, mean, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
  return { mean, low, high, runs };
});

/** Comparisons with anything in them that the type allows: nulls, points for intervals, names of any letters, one policy or many, no levels. */
export const anyComparison = (name: fc.Arbitrary<string>): fc.Arbitrary<Comparison> => fc.tuple(fc.uniqueArray(name, { minLength: 1, maxLength: 12 }), fc.uniqueArray(name, { maxLength: 4 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom(1, 2, 40), fc.uniqueArray(fc.constantFrom(...(Object.keys(MEASURES) as MeasureName[])), { minLength: 0, maxLength: 6 })).chain(([names, levels, years, seeds, measures]) => {
  const cell = (policy: string): fc.Arbitrary<ComparedCell> => fc.record({
    policy: fc.constant(policy), estimate: fc.option(estimate),
    difference: policy === names[0] ? fc.constant(null) : fc.option(estimate.map((e) => ({ ...e, higher: 3, equal: 0, lower: 1 }))),
    years: fc.array(fc.option(figure), { minLength: years, maxLength: years }),
  });
  const rows = measures.flatMap((measure) => [null, ...(MEASURES[measure].byLevel ? levels : [])].map((level) => fc.tuple(...names.map(cell)).map((cells): ComparedRow => ({ measure, level, cells }))));
  const plain = madeUp({ policies: [['a', 'pack']], levels: [], seeds: 2 });
  return (rows.length === 0 ? fc.constant([]) : fc.tuple(...rows)).map((made): Comparison => ({ ...plain, years, seeds, levels, rows: made, lorenz: names.map((policy, k) => ({ policy, shares: k % 3 === 2 ? [] : [0, 0.2, 1] })), base: names[0]!, policies: names.map((one, k) => ({ ...plain.policies[0]!, name: one, choose: CHOICES[k % CHOICES.length]! })) }));
});
