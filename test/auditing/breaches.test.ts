import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/auditing/audit-document.js';
import { bindsHere, breachesOf, lastDayOf } from '../../src/auditing/breaches.js';
import type { Case } from '../../src/auditing/case.js';
import { BreachRule, type Holding, type Past } from '../../src/auditing/past.js';
import { addMonths, formatDay, parseDay } from '../../src/model/calendar.js';
import { caseOf, considered, studyOf } from './support/study.js';
import { times } from '../support/times.js';

const citation = { source: 'Invented Act art. 7', confidence: 'V' };
const rule = (given: Partial<BreachRule> & { readonly kind: BreachRule['kind'] }): BreachRule => BreachRule.parse({ id: 'r', label: 'the rule', citation, ...given });
const holding = (position: string, from: string, rest: Partial<Holding> = {}): Holding => ({ person: 'p', position, from, ...rest });
const POSITIONS: NonNullable<Past['positions']> = [
  { id: 'low', level: 'L1', class: 7 }, { id: 'mid', level: 'L2', class: 9 }, { id: 'mid8', level: 'L2', class: 8 }, { id: 'mid-', level: 'L2' }, { id: 'top', level: 'L3', class: 12 }, { id: 'none' },
];
const LEVELS = { levels: ['L1', 'L2', 'L3'], positions: POSITIONS };

interface Answer {
  readonly codes: readonly string[];
  readonly cannot: readonly string[];
  readonly findings: readonly Finding[];
}
function check(r: BreachRule, past: Past, cases: readonly Case[] = []): Answer {
  const { findings, cannot } = breachesOf(studyOf({ past: { ...LEVELS, ...past }, cases, rules: [r] }));
  return { findings, codes: findings.map((f) => f.code), cannot: cannot.map((c) => `${c.decision ?? '-'} ${c.because}`) };
}
const measure = (f: Finding | undefined, name: string): unknown => f?.measured.find((m) => m.name === name)?.value;
const keeps = (answer: Answer): void => expect([answer.codes, answer.cannot]).toEqual([[], []]);
const unknown = (answer: Answer, ...because: string[]): void => expect([answer.codes, answer.cannot]).toEqual([[], because]);
const breaks = (answer: Answer, code: string): Finding => {
  expect([answer.codes, answer.cannot]).toEqual([[code], []]);
  return answer.findings[0]!;
};
/** An entry, so that nothing before it is asked about. */
const first = (position: string, from: string, rest: Partial<Holding> = {}): Holding => holding(position, from, { kind: 'entry', ...rest });
const moved = (from: string, on: string, to: string, rest: Partial<Holding> = {}): Past => ({ roster: [first(from, '2022-03-31', { row: 'roster.csv:2' }), holding(to, on, { row: 'roster.csv:3', document: 'SK 1', ...rest })] });

describe('a post is held so many months before the next one', () => {
  const r = rule({ kind: 'tenure', months: 23 }); // 2022-03-31 and 23 months: the last day of February 2024
  it('breaks on the last day before the months are complete, with date, document and both source rows', () => {
    const f = breaks(check(r, moved('mid', '2024-02-28', 'mid8')), 'tenure-short');
    expect([f.kind, f.rung, f.on, f.document, f.row, f.rule?.citation]).toEqual(['breach', 'roster', '2024-02-28', 'SK 1', 'roster.csv:3', citation]);
    expect([measure(f, 'held'), measure(f, 'required'), measure(f, 'days-missing'), measure(f, 'since'), measure(f, 'left'), measure(f, 'left-row'), measure(f, 'confidence')])
      .toEqual([22, 23, 1, '2022-03-31', 'mid', 'roster.csv:2', 'V']);
    expect(f.people).toEqual([{ role: 'chosen', person: 'p' }]);
  });
  it('keeps on the day they are complete', () => keeps(check(r, moved('mid', '2024-02-29', 'mid8'))));
  it('is not asked of a move down, unless the rule says so', () => {
    keeps(check(r, moved('mid', '2023-01-01', 'low')));
    breaks(check(rule({ kind: 'tenure', months: 23, moves: ['demotion'] }), moved('mid', '2023-01-01', 'low')), 'tenure-short');
    keeps(check(rule({ kind: 'tenure', months: 23, moves: ['demotion'] }), moved('mid', '2023-01-01', 'top')));
  });
  it('is asked of the levels that the rule names', () => {
    keeps(check(rule({ kind: 'tenure', months: 23, levels: ['L3'] }), moved('mid', '2023-01-01', 'mid8')));
    breaks(check(rule({ kind: 'tenure', months: 23, levels: ['L2'] }), moved('mid', '2023-01-01', 'mid8')), 'tenure-short');
    unknown(check(rule({ kind: 'tenure', months: 23, levels: ['L2'] }), moved('none', '2023-01-01', 'mid')), '- no-levels');
  });
  it('is unknown without levels where the paper does not say what the move was', () => {
    unknown(check(r, moved('none', '2023-01-01', 'mid')), '- no-levels');
    breaks(check(r, moved('none', '2023-01-01', 'mid', { kind: 'transfer' })), 'tenure-short');
    breaks(check(r, moved('none', '2023-01-01', 'mid', { kind: 'promotion' })), 'tenure-short');
    keeps(check(r, moved('none', '2023-01-01', 'mid', { kind: 'demotion' })));
    const { codes, cannot } = check(r, { ...moved('mid', '2023-01-01', 'low'), positions: undefined });
    expect([codes, cannot]).toEqual([[], ['- no-positions']]);
  });
  it('is unknown where the post before is not on record, or a gap or two posts of one day lie before', () => {
    unknown(check(r, { roster: [holding('mid', '2023-01-01')] }), '- no-roster');
    unknown(check(r, { roster: [first('mid', '2022-01-01', { to: '2022-06-30' }), holding('mid8', '2022-08-01')] }), '- no-roster');
    breaks(check(r, { roster: [first('mid', '2022-01-01', { to: '2022-06-30' }), holding('mid8', '2022-07-31')] }), 'tenure-short');
    unknown(check(r, { roster: [first('mid', '2022-01-01'), first('mid8', '2022-01-01'), holding('top', '2022-08-01')] }), '- no-roster');
    unknown(check(r, {}), '- no-roster');
  });
  it('counts a post from its first day though a new paper was written for it', () =>
    keeps(check(r, { roster: [first('mid', '2020-01-01', { to: '2023-12-31' }), holding('mid', '2024-01-01'), holding('mid8', '2024-06-01')] })));
  it('names the decision that the roster row belongs to', () => {
    const cases = [caseOf({ id: 'd', position: 'mid8', on: '2022-12-20', people: [considered({ person: 'p', chosen: true })] })];
    expect(breaks(check(r, moved('mid', '2023-01-01', 'mid8'), cases), 'tenure-short').decision).toBe('d');
  });
  it('takes the day of the decision where the roster has no row of it', () => {
    const cases = [caseOf({ id: 'd', position: 'mid8', on: '2024-02-28', people: [considered({ person: 'p', chosen: true, row: 'c.csv:4' })] })];
    const f = breaks(check(r, { roster: [first('mid', '2022-03-31')] }, cases), 'tenure-short');
    expect([f.decision, f.on, f.row]).toEqual(['d', '2024-02-28', 'c.csv:4']);
  });
  it('breaks exactly where the new post begins before the monthly day, whatever the day', () => {
    const days = fc.integer({ min: 15_000, max: 20_000 });
    fc.assert(fc.property(days, fc.integer({ min: 1, max: 40 }), fc.integer({ min: -3, max: 3 }), (from, months, off) => {
      const on = addMonths(from, months) + off;
      fc.pre(on > from);
      const past: Past = { roster: [first('mid', formatDay(from)), holding('mid8', formatDay(on))] };
      expect(check(rule({ kind: 'tenure', months }), past).codes).toEqual(off < 0 ? ['tenure-short'] : []);
    }), { numRuns: times(300, 1_800) });
  });
});

describe('nobody is moved in a window', () => {
  const r = rule({ kind: 'freeze', from: '2024-03-01', to: '2024-09-01' });
  it.each(['2024-03-01', '2024-09-01'])('breaks on %s: both ends belong to it', (on) => expect(breaks(check(r, moved('low', on, 'mid')), 'freeze-window').on).toBe(on));
  it.each(['2024-02-29', '2024-09-02'])('keeps on %s', (on) => keeps(check(r, moved('low', on, 'mid'))));
  it('is measured on the day it was decided where that came before the first day in the post', () => {
    const decided = (on: string): Case[] => [caseOf({ id: 'd', position: 'mid', on, people: [considered({ person: 'p', chosen: true })] })];
    keeps(check(r, moved('low', '2024-03-05', 'mid'), decided('2024-02-28')));
    const f = breaks(check(r, moved('low', '2024-10-01', 'mid'), decided('2024-08-28')), 'freeze-window');
    expect([f.decision, f.on, measure(f, 'effective')]).toEqual(['d', '2024-08-28', '2024-10-01']);
    expect(breaks(check(r, {}, decided('2024-08-28')), 'freeze-window').decision).toBe('d');
  });
  it('gives a seat to the nearer of two decisions, or to the one of the same paper, and none to a decision a year off', () => {
    const decision = (id: string, on: string, document: string | null = null): Case => caseOf({ id, position: 'mid', on, document, people: [considered({ person: 'p', chosen: true })] });
    const seat = (from: string, document?: string): Past => ({ roster: [holding('mid', from, document === undefined ? {} : { document })] });
    const seen = (past: Past, ...cases: Case[]): unknown[] => check(rule({ kind: 'freeze', from: '2020-01-01', to: '2030-01-01' }), past, cases).findings.map((f) => [f.decision, f.on]);
    expect(seen(seat('2024-06-01'), decision('a', '2023-08-01'), decision('b', '2024-05-20'))).toEqual([['a', '2023-08-01'], ['b', '2024-05-20']]);
    expect(check(rule({ kind: 'two-seats' }), { roster: [holding('mid', '2024-06-01', { to: '2025-01-01' })] }, [decision('a', '2023-08-01')]).codes).toEqual([]);
    expect(seen(seat('2024-06-01', 'SK 7'), decision('a', '2022-08-01', 'SK 7'), decision('b', '2024-05-20', 'SK 8'))).toEqual([['b', '2024-05-20'], ['a', '2022-08-01']]); // by the first day in the post: that of a is 2024-06-01
    expect(seen(seat('2024-06-01'), decision('a', '2022-08-01'))).toEqual([['a', '2022-08-01'], [null, '2024-06-01']]);
    // of two spells in the post it is the one that begins nearer to the decision
    const spells = (end: string, begin: string): Past => ({ roster: [holding('mid', '2024-06-01', { to: end }), holding('mid', begin)] });
    expect(seen(spells('2024-07-10', '2024-07-20'), decision('a', '2024-07-05'))).toEqual([[null, '2024-06-01'], ['a', '2024-07-05']]);
    expect(seen(spells('2024-07-10', '2024-12-01'), decision('a', '2024-07-05'))).toEqual([['a', '2024-06-01'], [null, '2024-12-01']]);
    // who is confirmed in the post he holds is not moved
    expect(check(r, seat('2019-01-01'), [decision('a', '2024-05-01')]).codes).toEqual([]);
  });
  it('lets pass a new paper for the same post and an acting one', () => {
    keeps(check(r, { roster: [holding('mid', '2020-01-01', { to: '2024-04-30' }), holding('mid', '2024-05-01')] }));
    keeps(check(r, { roster: [holding('mid', '2020-01-01'), holding('top', '2024-05-01', { acting: true })] }));
  });
  it('is unknown where nothing says who moved', () => {
    unknown(check(r, {}), '- no-roster');
    unknown(check(r, { roster: [] }), '- no-data');
  });
});

describe('a move up passes at most so many levels', () => {
  const r = rule({ kind: 'level-jump', most: 1 });
  it('breaks by two', () => expect(measure(breaks(check(r, moved('low', '2025-01-01', 'top')), 'level-jump'), 'levels-up')).toBe(2));
  it('keeps by one, sideways and down', () => ['low mid', 'mid mid8', 'top low'].forEach((pair) => keeps(check(r, moved(pair.split(' ')[0]!, '2025-01-01', pair.split(' ')[1]!)))));
  it('is unknown without a level or a former post', () => {
    unknown(check(r, moved('none', '2025-01-01', 'top')), '- no-levels');
    unknown(check(r, { roster: [holding('top', '2025-01-01')] }), '- no-roster');
  });
});

describe('a lower level or class has a written consent', () => {
  const r = rule({ kind: 'hidden-demotion' });
  it('breaks without one, whatever the paper calls it', () => {
    expect(measure(breaks(check(r, moved('mid', '2025-01-01', 'low', { kind: 'rotation' })), 'hidden-demotion'), 'called')).toBe('rotation');
    const f = breaks(check(r, moved('mid', '2025-01-01', 'mid8', { kind: 'rotation' })), 'hidden-demotion');
    expect([measure(f, 'levels-down'), measure(f, 'classes-down')]).toEqual([0, 1]);
    const unclassed = breaks(check(r, moved('top', '2025-01-01', 'mid-')), 'hidden-demotion');
    expect([measure(unclassed, 'levels-down'), measure(unclassed, 'classes-down')]).toEqual([1, undefined]);
  });
  it('keeps with one, on the same class and up', () => {
    keeps(check(r, moved('mid', '2025-01-01', 'low', { consent: 'letter 4' })));
    keeps(check(r, moved('mid8', '2025-01-01', 'mid')));
    keeps(check(r, moved('low', '2025-01-01', 'mid-')));
  });
  it('is unknown without levels, without a class on the same level, and where no row of the roster could carry a consent', () => {
    unknown(check(r, moved('none', '2025-01-01', 'low')), '- no-levels');
    unknown(check(r, moved('mid', '2025-01-01', 'mid-')), '- no-data');
    unknown(check(r, { roster: [first('mid', '2022-01-01')] }, [caseOf({ id: 'd', position: 'low', on: '2025-01-01', people: [considered({ person: 'p', chosen: true })] })]), 'd no-roster');
  });
});

describe('acting at most so long', () => {
  const r = rule({ kind: 'acting-length', months: 6 });
  const acting = (from: string, to?: string): Past => ({ roster: [holding('mid', from, { acting: true, ...(to !== undefined && { to }) })] });
  it('breaks one day after the months, with the day it began to', () => {
    const f = breaks(check(r, acting('2025-01-01', '2025-07-01')), 'acting-too-long');
    expect([f.on, measure(f, 'days-over'), measure(f, 'until')]).toEqual(['2025-07-01', 1, '2025-07-01']);
  });
  it('keeps on the last day of them, and on the last day of a shorter month', () => {
    keeps(check(r, acting('2025-01-01', '2025-06-30')));
    keeps(check(r, acting('2024-08-31', '2025-02-28')));
    breaks(check(r, acting('2024-08-31', '2025-03-01')), 'acting-too-long');
  });
  it('puts papers that follow each other together, and not those with a day between', () => {
    const rows = (gap: string): Past => ({ roster: [holding('mid', '2025-01-01', { acting: true, to: '2025-03-31' }), holding('mid', gap, { acting: true, to: '2025-09-30' })] });
    breaks(check(r, rows('2025-04-01')), 'acting-too-long');
    keeps(check(r, rows('2025-04-02')));
  });
  it('counts what still lasts up to the last day the record has anything of', () => {
    keeps(check(r, acting('2025-01-01')));
    const f = breaks(check(r, { roster: [holding('mid', '2025-01-01', { acting: true }), first('low', '2025-07-01')] }), 'acting-too-long');
    expect(measure(f, 'seen-until')).toBe('2025-07-01');
  });
  it('is unknown without a roster', () => unknown(check(r, {}), '- no-roster'));
  it('ends a term the day before its monthly day, or with a month that has no such day', () => {
    const day = (text: string): number => parseDay(text) as number;
    expect([['2025-01-01', 6], ['2025-01-31', 1], ['2024-02-29', 12], ['2024-08-30', 6]].map(([from, months]) => formatDay(lastDayOf(day(from as string), months as number)))).toEqual(['2025-06-30', '2025-02-28', '2025-02-28', '2025-02-28']);
  });
});

describe('acting and then definitive, without a selection on record', () => {
  const r = rule({ kind: 'acting-to-definitive' });
  const went = (to: string, from: string): Past => ({ candidates: [], roster: [holding('mid', '2024-01-01', { acting: true, to, row: 'roster.csv:2' }), first('mid', from)] });
  const selected = (on: string, chosen = true): Case[] => [caseOf({ id: 'd', position: 'mid', on, people: [considered({ person: 'p', chosen }), considered({ person: 'q', chosen: !chosen })] })];
  it('breaks', () => {
    const f = breaks(check(r, went('2024-05-31', '2024-06-01')), 'acting-to-definitive');
    expect([measure(f, 'acted'), measure(f, 'acting-row')]).toEqual([5, 'roster.csv:2']);
    breaks(check(r, went('2024-05-31', '2024-06-01'), selected('2024-06-02', false)), 'acting-to-definitive');
  });
  it('keeps where he was chosen for it by then', () => {
    keeps(check(r, went('2024-05-31', '2024-06-01'), selected('2024-06-01')));
    keeps(check(r, went('2024-05-31', '2024-06-01'), selected('2023-11-01')));
  });
  it('keeps where the acting ended long before, or was in another post', () => {
    breaks(check(r, went('2024-05-01', '2024-06-01')), 'acting-to-definitive');
    keeps(check(r, went('2024-04-30', '2024-06-01')));
    keeps(check(r, { candidates: [], roster: [holding('top', '2024-01-01', { acting: true }), first('mid', '2024-06-01')] }));
  });
  it('is unknown without a table of candidates or a roster', () => {
    unknown(check(r, { roster: went('2024-05-31', '2024-06-01').roster! }), '- no-candidates');
    unknown(check(r, {}), '- no-roster');
  });
});

describe('one definitive post at a time', () => {
  const r = rule({ kind: 'two-seats' });
  const two = (to: string | undefined, from: string, rest: Partial<Holding> = {}): Past => ({ roster: [holding('mid', '2024-01-01', to === undefined ? {} : { to }), holding('top', from, rest), { person: 'q', position: 'low', from: '2020-01-01', to: '2020-02-01' }] });
  it('breaks by two days in both', () => expect(measure(breaks(check(r, two('2024-06-02', '2024-06-01')), 'two-definitive-seats'), 'days-in-both')).toBe(2));
  it('breaks where both are still held', () => expect(measure(breaks(check(r, two(undefined, '2024-06-01')), 'two-definitive-seats'), 'days-in-both')).toBeNull());
  it('keeps where one begins on the last day of the other, and beside an acting one', () => {
    keeps(check(r, two('2024-06-01', '2024-06-01')));
    keeps(check(r, two('2024-05-31', '2024-06-01')));
    keeps(check(r, two(undefined, '2024-06-01', { acting: true })));
  });
  it('is unknown where the roster never says when a post was left', () => {
    unknown(check(r, { roster: [holding('mid', '2024-01-01'), holding('top', '2024-06-01')] }), '- no-data');
    unknown(check(r, {}), '- no-roster');
  });
});

describe('nobody is appointed on or after the day he retires', () => {
  const r = rule({ kind: 'after-retirement' });
  const people = [{ id: 'p', retires: '2025-05-01' }];
  it('breaks on the day, acting too', () => {
    expect(measure(breaks(check(r, { people, roster: [first('mid', '2025-05-01')] }), 'after-retirement'), 'days-after')).toBe(0);
    breaks(check(r, { people, roster: [holding('mid', '2025-06-01', { acting: true })] }), 'after-retirement');
  });
  it('keeps the day before', () => keeps(check(r, { people, roster: [first('mid', '2025-04-30')] })));
  it('is unknown without the day', () => {
    unknown(check(r, { people: [{ id: 'p' }], roster: [first('mid', '2025-05-01')] }), '- no-data');
    unknown(check(r, { roster: [first('mid', '2025-05-01')] }), '- no-data');
    unknown(check(r, { people }), '- no-roster');
    unknown(check(r, { people, roster: [] }), '- no-data');
  });
});

describe('so many days between the call and its close', () => {
  const r = rule({ kind: 'notice', days: 15 });
  const open = (noticed: number | null, closed: number | null): Case[] => [caseOf({ id: 'd', noticed, closed, document: 'SK 2', row: 'decisions.csv:9' })];
  it('breaks by fourteen', () => {
    const f = breaks(check(r, {}, open(20_000, 20_014)), 'notice-short');
    expect([f.decision, f.document, f.row, measure(f, 'days-open')]).toEqual(['d', 'SK 2', 'decisions.csv:9', 14]);
  });
  it('keeps by fifteen', () => keeps(check(r, {}, open(20_000, 20_015))));
  it('is unknown without one of the days, or any decision', () => {
    unknown(check(r, {}, open(null, 20_015)), 'd no-data');
    unknown(check(r, {}, open(20_000, null)), 'd no-data');
    unknown(check(r, {}), '- no-data');
  });
});

describe('whoever is chosen is eligible and was considered', () => {
  const r = rule({ kind: 'winner-eligible' });
  const with1 = (given: Partial<Parameters<typeof considered>[0]>): Case[] => [caseOf({ id: 'd', position: 'mid', document: 'SK 3', on: '2025-01-10', people: [considered({ person: 'p', chosen: true, ...given }), considered({ person: 'q', eligible: 'no' })] })];
  it('breaks where the chosen is not, with the rules that fail', () => {
    const failing = [{ rule: 'age', answer: 'fail', citation: null }, { rule: 'rank', answer: 'unknown', citation: null }] as const;
    const f = breaks(check(r, {}, with1({ eligible: 'no', failing, row: 'c.csv:3' })), 'winner-not-eligible');
    expect([f.rung, f.row, measure(f, 'failing'), measure(f, 'failing-rule')]).toEqual(['eligibility', 'c.csv:3', 1, 'age']);
  });
  it('breaks where he had withdrawn before, not on the day', () => {
    const day = parseDay('2025-01-10') as number;
    breaks(check(r, {}, with1({ withdrew: day - 1 })), 'winner-not-considered');
    keeps(check(r, {}, with1({ withdrew: day })));
  });
  it('breaks where the paper seats somebody who is not among the candidates', () => {
    const f = breaks(check(r, { roster: [{ person: 'z', position: 'mid', from: '2025-02-01', document: 'SK 3', row: 'roster.csv:8' }] }, with1({})), 'winner-not-considered');
    expect([f.people, f.row, measure(f, 'considered')]).toEqual([[{ role: 'chosen', person: 'z' }], 'roster.csv:8', 2]);
    const [decided] = with1({});
    expect(breaks(check(r, { roster: [{ person: 'z', position: 'mid', from: '2025-02-01', document: 'SK 3' }] }, [{ ...decided!, row: 'd.csv:2' }]), 'winner-not-considered').row).toBe('d.csv:2');
  });
  it('keeps', () => keeps(check(r, { roster: [holding('mid', '2025-02-01', { document: 'SK 3' })] }, with1({}))));
  it('is unknown where nothing was stated', () => {
    unknown(check(r, {}, with1({ eligible: 'unknown' })), 'd no-eligibility');
    unknown(check(r, {}, [caseOf({ id: 'd' })]), 'd no-candidates');
    unknown(check(r, {}), '- no-candidates');
  });
});

describe('how strongly a rule binds', () => {
  const freeze = (mark: BreachRule['citation']): BreachRule => rule({ kind: 'freeze', from: '2024-03-01', to: '2024-09-01', citation: mark });
  const found = (mark: BreachRule['citation']): unknown[] => {
    const [f] = check(freeze(mark), moved('low', '2024-05-01', 'mid')).findings;
    return [f?.kind, measure(f, 'confidence')];
  };
  it('is a breach from N on, by own choice and once confirmed; a flag below', () => {
    expect(found({ source: 's', confidence: 'N' })).toEqual(['breach', 'N']);
    for (const mark of ['C', 'M', 'm', 'hearsay']) expect(found({ source: 's', confidence: mark })).toEqual(['flag', mark]);
    expect(found({ own: 'our decree' })).toEqual(['breach', 'own']);
    expect(found({ source: 's', confidence: 'M', confirmed: { by: 'b', on: '2026-01-01', document: 'd' } })).toEqual(['breach', 'confirmed']);
    expect(bindsHere({ source: 's', confidence: 'M' })).toBe(false);
  });
  it('says that no rules were given', () => expect(breachesOf(studyOf({ cases: [] })).cannot).toEqual([{ decision: null, part: 'breaches', because: 'no-rules' }]));
  it('has other explanations and a question for every finding', () => {
    const [f] = check(freeze(citation), moved('low', '2024-05-01', 'mid')).findings;
    expect(f!.alternatives.length * f!.ask.length).toBeGreaterThan(0);
  });
});

describe('against a calendar kept day by day', () => {
  const START = 20_000;
  /** Days on which each post is held; the rows are a person's, in any order, overlapping as they like. */
  const rows = fc.array(fc.record({ position: fc.constantFrom('low', 'mid', 'top'), from: fc.integer({ min: 0, max: 80 }), days: fc.integer({ min: 1, max: 60 }) }), { minLength: 1, maxLength: 6 });
  const holdingsOf = (list: readonly { position: string; from: number; days: number }[], acting: boolean): Holding[] =>
    list.map((r) => holding(r.position, formatDay(START + r.from), { to: formatDay(START + r.from + r.days - 1), ...(acting && { acting }) }));
  const held = (list: readonly { position: string; from: number; days: number }[], position: string, day: number): boolean => list.some((r) => r.position === position && day >= r.from && day < r.from + r.days);

  it('finds exactly the pairs of posts that were held together on two days running', () => {
    fc.assert(fc.property(rows, (list) => {
      const expected = [['low', 'mid'], ['low', 'top'], ['mid', 'top']].filter(([a, b]) => [...Array(200).keys()].some((day) => [day, day + 1].every((d) => held(list, a!, d) && held(list, b!, d))));
      const { findings } = check(rule({ kind: 'two-seats' }), { roster: holdingsOf(list, false) });
      const pairs = new Set(findings.map((f) => [f.position, measure(f, 'other') as string].sort().join()));
      expect([...pairs].sort()).toEqual(expected.map((pair) => pair.join()));
    }), { numRuns: times(300, 1_800) });
  });
  it('finds exactly the runs of acting that outlast the term', () => {
    fc.assert(fc.property(rows, (list) => {
      const expected: string[] = [];
      for (const position of ['low', 'mid', 'top']) {
        let from = -1;
        for (let day = 0; day <= 200; day++) {
          if (held(list, position, day)) from = from < 0 ? day : from;
          else if (from >= 0) {
            // the last day of two months, counted from the first: the one before the same day two months on
            if (START + day - 1 > lastDayOf(START + from, 2)) expected.push(`${position} ${formatDay(START + from)} ${formatDay(START + day - 1)}`);
            from = -1;
          }
        }
      }
      const { findings } = check(rule({ kind: 'acting-length', months: 2 }), { roster: holdingsOf(list, true) });
      expect(findings.map((f) => `${f.position} ${measure(f, 'since') as string} ${measure(f, 'until') as string}`).sort()).toEqual(expected.sort());
    }), { numRuns: times(300, 1_800) });
  });
});

it('holds 40,000 rows of a roster against four rules in a moment', () => {
  const roster = Array.from({ length: 40_000 }, (_, k): Holding => ({ person: `p${k >> 2}`, position: ['low', 'mid', 'mid8', 'top'][k & 3]!, from: formatDay(15_000 + 400 * (k & 3)), ...((k & 3) < 3 && { to: formatDay(15_399 + 400 * (k & 3)) }) }));
  const rules = [rule({ kind: 'tenure', months: 24 }), rule({ id: 'b', kind: 'two-seats' }), rule({ id: 'c', kind: 'level-jump', most: 1 }), rule({ id: 'd', kind: 'hidden-demotion' })];
  const { findings } = breachesOf(studyOf({ past: { ...LEVELS, roster }, cases: [], rules }));
  // of each of 10,000: three moves after 13 months, of which one is into a lower class
  expect(Object.fromEntries(['tenure-short', 'hidden-demotion', 'level-jump', 'two-definitive-seats'].map((code) => [code, findings.filter((f) => f.code === code).length]))).toEqual({ 'tenure-short': 30_000, 'hidden-demotion': 10_000, 'level-jump': 0, 'two-definitive-seats': 0 });
}, 20_000);

it('the order of rows changes nothing', () => {
  const rows: Holding[] = ['p', 'q', 's'].flatMap((person, k) => [
    { person, position: 'low', from: `2020-0${k + 1}-01`, to: '2021-06-30', row: `r:${k}0` }, { person, position: 'mid', from: '2021-07-01', row: `r:${k}1` },
    { person, position: 'top', from: '2022-01-01', acting: true, to: '2023-01-01', row: `r:${k}2` }, { person, position: 'top', from: '2023-01-02', document: 'SK 9', row: `r:${k}3` },
  ]);
  const rules = [rule({ kind: 'tenure', months: 24 }), rule({ id: 'b', kind: 'two-seats' }), rule({ id: 'a', kind: 'acting-length', months: 6 }), rule({ id: 'c', kind: 'level-jump', most: 1 })];
  const answer = (roster: Holding[], list: BreachRule[]): string => JSON.stringify(breachesOf(studyOf({ past: { ...LEVELS, roster }, cases: [], rules: list })));
  const expected = answer(rows, rules);
  expect(JSON.parse(expected).findings.length).toBeGreaterThan(6);
  fc.assert(fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), fc.shuffledSubarray(rules, { minLength: rules.length }), (some, list) => { expect(answer(some, list)).toBe(expected); }), { numRuns: times(30, 180) });
});
