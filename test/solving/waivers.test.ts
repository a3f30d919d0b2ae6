import { describe, expect, it } from 'vitest';
import { explain, parseRound, propose, seal, type Policy, type Round, type Waiver } from '../../src/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { market, read, run, seats } from './rounds.js';

const waiver = (person: string, position: string, more: Partial<Waiver> = {}): Waiver => ({ person, position, rule: 'cleared', by: 'The chair', on: '2026-11-20', document: 'Letter 4', reason: 'the file burned', ...more });
const waivable = (policy: Policy): void => {
  policy.gates[0]!.waivable = { source: 'Toy act, article 9', confidence: 'V' };
};
/** Two posts that are alike to every rule, and two people who are not cleared: one by the register, one because nobody knows. */
const parts = (...waivers: Waiver[]): Partial<Round> => ({
  positions: [toyPost('J1', 'MID'), toyPost('J2', 'MID'), toyPost('J3', 'MID')],
  people: [toyPerson({ id: 'A', exam: 90, cleared: false }), { ...toyPerson({ id: 'B', exam: 80 }), evidence: toyPerson({ id: 'B', exam: 80 }).evidence.filter((e) => e.attribute !== 'cleared') }],
  waivers,
});

describe('a waiver', () => {
  it('opens its own pair and no other: not the same person elsewhere, nobody else there, not a post that looks alike', () => {
    for (const position of ['J1', 'J2', 'J3']) {
      const { certain, conditional } = market(read(parts(waiver('A', position)), waivable));
      const open = Array.from(certain.col, (j) => `J${j + 1}`);
      expect(open).toEqual([position]);
      expect(certain.start[1]).toBe(1);
      expect(conditional.col).toHaveLength(1 + 3); // B, of whom it is not known, may come to all three
    }
  });

  it('is told on the move it carries: no condition, no flag, and only where the gate would not pass without', async () => {
    const found = await run(read(parts(waiver('A', 'J2'), waiver('B', 'J1')), waivable));
    expect(found.certain.moves.map(({ person, to, waived, conditions, flags }) => [person, to, waived, conditions, flags])).toEqual([
      ['A', 'J2', ['cleared'], [], []],
      ['B', 'J1', ['cleared'], [], []],
    ]);
    const passes = await run(read({ ...parts(waiver('A', 'J1'), waiver('A', 'J2'), waiver('A', 'J3')), people: [toyPerson({ id: 'A', exam: 90 })] }, waivable));
    expect(passes.certain.moves.map((m) => m.waived)).toEqual([[]]);
  });

  it('sets aside the gate it names and leaves the others', async () => {
    const special = { positions: [toyPost('J1', 'MID', { attributes: { field: 'special' } })], people: [toyPerson({ id: 'A', exam: 90, cleared: false, fields: ['other'] })] };
    expect(seats(await run(read({ ...special, waivers: [waiver('A', 'J1')] }, waivable)))).toBe('');
    const both = (policy: Policy): void => policy.gates.forEach((g) => (g.waivable = { own: 'the test' }));
    const two = await run(read({ ...special, waivers: [waiver('A', 'J1', { rule: 'field' }), waiver('A', 'J1')] }, both));
    expect(two.certain.moves[0]!.waived).toEqual(['cleared', 'field']); // in the order of the policy
  });

  it('of a flag takes the flag away and is told', async () => {
    const flag = (policy: Policy): void => {
      waivable(policy);
      policy.gates[0]!.citation = { source: 'hearsay', confidence: 'm' };
    };
    const { certain } = await run(read({ ...parts(waiver('A', 'J1'), waiver('A', 'J2'), waiver('A', 'J3')), people: [toyPerson({ id: 'A', exam: 90, cleared: false })] }, flag));
    expect(certain.moves.map(({ flags, waived }) => [flags, waived])).toEqual([[[], ['cleared']]]);
  });

  it('for the post somebody holds takes that rule from the findings', async () => {
    const holder = { positions: [toyPost('J1', 'MID')], people: [toyPerson({ id: 'A', seat: 'J1', exam: 90, cleared: false })] };
    expect((await run(read(holder, waivable))).findings).toMatchObject([{ code: 'incumbent-fails', rules: ['cleared'] }]);
    expect((await run(read({ ...holder, waivers: [waiver('A', 'J1')] }, waivable))).findings).toEqual([]);
  });

  it('does not make the demands of a post’s own standard pass', async () => {
    const demanding = { positions: [toyPost('J1', 'MID', { requires: [{ attribute: 'exam', is: '>=', value: 95 }] })], people: [toyPerson({ id: 'A', exam: 90, cleared: false })] };
    expect(seats(await run(read({ ...demanding, waivers: [waiver('A', 'J1')] }, waivable)))).toBe('');
  });

  it('says in every answer by whom, on which document, why, by what rule, and what the data say', async () => {
    const input = read(parts(waiver('A', 'J2'), waiver('B', 'J2')), waivable);
    const e = explain(await run(input), input.round, input.policy);
    const waived = { by: 'The chair', on: '2026-11-20', document: 'Letter 4', reason: 'the file burned', citation: { source: 'Toy act, article 9', confidence: 'V' } };
    expect(e.why('A')).toMatchObject({ move: { waived: ['cleared'] }, judgements: [{ rule: 'cleared', outcome: 'pass', waived: { ...waived, otherwise: 'fail' } }] });
    expect(e.whyNot('B', 'J2')).toMatchObject({ reason: 'loss', waived: [{ rule: 'cleared', waived: { ...waived, otherwise: 'unknown' } }] });
    expect(e.whyNot('A', 'J1')).toMatchObject({ reason: 'not-eligible', judgements: [{ rule: 'cleared', outcome: 'fail', waived: null }] });
    expect(e.shortlist('J2').map((c) => [c.person, c.waived])).toEqual([['A', ['cleared']], ['B', ['cleared']]]);
    expect(e.nearest('J1').people).toEqual([{ person: 'B', fails: 0, unknown: 1 }, { person: 'A', fails: 1, unknown: 0 }]);
  });

  it('does not depend on the order in which waivers are given', async () => {
    const all = [waiver('B', 'J2'), waiver('A', 'J2'), waiver('A', 'J1')];
    const one = read(parts(...all), waivable);
    const other = read(parts(...[...all].reverse()), waivable);
    expect(JSON.stringify(other.round)).toBe(JSON.stringify(one.round));
    expect(await run(other)).toEqual(await run(one));
  });

  it('is bound to the policy that allows it: a round read under one that does is not proposed under one that does not', async () => {
    const strict = seal(toyPolicy());
    await expect(propose(read(parts(waiver('A', 'J1')), waivable).round, strict)).rejects.toMatchObject({ code: 'E_POLICY_HASH' });
    await expect(propose(read(parts(), waivable).round, strict)).resolves.toMatchObject({ certain: { status: 'optimal' } });
  });
});

describe('parseRound refuses a waiver', () => {
  const codes = (change: (policy: Policy) => void, ...waivers: Waiver[]): string[] => {
    try {
      parseRound(toyRound(parts(...waivers)), seal(toyPolicy(change)));
      return [];
    } catch (error) {
      return (error as { issues: { code: string; path: string }[] }).issues.map((i) => `${i.code} ${i.path}`);
    }
  };
  const routes = (policy: Policy): void => {
    waivable(policy);
    policy.routes = [{ id: 'all', label: { en: 'all' }, citation: { own: 'x' }, when: { op: 'const', value: true }, approver: { en: 'x' }, steps: [], documents: [] }];
  };
  it.each<[string, (policy: Policy) => void, Waiver[], string[]]>([
    ['of a rule that may not be waived', () => undefined, [waiver('A', 'J1')], ['E_WAIVER /waivers/0/rule']],
    ['of a rule that the policy does not have', waivable, [waiver('A', 'J1', { rule: 'none' })], ['E_WAIVER /waivers/0/rule']],
    ['of a demand of a post', waivable, [waiver('A', 'J1', { rule: 'requires/0' })], ['E_WAIVER /waivers/0/rule']],
    ['of the built-in gate on routes', routes, [waiver('A', 'J1', { rule: 'route' })], ['E_WAIVER /waivers/0/rule']],
    ['of nobody, for no post', waivable, [waiver('X', 'J9')], ['E_REF_UNKNOWN /waivers/0/person', 'E_REF_UNKNOWN /waivers/0/position']],
    ['given twice', waivable, [waiver('A', 'J1'), waiver('B', 'J1'), waiver('A', 'J1', { reason: 'again' })], ['E_ID_DUPLICATE /waivers/2']],
    ['dated after the day of the round', waivable, [waiver('A', 'J1', { on: '2026-11-22' })], ['E_DATE_ORDER /waivers/0/on']],
    ['without a date, a name, a document, a reason', waivable, [waiver('A', 'J1', { on: 'today', by: ' ', document: '', reason: '' })], ['E_DATE_FORMAT /waivers/0/on', 'E_STRING_EMPTY /waivers/0/by', 'E_STRING_EMPTY /waivers/0/document', 'E_STRING_EMPTY /waivers/0/reason']],
  ])('%s', (_, change, waivers, expected) => {
    expect(codes(change, ...waivers)).toEqual(expected);
  });

  it('but takes one of the day of the round', () => {
    expect(codes(waivable, waiver('A', 'J1', { on: '2026-11-21' }), waiver('A', 'J2'), waiver('B', 'J1'))).toEqual([]);
  });
});
