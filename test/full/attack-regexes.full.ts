/** A26: every regular expression of src, judged by recheck, which comes from the registry into a temporary folder: it is too large for a test of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '../../src');
const temp = mkdtempSync(join(tmpdir(), 'meritra-regexes-'));
afterAll(() => rmSync(temp, { recursive: true, force: true }));
mkdirSync(temp, { recursive: true });
writeFileSync(join(temp, 'package.json'), JSON.stringify({ type: 'module', dependencies: { recheck: '4.5.0' } }));
const here = spawnSync('npm', ['install', '--prefer-offline', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'], { cwd: temp, timeout: 200_000 }).status === 0;
if (!here) console.log('skipped: the registry cannot be reached; no regular expression was judged');

/** Not linear, and why that costs nothing: the texts they are used on are ours, or short. */
const SHORT: Readonly<Record<string, string>> = {
  '/\\s*\\n\\s*/g': 'messages of one error, of at most a few lines',
  '/([^\\s=<"]+)=$/': 'templates of the source, never a text of somebody else',
  '/<(?:script|style|!--)[^>]*>?[^<]*$/i': 'templates of the source, never a text of somebody else',
  '/\\B(?=(\\d{3})+$)/g': 'digits of one number',
  '/ \\(([^()]+)\\)$/': 'places of problems, at most a path long',
};

function literals(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const walk = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node) && !found.has(node.text)) found.set(node.text, file);
      ts.forEachChild(node, walk);
    };
    walk(ts.createSourceFile(file, readFileSync(join(src, file), 'utf8'), ts.ScriptTarget.Latest, true));
  }
  return found;
}

it.skipIf(!here)('takes linear time, or is named here with the reason why it may not', () => {
  const all = literals();
  const asked = ['/^\\s+|\\s+$/', '/^(a+)+$/', ...all.keys()].map((text) => [text, text.slice(1, text.lastIndexOf('/')), text.slice(text.lastIndexOf('/') + 1).replace('y', '')]);
  writeFileSync(join(temp, 'ask.js'), `import { checkSync } from 'recheck';\nconst asked = ${JSON.stringify(asked)};\nconsole.log(JSON.stringify(asked.map(([text, source, flags]) => { try { return [text, checkSync(source, flags, { timeout: 20_000 }).status]; } catch (error) { return [text, String(error)]; } })));\n`);
  const { stdout, stderr } = spawnSync(process.execPath, ['ask.js'], { cwd: temp, encoding: 'utf8', timeout: 500_000, env: { ...process.env, RECHECK_SYNC_BACKEND: 'pure' } });
  const [trim, bomb, ...told] = JSON.parse(stdout || stderr) as [string, string][];
  expect([trim![1], bomb![1]]).toEqual(['vulnerable', 'vulnerable']); // the control
  const open = told.filter(([text, status]) => status !== 'safe' && !(text in SHORT)).map(([text, status]) => `${status} ${text} in ${all.get(text)}`);
  console.log(`${told.length} expressions, ${told.filter(([, status]) => status === 'safe').length} safe`);
  expect(open).toEqual([]);
});
