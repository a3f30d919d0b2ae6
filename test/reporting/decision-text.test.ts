import { describe, expect, it } from 'vitest';
import { decide, explain, repair, type Amendment } from '../../src/index.js';
import { decisionText, report } from '../../src/reporting/index.js';
import { office } from '../deciding/rounds.js';
import { readMarkup } from './markup.js';

const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

async function told(): Promise<{ readonly one: Awaited<ReturnType<typeof office>>; readonly followed: Amendment; readonly decision: Amendment; readonly repaired: Amendment }> {
  const one = await office();
  const { proposal, round, policy } = one;
  const decision = await decide(proposal, round, policy, { by: 'mayor', on: '2026-11-25', changes: [{ position: 'H', person: 'B', reason: 'knows the\u001b[31m ministry <best>'.replace('\u001b', '') }, { position: 'S2', person: null, reason: 'the post is to be cut' }] });
  const repaired = await repair(decision, round, policy, { by: 'mayor', on: '2026-12-01', cause: 'objection-upheld', person: 'F', position: 'S1', document: 'answer 4' });
  return { one, followed: await decide(proposal, round, policy, { by: 'mayor', on: '2026-11-25', changes: [] }), decision, repaired };
}

describe('decisionText', () => {
  it('tells who signed, each change with its cause and rank, who is affected and what it costs', async () => {
    const { one, decision } = await told();
    expect(decisionText(decision, one.round, one.policy, { locale: 'en' })).toBe(`Decision of 25 November 2026, signed by mayor, in the round “The office” as of 21 November 2026.

Name of B (B) is given the post Post H (H).
  This is the decider’s own choice.
  Reason: knows the[31m ministry <best>
  By fit for this post the person is number 2 of 4 who may hold it; equal fits share a rank.
  Declared as related to the person: panel-1.

The post Post S2 (S2) is given to nobody new.
  This is the decider’s own choice.
  Reason: the post is to be cut

The place of 2 people is no longer the one that was announced:
  Name of A (A): not Post H (H), but Post D2 (D2); this follows from the changes.
  Name of B (B): not Post D2 (D2), but Post H (H).

Against what was announced, from the most important aim down:
  Merit, top: 6.00 points less.
  Merit, middle: 4.00 points less.
  As few moves as possible: 1 move more.

Proven: with these changes no plan alters fewer announced places without taking somebody’s post or today’s seat away, and none that alters as few is better by the policy.
`);
  });

  it('does so in Indonesian, and of a proposal that is followed in one sentence', async () => {
    const { one, followed, repaired } = await told();
    const text = decisionText(repaired, one.round, one.policy, { locale: 'id' });
    for (const said of ['Perbaikan tanggal 1 Desember 2026, ditandatangani oleh mayor', 'Name of F (F) diberi jabatan Post S1 (S1).', 'Keberatan dikabulkan.', 'Dokumen: answer 4.', 'Name of E (E): bukan Post S1 (S1), melainkan tanpa jabatan; ini akibat dari perubahan.', 'berkurang']) expect(text).toContain(said);
    expect(decisionText(followed, one.round, one.policy, { locale: 'en' }).split('\n\n')).toHaveLength(2);
    expect(decisionText(followed, one.round, one.policy, { locale: 'id' })).toContain('Usulan diikuti sebagaimana adanya');
  });

  it('says what is not proven and where fewer people sit, and nothing in it steers a terminal', async () => {
    const { one, decision } = await told();
    const hostile = { ...one.round, people: one.round.people.map((p) => ({ ...p, name: `N\u001b[2J\u009b1m\n${p.id}` })) };
    const open = { ...decision, plan: { ...decision.plan, status: 'feasible' as const }, vacated: [{ position: 'D1', seats: 2 }], loss: [] };
    const text = decisionText(open, hostile, one.policy, { locale: 'en' });
    expect(text).not.toMatch(CONTROL);
    for (const said of ['It is not proven that no better plan keeps these changes.', 'Fewer people than announced sit here: Post D1 (D1) (2 seats).', 'nothing is lost and nothing gained']) expect(text).toContain(said);
  });
});

it('the report has a section on them where there are any, and escapes what they say', async () => {
  const { one, decision, repaired } = await told();
  const { proposal, round, policy } = one;
  const input = { round, policy: policy.policy, proposal, explanation: explain(proposal, round, policy) };
  const source = report({ ...input, amendments: [decision, repaired] }, { locale: 'en' });
  expect(source).toContain('ministry &lt;best&gt;');
  const { text } = readMarkup(source);
  for (const said of ['Decision and repairs', 'Decision of 25 November 2026', 'Repair of 1 December 2026', 'An objection was upheld.']) expect(text).toContain(said);
  expect(report(input, { locale: 'en' })).not.toContain('id="decision"');
});
