import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analysisOnly, leniency, methods, recompute } from '../../src/index.js';
import { PREDICATE_DISTRIBUTION } from '../../src/asn/tables/index.js';

const criteria = [{ id: 'work', weight: 60 }, { id: 'training', weight: 40 }];
const stated = methods.weightedSum({ name: 'stated', criteria });
const swapped = methods.weightedSum({ name: 'weights swapped', criteria: [{ id: 'work', weight: 40 }, { id: 'training', weight: 60 }] });
const smallest = methods.minimum({ name: 'smallest', criteria: [{ id: 'work' }, { id: 'training' }] });
const graded = methods.weightedSum({ name: 'graded', criteria: [{ id: 'work', weight: 100, curve: { kind: 'table', table: { good: 100 } } }] });

describe('recompute', () => {
  const rows = [
    { id: 'p3', inputs: { work: 90, training: 60 }, score: 72 },
    { id: 'p1', inputs: { work: 80, training: 50 }, score: 68 },
    { id: 'p2', inputs: { work: 70, training: 70 }, score: 70.5 },
    { id: 'p4', inputs: { work: 80, training: null }, score: 60 },
    { id: 'p5', inputs: { work: 80, training: null }, score: 40 },
  ];

  it('names the rows that do not follow the method, by how much, and which known method gives them', () => {
    const result = recompute(rows, stated, { decimals: 2, candidates: [swapped, smallest, graded] });
    expect(result.rows).toEqual([
      { id: 'p1', stored: 68, low: 68_000_000, high: 68_000_000, status: 'follows', off: 0, reproducedBy: [] },
      { id: 'p2', stored: 70.5, low: 70_000_000, high: 70_000_000, status: 'differs', off: 500_000, reproducedBy: [] },
      { id: 'p3', stored: 72, low: 78_000_000, high: 78_000_000, status: 'differs', off: -6_000_000, reproducedBy: ['weights swapped'] },
      { id: 'p4', stored: 60, low: 48_000_000, high: 88_000_000, status: 'open', off: 0, reproducedBy: [] },
      { id: 'p5', stored: 40, low: 48_000_000, high: 88_000_000, status: 'differs', off: -8_000_000, reproducedBy: [] },
    ]);
    expect([result.differing, result.explains]).toEqual([['p2', 'p3', 'p5'], []]);
    expect(result.reproduced).toEqual([{ method: 'stated', rows: 1 }, { method: 'weights swapped', rows: 1 }, { method: 'smallest', rows: 0 }, { method: 'graded', rows: 0 }]);
    expect(recompute([...rows].reverse(), stated, { decimals: 2, candidates: [swapped, smallest, graded] })).toEqual(result);
  });

  it('finds the method that was used, whichever of them it was, and plants of one tenth are found in their rows alone', () => {
    const person = fc.record({ work: fc.integer({ min: 0, max: 100 }), training: fc.integer({ min: 0, max: 100 }) });
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 8 }), fc.constantFrom(stated, swapped, smallest), fc.nat(), (people, used, where) => {
        const stored = people.map((inputs, k) => ({ id: `p${k}`, inputs, score: used.score(inputs).low / 10_000 }));
        expect(recompute(stored, used, { decimals: 1 })).toMatchObject({ differing: [], explains: [used.name] });
        expect(recompute(stored, stated, { decimals: 1, candidates: [swapped, smallest] }).explains).toContain(used.name);
        const planted = where % stored.length;
        const touched = stored.map((row, k) => (k === planted ? { ...row, score: Math.round(row.score * 10 + 1) / 10 } : row));
        const found = recompute(touched, used, { decimals: 1 });
        expect([found.differing, found.rows.find((r) => r.id === `p${planted}`)!.off]).toEqual([[`p${planted}`], 100_000]);
      }),
    );
  });

  it('compares at the decimals the scores were stored with', () => {
    const row = { id: 'a', inputs: { work: 33, training: 67.77 }, score: 46.91 }; // 46.908 exactly
    expect([0, 1, 2, 3].map((decimals) => recompute([row], stated, { decimals }).rows[0]!.status)).toEqual(['follows', 'follows', 'follows', 'differs']);
  });

  it('refuses an id twice, two methods of one name and decimals that are none', () => {
    const row = { id: 'a', inputs: {}, score: 1 };
    expect(() => recompute([row, row], stated, { decimals: 2 })).toThrow(/E_ID_DUPLICATE at \/stored\/1\/id/);
    expect(() => recompute([row], stated, { decimals: 2, candidates: [stated] })).toThrow(/E_ID_DUPLICATE at \/candidates\/0/);
    expect(() => recompute([row], stated, { decimals: 7 })).toThrow(/E_NUM_RANGE at \/decimals/);
    expect(() => recompute([{ ...row, score: 1 / 3 }], stated, { decimals: 2 })).toThrow(/E_NUM_SCALE at \/stored\/0\/score/);
    expect(recompute([], stated, { decimals: 2 })).toMatchObject({ rows: [], explains: [] });
    expect(Object.keys(analysisOnly)).toContain('topsis');
  });
});

describe('leniency', () => {
  const table = PREDICATE_DISTRIBUTION.value;
  const people = (counts: Record<string, number>, unknown = 0): (string | null)[] => [...Object.entries(counts).flatMap(([rating, n]) => Array<string>(n).fill(rating)), ...Array<null>(unknown).fill(null)];
  const of = (rating: string | null, list: (string | null)[]) => leniency([{ id: 'u', rating, people: list }], table)[0]!;

  it('a unit that rates 71 of 100 Sangat Baik is lenient even where it is Istimewa, 70 is not', () => {
    expect(of('ISTIMEWA', people({ SANGAT_BAIK: 70, BAIK: 30 })).lenient).toBe('no');
    expect(of('ISTIMEWA', people({ SANGAT_BAIK: 71, BAIK: 29 }))).toMatchObject({ lenient: 'yes', verdicts: [{ outcome: 'pass' }, { rule: 'sangat-baik-limit', outcome: 'fail', low: 71, high: 71, people: 100 }] });
    expect(of('ISTIMEWA', people({ SANGAT_BAIK: 50, BAIK: 50 }))).toMatchObject({ lenient: 'no', verdicts: [{ rule: 'sangat-baik-majority', outcome: 'fail', breaks: 'shape' }, { outcome: 'pass' }] });
  });

  it('each sentence of the circular passes and fails at its edge', () => {
    expect(of('BAIK', people({ BAIK: 7, SANGAT_BAIK: 3 })).lenient).toBe('yes'); // nobody below Baik
    expect(of('BAIK', people({ BAIK: 7, SANGAT_BAIK: 2, KURANG: 1 })).lenient).toBe('no');
    expect(of('BAIK', people({ BAIK: 8, SANGAT_BAIK: 1, KURANG: 1 })).lenient).toBe('yes');
    expect([6, 5].map((n) => of('BUTUH_PERBAIKAN', people({ BUTUH_PERBAIKAN: n, BAIK: 10 - n })).lenient)).toEqual(['no', 'yes']);
    expect([1, 2].map((n) => of('BUTUH_PERBAIKAN', people({ BUTUH_PERBAIKAN: 8, SANGAT_BAIK: n, BAIK: 2 - n })).lenient)).toEqual(['no', 'yes']);
    expect([6, 5].map((n) => of('KURANG', people({ KURANG: n, BUTUH_PERBAIKAN: 1, BAIK: 9 - n })).lenient)).toEqual(['no', 'yes']);
    expect([0, 1].map((n) => of('SANGAT_KURANG', people({ SANGAT_KURANG: 8, KURANG: 1, SANGAT_BAIK: n, BAIK: 1 - n })).lenient)).toEqual(['no', 'yes']);
  });

  it('a rating that is not known leaves a share open and is not the worst', () => {
    expect(of('ISTIMEWA', people({ SANGAT_BAIK: 7, BAIK: 2 }, 1)).lenient).toBe('unknown');
    expect(of('ISTIMEWA', people({ SANGAT_BAIK: 6, BAIK: 3 }, 1)).lenient).toBe('no');
    expect(of('BAIK', people({ BAIK: 6, SANGAT_BAIK: 3 }, 1)).lenient).toBe('unknown'); // he may be the one below
    expect(of(null, people({ BAIK: 1 }))).toEqual({ unit: 'u', rating: null, verdicts: [], lenient: 'unknown' });
    expect(of('ISTIMEWA', []).lenient).toBe('unknown');
  });

  it('an unknown rating is open exactly when some way of filling it passes and some fails', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(table.units)), fc.array(fc.option(fc.constantFrom(...table.ratings)), { minLength: 1, maxLength: 5 }), (rating, list) => {
        let filled: string[][] = [[]];
        for (const r of list) filled = filled.flatMap((f) => (r === null ? table.ratings : [r]).map((x) => [...f, x]));
        of(rating, list).verdicts.forEach((verdict, k) => {
          const outcomes = new Set(filled.map((f) => of(rating, f).verdicts[k]!.outcome));
          expect(verdict.outcome).toBe(outcomes.size === 1 ? [...outcomes][0] : 'unknown');
        });
      }),
      { numRuns: 30 },
    );
  });

  it('units come by id; ratings nobody listed, empty rules and an id twice are refused', () => {
    const unit = { id: 'b', rating: 'BAIK', people: ['BAIK'] };
    expect(leniency([unit, { ...unit, id: 'a' }], table).map((v) => v.unit)).toEqual(['a', 'b']);
    expect(() => leniency([unit, unit], table)).toThrow(/E_ID_DUPLICATE at \/1\/id/);
    expect(() => leniency([{ ...unit, rating: 'GOOD' }], table)).toThrow(/E_VALUE_UNKNOWN at \/0\/rating/);
    expect(() => leniency([{ ...unit, people: ['Baik'] }], table)).toThrow(/E_VALUE_UNKNOWN at \/0\/people\/0/);
    const rule = { id: 'r', of: ['X'], breaks: 'lenient' } as const;
    expect(() => leniency([], { ratings: ['X'], units: { A: [rule] } })).toThrow(/E_RULE/);
    expect(() => leniency([], { ratings: ['X'], units: { A: [{ ...rule, of: ['Y'], atMost: 5 }] } })).toThrow(/E_REF_UNKNOWN/);
    expect(() => leniency([], { ratings: ['X'], units: { A: [{ ...rule, atMost: 101 }] } })).toThrow(/E_NUM_RANGE/);
  });
});
