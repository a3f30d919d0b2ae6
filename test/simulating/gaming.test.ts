// The gaming test as a whole, and its signs on cases that nobody could miss.
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { MeritError, type Round } from '../../src/index.js';
import { openMarket } from '../../src/solving/index.js';
import { ATTACKS, gamingTest, generate, SIGNALS, type GamingOptions } from '../../src/simulating/index.js';
import { commitLottery } from '../../src/simulating/lottery.js';
import { Draws } from '../../src/simulating/draws.js';
import { openBench, yearBefore } from '../../src/simulating/gaming/bench.js';
import { latest, withValues } from '../../src/simulating/gaming/change.js';
import { inflated } from '../../src/simulating/gaming/inflation.js';
import { colluded, marksOf } from '../../src/simulating/gaming/panel.js';
import { candidatesFor, drawGroup, groupsOf, type RatedGroup } from '../../src/simulating/gaming/people.js';
import { demandsRecord, panelRecord, weightsRecord } from '../../src/simulating/gaming/record.js';
import { flagged, lenient } from '../../src/simulating/gaming/signs.js';
import { tailor, tailored } from '../../src/simulating/gaming/tailoring.js';
import { honestly, partOf, tried } from '../../src/simulating/gaming/trail-signs.js';
import { withWeights } from '../../src/simulating/gaming/weights.js';
import { times } from '../support/times.js';

const { organisation, world, policy } = generate({ shape: 'company', posts: 60, seed: 3 });
const options: GamingOptions = {
  organisation, world, seed: 1, seeds: 2,
  policies: { levels: policy, seniority: { policy, choose: 'seniority' }, 'status quo': { policy, choose: 'none' } },
};
const codesOf = async (run: Promise<unknown>): Promise<string[]> => {
  try {
    await run;
    return [];
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    return error.issues.length > 0 ? error.issues.map((i) => `${i.code} ${i.path}`).sort() : [`${error.code} ${error.path}`];
  }
};

describe('the test as a whole', () => {
  const whole = gamingTest(options);

  it('has a row for every attack, strength and policy, and counts each sign of the attacked and of the honest rounds', async () => {
    const test = await whole;
    expect(test.rows.map((r) => [r.attack, r.strength, r.policy])).toEqual(
      Object.entries(ATTACKS).flatMap(([attack, strengths]) => strengths.flatMap(({ strength }) => Object.keys(options.policies).map((name) => [attack, strength, name]))),
    );
    for (const row of test.rows) {
      expect(row.runs).toBeLessThanOrEqual(2);
      expect(row.more + row.fewer).toBeLessThanOrEqual(row.runs);
      for (const { signal, attacked, honest } of row.signals) {
        expect(SIGNALS).toContain(signal);
        for (const { fired, of } of [attacked, honest]) expect([fired <= of, of <= row.runs]).toEqual([true, true]);
      }
      if (row.shown !== 'none') expect(row.signals.find((s) => s.signal === row.shown)!.attacked.fired).toBeGreaterThan(0);
    }
    expect(test.rows.some((r) => r.runs === 2)).toBe(true);
  });

  it('finds a gain of exactly 0 where nobody moves, and where the attack touches nothing that is chosen by', async () => {
    const { rows } = await whole;
    const still = rows.filter((r) => r.policy === 'status quo' || (r.policy === 'seniority' && ['inflation', 'collusion', 'weights'].includes(r.attack)));
    expect(still.length).toBeGreaterThan(10);
    for (const { runs, more, fewer, gain, lost } of still) {
      expect([more, fewer]).toEqual([0, 0]);
      if (runs === 2) expect([gain, lost]).toEqual([{ mean: 0, low: 0, high: 0, runs: 2 }, { mean: 0, low: 0, high: 0, runs: 2 }]);
    }
  });

  it('is the same bytes again, in whatever order members and evidence stand', async () => {
    const asked = times(1, 2) === 1 ? { ...options, policies: { levels: policy } } : options;
    const first = canonicalJson((await whole).rows.filter((r) => Object.hasOwn(asked.policies, r.policy)));
    const members = [...organisation.members].reverse().map((m) => ({ ...m, evidence: [...m.evidence].reverse() }));
    const turned = await gamingTest({ ...asked, organisation: { ...organisation, members, positions: [...organisation.positions].reverse() } });
    const { rows } = turned;
    expect(canonicalJson(rows)).toBe(first);
    if (asked === options) expect(canonicalJson(turned)).toBe(canonicalJson(await whole));
  });

  it('gives one attack and one policy the same row alone as with the others', async () => {
    const alone = await gamingTest({ ...options, attacks: ['tailoring'], policies: { levels: policy } });
    expect(alone.rows).toEqual((await whole).rows.filter((r) => r.attack === 'tailoring' && r.policy === 'levels'));
  });
});

describe('a round of the test', () => {
  it('held twice is the same seating, worth the same', async () => {
    const start = await yearBefore(organisation, world, policy, 4, undefined);
    for (const choose of ['pack', 'greedy', 'random', 'patronage'] as const) {
      const bench = await openBench(start, world, { policy, choose }, 4, undefined);
      const again = await bench.hold({ round: bench.round, policy: bench.policy });
      expect([...again]).toEqual([...bench.honest]);
      expect(bench.worth(again)).toBe(bench.worth(bench.honest));
      expect(bench.worth(bench.honest)).toBeGreaterThan(40_00 * bench.honest.size);
    }
  });
});

describe('what is asked wrongly', () => {
  it('is told all at once, with its place', async () => {
    const bad = { ...options, seed: -1, seeds: 1.5, attacks: ['inflation', 'bribery', 'inflation'], policies: {}, attack: 1 };
    expect(await codesOf(gamingTest(bad as unknown as GamingOptions))).toEqual([
      'E_ID_DUPLICATE /attacks/2', 'E_KEY_UNKNOWN /attack', 'E_NUM_INT /seeds', 'E_NUM_RANGE /seed', 'E_VALUE_MISSING /policies', 'E_VALUE_UNKNOWN /attacks/1',
    ]);
    expect(await codesOf(gamingTest({ policies: { a: {} } } as unknown as GamingOptions))).toEqual(['E_TYPE /policies/a', 'E_VALUE_MISSING /organisation', 'E_VALUE_MISSING /seed', 'E_VALUE_MISSING /world']);
    expect(await codesOf(gamingTest({ ...options, attacks: [] }))).toEqual(['E_VALUE_MISSING /attacks']);
  });

  it('stops where its caller says so', async () => {
    expect(await codesOf(gamingTest({ ...options, signal: AbortSignal.abort() }))).toEqual(['E_ABORTED ']);
    const control = new AbortController();
    let done = 0;
    expect(await codesOf(gamingTest({ ...options, attacks: ['inflation'], signal: control.signal, onProgress: () => { done += 1; control.abort(); } }))).toEqual(['E_ABORTED ']);
    expect(done).toBe(1);
  });
});

describe('signs on cases that nobody could miss', async () => {
  const bench = await openBench(await yearBefore(organisation, world, policy, 2, undefined), world, { policy }, 2, undefined);
  const { round, market } = bench;
  const tests = ['skill', 'leadership'];
  // a vacant post with many candidates, and one of them whose tests are known
  const at = round.positions.map((_, j) => j).sort((a, b) => candidatesFor(market, b).length - candidatesFor(market, a).length)[0]!;
  const position = round.positions[at]!.id as string;
  const pool = candidatesFor(market, at).filter((i) => tests.every((t) => latest(round, round.people[i]!, t)));
  const person = round.people[[...pool].sort((a, b) => market.fits.low(a, at) - market.fits.low(b, at))[3]!]!.id as string;
  const favourite = { person, position };
  const won = new Map([...bench.honest].filter(([, seat]) => seat !== position)).set(person, position);
  const fair = new Map(won).set(person, bench.honest.get(person) ?? '').set(round.people[[...pool].sort((a, b) => market.fits.low(b, at) - market.fits.low(a, at))[0]!]!.id, position);

  it('leniency: a weak unit in which everybody has full marks; not one in which ratings are as elsewhere', () => {
    const groups = groupsOf(round);
    const group = drawGroup(round, groups, new Draws(1))!;
    const ratings = world.measures.filter((m) => m.kind === 'rating');
    const weakest = (g: RatedGroup): number => (g.unit === group.unit ? 1 : 5000);
    expect(lenient(inflated(round, policy.policy, ratings, new Set(group.people), 10_000), ratings, group, groups, weakest)).toBe(true);
    const flat = withValues(round, 'rating', new Map(round.people.map((p, k) => [p.id as string, 50 + (k % 30)]))); // thirds fall alike everywhere
    const alike = { ...group, people: round.people.filter((p) => p.seat !== undefined).map((p) => p.id as string) };
    expect(lenient(flat, ratings, alike, groups, () => 5000)).toBe(false);
    expect(lenient(round, [], group, groups, weakest)).toBe(null);
  });

  it('rater-outlier: one of five lifts the weakest past everybody; not the same panel before', async () => {
    const names = pool.map((i) => round.people[i]!.id as string);
    const rivals = new Set(names.filter((id) => id !== person).slice(0, 1));
    let changed: Round = round;
    const [before, after] = [new Map(), new Map()];
    for (const test of tests) {
      before.set(test, marksOf(round, test, names, bench.draws));
      const one = colluded(changed, policy.policy, test, before.get(test), person, rivals, { raters: 1, by: 25_000 });
      changed = one.round;
      after.set(test, one.marks);
    }
    expect(await flagged(panelRecord(openMarket(changed, bench.policy.policy), won, position, after), 'rater-outlier')).toBe(true);
    expect(await flagged(panelRecord(market, fair, position, before), 'rater-outlier')).toBe(false);
    expect(await flagged(panelRecord(market, new Map(), position, before), 'rater-outlier')).toBe(null); // nobody was chosen
  });

  it('tailored-requirements: demands of one person that came after the call; not the demands every post has', async () => {
    const demands = tailor(market, favourite);
    const list = demands.length > 0 ? demands : [{ attribute: 'joined', is: '=' as const, value: round.people.find((p) => p.id === person)!.evidence.find((e) => e.attribute === 'joined')!.value! }];
    const after = openMarket(tailored(round, position, list), bench.policy.policy);
    const usual = [{ attribute: 'cleared', is: '=' as const, value: true }];
    expect(await flagged(demandsRecord(after, market, won, position, usual, true), 'tailored-requirements')).toBe(true);
    expect(await flagged(demandsRecord(market, market, fair, position, usual, false), 'tailored-requirements')).toBe(false);
  });

  it('tailored-weights: weights that were changed after the call; not those that stood', async () => {
    const other = withWeights(bench.policy, { field: 100, assessment: 0, rating: 0 });
    expect(await flagged(weightsRecord(openMarket(round, other.policy), won, position, policy.policy.weights), 'tailored-weights')).toBe(true);
    expect(await flagged(weightsRecord(market, new Map(), position, null), 'tailored-weights')).toBe(null);
  });

  it('trail: other weights, other nonces, another day and the same again are refused, or counted where the book is kept', async () => {
    const part = partOf(market, favourite);
    const honest = { round: part, policy: bench.policy };
    const lottery = commitLottery(policy, 99);
    expect(part.people.length).toBeLessThan(round.people.length);
    expect(await honestly(honest)).toEqual({ refused: null, attempts: 1 });
    expect(await tried(honest, { round: part, policy: withWeights(bench.policy, { field: 10, assessment: 10, rating: 80 }) })).toEqual({ refused: 'E_POLICY_HASH', attempts: 1 });
    expect(await tried(honest, { round: { ...part, reveals: lottery.reveals }, policy: lottery.policy })).toEqual({ refused: 'E_SEED_COMMITMENT', attempts: 2 });
    expect(await tried(honest, { round: { ...part, asOf: '2028-01-09' }, policy: bench.policy })).toEqual({ refused: 'E_INPUT_HASH', attempts: 2 });
    expect(await tried(honest, honest)).toEqual({ refused: 'E_RERUN', attempts: 2 });
  });
});
