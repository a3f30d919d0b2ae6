/** A28: what goes into the package, and nothing else. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };

const root = resolve(import.meta.dirname, '../..');
/** One pattern for each kind of file; a file that fits none is a decision. */
const ALLOWED = [/^package\.json$/, /^(README|CHANGELOG)\.md$/, /^LICENSE$/, /^dist\/[A-Za-z0-9_-]+\.(js|cjs|d\.ts|d\.cts)(\.map)?$/, /^src\/[a-z0-9/-]+\.ts$/, /^docs\/[a-z-]+\.md$/, /^docs\/pictures\/[a-z-]+\.svg$/, /^python\/[a-z_]+\.py$/];

it('holds sources, what is built of them and pages: no tests, no keys, no data of people', () => {
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })) as { files: { path: string; mode: number }[] }[];
  const files = packed!.files.map(({ path }) => path);
  expect(files.filter((path) => !ALLOWED.some((pattern) => pattern.test(path)))).toEqual([]);
  expect(files).toEqual(expect.arrayContaining(['package.json', 'LICENSE', 'README.md', ...Object.values(pkg.bin).map((path) => path.slice(2)), 'src/verify/verify.ts']));
  const tracked = new Set(execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n'));
  expect(files.filter((path) => !path.startsWith('dist/') && !tracked.has(path))).toEqual([]); // nothing that no change has shown
});
