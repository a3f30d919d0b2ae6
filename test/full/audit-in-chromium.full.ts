/** The report of an audit in a real browser: no script runs, nothing is asked for, nothing overflows, it prints. Pictures go to out/. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CITY_RULES, world } from '../../examples/audit/world.js';
import { audit } from '../../src/auditing/index.js';
import { auditReport } from '../../src/reporting/audit/index.js';

const out = join(resolve(import.meta.dirname, '../..'), 'out', 'audit');
const executablePath = '/usr/bin/chromium';
const here = existsSync(executablePath);
if (!here) console.log(`skipped: ${executablePath} is not here; the report of an audit was not opened in a browser`);

const FAVOUR = { odds: 6, rigged: 5, tailoredRequirements: 10, tailoredWeights: 8, lateChanges: 10, raterLifts: 10, rivalsRemoved: 10, dummies: 10, conflictedEvidence: 10, wrongTotals: 5, breaches: 4 };
const HOSTILE = '<img src=https://example.org/x onerror=alert(1)>';

describe.skipIf(!here)('the report of an audit in Chromium', () => {
  let browser: Browser;
  const urls: Record<string, string> = {};
  beforeAll(async () => {
    mkdirSync(out, { recursive: true });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const { past } = world({ seed: 1, favour: FAVOUR });
    const options = { rules: CITY_RULES as never, ladder: { unit: ['unit'], merit: ['decision'] } };
    const [city, hostile] = [await audit(past, options), await audit({ ...past, title: HOSTILE, decisions: past.decisions!.map((row) => ({ ...row, document: HOSTILE })) }, options)];
    for (const [name, one] of [['city', city], ['hostile', hostile]] as const) {
      for (const locale of ['en', 'id'] as const) {
        const file = join(out, `${name}-${locale}.html`);
        writeFileSync(file, auditReport(one, { locale }));
        urls[`${name}-${locale}`] = pathToFileURL(file).href;
      }
    }
  });
  afterAll(async () => browser.close());

  const REPORTS = ['city-en', 'city-id', 'hostile-en', 'hostile-id'];

  /** Opens a report and returns the page with everything it said or asked for. */
  async function opened(name: string, width: number, javaScriptEnabled: boolean): Promise<{ readonly page: Page; readonly said: string[]; readonly asked: string[] }> {
    const context = await browser.newContext({ viewport: { width, height: width > 600 ? 900 : 844 }, javaScriptEnabled });
    const page = await context.newPage();
    const said: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => {
      said.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => request.url() !== urls[name] && asked.push(request.url()));
    await page.goto(urls[name]!, { waitUntil: 'load' });
    return { page, said, asked };
  }

  it.each(REPORTS.flatMap((name) => [1280, 390].flatMap((width) => [true, false].map((javaScript) => ({ name, width, javaScript })))))('$name says nothing, asks for nothing and does not overflow at $width px, JavaScript $javaScript', async ({ name, width, javaScript }) => {
    const { page, said, asked } = await opened(name, width, javaScript);
    expect([said, asked]).toEqual([[], []]);
    expect((await page.locator('html').boundingBox())?.width).toBe(width);
    if (javaScript) {
      // pictures may be wider than a phone: they are pushed sideways in their own frame
      const wide = await page.evaluate<[number, string[]]>(`[document.documentElement.scrollWidth, [...document.querySelectorAll('main *')].filter((e) => !e.closest('svg') && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.tagName)]`);
      expect(wide).toEqual([width, []]);
      expect(await page.evaluate(`document.querySelectorAll('script, iframe, object, embed, img, link, base, form, foreignObject, [onload], [onerror], [onclick], a:not([href^="#"])').length`)).toBe(0);
      for (const id of ['comes-to', 'breach', 'cases', 'ladder', 'funnel', 'regret', 'paths', 'timeline', 'family']) {
        await page.evaluate(`document.getElementById('${id}').scrollIntoView()`);
        await page.screenshot({ path: join(out, `${name}-${width}-${id}.png`) });
      }
    }
    await page.context().close();
  });

  it.each(REPORTS)('%s keeps every text of a picture inside the picture', async (name) => {
    const { page } = await opened(name, 1280, true);
    const outside = await page.evaluate<string[]>(`[...document.querySelectorAll('figure svg')].flatMap((svg) => { const box = svg.getBoundingClientRect(); return [...svg.querySelectorAll('text')].filter((t) => { const b = t.getBoundingClientRect(); return b.left < box.left - 1 || b.right > box.right + 1 || b.bottom > box.bottom + 1; }).map((t) => t.textContent); })`);
    expect(outside).toEqual([]);
    await page.context().close();
  });

  it.each(REPORTS)('%s prints on A4', async (name) => {
    const { page } = await opened(name, 1280, true);
    const pdf = await page.pdf({ path: join(out, `${name}.pdf`), preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0).toBeGreaterThan(3);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 680, height: 994 }); // A4 without its margins
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(680);
    await page.screenshot({ path: join(out, `${name}-print.png`) });
    await page.context().close();
  });
});
