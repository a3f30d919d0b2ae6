import { describe, expect, it } from 'vitest';
import { verify } from '../support/proposal-verdicts.js';
import { Facts } from '../../src/verify/facts.js';
import { findingsOf } from '../../src/verify/findings.js';
import { Market } from '../../src/verify/market.js';
import { good, policy, round, sealed, type Loose } from './builder.js';

type Change = (b: { round: Loose; policy: Loose }) => unknown;

function findings(change: Change): Loose[] {
  const b = { round: round(), policy: policy() };
  change(b);
  return findingsOf(new Market(new Facts(b.round, b.policy)));
}

const kin = (a: string, b: string, degree = 2): Loose => ({ a, b, kind: 'kin', degree, source: 'file' });

describe('related people in one line today', () => {
  /** Citra heads a, ana sits in b, budi and dewi in c, which is under b. */
  const line = (relations: readonly Loose[], change: Change = () => undefined): string[] => findings((b) => {
    b.round.people[2].seat = 'a';
    b.round.people[3].seat = 'c';
    b.round.positions[2].superior = 'b';
    b.round.positions[0].attributes.minimum = 'low';
    b.round.relations = relations;
    change(b);
  }).map(({ code, head, below }) => `${code} ${head} ${below}`);

  it.each<[string, Loose[], string[], Change?]>([
    ['are found whoever of them stated it', [kin('ana', 'budi'), kin('ana', 'citra')], ['related-in-line ana budi', 'related-in-line citra ana']],
    ['are found over several steps', [kin('dewi', 'citra')], ['related-in-line citra dewi']],
    ['are found once, however often it was stated', [kin('ana', 'budi', 1), kin('ana', 'budi', 2), kin('budi', 'ana', 1)], ['related-in-line ana budi']],
    ['stand in the order of the first, then the second of the two', [kin('ana', 'dewi'), kin('budi', 'ana'), kin('citra', 'budi'), kin('dewi', 'citra')], ['related-in-line ana budi', 'related-in-line ana dewi', 'related-in-line citra budi', 'related-in-line citra dewi']],
    ['are not those of one post', [kin('budi', 'dewi')], []],
    ['are not those of a greater degree', [kin('ana', 'budi', 3)], []],
    ['are found though one of them leaves or a post closes', [kin('ana', 'budi'), kin('ana', 'citra')], ['related-in-line ana budi', 'related-in-line citra ana'], ({ round: { people, positions } }) => {
      people[0].retires = '2025-12-31';
      positions[1].closes = '2026-01-01';
    }],
    ['are not those who hold no seat', [kin('ana', 'budi')], [], ({ round: { people } }) => delete people[0].seat],
    ['are not found where no line of command is ruled', [kin('ana', 'budi')], [], (b) => delete b.policy.relations.lineOfCommand],
  ])('%s', (_, relations, expected, change) => expect(line(relations, change)).toEqual(expected));
});

describe('related people in one unit today', () => {
  /** Ana and dewi sit in b and c of one unit, budi in c, citra in a of another one. */
  const unit = (relations: readonly Loose[], change: Change = () => undefined): string[] => findings((b) => {
    b.policy.relations = { declaration: 'either', sameUnit: { maxDegree: 2, citation: { own: 'x' } } };
    b.round.people[2].seat = 'a';
    b.round.people[3].seat = 'c';
    b.round.units.push({ id: 'v', name: 'V' });
    b.round.positions[0].unit = 'v';
    b.round.positions[0].attributes.minimum = 'low';
    b.round.relations = relations;
    change(b);
  }).map(({ code, a, b }) => `${code} ${a} ${b}`);

  it.each<[string, Loose[], string[], Change?]>([
    ['are found, the smaller id first', [kin('budi', 'ana')], ['related-in-unit ana budi']],
    ['are found in one post too', [kin('dewi', 'budi')], ['related-in-unit budi dewi']],
    ['are found once and in order', [kin('dewi', 'ana', 1), kin('ana', 'dewi', 2), kin('ana', 'budi')], ['related-in-unit ana budi', 'related-in-unit ana dewi']],
    ['are not those of two units', [kin('citra', 'ana')], []],
    ['are not those of a greater degree', [kin('ana', 'budi', 3)], []],
    ['are found though one of them leaves or a post closes', [kin('ana', 'budi')], ['related-in-unit ana budi'], ({ round: { people, positions } }) => {
      people[0].retires = '2025-12-31';
      positions[2].closes = '2026-01-01';
    }],
    ['are not those who hold no seat', [kin('ana', 'budi')], [], ({ round: { people } }) => delete people[0].seat],
    ['are not found where no unit is ruled', [kin('ana', 'budi')], [], (b) => delete b.policy.relations.sameUnit],
    ['stand after those in one line', [kin('ana', 'budi'), kin('ana', 'citra')], ['related-in-line undefined undefined', 'related-in-unit ana budi'], (b) => (b.policy.relations.lineOfCommand = { maxDegree: 2, citation: { own: 'x' } })],
  ])('%s', (_, relations, expected, change) => expect(unit(relations, change)).toEqual(expected));
});

describe('judgements that do not count', () => {
  const signed = (on: string): Loose => ({ on, document: 'statement' });
  /** Ana is judged by two actors, budi by one; who of them they are related to is what a case adds. */
  const recused = (change: Change): string[] => findings((b) => {
    b.policy.relations.recusal = { maxDegree: 2, kinds: ['rival'], citation: { own: 'x' } };
    b.round.opened = '2025-12-15';
    b.round.actors = [{ id: 'panel-1', role: 'panel', statement: signed('2025-12-15') }, { id: 'scorer-1', role: 'scorer', person: 'dewi', statement: signed('2025-12-01') }];
    b.round.people[0].evidence[2].by = 'panel-1';
    b.round.people[0].evidence[0].by = 'scorer-1';
    b.round.people[1].evidence[2].by = 'scorer-1';
    change(b);
  }).filter(({ code }) => code === 'recused').map(({ actor, role, reason, person, items }) => `${actor} ${role} ${reason} ${person} ${items}`);
  const SELF = 'scorer-1 scorer related dewi 0';

  it.each<[string, string[], Change]>([
    ['are those of himself', [SELF], () => undefined],
    ['are all of an actor who signed nothing', ['panel-1 panel silent null 1', SELF], (b) => delete b.round.actors[0].statement],
    ['are all of one who signed too late', ['panel-1 panel late null 1', SELF], (b) => (b.round.actors[0].statement.on = '2025-12-16')],
    ['count the day of the round as the opening where none is stated', [SELF], (b) => (b.round.actors[0].statement.on = '2026-01-01') && delete b.round.opened],
    ['are those of kin, whoever stated it', ['scorer-1 scorer related ana 1', 'scorer-1 scorer related budi 1', SELF], (b) => (b.round.relations = [kin('ana', 'dewi'), kin('dewi', 'budi', 0)])],
    ['are not those of distant kin', [SELF], (b) => (b.round.relations = [kin('ana', 'dewi', 3)])],
    ['are those of a kind, whatever the degree', ['scorer-1 scorer related ana 1', SELF], (b) => (b.round.relations = [{ ...kin('ana', 'dewi', 8), kind: 'rival' }])],
    ['are those of a declared interest', ['panel-1 panel related ana 1', SELF], (b) => (b.round.actors[0].interests = [{ person: 'ana', kind: 'cousin', degree: 2 }, { person: 'budi', kind: 'cousin' }, { person: 'citra', kind: 'cousin', degree: 3 }])],
    ['are those of a declared kind without a degree', ['panel-1 panel related ana 1', SELF], (b) => (b.round.actors[0].interests = [{ person: 'ana', kind: 'rival' }])],
    ['stand under the silence of whoever is related too', ['panel-1 panel silent null 1', 'panel-1 panel related ana 0', SELF], (b) => (b.round.actors[0] = { id: 'panel-1', role: 'panel', interests: [{ person: 'ana', kind: 'rival' }] })],
    ['are told of whoever judged nobody', ['idle decider silent null 0', SELF], (b) => b.round.actors.unshift({ id: 'idle', role: 'decider' })],
    ['are not told where the policy does not ask', [], (b) => delete b.policy.relations.recusal],
  ])('%s', (_, expected, change) => expect(recused(change)).toEqual(expected));
});

describe('holders who fail', () => {
  const failing = (change: Change): Loose[] => findings((b) => {
    b.policy.gates.unshift({ ...b.policy.gates[0], id: 'also' });
    b.round.people[0].evidence[1].value = 'low';
    b.round.positions[1].attributes.minimum = 'mid';
    b.round.positions[1].requires = [{ attribute: 'rank', is: '>=', value: 'low' }, { attribute: 'score', is: '>', value: 90 }];
    change(b);
  });
  const ana = (...rules: string[]): Loose[] => [{ code: 'incumbent-fails', person: 'ana', position: 'b', rules }];

  it.each<[string, Loose[], Change]>([
    ['a rule are told with all that fail: gates in their order, then requirements', ana('also', 'rank', 'requires/1'), () => undefined],
    ['only what is asked of movers are not', ana('rank', 'requires/1'), ({ policy: { gates } }) => (gates[0].onlyForMoves = true)],
    ['what says in words that it is asked of all are', ana('also', 'rank', 'requires/1'), ({ policy: { gates } }) => (gates[0].onlyForMoves = false)],
    ['a flag are not', ana('rank', 'requires/1'), ({ policy: { gates } }) => (gates[0].citation = { source: 'x', confidence: 'rumour' })],
    ['a gate that is waived for their post are not', ana('also', 'requires/1'), (b) => (b.policy.gates[1].waivable = { own: 'x' }) && (b.round.waivers = [{ person: 'ana', position: 'b', rule: 'rank' }, { person: 'ana', position: 'c', rule: 'also' }])],
    ['only the gate that asks for a route are not', ana('also', 'rank', 'requires/1'), (b) => (b.policy.routes = [{ when: { op: 'const', value: false } }])],
    ['by what is unknown are not', ana('requires/1'), ({ round: { people } }) => people[0].evidence.splice(1, 1)],
    ['and leave are not', [], ({ round: { people } }) => (people[0].retires = '2026-01-01')],
    ['in a post that closes are not', [], ({ round: { positions } }) => (positions[1].closes = '2026-01-01')],
    ['and are out of the scope or pinned are', ana('also', 'rank', 'requires/1'), ({ round: one }) => Object.assign(one, { scope: { people: [], positions: [] }, pins: [{ person: 'ana', position: 'a', by: 'x', reason: 'y' }] })],
    ['stand in the order of the people', [...ana('also', 'rank', 'requires/1'), { code: 'incumbent-fails', person: 'budi', position: 'c', rules: ['also', 'rank'] }], ({ round: { positions } }) => (positions[2].attributes.minimum = 'high')],
  ])('%s', (_, expected, change) => expect(failing(change)).toEqual(expected));
});

describe('attributes that nothing reads', () => {
  const unused = (change: Change): string[] => findings((b) => {
    for (const name of ['zeal', 'age', 'Z']) {
      b.policy.attributes[name] = { of: 'person', type: 'number', label: { en: name } };
      for (const { evidence } of b.round.people.slice(0, name === 'age' ? 1 : 2)) evidence.push({ attribute: name, value: 1, source: 'file' }, { attribute: name, unmapped: 'x', source: 'file' });
    }
    b.policy.attributes.nobody = b.policy.attributes.age;
    change(b);
  }).map(({ code, attribute, items }) => `${code} ${attribute} ${items}`);
  const ALL = ['attribute-unused Z 4', 'attribute-unused age 2', 'attribute-unused zeal 4'];
  const read = { op: 'person', attribute: 'age' };
  const asks = { op: 'compare', left: { op: 'sum', terms: [{ weight: 1, of: read }] }, is: '>', right: { op: 'const', value: -1 } };

  it('are told by name, with the number of their items', () => expect(unused(() => undefined)).toEqual(ALL));
  it.each<[string, Change]>([
    ['a gate', (b) => (b.policy.gates[0].rule = { op: 'all', of: [b.policy.gates[0].rule, asks] })],
    ['a flag', (b) => (b.policy.gates[1].rule = { op: 'any', of: [b.policy.gates[1].rule, asks] })],
    ['the condition of a gate', (b) => (b.policy.gates[0].when = { op: 'not', of: asks })],
    ['a criterion', (b) => (b.policy.criteria[1].value = { op: 'max', of: [b.policy.criteria[1].value, read] })],
    ['a requirement of one post', (b) => (b.round.positions[0].requires = [{ attribute: 'age', is: '>', value: -1 }])],
    ['a route, be it outside', (b) => (b.policy.routes = [{ when: { op: 'const', value: true } }, { outside: true, when: asks }])],
    ['the order of ties', (b) => b.policy.ties.order.push({ attribute: 'age', direction: 'ascending', citation: { own: 'x' } })],
  ])('are not those that %s reads', (_, change) => expect(unused(change)).toEqual([ALL[0], ALL[2]]));
});

it('spells that nothing reads are told with evidence', () => {
  const told = (change: Change): Loose[] => findings((b) => {
    b.policy.attributes.posts = { of: 'person', type: 'spells', label: { en: 'Posts' } };
    b.round.people[0].spells = [{ attribute: 'posts', value: 'x', source: 'file' }, { attribute: 'posts', value: 'y', source: 'file' }];
    b.round.people[1].checked = [{ attribute: 'posts', source: 'file' }];
    change(b);
  });
  expect(told(() => undefined)).toEqual([{ code: 'attribute-unused', attribute: 'posts', items: 2 }]);
  expect(told((b) => (b.policy.gates[1].rule = { op: 'occurs', attribute: 'posts', values: ['x'] }))).toEqual([]);
});

describe('the findings of a proposal', () => {
  /** Budi, who is second on the list, fails in c; nothing reads ages; no plan is claimed. */
  const bundle = (change: (findings: Loose[]) => unknown): Loose => {
    const one = good();
    one.policy.attributes.age = { of: 'person', type: 'number', label: { en: 'Age' } };
    one.round.people[3].evidence.unshift({ attribute: 'age', value: 30, source: 'file' });
    one.round.positions[2].requires = [{ attribute: 'list', is: '<', value: 2 }];
    one.proposal.findings = [{ code: 'incumbent-fails', person: 'budi', position: 'c', rules: ['requires/0'] }, { code: 'attribute-unused', attribute: 'age', items: 1 }];
    Object.assign(one.proposal, { certain: NONE, conditional: NONE });
    change(one.proposal.findings);
    return sealed(one);
  };
  const NONE = { status: 'infeasible', gap: null, seats: [], objectives: [], moves: [], chains: [], vacant: [], tied: [], tiesProven: false, certificate: null, shortage: null };
  const verdict = (change: (findings: Loose[]) => unknown): Loose => verify(bundle(change)).verdicts[2];

  it('are recomputed, and the worklist is not', () => {
    expect(verdict(() => undefined)).toEqual({ check: 'feasibility', outcome: 'not-checked', detail: "Certain plan: no plan is claimed; conditional plan: no plan is claimed; the worklist is the engine's word and is not checked." });
  });
  it.each<[string, number, (findings: Loose[]) => unknown]>([
    ['another number', 1, (f) => f[1].items++],
    ['another rule', 0, (f) => f[0].rules.push('rank')],
    ['a key too many', 0, (f) => (f[0].why = 1)],
    ['another order', 0, (f) => f.reverse()],
    ['one too few', 1, (f) => f.pop()],
    ['one too many', 2, (f) => f.push(f[1])],
    ['something else', 0, (f) => (f[0] = null)],
  ])('%s fails', (_, k, change) => expect(verdict(change)).toMatchObject({ outcome: 'fails', code: 'E_DERIVED', path: `/proposal/findings/${k}` }));
});
