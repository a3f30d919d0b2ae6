import { describe, expect, it } from 'vitest';
import { explain, type Explanation, type Policy, type Round } from '../../src/index.js';
import { toyPerson, toyPost } from '../support/toy.js';
import { read, run } from './rounds.js';

async function ask(parts: Partial<Round>, change?: (policy: Policy) => void, plan: 'certain' | 'conditional' = 'certain'): Promise<Explanation> {
  const input = read(parts, change);
  return explain(await run(input), input.round, input.policy, { plan });
}

const small = {
  positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID')],
  people: [
    toyPerson({ id: 'A', seat: 'J2', exam: 90, skill: 80, rating: 70 }),
    toyPerson({ id: 'B', exam: 88, skill: 80, rating: 70 }),
    toyPerson({ id: 'C', exam: 99, cleared: false }),
  ],
};

describe('why', () => {
  it('shows the rules with the data that decided, and the best of the others with what he would cost', async () => {
    const e = await ask(small);
    expect(e.why('A')).toMatchObject({ person: 'A', from: 'J2', to: 'J1', tied: false, runnerUp: { person: 'B', placed: 'J2', proposed: false, nearTie: true, loss: { stage: 'merit:TOP', amount: 12_000, exact: true } } });
    expect(e.why('A').judgements.map((j) => [j.rule, j.outcome])).toEqual([['cleared', 'pass']]);
    expect(e.why('A').judgements[0]?.compared).toEqual([
      { left: { of: 'person', name: 'cleared', value: true, source: 'S1', date: '2026-10-01' }, is: '=', right: { of: 'fixed', name: 'const', value: true }, truth: true },
    ]);
    expect(e.why('C')).toEqual({ person: 'C', from: null, to: null, fit: null, move: null, judgements: [], tied: false, runnerUp: null });
  });

  it('has no runner-up where nobody else may have the post', async () => {
    const e = await ask({ positions: [toyPost('J1', 'TOP')], people: [toyPerson({ id: 'A', exam: 1 })] });
    expect(e.why('A').runnerUp).toBeNull();
  });
});

describe('whyNot', () => {
  it('tells a holder, what fails, and what it would cost objective by objective', async () => {
    const e = await ask(small);
    expect(e.whyNot('A', 'J1')).toEqual({ reason: 'holds-it' });
    expect(e.whyNot('C', 'J1')).toMatchObject({ reason: 'not-eligible', obstacles: [], judgements: [{ rule: 'cleared', outcome: 'fail', binding: true }] });
    const loss = e.whyNot('B', 'J1');
    expect(loss).toMatchObject({ reason: 'loss', loss: { stage: 'merit:TOP', amount: 12_000, changes: [{ person: 'B', to: 'J1' }, { person: 'A' }] } });
    expect(loss.reason === 'loss' && loss.vector.map((v) => [v.stage, v.loss])).toEqual([
      ['owed', 0],
      ['merit:TOP', 12_000],
      ['merit:MID', -12_000],
      ['moves', -1],
    ]);
  });

  it('names every obstacle that is no rule', async () => {
    const e = await ask({
      horizon: '2026-12-31',
      scope: { positions: ['J1', 'J2', 'J4'], people: ['A', 'B', 'C'] },
      positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'LOW'), toyPost('J4', 'MID', { opens: '2027-01-01' })],
      people: [
        toyPerson({ id: 'A', seat: 'J2', exam: 90 }),
        { ...toyPerson({ id: 'B', exam: 80 }), retires: '2026-12-31' },
        toyPerson({ id: 'C', exam: 70 }),
        toyPerson({ id: 'D', seat: 'J3', exam: 60 }),
      ],
      pins: [{ person: 'C', position: 'J1', by: 'the mayor', reason: 'decree' }] as never,
    });
    const obstacles = (person: string, position: string): unknown => {
      const answer = e.whyNot(person, position);
      return answer.reason === 'not-eligible' ? answer.obstacles : answer.reason;
    };
    expect(obstacles('A', 'J4')).toEqual(['closed']);
    expect(obstacles('B', 'J1')).toEqual(['leaving']);
    expect(obstacles('D', 'J1')).toEqual(['frozen']);
    expect(obstacles('A', 'J3')).toEqual(['out-of-scope', 'lower-level']);
    expect(obstacles('C', 'J2')).toEqual(['pinned-elsewhere']);
    expect(e.whyNot('A', 'J1')).toEqual({ reason: 'no-plan' }); // C is pinned there
  });
});

describe('shortlist', () => {
  it('gives the best three unless told otherwise, holder included, with near ties', async () => {
    const people = [50, 90, 89, 10, 70].map((exam, k) => toyPerson({ id: `P${k}`, exam, ...(k === 0 && { seat: 'J1' }) }));
    const e = await ask({ positions: [toyPost('J1', 'MID')], people });
    expect(e.shortlist('J1').map((c) => [c.person, c.proposed, c.placed, c.nearTie])).toEqual([
      ['P1', false, null, true],
      ['P2', false, null, true],
      ['P4', false, null, false],
    ]);
    expect(e.shortlist('J1', { n: 99 }).map((c) => c.person)).toEqual(['P1', 'P2', 'P4', 'P0', 'P3']);
    expect(e.shortlist('J1', { n: 0 })).toEqual([]);
    expect(e.eligible('J1').map((x) => x.person)).toEqual(['P1', 'P2', 'P4', 'P0', 'P3']);
    expect((await ask({ positions: [toyPost('J1', 'MID')] })).shortlist('J1')).toEqual([]);
  });

  it('answers for a plan that related people bent, with a bound and no more (it once did not end)', async () => {
    const e = await ask({
      positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID', { superior: 'J1' })],
      people: [toyPerson({ id: 'A', exam: 90 }), toyPerson({ id: 'B', exam: 80 }), toyPerson({ id: 'C', exam: 10 })],
      relations: [{ a: 'A', b: 'B', kind: 'siblings', degree: 2, source: 'S1' }] as never,
    });
    expect(e.shortlist('J2').map((c) => [c.person, c.proposed, c.loss?.stage, c.loss?.amount, c.loss?.exact])).toEqual([
      ['A', false, 'merit:TOP', 60_000, false],
      ['B', false, null, 0, false],
      ['C', true, null, 0, true],
    ]);
  });
});

describe('nearest', () => {
  const people = [
    toyPerson({ id: 'A', exam: 1, cleared: false, fields: ['special'] }),
    toyPerson({ id: 'B', exam: 1, cleared: false, fields: [] }),
    { ...toyPerson({ id: 'C' }), evidence: [{ attribute: 'cleared', value: false, source: 'S1' }] as never },
    toyPerson({ id: 'D', exam: 1, fields: ['special'] }), // may hold it
    { ...toyPerson({ id: 'E', cleared: false }), retires: '2026-11-01' },
    toyPerson({ id: 'F', cleared: false }),
    toyPerson({ id: 'G', cleared: false, fields: ['special'] }),
  ];
  const posts = [toyPost('J1', 'TOP', { attributes: { field: 'special' }, requires: [{ attribute: 'exam', is: '>=', value: 1 }] })];

  it('lists who comes nearest without being eligible: fewest failing rules, then fewest unknown, then id', async () => {
    const e = await ask({ positions: posts, people, scope: { positions: 'all', people: ['A', 'B', 'C', 'D', 'E', 'G'] as never } });
    expect(e.nearest('J1')).toEqual({
      people: [
        { person: 'A', fails: 1, unknown: 0 },
        { person: 'G', fails: 1, unknown: 1 },
        { person: 'C', fails: 1, unknown: 2 },
        { person: 'B', fails: 2, unknown: 0 },
      ],
      total: 4,
      notAsked: 1,
    });
    expect(e.nearest('J1', { n: 1 }).people).toHaveLength(1);
    expect((await ask({ positions: posts, people })).nearest('J1').total).toBe(5);
  });

  it('of two alike the smaller id comes first', async () => {
    const e = await ask({ positions: posts, people: [toyPerson({ id: 'Y', exam: 1, cleared: false, fields: ['special'] }), toyPerson({ id: 'X', exam: 1, cleared: false, fields: ['special'] })] });
    expect(e.nearest('J1').people.map((p) => p.person)).toEqual(['X', 'Y']);
  });
});

describe('judgements', () => {
  it('show each side of a comparison, whatever it is made of, and why it is unknown', async () => {
    const compare = (left: object, is: string, right: object) => ({ op: 'compare', left, is, right });
    const e = await ask(
      { positions: [toyPost('J1', 'TOP')], people: [{ ...toyPerson({ id: 'A', exam: 40, fields: ['law'] }), born: '1980-02-29' }], horizon: '2026-12-31' },
      (policy) => {
        const gate = (id: string, rule: object, when?: object) => ({ id, label: { en: id }, citation: { source: 'a draft', confidence: 'm' }, rule, ...(when && { when }) });
        policy.gates = [
          gate('level', compare({ op: 'level', of: 'position' }, '>=', { op: 'const', value: 2 })),
          gate('unit', compare({ op: 'unit', of: 'position' }, '=', { op: 'const', value: 'U1' })),
          gate('born', compare({ op: 'date', of: 'born' }, '<', { op: 'day', value: '1990-01-01' })),
          gate('since', compare({ op: 'date', of: 'since' }, '<', { op: 'date', of: 'horizon' })),
          gate('sum', compare({ op: 'sum', terms: [{ weight: 1, of: { op: 'person', attribute: 'exam' } }, { weight: 1, of: { op: 'person', attribute: 'skill' } }] }, '>', { op: 'const', value: 90 })),
          gate('list', { op: 'in', item: { op: 'position', attribute: 'field' }, set: ['common', 'law'] }),
          gate('set', { op: 'in', item: { op: 'const', value: 'law' }, set: { op: 'person', attribute: 'fields' } }),
          gate('skill', { op: 'all', of: [compare({ op: 'person', attribute: 'skill' }, '>', { op: 'const', value: 1 }), { op: 'not', of: { op: 'person', attribute: 'cleared' } }] }),
        ] as never;
      },
    );
    const shown = Object.fromEntries(e.judgements('A', 'J1').map((j) => [j.rule, j]));
    expect(shown['level']?.compared[0]).toMatchObject({ left: { of: 'level', name: 'position', value: 2 }, truth: true });
    expect(shown['unit']?.compared[0]?.left).toEqual({ of: 'unit', name: 'position', value: 'U1' });
    expect(shown['born']?.compared[0]).toMatchObject({ left: { of: 'date', name: 'born', value: '1980-02-29' }, right: { of: 'fixed', name: 'day', value: '1990-01-01' } });
    expect(shown['since']).toMatchObject({ outcome: 'unknown', missing: [{ about: 'person', attribute: 'since', cause: 'missing' }], compared: [{ left: { value: null }, right: { value: '2026-12-31' }, truth: null }] });
    expect(shown['sum']?.compared[0]).toMatchObject({ left: { of: 'computed', name: 'sum', value: { low: 40, high: 140 } }, truth: null });
    expect(shown['list']?.compared[0]).toMatchObject({ left: { of: 'position', name: 'field', value: 'common' }, is: 'in', right: { of: 'fixed', name: 'set', value: ['common', 'law'] }, truth: true });
    expect(shown['set']?.compared[0]).toMatchObject({ right: { of: 'person', name: 'fields', value: ['law'], source: 'S1' }, truth: true });
    expect(shown['skill']).toMatchObject({ outcome: 'fail', binding: false, compared: [{ left: { value: null, cause: 'missing' } }, { left: { name: 'cleared' } }] });
  });
});

describe('passedOver', () => {
  it('tells who was owed a post, where one closes', async () => {
    // C must find a post and may only take J2, which B would leave him only by moving up himself
    const e = await ask({
      positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'MID', { closes: '2026-11-01' })],
      people: [toyPerson({ id: 'A', exam: 90 }), toyPerson({ id: 'B', seat: 'J2', exam: 60 }), toyPerson({ id: 'C', seat: 'J3', exam: 10 })],
    });
    expect(e.passedOver()).toEqual([{ person: 'A', position: 'J1', taken: 'B', fit: 540_000, fitTaken: 360_000, cause: { kind: 'owed', people: ['C'] } }]);
  });

  it("tells under 'total' that it was the objective", async () => {
    const e = await ask(
      { positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID', { attributes: { field: 'special' } })], people: [toyPerson({ id: 'A', seat: 'J2', exam: 90 }), toyPerson({ id: 'B', exam: 50 })] },
      (policy) => {
        policy.objective = 'total';
        policy.costs.vacantSeat.points = 40;
      },
    );
    expect(e.passedOver()).toMatchObject([{ person: 'A', position: 'J1', taken: 'B', cause: { kind: 'objective' } }]);
  });
});

describe('explain', () => {
  it('refuses a plan that is not there, a person or post that is not in the round, and the proposal of another round', async () => {
    const input = read(small);
    const proposal = await run(input);
    expect(() => explain(proposal, input.round, input.policy, { plan: 'conditional' })).toThrow(/no feasible plan/);
    const e = explain(proposal, input.round, input.policy);
    expect(() => e.why('nobody')).toThrow(/no such person/);
    expect(() => e.shortlist('nothing')).toThrow(/no such position/);
    const other = read({ positions: [toyPost('J1', 'TOP', { critical: true }), toyPost('J2', 'MID')], people: small.people });
    expect(() => explain(proposal, other.round, input.policy)).toThrow(/E_INPUT_HASH/);
    const others = read(small, (policy) => {
      policy.title.en = 'Another';
    });
    expect(() => explain(proposal, input.round, others.policy)).toThrow(/E_POLICY_HASH/);
    const forged = structuredClone(proposal) as unknown as { certain: { certificate: { stages: { stage: string }[] } } };
    forged.certain.certificate.stages[0]!.stage = 'merit:NONE';
    expect(() => explain(forged as unknown as typeof proposal, input.round, input.policy)).toThrow(/does not belong to this round/);
  });
});
