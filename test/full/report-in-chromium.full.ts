/** The report in a real browser: no script runs, nothing is asked for, nothing overflows, hostile names are text. Pictures go to out/. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, explain, parseFolder, propose, seal, type Route } from '../../src/index.js';
import { report } from '../../src/reporting/index.js';
import { roundStory } from '../../src/trail/story.js';
import { verify } from '../../src/verify/index.js';
import { PAYLOADS } from '../reporting/payloads.js';
import { checkpoint, entries } from '../reporting/stories.js';
import { caseOf, richPolicy, richRound } from '../reporting/rounds.js';
import { toyPerson, toyPost } from '../support/toy.js';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'out', 'report');
const city = join(root, 'examples', 'city', 'data');
const executablePath = '/usr/bin/chromium';
const here = existsSync(executablePath);
if (!here) console.log(`skipped: ${executablePath} is not here; the report was not opened in a browser`);
const hasCity = existsSync(join(city, 'vacancies-25.json'));
if (!hasCity) console.log('skipped: examples/city/data is not here; the report of the city was not made');

/** Every payload as the name of a person and the title of a post. */
async function hostileReport(locale: 'id' | 'en'): Promise<string> {
  const made = await caseOf(
    richRound((r) => {
      r.title = PAYLOADS[0]!;
      PAYLOADS.forEach((payload, k) => {
        r.people.push({ ...toyPerson({ id: `X${String(k).padStart(2, '0')}`, exam: 60 + k, skill: 60, rating: 60 }), name: payload });
        r.positions.push(toyPost(`Q${String(k).padStart(2, '0')}`, 'LOW', { title: payload }));
      });
    }),
    richPolicy(),
  );
  return report(made, { locale });
}

async function cityReport(locale: 'id' | 'en', trailed = false): Promise<string> {
  const policy = seal(readFileSync(join(city, '..', 'policy.json')));
  const files = Object.fromEntries(readdirSync(city).map((name) => [name, readFileSync(join(city, name))]));
  const scope = JSON.parse(readFileSync(join(city, 'vacancies-25.json'), 'utf8')) as never;
  const round = { ...parseFolder(files, policy).round, scope };
  const proposal = await propose(round, policy);
  return report({ round, policy: policy.policy, proposal, explanation: explain(proposal, round, policy), verdicts: verify(bundle(proposal, round, policy)).verdicts, ...(trailed && { trail: roundStory({ checkpoint, entries: entries(round.id) }, round.id) }) }, { locale });
}

/** The city once more, with every line that page one may carry: hidden demotions, waivers, routes. */
async function routesReport(locale: 'id' | 'en'): Promise<string> {
  const files = Object.fromEntries(readdirSync(city).map((name) => [name, readFileSync(join(city, name))]));
  const own = { own: 'a choice made for the test' };
  const way = (id: string, when: Route['when'], more: Partial<Route> = {}): Route => ({ id, label: { en: `appointment by way of the ${id}`, id: `pengangkatan melalui ${id}` }, citation: own, when, approver: { en: `the head of the ${id}`, id: `kepala ${id}` }, steps: [{ id: 'one', label: { en: 'public call', id: 'pengumuman' }, days: 30, citation: own }, { id: 'two', label: { en: 'sitting of the panel', id: 'sidang panitia' }, days: 45, citation: own }], documents: [{ en: 'minutes', id: 'berita acara' }], ...more });
  const level = (is: '=' | '>'): Route['when'] => ({ op: 'compare', left: { op: 'level', of: 'position' }, is, right: { op: 'level', of: 'seat' } });
  const scope = JSON.parse(readFileSync(join(city, 'vacancies-25.json'), 'utf8')) as { positions: string[]; people: string[] };
  const bare = JSON.parse(readFileSync(join(city, '..', 'policy.json'), 'utf8')) as object;
  const parsed = parseFolder(files, seal(bare)).round;
  const closed = parsed.positions.find((p) => scope.positions.includes(p.id) && !parsed.positions.some((q) => q.unit === p.unit && q.mustFill))!.unit;
  const ministry: Route['when'] = { op: 'compare', left: { op: 'unit', of: 'position' }, is: '=', right: { op: 'const', value: closed } };
  const policy = seal({ ...bare, routes: [way('ministry', ministry, { outside: true }), way('board', level('=')), way('selection', level('>')), way('office', { op: 'const', value: true }, { steps: [] })] });
  const round = { ...parsed, scope };
  const proposal = await propose(round, policy);
  const moves = proposal.certain.moves.map((m) => ({ ...m, hiddenDemotion: m.kind === 'lateral', waived: m.kind === 'promotion' ? [policy.policy.gates[0]!.id] : [] }));
  const shown = { ...proposal, certain: { ...proposal.certain, moves } };
  return report({ round, policy: policy.policy, proposal: shown, explanation: explain(proposal, round, policy), verdicts: verify(bundle(proposal, round, policy)).verdicts }, { locale });
}

const REPORTS = [
  { name: 'toy-id', make: () => hostileReport('id'), skip: false },
  { name: 'toy-en', make: () => hostileReport('en'), skip: false },
  { name: 'city-25-id', make: () => cityReport('id'), skip: !hasCity },
  { name: 'city-25-en', make: () => cityReport('en'), skip: !hasCity },
  { name: 'city-trail-id', make: () => cityReport('id', true), skip: !hasCity },
  { name: 'city-trail-en', make: () => cityReport('en', true), skip: !hasCity },
  { name: 'city-routes-id', make: () => routesReport('id'), skip: !hasCity },
  { name: 'city-routes-en', make: () => routesReport('en'), skip: !hasCity },
];

describe.skipIf(!here)('the report in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(out, { recursive: true });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => browser.close());

  describe.each(REPORTS)('$name', ({ name, make, skip }) => {
    let url = '';
    beforeAll(async () => {
      if (skip) return;
      const file = join(out, `${name}.html`);
      writeFileSync(file, await make());
      url = pathToFileURL(file).href;
    });

    /** Opens the report and returns the page with everything it said or asked for. */
    async function opened(width: number, javaScriptEnabled: boolean): Promise<{ readonly page: Page; readonly said: string[]; readonly asked: string[] }> {
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
      page.on('request', (request) => request.url() !== url && asked.push(request.url()));
      await page.goto(url, { waitUntil: 'load' });
      return { page, said, asked };
    }

    it.skipIf(skip).each([
      { width: 1280, javaScript: true },
      { width: 390, javaScript: true },
      { width: 1280, javaScript: false },
      { width: 390, javaScript: false },
    ])('says nothing, asks for nothing and does not overflow at $width px, JavaScript $javaScript', async ({ width, javaScript }) => {
      const { page, said, asked } = await opened(width, javaScript);
      expect([said, asked]).toEqual([[], []]);
      const box = await page.locator('html').boundingBox();
      expect(box?.width).toBe(width);
      if (javaScript) {
        const wide = await page.evaluate<[number, string[]]>(`[document.documentElement.scrollWidth, [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.tagName)]`);
        expect(wide).toEqual([width, []]);
        await page.screenshot({ path: join(out, `${name}-${width}.png`) });
        for (const id of ['proposed', 'chains', ...(name.startsWith('city-routes') ? ['routes'] : []), ...(name.startsWith('city-trail') ? ['trail', 'verify'] : []), 'posts', 'worklistTitle', 'proof']) {
          await page.locator(`#${id}`).scrollIntoViewIfNeeded();
          await page.evaluate(`document.getElementById('${id}').scrollIntoView()`);
          await page.screenshot({ path: join(out, `${name}-${width}-${id}.png`) });
        }
      }
      await page.context().close();
    });

    it.skipIf(skip)('prints on A4, page one by itself', async () => {
      const { page } = await opened(1280, true);
      const pdf = await page.pdf({ path: join(out, `${name}.pdf`), preferCSSPageSize: true });
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
      expect(pages).toBeGreaterThan(1);
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 680, height: 994 }); // A4 without its margins
      if (name.startsWith('city')) expect((await page.locator('.page-one').boundingBox())?.height).toBeLessThan(994);
      await page.screenshot({ path: join(out, `${name}-print.png`) });
      await page.locator('#posts').scrollIntoViewIfNeeded();
      await page.evaluate(`document.getElementById('posts').scrollIntoView()`);
      await page.screenshot({ path: join(out, `${name}-print-posts.png`) });
      await page.context().close();
    });

    if (name.startsWith('toy')) it('shows every hostile name as text and as nothing else', async () => {
      const { page } = await opened(1280, true);
      const text = await page.evaluate<string>('document.body.textContent');
      for (const payload of PAYLOADS) expect(text).toContain(payload);
      expect(await page.evaluate(`document.querySelectorAll('script, iframe, object, embed, img, link, base, form, foreignObject, [onload], [onerror], [onclick], a:not([href^="#"])').length`)).toBe(0);
      await page.context().close();
    });
  });
});
