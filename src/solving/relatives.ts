import { MeritError } from '../errors/index.js';
import { breachesOf, commandersOf, relatedPairs, unitBreachesOf, type Breach, type RelatedPair } from '../conflicts/index.js';
import { bestPlan, edgeAt, transpose, type Level, type Levels } from '../kernel/index.js';
import { javascriptLpSolver, keepsRows, type Row, type SmallSolver } from '../kernel/rows/index.js';
import type { Pairs, RoundMarket } from './market.js';
import type { Stage } from './stages.js';

/** Variables beyond which a core is not handed to the back end: its tableau is dense. */
export const CORE_LIMIT = 800;

/** Rows about related people beyond which a core is not handed over: 128 took 0.2 s, 250 took 3 s, 432 took 96 s (2-core machine, 2026-11-21). */
export const ROW_LIMIT = 150;

/** The rules that related people are not seated in one line of command, nor in one unit, ready to be asked of any seating. */
export class RelativesRule {
  /** Who is kept out of one line of command. */
  readonly pairs: readonly RelatedPair[];
  /** Who is kept out of one unit. */
  readonly unitPairs: readonly RelatedPair[];
  private readonly above: readonly (readonly number[])[];
  private readonly unitOf: readonly string[];
  private readonly seat: Int32Array;

  constructor(market: RoundMarket) {
    this.pairs = relatedPairs(market.round, market.policy);
    this.unitPairs = relatedPairs(market.round, market.policy, 'sameUnit');
    this.above = this.pairs.length > 0 ? commandersOf(market.round.positions) : [];
    this.unitOf = market.round.positions.map((p) => p.unit);
    this.seat = market.seat;
  }

  /** Whether there is anybody to keep apart. */
  get binds(): boolean {
    return this.pairs.length > 0 || this.unitPairs.length > 0;
  }

  /** Pairs that a seating puts or moves into one line of command or one unit; those who both stay as today are not among them. */
  breaches(colOf: Int32Array): readonly Breach[] {
    return [...breachesOf(this.pairs, this.above, colOf, this.seat), ...unitBreachesOf(this.unitPairs, this.unitOf, colOf, this.seat)].filter((b) => !b.today);
  }

  /** Pairs in one line of command today. */
  today(): readonly Breach[] {
    return breachesOf(this.pairs, this.above, this.seat, this.seat);
  }

  /** Pairs in one unit today. */
  todayInUnit(): readonly Breach[] {
    return unitBreachesOf(this.unitPairs, this.unitOf, this.seat, this.seat);
  }

  /** Where the other one may not sit while the first of a breach sits at `headPosition`. */
  covers({ rule, headPosition }: Breach, j: number): boolean {
    return rule === 'sameUnit' ? this.unitOf[headPosition] === this.unitOf[j] : this.isAbove(headPosition, j);
  }

  isAbove(h: number, j: number): boolean {
    return this.above[j]!.includes(h);
  }

  unit(j: number): string {
    return this.unitOf[j]!;
  }

  isStay(i: number, j: number): boolean {
    return this.seat[i] === j;
  }
}

/** The value of each stage under a seating. */
export function valuesOf(pairs: Pairs, stages: readonly Stage[], colOf: Int32Array): number[] {
  const values = stages.map(() => 0);
  for (let i = 0; i < pairs.rows; i++) {
    const e = colOf[i]! < 0 ? -1 : edgeAt(pairs, i, colOf[i]!);
    if (e >= 0) for (let k = 0; k < stages.length; k++) values[k]! += stages[k]!.weight[e]!;
  }
  return values;
}

/** The market without some of its pairs, and the stages over what is left: copies of what lies between the banned pairs. */
export function without(pairs: Pairs, stages: readonly Stage[], banned: ReadonlySet<number>): { pairs: Pairs; weights: Float64Array[] } {
  const gone = Int32Array.from(banned).sort();
  const n = pairs.col.length - gone.length;
  const keep = <T extends Int32Array | Uint8Array | Float64Array>(all: T, kept: T): T => {
    let from = 0;
    for (let k = 0; k <= gone.length; k++) {
      const to = gone[k] ?? all.length;
      kept.set(all.subarray(from, to), from - k);
      from = to + 1;
    }
    return kept;
  };
  const start = new Int32Array(pairs.rows + 1);
  for (let i = 1, before = 0; i <= pairs.rows; i++) {
    while (before < gone.length && gone[before]! < pairs.start[i]!) before++;
    start[i] = pairs.start[i]! - before;
  }
  return {
    pairs: { ...pairs, start, col: keep(pairs.col, new Int32Array(n)), low: keep(pairs.low, new Int32Array(n)), state: keep(pairs.state, new Uint8Array(n)) },
    weights: stages.map((s) => keep(s.weight, new Float64Array(n))),
  };
}

/** Breaches up to which both ways of mending each are tried. */
const TRY_BOTH = 3;

/**
 * A plan that keeps related people apart: of the first breach either the lower one's pairs below the higher one are taken
 * away or the higher one's pair (in a unit, the one's pairs into it or the other's), whichever leaves the better plan; then again until nothing is broken. With many breaches the
 * lower ones give way without a trial. Not proven best; undefined if it leads nowhere. One or two solves per breach, and a
 * rest before each.
 */
export function* repair(rule: RelativesRule, pairs: Pairs, stages: readonly Stage[], first: Int32Array): Generator<void, Int32Array | undefined> {
  const pairsOf = (i: number, covers: (j: number) => boolean): number[] => {
    const found: number[] = [];
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      if (covers(pairs.col[e]!) && !rule.isStay(i, pairs.col[e]!)) found.push(e);
    }
    return found;
  };
  // a stay is never taken away: of the two at least one moves
  const ways = (b: Breach): number[][] => [
    ...(rule.isStay(b.below, b.belowPosition) ? [] : [pairsOf(b.below, (j) => rule.covers(b, j))]),
    ...(rule.isStay(b.head, b.headPosition) ? [] : [pairsOf(b.head, (j) => (b.rule === 'sameUnit' ? rule.covers(b, j) : j === b.headPosition))]),
  ];
  let banned = new Set<number>();
  let plan = first;
  for (let breaches = rule.breaches(plan); breaches.length > 0; breaches = rule.breaches(plan)) {
    const trials = breaches.length > TRY_BOTH ? [breaches.flatMap((b) => ways(b)[0]!)] : ways(breaches[0]!);
    let best: { readonly plan: Int32Array; readonly values: readonly number[]; readonly banned: Set<number> } | undefined;
    for (const trial of trials) {
      yield;
      const without = new Set([...banned, ...trial]);
      const solved = solveWithout(pairs, stages, without, plan, best?.values);
      if (solved) best = { plan: solved, values: valuesOf(pairs, stages, solved), banned: without };
    }
    if (!best) return undefined;
    ({ plan, banned } = best);
  }
  return plan;
}

/** The best plan of what is left; undefined if there is none, or none that beats the values given. */
function solveWithout(pairs: Pairs, stages: readonly Stage[], banned: ReadonlySet<number>, hint: Int32Array, beat?: readonly number[]): Int32Array | undefined {
  const reduced = without(pairs, stages, banned);
  return bestPlan({ ...reduced.pairs, hint }, reduced.weights, beat);
}

/** Solves after which `searchApart` gives up. */
export const SEARCH_LIMIT = 1000;

/** Runs steps to their end without a rest. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * A plan that keeps related people apart, wherever there is one: of each breach either the other one is kept off the line below
 * the head, or off his unit (a pair so seated today may stay), or the head off his post, stays included, and both ways are followed. Undefined
 * if no plan keeps them apart.
 * @throws {MeritError} E_LIMIT_SEARCH when none was found in `SEARCH_LIMIT` solves: that there is none is then not known.
 * @param solveUnder - a plan of the pairs that are left, or undefined if none will do.
 */
export function* searchApart(rule: RelativesRule, solveUnder: (allows: (i: number, j: number) => boolean) => Int32Array | undefined): Generator<void, Int32Array | undefined> {
  let solves = 0;
  function* visit(allows: (i: number, j: number) => boolean): Generator<void, Int32Array | undefined> {
    if (solves++ >= SEARCH_LIMIT) throw new MeritError('E_LIMIT_SEARCH', `no plan that keeps related people apart was found in ${SEARCH_LIMIT} tries, and none is excluded\nMaybe fewer pins, or a narrower scope.`);
    yield;
    const plan = solveUnder(allows);
    const breach = plan && rule.breaches(plan)[0];
    if (!breach) return plan;
    const { head, below, headPosition } = breach;
    const stays = (j: number): boolean => rule.isStay(head, headPosition) && rule.isStay(below, j);
    const lowerOneOut = yield* visit((i, j) => allows(i, j) && (i !== below || !rule.covers(breach, j) || stays(j)));
    if (lowerOneOut) return lowerOneOut;
    return yield* visit((i, j) => allows(i, j) && (i !== head || j !== headPosition));
  }
  return yield* visit(() => true);
}

/** What is left out of a market so that only some of its pairs remain. */
function others(pairs: Pairs, allows: (i: number, j: number) => boolean): ReadonlySet<number> {
  const out = new Set<number>();
  for (let i = 0; i < pairs.rows; i++) for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) if (!allows(i, pairs.col[e]!)) out.add(e);
  return out;
}

/** One variable of a core: row, column, and place among the level's edges. */
interface CorePair {
  readonly i: number;
  readonly j: number;
  readonly e: number;
}

/**
 * The pairs that the rows concerned hang together with, among those a plan at most `gap` below the level's bound can use;
 * undefined as soon as there are more than the limit. What lies outside keeps its free plan: no row and no seat joins them.
 */
function coreAround(rule: RelativesRule, level: Level, gap: number, rows: readonly number[], limit: number): readonly CorePair[] | undefined {
  const slack = (i: number, e: number): number => level.rowDual[i]! + level.colDual[level.col[e]!]! - level.weight[e]!;
  const byColumn = transpose(level);
  const kin = new Map<number, number[]>();
  for (const [a, b] of [...rule.pairs, ...rule.unitPairs]) {
    kin.set(a, [...(kin.get(a) ?? []), b]);
    kin.set(b, [...(kin.get(b) ?? []), a]);
  }
  const reached = new Set(rows);
  const columns = new Set<number>();
  const pairs: CorePair[] = [];
  for (const i of reached) {
    for (const k of kin.get(i) ?? []) reached.add(k);
    for (let e = level.start[i]!; e < level.start[i + 1]!; e++) {
      if (slack(i, e) > gap) continue;
      const j = level.col[e]!;
      if (pairs.push({ i, j, e }) > limit) return undefined;
      if (columns.has(j)) continue;
      columns.add(j);
      for (let t = byColumn.start[j]!; t < byColumn.start[j + 1]!; t++) if (slack(byColumn.row[t]!, byColumn.edge[t]!) <= gap) reached.add(byColumn.row[t]!);
    }
  }
  return pairs;
}

/** The clique rows of a set of pairs: head above any post below, one row per head's post, none over two stays. */
function commandRows(rule: RelativesRule, row: readonly number[], col: readonly number[]): Row[] {
  const of = new Map<number, number[]>();
  row.forEach((i, x) => of.set(i, [...(of.get(i) ?? []), x]));
  const rows: Row[] = [];
  for (const [a, b] of rule.pairs) {
    for (const [head, below] of [[a, b], [b, a]] as const) {
      for (const x of of.get(head) ?? []) {
        const under = (of.get(below) ?? []).filter((y) => rule.isAbove(col[x]!, col[y]!));
        if (under.length === 0) continue;
        const moving = under.filter((y) => !rule.isStay(below, col[y]!));
        // a pair so seated today may stay: the head's stay pair excludes only moves into his line
        const line = rule.isStay(head, col[x]!) && rowStays(rule, below, under, col) ? moving : under;
        if (line.length > 0) rows.push({ terms: [x, ...line].map((v) => [v, 1] as const), max: 1 });
      }
    }
  }
  return rows;
}

/**
 * Rows that keep pairs out of one unit: all their pairs into it together at most 1. Where both sit in it today, the two may stay:
 * then one row leaves out the stay of the first and the other that of the second, so that only both stays fit both rows.
 */
function unitRows(rule: RelativesRule, row: readonly number[], col: readonly number[]): Row[] {
  const rows: Row[] = [];
  const atMostOne = (...vs: number[]): void => {
    if (vs.length > 1) rows.push({ terms: vs.map((v) => [v, 1] as const), max: 1 });
  };
  const into = new Map<number, Map<string, number[]>>();
  row.forEach((i, x) => {
    const units = into.get(i) ?? new Map<string, number[]>();
    const unit = rule.unit(col[x]!);
    into.set(i, units.set(unit, [...(units.get(unit) ?? []), x]));
  });
  for (const [a, b] of rule.unitPairs) {
    for (const [unit, xs] of into.get(a) ?? []) {
      const ys = into.get(b)?.get(unit) ?? [];
      if (ys.length === 0) continue;
      const stays = (i: number) => (v: number): boolean => rule.isStay(i, col[v]!);
      if (xs.some(stays(a)) && ys.some(stays(b))) {
        atMostOne(...xs.filter((x) => !stays(a)(x)), ...ys);
        atMostOne(...xs, ...ys.filter((y) => !stays(b)(y)));
      } else atMostOne(...xs, ...ys);
    }
  }
  return rows;
}

function rowStays(rule: RelativesRule, below: number, under: readonly number[], col: readonly number[]): boolean {
  return under.some((y) => rule.isStay(below, col[y]!));
}

/**
 * The best plan of a level's core that keeps related people apart, by the small back end, level by level with the earlier
 * levels as rows; undefined if the core is too large, has too many rows or the back end finds nothing. What it says is checked, not believed.
 */
export function solveCore(
  rule: RelativesRule,
  level: Level,
  gap: number,
  stages: readonly Stage[],
  from: number,
  free: Int32Array,
  breaches: readonly Breach[],
  solver: SmallSolver = javascriptLpSolver,
): Int32Array | undefined {
  const concerned = breaches.flatMap((b) => [b.head, b.below]);
  const inside = coreAround(rule, level, gap, concerned, CORE_LIMIT);
  if (!inside) return undefined;

  const [row, col] = [inside.map((p) => p.i), inside.map((p) => p.j)];
  const rows: Row[] = [...commandRows(rule, row, col), ...unitRows(rule, row, col)];
  if (rows.length > ROW_LIMIT) return undefined;
  const bounded = (key: (p: { i: number; j: number }) => number, min: ArrayLike<number>, max: (k: number) => number): void => {
    const members = new Map<number, number[]>();
    inside.forEach((p, x) => members.set(key(p), [...(members.get(key(p)) ?? []), x]));
    for (const [k, xs] of members) {
      const terms = xs.map((x) => [x, 1] as const);
      rows.push(min[k]! > 0 ? { terms, min: min[k]!, max: max(k) } : { terms, max: max(k) });
    }
  };
  bounded((p) => p.i, level.rowMin, () => 1);
  bounded((p) => p.j, level.colMin, (j) => level.colMax[j]!);

  let chosen: readonly boolean[] | undefined;
  for (let s = from; s < stages.length; s++) {
    const gain = inside.map((p) => stages[s]!.weight[level.edge[p.e]!]!);
    if (chosen && gain.every((g) => g === 0)) continue;
    const program = { gain, rows };
    const keeps = (answer: readonly boolean[] | undefined): boolean => answer !== undefined && keepsRows(program, answer);
    const better: readonly boolean[] | undefined = [solver(program), chosen].find(keeps);
    if (!better) return undefined;
    chosen = better;
    const value = gain.reduce((sum, g, x) => sum + (better[x] ? g : 0), 0);
    const terms = gain.flatMap((g, x) => (g === 0 ? [] : [[x, g] as const]));
    if (terms.length > 0) rows.push({ terms, min: value });
  }
  const colOf = free.slice();
  for (const i of concerned) colOf[i] = -1;
  for (const { i } of inside) colOf[i] = -1;
  inside.forEach(({ i, j }, x) => {
    if (chosen?.[x]) colOf[i] = j;
  });
  return rule.breaches(colOf).length === 0 ? colOf : undefined;
}

/** What was reached with side rows: the plan, and the first stage that no bound of ours proves best, if any. */
export interface Apart {
  readonly colOf: Int32Array;
  readonly gapStage: number | undefined;
}

/**
 * A plan that keeps related people apart, as good as the bounds let us prove. `solved` and `free` are the levels without
 * the rule and the plan they give. Undefined if no plan keeps them apart. Rests before each solve, so that a caller can stop it.
 */
export function* keepApart(rule: RelativesRule, pairs: Pairs, stages: readonly Stage[], solved: Levels, free: Int32Array, solver?: SmallSolver): Generator<void, Apart | undefined> {
  let repaired = yield* repair(rule, pairs, stages, free);
  if (!repaired) repaired = yield* searchApart(rule, (allows) => solveWithout(pairs, stages, others(pairs, allows), free));
  if (!repaired) return undefined;
  const breaches = rule.breaches(free);
  let plan = repaired;
  for (;;) {
    yield;
    const values = valuesOf(pairs, stages, plan);
    const open = values.findIndex((value, s) => value < solved.levels[s]!.objective);
    if (open < 0) return { colOf: plan, gapStage: undefined };
    const level = solved.levels[open]!;
    const better = solveCore(rule, level, level.objective - values[open]!, stages, open, free, breaches, solver);
    const improved = better && isBetter(valuesOf(pairs, stages, better), values) ? better : undefined;
    if (!improved) return { colOf: plan, gapStage: open };
    plan = improved;
    if (valuesOf(pairs, stages, plan)[open]! < level.objective) return { colOf: plan, gapStage: open };
  }
}

function isBetter(a: readonly number[], b: readonly number[]): boolean {
  const s = a.findIndex((value, k) => value !== b[k]);
  return s >= 0 && a[s]! > b[s]!;
}
