import { expect, it } from 'vitest';
import { conflictOf } from '../../src/explaining/index.js';
import { EVERYTHING } from '../properties/checks.js';
import { read } from '../solving/rounds.js';
import { toyPerson, toyPost } from '../support/toy.js';
import { conflictsAreWhereThereIsNoPlan } from './conflicts.js';

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
  const { none, withLimit } = conflictsAreWhereThereIsNoPlan(120, { ...EVERYTHING, maxPeople: 5, relations: 'few' });
  expect(none).toBeGreaterThan(10);
  expect(withLimit).toBeGreaterThan(3);
});
