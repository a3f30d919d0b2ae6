/**
 * The model of A. Pluchino, A. Rapisarda, C. Garofalo, "The Peter principle revisited: a computational study", Physica A 389(3):467-472, 2010,
 * doi:10.1016/j.physa.2009.09.045, arXiv:0907.0455: a pyramid of posts, promotion from the level below only, and two ideas of what a promotion does to competence.
 *
 * The paper's full text was not at hand when this was written. Every parameter names where it was read instead; where these places differ, both readings
 * are here and the one whose results lie nearer to the published ones is the default. What is in none of them is called a choice.
 *
 * - [F] manurFR/peter-principle-revisited on GitHub, a program that implements the paper (organization.py, strategies.py, employee.py, study.py)
 * - [X] the article of xalelax of 27 October 2020 on a program for it, and that program ("default parameters to reflect the choices in the original paper")
 * - [B] bazotimatheus/Peter-principle-without-learning on GitHub (main.py, promote.py)
 * - [O] a program in Octave that draws mean efficiency over time, author unknown
 * - [H] haradama/peter-principle-simulator on GitHub (sketch.js)
 */

import { random, type Random } from '../city/random.js';

export const HYPOTHESES = ['common-sense', 'peter'] as const;
export const STRATEGIES = ['best', 'worst', 'random', 'alternating'] as const;
export type Hypothesis = (typeof HYPOTHESES)[number];
export type Strategy = (typeof STRATEGIES)[number];

export const PARAMETERS = {
  /** Posts by level, the top first: 160 in all [F, X, O, H]. */
  posts: [1, 5, 11, 21, 41, 81],
  /** Responsibility of a level, in tenths: 1.0 0.9 0.8 0.6 0.4 0.2 [F, X, O]; [H] has others. */
  responsibility: [10, 9, 8, 6, 4, 2],
  /** Competence, in hundredths: 1 to 10, normal with mean 7 and standard deviation 2 [F, X, O]. */
  competence: { least: 100, most: 1000, mean: 700, sd: 200 },
  /** Age on entry, whole years: 18 to 60, normal with mean 25 and standard deviation 5 [X, O; F without bounds]. */
  age: { least: 18, most: 60, mean: 25, sd: 5 },
  /** A draw outside its bounds becomes the nearer `end` [O for ages], or is drawn `again` [X; O for competence]. */
  outside: 'end' as 'end' | 'again',
  /** Whoever is older leaves [F, H]; [X] takes 65. */
  oldest: 60,
  /** Whoever has less competence leaves, in hundredths: 4 [F, H]. */
  dismissedBelow: 400,
  /** Common sense: the old competence and a uniform draw of up to a tenth of it [B, in steps of a tenth] or of the `scale` [F, X] to either side, cut to the scale. Peter: drawn anew [F, X, B]. */
  tenthOf: 'competence' as 'competence' | 'scale',
  /** One step is a year [F, X, H]; 1,000 of them, averages of 50 runs [O; 50 runs in F and X too]. */
  steps: 1000,
  runs: 50,
  /** The mean efficiency from this step on is what a strategy ends with [O]. */
  settled: 600,
};
export type Parameters = typeof PARAMETERS;

interface Agent {
  age: number;
  competence: number;
}

/**
 * Global efficiency in percent: competence weighted by responsibility, of what it would be were everybody at the top of the scale [F, X]. Responsibility
 * by level and competence in the units of `p`.
 */
export function efficiency(levels: readonly (readonly Agent[])[], p: Parameters): number {
  let [sum, most] = [0, 0];
  levels.forEach((agents, level) => {
    const weight = p.responsibility[level]!;
    for (const agent of agents) sum += weight * agent.competence;
    most += weight * p.posts[level]! * p.competence.most;
  });
  return (100 * sum) / most;
}

/** Efficiency before the first step and after each one. A run starts from the same people under every hypothesis and strategy. */
export function run(hypothesis: Hypothesis, strategy: Strategy, seed: number, p: Parameters = PARAMETERS): number[] {
  const [start, luck] = [random(2 * seed), random(2 * seed + 1)];
  const within = ({ least, most, mean, sd }: Parameters['age'], from = luck): number => {
    for (;;) {
      const value = mean + Math.round(sd * from.normal());
      if (value >= least && value <= most) return value;
      if (p.outside === 'end') return value < least ? least : most;
    }
  };
  const newcomer = (from = luck): Agent => ({ age: within(p.age, from), competence: within(p.competence, from) });
  const levels = p.posts.map((posts) => Array.from({ length: posts }, () => newcomer(start)));

  const transmitted = (old: number): number => {
    if (hypothesis === 'peter') return within(p.competence);
    const most = Math.floor((p.tenthOf === 'scale' ? p.competence.most : old) / 10);
    return Math.min(p.competence.most, Math.max(p.competence.least, old + luck.int(-most, most)));
  };

  const history = [efficiency(levels, p)];
  for (let step = 1; step <= p.steps; step++) {
    // whoever must go goes; then the top is filled first, so that a step leaves no post open; then all grow older (the order of F and, but for the last two, of B)
    levels.forEach((agents, level) => (levels[level] = agents.filter((agent) => agent.age <= p.oldest && agent.competence >= p.dismissedBelow)));
    levels.forEach((agents, level) => {
      while (agents.length < p.posts[level]!) {
        const below = levels[level + 1];
        if (below === undefined) agents.push(newcomer());
        else if (below.length === 0) break; // nobody to promote: open for another step
        else {
          const promoted = below.splice(chosen(strategy, below, luck), 1)[0]!;
          agents.push({ age: promoted.age, competence: transmitted(promoted.competence) });
        }
      }
    });
    for (const agents of levels) for (const agent of agents) agent.age++;
    history.push(efficiency(levels, p));
  }
  return history;
}

/** Whom the strategy promotes; among equals whoever stands first. */
function chosen(strategy: Strategy, from: readonly Agent[], luck: Random): number {
  if (strategy === 'random') return luck.int(0, from.length - 1);
  const best = strategy === 'best' || (strategy === 'alternating' && luck.int(0, 1) === 1);
  let at = 0;
  from.forEach((agent, k) => {
    const other = from[at]!.competence;
    if (best ? agent.competence > other : agent.competence < other) at = k;
  });
  return at;
}

export interface Change {
  readonly hypothesis: Hypothesis;
  readonly strategy: Strategy;
  /** Efficiency at the start and once settled, in percent, means over the runs. */
  readonly start: number;
  readonly end: number;
  /** Their difference in percentage points, with its 95 % interval over the runs. */
  readonly change: number;
  readonly low: number;
  readonly high: number;
}

/** What each strategy does to efficiency under each hypothesis. O(runs * steps * posts). */
export function changes(seed: number, p: Parameters = PARAMETERS): Change[] {
  return HYPOTHESES.flatMap((hypothesis) => STRATEGIES.map((strategy) => {
    const runs = Array.from({ length: p.runs }, (_, k) => {
      const history = run(hypothesis, strategy, seed + k, p);
      return { start: history[0]!, end: mean(history.slice(p.settled)) };
    });
    const differences = runs.map(({ start, end }) => end - start);
    const change = mean(differences);
    const variance = differences.reduce((sum, one) => sum + (one - change) ** 2, 0) / (p.runs - 1);
    const half = 2.0096 * Math.sqrt(variance / p.runs); // 0.975 quantile of Student's t with 49 degrees of freedom
    return { hypothesis, strategy, start: mean(runs.map(({ start }) => start)), end: mean(runs.map(({ end }) => end)), change, low: change - half, high: change + half };
  }));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
