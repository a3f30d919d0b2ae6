import type { RoundMarket } from '../solving/index.js';

/** Who is not eligible for a post, by index. */
export interface RankedMisses {
  /** Fewest failing binding rules first, then fewest unknown, then by index. */
  readonly rows: Int32Array;
  /** Of anybody in `rows`: how many binding rules fail, and how many are unknown. */
  readonly tally: (i: number) => { readonly fails: number; readonly unknown: number };
  /** People of the scope who were not asked: they hold a higher post, leave, or are pinned elsewhere. */
  readonly notAsked: number;
}

/** A level above all levels: of somebody who leaves. */
const OUT_OF_REACH = 0x7fffffff;

/** Finds who comes nearest to a post. People are tallied once for all posts that look alike to every rule. */
export class NearMissFinder {
  private readonly market: RoundMarket;
  private readonly inScope: Uint8Array;
  /** The lowest level that somebody would be asked for. */
  private readonly floor: Int32Array;
  /** By class of like posts, `fails * width + unknown` of each person, -1 where he was not asked yet. */
  private readonly keys = new Map<number, Int32Array>();

  constructor(market: RoundMarket) {
    const { round, facts, seat, open, leaving } = market;
    const scope = round.scope.people === 'all' ? undefined : new Set<string>(round.scope.people);
    this.market = market;
    this.inScope = Uint8Array.from(round.people, ({ id }) => (!scope || scope.has(id) ? 1 : 0));
    this.floor = Int32Array.from(round.people, ({ acceptsLower }, i) => {
      const held = seat[i]!;
      return leaving[i] === 1 ? OUT_OF_REACH : held >= 0 && open[held] === 1 && !acceptsLower ? facts.positions[held]!.level : -1;
    });
  }

  /** @param eligible - who has a pair into the post, by index. Sorted by counting: O(people in scope), and the gates of whoever was not asked yet for a post like it. */
  of(j: number, eligible: Int32Array): RankedMisses {
    const { gates, facts, pinned } = this.market;
    const { inScope, floor } = this;
    const people = inScope.length;
    const width = gates.rulesOf(j).length + 1;
    const cls = gates.classes.classOf[j]!;
    let known = this.keys.get(cls);
    if (!known) this.keys.set(cls, (known = new Int32Array(people).fill(-1)));
    const hasPair = new Uint8Array(people);
    for (const i of eligible) hasPair[i] = 1;
    const { level } = facts.positions[j]!;
    const keys = new Int32Array(people).fill(-1);
    let notAsked = 0;
    for (let i = 0; i < people; i++) {
      if (hasPair[i] === 1 || inScope[i] === 0) continue;
      if (level < floor[i]! || (pinned[i]! >= 0 && pinned[i] !== j)) {
        notAsked++;
        continue;
      }
      if (known[i]! < 0) {
        const { fails, unknown } = gates.tally(i, j);
        known[i] = fails * width + unknown;
      }
      keys[i] = known[i]!;
    }
    return { rows: sortedByKey(keys, width * width), tally: (i) => ({ fails: Math.floor(known[i]! / width), unknown: known[i]! % width }), notAsked };
  }
}

/** Indices with a key of at least 0, by key, equals by index. */
function sortedByKey(keys: Int32Array, bound: number): Int32Array {
  const place = new Int32Array(bound + 1);
  for (let i = 0; i < keys.length; i++) if (keys[i]! >= 0) place[keys[i]! + 1]!++;
  for (let k = 0; k < bound; k++) place[k + 1]! += place[k]!;
  const sorted = new Int32Array(place[bound]!);
  for (let i = 0; i < keys.length; i++) if (keys[i]! >= 0) sorted[place[keys[i]!]!++] = i;
  return sorted;
}
