import { breachesOf, commandersOf, relatedPairs, type Breach, type RelatedPair } from '../conflicts/index.js';
import { solveLevels, type Level, type Levels, type Shortage } from '../kernel/index.js';
import { javascriptLpSolver } from './javascript-lp-solver.js';
import type { Pairs, RoundMarket } from './market.js';
import { keepsRows, type Row, type SmallSolver } from './small-program.js';
import type { Stage } from './stages.js';

/** Variables beyond which a core is not handed to the back end: its tableau is dense. */
export const CORE_LIMIT = 800;

/** The rule that related people are not seated in one line of command, ready to be asked of any seating. */
export class RelativesRule {
  readonly pairs: readonly RelatedPair[];
  private readonly above: readonly (readonly number[])[];
  private readonly seat: Int32Array;

  constructor(market: RoundMarket) {
    this.pairs = relatedPairs(market.round, market.policy);
    this.above = this.pairs.length > 0 ? commandersOf(market.round.positions) : [];
    this.seat = market.seat;
  }

  /** Pairs that a seating puts or moves into one line of command; those who both stay as today are not among them. */
  breaches(colOf: Int32Array): readonly Breach[] {
    return breachesOf(this.pairs, this.above, colOf, this.seat).filter((b) => !b.today);
  }

  /** Pairs in one line of command today. */
  today(): readonly Breach[] {
    return breachesOf(this.pairs, this.above, this.seat, this.seat);
  }

  isAbove(h: number, j: number): boolean {
    return this.above[j]!.includes(h);
  }

  isStay(i: number, j: number): boolean {
    return this.seat[i] === j;
  }
}

/** The value of each stage under a seating. */
export function valuesOf(pairs: Pairs, stages: readonly Stage[], colOf: Int32Array): number[] {
  const values = stages.map(() => 0);
  for (let i = 0; i < pairs.rows; i++) {
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      if (pairs.col[e] === colOf[i]) stages.forEach((s, k) => (values[k]! += s.weight[e]!));
    }
  }
  return values;
}

/** The market without some of its pairs, and the stages over what is left. */
function without(pairs: Pairs, stages: readonly Stage[], banned: ReadonlySet<number>): { pairs: Pairs; weights: Float64Array[] } {
  const start = new Int32Array(pairs.rows + 1);
  const keep: number[] = [];
  for (let i = 0; i < pairs.rows; i++) {
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) if (!banned.has(e)) keep.push(e);
    start[i + 1] = keep.length;
  }
  const pick = <T extends Int32Array | Uint8Array | Float64Array>(all: T): T => all.filter((_, e) => !banned.has(e)) as T;
  return {
    pairs: { ...pairs, start, col: pick(pairs.col), low: pick(pairs.low), state: pick(pairs.state) },
    weights: stages.map((s) => pick(s.weight)),
  };
}

/**
 * A plan that keeps related people apart, found by taking away the lower one's pairs below the higher one (where he only
 * stays there: the higher one's pair) and solving again until nothing is broken. Not proven best. One solve per breach.
 */
export function repair(rule: RelativesRule, pairs: Pairs, stages: readonly Stage[], first: Int32Array): Int32Array | Shortage {
  const banned = new Set<number>();
  const ban = (i: number, covers: (j: number) => boolean): void => {
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      const j = pairs.col[e]!;
      if (covers(j) && !rule.isStay(i, j)) banned.add(e);
    }
  };
  let plan = first;
  for (let breaches = rule.breaches(plan); breaches.length > 0; breaches = rule.breaches(plan)) {
    for (const { head, below, headPosition, belowPosition } of breaches) {
      if (rule.isStay(below, belowPosition)) ban(head, (j) => j === headPosition);
      else ban(below, (j) => rule.isAbove(headPosition, j));
    }
    const reduced = without(pairs, stages, banned);
    const solved = solveLevels({ ...reduced.pairs, hint: plan }, reduced.weights);
    if (solved.status === 'infeasible') return solved;
    plan = solved.colOf;
  }
  return plan;
}

/** Pairs of a level that a plan at least as good as one `gap` below its bound can use, as places in the level's arrays. */
function coreOf(level: Level, gap: number): { readonly row: number[]; readonly at: number[] } {
  const row: number[] = [];
  const at: number[] = [];
  for (let i = 0; i < level.rows; i++) {
    for (let e = level.start[i]!; e < level.start[i + 1]!; e++) {
      if (level.rowDual[i]! + level.colDual[level.col[e]!]! - level.weight[e]! > gap) continue;
      row.push(i);
      at.push(e);
    }
  }
  return { row, at };
}

class Groups {
  private readonly parent: Int32Array;
  constructor(n: number) {
    this.parent = Int32Array.from({ length: n }, (_, k) => k);
  }
  find(k: number): number {
    let root = k;
    while (this.parent[root] !== root) root = this.parent[root]!;
    while (this.parent[k] !== root) [k, this.parent[k]] = [this.parent[k]!, root];
    return root;
  }
  join(a: number, b: number): void {
    this.parent[this.find(a)] = this.find(b);
  }
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

function rowStays(rule: RelativesRule, below: number, under: readonly number[], col: readonly number[]): boolean {
  return under.some((y) => rule.isStay(below, col[y]!));
}

/**
 * The best plan of a level's core that keeps related people apart, by the small back end, level by level with the earlier
 * levels as rows; undefined if the core is too large or the back end finds nothing. What it says is checked, not believed.
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
  const core = coreOf(level, gap);
  const col = core.at.map((e) => level.col[e]!);
  const groups = new Groups(level.rows + level.cols);
  core.row.forEach((i, x) => groups.join(i, level.rows + col[x]!));
  for (const row of commandRows(rule, core.row, col)) {
    const [head] = row.terms[0]!;
    for (const [x] of row.terms) groups.join(core.row[head]!, core.row[x]!);
  }
  const active = new Set(breaches.flatMap((b) => [groups.find(b.head), groups.find(b.below)]));
  const inside = core.row.map((i, x) => ({ i, j: col[x]!, e: core.at[x]! })).filter(({ i }) => active.has(groups.find(i)));
  if (inside.length > CORE_LIMIT) return undefined;

  const rows: Row[] = commandRows(rule, inside.map((p) => p.i), inside.map((p) => p.j));
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
    const better = solver(program) ?? (chosen && keepsRows(program, chosen) ? chosen : undefined);
    if (!better) return undefined;
    chosen = better;
    const value = gain.reduce((sum, g, x) => sum + (better[x] ? g : 0), 0);
    const terms = gain.flatMap((g, x) => (g === 0 ? [] : [[x, g] as const]));
    if (terms.length > 0) rows.push({ terms, min: value });
  }
  const colOf = free.slice();
  for (let i = 0; i < level.rows; i++) if (active.has(groups.find(i))) colOf[i] = -1;
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
 * the rule and the plan they give.
 */
export function keepApart(rule: RelativesRule, pairs: Pairs, stages: readonly Stage[], solved: Levels, free: Int32Array): Apart | Shortage {
  const repaired = repair(rule, pairs, stages, free);
  if (!(repaired instanceof Int32Array)) return repaired;
  const breaches = rule.breaches(free);
  let plan = repaired;
  for (;;) {
    const values = valuesOf(pairs, stages, plan);
    const open = values.findIndex((value, s) => value < solved.levels[s]!.objective);
    if (open < 0) return { colOf: plan, gapStage: undefined };
    const level = solved.levels[open]!;
    const better = solveCore(rule, level, level.objective - values[open]!, stages, open, free, breaches);
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
