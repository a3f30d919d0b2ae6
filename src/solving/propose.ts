import { MeritError } from '../errors/index.js';
import { UNKNOWN } from '../eligibility/index.js';
import { pause, Pieces, runAsync, settle, startLevels, type AsyncOptions, type Levels, type Shortage as Witness } from '../kernel/index.js';
import { documentHash } from '../model/frozen.js';
import { ROUND_FORMAT, type Round } from '../model/round.js';
import { POLICY_FORMAT, type Policy } from '../policy/index.js';
import { chainsOf } from './chains.js';
import { ENGINE } from './engine.js';
import { findingsOf, standingOf } from './findings.js';
import { openMarket, type MarketOptions, type Pairs, type RoundMarket } from './market.js';
import { movesOf } from './moves.js';
import { PROPOSAL_FORMAT, type Certificate, type Dual, type Plan, type Proposal, type Shortage } from './proposal.js';
import { keepApart, RelativesRule, valuesOf } from './relatives.js';
import { stablePlan } from './stable.js';
import { stagesOf, type Stage } from './stages.js';
import { rememberUnbent } from './unbent.js';
import { preferences, tieOrder } from './ties.js';
import { vacanciesOf } from './vacancies.js';
import { worklistOf } from './worklist.js';

/** What a long run tells: which plan, which stage of how many. */
export interface Progress {
  readonly plan: 'certain' | 'conditional';
  readonly stage: number;
  readonly stages: number;
}

export interface ProposeOptions extends MarketOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** A policy and the hash it was sealed with. */
export interface Sealed {
  readonly policy: Policy;
  readonly hash: string;
}

/** One plan solved, with what explanations need of it. */
export interface SolvedPlan {
  readonly pairs: Pairs;
  readonly stages: readonly Stage[];
  readonly levels: Levels;
  /** The seat of each person in the plan, by index, -1 for none. */
  readonly colOf: Int32Array;
  /** People for whom the tie rule chose, by index. */
  readonly tied: Int32Array;
  /** The first stage that is not proven best. */
  readonly gapStage: number | undefined;
  /** Side rows changed the plan. */
  readonly bent: boolean;
}

/** That there is no plan; without a shortage to show for it where only related people stand in the way. */
export type NoPlan = Witness | { readonly status: 'infeasible'; readonly side?: undefined };

/**
 * Who should hold which post: the certain plan, the conditional one, what to confirm, and the proof.
 *
 * Level by level from the top, exact integers, ties by the declared rule (under the objective `stable` by deferred acceptance); related people are kept out of one line of command and of one unit, as the policy says.
 * A pure function of round and policy. Cost: one assignment per stage over the eligible pairs, again for the conditional plan and
 * for each breach about related people; see the table in README.
 * @param round - as `parseRound` gave it.
 * @throws {MeritError} E_ABORTED, E_LIMIT_EDGES, E_LIMIT_SEARCH, E_PIN_INELIGIBLE, E_POLICY_HASH, E_OVERFLOW
 */
export async function propose(round: Round, sealed: Sealed, options: ProposeOptions = {}): Promise<Proposal> {
  if (options.signal) await pause(options.signal);
  const { policy } = sealed;
  const policyHash = documentHash(POLICY_FORMAT, policy);
  if (sealed.hash !== policyHash) throw new MeritError('E_POLICY_HASH', 'the policy is not the one that was sealed');
  const market = openMarket(round, policy, options);
  const rule = new RelativesRule(market);
  const { certain, conditional } = policy.objective === 'stable' ? stablePlans(market) : await solvedPlans(market, rule, options);
  return {
    format: PROPOSAL_FORMAT,
    engine: ENGINE,
    round: { id: round.id, asOf: round.asOf, hash: documentHash(ROUND_FORMAT, round) },
    policy: { id: policy.id, hash: policyHash },
    objective: policy.objective,
    certain,
    conditional,
    worklist: worklistOf(market, conditional),
    findings: findingsOf(market, rule),
    rules: standingOf(policy),
  };
}

type Plans = Pick<Proposal, 'certain' | 'conditional'>;

function stablePlans(market: RoundMarket): Plans {
  return { certain: stablePlan(market, market.certain), conditional: market.conditional === market.certain ? null : stablePlan(market, market.conditional) };
}

async function solvedPlans(market: RoundMarket, rule: RelativesRule, options: ProposeOptions): Promise<Plans> {
  const certain = await solvePlan(market, market.certain, rule, { ...options, plan: 'certain' });
  const conditional = market.conditional === market.certain ? null : await solveConditional(market, certain, rule, options);
  return { certain: describe(market, market.certain, certain), conditional: conditional && describe(market, market.conditional, conditional) };
}

/** The conditional plan; where no further pair can be part of any best plan it is the certain one, with the same proof. */
async function solveConditional(market: RoundMarket, certain: SolvedPlan | NoPlan, rule: RelativesRule, options: ProposeOptions): Promise<SolvedPlan | NoPlan> {
  const pairs = market.conditional;
  if (!('status' in certain) && !certain.bent) {
    const stages = stagesOf(market, pairs);
    if (addsNothing(pairs, stages, certain.levels)) return { ...certain, pairs, stages };
  }
  // a plan of the certain market is one of this market too, and near its best
  const hint = 'status' in certain ? market.seat : certain.levels.colOf;
  return solvePlan(market, pairs, rule, { ...options, plan: 'conditional' }, hint);
}

/**
 * True if the duals of the certain plan prove that no pair with an unknown gate belongs to any best plan: at the first stage
 * where its reduced cost is not zero it is positive. Then duals, faces and ties of both markets are the same. O(pairs * stages).
 */
function addsNothing(pairs: Pairs, stages: readonly Stage[], { levels }: Levels): boolean {
  for (let i = 0; i < pairs.rows; i++) {
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      if (pairs.state[e] !== UNKNOWN) continue;
      const slack = levels.map((level, s) => level.rowDual[i]! + level.colDual[pairs.col[e]!]! - stages[s]!.weight[e]!).find((d) => d !== 0);
      if (slack === undefined || slack < 0) return false;
    }
  }
  return true;
}

interface Control extends ProposeOptions {
  readonly plan: Progress['plan'];
}

/** Solves one market by levels, keeps related people apart, settles ties. */
export async function solvePlan(market: RoundMarket, pairs: Pairs, rule: RelativesRule, control: Control, hint: Int32Array = market.seat): Promise<SolvedPlan | NoPlan> {
  const stages = stagesOf(market, pairs);
  const run = startLevels({ ...pairs, hint }, stages.map((s) => s.weight));
  const telling = (stage: () => number): AsyncOptions => ({
    signal: control.signal,
    onProgress: control.onProgress && (() => control.onProgress?.({ plan: control.plan, stage: stage(), stages: stages.length })),
  });
  const levels = await runAsync(run, telling(() => run.level));
  if (levels.status === 'infeasible') return levels;
  const free = settle(levels.finalFace, levels.colOf, tieOrder(market, levels.finalFace), preferences(market, pairs, levels.finalFace));
  const solved = { pairs, stages, levels };
  if (rule.breaches(free.colOf).length === 0) return { ...solved, ...free, gapStage: undefined, bent: false };
  const apart = await runAsync(new Pieces(() => keepApart(rule, pairs, stages, levels, free.colOf)), telling(() => stages.length));
  if (!apart) return { status: 'infeasible' };
  rememberUnbent(pairs, levels);
  return { ...solved, ...apart, tied: new Int32Array(0), bent: true };
}

function describe(market: RoundMarket, pairs: Pairs, solved: SolvedPlan | NoPlan): Plan {
  if ('status' in solved) return infeasible(market, solved);
  const { colOf, stages, levels, gapStage } = solved;
  const { people, positions } = market.round;
  const objectives = valuesOf(pairs, stages, colOf).map((value, s) => ({ stage: stages[s]!.id, value }));
  const moves = movesOf(market, colOf);
  const gap = gapStage === undefined ? null : { ...objectives[gapStage]!, bound: levels.levels[gapStage]!.objective };
  return {
    status: gap ? 'feasible' : 'optimal',
    seats: people.flatMap((p, i) => (colOf[i]! < 0 ? [] : [[p.id, positions[colOf[i]!]!.id] as const])),
    objectives,
    gap,
    moves,
    chains: chainsOf(moves, market.policy.routes),
    vacant: vacanciesOf(market, pairs, colOf),
    tied: Array.from(solved.tied, (i) => people[i]!.id).sort(),
    tiesProven: !solved.bent,
    certificate: certificateOf(market, solved),
    shortage: null,
  };
}

function certificateOf(market: RoundMarket, { levels, stages, gapStage }: SolvedPlan): Certificate {
  const nonzero = (duals: Float64Array, of: readonly { readonly id: string }[]): Dual[] => {
    const list: Dual[] = [];
    duals.forEach((dual, k) => {
      if (dual !== 0) list.push([of[k]!.id, dual]);
    });
    return list;
  };
  return {
    stages: levels.levels.slice(0, gapStage === undefined ? undefined : gapStage + 1).map((level, s) => ({
      stage: stages[s]!.id,
      value: level.objective,
      people: nonzero(level.rowDual, market.round.people),
      positions: nonzero(level.colDual, market.round.positions),
    })),
  };
}

function infeasible(market: RoundMarket, witness: NoPlan): Plan {
  const { people, positions } = market.round;
  const shortage: Shortage | null =
    witness.side === undefined
      ? null
      : {
          side: witness.side === 'rows' ? 'people' : 'positions',
          people: Array.from(witness.rows, (i) => people[i]!.id).sort(),
          positions: Array.from(witness.cols, (j) => positions[j]!.id).sort(),
        };
  return {
    status: 'infeasible',
    seats: [],
    objectives: [],
    gap: null,
    moves: [],
    chains: [],
    vacant: [],
    tied: [],
    tiesProven: false,
    certificate: null,
    shortage,
  };
}
