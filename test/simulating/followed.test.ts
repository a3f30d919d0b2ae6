import { beforeAll, describe, expect, it } from 'vitest';
import { explain, type MeritError, type Proposal } from '../../src/index.js';
import { followedOf, followProposal, followUp, laterFits, type Later, type Scenario, type Year } from '../../src/simulating/index.js';
import { read, run, type Read } from '../solving/rounds.js';
import { toyPerson, toyPost } from '../support/toy.js';
import { followedLife, lifeOf, yearsOf } from './support/follow-worlds.js';

const codes = (call: () => unknown): string[] => {
  try {
    call();
    return [];
  } catch (error) {
    return (error as MeritError).issues.map(({ code, path }) => `${code} ${path}`);
  }
};

describe('followedOf(years, scenario)', () => {
  const scenario: Scenario = lifeOf(3, true);
  let years: Year[];
  beforeAll(async () => {
    years = await yearsOf(scenario);
  });

  it('is a row for every move into a post, with the fit that counted and the performance of a year later; whoever no longer sits there is not known', () => {
    const rows = followedOf(years, scenario);
    const moves = years.flatMap(({ happenings }) => happenings.filter(({ what, to }) => what === 'moved' && to !== undefined));
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.map(({ person, fit }) => [person, fit])).toEqual(moves.map(({ person, fit }) => [person, fit! / 10_000]));
    // by hand from the states: skill and drive by the shares of the level; a year on nothing is left to learn
    const shares = scenario.world.work.levels;
    let known = 0;
    moves.forEach(({ person, to, day }, k) => {
      const morning = years.map(({ state }) => state!).find((state) => state.day >= `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`);
      const life = morning?.people.find(({ id }) => id === person);
      const level = scenario.organisation.positions.find(({ id }) => id === to)!.level;
      const there = life?.seat === to && life?.since === day && life.awayUntil === undefined;
      const worth = there ? Math.floor((Object.entries(shares[level]!).reduce((sum, [trait, share]) => sum + life.traits[trait]! * share, 0) + 50) / 100) / 100 : null;
      expect(rows[k]).toMatchObject({ stratum: level, later: worth });
      if (worth !== null) known++;
    });
    expect(known).toBeGreaterThan(20);
    expect(known).toBeLessThan(moves.length);
  });

  it('reads a rating in the place of performance, from after the move alone, and holds people against each other by post or unit', () => {
    const rows = followedOf(years, scenario, { later: { attribute: 'rating' }, by: 'unit' });
    const unit = new Map(scenario.organisation.positions.map((post) => [post.id, post.unit]));
    const moves = years.flatMap(({ happenings }) => happenings.filter(({ what, to }) => what === 'moved' && to !== undefined));
    expect(rows.map(({ stratum }) => stratum)).toEqual(moves.map(({ to }) => unit.get(to!)));
    expect(rows.filter(({ later }) => later !== null && Number.isInteger(later * 100)).length).toBeGreaterThan(20);
    expect(followedOf(years, scenario, { by: 'position' }).map(({ stratum }) => stratum)).toEqual(moves.map(({ to }) => to));
  });

  it('knows nothing of what lies beyond the last year', () => {
    expect(followedOf(years, scenario, { afterMonths: 120 }).every(({ later }) => later === null)).toBe(true);
  });

  it('asks for states, and whole months', () => {
    const without = years.map(({ state: _, ...year }) => year);
    expect(codes(() => followedOf([years[0]!, without[1]!], scenario, { afterMonths: -1 }))).toEqual(['E_NUM_RANGE /afterMonths', 'E_VALUE_MISSING /years/1/state']);
  });

  it('finds that the fit predicts where the measures measure what the work takes, and not where they measure something else', async () => {
    const verdicts = async (tells: boolean): Promise<string[]> => Promise.all([1, 2].map(async (seed) => (await followedLife(seed, tells)).verdict));
    expect(await verdicts(true)).toEqual(['predicts', 'predicts']);
    expect(await verdicts(false)).toEqual(['not-shown', 'not-shown']);
  });
});

describe('followProposal(proposal, round, policy, later)', () => {
  let one: Read;
  let proposal: Proposal;
  beforeAll(async () => {
    one = read({
      positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'LOW'), toyPost('J4', 'LOW')],
      people: [toyPerson({ id: 'A', seat: 'J2', exam: 90 }), toyPerson({ id: 'B', seat: 'J3', exam: 80 }), toyPerson({ id: 'C', exam: 40 }), toyPerson({ id: 'D', exam: 30 }), toyPerson({ id: 'E', exam: 20 })],
    });
    proposal = await run(one);
  });
  const follow = (later: readonly Later[], options?: Parameters<typeof followProposal>[4]) => followProposal(proposal, one.round, one.policy, later, options);

  it('tells who took what was proposed, who took something else, who left and of whom nothing is known', () => {
    expect(proposal.certain.moves.map(({ person, to }) => `${person}-${to}`)).toEqual(['A-J1', 'B-J2', 'C-J4', 'D-J3']);
    const fit = (person: string, position: string): number => explain(proposal, one.round, one.policy).eligible(position).find((e) => e.person === person)!.fit.low / 10_000;
    const found = follow([
      { person: 'A', position: 'J1', value: 70 },
      { person: 'B', position: 'J3', value: 60 }, // declined: stays where he was, and nothing was decided of him
      { person: 'C', position: 'J2', value: 50 }, // takes what B left
      { person: 'E', position: 'J4', value: 40 }, // takes what had been proposed to C
    ]);
    expect(found).toEqual({
      rows: [
        { person: 'A', stratum: 'TOP', fit: fit('A', 'J1'), later: 70, proposed: true },
        { person: 'C', stratum: 'MID', fit: fit('C', 'J2'), later: 50, proposed: false },
        { person: 'D', stratum: 'LOW', fit: fit('D', 'J3'), later: null },
        { person: 'E', stratum: 'LOW', fit: fit('E', 'J4'), later: 40, proposed: false },
      ],
      taken: 1, notTaken: 2, left: 0, unknown: 1, instead: 2,
    });
    expect(follow([{ person: 'A', position: null, value: null }])).toMatchObject({ taken: 0, left: 1, unknown: 3 });
    expect(follow([{ person: 'A', position: 'J1', value: 1 }], { by: 'position' }).rows[0]).toMatchObject({ stratum: 'J1' });
    expect(followUp(found.rows).verdict).toBe('too-few');
  });

  it('takes realised fits from a later round, and none that is known only from a low to a high end', () => {
    const after = read({ positions: one.round.positions, people: [toyPerson({ id: 'A', seat: 'J1', exam: 55, skill: 60, rating: 70 }), { ...toyPerson({ id: 'B', seat: 'J2' }), evidence: [] }, toyPerson({ id: 'C' })] });
    const later = laterFits(after.round, after.policy);
    expect(later).toEqual([{ person: 'A', position: 'J1', value: expect.any(Number) as number }, { person: 'B', position: 'J2', value: null }, { person: 'C', position: null, value: null }]);
    expect(follow(later).rows.find(({ person }) => person === 'A')).toMatchObject({ later: later[0]!.value, proposed: true });
  });

  it('refuses another round or policy, and tells every bad line', () => {
    const other = read({ positions: [toyPost('J1', 'TOP')], people: [toyPerson({ id: 'A' })] }, (policy) => (policy.title = { en: 'Other' }));
    expect(codes(() => followProposal(proposal, other.round, one.policy, []))).toEqual(['E_INPUT_HASH /round']);
    expect(codes(() => followProposal(proposal, one.round, other.policy, []))).toEqual(['E_POLICY_HASH /policy']);
    expect(codes(() => follow([{ person: 'Z', position: 'J1', value: 1 }, { person: 'A', position: 'J9', value: 101 }, { person: 'A', position: null, value: null }]))).toEqual([
      'E_REF_UNKNOWN /later/0/person', 'E_REF_UNKNOWN /later/1/position', 'E_NUM_RANGE /later/1/value', 'E_ID_DUPLICATE /later/2/person',
    ]);
  });
});
