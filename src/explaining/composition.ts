import { canonicalJson } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import type { PersonId, PositionId } from '../model/ids.js';
import type { Evidence, Round, Spell, Value } from '../model/round.js';
import { asked, attributeOf, datumOf, readsOf, type Datum, type Policy } from '../policy/index.js';
import { fromUnits } from '../model/decimal.js';
import { formatDay } from '../model/calendar.js';
import { openMarket, propose, type Plan, type Proposal, type Sealed } from '../solving/index.js';

/** One group of people: everybody whose datum has this value, or is not known. */
export interface Group {
  /** The value as a document writes it; null for everybody of whom it is not known. */
  readonly value: Value | null;
  /** People of the round. */
  readonly people: number;
  /** Of these, people with a way to a post above their own, or to any post if they hold none: eligible to rise. */
  readonly pool: number;
  /** Of the pool, those whom the plan raises: promoted or appointed. */
  readonly raised: number;
  /** Fewer than the caution's number in the pool: one person more or less changes the picture, and a share says little. */
  readonly small: boolean;
}

export interface Composition {
  readonly attribute: string;
  /** Rules, routes, criteria, limits, requirements and tie keys that can read the attribute. Anything in here is the finding: nothing below can excuse it. */
  readonly readers: readonly { readonly kind: 'gate' | 'route' | 'criterion' | 'limit' | 'requirement' | 'tie'; readonly id: string }[];
  /** Whole round, then by level of the post risen to, highest first; groups by value, the unknown last. Shares are pool and raised over `total`. */
  readonly whole: { readonly groups: readonly Group[]; readonly total: { readonly pool: number; readonly raised: number } };
  readonly levels: readonly { readonly level: string; readonly groups: readonly Group[]; readonly total: { readonly pool: number; readonly raised: number } }[];
  /** Below this pool a group is called small. */
  readonly caution: number;
}

/**
 * Who could have risen and whom the plan raises, by any attribute of people: counts and nothing else. No test of significance and no verdict:
 * small numbers differ by chance, and equal numbers prove no fairness.
 * @param options.caution - pools below this are marked small; the caller's choice, 30 if none is made.
 * @throws {MeritError} E_REF_UNKNOWN if the policy has no such attribute of a person; E_FORMAT if the plan is infeasible or missing.
 */
export function compositionOf(proposal: Proposal, round: Round, { policy }: Sealed, attribute: string, options: { readonly caution?: number; readonly plan?: 'certain' | 'conditional' } = {}): Composition {
  const { caution = 30, plan: which = 'certain' } = options;
  const plan = proposal[which];
  if (attributeOf(policy, attribute)?.of !== 'person') throw new MeritError('E_REF_UNKNOWN', 'the policy declares no such attribute of a person', { path: '/attribute' });
  if (!plan || plan.status === 'infeasible') throw new MeritError('E_FORMAT', 'there is no feasible plan to look at', { path: `/${which}` });
  const market = openMarket(round, policy);
  const valueOf = new Map<PersonId, Value | null>(round.people.map((p, i) => [p.id, documentValue(datumOf(market.facts.people[i]!, attribute), policy, attribute)]));
  const values = groupValues(valueOf, attributeOf(policy, attribute)?.values ?? []);
  const raisedTo = raisedBy(plan, round, policy);
  const pairs = market[which];
  const levelsOf = new Map<PersonId, Set<number>>();
  round.people.forEach((person, i) => {
    const held = market.seat[i]!;
    const floor = held < 0 || market.open[held] !== 1 ? -1 : market.facts.positions[held]!.level;
    const up = new Set<number>();
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      const { level } = market.facts.positions[pairs.col[e]!]!;
      if (level > floor) up.add(level);
    }
    levelsOf.set(person.id, up);
  });
  const groupsFor = (inPool: (id: PersonId) => boolean, isRaised: (id: PersonId) => boolean) => {
    const groups = values.map((value): Group => {
      const people = round.people.map((p) => p.id).filter((id) => sameValue(valueOf.get(id) ?? null, value));
      const pool = people.filter(inPool);
      return { value, people: people.length, pool: pool.length, raised: pool.filter(isRaised).length, small: pool.length < caution };
    });
    return { groups, total: { pool: groups.reduce((sum, g) => sum + g.pool, 0), raised: groups.reduce((sum, g) => sum + g.raised, 0) } };
  };
  const levels = policy.levels.map((level, k) => ({ level: level.id, ...groupsFor((id) => levelsOf.get(id)!.has(k), (id) => raisedTo.get(id) === k) }));
  return {
    attribute,
    readers: readersOf(round, policy, attribute),
    whole: groupsFor((id) => levelsOf.get(id)!.size > 0, (id) => raisedTo.has(id)),
    levels: levels.filter(({ total }) => total.pool > 0).reverse(),
    caution,
  };
}

function documentValue({ value, spells }: Datum, policy: Policy, attribute: string): Value | null {
  if (spells) {
    // whatever stands on record at any time, each text once
    const texts = [...new Set(spells.spells.flatMap((s) => (s.value === undefined ? [] : [s.value])))].sort();
    return texts.length > 0 || spells.checked ? texts : null;
  }
  if (value === undefined) return null;
  if (typeof value === 'number') return attributeOf(policy, attribute)?.type === 'date' ? formatDay(value) : fromUnits(value);
  return typeof value === 'object' ? [...value] : value;
}

const sameValue = (a: Value | null, b: Value | null): boolean => canonicalJson(a) === canonicalJson(b);

/** Distinct values: numbers by size, ordered values by their place, others by their text; the unknown last. */
function groupValues(valueOf: ReadonlyMap<PersonId, Value | null>, ordered: readonly string[]): readonly (Value | null)[] {
  const distinct = new Map([...valueOf.values()].map((v) => [canonicalJson(v), v]));
  const place = (v: Value | null): number => (typeof v === 'number' ? v : typeof v === 'string' ? ordered.indexOf(v) : 0);
  return [...distinct].sort(([a, x], [b, y]) => Number(x === null) - Number(y === null) || place(x) - place(y) || (a < b ? -1 : 1)).map(([, v]) => v);
}

/** The level to which each person rises: promotions and appointments from no post. */
function raisedBy(plan: Plan, round: Round, policy: Policy): ReadonlyMap<PersonId, number> {
  const levelOf = new Map<PositionId, number>(round.positions.map((p) => [p.id, policy.levels.findIndex((l) => l.id === p.level)]));
  return new Map(plan.moves.flatMap((m) => (m.to !== null && (m.kind === 'promotion' || m.kind === 'entry') ? [[m.person, levelOf.get(m.to)!] as const] : [])));
}

function readersOf(round: Round, policy: Policy, attribute: string): Composition['readers'] {
  return [
    ...policy.gates.filter((g) => readsOf(g.when, g.rule).person.has(attribute)).map(({ id }) => ({ kind: 'gate' as const, id })),
    ...(policy.routes ?? []).filter((r) => readsOf(r.when).person.has(attribute)).map(({ id }) => ({ kind: 'route' as const, id })),
    ...policy.criteria.filter((c) => readsOf(c.value).person.has(attribute)).map(({ id }) => ({ kind: 'criterion' as const, id })),
    ...(policy.limits ?? []).filter((l) => readsOf(asked(l)).person.has(attribute)).map(({ id }) => ({ kind: 'limit' as const, id })),
    ...round.positions.filter((p) => p.requires?.some((r) => r.attribute === attribute)).map(({ id }) => ({ kind: 'requirement' as const, id })),
    ...policy.ties.order.filter((o) => o.attribute === attribute).map(({ attribute: id }) => ({ kind: 'tie' as const, id })),
  ];
}

/** What changing one attribute of everybody, and nothing else, changes. Where no rule reads it: nothing. */
export interface SwapTest {
  readonly attribute: string;
  /** Each value is replaced by the next of these, the last by the first, once for every step round the ring. */
  readonly values: readonly Value[];
  /** How many people got another value in each swap. */
  readonly people: number;
  readonly swaps: number;
  /** Pairs of person and post that came to exist, ceased to or changed their fit in some swap. */
  readonly pairs: readonly { readonly person: PersonId; readonly position: PositionId }[];
  /** People whom the plan puts elsewhere in some swap, by id. */
  readonly moved: readonly PersonId[];
}

/** Values a ring goes round; with more, the first and last few steps of it are tried. */
const RING = 4;

/**
 * Gives everybody another value of the attribute, all else equal, and proposes again: nothing may change. It shows what the rules do with the
 * attribute itself; it cannot see a criterion that stands in for it.
 * @throws {MeritError} E_REF_UNKNOWN if the policy has no such attribute of a person.
 */
export async function swapTest(round: Round, sealed: Sealed, attribute: string): Promise<SwapTest> {
  if (attributeOf(sealed.policy, attribute)?.of !== 'person') throw new MeritError('E_REF_UNKNOWN', 'the policy declares no such attribute of a person', { path: '/attribute' });
  const distinct = new Map<string, Value>();
  const carries = (record: Evidence | Spell): boolean => record.attribute === attribute && record.value !== undefined;
  for (const p of round.people) for (const e of [...p.evidence, ...(p.spells ?? [])]) if (e.value !== undefined && carries(e)) distinct.set(canonicalJson(e.value), e.value);
  const values = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, v]) => v);
  const swaps = values.length < 2 ? [] : Array.from({ length: Math.min(values.length - 1, RING) }, (_, k) => k + 1);
  const place = new Map(values.map((v, k) => [canonicalJson(v), k]));
  const before = pairsOf(round, sealed.policy);
  const seatsBefore = await seatsOf(round, sealed);
  const pairs = new Map<string, { person: PersonId; position: PositionId }>();
  const moved = new Set<PersonId>();
  for (const step of swaps) {
    const next = (value: Value): Value => values[(place.get(canonicalJson(value))! + step) % values.length]!;
    const changed: Round = {
      ...round,
      people: round.people.map((p) => ({
        ...p,
        evidence: p.evidence.map((e) => (e.value !== undefined && carries(e) ? { ...e, value: next(e.value) } : e)),
        ...(p.spells && { spells: p.spells.map((s) => (s.value !== undefined && carries(s) ? { ...s, value: String(next(s.value)) } : s)) }),
      })),
    };
    const after = pairsOf(changed, sealed.policy);
    for (const [key, pair] of [...before, ...after]) if (before.get(key)?.fit !== after.get(key)?.fit) pairs.set(key, { person: pair.person, position: pair.position });
    const seatsAfter = await seatsOf(changed, sealed);
    for (const { id } of round.people) if (seatsBefore.get(id) !== seatsAfter.get(id)) moved.add(id);
  }
  return {
    attribute,
    values,
    people: swaps.length === 0 ? 0 : round.people.filter((p) => [...p.evidence, ...(p.spells ?? [])].some(carries)).length,
    swaps: swaps.length,
    pairs: [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair),
    moved: [...moved].sort(),
  };
}

/** Every pair of the conditional market with its state and both ends of its fit in one text. */
function pairsOf(round: Round, policy: Policy): ReadonlyMap<string, { readonly person: PersonId; readonly position: PositionId; readonly fit: string }> {
  const { conditional, fits } = openMarket(round, policy);
  const found = new Map<string, { person: PersonId; position: PositionId; fit: string }>();
  for (let i = 0; i < conditional.rows; i++) {
    const person = round.people[i]!.id;
    for (let e = conditional.start[i]!; e < conditional.start[i + 1]!; e++) {
      const j = conditional.col[e]!;
      const position = round.positions[j]!.id;
      const { low, high } = fits.fit(i, j);
      found.set(`${person} ${position}`, { person, position, fit: `${conditional.state[e]} ${low} ${high}` });
    }
  }
  return found;
}

async function seatsOf(round: Round, sealed: Sealed): Promise<ReadonlyMap<PersonId, PositionId>> {
  return new Map((await propose(round, sealed)).certain.seats);
}
