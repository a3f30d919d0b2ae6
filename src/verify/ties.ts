import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { digest, hashText, lengthPrefixed } from './canonical.js';
import type { Face, Problem } from './certificate.js';
import type { Seating } from './derived.js';
import type { Plan, Policy, Round } from './documents.js';
import type { Facts } from './facts.js';
import { Graph } from './graph.js';
import type { Market } from './market.js';

/** What is wrong with the nonces of the tie rule, if anything. */
export function checkReveals(round: Pick<Round, 'reveals'>, policy: Policy): Problem | undefined {
  const committed = new Map(policy.ties.commitments.map(({ party, hash }) => [party, hash]));
  for (const [k, { party, nonce }] of round.reveals.entries()) {
    const path = `/round/reveals/${k}`;
    if (!committed.has(party)) return { code: 'E_SEED_COMMITMENT', path, detail: 'A nonce was revealed by a party that had not committed to one.' };
    if (committed.get(party) !== hashText('meritra/tie-commitment/0', lengthPrefixed(party), lengthPrefixed(nonce))) return { code: 'E_SEED_COMMITMENT', path, detail: 'A revealed nonce is not the one that was committed to.' };
    committed.delete(party);
  }
  const withheld = policy.ties.commitments.findIndex(({ party }) => committed.has(party));
  return withheld < 0 ? undefined : { code: 'E_SEED_WITHHELD', path: `/policy/ties/commitments/${withheld}`, detail: 'A party that committed to a nonce did not reveal it.' };
}

/** A lot that nobody committed to is one that somebody could choose. */
export function checkCommitted(policy: Policy): Problem | undefined {
  return policy.ties.commitments.length > 0 ? undefined : { code: 'E_TIE_COMMITMENT_MISSING', path: '/policy/ties/commitments', detail: 'No party has committed to a nonce, so the lot could have been chosen.' };
}

/** Some people in the order of the tie rule. */
function inOrder(facts: Facts, people: readonly number[]): number[] {
  const { round, policy } = facts;
  const key = digest('meritra/tie/0', lengthPrefixed(round.id), ...round.reveals.map(({ nonce }) => lengthPrefixed(nonce)));
  const keyed = hmac.create(sha256, key);
  const utf8 = new TextEncoder();
  const lots = new Map(people.map((i) => [i, keyed.clone().update(utf8.encode(round.people[i]!.id)).digest()]));
  const columns = policy.ties.order.map(({ attribute, direction }) => {
    const { type, values } = policy.attributes[attribute]!;
    const column = facts.column({ about: 'person', what: 'attribute', name: attribute });
    const size = new Map<number, number | string | undefined>(people.map((i) => {
      const datum = column[i]!;
      return [i, 'cause' in datum ? undefined : type === 'ordered' ? values!.indexOf(datum.value as string) : (datum.value as number | string)];
    }));
    return { size, sign: direction === 'ascending' ? 1 : -1 };
  });
  return [...people].sort((a, b) => {
    for (const { size, sign } of columns) {
      const [x, y] = [size.get(a), size.get(b)];
      if (x === y) continue;
      if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
      return x < y ? -sign : sign;
    }
    const [lotA, lotB] = [lots.get(a)!, lots.get(b)!];
    const k = lotA.findIndex((byte, at) => byte !== lotB[at]);
    return k < 0 ? a - b : lotA[k]! - lotB[k]!;
  });
}

/** Negative if a person puts the first of two outcomes before the second; -1 is no seat. */
function preference(facts: Facts, i: number, fit: (j: number) => number): (a: number, b: number) => number {
  const { round, seat, level } = facts;
  const wishes = new Map<number, number>();
  (round.people[i]!.wishes ?? []).forEach((id, k) => wishes.has(facts.positionAt.get(id)!) || wishes.set(facts.positionAt.get(id)!, k));
  const rank = (j: number): readonly number[] => [wishes.get(j) ?? Number.MAX_SAFE_INTEGER, -level[j]!, seat[i] === j ? 0 : 1, -fit(j), j];
  return (a, b) => {
    if (a < 0 || b < 0) return b - a;
    const [x, y] = [rank(a), rank(b)];
    const k = x.findIndex((part, at) => part !== y[at]);
    return k < 0 ? 0 : x[k]! - y[k]!;
  };
}

/** Section 5.2: what is wrong with the choice among equally good plans, if anything; else for how many people the tie rule chose. */
export function checkTies(market: Market, face: Face, seating: Seating, plan: Plan, path: string): Problem | number {
  const { facts } = market;
  const { round } = facts;
  const nowhere = round.positions.length;
  const nodeOf = (i: number): number => (seating[i]! < 0 ? nowhere : seating[i]!);
  // Where the plan could change without leaving its face. A node is a position, or `nowhere`: no seat for a person, no person for a seat. An arc leads
  // from where somebody is to where he could be, or moves an empty seat. Whatever changes, changes along a cycle.
  const graph = new Graph(nowhere + 1);
  const others = (i: number, visit: (to: number) => void): void => {
    for (let k = starts[i]!; k < starts[i + 1]!; k++) if (market.position[face.pairs[k]!] !== seating[i]) visit(market.position[face.pairs[k]!]!);
    if (seating[i]! >= 0 && face.rowMin[i] === 0) visit(nowhere);
  };
  const starts = new Int32Array(seating.length + 1);
  for (const e of face.pairs) starts[market.person[e]! + 1]!++;
  for (let i = 0; i < seating.length; i++) starts[i + 1]! += starts[i]!;
  const holders = new Float64Array(nowhere);
  for (const j of seating) if (j >= 0) holders[j]!++;
  for (let i = 0; i < seating.length; i++) others(i, (to) => graph.change(nodeOf(i), to, 1));
  for (let j = 0; j < nowhere; j++) {
    if (holders[j]! < face.colMax[j]!) graph.change(j, nowhere, 1);
    if (holders[j]! > face.colMin[j]!) graph.change(nowhere, j, 1);
  }

  const component = graph.components();
  const movable = Array.from(seating.keys()).filter((i) => {
    let can = false;
    others(i, (to) => (can ||= component[to] === component[nodeOf(i)]));
    return can;
  });
  const tied: number[] = [];
  for (const i of inOrder(facts, movable)) {
    const ways: number[] = [];
    others(i, (to) => component[to] === component[nodeOf(i)] && ways.push(to));
    const outcomes = graph.reaching(nodeOf(i), ways).map((to) => (to === nowhere ? -1 : to));
    const before = preference(facts, i, (j) => market.fitLow(i, j));
    if (outcomes.some((j) => before(j, seating[i]!) < 0)) {
      return { code: 'E_TIE_ORDER', path: `/round/people/${i}`, detail: 'At this person\'s turn an outcome that comes before the planned one was still open.' };
    }
    if (outcomes.length > 0) tied.push(i);
    others(i, (to) => graph.change(nodeOf(i), to, -1)); // from now on he stays where the plan puts him
  }
  const expected = tied.sort((a, b) => a - b).map((i) => round.people[i]!.id);
  const k = expected.findIndex((id, at) => id !== plan.tied[at]);
  if (k >= 0 || expected.length !== plan.tied.length) {
    return { code: 'E_TIE_ORDER', path: `${path}/tied`, detail: `The tie rule chose for ${expected.length} people, who are not the ${plan.tied.length} listed.` };
  }
  return expected.length;
}
