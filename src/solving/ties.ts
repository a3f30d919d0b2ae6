import { concatBytes, hmacSha256, lengthPrefixed, sha256, utf8 } from '../canonical/index.js';
import { bug } from '../errors/index.js';
import { datumOf, type Policy } from '../policy/index.js';
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

/** What a person counts for under one key of the seniority list: smaller goes first, unknown last. */
function seniority(market: RoundMarket, policy: Policy): readonly (readonly number[])[] {
  return policy.ties.order.map(({ attribute, direction }) => {
    const { values } = policy.attributes[attribute] ?? {};
    const sign = direction === 'ascending' ? 1 : -1;
    return market.facts.people.map((person) => {
      const { value } = datumOf(person, attribute);
      if (value === undefined) return Infinity;
      const place = typeof value === 'number' ? value : values?.indexOf(String(value));
      if (place === undefined) throw bug('a tie key without an order');
      return sign * place;
    });
  });
}

/** People (rows) in the order in which ties are settled: the seniority list, then the lottery. Ids never decide: the lottery has no ties. */
export function tieOrder(market: RoundMarket): Int32Array {
  const keys = seniority(market, market.policy);
  const key = tieKey(market);
  const lots = market.round.people.map((p) => hmacSha256(key, p.id));
  const order = Int32Array.from(lots, (_, i) => i);
  return order.sort((a, b) => {
    for (const k of keys) if (k[a] !== k[b]) return k[a]! < k[b]! ? -1 : 1;
    return compareBytes(lots[a]!, lots[b]!) || a - b;
  });
}

/**
 * Which of his pairs each person would rather have, as distinct ranks per person: own wish, higher level, stay, higher fit,
 * position id. Lower is better.
 */
export function preferences(market: RoundMarket, pairs: Pairs): Int32Array {
  const { facts, round, seat } = market;
  const rank = new Int32Array(pairs.col.length);
  for (let i = 0; i < pairs.rows; i++) {
    const from = pairs.start[i]!;
    const to = pairs.start[i + 1]!;
    if (to - from < 2) continue;
    const wishes = round.people[i]!.wishes;
    const wish = (j: number): number => {
      const place = wishes ? wishes.indexOf(round.positions[j]!.id) : -1;
      return place < 0 ? Infinity : place;
    };
    const edges = Int32Array.from({ length: to - from }, (_, k) => from + k);
    edges.sort((a, b) => {
      const ja = pairs.col[a]!;
      const jb = pairs.col[b]!;
      const wa = wish(ja);
      const wb = wish(jb);
      if (wa !== wb) return wa - wb;
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
