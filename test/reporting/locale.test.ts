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

describe('sentences that turn on one word', () => {
  const both = (of: (words: (typeof locales)['en']) => string): readonly string[] => [of(locales.en), of(locales.id)];

  it('related people, as one above the other or in one unit', () => {
    expect(both((w) => w.conflict.related('sameUnit', 'A', 'B'))).toEqual(['A and B are related and may not sit in one unit', 'A dan B berkerabat dan tidak boleh berada dalam satu unit']);
    expect(both((w) => w.conflict.related('lineOfCommand', 'A', 'B'))).toEqual(['A and B are related and may not sit one above the other', 'A dan B berkerabat dan tidak boleh berada dalam satu garis komando']);
  });

  it('why a post is not preferred: no preference, a wish, a level', () => {
    const ends = (by: 'wish' | 'level' | null) => both((w) => w.stable.notPreferred('A', 'J1', 'J2', by)).map((text) => text.split(': ')[1]);
    expect(ends(null)).toEqual(['neither is wished for, and both are on one level.', 'keduanya tidak termasuk keinginannya dan berjenjang sama.']);
    expect(ends('wish')).toEqual(['by the order of his declared wishes.', 'menurut urutan keinginan yang dinyatakannya.']);
    expect(ends('level')).toEqual(['it is on a higher level.', 'jenjangnya lebih tinggi.']);
  });

  it('who may not act or judge: without a statement, with a late one, himself, somebody else; with and without judgements set aside', () => {
    const told = (reason: 'silent' | 'late' | 'related', person: string, items: number) => both((w) => w.finding.recused('X', 'panel', reason, person, items));
    expect(told('silent', '', 0)).toEqual(['X (panel) signed no statement and may not act; nothing had to be set aside.', 'X (panel) tidak menandatangani pernyataan dan tidak boleh bertindak; tidak ada penilaian yang perlu dikesampingkan.']);
    expect(told('late', '', 2)).toEqual(['X (panel) signed the statement after the names were opened and may not act; 2 judgements set aside.', 'X (panel) menandatangani pernyataan setelah nama dibuka dan tidak boleh bertindak; 2 penilaian dikesampingkan.']);
    expect(told('related', '', 1)).toEqual(['X (panel) may not judge himself or herself; 1 judgement set aside.', 'X (panel) tidak boleh menilai dirinya sendiri; 1 penilaian dikesampingkan.']);
    expect(told('related', 'A', 1).map((text) => text.split('; ')[0])).toEqual(['X (panel) may not judge A', 'X (panel) tidak boleh menilai A']);
  });

  it('a limit from above and from below', () => {
    expect([...both((w) => w.limitBound('max', 3)), ...both((w) => w.limitBound('min', 3))]).toEqual(['at most 3', 'paling banyak 3', 'at least 3', 'paling sedikit 3']);
    expect(both((w) => w.finding.limitToday('L', 'U', 'max', 2, 5))).toEqual(['“L”, U: 5 today, at most 2 by the policy. It may stay, and may not grow.', '“L”, U: kini 5, sedangkan menurut kebijakan paling banyak 2. Keadaan itu boleh tetap, tetapi tidak boleh bertambah.']);
    expect(both((w) => w.finding.limitToday('L', 'U', 'min', 2, 1))).toEqual(['“L”, U: 1 today, at least 2 by the policy. It may stay, and may not fall further.', '“L”, U: kini 1, sedangkan menurut kebijakan paling sedikit 2. Keadaan itu boleh tetap, tetapi tidak boleh berkurang lagi.']);
  });

  it('what holds without a waiver, with and without its reason; a loss with and without a level', () => {
    expect(both((w) => w.waivedOtherwise.fail(''))).toEqual(['without that not met', 'tanpa itu tidak terpenuhi']);
    expect(both((w) => w.waivedOtherwise.unknown('why'))).toEqual(['without that not known: why', 'tanpa itu belum diketahui: why']);
    expect(both((w) => w.loss.merit('2.5', '', null))).toEqual(['Merit loss of the whole plan: 2.5 points.', 'Kehilangan merit seluruh rencana: 2.5 poin.']);
    expect(both((w) => w.loss.merit('2.5', '', 'TOP'))).toEqual(['Merit loss of the whole plan: 2.5 points on the level TOP.', 'Kehilangan merit seluruh rencana: 2.5 poin pada jenjang TOP.']);
  });
});
