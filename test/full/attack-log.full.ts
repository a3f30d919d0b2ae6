import { describe, expect, it } from 'vitest';
import { random } from '../attack/changes.js';
import { deletionIsFound } from '../attack/cut-logs.js';
import { forkIsFound } from '../attack/forked-log.js';
import { logOf } from '../attack/logs.js';
import { permutationIsFound } from '../attack/permuted-logs.js';

const long = await logOf(500);
const short = await logOf(20);

describe.each([0, 1, 2, 3, 4])('A06, part %i of 5', (part) => {
  it('each of 500 entries, deleted, is found', async () => {
    for (let k = part; k < 500; k += 5) await deletionIsFound(long, k);
    expect(long.pen.entries).toHaveLength(500);
  });
});

const PERMUTATIONS = process.env['ATTACKS'] === 'all' ? 10_000 : 2_500; // a quarter takes about half a minute; all of them by `npm run test:attacks`

it(`A07: ${PERMUTATIONS} permutations of a log are found`, () => {
  const rnd = random(70);
  for (let k = 0; k < PERMUTATIONS; k++) permutationIsFound(short, rnd);
  expect.hasAssertions();
});

it.each(Array.from({ length: 64 }, (_, k) => k + 1))('A10: two branches that part after entry %i', forkIsFound);
