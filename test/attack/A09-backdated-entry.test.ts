// A09: the clock is set back. The time of an entry is what its writer's clock said: a claim, bounded by the order of entries and by witnesses.
import { beforeAll, describe, expect, it } from 'vitest';
import { cosignatureLine } from '../../src/trail/index.js';
import type { Loose } from './changes.js';
import { logOf, of, type Told } from './logs.js';
import type { Pen} from './pen.js';
import { timeOf, trailBundle, WITNESS, WITNESS_KEY } from './pen.js';

const DAY = 86_400;
let made: Told;
beforeAll(async () => {
  made = await logOf(16);
});
const witnesses = { keys: [WITNESS_KEY], quorum: 1 };
const cosigned = async (pen: Pen, size: number, at: number): Promise<string> => {
  const note = await pen.checkpoint(size);
  return note + (await cosignatureLine(note.slice(0, note.indexOf('\n\n') + 1), WITNESS, at));
};
/** The log with the clock moved from entry k on. */
const shifted = (k: number, seconds: number): Pen => {
  const pen = made.pen.copy();
  pen.entries = pen.entries.map((e: Loose, at) => (at < k ? e : { ...e, time: timeOf(Date.parse(e.time) / 1000 + seconds) }));
  return pen;
};
const bundleOf = (pen: Pen): Promise<Loose> => trailBundle(made.world, pen);

it('(the control) a clock that goes on holds, also one that goes on by days, and one that stands still', async () => {
  for (const pen of [made.pen, shifted(5, 3 * DAY), shifted(9, -60)]) {
    const b = await bundleOf(pen);
    expect([of(b, 'integrity'), of(b, 'completeness')]).toEqual(['holds', 'unproven']);
  }
});

describe('a clock set back', () => {
  it.each([[1, -400 * DAY], [4, -61], [9, -3_600], [15, -400 * DAY]])('before entry %i, by %i seconds, is found there', async (k, seconds) => {
    expect(of(await bundleOf(shifted(k, seconds)), 'completeness')).toBe(`fails E_LOG_TIME_BACKWARDS /trail/entries/${k}`);
  });

  it('in the middle and forth again is found', async () => {
    const pen = made.pen.copy();
    pen.entries[7] = { ...pen.entries[7], time: timeOf(Date.parse(pen.entries[7].time) / 1000 - DAY) };
    expect(of(await bundleOf(pen), 'completeness')).toBe('fails E_LOG_TIME_BACKWARDS /trail/entries/7');
  });

  it('ten years ahead for one entry is found at the next', async () => {
    const pen = made.pen.copy();
    pen.entries[7] = { ...pen.entries[7], time: '2036-11-20T00:00:00Z' };
    expect(of(await bundleOf(pen), 'completeness')).toBe('fails E_LOG_TIME_BACKWARDS /trail/entries/8');
  });

  it.each(['2026-11-20T08:00:00.5Z', '2026-11-20 08:00:00', '2026-11-20T08:00:00+07:00', '2026-02-30T08:00:00Z', '2026-11-20T24:00:00Z', '2026-11-20T08:00:60Z'])('a time written %s is none', async (time) => {
    const pen = made.pen.copy();
    pen.entries[7] = { ...pen.entries[7], time };
    expect(of(await bundleOf(pen), 'format')).toBe('fails E_FORMAT /trail/entries/7/time');
  });
});

describe('an entry dated before a witness saw the log without it', () => {
  it.each([8, 12, 15])('is found at entry %i, where everything else is in order', async (k) => {
    const seen = Date.parse(made.pen.entries[k].time) / 1000 + DAY; // the witness saw k entries a day after entry k says that it was written
    const options = { checkpoints: [await cosigned(made.pen, k, seen)], witnesses };
    expect(of(made.bundle, 'anchored', options)).toBe(`fails E_LOG_BACKDATED /trail/entries/${k}`);
    expect(of(made.bundle, 'anchored', { ...options, checkpoints: [await cosigned(made.pen, k, Date.parse(made.pen.entries[k - 1].time) / 1000)] })).toBe(`holds ${k}`);
  });

  it('is not found where nobody trusts the witness, or a stranger signs in his place', async () => {
    const kept = await cosigned(made.pen, 8, Date.parse(made.pen.entries[15].time) / 1000 + DAY);
    expect(of(made.bundle, 'anchored', { checkpoints: [kept] })).toBe('holds 8'); // (the defence removed)
  });
});
