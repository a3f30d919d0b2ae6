/** The report of a comparison in a real browser: no script runs, nothing is asked for, nothing overflows, no text lies on another or leaves its picture, it prints. Pictures go to out/. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonReport } from '../../src/reporting/simulation/index.js';
import { CHOICES } from '../../src/simulating/index.js';
import { madeUp } from '../reporting/simulation-support.js';

const out = join(resolve(import.meta.dirname, '../..'), 'out', 'comparison');
const executablePath = '/usr/bin/chromium';
const here = existsSync(executablePath);
if (!here) console.log(`skipped: ${executablePath} is not here; the report of a comparison was not opened in a browser`);

const LONG = 'a policy whose name is so very long that it could never stand in any column of any table or picture';
const COMPARISONS = {
  usual: madeUp(),
  twelve: madeUp({ policies: Array.from({ length: 12 }, (_, k) => [`policy number ${k + 1} of the twelve drafts`, CHOICES[k % CHOICES.length]!] as const), levels: ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'], years: 25 }),
  hostile: madeUp({ policies: [['<script>alert(1)</script>', 'pack'], [`${LONG} whatever`, 'total'], [`${LONG} at all`, 'none'], ['W'.repeat(40), 'patronage']], levels: ['<img src=https://example.org/x onerror=alert(1)>', 'a level with a name that is far too long for its little picture'], years: 1, undefinedOf: ['bench'] }),
  one: madeUp({ policies: [['now', 'pack'], ['draft', 'total']], seeds: 1 }),
};

describe.skipIf(!here)('the report of a comparison in Chromium', () => {
  let browser: Browser;
  const urls: Record<string, string> = {};
  beforeAll(async () => {
    mkdirSync(out, { recursive: true });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    for (const [name, one] of Object.entries(COMPARISONS)) {
      for (const locale of ['en', 'id'] as const) {
        const file = join(out, `${name}-${locale}.html`);
        writeFileSync(file, comparisonReport(one, { locale }));
        urls[`${name}-${locale}`] = pathToFileURL(file).href;
      }
    }
  });
  afterAll(async () => browser.close());

  const REPORTS = Object.keys(COMPARISONS).flatMap((name) => [`${name}-en`, `${name}-id`]);

  /** Opens a report and returns the page with everything it said or asked for. */
  async function opened(name: string, width: number): Promise<{ readonly page: Page; readonly said: string[] }> {
    const page = await (await browser.newContext({ viewport: { width, height: 900 } })).newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => {
      said.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('request', (request) => request.url() !== urls[name] && said.push(request.url()));
    await page.goto(urls[name]!, { waitUntil: 'load' });
    return { page, said };
  }

  it.each(REPORTS.flatMap((name) => [900, 390].map((width) => ({ name, width }))))('$name says nothing, asks for nothing and does not overflow at $width px', async ({ name, width }) => {
    const { page, said } = await opened(name, width);
    expect(said).toEqual([]);
    const wide = await page.evaluate<[number, string[]]>(`[document.documentElement.scrollWidth, [...document.querySelectorAll('main *')].filter((e) => !e.closest('svg') && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.tagName)]`);
    expect(wide).toEqual([width, []]);
    expect(await page.evaluate(`document.querySelectorAll('script, iframe, object, embed, img, link, base, form, foreignObject, [onload], [onerror], a:not([href^="#"])').length`)).toBe(0);
    await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: width === 900 && name.startsWith('usual') });
    await page.context().close();
  });

  it.each(REPORTS)('%s keeps every text of a picture inside it and off every other', async (name) => {
    const { page } = await opened(name, 900);
    const wrong = await page.evaluate<string[]>(`[...document.querySelectorAll('figure svg')].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll('text')].map((t) => [t.textContent, t.getBoundingClientRect()]);
      const outside = texts.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1 || b.bottom > frame.bottom + 1).map(([words]) => words);
      const over = texts.flatMap(([words, b], i) => texts.slice(0, i).filter(([, c]) => b.left < c.right - 1 && c.left < b.right - 1 && b.top < c.bottom - 4 && c.top < b.bottom - 4).map(([others]) => words + ' on ' + others));
      return [...outside, ...over];
    })`);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it.each(REPORTS)('%s prints on A4', async (name) => {
    const { page } = await opened(name, 900);
    const pdf = await page.pdf({ path: join(out, `${name}.pdf`), preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0).toBeGreaterThan(1);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 680, height: 994 }); // A4 without its margins
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(680);
    await page.screenshot({ path: join(out, `${name}-print.png`) });
    await page.context().close();
  });
});
