import { describe, expect, it } from 'vitest';
import { addMonths, monthsBetween } from '../../src/verify/calendar.js';
import { requirePolicy, requireRound } from '../../src/verify/consistency.js';
import { policy as readPolicy, round as readRound } from '../../src/verify/documents.js';
import { Facts } from '../../src/verify/facts.js';
import { gatesOf, Interpreter, roundedProduct } from '../../src/verify/interpreter.js';
import { Refusal } from '../../src/verify/shapes.js';
import { canonical, policy, round, type Loose } from './builder.js';

const c = (value: unknown): Loose => ({ op: 'const', value });
const person = (attribute: string): Loose => ({ op: 'person', attribute });
const post = (attribute: string): Loose => ({ op: 'position', attribute });
const UNKNOWN = [-1e15, 1e15];

/** A person with one known and one unknown attribute of each type, and a position with the same. */
function world(): { round: Loose; policy: Loose } {
  const [toy, r] = [policy(), round()];
  const types: Record<string, [type: string, value: unknown, more?: object]> = {
    n: ['number', 2.5], d: ['date', '2020-02-29'], t: ['text', 'x'], b: ['boolean', true], o: ['ordered', 'mid', { values: ['low', 'mid', 'high'] }], s: ['set', ['x', 'y']],
    v: ['text', 'x', { values: ['x', 'y'] }], neg: ['number', -7], part: ['number', 3, { min: 1, max: 4 }], half: ['number', 3, { min: 1 }],
  };
  r.people[0] = { id: 'ana', evidence: [], seat: 'b', born: '1980-05-31' };
  for (const [name, [type, value, more]] of Object.entries(types)) {
    for (const [prefix, of] of [['', 'person'], ['u', 'person'], ['p', 'position'], ['pu', 'position']] as const) {
      toy.attributes[prefix + name] = { of, type, label: { en: name }, ...more };
    }
    r.people[0].evidence.push({ attribute: name, value, source: 'file' });
    r.positions[0].attributes[`p${name}`] = value;
  }
  r.people[0].evidence.sort((a: Loose, b: Loose) => (a.attribute < b.attribute ? -1 : 1));
  toy.attributes.h = { of: 'person', type: 'spells', label: { en: 'h' } };
  toy.attributes.o2 = { of: 'person', type: 'ordered', label: { en: 'o2' }, values: ['low', 'high'] };
  return { round: r, policy: toy };
}

function facts(change: (w: { round: Loose; policy: Loose }) => void = () => undefined): Facts {
  const w = world();
  change(w);
  const [p, r] = [readPolicy(w.policy), readRound(w.round)];
  requirePolicy(p);
  requireRound(r, p);
  return new Facts(r, p);
}

/** The value of a number, as its two ends, for ana and position a. */
function number(e: Loose, change?: Parameters<typeof facts>[0]): number[] {
  const f = facts((w) => {
    w.policy.criteria[0].value = e;
    change?.(w);
  });
  const { low, high } = new Interpreter(f).number(f.policy.criteria[0]!.value, 0, 0);
  return [low, high];
}

function truth(e: Loose, change?: Parameters<typeof facts>[0]): boolean | undefined {
  const f = facts((w) => {
    w.policy.gates[0].rule = e;
    change?.(w);
  });
  return new Interpreter(f).truth(f.policy.gates[0]!.rule, 0, 0);
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (Refusal.is(thrown)) return `${thrown.path} ${thrown.message}`;
    throw thrown;
  }
  return 'accepted';
}

describe('numbers of the rule language, in 1e-6', () => {
  const cases: [name: string, e: Loose, ends: number[]][] = [
    ['const', c(1.25), [1_250_000, 1_250_000]],
    ['const, the least step', c(-0.000001), [-1, -1]],
    ['person', person('n'), [2_500_000, 2_500_000]],
    ['person, unknown', person('un'), UNKNOWN],
    ['person, unknown between min and max', person('upart'), [1_000_000, 4_000_000]],
    ['person, unknown from min on', person('uhalf'), [1_000_000, 1e15]],
    ['position', post('pn'), [2_500_000, 2_500_000]],
    ['position, unknown', post('pupart'), [1_000_000, 4_000_000]],
    ['level of the position', { op: 'level', of: 'position' }, [1_000_000, 1_000_000]],
    ['level of the seat', { op: 'level', of: 'seat' }, [0, 0]],
    ['monthsBetween', { op: 'monthsBetween', from: { op: 'day', value: '2020-01-15' }, to: { op: 'day', value: '2021-01-14' } }, [11e6, 11e6]],
    ['monthsBetween, backwards', { op: 'monthsBetween', to: { op: 'day', value: '2020-01-15' }, from: { op: 'day', value: '2021-01-14' } }, [-11e6, -11e6]],
    ['monthsBetween, unknown', { op: 'monthsBetween', from: person('ud'), to: { op: 'date', of: 'asOf' } }, UNKNOWN],
    ['monthsBetween, unknown end', { op: 'monthsBetween', from: person('d'), to: { op: 'date', of: 'retires' } }, UNKNOWN],
    ['monthsBetween, of the person', { op: 'monthsBetween', from: { op: 'date', of: 'born' }, to: { op: 'date', of: 'horizon' } }, [547e6, 547e6]], // 31 May 1980 + 547 months: 31 December 2025
    ['lookup', { op: 'lookup', key: person('v'), table: { x: 3, y: 9 } }, [3e6, 3e6]],
    ['lookup of an ordered value', { op: 'lookup', key: person('o'), table: { low: 1, mid: 2, high: 3 } }, [2e6, 2e6]],
    ['lookup of a const', { op: 'lookup', key: c('x'), table: { x: 3, y: 4 }, else: 5 }, [3e6, 3e6]],
    ['lookup, not in the table', { op: 'lookup', key: person('t'), table: { z: 3 }, else: 5 }, [5e6, 5e6]],
    ['lookup, a name every object has', { op: 'lookup', key: c('constructor'), table: {}, else: 5 }, [5e6, 5e6]],
    ['lookup, unknown', { op: 'lookup', key: person('uv'), table: { x: 3, y: 9 } }, [3e6, 9e6]],
    ['lookup, unknown, with an else', { op: 'lookup', key: person('ut'), table: { x: 3, y: 9 }, else: 1 }, [1e6, 9e6]],
    ['piecewise, between two points', { op: 'piecewise', of: c(0.5), mode: 'linear', points: [[0, 0], [1, 10]] }, [5e6, 5e6]],
    ['piecewise, half up', { op: 'piecewise', of: c(0.000001), mode: 'linear', points: [[0, 0], [0.000002, 0.000001]] }, [1, 1]],
    ['piecewise, half up below zero', { op: 'piecewise', of: c(0.000001), mode: 'linear', points: [[0, 0], [0.000002, -0.000001]] }, [0, 0]],
    ['piecewise, falling: a third', { op: 'piecewise', of: c(1), mode: 'linear', points: [[0, 1], [3, 0]] }, [666_667, 666_667]],
    ['piecewise, below and above', { op: 'min', of: [{ op: 'piecewise', of: c(-9), mode: 'linear', points: [[0, 7], [1, 8]] }, { op: 'piecewise', of: c(9), mode: 'linear', points: [[0, 7], [1, 8]] }] }, [7e6, 7e6]],
    ['piecewise, above', { op: 'piecewise', of: c(9), mode: 'linear', points: [[0, 7], [1, 8]] }, [8e6, 8e6]],
    ['piecewise, wide', { op: 'piecewise', of: c(0), mode: 'linear', points: [[-1e9, 0], [1e9, 100]] }, [50e6, 50e6]],
    ['piecewise, steps', { op: 'piecewise', of: c(1), mode: 'step', points: [[0, 7], [1, 8], [2, 9]] }, [8e6, 8e6]],
    ['piecewise, just before a step', { op: 'piecewise', of: c(0.999999), mode: 'step', points: [[0, 7], [1, 8], [2, 9]] }, [7e6, 7e6]],
    ['piecewise of [1, 4], with its peak within', { op: 'piecewise', of: person('upart'), mode: 'linear', points: [[0, 0], [2, 50], [4, 10]] }, [10e6, 50e6]],
    ['piecewise of anything', { op: 'piecewise', of: person('un'), mode: 'step', points: [[0, 5], [1, 3], [2, 4]] }, [3e6, 5e6]],
    ['cases, the first true one', { op: 'cases', cases: [{ when: c(false), then: c(1) }, { when: c(true), then: c(2) }, { when: c(true), then: c(3) }], else: c(4) }, [2e6, 2e6]],
    ['cases, else', { op: 'cases', cases: [{ when: c(false), then: c(1) }], else: c(4) }, [4e6, 4e6]],
    ['cases, unknown then true', { op: 'cases', cases: [{ when: person('ub'), then: c(1) }, { when: c(true), then: c(3) }], else: c(9) }, [1e6, 3e6]],
    ['cases, unknown then else', { op: 'cases', cases: [{ when: person('ub'), then: c(1) }], else: c(9) }, [1e6, 9e6]],
    ['sum', { op: 'sum', terms: [{ weight: 0.5, of: c(3) }, { weight: -1, of: c(1) }] }, [500_000, 500_000]],
    ['sum, each term half up', { op: 'sum', terms: [{ weight: 0.5, of: c(0.000001) }, { weight: 0.5, of: c(0.000001) }] }, [2, 2]],
    ['sum, half up below zero', { op: 'sum', terms: [{ weight: -0.5, of: c(0.000001) }, { weight: 0.5, of: c(-0.000003) }] }, [-1, -1]], // -0.5 -> 0, -1.5 -> -1
    ['sum, a negative weight swaps', { op: 'sum', terms: [{ weight: -2, of: person('upart') }] }, [-8e6, -2e6]],
    ['sum, cut term by term', { op: 'sum', terms: [{ weight: 2, of: c(1e9) }, { weight: -1, of: c(1) }] }, [1e15 - 1e6, 1e15 - 1e6]],
    ['sum, cut running total', { op: 'sum', terms: [{ weight: -1, of: c(1e9) }, { weight: -1, of: c(1e9) }, { weight: 1, of: c(1) }] }, [-1e15 + 1e6, -1e15 + 1e6]],
    ['sum, weights with 4 decimals', { op: 'sum', terms: [{ weight: 0.0001, of: c(0.005) }] }, [1, 1]],
    ['min', { op: 'min', of: [person('upart'), c(2)] }, [1e6, 2e6]],
    ['max', { op: 'max', of: [person('upart'), c(2)] }, [2e6, 4e6]],
    ['product', { op: 'product', of: [{ of: c(50), power: 2 }, { of: c(80), power: 1 }] }, [20e6, 20e6]],
    ['product of nothing', { op: 'product', of: [] }, [100e6, 100e6]],
    ['product, negative is 0', { op: 'product', of: [{ of: person('neg'), power: 2 }] }, [0, 0]],
    ['product, half up: 0.5', { op: 'product', of: [{ of: c(0.0005), power: 1 }, { of: c(0.1), power: 1 }] }, [1, 1]], // 0.0005 * 0.1 / 100 = 0.0000005
    ['product, just below a half', { op: 'product', of: [{ of: c(0.000499), power: 1 }, { of: c(0.1), power: 1 }] }, [0, 0]],
    ['product of an interval', { op: 'product', of: [{ of: person('un'), power: 4 }] }, [0, 1e15]],
  ];
  it.each(cases)('%s', (_, e, ends) => {
    expect(number(e)).toEqual(ends);
  });

  it('level and unit of somebody without a seat', () => {
    const none = (w: { round: Loose }): void => delete w.round.people[0].seat as unknown as void;
    expect(number({ op: 'level', of: 'seat' }, none)).toEqual([-1e6, -1e6]);
    expect(truth({ op: 'compare', left: { op: 'unit', of: 'seat' }, is: '=', right: c('') }, none)).toBe(true);
  });

  it('roundedProduct is exact on both of its ways', () => {
    expect(roundedProduct(3, 1, 2)).toBe(2);
    expect(roundedProduct(-3, 1, 2)).toBe(-1);
    expect(roundedProduct(1e15, 1e6, 1e6)).toBe(1e15);
    expect(roundedProduct(-1e15, 3, 2e15)).toBe(-1);
    expect(roundedProduct(-(2 ** 52) - 1, 3, 6)).toBe(-(2 ** 51)); // -2251799813685248.5 -> up
    expect(roundedProduct(2 ** 52 + 1, 3, 6)).toBe(2 ** 51 + 1);
  });
});

describe('truths of the rule language', () => {
  const compare = (left: Loose, is: string, right: Loose): Loose => ({ op: 'compare', left, is, right });
  // upart is [1, 4]
  const table: [is: string, than: number, result: boolean | undefined][] = [
    ['<', 5, true], ['<', 4, undefined], ['<', 1, false], ['<=', 4, true], ['<=', 3, undefined], ['<=', 1, undefined], ['<=', 0.5, false],
    ['>', 0.5, true], ['>', 1, undefined], ['>', 4, false], ['>=', 1, true], ['>=', 2, undefined], ['>=', 4, undefined], ['>=', 5, false],
    ['=', 5, false], ['=', 0, false], ['=', 1, undefined], ['=', 2, undefined],
  ];
  it.each(table)('[1, 4] %s %d is %s', (is, than, result) => {
    expect(truth(compare(person('upart'), is, c(than)))).toBe(result);
  });

  const cases: [name: string, e: Loose, result: boolean | undefined][] = [
    ['= of known numbers', compare(person('n'), '=', c(2.5)), true],
    ['numbers on both sides', compare({ op: 'level', of: 'seat' }, '<', { op: 'level', of: 'position' }), true],
    ['dates', compare(person('d'), '<', { op: 'day', value: '2020-03-01' }), true],
    ['dates, equal', compare(person('d'), '=', { op: 'day', value: '2020-02-29' }), true],
    ['dates, later', compare(person('d'), '>', { op: 'date', of: 'asOf' }), false],
    ['dates, unknown', compare(person('ud'), '>', { op: 'date', of: 'asOf' }), undefined],
    ['a date the person does not have', compare({ op: 'date', of: 'since' }, '>', { op: 'date', of: 'asOf' }), undefined],
    ['the horizon is the day of the round by default', compare({ op: 'date', of: 'horizon' }, '=', { op: 'date', of: 'asOf' }), true],
    ['ordered with text', compare(person('o'), '>', c('low')), true],
    ['text with ordered', compare(c('high'), '<=', person('o')), false],
    ['ordered with ordered', compare(person('o'), '=', post('po')), true],
    ['ordered, unknown, even against the least', compare(person('uo'), '>=', c('low')), undefined],
    ['texts', compare(person('t'), '=', c('x')), true],
    ['texts that differ', compare(person('t'), '=', c('a')), false],
    ['texts, unknown', compare(post('put'), '=', c('a')), undefined],
    ['units', compare({ op: 'unit', of: 'seat' }, '=', { op: 'unit', of: 'position' }), true],
    ['truths', compare(person('b'), '=', c(false)), false],
    ['truths that are computed', compare({ op: 'not', of: person('b') }, '=', c(false)), true],
    ['truths, unknown', compare(person('ub'), '=', person('b')), undefined],
    ['in a list', { op: 'in', item: person('t'), set: ['a', 'x'] }, true],
    ['not in a list', { op: 'in', item: person('t'), set: [] }, false],
    ['ordered in a list', { op: 'in', item: person('o'), set: ['mid'] }, true],
    ['in a set', { op: 'in', item: person('t'), set: post('ps') }, true],
    ['in an unknown set', { op: 'in', item: person('t'), set: person('us') }, undefined],
    ['unknown in a list', { op: 'in', item: person('ut'), set: ['a'] }, undefined],
    ['a truth itself', person('b'), true],
    ['an unknown truth', person('ub'), undefined],
    ['all', { op: 'all', of: [c(true), person('b')] }, true],
    ['all with unknown', { op: 'all', of: [person('ub'), c(true)] }, undefined],
    ['all with false', { op: 'all', of: [person('ub'), c(false)] }, false],
    ['all of nothing', { op: 'all', of: [] }, true],
    ['any', { op: 'any', of: [person('ub'), c(true)] }, true],
    ['any with unknown', { op: 'any', of: [c(false), person('ub')] }, undefined],
    ['any of nothing', { op: 'any', of: [] }, false],
    ['not', { op: 'not', of: c(true) }, false],
    ['not unknown', { op: 'not', of: person('ub') }, undefined],
  ];
  it.each(cases)('%s', (_, e, result) => {
    expect(truth(e)).toBe(result);
  });

  it.each([
    [true, true, 'pass'], [true, false, 'fail'], [true, null, 'unknown'], [false, false, 'pass'], [false, null, 'pass'], [null, true, 'pass'], [null, false, 'unknown'], [null, null, 'unknown'],
  ])('a gate with when %s and rule %s: %s', (when, rule, outcome) => {
    const e = (value: boolean | null): Loose => (value === null ? person('ub') : c(value));
    const f = facts((w) => Object.assign(w.policy.gates[0], { when: e(when), rule: e(rule) }));
    expect(new Interpreter(f).outcome(gatesOf(f.policy)[0]!, 0, 0)).toBe(outcome);
  });

  it.each([
    [{ own: 'we decided so' }, true], [{ source: 'a', confidence: 'rumour' }, false], [{ source: 'a', confidence: 'press' }, true], [{ source: 'a', confidence: 'law' }, true],
    [{ source: 'a', confidence: 'rumour', confirmed: { by: 'x', on: '2025-01-01', document: 'y' } }, true],
  ])('a gate with the citation %j binds: %s', (citation, binds) => {
    const f = facts((w) => Object.assign(w.policy.gates[0], { citation }));
    expect(gatesOf(f.policy)[0]!.binds).toBe(binds);
  });
});

describe('kinds', () => {
  const rule = '/gates/0/rule';
  const cases: [name: string, e: Loose, message: string][] = [
    ['a number for a truth', c(1), `${rule} is of the kind number, not truth`],
    ['no expression', 7, '/gates/0/rule must be an expression of the rule language'],
    ['null', null, '/gates/0/rule must be an expression of the rule language'],
    ['an unknown op', { op: 'toString' }, `${rule} must be an expression of the rule language`],
    ['an op that is no text', { op: 1 }, `${rule} must be an expression of the rule language`],
    ['an unknown key', { op: 'not', of: c(true), why: 1 }, `${rule}/why is not a key of this format`],
    ['a missing key', { op: 'not' }, `${rule}/of is missing`],
    ['an attribute nobody declared', person('nobody'), `${rule} reads an attribute that is not declared`],
    ['an attribute of every object', person('constructor'), `${rule} reads an attribute that is not declared`],
    ['an attribute of a position', person('pb'), `${rule} reads an attribute that is one of a position`],
    ['two kinds', { op: 'compare', left: c(1), is: '=', right: c('x') }, `${rule}/right is of the kind text, not number`],
    ['text by size', { op: 'compare', left: c('a'), is: '<', right: c('x') }, `${rule} compares values of the kind text by size`],
    ['truth by size', { op: 'compare', left: c(true), is: '<', right: c(false) }, `${rule} compares values of the kind truth by size`],
    ['sets', { op: 'compare', left: person('s'), is: '=', right: person('s') }, `${rule}/left is of the kind set, not number or date or ordered or text or truth`],
    ['two orders', { op: 'compare', left: person('o'), is: '=', right: person('o2') }, `${rule} compares values of two different orders`],
    ['a text outside the order', { op: 'compare', left: person('o'), is: '=', right: c('top') }, `${rule} compares with a text that is none of the ordered values`],
    ['a text outside the order, on the left', { op: 'compare', left: c('top'), is: '=', right: person('o') }, `${rule} compares with a text that is none of the ordered values`],
    ['a text that is not constant', { op: 'compare', left: person('o'), is: '=', right: person('t') }, `${rule} compares with a text that is none of the ordered values`],
    ['in of a number', { op: 'in', item: c(1), set: [] }, `${rule}/item is of the kind number, not text or ordered`],
    ['in of no set', { op: 'in', item: c('x'), set: c('x') }, `${rule}/set is of the kind text, not set`],
    ['spells read as one value', { op: 'compare', left: person('h'), is: '=', right: c('x') }, `${rule}/left reads spells as if they were one value`],
    ['spells that are none', { op: 'occurs', attribute: 't', values: ['x'] }, `${rule} reads spells of an attribute of the type text`],
    ['spells nobody declared', { op: 'occurs', attribute: 'toString', values: ['x'] }, `${rule} reads an attribute that is not declared`],
    ['spells by numbers', { op: 'occurs', attribute: 'h', values: [1] }, '/gates/0/rule/values/0 must be a text'],
    ['spells by a truth', { op: 'occurs', attribute: 'h', values: c(true) }, `${rule}/values is of the kind truth, not set or text`],
    ['spells from a number on', { op: 'occurs', attribute: 'h', values: ['x'], from: c(1) }, `${rule}/from is of the kind number, not date`],
    ['spells up to a text', { op: 'occurs', attribute: 'h', values: ['x'], to: c('x') }, `${rule}/to is of the kind text, not date`],
    ['months for a truth', { op: 'monthsIn', attribute: 'h', values: ['x'] }, `${rule} is of the kind number, not truth`],
    ['a shifted number', { op: 'compare', left: { op: 'shift', of: c(1), days: 1 }, is: '=', right: person('d') }, `${rule}/left/of is of the kind number, not date`],
    ['a shift by half a month', { op: 'compare', left: { op: 'shift', of: person('d'), months: 0.5 }, is: '=', right: person('d') }, `${rule}/left/months must be a whole number from -1200 to 1200`],
    ['a shift by too many days', { op: 'compare', left: { op: 'shift', of: person('d'), days: 40_001 }, is: '=', right: person('d') }, `${rule}/left/days must be a whole number from -40000 to 40000`],
    ['the class of nothing', { op: 'compare', left: { op: 'class', of: 'person' }, is: '=', right: c(1) }, `${rule}/left/of must be position or seat`],
    ['a level as a number', { op: 'compare', left: { op: 'levelId', of: 'seat' }, is: '=', right: c(1) }, `${rule}/right is of the kind number, not text or ordered`],
    ['a table of any constant', { op: 'compare', is: '=', left: c(1), right: { op: 'lookup', key: c('x'), table: { x: 1 } } }, `${rule}/right has a table that does not cover its key`],
    ['a table of levels without an else', { op: 'compare', is: '=', left: c(1), right: { op: 'lookup', key: { op: 'levelId', of: 'seat' }, table: { staff: 1, head: 2 } } }, `${rule}/right has a table that does not cover its key`],
    ['months of numbers', { op: 'compare', is: '=', left: c(1), right: { op: 'monthsBetween', from: c(1), to: person('d') } }, `${rule}/right/from is of the kind number, not date`],
    ['a table with a gap', { op: 'compare', is: '=', left: c(1), right: { op: 'lookup', key: person('v'), table: { x: 1 } } }, `${rule}/right has a table that does not cover its key`],
    ['a table of any text', { op: 'compare', is: '=', left: c(1), right: { op: 'lookup', key: person('t'), table: { x: 1 } } }, `${rule}/right has a table that does not cover its key`],
    ['an else that is no number', { op: 'compare', is: '=', left: c(1), right: { op: 'lookup', key: person('t'), table: {}, else: c(1) } }, `${rule}/right/else must be a number up to 1e9 with at most 6 decimals`],
    ['a sum of nothing', { op: 'compare', is: '=', left: c(1), right: { op: 'sum', terms: [] } }, `${rule}/right adds up nothing`],
    ['no points', { op: 'compare', is: '=', left: c(1), right: { op: 'piecewise', of: c(1), mode: 'step', points: [] } }, `${rule}/right needs points that ascend`],
    ['points that stand still', { op: 'compare', is: '=', left: c(1), right: { op: 'piecewise', of: c(1), mode: 'step', points: [[0, 1], [0, 2]] } }, `${rule}/right needs points that ascend`],
    ['a point of three', { op: 'compare', is: '=', left: c(1), right: { op: 'piecewise', of: c(1), mode: 'step', points: [[0, 1, 2]] } }, `${rule}/right/points/0 must be a pair`],
    ['cases of texts', { op: 'compare', is: '=', left: c(1), right: { op: 'cases', cases: [{ when: c(1), then: c(1) }], else: c(1) } }, `${rule}/right/cases/0/when is of the kind number, not truth`],
    ['a sum of texts', { op: 'compare', is: '=', left: c(1), right: { op: 'sum', terms: [{ weight: 1, of: c('x') }] } }, `${rule}/right/terms/0/of is of the kind text, not number`],
    ['weights with 5 decimals', { op: 'compare', is: '=', left: c(1), right: { op: 'sum', terms: [{ weight: 0.00001, of: c(1) }] } }, `${rule}/right/terms/0/weight must be a number up to 1e9 with at most 4 decimals`],
    ['min of nothing', { op: 'compare', is: '=', left: c(1), right: { op: 'min', of: [] } }, `${rule}/right takes the extreme of nothing`],
    ['max of a text', { op: 'compare', is: '=', left: c(1), right: { op: 'max', of: [c('x')] } }, `${rule}/right/of/0 is of the kind text, not number`],
    ['a power of 5', { op: 'compare', is: '=', left: c(1), right: { op: 'product', of: [{ of: c(1), power: 5 }] } }, `${rule}/right/of/0/power must be a whole number from 1 to 4`],
    ['a product of truths', { op: 'compare', is: '=', left: c(1), right: { op: 'product', of: [{ of: c(true), power: 1 }] } }, `${rule}/right/of/0/of is of the kind truth, not number`],
    ['all of numbers', { op: 'all', of: [c(true), c(1)] }, `${rule}/of/1 is of the kind number, not truth`],
    ['not of a number', { op: 'not', of: c(1) }, `${rule}/of is of the kind number, not truth`],
    ['a number with 7 decimals', { op: 'compare', left: c(1e-7), is: '=', right: c(1) }, `${rule}/left/value must be a number up to 1e9 with at most 6 decimals`],
    ['a number above 1e9', { op: 'compare', left: c(1e9 + 1), is: '=', right: c(1) }, `${rule}/left/value must be a number up to 1e9 with at most 6 decimals`],
    ['a day that does not exist', { op: 'compare', left: { op: 'day', value: '2023-02-29' }, is: '=', right: person('d') }, `${rule}/left/value must be a day of the calendar`],
  ];
  it.each(cases)('%s is refused', (_, e, message) => {
    expect(refusal(() => facts((w) => (w.policy.gates[0].rule = e)))).toBe(message);
  });

  it('a rule deeper than 64 is refused', () => {
    let e = c(true);
    for (let k = 0; k < 70; k++) e = { op: 'not', of: e };
    expect(refusal(() => truth(e))).toMatch(/nested deeper than 64$/);
  });
});

describe('texts of which it is known what they can be', () => {
  const NEVER = 'is none of the texts that there can be';
  const level = (of: string): Loose => ({ op: 'levelId', of });
  const track = (of: string): Loose => ({ op: 'track', of });
  const is = (left: Loose, right: Loose): Loose => ({ op: 'compare', left, is: '=', right });
  const among = (item: Loose, ...set: string[]): Loose => ({ op: 'in', item, set });
  const table = (key: Loose, texts: string[], other?: number): Loose => is(c(1), { op: 'lookup', key, table: Object.fromEntries(texts.map((text, k) => [text, k])), ...(other !== undefined && { else: other }) });
  const load = (e: Loose, tracks?: string[]): unknown => facts(({ policy: p }) => {
    if (tracks) p.tracks = tracks.map((id) => ({ id, label: { en: id } }));
    p.attributes.sv = { of: 'person', type: 'set', label: { en: 'sv' }, values: ['x'] };
    p.attributes.hv = { of: 'person', type: 'spells', label: { en: 'hv' }, values: ['x', 'y'] };
    p.gates[0].rule = e;
  });
  const NOT_COVERED = '/gates/0/rule/right has a table that does not cover its key';

  it.each<[string, Loose, string]>([
    ['a level nobody listed', is(level('position'), c('chief')), '/gates/0/rule compares with a text that it can never be'],
    ['a level nobody listed, on the left', is(c('chief'), level('seat')), '/gates/0/rule compares with a text that it can never be'],
    ['no seat, as the level of a position', is(level('position'), c('')), '/gates/0/rule compares with a text that it can never be'],
    ['a level nobody listed, in a list', among(level('seat'), '', 'head', 'chief'), `/gates/0/rule/set/2 ${NEVER}`],
    ['a level nobody listed, in a table', table(level('seat'), ['head', 'chief'], 1), `/gates/0/rule/right/table/chief ${NEVER}`],
    ['a table of levels with a hole', table(level('position'), ['head']), NOT_COVERED],
    ['a table of the seat without no seat', table(level('seat'), ['head', 'staff']), NOT_COVERED],
    ['a table of positions with no seat', table(level('position'), ['head', 'staff', '']), `/gates/0/rule/right/table/ ${NEVER}`],
    ['a track nobody listed', is(track('position'), c('side')), '/gates/0/rule compares with a text that it can never be'],
    ['a track in a list, nobody listed', among(track('seat'), 'side'), `/gates/0/rule/set/0 ${NEVER}`],
    ['a table of tracks with a hole', table(track('seat'), ['line', 'staff']), NOT_COVERED],
    ['a text that an attribute does not list', is(person('v'), c('z')), '/gates/0/rule compares with a text that it can never be'],
    ['a text that an attribute of a position does not list', is(c('z'), post('pv')), '/gates/0/rule compares with a text that it can never be'],
    ['a text in a list that an attribute does not list', among(post('pv'), 'x', 'z'), `/gates/0/rule/set/1 ${NEVER}`],
    ['a text in a list that an order does not list', among(person('o'), 'top'), `/gates/0/rule/set/0 ${NEVER}`],
    ['a text in a table that an attribute does not list', table(person('v'), ['x', 'y', 'z']), `/gates/0/rule/right/table/z ${NEVER}`],
    ['a text in a table that an order does not list', table(person('o'), ['top'], 1), `/gates/0/rule/right/table/top ${NEVER}`],
    ['months under a text that spells do not list', is(c(1), { op: 'monthsIn', attribute: 'hv', values: ['z'] }), `/gates/0/rule/right/values/0 ${NEVER}`],
    ['spells under a text that they do not list', { op: 'occurs', attribute: 'hv', values: ['x', 'y', 'z'] }, `/gates/0/rule/values/2 ${NEVER}`],
    ['spells under no text at all', { op: 'occurs', attribute: 'h', values: [] }, '/gates/0/rule/values asks for no value'],
  ])('%s is refused', (_, e, message) => expect(refusal(() => load(e, ['line', 'staff']))).toBe(message));

  it('where there are no tracks, a position has none and a seat that there is not only', () => {
    expect(refusal(() => load(is(track('position'), c('line'))))).toBe('/gates/0/rule compares with a text that it can never be');
    expect(refusal(() => load(table(track('position'), [])))).toBe(NOT_COVERED);
    expect(() => load(table(track('seat'), ['']))).not.toThrow();
  });

  it.each<[string, Loose]>([
    ['ids of levels, and no seat', is(level('seat'), c(''))], ['levels in a list', among(level('seat'), '', 'head')], ['levels one with the other', is(level('seat'), level('position'))],
    ['a table of all levels', table(level('position'), ['head', 'staff'])], ['a table of all levels and no seat', table(level('seat'), ['', 'head', 'staff'])],
    ['a table of all tracks', table(track('position'), ['line', 'staff'])], ['a table of all tracks and no seat', table(track('seat'), ['', 'line', 'staff'])],
    ['a table of one level and an else', table(level('position'), ['head'], 1)], ['texts that are listed', is(person('v'), c('y'))], ['a listed text and any other', is(person('v'), person('t'))],
    ['units, which the policy does not know', is({ op: 'unit', of: 'seat' }, c('z'))], ['any text where none are listed', among(person('t'), 'z')], ['two constants', is(c('x'), c('z'))],
    ['a constant in a set', { op: 'in', item: c('z'), set: person('sv') }], ['spells under listed texts', { op: 'occurs', attribute: 'hv', values: ['y'] }], ['spells under a constant', { op: 'occurs', attribute: 'hv', values: c('z') }],
  ])('%s are taken', (_, e) => expect(() => load(e, ['line', 'staff'])).not.toThrow());

  it('a table of all tracks has a value where the position has none', () => {
    const key = { op: 'lookup', key: track('position'), table: { line: 7, staff: 9 } };
    const tracks: Parameters<typeof facts>[0] = (w) => (w.policy.tracks = ['line', 'staff'].map((id) => ({ id, label: { en: id } })));
    expect(number(key, tracks)).toEqual([7e6, 9e6]);
  });
});

describe('months', () => {
  it.each([
    ['2020-01-31', 1, '2020-02-29'], ['2021-01-31', 1, '2021-02-28'], ['2021-01-30', 1, '2021-02-28'], ['2020-02-29', 12, '2021-03-01'], ['2020-02-29', 48, '2024-02-29'],
    ['2020-02-29', 13, '2021-03-29'], ['2020-12-15', 1, '2021-01-15'], ['2020-03-31', 1, '2020-04-30'], ['1899-12-31', 2, '1900-02-28'], ['2000-01-30', 1, '2000-02-29'],
    ['2020-06-15', 1e6, '9999-10-15'],
  ])('%s + %d months is %s', (day, months, sum) => expect(addMonths(day, months, 'mar1')).toBe(sum));

  it('29 February falls on the 28th with leapDay feb28', () => expect(addMonths('2020-02-29', 12, 'feb28')).toBe('2021-02-28'));

  it.each([
    ['2020-02-29', '2021-02-28', 'feb28', 12], ['2020-02-29', '2021-02-28', 'mar1', 11], ['2020-02-29', '2021-03-01', 'mar1', 12], ['2020-01-31', '2020-02-29', 'mar1', 1],
    ['2020-01-31', '2020-02-28', 'mar1', 0], ['2020-05-15', '2020-05-15', 'mar1', 0], ['2020-05-15', '2020-04-16', 'mar1', 0], ['2020-05-15', '2020-04-15', 'mar1', -1],
  ] as const)('from %s to %s with %s: %d', (from, to, leapDay, months) => expect(monthsBetween(from, to, leapDay)).toBe(months + 0));
});

describe('which evidence counts', () => {
  const read = (evidence: Loose[], more: object = {}): unknown => {
    const f = facts((w) => {
      w.round.sources = [{ id: 'f', title: 'F', date: '2025-01-01' }, { id: 'file', title: 'File', date: '2025-12-01' }];
      w.policy.attributes.e = { of: 'person', type: 'text', label: { en: 'e' }, ...more };
      w.round.people[0].evidence = evidence.map((item) => ({ attribute: 'e', ...item }));
    });
    return f.column({ about: 'person', what: 'attribute', name: 'e' })[0];
  };
  it.each<[string, Loose[], object, unknown]>([
    ['nothing: missing', [], {}, { cause: 'missing' }],
    ['one item', [{ value: 'x', source: 'file' }], {}, { value: 'x' }],
    ['the latest, by its own date or that of its source', [{ value: 'x', source: 'f' }, { value: 'y', source: 'file', date: '2025-06-01' }, { value: 'z', source: 'file' }], {}, { value: 'z' }],
    ['equal values of one day', [{ value: 'x', source: 'f', date: '2025-12-01' }, { value: 'x', source: 'file' }], {}, { value: 'x' }],
    ['different values of one day: conflict', [{ value: 'x', source: 'file' }, { value: 'y', source: 'file' }], {}, { cause: 'conflict' }],
    ['unmapped', [{ unmapped: 'X?', source: 'file' }], {}, { cause: 'unmapped' }],
    ['the same unmapped text twice', [{ unmapped: 'X?', source: 'f', date: '2025-12-01' }, { unmapped: 'X?', source: 'file' }], {}, { cause: 'unmapped' }],
    ['a value and an unmapped text of one day: conflict', [{ unmapped: 'X?', source: 'file' }, { value: 'X?', source: 'file' }], {}, { cause: 'conflict' }],
    ['an older unmapped text does not matter', [{ unmapped: 'X?', source: 'f' }, { value: 'y', source: 'file' }], {}, { value: 'y' }],
    ['dated after the round: future', [{ value: 'x', source: 'file', date: '2026-01-02' }], {}, { cause: 'future' }],
    ['dated on the day of the round', [{ value: 'x', source: 'file', date: '2026-01-01' }], {}, { value: 'x' }],
    ['expired the day before', [{ value: 'x', source: 'file', expires: '2025-12-31' }], {}, { cause: 'expired' }],
    ['expires on the day', [{ value: 'x', source: 'file', expires: '2026-01-01' }], {}, { value: 'x' }],
    ['expired and future: expired', [{ value: 'x', source: 'f', expires: '2025-12-31' }, { value: 'x', source: 'file', date: '2026-02-01' }], {}, { cause: 'expired' }],
    ['expired, but an older item stands', [{ value: 'x', source: 'f' }, { value: 'y', source: 'file', expires: '2025-12-31' }], {}, { value: 'x' }],
    ['valid for 12 months to the day', [{ value: 'x', source: 'f' }], { validMonths: 12 }, { value: 'x' }],
    ['valid for 11 months', [{ value: 'x', source: 'f' }], { validMonths: 11 }, { cause: 'expired' }],
  ])('%s', (_, evidence, more, datum) => expect(read(evidence, more)).toMatchObject(datum as object)); // a datum with a value is the item of evidence itself
});

describe('whose evidence counts', () => {
  const signed = { on: '2025-11-01', document: 'statement' };
  /** Ana is judged by `ok`, who signed; by `late` and `mute`, who did not in time; by `kin`, who is related to her; by `own`, who is she. */
  const read = (evidence: Loose[], more: object = {}, change: Parameters<typeof facts>[0] = () => undefined): unknown => {
    const f = facts((w) => {
      w.round.sources = [{ id: 'f', title: 'F', date: '2025-01-01' }, { id: 'file', title: 'File', date: '2025-12-01' }];
      w.policy.relations.recusal = { maxDegree: 2, kinds: ['rival'], citation: { own: 'x' } };
      w.round.opened = '2025-11-15';
      w.round.actors = [
        { id: 'kin', role: 'scorer', statement: signed, interests: [{ person: 'ana', kind: 'cousin', degree: 2 }] }, { id: 'late', role: 'scorer', statement: { ...signed, on: '2025-11-16' } },
        { id: 'mute', role: 'scorer' }, { id: 'ok', role: 'scorer', statement: { ...signed, on: '2025-11-15' }, interests: [{ person: 'ana', kind: 'cousin', degree: 3 }, { person: 'budi', kind: 'rival' }] }, { id: 'own', role: 'scorer', person: 'ana', statement: signed },
      ];
      w.policy.attributes.e = { of: 'person', type: 'number', label: { en: 'e' }, ...more };
      w.round.people[0].evidence = evidence;
      change(w);
    });
    return f.column({ about: 'person', what: 'attribute', name: 'e' })[0];
  };
  const inOrder = (evidence: Loose[]): Loose[] => {
    const keys = (item: Loose): string[] => [item.date ?? (item.source === 'f' ? '2025-01-01' : '2025-12-01'), item.source, canonical(item.value ?? item.unmapped), canonical(item)];
    return evidence.sort((a, b) => {
      const [x, y] = [keys(a), keys(b)];
      const k = x.findIndex((key, at) => key !== y[at]);
      return k < 0 ? 0 : x[k]! < y[k]! ? -1 : 1;
    });
  };
  const by = (name: string, value: number, more: object = {}): Loose => ({ attribute: 'e', source: 'file', value, by: name, ...more });
  const mean = { combine: 'mean' };
  it.each<[string, Loose[], object, unknown, Parameters<typeof facts>[0]?]>([
    ['his who signed on the day of the opening', [by('ok', 1)], {}, { value: 1 }],
    ['nothing of one who signed later', [by('late', 1)], {}, { cause: 'recused' }],
    ['nothing of one who did not sign', [by('mute', 1)], {}, { cause: 'recused' }],
    ['nothing of kin', [by('kin', 1)], {}, { cause: 'recused' }],
    ['nothing of himself', [by('own', 1)], {}, { cause: 'recused' }],
    ['nothing of a kind that always counts', [by('ok', 1)], {}, { cause: 'recused' }, (w) => (w.round.actors[3].interests[0] = { person: 'ana', kind: 'rival' })],
    ['nothing of one whose kin a relation states', [by('ok', 1)], {}, { cause: 'recused' }, (w) => (w.round.actors[3].person = 'budi') && (w.round.relations = [{ a: 'ana', b: 'budi', kind: 'cousin', degree: 2, source: 'f' }])],
    ['his whose kin is too distant', [by('ok', 1)], {}, { value: 1 }, (w) => (w.round.actors[3].person = 'budi') && (w.round.relations = [{ a: 'ana', b: 'budi', kind: 'cousin', degree: 3, source: 'f' }])],
    ['all where the policy does not ask', [by('mute', 1)], {}, { value: 1 }, (w) => delete w.policy.relations.recusal],
    ['an older item where the latest is set aside', [{ value: 2, source: 'f' }, by('mute', 1)], {}, { value: 2 }],
    ['recused before expired before future', [by('mute', 1, { source: 'f' }), { value: 1, date: '2025-02-01', expires: '2025-03-01' }, { value: 1, date: '2026-02-01' }], {}, { cause: 'recused' }],
    ['no quarrel with what is set aside', [by('mute', 1), by('ok', 2)], {}, { value: 2 }],
    ['the mean of the raters', [by('ok', 1), { value: 2 }], mean, { value: 1.5 }],
    ['the mean rounded half up', [by('a', 0.000001), by('ok', 0.000002)], mean, { value: 0.000002 }, (w) => w.round.actors.unshift({ id: 'a', role: 'panel', statement: signed })],
    ['the mean rounded half up below zero', [by('a', -0.000002), by('ok', -0.000001)], mean, { value: -0.000001 }, (w) => w.round.actors.unshift({ id: 'a', role: 'panel', statement: signed })],
    ['of each rater the latest', [by('ok', 9, { source: 'f' }), by('ok', 1), { value: 4 }], mean, { value: 2.5 }],
    ['the mean over those whose judgement counts', [by('kin', 9), by('mute', 9), by('ok', 1), { value: 4 }], mean, { value: 2.5 }],
    ['of raters with different days all', [{ value: 4, source: 'f' }, by('ok', 1)], mean, { value: 2.5 }],
    ['of those without a name one', [{ value: 4, source: 'f' }, { value: 6, source: 'file' }, by('ok', 1)], mean, { value: 3.5 }],
    ['the latest, where no mean is asked for', [{ value: 4, source: 'f' }, by('ok', 1)], { combine: 'latest' }, { value: 1 }],
    ['nothing where one rater contradicts himself', [by('ok', 1), by('ok', 2), { unmapped: 'x' }], mean, { cause: 'conflict' }],
    ['nothing where one rater is unmapped', [{ unmapped: 'x', by: 'ok' }, { value: 2 }], mean, { cause: 'unmapped' }],
    ['nothing where all are set aside', [by('kin', 1), by('mute', 2)], mean, { cause: 'recused' }],
    ['nothing where all have expired', [by('ok', 1, { expires: '2025-12-31' })], mean, { cause: 'expired' }],
  ])('%s', (_, evidence, more, datum, change) => {
    const sorted = inOrder(evidence.map((item) => ({ attribute: 'e', source: 'file', ...item })));
    expect(read(sorted, more, change)).toMatchObject(datum as object);
  });

  it('the mean of many great numbers is exact', () => {
    const names = Array.from({ length: 12 }, (_, k) => `r${String(k).padStart(2, '0')}`);
    const values = names.map((_, k) => (k === 0 ? 999_999_999.999999 : 1e9));
    const datum = read(inOrder(names.map((name, k) => by(name, values[k]!))), mean, (w) => (w.round.actors = names.map((id) => ({ id, role: 'panel', statement: signed }))));
    expect(datum).toEqual({ value: 1e9 }); // a twelfth of 0.000001 below
  });
});
