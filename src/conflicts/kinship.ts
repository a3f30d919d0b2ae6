import { MeritError } from '../errors/index.js';
import type { PersonId, SourceId } from '../model/ids.js';
import type { Relation } from '../model/round.js';

/** What a civil register records: who is a parent of whom, and who is or was married to whom. Ids need not be people of a round. */
export interface KinRecords {
  readonly parents: readonly { readonly parent: string; readonly child: string }[];
  /** Dissolved marriages included: affinity outlives them (KUHPerdata art. 297). */
  readonly spouses: readonly { readonly a: string; readonly b: string }[];
}

/** One step from one person to the next: to a parent, to a child, or across a marriage. */
export interface KinStep {
  readonly to: string;
  readonly by: 'parent' | 'child' | 'spouse';
}

/** Somebody of whom fewer than two parents are recorded. */
export interface MissingParents {
  readonly person: string;
  /** 0 or 1. */
  readonly known: number;
}

export type Kinship =
  | {
      readonly status: 'related';
      readonly kind: 'self' | 'spouse' | 'consanguinity' | 'affinity';
      /** Self and spouse 0. Affinity counts as the degree between the spouse and his blood relative. */
      readonly degree: number;
      /** Of consanguinity: through descent from one to the other, or through a common ancestor; null otherwise. */
      readonly line: 'lineal' | 'collateral' | null;
      /** The records that show it, step by step from the first person to the second. */
      readonly path: readonly KinStep[];
      /** Whose unrecorded parents could make the two closer still, by id; with nobody here the degree is final. */
      readonly missing: readonly MissingParents[];
    }
  /** No such relation: every ancestor it would need is recorded. */
  | { readonly status: 'unrelated' }
  /** None is recorded, and ancestors are missing that could show one: never taken for unrelated. */
  | { readonly status: 'unknown'; readonly missing: readonly MissingParents[] };

export interface KinshipOptions {
  /** Relations beyond this degree are not looked for. 0 to 8; default 3. */
  readonly maxDegree?: number;
}

/** Blood and affinity to the third degree: what several Indonesian statutes ask (UU 48/2009 art. 17 among them; confidence M, asn-rules 9.2). The policy says its own. */
export const DEFAULT_MAX_DEGREE = 3;

/**
 * How two people are related by what the records say, closest relation first: spouse, then the smaller degree, then blood before
 * affinity. Degrees by the civil-law count: births up to the nearest common ancestor and down again; affinity is the spouse's
 * blood relation, and goes no further: the families of two spouses are no kin of each other (KUHPerdata art. 290 to 297).
 * Half-blood counts as full blood.
 *
 * What the records cannot exclude is said: somebody with fewer than two recorded parents may descend from anybody. A marriage that
 * is not recorded cannot be seen at all.
 * Cost: O(records), then the ancestors of both and of their spouses up to `maxDegree`; for many pairs see `deriveRelations`.
 * @throws {MeritError} E_GRAPH_CYCLE for somebody who is his own ancestor; E_KIN_SELF for somebody married to himself;
 *   E_NUM_RANGE for a degree outside 0..8.
 * @see Burgerlijk Wetboek (KUHPerdata) art. 290-297
 */
export function kinship(records: KinRecords, a: string, b: string, { maxDegree = DEFAULT_MAX_DEGREE }: KinshipOptions = {}): Kinship {
  checkDegree(maxDegree);
  return kinshipIn(familyOf(records), a, b, maxDegree);
}

function kinshipIn(family: Family, a: string, b: string, maxDegree: number): Kinship {
  if (a === b) return { status: 'related', kind: 'self', degree: 0, line: null, path: [], missing: [] };
  const spousesOfA = family.spouses.get(a) ?? [];
  if (spousesOfA.includes(b)) return { status: 'related', kind: 'spouse', degree: 0, line: null, path: [{ to: b, by: 'spouse' }], missing: [] };

  let best: Extract<Kinship, { status: 'related' }> | undefined;
  /** The blood relation of x and y, reached over these steps before and after it. */
  const consider = (x: string, y: string, before: readonly KinStep[], after: readonly KinStep[]): void => {
    const kind = before.length + after.length > 0 ? 'affinity' : 'consanguinity';
    const found = x === y ? undefined : bloodPath(family, x, y, maxDegree);
    if (found && (!best || found.path.length < best.degree)) best = { status: 'related', kind, degree: found.path.length, line: kind === 'affinity' ? null : found.line, path: [...before, ...found.path, ...after], missing: [] };
  };
  consider(a, b, [], []);
  for (const spouse of spousesOfA) consider(spouse, b, [{ to: spouse, by: 'spouse' }], []);
  for (const spouse of family.spouses.get(b) ?? []) consider(a, spouse, [], [{ to: b, by: 'spouse' }]);

  const within = Math.min(maxDegree, (best?.degree ?? Infinity) - 1);
  const gaps = missingParents(family, [a, b, ...spousesOfA, ...(family.spouses.get(b) ?? [])], within);
  if (best) return { ...best, missing: gaps };
  return gaps.length > 0 ? { status: 'unknown', missing: gaps } : { status: 'unrelated' };
}

export interface DeriveOptions extends KinshipOptions {
  /** Id of the round's source that the records come from. */
  readonly source: SourceId;
  /** The words for the kinds, in the language of the round. Default: the English terms. */
  readonly kinds?: Readonly<Record<'spouse' | 'consanguinity' | 'affinity', string>>;
}

/** What the records of a register add to a round. */
export interface DerivedRelations {
  /** Rows for `relations`, both ways, by (a, b). */
  readonly relations: readonly Relation[];
  /** Pairs whose declared degree is not the one the records show: the declaration stands, and somebody should ask. Smaller id first. */
  readonly differs: readonly { readonly a: PersonId; readonly b: PersonId; readonly declared: number; readonly derived: number }[];
  /** People of whom an unrecorded ancestor could make anybody a relative within the degree, with those whose parents are missing. */
  readonly unknown: readonly { readonly person: PersonId; readonly missing: readonly MissingParents[] }[];
}

/**
 * The relations that records show among the people of a round, as declared relations with the register as their `source`: this is
 * how a derived degree comes to count. Declared relations stay first: a pair somebody declared is left as it was declared, and only
 * told where the records show another degree. A row stands for both directions, since a register speaks of both.
 * Cost: O(records), then for each person his relatives within `maxDegree`.
 * @throws {MeritError} as `kinship` does.
 */
export function deriveRelations(
  records: KinRecords,
  round: { readonly people: readonly { readonly id: PersonId }[]; readonly relations: readonly Relation[] },
  { source, maxDegree = DEFAULT_MAX_DEGREE, kinds = { spouse: 'spouse', consanguinity: 'consanguinity', affinity: 'affinity' } }: DeriveOptions,
): DerivedRelations {
  checkDegree(maxDegree);
  const family = familyOf(records);
  const inRound = new Set<string>(round.people.map((p) => p.id));
  const declared = new Map<string, Set<number>>();
  for (const r of round.relations) {
    const key = pairKey(r.a, r.b);
    declared.set(key, (declared.get(key) ?? new Set<number>()).add(r.degree));
  }
  const relations: Relation[] = [];
  const differs: DerivedRelations['differs'][number][] = [];
  const unknown: DerivedRelations['unknown'][number][] = [];
  for (const { id: a } of round.people) {
    for (const b of kinOf(family, a, maxDegree)) {
      if (b <= a || !inRound.has(b)) continue;
      const found = kinshipIn(family, a, b, maxDegree);
      if (found.status !== 'related' || found.kind === 'self') continue;
      const said = declared.get(pairKey(a, b));
      if (!said) for (const [x, y] of [[a, b], [b, a]] as const) relations.push({ a: x, b: y, kind: kinds[found.kind], degree: found.degree, source });
      else if (!said.has(found.degree)) differs.push({ a, b, declared: Math.min(...said), derived: found.degree });
    }
    const missing = missingParents(family, [a, ...(family.spouses.get(a) ?? [])], maxDegree);
    if (missing.length > 0) unknown.push({ person: a, missing });
  }
  const byPair = (x: { a: string; b: string }, y: { a: string; b: string }): number => (x.a < y.a || (x.a === y.a && x.b < y.b) ? -1 : 1);
  return { relations: relations.sort(byPair), differs: differs.sort(byPair), unknown: unknown.sort((x, y) => (x.person < y.person ? -1 : 1)) };
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function checkDegree(maxDegree: number): void {
  if (!Number.isInteger(maxDegree) || maxDegree < 0 || maxDegree > 8) throw new MeritError('E_NUM_RANGE', 'maxDegree is a whole number from 0 to 8');
}

/** The records by person, each list by id and without repeats. */
interface Family {
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly spouses: ReadonlyMap<string, readonly string[]>;
}

function familyOf(records: KinRecords): Family {
  const parents = new Map<string, Set<string>>();
  const children = new Map<string, Set<string>>();
  const spouses = new Map<string, Set<string>>();
  const add = (map: Map<string, Set<string>>, from: string, to: string): void => void map.set(from, (map.get(from) ?? new Set()).add(to));
  for (const { parent, child } of records.parents) {
    add(parents, child, parent);
    add(children, parent, child);
  }
  for (const [k, { a, b }] of records.spouses.entries()) {
    if (a === b) throw new MeritError('E_KIN_SELF', 'a marriage has two ends', { path: `/spouses/${k}` });
    add(spouses, a, b);
    add(spouses, b, a);
  }
  const listed = (map: Map<string, Set<string>>): ReadonlyMap<string, readonly string[]> => new Map([...map].map(([k, set]) => [k, [...set].sort()]));
  const family = { parents: listed(parents), children: listed(children), spouses: listed(spouses) };
  refuseCircles(family);
  return family;
}

/** Nobody is his own ancestor: people without recorded parents are taken away with their records until nobody is left. */
function refuseCircles({ parents, children }: Family): void {
  const waiting = new Map([...parents].map(([child, of]) => [child, of.length]));
  const free = [...children.keys()].filter((p) => !waiting.has(p));
  for (const p of free) {
    for (const child of children.get(p) ?? []) {
      const left = waiting.get(child)! - 1;
      waiting.set(child, left);
      if (left === 0) free.push(child);
    }
  }
  if ([...waiting.values()].some((left) => left > 0)) throw new MeritError('E_GRAPH_CYCLE', 'the parent records make somebody his own ancestor', { path: '/parents' });
}

/** Somebody's ancestors and he himself, up to a height, each at his least height with the child he was reached from. */
function ancestors(family: Family, of: string, height: number): Map<string, { readonly height: number; readonly from: string }> {
  const found = new Map([[of, { height: 0, from: of }]]);
  for (const [person, at] of found) {
    if (at.height >= height) continue;
    for (const parent of family.parents.get(person) ?? []) if (!found.has(parent)) found.set(parent, { height: at.height + 1, from: person });
  }
  return found;
}

/**
 * Ancestors of these people, they themselves among them, whose unrecorded parents could show a relation of a degree within the
 * limit: such a parent of somebody at height h could himself be the other one, which is a degree of h + 1, or his kin, which is more.
 */
function missingParents(family: Family, of: readonly string[], within: number): MissingParents[] {
  const missing = new Map<string, number>();
  for (const root of within < 1 ? [] : of) {
    for (const person of ancestors(family, root, within - 1).keys()) {
      const known = family.parents.get(person)?.length ?? 0;
      if (known < 2) missing.set(person, known);
    }
  }
  return [...missing].map(([person, known]) => ({ person, known })).sort((x, y) => (x.person < y.person ? -1 : 1));
}

/** The shortest way up to a common ancestor and down, if it is no longer than `maxDegree`; of several that of the smallest ancestor's id. */
function bloodPath(family: Family, a: string, b: string, maxDegree: number): { readonly line: 'lineal' | 'collateral'; readonly path: readonly KinStep[] } | undefined {
  const up = ancestors(family, a, maxDegree);
  const down = ancestors(family, b, maxDegree);
  let top: string | undefined;
  let degree = maxDegree + 1;
  for (const [person, { height }] of up) {
    const other = down.get(person);
    if (!other) continue;
    const sum = height + other.height;
    if (sum < degree || (sum === degree && top !== undefined && person < top)) [top, degree] = [person, sum];
  }
  if (top === undefined) return undefined;
  const path: KinStep[] = [];
  for (let x = top; x !== a; x = up.get(x)!.from) path.unshift({ to: x, by: 'parent' });
  for (let x = top; x !== b; ) {
    x = down.get(x)!.from;
    path.push({ to: x, by: 'child' });
  }
  return { line: top === a || top === b ? 'lineal' : 'collateral', path };
}

/** Everybody who can be kin of a person within a degree: spouses, blood relatives, their spouses, and the blood relatives of his spouses. */
function kinOf(family: Family, a: string, maxDegree: number): ReadonlySet<string> {
  const found = new Set<string>();
  const blood = (of: string): Set<string> => {
    const seen = new Map<string, number>(); // the most births still to spend from there
    for (const [top, { height }] of ancestors(family, of, maxDegree)) {
      const queue: [string, number][] = [[top, maxDegree - height]];
      for (const [person, left] of queue) {
        if ((seen.get(person) ?? -1) >= left) continue;
        seen.set(person, left);
        if (left > 0) for (const child of family.children.get(person) ?? []) queue.push([child, left - 1]);
      }
    }
    return new Set(seen.keys());
  };
  for (const person of blood(a)) {
    found.add(person);
    for (const spouse of family.spouses.get(person) ?? []) found.add(spouse);
  }
  for (const spouse of family.spouses.get(a) ?? []) for (const person of blood(spouse)) found.add(person);
  found.delete(a);
  return found;
}
