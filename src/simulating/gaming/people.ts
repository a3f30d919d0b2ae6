import { compareIds } from '../../model/ids.js';
import type { Round } from '../../model/round.js';
import { moveKind, type RoundMarket } from '../../solving/index.js';
import type { Draws } from '../draws.js';

/** Somebody to be favoured, and the vacant post he is meant for. */
export interface Favourite {
  readonly person: string;
  readonly position: string;
}

/** The seats of a round after it was held, by person. */
export type Seating = ReadonlyMap<string, string>;

/** People with a pair for a post other than their own seat in the certain market, by id. */
export function candidatesFor(market: RoundMarket, position: number): readonly number[] {
  const { certain: { start, col, rows }, seat } = market;
  const people: number[] = [];
  for (let i = 0; i < rows; i++) {
    if (seat[i] === position) continue;
    for (let e = start[i]!; e < start[i + 1]!; e++) if (col[e] === position) people.push(i);
  }
  return people;
}

/** Whoever got a higher post, or a first one. */
export function winnersOf(market: RoundMarket, seats: Seating): ReadonlySet<string> {
  const place = new Map<string, number>(market.round.positions.map((p, j) => [p.id, j]));
  const level = (j: number | undefined): number | undefined => (j === undefined || j < 0 ? undefined : market.facts.positions[j]!.level);
  return new Set(market.round.people.flatMap(({ id }, i) => {
    const to = seats.get(id);
    if (to === undefined || to === market.round.people[i]!.seat) return [];
    const kind = moveKind(level(market.seat[i]), level(place.get(to)));
    return kind === 'promotion' || kind === 'entry' ? [id] : [];
  }));
}

/** Seats without a holder on the day after it, by position index. */
function vacancies({ round, seat, leaving }: RoundMarket): readonly number[] {
  const free = round.positions.map((p) => p.seats ?? 1);
  seat.forEach((j, i) => { if (j >= 0 && leaving[i] === 0) free[j]! -= 1; });
  return free.flatMap((n, j) => (n > 0 ? [j] : []));
}

/** A post is within reach of whoever has at most so many better candidates there. */
export const REACH = 10;

/**
 * The favourite of a run: of the connected (of everybody where nobody is) who did not get a higher or first post honestly and may have a vacant one, the first by lot among
 * those within whose reach such a post is, or among all where nobody is so near; his post the first by lot among the same. Better is a higher low end of the fit.
 * The lots are of people and posts, so that policies draw in the same order. Null where there is nobody.
 * @param may - whom the attack can be made for, by index; everybody if absent.
 */
export function drawFavourite(market: RoundMarket, honest: Seating, connected: ReadonlySet<string>, draws: Draws, may: (person: number) => boolean = () => true): Favourite | null {
  const { round, facts, fits, leaving, seat } = market;
  const won = winnersOf(market, honest);
  const lot = (sort: string, id: string): number => draws.of(`gaming/${sort}`, id).next() >>> 0;
  const levelOf = (i: number): number => (seat[i]! < 0 ? -1 : facts.positions[seat[i]!]!.level);
  const tied = (i: number): boolean => connected.size === 0 || connected.has(round.people[i]!.id);
  const choices = vacancies(market).flatMap((j) => {
    const pool = candidatesFor(market, j);
    const level = facts.positions[j]!.level;
    return pool.filter((i) => tied(i) && may(i) && leaving[i] === 0 && !won.has(round.people[i]!.id) && level > levelOf(i)).map((i) => {
      const own = fits.low(i, j);
      return { i, j, far: pool.filter((other) => fits.low(other, j) > own).length > REACH };
    });
  });
  const near = choices.filter((c) => !c.far);
  const first = (near.length > 0 ? near : choices)
    .map(({ i, j }) => ({ i, j, person: lot('favourite', round.people[i]!.id), post: lot('post', round.positions[j]!.id) }))
    .sort((a, b) => a.person - b.person || a.i - b.i || a.post - b.post || a.j - b.j)[0];
  return first ? { person: round.people[first.i]!.id, position: round.positions[first.j]!.id } : null;
}

/** A unit with all units below it, and the people who sit there. */
export interface RatedGroup {
  readonly unit: string;
  readonly units: ReadonlySet<string>;
  readonly people: readonly string[];
}

/** Each unit of the round with those below it and whoever holds a seat there, by id. */
export function groupsOf(round: Round): readonly RatedGroup[] {
  const unitOf = new Map<string, string>(round.positions.map((p) => [p.id, p.unit]));
  const below = new Map<string, string[]>();
  for (const u of round.units) if (u.parent !== undefined) below.set(u.parent, [...(below.get(u.parent) ?? []), u.id]);
  return round.units.map(({ id }) => {
    const units = new Set<string>([id]);
    for (const unit of units) for (const child of below.get(unit) ?? []) units.add(child); // grows while it is read
    return { unit: id, units, people: round.people.filter((p) => p.seat !== undefined && units.has(unitOf.get(p.seat)!)).map((p) => p.id as string) };
  });
}

/** Fewest people of a unit whose ratings are inflated, and the largest part of all (one in so many). */
export const GROUP = { least: 8, oneIn: 3 } as const;

/** The unit of a run: the first by lot with at least eight and at most a third of all who hold a seat; null where there is none. */
export function drawGroup(round: Round, all: readonly RatedGroup[], draws: Draws): RatedGroup | null {
  const seated = round.people.filter((p) => p.seat !== undefined).length;
  const groups = all
    .filter(({ people }) => people.length >= GROUP.least && people.length * GROUP.oneIn <= seated)
    .map((group) => ({ group, lot: draws.of('gaming/unit', group.unit).next() >>> 0 }))
    .sort((a, b) => a.lot - b.lot || compareIds(a.group.unit, b.group.unit));
  return groups[0]?.group ?? null;
}
