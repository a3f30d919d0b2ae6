import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fits } from '../../src/intake/fits.js';
import { Person, Position, ROUND_TABLES, RoundHead } from '../../src/model/round.js';
import { Expression, Policy } from '../../src/policy/index.js';

const schemas = { ...ROUND_TABLES, head: RoundHead, policy: Policy, rule: Expression };

const policies = ['examples/city/policy.json', 'examples/promotions/policy.json'].map((file) => JSON.parse(readFileSync(file, 'utf8')) as object);
const person = { id: 'P', born: '1980-01-01', wishes: ['J'], acceptsLower: { on: '2020-01-01', document: 'd' }, evidence: [{ attribute: 'a', value: 1, source: 's' }, { attribute: 'b', value: ['x'], source: 's', date: '2020-01-01' }], spells: [{ attribute: 'c', value: 'x', months: 3, source: 's' }] };
const position = { id: 'J', title: 't', unit: 'u', level: 'l', class: 3, seats: 2, critical: true, mustFill: { reason: 'r' }, attributes: { a: 1, b: ['x'], c: true }, requires: [{ attribute: 'a', is: '>=', value: 1 }] };

/** The places of a plain value, as paths of keys. */
const places = (value: unknown, at: readonly string[] = []): (readonly string[])[] => [at, ...(typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key])) : [])];

/** A copy with something else at one place; undefined takes it out. */
function changed(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  const inner = changed(copy[key], rest, by);
  if (inner === undefined && !Array.isArray(copy)) delete copy[key];
  else copy[key] = inner;
  return copy;
}

const odd = fc.oneof(fc.constantFrom<unknown>(undefined, null, '', 'x', 'x'.repeat(65), 0, -1, 1.5, NaN, Infinity, 2 ** 53, 1e6, 1e6 + 1, true, [], {}, ['x'], [1], { op: 'const', value: 1 }, { op: 'not' }), fc.jsonValue());

describe('fits', () => {
  it('understands every schema of a round and of a policy: what is sound is known without zod', () => {
    expect(policies.map((policy) => fits(Policy, policy))).toEqual([true, true]);
    expect(fits(Person, person)).toBe(true);
    expect(fits(Position, position)).toBe(true);
    expect(fits(RoundHead, { format: 'meritra/round/0', id: 'R', asOf: '2026-01-01', scope: { positions: 'all', people: ['P'] } })).toBe(true);
  });

  it('says the same as zod of sound documents with one thing changed', () => {
    const samples = [[Policy, policies[0]], [Policy, policies[1]], [Person, person], [Position, position]] as const;
    for (const [schema, sample] of samples) {
      const all = places(sample);
      fc.assert(fc.property(fc.nat(all.length - 1), odd, fc.boolean(), (k, by, added) => {
        const at = all[k]!;
        const there = at.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], sample);
        const one = changed(sample, added && typeof there === 'object' && !Array.isArray(there) ? [...at, 'more'] : at, by);
        expect(fits(schema, one)).toBe(schema.safeParse(one).success);
      }), { numRuns: 300 });
    }
  });

  it('says the same as zod of any plain data', () => {
    for (const schema of Object.values(schemas)) fc.assert(fc.property(odd, (value) => fits(schema, value) === schema.safeParse(value).success), { numRuns: 100 });
  });

  it('never takes what a kind of schema or check that it does not know refuses', () => {
    const strange = [z.string().regex(/a/), z.email(), z.number().multipleOf(2), z.int32(), z.object({ a: z.string() }), z.nullable(z.string()), z.array(z.string()).refine(() => false), z.tuple([z.string()], z.number()), z.string().transform(Number)];
    for (const schema of strange) for (const value of ['a', 'b', 2, 3, { a: 'x' }, ['a'], ['a', 1], null]) expect(fits(schema, value)).toBe(false);
    const known: z.ZodType[] = [z.strictObject({ a: z.string() }), z.tuple([z.string()]), z.record(z.string(), z.string()), z.union([z.string(), z.number()]), z.boolean(), z.enum(['a']), z.literal('a'), z.string().optional(), z.lazy(() => z.string())];
    for (const schema of known) {
      for (const value of [{ a: 'x' }, ['x'], 'a', 1, true]) expect([schema.type, fits(schema.refine(() => false), value)]).toEqual([schema.type, false]);
    }
  });

  it('takes nothing that relatives of the kinds it knows refuse', () => {
    const two = { A: 0, B: 1, 0: 'A', 1: 'B' } as const; // as TypeScript writes an enum of numbers
    const relatives: [z.ZodType, unknown[]][] = [
      [z.array(z.string()), [Array.from({ length: 2 }), new Array<string>(1), ['a']]],
      [z.strictObject({ a: z.exactOptional(z.string()) }), [{ a: undefined }, {}, { a: 'x' }]],
      [z.xor([z.string(), z.string().min(1)]), ['', 'x']],
      [z.enum(two), ['A', '0', 0, 1, 2]],
      [z.record(z.enum(['a', 'b']), z.number()), [{}, { a: 1 }, { a: 1, b: 2 }]],
      [z.record(z.literal('a'), z.number()), [{}, { a: 1 }]],
      [z.partialRecord(z.enum(['a', 'b']), z.number()), [{}, { a: 1 }, { c: 1 }]],
      [z.nonoptional(z.string().optional()), [undefined, 'x']],
      [z.strictObject({ a: z.string().default('x') }), [{}, { a: 1 }]],
      [z.tuple([z.string()]), [[], ['a'], ['a', 'b']]],
      [z.int().min(3).max(5), [2, 3, 4.5, 5, 6]],
      [z.number().gt(1).lt(2), [1, 1.5, 2]],
      [z.number().min(1).max(2), [0.9, 1, 2, 2.1]],
      [z.string().min(1).max(2), ['', 'a', 'ab', 'abc']],
      [z.array(z.int()).min(1).max(2), [[], [1], [1, 2], [1, 2, 3]]],
    ];
    for (const [schema, values] of relatives) for (const value of values) expect([value, fits(schema, value) && !schema.safeParse(value).success]).toEqual([value, false]);
    for (const schema of [z.int().min(3).max(5), z.number().min(1).max(2), z.number().gt(1).lt(2), z.string().min(1).max(2), z.array(z.int()).min(1).max(2)]) {
      for (const value of [...relatives.flatMap(([, values]) => values), 1.5, 3, 5]) expect([schema.type, value, fits(schema, value)]).toEqual([schema.type, value, schema.safeParse(value).success]);
    }
  });
});
