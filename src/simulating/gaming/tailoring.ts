import { canonicalJson } from '../../canonical/index.js';
import { compareTexts } from '../../model/ids.js';
import type { Requirement, Round } from '../../model/round.js';
import type { RoundMarket } from '../../solving/index.js';
import { candidatesFor, type Favourite } from './people.js';

/** Most demands that are added, and most other candidates that may meet them. */
export const TAILORED = { demands: 4, others: 1 } as const;

/** One demand, and who of the other candidates surely meets it. */
interface Cut {
  readonly demand: Requirement;
  readonly left: readonly number[];
}

type Holds = (theirs: number, own: number) => boolean;

/** Comparisons that look like a demand: at least so much, the same, and of a date before and after. */
const COMPARED: Readonly<Record<string, readonly (readonly [is: Requirement['is'], holds: Holds])[]>> = {
  number: [['>=', (theirs, own) => theirs >= own]],
  date: [['<=', (theirs, own) => theirs <= own], ['>=', (theirs, own) => theirs >= own]],
};

/**
 * Demands taken from the favourite's own file, one after the other the one that leaves fewest of the other candidates for his post (then by attribute and
 * comparison), one for each attribute, until at most one other is left, or none shuts out anybody more, or there are four. Empty where he cannot be told apart. By
 * their texts.
 */
export function tailor(market: RoundMarket, { person, position }: Favourite): readonly Requirement[] {
  const { facts, policy, round } = market;
  const own = round.people.findIndex((p) => p.id === person);
  let left = candidatesFor(market, round.positions.findIndex((p) => p.id === position)).filter((i) => i !== own);
  const chosen: Requirement[] = [];
  while (left.length > TAILORED.others && chosen.length < TAILORED.demands) {
    const cuts = [...facts.attributes].filter((a) => !chosen.some((d) => d.attribute === a)).sort(compareTexts).flatMap((attribute) => cutsOf(attribute)).sort((a, b) => a.left.length - b.left.length);
    const best = cuts[0];
    if (!best || best.left.length === left.length) break;
    chosen.push(best.demand);
    left = [...best.left];
  }
  return left.length > TAILORED.others ? [] : chosen.sort((a, b) => compareTexts(canonicalJson(a), canonicalJson(b)));

  function cutsOf(attribute: string): readonly Cut[] {
    const type = policy.attributes[attribute]?.type;
    const datum = facts.people[own]!.data.get(attribute);
    const value = datum?.item === undefined ? undefined : round.people[own]!.evidence[datum.item]?.value;
    const mine = datum?.value;
    if (value === undefined || mine === undefined || (type !== 'number' && type !== 'date' && type !== 'text' && type !== 'boolean')) return [];
    const theirs = (i: number): typeof mine | undefined => facts.people[i]!.data.get(attribute)?.value;
    const compared = COMPARED[type]?.map(([is, holds]) => ({ demand: { attribute, is, value }, left: left.filter((i) => ((x) => x !== undefined && holds(Number(x), Number(mine)))(theirs(i))) }));
    return compared ?? [{ demand: { attribute, is: '=', value }, left: left.filter((i) => theirs(i) === mine) }];
  }
}

/** The round in which the post asks these demands beside its own. Nothing else differs. */
export function tailored(round: Round, position: string, demands: readonly Requirement[]): Round {
  if (demands.length === 0) return round;
  const sorted = (list: readonly Requirement[]): Requirement[] => [...list].sort((a, b) => compareTexts(canonicalJson(a), canonicalJson(b)));
  return { ...round, positions: round.positions.map((p) => (p.id === position ? { ...p, requires: sorted([...(p.requires ?? []), ...demands]) } : p)) };
}
