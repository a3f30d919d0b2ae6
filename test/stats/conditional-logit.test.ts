import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionalLogit, exactMantelHaenszel, type ChoiceStratum, type LogitFit, type LogitSeparated } from '../../src/stats/index.js';
import { times } from '../support/times.js';

type Answer = ReturnType<typeof conditionalLogit>;
function fitted(answer: Answer): LogitFit {
  if (answer.status !== 'fitted') throw new Error(answer.status);
  return answer;
}
function separated(answer: Answer): LogitSeparated {
  if (answer.status !== 'separated') throw new Error(answer.status);
  return answer;
}

/** Sums of covariates of every choice of as many rows as were chosen. */
function choices({ rows, chosen }: ChoiceStratum): number[][] {
  const count = chosen.filter(Boolean).length;
  const found: number[][] = [];
  for (let bits = 0; bits < 1 << rows.length; bits++) {
    const taken = rows.filter((_, i) => (bits >> i) & 1);
    if (taken.length === count) found.push(rows[0]!.map((_, k) => taken.reduce((sum, row) => sum + row[k]!, 0)));
  }
  return found;
}
const seenSum = ({ rows, chosen }: ChoiceStratum): number[] => rows[0]!.map((_, k) => rows.reduce((sum, row, i) => sum + (chosen[i] ? row[k]! : 0), 0));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, k) => sum + value * b[k]!, 0);

/** The likelihood, its information and Firth's penalty as they are written in the papers: over every possible choice. */
function written(strata: readonly ChoiceStratum[], beta: readonly number[]): { logLikelihood: number; information: number[][]; penalised: number } {
  let logLikelihood = 0;
  const p = beta.length;
  const information = beta.map(() => beta.map(() => 0));
  for (const stratum of strata) {
    const sums = choices(stratum);
    const weights = sums.map((sum) => Math.exp(dot(sum, beta)));
    const total = weights.reduce((a, b) => a + b, 0);
    logLikelihood += dot(seenSum(stratum), beta) - Math.log(total);
    const mean = beta.map((_, k) => sums.reduce((sum, s, i) => sum + (s[k]! * weights[i]!) / total, 0));
    for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) information[a]![b]! += sums.reduce((sum, s, i) => sum + ((s[a]! - mean[a]!) * (s[b]! - mean[b]!) * weights[i]!) / total, 0);
  }
  const [[a, b], [c, d]] = p === 1 ? [[information[0]![0]!, 0], [0, 1]] : [[information[0]![0]!, information[0]![1]!], [information[1]![0]!, information[1]![1]!]];
  return { logLikelihood, information, penalised: logLikelihood + Math.log(a * d - b * c) / 2 };
}

const strataOf = (p: number, level: fc.Arbitrary<number>): fc.Arbitrary<ChoiceStratum[]> =>
  fc.array(
    fc.array(fc.tuple(fc.array(level, { minLength: p, maxLength: p }), fc.boolean()), { minLength: 2, maxLength: 5 }).map((people) => ({ rows: people.map(([row]) => row), chosen: people.map(([, won]) => won) })),
    { minLength: 1, maxLength: 6 },
  );

/** In the plane a cone other than the plane is bounded by a ray perpendicular to one of its inequalities: so few directions need a look. */
function separatedByHand(strata: readonly ChoiceStratum[]): boolean {
  const pairs = strata.flatMap(({ rows, chosen }) => rows.flatMap((winner, i) => (chosen[i] ? rows.filter((_, k) => !chosen[k]).map((other) => [winner[0]! - other[0]!, winner[1]! - other[1]!]) : [])));
  return pairs.flatMap(([x, y]) => [[-y!, x!], [y!, -x!], [x!, y!]]).some((d) => pairs.every((pair) => dot(pair, d) >= 0) && pairs.some((pair) => dot(pair, d) > 0));
}

/** R 4.2.2, survival 3.5.3: clogit(y ~ x + z + strata(s), method = 'exact', control = coxph.control(eps = 1e-12)). */
const R = { estimate: [0.485772897576, 1.224116762926], se: [1.093681090798, 0.635411608018], logLikelihood: -4.18516979571, score: 5.30903523781 };

describe('conditionalLogit', () => {
  it('maximises the likelihood written out over every possible choice: zero slope there, its curvature for the errors', () =>
    fc.assert(
      fc.property(strataOf(2, fc.integer({ min: -2, max: 2 })), (strata) => {
        const answer = conditionalLogit(strata);
        if (answer.status !== 'fitted') return;
        const beta = answer.coefficients.map(({ estimate }) => estimate);
        const at = written(strata, beta);
        expect(answer.logLikelihood).toBeCloseTo(at.logLikelihood, 9);
        expect(answer.nullLogLikelihood).toBeCloseTo(written(strata, [0, 0]).logLikelihood, 9);
        for (const k of [0, 1]) {
          const h = 1e-5;
          const slope = (written(strata, beta.map((b, i) => b + (i === k ? h : 0))).logLikelihood - written(strata, beta.map((b, i) => b - (i === k ? h : 0))).logLikelihood) / (2 * h);
          expect(Math.abs(slope)).toBeLessThan(1e-6);
        }
        const [[a, b], [c, d]] = at.information as [[number, number], [number, number]];
        const determinant = a * d - b * c;
        expect(answer.coefficients[0]!.se ** 2 * determinant / d).toBeCloseTo(1, 6);
        expect(answer.coefficients[1]!.se ** 2 * determinant / a).toBeCloseTo(1, 6);
      }),
      { numRuns: times(80, 480) },
    ));

  it('calls exactly those data separated that some direction separates', () => {
    const seen = { fitted: 0, separated: 0, 'not-testable': 0 };
    fc.assert(
      fc.property(strataOf(2, fc.integer({ min: -2, max: 2 })), (strata) => {
        const answer = conditionalLogit(strata);
        seen[answer.status]++;
        if (answer.status === 'not-testable') return;
        expect(answer.status).toBe(separatedByHand(strata) ? 'separated' : 'fitted');
        if (answer.status === 'separated') expect(answer.directions.some((sign) => sign !== 0)).toBe(true);
      }),
      { numRuns: times(250, 1_500) },
    );
    expect(Math.min(seen.fitted, seen.separated)).toBeGreaterThan(15);
  });

  it('gives the conditional odds ratio of exactMantelHaenszel for one covariate of 0 and 1', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }), fc.boolean()), { minLength: 2, maxLength: 12 }), (vacancies) => {
        const tables = vacancies.map(([c, u, won]) => [[won ? 1 : 0, won ? c - 1 : c], [won ? 0 : 1, won ? u : u - 1]] as const);
        const strata = vacancies.map(([c, u, won]) => ({ rows: Array.from({ length: c + u }, (_, i) => [i < c ? 1 : 0]), chosen: Array.from({ length: c + u }, (_, i) => i === (won ? 0 : c)) }));
        const exact = exactMantelHaenszel(tables);
        const answer = conditionalLogit(strata);
        if (exact.status !== 'tested') throw new Error(exact.because);
        if (answer.status === 'separated') expect(exact.conditional).toBe(answer.directions[0] === 1 ? 'infinite' : 0);
        else expect((fitted(answer).coefficients[0]!.oddsRatio as number) / (exact.conditional as number)).toBeCloseTo(1, 9);
      }),
      { numRuns: times(60, 360) },
    ));

  it('prints what clogit(method = "exact") of R survival prints, one and two winners a stratum', () => {
    const stratum = (x: number[], z: number[], chosen: number[]): ChoiceStratum => ({ rows: x.map((value, i) => [value, z[i]!]), chosen: x.map((_, i) => chosen.includes(i)) });
    const answer = fitted(conditionalLogit([
      stratum([1, 0, 0, 1], [3, 2, 5, 1], [0, 2]),
      stratum([1, 0, 0], [2, 4, 1], [1]),
      stratum([0, 1, 1, 0, 0], [1, 1, 2, 3, 0], [2, 3]),
      stratum([1, 0], [0, 1], [0]),
      stratum([0, 0, 1, 1], [2, 2, 0, 3], [0]),
    ]));
    expect(answer.coefficients.map(({ estimate }) => estimate)).toEqual([expect.closeTo(R.estimate[0]!, 8), expect.closeTo(R.estimate[1]!, 8)]);
    expect(answer.coefficients.map(({ se }) => se)).toEqual([expect.closeTo(R.se[0]!, 8), expect.closeTo(R.se[1]!, 8)]);
    expect(answer.logLikelihood).toBeCloseTo(R.logLikelihood, 9);
    expect(answer.score.statistic).toBeCloseTo(R.score, 9);
  });

  it('does not take a large estimate for separation: other units, or one winner against the rest in 400', () => {
    const strata = Array.from({ length: 400 }, (_, i) => ({ rows: [[1e-9], [0], [0]], chosen: [i > 0, i === 0, false] }));
    const answer = fitted(conditionalLogit(strata));
    expect(answer.coefficients[0]!.estimate * 1e-9).toBeCloseTo(Math.log(2 * 399), 9); // p / (1 - p) = exp(b) / 2 = 399
    expect(answer.coefficients[0]!.oddsRatio).toBe('infinite'); // exp of 6.7e9: past the doubles, the estimate is what to read
  });

  it('does not depend on the order of strata and candidates', () =>
    fc.assert(
      fc.property(strataOf(2, fc.integer({ min: -300, max: 300 }).map((value) => value / 100)), (strata) => {
        const turned = [...strata].reverse().map(({ rows, chosen }) => ({ rows: [...rows].reverse(), chosen: [...chosen].reverse() }));
        const [one, other] = [conditionalLogit(strata), conditionalLogit(turned)];
        if (one.status === 'separated' && other.status === 'separated') expect(other.firth).toEqual(one.firth);
        else expect(other).toEqual(one);
      }),
      { numRuns: times(60, 360) },
    ));

  it('does not care about many winners: leaving out the others is the same choice', () => {
    const rows = Array.from({ length: 60 }, (_, i) => [Math.sin(i * i)]);
    const strata = [0, 1, 2].map((s) => ({ rows, chosen: rows.map((_, i) => (i * 7 + s) % 5 < 4) }));
    const few = strata.map(({ chosen }) => ({ rows: rows.map(([x]) => [-x!]), chosen: chosen.map((won) => !won) }));
    const [many, flipped] = [fitted(conditionalLogit(strata)), fitted(conditionalLogit(few))];
    expect(many.coefficients[0]!.estimate).toBeCloseTo(flipped.coefficients[0]!.estimate, 9);
    expect(many.logLikelihood).toBeCloseTo(flipped.logLikelihood, 9);
  });

  it('fits 1,000 vacancies of 8 candidates and two covariates', () => {
    const strata = Array.from({ length: 1000 }, (_, s) => ({ rows: Array.from({ length: 8 }, (_, i) => [i < 2 ? 1 : 0, Math.sin(s * 31 + i * 7)]), chosen: Array.from({ length: 8 }, (_, i) => i === (s * 5) % 8) }));
    expect(conditionalLogit(strata).status).toBe('fitted');
  });
});

describe('separation', () => {
  const one = (x: number[], winner: number): ChoiceStratum => ({ rows: x.map((value) => [value]), chosen: x.map((_, i) => i === winner) });

  it('is found complete, quasi-complete and absent, for one covariate', () => {
    const complete = [one([1, 0, 0], 0), one([1, 0], 0)];
    const quasi = [...complete, one([1, 1, 0], 0), one([0, 0], 1)];
    expect(separated(conditionalLogit(complete)).directions).toEqual([1]);
    expect(separated(conditionalLogit(quasi)).directions).toEqual([1]);
    expect(separated(conditionalLogit(complete.map(({ rows, chosen }) => ({ rows: rows.map(([x]) => [-x!]), chosen })))).directions).toEqual([-1]);
    expect(conditionalLogit([...quasi, one([1, 0], 1)]).status).toBe('fitted');
  });

  it('is found where no covariate alone separates, but their sum does', () => {
    const two = (winner: number[], other: number[]): ChoiceStratum => ({ rows: [winner, other], chosen: [true, false] });
    const planted = [two([2, -1], [0, 0]), two([-1, 2], [0, 0]), two([1, 1], [0, 0])];
    expect(separated(conditionalLogit(planted)).directions).toEqual([1, 1]);
    expect(conditionalLogit([...planted, two([-1, -1], [0, 0])]).status).toBe('fitted');
    expect(separated(conditionalLogit([two([1, 1], [0, 0]), two([1, -1], [0, 0])])).directions).toEqual([1, 0]); // the second covariate keeps a finite estimate: that of 0
  });

  it('is found in three covariates planted in noise, and is gone with one turned winner', () => {
    let state = 7;
    const random = (): number => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1;
    const strata = Array.from({ length: 60 }, () => {
      const rows = Array.from({ length: 6 }, () => [random(), random(), random()]);
      const score = rows.map(([x, y, z]) => x! - 2 * y! + 0.3 * z!);
      return { rows, chosen: score.map((value) => value === Math.max(...score)) };
    });
    expect(separated(conditionalLogit(strata)).directions.slice(0, 2)).toEqual([1, -1]);
    const turned = strata.map(({ rows, chosen }, i) => ({ rows, chosen: i % 3 === 0 ? [...chosen.slice(1), chosen[0]!] : chosen }));
    expect(conditionalLogit(turned).status).toBe('fitted');
  });

  it('comes with the estimate of Firth, which maximises the penalised likelihood written out', () =>
    fc.assert(
      fc.property(strataOf(2, fc.integer({ min: -1, max: 1 })), (strata) => {
        const answer = conditionalLogit(strata);
        if (answer.status !== 'separated') return;
        const beta = answer.firth.coefficients.map(({ estimate }) => estimate);
        const at = written(strata, beta);
        expect(answer.firth.penalisedLogLikelihood).toBeCloseTo(at.penalised, 7);
        for (const k of [0, 1]) {
          const h = 1e-4;
          const slope = (written(strata, beta.map((b, i) => b + (i === k ? h : 0))).penalised - written(strata, beta.map((b, i) => b - (i === k ? h : 0))).penalised) / (2 * h);
          expect(Math.abs(slope)).toBeLessThan(1e-5);
        }
        expect(answer.firth.likelihoodRatio.statistic).toBeCloseTo(2 * (at.penalised - written(strata, [0, 0]).penalised), 7);
      }),
      { numRuns: times(120, 720) },
    ));

  it('has a Firth estimate of ln 10 for two vacancies of three won by the one connected candidate', () => {
    const { firth } = separated(conditionalLogit([one([1, 0, 0], 0), one([1, 0, 0], 0)]));
    // with odds o = exp(b): o^2 / (o + 2)^2 times the root of 2 * 2 o / (o + 2)^2 is largest where 2.5 = 3 o / (o + 2): o = 10
    expect(firth.coefficients[0]!.estimate).toBeCloseTo(Math.log(10), 11);
  });
});

describe('conditionalLogit, what cannot be fitted', () => {
  it('says why', () => {
    expect(conditionalLogit([])).toEqual({ status: 'not-testable', because: 'no-data' });
    expect(conditionalLogit([{ rows: [[1], [2]], chosen: [true, true] }])).toEqual({ status: 'not-testable', because: 'empty-margin' });
    expect(conditionalLogit([{ rows: [[1, 5], [2, 5]], chosen: [true, false] }])).toEqual({ status: 'not-testable', because: 'no-variance', coefficients: [1] });
    expect(conditionalLogit([{ rows: [[1, 2], [2, 4], [0, 0]], chosen: [true, false, false] }])).toEqual({ status: 'not-testable', because: 'no-variance', coefficients: [1] });
  });

  it('locates every problem', () => {
    expect(() => conditionalLogit([{ rows: [[1, Number.NaN], [2]], chosen: [true] }], { level: 0 })).toThrow('E_SHAPE at /0: 2 rows for 1 entries of chosen\n(and 3 more problems in .issues)');
    expect(() => conditionalLogit([{ rows: [[], []], chosen: [true, false] }])).toThrow('E_SHAPE');
  });
});
