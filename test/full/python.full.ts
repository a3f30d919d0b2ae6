import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundle, parseRound, propose, seal } from '../../src/index.js';
import { verify, type VerifyOptions } from '../../src/verify/index.js';
import { formatVerifierKey } from '../../src/trail/index.js';
import { manyPeople } from '../attack/honest.js';
import { freezeBody, LOG, LOG_KEY, Pen, story, trailBundle, WITNESS_KEY, worldOf } from '../attack/pen.js';
import { amended, bundleOf as amendedBundle } from '../properties/amendments.js';
import { EVERYTHING, SMALL, solved } from '../properties/checks.js';
import { limitedCase, limitedDocuments } from '../properties/limits.js';
import { richRound } from '../properties/rich.js';
import { between, makeCase, random } from '../support/markets.js';
import { good, rich, sealed, type Loose } from '../verify/builder.js';
import { mutant } from '../verify/mutants.js';
import { rowToy } from '../verify/row-properties.js';
import { bundleOf as rowBundle, planOf, prove, solveRows } from '../verify/row-prover.js';
import { fullBundle, LOG_KEY as TELLER, publicBundle, tell } from '../verify/trail-writer.js';

/*
 * The second verifier, python/meritra_verify.py, was written from docs/formats.md alone. Here it is given the same bundles as ours, honest and
 * changed, and must give the same outcome, code and path of every check. One process reads them all, a line each.
 */

const PYTHON = fileURLToPath(new URL('../../python/meritra_verify.py', import.meta.url));
const there = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0;

interface Case {
  readonly bundle: Loose;
  readonly given?: Pick<VerifyOptions, 'keys' | 'checkpoints' | 'witnesses' | 'log'>;
}

/** How many bundles agree, how many of them fail somewhere; a bundle that the other side does not read (numbers beyond 2^53, half a surrogate pair) is not counted. */
function agree(cases: readonly Case[]): { agree: number; failing: number } {
  const lines = cases.map(({ bundle: b, given }) => JSON.stringify(given ? { bundle: b, given } : b));
  const run = spawnSync('python3', [PYTHON, '--stdin'], { input: `${lines.join('\n')}\n`, maxBuffer: 2 ** 30, encoding: 'utf8' });
  const answers = run.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  expect([answers.length, run.stderr.includes('Traceback')]).toEqual([cases.length, false]);
  const cover = { agree: 0, failing: 0 };
  const list = (verdicts: Loose[]): string[] => verdicts.map(({ check, outcome, code, path, upTo }) => [check, outcome, code, path, upTo].join(' ').trimEnd());
  answers.forEach((answer, k) => {
    if (answer === null) return;
    const line = lines[k]!;
    const ours = verify(cases[k]!.given ? (JSON.parse(line)).bundle : JSON.parse(line), cases[k]!.given);
    if (ours.verdicts.some(({ detail }) => detail.includes('ran out of memory'))) return; // a text where a list of findings should be
    expect({ k, verdicts: list(answer.verdicts) }).toEqual({ k, verdicts: list(ours.verdicts as unknown as Loose[]) });
    cover.agree++;
    if (ours.verdicts.some(({ outcome }) => outcome === 'fails')) cover.failing++;
  });
  return cover;
}

const roundIds = (b: Loose): string[] => [...b.round.people ?? [], ...b.round.positions].slice(0, 6).map(({ id }: Loose) => id);

/** A copy with one place changed: another value of the type, another type, left out, doubled, swapped with its neighbour. */
function changedOnce(value: Loose, rnd: () => number, words: readonly string[], within: RegExp): Loose {
  const places: { holder: Loose; key: string | number }[] = [];
  const copy = structuredClone(value);
  const walk = (holder: Loose, path: string): void => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const k of Object.keys(holder)) {
      if (within.test(`${path}/${k}`)) places.push({ holder, key: Array.isArray(holder) ? Number(k) : k });
      walk(holder[k], `${path}/${k}`);
    }
  };
  walk(copy, '');
  const { holder, key } = places[between(rnd, 0, places.length - 1)]!;
  const old = holder[key];
  const word = words[between(rnd, 0, words.length - 1)]!;
  const list = Array.isArray(holder) && typeof key === 'number';
  switch (between(rnd, 0, list ? 5 : 3)) {
    case 0:
    case 1:
      holder[key] = typeof old === 'number' ? old + (rnd() < 0.5 ? 1 : -1) : typeof old === 'boolean' ? !old : typeof old === 'string' && rnd() < 0.3 ? `${old.slice(0, -1)}1` : word;
      break;
    case 2:
      holder[key] = [null, 0, true, '', [], {}][between(rnd, 0, 5)];
      break;
    case 3:
      if (list) holder.splice(key, 1);
      else delete holder[key];
      break;
    case 4:
      if (list) holder.splice(key, 0, structuredClone(old));
      break;
    default:
      if (list && key > 0) [holder[key - 1], holder[key]] = [holder[key], holder[key - 1]];
  }
  return copy;
}

/** Some bundles that differ from one in one place, the hashes as they are or written anew. */
function changed(b: Loose, rnd: () => number, count: number, within = /./): Loose[] {
  return Array.from({ length: count }, () => {
    const other = changedOnce(b, rnd, [...roundIds(b), '2026-01-02', 'x'], within);
    if (rnd() < 0.5) return other;
    try {
      return sealed(structuredClone(other));
    } catch {
      return other; // nothing to write a hash into
    }
  });
}

describe.skipIf(!there)('the verifier in Python gives the same verdicts as ours', () => {
  it('on published vectors: proofs in trees, signatures, notes, numbers, texts', { timeout: 300_000 }, () => {
    const run = spawnSync('python3', [fileURLToPath(new URL('python-vectors.py', import.meta.url)), '1000000'], { encoding: 'utf8' });
    expect(JSON.parse(run.stdout || run.stderr)).toEqual({
      merkle: [196, []],
      signatures: [608, 88, 'f5afd2c099397f1ac8e9448e64f5cfa60bf14b8e14f62f68a78719ca9173ec7e'],
      notes: [[true], [false], [true, true]],
      numbers: '49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16',
      // what the suite takes and a bundle does not: whole numbers beyond 2^53, keys that stand twice
      texts: [6, 316, ['y_number.json', 'y_number_real_capital_e.json', 'y_number_real_exponent.json', 'y_number_real_fraction_exponent.json', 'y_object_duplicated_key.json', 'y_object_duplicated_key_and_value.json', 'y_object_extreme_numbers.json']],
    });
  });

  it('on generated rounds of all kinds, each with its changes', { timeout: 900_000 }, async () => {
    const cases: Case[] = [];
    for (let seed = 1; seed <= 40; seed++) {
      const bundles: Loose[] = [];
      const { proposal, round, policy } = await solved(makeCase(seed, { ...EVERYTHING, relations: 'few' }));
      bundles.push(bundle(proposal, round, policy));
      try {
        const { round: r, policy: p } = richRound(seed, { actors: true });
        const pack = seal(p);
        const parsed = parseRound(r, pack).round;
        bundles.push(bundle(await propose(parsed, pack), parsed, pack));
      } catch {
        // a pin that the rules exclude
      }
      const limited = limitedDocuments(limitedCase(seed, { ...SMALL, unknown: true }));
      bundles.push(bundle(await propose(limited.round, limited.policy), limited.round, limited.policy));
      const rnd = random(seed * 3 + 1);
      for (const one of bundles) for (const b of [one, ...changed(structuredClone(one), rnd, 8)]) cases.push({ bundle: b });
    }
    console.log('generated', JSON.stringify(agree(cases)));
  });

  it('on the bundle by hand with one of everything, changed in any place', { timeout: 600_000 }, () => {
    const rnd = random(5);
    const cases = [good, rich].flatMap((make) => changed(make(), rnd, 500).map((b) => ({ bundle: b })));
    const cover = agree(cases);
    console.log('by hand', JSON.stringify(cover));
    expect(cover.agree).toBeGreaterThan(900);
  });

  it('on proofs with rows, trees and denominators, and mutants of them', { timeout: 600_000 }, () => {
    const cases: Case[] = [];
    for (let seed = 1; seed <= 150; seed++) {
      const toy = rowToy(seed);
      const rnd = random(seed + 1);
      const solution = solveRows(toy, false);
      const seating = solution.bestKept[0];
      if (!seating) continue;
      const plan = planOf(toy, solution, seating, prove(solution, solution.rows, seating, { rnd, D: between(rnd, 1, 3), steps: between(rnd, 1, 8) }));
      cases.push({ bundle: rowBundle(toy, plan) });
      for (let k = 0; k < 8; k++) cases.push({ bundle: rowBundle(toy, { ...plan, certificate: mutant(plan.certificate, rnd) }) });
    }
    console.log('proofs', JSON.stringify(agree(cases)));
  });

  it('on decisions and repairs, and every kind of change of them', { timeout: 600_000 }, async () => {
    const cases: Case[] = [];
    for (let seed = 1; seed <= 60; seed++) {
      const a = await amended(seed, { ...EVERYTHING });
      if (!a || a.steps.length === 0) continue;
      const b: Loose = structuredClone(amendedBundle(a));
      cases.push({ bundle: b }, ...changed(b, random(seed), 25, /^\/(?:decision|repairs)/).map((one) => ({ bundle: one })));
    }
    console.log('amendments', JSON.stringify(agree(cases)));
  });

  it('on trails, whole and in excerpts, and every kind of change of them', { timeout: 600_000 }, async () => {
    const cases: Case[] = [];
    const world = await worldOf(manyPeople(12));
    const other = await worldOf({ ...manyPeople(8), id: 'other' });
    const told = { keys: [formatVerifierKey(LOG)], witnesses: { keys: [WITNESS_KEY], quorum: 1 } };
    for (const [excerpt, two] of [[false, false], [true, true], [false, true]] as const) {
      let pen = story(world);
      if (two) pen = story(other, pen);
      const b = await trailBundle(world, pen, { excerpt });
      const checkpoints = [await pen.checkpoint(4), await pen.checkpoint()];
      for (const given of [undefined, { checkpoints }, { ...told, checkpoints }, { keys: ['x'] }, { keys: [LOG_KEY], checkpoints: ['x'] }]) cases.push({ bundle: b, ...(given && { given }) });
      for (const one of changed(b, random(Number(two) + 2), 250, /^\/(?:trail|input)/)) cases.push({ bundle: one, given: { checkpoints } });
      // the same changes under a checkpoint that the key signs anew
      for (let k = 0; k < 120; k++) {
        const entries = changedOnce(pen.entries, random(k + 900 * Number(two)), ['example.org/log', 'toy', '2026-11-20', 'x'], /./);
        const wrong = Object.assign(new Pen(), structuredClone({ entries, openings: pen.openings, now: pen.now }));
        try {
          cases.push({ bundle: await trailBundle(world, wrong, { excerpt }), given: { checkpoints: checkpoints.slice(0, 1) } });
        } catch {
          // what the pen itself cannot write
        }
      }
    }
    expect(freezeBody(world).leaves).toBeGreaterThan(10);
    console.log('trails', JSON.stringify(agree(cases)));
  });

  it('on a round with statements, a rating and a decision, of both profiles, and every kind of change of it', { timeout: 600_000 }, () => {
    const stories = [
      tell(), tell(undefined, 'proposal'),
      // what the round says of its opening and of its actors is not what the records say
      tell(({ round }) => delete round.opened), tell(({ round }) => (round.opened = '2026-01-01')), tell(({ round }) => delete round.actors[1].statement),
      tell(({ round }) => (round.actors[1].statement.document = 'Statement 2')), tell(({ round }) => (round.actors[0].statement = { on: '2025-12-01', document: 'x' })),
    ];
    const cases = stories.flatMap((story, n) => {
      const [rnd, given] = [random(n + 70), { keys: [TELLER.vkey], checkpoints: [story.log.note()] }];
      return [fullBundle(story), fullBundle(story, { whole: false }), publicBundle(story)].flatMap((b: Loose) => [
        { bundle: b, given }, { bundle: b }, { bundle: b, given: { ...given, log: story.log.entries } }, { bundle: b, given: { log: story.log.entries.slice(0, -1) } },
        ...changed(b, rnd, 25, /^\/(?:trail|input|decision|round\/(?:actors|opened|asOf))/).map((bundle) => ({ bundle, given })),
      ]);
    });
    console.log('records', JSON.stringify(agree(cases)));
  });
});
