import decodeQR from 'qr/decode.js';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256, sha256Hex } from '../../src/canonical/index.js';
import { fileWitnessState } from '../../src/node/index.js';
import {
  addSignature, attach, checkAttachment, checkpointQr, checkProof, compareCheckpoints, consistencyProof, cosignatureLine, cosigners, formatCheckpoint, formatProof, inclusionProof,
  matchesShortCode, memoryWitnessState, openCheckpoint, parseNote, parseProof, shortCode, signNote, tieNonce, timestampDigest, Witness, type Tree, type WitnessState,
} from '../../src/trail/index.js';
import { entries, head, log, logKey, ORIGIN, refusal, signer, treeOf, vkey } from './logs.js';

const reader = (tree: Tree) => (level: number, index: number): Uint8Array => tree.hash(level, index);
const consistency = (tree: Tree, first: number, second = tree.size): Uint8Array[] => consistencyProof(first, second, reader(tree));

describe('an offline proof', () => {
  const tree = treeOf(entries(20));
  const proofOf = async (index: number, extra?: Uint8Array): Promise<string> =>
    formatProof({ index, proof: inclusionProof(index, tree.size, reader(tree)), note: await head(tree), ...(extra && { extra }) });

  it('shows every entry to who knows the key of the log', async () => {
    const note = await head(tree);
    for (let index = 0; index < tree.size; index++) {
      const text = formatProof({ index, proof: inclusionProof(index, tree.size, reader(tree)), note });
      expect(text.split('\n').slice(0, 2)).toEqual(['c2sp.org/tlog-proof@v1', `index ${index}`]);
      expect(formatProof(parseProof(text))).toBe(text);
      const { checkpoint, ...shown } = checkProof(text, `entry ${index}`, [logKey]);
      expect([shown.index, checkpoint.size]).toEqual([index, 20]);
    }
    expect(checkProof(formatProof({ index: 0, proof: [], note: await head(tree, 1) }), 'entry 0', [logKey]).checkpoint.size).toBe(1);
  });

  it('shows no other entry, number or log, and nothing by another key', async () => {
    const text = await proofOf(5);
    expect(await refusal(() => checkProof(text, 'entry 6', [logKey]))).toBe('E_PROOF proof');
    expect(await refusal(() => checkProof(text.replace('index 5', 'index 4'), 'entry 5', [logKey]))).toBe('E_PROOF proof');
    expect(await refusal(() => checkProof(text.replace('index 5', 'index 20'), 'entry 5', [logKey]))).toBe('E_PROOF proof');
    const other = formatProof({ ...parseProof(text), note: await head(treeOf(entries(20, 'b'))) });
    expect(await refusal(() => checkProof(other, 'entry 5', [logKey]))).toBe('E_PROOF proof');
    expect(await refusal(() => checkProof(text, 'entry 5', [vkey(ORIGIN, 2)]))).toBe('E_KEY note');
    expect(await refusal(() => checkProof(text.replace('\n20\n', '\n21\n'), 'entry 5', [logKey]))).toBe('E_SIGNATURE note:5');
  });

  it('carries bytes that nobody signed', async () => {
    for (const extra of [new Uint8Array(0), Uint8Array.of(1, 2, 3)]) expect(parseProof(await proofOf(5, extra)).extra).toEqual(extra);
    expect(parseProof(await proofOf(5)).extra).toBeUndefined();
  });

  it('has one spelling', async () => {
    const lines = (await proofOf(5)).split('\n');
    const hash = lines[2]!;
    const as = (from: number, remove: number, ...insert: string[]): string => lines.toSpliced(from, remove, ...insert).join('\n');
    const cases: [text: string, place: string][] = [
      ['', 'E_PROOF proof:1'], [as(0, 1), 'E_PROOF proof:1'], [as(0, 1, 'c2sp.org/tlog-proof@v2'), 'E_PROOF proof:1'], [as(1, 1), 'E_PROOF proof:2'], [as(1, 1, 'index 05'), 'E_PROOF proof:2'], [as(1, 1, 'index -5'), 'E_PROOF proof:2'],
      [as(1, 1, 'index  5'), 'E_PROOF proof:2'], [as(1, 1, 'index 5 '), 'E_PROOF proof:2'], [as(1, 1, 'index 9007199254740992'), 'E_PROOF proof:2'], [as(1, 0, 'extra AAA'), 'E_PROOF proof:2'], [as(1, 0, 'extra AAB='), 'E_PROOF proof:2'],
      [as(1, 0, 'extra AAAA', 'extra AAAA'), 'E_PROOF proof:3'], [as(1, 1, 'index 5', 'extra AAAA'), 'E_PROOF proof:3'], [as(2, 1, hash.slice(4)), 'E_PROOF proof:3'], [as(2, 1, `${hash} `), 'E_PROOF proof:3'],
      [as(2, 0, ...Array.from({ length: 60 }, () => hash)), 'E_PROOF proof:66'], [as(7, 0, ''), 'E_SIGNATURE note:6'], [as(1, 1, 'index 5\r'), 'E_PROOF proof:2'], [lines.slice(0, 7).join('\n'), 'E_PROOF proof:1'],
    ];
    for (const [text, place] of cases) expect(`${text.slice(0, 200)} ${await refusal(() => checkProof(text, 'entry 5', [logKey]))}`).toBe(`${text.slice(0, 200)} ${place}`);
    expect(await refusal(() => formatProof({ index: -1, proof: [], note: '' }))).toBe('E_PROOF proof:2');
    expect(await refusal(() => formatProof({ index: 1, proof: [new Uint8Array(31)], note: '' }))).toBe('E_PROOF proof:3');
  });
});

describe('compareCheckpoints', () => {
  const keys = [logKey];

  it('tells the same head, also with other signatures under it, and what extends it', async () => {
    const tree = treeOf(entries(12));
    const [five, twelve] = [await head(tree, 5), await head(tree)];
    const cosigned = five + (await cosignatureLine(parseNote(five).text, signer('w', 3), 1));
    expect(await compareCheckpoints(five, cosigned, keys)).toEqual({ outcome: 'same', size: 5 });
    for (const [a, b] of [[five, twelve], [twelve, five]] as const) {
      expect(await compareCheckpoints(a, b, keys)).toEqual({ outcome: 'unproven', reason: 'no-proof' });
      for (const proof of [consistency(tree, 5), reader(tree), async (level: number, index: number) => tree.hash(level, index)]) {
        expect(await compareCheckpoints(a, b, keys, proof)).toEqual({ outcome: 'extends', shorter: 5, longer: 12 });
      }
    }
    expect(await compareCheckpoints(await head(treeOf([])), five, keys)).toEqual({ outcome: 'extends', shorter: 0, longer: 5 });
  });

  it('finds the fork of two branches from sizes to 64, of equal length or not, with the two signed heads (every size: test/full/attack-log.full.ts)', async () => {
    const common = entries(65);
    for (const size of [1, 2, 3, 4, 7, 8, 9, 16, 17, 31, 33, 49, 63, 64]) {
      const honest = treeOf([...common.slice(0, size), 'honest', 'later']);
      const forged = treeOf([...common.slice(0, size), 'forged']);
      const [a, b] = [await head(honest, size + 1), await head(forged)];
      expect(await compareCheckpoints(a, b, keys)).toEqual({ outcome: 'fork', code: 'E_LOG_FORK', evidence: [a, b] });
      if (size % 16 !== 1) continue;
      const c = await head(honest);
      expect(await compareCheckpoints(b, c, keys, reader(honest))).toEqual({ outcome: 'fork', code: 'E_LOG_FORK', evidence: [b, c] });
      expect(await compareCheckpoints(a, c, keys, reader(honest))).toMatchObject({ outcome: 'extends' });
    }
  });

  it('never calls a fork what was not shown', async () => {
    const [honest, forged] = [treeOf(entries(12)), treeOf([...entries(8), ...entries(4, 'b')])];
    const [short, long] = [await head(honest, 10), await head(forged)];
    expect(await compareCheckpoints(short, long, keys, consistency(honest, 10))).toEqual({ outcome: 'unproven', reason: 'proof-fails' });
    expect(await compareCheckpoints(short, long, keys, [])).toEqual({ outcome: 'unproven', reason: 'proof-fails' });
    expect(await compareCheckpoints(short, long, keys, reader(honest))).toEqual({ outcome: 'unproven', reason: 'log-differs' });
    expect(await compareCheckpoints(short, long, keys, reader(treeOf(entries(3))))).toEqual({ outcome: 'unproven', reason: 'log-differs' }); // it ends before
    expect(await compareCheckpoints(short, long, keys, reader(forged))).toMatchObject({ outcome: 'fork' });
  });

  it('compares signed heads of one log only', async () => {
    const note = await head(treeOf(entries(3)));
    const other = signer('log.example/other', 2);
    expect(await refusal(() => compareCheckpoints(note, note.replace('\n3\n', '\n4\n'), keys))).toBe('E_SIGNATURE note:5');
    expect(await refusal(async () => compareCheckpoints(note, await head(treeOf(entries(3)), 3, other), [logKey, vkey('log.example/other', 2)]))).toBe('E_NOTE note:1');
    const broken = (): Uint8Array => {
      throw new TypeError('disk');
    };
    await expect(compareCheckpoints(await head(treeOf(entries(2))), note, keys, broken)).rejects.toThrow('disk');
  });
});

const temp = mkdtempSync(join(tmpdir(), 'meritra-witness-'));
afterAll(() => rmSync(temp, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(temp, `state-${folders++}`, 'below');

const STATES: [string, () => () => WitnessState][] = [
  ['in memory', () => {
    const state = memoryWitnessState();
    return () => state;
  }],
  ['in files, opened anew each time', () => {
    const folder = newFolder();
    return () => fileWitnessState(folder);
  }],
];

describe.each(STATES)('a witness that remembers %s', (_, make) => {
  const witnessKey = vkey('witness.example/w1', 5, 'cosignature');
  const witnesses = (): (() => Witness) => {
    const open = make();
    return () => new Witness({ signer: signer('witness.example/w1', 5), logs: [logKey], state: open(), clock: () => 1_700_000_000 });
  };

  it('cosigns what continues the log and nothing else, also after a restart', async () => {
    const restarted = witnesses();
    const tree = treeOf(entries(30));
    const forged = treeOf([...entries(10), ...entries(30, 'b')]);
    expect(await restarted().held(ORIGIN)).toBeUndefined();
    const first = await head(tree, 12);
    expect(cosigners(first + (await restarted().cosign(first, [])), [witnessKey])).toEqual([{ name: 'witness.example/w1', time: 1_700_000_000 }]);
    expect(await restarted().cosign(first, [])).toBe(await restarted().cosign(first, [])); // the same head again

    const refused: [note: string, proof: Uint8Array[], code: string][] = [
      [await head(tree, 11), [], 'E_LOG_TRUNCATED'], [await head(tree, 0), [], 'E_LOG_TRUNCATED'], [await head(forged, 12), [], 'E_LOG_FORK'],
      [await head(forged, 20), consistency(forged, 12, 20), 'E_PROOF'], [await head(forged, 20), consistency(tree, 12, 20), 'E_PROOF'], [await head(tree, 20), [], 'E_PROOF'],
      [await head(tree, 20), consistency(tree, 11, 20), 'E_PROOF'], [first, [new Uint8Array(32)], 'E_PROOF'],
      [await head(tree, 20, signer(ORIGIN, 2)), consistency(tree, 12, 20), 'E_KEY note'], [(await head(tree, 20)).replace('\n20\n', '\n21\n'), consistency(tree, 12, 20), 'E_SIGNATURE note:5'], ['', [], 'E_NOTE note:1'],
    ];
    for (const [note, proof, code] of refused) {
      expect(await refusal(() => restarted().cosign(note, proof))).toBe(code);
      expect(await restarted().held(ORIGIN)).toBe(first);
    }
    const second = await head(tree, 20);
    expect(openCheckpoint(second + (await restarted().cosign(second, consistency(tree, 12, 20))), [logKey, witnessKey]).verified).toHaveLength(2);
    expect(await restarted().held(ORIGIN)).toBe(second);
    expect(await refusal(() => restarted().cosign(first, []))).toBe('E_LOG_TRUNCATED');
    const evidence = await compareCheckpoints((await restarted().held(ORIGIN))!, await head(forged, 20), [logKey]);
    expect(evidence.outcome).toBe('fork');
  });

  it('never cosigns both of two branches, from sizes to 64', async () => {
    const common = entries(65);
    for (const size of [1, 2, 3, 31, 32, 64]) {
      const open = witnesses();
      const [a, b] = [treeOf([...common.slice(0, size), 'a']), treeOf([...common.slice(0, size), 'b'])];
      const start = await head(a, size);
      await open().cosign(start, []);
      await open().cosign(await head(a), consistency(a, size));
      expect(await refusal(async () => open().cosign(await head(b), consistency(b, size)))).toBe('E_LOG_FORK');
    }
  });

  it('answers calls made side by side one after the other', async () => {
    const witness = witnesses()();
    const tree = treeOf(entries(9));
    await witness.cosign(await head(tree, 4), []);
    const forged = treeOf([...entries(4), ...entries(5, 'b')]);
    const [nine, eight, fork] = [await head(tree), await head(tree, 8), await head(forged)];
    const results = await Promise.allSettled([witness.cosign(nine, consistency(tree, 4)), witness.cosign(eight, consistency(tree, 4, 8)), witness.cosign(fork, consistency(forged, 4))]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await witness.held(ORIGIN)).toBe(nine);
  });

  it('starts with an empty log where that is what it sees first', async () => {
    const witness = witnesses()();
    const tree = treeOf(entries(3));
    await witness.cosign(await head(tree, 0), []);
    expect(await refusal(async () => witness.cosign(await head(tree), [new Uint8Array(32)]))).toBe('E_PROOF');
    await witness.cosign(await head(tree), []);
    expect(await witness.held(ORIGIN)).toBe(await head(tree));
  });
});

it('a witness takes no proof for a log that it has not seen, and witnesses of a note are told by name', async () => {
  const note = await head(treeOf(entries(3)));
  const of = (name: string, byte: number): Witness => new Witness({ signer: signer(name, byte), logs: [logKey], state: memoryWitnessState(), clock: () => byte });
  expect(await refusal(() => of('w1', 5).cosign(note, [new Uint8Array(32)]))).toBe('E_PROOF');
  const keys = [vkey('w1', 5, 'cosignature'), vkey('w2', 6, 'cosignature')];
  for (const order of [[of('w2', 6), of('w1', 5)], [of('w1', 5), of('w2', 6)]]) {
    let signed = note;
    for (const witness of order) signed = addSignature(signed, await witness.cosign(note, []));
    for (const known of [keys, [...keys].reverse()]) expect(cosigners(signed, known)).toEqual([{ name: 'w1', time: 5 }, { name: 'w2', time: 6 }]);
  }
});

it('a proof of one line is told where it ends', async () => {
  const note = await head(treeOf(entries(3)));
  expect(await refusal(() => parseProof(`c2sp.org/tlog-proof@v1\n\n${note}`))).toBe('E_PROOF proof:2');
  expect(await refusal(() => parseProof(`c2sp.org/tlog-proof@v1\nextra AQID\n\n${note}`))).toBe('E_PROOF proof:3');
});

it('an attached file of a byte too many is refused', async () => {
  const note = await head(treeOf(entries(3)));
  expect(await refusal(() => checkAttachment({ kind: 'rfc3161', sha256: '0'.repeat(64), bytes: Buffer.alloc(1_048_577).toString('base64') }, note))).toBe('E_LIMIT_BYTES /bytes');
});

it('a nonce for the lottery is 64 digits, and another one each time', () => {
  const [one, two] = [tieNonce(), tieNonce()];
  expect([one, two].every((nonce) => /^[0-9a-f]{64}$/.test(nonce))).toBe(true);
  expect(one).not.toBe(two);
});

describe('the state of a witness', () => {
  it('is durable before a cosignature is given out', async () => {
    const steps: string[] = [];
    const state = memoryWitnessState();
    const witness = new Witness({
      signer: { ...signer('w', 5), sign: async (message) => { steps.push('sign'); return signer('w', 5).sign(message); } },
      logs: [logKey],
      state: { get: (origin) => state.get(origin), put: async (...record) => { await Promise.resolve(); await state.put(...record); steps.push('kept'); } },
      clock: () => 1,
    });
    await witness.cosign(await head(treeOf(entries(3))), []);
    expect(steps).toEqual(['kept', 'sign']);
  });

  it('is not looked at by anybody else between what cosign read and what it keeps', async () => {
    const steps: string[] = [];
    const state = memoryWitnessState();
    const slow: WitnessState = {
      get: async (origin) => { steps.push('get'); return state.get(origin); },
      put: async (...record) => { await new Promise((done) => setTimeout(done, 5)); await state.put(...record); steps.push('put'); },
    };
    const witness = new Witness({ signer: signer('w', 5), logs: [logKey], state: slow, clock: () => 1 });
    const note = await head(treeOf(entries(3)));
    const [, held] = await Promise.all([witness.cosign(note, []), witness.held(ORIGIN)]);
    expect([steps, held]).toEqual([['get', 'put', 'get'], note]);
  });

  it('that cannot be kept gives no cosignature', async () => {
    const full: WitnessState = { get: async () => undefined, put: async () => { throw new Error('full'); } };
    const witness = new Witness({ signer: signer('w', 5), logs: [logKey], state: full, clock: () => 1 });
    await expect(witness.cosign(await head(treeOf(entries(3))), [])).rejects.toThrow('full');
    expect(await refusal(() => new Witness({ signer: signer('w', 5), logs: ['nonsense'], state: full, clock: () => 1 }))).toBe('E_KEY');
    expect(await refusal(() => new Witness({ signer: signer('w', 1), logs: [logKey], state: full, clock: () => 1 }))).toBe('E_KEY'); // the log's own key under another name
  });

  it('in files is one small file for each log, and a damaged one is told, not begun anew', async () => {
    const folder = newFolder();
    const tree = treeOf(entries(9));
    for (const size of [3, 5, 9]) {
      const state = fileWitnessState(folder);
      await state.get(ORIGIN);
      await state.put(ORIGIN, size, tree.root(size), await head(tree, size));
    }
    const names = readdirSync(folder);
    expect(names).toEqual([`${sha256Hex(ORIGIN).slice(0, 32)}.3`]);
    const path = join(folder, names[0]!);
    const bytes = readFileSync(path);
    expect(bytes.toString('utf8')).toBe(`${sha256Hex(await head(tree))}\n${await head(tree)}`);
    for (let bit = 0; bit < 8 * bytes.length; bit += 29) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, changed);
      expect(await refusal(() => fileWitnessState(folder).get(ORIGIN))).toBe('E_LOG_CORRUPT');
    }
    for (let length = 0; length < bytes.length; length += 7) {
      writeFileSync(path, bytes.subarray(0, length));
      expect(await refusal(() => fileWitnessState(folder).get(ORIGIN))).toBe('E_LOG_CORRUPT');
    }
    const foreign = await head(tree, 9, signer('log.example/other', 2));
    writeFileSync(path, `${sha256Hex(foreign)}\n${foreign}`);
    expect(await refusal(() => fileWitnessState(folder).get(ORIGIN))).toBe('E_LOG_CORRUPT');
    writeFileSync(join(temp, 'file'), '');
    expect(await refusal(() => fileWitnessState(join(temp, 'file')).get(ORIGIN))).toBe(`E_FILE ${join(temp, 'file')}`);
  });

  it('in files refuses the second of two processes that went on from the same head', async () => {
    const folder = newFolder();
    const tree = treeOf(entries(30));
    const keep = async (state: WitnessState, size: number): Promise<void> => state.put(ORIGIN, size, tree.root(size), await head(tree, size));
    const [a, b] = [fileWitnessState(folder), fileWitnessState(folder)];
    await Promise.all([a.get(ORIGIN), b.get(ORIGIN)]);
    await keep(a, 5);
    expect(await refusal(() => keep(b, 6))).toBe('E_LOG_LOCKED');
    await b.get(ORIGIN);
    await keep(a, 7);
    await keep(a, 8); // the number that b would take has come and gone
    expect(await refusal(() => keep(b, 6))).toBe('E_LOG_LOCKED');
    expect((await fileWitnessState(folder).get(ORIGIN))?.size).toBe(8);
    expect(readdirSync(folder)).toHaveLength(1);
    const many = Array.from({ length: 8 }, () => fileWitnessState(folder));
    await Promise.all(many.map((state) => state.get(ORIGIN)));
    const results = await Promise.all(many.map((state, k) => refusal(() => keep(state, 10 + k))));
    expect(results.filter((result) => result === 'nothing')).toHaveLength(1);
    expect(results.filter((result) => result === 'E_LOG_LOCKED')).toHaveLength(7);
  });
});

describe('cosigners', () => {
  it('are counted by key, with the first time each signed', async () => {
    const note = await head(treeOf(entries(3)));
    const { text } = parseNote(note);
    const names = ['a', 'b', 'c', 'd'];
    const keys = names.map((name, k) => vkey(name, 20 + k, 'cosignature'));
    expect(cosigners(note, keys)).toEqual([]);
    let cosigned = note;
    for (const [name, byte, time] of [['c', 22, 50], ['a', 20, 70], ['a', 20, 60], ['x', 30, 1]] as const) cosigned = addSignature(cosigned, await cosignatureLine(text, signer(name, byte), time));
    expect(cosigners(cosigned, keys)).toEqual([{ name: 'a', time: 60 }, { name: 'c', time: 50 }]);
    expect(cosigners(cosigned, [...keys, logKey])).toHaveLength(2); // a log is no witness of itself
    const twins = [...keys, vkey('z', 20, 'cosignature')];
    cosigned = addSignature(cosigned, await cosignatureLine(text, signer('z', 20), 55));
    expect(cosigners(cosigned, twins)).toEqual([{ name: 'a', time: 55 }, { name: 'c', time: 50 }]);
    const foreign = await cosignatureLine('other\n', signer('b', 21), 1);
    expect(await refusal(() => cosigners(cosigned + foreign, keys))).toMatch(/^E_SIGNATURE note:/);
    expect(await refusal(() => addSignature(note, foreign + foreign))).toBe('E_NOTE note');
    expect(await refusal(() => addSignature(note, 'x\n'))).toBe('E_NOTE note:6');
    expect(await refusal(() => addSignature(note, `\n${foreign}`))).toMatch(/^E_NOTE/);
  });
});

describe('the short code of a checkpoint', () => {
  const text = formatCheckpoint({ origin: ORIGIN, size: 3, root: treeOf(entries(3)).root() });
  const code = shortCode(text);

  it('is eight groups of four and a check character over the hash of its text', () => {
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z*~$=U]$/);
    const bits = Array.from(sha256(text).subarray(0, 20), (byte) => byte.toString(2).padStart(8, '0')).join('');
    const digits = bits.match(/.{5}/g)!.map((five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[parseInt(five, 2)]).join('');
    expect(code.slice(0, -2).replaceAll('-', '')).toBe(digits);
    expect(code.at(-1)).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U'[Number(BigInt(`0b${bits}`) % 37n)]);
    expect(code).toBe('NQXA-DREN-RT6Q-DXEK-B8P1-AK7T-K9KG-530Z-J');
  });

  it('is known again as a hand has copied it, and not for another checkpoint', async () => {
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' '), code.replaceAll('0', 'o').replaceAll('1', 'l'), code.replaceAll('1', 'I'), `  ${code}\n`]) expect(matchesShortCode(text, typed)).toBe(true);
    expect(matchesShortCode(text.replace('\n3\n', '\n4\n'), code)).toBe(false);
    expect(await refusal(() => shortCode('minutes\n'))).toBe('E_NOTE note:2');
    expect(await refusal(() => matchesShortCode('minutes\n', code))).toBe('E_NOTE note:2');
  });

  it('tells every mistyped character and every two neighbours swapped', async () => {
    const plain = code.replaceAll('-', '');
    for (let k = 0; k < plain.length; k++) {
      for (const digit of '0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U') {
        if (digit !== plain[k]) expect(await refusal(() => matchesShortCode(text, plain.slice(0, k) + digit + plain.slice(k + 1)))).toBe('E_NOTE code');
      }
      const swapped = plain.slice(0, k) + (plain[k + 1] ?? '') + plain[k] + plain.slice(k + 2);
      if (swapped !== plain) expect(await refusal(() => matchesShortCode(text, swapped))).toBe('E_NOTE code');
    }
    for (const typed of ['', '0', plain.slice(1), `${plain}0`, plain.replace(/./, '!')]) expect(await refusal(() => matchesShortCode(text, typed))).toBe('E_NOTE code');
  });
});

describe('the code to scan', () => {
  it('gives a phone the whole signed note', async () => {
    const note = await head(treeOf(entries(3)));
    const cosigned = note + (await cosignatureLine(parseNote(note).text, signer('witness.example/w1', 5), 1_700_000_000));
    for (const each of [note, cosigned]) {
      const svg = checkpointQr(each);
      expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 (\d+) \1"[^>]*><rect width="\1" height="\1" fill="#fff"\/><path d="[Mhvz0-9 -]+" fill="#000"\/><\/svg>$/);
      expect(svg).not.toMatch(/<script|href|style=|url\(/);
      const read = decodeQR(pixels(svg), { timeLimit: 10_000, textDecoder: (bytes) => new TextDecoder().decode(bytes) });
      expect(read).toBe(each);
      expect(openCheckpoint(read, [logKey]).checkpoint.size).toBe(3);
    }
  });

  it('is made of checkpoints that fit', async () => {
    const note = await head(treeOf(entries(3)));
    expect(await refusal(() => checkpointQr(parseNote(note).text))).toBe('E_NOTE note:1');
    expect(await refusal(async () => checkpointQr(await signNote('minutes\n', [log])))).toBe('E_NOTE note:2');
    const line = await cosignatureLine(parseNote(note).text, signer('w', 5), 1);
    expect(await refusal(() => checkpointQr(note + line.repeat(30)))).toBe('E_NOTE note');
  });
});

/** The bars of a code as a picture, four pixels to a module. */
function pixels(svg: string): { width: number; height: number; data: Uint8Array } {
  const side = 4 * Number(/viewBox="0 0 (\d+)/.exec(svg)![1]);
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y, length, back] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)) {
    expect(back).toBe(length);
    for (let row = 4 * Number(y); row < 4 * Number(y) + 4; row++) data.fill(0, (row * side + 4 * Number(x)) * 4, (row * side + 4 * (Number(x) + Number(length))) * 4);
  }
  for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255;
  return { width: side, height: side, data };
}

describe('an attached time stamp', () => {
  it('speaks of one checkpoint, and what it proves is not checked', async () => {
    const note = await head(treeOf(entries(3)));
    const digest = timestampDigest(note);
    expect(digest).toEqual(sha256(parseNote(note).text));
    const cosigned = note + (await cosignatureLine(parseNote(note).text, signer('w', 5), 1));
    expect(timestampDigest(cosigned)).toEqual(digest);
    const file = Uint8Array.of(digest[0]!, 1, 2, ...digest.slice(0, 31), 7, ...digest, 8, 9);
    for (const kind of ['rfc3161', 'opentimestamps'] as const) {
      const attachment = attach(kind, file, note);
      expect(Object.keys(attachment)).toEqual(['kind', 'sha256', 'bytes']);
      expect(checkAttachment(attachment, cosigned)).toMatchObject({ outcome: 'not-checked', kind });
      const other = await head(treeOf(entries(4)));
      expect(await refusal(() => checkAttachment(attachment, other))).toBe('E_PROOF /sha256');
      expect(await refusal(() => checkAttachment({ ...attachment, sha256: Buffer.from(timestampDigest(other)).toString('hex') }, other))).toBe('E_PROOF /bytes');
      expect(await refusal(() => checkAttachment({ ...attachment, bytes: 'AAA' }, note))).toBe('E_FORMAT /bytes');
      expect(await refusal(() => checkAttachment({ ...attachment, kind: 'tsr' as typeof kind }, note))).toBe('E_FORMAT /kind');
      expect(await refusal(() => attach(kind, file.slice(0, -3), note))).toBe('E_PROOF /bytes');
      expect(await refusal(() => attach(kind, new Uint8Array(0), note))).toBe('E_PROOF /bytes');
      expect(await refusal(() => attach(kind, new Uint8Array(1_048_577), note))).toBe('E_LIMIT_BYTES /bytes');
      expect(await refusal(() => checkAttachment({ ...attachment, bytes: 'A'.repeat(1_398_108) }, note))).toBe('E_LIMIT_BYTES /bytes');
      expect(await refusal(() => attach(kind, file, 'minutes'))).toBe('E_NOTE note:1');
    }
  });
});
