import type { ToldEntry } from '../../src/trail/story.js';

export const KEY = 'toy.example/log+1234abcd+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=';
export const checkpoint = `toy.example/log\n14\nAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n\n— toy.example/log AQIDBAU=\n`;

/** A log of two rounds; the story told of it is that of `round`. */
export function entries(of = 'R-1'): ToldEntry[] {
  const told: [kind: string, body: object, round?: string][] = [
    ['genesis', { origin: 'toy.example/log', keys: [KEY], witnesses: null, controller: 'The toy office', retention: null }, ''],
    ['seal', { policy: 'p', rules: 'r', commitments: [{ party: 'panel' }, { party: 'council' }], revealBy: '2026-12-01', reason: null }],
    ['open', { on: '2026-11-21', positions: 'all' }],
    ['seal', { policy: 'p', rules: 'r', commitments: [], revealBy: '2026-12-01', reason: null }, 'R-2'],
    ['freeze', { root: 'r', leaves: 99, people: 9, positions: 8 }],
    ['reveal', { party: 'panel', nonce: 'n' }],
    ['reveal', { party: 'council', nonce: 'n' }],
    ['attempt', { number: 1, freeze: 4, policy: 'p', reason: null }],
    ['abandoned', { attempt: 7, reason: 'the power failed' }],
    ['exploration', { purpose: 'what-if', policy: 'p', reason: null }],
    ['attempt', { number: 2, freeze: 4, policy: 'p', reason: 'the power failed' }],
    ['proposal', { attempt: 10, status: 'optimal', objectives: [], gap: null }],
    ['attempt', { number: 1, freeze: 4, policy: 'p', reason: null }, 'R-2'],
    ['erasure', { by: 'dpo', on: '2026-11-22', basis: 'Toy act, article 8', document: 'Letter 3', entries: [[3, ['/a']], [2, ['/person', '/value']]], subjects: [[of, 'p-1'], ['R-2', 'p-2']] }, ''],
  ];
  return told.map(([kind, body, round = of], index) => ({ index, time: `2026-11-21T08:${String(index).padStart(2, '0')}:00Z`, kind, ...(round && { round }), body }));
}
