import { Issues } from '../../errors/index.js';
import { datumOf, numberOf, type Inputs } from '../methods/method.js';

/** Who is at least as good in everything, whatever the weights. */
export interface Dominance {
  /** [better, worse] pairs of ids, sorted: at least as good in every criterion and better in one, for every value the data leave possible. */
  readonly pairs: readonly (readonly [string, string])[];
  /** Who is dominated by nobody, by id: only among them can weights choose. */
  readonly undominated: readonly string[];
}

/**
 * Comparison without weights. An unknown value dominates nothing and is dominated by nothing. Exact. O(n^2 * criteria).
 * @throws {MeritError} E_ID_DUPLICATE, E_SHAPE.
 */
export function dominance(people: readonly { readonly id: string; readonly inputs: Inputs }[], criteria: readonly { readonly id: string; readonly type: 'benefit' | 'cost' }[]): Dominance {
  const issues = new Issues();
  people.forEach((p, k) => { if (people.findIndex((q) => q.id === p.id) < k) issues.add('E_ID_DUPLICATE', `/people/${k}/id`, 'this id stands twice'); });
  if (criteria.length === 0) issues.add('E_SHAPE', '/criteria', 'at least one criterion');
  issues.throwIfAny();
  const rows = people
    .map((p) => ({
      id: p.id,
      values: criteria.map((c) => {
        const x = numberOf(datumOf(p.inputs, c.id), c.id);
        return x && (c.type === 'benefit' ? x : { low: -x.high, high: -x.low });
      }),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const dominates = (a: (typeof rows)[number], b: (typeof rows)[number]): boolean => {
    let better = false;
    for (const [k, x] of a.values.entries()) {
      const y = b.values[k];
      if (!x || !y || x.low < y.high) return false;
      if (x.low > y.high) better = true;
    }
    return better;
  };
  const pairs = rows.flatMap((a) => rows.filter((b) => a !== b && dominates(a, b)).map((b): [string, string] => [a.id, b.id]));
  const beaten = new Set(pairs.map(([, worse]) => worse));
  return { pairs, undominated: rows.map((r) => r.id).filter((id) => !beaten.has(id)) };
}
