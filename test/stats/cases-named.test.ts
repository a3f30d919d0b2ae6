import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

it('every published case of test/vectors/audit/cases.json is named by some test', () => {
  const cases = Object.keys(JSON.parse(readFileSync(join(ROOT, 'vectors/audit/cases.json'), 'utf8')) as object).filter((name) => !name.startsWith('_'));
  expect(cases.length).toBeGreaterThanOrEqual(13);
  const tests = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && basename(file) !== basename(import.meta.filename))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'));
  expect(cases.filter((name) => !tests.some((text) => text.includes(name)))).toEqual([]);
});
