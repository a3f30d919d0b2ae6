import type { Amendment } from '../deciding/index.js';
import type { Conflict, Explanation, Frontier, PassedOver, RecusalEffect } from '../explaining/index.js';
import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Proposal } from '../solving/index.js';
import type { Locale } from './locale/index.js';
import { Names } from './names.js';

/** One verdict of `verify`. */
export interface ReportVerdict {
  readonly check: string;
  readonly outcome: 'holds' | 'fails' | 'unproven' | 'not-checked';
  readonly code?: string;
  readonly path?: string;
  readonly detail: string;
}

export interface ReportInput {
  readonly round: Round;
  readonly policy: Policy;
  readonly proposal: Proposal;
  /** `explain(proposal, round, sealed)`; null where the certain plan is infeasible and there is nothing to explain. */
  readonly explanation: Explanation | null;
  /** The verdicts of `verify` on the bundle, if it was run. */
  readonly verdicts?: readonly ReportVerdict[];
  /** `recusalEffect(round, sealed)`, where judgements were set aside. */
  readonly recusal?: RecusalEffect;
  /** `conflictOf(round, sealed)`, where there is no certain plan. */
  readonly conflict?: Conflict | null;
  /** `frontierOf(round, sealed)`, where somebody wants to see what more moves would gain. */
  readonly frontier?: Frontier;
  /** What was decided since, and repaired, in order. */
  readonly amendments?: readonly Amendment[];
}

export interface ReportOptions {
  /** The language of the whole file. */
  readonly locale: Locale;
  /** People told per post who are not eligible, nearest first. Default 10. */
  readonly nearest?: number;
  /** Names told per post with their effect on the whole plan. Default 3. */
  readonly shortlist?: number;
  /** Eligible people told per post. Default 100. */
  readonly eligible?: number;
  /** Rows of each list at the end: worklist, findings, vacancies, people passed over. Default 50. */
  readonly list?: number;
}

/** What the sections of one report are written from. */
export interface ReportContext {
  readonly round: Round;
  readonly policy: Policy;
  readonly proposal: Proposal;
  readonly explanation: Explanation;
  readonly verdicts: readonly ReportVerdict[];
  /** Null where nothing was set aside, or nobody asked. */
  readonly recusal: RecusalEffect | null;
  /** Null where there is a plan, or nobody asked. */
  readonly conflict: Conflict | null;
  /** Null where nobody asked. */
  readonly frontier: Frontier | null;
  readonly amendments: readonly Amendment[];
  readonly names: Names;
  readonly limits: { readonly nearest: number; readonly shortlist: number; readonly eligible: number; readonly list: number };
  readonly passedOver: readonly PassedOver[];
  /** Better people from below beside arrivals from the same level. */
  readonly sideways: readonly PassedOver[];
  /** Posts with an entry of their own, highest level first. */
  readonly posts: readonly string[];
  /** Who holds a post today. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  /** People whose fit for a post is within the resolution of the best, in alphabetical order; nobody where the best stands alone. */
  readonly nearTies: (position: string) => readonly string[];
}

export function contextOf({ round, policy, proposal, explanation, verdicts, recusal, conflict, frontier, amendments }: ReportInput, options: ReportOptions): ReportContext {
  const asked = askedOnce(explanation ?? NOTHING_TO_EXPLAIN);
  const names = new Names(round, policy, options.locale);
  const holders = new Map<string, string[]>();
  for (const { id, seat } of round.people) if (seat !== undefined) holders.set(seat, [...(holders.get(seat) ?? []), id]);
  const plan = proposal.certain;
  const concerned = new Set<string>([...plan.moves.flatMap((m) => (m.to === null ? [] : [m.to])), ...plan.vacant.filter((v) => v.cause !== 'out-of-scope').map((v) => v.position)]);
  const resolution = Math.round(policy.resolution.points * 10_000);
  return {
    round,
    policy,
    proposal,
    explanation: asked,
    verdicts: verdicts ?? [],
    recusal: recusal && recusal.people.length > 0 ? recusal : null,
    conflict: conflict ?? null,
    frontier: frontier ?? null,
    amendments: amendments ?? [],
    names,
    limits: { nearest: options.nearest ?? 10, shortlist: options.shortlist ?? 3, eligible: options.eligible ?? 100, list: options.list ?? 50 },
    passedOver: asked.passedOver(),
    sideways: asked.passedOverSideways(),
    posts: [...concerned].sort((a, b) => names.byRank(a, b)),
    holders,
    nearTies: (position) => {
      const eligible = asked.eligible(position);
      const near = eligible.filter((e) => eligible[0]!.fit.low - e.fit.low <= resolution).map((e) => e.person);
      return near.length < 2 ? [] : near.sort((a, b) => names.alphabetically(a, b));
    },
  };
}

/** The list of who may hold a post is read several times: for its entry, and beside each move into it. */
function askedOnce(explanation: Explanation): Explanation {
  const known = new Map<string, ReturnType<Explanation['eligible']>>();
  const eligible: Explanation['eligible'] = (position) => {
    const list = known.get(position) ?? explanation.eligible(position);
    known.set(position, list);
    return list;
  };
  return { ...explanation, eligible };
}

/** No plan, no posts: nothing is asked but who was passed over. */
const NOTHING_TO_EXPLAIN: Explanation = {
  why: (person) => ({ person, from: null, to: null, fit: null, move: null, judgements: [], tied: false, runnerUp: null }),
  whyNot: () => ({ reason: 'no-plan' }),
  shortlist: () => [],
  eligible: () => [],
  nearest: () => ({ people: [], total: 0, notAsked: 0 }),
  judgements: () => [],
  outside: () => [],
  limits: () => [],
  passedOver: () => [],
  passedOverSideways: () => [],
  blocking: () => [],
};
