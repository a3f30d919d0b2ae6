import { bundle, parseRound, propose, seal, type Policy, type Proposal, type Round, type SealedPolicy } from '../../src/index.js';
import { verify } from '../../src/verify/index.js';
import { random } from '../support/markets.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { between, type Loose } from './changes.js';

export interface Honest {
  readonly round: Round;
  readonly sealed: SealedPolicy;
  readonly proposal: Proposal;
  readonly bundle: Loose;
}

/** What the library itself makes of a round: the honest control that every attack begins from. The bundle is a copy that may be changed. */
export async function honest(input: Round, policy: Policy = toyPolicy()): Promise<Honest> {
  const sealed = seal(policy);
  const { round } = parseRound(input, sealed);
  const proposal = await propose(round, sealed);
  return { round, sealed, proposal, bundle: structuredClone(bundle(proposal, round, sealed)) };
}

/** A round with many people for few posts: everybody has evidence of every attribute, a fifth hold a post. */
export function manyPeople(people: number, seed = 1): Round {
  const rnd = random(seed);
  const posts = Math.ceil(people / 4) + 1; // at least one stands empty
  const level = (j: number): string => (j === 0 ? 'TOP' : j < posts / 3 ? 'MID' : 'LOW');
  return toyRound({
    positions: Array.from({ length: posts }, (_, j) => toyPost(`J${String(j).padStart(3, '0')}`, level(j))),
    people: Array.from({ length: people }, (_, i) => ({
      ...toyPerson({ id: `P${String(i).padStart(3, '0')}`, exam: between(rnd, 40, 99), skill: between(rnd, 40, 99), rating: between(rnd, 40, 99), senior: between(rnd, 1, 30), fields: ['common'], ...(i % 5 === 0 && { seat: `J${String(posts - 1 - i / 5).padStart(3, '0')}` }) }),
      born: `19${between(rnd, 60, 89)}-0${between(rnd, 1, 9)}-11`,
      bornAt: 'Kota Contoh',
    })),
  });
}

/** Every check that fails, with its code and place; empty where none does. */
export function failures(b: Loose, options?: Parameters<typeof verify>[1]): string[] {
  return verify(b, options).verdicts.flatMap((v) => (v.outcome === 'fails' ? [`${v.check} ${v.code} ${v.path}`] : []));
}

/** Checks with an outcome that is none of `holds` and `not-checked`, whatever it is. */
export function open(b: Loose, options?: Parameters<typeof verify>[1]): string[] {
  return verify(b, options).verdicts.flatMap((v) => (v.outcome === 'holds' || v.outcome === 'not-checked' ? [] : [`${v.check} ${v.outcome}`]));
}
