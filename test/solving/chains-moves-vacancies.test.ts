import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/index.js';
import { chainsOf, moveKind, type Step } from '../../src/solving/index.js';
import { toyPerson, toyPost } from '../support/toy.js';
import { read, run } from './rounds.js';

const steps = (text: string): Step[] =>
  text.split(' ').map((move) => {
    const [person, from, to] = move.split(':');
    return { person, from: from === '-' ? null : from, to: to === '-' ? null : to } as Step;
  });
const shown = (text: string): string[] => chainsOf(steps(text)).map((c) => `${c.kind} ${c.people.join('')}`);

describe('chainsOf', () => {
  it('follows each seat from whoever leaves it to whoever takes it', () => {
    expect(shown('A:J2:J1 B:J3:J2 C:-:J3')).toEqual(['chain ABC']);
  });
  it('closes a rotation into a loop that begins with its smallest id', () => {
    expect(shown('C:J3:J1 B:J2:J3 A:J1:J2')).toEqual(['loop ACB']);
  });
  it('begins with a mover into a free seat and ends with one whose seat nobody takes', () => {
    expect(shown('B:J2:J1')).toEqual(['chain B']);
    expect(shown('B:J2:-')).toEqual(['chain B']);
    expect(shown('B:J2:- A:-:J2')).toEqual(['chain BA']);
  });
  it('pairs arrivers and leavers of a post with several seats by id; further arrivers take free seats', () => {
    expect(shown('A:J1:J9 B:J1:J9 D:J2:J1 C:J3:J1 E:J4:J1')).toEqual(['chain AC', 'chain BD', 'chain E']);
  });
  it('knows a swap beside a chain, sorted by first person', () => {
    expect(shown('D:J5:J4 A:J1:J2 B:J2:J1 C:J4:J6')).toEqual(['loop AB', 'chain CD']);
  });
  it('has nothing to say about no moves', () => {
    expect(chainsOf([])).toEqual([]);
  });
});

describe('moveKind', () => {
  it.each([
    [undefined, 1, 'entry'],
    [1, undefined, 'release'],
    [0, 1, 'promotion'],
    [1, 1, 'lateral'],
    [2, 0, 'demotion'],
  ] as const)('from level %s to %s is a(n) %s', (from, to, kind) => {
    expect(moveKind(from, to)).toBe(kind);
  });
});

describe('a move', () => {
  const known = (attribute: string) => ({ op: 'compare', left: { op: 'person', attribute }, is: '>=', right: { op: 'const', value: 50 } }) as const;
  const before2100 = (of: 'born' | 'since' | 'retires') => ({ op: 'compare', left: { op: 'date', of }, is: '<', right: { op: 'day', value: '2100-01-01' } }) as const;
  const gate = (id: string, confidence: string, of: readonly object[]) => ({ id, label: { en: id }, citation: { source: 'Toy act', confidence }, rule: { op: 'all', of } }) as never;
  const rules = (policy: Policy): void => {
    policy.gates = [gate('exams', 'V', [known('skill'), known('exam'), before2100('retires'), before2100('born'), before2100('since')]), gate('rumour', 'm', [known('rating')]), gate('sure', 'V', [known('senior')])];
  };

  it('rests on what the binding rules do not find, people by name, then dates; what is only said is a flag', async () => {
    const person = { ...toyPerson({ id: 'A', senior: 60 }), born: '1980-01-01' };
    const { conditional } = await run(read({ positions: [toyPost('J1', 'MID')], people: [person] }, rules));
    expect(conditional!.moves).toMatchObject([{
      person: 'A',
      conditions: [{ rule: 'exams', missing: ['exam', 'skill', 'since', 'retires'].map((attribute) => ({ about: 'person', attribute, cause: 'missing' })) }],
      flags: ['rumour'],
    }]);
  });

  it('rests on no date that is known', async () => {
    const dates = { born: '1980-01-01', since: '2020-01-01', retires: '2040-01-01' };
    const missing = async (but: keyof typeof dates) => {
      const { [but]: _, ...known } = dates;
      const { conditional } = await run(read({ positions: [toyPost('J1', 'MID')], people: [{ ...toyPerson({ id: 'A', exam: 60, skill: 60, senior: 60 }), ...known }] }, rules));
      return conditional!.moves.flatMap((move) => move.conditions.flatMap((c) => c.missing.map(({ attribute }) => attribute)));
    };
    expect([await missing('born'), await missing('since'), await missing('retires')]).toEqual([['born'], ['since'], ['retires']]);
  });

  it('is without conditions and flags where it is a release', async () => {
    const { certain } = await run(read({ positions: [toyPost('J1', 'MID', { closes: '2026-11-01' })], people: [toyPerson({ id: 'A', seat: 'J1' })] }, rules));
    expect(certain.moves).toEqual([{ person: 'A', from: 'J1', to: null, kind: 'release', pattern: null, hiddenDemotion: false, route: null, fit: null, conditions: [], waived: [], provisional: false, flags: [] }]);
  });
});

describe('vacancies', () => {
  it('nobody eligible, a choice, and a shortage with its numbers', async () => {
    const positions = [toyPost('J1', 'TOP', { attributes: { field: 'special' } }), toyPost('J2', 'MID', { seats: 3 }), toyPost('J3', 'MID', { seats: 2 })];
    const people = [toyPerson({ id: 'A', seat: 'J2', exam: 90 }), toyPerson({ id: 'B', seat: 'J2', exam: 60 }), toyPerson({ id: 'C', exam: 50 })];
    const { certain } = await run(read({ positions, people }));
    expect(certain.vacant.map((v) => [v.position, v.cause, v.short])).toEqual([
      ['J1', 'no-eligible', null],
      ['J3', 'shortage', { positions: 2, seats: 5, people: 3 }],
    ]);
    // a seat worth nothing and a fit of nothing: one move fewer is better
    const dear = await run(read({ positions: [toyPost('J2', 'MID')], people: [toyPerson({ id: 'A', exam: 0, skill: 0, rating: 0 })] }, (policy) => (policy.costs.vacantSeat.points = 0)));
    expect(dear.certain.vacant).toEqual([{ position: 'J2', seats: 1, eligible: 1, cause: 'not-worth-it', short: null }]);
  });

  it('a shortage counts those who may come there and nobody beside them in the list, whether he sits elsewhere or nowhere', async () => {
    const special = (id: string) => toyPerson({ id, exam: 70, fields: ['special'] });
    const people = [toyPerson({ id: 'A', exam: 90 }), toyPerson({ id: 'B', exam: 80 }), special('C'), toyPerson({ id: 'D', exam: 10 }), special('E')];
    const proposal = await run(read({ positions: [toyPost('J1', 'TOP', { seats: 3, attributes: { field: 'special' } }), toyPost('J2', 'MID', { seats: 2 })], people }));
    expect(proposal.certain.seats.map((seat) => seat.join('-')).join(' ')).toBe('A-J2 B-J2 C-J1 E-J1');
    expect(proposal.certain.vacant).toEqual([{ position: 'J1', seats: 1, eligible: 2, cause: 'shortage', short: { positions: 1, seats: 3, people: 2 } }]);
  });

  it('a shortage reaches through whoever sits in the first post', async () => {
    const { certain } = await run(read({ positions: [toyPost('J1', 'MID'), toyPost('J2', 'MID')], people: [toyPerson({ id: 'A', seat: 'J1', exam: 90 })] }));
    expect(certain.vacant).toEqual([{ position: 'J2', seats: 1, eligible: 1, cause: 'shortage', short: { positions: 2, seats: 2, people: 1 } }]);
  });

  it('a post that could be filled if somebody without a seat took the place of whoever goes there is empty by choice', async () => {
    const people = [toyPerson({ id: 'A', seat: 'J2', exam: 90, fields: ['special'] }), toyPerson({ id: 'B', exam: 0, skill: 0, rating: 0 })];
    const positions = [toyPost('J1', 'MID', { attributes: { field: 'special' } }), toyPost('J2', 'MID')];
    const { certain } = await run(read({ positions, people }, (policy) => (policy.costs.vacantSeat.points = 0)));
    expect(certain.seats).toEqual([['A', 'J2']]);
    expect(certain.vacant).toEqual([{ position: 'J1', seats: 1, eligible: 1, cause: 'not-worth-it', short: null }]);
  });

  it('counts those who could come, not the holder', async () => {
    const { certain } = await run(read({ positions: [toyPost('J1', 'MID', { seats: 2 })], people: [toyPerson({ id: 'A', seat: 'J1', exam: 90 })] }));
    expect(certain.vacant).toEqual([{ position: 'J1', seats: 1, eligible: 0, cause: 'no-eligible', short: null }]);
  });
});
