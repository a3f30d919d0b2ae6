import { canonical, compareTexts } from './canonical.js';
import type { Seating } from './derived.js';
import type { Leaf, Plan, RowName, Tree } from './documents.js';
import type { Market, Stage } from './market.js';
import { Rows, type Row } from './rows.js';

/** What is wrong, and where. */
export interface Problem {
  readonly code: string;
  readonly path: string;
  readonly detail: string;
}

/** The plans that are best in every stage: the pairs they use, and how many each person and position takes. */
export interface Face {
  readonly pairs: Int32Array;
  readonly rowMin: Uint8Array;
  readonly rowMax: Uint8Array;
  readonly colMin: Float64Array;
  readonly colMax: Float64Array;
  /** Whether these are the best plans and no others: no row, tree or slack played a part. */
  readonly exact: boolean;
}

/** Pairs that the bounds of a certificate may look at, rows included: more than any search finds worth it, and no more than some minutes. */
const MOST_WORK = 30_000_000_000;

const LARGEST = 4503599627370496; // 2^52: the sum of two such numbers is exact

/** A sum that stays exact. */
class Sum {
  #small = 0;
  #big = 0n;

  add(value: number, times = 1): void {
    if (Math.abs(value * times) <= LARGEST) this.#small += value * times;
    else this.#big += BigInt(value) * BigInt(times);
    if (Math.abs(this.#small) > LARGEST) {
      this.#big += BigInt(this.#small);
      this.#small = 0;
    }
  }

  get value(): bigint {
    return this.#big + BigInt(this.#small);
  }
}

/** The values of a seating, stage by stage. */
export function valuesOf(market: Market, seating: Seating): bigint[] {
  const fits = new Float64Array(seating.length);
  for (let i = 0; i < seating.length; i++) if (seating[i]! >= 0) fits[i] = market.fitLow(i, seating[i]!);
  return market.stages.map(({ weight }) => {
    const sum = new Sum();
    for (let i = 0; i < seating.length; i++) if (seating[i]! >= 0) sum.add(weight(i, seating[i]!, fits[i]!));
    return sum.value;
  });
}

/** The plans of a market before any stage; `exists` says which of its pairs are in it. */
export function wholeFace(market: Market, exists: ArrayLike<number>): Face {
  const pairs = new Int32Array(exists.length);
  let kept = 0;
  for (let e = 0; e < exists.length; e++) if (exists[e]) pairs[kept++] = e;
  return {
    pairs: pairs.subarray(0, kept), rowMin: market.rowMin, rowMax: new Uint8Array(market.rowMin.length).fill(1), colMin: market.colMin, colMax: market.colMax, exact: true,
  };
}

type Certified = NonNullable<Plan['certificate']>['stages'][number];
type Duals = readonly (readonly [string, number])[];

/** Sets one dual per place, zero where none is listed; gives the place of the first entry that is no dual, or -1. */
function readDuals(duals: Duals, places: ReadonlyMap<string, number>, into: Float64Array): number {
  into.fill(0);
  let last = -1;
  for (let k = 0; k < duals.length; k++) {
    const [id, dual] = duals[k]!;
    const place = places.get(id);
    if (place === undefined || place <= last || dual === 0 || Math.abs(dual) > LARGEST) return k;
    into[place] = dual;
    last = place;
  }
  return -1;
}

function floorOf(top: bigint, bottom: number): bigint {
  const by = BigInt(bottom);
  return top / by - (top % by < 0n ? 1n : 0n);
}

/** The least place from which on the items, which ascend, belong to `i` or later ones. */
function lowerBound(face: Face, person: Int32Array, i: number): number {
  let [low, high] = [0, face.pairs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (person[face.pairs[middle]!]! < i) low = middle + 1;
    else high = middle;
  }
  return low;
}

// The walks over all pairs stand alone: each is one loop over lists of numbers.

/** Sets the weights of some pairs at a stage. */
function weigh({ person, position, fit }: Market, { weight }: Stage, pairs: Int32Array, w: Float64Array): void {
  for (let k = 0; k < pairs.length; k++) {
    const e = pairs[k]!;
    w[k] = weight(person[e]!, position[e]!, fit[e]!);
  }
}

const NONE_OUT = new Uint8Array(0);
const NO_ROWS = new Float64Array(0);

/**
 * Sets by how much `D` times its weight is below the duals of each of some pairs, but for those that are `out`; gives the place of the first one that they do
 * not cover, or -1. The duals of a pair are `u`, `v` and what rows give it, if there are any.
 */
function cover({ person, position }: Market, pairs: Int32Array, out: Uint8Array, u: Float64Array, v: Float64Array, ofRows: Float64Array, w: Float64Array, D: number, slack: Float64Array): number {
  const [all, plain] = [out.length === 0, ofRows.length === 0];
  for (let k = 0; k < pairs.length; k++) {
    if (!all && out[k] !== 0) continue;
    const e = pairs[k]!;
    const ofPerson = plain ? u[person[e]!]! : u[person[e]!]! + ofRows[e]!;
    const over = ofPerson + (v[position[e]!]! - (D === 0 ? 0 : D * w[k]!));
    slack[k] = over;
    if (!(over >= 0)) return k;
  }
  return -1;
}

/** Of some pairs those with a slack of no more than `g`, whose person and position take somebody. */
function within({ person, position }: Market, pairs: Int32Array, slack: Float64Array, g: number, rowMax: Uint8Array, colMax: Float64Array): Int32Array {
  const kept = new Int32Array(pairs.length);
  let count = 0;
  for (let k = 0; k < pairs.length; k++) {
    const e = pairs[k]!;
    if (slack[k]! <= g && rowMax[person[e]!]! > 0 && colMax[position[e]!]! > 0) kept[count++] = e;
  }
  return kept.slice(0, count);
}

/** Section 5.1 for one plan: `u` and `v` are the duals of people and positions, `w` the weights of the stage, `t` how often a row counts. */
class Proof {
  readonly #market: Market;
  readonly #exists: ArrayLike<number>;
  readonly #values: readonly bigint[];
  readonly #u: Float64Array;
  readonly #v: Float64Array;
  /** By pair of the face: its weight at this stage, and by how much the last bound covers it. */
  readonly #w: Float64Array;
  readonly #slack: Float64Array;
  /** By pair of the market: what the rows of a bound add to its duals; zero between bounds. */
  #extra: Float64Array | undefined;
  #rows: Rows | undefined;
  readonly #stageRows = new Map<number, Row>();
  /** The number of the stage looked at, which is as many as are settled; and of the leaves seen. */
  #stage = 0;
  leaves = 0;
  #work = 0;

  constructor(market: Market, exists: ArrayLike<number>, values: readonly bigint[]) {
    this.#market = market;
    this.#exists = exists;
    this.#values = values;
    this.#u = new Float64Array(market.rowMin.length);
    this.#v = new Float64Array(market.colMin.length);
    this.#w = new Float64Array(market.person.length);
    this.#slack = new Float64Array(market.person.length);
  }

  /** Turns to a stage: its weights on the pairs that are left. */
  turnTo(stage: number, face: Face): void {
    this.#stage = stage;
    weigh(this.#market, this.#market.stages[stage]!, face.pairs, this.#w);
  }

  /**
   * `B` of a bound for the plans of a face without the pairs that are `out`; or what is wrong with it. With `D` = 0 the weights are all 0.
   * Every term is at most 2^52 in size and two of them are added first, so that a slack has the right sign and is exact up to 2^53. O(pairs).
   */
  bound(given: Leaf, face: Face, out: Uint8Array | undefined, D: number, path: string): Problem | bigint {
    const { person, position, facts } = this.#market;
    const [u, v, w] = [this.#u, this.#v, this.#w];
    this.#work += u.length + v.length + face.pairs.length;
    for (const [side, duals, places, into] of [['people', given.people, facts.personAt, u], ['positions', given.positions, facts.positionAt, v]] as const) {
      const k = readDuals(duals, places, into);
      if (k >= 0) return { code: 'E_CERT_SHAPE', path: `${path}/${side}/${k}`, detail: 'A dual is zero, too large, out of order or of nobody in the round.' };
    }
    const B = new Sum();
    const problem = this.#addRows(given, B, path);
    if (problem) return problem;
    if (this.#work + (this.#rows?.spent ?? 0) > MOST_WORK) return { code: 'E_CERT_SHAPE', path, detail: 'The certificate asks for more work than a proof may take.' };
    const extra = given.rows ? this.#extra! : NO_ROWS;
    // no weight is above 2^24
    if (D > 134_217_728) {
      for (let k = 0; k < face.pairs.length; k++) if (Math.abs(w[k]!) * D > LARGEST) return { code: 'E_CERT_SHAPE', path: `${path}/denominator`, detail: 'The denominator is too large for the weights of this stage.' };
    }
    const k = cover(this.#market, face.pairs, out ?? NONE_OUT, u, v, extra, w, D, this.#slack);
    if (k >= 0) {
      const e = face.pairs[k]!;
      if (Number.isNaN(this.#slack[k])) return { code: 'E_CERT_SHAPE', path: `${path}/rows`, detail: 'The rows count too often to be added exactly.' };
      return { code: 'E_CERT_BOUND', path, detail: `The duals do not cover the pair of ${facts.round.people[person[e]!]!.id} and ${facts.round.positions[position[e]!]!.id}.` };
    }
    for (let i = 0; i < u.length; i++) if (u[i] !== 0) B.add(u[i]!, u[i]! > 0 ? face.rowMax[i] : face.rowMin[i]);
    for (let j = 0; j < v.length; j++) if (v[j] !== 0) B.add(v[j]!, v[j]! > 0 ? face.colMax[j] : face.colMin[j]);
    for (const [name] of given.rows ?? []) for (const e of this.#rowOf(name)!.pairs) extra[e] = 0;
    return B.value;
  }

  /** Adds the rows of a bound to the duals of their pairs, and what they must not exceed to `B`. */
  #addRows({ rows }: Leaf, B: Sum, path: string): Problem | undefined {
    if (!rows) return undefined;
    const wrong = (k: number, detail: string): Problem => ({ code: 'E_CERT_SHAPE', path: `${path}/rows/${k}`, detail });
    const extra = (this.#extra ??= new Float64Array(this.#market.person.length));
    let last = '';
    for (const [k, [name, t]] of rows.entries()) {
      const key = canonical(name);
      if (compareTexts(last, key) >= 0) return wrong(k, 'The rows are not in the order of their names, or one stands there twice.');
      last = key;
      const row = this.#rowOf(name);
      if (!row) return wrong(k, 'The round and the policy have no such row.');
      const { pairs, coefficients, most } = row;
      this.#work += 2 * pairs.length; // to add them and to take them back
      if (this.#work > MOST_WORK) return wrong(k, 'The certificate asks for more work than a proof may take.');
      B.add(t, most);
      for (let n = 0; n < pairs.length; n++) {
        const term = t * coefficients[n]!;
        const sum = extra[pairs[n]!]! + term;
        extra[pairs[n]!] = Math.abs(term) > LARGEST || Math.abs(sum) > LARGEST ? NaN : sum; // which matters only if the pair is left, and then stays
      }
    }
    return undefined;
  }

  #rowOf(name: RowName): Row | undefined {
    if (name[0] !== 'stage') return (this.#rows ??= new Rows(this.#market, this.#exists)).find(name);
    const s = this.#market.stages.findIndex((stage) => stage.name === name[1]);
    return s >= 0 && s < this.#stage && name.length === 2 ? this.#stageRow(s) : undefined;
  }

  /** A settled stage as a row: no less than its value. */
  #stageRow(s: number): Row {
    let row = this.#stageRows.get(s);
    if (!row) {
      const { person, position, fit, stages } = this.#market;
      const { pairs } = wholeFace(this.#market, this.#exists);
      row = { pairs, coefficients: Float64Array.from(pairs, (e) => -stages[s]!.weight(person[e]!, position[e]!, fit[e]!)), most: -Number(this.#values[s]!) };
      this.#stageRows.set(s, row);
    }
    return row;
  }

  /** The plans that the bound just taken leaves within a slack of `g`. */
  restrict(face: Face, g: number): Face {
    const [rowMin, rowMax, colMin, colMax] = [face.rowMin.slice(), face.rowMax.slice(), face.colMin.slice(), face.colMax.slice()];
    this.#u.forEach((dual, i) => {
      if (dual > g) rowMin[i] = rowMax[i]!;
      if (-dual > g) rowMax[i] = rowMin[i]!;
    });
    this.#v.forEach((dual, j) => {
      const spare = (g - (g % Math.abs(dual))) / Math.abs(dual); // floor(g / |dual|), exactly
      if (dual > 0) colMin[j] = Math.max(face.colMin[j]!, face.colMax[j]! - spare);
      if (dual < 0) colMax[j] = Math.min(face.colMax[j]!, face.colMin[j]! + spare);
    });
    return { pairs: within(this.#market, face.pairs, this.#slack, g, rowMax, colMax), rowMin, rowMax, colMin, colMax, exact: face.exact && g === 0 };
  }

  /**
   * The greatest `floor(B / D)` of the leaves of a tree that are not `none`, `least` if there is none above it; or what is wrong. Where `most` is given no leaf
   * may leave more; where it is null all must be `none`. O(pairs) a leaf.
   */
  tree(root: Tree, whole: Face, least: bigint, most: bigint | null | undefined, at: string): Problem | bigint {
    const { person, position, facts } = this.#market;
    const out = new Uint8Array(whole.pairs.length); // how many branches above leave a pair out: no more than a tree is deep
    const face = { ...whole, rowMin: whole.rowMin.slice() };
    let greatest = least;
    const walk = (node: Tree, path: string): Problem | undefined => {
      if (!('in' in node)) return leaf(node, path);
      const i = facts.personAt.get(node.person);
      if (i === undefined) return { code: 'E_CERT_SHAPE', path: `${path}/person`, detail: 'The round has no such person.' };
      const chosen = new Set<number>();
      let last = -1;
      for (const [k, id] of node.positions.entries()) {
        const j = facts.positionAt.get(id);
        if (j === undefined || j <= last) return { code: 'E_CERT_SHAPE', path: `${path}/positions/${k}`, detail: 'The round has no such position, or they are not in the order of their ids.' };
        chosen.add((last = j));
      }
      const [from, to] = [lowerBound(whole, person, i), lowerBound(whole, person, i + 1)];
      const leaveOut = (ofChosen: boolean, by: number): void => {
        for (let k = from; k < to; k++) if (chosen.has(position[whole.pairs[k]!]!) === ofChosen) out[k]! += by;
      };
      const before = face.rowMin[i]!;
      face.rowMin[i] = 1;
      leaveOut(false, 1);
      const problem = walk(node.in, `${path}/in`);
      if (problem) return problem;
      leaveOut(false, -1);
      face.rowMin[i] = before;
      leaveOut(true, 1);
      const other = walk(node.out, `${path}/out`);
      leaveOut(true, -1);
      return other;
    };
    const leaf = (node: Leaf, path: string): Problem | undefined => {
      this.leaves++;
      if (most === null && !node.none) return { code: 'E_CERT_SHAPE', path, detail: 'Where there is no plan every leaf must show that nothing is left.' };
      const D = node.denominator ?? 1;
      const B = this.bound(node, face, out, node.none ? 0 : D, path);
      if (typeof B !== 'bigint') return B;
      if (node.none) return B < 0n ? undefined : { code: 'E_CERT_BOUND', path, detail: `Nothing should be left to plan here, but the bound is ${B} and not below 0.` };
      const value = floorOf(B, D);
      if (value > greatest) greatest = value;
      return most === undefined || most === null || value <= most ? undefined : { code: 'E_CERT_NOT_OPTIMAL', path, detail: `The plan has the value ${most}, but this leaf proves no less than ${value} to be out of reach.` };
    };
    return walk(root, at) ?? greatest;
  }
}

/** What a certificate proves of a plan that is one of the market's: the last face if it is optimal, the gap if it is not proven so. */
export function checkCertificate(market: Market, exists: ArrayLike<number>, seating: Seating, plan: Plan, path: string): Problem | { readonly face: Face; readonly leaves: number } | { readonly gap: string } {
  const { certificate, gap, status } = plan;
  const feasible = status === 'feasible';
  if (certificate === null) return { code: 'E_CERT_SHAPE', path: `${path}/certificate`, detail: 'A plan with seats needs a certificate.' };
  if (plan.shortage !== null) return { code: 'E_CERT_SHAPE', path: `${path}/shortage`, detail: 'Only an infeasible plan has a shortage.' };
  if ((gap !== null) !== feasible) return { code: 'E_CERT_SHAPE', path: `${path}/gap`, detail: 'A plan has a gap exactly if it is feasible without being proven optimal.' };

  const values = valuesOf(market, seating);
  const proof = new Proof(market, exists, values);
  let face = wholeFace(market, exists);
  for (let k = 0; k < certificate.stages.length; k++) {
    const here = `${path}/certificate/stages/${k}`;
    const given: Certified = certificate.stages[k]!;
    const { stage, tree } = given;
    if (stage !== market.stages[k]?.name) return { code: 'E_CERT_SHAPE', path: `${here}/stage`, detail: `Stage ${k + 1} of the certificate is not stage ${k + 1} of the objective.` };
    const value = values[k]!;
    const D = given.denominator ?? 1;
    proof.turnTo(k, face);
    const B = proof.bound(given, face, undefined, D, here);
    if (typeof B !== 'bigint') return B;
    const top = floorOf(B, D);
    const open = gap !== null && k === certificate.stages.length - 1;
    if (tree && top === value) return { code: 'E_CERT_SHAPE', path: `${here}/tree`, detail: `At stage ${stage} the duals close the stage, so there is no tree.` };
    if (top < value || (top > value && !tree && !open)) return { code: 'E_CERT_NOT_OPTIMAL', path: here, detail: `At stage ${stage} the plan has the value ${value}, but its duals prove no less than ${top} to be out of reach.` };
    let next = face;
    if (!open) {
      const g = B - BigInt(D) * value;
      if (g > LARGEST) return { code: 'E_CERT_SHAPE', path: here, detail: `At stage ${stage} the duals leave too much to count on with.` };
      next = proof.restrict(face, Number(g));
    }
    const proven = tree ? proof.tree(tree, face, value, open ? undefined : value, `${here}/tree`) : top;
    if (typeof proven !== 'bigint') return proven;
    if (BigInt(given.value) !== proven) return { code: 'E_CERT_BOUND', path: `${here}/value`, detail: `At stage ${stage} the stated value is ${given.value}, but the duals give ${proven}.` };
    if (open) {
      if (gap.stage !== stage || BigInt(gap.value) !== value || BigInt(gap.bound) !== proven) return { code: 'E_CERT_BOUND', path: `${path}/gap`, detail: `The gap is from ${value} to ${proven} at stage ${stage}, not as stated.` };
      return { gap: `a gap of ${proven - value} at stage ${stage}` };
    }
    face = given.rows || tree ? { ...next, exact: false } : next;
  }
  if (certificate.stages.length < market.stages.length) return { code: 'E_CERT_SHAPE', path: `${path}/certificate/stages`, detail: `The certificate has ${certificate.stages.length} of ${market.stages.length} stages.` };
  return { face, leaves: proof.leaves };
}

/** What a certificate shows of a market that is claimed to have no plan: by how many leaves; or what is wrong with it. */
export function checkNoPlan(market: Market, exists: ArrayLike<number>, { stages }: NonNullable<Plan['certificate']>, path: string): Problem | number {
  const [given] = stages;
  if (stages.length !== 1 || given!.stage !== 'rows' || given!.value !== -1) return { code: 'E_CERT_SHAPE', path, detail: 'That there is no plan is shown by one stage, named rows, of value -1.' };
  const here = `${path}/stages/0`;
  const proof = new Proof(market, exists, []);
  const face = wholeFace(market, exists);
  const B = proof.bound(given!, face, undefined, 0, here);
  if (typeof B !== 'bigint') return B;
  if (B < 0n) return given!.tree ? { code: 'E_CERT_SHAPE', path: `${here}/tree`, detail: 'The duals show that there is no plan, so there is no tree.' } : 1;
  if (!given!.tree) return { code: 'E_CERT_BOUND', path: here, detail: `The duals do not show that there is no plan: their bound is ${B} and not below 0.` };
  const proven = proof.tree(given!.tree, face, 0n, null, `${here}/tree`);
  return typeof proven === 'bigint' ? proof.leaves : proven;
}

/** True if a shortage proves that its market has no plan at all. */
export function provesShortage(market: Market, exists: ArrayLike<number>, shortage: NonNullable<Plan['shortage']>): boolean {
  const { personAt, positionAt } = market.facts;
  const [people, positions] = [new Set(shortage.people.map((id) => personAt.get(id))), new Set(shortage.positions.map((id) => positionAt.get(id)))];
  if (people.has(undefined) || positions.has(undefined)) return false;
  const must = shortage.side === 'people';
  for (let e = 0; e < market.person.length; e++) {
    const [i, j] = [people.has(market.person[e]), positions.has(market.position[e])];
    if (exists[e] && (must ? i && !j : j && !i)) return false;
  }
  let seats = 0;
  for (const j of positions) seats += (must ? market.colMax : market.colMin)[j!]!;
  if (!must) return people.size < seats;
  return [...people].every((i) => market.rowMin[i!] === 1) && seats < people.size;
}
