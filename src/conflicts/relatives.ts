import type { Position, Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';

/** Two people whose declared relation keeps them apart, by index in the round, smaller first. */
export type RelatedPair = readonly [number, number];

/** What a rule on related people keeps apart: those in one line of command, or those in one unit. */
export type KinRule = 'lineOfCommand' | 'sameUnit';

/** The pairs that the degree of the policy's rule covers; a relation declared from either side, or twice, counts once. */
export function relatedPairs(round: Pick<Round, 'relations' | 'people'>, policy: Pick<Policy, 'relations'>, kind: KinRule = 'lineOfCommand'): readonly RelatedPair[] {
  const rule = policy.relations[kind];
  if (!rule) return [];
  const index = new Map<string, number>(round.people.map((p, i) => [p.id, i]));
  const seen = new Set<string>();
  const pairs: RelatedPair[] = [];
  for (const r of round.relations) {
    if (r.degree > rule.maxDegree) continue;
    const a = index.get(r.a)!;
    const b = index.get(r.b)!;
    const pair: RelatedPair = a < b ? [a, b] : [b, a];
    if (seen.has(pair.join())) continue;
    seen.add(pair.join());
    pairs.push(pair);
  }
  return pairs.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
}

/** Who commands whom: `above[j]` lists the positions above j, its superior first, by index. The chains were checked to have no circle. */
export function commandersOf(positions: readonly Position[]): readonly (readonly number[])[] {
  const index = new Map<string, number>(positions.map((p, j) => [p.id, j]));
  return positions.map((p) => {
    const above: number[] = [];
    for (let s = p.superior; s !== undefined; ) {
      const j = index.get(s)!;
      above.push(j);
      s = positions[j]!.superior;
    }
    return above;
  });
}

/** Related people who would sit in one line of command, `head` above `below`, or in one unit: then `head` is the one of the smaller id. */
export interface Breach {
  readonly rule: KinRule;
  readonly head: number;
  readonly below: number;
  readonly headPosition: number;
  readonly belowPosition: number;
}

/** Every breach of a seating: related people, one above the other. A pair who both stay where they sit today is listed too, as `today`. */
export function breachesOf(
  pairs: readonly RelatedPair[],
  above: readonly (readonly number[])[],
  colOf: ArrayLike<number>,
  seat: ArrayLike<number>,
): readonly (Breach & { readonly today: boolean })[] {
  const found: (Breach & { today: boolean })[] = [];
  for (const [a, b] of pairs) {
    for (const [head, below] of [[a, b], [b, a]] as const) {
      const h = colOf[head]!;
      const j = colOf[below]!;
      if (h < 0 || j < 0 || !above[j]!.includes(h)) continue;
      found.push({ rule: 'lineOfCommand', head, below, headPosition: h, belowPosition: j, today: seat[head] === h && seat[below] === j });
    }
  }
  return found;
}

/** The same for one unit: related people who both sit in it, whatever the posts. `unitOf` gives the unit of each position. */
export function unitBreachesOf(
  pairs: readonly RelatedPair[],
  unitOf: readonly string[],
  colOf: ArrayLike<number>,
  seat: ArrayLike<number>,
): readonly (Breach & { readonly today: boolean })[] {
  const found: (Breach & { today: boolean })[] = [];
  for (const [head, below] of pairs) {
    const h = colOf[head]!;
    const j = colOf[below]!;
    if (h < 0 || j < 0 || unitOf[h] !== unitOf[j]) continue;
    found.push({ rule: 'sameUnit', head, below, headPosition: h, belowPosition: j, today: seat[head] === h && seat[below] === j });
  }
  return found;
}
