// A01, A02, A18, A29 and A32 against the library's own trail, not the attacker's pen: what it writes holds, what it is asked to do out of order it refuses,
// and nothing that leaves it tells a person.
import { beforeAll, describe, expect, it } from 'vitest';
import { MeritError, parseRound } from '../../src/index.js';
import { trailBundle } from '../../src/trail/bundle.js';
import { memoryStore } from '../../src/trail/memory-store.js';
import { openTrail, type Trail } from '../../src/trail/trail.js';
import { disclosePerson } from '../../src/trail/disclose.js';
import { erase } from '../../src/trail/erase.js';
import { verify, verifyDisclosure } from '../../src/verify/index.js';
import type { Loose } from './changes.js';
import { manyPeople } from './honest.js';
import { of } from './logs.js';
import { LOG, LOG_KEY, REVEALS, worldOf, type World } from './pen.js';

const WORD = 'Kanariburung';
let world: World;
let clock = Date.UTC(2026, 10, 20, 8);
beforeAll(async () => {
  const round = manyPeople(12);
  round.people.forEach((p, k) => Object.assign(p, { name: `${WORD} ${k}`, bornAt: `Kota ${WORD}` }));
  world = await worldOf(round);
});

const opened = (): Promise<Trail> => openTrail(memoryStore(), { origin: LOG.name, signer: LOG, controller: 'Example office', now: () => (clock += 60_000) });
const code = async (run: Promise<unknown>): Promise<string> => run.then(() => 'taken', (error: unknown) => (error instanceof MeritError ? error.code : 'no MeritError'));

type Step = 'seal' | 'open' | 'freeze' | 'reveal' | 'propose';
const ORDER: readonly Step[] = ['seal', 'open', 'freeze', 'reveal', 'propose'];
async function take(trail: Trail, step: Step): Promise<void> {
  const { round, sealed } = world;
  if (step === 'seal') await trail.seal(round.id, sealed, { revealBy: '2026-11-25' });
  if (step === 'open') await trail.open(round.id, { on: round.opened ?? round.asOf, positions: 'all' });
  if (step === 'freeze') await trail.freeze(round, sealed);
  if (step === 'reveal') for (const reveal of REVEALS) await trail.reveal(round.id, reveal);
  if (step === 'propose') await trail.propose(round, sealed);
}
async function upTo(step: Step): Promise<Trail> {
  const trail = await opened();
  for (const one of ORDER.slice(0, ORDER.indexOf(step) + 1)) await take(trail, one);
  return trail;
}
const lines = async (trail: Trail): Promise<string> => {
  let text = '';
  for await (const line of trail.store.lines(0, await trail.store.size())) text += `${line}\n`;
  return text;
};

it('(the control) what the library writes holds, full and public, and is complete under a kept head', async () => {
  const trail = await upTo('propose');
  const { round, sealed, proposal } = world;
  const kept = { keys: [LOG_KEY], checkpoints: [await trail.checkpoint()] };
  for (const profile of ['full', 'public'] as const) {
    const b = await trailBundle(trail, { proposal, round, sealed, profile, whole: true });
    expect(verify(b, kept).verdicts.filter((v) => v.outcome === 'fails').map((v) => `${v.check} ${v.code} ${v.path}`)).toEqual([]);
    for (const check of ['integrity', 'completeness', 'anchored']) expect(of(b, check, kept)).toMatch(/^holds/);
  }
});

describe('A32: every step out of its order is refused, and writes nothing', () => {
  it.each(ORDER.flatMap((last) => ORDER.map((next) => [last, next] as const)))('after %s comes %s', async (last, next) => {
    const trail = await upTo(last);
    const before = await lines(trail);
    const allowed = next === ORDER[ORDER.indexOf(last) + 1] && next !== 'propose' || (last === 'reveal' && next === 'propose');
    const told = await code(take(trail, next));
    if (allowed) expect(told).toBe('taken');
    else {
      expect(told).toMatch(/^E_(STATE|RERUN|VALUE_MISSING|SEED_WITHHELD|SEED_COMMITMENT)$/);
      expect(await lines(trail)).toBe(before);
    }
  });
});

describe('A01 and A02', () => {
  it('a run on a round with one score changed is refused before it starts: no attempt is written', async () => {
    const trail = await upTo('reveal');
    const edited = structuredClone(world.round) as Loose;
    edited.people[1].evidence.find((e: Loose) => e.attribute === 'exam').value += 1;
    const before = await lines(trail);
    expect(await code(trail.propose(parseRound(edited, world.sealed).round, world.sealed))).toBe('E_INPUT_HASH');
    expect(await lines(trail)).toBe(before);
  });

  it('a second run without a reason is refused; with one it is counted', async () => {
    const trail = await upTo('propose');
    expect(await code(trail.propose(world.round, world.sealed))).toBe('E_RERUN');
    await trail.propose(world.round, world.sealed, { reason: 'the minutes asked for it' });
    expect((await lines(trail)).match(/"kind":"attempt"/g)).toHaveLength(2);
  });
});

describe('A18', () => {
  it('nothing personal leaves by the log, its checkpoints or the public bundle; (the control) it is in the full one', async () => {
    const trail = await upTo('propose');
    const { round, sealed, proposal } = world;
    await trail.objection(round.id, { to: trail.size - 1, person: 'P001', text: `${WORD} says no` });
    const out = [await lines(trail), await trail.checkpoint(), JSON.stringify(await trailBundle(trail, { proposal, round, sealed, profile: 'public' }))];
    for (const text of out) {
      expect(text).not.toContain(WORD);
      for (const { id, born } of round.people) for (const value of [id, born!]) expect(text).not.toContain(`"${value}"`);
    }
    expect(JSON.stringify(await trailBundle(trail, { proposal, round, sealed, profile: 'full' }))).toContain(WORD);
  });

  it('once a person is erased nothing in the vault holds him, and the log, the public bundle and what he was shown before still hold', async () => {
    const trail = await upTo('propose');
    const { round, sealed, proposal } = world;
    const shown = await disclosePerson(trail, round.id, 'P001');
    expect((await trail.store.vault.rows({ subject: 'P001' })).length).toBeGreaterThan(0);
    await erase(trail, { person: 'P001', by: 'officer', on: '2026-12-01', basis: 'an article', document: 'request 7' });
    expect(await trail.store.vault.rows({ subject: 'P001' })).toEqual([]);
    for (const one of shown) expect(verifyDisclosure(one, { keys: [LOG_KEY] }).verdicts.map((v) => v.outcome).slice(0, 2)).toEqual(['holds', 'holds']);
    const kept = { keys: [LOG_KEY], checkpoints: [await trail.checkpoint()] };
    expect(of(await trailBundle(trail, { proposal, round, sealed, profile: 'public', whole: true }), 'completeness', kept)).toBe('holds');
    expect(await code(trailBundle(trail, { proposal, round, sealed, profile: 'full' }))).toBe('E_ERASED');
  });
});
