import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { followUpText, gamingCsv, gamingPicture, gamingText, shownFollowUp, shownGaming } from '../../src/reporting/simulation/index.js';
import { followWords } from '../../src/reporting/simulation/words-of.js';
import { gamingWords } from '../../src/reporting/simulation/words-of.js';
import { ATTACKS, followUp, GAMING_FORMAT, SIGNALS, VERDICTS, type GamingTest } from '../../src/simulating/index.js';

/** Sixty people of five units, one in eleven not seen again: made up. */
const rows = Array.from({ length: 60 }, (_, k) => ({ person: `P${k}`, stratum: `unit ${k % 5}`, fit: 50 + ((k * 7) % 31), later: k % 11 === 0 ? null : 40 + 0.5 * ((k * 7) % 31) + ((k * 13) % 17) + (k % 5) * 2, proposed: k % 3 > 0 }));

/** One attack under two policies: made up. */
const gaming: GamingTest = {
  format: GAMING_FORMAT, engine: 'meritra 0.1.0', generator: 'xoroshiro128plus', organisation: { id: 'agency', hash: 'sha256:a', seats: 500, people: 617 }, world: 'sha256:b', seed: 1, seeds: 20, confidence: 0.95,
  policies: [{ name: 'levels', hash: 'sha256:c', choose: 'levels' }, { name: '\u001b[31mlot', hash: 'sha256:d', choose: 'random' }],
  rows: [
    { attack: 'inflation', strength: '10 points', policy: 'levels', runs: 20, more: 9, fewer: 1, gain: { mean: 0.4, low: 0.1, high: 0.7, runs: 20 }, lost: { mean: 3.25, low: -0.5, high: 7, runs: 20 }, tries: 1, signals: [{ signal: 'leniency', attacked: { fired: 14, of: 20 }, honest: { fired: 1, of: 20 } }, { signal: 'rater-outlier', attacked: { fired: 0, of: 18 }, honest: { fired: 0, of: 20 } }], shown: 'leniency' },
    { attack: 'weights', strength: 'late', policy: 'levels', runs: 7, more: 0, fewer: 0, gain: { mean: 0, low: 0, high: 0, runs: 7 }, lost: { mean: 0, low: 0, high: 0, runs: 7 }, tries: 5, signals: [{ signal: 'trail-refused', attacked: { fired: 0, of: 0 }, honest: { fired: 0, of: 0 } }], shown: 'none' },
    { attack: 'inflation', strength: '10 points', policy: '\u001b[31mlot', runs: 1, more: 0, fewer: 0, gain: null, lost: null, tries: null, signals: [], shown: 'none' },
  ],
};

describe('a follow-up in words', () => {
  it('says how many rows it rests on, the slope with its interval, the least it could show, and each stratum drawn to the middle', () => {
    const text = followUpText(followUp(rows, { draws: 199, poolSd: 12 }));
    expect(text).toMatch(/^Follow-up: .*\nRows: 60 of 60 people; used: 54\.\nLeft out: 6 /);
    expect(text).toMatch(/Points later for each point of fit: \+0\.445 \[0\.283; 0\.607\], 95 % interval\./);
    expect(text).toMatch(/The least slope that these rows would show with a chance of 80 %: 0\.\d{3}\./);
    expect(text).toMatch(/\nunit 0 +10 +62\.70 +55\.35 +−3\.12 +−2\.60 \[−5\.69; 0\.49\]\n/);
    expect(followUpText(followUp(rows, { draws: 199 }), { top: 2 })).toContain('and 3 more');
  });

  it('claims nothing of a few rows, in either language', () => {
    const few = followUp(rows.slice(0, 9));
    expect(followUpText(few)).toContain(followWords.en.verdicts['too-few']);
    expect(followUpText(few, { locale: 'id' })).toContain(followWords.id.verdicts['too-few']);
    expect(followUpText(followUp([]))).not.toMatch(/NaN|undefined|null|Infinity/);
    for (const verdict of VERDICTS) for (const words of Object.values(followWords)) expect(words.verdicts[verdict]).toMatch(/\.$/);
  });
});

describe('a follow-up that shows itself', () => {
  it('is the document alone as JSON, its sentences in a terminal and a notebook, and two tables', () => {
    const one = followUp(rows, { draws: 99 });
    const shown = shownFollowUp(one);
    expect(JSON.stringify(shown)).toBe(JSON.stringify(one));
    expect(shown.text({ top: 1 })).toBe(followUpText(one, { top: 1 }));
    expect((shown as unknown as Record<symbol, () => object>)[Symbol.for('Jupyter.display')]!()).toEqual({ 'text/plain': followUpText(one) });
    const csv = shown.csv();
    expect(csv['follow-up.csv']).toMatch(/^verdict,rows,people,used,.*\npredicts,60,60,54,6,0,0\.95,/);
    expect(csv['follow-up-strata.csv']!.trim().split('\n')).toHaveLength(6);
    expect(Object.values(shownFollowUp(followUp([])).csv()).join('')).not.toMatch(/NaN|undefined|null/);
  });
});

describe('a gaming test in words', () => {
  it('says what an attack brings and costs, and of every sign that was asked how often it fired in attacked and in honest rounds', () => {
    const text = gamingText(gaming);
    expect(text).toContain('\n  10 points\n    levels');
    expect(text).toContain('0.40 [0.10; 0.70]  3.3 [−0.5; 7.0]\n      leniency of the unit: attacked 14/20, honest 1/20\n      one rater decides: attacked 0/18, honest 0/20\n');
    expect(text).toMatch(/levels {2}0\.00 \[0\.00; 0\.00\] \(7\) {2}0\.0 \[0\.0; 0\.0\]\n {6}no sign could be asked\n/); // 0 of 0 is no rate
    expect(text).toContain('An interval of no width: every run gave the same figure');
    expect(text).toContain('A number in parentheses: so many of the seeds had somebody to favour.');
    expect(text).not.toContain(String.fromCharCode(27));
    expect(gamingText(gaming, { locale: 'id' })).toContain('kelonggaran unit: diserang 14/20, jujur 1/20');
    expect(Math.max(...text.split('\n').filter((line) => /[/[]\d/.test(line)).map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('shows itself: table, one picture and CSV, and as JSON the document alone', () => {
    const shown = shownGaming(gaming);
    expect(JSON.stringify(shown)).toBe(JSON.stringify(gaming));
    expect(Object.isFrozen(shown)).toBe(true);
    expect(shown.text({ locale: 'id' })).toBe(gamingText(gaming, { locale: 'id' }));
    const display = (shown as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]!();
    expect(display).toEqual({ 'image/svg+xml': shown.pictures()[0]!.svg, 'text/plain': gamingText(gaming) });
    expect(inspect(shown)).toBe(gamingText(gaming));
    const csv = gamingCsv(gaming);
    expect(csv['gaming.csv']!.split('\n')[1]).toBe('inflation,10 points,levels,20,9,1,0.4,0.1,0.7,3.25,-0.5,7,1');
    expect(csv['gaming-signs.csv']!.split('\n').slice(0, 2)).toEqual(['attack,strength,policy,sign,attacked,attackedOf,honest,honestOf', 'inflation,10 points,levels,leniency,14,20,1,20']);
    expect(Object.values(csv).join('')).not.toContain(String.fromCharCode(27));
    const formula = { ...gaming, rows: gaming.rows.map((row) => ({ ...row, policy: '=1+1' })) };
    for (const text of Object.values(gamingCsv(formula))) expect(text).toContain(",'=1+1,");
    expect(shownFollowUp(followUp(rows.map((row) => ({ ...row, stratum: '@SUM(A1)' })), { draws: 99 })).csv()['follow-up-strata.csv']).toContain("\n'@SUM(A1),");
  });

  it('has a picture with its data in both languages, and none where nobody could be favoured', () => {
    for (const locale of ['en', 'id'] as const) {
      const picture = gamingPicture(gaming, { locale })!;
      expect(picture.data).toHaveLength(gaming.rows.length);
      expect(picture.svg).toContain('>14/20 | 1/20<');
      expect(picture.svg).toContain(`>${gamingWords[locale].attacks.inflation.name}<`);
      expect(picture.svg).not.toMatch(/NaN|undefined|Infinity/);
    }
    const many = { ...gaming, policies: Array.from({ length: 12 }, (_, k) => ({ ...gaming.policies[0]!, name: `policy ${k}` })), rows: Array.from({ length: 12 }, (_, k) => ({ ...gaming.rows[0]!, policy: `policy ${k}` })) };
    expect(gamingPicture(many)!.svg.match(/>14\/20 \| 1\/20</g)).toHaveLength(12);
    const nobody = shownGaming({ ...gaming, rows: gaming.rows.map((row) => ({ ...row, gain: null })) });
    expect(nobody.pictures()).toEqual([]);
    expect(Object.keys((nobody as unknown as Record<symbol, () => object>)[Symbol.for('Jupyter.display')]!())).toEqual(['text/plain']);
  });

  it('has words in both languages for every attack and sign, and in Indonesian for every strength', () => {
    for (const words of Object.values(gamingWords)) {
      expect(Object.keys(words.attacks).sort()).toEqual(Object.keys(ATTACKS).sort());
      expect(Object.keys(words.signals).sort()).toEqual([...SIGNALS].sort());
    }
    for (const { strength } of Object.values(ATTACKS).flat()) expect(gamingWords.id.strengths, strength).toHaveProperty([strength]);
  });
});

describe('follow-ups and gaming tests of few rows', () => {
  const plain = followUp(rows, { draws: 199, poolSd: 12 });

  it('a stratum without a name, or that was not drawn to the middle, is told as such; those that stand out most come first', () => {
    const strata = [{ stratum: 'near', rows: 9, fit: 60, later: 61, raw: 1, shrunk: null, reliability: null }, { stratum: '', rows: 12, fit: 60, later: 55, raw: -5, shrunk: null, reliability: null }];
    const lines = followUpText({ ...plain, strata }).split('\n');
    const table = lines.slice(lines.indexOf(followWords.en.strata.title) + 2);
    expect(table[0]).toMatch(/ 12 +60\.00 +55\.00 +\u22125\.00 +\u2013$/);
    expect(table[1]).toMatch(/^near +9 +60\.00 +61\.00 +\+1\.00 +\u2013$/);
  });

  it('where pairs are too many to be shuffled, the normal curve is named in place of draws', () => {
    const ranks = { ...plain.ranks!, method: 'normal' as const, draws: 0 };
    for (const locale of ['en', 'id'] as const) {
      const text = followUpText({ ...plain, ranks }, { locale });
      expect(text).toContain(followWords[locale].normal);
      expect(text).not.toContain(followWords[locale].shuffled('0', '0'));
    }
  });

  it('a difference of those who took what was proposed is told in both languages, and that it cannot be', () => {
    expect(followWords.id.proposed('5', '6', '+1,00 [0,50; 1,50]')).toContain('+1,00 [0,50; 1,50]');
    expect(followWords.id.proposed('5', '6', null)).toContain('Terlalu sedikit');
    expect(followWords.en.proposed('5', '6', null)).not.toContain('null');
  });

  it('a policy that the list does not name keeps its name, and where all runs count alike nothing is said of fewer', () => {
    const [row] = gaming.rows;
    const text = gamingText({ ...gaming, rows: [{ ...row!, policy: 'unheard' }] });
    expect(text).toContain('unheard');
    expect(text).not.toContain('A number in parentheses');
    expect(text).not.toContain('An interval of no width');
  });

  it('strengths of one attack stand under one name in the picture', () => {
    const [row] = gaming.rows;
    const { svg } = gamingPicture({ ...gaming, rows: [row!, { ...row!, strength: '20 points' }] })!;
    expect(svg.match(/font-weight="600" fill/g)).toHaveLength(1);
    expect(svg).toContain('10 points');
    expect(svg).toContain('20 points');
  });
});

