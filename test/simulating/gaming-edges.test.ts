// Attacks that work, attacks that nobody can make, and data that an attack or a sign finds missing.
import { describe, expect, it } from 'vitest';
import { parseRound, seal, type Round } from '../../src/index.js';
import { openMarket } from '../../src/solving/index.js';
import { gamingTest, generate, type GamingOptions } from '../../src/simulating/index.js';
import { openBench, yearBefore, type Bench } from '../../src/simulating/gaming/bench.js';
import { latest, latestItem, scaleOf, withValues } from '../../src/simulating/gaming/change.js';
import { inflated, type Rating } from '../../src/simulating/gaming/inflation.js';
import { drawFavourite, drawGroup, groupsOf, winnersOf } from '../../src/simulating/gaming/people.js';
import { run } from '../../src/simulating/gaming/runs.js';
import { lenient } from '../../src/simulating/gaming/signs.js';
import { partOf } from '../../src/simulating/gaming/trail-signs.js';
import { shop, withWeights } from '../../src/simulating/gaming/weights.js';
import { Draws } from '../../src/simulating/draws.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const { organisation, world, policy } = generate({ shape: 'city', posts: 60, seed: 3 });
const opened = async (seed: number, choose: 'pack' | 'random', more: Partial<Bench> = {}): Promise<Bench> => ({ ...(await openBench(await yearBefore(organisation, world, policy, seed, undefined), world, { policy, choose }, seed, undefined)), ...more });

describe('attacks that work', () => {
  it('weights: the first lawful weights of the shop under which the favourite wins count; the trail refuses them late and knows nothing of them early', async () => {
    const bench = await opened(7, 'pack');
    const favourite = drawFavourite(bench.market, bench.honest, bench.connected, bench.draws)!;
    const [vector] = shop(bench.market, favourite, bench.draws.of('gaming/weights', favourite.person));
    const seats = await bench.hold({ round: bench.round, policy: withWeights(bench.policy, vector!) });
    expect(winnersOf(bench.market, seats).has(favourite.person)).toBe(true);
    const [early, late] = await run('weights', bench, undefined);
    for (const one of [early!, late!]) {
      expect([one.gain, one.tries, one.lost]).toEqual([1, 1, bench.worth(bench.honest) - bench.worth(seats)]);
      expect(one.asked.map((a) => [a.signal, a.honest])).toEqual([['tailored-weights', false], ['trail-refused', false], ['trail-attempts', false]]);
    }
    const refused = (one: typeof early): unknown => one!.asked.find((a) => a.signal === 'trail-refused')!.attacked;
    expect([refused(early), refused(late)]).toEqual([false, true]);
    expect(late!.asked[0]!.attacked).toBe(true); // weights that were changed after the call
  });

  it('attempts: post by post, the round is held again until the favourite wins, and no trail is there to ask', async () => {
    const bench = await opened(5, 'random');
    const favourite = drawFavourite(bench.market, bench.honest, bench.connected, bench.draws)!;
    let [seats, tries] = [bench.honest, 0];
    while (!winnersOf(bench.market, seats).has(favourite.person)) seats = await bench.hold({ round: bench.round, policy: bench.policy, lots: (tries += 1) });
    const [lottery, days] = await run('attempts', bench, undefined);
    expect([lottery!.gain, lottery!.tries, lottery!.lost]).toEqual([1, tries + 1, bench.worth(bench.honest) - bench.worth(seats)]);
    expect([days!.gain, days!.tries, days!.lost]).toEqual([0, 11, 0]); // the day of a round changes no lot
    for (const { asked } of [lottery!, days!]) expect(asked).toEqual([{ signal: 'trail-refused', attacked: null, honest: null }, { signal: 'trail-attempts', attacked: null, honest: null }]);
  });
});

describe('attacks that nobody can make', () => {
  it('have no run: nobody to favour, no unit of a fit size, no ratings, no tests', async () => {
    const bench = await opened(7, 'pack', { connected: new Set(['nobody']) });
    for (const attack of ['collusion', 'tailoring', 'weights', 'attempts'] as const) expect(await run(attack, bench, undefined), attack).toEqual([]);
    expect(await run('inflation', { ...bench, groups: [] }, undefined)).toEqual([]);
    const without = (kind: string): Bench => ({ ...bench, connected: new Set(), world: { ...world, measures: world.measures.filter((m) => m.kind !== kind) } });
    expect(await run('inflation', without('rating'), undefined)).toEqual([]);
    expect(await run('collusion', without('test'), undefined)).toEqual([]);
  });

  it('stand in the test with no runs, and what is not known of none is null', async () => {
    const test = await gamingTest({ organisation, world, policies: { levels: policy }, seed: 2, seeds: 1, attacks: ['weights'] });
    expect(test.rows).toEqual(['early', 'late'].map((strength) => ({ attack: 'weights', strength, policy: 'levels', runs: 0, more: 0, fewer: 0, gain: null, lost: null, tries: null, signals: [], shown: 'none' })));
  });

  it('are asked for in a list', async () => {
    const wrong = { organisation, world, policies: { levels: policy }, seed: 1, attacks: 'weights' } as unknown as GamingOptions;
    await expect(gamingTest(wrong)).rejects.toMatchObject({ code: 'E_TYPE', path: '/attacks', issues: { length: 1 } });
  });

  it('need a unit with at least eight people and at most a third of all', () => {
    const round = toyRound({ positions: [toyPost('A', 'LOW', { seats: 9 })], people: Array.from({ length: 9 }, (_, k) => toyPerson({ id: `N${k}`, seat: 'A' })) });
    expect(drawGroup(round, groupsOf(round), new Draws(1))).toBe(null); // all of them sit there
  });
});

describe('a year on', () => {
  it('newcomers have ids that no life of its own gives, and relations of those who left are gone', async () => {
    const late = { ...world, newcomers: { ...world.newcomers, on: '12-30' } }; // whoever left in the year is replaced on its last day but one
    const before = (relations: typeof organisation.relations) => yearBefore({ ...organisation, relations }, late, policy, 7, undefined);
    const after = new Set((await before([])).organisation.members.map((m) => m.id));
    const [stayed, gone] = [organisation.members.filter((m) => after.has(m.id)), organisation.members.filter((m) => !after.has(m.id))];
    expect(gone.length).toBeGreaterThan(0);
    expect([...after].filter((id) => !stayed.some((m) => m.id === id)).map((id) => /^came-N[0-9]{4}-[0-9]{3}$/.test(id))).toEqual(gone.map(() => true));
    const source = organisation.sources[0]!.id;
    const kin = (a: number, b: string) => ({ a: stayed[a]!.id, b, kind: 'kin', degree: 2, source });
    const start = await before([kin(0, stayed[1]!.id), kin(0, gone[0]!.id)] as typeof organisation.relations);
    expect(start.organisation.relations.map(({ a, b }) => [a, b])).toEqual([[stayed[0]!.id, stayed[1]!.id]]);
  });
});

describe('what is missing', () => {
  const item = (value: number | string | undefined, more: object) => ({ attribute: 'rating', ...(value === undefined ? { unmapped: '?' } : { value }), source: 'S1', ...more });
  const round = toyRound({
    positions: [toyPost('A', 'LOW', { seats: 3 })],
    people: [
      { id: 'N0', seat: 'A', evidence: [item(70, { date: '2026-01-01' }), item(50, { date: '2025-01-01' }), item(90, { date: '2026-11-22' }), item(undefined, { date: '2026-05-01' })] },
      { id: 'N1', seat: 'A', evidence: [item(60, {}), item(55, { date: '2026-09-30' })] },
      { id: 'N2', evidence: [] },
    ],
  });
  const toy = toyPolicy();
  const ratingOf = (more: Partial<Rating> = {}): Rating => ({ kind: 'rating', attribute: 'rating', on: '12-31', noise: 0, leniency: 0, missedPerMille: 0, ...more });

  it('the latest item is the last dated by the day of the round, by the day of its source where it has none, and has a value', () => {
    expect(round.people.map((p) => latestItem(round, p, 'rating'))).toMatchObject([{ at: 0, value: 70 }, { at: 0, value: 60 }, undefined]);
    expect(round.people.map((p) => latest(round, p, 'rating'))).toEqual([{ at: 0, value: 7_000 }, { at: 0, value: 6_000 }, undefined]);
    expect(latest(round, { ...round.people[1]!, evidence: [item('good', {})] }, 'rating')).toBe(undefined); // no number
  });

  it('a scale runs from 0 to 100 points where the policy says nothing of it', () => {
    expect(scaleOf(toy, 'rating')).toEqual({ low: 0, high: 10_000 });
    expect(scaleOf(toy, 'senior')).toEqual({ low: 0, high: 10_000 }); // declared, without ends
    expect(scaleOf(toy, 'constructor')).toEqual({ low: 0, high: 10_000 });
    expect(scaleOf({ ...toy, attributes: { grade: { of: 'person', type: 'number', label: { en: 'grade' }, min: 1, max: 6 } } }, 'grade')).toEqual({ low: 100, high: 600 });
  });

  it('no value replaced is the same round; a rating that is no number, or in no band, is left as it is', () => {
    expect(withValues(round, 'rating', new Map())).toBe(round);
    const words: Round = { ...round, people: round.people.map((p) => ({ ...p, evidence: p.evidence.map((e) => ({ ...e, value: 'excused' })) })) };
    const all = new Set(['N0', 'N1', 'N2']);
    expect(inflated(words, toy, [ratingOf()], all, 2_000)).toEqual(words);
    expect(inflated(words, toy, [ratingOf({ bands: [{ from: 0, value: 'fair' }, { from: 50, value: 'good' }] })], all, 2_000)).toEqual(words);
  });

  it('leniency cannot be told of a unit without a score, nor of one in which nobody has a rating that counts', () => {
    const groups = groupsOf(round);
    expect(lenient(round, [ratingOf()], groups[0]!, groups, () => null)).toBe(null);
    const silent: Round = { ...round, people: round.people.map((p) => ({ ...p, evidence: [] })) };
    expect(lenient(silent, [ratingOf()], groups[0]!, groups, () => 5_000)).toBe(null);
  });

  it('leniency reads ratings in bands by where the band begins', () => {
    const bands = [{ from: 0, value: 'fair' }, { from: 75, value: 'good' }];
    const graded = (seats: readonly string[], of: (k: number) => string): Round => toyRound({
      units: [{ id: 'U1', name: 'one' }, { id: 'U2', name: 'two' }],
      positions: [toyPost('A', 'LOW', { seats: 9 }), toyPost('B', 'LOW', { seats: 20, unit: 'U2' })],
      people: seats.map((seat, k) => ({ id: `N${k}`, seat, evidence: [item(of(k), {})] })),
    });
    const seats = Array.from({ length: 29 }, (_, k) => (k < 9 ? 'A' : 'B'));
    const asked = (held: Round) => lenient(held, [ratingOf({ bands })], groupsOf(held)[0]!, groupsOf(held), (g) => (g.unit === 'U1' ? 1 : 5_000));
    expect(asked(graded(seats, (k) => (k < 9 ? 'good' : 'fair')))).toBe(true); // the unit that delivers least has all the good ratings
    expect(asked(graded(seats, (k) => (k < 9 ? 'fair' : 'good')))).toBe(false);
  });

  it('the part of a round that speaks of one post has its holders, its candidates, their posts, and what joins these alone', () => {
    const sealed = seal(toyPolicy((p) => { p.relations = { declaration: 'either' }; }));
    const pin = (person: string, position: string) => ({ person, position, by: 'mayor', reason: 'test' });
    const kin = (a: string, b: string) => ({ a, b, kind: 'kin', degree: 2, source: 'S1' });
    const whole = parseRound(
      toyRound({
        positions: [toyPost('P', 'MID', { seats: 2 }), toyPost('Q', 'MID', { superior: 'P' }), toyPost('R', 'LOW', { superior: 'P' }), toyPost('S', 'LOW', { superior: 'Q' })],
        people: [
          toyPerson({ id: 'HOLDER', seat: 'P', exam: 50, skill: 50, rating: 50 }), toyPerson({ id: 'FAVOURITE', seat: 'R', exam: 50, skill: 50, rating: 50 }),
          toyPerson({ id: 'OTHER', seat: 'S', exam: 60, skill: 50, rating: 50 }), toyPerson({ id: 'FRESH', exam: 60, skill: 50, rating: 50 }), toyPerson({ id: 'BARRED', exam: 90, skill: 50, rating: 50, cleared: false }), toyPerson({ id: 'PINNED', exam: 70, skill: 50, rating: 50 }),
        ],
        relations: [kin('FAVOURITE', 'FRESH'), kin('FAVOURITE', 'BARRED'), kin('BARRED', 'FRESH')],
        pins: [pin('PINNED', 'Q')],
      }),
      sealed,
    ).round;
    const part = partOf(openMarket(whole, sealed.policy), { person: 'FAVOURITE', position: 'P' });
    expect(part.people.map((p) => p.id)).toEqual(['FAVOURITE', 'FRESH', 'HOLDER', 'OTHER']); // BARRED is no candidate, and PINNED is one for Q alone
    expect(part.positions.map((p) => [p.id, p.superior])).toEqual([['P', undefined], ['R', 'P'], ['S', undefined]]);
    expect(part.relations.map(({ a, b }) => [a, b])).toEqual([['FAVOURITE', 'FRESH']]);
    expect(part.pins).toEqual([]); // Q is not in it
  });
});
