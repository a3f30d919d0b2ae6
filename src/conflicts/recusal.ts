import type { ActorId, PersonId } from '../model/ids.js';
import type { Actor, Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';

/** Why a judgement does not count: no statement was signed, it was signed after the names were opened, or the two are related. */
export type RecusalReason = 'silent' | 'late' | 'related';

/** What makes an actor related to somebody of the round. */
export interface ConflictGround {
  /** Himself, an interest he declared, or a relation that the round holds between his own entry and that person. */
  readonly from: 'self' | 'interest' | 'relation';
  /** The kind as it was declared; absent for himself. */
  readonly kind?: string;
  readonly degree?: number;
}

/** One actor as he stands before anybody sees a score. */
export interface ConflictEntry {
  readonly actor: ActorId;
  readonly role: Actor['role'];
  /** True if he signed his statement in time; everybody where the policy has no rule on recusal. */
  readonly mayAct: boolean;
  /** Why he may not act at all. */
  readonly reason: 'silent' | 'late' | null;
  /** Of whom he may not judge, by id, with every ground there is. */
  readonly mayNotJudge: readonly { readonly person: PersonId; readonly grounds: readonly ConflictGround[] }[];
}

/**
 * The register of conflicts of interest of a round: for every actor whether he may act, and of whom he may not judge
 * (docs/formats.md section 3.2). It reads actors, statements, interests and relations and no evidence, so that it can stand before
 * the scores are opened. Entries by actor id; without `relations.recusal` in the policy everybody may act and judge everybody.
 * O(actors * their relations + relations).
 */
export function conflictRegister(round: Pick<Round, 'asOf' | 'opened' | 'actors' | 'relations'>, policy: Pick<Policy, 'relations'>): readonly ConflictEntry[] {
  const rule = policy.relations.recusal;
  const kinOf = rule ? relationsByPerson(round.relations) : new Map<string, Related[]>();
  const opened = round.opened ?? round.asOf;
  const entries = round.actors.map((actor): ConflictEntry => {
    const { id, role, person, statement, interests = [] } = actor;
    if (!rule) return { actor: id, role, mayAct: true, reason: null, mayNotJudge: [] };
    const reason = !statement ? 'silent' : statement.on > opened ? 'late' : null; // days in one fixed format: the order of the texts is theirs
    const covers = ({ kind, degree }: ConflictGround): boolean => (degree !== undefined && degree <= rule.maxDegree) || (kind !== undefined && rule.kinds?.includes(kind) === true);
    const grounds = new Map<PersonId, ConflictGround[]>();
    const note = (about: PersonId, ground: ConflictGround): void => {
      if (ground.from !== 'self' && !covers(ground)) return;
      const known = grounds.get(about) ?? [];
      if (!known.some((g) => order(g, ground) === 0)) grounds.set(about, [...known, ground]);
    };
    if (person !== undefined) note(person, { from: 'self' });
    for (const i of interests) note(i.person, { from: 'interest', kind: i.kind, ...(i.degree !== undefined && { degree: i.degree }) });
    for (const r of person === undefined ? [] : (kinOf.get(person) ?? [])) note(r.person, { from: 'relation', kind: r.kind, degree: r.degree });
    const mayNotJudge = [...grounds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([about, all]) => ({ person: about, grounds: all.sort(order) }));
    return { actor: id, role, mayAct: reason === null, reason, mayNotJudge };
  });
  return entries.sort((a, b) => (a.actor < b.actor ? -1 : 1));
}

interface Related {
  readonly person: PersonId;
  readonly kind: string;
  readonly degree: number;
}

/** Everybody's declared relations, whichever of the two stated them. */
function relationsByPerson(relations: Round['relations']): Map<string, Related[]> {
  const of = new Map<string, Related[]>();
  const add = (a: PersonId, related: Related): void => {
    const known = of.get(a);
    if (known) known.push(related);
    else of.set(a, [related]);
  };
  for (const { a, b, kind, degree } of relations) {
    add(a, { person: b, kind, degree });
    add(b, { person: a, kind, degree });
  }
  return of;
}

const PLACE = { self: 0, interest: 1, relation: 2 } as const;

function order(a: ConflictGround, b: ConflictGround): number {
  const text = (g: ConflictGround): string => `${PLACE[g.from]} ${g.degree ?? 9} ${g.kind ?? ''}`;
  return text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;
}

/** Whose judgement of whom does not count, ready to be asked of every item of evidence. */
export class Recusal {
  readonly register: readonly ConflictEntry[];
  private readonly blocked = new Map<string, 'silent' | 'late'>();
  private readonly related = new Map<string, ReadonlySet<string>>();

  constructor(register: readonly ConflictEntry[]) {
    this.register = register;
    for (const { actor, reason, mayNotJudge } of register) {
      if (reason) this.blocked.set(actor, reason);
      if (mayNotJudge.length > 0) this.related.set(actor, new Set(mayNotJudge.map((m) => m.person)));
    }
  }

  /** Why this actor's judgement of this person does not count: what bars him altogether first; undefined where it counts. O(1). */
  reason(actor: string, person: string): RecusalReason | undefined {
    return this.blocked.get(actor) ?? (this.related.get(actor)?.has(person) ? 'related' : undefined);
  }
}

/** The recusals of a round; undefined where the policy has no such rule, so that nothing is set aside. */
export function recusalOf(round: Pick<Round, 'asOf' | 'opened' | 'actors' | 'relations'>, policy: Pick<Policy, 'relations'>): Recusal | undefined {
  return policy.relations.recusal && new Recusal(conflictRegister(round, policy));
}
