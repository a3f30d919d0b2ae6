import type { Issues } from '../errors/index.js';
import { parseDay } from '../model/calendar.js';
import type { Requirement } from '../model/round.js';
import type { AttributeSpec, Policy } from '../policy/index.js';
import { checkValue } from './check-value.js';

/** The place of a value on its attribute's scale, undefined where it has none. */
function placeOf(value: Requirement['value'], spec: AttributeSpec): number | undefined {
  if (spec.type === 'number' && typeof value === 'number') return value;
  if (spec.type === 'ordered' && typeof value === 'string') return spec.values?.indexOf(value);
  if (spec.type === 'date' && typeof value === 'string') {
    const day = parseDay(value);
    return typeof day === 'number' ? day : undefined;
  }
  return undefined;
}

interface Range {
  low: number;
  lowOpen: boolean;
  high: number;
  highOpen: boolean;
  first: number;
}

/** Demands of one post: attributes that exist, values of their type, and no two that cannot both be met. */
export function checkRequirements(requires: readonly Requirement[], at: string, policy: Policy, issues: Issues): void {
  const ranges = new Map<string, Range>();
  const words = new Map<string, { value: Requirement['value']; first: number }>();
  requires.forEach((r, k) => {
    const spec = Object.hasOwn(policy.attributes, r.attribute) ? policy.attributes[r.attribute] : undefined;
    const before = issues.list.length;
    checkValue(r.value, r.attribute, 'person', policy, { key: `${at}/${k}/attribute`, value: `${at}/${k}/value` }, issues);
    if (issues.list.length > before || !spec) return;
    const place = placeOf(r.value, spec);
    if (place === undefined) {
      if (spec.type === 'set' || r.is !== '=') issues.add('E_RULE', `${at}/${k}/is`, `a ${spec.type} attribute cannot be required by ${r.is}`);
      const known = words.get(r.attribute);
      if (known && known.value !== r.value) contradiction(k, known.first);
      words.set(r.attribute, known ?? { value: r.value, first: k });
      return;
    }
    const range = ranges.get(r.attribute) ?? { low: -Infinity, lowOpen: false, high: Infinity, highOpen: false, first: k };
    ranges.set(r.attribute, range);
    if (r.is !== '<' && r.is !== '<=' && (place > range.low || (place === range.low && r.is === '>'))) [range.low, range.lowOpen] = [place, r.is === '>'];
    if (r.is !== '>' && r.is !== '>=' && (place < range.high || (place === range.high && r.is === '<'))) [range.high, range.highOpen] = [place, r.is === '<'];
    if (range.low > range.high || (range.low === range.high && (range.lowOpen || range.highOpen))) contradiction(k, range.first);
  });

  function contradiction(k: number, first: number): void {
    issues.add('E_REQ_CONTRADICTION', `${at}/${k}`, 'nobody can meet this and an earlier demand of the same post', { related: [`${at}/${first}`] });
  }
}
