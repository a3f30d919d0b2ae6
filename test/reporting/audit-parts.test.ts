/** Parts of an audit that few records have, each drawn or told from a document of a few rows, against the words that it should show. */
import { describe, expect, it } from 'vitest';
import type { Audit, ConflictPath, Finding, LadderRung, TieLadder, Timeline } from '../../src/auditing/index.js';
import { auditReport, auditText } from '../../src/reporting/audit/index.js';
import { auditPictures } from '../../src/reporting/audit/pictures.js';
import { shown } from '../../src/reporting/audit/display.js';
import { casePicture } from '../../src/reporting/audit/case-list.js';
import { findingText, questionText, testText } from '../../src/reporting/audit/finding-text.js';
import { forestPicture } from '../../src/reporting/audit/forest-picture.js';
import { nullPicture } from '../../src/reporting/audit/null-picture.js';
import { pathPicture } from '../../src/reporting/audit/path-picture.js';
import { Studio } from '../../src/reporting/audit/picture.js';
import { rankPicture } from '../../src/reporting/audit/rank-picture.js';
import { regretPicture } from '../../src/reporting/audit/regret-picture.js';
import { cannotTexts, rungTexts, stripCells, stripPicture } from '../../src/reporting/audit/strip-picture.js';
import { timelinePicture } from '../../src/reporting/audit/timeline-picture.js';

const bare: Audit = {
  format: 'meritra/audit/0', engine: { name: 'meritra', version: '9.9.9' }, title: null, input: `sha256:${'0'.repeat(64)}`, seed: 1, generator: 'test', minimum: { cell: 5, decider: 5 },
  strip: { log: { integrity: 'no-log', anchored: null, erased: null }, decisions: 0, audited: 0, breaches: 0, cannot: [], rungs: [], caveats: [] },
  cannot: [], family: { correction: 'holm', level: 0.05, tests: [], hash: 'sha256:00', logged: null }, findings: [], funnel: [], ranks: [], rankTests: [], regret: [], register: [], overrides: [], deciders: [], ladders: [],
  degrees: [], conflicts: [], timelines: [], reveals: [],
} as unknown as Audit;
const studioOf = (more: Partial<Audit> = {}, locale: 'en' | 'id' = 'en'): Studio => new Studio({ ...bare, ...more }, locale);
const wordsOf = (markup: string): string => markup.replace(/<[^>]*>/g, '\n').replace(/\n+/g, '\n');

const NO_TEST: NonNullable<Finding['test']> = { id: 't', method: 'mantel-haenszel', alternative: 'greater', minimumP: null, p: null, adjusted: null, rejected: null, notTestable: null };
const finding = (more: Partial<Finding> = {}): Finding => ({
  id: 'F-0001', kind: 'case', code: 'late-score-change', rung: 'scores', decision: 'D1', position: null, unit: null, on: null, document: null, row: null, tie: null, people: [], measured: [], effect: null, test: null, rule: null,
  alternatives: [], ask: [], rate: null, reply: null, ...more,
});
const rung = (more: Partial<LadderRung> = {}): LadderRung => ({
  name: 'merit', by: ['exam'], strata: 4, informative: 3, connected: { of: 9, chosen: 6 }, others: { of: 9, chosen: 6 }, oddsRatio: 2, interval: { low: 1, high: 4, level: 0.95 }, homogeneity: null, test: NO_TEST, because: null, ...more,
});
const ladder = (more: Partial<TieLadder> = {}): TieLadder => ({ tie: 'kin', rungs: [rung()], leftOut: 0, winners: null, logit: null, permutation: null, detectable: null, claim: 'no-difference', ...more });

describe('a finding in words', () => {
  const told = (more: Partial<Finding>) => findingText(studioOf(), finding(more));

  it('keeps codes that have no words as they are, in roles, other explanations and questions', () => {
    const { people, alternatives, ask } = told({ people: [{ role: 'chosen', person: 'P-1' }, { role: 'godfather', person: 'P-2' }] as Finding['people'], alternatives: ['chance', 'new-code'], ask: ['see-minutes', 'ask-oracle'] });
    expect(people).toBe('chosen: P-1; godfather: P-2');
    expect(alternatives[1]).toBe('new-code');
    expect(ask[1]).toBe('ask-oracle');
    expect([alternatives[0], ask[0]].some((words) => words === 'chance' || words === 'see-minutes')).toBe(false);
  });

  it('says of a sign whose rates nobody measured that they are not, and nothing of rates where it is no sign', () => {
    expect(told({ kind: 'flag' }).rate).toBe('rates of this sign not measured');
    expect(told({ kind: 'case' }).rate).toBe('');
    expect(told({ kind: 'flag', rate: { world: 'city', runs: 200, seed: 1, detection: 0.8, falseAlarm: 0.05 } }).rate).toMatch(/200 runs.*80\.0 %.*5\.0 %/);
  });

  it('has the day of a reply, and its document where there is one', () => {
    expect(told({}).reply).toBe('no reply on file yet; this is the place for it');
    expect(told({ reply: { on: '2026-03-04', document: null } }).reply).toBe('reply on file of 4 March 2026');
    expect(told({ reply: { on: '2026-03-04', document: 'L-7' } }).reply).toBe('reply on file of 4 March 2026, L-7');
  });

  it('shows shares in per cent, ratios as they are, what has no bound as such, and an interval where there is one', () => {
    const effect = (name: 'share' | 'difference' | 'odds-ratio', value: number | 'infinite', interval: NonNullable<Finding['effect']>['interval'] = null) => told({ effect: { name, value, interval } }).effect;
    expect(effect('share', 0.25)).toMatch(/ 25\.0 %$/);
    expect(effect('difference', 0.125, { low: 0, high: 0.5, level: 0.95 })).toMatch(/ 12\.5 % \[0\.0 %; 50\.0 %\], 95 % interval/);
    expect(effect('share', 'infinite')).toMatch(/ \u221e$/);
    expect(effect('odds-ratio', 2.5)).toMatch(/ 2\.50$/);
  });

  it('says why there is no p, or nothing where the record says nothing', () => {
    expect(testText(studioOf(), NO_TEST)).toBe('');
    expect(testText(studioOf(), { ...NO_TEST, notTestable: 'no-data' })).toMatch(/ because /);
    expect(testText(studioOf(), { ...NO_TEST, p: 0.5, method: 'my own test' })).toBe('p 0.500 (my own test)');
  });

  it('shows days as days where they are, figures by their unit, and those without words by their name', () => {
    const figures = told({ measured: [{ name: 'some-day', value: '2026-03-04', unit: 'date' }, { name: 'other-day', value: 'soon', unit: 'date' }, { name: 'half-steps', value: 2.5, unit: 'count' }, { name: 'whole-steps', value: 2, unit: 'count' }, { name: 'unsaid', value: null, unit: 'count' }] as Finding['measured'] }).figures;
    expect(figures).toEqual(['some day: 4 March 2026', 'other day: soon', 'half steps: 2.50', 'whole steps: 2', 'unsaid: unknown']);
  });

  it('a test of the family that is of no known kind keeps the words it was declared with; one of a ladder that is not shown names its rung', () => {
    const asks = (id: string) => questionText(studioOf({ ladders: [ladder()] }), { id, question: 'as declared', method: 'm', alternative: 'greater' });
    expect(asks('mine:kin')).toBe('as declared');
    expect(asks('ladder:kin:merit')).toContain('exam');
    expect(asks('ladder:other:merit')).toContain('merit');
    expect(asks('ladder')).not.toContain('{');
  });
});

describe('what an audit stands on', () => {
  const strip = (more: Partial<Audit['strip']>): Audit['strip'] => ({ ...bare.strip, ...more });

  it('says up to which entry the trail is anchored and how much was erased, or that it is not known', () => {
    const cells = (log: Audit['strip']['log']) => stripCells(studioOf({ strip: strip({ log }) })).slice(0, 2).map(([, value]) => value);
    expect(cells({ integrity: 'holds', anchored: 1234, erased: 0 })).toEqual(['holds, anchored up to entry 1,234', '0']);
    expect(cells({ integrity: 'no-log', anchored: null, erased: null })).toEqual(['none given', 'not known']);
    const long = stripPicture(studioOf({ strip: strip({ log: { integrity: 'holds', anchored: 1_234_567, erased: 0 } }) })).svg;
    expect(long).toMatch(/font-size="11">holds, anchored up to entry 1,234,567</); // small letters where large ones would not fit
    expect(long).toMatch(/font-size="15">0</);
  });

  it('says why something was not given where a reason is known', () => {
    const rungs = rungTexts(studioOf({ strip: strip({ rungs: [{ rung: 'scores', given: false, because: null }, { rung: 'relations', given: false, because: 'no-data' }, { rung: 'rules', given: true, because: null }] as Audit['strip']['rungs'] }) }));
    expect(rungs.map(({ why }) => why)[0]).toBe('not given');
    expect(rungs.map(({ why }) => why)[1]).toMatch(/^not given: ./);
    expect(rungs.map(({ why }) => why)[2]).toBe('given');
    expect(cannotTexts(studioOf())).toEqual([]);
  });

  it('an audit with nothing in it still shows itself as page, pictures, text and tables', () => {
    const none = shown(bare);
    expect(none.html()).toBe(none.html({ locale: 'en' }));
    expect(none.html()).not.toContain('<section');
    expect(none.csv()).toEqual(none.csv({ locale: 'en' }));
    expect(none.pictures().map(({ name }) => name)).toEqual(['strip']);
    expect(auditText(bare, { top: 0 }).split('\n')[0]).toBe('Audit of past decisions');
  });
});

describe('the ladder of a tie', () => {
  it('says whether groups differ, and a p where there is one', () => {
    const { svg, data } = forestPicture(studioOf(), ladder({ rungs: [rung({ homogeneity: { statistic: 9, df: 3, p: 0.029 } }), rung({ name: 'unit', test: { ...NO_TEST, p: 0.25 } })] }));
    expect(wordsOf(svg)).toContain('do the groups differ: p 0.029\n');
    expect(wordsOf(svg)).toContain('2.00 [1.00; 4.00], p 0.250\n');
    expect(wordsOf(svg)).toContain('\n2.00 [1.00; 4.00]\n'); // no p was computed for the first
    expect(data.map(({ heterogeneity }) => heterogeneity)).toEqual([0.029, null]);
  });

  it('has in its table a p for the groups, and nothing where nothing is known', () => {
    const page = auditReport({ ...bare, ladders: [ladder({ rungs: [rung({ homogeneity: { statistic: 9, df: 3, p: 0.029 } }), rung({ name: 'crude', strata: 0, informative: 0 })] })] });
    const rows = [...page.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) => [...row!.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => wordsOf(cell!).trim())).filter((cells) => cells.length === 8);
    expect(rows.map((cells) => cells.slice(6))).toEqual([['3 of 4', 'p 0.029'], ['\u2013', '\u2013']]);
  });

  it('names how often the chosen have the tie with an odds ratio where one was estimated, the fitted model, and how many were left out', () => {
    const winners = { vacancies: 9, informative: 9, observed: 7, expected: 4.5, midP: 0.1, p: {} as never, test: NO_TEST };
    const page = (more: Partial<TieLadder>) => wordsOf(auditReport({ ...bare, ladders: [ladder(more)] }));
    expect(page({ winners })).toMatch(/: observed 7, .* 4\.5; /);
    expect(page({ winners })).not.toMatch(/: odds ratio [^;]*; observed 7/);
    expect(page({ winners: { ...winners, oddsRatio: 3 } })).toMatch(/odds ratio 3\.00; observed 7/); // an odds ratio without an interval
    expect(page({ winners: { ...winners, oddsRatio: 3, interval: { low: 1, high: 'infinite', level: 0.95 } } })).toMatch(/odds ratio 3\.00 \[1\.00; \u221e\]; observed 7/);
    expect(page({ winners: { ...winners, observed: 4 } })).toMatch(/observed &lt;5/);
    const logit = { status: 'fitted', oddsRatio: 2, interval: null, p: null, because: null } as const;
    expect(page({ logit })).toMatch(/odds ratio 2\.00\n/);
    expect(page({ logit: { ...logit, p: 0.25 } })).toMatch(/odds ratio 2\.00, p 0\.250\n/);
    expect(page({ leftOut: 12 })).toMatch(/: 12\n/);
    expect(page({ leftOut: 3 })).toMatch(/: &lt;5\n/);
  });

  it('shows a number of choices that is none, and an interval without an end, as they are', () => {
    const permutation = { observed: 6.5, b: 3, m: 99, p: 0.04, interval: { low: 0.01, high: 'infinite', level: 0.99 }, exact: false, seed: 1, histogram: [{ from: 5, to: 8, count: 100 }] } as const;
    const words = wordsOf(nullPicture(studioOf(), ladder({ permutation }))!.svg);
    expect(words).toContain('observed 6.5: p 0.040 [0.010; \u221e], 3 of 99 draws');
    expect(wordsOf(nullPicture(studioOf(), ladder({ permutation: { ...permutation, observed: 6, exact: true } }))!.svg)).toContain('observed 6: p 0.040\n');
    expect(nullPicture(studioOf(), ladder({ permutation: { ...permutation, observed: 4 } }))).toBe(null); // under the minimum
    expect(nullPicture(studioOf(), ladder({ permutation: { ...permutation, histogram: [] } }))).toBe(null);
  });
});

describe('ranks of the chosen', () => {
  const ranks = (count: number, tie: boolean | null) => Array.from({ length: count }, (_, k) => ({ decision: `D${k}`, chosen: 'P-1', eligible: 9, rank: 1, skipped: 0, relative: 0, provisional: false, ties: { kin: tie }, because: null }));

  it('are not drawn where nobody has one', () => {
    expect(rankPicture(studioOf({ ranks: ranks(3, true).map((row) => ({ ...row, relative: null })) }), 'kin')).toBe(null);
  });

  it('are one mark each while there is room, and one for several where there is not, and then it says so', () => {
    const few = rankPicture(studioOf({ ranks: ranks(10, true) }), 'kin')!;
    expect(few.svg.match(/<circle/g)).toHaveLength(10);
    expect(few.svg).not.toContain('one mark');
    const many = rankPicture(studioOf({ ranks: ranks(400, true) }), 'kin')!; // all of them at the same place
    const each = Number(/one mark: up to (\d+) people chosen/.exec(many.svg)![1]);
    expect(each).toBeGreaterThan(1);
    expect(many.svg.match(/<circle/g)).toHaveLength(Math.ceil(400 / each));
    expect(many.data).toHaveLength(400);
  });

  it('are strokes where the tie is unknown and marks are small, and crosses where there is room', () => {
    expect(rankPicture(studioOf({ ranks: ranks(400, null) }), 'kin')!.svg).toMatch(/<path d="M[\d.]+ [\d.]+h[\d.]+" stroke/);
    expect(rankPicture(studioOf({ ranks: ranks(5, null) }), 'kin')!.svg).toMatch(/<path d="M[\d.]+ [\d.]+l8 8m0-8l-8 8"/);
  });

  it('have the words of their test under them, where one was made', () => {
    const page = (rankTests: Audit['rankTests']) => wordsOf(auditReport({ ...bare, ladders: [ladder()], ranks: ranks(5, true), rankTests }));
    expect(page([{ tie: 'kin', test: { ...NO_TEST, p: 0.125, method: 'sign' } }])).toContain('p 0.125');
    expect(page([{ tie: 'other', test: { ...NO_TEST, p: 0.125, method: 'sign' } }])).not.toContain('p 0.125');
  });
});

describe('points that were not reached', () => {
  const day = (gains: readonly number[], more: object = {}) => ({
    on: '2026-01-01', decisions: gains.map((_, k) => `D${k}`), from: 'stated', best: 100_000, decided: 50_000, worst: 0, loss: 50_000, share: 0.5, waterfall: gains.map((gain, k) => ({ decision: `D${k}`, gain })), because: null, ...more,
  }) as unknown as Audit['regret'][number];

  it('have the largest first, equal ones by the name of the decision, and say how many more there are', () => {
    const picture = regretPicture(studioOf({ regret: [day([10_000, 30_000, 30_000, 0])] }))!;
    expect(picture.data).toEqual([{ decision: 'D1', undone: 30_000 }, { decision: 'D2', undone: 30_000 }, { decision: 'D0', undone: 10_000 }]);
    expect(wordsOf(picture.svg)).toContain('5.00, 50.0 % ');
    const many = regretPicture(studioOf({ regret: [day(Array.from({ length: 30 }, () => 10_000))] }))!;
    expect(wordsOf(many.svg)).toContain('and 6 more');
    expect(many.svg.match(/<rect x="150"/g)).toHaveLength(24);
    expect(many.data).toHaveLength(30);
  });

  it('are no part of nothing: where best and worst are the same, no share is said', () => {
    const picture = regretPicture(studioOf({ regret: [day([0], { best: 7, worst: 7, decided: 7, loss: 0 })] }))!;
    expect(wordsOf(picture.svg)).not.toContain(' % ');
    expect(picture.data).toEqual([{ decision: 'D0', undone: 0 }]);
    expect(regretPicture(studioOf({ regret: [day([1], { because: 'no-data' })] }))).toBe(null);
  });
});

describe('a score over time', () => {
  const history = (more: object = {}) => ({ decision: 'D1', person: 'P-1', chosen: true, criterion: 'exam', by: null, points: [{ on: '2026-01-01', value: 500_000 }, { on: '2026-02-01', value: 900_000 }], opened: null, decided: '2026-03-01', ...more }) as unknown as Timeline;
  const drawnOf = (...timelines: readonly Timeline[]) => timelinePicture(studioOf({ timelines }), 'D1');

  it('is not drawn where nothing changed', () => {
    expect(drawnOf()).toBe(null);
    expect(drawnOf(history({ points: [] }), history({ decision: 'D2' }))).toBe(null);
  });

  it('has the chosen as a thick whole line and the others as a thin broken one', () => {
    const { svg } = drawnOf(history(), history({ person: 'P-2', chosen: false, points: [{ on: '2026-01-01', value: 700_000 }] }))!;
    expect([...svg.matchAll(/<path [^>]*stroke-width="([\d.]+)" stroke-dasharray="([^"]*)"/g)].map(([, width, dash]) => [width, dash])).toEqual([['2.5', ''], ['1.5', '6 3']]);
  });

  it('has a scale in whole points, or in tenths where they are closer', () => {
    const axis = (low: number, high: number) => [...drawnOf(history({ points: [{ on: '2026-01-01', value: low * 10_000 }, { on: '2026-02-01', value: high * 10_000 }] }))!.svg.matchAll(/<text x="42\.0"[^>]*>([\d.]+)</g)].map(([, tick]) => tick!);
    expect(axis(50, 90).every((tick) => /^\d+$/.test(tick))).toBe(true);
    expect(axis(70, 71).some((tick) => /^\d+\.\d$/.test(tick))).toBe(true);
  });

  it('says how many lines are left out, and keeps their data', () => {
    const picture = drawnOf(...Array.from({ length: 16 }, (_, k) => history({ person: `P-${k}` })))!;
    expect(wordsOf(picture.svg)).toContain('and 2 more');
    expect(picture.data).toHaveLength(32);
    const labels = [...picture.svg.matchAll(/<text x="530\.0" y="([\d.]+)"[^>]*font-size="11\.5"/g)].map(([, y]) => Number(y)).sort((a, b) => a - b);
    expect(labels).toHaveLength(14); // equal ends, and no label on another
    for (let k = 1; k < labels.length; k++) expect(labels[k]! - labels[k - 1]!).toBeGreaterThanOrEqual(14);
  });
});

describe('a tie between a role and a person', () => {
  const path = (more: object = {}) => ({
    decision: 'D1', role: 'panel', actor: 'P-1', person: 'P-3', chosen: true, degree: 3, within: true, verdict: 'declared-and-present',
    steps: [{ from: 'P-1', to: 'P-2', kind: 'brother', degree: 2, source: 'R-1' }, { from: 'P-2', to: 'P-3', kind: 'friend', degree: null, source: null }], ...more,
  }) as unknown as ConflictPath;
  const words = (more: object = {}) => wordsOf(pathPicture(studioOf(), path(more), 1).svg);

  it('names who has the role and who was considered, and nobody between them', () => {
    expect(words()).toMatch(/P-1\npanel\n/);
    expect(words()).toMatch(/P-3\nchosen\n/);
    expect(words({ chosen: false })).toMatch(/P-3\nnot chosen\n/);
    expect(words({ role: 'godfather' })).toMatch(/P-1\ngodfather\n/);
    expect(words()).toMatch(/P-2\n(?!chosen|panel)/);
  });

  it('has degrees where they are known, and says where one is beyond the rule', () => {
    expect(words()).toContain('brother, degree 2\n');
    expect(words()).toContain('\nfriend\n');
    expect(words()).toContain('; degree 3\n');
    expect(words({ within: false })).toContain('; degree 3, beyond the rule\n');
    expect(words({ degree: null })).not.toContain('; degree');
  });

  it('stands in the report with the role as it is known, and with its degree', () => {
    const page = (more: object) => wordsOf(auditReport({ ...bare, conflicts: [path(more)] }));
    expect(page({})).toContain('P-1 (panel)');
    expect(page({ role: 'godfather', within: false })).toMatch(/P-1 \(godfather\)\n3, beyond the rule\n/);
  });
});

describe('cases and lists of the report', () => {
  it('a finding of a late change that names no decision has no history, and no question where none is known', () => {
    const audit: Audit = { ...bare, findings: [finding({ id: 'F-0001', decision: null }), finding({ id: 'F-0002', ask: ['ask-oracle'] }), finding({ id: 'F-0003', decision: 'D2' })] };
    expect(auditPictures(audit).map(({ name }) => name)).toEqual(['strip', 'cases']);
    expect(casePicture(new Studio(audit, 'en'))!.data.map(({ finding: id, ask }) => [id, ask])).toEqual([['F-0002', 'ask-oracle'], ['F-0003', null]]);
    const page = auditReport(audit);
    expect(page).toContain('id="F-0001"');
    expect(page.match(/<article[\s\S]*?<\/article>/g)!.some((article) => article.includes('<ul>'))).toBe(false); // no figures, no list
    expect(auditText(audit, { top: 5 })).toContain('F-0001');
  });

  it('findings beyond those written out have no link, only a name', () => {
    const many = Array.from({ length: 17 }, (_, k) => finding({ id: `F-${k}`, decision: `D${String(k).padStart(2, '0')}` }));
    const links = [...auditReport({ ...bare, findings: many }).matchAll(/href="#(F-\d+)"/g)].map(([, id]) => id);
    expect(links).toEqual(many.slice(0, 15).map(({ id }) => id));
  });

  it('deciders have intervals, without end where they have none; a family without tests is not told; what was logged is', () => {
    const decider = { decider: 'P-1', year: 'all', decisions: 10, deviations: 2, interval: { low: 0.05, high: 'infinite', level: 0.95 }, loss: 0, beneficiaries: [], connected: {} } as unknown as Audit['deciders'][number];
    expect(wordsOf(auditReport({ ...bare, deciders: [decider] }))).toContain('[5.0 %; \u221e]');
    const tests = [{ id: 'mine', question: 'as declared', method: 'my method', alternative: 'greater' }] as const;
    const family = (logged: Audit['family']['logged']) => wordsOf(auditReport({ ...bare, family: { ...bare.family, tests, logged } }));
    expect(family(null)).toContain('as declared\nmy method\n');
    expect(family({ index: 4321, id: 'x' })).toContain('4,321');
    expect(family(null)).not.toContain('4,321');
  });

  it('a part that has no words keeps its own', () => {
    const page = wordsOf(auditReport({ ...bare, cannot: [{ decision: null, part: 'my-part:kin:*', because: 'no-data' }, { decision: 'D1', part: 'rater-outlier', because: 'no-data' }] as Audit['cannot'] }));
    expect(page).toContain('my-part: kin: ');
    expect(page).not.toContain('rater-outlier');
  });
});
