import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flagsOf, RATES } from '../../../src/auditing/flags/index.js';
import type { Past, PastScore } from '../../../src/auditing/past.js';
import type { Study } from '../../../src/auditing/study.js';
import { dayNumber } from '../../../src/auditing/flags/pools.js';
import { random } from '../../attack/changes.js';
import { caseOf, considered, studyOf } from '../support/study.js';
import { times } from '../../support/times.js';

const ALTERNATIVES = new Set('merit-not-recorded applied-more small-pool recorded-merit-shaped transfer-of-duty urgent-vacancy lawful-exception correction-of-error rare-skill record-incomplete clerical-error chance many-looks post-treatment declared-elsewhere expertise-differs own-wish health-or-retirement same-date-entry extraction-error'.split(' '));
const ASK = new Set('see-document see-minutes see-statement see-score-sheets ask-rater ask-decider ask-spec-writer ask-exception ask-who-applied compare-siblings recompute-scores complete-roster complete-relations ask-person widen-period'.split(' '));

/** A small record in which anything may happen: unknown eligibility, several chosen, marks of some raters, demands that come and go. */
function record(seed: number): Study {
  const rnd = random(seed);
  const int = (n: number): number => Math.floor(rnd() * n);
  const one = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const maybe = <T extends object>(value: T): T | Record<string, never> => (int(2) === 0 ? value : {});
  const people = ['a', 'b', 'c', 'e', 'f', 'g'];
  const posts = ['q1', 'q2', 'q3', 'q4', 'q5'];
  const date = (): string => one(['2025-06-01', '2025-10-01', '2025-12-28', '2026-01-02', '2026-01-05', '2026-01-09']);
  const many = <T>(n: number, make: () => T): T[] => Array.from({ length: int(n) }, make);
  const some = (): PastScore[] => many(60, () => ({ decision: one(['d1', 'd2', 'd3']), person: one(people), value: int(5), on: date(), order: int(3), ...maybe({ criterion: one(['k1', 'k2', 'k3']) }), ...maybe({ by: one(['r1', 'r2', 'r3', 'r4']) }) }));
  const past: Past = {
    levels: ['low', 'high'], stages: ['applied', 'papers', 'chosen'],
    people: people.map((id) => ({ id, ...maybe({ retires: one(['2025-11-01', '2027-01-01']) }) })),
    positions: posts.map((id) => ({ id, family: one(['x', 'y']), level: one(['low', 'high']) })),
    requirements: many(14, () => ({ position: one(posts), attribute: one(['m', 'n']), is: one(['=', '>=', '<'] as const), value: int(4), ...maybe({ from: date() }), ...maybe({ by: one(people) }) })),
    evidence: many(40, () => ({ person: one(people), attribute: one(['m', 'n']), value: int(4), date: date(), ...maybe({ by: one(people) }) })),
scores: int(2) === 0 ? some() : [...['d1', 'd2', 'd3'].flatMap((decision) => people.flatMap((person) => ['k1', 'k2'].map((criterion) => ({ decision, person, criterion, value: int(9), on: '2025-06-01' })))), ...some().map((x) => ({ ...x, criterion: 'k1' })).map(({ by: _, ...x }) => x)],
    weights: many(8, () => ({ criterion: one(['k1', 'k2']), weight: 1 + int(3), on: date(), ...maybe({ decision: one(['d1', 'd2']) }) })),
    relations: many(6, () => ({ a: one(people), b: one(people), kind: one(['kin', 'team']), ...maybe({ degree: int(4) }), ...maybe({ to: date() }) })),
    roster: many(12, () => ({ person: one(people), position: one(posts), from: one(['2020-01-01', '2025-10-01', '2025-12-28']), ...maybe({ to: one(['2025-11-01', '2025-12-27', '2026-02-01']) }), ...maybe({ acting: true }) })),
  };
  const optional = <T>(value: T): T | null => (int(2) === 0 ? value : null);
  const cases = ['d1', 'd2', 'd3'].map((id, k) => caseOf({
    id, position: one(posts), on: `2026-01-0${5 + k}`, level: optional(int(2)), decider: optional('boss'), noticed: optional(dayNumber('2025-11-01')), closed: optional(dayNumber('2025-12-01')), opened: optional(dayNumber('2026-01-01')),
    people: people.filter(() => int(4) > 0).map((person) => considered({ person, chosen: int(4) === 0, eligible: one(['yes', 'no', 'unknown'] as const), score: optional(int(9)), stage: optional(int(3)), withdrew: int(6) === 0 ? dayNumber('2025-12-10') : null })),
  }));
  return studyOf({ past, cases, draws: 19 });
}

function shuffled(study: Study, seed: number): Study {
  const rnd = random(seed);
  const shuffle = <T>(list: readonly T[]): T[] => list.map((x) => ({ x, r: rnd() })).sort((a, b) => a.r - b.r).map(({ x }) => x);
  const past = Object.fromEntries(Object.entries(study.past).map(([name, rows]) => [name, Array.isArray(rows) && name !== 'levels' && name !== 'stages' ? shuffle<unknown>(rows) : rows])) as Past;
  return { ...study, past };
}

it('any record gives the same bytes in any order of its rows, finite numbers, known codes, one explanation and one question at least', () => {
    fc.assert(fc.property(fc.nat(), fc.nat(), (seed, order) => {
      const study = record(seed);
      const part = flagsOf(study);
      expect(JSON.stringify(flagsOf(shuffled(study, order)))).toBe(JSON.stringify(part));
      for (const f of part.findings) {
        for (const m of f.measured) expect(typeof m.value === 'number' ? Number.isFinite(m.value) : m.value === null || m.value.length > 0).toBe(true);
        expect([f.id, f.rate, f.reply, f.test]).toEqual(['', null, null, null]);
        expect([f.alternatives.length > 0, f.alternatives.every((a) => ALTERNATIVES.has(a)), f.ask.length > 0, f.ask.every((a) => ASK.has(a))]).toEqual([true, true, true, true]);
        if (f.code !== 'score-after-opening') expect(f.people.length).toBeGreaterThan(0); // there the score of one who was not chosen may have changed, by nobody named
      }
    }), { numRuns: times(60, 360) });
});

it('the records of the test above hold every sign but a rater apart', () => {
  const codes = new Set(Array.from({ length: 150 }, (_, seed) => flagsOf(record(seed)).findings.map((f) => f.code)).flat());
  expect([...codes].sort()).toEqual(['conflicted-evidence', 'late-score-change', 'rival-removed', 'score-after-opening', 'single-effective-candidate', 'tailored-requirements', 'tailored-weights']);
});

it('nothing given: one "cannot" a sign that needs a table, no finding, no timeline', () => {
  const { section, findings, cannot } = flagsOf(studyOf());
  expect([section, findings]).toEqual([[], []]);
  expect(cannot.map((r) => `${r.part} ${r.because} ${r.decision ?? '-'}`)).toEqual([
    'conflicted-evidence no-relations -', 'late-score-change no-score-history -', 'rater-outlier no-raters -', 'rival-removed no-roster -',
    'single-effective-candidate one-candidate -', 'tailored-requirements no-requirements -', 'tailored-weights no-scores -',
  ]);
});

it('the record is read, never written: frozen rows do', () => {
  const freeze = (x: unknown): void => { if (typeof x === 'object' && x !== null && !(x instanceof Map)) { Object.freeze(x); Object.values(x).forEach(freeze); } };
  for (let seed = 0; seed < 30; seed++) {
    const study = record(seed);
    freeze(study.past);
    freeze(study.cases);
    flagsOf(study);
  }
});

it('no rate is claimed that was not measured: each has its world, its runs, its seed and shares', () => {
  for (const rate of Object.values(RATES)) expect([rate.world.length > 0, rate.runs > 0, Number.isInteger(rate.seed), rate.detection >= 0 && rate.detection <= 1, rate.falseAlarm >= 0 && rate.falseAlarm <= 1]).toEqual([true, true, true, true, true]);
});
