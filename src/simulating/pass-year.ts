import { addMonths, formatDay, LAST_DAY } from '../model/calendar.js';
import { mayStudy, yearOfLife, type YearOfLife } from './careers.js';
import { daysOfYear, roundDays, yearDays } from './days.js';
import { grow, growthOfYear } from './growth.js';
import { holdRound, moveWhoCan } from './hold-round.js';
import { takeMeasure } from './measures.js';
import { newcomer } from './newcomers.js';
import { tallyFrom, type Employee, type Roster } from './roster.js';
import type { Measure } from './scenario.js';
import type { Setting } from './setting.js';
import { YEAR_FORMAT, type RoundRecord, type Year } from './year.js';
import { deliveredBy, levelRecords, unitRecords, type Around } from './year-records.js';

/** One day on which something may happen. People are looked at again on the day: whoever is gone or has another day of retirement by then is passed by. */
interface Day {
  readonly returns: Employee[];
  readonly retires: Employee[];
  readonly resigns: Employee[];
  readonly studies: Employee[];
  readonly measures: Measure[];
  intake: boolean;
  round: boolean;
}

/** The days of one year of a life, first to last. */
export class PassingYear {
  private readonly year: number;
  private readonly from: number;
  private readonly to: number;
  private readonly roster: Roster;
  private readonly headcount: number;
  private readonly setting: Setting;
  private readonly days = new Map<number, Day>();
  private readonly lives = new Map<Employee, YearOfLife>();
  private readonly rounds: RoundRecord[] = [];
  private around: Around | undefined;
  private today: number;

  constructor(year: number, roster: Roster, headcount: number, setting: Setting) {
    this.year = year;
    this.roster = roster;
    this.headcount = headcount;
    this.setting = setting;
    const { from, to } = yearDays(setting.first, year);
    this.from = from;
    this.to = to;
    roster.tally = tallyFrom(from);
    this.today = from;
    roster.onRetirement = (person) => this.planRetirement(person);
    const { newcomers } = setting.scenario.world;
    for (const spec of setting.measures) if (spec.kind !== 'previous') for (const on of daysOfYear(spec.on, from, to)) this.at(on)?.measures.push(spec);
    for (const on of daysOfYear(newcomers.on, from, to)) this.at(on)!.intake = true;
    for (const on of roundDays(setting.first, setting.scenario.regime.everyMonths ?? 12, from, to)) this.at(on)!.round = true;
    this.at(to); // courses and growth
    for (const person of roster.people) this.plan(person, from - 1);
  }

  /** Lets all days pass. @throws {MeritError} as `conduct` */
  async pass(signal: AbortSignal | undefined): Promise<Omit<Year, 'state'>> {
    const { from, roster, to } = this;
    const { tally } = roster;
    const start = roster.people.length;
    const seatedBefore = roster.seated;
    for (let on = from; on <= to; on++) {
      const day = this.days.get(on);
      this.today = on;
      if (day) await this.passDay(on, day, signal);
    }
    roster.onRetirement = () => undefined;
    const seats = this.setting.posts.reduce((sum, post) => sum + post.seats, 0);
    const vacant = roster.vacant.flat();
    return {
      format: YEAR_FORMAT,
      year: this.year,
      from: formatDay(from),
      to: formatDay(to),
      people: {
        start,
        recruited: tally.recruited,
        resigned: tally.resigned,
        retired: tally.retired,
        end: roster.people.length,
        seated: roster.seated,
        away: roster.people.filter((p) => p.awayUntil !== undefined).length,
      },
      seats: { total: seats, start: seatedBefore, taken: tally.taken, left: tally.left, end: roster.seated },
      vacancies: {
        seatDays: vacant.reduce((sum, since) => sum + to + 1 - Math.max(since, from), tally.seatDays),
        opened: tally.opened,
        filled: tally.daysToFill.length,
        daysToFill: tally.daysToFill.sort((a, b) => a - b),
      },
      happenings: tally.happenings,
      rounds: this.rounds,
      levels: levelRecords(roster, to, this.setting),
      units: unitRecords(roster, this.year, to, this.around, this.setting),
    };
  }

  /** The order of a day (docs/formats.md section 14). */
  private async passDay(on: number, day: Day, signal: AbortSignal | undefined): Promise<void> {
    const { roster, setting, to } = this;
    const { careers } = setting.scenario.world;
    const before = day.round && !this.around ? deliveredBy(roster.people, on - 1, setting) : undefined;
    for (const person of byId(day.returns)) if (this.isThere(person)) this.comeBack(person, on);
    this.retire(day, on);
    for (const person of byId(day.resigns)) if (this.isThere(person)) roster.leave(person, 'resigned', on);
    for (const person of byId(day.studies)) if (this.isThere(person) && person.awayUntil === undefined && mayStudy(person.joined, on, careers, setting.leapDay)) this.goAway(person, on);
    for (const spec of day.measures) for (const person of roster.people) takeMeasure(spec, person, on, setting);
    if (day.intake) this.recruit(on);
    if (on === to) for (const person of roster.people) growthOfYear(person, on, this.lives.get(person)!.trained, setting);
    moveWhoCan(roster, on, setting);
    if (day.round) this.rounds.push(await holdRound(roster, on, setting, signal));
    while (this.retire(day, on)) moveWhoCan(roster, on, setting); // a lower post may be one that he is too old for
    roster.close(on);
    if (before) this.around = { before, after: deliveredBy(roster.people, on + 1, setting) };
  }

  private recruit(on: number): void {
    const { roster, setting } = this;
    const missing = Math.max(0, this.headcount - roster.people.length);
    const newcomers = Array.from({ length: missing }, (_, k) => newcomer(k + 1, on, setting));
    roster.recruit(newcomers, on);
    for (const person of newcomers) this.plan(person, on);
  }

  /** @returns whether anybody left. */
  private retire(day: Day, on: number): boolean {
    const due = byId(day.retires).filter((person) => this.isThere(person) && person.retires <= on);
    for (const person of due) this.roster.leave(person, 'retired', on);
    return due.length > 0;
  }

  private comeBack(person: Employee, on: number): void {
    const { study } = this.setting.scenario.world.careers;
    person.awayUntil = undefined;
    if (study) grow(person, study.adds, this.setting);
    this.roster.tell(on, 'study-ended', person);
  }

  private goAway(person: Employee, on: number): void {
    person.awayUntil = Math.min(addMonths(on, this.setting.scenario.world.careers.study!.months), LAST_DAY);
    this.at(person.awayUntil)?.returns.push(person);
    this.roster.tell(on, 'study-began', person);
  }

  private isThere(person: Employee): boolean {
    return this.roster.byId.get(person.id) === person;
  }

  /** Puts what the year holds for somebody after a day in its days. */
  private plan(person: Employee, after: number): void {
    const { draws, scenario } = this.setting;
    const life = yearOfLife(person.id, this.year, this.from, this.to, scenario.world, draws);
    this.lives.set(person, life);
    if (life.resigns !== undefined && life.resigns > after) this.at(life.resigns)!.resigns.push(person);
    if (life.studies !== undefined && life.studies > after) this.at(life.studies)!.studies.push(person);
    if (person.awayUntil !== undefined) this.at(person.awayUntil)?.returns.push(person);
    this.planRetirement(person);
  }

  /** Whoever should have left already leaves today. */
  private planRetirement(person: Employee): void {
    this.at(Math.max(person.retires, this.today))?.retires.push(person);
  }

  /** The day, made when first asked for; undefined beyond the year. */
  private at(on: number): Day | undefined {
    if (on > this.to) return undefined;
    let day = this.days.get(on);
    if (!day) this.days.set(on, (day = { returns: [], retires: [], resigns: [], studies: [], measures: [], intake: false, round: false }));
    return day;
  }
}

function byId(people: readonly Employee[]): readonly Employee[] {
  return people.length < 2 ? people : [...new Set(people)].sort((a, b) => (a.id < b.id ? -1 : 1));
}
