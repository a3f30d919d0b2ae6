import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionKey } from '../../src/eligibility/index.js';
import { formatDay, parseDay } from '../../src/model/calendar.js';
import { compile, readsOf, type Expression, type Pair } from '../../src/policy/index.js';

const day = (text: string): number => parseDay(text) as number;
const label = { en: 'x' };
const dictionary = { attributes: { posts: { of: 'person', type: 'spells', label }, counts: { of: 'position', type: 'set', label } }, levels: [{ id: 'LOW' }, { id: 'MID' }, { id: 'TOP' }], tracks: [{ id: 'line' }, { id: 'expert' }, { id: 'other' }], leapDay: 'feb28' } as const;
const data = new Map<string, never>();
const pair: Pair = {
  person: { id: 'ana', data, seatLevel: 1, seatUnit: 'U1', seatTrack: 'line', seatClass: 7, born: day('1980-05-31'), since: undefined, retires: undefined },
  position: { id: 'p', data, level: 2, unit: 'U2', track: 'expert', class: 9 },
  round: { asOf: day('2026-11-21'), horizon: day('2026-12-31') },
};
const nobody: Pair = { ...pair, person: { ...pair.person, seatLevel: -1, seatUnit: '', seatTrack: '', seatClass: undefined } };
const plain: Pair = { ...pair, person: { ...pair.person, seatTrack: undefined, seatClass: undefined }, position: { id: 'q', data, level: 0, unit: 'U2' } };
const run = (e: Expression, of: Pair = pair, leapDay: 'feb28' | 'mar1' = 'feb28'): unknown => compile(e, { ...dictionary, leapDay }).of(of);
const units = (low: number, high = low) => ({ low: low * 1e6, high: high * 1e6 });

describe('level id, track and class', () => {
  it.each<[string, Expression, unknown, unknown, unknown]>([
    ['level of the post', { op: 'levelId', of: 'position' }, 'TOP', 'TOP', 'LOW'],
    ['level of the seat', { op: 'levelId', of: 'seat' }, 'MID', '', 'MID'],
    ['track of the post', { op: 'track', of: 'position' }, 'expert', 'expert', undefined],
    ['track of the seat', { op: 'track', of: 'seat' }, 'line', '', undefined],
    ['class of the post', { op: 'class', of: 'position' }, units(9), units(9), units(1, 99)],
    ['class of the seat', { op: 'class', of: 'seat' }, units(7), units(1, 99), units(1, 99)],
  ])('%s: of a holder, of somebody without a seat, and where the post does not state it', (_, e, holder, none, unstated) => {
    expect([run(e), run(e, nobody), run(e, plain)]).toEqual([holder, none, unstated]);
  });

  it('are unknown to a rule exactly where the post does not state them', () => {
    const expert: Expression = { op: 'compare', left: { op: 'track', of: 'position' }, is: '=', right: { op: 'const', value: 'expert' } };
    const same: Expression = { op: 'in', item: { op: 'track', of: 'seat' }, set: ['line', 'other'] };
    const higher: Expression = { op: 'compare', left: { op: 'class', of: 'position' }, is: '>=', right: { op: 'class', of: 'seat' } };
    expect([pair, nobody, plain].map((p) => run(expert, p))).toEqual([true, true, undefined]);
    expect([pair, nobody, plain].map((p) => run(same, p))).toEqual([true, false, undefined]);
    expect([pair, nobody, plain].map((p) => run(higher, p))).toEqual([true, undefined, undefined]);
    // whatever the class, it is between 1 and 99
    expect(run({ op: 'compare', left: { op: 'class', of: 'position' }, is: '<=', right: { op: 'const', value: 99 } }, plain)).toBe(true);
  });

  it('tell posts apart that look alike otherwise, to the rules that read them and to no others', () => {
    const key = (e: Expression, p: Pair): string => positionKey(readsOf(e), p.position);
    const other: Pair = { ...pair, position: { ...pair.position, track: 'line', class: 8 } };
    for (const op of ['track', 'class'] as const) {
      expect(key({ op, of: 'position' }, pair)).not.toBe(key({ op, of: 'position' }, other));
      expect(key({ op, of: 'position' }, plain)).not.toBe(key({ op, of: 'position' }, other));
      expect(key({ op, of: 'seat' }, pair)).toBe(key({ op, of: 'seat' }, other));
    }
    expect(key({ op: 'levelId', of: 'position' }, pair)).not.toBe(key({ op: 'levelId', of: 'position' }, plain));
    expect(key({ op: 'unit', of: 'position' }, pair)).toBe(key({ op: 'unit', of: 'position' }, other));
  });
});

it('readsOf tells the spells that a rule looks at, and what their values and windows read', () => {
  const e: Expression = {
    op: 'monthsIn',
    attribute: 'posts',
    values: { op: 'position', attribute: 'counts' },
    from: { op: 'shift', of: { op: 'date', of: 'since' }, months: -12 },
    to: { op: 'date', of: 'yearStart' },
  };
  const reads = readsOf(e);
  expect([[...reads.person], [...reads.position], [...reads.dates]]).toEqual([['posts'], ['counts'], ['since']]);
  expect(readsOf({ op: 'occurs', attribute: 'posts', values: ['x'] }).person.has('posts')).toBe(true);
});

describe('days', () => {
  const shown = (e: Expression, p?: Pair, leapDay?: 'feb28' | 'mar1'): string | undefined => {
    const at = run(e, p, leapDay) as number | undefined;
    return at === undefined ? undefined : formatDay(at);
  };
  const shift = (of: string, months?: number, days?: number): Expression => ({ op: 'shift', of: { op: 'day', value: of }, ...(months !== undefined && { months }), ...(days !== undefined && { days }) });

  it('the year starts on 1 January of the day of the round', () => {
    expect(shown({ op: 'date', of: 'yearStart' })).toBe('2026-01-01');
    expect(shown({ op: 'date', of: 'yearStart' }, { ...pair, round: { asOf: undefined, horizon: undefined } })).toBeUndefined();
  });

  it.each<[Expression, string | undefined, string | undefined]>([
    [shift('2026-11-21'), '2026-11-21', '2026-11-21'],
    [shift('2026-01-31', 1), '2026-02-28', '2026-02-28'],
    [shift('2026-03-31', -1), '2026-02-28', '2026-02-28'],
    [shift('2024-02-29', 12), '2025-02-28', '2025-03-01'],
    [shift('2024-02-29', -12), '2023-02-28', '2023-03-01'],
    [shift('2024-02-29', 48), '2028-02-29', '2028-02-29'],
    [shift('2026-11-21', -24, 1), '2024-11-22', '2024-11-22'],
    [shift('2026-01-01', undefined, -1), '2025-12-31', '2025-12-31'],
    [shift('2199-12-31', 1), undefined, undefined],
    [shift('1900-01-15', -1), undefined, undefined],
    [shift('1900-01-15', -1, 30), '1900-01-14', '1900-01-14'],
  ])('%j is %s, or %s where 29 February falls on 1 March', (e, feb28, mar1) => {
    expect([shown(e, pair, 'feb28'), shown(e, pair, 'mar1')]).toEqual([feb28, mar1]);
  });

  it('a day that is not known stays unknown however it is moved', () => {
    expect(run({ op: 'shift', of: { op: 'date', of: 'since' }, months: 1 })).toBeUndefined();
  });

  it('moved by months it is as many months away, and moved by days the calendar of the machine agrees', () => {
    fc.assert(
      fc.property(fc.integer({ min: day('1950-01-01'), max: day('2150-01-01') }), fc.integer({ min: 0, max: 400 }), fc.integer({ min: -9000, max: 9000 }), fc.constantFrom('feb28' as const, 'mar1' as const), (from, months, days, leapDay) => {
        const start: Expression = { op: 'day', value: formatDay(from) };
        const there = run({ op: 'monthsBetween', from: start, to: { op: 'shift', of: start, months } }, pair, leapDay);
        expect(there).toEqual(units(months));
        const machine = new Date(from * 86_400_000);
        machine.setUTCDate(machine.getUTCDate() + days);
        expect(shown({ op: 'shift', of: start, days })).toBe(machine.toISOString().slice(0, 10));
      }),
      { numRuns: 1000 },
    );
  });
});
