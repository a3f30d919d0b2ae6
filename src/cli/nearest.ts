import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Nearest } from '../reporting/index.js';
import { openMarket } from '../solving/index.js';

/**
 * Who comes nearest to a post without being eligible, from the table of gates: each rule is asked once for all posts that look
 * alike to it. The same answer as by the judgements of an explanation, a hundred times faster.
 */
export function nearestIn(round: Round, policy: Policy): Nearest {
  const market = openMarket(round, policy);
  const { gates, facts, certain, seat, open, leaving, pinned } = market;
  const index = new Map<string, number>(round.positions.map((p, j) => [p.id, j]));
  const inScope = round.scope.people === 'all' ? undefined : new Set<string>(round.scope.people);
  return (position, n) => {
    const j = index.get(position);
    if (j === undefined) return { people: [], total: 0, notAsked: 0 };
    const found: { readonly person: string; readonly fails: number; readonly unknown: number }[] = [];
    let notAsked = 0;
    round.people.forEach((person, i) => {
      if (inScope && !inScope.has(person.id)) return;
      for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) if (certain.col[e] === j) return;
      const held = seat[i]!;
      const lower = held >= 0 && open[held] === 1 && !person.acceptsLower && facts.positions[j]!.level < facts.positions[held]!.level;
      if (lower || leaving[i] === 1 || (pinned[i]! >= 0 && pinned[i] !== j)) {
        notAsked++;
        return;
      }
      const binding = gates.open(i, j).filter(({ rule }) => rule.binding);
      const fails = binding.filter(({ outcome }) => outcome === 'fail').length;
      found.push({ person: person.id, fails, unknown: binding.length - fails });
    });
    found.sort((a, b) => a.fails - b.fails || a.unknown - b.unknown || (a.person < b.person ? -1 : 1));
    return { people: found.slice(0, n).map((f) => f.person), total: found.length, notAsked };
  };
}
