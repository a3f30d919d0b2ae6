import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GAP_TABLE, JOB_CLASSES, PREDICATE_MATRIX, professionalismIndex, talentIndexTable } from '../../src/asn/tables/index.js';
import { MeritError, type ErrorCode } from '../../src/errors/index.js';
import { piecewise } from '../../src/policy/interval.js';
import {
  bands, jobClasses, jobPersonMatch, minimum, nineBox, pointsIndex, powerProduct, profileMatching, ratingBands, ratingMatrix, ratioText, talentIndex, weightedSum,
  type BandReading, type BandTable, type Curve, type Datum, type Inputs, type Method, type ProfileTable,
} from '../../src/scoring/methods/index.js';
import { compare, ratio, roundTo, toWhole } from '../../src/scoring/ratio.js';

function codes(run: () => unknown): ErrorCode[] {
  try {
    run();
  } catch (error) {
    if (error instanceof MeritError) return error.issues.map((issue) => issue.code);
    throw error;
  }
  return [];
}

const RISING: Curve = { kind: 'linear', points: [[0, 0], [12, 33.333333], [60, 100]] };
const profileTable = (gapTable: ProfileTable['gapTable']): ProfileTable => ({
  gapTable, between: 'linear', beyond: 'clamp', core: 60, secondary: 40, scale: { min: 1, max: 5 },
  aspects: [
    { id: 'work', weight: 65, factors: [{ id: 'a', target: 4, kind: 'core' }, { id: 'b', target: 3, kind: 'core' }, { id: 'c', target: 3, kind: 'secondary' }] },
    { id: 'conduct', weight: 35, factors: [{ id: 'd', target: 5, kind: 'core' }, { id: 'e', target: 2, kind: 'secondary' }, { id: 'f', target: 1, kind: 'secondary' }] },
  ],
});
const MONOTONE_GAPS = [[-4, 1], [-3, 1.5], [-2, 2], [-1, 2.5], [0, 3], [1, 3.5], [2, 4], [3, 4.5], [4, 5]] as const;
const match = (method: 'ratioOfSums' | 'meanOfRatios', capPerCompetence: boolean, capTotal: number | null): Method =>
  jobPersonMatch({ method, capPerCompetence, capTotal, scale: { min: 0, max: 5 }, competences: [{ id: 'a', required: 3 }, { id: 'b', required: 4 }, { id: 'c', required: 2 }] });

/** Methods that must not fall when an input rises, with the inputs' ranges. */
const RISERS: { method: Method; max: number }[] = [
  { method: weightedSum({ criteria: [{ id: 'a', weight: 33.3333 }, { id: 'b', weight: 41.6667, curve: RISING }, { id: 'c', weight: 25, meanOf: [{ id: 'd' }, { id: 'e' }, { id: 'f' }] }] }), max: 100 },
  { method: weightedSum({ criteria: [{ id: 'a', weight: 1, curve: { kind: 'bands', grid: 1, reading: 'nearest', bands: [{ low: 0, high: 50, is: 10 }, { low: 51, high: null, is: 90 }] } }, { id: 'b', weight: 2, curve: { kind: 'step', points: [[20, 0], [40, 50]] } }], total: 3 }), max: 100 },
  { method: minimum({ criteria: [{ id: 'a' }, { id: 'b', curve: RISING }, { id: 'c' }] }), max: 100 },
  { method: powerProduct({ criteria: [{ id: 'a', power: 1 }, { id: 'b', power: 2, curve: RISING }, { id: 'c', power: 4 }] }), max: 100 },
  { method: profileMatching({ ...profileTable(MONOTONE_GAPS), name: 'monotone profile', averageDecimals: 3 }), max: 5 },
  { method: talentIndex(talentIndexTable()), max: 100 },
  { method: talentIndex(talentIndexTable()).forLevel('PENGAWAS'), max: 100 },
  ...(['ratioOfSums', 'meanOfRatios'] as const).flatMap((m) => [match(m, false, null), match(m, true, null), match(m, false, 100), match(m, true, 100)].map((method) => ({ method, max: 5 }))),
];
const ALL = [...RISERS, { method: profileMatching(profileTable(GAP_TABLE.value)), max: 5 }];

/** A number of 0 to max with 2 decimals. */
const amount = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: max * 100 }).map((x) => x / 100);
const datum = (max: number): fc.Arbitrary<Datum> =>
  fc.oneof({ weight: 4, arbitrary: amount(max) }, { weight: 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.tuple(amount(max), amount(max)).map(([x, y]) => ({ low: Math.min(x, y), high: Math.max(x, y) })) });
const inputsOf = (method: Method, value: fc.Arbitrary<Datum>): fc.Arbitrary<Inputs> => fc.record(Object.fromEntries(method.inputs.map((id) => [id, value])));
const anyOf = (list: typeof ALL) => fc.constantFrom(...list);

describe('every method', () => {
  it('gives a fit that is the sum of its parts, within its range, each part the exact one rounded half up', () => {
    fc.assert(
      fc.property(anyOf(ALL).chain(({ method, max }) => fc.tuple(fc.constant(method), inputsOf(method, datum(max)))), ([method, inputs]) => {
        const result = method.score(inputs);
        for (const end of ['low', 'high'] as const) {
          expect(result.parts.reduce((sum, part) => sum + part[end], 0)).toBe(result[end]);
          expect(Number.isSafeInteger(result[end])).toBe(true);
          const exact = result.exactParts.map((p) => p[end]).reduce((a, b) => ratio(a.n * b.d + b.n * a.d, a.d * b.d), ratio(0));
          expect(compare(exact, result.exact[end])).toBe(0);
          result.parts.forEach((part, k) => {
            const rounded = Number(toWhole({ n: result.exactParts[k]![end].n * 10_000n, d: result.exactParts[k]![end].d }));
            if (part.criterion !== 'cap') expect(part[end]).toBe(rounded); // what a cap takes off is counted from the rounded parts
          });
        }
        expect(result.low).toBeLessThanOrEqual(result.high);
        expect(result.low).toBeGreaterThanOrEqual(method.range.low);
        expect(result.high).toBeLessThanOrEqual(method.range.high);
      }),
      { numRuns: 200 },
    );
  });

  it('holds, in the interval of what is not known, the score of whatever it turns out to be', () => {
    fc.assert(
      fc.property(
        anyOf(ALL).chain(({ method, max }) => fc.tuple(fc.constant(method), inputsOf(method, datum(max)), fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 20, maxLength: 20 }), fc.constant(max))),
        ([method, inputs, where, max]) => {
          const filled = Object.fromEntries(
            method.inputs.map((id, k) => {
              const x = inputs[id];
              const [low, high] = typeof x === 'number' ? [x, x] : typeof x === 'object' && x ? [x.low, x.high] : [max === 5 && method.name.includes('profile') ? 1 : 0, max];
              return [id, Math.round((low + ((high - low) * where[k % 20]!) / 10_000) * 1e4) / 1e4];
            }),
          );
          const [wide, narrow] = [method.score(inputs), method.score(filled)];
          expect(narrow.low).toBe(narrow.high);
          expect(narrow.low).toBeGreaterThanOrEqual(wide.low);
          expect(narrow.high).toBeLessThanOrEqual(wide.high);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never falls when an input of a rising method rises', () => {
    fc.assert(
      fc.property(
        anyOf(RISERS).chain(({ method, max }) => fc.tuple(fc.constant(method), inputsOf(method, amount(max)), fc.constantFrom(...method.inputs), amount(max))),
        ([method, inputs, id, other]) => {
          const [less, more] = [inputs[id] as number, other].sort((x, y) => x - y);
          const [before, after] = [method.score({ ...inputs, [id]: less }), method.score({ ...inputs, [id]: more })];
          expect(compare(before.exact.low, after.exact.low)).toBeLessThanOrEqual(0);
          expect(after.low).toBeGreaterThanOrEqual(before.low);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same fit in whatever order criteria and inputs stand', () => {
    const criteria = [{ id: 'a', weight: 33.3333 }, { id: 'b', weight: 41.6667, curve: RISING }, { id: 'c', weight: 25 }];
    const [one, other] = [weightedSum({ criteria }), weightedSum({ criteria: [...criteria].reverse() })];
    fc.assert(
      fc.property(inputsOf(one, datum(100)), (inputs) => {
        const turned = other.score(Object.fromEntries(Object.entries(inputs).reverse()));
        expect([turned.low, turned.high, turned.exact]).toEqual([one.score(inputs).low, one.score(inputs).high, one.score(inputs).exact]);
      }),
    );
  });

  it('is refused when a choice of its table is misspelt, as a table from a file may be', () => {
    const wrong = <T>(word: string): T => word as unknown as T;
    const two = [{ low: 0, high: 50, is: 0 }, { low: 50, high: 100, is: 100 }];
    expect(codes(() => bands({ reading: wrong('lowerbound'), bands: two }))).toEqual(['E_VALUE_UNKNOWN']);
    expect(codes(() => weightedSum({ criteria: [{ id: 'a', weight: 100, curve: wrong({ kind: 'curve' } as never) }] }))).toContain('E_VALUE_UNKNOWN');
    expect(codes(() => jobPersonMatch({ method: wrong('mean'), competences: [{ id: 'a', required: 1 }], capPerCompetence: false, capTotal: null, scale: { min: 0, max: 5 } }))).toEqual(['E_VALUE_UNKNOWN']);
    expect(codes(() => profileMatching({ ...profileTable(GAP_TABLE.value), between: wrong('line'), beyond: wrong('cut') }))).toEqual(['E_VALUE_UNKNOWN', 'E_VALUE_UNKNOWN']);
    expect(codes(() => profileMatching({ ...profileTable(GAP_TABLE.value), aspects: [{ id: 'x', weight: 100, factors: [{ id: 'a', target: 3, kind: wrong('Core') }] }] }))).toContain('E_VALUE_UNKNOWN');
    const axis = { input: 'a', cuts: [60, 80], atCut: wrong<'above'>('up') };
    expect(codes(() => nineBox({ performance: axis, potential: { ...axis, atCut: 'above' }, matrix: [[1, 3, 6], [2, 5, 8], [4, 7, 9]] }))).toEqual(['E_VALUE_UNKNOWN']);
  });

  it('reads no input that an object was born with, and leaves other inputs alone', () => {
    const method = weightedSum({ criteria: [{ id: 'toString', weight: 60 }, { id: 'a', weight: 40 }] });
    expect(method.score({ a: 50, shoeSize: 44 })).toMatchObject({ low: 200_000, high: 800_000 });
  });

  it('refuses what is no number, no category and no interval, with the path of the input', () => {
    const sum = weightedSum({ criteria: [{ id: 'a/b', weight: 50 }, { id: 'grade', weight: 50, curve: { kind: 'table', table: { good: 100, poor: 0 } } }] });
    const refused = (inputs: Inputs): string => {
      try {
        sum.score(inputs);
      } catch (error) {
        if (error instanceof MeritError) return `${error.code} ${error.path}`;
      }
      return 'nothing';
    };
    expect([
      refused({ 'a/b': 'high' }), refused({ 'a/b': Number.NaN }), refused({ 'a/b': 1 / 3 }), refused({ 'a/b': { low: 3, high: 2 } }), refused({ 'a/b': 2e9 }), refused({ grade: 'excellent' }), refused({ grade: 'toString' }), refused({ grade: 1 }),
    ]).toEqual(['E_TYPE /a~1b', 'E_NUM_NAN /a~1b', 'E_NUM_SCALE /a~1b', 'E_NUM_RANGE /a~1b', 'E_NUM_RANGE /a~1b', 'E_VALUE_UNKNOWN /grade', 'E_VALUE_UNKNOWN /grade', 'E_TYPE /grade']);
  });
});

describe('weighted sum', () => {
  it('is that of the fits of a policy: floor((2vw + 100T) / 200T) per criterion', () => {
    const curves = [RISING, { kind: 'step', points: [[0, 20], [50, 70], [90, 100]] }, { kind: 'linear', points: [[0, 0], [100, 100]] }] as const;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 500_000 }), fc.constantFrom(...curves), amount(100)), { minLength: 1, maxLength: 6 }), (list) => {
        const total = list.reduce((sum, [w]) => sum + w, 0);
        const method = weightedSum({ total: total / 10_000, criteria: list.map(([w, curve], k) => ({ id: `c${k}`, weight: w / 10_000, curve })) });
        const slow = list.map(([w, curve, x]) => {
          const points = curve.points.map(([a, b]): [number, number] => [Math.round(a * 1e6), Math.round(b * 1e6)]);
          const v = BigInt(piecewise(points, curve.kind === 'linear', { low: Math.round(x * 1e6), high: Math.round(x * 1e6) }).low);
          const T = BigInt(total);
          return Number((2n * v * BigInt(w) + 100n * T) / (200n * T));
        });
        expect(method.score(Object.fromEntries(list.map(([, , x], k) => [`c${k}`, x]))).parts.map((p) => p.low)).toEqual(slow);
      }),
    );
  });

  it('a value past the curve is taken as its end, and told', () => {
    const method = weightedSum({ criteria: [{ id: 'a', weight: 60 }, { id: 'b', weight: 40 }] });
    expect(method.score({ a: 115.1, b: -3 })).toMatchObject({ low: 600_000, high: 600_000, review: [{ input: 'a', why: 'above' }, { input: 'b', why: 'below' }] });
  });

  it('refuses weights that miss their total, curves with holes and points past 100, all at once', () => {
    expect(codes(() => weightedSum({ criteria: [{ id: 'a', weight: 60 }, { id: 'b', weight: 30 }] }))).toEqual(['E_WEIGHT_SUM']);
    expect(codes(() => weightedSum({ criteria: [], total: 0 }))).toEqual(['E_WEIGHT_SUM']);
    expect(
      codes(() =>
        weightedSum({
          criteria: [
            { id: 'a', weight: -10 }, { id: 'a', weight: 10.00001 }, { id: 'c', weight: 10, curve: { kind: 'linear', points: [] } }, { id: 'd', weight: 10, curve: { kind: 'step', points: [[2, 0], [1, 100.5]] } },
            { id: 'e', weight: 10, curve: { kind: 'table', table: {} } }, { id: 'f', weight: 10, meanOf: [] }, { id: 'g', weight: 10, curve: { kind: 'points', min: 5, max: 5 } }, { id: 'h', weight: Number.NaN, curve: RISING, meanOf: [{ id: 'x' }] },
          ],
        }),
      ).sort(),
    ).toEqual(['E_BANDS', 'E_BANDS', 'E_BANDS', 'E_ID_DUPLICATE', 'E_NUM_NAN', 'E_NUM_RANGE', 'E_NUM_RANGE', 'E_NUM_RANGE', 'E_NUM_SCALE', 'E_RULE', 'E_RULE', 'E_WEIGHT_SUM']);
  });

  it('half a step up: 86.735 is 86.74 and -2.5 is -2', () => {
    expect(ratioText(ratio(86_735, 1000), 2)).toBe('86.74');
    expect([ratioText(ratio(-5, 2), 0), ratioText(ratio(-1, 3), 3), ratioText(ratio(1, 1000), 2)]).toEqual(['-2', '-0.333', '0.00']);
    expect(roundTo(ratio(2, 3), 2)).toEqual({ n: 67n, d: 100n });
    expect([toWhole(ratio(5, 2), 'down'), toWhole(ratio(5, 2), 'up'), toWhole(ratio(-5, 2), 'down'), toWhole(ratio(-5, 2), 'up')]).toEqual([2n, 3n, -3n, -2n]);
  });
});

describe('bands', () => {
  const table = fc.tuple(fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 }).map((xs) => [0, ...xs.sort((a, b) => a - b), 100]), fc.constantFrom(0, 1), fc.constantFrom<BandReading>('lowerBound', 'upperBound', 'nearest'));
  const build = (edges: readonly number[], grid: number, reading: BandReading): BandTable<number> => ({
    grid, reading: grid === 0 && reading === 'nearest' ? 'lowerBound' : reading,
    bands: edges.slice(1).map((high, k) => ({ low: edges[k]! + (k > 0 ? grid : 0), high, is: k })),
  });

  it('put every value in one band, the one that a slow reading finds', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 0, max: 10_000 }), ([edges, grid, reading], hundredths) => {
        const t = build(edges, grid, reading);
        const x = hundredths / 100;
        const of = (low: number, high: number) => (t.reading === 'upperBound' ? x <= high : t.reading === 'lowerBound' ? x >= low : Math.floor(x + 0.5) >= low);
        const fits = t.bands.filter((b) => of(b.low!, b.high!)).map((b) => b.is);
        expect(bands(t).possible({ low: ratio(hundredths, 100), high: ratio(hundredths, 100) })).toEqual([t.reading === 'upperBound' ? fits[0] : fits.at(-1)]);
      }),
      { numRuns: 500 },
    );
  });

  it('are refused when any edge is moved', () => {
    fc.assert(
      fc.property(table, fc.nat(), fc.constantFrom(-0.5, 0.5), ([edges, grid, reading], where, by) => {
        const t = build(edges, grid, reading);
        const k = where % (t.bands.length - 1);
        const moved = { ...t, bands: t.bands.map((b, i) => (i === k ? { ...b, high: b.high! + by } : b)) };
        expect(codes(() => bands(moved))).toContain('E_BANDS');
      }),
    );
  });

  it('say what a value that is not known well may be, and which side of them one lies', () => {
    const t = bands({ reading: 'lowerBound', bands: [{ low: 0, high: 10, is: 'a' }, { low: 10, high: 20, is: 'b' }, { low: 20, high: null, is: 'c' }] });
    expect(t.possible({ low: ratio(9), high: ratio(10) })).toEqual(['a', 'b']);
    expect(t.possible({ low: ratio(0), high: ratio(999) })).toEqual(['a', 'b', 'c']);
    expect([t.beyond(ratio(-1)), t.beyond(ratio(0)), t.beyond(ratio(999))]).toEqual(['below', undefined, undefined]);
  });

  it('are refused empty, open in the middle, upside down, or rounded to no grid', () => {
    expect(codes(() => bands({ reading: 'lowerBound', bands: [] }))).toEqual(['E_BANDS']);
    expect(codes(() => bands({ reading: 'lowerBound', bands: [{ low: 0, high: null, is: 1 }, { low: null, high: 3, is: 2 }] }))).toEqual(['E_BANDS', 'E_BANDS']);
    expect(codes(() => bands({ reading: 'nearest', bands: [{ low: 5, high: 3, is: 1 }] }))).toEqual(['E_RULE', 'E_BANDS']);
    expect(codes(() => bands({ reading: 'lowerBound', grid: -1, bands: [{ low: 1, high: 3, is: 1 }] }))).toEqual(['E_NUM_RANGE']);
  });
});

describe('minimum and power product', () => {
  it('the minimum names the weakest criterion and is never helped by the others', () => {
    const method = minimum({ criteria: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] });
    expect(method.score({ a: 90, b: 40, c: 100 })).toMatchObject({ low: 400_000, parts: [{ criterion: 'b' }] });
    expect(method.score({ a: 40, b: 40, c: null })).toMatchObject({ low: 0, high: 400_000, parts: [{ criterion: 'c' }] });
    expect(codes(() => minimum({ criteria: [] }))).toEqual(['E_SHAPE']);
  });

  it('the product is exact: 80 and 50 squared give 20, and a 0 gives 0', () => {
    const method = powerProduct({ criteria: [{ id: 'ability', power: 1 }, { id: 'motivation', power: 2 }] });
    expect([method.score({ ability: 80, motivation: 50 }).low, method.score({ ability: 0, motivation: 100 }).low, method.score({ ability: 100, motivation: 33.33 }).low]).toEqual([200_000, 0, 111_089]);
    expect(method.score({ ability: 80 })).toMatchObject({ low: 0, high: 800_000 });
    expect(codes(() => powerProduct({ criteria: [{ id: 'a', power: 5 as 4 }] }))).toEqual(['E_NUM_RANGE']);
  });
});

describe('profile matching', () => {
  const method = profileMatching(profileTable(GAP_TABLE.value));

  it('stays within the weights of its table, 1 to 5, and gives 5 to the profile itself alone', () => {
    const targets = { a: 4, b: 3, c: 3, d: 5, e: 2, f: 1 };
    expect(method.score(targets).low).toBe(50_000);
    fc.assert(
      fc.property(inputsOf(method, fc.integer({ min: 1, max: 5 })), (inputs) => {
        const { low } = method.score(inputs);
        expect(low).toBeGreaterThanOrEqual(10_000);
        expect(low).toBeLessThanOrEqual(50_000);
        if (low === 50_000) expect(inputs).toEqual(targets);
      }),
    );
  });

  it('is not monotone: one level more than asked costs points', () => {
    const [at, above] = [method.score({ a: 4, b: 3, c: 3, d: 5, e: 2, f: 1 }), method.score({ a: 5, b: 3, c: 3, d: 5, e: 2, f: 1 })];
    expect(above.low).toBeLessThan(at.low);
    expect([method.penalisesSurplus, profileMatching(profileTable(MONOTONE_GAPS)).penalisesSurplus]).toEqual([true, false]);
  });

  it('a gap between two rows is read off the line, or refused; one beyond is clamped and told, or refused', () => {
    const one = (extra: Partial<ProfileTable>, gapTable: ProfileTable['gapTable'] = [[-2, 3], [0, 5], [1, 4.5]]) =>
      profileMatching({ ...profileTable(gapTable), core: 100, secondary: 0, scale: { min: 0, max: 5 }, aspects: [{ id: 'x', weight: 100, factors: [{ id: 'a', target: 3, kind: 'core' }] }], ...extra });
    expect([2.25, 3.5, 2].map((a) => ratioText(one({}).score({ a }).exact.low, 4))).toEqual(['4.2500', '4.7500', '4.0000']);
    expect(one({}).score({ a: 5 })).toMatchObject({ low: 45_000, review: [{ input: 'a', why: 'above' }] });
    expect(one({}).score({ a: 0 })).toMatchObject({ low: 30_000, review: [{ input: 'a', why: 'below' }] });
    for (const a of [1, 4]) expect(one({ between: 'refuse', beyond: 'refuse' }).score({ a }).review).toEqual([]); // the ends of the table are in it
    expect(one({ between: 'refuse', beyond: 'refuse' }).score({})).toMatchObject({ low: 30_000, high: 50_000, review: [] });
    for (const [a, extra] of [[2, { between: 'refuse' }], [5, { beyond: 'refuse' }], [0.5, { beyond: 'refuse' }]] as const) expect(() => one(extra).score({ a })).toThrow(/E_NUM_RANGE at \/a/);
  });

  it('refuses shares and weights that miss their total, unsorted gaps, and a share for factors that are not there', () => {
    const table = profileTable(GAP_TABLE.value);
    expect(codes(() => profileMatching({ ...table, core: 60, secondary: 30 }))).toEqual(['E_WEIGHT_SUM']);
    expect(codes(() => profileMatching({ ...table, aspects: table.aspects.slice(1) }))).toEqual(['E_WEIGHT_SUM']);
    expect(codes(() => profileMatching({ ...table, gapTable: [[0, 5], [-1, 4]] }))).toEqual(['E_BANDS']);
    expect(codes(() => profileMatching({ ...table, gapTable: [] }))).toEqual(['E_BANDS']);
    expect(codes(() => profileMatching({ ...table, aspects: [{ id: 'x', weight: 100, factors: [{ id: 'a', target: 3, kind: 'core' }] }] }))).toEqual(['E_RULE']);
    expect(codes(() => profileMatching({ ...table, averageDecimals: 7, scale: { min: 5, max: 1 } }))).toEqual(['E_NUM_RANGE', 'E_NUM_RANGE']);
  });
});

describe('job-person match', () => {
  it('a capped total never passes its cap, a match capped by competence never 100, and neither is above the uncapped one', () => {
    fc.assert(
      fc.property(inputsOf(match('meanOfRatios', false, null), amount(5)), fc.constantFrom('ratioOfSums' as const, 'meanOfRatios' as const), (inputs, m) => {
        const [free, items, total] = [match(m, false, null).score(inputs), match(m, true, null).score(inputs), match(m, false, 100).score(inputs)];
        expect(compare(items.exact.low, ratio(100))).toBeLessThanOrEqual(0);
        expect(total.low).toBeLessThanOrEqual(1_000_000);
        expect(items.low).toBeLessThanOrEqual(free.low);
        expect(total.low).toBe(Math.min(free.low, 1_000_000));
      }),
    );
  });

  it('an unknown level is every level of the scale; one past the scale is told', () => {
    const open = match('ratioOfSums', true, null).score({ a: 3, b: 4 });
    expect([open.low, open.high]).toEqual([777_777, 999_999]); // three rounded parts; bands are read from the exact total, which is 100
    expect([open.exact.low, open.exact.high]).toEqual([ratio(700, 9), ratio(100)]);
    expect(match('ratioOfSums', false, null).score({ a: 3, b: 4, c: 9 }).review).toEqual([{ input: 'c', why: 'above' }]);
  });

  it('refuses a required level of 0, a rounding that has nothing to round, no competences', () => {
    const table = { method: 'ratioOfSums', capPerCompetence: false, capTotal: null, scale: { min: 0, max: 5 } } as const;
    expect(codes(() => jobPersonMatch({ ...table, competences: [{ id: 'a', required: 0 }] }))).toEqual(['E_NUM_RANGE']);
    expect(codes(() => jobPersonMatch({ ...table, competences: [{ id: 'a', required: 1 }], ratioDecimals: 2 }))).toEqual(['E_RULE']);
    expect(codes(() => jobPersonMatch({ ...table, competences: [] }))).toEqual(['E_SHAPE']);
    expect(codes(() => jobPersonMatch({ ...table, method: 'meanOfRatios', competences: [{ id: 'a', required: 1 }], ratioDecimals: 0.5, capTotal: 0, scale: { min: 5, max: 0 } }))).toEqual(['E_NUM_RANGE', 'E_NUM_RANGE', 'E_NUM_RANGE']);
  });
});

describe('points index', () => {
  it('what is not known leaves points and categories open, and is never 0', () => {
    const index = pointsIndex(professionalismIndex('structural', { bandRounding: 'lowerBound' }));
    const result = index.score({ education: 'S2', leadershipTraining: true, technicalTraining: 40, seminar: true, performance: null, discipline: 'NONE' });
    expect([result.low, result.high, index.categoriesOf(result.exact)]).toEqual([660_000, 950_000, ['Rendah', 'Sedang', 'Tinggi', 'Sangat Tinggi']]);
    expect(index.score({ ...index.inputs.reduce((o, id) => ({ ...o, [id]: null }), {}) }).low).toBeGreaterThan(0);
  });

  it('refuses dimensions that miss 100 and items that miss their dimension', () => {
    const table = professionalismIndex('structural', { bandRounding: 'lowerBound' });
    expect(codes(() => pointsIndex({ ...table, dimensions: table.dimensions.slice(1) }))).toEqual(['E_WEIGHT_SUM']);
    expect(codes(() => pointsIndex({ ...table, dimensions: table.dimensions.map((d, k) => (k === 0 ? { ...d, max: 26 } : d)) }))).toEqual(['E_NUM_RANGE', 'E_WEIGHT_SUM']);
  });
});

describe('nine-box', () => {
  const MATRIX = [[1, 3, 6], [2, 5, 8], [4, 7, 9]];

  it('agrees with a slow definition, for any cuts, inclusion and interval', () => {
    const cuts = fc.tuple(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 1, max: 98 })).filter(([a, b]) => a !== b).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
    const interval = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 30 })).map(([low, more]) => ({ low, high: Math.min(100, low + more) }));
    fc.assert(
      fc.property(cuts, cuts, fc.constantFrom('above' as const, 'below' as const), interval, interval, (py, px, atCut, y, x) => {
        const box = nineBox({ performance: { input: 'y', cuts: py, atCut }, potential: { input: 'x', cuts: px, atCut }, matrix: MATRIX });
        const place = (v: number, [mid, high]: readonly [number, number]): number => (atCut === 'above' ? (v >= high ? 2 : v >= mid ? 1 : 0) : v > high ? 2 : v > mid ? 1 : 0);
        const slow = new Set<number>();
        for (let v = y.low; v <= y.high; v += 0.5) for (let w = x.low; w <= x.high; w += 0.5) slow.add(MATRIX[place(v, py)]![place(w, px)]!);
        const { box: only, possible } = box.place({ y, x });
        expect([...possible].sort()).toEqual([...slow].sort());
        expect(only).toBe(slow.size === 1 ? [...slow][0] : null);
      }),
    );
  });

  it('nothing known leaves all nine, and an axis unknown a row or a column', () => {
    const axis = { cuts: [60, 80], atCut: 'above' } as const;
    const box = nineBox({ performance: { input: 'y', ...axis, curve: { kind: 'table', table: { good: 90, poor: 10 } } }, potential: { input: 'x', ...axis }, matrix: MATRIX });
    expect([...box.place({}).possible].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(box.place({ y: 'good' })).toEqual({ box: null, possible: [4, 7, 9], review: [] });
    expect(box.place({ x: 70 }).possible).toEqual([3, 5, 7]); // what a table cannot give is left open all the same
    expect(box.place({ y: 'good', x: 115.1 })).toEqual({ box: 9, possible: [9], review: [{ input: 'x', why: 'above' }] });
  });

  it('refuses a matrix that does not fit its cuts and cuts that do not ascend', () => {
    const axis = (cuts: number[]) => ({ input: 'a', cuts, atCut: 'above' as const });
    expect(codes(() => nineBox({ performance: axis([60]), potential: axis([60, 80]), matrix: MATRIX }))).toEqual(['E_SHAPE']);
    expect(codes(() => nineBox({ performance: axis([80, 60]), potential: axis([60, 80]), matrix: MATRIX }))).toContain('E_BANDS');
  });
});

describe('ratings', () => {
  it('the matrix leaves open what is not known and refuses a level nobody listed', () => {
    const rating = ratingMatrix(PREDICATE_MATRIX.value);
    expect(rating.rate({ results: 'sesuai ekspektasi' })).toEqual(['KURANG', 'BAIK']);
    expect(rating.rate({ behaviour: 'di bawah ekspektasi' })).toEqual(['SANGAT_KURANG', 'KURANG']);
    expect(rating.rate({})).toHaveLength(5);
    expect(() => rating.rate({ results: 'diatas' })).toThrow(/E_VALUE_UNKNOWN at \/results/);
    expect(codes(() => ratingMatrix({ ...PREDICATE_MATRIX.value, matrix: [['a']] }))).toEqual(['E_SHAPE']);
  });

  it('bands of a weighted sum refuse numbers outside their scale and conditions on ratings that are none', () => {
    const table = { parts: [{ id: 'a', weight: 100 }], min: 0, max: 120, bands: { reading: 'lowerBound', bands: [{ low: 0, high: 60, is: 'low' }, { low: 60, high: 120, is: 'high' }] } } as const;
    expect(() => ratingBands(table).rate({ a: 121 })).toThrow(/E_NUM_RANGE at \/a: expected 0 to 120/);
    expect(ratingBands(table).rate({})).toEqual(['low', 'high']);
    expect(codes(() => ratingBands({ ...table, only: { rating: 'top', when: 'x', else: 'low' } }))).toEqual(['E_REF_UNKNOWN']);
    expect(codes(() => ratingBands({ ...table, min: 120 }))).toEqual(['E_NUM_RANGE']);
  });
});

describe('talent index', () => {
  it('refuses shares that miss 100, in the axes and in the blend of a level', () => {
    const table = talentIndexTable();
    expect(codes(() => talentIndex({ ...table, axes: table.axes.map((a) => ({ ...a, share: 40 })) }))).toEqual(['E_WEIGHT_SUM']);
    expect(codes(() => talentIndex({ ...table, axes: table.axes.map((a) => ({ ...a, criteria: a.criteria.slice(1) })) }))).toEqual(['E_WEIGHT_SUM', 'E_WEIGHT_SUM']);
    expect(codes(() => talentIndex({ ...table, blend: { input: 'technical', levels: { X: { talent: 80, technical: 30 } } } }))).toEqual(['E_WEIGHT_SUM']);
    expect(() => talentIndex({ axes: table.axes }).forLevel('X')).toThrow(/E_REF_UNKNOWN/);
  });
});

describe('job classes', () => {
  const classes = jobClasses({ factors: [{ id: 'scope', min: 100, max: 900 }, { id: 'reach', min: 0, max: 500 }], classes: JOB_CLASSES.value });

  it('an unknown factor leaves the classes open that it can lead to', () => {
    expect(classes.classify({ scope: 200, reach: 50 }).possible).toEqual([2]);
    expect(classes.classify({ scope: 200 }).possible).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('points outside a factor, and a sum outside the table, are refused', () => {
    expect(() => classes.classify({ scope: 99, reach: 0 })).toThrow(/E_NUM_RANGE at \/scope/);
    expect(() => classes.classify({ scope: 100, reach: 0 })).toThrow(/E_NUM_RANGE: the sum/);
    expect(codes(() => jobClasses({ factors: [{ id: 'a', min: 2, max: 1 }], classes: JOB_CLASSES.value }))).toEqual(['E_NUM_RANGE']);
  });
});
