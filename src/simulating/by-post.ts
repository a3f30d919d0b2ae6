import { transpose } from '../kernel/index.js';
import { openMarket, seniority, SideRows, type RoundMarket } from '../solving/index.js';
import { asTheySit, seatingToday, type Chosen } from './chosen.js';
import { sortOf } from './declines.js';
import { Duties } from './duties.js';
import { withoutPairs, withoutPins } from './planned.js';
import type { ConductRequest } from './request.js';
import type { Choice } from './scenario.js';
import { overdue } from './terms.js';

/** Ways to choose that rank the candidates of one post after the other. */
export type Ranking = Extract<Choice, 'greedy' | 'seniority' | 'patronage' | 'random'>;

/** Who declines which sort of move, as far as people were asked. */
type SaidNo = Readonly<Record<'promotion' | 'other', Set<number>>>;

/**
 * Fills the vacant seats post by post: the highest level first, in it by post id. Candidates are the certain pairs from below or without a seat (and from the side
 * for those whose term is over); the first of them by the ranking is asked, whoever declines is not asked for that sort of move again, and whose move breaks a limit or a
 * rule on related people is passed by. The seat that the chosen one leaves is vacant and has its turn; everybody moves once at most, and a seat for which nobody
 * was left is not looked at again. Nothing is planned, but what every plan must keep is (`Duties`): pinned people move first, whoever is needed elsewhere is passed by, and where
 * a seat cannot stay vacant everybody with a certain pair is a candidate after those from below. If somebody declines what it then hangs on, all begins anew, and he is not asked again.
 * Nobody is put out of a seat that does not close. Where that leaves no way to keep what must be kept nobody moves (`infeasible`).
 * O(pairs + vacancies * candidates), with limits or related people one look at the plan for each who is asked, and one search of all pairs, as `mostRows`, while a duty is still to be kept.
 */
export function byPost(request: ConductRequest, ranking: Ranking): Chosen {
  const { round, regime } = request;
  let market = openMarket(round, regime.policy.policy);
  const saidNo: SaidNo = { promotion: new Set(), other: new Set() };
  const said = (i: number, j: number): boolean => saidNo[sortOf(market, i, j)].has(i);
  const refused: { person: number; position: number }[] = [];
  /** Whether somebody declines; then it is noted. */
  const declined = (i: number, j: number): boolean => {
    const sort = sortOf(market, i, j);
    if (!request.declines[sort].has(round.people[i]!.id)) return false;
    saidNo[sort].add(i);
    refused.push({ person: i, position: j });
    return true;
  };
  for (;;) {
    const colOf = filled(market, request, ranking, said, declined);
    if (colOf === 'again') {
      market = withoutPins(market, new Set([...saidNo.promotion, ...saidNo.other]), said);
      continue;
    }
    const term = overdue(market, regime.terms);
    const plan = colOf ?? asTheySit(market);
    return {
      market,
      pairs: withoutPairs(market, [...saidNo.promotion, ...saidNo.other], (i, j) => market.seat[i] !== j && said(i, j)), // nobody is passed over for what he declined
      status: colOf ? 'chosen' : 'infeasible',
      colOf: plan,
      refused,
      extended: [...term.keys()].filter((i) => term[i] === 1 && plan[i] === market.seat[i]),
    };
  }
}

/** The seats after all turns; undefined where what must be kept cannot be, `again` where it could have been, had it been known who declines. */
function filled(market: RoundMarket, request: ConductRequest, ranking: Ranking, said: Asking, declined: Asking): Int32Array | 'again' | undefined {
  const { certain, facts, pinned, seat } = market;
  const rows = new SideRows(market, certain);
  const candidates = transpose(certain);
  const { first, last } = orderOf(request, market, ranking);
  const term = overdue(market, request.regime.terms);
  const colOf = seatingToday(market);
  const moved = new Uint8Array(certain.rows);
  const level = (j: number): number => (j < 0 ? -1 : facts.positions[j]!.level);
  const vacant = certain.colMax.map((most, j) => (market.open[j] ? most : 0));
  for (const j of colOf) if (j >= 0) vacant[j]!--;
  const duties = new Duties(market, colOf, moved, vacant, said);

  const move = (i: number, j: number): number => {
    const left = colOf[i]!;
    colOf[i] = j;
    moved[i] = 1;
    vacant[j]!--;
    if (left >= 0) vacant[left]!++;
    return left;
  };
  /** Whether what every plan must keep could not be kept after a move. */
  const breaks = (i: number, j: number): boolean => !isKept((plan) => (plan[i] = j)) || !duties.allow(i, j);
  /** Whether limits and related people are as they must be after a change. */
  const isKept = (change: (plan: Int32Array) => void = () => undefined): boolean => {
    if (!rows.binds) return true;
    const then = colOf.slice();
    change(then);
    return rows.keeps(then);
  };

  for (let i = 0; i < certain.rows; i++) {
    const j = pinned[i]!;
    if (j < 0 || j === colOf[i]) continue;
    if (declined(i, j)) return 'again';
    move(i, j);
  }
  if (!duties.canBeKept()) return undefined;

  /** Edges of those who may be asked for a post: from below, or everybody else. */
  const mayTake = (j: number, below: boolean): number[] => {
    const edges: number[] = [];
    for (let t = candidates.start[j]!; t < candidates.start[j + 1]!; t++) {
      const i = candidates.row[t]!;
      const held = level(colOf[i]!);
      if (!moved[i] && seat[i] !== j && below === (held < level(j) || (term[i] === 1 && held === level(j)))) edges.push(t);
    }
    return edges;
  };
  const before = (s: number, t: number): boolean => {
    const [a, b] = [candidates.row[s]!, candidates.row[t]!];
    const better = first[a]! - first[b]! || certain.low[candidates.edge[t]!]! - certain.low[candidates.edge[s]!]! || last[a]! - last[b]!;
    return better < 0;
  };
  /** Who takes a seat of the post, -1 for nobody. */
  const takerOf = (j: number, below: boolean): number | 'again' => {
    const left = mayTake(j, below);
    while (left.length > 0) {
      let best = 0;
      for (let k = 1; k < left.length; k++) if (before(left[k]!, left[best]!)) best = k;
      const i = candidates.row[left[best]!]!;
      left[best] = left.at(-1)!;
      left.pop();
      if (said(i, j) || breaks(i, j)) continue;
      if (!declined(i, j)) return i;
      if (!duties.canBeKept()) return 'again';
    }
    return -1;
  };

  const posts = [...certain.colMax.keys()].sort((a, b) => level(b) - level(a) || a - b); // positions stand in the order of their ids
  const turn = new Int32Array(posts.length);
  posts.forEach((j, k) => (turn[j] = k));
  for (let k = 0; k < posts.length; ) {
    const j = posts[k]!;
    if (vacant[j]! <= 0) {
      k++;
      continue;
    }
    let i = takerOf(j, true);
    if (i === -1 && !duties.canStayVacant(j)) {
      i = takerOf(j, false);
      if (i === -1) return undefined;
    }
    if (i === 'again') return 'again';
    if (i < 0) {
      vacant[j] = 0;
      continue;
    }
    const left = move(i, j);
    if (left >= 0) k = Math.min(k, turn[left]!); // from the side he leaves a seat that had its turn
  }
  return isKept() ? colOf : undefined;
}

type Asking = (person: number, position: number) => boolean;

/** Two numbers for each person, by index: candidates go by the first, then by fit, then by the second, which differs for everybody; the smaller goes first. */
function orderOf({ connected, lot }: ConductRequest, market: RoundMarket, ranking: Ranking): { readonly first: Float64Array; readonly last: Float64Array } {
  const { facts, policy, round } = market;
  const everybody = [...round.people.keys()];
  const lots = Float64Array.from(round.people, ({ id }) => lot(id));
  const nothing = new Float64Array(round.people.length);
  switch (ranking) {
    case 'random':
      return { first: lots, last: lots };
    case 'patronage':
      return { first: Float64Array.from(round.people, ({ id }) => (connected.has(id) ? 0 : 1)), last: lots };
    case 'seniority': {
      const first = policy.ties.order.length > 0 ? seniority(market, everybody)[0]! : Float64Array.from(facts.people, ({ since }) => since ?? Infinity);
      return { first: placesBy([first], everybody), last: lots };
    }
    case 'greedy':
      return { first: nothing, last: placesBy([...seniority(market, everybody), lots], everybody) };
  }
}

/** The place of each person by some keys, the smaller first; equals share a place. */
function placesBy(keys: readonly Float64Array[], people: readonly number[]): Float64Array {
  const compare = (a: number, b: number): number => {
    for (const key of keys) if (key[a] !== key[b]) return key[a]! < key[b]! ? -1 : 1;
    return 0;
  };
  const sorted = [...people].sort(compare);
  const place = new Float64Array(people.length);
  sorted.forEach((i, k) => (place[i] = k > 0 && compare(sorted[k - 1]!, i) === 0 ? place[sorted[k - 1]!]! : k));
  return place;
}
