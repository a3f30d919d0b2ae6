import { bug } from '../errors/index.js';
import { toUnits } from '../model/decimal.js';

/** 100 points in hundredths: traits, performance and scores lie between 0 and this. */
export const FULL = 10_000;

/** Hundredths of a point of a document's points, which have at most two decimals. */
export function hundredths(points: number): number {
  const units = toUnits(points);
  if (typeof units !== 'number' || units % 10_000 !== 0) throw bug('points that were not checked');
  return units / 10_000;
}

/** Cut to 0..100 points. */
export function cut(value: number): number {
  return Math.min(FULL, Math.max(0, value));
}
