import { expect, it } from 'vitest';
import { benchForecast, developmentPlan, gapCounts, parseRound, recusalEffect, seal, swapTest, unusedInputs, type Round } from '../../src/index.js';
import { EligibilityTable, factsOf, FAIL } from '../../src/eligibility/index.js';
import { openMarket } from '../../src/solving/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const own = { own: 'a choice made for the test' };
const policy = seal(toyPolicy((p) => {
  p.relations.recusal = { maxDegree: 3, citation: own };
}));
// J0 and J1 look alike to the rules and share class 0: J2 is position 2 of class 1
const positions = [toyPost('J0', 'LOW'), toyPost('J1', 'LOW'), toyPost('J2', 'MID', { critical: true, attributes: { field: 'special' } })];
const read = (people: Round['people'], more: Partial<Round> = {}): Round => parseRound(toyRound({ positions, people, ...more }), policy).round;

it('posts whose class has another number than they have keep their own rules', async () => {
  const holder = { ...toyPerson({ id: 'P0', seat: 'J2', fields: ['special'] }), retires: '2028-01-01' };
  const round = read([holder, toyPerson({ id: 'P1', seat: 'J0', fields: ['other'] })]);
  expect(benchForecast(round, policy).critical).toMatchObject([{ position: 'J2', eligible: [] }]);
  const steps = [{ id: 'training', label: { en: 'training' }, gives: [{ attribute: 'fields', value: ['special'] }] }, { id: 'talk', label: { en: 'a talk' }, gives: [{ attribute: 'fields', value: ['other'] }] }];
  expect(gapCounts(round, policy, steps)).toEqual([{ step: 'training', people: ['P1'], pairs: 1 }, { step: 'talk', people: [], pairs: 0 }]);

  const judged = read([{ ...holder, evidence: [...holder.evidence, { attribute: 'exam', value: 9, source: 'S1', by: 'X' }] }, { ...toyPerson({ id: 'P1', fields: ['other'] }), evidence: [...toyPerson({ id: 'P1', fields: ['other'] }).evidence, { attribute: 'exam', value: 90, source: 'S1', by: 'X' }] }], {
    actors: [{ id: 'X', role: 'scorer', statement: { on: '2026-11-01', document: 'form' }, interests: [{ person: 'P1', kind: 'kin', degree: 1 }] }] as Round['actors'],
  });
  const { people } = await recusalEffect(judged, policy, { posts: ['J2', 'J1'] });
  expect(people[0]).toMatchObject({ person: 'P1', posts: [{ position: 'J2', counted: { gates: 'fail' }, withThem: { gates: 'fail' } }, { position: 'J1', counted: { gates: 'pass' } }] });
});

it('a waiver of what this policy does not let anybody waive counts for nothing', () => {
  const lenient = seal(toyPolicy((p) => {
    p.gates[0]!.waivable = own;
  }));
  const strict = seal(toyPolicy());
  const waivers = [{ person: 'P1', position: 'J0', rule: 'cleared', by: 'The chair', on: '2026-11-20', document: 'Letter 4', reason: 'the file burned' }];
  const { round } = parseRound(toyRound({ positions, people: [toyPerson({ id: 'P1', cleared: false })], waivers }), lenient);
  const table = new EligibilityTable(round, strict.policy, factsOf(round, strict.policy));
  expect([table.status(0, 0), table.waived(0, 0), table.waiverOf('cleared', 0, 0)]).toEqual([FAIL, [], undefined]);
  expect(openMarket(structuredClone(round), strict.policy).certain.col).toHaveLength(0);
});

it('no question is put to a round under a policy that reads otherwise', async () => {
  const round = read([toyPerson({ id: 'P1' })]);
  const other = seal(toyPolicy((p) => {
    p.attributes['exam'] = { of: 'person', type: 'text', label: { en: 'exam' } };
    p.criteria[0]!.value = { op: 'const', value: 1 };
  }));
  const refused = expect.objectContaining({ code: 'E_POLICY_HASH' }) as Error;
  expect(() => benchForecast(round, other)).toThrow(refused);
  expect(() => unusedInputs(round, other)).toThrow(refused);
  expect(() => gapCounts(round, other, [])).toThrow(refused);
  expect(() => developmentPlan(round, other, 'P1', 'J0')).toThrow(refused);
  await expect(swapTest(round, other, 'fields')).rejects.toThrow(refused);
});
