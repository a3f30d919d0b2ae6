import { describe, expect, it } from 'vitest';
import { factsOf, gatesOf, requirementRule, ruleValue } from '../../src/eligibility/index.js';
import { costUnits, FitTable } from '../../src/scoring/index.js';
import { openMarket } from '../../src/solving/index.js';
import type { Policy } from '../../src/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const none = factsOf(toyRound({}), toyPolicy());
const evidence = (item: object) => toyRound({ people: [{ ...toyPerson({ id: 'A' }), evidence: [{ attribute: 'exam', value: 1, source: 'S1', ...item }] as never }] });

describe('what never came through the door is told as our bug, not solved', () => {
  it.each<[string, () => unknown]>([
    ['a date', () => factsOf(toyRound({ asOf: '21-11-2026' }), toyPolicy())],
    ['a level', () => factsOf(toyRound({ positions: [toyPost('J1', 'NONE')] }), toyPolicy())],
    ['a source', () => factsOf(evidence({ source: 'S9' }), toyPolicy())],
    ['a number', () => ruleValue(0.12345678, undefined)],
    ['a cost', () => costUnits(0.12345678)],
    ['a requirement', () => requirementRule({ attribute: 'fields', is: '=', value: ['a'] }, toyPolicy())],
    ['a rule', () => gatesOf(toyPolicy((policy) => (policy.gates[0]!.rule = { op: 'const', value: 1 })))],
    ['a criterion', () => new FitTable(toyPolicy((policy) => (policy.criteria[0]!.value = { op: 'const', value: 'x' })), none)],
  ])('%s', (_, act) => {
    expect(act).toThrow(/impossible state/);
  });
});

it('a criterion without a weight counts nothing, and a value of an attribute that nobody declared is taken as it stands', () => {
  const policy = toyPolicy((p: Policy) => {
    p.weights = { exam: 100 };
    p.weightsTotal = 100;
  });
  const round = toyRound({ positions: [toyPost('J1', 'LOW', { attributes: { colour: 'red' } })], people: [toyPerson({ id: 'A', exam: 50, skill: 90, rating: 90 })] });
  const { fits, facts } = openMarket(round, policy);
  expect(fits.fit(0, 0).parts.map((p) => p.low)).toEqual([500_000, 0, 0]);
  expect(facts.positions[0]?.data.get('colour')).toEqual({ value: 'red' });
});
