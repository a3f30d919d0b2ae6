import { describe, expect, it } from 'vitest';
import { FAIL, PASS, UNKNOWN } from '../../src/eligibility/index.js';
import { breachesOf, commandersOf, relatedPairs } from '../../src/conflicts/index.js';
import { costUnits } from '../../src/scoring/index.js';
import type { Policy } from '../../src/index.js';
import { toyPerson, toyPolicy, toyPost } from '../support/toy.js';
import { market, read } from './rounds.js';

/** The datum that the evidence given for `exam` comes to on 2026-11-21; the source S1 speaks of 2026-10-01. */
function datum(...items: object[]) {
  const input = read({ people: [{ ...toyPerson({ id: 'A' }), evidence: items.map((x) => ({ attribute: 'exam', source: 'S1', ...x })) }] }, (policy) => (policy.attributes['exam']!.validMonths = 12));
  const { value, cause } = market(input).facts.people[0]!.data.get('exam') ?? { cause: 'missing' as const };
  return cause ?? (value as number) / 1e6;
}

describe('which evidence counts', () => {
  it.each<[string, object[], number | string]>([
    ['the only one', [{ value: 50 }], 50],
    ['the latest', [{ value: 50 }, { value: 60, date: '2026-11-21' }], 60],
    ['the latest, dated by its source where it has no date', [{ value: 70, date: '2026-09-30' }, { value: 50 }], 50],
    ['none from after the day of the round', [{ value: 60, date: '2026-11-22' }], 'future'],
    ['an earlier one beside one from the future', [{ value: 50 }, { value: 60, date: '2026-11-22' }], 50],
    ['one on its last day', [{ value: 50, expires: '2026-11-21' }], 50],
    ['none past its last day', [{ value: 50, expires: '2026-11-20' }], 'expired'],
    ['one as old as its validity', [{ value: 50, date: '2025-11-21' }], 50],
    ['none older than its validity', [{ value: 50, date: '2025-11-20' }], 'expired'],
    ['expired rather than future', [{ value: 50, date: '2025-11-20' }, { value: 60, date: '2027-01-01' }], 'expired'],
    ['an older one where the latest has expired', [{ value: 50, date: '2026-10-02', expires: '2026-10-03' }, { value: 40 }], 40],
    ['the same said twice', [{ value: 50 }, { value: 50, expires: '2027-01-01' }], 50],
    ['none where two of one day differ', [{ value: 50 }, { value: 60 }], 'conflict'],
    ['the latest, though two earlier differ', [{ value: 50 }, { value: 60 }, { value: 70, date: '2026-11-01' }], 70],
    ['none that was not mapped', [{ unmapped: 'good' }], 'unmapped'],
    ['none that was not mapped, though it is said twice', [{ unmapped: 'good' }, { unmapped: 'good', expires: '2027-01-01' }], 'unmapped'],
    ['none where two that were not mapped differ', [{ unmapped: 'good' }, { unmapped: 'poor' }], 'conflict'],
    ['none where a mapped and an unmapped one contradict', [{ value: 50 }, { unmapped: 'good' }], 'conflict'],
    ['nothing', [], 'missing'],
  ])('%s', (_, items, expected) => {
    expect(datum(...items)).toBe(expected);
  });

  it('one from before 1970 counts like any other', () => {
    const input = read({ people: [{ ...toyPerson({ id: 'A' }), evidence: [{ attribute: 'skill', value: 50, source: 'S1', date: '1969-12-31' }] as never }] });
    expect(market(input).facts.people[0]!.data.get('skill')?.value).toBe(50e6);
  });

  it('sets are compared by what is in them, dates become days', () => {
    const fields = (value: string[]) => ({ attribute: 'fields', source: 'S1', value });
    const input = read(
      { people: [{ ...toyPerson({ id: 'A' }), evidence: [fields(['a', 'b']), fields(['b', 'a']), { attribute: 'passed', value: '2026-01-31', source: 'S1' }] as never }] },
      (policy) => (policy.attributes['passed'] = { of: 'person', type: 'date', label: { en: 'passed' } }),
    );
    const { data } = market(input).facts.people[0]!;
    expect(data.get('fields')?.value).toEqual(['a', 'b']);
    expect(data.get('passed')?.value).toBeTypeOf('number');
  });
});

describe('gates', () => {
  const states = [true, false, undefined] as const;
  const person = (id: string, when: boolean | undefined, rule: boolean | undefined) => ({
    ...toyPerson({ id }),
    evidence: Object.entries({ w: when, r: rule }).flatMap(([attribute, value]) => (value === undefined ? [] : [{ attribute, value, source: 'S1' }])) as never,
  });
  const input = read({ positions: [toyPost('J1', 'LOW')], people: states.flatMap((w) => states.map((r) => person(`P${String(w)}-${String(r)}`, w, r))) }, (policy: Policy) => {
    for (const name of ['w', 'r']) policy.attributes[name] = { of: 'person', type: 'boolean', label: { en: name } };
    policy.gates = [{ id: 'g', label: { en: 'g' }, citation: { own: 'a test' }, when: { op: 'person', attribute: 'w' }, rule: { op: 'person', attribute: 'r' } }];
  });

  it('pass, fail or are unknown by three-valued logic', () => {
    const { gates, round } = market(input);
    const outcomes = Object.fromEntries(round.people.map((p, i) => [p.id, gates.status(i, 0)]));
    expect(outcomes).toEqual({
      'Ptrue-true': PASS,
      'Ptrue-false': FAIL,
      'Ptrue-undefined': UNKNOWN,
      'Pfalse-true': PASS,
      'Pfalse-false': PASS,
      'Pfalse-undefined': PASS,
      'Pundefined-true': PASS,
      'Pundefined-false': UNKNOWN,
      'Pundefined-undefined': UNKNOWN,
    });
  });

  it("a post's own demands bind like gates, by the kind of the attribute, and are asked of that post alone", () => {
    const requires = [
      { attribute: 'exam', is: '>=', value: 60 },
      { attribute: 'passed', is: '<=', value: '2026-01-01', standard: 'K-7' },
    ] as never;
    const day = (value: string) => ({ attribute: 'passed', value, source: 'S1' });
    const people = [
      { ...toyPerson({ id: 'A' }), evidence: [...toyPerson({ id: 'A', exam: 60 }).evidence, day('2026-01-01')] as never },
      { ...toyPerson({ id: 'B' }), evidence: [...toyPerson({ id: 'B', exam: 59 }).evidence, day('2025-01-01')] as never },
      { ...toyPerson({ id: 'C' }), evidence: [...toyPerson({ id: 'C', exam: 99 }).evidence] as never },
    ];
    const m = market(read({ positions: [toyPost('J1', 'LOW', { requires }), toyPost('J2', 'LOW')], people }, (policy) => (policy.attributes['passed'] = { of: 'person', type: 'date', label: { en: 'passed' } })));
    const status = (i: number, j: number): number => m.gates.status(i, j);
    expect([0, 1, 2].map((i) => status(i, 0))).toEqual([PASS, FAIL, UNKNOWN]);
    expect([0, 1, 2].map((i) => status(i, 1))).toEqual([PASS, PASS, PASS]);
    expect(m.gates.open(1, 0).map(({ rule, outcome }) => [rule.id, outcome])).toEqual([['requires/0', 'fail']]);
    expect(m.gates.open(2, 0).map(({ rule, outcome }) => [rule.id, outcome])).toEqual([['requires/1', 'unknown']]);
    expect(m.gates.rulesOf(0).map((r) => r.id)).toEqual(['cleared', 'field', 'requires/0', 'requires/1']);
    expect([0, 1, 2].map((i) => m.gates.failingAsHolder(i, 0).map((r) => r.id))).toEqual([[], ['requires/0'], []]);
    expect([0, 1, 2].map((i) => m.gates.tally(i, 0))).toEqual([{ fails: 0, unknown: 0 }, { fails: 1, unknown: 0 }, { fails: 0, unknown: 1 }]);
  });

  it('a rule that reads level and unit tells posts apart by them', () => {
    const m = market(
      read({ units: [{ id: 'U1', name: 'one' }, { id: 'U2', name: 'two' }] as never, positions: [toyPost('J1', 'LOW'), toyPost('J2', 'MID'), toyPost('J3', 'LOW', { unit: 'U2' })], people: [toyPerson({ id: 'A', seat: 'J1' }), toyPerson({ id: 'B' })] }, (policy) => {
        policy.gates = [
          { id: 'up', label: { en: 'up' }, citation: { own: 'a test' }, rule: { op: 'compare', left: { op: 'level', of: 'position' }, is: '>', right: { op: 'level', of: 'seat' } } },
          { id: 'away', label: { en: 'away' }, citation: { own: 'a test' }, rule: { op: 'not', of: { op: 'compare', left: { op: 'unit', of: 'position' }, is: '=', right: { op: 'unit', of: 'seat' } } } },
        ];
      }),
    );
    expect([0, 1, 2].map((j) => m.gates.open(0, j).map(({ rule }) => rule.id).join())).toEqual(['up,away', 'away', 'up']);
    expect([0, 1, 2].map((j) => m.gates.open(1, j))).toEqual([[], [], []]); // without a seat every level is up and every unit another one
  });
});

describe('fit', () => {
  it('is the sum of its parts, each rounded half up, at both ends', () => {
    const values = [0, 0.000001, 33.333333, 49.9995, 50.00005, 66.666667, 99.999999, 100];
    const weights = { exam: 33.3333, skill: 33.3333, rating: 33.3334 };
    const people = values.flatMap((exam, a) => values.map((skill, b) => toyPerson({ id: `P${a}${b}`, exam, skill, ...(a !== b && { rating: values[(a + b) % values.length]! }) })));
    const m = market(read({ positions: [toyPost('J1', 'LOW')], people }, (policy) => (policy.weights = weights)));
    const part = (points: number, weight: number): number => Number((2n * BigInt(Math.round(points * 1e6)) * BigInt(Math.round(weight * 1e4)) + 100n * 1_000_000n) / (2n * 100n * 1_000_000n));
    m.round.people.forEach((person, i) => {
      const fit = m.fits.fit(i, 0);
      const of = (attribute: string): number | undefined => person.evidence.find((e) => e.attribute === attribute)?.value as number | undefined;
      fit.parts.forEach((p) => {
        const weight = weights[p.criterion as keyof typeof weights];
        expect([p.low, p.high]).toEqual([part(of(p.criterion) ?? 0, weight), part(of(p.criterion) ?? 100, weight)]);
      });
      expect(fit.parts.reduce((sum, p) => sum + p.low, 0)).toBe(fit.low);
      expect(fit.parts.reduce((sum, p) => sum + p.high, 0)).toBe(fit.high);
      expect(m.fits.low(i, 0)).toBe(fit.low);
    });
  });

  it('costs and fits share their unit', () => {
    expect(costUnits(12.3456)).toBe(123_456);
  });
});

describe('lines of command', () => {
  it('go up to the top, the superior first', () => {
    const superior = (id: string) => ({ superior: id as never });
    const posts = [toyPost('J1', 'TOP'), toyPost('J2', 'MID', superior('J1')), toyPost('J3', 'LOW', superior('J2'))];
    expect(commandersOf(posts)).toEqual([[], [0], [1, 0]]);
    expect(breachesOf([[0, 1]], [[], [0], [1, 0]], [2, 0], [2, -1])).toEqual([{ rule: 'lineOfCommand', head: 1, below: 0, headPosition: 0, belowPosition: 2, today: false }]);
    expect(breachesOf([[0, 1]], [[], [0], [1, 0]], [0, -1], [0, -1])).toEqual([]);
  });

  it('matter only where the policy says so', () => {
    const round = { people: [{ id: 'A' }, { id: 'B' }], relations: [{ a: 'B', b: 'A', degree: 2 }, { a: 'A', b: 'B', degree: 3 }] } as never;
    expect(relatedPairs(round, toyPolicy())).toEqual([[0, 1]]);
    expect(relatedPairs(round, toyPolicy((policy) => (policy.relations = { declaration: 'either' })))).toEqual([]);
  });
});
