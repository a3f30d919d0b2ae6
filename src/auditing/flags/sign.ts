import { compareTexts as byText } from '../../model/ids.js';
import type { Because, Case, Considered, Rung } from '../case.js';
import type { FindingCode, Measure } from '../audit-document.js';
import type { Part, RawFinding } from '../study.js';

/** One sign to look at, as its file gives it: findings and what could not be said. */
export type Signs = Omit<Part<null>, 'section'>;

export { byText };

export const NONE: Signs = { findings: [], cannot: [] };

/** One row of what a sign could not say: of one decision, or of the whole record (null). */
export function cannot(part: FindingCode, because: Because, decision: string | null = null): Signs {
  return { findings: [], cannot: [{ decision, part, because }] };
}

/** Several answers as one, in their order. */
export function together(signs: readonly Signs[]): Signs {
  return { findings: signs.flatMap((s) => s.findings), cannot: signs.flatMap((s) => s.cannot) };
}

export interface SignOf {
  readonly kind?: 'flag' | 'breach';
  readonly code: FindingCode;
  readonly rung: Rung;
  readonly people: readonly { readonly role: string; readonly person: string }[];
  readonly measured: readonly Measure[];
  readonly alternatives: readonly string[];
  readonly ask: readonly string[];
  readonly row?: string | null;
  readonly tie?: string | null;
}

/** A finding on one decision, or on the whole record where `c` is null. It has no effect and no test: a sign measures one case, and what it is worth is its measured rate. */
export function sign(c: Case | null, { kind = 'flag', row, tie, ...rest }: SignOf): RawFinding {
  return {
    id: '', kind, decision: c?.id ?? null, position: c?.position ?? null, unit: c?.unit ?? null, on: c?.on ?? null, document: c?.document ?? null,
    row: row ?? c?.row ?? null, tie: tie ?? null, effect: null, test: null, rule: null, rate: null, reply: null, ...rest,
  };
}

export const chosenOf = (c: Case): readonly Considered[] => c.people.filter((p) => p.chosen);

/** Considered, not chosen, not stated ineligible, not withdrawn: whose eligibility is unknown is one, because unknown is no reason to leave anybody out. */
export function rivalsOf(c: Case): readonly Considered[] {
  return c.people.filter((p) => !p.chosen && p.eligible !== 'no' && p.withdrew === null);
}

export const asRole = (role: string, people: Iterable<string>): { role: string; person: string }[] => [...new Set(people)].sort(byText).map((person) => ({ role, person }));

/** The middle one; the lower of the two in the middle, so that it is a number that was seen and a contrast is never made larger. Null of nothing. */
export function lowMedian(values: readonly number[]): number | null {
  return values.length === 0 ? null : [...values].sort((a, b) => a - b)[(values.length - 1) >> 1]!;
}
