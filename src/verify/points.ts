import type { Policy } from './documents.js';
import type { Datum } from './facts.js';
import { Interpreter, type Known } from './interpreter.js';
import { readsOf, type Expression, type Read } from './language.js';
import { at, refuse } from './shapes.js';

/** A round of which nothing is known but levels: a person for no seat and one for a seat on each level, and a position on each. */
function anybody(policy: Policy): Known {
  const missing: Datum = { cause: 'missing' };
  const levels = policy.levels.map(({ id }, k) => ({ level: k, levelId: id }));
  const seats = [{ level: -1, levelId: '' }, ...levels];
  return {
    policy, asOf: undefined, horizon: undefined,
    column: ({ about, what }) => (about === 'person' ? seats : levels).map((one) => (what === 'level' || what === 'levelId' ? { value: one[what] } : missing)),
    histories: () => seats.map(() => ({ spells: [], vouched: undefined, cause: 'missing' })),
  };
}

/** Refuses a number that can leave 0..`most`, in 1e-6, for any evidence: asked of every level, and of no seat, where it reads levels. */
function requireWithin(policy: Policy, interpreter: Interpreter, value: Expression, most: number, detail: string): void {
  const reads = readsOf([value]);
  const places = (about: Read['about'], all: number): number => (reads.some((read) => read.about === about && (read.what === 'level' || read.what === 'levelId')) ? all : 1);
  const [seats, levels] = [places('person', policy.levels.length + 1), places('position', policy.levels.length)];
  for (let seat = 0; seat < seats; seat++) {
    for (let level = 0; level < levels; level++) {
      const { low, high } = interpreter.number(value, seat, level);
      if (low < 0 || high > most) refuse(detail);
    }
  }
}

/** Refuses a criterion whose value can leave 0..100, and the cost of a budget that can leave 0..1,000,000. */
export function requirePoints(policy: Policy): void {
  const interpreter = new Interpreter(anybody(policy));
  at('criteria', () => policy.criteria.forEach(({ value }, k) => at(k, () => at('value', () => requireWithin(policy, interpreter, value, 100e6, 'can leave 0 to 100 points')))));
  at('limits', () => policy.limits?.forEach((limit, k) => {
    if (limit.kind === 'budget') at(k, () => at('cost', () => requireWithin(policy, interpreter, limit.cost, 1e12, 'can leave 0 to 1,000,000')));
  }));
}
