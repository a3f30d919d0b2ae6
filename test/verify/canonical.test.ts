import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical, compareTexts, hashOf, lengthPrefixed, requireOrder } from '../../src/verify/canonical.js';
import { object, whole } from '../../src/verify/shapes.js';
import { canonical as slow } from './builder.js';

describe('canonical JSON', () => {
  it.each<[unknown, string]>([
    [null, 'null'], [true, 'true'], [-0, '0'], [1e21, '1e+21'], [0.000001, '0.000001'], [1e-7, '1e-7'], ['', '""'], ['é\u0001"\\\n/', '"é\\u0001\\"\\\\\\n/"'], [[], '[]'], [{}, '{}'],
    [[1, [2, 'x']], '[1,[2,"x"]]'],
    [{ b: 1, a: { d: [], c: null } }, '{"a":{"c":null,"d":[]},"b":1}'],
    [{ 9: 1, 10: 2, '': 3 }, '{"":3,"10":2,"9":1}'], // by UTF-16 units, not by number
    [{ '\ufb33': 1, '\ud83d\ude00': 2 }, '{"\ud83d\ude00":2,"\ufb33":1}'], // RFC 8785, section 3.2.3
  ])('of %j is %s', (value, text) => expect(canonical(value as never)).toBe(text));

  it('is hashed after the name of its format', () => {
    const expected = createHash('sha256').update('meritra/test/0\n{"a":"é","format":"meritra/test/0"}').digest('hex');
    expect(hashOf({ format: 'meritra/test/0', a: 'é' })).toBe(`sha256:${expected}`);
  });

  it('is hashed in chunks: texts of every length around their ends, escapes and all planes', () => {
    const list = Array.from({ length: 3000 }, (_, k) => ['x'.repeat(k % 1100), k * 0.5 - 700, k % 3 === 0, null, `"\\\u0001${k % 7 === 0 ? 'é\ud83d\ude00' : ''}`]);
    const document = { format: 'meritra/test/0', list, long: 'y'.repeat(70_000) };
    expect(hashOf(document)).toBe(`sha256:${createHash('sha256').update(`meritra/test/0\n${JSON.stringify(document)}`).digest('hex')}`);
  });

  it('is hashed the same whatever order keys stand in, at every depth, numbers among them', () => {
    const turned = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      return Array.isArray(value) ? value.map(turned) : Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, turned(inner)]));
    };
    const rows = [{ a: 1, b: { c: [{ d: 2, e: 3 }], f: 4 } }, { 9: 1, 10: 2, x: { 2: 1, 11: 0, '': null } }, [[{ y: 1, z: 2 }]]];
    const document = { deep: { rows: [rows] }, format: 'meritra/test/0', rows };
    const expected = `sha256:${createHash('sha256').update(`meritra/test/0\n${slow(document)}`).digest('hex')}`;
    expect([hashOf(document), hashOf(turned(document) as never)]).toEqual([expected, expected]);
  });

  it.each([['objects', Object.prototype], ['lists', Array.prototype]])('is the same where other code has given all %s a toJSON', (_, shared) => {
    const document = (): { format: string; rows: unknown[] } => ({ format: 'meritra/test/0', rows: [{ a: [{ b: [1, {}] }] }] });
    const expected = [hashOf(document() as never), canonical(document() as never)];
    Object.defineProperty(shared, 'toJSON', { value: () => 0, configurable: true });
    try {
      expect([hashOf(document() as never), canonical(document() as never)]).toEqual(expected);
    } finally {
      delete (shared as { toJSON?: unknown }).toJSON;
    }
  });

  it('a text is prefixed with its length in bytes', () => expect([...lengthPrefixed('é!')]).toEqual([0, 0, 0, 3, 0xc3, 0xa9, 0x21]));
});

describe('the order of texts', () => {
  it('is by code point', () => {
    const sorted = ['', 'a', 'a\ufb33', 'a\ud83d\ude00', 'a\ud83d\ude01', 'ab', 'b', '\ufb33', '\ud83d\ude00'];
    const byCodePoint = (a: string, b: string): number => {
      const [x, y] = [Array.from(a, (c) => c.codePointAt(0)!), Array.from(b, (c) => c.codePointAt(0)!)];
      const k = x.findIndex((unit, at) => unit !== y[at]);
      return k < 0 ? x.length - y.length : x[k]! - (y[k] ?? -1);
    };
    for (const a of sorted) for (const b of sorted) expect(Math.sign(compareTexts(a, b))).toBe(Math.sign(byCodePoint(a, b)));
  });

  it('may hold equal items only where they need not be distinct', () => {
    expect(() => requireOrder(['a', 'a'], compareTexts, false)).not.toThrow();
    expect(() => requireOrder(['a', 'a'], compareTexts, true)).toThrow('stands there twice');
  });
});

describe('an object with some keys and no others', () => {
  it('has none beside them either where it takes one of them from another object', () => {
    const read = object({ a: whole }, { b: whole });
    const hidden = Object.defineProperty({}, 'a', { value: 1 });
    expect(read({ a: 1, b: 2 })).toEqual({ a: 1, b: 2 });
    expect(read(Object.assign(Object.create(null) as object, { a: 1 }))).toEqual({ a: 1 });
    for (const value of [{ a: 1, c: 2 }, { a: 1, c: undefined }, Object.assign(Object.create(hidden) as object, { c: 2 }), Object.assign(Object.create({ a: 1 }) as object, { c: 2 })]) {
      expect(() => read(value)).toThrow('is not a key of this format');
    }
  });
});
