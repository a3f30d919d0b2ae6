import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFacts } from '../../src/index.js';
import { report } from '../../src/reporting/index.js';
import { verify } from '../../src/verify/index.js';
import { cosignature, fullBundle, LOG_KEY, publicBundle, signer, tell } from '../verify/trail-writer.js';
import { cli } from './cli.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-outside-'));
const put = (name: string, text: string): string => (writeFileSync(join(dir, name), text), join(dir, name));
afterAll(() => rmSync(dir, { recursive: true }));

const story = tell();
const whole = fullBundle(story, { whole: true }) as Parameters<typeof bundleFacts>[0] & { trail: { checkpoint: string } };
const bundle = put('bundle.json', JSON.stringify(whole));
const kept = put('kept.txt', story.log.note());
const size = story.log.entries.length;

describe('meritra verify with what was kept elsewhere', () => {
  it('says "not proven" of a log alone, and up to which entry it is anchored with a checkpoint', async () => {
    const alone = await cli(['verify', bundle]);
    expect([alone.code, alone.out.match(/^ {2}not proven +\w+/gm)]).toEqual([3, ['  not proven   completeness', '  not proven   anchored']]);
    expect(alone.out).toContain('nobody can see from a log alone that its end was cut off');
    const anchored = await cli(['verify', bundle, '--key', LOG_KEY.vkey, '--checkpoint', kept]);
    expect([anchored.code, anchored.out.match(/^ {2}holds /gm)?.length]).toEqual([0, 10]);
    expect(anchored.out).toContain(`Somebody outside has seen the log, up to ${size} entries`);
    expect((await cli(['verify', bundle, '--checkpoint', kept, '--locale', 'id'])).out).toContain(`Log telah disaksikan pihak luar, sampai ${size} entri`);
  });

  it('takes witnesses and how many of them, keys in files, and the log itself', async () => {
    const witness = signer('witness.example/w', 7, 4);
    const other = signer('other.example/w', 8, 4);
    const cosigned = put('cosigned.json', JSON.stringify({ ...whole, trail: { ...whole.trail, checkpoint: whole.trail.checkpoint + cosignature(whole.trail.checkpoint, witness, '2026-01-06T00:00:00Z') } }));
    const asked = ['verify', cosigned, '--witness', put('w.pub', `${witness.vkey}\n`), '--witness', other.vkey];
    expect((await cli(asked)).code).toBe(3);
    expect((await cli([...asked, '--quorum', '1'])).code).toBe(0);
    expect((await cli(['verify', bundle, '--witness', 'nonsense'])).err).toMatch(/^E_FILE/);
    const excerpt = put('excerpt.json', JSON.stringify(fullBundle(story, { whole: false })));
    expect((await cli(['verify', excerpt, '--checkpoint', kept])).out).toMatch(/not proven +completeness/);
    expect((await cli(['verify', excerpt, '--checkpoint', kept, '--log', put('log.jsonl', story.log.text())])).out).toMatch(/holds +completeness/);
  });

  it('finds a log that was cut, by a checkpoint that somebody kept', async () => {
    const longer = tell();
    longer.log.add('close', { on: '2026-02-01', reason: 'Done.' });
    expect(await cli(['verify', bundle, '--checkpoint', put('longer.txt', longer.log.note())])).toMatchObject({ code: 1, out: expect.stringMatching(/FAILS +completeness: .*\[E_LOG_TRUNCATED \/trail\/checkpoint\]/) });
  });

  it('compares the report of a bundle with a trail, and refuses to write one of a public bundle', async () => {
    const page = report({ ...(await bundleFacts(whole)), verdicts: verify(whole).verdicts }, { locale: 'en' });
    for (const said of ['attempt 1 of 1', `${size} entries`, `over at least ${size} entries`, 'Rules sealed before names were opened.']) expect(page).toContain(said);
    expect((await cli(['verify', bundle, '--checkpoint', kept, '--key', LOG_KEY.vkey, '--report', put('page.html', page)])).code).toBe(0);
    const forged = put('forged.html', page.replace('attempt 1 of 1', 'attempt 1 of 2'));
    expect(await cli(['verify', bundle, '--report', forged])).toMatchObject({ code: 1, err: expect.stringMatching(/^E_REPORT_MISMATCH .*forged\.html:\d+:\d+/) });
    const open = put('public.json', JSON.stringify(publicBundle(story)));
    expect((await cli(['verify', open, '--checkpoint', kept])).out).toMatch(/holds +integrity/);
    expect(await cli(['verify', open, '--report', join(dir, 'page.html')])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_FORMAT/) });
    expect(readFileSync(bundle, 'utf8')).toContain('"trail"');
  });
});
