import { propose, seal, parseRound, type Policy, type Proposal, type Round, type SealedPolicy } from '../../src/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

export interface Office {
  readonly round: Round;
  readonly policy: SealedPolicy;
  readonly proposal: Proposal;
}

/**
 * An office of five posts: H is empty; A leads D1, B D2, C sits in S1 and D in S2; E and F come from outside. Proposed: A to H, C to D1, E to S1. B and D are
 * eligible for everything above them with lower fits; F is eligible for S1 and S2; X is not cleared.
 */
export async function office(change: (round: Round) => void = () => undefined, ofPolicy: (policy: Policy) => void = () => undefined): Promise<Office> {
  const round = toyRound({
    title: 'The office',
    positions: [toyPost('H', 'TOP'), toyPost('D1', 'MID'), toyPost('D2', 'MID'), toyPost('S1', 'LOW'), toyPost('S2', 'LOW')],
    people: [
      toyPerson({ id: 'A', seat: 'D1', exam: 90, skill: 90, rating: 90 }),
      toyPerson({ id: 'B', seat: 'D2', exam: 84, skill: 84, rating: 84 }),
      toyPerson({ id: 'C', seat: 'S1', exam: 80, skill: 80, rating: 80 }),
      toyPerson({ id: 'D', seat: 'S2', exam: 76, skill: 76, rating: 76 }),
      toyPerson({ id: 'E', exam: 70, skill: 70, rating: 70 }),
      toyPerson({ id: 'F', exam: 60, skill: 60, rating: 60 }),
      toyPerson({ id: 'X', exam: 99, skill: 99, rating: 99, cleared: false }),
    ],
    actors: [
      { id: 'mayor', role: 'decider', statement: { on: '2026-11-01', document: 'form' } },
      { id: 'panel-1', role: 'panel', person: 'F', statement: { on: '2026-11-01', document: 'form' }, interests: [{ person: 'B', kind: 'friend' }] },
    ],
    relations: [{ a: 'F', b: 'D', kind: 'cousin', degree: 4, source: 'S1' }],
  });
  change(round);
  const policy = seal(
    toyPolicy((p) => {
      // only cleared people come in from outside, and only to the lowest posts
      p.gates.push({
        id: 'rungs',
        label: { en: 'one rung at a time' },
        citation: { source: 'Toy act, article 4', confidence: 'V' },
        when: { op: 'compare', left: { op: 'level', of: 'seat' }, is: '<', right: { op: 'const', value: 0 } },
        rule: { op: 'compare', left: { op: 'level', of: 'position' }, is: '=', right: { op: 'const', value: 0 } },
      });
      ofPolicy(p);
    }),
  );
  const parsed = parseRound(round, policy).round;
  return { round: parsed, policy, proposal: await propose(parsed, policy) };
}
