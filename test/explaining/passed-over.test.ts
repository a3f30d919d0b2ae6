import { expect, it } from 'vitest';
import { explain, parseRound, propose, seal } from '../../src/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

it('names in each case those whom it concerns, however alike the cases are', async () => {
  const policy = seal(toyPolicy((p) => {
    delete p.gates[1]!.when; // everybody only where he knows the field
  }));
  const post = (id: string, level: string, field: string, superior?: string) => toyPost(id, level, { attributes: { field }, ...(superior !== undefined && { superior }) });
  const positions = [post('H1', 'MID', 'h1'), post('H2', 'MID', 'h2'), post('L1', 'LOW', 'l1', 'H1'), post('L2', 'LOW', 'l2', 'H2')];
  const people = [
    toyPerson({ id: 'A1', exam: 90, fields: ['h1'] }), toyPerson({ id: 'A2', exam: 90, fields: ['h2'] }),
    toyPerson({ id: 'B1', exam: 50, fields: ['h1'] }), toyPerson({ id: 'B2', exam: 50, fields: ['h2'] }),
    toyPerson({ id: 'X1', seat: 'L1', fields: ['l1'] }), toyPerson({ id: 'X2', seat: 'L2', fields: ['l2'] }),
  ];
  const kin = (a: string, b: string) => ({ a, b, kind: 'siblings', degree: 2, source: 'S1' });
  const { round } = parseRound(toyRound({ positions, people, relations: [kin('A1', 'X1'), kin('A2', 'X2')] as never }), policy);
  const told = explain(await propose(round, policy), round, policy).passedOver();
  expect(told.map(({ person, taken, cause }) => [person, taken, cause])).toEqual([
    ['A1', 'B1', { kind: 'relatives', people: ['A1', 'X1'] }],
    ['A2', 'B2', { kind: 'relatives', people: ['A2', 'X2'] }],
  ]);
});
