import { describe, expect, it } from 'vitest';
import { Issues } from '../../src/errors/index.js';
import { readJson, type JsonOptions } from '../../src/intake/json-reader.js';

/** Codes with paths, in order, errors before warnings. */
function read(input: Uint8Array | string, options: JsonOptions = {}): { value: unknown; found: string[]; issues: Issues } {
  const issues = new Issues();
  const value = readJson(input, issues, options);
  return { value, issues, found: [...issues.list, ...issues.warnings].map(({ code, path }) => `${code} ${path}`) };
}
const found = (input: Uint8Array | string, options: JsonOptions = {}): string[] => read(input, options).found;
const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const BOM = '\ufeff';

describe('bytes', () => {
  it('nothing and blanks are E_INPUT_EMPTY', () => {
    for (const text of ['', '  \n\t', '\r\n', BOM]) expect(found(utf8(text))[0]).toBe('E_INPUT_EMPTY ');
    expect(found('')).toEqual(['E_INPUT_EMPTY ']);
  });
  it('one byte order mark is left out with a warning, a second one is a syntax error at byte 3', () => {
    expect(read(utf8(`${BOM}{}`))).toMatchObject({ value: {}, found: ['W_BOM_STRIPPED '] });
    expect(read(`${BOM}{}`)).toMatchObject({ value: {}, found: ['W_BOM_STRIPPED '] });
    expect(read(utf8(`${BOM}${BOM}{}`)).issues.list).toMatchObject([{ code: 'E_JSON_SYNTAX', byteOffset: 3, line: 1, column: 1 }]);
  });
  it.each<[string, Uint8Array, number, string]>([
    ['UTF-16LE', bytes(0xff, 0xfe, 0x7b, 0x00), 0, 'UTF-16'],
    ['UTF-16BE', bytes(0xfe, 0xff, 0x00, 0x7b), 0, 'UTF-16'],
    ['gzip', bytes(0x1f, 0x8b, 0x08, 0x00), 1, 'gzip'],
    ['FF in a name', bytes(0x22, 0x41, 0xff, 0x22), 2, 'Windows-1252'],
    ['an overlong C0 AF', bytes(0x22, 0xc0, 0xaf, 0x22), 1, '8-bit'],
    ['an overlong E0 80 80', bytes(0x22, 0xe0, 0x80, 0x80), 1, ''],
    ['an overlong F0 80 80 80', bytes(0x22, 0xf0, 0x80, 0x80, 0x80), 1, ''],
    ['a surrogate ED A0 80', bytes(0x22, 0xed, 0xa0, 0x80), 1, ''],
    ['past U+10FFFF F4 90 80 80', bytes(0x22, 0xf4, 0x90, 0x80, 0x80), 1, ''],
    ['a lead F5', bytes(0x22, 0xf5, 0x80, 0x80, 0x80), 1, ''],
    ['a lone continuation byte', bytes(0x22, 0x80), 1, ''],
    ['a sequence cut at the end', bytes(0x22, 0xf0, 0x9f, 0x98), 1, ''],
    ['a bad third byte', bytes(0xe2, 0x82, 0x41), 0, ''],
    ['a bad byte after good text', bytes(...utf8('é€\u{1f600}'), 0xff), 9, ''],
  ])('%s is E_ENCODING', (_, input, byteOffset, hint) => {
    const { issues, value } = read(input);
    expect(value).toBeUndefined();
    expect(issues.list).toMatchObject([{ code: 'E_ENCODING', path: '', byteOffset }]);
    expect(issues.list[0]?.message).toContain(hint);
  });
  it('the size is checked before anything is decoded', () => {
    expect(found(bytes(0xff, 0xff, 0xff), { bytes: 2 })).toEqual(['E_LIMIT_BYTES ']);
    expect(found('"aaa"', { bytes: 4 })).toEqual(['E_LIMIT_BYTES ']);
    expect(found('"éé"', { bytes: 5 })).toEqual(['E_LIMIT_BYTES ']);
    expect(found('"éé"', { bytes: 6 })).toEqual([]);
    expect(found('"€\u{1f600}"', { bytes: 9 })).toEqual([]);
    expect(found('"€\u{1f600}"', { bytes: 8 })).toEqual(['E_LIMIT_BYTES ']);
  });
});

describe('syntax', () => {
  it.each<[string, number, number, number, string]>([
    ['{"people":[{"id":1},]}', 1, 21, 20, 'expected a value at line 1, column 21, found U+005D'],
    ['{"people":[]} // ok', 1, 15, 14, 'expected the end of the text at line 1, column 15, found U+002F'],
    ['{"score":NaN}', 1, 10, 9, 'expected a value at line 1, column 10, found U+004E'],
    ['{}{}', 1, 3, 2, 'expected the end of the text at line 1, column 3, found U+007B'],
    ['{"people":[{"id":"A1"', 1, 22, 21, 'the text is cut short at line 1, column 22: expected a comma or "}", found its end'],
    ['{"a":1,\n"b":2,\n é}', 3, 2, 16, 'expected a key in double quotes at line 3, column 2, found U+00E9'],
    ['["é\u{1f600}", x]', 1, 9, 11, 'expected a value at line 1, column 9, found U+0078'],
    ['\nx', 2, 1, 1, 'expected a value at line 2, column 1, found U+0078'],
    ['{"a" 1}', 1, 6, 5, 'expected a colon at line 1, column 6, found U+0031'],
    ['[1 2]', 1, 4, 3, 'expected a comma or "]" at line 1, column 4, found U+0032'],
    ['{"a":1 2}', 1, 8, 7, 'expected a comma or "}" at line 1, column 8, found U+0032'],
    ['"a', 1, 3, 2, 'the text is cut short at line 1, column 3: expected a closing quote, found its end'],
    ['"\t"', 1, 2, 1, 'expected an escape (\\n, \\t, \\u0000) in place of a control character at line 1, column 2, found U+0009'],
    ['"\\x"', 1, 3, 2, 'expected an escape of JSON: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u at line 1, column 3, found U+0078'],
    ['"\\', 1, 3, 2, 'the text is cut short at line 1, column 3: expected an escape of JSON: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u, found its end'],
    ['"\\u12G4"', 1, 6, 5, 'expected four hexadecimal digits after \\u at line 1, column 6, found U+0047'],
    ['01', 1, 2, 1, 'expected a number without leading zeros at line 1, column 2, found U+0031'],
    ['-', 1, 2, 1, 'the text is cut short at line 1, column 2: expected a digit, found its end'],
    ['1.', 1, 3, 2, 'the text is cut short at line 1, column 3: expected a digit, found its end'],
    ['1e+', 1, 4, 3, 'the text is cut short at line 1, column 4: expected a digit, found its end'],
    ['[tru]', 1, 5, 4, 'expected the word true at line 1, column 5, found U+005D'],
  ])('%j', (text, line, column, byteOffset, message) => {
    expect(read(utf8(text)).issues.list).toEqual([{ code: 'E_JSON_SYNTAX', path: '', line, column, byteOffset, message }]);
  });
  it('every beginning of a document that is no document is refused as cut short', () => {
    const text = '{"a":[1.5e3,true,null,"x\\u0041\\n",{"b":-2}],"c":false}';
    for (let end = 1; end < text.length; end++) expect(read(text.slice(0, end)).issues.list[0]?.message).toMatch(/^the text is cut short/);
  });
  it('problems found before the syntax error are listed with it', () => {
    expect(found('{"a":1,"a":2,"toString":3,')).toEqual(['E_JSON_DUP_KEY /a', 'E_KEY_FORBIDDEN /toString', 'E_JSON_SYNTAX ']);
  });
});

describe('keys', () => {
  it.each<[string, string[]]>([
    ['{"people":[{"id":"A1","id":"B2"}]}', ['E_JSON_DUP_KEY /people/0/id']],
    ['{"people":[{"id":"A1","\\u0069d":"B2"}]}', ['E_JSON_DUP_KEY /people/0/id']],
    ['{"policy":{"weights":{"\u00e9":1,"e\u0301":2}}}', ['E_JSON_DUP_KEY /policy/weights/\u00e9']],
    ['{"policy":{"weights":{"e\u0301":1,"\u00e9":2}}}', ['E_JSON_DUP_KEY /policy/weights/\u00e9']],
    ['{"a":1,"b":2,"a":3,"b":4,"a":5}', ['E_JSON_DUP_KEY /a', 'E_JSON_DUP_KEY /b']],
    ['[{"a":1,"b":2},{"b":1,"a":2},{"b":1,"a":2,"b":3}]', ['E_JSON_DUP_KEY /2/b']],
    ['{"":1,"":2}', ['E_JSON_DUP_KEY /']],
    ['{"a/b":{"~":1,"~":2}}', ['E_JSON_DUP_KEY /a~1b/~0']],
    ['{"people":[{"__proto__":{"admin":true}}]}', ['E_KEY_FORBIDDEN /people/0/__proto__']],
    ['{"people":[{"constructor":{"prototype":{}}}]}', ['E_KEY_FORBIDDEN /people/0/constructor', 'E_KEY_FORBIDDEN /people/0/constructor/prototype']],
    ['{"policy":{"weights":{"toString":1}}}', ['E_KEY_FORBIDDEN /policy/weights/toString']],
    ['{"\\u005f_proto__":1}', ['E_KEY_FORBIDDEN /__proto__']],
    ['{"toJSON":1,"length":2,"then":3,"__proto":4}', []],
    ['{"x":{"\\ud800":1}}', ['E_STRING_SURROGATE /x']],
  ])('%s', (text, expected) => expect(found(text)).toEqual(expected));

  it('every name that objects are born with in this engine is forbidden', () => {
    for (const key of [...Object.getOwnPropertyNames(Object.prototype), 'prototype']) expect(found(`{"${key}":1}`)).toEqual([`E_KEY_FORBIDDEN /${key}`]);
  });
  it('a forbidden key leaves no trace in the value', () => {
    const { value } = read('{"a":1,"__proto__":{"admin":true}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value as object)).toEqual(['a']);
  });
  it('records that take turns in their keys are read alike', () => {
    const text = '[{"a":1,"b":2},{"b":3,"c":4},{"a":5,"b":6},{"a":7,"c":8},{"a":9,"b":0,"a":1}]';
    const { value, found: problems } = read(text);
    expect(problems).toEqual(['E_JSON_DUP_KEY /4/a']);
    expect(value).toEqual([{ a: 1, b: 2 }, { b: 3, c: 4 }, { a: 5, b: 6 }, { a: 7, c: 8 }, { a: 9, b: 0 }]);
  });
  it('equal keys are found among thousands of keys and after thousands of layouts', () => {
    const keys = Array.from({ length: 3000 }, (_, i) => `"k${i}":${i}`);
    expect(found(`{${keys.join()}}`)).toEqual([]);
    expect(found(`{${keys.join()},"k7":0,"k2999":0,"valueOf":1}`)).toEqual(['E_JSON_DUP_KEY /k7', 'E_JSON_DUP_KEY /k2999', 'E_KEY_FORBIDDEN /valueOf']);
    const objects = Array.from({ length: 3000 }, (_, i) => `{"a${i}":1,"b${i}":2}`);
    const { value, found: problems } = read(`[${objects.join()},{"x":1,"y":2,"x":3}]`);
    expect(problems).toEqual(['E_JSON_DUP_KEY /3000/x']);
    expect((value as unknown[])[2999]).toEqual({ a2999: 1, b2999: 2 });
  });
  it('other code that put setters or fixed values on Object.prototype changes nothing', () => {
    const text = `[{"admin":1,"name":2},{"admin":3,"name":4},{${Array.from({ length: 70 }, (_, i) => `"k${i}":0`).join()},"admin":5}]`;
    const clean = JSON.stringify(JSON.parse(text));
    Object.defineProperty(Object.prototype, 'admin', { configurable: true, set() { throw new Error('a setter ran'); }, get: () => true });
    Object.defineProperty(Object.prototype, 'name', { configurable: true, value: 'fixed', writable: false });
    try {
      const { value, found: problems } = read(text);
      expect([JSON.stringify(value), problems]).toEqual([clean, []]);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'admin');
      Reflect.deleteProperty(Object.prototype, 'name');
    }
  });
});

describe('limits', () => {
  it('a million brackets end at the limit, not on the stack', () => {
    expect(found('['.repeat(1_000_000))).toEqual([`E_LIMIT_DEPTH ${'/0'.repeat(65)}`]);
    expect(found('{"":'.repeat(1_000_000), { depth: 1_000_000 })).toEqual([`E_LIMIT_DEPTH ${'/'.repeat(1001)}`]);
  });
  it('nothing lies deeper than 64 keys', () => {
    const nest = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    expect(found(nest(64))).toEqual([]);
    expect(found(nest(65))).toEqual([`E_LIMIT_DEPTH ${'/a'.repeat(65)}`]);
    expect(found(nest(3), { depth: 2 })).toEqual(['E_LIMIT_DEPTH /a/a/a']);
  });
  it('texts and keys have a limit', () => {
    expect(found(`{"people":[{"name":"${'x'.repeat(10_000_000)}"}]}`)).toEqual(['E_LIMIT_STRING /people/0/name']);
    expect(found('["abc","a\\u0062c","abcd","\\u0061bcd"]', { string: 3 })).toEqual(['E_LIMIT_STRING /2', 'E_LIMIT_STRING /3']);
    expect(found('{"x":{"abcd":1}}', { string: 3 })).toEqual(['E_LIMIT_STRING /x']);
  });
  it('lists and objects have a limit, and what lies past it is still judged', () => {
    expect(read('{"people":[1,2,3,1e400]}', { count: 2 })).toMatchObject({ value: { people: [1, 2] }, found: ['E_LIMIT_COUNT /people', 'E_NUM_RANGE /people/3'] });
    expect(read('{"a":1,"b":2,"c":3,"d":4}', { count: 2 })).toMatchObject({ value: { a: 1, b: 2 }, found: ['E_LIMIT_COUNT '] });
    expect(found(`{"people":[${'0,'.repeat(1_000_000)}0]}`)).toEqual(['E_LIMIT_COUNT /people']);
  });
  it('the scan stops once no further problem would be listed', () => {
    const { issues } = read(`[${'1e400,'.repeat(100_000)}0]`);
    expect(issues.list).toHaveLength(101);
    expect(issues.list[100]?.code).toBe('E_LIMIT_ERRORS');
  });
});

describe('texts', () => {
  it('escapes and characters of every length come out right', () => {
    expect(read('["\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00","é€\u{1f600}\uffff","x\\u0000y",""]').value).toEqual(['"\\/\b\f\n\r\té\u{1f600}', 'é€\u{1f600}\uffff', 'x\u0000y', '']);
  });
  it.each(['"\\ud800"', '"\\udc00"', '"\\ud800x"', '"\\ud800\\ud800"', '"\\udc00\\ud800"', '"\ud800"'])('%j is E_STRING_SURROGATE', (text) => {
    expect(found(`{"people":[{"name":${text}}]}`)).toEqual(['E_STRING_SURROGATE /people/0/name']);
  });
});

describe('numbers', () => {
  it.each<[string, number]>([
    ['0', 0], ['7', 7], ['-7', -7], ['123456789012345', 123456789012345], ['9007199254740991', 9007199254740991], ['-9007199254740991', -9007199254740991],
    ['1.5', 1.5], ['-0.25', -0.25], ['1e3', 1000], ['1E+3', 1000], ['25e-1', 2.5], ['123e45', 123e45], ['0.1', 0.1], ['0e99999', 0], ['0.000e-999', 0], ['5e-324', 5e-324],
  ])('%s is read', (text, value) => expect(read(text)).toMatchObject({ value, found: [] }));
  it.each(['-0', '-0.0', '-0e5'])('%s is 0, with a warning', (text) => {
    const { value, found: warned } = read(`{"exam":${text}}`, { decimals: 6 });
    expect(value).toEqual({ exam: 0 });
    expect(warned).toEqual(['W_NUM_NEG_ZERO /exam']);
  });
  it.each<[string, string]>([
    ['1e400', 'E_NUM_RANGE'], ['-1e400', 'E_NUM_RANGE'], ['1e-400', 'E_NUM_RANGE'], [`0.${'0'.repeat(400)}1`, 'E_NUM_RANGE'],
    ['9007199254740992', 'E_NUM_UNSAFE_INT'], ['9007199254740993', 'E_NUM_UNSAFE_INT'], ['-9007199254740993', 'E_NUM_UNSAFE_INT'], ['1'.repeat(400), 'E_NUM_UNSAFE_INT'],
    ['9007199254740993.0', 'E_NUM_UNSAFE_INT'],
  ])('%s is %s', (text, code) => expect(found(`{"exam":${text}}`)).toEqual([`${code} /exam`]));
  it.each(['5e-324', '70.00000049', '70.0000000000000000001', '1e-400', '0.0000001', '1.0000001e0', '1e-7', '12.34567e-2'])('%s has more than 6 decimals', (text) => {
    expect(found(`{"exam":${text}}`, { decimals: 6 })).toEqual(['E_NUM_SCALE /exam']);
  });
  it.each(['70', '70.000001', '70.0000010000000', '0.0000000', '1e-6', '1.5e-5', '10e-7', '1.0000001e1', '1e9', '0.00000010e1'])('%s has at most 6 decimals', (text) => {
    expect(found(`{"exam":${text}}`, { decimals: 6 })).toEqual([]);
  });
  it('all problems of a document are listed at once, each with its place', () => {
    expect(found('{"people":[{"a":1e400,"b":"\\ud800"},{"a":-0,"a":2,"valueOf":9007199254740993}]}')).toEqual([
      'E_NUM_RANGE /people/0/a', 'E_STRING_SURROGATE /people/0/b', 'E_JSON_DUP_KEY /people/1/a', 'E_KEY_FORBIDDEN /people/1/valueOf',
      'E_NUM_UNSAFE_INT /people/1/valueOf', 'W_NUM_NEG_ZERO /people/1/a',
    ]);
  });
});
