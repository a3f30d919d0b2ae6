import { hashDocument } from '../../src/canonical/index.js';
import type { Explanation, Policy, Proposal, Round } from '../../src/index.js';
import { explain, propose } from '../../src/index.js';
import { seal } from '../../src/intake/index.js';
import { NONCE, toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

export interface Case {
  readonly round: Round;
  readonly policy: Policy;
  readonly proposal: Proposal;
  readonly explanation: Explanation | null;
}

/** Proposes without the door of intake, so that texts may hold what intake would refuse. */
export async function caseOf(round: Round, policy: Policy): Promise<Case> {
  const sealed = { policy, hash: hashDocument('meritra/policy/0', policy) };
  const proposal = await propose(round, sealed);
  return { round, policy, proposal, explanation: proposal.certain.status === 'infeasible' ? null : explain(proposal, round, sealed) };
}

/** The toy policy with a flag, a law that names its confirmer, and a title in both languages. */
export function richPolicy(change: (policy: Policy) => void = () => undefined): Policy {
  return toyPolicy((p) => {
    p.gates.push(
      { id: 'trained', label: { en: 'has the training', id: 'sudah mengikuti pelatihan' }, citation: { source: 'Custom of offices', confidence: 'C' }, rule: { op: 'compare', left: { op: 'person', attribute: 'skill' }, is: '>=', right: { op: 'const', value: 70 } } },
      {
        id: 'exam-min',
        label: { en: 'exam passed', id: 'lulus ujian' },
        citation: { source: 'Toy act, article 3', confidence: 'm', confirmed: { by: 'The clerk', on: '2026-11-02', document: 'Letter 7' } },
        onlyForMoves: true,
        when: { op: 'compare', left: { op: 'level', of: 'position' }, is: '>=', right: { op: 'const', value: 1 } },
        rule: { op: 'compare', left: { op: 'person', attribute: 'exam' }, is: '>=', right: { op: 'const', value: 40 } },
      },
    );
    change(p);
  });
}

/** A chain of three, a loop of two, a near-tie, an unknown gate, a flag, a lone vacancy, relatives in line, and data no rule reads. */
export function richRound(change: (round: Round) => void = () => undefined): Round {
  const round = toyRound({
    title: 'A round for the report',
    horizon: '2027-01-31',
    positions: [
      toyPost('J1', 'TOP', { critical: true }),
      toyPost('J2', 'MID', { superior: 'J1' }),
      toyPost('J3', 'LOW', { mustFill: { reason: 'the office must open' } }),
      toyPost('J4', 'LOW', { attributes: { field: 'special' } }),
      toyPost('J5', 'LOW', { attributes: { field: 'law' }, requires: [{ attribute: 'exam', is: '>=', value: 99, standard: 'Standard 5' }] }),
      toyPost('J6', 'MID'),
      toyPost('J7', 'LOW', { superior: 'J8' }),
      toyPost('J8', 'LOW'),
    ],
    people: [
      toyPerson({ id: 'A', seat: 'J2', exam: 90, skill: 80, rating: 70 }),
      toyPerson({ id: 'B', seat: 'J3', exam: 80, skill: 60, rating: 60 }),
      toyPerson({ id: 'C', exam: 50.5, skill: 50, rating: 50, fields: ['special'] }),
      toyPerson({ id: 'D', exam: 50.5, skill: 50, rating: 50 }),
      toyPerson({ id: 'E', exam: 95, skill: 95, cleared: false, fields: ['other'] }),
      { ...toyPerson({ id: 'F', exam: 70, skill: 90, rating: 90 }), evidence: toyPerson({ id: 'F', exam: 70, skill: 90, rating: 90 }).evidence.filter((e) => e.attribute !== 'cleared') },
      toyPerson({ id: 'G', seat: 'J6', exam: 30, skill: 99, rating: 99, senior: 3 }),
      toyPerson({ id: 'H', seat: 'J7', exam: 60, skill: 60, rating: 60, cleared: false }),
      toyPerson({ id: 'I', seat: 'J8', exam: 91, skill: 80, rating: 70, fields: ['x', 'y'] }),
    ],
    relations: [{ a: 'H', b: 'I', kind: 'sibling', degree: 2, source: 'S1' }],
    reveals: [{ party: 'panel', nonce: NONCE }],
  });
  change(round);
  return round;
}

export const sealed = seal(richPolicy());
