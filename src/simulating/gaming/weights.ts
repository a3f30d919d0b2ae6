import { seal, type SealedPolicy } from '../../intake/index.js';
import { FitTable } from '../../scoring/index.js';
import { costUnits } from '../../scoring/fit.js';
import type { RoundMarket } from '../../solving/index.js';
import { below, type Stream } from '../../stats/streams.js';
import { candidatesFor, type Favourite } from './people.js';

/** Weights looked at on paper, and the most rounds that are held with the best of them. */
export const SHOPPED = { tries: 200, held: 5 } as const;

/** The same policy with other weights of its criteria, sealed anew: the checks of a pack hold for it. */
export function withWeights({ policy }: SealedPolicy, weights: Readonly<Record<string, number>>): SealedPolicy {
  return seal({ ...policy, weights: { ...weights } });
}

/** Weights in whole points (hundredths of the total) drawn uniformly: gaps of sorted uniform numbers. @see L. Devroye, Non-Uniform Random Variate Generation, 1986, chapter V.2 */
function drawn(criteria: readonly string[], from: Stream): Readonly<Record<string, number>> {
  const cuts = Array.from({ length: criteria.length - 1 }, () => below(101, from)).sort((a, b) => a - b);
  return Object.fromEntries(criteria.map((id, k) => [id, (cuts[k] ?? 100) - (cuts[k - 1] ?? 0)]));
}

/**
 * The weights under which the favourite stands best among the candidates for his post, best first: fewest better ones, then the largest lead over the best other
 * (or the smallest gap), then the order of drawing. Only drawn vectors are looked at; what counts of a fit is its low end. O(tries * candidates * criteria).
 */
export function shop(market: RoundMarket, { person, position }: Favourite, from: Stream): readonly Readonly<Record<string, number>>[] {
  const { policy } = market;
  const criteria = policy.criteria.map((c) => c.id);
  const total = policy.weightsTotal ?? 100;
  const j = market.round.positions.findIndex((p) => p.id === position);
  const own = market.round.people.findIndex((p) => p.id === person);
  const others = candidatesFor(market, j).filter((i) => i !== own);
  // each criterion with all weight in turn gives its points, also of one that weighs nothing in the pack
  const points = criteria.map((id) => {
    const fits = new FitTable({ ...policy, weights: Object.fromEntries(criteria.map((k) => [k, k === id ? total : 0])) }, market.facts);
    return (i: number): number => fits.low(i, j);
  });
  const mine = points.map((of) => of(own));
  const leads = others.map((i) => points.map((of, k) => mine[k]! - of(i)));
  const tries = Array.from({ length: SHOPPED.tries }, (_, at) => {
    const weights = drawn(criteria, from);
    const lead = leads.map((by) => by.reduce((sum, x, k) => sum + x * weights[criteria[k]!]!, 0));
    return { at, weights, better: lead.filter((x) => x < 0).length, least: Math.min(...lead) };
  });
  tries.sort((a, b) => a.better - b.better || b.least - a.least || a.at - b.at);
  return tries.map(({ weights }) => scaled(weights, total));
}

/** Hundredths of the total as weights of at most four decimals that sum to it; what rounding leaves goes to the largest. */
function scaled(weights: Readonly<Record<string, number>>, total: number): Readonly<Record<string, number>> {
  const all = costUnits(total);
  const units = Object.entries(weights).map(([id, w]) => ({ id, units: Math.floor((w * all) / 100) }));
  const largest = units.reduce((a, b) => (b.units > a.units ? b : a));
  largest.units += all - units.reduce((sum, u) => sum + u.units, 0);
  return Object.fromEntries(units.map(({ id, units: of }) => [id, of / 10_000]));
}
