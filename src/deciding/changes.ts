import { z } from 'zod';
import type { Issues } from '../errors/index.js';
import { storedText } from '../intake/check-value.js';
import { addZodIssues } from '../intake/zod-issues.js';
import type { PersonId, PositionId } from '../model/ids.js';
import type { Cause, Effect } from './amendment.js';

/** Characters that a reason has at least: "because" is none. */
const REASON_LENGTH = 10;

/** A choice of the decider. */
const DecisionChange = z.strictObject({
  position: z.string(),
  /** Null: nobody new gets the position. */
  person: z.string().nullable(),
  reason: z.string(),
  document: z.string().optional(),
});
export type DecisionChange = z.infer<typeof DecisionChange>;

/** What happened to somebody, or a further choice of the decider. */
const RepairChange = z.strictObject({
  cause: z.enum(['choice', 'declined', 'refused', 'objection-upheld', 'court']),
  person: z.string().nullable().optional(),
  /** Where he shall sit; without it an upheld objection or an order undoes his move. */
  position: z.string().optional(),
  reason: z.string().optional(),
  document: z.string().optional(),
});
export type RepairChange = z.infer<typeof RepairChange>;

/** A change that was read, and where it stood. */
export interface ReadChange {
  readonly at: string;
  readonly effect: Effect;
  readonly cause: Cause;
  readonly person: PersonId | null;
  readonly position: PositionId;
  readonly reason?: string;
  readonly document?: string;
}

/** What changes are read against. */
export interface Context {
  readonly people: ReadonlySet<string>;
  readonly positions: ReadonlySet<string>;
  /** The announced place of a person, if he has one. */
  readonly placeOf: (person: string) => PositionId | undefined;
  /** The position that he holds today. */
  readonly seatOf: (person: string) => PositionId | undefined;
}

/** One change of a decision; undefined after a problem. */
export function readChoice(raw: unknown, at: string, context: Context, issues: Issues): ReadChange | undefined {
  const parsed = DecisionChange.safeParse(raw);
  if (parsed.success) return readChange({ cause: 'choice', ...parsed.data }, at, context, issues);
  addZodIssues(parsed.error.issues, raw, at, Object.keys(DecisionChange.shape), issues);
  return undefined;
}

/** One change of a repair; undefined after a problem. */
export function readCause(raw: unknown, at: string, context: Context, issues: Issues): ReadChange | undefined {
  const parsed = RepairChange.safeParse(raw);
  if (parsed.success) return readChange(parsed.data, at, context, issues);
  addZodIssues(parsed.error.issues, raw, at, Object.keys(RepairChange.shape), issues);
  return undefined;
}

/** The texts of a change in the form in which they are stored, and what it does to whom. */
function readChange({ cause, person, position, reason, document }: RepairChange, at: string, context: Context, issues: Issues): ReadChange | undefined {
  const known = issues.list.length;
  const texts = {
    ...(reason !== undefined && { reason: reasonAt(reason, `${at}/reason`, issues) }),
    ...(document !== undefined && { document: storedText(document, `${at}/document`, issues) }),
  };
  if (cause === 'choice' && reason === undefined) issues.add('E_VALUE_MISSING', `${at}/reason`, 'whoever chooses gives a reason');
  if ((cause === 'court' || cause === 'objection-upheld') && document === undefined) issues.add('E_VALUE_MISSING', `${at}/document`, 'an order and an answer to an objection name their document');
  if (typeof person === 'string' && !context.people.has(person)) issues.add('E_REF_UNKNOWN', `${at}/person`, 'the round has no such person');
  if (position !== undefined && !context.positions.has(position)) issues.add('E_REF_UNKNOWN', `${at}/position`, 'the round has no such position');
  const effect: Effect = cause === 'declined' || cause === 'refused' || (cause !== 'choice' && position === undefined) ? 'forbid' : person === null ? 'close' : 'require';
  if (person === undefined || (person === null && cause !== 'choice')) issues.add('E_VALUE_MISSING', `${at}/person`, cause === 'choice' ? 'expected a person, or null for nobody new' : 'expected the person concerned');
  if (effect !== 'forbid' && position === undefined) issues.add('E_VALUE_MISSING', `${at}/position`, 'expected the position that is decided about');
  if (issues.list.length > known || person === undefined) return undefined;
  const to = effect === 'forbid' ? announcedMove(person!, position, at, context, issues) : position;
  return to === undefined ? undefined : { at, effect, cause, person, position: to, ...texts };
}

/** The announced place of somebody who moves; anything else is nothing that could be declined, refused or undone. */
function announcedMove(person: string, position: string | undefined, at: string, { placeOf, seatOf }: Context, issues: Issues): PositionId | undefined {
  const place = placeOf(person);
  if (place === undefined || place === seatOf(person)) {
    issues.add('E_DECISION', `${at}/person`, 'what was announced moves this person nowhere, so there is nothing to undo');
    return undefined;
  }
  if (position === undefined || position === place) return place;
  issues.add('E_DECISION', `${at}/position`, 'this is not the position that was announced for the person');
  return undefined;
}

function reasonAt(reason: string, at: string, issues: Issues): string {
  const text = storedText(reason, at, issues);
  if ([...text].length < REASON_LENGTH) issues.add('E_STRING_EMPTY', at, `expected a reason of at least ${REASON_LENGTH} characters`);
  return text;
}
