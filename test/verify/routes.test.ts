import { describe, expect, it } from 'vitest';
import { Facts } from '../../src/verify/facts.js';
import { verify, type Check } from '../support/proposal-verdicts.js';
import { Market } from '../../src/verify/market.js';
import { good, rich, route, routed, sealed, type Loose } from './builder.js';

type Change = (bundle: Loose) => unknown;
const c = (value: unknown): Loose => ({ op: 'const', value });
const label = { en: 'x' };
const own = { own: 'a test' };
const compare = (left: Loose, is: string, right: Loose): Loose => ({ op: 'compare', left, is, right });
const failures = (bundle: Loose): Loose[] => verify(bundle).verdicts.filter(({ outcome }) => outcome !== 'holds');
const verdictOf = (bundle: unknown, check: Check): Loose => verify(bundle).verdicts.find((verdict) => verdict.check === check);

it('a bundle with all of these, and spells, actors and related people, holds', () => expect(failures(rich())).toEqual([]));

describe('routes', () => {
  it('hold as the policy gives them', () => {
    expect(failures(routed())).toEqual([]);
    expect(verdictOf(routed(), 'optimality').detail).toBe('Certain plan: 5 stages over 6 pairs; conditional plan: 5 stages over 9 pairs.');
  });

  const CERTAIN = '/proposal/certain';
  it.each<[string, Check, string, string, Change]>([
    ['another pattern', 'feasibility', 'E_DERIVED', `${CERTAIN}/moves/0`, (b) => (b.proposal.certain.moves[0].pattern = 'vertical')],
    ['the pattern of a promotion within one track', 'feasibility', 'E_DERIVED', `${CERTAIN}/moves/0`, (b) => (b.round.positions[2].track = 'line')],
    ['a pattern where a track is not stated', 'feasibility', 'E_DERIVED', `${CERTAIN}/moves/0`, (b) => delete b.round.positions[2].track],
    ['a pattern of an entry', 'feasibility', 'E_DERIVED', `${CERTAIN}/moves/1`, (b) => (b.proposal.certain.moves[1].pattern = 'horizontal')],
    ['a demotion hidden in a promotion', 'feasibility', 'E_DERIVED', `${CERTAIN}/moves/0`, (b) => (b.proposal.certain.moves[0].hiddenDemotion = true)],
    ['other days', 'feasibility', 'E_DERIVED', `${CERTAIN}/chains/0`, (b) => (b.proposal.certain.chains[0].ready = [15, 3])],
    ['no days', 'feasibility', 'E_DERIVED', `${CERTAIN}/chains/0`, (b) => (b.proposal.certain.chains[0].ready = null)],
    ['a chain that crosses no routes', 'feasibility', 'E_DERIVED', `${CERTAIN}/chains/0`, (b) => (b.proposal.certain.chains[0].crosses = false)],
    ['a route with more days', 'feasibility', 'E_DERIVED', `${CERTAIN}/chains/0`, (b) => b.policy.routes[2].steps[0].days++],
    ['another route', 'eligibility', 'E_ELIGIBILITY', `${CERTAIN}/moves/1/route`, (b) => (b.proposal.certain.moves[1].route = 'promote')],
    ['no route', 'eligibility', 'E_ELIGIBILITY', `${CERTAIN}/moves/1/route`, (b) => (b.proposal.certain.moves[1].route = null)],
    ['a move by a route outside the hand of the decider', 'eligibility', 'E_ELIGIBILITY', `${CERTAIN}/seats/1`, (b) => (b.policy.routes[2].outside = true)],
    ['a move that no route leads to', 'eligibility', 'E_ELIGIBILITY', `${CERTAIN}/seats/1`, (b) => b.policy.routes.pop()],
    ['a move whose first route is outside', 'eligibility', 'E_ELIGIBILITY', `${CERTAIN}/seats/2`, (b) => b.policy.routes.unshift(route('all', c(true), [], { outside: true })) && (b.proposal.certain.seats[1] = ['budi', 'c']) && (b.proposal.certain.moves.shift())],
    ['a move whose route is unknown', 'eligibility', 'E_ELIGIBILITY', `${CERTAIN}/seats/1`, (b) => {
      delete b.round.positions[0].track;
      b.policy.routes.splice(1, 0, route('line', compare({ op: 'track', of: 'position' }, '=', c('line')), []));
    }],
  ])('%s fails', (_, check, code, path, change) => {
    const first = verify(routed(change)).verdicts.find((verdict) => verdict.check === check);
    expect(first).toMatchObject({ outcome: 'fails', code, path });
  });

  it('an unknown route holds a pair up, and the condition lists what it reads', () => {
    const bundle = routed((b) => {
      b.policy.attributes.path = { of: 'person', type: 'text', label };
      b.policy.routes.unshift(route('own', compare({ op: 'person', attribute: 'path' }, '=', c('own')), [7]));
      // Nobody's path is known: both plans stay as the market leaves them.
      const missing = [{ about: 'person', attribute: 'path', cause: 'missing' }];
      for (const move of b.proposal.conditional.moves) {
        move.route = null;
        move.conditions.push({ rule: 'route', missing });
      }
      b.proposal.conditional.chains = [{ kind: 'chain', people: ['budi', 'citra'], ready: [null, null], crosses: false }, { kind: 'chain', people: ['dewi'], ready: [null], crosses: false }];
      b.proposal.certain = { status: 'infeasible', gap: null, seats: [], objectives: [], moves: [], chains: [], vacant: [], tied: [], tiesProven: false, certificate: null, shortage: null };
    });
    expect(failures(bundle).map(({ check, outcome, code, path }) => [check, outcome, code, path])).toEqual([
      ['feasibility', 'not-checked', undefined, undefined], ['eligibility', 'not-checked', undefined, undefined], ['scores', 'not-checked', undefined, undefined], ['optimality', 'unproven', undefined, undefined],
      ['ties', 'not-checked', undefined, undefined],
    ]);
    bundle.proposal.conditional.chains[0].ready = [0, 0];
    expect(verdictOf(bundle, 'feasibility')).toMatchObject({ code: 'E_DERIVED', path: '/proposal/conditional/chains/0' });
    bundle.proposal.conditional.moves[0].conditions = [];
    expect(verdictOf(bundle, 'eligibility')).toMatchObject({ code: 'E_ELIGIBILITY', path: '/proposal/conditional/moves/0/conditions' });
  });
});

describe('waivers', () => {
  const WAIVER = { person: 'citra', position: 'c', rule: 'rank', by: 'the board', on: '2025-12-30', document: 'letter 7', reason: 'nobody else' };
  /** Post c asks for more than citra has; the board sets that aside. */
  const waived = (change: Change = () => undefined): Loose => {
    const bundle = good();
    bundle.policy.gates[0].waivable = { source: 'Act 1, article 9', confidence: 'law' };
    bundle.round.positions[2].attributes.minimum = 'mid';
    bundle.round.waivers = [{ ...WAIVER }];
    bundle.proposal.certain.moves[1].waived = ['rank'];
    bundle.proposal.conditional.moves[1].waived = ['rank'];
    change(bundle);
    return sealed(bundle);
  };

  it('make their gate pass for their pair', () => expect(failures(waived())).toEqual([]));

  it('make an unknown gate pass, for their pair alone', () => {
    const certain = (...posts: string[]): unknown => {
      const { round, policy } = waived((b) => (b.round.waivers = posts.map((position) => ({ ...WAIVER, person: 'dewi', position }))));
      const market = new Market(new Facts(round, policy));
      return [...market.certain].filter((_, e) => market.person[e] === 3);
    };
    expect([certain(), certain('b'), certain('a', 'c'), certain('a', 'b', 'c')]).toEqual([[0, 0, 0], [0, 1, 0], [1, 0, 1], [1, 1, 1]]);
  });

  it('for all that is unknown leave no conditional plan', () => {
    const bundle = waived((b) => {
      b.round.waivers.push(...['a', 'b', 'c'].map((position) => ({ ...WAIVER, person: 'dewi', position })));
      Object.assign(b.proposal.certain.vacant[0], { eligible: 3, cause: 'not-worth-it', short: null });
    });
    expect(verdictOf(bundle, 'feasibility')).toMatchObject({ outcome: 'fails', code: 'E_PLAN', path: '/proposal/conditional' });
  });

  it.each<[string, Check, string, string, Change]>([
    ['a waiver left out', 'eligibility', 'E_ELIGIBILITY', '/proposal/certain/seats/2', (b) => (b.round.waivers = [])],
    ['a waiver for another post', 'eligibility', 'E_ELIGIBILITY', '/proposal/certain/seats/2', (b) => (b.round.waivers = [{ ...WAIVER, position: 'b' }])],
    ['a waiver for somebody else', 'eligibility', 'E_ELIGIBILITY', '/proposal/certain/seats/2', (b) => (b.round.waivers = [{ ...WAIVER, person: 'budi' }])],
    ['a waiver that is not told', 'eligibility', 'E_ELIGIBILITY', '/proposal/certain/moves/1/waived', (b) => (b.proposal.certain.moves[1].waived = [])],
    ['a waiver that was not needed', 'eligibility', 'E_ELIGIBILITY', '/proposal/certain/moves/1/waived', (b) => (b.round.positions[2].attributes.minimum = 'low')],
    ['a waiver of a gate that may not be waived', 'format', 'E_FORMAT', '/round/waivers/0/rule', (b) => delete b.policy.gates[0].waivable],
    ['a waiver of a requirement', 'format', 'E_FORMAT', '/round/waivers/0/rule', (b) => (b.round.waivers[0].rule = 'requires/0')],
    ['a waiver of nobody', 'format', 'E_FORMAT', '/round/waivers/0/person', (b) => (b.round.waivers[0].person = 'x')],
    ['a waiver for no post', 'format', 'E_FORMAT', '/round/waivers/0/position', (b) => (b.round.waivers[0].position = 'x')],
    ['a waiver signed after the round', 'format', 'E_FORMAT', '/round/waivers/0/on', (b) => (b.round.waivers[0].on = '2026-01-02')],
    ['a waiver twice', 'format', 'E_FORMAT', '/round/waivers/1', (b) => b.round.waivers.push({ ...WAIVER, reason: 'again' })],
    ['waivers out of order', 'format', 'E_FORMAT', '/round/waivers/1', (b) => b.round.waivers.push({ ...WAIVER, position: 'b' })],
    ['a waiver without a document', 'format', 'E_FORMAT', '/round/waivers/0/document', (b) => delete b.round.waivers[0].document],
    ['a citation of a waiver outside the scale', 'format', 'E_FORMAT', '/policy/gates/0/waivable/confidence', (b) => (b.policy.gates[0].waivable.confidence = 'x')],
  ])('%s fails', (_, check, code, path, change) => expect(verdictOf(waived(change), check)).toMatchObject({ outcome: 'fails', code, path }));

  it('of a flag take it from the flags of the move', () => {
    const bundle = waived((b) => {
      b.policy.gates[1].waivable = own;
      b.round.waivers.push({ ...WAIVER, person: 'dewi', rule: 'listed' });
      Object.assign(b.proposal.conditional.moves[2], { flags: [], waived: ['listed'] });
    });
    expect(failures(bundle)).toEqual([]);
  });
});

describe('related people in one unit', () => {
  const sameUnit = { maxDegree: 2, citation: own };
  const related = (change: Change): Loose => {
    const bundle = good();
    bundle.policy.relations = { declaration: 'either', sameUnit };
    bundle.round.relations = [{ a: 'budi', b: 'citra', kind: 'sibling', degree: 2, source: 'file' }];
    change(bundle);
    return verdictOf(sealed(bundle), 'feasibility');
  };

  it('are not seated there', () => expect(related(() => undefined)).toMatchObject({ outcome: 'fails', code: 'E_ROW', path: '/round/relations/0', detail: 'The certain plan seats two related people in one unit.' }));
  it.each<[string, Change]>([
    ['of a greater degree', (b) => (b.round.relations[0].degree = 3)],
    ['where no rule says so', (b) => delete b.policy.relations.sameUnit],
    ['in two units', (b) => b.round.units.unshift({ id: 't', name: 'T' }) && (b.round.positions[2].unit = 't')],
    ['of whom one has no seat', (b) => (b.round.relations[0] = { a: 'budi', b: 'dewi', kind: 'sibling', degree: 2, source: 'file' }) && (b.round.people[3].evidence.unshift({ attribute: 'rank', value: 'low', source: 'file' })) && (b.round.positions[2].attributes.minimum = 'low')],
  ])('may be %s', (_, change) => expect(related(change).code).not.toBe('E_ROW'));
  it('may stay where both sit today', () => {
    expect(related((b) => {
      b.round.people[1].seat = 'a';
      b.round.relations = [{ a: 'ana', b: 'budi', kind: 'sibling', degree: 0, source: 'file' }];
    }).code).toBe('E_DERIVED'); // budi no longer moves
  });
});
