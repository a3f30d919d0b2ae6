import { describe, expect, it } from 'vitest';
import { exampleCity, exampleProvince, national } from '../../src/asn/index.js';
import { diff, overlay, parseRound, type Judgement, type Policy } from '../../src/index.js';
import { packChangesText, verdictRows, verdictTable } from '../../src/reporting/index.js';
import { toyPolicy } from '../support/toy.js';
import { roundOf, sealed, verdicts, type Case } from '../asn/people.js';

const policy = sealed(national, exampleCity);
const someone: Case = {
  seat: ['ADMINISTRATOR', 'JA'],
  since: '2025-06-01',
  born: '1975-01-01',
  has: { education: 'S2', rank: 12, M01: 4, healthy: false, studyBond: true },
  spells: { discipline: [['MEDIUM', '2026-10-01']], performance: [['BAIK', '2025-01-01', '2025-12-31']] },
  checked: ['posts', 'discipline'],
  post: { minRank: 14, requiredLevel: 4, certificate: 'NONE' },
};
const told = (locale: 'en' | 'id', judgements: readonly Judgement[] = verdicts(policy, someone)) => {
  const { round } = parseRound(roundOf(someone), policy);
  const given = { person: 'P1', position: 'J1', judgements };
  return { rows: verdictRows(given, { round, policy: policy.policy }, { locale }), table: verdictTable(given, { round, policy: policy.policy }, { locale }) };
};
const [en, id] = [told('en'), told('id')];

describe('the verdict table', () => {
  it('has a row for every rule in both languages, equal in all but words', () => {
    const bare = (rows: typeof en.rows): unknown => rows.map(({ rule, outcome, binding, confidence, asOf, asked, found, required, missing }) => [rule, outcome, binding, confidence, asOf, asked, found.length, required.length, missing.length]);
    expect(en.rows.map((r) => r.rule)).toEqual([...policy.policy.gates.map((g) => g.id), 'route']);
    expect(bare(id.rows)).toEqual(bare(en.rows));
    expect(en.rows.every((r) => r.asOf === '2026-11-21' && r.basis !== '' && r.confidence !== '')).toBe(true);
  });

  it('says what was found, what is required and where it comes from', () => {
    expect(en.rows.find((r) => r.rule === 'rank-minimum')).toMatchObject({ outcome: 'fail', binding: true, confidence: 'C', found: ['Rank, I/a = 1 to IV/e = 17: 12'], required: ['at least 13'] });
    expect(id.rows.find((r) => r.rule === 'health')).toMatchObject({ outcomeText: 'tidak terpenuhi', found: ['Sehat jasmani dan rohani: tidak'], required: ['ya'] });
    expect(en.rows.find((r) => r.rule === 'discipline-serving')).toMatchObject({ outcome: 'fail', found: [expect.stringContaining('MEDIUM since 1 October 2026')], required: ['nothing on record'] });
  });

  it('names what is missing, and since when', () => {
    const old = verdicts(policy, { ...someone, asOf: '2028-01-01' });
    const row = told('en', old).rows.find((r) => r.rule === 'assessment-match')!;
    expect(row.outcome).toBe('unknown');
    expect(row.missing[0]).toBe('Integrity, level is not known: the last record is past its time (last record of 1 January 2024)');
    expect(row.missing[1]).toBe('Teamwork, level is not known: no record in the register');
    expect(id.rows.find((r) => r.rule === 'integrity')?.missing).toEqual(['Rekam jejak jabatan, integritas, dan moralitas baik belum diketahui: tidak ada catatan dalam daftar']);
  });

  it('shows what stands in the way first, flags as flags, and how well the rules are known', () => {
    const outcomes = en.table.split('\n').flatMap((line) => /^(NOT MET|NOT KNOWN|MET)/.exec(line)?.[1] ?? []);
    expect(outcomes.join(' ')).toMatch(/^(NOT MET )+(NOT KNOWN )+(MET ?)+$/);
    expect(en.table).toContain('NOT MET [flag]  No medium punishment in the last 2 years');
    expect(en.table).toContain('24 of the 58 rules of the policy are not confirmed and stop nobody; law last checked on 21 November 2026.');
    expect(id.table).toContain('24 dari 58 aturan dalam kebijakan ini belum dikonfirmasi dan tidak menghalangi siapa pun; hukum terakhir diperiksa pada 21 November 2026.');
    expect(en.table + id.table).not.toMatch(/undefined|NaN|\[object/);
  });

  it('never counts what is not known as not met', () => {
    const nothing = told('en', verdicts(policy, {})).rows.filter((r) => r.asked && r.rule !== 'one-level');
    expect(nothing.some((r) => r.outcome === 'unknown')).toBe(true);
    expect(nothing.filter((r) => r.outcome === 'fail')).toEqual([]);
  });
});

describe('the changes between two packs', () => {
  const city = overlay(national, exampleCity);
  const words = (locale: 'en' | 'id'): string => packChangesText(diff(national, city), { from: national, to: city }, { locale });

  it('are read aloud in English', () => {
    expect(words('en')).toContain('Rule “At least 24 months before retirement at the level of the post”: changed; formerly “At least 12 months before retirement at the level of the post”; 12 → 24; confidence m → decider’s own choice; binds now, was a flag\n');
    expect(words('en')).toContain('  Weight “Potential”: changed; 12.5 → 7.5\n');
    expect(words('en').trimEnd().split('\n').at(-1)).toBe('Rules not confirmed: 31 before, 24 after.');
  });

  it('are read aloud in Bahasa Indonesia', () => {
    expect(words('id')).toContain('Aturan “Paling sedikit 24 bulan sebelum BUP pada jenjang jabatan”: diubah; semula “Paling sedikit 12 bulan sebelum BUP pada jenjang jabatan”; 12 menjadi 24; tingkat keyakinan m menjadi pilihan pemutus sendiri; kini mengikat, sebelumnya penanda\n');
    expect(words('id')).toContain('  Aturan “D-III untuk jabatan pengawas”: diubah; kini sudah dikonfirmasi (tingkat keyakinan M); kini mengikat, sebelumnya penanda\n');
    expect(words('id').split('\n').length).toBe(words('en').split('\n').length);
  });

  it('tell places, moves and what the mark of binding changes', () => {
    const from = toyPolicy();
    const to = toyPolicy((p) => {
      p.levels.splice(1, 0, { id: 'ENTRY', label: { en: 'entry' } });
      p.gates.reverse();
      p.confidence.gateFrom = 'V';
    });
    const changes = (locale: 'en' | 'id', [a, b]: readonly [Policy, Policy] = [from, to]): readonly string[] => packChangesText(diff(a, b), { from: a, to: b }, { locale }).split('\n').map((l) => l.trim());
    expect(changes('en')).toEqual(expect.arrayContaining(['Level “entry”: added; stands before “middle”', 'Order “rules”: changed; “works in the field” stands before “is cleared” now', 'Confidence “mark from which a rule binds”: changed; N → V; flags now: “works in the field”']));
    expect(changes('id')).toEqual(expect.arrayContaining(['Jenjang “entry”: ditambahkan; ditempatkan sebelum “middle”', 'Urutan “aturan”: diubah; “works in the field” kini sebelum “is cleared”', 'Tingkat keyakinan “tingkat keyakinan terendah yang mengikat”: diubah; N menjadi V; kini hanya penanda: “works in the field”']));
    expect(changes('en', [to, from])).toContain('Confidence “mark from which a rule binds”: changed; V → N; bind now: “works in the field”');
    const last = toyPolicy((p) => void p.levels.push({ id: 'PEAK', label: { en: 'peak' } }));
    expect(changes('en', [from, last])).toContain('Level “peak”: added; stands last');
    expect(changes('id', [from, last])).toContain('Jenjang “peak”: ditambahkan; ditempatkan paling akhir');
  });

  it('of a pack with itself are none, and turned round they tell what no longer binds', () => {
    expect(packChangesText(diff(city, city), { from: city, to: city }, { locale: 'en' })).toContain('Both say the same.');
    const back = packChangesText(diff(city, national), { from: city, to: national }, { locale: 'en' });
    expect(back).toContain('confidence M, confirmed → confidence M; a flag now, was binding');
    expect(back).toContain('Attribute “Technical test”: removed');
    const province = overlay(national, exampleProvince);
    expect(packChangesText(diff(national, province), { from: national, to: province }, { locale: 'en' })).toContain('Rule “Promotion from boxes 7, 8 and 9”: added; confidence N; binding');
  });
});
