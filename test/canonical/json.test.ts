import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { canonicalJson, writeCanonical } from '../../src/canonical/index.js';
import { MeritError } from '../../src/errors/index.js';

const vectors = new URL('../vectors/jcs/', import.meta.url);
const pairs = readdirSync(new URL('testdata/input/', vectors));

describe('canonicalJson on the six pairs of RFC 8785', () => {
  it('has all six', () => expect(pairs).toHaveLength(6));
  it.each(pairs)('%s', (name) => {
    const input = JSON.parse(readFileSync(new URL(`testdata/input/${name}`, vectors), 'utf8')) as unknown;
    const text = canonicalJson(input);
    expect(text).toBe(readFileSync(new URL(`testdata/output/${name}`, vectors), 'utf8'));
    const hex = readFileSync(new URL(`testdata/outhex/${name.replace('.json', '.txt')}`, vectors), 'utf8').replace(/\s+/g, '');
    expect(Buffer.from(text, 'utf8').toString('hex')).toBe(hex);
  });
});

describe('canonicalJson on the negative vectors', () => {
  const { mustThrow } = JSON.parse(readFileSync(new URL('negative-extra.json', vectors), 'utf8')) as { mustThrow: { hexUtf8?: string; js?: string }[] };
  it.each(mustThrow)('%o', ({ hexUtf8, js }) => {
    const make = (): unknown => {
      if (js !== undefined) return Number(js);
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(hexUtf8 as string, 'hex')));
    };
    expect(() => canonicalJson(make())).toThrow();
  });
});

/** What canonicalJson throws for `value`, as `code path`. */
function refusal(value: unknown): string {
  try {
    canonicalJson(value);
  } catch (error) {
    if (error instanceof MeritError) return `${error.code} ${error.path}`;
    throw error;
  }
  return 'accepted';
}

class Person {
  id = 'A1';
}
class Team extends Array<number> {}

describe('canonicalJson refuses what is not plain data', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = { again: [cyclic] };
  const named = Object.assign([1], { total: 1 });
  const tagged = Object.assign([1], { [Symbol('tag')]: 1 });
  const liar = new Proxy({}, { ownKeys: () => ['a'], getOwnPropertyDescriptor: (_, key) => (liarCalls++ ? undefined : { value: key, enumerable: true, configurable: true }) });
  let liarCalls = 0;
  const cases: [string, unknown, string][] = [
    ['undefined', undefined, 'E_INPUT_TYPE '],
    ['undefined as a member', { a: undefined }, 'E_INPUT_TYPE /a'],
    ['undefined in an array', [1, undefined], 'E_INPUT_TYPE /1'],
    ['a function', { a: { b: () => 1 } }, 'E_INPUT_TYPE /a/b'],
    ['a toJSON method', { toJSON: () => 1 }, 'E_INPUT_TYPE /toJSON'],
    ['a symbol', [Symbol('s')], 'E_INPUT_TYPE /0'],
    ['a symbol key', { a: { [Symbol('s')]: 1 } }, 'E_INPUT_TYPE /a'],
    ['a bigint', { a: 1n }, 'E_INPUT_TYPE /a'],
    ['a Date', { a: new Date(0) }, 'E_INPUT_TYPE /a'],
    ['a Map', new Map(), 'E_INPUT_TYPE '],
    ['a Set', [new Set()], 'E_INPUT_TYPE /0'],
    ['a class instance', [new Person()], 'E_INPUT_TYPE /0'],
    ['a subclass of Array', { a: Team.of(1, 2) }, 'E_INPUT_TYPE /a'],
    ['a typed array', { a: new Uint8Array(2) }, 'E_INPUT_TYPE /a'],
    ['a boxed number', [Object(1)], 'E_INPUT_TYPE /0'],
    ['a map with a bare parent', Object.create(Object.create(null) as object), 'E_INPUT_TYPE '],
    ['a getter', { get a() { return 1; } }, 'E_INPUT_TYPE /a'],
    ['a setter', { set a(_: number) { /* nothing */ } }, 'E_INPUT_TYPE /a'],
    ['a getter in an array', Object.defineProperty([0], 0, { get: () => 1 }), 'E_INPUT_TYPE /0'],
    ['a setter in an array', Object.defineProperty([0], 0, { set: () => undefined }), 'E_INPUT_TYPE /0'],
    ['an array with a named property', { a: named }, 'E_INPUT_TYPE /a'],
    ['an array with a symbol', { a: tagged }, 'E_INPUT_TYPE /a'],
    ['a Proxy that throws', { a: new Proxy({}, { ownKeys: () => { throw new Error('Siti'); } }) }, 'E_INPUT_TYPE /a'],
    ['a Proxy that hides a key it listed', [liar], 'E_INPUT_TYPE /0/a'],
    ['a hole', { a: [1, , 3] }, 'E_INPUT_SPARSE /a/1'],
    ['NaN', { a: NaN }, 'E_NUM_NAN /a'],
    ['an infinity', [[-Infinity]], 'E_NUM_NAN /0/0'],
    ['a lone high surrogate at the end', { a: 'x\ud800' }, 'E_STRING_SURROGATE /a'],
    ['a lone high surrogate before a letter', { a: '\ud800x' }, 'E_STRING_SURROGATE /a'],
    ['a high surrogate before U+E000', { a: '\ud800\ue000' }, 'E_STRING_SURROGATE /a'],
    ['a lone low surrogate', ['\udc00x'], 'E_STRING_SURROGATE /0'],
    ['a lone surrogate in a key', { a: { '\ud800': 1 } }, 'E_STRING_SURROGATE /a/\ufffd'],
    ['an object that contains itself', { top: cyclic }, 'E_INPUT_CYCLE /top/self/again/0'],
    ['a path with slash and tilde', { 'a/b': { '~': undefined } }, 'E_INPUT_TYPE /a~1b/~0'],
  ];
  it.each(cases)('%s', (_, value, expected) => expect(refusal(value)).toBe(expected));

  it('leaves out what is not enumerable, whatever its key', () => {
    const shown = Object.defineProperties({ a: 1 }, { text: { value: () => '' }, [Symbol('view')]: { value: () => '' } });
    expect(canonicalJson(shown)).toBe('{"a":1}');
  });

  it('passes on nothing of what a Proxy threw', () => {
    expect(() => canonicalJson(new Proxy({}, { getPrototypeOf: () => { throw new Error('Siti'); } }))).not.toThrow('Siti');
  });

  it('a sink that throws is not mistaken for input', () => {
    const full = new Error('the disk is full');
    expect(() => writeCanonical([1], () => { throw full; })).toThrow(full);
  });
});

describe('canonicalJson limits', () => {
  const nest = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  it('takes values 64 steps down and refuses those 65 steps down, with the place', () => {
    expect(refusal(nest(65))).toBe('accepted');
    expect(refusal(nest(66))).toBe(`E_LIMIT_DEPTH ${'/0'.repeat(65)}`);
  });
  it('a million levels are refused without a stack overflow', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 1_000_000; i++) deep = { a: deep };
    expect(refusal(deep)).toBe(`E_LIMIT_DEPTH ${'/a'.repeat(65)}`);
  });
  it('a small graph of shared objects that unfolds past the longest text is refused', () => {
    let list: unknown[] = ['x'.repeat(1000)];
    for (let i = 0; i < 40; i++) list = [list, list];
    expect(() => writeCanonical(list, () => undefined, 10_000_000)).toThrow('E_LIMIT_BYTES');
  });
});

describe('canonicalJson accepts', () => {
  it('the same object twice, as long as it does not contain itself', () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });
  it('frozen objects, objects without prototype and objects of another realm', () => {
    const bare = Object.assign(Object.create(null) as object, { b: [], a: {} });
    expect(canonicalJson(Object.freeze(bare))).toBe('{"a":{},"b":[]}');
    expect(canonicalJson(runInNewContext('({ b: [1, null], a: true, c: false })'))).toBe('{"a":true,"b":[1,null],"c":false}');
  });
  it('keys that objects are born with, as own data', () => {
    expect(canonicalJson(JSON.parse('{"toString":1,"__proto__":{"x":2},"toJSON":3}'))).toBe('{"__proto__":{"x":2},"toJSON":3,"toString":1}');
  });
  it('every control character with its shortest escape, and U+007F, U+2028 as they are', () => {
    for (let unit = 0; unit < 0x20; unit++) expect(canonicalJson(String.fromCharCode(unit))).toBe(JSON.stringify(String.fromCharCode(unit)));
    expect(canonicalJson('"\\\u007f\u2028é\u{1f600}\uffff')).toBe('"\\"\\\\\u007f\u2028é\u{1f600}\uffff"');
  });
  it('a text that begins with U+FEFF without losing it, also where a piece begins', () => {
    expect(canonicalJson('\ufeff')).toBe('"\ufeff"');
    const list = Array.from({ length: 40_000 }, () => ['\ufeffab']);
    expect(canonicalJson(list)).toBe(JSON.stringify(list));
  });
  it('texts longer than the buffer', () => {
    const long = 'é"'.repeat(200_000);
    expect(canonicalJson([long, 'x'.repeat(1_000_000), 12.5])).toBe(JSON.stringify([long, 'x'.repeat(1_000_000), 12.5]));
    expect(canonicalJson(Array.from({ length: 300_000 }, () => 0))).toBe(JSON.stringify(Array.from({ length: 300_000 }, () => 0)));
    expect(canonicalJson(Array.from({ length: 3000 }, () => []))).toBe(JSON.stringify(Array.from({ length: 3000 }, () => [])));
    expect(canonicalJson({ ['k'.repeat(1000)]: 1 })).toBe(`{"${'k'.repeat(1000)}":1}`);
  });
});

it('half of a surrogate pair is refused in a text of any length', () => {
  for (const length of [1, 98, 99, 100, 1000]) expect(() => canonicalJson(['x'.repeat(length) + '\ud800'])).toThrow('E_STRING_SURROGATE');
});
