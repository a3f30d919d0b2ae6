/**
 * A slow reference: replays the happenings of a life day by day, knowing nothing but the organisation, the world and the calendar, and adds everything up again.
 * Written from docs/formats.md section 14 alone. Returns what does not add up, in words.
 */
import { addMonths, formatDay, monthlyDay } from '../../../src/model/calendar.js';
import { dayNumber } from '../../../src/eligibility/index.js';
import type { Happening, Scenario, State, Year } from '../../../src/simulating/index.js';

interface Known {
  readonly born: string;
  seat: string | undefined;
  away: boolean;
}

export function problemsOf(scenario: Scenario, years: readonly Year[]): string[] {
  const { organisation, regime, world } = scenario;
  const problems: string[] = [];
  const say = (ok: boolean, text: string): void => {
    if (!ok) problems.push(text);
  };
  const posts = new Map(organisation.positions.map((p) => [p.id, p]));
  const rank = new Map(regime.policy.policy.levels.map((l, k) => [l.id, k]));
  const people = new Map<string, Known>(organisation.members.map((m) => [m.id, { born: m.born, seat: m.seat, away: false }]));
  const born = new Map<string, string>(years.flatMap((y) => y.state?.people.map((p): [string, string] => [p.id, p.born]) ?? []));
  const vacantSince = new Map<string, string[]>(organisation.positions.map((p) => [p.id, Array.from({ length: (p.seats ?? 1) - organisation.members.filter((m) => m.seat === p.id).length }, () => organisation.on)]));
  const leaves = new Map<string, string>();
  const leaveDay = (p: Known): string => {
    const known = `${p.born} ${p.seat ?? ''}`;
    if (!leaves.has(known)) leaves.set(known, leaveDayOf(p));
    return leaves.get(known)!;
  };
  const leaveDayOf = (p: Known): string => {
    const level = p.seat === undefined ? undefined : posts.get(p.seat)!.level;
    const { ages, otherwise, day } = world.careers.retirement;
    const birthday = monthlyDay(dayNumber(p.born), 12 * ((level === undefined ? undefined : ages[level]) ?? otherwise), regime.policy.policy.leapDay);
    return day === 'birthday' ? formatDay(birthday) : formatDay(addMonths(dayNumber(`${formatDay(birthday).slice(0, 8)}01`), 1));
  };
  let next = organisation.on;
  for (const [k, year] of years.entries()) {
    const first = dayNumber(organisation.on);
    say(year.year === k + 1 && year.from === next && year.from === formatDay(addMonths(first, 12 * k)), `year ${k + 1} begins on ${year.from}`);
    next = formatDay(addMonths(first, 12 * (k + 1)));
    say(year.to === formatDay(dayNumber(next) - 1), `year ${k + 1} ends on ${year.to}`);
    const sum = { recruited: 0, resigned: 0, retired: 0, taken: 0, left: 0, opened: 0, filled: 0, seatDays: 0 };
    const filled: number[] = [];
    const start = people.size;
    const seatedBefore = [...people.values()].filter((p) => p.seat !== undefined).length;
    const byDay = new Map<string, Happening[]>();
    for (const h of year.happenings) byDay.set(h.day, [...(byDay.get(h.day) ?? []), h]);
    say([...byDay.keys()].join() === [...byDay.keys()].sort().join(), 'happenings are not in the order of days');
    say(year.happenings.every((h) => h.day >= year.from && h.day <= year.to), 'a happening outside its year');
    for (let day = dayNumber(year.from); day <= dayNumber(year.to); day++) {
      const today = formatDay(day);
      for (const h of byDay.get(today) ?? []) {
        const p = people.get(h.person);
        if (h.what === 'recruited') {
          say(!p, `${h.person} is recruited twice`);
          people.set(h.person, { born: born.get(h.person) ?? '2000-01-01', seat: undefined, away: false });
          sum.recruited++;
          continue;
        }
        if (!p) {
          problems.push(`${h.what} of ${h.person}, who is not there`);
          continue;
        }
        if (h.what === 'study-began' || h.what === 'study-ended') {
          say(p.away === (h.what === 'study-ended'), `${h.what} of ${h.person}`);
          p.away = h.what === 'study-began';
        } else if (h.what === 'refused') say(h.to !== undefined && posts.has(h.to) && !p.away, `${h.person} refuses nothing`);
        else if (h.what === 'extended') say(h.from === p.seat && p.seat !== undefined, `${h.person} is extended in another post`);
        else {
          say(h.from === p.seat, `${h.what} of ${h.person} from ${h.from ?? 'nowhere'} while in ${p.seat ?? 'nowhere'} on ${today}`);
          if (p.seat !== undefined) sum.left++;
          if (h.what === 'moved') {
            say(!p.away || h.to === undefined, `${h.person} moves on leave`); // a post that closes takes no heed of it
            const [from, to] = [p.seat === undefined ? undefined : rank.get(posts.get(p.seat)!.level)!, h.to === undefined ? undefined : rank.get(posts.get(h.to)!.level)!];
            const kind = to === undefined ? 'release' : from === undefined ? 'entry' : to > from ? 'promotion' : to < from ? 'demotion' : 'lateral';
            say(h.kind === kind && (h.fit === undefined) === (to === undefined), `${h.person} makes a ${h.kind ?? 'move'}`);
            p.seat = h.to;
            if (h.to !== undefined) sum.taken++;
          } else {
            if (h.what === 'retired') say(leaveDay(p) <= today, `${h.person} retires before ${leaveDay(p)}`);
            sum[h.what]++;
            people.delete(h.person);
          }
        }
      }
      for (const [id, p] of people) say(p.seat === undefined || !born.has(id) || today < leaveDay(p), `${id} sits on ${today}, after ${leaveDay(p)}`);
      const held = new Map<string, number>();
      for (const { seat = '' } of people.values()) held.set(seat, (held.get(seat) ?? 0) + 1);
      for (const [post, { seats = 1 }] of posts) {
        const free = seats - (held.get(post) ?? 0);
        say(free >= 0, `${post} is over its seats on ${today}`);
        const since = vacantSince.get(post)!;
        for (; since.length > free; sum.filled++) filled.push(day - dayNumber(since.shift()!));
        for (; since.length < free; sum.opened++) since.push(today);
        sum.seatDays += free;
      }
    }
    const all = [...people.values()];
    const seated = all.filter((p) => p.seat !== undefined).length;
    const want = { start, recruited: sum.recruited, resigned: sum.resigned, retired: sum.retired, end: all.length, seated, away: all.filter((p) => p.away).length };
    say(JSON.stringify(year.people) === JSON.stringify(want), `people ${JSON.stringify(year.people)}, not ${JSON.stringify(want)}`);
    say(start + sum.recruited - sum.resigned - sum.retired === all.length, 'people do not add up');
    const total = organisation.positions.reduce((n, p) => n + (p.seats ?? 1), 0);
    const seats = { total, start: seatedBefore, taken: sum.taken, left: sum.left, end: seated };
    say(JSON.stringify(year.seats) === JSON.stringify(seats), `seats ${JSON.stringify(year.seats)}, not ${JSON.stringify(seats)}`);
    say(seatedBefore + sum.taken - sum.left === seated, 'seats do not add up');
    const vacancies = { seatDays: sum.seatDays, opened: sum.opened, filled: sum.filled, daysToFill: filled.sort((a, b) => a - b) };
    say(JSON.stringify(year.vacancies) === JSON.stringify(vacancies), `vacancies ${JSON.stringify(year.vacancies)}, not ${JSON.stringify(vacancies)}`);
    say(year.levels.reduce((n, l) => n + l.filled, 0) === seated && year.levels.reduce((n, l) => n + l.seats, 0) === total, 'levels do not add up');
    say(year.units.reduce((n, u) => n + u.filled, 0) === seated && year.units.reduce((n, u) => n + u.seats, 0) === total, 'units do not add up');
    if (year.state) problems.push(...stateProblems(year.state, people, vacantSince, next));
  }
  return problems;
}

function stateProblems(state: State, people: ReadonlyMap<string, Known>, vacant: ReadonlyMap<string, readonly string[]>, day: string): string[] {
  const seats = (list: Iterable<readonly [string, string | undefined]>): string => JSON.stringify([...list].sort(([a], [b]) => (a < b ? -1 : 1)));
  const problems: string[] = [];
  if (state.day !== day) problems.push(`the state is of ${state.day}`);
  if (seats(state.people.map((p) => [p.id, p.seat])) !== seats([...people].map(([id, p]) => [id, p.seat]))) problems.push('the state seats others');
  if (state.people.some((p) => (p.awayUntil !== undefined) !== people.get(p.id)!.away)) problems.push('the state sends others away');
  const empty = JSON.stringify(state.vacant.map((v) => [v.position, v.since]));
  if (empty !== JSON.stringify([...vacant].filter(([, since]) => since.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)))) problems.push('the state has other vacancies');
  return problems;
}
