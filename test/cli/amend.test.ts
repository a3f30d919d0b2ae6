import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { run } from '../../src/cli/run.js';
import { exitOf } from '../../src/cli/verify-command.js';
import { bundle, type Amendment, type Bundle } from '../../src/index.js';
import { verify } from '../../src/verify/index.js';
import { office } from '../deciding/rounds.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-amend-'));
const at = (name: string): string => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));

function put(name: string, content: unknown): string {
  writeFileSync(at(name), JSON.stringify(content));
  return at(name);
}

async function cli(...argv: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  const code = await run(argv, { stdout: { write: (text) => (out += text) }, stderr: { write: (text) => (err += text) }, env: {} });
  return { code, out, err };
}

let proposed: string;
beforeAll(async () => {
  const { proposal, round, policy } = await office();
  proposed = at('proposed.json');
  writeFileSync(proposed, canonicalJson(bundle(proposal, round, policy)));
});

const SIGNED = ['--by', 'mayor', '--on', '2026-11-25'] as const;

describe('meritra decide and repair', () => {
  it('write the decision, the bundle and the report, tell them in sentences, and verify holds', async () => {
    const decided = await cli('decide', proposed, ...SIGNED, '--person', 'B', '--position', 'H', '--reason', 'knows the ministry best', '--out', at('d.json'), '--bundle', at('b1.json'), '--report', at('r.html'));
    expect(decided.code).toBe(0);
    expect(decided.err).toBe(`wrote ${at('d.json')}\nwrote ${at('b1.json')}\nwrote ${at('r.html')}\n`);
    expect(decided.out).toContain('Name of B (B) is given the post Post H (H).');
    expect(decided.out).toMatch(/holds {8}decision: The decision and every repair change no more than they must/);
    expect((JSON.parse(readFileSync(at('d.json'), 'utf8')) as Amendment).act).toBe('decision');
    expect(readFileSync(at('r.html'), 'utf8')).toContain('Decision and repairs');

    const repaired = await cli('repair', at('b1.json'), '--by', 'mayor', '--on', '2026-12-01', '--cause', 'refused', '--person', 'B', '--bundle', at('b2.json'), '--locale', 'id');
    expect(repaired.code).toBe(0);
    expect(repaired.out).toContain('Persetujuan tidak diberikan.');
    const again = await cli('repair', at('b2.json'), '--by', 'mayor', '--on', '2026-12-02', '--changes', put('changes.json', [{ cause: 'court', person: 'F', position: 'S1', document: 'judgement 5' }]), '--bundle', at('b3.json'), '--quiet');
    expect(again).toEqual({ code: 0, out: '', err: '' });
    expect((JSON.parse(readFileSync(at('b3.json'), 'utf8')) as Bundle).repairs).toHaveLength(2);
    expect((await cli('verify', at('b3.json'))).code).toBe(0);
    expect((await cli('verify', at('b3.json'))).out).toContain('A decision and 2 repairs');
  });

  it('follow a proposal as it stands, leave a post empty, and print JSON alone', async () => {
    const followed = await cli('decide', proposed, ...SIGNED, '--json');
    expect(JSON.parse(followed.out)).toMatchObject({ changes: [], changed: [] });
    const empty = await cli('decide', proposed, ...SIGNED, '--position', 'H', '--leave-empty', '--reason', 'the post is to be cut', '--json');
    expect(JSON.parse(empty.out)).toMatchObject({ inForce: { closed: ['H'] } });
  });

  it('repair what was proposed before anybody decided; nobody can decide about it after that', async () => {
    const { moves } = (JSON.parse(readFileSync(proposed, 'utf8')) as Bundle).proposal.certain;
    const { person } = moves.find(({ to }) => to !== null)!;
    const repaired = await cli('repair', proposed, ...SIGNED, '--cause', 'refused', '--person', person, '--bundle', at('undecided.json'), '--report', at('undecided.html'), '--quiet');
    expect([repaired.err, repaired.code]).toEqual(['', 0]);
    const made = JSON.parse(readFileSync(at('undecided.json'), 'utf8')) as Bundle;
    expect([made.decision, made.repairs!.length]).toEqual([undefined, 1]);
    expect((await cli('verify', at('undecided.json'), '--report', at('undecided.html'))).code).toBe(0);
    expect(await cli('decide', at('undecided.json'), ...SIGNED)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^E_DECISION .*undecided\.json#\/repairs: /) });
  });

  it('say by options what a file of changes says, the document too', async () => {
    const change = { cause: 'court', person: 'F', position: 'S1', document: 'judgement 5' };
    const [byOptions, byFile] = [
      await cli('repair', proposed, ...SIGNED, ...Object.entries(change).flatMap(([name, value]) => [`--${name}`, value]), '--json'),
      await cli('repair', proposed, ...SIGNED, '--changes', put('court.json', [change]), '--json'),
    ];
    expect(byOptions).toEqual(byFile);
    expect(JSON.parse(byOptions.out)).toMatchObject({ changes: [change] });
    expect((await cli('repair', proposed, ...SIGNED, '--cause', 'court', '--person', 'F', '--position', 'S1')).err).toMatch(/^E_VALUE_MISSING --document/);
  });

  it('name the option, or the place in the file of changes, that is wrong', async () => {
    expect((await cli('decide', proposed, '--by', 'panel-1', '--on', '2026-11-20')).err.split('\n').map((l) => l.split(':')[0])).toEqual(['E_REF_UNKNOWN --by', 'E_DATE_ORDER --on', '']);
    const one = await cli('repair', proposed, ...SIGNED, '--cause', 'declined', '--person', 'B');
    expect([one.code, one.err.split(':')[0]]).toEqual([2, 'E_DECISION --person']);
    const file = put('bad.json', [{ position: 'H', person: 'Q', reason: 'knows the ministry best' }]);
    expect((await cli('decide', proposed, ...SIGNED, '--changes', file)).err).toMatch(`E_REF_UNKNOWN ${file}#/0/person`);
    expect((await cli('decide', proposed, ...SIGNED, '--changes', put('none.json', {}))).err).toMatch(`E_TYPE ${at('none.json')}: `);
    expect((await cli('repair', proposed, ...SIGNED)).err).toMatch('E_VALUE_MISSING --cause');
    expect((await cli('repair', proposed, ...SIGNED, '--cause', 'regretted', '--person', 'A')).code).toBe(2);
    expect((await cli('decide', proposed, ...SIGNED, '--changes', file, '--person', 'B')).code).toBe(2);
    expect((await cli('decide', proposed, '--by', 'mayor')).code).toBe(2);
  });

  it('take a bundle that holds together, and a decision once', async () => {
    expect((await cli('decide', put('other.json', { a: 1 }), ...SIGNED)).err).toMatch('E_FORMAT');
    const decided = at('once.json');
    expect((await cli('decide', proposed, ...SIGNED, '--bundle', decided, '--quiet')).code).toBe(0);
    const twice = await cli('decide', decided, ...SIGNED);
    expect([twice.code, twice.err]).toEqual([2, expect.stringContaining(`E_DECISION ${decided}#/decision`)]);
  });

  it('end with 1 where what came before does not verify', async () => {
    const { decision: _, ...rest } = JSON.parse(readFileSync(proposed, 'utf8')) as Bundle;
    const [first] = rest.proposal.certain.objectives;
    const forged = put('forged.json', { ...rest, proposal: { ...rest.proposal, certain: { ...rest.proposal.certain, objectives: [{ ...first!, value: 9 }, ...rest.proposal.certain.objectives.slice(1)] } } });
    expect((await cli('decide', forged, ...SIGNED)).code).toBe(1);
  });

  it('a missing decision is no open check, one that was not looked at is', () => {
    const document = JSON.parse(readFileSync(proposed, 'utf8')) as Bundle;
    const verdicts = verify(document).verdicts.filter((v) => v.outcome === 'holds' || v.check === 'decision');
    expect(exitOf(verdicts, document)).toBe(0);
    expect(exitOf(verdicts, { ...document, decision: {} })).toBe(3);
    expect(exitOf(verdicts)).toBe(0);
  });
});
