import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conflictsOf } from '../../src/auditing/conflicts.js';
import type { Past } from '../../src/auditing/past.js';
import type { Study } from '../../src/auditing/study.js';
import { resolveTies, type RelationTie } from '../../src/auditing/ties.js';
import { ROLES } from '../../src/auditing/past.js';
import { caseOf, considered, studyOf } from './support/study.js';
import { times } from '../support/times.js';

const KIN: RelationTie = { id: 'kin', label: 'kin', from: 'relations', kinds: ['kin'], degree: 3, citation: { instrument: 'Rules of the city', article: '4' } as never };
type RoleRow = NonNullable<Past['roles']>[number];

/** One decision of 2026-03-01: `win` was chosen, `lose` was not; `boss` decided. */
const study = (relations: NonNullable<Past['relations']>, roles: readonly RoleRow[], more: Partial<Past> = {}, tie: RelationTie = KIN): Study => {
  const past: Past = {
    decisions: [{ id: 'd', position: 'post', on: '2026-03-01', decider: 'boss' }],
    candidates: ['lose', 'win'].map((person) => ({ decision: 'd', person, chosen: person === 'win' })),
    relationsComplete: [{ kind: 'kin', source: 's', date: '2026-12-31' }],
    relations, roles: [...roles], ...more,
  };
  const ties = resolveTies(past, [tie]).get('d')!;
  return studyOf({ past, ties: [tie], cases: [caseOf({ id: 'd', on: '2026-03-01', decider: 'boss', document: 'SK-1', people: ['lose', 'win'].map((person) => considered({ person, chosen: person === 'win', ties: ties.get(person)! })) })] });
};
const kin = (a: string, b: string, degree = 2) => ({ a, b, kind: 'kin', degree, source: 'family cards' });
const row = (more: Partial<RoleRow>): RoleRow => ({ decision: 'd', actor: 'boss', role: 'decider', ...more });

describe('what became of a connection', () => {
  it.each([
    ['named and recused', [row({ statement: '2026-02-01', declared: ['win'], recused: ['win'] })], 'declared-and-recused', null],
    ['recused from everybody', [row({ statement: '2026-02-01', recused: 'all' })], 'declared-and-recused', null],
    ['named, and sat', [row({ statement: '2026-02-01', declared: ['win'] })], 'declared-and-present', 'conflict-present'],
    ['named in another role of his', [row({}), row({ role: 'panel', declared: ['win'] })], 'declared-and-present', 'conflict-present'],
    ['a statement that names another', [row({ statement: '2026-02-01', declared: ['lose'] })], 'no-declaration-on-file', 'conflict-present'],
    ['a statement made after the decision', [row({ statement: '2026-03-02', declared: ['win'] })], 'no-declaration-on-file', 'conflict-present'],
    ['no statement, where others have one', [row({}), row({ actor: 'other', role: 'panel', statement: '2026-02-01' })], 'no-declaration-on-file', 'conflict-present'],
    ['no statement of anybody on record', [row({})], 'unknown', 'conflict-unknown'],
    ['a decider whom only the decision names', [row({ actor: 'other', role: 'panel', statement: '2026-02-01' })], 'no-declaration-on-file', 'conflict-present'],
  ] as const)('%s: %s', (_, roles, verdict, code) => {
    const { section, findings, cannot } = conflictsOf(study([kin('win', 'boss')], roles));
    expect(section.filter((p) => p.role === 'decider')).toEqual([
      { decision: 'd', tie: 'kin', role: 'decider', actor: 'boss', person: 'win', chosen: true, degree: 2, within: true, verdict, steps: [{ from: 'win', to: 'boss', kind: 'kin', degree: 2, source: 'family cards' }] },
    ]);
    expect(findings.map((f) => f.code)).toEqual(code ? [code] : []);
    expect(cannot).toEqual([]);
  });

  it('a finding names the article, the paper and what to ask, once for an actor whatever his roles', () => {
    const { section, findings } = conflictsOf(study([kin('win', 'boss')], [row({ declared: ['win'] }), row({ role: 'panel' }), row({ role: 'signer' })]));
    expect(section.map((p) => p.role)).toEqual(['decider', 'panel', 'signer']);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ kind: 'case', decision: 'd', document: 'SK-1', tie: 'kin', rule: { id: 'kin', citation: KIN.citation! }, people: [{ role: 'actor', person: 'boss' }, { role: 'chosen', person: 'win' }] });
    expect(findings[0]!.measured.filter((m) => m.name === 'role').map((m) => m.value)).toEqual(['decider', 'panel', 'signer']);
    expect(findings[0]!.alternatives.length * findings[0]!.ask.length).toBeGreaterThan(0);
  });

  it.each(ROLES)('every role counts: %s', (role) => {
    const { section, findings } = conflictsOf(study([kin('w', 'win')], [row({ actor: 'w', role, declared: [] })]));
    expect(section.map((p) => [p.role, p.actor, p.person])).toEqual([[role, 'w', 'win']]);
    expect(findings).toHaveLength(1);
  });

  it('who was not chosen is listed, without a finding', () => {
    const { section, findings } = conflictsOf(study([kin('boss', 'lose')], [row({ declared: ['lose'] })]));
    expect(section).toMatchObject([{ person: 'lose', chosen: false, verdict: 'declared-and-present' }]);
    expect(findings).toEqual([]);
  });

  it('the degree just beyond the limit is listed as beyond, the next one is not; neither is a finding', () => {
    const of = (degree: number) => conflictsOf(study([kin('win', 'boss', degree)], [row({ declared: [] })]));
    expect([3, 4, 5].map((degree) => of(degree).section.map((p) => [p.degree, p.within]))).toEqual([[[3, true]], [[4, false]], []]);
    expect([3, 4, 5].map((degree) => of(degree).findings.length)).toEqual([1, 0, 0]);
  });

  it('a relation of unknown degree is unknown, whatever was declared', () => {
    const { section, findings } = conflictsOf(study([{ a: 'win', b: 'boss', kind: 'kin' }, kin('y', 'z')], [row({ recused: 'all' })]));
    expect(section).toMatchObject([{ degree: null, within: true, verdict: 'unknown' }]);
    expect(findings.map((f) => f.code)).toEqual(['conflict-unknown']);
  });

  it('whoever has a role in the decision on himself', () => {
    const { section, findings } = conflictsOf(study([kin('y', 'z')], [row({ actor: 'win', role: 'spec-writer', declared: [] })]));
    expect(section).toMatchObject([{ actor: 'win', person: 'win', degree: 0, steps: [], verdict: 'no-declaration-on-file' }]);
    expect(findings).toHaveLength(1);
  });
});

describe('what cannot be said', () => {
  it.each([
    ['no ties of relations are asked about', { ...study([], []), ties: [] }, [{ decision: null, part: 'conflicts', because: 'no-relations' }]],
    ['no relations were given', study([], [], { relationsComplete: [] }), [{ decision: null, part: 'conflicts', because: 'no-relations' }]],
    ['nobody has a role', study([kin('a', 'b')], [], { decisions: [{ id: 'd', position: 'post', on: '2026-03-01' }] }), [{ decision: null, part: 'conflicts', because: 'no-roles' }]],
    ['nobody has a role in this one', study([kin('a', 'b')], [row({ decision: 'e' })], { decisions: [{ id: 'd', position: 'post', on: '2026-03-01' }] }), [{ decision: 'd', part: 'conflicts', because: 'no-roles' }]],
    ['the relations are not complete', study([kin('a', 'b')], [row({})], { relationsComplete: [] }), [{ decision: 'd', part: 'conflicts', because: 'ties-unknown' }]],
  ] as const)('%s', (_, given, cannot) => expect(conflictsOf(given)).toEqual({ section: [], findings: [], cannot }));
});

it('the order of rows changes nothing', () => {
  const relations = [kin('win', 'boss'), kin('boss', 'win', 1), kin('w', 'lose', 4), kin('w', 'win', 3)];
  const roles = [row({ declared: ['win'] }), row({ role: 'panel' }), row({ actor: 'w', role: 'spec-writer' }), row({ actor: 'v', role: 'scorer', recused: 'all' })];
  const expected = JSON.stringify(conflictsOf(study(relations, roles)));
  expect(JSON.parse(expected).section).toHaveLength(4);
  fc.assert(
    fc.property(fc.shuffledSubarray(relations, { minLength: 4 }), fc.shuffledSubarray(roles, { minLength: 4 }), (a, b) => {
      expect(JSON.stringify(conflictsOf(study(a, b)))).toBe(expected);
    }),
    { numRuns: times(30, 180) },
  );
});
