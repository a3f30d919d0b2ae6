import { expect, it } from 'vitest';
import { OPS, proposalsHold, refusalsAgree, rulesAgree } from './rules-agree.js';
import { times } from '../support/times.js';

it('the engine and the checker say the same of every gate and every criterion (40 people a set of rules, all ops)', async () => {
  const count = times(100, 250);
  const cover = await rulesAgree({ from: 1, count }, 40);
  expect(cover.people).toBe(40 * count);
  for (const outcome of ['pass', 'fail', 'unknown'] as const) expect(cover[outcome]).toBeGreaterThan(20 * count);
  expect(OPS.filter((op) => (cover.used.get(op) ?? 0) < 15)).toEqual([]);
});

it('whole proposals over such rules hold before the checker (40 rounds)', async () => {
  const cover = await proposalsHold({ from: 10_001, count: 40 }, 12);
  expect(cover.proposals).toBe(40);
  expect(cover.moves).toBeGreaterThan(80);
  expect(cover.conditions).toBeGreaterThan(50);
});

it('the door and the checker refuse the same rules of which one text was changed', async () => {
  const cover = await refusalsAgree({ from: 20_001, count: times(250, 400) });
  expect(cover.refused).toBeGreaterThan(60);
  expect(cover.taken).toBeGreaterThan(60);
});
