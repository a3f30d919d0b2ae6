import { expect, it } from 'vitest';
import { EVERYTHING, lossesUnderRows, meritLosses, optimal, relativesApart, SMALL } from '../properties/checks.js';

it('15,000 proposals equal the definition, level by level and tie by tie', async () => {
  const rich = await optimal({ from: 400_000, count: 12_000 }, EVERYTHING);
  const plain = await optimal({ from: 500_000, count: 3_000 }, { ...SMALL, objective: 'either' });
  console.log('optimality', JSON.stringify(rich), JSON.stringify(plain));
  expect(rich.tied + plain.tied).toBeGreaterThan(1_000);
});

it('merit losses equal solving again', async () => {
  const cover = await meritLosses({ from: 600_000, count: 3_000 }, EVERYTHING);
  console.log('merit loss', JSON.stringify(cover));
  expect(cover.losses).toBeGreaterThan(5_000);
});

it('related people are kept apart, as well as is said', async () => {
  const cover = await relativesApart({ from: 700_000, count: 8_000 }, { ...EVERYTHING, relations: 'many' });
  console.log('related people', JSON.stringify(cover));
  expect(cover.bind).toBeGreaterThan(800);
});

it('losses where related people bend the plan are true lower bounds', async () => {
  const cover = await lossesUnderRows({ from: 800_000, count: 2_500 }, { ...EVERYTHING, relations: 'many' });
  console.log('losses under rows', JSON.stringify(cover));
  expect(cover.positive).toBeGreaterThan(500);
});
