import { describe, expect, it } from 'vitest';
import { verify, type Check } from '../support/proposal-verdicts.js';
import { good, NONCE, rich, sealed, type Loose } from './builder.js';
import { propose } from './slow-engine.js';

type Change = (bundle: Loose) => unknown;
const own = { own: 'a test' };
const limit = (id: string, of: object): Loose => ({ id, label: { en: 'Limit' }, citation: own, ...of });
const moves = (max: number): Loose => limit('m', { kind: 'moves', max });
const verdictOf = (bundle: Loose, check: Check): Loose => verify(bundle).verdicts.find((verdict) => verdict.check === check);
const person = (attribute: string): Loose => ({ op: 'person', attribute });
const constant = (value: unknown): Loose => ({ op: 'const', value });
const compare = (left: Loose, is: string, right: Loose): Loose => ({ op: 'compare', left, is, right });

function limited(limits: readonly Loose[], change: Change = () => undefined): Loose {
  const bundle = good();
  bundle.policy.limits = limits;
  change(bundle);
  return sealed(structuredClone(bundle));
}

const ROW = ['limit', 'm'];
/**
 * At most one move, and that one is budi's. By the row, 580000 times, citra's entry is covered: 840000 + 920000 + 580000 of ana, budi and the row,
 * less 1500000 of the head's post, which must be filled.
 */
function capped(change: Change = () => undefined): Loose {
  return limited([moves(1)], (bundle) => {
    for (const [which, eligible] of [['certain', 2], ['conditional', 3]] as const) {
      const plan = bundle.proposal[which];
      plan.seats = [['ana', 'b'], ['budi', 'a']];
      plan.objectives[3].value = 840000;
      plan.objectives[4].value = -1;
      plan.moves.splice(1);
      plan.chains = [{ kind: 'chain', people: ['budi'], ready: null, crosses: false }];
      plan.vacant = [{ position: 'c', seats: 2, eligible, cause: 'not-worth-it', short: null }];
      plan.tiesProven = false;
      plan.certificate.stages[3] = { stage: 'merit:staff', value: 840000, people: [['ana', 840000], ['budi', 920000]], positions: [['a', -1500000]], rows: [[ROW, 580000]] };
      plan.certificate.stages[4] = { stage: 'moves', value: -1, people: [], positions: [['a', -1]] };
    }
    change(bundle);
  });
}

const stage = (bundle: Loose, k = 3): Loose => bundle.proposal.certain.certificate.stages[k];
const HERE = '/proposal/certain/certificate/stages/3';

describe('limits of a policy', () => {
  it('are all read', () => {
    const all = [
      moves(2), limit('b', { kind: 'budget', cost: person('score'), max: 170 }), limit('u', { kind: 'unit', units: ['u'], who: compare(person('rank'), '>=', constant('mid')), min: 0, max: 9 }),
      limit('d', { kind: 'donor', units: 'each', maxLeaving: 0 }),
    ];
    expect(verify(limited(all, ({ proposal }) => (proposal.conditional = { ...proposal.conditional }))).verdicts[0]!.outcome).toBe('holds');
    expect(verify(limited(all.slice(2))).verdicts.map(({ outcome }) => outcome)).toEqual(Array(7).fill('holds')); // nobody's plan comes near
  });

  const at = '/policy/limits';
  it.each<[string, string, Loose[], Change?]>([
    ['none at all', at, []], ['no limit', `${at}/0`, [null]], ['a limit of no kind', `${at}/0`, [limit('m', { max: 1 })]], ['another kind', `${at}/0`, [limit('m', { kind: 'toString', max: 1 })]],
    ['a field too many', `${at}/0/who`, [{ ...moves(1), who: constant(true) }]], ['more moves than a million', `${at}/0/max`, [moves(1_000_001)]],
    ['a chain of none', `${at}/0/max`, [limit('c', { kind: 'chain', max: 0 })]], ['a chain of 13', `${at}/0/max`, [limit('c', { kind: 'chain', max: 13 })]],
    ['a budget above 1e9', `${at}/0/max`, [limit('b', { kind: 'budget', cost: constant(1), max: 1e9 + 1 })]], ['no units', `${at}/0/units`, [limit('d', { kind: 'donor', units: [], maxLeaving: 0 })]],
    ['a unit twice', `${at}/0/units/1`, [limit('d', { kind: 'donor', units: ['u', 'u'], maxLeaving: 0 })]], ['a unit of nowhere', `${at}/1/units/0`, [moves(2), limit('d', { kind: 'donor', units: ['x'], maxLeaving: 0 })]],
    ['neither min nor max', `${at}/0`, [limit('u', { kind: 'unit', units: 'each' })]], ['max below min', `${at}/0/max`, [limit('u', { kind: 'unit', units: 'each', min: 2, max: 1 })]],
    ['who of no truth', `${at}/0/who`, [limit('u', { kind: 'unit', units: 'each', max: 1, who: constant(1) })]],
    ['who of a position', `${at}/0/who`, [limit('u', { kind: 'unit', units: 'each', max: 1, who: compare({ op: 'level', of: 'position' }, '>', constant(0)) })]],
    ['a cost that is no number', `${at}/0/cost`, [limit('b', { kind: 'budget', cost: constant(true), max: 1 })]],
    ['a cost that may be below 0', `${at}/0/cost`, [limit('b', { kind: 'budget', cost: constant(-1), max: 1 })]],
    ['a cost that may be above a million', `${at}/1/cost`, [moves(2), limit('b', { kind: 'budget', cost: { op: 'sum', terms: [{ weight: 10_000, of: person('score') }, { weight: 1, of: constant(1) }] }, max: 1 })]],
    ['an unknown confidence', `${at}/0/citation/confidence`, [{ ...moves(1), citation: { source: 'x', confidence: 'none' } }]],
    ['two of one id', `${at}/1`, [moves(1), moves(2)]], ['the id of a gate', `${at}/0/id`, [{ ...moves(1), id: 'rank' }]],
    ['a limit on chains beside a post of two seats', '/round/positions/2/seats', [limit('c', { kind: 'chain', max: 2 })]],
    ['such a limit where that post opens today', '/round/positions/2/seats', [limit('c', { kind: 'chain', max: 2 })], (b) => (b.round.positions[2].opens = '2026-01-01')],
    ['such a limit where that post closes later', '/round/positions/2/seats', [limit('c', { kind: 'chain', max: 2 })], (b) => (b.round.positions[2].closes = '2026-01-02')],
    ['such a limit where that post is listed in the scope', '/round/positions/2/seats', [limit('c', { kind: 'chain', max: 2 })], (b) => (b.round.scope.positions = ['a', 'c'])],
    ['limits under the objective stable', '/policy/objective', [moves(2)], (b) => (b.policy.objective = 'stable')],
    ['a line of command under the objective stable', '/policy/objective', [], (b) => Object.assign(b.policy, { objective: 'stable', limits: undefined })],
    ['one unit under the objective stable', '/policy/objective', [], (b) => Object.assign(b.policy, { objective: 'stable', limits: undefined, relations: { declaration: 'either', sameUnit: { maxDegree: 1, citation: own } } })],
  ])('%s is refused', (_, path, limits, change) => expect(verify(limited(limits, change)).verdicts[0]).toMatchObject({ outcome: 'fails', code: 'E_FORMAT', path }));

  it('a cost of a million is not', () => expect(verify(limited([limit('b', { kind: 'budget', cost: { op: 'sum', terms: [{ weight: 10_000, of: person('score') }] }, max: 1 })])).verdicts[0]!.outcome).toBe('holds'));

  const chain = limit('c', { kind: 'chain', max: 2 });
  it.each<[string, Loose, Change?]>([
    ['that does not bind', { ...chain, citation: { source: 'x', confidence: 'rumour' } }], ['where that post is closed', chain, (b) => (b.round.positions[2].closes = '2026-01-01')],
    ['where it closes before the horizon', chain, (b) => Object.assign(b.round, { horizon: '2026-03-01' }) && (b.round.positions[2].closes = '2026-03-01')],
    ['where it is not open yet', chain, (b) => (b.round.positions[2].opens = '2026-01-02')], ['where it is outside the scope', chain, (b) => (b.round.scope.positions = ['a', 'b'])],
    ['where it has one seat', chain, (b) => (b.round.positions[2].seats = 1)],
  ])('a limit on chains %s does not mind two seats', (_, one, change) => expect(verify(limited([one], change)).verdicts[0]!.outcome).toBe('holds'));

  it('that do not bind are told and not kept', () => {
    const told = { ...moves(0), citation: { source: 'a newspaper', confidence: 'rumour' } };
    const unconfirmed = [{ id: 'listed', confidence: 'rumour' }, { id: 'm', confidence: 'rumour' }];
    expect(verdictOf(limited([told]), 'feasibility')).toMatchObject({ code: 'E_DERIVED', path: '/proposal/rules/unconfirmed' });
    expect(verify(limited([told], ({ proposal }) => (proposal.rules.unconfirmed = unconfirmed))).verdicts.filter(({ outcome }) => outcome !== 'holds')).toEqual([]);
  });

  it.each<[string, Loose, string]>([
    ['moves', moves(1), 'counts 2, where 1 may be'],
    ['cost', limit('m', { kind: 'budget', cost: person('score'), max: 149 }), 'counts 150, where 149 may be'], // 70 of budi and 80 of citra
    ['the half cost rounded up', limit('m', { kind: 'budget', cost: constant(0.5), max: 1 }), 'counts 2, where 1 may be'],
    ['people in a unit', limit('m', { kind: 'unit', units: 'each', max: 1 }), 'counts 3 of unit u, where 2 may be'], // two are there today
    ['people who may be of a kind', limit('m', { kind: 'unit', units: ['u'], max: 0, who: compare(person('list'), '>', constant(1)) }), 'counts 2 of unit u, where 1 may be'],
  ])('a plan with too many %s breaks one', (_, one, how) => {
    const verdict = verdictOf(limited([moves(2), { ...one, id: 'second' }]), 'feasibility');
    expect(verdict).toMatchObject({ code: 'E_PLAN_LIMIT', path: '/policy/limits/1', detail: `The certain plan ${how}.` });
    expect(verdictOf(limited([{ ...one, id: 'second' }]), 'optimality').outcome).toBe('not-checked');
  });

  const other = (b: Loose): void => {
    b.round.units.push({ id: 'v', name: 'Other' });
    b.round.positions[0].unit = 'v'; // the head's post: budi leaves unit u
  };
  it.each<[string, Loose, string]>([
    ['people in a unit', limit('m', { kind: 'unit', units: ['u'], min: 9, who: compare(person('list'), '<=', constant(2)) }), 'has 1 of the people of unit u, where 2 must be there'],
    ['holders who stay', limit('m', { kind: 'donor', units: 'each', maxLeaving: 0 }), 'has 1 of the people of unit u, where 2 must be there'],
  ])('a plan with too few %s breaks one', (_, one, how) => {
    const finding = { code: 'limit-today', limit: 'm', unit: 'u', side: 'min', bound: 9, today: 2 };
    const bundle = limited([one], (b) => {
      other(b);
      if (one.kind === 'unit') b.proposal.findings = [finding];
    });
    expect(verdictOf(bundle, 'feasibility')).toMatchObject({ code: 'E_PLAN_LIMIT', detail: `The certain plan ${how}.` });
  });

  it('whoever is pinned elsewhere leaves his unit too', () => {
    const pinned = (maxLeaving: number): Loose => verdictOf(limited([limit('m', { kind: 'donor', units: 'each', maxLeaving })], (b) => {
      other(b);
      b.round.pins = [{ person: 'budi', position: 'a', by: 'x', reason: 'x' }];
    }), 'feasibility');
    expect(pinned(0)).toMatchObject({ code: 'E_PLAN_LIMIT', detail: 'The certain plan has 1 of the people of unit u, where 2 must be there.' });
    expect(pinned(1).code).not.toBe('E_PLAN_LIMIT');
  });

  it('holders are kept by their own unit alone, and a unit without any keeps none', () => {
    const donor = (maxLeaving: number, change: Change): Loose => verdictOf(limited([limit('m', { kind: 'donor', units: 'each', maxLeaving })], (b) => {
      other(b);
      change(b);
    }), 'feasibility');
    expect(donor(1, () => undefined).code).not.toBe('E_PLAN_LIMIT'); // budi leaves u; in v there is nobody today
    // citra sits in v, and changes places with budi
    expect(donor(0, ({ round }) => Object.assign(round.people[2], { seat: 'a', acceptsLower: { on: '2025-01-01', document: 'letter' } }))).toMatchObject({ code: 'E_PLAN_LIMIT', detail: 'The certain plan has 1 of the people of unit u, where 2 must be there.' });
  });

  it('whoever retires does not count today', () => {
    const bundle = limited([limit('m', { kind: 'unit', units: 'each', max: 1 })], ({ round, proposal }) => {
      round.people[0].retires = '2025-12-31';
      proposal.certain.seats = [['budi', 'a'], ['citra', 'c']];
    });
    expect(verdictOf(bundle, 'feasibility')).toMatchObject({ code: 'E_PLAN_LIMIT', detail: 'The certain plan counts 2 of unit u, where 1 may be.' });
  });

  it('today may exceed a limit on a unit, which is found', () => {
    const both = limit('m', { kind: 'unit', units: 'each', min: 0, max: 1 });
    const finding = { code: 'limit-today', limit: 'm', unit: 'u', side: 'max', bound: 1, today: 2 };
    expect(verdictOf(capped(({ policy, proposal }) => {
      policy.limits.push({ ...both, id: 'n' });
      proposal.findings = [{ ...finding, limit: 'n' }];
    }), 'feasibility').outcome).toBe('holds');
    expect(verdictOf(capped(({ policy }) => policy.limits.push({ ...both, id: 'n' })), 'feasibility')).toMatchObject({ code: 'E_DERIVED', path: '/proposal/findings/0' });
  });

  it('findings stand in the order of limits, units and sides', () => {
    const id = (limit: string, unit: string, side: string, bound: number, today: number): Loose => ({ code: 'limit-today', limit, unit, side, bound, today });
    const bundle = capped((b) => {
      b.round.units.push({ id: 'v', name: 'Empty' });
      b.policy.limits.push(limit('z', { kind: 'unit', units: ['v', 'u'], min: 3 }), limit('k', { kind: 'unit', units: 'each', max: 1 }), limit('q', { kind: 'unit', units: ['u'], min: 3, max: 4 }));
      b.proposal.findings = [id('k', 'u', 'max', 1, 2), id('q', 'u', 'min', 3, 2), id('z', 'u', 'min', 3, 2), id('z', 'v', 'min', 3, 0)];
    });
    expect(verdictOf(bundle, 'feasibility').outcome).toBe('holds');
  });

  it('what a limit reads is used', () => {
    const judged = (one: Loose): string => verdictOf(limited([one], (b) => {
      b.policy.attributes.extra = { of: 'person', type: 'number', label: { en: 'Extra' }, min: 0, max: 1 };
      b.round.people[0].evidence.unshift({ attribute: 'extra', value: 1, source: 'file' });
    }), 'feasibility').outcome;
    expect(judged(moves(9))).toBe('fails');
    expect(judged(limit('b', { kind: 'budget', cost: person('extra'), max: 9 }))).toBe('holds');
    expect(judged(limit('u', { kind: 'unit', units: 'each', max: 9, who: compare(person('extra'), '=', constant(1)) }))).toBe('holds');
  });
});

describe('chains', () => {
  const seated = (max: number, seats: readonly [string, string][], change: Change = () => undefined): Loose => verdictOf(limited([limit('c', { kind: 'chain', max })], (b) => {
    b.round.positions[2].seats = 1;
    b.policy.gates = [];
    b.policy.relations = { declaration: 'either' };
    b.proposal.certain.seats = seats;
    change(b);
  }), 'feasibility');
  const lower: Change = ({ round }) => round.people.forEach((one: Loose) => (one.acceptsLower = { on: '2025-01-01', document: 'letter' }));

  it('of more moves than allowed break the limit', () => {
    const line: [string, string][] = [['ana', 'a'], ['budi', 'b'], ['citra', 'c']]; // citra after budi after ana
    expect(seated(2, line)).toMatchObject({ code: 'E_PLAN_LIMIT', path: '/policy/limits/0', detail: 'The certain plan has 3 moves that hang together, where 2 may.' });
    expect(seated(3, line).code).not.toBe('E_PLAN_LIMIT');
  });

  it('are told from loops, which count once around', () => {
    const loop: [string, string][] = [['ana', 'c'], ['budi', 'b']];
    expect(seated(1, loop)).toMatchObject({ code: 'E_PLAN_LIMIT', detail: 'The certain plan has 2 moves that hang together, where 1 may.' });
    expect(seated(2, loop).code).not.toBe('E_PLAN_LIMIT');
    const three: Change = (b) => {
      lower(b);
      b.round.people[2].seat = 'a';
    };
    const around: [string, string][] = [['ana', 'a'], ['budi', 'b'], ['citra', 'c']];
    expect(seated(2, around, three)).toMatchObject({ code: 'E_PLAN_LIMIT', detail: 'The certain plan has 3 moves that hang together, where 2 may.' });
    expect(seated(3, around, three).code).not.toBe('E_PLAN_LIMIT');
  });

  it('do not go on where the holder is released or stays', () => {
    expect(seated(1, [['citra', 'c']]).code).not.toBe('E_PLAN_LIMIT'); // budi, ana released
    expect(seated(1, [['ana', 'b'], ['budi', 'a']]).code).not.toBe('E_PLAN_LIMIT');
    expect(seated(1, [['budi', 'a'], ['citra', 'c']])).toMatchObject({ code: 'E_PLAN_LIMIT' });
  });

  it('go on where the holder is pinned elsewhere', () => {
    expect(seated(1, [['budi', 'a'], ['citra', 'c']], ({ round }) => (round.pins = [{ person: 'budi', position: 'a', by: 'x', reason: 'x' }]))).toMatchObject({ code: 'E_PLAN_LIMIT' });
  });
});

describe('a proof with rows', () => {
  it('holds, and its ties are unproven', () => {
    const { verdicts } = verify(capped());
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['holds', 'holds', 'holds', 'holds', 'holds', 'holds', 'unproven']);
    expect(verdictOf(capped((b) => (b.proposal.certain.tiesProven = true)), 'ties')).toMatchObject({ code: 'E_TIE_ORDER', path: '/proposal/certain/tiesProven' });
  });

  it.each<[string, string, string, Change]>([
    ['a row less', 'E_CERT_BOUND', HERE, (b) => delete stage(b).rows],
    ['a row that counts too little', 'E_CERT_BOUND', HERE, (b) => (stage(b).rows[0][1] = 579999)],
    ['a row that counts too much', 'E_CERT_NOT_OPTIMAL', HERE, (b) => (stage(b).rows[0][1] = 580001)],
    ['a row of another round', 'E_CERT_SHAPE', `${HERE}/rows/0`, (b) => (stage(b).rows[0][0] = ['limit', 'n'])],
    ['a row twice', 'E_CERT_SHAPE', `${HERE}/rows/1`, (b) => stage(b).rows.push(stage(b).rows[0])],
    ['rows out of order', 'E_CERT_SHAPE', `${HERE}/rows/1`, (b) => stage(b).rows.push([['limit', 'a'], 1])],
    ['a row that counts beyond all numbers', 'E_CERT_SHAPE', `${HERE}/rows`, (b) => stage(b).rows.push([['stage', 'merit:head'], 2 ** 40])],
    ['rows that count beyond all numbers together', 'E_CERT_SHAPE', `${HERE}/rows`, (b) => b.policy.limits.push({ ...moves(9), id: 'n' }) && (stage(b).rows = [[ROW, 2 ** 52], [['limit', 'n'], 1]])],
    ['a denominator that is too large for the weights', 'E_CERT_SHAPE', '/proposal/certain/certificate/stages/2/denominator', (b) => (stage(b, 2).denominator = 2 ** 30 - 1) && (b.policy.costs.vacantSeat.points = 1000)],
    ['a stage of the future', 'E_CERT_SHAPE', `${HERE}/rows/1`, (b) => stage(b).rows.push([['stage', 'merit:staff'], 1])],
  ])('with %s is refused', (_, code, path, change) => expect(verdictOf(capped(change), 'optimality')).toMatchObject({ code, path }));

  const names: [string, Loose][] = [
    ['nothing', []], ['only a kind', ['limit']], ['another kind', ['rank', 'm']], ['a unit too much', ['limit', 'm', 'u']], ['a side too much', ['limit', 'm', 'u', 'max']], ['a list too much', ['limit', 'm', ['a']]],
    ['a list for an id', ['limit', ['a'], ['a']]], ['two people not related', ['line', 'ana', 'budi', 'a']], ['nobody', ['line', 'x', 'budi', 'a']], ['one person', ['unit', 'ana', 'ana', 'u']], ['too little', ['unit', 'ana', 'budi']],
    ['a list of posts', ['line', 'ana', 'budi', ['a']]], ['a stage twice', ['stage', 'owed', 'owed']], ['no stage', ['stage', 'luck']], ['a list of stages', ['stage', ['owed']]],
  ];
  it.each(names)('does not name %s', (_, name) => {
    expect(verdictOf(capped((b) => (stage(b).rows = [[name, 1]])), 'optimality')).toMatchObject({ code: 'E_CERT_SHAPE', path: `${HERE}/rows/0`, detail: 'The round and the policy have no such row.' });
  });

  it.each<[string, string, (rows: Loose) => Loose]>([
    ['an empty list', '/rows', () => []], ['no pair', '/rows/0', () => [[ROW]]], ['a name that is a text', '/rows/0/0', () => [['m', 1]]], ['none of it', '/rows/0/1', () => [[ROW, 0]]], ['too much of it', '/rows/0/1', () => [[ROW, 2 ** 52 + 1]]],
    ['a number in the name', '/rows/0/0/1', () => [[['limit', 1], 1]]],
  ])('has no rows of %s', (_, path, rows) => {
    expect(verify(capped((b) => (stage(b).rows = rows(stage(b).rows)))).verdicts[0]).toMatchObject({ code: 'E_FORMAT', path: `${HERE}${path}` });
  });

  // Ana and budi are related and both sit in unit u today; citra comes in.
  const related = (change: Change): Loose => capped((b) => {
    b.policy.relations.sameUnit = { maxDegree: 1, citation: own };
    b.round.relations = [{ a: 'ana', b: 'budi', kind: 'kin', degree: 1, source: 'file' }, { a: 'ana', b: 'citra', kind: 'kin', degree: 1, source: 'file' }];
    change(b);
  });
  it.each<[Loose, boolean]>([
    [['unit', 'ana', 'citra', 'u'], true], [['unit', 'citra', 'ana', 'u'], false], [['unit', 'ana', 'citra', 'v'], false], [['unit', 'ana', 'citra', 'u', 'ana'], false], [['unit', 'ana', 'budi', 'u'], false],
    [['unit', 'ana', 'budi', 'u', 'ana'], true], [['unit', 'ana', 'budi', 'u', 'budi'], true], [['unit', 'ana', 'budi', 'u', 'citra'], false], [['unit', 'ana', 'budi', 'u', 'x'], false], [['unit', 'ana', 'budi', 'u', 'ana', 'ana'], false],
    [['line', 'ana', 'citra', 'a'], true], [['line', 'citra', 'ana', 'a'], false], [['line', 'ana', 'citra', 'b'], false], [['line', 'ana', 'citra', 'x'], false], [['line', 'ana', 'citra', 'a', 'a'], false], [['line', 'ana', 'citra'], false],
    [['unit', 'budi', 'citra', 'u'], false], [['line', 'budi', 'citra', 'a'], false],
  ])('may name %j: %s', (name, there) => {
    // whether the row is there is all that is asked: the plan seats ana below budi, who is related
    const bundle = related((b) => {
      b.proposal.findings = [{ code: 'related-in-unit', a: 'ana', b: 'budi' }];
      b.proposal.certain.seats = b.proposal.conditional.seats = [['budi', 'a']];
      stage(b, 0).rows = [[name, 1]];
    });
    const verdict = verdictOf(bundle, 'optimality');
    if (there) expect(verdict).not.toMatchObject({ detail: 'The round and the policy have no such row.' });
    else expect(verdict).toMatchObject({ code: 'E_CERT_SHAPE', detail: 'The round and the policy have no such row.' });
  });

  it('the rows of relatives are there where a policy has the rule', () => {
    const without = (rule: string, name: Loose): Loose => verdictOf(related((b) => {
      delete b.policy.relations[rule];
      b.proposal.certain.seats = b.proposal.conditional.seats = [['budi', 'a']];
      stage(b, 0).rows = [[name, 1]];
    }), 'optimality');
    expect(without('lineOfCommand', ['line', 'ana', 'citra', 'a'])).toMatchObject({ code: 'E_CERT_SHAPE' });
    expect(without('sameUnit', ['unit', 'ana', 'citra', 'u'])).toMatchObject({ code: 'E_CERT_SHAPE' });
  });
});

describe('a proof with a tree', () => {
  /** Citra goes into c or not; where he does, the one move is used up and budi cannot be head. */
  const treed = (change: Change = () => undefined): Loose => capped((b) => {
    const leaf = { people: [['ana', 840000], ['budi', 920000]], positions: [['a', -1500000]], rows: [[ROW, 580000]] };
    Object.assign(stage(b), {
      people: [['ana', 840000], ['budi', 920000], ['citra', 580000]], positions: [['a', -920000]], rows: undefined,
      tree: { person: 'citra', positions: ['c'], in: { people: [['budi', 1], ['citra', -1]], positions: [['a', -2]], rows: [[ROW, 1]], none: true }, out: leaf },
    });
    delete stage(b).rows;
    change(b);
  });
  const tree = (b: Loose): Loose => stage(b).tree;
  const AT = `${HERE}/tree`;

  it('holds', () => {
    expect(verdictOf(treed((b) => {
      tree(b).in.people = [['citra', -1]]; // ana may sit where she sits; citra must move, budi too: 0 of ana, 1 - 1 - 1 of the row, the head and citra
      tree(b).in.positions = [['a', -1]];
    }), 'optimality')).toMatchObject({ outcome: 'holds', detail: 'Certain plan: 5 stages over 8 pairs, with 2 leaves of search trees; conditional plan: 5 stages over 11 pairs.' });
  });

  const sound = (change: Change = () => undefined): Loose => treed((b) => {
    Object.assign(tree(b).in, { people: [['citra', -1]], positions: [['a', -1]] });
    change(b);
  });
  it.each<[string, string, string, Change]>([
    ['a tree beside duals that close the stage', 'E_CERT_SHAPE', AT, (b) => Object.assign(stage(b), { people: [['ana', 840000], ['budi', 920000]], positions: [['a', -1500000]], rows: [[ROW, 580000]] })],
    ['top duals that do not cover', 'E_CERT_BOUND', HERE, (b) => stage(b).people.pop()],
    ['a branch on nobody', 'E_CERT_SHAPE', `${AT}/person`, (b) => (tree(b).person = 'x')],
    ['a branch to nowhere', 'E_CERT_SHAPE', `${AT}/positions/0`, (b) => (tree(b).positions = ['x'])],
    ['a branch to one post twice', 'E_CERT_SHAPE', `${AT}/positions/1`, (b) => (tree(b).positions = ['c', 'c'])],
    ['a branch to posts out of order', 'E_CERT_SHAPE', `${AT}/positions/1`, (b) => (tree(b).positions = ['c', 'b'])],
    ['sides that changed places', 'E_CERT_BOUND', `${AT}/out`, (b) => ([tree(b).in, tree(b).out] = [tree(b).out, tree(b).in])],
    ['a leaf that does not cover', 'E_CERT_BOUND', `${AT}/out`, (b) => tree(b).out.people.pop()],
    ['a leaf that leaves one more', 'E_CERT_NOT_OPTIMAL', `${AT}/out`, (b) => tree(b).out.people[0][1]++],
    ['a leaf that leaves something', 'E_CERT_BOUND', `${AT}/in`, (b) => (tree(b).in.people = [])],
    ['a leaf whose bound is not below 0', 'E_CERT_BOUND', `${AT}/in`, (b) => tree(b).in.people.unshift(['budi', 1])],
    ['a leaf with a dual of zero', 'E_CERT_SHAPE', `${AT}/in/people/0`, (b) => (tree(b).in.people[0][1] = 0)],
    ['a leaf with a row of nothing', 'E_CERT_SHAPE', `${AT}/in/rows/0`, (b) => (tree(b).in.rows[0][0] = ['limit', 'n'])],
    ['another value stated', 'E_CERT_BOUND', `${HERE}/value`, (b) => (stage(b).value = 1420000)],
  ])('%s is refused', (_, code, path, change) => expect(verdictOf(sound(change), 'optimality')).toMatchObject({ code, path }));

  // What one side leaves out, the other side and the leaves beside it must cover again.
  const uncovered = (b: Loose): Loose => ({ ...structuredClone(tree(b).out), people: [['ana', 839999], ['budi', 920000]] });
  it('the other side of a branch covers what is left there', () => {
    const onAna = (out: (b: Loose) => Loose): Loose => verdictOf(sound((b) => (tree(b).out = { person: 'ana', positions: ['c'], in: tree(b).out, out: out(b) })), 'optimality');
    expect(onAna((b) => tree(b).out).outcome).toBe('holds');
    expect(onAna(uncovered)).toMatchObject({ code: 'E_CERT_BOUND', path: `${AT}/out/out`, detail: 'The duals do not cover the pair of ana and b.' });
  });

  it('what branches on one side leave out is back on the other', () => {
    const onAna = (out: (b: Loose) => Loose): Loose => verdictOf(sound((b) => Object.assign(tree(b), { in: { person: 'ana', positions: ['b'], in: tree(b).in, out: tree(b).in }, out: out(b) })), 'optimality');
    expect(onAna((b) => tree(b).out).outcome).toBe('holds');
    expect(onAna(uncovered)).toMatchObject({ code: 'E_CERT_BOUND', path: `${AT}/out`, detail: 'The duals do not cover the pair of ana and b.' });
  });

  it.each<[string, string, Change]>([
    ['none that is not true', '/in/none', (b) => (tree(b).in.none = false)], ['a side less', '/out', (b) => delete tree(b).out], ['a dual beside its sides', '/people', (b) => (tree(b).people = [])],
    ['something else for a tree', '', (b) => (stage(b).tree = 1)], ['a denominator of one', '/out/denominator', (b) => (tree(b).out.denominator = 1)], ['a denominator of 2^30 and one', '/out/denominator', (b) => (tree(b).out.denominator = 2 ** 30 + 1)],
  ])('%s is refused when it is read', (_, path, change) => expect(verify(sound(change)).verdicts[0]).toMatchObject({ code: 'E_FORMAT', path: `${AT}${path}` }));

  const nested = (b: Loose, depth: number): void => {
    for (let k = 1; k < depth; k++) tree(b).out = { person: 'dewi', positions: ['a'], in: { people: [['dewi', -1]], positions: [], none: true }, out: tree(b).out };
  };
  it('may be 48 branches deep', () => expect(verdictOf(sound((b) => nested(b, 48)), 'optimality').outcome).toBe('holds'));
  it('may not be 49 branches deep', () => expect(verify(sound((b) => nested(b, 49))).verdicts[0]).toMatchObject({ code: 'E_FORMAT', detail: 'The value is a tree of more than 48 branches one below the other.' }));

  it('of branches with endless lists is refused', () => {
    const bundle = sound((b) => nested(b, 48));
    const [long, { proposal }] = [Array.from({ length: 300_000 }, () => 'a'), bundle];
    for (let at = proposal.certain.certificate.stages[3].tree; at.out; at = at.out) at.positions = long;
    expect(verify(bundle).verdicts[0]).toMatchObject({ code: 'E_FORMAT', detail: 'The value makes the certificate too large.' });
  });

  it('of parts that stand for endless many is refused', () => {
    const bundle = sound();
    let many: Loose = { people: [], positions: [] };
    for (let k = 0; k < 40; k++) many = { person: 'ana', positions: [], in: many, out: many };
    stage(bundle).tree = many;
    expect(verify(bundle).verdicts[0]).toMatchObject({ code: 'E_FORMAT', detail: 'The value makes the certificate too large.' });
  });

  it('proves a gap where its leaves leave more', () => {
    const open = (bound: number, change: Change = () => undefined): Loose => sound((b) => {
      const { certain } = b.proposal;
      certain.status = 'feasible';
      certain.certificate.stages.splice(4);
      certain.gap = { stage: 'merit:staff', value: 840000, bound };
      stage(b).value = bound;
      tree(b).out.people[0][1] = 840009;
      change(b);
    });
    expect(verdictOf(open(840009), 'optimality')).toMatchObject({ outcome: 'unproven', detail: 'Certain plan: a gap of 9 at stage merit:staff; conditional plan: 5 stages over 11 pairs.' });
    expect(verdictOf(open(840008), 'optimality')).toMatchObject({ code: 'E_CERT_BOUND', path: `${HERE}/value` });
    expect(verdictOf(open(840009, (b) => (b.proposal.certain.gap.bound = 840010)), 'optimality')).toMatchObject({ code: 'E_CERT_BOUND', path: '/proposal/certain/gap' });
    // leaves below the plan's value bound it no lower than that
    expect(verdictOf(open(840000, (b) => (tree(b).out = { people: [['ana', 1], ['citra', -1]], positions: [['a', -9]], rows: [[ROW, 8]], none: true })), 'optimality')).toMatchObject({ code: 'E_CERT_BOUND', path: `${AT}/out` });
    expect(verdictOf(open(840000, (b) => (tree(b).out.people[0][1] = 840000)), 'optimality')).toMatchObject({ outcome: 'unproven', detail: 'Certain plan: a gap of 0 at stage merit:staff; conditional plan: 5 stages over 11 pairs.' });
  });
});

describe('denominators', () => {
  // Three people who must not be together, one post each in one unit: two of them counted by halves are 1.5, which is 1.
  it('round a bound down', () => {
    const half = (change: Change = () => undefined): Loose => capped((b) => {
      Object.assign(stage(b), { denominator: 2, people: [['ana', 1680000], ['budi', 1840000]], positions: [['a', -2 * 1500000]], rows: [[ROW, 1160000]] });
      change(b);
    });
    expect(verdictOf(half(), 'optimality').outcome).toBe('holds');
    expect(verdictOf(half((b) => stage(b).people[0][1]++), 'optimality').outcome).toBe('holds'); // half a unit more
    expect(verdictOf(half((b) => (stage(b).people[0][1] += 2)), 'optimality')).toMatchObject({ code: 'E_CERT_NOT_OPTIMAL', detail: 'At stage merit:staff the plan has the value 840000, but its duals prove no less than 840001 to be out of reach.' });
    expect(verdictOf(half((b) => stage(b).people[0][1]--), 'optimality')).toMatchObject({ code: 'E_CERT_BOUND' });
  });
});

describe('what is left between stages', () => {
  it('a slack of half a unit leaves the ties unproven', () => {
    const bundle = good();
    stage(bundle).denominator = 2;
    Object.assign(stage(bundle), { people: [['ana', 1680001], ['budi', 1840000], ['citra', 1160000]], positions: [['a', -1840000]] });
    expect(verdictOf(bundle, 'optimality').outcome).toBe('holds');
    expect(verdictOf(bundle, 'ties')).toMatchObject({ code: 'E_TIE_ORDER', path: '/proposal/certain/tiesProven' });
  });

  it('a bound below 0 is rounded down too', () => {
    expect(verdictOf(capped((b) => (stage(b, 4).denominator = 2)), 'optimality').outcome).toBe('holds'); // half a move less is one less
  });

  it('a chain names different posts', () => {
    const named = (...posts: string[]): string => verdictOf(limited([limit('c', { kind: 'chain', max: 2 })], (b) => {
      b.round.positions[2].seats = 1;
      stage(b, 0).rows = [[['limit', 'c', posts], 1]];
    }), 'optimality').detail;
    expect(named('b', 'c')).not.toContain('no such row');
    for (const wrong of [['b', 'b'], ['b'], ['b', 'a'], ['b', 'x'], ['b', 'c', 'a']]) expect(named(...wrong)).toBe('The round and the policy have no such row.');
  });

  it('the last holder of a chain counts where he moves, not where he stays', () => {
    // ana sits in b and budi in c, which has one seat now; only budi's stay pair is not in the row
    const byRow = (positions: Loose): Loose => verdictOf(limited([limit('c', { kind: 'chain', max: 2 })], (b) => {
      b.round.positions[2].seats = 1;
      Object.assign(stage(b, 0), { people: [['ana', 1]], positions, rows: [[['limit', 'c', ['b', 'c']], 1]] });
    }), 'optimality');
    expect(byRow([])).toMatchObject({ code: 'E_CERT_BOUND', detail: 'The duals do not cover the pair of budi and c.' });
    expect(byRow([['c', 1]])).toMatchObject({ code: 'E_CERT_NOT_OPTIMAL' });
  });

  // One post, held by p0; p1 is better and holds none, so that the stage before merit settles who stays.
  const held = (people: Loose, positions: Loose, merit: Loose, denominator?: number): Loose => {
    const someone = { rank: 2, list: null, wishes: [], lower: false, retires: false, inScope: true, pin: -1 } as const;
    const post = { level: 0, seats: 1, minimum: 0, critical: false, mustFill: false, closed: false, inScope: true } as const;
    const bundle = propose({ people: [{ ...someone, seat: 0, score: 80 }, { ...someone, seat: -1, score: 90 }], positions: [post], forbid: false, total: false, lateral: 0, nonce: NONCE, start: [0] });
    bundle.proposal.conditional = null;
    const { certain } = bundle.proposal;
    certain.tiesProven = denominator === undefined;
    Object.assign(certain.certificate.stages[0], { people, positions, ...(denominator && { denominator }) });
    Object.assign(certain.certificate.stages[1], merit);
    return verdictOf(bundle, 'optimality');
  };
  const byPost = { people: [], positions: [['q0', 810000]] };
  it('whoever can have a seat only at more than the slack has none', () => {
    expect(held([['p1', -1]], [['q0', 1]], byPost)).toMatchObject({ outcome: 'holds' });
    expect(held([['p0', 1], ['p1', -2]], [['q0', 2]], byPost, 2)).toMatchObject({ outcome: 'holds' }); // a slack of 1
    expect(held([['p0', 1], ['p1', -1]], [['q0', 2]], byPost, 2)).toMatchObject({ code: 'E_CERT_BOUND', detail: 'The duals do not cover the pair of p1 and q0.' });
  });

  it('whoever goes without only at more than the slack must be seated', () => {
    const lessHolder = { people: [['p0', -100000]], positions: [['q0', 910000]] }; // what he takes off counts only if he must be seated
    expect(held([['p0', 2]], [['q0', 1]], lessHolder, 2)).toMatchObject({ outcome: 'holds' });
    expect(held([['p0', 1]], [['q0', 2]], lessHolder, 2)).toMatchObject({ code: 'E_CERT_NOT_OPTIMAL' });
  });
});

describe('that no plan keeps the rows', () => {
  const infeasible = (stages: Loose, change: Change = () => undefined): Loose => limited([moves(0)], (b) => {
    b.round.positions[0].mustFill = { reason: 'the law' }; // nobody sits there
    const none = { status: 'infeasible', gap: null, seats: [], objectives: [], moves: [], chains: [], vacant: [], tied: [], tiesProven: false, shortage: null };
    b.proposal.certain = { ...none, certificate: stages && { stages } };
    b.proposal.conditional = structuredClone(b.proposal.certain);
    change(b);
  });
  const proof = (): Loose => ({ stage: 'rows', value: -1, people: [], positions: [['a', -1]], rows: [[ROW, 1]] });
  const certain = (b: Loose): Loose => b.proposal.certain;
  const CERT = '/proposal/certain/certificate';

  it('is proven by one bound', () => {
    const { verdicts } = verify(infeasible([proof()]));
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['holds', 'holds', 'not-checked', 'not-checked', 'not-checked', 'holds', 'not-checked']);
    expect(verdicts[5]!.detail).toBe('Certain plan: that there is no plan follows from 1 bound; conditional plan: that there is no plan follows from 1 bound.');
  });

  const branched = (): Loose => {
    const { people, positions, rows } = proof();
    const leaf = { people, positions, rows, none: true };
    return { stage: 'rows', value: -1, people: [], positions: [], tree: { person: 'ana', positions: ['a'], in: leaf, out: leaf } };
  };
  it('is proven by a tree', () => expect(verdictOf(infeasible([branched()]), 'optimality')).toMatchObject({ outcome: 'holds', detail: 'Certain plan: that there is no plan follows from 2 bounds; conditional plan: that there is no plan follows from 2 bounds.' }));

  it.each<[string, string, string, Loose, Change?]>([
    ['no stage', 'E_CERT_SHAPE', CERT, []], ['two stages', 'E_CERT_SHAPE', CERT, [proof(), proof()]], ['another name', 'E_CERT_SHAPE', CERT, [{ ...proof(), stage: 'owed' }]],
    ['another value', 'E_CERT_SHAPE', CERT, [{ ...proof(), value: 0 }]], ['duals that do not cover', 'E_CERT_BOUND', `${CERT}/stages/0`, [{ ...proof(), rows: undefined }]],
    ['a bound of 0', 'E_CERT_BOUND', `${CERT}/stages/0`, [{ ...proof(), people: [['ana', 1]] }]], ['a tree beside a bound', 'E_CERT_SHAPE', `${CERT}/stages/0/tree`, [{ ...proof(), tree: branched().tree }]],
    ['a row of a stage', 'E_CERT_SHAPE', `${CERT}/stages/0/rows/1`, [{ ...proof(), rows: [[ROW, 1], [['stage', 'owed'], 1]] }]],
    ['a leaf that is no end', 'E_CERT_SHAPE', `${CERT}/stages/0/tree/in`, [{ ...branched(), tree: { ...branched().tree, in: { ...branched().tree.in, none: undefined } } }]],
    ['a loose leaf', 'E_CERT_BOUND', `${CERT}/stages/0/tree/out`, [{ ...branched(), tree: { ...branched().tree, out: { people: [], positions: [], none: true } } }]],
    ['a shortage beside it', 'E_CERT_SHAPE', CERT, [proof()], (b) => (certain(b).shortage = { side: 'people', people: [], positions: [] })],
    ['a gap', 'E_CERT_SHAPE', '/proposal/certain/gap', [proof()], (b) => (certain(b).gap = { stage: 'rows', value: 0, bound: 0 })],
  ])('is not proven with %s', (_, code, path, stages, change) => expect(verdictOf(infeasible(stages, change), 'optimality')).toMatchObject({ outcome: 'fails', code, path }));

  it('is unproven without', () => expect(verdictOf(infeasible(null), 'optimality').outcome).toBe('unproven'));
});

describe('stable plans', () => {
  /** Citra enters c, budi goes up, as in the good bundle; there is nobody whom anybody would rather have. */
  const stable = (change: Change = () => undefined): Loose => {
    const bundle = good();
    bundle.policy.objective = 'stable';
    bundle.policy.relations = { declaration: 'either' };
    for (const plan of [bundle.proposal.certain, bundle.proposal.conditional]) Object.assign(plan, { certificate: { stages: [] }, tiesProven: false });
    change(bundle);
    return sealed(structuredClone(bundle));
  };
  const certain = (b: Loose): Loose => b.proposal.certain;
  const optimality = (change: Change): Loose => verdictOf(stable(change), 'optimality');
  const blocks = (who: string, post: string): Loose => ({ code: 'E_CERT_NOT_OPTIMAL', path: '/proposal/certain/seats', detail: `The pair of ${who} and ${post} blocks the plan.` });
  const seats = (...list: [string, string][]): Change => (b) => (certain(b).seats = list);

  it('hold, and their ties are unproven', () => {
    const { verdicts } = verify(stable());
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['holds', 'holds', 'holds', 'holds', 'holds', 'holds', 'unproven']);
    expect(verdicts[5]!.detail).toBe('Certain plan: no pair of 8 blocks it; conditional plan: no pair of 11 blocks it.');
    expect(verdictOf(stable((b) => (certain(b).tiesProven = true)), 'ties')).toMatchObject({ code: 'E_TIE_ORDER', path: '/proposal/certain/tiesProven' });
  });

  it('have the values of the levels', () => {
    expect(verdictOf(stable((b) => certain(b).objectives[3].value++), 'scores')).toMatchObject({ code: 'E_SCORE', path: '/proposal/certain/objectives/3' });
  });

  it('leave nobody who would rather be where there is room, or where somebody worse sits', () => {
    expect(optimality(seats(['ana', 'b'], ['budi', 'c'], ['citra', 'c']))).toMatchObject(blocks('ana', 'a'));
    expect(optimality(seats(['ana', 'a'], ['budi', 'c'], ['citra', 'c']))).toMatchObject(blocks('budi', 'a'));
    expect(optimality(seats(['ana', 'b'], ['budi', 'a']))).toMatchObject(blocks('citra', 'c')); // any post rather than none
    expect(optimality((b) => {
      b.round.people[0].evidence[2].value = 1000 / 10; // ana: 60 + 20 is 80, still below budi's 82
      b.round.people[1].evidence[2].value = 66; // budi: 39.6 + 40 is 79.6
    })).toMatchObject(blocks('ana', 'a'));
  });

  it('do not break where fits are equal', () => {
    expect(optimality((b) => {
      b.round.people[0].evidence[2].value = 100;
      b.round.people[1].evidence[2].value = 66.6667; // .6 * 66.6667 + 40 is 80.00002
    }).outcome).toBe('holds');
    expect(optimality((b) => {
      b.round.people[0].since = b.round.people[1].since; // 40 each
      b.round.people[0].evidence[2].value = b.round.people[1].evidence[2].value;
    }).outcome).toBe('holds');
  });

  it('follow wishes before levels', () => {
    expect(optimality(({ round }) => (round.people[0].wishes = ['c'])).detail).toBe('The pair of ana and c blocks the plan.');
    expect(optimality(({ round }) => (round.people[0].wishes = ['b', 'c'])).outcome).toBe('holds');
    expect(optimality(({ round }) => (round.people[0].wishes = ['c', 'b'])).detail).toBe('The pair of ana and c blocks the plan.');
    expect(optimality((b) => {
      seats(['ana', 'a'], ['budi', 'c'], ['citra', 'c'])(b);
      b.round.people[1].wishes = ['c']; // rather here than above
      b.proposal.conditional.seats = [['ana', 'a'], ['budi', 'c'], ['citra', 'c'], ['dewi', 'b']];
    }).outcome).toBe('holds');
  });

  it('nobody makes way for an equal of no higher level', () => expect(optimality(({ round }) => (round.people[2].wishes = [])).outcome).toBe('holds'));

  it('whoever is pinned or holds the post makes way for nobody', () => {
    const pinned: Change = (b) => {
      b.round.pins = [{ person: 'ana', position: 'a', by: 'x', reason: 'x' }];
      b.proposal.certain.seats = [['ana', 'a'], ['budi', 'c'], ['citra', 'c']];
      b.proposal.conditional.seats = [...b.proposal.certain.seats, ['dewi', 'b']];
    };
    expect(optimality(pinned).outcome).toBe('holds');
    expect(optimality((b) => {
      pinned(b);
      b.round.people[1].wishes = ['b']; // ana, who is pinned, has no other pair: budi is the first who may prefer one
    })).toMatchObject(blocks('budi', 'b'));
    expect(optimality((b) => {
      b.round.people[0].seat = 'a';
      b.round.people[1].seat = 'b';
      seats(['ana', 'a'], ['budi', 'b'], ['citra', 'c'])(b);
      b.proposal.conditional.seats = [['ana', 'a'], ['budi', 'b'], ['citra', 'c'], ['dewi', 'c']];
    }).outcome).toBe('holds'); // budi is better than ana
  });

  it('a holder comes before a better one who does not hold the post', () => {
    const bundle: Change = (b) => {
      b.round.people[0].wishes = ['b'];
      b.round.people[0].acceptsLower = { on: '2025-01-01', document: 'letter' };
      seats(['ana', 'a'], ['budi', 'b'], ['citra', 'c'])(b);
    };
    expect(optimality(bundle)).toMatchObject({ code: 'E_CERT_NOT_OPTIMAL', detail: 'The pair of ana and b blocks the plan.' });
  });

  it.each<[string, string, Change]>([
    ['stages', '/certificate', (b) => (certain(b).certificate.stages = [{ stage: 'owed', value: 2, people: [], positions: [] }])], ['no certificate', '/certificate', (b) => (certain(b).certificate = null)],
    ['a gap', '/gap', (b) => (certain(b).gap = { stage: 'owed', value: 2, bound: 2 })], ['another status', '/gap', (b) => (certain(b).status = 'feasible')],
    ['a shortage', '/shortage', (b) => (certain(b).shortage = { side: 'people', people: [], positions: [] })],
  ])('with %s fail', (_, path, change) => expect(optimality(change)).toMatchObject({ code: 'E_CERT_SHAPE', path: `/proposal/certain${path}` }));

  const none = { status: 'infeasible', gap: null, seats: [], objectives: [], moves: [], chains: [], vacant: [], tied: [], tiesProven: false, certificate: null, shortage: null };
  it('that there is none is claimed and not proven', () => {
    expect(optimality((b) => (b.proposal.certain = none)).outcome).toBe('unproven');
    expect(optimality((b) => (b.proposal.certain = { ...none, certificate: { stages: [] } }))).toMatchObject({ code: 'E_CERT_SHAPE', path: '/proposal/certain/certificate' });
    expect(optimality((b) => (b.proposal.certain = { ...none, shortage: { side: 'people', people: [], positions: [] } }))).toMatchObject({ code: 'E_CERT_SHAPE', path: '/proposal/certain/shortage' });
  });
});

it('everything a round can hold goes with limits', () => {
  const bundle = rich();
  bundle.policy.limits = [moves(9)];
  expect(verify(sealed(structuredClone(bundle))).verdicts.filter(({ outcome }) => outcome !== 'holds')).toEqual([]);
});
