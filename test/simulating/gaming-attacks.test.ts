// What each attack does to a round, and that it does nothing else.
import { expect, it } from 'vitest';
import { seal, type Round } from '../../src/index.js';
import { openMarket } from '../../src/solving/index.js';
import { generate, Organisation } from '../../src/simulating/index.js';
import { Draws } from '../../src/simulating/draws.js';
import { inflated } from '../../src/simulating/gaming/inflation.js';
import { latest } from '../../src/simulating/gaming/change.js';
import { colluded, marksOf, PANEL } from '../../src/simulating/gaming/panel.js';
import { candidatesFor, drawFavourite, drawGroup, groupsOf, winnersOf } from '../../src/simulating/gaming/people.js';
import { tailor, tailored, TAILORED } from '../../src/simulating/gaming/tailoring.js';
import { shop, withWeights } from '../../src/simulating/gaming/weights.js';
import { firstRound } from './support/first-round.js';

const { organisation, world, policy } = generate({ shape: 'city', posts: 200, seed: 5 });
const round = firstRound(Organisation.parse(organisation), policy);
const market = openMarket(round, policy.policy);
const ratings = world.measures.filter((m) => m.kind === 'rating');
const draws = new Draws(11);
const today = new Map(round.people.flatMap((p) => (p.seat === undefined ? [] : [[p.id as string, p.seat as string] as const])));
const connected = new Set(organisation.members.flatMap((m, k) => (k % 4 === 0 ? [m.id] : []))); // more than the generator plants, so that there is a choice
const favourite = drawFavourite(market, today, connected, draws)!;

/** Where two rounds differ: people with the attributes that do, posts, and anything else. */
function differences(a: Round, b: Round): { evidence: string[]; positions: string[]; rest: boolean } {
  const evidence = a.people.flatMap((p, i) => {
    const q = b.people[i]!;
    expect({ ...p, evidence: [] }).toEqual({ ...q, evidence: [] });
    expect(q.evidence.length).toBe(p.evidence.length);
    return p.evidence.flatMap((e, k) => (JSON.stringify(e) === JSON.stringify(q.evidence[k]) ? [] : [`${p.id}/${e.attribute}`]));
  });
  const positions = a.positions.flatMap((p, j) => (JSON.stringify(p) === JSON.stringify(b.positions[j]) ? [] : [p.id as string]));
  return { evidence, positions, rest: JSON.stringify({ ...a, people: [], positions: [] }) !== JSON.stringify({ ...b, people: [], positions: [] }) };
}

it('inflation raises the latest ratings of the people of a unit, up to the end of the scale, and nothing else', () => {
  const group = drawGroup(round, groupsOf(round), draws)!;
  expect(group.people.length).toBeGreaterThanOrEqual(8);
  const changed = inflated(round, policy.policy, ratings, new Set(group.people), 2000);
  const { evidence, positions, rest } = differences(round, changed);
  const rated = group.people.filter((id) => latest(round, round.people.find((p) => p.id === id)!, 'rating'));
  const raised = rated.filter((id) => latest(round, round.people.find((p) => p.id === id)!, 'rating')!.value < 10_000);
  expect(evidence.sort()).toEqual(raised.map((id) => `${id}/rating`).sort());
  expect([positions, rest]).toEqual([[], false]);
  for (const id of rated) {
    const [was, is] = [round, changed].map((r) => latest(r, r.people.find((p) => p.id === id)!, 'rating')!.value);
    expect(is).toBe(Math.min(10_000, was! + 2000));
  }
  expect(inflated(round, policy.policy, ratings, new Set(group.people), 0)).toEqual(round);
});

it('a rating in bands rises to the band that begins so many points higher', () => {
  const bands = [{ from: 0, value: 'fair' }, { from: 50, value: 'good' }, { from: 75, value: 'very good' }];
  const person = round.people[0]!;
  const banded = { ...round, people: [{ ...person, evidence: [{ attribute: 'grade', value: 'fair', source: round.sources[0]!.id, date: '2026-12-31' }] }] };
  const rating = { kind: 'rating', attribute: 'grade', on: '12-31', noise: 0, leniency: 0, missedPerMille: 0, bands } as const;
  const after = (points: number): unknown => inflated(banded, policy.policy, [{ ...rating, bands: [...bands] }], new Set([person.id]), points * 100).people[0]!.evidence[0]!.value;
  expect([0, 49, 50, 74, 75, 100].map(after)).toEqual(['fair', 'fair', 'good', 'good', 'very good', 'very good']);
});

it('the marks of a panel have the results as their means, and colluders move the results of the favourite and his rivals alone', () => {
  const names = round.people.map((p) => p.id as string);
  const marks = marksOf(round, 'skill', names, draws);
  expect(marks.size).toBeGreaterThan(100);
  for (const person of round.people) {
    const own = marks.get(person.id);
    expect(own === undefined).toBe(latest(round, person, 'skill') === undefined);
    if (own) expect([own.length, own.reduce((a, b) => a + b, 0)]).toEqual([PANEL, PANEL * latest(round, person, 'skill')!.value]);
  }
  const tested = round.people.filter((p) => marks.has(p.id)).map((p) => p.id as string);
  const [hero, ...others] = tested;
  const rivals = new Set(others.slice(0, 6));
  for (const raters of [1, 2, 3]) {
    const after = colluded(round, policy.policy, 'skill', marks, hero!, rivals, { raters, by: 3000 });
    const { evidence, positions, rest } = differences(round, after.round);
    expect(evidence.sort()).toEqual([hero!, ...rivals].map((id) => `${id}/skill`).sort());
    expect([positions, rest]).toEqual([[], false]);
    for (const [id, own] of after.marks) {
      const person = after.round.people.find((p) => p.id === id)!;
      expect(own.reduce((a, b) => a + b, 0)).toBe(PANEL * latest(after.round, person, 'skill')!.value);
      expect(own.slice(raters)).toEqual(marks.get(id)!.slice(raters)); // the honest ones gave what they gave
      if (id === hero || rivals.has(id)) expect(Math.sign(own[0]! - marks.get(id)![0]!)).toBe(id === hero ? 1 : -1);
    }
  }
});

it('nobody is lifted beyond the scale by a panel', () => {
  const high = { ...round, people: round.people.map((p) => ({ ...p, evidence: p.evidence.map((e) => (e.attribute === 'skill' ? { ...e, value: 98.37 } : e)) })) };
  const names = high.people.map((p) => p.id as string);
  const marks = marksOf(high, 'skill', names, draws);
  const hero = high.people.find((p) => marks.has(p.id))!.id as string;
  const after = colluded(high, policy.policy, 'skill', marks, hero, new Set(), { raters: 3, by: 10_000 });
  const value = latest(after.round, after.round.people.find((p) => p.id === hero)!, 'skill')!.value;
  expect(value).toBeGreaterThan(9_900);
  expect(value).toBeLessThanOrEqual(10_000);
});

it('tailored demands shut out all but the favourite and at most one other, and touch one post alone', () => {
  const at = round.positions.findIndex((p) => p.id === favourite.position);
  const demands = tailor(market, favourite);
  expect(candidatesFor(market, at).length).toBeGreaterThan(2);
  expect(demands.length).toBeGreaterThan(0);
  expect(demands.length).toBeLessThanOrEqual(TAILORED.demands);
  const changed = tailored(round, favourite.position, demands);
  expect(differences(round, changed)).toEqual({ evidence: [], positions: [favourite.position], rest: false });
  const left = candidatesFor(openMarket(changed, policy.policy), at).map((i) => round.people[i]!.id as string);
  expect(left).toContain(favourite.person);
  expect(left.length).toBeLessThanOrEqual(1 + TAILORED.others);
  expect(tailored(round, favourite.position, [])).toBe(round);
});

it('whoever has the file of everybody else cannot be tailored for', () => {
  const same = { ...round, people: round.people.map((p) => ({ ...p, evidence: round.people[0]!.evidence, since: '2000-01-01' })) };
  const twins = openMarket(same, policy.policy);
  const post = twins.round.positions.findIndex((_, j) => candidatesFor(twins, j).length > 2);
  const person = twins.round.people[candidatesFor(twins, post)[0]!]!.id as string;
  expect(tailor(twins, { person, position: twins.round.positions[post]!.id })).toEqual([]);
});

it('shopped weights are a lawful pack, sum to the total, and put the favourite first where any of those drawn does', () => {
  const at = round.positions.findIndex((p) => p.id === favourite.position);
  const own = round.people.findIndex((p) => p.id === favourite.person);
  const better = (weights: Readonly<Record<string, number>>): number => {
    const sealed = withWeights(policy, weights);
    const { fits } = openMarket(round, sealed.policy);
    return candidatesFor(market, at).filter((i) => i !== own && fits.low(i, at) > fits.low(own, at)).length;
  };
  const list = shop(market, favourite, draws.of('weights'));
  expect(list.length).toBe(200);
  for (const weights of list.slice(0, 20)) {
    expect(Object.values(weights).reduce((a, b) => a + b, 0)).toBe(100);
    expect(Object.keys(weights)).toEqual(policy.policy.criteria.map((c) => c.id));
  }
  const ranks = [0, 40, 90, 150, 199].map((k) => better(list[k]!)); // best first; parts are rounded, so one step may be off by a tie
  expect([...ranks].sort((a, b) => a - b)).toEqual(ranks);
  expect(seal({ ...policy.policy, weights: { ...list[0]! } }).policy.weights).toEqual(list[0]);
});

it('the favourite is connected, did not win, and may have a vacant higher post; the same seed draws him again, another one another', () => {
  expect(connected.has(favourite.person)).toBe(true);
  expect(winnersOf(market, today).size).toBe(0);
  expect(drawFavourite(market, today, connected, new Draws(11))).toEqual(favourite);
  const drawn = new Set(Array.from({ length: 12 }, (_, k) => drawFavourite(market, today, new Set(), new Draws(k))?.person)); // nobody is connected: everybody may be favoured
  expect(drawn.size).toBeGreaterThan(1);
  // once he has won, it is somebody else
  const at = new Map([...today, [favourite.person, favourite.position]]);
  expect(winnersOf(market, at)).toEqual(new Set([favourite.person]));
  expect(drawFavourite(market, at, new Set(), new Draws(11))?.person).not.toBe(favourite.person);
  expect(drawFavourite(market, at, new Set([favourite.person]), new Draws(11))).toBe(null);
});
