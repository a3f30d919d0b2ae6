import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const FILES = ['examples/assign.ts', 'examples/reorganisation.ts', 'examples/awards.ts', 'examples/limits.ts', 'examples/frontier.ts', 'examples/witness.ts', 'examples/trail.ts', 'examples/decide.ts', 'examples/audit.ts', 'examples/simulate.ts', 'examples/simulate-gaming.ts', 'examples/simulate-peter.ts', 'examples/simulate-vacancies.ts', 'examples/twin.ts'].filter((file) => existsSync(file));

it.each(FILES)('%s prints what its first comment says', (file) => {
  const [comment = ''] = readFileSync(file, 'utf8').split('*/');
  const [, ...paragraphs] = comment.split('\n *\n'); // what it is, what it prints (with empty lines of its own), how to read it
  const said = paragraphs.slice(0, -1).join('\n *\n').split('\n').map((line) => line.replace(/^ \*( {5})?/, ''));
  const printed = execFileSync('node_modules/.bin/tsx', [file], { encoding: 'utf8' }).trimEnd().split('\n').map((line) => line.trimEnd());
  expect(printed).toEqual(said);
});
