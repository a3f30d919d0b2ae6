import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verify } from '../../src/verify/index.js';
import { commitment, lp, NONCE, sealed, type Loose } from './builder.js';
import { documents, solve, write, type Toy } from './slow-engine.js';

const someone = { seat: -1, rank: 2, score: 50, list: null, wishes: [], lower: false, retires: false, inScope: true, pin: -1 } as const;
const post = { level: 0, seats: 1, minimum: 0, critical: false, mustFill: false, closed: false, inScope: true } as const;

/** Three people who are equal in everything, and one post: the bundle in which `winner` gets it. */
function bundle(winner: number, change: (b: { round: Loose; policy: Loose }) => void): Loose {
  const toy: Toy = { people: [someone, someone, someone], positions: [post], forbid: false, total: false, lateral: 0, nonce: NONCE, start: [0] };
  const { round, policy } = documents(toy);
  change({ round, policy });
  const seating = toy.people.map((_, i) => (i === winner ? 0 : -1));
  const certain = write(toy, { ...solve(toy, false), tied: [] }, false, seating, seating);
  const proposal = { format: 'meritra/proposal/0', engine: {}, certain, conditional: null, worklist: [], findings: [], rules: { unconfirmed: [], gateFrom: 'press', lawCheckedOn: '2025-06-01' } };
  return sealed({ format: 'meritra/bundle/0', round, policy, proposal });
}

/** Who gets the post when everybody before him in the order had the choice: nobody else is accepted. */
function winner(order: readonly number[], change: (b: { round: Loose; policy: Loose }) => void): void {
  for (const i of order) {
    const one = bundle(i, change);
    one.proposal.certain.tied = [`p${order[0]!}`]; // after the first the post is gone
    const verdict = verify(one).verdicts[6]!;
    if (i === order[0]) expect(verdict).toMatchObject({ outcome: 'holds' });
    else expect(verdict).toMatchObject({ outcome: 'fails', code: 'E_TIE_ORDER', path: `/round/people/${order[0]!}` });
  }
}

/** Gives the three people values of an attribute (undefined: none), and orders ties by it. */
function key(b: { round: Loose; policy: Loose }, attribute: string, type: string, direction: string, values: readonly unknown[]): void {
  b.policy.attributes[attribute] = { of: 'person', type, label: { en: attribute }, ...(type === 'ordered' && { values: ['low', 'mid', 'high'] }) };
  b.policy.ties.order.push({ attribute, direction, citation: { own: 'x' } });
  values.forEach((value, i) => {
    const { evidence } = b.round.people[i];
    if (value !== undefined) evidence.push({ attribute, value, source: 'file' });
    evidence.sort((x: Loose, y: Loose) => (x.attribute < y.attribute ? -1 : 1));
  });
}

describe('the order of the tie rule', () => {
  it('numbers ascending, known before unknown', () => winner([1, 2, 0], (b) => key(b, 'k', 'number', 'ascending', [undefined, -3, 2.5])));
  it('numbers descending, known before unknown', () => winner([2, 1, 0], (b) => key(b, 'k', 'number', 'descending', [undefined, -3, 2.5])));
  it('ordered values by their place, not by their letters', () => winner([1, 2, 0], (b) => key(b, 'k', 'ordered', 'ascending', ['high', 'low', 'mid'])));
  it('dates descending', () => winner([0, 2, 1], (b) => key(b, 'k', 'date', 'descending', ['2021-01-01', '1999-12-31', '2020-12-31'])));
  it('a second key where the first is equal', () => winner([2, 0, 1], (b) => {
    key(b, 'k', 'number', 'ascending', [7, 7, 7]);
    key(b, 'l', 'number', 'descending', [2, 1, 3]);
  }));

  it('then by lot, from the nonces of all parties in their order', () => {
    const nonces = { board: 'ab'.repeat(16), union: NONCE };
    const lots = (names: readonly ('board' | 'union')[]): number[] => {
      const hash = createHash('sha256').update('meritra/tie/0').update(lp('toy'));
      for (const name of names) hash.update(lp(nonces[name]));
      const secret = hash.digest();
      const lot = (i: number): string => createHmac('sha256', secret).update(`p${i}`).digest('hex');
      return [0, 1, 2].sort((a, b) => (lot(a) < lot(b) ? -1 : 1));
    };
    winner(lots(['board', 'union']), ({ round, policy }) => {
      policy.ties.commitments.push({ party: 'board', hash: commitment('board', nonces.board) });
      round.reveals.unshift({ party: 'board', nonce: nonces.board });
    });
    winner(lots(['union']), () => undefined);
    winner(lots([]), ({ round, policy }) => {
      policy.ties.commitments = [];
      round.reveals = [];
    });
  });
});
