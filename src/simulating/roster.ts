import { bug } from '../errors/index.js';
import { formatDay } from '../model/calendar.js';
import { compareIds } from '../model/ids.js';
import type { Evidence } from '../model/round.js';
import { moveKind, type MoveKind } from '../solving/index.js';
import { retirementDay } from './careers.js';
import type { Post, Setting } from './setting.js';
import type { Happening } from './year.js';

/** Somebody while the days pass; days are numbers. */
export interface Employee {
  readonly id: string;
  readonly born: number;
  readonly joined: number;
  readonly connected: boolean;
  seat: Post | undefined;
  /** In that seat since; undefined without one. */
  since: number | undefined;
  /** Since when on the level of his post or above, as far as one day tells: a move down leaves it, a move up begins anew. */
  levelSince: number | undefined;
  /** The day he leaves by age, by the post he holds. */
  retires: number;
  /** The day he returns from study leave. */
  awayUntil: number | undefined;
  /** Hundredths of a point, by place in the traits of the setting. */
  traits: readonly number[];
  /** In normal form; replaced, never changed. */
  evidence: readonly Evidence[];
}

/** A move that was decided. */
export interface WaitingMove {
  readonly person: Employee;
  readonly to: Post;
  /** Day of the round that decided it, and the fit that counted there. */
  readonly on: number;
  readonly fit: number;
}

/** What a year adds up to while it passes. */
export interface Tally {
  /** The first day of the year. */
  readonly from: number;
  readonly happenings: Happening[];
  /** Vacancies that were filled: the days each stood empty. */
  readonly daysToFill: number[];
  recruited: number;
  resigned: number;
  retired: number;
  taken: number;
  left: number;
  opened: number;
  seatDays: number;
}

/** Who sits where while the days pass. Every change of a seat goes through here, so that people, seats and vacancies add up. */
export class Roster {
  /** By id. */
  people: Employee[] = [];
  readonly byId = new Map<string, Employee>();
  /** Holders by post. */
  readonly held: Int32Array;
  /** Vacant seats by post: since which day each, earliest first. A seat that is left and taken on one day never was one. */
  readonly vacant: number[][];
  /** Moves that wait for a seat, by person id. */
  waiting: readonly WaitingMove[] = [];
  tally: Tally = tallyFrom(0);
  /** Called for whoever has a new day of retirement. */
  onRetirement: (person: Employee) => void = () => undefined;
  private readonly setting: Setting;
  /** Seats left less seats taken on the present day, by post. */
  private readonly change = new Map<Post, number>();

  constructor(setting: Setting) {
    this.setting = setting;
    this.held = new Int32Array(setting.posts.length);
    this.vacant = setting.posts.map(() => []);
  }

  /** Somebody who is there already, with the seat he holds. */
  add(person: Employee): void {
    this.people.push(person);
    this.byId.set(person.id, person);
    if (person.seat) this.held[person.seat.index]!++;
  }

  /** Puts people in order after some were added. */
  sort(): void {
    this.people.sort((a, b) => compareIds(a.id, b.id));
  }

  /** Newcomers of a day, who hold no post. */
  recruit(newcomers: readonly Employee[], on: number): void {
    for (const person of newcomers) {
      this.add(person);
      this.tell(on, 'recruited', person);
    }
    this.tally.recruited += newcomers.length;
    this.sort();
  }

  /** Somebody is gone, and with him the move that waited for him. */
  leave(person: Employee, what: 'retired' | 'resigned', on: number): void {
    this.tell(on, what, person, person.seat && { from: person.seat.id });
    this.vacate(person);
    this.tally[what]++;
    this.byId.delete(person.id);
    this.people = this.people.filter((one) => one !== person);
    this.waiting = this.waiting.filter((move) => move.person !== person);
  }

  /** Somebody takes another seat, or none, in the order of calls: a post may be over its seats until the last move of the day. */
  move(person: Employee, to: Post | undefined, on: number, fit?: number): MoveKind {
    const from = person.seat;
    const kind = moveKind(from?.rank, to?.rank);
    this.tell(on, 'moved', person, { kind, ...(from && { from: from.id }), ...(to && { to: to.id }), ...(fit !== undefined && { fit }) });
    this.vacate(person);
    if (!to) person.levelSince = undefined;
    else {
      this.held[to.index]!++;
      this.note(to, -1);
      this.tally.taken++;
      person.seat = to;
      person.since = on;
      if (kind === 'promotion' || kind === 'entry') person.levelSince = on;
    }
    const { scenario, leapDay } = this.setting;
    const retires = retirementDay(person.born, to?.level, scenario.world.careers.retirement, leapDay);
    if (retires !== person.retires) {
      person.retires = retires;
      this.onRetirement(person);
    }
    return kind;
  }

  private vacate(person: Employee): void {
    const { seat } = person;
    if (!seat) return;
    this.held[seat.index]!--;
    this.note(seat, 1);
    this.tally.left++;
    person.seat = undefined;
    person.since = undefined;
  }

  private note(post: Post, change: number): void {
    this.change.set(post, (this.change.get(post) ?? 0) + change);
  }

  tell(on: number, what: Happening['what'], person: Pick<Employee, 'id'>, more?: Partial<Happening>): void {
    this.tally.happenings.push({ day: formatDay(on), what, person: person.id, ...more });
  }

  /** The evening of a day: what is empty now and was not in the morning has been vacated, the other way round the seat empty longest was filled. */
  close(on: number): void {
    for (const [post, change] of this.change) {
      const vacant = this.vacant[post.index]!;
      for (let k = 0; k < change; k++) vacant.push(on);
      this.tally.opened += Math.max(0, change);
      for (const since of vacant.splice(0, Math.max(0, -change))) {
        this.tally.daysToFill.push(on - since);
        this.tally.seatDays += on - Math.max(since, this.tally.from);
      }
      if (vacant.length !== post.seats - this.held[post.index]!) throw bug('seats that do not add up');
    }
    this.change.clear();
  }

  /** Seats held. */
  get seated(): number {
    return this.held.reduce((sum, holders) => sum + holders, 0);
  }
}

/** A year in which nothing has happened yet. */
export function tallyFrom(from: number): Tally {
  return { from, happenings: [], daysToFill: [], recruited: 0, resigned: 0, retired: 0, taken: 0, left: 0, opened: 0, seatDays: 0 };
}
