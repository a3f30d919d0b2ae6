import { concatBytes, hmacUnder, lengthPrefixed, sha256, utf8 } from '../canonical/index.js';
import { bug } from '../errors/index.js';
import type { Face } from '../kernel/index.js';
import { datumOf } from '../policy/index.js';
import type { Pairs, RoundMarket } from './market.js';

/** Domain tag of the lottery key, and of the commitment to a nonce. */
export const TIE_TAG = 'meritra/tie/0';

/**
 * The lottery key of a round: SHA-256 over the tag, the round's id and the revealed nonces in the order of party id, each
 * length-prefixed. The list of people is not in it: removing one person reshuffles nobody (docs/formats.md section 5.2).
 */
export function tieKey(market: Pick<RoundMarket, 'round'>): Uint8Array {
  const { id, reveals } = market.round;
  return sha256(concatBytes(utf8(TIE_TAG), lengthPrefixed(id), ...reveals.map((r) => lengthPrefixed(r.nonce))));
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! - b[k]!;
  return 0;
}

/** What each of some people counts for under the keys of the seniority list, by index: smaller goes first, unknown last. */
export function seniority(market: RoundMarket, people: readonly number[]): readonly Float64Array[] {
  const { facts, policy } = market;
  return policy.ties.order.map(({ attribute, direction }) => {
    const { values } = policy.attributes[attribute] ?? {};
    const sign = direction === 'ascending' ? 1 : -1;
    const counts = new Float64Array(facts.people.length);
    for (const i of people) {
      const { value } = datumOf(facts.people[i]!, attribute);
      const place = value === undefined ? Infinity : typeof value === 'number' ? value : values?.indexOf(String(value));
      if (place === undefined) throw bug('a tie key without an order');
      counts[i] = value === undefined ? Infinity : sign * place;
    }
    return counts;
  });
}

/** Rows of a face that may have more than one outcome: only their order matters. */
function undecided(face: Face): number[] {
  const rows: number[] = [];
  for (let i = 0; i < face.rows; i++) if (face.start[i + 1]! - face.start[i]! + (face.rowMin[i] ? 0 : 1) > 1) rows.push(i);
  return rows;
}

/**
 * People (rows) in the order in which ties are settled: the seniority list, then the lottery; those whose outcome is decided
 * already come last. Ids never decide: the lottery has no ties.
 */
export function tieOrder(market: RoundMarket, face: Face): Int32Array {
  const draw = hmacUnder(tieKey(market));
  const lots: Uint8Array[] = [];
  const lot = (i: number): Uint8Array => (lots[i] ??= draw(market.round.people[i]!.id));
  const open = undecided(face);
  const keys = seniority(market, open);
  const first = open.sort((a, b) => {
    for (const k of keys) if (k[a] !== k[b]) return k[a]! < k[b]! ? -1 : 1;
    return compareBytes(lot(a), lot(b)) || a - b;
  });
  const order = new Int32Array(face.rows);
  order.set(first);
  const placed = new Uint8Array(face.rows);
  for (const i of first) placed[i] = 1;
  let at = first.length;
  for (let i = 0; i < face.rows; i++) if (!placed[i]) order[at++] = i;
  return order;
}

/**
 * Which of his outcomes on a face each person would rather have, as distinct ranks per person by index into the market's pairs:
 * own wish, higher level, stay, higher fit, position id. Lower is better.
 */
export function preferences(market: RoundMarket, pairs: Pairs, face: Face): Int32Array {
  const { facts, round, seat } = market;
  const rank = new Int32Array(pairs.col.length);
  for (let i = 0; i < face.rows; i++) {
    if (face.start[i + 1]! - face.start[i]! < 2) continue;
    const edges = face.edge.slice(face.start[i], face.start[i + 1]);
    const wishes = round.people[i]!.wishes;
    const wish = (j: number): number => {
      const place = wishes ? wishes.indexOf(round.positions[j]!.id) : -1;
      return place < 0 ? Infinity : place;
    };
    edges.sort((a, b) => {
      const ja = pairs.col[a]!;
      const jb = pairs.col[b]!;
      const wa = wish(ja);
      const wb = wish(jb);
      if (wa !== wb) return wa < wb ? -1 : 1;
      if (facts.positions[ja]!.level !== facts.positions[jb]!.level) return facts.positions[jb]!.level - facts.positions[ja]!.level;
      if (ja === seat[i] || jb === seat[i]) return ja === seat[i] ? -1 : 1;
      return pairs.low[b]! - pairs.low[a]! || ja - jb; // positions stand in the order of their ids
    });
    edges.forEach((e, k) => {
      rank[e] = k;
    });
  }
  return rank;
}
