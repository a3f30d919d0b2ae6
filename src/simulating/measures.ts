import { addMonths, formatDay } from '../model/calendar.js';
import { dayNumber } from '../eligibility/index.js';
import type { Evidence, Value } from '../model/round.js';
import { compareIds } from '../model/ids.js';
import { compareTexts } from '../model/ids.js';
import { canonicalJson } from '../canonical/index.js';
import { happens, normal, type Draws } from './draws.js';
import { SIMULATED } from './normal-form.js';
import { cut, hundredths } from './points.js';
import type { Measure } from './scenario.js';

/** Somebody as a measure sees him. */
export interface Measured {
  readonly id: string;
  readonly evidence: readonly Evidence[];
  /** Unit he works in on the day; undefined for whoever does not work. */
  readonly unit: string | undefined;
  /** Worth of his work on the day, in hundredths of a point; asked of ratings alone. */
  readonly performance: () => number;
  /** Mean of his traits by the shares of a test, in hundredths of a point; asked of tests alone. */
  readonly ability: () => number;
}

/**
 * What a measure finds of somebody on a day, or undefined: it missed him, a rating of somebody who does not work, a test before it is due again, or evidence of that very day is there.
 * One stream a person, attribute and day, and one a unit, attribute and day for its leniency.
 */
export function measure(spec: Measure, person: Measured, on: number, draws: Draws): Value | undefined {
  if (spec.kind === 'rating' && person.unit === undefined) return undefined;
  const last = lastDay(person.evidence, spec.attribute);
  if (last !== undefined && (last >= on || (spec.kind === 'test' && addMonths(last, spec.everyMonths) > on))) return undefined;
  const luck = draws.of(spec.kind, spec.attribute, person.id, on);
  if (happens(spec.missedPerMille, luck)) return undefined;
  switch (spec.kind) {
    case 'letter':
      return happens(spec.truePerMille, luck);
    case 'test':
      return cut(person.ability() + normal(hundredths(spec.noise), luck)) / 100;
    case 'rating': {
      const lenient = normal(hundredths(spec.leniency), draws.of('leniency', spec.attribute, person.unit!, on));
      return cut(person.performance() + lenient + normal(hundredths(spec.noise), luck)) / 100;
    }
  }
}

/** The day of the latest dated evidence of an attribute. */
function lastDay(evidence: readonly Evidence[], attribute: string): number | undefined {
  for (let k = evidence.length - 1; k >= 0; k--) {
    const { attribute: name, date } = evidence[k]!;
    if (name === attribute && date !== undefined) return dayNumber(date);
  }
  return undefined;
}

/** A list in normal form with one more finding of a simulation; of the findings of an attribute only the latest two stay, for no older one can count. */
export function withFinding(evidence: readonly Evidence[], attribute: string, value: Value, on: number): readonly Evidence[] {
  const found: Evidence = { attribute, value, source: SIMULATED, date: formatDay(on) };
  const next: Evidence[] = [];
  let older = 0;
  for (const e of evidence) if (e.attribute === attribute && e.source === SIMULATED) older++;
  let placed = false;
  for (const e of evidence) {
    if (!placed && after(e, found)) {
      next.push(found);
      placed = true;
    }
    if (e.attribute === attribute && e.source === SIMULATED && older-- > 1) continue;
    next.push(e);
  }
  if (!placed) next.push(found);
  return next;
}

/** Whether an item stands behind another in normal form (docs/formats.md section 2); both are dated. */
function after(a: Evidence, b: Evidence): boolean {
  return (
    (compareIds(a.attribute, b.attribute) ||
      compareIds(a.date!, b.date!) ||
      compareIds(a.source, b.source) ||
      compareTexts(canonicalJson(a.value ?? a.unmapped), canonicalJson(b.value ?? b.unmapped)) ||
      compareTexts(canonicalJson(a), canonicalJson(b))) > 0
  );
}
