import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GAP_TABLE } from '../../src/asn/tables/index.js';
import { compile, type Expression, type Interval, type Pair } from '../../src/policy/index.js';
import { minimum, powerProduct, profileMatching, weightedSum, type Method } from '../../src/scoring/methods/index.js';

const LEVELS = ['a', 'b', 'c'];
const attributes = Object.fromEntries([...LEVELS.map((id) => [id, { of: 'person' as const, type: 'number' as const, label: { en: id }, min: 0, max: 100 }]), ...LEVELS.map((id) => [`asked-${id}`, { of: 'position' as const, type: 'number' as const, label: { en: id }, min: 1, max: 5 }])]);

const person = (attribute: string): Expression => ({ op: 'person', attribute });

/** The interval that a rule gives, in 1e-6 units, for known levels of a person and the levels a post asks for. */
function ask(rule: Expression, known: Record<string, number | null>, asked: Record<string, number> = {}): Interval {
  const compiled = compile(rule, { attributes, leapDay: 'feb28' });
  if (compiled.kind !== 'number') throw new Error('not a number');
  const data = (values: Record<string, number | null>, prefix = '') => new Map(Object.entries(values).flatMap(([id, x]) => (x === null ? [] : [[prefix + id, { value: Math.round(x * 1e6) }] as const])));
  const pair = { person: { id: 'p', data: data(known) }, position: { id: 'q', data: data(asked, 'asked-') }, round: {} };
  return compiled.of(pair as unknown as Pair);
}

const points = fc.integer({ min: 0, max: 10_000 }).map((x) => x / 100);
const inputs = fc.record(Object.fromEntries(LEVELS.map((id) => [id, fc.option(points, { freq: 5 })])));

/** The fit of a criterion of that value that has all the weight: its points rounded half up to 1/10,000. */
const asFit = ({ low, high }: Interval): [number, number] => [Math.floor((low + 50) / 100), Math.floor((high + 50) / 100)];
const fitOf = (method: Method, known: Record<string, number | null>): [number, number] => [method.score(known).low, method.score(known).high];

it('the minimum is that of the rule language', () => {
  const method = minimum({ criteria: LEVELS.map((id) => ({ id })) });
  fc.assert(
    fc.property(inputs, (known) => {
      expect(fitOf(method, known)).toEqual(asFit(ask({ op: 'min', of: LEVELS.map(person) }, known)));
    }),
  );
});

it('the power product is that of the rule language, but for what a second rounding moves: one unit', () => {
  const powers = [1, 2, 3] as const;
  const method = powerProduct({ criteria: LEVELS.map((id, k) => ({ id, power: powers[k]! })) });
  const rule: Expression = { op: 'product', of: LEVELS.map((id, k) => ({ of: person(id), power: powers[k]! })) };
  fc.assert(
    fc.property(inputs, (known) => {
      const expected = asFit(ask(rule, known));
      fitOf(method, known).forEach((end, k) => expect(Math.abs(end - expected[k]!)).toBeLessThanOrEqual(1));
    }),
  );
});

it('a weighted sum through a curve is the sum of the rule language', () => {
  const curve = { kind: 'linear', points: [[0, 0], [40, 70], [100, 100]] } as const;
  const method = weightedSum({ criteria: LEVELS.map((id, k) => ({ id, weight: [50, 30, 20][k]!, curve })) });
  const rule: Expression = { op: 'sum', terms: LEVELS.map((id, k) => ({ weight: [0.5, 0.3, 0.2][k]!, of: { op: 'piecewise', of: person(id), mode: 'linear', points: [[0, 0], [40, 70], [100, 100]] } })) };
  fc.assert(
    fc.property(inputs, (known) => {
      const expected = asFit(ask(rule, known)); // three rounded parts against one rounded sum
      fitOf(method, known).forEach((end, k) => expect(Math.abs(end - expected[k]!)).toBeLessThanOrEqual(2));
    }),
  );
});

it('profile matching is a piecewise curve over the difference of person and post', () => {
  const level = fc.integer({ min: 4, max: 20 }).map((x) => x / 4);
  const gap = (id: string): Expression => ({
    op: 'piecewise', mode: 'linear', points: GAP_TABLE.value.map(([x, y]) => [x, y]),
    of: { op: 'sum', terms: [{ weight: 1, of: person(id) }, { weight: -1, of: { op: 'position', attribute: `asked-${id}` } }] },
  });
  const rule: Expression = { op: 'sum', terms: [{ weight: 0.3, of: gap('a') }, { weight: 0.3, of: gap('b') }, { weight: 0.4, of: gap('c') }] };
  fc.assert(
    fc.property(fc.record({ a: level, b: level, c: level }), fc.record({ a: level, b: level, c: level }), (known, asked) => {
      const method = profileMatching({
        gapTable: GAP_TABLE.value, between: 'linear', beyond: 'clamp', core: 60, secondary: 40, scale: { min: 1, max: 5 },
        aspects: [{ id: 'x', weight: 100, factors: [{ id: 'a', target: asked['a'], kind: 'core' }, { id: 'b', target: asked['b'], kind: 'core' }, { id: 'c', target: asked['c'], kind: 'secondary' }] }],
      });
      const [expected] = asFit(ask(rule, known, asked));
      expect(Math.abs(method.score(known).low - expected)).toBeLessThanOrEqual(1);
    }),
  );
});
