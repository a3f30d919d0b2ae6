import { transpose } from '../kernel/index.js';
import { openMarket, RelativesRule, seniority, SideRows, type RoundMarket } from '../solving/index.js';
import { seatingToday, type Chosen } from './chosen.js';
import { sortOf } from './declines.js';
import { withoutPairs } from './planned.js';
import type { ConductRequest } from './request.js';
import type { Choice } from './scenario.js';
import { overdue } from './terms.js';

/** Ways to choose that rank the candidates of one post after the other. */
export type Ranking = Extract<Choice, 'greedy' | 'seniority' | 'patronage' | 'random'>;

/**
 * Fills the vacant seats post by post: the highest level first, in it by post id. Candidates are the certain pairs from below or without a seat (and from the side
 * for those whose term is over); the first of them by the ranking is asked, whoever declines is not asked for that sort of move again, and whose move breaks a limit or a
 * rule on related people is passed by. The seat that the chosen one leaves is vacant and has its turn; everybody moves once at most, and a seat for which nobody
 * was left is not looked at again. A pinned person is a candidate for that post alone. Nothing is planned: no post is kept for anybody.
 * O(pairs + vacancies * candidates), and with limits or related people one look at the plan for each who is asked.
 */
export function byPost(request: ConductRequest, ranking: Ranking): Chosen {
  const { round, regime, declines } = request;
  const market = openMarket(round, regime.policy.policy);
  const { certain, facts, seat } = market;
  const rule = new RelativesRule(market);
  const rows = new SideRows(market, certain);
  const candidates = transpose(certain);
  const { first, last } = orderOf(request, market, ranking);
  const term = overdue(market, regime.terms);
  const colOf = seatingToday(market);
  const refused: { person: number; position: number }[] = [];
  const saidNo = { promotion: new Set<number>(), other: new Set<number>() };
  const moved = new Uint8Array(certain.rows);

  const level = (j: number): number => (j < 0 ? -1 : facts.positions[j]!.level);
  const vacant = certain.colMax.map((most, j) => (market.open[j] ? most : 0));
  for (const j of colOf) if (j >= 0) vacant[j]!--;

  /** Edges of those who may be asked for a post. */
  const mayTake = (j: number): number[] => {
    const edges: number[] = [];
    for (let t = candidates.start[j]!; t < candidates.start[j + 1]!; t++) {
      const i = candidates.row[t]!;
      const held = level(colOf[i]!);
      if (!moved[i] && seat[i] !== j && (held < level(j) || (term[i] === 1 && held === level(j)))) edges.push(t);
    }
    return edges;
  };
  const before = (s: number, t: number): boolean => {
    const [a, b] = [candidates.row[s]!, candidates.row[t]!];
    const better = first[a]! - first[b]! || certain.low[candidates.edge[t]!]! - certain.low[candidates.edge[s]!]! || last[a]! - last[b]!;
    return better < 0;
  };
  /** Who takes a seat of the post, -1 for nobody. */
  const takerOf = (j: number): number => {
    const left = mayTake(j);
    while (left.length > 0) {
      let best = 0;
      for (let k = 1; k < left.length; k++) if (before(left[k]!, left[best]!)) best = k;
      const i = candidates.row[left[best]!]!;
      left[best] = left.at(-1)!;
      left.pop();
      const sort = sortOf(market, i, j);
      if (saidNo[sort].has(i) || breaks(i, j)) continue;
      if (!declines[sort].has(round.people[i]!.id)) return i;
      saidNo[sort].add(i);
      refused.push({ person: i, position: j });
    }
    return -1;
  };
  const breaks = (i: number, j: number): boolean => {
    if (!rule.binds && !rows.binds) return false;
    const then = colOf.slice();
    then[i] = j;
    return rule.breaches(then).length > 0 || !rows.keeps(then); // somebody pinned away from where he still sits is in no row
  };

  const posts = [...certain.colMax.keys()].sort((a, b) => level(b) - level(a) || a - b); // positions stand in the order of their ids
  const turn = new Int32Array(posts.length);
  posts.forEach((j, k) => (turn[j] = k));
  for (let k = 0; k < posts.length; ) {
    const j = posts[k]!;
    const i = vacant[j]! > 0 ? takerOf(j) : -1;
    if (i < 0) {
      vacant[j] = 0;
      k++;
      continue;
    }
    const left = colOf[i]!;
    colOf[i] = j;
    moved[i] = 1;
    vacant[j]!--;
    if (left < 0) continue;
    vacant[left]!++;
    k = Math.min(k, turn[left]!); // from the side he leaves a seat that had its turn
  }
  const open = withoutPairs(market, [...saidNo.promotion, ...saidNo.other], (i, j) => seat[i] !== j && saidNo[sortOf(market, i, j)].has(i)); // nobody is passed over for what he declined
  return { market, pairs: open, status: 'chosen', colOf, refused, extended: [...term.keys()].filter((i) => term[i] === 1 && colOf[i] === seat[i]) };
}

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
