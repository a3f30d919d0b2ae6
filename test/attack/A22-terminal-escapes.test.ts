// A22: escapes that steer a terminal, in whatever the command prints of a hostile file. terminalText by itself: test/reporting/terminal.test.ts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.js';
import { richPolicy, richRound } from '../reporting/rounds.js';
import type { Loose } from './changes.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-attack-'));
afterAll(() => rmSync(dir, { recursive: true }));

const PAYLOADS = ['\u001b[2J\u001b[1;31mAPPROVED', '\u001b]0;title\u0007', '\u001b]8;;https://example.org\u001b\\click\u001b]8;;\u001b\\', '\u009b31mred', '\u0008\u0008\u0008\u0008rewritten', 'a\rE_OK everything holds', '\u202etxt.exe', '\u0090q\u009c'];
const STEERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

async function printed(argv: readonly string[]): Promise<string> {
  let all = '';
  const code = await run(argv, { stdout: { write: (text) => (all += text) }, stderr: { write: (text) => (all += text) }, env: {} });
  return `${code}\n${all}`;
}

function put(name: string, content: unknown): string {
  writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(dir, name);
}

const policy = put('policy.json', richPolicy());

it('(the control) these texts steer, and an honest file is answered', async () => {
  for (const payload of PAYLOADS) expect(payload).toMatch(STEERS);
  expect(await printed(['propose', put('round.json', richRound()), '--policy', policy])).toMatch(/^0\n/);
});

describe.each(PAYLOADS.map((payload, k) => [k, payload] as const))('payload %i', (_, payload) => {
  it.each<[string, (round: Loose) => void]>([
    ['a name', (r) => (r.people[0].name = payload)],
    ['an id', (r) => (r.people[0].id = payload)],
    ['a key nobody knows', (r) => (r.people[0][payload] = 1)],
    ['a reference to nothing', (r) => (r.people[0].seat = payload)],
    ['a day', (r) => (r.asOf = payload)],
    ['the format', (r) => (r.format = payload)],
    ['a raw text of a value', (r) => (r.people[0].evidence[0].value = payload)],
  ])('as %s comes out as no byte that steers', async (name, change) => {
    const round = richRound() as Loose;
    change(round);
    const said = await printed(['propose', put(`${name.replaceAll(' ', '-')}.json`, round), '--policy', policy]);
    expect(said.split('\n').length).toBeGreaterThan(1);
    expect(said).not.toMatch(STEERS);
    expect(said.split('\n')[1]).not.toMatch(/^E_OK/);
  });

  it('in a file that is not JSON, in its name, and in a bundle comes out as no byte that steers', async () => {
    expect(await printed(['propose', put('syntax.json', `{"a": ${payload}}`), '--policy', policy])).not.toMatch(STEERS);
    expect(await printed(['verify', put('bundle.json', { format: payload, [payload]: 1 })])).not.toMatch(STEERS);
    expect(await printed(['verify', join(dir, `${payload.replaceAll('/', '')}.json`)])).not.toMatch(STEERS);
    expect(await printed([payload])).not.toMatch(STEERS);
  });
});
