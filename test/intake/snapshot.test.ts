import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Issues } from '../../src/errors/index.js';
import type { Limits } from '../../src/intake/limits.js';
import { snapshot } from '../../src/intake/snapshot.js';

function take(value: unknown, options: Partial<Limits> = {}): { copy: unknown; found: string[]; issues: Issues } {
  const issues = new Issues();
  const copy = snapshot(value, issues, options);
  return { copy, issues, found: [...issues.list, ...issues.warnings].map(({ code, path }) => `${code} ${path}`) };
}
const found = (value: unknown, options: Partial<Limits> = {}): string[] => take(value, options).found;
const fail = (): never => {
  throw new Error('Siti Aminah');
};

class Person {
  id = 'A1';
}
class Team extends Array<number> {}

describe('snapshot refuses what is not plain data, with the place', () => {
  const person: Record<string, unknown> = { id: 'A1' };
  person['self'] = person;
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const cases: [string, unknown, string[]][] = [
    ['a cycle', { people: [person] }, ['E_INPUT_CYCLE /people/0/self']],
    ['a hole', { people: [1, , 3] }, ['E_INPUT_SPARSE /people/1']],
    ['a getter that throws', { people: [{ get id() { return fail(); } }] }, ['E_INPUT_TYPE /people/0/id']],
    ['a setter', { set id(_: unknown) { /* nothing */ } }, ['E_INPUT_TYPE /id']],
    ['a getter in an array', [Object.defineProperty([0], 0, { get: fail })], ['E_INPUT_TYPE /0/0']],
    ['a Proxy that throws on its keys', { people: [new Proxy({}, { ownKeys: fail })] }, ['E_INPUT_TYPE /people/0']],
    ['a Proxy that throws on its prototype', { people: [new Proxy({}, { getPrototypeOf: fail })] }, ['E_INPUT_TYPE /people/0']],
    ['a Proxy that throws on a value', [new Proxy({ a: 1 }, { getOwnPropertyDescriptor: fail }), 1n], ['E_INPUT_TYPE /0', 'E_TYPE /1']],
    ['a revoked Proxy', { a: revoked.proxy, b: NaN }, ['E_INPUT_TYPE /a', 'E_NUM_NAN /b']],
    ['a Date, a Map, a Set, an instance', [new Date(0), new Map(), new Set(), new Person()], ['E_INPUT_TYPE /0', 'E_INPUT_TYPE /1', 'E_INPUT_TYPE /2', 'E_INPUT_TYPE /3']],
    ['a subclass of Array', { a: Team.of(1) }, ['E_INPUT_TYPE /a']],
    ['a function, a symbol, undefined', { a: fail, b: Symbol('b'), c: undefined, d: [undefined] }, ['E_INPUT_TYPE /a', 'E_INPUT_TYPE /b', 'E_INPUT_TYPE /c', 'E_INPUT_TYPE /d/0']],
    ['a symbol key', { a: { [Symbol('s')]: 1 } }, ['E_INPUT_TYPE /a']],
    ['an array with a name', { a: Object.assign([1], { total: 1 }) }, ['E_INPUT_TYPE /a']],
    ['an array with a symbol', { a: Object.assign([1], { [Symbol('s')]: 1 }) }, ['E_INPUT_TYPE /a']],
    ['a bigint', { people: [{ grade: 10n }] }, ['E_TYPE /people/0/grade']],
    ['NaN and infinities', [NaN, Infinity, -Infinity], ['E_NUM_NAN /0', 'E_NUM_NAN /1', 'E_NUM_NAN /2']],
    ['half of a pair', { a: 'x\ud800', 'b\udc00': 1 }, ['E_STRING_SURROGATE ', 'E_STRING_SURROGATE /a']],
    ['forbidden keys', [JSON.parse('{"__proto__":1,"constructor":{},"a":2,"toString":3}')], ['E_KEY_FORBIDDEN /0/__proto__', 'E_KEY_FORBIDDEN /0/constructor', 'E_KEY_FORBIDDEN /0/toString']],
    ['keys equal in NFC', { w: { '\u00e9': 1, 'e\u0301': 2 } }, ['E_JSON_DUP_KEY /w/\u00e9']],
    ['undefined at the top', undefined, ['E_INPUT_TYPE ']],
  ];
  it.each(cases)('%s', (_, value, expected) => expect(found(value)).toEqual(expected));

  it('a Proxy that lists a key it does not have', () => {
    let asked = 0;
    const liar = new Proxy({}, { ownKeys: () => ['a'], getOwnPropertyDescriptor: () => (asked++ ? undefined : { value: 1, enumerable: true, configurable: true }) });
    expect(found([liar])).toEqual(['E_INPUT_TYPE /0/a']);
  });
  it('passes on nothing of what a trap threw', () => expect(JSON.stringify(take([new Proxy({}, { ownKeys: fail })]).issues.list)).not.toContain('Siti'));
  it('a failed Proxy deep inside leaves the places that follow right', () => {
    const bad = new Proxy({ x: 1 }, { getOwnPropertyDescriptor: fail });
    expect(found({ a: { b: [bad, undefined] }, c: 1n })).toEqual(['E_INPUT_TYPE /a/b/0', 'E_INPUT_TYPE /a/b/1', 'E_TYPE /c']);
  });
});

describe('snapshot limits', () => {
  it('a million levels end at the limit', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 1_000_000; i++) deep = i % 2 === 0 ? { a: deep } : [deep];
    expect(found(deep)[0]).toMatch(/^E_LIMIT_DEPTH (\/0\/a){32}\/0$/);
    expect(found({ a: { a: { a: {} } } }, { depth: 2 })).toEqual(['E_LIMIT_DEPTH /a/a/a']);
    expect(found({ a: { a: {} } }, { depth: 2 })).toEqual([]);
  });
  it('texts, keys, lists, objects and the whole have a limit', () => {
    expect(found(['abcd', { abcd: 1 }], { string: 3 })).toEqual(['E_LIMIT_STRING /0', 'E_LIMIT_STRING /1']);
    expect(found([[1, 2, 3], { a: 1, b: 2, c: 3 }], { count: 2 })).toEqual(['E_LIMIT_COUNT /0', 'E_LIMIT_COUNT /1']);
    expect(found(new Array(4_000_000_000))).toEqual(['E_LIMIT_COUNT ']);
    let list: unknown[] = [0];
    for (let i = 0; i < 50; i++) list = [list, list];
    expect(found(list, { values: 100_000 })[0]).toMatch(/^E_LIMIT_COUNT /);
  });
  it('stops once no further problem would be listed', () => expect(take(Array.from({ length: 100_000 }, () => NaN)).issues.list).toHaveLength(101));
});

describe('snapshot copies', () => {
  it('frozen objects, objects without prototype, shared objects and hidden properties left out', () => {
    const shared = Object.freeze({ a: 1 });
    const bare = Object.assign(Object.create(null) as object, { x: shared, y: [shared] });
    const { copy, found: problems } = take(Object.freeze([bare, Object.defineProperty({}, 'hidden', { value: 1 })]));
    expect([problems, copy]).toEqual([[], [{ x: { a: 1 }, y: [{ a: 1 }] }, {}]]);
    expect((copy as { x: object; y: object[] }[])[0]?.x).not.toBe((copy as { x: object; y: object[] }[])[0]?.y[0]);
    expect(Object.getPrototypeOf((copy as object[])[0])).toBe(Object.prototype);
  });
  it('minus zero as zero, with a warning', () => {
    const { copy, found: problems } = take({ exam: -0 });
    expect(Object.is((copy as { exam: number }).exam, 0)).toBe(true);
    expect(problems).toEqual(['W_NUM_NEG_ZERO /exam']);
  });
  it('reads each property once and is not touched by later changes', () => {
    const reads: string[] = [];
    const watch = (target: object): object => new Proxy(target, {
      getOwnPropertyDescriptor: (t, key) => { reads.push(`has ${String(key)}`); return Reflect.getOwnPropertyDescriptor(t, key); },
      get: (t, key) => { reads.push(`get ${String(key)}`); return Reflect.get(t, key) as unknown; },
    });
    const source = { people: [{ id: 'A1' }] };
    const { copy } = take(source);
    source.people[0]!.id = 'B2';
    source.people.push({ id: 'C3' });
    expect(copy).toEqual({ people: [{ id: 'A1' }] });
    expect(take(watch({ id: 'A1' })).copy).toEqual({ id: 'A1' });
    expect(reads).not.toContain('get id');
  });
  it('is the same with setters and fixed values on Object.prototype', () => {
    Object.defineProperty(Object.prototype, 'admin', { configurable: true, set: fail, get: () => true });
    try {
      const { copy, found: problems } = take([{ admin: 1, name: 2 }, { admin: 3, name: 4 }, {}]);
      expect([JSON.stringify(copy), problems]).toEqual(['[{"admin":1,"name":2},{"admin":3,"name":4},{}]', []]);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'admin');
    }
  });
  it('any JSON value unchanged', () => {
    fc.assert(fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const { copy, issues } = take(value);
      if (issues.list.length === 0) expect(copy).toEqual(JSON.parse(JSON.stringify(value)));
      else expect(issues.list.every(({ code }) => /^E_(KEY_FORBIDDEN|JSON_DUP_KEY)$/.test(code))).toBe(true);
    }), { numRuns: 1000 });
  });
  it('anything at all without throwing', () => {
    fc.assert(fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withSparseArray: true, withTypedArray: true, withNullPrototype: true, withBoxedValues: true }), (value) => {
      take(value);
    }), { numRuns: 2000 });
  });
});
