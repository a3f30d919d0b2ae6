import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit, type Audit, type Past } from '../../src/auditing/index.js';
import { MeritError } from '../../src/errors/index.js';
import { auditCsv, auditPictures, auditReport, auditText } from '../../src/reporting/audit/index.js';
import { allShown, BANNED, plantedAudit, plantedPast } from './audit-worlds.js';
import { PAYLOADS } from './payloads.js';

const ESC = String.fromCharCode(27);

/** Tags that open and close in order, or the first that does not. */
function unbalanced(svg: string): string | null {
  const open: string[] = [];
  for (const [whole, close, name, , self] of svg.matchAll(/<(\/?)([a-zA-Z]+)((?:"[^"]*"|[^">])*?)(\/?)>/g)) {
    if (close) {
      if (open.pop() !== name) return whole;
    } else if (!self) open.push(name!);
  }
  return open[0] ?? null;
}

/** A decision of each row: how many with and without the tie were considered, and whom it chose. */
const smallPast = (rows: readonly (readonly [number, number, boolean])[]): Past => ({
  stages: ['applied', 'listed', 'chosen'],
  decisions: rows.map((_, d) => ({ id: `D${d}`, position: `P${d}`, on: '2024-03-01' })),
  candidates: rows.flatMap(([tied, others, first], d) => Array.from({ length: tied + others }, (_, k) => {
    const chosen = first ? k === 0 : k === tied;
    return { decision: `D${d}`, person: `N${d}x${k}`, chosen, reached: chosen ? 'chosen' : k % 3 === 0 ? 'applied' : 'listed', score: 50 + ((k * 7 + d) % 11), ties: { kin: k < tied } };
  })),
});
const smallRows = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.boolean()), { minLength: 1, maxLength: 12 });

describe('what is shown of an audit', () => {
  let one: Audit;
  beforeAll(async () => {
    one = await plantedAudit();
  }, 30_000);

  it('is a page without script that loads nothing, in order: what it stands on, results, breaches, cases, effects', () => {
    for (const locale of ['en', 'id'] as const) {
      const page = auditReport(one, { locale });
      expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'`);
      expect(page).not.toMatch(/<script|javascript:|\bon\w+=|https?:(?!\/\/www\.w3\.org\/2000\/svg)/i);
      const sections = [...page.matchAll(/<section id="([\w-]+)"/g)].map((match) => match[1]);
      expect(sections.slice(0, 4)).toEqual(['comes-to', 'breach', 'cases', 'ladder']);
      for (const [, id] of page.matchAll(/href="#([\w-]+)"/g)) expect(page, id).toContain(` id="${id}"`);
      expect(unbalanced(page.replace(/<(meta|!doctype)[^>]*>/g, ''))).toBeNull();
    }
  });

  it('says effect and interval first, then the least p possible, then p, then the corrected p', () => {
    const line = auditReport(one).replace(/<[^>]*>/g, '\n').split('\n').find((l) => l.includes('by lot'))!;
    const at = ['odds ratio', '[', 'least p possible', ', p ', 'p, corrected'].map((words) => line.indexOf(words));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at[0]).toBeGreaterThanOrEqual(0);
  });

  it('accuses nobody and shows no number that is none, of a city with everything planted', () => {
    expect(new Set(one.findings.map(({ kind }) => kind)).size).toBeGreaterThan(2);
    for (const [where, text] of allShown(one)) {
      for (const language of ['en', 'id'] as const) expect(BANNED[language].exec(text.replace(/<style>[\s\S]*?<\/style>/g, ''))?.[0], where).toBeUndefined();
      expect(text, where).not.toMatch(/\bNaN\b|\bundefined\b|\bInfinity\b|\[object/);
    }
  });

  it('has a place for the reply beside every finding that is written out', () => {
    const articles = auditReport(one).match(/<article[\s\S]*?<\/article>/g)!;
    expect(articles.length).toBeGreaterThan(20);
    for (const article of articles) expect(article).toContain('reply of the person concerned');
  });

  it('has the same bytes for rows in any order', async () => {
    const past = plantedPast();
    const turned = Object.fromEntries(Object.entries(past).map(([key, rows]) => [key, Array.isArray(rows) && key !== 'levels' && key !== 'stages' ? [...(rows as unknown[])].reverse() : rows])) as Past;
    expect(JSON.stringify(allShown(await plantedAudit(turned)))).toBe(JSON.stringify(allShown(one)));
  }, 30_000);

  it('names nobody: no id of a person or actor and no name is in anything shown', async () => {
    const hidden = (id: string): string => `ZQX${id}`;
    const ids = new Set<string>();
    const past = plantedPast();
    for (const row of past.people ?? []) ids.add(row.id);
    for (const row of past.candidates ?? []) ids.add(row.person);
    for (const row of past.roster ?? []) ids.add(row.person);
    for (const row of past.decisions ?? []) if (row.decider !== undefined) ids.add(row.decider);
    for (const row of past.roles ?? []) ids.add(row.actor);
    for (const row of past.relations ?? []) ids.add(row.a).add(row.b);
    for (const table of ['scores', 'evidence', 'requirements', 'weights'] as const) for (const row of past[table] ?? []) if (row.by !== undefined) ids.add(row.by);
    const swap = (value: unknown): unknown => {
      if (typeof value === 'string') return ids.has(value) ? hidden(value) : value;
      if (Array.isArray(value)) return value.map(swap);
      return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, swap(v)])) : value;
    };
    const named = swap(past) as Past;
    const masked = { ...named, people: (named.people ?? []).map((row) => ({ ...row, name: hidden('name') })) };
    const shown = allShown(await plantedAudit(masked));
    expect(shown.length).toBeGreaterThan(20);
    for (const [where, text] of shown) expect(text.includes('ZQX'), where).toBe(false);
  }, 30_000);

  it('hides every count of people under the minimum, and what would tell it', async () => {
    let hid = 0;
    await fc.assert(
      fc.asyncProperty(smallRows, async (rows) => {
        const found = await audit(smallPast(rows), { draws: 49 });
        const csv = auditCsv(found);
        const lines = (csv['funnel-kin.csv'] ?? '').trim().split('\n').slice(1).map((line) => line.split(','));
        let before = ['', ''];
        for (const [stage, aPassed, aOf, bPassed, bOf, ...figures] of lines) {
          for (const [passed, of] of [[aPassed!, aOf!], [bPassed!, bOf!]] as const) {
            for (const n of [passed, of]) if (n !== '\u2026') expect(Number(n) === 0 || Number(n) >= 5, `${stage} ${n}`).toBe(true);
            if (passed !== '\u2026' && of !== '\u2026') expect([1, 2, 3, 4]).not.toContain(Number(of) - Number(passed));
          }
          if (stage !== '*') {
            [aOf!, bOf!].forEach((of, g) => of !== '\u2026' && before[g] !== '' && expect(before[g], 'a hidden number stands in the next row').not.toBe('\u2026'));
            before = [aPassed!, bPassed!];
          }
          if (aPassed === '\u2026' || bPassed === '\u2026') {
            hid++;
            expect(figures.join('')).toBe('');
          }
        }
        for (const text of [auditText(found, { top: 1000 }), auditReport(found).replace(/<[^>]*>/g, '\n')]) expect(text).not.toMatch(/(considered|chosen|passed|highest score), (with the tie|others): [1-4]\s*($|;|\n)/m);
        const seen = found.ladders[0]?.permutation?.observed ?? 0;
        if (seen > 0 && seen < 5) expect(csv).not.toHaveProperty(['null-kin.csv']);
      }),
      { numRuns: 25, seed: 7 },
    );
    expect(hid).toBeGreaterThan(10);
  }, 30_000);

  it('is text where the record holds markup, steers no terminal and runs nothing in a spreadsheet', async () => {
    let [tried, refused] = [0, 0];
    const check = (found: Audit): void => {
      for (const { svg } of auditPictures(found)) {
        for (const [, tag] of svg.matchAll(/<\/?([a-zA-Z]+)/g)) expect(['svg', 'title', 'desc', 'rect', 'text', 'line', 'path', 'circle']).toContain(tag);
        expect(unbalanced(svg)).toBeNull();
      }
      expect(auditReport(found)).not.toMatch(/<script|<img|<iframe|<link|<base|<a href="java|<[^>]* on\w+="/i);
      expect(auditText(found, { top: 1000 }).includes(ESC)).toBe(false);
      for (const csv of Object.values(auditCsv(found))) expect(csv).not.toMatch(/(^|,)"?[=@+]/m);
    };
    for (const bad of [...PAYLOADS.slice(0, 3), `${ESC}[2Jgone`, '=1+1', '@SUM(A1)', 'a"b,c\nd']) {
      const past = smallPast(Array.from({ length: 8 }, (_, k) => [3, 4, k % 2 === 0] as const));
      const hostile: readonly Past[] = [
        { ...past, title: bad },
        { ...past, decisions: past.decisions!.map((row) => ({ ...row, document: bad, row: bad })) },
        { ...past, stages: ['applied', bad, 'chosen'], candidates: past.candidates!.map((row) => ({ ...row, reached: row.reached === 'listed' ? bad : row.reached! })) },
        { ...past, candidates: past.candidates!.map((row) => ({ ...row, strata: { [bad]: bad } })) },
        { ...past, candidates: past.candidates!.map((row) => ({ ...row, ties: { [bad]: row.ties!['kin']! } })) },
      ];
      for (const record of hostile) {
        const found = await audit(record, { draws: 9, caveats: bad.includes(ESC) || bad.includes('\n') ? [] : [bad] }).catch((error: unknown) => (error instanceof MeritError ? null : Promise.reject(error as Error)));
        if (found === null) refused++;
        else check(found);
        tried++;
      }
    }
    expect(refused).toBeLessThan(tried / 2); // control characters and keys that are no names stop at the door
  }, 30_000);

  it('has pictures that are well formed, with data, seed and version, whatever stands in the audit', () => {
    const [ladder] = one.ladders;
    const row = one.ranks.find(({ relative }) => relative !== null)!;
    const most: Audit = {
      ...one,
      ranks: Array.from({ length: 500 }, (_, k) => ({ ...row, decision: `D${k}`, relative: (k % 100) / 100, ties: { kin: k % 7 === 0 ? null : k % 3 === 0 } })),
      ladders: [{ ...ladder!, rungs: ladder!.rungs.map((rung, k) => ({ ...rung, oddsRatio: ([null, 'infinite', 0, 1e9] as const)[k]!, interval: { low: 0, high: 'infinite' as const, level: 0.95 }, homogeneity: null })), winners: null, logit: null, detectable: null }],
      funnel: one.funnel.map((f) => ({ ...f, connected: { of: 0, passed: 0 }, oddsRatio: 'infinite' as const, interval: { low: 0, high: 'infinite' as const, level: 0.95 } })),
      timelines: one.timelines.map((t) => ({ ...t, opened: null, points: t.points.slice(0, 1) })),
      conflicts: one.conflicts.map((path) => ({ ...path, steps: [], degree: null })),
    };
    const least: Audit = { ...one, findings: one.findings.slice(0, 1), ranks: [row], funnel: one.funnel.slice(0, 1), regret: one.regret.slice(0, 1), conflicts: one.conflicts.slice(0, 1), timelines: one.timelines.slice(0, 1) };
    const none: Audit = { ...one, findings: [], ranks: [], funnel: [], regret: [], conflicts: [], timelines: [], ladders: [], register: [], deciders: [], cannot: [] };
    for (const some of [one, most, least, none]) {
      const pictures = auditPictures(some);
      expect(pictures[0]!.name).toBe('strip');
      for (const { name, svg, data, seed, version } of pictures) {
        expect(unbalanced(svg), name).toBeNull();
        expect(svg, name).not.toMatch(/NaN|undefined|Infinity/);
        expect([data.length > 0 || name.startsWith('path-'), seed, version], name).toEqual([true, one.seed, one.engine.version]);
        expect(svg, name).toContain(`${one.engine.name} ${one.engine.version}`);
      }
      expect(auditReport(some)).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});
