import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hashDocument } from '../../src/canonical/index.js';
import { seal, type MeritError } from '../../src/index.js';
import { binds } from '../../src/policy/index.js';
import { toyPolicy } from '../support/toy.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- packs that are about to be broken have no type
type Loose = any;

const own = { own: 'test' };
const label = { en: 'x' };
const person = (attribute: string): Loose => ({ op: 'person', attribute });
const c = (value: unknown): Loose => ({ op: 'const', value });

function found(change: (policy: Loose) => void): string[] {
  try {
    return seal(toyPolicy(change)).warnings.map(({ code, path }) => `${code} ${path}`);
  } catch (error) {
    return (error as MeritError).issues.map(({ code, path }) => `${code} ${path}`);
  }
}
const at = (op: string, of = 'position'): Loose => ({ op, of });
const equals = (left: Loose, right: Loose): Loose => ({ op: 'compare', left, is: '=', right });
const within = (item: Loose, set: Loose): Loose => ({ op: 'in', item, set });
const tables = (key: Loose, table: Loose, more: Loose = {}): Loose => ({ op: 'lookup', key, table, ...more });
/** A policy with tracks and attributes of closed values, and a rule that names them. */
const closed = (rule: Loose, also: (policy: Loose) => void = () => undefined): ((policy: Loose) => void) => (p) => {
  p.tracks = [{ id: 'line', label }, { id: 'expert', label }];
  Object.assign(p.attributes, { grade: { of: 'person', type: 'text', label, values: ['x', 'y'] }, rank: { of: 'person', type: 'ordered', label, values: ['a', 'b'] }, tags: { of: 'person', type: 'set', label, values: ['x', 'y'] } });
  if (rule.op === 'lookup') p.criteria[0].value = rule;
  else p.gates[0].rule = rule;
  also(p);
};
const value = (e: Loose): ((policy: Loose) => void) => (p) => (p.criteria[0].value = e);

describe('seal takes', () => {
  it('the packs of the examples, without a warning', () => {
    for (const name of ['city', 'promotions']) expect(seal(readFileSync(`examples/${name}/policy.json`)).warnings).toEqual([]);
  });

  it('text, bytes and an object alike, and any order of keys', () => {
    const policy = toyPolicy();
    const reversed = Object.fromEntries(Object.entries(policy).reverse());
    const hash = hashDocument('meritra/policy/0', policy);
    for (const input of [policy, reversed, JSON.stringify(policy), new TextEncoder().encode(JSON.stringify(policy))]) expect(seal(input).hash).toBe(hash);
    expect(seal(policy, { expect: hash }).policy).toEqual(policy);
  });

  it('a copy: what the caller does later changes nothing', () => {
    const policy: Loose = toyPolicy();
    const sealed = seal(policy);
    policy.weights.exam = 0;
    expect(sealed.policy.weights['exam']).toBe(60);
  });

  it.each<[string, (policy: Loose) => void]>([
    ['a title in one language', (p) => delete p.title.id],
    ['no gates', (p) => (p.gates = [])],
    ['no order of ties', (p) => (p.ties.order = [])],
    ['no line of command', (p) => delete p.relations.lineOfCommand],
    ['a rule that compares with the empty text', (p) => (p.gates[0].rule = { op: 'compare', left: { op: 'unit', of: 'seat' }, is: '=', right: c('') })],
    ['a weight of 0', (p) => Object.assign(p.weights, { exam: 70, rating: 0, skill: 30 })],
    ['a gate that binds by a document', (p) => (p.gates[0].citation = { source: 'Act', confidence: 'm', confirmed: { by: 'the board', on: '2026-01-01', document: 'letter 1' } })],
    ['a criterion held in 0..100 by a curve', value({ op: 'piecewise', of: person('senior'), mode: 'linear', points: [[0, 0], [240, 100]] })],
    ['a criterion that reads the position', value({ op: 'cases', cases: [{ when: { op: 'compare', left: { op: 'level', of: 'seat' }, is: '<', right: { op: 'level', of: 'position' } }, then: c(100) }], else: person('exam') })],
    ['names that are declared, and no seat', closed({ op: 'all', of: [equals(at('levelId'), c('LOW')), equals(c(''), at('levelId', 'seat')), within(at('track', 'seat'), ['', 'line']), equals(person('grade'), c('y')), within(person('rank'), ['b']), within(c('x'), person('tags')), within(person('grade'), person('tags')), equals(person('grade'), at('track'))] })],
    ['tables that name every level, track or value, without else', closed({ op: 'min', of: [tables(at('levelId'), { LOW: 1, MID: 2, TOP: 3 }), tables(at('track', 'seat'), { line: 1, expert: 2, '': 0 }), tables(person('grade'), { x: 1, y: 2 })] }, (p) => (p.criteria[0].value = p.gates[0].rule, p.gates = []))],
    ['a table that names some, with else', closed(tables(at('track'), { line: 1 }, { else: 2 }))],
    ['ordered values and their order in ties', (p) => Object.assign(p, { attributes: { ...p.attributes, rank: { of: 'person', type: 'ordered', label, values: ['a', 'b'], validMonths: 12 } }, ties: { ...p.ties, order: [{ attribute: 'rank', direction: 'ascending', citation: own }] } })],
  ])('%s', (_, change) => expect(found(change)).toEqual([]));

  it('texts in NFC: both spellings give the same hash, with a warning for the long one', () => {
    const named = (text: string): ReturnType<typeof seal> => seal(toyPolicy((p: Loose) => Object.assign(p, { title: { en: text }, attributes: { ...p.attributes, field: { of: 'position', type: 'text', label, values: [text, 'special'] } } })));
    const [long, short] = [named('Cafe\u0301'), named('Caf\u00e9')];
    expect(long.hash).toBe(short.hash);
    expect(long.warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(['W_NFC /title/en', 'W_NFC /attributes/field/values/0']);
    const tabled = (key: string): ReturnType<typeof seal> => seal(toyPolicy((p: Loose) => (p.criteria[0].value = { op: 'lookup', key: { op: 'position', attribute: 'field' }, table: { [key]: 1 }, else: 0 })));
    expect(tabled('Cafe\u0301').hash).toBe(tabled('Caf\u00e9').hash);
  });
});

describe('seal refuses', () => {
  it.each<[string, (policy: Loose) => void, string[]]>([
    ['another format', (p) => (p.format = 'meritra/policy/1'), ['E_FORMAT /format']],
    ['a pack without one', (p) => delete p.format, ['E_VALUE_MISSING /format']],
    ['a mistyped key', (p) => (p.weigths = {}), ['E_KEY_UNKNOWN /weigths']],
    ['a choice that is none', (p) => Object.assign(p, { leapDay: 'feb29', objective: 'merit' }), ['E_VALUE_UNKNOWN /leapDay', 'E_VALUE_UNKNOWN /objective']],
    ['an operation that is none', (p) => (p.gates[0].rule = { op: 'eval', code: '1' }), ['E_TYPE /gates/0/rule/op']],
    ['a rule that is none', (p) => (p.gates[0].rule = 'true'), ['E_TYPE /gates/0/rule']],
    ['a rule without operation', (p) => (p.gates[0].rule = {}), ['E_VALUE_MISSING /gates/0/rule/op']],
    ['a power of 5 and one of 1.5', value({ op: 'product', of: [{ of: c(1), power: 5 }, { of: c(1), power: 1.5 }] }), ['E_NUM_RANGE /criteria/0/value/of/0/power', 'E_NUM_INT /criteria/0/value/of/1/power']],
    ['an empty list of points', value({ op: 'piecewise', of: c(1), mode: 'step', points: [] }), ['E_VALUE_MISSING /criteria/0/value/points']],
    ['an empty label', (p) => (p.levels[0].label.en = ''), ['E_STRING_EMPTY /levels/0/label/en']],
    ['a blank label', (p) => (p.levels[0].label.en = ' '), ['E_STRING_EMPTY /levels/0/label/en']],
    ['a label that turns the reading order', (p) => (p.levels[0].label.en = 'a\u202eb'), ['E_STRING_BIDI /levels/0/label/en']],
    ['a label with a line end', (p) => (p.gates[0].citation.source = 'a\nb'), ['E_STRING_CONTROL /gates/0/citation/source']],
    ['a text without end', (p) => (p.title.en = 'x'.repeat(10_001)), ['E_LIMIT_STRING /title/en']],
    ['a name past 64 characters', (p) => (p.gates[0].id = 'g'.repeat(65)), ['E_LIMIT_STRING /gates/0/id']],
    ['a name with a blank', (p) => (p.gates[0].id = 'is cleared'), ['E_ID_SYNTAX /gates/0/id']],
    ['an attribute with a slash', (p) => (p.attributes['a/b'] = p.attributes.exam), ['E_ID_SYNTAX /attributes/a~1b']],
    ['a bad id of its own', (p) => (p.id = '-'), ['E_ID_SYNTAX /id']],
    ['names that stand twice', (p) => [p.levels, p.gates, p.dimensions].forEach((list) => (list[1].id = list[0].id)), ['E_ID_DUPLICATE /levels/1/id', 'E_ID_DUPLICATE /gates/1/id', 'E_ID_DUPLICATE /dimensions/1/id', 'E_REF_UNKNOWN /criteria/1/dimension']],
    ['a party that commits twice', (p) => p.ties.commitments.push(p.ties.commitments[0]), ['E_ID_DUPLICATE /ties/commitments/1/party']],
    ['a mark that stands twice', (p) => p.confidence.scale.push('V'), ['E_ID_DUPLICATE /confidence/scale/5']],
    ['a criterion of no dimension', (p) => (p.criteria[0].dimension = 'charm'), ['E_REF_UNKNOWN /criteria/0/dimension']],
    ['a threshold that is no mark', (p) => (p.confidence.gateFrom = 'X'), ['E_CITATION /confidence/gateFrom']],
    ['a mark that is not on the scale', (p) => [p.gates[0].citation, p.weightsCitation].forEach((_, k) => (k === 0 ? (p.gates[0].citation.confidence = '?') : (p.weightsCitation = { source: 's', confidence: '!' }))), ['E_CITATION /gates/0/citation/confidence', 'E_CITATION /weightsCitation/confidence']],
    ['citations everywhere', (p) => {
      const bad = { source: 's', confidence: '?' };
      p.criteria[0].citation = p.costs.lateralMove.citation = p.costs.vacantSeat.citation = p.resolution.citation = p.ties.order[0].citation = p.relations.lineOfCommand.citation = bad;
    }, ['criteria/0', 'costs/lateralMove', 'costs/vacantSeat', 'resolution', 'ties/order/0', 'relations/lineOfCommand'].map((path) => `E_CITATION /${path}/citation/confidence`)],
    ['marks of the rules on relatives', (p) => Object.assign(p.relations, { sameUnit: { maxDegree: 1, citation: { source: 's', confidence: '?' } }, recusal: { maxDegree: 3, citation: { source: 's', confidence: '!' } } }), ['sameUnit', 'recusal'].map((path) => `E_CITATION /relations/${path}/citation/confidence`)],
    ['a gate without citation', (p) => delete p.gates[0].citation, ['E_VALUE_MISSING /gates/0/citation']],
    ['a citation of both kinds', (p) => (p.gates[0].citation.own = 'x'), ['E_KEY_UNKNOWN /gates/0/citation/own']],
    ['a confirmation on no day', (p) => (p.gates[0].citation = { source: 's', confidence: 'V', confirmed: { by: 'x', on: '2026-02-30', document: 'y' } }), ['E_DATE_INVALID /gates/0/citation/confirmed/on']],
    ['law checked on no day', (p) => (p.lawCheckedOn = '1/1/2026'), ['E_DATE_FORMAT /lawCheckedOn']],
    ['a number for a day', (p) => (p.lawCheckedOn = 2026), ['E_DATE_FORMAT /lawCheckedOn']],
    ['ends the wrong way round', (p) => Object.assign(p.attributes.exam, { min: 5, max: 4 }), ['E_NUM_RANGE /attributes/exam/max']],
    ['ends past their decimals', (p) => Object.assign(p.attributes.exam, { min: 0.0000001, max: 1e10 }), ['E_NUM_SCALE /attributes/exam/min', 'E_NUM_RANGE /attributes/exam/max']],
    ['ends of a text', (p) => (p.attributes.field.min = 0), ['E_KEY_UNKNOWN /attributes/field']],
    ['an order without values', (p) => (p.attributes.rank = { of: 'person', type: 'ordered', label }), ['E_VALUE_MISSING /attributes/rank/values']],
    ['values of a number', (p) => (p.attributes.exam.values = ['a']), ['E_KEY_UNKNOWN /attributes/exam/values']],
    ['values that stand twice', (p) => (p.attributes.fields.values = ['a', 'a']), ['E_ID_DUPLICATE /attributes/fields/values']],
    ['a position whose data age', (p) => (p.attributes.field.validMonths = 12), ['E_KEY_UNKNOWN /attributes/field/validMonths']],
    ['a gate that is no truth', (p) => (p.gates[0].rule = person('exam')), ['E_RULE /gates/0/rule']],
    ['a condition that is no truth', (p) => (p.gates[0].when = person('exam')), ['E_RULE /gates/0/when']],
    ['a criterion that is no number', value(person('cleared')), ['E_RULE /criteria/0/value']],
    ['an attribute nobody declares', value({ op: 'max', of: [c(1), person('charm')] }), ['E_REF_UNKNOWN /criteria/0/value/of/1/attribute']],
    ['a table with a hole', value({ op: 'lookup', key: person('exam'), table: {} }), ['E_RULE /criteria/0/value/key']],
    ['a level nobody declares', closed(equals(at('levelId'), c('NOPE'))), ['E_REF_UNKNOWN /gates/0/rule/right']],
    ['a level nobody declares, on the left', closed(equals(c('NOPE'), at('levelId', 'seat'))), ['E_REF_UNKNOWN /gates/0/rule/left']],
    ['a post without a level', closed(equals(at('levelId'), c(''))), ['E_REF_UNKNOWN /gates/0/rule/right']],
    ['a level nobody declares, in a list', closed(within(at('levelId'), ['LOW', 'NOPE'])), ['E_REF_UNKNOWN /gates/0/rule/set/1']],
    ['a track nobody declares', closed(equals(at('track'), c('Line'))), ['E_REF_UNKNOWN /gates/0/rule/right']],
    ['a track of a policy without tracks', closed(within(at('track', 'seat'), ['line']), (p) => delete p.tracks), ['E_REF_UNKNOWN /gates/0/rule/set/0']],
    ['a condition on a level nobody declares', (p) => (p.gates[0].when = equals(at('levelId'), c('NOPE'))), ['E_REF_UNKNOWN /gates/0/when/right']],
    ['a route for a level nobody declares', (p) => (p.routes = [{ id: 'up', label, citation: own, when: equals(at('levelId'), c('NOPE')), approver: label, documents: [], steps: [] }]), ['E_REF_UNKNOWN /routes/0/when/right']],
    ['a text outside the values', closed(equals(person('grade'), c('z'))), ['E_RULE /gates/0/rule/right']],
    ['a text outside the values, in a list', closed(within(person('grade'), ['x', 'z'])), ['E_RULE /gates/0/rule/set/1']],
    ['an ordered value outside the values, in a list', closed(within(person('rank'), ['c'])), ['E_RULE /gates/0/rule/set/0']],
    ['a text outside the values of a set', closed(within(c('z'), person('tags'))), ['E_RULE /gates/0/rule/item']],
    ['a table with a level nobody declares', closed(tables(at('levelId'), { LOW: 1, NOPE: 2 }, { else: 0 })), ['E_REF_UNKNOWN /criteria/0/value/table/NOPE']],
    ['a table with a track nobody declares', closed(tables(at('track'), { 'li/ne': 1 }, { else: 0 })), ['E_REF_UNKNOWN /criteria/0/value/table/li~1ne']],
    ['a table with a text outside the values', closed(tables(person('grade'), { x: 1, z: 2 }, { else: 0 })), ['E_RULE /criteria/0/value/table/z']],
    ['a table without a level', closed(tables(at('levelId'), { LOW: 1, MID: 2 })), ['E_BANDS /criteria/0/value/table']],
    ['a table without no seat', closed(tables(at('levelId', 'seat'), { LOW: 1, MID: 2, TOP: 3 })), ['E_BANDS /criteria/0/value/table']],
    ['a table without lines', closed(tables(at('track'), {}), (p) => delete p.tracks), ['E_BANDS /criteria/0/value/table']],
    ['a criterion that may pass 100', value({ op: 'sum', terms: [{ weight: 1.1, of: person('exam') }] }), ['E_NUM_RANGE /criteria/0/value']],
    ['a criterion that may fall below 0', value({ op: 'sum', terms: [{ weight: 1, of: person('exam') }, { weight: -0.0001, of: person('skill') }] }), ['E_NUM_RANGE /criteria/0/value']],
    ['a criterion without ends', value(person('senior')), ['E_NUM_RANGE /criteria/0/value']],
    ['a criterion without ends, times ten', value({ op: 'sum', terms: [{ weight: 1000, of: person('senior') }] }), ['E_NUM_RANGE /criteria/0/value']],
    ['a criterion past 100 on one pair of levels only', value({ op: 'cases', cases: [{ when: { op: 'all', of: [{ op: 'compare', left: { op: 'level', of: 'seat' }, is: '=', right: c(-1) }, { op: 'compare', left: { op: 'level', of: 'position' }, is: '=', right: c(2) }] }, then: c(101) }], else: c(1) }), ['E_NUM_RANGE /criteria/0/value']],
    ['a criterion without a weight', (p) => (delete p.weights.rating, (p.weights.exam = 70)), ['E_VALUE_MISSING /weights/rating']],
    ['weights of five decimals', (p) => Object.assign(p.weights, { exam: 59.99999, skill: 30.00001 }), ['E_NUM_SCALE /weights/exam', 'E_NUM_SCALE /weights/skill']],
    ['a weight past its decimals altogether', (p) => (p.weights.exam = 1e-7), ['E_NUM_SCALE /weights/exam']],
    ['a weight past 10,000', (p) => (p.weights.exam = 10_001), ['E_NUM_RANGE /weights/exam']],
    ['weights that add up to something else', (p) => (p.weights.exam = 60.0001), ['E_WEIGHT_SUM /weights']],
    ['a total below 0', (p) => (p.weightsTotal = -100), ['E_NUM_RANGE /weightsTotal']],
    ['costs out of range', (p) => Object.assign(p.costs, { lateralMove: { points: -1, citation: own }, vacantSeat: { points: 1001, citation: own } }), ['E_NUM_RANGE /costs/lateralMove/points', 'E_NUM_RANGE /costs/vacantSeat/points']],
    ['costs past their decimals', (p) => ((p.costs.lateralMove.points = 0.00001), (p.resolution.points = 1e-7)), ['E_NUM_SCALE /costs/lateralMove/points', 'E_NUM_SCALE /resolution/points']],
    ['ties by an attribute nobody declares', (p) => (p.ties.order[0].attribute = 'toLocaleDateString'), ['E_REF_UNKNOWN /ties/order/0/attribute']],
    ['ties by an attribute of the position', (p) => (p.ties.order[0].attribute = 'field'), ['E_REF_UNKNOWN /ties/order/0/attribute']],
    ['ties by a truth', (p) => (p.ties.order[0].attribute = 'cleared'), ['E_RULE /ties/order/0/attribute']],
    ['a commitment that is no hash', (p) => (p.ties.commitments[0].hash = 'sha256:00'), ['E_SEED_COMMITMENT /ties/commitments/0/hash']],
    ['ties without a list of commitments', (p) => delete p.ties.commitments, ['E_TIE_COMMITMENT_MISSING /ties']],
    ['ties that are null', (p) => (p.ties = null), ['E_VALUE_MISSING /ties']],
    ['ties that are a number', (p) => (p.ties = 5), ['E_TYPE /ties']],
    ['two faults of different kinds', (p) => ((p.tolerance = 1), (p.weights.exam = 0)), ['E_TOLERANCE /tolerance', 'E_WEIGHT_SUM /weights']],
  ])('%s', (_, change, codes) => expect(found(change)).toEqual(codes));

  it.each<[string, Loose]>([['a list', []], ['a text', '"policy"'], ['null', 'null']])('%s', (_, input) => expect(() => seal(input)).toThrow(/^E_(TYPE|VALUE_MISSING)/));
});

describe('binds', () => {
  const policy = { confidence: { scale: ['m', 'M', 'C', 'N', 'V'], gateFrom: 'N' } };
  it.each([['V', true], ['N', true], ['C', false], ['m', false]])('confidence %s: %s', (confidence, expected) => expect(binds({ source: 's', confidence }, policy)).toBe(expected));
  it('a choice of the decider and a confirmed rule always do', () => {
    expect(binds({ own: 'x' }, policy)).toBe(true);
    expect(binds({ source: 's', confidence: 'm', confirmed: { by: 'x', on: '2026-01-01', document: 'y' } }, policy)).toBe(true);
  });
});
