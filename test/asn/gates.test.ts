import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exampleCity, exampleProvince, national } from '../../src/asn/index.js';
import { factsOf, gatesOf } from '../../src/eligibility/index.js';
import { parseRound, propose, type Finding, type Policy, type Round, type SealedPolicy } from '../../src/index.js';
import { readsOf } from '../../src/policy/index.js';
import { roundOf, sealed, verdict, verdicts, type Case } from './people.js';

/** Somebody who passes, somebody who fails and somebody of whom it is not known; or why the latter cannot be. */
type Row = readonly [pass: Case, fail: Case, unknown: Case | 'always known'];

const both = (common: Case, ...[pass, fail, unknown]: readonly [Case, Case, Case | 'always known']): Row => {
  const merged = (one: Case): Case => ({ ...common, ...one, has: { ...common.has, ...one.has }, spells: { ...common.spells, ...one.spells }, post: { ...common.post, ...one.post } });
  return [merged(pass), merged(fail), unknown === 'always known' ? unknown : merged(unknown)];
};

const has = (attribute: string, value: NonNullable<Case['has']>[string]): Case => ({ has: { [attribute]: value } });
const spell = (attribute: string, ...list: NonNullable<NonNullable<Case['spells']>[string]>): Case => ({ spells: { [attribute]: list } });
const checked = (...checked: string[]): Case => ({ checked });

const ADMINISTRATOR: Case = { seat: ['ADMINISTRATOR', 'JA'] }; // towards JPT pratama, unless said otherwise
const PENGAWAS: Case = { seat: ['PENGAWAS', 'JA'], to: ['ADMINISTRATOR', 'JA'] };
const STAFF: Case = { seat: ['PELAKSANA', 'JA'], to: ['PENGAWAS', 'JA'] };
const PRATAMA: Case = { seat: ['JPT_PRATAMA', 'JPT'], to: ['JPT_MADYA', 'JPT'] };
const MADYA: Case = { seat: ['JPT_MADYA', 'JPT'], to: ['JPT_UTAMA', 'JPT'] };
const LATERAL: Case = { seat: ['ADMINISTRATOR', 'JA'], to: ['ADMINISTRATOR', 'JA'] };

const education = (to: string, enough: string, less: string): Row => both({ to: [to, to.startsWith('JPT') ? 'JPT' : 'JA'] }, has('education', enough), has('education', less), {});
const two = (first: string, second: string): Case => spell('performance', [first, '2024-01-01', '2024-12-31'], [second, '2025-01-01', '2025-12-31']);
const performance = (common: Case): Row => both(common, { ...two('BAIK', 'SANGAT_BAIK'), ...checked('performance') }, two('BAIK', 'KURANG'), two('BAIK', 'SANGAT_BAIK'));
/** Nothing of the kind in a complete record, one of the kind, and a record that nobody confirmed. */
const none = (common: Case, attribute: string, bad: Case, harmless: Case = {}): Row => both(common, { ...harmless, ...checked(attribute) }, bad, harmless);
const truth = (common: Case, attribute: string): Row => both(common, has(attribute, true), has(attribute, false), {});
const levels = (of: number): NonNullable<Case['has']> => Object.fromEntries(['M01', 'M02', 'M03', 'M04', 'M05', 'M06', 'M07', 'M08', 'S01'].map((id) => [id, of]));

const NATIONAL: Readonly<Record<string, Row>> = {
  'education-jpt-utama': education('JPT_UTAMA', 'S1_D4', 'D3'),
  'education-jpt-madya': education('JPT_MADYA', 'S2', 'D3'),
  'education-jpt-pratama': education('JPT_PRATAMA', 'S1_D4', 'D3'),
  'education-administrator': education('ADMINISTRATOR', 'S1_D4', 'D3'),
  'education-pengawas': education('PENGAWAS', 'D3', 'SLTA'),
  'education-pelaksana': education('PELAKSANA', 'SLTA', 'BELOW_SLTA'),
  'field-of-study-standard': both({ post: { field: 'HEALTH', fieldsRelated: ['HEALTH', 'PHARMACY'], fieldStandard: 'RELATED' } }, has('educationField', 'PHARMACY'), { ...has('educationField', 'PHARMACY'), post: { fieldStandard: 'LINEAR' } }, {}),
  'rank-minimum': both({ post: { minRank: 14 } }, has('rank', 13), has('rank', 12), {}),
  'prior-post-jpt-utama': both(MADYA, spell('posts', ['JF_AHLI_UTAMA', 24]), { ...spell('posts', ['JPT_PRATAMA', 240], ['JPT_MADYA', '2024-11-23']), ...checked('posts') }, spell('posts', ['JPT_PRATAMA', 240])),
  'prior-post-jpt-madya': both(PRATAMA, { ...spell('posts', ['JPT_PRATAMA', '2024-11-21']), ...checked('posts') }, { ...spell('posts', ['ADMINISTRATOR', 240]), ...checked('posts') }, {}),
  'prior-post-jpt-pratama': both(ADMINISTRATOR, { ...spell('posts', ['JF_AHLI_MADYA', 12], ['ADMINISTRATOR', '2025-11-21']), ...checked('posts') }, { ...spell('posts', ['ADMINISTRATOR', 23]), ...checked('posts') }, spell('posts', ['ADMINISTRATOR', 23])),
  // three years in the post and none in its field do not count
  'prior-post-administrator': both(
    { ...PENGAWAS, post: { fieldsRelated: ['HEALTH'] } },
    { spells: { posts: [['PENGAWAS', '2020-01-01', '2023-01-01']], fieldWork: [['HEALTH', 36]] } },
    { spells: { posts: [['PENGAWAS', '2020-01-01', '2023-01-01']], fieldWork: [['TRADE', 36]] }, ...checked('fieldWork') },
    spell('posts', ['PENGAWAS', '2020-01-01', '2023-01-01']),
  ),
  'prior-post-pengawas': both(
    { ...STAFF, post: { fieldsRelated: ['HEALTH'] } },
    { spells: { posts: [['JF_AHLI_PERTAMA', 20], ['PELAKSANA', 28]], fieldWork: [['HEALTH', 48]] } },
    { spells: { posts: [['PELAKSANA', 47]], fieldWork: [['HEALTH', 48]] }, ...checked('posts') },
    spell('fieldWork', ['HEALTH', 48]),
  ),
  'field-experience-jpt-utama': both({ ...MADYA, post: { fieldsRelated: ['HEALTH'] } }, spell('fieldWork', ['HEALTH', 120]), { ...spell('fieldWork', ['HEALTH', 119]), ...checked('fieldWork') }, {}),
  'field-experience-jpt-madya': both({ ...PRATAMA, post: { fieldsRelated: ['HEALTH', 'LAW'] } }, spell('fieldWork', ['HEALTH', 44], ['LAW', 40]), { ...spell('fieldWork', ['TRADE', 84]), ...checked('fieldWork') }, {}),
  'field-experience-jpt-pratama': both(ADMINISTRATOR, { ...spell('fieldWork', ['HEALTH', 60]), post: { fieldsRelated: ['HEALTH'] } }, { ...spell('fieldWork', ['HEALTH', 60]), ...checked('fieldWork'), post: { fieldsRelated: ['LAW'] } }, spell('fieldWork', ['HEALTH', 60])),
  'age-jpt-utama': both(MADYA, { born: '1968-11-21' }, { born: '1968-10-21' }, {}),
  'age-jpt-madya': both(PRATAMA, { born: '1968-11-21' }, { born: '1968-10-21' }, {}),
  'age-jpt-pratama': both(ADMINISTRATOR, { born: '1970-11-21' }, { born: '1970-10-21' }, {}),
  'retirement-age': both({ to: ['ADMINISTRATOR', 'JF'] }, { born: '1967-01-01' }, { born: '1967-01-01', to: ['ADMINISTRATOR', 'JA'] }, { born: '1967-01-01', to: ['ADMINISTRATOR'] }),
  'retirement-margin': both(ADMINISTRATOR, { born: '1967-11-21' }, { born: '1967-11-20', asOf: '2026-11-20', to: ['PENGAWAS', 'JA'] }, {}),
  'performance-jpt': performance(ADMINISTRATOR),
  'performance-ja': performance(PENGAWAS),
  'performance-mutation': performance(LATERAL),
  integrity: truth(ADMINISTRATOR, 'integrity'),
  health: truth(PENGAWAS, 'healthy'),
  'integrity-others': truth(STAFF, 'integrity'),
  'health-others': truth(MADYA, 'healthy'),
  'integrity-jpt-madya': truth(PRATAMA, 'integrity'),
  'health-jpt-madya': truth(PRATAMA, 'healthy'),
  'asset-report': truth(ADMINISTRATOR, 'assetReport'),
  'tax-report': truth(PRATAMA, 'taxReport'),
  'discipline-selection': none(ADMINISTRATOR, 'discipline', spell('discipline', ['LIGHT', '2026-11-21', '2026-11-21']), spell('discipline', ['SEVERE', '2020-01-01', '2026-11-20'])),
  'proceedings-selection': none(ADMINISTRATOR, 'proceedings', { ...spell('proceedings', ['COURT', '2026-05-01']), ...checked('proceedings') }),
  'discipline-serving': none(LATERAL, 'discipline', spell('discipline', ['MEDIUM', '2026-06-01', '2027-05-31']), spell('discipline', ['LIGHT', '2026-11-01'])),
  'discipline-medium': none(PENGAWAS, 'discipline', spell('discipline', ['MEDIUM', '2024-01-01', '2024-11-21']), spell('discipline', ['MEDIUM', '2024-01-01', '2024-11-20'])),
  'discipline-severe': none(PENGAWAS, 'discipline', spell('discipline', ['SEVERE', '2021-01-01', '2021-12-31']), spell('discipline', ['SEVERE', '2020-01-01', '2020-12-31'])),
  'proceedings-mutation': none(LATERAL, 'proceedings', { ...spell('proceedings', ['DISCIPLINE', '2026-11-01']), ...checked('proceedings') }),
  'study-bond': both(LATERAL, has('studyBond', false), has('studyBond', true), {}),
  'audit-findings': truth(LATERAL, 'auditClear'),
  'leadership-training-madya': both(PRATAMA, spell('leadershipTraining', ['PIM_II', '2010-05-01', '2010-09-01']), checked('leadershipTraining'), {}),
  'leadership-training': both(ADMINISTRATOR, spell('leadershipTraining', ['PKA', '2020-05-01', '2020-09-01']), { ...spell('leadershipTraining', ['PKP', '2018-05-01', '2018-09-01']), ...checked('leadershipTraining') }, {}),
  'certificate-standard': both({ post: { certificate: 'AUDITOR' } }, spell('certificates', ['AUDITOR', '2024-01-01', '2026-12-31']), { ...spell('certificates', ['AUDITOR', '2021-01-01', '2023-12-31'], ['SURVEYOR', '2024-01-01']), ...checked('certificates') }, {}),
  'assessment-valid': both(ADMINISTRATOR, has('assessedOn', '2023-11-21'), has('assessedOn', '2023-10-21'), {}),
  'assessment-match': both(
    { ...ADMINISTRATOR, post: { requiredLevel: 4 } },
    { has: { ...levels(5), M02: 1, M03: 1, M04: 3 } }, // 29 of 36
    { has: { ...levels(5), M02: 1, M03: 1, M04: 2 } }, // 28 of 36: surplus elsewhere hides no gap
    { has: { M02: 1, M03: 1, M04: 5, M05: 5, M06: 5, M07: 5, M08: 5, S01: 5 } }, // 27 to 30
  ),
  'time-in-post': both(LATERAL, { since: '2024-11-21' }, { since: '2024-11-22' }, {}),
  'time-in-post-long': both(LATERAL, { since: '2021-11-21' }, { since: '2021-10-21' }, {}),
  'jpt-lateral-time': both({ seat: ['JPT_PRATAMA', 'JPT'], to: ['JPT_PRATAMA', 'JPT'] }, { since: '2021-11-21' }, { since: '2021-10-21' }, {}),
  'jpt-term': both({ seat: ['JPT_PRATAMA', 'JPT'], to: ['JPT_PRATAMA', 'JPT'] }, { since: '2021-11-21' }, { since: '2021-10-21' }, {}),
  'decree-date': both({ ...LATERAL, since: '2023-01-02' }, has('lastDecree', '2023-01-02'), has('lastDecree', '2025-08-01'), {}),
  'one-level': both({}, ADMINISTRATOR, { seat: ['PENGAWAS', 'JA'] }, 'always known'),
  'succession-pool': both(ADMINISTRATOR, has('box', 7), has('box', 6), {}),
  'appointed-here': both(ADMINISTRATOR, { post: { appointedBy: 'OWN' } }, { post: { appointedBy: 'GOVERNOR' } }, {}),
  available: none(LATERAL, 'away', { ...spell('away', ['STUDY_OVER_6_MONTHS', '2026-01-01']), ...checked('away') }),
  'claim-to-return': none({ seat: null }, 'away', spell('away', ['UNPAID_LEAVE', '2024-01-01', '2026-06-30'])),
  'acting-definitive': none(ADMINISTRATOR, 'acting', spell('acting', ['PLT_HIGHER', '2026-02-01', '2026-07-31']), spell('acting', ['PLT_HIGHER', '2025-02-01', '2025-07-31'])),
  'acting-length': both(ADMINISTRATOR, checked('acting'), spell('acting', ['PLT_SAME', '2025-11-21', '2026-02-28'], ['PLT_HIGHER', '2026-03-01', '2026-06-30']), spell('acting', ['PLT_SAME', '2026-01-01', '2026-02-28'])),
};

const locks: Record<'before' | 'after', Row> = {
  before: [{ asOf: '2029-02-28' }, { asOf: '2029-03-01' }, 'always known'],
  after: [{ asOf: '2025-09-04' }, { asOf: '2025-09-03' }, 'always known'],
};

const PROVINCE: Readonly<Record<string, Row>> = {
  ...NATIONAL,
  'rank-minimum': both({}, has('rank', 14), has('rank', 13), {}),
  'promotion-boxes': both(ADMINISTRATOR, has('box', 8), has('box', 6), {}),
  'rotation-boxes': both(LATERAL, has('box', 2), has('box', 1), {}),
  'election-lock-after': locks.after,
};

const CITY: Readonly<Record<string, Row>> = {
  ...NATIONAL,
  'retirement-margin': both(ADMINISTRATOR, { born: '1968-11-21' }, { born: '1968-10-21' }, {}),
  'election-lock-before': locks.before,
};

const SENIOR: Case = { seat: ['SENIOR', 'ENGINEERING'], to: ['STAFF', 'ENGINEERING'] };
const COMPANY: Readonly<Record<string, Row>> = {
  clearance: both({ ...SENIOR, post: { cleared: true } }, has('clearance', true), has('clearance', false), {}),
  'time-on-level': both(SENIOR, spell('ladder', ['SENIOR', 18]), { ...spell('ladder', ['SENIOR', 17], ['ASSOCIATE', 30]), ...checked('ladder') }, spell('ladder', ['SENIOR', 17])),
  'no-warning': none(SENIOR, 'warnings', spell('warnings', ['CONDUCT', '2026-01-01', '2026-01-01']), spell('warnings', ['CONDUCT', '2025-01-01', '2025-01-01'])),
  domain: both({ seat: ['STAFF', 'PEOPLE'], to: ['DIRECTOR', 'PEOPLE'], post: { domain: 'DATA' } }, has('domains', ['DATA', 'WEB']), has('domains', ['WEB']), {}),
};
const company = JSON.parse(readFileSync(new URL('../../examples/company/policy.json', import.meta.url), 'utf8')) as Policy;

const PACKS = [
  { name: 'national', policy: sealed(national), rows: NATIONAL },
  { name: 'exampleProvince', policy: sealed(national, exampleProvince), rows: PROVINCE },
  { name: 'exampleCity', policy: sealed(national, exampleCity), rows: CITY },
  { name: 'exampleProvince, then exampleCity', policy: sealed(national, exampleProvince, exampleCity), rows: { ...PROVINCE, ...CITY, 'rank-minimum': PROVINCE['rank-minimum']! } },
  { name: 'examples/company', policy: sealed(company), rows: COMPANY },
];

describe.each(PACKS)('the gates of $name', ({ policy, rows }) => {
  it('have each a row of three people, and no row is left over', () => expect(Object.keys(rows).sort()).toEqual(policy.policy.gates.map((g) => g.id).sort()));

  it.each(policy.policy.gates.map((g) => g.id))('%s passes, fails and is unknown', (id) => {
    const [pass, fail, unknown] = rows[id]!;
    expect({ pass: verdict(policy, id, pass), fail: verdict(policy, id, fail) }).toMatchObject({ pass: { outcome: 'pass', asked: true }, fail: { outcome: 'fail', asked: true } });
    if (unknown === 'always known') {
      // it reads levels and the day of the round alone, and a round states both
      const { when, rule } = policy.policy.gates.find((g) => g.id === id)!;
      const reads = readsOf(when, rule);
      expect([...reads.person, ...reads.position, ...reads.dates]).toEqual([]);
      return;
    }
    const judged = verdict(policy, id, unknown);
    expect(judged).toMatchObject({ outcome: 'unknown', asked: true });
    expect(judged.missing).not.toEqual([]); // what to bring is always said
  });

  it('know of nobody what a check of 2010 says: not that a record is clean today, nor that it shows too little', () => {
    const resting = Object.entries(rows).flatMap(([id, [pass, fail]]) => [pass, fail].filter((one) => one.checked).map((one) => [id, one] as const));
    const outcomes = (checkedOn?: string): readonly string[] => resting.map(([id, one]) => `${id} ${verdict(policy, id, checkedOn === undefined ? one : { ...one, checkedOn }).outcome}`);
    expect(resting.length).toBeGreaterThan(1);
    expect(outcomes('2010-01-01')).toEqual(resting.map(([id]) => `${id} unknown`));
    expect(outcomes().filter((told) => told.endsWith('unknown'))).toEqual([]);
  });

  it('never fail somebody of whom nothing is known, but where levels alone decide', () => {
    const { levels, tracks = [], gates } = policy.policy;
    const fixed = new Set(gates.filter((g) => rows[g.id]![2] === 'always known').map((g) => g.id));
    const seat = levels[Math.floor(levels.length / 2)]!.id;
    for (const [k, level] of levels.entries()) {
      const track = tracks[k % tracks.length]!.id;
      for (const to of [[level.id], [level.id, track]] as const) {
        const failed = verdicts(policy, { to, seat: [seat, track] }).filter((v) => v.outcome === 'fail' && !fixed.has(v.rule));
        expect(failed.map((v) => v.rule), `into ${to.join(' ')}`).toEqual([]);
      }
    }
  });
});

describe('the gates of national, case by case', () => {
  const policy = sealed(national);
  const outcomes = (of: Case, ...ids: readonly string[]): readonly string[] => ids.map((id) => verdict(policy, id, of)).map((v) => `${v.rule} ${v.asked ? v.outcome : 'not asked'}${v.binding ? '' : ', flag'}`);
  const EXPERT: Case = { seat: ['JPT_PRATAMA', 'JF'], born: '1967-06-01' };
  const HEAD: Case = { ...EXPERT, seat: ['JPT_PRATAMA', 'JPT'] };
  const ASKED = ['age-jpt-pratama', 'prior-post-jpt-pratama', 'field-experience-jpt-pratama', 'integrity', 'health', 'performance-jpt', 'discipline-selection', 'proceedings-selection', 'asset-report', 'tax-report'];

  it('ask of a JF ahli utama of 59 who enters JPT pratama what they ask of everybody who enters it, and nothing of it of who is there already', () => {
    expect(outcomes(EXPERT, ...ASKED)).toEqual(['age-jpt-pratama fail', ...ASKED.slice(1).map((id) => `${id} unknown`)]);
    expect(outcomes(HEAD, ...ASKED)).toEqual(ASKED.map((id) => `${id} not asked`));
    expect(outcomes({ ...HEAD, seat: ['JPT_MADYA', 'JPT'] }, ...ASKED)).toEqual(ASKED.map((id) => `${id} not asked`));
    expect(outcomes({ ...EXPERT, seat: null }, ...ASKED)).toEqual(outcomes(EXPERT, ...ASKED));
    expect(outcomes({ ...EXPERT, since: '2019-01-01' }, 'jpt-lateral-time', 'jpt-term')).toEqual(['jpt-lateral-time not asked, flag', 'jpt-term not asked']);
  });

  it('let integrity and health bind on the way into JPT madya, where the notice says the same, and flag where no text was read', () => {
    const into = (seat: string, to: string): readonly string[] => outcomes({ seat: [seat, seat.startsWith('JPT') ? 'JPT' : 'JA'], to: [to, to.startsWith('JPT') ? 'JPT' : 'JA'], has: { integrity: false, healthy: false } }, 'integrity', 'integrity-jpt-madya', 'integrity-others', 'health', 'health-jpt-madya', 'health-others').filter((o) => !o.includes('not asked'));
    expect(into('JPT_PRATAMA', 'JPT_MADYA')).toEqual(['integrity-jpt-madya fail', 'health-jpt-madya fail']);
    expect(into('ADMINISTRATOR', 'JPT_PRATAMA')).toEqual(['integrity fail', 'health fail']);
    expect(into('JPT_MADYA', 'JPT_UTAMA')).toEqual(['integrity-others fail, flag', 'health-others fail, flag']);
    expect(into('PELAKSANA', 'PENGAWAS')).toEqual(['integrity-others fail, flag', 'health-others fail, flag']);
  });

  it('ask an administrator to be for three years in the post below and three in the field, each by its own record', () => {
    const prior = (post: number, field: number): string => verdict(policy, 'prior-post-administrator', { ...PENGAWAS, post: { fieldsRelated: ['HEALTH'] }, spells: { posts: [['PENGAWAS', post]], fieldWork: [['HEALTH', field]] }, ...checked('posts', 'fieldWork') }).outcome;
    expect([prior(36, 36), prior(35, 36), prior(36, 35), prior(36, 0)]).toEqual(['pass', 'fail', 'fail', 'fail']);
  });

  it('take two predicates of one year that contradict each other for no good year, and a predicate dated a day late for that year', () => {
    const judged = (...list: NonNullable<NonNullable<Case['spells']>[string]>): string => verdict(policy, 'performance-jpt', { ...ADMINISTRATOR, ...spell('performance', ...list), ...checked('performance') }).outcome;
    const GOOD = ['BAIK', '2024-01-01', '2024-12-31'] as const;
    expect(judged(GOOD, ['BAIK', '2025-01-02', '2025-12-31'])).toBe('pass');
    expect(judged(GOOD, ['BAIK', '2025-01-01', '2025-12-30'])).toBe('pass');
    expect(judged(['BAIK', '2024-01-02', '2025-01-01'])).toBe('fail'); // of 2024, not of 2025 as well
    expect(judged(['KURANG', '2023-01-02', '2024-01-01'], GOOD, ['BAIK', '2025-01-01', '2025-12-31'])).toBe('pass');
    expect(judged(GOOD, ['BAIK', '2025-01-01', '2025-12-31'], ['KURANG', '2025-01-01', '2025-12-31'])).toBe('fail');
    expect(judged(['BAIK', '2025-01-01', '2025-12-31'])).toBe('fail'); // none for 2024
    expect(judged(GOOD, ['BAIK', '2026-01-01', '2026-06-30'])).toBe('fail'); // none for 2025
    expect(judged(['KURANG', '2023-01-01', '2023-12-31'], GOOD, ['SANGAT_BAIK', '2025-01-01', '2025-12-31'])).toBe('pass');
  });

  it('show a post that somebody else may fill and stop nobody by it, until a decree confirms the rule', () => {
    const here = (by: SealedPolicy, post: NonNullable<Case['post']>): string => (({ outcome, binding }) => `${outcome} ${binding}`)(verdict(by, 'appointed-here', { ...ADMINISTRATOR, post }));
    expect([{ appointedBy: 'OWN' }, { appointedBy: 'MINISTER' }, {}].map((post) => here(policy, post))).toEqual(['pass false', 'fail false', 'unknown false']);
    expect([{ appointedBy: 'OWN' }, { appointedBy: 'MINISTER' }, {}].map((post) => here(sealed(national, exampleCity), post))).toEqual(['pass true', 'fail true', 'unknown true']);
    expect(verdict(policy, 'route', ADMINISTRATOR)).toMatchObject({ outcome: 'pass' });
  });

  it('let nobody of a lower box into JPT through the pool of the province, from the same level either', () => {
    const province = sealed(national, exampleProvince);
    const boxes = (seat: NonNullable<Case['seat']>): readonly string[] => ['promotion-boxes', 'rotation-boxes'].filter((id) => verdict(province, id, { seat, has: { box: 1 } }).outcome === 'fail');
    expect([boxes(['ADMINISTRATOR', 'JA']), boxes(['JPT_PRATAMA', 'JF']), boxes(['JPT_PRATAMA', 'JPT'])]).toEqual([['promotion-boxes'], ['promotion-boxes'], ['rotation-boxes']]);
  });

  it('find who is in a JPT post for more than five years without an extension, and let him move', async () => {
    const plan = async (change: (round: Round) => Round): Promise<readonly Finding[]> => {
      const { round } = parseRound(change(roundOf({ ...HEAD, born: '1972-06-01', since: '2021-10-21' })), policy);
      return (await propose(round, policy)).findings.filter((f) => f.code === 'incumbent-fails');
    };
    expect(await plan((r) => r)).toEqual([{ code: 'incumbent-fails', person: 'P1', position: 'J0', rules: ['jpt-term'] }]);
    const extension = { person: 'P1', position: 'J0', rule: 'jpt-term', by: 'the appointing authority', on: '2026-10-01', document: 'Decree 9/2026', reason: 'extended on performance' };
    expect(await plan((r) => ({ ...r, waivers: [extension] }))).toEqual([]);
    const elsewhere = roundOf({ ...HEAD, since: '2021-10-21' });
    const { round } = parseRound({ ...elsewhere, units: [...elsewhere.units, { id: 'U2', name: 'Unit two' }], positions: elsewhere.positions.map((p) => (p.id === 'J1' ? { ...p, unit: 'U2' } : p)) }, policy);
    const facts = factsOf(round, policy.policy);
    expect(gatesOf(policy.policy).find((g) => g.id === 'jpt-term')!.outcome({ person: facts.people[0]!, position: facts.positions[1]!, round: facts.round })).toBe('pass');
    expect(outcomes({ ...PRATAMA, since: '2015-01-01' }, 'jpt-term')).toEqual(['jpt-term not asked']);
  });
});

describe('a post that the register shows as still held', () => {
  const policy = sealed(national);
  const GATE = 'prior-post-jpt-pratama'; // 24 months as administrator
  const since = (from: string, more: Case = {}): Case => ({ ...ADMINISTRATOR, ...spell('posts', ['ADMINISTRATOR', from]), ...more }); // by a register of 2024-01-01
  const outcome = (of: Case): string => verdict(policy, GATE, of).outcome;

  it('counts up to the day of an old register that nobody checked, and what came after is not known', () => {
    const judged = verdict(policy, GATE, since('2023-01-01'));
    expect(judged.outcome).toBe('unknown'); // 12 months are sure, 46 if he held it to this day
    expect(judged.missing).toEqual([{ about: 'person', attribute: 'posts', cause: 'unchecked' }]);
    expect(judged.compared[0]?.left).toMatchObject({ value: { low: 12 }, counted: [{ checked: null, complete: false, spells: [{ from: '2023-01-01', to: null, knownTo: '2024-01-01' }] }] });
    expect(outcome(since('2022-01-02'))).toBe('pass'); // 24 months are over by the day of the register itself
    expect(outcome(since('2022-01-03'))).toBe('unknown');
  });

  it('counts up to the day a check vouches for it, a year after it at most', () => {
    const on = (checkedOn: string): string => outcome(since('2023-01-01', { checked: ['posts'], checkedOn }));
    expect([on('2023-12-30'), on('2023-12-31'), on('2026-11-21')]).toEqual(['unknown', 'pass', 'pass']);
    // known to the day of the round and too short: fails; vouched for a day less: unknown
    const short = (checkedOn: string): string => outcome(since('2025-06-01', { checked: ['posts'], checkedOn }));
    expect([short('2025-11-20'), short('2025-11-21')]).toEqual(['unknown', 'fail']);
  });
});
