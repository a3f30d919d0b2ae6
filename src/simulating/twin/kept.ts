import type { Round } from '../../model/round.js';
import type { Policy } from '../../policy/index.js';
import { columnsOf, KNOWN, type Column } from './columns.js';
import { groupsOf } from './groups.js';
import { FEW } from './margins.js';
import { scores } from './mix.js';
import type { Renamed } from './posts.js';

/** How far the twin's people are from the real ones in one column, the worst of all groups of levels, in 1/1000. */
export interface MarginKept {
  readonly column: string;
  /** Largest difference of the distribution functions of what is known; of words and of yes and no the largest difference of a share. */
  readonly distribution: number;
  /** Largest difference of a share of those who have a value, an entry that cannot be mapped, or nothing. */
  readonly known: number;
}

/** Rank correlations of all pairs of ordered columns (level of the post among them), in 1/1000. */
export interface AssociationsKept {
  readonly pairs: number;
  /** Mean and largest difference, and between which columns it is largest. */
  readonly mean: number;
  readonly largest: number;
  readonly between?: readonly [string, string];
  /** Mean size of the real ones, to see the differences against. */
  readonly size: number;
}

/** People that both columns of a pair must be known of. */
const PAIRS = 30;

/** Compares the finished twin with the round, by reading it as the round was read. */
export function keptOf(round: Round, twin: Round, policy: Policy, names: Renamed): { readonly margins: MarginKept[]; readonly associations: AssociationsKept } {
  const [real, fake] = [round, twin].map((r) => ({ columns: flat(r, policy), groups: groupsOf(r, policy), size: r.people.length }));
  const twins = new Map(fake!.columns.map((c) => [c.name, c]));
  const nothing = (like: Column): Column => ({ ...like, state: new Int8Array(fake!.size), value: new Float64Array(fake!.size) });
  const paired = real!.columns.map((c) => [c, twins.get(renamedColumn(c, names)) ?? nothing(c)] as const);
  const margins = paired.flatMap(([a, b]): MarginKept[] => {
    if (a.state.every((state) => state === 0)) return [];
    let [distribution, known] = [0, 0];
    real!.groups.forEach(({ rows }, g) => {
      const others = fake!.groups[g]!.rows;
      for (let state = 0; state <= KNOWN; state++) known = Math.max(known, Math.abs(share(rows, (row) => a.state[row] === state) - share(others, (row) => b.state[row] === state)));
      distribution = Math.max(distribution, apart(a, rows, b, others, names));
    });
    return [{ column: a.name, distribution: Math.round(1000 * distribution), known: Math.round(1000 * known) }];
  });
  const ordered = paired.filter(([a]) => a.kind !== 'word');
  const levels = [round, twin].map((r) => levelColumn(r, policy));
  return { margins, associations: associations([...ordered, [levels[0]!, levels[1]!]]) };
}

function flat(round: Round, policy: Policy): Column[] {
  const { born, since, span, attributes } = columnsOf(round, policy, FEW);
  return [born, since, span, ...attributes.flatMap((a) => [a.main, ...a.words.map((w) => w.column), a.date, a.expires])].filter((c) => !c.name.endsWith(', date') || c.state.some((s) => s > 0));
}

function renamedColumn({ name, kind }: Column, names: Renamed): string {
  const at = name.indexOf(': ');
  return kind === 'boolean' && at >= 0 ? name.slice(0, at + 2) + names.word(name.slice(at + 2)) : name;
}

function levelColumn({ positions, people }: Round, { levels }: Policy): Column {
  const level = new Map<string, number>(positions.map((p) => [p.id, levels.findIndex((l) => l.id === p.level) + 1]));
  return { name: 'level', kind: 'ordered', grid: 1, state: new Int8Array(people.length).fill(KNOWN), value: Float64Array.from(people, (p) => (p.seat === undefined ? 0 : level.get(p.seat)!)) };
}

function share(rows: readonly number[], test: (row: number) => boolean): number {
  return rows.length === 0 ? 0 : rows.filter(test).length / rows.length;
}

/** The largest difference of two distribution functions (Kolmogorov's distance), or of shares of words; 0 where one side knows nobody. */
function apart(a: Column, aRows: readonly number[], b: Column, bRows: readonly number[], names: Renamed): number {
  const known = (c: Column, rows: readonly number[], isReal: boolean): (number | string)[] =>
    rows.filter((row) => c.state[row] === KNOWN).map((row) => (c.kind === 'word' ? (isReal ? names.word(c.words![c.value[row]!]!) : c.words![c.value[row]!]!) : c.value[row]!));
  const [x, y] = [known(a, aRows, true), known(b, bRows, false)];
  if (x.length === 0 || y.length === 0) return 0;
  const counts = new Map<number | string, [number, number]>();
  for (const value of x) counts.set(value, [(counts.get(value)?.[0] ?? 0) + 1, 0]);
  for (const value of y) counts.set(value, [counts.get(value)?.[0] ?? 0, (counts.get(value)?.[1] ?? 0) + 1]);
  const shares = [...counts].map(([value, [p, q]]) => [value, p / x.length - q / y.length] as const);
  if (a.kind === 'word') return Math.max(...shares.map(([, by]) => Math.abs(by)));
  let [sum, worst] = [0, 0];
  for (const [, by] of shares.sort((p, q) => (p[0] as number) - (q[0] as number))) worst = Math.max(worst, Math.abs((sum += by)));
  return worst;
}

function associations(pairs: readonly (readonly [Column, Column])[]): AssociationsKept {
  const ranked = pairs.flatMap(([a, b]) => {
    const rank = (c: Column): Int32Array | undefined => {
      const found = scores(c.value, (row) => c.state[row] === KNOWN, [...c.value.keys()]);
      return found && Int32Array.from(c.value, (_, row) => found.get(row) ?? UNKNOWN);
    };
    const [x, y] = [rank(a), rank(b)];
    return x && y ? [{ name: a.name, x, y }] : [];
  });
  let [count, sum, size, largest] = [0, 0, 0, 0];
  let between: [string, string] | undefined;
  ranked.forEach((p, i) =>
    ranked.slice(0, i).forEach((q) => {
      const [real, fake] = [correlation(p.x, q.x), correlation(p.y, q.y)];
      if (real === undefined || fake === undefined) return;
      const by = Math.abs(real - fake);
      [count, sum, size] = [count + 1, sum + by, size + Math.abs(real)];
      if (by > largest) [largest, between] = [by, [q.name, p.name]];
    }),
  );
  const perMille = (x: number): number => (count === 0 ? 0 : Math.round((1000 * x) / count));
  return { pairs: count, mean: perMille(sum), largest: Math.round(1000 * largest), ...(between && { between }), size: perMille(size) };
}

const UNKNOWN = 2_147_483_647;

/** Of two columns of scores over those who have both; undefined for fewer than PAIRS of them, or where one column does not vary among them. */
function correlation(x: Int32Array, y: Int32Array): number | undefined {
  let [n, sx, sy, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    const [a, b] = [x[k]!, y[k]!];
    if (a === UNKNOWN || b === UNKNOWN) continue;
    n++;
    sx += a;
    sy += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  const spread = (n * xx - sx * sx) * (n * yy - sy * sy);
  return n < PAIRS || spread <= 0 ? undefined : (n * xy - sx * sy) / Math.sqrt(spread);
}
