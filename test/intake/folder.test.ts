import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { parseFolder, parseRound, seal, type MeritError } from '../../src/index.js';
import { World, type Files, type Loose } from '../vectors/bad-inputs/world.js';

const world = new World();
const cell = (value: string | number | boolean | readonly string[] | undefined): string => {
  const text = value === undefined ? '' : Array.isArray(value) ? value.join('|') : String(value);
  return /[",;|\n\t]/.test(text) && !Array.isArray(value) ? `"${text.replaceAll('"', '""')}"` : text;
};
const table = (header: string, rows: readonly (readonly Loose[])[], delimiter = ','): string => [header.split(' '), ...rows].map((row) => `${row.map(cell).join(delimiter)}\n`).join('');

/** A round as the files that say the same. Values that are sets must hold no `|`. */
function folderOf(round: Loose, delimiter = ','): Files {
  const { id, title, asOf, horizon, scope, reveals } = round;
  const t = (header: string, rows: readonly (readonly unknown[])[]): string => table(header, rows, delimiter);
  return {
    'round.json': JSON.stringify({ format: 'meritra/round-folder/0', id, title, asOf, horizon, scope, delimiter, reveals }),
    'sources.csv': t('id title date', round.sources.map((s: Loose) => [s.id, s.title, s.date])),
    'units.csv': t('id name parent', round.units.map((u: Loose) => [u.id, u.name, u.parent])),
    'positions.csv': t('id title unit level seats superior critical mustFill opens closes', round.positions.map((p: Loose) => [p.id, p.title, p.unit, p.level, p.seats, p.superior, p.critical, p.mustFill?.reason, p.opens, p.closes])),
    'requirements.csv': t('position attribute is value standard', round.positions.flatMap((p: Loose) => (p.requires ?? []).map((r: Loose) => [p.id, r.attribute, r.is, r.value, r.standard]))),
    'people.csv': t('id name born bornAt seat since retires acceptsLowerOn acceptsLowerDocument', round.people.map((p: Loose) => [p.id, p.name, p.born, p.bornAt, p.seat, p.since, p.retires, p.acceptsLower?.on, p.acceptsLower?.document])),
    'evidence.csv': t('person attribute value unmapped source date expires', round.people.flatMap((p: Loose) => p.evidence.map((e: Loose) => [p.id, e.attribute, e.value, e.unmapped, e.source, e.date, e.expires]))),
    'wishes.csv': t('person place position', round.people.flatMap((p: Loose) => (p.wishes ?? []).map((w: string, k: number) => [p.id, k + 1, w]).reverse())),
    'relations.csv': t('a b kind degree source date', round.relations.map((r: Loose) => [r.a, r.b, r.kind, r.degree, r.source, r.date])),
    'pins.csv': t('person position by reason', round.pins.map((p: Loose) => [p.person, p.position, p.by, p.reason])),
    'fields.csv': t('post what', round.positions.map((p: Loose) => [p.id, p.attributes.field])),
  };
}
const withSheets = (files: Files, ...sheets: unknown[]): Files => ({ ...files, 'round.json': JSON.stringify({ ...JSON.parse(String(files['round.json'])), sheets }) });
const FIELDS = { file: 'fields.csv', about: 'position', id: 'post', columns: { what: { attribute: 'field' } } };

function found(files: Files, policy?: (policy: Loose) => void): string[] {
  try {
    return parseFolder(files, world.sealed(policy)).warnings.map(({ code, path }) => `${code} ${path}`);
  } catch (error) {
    return (error as MeritError).issues.map(({ code, path }) => `${code} ${path}`);
  }
}
/** The folder of the world with some files replaced, undefined for left out. */
const changed = (parts: Readonly<Record<string, string | undefined>>): Files => {
  const files: Record<string, unknown> = { ...world.files(), ...parts };
  for (const [name, text] of Object.entries(files)) if (text === undefined) delete files[name];
  return files as Files;
};
/** The same with a change to round.json. */
const head = (change: (head: Loose) => void, parts: Readonly<Record<string, string | undefined>> = {}): Files => {
  const files = changed(parts);
  const document = JSON.parse(String(files['round.json']));
  change(document);
  return { ...files, 'round.json': JSON.stringify(document) };
};

describe('a folder of tables', () => {
  const rich = (): Loose =>
    world.round((r) => {
      Object.assign(r.positions[0], { seats: 2, critical: true, mustFill: { reason: 'the "law", article 3' }, opens: '2026-01-01', closes: '2030-01-01' });
      Object.assign(r.positions[4], { critical: false, requires: undefined });
      r.positions[1].requires.push({ attribute: 'cleared', is: '=', value: true, standard: 'Act; 2' }, { attribute: 'rank', is: '>=', value: 'III/b' });
      r.units.push({ id: 'U2', name: 'Unit, two', parent: 'U1' });
      r.people[4].evidence = [];
      delete r.positions[4].requires;
    });

  it.each([',', ';', '\t', '|'])('is the same round as the document that says the same, byte for byte (delimiter %j)', (delimiter) => {
    const round = rich();
    if (delimiter === '|') for (const p of round.people) for (const e of p.evidence) if (Array.isArray(e.value)) e.value = [`${String(e.value[0])}`];
    const sealed = world.sealed();
    const fromFolder = parseFolder(withSheets(folderOf(round, delimiter), FIELDS), sealed);
    const fromDocument = parseRound(round as object, sealed);
    expect(fromFolder.warnings).toEqual(fromDocument.warnings);
    expect(canonicalJson(fromFolder.round)).toBe(canonicalJson(fromDocument.round));
  });

  it('does not depend on the order of files and rows', () => {
    const files = withSheets(folderOf(rich()), FIELDS);
    const reversed = Object.fromEntries(
      Object.entries(files).reverse().map(([name, text]) => {
        if (name === 'round.json') return [name, text];
        const [header = '', ...rows] = String(text).trimEnd().split('\n');
        return [name, `${[header, ...rows.reverse()].join('\r\n')}\r\n`];
      }),
    );
    expect(canonicalJson(parseFolder(reversed, world.sealed()).round)).toBe(canonicalJson(parseFolder(files, world.sealed()).round));
  });

  it('reads the city of the examples without a warning', () => {
    const files = Object.fromEntries(readdirSync('examples/city/data').map((name) => [name, readFileSync(`examples/city/data/${name}`)]));
    expect(parseFolder(files, seal(readFileSync('examples/city/policy.json'))).warnings).toEqual([]);
  });

  it('takes text and bytes, and leaves other files alone', () => {
    const files = world.files();
    const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(String(text))]));
    expect(canonicalJson(parseFolder({ ...bytes, 'README.md': 'x' }, world.sealed()).round)).toBe(canonicalJson(world.parseFiles(() => undefined).round));
  });

  it('needs only round.json and positions.csv', () => {
    const { 'round.json': json, 'units.csv': units } = world.files();
    const { sheets: _, ...rest } = JSON.parse(String(json));
    const { round } = parseFolder({ 'round.json': JSON.stringify(rest), 'units.csv': units!, 'positions.csv': 'id,title,unit,level\nP,Post,U1,LOW\n' }, world.sealed());
    expect(round.positions).toEqual([{ id: 'P', title: 'Post', unit: 'U1', level: 'LOW' }]);
    expect(round.people).toEqual([]);
  });

  it('orders wishes by their place, not by their rows', () => {
    const files = changed({ 'wishes.csv': 'person,place,position\nEMP-1,10,P-2\nEMP-1,9.5,P-1\n' });
    expect(parseFolder(files, world.sealed()).round.people[0]!.wishes).toEqual(['P-1', 'P-2']);
  });
});

describe('a sheet', () => {
  const sheet = (more: object, text: string, policy?: (policy: Loose) => void): ReturnType<typeof parseFolder> =>
    parseFolder(head((h) => (h.sheets = [{ file: 'x.csv', about: 'person', id: 'nip', ...more }]), { 'x.csv': text, 'evidence.csv': undefined, 'scores.csv': undefined, 'flags.csv': undefined }), world.sealed(policy));
  const evidenceOf = (parsed: ReturnType<typeof parseFolder>, id: string): unknown => parsed.round.people.find((p) => p.id === id)?.evidence;

  it('gives evidence of its columns, with the dates and the raw texts of others', () => {
    const columns = { exam: { attribute: 'exam', source: 'S1', date: 'on', expires: 'until' }, rank: { attribute: 'rank', source: 'S1', unmapped: 'raw' }, ok: { attribute: 'cleared', source: 'S1' }, fields: { attribute: 'fields', source: 'S1', empty: 'unknown' } };
    const text = 'nip,exam,on,until,rank,raw,ok,fields\nEMP-1,70.5,2026-01-01,2027-01-01,III/a,,true,b|a|b\nEMP-2,71,,,,gol. 3,false,\n';
    const parsed = sheet({ columns }, text);
    expect(evidenceOf(parsed, 'EMP-1')).toEqual([
      { attribute: 'cleared', value: true, source: 'S1' },
      { attribute: 'exam', value: 70.5, source: 'S1', date: '2026-01-01', expires: '2027-01-01' },
      { attribute: 'fields', value: ['a', 'b'], source: 'S1' },
      { attribute: 'rank', value: 'III/a', source: 'S1' },
    ]);
    expect(evidenceOf(parsed, 'EMP-2')).toEqual([
      { attribute: 'cleared', value: false, source: 'S1' },
      { attribute: 'exam', value: 71, source: 'S1' },
      { attribute: 'rank', unmapped: 'gol. 3', source: 'S1' },
    ]);
  });

  it('tells one text in two rows apart by what stands beside it', () => {
    const beside = { date: '2026-01-01', expires: '2027-01-01', unmapped: 'raw' };
    for (const [key, text] of Object.entries(beside)) {
      const files = head((h) => (h.sheets = [{ file: 'x.csv', about: 'person', id: 'nip', columns: { exam: { attribute: 'exam', source: 'S1', [key]: 'more' } } }]), { 'x.csv': `nip,exam,more\nEMP-1,70,\nEMP-2,70,${text}\n`, 'evidence.csv': undefined, 'scores.csv': undefined, 'flags.csv': undefined });
      if (key === 'unmapped') expect(found(files)).toEqual(['E_KEY_UNKNOWN /people/1/evidence/0/unmapped (x.csv:3:2)']);
      else expect(evidenceOf(parseFolder(files, world.sealed()), 'EMP-2')).toEqual([{ attribute: 'exam', value: 70, source: 'S1', [key]: text }]);
    }
  });

  it('says of each cell what a row of evidence.csv would say, whatever stands in the cells above it', () => {
    const cells = { note: ['Rene\u0301', 'Ren\u00e9', 'x', '\u0430bc', ''], rank: ['III/a', 'IV/\u00e5', 'IV/a\u030a', ''], fields: ['a|Rene\u0301', 'b|a|a', ''], exam: ['70', '70.0', '-0', ''], joined: ['2020-01-01', '2020-02-30', ''] };
    const names = Object.keys(cells) as (keyof typeof cells)[];
    const columns = Object.fromEntries(names.map((name) => [name, { attribute: name, source: 'S1', empty: 'unknown' }]));
    const policy = (p: Loose): void => void p.attributes.rank.values.push('IV/\u00e5');
    const told = (files: Files): unknown => {
      const place = (path: string): string => path.replace(/ \(.*/, '');
      try {
        const { round, warnings } = parseFolder(files, world.sealed(policy));
        return [round, warnings.map(({ code, path }) => `${code} ${place(path)}`)];
      } catch (error) {
        return (error as MeritError).issues.map(({ code, path }) => `${code} ${place(path)}`);
      }
    };
    const parts = { 'evidence.csv': undefined, 'scores.csv': undefined, 'flags.csv': undefined, 'wishes.csv': undefined, 'relations.csv': undefined, 'people.csv': 'id\nEMP-1\nEMP-2\nEMP-3\n' };
    const row = fc.tuple(...names.map((name) => fc.constantFrom(...cells[name])));
    fc.assert(fc.property(fc.array(row, { minLength: 3, maxLength: 3 }), (rows) => {
      const inSheet = `nip,${names.join(',')}\n${rows.map((texts, k) => `EMP-${k + 1},${texts.join(',')}\n`).join('')}`;
      const inRows = `person,attribute,value,source\n${rows.flatMap((texts, k) => texts.map((text, n) => (text === '' ? '' : `EMP-${k + 1},${names[n]!},${text},S1\n`))).join('')}`;
      const ofSheet = head((h) => (h.sheets = [{ file: 'x.csv', about: 'person', id: 'nip', columns }]), { ...parts, 'x.csv': inSheet });
      expect(told(ofSheet)).toEqual(told(head((h) => delete h.sheets, { ...parts, 'evidence.csv': inRows })));
    }), { numRuns: 200 });
  });

  it('adds people where it says so', () => {
    const parsed = sheet({ adds: true, columns: { exam: { attribute: 'exam', source: 'S1' } }, ignore: ['name'] }, 'nip,name,exam\n007,x,70\n');
    expect(parsed.round.people.map(({ id }) => id)).toEqual(['007', 'EMP-1', 'EMP-2']);
    expect(evidenceOf(parsed, '007')).toEqual([{ attribute: 'exam', value: 70, source: 'S1' }]);
  });

  it('gives attributes to positions', () => {
    const parsed = sheet({ about: 'position', columns: { f: { attribute: 'field', empty: 'unknown' }, g: { attribute: 'grid' } } }, 'nip,f,g\nP-1,special,4\nP-2,,5\n', (p) => (p.attributes.grid = { of: 'position', type: 'number', label: { en: 'x' } }));
    expect(parsed.round.positions.map((p) => p.attributes)).toEqual([{ field: 'special', grid: 4 }, { grid: 5 }]);
  });
});

describe('a problem of a folder names file, line and field', () => {
  const ten = 'id,skill,exam\nEMP-1,50,60\nEMP-2,51,61\n';
  it.each<[string, Files, string[]]>([
    ['no round.json', changed({ 'round.json': undefined }), ['E_FILE round.json']],
    ['round.json that is no JSON', changed({ 'round.json': '{' }), ['E_JSON_SYNTAX round.json']],
    ['round.json of another format', head((h) => (h.format = 'meritra/round/0')), ['E_FORMAT round.json#/format']],
    ['another delimiter than the four', head((h) => (h.delimiter = ' ')), ['E_VALUE_UNKNOWN round.json#/delimiter']],
    ['a key nobody knows', head((h) => (h.sheets[0].colums = {})), ['E_KEY_UNKNOWN round.json#/sheets/0/colums']],
    ['a day that is none', head((h) => (h.asOf = '2026-02-30')), ['E_DATE_INVALID round.json#/asOf']],
    ['a scope of strangers', head((h) => (h.scope.people = ['EMP-9'])), ['E_REF_UNKNOWN round.json#/scope/people/0']],
    ['a nonce withheld', head((h) => delete h.reveals), ['E_SEED_WITHHELD round.json#/reveals']],
    ['no positions.csv', changed({ 'positions.csv': undefined, 'wishes.csv': undefined }), ['E_FILE positions.csv']],
    ['a table that nothing declares', changed({ 'evidnce.csv': 'a\n' }), ['E_KEY_UNKNOWN evidnce.csv']],
    ['a sheet that is not there', changed({ 'scores.csv': undefined }), ['E_FILE scores.csv']],
    ['a column nobody knows', changed({ 'people.csv': 'id,nme\nEMP-1,x\nEMP-2,y\n' }), ['E_KEY_UNKNOWN people.csv:1:2']],
    ['a column every object has', changed({ 'people.csv': 'id,constructor\nEMP-1,x\nEMP-2,y\n' }), ['E_KEY_FORBIDDEN people.csv:1:2']],
    ['a column of another kind of object', changed({ 'people.csv': 'id,length\nEMP-1,x\nEMP-2,y\n' }), ['E_KEY_UNKNOWN people.csv:1:2']],
    ['columns left out', changed({ 'units.csv': 'name\nUnit one\n' }), ['E_CSV_HEADER_MISSING units.csv:1']],
    ['a cell left empty', changed({ 'units.csv': 'id,name\nU1,\n' }), ['E_VALUE_MISSING units.csv:2:2']],
    ['cells that are no number and no truth', changed({ 'positions.csv': 'id,title,unit,level,seats,critical\nP-1,a,U1,LOW,two,yes\nP-2,b,U1,LOW,1,true\n' }), ['E_NUM_FORMAT positions.csv:2:5', 'E_BOOL_FORMAT positions.csv:2:6']],
    ['a value that is no number', changed({ 'evidence.csv': 'person,attribute,value,source\nEMP-1,exam,x,S1\n' }), ['E_NUM_FORMAT evidence.csv:2:3']],
    ['a number of seven decimals', changed({ 'scores.csv': ten.replace('61', '61.0000001') }), ['E_NUM_SCALE scores.csv:3:3']],
    ['a value out of range', changed({ 'scores.csv': ten.replace('61', '161') }), ['E_NUM_RANGE /people/1/evidence/1/value (scores.csv:3:3)']],
    ['a value out of range, in a row of its own', changed({ 'evidence.csv': 'person,attribute,value,source\nEMP-1,exam,160,S1\n' }), ['E_NUM_RANGE /people/0/evidence/3/value (evidence.csv:2:3)']],
    ['evidence without a value', changed({ 'evidence.csv': 'person,attribute,source\nEMP-1,exam,S1\n' }), ['E_VALUE_MISSING /people/0/evidence/3/value (evidence.csv:2)']],
    ['a value and a raw text', changed({ 'evidence.csv': 'person,attribute,value,unmapped,source\nEMP-1,exam,60,sixty,S1\n' }), ['E_KEY_UNKNOWN /people/0/evidence/3/unmapped (evidence.csv:2:4)']],
    ['an attribute nobody declares', changed({ 'evidence.csv': 'person,attribute,value,source\nEMP-1,constructor,x,S1\n' }), ['E_REF_UNKNOWN /people/0/evidence/3/attribute (evidence.csv:2:2)']],
    ['a bad name', changed({ 'people.csv': 'id,name\nEMP-1,x\u202e\nEMP-2,y\n' }), ['E_STRING_BIDI /people/0/name (people.csv:2:2)']],
    ['an id twice', changed({ 'people.csv': 'id,name\nEMP-1,x\nEMP-1,y\n', 'scores.csv': 'id,skill,exam\n', 'flags.csv': 'id,who,where,remark,cleared\n', 'evidence.csv': undefined, 'relations.csv': undefined, 'wishes.csv': undefined }), ['E_ID_DUPLICATE /people/1/id (people.csv:3:1)']],
    ['a consent without a document', changed({ 'people.csv': 'id,acceptsLowerOn\nEMP-1,2026-01-01\nEMP-2,\n' }), ['E_VALUE_MISSING /people/0/acceptsLower/document (people.csv:2)']],
    ['a consent without a day', changed({ 'people.csv': 'id,acceptsLowerDocument\nEMP-1,letter\nEMP-2,\n' }), ['E_VALUE_MISSING /people/0/acceptsLower/on (people.csv:2)']],
    ['a consent on no day', changed({ 'people.csv': 'id,acceptsLowerDocument,acceptsLowerOn\nEMP-1,x\u0001,2026-1-1\nEMP-2,,\n' }), ['E_DATE_FORMAT /people/0/acceptsLower/on (people.csv:2:3)', 'E_STRING_CONTROL /people/0/acceptsLower/document (people.csv:2:2)']],
    ['people in tables who are not there', changed({ 'evidence.csv': 'person,attribute,value,source\nX,exam,60,S1\n', 'wishes.csv': 'person,place,position\nX,1,P-1\n', 'scores.csv': 'skill,id,exam\n5,X,6\n' }), ['E_REF_UNKNOWN scores.csv:2:2', 'E_REF_UNKNOWN evidence.csv:2:1', 'E_REF_UNKNOWN wishes.csv:2:1']],
    ['a post in demands that is not there', changed({ 'requirements.csv': 'position,attribute,is,value\nP-9,exam,>=,5\n' }), ['E_REF_UNKNOWN requirements.csv:2:1']],
    ['a wish for a post that is not there', changed({ 'wishes.csv': 'person,place,position\nEMP-1,2,P-1\nEMP-1,3,P-9\n' }), ['E_REF_UNKNOWN /people/0/wishes/1 (wishes.csv:3)']],
    ['two wishes in one place', changed({ 'wishes.csv': 'person,place,position\nEMP-1,1,P-1\nEMP-1,1,P-2\n' }), ['E_ID_DUPLICATE wishes.csv:3:2']],
    ['a demand of another sign', changed({ 'requirements.csv': 'position,attribute,is,value\nP-1,exam,=>,5\n' }), ['E_VALUE_UNKNOWN /positions/0/requires/0/is (requirements.csv:2:3)']],
    ['a demand that is no number', changed({ 'requirements.csv': 'position,attribute,is,value\nP-1,exam,>=,five\n' }), ['E_NUM_FORMAT requirements.csv:2:4']],
    ['demands that nobody can meet', changed({ 'requirements.csv': 'position,attribute,is,value\nP-1,exam,>=,80\nP-1,exam,<=,70\n' }), ['E_REQ_CONTRADICTION /positions/0/requires/1 (requirements.csv:3)']],
    ['a relation of no degree', changed({ 'relations.csv': 'a,b,kind,degree,source\nEMP-1,EMP-2,kin,9,S1\n' }), ['E_NUM_RANGE /relations/0/degree (relations.csv:2:4)']],
    ['a pin on nobody', changed({ 'pins.csv': 'person,position,by,reason\nX,P-1,b,r\n' }), ['E_REF_UNKNOWN /pins/0/person (pins.csv:2:1)']],
    ['a round without demands on a torn table of people', changed({ 'people.csv': 'id,name\n"EMP-1,x\n' }), ['E_CSV_QUOTE people.csv:2']],
    ['a table with only a header that is wrong', changed({ 'positions.csv': 'x\n', 'wishes.csv': undefined }), ['E_CSV_HEADER_MISSING positions.csv:1', 'E_KEY_UNKNOWN positions.csv:1:1']],
    ['warnings too', changed({ 'people.csv': 'id,name,born,bornAt\nEMP-1,Rene\u0301,1990-01-01,Kota\nEMP-2,Ren\u00e9,1990-01-01,Kota\n' }), ['W_NFC /people/0/name (people.csv:2:2)', 'W_IDENTITY_TWIN people.csv:3']],
    ['a cell of a row that fills others than the row before', head((h) => (h.sheets[0].columns.skill.empty = h.sheets[0].columns.exam.empty = 'unknown'), { 'scores.csv': 'id,skill,exam\nEMP-1,50,\nEMP-2,,161\n' }), ['E_NUM_RANGE /people/1/evidence/0/value (scores.csv:3:3)']],
    ['an item after those of a row that fills fewer cells than the row before', head((h) => (h.sheets[0].columns.exam.empty = 'unknown'), { 'scores.csv': 'id,skill,exam\nEMP-1,50,60\nEMP-2,51,\n', 'evidence.csv': 'person,attribute,value,source\nEMP-2,exam,160,S1\n' }), ['E_NUM_RANGE /people/1/evidence/2/value (evidence.csv:2:3)']],
    ['warnings of one text in many cells', head((h) => (h.sheets[0].columns = { skill: { attribute: 'note', source: 'S1' }, exam: { attribute: 'exam', source: 'S1' } }), { 'scores.csv': 'id,skill,exam\nEMP-1,Rene\u0301,60\nEMP-2,Rene\u0301,61\n' }), ['W_NFC /people/0/evidence/0/value (scores.csv:2:2)', 'W_NFC /people/1/evidence/0/value (scores.csv:3:2)']],
  ])('%s', (_, files, expected) => expect(found(files)).toEqual(expected));

  it.each<[string, (head: Loose) => void, Readonly<Record<string, string>>, string[]]>([
    ['a column neither used nor ignored', (h) => (h.sheets[1].ignore = ['who', 'where']), {}, ['E_KEY_UNKNOWN flags.csv:1:4']],
    ['a column that is not there', (h) => (h.sheets[0].columns.exam.date = 'on'), {}, ['E_CSV_HEADER_MISSING scores.csv:1']],
    ['an id that is not there', (h) => (h.sheets[0].id = 'nip'), {}, ['E_CSV_HEADER_MISSING scores.csv:1', 'E_KEY_UNKNOWN scores.csv:1:1']],
    ['an attribute nobody declares', (h) => (h.sheets[0].columns.exam.attribute = 'toString'), {}, ['E_REF_UNKNOWN round.json#/sheets/0/columns/exam/attribute']],
    ['an attribute of the other', (h) => (h.sheets[0].columns.exam.attribute = 'field'), {}, ['E_REF_UNKNOWN round.json#/sheets/0/columns/exam/attribute']],
    ['evidence of no source', (h) => delete h.sheets[0].columns.exam.source, {}, ['E_VALUE_MISSING round.json#/sheets/0/columns/exam/source']],
    ['a source that is not there', (h) => (h.sheets[0].columns.exam.source = 'S9'), {}, ['E_REF_UNKNOWN /people/0/evidence/1/source (scores.csv:2:3)', 'E_REF_UNKNOWN /people/1/evidence/1/source (scores.csv:3:3)']],
    ['a fixed table for a sheet', (h) => (h.sheets[0].file = 'people.csv'), {}, ['E_KEY_UNKNOWN scores.csv', 'E_CSV_HEADER_MISSING people.csv:1', 'E_KEY_UNKNOWN people.csv:1:2', 'E_KEY_UNKNOWN people.csv:1:3', 'E_KEY_UNKNOWN round.json#/sheets/0/file']],
    ['positions that age, or are added', (h) => (h.sheets[0] = { file: 'scores.csv', about: 'position', id: 'id', adds: true, columns: { exam: { attribute: 'field', source: 'S1', date: 'skill' } } }), {}, ['E_KEY_UNKNOWN round.json#/sheets/0/adds', 'E_KEY_UNKNOWN round.json#/sheets/0/columns/exam/source', 'E_KEY_UNKNOWN round.json#/sheets/0/columns/exam/date']],
    ['a position told twice', (h) => (h.sheets[0] = { file: 'scores.csv', about: 'position', id: 'id', columns: { exam: { attribute: 'field' } } }), { 'scores.csv': 'id,exam\nP-1,a\nP-2,b\nP-1,c\n' }, ['E_ID_DUPLICATE scores.csv:4:2']],
    ['an attribute of a position, of no listed value', (h) => (h.sheets[0] = { file: 'scores.csv', about: 'position', id: 'id', columns: { exam: { attribute: 'field' } } }), { 'scores.csv': 'id,exam\nP-1,a\u202e\n' }, ['E_STRING_BIDI /positions/0/attributes/field (scores.csv:2:2)']],
    ['people who are added to a torn sheet', (h) => (h.sheets[0].adds = true), { 'scores.csv': 'id,skill,exam\n"X,1,2\n', 'evidence.csv': 'person,attribute,value,source\nX,exam,60,S1\n' }, ['E_CSV_QUOTE scores.csv:2']],
    ['a raw text beside a value', (h) => Object.assign(h.sheets[0], { columns: { exam: { attribute: 'exam', source: 'S1', unmapped: 'skill' } } }), {}, ['E_KEY_UNKNOWN /people/0/evidence/0/unmapped (scores.csv:2:3)', 'E_KEY_UNKNOWN /people/1/evidence/0/unmapped (scores.csv:3:3)']],
  ])('%s (in a sheet)', (_, change, parts, expected) => expect(found(head(change, parts))).toEqual(expected));

  it('and the places that take part', () => {
    const related = (files: Files): unknown => {
      try {
        parseFolder(files, world.sealed());
      } catch (error) {
        return (error as MeritError).issues[0]!.related;
      }
      return undefined;
    };
    expect(related(changed({ 'people.csv': 'id,seat\nEMP-1,P-1\nEMP-2,P-1\n' }))).toEqual(['/people/0/seat (people.csv:2:2)', '/people/1/seat (people.csv:3:2)']);
    expect(related(changed({ 'wishes.csv': 'person,place,position\nEMP-1,1,P-1\nEMP-1,1,P-2\n' }))).toEqual(['wishes.csv:2:2']);
  });

  it('and every column that is missing', () => {
    expect(() => parseFolder(changed({ 'units.csv': 'name\nx\n' }), world.sealed())).toThrow('E_CSV_HEADER_MISSING at units.csv:1: the column "id" is missing');
    expect(() => parseFolder(changed({ 'units.csv': 'parent\nx\n' }), world.sealed())).toThrow('E_CSV_HEADER_MISSING at units.csv:1: the columns "id", "name" are missing');
  });

  it('and stops at a hundred', () => {
    const rows = Array.from({ length: 5000 }, (_, k) => `EMP-1,x${k},y\n`).join('');
    const codes = found(changed({ 'scores.csv': `id,skill,exam\n${rows}` }));
    expect(codes).toHaveLength(101);
    expect(codes.at(-1)).toBe('E_LIMIT_ERRORS ');
  });
});
