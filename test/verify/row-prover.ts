import { sealed, type Loose } from './builder.js';
import { documents, findings, solve, write, type Model, type Seating, type Solved, type Toy } from './slow-engine.js';

// Rows of docs/formats.md section 4.1 for a handful of people, all of them written out, and proofs of section 5.1 found by listing plans: duals are
// potentials of the best plan under whatever multipliers, and where they do not close a stage, people are branched on until each has one place.

export interface RowToy extends Toy {
  /** By position: its unit, and the place of its superior, which is a smaller one; -1 for none. */
  readonly units: readonly number[];
  readonly superiors: readonly number[];
  /** Related people, smaller place first. */
  readonly kin: readonly (readonly [number, number])[];
  readonly sameUnit: boolean;
  readonly limits: readonly ToyLimit[];
}

export type ToyLimit =
  | { readonly kind: 'moves' | 'budget' | 'chain'; readonly max: number }
  | { readonly kind: 'unit'; readonly units: readonly number[] | 'each'; readonly who: boolean; readonly min?: number | undefined; readonly max?: number | undefined }
  | { readonly kind: 'donor'; readonly units: readonly number[] | 'each'; readonly maxLeaving: number };

export interface TestRow {
  readonly name: Loose;
  readonly coefficient: (i: number, j: number) => number;
  readonly most: number;
}

const p = (i: number): string => `p${i}`;
const q = (j: number): string => `q${j}`;
const u = (k: number): string => `u${k}`;
export const UNITS = 2;

const ranked: Loose = { op: 'compare', left: { op: 'person', attribute: 'rank' }, is: '>=', right: { op: 'const', value: 'mid' } };
const COST: Loose = { op: 'cases', cases: [{ when: ranked, then: { op: 'const', value: 2.5 } }], else: { op: 'const', value: 1 } };
/** 2.5 is rounded up, and of somebody whose rank is unknown the high end counts. */
const costOf = ({ people }: Toy, i: number): number => (people[i]!.rank === 0 ? 1 : 3);

export function rowDocuments(toy: RowToy): { round: Loose; policy: Loose } {
  const { round, policy } = documents(toy);
  round.units = Array.from({ length: UNITS }, (_, k) => ({ id: u(k), name: 'Unit' }));
  round.positions.forEach((position: Loose, j: number) => {
    position.unit = u(toy.units[j]!);
    if (toy.superiors[j]! >= 0) position.superior = q(toy.superiors[j]!);
  });
  round.relations = toy.kin.map(([a, b]) => ({ a: p(a), b: p(b), kind: 'kin', degree: 1, source: 'file' }));
  if (toy.sameUnit) policy.relations.sameUnit = { maxDegree: 1, citation: { own: 'x' } };
  if (toy.limits.length > 0) {
    policy.limits = toy.limits.map((limit, k) => ({
      id: `l${k}`, label: { en: 'Limit' }, citation: { own: 'x' }, kind: limit.kind,
      ...(limit.kind === 'budget' && { cost: COST }), ...('max' in limit && limit.max !== undefined && { max: limit.max }),
      ...('min' in limit && limit.min !== undefined && { min: limit.min }), ...('maxLeaving' in limit && { maxLeaving: limit.maxLeaving }),
      ...('units' in limit && { units: limit.units === 'each' ? 'each' : limit.units.map(u) }), ...('who' in limit && limit.who && { who: ranked }),
    }));
  }
  return { round, policy };
}

/** Every row of a market. */
export function rowsOf(toy: RowToy, m: Model): TestRow[] {
  const { people, positions } = toy;
  const all = m.pairs.flatMap((list, i) => list.map((j) => [i, j] as const));
  const isStay = (i: number, j: number): boolean => people[i]!.seat === j && m.pairs[i]!.includes(j);
  const under = (over: number, j: number): boolean => toy.superiors[j]! >= 0 && (toy.superiors[j] === over || under(over, toy.superiors[j]!));
  const rows: TestRow[] = [];
  /** A row that counts some pairs once; left out where one of two people has none of them. */
  const clique = (name: Loose, of: (i: number, j: number) => boolean, two: readonly number[]): void => {
    if (two.every((i) => m.pairs[i]!.some((j) => of(i, j)))) rows.push({ name, most: 1, coefficient: (i, j) => (two.includes(i) && of(i, j) ? 1 : 0) });
  };
  for (const [a, b] of toy.kin) {
    for (const [head, below] of [[a, b], [b, a]] as const) {
      positions.forEach((_, h) => clique(['line', p(head), p(below), q(h)], (i, j) => (i === head ? j === h : under(h, j) && !(isStay(head, h) && isStay(below, j))), [head, below]));
    }
    for (let unit = 0; toy.sameUnit && unit < UNITS; unit++) {
      const here = (j: number): boolean => toy.units[j] === unit;
      const stays = [a, b].every((i) => positions.some((_, j) => here(j) && isStay(i, j)));
      if (!stays) clique(['unit', p(a), p(b), u(unit)], (_, j) => here(j), [a, b]);
      else for (const left of [a, b]) clique(['unit', p(a), p(b), u(unit), p(left)], (i, j) => here(j) && !(i === left && isStay(i, j)), [a, b]);
    }
  }
  toy.limits.forEach((limit, k) => {
    const id = `l${k}`;
    const units = 'units' in limit ? (limit.units === 'each' ? [0, 1] : limit.units) : [];
    const inUnit = (unit: number, who: (i: number) => boolean) => (i: number, j: number): boolean => toy.units[j] === unit && who(i);
    const count = (of: (i: number, j: number) => boolean): number => all.filter(([i, j]) => isStay(i, j) && of(i, j)).length;
    switch (limit.kind) {
      case 'moves':
        rows.push({ name: ['limit', id], most: limit.max, coefficient: (i, j) => (isStay(i, j) ? 0 : 1) });
        break;
      case 'budget':
        rows.push({ name: ['limit', id], most: limit.max, coefficient: (i, j) => (isStay(i, j) ? 0 : costOf(toy, i)) });
        break;
      case 'unit':
        for (const unit of units) {
          const may = inUnit(unit, (i) => !limit.who || people[i]!.rank !== 0);
          const must = inUnit(unit, (i) => !limit.who || (people[i]!.rank ?? 0) > 0);
          if (limit.max !== undefined) rows.push({ name: ['limit', id, u(unit), 'max'], most: Math.max(limit.max, count(may)), coefficient: (i, j) => (may(i, j) ? 1 : 0) });
          if (limit.min !== undefined) rows.push({ name: ['limit', id, u(unit), 'min'], most: -Math.min(limit.min, count(must)), coefficient: (i, j) => (must(i, j) ? -1 : 0) });
        }
        break;
      case 'donor':
        for (const unit of units) {
          const of = inUnit(unit, (i) => positions.some((_, j) => toy.units[j] === unit && isStay(i, j)));
          rows.push({ name: ['limit', id, u(unit)], most: Math.min(0, limit.maxLeaving - count(of)), coefficient: (i, j) => (of(i, j) ? -1 : 0) });
        }
        break;
      case 'chain': {
        const holder = positions.map((one, j) => (one.seats === 1 ? people.findIndex((_, i) => isStay(i, j)) : -1));
        const walk = (list: number[]): void => {
          if (list.length === limit.max) {
            const counts = (i: number, j: number): boolean =>
              (j === list[0] && i !== holder[j]) || list.some((from, n) => holder[from] === i && (n + 1 < list.length ? j === list[n + 1] : j !== from));
            rows.push({ name: ['limit', id, list.map(q)], most: limit.max, coefficient: (i, j) => (counts(i, j) ? 1 : 0) });
            return;
          }
          holder.forEach((i, j) => i >= 0 && !list.includes(j) && walk([...list, j]));
        };
        walk([]);
      }
    }
  });
  return rows;
}

const sumOf = (seating: Seating, of: (i: number, j: number) => number): number => seating.reduce((sum, j, i) => sum + (j < 0 ? 0 : of(i, j)), 0);
export const keeps = (seating: Seating, rows: readonly TestRow[]): boolean => rows.every(({ coefficient, most }) => sumOf(seating, coefficient) <= most);

/** A market as branches and stages leave it, with the plans that it has, rows or not. */
interface Node {
  readonly pairs: readonly (readonly number[])[];
  readonly rowMin: readonly number[];
  readonly rowMax: readonly number[];
  readonly colMin: readonly number[];
  readonly colMax: readonly number[];
  readonly plans: readonly Seating[];
}

function node(of: Omit<Node, 'plans'>, plans: readonly Seating[]): Node {
  const fits = (seating: Seating): boolean =>
    seating.every((j, i) => (j < 0 ? of.rowMin[i] === 0 : of.rowMax[i] === 1 && of.pairs[i]!.includes(j))) &&
    of.colMax.every((most, j) => seating.filter((to) => to === j).length <= most && seating.filter((to) => to === j).length >= of.colMin[j]!);
  return { ...of, plans: plans.filter(fits) };
}

export const wholeNode = (m: Model, plans: readonly Seating[]): Node => node({ pairs: m.pairs, rowMin: m.rowMin, rowMax: m.pairs.map(() => 1), colMin: m.colMin, colMax: m.colMax }, plans);

/** Duals of people and positions that cover every pair of a node, tight on its best plan. */
function potentials(n: Node, weight: (i: number, j: number) => number, seating: Seating): { u: number[]; v: number[] } {
  const [P, nowhere] = [n.pairs.length, n.pairs.length + n.colMax.length];
  const arcs: [number, number, number][] = [];
  n.pairs.forEach((list, i) => {
    for (const j of list) arcs.push([i, P + j, -weight(i, j)]);
    if (seating[i]! >= 0) arcs.push([P + seating[i]!, i, weight(i, seating[i]!)]);
    if (seating[i]! < 0 && n.rowMax[i] === 1) arcs.push([nowhere, i, 0]);
    if (seating[i]! >= 0 && n.rowMin[i] === 0) arcs.push([i, nowhere, 0]);
  });
  n.colMax.forEach((most, j) => {
    const held = seating.filter((to) => to === j).length;
    if (held < most) arcs.push([P + j, nowhere, 0]);
    if (held > n.colMin[j]!) arcs.push([nowhere, P + j, 0]);
  });
  const d = new Array<number>(nowhere + 1).fill(0);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [from, to, cost] of arcs) {
      if (d[from]! + cost >= d[to]!) continue;
      d[to] = d[from]! + cost;
      changed = true;
    }
  }
  return { u: n.pairs.map((_, i) => d[i]! - d[nowhere]!), v: n.colMax.map((_, j) => d[nowhere]! - d[P + j]!) };
}

export interface Found {
  readonly D: number;
  readonly u: readonly number[];
  readonly v: readonly number[];
  readonly t: readonly number[];
  readonly B: number;
}

/** A bound by Lagrange: the best of a few steps along what is violated. */
function lagrange(n: Node, weight: (i: number, j: number) => number, rows: readonly TestRow[], { D, steps, rnd }: Pick<Options, 'D' | 'steps' | 'rnd'>): Found {
  let best: Found | undefined;
  const t = rows.map(() => 0);
  const largest = Math.max(1, ...n.pairs.flatMap((list, i) => list.map((j) => Math.abs(weight(i, j)))));
  const sizes = rows.map(({ coefficient }) => Math.max(1, ...n.pairs.flatMap((list, i) => list.map((j) => Math.abs(coefficient(i, j))))));
  rows.forEach(({ name }, k) => name[0] === 'stage' && rnd() < 0.3 && (t[k] = Math.ceil((D * largest * 2 * rnd()) / sizes[k]!)));
  for (let step = 0; step < steps; step++) {
    const priced = (i: number, j: number): number => D * weight(i, j) - rows.reduce((sum, { coefficient }, k) => sum + (t[k] === 0 ? 0 : t[k]! * coefficient(i, j)), 0);
    const table = n.pairs.map((list, i) => new Map(list.map((j) => [j, priced(i, j)])));
    const worth = (seating: Seating): number => seating.reduce((sum, j, i) => sum + (j < 0 ? 0 : table[i]!.get(j)!), 0);
    const top = n.plans.reduce((a, b) => (worth(b) > worth(a) ? b : a));
    const B = worth(top) + rows.reduce((sum, { most }, k) => sum + t[k]! * most, 0);
    if (!best || B < best.B) best = { D, ...potentials(n, (i, j) => table[i]!.get(j)!, top), t: [...t], B };
    rows.forEach(({ coefficient, most }, k) => (t[k] = Math.max(0, t[k]! + Math.ceil((D * largest * (sumOf(top, coefficient) - most)) / sizes[k]! / (1 << step)))));
  }
  return best!;
}

const listed = (duals: readonly number[], name: (k: number) => string): [string, number][] => duals.flatMap((dual, k) => (dual === 0 ? [] : [[name(k), dual] as [string, number]]));

function written({ D, u, v, t }: Pick<Found, 'D' | 'u' | 'v' | 't'>, rows: readonly TestRow[]): Loose {
  const named = t.flatMap((times, k) => (times > 0 ? [[rows[k]!.name, times] as const] : [])).sort(([a], [b]) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { people: listed(u, p), positions: listed(v, q), ...(D > 1 && { denominator: D }), ...(named.length > 0 && { rows: named }) };
}

/** A leaf for a node in which everybody has one place or none, and which no plan fits or keeps the rows in. */
function nothing(n: Node, rows: readonly TestRow[]): Loose {
  const seating = n.pairs.map((list) => list[0] ?? -1);
  const [us, vs, t] = [seating.map(() => 0), n.colMax.map(() => 0), rows.map(() => 0)];
  const done = (): Loose => ({ ...written({ D: 1, u: us, v: vs, t }, rows), none: true });
  const without = seating.findIndex((j, i) => j < 0 && n.rowMin[i] === 1);
  if (without >= 0) us[without] = -1;
  if (without >= 0) return done();
  const wrong = n.colMax.findIndex((most, j) => seating.filter((to) => to === j).length > most || seating.filter((to) => to === j).length < n.colMin[j]!);
  if (wrong >= 0) {
    const sign = seating.filter((to) => to === wrong).length > n.colMax[wrong]! ? 1 : -1;
    vs[wrong] = sign;
    seating.forEach((j, i) => j === wrong && (us[i] = -sign));
    return done();
  }
  const k = rows.findIndex(({ coefficient, most }) => sumOf(seating, coefficient) > most);
  t[k] = 1;
  seating.forEach((j, i) => j >= 0 && (us[i] = -rows[k]!.coefficient(i, j)));
  return done();
}

export interface Options {
  readonly rnd: () => number;
  readonly D: number;
  /** How many bounds are tried before people are branched on. */
  readonly steps: number;
  /** Leaves may be left open from this depth on. */
  readonly depth?: number;
}

/** A tree of which every leaf leaves no more than `most`, or nothing; null: nothing is left at all. */
function treeOf(n: Node, weight: (i: number, j: number) => number, rows: readonly TestRow[], most: number | null, options: Options, depth = 0): Loose {
  const { rnd, D } = options;
  if (n.plans.length > 0) {
    const found = lagrange(n, most === null ? () => 0 : weight, rows, most === null ? { ...options, D: 1 } : options);
    if (most === null && found.B < 0) return { ...written(found, rows), none: true };
    if (most !== null && Math.floor(found.B / D) <= most) return written(found, rows);
    if (depth >= (options.depth ?? Infinity)) return written(found, rows);
  }
  const open = n.pairs.flatMap((list, i) => (list.length > 1 || (list.length === 1 && n.rowMin[i] === 0) ? [i] : []));
  if (open.length === 0) return nothing(n, rows);
  const i = open[Math.floor(rnd() * open.length)]!;
  const list = n.pairs[i]!;
  const size = 1 + Math.floor(rnd() * (n.rowMin[i] === 1 ? list.length - 1 : list.length));
  const chosen = [...list].sort(() => rnd() - 0.5).slice(0, size).sort((a, b) => a - b);
  const child = (inside: boolean): Node => node({ ...n, pairs: n.pairs.map((one, k) => (k === i ? one.filter((j) => chosen.includes(j) === inside) : one)), rowMin: n.rowMin.map((least, k) => (k === i && inside ? 1 : least)) }, n.plans);
  return { person: p(i), positions: chosen.map(q), in: treeOf(child(true), weight, rows, most, options, depth + 1), out: treeOf(child(false), weight, rows, most, options, depth + 1) };
}

/** What the next stage starts from. */
function restricted(n: Node, weight: (i: number, j: number) => number, rows: readonly TestRow[], { D, u, v, t, B }: Found, value: number): Node {
  const g = B - D * value;
  const slack = (i: number, j: number): number => u[i]! + v[j]! + rows.reduce((sum, { coefficient }, k) => sum + t[k]! * coefficient(i, j), 0) - D * weight(i, j);
  const rowMin = n.rowMin.map((least, i) => (u[i]! > g ? n.rowMax[i]! : least));
  const rowMax = n.rowMax.map((most, i) => (-u[i]! > g ? n.rowMin[i]! : most));
  const colMin = n.colMin.map((least, j) => (v[j]! > 0 ? Math.max(least, n.colMax[j]! - Math.floor(g / v[j]!)) : least));
  const colMax = n.colMax.map((most, j) => (v[j]! < 0 ? Math.min(most, n.colMin[j]! + Math.floor(g / -v[j]!)) : most));
  const pairs = n.pairs.map((list, i) => (rowMax[i] === 0 ? [] : list.filter((j) => colMax[j]! > 0 && slack(i, j) <= g)));
  return node({ pairs, rowMin, rowMax, colMin, colMax }, n.plans);
}

export interface Proven {
  readonly stages: Loose[];
  /** Where the search was cut short. */
  readonly gap: Loose;
}

/** Stages that prove a seating to be the best that keeps the rows; from the stage `cut` on only a gap. */
export function prove(solved: Solved, rows: readonly TestRow[], seating: Seating, options: Options, cut = -1): Proven {
  const m = solved.model;
  let n = wholeNode(m, solved.plans);
  const stages: Loose[] = [];
  const settled: TestRow[] = [];
  for (const [s, { stage, weight }] of m.stages.entries()) {
    const value = sumOf(seating, weight);
    const all = [...rows, ...settled];
    const found = lagrange(n, weight, all, options);
    const top = Math.floor(found.B / options.D);
    const cutHere = s === cut;
    const tree = top > value && (!cutHere || options.rnd() < 0.8) ? treeOf(n, weight, all, value, { ...options, ...(cutHere ? { depth: 1 } : { depth: Infinity }) }) : undefined;
    const bound = cutHere ? (tree ? openBound(tree, value, n, weight, all) : top) : value;
    stages.push({ stage, value: bound, ...written(found, all), ...(tree && { tree }) });
    if (cutHere) return { stages, gap: { stage, value, bound } };
    n = restricted(n, weight, all, found, value);
    settled.push({ name: ['stage', stage], most: -value, coefficient: (i, j) => -weight(i, j) });
  }
  return { stages, gap: null };
}

/** The greatest bound of the leaves of a tree, by the formula of section 5.1. */
function openBound(tree: Loose, least: number, n: Omit<Node, 'plans'>, weight: (i: number, j: number) => number, rows: readonly TestRow[]): number {
  if (tree.person !== undefined) {
    const i = Number(tree.person.slice(1));
    const child = (inside: boolean): Omit<Node, 'plans'> => ({ ...n, rowMin: n.rowMin.map((one, k) => (k === i && inside ? 1 : one)) });
    return Math.max(openBound(tree.in, least, child(true), weight, rows), openBound(tree.out, least, child(false), weight, rows));
  }
  if (tree.none) return least;
  const side = (duals: [string, number][], min: readonly number[], max: readonly number[]): number => duals.reduce((sum, [id, dual]) => sum + dual * (dual > 0 ? max : min)[Number(id.slice(1))]!, 0);
  const ofRows = ((tree.rows ?? []) as [Loose, number][]).reduce((sum, [name, times]) => sum + times * rows.find((row) => JSON.stringify(row.name) === JSON.stringify(name))!.most, 0);
  return Math.max(least, Math.floor((side(tree.people, n.rowMin, n.rowMax) + side(tree.positions, n.colMin, n.colMax) + ofRows) / (tree.denominator ?? 1)));
}

/** A proof that no plan keeps the rows. */
export function proveNone(solved: Solved, rows: readonly TestRow[], options: Options): Loose {
  const whole = wholeNode(solved.model, solved.plans);
  const found = lagrange(whole, () => 0, rows, { ...options, D: 1 });
  const top = { stage: 'rows', value: -1, ...written(found, rows) };
  return { stages: [found.B < 0 ? top : { ...top, tree: treeOf(whole, () => 0, rows, null, options) }] };
}

export interface RowSolved extends Solved {
  readonly rows: readonly TestRow[];
  /** The plans that keep the rows, and the best of them, stage by stage. */
  readonly kept: readonly Seating[];
  readonly bestKept: readonly Seating[];
}

export function solveRows(toy: RowToy, conditional: boolean): RowSolved {
  const solved = solve(toy, conditional);
  const rows = rowsOf(toy, solved.model);
  const kept = solved.plans.filter((seating) => keeps(seating, rows));
  let bestKept = kept;
  for (const { weight } of solved.model.stages) {
    const most = Math.max(...bestKept.map((seating) => sumOf(seating, weight)));
    bestKept = bestKept.filter((seating) => sumOf(seating, weight) === most);
  }
  return { ...solved, rows, kept, bestKept };
}

/** A plan as a proposal writes it, with whatever proof. */
export function planOf(toy: RowToy, solved: Solved, seating: Seating, { stages, gap }: Proven): Loose {
  return { ...write(toy, solved, seating, solved.chosen!), status: gap ? 'feasible' : 'optimal', gap, tied: [], tiesProven: false, certificate: { stages } };
}

export const noPlan = (certificate: Loose): Loose =>
  ({ status: 'infeasible', gap: null, seats: [], objectives: [], moves: [], chains: [], vacant: [], tied: [], tiesProven: false, certificate, shortage: null });

/** The findings of such a round: today's breaches beside those of the ranks. */
export function rowFindings(toy: RowToy): Loose[] {
  const { people } = toy;
  const under = (over: number, j: number): boolean => toy.superiors[j]! >= 0 && (toy.superiors[j] === over || under(over, toy.superiors[j]!));
  const seated = toy.kin.filter(([a, b]) => people[a]!.seat >= 0 && people[b]!.seat >= 0);
  const inLine = seated.flatMap(([a, b]) => [[a, b], [b, a]].filter(([x, y]) => under(people[x!]!.seat, people[y!]!.seat)).map(([x, y]) => ({ code: 'related-in-line', head: p(x!), below: p(y!) })));
  const inUnit = toy.sameUnit ? seated.filter(([a, b]) => toy.units[people[a]!.seat] === toy.units[people[b]!.seat]).map(([a, b]) => ({ code: 'related-in-unit', a: p(a), b: p(b) })) : [];
  const m = solve(toy, false).model;
  const stays = people.flatMap((one, i) => (one.seat >= 0 && m.pairs[i]!.includes(one.seat) ? [i] : []));
  const exceeded = toy.limits.flatMap((limit, k) => {
    if (limit.kind !== 'unit') return [];
    return [0, 1].filter((unit) => limit.units === 'each' || limit.units.includes(unit)).flatMap((unit) => {
      const here = stays.filter((i) => toy.units[people[i]!.seat] === unit);
      const most = here.filter((i) => !limit.who || people[i]!.rank !== 0).length;
      const least = here.filter((i) => !limit.who || (people[i]!.rank ?? 0) > 0).length;
      return [
        ...(limit.max !== undefined && most > limit.max ? [{ code: 'limit-today', limit: `l${k}`, unit: u(unit), side: 'max', bound: limit.max, today: most }] : []),
        ...(limit.min !== undefined && least < limit.min ? [{ code: 'limit-today', limit: `l${k}`, unit: u(unit), side: 'min', bound: limit.min, today: least }] : []),
      ];
    });
  });
  return [...inLine, ...inUnit, ...findings(toy), ...exceeded];
}

export function bundleOf(toy: RowToy, certain: Loose, conditional: Loose = null): Loose {
  const { round, policy } = rowDocuments(toy);
  return sealed({
    format: 'meritra/bundle/1', profile: 'full', round, policy,
    proposal: {
      format: 'meritra/proposal/0', engine: { name: 'by listing', version: '0' }, certain, conditional, worklist: [], findings: rowFindings(toy),
      rules: { unconfirmed: [], gateFrom: 'press', lawCheckedOn: '2025-06-01' },
    },
  });
}
