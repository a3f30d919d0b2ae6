import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deriveRelations, kinship, type KinRecords, type Kinship, type Round } from '../../src/index.js';
import { between, random } from '../kernel/instances.js';
import { toyPerson } from '../support/toy.js';

type Vector = readonly [relation: string, degree: number, line?: string];
const vectors = JSON.parse(readFileSync(new URL('../vectors/kinship/kinship-degrees.json', import.meta.url), 'utf8')) as { consanguinity: Vector[]; affinity: Vector[] };

/** Child with both parents; `couple` marries them. */
const family = (couples: string, children: string): KinRecords => ({
  spouses: couples.split(' ').filter(Boolean).map((c) => ({ a: c.split('+')[0]!, b: c.split('+')[1]! })),
  parents: children.split(' ').filter(Boolean).flatMap((c) => {
    const [child, of] = c.split('<') as [string, string];
    return of.split('+').map((parent) => ({ parent, child }));
  }),
});

/**
 * Four generations of one family around `me`, who is married to `wife`; her side is recorded as far. `ggp` is the great-grandparent
 * from whom the second cousin comes.
 */
const HOUSE = family(
  'me+wife gf+gm ggp+ggq father+mother wfather+wmother wgf+wgm brother+brotherwife uncle+auntwife',
  'gf<ggp+ggq guncle<ggp+ggq father<gf+gm uncle<gf+gm me<father+mother brother<father+mother half<father+other nephew<brother+brotherwife gnephew<nephew+nephewwife ' +
    'cousin<uncle+auntwife cousinchild<cousin+cousinmate gcousin<guncle+gunclewife scousin<gcousin+gcousinmate child<me+wife gchild<child+childmate ' +
    'stepchild<wife+exhusband wfather<wgf+wgm wuncle<wgf+wgm wife<wfather+wmother wsister<wfather+wmother wcousin<wuncle+wauntmate childmate<x+y',
);

/** The words of the vectors as people of the house, as somebody is called by `me`. */
const WHO: Record<string, string> = {
  parent: 'father', child: 'child', grandparent: 'gf', grandchild: 'gchild', 'great-grandparent': 'ggp', sibling: 'brother', 'half-sibling': 'half', 'uncle/aunt': 'uncle', 'nephew/niece': 'nephew',
  'first cousin': 'cousin', 'great-uncle/aunt': 'guncle', 'grandnephew/niece': 'gnephew', 'first cousin once removed': 'cousinchild', 'second cousin': 'scousin',
  spouse: 'wife', 'parent-in-law': 'wfather', stepchild: 'stepchild', "sibling-in-law (spouse's sibling)": 'wsister', "sibling's spouse": 'brotherwife', "spouse's uncle/aunt": 'wuncle', "spouse's first cousin": 'wcousin',
};

/** The path is made of records, from the first to the second, and its births are the degree. */
function walks(records: KinRecords, a: string, b: string, found: Extract<Kinship, { status: 'related' }>): void {
  let at = a;
  for (const { to, by } of found.path) {
    const [x, y] = [at, to];
    if (by === 'spouse') expect(records.spouses.some((s) => (s.a === x && s.b === y) || (s.a === y && s.b === x))).toBe(true);
    else expect(records.parents.some((r) => (by === 'parent' ? r.child === x && r.parent === y : r.parent === x && r.child === y))).toBe(true);
    at = to;
  }
  expect(at).toBe(b);
  expect(found.path.filter((s) => s.by !== 'spouse')).toHaveLength(found.degree);
  expect(found.path.filter((s) => s.by === 'spouse')).toHaveLength(found.kind === 'affinity' || found.kind === 'spouse' ? 1 : 0);
}

describe('kinship by the civil-law count (KUHPerdata art. 290-297)', () => {
  it.each(vectors.consanguinity)('%s is of degree %i, %s', (relation, degree, line) => {
    const found = kinship(HOUSE, 'me', WHO[relation ?? '']!, { maxDegree: 8 });
    expect(found).toMatchObject({ status: 'related', kind: 'consanguinity', degree, line });
    if (found.status === 'related') walks(HOUSE, 'me', WHO[relation ?? '']!, found);
  });

  it.each(vectors.affinity.filter(([relation]) => relation !== 'child-in-law'))('%s by marriage is of degree %i', (relation, degree) => {
    const found = kinship(HOUSE, 'me', WHO[relation ?? '']!, { maxDegree: 8 });
    expect(found).toMatchObject({ status: 'related', kind: relation === 'spouse' ? 'spouse' : 'affinity', degree, line: null });
    if (found.status === 'related') walks(HOUSE, 'me', WHO[relation ?? '']!, found);
  });

  it('child-in-law by marriage is of degree 1', () => {
    expect(kinship({ ...HOUSE, spouses: [...HOUSE.spouses, { a: 'childmate', b: 'child' }] }, 'me', 'childmate')).toMatchObject({ kind: 'affinity', degree: 1 });
    expect(vectors.affinity.find(([relation]) => relation === 'child-in-law')).toEqual(['child-in-law', 1]);
  });

  it('shows the records as a path', () => {
    expect(kinship(HOUSE, 'me', 'wuncle')).toMatchObject({
      path: [{ to: 'wife', by: 'spouse' }, { to: 'wfather', by: 'parent' }, { to: 'wgf', by: 'parent' }, { to: 'wuncle', by: 'child' }],
    });
  });

  it('affinity makes no further affinity: my sibling and the sibling of my wife are no kin', () => {
    const whole = family('me+wife', 'me<f+m brother<f+m wife<v+w wsister<v+w f<f1+f2 m<m1+m2 v<v1+v2 w<w1+w2');
    expect(kinship(whole, 'brother', 'wsister', { maxDegree: 2 })).toEqual({ status: 'unrelated' });
    expect(kinship(whole, 'me', 'wsister', { maxDegree: 2 })).toMatchObject({ kind: 'affinity', degree: 2 });
  });

  it('himself is of degree 0; the closest relation is told: a wife who is a cousin is a wife, a son by her a son', () => {
    expect(kinship(HOUSE, 'me', 'me')).toMatchObject({ kind: 'self', degree: 0, path: [] });
    const cousins = { ...HOUSE, spouses: [...HOUSE.spouses, { a: 'me', b: 'cousin' }] };
    expect(kinship(cousins, 'me', 'cousin')).toMatchObject({ kind: 'spouse', degree: 0 });
    expect(kinship(HOUSE, 'me', 'child')).toMatchObject({ kind: 'consanguinity', degree: 1 });
  });

  it('is unknown, never unrelated, where ancestors are missing, and names them', () => {
    expect(kinship({ parents: [], spouses: [] }, 'A', 'B')).toEqual({ status: 'unknown', missing: [{ person: 'A', known: 0 }, { person: 'B', known: 0 }] });
    const one = family('', 'A<f+m B<g');
    expect(kinship(one, 'A', 'B', { maxDegree: 1 })).toEqual({ status: 'unknown', missing: [{ person: 'B', known: 1 }] });
    expect(kinship(family('', 'A<f+m B<g+n'), 'A', 'B', { maxDegree: 1 })).toEqual({ status: 'unrelated' });
    expect(kinship(family('', 'A<f+m B<g+n'), 'A', 'B', { maxDegree: 2 })).toMatchObject({ status: 'unknown', missing: [{ person: 'f' }, { person: 'g' }, { person: 'm' }, { person: 'n' }] });
  });

  it('says whose missing parents could make a relation closer than the one recorded', () => {
    const cousins = family('', 'A<f+m B<g+n f<x+y g<x+y');
    expect(kinship(cousins, 'A', 'B', { maxDegree: 4 })).toMatchObject({ degree: 4, missing: [{ person: 'm' }, { person: 'n' }, { person: 'x' }, { person: 'y' }] });
    expect(kinship(family('', 'A<f+m B<A+n'), 'A', 'B')).toMatchObject({ degree: 1, missing: [] });
  });

  it('refuses somebody who is his own ancestor, a marriage with oneself, and a degree beyond 8', () => {
    expect(() => kinship(family('', 'A<B B<C C<A'), 'A', 'B')).toThrow(expect.objectContaining({ code: 'E_GRAPH_CYCLE' }));
    expect(() => kinship(family('A+A', ''), 'A', 'B')).toThrow(expect.objectContaining({ code: 'E_KIN_SELF', path: '/spouses/0' }));
    expect(() => kinship(HOUSE, 'A', 'B', { maxDegree: 9 })).toThrow(expect.objectContaining({ code: 'E_NUM_RANGE' }));
  });
});

/** Records of a few people in which nobody is his own ancestor: parents come earlier in the list. */
function randomRecords(rnd: () => number): KinRecords & { readonly names: readonly string[] } {
  const names = Array.from({ length: between(rnd, 4, 12) }, (_, k) => `P${String(k).padStart(2, '0')}`);
  const parents = names.flatMap((child, k) => [...new Set(Array.from({ length: k === 0 ? 0 : between(rnd, 0, 2) }, () => names[between(rnd, Math.max(0, k - 5), k - 1)]!))].map((parent) => ({ parent, child })));
  const spouses = Array.from({ length: between(rnd, 0, 4) }, () => ({ a: names[between(rnd, 0, names.length - 1)]!, b: names[between(rnd, 0, names.length - 1)]! })).filter((s) => s.a !== s.b);
  return { names, parents, spouses };
}

/** The slow reference: every way up from both, as the law words it; no search, no limit. */
function slowBlood(records: KinRecords, a: string, b: string): number {
  const up = (of: string, steps: number): (readonly [string, number])[] => [[of, steps], ...records.parents.filter((r) => r.child === of).flatMap((r) => up(r.parent, steps + 1))];
  return Math.min(Infinity, ...up(a, 0).flatMap(([x, m]) => up(b, 0).flatMap(([y, n]) => (x === y ? [m + n] : []))));
}

function slowKinship(records: KinRecords, a: string, b: string, maxDegree: number): { kind: string; degree: number } | undefined {
  if (a === b) return { kind: 'self', degree: 0 };
  const spouses = (of: string): string[] => records.spouses.flatMap((s) => (s.a === of ? [s.b] : s.b === of ? [s.a] : []));
  if (spouses(a).includes(b)) return { kind: 'spouse', degree: 0 };
  const blood = slowBlood(records, a, b);
  const affinity = Math.min(Infinity, ...spouses(a).filter((s) => s !== b).map((s) => slowBlood(records, s, b)), ...spouses(b).filter((s) => s !== a).map((s) => slowBlood(records, a, s)));
  const degree = Math.min(blood, affinity);
  return degree > maxDegree ? undefined : { kind: blood <= affinity ? 'consanguinity' : 'affinity', degree };
}

describe('on records at random (200 families, every pair)', () => {
  it('kind and degree are those of the slow reference, the same from both ends, with a path of records', () => {
    const kinds: Record<string, number> = {};
    for (let seed = 1; seed <= 200; seed++) {
      const rnd = random(seed);
      const records = randomRecords(rnd);
      const maxDegree = between(rnd, 0, 6);
      for (const a of records.names) {
        for (const b of records.names) {
          const found = kinship(records, a, b, { maxDegree });
          const expected = slowKinship(records, a, b, maxDegree);
          expect(found.status === 'related' ? { kind: found.kind, degree: found.degree } : undefined, `seed ${seed}: ${a} ${b}`).toEqual(expected);
          if (found.status === 'related') walks(records, a, b, found);
          kinds[found.status === 'related' ? found.kind : found.status] = (kinds[found.status === 'related' ? found.kind : found.status] ?? 0) + 1;
        }
      }
    }
    for (const kind of ['self', 'spouse', 'consanguinity', 'affinity', 'unknown']) expect(kinds[kind]).toBeGreaterThan(50);
  });

  it('what is called final stays as it is, whoever the missing parents turn out to be', () => {
    let final = 0;
    let overturned = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const rnd = random(seed);
      const records = randomRecords(rnd);
      const maxDegree = between(rnd, 1, 4);
      const later = { ...records, parents: [...records.parents] };
      for (let k = 0; k < 6; k++) {
        const c = between(rnd, 1, records.names.length - 1);
        const child = records.names[c]!;
        const parent = records.names[between(rnd, 0, c - 1)]!;
        const known = later.parents.filter((r) => r.child === child);
        if (known.length < 2 && known.every((r) => r.parent !== parent)) later.parents.push({ parent, child });
      }
      for (const a of records.names) {
        for (const b of records.names) {
          const before = kinship(records, a, b, { maxDegree });
          const after = kinship(later, a, b, { maxDegree });
          const same = before.status === 'related' ? after.status === 'related' && after.degree === before.degree : after.status !== 'related';
          if (before.status === 'unrelated' || (before.status === 'related' && before.missing.length === 0)) {
            final++;
            expect(same, `seed ${seed}: ${a} ${b}`).toBe(true);
          } else if (!same) overturned++;
        }
      }
    }
    expect(final).toBeGreaterThan(1000);
    expect(overturned).toBeGreaterThan(300);
  });

  it('the relations for a round are those of all pairs, both ways, and a declared one stands', () => {
    let rows = 0;
    let differing = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const rnd = random(seed);
      const records = randomRecords(rnd);
      const maxDegree = between(rnd, 0, 4);
      const people = records.names.filter(() => rnd() < 0.8).map((id) => toyPerson({ id }));
      const declared = people.length < 2 ? [] : [{ a: people[1]!.id, b: people[0]!.id, kind: 'kin', degree: 2, source: 'S1' }] as Round['relations'];
      const derived = deriveRelations(records, { people, relations: declared }, { source: 'REG', maxDegree });
      const expected = people.flatMap(({ id: a }) =>
        people.flatMap(({ id: b }) => {
          const found = a === b ? undefined : slowKinship(records, a, b, maxDegree);
          return found && !declared.some((r) => (r.a === a && r.b === b) || (r.a === b && r.b === a)) ? [{ a, b, ...found, source: 'REG' }] : [];
        }),
      );
      expect(derived.relations).toEqual(expected);
      const truly = declared[0] && slowKinship(records, declared[0].a, declared[0].b, maxDegree);
      expect(derived.differs).toEqual(truly && truly.degree !== 2 ? [{ a: people[0]!.id, b: people[1]!.id, declared: 2, derived: truly.degree }] : []);
      rows += expected.length;
      differing += derived.differs.length;
      for (const { person, missing } of derived.unknown) {
        expect(missing.length).toBeGreaterThan(0);
        expect(kinship(records, person, 'nobody known', { maxDegree }).status).toBe('unknown');
      }
    }
    expect(rows).toBeGreaterThan(1000);
    expect(differing).toBeGreaterThan(20);
  });
});
