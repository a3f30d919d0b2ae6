import { bug, type Issues } from '../errors/index.js';
import { FIRST_DAY, LAST_DAY, parseDay } from '../model/calendar.js';
import { toUnits } from '../model/decimal.js';
import type { Requirement, Value } from '../model/round.js';
import { attributeOf, UNBOUNDED, type AttributeSpec, type Policy } from '../policy/index.js';
import { checkValue } from './check-value.js';

/** The values of an attribute that meet every demand so far, as whole numbers: units, days or places, ends included. */
interface Range {
  low: number;
  high: number;
  /** The first demand on the attribute. */
  readonly first: number;
}

const STEPS = { name: '/attribute', value: '/value' };

/**
 * Demands of one post: attributes that exist, values of their type, and no two that cannot both be met. Stores texts in NFC.
 */
export function checkRequirements(requires: readonly Requirement[], at: string, policy: Policy, issues: Issues): void {
  const ranges = new Map<string, Range>();
  const equal = new Map<string, { readonly value: Value; readonly first: number }>();
  const contradiction = (k: number, first: number): void =>
    issues.add('E_REQ_CONTRADICTION', `${at}/${k}`, first === k ? 'nobody can meet this demand' : 'nobody can meet this and an earlier demand of the same post', first === k ? {} : { related: [`${at}/${first}`] });

  requires.forEach((r, k) => {
    const before = issues.list.length;
    r.value = checkValue(r.value, r.attribute, 'person', policy, `${at}/${k}`, STEPS, issues);
    const spec = attributeOf(policy, r.attribute);
    if (issues.list.length > before || !spec) return;
    const place = placeOf(r.value, spec);
    if (place === undefined) {
      if (spec.type === 'set' || r.is !== '=') issues.add('E_RULE', `${at}/${k}/is`, `a ${spec.type} attribute cannot be required by ${r.is}`);
      const known = equal.get(r.attribute);
      if (known && known.value !== r.value) contradiction(k, known.first);
      equal.set(r.attribute, known ?? { value: r.value, first: k });
      return;
    }
    const range = ranges.get(r.attribute) ?? { ...scaleOf(spec), first: k };
    ranges.set(r.attribute, range);
    if (range.low > range.high) return; // told already
    if (r.is === '>=' || r.is === '>' || r.is === '=') range.low = Math.max(range.low, r.is === '>' ? place + 1 : place);
    if (r.is === '<=' || r.is === '<' || r.is === '=') range.high = Math.min(range.high, r.is === '<' ? place - 1 : place);
    if (range.low > range.high) contradiction(k, range.first);
  });
}

/** A value that was checked as a whole number of its attribute's scale, undefined for types without order. */
function placeOf(value: Value, spec: AttributeSpec): number | undefined {
  if (spec.type === 'ordered') return spec.values!.indexOf(value as string);
  if (spec.type !== 'number' && spec.type !== 'date') return undefined;
  const place = spec.type === 'number' ? toUnits(value as number) : parseDay(value as string);
  if (typeof place !== 'number') throw bug('a value that was not checked');
  return place;
}

/** First and last place of the scale. */
function scaleOf(spec: AttributeSpec): { readonly low: number; readonly high: number } {
  if (spec.type === 'ordered') return { low: 0, high: spec.values!.length - 1 };
  if (spec.type === 'date') return { low: FIRST_DAY, high: LAST_DAY };
  return { low: spec.min === undefined ? -UNBOUNDED : placeOf(spec.min, spec)!, high: spec.max === undefined ? UNBOUNDED : placeOf(spec.max, spec)! };
}
