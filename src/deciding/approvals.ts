import { z } from 'zod';
import { Issues } from '../errors/index.js';
import { dayAt, storedText } from '../intake/check-value.js';
import { addZodIssues } from '../intake/zod-issues.js';
import { compareIds, compareTexts, type PersonId, type PositionId } from '../model/ids.js';
import type { Proposal } from '../solving/index.js';

/** What became of a move since it was proposed. */
export type ApprovalState = 'proposed' | 'submitted' | 'approved' | 'refused' | 'lapsed';

const day = z.string('E_DATE_FORMAT');

/** One dated step about the move of one person; `to` is the state it leads to. */
export const ApprovalEvent = z.strictObject({
  person: z.string(),
  to: z.enum(['submitted', 'approved', 'refused']),
  /** Who took the step. */
  by: z.string(),
  on: day,
  /** An approval names its document. */
  document: z.string().optional(),
  /** A refusal gives its reason. */
  reason: z.string().optional(),
  /** Last day on which a submission or an approval is good. */
  until: day.optional(),
});
export type ApprovalEvent = z.infer<typeof ApprovalEvent>;

/** Where one move stands on a day. */
export interface MoveApproval {
  readonly person: PersonId;
  readonly from: PositionId | null;
  readonly to: PositionId | null;
  readonly route: string | null;
  readonly state: ApprovalState;
  /** The day of the last step that counts, or the last day on which what lapsed was good; null while only proposed. */
  readonly since: string | null;
  /** The steps that count, in order of their days. */
  readonly events: readonly ApprovalEvent[];
}

const KEYS = Object.keys(ApprovalEvent.shape);
/** Of two steps of one day the submission comes first. */
const RANK: Record<ApprovalEvent['to'], number> = { submitted: 0, approved: 1, refused: 2 };
/** What each step may follow. A refusal ends a move: the plan is repaired as after a decline. What lapsed may be submitted anew. */
const FOLLOWS: Record<ApprovalEvent['to'], readonly ApprovalState[]> = { submitted: ['proposed', 'lapsed'], approved: ['submitted'], refused: ['submitted'] };

/**
 * The state of each move of the certain plan on the day `asOf`, in the order of the plan. Steps after that day are checked and do
 * not count yet; a submission or approval whose `until` lies before the day has lapsed. The order in which steps are given changes nothing.
 * O(steps log steps).
 * @throws {MeritError} with every problem, paths into `/events`: E_REF_UNKNOWN for somebody who does not move, E_APPROVAL for a step
 *   that may not follow the one before, E_DATE_ORDER for one before the day of the round or good until a day before its own,
 *   E_VALUE_MISSING for an approval without document or a refusal without reason.
 */
export function approvals(proposal: Proposal, events: readonly ApprovalEvent[], asOf: string): readonly MoveApproval[] {
  const issues = new Issues();
  const today = dayAt(asOf, '/asOf', issues);
  const opened = dayAt(proposal.round.asOf, '/round/asOf', issues);
  const steps = events.flatMap((event, k) => readStep(event, k, opened ?? -Infinity, issues) ?? []);
  const byPerson = new Map<string, Step[]>(proposal.certain.moves.map((m) => [m.person, []]));
  for (const step of steps.sort(inOrder)) {
    const known = byPerson.get(step.event.person);
    if (known) known.push(step);
    else issues.add('E_REF_UNKNOWN', `${step.at}/person`, 'the plan does not move this person');
  }
  const found = proposal.certain.moves.map(({ person, from, to, route }) => ({ person, from, to, route, ...fold(byPerson.get(person)!, today ?? Infinity, issues) }));
  issues.throwIfAny();
  return found;
}

/** An event that was read, with its days as numbers. */
interface Step {
  readonly event: ApprovalEvent;
  readonly at: string;
  readonly on: number;
  readonly until: number | undefined;
}

function inOrder(a: Step, b: Step): number {
  return compareIds(a.event.person, b.event.person) || a.on - b.on || RANK[a.event.to] - RANK[b.event.to] || compareTexts(rest(a), rest(b));
}

/** What else tells two steps apart, so that of two that exclude each other the same one is refused whatever their order. */
function rest({ event: { by, document, reason, until } }: Step): string {
  return JSON.stringify([by, document ?? '', reason ?? '', until ?? '']);
}

function readStep(raw: ApprovalEvent, k: number, opened: number, issues: Issues): Step | undefined {
  const at = `/events/${k}`;
  const parsed = ApprovalEvent.safeParse(raw);
  if (!parsed.success) {
    addZodIssues(parsed.error.issues, raw, at, KEYS, issues);
    return undefined;
  }
  const event = parsed.data;
  for (const field of ['by', 'document', 'reason'] as const) {
    const text = event[field];
    if (text !== undefined) event[field] = storedText(text, `${at}/${field}`, issues);
  }
  if (event.to === 'approved' && event.document === undefined) issues.add('E_VALUE_MISSING', `${at}/document`, 'an approval names its document');
  if (event.to === 'refused' && event.reason === undefined) issues.add('E_VALUE_MISSING', `${at}/reason`, 'a refusal gives its reason');
  if (event.to === 'refused' && event.until !== undefined) issues.add('E_KEY_UNKNOWN', `${at}/until`, 'a refusal has no last day');
  const on = dayAt(event.on, `${at}/on`, issues);
  const until = event.until === undefined ? undefined : dayAt(event.until, `${at}/until`, issues);
  if (on !== undefined && on < opened) issues.add('E_DATE_ORDER', `${at}/on`, 'the step is dated before the day of the round');
  if (on !== undefined && until !== undefined && until < on) issues.add('E_DATE_ORDER', `${at}/until`, 'it is good until a day before its own');
  return on === undefined ? undefined : { event, at, on, until };
}

/** Follows the steps of one move, all of them, and tells the state on one day. */
function fold(steps: readonly Step[], today: number, issues: Issues): Pick<MoveApproval, 'state' | 'since' | 'events'> {
  let before: Step | undefined;
  let last: Step | undefined;
  for (const step of steps) {
    const state = stateAfter(before, step.on);
    if (!FOLLOWS[step.event.to].includes(state)) issues.add('E_APPROVAL', step.at, `"${step.event.to}" may not follow "${state}"`);
    before = step;
    if (step.on <= today) last = step;
  }
  const state = stateAfter(last, today);
  return { state, since: (state === 'lapsed' ? last?.event.until : last?.event.on) ?? null, events: steps.filter((s) => s.on <= today).map((s) => s.event) };
}

function stateAfter(step: Step | undefined, on: number): ApprovalState {
  if (!step) return 'proposed';
  return step.until !== undefined && step.until < on ? 'lapsed' : step.event.to;
}
