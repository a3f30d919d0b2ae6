import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Issues } from '../../src/errors/index.js';
import { readJson } from '../../src/intake/json-reader.js';

const suite = new URL('../vectors/json-test-suite/', import.meta.url);
const parsing = readdirSync(new URL('test_parsing/', suite));

function codes(input: Uint8Array | string): string {
  const issues = new Issues();
  readJson(input, issues);
  return [...issues.list, ...issues.warnings].map(({ code }) => code).join(' ');
}
const ofFile = (folder: string, name: string): string => codes(readFileSync(new URL(`${folder}/${encodeURIComponent(name)}`, suite)));

describe('JSONTestSuite y_: accepted, but for equal keys', () => {
  it.each(parsing.filter((name) => name.startsWith('y_')))('%s', (name) => {
    const expected = name.startsWith('y_object_duplicated_key') ? 'E_JSON_DUP_KEY' : /^y_number_(negative_zero|minus_zero)/.test(name) ? 'W_NUM_NEG_ZERO' : '';
    expect(ofFile('test_parsing', name)).toBe(expected);
  });
});

describe('JSONTestSuite n_: refused', () => {
  it.each(parsing.filter((name) => name.startsWith('n_')))('%s', (name) => {
    expect(ofFile('test_parsing', name).split(' ')[0]).toMatch(/^(E_JSON_SYNTAX|E_ENCODING|E_LIMIT_DEPTH|E_INPUT_EMPTY)$/);
  });
  it('n_structure_100000_opening_arrays', () => expect(codes('['.repeat(100_000))).toBe('E_LIMIT_DEPTH'));
  it('n_structure_open_array_object', () => expect(codes(`${'[{"":'.repeat(50_000)}\n`)).toBe('E_LIMIT_DEPTH'));
  it('has all 318 files', () => expect(parsing).toHaveLength(318 - 2));
});

/** What this reader decided where the suite leaves the choice, and for the documents that parsers read differently. */
const DECIDED: Record<string, string> = {
  i_number_double_huge_neg_exp: 'E_NUM_RANGE',
  i_number_huge_exp: 'E_NUM_RANGE',
  i_number_neg_int_huge_exp: 'E_NUM_RANGE',
  i_number_pos_double_huge_exp: 'E_NUM_RANGE',
  i_number_real_neg_overflow: 'E_NUM_RANGE',
  i_number_real_pos_overflow: 'E_NUM_RANGE',
  i_number_real_underflow: 'E_NUM_RANGE',
  i_number_too_big_neg_int: 'E_NUM_UNSAFE_INT',
  i_number_too_big_pos_int: 'E_NUM_UNSAFE_INT',
  i_number_very_big_negative_int: 'E_NUM_UNSAFE_INT',
  i_object_key_lone_2nd_surrogate: 'E_STRING_SURROGATE',
  i_string_1st_surrogate_but_2nd_missing: 'E_STRING_SURROGATE',
  i_string_1st_valid_surrogate_2nd_invalid: 'E_STRING_SURROGATE',
  'i_string_UTF-16LE_with_BOM': 'E_ENCODING',
  'i_string_UTF-8_invalid_sequence': 'E_ENCODING',
  'i_string_UTF8_surrogate_U+D800': 'E_ENCODING',
  i_string_incomplete_surrogate_and_escape_valid: 'E_STRING_SURROGATE',
  i_string_incomplete_surrogate_pair: 'E_STRING_SURROGATE',
  i_string_incomplete_surrogates_escape_valid: 'E_STRING_SURROGATE',
  i_string_invalid_lonely_surrogate: 'E_STRING_SURROGATE',
  i_string_invalid_surrogate: 'E_STRING_SURROGATE',
  'i_string_invalid_utf-8': 'E_ENCODING',
  'i_string_inverted_surrogates_U+1D11E': 'E_STRING_SURROGATE',
  i_string_iso_latin_1: 'E_ENCODING',
  i_string_lone_second_surrogate: 'E_STRING_SURROGATE',
  i_string_lone_utf8_continuation_byte: 'E_ENCODING',
  i_string_not_in_unicode_range: 'E_ENCODING',
  i_string_overlong_sequence_2_bytes: 'E_ENCODING',
  i_string_overlong_sequence_6_bytes: 'E_ENCODING',
  i_string_overlong_sequence_6_bytes_null: 'E_ENCODING',
  'i_string_truncated-utf-8': 'E_ENCODING',
  i_string_utf16BE_no_BOM: 'E_ENCODING',
  i_string_utf16LE_no_BOM: 'E_ENCODING',
  i_structure_500_nested_arrays: 'E_LIMIT_DEPTH',
  'i_structure_UTF-8_BOM_empty_object': 'W_BOM_STRIPPED',
  'number_-9223372036854775808': 'E_NUM_UNSAFE_INT',
  'number_-9223372036854775809': 'E_NUM_UNSAFE_INT',
  'number_1.0': '',
  'number_1.000000000000000005': '',
  number_1000000000000000: '',
  number_10000000000000000999: 'E_NUM_UNSAFE_INT',
  'number_1e-999': 'E_NUM_RANGE',
  number_1e6: '',
  number_9223372036854775807: 'E_NUM_UNSAFE_INT',
  number_9223372036854775808: 'E_NUM_UNSAFE_INT',
  object_key_nfc_nfd: 'E_JSON_DUP_KEY',
  object_key_nfd_nfc: 'E_JSON_DUP_KEY',
  object_same_key_different_values: 'E_JSON_DUP_KEY',
  object_same_key_same_value: 'E_JSON_DUP_KEY',
  object_same_key_unclear_values: 'E_JSON_DUP_KEY W_NUM_NEG_ZERO',
  string_1_escaped_invalid_codepoint: 'E_STRING_SURROGATE',
  string_1_invalid_codepoint: 'E_ENCODING',
  string_2_escaped_invalid_codepoints: 'E_STRING_SURROGATE',
  string_2_invalid_codepoints: 'E_ENCODING',
  string_3_escaped_invalid_codepoints: 'E_STRING_SURROGATE',
  string_3_invalid_codepoints: 'E_ENCODING',
  string_with_escaped_NULL: '',
};

it('JSONTestSuite i_ and test_transform: each is decided as listed', () => {
  const table: Record<string, string> = {};
  for (const name of parsing.filter((file) => file.startsWith('i_'))) table[name.replace('.json', '')] = ofFile('test_parsing', name);
  for (const name of readdirSync(new URL('test_transform/', suite))) table[name.replace('.json', '')] = ofFile('test_transform', name);
  expect(table).toEqual(DECIDED);
});

const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 });

it('reads back what JSON.stringify wrote, with any spacing', () => {
  fc.assert(fc.property(json, fc.constantFrom('', ' ', '\t', '\r\n'), (value, space) => {
    const text = JSON.stringify(value, null, space);
    const issues = new Issues();
    const read = readJson(new TextEncoder().encode(text), issues);
    // Two keys that differ only in composition, a key that is forbidden and a double that is a huge integer are refused, rightly.
    if (issues.list.length === 0) expect(read).toEqual(JSON.parse(text));
    else expect(issues.list.every(({ code }) => /^E_(KEY_FORBIDDEN|JSON_DUP_KEY|NUM_UNSAFE_INT)$/.test(code))).toBe(true);
  }), { numRuns: 1500 });
});

it('whatever is done to the bytes, the outcome is a value or listed problems, and JSON.parse accepts all that is accepted', () => {
  const base = new TextEncoder().encode('{"a":[1.5e3,-0,true,null,"x\\u0041é\u{1f600}\\n",{"b":-2,"":[]}],"c":false}');
  const edit = fc.record({ at: fc.nat(base.length - 1), byte: fc.oneof(fc.nat(255), fc.constantFrom(...new TextEncoder().encode('"\\{}[]:,0-.eEtu '))), kind: fc.constantFrom('set', 'insert', 'delete') });
  fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
    const bytes = [...base];
    for (const { at, byte, kind } of edits) bytes.splice(at, kind === 'insert' ? 0 : 1, ...(kind === 'delete' ? [] : [byte]));
    const input = Uint8Array.from(bytes);
    const issues = new Issues();
    const value = readJson(input, issues);
    if (issues.list.length === 0) expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(new TextDecoder().decode(input))));
    else if (issues.list[0]?.code === 'E_JSON_SYNTAX') expect(() => JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(input))).toThrow();
  }), { numRuns: 5000 });
});
