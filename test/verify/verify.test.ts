import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verify, type Check } from '../support/proposal-verdicts.js';
import { importsOf } from '../architecture/check-imports.js';
import { commitment, good, NONCE, sealed, type Loose } from './builder.js';

type Change = (bundle: Loose) => unknown;

function changed(change: Change): Loose {
  const bundle = good();
  change(bundle);
  return bundle;
}

const verdictOf = (bundle: unknown, check: Check): Loose => verify(bundle).verdicts.find((verdict) => verdict.check === check);

describe('verify of a good bundle', () => {
  it('holds in all seven checks, in their order, and says so one by one', () => {
    const told: string[] = [];
    const { format, verdicts } = verify(good(), { onVerdict: ({ check }) => told.push(check) });
    expect(format).toBe('meritra/verdicts/1');
    expect(verdicts.map(({ check }) => check)).toEqual(['format', 'integrity', 'feasibility', 'eligibility', 'scores', 'optimality', 'ties']);
    expect(told).toEqual(verdicts.map(({ check }) => check));
    expect(verdicts.filter(({ outcome }) => outcome !== 'holds')).toEqual([]);
    expect(verdicts[5]!.detail).toBe('Certain plan: 5 stages over 8 pairs; conditional plan: 5 stages over 11 pairs.');
  });

  it('leaves the bundle as it was', () => {
    const bundle = good();
    verify(bundle);
    expect(bundle).toEqual(good());
  });

  it('accepts other duals that are as valid', () => {
    // Merit of the staff: ana's post may have a price of 20000, then she is worth 820000.
    const bundle = changed(({ proposal }) => {
      proposal.certain.certificate.stages[3] = { stage: 'merit:staff', value: 1420000, people: [['ana', 820000], ['budi', 920000], ['citra', 580000]], positions: [['a', -920000], ['b', 20000]] };
    });
    expect(verify(bundle).verdicts.filter(({ outcome }) => outcome !== 'holds')).toEqual([]);
  });

  it('takes a post on the day it opens and up to the day before it closes, and a person up to the day before he retires', () => {
    const bundle = changed(({ round }) => {
      Object.assign(round.positions[0], { opens: '2026-01-01', closes: '2026-01-02' });
      round.people[0].retires = '2026-01-02';
    });
    expect(verify(sealed(bundle)).verdicts.filter(({ outcome }) => outcome !== 'holds')).toEqual([]);
  });

  it('says that there is no conditional plan where nothing is unknown', () => {
    const bundle = changed(({ round, proposal }) => {
      round.people.pop(); // dewi
      proposal.conditional = null;
    });
    const { verdicts } = verify(sealed(bundle));
    expect(verdicts.filter(({ outcome }) => outcome !== 'holds')).toEqual([]);
    expect(verdicts[2]!.detail).toBe('Certain plan: 3 seats and 2 moves; conditional plan: none, as nothing is unknown; the worklist is the engine\'s word and is not checked.');
  });
});

/** Gives ana a history. */
function history({ round, policy }: Loose, spells: readonly object[], checked?: readonly object[]): Loose {
  policy.attributes.posts = { of: 'person', type: 'spells', values: ['x', 'y'], label: { en: 'Posts' } };
  round.people[0].spells = spells.map((spell) => ({ attribute: 'posts', source: 'file', ...spell }));
  if (checked) round.people[0].checked = checked;
  return round;
}

const ROUTE = {
  id: 'way', label: { en: 'Way' }, citation: { own: 'x' }, when: { op: 'const', value: true }, approver: { en: 'Board' },
  steps: [{ id: 'ask', label: { en: 'Ask' }, days: 1, citation: { own: 'x' } }], documents: [],
};

describe('format', () => {
  const cases: [name: string, path: string, change: Change][] = [
    ['another format of the bundle', '/format', (b) => (b.format = 'meritra/bundle/0')],
    ['a key too many', '/why', (b) => (b.why = 1)],
    ['a key with a slash', '/a~1b~0', (b) => (b['a/b~'] = 1)],
    ['a missing document', '/policy', (b) => delete b.policy],
    ['a key too many in a plan', '/proposal/certain/optimal', (b) => (b.proposal.certain.optimal = true)],
    ['a text for a number', '/proposal/certain/objectives/0/value', (b) => (b.proposal.certain.objectives[0].value = '2')],
    ['a fraction', '/proposal/certain/certificate/stages/0/people/1/1', (b) => (b.proposal.certain.certificate.stages[0].people[1][1] = 0.5)],
    ['NaN', '/proposal/certain/objectives/0/value', (b) => (b.proposal.certain.objectives[0].value = NaN)],
    ['a number above 2^53', '/proposal/certain/objectives/0/value', (b) => (b.proposal.certain.objectives[0].value = 2 ** 53)],
    ['a seat of three', '/proposal/certain/seats/0', (b) => b.proposal.certain.seats[0].push('x')],
    ['a list that is an object', '/proposal/certain/seats', (b) => (b.proposal.certain.seats = {})],
    ['an object that is a list', '/proposal/certain', (b) => (b.proposal.certain = [])],
    ['a hole in a list', '/proposal/certain/tied/0', (b) => (b.proposal.certain.tied = new Array(3))],
    ['an unknown status', '/proposal/certain/status', (b) => (b.proposal.certain.status = 'best')],
    ['a worklist that is a text', '/proposal/worklist', (b) => (b.proposal.worklist = 'none')],
    ['a finding with NaN', '/proposal/findings/0/x', (b) => (b.proposal.findings = [{ x: NaN }])],
    ['a finding with undefined', '/proposal/findings/0/x', (b) => (b.proposal.findings = [{ x: undefined }])],
    ['a truth that is none', '/proposal/certain/tiesProven', (b) => (b.proposal.certain.tiesProven = 1)],
    ['half a surrogate pair', '/proposal/engine/name', (b) => (b.proposal.engine.name = '\ud800')],
    ['an engine that is a text', '/proposal/engine', (b) => (b.proposal.engine = 'meritra 1')],
    ['an engine without its version', '/proposal/engine/version', (b) => delete b.proposal.engine.version],
    // what must not stand in texts and ids
    ['a control character', '/round/people/0/name', (b) => (b.round.people[0].name = 'A\u0000na')],
    ['a line that ends', '/policy/gates/0/label/en', (b) => (b.policy.gates[0].label.en = 'Rank\n')],
    ['a separator of lines', '/round/title', (b) => (b.round.title = 'a\u2028b')],
    ['a control character of the second set', '/round/positions/0/title', (b) => (b.round.positions[0].title = 'a\u0085b')],
    ['a change of the reading order', '/round/units/0/name', (b) => (b.round.units[0].name = 'a\u202eb')],
    ['an isolate', '/policy/criteria/0/label/en', (b) => (b.policy.criteria[0].label.en = 'a\u2066b')],
    ['a mark of the reading order in unmapped text', '/round/people/0/evidence/0/unmapped', (b) => {
      const item = b.round.people[0].evidence[0];
      delete item.value;
      item.unmapped = 'a\u200fb';
    }],
    ['a name of 1025 characters', '/round/people/0/name', (b) => (b.round.people[0].name = 'a'.repeat(1025))],
    ['a title without anything to see', '/round/positions/0/title', (b) => (b.round.positions[0].title = ' \u200b\u3164')],
    ['an empty name of a unit', '/round/units/0/name', (b) => (b.round.units[0].name = '')],
    ['nine marks in a row', '/round/sources/0/title', (b) => (b.round.sources[0].title = `x${'\u0331'.repeat(9)}`)],
    ['ids that differ in case only', '/round/people/2/id', (b) => b.round.people.unshift({ id: 'BUDI', evidence: [] })],
    ['an attribute called as a date of people', '/policy/attributes/since', (b) => (b.policy.attributes.since = b.policy.attributes.score)],
    ['a round whose id has a blank', '/round/id', (b) => (b.round.id = 'r 1')],
    ['a person whose id begins with a dot', '/round/people/0/id', (b) => (b.round.people[0].id = '.ana')],
    ['a post whose id has a slash', '/round/positions/2/id', (b) => (b.round.positions[2].id = 'c/1')],
    ['a unit whose id has 65 characters', '/round/units/0/id', (b) => (b.round.units[0].id = 'u'.repeat(65))],
    ['a source whose id is empty', '/round/sources/0/id', (b) => (b.round.sources[0].id = '')],
    ['a policy whose id ends in a line break', '/policy/id', (b) => (b.policy.id = 'toy\n')],
    ['a gate whose name has a colon', '/policy/gates/0/id', (b) => (b.policy.gates[0].id = 'a:b')],
    ['an attribute whose name has a blank', '/policy/attributes/a b', (b) => (b.policy.attributes['a b'] = b.policy.attributes.score)],
    ['a mark of confidence with a blank', '/policy/confidence/scale/0', (b) => (b.policy.confidence.scale[0] = 'a rumour')],
    ['a party whose name has a blank', '/policy/ties/commitments/0/party', (b) => (b.policy.ties.commitments[0].party = 'the union')],
    // what cannot be
    ['a horizon before the day', '/round/horizon', (b) => (b.round.horizon = '2025-12-31')],
    ['a post that closes before it opens', '/round/positions/0/closes', (b) => Object.assign(b.round.positions[0], { opens: '2027-01-02', closes: '2027-01-01' })],
    ['a retirement before the entry', '/round/people/0/retires', (b) => (b.round.people[0].retires = '2020-12-31')],
    ['an entry before the birth', '/round/people/0/since', (b) => (b.round.people[0].born = '2021-01-02')],
    ['evidence that expires before its date', '/round/people/0/evidence/0/expires', (b) => Object.assign(b.round.people[0].evidence[0], { date: '2025-01-02', expires: '2025-01-01' })],
    ["evidence that expires before its source's date", '/round/people/0/evidence/0/expires', (b) => (b.round.people[0].evidence[0].expires = '2025-11-30')],
    ['units in a circle', '/round/units/0/parent', (b) => (b.round.units = [{ id: 't', name: 'T', parent: 'u' }, { id: 'u', name: 'U', parent: 't' }])],
    ['a unit that is its own parent', '/round/units/0/parent', (b) => (b.round.units[0].parent = 'u')],
    ['more holders than seats', '/round/positions/1', (b) => (b.round.people[2].seat = 'b')],
    ['more people pinned to a post than it has seats', '/round/pins/1', (b) => (b.round.pins = ['ana', 'budi'].map((person) => ({ person, position: 'b', by: 'x', reason: 'y' })))],
    ['a relation of somebody outside', '/round/relations/0/a', (b) => (b.round.relations = [{ a: 'x', b: 'ana', kind: 'kin', degree: 3, source: 'file' }])],
    ['a relation to somebody outside', '/round/relations/0/b', (b) => (b.round.relations = [{ a: 'ana', b: 'x', kind: 'kin', degree: 3, source: 'file' }])],
    ['a relation to himself', '/round/relations/0', (b) => (b.round.relations = [{ a: 'ana', b: 'ana', kind: 'kin', degree: 3, source: 'file' }])],
    ['a statement of one side where both are wanted', '/round/relations/0', (b) => {
      b.policy.relations.declaration = 'both';
      b.round.relations = [{ a: 'ana', b: 'budi', kind: 'kin', degree: 3, source: 'file' }];
    }],
    ['statements of two degrees where both are wanted', '/round/relations/0', (b) => {
      b.policy.relations.declaration = 'both';
      b.round.relations = [{ a: 'ana', b: 'budi', kind: 'kin', degree: 3, source: 'file' }, { a: 'budi', b: 'ana', kind: 'kin', degree: 2, source: 'file' }];
    }],
    ['a negative cost of a move', '/policy/costs/lateralMove/points', (b) => (b.policy.costs.lateralMove.points = -0.0001)],
    ['a cost of a seat above 1000', '/policy/costs/vacantSeat/points', (b) => (b.policy.costs.vacantSeat.points = 1000.0001)],
    ['a negative resolution', '/policy/resolution/points', (b) => (b.policy.resolution.points = -1)],
    ['an else that is an expression', '/policy/criteria/0/value/else', (b) => (b.policy.criteria[0].value = { op: 'lookup', key: { op: 'person', attribute: 'rank' }, table: {}, else: { op: 'const', value: 1 } })],
    ['a sum of nothing', '/policy/criteria/0/value', (b) => (b.policy.criteria[0].value = { op: 'sum', terms: [] })],
    ['null for an absent field', '/round/title', (b) => (b.round.title = null)],
    ['text that is not in NFC', '/round/sources/0/title', (b) => (b.round.sources[0].title = 'e\u0301')],
    ['an id that is not ASCII', '/round/people/0/id', (b) => (b.round.people[0].id = 'ána')],
    ['a day without its zero', '/round/asOf', (b) => (b.round.asOf = '2026-1-1')],
    ['a day after 2199', '/round/asOf', (b) => (b.round.asOf = '2200-01-01')],
    ['a day that is none', '/round/asOf', (b) => (b.round.asOf = '2026-04-31')],
    ['a month that is none', '/round/asOf', (b) => (b.round.asOf = '2026-13-01')],
    ['a nonce in capitals', '/round/reveals/0/nonce', (b) => (b.round.reveals[0].nonce = NONCE.toUpperCase())],
    ['the key __proto__', '/policy/weights/__proto__', (b) => Object.defineProperty(b.policy.weights, '__proto__', { value: 1, enumerable: true })],
    // normal form
    ['people out of order', '/round/people/1', (b) => b.round.people.reverse()],
    ['a person twice', '/round/people/4', (b) => b.round.people.push(b.round.people[3])],
    ['positions out of order', '/round/positions/1', (b) => b.round.positions.reverse()],
    ['evidence out of order', '/round/people/0/evidence/1', (b) => b.round.people[0].evidence.reverse()],
    ['evidence of one day out of order', '/round/people/0/evidence/3', (b) => b.round.people[0].evidence.push({ attribute: 'score', value: 10, source: 'file' })],
    ['reveals out of order', '/round/reveals/1', (b) => b.round.reveals.push({ party: 'board', nonce: NONCE })],
    ['relations out of order', '/round/relations/1', (b) => (b.round.relations = [{ a: 'budi', b: 'ana', kind: 'kin', degree: 3, source: 'file', date: '2025-01-01' }, { a: 'budi', b: 'ana', kind: 'kin', degree: 3, source: 'file' }])],
    ['pins out of order', '/round/pins/1', (b) => (b.round.pins = ['budi', 'ana'].map((person) => ({ person, position: 'b', by: 'x', reason: 'y' })))],
    ['two pins of one person', '/round/pins/1', (b) => (b.round.pins = ['b', 'c'].map((position) => ({ person: 'ana', position, by: 'x', reason: 'y' })))],
    ['a scope out of order', '/round/scope/people/1', (b) => (b.round.scope.people = ['budi', 'ana'])],
    ['a set out of order', '/round/people/0/evidence/3/value/1', (b) => {
      b.policy.attributes.skills = { of: 'person', type: 'set', label: { en: 'Skills' } };
      b.round.people[0].evidence.push({ attribute: 'skills', value: ['y', 'x'], source: 'file' });
    }],
    ['requirements out of order', '/round/positions/0/requires/1', (b) => (b.round.positions[0].requires = [{ attribute: 'score', is: '>=', value: 1 }, { attribute: 'list', is: '>=', value: 1 }])],
    // history, waivers, actors
    ['spells of an attribute without', '/round/people/0/spells/0', (b) => (b.round.people[0].spells = [{ attribute: 'score', value: 'x', source: 'file' }])],
    ['spells of an attribute nobody declared', '/round/people/0/spells/0', (b) => (b.round.people[0].spells = [{ attribute: 'toString', value: 'x', source: 'file' }])],
    ...([
      ['that end before they begin', '/to', [{ value: 'x', from: '2025-01-02', to: '2025-01-01' }]],
      ['that end without a beginning', '/to', [{ value: 'x', to: '2025-01-01' }]],
      ['with days and a length', '/months', [{ value: 'x', from: '2025-01-01', months: 3 }]],
      ['of half a month', '/months', [{ value: 'x', months: 0.5 }]],
      ['of 1,201 months', '/months', [{ value: 'x', months: 1201 }]],
      ['with a value and an unmapped text', '', [{ value: 'x', unmapped: 'y' }]],
      ['without a value', '', [{ from: '2025-01-01' }]],
      ['of a value that is none', '/value', [{ value: 'z' }]],
      ['of a number', '/value', [{ value: 1 }]],
      ['of nobody\'s file', '/source', [{ value: 'x', source: 'x' }]],
      ['with a key too many', '/why', [{ value: 'x', why: 1 }]],
    ] as const).map(([name, where, spells]): [string, string, Change] => [`spells ${name}`, `/round/people/0/spells/0${where}`, (b) => history(b, spells)]),
    ['spells out of order by their first days', '/round/people/0/spells/1', (b) => history(b, [{ value: 'x', from: '2025-01-02' }, { value: 'x', from: '2025-01-01' }])],
    ['spells out of order as those without days come first', '/round/people/0/spells/1', (b) => history(b, [{ value: 'x', from: '2025-01-02' }, { value: 'x' }])],
    ['spells out of order by their dates', '/round/people/0/spells/1', (b) => history(b, [{ value: 'x' }, { value: 'x', date: '2025-11-30' }])],
    ['spells out of order by what they say', '/round/people/0/spells/1', (b) => history(b, [{ value: 'y' }, { value: 'x' }])],
    ['an empty list of spells', '/round/people/0/spells', (b) => (b.round.people[0].spells = [])],
    ['an empty list of what was checked', '/round/people/0/checked', (b) => (b.round.people[0].checked = [])],
    ['a check of an attribute without spells', '/round/people/0/checked/0', (b) => (b.round.people[0].checked = [{ attribute: 'score', source: 'file' }])],
    ['a check from nobody\'s file', '/round/people/0/checked/0/source', (b) => history(b, [{ value: 'x' }], [{ attribute: 'posts', source: 'x' }])],
    ['checks out of order', '/round/people/0/checked/1', (b) => history(b, [{ value: 'x' }], [{ attribute: 'posts', source: 'file' }, { attribute: 'posts', source: 'file', date: '2025-11-30' }])],
    ['evidence that is a value of spells', '/round/people/0/evidence/0/value', (b) => history(b, [{ value: 'x' }]) && (b.round.people[0].evidence.unshift({ attribute: 'posts', value: 'x', source: 'file' }))],
    ['a rater nobody listed', '/round/people/0/evidence/0/by', (b) => (b.round.people[0].evidence[0].by = 'x')],
    ['an actor with a role that is none', '/round/actors/0/role', (b) => (b.round.actors = [{ id: 'x', role: 'friend' }])],
    ['an actor who is somebody outside', '/round/actors/0/person', (b) => (b.round.actors = [{ id: 'x', role: 'panel', person: 'x' }])],
    ['an interest in somebody outside', '/round/actors/0/interests/0/person', (b) => (b.round.actors = [{ id: 'x', role: 'panel', interests: [{ person: 'x', kind: 'kin' }] }])],
    ['interests out of order', '/round/actors/0/interests/1', (b) => (b.round.actors = [{ id: 'x', role: 'panel', interests: [{ person: 'ana', kind: 'kin', degree: 1 }, { person: 'ana', kind: 'kin' }] }])],
    ['an interest of degree 9', '/round/actors/0/interests/0/degree', (b) => (b.round.actors = [{ id: 'x', role: 'panel', interests: [{ person: 'ana', kind: 'kin', degree: 9 }] }])],
    ['an empty list of interests', '/round/actors/0/interests', (b) => (b.round.actors = [{ id: 'x', role: 'panel', interests: [] }])],
    ['actors out of order', '/round/actors/1', (b) => (b.round.actors = ['y', 'x'].map((id) => ({ id, role: 'panel' })))],
    ['actors whose ids differ in case only', '/round/actors/1/id', (b) => (b.round.actors = ['X', 'x'].map((id) => ({ id, role: 'panel' })))],
    ['a statement without a document', '/round/actors/0/statement/document', (b) => (b.round.actors = [{ id: 'x', role: 'panel', statement: { on: '2025-01-01' } }])],
    ['an opening after the day', '/round/opened', (b) => (b.round.opened = '2026-01-02')],
    ['no table of waivers', '/round/waivers', (b) => delete b.round.waivers],
    ['no table of actors', '/round/actors', (b) => delete b.round.actors],
    ['a track nobody listed', '/round/positions/0/track', (b) => (b.round.positions[0].track = 'x')],
    ['a class of 100', '/round/positions/0/class', (b) => (b.round.positions[0].class = 100)],
    ['a class of 0', '/round/positions/0/class', (b) => (b.round.positions[0].class = 0)],
    ['a relation of degree 9', '/round/relations/0/degree', (b) => (b.round.relations = [{ a: 'ana', b: 'budi', kind: 'kin', degree: 9, source: 'file' }])],
    ['a wish twice', '/round/people/0/wishes/1', (b) => (b.round.people[0].wishes = ['c', 'c'])],
    ['a demand nobody can meet', '/round/positions/0/requires/0', (b) => (b.round.positions[0].requires = [{ attribute: 'score', is: '>', value: 100 }])],
    ['a demand below the least value', '/round/positions/0/requires/0', (b) => (b.round.positions[0].requires = [{ attribute: 'rank', is: '<', value: 'low' }])],
    ['two demands nobody can meet together', '/round/positions/0/requires/1', (b) => (b.round.positions[0].requires = [{ attribute: 'score', is: '<', value: 10 }, { attribute: 'score', is: '>=', value: 10 }])],
    ['two values at once', '/round/positions/0/requires/1', (b) => (b.round.positions[0].requires = [{ attribute: 'rank', is: '=', value: 'low' }, { attribute: 'rank', is: '=', value: 'mid' }])],
    ['two texts at once', '/round/positions/0/requires/1', (b) => Object.assign(b.policy.attributes, { word: { of: 'person', type: 'text', label: { en: 'x' } } }) && (b.round.positions[0].requires = ['a', 'b'].map((value) => ({ attribute: 'word', is: '=', value })))],
    ['two truths at once', '/round/positions/0/requires/1', (b) => Object.assign(b.policy.attributes, { fit: { of: 'person', type: 'boolean', label: { en: 'x' } } }) && (b.round.positions[0].requires = [false, true].map((value) => ({ attribute: 'fit', is: '=', value })))],
    ['days with none between', '/round/positions/0/requires/1', (b) => Object.assign(b.policy.attributes, { exam: { of: 'person', type: 'date', label: { en: 'x' } } }) && (b.round.positions[0].requires = [{ attribute: 'exam', is: '<', value: '2025-03-01' }, { attribute: 'exam', is: '>', value: '2025-02-28' }])],
    ['a demand outside the range', '/round/positions/0/requires/0/value', (b) => (b.round.positions[0].requires = [{ attribute: 'score', is: '<', value: 101 }])],
    ['a demand of a text nobody can have', '/round/positions/0/requires/0/value', (b) => Object.assign(b.policy.attributes, { word: { of: 'person', type: 'text', values: ['a'], label: { en: 'x' } } }) && (b.round.positions[0].requires = [{ attribute: 'word', is: '=', value: 'b' }])],
    ['a text of evidence without anything to see', '/round/people/0/evidence/3/value', (b) => Object.assign(b.policy.attributes, { word: { of: 'person', type: 'text', label: { en: 'x' } } }) && b.round.people[0].evidence.push({ attribute: 'word', value: ' ', source: 'file' })],
    // what the round names
    ['a unit nobody listed', '/round/positions/0/unit', (b) => (b.round.positions[0].unit = 'x')],
    ['a parent nobody listed', '/round/units/0/parent', (b) => (b.round.units[0].parent = 'x')],
    ['a level nobody listed', '/round/positions/0/level', (b) => (b.round.positions[0].level = 'x')],
    ['a superior nobody listed', '/round/positions/1/superior', (b) => (b.round.positions[1].superior = 'x')],
    ['superiors in a circle', '/round/positions/0/superior', (b) => (b.round.positions[0].superior = 'b')],
    ['a seat nobody listed', '/round/people/0/seat', (b) => (b.round.people[0].seat = 'x')],
    ['a wish nobody listed', '/round/people/0/wishes/0', (b) => (b.round.people[0].wishes = ['x'])],
    ['a source nobody listed', '/round/people/0/evidence/0/source', (b) => (b.round.people[0].evidence[0].source = 'x')],
    ['a pin of nobody', '/round/pins/0/person', (b) => (b.round.pins = [{ person: 'x', position: 'b', by: 'x', reason: 'y' }])],
    ['a scope of nobody', '/round/scope/people/0', (b) => (b.round.scope.people = ['x'])],
    ['an attribute nobody declared', '/round/people/0/evidence/0', (b) => (b.round.people[0].evidence[0].attribute = 'constructor')],
    ["a position's attribute of a person", '/round/people/0/evidence/0', (b) => (b.round.people[0].evidence[0].attribute = 'minimum')],
    ["a person's attribute of a position", '/round/positions/0/attributes/rank', (b) => (b.round.positions[0].attributes.rank = 'low')],
    ['a value and an unmapped text', '/round/people/0/evidence/0', (b) => (b.round.people[0].evidence[0].unmapped = 'x')],
    ['neither value nor unmapped text', '/round/people/0/evidence/0', (b) => delete b.round.people[0].evidence[0].value],
    ['a value outside its list', '/round/people/0/evidence/1/value', (b) => (b.round.people[0].evidence[1].value = 'top')],
    ['a value outside its range', '/round/people/0/evidence/2/value', (b) => (b.round.people[0].evidence[2].value = 101)],
    ['a value below its range', '/round/people/0/evidence/2/value', (b) => (b.round.people[0].evidence[2].value = -1)],
    ['a text for a number', '/round/people/0/evidence/2/value', (b) => (b.round.people[0].evidence[2].value = '90')],
    ['a number for a text', '/round/people/0/evidence/1/value', (b) => (b.round.people[0].evidence[1].value = 1)],
    ['a text for a set', '/round/people/0/evidence/0/value', (b) => {
      b.policy.attributes.list.type = 'set';
      b.round.people[0].evidence[0].value = 'x';
      b.policy.gates.pop();
      b.policy.ties.order = [];
    }],
    ['a date that is none', '/round/people/0/evidence/0/value', (b) => {
      b.policy.attributes.list.type = 'date';
      b.round.people[0].evidence[0].value = '2025-02-30';
      b.policy.gates.pop();
    }],
    ['a requirement of a text outside the order', '/round/positions/0/requires/0/value', (b) => (b.round.positions[0].requires = [{ attribute: 'rank', is: '>', value: 'top' }])],
    ['a requirement of a truth by size', '/round/positions/0/requires/0', (b) => Object.assign(b.policy.attributes, { fit: { of: 'person', type: 'boolean', label: { en: 'x' } } }) && (b.round.positions[0].requires = [{ attribute: 'fit', is: '>', value: true }])],
    ['a requirement of an unknown attribute', '/round/positions/0/requires/0/attribute', (b) => (b.round.positions[0].requires = [{ attribute: 'x', is: '>', value: 1 }])],
    // what the policy names
    ['a confidence outside the scale', '/policy/gates/0/citation/confidence', (b) => (b.policy.gates[0].citation.confidence = 'x')],
    ['a threshold outside the scale', '/policy/confidence/gateFrom', (b) => (b.policy.confidence.gateFrom = 'x')],
    ['a confidence twice', '/policy/confidence/scale/1', (b) => (b.policy.confidence.scale[1] = 'rumour')],
    ['a level twice', '/policy/levels/1', (b) => (b.policy.levels[1].id = 'staff')],
    ['a gate twice', '/policy/gates/1', (b) => (b.policy.gates[1].id = 'rank')],
    ['an order without values', '/policy/attributes/rank', (b) => delete b.policy.attributes.rank.values],
    ['a dimension nobody listed', '/policy/criteria/0/dimension', (b) => (b.policy.criteria[0].dimension = 'x')],
    ['a weight of no criterion', '/policy/weights/x', (b) => (b.policy.weights.x = 0)],
    ['a weight too few', '/policy/weights', (b) => delete b.policy.weights.score],
    ['weights that do not add up', '/policy/weights', (b) => (b.policy.weights.score = 59.9999)],
    ['a negative weight', '/policy/weights/score', (b) => Object.assign(b.policy.weights, { score: -60, service: 160 })],
    ['a cost with 5 decimals', '/policy/costs/vacantSeat/points', (b) => (b.policy.costs.vacantSeat.points = 0.00001)],
    ['a citation that is none', '/policy/weightsCitation', (b) => (b.policy.weightsCitation = 'x')],
    ['ties by a text', '/policy/ties/order/0/attribute', (b) => (b.policy.ties.order[0].attribute = 'x')],
    ['ties by a confidence outside the scale', '/policy/ties/order/0/citation/confidence', (b) => (b.policy.ties.order[0].citation = { source: 'x', confidence: 'x' })],
    ['a condition that is a number', '/policy/gates/0/when', (b) => (b.policy.gates[0].when = { op: 'const', value: 1 })],
    ['a commitment twice', '/policy/ties/commitments/1', (b) => b.policy.ties.commitments.push(b.policy.ties.commitments[0])],
    ['a criterion above 100 points', '/policy/criteria/0/value', (b) => (b.policy.attributes.score.max = 100.000001)],
    ['a criterion below 0 points', '/policy/criteria/0/value', (b) => delete b.policy.attributes.score.min],
    ['a criterion of months that nothing bounds', '/policy/criteria/1/value', (b) => Object.assign(b.policy.attributes, { posts: { of: 'person', type: 'spells', label: { en: 'x' } } }) && (b.policy.criteria[1].value = { op: 'monthsIn', attribute: 'posts', values: ['x'] })],
    ['a criterion of months up to a day that is not known before the round', '/policy/criteria/1/value', (b) => (b.policy.criteria[1].value = { op: 'monthsBetween', from: { op: 'date', of: 'yearStart' }, to: { op: 'date', of: 'asOf' } })],
    ['a criterion that is too high on one level', '/policy/criteria/1/value', (b) => (b.policy.criteria[1].value = { op: 'sum', terms: [{ weight: 101, of: { op: 'level', of: 'position' } }] })],
    ['a criterion that is too low for somebody without a seat', '/policy/criteria/1/value', (b) => (b.policy.criteria[1].value = { op: 'level', of: 'seat' })],
    ['a weight above 10,000', '/policy/weights/score', (b) => Object.assign(b.policy, { weights: { score: 10_000.0001, service: 0 }, weightsTotal: 10_000.0001 }) && (b.policy.weightsTotal = 10_000)],
    ['a total of weights above 10,000', '/policy/weightsTotal', (b) => Object.assign(b.policy, { weights: { score: 10_000, service: 10_000 }, weightsTotal: 20_000 })],
    ['bounds of an order', '/policy/attributes/rank', (b) => (b.policy.attributes.rank.min = 1)],
    ['a criterion above 100 points by a whole one', '/policy/criteria/0/value', (b) => (b.policy.attributes.score.max = 101)],
    ['texts of which there are none', '/policy/attributes/word/values', (b) => (b.policy.attributes.word = { of: 'person', type: 'text', label: { en: 'x' }, values: [] })],
    ['spells of a value that there is not', '/policy/gates/0/rule/values/1', (b) => Object.assign(b.policy.attributes, { posts: { of: 'person', type: 'spells', label: { en: 'x' }, values: ['x'] } }) && (b.policy.gates[0].rule = { op: 'occurs', attribute: 'posts', values: ['x', 'y'] })],
    ['a level that there is not in a rule', '/policy/gates/0/when', (b) => (b.policy.gates[0].when = { op: 'compare', left: { op: 'levelId', of: 'seat' }, is: '=', right: { op: 'const', value: 'x' } })],
    ['a track that there is not in a criterion', '/policy/criteria/1/value/table/x', (b) => (b.policy.criteria[1].value = { op: 'lookup', key: { op: 'track', of: 'position' }, table: { x: 1 }, else: 1 })],
    ['a greatest value below the least', '/policy/attributes/score/max', (b) => (b.policy.attributes.score.min = 101)],
    ['values of a number', '/policy/attributes/score/values', (b) => (b.policy.attributes.score.values = ['1'])],
    ['a mean of an order', '/policy/attributes/rank/combine', (b) => (b.policy.attributes.rank.combine = 'mean')],
    ['a combination that is none', '/policy/attributes/score/combine', (b) => (b.policy.attributes.score.combine = 'max')],
    ['spells of a position', '/policy/attributes/minimum', (b) => Object.assign(b.policy.attributes.minimum, { type: 'spells' })],
    ['evidence of a position that ages', '/policy/attributes/minimum/validMonths', (b) => (b.policy.attributes.minimum.validMonths = 1)],
    ['evidence that counts for no month', '/policy/attributes/score/validMonths', (b) => (b.policy.attributes.score.validMonths = 0)],
    ['a track twice', '/policy/tracks/1', (b) => (b.policy.tracks = ['x', 'x'].map((id) => ({ id, label: { en: id } })))],
    ['a route twice', '/policy/routes/1', (b) => (b.policy.routes = [ROUTE, ROUTE])],
    ['a route of a number', '/policy/routes/0/when', (b) => (b.policy.routes = [{ ...ROUTE, when: { op: 'const', value: 1 } }])],
    ['a route without an approver', '/policy/routes/0/approver', (b) => (b.policy.routes = [{ ...ROUTE, approver: undefined }])],
    ['a route of a confidence outside the scale', '/policy/routes/0/citation/confidence', (b) => (b.policy.routes = [{ ...ROUTE, citation: { source: 'x', confidence: 'x' } }])],
    ['a step twice', '/policy/routes/0/steps/1', (b) => (b.policy.routes = [{ ...ROUTE, steps: [ROUTE.steps[0], ROUTE.steps[0]] }])],
    ['a pack that ends before it begins', '/policy/effectiveUntil', (b) => Object.assign(b.policy, { effectiveFrom: '2025-01-02', effectiveUntil: '2025-01-01' })],
    ['no levels', '/policy/levels', (b) => (b.policy.levels = [])],
    ['a gate whose name has nothing to see', '/policy/gates/0/label/en', (b) => (b.policy.gates[0].label = { en: ' ' })],
    ['a choice without a reason', '/policy/weightsCitation/own', (b) => (b.policy.weightsCitation = { own: '' })],
    ['a step of a confidence outside the scale', '/policy/routes/0/steps/0/citation/confidence', (b) => (b.policy.routes = [{ ...ROUTE, steps: [{ ...ROUTE.steps[0], citation: { source: 'x', confidence: 'x' } }] }])],
    ['a step of minus one day', '/policy/routes/0/steps/0/days', (b) => (b.policy.routes = [{ ...ROUTE, steps: [{ ...ROUTE.steps[0], days: -1 }] }])],
    ['a gate called route beside routes', '/policy/gates/1/id', (b) => Object.assign(b.policy, { routes: [ROUTE] }) && (b.policy.gates[1].id = 'route')],
    ['a rule of one unit of a confidence outside the scale', '/policy/relations/sameUnit/citation/confidence', (b) => (b.policy.relations.sameUnit = { maxDegree: 1, citation: { source: 'x', confidence: 'x' } })],
    ['a recusal of degree 9', '/policy/relations/recusal/maxDegree', (b) => (b.policy.relations.recusal = { maxDegree: 9, citation: { own: 'x' } })],
    ['a day from which the pack is in force that is none', '/policy/effectiveFrom', (b) => (b.policy.effectiveFrom = '2025-02-30')],
    ['a pack made from no hash', '/policy/madeFrom/0/hash', (b) => (b.policy.madeFrom = [{ id: 'x', hash: 'x' }])],
    ['a pattern that is none', '/proposal/certain/moves/0/pattern', (b) => (b.proposal.certain.moves[0].pattern = 'up')],
    ['no word on waivers', '/proposal/certain/moves/0/waived', (b) => delete b.proposal.certain.moves[0].waived],
    ['half a day', '/proposal/certain/chains/0/ready/0', (b) => (b.proposal.certain.chains[0].ready = [0.5, 1])],
    ['a hash that is none', '/proposal/policy/hash', (b) => (b.proposal.policy.hash = 'sha256:00')],
  ];
  it.each(cases)('%s fails at %s', (_, path, change) => {
    const { verdicts } = verify(changed(change));
    expect(verdicts[0]).toMatchObject({ check: 'format', outcome: 'fails', code: 'E_FORMAT', path });
    expect(verdicts.slice(1).map(({ outcome }) => outcome)).toEqual(Array(6).fill('not-checked'));
  });

  it('what is just within the bounds is in its format', () => {
    const bundle = changed(({ round, policy }) => {
      policy.costs.vacantSeat.points = 1000;
      policy.resolution.points = 0;
      policy.relations.declaration = 'both';
      round.horizon = round.asOf;
      round.units[0].id = 'U'.repeat(64);
      for (const position of round.positions) position.unit = round.units[0].id;
      Object.assign(round.positions[0], { opens: '2025-01-01', closes: '2025-01-01' });
      Object.assign(round.people[0], { born: '2021-01-01', since: '2021-01-01', retires: '2021-01-01' });
      round.people[0].evidence[0].expires = '2025-12-01';
      round.people[3].seat = 'c';
      round.pins = ['ana', 'budi'].map((person) => ({ person, position: 'c', by: 'x', reason: 'y' }));
      round.relations = [['ana', 'budi'], ['budi', 'ana']].map(([a, b]) => ({ a, b, kind: 'kin', degree: 3, source: 'file' }));
      round.people[0].name = '\ud83d\ude00'.repeat(1024);
      round.title = `x${'\u0331'.repeat(8)}`;
      history({ round, policy }, [{ unmapped: 'z', months: 0 }, { value: 'y', months: 1200 }, { value: 'x' }, { value: 'x', from: '2025-01-01', to: '2025-01-01' }, { value: 'y', from: '2025-01-01', date: '2027-01-01' }], [{ attribute: 'posts', source: 'file' }]);
      policy.tracks = [{ id: 'x', label: { en: 'X' } }];
      policy.routes = [ROUTE];
      policy.relations = { ...policy.relations, sameUnit: { maxDegree: 8, citation: { own: 'x' } }, recusal: { maxDegree: 0, kinds: ['kin'], citation: { own: 'x' } } };
      Object.assign(policy, { effectiveFrom: '2025-01-01', effectiveUntil: '2025-01-01', madeFrom: [{ id: 'x', hash: `sha256:${'0'.repeat(64)}` }], weights: { score: 10_000, service: 0 }, weightsTotal: 10_000 });
      Object.assign(policy.attributes.score, { combine: 'mean', validMonths: 1200 });
      Object.assign(round.positions[0], { track: 'x', class: 99, requires: [{ attribute: 'score', is: '<', value: 11 }, { attribute: 'score', is: '>', value: 10.999998 }] });
      round.opened = round.asOf;
      round.actors = [{ id: 'x', role: 'spec-writer', person: 'ana', statement: { on: '2030-01-01', document: 'x' }, interests: [{ person: 'ana', kind: 'kin' }, { person: 'ana', kind: 'kin', degree: 8 }] }];
      round.people[0].evidence[2].by = 'x';
      round.people[0].wishes = ['c', 'b'];
      round.units[0].name = 'Unit 1, \u00e4\u00df\u4e2d\ud83d\ude00';
    });
    expect(verdictOf(bundle, 'format')).toMatchObject({ outcome: 'holds' });
  });

  it('a criterion is asked of every level and no seat, not of all at once', () => {
    const level = (of: string): Loose => ({ op: 'level', of });
    const rising = { op: 'sum', terms: [{ weight: 100, of: level('position') }, { weight: -50, of: level('seat') }] };
    const change: Change = (b) => (b.policy.criteria[1].value = { op: 'cases', cases: [{ when: { op: 'compare', left: level('seat'), is: '>=', right: level('position') }, then: { op: 'const', value: 0 } }, { when: { op: 'compare', left: { op: 'levelId', of: 'seat' }, is: '=', right: { op: 'const', value: '' } }, then: { op: 'const', value: 1 } }], else: rising });
    expect(verdictOf(changed(change), 'format')).toMatchObject({ outcome: 'holds' });
  });

  it('a policy nested deeper than 64 fails even where each of its rules is not', () => {
    let rule: Loose = { op: 'const', value: true };
    for (let k = 0; k < 62; k++) rule = { op: 'not', of: rule };
    expect(verdictOf(changed((b) => (b.policy.gates[0].rule = rule)), 'format')).toMatchObject({ outcome: 'fails', code: 'E_FORMAT', path: '/policy', detail: 'The value is nested deeper than 64.' });
  });
});

/** A bundle whose hashes are right again after its round or policy was changed. */
const resealed = (change: Change): Loose => sealed(changed(change));

describe('one verdict per failure', () => {
  const CERTAIN = '/proposal/certain';
  const related: Change = ({ round }) => (round.relations = [{ a: 'budi', b: 'citra', kind: 'sibling', degree: 2, source: 'file' }]);
  const cases: [name: string, check: Check, code: string, path: string, bundle: Loose][] = [
    ['a round of another hash', 'integrity', 'E_INPUT_HASH', '/round', changed((b) => (b.round.title = 'x'))],
    ['a policy of another hash', 'integrity', 'E_POLICY_HASH', '/policy', changed((b) => (b.policy.title.en = 'x'))],
    ['a round of another id', 'integrity', 'E_INPUT_HASH', '/proposal/round/id', changed((b) => (b.proposal.round.id = 'x'))],
    ['a round of another day', 'integrity', 'E_INPUT_HASH', '/proposal/round/asOf', changed((b) => (b.proposal.round.asOf = '2026-01-02'))],
    ['a policy of another id', 'integrity', 'E_POLICY_HASH', '/proposal/policy/id', changed((b) => (b.proposal.policy.id = 'x'))],
    ['another objective', 'integrity', 'E_POLICY_HASH', '/proposal/objective', changed((b) => (b.proposal.objective = 'total'))],
    ['another nonce', 'integrity', 'E_SEED_COMMITMENT', '/round/reveals/0', resealed((b) => (b.round.reveals[0].nonce = '0'.repeat(32)))],
    ['a nonce nobody committed to', 'integrity', 'E_SEED_COMMITMENT', '/round/reveals/0', resealed((b) => (b.policy.ties.commitments = []))],
    ['a nonce withheld', 'integrity', 'E_SEED_WITHHELD', '/policy/ties/commitments/1', resealed((b) => b.policy.ties.commitments.push({ party: 'board', hash: commitment('board', NONCE) }))],

    ['a seat of nobody', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/0/0`, changed((b) => (b.proposal.certain.seats[0][0] = 'x'))],
    ['a seat of no position', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/0/1`, changed((b) => (b.proposal.certain.seats[0][1] = 'x'))],
    ['two seats', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/1`, changed((b) => b.proposal.certain.seats.splice(1, 0, ['ana', 'c']))],
    ['seats out of order', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/1`, changed((b) => b.proposal.certain.seats.reverse())],
    ['too many in a post', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/1`, changed((b) => (b.proposal.certain.seats[1][1] = 'b'))],
    ['a closed post', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/1`, resealed((b) => (b.round.positions[0].closes = '2026-01-01'))],
    ['a post that opens later', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/1`, resealed((b) => (b.round.positions[0].opens = '2026-01-02'))],
    ['somebody who leaves', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/0`, resealed((b) => (b.round.people[0].retires = '2026-01-01'))],
    ['somebody who leaves by the horizon', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/0`, resealed((b) => Object.assign(b.round, { horizon: '2026-06-30' }) && (b.round.people[0].retires = '2026-06-30'))],
    ['somebody frozen', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/1`, resealed((b) => (b.round.scope.people = ['ana', 'citra', 'dewi']))],
    ['somebody outside the scope', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/2`, resealed((b) => (b.round.scope.people = ['ana', 'budi', 'dewi']))],
    ['a post outside the scope', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/2`, resealed((b) => (b.round.scope.positions = ['a', 'b']))],
    ['a pin not kept', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/0`, resealed((b) => (b.round.pins = [{ person: 'ana', position: 'c', by: 'x', reason: 'y' }]))],
    ['a pinned person without a seat', 'feasibility', 'E_PLAN', `${CERTAIN}/seats`, resealed((b) => (b.round.pins = [{ person: 'dewi', position: 'c', by: 'x', reason: 'y' }]))],
    ['a frozen person without a seat', 'feasibility', 'E_PLAN', `${CERTAIN}/seats`, resealed((b) => (b.round.scope.people = ['budi', 'citra', 'dewi']) && b.proposal.certain.seats.shift())],
    ['somebody owed a seat without one', 'feasibility', 'E_PLAN', `${CERTAIN}/seats`, resealed((b) => (b.policy.displacement = 'forbid') && b.proposal.certain.seats.shift())],
    ['a lower level without consent', 'feasibility', 'E_PLAN', `${CERTAIN}/seats/1`, changed((b) => {
      Object.assign(b.round.people[1], { seat: 'a' });
      b.proposal.certain.seats[1][1] = 'c';
      sealed(b);
    })],
    ['a post that must be filled', 'feasibility', 'E_PLAN', `${CERTAIN}/seats`, resealed((b) => (b.round.positions[2].mustFill = { reason: 'x' }))],
    ['related people in one line', 'feasibility', 'E_ROW', '/round/relations/0', resealed(related)],
    ['a move of another kind', 'feasibility', 'E_DERIVED', `${CERTAIN}/moves/0`, changed((b) => (b.proposal.certain.moves[0].kind = 'lateral'))],
    ['a move too few', 'feasibility', 'E_DERIVED', `${CERTAIN}/moves`, changed((b) => b.proposal.certain.moves.pop())],
    ['a move too many', 'feasibility', 'E_DERIVED', `${CERTAIN}/moves`, changed((b) => b.proposal.certain.moves.push({ ...b.proposal.certain.moves[1], person: 'dewi' }))],
    ['another chain', 'feasibility', 'E_DERIVED', `${CERTAIN}/chains/0`, changed((b) => b.proposal.certain.chains[0].people.reverse())],
    ['another vacancy', 'feasibility', 'E_DERIVED', `${CERTAIN}/vacant/0`, changed((b) => (b.proposal.certain.vacant[0].eligible = 3))],
    ['another cause of a vacancy', 'feasibility', 'E_DERIVED', `${CERTAIN}/vacant/0`, changed((b) => (b.proposal.certain.vacant[0].cause = 'not-worth-it'))],
    ['another shortage behind a vacancy', 'feasibility', 'E_DERIVED', `${CERTAIN}/vacant/0`, changed((b) => (b.proposal.certain.vacant[0].short.people = 2))],
    ['a vacancy too many', 'feasibility', 'E_DERIVED', '/proposal/conditional/vacant', changed((b) => (b.proposal.conditional.vacant = b.proposal.certain.vacant))],
    ['tied people out of order', 'feasibility', 'E_DERIVED', `${CERTAIN}/tied/1`, changed((b) => (b.proposal.certain.tied = ['budi', 'ana']))],
    ['tied people nobody knows', 'feasibility', 'E_DERIVED', `${CERTAIN}/tied/1`, changed((b) => (b.proposal.certain.tied = ['x', 'y']))],
    ['no conditional plan though something is unknown', 'feasibility', 'E_PLAN', '/proposal/conditional', changed((b) => (b.proposal.conditional = null))],
    ['a conditional plan though nothing is unknown', 'feasibility', 'E_PLAN', '/proposal/conditional', changed((b) => {
      b.round.people.pop();
      b.proposal.conditional = b.proposal.certain;
      sealed(b);
    })],
    ['unconfirmed rules', 'feasibility', 'E_DERIVED', '/proposal/rules/unconfirmed', changed((b) => b.proposal.rules.unconfirmed.pop())],
    ['another day of the law', 'feasibility', 'E_DERIVED', '/proposal/rules/lawCheckedOn', changed((b) => (b.proposal.rules.lawCheckedOn = '2025-12-01'))],

    ['a gate that fails', 'eligibility', 'E_ELIGIBILITY', `${CERTAIN}/seats/1`, resealed((b) => (b.round.positions[0].attributes.minimum = 'high'))],
    ['a requirement that fails', 'eligibility', 'E_ELIGIBILITY', `${CERTAIN}/seats/1`, resealed((b) => (b.round.positions[0].requires = [{ attribute: 'score', is: '>', value: 70 }]))],
    ['a requirement of a date that is unknown', 'eligibility', 'E_ELIGIBILITY', `${CERTAIN}/seats/1`, resealed((b) => {
      b.policy.attributes.exam = { of: 'person', type: 'date', label: { en: 'Exam' } };
      b.round.positions[0].requires = [{ attribute: 'exam', is: '<=', value: '2025-01-01' }];
    })],
    ['a gate that is unknown', 'eligibility', 'E_ELIGIBILITY', `${CERTAIN}/seats/1`, resealed((b) => delete b.round.positions[0].attributes)],
    ['a condition left out', 'eligibility', 'E_ELIGIBILITY', '/proposal/conditional/moves/2/conditions', changed((b) => (b.proposal.conditional.moves[2].conditions = []))],
    ['another cause', 'eligibility', 'E_ELIGIBILITY', '/proposal/conditional/moves/2/conditions', changed((b) => (b.proposal.conditional.moves[2].conditions[0].missing[0].cause = 'expired'))],
    ['a flag left out', 'eligibility', 'E_ELIGIBILITY', '/proposal/conditional/moves/2/flags', changed((b) => (b.proposal.conditional.moves[2].flags = []))],

    ['another fit', 'scores', 'E_SCORE', `${CERTAIN}/moves/0/fit`, changed((b) => (b.proposal.certain.moves[0].fit.low = 820001))],
    ['another part', 'scores', 'E_SCORE', `${CERTAIN}/moves/1/fit`, changed((b) => (b.proposal.certain.moves[1].fit.parts[1].high = 1))],
    ['not provisional', 'scores', 'E_SCORE', `${CERTAIN}/moves/1/provisional`, changed((b) => (b.proposal.certain.moves[1].provisional = false))],
    ['another value of a stage', 'scores', 'E_SCORE', `${CERTAIN}/objectives/3`, changed((b) => b.proposal.certain.objectives[3].value++)],
    ['a stage too few', 'scores', 'E_SCORE', `${CERTAIN}/objectives/4`, changed((b) => b.proposal.certain.objectives.pop())],
    ['a stage too many', 'scores', 'E_SCORE', `${CERTAIN}/objectives/5`, changed((b) => b.proposal.certain.objectives.push({ stage: 'luck', value: 0 }))],

    ['no certificate', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/certificate`, changed((b) => (b.proposal.certain.certificate = null))],
    ['a shortage', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/shortage`, changed((b) => (b.proposal.certain.shortage = { side: 'people', people: [], positions: [] }))],
    ['a gap of an optimal plan', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/gap`, changed((b) => (b.proposal.certain.gap = { stage: 'moves', value: -2, bound: -2 }))],
    ['a feasible plan without gap', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/gap`, changed((b) => (b.proposal.certain.status = 'feasible'))],
    ['a stage of another name', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/certificate/stages/1/stage`, changed((b) => (b.proposal.certain.certificate.stages[1].stage = 'critical'))],
    ['a stage too few', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/certificate/stages`, changed((b) => b.proposal.certain.certificate.stages.pop())],
    ['a stage too many', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/certificate/stages/5/stage`, changed((b) => b.proposal.certain.certificate.stages.push({ stage: 'luck', value: 0, people: [], positions: [] }))],
    ['a dual of nobody', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/certificate/stages/0/people/1`, changed((b) => (b.proposal.certain.certificate.stages[0].people[1][0] = 'x'))],
    ['duals out of order', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/certificate/stages/0/people/1`, changed((b) => b.proposal.certain.certificate.stages[0].people.reverse())],
    ['a person with two duals', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/certificate/stages/0/people/2`, changed((b) => b.proposal.certain.certificate.stages[0].people.push(['budi', 1]))],
    ['a dual of zero', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/certificate/stages/1/positions/0`, changed((b) => (b.proposal.certain.certificate.stages[1].positions[0][1] = 0))],
    ['a dual above 2^52', 'optimality', 'E_CERT_SHAPE', `${CERTAIN}/certificate/stages/1/positions/0`, changed((b) => (b.proposal.certain.certificate.stages[1].positions[0][1] = 2 ** 52 + 1))],
    ['duals that do not cover a pair', 'optimality', 'E_CERT_BOUND', `${CERTAIN}/certificate/stages/3`, changed((b) => (b.proposal.certain.certificate.stages[3].people[0][1] = 839999))],
    ['a stated value that is not the bound', 'optimality', 'E_CERT_BOUND', `${CERTAIN}/certificate/stages/3/value`, changed((b) => b.proposal.certain.certificate.stages[3].value++)],
    ['duals that are loose', 'optimality', 'E_CERT_NOT_OPTIMAL', `${CERTAIN}/certificate/stages/3`, changed((b) => (b.proposal.certain.certificate.stages[3].people[0][1] = 840001))],
  ];
  it.each(cases)('%s', (_, check, code, path, bundle) => {
    expect(verify(bundle).verdicts[0]!.detail).toMatch(/in their format/);
    expect(verdictOf(bundle, check)).toMatchObject({ outcome: 'fails', code, path });
  });

  it('bounds are exact far beyond 2^53', () => {
    const detail = (positions: Loose): string => verdictOf(changed((b) => (b.proposal.certain.certificate.stages[3].positions = positions)), 'optimality').detail;
    // 840000 + 920000 + 580000 of the people, and 2^52 for each of two seats and of one
    expect(detail([['b', 2 ** 52], ['c', 2 ** 52]])).toBe('At stage merit:staff the plan has the value 1420000, but its duals prove no less than 13510798884451488 to be out of reach.');
    expect(detail([['a', 2 ** 52], ['b', 2 ** 52], ['c', 1]])).toBe('At stage merit:staff the plan has the value 1420000, but its duals prove no less than 9007199257080994 to be out of reach.');
  });

  it('bounds are exact to the last unit, whatever comes first, and in posts with many seats', () => {
    const bound = (ana: number, positions: Loose, seats = 2): string | undefined => /no less than (\d+) to be/.exec(verdictOf(resealed((b) => {
      b.round.positions[2].seats = seats;
      b.proposal.certain.certificate.stages[3].people[0][1] = ana;
      b.proposal.certain.certificate.stages[3].positions = positions;
    }), 'optimality').detail)?.[1];
    expect(bound(840001, [['c', 2 ** 52]])).toBe('9007199257080993'); // 840001 + 920000 + 580000 + 2 * 2^52
    expect(bound(840001, [['a', 2 ** 52], ['b', 2 ** 52], ['c', 1]])).toBe('9007199257080995');
    expect(bound(840000, [['c', 2 ** 52 - 1]], 3)).toBe('13510798884451485'); // 2340000 + 3 * (2^52 - 1)
  });

  it('what the duals of one plan leave open does not bind the other plan', () => {
    const bundle = resealed((b) => {
      b.round.positions.push({ id: 'd', title: 'Closed', unit: 'u', level: 'staff', closes: '2026-01-01', attributes: { minimum: 'low' } });
      b.proposal.certain.certificate.stages[0].positions = [['d', -1]]; // nobody there: no less proven
      // cover every pair: 2 + 2 + 1 of the people, citra taken as without a seat; 0 * -1 + 1 + 2 * 1 + 1 of the posts, as many as they have seats
      Object.assign(b.proposal.conditional.certificate.stages[0], { people: [['ana', 2], ['budi', 2], ['citra', -1], ['dewi', 1]], positions: [['a', -1], ['b', 1], ['c', 1], ['d', 1]] });
    });
    expect(verdictOf(bundle, 'optimality')).toMatchObject({ code: 'E_CERT_NOT_OPTIMAL', path: '/proposal/conditional/certificate/stages/0', detail: 'At stage owed the plan has the value 2, but its duals prove no less than 9 to be out of reach.' });
  });

  it('a certificate whose stages are not those of the objective is told which one', () => {
    expect(verdictOf(changed((b) => (b.proposal.certain.certificate.stages[1].stage = 'critical')), 'optimality').detail).toBe('Stage 2 of the certificate is not stage 2 of the objective.');
  });

  it('later checks that make no sense any more say why', () => {
    expect(verify(changed((b) => (b.proposal.certain.seats[0][0] = 'x'))).verdicts.map(({ outcome }) => outcome)).toEqual(['holds', 'holds', 'fails', 'not-checked', 'not-checked', 'not-checked', 'not-checked']);
    expect(verdictOf(changed((b) => (b.proposal.certain.seats[0][0] = 'x')), 'ties').detail).toBe('Certain plan: its optimality is not established; conditional plan: 0 people for whom the tie rule chose.');
  });

  it('nor is a plan that breaks a bound, be its proof as it may', () => {
    const bundle = resealed((b) => (b.round.positions[1].mustFill = { reason: 'x' }) && b.proposal.certain.seats.shift()); // nobody in b
    expect(verify(bundle).verdicts.map(({ outcome, code }) => code ?? outcome)).toEqual(['holds', 'holds', 'E_PLAN', 'holds', 'E_SCORE', 'not-checked', 'not-checked']);
    expect(verdictOf(bundle, 'optimality').detail).toBe('Certain plan: its seats are not those of a plan in the market; conditional plan: 5 stages over 11 pairs.');
  });

  it('a plan that uses a pair without a gate is not checked for optimality', () => {
    const bundle = resealed((b) => (b.round.positions[0].requires = [{ attribute: 'score', is: '>', value: 70 }]));
    expect(verdictOf(bundle, 'optimality').outcome).toBe('not-checked');
  });

  it('relations bind only as far as the policy says', () => {
    const outcome = (change: Change): string => verdictOf(resealed((b) => {
      related(b);
      change(b);
    }), 'feasibility').outcome;
    expect(outcome((b) => (b.round.relations[0].degree = 3))).toBe('holds');
    expect(outcome((b) => delete b.policy.relations.lineOfCommand)).toBe('holds');
    expect(outcome((b) => {
      b.policy.relations.declaration = 'both';
      b.round.relations.push({ ...b.round.relations[0], a: 'citra', b: 'budi' });
    })).toBe('fails');
    expect(outcome((b) => (b.round.relations = [{ a: 'citra', b: 'ana', kind: 'sibling', degree: 0, source: 'file' }]))).toBe('holds'); // neither above the other
    expect(outcome((b) => (b.round.relations = [{ a: 'dewi', b: 'budi', kind: 'sibling', degree: 0, source: 'file' }]))).toBe('fails'); // in the conditional plan
    expect(outcome((b) => (b.round.relations = [{ a: 'ana', b: 'budi', kind: 'sibling', degree: 0, source: 'file' }]))).toBe('fails');
  });

  it('related people may stay where they are, one above the other', () => {
    const bundle = resealed((b) => {
      b.round.people[1].seat = 'a';
      b.round.relations = [{ a: 'ana', b: 'budi', kind: 'sibling', degree: 0, source: 'file' }];
    });
    expect(verdictOf(bundle, 'feasibility').code).toBe('E_DERIVED'); // budi no longer moves
  });
});

describe('conditions', () => {
  it('list what is unknown: attributes of the person, his dates, attributes of the position; requirements last', () => {
    const known = (op: string, attribute: string): Loose => ({ op: 'compare', left: { op, attribute }, is: '>', right: { op: 'const', value: 0 } });
    const after = (of: string): Loose => ({ op: 'compare', left: { op: 'date', of }, is: '<', right: { op: 'day', value: '2100-01-01' } });
    const bundle = resealed((b) => {
      for (const name of ['y', 'x']) b.policy.attributes[name] = { of: 'person', type: 'number', label: { en: name } };
      for (const name of ['n', 'm']) b.policy.attributes[name] = { of: 'position', type: 'number', label: { en: name } };
      b.round.positions[2].requires = [{ attribute: 'x', is: '>=', value: 1 }];
      b.policy.gates = [{
        id: 'many', label: { en: 'Many' }, citation: { own: 'x' }, onlyForMoves: true, when: after('retires'),
        rule: { op: 'all', of: [known('position', 'n'), after('since'), known('person', 'y'), after('born'), known('person', 'x'), known('position', 'm'), known('person', 'score')] },
      }];
      b.proposal.rules.unconfirmed = [];
      const missing = (about: string, attribute: string): Loose => ({ about, attribute, cause: 'missing' });
      const person = ['x', 'y', 'born', 'since', 'retires'].map((name) => missing('person', name));
      b.proposal.conditional.moves[1].conditions = [
        { rule: 'many', missing: [...person, missing('position', 'm'), missing('position', 'n')] },
        { rule: 'requires/0', missing: [missing('person', 'x')] },
      ];
      b.proposal.conditional.moves.splice(2);
      b.proposal.conditional.moves[0].conditions = [{ rule: 'many', missing: [...person.filter(({ attribute }) => attribute !== 'since'), missing('position', 'm'), missing('position', 'n')] }];
      b.proposal.certain = { ...b.proposal.certain, seats: [['ana', 'b']], moves: [] };
    });
    expect(verdictOf(bundle, 'eligibility').outcome).toBe('holds');
  });
});

describe('plans that are not proven', () => {
  const feasible: Change = ({ proposal: { certain } }) => {
    certain.status = 'feasible';
    certain.tiesProven = false;
    certain.certificate.stages.splice(4);
    certain.certificate.stages[3].people[0][1] = 840007;
    certain.certificate.stages[3].value = 1420007;
    certain.gap = { stage: 'merit:staff', value: 1420000, bound: 1420007 };
  };

  it('a feasible plan is unproven, with its gap', () => {
    const { verdicts } = verify(changed(feasible));
    expect(verdicts.slice(0, 5).map(({ outcome }) => outcome)).toEqual(Array(5).fill('holds'));
    expect(verdicts[5]).toEqual({ check: 'optimality', outcome: 'unproven', detail: 'Certain plan: a gap of 7 at stage merit:staff; conditional plan: 5 stages over 11 pairs.' });
    expect(verdicts[6]!.outcome).toBe('unproven');
  });

  it.each<[string, Check, string, string, Change]>([
    ['a gap that is stated smaller', 'optimality', 'E_CERT_BOUND', '/proposal/certain/gap', (b) => (b.proposal.certain.gap.bound = 1420001)],
    ['a gap from another value', 'optimality', 'E_CERT_BOUND', '/proposal/certain/gap', (b) => (b.proposal.certain.gap.value = 1420001)],
    ['a gap of another stage', 'optimality', 'E_CERT_BOUND', '/proposal/certain/gap', (b) => (b.proposal.certain.gap.stage = 'moves')],
    ['a certificate without stages', 'optimality', 'E_CERT_SHAPE', '/proposal/certain/certificate/stages', (b) => (b.proposal.certain.certificate.stages = [])],
    ['an earlier stage that is loose', 'optimality', 'E_CERT_NOT_OPTIMAL', '/proposal/certain/certificate/stages/0', (b) => (b.proposal.certain.certificate.stages[0].people[0][1] = 2)],
    ['ties that are proven', 'ties', 'E_TIE_ORDER', '/proposal/certain/tiesProven', (b) => (b.proposal.certain.tiesProven = true)],
  ])('%s fails', (_, check, code, path, change) => {
    expect(verdictOf(changed((b) => {
      feasible(b);
      change(b);
    }), check)).toMatchObject({ outcome: 'fails', code, path });
  });

  it('ties that are not claimed to be proven are unproven', () => {
    expect(verdictOf(changed((b) => (b.proposal.certain.tiesProven = false)), 'ties').outcome).toBe('unproven');
  });

  const none = { status: 'infeasible', gap: null, seats: [], objectives: [], moves: [], chains: [], vacant: [], tied: [], tiesProven: false, certificate: null };
  /** Post b must be filled with four; only ana, budi and citra may enter it. */
  const infeasible = (shortage: Loose, change: Change = () => undefined): Loose => resealed((b) => {
    Object.assign(b.round.positions[1], { seats: 4, mustFill: { reason: 'x' } });
    b.round.people.pop();
    b.proposal.certain = { ...none, shortage };
    b.proposal.conditional = null;
    change(b);
  });

  it('an infeasible plan holds where the shortage of people proves it', () => {
    const { verdicts } = verify(infeasible({ side: 'positions', people: ['ana', 'budi', 'citra'], positions: ['b'] }));
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['holds', 'holds', 'not-checked', 'not-checked', 'not-checked', 'holds', 'not-checked']);
    expect(verdicts[5]!.detail).toMatch(/follows from 3 people and 1 posts/);
    for (const k of [2, 3, 4, 6]) expect(verdicts[k]!.detail).toMatch(/^Certain plan: no plan is claimed; conditional plan: none, as nothing is unknown/);
  });

  it('an infeasible plan holds where the shortage of seats proves it', () => {
    const bundle = resealed((b) => {
      b.round.people.pop();
      b.round.positions.splice(2);
      b.round.people[1].seat = 'a';
      b.round.positions[0].closes = '2026-01-01';
      b.policy.displacement = 'forbid';
      b.round.scope.people = ['budi', 'citra'];
      b.proposal.certain = { ...none, shortage: { side: 'people', people: ['ana', 'budi'], positions: ['b'] } };
      b.proposal.conditional = null;
    });
    expect(verdictOf(bundle, 'optimality').outcome).toBe('holds');
    bundle.proposal.certain.shortage = { side: 'people', people: ['ana', 'budi', 'citra'], positions: ['b'] }; // citra need not be seated
    expect(verdictOf(bundle, 'optimality').outcome).toBe('unproven');
    bundle.proposal.certain.shortage = { side: 'people', people: ['ana'], positions: ['b'] }; // enough seats
    expect(verdictOf(bundle, 'optimality').outcome).toBe('unproven');
    bundle.proposal.certain.shortage = { side: 'people', people: ['ana', 'budi'], positions: [] }; // not all their posts
    expect(verdictOf(bundle, 'optimality').outcome).toBe('unproven');
  });

  it.each<[string, Loose]>([
    ['without shortage', null],
    ['with a shortage of nobody in the round', { side: 'positions', people: ['x'], positions: ['b'] }],
    ['with a shortage of no post in the round', { side: 'positions', people: [], positions: ['x'] }],
    ['with a shortage that leaves somebody out', { side: 'positions', people: ['ana', 'budi'], positions: ['b'] }],
    ['with a shortage that is none', { side: 'positions', people: ['ana', 'budi', 'citra'], positions: ['c'] }],
  ])('an infeasible plan %s is unproven', (_, shortage) => expect(verdictOf(infeasible(shortage), 'optimality').outcome).toBe('unproven'));

  it('of two plans the worse verdict is given: failed, unproven, not checked, in this order', () => {
    const mixed = (change: Change): string[] => verify(resealed((b) => {
      b.proposal.certain = { ...none, shortage: null };
      change(b);
    })).verdicts.slice(2).map(({ outcome }) => outcome);
    expect(mixed(() => undefined)).toEqual(['not-checked', 'not-checked', 'not-checked', 'unproven', 'not-checked']);
    expect(mixed((b) => (b.proposal.conditional.tiesProven = false))[4]).toBe('unproven');
    expect(mixed((b) => b.proposal.conditional.seats.reverse())).toEqual(['fails', 'not-checked', 'not-checked', 'unproven', 'not-checked']);
    expect(mixed((b) => (b.proposal.conditional.moves[2].fit.low = 0))[2]).toBe('fails');
  });

  it('as many people as seats is no shortage, one fewer is', () => {
    const seats = (n: number): string => verdictOf(infeasible({ side: 'positions', people: ['ana', 'budi', 'citra'], positions: ['b'] }, ({ round }) => (round.positions[1].seats = n)), 'optimality').outcome;
    expect([3, 4].map(seats)).toEqual(['unproven', 'holds']);
  });

  it('a shortage that names somebody who is not in the round proves nothing, though there are too few with him', () => {
    const outcome = (...people: string[]): string => verdictOf(infeasible({ side: 'positions', people: ['ana', 'budi', 'citra', ...people], positions: ['b'] }, ({ round }) => (round.positions[1].seats = 5)), 'optimality').outcome;
    expect([outcome(), outcome('x')]).toEqual(['holds', 'unproven']);
  });

  it.each<[string, Check, string, string, Change]>([
    ['with seats', 'feasibility', 'E_DERIVED', '/proposal/certain', (b) => (b.proposal.certain.seats = [['ana', 'b']])],
    ['with proven ties', 'feasibility', 'E_DERIVED', '/proposal/certain/tiesProven', (b) => (b.proposal.certain.tiesProven = true)],
    ['with a certificate', 'optimality', 'E_CERT_SHAPE', '/proposal/certain/certificate', (b) => (b.proposal.certain.certificate = { stages: [] })],
    ['with a gap', 'optimality', 'E_CERT_SHAPE', '/proposal/certain/gap', (b) => (b.proposal.certain.gap = { stage: 'owed', value: 0, bound: 1 })],
  ])('an infeasible plan %s fails', (_, check, code, path, change) => expect(verdictOf(infeasible(null, change), check)).toMatchObject({ code, path }));
});

describe('the stand-alone verifier', () => {
  const folder = new URL('../../src/verify/', import.meta.url);
  // a file under mutation testing is full of switches that are not ours
  const files = readdirSync(folder)
    .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const)
    .filter(([, text]) => !text.includes('stryMutAct'));

  it('imports its own files, hashes and a curve, nothing else', () => {
    const imports = files.flatMap(([name, text]) => importsOf(name, text).map(({ specifier }) => specifier));
    expect([...new Set(imports.filter((name) => !/^\.\/[a-z\d-]+\.js$/.test(name)))].sort()).toEqual(['@noble/ed25519', '@noble/hashes/hmac.js', '@noble/hashes/sha2.js']);
  });

  it('reads no clock, no locale and no environment, and has no way to load more', () => {
    for (const [, text] of files) expect(text).not.toMatch(/\b(Date|Intl|process|globalThis|require|eval|Function|fetch|performance)\b\s*[.(]|import\(|[^/*]\*\*[^/*]|localeCompare/);
  });
});
