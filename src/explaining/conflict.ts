import { MeritError } from '../errors/index.js';
import { canonicalJson } from '../canonical/index.js';
import { relatedPairs } from '../conflicts/index.js';
import type { PersonId, PositionId } from '../model/ids.js';
import type { Round } from '../model/round.js';
import { binds, type Policy } from '../policy/index.js';
import { finish, openMarket, SideRows, solveStage, type RoundMarket, type Sealed } from '../solving/index.js';

/** One duty of a plan that takes part in a conflict. */
export type ConflictPart =
  | { readonly kind: 'limit'; readonly limit: string }
  /** Two related people; `under` says by which rule they are kept apart. */
  | { readonly kind: 'related'; readonly under: 'lineOfCommand' | 'sameUnit'; readonly people: readonly [PersonId, PersonId] }
  | { readonly kind: 'pin'; readonly person: PersonId; readonly position: PositionId }
  | { readonly kind: 'must-fill'; readonly position: PositionId }
  /** Nobody may lose his post. */
  | { readonly kind: 'displacement' };

/** Duties that no plan of the certain market can keep together; without any one of them there is a plan. */
export interface Conflict {
  readonly parts: readonly ConflictPart[];
  /** False where a search ended before it was known whether a part is needed: it was left in. */
  readonly smallest: boolean;
}

/**
 * Why a round has no plan: a smallest set of limits, relations, pins, posts to be filled and of the rule on displacement that cannot be kept together, found
 * by leaving out one after the other, in this order and by id. Null where there is a plan. Other sets may be in conflict too.
 * Cost: a search for any plan for each duty of the round, and the market opened again for each pin and for the rule on displacement.
 * @throws {MeritError} E_LIMIT_SEARCH where it is not known whether there is a plan; what `propose` throws.
 */
export function conflictOf(round: Round, { policy }: Sealed): Conflict | null {
  const all = dutiesOf(round, policy);
  const opened = marketsOf(round, policy);
  const whole = hasPlan(opened, all);
  if (whole === undefined) throw new MeritError('E_LIMIT_SEARCH', 'neither a plan nor a proof that there is none was found');
  if (whole) return null;
  let left = all;
  let smallest = true;
  for (const part of all) {
    const fewer = left.filter((p) => p !== part);
    const possible = hasPlan(opened, fewer);
    if (possible === false) left = fewer;
    else smallest &&= possible === true;
  }
  return { parts: left, smallest };
}

function dutiesOf(round: Round, policy: Policy): readonly ConflictPart[] {
  const id = (i: number): PersonId => round.people[i]!.id;
  const limits = (policy.limits ?? []).filter((l) => binds(l.citation, policy)).map((l) => l.id);
  return [
    ...limits.sort().map((limit) => ({ kind: 'limit', limit }) as const),
    ...(['lineOfCommand', 'sameUnit'] as const).flatMap((under) => relatedPairs(round, policy, under).map(([a, b]) => ({ kind: 'related', under, people: [id(a), id(b)] }) as const)),
    ...round.pins.map(({ person, position }) => ({ kind: 'pin', person, position }) as const),
    ...round.positions.flatMap((p) => (p.mustFill ? [{ kind: 'must-fill', position: p.id } as const] : [])),
    ...(policy.displacement === 'forbid' ? [{ kind: 'displacement' } as const] : []),
  ];
}

type MemberOf<K extends ConflictPart['kind']> = Extract<ConflictPart, { kind: K }>;

function membersOf<K extends ConflictPart['kind']>(duties: readonly ConflictPart[], kind: K): readonly MemberOf<K>[] {
  return duties.filter((d): d is MemberOf<K> => d.kind === kind);
}

/** The market and its side rows under some duties: pins and the rule on displacement shape them, opened again only where these changed. */
function marketsOf(round: Round, policy: Policy): (duties: readonly ConflictPart[]) => { readonly market: RoundMarket; readonly side: SideRows } {
  let last: { readonly key: string; readonly market: RoundMarket; readonly side: SideRows } | undefined;
  return (duties) => {
    const pinned = new Set<string>(membersOf(duties, 'pin').map((d) => d.person));
    const displacement = membersOf(duties, 'displacement').length > 0 ? ('forbid' as const) : ('minimise' as const);
    const key = canonicalJson([displacement, ...pinned]);
    if (last?.key === key) return last;
    const market = openMarket({ ...round, pins: round.pins.filter((p) => pinned.has(p.person)) }, { ...policy, displacement }, { maxEdges: Infinity });
    return (last = { key, market, side: new SideRows(market, market.certain) });
  };
}

/** Whether a plan keeps these duties of a round; undefined where the search ended before it was known. */
function hasPlan(opened: ReturnType<typeof marketsOf>, duties: readonly ConflictPart[]): boolean | undefined {
  const of = <K extends ConflictPart['kind']>(kind: K) => membersOf(duties, kind);
  const limits = new Set(of('limit').map((d) => d.limit));
  const filled = new Set<string>(of('must-fill').map((d) => d.position));
  const apart = new Set(of('related').map(({ under, people }) => [under, ...people].join(' ')));
  const { market, side } = opened(duties);
  const pairs = market.certain;
  const colMin = pairs.colMin.map((n, j) => (filled.has(market.round.positions[j]!.id) ? n : 0));
  const rows = side.rows.filter(({ name: [kind, a, b] }) => (kind === 'limit' ? limits.has(String(a)) : isApart(kind === 'line' ? 'lineOfCommand' : 'sameUnit', String(a), String(b))));
  const chains = { longChains: (colOf: Int32Array) => side.longChains(colOf).filter(({ name }) => limits.has(String(name[1]))) };
  const problem = { ...pairs, colMin, edge: Int32Array.from(pairs.col.keys()), weight: new Float64Array(pairs.col.length) };
  const { outcome } = finish(solveStage(problem, pairs.col.length, chains, rows));
  return outcome.status === 'unknown' ? undefined : outcome.status !== 'infeasible';

  function isApart(under: string, a: string, b: string): boolean {
    return apart.has([under, a, b].join(' ')) || apart.has([under, b, a].join(' '));
  }
}
