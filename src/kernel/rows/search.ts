import { bug, MeritError } from '../../errors/index.js';
import { bound } from '../check.js';
import { checkProblem, edgeAt, shape, type Problem } from '../csr.js';
import { startTrusted, type Matching, type Shortage, type Steps } from '../solve.js';
import { coreProgram, planOn, SMALL_CORE, type CoreAnswer, type CoreSolver } from './core.js';
import { javascriptLpSolver } from './javascript-lp-solver.js';
import { keepsRows, type SmallProgram } from './program.js';
import { mostPriced, MOST_OF_ROW, Relaxation } from './relaxation.js';
import { Reoptimiser } from './reoptimise.js';
import type { ProofTree, RowBound, RowOutcome, SideRow } from './types.js';

export interface RowOptions {
  /** A plan to start from, a column per row or -1; one that breaks a row is as good as none. */
  readonly hint?: Int32Array;
  /** A plan of the problem without the rows, best or nearly so, and prices that go with it, from a solve: they spare the first assignment. Any others only cost more steps. */
  readonly start?: Pick<Matching, 'colOf' | 'colDual'>;
  /** Nodes of the search after which it ends with what it has; by count, never by the clock. Default 20,000. */
  readonly nodeLimit?: number;
  /** Multipliers to start from, over the denominator 1, one per row. */
  readonly multipliers?: Float64Array;
  /** Rows that are too many to list: those of them that a plan breaks, none if it keeps them all. */
  readonly separate?: (colOf: Int32Array) => readonly SideRow[];
  /**
   * Who is asked for the best plan on the edges that fixing leaves, before the own branch and bound, which may be left out by a
   * `nodeLimit` of 0; with `ask` the search waits with a `question` for an `answer`. Its word is never a proof. By default javascript-lp-solver is asked where the own search found no proof
   * and at most `SMALL_CORE` edges are left; nobody trusts it, since its search ends after a count of its own.
   */
  readonly core?: CoreSolver | 'ask';
}

const NODE_LIMIT = 20_000;
/** Evaluations of the bound at the root and at a node. */
const ROOT_STEPS = 300;
const NODE_STEPS = 15;
/** The gap assumed at first, as a share of the bound. */
const FIRST_GAP = 0.0002;
/** Rounds of one repair. */
const REPAIRS = 30;
/** Rounds of bids. */
const BIDS = 150;

/**
 * The best plan that keeps the side rows, with its proof; or the proof that there is none; or the best found within the limit.
 * Deterministic; which of several optima comes back is not a tie rule.
 * Cost: one assignment, then one warm-started assignment for every step of the bound and every node; the worst case is
 * exponential, hence the node limit.
 *
 * Method: the bare assignment, which is optimal if it keeps the rows; else multipliers by the volume algorithm on the
 * Lagrangian bound; edges out of reach of a better plan wait outside the core; branch and bound, depth first, on "this row
 * takes one of these columns | none of them". Where no plan turns up, the same search with all weights 0 finds one or shows
 * that there is none.
 * @throws {MeritError} E_SHAPE, E_NUM_INT; E_OVERFLOW unless `(2 * min(rows, seats) + 1) * largest weight or coefficient <= 2^52` and every maximum is at most 2^50
 * @see F Barahona, R Anbil, Mathematical Programming 87:385-399, 2000, doi:10.1007/s101070050002 (volume algorithm);
 *   A Geoffrion, Mathematical Programming Study 2:82-114, 1974, doi:10.1007/BFb0120690 (Lagrangian branch and bound)
 */
export function solveWithRows(p: Problem, rows: readonly SideRow[], options: RowOptions & { readonly core?: CoreSolver } = {}): RowOutcome {
  const run = startWithRows(p, rows, options);
  while (run.step() === 'running');
  if (!run.result) throw bug('a finished search without a result');
  return run.result;
}

/** The same, a piece at a time. */
export function startWithRows(p: Problem, rows: readonly SideRow[], options: RowOptions = {}): RowSteps {
  checkProblem(p);
  return startWithRowsTrusted(p, rows, options);
}

/** The same for a problem made here: only what is too large for exact sums, the rows and the multipliers are looked at. */
export function startWithRowsTrusted(p: Problem, rows: readonly SideRow[], options: RowOptions = {}): RowSteps {
  const most = mostPriced(p);
  const large = firstBeyond(p.weight, most);
  if (large !== undefined) throw overflow(`a weight of ${large}`, most);
  for (const [k, row] of rows.entries()) checkRow(p, row, k, most);
  const n = options.multipliers?.length ?? rows.length;
  if (n !== rows.length) throw shape(`multipliers has ${n} entries for ${rows.length} side rows`);
  return new RowSearch(p, rows, options);
}

/** A search in pieces, which may wait for a back end. */
export interface RowSteps extends Steps<RowOutcome> {
  /** What a back end is asked, where `core` is `ask`; until it is answered, steps do nothing. */
  readonly question: SmallProgram | undefined;
  /** Undefined where there is no back end. */
  answer(said: CoreAnswer | undefined): void;
}

function checkRow(p: Problem, row: SideRow, k: number, most: number): void {
  const { edge, coef } = row as Partial<SideRow>;
  if (!edge || !coef) throw shape(`side row ${k} lacks edge or coef`);
  if (coef.length !== edge.length) throw shape(`side row ${k} has ${edge.length} edges and ${coef.length} coefficients`);
  if (!Number.isSafeInteger(row.max)) throw shape(`max of side row ${k} is ${row.max}`);
  if (Math.abs(row.max) > MOST_OF_ROW) throw overflow(`side row ${k} has a maximum of ${row.max}`, MOST_OF_ROW);
  let last = -1;
  for (let t = 0; t < row.edge.length; t++) {
    const e = row.edge[t]!;
    if (e <= last || e >= p.col.length) throw shape(`edges of side row ${k} are not ascending within 0..${p.col.length}`);
    if (!Number.isSafeInteger(row.coef[t])) throw shape(`coefficient ${t} of side row ${k} is ${row.coef[t]}`);
    if (Math.abs(row.coef[t]!) > most) throw overflow(`side row ${k} has a coefficient of ${row.coef[t]}`, most);
    last = e;
  }
}

function firstBeyond(weight: Float64Array, most: number): number | undefined {
  for (let e = 0; e < weight.length; e++) if (Math.abs(weight[e]!) > most) return weight[e];
  return undefined;
}

function overflow(what: string, most: number): MeritError {
  return new MeritError('E_OVERFLOW', `${what}: beyond ${most} sums may pass 2^53\nMaybe it can be stated in a coarser unit.`);
}

/** A branch whose sides are filled in as they are done. */
interface Branch {
  readonly kind: 'branch';
  readonly row: number;
  readonly cols: Int32Array;
  in?: Proof;
  out?: Proof;
}

type Leaf = { kind: 'bound' | 'none' } & { -readonly [K in keyof RowBound]: RowBound[K] };
type Proof = Leaf | Branch;

/** A branch being worked on, the side first, and the multipliers that its sides start from. */
interface Frame {
  readonly branch: Branch;
  readonly times: Float64Array;
  side: 'in' | 'out';
  second: boolean;
}

/** Edges that a repair closed and rows that it made mandatory. */
interface Undo {
  readonly shut: number[];
  readonly forced: number[];
}

interface Plan {
  readonly edgeOf: Int32Array;
  readonly objective: number;
}

/** The start of a relaxation from a plan within all bounds, undefined of another; a price below 0 holds only where the column is at its minimum. */
function seatedAt(p: Problem, { colOf, colDual }: Pick<Matching, 'colOf' | 'colDual'>): Pick<Matching, 'edgeOf' | 'colDual'> | undefined {
  const taken = new Int32Array(p.cols);
  const edgeOf = new Int32Array(p.rows).fill(-1);
  for (let i = 0; i < p.rows; i++) {
    const j = colOf[i]!;
    if (j >= 0) edgeOf[i] = edgeAt(p, i, j);
    if (edgeOf[i]! < 0 && (j >= 0 || p.rowMin[i] === 1)) return undefined;
    if (j >= 0) taken[j]!++;
  }
  if (taken.some((n, j) => n < p.colMin[j]! || n > p.colMax[j]!)) return undefined;
  return { edgeOf, colDual: colDual.map((v, j) => (v < 0 && taken[j]! > p.colMin[j]! ? 0 : v)) };
}

/**
 * The bound that proves a plan best even without side rows, over the denominator 1 and with no multipliers; undefined where it is not, and where
 * weights are too large for exact sums. The root of `solveWithRows` would be the same from the same start with the plan as its hint, up to the denominator.
 * @param start - the plan, and prices near those that prove it.
 * @param objective - what it is worth.
 */
export function boundWithoutRows(p: Problem, start: Pick<Matching, 'colOf' | 'colDual'>, objective: number): RowBound | undefined {
  const seats = seatedAt(p, start);
  if (!seats || firstBeyond(p.weight, mostPriced(p)) !== undefined) return undefined;
  const re = new Reoptimiser(p, seats);
  if (!re.solve() || bound(p, { rowDual: re.u, colDual: re.v }) !== objective) return undefined;
  return { denominator: 1, rowDual: re.u.map((u) => u + 0), colDual: re.v.map((v) => v + 0), times: new Float64Array(0) }; // no minus zero leaves the kernel
}

function* solveBare(p: Problem): Generator<number, Matching | Shortage> {
  const bare = startTrusted(p);
  while (bare.step() === 'running') yield 1_000_000;
  return bare.result!;
}

class RowSearch implements RowSteps {
  result: RowOutcome | undefined = undefined;
  question: SmallProgram | undefined = undefined;
  private said: CoreAnswer | undefined = undefined;
  private readonly p: Problem;
  private readonly given: readonly SideRow[];
  private readonly options: RowOptions;
  private readonly steps: Generator<number, RowOutcome>;
  private relax!: Relaxation;
  private best: Plan | undefined = undefined;
  private nodes = 0;
  /** Nodes left open by the limit. */
  private open = 0;
  /** The worth of a plan that is assumed to exist. */
  private assumed = -Infinity;
  /** What each leaf leaves at most. */
  private readonly worth = new Map<Proof, number>();
  /** A bound of the whole problem, and its value over its denominator. */
  private root: Leaf | undefined = undefined;
  private rootBound = Infinity;
  /** The plan has changed since the core was chosen. */
  private stale = false;
  // what the last node learned: its best multipliers, and the mean of its plans as a share of each core edge
  private times: Float64Array = new Float64Array(0);
  private share = new Float64Array(0);

  constructor(p: Problem, rows: readonly SideRow[], options: RowOptions) {
    this.p = p;
    this.given = rows;
    this.options = options;
    this.steps = this.run();
  }

  step(budget = 1_000_000): 'running' | 'done' {
    for (let work = 0; !this.result && !this.question && work < budget; ) {
      const next = this.steps.next();
      if (next.done) this.result = next.value;
      else work += next.value;
    }
    return this.result ? 'done' : 'running';
  }

  answer(said: CoreAnswer | undefined): void {
    this.question = undefined;
    this.said = said;
  }

  private *run(): Generator<number, RowOutcome> {
    const { p, given, options } = this;
    let found: Pick<Matching, 'edgeOf' | 'colDual'> | Shortage | undefined = options.start && seatedAt(p, options.start);
    if (!found) found = yield* solveBare(p); // no `??` around a yield: the CommonJS build makes a plain function of it
    if ('side' in found) return { status: 'infeasible', proof: found, added: [] };
    const relax = (this.relax = new Relaxation(p, found, given));
    const limit = options.nodeLimit ?? NODE_LIMIT;
    if (options.hint) this.offerHint(options.hint);

    const first = new Float64Array(given.length);
    options.multipliers?.forEach((x, k) => (first[k] = Math.max(0, Math.round(x * relax.D))));
    const leaf = yield* this.bound(first, relax.D, ROOT_STEPS);
    this.root = leaf;
    if (!this.root) this.root = yield* this.certify(this.times, relax.D); // no `??` around a yield: the CommonJS build makes a plain function of it
    this.rootBound = relax.bound;
    if (!leaf) yield* this.push(this.root.times);
    if (!leaf) yield* this.repair(this.root.times);
    const told = options.core && !this.closes(this.rootBound, relax.D) ? yield* this.askWithin(options.core) : undefined;
    if (!this.best) {
      const none = yield* this.search(this.root.times, 0, limit);
      if (!this.best && this.open > 0 && !this.said) this.askSmall();
      if (!this.best) {
        const { root } = this;
        const added = this.added();
        if (none && this.open === 0) return { status: 'infeasible', proof: this.finished(none), added };
        return { status: 'unknown', bound: Math.floor(this.rootBound / relax.D), root: boundOnly(this.finished(root)), added };
      }
    }
    this.nodes = 0;
    let tree: Proof | undefined;
    // a plan this near the bound is assumed to exist; if the search ends without it, one less near
    for (let gap = this.firstGap(); !this.closes(this.rootBound, relax.D); gap *= 4) {
      this.open = 0;
      this.assumed = told === undefined ? Math.ceil((this.rootBound - gap) / relax.D) : -Infinity;
      this.stale = true;
      tree = yield* this.search(this.root.times, relax.D, limit);
      const failed = this.best.objective < this.assumed;
      this.assumed = -Infinity;
      if (!failed || this.nodes >= limit) break;
    }
    if (tree && this.open > 0 && !this.said) this.askSmall();
    return this.plan(tree, told === this.best.objective ? this.said?.by : undefined);
  }

  private firstGap(): number {
    return Math.max(2 * this.relax.D, FIRST_GAP * Math.abs(this.rootBound));
  }

  private plan(tree: Proof | undefined, trusted: string | undefined): RowOutcome {
    const { p } = this;
    const { edgeOf, objective } = this.best!;
    const bound = Math.max(objective, tree ? this.most(tree) : Math.floor(this.rootBound / this.relax.D));
    return {
      status: bound === objective ? 'optimal' : 'feasible',
      colOf: edgeOf.map((e) => (e < 0 ? -1 : p.col[e]!)),
      edgeOf,
      objective,
      bound,
      root: boundOnly(this.finished(this.root!)),
      tree: tree && this.finished(tree),
      nodes: this.nodes,
      added: this.added(),
      ...(trusted !== undefined && bound > objective && { trusted }),
    };
  }

  /** What the leaves of a tree leave at most. */
  private most(tree: Proof): number {
    let most = -Infinity;
    const waiting: Proof[] = [tree];
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      if (at.kind === 'branch') waiting.push(at.in!, at.out!);
      else most = Math.max(most, this.worth.get(at) ?? -Infinity);
    }
    return most;
  }

  private added(): readonly SideRow[] {
    return this.relax.rows.slice(this.given.length);
  }

  /** The same proof with one multiplier for every row, also for those that joined later. */
  private finished(proof: Proof): ProofTree {
    const waiting: Proof[] = [proof];
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      if (at.kind === 'branch') waiting.push(at.in!, at.out!);
      else at.times = this.pad(at.times);
    }
    return proof as ProofTree;
  }

  /** Multipliers with zeros for the rows that joined since. */
  private pad(times: Float64Array): Float64Array {
    if (times.length === this.relax.rows.length) return times;
    const all = new Float64Array(this.relax.rows.length);
    all.set(times);
    return all;
  }

  /** Whether a bound leaves no better plan than the one at hand; for scale 0, no plan at all. */
  private closes(bound: number, scale: number): boolean {
    if (scale === 0) return bound < 0;
    return bound < scale * (Math.max(this.assumed, this.best?.objective ?? -Infinity) + 1);
  }

  /** Takes a plan that keeps all rows so far, if it is better and no lazy row objects; says whether lazy rows joined. */
  private offer(edgeOf: Int32Array): boolean {
    const { p, relax } = this;
    let objective = 0;
    for (const e of edgeOf) if (e >= 0) objective += p.weight[e]!;
    if (this.best && objective <= this.best.objective) return false;
    const more = this.options.separate?.(edgeOf.map((e) => (e < 0 ? -1 : p.col[e]!))) ?? [];
    if (more.length > 0) {
      more.forEach((row, k) => checkRow(p, row, relax.rows.length + k, mostPriced(p)));
      relax.add(more);
      return true;
    }
    this.best = { edgeOf, objective };
    this.stale = true;
    return false;
  }

  private offerHint(hint: Int32Array): void {
    const { p, relax } = this;
    if (hint.length !== p.rows) throw shape(`hint has ${hint.length} entries for ${p.rows} rows`);
    const taken = new Int32Array(p.cols);
    const edgeOf = new Int32Array(p.rows);
    for (let i = 0; i < p.rows; i++) {
      const e = hint[i]! < 0 ? -1 : edgeAt(p, i, hint[i]!);
      if (e < 0 && (hint[i]! >= 0 || p.rowMin[i] === 1)) return;
      edgeOf[i] = e;
      if (e >= 0) taken[hint[i]!]!++;
    }
    if (taken.some((n, j) => n < p.colMin[j]! || n > p.colMax[j]!)) return;
    if (relax.keeps(edgeOf)) this.offer(edgeOf);
  }

  /** The present duals as a leaf that holds on all edges; evaluates again where the core was too small. */
  private *certify(times: Float64Array, scale: number): Generator<number, Leaf> {
    let t = times;
    for (;;) {
      if ((yield* this.evaluate(t, scale)) === 'range') {
        t = new Float64Array(t.length); // in range on a smaller core only
        continue;
      }
      const whole = this.relax.whole(t, scale);
      if (whole) return this.leaf(whole, scale);
    }
  }

  /** A leaf of the bound just evaluated. */
  private leaf(shown: RowBound, scale: number): Leaf {
    const leaf: Leaf = { kind: scale === 0 ? 'none' : 'bound', ...shown };
    if (scale > 0) this.worth.set(leaf, Math.floor(this.relax.bound / scale));
    return leaf;
  }

  private *evaluate(times: Float64Array, scale: number): Generator<number, ReturnType<Relaxation['evaluate']>> {
    const before = this.relax.work;
    const found = this.relax.evaluate(times, scale);
    yield this.relax.work - before;
    return found;
  }

  /**
   * Lowers the bound under the decisions in force, from these multipliers on: a leaf if that closes the node, else what was
   * learned stands in `times` and `share`. The volume algorithm: steps from the best multipliers along the mean of the
   * violations seen, as long as the distance to the target suggests; shorter steps after failures.
   */
  private *bound(from: Float64Array, scale: number, steps: number): Generator<number, Leaf | undefined> {
    const { relax } = this;
    const unit = scale === 0 ? relax.D : scale;
    let best: Float64Array = this.pad(from);
    let least = Infinity;
    let t: Float64Array = best;
    let mean: Float64Array | undefined;
    let atBest: Float64Array = new Float64Array(0); // violations at the best multipliers
    let fresh = true;
    let length = 1;
    let failures = 0;
    for (let step = 0; step <= steps; ) {
      const found = yield* this.evaluate(t, scale);
      if (found === 'short') {
        const shown = relax.shortage();
        if (shown) return { kind: 'none', ...shown };
        mean = undefined;
        continue; // the core has grown
      }
      if (found === 'range') {
        if (t === best) t = best = new Float64Array(relax.rows.length);
        else [length, t] = [length / 2, best];
        if (length < 1 / 1024) break;
        step++;
        continue;
      }
      if (relax.keeps()) {
        const joined = this.offer(relax.plan());
        if (scale === 0 && this.best) return undefined;
        if (joined) {
          [best, t] = [this.pad(best), this.pad(t)];
          mean = undefined;
          least = Infinity;
          continue;
        }
      }
      const L = relax.bound;
      if (this.closes(L, scale)) {
        const whole = relax.whole(t, scale);
        if (whole) return this.leaf(whole, scale);
        mean = undefined;
        continue; // the core has grown
      }
      step++;
      const g = relax.violation;
      if (!mean || this.share.length !== relax.core.length) {
        mean = g.slice();
        fresh = true;
        this.share = new Float64Array(relax.core.length);
        this.mix(1);
      } else {
        const a = steps > NODE_STEPS ? 0.1 : 0.3;
        for (let k = 0; k < g.length; k++) mean[k] = a * g[k]! + (1 - a) * mean[k]!;
        this.mix(a);
        fresh = false;
      }
      if (L < least) {
        let agree = 0;
        for (let k = 0; k < g.length; k++) agree += g[k]! * mean[k]!;
        if (agree > 0 && least < Infinity) length *= 1.5;
        [least, best, atBest] = [L, t, g.slice()];
        failures = 0;
      } else if (++failures % 2 === 0) length *= 0.66;
      const near = least - unit - (this.nodes === 0 ? 0.005 : 0.0003) * Math.abs(least);
      const goal = scale === 0 ? -unit : Math.max(unit * Math.max(this.assumed, this.best?.objective ?? -Infinity), near);
      const gap = length * Math.max(least - goal, unit);
      let next = stepFrom(best, mean, gap);
      if (!next && !fresh) {
        // the mean points nowhere: begin again from the violations at the best multipliers
        mean = atBest.slice();
        fresh = true;
        next = stepFrom(best, mean, (length *= 0.5) * Math.max(least - goal, unit));
      }
      if (!next) break;
      t = next;
    }
    this.times = best;
    return undefined;
  }

  /** Mixes the plan of the last evaluation into the shares, weighing a. */
  private mix(a: number): void {
    const { share, relax } = this;
    if (a < 1) for (let c = 0; c < share.length; c++) share[c]! *= 1 - a;
    for (let i = 0; i < this.p.rows; i++) {
      const c = relax.coreOf(i);
      if (c >= 0) share[c]! += a;
    }
  }

  /**
   * Looks for a plan that keeps the rows, near the best plan at these multipliers: full rows take nobody new and keep whom they
   * need, broken ones let go of or bring in whoever costs least, and the rest is solved again.
   */
  private *repair(times: Float64Array): Generator<number, void> {
    const { relax } = this;
    const t = this.pad(times);
    const undo: Undo = { shut: [], forced: [] };
    const close = (e: number): void => {
      relax.close(e, 1);
      undo.shut.push(e);
    };
    for (let round = 0; round < REPAIRS; round++) {
      if ((yield* this.evaluate(t, relax.D)) !== 'bound') break;
      const plan = relax.plan();
      if (relax.keeps()) {
        this.offer(plan);
        break;
      }
      for (let k = 0; k < t.length; k++) {
        let over = relax.violation[k]!;
        if (over < 0) continue;
        // people by what they add to the row today (a > 0 in a row that is full, a < 0 in one that is short)
        const { edge, coef } = relax.rows[k]!;
        const moves: { e: number; cost: number; gain: number }[] = [];
        for (let s = 0; s < edge.length; s++) {
          const e = edge[s]!;
          if (relax.shut[e]! > 0) continue;
          const i = relax.rowOf[e]!;
          const inside = plan[i]! >= 0 && relax.coefOf(plan[i]!, k) * coef[s]! > 0;
          if (over === 0) {
            if (coef[s]! > 0 && !inside) close(e);
            else if (coef[s]! < 0 && plan[i] === e) this.stayIn(i, k, undo);
          } else if (coef[s]! > 0 ? plan[i] === e : !inside) {
            moves.push({ e, cost: (coef[s]! > 0 ? this.lossOutside(i, k, t) : relax.slack(e, t)) / Math.abs(coef[s]!), gain: Math.abs(coef[s]!) });
          }
        }
        moves.sort((x, y) => x.cost - y.cost || x.e - y.e);
        for (const { e, gain } of moves) {
          if (over <= 0) break;
          over -= gain;
          const i = relax.rowOf[e]!;
          if (plan[i] !== e) this.stayIn(i, k, undo);
          else for (let other = this.p.start[i]!; other < this.p.start[i + 1]!; other++) if (relax.coefOf(other, k) > 0) close(other);
        }
      }
    }
    for (const e of undo.shut) relax.close(e, -1);
    for (const i of undo.forced) relax.force(i, -1);
  }

  /** Looks for a plan that keeps the rows by raising the multipliers of those that are broken, as bids are raised in an auction. */
  private *push(from: Float64Array): Generator<number, void> {
    const { relax } = this;
    let t: Float64Array = this.pad(from);
    const bid = new Float64Array(t.length).fill(relax.D / 4);
    for (let round = 0; round < BIDS; round++) {
      if ((yield* this.evaluate(t, relax.D)) !== 'bound') return;
      if (relax.keeps() && !this.offer(relax.plan())) return;
      t = this.pad(t).slice();
      for (let k = 0; k < bid.length; k++) {
        if (relax.violation[k]! <= 0) continue;
        t[k] = t[k]! + Math.round(bid[k]!);
        bid[k] = bid[k]! * 1.1;
      }
    }
  }

  /** Row i takes one of its edges with a negative part in side row k. */
  private stayIn(i: number, k: number, undo: Undo): void {
    const { p, relax } = this;
    relax.force(i, 1);
    undo.forced.push(i);
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      if (relax.coefOf(e, k) < 0) continue;
      relax.close(e, 1);
      undo.shut.push(e);
    }
  }

  /** What row i gives up, at the present prices, if it takes no part in side row k. */
  private lossOutside(i: number, k: number, t: Float64Array): number {
    const { p, relax } = this;
    let least = p.rowMin[i] === 0 && relax.forced[i] === 0 ? relax.dualOf(i) : Infinity;
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      if (relax.shut[e] === 0 && relax.coefOf(e, k) <= 0) least = Math.min(least, relax.slack(e, t));
    }
    return least;
  }

  /**
   * Asks a back end for the best plan on a core that holds every plan worth what is assumed, and assumes less until it finds
   * one: the worth of the best plan if the back end is to be believed, undefined where it names none.
   */
  private *askWithin(core: CoreSolver | 'ask'): Generator<number, number | undefined> {
    const { relax, p } = this;
    for (let gap = this.firstGap(); ; gap *= 4) {
      this.assumed = Math.ceil((this.rootBound - gap) / relax.D);
      this.shrink();
      const program = coreProgram(relax);
      if (core === 'ask') {
        this.question = program;
        yield 0;
      } else this.said = { by: core.name, chosen: core.solve(program) };
      const rows = relax.rows.length;
      const chosen = this.said?.chosen;
      if (chosen) this.offerHint(planOn(relax, chosen));
      const reached = this.best !== undefined && this.best.objective >= this.assumed;
      this.assumed = -Infinity;
      if (!this.said) return undefined;
      if (relax.rows.length > rows) gap /= 4; // lazy rows joined: the same question once more
      else if (reached || relax.core.length === p.col.length) {
        return chosen && keepsRows(program, chosen) ? program.gain.reduce((sum, g, c) => sum + (chosen[c] ? g : 0), 0) : undefined;
      }
    }
  }

  /** A plan from the back end for small programs, if the core is small. */
  private askSmall(): void {
    const { relax } = this;
    this.shrink();
    const chosen = relax.core.length <= SMALL_CORE ? javascriptLpSolver(coreProgram(relax)) : undefined;
    if (chosen) this.offerHint(planOn(relax, chosen));
  }

  /** Branch and bound, depth first: the proof tree, or undefined where scale is 0 and a plan turned up. */
  private *search(from: Float64Array, scale: number, limit: number): Generator<number, Proof | undefined> {
    const stack: Frame[] = [];
    let times = from;
    for (;;) {
      let done: Proof | undefined;
      if (this.nodes >= limit) {
        if (scale === 0) {
          this.open++;
          while (stack.length > 0) this.decide(stack[stack.length - 1]!.branch, stack.pop()!.side, -1);
          return undefined;
        }
        done = yield* this.leaveOpen(times, scale);
      } else {
        this.nodes++;
        if (this.stale && scale > 0) this.shrink();
        done = yield* this.bound(times, scale, stack.length === 0 && scale > 0 ? ROOT_STEPS : NODE_STEPS);
        if (scale === 0 && this.best) {
          while (stack.length > 0) this.decide(stack[stack.length - 1]!.branch, stack.pop()!.side, -1);
          return undefined;
        }
      }
      if (!done) {
        const choice = this.choose();
        if (!choice) {
          done = yield* this.lastResort();
        } else {
          const frame: Frame = { branch: { kind: 'branch', row: choice.row, cols: choice.cols }, times: this.times, side: choice.first, second: false };
          this.decide(frame.branch, frame.side, 1);
          stack.push(frame);
          times = this.times;
          continue;
        }
      }
      for (;;) {
        const top = stack[stack.length - 1];
        if (!top) return done;
        top.branch[top.side] = done;
        this.decide(top.branch, top.side, -1);
        if (!top.second) {
          top.second = true;
          top.side = top.side === 'in' ? 'out' : 'in';
          this.decide(top.branch, top.side, 1);
          times = top.times;
          break;
        }
        stack.pop();
        done = top.branch;
      }
    }
  }

  /** A leaf that may be worth more than the plan at hand. */
  private *leaveOpen(times: Float64Array, scale: number): Generator<number, Leaf> {
    const { relax } = this;
    let t = this.pad(times);
    for (;;) {
      const found = yield* this.evaluate(t, scale);
      if (found === 'range') {
        t = new Float64Array(t.length); // in range on a smaller core only
        continue;
      }
      const shown = found === 'short' ? relax.shortage() : relax.whole(t, scale);
      if (!shown) continue;
      if (found === 'short') return { kind: 'none', ...shown };
      if (!this.closes(relax.bound, scale)) this.open++;
      return this.leaf(shown, scale);
    }
  }

  /** Every row has one choice left: its plan is taken if it keeps the side rows; else one of those it breaks shows that there is none. */
  private *lastResort(): Generator<number, Leaf> {
    const { relax } = this;
    for (;;) {
      const t = new Float64Array(relax.rows.length);
      let found = yield* this.evaluate(t, relax.D);
      if (found === 'bound' && relax.keeps()) {
        if (this.offer(relax.plan())) continue;
      } else if (found === 'bound') {
        t[relax.violation.findIndex((g) => g > 0)] = 1;
        found = yield* this.evaluate(t, 0);
      }
      if (found === 'range') throw bug('multipliers of 0 and 1 out of range');
      const none = relax.bound < 0 || found === 'short';
      const scale = relax.keeps() ? relax.D : 0;
      const shown = found === 'short' ? relax.shortage() : relax.whole(t, scale);
      if (!shown) continue;
      return none && scale === 0 ? { kind: 'none', ...shown } : this.leaf(shown, scale);
    }
  }

  /** Sets (by = 1) or undoes (-1) a decision. */
  private decide(branch: Branch, side: 'in' | 'out', by: 1 | -1): void {
    const { p, relax } = this;
    const i = branch.row;
    if (side === 'in') relax.force(i, by);
    for (let e = p.start[i]!, t = 0; e < p.start[i + 1]!; e++) {
      while (t < branch.cols.length && branch.cols[t]! < p.col[e]!) t++;
      const among = branch.cols[t] === p.col[e];
      if (among !== (side === 'in')) relax.close(e, by);
    }
  }

  /** Edges that a better plan cannot take, by the bound of the whole problem, wait outside the core. */
  private shrink(): void {
    this.stale = false;
    const least = Math.max(this.assumed, this.best?.objective ?? -Infinity);
    if (!this.root || least === -Infinity) return;
    this.relax.shrink({ ...this.root, times: this.pad(this.root.times) }, this.rootBound - this.relax.D * least, this.best?.edgeOf ?? this.relax.plan());
  }

  /** The row and the columns to branch on: where the plans of the node disagree most about a person in a side row. */
  private choose(): { row: number; cols: Int32Array; first: 'in' | 'out' } | undefined {
    const { p, relax, share, times } = this;
    const mass = new Map<number, number>();
    for (let c = 0; c < share.length; c++) {
      const x = share[c]!;
      if (x < 0.01) continue;
      const e = relax.core[c]!;
      for (let s = relax.inStart[e]!; s < relax.inStart[e + 1]!; s++) {
        const k = relax.inRow[s]!;
        if (times[k]! === 0 && relax.violation[k]! <= 0) continue;
        const key = k * p.rows + relax.rowOf[e]!;
        mass.set(key, (mass.get(key) ?? 0) + x);
      }
    }
    const ranked = [...mass]
      .map(([key, m]) => ({ key, m, score: Math.min(m, 1 - m) * (1 + times[Math.floor(key / p.rows)]! / relax.D) }))
      .sort((a, b) => b.score - a.score || a.key - b.key);
    for (const { key, m } of ranked) {
      const k = Math.floor(key / p.rows);
      const row = key % p.rows;
      const cols = this.split(row, k);
      if (cols) return { row, cols, first: m >= 0.5 ? 'in' : 'out' };
    }
    // no plan of the node takes part in a broken row: somebody who could
    for (let k = 0; k < relax.rows.length; k++) {
      if (relax.violation[k]! <= 0) continue;
      for (const e of relax.rows[k]!.edge) {
        const cols = relax.shut[e] === 0 && this.split(relax.rowOf[e]!, k);
        if (cols) return { row: relax.rowOf[e]!, cols, first: 'in' };
      }
    }
    // any choice that is left
    for (let i = 0; i < p.rows; i++) {
      let left = 0;
      let last = -1;
      for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
        if (relax.shut[e]! > 0) continue;
        left++;
        last = e;
      }
      if (left > 1 || (left === 1 && p.rowMin[i] === 0 && relax.forced[i] === 0)) return { row: i, cols: Int32Array.of(p.col[last]!), first: 'in' };
    }
    return undefined;
  }

  /** The open columns of row i with a part in side row k (of one sign), if it has another choice. */
  private split(i: number, k: number): Int32Array | undefined {
    const { p, relax } = this;
    const cols: number[] = [];
    let others = p.rowMin[i] === 0 && relax.forced[i] === 0 ? 1 : 0;
    let sign = 0;
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      if (relax.shut[e]! > 0) continue;
      const a = relax.coefOf(e, k);
      if (sign === 0) sign = Math.sign(a);
      if (a !== 0 && Math.sign(a) === sign) cols.push(p.col[e]!);
      else others++;
    }
    return cols.length > 0 && others > 0 ? Int32Array.from(cols) : undefined;
  }
}

/** Whole multipliers a step of `gap / |direction|^2` along the direction, kept at 0 or more; undefined where nothing moves. */
function stepFrom(t: Float64Array, direction: Float64Array, gap: number): Float64Array | undefined {
  let norm = 0;
  for (let k = 0; k < t.length; k++) if (direction[k]! > 0 || t[k]! > 0) norm += direction[k]! * direction[k]!;
  const next = new Float64Array(t.length);
  let moved = false;
  for (let k = 0; k < t.length; k++) {
    next[k] = Math.max(0, Math.round(t[k]! + (gap / norm) * direction[k]!));
    moved ||= next[k] !== t[k];
  }
  return norm > 0 && moved ? next : undefined;
}

/** The bound of a leaf, without what kind of leaf it is. */
function boundOnly(leaf: ProofTree): RowBound {
  if (leaf.kind === 'branch') throw bug('a branch where a leaf should be');
  const { denominator, rowDual, colDual, times } = leaf;
  return { denominator, rowDual, colDual, times };
}
