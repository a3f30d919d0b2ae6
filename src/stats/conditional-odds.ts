import { convolve, type Distribution } from './distribution.js';
import { hypergeometric, support } from './hypergeometric.js';
import type { Margins } from './table.js';
import type { Interval, Ratio } from './types.js';

/**
 * The common odds ratio of tables with fixed margins, from the sum S of their first cells: the conditional maximum likelihood estimate (the odds at which S
 * is expected) and the exact interval (the odds at which S or more, or S or less, has half of 1 - level left). At the least S that the margins allow both the
 * estimate and the lower end are 0, at the most the estimate and the upper end are `'infinite'`. Relative 1e-11.
 * @param strata - at least one of them informative.
 * @see J Cornfield, Proc. Third Berkeley Symposium 4:135-148, 1956; CR Mehta, NR Patel, R Gray, JASA 80(392):969-973, 1985, doi:10.1080/01621459.1985.10478212
 */
export function conditionalOdds(strata: readonly Margins[], level: number): { readonly conditional: Ratio; readonly interval: Interval } {
  const seen = strata.reduce((sum, m) => sum + m.a, 0);
  const [least, most] = strata.reduce(([low, high], m) => [low + support(m).least, high + support(m).most], [0, 0]);
  // At the ends of the range there is no estimate to look around from; half an outcome inside there is.
  const inside = Math.min(Math.max(seen, least + 0.5), most - 0.5);
  const [agree, differ] = strata.reduce(([x, y], { group, chosen, people, a }) => [x + (a * (people - group - chosen + a)) / people, y + ((group - a) * (chosen - a)) / people], [0, 0]);
  const start = Math.log((agree + 0.1) / (differ + 0.1)); // near the ratio of Mantel and Haenszel, which mostly is near
  const centre = solve(start, (theta) => {
    let [mean, variance] = [0, 0];
    for (const m of strata) {
      const moments = momentsOf(hypergeometric(m, Math.exp(theta)));
      mean += moments.mean;
      variance += moments.variance;
    }
    return { miss: mean - inside, slope: variance };
  });
  const tilted = tilting(convolve(strata.map((m) => hypergeometric(m, Math.exp(centre)))), seen);
  const rest = Math.log((1 - level) / 2);
  const low = seen === least ? 0 : Math.exp(centre + solve(0, (theta) => {
    const { mean, greater, meanGreater } = tilted(theta);
    return { miss: Math.log(greater) - rest, slope: meanGreater - mean };
  }));
  const high = seen === most ? ('infinite' as const) : Math.exp(centre + solve(0, (theta) => {
    const { mean, less, meanLess } = tilted(theta);
    return { miss: rest - Math.log(less), slope: mean - meanLess };
  }));
  const conditional = seen === least ? 0 : seen === most ? ('infinite' as const) : Math.exp(centre);
  return { conditional, interval: { low, high, level } };
}

function momentsOf(d: Distribution): { readonly mean: number; readonly variance: number } {
  let [mean, variance] = [0, 0];
  for (let i = 0; i < d.pmf.length; i++) mean += i * d.pmf[i]!;
  for (let i = 0; i < d.pmf.length; i++) variance += (i - mean) * (i - mean) * d.pmf[i]!;
  return { mean: mean + d.lowest, variance };
}

interface Tilted {
  readonly mean: number;
  readonly less: number;
  readonly greater: number;
  readonly meanLess: number;
  readonly meanGreater: number;
}

/** The moments and tails at `seen` of d with each mass multiplied by exp(theta x): the same sum under other odds, without another convolution. */
function tilting(d: Distribution, seen: number): (theta: number) => Tilted {
  const logs = d.pmf.map(Math.log); // in logarithms, because a tilt lifts masses from below the doubles
  const at = seen - d.lowest;
  return (theta) => {
    let top = -Infinity;
    for (let i = 0; i < logs.length; i++) top = Math.max(top, logs[i]! + theta * (i - at));
    let [less, less1, more, more1, here] = [0, 0, 0, 0, 0];
    for (let i = 0; i < logs.length; i++) {
      const weight = Math.exp(logs[i]! + theta * (i - at) - top);
      if (i < at) {
        less += weight;
        less1 += weight * (i - at);
      } else if (i > at) {
        more += weight;
        more1 += weight * (i - at);
      } else here = weight;
    }
    const all = less + here + more;
    return { mean: (less1 + more1) / all, less: (less + here) / all, greater: (more + here) / all, meanLess: less1 / (less + here), meanGreater: more1 / (more + here) };
  };
}

/** The root of an increasing function, by Newton's steps kept within what is known to bracket it; steps are at most 4 (a factor of 55 in the odds). */
function solve(start: number, at: (theta: number) => { readonly miss: number; readonly slope: number }): number {
  let [theta, low, high] = [start, -Infinity, Infinity];
  for (let round = 0; round < 200; round++) {
    const { miss, slope } = at(theta);
    if (miss === 0) return theta;
    if (miss < 0) low = theta;
    else high = theta;
    let next = theta - Math.min(4, Math.max(-4, miss / Math.max(slope, 1e-300)));
    if (Math.abs(next - theta) <= 1e-14 * Math.max(1, Math.abs(theta))) return next;
    if (next <= low || next >= high) next = (low + high) / 2;
    theta = next;
  }
  return theta;
}
