import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { explain, type Explanation, type Policy, type Proposal, type Round } from '../../src/index.js';
import { formatJudgement } from '../../src/reporting/index.js';
import { toyPerson, toyPost } from '../support/toy.js';
import { read, run, type Read } from './rounds.js';

const SOURCES = [
  { id: 'S1', title: 'register', date: '2026-10-01' },
  { id: 'S2', title: 'later register', date: '2026-12-01' },
];

/** A post asks for 24 months as head of section or in a post that counts as one, and for no severe punishment in the last two years. */
function withRecords(policy: Policy): void {
  Object.assign(policy.attributes, {
    posts: { of: 'person', type: 'spells', label: { en: 'posts held', id: 'riwayat jabatan' }, values: ['head', 'deputy', 'clerk'], validMonths: 12 },
    discipline: { of: 'person', type: 'spells', label: { en: 'discipline', id: 'hukuman disiplin' }, values: ['light', 'severe'], validMonths: 12 },
    counts: { of: 'position', type: 'set', label: { en: 'posts that count' } },
  });
  policy.gates.push(
    {
      id: 'served',
      label: { en: 'has served', id: 'pernah menjabat' },
      citation: { source: 'Toy act, article 3', confidence: 'V' },
      rule: { op: 'compare', left: { op: 'monthsIn', attribute: 'posts', values: { op: 'position', attribute: 'counts' } }, is: '>=', right: { op: 'const', value: 24 } },
    },
    {
      id: 'clean',
      label: { en: 'no severe punishment', id: 'bebas hukuman berat' },
      citation: { source: 'Toy act, article 4', confidence: 'V' },
      rule: { op: 'not', of: { op: 'occurs', attribute: 'discipline', values: ['severe'], from: { op: 'shift', of: { op: 'date', of: 'asOf' }, months: -24 } } },
    },
  );
}

const checked = [{ attribute: 'discipline', source: 'S1' }, { attribute: 'posts', source: 'S1' }];
const held = (value: string, from: string, to?: string) => ({ attribute: 'posts', value, from, ...(to !== undefined && { to }), source: 'S1' });
const someone = (id: string, spells: object[], more: object = { checked }) => ({ ...toyPerson({ id, exam: 50, skill: 50, rating: 50, senior: 1 }), ...(spells.length > 0 && { spells }), ...more }) as Round['people'][number];

const parts: Partial<Round> = {
  sources: SOURCES,
  positions: [toyPost('J1', 'TOP', { attributes: { field: 'common', counts: ['head', 'deputy'] } })],
  people: [
    someone('Long', [held('head', '2020-01-01', '2020-12-31'), held('deputy', '2021-01-01', '2021-12-31')]),
    someone('Short', [held('head', '2024-01-15', '2025-06-30'), held('clerk', '2010-01-01')]),
    someone('Open', [held('head', '2025-01-15')], { checked: checked.slice(0, 1) }),
    someone('None', []),
    someone('Nowhere', [], {}),
    someone('Raw', [{ attribute: 'posts', unmapped: 'acting head?', from: '2015-01-01', source: 'S1' }]),
    someone('Stated', [{ attribute: 'posts', value: 'head', months: 30, source: 'S1' }]),
    someone('Undated', [{ attribute: 'posts', value: 'head', source: 'S1' }]),
    someone('Punished', [held('head', '2015-01-01'), { attribute: 'discipline', value: 'severe', from: '2023-11-22', to: '2024-11-21', source: 'S1' }]),
    someone('Before', [held('head', '2015-01-01'), { attribute: 'discipline', value: 'severe', from: '2022-11-20', to: '2024-11-20', source: 'S1' }]),
    someone('Stale', [held('head', '2015-01-01')], { checked: [{ attribute: 'posts', source: 'S1' }, { attribute: 'discipline', source: 'S1', date: '2025-11-20' }] }),
    someone('Later', [{ ...held('head', '2015-01-01'), source: 'S2' }]),
  ],
};

let input: Read;
let proposal: Proposal;
let e: Explanation;
beforeAll(async () => {
  input = read(parts, withRecords);
  proposal = await run(input);
  e = explain(proposal, input.round, input.policy);
});

const outcomes = (id: string): string => e.judgements(id, 'J1').filter((j) => j.rule === 'served' || j.rule === 'clean').map((j) => j.outcome).join(' ');
const said = (id: string, rule: string, locale: 'en' | 'id' = 'en'): string =>
  formatJudgement(e.judgements(id, 'J1').find((j) => j.rule === rule)!, { policy: input.policy.policy, round: input.round }, locale);

describe('a gate on stretches of time', () => {
  it.each([
    ['Long', 'pass pass'], // a year each, without a break between the two
    ['Short', 'fail pass'], // 17 months, and what is left of his record is known and does not count
    ['Open', 'unknown pass'], // 22 months, and there may be more
    ['None', 'fail pass'],
    ['Nowhere', 'unknown unknown'],
    ['Raw', 'unknown pass'],
    ['Stated', 'pass pass'],
    ['Undated', 'unknown pass'],
    ['Punished', 'pass fail'], // its last day is the first of the window
    ['Before', 'pass pass'],
    ['Stale', 'pass unknown'], // looked at a year and a day ago, and that counts for a year
    ['Later', 'fail pass'], // the register speaks of a later day: nothing of it counts
  ])('%s: %s', (id, expected) => expect(outcomes(id)).toBe(expected));

  it('seats only who passes, and asks for what is missing with its cause', () => {
    expect(proposal.certain.seats.every(([id]) => ['Long', 'Stated', 'Before'].includes(id))).toBe(true);
    expect(proposal.worklist.filter((w) => w.attribute === 'posts' || w.attribute === 'discipline').map((w) => [w.id, w.attribute, w.cause, w.pairs, w.since])).toEqual(
      expect.arrayContaining([
        ['Nowhere', 'discipline', 'missing', 1, null],
        ['Nowhere', 'posts', 'missing', 1, null],
        ['Open', 'posts', 'unchecked', 1, null],
        ['Raw', 'posts', 'unmapped', 1, '2026-10-01'],
        ['Stale', 'discipline', 'missing', 1, '2025-11-20'],
        ['Undated', 'posts', 'undated', 1, '2026-10-01'],
      ]),
    );
  });
});

describe('a judgement tells what was counted', () => {
  const served = 'has served: Time on record under “posts held” (deputy, head), in complete months, is';
  const COMPLETE = 'the record was confirmed complete up to 1 October 2026, which counts up to 21 November 2026 (Toy act, article 3, confidence V; register of 1 October 2026)';
  it.each([
    ['Long', 'served', `${served} 24; required: at least 24; on record: head from 1 January 2020 to 31 December 2020; deputy from 1 January 2021 to 31 December 2021; ${COMPLETE}`],
    ['Short', 'served', `${served} 17; required: at least 24; on record: head from 15 January 2024 to 30 June 2025; ${COMPLETE}`],
    ['Open', 'served', `${served} at least 20; required: at least 24; on record: head since 15 January 2025, known only up to 1 October 2026; nobody has confirmed that the record is complete (Toy act, article 3, confidence V; register of 1 October 2026)`],
    ['None', 'served', `${served} 0; required: at least 24; nothing is on record; ${COMPLETE}`],
    ['Nowhere', 'served', 'has served: posts held is not known: no record in the register (Toy act, article 3, confidence V)'],
    ['Raw', 'served', `has served: posts held is not known: the entry does not match the list of the rules; ${served.slice(12)} between 0 and 142; required: at least 24; on record: an entry that matches nothing in the list since 1 January 2015; ${COMPLETE}`],
    ['Stated', 'served', `${served} 30; required: at least 24; on record: head, 30 months, days not stated; ${COMPLETE}`],
    ['Punished', 'clean', 'no severe punishment: On record under “discipline” (severe) from 21 November 2024 to 21 November 2026: severe from 22 November 2023 to 21 November 2024; this rules it out (Toy act, article 4, confidence V; register of 1 October 2026)'],
    ['Before', 'clean', 'no severe punishment: Nothing is on record under “discipline” (severe) from 21 November 2024 to 21 November 2026; the record was confirmed complete up to 1 October 2026, which counts up to 21 November 2026 (Toy act, article 4, confidence V; register of 1 October 2026)'],
  ])('%s, %s', (id, rule, text) => expect(said(id, rule)).toBe(text));

  it('in Bahasa Indonesia as in English', () => {
    expect(said('Open', 'served', 'id')).toBe(
      'pernah menjabat: Masa yang tercatat pada “riwayat jabatan” (deputy, head), dalam bulan penuh: paling sedikit 20; syarat: paling sedikit 24; yang tercatat: head sejak 15 Januari 2025, hanya diketahui sampai 1 Oktober 2026; belum ada yang menyatakan bahwa riwayatnya lengkap (Toy act, article 3, tingkat keyakinan V; register tanggal 1 Oktober 2026)',
    );
    expect(said('Punished', 'clean', 'id')).toContain('Tercatat pada “hukuman disiplin” (severe) dari 21 November 2024 sampai 21 November 2026: severe dari 22 November 2023 sampai 21 November 2024; karena itu syarat ini tidak terpenuhi');
    expect(said('Stale', 'clean', 'id')).toContain('Belum diketahui apakah ada yang tercatat pada “hukuman disiplin” (severe) dari 21 November 2024 sampai 21 November 2026; tidak ada yang tercatat; riwayatnya baru dinyatakan lengkap sampai 20 November 2026 (Toy'); // the day the check was past its time
  });
});

it('a proposal is the same whatever the order of spells and checks', async () => {
  const turned = read({ ...parts, people: parts.people!.map((p) => ({ ...p, ...(p.spells && { spells: [...p.spells].reverse() }), ...(p.checked && { checked: [...p.checked].reverse() }) })) }, withRecords);
  expect(canonicalJson(turned.round)).toBe(canonicalJson(input.round));
  expect(canonicalJson(await run(turned))).toBe(canonicalJson(proposal));
});

it('the findings count spells that no rule reads, and not the checks of them', async () => {
  const { findings } = await run(
    read({ ...parts, people: [someone('A', [held('head', '2020-01-01'), held('clerk', '2019-01-01', '2019-06-30')], { checked: [{ attribute: 'discipline', source: 'S1' }] })] }, (policy) => {
      withRecords(policy);
      policy.gates = policy.gates.filter((g) => g.id !== 'served' && g.id !== 'clean');
    }),
  );
  expect(findings).toEqual([{ code: 'attribute-unused', attribute: 'posts', items: 2 }]);
});

it('a class or track that a post does not state is asked for, in conditions and for fits', async () => {
  const result = await run(
    read({ positions: [toyPost('J1', 'TOP'), toyPost('J2', 'TOP', { track: 'line', class: 5 })], people: [toyPerson({ id: 'A', exam: 50, skill: 50, rating: 50, senior: 1 })] }, (policy) => {
      policy.tracks = [{ id: 'line', label: { en: 'line' } }];
      policy.gates.push({ id: 'line', label: { en: 'line' }, citation: { own: 'a test' }, rule: { op: 'compare', left: { op: 'track', of: 'position' }, is: '=', right: { op: 'const', value: 'line' } } });
      policy.criteria[0]!.value = { op: 'class', of: 'position' };
    }),
  );
  expect(result.worklist.map((w) => [w.about, w.id, w.attribute, w.cause, w.moves, w.pairs, w.fits])).toEqual([
    ['position', 'J1', 'track', 'missing', 0, 1, 0],
    ['position', 'J1', 'class', 'missing', 0, 0, 1],
  ]);
});

it('a criterion on spells gives a fit with two ends where the record is not complete, and asks for the check', async () => {
  const curve = (policy: Policy): void => {
    withRecords(policy);
    policy.gates = policy.gates.filter((g) => g.id !== 'served' && g.id !== 'clean');
    policy.criteria[0]!.value = { op: 'piecewise', of: { op: 'monthsIn', attribute: 'posts', values: ['head'] }, mode: 'linear', points: [[0, 0], [100, 100]] };
  };
  const fitOf = async (checks: object[]): Promise<unknown> => {
    const result = await run(read({ ...parts, people: [someone('A', [held('head', '2022-11-22')], { checked: checks })] }, curve));
    return [result.certain.moves[0]?.fit?.parts[0], result.worklist.map((w) => `${w.attribute} ${w.cause} ${w.fits}`)];
  };
  // 48 months to the day of the round included, at 60 of 100; 46 to the day of the register that nobody checked
  expect(await fitOf(checked)).toEqual([{ criterion: 'exam', low: 288_000, high: 288_000 }, []]);
  expect(await fitOf([])).toEqual([{ criterion: 'exam', low: 276_000, high: 600_000 }, ['posts unchecked 1']]);
});

it('a round read under other tracks is not taken for one of this policy', async () => {
  const { round } = read({ positions: [toyPost('J1', 'TOP', { track: 'line' })], people: [] }, (policy) => void (policy.tracks = [{ id: 'line', label: { en: 'line' } }]));
  await expect(run({ round, policy: read({}).policy })).rejects.toMatchObject({ code: 'E_POLICY_HASH' });
});

it('an entry that could not be mapped is named before one without days, whichever comes first', async () => {
  const raw = { attribute: 'posts', unmapped: 'acting head', source: 'S1' };
  const bare = { attribute: 'posts', value: 'head', source: 'S1' };
  const { worklist } = await run(
    read({ ...parts, people: [someone('A', [bare, { ...raw, from: '2025-01-01' }]), someone('B', [{ ...raw, date: '2026-01-01' }, bare]), someone('C', [{ ...bare, date: '2026-01-01' }, { ...bare, date: '2026-03-01' }, { ...bare, date: '2026-02-01' }])] }, withRecords),
  );
  expect(worklist.filter((w) => w.attribute === 'posts').sort((a, b) => (a.id < b.id ? -1 : 1)).map((w) => [w.id, w.cause, w.since])).toEqual([
    ['A', 'unmapped', '2026-10-01'],
    ['B', 'unmapped', '2026-01-01'],
    ['C', 'undated', '2026-03-01'],
  ]);
});

it('posts that count other posts as equivalent are asked apart', async () => {
  const two = { positions: [toyPost('J1', 'TOP', { attributes: { field: 'common', counts: ['head'] } }), toyPost('J2', 'TOP', { attributes: { field: 'common', counts: ['clerk', 'head'] } })], people: [someone('A', [held('head', '2024-01-01', '2024-12-31'), held('clerk', '2025-01-01', '2025-12-31')])] };
  const { certain } = await run(read({ ...parts, ...two }, withRecords));
  expect(certain.seats).toEqual([['A', 'J2']]);
});

it('a judgement carries what was counted as data', () => {
  expect(e.judgements('Short', 'J1').find((j) => j.rule === 'served')?.compared).toEqual([
    {
      left: {
        of: 'computed',
        name: 'monthsIn',
        value: 17,
        counted: [
          {
            attribute: 'posts',
            values: ['deputy', 'head'],
            from: null,
            to: null,
            known: true,
            checked: { source: 'S1', date: '2026-10-01', until: '2026-11-21' },
            complete: true,
            spells: [{ value: 'head', from: '2024-01-15', to: '2025-06-30', knownTo: null, months: null, source: 'S1', date: '2026-10-01' }],
          },
        ],
      },
      is: '>=',
      right: { of: 'fixed', name: 'const', value: 24 },
      truth: false,
    },
  ]);
  expect(e.judgements('Before', 'J1').find((j) => j.rule === 'clean')?.compared).toMatchObject([{ left: { name: 'occurs', value: false, counted: [{ from: '2024-11-21', to: null, spells: [] }] }, truth: false }]);
});
