import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/auditing/case.js';
import { casesOfDay } from '../../src/auditing/days.js';
import type { Past } from '../../src/auditing/past.js';
import type { AuditDay } from '../../src/auditing/study.js';
import { explain, MeritError, parseRound, propose, seal, type Round, type SealedPolicy } from '../../src/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { caseOf, considered } from './support/study.js';

const waivable = seal(toyPolicy((policy) => {
  policy.gates[0]!.waivable = { source: 'Toy act, article 9', confidence: 'V' };
  policy.gates[1]!.citation = { source: 'hearsay', confidence: 'm' };
  policy.gates.push({ id: 'rated', label: { en: 'is rated' }, citation: { source: 'Toy act, article 3', confidence: 'V' }, onlyForMoves: true, rule: { op: 'compare', left: { op: 'person', attribute: 'rating' }, is: '>=', right: { op: 'const', value: 50 } } });
}));
const without = (id: string, values: Omit<Parameters<typeof toyPerson>[0], 'id'>, attribute: string): Round['people'][number] => {
  const person = toyPerson({ id, ...values });
  return { ...person, evidence: person.evidence.filter((e) => e.attribute !== attribute) };
};
const PEOPLE: Round['people'] = [
  toyPerson({ id: 'A', exam: 90, skill: 80, rating: 70, cleared: false }), // fails, with a waiver for J1
  toyPerson({ id: 'B', exam: 80, skill: 60, rating: 40 }), // fails
  without('C', { exam: 70, skill: 50, rating: 60 }, 'cleared'), // unknown
  toyPerson({ id: 'D', exam: 60, rating: 90 }), // skill unknown
  toyPerson({ id: 'E', seat: 'J1', exam: 50, skill: 50, rating: 10 }), // holds it, would fail as one who moves
  toyPerson({ id: 'F', seat: 'T1', exam: 99, skill: 99, rating: 99 }), // on a higher level, did not consent
  { ...toyPerson({ id: 'G', exam: 99, skill: 99, rating: 99 }), retires: '2026-11-01' },
  { ...toyPerson({ id: 'H', seat: 'T2', exam: 55, skill: 55, rating: 55 }), acceptsLower: { on: '2026-11-01', document: 'letter 2' } },
];
const round = (parts: Partial<Round> = {}, sealed: SealedPolicy = waivable): Round => parseRound(toyRound({
  positions: [toyPost('J1', 'MID', { seats: 2, attributes: { field: 'special' } }), toyPost('T1', 'TOP'), toyPost('T2', 'TOP')], people: PEOPLE,
  waivers: [{ person: 'A', position: 'J1', rule: 'cleared', by: 'The chair', on: '2026-11-20', document: 'Letter 4', reason: 'the file burned' }], ...parts,
}), sealed).round;
const day = (given: Partial<AuditDay> = {}): AuditDay => ({ decisions: ['d'], round: round(), policy: waivable, ...given });
const DECISION = { id: 'd', position: 'J1', on: '2026-11-21', row: 'decisions.csv:2' };
const all = (people: readonly string[]): Past => ({ decisions: [DECISION], candidates: people.map((person) => ({ decision: 'd', person, chosen: person === 'A', eligible: false, score: 1 })) });
const of = (c: Case | undefined, person: string): Case['people'][number] => c!.people.find((p) => p.person === person)!;

describe('casesOfDay', () => {
  const [judged] = casesOfDay(day(), all([...PEOPLE.map((p) => p.id), 'Z'].reverse()));
  const standing = (person: string): unknown => [of(judged, person).eligible, of(judged, person).failing.map((f) => `${f.rule} ${f.answer}`)];

  it('judges the candidates by the binding rules of that day, whatever the table states', () => {
    expect(judged!.from).toBe('recomputed');
    expect([judged!.id, judged!.unit, judged!.level, judged!.on, judged!.row, judged!.seats]).toEqual(['d', 'U1', 1, '2026-11-21', 'decisions.csv:2', 1]);
    expect(judged!.people.map((p) => p.person)).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'Z']);
    expect(standing('B')).toEqual(['no', ['rated fail']]); // the rule known by hearsay binds nobody
    expect(of(judged, 'B').failing[0]!.citation).toEqual({ source: 'Toy act, article 3', confidence: 'V' });
  });
  it('passes a waived rule, leaves an unknown one unknown, and lets the holder be', () => {
    expect(standing('A')).toEqual(['yes', []]);
    expect(standing('C')).toEqual(['unknown', ['cleared unknown']]);
    expect(standing('E')).toEqual(['yes', []]);
  });
  it('knows what else stands between a person and a post: a higher seat without consent, and having left', () => {
    expect(standing('F')).toEqual(['no', ['lower-level fail']]);
    expect(standing('G')).toEqual(['no', ['leaving fail']]);
    expect(standing('H')).toEqual(['yes', []]);
  });
  it('knows nothing of somebody who is not in the round', () => expect([of(judged, 'Z').eligible, of(judged, 'Z').score, of(judged, 'Z').scoreHigh]).toEqual(['unknown', null, null]));
  it('has the fit of the engine from its low to its high end', () => {
    expect([of(judged, 'A').score, of(judged, 'A').scoreHigh]).toEqual([850_000, 850_000]); // 54 + 24 + 7
    expect([of(judged, 'D').score, of(judged, 'D').scoreHigh]).toEqual([450_000, 750_000]); // 36 + 0..30 + 9
  });
  it('has ties, strata, stages and withdrawals from the table, in the form of the stated cases where these are given', () => {
    const past: Past = { stages: ['paper', 'interview', 'chosen'], decisions: [DECISION], candidates: [
      { decision: 'd', person: 'A', chosen: true, ties: { referred: true }, strata: { rating: null, kpi: 3 }, row: 'c.csv:2' }, { decision: 'd', person: 'B', chosen: false, reached: 'interview', withdrew: '2026-11-20' },
    ] };
    const [c] = casesOfDay(day(), past);
    expect([[...of(c, 'A').ties], [...of(c, 'A').strata], of(c, 'A').stage, of(c, 'A').row]).toEqual([[['referred', true]], [['rating', 'missing'], ['kpi', '3']], 2, 'c.csv:2']);
    expect([of(c, 'B').stage, of(c, 'B').withdrew! - c!.day]).toEqual([1, -1]);
    const stated = [caseOf({ id: 'd', people: [considered({ person: 'B', ties: { kin: false }, strata: { kpi: 'missing' } })] })];
    const [merged] = casesOfDay(day(), past, stated);
    expect([[...of(merged, 'B').ties], [...of(merged, 'B').strata]]).toEqual([[['kin', false]], [['kpi', 'missing']]]);
  });
  it('without candidates considers whoever has a pair, certain or not, and whoever the roster seats by that decision', async () => {
    const past: Past = { decisions: [{ ...DECISION, document: 'SK 1' }], roster: [{ person: 'B', position: 'J1', from: '2027-01-01', document: 'SK 1', row: 'r.csv:9' }, { person: 'C', position: 'J1', from: '2026-11-21', acting: true }] };
    const [c] = casesOfDay(day(), past);
    expect(c!.people.map((p) => [p.person, p.eligible, p.chosen])).toEqual([['A', 'yes', false], ['B', 'no', true], ['C', 'unknown', false], ['D', 'yes', false], ['E', 'yes', false], ['H', 'yes', false]]);
    const proposal = await propose(round(), waivable);
    const sure = explain(proposal, round(), waivable).eligible('J1').map((p) => p.person).sort();
    expect(c!.people.filter((p) => p.eligible === 'yes').map((p) => p.person)).toEqual(sure);
    const perhaps = explain(proposal, round(), waivable, { plan: 'conditional' }).eligible('J1').map((p) => p.person).sort();
    expect(c!.people.filter((p) => p.eligible !== 'no').map((p) => p.person)).toEqual(perhaps);
  });
  it('takes days and rows from the record where it has them, and no row where the roster has none', () => {
    const decision = { ...DECISION, noticed: '2026-10-01', closed: '2026-10-20', opened: '2026-10-21' };
    const [c] = casesOfDay(day(), { decisions: [decision], roster: [{ person: 'B', position: 'J1', from: DECISION.on }] });
    expect([c!.day - c!.noticed!, c!.day - c!.closed!, c!.day - c!.opened!]).toEqual([51, 32, 31]);
    expect([of(c, 'B').chosen, of(c, 'B').row]).toEqual([true, null]);
  });
  it('a holder who leaves does not stay eligible', () => {
    const leaver = { ...toyPerson({ id: 'I', seat: 'J1', exam: 60, skill: 60, rating: 60 }), retires: '2026-11-01' };
    const i = of(casesOfDay(day({ round: round({ people: [...PEOPLE, leaver] }) }), all(['A', 'I']))[0], 'I');
    expect([i.eligible, i.failing.map((f) => `${f.rule} ${f.answer}`)]).toEqual(['no', ['leaving fail']]);
  });
  it('judges a candidate whom the round did not plan for by the rules alone', () => {
    const narrow = round({ scope: { positions: ['T1'], people: ['F'] } });
    expect(of(casesOfDay(day({ round: narrow }), all(['A', 'B']))[0], 'A').eligible).toBe('yes');
  });
  it('takes the place of the level on the scale of the record', () => {
    const scale = { levels: ['NONE', 'LOW', 'MID', 'TOP'] };
    expect(casesOfDay(day(), { ...all(['A']), ...scale })[0]!.level).toBe(2);
    expect(casesOfDay(day(), { ...all(['A']), ...scale, positions: [{ id: 'J1', level: 'TOP' }] })[0]!.level).toBe(3);
    expect(casesOfDay(day(), { ...all(['A']), levels: ['OTHER'] })[0]!.level).toBeNull();
  });
  it('refuses, all at once, what the record or the round does not know and evidence of a later day', () => {
    const past: Past = { decisions: [DECISION, { id: 'early', position: 'J1', on: '2026-11-20' }, { id: 'gone', position: 'J9', on: '2026-12-01' }] };
    const codes = (given: Partial<AuditDay>): string[] => {
      try {
        casesOfDay(day(given), past);
        return [];
      } catch (error) {
        return error instanceof MeritError ? error.issues.map((i) => `${i.code} ${i.path}`) : ['another error'];
      }
    };
    expect(codes({ decisions: ['d', 'none', 'gone', 'early'] })).toEqual(['E_REF_UNKNOWN /decisions/1', 'E_REF_UNKNOWN /decisions/2', 'E_DATE_ORDER /round/asOf']);
    expect(codes({})).toEqual([]);
    expect(() => casesOfDay(day(), {})).toThrow(expect.objectContaining({ code: 'E_REF_UNKNOWN', path: '/decisions/0' }) as Error);
  });
  it('does not depend on the order of rows', () => {
    const past = all(PEOPLE.map((p) => p.id));
    const text = (p: Past): string => JSON.stringify(casesOfDay(day(), p));
    expect(text({ ...past, candidates: [...past.candidates!].reverse() })).toBe(text(past));
  });
});
