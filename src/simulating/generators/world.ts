import { WORLD_FORMAT, type World } from '../scenario.js';
import type { ShapeSpec } from './shapes.js';

/** Seats by a word, such as a field: how many newcomers of a thousand bring it follows. */
export type Shares = ReadonlyMap<string, number>;

const drawn = (attribute: string, shares: Shares) => ({ kind: 'drawn' as const, attribute, values: [...shares].map(([value, share]) => ({ value, share })) });

/** How years pass in a generated organisation. docs/simulating.md gives the reason of every number. */
export function worldOf({ levels }: ShapeSpec, fields: Shares, careers: Shares): World {
  const top = levels.length - 1;
  const byLevel = <T>(of: (k: number) => T): Record<string, T> => Object.fromEntries(levels.map(({ id }, k) => [id, of(k)]));
  return {
    format: WORLD_FORMAT,
    traits: { skill: { mean: 60, sd: 12 }, leadership: { mean: 55, sd: 12 }, drive: { mean: 60, sd: 12 } },
    newcomers: {
      on: '02-01',
      ages: [22, 30],
      brings: [drawn('study', fields), drawn('career', careers), { kind: 'joined', attribute: 'joined' }],
      connectedPerMille: 60,
    },
    work: {
      // From three quarters skill at the bottom to six tenths leadership at the top.
      levels: byLevel((k) => (k === 0 ? { skill: 75, drive: 25 } : k === 1 ? { skill: 50, leadership: 30, drive: 20 } : k < top ? { skill: 30, leadership: 50, drive: 20 } : { skill: 20, leadership: 60, drive: 20 })),
      match: { person: 'study', position: 'field', otherwise: 8 },
      learning: { points: 8, months: 18 },
    },
    measures: [
      { kind: 'rating', attribute: 'rating', on: '12-31', noise: 6, leniency: 4, missedPerMille: 20 },
      { kind: 'test', attribute: 'skill', on: '06-30', of: { skill: 100 }, noise: 6, everyMonths: 36, missedPerMille: 100 },
      { kind: 'test', attribute: 'leadership', on: '06-30', of: { leadership: 100 }, noise: 6, everyMonths: 36, missedPerMille: 100 },
      { kind: 'letter', attribute: 'cleared', on: '12-15', truePerMille: 990, missedPerMille: 50 },
    ],
    growth: {
      training: { perMille: 250, adds: { skill: 1.5, leadership: 0.5 } },
      post: { years: 5, adds: byLevel((k) => (k === 0 ? { skill: 1.5 } : k === 1 ? { skill: 0.5, leadership: 1.5 } : { leadership: 1.5 })) },
    },
    careers: {
      // The two highest levels stay two years longer.
      retirement: { ages: Object.fromEntries(levels.slice(top - 1).map(({ id }) => [id, 60])), otherwise: 58, day: 'month-after' },
      resignation: { perMille: 15 },
      study: { perMille: 8, months: 18, afterMonths: 48, adds: { skill: 4, leadership: 1 } },
      refusal: { promotion: 20, other: 60 },
    },
    units: { noise: 2 },
  };
}
