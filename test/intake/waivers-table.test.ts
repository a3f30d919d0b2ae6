import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { parseFolder, parseRound, seal, type FolderFiles, type MeritError, type Waiver } from '../../src/index.js';
import { NONCE, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const policy = seal(toyPolicy((p) => void (p.gates[0]!.waivable = { own: 'the test' })));
const waiver = (person: string, position: string): Waiver => ({ person, position, rule: 'cleared', by: 'The "chair", deputy', on: '2026-11-20', document: 'Letter; 4', reason: 'the file, burned' });
const csv = (header: string, ...rows: readonly string[]): string => [header, ...rows, ''].join('\n');
const HEADER = 'person,position,rule,by,on,document,reason';
const row = (person: string, position: string, rule = 'cleared'): string => `${person},${position},${rule},"The ""chair"", deputy",2026-11-20,Letter; 4,"the file, burned"`;
const folder = (waivers?: string): FolderFiles => ({
  'round.json': JSON.stringify({ format: 'meritra/round-folder/0', id: 'R-1', asOf: '2026-11-21', scope: { positions: 'all', people: 'all' }, delimiter: ',', reveals: [{ party: 'panel', nonce: NONCE }] }),
  'sources.csv': csv('id,title,date', 'S1,register,2026-10-01'),
  'units.csv': csv('id,name', 'U1,Unit one'),
  'positions.csv': csv('id,title,unit,level', 'J1,Post J1,U1,MID', 'J2,Post J2,U1,LOW'),
  'people.csv': csv('id', 'A', 'B'),
  ...(waivers !== undefined && { 'waivers.csv': waivers }),
});
const found = (files: FolderFiles): string[] => {
  try {
    parseFolder(files, policy);
    return [];
  } catch (error) {
    return (error as MeritError).issues.map((i) => `${i.code} ${i.path}`);
  }
};

describe('waivers.csv', () => {
  it('is the table of the document that says the same, byte for byte, in its normal order', () => {
    const bare = ({ attributes: _, ...post }: ReturnType<typeof toyPost>) => post;
    const document = toyRound({ positions: [bare(toyPost('J1', 'MID')), bare(toyPost('J2', 'LOW'))], people: [{ id: 'A', evidence: [] }, { id: 'B', evidence: [] }], waivers: [waiver('A', 'J2'), waiver('B', 'J1'), waiver('A', 'J1')] });
    const { round } = parseFolder(folder(csv(HEADER, row('B', 'J1'), row('A', 'J1'), row('A', 'J2'))), policy);
    expect(canonicalJson(round)).toBe(canonicalJson(parseRound(document, policy).round));
    expect(round.waivers.map((w) => [w.person, w.position])).toEqual([['A', 'J1'], ['A', 'J2'], ['B', 'J1']]);
  });

  it('may be left out: then nothing is waived', () => {
    expect(parseFolder(folder(), policy).round.waivers).toEqual([]);
    const { waivers: _, ...without } = toyRound({});
    expect(parseRound(without, policy).round.waivers).toEqual([]);
  });

  it('names file, line and field of each problem', () => {
    expect(found(folder(csv(HEADER, row('A', 'J9'), row('X', 'J1', 'field'), row('A', 'J1'), row('A', 'J1'))))).toEqual([
      'E_REF_UNKNOWN /waivers/0/position (waivers.csv:2:2)',
      'E_REF_UNKNOWN /waivers/1/person (waivers.csv:3:1)',
      'E_WAIVER /waivers/1/rule (waivers.csv:3:3)',
      'E_ID_DUPLICATE waivers.csv:5',
    ]);
    expect(found(folder(csv('person,position,rule,by,on,document', 'A,J1,cleared,x,2026-11-20,y')))).toEqual(['E_CSV_HEADER_MISSING waivers.csv:1']);
    expect(found(folder(csv(HEADER, 'A,J1,cleared,x,2026-11-20,,y')))).toEqual(['E_VALUE_MISSING waivers.csv:2:6']);
  });
});
