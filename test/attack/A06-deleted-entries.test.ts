// A06: an entry in the middle is deleted. Each of 500 entries: test/full/attack-log.full.ts.
import { expect, it } from 'vitest';
import { deletionIsFound } from './cut-logs.js';
import { logOf, of } from './logs.js';

const made = await logOf(24);

it('(the control) the whole log holds, and with a checkpoint that somebody kept it is complete', async () => {
  expect(of(made.bundle, 'integrity')).toBe('holds');
  expect(of(made.bundle, 'completeness', { checkpoints: [await made.pen.checkpoint()] })).toBe('holds');
});

it.each([0, 1, 3, 5, 7, 15, 23])('entry %i of 24', (k) => deletionIsFound(made, k));
