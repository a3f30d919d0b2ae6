import { beforeAll, describe, expect, it } from 'vitest';
import type { Expression, Judgement } from '../../src/index.js';
import { explanationText, formatJudgement, summaryText, terminalText, type Answer } from '../../src/reporting/index.js';
import { formatChanges, formatLoss } from '../../src/reporting/format-loss.js';
import { Names } from '../../src/reporting/names.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { caseOf, richPolicy, richRound, type Case } from './rounds.js';

let rich: Case;
beforeAll(async () => {
  rich = await caseOf(richRound(), richPolicy());
});

const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

describe('terminalText', () => {
  it('lets no control character, no escape and no reversal through', () => {
    expect(terminalText('a\u001b[31mb\u009b2Jc\u0007\u202e\u2028d\n\t')).toBe('a\ufffd[31mb\ufffd2Jc\ufffd\ufffd\ufffdd\n\t');
  });
});

describe('summaryText', () => {
  it('fits a screen, names three of each and counts the rest', () => {
    const text = summaryText(rich, { locale: 'en' });
    expect(text.split('\n').length).toBeLessThan(25);
    expect(text).toContain('Complete and proven');
    expect(text).toContain('1 promotion, 2 new appointments');
    expect(text).toContain('A proposal only: a named official decides.');
    expect(summaryText(rich, { locale: 'id' })).toContain('1 promosi, 2 pengangkatan baru');
  });

  it('strips what could steer the terminal out of names and titles', async () => {
    const hostile = await caseOf(richRound((r) => {
      r.title = 'T\u001b]0;pwned\u0007';
      for (const p of r.people) p.name = `N\u001b[2J\u009b1m\n${p.id}`;
      for (const p of r.positions) p.title = `P\u001b]8;;https://example.org\u001b\\x`;
    }), richPolicy());
    expect(summaryText(hostile, { locale: 'en' })).not.toMatch(CONTROL);
  });

  it('counts what it does not list', async () => {
    const big = await caseOf(toyRound({ positions: ['J1', 'J2', 'J3', 'J4'].map((j) => toyPost(j, 'LOW')), people: ['A', 'B', 'C', 'D', 'E'].map((id) => ({ ...toyPerson({ id }), evidence: toyPerson({ id }).evidence })) }), toyPolicy());
    const text = summaryText(big, { locale: 'en' });
    expect(text).toContain('… and 1 more');
    expect(text).toMatch(/To confirm \(\d+\)/);
  });

  it('says who stands in the way of a plan, and what is not proven', async () => {
    const none = await caseOf(toyRound({ positions: ['J1', 'J2', 'J3', 'J4'].map((j) => toyPost(j, 'TOP', { mustFill: { reason: 'law' } })), people: [toyPerson({ id: 'A', cleared: false })] }), toyPolicy());
    expect(summaryText(none, { locale: 'en' })).toMatch(/must be filled/);
    const owed = await caseOf(toyRound({ positions: [toyPost('J1', 'LOW', { closes: '2026-11-20' })], people: [toyPerson({ id: 'A', seat: 'J1' })] }), toyPolicy((p) => void (p.displacement = 'forbid')));
    expect(summaryText(owed, { locale: 'en' })).toContain('Name of A (A)');
    const left = await caseOf(toyRound({ positions: [toyPost('J1', 'LOW', { closes: '2026-11-20' })], people: [toyPerson({ id: 'A', seat: 'J1' })] }), toyPolicy());
    expect(summaryText(left, { locale: 'en' })).toContain('1 person left without a post');
    const open = { ...rich, proposal: { ...rich.proposal, certain: { ...rich.proposal.certain, status: 'feasible' as const, gap: { stage: 'merit:TOP', value: 10_000, bound: 20_000 } } } };
    expect(summaryText(open, { locale: 'en' })).toContain('Not proven at “Merit, top”: this plan reaches 1.00 points, no plan can pass 2.00 points.');
  });
});

describe('explanationText', () => {
  const tell = (answer: Answer, locale: 'en' | 'id' = 'en'): string => explanationText(answer, rich, { locale });
  const why = (person: string): string => tell({ question: 'why', value: rich.explanation!.why(person) });
  const whyNot = (person: string, position: string, locale: 'en' | 'id' = 'en'): string => tell({ question: 'why-not', person, position, value: rich.explanation!.whyNot(person, position) }, locale);

  it('says why somebody is where the plan puts him, rule by rule, and who comes next', () => {
    expect(why('I')).toContain('Name of I (I) gets Post J1 (J1) in this plan.');
    expect(why('I')).toContain('Next best for the same post: Name of A (A), fit 85.00.');
    expect(why('I')).toContain('- met: exam passed: exam is 91; required: at least 40 (Toy act, article 3, confirmed by The clerk on 2 November 2026, Letter 7; register of 1 October 2026)');
    expect(why('A')).toContain('Name of A (A) stays in Post J2 (J2).');
    expect(why('E')).toBe('Name of E (E) gets no post in this plan.\n\n1 of the 4 rules of the policy is not confirmed and stops nobody; law last checked on 1 November 2026.\n');
  });

  it('says why somebody does not get a post: rules, obstacles, what it would take', () => {
    expect(whyNot('E', 'J4', 'id')).toContain('Name of E (E) tidak boleh memegang Post J4 (J4) dalam putaran ini:\n  - tidak terpenuhi: is cleared: cleared: tidak; syarat: ya (Toy act, article 1, tingkat keyakinan V; register tanggal 1 Oktober 2026)');
    expect(whyNot('A', 'J3')).toContain('lower level');
    expect(whyNot('A', 'J1')).toContain('Merit loss of the whole plan: 0.60 points on the level top.');
    expect(whyNot('I', 'J1')).toContain('gets Post J1');
    expect(tell({ question: 'why-not', person: 'A', position: 'J1', value: { reason: 'no-plan' } })).toContain('No plan at all');
    expect(whyNot('F', 'J8')).toContain('not known: is cleared: cleared is not known: no record in the register');
  });

  it('lists the best for a post, equals marked, and people passed over with the cause', () => {
    const list = tell({ question: 'shortlist', position: 'J1', value: rich.explanation!.shortlist('J1') });
    expect(list).toContain('1. Name of I (I): 85.60 (Qualification 54.60, Competence 24.00, Performance 7.00); equal: no more than 2.00 points apart');
    expect(tell({ question: 'shortlist', position: 'J5', value: [] })).toContain('Nobody may hold this post');
    expect(tell({ question: 'passed-over', value: [] })).toContain('Nobody eligible and better');
    const cases = ([{ kind: 'owed', people: ['B'] }, { kind: 'must-fill', positions: ['J3'] }, { kind: 'sideways' }] as const).map((cause) => ({ person: 'A', position: 'J1', taken: 'I', fit: 10_000, fitTaken: 5_000, cause }));
    expect(tell({ question: 'passed-over', value: cases })).toMatch(/Name of A \(A\) 1\.00 \/ Name of I \(I\) 0\.50: Post J1 \(J1\)\. .*Name of B \(B\)\.\n.*Post J3 \(J3\)\.\n.*same level/);
  });
});

describe('formatLoss', () => {
  it('names the first objective that suffers in its unit', () => {
    const names = new Names(rich.round, rich.policy, 'en');
    const loss = (stage: string | null, amount: number, exact = true): string => formatLoss({ stage, amount, exact, changes: [] }, names);
    expect(loss(null, 0)).toBe('No loss: a plan that is just as good has this.');
    expect(loss('owed', 1)).toBe('1 person who holds a post would lose it.');
    expect(loss('critical:TOP', 2, false)).toBe('At least 2 critical posts would stay empty.');
    expect(loss('merit', 12_345)).toBe('Merit loss of the whole plan: 1.23 points.');
    expect(loss('moves', 1)).toBe('Same merit, 1 more move.');
    const changes = ['B', 'C', 'D', 'E', 'F', 'G'].map((person, k) => ({ person, to: k === 1 ? null : 'J1' }));
    expect(formatChanges({ stage: null, amount: 0, exact: true, changes }, names)).toContain('Name of C (C) → no post; Name of D (D) → Post J1; Name of E (E) → Post J1; Name of F (F) → Post J1; and 1 more change.');
    expect(formatChanges({ stage: null, amount: 0, exact: true, changes: changes.slice(0, 1) }, names)).toBe('');
  });
});

describe('formatJudgement', () => {
  const base: Judgement = { rule: 'x', label: { en: 'The rule', id: 'Aturan' }, outcome: 'fail', waived: null, route: null, binding: true, citation: { own: 'so decided' }, compared: [], missing: [], asked: true, asOf: '2026-11-21' };
  const asks: Expression = { op: 'compare', left: { op: 'person', attribute: 'exam' }, is: '>=', right: { op: 'const', value: 30 } };
  const context = { policy: richPolicy((p) => void p.gates.push({ id: 'either', label: { en: 'either' }, citation: { own: 'x' }, rule: { op: 'any', of: [asks, asks] } }, { id: 'denied', label: { en: 'denied' }, citation: { own: 'x' }, rule: { op: 'not', of: asks } })), round: toyRound({}) };
  const say = (change: Partial<Judgement>, locale: 'en' | 'id' = 'en'): string => formatJudgement({ ...base, ...change }, context, locale);
  const person = (value: Judgement['compared'][number]['left']['value'], name = 'exam') => ({ of: 'person' as const, name, value });
  const fixed = (value: Judgement['compared'][number]['left']['value']) => ({ of: 'fixed' as const, name: 'const', value });

  it('names every kind of side', () => {
    const c = (left: Judgement['compared'][number]['left'], is: Judgement['compared'][number]['is'], right: Judgement['compared'][number]['right'], truth: boolean | null = false): string => say({ compared: [{ left, is, right, truth }] });
    expect(c(person(11), '>=', fixed(13))).toBe('The rule: exam is 11; required: at least 13 (decider’s own choice: so decided)');
    expect(c(fixed(13), '<=', person(11))).toContain('exam is 11; required: at least 13');
    expect(c({ of: 'level', name: 'seat', value: 1 }, '<', fixed(0))).toContain('The level of the present post is middle; required: less than low');
    expect(c({ of: 'level', name: 'other', value: -1 }, '=', fixed(2))).toContain('other is none; required: top');
    expect(c({ of: 'unit', name: 'seat', value: '' }, '=', { of: 'unit', name: 'position', value: 'U1' })).toContain('The present unit is none; required: Unit one');
    expect(c({ of: 'unit', name: 'seat', value: 'U9' }, '=', { of: 'unit', name: 'x', value: 'U1' })).toContain('U9');
    expect(c({ of: 'date', name: 'born', value: '1970-02-01' }, '>', { of: 'fixed', name: 'day', value: '1980-01-01' })).toContain('Date of birth is 1 February 1970; required: more than 1 January 1980');
    expect(c({ of: 'date', name: 'other', value: '1970-02-01' }, '>', fixed('x'))).toContain('other is');
    expect(c({ of: 'computed', name: 'monthsBetween', value: 11 }, '>=', fixed(24))).toContain('The number of complete months is 11; required: at least 24');
    expect(c({ of: 'computed', name: 'sum', value: { low: 1, high: 2.5 } }, '>=', fixed(24))).toContain('The figure computed by the rule is between 1 and 2.5');
    expect(c({ of: 'computed', name: 'sum', value: { low: -1e15, high: 5 } }, '>=', fixed(24))).toContain('is at most 5');
    expect(c({ of: 'computed', name: 'sum', value: { low: 3, high: 1e15 } }, '>=', fixed(24))).toContain('is at least 3');
    expect(c({ of: 'computed', name: 'sum', value: { low: -1e15, high: 1e15 } }, '>=', fixed(24))).toContain('is not known');
    expect(c(person('LAW', 'fields'), 'in', fixed(['A', 'B']))).toContain('fields is LAW; required: one of A, B');
    expect(c(person([], 'fields'), '=', fixed(true))).toContain('fields is none; required: yes');
    expect(c({ of: 'position', name: 'nowhere', value: null }, '=', fixed(1))).toContain('nowhere is not known');
    expect(c({ ...person(null), cause: 'expired' }, '>=', fixed(1))).toContain('exam is not known: the last record is past its time');
    expect(c({ ...person(3), source: 'S9' }, '>=', fixed(5))).toContain('; S9)');
  });

  it('tells alternatives, denials, flags, passing rules and what is missing', () => {
    const two = [10, 20].map((n) => ({ left: person(n), is: '>=' as const, right: fixed(30), truth: false }));
    expect(say({ rule: 'either', compared: two })).toContain('none of these holds: exam is 10; required: at least 30 or exam is 20');
    expect(say({ rule: 'denied', compared: [{ ...two[0]!, left: person(40), truth: true }] }, 'id')).toContain('exam: 40; syarat: kurang dari 30');
    expect(say({ binding: false })).toBe('The rule (decider’s own choice: so decided) [flag, stops nobody]');
    expect(say({ outcome: 'pass', compared: two })).toBe('The rule (decider’s own choice: so decided)');
    expect(say({ outcome: 'unknown', missing: [{ about: 'person', attribute: 'since', cause: 'missing' }, { about: 'position', attribute: 'since', cause: 'missing' }] })).toContain('In the present post since is not known: no record in the register; since is not known');
    expect(say({ outcome: 'unknown', compared: [{ ...two[0]!, left: person({ low: 0, high: 100 }), truth: null }] })).toContain('exam is between 0 and 100');
    expect(say({ label: null })).toContain('standard of the post: so decided');
  });
});
