import type { Issues } from '../errors/index.js';

/** Whether `value` is a whole number from `least` to 2^53 - 1; an issue if not. */
export function checkWhole(value: number, path: string, issues: Issues, least = 0): boolean {
  if (typeof value !== 'number' || !Number.isInteger(value)) issues.add('E_NUM_INT', path, `expected a whole number, came ${String(value)}`);
  else if (value < least || !Number.isSafeInteger(value)) issues.add('E_NUM_RANGE', path, `expected a whole number from ${least} to 2^53 - 1, came ${value}`);
  else return true;
  return false;
}

/** A share strictly between 0 and 1: a confidence level, a significance level, a power. */
export function checkShare(value: number, path: string, issues: Issues): boolean {
  const good = typeof value === 'number' && value > 0 && value < 1;
  if (!good) issues.add('E_NUM_RANGE', path, `expected a number between 0 and 1, both excluded, came ${String(value)}`);
  return good;
}

export function checkLevel(level: number, issues: Issues): boolean {
  return checkShare(level, '/level', issues);
}

export function checkFinite(value: number, path: string, issues: Issues): boolean {
  const good = typeof value === 'number' && Number.isFinite(value);
  if (!good) issues.add('E_NUM_RANGE', path, `expected a finite number, came ${String(value)}`);
  return good;
}
