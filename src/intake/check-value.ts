import type { Issues } from '../errors/index.js';
import { parseDay } from '../model/calendar.js';
import { toUnits } from '../model/decimal.js';
import { checkText, isPlainText, NAME_LENGTH } from '../model/text.js';
import type { Value } from '../model/round.js';
import { attributeOf, type AttributeSpec, type Policy } from '../policy/index.js';
import { kindOf } from './zod-issues.js';

/** A text as it is to be stored (NFC), after every problem and warning about it. */
export function storedText(text: string, at: string, issues: Issues, max = NAME_LENGTH): string {
  const checked = checkText(text, { max });
  for (const e of checked.errors) issues.add(e.code, at, e.message);
  for (const w of checked.warnings) issues.warn(w.code, at, w.message);
  return checked.text;
}

/** The day number of a text, undefined after a problem. */
export function dayAt(text: string, at: string, issues: Issues): number | undefined {
  const day = parseDay(text);
  if (typeof day === 'number') return day;
  issues.add(day, at, 'expected a day YYYY-MM-DD from 1900-01-01 to 2199-12-31');
  return undefined;
}

function isInside(value: number, { min, max }: AttributeSpec): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function numberAt(value: number, spec: AttributeSpec, at: string, issues: Issues): void {
  const units = toUnits(value);
  if (typeof units !== 'number') issues.add(units, at, 'expected a number of at most 6 decimals, at most 1e9');
  else if (!isInside(value, spec)) issues.add('E_NUM_RANGE', at, `expected ${spec.min ?? 'any'} to ${spec.max ?? 'any'}`);
}

/**
 * Checks a value against what the policy declares of its attribute; no type is ever converted.
 * @param at - pointer of what holds the value; `steps` lead from there to the attribute's name and to the value.
 * @returns the value as it is to be stored: its texts in NFC.
 */
export function checkValue(value: Value, name: string, of: AttributeSpec['of'], policy: Policy, at: string, steps: { readonly name: string; readonly value: string }, issues: Issues): Value {
  const spec = attributeOf(policy, name);
  if (!spec || spec.of !== of) {
    issues.add('E_REF_UNKNOWN', at + steps.name, `the policy declares no such attribute of a ${of}`);
    return value;
  }
  switch (spec.type) {
    case 'number':
      if (typeof value !== 'number') wrongType(value, 'a number', at + steps.value, issues);
      else numberAt(value, spec, at + steps.value, issues);
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') wrongType(value, 'true or false', at + steps.value, issues);
      return value;
    case 'date':
      if (typeof value !== 'string') issues.add('E_DATE_FORMAT', at + steps.value, 'expected a day YYYY-MM-DD');
      else dayAt(value, at + steps.value, issues);
      return value;
    case 'text':
    case 'ordered':
      if (typeof value === 'string') return wordAt(value, spec, at + steps.value, issues);
      wrongType(value, 'a text', at + steps.value, issues);
      return value;
    case 'set':
      if (Array.isArray(value)) return value.map((word, k) => wordAt(word, spec, `${at}${steps.value}/${k}`, issues));
      wrongType(value, 'a list of texts', at + steps.value, issues);
      return value;
    case 'spells':
      issues.add('E_TYPE', at + steps.name, 'this attribute has spells, not single values');
      return value;
  }
}

/** True only for a value that {@link checkValue} returns as it is, with nothing to say about it. Of sets it is never said. O(1) but for texts. */
export function isStoredAsIs(value: Value, name: string, of: AttributeSpec['of'], policy: Policy): boolean {
  const spec = attributeOf(policy, name);
  if (spec?.of !== of) return false;
  switch (spec.type) {
    case 'number':
      return typeof value === 'number' && isInside(value, spec) && typeof toUnits(value) === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && typeof parseDay(value) === 'number';
    case 'text':
    case 'ordered':
      return typeof value === 'string' && (spec.values ? spec.values.includes(value) : isPlainText(value));
    default:
      return false;
  }
}

function wrongType(value: Value, expected: string, at: string, issues: Issues): void {
  issues.add('E_TYPE', at, `expected ${expected}, came ${kindOf(value)}`);
}

/**
 * What the policy declares of the attribute of a spell, undefined after a problem: it must be one of people and of type `spells`.
 */
export function spellSpec(name: string, policy: Policy, at: string, issues: Issues): AttributeSpec | undefined {
  const spec = attributeOf(policy, name);
  if (spec?.type === 'spells') return spec;
  if (spec?.of === 'person') issues.add('E_TYPE', at, `expected an attribute of type spells, came a ${spec.type}`);
  else issues.add('E_REF_UNKNOWN', at, 'the policy declares no such attribute of a person');
  return undefined;
}

/** One text of a value: one of those the policy lists, or any text that can stand in a round. */
export function wordAt(word: string, spec: AttributeSpec, at: string, issues: Issues): string {
  if (spec.values?.includes(word)) return word;
  if (!spec.values) return storedText(word, at, issues);
  const composed = word.normalize('NFC');
  if (!spec.values.includes(composed)) issues.add('E_VALUE_UNKNOWN', at, 'not one of the values the policy lists\nMaybe it belongs under "unmapped".');
  else issues.warn('W_NFC', at, 'the text was not in composed form and is stored in it (NFC)');
  return composed;
}
