import { canonicalJson } from '../canonical/index.js';
import { commandersOf, relatedPairs } from '../conflicts/index.js';
import { bug } from '../errors/index.js';
import { classesBy } from '../eligibility/index.js';
import { edgeAt, transpose, type Face, type Transpose } from '../kernel/index.js';
import type { SideRow } from '../kernel/rows/index.js';
import { compareIds } from '../model/ids.js';
import { binds, compile, ONE, readsOf, type Compiled, type Expression, type Limit } from '../policy/index.js';
import type { Pairs, RoundMarket } from './market.js';

/** What a row is called in a certificate (docs/formats.md section 4.1): ids, and for a chain the posts it runs through. */
export type RowName = readonly (string | readonly string[])[];

/** A side row over the edges of a market: `sum coef * x_edge <= max`. */
export interface PlanRow extends SideRow {
  readonly name: RowName;
}

/** Adds rows edge by edge. */
class RowDraft {
  private readonly terms = new Map<number, number>();

  add(edge: number, coef: number): void {
    this.terms.set(edge, coef);
  }

  has(edge: number): boolean {
    return this.terms.has(edge);
  }

  get size(): number {
    return this.terms.size;
  }

  row(name: RowName, max: number): PlanRow {
    const edge = Int32Array.from(this.terms.keys()).sort();
    return { name, edge, coef: Float64Array.from(edge, (e) => this.terms.get(e)!), max };
  }
}

type LimitOf<K extends Limit['kind']> = Extract<Limit, { kind: K }>;

/** One row of a limit with what it counts. */
export interface LimitUse {
  readonly limit: Limit;
  /** The unit it counts in, by id; null where it counts the whole plan. */
  readonly unit: string | null;
  readonly side: 'min' | 'max';
  /** What the policy says. */
  readonly bound: number;
  /** What is counted of today's seating: nobody moves, nobody leaves. */
  readonly today: number;
  /** How many of a donor's people there are to leave; 0 for other limits. */
  readonly sitting: number;
  readonly row: PlanRow;
}

/**
 * The side rows of a market and its pairs (docs/formats.md section 4.1): related people kept apart, and the limits of the policy that
 * bind. All are listed when the rows are made but those of chains: there are as many as ways through the posts, so a plan is asked
 * which it breaks. O(pairs * depth of the line of command for each related pair, pairs for each limit).
 */
export class SideRows {
  /** Every row but those of chains. */
  readonly rows: readonly PlanRow[];
  /** What each limit's rows count; chains have none. */
  readonly uses: readonly LimitUse[];
  private readonly market: RoundMarket;
  private readonly pairs: Pairs;
  private readonly chains: readonly LimitOf<'chain'>[];
  private byEdge: ReturnType<typeof rowsByEdge> | undefined = undefined;
  private byColumn: Transpose | undefined = undefined;
  private holder: Int32Array | undefined = undefined;

  constructor(market: RoundMarket, pairs: Pairs) {
    this.market = market;
    this.pairs = pairs;
    const limits = (market.policy.limits ?? []).filter((l) => binds(l.citation, market.policy));
    this.chains = limits.filter((l) => l.kind === 'chain');
    this.uses = limits.flatMap((limit) => this.usesOf(limit));
    this.rows = [...this.lineRows(), ...this.unitRows(), ...this.uses.map((u) => u.row).filter(({ edge, max }) => edge.length > 0 || max < 0)];
  }

  /** Whether there is anything to keep. */
  get binds(): boolean {
    return this.rows.length > 0 || this.chains.length > 0;
  }

  /** Whether a limit is among them. */
  get limits(): boolean {
    return this.uses.length > 0 || this.chains.length > 0;
  }

  /** Whether a plan keeps every row. O(people * rows that a pair counts in). */
  keeps(colOf: Int32Array): boolean {
    if (!this.binds) return true;
    this.byEdge ??= rowsByEdge(this.rows, this.pairs.col.length);
    const { start, row, coef } = this.byEdge;
    const sum = new Float64Array(this.rows.length);
    for (let i = 0; i < this.pairs.rows; i++) {
      const e = colOf[i]! < 0 ? -1 : edgeAt(this.pairs, i, colOf[i]!);
      if (e >= 0) for (let t = start[e]!; t < start[e + 1]!; t++) sum[row[t]!]! += coef[t]!;
    }
    return this.rows.every(({ max }, k) => sum[k]! <= max) && this.longChains(colOf).length === 0;
  }

  /** What each limit counts under a plan, in the order of `uses`. */
  counts(colOf: Int32Array): readonly number[] {
    const taken = this.taken(colOf);
    return this.uses.map(({ side, sitting, row }) => (side === 'min' ? 0 - sumOf(row, taken) : sitting + sumOf(row, taken)));
  }

  /** The limits that a plan does not keep, by id. */
  brokenLimits(colOf: Int32Array): readonly string[] {
    const taken = this.taken(colOf);
    const broken = [...this.uses.filter(({ row }) => sumOf(row, taken) > row.max).map((u) => u.limit.id), ...this.longChains(colOf).map(({ name }) => String(name[1]))];
    return [...new Set(broken)].sort(compareIds);
  }

  /** How many moves each limit on chains allows, and the longest run of moves that fill each other's seats. */
  longest(colOf: Int32Array): readonly { readonly limit: LimitOf<'chain'>; readonly moves: number }[] {
    if (this.chains.length === 0) return [];
    let moves = 0;
    for (let i = 0; i < this.pairs.rows; i++) {
      const run = new Set<number>();
      for (let k = i; k >= 0 && !run.has(k) && colOf[k]! >= 0 && !this.isStay(k, colOf[k]!); k = this.holderOf(colOf[k]!)) run.add(k);
      moves = Math.max(moves, run.size);
    }
    return this.chains.map((limit) => ({ limit, moves }));
  }

  private taken(colOf: Int32Array): Uint8Array {
    const taken = new Uint8Array(this.pairs.col.length);
    for (let i = 0; i < this.pairs.rows; i++) if (colOf[i]! >= 0) taken[edgeAt(this.pairs, i, colOf[i]!)] = 1;
    return taken;
  }

  /**
   * The chain rows that a plan breaks: of each run of more moves than a limit allows, every window of one move too many. Moves are pairs of people
   * with the posts they move to; the seat that one of them leaves is the next one's only where the post has that one seat.
   */
  longChains(colOf: Int32Array): readonly PlanRow[] {
    const found: PlanRow[] = [];
    if (this.chains.length === 0) return found;
    for (const limit of this.chains) {
      for (let i = 0; i < this.pairs.rows; i++) {
        if (colOf[i]! < 0 || this.isStay(i, colOf[i]!)) continue;
        const through = this.window(i, colOf, limit.max);
        if (through) found.push(this.chainRow(limit, through));
      }
    }
    return found;
  }

  /** The posts that the mover and those he sets moving run through, if they are as many as the limit and the holder of the last one moves too. */
  private window(first: number, colOf: Int32Array, most: number): number[] | undefined {
    const through: number[] = [];
    for (let i = first; ; ) {
      const j = colOf[i]!;
      // nobody, or a stay, takes no seat; a loop that closes has no further move
      if (j < 0 || this.isStay(i, j) || through.includes(j)) return undefined;
      if (through.length === most) return through;
      const next = this.holderOf(j);
      if (next < 0) return undefined;
      through.push(j);
      i = next;
    }
  }

  private chainRow(limit: LimitOf<'chain'>, through: readonly number[]): PlanRow {
    const { pairs } = this;
    this.byColumn ??= transpose(pairs);
    const { start, row, edge } = this.byColumn;
    const draft = new RowDraft();
    const first = through[0]!;
    for (let t = start[first]!; t < start[first + 1]!; t++) if (row[t] !== this.holderOf(first)) draft.add(edge[t]!, 1);
    through.slice(1).forEach((j, k) => {
      const e = edgeAt(pairs, this.holderOf(through[k]!), j);
      if (e >= 0) draft.add(e, 1);
    });
    const last = through.at(-1)!;
    const leaver = this.holderOf(last);
    for (let e = pairs.start[leaver]!; e < pairs.start[leaver + 1]!; e++) if (pairs.col[e] !== last) draft.add(e, 1);
    return draft.row(['limit', limit.id, through.map((j) => this.positionId(j))], limit.max);
  }

  /** Who sits in a post of one seat, -1 for nobody: one who stays, moves or is pinned elsewhere, none who leaves and none of a post that closes. */
  private holderOf(j: number): number {
    if (!this.holder) {
      this.holder = new Int32Array(this.pairs.cols).fill(-1);
      for (let i = 0; i < this.pairs.rows; i++) {
        const seat = this.sittingAt(i);
        if (seat >= 0 && this.pairs.colMax[seat] === 1) this.holder[seat] = i;
      }
    }
    return this.holder[j]!;
  }

  /** The open post of somebody who is not leaving, -1 for none. A pin elsewhere takes his stay pair, not his post. */
  private sittingAt(i: number): number {
    const { seat, open, leaving } = this.market;
    return seat[i]! >= 0 && open[seat[i]!] && !leaving[i] ? seat[i]! : -1;
  }

  private isStay(i: number, j: number): boolean {
    return this.market.seat[i] === j;
  }

  private personId(i: number): string {
    return this.market.round.people[i]!.id;
  }

  private positionId(j: number): string {
    return this.market.round.positions[j]!.id;
  }

  /** The cliques of `lineOfCommand`: one row for each post of the head with pairs of the other below it. */
  private lineRows(): PlanRow[] {
    const { round, policy, seat } = this.market;
    const { start, col } = this.pairs;
    const related = relatedPairs(round, policy);
    if (related.length === 0) return [];
    const above = commandersOf(round.positions);
    const rows: PlanRow[] = [];
    for (const [a, b] of related) {
      for (const [head, below] of [[a, b], [b, a]] as const) {
        const reached = new Set(col.subarray(start[head], start[head + 1]));
        const under = new Map<number, number[]>();
        for (let y = start[below]!; y < start[below + 1]!; y++) {
          for (const h of above[col[y]!]!) {
            if (!reached.has(h)) continue;
            // a pair so seated today may stay: the head's stay pair excludes only moves into his line
            if (this.isStay(head, h) && seat[below] === col[y]) continue;
            const known = under.get(h);
            if (known) known.push(y);
            else under.set(h, [y]);
          }
        }
        for (const [h, edges] of [...under].sort(([x], [y]) => x - y)) {
          const draft = new RowDraft();
          draft.add(edgeAt(this.pairs, head, h), 1);
          for (const y of edges) draft.add(y, 1);
          rows.push(draft.row(['line', this.personId(head), this.personId(below), this.positionId(h)], 1));
        }
      }
    }
    return rows;
  }

  /**
   * The cliques of `sameUnit`: all pairs of both into the unit together at most 1. Where both sit in it today, the two may stay: then one row leaves
   * out the stay of the first and the other that of the second, so that only both stays fit both rows.
   */
  private unitRows(): PlanRow[] {
    const { round, policy } = this.market;
    const { start, col } = this.pairs;
    const rows: PlanRow[] = [];
    for (const [a, b] of relatedPairs(round, policy, 'sameUnit')) {
      const into = (i: number): Map<string, number[]> => {
        const units = new Map<string, number[]>();
        for (let e = start[i]!; e < start[i + 1]!; e++) {
          const { unit } = round.positions[col[e]!]!;
          units.set(unit, [...(units.get(unit) ?? []), e]);
        }
        return units;
      };
      const ofB = into(b);
      for (const [unit, xs] of [...into(a)].sort(([x], [y]) => (x < y ? -1 : 1))) {
        const ys = ofB.get(unit);
        if (!ys) continue;
        const isStayOf = (i: number) => (e: number): boolean => this.isStay(i, col[e]!);
        const row = (name: RowName, edges: readonly number[]): void => {
          const draft = new RowDraft();
          for (const e of edges) draft.add(e, 1);
          rows.push(draft.row(name, 1));
        };
        const name = ['unit', this.personId(a), this.personId(b), unit];
        if (xs.some(isStayOf(a)) && ys.some(isStayOf(b))) {
          row([...name, this.personId(a)], [...xs.filter((e) => !isStayOf(a)(e)), ...ys]);
          row([...name, this.personId(b)], [...xs, ...ys.filter((e) => !isStayOf(b)(e))]);
        } else row(name, [...xs, ...ys]);
      }
    }
    return rows;
  }

  private usesOf(limit: Limit): LimitUse[] {
    switch (limit.kind) {
      case 'moves':
        return [{ limit, unit: null, side: 'max', bound: limit.max, today: 0, sitting: 0, row: this.overMoves(limit, () => 1) }];
      case 'budget':
        return [{ limit, unit: null, side: 'max', bound: limit.max, today: 0, sitting: 0, row: this.overMoves(limit, this.costOf(limit.cost)) }];
      case 'unit':
        return this.unitUses(limit);
      case 'donor':
        return this.donorUses(limit);
      case 'chain':
        return [];
    }
  }

  /** Every pair that is no stay, at its cost. */
  private overMoves(limit: LimitOf<'moves' | 'budget'>, cost: (i: number, j: number) => number): PlanRow {
    const { start, col, rows } = this.pairs;
    const edge: number[] = [];
    const coef: number[] = [];
    for (let i = 0; i < rows; i++) {
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        const units = this.isStay(i, col[e]!) ? 0 : cost(i, col[e]!);
        if (units === 0) continue;
        edge.push(e);
        coef.push(units);
      }
    }
    return { name: ['limit', limit.id], edge: Int32Array.from(edge), coef: Float64Array.from(coef), max: limit.max };
  }

  /** The high end of what a move costs, rounded up to whole units: what is not known counts against the budget. Asked once for all posts that look alike. */
  private costOf(cost: Expression): (i: number, j: number) => number {
    const { facts, policy } = this.market;
    const number = compiled('number', cost, policy);
    const reads = readsOf(cost);
    const { classOf, first } = classesBy(reads, facts.positions);
    let person = -1;
    let known: (number | undefined)[] = [];
    return (i, j) => {
      if (i !== person) [person, known] = [i, []];
      const cls = classOf[j]!;
      return (known[cls] ??= Math.ceil(number.of({ person: facts.people[i]!, position: facts.positions[first[cls]!]!, round: facts.round }).high / ONE));
    };
  }

  /** People who are meant: surely, and perhaps. */
  private meant(who: Expression | undefined): { readonly surely: Uint8Array; readonly perhaps: Uint8Array } {
    const { facts, policy } = this.market;
    const surely = new Uint8Array(this.pairs.rows).fill(1);
    const perhaps = new Uint8Array(this.pairs.rows).fill(1);
    const position = facts.positions[0]; // who reads the person alone: any post will do
    if (!who || !position) return { surely, perhaps };
    const truth = compiled('truth', who, policy);
    facts.people.forEach((person, i) => {
      const is = truth.of({ person, position, round: facts.round });
      surely[i] = is === true ? 1 : 0;
      perhaps[i] = is === false ? 0 : 1;
    });
    return { surely, perhaps };
  }

  private unitsOf(limit: { readonly units: 'each' | readonly string[] }): readonly string[] {
    return limit.units === 'each' ? this.market.round.units.map((u) => u.id) : [...limit.units].sort();
  }

  /** The pairs of some people into each unit, ascending. */
  private into(whose: Uint8Array): ReadonlyMap<string, Int32Array> {
    const { start, col, rows } = this.pairs;
    const lists = new Map<string, number[]>();
    const unitOf = this.market.round.positions.map((p) => p.unit);
    for (let i = 0; i < rows; i++) {
      if (!whose[i]) continue;
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        const unit = unitOf[col[e]!]!;
        const list = lists.get(unit);
        if (list) list.push(e);
        else lists.set(unit, [e]);
      }
    }
    return new Map([...lists].map(([unit, list]) => [unit, Int32Array.from(list)]));
  }

  private unitUses(limit: LimitOf<'unit'>): LimitUse[] {
    const { surely, perhaps } = this.meant(limit.who);
    const stays = this.stayEdges();
    const uses: LimitUse[] = [];
    const ofSide = (side: 'max' | 'min', whose: Uint8Array, bound: number | undefined): void => {
      if (bound === undefined) return;
      const into = this.into(whose);
      for (const unit of this.unitsOf(limit)) {
        const edge = into.get(unit) ?? new Int32Array(0);
        const today = edge.reduce((n, e) => n + stays[e]!, 0);
        const most = side === 'max' ? Math.max(bound, today) : 0 - Math.min(bound, today);
        uses.push({ limit, unit, side, bound, today, sitting: 0, row: { name: ['limit', limit.id, unit, side], edge, coef: new Float64Array(edge.length).fill(side === 'max' ? 1 : -1), max: most } });
      }
    };
    ofSide('max', perhaps, limit.max);
    ofSide('min', surely, limit.min);
    return uses;
  }

  private donorUses(limit: LimitOf<'donor'>): LimitUse[] {
    const { positions } = this.market.round;
    const unitOf = Array.from({ length: this.pairs.rows }, (_, i) => positions[this.sittingAt(i)]?.unit);
    return this.unitsOf(limit).map((unit) => {
      const holders = Uint8Array.from(unitOf, (held) => (held === unit ? 1 : 0));
      const edge = this.into(holders).get(unit) ?? new Int32Array(0);
      const sitting = holders.reduce((n, is) => n + is, 0);
      const stay = Math.max(0, sitting - limit.maxLeaving);
      return { limit, unit, side: 'max', bound: limit.maxLeaving, today: 0, sitting, row: { name: ['limit', limit.id, unit], edge, coef: new Float64Array(edge.length).fill(-1), max: 0 - stay } };
    });
  }

  /** 1 where an edge is a stay. */
  private stayEdges(): Uint8Array {
    const { start, col, rows } = this.pairs;
    const stays = new Uint8Array(col.length);
    for (let i = 0; i < rows; i++) for (let e = start[i]!; e < start[i + 1]!; e++) if (this.isStay(i, col[e]!)) stays[e] = 1;
    return stays;
  }
}

/** The rows that each edge counts in, with its coefficient: those of edge e at `start[e] .. start[e + 1]`. */
function rowsByEdge(rows: readonly SideRow[], edges: number): { readonly start: Int32Array; readonly row: Int32Array; readonly coef: Float64Array } {
  const start = new Int32Array(edges + 1);
  for (const { edge } of rows) for (const e of edge) start[e + 1]!++;
  for (let e = 0; e < edges; e++) start[e + 1]! += start[e]!;
  const next = start.slice();
  const row = new Int32Array(start[edges]!);
  const coef = new Float64Array(start[edges]!);
  rows.forEach((r, k) => {
    for (let t = 0; t < r.edge.length; t++) {
      const at = next[r.edge[t]!]!++;
      row[at] = k;
      coef[at] = r.coef[t]!;
    }
  });
  return { start, row, coef };
}

function sumOf({ edge, coef }: SideRow, taken: Uint8Array): number {
  let sum = 0;
  for (let t = 0; t < edge.length; t++) if (taken[edge[t]!]) sum += coef[t]!;
  return sum;
}

function compiled<K extends Compiled['kind']>(kind: K, e: Expression, policy: RoundMarket['policy']): Extract<Compiled, { kind: K }> {
  const found = compile(e, policy);
  if (found.kind !== kind) throw bug('a limit that was not checked');
  return found as Extract<Compiled, { kind: K }>;
}

/** The terms of a row that are left on a face, with the places of the face's own edges. `place` gives them, -1 for none. */
export function onFace<R extends SideRow>(row: R, place: Int32Array): R {
  const edge = new Int32Array(row.edge.length);
  const coef = new Float64Array(row.edge.length);
  let n = 0;
  for (let t = 0; t < row.edge.length; t++) {
    const e = place[row.edge[t]!]!;
    if (e < 0) continue;
    edge[n] = e;
    coef[n++] = row.coef[t]!;
  }
  return { ...row, edge: edge.slice(0, n), coef: coef.slice(0, n) };
}

/** Where each edge of a market stands on a face of it, -1 for nowhere. */
export function placesOn(face: Face, edges: number): Int32Array {
  const place = new Int32Array(edges).fill(-1);
  for (let e = 0; e < face.edge.length; e++) place[face.edge[e]!] = e;
  return place;
}

/** Whether some plan of a face could break a row, each person taking whatever adds most to it. O(terms log people). */
export function mayBreak(row: SideRow, face: Face): boolean {
  const { edge, coef, max } = row;
  let most = 0;
  for (let t = 0; t < edge.length; ) {
    const i = rowOf(edge[t]!, face);
    const from = t;
    let add = -Infinity;
    for (; t < edge.length && edge[t]! < face.start[i + 1]!; t++) add = Math.max(add, coef[t]!);
    // without a seat, or in a pair that the row leaves out, he adds nothing
    const all = t - from === face.start[i + 1]! - face.start[i]! && face.rowMin[i] === 1;
    most += all ? add : Math.max(0, add);
  }
  return most > max;
}

/** The person of an edge: the last one whose edges begin no later. */
function rowOf(e: number, { start, rows }: Face): number {
  let lo = 0;
  let hi = rows - 1;
  while (lo < hi) {
    const mid = (lo + hi + 1) >> 1;
    if (start[mid]! <= e) lo = mid;
    else hi = mid - 1;
  }
  return lo;
}

/** Rows in the order in which certificates list them. */
export function byName(a: RowName, b: RowName): number {
  const [x, y] = [canonicalJson(a), canonicalJson(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
