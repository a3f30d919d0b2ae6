// A13: a favour hides in a numeric tolerance. 1/10,000 point is enough to decide, and less than the gap of 1e-4 that solvers allow by default.
import { describe, expect, it } from 'vitest';
import { seal } from '../../src/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import type { Loose } from './changes.js';
import { failures, honest, open } from './honest.js';

/** Two people for one post; `exam` counts 60 of 100, so 0.000167 points of it are one unit of 1/10,000 point. */
const round = (a: number, b: number) => toyRound({ positions: [toyPost('J1', 'LOW')], people: [toyPerson({ id: 'A', exam: a, skill: 50, rating: 50 }), toyPerson({ id: 'B', exam: b, skill: 50, rating: 50 })] });
const BEST = 90.000167;

/** The proposal that seats B, honest in every part but that A is better by one unit; hashes, fit and values as the attacker would write them. */
async function secondBest(): Promise<Loose> {
  const truth = (await honest(round(BEST, 90))).bundle;
  const b = (await honest(round(BEST, 90.000334))).bundle;
  const plan = b.proposal.certain;
  const units = truth.proposal.certain.objectives.find((x: Loose) => x.stage === 'merit:LOW');
  for (const stage of [...plan.objectives, ...plan.certificate.stages]) if (stage.stage === 'merit:LOW') stage.value = units.value - 1;
  const move = plan.moves[0];
  move.fit.low = move.fit.high = truth.proposal.certain.moves[0].fit.low - 1;
  move.fit.parts[0].low = move.fit.parts[0].high = truth.proposal.certain.moves[0].fit.parts[0].low - 1;
  return { ...truth, proposal: { ...b.proposal, round: truth.proposal.round } };
}

it('(the control) the better one by a ten-thousandth of a point is proposed, and the proof holds', async () => {
  const { bundle } = await honest(round(BEST, 90));
  expect(bundle.proposal.certain.seats).toEqual([['A', 'J1']]);
  expect(open(bundle)).toEqual([]);
});

it('the second best, one unit away, is refused whatever proof it brings, and nothing else of it is wrong', async () => {
  const b = await secondBest();
  expect(b.proposal.certain.seats).toEqual([['B', 'J1']]);
  expect(failures(b)).toEqual(['optimality E_CERT_NOT_OPTIMAL /proposal/certain/certificate/stages/1']);
  b.proposal.certain.certificate = (await honest(round(BEST, 90))).bundle.proposal.certain.certificate; // the true proof, under the false plan
  expect(failures(b)).toEqual(['optimality E_CERT_NOT_OPTIMAL /proposal/certain/certificate/stages/1']);
});

describe('there is no tolerance to ask for', () => {
  it.each([1e-4, 0, null])('tolerance: %s in a policy is refused', (tolerance) => {
    expect(() => seal({ ...toyPolicy(), tolerance })).toThrow(expect.objectContaining({ code: 'E_TOLERANCE', path: '/tolerance' }));
  });

  it('nor in the bundle or the checker', async () => {
    const { bundle } = await honest(round(BEST, 90));
    expect(failures({ ...bundle, policy: { ...bundle.policy, tolerance: 1 } })[0]).toMatch(/^format E_FORMAT \/policy/);
    expect(failures(await secondBest(), { tolerance: 1, skip: ['optimality'] } as never)).toEqual(['optimality E_CERT_NOT_OPTIMAL /proposal/certain/certificate/stages/1']);
  });
});
