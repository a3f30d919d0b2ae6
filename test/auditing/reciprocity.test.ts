import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declaredReciprocity, RECIPROCITY_DAYS, reciprocityOf } from '../../src/auditing/reciprocity.js';
import type { Past } from '../../src/auditing/past.js';
import type { Study } from '../../src/auditing/study.js';
import type { RelationTie } from '../../src/auditing/ties.js';
import { formatDay, parseDay } from '../../src/model/calendar.js';
import { below, stream } from '../../src/stats/streams.js';
import { caseOf, considered, studyOf, testsOf } from './support/study.js';

const KIN: RelationTie = { id: 'kin', label: 'kin', from: 'relations', kinds: ['kin'], degree: 3 };

interface Given {
  readonly on: string;
  readonly by: string;
  /** The person chosen; `x of A` is kin of A. */
  readonly chosen: string;
}

const study = (given: readonly Given[], more: Partial<Study> = {}): Study => {
  const id = (k: number): string => `d-${String(k).padStart(3, '0')}`;
  const kin = [...new Set(given.map((g) => g.chosen))].filter((c) => c.includes('-of-')).map((c) => ({ a: c, b: c.split('-of-')[1]!, kind: 'kin', degree: 1 }));
  const past: Past = { relations: kin, decisions: given.map((g, k) => ({ id: id(k), position: 'p', on: g.on, decider: g.by })) };
  const cases = given.map((g, k) => caseOf({ id: id(k), on: g.on, decider: g.by, people: [considered({ person: g.chosen, chosen: true }), considered({ person: `other-${k}` })] }));
  return studyOf({ past, ties: [KIN], cases, draws: 199, ...more });
};
const run = (given: Study) => {
  const tests = testsOf(declaredReciprocity(given));
  return { ...reciprocityOf(given, tests), test: tests.given.get('reciprocity') };
};
const dayAfter = (on: string, days: number): string => formatDay((parseDay(on) as number) + days);

describe('pairs who each chose somebody connected with the other', () => {
  const first: Given = { on: '2024-02-01', by: 'A', chosen: 'x-of-B' };
  const back = (on: string, chosen = 'y-of-A', by = 'B'): Given => ({ on, by, chosen });
  it('both ways within the window is a pair, with both decisions, the days between and what chance would give', () => {
    const { findings, test } = run(study([first, back('2024-05-01'), { on: '2024-06-01', by: 'C', chosen: 'z' }]));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'reciprocity', decision: 'd-001', people: [{ role: 'actor', person: 'A' }, { role: 'actor', person: 'B' }, { role: 'beneficiary', person: 'x-of-B' }, { role: 'beneficiary', person: 'y-of-A' }] });
    expect(Object.fromEntries(findings[0]!.measured.map((m) => [m.name, m.value]))).toMatchObject({ 'earlier-decision': 'd-000', 'days-between': 90, pairs: 1, window: RECIPROCITY_DAYS });
    // of the 6 orders of three panels, 1 in 6 gives this pair
    expect(findings[0]!.measured.find((m) => m.name === 'pairs-expected')!.value).toBeCloseTo(1 / 6, 1);
    expect(test!.p).toBeGreaterThan(0.1);
    expect(test!.minimumP).toBe(1 / 200);
  });

  it.each([
    ['on the last day of the window', back(dayAfter('2024-02-01', RECIPROCITY_DAYS)), 1],
    ['a day later', back(dayAfter('2024-02-01', RECIPROCITY_DAYS + 1)), 0],
    ['one way only', back('2024-05-01', 'y'), 0],
    ['his own kin is a conflict, and no case of this', back('2024-05-01', 'y-of-B'), 0],
    ['by a third one', back('2024-05-01', 'y-of-A', 'C'), 0],
  ] as const)('%s', (_, second, pairs) => expect(run(study([first, second, { on: '2024-06-01', by: 'C', chosen: 'z' }])).findings).toHaveLength(pairs));
});

it('kin that a register of parents shows makes the same pairs as kin that was stated', () => {
  const given = study([{ on: '2024-02-01', by: 'A', chosen: 'x-of-B' }, { on: '2024-05-01', by: 'B', chosen: 'y-of-A' }, { on: '2024-06-01', by: 'C', chosen: 'z' }]);
  const register = studyOf({ ...given, past: { ...given.past, relations: given.past.relations!.map(({ a, b }) => ({ a, b, kind: 'parent' })) }, ties: [{ ...KIN, kinds: ['parent', 'spouse'] }] });
  expect(run(register)).toEqual(run(given));
  expect(run(register).findings).toHaveLength(1);
});

/** 40 decisions of one year by ten deciders; the chosen is kin of somebody drawn, or, with `owed`, in half of them of the one it names and else of nobody. */
const world = (seed: number, owed?: (by: number) => number): Study => {
  const from = stream(seed, 'reciprocity world');
  return study(Array.from({ length: 40 }, (_, k) => {
    const by = k % 10;
    const kin = owed ? (k < 20 ? owed(by) : by) : below(10, from);
    return { on: dayAfter('2025-01-01', below(365, from)), by: `D${by}`, chosen: kin === by ? `n${k}` : `c${k}-of-D${kin}` };
  }));
};

it('a null world: p is spread, and rarely small', () => {
  const p = Array.from({ length: 12 }, (_, k) => run(world(k + 1)).test!.p!);
  expect(p.filter((x) => x <= 0.05).length).toBeLessThanOrEqual(2);
  expect(Math.max(...p)).toBeGreaterThan(0.3);
});

it('planted exchange is found', () => {
  const { test, findings } = run(world(1, (by) => by ^ 1));
  expect(test!.p).toBeLessThan(0.05);
  expect(findings.length).toBeGreaterThanOrEqual(5);
});

it('the same seed gives the same p, and the order of rows changes nothing', () => {
  const given = world(2);
  const expected = JSON.stringify(run(given));
  fc.assert(
    fc.property(fc.shuffledSubarray([...given.past.relations!], { minLength: given.past.relations!.length }), fc.shuffledSubarray([...given.past.decisions!], { minLength: 40 }), (relations, decisions) => {
      expect(JSON.stringify(run({ ...given, past: { ...given.past, relations, decisions } }))).toBe(expected);
    }),
    { numRuns: 5 },
  );
});

describe('not testable', () => {
  const two = [{ on: '2024-02-01', by: 'A', chosen: 'x-of-B' }, { on: '2024-02-02', by: 'B', chosen: 'y' }];
  it.each([
    ['one decider only', study([two[0]!, { ...two[1]!, by: 'A' }]), 'one-decider'],
    ['nobody chosen is connected', study([{ ...two[0]!, chosen: 'x' }, two[1]!]), 'nobody-connected'],
    ['one panel a year', study([two[0]!, { ...two[1]!, on: '2025-02-01' }]), 'no-variance'],
  ] as const)('%s', (_, given, because) => {
    const { test, cannot, findings } = run(given);
    expect(test).toMatchObject({ p: null, notTestable: because });
    expect([cannot, findings]).toEqual([[{ decision: null, part: 'reciprocity', because }], []]);
  });

  it.each([
    ['no ties of relations', study(two, { ties: [] }), 'no-relations'],
    ['nobody has a seat', { ...study(two), past: {} }, 'no-roles'],
  ] as const)('%s: nothing is declared', (_, given, because) => {
    expect(declaredReciprocity(given)).toEqual([]);
    expect(run(given).cannot).toEqual([{ decision: null, part: 'reciprocity', because }]);
  });
});
