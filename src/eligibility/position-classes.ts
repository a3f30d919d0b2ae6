import type { PositionFacts, Reads } from '../policy/index.js';
import { positionKey } from './gates.js';

/** Positions sorted into classes of equal key; classes are numbered by their first position. */
export interface PositionClasses {
  /** Class of each position, by position index. */
  readonly classOf: Int32Array;
  /** Index of the first position of each class. */
  readonly first: readonly number[];
}

/** Groups positions that look alike to a rule, so that the rule is asked once for all of them. */
export function classify(positions: readonly PositionFacts[], keyOf: (position: PositionFacts, index: number) => string): PositionClasses {
  const seen = new Map<string, number>();
  const first: number[] = [];
  const classOf = Int32Array.from(positions, (position, index) => {
    const key = keyOf(position, index);
    const known = seen.get(key);
    if (known !== undefined) return known;
    seen.set(key, first.length);
    first.push(index);
    return first.length - 1;
  });
  return { classOf, first };
}

const known = new WeakMap<readonly PositionFacts[], Map<string, PositionClasses>>();

/** Positions that look alike to whatever reads so much of them, found once for all that read the same of the same positions. */
export function classesBy(reads: Reads, positions: readonly PositionFacts[]): PositionClasses {
  const all = known.get(positions) ?? new Map<string, PositionClasses>();
  known.set(positions, all);
  const what = JSON.stringify([reads.level, reads.unit, reads.track, reads.class, ...reads.position]);
  let classes = all.get(what);
  if (!classes) all.set(what, (classes = classify(positions, (position) => positionKey(reads, position))));
  return classes;
}

/** Positions that look alike in every one of several ways: as `classify` over the numbers of their classes. O(positions * ways). */
export function alikeInAll(ways: readonly PositionClasses[], positions: number): PositionClasses {
  let at: PositionClasses = { classOf: new Int32Array(positions), first: positions > 0 ? [0] : [] };
  for (const { classOf, first } of ways) {
    if (first.length <= 1) continue;
    const seen = new Map<number, number>();
    const firstOfAll: number[] = [];
    const both = at.classOf.map((own, j) => {
      const key = own * first.length + classOf[j]!;
      let cls = seen.get(key);
      if (cls === undefined) {
        cls = firstOfAll.length;
        seen.set(key, cls);
        firstOfAll.push(j);
      }
      return cls;
    });
    at = { classOf: both, first: firstOfAll };
  }
  return at;
}
