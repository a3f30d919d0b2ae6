import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../src/cli/run.js';
import { locales } from '../../src/reporting/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

it('meritra propose --report names judgements that were set aside, and what that changed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'meritra-recusal-'));
  try {
    const put = (name: string, content: unknown): string => (writeFileSync(join(dir, name), JSON.stringify(content)), join(dir, name));
    const policy = put('policy.json', toyPolicy((p) => (p.relations.recusal = { maxDegree: 3, citation: { own: 'a test' } })));
    const a = toyPerson({ id: 'A', exam: 90 });
    for (const e of a.evidence) if (e.attribute === 'exam') e.by = 'X';
    const round = (statement: object) => put('round.json', toyRound({ positions: [toyPost('J1', 'TOP')], people: [a, toyPerson({ id: 'B', exam: 50 })], actors: [{ id: 'X', role: 'scorer', ...statement }] }));
    const report = async (statement: object): Promise<string> => {
      const quiet = { write: () => true };
      expect(await run(['propose', round(statement), '--policy', policy, '--report', join(dir, 'r.html'), '--locale', 'en', '--quiet'], { stdout: quiet, stderr: quiet, env: {} })).toBe(0);
      return readFileSync(join(dir, 'r.html'), 'utf8');
    };
    expect(await report({})).toContain(locales.en.report.recusalSeats(2));
    expect(await report({ statement: { on: '2026-11-01', document: 'form' } })).not.toContain('recusalTitle');
  } finally {
    rmSync(dir, { recursive: true });
  }
});
