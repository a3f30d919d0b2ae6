import { describe, expect, it } from 'vitest';
import { declaredDegrees, degreesOf } from '../../src/auditing/degrees.js';
import type { Past } from '../../src/auditing/past.js';
import type { Study } from '../../src/auditing/study.js';
import type { RelationTie } from '../../src/auditing/ties.js';
import { caseOf, considered, studyOf, testsOf } from './support/study.js';

const KIN: RelationTie = { id: 'kin', label: 'kin', from: 'relations', kinds: ['kin'], degree: 2 };

/** One decision for each candidate kin of the decider: `[degree, chosen]`; beside him a stranger, chosen where he is not. */
const study = (kin: readonly (readonly [number, boolean])[], tie: RelationTie = KIN): Study => {
  const past: Past = { relations: kin.map(([degree], k) => ({ a: `k-${k}`, b: 'boss', kind: 'kin', degree })), decisions: kin.map((_, k) => ({ id: `d-${k}`, position: 'p', on: '2026-01-05', decider: 'boss' })) };
  return studyOf({ past, ties: [tie], cases: kin.map(([, chosen], k) => caseOf({ id: `d-${k}`, decider: 'boss', people: [considered({ person: `k-${k}`, chosen }), considered({ person: `s-${k}`, chosen: !chosen })] })) });
};
const run = (given: Study) => {
  const tests = testsOf(declaredDegrees(given));
  return { ...degreesOf(given, tests), test: tests.given.get('beyond:kin') };
};
const times = (n: number, degree: number, chosen: boolean): (readonly [number, boolean])[] => Array.from({ length: n }, () => [degree, chosen] as const);

it('winners by degree, those within the limit and those beyond', () => {
  const { section } = run(study([...times(2, 1, true), ...times(1, 2, false), ...times(3, 3, true), [3, false], [6, true], [7, true]]));
  expect(section).toEqual([1, 2, 3, 4, 5, 6].map((degree) => ({ tie: 'kin', degree, considered: [2, 1, 4, 0, 0, 1][degree - 1], chosen: [2, 0, 3, 0, 0, 1][degree - 1], within: degree <= 2 })));
  expect(run(study([[0, true], [1, false]])).section[0]).toEqual({ tie: 'kin', degree: 0, considered: 1, chosen: 1, within: true });
});

it('a jump just beyond the limit is Fisher of [[beyond chosen, not], [last within chosen, not]]: here the tea-tasting table turned up', () => {
  const { test, findings } = run(study([...times(3, 3, true), ...times(1, 3, false), ...times(1, 2, true), ...times(3, 2, false)]));
  expect(test).toMatchObject({ id: 'beyond:kin', alternative: 'greater', p: expect.closeTo(0.242857142857, 11) as number, minimumP: expect.closeTo(1 / 70, 12) as number });
  expect(findings).toEqual([]);
});

it('a planted jump is found, a level rate is not', () => {
  const { findings, test } = run(study([...times(14, 3, true), ...times(2, 3, false), ...times(3, 2, true), ...times(13, 2, false)]));
  expect(test!.p).toBeLessThan(0.001);
  expect(findings).toMatchObject([{ code: 'beyond-degree', tie: 'kin', test: { p: test!.p }, effect: { name: 'odds-ratio' }, people: [] }]);
  expect(findings[0]!.measured.map((m) => [m.name, m.value])).toEqual([['limit', 2], ['within-considered', 16], ['within-chosen', 3], ['beyond-considered', 16], ['beyond-chosen', 14]]);
  expect(run(study([...times(8, 3, true), ...times(8, 3, false), ...times(8, 2, true), ...times(8, 2, false)])).findings).toEqual([]);
});

it('a decision on the decider himself, or one that names no decider, counts nobody', () => {
  const given = study([...times(2, 2, true), [3, false]]);
  const own = caseOf({ id: 'own', decider: 'boss', people: [considered({ person: 'boss', chosen: true })] });
  const none = caseOf({ id: 'none', people: [considered({ person: 'k-0', chosen: true })] });
  const past: Past = { ...given.past, decisions: [...given.past.decisions!, { id: 'own', position: 'p', on: '2026-01-05', decider: 'boss' }, { id: 'none', position: 'p', on: '2026-01-05' }] };
  expect(run(studyOf({ past, ties: given.ties, cases: [...given.cases, own, none] })).section).toEqual(run(given).section);
});

it('the rule of the tie stands beside the finding, where it has one', () => {
  const jump = [...times(14, 3, true), ...times(2, 3, false), ...times(3, 2, true), ...times(13, 2, false)];
  const citation = { own: 'rule on kin' };
  expect([run(study(jump)).findings[0]!.rule, run(study(jump, { ...KIN, citation })).findings[0]!.rule]).toEqual([null, { id: 'kin', label: 'kin', citation }]);
});

describe('not testable', () => {
  it.each([
    ['nobody is kin', [], 'nobody-connected'],
    ['everybody of both degrees was chosen', [...times(2, 2, true), ...times(2, 3, true)], 'empty-margin'],
    ['nobody of the last degree within', times(4, 3, true), 'empty-margin'],
    ['only far ones', times(4, 6, true), 'no-data'],
  ] as const)('%s', (_, kin, because) => {
    const given = study(kin.length > 0 ? kin : times(1, 8, false));
    const { test, cannot } = run(given);
    expect(test).toMatchObject({ p: null, notTestable: because });
    expect(cannot).toEqual([{ decision: null, part: 'degrees:kin', because }]);
  });

  it('nobody is known to have decided', () => {
    const given = study(times(1, 2, true));
    const { test, cannot } = run({ ...given, past: { relations: given.past.relations!, decisions: [{ id: 'd-0', position: 'p', on: '2026-01-05' }] } });
    expect(test).toMatchObject({ p: null, notTestable: 'no-roles' });
    expect(cannot).toEqual([{ decision: null, part: 'degrees:kin', because: 'no-roles' }]);
  });

  it('a tie without a limit has no degree beyond it: no test is declared', () => {
    const { degree: _, ...open } = KIN;
    const { section, test } = run(study([[1, true]], open));
    expect([section, test]).toEqual([[], undefined]);
  });
});
