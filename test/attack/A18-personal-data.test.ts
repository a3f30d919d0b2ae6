// A18: personal data leaks through the log, the verdicts, the errors or the command. The 109 bad inputs, console included: test/intake/canary.test.ts.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/run.js';
import { canonicalJson } from '../../src/canonical/index.js';
import { verify } from '../../src/verify/index.js';
import { leafs, random, type Loose } from './changes.js';
import { manyPeople } from './honest.js';
import { inputTree, policyOfTwo, story, trailBundle, worldOf, type Pen, type World } from './pen.js';

const WORD = 'Kanariburung';
let world: World;
let pen: Pen;
let bundle: Loose;
beforeAll(async () => {
  const round = manyPeople(8);
  round.people.forEach((p, k) => Object.assign(p, { name: `${WORD} ${k}`, bornAt: `Kota ${WORD}` }));
  round.relations.push({ a: 'P001', b: 'P002', kind: `kin of ${WORD}`, degree: 2, source: 'S1' });
  round.actors.push({ id: 'boss', role: 'panel', person: 'P003', statement: { on: '2026-11-01', document: 'form' }, interests: [{ person: 'P004', kind: `friend of ${WORD}` }] });
  world = await worldOf(round, policyOfTwo());
  pen = story(world);
  pen.add('objection', { to: 7 }, { round: round.id, values: { '/person': 'P001', '/text': `${WORD} says that it is not so` } });
  bundle = await trailBundle(world, pen);
});
const dir = mkdtempSync(join(tmpdir(), 'meritra-canary-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('the log', () => {
  it('(the control) the word stands in every personal field of the round, and in what opens the log', () => {
    expect(JSON.stringify(world.round).split(WORD).length).toBeGreaterThan(16);
    expect(JSON.stringify(pen.openings)).toContain(WORD);
  });

  it('holds no personal value and no id of a person in any line or checkpoint', async () => {
    const text = `${pen.lines().join('\n')}\n${await pen.checkpoint()}`;
    expect(text).not.toContain(WORD);
    for (const { id, born } of world.round.people) for (const value of [id, born!]) expect(text).not.toContain(`"${value}"`);
  });

  it('names people by a pseudonym that is another in every round, and cannot be made from the id', () => {
    const [here, there] = [inputTree(world.round, world.sealed.policy), inputTree({ ...world.round, id: 'R-2' }, world.sealed.policy)];
    for (const { id } of world.round.people) {
      expect(here.pseudonyms.get(id)).toMatch(/^p-[0-9a-f]{20}$/);
      expect(there.pseudonyms.get(id)).not.toBe(here.pseudonyms.get(id));
      for (const guess of [id, `${world.round.id}${id}`]) expect(createHash('sha256').update(guess).digest('hex')).not.toContain(here.pseudonyms.get(id)!.slice(2));
    }
  });
});

describe('a dictionary of everything that a field can be', () => {
  const DICTIONARY = [50, 55, 60, 65, 70, 75, 80, 85, 90, 95];
  const commitment = (salt: string, value: unknown): string => {
    const lp = (text: string): Buffer => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]);
    return createHash('sha256').update(Buffer.concat([Buffer.of(2), lp(salt), lp('/value'), Buffer.from(canonicalJson(value))])).digest('hex');
  };
  const rated = (): Pen => {
    const own = story(world);
    own.entries = own.entries.slice(0, 3);
    for (let k = 0; k < 100; k++) own.add('rating', { actor: 'boss', document: 'form' }, { round: world.round.id, values: { '/attribute': 'exam', '/person': `P00${k % 8}`, '/value': DICTIONARY[k % 10] } });
    return own;
  };
  const guesses = (own: Pen, salts: readonly string[]): number => {
    const known = new Set(DICTIONARY.flatMap((value) => salts.map((salt) => commitment(salt, value))));
    return own.entries.flatMap((e: Loose) => e.fields).filter(([path, hash]: [string, string]) => path === '/value' && known.has(hash)).length;
  };

  it('finds nothing without the salts, not even that two values are equal', () => {
    const own = rated();
    expect(guesses(own, ['', '0'.repeat(64), ...own.entries.flatMap((e: Loose) => [e.id, String(e.index)])])).toBe(0);
    const all = own.entries.flatMap((e: Loose) => e.fields.map(([, hash]: [string, string]) => hash));
    expect(new Set(all).size).toBe(all.length);
  });

  it('(the defence removed) finds every value where one salt is known and used for all', () => {
    const own = rated();
    const one = 'ab'.repeat(32);
    for (const [k, e] of own.entries.slice(3).entries()) e.fields[2] = ['/value', commitment(one, DICTIONARY[k % 10])];
    expect(guesses(own, [one])).toBe(100);
  });
});

describe('what is told', () => {
  afterEach(() => vi.restoreAllMocks());

  it('no verdict on a changed bundle holds a personal value (a change in every 29th place)', () => {
    const rnd = random(18);
    const places = leafs(bundle).filter((_, k) => k % 29 === 0);
    const cover = { fails: 0 };
    for (const { changed } of places) {
      const { verdicts } = verify(JSON.parse(changed(rnd).bytes));
      if (verdicts.some((v) => v.outcome === 'fails')) cover.fails++;
      for (const { detail, path } of verdicts) {
        expect(`${detail} ${path}`).not.toContain(WORD);
        for (const { born } of world.round.people) expect(detail).not.toContain(born!);
      }
    }
    expect(cover.fails).toBeGreaterThan(places.length / 2);
  });

  it('nothing that the command says on its error output does, whatever is wrong with the files', async () => {
    const printed: string[] = [];
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) vi.spyOn(console, method).mockImplementation((...parts) => void printed.push(parts.join(' ')));
    let err = '';
    const cli = (argv: readonly string[]): Promise<number> => run(argv, { stdout: { write: () => true }, stderr: { write: (text) => (err += text) }, env: {} });
    const put = (name: string, content: unknown): string => {
      writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
      return join(dir, name);
    };
    const policy = put('policy.json', policyOfTwo());
    const rnd = random(19);
    const raw = { ...world.round } as Loose;
    const codes = new Set<number>([await cli(['propose', put('honest.json', raw), '--policy', policy])]);
    const personal = leafs(raw).filter(({ path }) => /^\/(people|relations|actors)\//.test(path));
    for (const { path } of personal.filter((_, k) => k % 9 === 0)) {
      const copy = structuredClone(raw);
      const keys = path.slice(1).split('/');
      const last = keys.pop()!;
      const holder = keys.reduce((at: Loose, key) => at[key], copy);
      holder[last] = [`\u0000${WORD}`, [WORD], { [WORD]: WORD }, `${WORD}\u202e`][Math.floor(rnd() * 4)];
      codes.add(await cli(['propose', put('bad.json', copy), '--policy', policy]));
    }
    codes.add(await cli(['propose', put('cut.json', JSON.stringify(raw).slice(0, -40)), '--policy', policy]));
    codes.add(await cli(['verify', put('bundle.json', { ...bundle, round: raw, policy: { ...bundle.policy, id: 'x' } })]));
    expect([...codes].sort()).toEqual(expect.arrayContaining([1, 2]));
    expect(err.length).toBeGreaterThan(500);
    expect(err).not.toContain(WORD);
    expect(printed).toEqual([]);
  });
});
