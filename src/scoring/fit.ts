import { bug } from '../errors/index.js';
import { mulDivHalfUp, toUnits } from '../model/decimal.js';
import { alikeInAll, classesBy, type Facts, type PositionClasses } from '../eligibility/index.js';
import { compile, ONE, readsOf, WEIGHTS_TOTAL, type Criterion, type Interval, type Pair, type Policy } from '../policy/index.js';

/** What one criterion adds to a fit, from its low to its high end, in 1/10,000 point. */
export interface Part extends Interval {
  readonly criterion: string;
}

/** How well a person fits a position: the sum of its rounded parts. The low end counts. */
export interface Fit extends Interval {
  readonly parts: readonly Part[];
}

/** Points of at most 4 decimals as fits, parts and costs are held: an integer of 1/10,000 point. */
export function costUnits(points: number): number {
  const units = toUnits(points);
  if (typeof units !== 'number') throw bug('a cost that was not checked');
  return units / 100;
}

function weightUnits(weight: number): number {
  return costUnits(weight); // weights and costs share their unit, 1e-4
}

/** Parts kept per criterion, 8 bytes each: beyond that a part is found again. Criteria about the post itself tell every post apart. */
const KEPT_PARTS = 16 * 1024 * 1024;

/** One criterion, answered once per person and class of positions that look alike to it. */
class CriterionParts {
  readonly criterion: Criterion;
  readonly classes: PositionClasses;
  /** Ends of the part by person and class; absent where they would be too many to keep. */
  private readonly low: Int32Array | undefined;
  private readonly high: Int32Array | undefined;
  private readonly value: (pair: Pair) => Interval;
  private readonly weight: number;
  private readonly total: number;
  private readonly facts: Facts;

  constructor(criterion: Criterion, policy: Policy, facts: Facts) {
    this.criterion = criterion;
    this.facts = facts;
    const compiled = compile(criterion.value, policy);
    if (compiled.kind !== 'number') throw bug('a criterion that was not checked');
    this.value = compiled.of;
    this.weight = weightUnits(policy.weights[criterion.id] ?? 0);
    this.total = weightUnits(policy.weightsTotal ?? WEIGHTS_TOTAL);
    this.classes = classesBy(readsOf(criterion.value), facts.positions);
    const cells = this.classes.first.length * facts.people.length;
    this.low = cells <= KEPT_PARTS ? new Int32Array(cells).fill(-1) : undefined;
    this.high = this.low && new Int32Array(cells);
  }

  private find(person: number, cls: number): Interval {
    const points = this.value({ person: this.facts.people[person]!, position: this.facts.positions[this.classes.first[cls]!]!, round: this.facts.round });
    if (points.low < 0 || points.high > 100 * ONE) throw bug('a criterion that left 0..100 though its policy was checked');
    const low = this.part(points.low);
    const high = points.high === points.low ? low : this.part(points.high);
    if (this.low && this.high) {
      const at = person * this.classes.first.length + cls;
      this.low[at] = low;
      this.high[at] = high;
    }
    return { low, high };
  }

  /** The part of a pair, found once per person and class where there is room. */
  private ends(person: number, position: number): Interval {
    const cls = this.classes.classOf[position]!;
    const at = person * this.classes.first.length + cls;
    return this.low && this.low[at]! >= 0 ? { low: this.low[at]!, high: this.high![at]! } : this.find(person, cls);
  }

  /** weight * points over the total: 1e-4 * 1e-6 units over 1e-4 units, in 1/10,000 point, rounded half up. */
  private part(points: number): number {
    return mulDivHalfUp(points, this.weight, 100 * this.total);
  }

  lowOf(person: number, position: number): number {
    // asked for every pair of the market: what is known is given without a pair of ends being made for it
    const cls = this.classes.classOf[position]!;
    const known = this.low ? this.low[person * this.classes.first.length + cls]! : -1;
    return known >= 0 ? known : this.find(person, cls).low;
  }

  isWide(person: number, position: number): boolean {
    const cls = this.classes.classOf[position]!;
    const at = person * this.classes.first.length + cls;
    if (this.low && this.low[at]! >= 0) return this.low[at] !== this.high![at];
    const { low, high } = this.find(person, cls);
    return low !== high;
  }

  partOf(person: number, position: number): Part {
    return { criterion: this.criterion.id, ...this.ends(person, position) };
  }
}

/** The fit of any person to any position of a round, by index; a function of the two and the policy alone. */
export class FitTable {
  private readonly criteria: readonly CriterionParts[];
  /** Positions of one class look alike to every criterion. */
  private readonly classes: PositionClasses;
  /** By class, the last person whose fit was added up, and that fit: a person is often asked for many positions in a row. */
  private readonly lastPerson: Int32Array;
  private readonly lastLow: Int32Array;

  constructor(policy: Policy, facts: Facts) {
    this.criteria = policy.criteria.map((c) => new CriterionParts(c, policy, facts));
    this.classes = alikeInAll(this.criteria.map((c) => c.classes), facts.positions.length);
    this.lastPerson = new Int32Array(this.classes.first.length).fill(-1);
    this.lastLow = new Int32Array(this.classes.first.length);
  }

  /** The low end, which counts. */
  low(person: number, position: number): number {
    const cls = this.classes.classOf[position]!;
    if (this.lastPerson[cls] === person) return this.lastLow[cls]!;
    let sum = 0;
    for (const c of this.criteria) sum += c.lowOf(person, position);
    this.lastPerson[cls] = person;
    this.lastLow[cls] = sum;
    return sum;
  }

  /** Whether the k-th criterion of the policy is known only from a low to a high end for a pair. */
  isWide(k: number, person: number, position: number): boolean {
    return this.criteria[k]!.isWide(person, position);
  }

  fit(person: number, position: number): Fit {
    const parts = this.criteria.map((c) => c.partOf(person, position));
    return { low: parts.reduce((sum, p) => sum + p.low, 0), high: parts.reduce((sum, p) => sum + p.high, 0), parts };
  }
}
