/**
 * Against names that other code has put on Object.prototype: a field that is absent would read as what stands there, a
 * `retires` for everybody. While there are such names documents are made of objects without prototype; otherwise nothing is done.
 */
import { FORBIDDEN_KEYS } from './limits.js';

function isPlanted(): boolean {
  return Object.getOwnPropertyNames(Object.prototype).some((name) => !FORBIDDEN_KEYS.has(name));
}

/** An object to fill, which has no keys but its own. */
export function fresh(): Record<string, unknown> {
  return isPlanted() ? (Object.create(null) as Record<string, unknown>) : {};
}

/** The same plain value, whose objects have no keys but their own. */
export function shielded(value: unknown): unknown {
  return isPlanted() ? bare(value) : value;
}

function bare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(bare);
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) copy[key] = bare(inner);
  return copy;
}
