import { beforeAll, describe, expect, it } from 'vitest';
import type { Explanation, PassedOverCause, Plan, Proposal } from '../../src/index.js';
import { explanationText, report, summaryText } from '../../src/reporting/index.js';
import { Names } from '../../src/reporting/names.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { readMarkup } from './markup.js';
import { caseOf, richPolicy, richRound, type Case } from './rounds.js';

let rich: Case;
beforeAll(async () => {
  rich = await caseOf(richRound(), richPolicy());
});

/** The report of the rich round with another proposal or other answers: what a solver says in rounds that a toy cannot have. */
function told(change: { readonly plan?: Partial<Plan>; readonly proposal?: Partial<Proposal>; readonly explanation?: Partial<Explanation> }, of: Case = rich): string {
  const proposal = { ...of.proposal, certain: { ...of.proposal.certain, ...change.plan }, ...change.proposal };
  return readMarkup(report({ ...of, proposal, explanation: { ...of.explanation!, ...change.explanation } }, { locale: 'en' })).text;
}

const move = (person: string, more: Partial<Plan['moves'][number]> = {}): Plan['moves'][number] => ({ person, from: null, to: 'J4', kind: 'entry', pattern: null, hiddenDemotion: false, route: null, waived: [], fit: { low: 10_000, high: 30_000, parts: [] }, conditions: [], provisional: true, flags: [], ...more });

describe('a report says', () => {
  it('what is not proven: the gap, the ties, the stage', () => {
    const text = told({ plan: { status: 'feasible', gap: { stage: 'merit:TOP', value: 1, bound: 2 }, tiesProven: false, certificate: { stages: [{ stage: 'owed', value: 6, people: [], positions: [] }] } } });
    for (const said of ['not proven to be the best one', 'Not proven at', 'not proven to be that of the tie rule', 'No plan can pass6 peoplenot proven']) expect(text.replace(/\n/g, '')).toContain(said.replace('No plan can pass', ''));
  });

  it('an interval, the tie rule, a release, and an order', async () => {
    const pinned = await caseOf(richRound((r) => void r.pins.push({ person: 'C', position: 'J4', by: 'The governor', reason: 'outside the hand of the mayor' })), richPolicy());
    const text = told({ plan: { moves: [move('C'), move('D', { to: null, from: 'J8', kind: 'release', fit: null, provisional: false }), move('F', { conditions: [] })], chains: [], tied: ['C'] } }, pinned);
    for (const said of ['Fit between 1.00 and 3.00; the low end counts.', 'Chosen by the declared tie rule.', 'leaves without a post', 'Fixed by order of The governor', '1 tie settled']) expect(text).toContain(said);
  });

  it('every cause of a vacancy, with the shortage, those outside the scope counted apart', () => {
    const short = { positions: 2, seats: 3, people: 1 };
    const vacant: Plan['vacant'] = (['shortage', 'not-worth-it', 'no-eligible', 'out-of-scope'] as const).map((cause, k) => ({ position: `J${k + 4}`, seats: k + 1, eligible: 0, cause, short: cause === 'shortage' ? short : null }));
    const text = told({ plan: { vacant } });
    for (const said of ['2 posts with 3 seats share only 1 person.', 'a fuller or better post elsewhere', 'Outside the scope of this round', '6 seats in 3 posts stay empty; 4 outside the scope stay empty']) expect(text).toContain(said);
    expect(told({ plan: { vacant: [{ ...vacant[0]!, position: 'J4' }], moves: [], chains: [] } })).toContain('Nobody moves.');
    expect(told({ plan: { vacant: [] } })).toContain('every seat in scope filled');
  });

  it('who was passed over, with every cause', () => {
    const causes: PassedOverCause[] = [{ kind: 'owed', people: ['B'] }, { kind: 'must-fill', positions: ['J3'] }, { kind: 'pin', people: ['C'] }, { kind: 'relatives', people: ['H', 'I'] }, { kind: 'sideways' }, { kind: 'objective' }];
    const passedOver = causes.map((cause) => ({ person: 'A', position: 'J1', taken: 'I', fit: 20_000, fitTaken: 10_000, cause }));
    const text = told({ explanation: { passedOver: () => passedOver } });
    for (const said of ['1person passed over', 'left without one: Name of B (B).', 'would stay empty: Post J3 (J3).', 'could not be kept: Name of C (C).', 'Name of H (H), Name of I (I).', 'same level', 'A person should look at it.']) expect(text).toContain(said);
  });

  it('what to confirm about posts too, since when, and data of one person together', () => {
    const item = { id: 'C', about: 'person' as const, cause: 'expired' as const, moves: 1, pairs: 2, fits: 0, since: '2020-01-05' };
    const worklist = [{ ...item, attribute: 'exam' }, { ...item, attribute: 'skill' }, { ...item, attribute: 'rating', pairs: 1, fits: 3 }, { ...item, id: 'J4', about: 'position' as const, attribute: 'field', cause: 'conflict' as const, since: null }];
    const text = told({ proposal: { worklist } });
    for (const said of ['exam; skill', 'last record of 5 January 2020', 'records of the same day contradict each other', '1 move, 1 way to a post, 3 fits', 'Post J4 J4']) expect(text).toContain(said);
    expect(summaryText({ ...rich, proposal: { ...rich.proposal, worklist: [...worklist].reverse() } }, { locale: 'en' })).toContain('Post J4 (J4): field, records of the same day');
    expect(told({ proposal: { worklist: [] } })).toContain('Nothing that a rule reads is missing');
  });

  it('what somebody should look at', () => {
    const text = told({ proposal: { findings: [{ code: 'incumbent-fails', person: 'H', position: 'J5', rules: ['cleared', 'requires/0', 'requires/7', 'gone'] }, { code: 'attribute-unused', attribute: 'shoe', items: 1 }] } });
    for (const said of ['is cleared; Required by the post’s own standard: exam; requires/7; gone', '“shoe”: 1 record in the round, and no rule reads it.']) expect(text).toContain(said);
  });

  it('what only holds if confirmed: conditions of posts, of the post’s own standard, and none', () => {
    const conditions = [{ rule: 'requires/0', missing: [{ about: 'person' as const, attribute: 'exam', cause: 'missing' as const }] }, { rule: 'cleared', missing: [] }];
    const conditional: Plan = { ...rich.proposal.certain, seats: [['A', 'J2'], ['B', 'J3'], ['F', 'J5'], ['I', 'J1']], moves: [move('F', { to: 'J5', conditions })] };
    const text = told({ proposal: { conditional } });
    for (const said of ['exam is not known: no record in the register', 'is cleared', 'Follows from other changes in this table.', 'no post']) expect(text).toContain(said);
    expect(told({ proposal: { conditional: null } })).toContain('missing data would change no move');
    expect(told({ proposal: { conditional: { ...conditional, status: 'infeasible' } } })).toContain('With the missing data no plan could be found.');
  });

  it('the effect of each name: what it would take, and what follows', () => {
    const candidate = { person: 'A', fit: { low: 10_000, high: 20_000, parts: [{ criterion: 'exam', low: 10_000, high: 20_000 }] }, proposed: false, placed: null, nearTie: false };
    const shortlist: Explanation['shortlist'] = () => [
      { ...candidate, loss: { stage: 'owed', amount: 1, exact: true, changes: [{ person: 'A', to: 'J1' }, { person: 'B', to: null }] } },
      { ...candidate, person: 'B', loss: { stage: null, amount: 0, exact: true, changes: [] } },
      { ...candidate, person: 'D', loss: { stage: 'merit:TOP', amount: 5_001, exact: false, changes: [] } },
      { ...candidate, person: 'H', nearTie: true, loss: { stage: null, amount: 0, exact: true, changes: [] } },
      { ...candidate, person: 'G', nearTie: true, loss: { stage: null, amount: 0, exact: true, changes: [] } },
    ];
    const text = told({ explanation: { shortlist } });
    for (const said of ['1 person who holds a post would lose it.', 'Then: Name of B (B) → no post.', 'At least', '1.00–2.00']) expect(text.replace('Merit loss of the whole plan: at least', 'At least')).toContain(said);
    expect(text.indexOf('Name of G G', text.indexOf('Effect on the whole plan'))).toBeLessThan(text.indexOf('Name of H H', text.indexOf('Effect on the whole plan')));
  });

  it('ids where nobody has a name, all of a post with many seats, and how many equals there are', async () => {
    const people = ['P9', 'P8', 'P7', 'P6', 'P5', 'P4'].sort().map((id) => {
      const { name: _, ...nameless } = toyPerson({ id, exam: 50, skill: 50, rating: 50 });
      return nameless;
    });
    const many = await caseOf(toyRound({ positions: [toyPost('J1', 'LOW', { seats: 2, unit: 'U7' })], people }), toyPolicy());
    const text = readMarkup(report(many, { locale: 'en' })).text;
    expect(text).toMatch(/so equal: P\d, P\d, P\d, and 2 others\./);
    const both = many.proposal.certain.seats.map(([p]) => p);
    expect(text).toContain(both.join(', '));
    expect(text).toContain('U7');
    expect(summaryText(many, { locale: 'en' })).toContain(`${both[0]} → Post J1 (J1)`);
  });
});

it('names stand for themselves where the round does not have them', () => {
  const names = new Names(rich.round, rich.policy, 'id');
  expect([names.nameOf('x'), names.who('x'), names.titleOf('x'), names.post('x'), names.unitOf('x'), names.rank('x'), names.level('x'), names.rule('x')]).toEqual(['x', 'x', 'x', 'x', '', -1, 'x', 'x']);
  expect([names.stage('merit'), names.stage('critical:TOP'), names.stageValue('critical:TOP', 2), names.stageValue('moves', -3)]).toEqual(['Nilai merit', 'Jabatan kritis terisi, top', '2 jabatan', '3 perpindahan']);
  const same = ['B', 'A', 'A', 'x'];
  expect([...same].sort((a, b) => names.alphabetically(a, b))).toEqual(['A', 'A', 'B', 'x']);
  expect([...['J1', 'J1', 'J4', 'J2', 'J5']].sort((a, b) => names.byRank(a, b))).toEqual(['J1', 'J1', 'J2', 'J4', 'J5']);
});

it('an explanation tells fits that are known only so far, and what insisting would take', () => {
  const fit = { low: 10_000, high: 20_000, parts: [] };
  const loss = { stage: 'moves', amount: 2, exact: true, changes: [] };
  const text = explanationText({ question: 'why', value: { person: 'A', from: 'J2', to: 'J1', fit, judgements: [], tied: true, runnerUp: null } }, rich, { locale: 'en' });
  expect(text).toContain('1.00–2.00');
  expect(text).toContain('declared tie rule');
  const lost = explanationText({ question: 'why-not', person: 'A', position: 'J1', value: { reason: 'loss', fit, loss, vector: [] } }, rich, { locale: 'en' });
  expect(lost).toContain('Same merit, 2 more moves.');
  const list = explanationText({ question: 'shortlist', position: 'J1', value: [{ person: 'A', fit, proposed: false, placed: null, nearTie: false, loss: { ...loss, changes: [{ person: 'A', to: 'J1' }, { person: 'B', to: 'J2' }] } }] }, rich, { locale: 'en' });
  expect(list).toContain('Same merit, 2 more moves. Then: Name of B (B) → Post J2.');
});
