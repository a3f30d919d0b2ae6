import { createHash } from 'node:crypto';
import type { Policy, Round } from '../../src/index.js';

/** Nonce of the only party to the lottery of every toy policy. */
export const NONCE = '00112233445566778899aabbccddeeff';

function lp(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/** The commitment of docs/formats.md section 5.2, by node:crypto: an oracle apart from the library's own hashing. */
export function commitment(party: string, nonce: string): string {
  return `sha256:${createHash('sha256').update(Buffer.concat([Buffer.from('meritra/tie-commitment/0'), lp(party), lp(nonce)])).digest('hex')}`;
}

const own = { own: 'a choice made for the test' };

/**
 * A small policy: three levels, a gate (`cleared`), a prior rank, one criterion per dimension. `exam` counts 60, `skill` 30,
 * `rating` 10 of 100.
 */
export function toyPolicy(change: (policy: Policy) => void = () => undefined): Policy {
  const policy: Policy = {
    format: 'meritra/policy/0',
    id: 'toy',
    title: { en: 'Toy policy', id: 'Kebijakan contoh' },
    lawCheckedOn: '2026-11-01',
    confidence: { scale: ['m', 'M', 'C', 'N', 'V'], gateFrom: 'N' },
    leapDay: 'feb28',
    levels: [
      { id: 'LOW', label: { en: 'low' } },
      { id: 'MID', label: { en: 'middle' } },
      { id: 'TOP', label: { en: 'top' } },
    ],
    attributes: {
      exam: { of: 'person', type: 'number', label: { en: 'exam' }, min: 0, max: 100 },
      skill: { of: 'person', type: 'number', label: { en: 'skill' }, min: 0, max: 100 },
      rating: { of: 'person', type: 'number', label: { en: 'rating' }, min: 0, max: 100 },
      cleared: { of: 'person', type: 'boolean', label: { en: 'cleared' } },
      senior: { of: 'person', type: 'number', label: { en: 'seniority' } },
      fields: { of: 'person', type: 'set', label: { en: 'fields' } },
      field: { of: 'position', type: 'text', label: { en: 'field' } },
    },
    gates: [
      { id: 'cleared', label: { en: 'is cleared' }, citation: { source: 'Toy act, article 1', confidence: 'V' }, rule: { op: 'person', attribute: 'cleared' } },
      {
        id: 'field',
        label: { en: 'works in the field' },
        citation: { source: 'Toy act, article 2', confidence: 'N' },
        when: { op: 'compare', left: { op: 'position', attribute: 'field' }, is: '=', right: { op: 'const', value: 'special' } },
        rule: { op: 'in', item: { op: 'position', attribute: 'field' }, set: { op: 'person', attribute: 'fields' } },
      },
    ],
    dimensions: [
      { id: 'qualification', label: { en: 'Qualification' } },
      { id: 'competence', label: { en: 'Competence' } },
      { id: 'performance', label: { en: 'Performance' } },
    ],
    criteria: [
      { id: 'exam', dimension: 'qualification', label: { en: 'exam' }, citation: own, value: { op: 'person', attribute: 'exam' } },
      { id: 'skill', dimension: 'competence', label: { en: 'skill' }, citation: own, value: { op: 'person', attribute: 'skill' } },
      { id: 'rating', dimension: 'performance', label: { en: 'rating' }, citation: own, value: { op: 'person', attribute: 'rating' } },
    ],
    weights: { exam: 60, skill: 30, rating: 10 },
    weightsCitation: own,
    costs: { lateralMove: { points: 10, citation: own }, vacantSeat: { points: 40, citation: own } },
    resolution: { points: 2, citation: own },
    displacement: 'minimise',
    objective: 'levels',
    relations: { declaration: 'either', lineOfCommand: { maxDegree: 2, citation: own } },
    ties: { order: [{ attribute: 'senior', direction: 'descending', citation: own }], commitments: [{ party: 'panel', hash: commitment('panel', NONCE) }] },
  };
  change(policy);
  return policy;
}

export interface ToyPerson {
  readonly id: string;
  readonly seat?: string;
  readonly exam?: number;
  readonly skill?: number;
  readonly rating?: number;
  readonly cleared?: boolean;
  readonly senior?: number;
  readonly fields?: readonly string[];
}

/** A person with one piece of evidence for each attribute that is given; `cleared` is true unless said otherwise. */
export function toyPerson({ id, seat, ...values }: ToyPerson): Round['people'][number] {
  const evidence = Object.entries({ cleared: true, ...values }).flatMap(([attribute, value]) =>
    value === undefined ? [] : [{ attribute, value: Array.isArray(value) ? [...(value as string[])] : (value as number | boolean), source: 'S1' }],
  );
  return { id, name: `Name of ${id}`, ...(seat === undefined ? {} : { seat }), evidence };
}

/** A round on 2026-11-21 with one unit and one source; the rest as given. */
export function toyRound(parts: Partial<Round>): Round {
  return {
    format: 'meritra/round/0',
    id: 'R-1',
    asOf: '2026-11-21',
    scope: { positions: 'all', people: 'all' },
    sources: [{ id: 'S1', title: 'register', date: '2026-10-01' }],
    units: [{ id: 'U1', name: 'Unit one' }],
    positions: [],
    people: [],
    relations: [],
    pins: [],
    waivers: [],
    actors: [],
    reveals: [{ party: 'panel', nonce: NONCE }],
    ...parts,
  };
}

/** A post of one seat on a level. */
export function toyPost(id: string, level: string, more: Partial<Round['positions'][number]> = {}): Round['positions'][number] {
  return { id, title: `Post ${id}`, unit: 'U1', level, attributes: { field: 'common' }, ...more };
}
