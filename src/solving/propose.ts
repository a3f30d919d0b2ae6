import { MeritError } from '../errors/index.js';
import { UNKNOWN } from '../eligibility/index.js';
import { edgeAt, pause, Pieces, runAsync, settle, startLevels, type AsyncOptions, type Levels, type Shortage as Witness } from '../kernel/index.js';
import { documentHash } from '../model/frozen.js';
import { ROUND_FORMAT, type Round } from '../model/round.js';
import { POLICY_FORMAT, type Policy } from '../policy/index.js';
import { certificateOf, type StageProof } from './certificate.js';
import { chainsOf } from './chains.js';
import { ENGINE } from './engine.js';
import { findingsOf, standingOf } from './findings.js';
import { openMarket, type MarketOptions, type Pairs, type RoundMarket } from './market.js';
import { movesOf } from './moves.js';
import { PROPOSAL_FORMAT, type Plan, type Proposal, type Shortage } from './proposal.js';
import { RelativesRule, repair } from './relatives.js';
import { SideRows } from './rows.js';
import { stablePlan } from './stable.js';
import { stagesOf, type Stage } from './stages.js';
import { rememberUnbent } from './unbent.js';
import { preferences, tieOrder } from './ties.js';
import { freeProof, solveUnderRows, valuesOf } from './under-rows.js';
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
  /** Nodes after which the search in one stage ends with what it has, where side rows change the plan. By count, never by the clock. */
  readonly nodeLimit?: number;
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
  /** The levels without side rows. */
  readonly levels: Levels;
  /** The seat of each person in the plan, by index, -1 for none. */
  readonly colOf: Int32Array;
  /** People for whom the tie rule chose, by index. */
  readonly tied: Int32Array;
  readonly proofs: readonly StageProof[];
  /** The first stage that is not proven best, and what no plan can pass there. */
  readonly gap: { readonly stage: number; readonly bound: number } | undefined;
  /** Side rows changed the plan. */
  readonly bent: boolean;
}

/** That there is no plan: a shortage, or the proof where only side rows stand in the way. */
export type NoPlan = Witness | { readonly status: 'infeasible'; readonly side?: undefined; readonly proof: StageProof };

/**
 * Who should hold which post: the certain plan, the conditional one, what to confirm, and the proof.
 *
 * Level by level from the top, exact integers, ties by the declared rule (under the objective `stable` by deferred acceptance); related people are kept out of one line of command and of one unit, and limits
 * are kept, as the policy says. A pure function of round, policy and node limit. Cost: one assignment per stage over the eligible pairs, again for the
 * conditional plan; where side rows change the plan a search in each stage from the first one concerned, which ends at the node limit; see the table in README.
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
  const rows = new SideRows(market, market.certain);
  const { certain, conditional } = policy.objective === 'stable' ? stablePlans(market) : await solvedPlans(market, rule, rows, options);
  return {
    format: PROPOSAL_FORMAT,
    engine: ENGINE,
    round: { id: round.id, asOf: round.asOf, hash: documentHash(ROUND_FORMAT, round) },
    policy: { id: policy.id, hash: policyHash },
    objective: policy.objective,
    certain,
    conditional,
    worklist: worklistOf(market, conditional),
    findings: findingsOf(market, rule, rows),
    rules: standingOf(policy),
  };
}

type Plans = Pick<Proposal, 'certain' | 'conditional'>;

function stablePlans(market: RoundMarket): Plans {
  return { certain: stablePlan(market, market.certain), conditional: market.conditional === market.certain ? null : stablePlan(market, market.conditional) };
}

async function solvedPlans(market: RoundMarket, rule: RelativesRule, rows: SideRows, options: ProposeOptions): Promise<Plans> {
  const certain = await solvePlan(market, market.certain, rule, rows, { ...options, plan: 'certain' });
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
  const near = 'status' in certain ? undefined : { free: certain.levels.colOf, kept: certain.bent ? certain.colOf : certain.levels.colOf };
  return solvePlan(market, pairs, rule, new SideRows(market, pairs), { ...options, plan: 'conditional' }, near);
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
  /** In place of those of section 4. */
  readonly stages?: readonly Stage[];
}

/** Solves one market by levels, keeps its side rows, settles ties. `rows` are those of these pairs, `near` are plans near the best without the rows and with them, if known. */
export async function solvePlan(market: RoundMarket, pairs: Pairs, rule: RelativesRule, rows: SideRows, control: Control, near?: { readonly free: Int32Array; readonly kept: Int32Array }): Promise<SolvedPlan | NoPlan> {
  const stages = control.stages ?? stagesOf(market, pairs);
  const run = startLevels({ ...pairs, hint: near?.free ?? market.seat }, stages.map((s) => s.weight));
  const telling = (stage: () => number): AsyncOptions => ({
    signal: control.signal,
    onProgress: control.onProgress && (() => control.onProgress?.({ plan: control.plan, stage: stage(), stages: stages.length })),
  });
  const levels = await runAsync(run, telling(() => run.level));
  if (levels.status === 'infeasible') return levels;
  const free = settle(levels.finalFace, levels.colOf, tieOrder(market, levels.finalFace), preferences(market, pairs, levels.finalFace));
  const solved = { pairs, stages, levels };
  if (rows.keeps(free.colOf)) return { ...solved, ...free, proofs: levels.levels.map((level, s) => freeProof(stages[s]!, level)), gap: undefined, bent: false };

  const rest = <T>(steps: Generator<void, T>): Promise<T> => runAsync(new Pieces(() => steps), telling(() => stages.length));
  // a plan to start from: the one that is near, else one that mends what related people break, and today's seating
  const keeping = (plan: Int32Array | undefined): readonly Int32Array[] => [seated(pairs, plan)].filter((p) => p !== undefined).filter((p) => rows.keeps(p));
  let known = keeping(near?.kept);
  if (known.length === 0) known = [...keeping(await rest(repair(rule, pairs, stages, free.colOf))), ...keeping(market.seat)];
  const bent = await rest(solveUnderRows(pairs, stages, rows, levels, free.colOf, known, control.nodeLimit));
  if (bent.status === 'infeasible') return 'side' in bent.proof ? bent.proof : { status: 'infeasible', proof: bent.proof };
  rememberUnbent(pairs, levels);
  const { colOf, proofs, gap } = bent;
  return { ...solved, colOf, proofs, gap, tied: new Int32Array(0), bent: true };
}

/** A seating as a plan of the market, whoever has no pair to his seat left out; undefined if it breaks a bound. */
function seated(pairs: Pairs, colOf: Int32Array | undefined): Int32Array | undefined {
  if (!colOf) return undefined;
  const plan = colOf.map((j, i) => (j >= 0 && edgeAt(pairs, i, j) >= 0 ? j : -1));
  const taken = new Int32Array(pairs.cols);
  for (let i = 0; i < pairs.rows; i++) {
    if (plan[i]! >= 0) taken[plan[i]!]!++;
    else if (pairs.rowMin[i] === 1) return undefined;
  }
  return taken.every((n, j) => n >= pairs.colMin[j]! && n <= pairs.colMax[j]!) ? plan : undefined;
}

/** A solved plan as a document (docs/formats.md section 5), or the one that says why there is none. */
export function describe(market: RoundMarket, pairs: Pairs, solved: SolvedPlan | NoPlan): Plan {
  if ('status' in solved) return infeasible(market, solved);
  const { colOf, stages } = solved;
  const { people, positions } = market.round;
  const objectives = valuesOf(pairs, stages, colOf).map((value, s) => ({ stage: stages[s]!.id, value }));
  const moves = movesOf(market, colOf);
  const gap = solved.gap ? { ...objectives[solved.gap.stage]!, bound: solved.gap.bound } : null;
  const seats: Plan['seats'][number][] = [];
  for (let i = 0; i < colOf.length; i++) if (colOf[i]! >= 0) seats.push([people[i]!.id, positions[colOf[i]!]!.id]);
  return {
    status: gap ? 'feasible' : 'optimal',
    seats,
    objectives,
    gap,
    moves,
    chains: chainsOf(moves, market.policy.routes),
    vacant: vacanciesOf(market, pairs, colOf),
    tied: Array.from(solved.tied, (i) => people[i]!.id).sort(),
    tiesProven: !solved.bent,
    certificate: certificateOf(market, solved.proofs),
    shortage: null,
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
    certificate: witness.side === undefined ? certificateOf(market, [witness.proof]) : null,
    shortage,
  };
}
