import { bug } from '../errors/index.js';
import { checkProblem, edgeAt, shape, type Problem } from './csr.js';
import { Reroute, type Priced } from './reroute.js';
import { solveTrusted, type Matching, type Shortage, type Steps } from './solve.js';

/** One plan in the order of objectives. */
export interface RankedPlan {
  /** The column of each row, -1 for none. */
  readonly colOf: Int32Array;
  readonly objective: number;
}

/** The best plans, best first. */
export interface KBest {
  readonly status: 'ranked';
  readonly plans: readonly RankedPlan[];
  /** True where there are no others. */
  readonly all: boolean;
}

/**
 * The k best plans, greatest objective first; a shortage if there is none. Two plans differ where some row has another outcome: which of
 * several seats of a column it takes is none.
 * Of equal objectives the order is a function of the problem alone, but no tie rule.
 * Cost: one `solve`, then for each plan told a scan of all edges and some shortest-path searches, each O(edges + columns log columns); memory
 * 9 bytes per row and 8 per column for each plan found.
 * @throws {MeritError} E_SHAPE (also for a k that is no count), E_NUM_INT, E_OVERFLOW
 * @see KG Murty, Operations Research 16(3):682-687, 1968, doi:10.1287/opre.16.3.682
 * @see ML Miller, HS Stone, IJ Cox, IEEE TAES 33(3):851-862, 1997, doi:10.1109/7.599256
 */
export function kBest(p: Problem, k: number): KBest | Shortage {
  const run = startKBest(p, k);
  while (run.step() === 'running');
  if (!run.result) throw bug('a finished ranking without a result');
  return run.result;
}

/** The same as `kBest`, a piece at a time: the first solve and each search are not split. */
export function startKBest(p: Problem, k: number): Steps<KBest | Shortage> {
  checkProblem(p);
  if (!(Number.isInteger(k) && k >= 0)) throw shape(`k is ${k}`);
  return new KBestSteps(p, k);
}

/** The plans of `kBest` one by one, as many as are asked for; none where there is no plan. */
export function* rankedPlans(p: Problem): Generator<RankedPlan, void> {
  checkProblem(p);
  const best = solveTrusted(p);
  if (best.status === 'infeasible') return;
  const ranking = new Ranking(p, best);
  while (!ranking.ended) {
    const plan = ranking.advance();
    if (plan) yield plan;
  }
}

class KBestSteps implements Steps<KBest | Shortage> {
  result: KBest | Shortage | undefined = undefined;
  private readonly p: Problem;
  private readonly k: number;
  private readonly plans: RankedPlan[] = [];
  private ranking: Ranking | undefined = undefined;

  constructor(p: Problem, k: number) {
    this.p = p;
    this.k = k;
  }

  step(budget = 1_000_000): 'running' | 'done' {
    if (this.result) return 'done';
    if (!this.ranking) {
      const best = solveTrusted(this.p);
      if (best.status === 'infeasible') {
        this.result = best;
        return 'done';
      }
      this.ranking = new Ranking(this.p, best);
    }
    const { ranking, plans } = this;
    const until = ranking.work + budget;
    while (!ranking.ended && plans.length < this.k && ranking.work < until) {
      const plan = ranking.advance();
      if (plan) plans.push(plan);
    }
    if (!ranking.ended && plans.length < this.k) return 'running';
    this.result = { status: 'ranked', plans, all: ranking.ended };
    return 'done';
  }
}

/** An outcome that a row may not have, and those banned before it. */
interface Ban {
  readonly row: number;
  readonly col: number;
  readonly before: Ban | undefined;
}

/** A part of all plans, by its best one: rows that are held where that one has them, outcomes that are banned. */
interface Part extends RankedPlan, Priced {
  readonly held: Uint8Array;
  readonly bans: Ban | undefined;
}

/** A part whose best plan is known, or one still to be solved: `from` without the outcome of row `without`, the rows `rows[0 .. count]` held. */
interface Candidate {
  /** The objective of its best plan, or what that cannot exceed. */
  readonly bound: number;
  readonly serial: number;
  readonly part?: Part;
  readonly from?: Part;
  readonly without?: number;
  readonly rows?: Int32Array;
  readonly count?: number;
}

/**
 * Murty's partition. When the best plan x of a part is told, the rest of the part falls into one part per free row r_1, r_2, ...: in the t-th
 * rows r_1 .. r_(t-1) are held where x has them and r_t must leave its outcome. These parts are disjoint and leave out only x.
 *
 * After Miller, Stone and Cox: a part starts from the duals of the one it came from and needs one shortest path; it is solved only when its
 * bound, from the cheapest arcs that its exchange needs, comes up; and rows that lose most by that bound come first, so that the parts that hold the next plans are
 * the small ones, with most rows held.
 *
 * Invariant: every plan not told yet lies in exactly one waiting candidate, whose bound is no less than its objective.
 */
class Ranking {
  private readonly p: Problem;
  private readonly reroute: Reroute;
  private readonly waiting: Candidate[] = [];
  private serial = 0;

  constructor(p: Problem, best: Matching) {
    this.p = p;
    this.reroute = new Reroute(p);
    const { colOf, colDual, objective } = best;
    this.wait({ bound: objective, part: { colOf, colDual, objective, held: new Uint8Array(p.rows), bans: undefined } });
  }

  get ended(): boolean {
    return this.waiting.length === 0;
  }

  get work(): number {
    return this.reroute.work;
  }

  /** Takes the candidate of greatest bound: tells its plan, or solves it and lets it wait again. */
  advance(): RankedPlan | undefined {
    const { part, from, without = 0, rows = new Int32Array(), count = 0 } = this.take();
    if (part) {
      this.divide(part);
      return { colOf: part.colOf, objective: part.objective };
    }
    if (!from) throw bug('a candidate that came from nowhere');
    const { reroute } = this;
    const held = from.held.slice();
    for (const r of rows.subarray(0, count)) held[r] = 1;
    this.setUp(from, held);
    const loss = reroute.loss(without);
    if (loss < Infinity) {
      const objective = from.objective - loss;
      const bans: Ban = { row: without, col: from.colOf[without]!, before: from.bans };
      this.wait({ bound: objective, part: { ...reroute.exchanged(without), objective, held, bans } });
    }
    this.tearDown(from);
    return undefined;
  }

  private divide(part: Part): void {
    const { p, reroute } = this;
    this.setUp(part, part.held);
    const least = reroute.atLeast();
    const free: number[] = [];
    for (let i = 0; i < p.rows; i++) if (least[i]! < Infinity) free.push(i); // a row without another outcome is as good as held
    const rows = Int32Array.from(free.sort((a, b) => least[b]! - least[a]! || a - b));
    rows.forEach((i, count) => this.wait({ bound: part.objective - least[i]!, from: part, without: i, rows, count }));
    this.tearDown(part);
  }

  private setUp(part: Part, held: Uint8Array): void {
    this.reroute.held.set(held);
    this.reroute.load(part);
    this.setBans(part.bans, 1);
  }

  private tearDown(part: Part): void {
    this.setBans(part.bans, 0);
  }

  private setBans(bans: Ban | undefined, to: 0 | 1): void {
    for (let ban = bans; ban; ban = ban.before) {
      if (ban.col < 0) this.reroute.seated[ban.row] = to;
      else this.reroute.banned[edgeAt(this.p, ban.row, ban.col)] = to;
    }
  }

  // a binary heap: greatest bound first, then those solved, then those that have waited longest

  private ahead(a: Candidate, b: Candidate): boolean {
    if (a.bound !== b.bound) return a.bound > b.bound;
    if (a.part && !b.part) return true;
    return !(b.part && !a.part) && a.serial < b.serial;
  }

  private wait(candidate: Omit<Candidate, 'serial'>): void {
    const { waiting } = this;
    const c = { ...candidate, serial: this.serial++ };
    let k = waiting.push(c) - 1;
    while (k > 0) {
      const parent = (k - 1) >> 1;
      if (!this.ahead(c, waiting[parent]!)) break;
      waiting[k] = waiting[parent]!;
      k = parent;
    }
    waiting[k] = c;
  }

  private take(): Candidate {
    const { waiting } = this;
    const top = waiting[0];
    const last = waiting.pop();
    if (!top || !last) throw bug('nothing waits');
    if (waiting.length === 0) return top;
    let k = 0;
    for (;;) {
      let child = 2 * k + 1;
      if (child >= waiting.length) break;
      if (child + 1 < waiting.length && this.ahead(waiting[child + 1]!, waiting[child]!)) child++;
      if (!this.ahead(waiting[child]!, last)) break;
      waiting[k] = waiting[child]!;
      k = child;
    }
    waiting[k] = last;
    return top;
  }
}
