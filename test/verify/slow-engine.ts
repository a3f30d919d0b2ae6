import { createHash, createHmac } from 'node:crypto';
import { commitment, lp, policy as toyPolicy, route, sealed, type Loose } from './builder.js';

// A proposal by the definitions of docs/formats.md alone: every plan is listed and the best are kept. For a handful of people.

export interface Toy {
  readonly people: readonly {
    readonly seat: number; // -1: none
    readonly rank: 0 | 1 | 2 | null; // null: unknown
    readonly score: number;
    readonly list: number | null;
    readonly wishes: readonly number[];
    readonly lower: boolean;
    readonly retires: boolean;
    readonly inScope: boolean;
    readonly pin: number; // -1: none
  }[];
  readonly positions: readonly {
    readonly level: 0 | 1;
    readonly seats: number;
    readonly minimum: 0 | 1 | 2;
    readonly critical: boolean;
    readonly mustFill: boolean;
    readonly closed: boolean;
    readonly inScope: boolean;
    readonly track?: 'x' | 'y' | undefined; // absent: not stated
    readonly class?: number | undefined;
  }[];
  /** For whom the gate of rank is waived where: places of people and positions. */
  readonly waivers?: readonly (readonly [number, number])[];
  readonly routes?: readonly { readonly when: 'up' | 'side' | 'within' | 'any'; readonly days: number; readonly outside: boolean }[] | undefined;
  readonly forbid: boolean;
  readonly total: boolean;
  readonly lateral: number;
  readonly nonce: string;
  /** Starting points of the potentials: other values give other valid duals. */
  readonly start: readonly number[];
}

const RANKS = ['low', 'mid', 'high'];
const LEVELS = ['staff', 'head'];
const p = (i: number): string => `p${i}`;
const q = (j: number): string => `q${j}`;

const level = (of: string): Loose => ({ op: 'level', of });
const compare = (left: Loose, is: string, right: Loose): Loose => ({ op: 'compare', left, is, right });
const WHEN = {
  up: compare(level('seat'), '<', level('position')), side: compare(level('seat'), '=', level('position')), any: { op: 'const', value: true },
  within: compare({ op: 'track', of: 'position' }, '=', { op: 'track', of: 'seat' }),
};

export function documents(toy: Toy): { round: Loose; policy: Loose } {
  const policy = toyPolicy();
  policy.gates = [{ ...policy.gates[0], waivable: { own: 'x' } }];
  policy.tracks = ['x', 'y'].map((id) => ({ id, label: { en: id } }));
  if (toy.routes) policy.routes = toy.routes.map(({ when, days, outside }, k) => route(`r${k}`, WHEN[when], [days, 1], { outside }));
  policy.criteria = [policy.criteria[0]];
  policy.weights = { score: 100 };
  policy.displacement = toy.forbid ? 'forbid' : 'minimise';
  policy.objective = toy.total ? 'total' : 'levels';
  policy.costs.lateralMove.points = toy.lateral;
  policy.costs.vacantSeat.points = 1;
  policy.ties.commitments = [{ party: 'union', hash: commitment('union', toy.nonce) }];
  const file = (attribute: string, value: Loose): Loose => ({ attribute, value, source: 'file' });
  const round = {
    format: 'meritra/round/0', id: 'toy', asOf: '2026-01-01',
    scope: { people: toy.people.flatMap((one, i) => (one.inScope ? [p(i)] : [])), positions: toy.positions.flatMap((one, j) => (one.inScope ? [q(j)] : [])) },
    sources: [{ id: 'file', title: 'File', date: '2025-12-01' }],
    units: [{ id: 'u', name: 'U' }],
    positions: toy.positions.map((one, j) => ({
      id: q(j), title: 'Post', unit: 'u', level: LEVELS[one.level], seats: one.seats, attributes: { minimum: RANKS[one.minimum] }, critical: one.critical,
      ...(one.track && { track: one.track }), ...(one.class && { class: one.class }),
      ...(one.mustFill && { mustFill: { reason: 'so decided' } }), ...(one.closed && { closes: '2026-01-01' }),
    })),
    people: toy.people.map((one, i) => ({
      id: p(i), ...(one.seat >= 0 && { seat: q(one.seat) }), ...(one.retires && { retires: '2025-12-31' }), ...(one.wishes.length > 0 && { wishes: one.wishes.map(q) }),
      ...(one.lower && { acceptsLower: { on: '2025-01-01', document: 'letter' } }),
      evidence: [...(one.list === null ? [] : [file('list', one.list)]), ...(one.rank === null ? [] : [file('rank', RANKS[one.rank])]), file('score', one.score)],
    })),
    relations: [], actors: [],
    waivers: (toy.waivers ?? []).map(([i, j]) => ({ person: p(i), position: q(j), rule: 'rank', by: 'the chair', on: '2026-01-01', document: 'letter', reason: 'so decided' })),
    pins: toy.people.flatMap((one, i) => (one.pin >= 0 ? [{ person: p(i), position: q(one.pin), by: 'the chair', reason: 'so decided' }] : [])),
    reveals: [{ party: 'union', nonce: toy.nonce }],
  };
  return { round, policy };
}

const isWaived = ({ waivers }: Toy, i: number, j: number): boolean => (waivers ?? []).some(([person, position]) => person === i && position === j);

/** What the rank says: 1 true, 0 false, 1/2 unknown. So below, where `not` is 1 - x, `all` the least and `any` the greatest. */
function rankHolds({ people, positions }: Toy, i: number, j: number): number {
  const { rank } = people[i]!;
  return rank === null ? 0.5 : Number(rank >= positions[j]!.minimum);
}

function routeHolds({ people, positions, routes }: Toy, k: number, i: number, j: number): number {
  const [from, to] = [positions[people[i]!.seat], positions[j]!];
  switch (routes![k]!.when) {
    case 'up':
      return Number((from?.level ?? -1) < to.level);
    case 'side':
      return Number(from?.level === to.level);
    case 'within':
      return to.track === undefined || (from && from.track === undefined) ? 0.5 : Number(from?.track === to.track);
    case 'any':
      return 1;
  }
}

function routeGate(toy: Toy, i: number, j: number): number {
  if (!toy.routes) return 1;
  const holds = toy.routes.map((_, k) => routeHolds(toy, k, i, j));
  return Math.max(0, ...toy.routes.map(({ outside }, k) => (outside ? 0 : Math.min(holds[k]!, ...holds.slice(0, k).map((one) => 1 - one)))));
}

/** The place of the first route that is true, -1 where none is or one before it may be. */
function routeTaken(toy: Toy, i: number, j: number): number {
  const k = (toy.routes ?? []).findIndex((_, at) => routeHolds(toy, at, i, j) > 0);
  return k >= 0 && routeHolds(toy, k, i, j) === 1 ? k : -1;
}

export interface Model {
  readonly pairs: readonly (readonly number[])[]; // by person
  readonly rowMin: number[];
  readonly colMin: number[];
  readonly colMax: number[];
  readonly stages: readonly { readonly stage: string; readonly weight: (i: number, j: number) => number }[];
}

function model(toy: Toy, conditional: boolean): Model {
  const { people, positions } = toy;
  const owed = (i: number): boolean => people[i]!.seat >= 0 && !people[i]!.retires;
  const exists = (i: number, j: number): boolean => {
    const [one, post] = [people[i]!, positions[j]!];
    if (one.retires || post.closed || (one.pin >= 0 && one.pin !== j)) return false;
    if (one.seat === j) return true;
    if (!one.inScope || !post.inScope) return false;
    if (one.seat >= 0 && !positions[one.seat]!.closed && post.level < positions[one.seat]!.level && !one.lower) return false;
    const holds = Math.min(isWaived(toy, i, j) ? 1 : rankHolds(toy, i, j), routeGate(toy, i, j));
    return holds === 1 || (holds === 0.5 && conditional);
  };
  const pairs = people.map((_, i) => positions.flatMap((_post, j) => (exists(i, j) ? [j] : [])));
  const lateral = (i: number, j: number): number => (people[i]!.seat >= 0 && people[i]!.seat !== j && !positions[people[i]!.seat]!.closed && positions[people[i]!.seat]!.level === positions[j]!.level ? toy.lateral * 10_000 : 0);
  const merit = (i: number, j: number): number => people[i]!.score * 10_000 + 10_000 - lateral(i, j);
  const stages: { stage: string; weight: (i: number, j: number) => number }[] = [{ stage: 'owed', weight: (i) => (owed(i) ? 1 : 0) }];
  const openCritical = positions.map((one) => one.critical && !one.closed);
  if (toy.total) {
    if (openCritical.includes(true)) stages.push({ stage: 'critical', weight: (_, j) => (openCritical[j] ? 1 : 0) });
    stages.push({ stage: 'merit', weight: merit });
  } else {
    for (const level of [1, 0]) {
      if (!positions.some((one) => one.level === level && !one.closed)) continue;
      const here = (j: number): boolean => positions[j]!.level === level;
      if (positions.some((_, j) => here(j) && openCritical[j])) stages.push({ stage: `critical:${LEVELS[level]!}`, weight: (_, j) => (here(j) && openCritical[j] ? 1 : 0) });
      stages.push({ stage: `merit:${LEVELS[level]!}`, weight: (i, j) => (here(j) ? merit(i, j) : 0) });
    }
  }
  stages.push({ stage: 'moves', weight: (i, j) => (people[i]!.seat === j ? 0 : -1) });
  return {
    pairs, stages,
    rowMin: people.map((one, i) => (one.pin >= 0 || (!one.inScope && one.seat >= 0 && pairs[i]!.includes(one.seat)) || (toy.forbid && owed(i)) ? 1 : 0)),
    colMin: positions.map((one, j) => {
      if (!one.mustFill || one.closed) return 0;
      return one.inScope ? one.seats : Math.min(one.seats, people.filter((other, i) => other.seat === j && pairs[i]!.includes(j)).length);
    }),
    colMax: positions.map((one) => one.seats),
  };
}

export type Seating = readonly number[]; // by person; -1: none

function allPlans(m: Model): Seating[] {
  const found: Seating[] = [];
  const counts = m.colMax.map(() => 0);
  const walk = (seating: number[]): void => {
    const i = seating.length;
    if (i === m.pairs.length) {
      if (counts.every((count, j) => count >= m.colMin[j]!)) found.push([...seating]);
      return;
    }
    if (m.rowMin[i] === 0) walk([...seating, -1]);
    for (const j of m.pairs[i]!) {
      if (counts[j]! >= m.colMax[j]!) continue;
      counts[j]!++;
      walk([...seating, j]);
      counts[j]!--;
    }
  };
  walk([]);
  return found;
}

const valueOf = (seating: Seating, weight: (i: number, j: number) => number): number => seating.reduce((sum, j, i) => sum + (j < 0 ? 0 : weight(i, j)), 0);

export interface Solved {
  readonly plans: readonly Seating[];
  readonly best: readonly Seating[];
  readonly chosen: Seating | undefined;
  readonly tied: readonly number[];
  readonly model: Model;
}

export function solve(toy: Toy, conditional: boolean): Solved {
  const m = model(toy, conditional);
  const plans = allPlans(m);
  let best = plans;
  for (const { weight } of m.stages) {
    const most = Math.max(...best.map((seating) => valueOf(seating, weight)));
    best = best.filter((seating) => valueOf(seating, weight) === most);
  }
  const key = createHash('sha256').update('meritra/tie/0').update(lp('toy')).update(lp(toy.nonce)).digest();
  const lot = (i: number): string => createHmac('sha256', key).update(p(i)).digest('hex');
  const order = toy.people.map((_, i) => i).sort((a, b) => (toy.people[a]!.list ?? 1e9) - (toy.people[b]!.list ?? 1e9) || (lot(a) < lot(b) ? -1 : 1));
  let left = best;
  const tied: number[] = [];
  for (const i of order) {
    const outcomes = [...new Set(left.map((seating) => seating[i]!))];
    if (outcomes.length > 1) tied.push(i);
    const one = toy.people[i]!;
    const place = (j: number): number => (one.wishes.includes(j) ? one.wishes.indexOf(j) : 99);
    outcomes.sort((a, b) => {
      if (a < 0 || b < 0) return b - a;
      return place(a) - place(b) || toy.positions[b]!.level - toy.positions[a]!.level || Number(one.seat === b) - Number(one.seat === a) || a - b;
    });
    left = left.filter((seating) => seating[i] === outcomes[0]);
  }
  return { plans, best, chosen: left[0], tied: tied.sort((a, b) => a - b), model: m };
}

/** Potentials of the residual network of an optimal plan, stage by stage. */
function certificate(m: Model, seating: Seating, start: readonly number[]): Loose {
  const [P, Q] = [m.pairs.length, m.colMax.length];
  const nowhere = P + Q;
  let pairs = m.pairs.map((list) => [...list]);
  const [rowMin, rowMax, colMin, colMax] = [[...m.rowMin], m.pairs.map(() => 1), [...m.colMin], [...m.colMax]];
  const count = colMax.map((_, j) => seating.filter((to) => to === j).length);
  const stages = m.stages.map(({ stage, weight }) => {
    const arcs: [number, number, number][] = [];
    pairs.forEach((list, i) => {
      for (const j of list) arcs.push([i, P + j, -weight(i, j)]);
      if (seating[i]! >= 0) arcs.push([P + seating[i]!, i, weight(i, seating[i]!)]);
      if (seating[i]! < 0 && rowMax[i] === 1) arcs.push([nowhere, i, 0]);
      if (seating[i]! >= 0 && rowMin[i] === 0) arcs.push([i, nowhere, 0]);
    });
    count.forEach((held, j) => {
      if (held < colMax[j]!) arcs.push([P + j, nowhere, 0]);
      if (held > colMin[j]!) arcs.push([nowhere, P + j, 0]);
    });
    const d = Array.from({ length: nowhere + 1 }, (_, k) => start[k % start.length] ?? 0);
    for (let changed = true, round = 0; changed; round++) {
      if (round > 2 * nowhere + 4) throw new Error('the plan is not optimal');
      changed = false;
      for (const [from, to, cost] of arcs) {
        if (d[from]! + cost >= d[to]!) continue;
        d[to] = d[from]! + cost;
        changed = true;
      }
    }
    const u = pairs.map((_, i) => d[i]! - d[nowhere]!);
    const v = colMax.map((_, j) => d[nowhere]! - d[P + j]!);
    pairs = pairs.map((list, i) => list.filter((j) => u[i]! + v[j]! === weight(i, j)));
    u.forEach((dual, i) => {
      if (dual > 0) rowMin[i] = rowMax[i]!;
      if (dual < 0) rowMax[i] = rowMin[i]!;
    });
    v.forEach((dual, j) => {
      if (dual > 0) colMin[j] = colMax[j]!;
      if (dual < 0) colMax[j] = colMin[j]!;
    });
    pairs = pairs.map((list, i) => (rowMax[i] === 0 ? [] : list.filter((j) => colMax[j]! > 0)));
    const listed = (duals: readonly number[], name: (k: number) => string): [string, number][] => duals.flatMap((dual, k) => (dual === 0 ? [] : [[name(k), dual] as [string, number]]));
    return { stage, value: valueOf(seating, weight), people: listed(u, p), positions: listed(v, q) };
  });
  return { stages };
}

/** A set of people or posts that leaves no plan, found by trying all. */
function shortage(m: Model): Loose {
  const subsets = (n: number): number[][] => Array.from({ length: 1 << n }, (_, mask) => Array.from({ length: n }, (_unused, k) => k).filter((k) => mask & (1 << k)));
  for (const people of subsets(m.pairs.length)) {
    if (!people.every((i) => m.rowMin[i] === 1)) continue;
    const positions = [...new Set(people.flatMap((i) => m.pairs[i]!))].sort();
    if (positions.reduce((sum, j) => sum + m.colMax[j]!, 0) < people.length) return { side: 'people', people: people.map(p), positions: positions.map(q) };
  }
  for (const positions of subsets(m.colMax.length)) {
    const people = m.pairs.flatMap((list, i) => (list.some((j) => positions.includes(j)) ? [i] : []));
    if (people.length < positions.reduce((sum, j) => sum + m.colMin[j]!, 0)) return { side: 'positions', people: people.map(p), positions: positions.map(q) };
  }
  throw new Error('no shortage');
}

/** A plan as the proposal writes it, for any seating; the certificate is that of `optimal`. */
export function write(toy: Toy, solved: Solved, seating: Seating, optimal: Seating): Loose {
  const { people, positions } = toy;
  const m = solved.model;
  const movers = people.flatMap((one, i) => (!one.retires && one.seat !== seating[i] ? [i] : []));
  const kind = (i: number): string => {
    const [from, to] = [people[i]!.seat, seating[i]!];
    if (to < 0) return 'release';
    if (from < 0) return 'entry';
    return ['demotion', 'lateral', 'promotion'][Math.sign(positions[to]!.level - positions[from]!.level) + 1]!;
  };
  const career = (i: number): Loose => {
    const [from, to] = [positions[people[i]!.seat], positions[seating[i]!]];
    const pattern = kind(i) === 'lateral' ? 'horizontal' : kind(i) !== 'promotion' || !from!.track || !to!.track ? null : from!.track === to!.track ? 'vertical' : 'diagonal';
    return { pattern, hiddenDemotion: kind(i) === 'lateral' && (to!.class ?? 99) < (from!.class ?? 0) };
  };
  const conditions = (i: number, j: number): Loose[] => {
    const last = (toy.routes ?? []).map(({ outside }) => outside).lastIndexOf(false);
    const asks = (toy.routes ?? []).slice(0, last + 1).some(({ when }) => when === 'within');
    return [
      ...(rankHolds(toy, i, j) === 0.5 && !isWaived(toy, i, j) ? [{ rule: 'rank', missing: [{ about: 'person', attribute: 'rank', cause: 'missing' }] }] : []),
      ...(routeGate(toy, i, j) === 0.5 ? [{ rule: 'route', missing: asks && !positions[j]!.track ? [{ about: 'position', attribute: 'track', cause: 'missing' }] : [] }] : []),
    ];
  };
  const fit = (i: number): Loose => {
    const units = people[i]!.score * 10_000;
    return { low: units, high: units, parts: [{ criterion: 'score', low: units, high: units }] };
  };
  // Whose seat somebody takes: the k-th arriver that of the k-th leaver.
  const takes = (i: number): number | undefined => {
    const arrivers = movers.filter((other) => seating[other] === seating[i]);
    return seating[i]! < 0 ? undefined : movers.filter((other) => people[other]!.seat === seating[i])[arrivers.indexOf(i)];
  };
  const chains: Loose[] = [];
  const done = new Set<number>();
  const collect = (kindOf: string, first: number): void => {
    const members: number[] = [];
    for (let i: number | undefined = first; i !== undefined && !members.includes(i); i = movers.find((other) => takes(other) === members.at(-1))) members.push(i);
    members.forEach((i) => done.add(i));
    const taken = members.map((i) => (seating[i]! < 0 ? 'release' : routeTaken(toy, i, seating[i]!)));
    const most = (upTo: number): number | null => (taken.slice(0, upTo).includes(-1) ? null : Math.max(...taken.slice(0, upTo).map((k) => (k === 'release' ? 0 : toy.routes![k]!.days + 1))));
    const ready = toy.routes ? members.map((_, at) => most(kindOf === 'loop' ? members.length : at + 1)) : null;
    chains.push({ kind: kindOf, people: members.map(p), ready, crosses: new Set(taken.filter((k) => k !== 'release' && k >= 0)).size > 1 });
  };
  movers.filter((i) => takes(i) === undefined).forEach((i) => collect('chain', i));
  movers.forEach((i) => done.has(i) || collect('loop', i));
  return {
    status: 'optimal', gap: null,
    seats: seating.flatMap((j, i) => (j < 0 ? [] : [[p(i), q(j)]])),
    objectives: m.stages.map(({ stage, weight }) => ({ stage, value: valueOf(seating, weight) })),
    moves: movers.map((i) => ({
      person: p(i), from: people[i]!.seat < 0 ? null : q(people[i]!.seat), to: seating[i]! < 0 ? null : q(seating[i]!), kind: kind(i), ...career(i),
      route: seating[i]! < 0 || routeTaken(toy, i, seating[i]!) < 0 ? null : `r${routeTaken(toy, i, seating[i]!)}`,
      fit: seating[i]! < 0 ? null : fit(i), provisional: false, flags: [], conditions: seating[i]! < 0 ? [] : conditions(i, seating[i]!),
      waived: seating[i]! >= 0 && isWaived(toy, i, seating[i]!) && rankHolds(toy, i, seating[i]!) < 1 ? ['rank'] : [],
    })),
    chains: chains.sort((a, b) => (a.people[0] < b.people[0] ? -1 : 1)),
    vacant: positions.flatMap((one, j) => {
      const empty = one.seats - seating.filter((to) => to === j).length;
      if (one.closed || empty <= 0) return [];
      const eligible = m.pairs.filter((list, i) => list.includes(j) && people[i]!.seat !== j).length;
      // By rounds, until nothing new is reached.
      let [posts, reached] = [[j], [] as number[]];
      for (let size = -1; size !== posts.length + reached.length;) {
        size = posts.length + reached.length;
        reached = m.pairs.flatMap((list, i) => (list.some((to) => posts.includes(to)) ? [i] : []));
        posts = [...new Set([...posts, ...reached.map((i) => seating[i]!).filter((to) => to >= 0)])];
      }
      const short = { positions: posts.length, seats: posts.reduce((sum, k) => sum + m.colMax[k]!, 0), people: reached.length };
      const cause = !one.inScope ? 'out-of-scope' : eligible === 0 ? 'no-eligible' : reached.some((i) => seating[i]! < 0) ? 'not-worth-it' : 'shortage';
      return [{ position: q(j), seats: empty, eligible, cause, short: cause === 'shortage' ? short : null }];
    }),
    tied: solved.tied.map(p), tiesProven: true, certificate: certificate(m, optimal, toy.start), shortage: null,
  };
}

export function plan(toy: Toy, conditional: boolean): Loose {
  const solved = solve(toy, conditional);
  if (solved.chosen) return write(toy, solved, solved.chosen, solved.chosen);
  return {
    status: 'infeasible', gap: null, seats: [], objectives: [], moves: [], chains: [], vacant: [], tied: [], tiesProven: false, certificate: null,
    shortage: shortage(solved.model),
  };
}

/** Holders whose rank is too low for their own post. Nobody is related, and everything is read. */
export function findings(toy: Toy): Loose[] {
  const { people, positions } = toy;
  return people.flatMap(({ seat, rank, retires }, i) => {
    if (seat < 0 || isWaived(toy, i, seat) || retires || positions[seat]!.closed || rank === null || rank >= positions[seat]!.minimum) return [];
    return [{ code: 'incumbent-fails', person: p(i), position: q(seat), rules: ['rank'] }];
  });
}

export function propose(toy: Toy): Loose {
  const { round, policy } = documents(toy);
  const same = JSON.stringify(model(toy, false).pairs) === JSON.stringify(model(toy, true).pairs);
  return sealed({
    format: 'meritra/bundle/1', profile: 'full', round, policy,
    proposal: {
      format: 'meritra/proposal/0', engine: { name: 'slow', version: '0' }, certain: plan(toy, false), conditional: same ? null : plan(toy, true), worklist: [], findings: findings(toy),
      rules: { unconfirmed: [], gateFrom: 'press', lawCheckedOn: '2025-06-01' },
    },
  });
}
