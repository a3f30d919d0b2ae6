import { describe, expect, it } from 'vitest';
import { auditRules, electionLocks } from '../../src/asn/index.js';
import { breachesOf } from '../../src/auditing/breaches.js';
import { BreachRule, type Holding, type Past } from '../../src/auditing/past.js';
import { caseOf, considered, studyOf } from '../auditing/support/study.js';

const ELECTION = { candidates: '2029-09-01', termEnds: '2030-03-01', inaugurated: '2025-03-03' };
const RULES = auditRules({ elections: [ELECTION] });

const POSITIONS: NonNullable<Past['positions']> = [
  { id: 'staff', level: 'PELAKSANA', class: 6 }, { id: 'section', level: 'PENGAWAS', class: 9 }, { id: 'section-8', level: 'PENGAWAS', class: 8 },
  { id: 'division', level: 'ADMINISTRATOR', class: 11 }, { id: 'agency', level: 'JPT_PRATAMA', class: 14 }, { id: 'unmapped' },
];
const LEVELS = ['PELAKSANA', 'PENGAWAS', 'ADMINISTRATOR', 'JPT_PRATAMA', 'JPT_MADYA', 'JPT_UTAMA'];

type Given = Partial<Past> & { readonly case?: Parameters<typeof caseOf>[0] };
interface Row {
  readonly keeps: Given;
  readonly breaks: Given;
  readonly unknown: Given;
}

const post = (position: string, from: string, rest: Partial<Holding> = {}): Holding => ({ person: 'p', position, from, kind: 'entry', ...rest });
const move = (from: string, since: string, to: string, on: string, rest: Partial<Holding> = {}): Given => ({ roster: [post(from, since), { person: 'p', position: to, from: on, ...rest }] });
const acting = (position: string, from: string, to: string): Holding => ({ person: 'p', position, from, to, acting: true });
const open = (noticed: number | null, closed: number | null): Given => ({ case: { id: 'd', noticed, closed } });
const winner = (eligible: 'yes' | 'no' | 'unknown'): Given => ({ case: { id: 'd', people: [considered({ person: 'p', chosen: true, eligible })] } });

/** For each rule people who keep it, who break it, and of whom it is not known. The boundary is the day itself wherever a rule has one. */
const ROWS: Readonly<Record<string, Row>> = {
  'time-in-post': { keeps: move('section', '2022-05-01', 'section-8', '2024-05-01'), breaks: move('section', '2022-05-01', 'division', '2024-04-30'), unknown: { roster: [{ person: 'p', position: 'section', from: '2024-04-30' }] } },
  'jpt-two-years': { keeps: move('agency', '2022-05-01', 'division', '2024-05-01'), breaks: move('agency', '2022-05-01', 'division', '2024-04-30'), unknown: move('unmapped', '2022-05-01', 'division', '2024-04-30') },
  'one-level': { keeps: move('section', '2020-01-01', 'division', '2024-04-30'), breaks: move('section', '2020-01-01', 'agency', '2024-04-30'), unknown: move('unmapped', '2020-01-01', 'agency', '2024-04-30') },
  'consent-to-lower': { keeps: move('section', '2020-01-01', 'section-8', '2024-04-30', { consent: 'surat 1' }), breaks: move('section', '2020-01-01', 'section-8', '2024-04-30'), unknown: move('unmapped', '2020-01-01', 'section', '2024-04-30') },
  'acting-length': { keeps: { roster: [acting('division', '2024-01-01', '2024-06-30')] }, breaks: { roster: [acting('division', '2024-01-01', '2024-07-01')] }, unknown: {} },
  'acting-to-definitive': {
    keeps: { candidates: [], roster: [acting('division', '2024-01-01', '2024-05-31'), post('division', '2024-06-01')], case: { id: 'd', position: 'division', on: '2024-05-20', people: [considered({ person: 'p', chosen: true }), considered({ person: 'q' })] } },
    breaks: { candidates: [], roster: [acting('division', '2024-01-01', '2024-05-31'), post('division', '2024-06-01')] },
    unknown: { roster: [acting('division', '2024-01-01', '2024-05-31'), post('division', '2024-06-01')] },
  },
  'one-definitive-post': { keeps: { roster: [post('section', '2020-01-01', { to: '2024-06-01' }), post('division', '2024-06-01')] }, breaks: { roster: [post('section', '2020-01-01', { to: '2024-06-02' }), post('division', '2024-06-01')] }, unknown: move('section', '2020-01-01', 'division', '2024-06-01') },
  'after-retirement': {
    keeps: { people: [{ id: 'p', retires: '2024-06-01' }], roster: [post('section', '2024-05-31')] },
    breaks: { people: [{ id: 'p', retires: '2024-06-01' }], roster: [post('section', '2024-06-01')] },
    unknown: { people: [{ id: 'p' }], roster: [post('section', '2024-06-01')] },
  },
  announcement: { keeps: open(19_000, 19_015), breaks: open(19_000, 19_014), unknown: open(19_000, null) },
  'meets-the-requirements': { keeps: winner('yes'), breaks: winner('no'), unknown: winner('unknown') },
  'election-lock-before-2029-09-01': { keeps: move('section', '2020-01-01', 'division', '2029-02-28'), breaks: move('section', '2020-01-01', 'division', '2029-03-01'), unknown: {} },
  'election-lock-after-2025-03-03': { keeps: move('section', '2020-01-01', 'division', '2025-09-04'), breaks: move('section', '2020-01-01', 'division', '2025-09-03'), unknown: {} },
};

const answer = (rule: BreachRule, { case: decision, ...past }: Given) => breachesOf(studyOf({ rules: [rule], cases: decision ? [caseOf(decision)] : [], past: { levels: LEVELS, positions: POSITIONS, ...past } }));

describe('the Indonesian rules of an audit', () => {
  it('are those that have people who keep, break and leave them open', () => expect(Object.keys(ROWS).sort()).toEqual(RULES.map((r) => r.id).sort()));
  it.each(RULES.map((r) => [r.id, r] as const))('%s: kept, broken, unknown', (id, rule) => {
    expect(BreachRule.parse(rule)).toEqual(rule);
    const { keeps, breaks, unknown } = ROWS[id]!;
    const [kept, broken, open] = [answer(rule, keeps), answer(rule, breaks), answer(rule, unknown)];
    expect([kept.findings.length, kept.cannot]).toEqual([0, []]);
    expect([broken.findings.map((f) => f.rule?.id), broken.cannot]).toEqual([[id], []]);
    expect([open.findings.length, open.cannot.length]).toEqual([0, 1]);
  });
  it('are breaches where the text or a report of it was read, flags elsewhere', () => {
    const read = RULES.filter((r) => 'confidence' in r.citation && ['V', 'N'].includes(r.citation.confidence)).map((r) => r.id);
    expect(read).toEqual(['time-in-post', 'jpt-two-years', 'one-level', 'after-retirement', 'meets-the-requirements', 'election-lock-before-2029-09-01', 'election-lock-after-2025-03-03']);
    for (const rule of RULES) expect(answer(rule, ROWS[rule.id]!.breaks).findings[0]?.kind, rule.id).toBe(read.includes(rule.id) ? 'breach' : 'flag');
  });
  it('have the windows that the gates of a round have, for several elections side by side', () => {
    const text = JSON.stringify(electionLocks(ELECTION).gates);
    for (const r of RULES) if (r.kind === 'freeze') for (const end of [r.from, r.to]) expect(text).toContain(`"value":"${end}"`);
    const ids = auditRules({ elections: [ELECTION, { candidates: '2024-09-22', termEnds: '2025-02-20' }] }).map((r) => r.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(RULES.length + 1);
    expect(auditRules()).toHaveLength(RULES.length - 2);
    expect(() => auditRules({ elections: [{ candidates: '2029-09-01' }] })).toThrow(/the day candidates are determined and the day the term ends/);
  });
});
