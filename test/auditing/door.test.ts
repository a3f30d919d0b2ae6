import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { canonicalJson } from '../../src/canonical/index.js';
import { parsePast, readPast, type Past } from '../../src/audit.js';
import { times } from '../support/times.js';

const small: Past = {
  title: 'A small town',
  levels: ['officer', 'head'],
  stages: ['applied', 'interviewed', 'chosen'],
  units: [{ id: 'works' }, { id: 'roads', parent: 'works' }],
  positions: [{ id: 'head-roads', unit: 'roads', level: 'head' }, { id: 'officer-roads', unit: 'roads', level: 'officer', superior: 'head-roads' }],
  people: [{ id: 'ana', name: 'Ana' }, { id: 'ben' }, { id: 'cyn' }],
  decisions: [{ id: 'd1', position: 'head-roads', on: '2024-03-01', noticed: '2024-01-10', closed: '2024-02-01', opened: '2024-02-02', decider: 'mayor' }],
  candidates: [
    { decision: 'd1', person: 'ben', chosen: true, eligible: true, score: 71.25, ties: { referred: true }, strata: { grade: null, area: 'north' } },
    { decision: 'd1', person: 'ana', chosen: false, eligible: true, score: 80, reached: 'interviewed', ties: { referred: false } },
  ],
  roster: [{ person: 'ana', position: 'officer-roads', from: '2020-01-01', to: '2024-03-01' }],
  scores: [{ decision: 'd1', person: 'ben', value: 71.25, on: '2024-02-20' }],
  roles: [{ decision: 'd1', actor: 'mayor', role: 'signer', declared: ['cyn', 'ben'], recused: ['ben'] }],
  relations: [{ a: 'mayor', b: 'ben', kind: 'kin', degree: 2 }],
  relationsComplete: [{ kind: 'kin', source: 'register', date: '2024-01-01' }],
};

type Change = (past: Past) => void;

function problems(change: Change): string[] {
  const past = structuredClone(small);
  change(past);
  try {
    parsePast(past);
    return [];
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    return error.issues.map((issue) => `${issue.code} ${issue.path}`);
  }
}

describe('parsePast(record)', () => {
  it('takes text, bytes and objects, and gives the same frozen record', () => {
    const text = JSON.stringify(small);
    const [a, b, c] = [parsePast(text), parsePast(new TextEncoder().encode(text)), parsePast(small)].map(({ past }) => canonicalJson(past));
    expect(b).toBe(a);
    expect(c).toBe(a);
    const { past } = parsePast(text);
    expect(Object.isFrozen(past.candidates![0])).toBe(true);
    expect(parsePast(past).past).toBe(past);
    expect(past.candidates!.map((row) => row.person)).toEqual(['ana', 'ben']);
    expect(past.roles![0]!.declared).toEqual(['ben', 'cyn']);
  });

  const bad: readonly [name: string, change: Change, ...problems: string[]][] = [
    ['an unknown key', (p) => Object.assign(p.decisions![0]!, { dicided: 1 }), 'E_KEY_UNKNOWN /decisions/0/dicided'],
    ['an unknown table', (p) => Object.assign(p, { winners: [] }), 'E_KEY_UNKNOWN /winners'],
    ['a format of another document', (p) => Object.assign(p, { format: 'meritra/round/0' }), 'E_FORMAT /format'],
    ['a table that is no list', (p) => Object.assign(p, { candidates: {} }), 'E_TYPE /candidates'],
    ['a missing field', (p) => Reflect.deleteProperty(p.candidates![0]!, 'chosen'), 'E_VALUE_MISSING /candidates/0/chosen'],
    ['two decisions with one id', (p) => p.decisions!.push({ ...p.decisions![0]! }), 'E_ID_DUPLICATE /decisions/1/id'],
    ['decisions whose ids differ in case', (p) => p.decisions!.push({ ...p.decisions![0]!, id: 'D1' }), 'E_ID_CASE /decisions/1/id'],
    ['somebody twice in one decision', (p) => p.candidates!.push({ ...p.candidates![0]! }), 'E_ID_DUPLICATE /candidates/2'],
    ['a holding that stands twice', (p) => p.roster!.push({ ...p.roster![0]! }), 'E_ID_DUPLICATE /roster/1'],
    ['one total twice at the same time', (p) => p.scores!.push({ ...p.scores![0]!, value: 3 }), 'E_ID_DUPLICATE /scores/1'],
    ['an unknown decision', (p) => (p.candidates![1]!.decision = 'd2'), 'E_REF_UNKNOWN /candidates/1/decision'],
    ['candidates without any decisions', (p) => Reflect.deleteProperty(p, 'decisions'), 'E_REF_UNKNOWN /candidates/0/decision', 'E_REF_UNKNOWN /candidates/1/decision', 'E_REF_UNKNOWN /scores/0/decision', 'E_REF_UNKNOWN /roles/0/decision'],
    ['an unknown person', (p) => (p.candidates![1]!.person = 'dan'), 'E_REF_UNKNOWN /candidates/1/person'],
    ['an unknown person in the roster', (p) => (p.roster![0]!.person = 'dan'), 'E_REF_UNKNOWN /roster/0/person'],
    ['a score of somebody who was not considered', (p) => (p.scores![0]!.person = 'cyn'), 'E_REF_UNKNOWN /scores/0/person'],
    ['a relation with nobody', (p) => (p.relations![0]!.b = 'dan'), 'E_REF_UNKNOWN /relations/0/b'],
    ['a relation with oneself', (p) => (p.relations![0]!.b = 'mayor'), 'E_KIN_SELF /relations/0'],
    ['a post that does not exist', (p) => (p.decisions![0]!.position = 'head-parks'), 'E_REF_UNKNOWN /decisions/0/position'],
    ['a level that does not exist', (p) => (p.positions![0]!.level = 'chief'), 'E_REF_UNKNOWN /positions/0/level'],
    ['a stage that does not exist', (p) => (p.candidates![1]!.reached = 'listed'), 'E_REF_UNKNOWN /candidates/1/reached'],
    ['a stage without stages', (p) => Reflect.deleteProperty(p, 'stages'), 'E_REF_UNKNOWN /candidates/1/reached'],
    ['a unit under nothing', (p) => (p.units![1]!.parent = 'town'), 'E_REF_UNKNOWN /units/1/parent'],
    ['a line of command in a circle', (p) => (p.positions![0]!.superior = 'officer-roads'), 'E_GRAPH_CYCLE /positions/0/superior'],
    ['a person declared who is not on record', (p) => (p.roles![0]!.declared = ['dan']), 'E_REF_UNKNOWN /roles/0/declared/0'],
    ['a role nobody knows', (p) => Object.assign(p.roles![0]!, { role: 'driver' }), 'E_VALUE_UNKNOWN /roles/0/role'],
    ['a call that closes before it is published', (p) => (p.decisions![0]!.closed = '2024-01-01'), 'E_DATE_ORDER /decisions/0/closed'],
    ['names opened after the decision', (p) => (p.decisions![0]!.opened = '2024-03-02'), 'E_DATE_ORDER /decisions/0/opened'],
    ['a post left before it was taken', (p) => (p.roster![0]!.to = '2019-12-31'), 'E_DATE_ORDER /roster/0/to'],
    ['a day no calendar has', (p) => (p.decisions![0]!.on = '2024-02-30'), 'E_DATE_INVALID /decisions/0/on'],
    ['a date in another order', (p) => (p.scores![0]!.on = '20-02-2024'), 'E_DATE_FORMAT /scores/0/on'],
    ['a score of five decimals', (p) => (p.candidates![0]!.score = 71.25001), 'E_NUM_SCALE /candidates/0/score'],
    ['a score past all bounds', (p) => (p.candidates![0]!.score = 2e9), 'E_NUM_RANGE /candidates/0/score'],
    ['a score that is no number', (p) => (p.candidates![0]!.score = NaN), 'E_NUM_NAN /candidates/0/score'],
    ['an id with a blank', (p) => (p.people![2]!.id = 'c yn'), 'E_ID_SYNTAX /people/2/id'],
    ['a control character', (p) => (p.people![0]!.name = 'An\u0007a'), 'E_STRING_CONTROL /people/0/name'],
    ['a text that turns the reading order', (p) => (p.candidates![0]!.strata = { area: 'a\u202eb' }), 'E_STRING_BIDI /candidates/0/strata/area'],
    ['a null tie', (p) => Object.assign(p.candidates![0]!.ties!, { referred: null }), 'E_VALUE_MISSING /candidates/0/ties/referred'],
    ['a level that stands twice', (p) => (p.levels = ['officer', 'head', 'officer']), 'E_ID_DUPLICATE /levels/2'],
    ['a kind of relation that is complete twice', (p) => p.relationsComplete!.push({ ...p.relationsComplete![0]! }), 'E_ID_DUPLICATE /relationsComplete/1/kind'],
    ['a stratum of seven decimals', (p) => (p.candidates![0]!.strata = { years: 1.1234567 }), 'E_NUM_SCALE /candidates/0/strata/years'],
    ['an id with a blank among those declared', (p) => (p.roles![0]!.declared = ['ben', 'c yn']), 'E_ID_SYNTAX /roles/0/declared/1'],
    ['a word of a list with a control character', (p) => (p.evidence = [{ person: 'ana', attribute: 'fields', value: ['law', 'a\u0007'], date: '2020-01-01' }]), 'E_STRING_CONTROL /evidence/0/value/1'],
    ['a value past all bounds', (p) => (p.evidence = [{ person: 'ana', attribute: 'years', value: 2e9, date: '2020-01-01' }]), 'E_NUM_RANGE /evidence/0/value'],
    ['a circle told at its smallest id, wherever it is entered', (p) => (p.units = [{ id: 'works', parent: 'roads' }, { id: 'roads', parent: 'bridges' }, { id: 'bridges', parent: 'works' }]), 'E_GRAPH_CYCLE /units/2/parent'],
    ['a stratum that is a list', (p) => Object.assign(p.candidates![0]!.strata!, { area: [] }), 'E_TYPE /candidates/0/strata/area'],
  ];
  it.each(bad)('refuses %s, with its place', (_, change, ...expected) => expect(problems(change)).toEqual(expect.arrayContaining(expected)));

  it('tells all problems at once, without a value of a person', () => {
    const past = structuredClone(small);
    past.people![0]!.name = 'Ana\u0000Secret';
    past.decisions![0]!.on = 'Secret';
    past.candidates![0]!.person = 'Secret!';
    try {
      parsePast(past);
      expect.unreachable();
    } catch (error) {
      const { issues } = error as MeritError;
      expect(issues.map((issue) => issue.path)).toEqual(['/decisions/0/on', '/candidates/0/person', '/people/0/name', '/candidates/0/person', '/scores/0/person']);
      expect(JSON.stringify(issues)).not.toContain('Secret');
    }
  });

  it('stops at 100 problems and does not look further', () => {
    const past = structuredClone(small);
    past.people = Array.from({ length: 150 }, (_, k) => ({ id: `p ${k}` }));
    expect(() => parsePast(past)).toThrow('(and 100 more problems in .issues)');
    try {
      parsePast(past);
    } catch (error) {
      const { issues } = error as MeritError;
      expect(issues.at(-1)).toMatchObject({ code: 'E_LIMIT_ERRORS', path: '' });
      expect(new Set(issues.slice(0, -1).map(({ code }) => code))).toEqual(new Set(['E_ID_SYNTAX']));
    }
  });

  it('refuses a record that is no object, and a table that is longer than the limit', () => {
    for (const other of [[], null, 5]) expect(() => parsePast(JSON.stringify(other))).toThrow(expect.objectContaining({ code: 'E_TYPE', path: '' }) as MeritError);
    const units = new Array<Past['units'] extends (infer T)[] | undefined ? T : never>(1_000_001).fill({ id: 'works' });
    expect(() => parsePast({ units })).toThrow(expect.objectContaining({ code: 'E_LIMIT_COUNT', path: '/units' }) as MeritError);
  });

  it('warns of ids that look like national numbers, and does not repeat them', () => {
    const { warnings } = parsePast({ people: [{ id: '199001012015031001' }, { id: 'ana' }] });
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(['W_ID_NATIONAL /people/0/id']);
    expect(JSON.stringify(warnings)).not.toContain('199001');
  });

  it('puts lists that are sets in order, each word once, and names that are not ASCII composed', () => {
    const { past } = parsePast({
      ...small,
      evidence: [{ person: 'ana', attribute: 'fields', value: ['law', 'art', 'law'], date: '2020-01-01' }],
      requirements: [{ position: 'head-roads', attribute: 'fields', is: '=', value: ['b', 'a'] }],
      candidates: [{ decision: 'd1', person: 'ana', chosen: false, ties: { 'e\u0301cole': true } }, { decision: 'd1', person: 'ben', chosen: true }],
    });
    expect(past.evidence![0]!.value).toEqual(['art', 'law']);
    expect(past.requirements![0]!.value).toEqual(['a', 'b']);
    expect(past.candidates![0]!.ties).toEqual({ '\u00e9cole': true });
  });

  it('refuses keys that objects are born with', () => {
    expect(() => parsePast('{"candidates":[{"decision":"d1","person":"ana","chosen":true,"ties":{"__proto__":true}}]}')).toThrow('E_KEY_FORBIDDEN');
  });

  it('knows whoever appears where no `people` were given', () => {
    const { people: _, ...rest } = small;
    expect(parsePast(rest).past.people).toBeUndefined();
  });

  it('gives the same bytes for any order of rows and keys', () => {
    const before = canonicalJson(parsePast(small).past);
    const shuffledKeys = (value: unknown, seed: number): unknown => {
      if (Array.isArray(value)) return value.map((inner) => shuffledKeys(inner, seed));
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, shuffledKeys(inner, seed)]);
      return Object.fromEntries(seed % 2 ? entries.reverse() : entries);
    };
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), fc.nat(), (order, seed) => {
        const past = shuffledKeys(small, seed) as Record<string, unknown>;
        for (const [name, rows] of Object.entries(past)) {
          if (!Array.isArray(rows) || name === 'levels' || name === 'stages') continue;
          past[name] = [...(rows as unknown[])].map((row, k) => ({ row, key: order[k % 12]! * (k + 1) % 97 })).sort((a, b) => a.key - b.key).map(({ row }) => row);
        }
        expect(canonicalJson(parsePast(past as Past).past)).toBe(before);
      }),
      { numRuns: times(60, 360) },
    );
  });
});

describe('readPast(files)', () => {
  const files = {
    'past.json': '{"title":"A small town","stages":["applied","chosen"],"delimiter":";"}',
    'decisions.csv': 'id;position;on;decider\nd1;head-roads;2024-03-01;mayor\n',
    'candidates.csv': 'decision;person;chosen;eligible;score;ties.referred;strata.grade\nd1;ben;true;;71.25;true;\nd1;ana;false;true;;;II\n',
    'roles.csv': 'decision;actor;role;declared;recused\nd1;mayor;signer;ben|ana;all\n',
    'evidence.csv': 'person;attribute;value;date\nana;degree;law;2019-01-01\nana;years;12;2019-01-01\nana;license;true;2019-01-01\n',
  };

  it('reads tables whose columns are the fields; a blank is absent, a blank stratum is its own', () => {
    const { past } = readPast(files);
    expect(past.candidates).toEqual([
      { decision: 'd1', person: 'ana', chosen: false, eligible: true, ties: {}, strata: { grade: 'II' }, row: 'candidates.csv:3' },
      { decision: 'd1', person: 'ben', chosen: true, score: 71.25, ties: { referred: true }, strata: { grade: null }, row: 'candidates.csv:2' },
    ]);
    expect(past.roles![0]).toMatchObject({ declared: ['ana', 'ben'], recused: 'all' });
    expect(past.evidence!.map((row) => row.value)).toEqual(['law', true, 12]);
  });

  it('keeps the place that a table itself states, and is an empty record without any table', () => {
    expect(readPast({ 'decisions.csv': 'id,position,on,row\nd1,p,2024-03-01,decrees.pdf:17\n' }).past.decisions![0]!.row).toBe('decrees.pdf:17');
    expect(readPast({}).past).toEqual({ format: 'meritra/past/0' });
  });

  const bad: readonly [name: string, changed: Record<string, string>, problem: string][] = [
    ['an unknown column', { 'decisions.csv': 'id;position;on;decidr\nd1;p;2024-03-01;m\n' }, 'E_KEY_UNKNOWN decisions.csv:1:4'],
    ['an unknown file', { 'winners.csv': 'id\n1\n' }, 'E_KEY_UNKNOWN winners.csv'],
    ['an unknown key of past.json', { 'past.json': '{"delimiter":";","titel":"x"}' }, 'E_KEY_UNKNOWN past.json#/titel'],
    ['a truth in other words', { 'candidates.csv': 'decision;person;chosen\nd1;ben;yes\n' }, 'E_BOOL_FORMAT candidates.csv:2:3'],
    ['a decimal comma', { 'candidates.csv': 'decision;person;chosen;score\nd1;ben;true;71,5\n' }, 'E_NUM_FORMAT candidates.csv:2:4'],
    ['an unknown decision', { 'candidates.csv': 'decision;person;chosen\nd1;ben;true\nd7;ben;true\n' }, 'E_REF_UNKNOWN candidates.csv:3:1'],
    ['a head that is no JSON', { 'past.json': '{"title":' }, 'E_JSON_SYNTAX past.json'],
    ['a head that is a list', { 'past.json': '[]' }, 'E_TYPE past.json'],
    ['a title with a control character', { 'past.json': '{"delimiter":";","title":"a\\u0007"}' }, 'E_STRING_CONTROL past.json#/title'],
    ['a missing cell', { 'decisions.csv': 'id;position;on\nd1;;2024-03-01\n' }, 'E_VALUE_MISSING decisions.csv:2:2'],
    ['somebody twice', { 'candidates.csv': 'decision;person;chosen\nd1;ben;true\nd1;ben;false\n' }, 'E_ID_DUPLICATE candidates.csv:3'],
  ];
  it.each(bad)('refuses %s at file, line and field', (_, changed, expected) => {
    try {
      readPast({ ...files, ...changed });
      expect.unreachable();
    } catch (error) {
      expect((error as MeritError).issues.map((issue) => `${issue.code} ${issue.path}`)).toContain(expected);
    }
  });
});
