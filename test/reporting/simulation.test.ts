import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparisonCsv, comparisonParagraph, comparisonPictures, comparisonReport, comparisonText, shownComparison } from '../../src/reporting/simulation/index.js';
import type { Comparison } from '../../src/simulating/index.js';
import { readMarkup, type Read } from './markup.js';
import { PAYLOADS } from './payloads.js';
import { anyComparison, madeUp } from './simulation-support.js';

const SMALL = { policies: [['levels', 'levels'], ['seniority', 'seniority'], ['nobody moves', 'none']], levels: ['heads', 'officers'] } as const;

/** Everything that is shown of a comparison, by what it is. */
const allShown = (one: Comparison): readonly (readonly [string, string])[] => (['en', 'id'] as const).flatMap((locale) => [
  [`${locale} html`, comparisonReport(one, { locale })] as const,
  [`${locale} text`, comparisonText(one, { locale, top: 99, levels: true })] as const,
  [`${locale} paragraph`, comparisonParagraph(one, { locale })] as const,
  ...comparisonPictures(one, { locale }).map(({ name, svg, data }) => [`${locale} ${name}`, `${svg}${JSON.stringify(data)}`] as const),
  ...Object.entries(comparisonCsv(one, { locale })).map(([name, text]) => [`${locale} ${name}`, text] as const),
]);

/** The reader knows no digits in names of attributes, such as x1. */
const read = (text: string): Read => readMarkup(text.replace(/ ([xy])[12]="/g, ' $1="'));

const withName = (name: string): Comparison => madeUp({ policies: [['base', 'pack'], [name, 'total']], levels: [`L${name}`], years: 2, seeds: 3 });

describe('a comparison in a terminal', () => {
  it('has measures down, policies across, intervals under means, and marks what the paired difference tells apart', () => {
    expect(comparisonText(madeUp(SMALL), { top: 5, levels: true })).toBe(`Policies side by side
500 seats, 617 people, 10 years, 3 policies, seeds 1 to 40, base: “levels”

                     levels (base)   seniority       nobody moves
Mean fit             71.36           67.26 ▼         68.16 ▼
  points             [71.08; 71.65]  [66.98; 67.55]  [67.85; 68.47]
  heads              71.99           68.80 ▼         69.40 ▼
                     [71.70; 72.28]  [68.46; 69.14]  [69.07; 69.72]
  officers           70.84           67.52 ▼         68.24 ▼
                     [70.61; 71.08]  [67.24; 67.80]  [67.96; 68.52]
Mean performance     65.11           63.21 ▼         64.07 ▼
  points             [64.73; 65.49]  [62.80; 63.62]  [63.62; 64.51]
  heads              66.00           64.50 ▼         65.30 ▼
                     [65.58; 66.43]  [64.04; 64.97]  [64.80; 65.81]
  officers           64.71           63.35 ▼         63.84 ▼
                     [64.35; 65.08]  [62.98; 63.71]  [63.44; 64.23]
Delivered per seat   61.58           59.73 ▼         47.26 ▼
  points             [61.18; 61.98]  [59.26; 60.19]  [46.78; 47.73]
Seats vacant         4.2             4.2             25.6 ▲
  %                  [4.0; 4.4]      [4.1; 4.4]      [25.4; 25.8]
Days to fill a seat  146.8           148.4           –
  days               [143.4; 150.1]  [144.4; 152.5]

Mean over the seeds, with its 95 % interval in brackets. ▲ higher and ▼ lower than the base on the same seeds: the interval of the paired difference leaves out zero.
15 of 17 differences shown leave out zero; if there were none at all, about 0.9 would by chance.
Means of fit and of performance are over filled seats alone: they can rise because seats stay empty or nobody is promoted into a new post.
`);
  });

  it('has the number signs of the language', () => {
    expect(comparisonText(madeUp(SMALL), { top: 1, locale: 'id' })).toContain('\nRata-rata kesesuaian  71,36           67,26 ▼         68,16 ▼\n  poin                [71,08; 71,65]  ');
  });

  it('keeps its lines within the width asked for, with the base in every table', () => {
    const many = madeUp({ policies: Array.from({ length: 12 }, (_, k) => [`a rather long name of a policy ${k}`, 'pack'] as const) });
    const lines = comparisonText(many).split('\n');
    const tables = lines.filter((line) => line.includes('(base)'));
    expect(tables.length).toBeGreaterThan(3);
    expect(Math.max(...lines.slice(2, -5).map((line) => [...line].length))).toBeLessThanOrEqual(100);
    for (let k = 1; k < 12; k++) expect(tables.join('\n')).toContain(`licy ${k}`);
  });

  it('says of one seed that it tells nothing, and shows no figure with an interval', () => {
    const one = madeUp({ ...SMALL, seeds: 1 });
    expect(comparisonText(one)).toContain('One seed gives no mean with an interval');
    expect(comparisonParagraph(one)).toContain('once (seed 1)');
    expect(comparisonText(one)).not.toMatch(/[▲▼]|\[\d/);
    expect(comparisonPictures(one).map(({ name }) => name)).toEqual(['lorenz', 'years-fit-mean', 'years-performance-mean', 'years-vacant-share']);
  });

  it('draws the Lorenz curves of base and policies twice: as they are, and how far below equal shares; none of one alone', () => {
    for (const locale of ['en', 'id'] as const) {
      const one = madeUp(SMALL);
      const picture = comparisonPictures(one, { locale }).find(({ name }) => name === 'lorenz')!;
      expect(picture.svg.match(/<path /g)).toHaveLength(3 * one.policies.length);
      expect(picture.svg.match(/stroke-width="3"/g)).toHaveLength(3); // the base
      expect(picture.data).toHaveLength(13 * one.policies.length);
      expect(picture.data[13]).toEqual({ policy: one.policies[1]!.name, population: 0, share: 0 });
      expect(picture.data[25]).toEqual({ policy: one.policies[1]!.name, population: 1, share: 1 });
      expect(picture.svg).toContain(locale === 'en' ? 'Lorenz curve' : 'kurva Lorenz');
      expect(comparisonReport(one, { locale })).toContain(picture.svg.slice(0, 60));
      const most = Math.max(...picture.data.slice(0, 13).map((point) => 100 * (Number(point.population) - Number(point.share))));
      const spoken = `${locale === 'en' ? 'below equal shares, percentage points' : 'di bawah bagian sama rata, poin persentase'}: ${one.policies[0]!.name} 0\u2013`;
      expect(picture.svg).toContain(spoken);
      expect(Number(picture.svg.split(spoken)[1]!.match(/^[\d.,]+/)![0].replace(',', '.'))).toBeCloseTo(most, 1);
    }
    const flat = madeUp(SMALL);
    expect(comparisonPictures({ ...flat, lorenz: flat.lorenz.map((of, k) => (k === 0 ? of : { ...of, shares: [] })) }).some(({ name }) => name === 'lorenz')).toBe(false);
  });

  it('shows no more digits than an interval carries', () => {
    const one = madeUp(SMALL);
    const wide = { ...one, rows: one.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, estimate: cell.estimate && { ...cell.estimate, low: cell.estimate.mean - 6, high: cell.estimate.mean + 6 } })) })) };
    expect(comparisonText(wide, { top: 1 })).toContain('Mean fit  71             67 ▼       68 ▼\n  points  [65; 77]       [61; 73]   [62; 74]\n');
  });

  it('says of an interval of no width that other seeds may differ', () => {
    const one = madeUp(SMALL);
    const point = { ...one, rows: one.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, estimate: cell.estimate && { ...cell.estimate, low: cell.estimate.mean, high: cell.estimate.mean } })) })) };
    expect(comparisonText(point)).toContain('An interval of no width');
    expect(comparisonReport(point, { locale: 'id' })).toContain('Selang tanpa lebar');
    expect(comparisonText(one)).not.toContain('An interval of no width');
  });

  it('says how many runs define a figure where not all do', () => {
    const one = madeUp(SMALL);
    const fewer = { ...one, rows: one.rows.map((row) => (row.measure === 'fit-mean' ? { ...row, cells: row.cells.map((cell) => ({ ...cell, estimate: cell.estimate && { ...cell.estimate, runs: 7 } })) } : row)) };
    expect(comparisonText(fewer)).toContain('71.36 (7)');
    expect(comparisonText(fewer)).toContain('A number in parentheses');
    expect(comparisonText(one)).not.toContain('A number in parentheses');
  });
});

describe('a comparison in one paragraph', () => {
  it('says what was simulated, the differences that stand out with their intervals, what is not told apart, and what it cannot know', () => {
    const words = comparisonParagraph(madeUp(SMALL));
    expect(words).not.toContain('\n');
    expect(words).toContain('500 seats and 617 people was simulated over 10 years under 3 policies, each 40 times (seeds 1 to 40)');
    expect(words).toContain('under “seniority”, what a seat delivers is 1.85 points lower (1.62 to 2.08) and there are each year 38.1 more cases of somebody passed over (37.9 to 38.2); under “nobody moves”');
    expect(words).toMatch(/under “nobody moves”, what a seat delivers is 14\.\d+ points lower \([^)]*\) and /);
    expect(words).toMatch(/not a forecast of any person/);
    expect(words.match(/\(\d[\d.,]* to \d[\d.,]*\)/g)).toHaveLength(4);
    expect(words).not.toContain('ready people'); // rises where nobody is promoted: not told of a policy whose seats deliver less
  });

  it('tells each policy in its order, with more than four policies one difference each', () => {
    const words = comparisonParagraph(madeUp());
    const policies = ['total', 'seniority', 'patronage', 'by lot', 'nobody moves'];
    const places = policies.map((policy) => words.split('Not told apart')[0]!.indexOf(`under “${policy}”`));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(words.match(/\(\d[\d.,]* to \d[\d.,]*\)/g)).toHaveLength(5);
    expect(words.match(/what a seat delivers is/g)!.length).toBeGreaterThanOrEqual(4);
  });

  /** The same difference in every measure but those named. */
  const withDifferences = (mean: (measure: string) => number): Comparison => {
    const one = madeUp({ policies: [['now', 'pack'], ['then', 'levels']], levels: [] });
    return { ...one, rows: one.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, difference: cell.difference && { ...cell.difference, mean: mean(row.measure), low: mean(row.measure) - 0.5, high: mean(row.measure) + 0.5 } })) })) };
  };

  it('tells mean performance where what a seat delivers is not told apart, then mean fit, and says that these leave empty seats out', () => {
    const none = (...measures: readonly string[]) => withDifferences((measure) => (measures.includes(measure) ? 0.1 : measure === 'moves' ? -9 : 2));
    const [en, id] = (['en', 'id'] as const).map((locale) => comparisonParagraph(none('delivered'), { locale }));
    expect(en).toContain('Compared with “now”: under “then”, mean performance is 2.0 points higher (1.5 to 2.5) and there are each year 9.0 fewer moves (8.5 to 9.5); in parentheses 95 % intervals');
    expect(en).toContain('Not told apart from the base with these seeds: what a seat delivers under “then”. Means of fit and of performance are over filled seats alone');
    expect(id).toContain('pada “then”, rata-rata kinerja lebih tinggi 2,0 poin (1,5 sampai 2,5) dan perpindahan lebih sedikit 9,0 per tahun (8,5 sampai 9,5)');
    expect(id).toContain('Tidak terbedakan dari acuan dengan benih ini: hasil per kursi pada “then”. Rata-rata kesesuaian dan kinerja hanya atas kursi terisi');
    expect(comparisonParagraph(none('delivered', 'performance-mean'))).toMatch(/under “then”, mean fit is 2\.0 points higher .* delivers under “then”, and 1 further difference\. /);
    expect(comparisonParagraph(none())).not.toContain('over filled seats alone');
  });

  it('says so where no difference is told apart from luck', () => {
    expect(comparisonParagraph(madeUp({ policies: [['now', 'pack'], ['same', 'levels']], seeds: 4 }))).toMatch(/no difference to the base is told apart|Compared with/);
    const one = madeUp(SMALL);
    const none = { ...one, rows: one.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, difference: cell.difference && { ...cell.difference, mean: 0, low: -1, high: 1 } })) })) };
    expect(comparisonParagraph(none)).toContain('With these seeds no difference to the base is told apart from luck.');
  });
});

describe('what is shown of any comparison', () => {
  it('holds no number that is none, and its pages and pictures are whole', () => {
    fc.assert(fc.property(anyComparison(fc.string({ unit: fc.constantFrom('x', 'y', ' ', 'é', '漢'), minLength: 1, maxLength: 30 })), (one) => {
      for (const [where, text] of allShown(one)) {
        expect(text, where).not.toMatch(/NaN|Infinity|undefined|\[object/);
        if (where.endsWith(' html')) expect(() => read(text), where).not.toThrow();
      }
    }), { numRuns: 8 });
  });

  it('gives every picture its data, first seed and version', () => {
    for (const picture of comparisonPictures(madeUp())) {
      expect(picture.data.length, picture.name).toBeGreaterThan(3);
      expect([picture.seed, picture.version]).toEqual([1, 'meritra 0.1.0']);
      expect(picture.svg).toContain('seeds 1–40');
    }
  });

  it('is text where names hold markup, runs nothing in a spreadsheet and steers no terminal', () => {
    // two at a time: one as a policy and a level, the other as the base
    for (let k = 0; k < PAYLOADS.length; k += 2) {
      const one = madeUp({ policies: [[PAYLOADS[k + 1] ?? 'base', 'pack'], [PAYLOADS[k]!, 'total']], levels: [`L${PAYLOADS[k]!}`], years: 2, seeds: 3 });
      const page = comparisonReport(one);
      const { tags } = read(page);
      expect(tags.map(({ name }) => name).filter((name) => ['script', 'img', 'iframe', 'object', 'base', 'link'].includes(name))).toEqual([]);
      expect(tags.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => /^on|^src$|^style$/.test(name))).toEqual([]);
    }
    for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx']) {
      const text = comparisonCsv(withName(formula))['comparison.csv']!;
      for (const row of text.split('\n')) for (const cell of row.split(',')) expect(cell).not.toMatch(/^"?[=+@\t]|^"?-(?!\d)|^-1$/);
    }
    const escape = String.fromCharCode(27);
    for (const [where, text] of allShown(withName(`${escape}[31m\u202e`))) expect(text, where).not.toContain(escape);
  });

  it('tells names apart that begin and end alike', () => {
    const long = (letter: string): string => `a policy whose name is ${letter.repeat(40)} and so much longer than any column`;
    const one = madeUp({ policies: [[long('x'), 'pack'], [long('y'), 'total'], [long('z'), 'random']] });
    const heads = comparisonText(one, { width: 200 }).split('\n').find((line) => line.includes('(base)'))!;
    expect(new Set(heads.trim().split(/\s{2,}/)).size).toBe(3);
    for (const { name, svg } of comparisonPictures(one).filter((picture) => picture.name === 'overview')) expect(svg.match(/>[23] a [^<]*…/g), name).toHaveLength(2);
  });

  it('does not depend on the order of its rows', () => {
    const one = madeUp(SMALL);
    const turned = { ...one, rows: [...one.rows].reverse() };
    expect(allShown(turned)).toEqual(allShown(one));
  });
});

describe('a comparison that shows itself', () => {
  it('is the document alone as JSON, a sheet of differences in a notebook, table and paragraph in a terminal', () => {
    const one = madeUp(SMALL);
    const shown = shownComparison(one);
    expect(JSON.stringify(shown)).toBe(JSON.stringify(one));
    expect(Object.isFrozen(shown)).toBe(true);
    const display = (shown as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]!();
    expect(display['image/svg+xml']).toBe(shown.pictures()[0]!.svg);
    expect(display['text/plain']).toBe(`${shown.text()}\n${shown.paragraph()}\n`);
    expect(shown.html({ locale: 'id' })).toContain('<html lang="id">');
    expect(Object.keys(shown.csv())).toEqual(['comparison.csv', 'comparison-years.csv']);
    const alone = shownComparison(madeUp({ policies: [['only', 'pack']], seeds: 1, undefinedOf: ['fit-mean', 'performance-mean', 'vacant-share'] }));
    expect(Object.keys((alone as unknown as Record<symbol, () => object>)[Symbol.for('Jupyter.display')]!())).toEqual(['text/plain']);
  });
});
