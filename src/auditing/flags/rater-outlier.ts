import { betaInc } from '../../stats/special.js';
import type { Measure } from '../audit-document.js';
import type { Case } from '../case.js';
import type { RawFinding, Study } from '../study.js';
import { asRole, byText, cannot, rivalsOf, sign, together, type Signs } from './sign.js';
import { compare, lastEntry, seriesOf, totalsOf, type Fraction, type Series } from './totals.js';

/** Fewest raters and fewest people they all judged. */
export const LEAST = 3;
/** A mark is far out where one so far up (or down) has at most this chance, times the marks of the table: Bonferroni. */
export const FAR = 0.05;
/** Two raters go together from this correlation of their residuals on ... */
export const TOGETHER = 0.8;
/** ... over at least so many people, in panels of at least `PANEL`: of three raters' residuals, which sum to 0, two go together as soon as the third stands apart. */
export const SHARED = 12;
export const PANEL = 4;

const FLAG = { alternatives: ['expertise-differs', 'chance', 'many-looks', 'clerical-error', 'small-pool'], ask: ['ask-rater', 'see-score-sheets', 'see-minutes'] };

/** What is left of a mark when the severity of the rater and the level of the person are taken out. */
export interface Residuals {
  /** By rater, then person, in points. */
  readonly values: readonly (readonly number[])[];
  /** The same over its standard error with that one mark left out of the error; null where the error is 0. */
  readonly z: readonly (readonly (number | null)[])[];
}

/**
 * Least squares of marks = rater + person on a full table: residual = mark - mean of the rater - mean of the person + mean of all; z is externally studentised
 * (the error is that of the fit without the mark itself, so that one far mark does not hide behind its own spread), with (raters - 1)(people - 1) - 1
 * degrees of freedom. Null where the other marks fit exactly. @see R. D. Cook, S. Weisberg, Residuals and Influence in Regression, 1982, section 2.2
 */
export function residualsOf(marks: readonly (readonly number[])[]): Residuals {
  const average = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const rows = marks.map(average);
  const columns = marks[0]!.map((_, k) => average(marks.map((row) => row[k]!)));
  const [raters, people] = [rows.length, columns.length];
  const grand = average(rows);
  const values = marks.map((row, r) => row.map((x, k) => x - rows[r]! - columns[k]! + grand));
  const df = (raters - 1) * (people - 1);
  const free = (1 - 1 / raters) * (1 - 1 / people); // variance of a residual in units of the error
  const squares = values.flat().reduce((sum, e) => sum + e * e, 0);
  const z = values.map((row) => row.map((e) => {
    const rest = squares - (e * e) / free; // sum of squares of the fit without this mark
    return df < 2 || rest <= 1e-9 * squares ? null : e / Math.sqrt((rest / (df - 1)) * free);
  }));
  return { values, z };
}

/**
 * Panels of which one rater decided. A sign where, without him, somebody not chosen has more points than somebody chosen, and what he gave one of the two is
 * far, in that direction, from what his severity and the others' marks let expect: Student's t of the residual at `FAR`, divided by the marks of the table. The rater's total of a person is the mark
 * without a criterion, or his marks times the weights; raters who did not judge all who are compared are left out.
 *
 * And over all decisions: two raters whose residuals go together (`TOGETHER`, over `SHARED` people at least). Residuals of a panel sum to 0, so -1 / (raters - 1) is what
 * independent raters show.
 * Cannot be told with fewer than three raters or three people; few people make both parts weak, and somebody who alone knows a craft is an outlier too. O(raters^2 * people).
 */
export function raterOutlier(study: Study): Signs {
  if (!study.past.scores?.some((s) => s.by !== undefined)) return cannot('rater-outlier', 'no-raters');
  const all = seriesOf(study);
  const pairs = new Map<string, { raters: readonly [string, string]; points: (readonly [number, number])[] }>();
  const signs = study.cases.map((c) => ofCase(study, c, all.get(c.id) ?? [], pairs));
  return together([...signs, { findings: [...pairs].sort(([a], [b]) => byText(a, b)).flatMap(([, pair]) => bloc(pair.raters, pair.points)), cannot: [] }]);
}

type Pairs = Map<string, { raters: readonly [string, string]; points: (readonly [number, number])[] }>;

function ofCase(study: Study, c: Case, all: readonly Series[], pairs: Pairs): Signs {
  const no = (because: Parameters<typeof cannot>[1]): Signs => cannot('rater-outlier', because, c.id);
  const series = all.filter((s) => s.by !== null);
  if (series.length === 0) return no('no-raters');
  const compared = new Set([...c.people.filter((p) => p.chosen), ...rivalsOf(c)].map((p) => p.person));
  const named = [...new Set(series.map((s) => s.by!))].sort(byText);
  const given = named.map((by) => totalsOf(study, c, series.filter((s) => s.by === by), lastEntry(c.day)));
  if (given.every((totals) => totals === null)) return no('no-weights');
  // people whom at least LEAST raters judged, then raters who judged all of them
  const people = [...compared].sort(byText).filter((p) => given.filter((totals) => totals?.get(p)).length >= LEAST);
  const raters = named.filter((_, r) => people.every((p) => given[r]?.get(p)));
  if (people.length < LEAST || raters.length < LEAST) return no('below-minimum');
  const table = raters.map((by) => people.map((p) => given[named.indexOf(by)]!.get(p)!));
  const { values, z } = residualsOf(table.map((row) => row.map((f) => Number(f.of) / Number(f.by))));
  if (raters.length >= PANEL) collect(raters, values, pairs);

  const chosen = new Set(c.people.filter((p) => p.chosen).map((p) => p.person));
  const sums = (leaveOut: number | null): readonly Fraction[] => people.map((_, k) => table.reduce((sum, row, r) => (r === leaveOut ? sum : plus(sum, row[k]!)), { of: 0n, by: 1n }));
  const [whole, kept] = [sums(null), people.map((_, k) => k)];
  const ins = kept.filter((k) => chosen.has(people[k]!));
  const outs = kept.filter((k) => !chosen.has(people[k]!));
  if (ins.length === 0) return no('score-of-chosen-unknown');
  const findings = raters.flatMap((rater, r): readonly RawFinding[] => {
    const without = sums(r);
    const turned = ins.flatMap((a) => outs.filter((b) => compare(whole[a]!, whole[b]!) >= 0 && compare(without[a]!, without[b]!) < 0).map((b) => ({ a, b, up: z[r]![a]!, down: z[r]![b]! })));
    const far = turned.filter(({ up, down }) => isFar(up ?? 0, raters.length, people.length) || isFar(-(down ?? 0), raters.length, people.length));
    if (far.length === 0) return [];
    const measured: Measure[] = [
      { name: 'raters', value: raters.length, unit: 'people' },
      { name: 'raters-left-out', value: named.length - raters.length, unit: 'people' },
      { name: 'judged', value: people.length, unit: 'people' },
      { name: 'pairs-turned-by-rater', value: turned.length, unit: 'count' },
      { name: 'residual-z-chosen', value: largest(far.map((f) => f.up)), unit: 'ratio' },
      { name: 'residual-z-passed-over', value: smallest(far.map((f) => f.down)), unit: 'ratio' },
    ];
    const involved = [...asRole('rater', [rater]), ...asRole('chosen', far.map((f) => people[f.a]!)), ...asRole('passed-over', far.map((f) => people[f.b]!))];
    return [sign(c, { code: 'rater-outlier', rung: 'scores', people: involved, measured, ...FLAG })];
  });
  return { findings, cannot: [] };
}

/** Chance that Student's t of `df` degrees of freedom is `t` or more, for `t` above 0, by the incomplete beta function. */
export function upperT(t: number, df: number): number {
  return betaInc(df / (df + t * t), df / 2, 0.5) / 2;
}

const isFar = (z: number, raters: number, people: number): boolean => z > 0 && upperT(z, (raters - 1) * (people - 1) - 1) <= FAR / (raters * people);

const plus = (a: Fraction, b: Fraction): Fraction => ({ of: a.of * b.by + b.of * a.by, by: a.by * b.by });

/** Two decimals: a residual is no exact number. */
const round = (x: number): number => Math.round(x * 100) / 100 + 0;
const largest = (list: readonly (number | null)[]): number | null => ((known) => (known.length === 0 ? null : round(Math.max(...known))))(list.filter((x) => x !== null));
const smallest = (list: readonly (number | null)[]): number | null => ((known) => (known.length === 0 ? null : round(Math.min(...known))))(list.filter((x) => x !== null));

function collect(raters: readonly string[], values: readonly (readonly number[])[], pairs: Pairs): void {
  for (let i = 0; i < raters.length; i++) {
    for (let j = i + 1; j < raters.length; j++) {
      const key = JSON.stringify([raters[i], raters[j]]);
      const pair = pairs.get(key) ?? { raters: [raters[i]!, raters[j]!] as const, points: [] };
      pairs.set(key, pair);
      values[i]!.forEach((x, k) => pair.points.push([x, values[j]![k]!]));
    }
  }
}

/** Correlation about 0, the mean of residuals; null where one does not vary. */
export function correlationOf(points: readonly (readonly [number, number])[]): number | null {
  const sum = (f: (p: readonly [number, number]) => number): number => points.reduce((s, p) => s + f(p), 0);
  const [xx, yy] = [sum(([x]) => x * x), sum(([, y]) => y * y)];
  return xx > 0 && yy > 0 ? sum(([x, y]) => x * y) / Math.sqrt(xx * yy) : null;
}

function bloc(raters: readonly [string, string], points: readonly (readonly [number, number])[]): readonly RawFinding[] {
  const correlation = points.length >= SHARED ? correlationOf(points) : null;
  if (correlation === null || correlation < TOGETHER) return [];
  const measured: Measure[] = [{ name: 'residual-correlation', value: round(correlation), unit: 'ratio' }, { name: 'judged-by-both', value: points.length, unit: 'people' }];
  return [sign(null, { code: 'rater-outlier', rung: 'scores', people: asRole('rater', raters), measured, ...FLAG })];
}
