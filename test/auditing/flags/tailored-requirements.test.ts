import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/model/round.js';
import type { PastEvidence, PastRequirement } from '../../../src/auditing/past.js';
import type { Study } from '../../../src/auditing/study.js';
import { dayNumber, implies, meets, Population, type Demand } from '../../../src/auditing/flags/pools.js';
import { tailoredRequirements } from '../../../src/auditing/flags/tailored-requirements.js';
import { random } from '../../attack/changes.js';
import { tailoredPosts, PLACE } from '../../attack/tailored-posts.js';
import { caseOf, considered, studyOf } from '../support/study.js';
import { measure, measures } from './measures.js';
import { times } from '../../support/times.js';

const DAY = dayNumber('2026-01-05');

/** 100 people p00 … p99; years = k, skill `s` for one in five, and only p42 has the licence. Five posts of one family. */
function family(own: readonly Partial<PastRequirement>[], more: Partial<Study['past']> = {}, given: Parameters<typeof caseOf>[0] = { id: 'd1' }): Study {
  const people = Array.from({ length: 100 }, (_, k) => `p${String(k).padStart(2, '0')}`);
  const evidence = people.flatMap((person, k): PastEvidence[] => [
    { person, attribute: 'years', value: k, date: '2025-01-01' },
    { person, attribute: 'skill', value: k % 5 === 2 ? 's' : 't', date: '2025-01-01' },
    { person, attribute: 'licence', value: k === 42, date: '2025-01-01' },
  ]);
  const siblings = ['q1', 'q2', 'q3', 'q4'].map((position): PastRequirement => ({ position, attribute: 'years', is: '>=', value: 20 }));
  const requirements = [...siblings, ...own.map((r): PastRequirement => ({ position: 'q0', attribute: 'years', is: '>=', value: 20, ...r }))];
  const positions = ['q0', 'q1', 'q2', 'q3', 'q4'].map((id) => ({ id, family: 'f' }));
  return studyOf({ past: { people: people.map((id) => ({ id })), positions, requirements, evidence, ...more }, cases: [caseOf({ position: 'q0', people: [considered({ person: 'p42', chosen: true }), considered({ person: 'p60' })], ...given })] });
}
const LICENCE = { attribute: 'licence', is: '=', value: true } as const;

describe('a demand that only the chosen meets and no sibling asks', () => {
  it('is a sign, with the pool after each demand, without each, of the siblings, and the key demand', () => {
    const { findings, cannot } = tailoredRequirements(family([{}, LICENCE]));
    expect(cannot).toEqual([]);
    expect(findings.map((f) => [f.code, f.kind, f.decision, f.position])).toEqual([['tailored-requirements', 'flag', 'd1', 'q0']]);
    const f = findings[0]!;
    expect(f.people).toEqual([{ role: 'chosen', person: 'p42' }]);
    expect(['pool-possible', 'pool-certain', 'siblings', 'sibling-median-pool', 'sibling-median-demands', 'demands-new', 'pool-without-new', 'key-demand', 'pool-without-key'].map((name) => measure(f, name))).toEqual([1, 1, 4, 80, 1, 1, 80, 'licence', 80]);
    expect([measures(f, 'demand'), measures(f, 'pool-after'), measures(f, 'pool-without')]).toEqual([['licence', 'years'], [1, 1], [80, 1]]);
    expect(f.alternatives.length * f.ask.length).toBeGreaterThan(0);
    expect([f.test, f.effect, f.rate]).toEqual([null, null, null]);
  });

  it('is none where the whole family asks it: a craft that few know', () => {
    const rare = ['q1', 'q2', 'q3', 'q4', 'q0'].map((position): PastRequirement => ({ position, ...LICENCE }));
    expect(tailoredRequirements(family([], { requirements: rare })).findings).toEqual([]);
  });

  it('is none where five times as many meet the usual demands, or where the one chosen does not meet it', () => {
    expect(tailoredRequirements(family([{}, { attribute: 'skill', is: '=', value: 's' }])).findings).toEqual([]);
    expect(tailoredRequirements(family([{}, LICENCE], {}, { id: 'd1', people: [considered({ person: 'p60', chosen: true }), considered({ person: 'p42' })] })).findings).toEqual([]);
  });

  it('counts a stricter number than the siblings ask as new, a laxer one as usual', () => {
    const f = tailoredRequirements(family([{ value: 98 }], {}, { id: 'd1', people: [considered({ person: 'p99', chosen: true })] })).findings[0]!;
    expect([measure(f, 'pool-possible'), measure(f, 'demands-new'), measure(f, 'pool-without-new')]).toEqual([2, 1, 100]);
    expect(tailoredRequirements(family([{ value: 10 }])).findings).toEqual([]);
  });
});

describe('unknown evidence', () => {
  it('keeps a person in the possible pool and out of the certain one, so that holes in the record make no sign', () => {
    const { past } = family([{}, LICENCE]);
    const holes = past.evidence!.filter((e) => !(e.attribute === 'licence' && Number(e.person.slice(1)) >= 90));
    expect(tailoredRequirements(family([{}, LICENCE], { evidence: holes })).findings).toEqual([]);
    const few = past.evidence!.filter((e) => !(e.attribute === 'licence' && Number(e.person.slice(1)) >= 98));
    const f = tailoredRequirements(family([{}, LICENCE], { evidence: few })).findings[0]!;
    expect([measure(f, 'pool-certain'), measure(f, 'pool-possible')]).toEqual([1, 3]);
  });

  it('is what data of one day that differ leave, and what is dated after the decision is not read', () => {
    const of = (evidence: PastEvidence[]): (Value | undefined)[] => [...new Population({ past: { evidence }, cases: [] }).values('x', DAY).values()];
    const e = (value: Value, date: string): PastEvidence => ({ person: 'p', attribute: 'x', value, date });
    expect(of([e(1, '2025-01-01'), e(2, '2025-01-01')])).toEqual([]);
    expect(of([e(1, '2025-01-01'), e(2, '2025-01-01'), e(1, '2025-01-01')])).toEqual([]);
    expect(of([e(1, '2025-01-01'), e(2, '2025-01-01'), e(3, '2025-02-01')])).toEqual([3]);
    expect(of([e(1, '2025-01-01'), e(9, '2026-01-06')])).toEqual([1]);
    expect(of([e(1, '2026-01-05')])).toEqual([1]);
  });

  it('does not keep anybody who has retired', () => {
    const people = Array.from({ length: 100 }, (_, k) => ({ id: `p${String(k).padStart(2, '0')}`, ...(k > 50 ? { retires: '2026-01-05' } : {}) }));
    const f = tailoredRequirements(family([{}, LICENCE], { people })).findings[0]!;
    expect(measure(f, 'pool-without-new')).toBe(31); // 20 … 50
  });
});

describe('demands that changed', () => {
  const late = { ...LICENCE, from: '2025-12-30' } as const;
  it('within the last days of a post that had others before are a sign without siblings, with who wrote them', () => {
    const positions = [{ id: 'q0' }];
    const { findings, cannot } = tailoredRequirements(family([{}, { ...late, by: 'writer' }], { positions }));
    expect(findings.map((f) => [measure(f, 'demands-late'), measure(f, 'pool-without-late'), measure(f, 'demands-new'), measure(f, 'demands-not-asked-before')])).toEqual([[1, 80, null, 1]]);
    expect(findings[0]!.people).toEqual([{ role: 'chosen', person: 'p42' }, { role: 'actor', person: 'writer' }]);
    expect(cannot.map((r) => r.because)).toEqual(['no-siblings']);
  });

  it('after the call are one at any time; long before it are none', () => {
    const positions = [{ id: 'q0' }];
    const at = (from: string, noticed: string): number => tailoredRequirements(family([{ from: '2024-01-01' }, { ...LICENCE, from }], { positions }, { id: 'd1', noticed: dayNumber(noticed) })).findings.length;
    expect([at('2025-11-02', '2025-11-01'), at('2025-11-01', '2025-11-01'), at('2025-10-01', '2025-11-01')]).toEqual([1, 0, 0]);
  });

  it('only in wording or rows are none: the same demand in a second row without a gap', () => {
    const rows = [{ to: '2025-12-31' }, { from: '2026-01-01' }, { ...LICENCE, to: '2025-12-31' }, { ...LICENCE, from: '2026-01-01' }];
    expect(tailoredRequirements(family(rows, { positions: [{ id: 'q0' }] })).findings).toEqual([]);
  });

  it('are none where they leave more than half of the pool, and a first standard is no change', () => {
    expect(tailoredRequirements(family([{}, { attribute: 'years', is: '<=', value: 70, from: '2026-01-01' }], { positions: [{ id: 'q0' }] })).findings).toEqual([]);
    expect(tailoredRequirements(family([{ ...late }], { positions: [{ id: 'q0' }] })).findings).toEqual([]);
  });
});

describe('surprise', () => {
  it('is the share of conjunctions of the same attributes, with values as people have them, whose pool is no larger: listed by hand', () => {
    const f = tailoredRequirements(family([{ attribute: 'skill', is: '=', value: 's' }, LICENCE])).findings[0]!;
    // licence true (1 in 100) leaves 1 person with skill s or 0 with t; licence false leaves 19 or 80
    expect(measure(f, 'conjunctions-as-small')).toBeCloseTo(0.01, 12);
    expect(measure(f, 'surprise')).toBe(2);
    expect(measure(f, 'conjunctions-drawn')).toBe(0);
  });

  it('drawn, it holds what listing says: (b + 1) / (m + 1) and its interval; the same seed gives the same bytes', () => {
    const more = [{ attribute: 'x', is: '>=', value: 1 }, { attribute: 'y', is: '<=', value: 99 }] as const;
    const { past } = family([]);
    const evidence = [...past.evidence!, ...past.people!.flatMap(({ id }, k): PastEvidence[] => ['x', 'y'].map((attribute) => ({ person: id, attribute, value: k, date: '2025-01-01' })))];
    const study = family([{}, LICENCE, ...more], { evidence });
    const f = tailoredRequirements(study).findings[0]!;
    expect(measure(f, 'conjunctions-drawn')).toBe(9999);
    const share = Number(measure(f, 'conjunctions-as-small'));
    expect(Number(measure(f, 'conjunctions-as-small-low'))).toBeLessThan(share);
    expect(Number(measure(f, 'conjunctions-as-small-high'))).toBeGreaterThan(share);
    // years >= a, x >= b, y <= c with or without the licence: max(a, b) to c, all values equally likely
    let exact = 0;
    for (let a = 0; a < 100; a++) for (let b = 0; b < 100; b++) for (let c = 0; c < 100; c++) {
      const low = Math.max(a, b);
      const all = Math.max(0, c - low + 1);
      const licensed = low <= 42 && c >= 42 ? 1 : 0;
      exact += (licensed <= 1 ? 0.01 : 0) + (all - licensed <= 1 ? 0.99 : 0);
    }
    expect(Math.abs(share - exact / 1e6)).toBeLessThan(0.02);
    expect(tailoredRequirements(study)).toEqual(tailoredRequirements(study));
  });
});

it('pools are what counting person by person gives, whatever is unknown', () => {
  const value = fc.constantFrom<Value>(1, 2, 3, 'a', 'b', true, false);
  const demand = fc.record({ attribute: fc.constantFrom('x', 'y'), is: fc.constantFrom('<', '<=', '=', '>=', '>'), value }) as fc.Arbitrary<Demand>;
  const datum = fc.record({ person: fc.integer({ min: 0, max: 69 }).map((k) => `p${k}`), attribute: fc.constantFrom('x', 'y'), value, date: fc.constantFrom('2025-01-01', '2025-06-01', '2026-03-01') });
  fc.assert(fc.property(fc.array(datum, { maxLength: 150 }), fc.array(demand, { maxLength: 4 }), (evidence, demands) => {
    const people = Array.from({ length: 70 }, (_, k) => ({ id: `p${k}` }));
    const population = new Population({ past: { people, evidence }, cases: [] });
    const pool = population.pool(demands.map((d) => population.mask(d, DAY)), population.serving(DAY));
    let [certain, possible] = [0, 0];
    for (const { id } of people) {
      const answers = demands.map((d): boolean | null => {
        const own = evidence.filter((e) => e.person === id && e.attribute === d.attribute && e.date <= '2026-01-05');
        const last = own.filter((e) => own.every((o) => o.date <= e.date)).map((e) => e.value);
        return last.length === 0 || last.some((v) => v !== last[0]) ? null : meets(last[0]!, d);
      });
      certain += answers.every((a) => a === true) ? 1 : 0;
      possible += answers.every((a) => a !== false) ? 1 : 0;
    }
    expect(pool).toEqual({ certain, possible });
  }), { numRuns: times(150, 900) });
});

it('a demand implies another only if no value meets the one without the other', () => {
  const demand = fc.record({ attribute: fc.constant('x'), is: fc.constantFrom('<', '<=', '=', '>=', '>'), value: fc.integer({ min: 0, max: 4 }) }) as fc.Arbitrary<Demand>;
  fc.assert(fc.property(demand, demand, (a, b) => {
    const everybody = [-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5].filter((v) => meets(v, a));
    if (a.is !== '=' && b.is !== '=' && everybody.length > 0 && a.is[0] === b.is[0]) expect(implies(a, b)).toBe(everybody.every((v) => meets(v, b)));
    if (implies(a, b)) for (let v = -1; v <= 5; v += 0.5) if (meets(v, a)) expect(meets(v, b)).toBe(true);
  }));
});

it('demands on lists, or on values of two kinds, imply none but their equals', () => {
  const d = (value: Value, is: Demand['is'] = '='): Demand => ({ attribute: 'x', is, value });
  expect([implies(d(['a', 'b']), d(['a', 'b'])), implies(d(['a', 'b']), d('a')), implies(d('a'), d(['a', 'b'])), implies(d(5), d('5', '>=')), implies(d(['a', 'b']), d(['a']))]).toEqual([true, false, false, false, false]);
});

it('lists hold what is asked for; kinds that cannot be compared do not meet a demand', () => {
  const d = (is: Demand['is'], value: Value): Demand => ({ attribute: 'x', is, value });
  expect([meets(['a', 'b'], d('=', 'a')), meets(['a', 'b'], d('=', ['a', 'b'])), meets(['a'], d('=', ['a', 'b'])), meets('a', d('=', ['a', 'b'])), meets(['a'], d('>=', 'a'))]).toEqual([true, true, false, true, false]);
  expect([meets('5', d('>=', 4)), meets(true, d('=', 'true')), meets('2026-01-01', d('<', '2026-01-02'))]).toEqual([false, false, true]);
});

it('says what it cannot look at: no demands, none of this post, no evidence, nobody chosen', () => {
  const because = (study: Study): unknown => tailoredRequirements(study).cannot.map((r) => [r.decision, r.because]);
  expect(because(studyOf({ cases: [caseOf({ id: 'd' })] }))).toEqual([[null, 'no-requirements']]);
  expect(because(family([LICENCE], { evidence: [] }))).toEqual([[null, 'no-data']]);
  expect(because(family([], {}, { id: 'd1', position: 'elsewhere' }))).toEqual([['d1', 'no-requirements']]);
  expect(because(family([LICENCE], {}, { id: 'd1', people: [considered({ person: 'p42' })] }))).toEqual([['d1', 'nobody-chosen']]);
});

it('rows in any order give the same bytes', () => {
  const { study } = tailoredPosts(random(11), { ...PLACE, people: 200, families: 3, tailored: 3, ordinary: 6 });
  const turned = studyOf({ cases: study.cases, past: Object.fromEntries(Object.entries(study.past).map(([name, rows]) => [name, Array.isArray(rows) ? [...rows].reverse() : rows])) });
  expect(tailoredRequirements(study).findings.length).toBeGreaterThan(0);
  expect(JSON.stringify(tailoredRequirements(turned))).toBe(JSON.stringify(tailoredRequirements(study)));
});
