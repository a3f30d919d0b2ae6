import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { factsOf } from '../../src/eligibility/index.js';
import { parseRound, seal, type Round, type SealedPolicy } from '../../src/index.js';
import { compile, type Expression, type Interval, type Pair } from '../../src/policy/index.js';
import { toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { answer, type Question } from './spells-reference.js';

type Person = Round['people'][number];
type Spell = NonNullable<Person['spells']>[number];
type Checked = NonNullable<Person['checked']>[number];

/** The last seven years of the calendar, so that a spell without an end is short enough to be walked. */
const FIRST = '2193-01-01';
const DAYS = 7 * 365; // the place of the last of them, 2199-12-31: 2196 is a leap year
const dayText = (k: number): string => new Date(Date.parse(`${FIRST}T00:00:00Z`) + k * 86_400_000).toISOString().slice(0, 10);
const day = fc.integer({ min: 0, max: DAYS }).map((k) => dayText(k));
const SOURCES = { S1: '2193-01-01', S2: '2196-02-29', S3: '2198-08-31' };
const source = fc.constantFrom('S1', 'S2', 'S3');
const seldom = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: some });
const dated = { source, date: seldom(day) };
const present = <T extends object>(x: T): T => Object.fromEntries(Object.entries(x).filter(([, v]) => v !== undefined)) as T;

const spell = fc
  .record({ ...dated, attribute: fc.constantFrom('a', 'a', 'a', 'b'), value: fc.constantFrom('x', 'x', 'y', 'y', 'z', 'z', undefined), at: fc.integer({ min: 0, max: DAYS - 1 }), days: fc.integer({ min: 0, max: 500 }), form: fc.constantFrom('days', 'days', 'days', 'days', 'days', 'open', 'months', 'months', 'bare'), months: fc.integer({ min: 0, max: 40 }) })
  .map(({ attribute, value, at, days, form, months, ...rest }): Spell =>
    present({
      ...rest,
      attribute,
      value,
      unmapped: value === undefined ? 'raw' : undefined,
      from: form === 'days' || form === 'open' ? dayText(at) : undefined,
      to: form === 'days' ? dayText(Math.min(at + days, DAYS)) : undefined,
      months: form === 'months' ? months : undefined,
    }) as Spell,
  );
const check = fc.record({ attribute: fc.constantFrom('a', 'b'), ...dated }).map((c) => present(c) as Checked);
const record = fc.record({ asOf: fc.integer({ min: 1800, max: DAYS }).map((k) => dayText(k)), spells: fc.array(spell, { minLength: 1, maxLength: 6, size: 'max' }), checked: fc.array(check, { minLength: 1, maxLength: 4, size: 'max' }) });
type Record_ = { readonly asOf: string; readonly spells: readonly Spell[]; readonly checked: readonly Checked[] };
const bound = fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary: day }, { weight: 1, arbitrary: fc.constant('unknown') });
const question = fc.record({ attribute: fc.constant('a'), values: fc.constantFrom(['x'], ['x'], ['x', 'y'], ['x', 'y'], ['x', 'y', 'z'], [], undefined), from: bound, to: bound });

const policies = new Map<string, SealedPolicy>();
function policyOf(leapDay: 'feb28' | 'mar1', validMonths: number | undefined): SealedPolicy {
  const key = `${leapDay} ${validMonths}`;
  const known = policies.get(key);
  if (known) return known;
  const spec = { of: 'person', type: 'spells', label: { en: 'x' }, ...(validMonths !== undefined && { validMonths }) } as const;
  const made = seal(toyPolicy((p) => void Object.assign(p, { leapDay, attributes: { ...p.attributes, a: spec, b: spec, sought: { of: 'position', type: 'set', label: { en: 'x' } } } })));
  policies.set(key, made);
  return made;
}

/** The pairs of a person with this record and posts that look for these values, read at the door. */
function pairsOf({ asOf, spells, checked }: Record_, sought: readonly (readonly string[] | undefined)[], policy: SealedPolicy): Pair[] {
  const { round } = parseRound(
    toyRound({
      asOf,
      sources: Object.entries(SOURCES).map(([id, date]) => ({ id, title: id, date })),
      positions: sought.map((values, k) => toyPost(`J${k}`, 'LOW', { attributes: values ? { sought: [...values] } : {} })),
      people: [{ id: 'P', evidence: [], spells: [...spells], checked: [...checked] }],
    }),
    policy,
  );
  const facts = factsOf(round, policy.policy);
  return facts.positions.map((position) => ({ person: facts.people[0]!, position, round: facts.round }));
}

const sought: Expression = { op: 'position', attribute: 'sought' };
const at = (text: string | undefined): Expression | undefined => (text === undefined ? undefined : text === 'unknown' ? { op: 'date', of: 'born' } : { op: 'day', value: text });

function ask(op: 'monthsIn' | 'occurs', q: Question, pair: Pair, policy: SealedPolicy): unknown {
  return compile(present({ op, attribute: q.attribute, values: sought, from: at(q.from), to: at(q.to) }), policy.policy).of(pair);
}
function months(q: Question, pair: Pair, policy: SealedPolicy): { readonly low: number; readonly high: number } {
  const { low, high } = ask('monthsIn', q, pair, policy) as Interval;
  return { low: low / 1e6, high: high / 1e6 };
}
const plain = policyOf('feb28', undefined);
/** A question whose answer is asked of two records or two windows. */
function whole(q: Question, r: Record_) {
  const pair = pairsOf(r, [q.values], plain)[0]!;
  return { ...months(q, pair, plain), occurs: ask('occurs', q, pair, plain) as boolean | undefined };
}
type Whole = ReturnType<typeof whole>;
const narrower = (after: Whole, before: Whole): void => {
  expect(after.low).toBeGreaterThanOrEqual(before.low);
  expect(after.high).toBeLessThanOrEqual(before.high);
  if (before.occurs !== undefined) expect(after.occurs).toBe(before.occurs);
};

it('monthsIn and occurs equal the count day by day, 10,000 times', () => {
  let asked = 0;
  const seen = new Set<string>();
  fc.assert(
    fc.property(record, fc.array(question, { minLength: 4, maxLength: 4 }), fc.constantFrom('feb28' as const, 'mar1' as const), fc.constantFrom(undefined, 12, 40, 84), (r, questions, leapDay, validMonths) => {
      const policy = policyOf(leapDay, validMonths);
      const pairs = pairsOf(r, questions.map((q) => q.values), policy);
      questions.forEach((q, k) => {
        const pair = pairs[k]!;
        const expected = answer({ id: 'P', evidence: [], spells: r.spells, checked: r.checked }, q, { asOf: r.asOf, sources: SOURCES }, { leapDay, validMonths }, FIRST);
        expect({ ...months(q, pair, policy), occurs: ask('occurs', q, pair, policy) }).toEqual(expected);
        asked++;
        seen.add(`${expected.occurs} ${expected.high === 1e9 ? 'open' : expected.low === expected.high ? (expected.low > 0 ? 'exact' : 'none') : 'wide'}`);
      });
    }),
    { numRuns: 2500 },
  );
  expect(asked).toBe(10_000);
  expect([...seen].sort()).toEqual(['false none', 'true exact', 'true none', 'true open', 'true wide', 'undefined exact', 'undefined none', 'undefined open', 'undefined wide']);
});

describe('what a record says', () => {
  const runs = { numRuns: 400 };
  it('has its low end at or below its high end, and neither below 0', () => {
    fc.assert(
      fc.property(record, question, (r, q) => {
        const { low, high } = whole(q, r);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(low);
      }),
      runs,
    );
  });

  it('grows with the window at both ends', () => {
    fc.assert(
      fc.property(record, question, day, day, (r, q, a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const inner = whole({ ...q, from, to }, r);
        for (const outer of [whole({ ...q, from: FIRST, to }, r), whole({ ...q, from, to: '2199-12-31' }, r), whole({ ...q, from: undefined, to }, r), whole({ ...q, from: 'unknown', to: 'unknown' }, r)]) {
          expect(outer.high).toBeGreaterThanOrEqual(inner.high);
          if (inner.occurs !== false) expect(outer.occurs).not.toBe(false);
        }
        expect(whole({ ...q, from: FIRST, to: '2199-12-31' }, r).low).toBeGreaterThanOrEqual(inner.low);
      }),
      runs,
    );
  });

  it('only narrows when somebody confirms that it is complete', () => {
    fc.assert(
      fc.property(record, question, day, (r, q, at) => narrower(whole(q, { ...r, checked: [...r.checked, { attribute: 'a', source: 'S1', date: at }] }), whole(q, r))),
      runs,
    );
  });

  it('only narrows when an entry is mapped, to whatever it may be', () => {
    fc.assert(
      fc.property(record, question, fc.constantFrom('x', 'y', 'z', 'other'), (r, q, value) => {
        const mapped = r.spells.map((s) => (s.unmapped === undefined ? s : ({ ...present({ ...s, unmapped: undefined }), value })));
        narrower(whole(q, { ...r, spells: mapped }), whole(q, r));
      }),
      runs,
    );
  });

  it('only narrows when a bound of the window becomes known', () => {
    fc.assert(
      fc.property(record, question, day, (r, q, known) => {
        narrower(whole({ ...q, from: known }, r), whole({ ...q, from: 'unknown' }, r));
        narrower(whole({ ...q, to: known }, r), whole({ ...q, to: 'unknown' }, r));
      }),
      runs,
    );
  });

  it('only gains certain months with one more spell, as long as nobody said it was complete', () => {
    fc.assert(
      fc.property(record, question, spell, (r, q, more) => {
        const open = { ...r, checked: [] };
        narrower(whole(q, { ...open, spells: [...r.spells, more] }), whole(q, open));
      }),
      runs,
    );
  });

  it('does not depend on the order of its spells and checks', () => {
    fc.assert(
      fc.property(record, fc.infiniteStream(fc.nat()), (r, keys) => {
        const shuffled = <T>(list: readonly T[]): T[] => list.map((x) => ({ x, k: keys.next().value as number })).sort((a, b) => a.k - b.k).map(({ x }) => x);
        const read = (x: Record_): string =>
          canonicalJson(parseRound(toyRound({ asOf: x.asOf, sources: Object.entries(SOURCES).map(([id, date]) => ({ id, title: id, date })), people: [{ id: 'P', evidence: [], spells: [...x.spells], checked: [...x.checked] }] }), plain).round);
        expect(read({ ...r, spells: shuffled(r.spells), checked: shuffled(r.checked) })).toBe(read(r));
      }),
      runs,
    );
  });
});
