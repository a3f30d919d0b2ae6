import { beforeAll, describe, expect, it } from 'vitest';
import { hashDocument } from '../../src/canonical/index.js';
import { bundle, decide, repair, type Bundle, type Decision, type Repair } from '../../src/index.js';
import { verify } from '../../src/verify/index.js';
import { office, type Office } from '../deciding/rounds.js';
import type { Loose } from './builder.js';

let one: Office;
let decision: Decision;
let repairs: readonly Repair[];

beforeAll(async () => {
  one = await office();
  const { proposal, round, policy } = one;
  decision = await decide(proposal, round, policy, { by: 'mayor', on: '2026-11-25', changes: [{ position: 'H', person: 'B', reason: 'knows the ministry best' }, { position: 'S2', person: null, reason: 'the post is to be cut' }] });
  const refused = await repair(decision, round, policy, { by: 'mayor', on: '2026-12-01', cause: 'refused', person: 'B' });
  const court = await repair(refused, round, policy, { by: 'mayor', on: '2026-12-02', cause: 'court', person: 'F', position: 'S1', document: 'judgement 5' });
  repairs = [refused, court];
});

const good = (): Bundle => structuredClone(bundle(one.proposal, one.round, one.policy, { decision, repairs }));
const last = (document: unknown) => verify(document).verdicts.at(-1)!;

/** A forged bundle whose chain of hashes was written anew, so that only the content can give it away. */
function forged(change: (b: Loose) => void): Bundle {
  const b: Loose = good();
  change(b);
  let before = b.proposal;
  for (const amendment of [...(b.decision ? [b.decision] : []), ...(b.repairs ?? [])]) {
    if (amendment.of?.hash?.startsWith('sha256:')) amendment.of.hash = hashDocument(before.format, before);
    before = amendment;
  }
  return b;
}

describe('the check of a decision', () => {
  it('stands last, holds with its repairs, and is not made where there is none', () => {
    expect(verify(good()).verdicts.map((v) => v.check).slice(-2)).toEqual(['ties', 'decision']);
    expect(verify(good()).verdicts.filter((v) => v.outcome === 'fails')).toEqual([]);
    expect(last(good())).toMatchObject({ check: 'decision', outcome: 'holds', detail: 'A decision and 2 repairs: 2 changes and 2 changed places; 1 change and 2 changed places; 1 change and 2 changed places.' });
    expect(last(bundle(one.proposal, one.round, one.policy))).toEqual({ check: 'decision', outcome: 'not-checked', detail: 'The bundle holds no decision and no repair.' });
  });

  it('is not made where the proposal has no readable plan or the bundle is in no format', () => {
    expect(last(forged((b) => (b.proposal.certain.seats[0][0] = 'nobody'))).outcome).toBe('not-checked');
    expect(last({ ...good(), repairs: [] })).toMatchObject({ outcome: 'not-checked' });
    expect(verify({ ...good(), repairs: [] }).verdicts[0]).toMatchObject({ code: 'E_FORMAT', path: '/repairs' });
    expect(verify(forged((b) => (b.decision.act = 'repair'))).verdicts[0]).toMatchObject({ code: 'E_FORMAT', path: '/decision/act' });
    expect(verify(forged((b) => (b.decision.changes[0].reason = 'because I'))).verdicts[0]).toMatchObject({ code: 'E_FORMAT', path: '/decision/changes/0/reason' });
  });

  it.each<readonly [string, string, string, (b: Loose) => void]>([
    ['another round', 'E_INPUT_HASH', '/decision/round/hash', (b) => (b.decision.round.hash = b.decision.policy.hash)],
    ['another round by its id', 'E_INPUT_HASH', '/repairs/0/round/id', (b) => (b.repairs[0].round.id = 'R-2')],
    ['another day of the round', 'E_INPUT_HASH', '/decision/round/asOf', (b) => (b.decision.round.asOf = '2026-11-20')],
    ['another policy', 'E_POLICY_HASH', '/decision/policy/hash', (b) => (b.decision.policy.hash = b.decision.round.hash)],
    ['another policy by its id', 'E_POLICY_HASH', '/repairs/1/policy/id', (b) => (b.repairs[1].policy.id = 'other')],
    ['a repair of another kind of document', 'E_DECISION', '/repairs/0/of', (b) => { b.repairs[0].of.format = b.proposal.format; }],
    ['a signer who is no decider', 'E_DECISION', '/decision/by', (b) => (b.decision.by = 'panel-1')],
    ['a day before the round', 'E_DECISION', '/decision/on', (b) => (b.decision.on = '2026-11-20')],
    ['a repair before the decision', 'E_DECISION', '/repairs/0/on', (b) => (b.repairs[0].on = '2026-11-24')],
    ['a repair without a change', 'E_DECISION', '/repairs/0/changes', (b) => (b.repairs[0].changes = [])],
    ['a plan changed by nothing', 'E_DECISION', '/decision/plan', (b) => { b.decision.changes = []; b.decision.inForce = { required: [], forbidden: [], closed: [] }; }],
    ['changes in another order', 'E_DECISION', '/decision/changes/1', (b) => b.decision.changes.reverse()],
    ['a post that there is not', 'E_DECISION', '/decision/changes/1/position', (b) => (b.decision.changes[1].position = 'Z')],
    ['a person that there is not', 'E_DECISION', '/decision/changes/0/person', (b) => (b.decision.changes[0].person = 'Q')],
    ['a choice that names nobody and closes nothing', 'E_DECISION', '/decision/changes/0/person', (b) => (b.decision.changes[0].person = null)],
    ['one person twice', 'E_DECISION', '/decision/changes/1/person', (b) => (b.decision.changes[1] = { ...b.decision.changes[0], position: 'S2' })],
    ['a decline in a decision', 'E_DECISION', '/decision/changes/0/cause', (b) => (b.decision.changes[0].cause = 'court')],
    ['a decline that gives a post', 'E_DECISION', '/repairs/1/changes/0/cause', (b) => (b.repairs[1].changes[0].cause = 'declined')],
    ['a choice without a reason', 'E_DECISION', '/decision/changes/0/reason', (b) => delete b.decision.changes[0].reason],
    ['an order without a document', 'E_DECISION', '/repairs/1/changes/0/document', (b) => delete b.repairs[1].changes[0].document],
    ['a refusal of what was not announced', 'E_DECISION', '/repairs/0/changes/0/position', (b) => (b.repairs[0].changes[0].position = 'D2')],
    ['a better rank', 'E_DECISION', '/decision/changes/0/rank', (b) => (b.decision.changes[0].rank = 1)],
    ['more rivals', 'E_DECISION', '/decision/changes/0/of', (b) => (b.decision.changes[0].of = 9)],
    ['a relation left out', 'E_DECISION', '/decision/changes/0/related', (b) => (b.decision.changes[0].related = [])],
    ['a rank of nobody', 'E_DECISION', '/decision/changes/1/rank', (b) => (b.decision.changes[1].rank = 1)],
    ['an order forgotten', 'E_DECISION', '/repairs/0/inForce/closed', (b) => (b.repairs[0].inForce.closed = [])],
    ['a refusal forgotten', 'E_DECISION', '/repairs/1/inForce/forbidden', (b) => (b.repairs[1].inForce.forbidden = [])],
    ['an order kept that was refused', 'E_DECISION', '/repairs/0/inForce/required', (b) => (b.repairs[0].inForce.required = [['B', 'H']])],
    ['a plan against an order', 'E_PLAN', '/decision/plan/seats/4', (b) => (b.decision.plan.seats[4] = ['E', 'S2'])],
    ['somebody ordered to a post who is not eligible', 'E_PIN_INELIGIBLE', '/decision/changes/0/person', (b) => { Object.assign(b.decision.changes[0], { person: 'X', rank: 1, of: 5, related: [] }); b.decision.inForce.required = [['X', 'H']]; }],
    ['no plan', 'E_DECISION', '/decision/plan/status', (b) => (b.decision.plan.status = 'infeasible')],
    ['a change left out of the list', 'E_DECISION', '/decision/changed', (b) => b.decision.changed.pop()],
    ['a change told as induced', 'E_DECISION', '/decision/changed/1', (b) => (b.decision.changed[1].why = 'induced')],
    ['an empty post told', 'E_DECISION', '/decision/vacated', (b) => b.decision.vacated.push({ position: 'H', seats: 1 })],
    ['a loss made smaller', 'E_DECISION', '/decision/loss/1', (b) => (b.decision.loss[1].loss = 0)],
    ['a proof that claims more', 'E_CERT_BOUND', '/decision/plan/certificate/stages/1/value', (b) => b.decision.plan.certificate.stages[1].value++],
    ['a stage left out of the proof', 'E_CERT_SHAPE', '/repairs/0/plan/certificate/stages/1/stage', (b) => b.repairs[0].plan.certificate.stages.splice(1, 1)],
  ])('refuses %s', (_, code, path, change) => {
    expect(last(forged(change))).toMatchObject({ outcome: 'fails', code, path });
  });

  it('refuses a document that another was made of, whatever the hashes of the rest', () => {
    const b: Loose = good();
    b.decision.changes[0].reason = 'another reason, given later';
    expect(last(b)).toMatchObject({ code: 'E_DECISION', path: '/repairs/0/of' });
    const shorter: Loose = good();
    shorter.repairs.shift();
    expect(last(shorter)).toMatchObject({ code: 'E_DECISION', path: '/repairs/0/of' });
    const c: Loose = good();
    c.proposal.engine.version = '0.0.9';
    expect(last(c)).toMatchObject({ code: 'E_DECISION', path: '/decision/of' });
  });

  it('refuses a plan that changes more places than it must, though its merit is higher', async () => {
    const { proposal, round, policy } = one;
    // the plan of two changes, told as that of one
    const same = await decide(proposal, round, policy, { by: 'mayor', on: '2026-11-25', changes: [{ position: 'S1', person: 'F', reason: 'knows the ministry best' }] });
    const other = await decide(proposal, round, policy, { by: 'mayor', on: '2026-11-25', changes: [{ position: 'S1', person: 'F', reason: 'knows the ministry best' }, { position: 'D1', person: 'B', reason: 'knows the ministry best' }] });
    const moved: Loose = structuredClone({ ...same, plan: { ...other.plan }, changed: other.changed, vacated: other.vacated, loss: other.loss });
    expect(last(bundle(proposal, round, policy, { decision: same })).outcome).toBe('holds');
    expect(last(bundle(proposal, round, policy, { decision: moved }))).toMatchObject({ outcome: 'fails', code: expect.stringMatching(/^E_CERT_/) as string });
  });
});
