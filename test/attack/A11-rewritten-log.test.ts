// A11: whoever holds the key writes the whole log anew. One head that somebody kept, or one witness, shows it; nothing else can, and nothing else is claimed.
import { beforeAll, expect, it } from 'vitest';
import { compareCheckpoints, cosignatureLine, consistencyProof, memoryWitnessState, Witness } from '../../src/trail/index.js';
import { manyPeople } from './honest.js';
import { logOf, of, verdict, type Told } from './logs.js';
import type { Pen} from './pen.js';
import { LOG_KEY, story, trailBundle, WITNESS, WITNESS_KEY, worldOf } from './pen.js';
import type { Loose } from './changes.js';

let made: Told;
let rewritten: { readonly pen: Pen; readonly bundle: Loose };
beforeAll(async () => {
  made = await logOf(12);
  const other = await worldOf({ ...manyPeople(8, 2), id: made.world.round.id }); // other scores, another winner
  const pen = story(other);
  while (pen.entries.length < 20) pen.add('exploration', { purpose: 'what-if', policy: made.pen.entries[1].body.policy, reason: null }, { round: other.round.id });
  rewritten = { pen, bundle: await trailBundle(other, pen) };
});
const witnesses = { keys: [WITNESS_KEY], quorum: 1 };

it('(the control) the true log agrees with every head that was kept of it', async () => {
  const checkpoints = await Promise.all([1, 5, 9, 12].map((size) => made.pen.checkpoint(size)));
  expect([of(made.bundle, 'completeness', { checkpoints }), of(made.bundle, 'anchored', { checkpoints })]).toEqual(['holds', 'holds 12']);
});

it('without outside memory everything inside holds, and the answer is unproven', () => {
  for (const check of ['format', 'integrity', 'feasibility', 'scores', 'optimality', 'ties']) expect(of(rewritten.bundle, check)).toBe('holds');
  for (const check of ['completeness', 'anchored']) expect(of(rewritten.bundle, check)).toBe('unproven');
  expect(verdict(rewritten.bundle, 'anchored').detail).toMatch(/Nobody outside/);
});

it.each([4, 7, 8, 12])('one head of %i entries that somebody kept shows it', async (size) => {
  const kept = await made.pen.checkpoint(size);
  expect(of(rewritten.bundle, 'anchored', { checkpoints: [kept] })).toBe('fails E_LOG_FORK /trail/checkpoint');
  const tree = rewritten.pen.tree();
  const now = await rewritten.pen.checkpoint();
  expect(await compareCheckpoints(kept, now, [LOG_KEY], (level, index) => tree.hash(level, index))).toEqual({ outcome: 'fork', code: 'E_LOG_FORK', evidence: [kept, now] });
});

it('a head from before the first thing that was changed agrees: it says no more than it covers', async () => {
  expect(of(rewritten.bundle, 'anchored', { checkpoints: [await made.pen.checkpoint(1)] })).toBe('holds 1');
  expect(of(rewritten.bundle, 'completeness', { checkpoints: [await made.pen.checkpoint(1)] })).toBe('unproven');
});

it('one witness who saw the true log never cosigns the other, and without his name it is not anchored', async () => {
  const own = new Witness({ signer: WITNESS, logs: [LOG_KEY], state: memoryWitnessState(), clock: () => Date.UTC(2026, 10, 21) / 1000 });
  await own.cosign(await made.pen.checkpoint(8), []);
  const tree = rewritten.pen.tree();
  const now = await rewritten.pen.checkpoint();
  await expect(own.cosign(now, consistencyProof(8, 20, (level, index) => tree.hash(level, index)))).rejects.toMatchObject({ code: 'E_PROOF' });
  expect(of(rewritten.bundle, 'anchored', { witnesses })).toBe('unproven');
  const forged = now + (await cosignatureLine('other text\n', WITNESS, 1_800_000_000)); // his line from under another text
  expect(of({ ...rewritten.bundle, trail: { ...rewritten.bundle.trail, checkpoint: forged } }, 'integrity', { witnesses })).toBe('fails E_SIGNATURE /trail/checkpoint');
});

it('another key is no way round: whoever knows the key of the log takes no other, whatever the first entry names', async () => {
  const { signerOf, formatVerifierKey } = await import('../../src/trail/index.js');
  const thief = signerOf(new Uint8Array(32).fill(9), 'example.org/log');
  const pen = rewritten.pen.copy();
  pen.entries[0] = { ...pen.entries[0], body: { ...pen.entries[0].body, keys: [formatVerifierKey(thief)] } };
  const b = { ...rewritten.bundle, trail: { ...rewritten.bundle.trail, entries: pen.entries, checkpoint: await pen.checkpoint(20, thief) } };
  expect(of(b, 'integrity')).toBe('holds'); // nobody said which key
  expect(of(b, 'integrity', { keys: [LOG_KEY] })).toBe('fails E_KEY /trail/checkpoint');
});
