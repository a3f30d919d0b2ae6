import type { Issues } from '../errors/index.js';
import { MeritError } from '../errors/index.js';
import type { Round } from '../model/round.js';
import type { Proposal, ProposeOptions, Sealed } from '../solving/index.js';
import { amend } from './amend.js';
import type { Announced, Decision, Repair } from './amendment.js';
import { readCause, readChoice, type Context, type DecisionChange, type ReadChange, type RepairChange } from './changes.js';

/** A decision about a proposal: by whom, on which day, and what is changed. */
export interface DecideOptions extends ProposeOptions {
  /** Id of the decider; one of the actors of the round with that role, where it lists any. */
  readonly by: string;
  readonly on: string;
  /** Empty: the proposal is followed as it stands. */
  readonly changes: readonly DecisionChange[];
}

/** What came after an announcement: one thing, or several at once in `changes`. */
export type RepairOptions = ProposeOptions & { readonly by: string; readonly on: string } & (RepairChange | { readonly changes: readonly RepairChange[] });

/**
 * The decision of a named person about the certain plan of a proposal: each change with its reason, the rank of the chosen and the actors
 * related to him; who else is affected, what it costs in merit, and the plan with the fewest changes, proven like any other. Without changes the plan is that of the proposal, byte for byte.
 * Under the objective `stable` too the amended plan is the one that changes least and then is best by levels; it need not be stable.
 * @throws {MeritError} with every problem, paths into the options: E_VALUE_MISSING, E_TYPE, E_KEY_UNKNOWN, E_ID_SYNTAX, E_REF_UNKNOWN, E_DATE_FORMAT, E_DATE_ORDER, E_STRING_EMPTY and the
 *   other codes of texts, E_PIN_CONFLICT for changes that cannot all be kept, E_PIN_INELIGIBLE for somebody who has no passing way to the post;
 *   E_DECISION where no plan keeps the changes; E_INPUT_HASH, E_POLICY_HASH, E_FORMAT for documents that do not belong together.
 */
export async function decide(proposal: Proposal, round: Round, sealed: Sealed, options: DecideOptions): Promise<Decision> {
  const { control, document } = split(options);
  const { by, on, changes, ...rest } = document;
  if (!('certain' in proposal)) throw new MeritError('E_FORMAT', 'a decision is about a proposal\nMaybe a repair was meant.', { path: '/format' });
  const read = (context: Context, issues: Issues): readonly ReadChange[] => {
    refuseOthers(rest, issues);
    return listed(changes, issues, (raw, at) => readChoice(raw, at, context, issues));
  };
  return { ...(await amend(proposal, round, sealed, { act: 'decision', by, on, read }, control)), act: 'decision' };
}

/**
 * The repair of what was announced after somebody declined (`declined`) or was refused (`refused`), an objection was upheld or a court ordered
 * otherwise: with the fewest changes, and those who declined or were refused back in their seats where that is possible. `objection-upheld` and `court` give a person a position,
 * or undo his announced move where none is named; with them the decider may name somebody for a post (`choice`). What earlier decisions and repairs ordered
 * stays in force until a change speaks of the same person or post.
 * @throws {MeritError} as `decide`; E_DECISION also for somebody whose move was not announced.
 */
export async function repair(announced: Announced, round: Round, sealed: Sealed, options: RepairOptions): Promise<Repair> {
  const { control, document } = split(options);
  const { by, on, changes, ...single } = document;
  const read = (context: Context, issues: Issues): readonly ReadChange[] => {
    const one = (raw: unknown, at: string): ReadChange | undefined => readCause(raw, at, context, issues);
    if (changes === undefined) return [one(single, '') ?? []].flat();
    refuseOthers(single, issues);
    if (Array.isArray(changes) && changes.length === 0) issues.add('E_VALUE_MISSING', '/changes', 'a repair has at least one cause');
    return listed(changes, issues, one);
  };
  return { ...(await amend(announced, round, sealed, { act: 'repair', by, on, read }, control)), act: 'repair' };
}

/** Options apart from what goes into the document. */
function split(options: DecideOptions | RepairOptions): { readonly control: ProposeOptions; readonly document: Readonly<Record<string, unknown>> } {
  const { signal, onProgress, nodeLimit, maxEdges, ...document } = options;
  const control = { ...(signal && { signal }), ...(onProgress && { onProgress }), ...(nodeLimit !== undefined && { nodeLimit }), ...(maxEdges !== undefined && { maxEdges }) };
  return { control, document };
}

function refuseOthers(rest: object, issues: Issues): void {
  for (const name of Object.keys(rest)) issues.add('E_KEY_UNKNOWN', `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, 'there is no such option');
}

function listed(changes: unknown, issues: Issues, read: (raw: unknown, at: string) => ReadChange | undefined): readonly ReadChange[] {
  if (!Array.isArray(changes)) {
    issues.add(changes === undefined ? 'E_VALUE_MISSING' : 'E_TYPE', '/changes', 'expected a list of changes');
    return [];
  }
  return changes.flatMap((raw: unknown, k) => read(raw, `/changes/${k}`) ?? []);
}
