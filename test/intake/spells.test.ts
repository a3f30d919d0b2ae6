import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { parseFolder, parseRound, seal, type MeritError, type ParsedRound } from '../../src/index.js';
import { World, type Files, type Loose } from '../vectors/bad-inputs/world.js';

const world = new World();
const label = { en: 'x' };
const policy = (p: Loose): void => {
  p.tracks = [{ id: 'line', label }, { id: 'expert', label }];
  Object.assign(p.attributes, { posts: { of: 'person', type: 'spells', label, values: ['head', 'clerk', 'caf\u00e9'] }, trips: { of: 'person', type: 'spells', label } });
};
const HELD = { attribute: 'posts', value: 'head', from: '2020-01-01', to: '2020-12-31', source: 'S1' };

function told(work: () => ParsedRound): string[] {
  try {
    return work().warnings.map(({ code, path }) => `${code} ${path}`);
  } catch (error) {
    return (error as MeritError).issues.map(({ code, path }) => `${code} ${path}`);
  }
}
const found = (change: (round: Loose) => void): string[] => told(() => world.parse(change, policy));
const spell = (change: object): string[] =>
  found((r) => (r.people[0].spells = [Object.fromEntries(Object.entries({ ...HELD, ...change }).filter(([, v]) => v !== undefined))]));
const S = '/people/0/spells/0';

describe('a spell', () => {
  it.each<[string, object, string[]]>([
    ['with both days', {}, []],
    ['that still runs', { to: undefined }, []],
    ['of one day', { to: '2020-01-01' }, []],
    ['with its length alone', { from: undefined, to: undefined, months: 0 }, []],
    ['of which nothing is known but that it was', { from: undefined, to: undefined }, []],
    ['that could not be mapped', { value: undefined, unmapped: 'acting head' }, []],
    ['with a date of its own', { date: '2021-02-03' }, []],
    ['of an attribute without a list', { attribute: 'trips', value: 'anything at all' }, []],
    ['in decomposed form', { value: 'cafe\u0301' }, [`W_NFC ${S}/value`]],
    ['dated after the day of the round', { date: '2026-11-22' }, [`W_EVIDENCE_FUTURE ${S}`]],
    ['that begins after the day of the round', { from: '2026-11-22', to: undefined }, [`W_EVIDENCE_FUTURE ${S}/from`]],

    ['with a last day and no first', { from: undefined }, [`E_SPELL ${S}/to`]],
    ['with days and a length', { months: 12 }, [`E_SPELL ${S}/months`]],
    ['with a last day, a length and no first day', { from: undefined, months: 12 }, [`E_SPELL ${S}/to`, `E_SPELL ${S}/months`]],
    ['that ends before it begins', { to: '2019-12-31' }, [`E_DATE_ORDER ${S}/to`]],
    ['from a day no calendar has', { from: '2021-02-29', to: '2021-03-01' }, [`E_DATE_INVALID ${S}/from`]],
    ['to a day that is not written as one', { to: '31-12-2020' }, [`E_DATE_FORMAT ${S}/to`]],
    ['dated on no day', { date: '2021-13-01' }, [`E_DATE_INVALID ${S}/date`]],
    ['with a value that is not listed', { value: 'boss' }, [`E_VALUE_UNKNOWN ${S}/value`]],
    ['with a value and a raw text', { unmapped: 'head' }, [`E_KEY_UNKNOWN ${S}/unmapped`]],
    ['with neither value nor raw text', { value: undefined }, [`E_VALUE_MISSING ${S}/value`]],
    ['with an empty value', { attribute: 'trips', value: '' }, [`E_STRING_EMPTY ${S}/value`]],
    ['with a value that is no text', { value: 3 }, [`E_TYPE ${S}/value`]],
    ['of an attribute nobody declared', { attribute: 'nothing' }, [`E_REF_UNKNOWN ${S}/attribute`]],
    ['of an attribute of posts', { attribute: 'field' }, [`E_REF_UNKNOWN ${S}/attribute`]],
    ['of an attribute with single values', { attribute: 'note' }, [`E_TYPE ${S}/attribute`]],
    ['from a source that is not there', { source: 'S9' }, [`E_REF_UNKNOWN ${S}/source`]],
    ['with a broken number of months', { from: undefined, to: undefined, months: 1.5 }, [`E_NUM_INT ${S}/months`]],
    ['with more months than a life has', { from: undefined, to: undefined, months: 1201 }, [`E_NUM_RANGE ${S}/months`]],
    ['with fewer months than none', { from: undefined, to: undefined, months: -1 }, [`E_NUM_RANGE ${S}/months`]],
    ['with a mistyped key', { until: '2020-12-31' }, [`E_KEY_UNKNOWN ${S}/until`]],
  ])('%s', (_, change, problems) => expect(spell(change)).toEqual(problems));
});

it.each<[string, (round: Loose) => void, string[]]>([
  ['evidence of an attribute that has spells', (r) => r.people[0].evidence.push({ attribute: 'posts', value: 'head', source: 'S1' }), ['E_TYPE /people/0/evidence/9/attribute']],
  ['raw evidence of an attribute that has spells', (r) => r.people[0].evidence.push({ attribute: 'posts', unmapped: 'head', source: 'S1' }), ['E_TYPE /people/0/evidence/9/attribute']],
  ['a demand of a post on an attribute that has spells', (r) => r.positions[0].requires.push({ attribute: 'posts', is: '=', value: 'head' }), ['E_TYPE /positions/0/requires/1/attribute']],
  ['a check of an attribute with single values', (r) => (r.people[0].checked = [{ attribute: 'note', source: 'S1' }]), ['E_TYPE /people/0/checked/0/attribute']],
  ['a check of nothing declared, from nowhere', (r) => (r.people[0].checked = [{ attribute: 'nothing', source: 'S9' }]), ['E_REF_UNKNOWN /people/0/checked/0/source', 'E_REF_UNKNOWN /people/0/checked/0/attribute']],
  ['a check dated after the day of the round', (r) => (r.people[0].checked = [{ attribute: 'posts', source: 'S1', date: '2027-01-01' }]), ['W_EVIDENCE_FUTURE /people/0/checked/0']],
  ['a check on no day', (r) => (r.people[0].checked = [{ attribute: 'posts', source: 'S1', date: '2026-02-30' }]), ['E_DATE_INVALID /people/0/checked/0/date']],
  ['a track that the policy does not have', (r) => (r.positions[2].track = 'staff'), ['E_REF_UNKNOWN /positions/2/track']],
  ['tracks and classes', (r) => Object.assign(r.positions[2], { track: 'expert', class: 99 }), []],
  ['a class above the highest', (r) => (r.positions[2].class = 100), ['E_NUM_RANGE /positions/2/class']],
])('%s', (_, change, problems) => expect(found(change)).toEqual(problems));

it('a policy without tracks has none of any name', () => {
  expect(told(() => world.parse((r) => (r.positions[0].track = 'line')))).toEqual(['E_REF_UNKNOWN /positions/0/track']);
});

it('nothing personal is told of a spell', () => {
  const work = (): ParsedRound => world.parse((r) => (r.people[0].spells = [{ ...HELD, value: `value of ${world.word}`, to: '2019-01-01' }]), policy);
  expect(work).toThrow();
  try {
    work();
  } catch (error) {
    expect(JSON.stringify((error as MeritError).issues) + (error as MeritError).message).not.toContain(world.word);
  }
});

describe('normal form', () => {
  const people = (spells: Loose, checked: Loose): Loose => world.parse((r) => Object.assign(r.people[0], { spells, checked }), policy).round.people[0];

  it('has no empty lists', () => {
    const person = people([], []);
    expect([Object.hasOwn(person as object, 'spells'), Object.hasOwn(person as object, 'checked')]).toEqual([false, false]);
  });

  it('sorts spells by attribute, first day or none, date, source and the rest, checks likewise', () => {
    const spells = [
      { attribute: 'posts', unmapped: 'x', source: 'S1' },
      { attribute: 'posts', value: 'clerk', months: 3, source: 'S1', date: '2026-10-02' },
      { attribute: 'posts', value: 'head', from: '2019-12-31', source: 'S1' },
      { attribute: 'posts', value: 'clerk', from: '2020-01-01', source: 'S1', date: '2026-09-30' },
      { attribute: 'posts', value: 'clerk', from: '2020-01-01', source: 'S1' },
      { attribute: 'posts', value: 'head', from: '2020-01-01', source: 'S1' },
      { attribute: 'trips', value: 'a', source: 'S1' },
    ];
    const checked = [
      { attribute: 'posts', source: 'S1', date: '2026-09-30' },
      { attribute: 'posts', source: 'S1', date: '2026-10-01' },
      { attribute: 'posts', source: 'S1' }, // the same day, said by the source
      { attribute: 'trips', source: 'S1', date: '2020-01-01' },
    ];
    const sorted = people([...spells].reverse(), [...checked].reverse());
    expect(sorted.spells).toEqual(spells);
    expect(sorted.checked).toEqual(checked);
  });
});

describe('a folder', () => {
  const files = (parts: Files): Files => ({ ...world.files(), ...parts });
  const read = (parts: Files): ParsedRound => parseFolder(files(parts), world.sealed(policy));
  const SPELLS = 'person,attribute,value,unmapped,from,to,months,source,date\nEMP-2,posts,,acting head,,,,S1,\nEMP-1,posts,head,,2020-01-01,2020-12-31,,S1,2021-01-01\nEMP-1,posts,clerk,,,,18,S1,\nEMP-1,posts,clerk,,2021-01-01,,,S1,\n';
  const CHECKED = 'person,attribute,source,date\nEMP-1,posts,S1,2026-11-02\nEMP-2,posts,S1,\n';
  const POSTS = 'id,title,unit,level,track,class\nP-1,Post 1,U1,LOW,line,7\nP-2,Post 2,U1,LOW,,\n';

  it('has tables of spells and checks, tracks and classes, and is the same round as the document that says the same', () => {
    const { round } = read({ 'spells.csv': SPELLS, 'checked.csv': CHECKED, 'positions.csv': POSTS });
    expect(round.positions.map(({ track, class: job }) => [track, job])).toEqual([['line', 7], [undefined, undefined]]);
    expect(round.people.map((p) => [p.spells, p.checked])).toEqual([
      [
        [
          { attribute: 'posts', value: 'clerk', months: 18, source: 'S1' },
          { attribute: 'posts', value: 'head', from: '2020-01-01', to: '2020-12-31', source: 'S1', date: '2021-01-01' },
          { attribute: 'posts', value: 'clerk', from: '2021-01-01', source: 'S1' },
        ],
        [{ attribute: 'posts', source: 'S1', date: '2026-11-02' }],
      ],
      [[{ attribute: 'posts', unmapped: 'acting head', source: 'S1' }], [{ attribute: 'posts', source: 'S1' }]],
    ]);
    const { spells, checked } = round.people[0]!;
    const again = parseRound({ ...JSON.parse(JSON.stringify(round)), people: [{ ...round.people[0], spells: [...spells!].reverse(), checked }, round.people[1]] } as object, world.sealed(policy));
    expect(canonicalJson(again.round)).toBe(canonicalJson(round));
  });

  it('keeps the day of opening', () => {
    const head = { ...JSON.parse(String(world.files()['round.json'])), opened: '2026-11-20' };
    expect(read({ 'round.json': JSON.stringify(head) }).round.opened).toBe('2026-11-20');
  });

  it.each<[string, Files, string[]]>([
    ['a spell that ends before it begins', { 'spells.csv': SPELLS.replace('2020-12-31', '2019-12-31') }, ['E_DATE_ORDER /people/0/spells/0/to (spells.csv:3:6)']],
    ['a length that is no number', { 'spells.csv': SPELLS.replace(',18,', ',1e1,') }, ['E_NUM_FORMAT spells.csv:4:7']],
    ['a spell of nobody', { 'spells.csv': SPELLS.replace('EMP-2', 'EMP-9') }, ['E_REF_UNKNOWN spells.csv:2:1']],
    ['a value that is not listed', { 'spells.csv': SPELLS.replace('head,,2020', 'boss,,2020') }, ['E_VALUE_UNKNOWN /people/0/spells/0/value (spells.csv:3:3)']],
    ['an empty source', { 'checked.csv': CHECKED.replace('S1,2026-11-02', ',2026-11-02') }, ['E_VALUE_MISSING checked.csv:2:3']],
    ['a check of nothing declared', { 'checked.csv': CHECKED.replace('EMP-2,posts', 'EMP-2,nothing') }, ['E_REF_UNKNOWN /people/1/checked/0/attribute (checked.csv:3:2)']],
    ['a column nobody knows', { 'checked.csv': 'person,attribute,source,by\n' }, ['E_KEY_UNKNOWN checked.csv:1:4']],
    ['a class that is not whole', { 'positions.csv': POSTS.replace(',7', ',7.5') }, ['E_NUM_INT /positions/0/class (positions.csv:2:6)']],
  ])('%s', (_, parts, problems) => expect(told(() => read(parts))).toEqual(problems));
});

describe('a pack', () => {
  const problems = (change: (p: Loose) => void): string[] => {
    try {
      seal(world.policy((p: Loose) => {
        policy(p);
        change(p);
      }));
      return [];
    } catch (error) {
      return (error as MeritError).issues.map(({ code, path }) => `${code} ${path}`);
    }
  };
  const gate = (rule: Loose): string[] => problems((p) => (p.gates[0].rule = rule));
  const criterion = (value: Loose): string[] => problems((p) => (p.criteria[0].value = value));
  const atLeast = (left: Loose): Loose => ({ op: 'compare', left, is: '>=', right: { op: 'const', value: 12 } });
  const months = (more: object = {}): Loose => ({ op: 'monthsIn', attribute: 'posts', values: ['head'], ...more });
  const V = '/criteria/0/value';

  it.each<[string, () => string[], string[]]>([
    ['a gate on months', () => gate(atLeast(months())), []],
    ['a gate on what occurs between two days', () => gate({ op: 'occurs', attribute: 'trips', values: ['whatever'], from: { op: 'date', of: 'yearStart' }, to: { op: 'shift', of: { op: 'date', of: 'asOf' }, days: -1 } }), []],
    ['values by a set of the post', () => gate(atLeast(months({ values: { op: 'person', attribute: 'fields' } }))), []],
    ['values by a text of the post', () => gate(atLeast(months({ values: { op: 'track', of: 'position' } }))), []],
    ['months held in 0..100 by a curve', () => criterion({ op: 'piecewise', of: months(), mode: 'linear', points: [[0, 0], [60, 100]] }), []],
    ['a class scaled to 0..99', () => criterion({ op: 'class', of: 'position' }), []],

    ['months without a curve', () => criterion(months()), [`E_NUM_RANGE ${V}`]],
    ['a class above 100 points', () => criterion({ op: 'sum', terms: [{ weight: 2, of: { op: 'class', of: 'seat' } }] }), [`E_NUM_RANGE ${V}`]],
    ['spells read as a value', () => gate({ op: 'person', attribute: 'posts' }), ['E_RULE /gates/0/rule/attribute']],
    ['months of an attribute with single values', () => gate(atLeast(months({ attribute: 'note' }))), ['E_RULE /gates/0/rule/left/attribute']],
    ['months of an attribute of posts', () => gate(atLeast(months({ attribute: 'field' }))), ['E_REF_UNKNOWN /gates/0/rule/left/attribute']],
    ['months of nothing', () => gate(atLeast(months({ values: [] }))), ['E_VALUE_MISSING /gates/0/rule/left/values']],
    ['a value that the attribute does not list', () => gate(atLeast(months({ values: ['head', 'boss'] }))), ['E_RULE /gates/0/rule/left/values/1']],
    ['values by a number', () => gate(atLeast(months({ values: { op: 'const', value: 1 } }))), ['E_RULE /gates/0/rule/left/values']],
    ['values by an ordered attribute', () => gate(atLeast(months({ values: { op: 'person', attribute: 'rank' } }))), ['E_RULE /gates/0/rule/left/values']],
    ['a window from a text', () => gate(atLeast(months({ from: { op: 'const', value: 'x' } }))), ['E_RULE /gates/0/rule/left/from']],
    ['a problem inside a window', () => gate(atLeast(months({ to: { op: 'shift', of: { op: 'person', attribute: 'nothing' } } }))), ['E_REF_UNKNOWN /gates/0/rule/left/to/of/attribute']],
    ['a truth where months stand', () => gate(months()), ['E_RULE /gates/0/rule']],
    ['what occurs as a number', () => criterion({ ...months(), op: 'occurs' }), [`E_RULE ${V}`]],
    ['a number shifted as a day', () => gate({ op: 'compare', left: { op: 'shift', of: { op: 'const', value: 1 } }, is: '<', right: { op: 'date', of: 'asOf' } }), ['E_RULE /gates/0/rule/left/of']],
    ['spells of posts', () => problems((p) => (p.attributes.field = { of: 'position', type: 'spells', label })), ['E_RULE /attributes/field/type']],
    ['ends of spells', () => problems((p) => (p.attributes.posts.min = 0)), ['E_KEY_UNKNOWN /attributes/posts']],
    ['a mean of spells', () => problems((p) => (p.attributes.posts.combine = 'mean')), ['E_KEY_UNKNOWN /attributes/posts/combine']],
    ['a mean of a number of people', () => problems((p) => (p.attributes.grade.combine = 'mean')), []],
    ['a tie settled by spells', () => problems((p) => (p.ties.order[0].attribute = 'posts')), ['E_RULE /ties/order/0/attribute']],
    ['an attribute of posts named as what every post may have', () => problems((p) => (p.attributes.class = p.attributes.track = { of: 'position', type: 'text', label })), ['E_ID_DUPLICATE /attributes/class', 'E_ID_DUPLICATE /attributes/track']],
    ['the same name of people', () => problems((p) => (p.attributes.class = { of: 'person', type: 'text', label })), []],
    ['two tracks of one name', () => problems((p) => (p.tracks[1].id = 'line')), ['E_ID_DUPLICATE /tracks/1/id']],
    ['a track without a name', () => problems((p) => (p.tracks[0].id = 'a b')), ['E_ID_SYNTAX /tracks/0/id']],
  ])('%s', (_, work, expected) => expect(work()).toEqual(expected));
});
