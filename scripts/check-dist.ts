/** What no other tool looks at in dist: verify stands alone, and the command starts with its interpreter. Run by `npm run check:dist`. */
import { existsSync, readFileSync } from 'node:fs';
import { importsOf } from '../test/architecture/check-imports.js';

const problems: string[] = [];
const dist = (file: string): string => {
  if (existsSync(`dist/${file}`)) return readFileSync(`dist/${file}`, 'utf8');
  problems.push(`dist/${file}: missing (npm run build)`);
  return '';
};

for (const file of ['verify.js', 'verify.cjs', 'verify.d.ts', 'verify.d.cts']) {
  for (const { specifier, line } of importsOf(file.replace('.cts', '.ts'), dist(file))) {
    problems.push(`dist/${file}:${line}: imports ${specifier}; verify must stand alone`);
  }
}
dist('simulation-worker.js'); // what a thread runs: no subpath names it, so no other tool misses it
if (!dist('cli.js').startsWith('#!/usr/bin/env node\n')) problems.push('dist/cli.js: the first line is not #!/usr/bin/env node (put it into src/cli/main.ts)');

for (const problem of problems) console.log(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
