import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { parseFolder, type MeritError } from '../../src/index.js';
import { World, type Files, type Loose } from '../vectors/bad-inputs/world.js';

const world = new World();
const ACTORS = [
  { id: 'X', role: 'panel', person: 'EMP-1', statement: { on: '2026-11-01', document: 'form' }, interests: [{ person: 'EMP-2', kind: 'kin', degree: 2 }, { person: 'EMP-2', kind: 'friend' }] },
  { id: 'Y', role: 'decider' },
];
/** A round with two actors, one of whom judged, as changed. */
const withActors = (change: (round: Loose) => void = () => undefined) => (r: Loose): void => {
  r.actors = structuredClone(ACTORS);
  r.people[0].evidence[0].by = 'X';
  change(r);
};

function found(change: (round: Loose) => void): string[] {
  try {
    return world.parse(withActors(change)).warnings.map(({ code, path }) => `${code} ${path}`);
  } catch (error) {
    return (error as MeritError).issues.map(({ code, path }) => `${code} ${path}`);
  }
}

describe('actors of a round', () => {
  it.each<[string, (round: Loose) => void]>([
    ['as they are', () => undefined],
    ['none of them', (r) => [delete r.actors, delete r.people[0].evidence[0].by]],
    ['a day of opening that is the day of the round', (r) => (r.opened = r.asOf)],
    ['a statement after the opening: late, and no fault of the file', (r) => (r.actors[0].statement.on = '2027-01-01')],
    ['one person in two roles', (r) => r.actors.push({ id: 'Z', role: 'scorer', person: 'EMP-1' })],
  ])('are taken: %s', (_, change) => expect(found(change)).toEqual([]));

  it.each<[string, (round: Loose) => void, string[]]>([
    ['names and scores opened after the day of the round', (r) => (r.opened = '2199-01-01'), ['E_DATE_ORDER /opened']],
    ['an opening on no day', (r) => (r.opened = '2026-02-30'), ['E_DATE_INVALID /opened']],
    ['evidence by nobody', (r) => (r.people[0].evidence[0].by = 'EMP-1'), ['E_REF_UNKNOWN /people/0/evidence/0/by']],
    ['two of one id', (r) => (r.actors[1].id = 'X'), ['E_ID_DUPLICATE /actors/1/id']],
    ['two of ids that differ in case', (r) => (r.actors[1].id = 'x'), ['E_ID_CASE /actors/1/id']],
    ['an id that is none', (r) => (r.actors[1].id = 'the mayor'), ['E_ID_SYNTAX /actors/1/id']],
    ['a role nobody knows', (r) => (r.actors[1].role = 'friend'), ['E_VALUE_UNKNOWN /actors/1/role']],
    ['somebody who is not of the round', (r) => (r.actors[0].person = 'NOBODY'), ['E_REF_UNKNOWN /actors/0/person']],
    ['an interest in somebody who is not', (r) => (r.actors[0].interests[1].person = 'X'), ['E_REF_UNKNOWN /actors/0/interests/1/person']],
    ['an interest of no kind', (r) => (r.actors[0].interests[0].kind = ' '), ['E_STRING_EMPTY /actors/0/interests/0/kind']],
    ['a degree beyond 8', (r) => (r.actors[0].interests[0].degree = 9), ['E_NUM_RANGE /actors/0/interests/0/degree']],
    ['a statement without a document', (r) => delete r.actors[0].statement.document, ['E_VALUE_MISSING /actors/0/statement/document']],
    ['a statement on no day, of no text', (r) => (r.actors[0].statement = { on: '2026-13-01', document: '\u202e' }), ['E_DATE_INVALID /actors/0/statement/on', 'E_STRING_BIDI /actors/0/statement/document']],
  ])('are refused: %s', (_, change, codes) => expect(found(change)).toEqual(expect.arrayContaining(codes)));

  it('are told where an id looks like a national number', () => {
    expect(found((r) => r.actors.push({ id: '198012312005011001', role: 'issuer' }))).toEqual(['W_ID_NATIONAL /actors/2/id']);
  });

  it('stand in normal form: by id, interests by person, kind and degree, empty lists left out, texts composed', () => {
    const { round } = world.parse(withActors((r) => {
      r.actors[0].interests.push({ person: 'EMP-2', kind: 'friend', degree: 1 }, { person: 'EMP-1', kind: 'cafe\u0301' });
      r.actors[1].interests = [];
      r.actors.reverse();
    }));
    expect(round.actors).toEqual([
      { ...ACTORS[0], interests: [{ person: 'EMP-1', kind: 'caf\u00e9' }, { person: 'EMP-2', kind: 'friend' }, { person: 'EMP-2', kind: 'friend', degree: 1 }, { person: 'EMP-2', kind: 'kin', degree: 2 }] },
      ACTORS[1],
    ]);
    expect(world.parse((r) => delete r.actors).round.actors).toEqual([]);
  });
});

describe('actors as tables', () => {
  const files = (parts: Files = {}, opened?: string): Files => {
    const base = world.files();
    const head = JSON.parse(String(base['round.json']));
    return {
      ...base,
      'round.json': JSON.stringify({ ...head, ...(opened !== undefined && { opened }) }),
      'actors.csv': 'id,role,person,statementOn,statementDocument\nX,panel,EMP-1,2026-11-01,form\nY,decider,,,\n',
      'interests.csv': 'actor,person,kind,degree\nX,EMP-2,kin,2\nX,EMP-2,friend,\n',
      ...parts,
    };
  };
  const told = (parts: Files, opened?: string): string[] => {
    try {
      return parseFolder(files(parts, opened), world.sealed()).warnings.map(({ code, path }) => `${code} ${path}`);
    } catch (error) {
      return (error as MeritError).issues.map(({ code, path }) => `${code} ${path}`);
    }
  };
  const evidence = (by: string): Files => ({ 'evidence.csv': `person,attribute,value,source,by\nEMP-1,exam,80,S1,${by}\n` });

  it('give the round that the document gives', () => {
    const { round } = parseFolder(files(evidence('X'), '2026-01-05'), world.sealed());
    const document = { ...structuredClone(round) } as Loose;
    expect(round.opened).toBe('2026-01-05');
    expect(round.actors).toEqual([{ ...ACTORS[0], interests: [{ person: 'EMP-2', kind: 'friend' }, { person: 'EMP-2', kind: 'kin', degree: 2 }] }, ACTORS[1]]);
    expect(round.people.find((p) => p.id === 'EMP-1')!.evidence).toContainEqual({ attribute: 'exam', value: 80, source: 'S1', by: 'X' });
    expect(canonicalJson(world.read(document).round)).toBe(canonicalJson(round));
  });

  it.each<[string, Files, string[]]>([
    ['evidence by nobody', evidence('Q'), ['/people/0/evidence/3/by (evidence.csv:2:5)']],
    ['an interest of an actor who is not there', { 'interests.csv': 'actor,person,kind\nQ,EMP-2,kin\n' }, ['interests.csv:2:1']],
    ['an interest in nobody', { 'interests.csv': 'actor,person,kind\nX,Q,kin\n' }, ['/actors/0/interests/0/person (interests.csv:2:2)']],
    ['a person who is not there', { 'actors.csv': 'id,role,person\nX,panel,Q\n', 'interests.csv': 'actor,person,kind\n' }, ['/actors/0/person (actors.csv:2:3)']],
  ])('name the place of a problem: %s', (_, parts, paths) => expect(told(parts)).toEqual(paths.map((path) => `E_REF_UNKNOWN ${path}`)));

  it('name the cell of a statement', () => {
    expect(told({ 'actors.csv': 'id,role,statementOn,statementDocument\nX,panel,2026-02-30,form\n' })).toEqual(['E_DATE_INVALID /actors/0/statement/on (actors.csv:2:3)']);
    expect(told({ 'actors.csv': 'id,role,statementOn\nX,panel,2026-02-03\n' })).toEqual(['E_VALUE_MISSING /actors/0/statement/document (actors.csv:2)']);
  });
});
