// A32: an insider has seen the ranking and changes the inputs before it is published. Only a frozen input is tried; what comes after is refused by the
// state of the round. (What the frozen input holds: A01.)
import { beforeAll, describe, expect, it } from 'vitest';
import { random, type Loose } from './changes.js';
import { honest } from './honest.js';
import { logOf, of, type Told } from './logs.js';
import { attemptBody, freezeBody, GENESIS, Pen, policyOfTwo, REVEALS, sealBody, trailBundle, worldOf } from './pen.js';
import { withValue } from './changes.js';

let made: Told;
beforeAll(async () => {
  made = await logOf(8);
});
const complete = async (pen: Pen): Promise<string> => of(await trailBundle(made.world, pen), 'completeness', { checkpoints: [await pen.checkpoint()] });
const commitments = (k: number): Loose => Object.fromEntries(['/attribute', '/person', '/value'].map((path) => [path, `${k}`]));
const INPUTS: readonly [string, Loose, Record<string, Loose>][] = [
  ['rating', { actor: 'boss', document: 'form' }, commitments(1)],
  ['recusal', { actor: 'boss', reason: 'related' }, { '/person': 'P001' }],
  ['waiver', { by: 'boss', document: 'letter', position: 'J000', reason: 'nobody else', rule: 'cleared' }, { '/person': 'P001' }],
  ['statement', { actor: 'boss', role: 'panel', document: 'form' }, { '/interests': null, '/person': null }],
  ['open', { on: '2026-11-21', positions: 'all' }, {}],
];

/** The round up to a state. */
function upTo(state: 'sealed' | 'opened' | 'frozen' | 'proposed'): Pen {
  return Object.assign(new Pen(), { entries: made.pen.entries.slice(0, { sealed: 2, opened: 3, frozen: 4, proposed: 8 }[state]), openings: state === 'proposed' ? made.pen.openings : [] });
}

it('(the control) ratings, recusals and waivers before the freeze are taken', async () => {
  const pen = upTo('opened');
  for (const [kind, body, values] of INPUTS.slice(0, 3)) pen.add(kind, body, { round: made.world.round.id, values });
  const freeze = pen.add('freeze', freezeBody(made.world), { round: made.world.round.id });
  for (const reveal of REVEALS) pen.add('reveal', reveal, { round: made.world.round.id });
  pen.add('attempt', attemptBody(made.world, freeze), { round: made.world.round.id });
  expect(await complete(pen)).toBe('holds');
});

describe.each(['frozen', 'proposed'] as const)('once the round is %s', (state) => {
  it.each(INPUTS)('a %s is refused', async (kind, body, values) => {
    const pen = upTo(state);
    pen.add(kind, body, { round: made.world.round.id, values });
    expect(await complete(pen)).toBe(`fails E_STATE /trail/entries/${pen.entries.length - 1}`);
  });
});

describe('a run on what is not frozen', () => {
  it.each(['sealed', 'opened'] as const)('is refused while the round is %s', async (state) => {
    const pen = upTo(state);
    pen.add('attempt', attemptBody(made.world, 1), { round: made.world.round.id });
    expect(await complete(pen)).toMatch(/^fails E_(STATE|REF_UNKNOWN) \/trail\/entries\/\d$/);
  });

  it('is refused on a freeze that was opened again', async () => {
    const pen = upTo('frozen');
    pen.add('reopen', { by: 'chair', reason: 'one more form' }, { round: made.world.round.id });
    pen.add('freeze', freezeBody(made.world), { round: made.world.round.id });
    for (const reveal of REVEALS) pen.add('reveal', reveal, { round: made.world.round.id });
    const earlier = pen.copy();
    earlier.add('attempt', attemptBody(made.world, 3), { round: made.world.round.id });
    expect(await complete(earlier)).toMatch(/^fails E_(STATE|REF_UNKNOWN) \/trail\/entries\/8$/);
  });
});

it('inputs that differ from the frozen ones, with a proposal that is right for them and all hashes anew, are found by the root', async () => {
  const { round } = made.world;
  const other = await worldOf(withValue(round, ['people', '1', 'evidence', '1', 'value'], 99.5));
  const pen = made.pen.copy();
  const b = await trailBundle(other, pen);
  expect(of(b, 'optimality')).toBe('holds'); // the plan is right, for inputs that nobody froze
  expect(of(b, 'integrity')).toMatch(/^fails E_INPUT_HASH/);
});

it('(why) every order of the first entries but the right one is refused (60 shuffles)', async () => {
  const rnd = random(32);
  const round = made.world.round.id;
  const steps: [string, Loose][] = [['seal', sealBody(made.world.sealed)], ['open', { on: '2026-11-21', positions: 'all' }], ['freeze', freezeBody(made.world)], ['reveal', REVEALS[0]], ['reveal', REVEALS[1]], ['attempt', attemptBody(made.world, 3)]];
  let orders = 0;
  for (let k = 0; k < 60; k++) {
    const mixed = steps.map((step) => [rnd(), step] as const).sort(([a], [b]) => a - b).map(([, step]) => step);
    const kinds = mixed.map(([kind]) => kind).join(' ');
    if (kinds === 'seal open freeze reveal reveal attempt') continue;
    const pen = new Pen();
    pen.add('genesis', GENESIS);
    for (const [kind, body] of mixed) pen.add(kind, kind === 'attempt' ? { ...body, freeze: Math.max(1, pen.entries.findIndex((e) => e.kind === 'freeze')) } : body, { round });
    expect([kinds, await complete(pen)]).toEqual([kinds, expect.stringMatching(/^fails E_/)]);
    orders++;
  }
  expect(orders).toBeGreaterThan(50);
  expect(await honest(made.world.round, policyOfTwo())).toBeDefined();
});
