import { describe, expect, it } from 'vitest';
import type { MeritError } from '../../src/errors/index.js';
import { parsePast, readTable, type TableMapping } from '../../src/audit.js';

const csv = `id,call,day,dept,via,rating,points,won,boss
7,Roads head,2024-03-01,Roads & Bridges,referred,5,50,1,m1
8,Roads head,2024-03-01,Roads & Bridges,sourcing,,50.5,0,m1
9,Parks head,2024-04-01,Parks,other,3,61,1,m2
10,Parks head,2024-04-01,Parks,,3,,0,m2
`;
const mapping: TableMapping = {
  person: 'id', decision: 'call', on: 'day', unit: 'dept', decider: 'boss', score: 'points', chosen: { column: 'won', is: '1' },
  ties: { referred: { column: 'via', is: 'referred', against: 'sourcing' }, anyhow: { column: 'via', is: 'referred' } },
  strata: ['rating', 'points'], bins: { points: [0, 50, 60, 70] },
};

function problems(table: Parameters<typeof readTable>[0], changed: Partial<Record<keyof TableMapping | 'wight', unknown>> = {}): string[] {
  try {
    readTable(table, { ...mapping, ...changed } as TableMapping, { file: 'past.csv' });
    return [];
  } catch (error) {
    return (error as MeritError).issues.map((issue) => `${issue.code} ${issue.path}`);
  }
}

describe('readTable(table, mapping)', () => {
  const past = readTable(csv, mapping, { file: 'past.csv' });
  const row = (person: string) => past.candidates!.find((candidate) => candidate.person === person)!;

  it('makes decisions, posts and units of columns', () => {
    expect(past.decisions).toEqual([
      { id: 'Parks-head', position: 'Parks-head', on: '2024-04-01', decider: 'm2' },
      { id: 'Roads-head', position: 'Roads-head', on: '2024-03-01', decider: 'm1' },
    ]);
    expect(past.units).toEqual([{ id: 'Parks', name: 'Parks' }, { id: 'Roads-Bridges', name: 'Roads & Bridges' }]);
    expect(past.positions!.map((position) => position.unit)).toEqual(['Parks', 'Roads-Bridges']);
  });

  it('leaves a tie unknown that is neither what was asked nor what it is compared with; a blank is never false', () => {
    expect([7, 8, 9, 10].map((id) => row(String(id)).ties)).toEqual([{ anyhow: true, referred: true }, { anyhow: false, referred: false }, { anyhow: false }, {}]);
  });

  it('puts 50 into (0,50], 50.5 into (50,60], and a blank into a stratum of its own', () => {
    expect([7, 8, 9, 10].map((id) => row(String(id)).strata)).toEqual([
      { points: '(0,50]', rating: '5' },
      { points: '(50,60]', rating: null },
      { points: '(60,70]', rating: '3' },
      { points: null, rating: '3' },
    ]);
    expect(row('10').score).toBeUndefined();
  });

  it('remembers file and line, and gives a record that is parsed already', () => {
    expect(row('8').row).toBe('past.csv:3');
    expect(parsePast(past).past).toBe(past);
  });

  it('takes rows, a constant day, and one decision for all', () => {
    const rows = [{ who: 1, won: true }, { who: 2, won: false }];
    const one = readTable(rows, { person: 'who', on: '2018-01-01', chosen: { column: 'won', is: 'true' } });
    expect(one.decisions).toEqual([{ id: 'all', position: 'all', on: '2018-01-01' }]);
    expect(one.candidates!.map((candidate) => [candidate.person, candidate.chosen])).toEqual([['1', true], ['2', false]]);
  });

  const line = (text: string): string => `${csv}${text}\n`;
  const bad: readonly [name: string, table: Parameters<typeof readTable>[0], changed: Record<string, unknown>, problem: string][] = [
    ['an unknown key of the mapping', csv, { wight: 'x' }, 'E_KEY_UNKNOWN /mapping/wight'],
    ['a column that is not there', csv, { score: 'points2' }, 'E_CSV_HEADER_MISSING /mapping/score'],
    ['a tie of a column that is not there', csv, { ties: { x: { column: 'y', is: '1' } } }, 'E_CSV_HEADER_MISSING /mapping/ties/x/column'],
    ['no day', csv, { on: undefined }, 'E_VALUE_MISSING /mapping/on'],
    ['edges that fall', csv, { bins: { points: [0, 50, 40] } }, 'E_NUM_RANGE /mapping/bins/points/2'],
    ['classes of a column that is no stratum', csv, { bins: { day: [0, 1] } }, 'E_REF_UNKNOWN /mapping/bins/day'],
    ['a number outside all classes', line('11,Parks head,2024-04-01,Parks,,3,71,0,m2'), {}, 'E_NUM_RANGE past.csv:6:7'],
    ['a number with a comma', line('11,Parks head,2024-04-01,Parks,,3,"7,1",0,m2'), {}, 'E_NUM_FORMAT past.csv:6:7'],
    ['a score of five decimals', line('11,Parks head,2024-04-01,Parks,,3,7.12345,0,m2'), {}, 'E_NUM_SCALE past.csv:6:7'],
    ['a blank person', line(',Parks head,2024-04-01,Parks,,3,7,0,m2'), {}, 'E_VALUE_MISSING past.csv:6:1'],
    ['a blank outcome', line('11,Parks head,2024-04-01,Parks,,3,7,,m2'), {}, 'E_VALUE_MISSING past.csv:6:8'],
    ['somebody twice', line('9,Parks head,2024-04-01,Parks,,3,7,0,m2'), {}, 'E_ID_DUPLICATE past.csv:6'],
    ['two days of one decision', line('11,Parks head,2024-04-02,Parks,,3,7,0,m2'), {}, 'E_ID_DUPLICATE past.csv:6:3'],
    ['two deciders of one decision', line('11,Parks head,2024-04-01,Parks,,3,7,0,m1'), {}, 'E_ID_DUPLICATE past.csv:6:9'],
    ['two units of one post', line('11,Parks head,2024-04-01,Roads & Bridges,,3,7,0,m2'), {}, 'E_ID_DUPLICATE past.csv:6:4'],
    ['two decisions that come out alike', line('11,Parks-head,2024-04-01,Parks,,3,7,0,m2'), {}, 'E_ID_DUPLICATE past.csv:6:2'],
    ['a day no calendar has', line('11,X,2024-02-30,Parks,,3,7,0,m2'), {}, 'E_DATE_INVALID past.csv:6:3'],
    ['an id with a blank', line('1 1,Parks head,2024-04-01,Parks,,3,7,0,m2'), {}, 'E_ID_SYNTAX past.csv:6:1'],
    ['a row with too few fields', line('11,Parks head'), {}, 'E_CSV_FIELDS past.csv:6'],
    ['no rows', [], {}, 'E_INPUT_EMPTY '],
    ['no person', csv, { person: undefined }, 'E_VALUE_MISSING /mapping/person'],
    ['nobody chosen', csv, { chosen: undefined }, 'E_VALUE_MISSING /mapping/chosen'],
    ['a column that is not there, of several', csv, { decision: ['call', 'dy'] }, 'E_CSV_HEADER_MISSING /mapping/decision/1'],
    ['a single edge', csv, { bins: { points: [0] } }, 'E_SHAPE /mapping/bins/points'],
    ['a last stage without stages', csv, { reached: 'via' }, 'E_VALUE_MISSING /mapping/stages'],
    ['a stage that stands twice', csv, { stages: ['a', 'b', 'a'] }, 'E_ID_DUPLICATE /mapping/stages/2'],
    ['a title with a control character', csv, { title: 'a\u0007' }, 'E_STRING_CONTROL /mapping/title'],
    ['a blank post', line('11,Zoo head,2024-04-01,Parks,,3,7,0,'), { position: 'boss' }, 'E_VALUE_MISSING past.csv:6:9'],
    ['a blank unit', line('11,Parks head,2024-04-01,,,3,7,0,m2'), {}, 'E_VALUE_MISSING past.csv:6:4'],
    ['two posts of one decision', line('11,Parks head,2024-04-01,Parks,,4,7,0,m2'), { position: 'rating', strata: [], bins: {} }, 'E_ID_DUPLICATE past.csv:6:6'],
    ['a stratum that turns the reading order', line('11,Parks head,2024-04-01,Parks,,a\u202eb,7,0,m2'), {}, 'E_STRING_BIDI past.csv:6:6'],
    ['a tie whose name has a control character', csv, { ties: { 'a\u0007': { column: 'via', is: 'referred' } } }, 'E_STRING_CONTROL past.csv:2:5'],
    ['a post whose id has no letter', line('11,!,2024-05-01,Parks,,3,7,0,m2'), {}, 'E_ID_SYNTAX past.csv:6:2'],
    ['a unit whose id has no letter', line('11,Zoo head,2024-05-01,!,,3,7,0,m2'), {}, 'E_ID_SYNTAX past.csv:6:4'],
    ['a stage that is none', csv, { reached: 'via', stages: ['referred'] }, 'E_REF_UNKNOWN past.csv:3:5'],
    ['rows without any column', [{}], {}, 'E_CSV_HEADER_MISSING /mapping/person'],
    ['rows with other columns', [{ id: 1, call: 'x' }, { id: 2, cal: 'x' }], { on: '2020-01-01', unit: undefined, decider: undefined, score: undefined, strata: [], bins: {}, ties: {}, chosen: { column: 'call', is: 'x' } }, 'E_KEY_UNKNOWN /1/cal'],
  ];
  it.each(bad)('refuses %s with its place', (_, table, changed, expected) => expect(problems(table, changed)).toContain(expected));
});

it('a mapping of the wrong shape is told key by key, before a row is read', () => {
  expect(problems(csv, { strata: 'rating', bins: { points: 5 }, chosen: 'won', ties: { referred: 'via' } })).toEqual([
    'E_TYPE /mapping/chosen', 'E_TYPE /mapping/ties/referred', 'E_TYPE /mapping/bins/points', 'E_TYPE /mapping/strata',
  ]);
});

it('rows of a program are told by number and column, and by number alone where the row as a whole is wrong', () => {
  const plain: TableMapping = { person: 'who', on: '2018-01-01', chosen: { column: 'won', is: 'true' } };
  const told = (rows: Parameters<typeof readTable>[0], options = {}): string[] => {
    try {
      readTable(rows, plain, options);
      return [];
    } catch (error) {
      return (error as MeritError).issues.map((issue) => `${issue.code} ${issue.path}`);
    }
  };
  expect(told([{ who: 1, won: true }, { who: null, won: false }])).toEqual(['E_VALUE_MISSING /1/who']);
  expect(told([{ who: 1, won: true }, { who: 1, won: false }])).toEqual(['E_ID_DUPLICATE /1']);
  expect(told([{ who: 1, won: true }, { who: 2, won: false }, { who: 3, won: false }], { count: 2 })).toEqual(['E_LIMIT_COUNT ']);
});

it('columns of posts, eligibility, stages and withdrawals come out as fields; a blank is absent', () => {
  const text = 'who,call,day,post,won,able,stage,left\n1,x,2024-01-02,Head,1,yes,done,\n2,x,2024-01-02,Head,0,no,heard,2024-01-01\n3,x,2024-01-02,Head,0,,,\n';
  const { title, stages, decisions, candidates } = readTable(text, {
    title: 'Two stages', stages: ['heard', 'done'], person: 'who', decision: ['call', 'day'], on: 'day', position: 'post',
    chosen: { column: 'won', is: '1' }, eligible: { column: 'able', is: ['yes', 'y'] }, reached: 'stage', withdrew: 'left',
  });
  expect([title, stages]).toEqual(['Two stages', ['heard', 'done']]);
  expect(decisions).toEqual([{ id: 'x.2024-01-02', position: 'Head', on: '2024-01-02' }]);
  expect(candidates!.map(({ decision: _, row: __, ...rest }) => rest)).toEqual([
    { person: '1', chosen: true, eligible: true, reached: 'done' },
    { person: '2', chosen: false, eligible: false, reached: 'heard', withdrew: '2024-01-01' },
    { person: '3', chosen: false },
  ]);
});
