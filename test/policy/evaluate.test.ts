import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../src/model/calendar.js';
import { compile, readsOf, RuleProblem, type AttributeSpec, type Datum, type Expression, type Pair } from '../../src/policy/index.js';
import * as reference from './reference.js';

const label = { en: 'x' };
const RANKS = ['low', 'mid', 'high'];
const spec = (type: AttributeSpec['type'], more: Partial<AttributeSpec> = {}): AttributeSpec => ({ of: 'person', type, label, ...more });
/** Of each type one that is known (`n`) and one that is not (`un`); `part` has ends, `half` one. */
const attributes: Record<string, AttributeSpec> = {
  n: spec('number'), un: spec('number'), part: spec('number', { min: 0, max: 3 }), half: spec('number', { min: 1 }),
  d: spec('date'), ud: spec('date'), t: spec('text'), ut: spec('text'), v: spec('text', { values: ['x', 'y'] }), uv: spec('text', { values: ['x', 'y'] }),
  b: spec('boolean'), ub: spec('boolean'), o: spec('ordered', { values: RANKS }), uo: spec('ordered', { values: RANKS }), o2: spec('ordered', { values: ['low', 'high'] }),
  s: spec('set'), us: spec('set'),
  pn: { of: 'position', type: 'number', label }, pun: { of: 'position', type: 'number', label, min: 0, max: 5 }, pt: { of: 'position', type: 'text', label }, ps: { of: 'position', type: 'set', label },
};
const day = (text: string): number => parseDay(text) as number;
const data = (values: Record<string, Datum['value']>): Map<string, Datum> => new Map(Object.entries(values).map(([name, value]) => [name, { value: value! }]));
const pair: Pair = {
  person: { id: 'ana', data: data({ n: 2_500_000, d: day('2020-02-29'), t: 'x', v: 'x', b: true, o: 'mid', s: ['x', 'z'] }), seatLevel: 1, seatUnit: 'U1', born: day('1980-05-31'), since: undefined, retires: day('2040-01-01') },
  position: { id: 'p', data: data({ pn: 4_000_000, pt: 'x', ps: ['x'] }), level: 2, unit: 'U2' },
  round: { asOf: day('2026-11-21'), horizon: day('2026-12-31') },
};
const nobody: Pair = { ...pair, person: { ...pair.person, seatLevel: -1, seatUnit: '' } };

const run = (e: Expression, leapDay: 'feb28' | 'mar1' = 'feb28', of: Pair = pair): unknown => compile(e, { attributes, leapDay }).of(of);
const kind = (e: Expression): string => compile(e, { attributes, leapDay: 'feb28' }).kind;
const points = (e: Expression, of?: Pair): number[] => {
  const { low, high } = run(e, 'feb28', of) as { low: number; high: number };
  return [low / 1e6, high / 1e6];
};
const c = (value: number | string | boolean): Expression => ({ op: 'const', value });
const person = (attribute: string): Expression => ({ op: 'person', attribute });
const post = (attribute: string): Expression => ({ op: 'position', attribute });
const compare = (left: Expression, is: '<' | '<=' | '=' | '>=' | '>', right: Expression): Expression => ({ op: 'compare', left, is, right });
const on = (value: string): Expression => ({ op: 'day', value });
const ANYTHING = [-1e9, 1e9];

describe('a known rule', () => {
  it.each<[string, Expression, string, unknown]>([
    ['const number', c(1.5), 'number', { low: 1_500_000, high: 1_500_000 }],
    ['const text', c('x'), 'text', 'x'],
    ['const truth', c(false), 'truth', false],
    ['day', on('2000-02-29'), 'date', day('2000-02-29')],
    ['a number of the person', person('n'), 'number', { low: 2_500_000, high: 2_500_000 }],
    ['a date of the person', person('d'), 'date', day('2020-02-29')],
    ['a text of the person', person('t'), 'text', 'x'],
    ['a truth of the person', person('b'), 'truth', true],
    ['an ordered value of the person', person('o'), 'ordered', 'mid'],
    ['a set of the person', person('s'), 'set', ['x', 'z']],
    ['a number of the position', post('pn'), 'number', { low: 4_000_000, high: 4_000_000 }],
    ['level of the position', { op: 'level', of: 'position' }, 'number', { low: 2_000_000, high: 2_000_000 }],
    ['level of the seat', { op: 'level', of: 'seat' }, 'number', { low: 1_000_000, high: 1_000_000 }],
    ['unit of the position', { op: 'unit', of: 'position' }, 'text', 'U2'],
    ['unit of the seat', { op: 'unit', of: 'seat' }, 'text', 'U1'],
    ['asOf', { op: 'date', of: 'asOf' }, 'date', day('2026-11-21')],
    ['horizon', { op: 'date', of: 'horizon' }, 'date', day('2026-12-31')],
    ['born', { op: 'date', of: 'born' }, 'date', day('1980-05-31')],
    ['since, not known', { op: 'date', of: 'since' }, 'date', undefined],
    ['retires', { op: 'date', of: 'retires' }, 'date', day('2040-01-01')],
  ])('%s', (_, e, expected, value) => {
    expect(kind(e)).toBe(expected);
    expect(run(e)).toEqual(value);
  });

  it('says -1 and no unit of the seat of somebody who holds none', () => {
    expect(points({ op: 'level', of: 'seat' }, nobody)).toEqual([-1, -1]);
    expect(run(compare({ op: 'unit', of: 'seat' }, '=', c('')), 'feb28', nobody)).toBe(true);
  });
});

describe('what is not known', () => {
  it.each<[string, Expression, number[]]>([
    ['a number without ends', person('un'), ANYTHING],
    ['a number with both ends', person('part'), [0, 3]],
    ['a number with one end', person('half'), [1, 1e9]],
    ['a number of the position', post('pun'), [0, 5]],
    ['sum', { op: 'sum', terms: [{ weight: 2, of: person('part') }, { weight: -1, of: person('part') }, { weight: 1, of: person('n') }] }, [-0.5, 8.5]],
    ['sum, cut to what can be added', { op: 'sum', terms: [{ weight: 1000, of: person('un') }, { weight: 1, of: c(-5) }] }, [-1e9, 1e9 - 5]],
    ['min', { op: 'min', of: [person('part'), c(2)] }, [0, 2]],
    ['max', { op: 'max', of: [person('part'), c(2)] }, [2, 3]],
    ['product', { op: 'product', of: [{ of: person('part'), power: 2 }, { of: c(50), power: 1 }] }, [0, 0.045]],
    ['product of what may be below zero', { op: 'product', of: [{ of: person('un'), power: 4 }] }, [0, 1e9]],
    ['lookup', { op: 'lookup', key: person('uo'), table: { low: 3, mid: 1, high: 2 } }, [1, 3]],
    ['lookup with else', { op: 'lookup', key: person('ut'), table: { x: 3 }, else: 7 }, [3, 7]],
    ['monthsBetween', { op: 'monthsBetween', from: { op: 'date', of: 'since' }, to: { op: 'date', of: 'asOf' } }, ANYTHING],
    ['monthsBetween the other way', { op: 'monthsBetween', from: { op: 'date', of: 'asOf' }, to: person('ud') }, ANYTHING],
    ['a curve with a peak inside', { op: 'piecewise', of: person('part'), mode: 'linear', points: [[0, 0], [1, 100], [3, 10]] }, [0, 100]],
    ['a curve with a corner at an end', { op: 'piecewise', of: person('part'), mode: 'linear', points: [[-1, 50], [0, 0], [3, 10], [4, 90]] }, [0, 10]],
    ['steps', { op: 'piecewise', of: person('part'), mode: 'step', points: [[1, 5], [2, 7], [3, 9], [9, 100]] }, [5, 9]],
    ['cases', { op: 'cases', cases: [{ when: person('ub'), then: c(1) }, { when: c(false), then: c(-99) }, { when: person('b'), then: c(5) }], else: c(99) }, [1, 5]],
  ])('makes an interval of %s', (_, e, value) => expect(points(e)).toEqual(value));

  it.each<[string, Expression]>([
    ['a date compared', compare(person('ud'), '<', on('2020-01-01'))],
    ['a date compared the other way', compare(on('2020-01-01'), '<', person('ud'))],
    ['a text compared', compare(person('ut'), '=', c('x'))],
    ['a text compared the other way', compare(c('x'), '=', person('ut'))],
    ['a truth compared', compare(person('ub'), '=', c(true))],
    ['an ordered value compared', compare(person('uo'), '>=', c('low'))],
    ['a text in a list', { op: 'in', item: person('ut'), set: ['x'] }],
    ['a text in a set', { op: 'in', item: person('t'), set: person('us') }],
    ['a truth', person('ub')],
    ['not', { op: 'not', of: person('ub') }],
    ['all of true and unknown', { op: 'all', of: [person('b'), person('ub')] }],
    ['any of false and unknown', { op: 'any', of: [c(false), person('ub')] }],
    ['intervals that meet', compare(person('part'), '<', c(3))],
    ['intervals that meet, <=', compare(person('part'), '<=', c(2))],
    ['intervals that meet, >', compare(person('part'), '>', c(0))],
    ['intervals that meet, >=', compare(c(1), '>=', person('part'))],
    ['intervals that meet, =', compare(person('part'), '=', c(3))],
  ])('leaves %s unknown', (_, e) => expect(run(e)).toBeUndefined());

  it.each<[Expression, boolean]>([
    [{ op: 'all', of: [person('ub'), c(false)] }, false],
    [{ op: 'any', of: [person('ub'), c(true)] }, true],
    [{ op: 'all', of: [] }, true],
    [{ op: 'any', of: [] }, false],
    [compare(person('part'), '<', c(3.000001)), true],
    [compare(person('part'), '<=', c(3)), true],
    [compare(person('part'), '>', c(3)), false],
    [compare(person('part'), '>=', c(0)), true],
    [compare(person('part'), '=', c(4)), false],
    [compare(c(-1), '=', person('part')), false],
    [compare(person('n'), '=', c(2.5)), true],
    [compare(person('n'), '=', c(2)), false],
  ])('does not matter where the rest decides: %j', (e, value) => expect(run(e)).toBe(value));
});

describe('comparing', () => {
  it.each<[Expression, boolean]>([
    [compare(person('d'), '<', on('2020-03-01')), true],
    [compare(person('d'), '>=', on('2020-03-01')), false],
    [compare(person('d'), '=', on('2020-02-29')), true],
    [compare(person('o'), '>', c('low')), true],
    [compare(c('high'), '<=', person('o')), false],
    [compare(person('o'), '=', person('o')), true],
    [compare(person('t'), '=', post('pt')), true],
    [compare(c(true), '=', person('b')), true],
    [{ op: 'in', item: person('o'), set: ['mid', 'high'] }, true],
    [{ op: 'in', item: person('t'), set: person('s') }, true],
    [{ op: 'in', item: c('y'), set: person('s') }, false],
    [{ op: 'in', item: post('pt'), set: post('ps') }, true],
  ])('%j', (e, value) => expect(run(e)).toBe(value));
});

describe('a rule that does not fit is refused at the part at fault', () => {
  it.each<[string, Expression, string]>([
    ['a number of seven decimals', c(0.1234567), 'E_RULE /value'],
    ['a number past 1e9', c(1e10), 'E_RULE /value'],
    ['a day that does not exist', on('2027-02-29'), 'E_RULE /value'],
    ['an attribute nobody declares', person('shoeSize'), 'E_REF_UNKNOWN /attribute'],
    ['an attribute every object has', person('constructor'), 'E_REF_UNKNOWN /attribute'],
    ['an attribute of the position, of the person', person('pn'), 'E_REF_UNKNOWN /attribute'],
    ['an attribute of the person, of the position', post('n'), 'E_REF_UNKNOWN /attribute'],
    ['a number and a date', compare(person('n'), '=', person('d')), 'E_RULE '],
    ['a number and a text', compare(person('n'), '=', c('x')), 'E_RULE '],
    ['texts by size', compare(person('t'), '<', c('x')), 'E_RULE '],
    ['truths by size', compare(person('b'), '>', c(true)), 'E_RULE '],
    ['sets', compare(person('s'), '=', person('s')), 'E_RULE '],
    ['an ordered value and a text that is none of them', compare(person('o'), '=', c('top')), 'E_RULE /right'],
    ['a text that is none of them and an ordered value', compare(c('top'), '=', person('o')), 'E_RULE /left'],
    ['two scales', compare(person('o'), '=', person('o2')), 'E_RULE /right'],
    ['an ordered value and a text that may be anything', compare(person('o'), '=', person('t')), 'E_RULE /right'],
    ['an ordered value and a number', compare(person('o'), '=', c(1)), 'E_RULE /right'],
    ['a number in a list', { op: 'in', item: person('n'), set: ['1'] }, 'E_RULE /item'],
    ['a text in a text', { op: 'in', item: person('t'), set: person('t') }, 'E_RULE /set'],
    ['months from a number', { op: 'monthsBetween', from: c(1), to: person('d') }, 'E_RULE /from'],
    ['months to a text', { op: 'monthsBetween', from: person('d'), to: c('x') }, 'E_RULE /to'],
    ['lookup by a number', { op: 'lookup', key: person('n'), table: { 1: 1 }, else: 0 }, 'E_RULE /key'],
    ['lookup with a hole', { op: 'lookup', key: person('o'), table: { low: 1, high: 2 } }, 'E_BANDS /table'],
    ['lookup by an open text without else', { op: 'lookup', key: person('t'), table: { x: 1 } }, 'E_BANDS /table'],
    ['lookup by a unit without else', { op: 'lookup', key: { op: 'unit', of: 'seat' }, table: { U1: 1 } }, 'E_BANDS /table'],
    ['a line of a table past its decimals', { op: 'lookup', key: person('o'), table: { 'a/b': 1e-7 }, else: 0 }, 'E_RULE /table/a~1b'],
    ['an else past its decimals', { op: 'lookup', key: person('o'), table: {}, else: 1e-7 }, 'E_RULE /else'],
    ['a curve that stands still', { op: 'piecewise', of: person('n'), mode: 'linear', points: [[0, 0], [1, 1], [1, 2]] }, 'E_BANDS /points/2/0'],
    ['a curve that goes back', { op: 'piecewise', of: person('n'), mode: 'step', points: [[1, 0], [0, 1]] }, 'E_BANDS /points/1/0'],
    ['a curve past its decimals', { op: 'piecewise', of: person('n'), mode: 'step', points: [[1, 1e-7]] }, 'E_RULE /points/0/1'],
    ['a curve of a text', { op: 'piecewise', of: c('x'), mode: 'step', points: [[1, 1]] }, 'E_RULE /of'],
    ['a case of a number', { op: 'cases', cases: [{ when: c(true), then: c(1) }, { when: c(1), then: c(1) }], else: c(1) }, 'E_RULE /cases/1/when'],
    ['a case that gives a text', { op: 'cases', cases: [{ when: c(true), then: c('x') }], else: c(1) }, 'E_RULE /cases/0/then'],
    ['an else that gives a truth', { op: 'cases', cases: [{ when: c(true), then: c(1) }], else: c(true) }, 'E_RULE /else'],
    ['a weight of five decimals', { op: 'sum', terms: [{ weight: 0.00001, of: c(1) }] }, 'E_RULE /terms/0/weight'],
    ['a sum with a text', { op: 'sum', terms: [{ weight: 1, of: c('x') }] }, 'E_RULE /terms/0/of'],
    ['the least of texts', { op: 'min', of: [c(1), c('x')] }, 'E_RULE /of/1'],
    ['a product with a truth', { op: 'product', of: [{ of: c(true), power: 1 }] }, 'E_RULE /of/0/of'],
    ['all of numbers', { op: 'all', of: [c(1)] }, 'E_RULE /of/0'],
    ['not of a number', { op: 'not', of: c(1) }, 'E_RULE /of'],
    ['a fault deep inside', { op: 'any', of: [{ op: 'not', of: compare(c(1), '<', { op: 'max', of: [person('gone')] }) }] }, 'E_REF_UNKNOWN /of/0/of/right/of/0/attribute'],
  ])('%s', (_, e, found) => {
    try {
      compile(e, { attributes, leapDay: 'feb28' });
    } catch (problem) {
      expect(problem).toBeInstanceOf(RuleProblem);
      const { code, at, message } = problem as RuleProblem;
      expect(message.length).toBeGreaterThan(10);
      return expect(`${code} ${at}`).toBe(found);
    }
    throw new Error('this rule was taken');
  });
});

describe('monthsBetween', () => {
  const months = (from: string, to: string, leapDay: 'feb28' | 'mar1'): number => (run({ op: 'monthsBetween', from: on(from), to: on(to) }, leapDay) as { low: number }).low / 1e6;

  it('agrees with a calendar that counts month by month, both ways, by both rules', () => {
    const days = fc.integer({ min: day('1999-12-01'), max: day('2008-04-01') }).map(formatDay);
    const month = fc.constantFrom('2000-02-29', '2004-02-29', '2003-02-28', '2004-02-28', '2003-03-01', '2004-01-31', '2004-03-31');
    fc.assert(
      fc.property(fc.oneof(days, month), fc.oneof(days, month), fc.constantFrom('feb28' as const, 'mar1' as const), (from, to, leapDay) => {
        expect(months(from, to, leapDay)).toBe(reference.monthsBetween(from, to, leapDay));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([['feb28', '2023-02-28', 12], ['mar1', '2023-02-28', 11], ['mar1', '2023-03-01', 12], ['mar1', '2024-02-29', 24], ['feb28', '2024-02-28', 23]] as const)('from 29 February 2020 by %s to %s', (leapDay, to, expected) =>
    expect(months('2020-02-29', to, leapDay)).toBe(expected + 24),
  );
});

/** Rules over what is known (n, b, o) and what is not (part in 0..3, ub, uo). */
const trees = fc.letrec<{ number: Expression; truth: Expression }>((tie) => {
  const value = fc.integer({ min: -12, max: 16 }).map((x) => x / 4);
  const list = (of: fc.Arbitrary<Expression>): fc.Arbitrary<Expression[]> => fc.array(of, { minLength: 1, maxLength: 3 });
  const curve = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 4 }).map((found) => [...new Map(found).entries()].sort(([a], [b]) => a - b));
  const leaf = fc.constantFrom(person('n'), person('part'), person('part'), post('pn'), { op: 'level', of: 'seat' } as const, { op: 'level', of: 'position' } as const);
  const word = fc.constantFrom(person('o'), person('uo'), c('low'), c('mid'), c('high'));
  return {
    number: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.oneof(value.map(c), leaf),
      fc.record({ op: fc.constant('piecewise'), of: tie('number'), mode: fc.constantFrom('linear', 'step'), points: curve }) as fc.Arbitrary<Expression>,
      fc.record({ op: fc.constant('cases'), cases: fc.array(fc.record({ when: tie('truth'), then: tie('number') }), { minLength: 1, maxLength: 3 }), else: tie('number') }) as fc.Arbitrary<Expression>,
      fc.record({ op: fc.constant('sum'), terms: fc.array(fc.record({ weight: value.map((x) => x / 8 + 0.0001), of: tie('number') }), { minLength: 1, maxLength: 3 }).map((all) => all.map((t) => ({ ...t, weight: Math.round(t.weight * 1e4) / 1e4 }))) }) as fc.Arbitrary<Expression>,
      fc.record({ op: fc.constantFrom('min', 'max'), of: list(tie('number')) }) as fc.Arbitrary<Expression>,
      fc.record({ op: fc.constant('product'), of: fc.array(fc.record({ of: tie('number'), power: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 2 }) }) as fc.Arbitrary<Expression>,
      fc.record({ op: fc.constant('lookup'), key: fc.constantFrom(person('o'), person('uo')), table: fc.constant({ low: 3, mid: -1 }), else: value }) as fc.Arbitrary<Expression>,
    ),
    truth: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(person('b'), person('ub'), person('ub'), c(true), c(false)),
      fc.record({ op: fc.constant('compare'), left: tie('number'), is: fc.constantFrom('<', '<=', '=', '>=', '>'), right: tie('number') }) as fc.Arbitrary<Expression>,
      fc.record({ op: fc.constant('compare'), left: fc.constantFrom(person('o'), person('uo')), is: fc.constantFrom('<', '<=', '=', '>=', '>'), right: word }) as fc.Arbitrary<Expression>,
      fc.record({ op: fc.constant('in'), item: word, set: fc.subarray(RANKS, { minLength: 1 }) }) as fc.Arbitrary<Expression>,
      fc.record({ op: fc.constantFrom('all', 'any'), of: fc.array(tie('truth'), { maxLength: 3 }) }) as fc.Arbitrary<Expression>,
      fc.record({ op: fc.constant('not'), of: tie('truth') }) as fc.Arbitrary<Expression>,
    ),
  };
});

/** Everything that may turn out: each value of `part`, `ub` and `uo`. */
const COMPLETIONS: reference.Known[] = [0, 0.25, 1, 1.75, 2, 3].flatMap((part) =>
  [true, false].flatMap((ub) =>
    RANKS.map((uo) => ({ person: { n: 2.5, b: true, o: 'mid', part, ub, uo }, position: { pn: 4 }, level: { position: 2, seat: 1 }, scales: { o: RANKS, uo: RANKS } })),
  ),
);
const complete = ({ person: { part, ub, uo } }: reference.Known): Pair => {
  const known = new Map(pair.person.data as ReadonlyMap<string, Datum>).set('part', { value: Math.round((part as number) * 1e6) }).set('ub', { value: ub! }).set('uo', { value: uo! });
  return { ...pair, person: { ...pair.person, data: known } };
};

describe('any rule', () => {
  it('that gives a number is the reference exactly where all is known, and an interval around it where it is not', () => {
    fc.assert(
      fc.property(trees.number, (e) => {
        const { low, high } = run(e) as { low: number; high: number };
        for (const known of COMPLETIONS) {
          const exact = Number(reference.numberOf(e, known));
          expect(run(e, 'feb28', complete(known))).toEqual({ low: exact, high: exact });
          expect(low <= exact && exact <= high).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('that gives a truth is the reference exactly where all is known, and says true or false early only where nothing can change it', () => {
    fc.assert(
      fc.property(trees.truth, (e) => {
        const early = run(e);
        for (const known of COMPLETIONS) {
          const exact = reference.truthOf(e, known);
          expect(run(e, 'feb28', complete(known))).toBe(exact);
          if (early !== undefined) expect(early).toBe(exact);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('readsOf', () => {
  it('finds everything a rule looks at, however deep', () => {
    const e: Expression = {
      op: 'all',
      of: [
        { op: 'not', of: { op: 'in', item: person('t'), set: person('s') } },
        { op: 'in', item: post('pt'), set: ['x'] },
        compare({ op: 'monthsBetween', from: { op: 'date', of: 'born' }, to: { op: 'date', of: 'asOf' } }, '<', { op: 'sum', terms: [{ weight: 1, of: { op: 'level', of: 'position' } }] }),
        compare({ op: 'lookup', key: person('o'), table: {}, else: 1 }, '<', { op: 'piecewise', of: person('n'), mode: 'step', points: [[0, 0]] }),
        compare({ op: 'cases', cases: [{ when: person('b'), then: post('pn') }], else: { op: 'product', of: [{ of: person('part'), power: 1 }] } }, '<', { op: 'min', of: [person('half')] }),
        compare({ op: 'unit', of: 'position' }, '=', { op: 'unit', of: 'seat' }),
        compare({ op: 'level', of: 'seat' }, '<', { op: 'max', of: [c(1)] }),
        compare({ op: 'date', of: 'horizon' }, '<', on('2020-01-01')),
      ],
    };
    const reads = readsOf(e, undefined, { op: 'any', of: [compare({ op: 'date', of: 'since' }, '<', { op: 'date', of: 'retires' })] });
    expect([...reads.person].sort()).toEqual(['b', 'half', 'n', 'o', 'part', 's', 't']);
    expect([...reads.position].sort()).toEqual(['pn', 'pt']);
    expect([...reads.dates].sort()).toEqual(['born', 'retires', 'since']);
    expect([reads.level, reads.unit]).toEqual([true, true]);
    expect(readsOf({ op: 'level', of: 'seat' })).toMatchObject({ level: false, unit: false });
  });
});
