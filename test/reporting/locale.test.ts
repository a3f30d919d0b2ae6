import { describe, expect, it } from 'vitest';
import { ERROR_CODES, WARNING_CODES } from '../../src/index.js';
import { labelOf, locales } from '../../src/reporting/locale/index.js';

type Told = Record<string, string>;

/** Every message by its path; functions are called with 1234, then with 1, then with 0 in every place. */
function messages(value: unknown, path = ''): Told {
  if (typeof value === 'string') return { [path]: value };
  if (typeof value === 'function') {
    const call = (n: unknown): string => String((value as (...args: unknown[]) => unknown)(...Array.from({ length: value.length }, () => n)));
    return path === '.date' ? { [path]: call('2026-03-01') } : { [`${path}(1234)`]: call(1234), [`${path}(1)`]: call(1), [`${path}(0)`]: call(0) };
  }
  return Object.assign({}, ...Object.entries(value as object).map(([key, v]) => messages(v, `${path}.${key}`))) as Told;
}

const en = messages(locales.en);
const id = messages(locales.id);
// months and signs by nature; sentences that are punctuation; words that are the same in both languages
const SAME = /^\.(months\.\d+|signs\.(decimal|group)|number\(\d\)|needs\.=|stage\.at|loss\.goes|report\.todayHeld|report\.horizon|pattern\.(diagonal|horizontal)|lang|trail\.(log$|purpose\(\d\)))/;
const EMPTY_AT_ZERO = /^\.report\.(rulesNotMet|hangs)\(0\)$/;

describe('the locales', () => {
  it('have the same messages, all of them said', () => {
    expect(Object.keys(id)).toEqual(Object.keys(en));
    for (const told of [en, id]) for (const [path, text] of Object.entries(told)) if (!EMPTY_AT_ZERO.test(path)) expect(text.trim(), path).not.toBe('');
    expect(Object.keys(locales.id.errors)).toEqual(Object.keys(ERROR_CODES));
    expect(Object.keys(locales.id.warnings)).toEqual(Object.keys(WARNING_CODES));
  });

  it('differ wherever the languages do', () => {
    const equal = Object.keys(en).filter((path) => !SAME.test(path) && !EMPTY_AT_ZERO.test(path) && en[path] === id[path]);
    expect(equal).toEqual([]);
  });

  it('never sell a post and never accuse', () => {
    for (const [path, text] of [...Object.entries(en), ...Object.entries(id)]) {
      expect(text, path).not.toMatch(/\b(price[sd]?|harga|worth|nepotis\w*|kolusi|guilty|bersalah|undefined|NaN)\b/i);
    }
  });

  it('write numbers and dates in their own way', () => {
    expect([locales.en.number(1_234_567), locales.id.number(1_234_567), locales.en.number(-5)]).toEqual(['1,234,567', '1.234.567', '−5']);
    expect([locales.en.date('2026-08-09'), locales.id.date('2026-08-09')]).toEqual(['9 August 2026', '9 Agustus 2026']);
    expect([locales.en.date('S1_D4'), locales.en.date('2026-13-01')]).toEqual(['S1_D4', '2026-13-01']);
  });

  it('take a label in their language, English where the pack has no other', () => {
    expect([labelOf({ en: 'a', id: 'b' }, 'id'), labelOf({ en: 'a', id: 'b' }, 'en'), labelOf({ en: 'a' }, 'id')]).toEqual(['b', 'a', 'a']);
  });
});
