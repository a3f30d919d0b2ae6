import { it } from 'vitest';
import { adjust, binomialTest, clopperPearson, exactMantelHaenszel, fisher, mantelHaenszel, type PValues, type Table2x2 } from '../../src/stats/index.js';
import { Comparison, ITERATIVE, oracle, type Figure } from './oracles/read.js';

type Four = readonly [number, number, number, number];
interface Inputs {
  tables: Four[];
  strata: Four[][];
  binomial: [number, number, number][];
  pvalues: { p: number[]; least: number[]; level: number }[];
}
/** A row of figures; `{}` where R wrote NULL. */
type Row = readonly Figure[] | Record<string, never>;

const inputs = oracle<Inputs>('inputs');
const byR = oracle<{ fisher: Row[]; mantelHaenszel: Row[] }>('exact');
const tables = oracle<{ binomial: Row[]; mantelHaenszel: Row[]; adjust: Record<string, unknown>[] }>('tables');

const rows = ([a, b, c, d]: Four): Table2x2 => [[a, b], [c, d]];
const row = (x: Row | undefined): readonly Figure[] | undefined => (Array.isArray(x) ? (x as readonly Figure[]) : undefined);
const varies = ([a, b, c, d]: Four): boolean => a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0;

interface Exact {
  readonly p: PValues;
  readonly midP: PValues;
  readonly minimumP: PValues;
  readonly conditional: Figure;
  readonly interval: { readonly low: Figure; readonly high: Figure };
}
function compareExact(c: Comparison, where: string, got: Exact, r: readonly Figure[]): void {
  c.p(`${where} two`, got.p.two, r[0]);
  c.p(`${where} greater`, got.p.greater, r[1]);
  c.p(`${where} less`, got.p.less, r[2]);
  c.p(`${where} mid greater`, got.midP.greater, r[3]);
  c.p(`${where} mid less`, got.midP.less, r[4]);
  c.p(`${where} mid two`, got.midP.two, r[6]);
  c.p(`${where} least two`, got.minimumP.two, r[7]);
  c.p(`${where} least greater`, got.minimumP.greater, r[8]);
  c.p(`${where} least less`, got.minimumP.less, r[9]);
  c.same(`${where} conditional`, got.conditional, r[10], ITERATIVE);
  c.same(`${where} low`, got.interval.low, r[11], ITERATIVE);
  c.same(`${where} high`, got.interval.high, r[12], ITERATIVE);
}

it('fisher equals fisher.test, and the conditional estimate and interval with R\'s roots taken to the end, on 1,000 tables', () => {
  const c = new Comparison();
  inputs.tables.forEach((t, i) => {
    const got = fisher(rows(t));
    const r = row(byR.fisher[i]);
    const where = `${i} ${JSON.stringify(t)}`;
    c.same(`${where} status`, got.status, r ? 'tested' : 'not-testable');
    if (got.status === 'not-testable') c.same(`${where} because`, got.because, t.every((x) => x === 0) ? 'no-data' : 'empty-margin');
    if (got.status !== 'tested' || !r) return;
    compareExact(c, where, got, r);
    c.same(`${where} sample odds ratio`, got.oddsRatio, t[1] * t[2] === 0 ? 'infinite' : (t[0] * t[3]) / (t[1] * t[2]));
  });
  c.end(12_000);
});

it('exactMantelHaenszel equals mantelhaen.test(exact = TRUE) on 1,000 sets of strata', () => {
  const c = new Comparison();
  inputs.strata.forEach((strata, i) => {
    const got = exactMantelHaenszel(strata.map(rows));
    const r = row(byR.mantelHaenszel[i]);
    const where = `${i} ${JSON.stringify(strata)}`;
    c.same(`${where} status`, got.status, r ? 'tested' : 'not-testable');
    if (got.status === 'not-testable') c.same(`${where} because`, got.because, strata.every((t) => t.every((x) => x === 0)) ? 'no-data' : 'empty-margin');
    if (got.status !== 'tested' || !r) return;
    const fixed = strata.reduce((sum, t) => sum + (varies(t) ? 0 : t[0]), 0);
    compareExact(c, where, got, r);
    c.same(`${where} observed`, got.observed, Number(r[15]) + fixed);
    c.same(`${where} expected`, got.expected, Number(r[13]) + fixed);
    c.same(`${where} variance`, got.variance, r[14]);
    c.same(`${where} informative`, got.informative, r[16]);
  });
  c.end(15_000);
});

it('mantelHaenszel equals mantelhaen.test and the written-out Breslow-Day and Tarone on 1,000 sets of strata', () => {
  const c = new Comparison();
  inputs.strata.forEach((strata, i) => {
    const got = mantelHaenszel(strata.map(rows));
    const r = row(tables.mantelHaenszel[i]);
    const where = `${i} ${JSON.stringify(strata)}`;
    c.same(`${where} status`, got.status, r ? 'tested' : 'not-testable');
    if (got.status !== 'tested' || !r) return;
    const fixed = strata.reduce((sum, t) => sum + (varies(t) ? 0 : t[0]), 0);
    const homogeneity = 'status' in got.homogeneity ? undefined : got.homogeneity;
    c.same(`${where} strata`, got.strata, r[0]);
    c.same(`${where} informative`, got.informative, r[1]);
    c.same(`${where} odds ratio`, got.oddsRatio, r[2]);
    c.same(`${where} risk ratio`, got.riskRatio, r[3]);
    c.same(`${where} plain`, got.plain.statistic, r[4]);
    c.p(`${where} plain p`, got.plain.p, r[5]);
    c.same(`${where} corrected`, got.corrected.statistic, r[6]);
    c.p(`${where} corrected p`, got.corrected.p, r[7]);
    c.same(`${where} observed`, got.observed, Number(r[8]) + fixed);
    c.same(`${where} expected`, got.expected, Number(r[9]) + fixed);
    c.same(`${where} variance`, got.variance, r[10]);
    c.same(`${where} logSe`, got.logSe, r[11] ?? null);
    c.same(`${where} low`, got.interval?.low, r[12]);
    c.same(`${where} high`, got.interval?.high, r[13]);
    c.same(`${where} homogeneity`, homogeneity !== undefined, r.length > 14);
    c.same(`${where} Breslow-Day`, homogeneity?.breslowDay.statistic, r[14], ITERATIVE);
    c.same(`${where} Breslow-Day p`, homogeneity?.breslowDay.p, r[15], ITERATIVE);
    c.same(`${where} Tarone`, homogeneity?.tarone.statistic, r[16], ITERATIVE);
    c.same(`${where} Tarone p`, homogeneity?.tarone.p, r[17], ITERATIVE);
    c.same(`${where} df`, homogeneity?.breslowDay.df, r[18]);
  });
  c.end(18_000);
});

it('binomialTest and clopperPearson equal binom.test on 1,000 inputs', () => {
  const c = new Comparison();
  inputs.binomial.forEach(([x, n, probability], i) => {
    const got = binomialTest(x, n, probability);
    const r = row(tables.binomial[i]);
    const where = `${i} ${x}/${n} at ${probability}`;
    c.same(`${where} status`, got.status, r && probability > 0 && probability < 1 ? 'tested' : 'not-testable');
    if (!r) return;
    const at90 = clopperPearson(x, n, 0.9);
    c.same(`${where} low at .9`, at90.low, r[11]);
    c.same(`${where} high at .9`, at90.high, r[12]);
    if (got.status !== 'tested') return;
    c.p(`${where} two`, got.p.two, r[0]);
    c.p(`${where} greater`, got.p.greater, r[1]);
    c.p(`${where} less`, got.p.less, r[2]);
    c.p(`${where} mid greater`, got.midP.greater, r[3]);
    c.p(`${where} mid less`, got.midP.less, r[4]);
    c.p(`${where} mid two`, got.midP.two, r[6]);
    c.same(`${where} z`, got.z, r[7]);
    c.same(`${where} expected`, got.expected, r[8]);
    c.same(`${where} low`, got.interval.low, r[9]);
    c.same(`${where} high`, got.interval.high, r[10]);
  });
  c.end(12_000);
});

it('adjust equals p.adjust on 1,000 families, and p.adjust of those that Tarone\'s filter leaves', () => {
  const c = new Comparison();
  inputs.pvalues.forEach(({ p, least, level }, i) => {
    const r = tables.adjust[i]!;
    const counted = r['counted'] as boolean[];
    for (const method of ['bh', 'by', 'holm', 'bonferroni'] as const) {
      const plain = adjust(p, { method, level });
      (r[method] as number[]).forEach((q, k) => {
        c.same(`${i} ${method} ${k}`, plain.adjusted[k], q);
        if (Math.abs(q - level) > 1e-12) c.same(`${i} ${method} rejected ${k}`, plain.rejected[k], q < level);
      });
      const left = adjust(p, { method, level, minimum: least });
      const filtered = (r['filtered'] as Record<string, number[]> | undefined)?.[method] ?? [];
      let next = 0;
      c.same(`${i} ${method} tests`, left.tests, filtered.length);
      counted.forEach((is, k) => {
        c.same(`${i} ${method} counted ${k}`, left.counted[k], is);
        c.same(`${i} ${method} filtered ${k}`, left.adjusted[k], is ? filtered[next++] : 1);
      });
    }
  });
  c.end(150_000);
});
