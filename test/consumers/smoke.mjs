// A user's program in ESM: every subpath loads, and a call answers. Run by `npm run test:full` against the packed package.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { MeritError } from 'meritra';

const { exports } = createRequire(import.meta.url)('meritra/package.json');
for (const path of Object.keys(exports).filter((key) => !key.endsWith('.json'))) {
  const name = `meritra${path.slice(1)}`;
  const names = Object.keys(await import(name));
  assert.ok(names.length > 0, `${name} exports nothing`);
  console.log(`${name}: ${names.join(' ')}`);
}

const error = new MeritError('E_SHAPE', 'cost has 3 entries for 2 rows and 2 cols');
assert.equal(error.code, 'E_SHAPE');
assert.equal(error.message, 'E_SHAPE: cost has 3 entries for 2 rows and 2 cols');
