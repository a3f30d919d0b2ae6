import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ANYTHING, weightedSum, type Interval } from '../../src/policy/interval.js';

const UNBOUNDED = ANYTHING.high;

/** Term by term, as the sum is defined: each end times its weight, rounded half up, cut to what is unbounded, ends changed about by a negative weight. */
function reference(terms: readonly (readonly [weight: number, value: Interval])[]): Interval {
  const cut = (x: bigint): bigint => (x > UNBOUNDED ? BigInt(UNBOUNDED) : x < -UNBOUNDED ? BigInt(-UNBOUNDED) : x);
  const times = (weight: number, units: number): bigint => {
    const twice = 2n * BigInt(weight) * BigInt(units) + 10_000n;
    return cut(twice >= 0n ? twice / 20_000n : -((-twice + 19_999n) / 20_000n));
  };
  let [low, high] = [0n, 0n];
  for (const [weight, value] of terms) {
    const ends = [times(weight, value.low), times(weight, value.high)] as const;
    low = cut(low + ends[weight < 0 ? 1 : 0]);
    high = cut(high + ends[weight < 0 ? 0 : 1]);
  }
  return { low: Number(low), high: Number(high) };
}

it('a weighted sum is that of its terms, one after the other, with weights below 0 and ends that are not bounded', () => {
  const end = fc.oneof(fc.integer({ min: -3_000_000, max: 3_000_000 }), fc.constantFrom(0, UNBOUNDED, -UNBOUNDED));
  const value = fc.tuple(end, end).map(([a, b]): Interval => ({ low: Math.min(a, b), high: Math.max(a, b) }));
  const weight = fc.oneof(fc.integer({ min: -30_000, max: 30_000 }), fc.constantFrom(0, 10_000, -10_000));
  fc.assert(
    fc.property(fc.array(fc.tuple(weight, value), { maxLength: 5 }), (terms) => {
      const found = weightedSum(terms.map(([w, v]) => ({ weight: w, of: { of: () => v } })), undefined);
      expect([found.low + 0, found.high + 0]).toEqual([reference(terms).low, reference(terms).high]);
    }),
    { numRuns: 1000 },
  );
});
