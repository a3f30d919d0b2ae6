import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeyFile, writeKeyFile } from '../../src/node/index.js';
import { consistencyProof, cosigners, leafHash, signCheckpoint, Tree, type Signer } from '../../src/trail/index.js';
import { formatRequest, parseRequest } from '../../src/cli/witness-request.js';
import { cli } from './cli.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-witness-'));
const at = (name: string): string => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));
const put = (name: string, text: string): string => (writeFileSync(at(name), text), at(name));

const ORIGIN = 'toy.example/log';
let signer: Signer;
let logKey: string;
let witnessKey: string;

/** Two logs that agree on the first three entries. */
const tree = new Tree();
const other = new Tree();
for (let k = 0; k < 8; k++) {
  tree.append(leafHash(`entry ${k}`));
  other.append(leafHash(k < 3 ? `entry ${k}` : `another ${k}`));
}
const head = (size: number, of: Tree = tree): Promise<string> => signCheckpoint({ origin: ORIGIN, size, root: of.root(size) }, signer);
const proof = (from: number, to: number, of: Tree = tree): readonly Uint8Array[] => consistencyProof(from, to, (level, index) => of.hash(level, index));

beforeAll(async () => {
  expect((await cli(['trail', 'key', at('log.key'), '--name', ORIGIN])).code).toBe(0);
  const made = await cli(['trail', 'key', at('witness.key'), '--name', 'witness.example/one', '--witness', '--locale', 'id']);
  witnessKey = put('witness.pub', made.out);
  ({ signer, verifierKey: logKey } = await readKeyFile(at('log.key')));
});

describe('meritra trail key', () => {
  it('keeps the secret key where nobody else reads, and prints the verifier key', async () => {
    expect(statSync(at('log.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(at('log.key'), 'utf8')).toMatch(/^PRIVATE\+KEY\+toy\.example\/log\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}\n$/);
    expect(readFileSync(witnessKey, 'utf8')).toMatch(/^witness\.example\/one\+[0-9a-f]{8}\+B[A-Za-z0-9+/=]{43}\n$/);
  });

  it('never writes over a key, and refuses one that others may read, that is of another kind, or damaged', async () => {
    const again = await cli(['trail', 'key', at('log.key'), '--name', ORIGIN]);
    expect([again.code, again.err]).toEqual([2, expect.stringMatching(/^E_FILE .*log\.key: .*written over/)]);
    expect((await cli(['trail', 'key', at('bad.key'), '--name', 'two words'])).err).toMatch(/^E_KEY/);
    await writeKeyFile(at('open.key'), ORIGIN);
    chmodSync(at('open.key'), 0o644);
    const damaged = put('damaged.key', readFileSync(at('log.key'), 'utf8').replace(/.{3}\n$/, 'AA=\n'));
    chmodSync(damaged, 0o600);
    for (const [file, said] of [['open.key', 'others may read'], ['witness.key', 'no secret key of a log'], ['damaged.key', 'key'], ['none.key', 'cannot be read']] as const) {
      await expect(readKeyFile(at(file))).rejects.toThrow(said);
    }
    const secret = readFileSync(at('log.key'), 'utf8').split('+').at(-1)!.trim();
    await readKeyFile(damaged).catch((error: Error) => expect(error.message).not.toContain(secret.slice(0, 20)));
  });
});

describe('meritra trail witness', () => {
  const ask = (file: string, more: readonly string[] = []): ReturnType<typeof cli> =>
    cli(['trail', 'witness', file, '--state', at('state'), '--log-key', logKey, '--key-file', at('witness.key'), ...more], { now: () => 1_795_000_000 });

  it('cosigns the first head it sees and every one that a proof leads to, and never one of another history, also after a restart', async () => {
    const first = await ask(put('head-2.txt', await head(2)));
    expect(first.code).toBe(0);
    expect(cosigners(first.out, [readFileSync(witnessKey, 'utf8').trim()])).toEqual([{ name: 'witness.example/one', time: 1_795_000_000 }]);
    expect(first.err).toContain(readFileSync(witnessKey, 'utf8').trim());

    const grown = put('head-5.txt', formatRequest({ old: 2, proof: proof(2, 5), note: await head(5) }));
    expect((await ask(grown, ['--out', at('cosigned-5.txt'), '--quiet'])).code).toBe(0);
    expect(readFileSync(at('cosigned-5.txt'), 'utf8')).toContain('— witness.example/one ');

    const refused: readonly (readonly [string, string])[] = [
      ['E_LOG_FORK', await head(5, other)],
      ['E_LOG_TRUNCATED', await head(4)],
      ['E_PROOF', formatRequest({ old: 5, proof: proof(5, 8, other), note: await head(8, other) })],
      ['E_PROOF', await head(8)],
    ];
    for (const [code, text] of refused) {
      const { code: exit, out, err } = await ask(put('refused.txt', text));
      expect([exit, err]).toEqual([1, `Refused (${code}): this does not continue the log of 5 entries that was cosigned here before.\n`]);
      expect(out.match(/^toy\.example\/log$/gm)?.length ?? 0).toBe(code === 'E_LOG_FORK' ? 2 : 0);
    }
  });

  it('refuses a head that the log has not signed, and a request that is none', async () => {
    await writeKeyFile(at('stranger.key'), ORIGIN);
    const stranger = (await readKeyFile(at('stranger.key'))).signer;
    const forged = await signCheckpoint({ origin: ORIGIN, size: 6, root: tree.root(6) }, stranger);
    expect(await ask(put('forged.txt', forged))).toMatchObject({ code: 2, err: expect.stringMatching(/^E_KEY/) });
    expect((await ask(put('bad-request.txt', 'old 05\n\nx'))).err).toMatch(/^E_PROOF .*bad-request\.txt:1/);
    expect((await ask(put('bad-hash.txt', 'old 5\nAAAA\n\nx'))).err).toMatch(/^E_PROOF .*bad-hash\.txt:2/);
    expect((await cli(['trail', 'witness', at('head-2.txt'), '--state', at('state'), '--log-key', logKey])).err).toMatch(/^E_KEY.*MERITRA_KEY_FILE/);
  });

  it('reads back every request it writes', async () => {
    const request = { old: 2, proof: proof(2, 5), note: await head(5) };
    expect(parseRequest(formatRequest(request))).toEqual(request);
  });
});

describe('meritra trail compare', () => {
  const compare = async (a: string, b: string, ...more: readonly string[]): ReturnType<typeof cli> => cli(['trail', 'compare', put('a.txt', a), put('b.txt', b), '--key', put('log.pub', `${logKey}\n`), ...more]);

  it('says the same, continues, or fork with both signed heads, and "not proven" where nothing shows it', async () => {
    const five = await head(5);
    expect(await compare(five, five)).toMatchObject({ code: 0, out: expect.stringMatching(/^Same: /) });
    const fork = await compare(five, await head(5, other));
    expect([fork.code, fork.out.startsWith('FORK')]).toEqual([1, true]);
    expect(fork.out).toContain(five);
    expect(fork.out).toContain(await head(5, other));
    expect(await compare(five, await head(8))).toMatchObject({ code: 3, out: expect.stringMatching(/^Not proven: the sizes differ/) });
    const request = put('five-eight.txt', formatRequest({ old: 5, proof: proof(5, 8), note: await head(8) }));
    expect(await compare(five, await head(8), '--proof', request)).toMatchObject({ code: 0, out: expect.stringMatching(/^Continues: the log of 8 entries begins with that of 5/) });
    expect(await compare(await head(5, other), await head(8), '--proof', request, '--locale', 'id')).toMatchObject({ code: 3, out: expect.stringMatching(/^Belum terbukti: bukti itu/) });
    expect((JSON.parse((await compare(five, await head(5, other), '--json')).out) as { code: string }).code).toBe('E_LOG_FORK');
  });

  it('trusts no other key', async () => {
    const stranger = await writeKeyFile(at('third.key'), ORIGIN);
    expect(await cli(['trail', 'compare', put('a.txt', await head(5)), at('a.txt'), '--key', stranger.verifierKey])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_KEY/) });
    expect((await cli(['trail', 'compare', at('a.txt'), at('a.txt'), '--key', 'toy+12345678+AAAA'])).err).toMatch(/^E_KEY/);
  });
});
