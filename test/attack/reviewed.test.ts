// What a hostile reading of the trail asked for: logs and bundles that are honest in every part but one.
import { beforeAll, describe, expect, it } from 'vitest';
import { commit, publicProposal } from '../../src/trail/index.js';
import type { Loose } from './changes.js';
import { manyPeople } from './honest.js';
import { of } from './logs.js';
import { freezeBody, GENESIS, hashOf, inputTree, Pen, publicOf, REVEALS, sealBody, story, trailBundle, worldOf, type World } from './pen.js';

let world: World;
beforeAll(async () => {
  world = await worldOf(manyPeople(8));
});

/** Another value in a field of the last entry, with the commitment that belongs to it. */
function rewrite(pen: Pen, path: string, value: Loose): void {
  const entry = pen.entries.at(-1)!;
  const opening = pen.openings.find((one) => one.entry === entry.index && one.path === path)!;
  opening.value = value;
  entry.fields.find(([name]: [string]) => name === path)[1] = commit({ path, salt: opening.salt, value });
}

it('(the control) what the pen takes for the public proposal is what the library takes for it', async () => {
  expect(world.proposal.certain.seats.length).toBeGreaterThan(0);
  const { key, people } = inputTree(world.round, world.sealed.policy).input as { key: string; people: [string, string][] };
  expect(publicOf(world)).toEqual(publicProposal(world.proposal, world.round, { key, people: new Map(people) }));
  expect(of(await trailBundle(world, story(world)), 'integrity')).toBe('holds');
});

describe('a public proposal that is not that of the full one', () => {
  it.each<readonly [string, (proposal: Loose) => void]>([
    ['somebody else has a seat', (p) => (p.seats[0][0] = [...inputTree(world.round, world.sealed.policy).pseudonyms.values()].find((name) => name !== p.seats[0][0]))],
    ['a move less', (p) => p.moves.pop()],
    ['a worth that nobody reached', (p) => p.objectives.at(-1).value++],
  ])('%s: whoever has the full bundle sees it', async (_, change) => {
    const told = structuredClone(publicOf(world));
    expect([told.seats.length, told.moves.length].every((n) => n > 0)).toBe(true);
    change(told);
    const pen = story(world);
    rewrite(pen, '/public', hashOf(told));
    expect(of(await trailBundle(world, pen), 'integrity')).toBe('fails E_INPUT_HASH /trail/entries/7/fields/1');
  });

  it('is not asked for where its hash was erased', async () => {
    const pen = story(world);
    pen.openings = pen.openings.filter(({ path }) => path !== '/public');
    pen.add('erasure', { by: 'officer', on: '2026-11-21', basis: 'Article 17', document: 'Letter 1', entries: [[7, ['/public']]], subjects: [] });
    expect(of(await trailBundle(world, pen), 'integrity')).toBe('holds');
  });
});

describe('nonces that are known from another round of the log', () => {
  const rehearsal = (until: 'seal' | 'reveal'): Pen => {
    const pen = new Pen();
    pen.add('genesis', GENESIS);
    pen.add('seal', sealBody(world.sealed), { round: 'rehearsal' });
    if (until === 'seal') return pen;
    pen.add('open', { on: '2026-11-20', positions: 'all' }, { round: 'rehearsal' });
    pen.add('freeze', freezeBody(world), { round: 'rehearsal' });
    for (const reveal of REVEALS) pen.add('reveal', reveal, { round: 'rehearsal' });
    return pen;
  };

  it.each(['seal', 'reveal'] as const)('are not sealed again, whether the other round went as far as its %s', async (until) => {
    const pen = story(world, rehearsal(until));
    const at = pen.entries.findIndex((entry) => entry.kind === 'seal' && entry.round === world.round.id);
    expect(of(await trailBundle(world, pen), 'completeness', { checkpoints: [await pen.checkpoint()] })).toBe(`fails E_SEED_COMMITMENT /trail/entries/${at}`);
    const log = pen.lines().join('\n');
    expect(of(await trailBundle(world, pen, { excerpt: true }), 'completeness', { log })).toBe(`fails E_SEED_COMMITMENT /trail/entries/1`);
  });

  it('are not seen in an excerpt, which is not called complete', async () => {
    expect(of(await trailBundle(world, story(world, rehearsal('reveal')), { excerpt: true }), 'completeness')).toBe('unproven');
  });
});
