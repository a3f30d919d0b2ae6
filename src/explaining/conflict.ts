import { MeritError } from '../errors/index.js';
import { relatedPairs } from '../conflicts/index.js';
import type { PersonId, PositionId } from '../model/ids.js';
import type { Round } from '../model/round.js';
import { binds, type Policy } from '../policy/index.js';
import { finish, openMarket, SideRows, solveStage, type Sealed } from '../solving/index.js';

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
 * Cost: the market and a search for any plan, once for each duty of the round.
 * @throws {MeritError} E_LIMIT_SEARCH where it is not known whether there is a plan; what `propose` throws.
 */
export function conflictOf(round: Round, { policy }: Sealed): Conflict | null {
  const all = dutiesOf(round, policy);
  const whole = hasPlan(round, policy, all);
  if (whole === undefined) throw new MeritError('E_LIMIT_SEARCH', 'neither a plan nor a proof that there is none was found');
  if (whole) return null;
  let left = all;
  let smallest = true;
  for (const part of all) {
    const fewer = left.filter((p) => p !== part);
    const possible = hasPlan(round, policy, fewer);
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

/** Whether a plan keeps these duties of a round; undefined where the search ended before it was known. */
function hasPlan(round: Round, policy: Policy, duties: readonly ConflictPart[]): boolean | undefined {
  const of = <K extends ConflictPart['kind']>(kind: K): readonly Extract<ConflictPart, { kind: K }>[] => duties.filter((d): d is Extract<ConflictPart, { kind: K }> => d.kind === kind);
  const limits = new Set(of('limit').map((d) => d.limit));
  const pins = new Set<string>(of('pin').map((d) => d.person));
  const filled = new Set<string>(of('must-fill').map((d) => d.position));
  const apart = new Set(of('related').map(({ under, people }) => [under, ...people].join(' ')));
  const without: Round = {
    ...round,
    pins: round.pins.filter((p) => pins.has(p.person)),
    positions: round.positions.map(({ mustFill, ...p }) => (mustFill && filled.has(p.id) ? { ...p, mustFill } : p)),
  };
  const kept = { ...policy, displacement: of('displacement').length > 0 ? ('forbid' as const) : ('minimise' as const) };
  const market = openMarket(without, kept, { maxEdges: Infinity });
  const pairs = market.certain;
  const side = new SideRows(market, pairs);
  const rows = side.rows.filter(({ name: [kind, a, b] }) => (kind === 'limit' ? limits.has(String(a)) : isApart(kind === 'line' ? 'lineOfCommand' : 'sameUnit', String(a), String(b))));
  const chains = { longChains: (colOf: Int32Array) => side.longChains(colOf).filter(({ name }) => limits.has(String(name[1]))) };
  const problem = { ...pairs, edge: Int32Array.from(pairs.col.keys()), weight: new Float64Array(pairs.col.length) };
  const { outcome } = finish(solveStage(problem, pairs.col.length, chains, rows));
  return outcome.status === 'unknown' ? undefined : outcome.status !== 'infeasible';

  function isApart(under: string, a: string, b: string): boolean {
    return apart.has([under, a, b].join(' ')) || apart.has([under, b, a].join(' '));
  }
}
