import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EligibilityTable, FAIL, factsOf, PairFinder } from '../../src/eligibility/index.js';
import { openMarket } from '../../src/solving/index.js';
import { parseRound, seal, type Expression, type Policy } from '../../src/index.js';
import { random } from '../support/markets.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const own = { own: 'a choice made for the test' };

/** A round with rules that tell few, many and no classes of posts apart, unknown data, demands of posts and waivers. */
function someRound(seed: number) {
  const rnd = random(seed);
  const below = (n: number): number => Math.floor(rnd() * n);
  const posts = 1 + below(80);
  const policy: Policy = toyPolicy((p) => {
    p.attributes['code'] = { of: 'position', type: 'number', label: { en: 'code' }, min: 0, max: 1000 };
    p.attributes['group'] = { of: 'position', type: 'number', label: { en: 'group' }, min: 0, max: 1000 };
    const reaches = (attribute: string, at: string): Expression => ({ op: 'compare', left: { op: 'person', attribute }, is: '>=', right: { op: 'position', attribute: at } });
    p.gates = [
      { ...p.gates[0]!, waivable: own },
      p.gates[1]!,
      { id: 'group', label: { en: 'group' }, citation: own, rule: reaches('exam', 'group') },
      { id: 'code', label: { en: 'code' }, citation: own, waivable: own, rule: reaches('skill', 'code') },
      { id: 'flag', label: { en: 'flag' }, citation: { source: 'a draft', confidence: 'm' }, rule: { op: 'const', value: false } },
    ];
  });
  const positions = Array.from({ length: posts }, (_, j) =>
    toyPost(`J${j}`, ['LOW', 'MID', 'TOP'][below(3)]!, {
      attributes: { ...(below(6) > 0 && { group: 30 * below(4) }), ...(below(6) > 0 && { code: below(100) }), ...(below(3) === 0 && { field: ['special', 'plain'][below(2)]! }) },
      ...(below(8) === 0 && { requires: [{ attribute: 'rating', is: '>=' as const, value: 50 }] }),
    }),
  );
  const people = Array.from({ length: 1 + below(6) }, (_, i) =>
    toyPerson({ id: `P${i}`, ...(below(2) === 0 && i < posts && { seat: `J${i}` }), ...(below(5) > 0 && { exam: below(101) }), ...(below(5) > 0 && { skill: below(101) }), ...(below(5) > 0 && { rating: below(101) }), cleared: below(3) > 0 }),
  );
  const waivers = people.flatMap((p, i) => (below(2) === 0 ? [{ person: p.id, position: `J${below(posts)}`, rule: ['cleared', 'code'][i % 2]!, by: 'the head', on: '2026-10-01', document: 'W-1', reason: 'for the test' }] : []));
  const sealed = seal(JSON.stringify(policy));
  return { round: parseRound(JSON.stringify({ ...toyRound({ positions, people }), waivers }), sealed).round, policy: sealed.policy };
}

describe('PairFinder', () => {
  it('finds what asking pair by pair finds, in the order of the posts', () => {
    let found = 0;
    let doubtful = 0;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { round, policy } = someRound(seed);
        const facts = factsOf(round, policy);
        const table = new EligibilityTable(round, policy, facts);
        const { conditional } = openMarket(round, policy);
        round.people.forEach((person, i) => {
          const level = (j: number): number => facts.positions[j]!.level;
          const seat = round.positions.findIndex((p) => p.id === person.seat);
          const expected: [number, number][] = [];
          round.positions.forEach((_, j) => {
            if (j === seat) expected.push([j, 0]);
            else if (seat < 0 || level(j) >= level(seat)) {
              const status = table.status(i, j);
              if (status !== FAIL) expected.push([j, status]);
            }
          });
          const actual: [number, number][] = [];
          for (let e = conditional.start[i]!; e < conditional.start[i + 1]!; e++) actual.push([conditional.col[e]!, conditional.state[e]!]);
          expect(actual).toEqual(expected);
          found += actual.length;
          doubtful += actual.filter(([, state]) => state !== 0).length;
        });
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(doubtful);
    expect(doubtful).toBeGreaterThan(100);
  });

  it('looks at a part of the posts only where it is told to', () => {
    const { round, policy } = someRound(5);
    const table = new EligibilityTable(round, policy, factsOf(round, policy));
    const finder = new PairFinder(table, Int32Array.from(round.positions.keys()));
    expect(finder.find(0, finder.setOf(() => false))).toBe(0);
    const one = finder.find(0, finder.setOf((j) => j === 0));
    expect(one).toBe(table.status(0, 0) === FAIL ? 0 : 1);
  });
});
