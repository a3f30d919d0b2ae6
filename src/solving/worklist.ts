import { formatDay } from '../model/calendar.js';
import { UNKNOWN } from '../eligibility/index.js';
import { datumOf, readsOf, type UnknownCause } from '../policy/index.js';
import type { RoundMarket } from './market.js';
import { conditionsOf } from './moves.js';
import type { MissingDatum, Plan, WorkItem } from './proposal.js';

type Draft = { -readonly [K in keyof WorkItem]: WorkItem[K] };

/**
 * Every datum that somebody should confirm, first what most moves of the conditional plan rest on, then what opens most
 * pairs, then what widens most fits. Data that could change nothing are left out. O(pairs of the conditional market).
 */
export function worklistOf(market: RoundMarket, conditional: Plan | null): readonly WorkItem[] {
  const drafts = new Map<string, Draft>();
  const draft = (id: string, missing: MissingDatum): Draft => {
    const key = `${missing.about} ${id} ${missing.attribute}`;
    const known = drafts.get(key);
    if (known) return known;
    const fresh: Draft = { id, ...missing, moves: 0, pairs: 0, fits: 0, since: sinceOf(market, id, missing) };
    drafts.set(key, fresh);
    return fresh;
  };
  countPairs(market, draft);
  countFits(market, draft);
  for (const move of conditional?.moves ?? []) {
    for (const m of distinct(move.conditions.flatMap((c) => c.missing))) draft(m.about === 'person' ? move.person : move.to!, m).moves++;
  }
  return [...drafts.values()].sort(
    (a, b) => b.moves - a.moves || b.pairs - a.pairs || b.fits - a.fits || compare(a.about, b.about) || compare(a.id, b.id) || compare(a.attribute, b.attribute),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type DraftOf = (id: string, missing: MissingDatum) => Draft;

/** Pairs held up by unknown data alone; asked once per person and class of like positions. */
function countPairs(market: RoundMarket, draft: DraftOf): void {
  const { conditional: pairs, round, gates } = market;
  for (let i = 0, next = pairs.state.indexOf(UNKNOWN); next >= 0; i++) {
    const byClass = new Map<number, number[]>();
    for (; next >= 0 && next < pairs.start[i + 1]!; next = pairs.state.indexOf(UNKNOWN, next + 1)) {
      const j = pairs.col[next]!;
      const cls = gates.classes.classOf[j]!;
      const known = byClass.get(cls);
      if (known) known.push(j);
      else byClass.set(cls, [j]);
    }
    for (const positions of byClass.values()) {
      for (const m of distinct(conditionsOf(market, i, positions[0]!).flatMap((c) => c.missing))) {
        if (m.about === 'person') draft(round.people[i]!.id, m).pairs += positions.length;
        else for (const j of positions) draft(round.positions[j]!.id, m).pairs++;
      }
    }
  }
}

function distinct(missing: readonly MissingDatum[]): Iterable<MissingDatum> {
  return new Map(missing.map((m) => [`${m.about} ${m.attribute}`, m])).values();
}

/** Fits that an unknown criterion datum widens: a datum that a criterion did not come to read for a post is not asked for. */
function countFits(market: RoundMarket, draft: DraftOf): void {
  const { conditional: pairs, round, facts, policy, fits } = market;
  // the criteria that read a datum, by their place in the policy
  const readers = { person: new Map<string, number[]>(), dates: new Map<string, number[]>(), position: new Map<string, number[]>(), stated: new Map<string, number[]>() };
  policy.criteria.forEach((c, k) => {
    const reads = readsOf(c.value);
    const stated = (['class', 'track'] as const).filter((fact) => reads[fact]);
    for (const [part, names] of [['person', reads.person], ['dates', reads.dates], ['position', reads.position], ['stated', stated]] as const) {
      for (const name of names) readers[part].set(name, [...(readers[part].get(name) ?? []), k]);
    }
  });
  const widens = (criteria: readonly number[], i: number, j: number): boolean => {
    for (const k of criteria) if (fits.isWide(k, i, j)) return true;
    return false;
  };
  const ofPeople = (names: ReadonlyMap<string, readonly number[]>, causeOf: (i: number, name: string) => UnknownCause | undefined): void => {
    for (const [attribute, criteria] of names) {
      for (let i = 0; i < pairs.rows; i++) {
        const cause = causeOf(i, attribute);
        if (!cause) continue;
        let widened = 0;
        for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) if (widens(criteria, i, pairs.col[e]!)) widened++;
        if (widened > 0) draft(round.people[i]!.id, { about: 'person', attribute, cause }).fits += widened;
      }
    }
  };
  ofPeople(readers.person, (i, name) => datumOf(facts.people[i]!, name).cause);
  ofPeople(readers.dates, (i, name) => (facts.people[i]![name as 'born' | 'since' | 'retires'] === undefined ? 'missing' : undefined));
  const ofPositions = (attribute: string, criteria: readonly number[], causeOf: (j: number) => UnknownCause | undefined): void => {
    const causes = round.positions.map((_, j) => causeOf(j));
    if (causes.every((cause) => cause === undefined)) return;
    for (let i = 0; i < pairs.rows; i++) {
      for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
        const j = pairs.col[e]!;
        const cause = causes[j];
        if (cause && widens(criteria, i, j)) draft(round.positions[j]!.id, { about: 'position', attribute, cause }).fits++;
      }
    }
  };
  for (const [attribute, criteria] of readers.position) ofPositions(attribute, criteria, (j) => datumOf(facts.positions[j]!, attribute).cause);
  for (const [fact, criteria] of readers.stated) ofPositions(fact, criteria, (j) => (facts.positions[j]![fact as 'class' | 'track'] === undefined ? 'missing' : undefined));
}

function sinceOf(market: RoundMarket, id: string, missing: MissingDatum): string | null {
  if (missing.about !== 'person') return null;
  const person = market.facts.people[indexOf(market, id)];
  const day = person && datumOf(person, missing.attribute).day;
  return day === undefined ? null : formatDay(day);
}

/** Place of a person in the round, which is sorted by id. */
function indexOf(market: RoundMarket, id: string): number {
  const { people } = market.round;
  let low = 0;
  for (let high = people.length - 1; low < high; ) {
    const mid = (low + high) >> 1;
    if (people[mid]!.id < id) low = mid + 1;
    else high = mid;
  }
  return low;
}
