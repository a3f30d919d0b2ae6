import { expect } from 'vitest';
import { conflictOf } from '../../src/explaining/index.js';
import { keepsLimit, limitedCase, limitedDocuments } from '../properties/limits.js';
import { bestPlans, breaches, referenceMarket } from '../reference/lexicographic.js';
import type { Shape } from '../support/markets.js';

/** There is a conflict exactly where there is no plan, and what it names is enough for one, by brute force. */
export function conflictsAreWhereThereIsNoPlan(count: number, shape: Shape): { readonly none: number; readonly withLimit: number } {
  let none = 0;
  let withLimit = 0;
  for (let seed = 1; seed <= count; seed++) {
    const l = limitedCase(seed, shape);
    const { round, policy } = limitedDocuments(l);
    const m = referenceMarket(l.c, 'certain');
    const possible = (limits: typeof l.limits): boolean => bestPlans(m, (p) => !breaches(l.c, p) && limits.every((limit) => keepsLimit(l, m, limit, p))) !== undefined;
    const conflict = conflictOf(round, policy);
    expect([seed, conflict === null]).toEqual([seed, possible(l.limits)]);
    if (!conflict) continue;
    none++;
    expect(conflict.smallest).toBe(true);
    const named = conflict.parts.flatMap((p) => (p.kind === 'limit' ? [p.limit] : []));
    if (named.length > 0) withLimit++;
    // what is not named may stay away and there is still no plan
    expect([seed, possible(l.limits.filter((limit) => named.includes(limit.id)))]).toEqual([seed, false]);
  }
  return { none, withLimit };
}
