/**
 * Instances with side rows for `npm run bench:solver`: `rows-conflicts-BROKEN` and `rows-quotas-SEED`.
 * 5,000 people and 1,000 posts in units of ten; in a unit each post but the first answers to another, as in a binary tree. 50 people are eligible for a post,
 * four posts of five have a holder, who is eligible for it and must be placed. A score is half ability times demand, half chance, 0 .. 1,000.
 *   conflicts  related people never in one line of command: of each such two pairs at most one. 200 couples, of whom BROKEN are taken from the best plan
 *              without side rows, so that it breaks as many of them
 *   quotas     50 couples; in each unit at most so many people of one group and at least so many of another; at most half of the posts change hands
 */
import { solve, type Problem, type SideRow, type SmallProgram } from 'meritra/assign';
import { between, random, shuffled } from '../../test/kernel/instances.js';

export interface WithRows {
  readonly p: Problem;
  readonly rows: readonly SideRow[];
}

const [PEOPLE, POSTS, ELIGIBLE, UNIT] = [5000, 1000, 50, 10];
const RELATIVES = { conflicts: 200, quotas: 50 };

export function makeRows(name: string): WithRows {
  const [, kind, seed] = name.split('-') as ['rows', 'conflicts' | 'quotas', string];
  const rnd = random(Number(seed));
  const [one, other] = [0, 1].map(() => Uint8Array.from({ length: PEOPLE }, () => (rnd() < 0.3 ? 1 : 0))) as [Uint8Array, Uint8Array];
  const order = shuffled(rnd, PEOPLE);
  const holder = Int32Array.from({ length: POSTS }, (_, j) => (rnd() < 0.8 ? order[j]! : -1));
  const held = new Int32Array(PEOPLE).fill(-1);
  holder.forEach((i, j) => i >= 0 && (held[i] = j));
  const [ability, demand] = [PEOPLE, POSTS].map((n) => Float64Array.from({ length: n }, rnd)) as [Float64Array, Float64Array];
  const posts: number[][] = Array.from({ length: PEOPLE }, () => []);
  for (let j = 0; j < POSTS; j++) {
    const eligible = new Set(holder[j]! >= 0 ? [holder[j]!] : []);
    while (eligible.size < ELIGIBLE) eligible.add(between(rnd, 0, PEOPLE - 1));
    for (const i of eligible) posts[i]!.push(j);
  }
  const start = Int32Array.from({ length: PEOPLE + 1 }, () => 0);
  posts.forEach((list, i) => (start[i + 1] = start[i]! + list.length));
  const col = Int32Array.from(posts.flat());
  const person = Int32Array.from(posts.flatMap((list, i) => list.map(() => i)));
  const weight = Float64Array.from(col, (j, e) => Math.round(1000 * (0.5 * ability[person[e]!]! * demand[j]! + 0.5 * rnd())));
  const p: Problem = { rows: PEOPLE, cols: POSTS, start, col, weight, rowMin: Uint8Array.from(held, (j) => (j >= 0 ? 1 : 0)), colMin: new Int32Array(POSTS), colMax: new Int32Array(POSTS).fill(1) };

  const rows: SideRow[] = [];
  const related = new Set<number>();
  const couple = kind === 'conflicts' ? adversePairs(p) : () => undefined;
  for (let pairs = 0; pairs < RELATIVES[kind]; ) {
    const [a, b] = (pairs < Number(seed) && couple()) || [between(rnd, 0, PEOPLE - 1), between(rnd, 0, PEOPLE - 1)];
    if (a === b || related.has(a) || related.has(b) || (held[a]! >= 0 && held[b]! >= 0 && inLine(held[a]!, held[b]!))) continue;
    related.add(a).add(b);
    pairs++;
    for (let e = start[a]!; e < start[a + 1]!; e++) for (let f = start[b]!; f < start[b + 1]!; f++) if (inLine(col[e]!, col[f]!)) rows.push(sum([e, f].sort((x, y) => x - y), 1, 1));
  }
  if (kind === 'conflicts') return { p, rows };
  const edges = Array.from(col, (_, e) => e);
  for (let unit = 0; unit * UNIT < POSTS; unit++) {
    const inside = edges.filter((e) => Math.floor(col[e]! / UNIT) === unit);
    const holders = [...holder.subarray(unit * UNIT, (unit + 1) * UNIT)].filter((i) => i >= 0);
    rows.push(sum(inside.filter((e) => one[person[e]!] === 1), 1, Math.max(2, holders.filter((i) => one[i] === 1).length)));
    rows.push(sum(inside.filter((e) => other[person[e]!] === 1), -1, 0 - Math.min(3, holders.filter((i) => other[i] === 1).length)));
  }
  rows.push(sum(edges.filter((e) => holder[col[e]!] !== person[e]), 1, POSTS / 2));
  return { p, rows };
}

/** Gives one after the other the people who sit next to each other in line in the best plan. */
function adversePairs(p: Problem): () => [number, number] | undefined {
  const plan = solve(p);
  if (plan.status !== 'optimal') throw new Error('no plan');
  const { colOf } = plan;
  let unit = 0;
  return () => {
    const first = UNIT * unit++;
    const [a, b] = [colOf.indexOf(first), colOf.indexOf(first + 1)];
    return a >= 0 && b >= 0 ? [a, b] : undefined;
  };
}

const sum = (edges: readonly number[], coef: 1 | -1, max: number): SideRow => ({ edge: Int32Array.from(edges), coef: new Float64Array(edges.length).fill(coef), max });

/** Whether one post stands above the other. */
function inLine(a: number, b: number): boolean {
  if (a === b || Math.floor(a / UNIT) !== Math.floor(b / UNIT)) return false;
  const high = Math.min(a, b) % UNIT;
  let low = Math.max(a, b) % UNIT;
  while (low > high) low = (low - 1) >> 1;
  return low === high;
}

/** The whole of it as one 0/1 program, what a peer is given. */
export function program({ p, rows }: WithRows): SmallProgram {
  const [ofRow, ofCol]: [[number, number][][], [number, number][][]] = [Array.from({ length: p.rows }, () => []), Array.from({ length: p.cols }, () => [])];
  for (let i = 0; i < p.rows; i++) {
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      ofRow[i]!.push([e, 1]);
      ofCol[p.col[e]!]!.push([e, 1]);
    }
  }
  return {
    gain: [...p.weight],
    rows: [
      ...ofRow.map((terms, i) => ({ terms, min: p.rowMin[i]!, max: 1 })),
      ...ofCol.map((terms, j) => ({ terms, min: p.colMin[j]!, max: p.colMax[j]! })),
      ...rows.map(({ edge, coef, max }) => ({ terms: [...edge].map((e, t) => [e, coef[t]!] as const), max })),
    ],
  };
}

/** How many side rows a plan breaks. */
export function brokenRows({ rows }: WithRows, edgeOf: Int32Array): number {
  const chosen = new Set(edgeOf);
  return rows.filter(({ edge, coef, max }) => edge.reduce((total, e, t) => total + (chosen.has(e) ? coef[t]! : 0), 0) > max).length;
}
