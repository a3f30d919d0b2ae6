import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verify } from '../support/proposal-verdicts.js';
import { commitment, lp, NONCE, sealed, type Loose } from './builder.js';
import { documents, solve, write, type Toy } from './slow-engine.js';

const someone = { seat: -1, rank: 2, score: 50, list: null, wishes: [], lower: false, retires: false, inScope: true, pin: -1 } as const;
const post = { level: 0, seats: 1, minimum: 0, critical: false, mustFill: false, closed: false, inScope: true } as const;

const RULES = { unconfirmed: [], gateFrom: 'press', lawCheckedOn: '2025-06-01' };

/** Three people who are equal in everything, and one post: the bundle in which `winner` gets it. */
function bundle(winner: number, change: (b: { round: Loose; policy: Loose }) => void): Loose {
  const toy: Toy = { people: [someone, someone, someone], positions: [post], forbid: false, total: false, lateral: 0, nonce: NONCE, start: [0] };
  const { round, policy } = documents(toy);
  change({ round, policy });
  const seating = toy.people.map((_, i) => (i === winner ? 0 : -1));
  const certain = write(toy, { ...solve(toy, false), tied: [] }, seating, seating);
  const proposal = { format: 'meritra/proposal/0', engine: { name: 'x', version: '0' }, certain, conditional: null, worklist: [], findings: [], rules: RULES };
  return sealed({ format: 'meritra/bundle/1', profile: 'full', round, policy, proposal });
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
  it('numbers descending, unknown last wherever he stands in the list', () => winner([0, 2, 1], (b) => key(b, 'k', 'number', 'descending', [2.5, undefined, -3])));
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
  });

  it('is not accepted where nobody committed to a nonce', () => {
    const { verdicts } = verify(bundle(0, ({ round, policy }) => {
      policy.ties.commitments = [];
      round.reveals = [];
    }));
    expect(verdicts.slice(0, 6).map(({ outcome }) => outcome)).toEqual(Array(6).fill('holds'));
    expect(verdicts[6]).toMatchObject({ outcome: 'fails', code: 'E_TIE_COMMITMENT_MISSING', path: '/policy/ties/commitments' });
  });

  it('and lots that begin with the same byte by the next one that differs', () => {
    const lots = (id: string): string[] => {
      const secret = createHash('sha256').update('meritra/tie/0').update(lp(id)).update(lp(NONCE)).digest();
      return [0, 1, 2].map((i) => createHmac('sha256', secret).update(`p${i}`).digest('hex'));
    };
    // the first round in which two people share the first byte, less than that of the third, and the later of them has the lower lot
    let id = '';
    for (let k = 0; id === ''; k++) {
      const [a, b, c] = lots(`round-${k}`) as [string, string, string];
      if (a.slice(0, 2) === b.slice(0, 2) && b < a && a < c) id = `round-${k}`;
    }
    winner([1, 0, 2], ({ round }) => (round.id = id));
  });
});

describe('whoever has his turn gets', () => {
  /** Two people of whom p0 comes first, with posts that leave two best plans: which of them is accepted. */
  const cases: [name: string, chosen: readonly number[], other: readonly number[], toy: Partial<Toy>, person?: object][] = [
    ['the first post where nothing else tells them apart', [0, 1], [1, 0], {}],
    ['his wish before that', [1, 0], [0, 1], {}, { wishes: [1] }],
    ['the earlier of his wishes', [1, 0], [0, 1], {}, { wishes: [1, 0] }],
    ['a higher level before the first post', [1, 0], [0, 1], { total: true, positions: [post, { ...post, level: 1 }] }],
    ['his wish before a higher level', [0, 1], [1, 0], { total: true, positions: [post, { ...post, level: 1 }] }, { wishes: [0] }],
    ['his own seat before the first post', [1, 0], [0, 1], { people: [{ ...someone, list: 1, seat: 1 }, { ...someone, list: 2, seat: 1 }], positions: [{ ...post, critical: true }, { ...post, seats: 2 }] }],
    ['his wish before his own seat', [0, 1], [1, 0], { people: [{ ...someone, list: 1, seat: 1, wishes: [0] }, { ...someone, list: 2, seat: 1 }], positions: [{ ...post, critical: true }, { ...post, seats: 2 }] }],
    ['a seat before none, whatever posts he cannot have', [0, -1], [-1, 0], { people: [{ ...someone, list: 1, rank: 1 }, { ...someone, list: 2, rank: 1 }], positions: [post, { ...post, level: 1, minimum: 2 }] }],
  ];
  it.each(cases)('%s', (_, chosen, other, change, person) => {
    const people = [{ ...someone, list: 1, ...person }, { ...someone, list: 2 }];
    const toy: Toy = { people, positions: [post, post], forbid: false, total: false, lateral: 0, nonce: NONCE, start: [0], ...change };
    const { round, policy } = documents(toy);
    const solved = solve(toy, false);
    expect(solved.best).toHaveLength(2);
    const ties = (seating: readonly number[]): Loose => {
      const certain = write(toy, { ...solved, tied: [0] }, seating, seating);
      return verify(sealed({ format: 'meritra/bundle/1', profile: 'full', round, policy, proposal: { format: 'meritra/proposal/0', engine: { name: 'x', version: '0' }, certain, conditional: null, worklist: [], findings: [], rules: RULES } })).verdicts[6]!;
    };
    expect(ties(chosen)).toMatchObject({ outcome: 'holds' });
    expect(ties(other)).toMatchObject({ outcome: 'fails', code: 'E_TIE_ORDER', path: '/round/people/0' });
  });

  it('the post that he fits better before the first post', () => {
    const toy: Toy = { people: [{ ...someone, list: 1 }, { ...someone, list: 2 }], positions: [post, post], forbid: false, total: false, lateral: 0, nonce: NONCE, start: [0] };
    const { round, policy } = documents(toy);
    policy.attributes.worth = { of: 'position', type: 'number', label: { en: 'Worth' }, min: 0, max: 100 };
    policy.criteria[0].value = { op: 'position', attribute: 'worth' };
    [10, 20].forEach((worth, j) => (round.positions[j].attributes.worth = worth));
    const ties = (seating: readonly number[]): Loose => {
      const certain = write(toy, { ...solve(toy, false), tied: [0] }, seating, seating);
      certain.moves.forEach((move: Loose, i: number) => {
        const units = [100_000, 200_000][seating[i]!]!;
        move.fit = { low: units, high: units, parts: [{ criterion: 'score', low: units, high: units }] };
      });
      // a vacant seat costs 10,000
      certain.objectives[1].value = 320_000;
      certain.certificate.stages[1] = { stage: 'merit:staff', value: 320_000, people: [], positions: [['q0', 110_000], ['q1', 210_000]] };
      certain.certificate.stages[2] = { stage: 'moves', value: -2, people: [], positions: [['q0', -1], ['q1', -1]] };
      return verify(sealed({ format: 'meritra/bundle/1', profile: 'full', round, policy, proposal: { format: 'meritra/proposal/0', engine: { name: 'x', version: '0' }, certain, conditional: null, worklist: [], findings: [{ code: 'attribute-unused', attribute: 'score', items: 2 }], rules: RULES } })).verdicts;
    };
    expect(ties([1, 0]).map(({ outcome }: Loose) => outcome)).toEqual(Array(7).fill('holds'));
    expect(ties([0, 1])[6]).toMatchObject({ outcome: 'fails', code: 'E_TIE_ORDER', path: '/round/people/0' });
  });

  it('a list of tied people that is as long as it should be but names another is refused', () => {
    const one = bundle(0, (b) => key(b, 'k', 'number', 'ascending', [1, 2, 3]));
    one.proposal.certain.tied = ['p1'];
    expect(verify(one).verdicts[6]).toMatchObject({ outcome: 'fails', code: 'E_TIE_ORDER', path: '/proposal/certain/tied' });
  });
});
