// A28: a poisoned dependency, or another package in its place. The tarball, installed without scripts into an empty folder, runs its users' programs
// in scripts/test-full.ts; its list of files is held there by test/full/attack-package.full.ts.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { importsOf } from '../architecture/check-imports.js';
import pkg from '../../package.json' with { type: 'json' };

interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly peer?: boolean;
  readonly hasInstallScript?: boolean;
}
const root = new URL('../../', import.meta.url);
const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as { readonly packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

/** What a user installs with us, each with its reason; one more is a decision, not a line in a diff. */
const RUNTIME: Record<string, string> = {
  commander: 'the command line',
  'javascript-lp-solver': 'the back end for side rows that needs nothing else',
  zod: 'shapes at the door',
};

it('the package brings what it says, exactly pinned, and nothing comes with that', () => {
  expect(Object.keys(pkg.dependencies)).toEqual(Object.keys(RUNTIME));
  for (const version of [...Object.values(pkg.dependencies), ...Object.entries(pkg.devDependencies).filter(([name]) => name !== 'typescript').map(([, v]) => v)]) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  const installed = locked.filter(([, { dev, optional, peer }]) => !dev && !optional && !peer).map(([path]) => path);
  expect(installed.sort()).toEqual(Object.keys(RUNTIME).map((name) => `node_modules/${name}`));
});

it('nothing that a user installs runs a script when it is installed, and neither do we', () => {
  for (const [path, { dev, hasInstallScript }] of locked) if (!dev) expect([path, hasInstallScript ?? false]).toEqual([path, false]);
  expect(Object.keys(pkg.scripts).filter((name) => /^(pre|post)?(install|prepare|pack|publish|uninstall)$|^prepublishOnly$|^dependencies$/.test(name))).toEqual([]);
});

it('every package has its hash, and none comes from elsewhere than the registry', () => {
  for (const [path, { resolved = 'https://registry.npmjs.org/', integrity }] of locked) {
    expect([path, resolved]).toEqual([path, expect.stringMatching(/^https:\/\/registry\.npmjs\.org\//)]);
    expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)]);
  }
});

it('the checker needs nothing that can be poisoned later: it imports no package but those bundled at build time', () => {
  const files = execFileSync('git', ['ls-files', 'src/verify'], { cwd: root, encoding: 'utf8' }).trim().split('\n').filter((file) => file.endsWith('.ts'));
  const outside = files.flatMap((file) => importsOf(file, readFileSync(new URL(file, root), 'utf8')).map(({ specifier }) => specifier).filter((specifier) => !specifier.startsWith('.')));
  expect([...new Set(outside.map((specifier) => specifier.split('/')[0]))].filter((scope) => scope !== '@noble')).toEqual([]);
});

it('(the control) each of these would be seen', () => {
  expect('^1.2.3').not.toMatch(/^\d+\.\d+\.\d+$/);
  expect(locked.some(([, { hasInstallScript }]) => hasInstallScript)).toBe(true); // tools of ours that bring one; npm does not run it
  expect('git+ssh://git@github.com/x/y.git').not.toMatch(/^https:\/\/registry\.npmjs\.org\//);
});
