import type { Year } from './year.js';
import type { Choice, Organisation, World, Scenario } from './scenario.js';
import type { SealedPolicy } from '../intake/index.js';

export const COMPARISON_FORMAT = 'meritra/comparison/0';

/**
 * What a life under a policy is measured by, each a number of the whole run or null where it is not defined. `better` says which way most would wish it;
 * null where it is a matter of taste, or where it rises as well when nobody is promoted (bench). Units: points (0..100), share (0..1), days, months, count a year, ratio.
 */
export const MEASURES = {
  'fit-mean': { unit: 'points', byLevel: true, better: 'more' },
  'fit-min': { unit: 'points', byLevel: true, better: 'more' },
  'performance-mean': { unit: 'points', byLevel: true, better: 'more' },
  delivered: { unit: 'points', byLevel: false, better: 'more' },
  'vacant-share': { unit: 'share', byLevel: false, better: 'less' },
  'days-to-fill': { unit: 'days', byLevel: false, better: 'less' },
  moves: { unit: 'count', byLevel: false, better: null },
  'moves-per-vacancy': { unit: 'ratio', byLevel: false, better: null },
  loops: { unit: 'count', byLevel: false, better: null },
  tenure: { unit: 'months', byLevel: true, better: null },
  'unit-spread': { unit: 'ratio', byLevel: false, better: 'less' },
  'passed-over': { unit: 'count', byLevel: false, better: 'less' },
  'connected-winners': { unit: 'share', byLevel: false, better: null },
  'connected-advantage': { unit: 'ratio', byLevel: false, better: null },
  bench: { unit: 'ratio', byLevel: true, better: null },
  refused: { unit: 'count', byLevel: false, better: 'less' },
  displaced: { unit: 'count', byLevel: false, better: 'less' },
} as const satisfies Readonly<Record<string, { readonly unit: MeasureUnit; readonly byLevel: boolean; readonly better: 'more' | 'less' | null }>>;

export type MeasureUnit = 'points' | 'share' | 'days' | 'months' | 'count' | 'ratio';
export type MeasureName = keyof typeof MEASURES;

/** One number of one run. `level` is null for the whole organisation. */
export interface Outcome {
  readonly measure: MeasureName;
  readonly level: string | null;
  readonly value: number | null;
}

/** One finished life: what remains of a scenario when only its figures are kept. */
export interface Run {
  readonly policy: string;
  readonly seed: number;
  readonly outcomes: readonly Outcome[];
  /** The same by year where it can be told by year, for pictures over time: year 1 first. */
  readonly byYear: readonly (readonly Outcome[])[];
  /** What units deliver per seat, as shares of a Lorenz curve (`lorenzOf`). */
  readonly lorenz: readonly number[];
  /** SHA-256 over the bytes of all years without their states: the same luck and policy give the same, wherever it ran. */
  readonly hash: string;
}

/** A mean over the seeds with its interval; null where fewer than two runs define it. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Runs that define it. */
  readonly runs: number;
}

export interface ComparedCell {
  readonly policy: string;
  readonly estimate: Estimate | null;
  /** Against the base policy on the same seeds: mean of the differences with interval, and in how many seeds it is higher, equal, lower; null for the base itself. */
  readonly difference: (Estimate & { readonly higher: number; readonly equal: number; readonly lower: number }) | null;
  /** By year of the simulation, the means alone. */
  readonly years: readonly (number | null)[];
}

export interface ComparedRow {
  readonly measure: MeasureName;
  readonly level: string | null;
  readonly cells: readonly ComparedCell[];
}

/** Policies side by side on the same luck. */
export interface Comparison {
  readonly format: typeof COMPARISON_FORMAT;
  readonly engine: string;
  readonly generator: string;
  readonly organisation: { readonly id: string; readonly hash: string; readonly seats: number; readonly people: number };
  readonly world: string;
  readonly years: number;
  readonly seed: number;
  readonly seeds: number;
  /** Share of the intervals, 0.95. */
  readonly confidence: number;
  /** The first is the base. `choose` as asked. */
  readonly policies: readonly { readonly name: string; readonly hash: string; readonly choose: Choice; readonly everyMonths: number }[];
  readonly base: string;
  readonly yardstick: string;
  readonly levels: readonly string[];
  readonly rows: readonly ComparedRow[];
  /** By policy, the mean Lorenz curve of what units deliver per seat: `shares[k]` of n + 1 is what the k of n units that deliver least have of all; empty where nothing is delivered. */
  readonly lorenz: readonly { readonly policy: string; readonly shares: readonly number[] }[];
  /** SHA-256 over the hashes of all runs, in the order of policies and seeds. */
  readonly runs: string;
}

/** What `compare` is asked. */
export interface CompareOptions {
  readonly organisation: Organisation;
  readonly world: World;
  readonly years: number;
  /** The first seed; the others follow it. */
  readonly seed: number;
  /** How many lives under each policy, 20 if absent. */
  readonly seeds?: number;
  /** By name, in the order in which they are shown; a sealed policy alone chooses as it says, once a year. */
  readonly policies: Readonly<Record<string, SealedPolicy | Scenario['regime']>>;
  /** Which of them the others are held against; the first if absent. */
  readonly base?: string;
  /** By which pack all are measured; that of the base if absent. */
  readonly yardstick?: SealedPolicy;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly of: number }) => void;
}

/** One unit of work for whoever runs lives elsewhere: plain data. */
export interface Task {
  readonly policy: string;
  readonly scenario: Scenario;
}

/** Runs lives in other threads or on other machines: the same `Run` for the same task, in any order. */
export interface Pool {
  run(tasks: readonly Task[], control: { readonly signal?: AbortSignal; readonly onRun: (run: Run) => void }): Promise<void>;
}

/** Years of a scenario, one after the other. */
export type Simulate = (scenario: Scenario, control?: SimulateOptions) => AsyncIterable<Year>;

export interface SimulateOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly year: number; readonly years: number }) => void;
  /** A state that an earlier year of the same scenario ended in: the years after it follow. */
  readonly from?: Year['state'];
  /** Leave `state` out of the years: faster. */
  readonly states?: boolean;
}
