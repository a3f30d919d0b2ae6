// A14: rows of a file are sorted to help somebody. Rows, keys and lists of documents are shuffled in test/properties/order.test.ts (1,000 and more
// in test/full/shuffles.full.ts); here the rows and the columns of tables.
import { expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { parseFolder, propose, type SealedPolicy } from '../../src/index.js';
import { orderIndependent } from '../properties/rich.js';
import { World, type Files } from '../vectors/bad-inputs/world.js';
import { between, random } from './changes.js';

const world = new World();
const sealed = world.sealed();

function mixed<T>(list: readonly T[], rnd: () => number): T[] {
  const copy = [...list];
  for (let k = copy.length - 1; k > 0; k--) {
    const other = between(rnd, 0, k);
    [copy[k], copy[other]] = [copy[other]!, copy[k]!];
  }
  return copy;
}

/** The same tables with their rows and columns in another order (no cell of this world holds a comma or a quote). */
function shuffled(files: Files, rnd: () => number): Files {
  const tables = Object.entries(files).map(([name, content]): [string, string | Uint8Array] => {
    if (!name.endsWith('.csv')) return [name, content];
    const [head, ...rows] = String(content).trimEnd().split('\n').map((line) => line.split(','));
    const columns = mixed([...head!.keys()], rnd);
    const text = [head!, ...mixed(rows, rnd)].map((cells) => columns.map((k) => cells[k]).join(',')).join('\n');
    return [name, `${text}\n`];
  });
  return Object.fromEntries(mixed(tables, rnd));
}

const result = async (files: Files, policy: SealedPolicy): Promise<string> => {
  const { round } = parseFolder(files, policy);
  return canonicalJson({ round, proposal: await propose(round, policy) });
};

it('(the control) another value gives another result', async () => {
  const files = world.files();
  expect(await result({ ...files, 'scores.csv': String(files['scores.csv']).replace('50,60', '51,60') }, sealed)).not.toBe(await result(files, sealed));
});

it('the order of rows, columns and files changes no byte of round and proposal (200 shuffles)', async () => {
  const files = world.files();
  const honest = await result(files, sealed);
  const rnd = random(14);
  const seen = new Set<string>();
  for (let k = 0; k < 200; k++) {
    const other = shuffled(files, rnd);
    seen.add(JSON.stringify(other));
    expect(await result(other, sealed)).toBe(honest);
  }
  expect(seen.size).toBeGreaterThan(190);
});

it('nor does the order of rows, keys and kin lists of a document', async () => {
  expect((await orderIndependent({ from: 500, count: 20 }, 3)).shuffles).toBe(60);
});
