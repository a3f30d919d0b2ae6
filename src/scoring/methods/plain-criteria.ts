import type { Issues } from '../../errors/index.js';
import { readCurve, type Curve, type ReadCurve } from './curve.js';
import { checkNames } from './method.js';

/** Criteria without weights, each read through its curve: what the smallest and the product are taken of. */
export interface PlainCriterion {
  readonly id: string;
  readonly curve?: Curve;
}

/** The criteria made ready; problems are added to `issues`. */
export function readPlain(criteria: readonly PlainCriterion[], issues: Issues): { id: string; read: ReadCurve }[] {
  if (criteria.length === 0) issues.add('E_SHAPE', '/criteria', 'at least one criterion');
  checkNames(criteria.map((c) => c.id), '/criteria', issues);
  return criteria.map((c, k) => ({ id: c.id, read: readCurve(c.curve ?? { kind: 'points' }, `/criteria/${k}/curve`, issues) }));
}
