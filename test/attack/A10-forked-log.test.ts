// A10: one log for the court, another for the ministry, both signed with the true key. All sizes from 1 to 64: test/full/attack-log.full.ts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileWitnessState } from '../../src/node/index.js';
import { compareCheckpoints, consistencyProof, memoryWitnessState } from '../../src/trail/index.js';
import { branch, forkIsFound, head, KEY, LENGTH, reader, refused, truth, witness } from './forked-log.js';

const SIZES = [1, 2, 3, 7, 8, 63, 64];
const dir = mkdtempSync(join(tmpdir(), 'meritra-fork-'));
afterAll(() => rmSync(dir, { recursive: true }));

it('(the control) heads of one log at every size extend each other, and a witness signs all of them', async () => {
  const court = await head(truth, 'truth', LENGTH);
  const own = witness(memoryWitnessState());
  let before = 0;
  for (const size of SIZES) {
    const note = await head(truth, 'truth', size);
    expect(await compareCheckpoints(note, court, [KEY], reader(truth))).toEqual({ outcome: 'extends', shorter: size, longer: LENGTH });
    await own.cosign(note, before === 0 ? [] : consistencyProof(before, size, reader(truth)));
    before = size;
  }
});

describe('two branches', () => {
  it.each([1, 7, 64])('that part after entry %i: two auditors who compare heads hold the evidence, the witness signs one branch only', forkIsFound);

  it.each([1, 32])('that part after entry %i: the witness refuses the second one after a restart too', async (from) => {
    const false_ = branch(from, 'false');
    const court = await head(truth, 'truth', LENGTH);
    const folder = join(dir, String(from));
    await witness(fileWitnessState(folder)).cosign(await head(truth, 'truth', from + 1), []);
    const again = witness(fileWitnessState(folder)); // another process, the same folder
    expect(await refused(again.cosign(await head(false_, `false ${from}`, from + 1), []))).toBe('E_LOG_FORK');
    expect(await refused(again.cosign(await head(false_, `false ${from}`, LENGTH), consistencyProof(from + 1, LENGTH, reader(false_))))).toBe('E_PROOF');
    expect(await refused(again.cosign(await head(truth, 'truth', from), []))).toBe('E_LOG_TRUNCATED');
    expect(await refused(again.cosign(court, consistencyProof(from + 1, LENGTH, reader(truth))))).toBe('taken');
  });
});

it('(the defence removed) a witness that forgets signs both branches: what it knows must outlive it', async () => {
  const ministry = await head(branch(9, 'false'), 'false 9', 10);
  expect(await refused(witness(memoryWitnessState()).cosign(await head(truth, 'truth', 10), []))).toBe('taken');
  expect(await refused(witness(memoryWitnessState()).cosign(ministry, []))).toBe('taken');
});
