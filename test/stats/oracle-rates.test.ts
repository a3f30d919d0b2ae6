import { it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { barnard, boschloo, chiSquare, fourFifths, rates, twoProportions, type Table2x2 } from '../../src/stats/index.js';
import { Comparison, ITERATIVE, oracle, type Figure } from './oracles/read.js';

type Four = readonly [number, number, number, number];
type Row = readonly Figure[] | Record<string, never> | null;
interface Inputs {
  tables: Four[];
  smallTables: Four[];
  rxc: number[][][];
  rates: Four[];
  groups: [string, number, number][][];
}

const inputs = oracle<Inputs>('inputs');
const byR = oracle<{ chiSquare: Row[]; chiSquare2x2: Row[]; twoProportions: Row[] }>('tables');
const exact = oracle<{
  fourFifths: ([string, string, string, boolean] | null)[];
  rates: { groups: Record<string, { n: number; chosen: number; rate: number; tpr: number | null; fpr: number | null }>; overall: number; difference: number; ratio: number | null }[];
}>('exact-py');

const rows = ([a, b, c, d]: Four): Table2x2 => [[a, b], [c, d]];
const row = (x: Row | undefined): readonly Figure[] | undefined => (Array.isArray(x) ? (x as readonly Figure[]) : undefined);
const codeOf = (f: () => unknown): string => {
  try {
    f();
  } catch (error) {
    if (error instanceof MeritError) return error.code;
  }
  return 'none';
};

it('chiSquare equals chisq.test with and without Yates, on 1,000 tables of two by two and 1,000 larger ones', () => {
  const c = new Comparison();
  const compare = (table: readonly (readonly number[])[], r: readonly Figure[] | undefined, i: number): void => {
    const got = chiSquare(table.map((x) => [...x]));
    const where = `${i} ${JSON.stringify(table)}`;
    c.same(`${where} status`, got.status, r ? 'tested' : 'not-testable');
    if (got.status !== 'tested' || !r) return;
    c.same(`${where} statistic`, got.statistic, r[0]);
    c.same(`${where} df`, got.df, r[1]);
    c.p(`${where} p`, Math.max(got.p, Number.MIN_VALUE), r[2]);
    c.same(`${where} yates`, got.yates?.statistic, r[3]);
    c.same(`${where} yates p`, got.yates?.p, r[4]);
  };
  inputs.tables.forEach((t, i) => compare(rows(t), row(byR.chiSquare2x2[i]), i));
  inputs.rxc.forEach((t, i) => compare(t, row(byR.chiSquare[i]), i));
  c.end(9_000);
});

it('twoProportions equals the pooled z of prop.test, the interval of Newcombe and the hypergeometric z, on 1,000 tables', () => {
  const c = new Comparison();
  inputs.tables.forEach((t, i) => {
    const got = twoProportions(rows(t));
    const r = row(byR.twoProportions[i]);
    const where = `${i} ${JSON.stringify(t)}`;
    c.same(`${where} status`, got.status, r ? 'tested' : 'not-testable');
    if (got.status !== 'tested' || !r) return;
    c.same(`${where} z`, got.z, r[0]);
    c.same(`${where} p`, got.p, r[1]);
    c.same(`${where} difference`, got.difference, r[2]);
    c.same(`${where} low`, got.interval.low, r[3]);
    c.same(`${where} high`, got.interval.high, r[4]);
    c.same(`${where} hypergeometric z`, got.hypergeometricZ, r[5]);
  });
  c.end(6_500);
});

// scipy barnard/boschloo take groups as COLUMNS: the stored figures are of the table turned over
it('barnard and boschloo equal the supremum over the common rate, outcomes ordered in fractions, on 1,000 small tables', () => {
  const c = new Comparison();
  const suprema = oracle<{ barnard: (number[] | null)[]; boschloo: (number[] | null)[] }>('unconditional');
  inputs.smallTables.forEach((t, i) => {
    const where = `${i} ${JSON.stringify(t)}`;
    for (const [name, test, r] of [['barnard', barnard, suprema.barnard[i]], ['boschloo', boschloo, suprema.boschloo[i]]] as const) {
      const got = test(rows(t));
      c.same(`${where} ${name} status`, got.status, r ? 'tested' : 'not-testable');
      if (got.status !== 'tested' || !r) return;
      c.same(`${where} ${name} two`, got.p.two, r[3] ?? r[0], ITERATIVE);
      c.same(`${where} ${name} greater`, got.p.greater, r[1], ITERATIVE);
      c.same(`${where} ${name} less`, got.p.less, r[2], ITERATIVE);
    }
  });
  c.end(6_000);
});

it('fourFifths equals fractions on 1,000 pairs of rates, 300 of them exactly four fifths', () => {
  const c = new Comparison();
  inputs.rates.forEach(([a, n1, b, n2], i) => {
    const r = exact.fourFifths[i];
    if (r && Number(r[1]) > Number.MAX_SAFE_INTEGER) {
      c.same(`${i} a fraction that no pair of numbers holds`, codeOf(() => fourFifths({ chosen: a, of: n1 }, { chosen: b, of: n2 })), 'E_OVERFLOW');
      return;
    }
    const got = fourFifths({ chosen: a, of: n1 }, { chosen: b, of: n2 });
    const where = `${i} ${a}/${n1} ${b}/${n2}`;
    c.same(`${where} status`, got.status, r ? 'compared' : 'not-testable');
    if (got.status !== 'compared' || !r) return;
    c.same(`${where} numerator`, got.ratio[0], Number(r[0]), 0);
    c.same(`${where} denominator`, got.ratio[1], Number(r[1]), 0);
    c.same(`${where} lower`, got.lower, r[2]);
    c.same(`${where} below`, got.below, r[3]);
  });
  c.end(3_500);
});

it('rates equal counted fractions for 1,000 sets of decisions by group, the example of fairlearn first', () => {
  const c = new Comparison();
  inputs.groups.forEach((people, i) => {
    const got = rates(people.map(([group, chosen, deserved]) => ({ group, chosen: chosen === 1, deserved: deserved === 1 })));
    const r = exact.rates[i]!;
    c.same(`${i} groups`, got.groups.map((g) => g.group).join(), Object.keys(r.groups).join());
    c.same(`${i} overall`, got.overall?.rate, r.overall);
    for (const own of got.groups) {
      const g = r.groups[own.group]!;
      c.same(`${i} ${own.group} n`, own.n, g.n);
      c.same(`${i} ${own.group} chosen`, own.chosen, g.chosen);
      c.same(`${i} ${own.group} rate`, own.rate, g.rate);
      c.same(`${i} ${own.group} tpr`, own.tpr ?? null, g.tpr);
      c.same(`${i} ${own.group} fpr`, own.fpr ?? null, g.fpr);
      c.same(`${i} ${own.group} difference`, own.difference, g.rate - r.overall);
      c.same(`${i} ${own.group} ratio`, own.ratio, r.overall > 0 ? g.rate / r.overall : undefined);
    }
    if (got.groups.length < 2) return;
    c.same(`${i} widest difference`, got.gap?.difference, r.difference);
    c.same(`${i} least ratio`, got.gap?.ratio ?? null, r.ratio);
  });
  c.end(15_000);
});
