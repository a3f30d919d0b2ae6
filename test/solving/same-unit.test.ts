import { describe, expect, it } from 'vitest';
import { explain, type Policy } from '../../src/index.js';
import { RelativesRule } from '../../src/solving/relatives.js';
import { toyPerson, toyPost } from '../support/toy.js';
import { market, read, run, seats, type Read } from './rounds.js';

const units = [{ id: 'U1', name: 'One' }, { id: 'U2', name: 'Two' }];
const rule = (policy: Policy): void => {
  policy.relations = { declaration: 'either', sameUnit: { maxDegree: 2, citation: { own: 'a test' } } };
};
const kin = (degree = 2) => [{ a: 'A', b: 'B', kind: 'siblings', degree, source: 'S1' }] as never;

/** Two posts in U1 and one in U2, nobody above anybody; the best plan seats the siblings A and B in U1. */
const siblings = (more: object = {}, change: (policy: Policy) => void = rule): Read =>
  read(
    {
      units,
      positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'LOW', { unit: 'U2' })],
      people: [toyPerson({ id: 'A', exam: 90 }), toyPerson({ id: 'B', exam: 80 }), toyPerson({ id: 'C', exam: 10 })],
      relations: kin(),
      ...more,
    },
    change,
  );

describe('related people in one unit', () => {
  it('are not seated there, in whatever posts; the plan is proven best with the rule', async () => {
    const proposal = await run(siblings());
    expect(seats(proposal)).toBe('A-J1 B-J3 C-J2');
    expect(proposal.certain).toMatchObject({ status: 'optimal', tiesProven: false, gap: null });
  });

  it('are where the degree is not covered, and where the policy has no such rule', async () => {
    expect(seats(await run(siblings({ relations: kin(3) })))).toBe('A-J1 B-J2 C-J3');
    expect(seats(await run(siblings({}, (p) => (p.relations = { declaration: 'either' }))))).toBe('A-J1 B-J2 C-J3');
  });

  it('may both stay where they sit, but neither may move there beside the other, nor within', async () => {
    const people = (a?: string, b?: string) => ({ people: [toyPerson({ id: 'A', exam: 90, ...(a && { seat: a }) }), toyPerson({ id: 'B', exam: 80, ...(b && { seat: b }) }), toyPerson({ id: 'C', exam: 10 })] });
    expect(seats(await run(siblings(people('J1', 'J2'))))).toBe('A-J1 B-J2 C-J3');
    const beside = await run(siblings(people('J1')));
    expect(seats(beside)).toBe('A-J1 B-J3 C-J2');
    // both sit in U1 today, and B would be promoted within it: that would be a move into it anew
    const within = siblings({ positions: [toyPost('J0', 'LOW'), toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'LOW', { unit: 'U2' })], ...people('J1', 'J0') });
    expect(seats(await run(within))).toBe('A-J1 B-J0 C-J2');
  });

  it('share no post of several seats either', async () => {
    const shared = siblings({ positions: [toyPost('J1', 'TOP', { seats: 2 }), toyPost('J3', 'LOW', { unit: 'U2' })] });
    expect(seats(await run(shared))).toBe('A-J1 B-J3 C-J1');
  });

  it('who must both be seated there leave no plan', async () => {
    const pins = ['A J1', 'B J2'].map((p) => ({ person: p[0], position: p.slice(2), by: 'the mayor', reason: 'decree' })) as never;
    expect((await run(siblings({ pins }))).certain).toMatchObject({ status: 'infeasible', shortage: null });
  });

  it('are kept apart beside the line of command: each rule finds its own', async () => {
    const both = siblings({ positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'LOW', { unit: 'U2', superior: 'J1' })] }, (policy) => {
      policy.relations.sameUnit = { maxDegree: 2, citation: { own: 'a test' } };
    });
    const m = market(both);
    const rules = new RelativesRule(m);
    expect(rules.breaches(Int32Array.of(0, 1, -1)).map((b) => b.rule)).toEqual(['sameUnit']);
    expect(rules.breaches(Int32Array.of(0, 2, -1)).map((b) => b.rule)).toEqual(['lineOfCommand']);
    expect(seats(await run(both))).toBe('A-J1 C-J2'); // B has no place beside A in either
  });

  it('are the named cause where somebody better is passed over', async () => {
    const input = siblings({
      positions: [toyPost('J1', 'MID'), toyPost('J2', 'LOW'), toyPost('J3', 'LOW', { unit: 'U2' })],
      people: [toyPerson({ id: 'A', exam: 1 }), toyPerson({ id: 'B', exam: 80, seat: 'J3' }), toyPerson({ id: 'C', exam: 10 })],
      pins: [{ person: 'A', position: 'J2', by: 'the mayor', reason: 'decree' }] as never,
    });
    const proposal = await run(input);
    expect(seats(proposal)).toContain('C-J1');
    expect(explain(proposal, input.round, input.policy).passedOver()).toMatchObject([{ person: 'B', position: 'J1', taken: 'C', cause: { kind: 'relatives', people: ['A', 'B'] } }]);
  });
});
