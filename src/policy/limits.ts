import type { Round } from '../model/round.js';
import { binds } from './binding.js';
import type { Expression } from './expression.js';
import type { Limit, Policy } from './schema.js';

/** The expression a limit asks: who is meant, or what a move costs. */
export function asked(limit: Limit): Expression | undefined {
  return limit.kind === 'unit' ? limit.who : limit.kind === 'budget' ? limit.cost : undefined;
}

/** What the limits of a policy do not find, or cannot work with, in a round. */
export interface LimitProblem {
  readonly code: 'E_REF_UNKNOWN' | 'E_LIMIT_SEATS';
  /** JSON Pointer into the round. */
  readonly path: string;
  readonly message: string;
}

/**
 * Units that a limit names and the round does not have; posts of several seats that may receive somebody, where a limit on chains binds: which
 * seat somebody takes there is a convention, so a chain through it has no length of its own. O(limits * (units + positions)).
 */
export function limitProblems({ limits = [], confidence }: Pick<Policy, 'limits' | 'confidence'>, { units, positions, scope, asOf, horizon = asOf }: Pick<Round, 'units' | 'positions' | 'scope' | 'asOf' | 'horizon'>): readonly LimitProblem[] {
  const found: LimitProblem[] = [];
  const known = new Set<string>(units.map((u) => u.id));
  for (const limit of limits) {
    if (!('units' in limit) || limit.units === 'each') continue;
    for (const id of limit.units) if (!known.has(id)) found.push({ code: 'E_REF_UNKNOWN', path: '/units', message: `limit ${limit.id} of the policy names the unit ${id}, which the round does not have` });
  }
  const chained = limits.find((l) => l.kind === 'chain' && binds(l.citation, { confidence }));
  if (!chained) return found;
  const inScope = scope.positions === 'all' ? undefined : new Set<string>(scope.positions);
  positions.forEach((p, k) => {
    const open = (p.opens ?? '') <= horizon && !(p.closes !== undefined && p.closes <= horizon); // days as texts stand in their order
    if ((p.seats ?? 1) > 1 && open && (!inScope || inScope.has(p.id))) found.push({ code: 'E_LIMIT_SEATS', path: `/positions/${k}/seats`, message: `limit ${chained.id} of the policy counts the moves of a chain, and this post has several seats\nMaybe state each seat as a post of its own.` });
  });
  return found;
}
