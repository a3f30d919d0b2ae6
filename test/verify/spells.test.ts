import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, monthsBetween, shift } from '../../src/verify/calendar.js';
import { requirePolicy, requireRound } from '../../src/verify/consistency.js';
import { policy as readPolicy, round as readRound } from '../../src/verify/documents.js';
import { Facts } from '../../src/verify/facts.js';
import { Interpreter } from '../../src/verify/interpreter.js';
import { Market } from '../../src/verify/market.js';
import { moveOf } from '../../src/verify/derived.js';
import { canonical, policy, round, type Loose } from './builder.js';

// The day of the round is 2026-01-01; the file is of 2025-12-01.
type Change = (w: { round: Loose; policy: Loose }) => unknown;
const MOST = 1e15;
const c = (value: unknown): Loose => ({ op: 'const', value });
const on = (value: string): Loose => ({ op: 'day', value });
const seen = (date: string): Loose[] => [{ attribute: 'post', source: 'file', date }];
const SEEN = seen('2026-01-01');
const spell = (value: string | null, from?: string, to?: string, months?: number): Loose =>
  ({ attribute: 'post', ...(value === null ? { unmapped: 'raw' } : { value }), ...(from && { from }), ...(to && { to }), ...(months !== undefined && { months }), source: 'file' });

/** Ana with these spells in b, which has track and class; a has neither. */
function facts(spells: Loose[], checked: Loose[], change: Change = () => undefined): Facts {
  const w = { round: round(), policy: policy() };
  w.policy.tracks = [{ id: 'line', label: { en: 'Line' } }, { id: 'staff', label: { en: 'Staff' } }];
  w.policy.attributes.post = { of: 'person', type: 'spells', label: { en: 'Posts held' } };
  w.policy.attributes.end = { of: 'person', type: 'date', label: { en: 'A day nobody knows' } };
  w.policy.attributes.words = { of: 'person', type: 'set', label: { en: 'Words nobody knows' } };
  w.policy.attributes.wanted = { of: 'position', type: 'text', label: { en: 'A word' } };
  w.policy.attributes.many = { of: 'position', type: 'set', label: { en: 'Words' } };
  Object.assign(w.round.positions[1], { track: 'line', class: 7 });
  Object.assign(w.round.positions[0].attributes, { wanted: 'x', many: ['x', 'y'] });
  const ana = w.round.people[0];
  if (spells.length > 0) ana.spells = spells;
  if (checked.length > 0) ana.checked = checked;
  change(w);
  const [p, r] = [readPolicy(w.policy), readRound(w.round)];
  requirePolicy(p);
  requireRound(r, p);
  return new Facts(r, p);
}

function months(spells: Loose[], checked: Loose[], more: Loose = {}, change?: Change): (number | string)[] {
  const f = facts(spells, checked, (w) => {
    change?.(w);
    w.policy.criteria[0].value = { op: 'monthsIn', attribute: 'post', values: ['x'], ...more };
  });
  const { low, high } = new Interpreter(f).number(f.policy.criteria[0]!.value, 0, 0);
  return [low, high].map((end) => (end === MOST ? 'any' : end / 1e6));
}

function truth(rule: Loose, spells: Loose[] = [], checked: Loose[] = [], change?: Change): boolean | undefined {
  const f = facts(spells, checked, (w) => {
    change?.(w);
    w.policy.gates[0].rule = rule;
  });
  return new Interpreter(f).truth(f.policy.gates[0]!.rule, 0, 0);
}

describe('months under some values', () => {
  const unknown = { op: 'person', attribute: 'end' };
  it.each<[name: string, spells: Loose[], checked: Loose[], more: Loose, ends: (number | string)[], change?: Change]>([
    ['are counted from the first day to the day after the last', [spell('x', '2020-01-01', '2020-12-31')], SEEN, {}, [12, 12]],
    ['lack the month whose last day is missing', [spell('x', '2020-01-01', '2020-12-30')], SEEN, {}, [11, 11]],
    ['run to the day of the round where the spell has no end', [spell('x', '2025-01-02')], SEEN, {}, [12, 12]],
    ['leave out other values', [spell('x', '2020-01-01', '2020-12-31'), spell('y', '2021-01-01', '2021-12-31')], SEEN, {}, [12, 12]],
    ['of one day are none', [spell('x', '2020-02-29', '2020-02-29')], SEEN, {}, [0, 0]],
    ['join spells that meet: 15 days and 16 days are a month', [spell('x', '2020-01-01', '2020-01-15'), spell('x', '2020-01-16', '2020-01-31')], SEEN, {}, [1, 1]],
    ['do not join spells with a day between', [spell('x', '2020-01-01', '2020-01-15'), spell('x', '2020-01-17', '2020-01-31')], SEEN, {}, [0, 0]],
    ['count days once that two spells share', [spell('x', '2020-01-01', '2020-12-31'), spell('x', '2020-03-01', '2020-06-30'), spell('x', '2020-07-01', '2021-01-31')], SEEN, {}, [13, 13]],
    ['of a spell within another one are the other one\'s', [spell('x', '2020-01-01', '2020-12-31'), spell('x', '2020-03-01', '2020-06-30')], SEEN, {}, [12, 12]],
    ['are at least so many where nobody has looked', [spell('x', '2020-01-01', '2020-12-31')], [], {}, [12, 'any']],
    ['are unknown where nothing is known', [], [], {}, [0, 'any']],
    ['are none where somebody looked and found nothing', [], SEEN, {}, [0, 0]],
    ['may be those of an unmapped spell', [spell('x', '2020-01-01', '2020-12-31'), spell(null, '2021-01-01', '2021-06-30')], SEEN, {}, [12, 18]],
    ['may be those of every spell where the values are unknown', [spell('x', '2020-01-01', '2020-12-31'), spell('y', '2022-01-01', '2022-03-31')], SEEN, { values: { op: 'person', attribute: 'words' } }, [0, 15]],
    ['take the values from a set', [spell('x', '2020-01-01', '2020-12-31'), spell('y', '2022-01-01', '2022-03-31')], SEEN, { values: { op: 'position', attribute: 'many' } }, [15, 15]],
    ['take the one value from a text', [spell('x', '2020-01-01', '2020-12-31'), spell('y', '2022-01-01', '2022-03-31')], SEEN, { values: { op: 'position', attribute: 'wanted' } }, [12, 12]],
    ['take what is stated where the days are not known', [spell('x', undefined, undefined, 30)], SEEN, {}, [30, 30]],
    ['add what is stated of an unmapped spell to the high end', [spell('x', undefined, undefined, 30), spell(null, undefined, undefined, 7)], SEEN, {}, [30, 37]],
    ['are unknown above where a spell has no length', [spell('x'), spell('x', '2020-01-01', '2020-12-31')], SEEN, {}, [12, 'any']],
    ['do not mind the length of other values', [spell('y'), spell('x', '2020-01-01', '2020-12-31')], SEEN, {}, [12, 12]],
    ['are those within the window', [spell('x', '2020-01-01', '2020-12-31')], SEEN, { from: on('2020-03-01'), to: on('2020-04-30') }, [2, 2]],
    ['within a window leave stated ones to the high end', [spell('x', undefined, undefined, 30)], SEEN, { from: on('2020-03-01') }, [0, 30]],
    ['up to a day before the round leave stated ones to the high end', [spell('x', undefined, undefined, 30)], SEEN, { to: on('2025-12-31') }, [0, 30]],
    ['up to the day of the round or later count stated ones', [spell('x', undefined, undefined, 30)], SEEN, { to: on('2026-01-01') }, [30, 30]],
    ['may go on to the end of a window after the day of the round', [spell('x', '2025-01-01')], SEEN, { to: on('2026-12-31') }, [12, 24]],
    ['go on where the end is stated', [spell('x', '2025-01-01', '2026-12-31')], SEEN, { to: on('2026-12-31') }, [24, 24]],
    ['of an open spell are sure up to the day of its record only', [{ ...spell('x', '2001-01-01'), date: '2009-12-31' }], [], {}, [108, 'any']],
    ['of an open spell recorded before it began are sure on its first day only', [{ ...spell('x', '2001-02-28'), date: '2000-12-31' }], [], {}, [0, 'any']],
    ['of an open spell are sure up to the day on which somebody looked', [{ ...spell('x', '2001-01-01'), date: '2009-12-31' }], seen('2010-12-31'), {}, [120, 'any']],
    ['of an open spell are all sure where somebody looked on the day of the round', [{ ...spell('x', '2001-01-01'), date: '2009-12-31' }], SEEN, {}, [300, 300]],
    ['are bounded in a window that ended when somebody looked', [spell('x', '2001-01-01', '2008-12-31'), spell(null, '2010-02-01', '2010-02-28')], seen('2010-01-01'), { to: on('2010-01-01') }, [96, 96]],
    ['are not bounded in a window that ended a day later', [spell('x', '2001-01-01', '2008-12-31')], seen('2010-01-01'), { to: on('2010-01-02') }, [96, 'any']],
    ['may be of an open spell, which nobody says has ended', [{ ...spell('x', '2001-01-01'), date: '2001-12-31' }, spell('y', '2002-01-01')], [], { from: on('2002-01-01') }, [0, 'any']],
    ['are bounded in a window after the day of the round by what was looked at then', [spell('x', '2025-01-01')], SEEN, { from: on('2026-01-02'), to: on('2026-02-01') }, [0, 1]],
    ['are none in an empty window, whatever is known', [spell(null), spell('x', '2020-01-01')], [], { from: on('2020-03-02'), to: on('2020-03-01') }, [0, 0]],
    ['are none in a window from a day after the round', [spell('x', '2020-01-01')], [], { from: on('2026-01-02') }, [0, 0]],
    ['may be any up to all where an end of the window is unknown', [spell('x', '2020-01-01', '2020-12-31')], SEEN, { from: unknown }, [0, 12]],
    ['leave out spells dated after the round', [{ ...spell('x', '2020-01-01', '2020-12-31'), date: '2026-01-02' }], SEEN, {}, [0, 0]],
    ['leave out spells that begin after it, whatever the window', [spell('x', '2026-01-02')], SEEN, { to: on('2027-12-31') }, [0, 0]],
    ['do not believe who looked after the round', [], [{ attribute: 'post', source: 'file', date: '2026-01-02' }], {}, [0, 'any']],
    ['believe for so many months who looked', [], seen('2025-01-01'), {}, [0, 0], (w) => (w.policy.attributes.post.validMonths = 12)],
    ['and no longer', [], seen('2024-12-31'), {}, [0, 'any'], (w) => (w.policy.attributes.post.validMonths = 12)],
    ['believe without such months up to the day itself', [], seen('2025-12-31'), {}, [0, 'any']],
    ['believe the last who looked', [], [...seen('2010-01-01'), ...seen('2026-01-01')], {}, [0, 0]],
    ['believe for so many months that an open spell went on', [{ ...spell('x', '2001-01-01'), date: '2009-12-31' }], seen('2010-12-31'), {}, [132, 'any'], (w) => (w.policy.attributes.post.validMonths = 12)],
  ])('%s', (_, spells, checked, more, ends, change) => expect(months(spells, checked, more, change)).toEqual(ends));
});

describe('whether something occurs', () => {
  const occurs = (more: Loose = {}): Loose => ({ op: 'occurs', attribute: 'post', values: ['x'], ...more });
  const unknown = { from: { op: 'person', attribute: 'end' } };
  it.each<[name: string, spells: Loose[], checked: Loose[], more: Loose, holds: boolean | undefined]>([
    ['it does', [spell('x', '2020-01-01', '2020-12-31')], [], {}, true],
    ['it does not', [spell('y', '2020-01-01', '2020-12-31')], SEEN, {}, false],
    ['nobody has looked', [spell('y', '2020-01-01', '2020-12-31')], [], {}, undefined],
    ['on the first day of the window', [spell('x', '2020-01-01', '2020-12-31')], SEEN, { from: on('2020-12-31') }, true],
    ['before the window only', [spell('x', '2020-01-01', '2020-12-31')], SEEN, { from: on('2021-01-01') }, false],
    ['after the window only', [spell('x', '2020-01-01', '2020-12-31')], SEEN, { to: on('2019-12-31') }, false],
    ['still running', [spell('x', '2020-01-01')], SEEN, { from: on('2025-12-31') }, true],
    ['still running on the day of its record', [spell('x', '2020-01-01')], [], { from: on('2025-12-01') }, true],
    ['perhaps still running the day after', [spell('x', '2020-01-01')], [], { from: on('2025-12-02') }, undefined],
    ['perhaps in the future, though somebody has looked', [spell('x', '2020-01-01')], SEEN, { from: on('2026-01-02'), to: on('2026-01-02') }, undefined],
    ['not up to today, as somebody looked in 2010 last', [], seen('2010-06-30'), {}, undefined],
    ['not up to 2009, as somebody looked in 2010', [spell('x', '2010-01-01')], seen('2010-06-30'), { to: on('2009-12-31') }, false],
    ['not up to the day on which somebody looked', [], seen('2010-06-30'), { to: on('2010-06-30') }, false],
    ['perhaps on the day after it', [], seen('2010-06-30'), { to: on('2010-07-01') }, undefined],
    ['not in a window that ended before the unmapped one began', [spell(null, '2020-01-01')], seen('2010-06-30'), { to: on('2009-12-31') }, false],
    ['perhaps, under an unmapped name', [spell(null, '2020-01-01')], SEEN, {}, undefined],
    ['not, as the unmapped one is elsewhere', [spell(null, '2020-01-01', '2020-12-31')], SEEN, { from: on('2021-01-01') }, false],
    ['perhaps, on days nobody knows', [spell('x', undefined, undefined, 3)], SEEN, {}, undefined],
    ['the values are unknown', [spell('x', '2020-01-01')], SEEN, { values: { op: 'person', attribute: 'words' } }, undefined],
    ['the values are unknown and there is nothing', [], SEEN, { values: { op: 'person', attribute: 'words' } }, false],
    ['the window is unknown', [spell('x', '2020-01-01', '2020-12-31')], SEEN, unknown, undefined],
    ['the window is unknown and there is nothing', [spell('y', '2020-01-01')], SEEN, unknown, false],
    ['the window is empty', [spell('x', '2020-01-01')], [], { from: on('2020-03-02'), to: on('2020-03-01') }, false],
  ])('%s', (_, spells, checked, more, holds) => expect(truth(occurs(more), spells, checked)).toBe(holds));
});

describe('months and occurrences day by day', () => {
  const DAYS = Array.from({ length: 160 }, (_, k) => addDays('2023-12-20', k)); // over a leap day; the day of the round is the 140th
  const AS_OF = DAYS[139]!;
  const aDay = fc.integer({ min: 0, max: 139 }).map((k) => DAYS[k]!);
  const length = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(aDay, fc.nat(40), fc.boolean()).map(([from, more, open]) => ({ from, ...(!open && { to: addDays(from, more) }) })) },
    { weight: 1, arbitrary: fc.constantFrom({}, { months: 0 }, { months: 5 }) },
  );
  const spells = fc.tuple(fc.constantFrom({ value: 'x' }, { value: 'x' }, { value: 'y' }, { unmapped: 'raw' }, { unmapped: 'raw' }), length).map(([what, when]) => ({ attribute: 'post', source: 'file', ...what, ...when }));
  const written = fc.option(fc.integer({ min: 0, max: 159 }).map((k) => ({ date: DAYS[k]! })), { nil: {} });
  const items = fc.array(fc.tuple(spells, written).map(([what, when]) => ({ ...what, ...when })), { maxLength: 4 });
  const looks = fc.array(fc.oneof(fc.constant(139), fc.integer({ min: 0, max: 149 })).map((k) => ({ attribute: 'post', source: 'file', date: DAYS[k]! })), { maxLength: 2 });
  const validity = fc.constantFrom(undefined, undefined, 1, 3);
  const window = fc.record({ from: fc.option(aDay, { nil: undefined }), to: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 159 }).map((k) => DAYS[k]!)) });
  const FILE = '2024-02-15';

  /** What section 3.2.1 says, with every day looked at. */
  const slow = (all: readonly Loose[], checked: readonly Loose[], validMonths: number | undefined, { from, to = AS_OF }: { from: string | undefined; to: string | undefined }): unknown => {
    if (from !== undefined && from > to) return { months: [0, 0], occurs: false };
    const inside = DAYS.filter((one) => (from === undefined || one >= from) && one <= to);
    const vouches = (at: string): boolean => at <= AS_OF && checked.some(({ date }) => date <= AS_OF && (at <= date || at <= addMonths(date, validMonths ?? 0, 'mar1')));
    const complete = vouches(to < AS_OF ? to : AS_OF);
    const taken = all.filter((one) => (one.date ?? FILE) <= AS_OF && !(one.from > AS_OF));
    const covers = (one: Loose, at: string): boolean => one.from !== undefined && one.from <= at && (one.to === undefined || one.to >= at);
    const surely = (one: Loose, at: string): boolean => covers(one, at) && (one.to !== undefined || at === one.from || at <= (one.date ?? FILE) || vouches(at));
    const count = (some: readonly Loose[], covering: typeof covers): number => {
      let [sum, first] = [0, undefined as string | undefined];
      for (const at of [...inside, 'end']) {
        const covered = some.some((one) => at !== 'end' && covering(one, at));
        if (covered) first ??= at;
        else if (first !== undefined) {
          sum += monthsBetween(first, at === 'end' ? addDays(inside.at(-1)!, 1) : at, 'mar1');
          first = undefined;
        }
      }
      return sum;
    };
    const stated = (some: readonly Loose[]): number => some.reduce((sum, one) => sum + (one.months ?? 0), 0);
    const [matched, possible] = [taken.filter(({ value }) => value === 'x'), taken.filter(({ value }) => value !== 'y')];
    const low = count(matched, surely) + (from === undefined && to >= AS_OF ? stated(matched) : 0);
    const bounded = complete && possible.every((one) => one.from ?? one.months !== undefined);
    const met = (some: readonly Loose[], covering: typeof covers): boolean => inside.some((at) => some.some((one) => covering(one, at)));
    return {
      months: [low, bounded ? Math.max(low, count(possible, covers) + stated(possible)) : 'any'],
      occurs: met(matched, surely) ? true : complete && !met(possible, covers) && possible.every((one) => one.from !== undefined) ? false : undefined,
    };
  };

  it('are what the spells in the order of their days come to', () => {
    const counts = new Map<string, number>();
    const key = (one: Loose): string => `${one.from ?? ''} ${one.date ?? FILE} ${canonical(one)}`;
    fc.assert(fc.property(items, looks, validity, window, (all, checked, validMonths, { from, to }) => {
      const sorted = [...all].sort((a, b) => (key(a) < key(b) ? -1 : 1));
      const ends = { ...(from && { from: on(from) }), ...(to && { to: on(to) }) };
      const change: Change = (w) => {
        w.round.asOf = AS_OF;
        w.round.sources[0].date = FILE;
        if (validMonths !== undefined) w.policy.attributes.post.validMonths = validMonths;
        w.policy.gates[0].rule = { op: 'occurs', attribute: 'post', values: ['x'], ...ends };
        w.policy.criteria[0].value = { op: 'monthsIn', attribute: 'post', values: ['x'], ...ends };
      };
      const f = facts(sorted, [...checked].sort((a, b) => (a.date < b.date ? -1 : 1)), change);
      const asked = new Interpreter(f);
      const { low, high } = asked.number(f.policy.criteria[0]!.value, 0, 0);
      const fast = { months: [low / 1e6, high === MOST ? 'any' : high / 1e6], occurs: asked.truth(f.policy.gates[0]!.rule, 0, 0) };
      expect(fast).toEqual(slow(all, checked, validMonths, { from, to }));
      for (const one of [`occurs ${fast.occurs}`, low > 1e6 ? 'months' : 'few', high === MOST ? 'open' : high > low ? 'between' : 'known']) counts.set(one, (counts.get(one) ?? 0) + 1);
    }), { numRuns: 1000 });
    for (const one of ['occurs true', 'occurs false', 'occurs undefined', 'months', 'few', 'open', 'between', 'known']) expect(counts.get(one), one).toBeGreaterThan(20);
  });
});

describe('level, track and class as texts and numbers', () => {
  const compare = (left: Loose, is: string, right: Loose): Loose => ({ op: 'compare', left, is, right });
  const of = (op: string, one: string): Loose => ({ op, of: one });
  const noSeat: Change = (w) => delete w.round.people[0].seat;
  it.each<[name: string, rule: Loose, holds: boolean | undefined, change?: Change]>([
    ['the level of the position', compare(of('levelId', 'position'), '=', c('head')), true],
    ['the level of the seat', compare(of('levelId', 'seat'), '=', c('staff')), true],
    ['the level of no seat', compare(of('levelId', 'seat'), '=', c('')), true, noSeat],
    ['the track of the seat', compare(of('track', 'seat'), '=', c('line')), true],
    ['the track of no seat', compare(of('track', 'seat'), '=', c('')), true, noSeat],
    ['a position without a track', compare(of('track', 'position'), '=', c('line')), undefined],
    ['the class of the seat', compare(of('class', 'seat'), '=', c(7)), true],
    ['a position without a class, below', compare(of('class', 'position'), '<', c(50)), undefined],
    ['a position without a class, at most 99', compare(of('class', 'position'), '<=', c(99)), true],
    ['the class of no seat, at least 1', compare(of('class', 'seat'), '<', c(1)), false, noSeat],
    ['the first day of the year', compare({ op: 'date', of: 'yearStart' }, '=', on('2026-01-01')), true, (w) => (w.round.asOf = '2026-12-31')],
    ['a shifted day', compare({ op: 'shift', of: on('2024-01-31'), months: 1, days: 1 }, '=', on('2024-03-01')), true],
    ['an unknown day shifted', compare({ op: 'shift', of: { op: 'person', attribute: 'end' }, months: 1 }, '>', on('2024-03-01')), undefined],
    ['a day shifted out of the calendar', compare({ op: 'shift', of: on('2199-12-31'), days: 1 }, '>', on('2024-03-01')), undefined],
  ])('%s', (_, rule, holds, change) => expect(truth(rule, [], [], change)).toBe(holds));

  it.each([
    ['2024-02-29', 12, 0, '2025-03-01'], ['2024-02-29', -12, 0, '2023-03-01'], ['2024-02-29', -48, 0, '2020-02-29'], ['2024-03-31', -1, 0, '2024-02-29'], ['2023-03-31', -1, -28, '2023-01-31'],
    ['2024-01-01', 0, 366, '2025-01-01'], ['1900-01-01', 0, -1, undefined], ['1900-01-31', -1, 0, undefined], ['2199-12-31', 1, -31, '2199-12-31'], ['2000-03-01', 0, -1, '2000-02-29'], ['2100-03-01', 0, -1, '2100-02-28'],
  ] as const)('%s moved by %d months and %d days is %s', (day, byMonths, days, moved) => expect(shift(day, byMonths, days, 'mar1')).toBe(moved));

  it('29 February moved by a year back falls on the 28th with leapDay feb28', () => expect(shift('2024-02-29', -12, 0, 'feb28')).toBe('2023-02-28'));

  it('addDays goes there and back over 400 years', () => {
    for (let days = 0; days <= 146_097; days += 977) expect(addDays(addDays('1900-01-01', days), -days)).toBe('1900-01-01');
    expect(addDays('1900-01-01', 146_097)).toBe('2300-01-01');
  });
});

describe('what is missing of a history, of tracks and of classes', () => {
  const missing = (spells: Loose[], checked: Loose[], change?: Change): unknown => {
    const f = facts(spells, checked, (w) => {
      change?.(w);
      const rule = w.policy.gates[0];
      rule.rule = { op: 'any', of: [
        { op: 'compare', left: { op: 'track', of: 'position' }, is: '=', right: { op: 'track', of: 'seat' } }, { op: 'compare', left: { op: 'class', of: 'position' }, is: '<', right: { op: 'class', of: 'seat' } },
        { op: 'compare', left: { op: 'position', attribute: 'more' }, is: '=', right: c('x') },
        { op: 'occurs', attribute: 'post', values: ['x'], from: { op: 'date', of: 'born' } }, { op: 'compare', left: { op: 'person', attribute: 'end' }, is: '>', right: on('2020-01-01') },
      ] };
      w.policy.attributes.more = { of: 'position', type: 'text', label: { en: 'More' } };
    });
    return moveOf(new Market(f), 0, 0).conditions[0]!.missing.map(({ about, attribute, cause }) => `${about} ${attribute} ${cause}`);
  };
  const others = ['person born missing', 'position more missing', 'position class missing', 'position track missing'];
  it.each<[string, Loose[], Loose[], string | undefined]>([
    ['nobody looked and nothing is known', [], [], 'missing'],
    ['nobody looked', [spell('y', '2020-01-01')], [], 'unchecked'],
    ['a spell is unmapped', [spell('y'), spell(null, '2020-01-01')], [], 'unmapped'],
    ['a spell has neither days nor length', [spell('y')], SEEN, 'undated'],
    ['a spell has a length only', [spell('y', undefined, undefined, 3)], SEEN, undefined],
    ['all is known', [spell('y', '2020-01-01')], SEEN, undefined],
  ])('%s', (_, spells, checked, cause) => expect(missing(spells, checked)).toEqual(['person end missing', ...(cause ? [`person post ${cause}`] : []), ...others]));
});
