import { expect, it } from 'vitest';
import type { Policy } from '../../src/index.js';
import { lotsOf } from '../reference/lexicographic.js';
import { NONCE, toyPerson, toyPost } from '../support/toy.js';
import { read, run, seats } from './rounds.js';

const own = { own: 'a choice made for the test' };
const people = (more: Record<string, object> = {}) => ['A', 'B', 'C', 'D'].map((id) => ({ ...toyPerson({ id, exam: 50 }), ...more[id] }));

it('equal people: the lottery of docs/formats.md decides, by node:crypto', async () => {
  for (let k = 0; k < 20; k++) {
    const id = `R-${k}`;
    const proposal = await run(read({ id, positions: [toyPost('J1', 'MID')], people: people() }));
    const lots = lotsOf(id, [NONCE], ['A', 'B', 'C', 'D']);
    const first = [0, 1, 2, 3].reduce((a, b) => (lots[b]! < lots[a]! ? b : a));
    expect(seats(proposal)).toBe(`${'ABCD'[first]}-J1`);
    expect(proposal.certain.tied).toContain('ABCD'[first]);
  }
});

it('lots that begin with the same byte are told apart by the next one that differs', async () => {
  const lots = (k: number): readonly string[] => lotsOf(`R-${k}`, [NONCE], ['A', 'B', 'C', 'D']);
  const found = (k: number): boolean => {
    const [a, b, c, d] = lots(k) as [string, string, string, string];
    return a.slice(0, 2) === b.slice(0, 2) && b < a && a < c && a < d;
  };
  let k = 0;
  while (!found(k)) k++;
  expect(seats(await run(read({ id: `R-${k}`, positions: [toyPost('J1', 'MID')], people: people() })))).toBe('B-J1');
});

it('the list of seniority goes before the lottery, known before unknown', async () => {
  const senior = (id: string, value: number) => ({ evidence: [...toyPerson({ id, exam: 50, senior: value }).evidence] });
  const proposal = await run(read({ positions: [toyPost('J1', 'MID'), toyPost('J2', 'MID')], people: people({ B: senior('B', 3), D: senior('D', 7) }) }));
  expect(proposal.certain.seats.map(([id]) => id)).toEqual(['B', 'D']);
  const turned = await run(
    read({ positions: [toyPost('J1', 'MID')], people: people({ B: senior('B', 3), D: senior('D', 7) }) }, (policy: Policy) => {
      policy.ties.order = [{ attribute: 'senior', direction: 'ascending', citation: own }];
    }),
  );
  expect(seats(turned)).toBe('B-J1');
});

it('an ordered attribute counts by its place among the values', async () => {
  const rank = (id: string, value: string) => ({ evidence: [...toyPerson({ id, exam: 50 }).evidence, { attribute: 'rank', value, source: 'S1' as never }] });
  const proposal = await run(
    read({ positions: [toyPost('J1', 'MID')], people: people({ A: rank('A', 'z'), C: rank('C', 'a') }) }, (policy) => {
      policy.attributes['rank'] = { of: 'person', type: 'ordered', label: { en: 'rank' }, values: ['z', 'm', 'a'] };
      policy.ties.order = [{ attribute: 'rank', direction: 'descending', citation: own }];
    }),
  );
  expect(seats(proposal)).toBe('C-J1');
});

it('whoever has his turn takes his wish, then the higher level, then his own seat, then the better fit, then the first id', async () => {
  const two = { positions: [toyPost('J1', 'MID'), toyPost('J2', 'MID')] };
  const pair = (wishes?: string[]) => [{ ...toyPerson({ id: 'A', exam: 50, senior: 9 }), ...(wishes && { wishes: wishes as never }) }, toyPerson({ id: 'B', exam: 50 })];
  expect(seats(await run(read({ ...two, people: pair(['J2']) })))).toBe('A-J2 B-J1');
  expect(seats(await run(read({ ...two, people: pair() })))).toBe('A-J1 B-J2');
});

it('a tie leaves everybody in place rather than turn a circle', async () => {
  const proposal = await run(
    read({ positions: [toyPost('J1', 'MID'), toyPost('J2', 'MID')], people: [toyPerson({ id: 'A', seat: 'J2', exam: 50 }), toyPerson({ id: 'B', seat: 'J1', exam: 50 })] }, (policy) => (policy.costs.lateralMove.points = 0)),
  );
  expect(proposal.certain.moves).toEqual([]);
});
