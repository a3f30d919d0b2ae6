import type { Plan } from './documents.js';
import type { Seating } from './derived.js';
import type { Market } from './market.js';

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
}

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
  const fits = Float64Array.from(seating, (j, i) => (j < 0 ? 0 : market.fitLow(i, j)));
  return market.stages.map(({ weight }) => {
    const sum = new Sum();
    seating.forEach((j, i) => j >= 0 && sum.add(weight(i, j, fits[i]!)));
    return sum.value;
  });
}

/** The plans of a market before any stage; `exists` says which of its pairs are in it. */
export function wholeFace(market: Market, exists: ArrayLike<number>): Face {
  const pairs = new Int32Array(exists.length);
  let kept = 0;
  for (let e = 0; e < exists.length; e++) if (exists[e]) pairs[kept++] = e;
  return {
    pairs: pairs.subarray(0, kept), rowMin: market.rowMin, rowMax: new Uint8Array(market.rowMin.length).fill(1), colMin: market.colMin, colMax: market.colMax,
  };
}

type Duals = readonly (readonly [string, number])[];

/** One dual per place, zero where none is listed; or the place of the first entry that is no dual. */
function readDuals(duals: Duals, places: ReadonlyMap<string, number>): Float64Array | number {
  const all = new Float64Array(places.size);
  let last = -1;
  for (let k = 0; k < duals.length; k++) {
    const [id, dual] = duals[k]!;
    const place = places.get(id);
    if (place === undefined || place <= last || dual === 0 || Math.abs(dual) > LARGEST) return k;
    all[place] = dual;
    last = place;
  }
  return all;
}

/** Section 5.1, one stage: what is wrong with its duals, or their bound and the face they leave. */
function checkStage(market: Market, face: Face, weight: Market['stages'][number]['weight'], people: Duals, positions: Duals, path: string): Problem | { readonly bound: bigint; readonly face: Face } {
  const shape = (side: string, k: number): Problem => ({ code: 'E_CERT_SHAPE', path: `${path}/${side}/${k}`, detail: 'A dual is zero, too large, out of order or of nobody in the round.' });
  const u = readDuals(people, market.facts.personAt);
  if (typeof u === 'number') return shape('people', u);
  const v = readDuals(positions, market.facts.positionAt);
  if (typeof v === 'number') return shape('positions', v);

  const tight = new Int32Array(face.pairs.length);
  let kept = 0;
  for (let k = 0; k < face.pairs.length; k++) {
    const e = face.pairs[k]!;
    const i = market.person[e]!;
    const j = market.position[e]!;
    const slack = u[i]! + v[j]! - weight(i, j, market.fit[e]!);
    if (slack < 0) return { code: 'E_CERT_BOUND', path, detail: `The duals do not cover the pair of ${market.facts.round.people[i]!.id} and ${market.facts.round.positions[j]!.id}.` };
    if (slack === 0) tight[kept++] = e;
  }
  const bound = new Sum();
  const [rowMin, rowMax, colMin, colMax] = [face.rowMin.slice(), face.rowMax.slice(), face.colMin.slice(), face.colMax.slice()];
  u.forEach((dual, i) => {
    if (dual > 0) rowMin[i] = rowMax[i]!;
    if (dual < 0) rowMax[i] = rowMin[i]!;
    if (dual !== 0) bound.add(dual, rowMin[i]);
  });
  v.forEach((dual, j) => {
    if (dual > 0) colMin[j] = colMax[j]!;
    if (dual < 0) colMax[j] = colMin[j]!;
    if (dual !== 0) bound.add(dual, colMin[j]);
  });
  const pairs = new Int32Array(kept);
  let left = 0;
  for (let k = 0; k < kept; k++) if (rowMax[market.person[tight[k]!]!]! > 0 && colMax[market.position[tight[k]!]!]! > 0) pairs[left++] = tight[k]!;
  return { bound: bound.value, face: { pairs: pairs.subarray(0, left), rowMin, rowMax, colMin, colMax } };
}

/** What a certificate proves of a plan that is one of the market's: the last face if it is optimal, the gap if it is not proven so. */
export function checkCertificate(market: Market, exists: ArrayLike<number>, seating: Seating, plan: Plan, path: string): Problem | { readonly face: Face } | { readonly gap: string } {
  const { certificate, gap, status } = plan;
  const feasible = status === 'feasible';
  if (certificate === null) return { code: 'E_CERT_SHAPE', path: `${path}/certificate`, detail: 'A plan with seats needs a certificate.' };
  if (plan.shortage !== null) return { code: 'E_CERT_SHAPE', path: `${path}/shortage`, detail: 'Only an infeasible plan has a shortage.' };
  if ((gap !== null) !== feasible) return { code: 'E_CERT_SHAPE', path: `${path}/gap`, detail: 'A plan has a gap exactly if it is feasible without being proven optimal.' };

  const values = valuesOf(market, seating);
  let face = wholeFace(market, exists);
  for (let k = 0; k < certificate.stages.length; k++) {
    const here = `${path}/certificate/stages/${k}`;
    const { stage, value, people, positions } = certificate.stages[k]!;
    if (stage !== market.stages[k]?.name) return { code: 'E_CERT_SHAPE', path: `${here}/stage`, detail: `Stage ${k + 1} of the certificate is not stage ${k + 1} of the objective.` };
    const checked = checkStage(market, face, market.stages[k]!.weight, people, positions, here);
    if ('code' in checked) return checked;
    const open = gap !== null && k === certificate.stages.length - 1;
    if (values[k] !== checked.bound && !open) return { code: 'E_CERT_NOT_OPTIMAL', path: here, detail: `At stage ${stage} the plan has the value ${values[k]!}, but its duals prove no less than ${checked.bound} to be out of reach.` };
    if (BigInt(value) !== checked.bound) return { code: 'E_CERT_BOUND', path: `${here}/value`, detail: `At stage ${stage} the stated value is ${value}, but the duals give ${checked.bound}.` };
    if (open) {
      if (gap.stage !== stage || BigInt(gap.value) !== values[k] || BigInt(gap.bound) !== checked.bound) return { code: 'E_CERT_BOUND', path: `${path}/gap`, detail: `The gap is from ${values[k]!} to ${checked.bound} at stage ${stage}, not as stated.` };
      return { gap: `a gap of ${checked.bound - values[k]!} at stage ${stage}` };
    }
    face = checked.face;
  }
  if (certificate.stages.length < market.stages.length) return { code: 'E_CERT_SHAPE', path: `${path}/certificate/stages`, detail: `The certificate has ${certificate.stages.length} of ${market.stages.length} stages.` };
  return { face };
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
