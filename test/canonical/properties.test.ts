import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, hashDocument } from '../../src/canonical/index.js';

/** JSON values whose texts are well-formed; keys may be any name, `__proto__` included. */
const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 });

/** The same value with the keys of every object in reverse order of insertion. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, reversed(inner)]));
}

/** RFC 8785 in a few lines, slow: sort the entries, quote with JSON.stringify. */
function reference(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(reference).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${reference(inner)}`).join()}}`;
}

it('JSON.parse of canonical text gives the value back', () => {
  fc.assert(fc.property(json, (value) => {
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  }), { numRuns: 1000 });
});

it('equals the slow reference', () => {
  fc.assert(fc.property(json, (value) => canonicalJson(value) === reference(value)), { numRuns: 1000 });
});

it('the order of keys changes no byte', () => {
  fc.assert(fc.property(json, (value) => canonicalJson(reversed(value)) === canonicalJson(value)), { numRuns: 500 });
});

it('canonical text is a fixed point', () => {
  fc.assert(fc.property(json, (value) => canonicalJson(JSON.parse(canonicalJson(value))) === canonicalJson(value)), { numRuns: 300 });
});

it('a tree known to be plain gives the same bytes, or the same refusal', () => {
  const odd = fc.constantFrom<unknown>(undefined, NaN, Infinity, '\ud800', 1n, () => 0, Symbol('x'));
  const outcome = (value: unknown, plain: boolean): unknown => {
    try {
      return hashDocument('meritra/test/0', value, { plain });
    } catch (error) {
      return String(error);
    }
  };
  const records = fc.array(fc.oneof({ weight: 5, arbitrary: fc.dictionary(fc.constantFrom('b', 'a', '', '__proto__', '\ud800'), fc.jsonValue(), { noNullPrototype: true }) }, odd));
  fc.assert(fc.property(fc.oneof(json, records, odd), (value) => {
    expect(outcome(value, true)).toBe(outcome(value, false));
  }), { numRuns: 1000 });
  const deep = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 0);
  for (const levels of [63, 64, 65, 66]) expect(outcome(deep(levels), true)).toBe(outcome(deep(levels), false));
});

it('values that nearly agree never share a text or a hash', () => {
  const atoms: unknown[] = [0, 1, '0', '1', '', null, 'null', true, 'true', false, [], {}, 'é', 'e\u0301', 0.1, 0.30000000000000004, 0.3, 1e21, 1e-7, '[]', '{}'];
  const pool = [...atoms, ...atoms.map((a) => [a]), ...atoms.map((a) => ({ a })), ...atoms.map((a) => [a, a]), ...atoms.map((a) => ({ a, b: a })), ...atoms.map((a) => [[a], a])];
  expect(new Set(pool.map(canonicalJson)).size).toBe(pool.length);
  expect(new Set(pool.map((value) => hashDocument('meritra/test/0', value))).size).toBe(pool.length);
});
