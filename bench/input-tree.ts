/**
 * The frozen input of the whole example city: every leaf salted, committed to and hashed into the root, as `freeze` does it.
 * `npm run build && npx tsx --tsconfig tsconfig.dist.json bench/input-tree.ts`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseFolder, seal } from 'meritra';
import { inputKeys, inputRoot } from 'meritra/trail';
import { bench, type Workload } from './measure.js';

const CITY = fileURLToPath(new URL('../examples/city', import.meta.url));

const freeze: Workload = async (step) => {
  const policy = seal(readFileSync(join(CITY, 'policy.json')));
  const names = readdirSync(join(CITY, 'data')).filter((name) => name !== 'vacancies-25.json');
  const { round } = await step('read the tables', () => parseFolder(Object.fromEntries(names.map((name) => [name, readFileSync(join(CITY, 'data', name), 'utf8')])), policy));
  let drawn = 0; // keys that are the same in every run, for a root that is
  const keys = await step('keys', () => inputKeys(round, (bytes) => Uint8Array.from({ length: bytes }, (_, k) => (k < 4 ? (++drawn >>> (8 * k)) & 255 : 7))));
  const { root, leaves, people } = await step('inputRoot', () => inputRoot(round, policy.policy, keys));
  return `${people.toLocaleString('en')} people, ${leaves.toLocaleString('en')} leaves, root ${root.slice(0, 16)}`;
};

await bench(fileURLToPath(import.meta.url), { 'frozen input of the city': { work: freeze } });
