import { bug, MeritError } from '../errors/index.js';
import { edgeAt, type Face, type Level, type Levels, type Problem, type Shortage } from '../kernel/index.js';
import { boundWithoutRows, startWithRowsTrusted, type ProofTree, type RowBound, type RowOptions, type RowOutcome, type SideRow } from '../kernel/rows/index.js';
import { depthOf, nothingAtAll, TREE_DEPTH, type StageProof } from './certificate.js';
import type { Pairs } from './market.js';
import { boundOf, restrict } from './restrict.js';
import { mayBreak, onFace, placesOn, type PlanRow, type RowName, type SideRows } from './rows.js';
import type { Stage } from './stages.js';

/** The best plan that keeps the side rows, or the best found, with what proves it. */
export interface RowsPlan {
  readonly status: 'found';
  readonly colOf: Int32Array;
  /** One for each stage, up to that of the gap. */
  readonly proofs: readonly StageProof[];
  /** The first stage that is not proven best, by index, and what no plan can pass there. */
  readonly gap: { readonly stage: number; readonly bound: number } | undefined;
}

/** No plan keeps the rows: the proof, or a shortage where the rows have no part in it. */
export interface NoRowsPlan {
  readonly status: 'infeasible';
  readonly proof: StageProof | Shortage;
}

/** A stage of which the duals say everything: no row counts. */
export function freeProof(stage: Stage, { objective, rowDual, colDual }: Pick<Level, 'objective' | 'rowDual' | 'colDual'>): StageProof {
  return { stage: stage.id, value: objective, top: { denominator: 1, rowDual, colDual, times: new Float64Array(0) }, tree: undefined, names: [] };
}

/** The value of each stage under a seating. O(people * stages). */
export function valuesOf(pairs: Pairs, stages: readonly Stage[], colOf: Int32Array): number[] {
  const values = stages.map(() => 0);
  for (let i = 0; i < pairs.rows; i++) {
    const e = colOf[i]! < 0 ? -1 : edgeAt(pairs, i, colOf[i]!);
    if (e >= 0) for (let k = 0; k < stages.length; k++) values[k]! += stages[k]!.weight[e]!;
  }
  return values;
}

/** The best of some seatings, stage by stage; the first of equals; undefined of none. */
function bestOf(pairs: Pairs, stages: readonly Stage[], plans: readonly Int32Array[]): Int32Array | undefined {
  let best: { readonly plan: Int32Array; readonly values: readonly number[] } | undefined;
  for (const plan of plans) {
    const values = valuesOf(pairs, stages, plan);
    const s = best ? values.findIndex((value, k) => value !== best!.values[k]) : 0;
    if (s >= 0 && (!best || values[s]! > best.values[s]!)) best = { plan, values };
  }
  return best?.plan;
}

/**
 * The best plan of a market that keeps its side rows, stage by stage, each with its proof (docs/formats.md section 5.1).
 *
 * As long as the best plan known reaches what the levels without rows reach, their duals prove the stage and nothing is solved. From the
 * first stage where it does not, each stage is solved on what the stages before it leave: without rows where the best plan known is
 * best even so, else with its rows, and with those stages as rows themselves wherever their proof leaves worse plans in. A stage that is not closed within the node limit ends the proof: what
 * is known then is a plan, its value there and a bound.
 * @param free - the levels without rows.
 * @param plan - one that is best without rows.
 * @param plans - plans that keep the rows, to start from; may be none.
 * @param nodeLimit - of the search in one stage; by count, never by the clock.
 * @returns rests between pieces of work, so that a caller can stop it.
 * @throws {MeritError} E_LIMIT_SEARCH when no plan was found and none is excluded.
 */
export function* solveUnderRows(pairs: Pairs, stages: readonly Stage[], rows: SideRows, { levels }: Levels, plan: Int32Array, plans: readonly Int32Array[], nodeLimit?: number): Generator<void, RowsPlan | NoRowsPlan> {
  let best = bestOf(pairs, stages, plans);
  const proofs: StageProof[] = [];
  const held: PlanRow[] = []; // earlier stages whose proof leaves worse plans in
  const chains: PlanRow[] = []; // chain rows met so far
  let at: Face | undefined; // undefined as long as the levels without rows hold
  for (const [s, stage] of stages.entries()) {
    const level = levels[s]!;
    const value = best && valuesOf(pairs, [stage], best)[0]!;
    if (!at && value === level.objective) {
      proofs.push(freeProof(stage, level));
      continue;
    }
    const face: Face = at ?? level;
    const weight = weightOn(face, stage);
    if (best && isZero(weight)) {
      proofs.push({ stage: stage.id, value: 0, top: nothingAtAll(pairs), tree: undefined, names: [] });
      at = face;
      continue;
    }
    const problem = { ...face, weight };
    // mostly the rows have had their say by the first stage that they bend: the rest is proven as if there were none
    yield;
    const bare = at && best && boundWithoutRows(problem, { colOf: best, colDual: level.colDual }, value!);
    if (bare) {
      proofs.push({ stage: stage.id, value: value!, top: bare, tree: undefined, names: [] });
      at = restrict(problem, [], bare, value!);
      continue;
    }
    const { outcome, rows: counted, given } = yield* solveStage(problem, pairs.col.length, rows, [...rows.rows, ...chains, ...held], {
      ...(best && { hint: best }),
      ...(nodeLimit !== undefined && { nodeLimit }),
      // the level without rows, on a face near this one
      start: { colOf: at ? best! : plan, colDual: level.colDual },
    });
    const names = counted.map((r) => r.whole.name);
    if (outcome.status === 'infeasible') {
      if (best) throw bug('a stage without the plan of the stage before it');
      return { status: 'infeasible', proof: 'side' in outcome.proof ? outcome.proof : noPlan(pairs, outcome.proof, names) };
    }
    if (outcome.status === 'unknown') throw new MeritError('E_LIMIT_SEARCH', 'no plan that keeps the limits and keeps related people apart was found, and none is excluded\nMaybe fewer pins, wider limits, or a larger node limit.');
    chains.push(...counted.slice(given).map((r) => r.whole));
    if (best === undefined || outcome.objective > value!) best = outcome.colOf;
    const { objective } = outcome;
    if (!at && objective === level.objective) {
      proofs.push(freeProof(stage, level));
      continue;
    }
    const top = inLowestTerms(outcome.root);
    const most = boundOf(problem, counted, top);
    const bound = Math.floor(most / top.denominator);
    const tree = bound === objective ? undefined : outcome.tree;
    const proof = { stage: stage.id, value: objective, top, tree, names };
    // what the document cannot hold is left to the bound at the top
    if (tree && depthOf(tree) > TREE_DEPTH) return { status: 'found', colOf: best, proofs: [...proofs, { ...proof, value: bound, tree: undefined }], gap: { stage: s, bound } };
    if (outcome.status === 'feasible') {
      // open leaves of a tree are kept only where they bound better than the top does alone
      const better = outcome.bound < bound;
      const least = better ? outcome.bound : bound;
      return { status: 'found', colOf: best, proofs: [...proofs, { ...proof, value: least, tree: better ? tree : undefined }], gap: { stage: s, bound: least } };
    }
    proofs.push(proof);
    at = restrict(problem, counted, top, objective);
    if (most > top.denominator * objective || top.times.some((t) => t > 0)) held.push(heldRow(pairs, stage, objective));
  }
  return { status: 'found', colOf: best!, proofs, gap: undefined };
}

/** The weights of a stage on the pairs of a face. */
function weightOn({ edge }: Face, stage: Stage): Float64Array {
  const weight = new Float64Array(edge.length);
  for (let e = 0; e < weight.length; e++) weight[e] = stage.weight[edge[e]!]!;
  return weight;
}

function isZero(weight: Float64Array): boolean {
  for (let e = 0; e < weight.length; e++) if (weight[e] !== 0) return false;
  return true;
}

/** The same bound over the smallest denominator. */
function inLowestTerms(b: RowBound): RowBound {
  let by = b.denominator;
  for (const list of [b.rowDual, b.colDual, b.times]) for (let k = 0; k < list.length && by > 1; k++) by = gcd(by, Math.abs(list[k]!));
  return by === 1 ? b : { denominator: b.denominator / by, rowDual: b.rowDual.map((u) => u / by), colDual: b.colDual.map((v) => v / by), times: b.times.map((t) => t / by) };
}

function gcd(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}

/** A stage's value as a row of the later ones: minus its weights, at most minus the value. */
function heldRow({ col }: Pairs, { id, weight }: Stage, value: number): PlanRow {
  const edge = new Int32Array(col.length);
  let n = 0;
  for (let e = 0; e < edge.length; e++) if (weight[e] !== 0) edge[n++] = e;
  const coef = new Float64Array(n);
  for (let t = 0; t < n; t++) coef[t] = -weight[edge[t]!]!;
  return { name: ['stage', id], edge: edge.slice(0, n), coef, max: 0 - value };
}

/** A row of the market, and what of it counts on a face. */
interface FaceRow extends SideRow {
  readonly whole: PlanRow;
}

export interface StageOutcome {
  readonly outcome: RowOutcome;
  /** The rows of the face: first those given, then the chain rows met on the way. */
  readonly rows: readonly FaceRow[];
  readonly given: number;
}

/**
 * The best plan of a face by one weight that keeps some rows of the market; rows that no plan there can break are left out. Chains are asked for as plans
 * turn up.
 * @param edges - of the market.
 */
export function* solveStage(problem: Problem & Face, edges: number, side: Pick<SideRows, 'longChains'>, all: readonly PlanRow[], options: RowOptions = {}): Generator<void, StageOutcome> {
  const place = placesOn(problem, edges);
  const rows = all.map((whole): FaceRow => ({ ...onFace(whole, place), whole })).filter((row) => mayBreak(row, problem));
  const given = rows.length;
  const run = startWithRowsTrusted(problem, rows.slice(), {
    ...options,
    separate: (colOf) => {
      const more = side.longChains(colOf).map((whole): FaceRow => ({ ...onFace(whole, place), whole }));
      rows.push(...more);
      return more;
    },
  });
  while (run.step() === 'running') yield;
  if (!run.result) throw bug('a finished search without a result');
  return { outcome: run.result, rows, given };
}

/** That no plan keeps the rows: a bound below nothing at the top, or in every case of a tree. */
function noPlan(pairs: Pairs, proof: ProofTree, names: readonly RowName[]): StageProof {
  if (depthOf(proof) > TREE_DEPTH) throw new MeritError('E_LIMIT_SEARCH', 'no plan keeps the limits and keeps related people apart, but what shows it is deeper than a document can hold\nMaybe fewer limits or pins; conflictOf may name those that cannot be kept together.');
  const closed = proof.kind === 'none';
  return { stage: 'rows', value: -1, top: closed ? proof : nothingAtAll(pairs), tree: closed ? undefined : proof, names };
}
