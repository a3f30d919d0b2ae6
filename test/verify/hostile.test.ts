import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verify } from '../../src/verify/index.js';
import { good, sealed, type Loose } from './builder.js';

const format = (bundle: unknown): Loose => verify(bundle).verdicts[0];
const allHold = (bundle: unknown): boolean => verify(bundle).verdicts.every(({ outcome }) => outcome === 'holds');

/** Every place in a value, as its keys. */
function places(value: Loose, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.keys(value).flatMap((key) => places(value[key], [...at, key]))];
}

function get(value: Loose, at: readonly string[]): Loose {
  return at.reduce((part, key) => part[key], value);
}

function set(bundle: Loose, at: readonly string[], value: unknown): Loose {
  get(bundle, at.slice(0, -1))[at.at(-1)!] = value;
  return bundle;
}

const isSame = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

const WILD: readonly unknown[] = [null, undefined, true, false, 0, -1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e308, '', 'x', [], {}, [[]], Symbol('s'), 10n, () => 1, new Date(0), new Map()];
const FEW: readonly unknown[] = [null, undefined, true, 0, 1.5, 'x', [], {}];

/** Other values that could stand at a place, near the right one and far from it. */
function others(value: Loose, wild: readonly unknown[]): unknown[] {
  if (typeof value === 'number') return [value + 1, value - 1, -value, value * 2, ...wild];
  if (typeof value === 'string') return [`${value}x`, value.slice(1), 'ana', 'budi', 'citra', 'dewi', 'a', 'b', 'c', ...wild];
  if (Array.isArray(value)) return [[...value, ...value], [...value].reverse(), value.slice(1), value.slice(0, -1), ...wild];
  return [...wild];
}

describe('verify of hostile values', () => {
  const cycle: Loose = { format: 'meritra/bundle/0' };
  cycle.round = cycle.policy = cycle.proposal = cycle;
  const throwing: Loose = new Proxy({}, {
    get: () => {
      throw new Proxy(new Error('no'), { getPrototypeOf: () => { throw new Error('nor this'); } });
    },
  });
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  let deep: Loose = [];
  for (let k = 0; k < 100_000; k++) deep = [deep];
  let wide: Loose = [0];
  for (let k = 0; k < 60; k++) wide = [wide, wide];
  const self: Loose = { op: 'not' };
  self.of = self;

  it.each<[string, unknown]>([
    ['undefined', undefined], ['null', null], ['a number', NaN], ['a text', '{}'], ['a list', []], ['a function', () => 1], ['a symbol', Symbol('x')], ['a bigint', 1n], ['nothing in it', {}],
    ['a cycle', cycle], ['a proxy that throws', throwing], ['a revoked proxy', revoked], ['an endless list', { format: 'meritra/bundle/0', round: { ...good().round, people: { length: 1e9 } } }],
  ])('%s fails as E_FORMAT', (_, bundle) => expect(format(bundle)).toMatchObject({ outcome: 'fails', code: 'E_FORMAT' }));

  it.each<[string, (bundle: Loose) => unknown]>([
    ['deep findings', (b) => (b.proposal.findings = deep)],
    ['findings that share their parts 2^60 times', (b) => (b.proposal.findings = wide)],
    ['findings that hold themselves', (b) => (b.proposal.findings = cycle)],
    ['a rule that holds itself', (b) => (b.policy.gates[0].rule = self)],
    ['a deep rule', (b) => (b.policy.gates[0].rule = deep)],
    ['a list that claims 2^32 items', (b) => (b.proposal.worklist = new Array(2 ** 32 - 1))],
    ['a getter that throws', (b) => Object.defineProperty(b.round, 'asOf', { get: () => { throw new Error('no'); }, enumerable: true })],
    ['a getter that throws a refusal of its own', (b) => Object.defineProperty(b.round.people[0], 'evidence', { get: () => throwing.anything, enumerable: true })],
    ['a proxy in the place of an object', (b) => (b.proposal.certain.moves[0] = throwing)],
  ])('%s fail as E_FORMAT', (_, change) => {
    const bundle = good();
    change(bundle);
    expect(format(bundle)).toMatchObject({ outcome: 'fails', code: 'E_FORMAT' });
  });

  it('a getter is asked once: what was checked first is what is judged later', () => {
    const bundle = good();
    let asked = 0;
    const { seats } = bundle.proposal.certain;
    Object.defineProperty(bundle.proposal.certain, 'seats', { get: () => (asked++ === 0 ? seats : []), enumerable: true });
    expect(allHold(bundle)).toBe(true);
    expect(asked).toBe(1);
  });

  it('a mistake of its own or a lack of memory is a check that was not done, not an answer', () => {
    const bundle = good();
    Object.defineProperty(Int32Array, 'from', { configurable: true, value: () => { throw new RangeError('Array buffer allocation failed'); } });
    try {
      expect(verify(bundle).verdicts.map(({ outcome }) => outcome)).toEqual(['holds', 'holds', 'not-checked', 'not-checked', 'not-checked', 'not-checked', 'not-checked']);
    } finally {
      delete (Int32Array as Loose).from;
    }
    expect(allHold(bundle)).toBe(true);
  });

  it('any JSON at all is answered', () => {
    fc.assert(fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true }), (value) => {
      expect(verify(value).verdicts).toHaveLength(7);
      expect(format(value)).toMatchObject({ outcome: 'fails', code: 'E_FORMAT' });
    }), { numRuns: 500 });
  });
});

describe('verify of a good bundle with one value changed', () => {
  const base = good();
  const at = places(base).slice(1);

  it('never throws, and holds in nothing but what nobody proves', () => {
    const accepted: string[] = [];
    let tried = 0;
    for (const place of at.filter(([first]) => first === 'proposal')) {
      for (const other of others(get(base, place), WILD)) {
        if (isSame(other, get(base, place))) continue;
        tried++;
        if (allHold(set(good(), place, other))) accepted.push(`${place.join('/')} = ${JSON.stringify(other)}`);
      }
      const without = good();
      delete get(without, place.slice(0, -1))[place.at(-1)!];
      if (!Array.isArray(get(base, place.slice(0, -1))) && allHold(without)) accepted.push(`without ${place.join('/')}`);
    }
    expect(tried).toBeGreaterThan(5000);
    // What verify does not prove: the engine's name, the worklist, the findings.
    expect(accepted.filter((line) => !/^proposal\/(engine|worklist|findings) = /.test(line))).toEqual([]);
  }, 120_000);

  it('in round or policy never passes integrity, whatever it is', () => {
    const documents = at.filter(([first]) => first === 'round' || first === 'policy');
    for (const place of documents) {
      for (const other of others(get(base, place), FEW)) {
        if (isSame(other, get(base, place))) continue;
        expect(verify(set(good(), place, other)).verdicts[1]!.outcome).not.toBe('holds');
      }
    }
  }, 120_000);

  it('and with its hashes written anew never throws', () => {
    fc.assert(fc.property(fc.constantFrom(...at.filter(([first]) => first === 'round' || first === 'policy')), fc.nat(), (place, pick) => {
      const choice = others(get(base, place), WILD).filter((other) => typeof other !== 'bigint' && typeof other !== 'symbol' && typeof other !== 'function' && other !== undefined);
      const bundle = set(good(), place, choice[pick % choice.length]);
      try {
        sealed(bundle);
      } catch {
        return; // the builder cannot write this one
      }
      const { verdicts } = verify(bundle);
      expect(verdicts).toHaveLength(7);
      expect(verdicts.some(({ detail }) => detail.includes('ran out of memory'))).toBe(false);
    }), { numRuns: 3000 });
  });
});
