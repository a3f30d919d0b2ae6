import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkId, checkText, codePointName, looksNational } from '../../src/model/text.js';

const codes = (text: string, max?: number): string => {
  const found = checkText(text, max === undefined ? {} : { max });
  return [...found.errors, ...found.warnings].map(({ code }) => code).join(' ');
};

describe('checkText', () => {
  it.each([
    ['plain ASCII', 'Siti Aminah, S.E.', ''],
    ['letters of all scripts', 'Zoë Łukasz 山田 नमस्ते محمد Ελένη Анна', ''],
    ['an apostrophe and a hyphen', "D'Angelo Müller-Öz", ''],
    ['an emoji of several code points', '👩‍💼', ''],
    ['nothing', '', 'E_STRING_EMPTY'],
    ['blanks', '   ', 'E_STRING_EMPTY'],
    ['a no-break space', '\u00a0\u3000', 'E_STRING_EMPTY'],
    ['zero width characters', '\u200b\u2060', 'E_STRING_EMPTY'],
    ['letters that draw nothing', '\u3164', 'E_STRING_EMPTY'],
    ['NUL', 'A\u00001', 'E_STRING_CONTROL'],
    ['a line feed', 'A\nB', 'E_STRING_CONTROL'],
    ['DEL', 'A\u007f', 'E_STRING_CONTROL'],
    ['C1', 'A\u009b31m', 'E_STRING_CONTROL'],
    ['a line separator', 'A\u2028B', 'E_STRING_CONTROL'],
    ['half a pair', 'A\ud800', 'E_STRING_SURROGATE'],
    ['a right-to-left override', 'A\u202eB', 'E_STRING_BIDI'],
    ['an isolate', 'A\u2066B', 'E_STRING_BIDI'],
    ['a right-to-left mark', 'A\u200fB', 'E_STRING_BIDI'],
    ['an Arabic letter mark', 'A\u061cB', 'E_STRING_BIDI'],
    ['200 marks on one letter', 'A' + '\u0316'.repeat(200), 'E_STRING_COMBINING'],
    ['9 marks', 'x' + '\u0316'.repeat(9), 'E_STRING_COMBINING'],
    ['8 marks', 'x' + '\u0316'.repeat(8), ''],
    ['decomposed letters', 'Zoe\u0308', 'W_NFC'],
    ['Cyrillic in a Latin word', 'P\u0430ul', 'W_NAME_MIXED_SCRIPT'],
    ['Greek in a Latin word', '\u039fliver', 'W_NAME_MIXED_SCRIPT'],
    ['several at once', 'P\u0430ul\u202e\u0007', 'E_STRING_CONTROL E_STRING_BIDI W_NAME_MIXED_SCRIPT'],
  ])('%s', (_, text, want) => expect(codes(text)).toBe(want));

  it('stores the composed form, so that both spellings give the same bytes', () => {
    expect(checkText('Zoe\u0308').text).toBe('Zo\u00eb');
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(checkText(text.normalize('NFD')).text).toBe(checkText(text.normalize('NFC')).text);
    }));
  });
  it('counts code points against the limit, not code units', () => {
    expect(codes('a'.repeat(1024))).toBe('');
    expect(codes('a'.repeat(1025))).toBe('E_LIMIT_STRING');
    expect(codes('\u{20000}'.repeat(1024))).toBe('');
    expect(codes('\u{20000}'.repeat(1025))).toBe('E_LIMIT_STRING');
    expect(codes('e\u0301'.repeat(10), 10)).toBe('W_NFC');
  });
  it('a text of 10 MB is refused before anything else is tried', () => expect(codes('\u0300'.repeat(10_000_000))).toBe('E_LIMIT_STRING'));
  it('names the code point, never the text', () => {
    const { errors } = checkText('Siti\u202eAminah');
    expect(errors[0]?.message).toBe('the text holds a character that changes the reading order, U+202E');
  });
});

describe('checkId', () => {
  it.each(['A1', '0', '1e3', 'constructor', '007', 'a.b_c-d', 'x'.repeat(64)])('%s is an id', (id) => expect(checkId(id)).toBeUndefined());
  it.each([
    ['EMP-\u04101', 'E_ID_SYNTAX', 'an id is made of A-Z a-z 0-9 . _ -, found U+0410 at character 5'],
    ['EMP\u200b1', 'E_ID_SYNTAX', 'an id is made of A-Z a-z 0-9 . _ -, found U+200B at character 4'],
    ['EMP-1 ', 'E_ID_SYNTAX', 'an id is made of A-Z a-z 0-9 . _ -, found U+0020 at character 6'],
    ['EMP-\uff11', 'E_ID_SYNTAX', 'an id is made of A-Z a-z 0-9 . _ -, found U+FF11 at character 5'],
    ['EMP\u{1f600}', 'E_ID_SYNTAX', 'an id is made of A-Z a-z 0-9 . _ -, found U+1F600 at character 4'],
    ['__proto__', 'E_ID_SYNTAX', 'an id begins with A-Z, a-z or 0-9, found U+005F at character 1'],
    ['-0', 'E_ID_SYNTAX', 'an id begins with A-Z, a-z or 0-9, found U+002D at character 1'],
    ['', 'E_ID_SYNTAX', 'expected an id, found an empty text'],
    ['x'.repeat(65), 'E_ID_SYNTAX', 'an id has at most 64 characters, found 65'],
    ['x'.repeat(129), 'E_LIMIT_STRING', 'expected at most 128 characters, found more'],
    ['x'.repeat(10_000), 'E_LIMIT_STRING', 'expected at most 128 characters, found more'],
  ])('%s is none', (id, code, message) => expect(checkId(id)).toEqual({ code, message }));
  it('counts code points here too', () => expect(checkId('\u{1f600}'.repeat(100))?.code).toBe('E_ID_SYNTAX'));
  it('agrees with the pattern of the format', () => {
    fc.assert(fc.property(fc.string({ maxLength: 70, unit: fc.constantFrom(...'aZ09._- é_') }), (id) => {
      expect(checkId(id) === undefined).toBe(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id));
    }));
  });
});

it('looksNational is true for 16 and 18 digits only', () => {
  const digits = '199001012015031001';
  expect([digits, digits.slice(2), digits.slice(1), `${digits}0`, `${digits.slice(0, 15)}a`, ''].map(looksNational)).toEqual([true, true, false, false, false, false]);
});

it('codePointName writes at least four digits', () => expect([0, 0x410, 0x1f600, undefined].map(codePointName)).toEqual(['U+0000', 'U+0410', 'U+1F600', 'U+0000']));
