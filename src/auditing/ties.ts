import { DEFAULT_MAX_DEGREE, kinship, type Kinship } from '../conflicts/index.js';
import { compareIds } from '../model/ids.js';
import type { Past, PastDecision, PastRelation, PastRole } from './past.js';
import type { TieKind } from './study.js';

/** A kind of tie that is read from `relations`. */
export type RelationTie = Extract<TieKind, { from: 'relations' }>;

/** One record of a path between two people. */
export interface LinkStep {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly degree: number | null;
  readonly source: string | null;
}

/** How a person and an actor are connected. */
export interface Link {
  /** Null for a kind of tie that has no degrees, and for a relation whose degree nobody stated. */
  readonly degree: number | null;
  /** False: the relation is of a kind that has degrees, its own is not stated, so that it may lie beyond the limit. */
  readonly certain: boolean;
  /** The records that show it, from the person to the actor; none where both are one person. */
  readonly steps: readonly LinkStep[];
}

/** Somebody who took part in a decision, once for each role. */
export interface Actor {
  readonly actor: string;
  readonly role: string;
  /** Null for a decider who is named by the decision alone. */
  readonly row: PastRole | null;
}

/** Kinds of relation from which degrees are derived: in `parent` the other one (`b`) is a parent of `a`, in `child` a child of `a`. */
const REGISTER = ['parent', 'child', 'spouse'];

/**
 * The kinds of tie that are asked about when nobody says which: every column of `candidates.ties`, every kind of `relations` (those that it
 * says it has in full included), and, out of records of parents and spouses, one tie `kinship` to the third degree. Sorted by id; where a column has the name of a kind, the
 * kind is called `NAME (relations)`.
 */
export function defaultTies(past: Past): TieKind[] {
  const columns = new Set((past.candidates ?? []).flatMap((c) => Object.keys(c.ties ?? {})));
  const kinds = new Set([...(past.relations ?? []), ...(past.relationsComplete ?? [])].map((r) => r.kind));
  const register = REGISTER.filter((k) => kinds.has(k));
  const name = (id: string): string => (columns.has(id) ? `${id} (relations)` : id);
  const ties: TieKind[] = [...columns].map((id) => ({ id, label: id, from: 'stated' }));
  for (const kind of kinds) if (!REGISTER.includes(kind) && !(kind === 'kinship' && register.length > 0)) ties.push({ id: name(kind), label: kind, from: 'relations', kinds: [kind] });
  if (register.length > 0) {
    const all = kinds.has('kinship') ? ['kinship', ...register] : register;
    ties.push({ id: name('kinship'), label: 'kinship', from: 'relations', kinds: all, degree: DEFAULT_MAX_DEGREE });
  }
  return ties.sort((x, y) => compareIds(x.id, y.id));
}

/** Who took part in each decision: the rows of `roles`, and the decider whom the decision names. By decision; each by (actor, role). */
export function actorsOf(past: Past): ReadonlyMap<string, readonly Actor[]> {
  const of = new Map<string, Actor[]>();
  const add = (decision: string, actor: Actor): void => {
    const known = of.get(decision);
    if (!known) of.set(decision, [actor]);
    else if (actor.row !== null || !known.some((k) => k.actor === actor.actor && k.role === actor.role)) known.push(actor);
  };
  for (const row of past.roles ?? []) add(row.decision, { actor: row.actor, role: row.role, row });
  for (const d of past.decisions ?? []) if (d.decider !== undefined) add(d.id, { actor: d.decider, role: 'decider', row: null });
  for (const list of of.values()) list.sort((x, y) => compareIds(x.actor, y.actor) || compareIds(x.role, y.role));
  return of;
}

/** Those whose role a tie asks about; all of them where it names no roles. */
export function actorsFor(tie: RelationTie, actors: readonly Actor[]): readonly Actor[] {
  return tie.roles ? actors.filter((a) => tie.roles!.includes(a.role)) : actors;
}

/** The relations of a record by person, and what its parents and marriages show. */
export class Relations {
  private readonly stated = new Map<string, Map<string, PastRelation[]>>();
  private readonly graded = new Set<string>(['parent', 'child', 'spouse']);
  private readonly parents = new Map<string, { readonly other: string; readonly row: PastRelation }[]>();
  private readonly spouses = new Map<string, { readonly other: string; readonly row: PastRelation }[]>();
  private readonly sources = new Map<string, string>();
  private readonly above = new Map<string, ReadonlySet<string>>();
  private readonly complete: NonNullable<Past['relationsComplete']>;

  constructor(past: Past) {
    this.complete = past.relationsComplete ?? [];
    const add = (map: Map<string, { other: string; row: PastRelation }[]>, from: string, other: string, row: PastRelation): void => {
      const known = map.get(from);
      if (known) known.push({ other, row });
      else map.set(from, [{ other, row }]);
    };
    for (const row of past.relations ?? []) {
      if (row.kind === 'parent') add(this.parents, row.a, row.b, row);
      else if (row.kind === 'child') add(this.parents, row.b, row.a, row);
      else if (row.kind === 'spouse') for (const [x, y] of [[row.a, row.b], [row.b, row.a]] as const) add(this.spouses, x, y, row);
    }
    const parents = [...this.parents].flatMap(([child, of]) => of.map(({ other }) => ({ parent: other, child })));
    kinship({ parents, spouses: [] }, '', ''); // nobody is his own ancestor: told once, for all
    for (const r of past.relations ?? []) {
      if (r.degree !== undefined) this.graded.add(r.kind);
      for (const [a, b] of [[r.a, r.b], [r.b, r.a]] as const) {
        const of = this.stated.get(a) ?? new Map<string, PastRelation[]>();
        this.stated.set(a, of);
        of.set(b, [...(of.get(b) ?? []), r]);
      }
      if (r.source !== undefined) for (const key of [`${r.a} ${r.b}`, `${r.b} ${r.a}`]) if (!(this.sources.get(key)! < r.source)) this.sources.set(key, r.source);
    }
  }

  /**
   * The nearest connection of a person with an actor by relations of these kinds that were in force on a day; undefined where none is on
   * record within the limit. A single relation counts as it was stated. Several relations in a row count only as the law counts
   * them: parents, children and marriages, up to `limit` degrees, by `kinship` (dissolved marriages included; two marriages never
   * make a chain). Without a limit nothing is derived. Of equal degrees the stated one is told; a certain one comes before an
   * uncertain one.
   */
  link(kinds: readonly string[], limit: number | null, day: string, person: string, actor: string): Link | undefined {
    if (person === actor) return { degree: 0, certain: true, steps: [] };
    let best: Link | undefined;
    const rank = (l: Link): number => (l.certain ? (l.degree ?? 9) : 10);
    const consider = (link: Link): void => {
      if (limit !== null && link.degree !== null && link.degree > limit) return;
      if (!best || rank(link) < rank(best) || (rank(link) === rank(best) && order(link) < order(best))) best = link;
    };
    for (const r of this.stated.get(person)?.get(actor) ?? []) {
      if (!kinds.includes(r.kind) || (r.from !== undefined && r.from > day) || (r.to !== undefined && r.to < day)) continue;
      const degree = r.degree ?? (r.kind === 'spouse' ? 0 : r.kind === 'parent' || r.kind === 'child' ? 1 : null);
      const certain = degree !== null || limit === null || !this.graded.has(r.kind);
      consider({ degree, certain, steps: [{ from: person, to: actor, kind: kindFrom(r, person), degree, source: r.source ?? null }] });
    }
    if (limit === null || best?.degree === 0) return best;
    const found = this.kin(kinds, Math.min(limit, 8), day, person, actor);
    if (found && (!best || found.degree < rank(best))) {
      let at = person;
      const steps = found.path.map(({ to, by }): LinkStep => {
        const from = at;
        at = to;
        return { from, to, kind: by, degree: by === 'spouse' ? 0 : 1, source: this.sources.get(`${from} ${to}`) ?? null };
      });
      best = { degree: found.degree, certain: true, steps };
    }
    return best;
  }

  /** Himself and everybody with a relation to a person on record, sorted: nobody else is linked with him. Undefined where kin is derived as well. */
  near(person: string): readonly string[] | undefined {
    return this.parents.size + this.spouses.size > 0 ? undefined : [...new Set([person, ...(this.stated.get(person)?.keys() ?? [])])].sort(compareIds);
  }

  /** Whether the record says that it holds every relation of these kinds up to that day. */
  covers(kinds: readonly string[], day: string): boolean {
    const same = (k: string): string => (k === 'child' ? 'parent' : k);
    return kinds.every((kind) => this.complete.some((c) => same(c.kind) === same(kind) && c.date >= day));
  }

  /** What parents and marriages on record by that day show of two people. Only ancestors of both and of their spouses can show anything, so that the rest of a register costs nothing. */
  private kin(kinds: readonly string[], limit: number, day: string, a: string, b: string): Extract<Kinship, { status: 'related' }> | undefined {
    const used = REGISTER.filter((k) => kinds.includes(k));
    if (used.length === 0) return undefined;
    const [overA, overB] = [this.ancestry(a, limit), this.ancestry(b, limit)];
    const [small, large] = overA.size < overB.size ? [overA, overB] : [overB, overA];
    if (![...small].some((id) => large.has(id))) return undefined;
    const stands = ({ row }: { readonly row: PastRelation }): boolean => used.includes(row.kind) && (row.from === undefined || row.from <= day);
    const people = new Set([...overA, ...overB]);
    const parents = [...people].flatMap((child) => (this.parents.get(child) ?? []).filter(stands).map(({ other }) => ({ parent: other, child })));
    const spouses = [a, b].flatMap((of) => (this.spouses.get(of) ?? []).filter(stands).map(({ other }) => ({ a: of, b: other })));
    const found = kinship({ parents, spouses }, a, b, { maxDegree: limit });
    return found.status === 'related' ? found : undefined;
  }

  /** Somebody, his spouses, and their ancestors up to a height, whatever the day. */
  private ancestry(of: string, height: number): ReadonlySet<string> {
    const key = `${height} ${of}`;
    const known = this.above.get(key);
    if (known) return known;
    const found = new Set([of, ...(this.spouses.get(of) ?? []).map((s) => s.other)]);
    let level = [...found];
    for (let h = 0; h < height && level.length > 0; h++) {
      level = level.flatMap((id) => (this.parents.get(id) ?? []).map((p) => p.other)).filter((id) => !found.has(id));
      for (const id of level) found.add(id);
    }
    this.above.set(key, found);
    return found;
  }
}

/** The kind as it is called from that side: the parent of a child is told as `child` when one walks down to it. */
function kindFrom(r: PastRelation, person: string): string {
  if (person === r.a || (r.kind !== 'parent' && r.kind !== 'child')) return r.kind;
  return r.kind === 'parent' ? 'child' : 'parent';
}

function order(link: Link): string {
  return link.steps.map((s) => `${s.kind} ${s.source ?? ''}`).join();
}

/**
 * Which candidate is connected with anybody who took part in his decision: by decision, person and id of the tie, true or false; a tie that
 * is absent is unknown. Ties that a table states itself (`from: 'stated'`) are not asked here.
 *
 * `true` is a connection on record, in force on the day of the decision and within the tie's degree; whoever took part in a
 * decision on himself is connected with it. `false` needs more than silence: `relationsComplete` covers every kind of the tie up to
 * that day, and somebody with such a role is known. A relation of unknown degree leaves the tie unknown.
 * O(relations + candidates * roles of their decision * ancestors within the degree).
 * @throws {MeritError} E_GRAPH_CYCLE, E_KIN_SELF for parents and marriages that cannot be.
 */
export function resolveTies(past: Past, ties: readonly TieKind[]): ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, boolean>>> {
  const asked = ties.filter((t): t is RelationTie => t.from === 'relations');
  const resolved = new Map<string, Map<string, Map<string, boolean>>>();
  if (asked.length === 0) return resolved;
  const relations = new Relations(past);
  const actors = actorsOf(past);
  const decisions = new Map<string, PastDecision>((past.decisions ?? []).map((d) => [d.id, d]));
  for (const { decision, person } of past.candidates ?? []) {
    const { on } = decisions.get(decision)!;
    const of = new Map<string, boolean>();
    for (const tie of asked) {
      const answer = isConnected(relations, tie, on, person, actorsFor(tie, actors.get(decision) ?? []));
      if (answer !== undefined) of.set(tie.id, answer);
    }
    const people = resolved.get(decision) ?? new Map<string, Map<string, boolean>>();
    resolved.set(decision, people.set(person, of));
  }
  return resolved;
}

function isConnected(relations: Relations, tie: RelationTie, day: string, person: string, actors: readonly Actor[]): boolean | undefined {
  if (actors.length === 0) return undefined;
  let doubtful = false;
  for (const { actor } of actors) {
    const link = relations.link(tie.kinds, tie.degree ?? null, day, person, actor);
    if (link?.certain) return true;
    doubtful ||= link !== undefined;
  }
  return doubtful || !relations.covers(tie.kinds, day) ? undefined : false;
}
