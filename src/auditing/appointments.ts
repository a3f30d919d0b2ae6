import { bug } from '../errors/index.js';
import { parseDay } from '../model/calendar.js';
import { compareIds } from '../model/ids.js';
import type { Case } from './case.js';
import type { Holding, Past, PastPosition } from './past.js';

/** Rosters write the end of one post and the begin of the next a few days apart. A longer gap leaves open what lay between. */
const HANDOVER_DAYS = 31;

/** A seat taken further from the day of a decision than that is not what was decided, unless the papers are the same. */
const TAKEN_WITHIN_DAYS = 366;

/** A stretch in one post, rows that follow each other without a day between put together: a new paper for the same post is no move. */
export interface Stretch {
  readonly person: string;
  readonly position: string;
  /** First and last day; null is still held. */
  readonly from: number;
  readonly to: number | null;
  /** The row it begins with. */
  readonly row: Holding;
}

/** Somebody comes into a post for good. */
export interface Appointment {
  readonly person: string;
  readonly position: string;
  /** First day in the post; the day of the decision where the roster has no such row. */
  readonly from: number;
  /** The day it was done: the first day, or the decision where that came earlier. */
  readonly done: number;
  readonly stretch: Stretch | null;
  readonly decision: Case | null;
  /** The definitive post held until then; `entry` as stated; `unknown`: none on record, a gap before it, or two that began on one day. */
  readonly before: Stretch | 'entry' | 'unknown';
  /** What the paper called it. */
  readonly called: string | null;
  readonly document: string | null;
  readonly row: string | null;
}

/** A roster as stretches and the appointments that follow from it and from the decisions. */
export interface Careers {
  /** By person, then first day, then post. */
  readonly definitive: readonly Stretch[];
  readonly acting: readonly Stretch[];
  /** By person, then first day, then post. */
  readonly appointments: readonly Appointment[];
}

/** A day that was checked at the door, as a day number. */
export function dayIn(text: string): number {
  const day = parseDay(text);
  if (typeof day !== 'number') throw bug('a date that was not checked');
  return day;
}

const inOrder = (a: Stretch, b: Stretch): number => compareIds(a.person, b.person) || a.from - b.from || compareIds(a.position, b.position);

/** Who held which post when, and who came into one. O(n log n) in the rows of the roster and the people chosen. */
export function careersOf(past: Past, cases: readonly Case[]): Careers {
  const roster = past.roster ?? [];
  const definitive = stretchesOf(roster.filter((row) => row.acting !== true));
  const acting = stretchesOf(roster.filter((row) => row.acting === true));
  return { definitive, acting, appointments: appointmentsOf(definitive, cases) };
}

/** The stretches of these rows, sorted. */
function stretchesOf(rows: readonly Holding[]): readonly Stretch[] {
  const all = rows.map((row): Stretch => ({ person: row.person, position: row.position, from: dayIn(row.from), to: row.to === undefined ? null : dayIn(row.to), row }));
  all.sort((a, b) => compareIds(a.person, b.person) || compareIds(a.position, b.position) || a.from - b.from); // the door lets in no two rows that are equal in these
  const joined: Stretch[] = [];
  for (const next of all) {
    const last = joined.at(-1);
    const follows = last && last.person === next.person && last.position === next.position && (last.to === null || next.from <= last.to + 1);
    if (!follows) joined.push(next);
    else joined[joined.length - 1] = { ...last, to: last.to === null || next.to === null ? null : Math.max(last.to, next.to) };
  }
  return joined.sort(inOrder);
}

function appointmentsOf(definitive: readonly Stretch[], cases: readonly Case[]): readonly Appointment[] {
  const byPerson = new Map<string, Stretch[]>();
  for (const s of definitive) {
    const own = byPerson.get(s.person);
    if (own) own.push(s);
    else byPerson.set(s.person, [s]);
  }
  const decided = new Map<Stretch, Case>();
  const alone: { person: string; row: string | null; decision: Case }[] = [];
  const choices = cases.flatMap((decision) => decision.people.flatMap(({ person, chosen, row }) => (chosen ? [{ person, row, decision }] : [])));
  const near = choices.flatMap((choice) => {
    const of = byPerson.get(choice.person) ?? [];
    const own = stretchOf(of, choice.decision);
    if (own) return [{ ...choice, own, off: offOf(own, choice.decision) }];
    // whoever holds the post already is not moved into it
    if (!of.some((s) => s.position === choice.decision.position && s.from < choice.decision.day && (s.to ?? Infinity) >= choice.decision.day)) alone.push(choice);
    return [];
  });
  // of two decisions that one seat may have come from it is the nearer one
  for (const choice of near.sort((a, b) => a.off - b.off || compareIds(a.decision.id, b.decision.id))) {
    if (decided.has(choice.own)) alone.push(choice);
    else decided.set(choice.own, choice.decision);
  }
  const fromRoster = definitive.map((stretch): Appointment => {
    const { person, position, from, row } = stretch;
    const decision = decided.get(stretch) ?? null;
    const called = row.kind ?? decision?.kind ?? null;
    return {
      person, position, from, stretch, decision, called,
      done: decision ? Math.min(from, decision.day) : from,
      before: beforeOf(byPerson.get(person)!, from, called),
      document: row.document ?? decision?.document ?? null,
      row: row.row ?? decision?.row ?? null,
    };
  });
  const fromDecisions = alone.map(({ person, row, decision }): Appointment => ({
    person, position: decision.position, from: decision.day, done: decision.day, stretch: null, decision, called: decision.kind,
    before: beforeOf(byPerson.get(person) ?? [], decision.day, decision.kind), document: decision.document, row: row ?? decision.row,
  }));
  return [...fromRoster, ...fromDecisions].sort((a, b) => compareIds(a.person, b.person) || a.from - b.from || compareIds(a.position, b.position) || compareIds(a.decision?.id ?? '', b.decision?.id ?? ''));
}

/** Days between a seat and the decision it came from; none where both have the same paper. */
function offOf(s: Stretch, decision: Case): number {
  const samePaper = s.row.document !== undefined && s.row.document === decision.document;
  return samePaper ? 0 : Math.abs(s.from - decision.day);
}

/** The stretch that a decision began: of those in its post that had not ended by then the nearest, unless none begins within a year of it. */
function stretchOf(own: readonly Stretch[], decision: Case): Stretch | undefined {
  let nearest: Stretch | undefined;
  for (const s of own) {
    if (s.position !== decision.position || (s.to !== null && s.to < decision.day) || offOf(s, decision) > TAKEN_WITHIN_DAYS) continue;
    if (!nearest || offOf(s, decision) < offOf(nearest, decision)) nearest = s;
  }
  return nearest;
}

function beforeOf(own: readonly Stretch[], from: number, called: string | null): Appointment['before'] {
  const earlier = own.filter((s) => s.from < from);
  const last = earlier.at(-1);
  if (!last) return called === 'entry' ? 'entry' : 'unknown';
  if (earlier.at(-2)?.from === last.from) return 'unknown';
  return last.to !== null && last.to + HANDOVER_DAYS < from ? 'unknown' : last;
}

/** Whether an acting stretch went over into this one: same person and post, begun earlier, ended no longer than a handover before. */
export function wentOver(acting: Stretch, into: Stretch): boolean {
  return acting.person === into.person && acting.position === into.position && acting.from < into.from && (acting.to === null || acting.to + HANDOVER_DAYS >= into.from);
}

/** Levels and classes of posts as the record states them. */
export class Posts {
  private readonly byId: ReadonlyMap<string, PastPosition>;
  private readonly levels: ReadonlyMap<string, number>;

  constructor(past: Past) {
    this.byId = new Map((past.positions ?? []).map((p) => [p.id, p]));
    this.levels = new Map((past.levels ?? []).map((level, k) => [level, k]));
  }

  unit(position: string): string | null {
    return this.byId.get(position)?.unit ?? null;
  }

  /** Its name; undefined is unknown. */
  levelName(position: string): string | undefined {
    return this.byId.get(position)?.level;
  }

  /** Place on the scale of levels; undefined is unknown. */
  level(position: string): number | undefined {
    const name = this.levelName(position);
    return name === undefined ? undefined : this.levels.get(name);
  }

  class(position: string): number | undefined {
    return this.byId.get(position)?.class;
  }
}
