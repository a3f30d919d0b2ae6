import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { richPolicy, richRound } from '../reporting/rounds.js';

const root = resolve(import.meta.dirname, '../..');
const tsx = join(root, 'node_modules', '.bin', 'tsx');
const main = join(root, 'src', 'cli', 'main.ts');
const dir = mkdtempSync(join(tmpdir(), 'meritra-main-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('the command', () => {
  it('proposes, checks and reports when it is run', () => {
    writeFileSync(join(dir, 'round.json'), JSON.stringify(richRound()));
    writeFileSync(join(dir, 'policy.json'), JSON.stringify(richPolicy()));
    const { status, stdout, stderr } = spawnSync(tsx, [main, 'propose', 'round.json', '--policy', 'policy.json', '--bundle', 'b.json', '--report', 'r.html'], { cwd: dir, encoding: 'utf8', env: { ...process.env, LANG: 'C', LC_ALL: '' } });
    expect([status, stderr]).toEqual([0, 'wrote b.json\nwrote r.html\n']);
    expect(stdout).toContain('Moves: 1 promotion, 2 new appointments');
  });

  it('keeps its exit code and says nothing when the reader stops early', async () => {
    const child = spawn(tsx, [main, 'verify', join(dir, 'round.json')], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
    const code = await new Promise((done) => child.on('close', done));
    expect([code, err]).toEqual([1, '']);
  });
});
