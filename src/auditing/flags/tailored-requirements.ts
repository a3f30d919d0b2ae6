import { clopperPearson, type Interval } from '../../stats/index.js';
import { below, stream } from '../../stats/streams.js';
import type { Value } from '../../model/round.js';
import type { Measure } from '../audit-document.js';
import type { Case } from '../case.js';
import type { PastRequirement } from '../past.js';
import type { Study } from '../study.js';
import { dayNumber, demandKey, implies, Population, type Bits, type Demand, type Mask } from './pools.js';
import { asRole, byText, cannot, chosenOf, lowMedian, NONE, sign, together, type Signs } from './sign.js';

/** A pool of at most so many people is small. */
export const SMALL = 5;
/** The usual demands leave so many times the pool: two more demands that one person in five meets. */
export const MUCH = 25;
/** The pools of sibling posts are larger from so many times on. */
export const LARGER = 2;
/** Fewest sibling posts whose median is a comparison. */
export const SIBLINGS = 3;
/** A demand is new where fewer than one in so many siblings asks as much. */
export const NEW_BELOW_ONE_IN = 10;
/** Late demands count where the pool without them is so many times as large. */
export const LATE_TIMES = 2;
/** Conjunctions that are listed rather than drawn, at most. */
export const LISTED = 4096;

const ALTERNATIVES = ['rare-skill', 'small-pool', 'lawful-exception', 'correction-of-error', 'record-incomplete'];
const ASK = ['ask-spec-writer', 'compare-siblings', 'see-document'];

interface Dated extends Demand {
  readonly from: number | null;
  readonly to: number | null;
  readonly by: string | undefined;
}

/** What a post asks on a day, and what the pools of its demands are. */
interface Standard {
  readonly demands: readonly Dated[];
  readonly masks: readonly Mask[];
}

/**
 * Posts whose demands hardly anybody but the chosen meets, where like posts ask otherwise. Two signs, either is enough; in both the chosen may meet all demands:
 *
 * the signature: at most `SMALL` people of the record may meet all demands (unknown evidence keeps a person in: the possible pool), while the lower median
 * of the certain pools of sibling posts (same family, else same level; demands of the same day; at least `SIBLINGS`) is `LARGER` times that, and the certain
 * pool of its usual demands alone, without the new ones (fewer than one in `NEW_BELOW_ONE_IN` siblings asks as much), is `MUCH` times that.
 * A post whose whole family asks for rare things is not one;
 *
 * the late demand: without the demands that came into force after the call, or within `late.change` days before the decision in a post that had others
 * before, `LATE_TIMES` times as many people may meet the rest.
 *
 * Beside it: the pool after each demand, in the order of their texts; without each (the key demand is the one whose absence adds most); how many are new
 * against siblings (and how many a sibling has) and against the post's own earlier demands; the surprise, -log10 of the share of conjunctions of the same attributes and comparisons,
 * each value drawn as people have it, whose possible pool is no larger.
 *
 * It cannot tell a rare post from a tailored one where no sibling asks for the rare thing, nor see demands that are kept off the record.
 * Cost: people / 32 a demand and post. @see M. Fazekas, I. J. Tóth, L. P. King, EJCPR 22:369-397, 2016, doi:10.1007/s10610-016-9308-z (single bids and the length of criteria)
 */
export function tailoredRequirements(study: Study): Signs {
  const { past } = study;
  if (!past.requirements || past.requirements.length === 0) return cannot('tailored-requirements', 'no-requirements');
  if (!past.evidence || past.evidence.length === 0) return cannot('tailored-requirements', 'no-data');
  const population = new Population(study);
  const table = new Map<string, Dated[]>();
  for (const r of past.requirements) {
    const list = table.get(r.position) ?? [];
    if (list.length === 0) table.set(r.position, list);
    list.push(dated(r));
  }
  const siblings = siblingsOf(study);
  return together(study.cases.map((c) => ofCase(study, c, population, table, siblings)));
}

const dated = (r: PastRequirement): Dated => ({
  attribute: r.attribute, is: r.is, value: r.value, by: r.by,
  from: r.from === undefined ? null : dayNumber(r.from), to: r.to === undefined ? null : dayNumber(r.to),
});

/** In force on a day, each once, by their text. */
function inForce(list: readonly Dated[] | undefined, day: number): readonly Dated[] {
  const kept = new Map<string, Dated>();
  for (const d of list ?? []) {
    if ((d.from ?? day) > day || (d.to ?? day) < day) continue;
    const before = kept.get(demandKey(d));
    if (!before || (d.from ?? -Infinity) < (before.from ?? -Infinity) || (d.from === before.from && (d.by ?? '') < (before.by ?? ''))) kept.set(demandKey(d), d);
  }
  return [...kept].sort(([a], [b]) => byText(a, b)).map(([, d]) => d);
}

/** Other posts of the same family; of the same level where a post has no family. */
function siblingsOf({ past }: Study): (position: string) => readonly string[] {
  const positions = past.positions ?? [];
  const byId = new Map(positions.map((p) => [p.id, p]));
  const groups = new Map<string, string[]>();
  const put = (key: string, id: string): void => void (groups.get(key)?.push(id) ?? groups.set(key, [id]));
  for (const p of positions) {
    if (p.family !== undefined) put(`family/${p.family}`, p.id);
    if (p.level !== undefined) put(`level/${p.level}`, p.id);
  }
  const key = (p: (typeof positions)[number]): string => (p.family !== undefined ? `family/${p.family}` : `level/${p.level ?? ''}`);
  return (position: string): readonly string[] => {
    const own = byId.get(position);
    return own ? (groups.get(key(own)) ?? []).filter((id) => id !== position).sort(byText) : [];
  };
}

function ofCase(study: Study, c: Case, population: Population, table: ReadonlyMap<string, readonly Dated[]>, siblings: (position: string) => readonly string[]): Signs {
  const chosen = chosenOf(c);
  if (chosen.length === 0) return cannot('tailored-requirements', 'nobody-chosen', c.id);
  const standardOf = (position: string): Standard => {
    const demands = inForce(table.get(position), c.day);
    return { demands, masks: demands.map((d) => population.mask(d, c.day)) };
  };
  const own = standardOf(c.position);
  if (own.demands.length === 0) return cannot('tailored-requirements', 'no-requirements', c.id);
  const serving = population.serving(c.day);
  const pool = population.pool(own.masks, serving);
  const without = (leave: (d: Dated, k: number) => boolean): { certain: number; possible: number } => population.pool(own.masks.filter((_, k) => !leave(own.demands[k]!, k)), serving);
  const meeting = chosen.filter((p) => population.mayMeet(p.person, own.masks));
  const changed = lateDemands(study, c, table.get(c.position)!, own.demands);
  const wider = without((_, k) => changed.late[k]! || changed.afterCall[k]!);
  const late = (changed.late.includes(true) || changed.afterCall.includes(true)) && wider.possible >= LATE_TIMES * Math.max(pool.possible, 1);
  const small = pool.possible <= Math.max(SMALL, chosen.length);
  if (meeting.length === 0 || !(small || late)) return NONE; // no sibling is asked where the answer is known

  const alike = siblings(c.position).map(standardOf).filter((s) => s.demands.length > 0);
  const median = alike.length >= SIBLINGS ? lowMedian(alike.map((s) => population.pool(s.masks, serving).certain)) : null;
  const isNew = own.demands.map((d) => median !== null && alike.filter((s) => s.demands.some((other) => implies(other, d))).length * NEW_BELOW_ONE_IN < alike.length);
  const usual = without((_, k) => isNew[k]!);
  const least = Math.max(pool.possible, 1);
  const signature = small && median !== null && median >= LARGER * least && usual.certain >= MUCH * least;
  const noSiblings = median !== null ? NONE : cannot('tailored-requirements', 'no-siblings', c.id);
  if (!(signature || late)) return noSiblings;

  const alone = own.demands.map((_, k) => without((__, other) => other === k).possible);
  const key = alone.indexOf(Math.max(...alone));
  const surprise = conjunctions(study, c, population, own, pool.possible, serving);
  const measured: Measure[] = [
    { name: 'pool-possible', value: pool.possible, unit: 'people' },
    { name: 'pool-certain', value: pool.certain, unit: 'people' },
    { name: 'demands', value: own.demands.length, unit: 'count' },
    ...own.demands.flatMap((d, k): Measure[] => [
      { name: 'demand', value: d.attribute, unit: 'code' },
      { name: 'pool-after', value: population.pool(own.masks.slice(0, k + 1), serving).possible, unit: 'people' },
      { name: 'pool-without', value: alone[k]!, unit: 'people' },
    ]),
    { name: 'key-demand', value: own.demands[key]!.attribute, unit: 'code' },
    { name: 'pool-without-key', value: alone[key]!, unit: 'people' },
    { name: 'siblings', value: alike.length, unit: 'count' },
    { name: 'sibling-median-pool', value: median, unit: 'people' },
    { name: 'sibling-median-demands', value: median === null ? null : lowMedian(alike.map((s) => s.demands.length)), unit: 'count' },
    { name: 'demands-new', value: median === null ? null : isNew.filter(Boolean).length, unit: 'count' },
    { name: 'pool-without-new', value: median === null ? null : usual.certain, unit: 'people' },
    { name: 'demands-not-asked-before', value: changed.before === 0 ? null : changed.novel, unit: 'count' },
    { name: 'demands-late', value: changed.late.filter(Boolean).length, unit: 'count' },
    { name: 'demands-after-call', value: c.noticed === null ? null : changed.afterCall.filter(Boolean).length, unit: 'count' },
    { name: 'pool-without-late', value: wider.possible, unit: 'people' },
    ...surprise,
  ];
  const people = [...asRole('chosen', meeting.map((p) => p.person)), ...asRole('actor', own.demands.flatMap((d, k) => ((isNew[k]! || changed.late[k]! || changed.afterCall[k]!) && d.by !== undefined ? [d.by] : [])))];
  return together([noSiblings, { findings: [sign(c, { code: 'tailored-requirements', rung: 'eligibility', people, measured, alternatives: ALTERNATIVES, ask: ASK })], cannot: [] }]);
}

interface Changes {
  /** By demand in force: it came within `late.change` days before the decision, and the post had other demands before. */
  readonly late: readonly boolean[];
  /** By demand in force: it came after the call. */
  readonly afterCall: readonly boolean[];
  /** Demands of the post that ended or began earlier; 0: nothing to compare with. */
  readonly before: number;
  /** Demands in force that no earlier demand asks as much. */
  readonly novel: number;
}

/** Which demands changed when. A demand that was in force before in other rows without a gap did not change. */
function lateDemands({ late: { change } }: Study, c: Case, all: readonly Dated[], demands: readonly Dated[]): Changes {
  const start = c.noticed ?? c.day - change;
  const earlier = all.filter((d) => (d.from ?? -Infinity) <= Math.min(start, c.day - change));
  const stood = demands.map((d) => {
    const { from } = d;
    return from !== null && all.some((o) => demandKey(o) === demandKey(d) && (o.from ?? -Infinity) < from && (o.to ?? Infinity) >= from - 1);
  });
  const since = (k: number, day: number): boolean => !stood[k] && (demands[k]!.from ?? -Infinity) > day;
  return {
    late: demands.map((_, k) => earlier.length > 0 && since(k, c.day - change)),
    afterCall: demands.map((_, k) => c.noticed !== null && since(k, c.noticed)),
    before: earlier.length,
    novel: demands.filter((d) => !earlier.some((o) => implies(o, d))).length,
  };
}

/**
 * How rare so small a pool is among conjunctions of the same attributes and comparisons, each value drawn as the people have it on that day: exactly where
 * there are at most `LISTED` of them, else by draws as (b + 1) / (m + 1) with its interval. Empty where somebody's values are all unknown.
 */
function conjunctions(study: Study, c: Case, population: Population, { demands }: Standard, observed: number, serving: Bits): readonly Measure[] {
  const choices = demands.map((d) => {
    const counts = new Map<string, { value: Value; count: number }>();
    for (const value of population.values(d.attribute, c.day).values()) {
      const key = JSON.stringify(value);
      const before = counts.get(key);
      if (before) before.count += 1;
      else counts.set(key, { value, count: 1 });
    }
    const sorted = [...counts].sort(([a], [b]) => byText(a, b)).map(([, choice]) => choice);
    return { total: sorted.reduce((sum, s) => sum + s.count, 0), values: sorted.map((s) => ({ count: s.count, mask: population.mask({ ...d, value: s.value }, c.day) })) };
  });
  if (choices.some((choice) => choice.total === 0)) return [];
  const size = choices.reduce((product, choice) => product * choice.values.length, 1);
  if (size <= LISTED) {
    let share = 0;
    const list = (k: number, masks: readonly Mask[], weight: number): void => {
      if (k === choices.length) share += population.pool(masks, serving).possible <= observed ? weight : 0;
      else for (const { count, mask } of choices[k]!.values) list(k + 1, [...masks, mask], (weight * count) / choices[k]!.total);
    };
    list(0, [], 1);
    return surpriseOf(Math.min(share, 1), null, 0);
  }
  const draws = stream(study.seed, `tailored-requirements/${c.id}`);
  let b = 0;
  for (let m = 0; m < study.draws; m++) {
    const masks = choices.map(({ total, values }) => {
      let at = below(total, draws);
      return values.find(({ count }) => (at -= count) < 0)!.mask;
    });
    if (population.pool(masks, serving).possible <= observed) b += 1;
  }
  return surpriseOf((b + 1) / (study.draws + 1), clopperPearson(b, study.draws), study.draws);
}

function surpriseOf(share: number, interval: Interval | null, draws: number): readonly Measure[] {
  // eslint-disable-next-line no-restricted-syntax -- it decides nothing and is cut to four places, before engines differ
  const surprise = share > 0 ? Math.round(-Math.log10(share) * 10_000) / 10_000 + 0 : null;
  return [
    { name: 'conjunctions-as-small', value: share, unit: 'share' },
    ...(interval ? [{ name: 'conjunctions-as-small-low', value: interval.low, unit: 'share' } as const, { name: 'conjunctions-as-small-high', value: interval.high === 'infinite' ? null : interval.high, unit: 'share' } as const] : []),
    { name: 'conjunctions-drawn', value: draws, unit: 'count' },
    { name: 'surprise', value: surprise, unit: 'log10' },
  ];
}
