import { describe, expect, it } from 'vitest';
import { followUpText, gamingText } from '../../src/reporting/simulation/index.js';
import { followWords } from '../../src/reporting/simulation/follow-words.js';
import { gamingWords } from '../../src/reporting/simulation/gaming-words.js';
import { ATTACKS, followUp, GAMING_FORMAT, SIGNALS, VERDICTS, type GamingTest } from '../../src/simulating/index.js';

/** Sixty people of five units, one in eleven not seen again: made up. */
const rows = Array.from({ length: 60 }, (_, k) => ({ person: `P${k}`, stratum: `unit ${k % 5}`, fit: 50 + ((k * 7) % 31), later: k % 11 === 0 ? null : 40 + 0.5 * ((k * 7) % 31) + ((k * 13) % 17) + (k % 5) * 2, proposed: k % 3 > 0 }));

/** One attack under two policies: made up. */
const gaming: GamingTest = {
  format: GAMING_FORMAT, engine: 'meritra 0.1.0', generator: 'xoroshiro128plus', organisation: { id: 'agency', hash: 'sha256:a', seats: 500, people: 617 }, world: 'sha256:b', seed: 1, seeds: 20, confidence: 0.95,
  policies: [{ name: 'levels', hash: 'sha256:c', choose: 'levels' }, { name: '\u001b[31mlot', hash: 'sha256:d', choose: 'random' }],
  rows: [
    { attack: 'inflation', strength: '10 points', policy: 'levels', runs: 20, more: 9, fewer: 1, gain: { mean: 0.4, low: 0.1, high: 0.7, runs: 20 }, lost: { mean: 3.25, low: -0.5, high: 7, runs: 20 }, tries: 1, signals: [{ signal: 'leniency', attacked: { fired: 14, of: 20 }, honest: { fired: 1, of: 20 } }], shown: 'leniency' },
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

describe('a gaming test in words', () => {
  it('says what an attack brings and costs, what shows it with its false alarms, and that nothing does', () => {
    const text = gamingText(gaming);
    expect(text).toContain('10 points  levels');
    expect(text).toContain('0.40 [0.10; 0.70]  3.3 [−0.5; 7.0]');
    expect(text).toContain('leniency of the unit: 14/20, honest 1/20');
    expect(text).toContain('no sign shows it');
    expect(text).not.toContain(String.fromCharCode(27));
    expect(gamingText(gaming, { locale: 'id' })).toContain('kelonggaran unit: 14/20, jujur 1/20');
  });

  it('has words in both languages for every attack and sign, and in Indonesian for every strength', () => {
    for (const words of Object.values(gamingWords)) {
      expect(Object.keys(words.attacks).sort()).toEqual(Object.keys(ATTACKS).sort());
      expect(Object.keys(words.signals).sort()).toEqual([...SIGNALS].sort());
    }
    for (const { strength } of Object.values(ATTACKS).flat()) expect(gamingWords.id.strengths, strength).toHaveProperty([strength]);
  });
});
