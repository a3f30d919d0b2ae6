import { bug, MeritError } from '../errors/index.js';
import { blockingPairs, edgeAt, face, PairLosses, solveLevels, transpose, type Level, type Levels, type Transpose } from '../kernel/index.js';
import type { PersonId, PositionId, UnitId } from '../model/ids.js';
import { documentHash } from '../model/frozen.js';
import { ROUND_FORMAT, type Round } from '../model/round.js';
import { POLICY_FORMAT, ROUTE } from '../policy/index.js';
import { costUnits, type Fit } from '../scoring/index.js';
import { isOwed, openMarket, preferenceOf, rightsOf, SideRows, stagesOf, statedRanks, type Move, type Pairs, type Plan, type Proposal, type RoundMarket, type Sealed, type Stage, unbentLevels, without } from '../solving/index.js';
import { judge, type Judgement } from './judgement.js';
import { NearMissFinder } from './near-misses.js';
import { passedOverBy, sidewaysBy, type PassedOver } from './passed-over.js';

/** What insisting on a pair costs: the first objective that suffers, and by how much in its unit. */
export interface MeritLoss {
  /** Null if some plan that is best by every objective has the pair: it costs nothing. */
  readonly stage: string | null;
  /** People for `owed`, seats for `critical`, moves for `moves`, 1/10,000 points for `merit`; 0 at stage null. */
  readonly amount: number;
  /** Exact; false where side rows bind: then at least this much. */
  readonly exact: boolean;
  /** Who would then sit where, the pair itself first; null is no seat. Where side rows bind, the pair alone. */
  readonly changes: readonly { readonly person: PersonId; readonly to: PositionId | null }[];
}

/** Somebody who may hold a post, with the whole-plan effect of giving it to him. */
export interface Candidate {
  readonly person: PersonId;
  readonly fit: Fit;
  /** He gets it in the proposal. */
  readonly proposed: boolean;
  /** Where the proposal puts him. */
  readonly placed: PositionId | null;
  /** His fit and somebody else's are within the policy's resolution of the best. */
  readonly nearTie: boolean;
  /** Gates that pass for him by a waiver and would not otherwise. */
  readonly waived: readonly string[];
  /** Null under the objective `stable`: a stable plan is not the best by a measure that another could fall short of. */
  readonly loss: MeritLoss | null;
}

export interface Why {
  readonly person: PersonId;
  readonly from: PositionId | null;
  readonly to: PositionId | null;
  readonly fit: Fit | null;
  /** His move in this plan, with its kind, its route and what was waived; null where his seat does not change. */
  readonly move: Move | null;
  readonly judgements: readonly Judgement[];
  /** The tie rule chose between outcomes that were equal otherwise. */
  readonly tied: boolean;
  /** The best of the others for the same post. */
  readonly runnerUp: Candidate | null;
}

export type WhyNot =
  | { readonly reason: 'holds-it' }
  /** No pair: the rules that fail or are unknown, and obstacles that are no rules. */
  | { readonly reason: 'not-eligible'; readonly judgements: readonly Judgement[]; readonly obstacles: readonly Obstacle[] }
  /** No plan at all has the pair (pins, posts that must be filled). */
  | { readonly reason: 'no-plan' }
  /** Objective `stable`: he prefers what he gets, by his wishes or by its level; `by` null: he has no preference for the post. */
  | { readonly reason: 'not-preferred'; readonly fit: Fit; readonly instead: PositionId; readonly by: 'wish' | 'level' | null }
  /** Objective `stable`: he would rather have it, and the post is full of people who must sit there, hold it today or have no lower fit (equal ones by the tie order). */
  | { readonly reason: 'others-first'; readonly fit: Fit; readonly others: readonly { readonly person: PersonId; readonly fit: Fit; readonly because: 'must-sit' | 'holds-it' | 'fit' }[] }
  /** `vector`: plan minus the best with the pair, stage by stage; where `loss.exact` is false the limits and the rules on related people are left out of the latter. */
  | { readonly reason: 'loss'; readonly fit: Fit; readonly waived: readonly Judgement[]; readonly loss: MeritLoss; readonly vector: readonly { readonly stage: string; readonly loss: number }[] };

/** What a plan uses of a limit, in the whole plan or in one unit. */
export interface LimitStanding {
  readonly limit: string;
  /** Null where the whole plan counts. */
  readonly unit: UnitId | null;
  readonly side: 'min' | 'max';
  /** What the policy says; today may exceed it. */
  readonly bound: number;
  /** Of today's seating: nobody moves, nobody leaves. What is not known of somebody counts against the limit. */
  readonly today: number;
  /** Under the plan. Moves, units of the budget, people who are meant, people who leave, moves of the longest chain. */
  readonly used: number;
}

/** A post that somebody else appoints to: for nobody who was asked is there a route inside the decider's hand, and for some an outside one. */
export interface OutsidePost {
  readonly position: PositionId;
  /** The outside routes met, in the order of the policy. */
  readonly routes: readonly string[];
}

/** Why a pair does not exist though no rule of merit speaks against it. */
export type Obstacle = 'closed' | 'leaving' | 'frozen' | 'out-of-scope' | 'lower-level' | 'pinned-elsewhere';

/** Somebody who may not hold a post, with what stands in the way: rules that fail, and rules that cannot be judged. */
export interface NearMiss {
  readonly person: PersonId;
  readonly fails: number;
  readonly unknown: number;
}

/** Who comes nearest to a post without being eligible. */
export interface NearMisses {
  /** Fewest failing binding rules first, then fewest unknown, then id; as many as were asked for. */
  readonly people: readonly NearMiss[];
  /** How many people of the scope were asked and are not eligible. */
  readonly total: number;
  /** People of the scope who were not asked: they hold a higher post, leave, or are pinned elsewhere. */
  readonly notAsked: number;
}

/** Somebody who may hold a post, prefers it to what he gets (by his wishes, then by level), and whom it would take before somebody it seats. */
export interface Blocking {
  readonly person: PersonId;
  readonly position: PositionId;
  readonly fit: number;
  /** Whoever has the lowest fit of those there without a right to the post, of equals the last by id; null for a free seat. */
  readonly over: { readonly person: PersonId; readonly fit: number } | null;
}

/** Answers about one plan of a proposal; nothing in here changes it. */
export interface Explanation {
  /** Why this person is where the plan puts him. */
  readonly why: (person: string) => Why;
  /** Why this person does not get that post: all failing gates, or what it would cost, objective by objective. The latter solves again. */
  readonly whyNot: (person: string, position: string) => WhyNot;
  /** The n best-fitting people who may hold a post (default 3), holder and proposed included, with whole-plan effect. */
  readonly shortlist: (position: string, options?: { readonly n?: number }) => readonly Candidate[];
  /** Everybody who may hold a post in this market, best fit first, then id. */
  readonly eligible: (position: string) => readonly { readonly person: PersonId; readonly fit: Fit }[];
  /** The n people (default 10) who come nearest to a post without being eligible; `judgements` tells which rules stop them. */
  readonly nearest: (position: string, options?: { readonly n?: number }) => NearMisses;
  /** Every rule for a pair, passing ones included; with `open` those alone that do not pass. */
  readonly judgements: (person: string, position: string, options?: { readonly open?: boolean }) => readonly Judgement[];
  /** Posts of the scope that are outside the decider's hand, by id; nothing where the policy has no routes. Cost: one route rule for each person and class of like positions. */
  readonly outside: () => readonly OutsidePost[];
  /** What the plan uses of each limit that binds. */
  readonly limits: () => readonly LimitStanding[];
  /** Everybody passed over by a promotion: eligible, better, from below, and left below; with the cause. */
  readonly passedOver: () => readonly PassedOver[];
  /** The same for arrivals from a post of the same level: better people from below who were left there. */
  readonly passedOverSideways: () => readonly PassedOver[];
  /** Every pair that blocks the plan, whatever its objective, by person and position: none under `stable`. Fits that count, in 1/10,000 point. */
  readonly blocking: () => readonly Blocking[];
}

/**
 * Opens a proposal for questions. Gates and fits are recomputed, the plan and its duals are read from the proposal: nothing is
 * solved again but for `whyNot` with a loss, causes in `passedOver`, and, once, where related people bent the plan.
 * @param plan - which plan of the proposal; `certain` by default.
 * @throws {MeritError} E_INPUT_HASH or E_POLICY_HASH if round or policy are not those of the proposal; E_FORMAT if it
 *   has no such plan or none was feasible; E_REF_UNKNOWN for an id that is not in the round.
 */
export function explain(proposal: Proposal, round: Round, sealed: Sealed, options: { readonly plan?: 'certain' | 'conditional' } = {}): Explanation {
  const which = options.plan ?? 'certain';
  const plan = proposal[which];
  if (proposal.round.hash !== documentHash(ROUND_FORMAT, round)) throw new MeritError('E_INPUT_HASH', 'the round is not the one the proposal was made from', { path: '/round' });
  if (proposal.policy.hash !== documentHash(POLICY_FORMAT, sealed.policy)) throw new MeritError('E_POLICY_HASH', 'the policy is not the one the proposal was made by', { path: '/policy' });
  if (!plan || plan.status === 'infeasible') throw new MeritError('E_FORMAT', 'there is no feasible plan to explain', { path: `/${which}` });
  return new Explainer(openMarket(round, sealed.policy), plan, which).answers();
}

class Explainer {
  private readonly market: RoundMarket;
  private readonly plan: Plan;
  private readonly pairs: Pairs;
  private readonly stages: readonly Stage[];
  private readonly levels: readonly Level[];
  private readonly colOf: Int32Array;
  private readonly personIndex: ReadonlyMap<string, number>;
  private readonly positionIndex: ReadonlyMap<string, number>;
  private readonly byCol: Transpose;
  private readonly rows: SideRows;
  private readonly stable: boolean;
  /** Questions asked more than once, by two languages of one report for instance, are answered once. */
  private readonly losses = new Map<number, MeritLoss | undefined>();
  private readonly misses: NearMissFinder;
  private passed: readonly PassedOver[] | undefined;
  /** The best plan without side rows, where they bent the plan: that is on no face of its duals, losses are told from this one. */
  private readonly unbent: Levels | undefined;
  /** By how much the plan falls short of that one, stage by stage; nothing where there is none. */
  private readonly paid: readonly number[];
  private readonly pairLosses: PairLosses;

  constructor(market: RoundMarket, plan: Plan, which: 'certain' | 'conditional') {
    this.market = market;
    this.plan = plan;
    this.pairs = market[which];
    this.stages = stagesOf(market, this.pairs);
    this.personIndex = new Map(market.round.people.map((p, i) => [p.id, i]));
    this.positionIndex = new Map(market.round.positions.map((p, j) => [p.id, j]));
    this.colOf = new Int32Array(this.pairs.rows).fill(-1);
    for (const [person, position] of plan.seats) this.colOf[this.person(person)] = this.position(position);
    this.stable = market.policy.objective === 'stable';
    this.unbent = plan.tiesProven || this.stable ? undefined : unbentLevels(this.pairs, this.stages, market.seat);
    this.levels = this.unbent ? this.unbent.levels : this.readLevels();
    this.paid = this.unbent ? this.levels.map((level, s) => level.objective - plan.objectives[s]!.value) : [];
    const first = this.paid.findIndex((points) => points !== 0);
    // what a pair costs after the first stage that paid is not told, so it is not looked for
    this.pairLosses = new PairLosses({ levels: first < 0 ? this.levels : this.levels.slice(0, first + 1), colOf: this.unbent?.colOf ?? this.colOf });
    this.byCol = transpose(this.pairs);
    this.rows = new SideRows(market, this.pairs);
    this.misses = new NearMissFinder(market);
  }

  answers(): Explanation {
    return {
      why: (person) => this.why(this.person(person)),
      whyNot: (person, position) => this.whyNot(this.person(person), this.position(position)),
      shortlist: (position, { n = 3 } = {}) => this.candidates(this.position(position), n),
      eligible: (position) => {
        const j = this.position(position);
        return this.ranked(j).map((i) => ({ person: this.idOf(i), fit: this.market.fits.fit(i, j) }));
      },
      nearest: (position, { n = 10 } = {}) => this.nearest(this.position(position), n),
      judgements: (person, position, { open = false } = {}) => this.judgements(this.person(person), this.position(position), open),
      outside: () => this.outside(),
      limits: () => this.limitStandings(),
      passedOver: () => (this.passed ??= passedOverBy(this.market, this.pairs, this.colOf, this.rows)),
      passedOverSideways: () => sidewaysBy(this.market, this.pairs, this.colOf),
      blocking: () => this.blocking(),
    };
  }

  /** The levels with the duals that the proposal carries: faces follow from them, nothing is solved. */
  private readLevels(): readonly Level[] {
    const levels: Level[] = [];
    let at: ReturnType<typeof face> = { ...this.pairs, edge: Int32Array.from(this.pairs.col, (_, e) => e) };
    for (const [s, certified] of (this.plan.certificate?.stages ?? []).entries()) {
      const all = this.stages[s]?.weight;
      if (!all || this.stages[s]!.id !== certified.stage) throw new MeritError('E_CERT_SHAPE', 'the certificate does not belong to this round', { path: `/certificate/stages/${s}` });
      const rowDual = new Float64Array(this.pairs.rows);
      const colDual = new Float64Array(this.pairs.cols);
      for (const [id, dual] of certified.people) rowDual[this.person(id)] = dual;
      for (const [id, dual] of certified.positions) colDual[this.position(id)] = dual;
      const weight = Float64Array.from(at.edge, (e) => all[e]!);
      levels.push({ ...at, weight, objective: certified.value, rowDual, colDual });
      at = face({ ...at, weight }, { rowDual, colDual }, at.edge);
    }
    return levels;
  }

  private person(id: string): number {
    const i = this.personIndex.get(id);
    if (i === undefined) throw new MeritError('E_REF_UNKNOWN', 'the round has no such person', { path: '/people' });
    return i;
  }

  private position(id: string): number {
    const j = this.positionIndex.get(id);
    if (j === undefined) throw new MeritError('E_REF_UNKNOWN', 'the round has no such position', { path: '/positions' });
    return j;
  }

  private idOf(i: number): PersonId {
    return this.market.round.people[i]!.id;
  }

  private postOf(j: number): PositionId | null {
    return j < 0 ? null : this.market.round.positions[j]!.id;
  }

  private judgements(i: number, j: number, open = false): readonly Judgement[] {
    const pair = this.market.gates.pair(i, j);
    const { gates, policy, round, seat } = this.market;
    const route = (rule: string): string | undefined => (policy.routes && rule === ROUTE ? gates.route(i, j)?.id : undefined);
    const rules = open ? gates.open(i, j).map((found) => found.rule) : gates.rulesOf(j);
    return rules.map((rule) => judge(rule, pair, policy, round.asOf, seat[i] === j, { waiver: gates.waiverOf(rule.id, i, j), route: route(rule.id) }));
  }

  private outside(): readonly OutsidePost[] {
    const { round, gates, policy, open, receiving, leaving, seat } = this.market;
    if (!policy.routes) return [];
    const inScope = round.scope.people === 'all' ? undefined : new Set<string>(round.scope.people);
    const asked = round.people.flatMap(({ id }, i) => (leaving[i] || (inScope && !inScope.has(id)) ? [] : [i]));
    return round.positions.flatMap(({ id }, j) => {
      if (!open[j] || !receiving[j]) return [];
      const met = new Set<string>();
      for (const i of asked) {
        if (seat[i] === j) continue;
        if (gates.mayHaveRoute(i, j)) return [];
        const route = gates.route(i, j);
        if (route) met.add(route.id);
      }
      const routes = policy.routes!.flatMap((r) => (met.has(r.id) ? [r.id] : []));
      return routes.length > 0 ? [{ position: id, routes }] : [];
    });
  }

  /** People with a pair into a post, by index. */
  private into(j: number): Int32Array {
    const { start, row } = this.byCol;
    return row.subarray(start[j], start[j + 1]);
  }

  /** People with a pair into a post, best counted fit first, then by id. O(n log n). */
  private ranked(j: number): number[] {
    const people = this.into(j);
    const n = people.length;
    const lows = Array.from(this.byCol.edge.subarray(this.byCol.start[j], this.byCol.start[j + 1]), (e) => this.pairs.low[e]!);
    const most = lows.reduce((a, b) => Math.max(a, b), 0);
    // one number a person, how far he is below the best and then his place, so that no comparison is called
    const keys = Float64Array.from(lows, (low, t) => (most - low) * n + t).sort();
    return Array.from(keys, (key) => people[key % n]!);
  }

  private nearest(j: number, n: number): NearMisses {
    const { rows, tally, notAsked } = this.misses.of(j, this.into(j));
    return { people: Array.from(rows.subarray(0, n), (i) => ({ person: this.idOf(i), ...tally(i) })), total: rows.length, notAsked };
  }

  private limitStandings(): readonly LimitStanding[] {
    const counts = this.rows.counts(this.colOf);
    const counted = this.rows.uses.map(({ limit, unit, side, bound, today }, k): LimitStanding => ({ limit: limit.id, unit, side, bound, today, used: counts[k]! }));
    return [...counted, ...this.rows.longest(this.colOf).map(({ limit, moves }): LimitStanding => ({ limit: limit.id, unit: null, side: 'max', bound: limit.max, today: 0, used: moves }))];
  }

  /** Found once for each pair: shortlists and reasons ask for the same ones. */
  private loss(i: number, j: number): MeritLoss | undefined {
    const key = i * this.pairs.cols + j;
    if (!this.losses.has(key)) this.losses.set(key, this.findLoss(i, j));
    return this.losses.get(key);
  }

  private findLoss(i: number, j: number): MeritLoss | undefined {
    if (this.unbent) return this.lossUnderRows(i, j);
    const found = this.pairLosses.of(i, j);
    if (!found) return undefined;
    return {
      stage: found.stage < 0 ? null : this.stages[found.stage]!.id,
      amount: found.amount,
      exact: !this.breaks(found.changes),
      changes: found.changes.map(([row, col]) => ({ person: this.idOf(row), to: this.postOf(col) })),
    };
  }

  /** Whether a chain of changes would break a limit or seat related people in one line or in one unit: then no plan need be as good as the chain says. */
  private breaks(changes: readonly (readonly [number, number])[]): boolean {
    const colOf = this.colOf.slice();
    for (const [row, col] of changes) colOf[row] = col;
    return !this.rows.keeps(colOf);
  }

  /**
   * At least what insisting on a pair costs where side rows bind. With the pair no plan is better than the best without side
   * rows; that one loses `found` against the best of all, and the plan itself already lost something there. After the
   * first stage where it did, nothing is told.
   */
  private lossUnderRows(i: number, j: number): MeritLoss | undefined {
    const changes = this.colOf[i] === j ? [] : [{ person: this.idOf(i), to: this.postOf(j) }];
    const nothing: MeritLoss = { stage: null, amount: 0, exact: changes.length === 0, changes };
    if (changes.length === 0) return nothing;
    const found = this.pairLosses.of(i, j);
    if (!found) return undefined;
    const amount = found.stage < 0 ? 0 : found.amount - this.paid[found.stage]!;
    return amount > 0 ? { stage: this.stages[found.stage]!.id, amount, exact: false, changes } : nothing;
  }

  private candidates(j: number, n: number): Candidate[] {
    const ranked = this.ranked(j);
    const best = ranked.length > 0 ? this.market.fits.low(ranked[0]!, j) : 0;
    const resolution = costUnits(this.market.policy.resolution.points);
    const close = ranked.filter((i) => best - this.market.fits.low(i, j) <= resolution).length > 1;
    const found: Candidate[] = [];
    for (const i of ranked) {
      if (found.length === n) break;
      const loss = this.stable ? null : this.loss(i, j);
      if (loss === undefined) continue;
      const fit = this.market.fits.fit(i, j);
      found.push({ person: this.idOf(i), fit, proposed: this.colOf[i] === j, placed: this.postOf(this.colOf[i]!), nearTie: close && best - fit.low <= resolution, waived: this.market.gates.waived(i, j), loss });
    }
    return found;
  }

  private why(i: number): Why {
    const to = this.colOf[i]!;
    const id = this.idOf(i);
    return {
      person: id,
      from: isOwed(this.market, i) ? this.postOf(this.market.seat[i]!) : null,
      to: this.postOf(to),
      fit: to < 0 ? null : this.market.fits.fit(i, to),
      move: this.plan.moves.find((m) => m.person === id) ?? null,
      judgements: to < 0 ? [] : this.judgements(i, to).filter((v) => v.asked),
      tied: this.plan.tied.includes(id),
      runnerUp: to < 0 ? null : (this.candidates(to, 2 + this.pairs.colMax[to]!).find((c) => !c.proposed) ?? null),
    };
  }

  private whyNot(i: number, j: number): WhyNot {
    if (this.colOf[i] === j) return { reason: 'holds-it' };
    if (edgeAt(this.pairs, i, j) < 0) {
      const judgements = this.judgements(i, j).filter((v) => v.outcome !== 'pass' || v.waived);
      return { reason: 'not-eligible', judgements, obstacles: obstaclesOf(this.market, i, j) };
    }
    if (this.stable) return this.whyNotStable(i, j);
    const loss = this.loss(i, j);
    const forced = loss && this.resolve(i, j);
    if (!loss || !forced) return { reason: 'no-plan' };
    // what comes after the first stage that suffers is told from this plan: it has to keep the side rows too
    const exact = loss.exact && this.rows.keeps(forced.colOf);
    const vector = this.plan.objectives.map(({ stage, value }, s) => ({ stage, loss: value - forced.levels[s]!.objective }));
    return { reason: 'loss', fit: this.market.fits.fit(i, j), waived: this.judgements(i, j).filter((v) => v.waived), loss: { ...loss, exact }, vector };
  }

  private blocking(): readonly Blocking[] {
    const { market, pairs, colOf } = this;
    return blockingPairs(pairs, colOf, statedRanks(market, pairs)).map(({ row, col, over }) => ({
      person: this.idOf(row),
      position: this.postOf(col)!,
      fit: market.fits.low(row, col),
      over: over < 0 ? null : { person: this.idOf(over), fit: market.fits.low(over, col) },
    }));
  }

  /** By the definition of "prefers" (docs/formats.md section 4): in a stable plan one of the two always holds. */
  private whyNotStable(i: number, j: number): WhyNot {
    const { market, colOf } = this;
    const fit = market.fits.fit(i, j);
    const now = colOf[i]!;
    const preference = preferenceOf(market, i, j, now);
    if (preference.for !== 'first') return { reason: 'not-preferred', fit, instead: this.postOf(now)!, by: preference.by };
    const right = rightsOf(market);
    const others = [...colOf.keys()]
      .filter((k) => colOf[k] === j)
      .map((k) => ({ person: this.idOf(k), fit: market.fits.fit(k, j), because: (['fit', 'holds-it', 'must-sit'] as const)[right(k, j)]! }));
    return { reason: 'others-first', fit, others };
  }

  /** The best levels if the pair is insisted on. */
  private resolve(i: number, j: number): Levels | undefined {
    const { pairs, stages } = this;
    const banned = new Set<number>();
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) if (pairs.col[e] !== j) banned.add(e);
    const less = without(pairs, stages, banned);
    const rowMin = pairs.rowMin.slice();
    rowMin[i] = 1;
    const solved = solveLevels({ ...less.pairs, rowMin, hint: this.colOf }, less.weights);
    return solved.status === 'optimal' ? solved : undefined;
  }
}

/** What else stands between a person and a post than rules of merit. */
function obstaclesOf(market: RoundMarket, i: number, j: number): Obstacle[] {
  const { round, facts, open, leaving, pinned, seat } = market;
  const person = round.people[i];
  const position = round.positions[j];
  if (!person || !position) throw bug('an index that is not in the round');
  const { people, positions } = round.scope;
  const held = seat[i]!;
  const obstacles: [boolean, Obstacle][] = [
    [!open[j], 'closed'],
    [leaving[i] === 1, 'leaving'],
    [people !== 'all' && !people.includes(person.id), 'frozen'],
    [positions !== 'all' && !positions.includes(position.id), 'out-of-scope'],
    [held >= 0 && open[held] === 1 && !person.acceptsLower && facts.positions[j]!.level < facts.positions[held]!.level, 'lower-level'],
    [pinned[i]! >= 0 && pinned[i] !== j, 'pinned-elsewhere'],
  ];
  return obstacles.filter(([is]) => is).map(([, name]) => name);
}
