/**
 * Each attack again with its defence taken out of a copy of the tree: the test of the attack must fail then, and pass before. `npm run test:full` takes
 * every fourth defence, the same ones each time; `npm run test:mutants` takes all of them (about six seconds each on two cores).
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { MUTANTS, type Mutant } from '../attack/mutants.js';

const root = resolve(import.meta.dirname, '../..');
const temp = mkdtempSync(join(tmpdir(), 'meritra-mutants-'));
const copy = join(temp, 'tree');
for (const name of ['src', 'test', 'examples', 'docs', 'package.json', 'package-lock.json', 'tsconfig.json', 'vitest.config.ts', '.git']) cpSync(join(root, name), join(copy, name), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
symlinkSync(resolve(root, '../shared'), join(temp, 'shared'));
afterAll(() => rmSync(temp, { recursive: true, force: true }));

const all = process.env['ATTACKS'] === 'all';
const tried = MUTANTS.filter((_, k) => all || k % 4 === 0);
console.log(`${tried.length} of ${MUTANTS.length} defences are taken out, one by one`);

const files = readdirSync(join(root, 'test', 'attack'));
const testOf = (attack: string): string => `test/attack/${files.find((file) => file.startsWith(`${attack}-`) && file.endsWith('.test.ts'))!}`;

/** Whether the test of an attack passes in the copy, and what it printed. */
function passes(attack: string): { readonly ok: boolean; readonly printed: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--root', copy, testOf(attack)], {
    cwd: copy, encoding: 'utf8', timeout: 300_000, env: { ...process.env, NO_COLOR: '1', VITEST_JSON: '', MERITRA_LONG: '' },
  });
  return { ok: status === 0, printed: stdout + stderr };
}

it.each([...new Set(tried.map(({ attack }) => attack))])('(the control) %s passes in the copy', (attack) => {
  const { ok, printed } = passes(attack);
  expect(ok ? '' : printed).toBe('');
});

it.each<Mutant>(tried)('$attack fails without $without ($file)', ({ attack, file, find, put }) => {
  const path = join(copy, file);
  const before = readFileSync(path, 'utf8');
  expect([file, find, before.split(find).length - 1]).toEqual([file, find, 1]);
  writeFileSync(path, before.replace(find, () => put));
  try {
    const { ok, printed } = passes(attack);
    expect(ok).toBe(false);
    expect(printed).toMatch(/Tests .*failed|FAIL/); // it ran, and a test failed: not a file that does not load
    expect(printed).not.toMatch(/SyntaxError|Transform failed|no tests/);
  } finally {
    writeFileSync(path, before);
  }
});
