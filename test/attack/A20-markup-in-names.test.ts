// A20: a name that is HTML. The escaping itself: test/reporting/html.test.ts and report.test.ts; the whole report with these names in Chromium, where
// no script runs, nothing is asked for and every text comes back: test/full/report-in-chromium.full.ts. Here: every payload, in both languages.
import { expect, it } from 'vitest';
import { report } from '../../src/reporting/index.js';
import { PAYLOADS } from '../reporting/payloads.js';
import { readMarkup } from '../reporting/markup.js';
import { caseOf, richPolicy, richRound } from '../reporting/rounds.js';

const ACTIVE = /<(?:script|img|iframe|object|embed|base|link|form|meta http-equiv="?refresh)|<[^>]*\son\w+=|javascript:[^<]*"/i;

const page = async (name: string, locale: 'id' | 'en'): Promise<string> =>
  report(await caseOf(richRound((r) => {
    for (const p of r.people) p.name = `${name} ${p.id}`;
    for (const p of r.positions) p.title = `${name} ${p.id}`;
  }), richPolicy()), { locale });

it('(the control) these texts are active where they are not escaped, and an honest report is not', async () => {
  expect(PAYLOADS.filter((p) => ACTIVE.test(`<p title="${p}">${p}</p>`)).length).toBeGreaterThanOrEqual(15);
  expect(await page('Sari', 'en')).not.toMatch(ACTIVE);
});

it.each(PAYLOADS.filter((p) => !p.includes('\u2028')))('%s is text', async (payload) => {
  const source = await page(payload, 'id');
  expect(source).not.toMatch(ACTIVE);
  expect(readMarkup(source).text).toContain(payload);
  expect(source).toContain("default-src 'none'");
});
