import type { Explanation } from '../explaining/index.js';
import type { Round } from '../model/round.js';

/** People of the scope who may not hold a post because of its rules. */
export interface NotEligible {
  /** Fewest failing rules first, then fewest that are not known, then id; as many as were asked for. */
  readonly people: readonly string[];
  /** How many there are in all. */
  readonly total: number;
  /** People of the scope who were not asked: they hold a higher post, retire, or are fixed elsewhere. */
  readonly notAsked: number;
}

/** Answers who comes nearest to a post without being eligible. */
export type Nearest = (position: string, n: number) => NotEligible;

/**
 * The nearest by the judgements of an explanation. O(people in scope) judgements for each post: for a whole city hand `report` a
 * faster one.
 */
export function nearestBy(explanation: Explanation, round: Round): Nearest {
  const scope = round.scope.people === 'all' ? round.people.map((p) => p.id) : round.scope.people;
  return (position, n) => {
    const eligible = new Set<string>(explanation.eligible(position).map((e) => e.person));
    const found: { readonly person: string; readonly fails: number; readonly unknown: number }[] = [];
    let notAsked = 0;
    for (const person of scope) {
      if (eligible.has(person)) continue;
      const why = explanation.whyNot(person, position);
      if (why.reason !== 'not-eligible') continue;
      if (why.obstacles.length > 0) notAsked++;
      else {
        const binding = why.judgements.filter((v) => v.binding);
        const fails = binding.filter((v) => v.outcome === 'fail').length;
        found.push({ person, fails, unknown: binding.length - fails });
      }
    }
    found.sort((a, b) => a.fails - b.fails || a.unknown - b.unknown || (a.person < b.person ? -1 : 1));
    return { people: found.slice(0, n).map((f) => f.person), total: found.length, notAsked };
  };
}
