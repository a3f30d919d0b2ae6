import type { Round } from '../../model/round.js';
import type { Policy } from '../../policy/index.js';
import { normal, type Draws } from '../draws.js';
import { latest, scaleOf, withValues } from './change.js';

/** Assessors of a panel, and what their marks differ by: noise of each mark, and how severe each one is, standard deviations in hundredths. */
export const PANEL = 5;
const NOISE = 600;
const SEVERITY = 300;

/** Marks of one test: by person, one of each assessor in hundredths. */
export type Marks = ReadonlyMap<string, readonly number[]>;

/**
 * What the assessors of a test gave so that its results are their means, exactly: the result, the severity of the assessor and noise, less the mean of both.
 * The hundredths that a division by five leaves over go to the last ones. Marks may lie beyond the scale, because a cut would move the mean.
 */
export function marksOf(round: Round, attribute: string, people: readonly string[], draws: Draws): Marks {
  const asked = new Set(people);
  const severity = Array.from({ length: PANEL }, (_, r) => normal(SEVERITY, draws.of('gaming/severity', attribute, r)));
  return new Map(round.people.flatMap((p) => {
    const item = asked.has(p.id) ? latest(round, p, attribute) : undefined;
    if (!item) return [];
    const luck = draws.of('gaming/marks', attribute, p.id);
    const apart = severity.map((s) => s + normal(NOISE, luck));
    const sum = apart.reduce((a, b) => a + b, 0);
    return [[p.id, apart.map((d, r) => item.value + d - Math.floor((sum + r) / PANEL))] as const]; // these floors sum to the sum (Hermite)
  }));
}

/** What the colluders do: how many of the panel, and by how many hundredths each lifts or lowers a mark. */
export interface Collusion {
  readonly raters: number;
  readonly by: number;
}

/**
 * The marks after the first `raters` of the panel lifted one person and lowered his rivals, and the round with the results that follow. A result stays on
 * its scale: nobody is lifted or lowered further than to its end. All other marks and results are the same.
 */
export function colluded(round: Round, policy: Policy, attribute: string, marks: Marks, favourite: string, rivals: ReadonlySet<string>, { raters, by }: Collusion): { readonly round: Round; readonly marks: Marks } {
  const { low, high } = scaleOf(policy, attribute);
  const after = new Map(marks);
  const values = new Map<string, number>();
  for (const person of round.people) {
    const side = person.id === favourite ? 1 : rivals.has(person.id) ? -1 : 0;
    const own = marks.get(person.id);
    const item = side === 0 ? undefined : latest(round, person, attribute);
    if (!own || !item) continue;
    const room = Math.max(0, side > 0 ? high - item.value : item.value - low);
    const most = Math.min(by, Math.floor((room * PANEL) / raters));
    const each = side * (most - (most % PANEL)); // a multiple of five, so that the mean stays whole
    after.set(person.id, own.map((m, r) => (r < raters ? m + each : m)));
    values.set(person.id, (item.value + (each / PANEL) * raters) / 100);
  }
  return { round: withValues(round, attribute, values), marks: after };
}
