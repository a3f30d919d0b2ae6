import type { GateRule } from '../eligibility/index.js';
import { datumOf, type PersonFacts, type PositionFacts } from '../policy/index.js';
import type { RoundMarket } from './market.js';
import type { Condition, MissingDatum, Move, MoveKind } from './proposal.js';
import { isOwed } from './stages.js';

/** What kind of move it is: a total function of the two levels. `from` and `to` are levels, undefined for no seat. */
export function moveKind(from: number | undefined, to: number | undefined): MoveKind {
  if (to === undefined) return 'release';
  if (from === undefined) return 'entry';
  return to > from ? 'promotion' : to < from ? 'demotion' : 'lateral';
}

/** The data that a rule reads of this pair and does not find, people's first, by name. */
export function missingFor(rule: GateRule, person: PersonFacts, position: PositionFacts): readonly MissingDatum[] {
  const missing: MissingDatum[] = [];
  const look = (about: 'person' | 'position', facts: PersonFacts | PositionFacts, names: ReadonlySet<string>): void => {
    for (const attribute of [...names].sort()) {
      const { cause } = datumOf(facts, attribute);
      if (cause) missing.push({ about, attribute, cause });
    }
  };
  look('person', person, rule.reads.person);
  for (const date of ['born', 'since', 'retires'] as const) {
    if (rule.reads.dates.has(date) && person[date] === undefined) missing.push({ about: 'person', attribute: date, cause: 'missing' });
  }
  look('position', position, rule.reads.position);
  for (const fact of ['class', 'track'] as const) {
    if (rule.reads[fact] && position[fact] === undefined) missing.push({ about: 'position', attribute: fact, cause: 'missing' });
  }
  return missing;
}

/** The gates of a pair that cannot be judged, with what is missing. */
export function conditionsOf(market: RoundMarket, i: number, j: number): readonly Condition[] {
  return market.gates
    .open(i, j)
    .filter(({ rule, outcome }) => rule.binding && outcome === 'unknown')
    .map(({ rule }) => ({ rule: rule.id, missing: missingFor(rule, market.facts.people[i]!, market.facts.positions[j]!) }));
}

/** Everybody whose seat changes under a plan, by person id. People who retire are no moves. */
export function movesOf(market: RoundMarket, colOf: Int32Array): readonly Move[] {
  const { round, facts, seat } = market;
  const moves: Move[] = [];
  colOf.forEach((to, i) => {
    const from = seat[i]!;
    if (to === from || (to < 0 && !isOwed(market, i))) return;
    const level = (j: number): number | undefined => (j < 0 ? undefined : facts.positions[j]!.level);
    const fit = to < 0 ? null : market.fits.fit(i, to);
    const left = from >= 0 && isOwed(market, i) ? from : -1;
    moves.push({
      person: round.people[i]!.id,
      from: left < 0 ? null : round.positions[left]!.id,
      to: to < 0 ? null : round.positions[to]!.id,
      kind: moveKind(level(left), level(to)),
      fit,
      conditions: to < 0 ? [] : conditionsOf(market, i, to),
      provisional: fit !== null && fit.low !== fit.high,
      flags: to < 0 ? [] : market.gates.open(i, to).filter(({ rule }) => !rule.binding).map(({ rule }) => rule.id),
    });
  });
  return moves;
}

/** Binding rules that a person fails for the post he holds, moves' own rules left out. */
export function failingAsHolder(market: RoundMarket, i: number): readonly string[] {
  return market.gates.failingAsHolder(i, market.seat[i]!).map((rule) => rule.id);
}
