import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verify } from '../support/proposal-verdicts.js';
import { good, type Loose } from './builder.js';
import { changedDocumentsFail, changedProposalsFail, resealedChangesAreAnswered } from './hostile-changes.js';

const format = (bundle: unknown): Loose => verify(bundle).verdicts[0];
const allHold = (bundle: unknown): boolean => verify(bundle).verdicts.every(({ outcome }) => outcome === 'holds');

describe('verify of hostile values', () => {
  const cycle: Loose = { format: 'meritra/bundle/1' };
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
    ['a cycle', cycle], ['a proxy that throws', throwing], ['a revoked proxy', revoked], ['an endless list', { format: 'meritra/bundle/1', profile: 'full', round: { ...good().round, people: { length: 1e9 } } }],
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

// One change in 11, or in 9; every one of them in test/full/verify-slow-engine.full.ts.
describe('verify of a good bundle with one value changed', () => {
  it('never throws, and holds in nothing but what nobody proves', () => changedProposalsFail(11));
  it('in round or policy never passes integrity, whatever it is', () => changedDocumentsFail(9));
  it('and with its hashes written anew never throws', () => resealedChangesAreAnswered(600));
});
