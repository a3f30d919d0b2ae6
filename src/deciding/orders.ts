import type { Issues } from '../errors/index.js';
import { compareIds, type PersonId, type PositionId } from '../model/ids.js';
import type { Pin, Round } from '../model/round.js';
import type { Orders } from './amendment.js';
import type { ReadChange } from './changes.js';

export const NO_ORDERS: Orders = { required: [], forbidden: [], closed: [] };

type Pair = readonly [PersonId, PositionId];

const byPair = ([p, j]: Pair, [q, k]: Pair): number => compareIds(p, q) || compareIds(j, k);
const key = (person: string, position: string): string => `${person} ${position}`; // no id holds a blank

/** What is in force after some changes (docs/formats.md section 5.4): a change undoes earlier orders about its person and its position. */
export function ordersAfter(before: Orders, changes: readonly Pick<ReadChange, 'effect' | 'person' | 'position'>[]): Orders {
  const pairs = (effect: ReadChange['effect']): Pair[] => changes.flatMap((c) => (c.effect === effect && c.person !== null ? [[c.person, c.position] as const] : []));
  const named = new Set(changes.map((c) => c.person));
  const required = pairs('require');
  const taken = new Set<string>(changes.flatMap((c) => (c.effect === 'forbid' ? [] : [c.position])));
  const now = new Set(required.map(([p, j]) => key(p, j)));
  const filled = new Set(required.map(([, j]) => j));
  const forbidden = [...before.forbidden.filter(([p, j]) => !now.has(key(p, j))), ...pairs('forbid')];
  const closed = [...before.closed.filter((j) => !filled.has(j)), ...changes.flatMap((c) => (c.effect === 'close' ? [c.position] : []))];
  return {
    required: [...before.required.filter(([p, j]) => !named.has(p) && !taken.has(j)), ...required].sort(byPair),
    forbidden: distinct(forbidden.sort(byPair), ([p, j]) => key(p, j)),
    closed: distinct(closed.sort(compareIds), (j) => j),
  };
}

function distinct<T>(sorted: readonly T[], keyOf: (item: T) => string): T[] {
  return sorted.filter((item, k) => k === 0 || keyOf(item) !== keyOf(sorted[k - 1]!));
}

/** The pins of a round under orders: those required, and the round's own that no order speaks against. By person. */
export function pinsUnder(round: Round, { required, forbidden, closed }: Orders, by: string): readonly Pin[] {
  const ordered = new Set<string>(required.map(([p]) => p));
  const barred = new Set(forbidden.map(([p, j]) => key(p, j)));
  const shut = new Set<string>(closed);
  const seat = new Map<string, string | undefined>(round.people.map((p) => [p.id, p.seat]));
  const own = round.pins.filter(({ person, position }) => !ordered.has(person) && !barred.has(key(person, position)) && (!shut.has(position) || seat.get(person) === position));
  return [...own, ...required.map(([person, position]): Pin => ({ person, position, by, reason: 'an order in force' }))].sort((a, b) => compareIds(a.person, b.person));
}

/** Tells of changes that cannot all be kept: somebody named twice, a position both filled and closed, more people than seats. */
export function refuseContradictions(changes: readonly ReadChange[], pins: readonly Pin[], seatsOf: ReadonlyMap<string, number>, issues: Issues): void {
  const people = new Map<string, string>();
  const closed = new Map<string, string>();
  for (const { person, at } of changes) {
    const first = person === null ? undefined : people.get(person);
    if (first !== undefined) issues.add('E_PIN_CONFLICT', `${at}/person`, 'two changes name the same person', { related: [`${first}/person`] });
    else if (person !== null) people.set(person, at);
  }
  for (const { effect, position, at } of changes) {
    if (effect !== 'close') continue;
    const first = closed.get(position);
    if (first !== undefined) issues.add('E_PIN_CONFLICT', `${at}/position`, 'two changes leave the same position empty', { related: [`${first}/position`] });
    else closed.set(position, at);
  }
  const wanted = new Map<string, number>();
  for (const { position } of pins) wanted.set(position, (wanted.get(position) ?? 0) + 1);
  for (const { effect, position, at } of changes) {
    if (effect !== 'require') continue;
    const shut = closed.get(position);
    if (shut !== undefined) issues.add('E_PIN_CONFLICT', `${at}/position`, 'another change leaves this position empty', { related: [`${shut}/position`] });
    else if (wanted.get(position)! > seatsOf.get(position)!) issues.add('E_PIN_CONFLICT', `${at}/position`, 'more people are ordered to this position than it has seats\nMaybe undo the other one\'s move in the same step.');
  }
}
