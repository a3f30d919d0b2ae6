import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bundle, declareOwnRules, explain, ownRuleProblems, parseRound, propose, screen, seal, type OwnRule, type Round } from '../../src/index.js';
import { verify } from '../support/proposal-verdicts.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

type Person = Round['people'][number];
const exam = (p: Person): number | undefined => p.evidence.find((e) => e.attribute === 'exam')?.value as number | undefined;
/** The exam must be above ten times the last digit of the post: nothing a pack can say. */
const digits: OwnRule = {
  id: 'digits',
  label: { en: 'Exam above the digit of the post', id: 'Nilai ujian di atas angka jabatan' },
  citation: { own: 'A choice made for the test.' },
  judge: (person, position) => {
    const points = exam(person);
    return points === undefined ? 'unknown' : points > 10 * Number(position.id.slice(-1)) ? 'pass' : 'fail';
  },
};
const doors = (rules: readonly OwnRule[], document: Round) => {
  const policy = seal(declareOwnRules(toyPolicy(), rules));
  const screened = screen(parseRound(document, policy).round, rules);
  return { policy, round: parseRound(screened, policy).round };
};

it('answers of code stand in the round as evidence that says so, bind like a gate, and the proposal verifies', async () => {
  const { round, policy } = doors([digits], toyRound({ positions: [toyPost('J5', 'MID'), toyPost('J9', 'MID')], people: [toyPerson({ id: 'A', exam: 70 }), toyPerson({ id: 'B', exam: 20 }), toyPerson({ id: 'C' })] }));
  const proposal = await propose(round, policy);
  expect(proposal.certain.seats).toEqual([['A', 'J5']]);
  expect(proposal.conditional?.seats.map(([p]) => p)).toEqual(['A', 'C']);
  const why = explain(proposal, round, policy);
  const [told] = why.judgements('B', 'J5').filter((j) => j.rule === 'digits');
  expect(told).toMatchObject({ outcome: 'fail', binding: true, citation: { own: 'A choice made for the test.' } });
  expect(told?.compared.flatMap((c) => c.right.source ?? [])).toEqual(['own-rules', 'own-rules']);
  expect(round.sources.find((s) => s.id === 'own-rules')?.title).toContain('(opaque): digits');
  expect(why.judgements('C', 'J5').find((j) => j.rule === 'digits')).toMatchObject({ outcome: 'unknown', missing: [{ about: 'person', attribute: 'own.digits.open', cause: 'missing' }] });
  expect(verify(bundle(proposal, round, policy)).verdicts.map((v) => v.outcome)).toEqual(Array(7).fill('holds'));
});

it('a forged answer breaks the bundle', async () => {
  const { round, policy } = doors([digits], toyRound({ positions: [toyPost('J5', 'MID')], people: [toyPerson({ id: 'A', exam: 70 }), toyPerson({ id: 'B', exam: 20 })] }));
  const made = JSON.parse(JSON.stringify(bundle(await propose(round, policy), round, policy))) as { round: Round };
  const forged = made.round.people.find((p) => p.id === 'B')!.evidence.find((e) => e.attribute === 'own.digits.pass')!;
  forged.value = ['J5'];
  expect(verify(made as never).verdicts.find((v) => v.check === 'integrity')).toMatchObject({ outcome: 'fails', code: 'E_INPUT_HASH' });
});

it('every pair gets exactly the answer of the code, by keys or by ids, in any order of rows', async () => {
  const answers = ['pass', 'fail', 'unknown'] as const;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.constantFrom(...answers), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 5 }), fc.boolean(), fc.boolean(), async (table, byLevel, reverse) => {
      const levels = ['LOW', 'MID', 'TOP', 'TOP'];
      const column = (p: { readonly id: string; readonly level: string }): number => (byLevel ? levels.indexOf(p.level) : Number(p.id.slice(1)));
      const rule: OwnRule = { ...digits, id: 'table', judge: (person, position) => table[Number(person.id.slice(1))]![column(position)]!, ...(byLevel && { key: (p: { readonly level: string }) => p.level }) };
      const positions = levels.map((level, k) => toyPost(`J${k}`, level));
      const people = table.map((_, k) => toyPerson({ id: `P${k}`, exam: 50 }));
      const { round, policy } = doors([rule], toyRound({ positions: reverse ? [...positions].reverse() : positions, people: reverse ? [...people].reverse() : people }));
      const why = explain(await propose(round, policy), round, policy);
      for (const person of round.people) for (const position of round.positions) {
        expect(why.judgements(person.id, position.id).find((j) => j.rule === 'table')?.outcome).toBe(table[Number(person.id.slice(1))]![column(position)]);
      }
    }),
    { numRuns: 60, seed: 20261121 },
  );
});

it('posts and people outside the scope are not asked and stay unknown', async () => {
  let asked = 0;
  const counting: OwnRule = { ...digits, judge: (p, j) => { asked++; return digits.judge(p, j); } };
  const document = toyRound({ scope: { positions: ['J5'] as never, people: ['A'] as never }, positions: [toyPost('J5', 'MID'), toyPost('J1', 'MID')], people: [toyPerson({ id: 'A', exam: 70 }), toyPerson({ id: 'B', exam: 70 })] });
  const { round, policy } = doors([counting], document);
  expect(asked).toBe(1);
  const why = explain(await propose(round, policy), round, policy);
  expect(['A', 'B'].flatMap((p) => ['J1', 'J5'].map((j) => why.judgements(p, j).find((x) => x.rule === 'digits')?.outcome))).toEqual(['unknown', 'pass', 'unknown', 'unknown']);
});

it('a rule that throws or answers nonsense is refused, and the message names no person', () => {
  const document = toyRound({ positions: [toyPost('J5', 'MID')], people: [toyPerson({ id: 'SECRET', exam: 70 })] });
  const bad = (judge: OwnRule['judge']) => (): unknown => doors([{ ...digits, judge }], document);
  for (const judge of [() => { throw new Error('SECRET'); }, () => 'yes' as never, () => undefined as never, (p: Person) => { (p as { name?: string }).name = 'x'; return 'pass' as const; }]) {
    expect(bad(judge)).toThrow('E_RULE at /rules/0');
    expect(bad(judge)).not.toThrow('SECRET');
  }
});

it('ids that cannot be used, a second screening and a round that was not parsed are refused', () => {
  expect(() => declareOwnRules(toyPolicy(), [{ ...digits, id: 'a b' }])).toThrow('E_ID_SYNTAX at /rules/0/id');
  expect(() => declareOwnRules(toyPolicy(), [digits, digits])).toThrow('E_ID_DUPLICATE at /rules/1/id');
  expect(() => declareOwnRules(toyPolicy(), [{ ...digits, id: 'cleared' }])).toThrow('E_ID_DUPLICATE at /rules/0/id');
  const { round } = doors([digits], toyRound({ positions: [toyPost('J5', 'MID')], people: [toyPerson({ id: 'A' })] }));
  expect(() => screen(round, [digits])).toThrow('E_ID_DUPLICATE at /sources');
  expect(() => screen(toyRound({}), [digits])).toThrow('E_TYPE');
});

it('ownRuleProblems finds nothing wrong with a sound rule and names what is wrong with others', () => {
  const J5 = toyPost('J5', 'MID');
  const samples = { pass: [[toyPerson({ id: 'A', exam: 70 }), J5]], fail: [[toyPerson({ id: 'B', exam: 20 }), J5]], unknown: [[toyPerson({ id: 'C' }), J5]] } as const;
  expect(ownRuleProblems(digits, samples)).toEqual([]);
  expect(ownRuleProblems(digits, { ...samples, unknown: [] })).toEqual(['no sample shows "unknown"']);
  expect(ownRuleProblems({ ...digits, judge: (p) => (exam(p) === undefined ? 'fail' : digits.judge(p, J5)) }, samples)).toEqual(['unknown[0]: expected "unknown", came "fail"']);
  expect(ownRuleProblems({ ...digits, judge: () => { throw new Error('no'); } }, { ...samples, fail: [], unknown: [] })).toEqual(['no sample shows "fail"', 'no sample shows "unknown"', 'pass[0]: expected "pass", came a throw (nothing it is given can be changed)']);
  let last = '';
  const forgetful: OwnRule = { ...digits, judge: (p, j) => { const answer = last === '' || last === p.id ? digits.judge(p, j) : digits.judge(p, j) === 'pass' ? 'fail' : digits.judge(p, j); last = 'C'; return answer; } };
  expect(ownRuleProblems(forgetful, samples)).toEqual(['pass[0]: the answer depends on what was asked before']);
  const writer: OwnRule = { ...digits, judge: (p, j) => { (p.evidence as unknown[]).push(0); return digits.judge(p, j); } };
  expect(ownRuleProblems(writer, samples)[0]).toBe('pass[0]: expected "pass", came a throw (nothing it is given can be changed)');
});

it('a rule does not see evidence that recusal sets aside, and cannot change what it sees', () => {
  const own = { own: 'A choice made for the test.' };
  const policy = seal(declareOwnRules(toyPolicy((p) => { p.relations.recusal = { maxDegree: 1, citation: own }; }), [digits]));
  const [a] = [toyPerson({ id: 'A', exam: 70 })];
  const document = toyRound({ positions: [toyPost('J5', 'MID')], people: [{ ...a, evidence: a.evidence.map((e) => ({ ...e, by: 'x' })) }], actors: [{ id: 'x', role: 'scorer' }] } as never);
  const { round } = parseRound(document, policy);
  const answersOf = (r: Round): unknown[] => r.people[0]!.evidence.filter((e) => e.attribute.startsWith('own.')).map((e) => e.value);
  expect(answersOf(screen(round, [digits]))).toEqual([['J5'], []]);
  expect(answersOf(screen(round, [digits], policy))).toEqual([[], []]);
  expect(screen(round, [digits], policy).people[0]!.evidence.filter((e) => e.by === 'x')).toHaveLength(a.evidence.length); // it stays on record
  const vandal: OwnRule = { ...digits, judge: (person) => { person.evidence.length = 0; return 'pass'; } };
  expect(() => screen(round, [vandal], policy)).toThrow('E_RULE');
});
