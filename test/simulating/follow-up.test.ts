import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draws, normal } from '../../src/simulating/draws.js';
import { followUp, type FollowRow, type FollowUp, type FollowUpOptions } from '../../src/simulating/follow-up.js';
import { studentCdf, studentQuantile } from '../../src/stats/student.js';
import { MeritError } from '../../src/index.js';

interface Said {
  readonly level: number;
  readonly rows: readonly (Omit<FollowRow, 'person'> & { readonly later: number })[];
  readonly df: number;
  readonly slope: number;
  readonly se: number;
  readonly low: number;
  readonly high: number;
  readonly detectable: number;
  readonly difference: readonly [number, number, number];
  readonly correlation: number;
  readonly kendallP?: number;
  readonly morris?: { readonly between: number; readonly raw: number[]; readonly estimate: number[]; readonly low: number[]; readonly high: number[]; readonly reliability: number[] };
}
const said = JSON.parse(gunzipSync(readFileSync(new URL('oracles/follow-up.json.gz', import.meta.url))).toString()) as {
  data: Said[];
  student: { df: number; t: number[]; p: number[]; q: number[]; at: number[] }[];
};

const near = (got: number | null | undefined, expected: number): void => expect(Math.abs(Number(got) - expected)).toBeLessThan(2e-6); // six decimals are told
const named = (rows: readonly Omit<FollowRow, 'person'>[]): FollowRow[] => rows.map((row, k) => ({ person: `P${k}`, ...row }));

describe('followUp(rows) against R', () => {
  it.each(said.data.map((one, k) => [k, one] as const))('set %i: slope, interval, what could have been shown, deviations, strata', (_, one) => {
    const found = followUp(named(one.rows), { confidence: one.level, draws: 1 });
    near(found.slope?.estimate, one.slope);
    near(found.slope?.standardError, one.se);
    near(found.slope?.low, one.low);
    near(found.slope?.high, one.high);
    near(found.detectable, one.detectable);
    near(found.range?.correlation, one.correlation);
    expect(found.slope?.df).toBe(one.df);
    const { estimate, low, high } = found.proposed.difference!;
    [estimate, low, high].forEach((value, k) => near(value, one.difference[k]!));
    one.morris?.raw.forEach((raw, k) => {
      const stratum = found.strata[k]!;
      near(found.betweenStrata, one.morris!.between);
      near(stratum.raw, raw);
      near(stratum.shrunk?.estimate, one.morris!.estimate[k]!);
      near(stratum.shrunk?.low, one.morris!.low[k]!);
      near(stratum.shrunk?.high, one.morris!.high[k]!);
      near(stratum.reliability, one.morris!.reliability[k]!);
    });
  });

  it('shuffles give the p of Kendall\'s tau, ties and all, as far as a normal distribution and 1,999 shuffles agree', () => {
    const alone = said.data.filter(({ kendallP }) => kendallP !== undefined);
    expect(alone.length).toBe(8);
    for (const { rows, kendallP } of alone) {
      const { ranks } = followUp(named(rows));
      expect(ranks?.method).toBe('shuffled');
      expect(Math.abs(ranks!.p - kendallP!)).toBeLessThan(0.03);
    }
  });

  it('Student\'s t is R\'s pt() and qt()', () => {
    for (const { df, t, p, q, at } of said.student) {
      t.forEach((value, k) => expect(Math.abs(studentCdf(value, df) / p[k]! - 1)).toBeLessThan(1e-9));
      q.forEach((value, k) => expect(Math.abs(studentQuantile(value, df) - at[k]!)).toBeLessThan(1e-8 * (1 + Math.abs(at[k]!))));
    }
  });
});

/** A world of which the truth is known: `strata` of so many people, later = level of the stratum + slope * fit + noise, in whole hundredths of a point. */
function world(seed: number, { slope, strata, people, noise = 600, spread = 400, chosen = people }: { slope: number; strata: number; people: number; noise?: number; spread?: number; chosen?: number }): { rows: FollowRow[]; effects: number[] } {
  const from = new Draws(seed).of('follow-up test');
  const effects = Array.from({ length: strata }, () => normal(spread, from));
  const rows = effects.flatMap((effect, s) => {
    const pool = Array.from({ length: people }, (_, k) => {
      const fit = 6500 + normal(700, from);
      return { person: `P${s}-${k}`, stratum: `s${String(s).padStart(2, '0')}`, fit: fit / 100, later: (5500 + effect + Math.round(slope * (fit - 6500)) + normal(noise, from)) / 100 };
    });
    return pool.sort((a, b) => b.fit - a.fit).slice(0, chosen); // the better half is chosen, and only they are seen
  });
  return { rows, effects: effects.map((effect) => effect / 100) };
}

const WORLDS = 300;
const many = (make: (seed: number) => FollowUp): FollowUp[] => Array.from({ length: WORLDS }, (_, k) => make(k + 1));

describe('followUp(rows) on worlds whose truth is known', () => {
  it('holds the true slope in its interval in about 95 of 100 worlds, and says that the fit predicts', () => {
    const found = many((seed) => followUp(world(seed, { slope: 0.5, strata: 6, people: 10 }).rows, { draws: 1 }));
    const covered = found.filter(({ slope }) => slope!.low <= 0.5 && slope!.high >= 0.5).length / WORLDS;
    expect(covered).toBeGreaterThan(0.912); // 0.95 less three standard errors of 300 worlds
    expect(covered).toBeLessThan(0.988);
    expect(found.filter(({ verdict }) => verdict === 'predicts').length).toBeGreaterThan(0.95 * WORLDS);
  });

  it('says "predicts" in no more than 5 of 100 worlds where the fit is nothing but noise', () => {
    const found = many((seed) => followUp(world(seed, { slope: 0, strata: 6, people: 10 }).rows, { draws: 1 }));
    expect(found.filter(({ verdict }) => verdict === 'predicts').length).toBeLessThanOrEqual(0.05 * WORLDS);
    expect(found.filter(({ verdict }) => verdict === 'reversed').length).toBeLessThanOrEqual(0.05 * WORLDS);
    expect(found.filter(({ verdict }) => verdict === 'not-shown').length).toBeGreaterThan(0.9 * WORLDS);
  });

  it('gives ranks a p of at most 0.05 in about 5 of 100 such worlds, by shuffles and by the normal distribution', () => {
    const share = (people: number, worlds: number): number => {
      const p = Array.from({ length: worlds }, (_, k) => followUp(world(k + 1, { slope: 0, strata: 2, people }).rows, { draws: 99 }).ranks!);
      expect(new Set(p.map(({ method }) => method))).toEqual(new Set([people > 100 ? 'normal' : 'shuffled']));
      return p.filter((one) => one.p <= 0.05).length / worlds;
    };
    for (const found of [share(12, 300), share(150, 60)]) {
      expect(found).toBeGreaterThan(0.001);
      expect(found).toBeLessThan(0.12);
    }
  });

  it('is not bent by seeing the best half alone; the correlation is, and the what-if gives that of the whole pool back', () => {
    const of = (chosen: number, options: FollowUpOptions = {}): FollowUp[] => Array.from({ length: 100 }, (_, k) => followUp(world(k + 1, { slope: 0.5, strata: 4, people: 60, chosen }).rows, { draws: 1, ...options }));
    const average = (found: FollowUp[], value: (one: FollowUp) => number): number => found.reduce((sum, one) => sum + value(one), 0) / found.length;
    const [all, best] = [of(60), of(30, { poolSd: 7 })];
    expect(Math.abs(average(best, ({ slope }) => slope!.estimate) - 0.5)).toBeLessThan(0.03);
    const [whole, seen, whatIf] = [average(all, ({ range }) => range!.correlation!), average(best, ({ range }) => range!.correlation!), average(best, ({ range }) => range!.whatIf!.correlation)];
    expect(whole - seen).toBeGreaterThan(0.1);
    expect(Math.abs(whole - whatIf)).toBeLessThan(0.03);
  });

  it('holds what strata are above or below their fits in about 95 of 100 intervals, nearer to the truth than the raw figures', () => {
    let [held, all, rawLoss, shrunkLoss] = [0, 0, 0, 0];
    for (let seed = 1; seed <= WORLDS / 2; seed++) {
      const { rows, effects } = world(seed, { slope: 0.5, strata: 12, people: 4 });
      const middle = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
      followUp(rows, { draws: 1 }).strata.forEach(({ raw, shrunk }, s) => {
        const truth = effects[s]! - middle;
        all++;
        if (shrunk!.low <= truth && truth <= shrunk!.high) held++;
        rawLoss += (raw - truth) ** 2;
        shrunkLoss += (shrunk!.estimate - truth) ** 2;
      });
    }
    expect(held / all).toBeGreaterThan(0.93);
    expect(held / all).toBeLessThan(0.975);
    expect(shrunkLoss).toBeLessThan(0.85 * rawLoss);
  });

  it('would show the slope that it calls detectable in about 80 of 100 worlds', () => {
    const usual = many((seed) => followUp(world(seed, { slope: 0, strata: 6, people: 10 }).rows, { draws: 1 })).reduce((sum, { detectable }) => sum + detectable!, 0) / WORLDS;
    const found = many((seed) => followUp(world(seed + 5000, { slope: usual, strata: 6, people: 10 }).rows, { draws: 1 })).filter(({ slope }) => slope!.low > 0).length / WORLDS;
    expect(found).toBeGreaterThan(0.72);
    expect(found).toBeLessThan(0.88);
  });
});

describe('followUp(rows)', () => {
  const even = (n: number): FollowRow[] => named(Array.from({ length: n }, (_, k) => ({ fit: 50 + (k % 20), later: 40 + (k % 20) })));

  it('says too-few below 20 rows, below 3 different fits, or where strata leave fewer than 10 degrees of freedom', () => {
    expect(followUp([]).verdict).toBe('too-few');
    expect(followUp(even(19))).toMatchObject({ verdict: 'too-few', used: 19, slope: null, ranks: null, detectable: null });
    expect(followUp(even(20)).verdict).toBe('predicts');
    expect(followUp(even(40).map((row, k) => ({ ...row, fit: 50 + (k % 2) }))).verdict).toBe('too-few');
    expect(followUp(even(20).map((row, k) => ({ ...row, stratum: `pair ${k >> 1}` })))).toMatchObject({ verdict: 'too-few', used: 20 });
  });

  it('says reversed where a better fit goes with doing worse, and not-shown where everybody did the same', () => {
    expect(followUp(even(30).map((row) => ({ ...row, later: 100 - row.later! }))).verdict).toBe('reversed');
    expect(followUp(even(30).map((row) => ({ ...row, later: 60 })))).toMatchObject({ verdict: 'not-shown', slope: { estimate: 0 }, range: { correlation: null } });
  });

  it('is not led by one outlier: the interval lies above 0 and the ranks do not, so nothing is shown', () => {
    const rows = [...even(29).map((row, k) => ({ ...row, fit: 50 + (k % 20) / 10, later: 52 - (k % 20) / 10 })), { person: 'far', fit: 100, later: 100 }];
    const found = followUp(rows);
    expect(found.slope!.low).toBeGreaterThan(0);
    expect(found.ranks!.somersD).toBeLessThan(0);
    expect(found.verdict).toBe('not-shown');
  });

  it('counts what is not known and leaves it out: never 0, and a stratum of one is held against nobody', () => {
    const rows = even(30);
    const found = followUp([...rows, { person: 'left', fit: 90, later: null }, { person: 'alone', stratum: 'a post of its own', fit: 10, later: 90 }]);
    expect(found).toMatchObject({ rows: 32, used: 30, left: { unknown: 1, alone: 1 }, seen: { unknownFit: 90 } });
    expect(found.slope).toEqual(followUp(rows).slope);
  });

  it('does not depend on the order of the rows', () => {
    const { rows } = world(3, { slope: 0.3, strata: 4, people: 8 });
    const marked = rows.map((row, k): FollowRow => ({ ...row, ...(k % 3 > 0 && { proposed: k % 3 === 1 }) }));
    const first = followUp(marked, { draws: 50 });
    fc.assert(fc.property(fc.shuffledSubarray(marked, { minLength: marked.length }), (other) => {
      expect(followUp(other, { draws: 50 })).toEqual(first);
    }), { numRuns: 50 });
  });

  it('counts pairs as two loops do, ties and all', () => {
    const row = fc.record({ stratum: fc.constantFrom('a', 'b'), fit: fc.integer({ min: 50, max: 60 }), later: fc.integer({ min: 40, max: 48 }) });
    fc.assert(fc.property(fc.array(row, { minLength: 25, maxLength: 40 }), (rows) => {
      const { ranks } = followUp(named(rows), { draws: 1 });
      if (!ranks) return;
      let [pairs, sum] = [0, 0];
      for (const a of rows) {
        for (const b of rows) {
          if (a.stratum !== b.stratum || a.fit >= b.fit) continue;
          pairs++;
          sum += Math.sign(b.later - a.later);
        }
      }
      expect(ranks.pairs).toBe(pairs);
      near(ranks.somersD, sum / pairs);
    }), { numRuns: 60 });
  });

  it('does not see what is the same for a whole stratum', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: -20, max: 20 }), (seed, shift) => {
      const { rows } = world(seed, { slope: 0.3, strata: 3, people: 8 });
      const moved = rows.map((row) => (row.stratum === 's01' ? { ...row, later: row.later! + shift } : row));
      const [a, b] = [followUp(rows, { draws: 9 }), followUp(moved, { draws: 9 })];
      expect(Math.abs(a.slope!.estimate - b.slope!.estimate)).toBeLessThan(2e-6);
      expect(a.ranks).toEqual(b.ranks);
    }), { numRuns: 40 });
  });

  it('tells every bad row and option at its place', () => {
    const bad = [{ person: 'A', fit: Number.NaN, later: 50 }, { person: '', fit: 50, later: 101 }, { person: 'C', fit: 50, later: undefined as unknown as null, stratum: '' }];
    const thrown = (): MeritError => {
      try {
        followUp(bad, { confidence: 1, draws: 0, seed: -1, poolSd: 0 });
      } catch (error) {
        return error as MeritError;
      }
      throw new Error('nothing thrown');
    };
    expect(thrown()).toBeInstanceOf(MeritError);
    expect(thrown().issues.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'E_NUM_INT /draws', 'E_NUM_INT /seed', 'E_NUM_RANGE /confidence', 'E_NUM_RANGE /poolSd', 'E_NUM_RANGE /rows/0/fit', 'E_NUM_RANGE /rows/1/later', 'E_NUM_RANGE /rows/2/later', 'E_SHAPE /rows/1/person', 'E_SHAPE /rows/2/stratum',
    ]);
  });
});

describe('followUp(rows) of rows that say little', () => {
  const row = (k: number, fit: number, later: number, more: Partial<FollowRow> = {}): FollowRow => ({ person: `P${k}`, stratum: `unit ${k % 3}`, fit, later, ...more });

  it('refuses what is no yes and no no', () => {
    expect(() => followUp([row(0, 50, 50), { ...row(1, 50, 50), proposed: 'yes' as never }])).toThrow(expect.objectContaining({ code: 'E_SHAPE', path: '/rows/1/proposed' }) as MeritError);
  });

  it('has no ranks where everybody has one fit or one score, and no difference where nobody differs in what was proposed', () => {
    const alike = Array.from({ length: 60 }, (_, k) => row(k, 50, 40 + ((k * 7) % 31), { proposed: true }));
    const found = followUp(alike, { draws: 9 });
    expect([found.ranks, found.proposed.difference]).toEqual([null, null]);
    expect(found.proposed).toMatchObject({ proposed: 60, others: 0 });
  });

  it('has the difference that was put in, whatever the fits, and none where the fit says all of who took what was proposed', () => {
    const twelve = (k: number): number => Math.floor(k / 12);
    const paired = Array.from({ length: 120 }, (_, k) => row(k, 50 + (k % 2) + 10 * (k % 3), 40 + ((twelve(k) * 7) % 11) + (k % 2), { proposed: Math.floor(k / 6) % 2 === 0 }));
    const lifted = paired.map((r) => ({ ...r, later: r.later! + (r.proposed ? 3 : 0) })); // those who took it score three points more than the others, fit for fit
    near(followUp(lifted, { draws: 9 }).proposed.difference!.estimate, 3);
    expect(followUp(lifted.map((r) => ({ ...r, fit: r.fit - (Number(r.person.slice(1)) % 2) + (r.proposed ? 5 : 0) })), { draws: 9 }).proposed.difference).toBe(null);
  });
});

