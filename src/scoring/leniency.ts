import { Issues, MeritError } from '../errors/index.js';
import { tableNumber } from './methods/method.js';

/** One sentence about the ratings of a unit that has a rating of its own. */
export interface ShareRule {
  readonly id: string;
  /** Ratings counted together. */
  readonly of: readonly string[];
  /** Per cent of the people rated: at least, more than, at most. */
  readonly atLeast?: number;
  readonly moreThan?: number;
  readonly atMost?: number;
  /** `lenient`: who breaks it rates too well; `shape`: the distribution is another than expected. */
  readonly breaks: 'lenient' | 'shape';
}

/** Which shares of ratings go with which rating of the unit. */
export interface DistributionTable {
  /** All ratings of people. */
  readonly ratings: readonly string[];
  /** By the rating of the unit. */
  readonly units: Readonly<Record<string, readonly ShareRule[]>>;
}

export interface RatedUnit {
  readonly id: string;
  /** Rating of the unit; null where it is not known. */
  readonly rating: string | null;
  /** Rating of each of its people; null where it is not known. */
  readonly people: readonly (string | null)[];
}

export interface ShareVerdict {
  readonly rule: string;
  readonly breaks: 'lenient' | 'shape';
  /** People counted: known to have one of the ratings, and at most, with the unknown ones. */
  readonly low: number;
  readonly high: number;
  readonly people: number;
  readonly outcome: 'pass' | 'fail' | 'unknown';
}

export interface UnitVerdict {
  readonly unit: string;
  /** Null where the rating of the unit is not known: then no rule was asked. */
  readonly rating: string | null;
  readonly verdicts: readonly ShareVerdict[];
  /** Whether a rule against lenience fails, or may. */
  readonly lenient: 'no' | 'yes' | 'unknown';
}

/**
 * Holds the ratings of each unit's people against the rating of the unit: a flag to look at before people of different bosses are
 * ranked together, never a change of anybody's rating. Units by id. Shares are compared in whole people, exactly; an unknown rating
 * leaves a share open and never counts as the worst. A unit without people passes nothing and fails nothing.
 * @throws {MeritError} E_RULE (a rule without a bound), E_REF_UNKNOWN (a rating the table does not list), E_NUM_RANGE, E_ID_DUPLICATE;
 * E_VALUE_UNKNOWN for a rating of a unit or person that is not listed.
 */
export function leniency(units: readonly RatedUnit[], table: DistributionTable): UnitVerdict[] {
  const issues = new Issues();
  for (const [unit, rules] of Object.entries(table.units)) {
    rules.forEach((rule, k) => {
      const path = `/units/${unit}/${k}`;
      const bounds = [rule.atLeast, rule.moreThan, rule.atMost].filter((x) => x !== undefined);
      if (bounds.length === 0) issues.add('E_RULE', path, 'a rule says at least, more than or at most');
      for (const bound of bounds) if (tableNumber(bound, path, issues) < 0 || bound > 100) issues.add('E_NUM_RANGE', path, 'expected 0 to 100 per cent');
      for (const rating of rule.of) if (!table.ratings.includes(rating)) issues.add('E_REF_UNKNOWN', `${path}/of`, 'the table lists no rating of this name');
    });
  }
  issues.throwIfAny();
  const known = new Set(table.ratings);
  const ids = new Set<string>();
  units.forEach((unit, k) => {
    if (ids.has(unit.id)) issues.add('E_ID_DUPLICATE', `/${k}/id`, 'this id stands twice');
    ids.add(unit.id);
    if (unit.rating !== null && !Object.hasOwn(table.units, unit.rating)) issues.add('E_VALUE_UNKNOWN', `/${k}/rating`, 'the table has no rules for a unit of this rating');
    unit.people.forEach((rating, i) => { if (rating !== null && !known.has(rating)) issues.add('E_VALUE_UNKNOWN', `/${k}/people/${i}`, 'the table lists no rating of this name'); });
  });
  issues.throwIfAny();
  return [...units].sort((a, b) => (a.id < b.id ? -1 : 1)).map((unit) => {
    const verdicts = unit.rating === null ? [] : table.units[unit.rating]!.map((rule) => verdict(rule, unit.people));
    const against = verdicts.filter((v) => v.breaks === 'lenient');
    const lenient = against.some((v) => v.outcome === 'fail') ? 'yes' : unit.rating === null || against.some((v) => v.outcome === 'unknown') ? 'unknown' : 'no';
    return { unit: unit.id, rating: unit.rating, verdicts, lenient };
  });
}

function verdict(rule: ShareRule, people: readonly (string | null)[]): ShareVerdict {
  const low = people.filter((rating) => rating !== null && rule.of.includes(rating)).length;
  const high = low + people.filter((rating) => rating === null).length;
  const share = (bound: number): number => scaledPercent(bound) * people.length; // in 1e-6 per cent of a person
  const holds = (count: number): boolean =>
    (rule.atLeast === undefined || count * 100_000_000 >= share(rule.atLeast)) &&
    (rule.moreThan === undefined || count * 100_000_000 > share(rule.moreThan)) &&
    (rule.atMost === undefined || count * 100_000_000 <= share(rule.atMost));
  let [some, all] = [false, true];
  for (let count = low; count <= high; count++) {
    if (holds(count)) some = true;
    else all = false;
  }
  const outcome = people.length === 0 ? 'unknown' : all ? 'pass' : some ? 'unknown' : 'fail';
  return { rule: rule.id, breaks: rule.breaks, low, high, people: people.length, outcome };
}

function scaledPercent(percent: number): number {
  const units = tableNumber(percent, '', new Issues());
  if (units < 0) throw new MeritError('E_NUM_RANGE', 'a share below 0');
  return units;
}
