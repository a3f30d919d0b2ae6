/**
 * Everything that `npm test` leaves out, one line per step, closed by `N passed, N failed` (`, N skipped`): lint, types, the build and its
 * package, programs of users in fresh folders, examples, the README's runnable blocks, and the long tests.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import pkg from '../package.json' with { type: 'json' };
import { vitestCounts, type Counts } from './vitest-counts.js';

const root = resolve(import.meta.dirname, '..');
const temp = mkdtempSync(join(tmpdir(), 'meritra-full-'));
const users = join(temp, 'users'); // the package is installed here once; each user is a folder below it
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const subpaths = Object.keys(pkg.exports).filter((path) => !path.endsWith('.json'));

class Skip extends Error {}

/** Standard output of a command. Throws with everything it printed when it fails or takes over ten minutes. */
function run(command: string, args: readonly string[], cwd = root, env: Record<string, string> = {}): string {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
    encoding: 'utf8',
    timeout: 600_000,
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${[basename(command), ...args].join(' ')}: ${error?.message ?? signal ?? `exit code ${status}`}\n${stdout}${stderr}`);
  return stdout;
}

/** Runs one step, prints its line and counts it; the text a step returns stands behind its name. Returns whether it passed. */
function step(name: string, body: () => string | void): boolean {
  const start = performance.now();
  const line = (word: string, note = ''): void => console.log(`${word} ${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${name}${note && `: ${note}`}`);
  try {
    line('pass', body() ?? '');
    total.passed++;
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof Skip) total.skipped++;
    else total.failed++;
    line(error instanceof Skip ? 'skip' : 'FAIL', message.trim().replaceAll('\n', '\n    '));
    return false;
  }
}

/** A folder below the installed package, with the given files. */
function user(name: string, type: 'module' | 'commonjs', files: Record<string, string> = {}): string {
  const folder = join(users, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries({ 'package.json': JSON.stringify({ type }), ...files })) writeFileSync(join(folder, file), text);
  return folder;
}

const tsconfig = (module: string, moduleResolution: string): string =>
  JSON.stringify({
    compilerOptions: { target: 'ES2022', lib: ['ES2023'], module, moduleResolution, strict: true, skipLibCheck: false, types: ['node'], outDir: 'out', rootDir: '.' },
    include: ['*.ts'],
  });

function compare(printed: string, expected: string): void {
  const lines = (text: string): string[] => text.trimEnd().split('\n').map((line) => line.trimEnd());
  const [is, should] = [lines(printed), lines(expected)];
  const at = should.findIndex((line, i) => line !== is[i]);
  const differs = at >= 0 ? at : is.length > should.length ? should.length : undefined;
  if (differs !== undefined) throw new Error(`line ${differs + 1} of the output differs\nprinted:  ${is[differs] ?? '(nothing)'}\nexpected: ${should[differs] ?? '(nothing)'}`);
}

interface Block {
  readonly language: string;
  readonly line: number;
  readonly text: string;
  readonly expected?: string;
}

/** The blocks marked ```ts run and ```sh run; when the next block is ```text, it is what they must print. */
function runnableBlocks(markdown: string): Block[] {
  const blocks = [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    info: match[1]?.trim() ?? '',
    text: match[2] ?? '',
    line: markdown.slice(0, match.index).split('\n').length,
  }));
  return blocks.flatMap(({ info, text, line }, i): Block[] => {
    const language = /^(ts|sh) run$/.exec(info)?.[1];
    const next = blocks[i + 1];
    return language ? [{ language, text, line, ...(next?.info === 'text' && { expected: next.text }) }] : [];
  });
}

// The source and the package
step('lint', () => void run('npm', ['run', '--silent', 'lint']));
step('types', () => void run('npm', ['run', '--silent', 'types']));
step('build', () => void run('npm', ['run', 'build']));
step('publint', () => void run(bin('publint'), ['--strict']));
step('dist', () => void run('npm', ['run', '--silent', 'check:dist']));

let tarball = '';
step('npm pack', () => {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', temp])) as { filename: string; size: number; unpackedSize: number; entryCount: number }[];
  if (!packed) throw new Error('npm pack named no file');
  tarball = join(temp, packed.filename);
  return `${Math.round(packed.size / 1024)} KiB packed, ${Math.round(packed.unpackedSize / 1024)} KiB unpacked, ${packed.entryCount} files`;
});
step('are the types wrong', () => void run(bin('attw'), [tarball, '--profile', 'node16', '--no-emoji']));

// Programs of users
step('npm install of the package', () => {
  mkdirSync(users);
  writeFileSync(join(users, 'package.json'), '{}');
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball, `@types/node@${pkg.devDependencies['@types/node']}`], users);
});
const smoke = (extension: string): string => readFileSync(join(root, 'test', 'consumers', `smoke.${extension}`), 'utf8');
const documents = Object.fromEntries(['policy.json', 'round.json'].map((name) => [name, readFileSync(join(root, 'test', 'consumers', name), 'utf8')]));
step('user: ESM', () => void run('node', ['smoke.mjs'], user('esm', 'module', { 'smoke.mjs': smoke('mjs'), ...documents })));
step('user: CJS', () => void run('node', ['smoke.cjs'], user('cjs', 'commonjs', { 'smoke.cjs': smoke('cjs'), ...documents })));
step('user: command', () => void run(join(users, 'node_modules', '.bin', 'meritra'), ['--help'], users));
step('user: browser bundle without node:', () => {
  const bundle = (path: string): string => {
    const folder = user('browser', 'module', { 'main.js': `import * as all from 'meritra${path.slice(1)}'; globalThis.all = all;` });
    run(bin('esbuild'), ['main.js', '--bundle', '--minify', '--format=esm', '--platform=browser', '--outfile=out.js'], folder);
    return `${path} ${Math.round(readFileSync(join(folder, 'out.js')).length / 1024)} KiB`;
  };
  return subpaths.filter((path) => !['./node', './postgres'].includes(path)).map(bundle).join(', ');
});

const typed = [
  { flavour: 'node16 ESM', type: 'module', module: 'node16', resolution: 'node16' },
  { flavour: 'node16 CJS', type: 'commonjs', module: 'node16', resolution: 'node16' },
  { flavour: 'bundler', type: 'module', module: 'ESNext', resolution: 'bundler' },
] as const;
function typescript(version: string, tsc: string): void {
  for (const { flavour, type, module, resolution } of typed) {
    step(`user: TypeScript ${version} ${flavour}`, () => {
      const folder = user(`ts${version}-${flavour}`.replace(' ', '-'), type, { 'smoke.ts': smoke('ts'), ...documents, 'tsconfig.json': tsconfig(module, resolution) });
      run(tsc, ['-p', '.'], folder);
      run('node', ['out/smoke.js'], folder);
    });
  }
}
step('user: TypeScript program names every subpath', () => {
  const missing = subpaths.filter((path) => !smoke('ts').includes(`'meritra${path.slice(1)}'`));
  if (missing.length > 0) throw new Error(`test/consumers/smoke.ts does not import ${missing.join(', ')}`);
});
typescript('6', bin('tsc'));
const seven = join(temp, 'typescript7');
const has7 = step('npm install of TypeScript 7', () => {
  mkdirSync(seven);
  writeFileSync(join(seven, 'package.json'), '{}');
  try {
    run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', 'typescript7@npm:typescript@7'], seven);
  } catch {
    throw new Skip('it cannot be installed here; users with TypeScript 7 are not tried');
  }
});
if (has7) typescript('7', join(seven, 'node_modules', '.bin', 'tsc'));

// Examples, with `meritra` resolved through the package's own exports to dist
const examples = existsSync(join(root, 'examples')) ? readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.ts')).sort() : [];
for (const file of examples) {
  step(`examples/${file}`, () => {
    const needs = [...readFileSync(join(root, 'examples', file), 'utf8').matchAll(/^\/\/ needs: (\S+)/gm)].map((match) => match[1] ?? '');
    const absent = needs.find((path) => !existsSync(join(root, path)));
    if (absent) throw new Skip(`needs ${absent}, which is not here`);
    run(bin('tsx'), ['--tsconfig', 'tsconfig.dist.json', join('examples', file)]);
  });
}

// The README's blocks, as a user of the installed package would run them
const readme = join(root, 'README.md');
const blocks = existsSync(readme) ? runnableBlocks(readFileSync(readme, 'utf8')) : [];
if (blocks.length > 0) {
  const programs = blocks.filter(({ language }) => language === 'ts').map(({ line, text }) => [`line-${line}.ts`, `${text}\nexport {};\n`]);
  const folder = user('readme', 'module', { ...(Object.fromEntries(programs) as Record<string, string>), 'tsconfig.json': tsconfig('node16', 'node16') });
  if (examples.length > 0) cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
  step('README: types', () => void run(bin('tsc'), ['-p', '.', '--noEmit'], folder));
  for (const { language, line, text, expected } of blocks) {
    step(`README:${line} (${language})`, () => {
      const path = [join(users, 'node_modules', '.bin'), process.env['PATH']].join(':');
      const printed = language === 'ts' ? run(bin('tsx'), [`line-${line}.ts`], folder) : run('bash', ['-euo', 'pipefail', '-c', text], folder, { PATH: path });
      if (expected !== undefined) compare(printed, expected);
    });
  }
}

// The long tests
const started = performance.now();
const counts = join(temp, 'vitest.json');
const vitest = spawnSync(bin('vitest'), ['run', '--config', 'vitest.full.config.ts'], { cwd: root, stdio: 'inherit', env: { ...process.env, VITEST_JSON: counts } });
const long = vitestCounts(counts, vitest.status ?? 1);
console.log(`${long.failed > 0 ? 'FAIL' : 'pass'} ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  long tests: ${long.passed} passed, ${long.failed} failed, ${long.skipped} skipped`);
for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += long[key];

rmSync(temp, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;
