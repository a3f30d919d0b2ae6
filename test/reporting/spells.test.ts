import { describe, expect, it } from 'vitest';
import { compile, type Expression, type Pair, type SpellFact } from '../../src/policy/index.js';
import { judge } from '../../src/explaining/judgement.js';
import { gatesOf } from '../../src/eligibility/index.js';
import { parseDay } from '../../src/model/calendar.js';
import { formatJudgement } from '../../src/reporting/index.js';
import { toyPolicy, toyRound } from '../support/toy.js';

const day = (text: string): number => parseDay(text) as number;
const LAST = day('2199-12-31');
const spell = (value: string | undefined, from?: string, to?: string, months?: number): SpellFact => ({ value, from: from === undefined ? undefined : day(from), to: to === undefined ? LAST : day(to), months, source: 'S1', day: day('2026-10-01'), sureTo: 0 });
const round = toyRound({});

const ASOF = '2026-11-21';

/** The sentence on a rule about somebody with these spells; `complete` if the register said so on the day of the round, or when it did and up to which day that counts. */
function say(rule: Expression, spells: readonly SpellFact[], { complete = true, locale = 'en', since }: { readonly complete?: boolean | readonly [on: string, until: string]; readonly locale?: 'en' | 'id'; readonly since?: string } = {}): string {
  const policy = toyPolicy((p) => {
    p.levels[1]!.label.id = 'menengah';
    p.tracks = [{ id: 'line', label: { en: 'line management', id: 'struktural' } }, { id: 'expert', label: { en: 'expert' } }];
    Object.assign(p.attributes, { posts: { of: 'person', type: 'spells', label: { en: 'posts held', id: 'riwayat jabatan' } } });
    p.gates = [{ id: 'g', label: { en: 'The rule', id: 'Aturan' }, citation: { own: 'so decided' }, rule }];
  });
  const [on, until] = complete === true ? [ASOF, ASOF] : complete === false ? [] : complete;
  const checked = on === undefined || until === undefined ? undefined : { source: 'S1', day: day(on), until: day(until) };
  const cause = until === ASOF ? undefined : spells.length === 0 ? ('missing' as const) : ('unchecked' as const);
  const facts = spells.map((s) => ({ ...s, sureTo: s.to < LAST ? s.to : Math.max(s.from ?? s.day, s.day, checked?.until ?? s.day) }));
  const pair: Pair = {
    person: { id: 'A', data: new Map([['posts', { spells: { checked, spells: facts }, ...(cause && { cause }) }]]), seatLevel: 1, seatUnit: 'U1', seatTrack: '', born: undefined, since: since === undefined ? undefined : day(since), retires: undefined },
    position: { id: 'J', data: new Map(), level: 1, unit: 'U1', track: 'line', class: 8 },
    round: { asOf: day('2026-11-21'), horizon: day('2026-11-21') },
  };
  expect(compile(rule, policy).kind).toBe('truth');
  const told = formatJudgement(judge(gatesOf(policy)[0]!, pair, policy, '2026-11-21', false), { policy, round }, locale);
  return told.replace(/^(The rule|Aturan): /, '').replace(/ \((decider’s own choice|pilihan pemutus sendiri): so decided.*\)$/, '');
}

const values = ['head'];
const posts = { attribute: 'posts', values };
const months = (more: object = {}): Expression => ({ op: 'monthsIn', ...posts, ...more });
const occurs = (more: object = {}): Expression => ({ op: 'occurs', ...posts, ...more });
const compare = (left: Expression, is: '<' | '<=' | '=' | '>=' | '>', value: number | string): Expression => ({ op: 'compare', left, is, right: { op: 'const', value } });
const not = (of: Expression): Expression => ({ op: 'not', of });
const on = (value: string): Expression => ({ op: 'day', value });
const SINCE: Expression = { op: 'date', of: 'since' };
const held = [spell('head', '2020-01-01', '2020-12-31'), spell('head', '2024-01-15')];

describe('what was counted is told', () => {
  it('with its window', () => {
    expect(say(compare(months({ from: on('2020-07-01'), to: on('2024-02-14') }), '>=', 24), held)).toBe(
      'Time on record under “posts held” (head) from 1 July 2020 to 14 February 2024, in complete months, is 7; required: at least 24; on record: head from 1 January 2020 to 31 December 2020; head since 15 January 2024; the record was confirmed complete up to 21 November 2026',
    );
    expect(say(compare(months({ to: on('2020-06-30') }), '>=', 24), held)).toMatch(/^Time on record under “posts held” \(head\) up to 30 June 2020, in complete months, is 6; .*on record: head from 1 January 2020 to 31 December 2020; the record was/);
    expect(say(compare(months({ from: SINCE }), '>=', 24), held)).toMatch(/^In the present post since is not known: no record in the register; Time on record under “posts held” \(head\) in a period that is not known, in complete months, is between 0 and 46; required: at least 24; on record: head from/);
    expect(say(compare(months({ from: SINCE }), '>=', 24), held, { since: '2025-11-22' })).toContain('from 22 November 2025 to 21 November 2026, in complete months, is 12;');
  });

  it('as far as it is known', () => {
    expect(say(compare(months(), '>=', 60), held, { complete: false })).toContain('is at least 44; required: at least 60; on record: head from 1 January 2020 to 31 December 2020; head since 15 January 2024, known only up to 1 October 2026; nobody has confirmed that the record is complete');
    expect(say(compare(months(), '>=', 24), held, { complete: false })).toBe('Time on record under “posts held” (head), in complete months, is at least 44; required: at least 24; on record: head from 1 January 2020 to 31 December 2020; head since 15 January 2024, known only up to 1 October 2026');
    expect(say(compare(months(), '>=', 24), [], { complete: false })).toBe('posts held is not known: no record in the register');
    expect(say(compare(months({ values: { op: 'person', attribute: 'fields' } }), '>=', 24), held)).toContain('Time on record under “posts held” (not known), in complete months, is between 0 and 46');
    expect(say(compare(months(), '>=', 24), [spell('head'), spell(undefined, undefined, undefined, 3), spell('head', undefined, undefined, 1)])).toContain('on record: head, neither days nor length stated; an entry that matches nothing in the list, 3 months, days not stated; head, 1 month, days not stated; the record');
  });

  it('where it rules somebody out, and where nothing does', () => {
    expect(say(not(occurs()), held)).toBe('On record under “posts held” (head): head from 1 January 2020 to 31 December 2020; head since 15 January 2024; this rules it out');
    expect(say(not(occurs({ from: on('2021-01-01'), to: on('2023-12-31') })), held)).toBe('Nothing is on record under “posts held” (head) from 1 January 2021 to 31 December 2023; the record was confirmed complete up to 21 November 2026');
    expect(say(occurs({ from: on('2021-01-01'), to: on('2023-12-31') }), held)).toBe('Nothing is on record under “posts held” (head) from 1 January 2021 to 31 December 2023; the record was confirmed complete up to 21 November 2026');
    expect(say(occurs(), held)).toBe('On record under “posts held” (head): head from 1 January 2020 to 31 December 2020; head since 15 January 2024');
    expect(say(occurs({ from: SINCE }), held)).toMatch(/^In the present post since is not known: no record in the register; Whether anything is on record under “posts held” \(head\) in a period that is not known is not known; on record: head from/);
    const never: Expression = { op: 'compare', left: occurs({ from: on('2021-01-01'), to: on('2023-12-31') }), is: '=', right: { op: 'const', value: false } };
    expect(say(never, held)).toBe('Nothing is on record under “posts held” (head) from 1 January 2021 to 31 December 2023; the record was confirmed complete up to 21 November 2026');
    expect(say(not(compare(months(), '>=', 24)), held)).toContain('Time on record under “posts held” (head), in complete months, is 46; required: less than 24; on record: head from');
    expect(say(not(occurs({ from: on('2023-01-01'), to: on('2022-01-01') })), held, { complete: false })).toBe('Nothing is on record under “posts held” (head) from 1 January 2023 to 1 January 2022');
  });

  it('together with what else a rule asks, but not beside the alternative that is met', () => {
    const clean = not(occurs({ values: ['clerk'] }));
    expect(say({ op: 'all', of: [clean, compare(months(), '>=', 24)] }, held)).toMatch(/^Nothing is on record under “posts held” \(clerk\); the record was confirmed complete up to 21 November 2026; Time on record under “posts held” \(head\), in complete months, is 46; required/);
    expect(say({ op: 'any', of: [occurs({ values: ['clerk'] }), compare(months(), '>=', 24)] }, held)).toMatch(/^Time on record under “posts held” \(head\)/);
    expect(say({ op: 'any', of: [not(occurs({ values: ['clerk'] })), compare(months(), '>=', 240)] }, held)).toBe('Nothing is on record under “posts held” (clerk); the record was confirmed complete up to 21 November 2026');
  });

  it('with the day up to which it is known, where that is before the end of the window', () => {
    const open = [spell('head', '2025-01-15')];
    const old = { complete: ['2010-03-01', '2011-03-01'] } as const;
    expect(say(compare(months(), '>=', 24), open, { complete: ['2026-10-15', '2026-10-15'] })).toBe(
      'Time on record under “posts held” (head), in complete months, is at least 21; required: at least 24; on record: head since 15 January 2025, known only up to 15 October 2026; the record was confirmed complete only up to 15 October 2026',
    );
    expect(say(compare(months({ to: on('2026-10-14') }), '>=', 24), open, { complete: ['2026-10-01', '2026-10-15'] })).toBe(
      'Time on record under “posts held” (head) up to 14 October 2026, in complete months, is 21; required: at least 24; on record: head since 15 January 2025; the record was confirmed complete up to 1 October 2026, which counts up to 15 October 2026',
    );
    expect(say(not(occurs({ from: on('2025-01-01') })), [], old)).toBe(
      'Whether anything is on record under “posts held” (head) from 1 January 2025 to 21 November 2026 is not known; nothing is on record; the record was confirmed complete only up to 1 March 2011',
    );
    expect(say(not(occurs({ from: on('2026-11-01') })), open, { ...old, locale: 'id' })).toBe(
      'Belum diketahui apakah ada yang tercatat pada “riwayat jabatan” (head) dari 1 November 2026 sampai 21 November 2026; yang tercatat: head sejak 15 Januari 2025, hanya diketahui sampai 1 Oktober 2026; riwayatnya baru dinyatakan lengkap sampai 1 Maret 2011',
    );
    expect(say(not(occurs({ to: on('2011-02-01') })), open, { ...old, locale: 'id' })).toBe(
      'Tidak ada yang tercatat pada “riwayat jabatan” (head) sampai 1 Februari 2011; riwayatnya sudah dinyatakan lengkap sampai 1 Maret 2010, dan pernyataan itu berlaku sampai 1 Maret 2011',
    );
  });

  it('inside a longer sum', () => {
    const sum: Expression = { op: 'sum', terms: [{ weight: 1, of: months() }, { weight: 0.5, of: months({ values: ['clerk'] }) }] };
    expect(say(compare(sum, '>=', 60), [spell('clerk', '2019-01-01', '2019-12-31'), ...held])).toBe(
      'The figure computed by the rule is 52; required: at least 60; on record: head from 1 January 2020 to 31 December 2020; head since 15 January 2024; the record was confirmed complete up to 21 November 2026; on record: clerk from 1 January 2019 to 31 December 2019; the record was confirmed complete up to 21 November 2026',
    );
  });

  it('a long list is cut and counted', () => {
    const many = Array.from({ length: 9 }, (_, k) => `v${k}`);
    const told = say(compare(months({ values: many }), '>=', 240), many.map((v, k) => spell(v, `201${k}-01-01`, `201${k}-06-30`)));
    expect(told).toContain('(v0, v1, v2, v3, v4, v5 and 3 more)');
    expect(told).toContain('v5 from 1 January 2015 to 30 June 2015 and 3 more; the record');
  });

  it('in Bahasa Indonesia too', () => {
    expect(say(not(occurs({ from: on('2021-01-01') })), held, { locale: 'id' })).toBe('Tercatat pada “riwayat jabatan” (head) dari 1 Januari 2021 sampai 21 November 2026: head sejak 15 Januari 2024; karena itu syarat ini tidak terpenuhi');
    expect(say(not(occurs({ to: on('2019-01-01') })), held, { locale: 'id' })).toBe('Tidak ada yang tercatat pada “riwayat jabatan” (head) sampai 1 Januari 2019; riwayatnya sudah dinyatakan lengkap sampai 21 November 2026');
    expect(say(compare(months({ from: SINCE }), '>=', 24), [spell('head'), spell(undefined, undefined, undefined, 3)], { locale: 'id' })).toContain(
      'Masa yang tercatat pada “riwayat jabatan” (head) dalam kurun waktu yang belum diketahui, dalam bulan penuh: paling sedikit 0; syarat: paling sedikit 24; yang tercatat: head, tanpa tanggal dan tanpa lama waktu; isian yang tidak cocok dengan daftar, 3 bulan, tanggalnya tidak disebut; riwayatnya sudah dinyatakan lengkap sampai 21 November 2026',
    );
  });
});

describe('tracks, classes and levels by name', () => {
  const text = (value: string): Expression => ({ op: 'const', value });
  it.each<[Expression, string, string]>([
    [{ op: 'compare', left: { op: 'track', of: 'position' }, is: '=', right: text('expert') }, 'The track of the post is line management; required: expert', 'Jalur jabatan: struktural; syarat: expert'],
    [{ op: 'compare', left: { op: 'track', of: 'seat' }, is: '=', right: { op: 'track', of: 'position' } }, 'The track of the present post is none; required: line management', 'Jalur jabatan sekarang: tidak ada; syarat: struktural'],
    [{ op: 'in', item: { op: 'track', of: 'position' }, set: ['expert'] }, 'The track of the post is line management; required: one of expert', 'Jalur jabatan: struktural; syarat: salah satu dari expert'],
    [{ op: 'compare', left: { op: 'levelId', of: 'seat' }, is: '=', right: text('TOP') }, 'The level of the present post is middle; required: top', 'Jenjang jabatan sekarang: menengah; syarat: top'],
    [{ op: 'compare', left: { op: 'class', of: 'position' }, is: '>=', right: { op: 'const', value: 9 } }, 'The class of the post is 8; required: at least 9', 'Kelas jabatan: 8; syarat: paling sedikit 9'],
    [{ op: 'compare', left: { op: 'shift', of: { op: 'date', of: 'asOf' }, days: -30 }, is: '>', right: { op: 'date', of: 'asOf' } }, 'The day counted is 22 October 2026; required: more than 21 November 2026', 'Tanggal hasil hitungan: 22 Oktober 2026; syarat: lebih dari 21 November 2026'],
    [{ op: 'compare', left: { op: 'date', of: 'yearStart' }, is: '>', right: { op: 'day', value: '2026-03-22' } }, 'First day of the year is 1 January 2026; required: more than 22 March 2026', 'Tanggal 1 Januari tahun berjalan: 1 Januari 2026; syarat: lebih dari 22 Maret 2026'],
  ])('%j', (rule, en, id) => {
    expect(say(rule, [])).toBe(en);
    expect(say(rule, [], { locale: 'id' })).toBe(id);
  });
});
