import { beforeAll, describe, expect, it } from 'vitest';
import { conflictOf, parseRound, seal, type Policy } from '../../src/index.js';
import { report, type ReportVerdict } from '../../src/reporting/index.js';
import { formatPoints } from '../../src/reporting/format-number.js';
import { locales } from '../../src/reporting/locale/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { readMarkup } from './markup.js';
import { PAYLOADS } from './payloads.js';
import { caseOf, richPolicy, richRound, type Case } from './rounds.js';

const VERDICTS: readonly ReportVerdict[] = [
  { check: 'format', outcome: 'holds', detail: 'All in their format.' },
  { check: 'optimality', outcome: 'fails', code: 'E_CERT_BOUND', path: '/proposal/certain', detail: 'The bound is lower.' },
  { check: 'ties', outcome: 'unproven', detail: 'Side rows decided.' },
  { check: 'later', outcome: 'fails', code: 'E_LATER', detail: 'A check of tomorrow.' },
];

let rich: Case;
beforeAll(async () => {
  rich = await caseOf(richRound(), richPolicy());
});

const SECTIONS = ['proposed', 'onlyIf', 'chains', 'posts', 'vacancies', 'worklistTitle', 'findings', 'passedTitle', 'proof', 'verdicts', 'verify'];

describe('report', () => {
  it.each(['id', 'en'] as const)('is one file without script or outside address, its sections in order (%s)', (locale) => {
    const text = report({ ...rich, verdicts: VERDICTS }, { locale });
    const { tags } = readMarkup(text);
    expect(tags.find((t) => t.name === 'html')?.attributes).toEqual({ lang: locale });
    expect(tags.filter((t) => t.name === 'meta')[1]?.attributes['content']).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    expect(tags.map((t) => t.name)).not.toContain('script');
    expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg")|@import|url\(/);
    const ids = tags.flatMap((t) => t.attributes['id'] ?? []);
    expect(ids.filter((i) => SECTIONS.includes(i))).toEqual(SECTIONS);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of tags) if (attributes['href'] !== undefined) expect(ids).toContain(attributes['href'].slice(1));
  });

  it('is the same from an explanation that somebody wrapped, whose judgements are those of every rule', () => {
    const explanation = rich.explanation!;
    const wrapped = { ...explanation, judgements: (person: string, position: string) => explanation.judgements(person, position) };
    expect(report({ ...rich, explanation: wrapped }, { locale: 'en' })).toBe(report(rich, { locale: 'en' }));
  });

  it('says on page one what it cannot know, which rules are unconfirmed, and who decides', () => {
    const { text } = readMarkup(report(rich, { locale: 'en' }));
    const pageOne = text.slice(0, text.indexOf('These moves rest on known data'));
    for (const said of [locales.en.report.purpose, locales.en.report.limitHonest, locales.en.report.limitRelations(1), 'has the training', 'Custom of offices, confidence C', '1 November 2026', '21 November 2026', 'Decided by']) expect(pageOne).toContain(said);
  });

  it('carries every number of the proposal', () => {
    for (const locale of ['id', 'en'] as const) {
      const source = report({ ...rich, verdicts: VERDICTS }, { locale });
      const { text } = readMarkup(source);
      const { signs } = locales[locale];
      const plan = rich.proposal.certain;
      for (const move of plan.moves) if (move.fit) expect(source).toContain(`title="${formatPoints(move.fit.low, signs, 4)}">${formatPoints(move.fit.low, signs)}<`);
      for (const { stage, value } of plan.objectives) expect(text).toContain(stage.startsWith('merit') ? formatPoints(value, signs) : locales[locale].number(Math.abs(value)));
      for (const id of [...plan.moves.flatMap((m) => [m.person, m.to ?? m.person]), ...plan.vacant.map((v) => v.position), ...rich.proposal.worklist.map((w) => w.id)]) expect(text).toContain(id);
      for (const hash of [rich.proposal.round.hash, rich.proposal.policy.hash]) expect(text).toContain(hash);
    }
  });

  it('tells everybody who is not eligible with every failing rule and its article', () => {
    const { text } = readMarkup(report(rich, { locale: 'en' }));
    const special = text.slice(text.indexOf('Post J4'));
    expect(special).toMatch(/Name of E E 2 rules not met/);
    expect(special).toContain('is cleared: cleared is no; required: yes (Toy act, article 1, confidence V; register of 1 October 2026)');
    expect(special).toContain('works in the field: field is special; required: one of other (Toy act, article 2, confidence N; register of 1 October 2026)');
    expect(text).toContain('Required by the post’s own standard: exam is 50.5; required: at least 99 (standard of the post: Standard 5; register of 1 October 2026)');
  });

  it('keeps what only holds if confirmed apart, with its conditions', () => {
    const { text } = readMarkup(report(rich, { locale: 'id' }));
    const apart = text.slice(text.indexOf('Bukan bagian usulan'), text.indexOf(locales.id.report.chainsText));
    expect(apart).toContain('is cleared: cleared belum diketahui: tidak ada catatan dalam daftar');
  });

  it('shows equals in alphabetical order, and says so beside the move', () => {
    const { text } = readMarkup(report(rich, { locale: 'en' }));
    expect(text).toContain('No more than 2.00 points apart, so equal: Name of');
    expect(text).toContain('equal: no more than 2.00 points apart');
  });

  it('states how many are not listed', () => {
    const { text } = readMarkup(report(rich, { locale: 'en', nearest: 1, eligible: 1, shortlist: 1, list: 1 }));
    expect(text).toMatch(/\d more (is|are) not listed/);
    expect(text).toMatch(/and \d more/);
    expect(text).toContain(locales.en.report.worklistFirst(1, rich.proposal.worklist.length));
  });

  it('tells the verdicts one by one, or that none was reached', () => {
    const { text } = readMarkup(report({ ...rich, verdicts: VERDICTS }, { locale: 'id' }));
    for (const said of ['GAGAL', 'E_CERT_BOUND: sertifikat tidak membatasi semua rencana lain', '/proposal/certain', 'The bound is lower.', 'belum terbukti', 'E_LATER']) expect(text).toContain(said);
    expect(readMarkup(report(rich, { locale: 'id' })).text).toContain(locales.id.report.verdictsNone);
  });

  it('has the same bytes for the same input, and never the words that sell posts', () => {
    const once = report(rich, { locale: 'id' });
    expect(report(rich, { locale: 'id' })).toBe(once);
    for (const text of [once, report(rich, { locale: 'en' })]) expect(readMarkup(text).text).not.toMatch(/\b(price|harga|worth|nepotis\w*|undefined|NaN|null)\b/i);
  });

  it('keeps to the people of the scope', async () => {
    const scoped = await caseOf(richRound((r) => void (r.scope = { positions: ['J1', 'J4'], people: ['A', 'C', 'E'] })), richPolicy());
    const { text } = readMarkup(report(scoped, { locale: 'en' }));
    expect(text).toContain('2 posts may be filled; 3 people may move. Everything else stays as it is.');
    const special = text.slice(text.indexOf('Post J4'), text.indexOf('Posts that stay empty', text.indexOf('Post J4')));
    expect(special).toContain('Name of E');
    expect(special).not.toContain('Name of D');
  });

  it('tells a round in which no plan exists: who stands in the way', async () => {
    const none = await caseOf(
      toyRound({ positions: [toyPost('J1', 'TOP', { mustFill: { reason: 'law' } })], people: [toyPerson({ id: 'A', cleared: false })] }),
      toyPolicy(),
    );
    const { text } = readMarkup(report(none, { locale: 'en' }));
    expect(text).toContain(locales.en.status.infeasible);
    expect(text).toContain('1 post must be filled, and only 0 people may fill them');
    for (const claim of [locales.en.report.noMoves, locales.en.report.chains, locales.en.report.passedTitle, locales.en.report.vacancies]) expect(text).not.toContain(claim);
    const owed = await caseOf(toyRound({ positions: [toyPost('J1', 'LOW', { closes: '2026-11-20' })], people: [toyPerson({ id: 'A', seat: 'J1' })] }), toyPolicy((p) => void (p.displacement = 'forbid')));
    expect(readMarkup(report(owed, { locale: 'en' })).text).toContain('1 person must get a post');
  });

  it('tells what cannot be kept together where limits leave no plan, and claims nothing of a plan', async () => {
    const limits = [{ id: 'cap', label: { en: 'moves in one year' }, citation: { own: 'a choice' }, kind: 'moves', max: 0 }] as const;
    const changed = (p: Policy): void => void (p.limits = [...limits]);
    const bare = toyRound({ positions: [toyPost('J1', 'TOP', { mustFill: { reason: 'law' } })], people: [toyPerson({ id: 'A' })] });
    const sealed = seal(toyPolicy(changed));
    const none = await caseOf(bare, toyPolicy(changed));
    const conflict = conflictOf(parseRound(bare, sealed).round, sealed);
    for (const [locale, all] of [['en', 'These cannot be kept together; without any one of them there would be a plan:the limit “moves in one year”Post J1 (J1) must be filled'], ['id', 'tanpa salah satunya, rencana dapat disusun:batas “moves in one year”Post J1 (J1) wajib diisi']] as const) {
      const { text } = readMarkup(report({ ...none, conflict }, { locale }));
      expect(text.replace(/\s+/g, ' ')).toContain(all);
      expect(text).toContain(locales[locale].report.limitsNone);
      expect(text).not.toContain(locales[locale].report.limitsText);
    }
  });

  it('tells a round in which nothing happens', async () => {
    const quiet = await caseOf(toyRound({ positions: [], people: [] }), toyPolicy((p) => void (p.relations = { declaration: 'either' })));
    const { text } = readMarkup(report(quiet, { locale: 'en' }));
    for (const said of ['Nobody moves.', 'No post receives somebody', 'No chain.', locales.en.report.limitUnknown(0), locales.en.report.limitRelations(0), locales.en.report.unconfirmedNone, locales.en.report.findingsNone]) expect(text).toContain(said);
  });

  it('puts many dimensions into one column', async () => {
    const many = await caseOf(richRound(), richPolicy((p) => void p.dimensions.push({ id: 'x', label: { en: 'Extra' } }, { id: 'y', label: { en: 'Yet more' } })));
    expect(readMarkup(report(many, { locale: 'en' })).text).toContain('Yet more 0.00');
  });
});

describe('a hostile file', () => {
  const safe = new Set<string>();
  const kinds = (text: string): string[] => readMarkup(text).tags.flatMap((t) => [t.name, ...Object.keys(t.attributes).map((a) => `${t.name} ${a}`)]);

  it.each(PAYLOADS.map((p) => [p]))('writes no tag and no attribute of its own: %s', async (payload) => {
    if (safe.size === 0) for (const locale of ['id', 'en'] as const) kinds(report({ ...rich, verdicts: VERDICTS }, { locale })).forEach((k) => safe.add(k));
    const round = richRound((r) => {
      r.title = payload;
      for (const p of r.people) p.name = payload;
      for (const p of r.positions) {
        p.title = payload;
        if (p.mustFill) p.mustFill = { reason: payload };
        for (const d of p.requires ?? []) d.standard = payload;
      }
      for (const u of r.units) u.name = payload;
      for (const s of r.sources) s.title = payload;
      r.pins.push({ person: 'A', position: 'J1', by: payload, reason: payload });
    });
    const policy = richPolicy((p) => {
      p.title = { en: payload, id: payload };
      for (const x of [...p.gates, ...p.levels, ...p.dimensions, ...p.criteria, ...Object.values(p.attributes)]) x.label = { en: payload, id: payload };
      for (const g of p.gates) if ('source' in g.citation) g.citation.source = payload;
    });
    const hostile = await caseOf(round, policy);
    const verdicts = VERDICTS.map((v) => ({ ...v, detail: payload, path: payload, ...(v.code && { code: payload }) }));
    for (const locale of ['id', 'en'] as const) {
      const text = report({ ...hostile, verdicts }, { locale });
      expect(kinds(text).filter((k) => !safe.has(k))).toEqual([]);
      expect(readMarkup(text).text).toContain(payload);
    }
  });
});
