// A16: an edge of kinship is left out by one side. A relation nobody ever declared cannot be seen; one that is taken out of a frozen input can (A01,
// A32). What two snapshots of a register differ in is no part of a round.
import { expect, it } from 'vitest';
import { parseRound, propose, seal, type MeritError, type Round } from '../../src/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { failures, honest, open } from './honest.js';

const relation = (a: string, b: string) => ({ a, b, kind: 'siblings', degree: 2, source: 'S1' });
const EDGES = [['A', 'B'], ['C', 'D'], ['A', 'D']] as const;
const both = EDGES.flatMap(([a, b]) => [relation(a, b), relation(b, a)]);
const round = (relations: Round['relations']): Round =>
  toyRound({
    positions: [toyPost('J1', 'MID'), toyPost('J2', 'LOW', { superior: 'J1' })],
    people: [toyPerson({ id: 'A', exam: 90, skill: 90, rating: 90 }), toyPerson({ id: 'B', exam: 89, skill: 89, rating: 89 }), toyPerson({ id: 'C', exam: 50, skill: 50, rating: 50 }), toyPerson({ id: 'D', exam: 40, skill: 40, rating: 40 })],
    relations,
  });
const strict = toyPolicy((p) => void (p.relations = { ...p.relations, declaration: 'both' }));

it('(the control) relations that both declared are taken, and keep the two apart', async () => {
  const { round: parsed, warnings } = parseRound(round(both), seal(strict));
  expect([parsed.relations.length, warnings]).toEqual([6, []]);
  const { bundle } = await honest(round(both), strict);
  expect(bundle.proposal.certain.seats).toEqual([['A', 'J1'], ['C', 'J2']]);
  expect(open(bundle)).toEqual(['ties unproven']); // side rows bend the plan
});

it.each(both.map((_, k) => k))('where both must declare, leaving out statement %i of six is refused at the other one', (k) => {
  const left = both.filter((__, at) => at !== k);
  const { a, b } = both[k]!;
  const at = left.findIndex((r) => r.a === b && r.b === a);
  try {
    parseRound(round(left), seal(strict));
    expect.unreachable();
  } catch (error) {
    expect((error as MeritError).issues.map(({ code, path }) => `${code} ${path}`)).toEqual([`E_KIN_ASYMMETRIC /relations/${at}`]);
  }
});

it('where one statement is enough, either one keeps the two apart', async () => {
  const sealed = seal(toyPolicy());
  const seats = async (relations: Round['relations']): Promise<unknown> => (await propose(parseRound(round(relations), sealed).round, sealed)).certain.seats;
  expect(await seats([])).toEqual([['A', 'J1'], ['B', 'J2']]); // the control: what hiding both would win
  expect(await seats([relation('A', 'B')])).toEqual([['A', 'J1'], ['C', 'J2']]);
  expect(await seats([relation('B', 'A')])).toEqual([['A', 'J1'], ['C', 'J2']]);
});

it('the plan of a round without the edge, put beside the round with it, is refused', async () => {
  const truth = await honest(round([relation('A', 'B')]));
  const hidden = await honest(round([]));
  const b = { ...truth.bundle, proposal: { ...hidden.bundle.proposal, round: truth.bundle.proposal.round } };
  expect(failures(b)[0]).toMatch(/^feasibility E_ROW \/round\/relations\/0$/);
});
