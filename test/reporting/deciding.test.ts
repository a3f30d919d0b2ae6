import { describe, expect, it } from 'vitest';
import { explain, parseRound, propose, seal, type Expression } from '../../src/index.js';
import { formatJudgement, verdictRows, verdictTable } from '../../src/reporting/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const own = { own: 'so decided' };
const compare = (attribute: string, is: '<' | '<=' | '=' | '>=' | '>', value: number): Expression => ({ op: 'compare', left: { op: 'person', attribute }, is, right: { op: 'const', value } });
const exam = (value: number, is: '<' | '<=' | '=' | '>=' | '>' = '>='): Expression => compare('exam', is, value);
const skill = (value: number, is: '<' | '<=' | '=' | '>=' | '>' = '>='): Expression => compare('skill', is, value);
const all = (...of: Expression[]): Expression => ({ op: 'all', of });
const any = (...of: Expression[]): Expression => ({ op: 'any', of });
const not = (of: Expression): Expression => ({ op: 'not', of });
const cleared: Expression = { op: 'person', attribute: 'cleared' };
const senior: Expression = compare('senior', '>=', 1);

/** What is said of somebody whose exam is 50 and skill 70, who is cleared and whose seniority is not known: outcome, both sentences, the sides of the verdict table. */
async function say(rule: Expression) {
  const policy = seal(toyPolicy((p) => {
    p.gates = [{ id: 'g', label: { en: 'The rule', id: 'Aturan' }, citation: own, rule }];
  }));
  const { round } = parseRound(toyRound({ positions: [toyPost('J', 'MID')], people: [toyPerson({ id: 'A', exam: 50, skill: 70 })] }), policy);
  const judgements = explain(await propose(round, policy), round, policy).judgements('A', 'J');
  const context = { round, policy: policy.policy };
  const [en, id] = (['en', 'id'] as const).map((locale) => formatJudgement(judgements[0]!, context, locale).replace(/^(The rule|Aturan)(: )?/, '').replace(/ ?\((decider|pilihan).*$/, ''));
  const sides = (locale: 'en' | 'id') => verdictRows({ person: 'A', judgements }, context, { locale }).flatMap((r) => r.found.map((found, k) => `${found}; ${r.required[k]!}`));
  return { outcome: judgements[0]!.outcome, en, id, sides: sides('en'), sidesId: sides('id') };
}

describe('the comparison that decided is told, under a denial with its contrary', () => {
  it.each<[string, Expression, 'pass' | 'fail' | 'unknown', string, string]>([
    ['all, failed by the denied one', all(exam(40), not(skill(60))), 'fail', 'skill is 70; required: less than 60', 'skill: 70; syarat: kurang dari 60'],
    ['all, failed by the plain one', all(exam(60), not(skill(90))), 'fail', 'exam is 50; required: at least 60', 'exam: 50; syarat: paling sedikit 60'],
    ['any, met by the plain one', any(not(skill(60)), exam(40)), 'pass', 'exam is 50; required: at least 40', 'exam: 50; syarat: paling sedikit 40'],
    ['all, beside what is always so', all(exam(60), { op: 'const', value: true }), 'fail', 'exam is 50; required: at least 60', 'exam: 50; syarat: paling sedikit 60'],
    ['any, beside what is never so', any({ op: 'const', value: false }, exam(40)), 'pass', 'exam is 50; required: at least 40', 'exam: 50; syarat: paling sedikit 40'],
    ['neither, failed by the second', not(any(exam(99), skill(60))), 'fail', 'skill is 70; required: less than 60', 'skill: 70; syarat: kurang dari 60'],
    ['plain, met', exam(40), 'pass', 'exam is 50; required: at least 40', 'exam: 50; syarat: paling sedikit 40'],
    ['plain, not met', exam(60), 'fail', 'exam is 50; required: at least 60', 'exam: 50; syarat: paling sedikit 60'],
    ['denied, met', not(exam(60)), 'pass', 'exam is 50; required: less than 60', 'exam: 50; syarat: kurang dari 60'],
    ['denied twice', not(not(exam(60))), 'fail', 'exam is 50; required: at least 60', 'exam: 50; syarat: paling sedikit 60'],
    ['denied, at most', not(exam(50, '<=')), 'fail', 'exam is 50; required: more than 50', 'exam: 50; syarat: lebih dari 50'],
    ['denied, below', not(exam(60, '<')), 'fail', 'exam is 50; required: at least 60', 'exam: 50; syarat: paling sedikit 60'],
    ['denied, above', not(exam(40, '>')), 'fail', 'exam is 50; required: at most 40', 'exam: 50; syarat: paling banyak 40'],
    ['denied, equal', not(exam(50, '=')), 'fail', 'exam is 50; required: not 50', 'exam: 50; syarat: bukan 50'],
    ['denied, yes or no', not(cleared), 'fail', 'cleared is yes; required: no', 'cleared: ya; syarat: tidak'],
    ['an alternative that is met keeps silent on the other', all(any(exam(99), skill(60)), exam(60)), 'fail', 'exam is 50; required: at least 60', 'exam: 50; syarat: paling sedikit 60'],
    ['no alternative holds', any(exam(60), not(skill(60))), 'fail', 'none of these holds: exam is 50; required: at least 60 or skill is 70; required: less than 60', 'tidak satu pun terpenuhi: exam: 50; syarat: paling sedikit 60 atau skill: 70; syarat: kurang dari 60'],
  ])('%s', async (_, rule, outcome, en, id) => {
    const told = await say(rule);
    expect([told.outcome, told.en, told.id]).toEqual([outcome, en, id]);
    // the verdict table shows the same comparisons
    const bare = (text: string): string => text.replace(/^(none of these holds|tidak satu pun terpenuhi): /, '');
    expect(told.sides.join(' or ')).toBe(bare(en).replaceAll(' is ', ': ').replaceAll('; required: ', '; '));
    expect(told.sidesId.join(' atau ')).toBe(bare(id).replaceAll('; syarat: ', '; '));
  });

  it('what is not known is told, not what does not matter', async () => {
    expect(await say(all(exam(40), not(senior)))).toMatchObject({ outcome: 'unknown', en: 'seniority is not known: no record in the register', sides: ['seniority: not known; less than 1'] });
    expect(await say(all(any(exam(40), senior), not(senior)))).toMatchObject({ outcome: 'unknown', sides: ['seniority: not known; less than 1'] });
  });
});

describe('a rule that is met only by waiver', () => {
  const policy = seal(toyPolicy((p) => {
    p.gates = [{ id: 'exam', label: { en: 'exam passed', id: 'lulus ujian' }, citation: own, rule: exam(60), waivable: { source: 'Toy act, article 9', confidence: 'V' } }];
  }));
  const waivers = [{ person: 'A', position: 'J', rule: 'exam', by: 'The chair', on: '2026-11-20', document: 'Letter 4', reason: 'the hall burned' }];
  const told = async (locale: 'en' | 'id') => {
    const { round } = parseRound(toyRound({ positions: [toyPost('J', 'MID')], people: [toyPerson({ id: 'A', exam: 50, skill: 70 })], waivers }), policy);
    const given = { person: 'A', position: 'J', judgements: explain(await propose(round, policy), round, policy).judgements('A', 'J') };
    const documents = { round, policy: policy.policy };
    return { row: verdictRows(given, documents, { locale })[0]!, table: verdictTable(given, documents, { locale }) };
  };

  it('says so in English, with who, when, by what, why, and what was found otherwise', async () => {
    const { row, table } = await told('en');
    expect(row).toMatchObject({ outcome: 'pass', outcomeText: 'met only by waiver', waiver: 'set aside by The chair on 20 November 2026, Letter 4, because: the hall burned; without that not met', found: ['exam: 50'], required: ['at least 60'] });
    expect(row.basis).toContain('may be waived by Toy act, article 9');
    expect(table).toContain('MET ONLY BY WAIVER  exam passed\n      waiver    set aside by The chair on 20 November 2026, Letter 4, because: the hall burned; without that not met\n      found     exam: 50\n      required  at least 60\n');
  });

  it('and in Bahasa Indonesia', async () => {
    const { row, table } = await told('id');
    expect(row).toMatchObject({ outcomeText: 'terpenuhi hanya karena pengecualian', waiver: 'dikecualikan oleh The chair pada 20 November 2026, Letter 4, dengan alasan: the hall burned; tanpa itu tidak terpenuhi', found: ['exam: 50'], required: ['paling sedikit 60'] });
    expect(table).toMatch(/TERPENUHI HANYA KARENA PENGECUALIAN {2}lulus ujian\n {6}pengecualian {2}dikecualikan oleh The chair/);
  });

  it('a rule that is met by itself has no waiver', async () => {
    const { round } = parseRound(toyRound({ positions: [toyPost('J', 'MID')], people: [toyPerson({ id: 'A', exam: 60 })], waivers }), policy);
    const judgements = explain(await propose(round, policy), round, policy).judgements('A', 'J');
    expect(verdictRows({ person: 'A', judgements }, { round, policy: policy.policy }, { locale: 'en' })[0]).toMatchObject({ outcomeText: 'met', waiver: null });
  });
});
