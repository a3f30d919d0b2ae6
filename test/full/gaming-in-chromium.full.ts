/** The picture of a gaming test in a real browser, of one policy, four and twelve with long names: no text leaves it or lies on another. Pictures go to out/. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { gamingPicture } from '../../src/reporting/simulation/index.js';
import { ATTACKS, GAMING_FORMAT, SIGNALS, type Attack, type GamingRow, type GamingTest } from '../../src/simulating/index.js';

const out = join(resolve(import.meta.dirname, '../..'), 'out', 'gaming');
const executablePath = '/usr/bin/chromium';
const here = existsSync(executablePath);
if (!here) console.log(`skipped: ${executablePath} is not here; the picture of a gaming test was not opened in a browser`);

/** Every attack under these policies: made up. */
function madeUp(policies: readonly string[]): GamingTest {
  const ways = (Object.keys(ATTACKS) as Attack[]).flatMap((attack) => ATTACKS[attack].map(({ strength }) => ({ attack, strength })));
  const rows = ways.flatMap(({ attack, strength }, w) => policies.map((policy, p): GamingRow => {
    const mean = ((w * 7 + p * 3) % 11) / 10 - 0.1;
    const signal = SIGNALS[(w + p) % SIGNALS.length]!;
    const one = { mean, low: mean - 0.05 * (p + 1), high: mean + 0.05 * (p + 1), runs: 1000 };
    return { attack, strength, policy, runs: 1000, more: 400, fewer: 0, gain: (w + p) % 7 === 6 ? null : one, lost: one, tries: 1, signals: p === 2 ? [] : [{ signal, attacked: { fired: 999, of: 1000 }, honest: { fired: 100, of: 1000 } }], shown: p === 2 ? 'none' : signal };
  }));
  return { format: GAMING_FORMAT, engine: 'meritra 0.1.0', generator: 'xoroshiro128plus', organisation: { id: 'agency', hash: 'sha256:a', seats: 500, people: 617 }, world: 'sha256:b', seed: 1, seeds: 1000, confidence: 0.95, policies: policies.map((name) => ({ name, hash: 'sha256:c', choose: 'pack' })), rows };
}

const TESTS = {
  one: madeUp(['merit']),
  four: madeUp(['levels', 'total', 'seniority', 'patronage']),
  twelve: madeUp(Array.from({ length: 12 }, (_, k) => `<b>policy number ${k + 1} of the twelve drafts, with a name that fits nowhere`)),
};

describe.skipIf(!here)('the picture of a gaming test in Chromium', () => {
  it('keeps every text inside and off every other, in both languages', async () => {
    mkdirSync(out, { recursive: true });
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const page = await (await browser.newContext({ viewport: { width: 760, height: 900 } })).newPage();
      for (const [name, test] of Object.entries(TESTS)) for (const locale of ['en', 'id'] as const) {
        await page.setContent(`<body style="margin:20px">${gamingPicture(test, { locale })!.svg}</body>`);
        await page.screenshot({ path: join(out, `${name}-${locale}.png`), fullPage: true });
        const wrong = await page.evaluate<string[]>(`(() => {
          const frame = document.querySelector('svg').getBoundingClientRect();
          const texts = [...document.querySelectorAll('svg text')].map((t) => [t.textContent, t.getBoundingClientRect()]);
          const outside = texts.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1 || b.bottom > frame.bottom + 1).map(([words]) => words);
          const over = texts.flatMap(([words, b], i) => texts.slice(0, i).filter(([, c]) => b.left < c.right - 1 && c.left < b.right - 1 && b.top < c.bottom - 4 && c.top < b.bottom - 4).map(([others]) => words + ' on ' + others));
          return [...outside, ...over];
        })()`);
        expect(wrong, `${name}-${locale}`).toEqual([]);
      }
    } finally {
      await browser.close();
    }
  });
});
