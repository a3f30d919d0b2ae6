import { factsOf } from '../eligibility/index.js';
import { monthsBetween } from '../model/calendar.js';
import { FitTable } from '../scoring/index.js';
import { normal } from './draws.js';
import { cut, hundredths } from './points.js';
import type { Employee, Roster } from './roster.js';
import { roundOn } from './round-of.js';
import type { Setting } from './setting.js';
import { performance } from './work.js';
import type { LevelRecord, UnitRecord } from './year.js';

/** What each unit's own seats deliver on a day, in hundredths of a point: realised performance summed over those who work. */
export function deliveredBy(people: readonly Employee[], on: number, { scenario }: Setting): ReadonlyMap<string, number> {
  const delivered = new Map<string, number>();
  for (const person of people) {
    const { seat } = person;
    if (!seat || person.awayUntil !== undefined) continue;
    delivered.set(seat.unit, (delivered.get(seat.unit) ?? 0) + performance(person, seat, on, scenario.world.work));
  }
  return delivered;
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** The end of a year by level, lowest first, levels with posts alone; fits by the yardstick on that day. */
export function levelRecords({ people }: Roster, last: number, setting: Setting): readonly LevelRecord[] {
  const { leapDay, posts, scenario } = setting;
  const levels = new Map<string, Open<LevelRecord>>();
  for (const { level, seats } of [...posts].sort((a, b) => a.rank - b.rank || a.index - b.index)) {
    const record = levels.get(level) ?? { level, seats: 0, filled: 0, fitSum: 0, fitMin: null, truthSum: 0, working: 0, tenureMonths: 0 };
    record.seats += seats;
    levels.set(level, record);
  }
  const seated = people.filter((p) => p.seat);
  const fits = fitsOn(seated, last, setting);
  const months = new Map<number, number>(); // many came to their posts on one day
  const monthsSince = (day: number): number => {
    let known = months.get(day);
    if (known === undefined) months.set(day, (known = monthsBetween(day, last, leapDay)));
    return known;
  };
  seated.forEach((person, i) => {
    const post = person.seat!;
    const record = levels.get(post.level)!;
    const fit = fits.low(i, post.index);
    record.filled++;
    record.fitSum += fit;
    record.fitMin = Math.min(record.fitMin ?? fit, fit);
    record.tenureMonths += monthsSince(person.since!);
    if (person.awayUntil !== undefined) return;
    record.working++;
    record.truthSum += performance(person, post, last, scenario.world.work);
  });
  return [...levels.values()];
}

/** Fits on a day by the yardstick; nothing is read but what fits read. */
function fitsOn(people: readonly Employee[], on: number, setting: Setting): FitTable {
  const { fitReads, yardstick } = setting;
  return new FitTable(yardstick.policy, factsOf(roundOn(people, on, setting), yardstick.policy, fitReads));
}

/** Units with seats, by id. `before` and `after` are what they delivered around the first round of the year. */
export function unitRecords({ people, held }: Roster, year: number, last: number, around: Around | undefined, setting: Setting): readonly UnitRecord[] {
  const { draws, normal: { frame }, posts, scenario } = setting;
  const seats = new Map<string, { seats: number; filled: number }>();
  for (const post of posts) {
    const unit = seats.get(post.unit) ?? { seats: 0, filled: 0 };
    unit.seats += post.seats;
    unit.filled += held[post.index]!;
    seats.set(post.unit, unit);
  }
  const delivers = deliveredBy(people, last, setting);
  return frame.units.flatMap(({ id }): UnitRecord[] => {
    const unit = seats.get(id);
    if (!unit) return [];
    const delivered = delivers.get(id) ?? 0;
    const noise = normal(hundredths(scenario.world.units.noise), draws.of('unit', id, year));
    return [
      {
        unit: id,
        seats: unit.seats,
        before: around ? (around.before.get(id) ?? 0) : null,
        after: around ? (around.after.get(id) ?? 0) : null,
        delivered,
        score: cut(Math.floor((2 * delivered + unit.seats) / (2 * unit.seats)) + noise),
        filled: unit.filled,
      },
    ];
  });
}

/** What units deliver on the eve of a round and on its morrow. */
export interface Around {
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
}
