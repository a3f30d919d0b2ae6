import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, type Expression, type Policy, type Round, type Route, type Waiver } from '../../src/index.js';
import { chainsOf, type RouteTime, type Step } from '../../src/solving/index.js';
import { toyPerson, toyPost } from '../support/toy.js';
import { market, read, run } from './rounds.js';

const own = { own: 'a choice made for the test' };
const isLevel = (k: number): Expression => ({ op: 'compare', left: { op: 'level', of: 'position' }, is: '=', right: { op: 'const', value: k } });
const field = (value: string): Expression => ({ op: 'compare', left: { op: 'position', attribute: 'field' }, is: '=', right: { op: 'const', value } });
const senior: Expression = { op: 'compare', left: { op: 'person', attribute: 'senior' }, is: '>=', right: { op: 'const', value: 10 } };
const route = (id: string, when: Expression, days: readonly number[] = [], outside?: boolean): Route => ({
  id,
  label: { en: `route ${id}` },
  citation: { source: `Toy act, ${id}`, confidence: 'V' },
  when,
  approver: { en: `approver of ${id}` },
  steps: days.map((d, k) => ({ id: `s${k}`, label: { en: `step ${k}` }, days: d, citation: own })),
  documents: [{ en: 'a letter' }],
  ...(outside && { outside }),
});
const always: Expression = { op: 'const', value: true };
const never: Expression = { op: 'const', value: false };
const withRoutes = (...routes: Route[]) => (policy: Policy): void => void (policy.routes = routes);
/** One person, one post: the answer of the gate and the route of the move. */
async function one(person: Parameters<typeof toyPerson>[0], ...routes: Route[]): Promise<string> {
  const input = read({ positions: [toyPost('J1', 'MID')], people: [toyPerson(person)] }, withRoutes(...routes));
  const { certain, conditional } = await run(input);
  const [sure, maybe] = [certain.moves[0], conditional?.moves[0]];
  return sure ? `pass ${sure.route}` : maybe ? `unknown ${maybe.route} ${maybe.conditions.map((c) => `${c.rule}(${c.missing.map((m) => m.attribute).join()})`).join()}` : 'fail';
}

describe('the gate on routes', () => {
  const A = { id: 'A', exam: 50, skill: 50, rating: 50 };
  it.each<[string, Route[], string]>([
    ['passes by the first route that holds', [route('a', always), route('b', always)], 'pass a'],
    ['passes by a later one where those before are known not to hold', [route('a', never), route('b', isLevel(1)), route('c', always)], 'pass b'],
    ['fails where no route holds', [route('a', never), route('b', isLevel(2))], 'fail'],
    ['fails where all routes are outside', [route('a', never, [], true)], 'fail'],
    ['fails where the first that holds is outside, though a later one would hold', [route('a', always, [], true), route('b', always)], 'fail'],
    ['passes before an outside route that would hold as well', [route('a', always), route('b', always, [], true)], 'pass a'],
    ['is unknown where a route is unknown, and names what is missing', [route('a', senior)], 'unknown null route(senior)'],
    ['is unknown where a route before the one that holds is unknown: which one it is decides who approves', [route('a', senior), route('b', always)], 'unknown null route(senior)'],
    ['passes where only routes after the one that holds are unknown', [route('a', always), route('b', senior)], 'pass a'],
    ['is unknown where an outside route before it is unknown', [route('a', senior, [], true), route('b', always)], 'unknown null route(senior)'],
    ['fails where what is unknown could only lead outside', [route('a', never), route('b', senior, [], true)], 'fail'],
  ])('%s', async (_, routes, expected) => {
    expect(await one(A, ...routes)).toBe(expected);
  });

  it('knows the datum: the same unknown route holds for who has the years and not for who has not', async () => {
    const routes = [route('a', senior), route('b', always, [], true)];
    expect(await one({ ...A, senior: 12 }, ...routes)).toBe('pass a');
    expect(await one({ ...A, senior: 9 }, ...routes)).toBe('fail');
  });

  it('is asked of whoever moves: a holder without a route stays and is no finding', async () => {
    const { certain, findings } = await run(read({ positions: [toyPost('J1', 'MID')], people: [toyPerson({ id: 'A', seat: 'J1', exam: 50 })] }, withRoutes(route('a', never))));
    expect([certain.seats, certain.moves, findings]).toEqual([[['A', 'J1']], [], []]);
  });

  it('reads data: what a route reads is not an unused attribute', async () => {
    const parts = { positions: [toyPost('J1', 'MID')], people: [toyPerson({ id: 'A', exam: 50, senior: 12 })] };
    const noTies = (policy: Policy): void => void (policy.ties.order = []);
    expect((await run(read(parts, noTies))).findings).toEqual([{ code: 'attribute-unused', attribute: 'senior', items: 1 }]);
    expect((await run(read(parts, (p) => (noTies(p), withRoutes(route('a', senior))(p))))).findings).toEqual([]);
  });

  it('names posts that somebody else appoints to, and with which route; not those that nobody reaches, nor those with a way inside for anybody', async () => {
    const parts = { positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'LOW'), toyPost('J4', 'TOP', { opens: '2030-01-01' })], people: [toyPerson({ id: 'A', seat: 'J2', exam: 50, senior: 12 }), toyPerson({ id: 'B', exam: 50, senior: 2 })] };
    const routes = [route('court', { op: 'all', of: [isLevel(2), senior] }, [], true), route('king', isLevel(2), [], true), route('mayor', isLevel(1))];
    const input = read(parts, withRoutes(...routes));
    const e = explain(await run(input), input.round, input.policy);
    expect(e.outside()).toEqual([{ position: 'J1', routes: ['court', 'king'] }]);
    expect(e.whyNot('A', 'J1')).toMatchObject({ reason: 'not-eligible', judgements: [{ rule: 'route', outcome: 'fail', binding: true, route: 'court' }] });
    expect(e.whyNot('B', 'J1')).toMatchObject({ judgements: [{ rule: 'route', route: 'king' }] });
    expect(e.whyNot('B', 'J3')).toMatchObject({ judgements: [{ rule: 'route', outcome: 'fail', route: null }] });
    expect(e.why('A').judgements.map((j) => j.rule)).toEqual(['cleared']); // he stays: no route is asked for
    const without = read(parts);
    expect(explain(await run(without), without.round, without.policy).outside()).toEqual([]);
  });
});

describe('the days of a chain', () => {
  const times: readonly RouteTime[] = [route('a', always, [10, 20]), route('b', always, [90]), route('c', always)];
  const steps = (text: string): Step[] => text.split(' ').map((move) => {
    const [person, from, to, by] = move.split(':');
    return { person: person!, from: from === '-' ? null : from!, to: to === '-' ? null : to!, route: by === undefined || by === '?' ? null : by };
  });
  it.each<[string, string, (number | null)[], boolean]>([
    ['are those of its own route for a move alone, the steps added up', 'A:-:J1:a', [30], false],
    ['are none where a route has no steps', 'A:-:J1:c', [0], false],
    ['never fall: who follows a slow route waits for it', 'A:J2:J1:a B:J3:J2:b C:-:J3:c', [30, 90, 90], true],
    ['rise where a later route is slower', 'A:J2:J1:c B:J3:J2:a C:-:J3:b', [0, 30, 90], true],
    ['are not known from the first move on whose route is not known', 'A:J2:J1:a B:J3:J2:? C:-:J3:b', [30, null, null], true],
    ['cross nothing where all known routes are one', 'A:J2:J1:a B:J3:J2:? C:-:J3:a', [30, null, null], false],
    ['are none for a release, and whoever follows has his own', 'A:J1:-:? B:J2:J1:a', [0, 30], false],
    ['are the most of all in a loop, for all', 'A:J1:J2:a B:J2:J3:b C:J3:J1:c', [90, 90, 90], true],
    ['are known for nobody in a loop with one route not known', 'A:J1:J2:a B:J2:J1:?', [null, null], false],
  ])('%s', (_, text, ready, crosses) => {
    const chains = chainsOf(steps(text), times);
    expect(chains.map((c) => [c.ready, c.crosses])).toEqual([[ready, crosses]]);
    expect(chainsOf(steps(text).reverse(), times)).toEqual(chains);
    expect(chainsOf(steps(text)).map((c) => c.ready)).toEqual([null]);
  });

  it('stand on the chains of a plan', async () => {
    const parts = { positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'LOW')], people: [toyPerson({ id: 'A', seat: 'J2', exam: 90 }), toyPerson({ id: 'B', seat: 'J3', exam: 60 }), toyPerson({ id: 'C', exam: 50 })] };
    const routes = [route('board', isLevel(2), [60]), route('chief', isLevel(1), [30]), route('clerk', isLevel(0), [5])];
    const { certain } = await run(read(parts, withRoutes(...routes)));
    expect(certain.moves.map((m) => m.route)).toEqual(['board', 'chief', 'clerk']);
    expect(certain.chains).toEqual([{ kind: 'chain', people: ['A', 'B', 'C'], ready: [60, 60, 60], crosses: true }]);
    const released = await run(read({ ...parts, positions: [toyPost('J2', 'MID', { closes: '2026-11-01' }), toyPost('J3', 'LOW')] }, withRoutes(...routes)));
    expect(released.certain.moves.map((m) => [m.person, m.kind, m.route])).toEqual([['A', 'demotion', 'clerk'], ['B', 'release', null]]);
    expect(released.certain.chains).toEqual([{ kind: 'chain', people: ['B', 'A'], ready: [0, 5], crosses: false }]);
  });
});

describe('pairs under waivers and routes', () => {
  /** The verdict of docs/formats.md section 4 for one pair, asked rule by rule. */
  const slow = (policy: Policy, round: Round, i: number, j: number): 'pass' | 'fail' | 'unknown' => {
    const told = (attribute: string): unknown => round.people[i]!.evidence.find((e) => e.attribute === attribute)?.value;
    const post = round.positions[j]!;
    const truth = (e: Expression): boolean | undefined => {
      if (e === always || e === never) return e === always;
      if (e === senior) return told('senior') === undefined ? undefined : (told('senior') as number) >= 10;
      if (e.op === 'compare' && e.left.op === 'level') return ['LOW', 'MID', 'TOP'].indexOf(post.level) === (e.right as { value: number }).value;
      return post.attributes!['field'] === ((e as { right: { value: string } }).right).value;
    };
    let route: 'pass' | 'fail' | 'unknown' = 'fail';
    for (const [k, r] of (policy.routes ?? []).entries()) {
      const before = policy.routes!.slice(0, k).map((b) => truth(b.when));
      if (r.outside || before.includes(true) || truth(r.when) === false) continue;
      if (truth(r.when) === true && !before.includes(undefined)) route = 'pass';
      else if (route === 'fail') route = 'unknown';
    }
    const cleared = told('cleared');
    const waived = round.waivers.some((w) => w.person === round.people[i]!.id && w.position === post.id);
    const gate = waived || cleared === true ? 'pass' : cleared === undefined ? 'unknown' : 'fail';
    return gate === 'fail' || route === 'fail' ? 'fail' : gate === 'pass' && route === 'pass' ? 'pass' : 'unknown';
  };
  const person = fc.record({ cleared: fc.constantFrom(true, false, undefined), senior: fc.constantFrom(undefined, 5, 15) });
  const post = fc.record({ level: fc.constantFrom('LOW', 'MID', 'TOP'), field: fc.constantFrom('x', 'y') });
  const way = fc.record({ when: fc.constantFrom(always, never, senior, isLevel(1), isLevel(2), field('x')), outside: fc.boolean() });
  const world = fc.record({
    people: fc.array(person, { minLength: 1, maxLength: 4 }),
    posts: fc.array(post, { minLength: 1, maxLength: 4 }),
    ways: fc.array(way, { minLength: 1, maxLength: 4 }),
    waived: fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(3)), { selector: String }),
  });

  it('are those of the rules asked one by one', () => {
    fc.assert(
      fc.property(world, ({ people, posts, ways, waived }) => {
        const waivers = waived.flatMap(([i, j]): Waiver[] => (i < people.length && j < posts.length ? [{ person: `P${i}`, position: `J${j}`, rule: 'cleared', by: 'x', on: '2026-11-01', document: 'd', reason: 'r' }] : []));
        const input = read(
          {
            positions: posts.map(({ level, field: f }, j) => toyPost(`J${j}`, level, { attributes: { field: f } })),
            people: people.map((p, i) => ({ id: `P${i}`, evidence: toyPerson({ id: `P${i}` }).evidence.filter((e) => e.attribute !== 'cleared').concat(Object.entries(p).flatMap(([attribute, value]) => (value === undefined ? [] : [{ attribute, value, source: 'S1' }]))) })),
            waivers,
          },
          (policy) => {
            policy.gates = [{ ...policy.gates[0]!, waivable: own }];
            policy.routes = ways.map((w, k) => route(`r${k}`, w.when, [], w.outside));
          },
        );
        const { certain, conditional } = market(input);
        const pairs = (m: typeof certain): string[] => Array.from({ length: m.rows }, (_, i) => Array.from(m.col.subarray(m.start[i], m.start[i + 1]), (j) => `${i}-${j}`)).flat();
        // the oracle reads the very expressions that were given, so it is asked about them and not about the sealed copies
        const policy = { ...input.policy.policy, routes: ways.map((w, k) => route(`r${k}`, w.when, [], w.outside)) };
        const expected = (...verdicts: string[]): string[] => people.flatMap((_, i) => posts.flatMap((__, j) => (verdicts.includes(slow(policy, input.round, i, j)) ? [`${i}-${j}`] : [])));
        expect(pairs(certain)).toEqual(expected('pass'));
        expect(pairs(conditional)).toEqual(expected('pass', 'unknown'));
      }),
      { numRuns: 300 },
    );
  });

  it('and plans do not depend on the order of rows, waivers among them', async () => {
    const LEVELS = ['LOW', 'MID', 'TOP'];
    const seated = fc.record({ exam: fc.nat(100), cleared: fc.constantFrom(true, true, false, undefined), post: fc.record({ level: fc.nat(2), track: fc.constantFrom(undefined, 'x', 'y'), job: fc.constantFrom(undefined, 5, 6, 7, 8, 9) }), holds: fc.boolean() });
    const cover = { waived: 0, crossing: 0, hidden: 0, diagonal: 0, conditional: 0 };
    const change = (policy: Policy): void => {
      policy.gates[0]!.waivable = own;
      policy.costs.lateralMove.points = 0;
      policy.tracks = ['x', 'y'].map((id) => ({ id, label: { en: id } }));
      withRoutes(route('board', { op: 'compare', left: { op: 'level', of: 'position' }, is: '=', right: { op: 'level', of: 'seat' } }, [30]), route('desk', isLevel(0), [2]), route('panel', always, [75]))(policy);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(seated, { minLength: 5, maxLength: 7 }), fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { minLength: 8, maxLength: 20 }), fc.func(fc.nat()), async (rows, waived, rank) => {
        const mix = <T>(list: readonly T[]): T[] => list.map((x, k) => ({ x, r: rank(k) })).sort((a, b) => a.r - b.r).map(({ x }) => x);
        const positions = rows.map(({ post: { level, track, job } }, k) => toyPost(`J${k}`, LEVELS[level]!, { ...(track && { track }), ...(job && { class: job }) }));
        const people = rows.map(({ exam, cleared, holds }, k) => {
          const person = toyPerson({ id: `P${k}`, ...(holds && { seat: `J${k}` }), exam, skill: 50, rating: 50, ...(cleared !== undefined && { cleared }) });
          return cleared === undefined ? { ...person, evidence: person.evidence.filter((e) => e.attribute !== 'cleared') } : person;
        });
        const pairs = [...new Set(waived.flatMap(([i, j]) => (i < rows.length && j < rows.length ? [`${i} ${j}`] : [])))];
        const waivers = pairs.map((p): Waiver => ({ person: `P${p[0]}`, position: `J${p[2]}`, rule: 'cleared', by: 'x', on: '2026-11-01', document: 'd', reason: 'r' }));
        const plain = await run(read({ positions, people, waivers }, change));
        expect(await run(read({ positions: mix(positions), people: mix(people), waivers: mix(waivers) }, change))).toEqual(plain);
        const { moves, chains } = plain.certain;
        cover.waived += moves.filter((m) => m.waived.length > 0).length;
        cover.hidden += moves.filter((m) => m.hiddenDemotion).length;
        cover.diagonal += moves.filter((m) => m.pattern === 'diagonal').length;
        cover.crossing += chains.filter((c) => c.crosses).length;
        cover.conditional += plain.conditional?.moves.filter((m) => m.conditions.length > 0).length ?? 0;
      }),
      { numRuns: 60, seed: 2026 },
    );
    for (const [what, times] of Object.entries(cover)) expect(times, what).toBeGreaterThan(1);
  });
});
