import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorsOf, defaultTies, Relations, resolveTies, type RelationTie } from '../../src/auditing/ties.js';
import type { Past } from '../../src/auditing/past.js';
import { deriveRelations } from '../../src/conflicts/index.js';
import { times } from '../support/times.js';

type Vector = readonly [relation: string, degree: number];
const vectors = JSON.parse(readFileSync(new URL('../vectors/kinship/kinship-degrees.json', import.meta.url), 'utf8')) as { consanguinity: Vector[]; affinity: Vector[] };

type Row = NonNullable<Past['relations']>[number];

/** `child<father+mother` and `a+b`, a marriage, as rows of a register. */
const register = (text: string): Row[] =>
  text.split(' ').flatMap((word): Row[] => {
    const [child, parents] = word.split('<') as [string, string | undefined];
    if (parents !== undefined) return parents.split('+').map((b) => ({ a: child, b, kind: 'parent', source: 'register' }));
    const [a, b] = word.split('+') as [string, string];
    return [{ a, b, kind: 'spouse', source: 'register' }];
  });

const HOUSE = register(
  'me+wife gf+gm father+mother wfather+wmother brother+brotherwife uncle+auntwife gf<ggp+ggq guncle<ggp+ggq father<gf+gm uncle<gf+gm me<father+mother brother<father+mother half<father+other ' +
    'nephew<brother+brotherwife gnephew<nephew+nephewwife cousin<uncle+auntwife cousinchild<cousin+cousinmate gcousin<guncle+gunclewife scousin<gcousin+gcousinmate child<me+wife gchild<child+childmate stepchild<wife+exhusband ' +
    'child+childmate wfather<wgf+wgm wuncle<wgf+wgm wife<wfather+wmother wsister<wfather+wmother wcousin<wuncle+wauntmate',
);
const WHO: Record<string, string> = {
  parent: 'father', child: 'child', grandparent: 'gf', grandchild: 'gchild', 'great-grandparent': 'ggp', sibling: 'brother', 'half-sibling': 'half', 'uncle/aunt': 'uncle', 'nephew/niece': 'nephew',
  'first cousin': 'cousin', 'great-uncle/aunt': 'guncle', 'grandnephew/niece': 'gnephew', 'first cousin once removed': 'cousinchild', 'second cousin': 'scousin',
  spouse: 'wife', 'parent-in-law': 'wfather', 'child-in-law': 'childmate', stepchild: 'stepchild', "sibling-in-law (spouse's sibling)": 'wsister', "sibling's spouse": 'brotherwife', "spouse's uncle/aunt": 'wuncle', "spouse's first cousin": 'wcousin',
};
const KIN: RelationTie = { id: 'kin', label: 'kin', from: 'relations', kinds: ['parent', 'spouse', 'kin'], degree: 3 };

/** One decision of 2026-03-01 with `me` as its decider. */
const past = (relations: Row[], people: readonly string[], more: Partial<Past> = {}): Past => ({
  decisions: [{ id: 'd', position: 'p', on: '2026-03-01', decider: 'me' }],
  candidates: people.map((person) => ({ decision: 'd', person, chosen: false })),
  relations, ...more,
});
const complete = (...kinds: string[]): Pick<Past, 'relationsComplete'> => ({ relationsComplete: kinds.map((kind) => ({ kind, source: 's', date: '2026-12-31' })) });
const answer = (given: Past, person: string, tie: RelationTie = KIN): boolean | undefined => resolveTies(given, [tie]).get('d')!.get(person)!.get(tie.id);

describe('degrees out of parents and marriages (KUHPerdata art. 290-297)', () => {
  it.each([...vectors.consanguinity, ...vectors.affinity])('%s is of degree %i, with the records that show it', (relation, degree) => {
    const person = WHO[relation.split(' (')[0]!] ?? WHO[relation]!;
    const link = new Relations(past(HOUSE, [person])).link(KIN.kinds, 8, '2026-03-01', person, 'me')!;
    expect(link).toMatchObject({ degree, certain: true });
    expect(link.steps.reduce((sum, s) => sum + s.degree!, 0)).toBe(degree);
    expect([link.steps[0]!.from, link.steps.at(-1)!.to]).toEqual([person, 'me']);
    for (const s of link.steps) expect(HOUSE.some((r) => (r.a === s.from && r.b === s.to) || (r.a === s.to && r.b === s.from))).toBe(true);
    expect(link.steps.every((s) => s.source === 'register')).toBe(true);
  });

  it('within the limit is true, beyond it false where the register is complete, unknown where it is not', () => {
    const people = ['nephew', 'cousin'];
    expect(people.map((p) => answer(past(HOUSE, people, complete('parent', 'spouse', 'kin')), p))).toEqual([true, false]);
    expect(people.map((p) => answer(past(HOUSE, people), p))).toEqual([true, undefined]);
  });

  it('two marriages make no chain: my brother and my wife\'s sister are no kin of each other', () => {
    const given = { ...past(HOUSE, ['wsister'], complete('parent', 'spouse', 'kin')), decisions: [{ id: 'd', position: 'p', on: '2026-03-01', decider: 'brother' }] };
    expect(answer(given, 'wsister')).toBe(false);
  });

  it('a marriage counts from its day, and affinity outlives it', () => {
    const married = (from: string, to?: string): Row[] => HOUSE.map((r) => (r.kind === 'spouse' && r.a === 'me' ? { ...r, from, ...(to !== undefined && { to }) } : r));
    const all = complete('parent', 'spouse', 'kin');
    expect(answer(past(married('2026-03-01'), ['wfather'], all), 'wfather')).toBe(true);
    expect(answer(past(married('2026-03-02'), ['wfather'], all), 'wfather')).toBe(false);
    expect(answer(past(married('2000-01-01', '2010-01-01'), ['wfather'], all), 'wfather')).toBe(true);
  });

  it('`child` is `parent` told from the other side', () => {
    const turned = HOUSE.map((r): Row => (r.kind === 'parent' ? { ...r, a: r.b, b: r.a, kind: 'child' } : r));
    const link = (rows: Row[], kind: string) => new Relations(past(rows, ['cousin'])).link([kind, 'spouse'], 8, '2026-03-01', 'cousin', 'me');
    expect(link(turned, 'child')).toEqual(link(HOUSE, 'parent'));
  });
});

it('a pair has the degree that the whole register gives, on any day (the slow way)', () => {
  const ids = Array.from({ length: 14 }, (_, k) => `p${String(k).padStart(2, '0')}`);
  const person = fc.nat(13);
  const rows = fc.tuple(
    fc.array(fc.tuple(person, person).filter(([a, b]) => a > b), { maxLength: 20 }), // the parent has the smaller number: nobody is his own ancestor
    fc.array(fc.tuple(person, person, fc.option(fc.constantFrom('2026-02-01', '2026-04-01'))).filter(([a, b]) => a !== b), { maxLength: 6 }),
  );
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 5 }), ([parents, spouses], limit) => {
      const relations: Row[] = [...parents.map(([a, b]) => ({ a: ids[a]!, b: ids[b]!, kind: 'parent' })), ...spouses.map(([a, b, from]) => ({ a: ids[a]!, b: ids[b]!, kind: 'spouse', ...(from !== null && { from }) }))];
      const records = {
        parents: relations.filter((r) => r.kind === 'parent').map((r) => ({ parent: r.b, child: r.a })),
        spouses: relations.filter((r) => r.kind === 'spouse' && (r.from ?? '') <= '2026-03-01'),
      };
      const slow = new Map(deriveRelations(records, { people: ids.map((id) => ({ id })), relations: [] }, { source: 's', maxDegree: limit }).relations.map((r) => [`${r.a} ${r.b}`, r.degree]));
      const fast = new Relations(past(relations, ids));
      for (const a of ids) for (const b of ids) if (a !== b) expect(fast.link(['parent', 'spouse'], limit, '2026-03-01', a, b)?.degree).toBe(slow.get(`${a} ${b}`));
    }),
    { numRuns: times(80, 480) },
  );
});

describe('relations as they were stated', () => {
  const kin = (degree: number | undefined, more: Partial<Row> = {}): Row => ({ a: 'x', b: 'me', kind: 'kin', ...(degree !== undefined && { degree }), ...more });
  const all = complete('parent', 'spouse', 'kin');
  it.each([
    ['within the limit', [kin(3)], true],
    ['told by the other one', [{ ...kin(3), a: 'me', b: 'x' }], true],
    ['beyond it', [kin(4)], false],
    ['over before the decision', [kin(1, { to: '2026-02-28' })], false],
    ['ending on its day', [kin(1, { to: '2026-03-01' })], true],
    ['beginning after it', [kin(1, { from: '2026-03-02' })], false],
    ['of a kind that is not asked about', [{ ...kin(1), kind: 'alumni' }], false],
    ['of a degree that nobody stated, where others have one', [kin(undefined), { a: 'y', b: 'z', kind: 'kin', degree: 2 }], undefined],
    ['two in a row are no chain', [{ a: 'x', b: 'y', kind: 'kin', degree: 1 }, { a: 'y', b: 'me', kind: 'kin', degree: 1 }], false],
  ] as const)('%s', (_, rows, expected) => expect(answer(past([...rows], ['x'], all), 'x')).toBe(expected));

  it('a kind without degrees counts as it stands', () => {
    const tie: RelationTie = { id: 't', label: 't', from: 'relations', kinds: ['co-owner'], degree: 2 };
    expect(answer(past([{ a: 'x', b: 'me', kind: 'co-owner' }], ['x']), 'x', tie)).toBe(true);
  });

  it('a certain tie comes before one of a degree that nobody stated', () => {
    const rows = [kin(undefined), { a: 'x', b: 'me', kind: 'co-owner' }, { a: 'y', b: 'z', kind: 'kin', degree: 2 }];
    for (const given of [rows, [...rows].reverse()]) {
      expect(new Relations(past(given, ['x'])).link(['kin', 'co-owner'], 2, '2026-03-01', 'x', 'me')).toMatchObject({ certain: true, degree: null, steps: [{ kind: 'co-owner' }] });
    }
  });

  it('a child is told as a parent by the child, and a register that has all parents has all children', () => {
    const link = new Relations(past([{ a: 'me', b: 'x', kind: 'child' }], ['x'])).link(['child'], 3, '2026-03-01', 'x', 'me');
    expect(link).toEqual({ degree: 1, certain: true, steps: [{ from: 'x', to: 'me', kind: 'parent', degree: 1, source: null }] });
    expect(answer(past([], ['x'], complete('parent')), 'x', { ...KIN, kinds: ['child'] })).toBe(false);
  });

  it('a record without candidates has no ties to resolve', () => expect(resolveTies({ relations: [kin(1)] }, [KIN]).size).toBe(0));

  it('whoever took part in a decision on himself is connected with it', () => expect(answer(past([], ['me']), 'me')).toBe(true));

  it('silence is unknown: without a word on completeness, past its day, for one kind of several, or with nobody known to have decided', () => {
    expect(answer(past([], ['x']), 'x')).toBeUndefined();
    expect(answer(past([], ['x'], { relationsComplete: ['parent', 'spouse', 'kin'].map((kind) => ({ kind, source: 's', date: '2026-02-28' })) }), 'x')).toBeUndefined();
    expect(answer(past([], ['x'], complete('kin', 'spouse')), 'x')).toBeUndefined();
    expect(answer({ ...past([], ['x'], all), decisions: [{ id: 'd', position: 'p', on: '2026-03-01' }] }, 'x')).toBeUndefined();
    expect(answer(past([], ['x'], all), 'x')).toBe(false);
  });

  it('only the roles that the tie names', () => {
    const given = past([kin(1)], ['x'], { ...all, roles: [{ decision: 'd', actor: 'w', role: 'spec-writer' }] });
    expect(answer(given, 'x', { ...KIN, roles: ['spec-writer'] })).toBe(false);
    expect(answer({ ...given, relations: [{ a: 'x', b: 'w', kind: 'kin', degree: 1 }] }, 'x', { ...KIN, roles: ['spec-writer'] })).toBe(true);
    expect(answer(given, 'x', { ...KIN, roles: ['panel'] })).toBeUndefined();
  });

  it('the order of rows changes nothing', () => {
    const rows = [...HOUSE, kin(2), kin(1, { source: 'b' }), kin(1, { source: 'a' })];
    const of = (relations: Row[]) => ['x', 'cousin', 'nephew', 'wuncle'].map((p) => new Relations(past(relations, ['x', 'cousin', 'nephew', 'wuncle'])).link(KIN.kinds, 6, '2026-03-01', p, 'me'));
    const expected = of(rows);
    expect(expected[0]!.steps[0]!.source).toBe('a');
    fc.assert(fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (turned) => { expect(of(turned)).toEqual(expected); }), { numRuns: times(20, 120) });
  });
});

it('parents that go round are refused, with the code of the register', () => {
  expect(() => resolveTies(past([{ a: 'x', b: 'y', kind: 'parent' }, { a: 'y', b: 'x', kind: 'parent' }], ['x']), [KIN])).toThrow(/E_GRAPH_CYCLE/);
});

it('the ties of a record: columns, kinds of relation, and one kinship out of parents and marriages', () => {
  const given = past([...HOUSE, { a: 'x', b: 'me', kind: 'alumni' }, { a: 'x', b: 'me', kind: 'referred' }], ['x'], complete('co-owner', 'spouse'));
  given.candidates![0] = { ...given.candidates![0]!, ties: { referred: true } };
  expect(defaultTies(given).map((t) => [t.id, t.from, 'degree' in t ? t.degree : null])).toEqual([
    ['alumni', 'relations', null], ['co-owner', 'relations', null], ['kinship', 'relations', 3], ['referred', 'stated', null], ['referred (relations)', 'relations', null],
  ]);
});

it('kinship that was stated is one tie with what parents and marriages show, and one of its own without these', () => {
  const stated: Row = { a: 'x', b: 'me', kind: 'kinship', degree: 2 };
  expect(defaultTies({ relations: [stated] })).toEqual([{ id: 'kinship', label: 'kinship', from: 'relations', kinds: ['kinship'] }]);
  expect(defaultTies({ relations: [stated, { a: 'x', b: 'y', kind: 'spouse' }] })).toEqual([{ id: 'kinship', label: 'kinship', from: 'relations', kinds: ['kinship', 'spouse'], degree: 3 }]);
  expect(defaultTies({})).toEqual([]);
});

it('everybody who took part: rows of roles, and the decider whom the decision names, once', () => {
  const given = past([], [], { roles: [{ decision: 'd', actor: 'w', role: 'spec-writer' }, { decision: 'd', actor: 'me', role: 'decider', statement: '2026-01-01' }] });
  expect(actorsOf(given).get('d')!.map((a) => [a.actor, a.role, a.row !== null])).toEqual([['me', 'decider', true], ['w', 'spec-writer', true]]);
});
