import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { MeritError } from '../../src/errors/index.js';
import { compare, estimate, pairedDifference, runTask, type Comparison, type Pool, type Run, type Simulate } from '../../src/simulating/index.js';
import { fakeSimulate, options, ORGANISATION, POLICY, WORLD } from './fake-years.js';

const problems = async (wrong: object): Promise<string[]> => {
  const error: unknown = await compare(fakeSimulate, { ...options(), ...wrong }).catch((thrown: unknown) => thrown);
  if (!(error instanceof MeritError)) throw new Error('no MeritError');
  return error.issues.map(({ code, path }) => `${code} ${path}`);
};

describe('estimates', () => {
  // Cushny and Peebles' hours of sleep gained, the example of Student 1908 (`sleep` of R); the figures that `t.test(…, paired = TRUE)` of R gives.
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];

  it('the paired difference of the sleep data is that of Student', () =>
    expect(pairedDifference(second, first, 0.95)).toEqual({ mean: 1.58, low: 0.700114, high: 2.459886, runs: 10, higher: 9, equal: 1, lower: 0 }));

  it('a mean with its interval, in six decimals', () => expect(estimate([1, 2, 4], 0.95)).toEqual({ mean: 2.333333, low: -1.46125, high: 6.127916, runs: 3 })); // scipy.stats.t.interval

  it('equal values leave nothing open, one value leaves all, a pair without one of its two does not count', () => {
    expect(estimate([3, 3, 3], 0.95)).toEqual({ mean: 3, low: 3, high: 3, runs: 3 });
    expect([estimate([3], 0.95), estimate([], 0.95)]).toEqual([null, null]);
    expect(pairedDifference([1, null, 5, 6], [1, 7, null, 4], 0.95)).toMatchObject({ mean: 1, runs: 2, higher: 1, equal: 1, lower: 0 });
    expect(pairedDifference([1, null], [1, 2], 0.95)).toBeNull();
  });
});

describe('compare', () => {
  it('holds policies against the base on the same seeds: luck falls out of the difference', async () => {
    const found = await compare(fakeSimulate, options());
    const row = found.rows.find((one) => one.measure === 'fit-mean' && one.level === 'LOW')!;
    expect(row.cells.map((cell) => cell.policy)).toEqual(['merit', 'lots', 'years']);
    expect(row.cells.map((cell) => cell.difference)).toEqual([
      null,
      { mean: -1, low: -1, high: -1, runs: 4, higher: 0, equal: 0, lower: 4 },
      { mean: -0.333333, low: -0.333333, high: -0.333333, runs: 4, higher: 0, equal: 0, lower: 4 },
    ]);
    const own = row.cells[0]!.estimate!;
    expect(own.low).toBeLessThan(own.mean);
    expect(own.mean).toBeLessThan(own.high);
    expect(row.cells[0]!.years).toHaveLength(3);
    expect(row.cells[0]!.years.reduce<number>((sum, one) => sum + one! / 3, 0)).toBeCloseTo(own.mean, 5);
    expect(found.rows.find((one) => one.measure === 'fit-mean' && one.level === 'TOP')!.cells[0]).toEqual({ policy: 'merit', estimate: null, difference: null, years: [null, null, null] });
  });

  it('says what was compared', async () => {
    const found = await compare(fakeSimulate, options());
    expect(found).toMatchObject({ format: 'meritra/comparison/0', engine: 'meritra 0.1.0', years: 3, seed: 7, seeds: 4, confidence: 0.95, base: 'merit', yardstick: POLICY.hash, levels: ['LOW', 'TOP'], organisation: { id: 'toy-office', seats: 4, people: 2 } });
    expect(found.policies).toEqual([
      { name: 'merit', hash: POLICY.hash, choose: 'pack', everyMonths: 12 },
      { name: 'lots', hash: POLICY.hash, choose: 'random', everyMonths: 12 },
      { name: 'years', hash: POLICY.hash, choose: 'seniority', everyMonths: 24 },
    ]);
    expect(Object.isFrozen(found.rows[0])).toBe(true);
    expect(() => canonicalJson(found)).not.toThrow();
  });

  it('is the same whatever the order in which lives end, and in which the rows of the organisation stand', async () => {
    const expected = canonicalJson(await compare(fakeSimulate, options()));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), async (keys) => {
        const pool: Pool = {
          async run(tasks, { onRun }) {
            const order = tasks.map((task, k) => ({ task, key: keys[k]! })).sort((a, b) => a.key - b.key);
            for (const { task } of order) onRun(await runTask(task, { simulate: fakeSimulate }));
          },
        };
        const turned = { ...ORGANISATION, members: [...ORGANISATION.members].reverse(), positions: [...ORGANISATION.positions].reverse(), units: [...ORGANISATION.units].reverse() };
        expect(canonicalJson(await compare(pool, options({ organisation: turned })))).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('another base turns the sign, another seed the hash of the runs', async () => {
    const [one, other, later] = await Promise.all([compare(fakeSimulate, options()), compare(fakeSimulate, options({ base: 'lots' })), compare(fakeSimulate, options({ seed: 8 }))]);
    const difference = (of: Comparison, policy: string): number | undefined => of.rows[1]!.cells.find((cell) => cell.policy === policy)!.difference?.mean;
    expect([difference(one, 'lots'), difference(other, 'merit')]).toEqual([-1, 1]);
    expect(other.runs).toBe(one.runs);
    expect(later.runs).not.toBe(one.runs);
  });

  it('asks for the years without their states, all measured by one yardstick', async () => {
    const asked: unknown[] = [];
    const watched: Simulate = (scenario, control) => {
      asked.push([control?.states, scenario.yardstick === POLICY, scenario.seed]);
      return fakeSimulate(scenario);
    };
    await compare(watched, options({ seeds: 2 }));
    expect(asked).toEqual([7, 8, 7, 8, 7, 8].map((seed) => [false, true, seed]));
  });

  it('tells its progress, and ends when it is told to', async () => {
    const told: number[] = [];
    await compare(fakeSimulate, options({ seeds: 1, onProgress: ({ done, of }) => told.push(done / of) }));
    expect(told).toEqual([1 / 3, 2 / 3, 1]);
    const stop = new AbortController();
    const lives: number[] = [];
    const error: unknown = await compare(fakeSimulate, options({ signal: stop.signal, onProgress: ({ done }) => (lives.push(done), done === 2 && stop.abort()) })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'E_ABORTED' });
    expect(lives).toEqual([1, 2]);
  });

  it('tells every problem of the options at once, at its place', async () => {
    expect(await problems({ seeds: 0, years: -1, seed: 1.5, base: 'nobody', policies: { merit: POLICY, 'merit ': POLICY, loose: { choose: 'pack' } }, speed: 1 })).toEqual([
      'E_KEY_UNKNOWN /speed',
      'E_NUM_RANGE /years',
      'E_NUM_INT /seed',
      'E_NUM_RANGE /seeds',
      'E_ID_DUPLICATE /policies/merit ',
      'E_TYPE /policies/loose',
      'E_REF_UNKNOWN /base',
    ]);
    expect(await problems({ policies: {} })).toEqual(['E_VALUE_MISSING /policies']);
    expect(await problems({ seed: undefined, policies: { ' ': POLICY } })).toEqual(['E_VALUE_MISSING /seed', 'E_STRING_EMPTY /policies/ ']);
    expect(await problems({ policies: { merit: POLICY, 'a/b': { policy: POLICY, choose: 'best', everyMonths: 0, terms: { MIDDLE: 12 } } }, organisation: { ...ORGANISATION, members: [] } })).toEqual([
      'E_VALUE_MISSING /organisation/members',
      'E_VALUE_UNKNOWN /policies/a~1b/choose',
      'E_NUM_RANGE /policies/a~1b/everyMonths',
      'E_REF_UNKNOWN /policies/a~1b/terms/MIDDLE',
    ]);
    expect(await problems({ policies: { merit: { ...POLICY, policy: { ...POLICY.policy, id: 'other' } } } })).toEqual(['E_POLICY_HASH /policies/merit', 'E_POLICY_HASH /yardstick']);
    expect(await problems({ seed: 2_147_483_647, seeds: 2 })).toEqual(['E_NUM_RANGE /seeds']);
  });

  it('throws what a life throws', async () => {
    const broken: Simulate = () => {
      throw new MeritError('E_REF_UNKNOWN', 'no such post', { path: '/organisation/members/0/seat' });
    };
    await expect(compare(broken, options())).rejects.toMatchObject({ code: 'E_REF_UNKNOWN', path: '/organisation/members/0/seat' });
  });
});

describe('a life', () => {
  const task = { policy: 'merit', scenario: { organisation: ORGANISATION, world: WORLD, regime: { policy: POLICY }, years: 2, seed: 3 } };

  it('has the hash of its years, one after the other, by node:crypto', async () => {
    const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
    let expected = sha('meritra/simulated-year/0');
    for await (const year of fakeSimulate(task.scenario)) expected = sha(`${expected}\n${canonicalJson(year)}`);
    const run: Run = await runTask(task, { simulate: fakeSimulate });
    expect(run.hash).toBe(`sha256:${expected}`);
    expect(run.byYear).toHaveLength(2);
    expect(run.lorenz[0]).toBe(0);
    expect(run.lorenz.at(-1)).toBeCloseTo(1, 12);
  });
});
