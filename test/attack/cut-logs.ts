import { expect } from 'vitest';
import { Pen, trailBundle } from './pen.js';
import { of, renumbered, withEntries, type Told } from './logs.js';

const kept = new WeakMap<Told, Promise<string>>();
/** The head of the honest log, as an auditor kept it. */
export const keptHead = (made: Told): Promise<string> => {
  if (!kept.has(made)) kept.set(made, made.pen.checkpoint());
  return kept.get(made)!;
};

/** Entry k is left out: as it is, with the others numbered anew, with a new signature, and out of an excerpt. */
export async function deletionIsFound(made: Told, k: number): Promise<void> {
  const { bundle: b, pen, world } = made;
  const rest = pen.entries.filter((_, at) => at !== k);
  const last = k === pen.entries.length - 1;
  const first = k === 0;
  // the entries alone
  expect(of(withEntries(b, rest), 'integrity')).toBe(first ? 'fails E_LOG_GAP /trail/entries' : last ? 'fails E_LOG_TRUNCATED /trail/entries' : `fails E_LOG_GAP /trail/entries/${k}`);
  // numbered anew, under the old signature
  if (first) return; // a log without its beginning is none, whatever else is written
  const hidden = renumbered(rest);
  expect(of(withEntries(b, hidden), 'integrity')).toBe('fails E_LOG_TRUNCATED /trail/entries');
  expect(of(withEntries(b, [...hidden, { ...pen.entries.at(-1), index: rest.length, ordinal: rest.length - 1, id: 'filler' }]), 'integrity')).toBe('fails E_LOG_ROOT /trail/entries');
  // numbered anew and signed anew with the true key: found by whoever kept a head
  const forged = Object.assign(new Pen(), { entries: hidden, openings: pen.openings.filter(({ entry }) => entry !== k).map((o) => ({ ...o, entry: o.entry > k ? o.entry - 1 : o.entry })) });
  const whole = await trailBundle(world, forged);
  const head = await keptHead(made);
  expect(of(whole, 'completeness', { checkpoints: [head] })).toMatch(/^fails E_(LOG_TRUNCATED|STATE|SEED_WITHHELD|REF_UNKNOWN) /);
  expect(of(whole, 'completeness')).toMatch(/^(fails E_(STATE|SEED_WITHHELD|REF_UNKNOWN) |unproven)/); // without one nobody says that it is complete
}
