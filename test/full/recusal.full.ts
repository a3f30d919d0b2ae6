import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const FILE = 'examples/recusal.ts';

it('examples/recusal.ts prints what its first comment says', () => {
  const comment = readFileSync(FILE, 'utf8').split('*/')[0] ?? '';
  const said = comment.split('\n').filter((line) => line.startsWith(' *     ')).map((line) => line.slice(7));
  expect(execFileSync('node_modules/.bin/tsx', [FILE], { encoding: 'utf8' }).trimEnd().split('\n')).toEqual(said);
});
