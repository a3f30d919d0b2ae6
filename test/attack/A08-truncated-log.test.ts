// A08: the tail is cut off; what is left is a valid log. Only an outside memory shows it.
import { expect, it } from 'vitest';
import { cosignatureLine } from '../../src/trail/index.js';
import { logOf, of, verdict, withEntries } from './logs.js';
import { Pen, trailBundle, WITNESS, WITNESS_KEY } from './pen.js';

const made = await logOf(14);
const { pen, world, bundle } = made;
const FIRST = 8; // what the story itself needs
const cut = (size: number): Pen => Object.assign(new Pen(), { entries: pen.entries.slice(0, size), openings: pen.openings.filter(({ entry }) => entry < size) });
const head = await pen.checkpoint();

it('(the control) the whole log with the kept head is complete, anchored up to its size', () => {
  expect(of(bundle, 'completeness', { checkpoints: [head] })).toBe('holds');
  expect(of(bundle, 'anchored', { checkpoints: [head] })).toBe('holds 14');
});

it('cut at every second entry and signed anew it is found by any later head, and never called complete without one', async () => {
  for (let size = FIRST; size < 14; size += 2) {
    const b = await trailBundle(world, cut(size));
    expect(of(b, 'integrity')).toBe('holds'); // a valid prefix: nothing inside it tells
    for (const later of [size + 1, 14]) expect(of(b, 'completeness', { checkpoints: [await pen.checkpoint(later)] })).toBe('fails E_LOG_TRUNCATED /trail/checkpoint');
    expect(of(b, 'completeness')).toBe('unproven');
    expect(verdict(b, 'completeness').detail).toMatch(/cut off/);
    expect(of(b, 'completeness', { checkpoints: [await pen.checkpoint(size - 1)] })).toBe('unproven'); // an older head covers not all of it
  }
});

it('cut under its own old signature it is found by that', () => {
  for (let size = FIRST; size < 14; size += 2) expect(of(withEntries(bundle, pen.entries.slice(0, size)), 'integrity')).toBe('fails E_LOG_TRUNCATED /trail/entries');
});

it('an excerpt without the latest entries of the round is found by the log, else never called complete', async () => {
  const whole = await trailBundle(world, pen, { excerpt: true });
  expect(of(whole, 'completeness', { checkpoints: [head] })).toBe('unproven'); // an excerpt shows no others
  const short = structuredClone(whole);
  const left = short.trail.entries.pop();
  short.trail.proofs.pop();
  expect(left.kind).toBe('exploration');
  expect(of(short, 'integrity')).toBe('holds');
  expect(of(short, 'completeness', { checkpoints: [head] })).toBe('unproven');
  expect(of(short, 'completeness', { checkpoints: [head], log: pen.lines() })).toBe('fails E_LOG_GAP /trail/entries');
  expect(of(whole, 'completeness', { checkpoints: [head], log: pen.lines() })).toBe('holds');
});

it('a cosigned head of the cut log anchors no more than it covers', async () => {
  const text = head.slice(0, head.indexOf('\n\n') + 1);
  const cosigned = head + (await cosignatureLine(text, WITNESS, Date.UTC(2026, 10, 21) / 1000));
  const witnesses = { keys: [WITNESS_KEY], quorum: 1 };
  expect(of({ ...bundle, trail: { ...bundle.trail, checkpoint: cosigned } }, 'completeness', { witnesses })).toBe('holds');
  expect(of(await trailBundle(world, cut(10)), 'completeness', { witnesses })).toBe('unproven');
});
