import { verify, type Verdict } from '../../src/verify/index.js';
import type { Loose } from './changes.js';
import { manyPeople } from './honest.js';
import { hashOf, story, trailBundle, worldOf, type Pen, type World } from './pen.js';

export interface Told {
  readonly world: World;
  readonly pen: Pen;
  readonly bundle: Loose;
}

/** A round of eight people whose whole log has so many entries: after the proposal, explorations that are counted. */
export async function logOf(entries: number, seed = 1): Promise<Told> {
  const world = await worldOf(manyPeople(8, seed));
  const pen = story(world);
  while (pen.entries.length < entries) pen.add('exploration', { purpose: 'what-if', policy: hashOf(world.sealed.policy), reason: null }, { round: world.round.id });
  return { world, pen, bundle: await trailBundle(world, pen) };
}

type Options = Parameters<typeof verify>[1];

export function verdict(b: Loose, check: string, options?: Options): Verdict {
  return verify(b, options).verdicts.find((v) => v.check === check)!;
}

/** Outcome, code and place of one check. */
export function of(b: Loose, check: string, options?: Options): string {
  const { outcome, code, path, upTo } = verdict(b, check, options) as Verdict & { readonly upTo?: number };
  return [outcome, code, path, upTo].filter((part) => part !== undefined).join(' ');
}

/** The bundle with other entries under the same checkpoint. */
export const withEntries = (b: Loose, entries: readonly Loose[]): Loose => ({ ...b, trail: { ...b.trail, entries } });

/** Entries numbered anew, as somebody would who hides that one is gone: index, and ordinal within its round. */
export function renumbered(entries: readonly Loose[]): Loose[] {
  const seen = new Map<string, number>();
  return entries.map((entry, index) => {
    if (entry.round === undefined) return { ...entry, index };
    const ordinal = seen.get(entry.round) ?? 0;
    seen.set(entry.round, ordinal + 1);
    return { ...entry, index, ordinal };
  });
}
