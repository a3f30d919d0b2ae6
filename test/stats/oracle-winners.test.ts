import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { clopperPearson, detectable, permutationTest, poissonBinomial, vacanciesNeeded, weightedWinnerTest, winnerPower, winnerTest } from '../../src/stats/index.js';
import { Comparison, ITERATIVE, oracle, type Figure } from './oracles/read.js';

type Numbers = readonly number[];
interface Inputs {
  bernoullis: [number, number][][];
  vacancies: [number, number, number, number][][];
  power: [number, number, number, [number, number], number, number][];
  labelled: { labels: number[]; values: number[] }[][];
}
interface Exact {
  poissonBinomial: { pmf: Numbers; mean: number; variance: number; observed: number; p: Numbers | null; low: number; high: number; informative: number }[];
  winners: ({ informative: number; low: number; observed: number; expected: number; variance: number; p: Numbers; pmf: Numbers } | null)[];
  power: ([number, number, number, boolean] | null)[];
  vacanciesNeeded: [number, number, [number, number], number | null][];
  detectable: ([number, boolean, number | null] | null)[];
  drawn: { strata: { labels: number[]; values: number[] }[]; observed: number; greater: number; less: number }[];
  permutation: { observed: number; labelings: number; p: Numbers | null }[];
}

const inputs = oracle<Inputs>('inputs');
const exact = oracle<Exact>('exact-py');

/** p, midP and minimumP against two, greater, less, mid greater, mid less, mid two, (mid two of ties), least two, greater, less. */
function compareP(c: Comparison, where: string, got: { p: P; midP: P; minimumP: P }, p: Numbers): void {
  c.p(`${where} two`, got.p.two, p[0]);
  c.p(`${where} greater`, got.p.greater, p[1]);
  c.p(`${where} less`, got.p.less, p[2]);
  c.p(`${where} mid greater`, got.midP.greater, p[3]);
  c.p(`${where} mid less`, got.midP.less, p[4]);
  c.p(`${where} mid two`, got.midP.two, p[6]);
  c.p(`${where} least two`, got.minimumP.two, p[7]);
  c.p(`${where} least greater`, got.minimumP.greater, p[8]);
  c.p(`${where} least less`, got.minimumP.less, p[9]);
}
interface P {
  readonly two: number;
  readonly greater: number;
  readonly less: number;
}

it('poissonBinomial and weightedWinnerTest equal the convolution in whole numbers, for 1,000 lists of probabilities', () => {
  const c = new Comparison();
  inputs.bernoullis.forEach((list, i) => {
    const expected = exact.poissonBinomial[i]!;
    const p = list.map(([k, d]) => k / d);
    const got = poissonBinomial(p);
    c.same(`${i} length`, got.pmf.length, expected.pmf.length);
    got.pmf.forEach((x, j) => c.same(`${i} pmf ${j}`, x, expected.pmf[j]));
    c.same(`${i} mean`, got.mean, expected.mean);
    c.same(`${i} variance`, got.variance, expected.variance);
    const test = weightedWinnerTest(p.map((probability) => ({ probability })), expected.observed);
    c.same(`${i} status`, test.status, expected.p ? 'tested' : 'not-testable');
    if (test.status !== 'tested' || !expected.p) return;
    compareP(c, `${i} weighted`, test, expected.p);
    c.same(`${i} expected`, test.expected, expected.mean);
    c.same(`${i} informative`, test.informative, expected.informative);
  });
  c.end(30_000);
});

it('poisson_binomial_connected_winner: the printed tails, from here and from the fractions', () => {
  const { poisson_binomial_connected_winner: printed } = JSON.parse(readFileSync(new URL('../vectors/audit/cases.json', import.meta.url), 'utf8')) as {
    poisson_binomial_connected_winner: { equal: { p: number; K: number; P_ge_7: number }; mixed: { p: string[]; E: number; P_ge_4: number; P_ge_5: number } };
  };
  const c = new Comparison();
  const tail = (pmf: Numbers, from: number): number => pmf.slice(from).reduce((sum, x) => sum + x, 0);
  const { equal, mixed } = printed;
  const shares = mixed.p.map((text) => Number(text.split('/')[0]) / Number(text.split('/')[1]));
  for (const [where, pmf] of [['here', poissonBinomial(new Array<number>(equal.K).fill(equal.p)).pmf], ['fractions', exact.poissonBinomial[4]!.pmf]] as const) c.p(`${where} 7 or more of 12`, tail(pmf, 7), equal.P_ge_7);
  for (const [where, { pmf, mean }] of [['here', poissonBinomial(shares)], ['fractions', exact.poissonBinomial[5]!]] as const) {
    c.same(`${where} expected`, mean, mixed.E, 1e-14);
    c.p(`${where} 4 or more`, tail(pmf, 4), mixed.P_ge_4);
    c.p(`${where} 5 or more`, tail(pmf, 5), mixed.P_ge_5);
  }
  const test = weightedWinnerTest(shares.map((probability) => ({ probability })), 5);
  if (test.status === 'tested') c.p('weighted winners', test.p.greater, mixed.P_ge_5);
  c.end(9);
});

it('winnerTest equals the convolved hypergeometric in whole numbers and the exact conditional estimate of R, for 1,000 sets of vacancies', () => {
  const c = new Comparison();
  const byR = oracle<{ winners: (Figure[] | Record<string, never>)[] }>('exact').winners;
  inputs.vacancies.forEach((list, i) => {
    const expected = exact.winners[i];
    const got = winnerTest(list.map(([eligible, connected, winners, connectedWinners]) => ({ eligible, connected, winners, connectedWinners })));
    c.same(`${i} status`, got.status, expected ? 'tested' : 'not-testable');
    if (got.status !== 'tested' || !expected) return;
    // the vacancies that cannot vary add the same to what was seen, expected and possible
    const fixed = list.reduce((sum, v) => sum + v[3], 0) - expected.observed;
    c.same(`${i} vacancies`, got.vacancies, list.length);
    c.same(`${i} informative`, got.informative, expected.informative);
    c.same(`${i} observed`, got.observed, expected.observed + fixed);
    c.same(`${i} expected`, got.expected, expected.expected + fixed);
    c.same(`${i} variance`, got.variance, expected.variance);
    c.same(`${i} lowest`, got.lowest, expected.low + fixed);
    c.same(`${i} length`, got.pmf.length, expected.pmf.length);
    got.pmf.forEach((x, j) => c.p(`${i} pmf ${j}`, x, expected.pmf[j]));
    compareP(c, `${i}`, got, expected.p);
    const r = byR[i] as Figure[];
    c.same(`${i} odds ratio`, got.oddsRatio, r[10], ITERATIVE);
    c.same(`${i} low`, got.interval.low, r[11], ITERATIVE);
    c.same(`${i} high`, got.interval.high, r[12], ITERATIVE);
    [r[0], r[1], r[2]].forEach((p, k) => c.p(`${i} R ${k}`, [got.p.two, got.p.greater, got.p.less][k], p));
  });
  c.end(28_000);
});

it('winnerPower equals the power in fractions, for 1,000 designs', () => {
  const c = new Comparison();
  inputs.power.forEach(([eligible, connected, winners, [num, den], vacancies, alpha], i) => {
    const got = winnerPower({ eligible, connected, winners, oddsRatio: num / den, vacancies, alpha });
    const expected = exact.power[i];
    c.same(`${i} status`, got.status, expected ? 'computed' : 'not-testable');
    if (got.status !== 'computed' || !expected) return;
    const where = `${i} ${JSON.stringify(inputs.power[i])}`;
    c.same(`${where} critical`, got.critical, expected[3] ? null : expected[0]);
    c.same(`${where} level`, got.level, expected[1]);
    c.same(`${where} power`, got.power, expected[2]);
  });
  c.end(3_500);
});

it('vacanciesNeeded gives the table of vacancies computed in fractions, the published twelve and "always wins" among them', () => {
  const c = new Comparison();
  exact.vacanciesNeeded.forEach(([eligible, connected, [num, den], expected]) => {
    const got = vacanciesNeeded({ eligible, connected, oddsRatio: den === 0 ? 'infinite' : num / den, alpha: 0.05, power: 0.8 });
    if (expected !== null) c.same(`${connected} of ${eligible}, ${num}/${den}`, got, expected);
  });
  c.end(20);
});

it('detectable gives the least attainable p in whole numbers and the least odds ratio found, for 1,000 sets of vacancies', () => {
  const c = new Comparison();
  inputs.vacancies.forEach((list, i) => {
    const got = detectable(list.map(([eligible, connected, winners]) => ({ eligible, connected, winners })));
    const expected = exact.detectable[i];
    c.same(`${i} status`, got.status, expected ? 'computed' : 'not-testable');
    if (got.status !== 'computed' || !expected) return;
    c.p(`${i} least p`, got.minimumP, expected[0]);
    c.same(`${i} possible`, got.possible, expected[1]);
    c.same(`${i} least odds ratio`, got.leastOddsRatio, expected[2] ?? 'infinite', ITERATIVE);
  });
  c.end(3_500);
});

it('permutationTest goes through every labeling, for 1,000 sets of strata', () => {
  const c = new Comparison();
  inputs.labelled.forEach((strata, i) => {
    const expected = exact.permutation[i]!;
    (['two', 'greater', 'less'] as const).forEach((alternative, k) => {
      const got = permutationTest({ strata, seed: i, alternative });
      c.same(`${i} status`, got.status, expected.p ? 'tested' : 'not-testable');
      if (got.status !== 'tested' || !expected.p) return;
      c.same(`${i} exact`, got.exact, true);
      c.same(`${i} observed`, got.observed, expected.observed);
      c.same(`${i} labelings`, got.draws, expected.labelings);
      c.p(`${i} ${alternative}`, got.p, expected.p[k]);
      c.same(`${i} drawn in the histogram`, got.histogram.reduce((sum, { count }) => sum + count, 0), expected.labelings);
    });
  });
  c.end(12_000);
});

it('permutationTest draws where there are too many labelings, and the exact p counted in whole numbers lies in its interval', () => {
  const c = new Comparison();
  exact.drawn.forEach(({ strata, observed, ...counted }, i) => {
    for (const alternative of ['greater', 'less'] as const) {
      const got = permutationTest({ strata, seed: 1, draws: 4999, alternative, level: 0.99999 });
      c.same(`${i} status`, got.status, 'tested');
      if (got.status !== 'tested') return;
      c.same(`${i} exact`, got.exact, false);
      c.same(`${i} observed`, got.observed, observed);
      c.same(`${i} p`, got.p, (got.extreme + 1) / 5000);
      const { low, high } = clopperPearson(got.extreme, 4999, 0.99999);
      c.same(`${i} low`, got.interval.low, low);
      c.same(`${i} high`, got.interval.high, high);
      c.same(`${i} ${alternative} ${counted[alternative]} in ${low} to ${String(high)}`, low <= counted[alternative] && counted[alternative] <= Number(high), true);
    }
  });
  c.end(280);
});
