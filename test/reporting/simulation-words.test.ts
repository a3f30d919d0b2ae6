import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPARISON_LABELS, comparisonEn, comparisonId, MEASURE_ORDER, comparisonParagraph, comparisonReport, comparisonText, type ComparisonWords } from '../../src/reporting/simulation/index.js';
import { followWords } from '../../src/reporting/simulation/words-of.js';
import { CHOICES, MEASURES } from '../../src/simulating/index.js';
import { BANNED } from './audit-worlds.js';
import { columnsOf } from '../../src/reporting/simulation/columns.js';
import { extent } from '../../src/reporting/simulation/marks.js';
import { ComparisonStudio } from '../../src/reporting/simulation/studio.js';
import { measurePicture } from '../../src/reporting/simulation/measure-picture.js';
import { yearsPicture } from '../../src/reporting/simulation/years-picture.js';
import { anyComparison, madeUp } from './simulation-support.js';

const LANGUAGES = [['en', comparisonEn], ['id', comparisonId]] as const;

/** Words that call a policy right, or say what to do. */
const PRAISE = {
  en: /\b(best|better|worse|worst|right|wrong|wins?|winners?|superior|inferior|optimal|recommend\w*|should|ought|must|prefer\w*|advis\w*|clearly|obviously|fair|unfair|good|bad|success\w*|fail\w*)\b/i,
  id: /\b(terbaik|lebih baik|terburuk|lebih buruk|benar-benar|menang|pemenang|unggul|optimal|dianjurkan|disarankan|sebaiknya|seharusnya|harus memilih|jelas|adil|bagus|buruk|berhasil|gagal)\b/i,
};

/** Every sentence of a language. */
function sentences(words: ComparisonWords): readonly string[] {
  const walk = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(walk) : []);
  return walk(words);
}

describe('the words of a comparison', () => {
  it('exist in both languages for every measure, choice, unit and label, and nothing else does', () => {
    expect([...MEASURE_ORDER].sort()).toEqual(Object.keys(MEASURES).sort());
    for (const [language, words] of LANGUAGES) {
      expect(Object.keys(words.measures).sort(), language).toEqual(Object.keys(MEASURES).sort());
      expect(Object.keys(words.choices).sort(), language).toEqual([...CHOICES].sort());
      expect(Object.keys(words.labels).sort(), language).toEqual([...COMPARISON_LABELS].sort());
      for (const sentence of sentences({ ...words, differenceUnits: { ...words.differenceUnits, ratio: '-' } })) expect(sentence.trim(), language).not.toBe('');
    }
    const [en, id] = LANGUAGES.map(([, words]) => sentences(words));
    expect(en!.length).toBe(id!.length + Number('said' in comparisonEn.measures['delivered']) + Number('said' in comparisonEn.measures['unit-spread']));
    expect(Object.keys(followWords.en).sort()).toEqual(Object.keys(followWords.id).sort());
  });

  it('say what a figure leaves out or counts, where one could be misled by its name', () => {
    for (const [language, { measures, filledAlone }] of LANGUAGES) {
      const empty = language === 'en' ? /empty|filled/i : /kosong|terisi/i;
      for (const measure of ['fit-mean', 'fit-min', 'performance-mean', 'delivered', 'tenure'] as const) expect(measures[measure].what, `${language} ${measure}`).toMatch(empty);
      expect(filledAlone).toMatch(empty);
      expect(measures.loops.name).toMatch(language === 'en' ? /^Moves/ : /^Perpindahan/); // rounds record the moves in circles, not the circles
      expect(measures['passed-over'].name).toMatch(language === 'en' ? /cases/ : /kasus/); // one person may be in several
    }
    expect(MEASURES.bench.better).toBeNull(); // rises where the ready are not promoted
  });

  it('name no policy as right and accuse nobody, in any sentence', () => {
    for (const [language, words] of LANGUAGES) {
      for (const sentence of sentences(words)) expect(sentence).not.toMatch(PRAISE[language]);
      for (const sentence of sentences(words)) expect(sentence).not.toMatch(BANNED[language]);
    }
    expect('the best policy').toMatch(PRAISE.en);
    expect('kebijakan ini unggul').toMatch(PRAISE.id);
  });

  it('call no policy right in the paragraph, the table and the page of any comparison', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'k', 'u', ' '), minLength: 1, maxLength: 8 }).map((name) => `${name}k`);
    fc.assert(fc.property(anyComparison(plain), fc.constantFrom('en' as const, 'id' as const), (comparison, locale) => {
      expect(PRAISE[locale].exec(comparisonParagraph(comparison, { locale }))?.[0]).toBeUndefined();
      expect(PRAISE[locale].exec(comparisonText(comparison, { locale }))?.[0]).toBeUndefined();
    }), { numRuns: 40 });
    for (const locale of ['en', 'id'] as const) expect(PRAISE[locale].exec(comparisonReport(madeUp(), { locale }).replace(/<style>[^]*?<\/style>|<[^>]*>/g, ' '))?.[0]).toBeUndefined();
  });
});

describe('comparisons of little', () => {
  it('rounds come every month, once a year or every so many months', () => {
    expect([1, 3, 12].map((months) => comparisonEn.rhythm(months))).toEqual(['every month', 'every 3 months', 'once a year']);
    expect([1, 3, 12].map((months) => comparisonId.rhythm(months))).toEqual(['setiap bulan', 'setiap 3 bulan', 'sekali setahun']);
  });

  it('no rows are no lines, and no values, or nothing but zeros, an axis from 0 to 1; values that are one lie in the middle of theirs', () => {
    expect(columnsOf([])).toEqual([]);
    expect(columnsOf([['a', 'bb'], ['ccc', 'd']])).toEqual(['a    bb', 'ccc  d']);
    expect([extent([]), extent([0, 0]), extent([2, 8])]).toEqual([[0, 1], [0, 1], [2, 8]]);
    expect([extent([50, 50]), extent([-50])]).toEqual([[45, 55], [-55, -45]]);
  });

  it('a single year is a dot in the middle of its axis, and a single policy has no differences', () => {
    const studio = new ComparisonStudio(madeUp({ policies: [['levels', 'levels']], years: 1 }), 'en');
    const years = yearsPicture(studio, 'fit-mean')!;
    expect(years.data).toHaveLength(1);
    expect(years.svg).not.toMatch(/NaN|Infinity|undefined/);
    const dot = /<circle cx="([\d.]+)"[^>]*r="3"/.exec(years.svg)![1];
    expect(/<text x="([\d.]+)"[^>]*text-anchor="middle"[^>]*>1</.exec(years.svg)![1]).toBe(dot);
    const alone = measurePicture(studio, 'fit-mean')!;
    expect(alone.svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(alone.data.every(({ difference }) => difference === null)).toBe(true);
  });
});

