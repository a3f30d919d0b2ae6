import type { Policy } from './documents.js';
import type { Datum } from './facts.js';
import { Interpreter, type Known } from './interpreter.js';
import { readsOf, type Read } from './language.js';
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

/** Refuses a criterion whose value can leave 0..100 for any evidence: asked of every level, and of no seat, where it reads levels. */
export function requirePoints(policy: Policy): void {
  const interpreter = new Interpreter(anybody(policy));
  at('criteria', () => policy.criteria.forEach(({ value }, k) => at(k, () => at('value', () => {
    const reads = readsOf([value]);
    const places = (about: Read['about'], all: number): number => (reads.some((read) => read.about === about && (read.what === 'level' || read.what === 'levelId')) ? all : 1);
    const [seats, levels] = [places('person', policy.levels.length + 1), places('position', policy.levels.length)];
    for (let seat = 0; seat < seats; seat++) {
      for (let level = 0; level < levels; level++) {
        const { low, high } = interpreter.number(value, seat, level);
        if (low < 0 || high > 100e6) refuse('can leave 0 to 100 points');
      }
    }
  }))));
}
