import { expect, it } from 'vitest';
import { dayNumber } from '../../src/eligibility/index.js';
import type { Evidence } from '../../src/model/round.js';
import { inOrder, withFinding } from '../../src/simulating/findings.js';
import { beforeMove, drawn, takeMeasure, written } from '../../src/simulating/measures.js';
import type { Measure, World } from '../../src/simulating/index.js';
import { settingOf, type Setting } from '../../src/simulating/setting.js';
import { firstMorning, rosterOf } from '../../src/simulating/state.js';
import type { Employee } from '../../src/simulating/roster.js';
import { performance } from '../../src/simulating/work.js';
import { organisation, POLICY, WORLD } from './support/organisations.js';
import { stream } from '../../src/stats/streams.js';

function setting(measures: readonly Measure[], world: Partial<World> = {}): Setting {
  return settingOf({ organisation: organisation(3), world: { ...WORLD, ...world, measures: [...measures] }, regime: { policy: POLICY }, years: 1, seed: 5 });
}

function somebody(of: Setting, evidence: readonly Evidence[] = [], seated = true): Employee {
  const person = rosterOf(firstMorning(of), of).people.find((p) => (p.seat !== undefined) === seated)!;
  person.evidence = evidence;
  return person;
}

const values = (person: Employee, attribute: string): unknown[] => person.evidence.filter((e) => e.attribute === attribute).map((e) => [e.value, e.date]);
const said = (attribute: string, value: Evidence['value'], date: string): Evidence => ({ attribute, value, source: 'simulated', date });
const day = dayNumber;

it('a rating without noise and leniency is the work itself, in points of two decimals', () => {
  const of = setting([{ kind: 'rating', attribute: 'rating', on: '12-31', noise: 0, leniency: 0, missedPerMille: 0 }]);
  const person = somebody(of);
  takeMeasure(of.measures[0]!, person, day('2027-12-31'), of);
  expect(values(person, 'rating')).toEqual([[performance(person, person.seat!, day('2027-12-31'), of.scenario.world.work) / 100, '2027-12-31']]);
});

it('whoever is away or holds no post is not rated, unless work without a post counts', () => {
  const spec: Measure = { kind: 'rating', attribute: 'rating', on: '12-31', noise: 0, leniency: 50, missedPerMille: 0 };
  const of = setting([spec]);
  const [away, pool] = [somebody(of), somebody(of, [], false)];
  away.awayUntil = day('2029-01-01');
  for (const person of [away, pool]) takeMeasure(spec, person, day('2027-12-31'), of);
  expect([away.evidence, pool.evidence]).toEqual([[], []]);
  const open = setting([spec], { work: { ...WORLD.work, unseated: { skill: 100 } } });
  const person = somebody(open, [], false);
  takeMeasure(spec, person, day('2027-12-31'), open);
  expect(values(person, 'rating')).toEqual([[person.traits[open.traits.indexOf('skill')]! / 100, '2027-12-31']]); // no unit, no leniency
});

it('leniency is one for a unit and year: two people of one unit differ by their work alone', () => {
  const spec: Measure = { kind: 'rating', attribute: 'rating', on: '12-31', noise: 0, leniency: 5, missedPerMille: 0 };
  const of = setting([spec]);
  const { people } = rosterOf(firstMorning(of), of);
  const gaps = people.flatMap((p) => {
    if (!p.seat) return [];
    p.evidence = p.evidence.filter((e) => e.attribute === 'study');
    takeMeasure(spec, p, day('2027-12-31'), of);
    return [[p.seat.unit, Math.round((values(p, "rating") as [number][])[0]![0] * 100) - performance(p, p.seat, day('2027-12-31'), of.scenario.world.work)] as const];
  });
  expect(new Set(gaps.map(([unit, gap]) => `${unit} ${gap}`)).size).toBe(new Set(gaps.map(([unit]) => unit)).size);
});

it('a test is repeated when its months have passed, not before, and nothing is found twice on a day', () => {
  const spec: Measure = { kind: 'test', attribute: 'skill', on: '06-30', of: { skill: 100 }, noise: 0, everyMonths: 36, missedPerMille: 0 };
  const of = setting([spec]);
  const person = somebody(of, [said('skill', 1, '2027-06-30')]);
  for (const on of ['2027-06-30', '2028-06-30', '2030-06-29', '2030-06-30', '2030-06-30']) takeMeasure(spec, person, day(on), of);
  expect(values(person, 'skill').map((v) => (v as string[])[1])).toEqual(['2027-06-30', '2030-06-30']);
});

it('of a thousand letters about so many come, and of those about so many are good', () => {
  const spec: Measure = { kind: 'letter', attribute: 'cleared', on: '01-01', truePerMille: 900, missedPerMille: 100 };
  const of = setting([spec]);
  const one = somebody(of);
  const found = Array.from({ length: 1000 }, (_, k) => {
    const person: Employee = { ...one, id: `Q${k}`, evidence: [] };
    takeMeasure(spec, person, day('2027-01-01'), of);
    return person.evidence.at(0);
  });
  const [came, good] = [found.filter((e) => e).length, found.filter((e) => e?.value === true).length];
  expect(Math.abs(came - 900)).toBeLessThan(40); // four standard deviations
  expect(Math.abs(good - 810)).toBeLessThan(50);
});

it('bands write down the value of the last band that begins at or below', () => {
  const bands = [{ from: 0, value: 'low' }, { from: 50, value: 'mid' }, { from: 80.5, value: 'high' }];
  expect([-300, 0, 4999, 5000, 8049, 8050, 12_000].map((points) => written(points, bands))).toEqual(['low', 'low', 'low', 'mid', 'mid', 'high', 'high']);
  expect([-300, 1234, 12_000].map((points) => written(points, undefined))).toEqual([0, 12.34, 100]);
});

it('draws by whole shares', () => {
  const counts: Record<string, number> = { a: 0, b: 0 };
  for (let k = 0; k < 1000; k++) counts[drawn([{ value: 'a', share: 3 }, { value: 'b', share: 1 }], stream(1, String(k))) as string]!++;
  expect(Math.abs(counts['a']! - 750)).toBeLessThan(55);
});

it('what an attribute said before is written when it says something new', () => {
  const of = setting([
    { kind: 'letter', attribute: 'now', on: '01-01', truePerMille: 1000, missedPerMille: 0 },
    { kind: 'previous', attribute: 'before', of: 'now' },
  ]);
  const person = somebody(of, [said('now', false, '2027-01-01')]);
  for (const on of ['2028-01-01', '2029-01-01']) for (const spec of of.measures) takeMeasure(spec, person, day(on), of);
  expect(values(person, 'before')).toEqual([[false, '2028-01-01'], [true, '2029-01-01']]);
});

it('what a count of months was is written too', () => {
  const of = setting([
    { kind: 'months', attribute: 'service', on: '12-31' },
    { kind: 'previous', attribute: 'before', of: 'service' },
  ]);
  const person = somebody(of, [said('service', 10, '2027-01-01')]);
  for (const spec of of.measures) takeMeasure(spec, person, day('2028-01-01'), of);
  expect([values(person, 'before'), values(person, 'service').at(-1)]).toEqual([[[10, '2028-01-01']], [22, '2028-01-01']]);
});

it('months add up over posts without losing part of a month, and count in the listed levels alone', () => {
  const of = setting([
    { kind: 'months', attribute: 'inPost', on: '12-31', levels: ['SECTION', 'DIVISION', 'BUREAU'] },
    { kind: 'months', attribute: 'pool', on: '12-31', levels: [''] },
    { kind: 'months', attribute: 'service', on: '12-31' },
  ]);
  const person = somebody(of, ['inPost', 'pool', 'service'].map((name) => said(name, 10, '2027-01-01')));
  for (const spec of of.measures) takeMeasure(spec, person, day('2027-12-31'), of);
  beforeMove(person, day('2028-01-01'), of);
  expect(['inPost', 'pool', 'service'].map((name) => values(person, name).at(-1))).toEqual([[22, '2028-01-01'], [10, '2028-01-01'], [22, '2028-01-01']]);
  person.seat = undefined;
  for (const spec of of.measures) takeMeasure(spec, person, day('2028-12-31'), of);
  expect(['inPost', 'pool', 'service'].map((name) => values(person, name).at(-1))).toEqual([[22, '2028-12-31'], [21, '2028-12-01'], [33, '2028-12-01']]);
});

it('a step rises when its months have passed, up to its most, and says since when', () => {
  const spec: Measure = { kind: 'step', attribute: 'rank', on: '04-01', everyMonths: 48, by: 1, most: 11, since: 'rankSince' };
  const of = setting([spec]);
  const person = somebody(of, [said('rank', 9, '2027-01-01'), said('rankSince', '2025-04-01', '2027-01-01')]);
  for (let year = 2027; year <= 2045; year++) takeMeasure(spec, person, day(`${year}-04-01`), of);
  expect(values(person, 'rank')).toEqual([[10, '2029-04-01'], [11, '2033-04-01']]);
  expect(values(person, 'rankSince').at(-1)).toEqual(['2033-04-01', '2033-04-01']);
});

it('nothing is added to what is not known', () => {
  const of = setting([{ kind: 'months', attribute: 'service', on: '12-31' }, { kind: 'step', attribute: 'rank', on: '04-01', everyMonths: 1, by: 1, most: 11 }]);
  const person = somebody(of);
  for (const spec of of.measures) takeMeasure(spec, person, day('2027-12-31'), of);
  expect(person.evidence).toEqual([]);
});

it('of the findings on one attribute the latest two stay, and what the registers said stays too', () => {
  let evidence: readonly Evidence[] = [{ attribute: 'a', value: 1, source: 'register', date: '2020-01-01' }, said('b', 5, '2026-01-01')];
  for (const year of [2027, 2028, 2029, 2030]) evidence = withFinding(evidence, 'a', year, `${year}-01-01`);
  expect(evidence.map((e) => [e.attribute, e.value])).toEqual([['a', 1], ['a', 2029], ['a', 2030], ['b', 5]]);
});

it('work is worth the traits its level takes, less what another field and a new post lose', () => {
  const of = setting([]);
  const person = somebody(of, [said('study', 'works', '2027-01-01')]);
  const seat = { ...person.seat!, match: 'works', work: [{ trait: 0, value: 50 }, { trait: 1, value: 50 }] };
  const at = (traits: number[], on: string, match: { match?: string } = { match: 'works' }): number => performance({ ...person, traits, since: day('2027-01-01') }, { ...seat, match: match.match }, day(on), of.scenario.world.work);
  expect(at([6001, 7000], '2028-01-01')).toBe(6501); // 6,500.5 rounds up; 12 months make up all
  expect(at([6000, 7000], '2027-01-01')).toBe(5700); // 8 points are lost on the first day
  expect(at([6000, 7000], '2026-12-31')).toBe(5700);
  expect(at([6000, 7000], '2027-07-02')).toBe(6500 - Math.round((800 * 183) / 365));
  expect([at([6000, 7000], '2028-01-01', { match: 'health' }), at([6000, 7000], '2028-01-01', {})]).toEqual([5500, 5500]); // what is not stated is no match
  expect(at([0, 100], '2027-01-01')).toBe(0);
});

it('what is drawn anew every year is one of its values, whatever is known of the person', () => {
  const spec: Measure = { kind: 'drawn', attribute: 'study', on: '06-30', values: [{ value: 'law', share: 3 }, { value: 'works', share: 1 }] };
  const of = setting([spec]);
  const one = somebody(of);
  const found = Array.from({ length: 1000 }, (_, k) => {
    const person: Employee = { ...one, id: `Q${k}`, evidence: [] };
    takeMeasure(spec, person, day('2027-06-30'), of);
    return person.evidence[0]!.value;
  });
  expect(new Set(found)).toEqual(new Set(['law', 'works']));
  expect(Math.abs(found.filter((value) => value === 'law').length - 750)).toBeLessThan(55); // four standard deviations
});

it('bands that do not begin at 0 are our bug, not a rating', () => {
  expect(() => written(1_000, [{ from: 50, value: 'good' }])).toThrow('bands that do not begin at 0');
  expect([written(4_999, [{ from: 0, value: 'fair' }, { from: 50, value: 'good' }]), written(5_000, [{ from: 0, value: 'fair' }, { from: 50, value: 'good' }])]).toEqual(['fair', 'good']);
});

it('a step that no other attribute dates rises so many months after it last did, and never beyond the most', () => {
  const spec: Measure = { kind: 'step', attribute: 'senior', on: '01-01', by: 2, everyMonths: 24, most: 7 };
  const of = setting([spec]);
  const person = somebody(of, [said('senior', 3, '2026-01-01')]);
  for (const year of [2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034]) takeMeasure(spec, person, day(`${year}-01-01`), of);
  expect(person.evidence.filter((e) => e.attribute === 'senior').map((e) => [e.value, e.date]).slice(-2)).toEqual([[5, '2028-01-01'], [7, '2030-01-01']]);
});

it('months are counted once: not again on the day up to which they are whole, nor before another month is', () => {
  const spec: Measure = { kind: 'months', attribute: 'senior', on: '12-31' };
  const of = setting([spec]);
  const person = somebody(of, [said('senior', 10, '2027-01-15')]);
  for (const on of ['2027-01-10', '2027-01-15', '2027-02-14']) takeMeasure(spec, person, day(on), of);
  expect(values(person, 'senior')).toEqual([[10, '2027-01-15']]);
  takeMeasure(spec, person, day('2027-02-20'), of);
  expect(values(person, 'senior').at(-1)).toEqual([11, '2027-02-15']);
});

it('evidence stands by attribute, day, source, value and then by all of it', () => {
  const item = (more: object): Evidence => ({ attribute: 'b', value: 2, source: 'S2', date: '2026-01-02', ...more });
  const list = [item({ attribute: 'a', date: '2026-01-03' }), item({ date: '2026-01-01', source: 'S3' }), item({ source: 'S1', value: 9 }), { attribute: 'b', unmapped: '!', source: 'S2', date: '2026-01-02' } as Evidence, item({ value: 1 }), item({ by: 'A1' }), item({})];
  expect([...list].reverse().sort(inOrder)).toEqual(list);
  for (const one of list) expect(inOrder(one, { ...one })).toBe(0);
});

