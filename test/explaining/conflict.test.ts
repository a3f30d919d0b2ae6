import { expect, it } from 'vitest';
import { conflictOf } from '../../src/explaining/index.js';
import { bestPlans, breaches, referenceMarket } from '../reference/lexicographic.js';
import { EVERYTHING } from '../properties/checks.js';
import { keepsLimit, limitedCase, limitedDocuments } from '../properties/limits.js';
import { read } from '../solving/rounds.js';
import { toyPerson, toyPost } from '../support/toy.js';

const own = { own: 'a test' };

it('a pin, a post that must be filled and a cap on moves are named where they cannot be kept together, and nothing else', () => {
  const { round, policy } = read(
    {
      positions: [toyPost('J1', 'TOP', { mustFill: { reason: 'duty' } }), toyPost('J2', 'MID'), toyPost('J3', 'LOW')],
      people: [toyPerson({ id: 'A', exam: 90 }), toyPerson({ id: 'B', exam: 80 }), toyPerson({ id: 'C', exam: 10 })],
      pins: [{ person: 'B', position: 'J2', by: 'the mayor', reason: 'decree' }] as never,
    },
    (p) => (p.limits = [{ id: 'cap', label: { en: 'one move' }, citation: own, kind: 'moves', max: 1 }, { id: 'wide', label: { en: 'many moves' }, citation: own, kind: 'moves', max: 9 }]),
  );
  expect(conflictOf(round, policy)).toEqual({
    parts: [{ kind: 'limit', limit: 'cap' }, { kind: 'pin', person: 'B', position: 'J2' }, { kind: 'must-fill', position: 'J1' }],
    smallest: true,
  });
});

it('there is a conflict exactly where there is no plan, and every limit in it is needed, by brute force', () => {
  let none = 0;
  let withLimit = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const l = limitedCase(seed, { ...EVERYTHING, relations: 'few' });
    const { round, policy } = limitedDocuments(l);
    const m = referenceMarket(l.c, 'certain');
    const possible = (limits: typeof l.limits): boolean => bestPlans(m, (p) => !breaches(l.c, p) && limits.every((limit) => keepsLimit(l, m, limit, p))) !== undefined;
    const conflict = conflictOf(round, policy);
    expect([seed, conflict === null]).toEqual([seed, possible(l.limits)]);
    if (!conflict) continue;
    none++;
    expect(conflict.smallest).toBe(true);
    const named = conflict.parts.flatMap((p) => (p.kind === 'limit' ? [p.limit] : []));
    if (named.length > 0) withLimit++;
    // what is not named may stay away and there is still no plan
    expect([seed, possible(l.limits.filter((limit) => named.includes(limit.id)))]).toEqual([seed, false]);
  }
  expect(none).toBeGreaterThan(20);
  expect(withLimit).toBeGreaterThan(5);
});
