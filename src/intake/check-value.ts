import type { Issues } from '../errors/index.js';
import { parseDay } from '../model/calendar.js';
import { toUnits } from '../model/decimal.js';
import { checkText } from '../model/text.js';
import type { Value } from '../model/round.js';
import type { AttributeSpec, Policy } from '../policy/index.js';

/** Pointers of the attribute's name and of its value. */
export interface ValuePlace {
  readonly key: string;
  readonly value: string;
}

/** Checks a value against what the policy declares of its attribute; nothing is ever converted. */
export function checkValue(value: Value, name: string, of: AttributeSpec['of'], policy: Policy, at: ValuePlace, issues: Issues): void {
  const spec = Object.hasOwn(policy.attributes, name) ? policy.attributes[name] : undefined;
  if (!spec || spec.of !== of) {
    issues.add('E_REF_UNKNOWN', at.key, `the policy declares no such attribute of a ${of}`);
    return;
  }
  switch (spec.type) {
    case 'number':
      if (typeof value !== 'number') wrongType('a number');
      else checkNumber(value, spec, at.value, issues);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') wrongType('true or false');
      return;
    case 'date':
      if (typeof value !== 'string') issues.add('E_DATE_FORMAT', at.value, 'expected a day YYYY-MM-DD');
      else checkDay(value, at.value, issues);
      return;
    case 'text':
    case 'ordered':
      if (typeof value !== 'string') wrongType('a text');
      else checkWord(value, spec, at.value, issues);
      return;
    case 'set':
      if (!Array.isArray(value)) wrongType('a list of texts');
      else value.forEach((word, k) => checkWord(word, spec, `${at.value}/${k}`, issues));
  }

  function wrongType(expected: string): void {
    issues.add('E_TYPE', at.value, `expected ${expected}, came ${Array.isArray(value) ? 'a list' : `a ${typeof value}`}`);
  }
}

function checkNumber(value: number, spec: AttributeSpec, at: string, issues: Issues): void {
  const units = toUnits(value);
  if (typeof units !== 'number') issues.add(units, at, 'expected a number of at most 6 decimals, at most 1e9');
  else if ((spec.min !== undefined && value < spec.min) || (spec.max !== undefined && value > spec.max)) {
    issues.add('E_NUM_RANGE', at, `expected ${spec.min ?? 'any'} to ${spec.max ?? 'any'}`);
  }
}

function checkDay(value: string, at: string, issues: Issues): void {
  const day = parseDay(value);
  if (typeof day !== 'number') issues.add(day, at, 'expected a day YYYY-MM-DD from 1900-01-01 to 2199-12-31');
}

function checkWord(value: string, spec: AttributeSpec, at: string, issues: Issues): void {
  if (spec.values) {
    if (!spec.values.includes(value)) issues.add('E_VALUE_UNKNOWN', at, 'not one of the values the policy lists\nMaybe it belongs under "unmapped".');
    return;
  }
  for (const e of checkText(value).errors) issues.add(e.code, at, e.message);
}
