import { expect, it } from 'vitest';
import { toyPerson, toyPost } from '../support/toy.js';
import { read, run } from './rounds.js';

const bare = (id: string, evidence: object[], more: object = {}) => ({ ...toyPerson({ id }), evidence: evidence as never, ...more });

it('the worklist puts first what moves rest on, then what opens pairs, then what widens fits, each with its last known day', async () => {
  const { worklist } = await run(
    read({
      positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID', { attributes: { field: 'special' } })],
      people: [
        bare('A', [{ attribute: 'exam', value: 90, source: 'S1' }, { attribute: 'cleared', value: true, source: 'S1', date: '2020-01-01', expires: '2021-01-01' }]),
        bare('B', [{ attribute: 'cleared', value: true, source: 'S1' }, { attribute: 'skill', unmapped: 'good', source: 'S1' }, { attribute: 'exam', value: 95, source: 'S1' }, { attribute: 'fields', value: ['special'], source: 'S1' }]),
        bare('C', [{ attribute: 'cleared', value: false, source: 'S1' }]), // fails whatever else is found
      ],
    }),
  );
  expect(worklist.map((w) => [w.id, w.attribute, w.cause, w.moves, w.pairs, w.fits, w.since])).toEqual([
    ['A', 'cleared', 'expired', 1, 2, 0, '2020-01-01'],
    ['A', 'fields', 'missing', 1, 1, 0, null],
    ['A', 'rating', 'missing', 0, 0, 2, null],
    ['A', 'skill', 'missing', 0, 0, 2, null],
    ['B', 'rating', 'missing', 0, 0, 2, null],
    ['B', 'skill', 'unmapped', 0, 0, 2, '2026-10-01'],
  ]);
});

it('the worklist asks for what is unknown of a post too', async () => {
  const { worklist } = await run(read({ positions: [toyPost('J1', 'TOP', { attributes: {} })], people: [toyPerson({ id: 'A', exam: 1, skill: 1, rating: 1, fields: ['x'] })] }));
  expect(worklist).toEqual([{ about: 'position', id: 'J1', attribute: 'field', cause: 'missing', moves: 1, pairs: 1, fits: 0, since: null }]);
});

it('a date of a person that a rule reads and does not find is asked for', async () => {
  const { worklist, conditional } = await run(
    read({ positions: [toyPost('J1', 'TOP')], people: [toyPerson({ id: 'A', exam: 1, skill: 1, rating: 1 })] }, (policy) => {
      policy.gates = [{ id: 'age', label: { en: 'age' }, citation: { own: 'a test' }, rule: { op: 'compare', left: { op: 'date', of: 'born' }, is: '<', right: { op: 'date', of: 'asOf' } } }];
    }),
  );
  expect(worklist).toMatchObject([{ id: 'A', attribute: 'born', cause: 'missing', moves: 1, pairs: 1 }]);
  expect(conditional?.moves[0]?.conditions).toEqual([{ rule: 'age', missing: [{ about: 'person', attribute: 'born', cause: 'missing' }] }]);
});

it('the findings tell relatives in one line today, holders who would not pass, and data that no rule reads', async () => {
  const { findings, certain } = await run(
    read(
      {
        positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID', { superior: 'J1' }), toyPost('J3', 'LOW', { closes: '2026-01-01' })],
        people: [
          toyPerson({ id: 'A', seat: 'J1', exam: 50 }),
          toyPerson({ id: 'B', seat: 'J2', exam: 50, cleared: false, senior: 1 }),
          toyPerson({ id: 'C', seat: 'J3', exam: 50, cleared: false }), // his post closes: nothing to fail
        ],
        relations: [{ a: 'B', b: 'A', kind: 'child', degree: 1, source: 'S1' }] as never,
      },
      (policy) => {
        policy.attributes['hobby'] = { of: 'person', type: 'text', label: { en: 'hobby' } };
        policy.ties.order = [];
        policy.gates.push({ id: 'moving', label: { en: 'only for moves' }, onlyForMoves: true, citation: { own: 'a test' }, rule: { op: 'const', value: false } });
      },
    ),
  );
  expect(findings).toEqual([
    { code: 'related-in-line', head: 'A', below: 'B' },
    { code: 'incumbent-fails', person: 'B', position: 'J2', rules: ['cleared'] },
    { code: 'attribute-unused', attribute: 'senior', items: 1 },
  ]);
  expect(certain.seats).toEqual([['A', 'J1'], ['B', 'J2']]); // both stay: the tie between them is not renewed
});

it('the standing of the rules names those that wait for a confirmation; a flag is shown and never binds', async () => {
  const { rules, certain } = await run(
    read({ positions: [toyPost('J1', 'TOP')], people: [toyPerson({ id: 'A', exam: 1 })] }, (policy) => {
      const rule = { op: 'const', value: false } as const;
      policy.gates.push({ id: 'draft', label: { en: 'a draft' }, citation: { source: 'a draft law', confidence: 'm' }, rule });
      policy.gates.push({ id: 'draft2', label: { en: 'a draft, true' }, citation: { source: 'a draft law', confidence: 'M' }, rule: { op: 'const', value: true } });
    }),
  );
  expect(rules).toEqual({ unconfirmed: [{ id: 'draft', confidence: 'm' }, { id: 'draft2', confidence: 'M' }], gateFrom: 'N', lawCheckedOn: '2026-11-01' });
  expect(certain.moves[0]).toMatchObject({ person: 'A', flags: ['draft'] });
});
