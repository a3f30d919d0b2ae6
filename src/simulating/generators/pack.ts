import { tieCommitment } from '../../model/tie-commitment.js';
import { POLICY_FORMAT, type Policy } from '../../policy/index.js';
import type { Expression } from '../../policy/expression.js';
import { LABELS, PACK_TITLE } from './pack-id.js';
import type { ShapeSpec } from './shapes.js';

const own = (reason: string) => ({ own: reason });
const labelOf = (en: keyof typeof LABELS) => ({ en, id: LABELS[en] });
const RULE = own('The rule of the invented organisation.');
const number = (value: number): Expression => ({ op: 'const', value });
const test = (left: Expression, is: '<' | '<=' | '=' | '>=' | '>', right: Expression): Expression => ({ op: 'compare', left, is, right });
const person = (attribute: string): Expression => ({ op: 'person', attribute });
const level = (of: 'position' | 'seat'): Expression => ({ op: 'level', of });
const mixed = (skill: number, leadership: number): Expression => ({ op: 'sum', terms: [{ weight: skill, of: person('skill') }, { weight: leadership, of: person('leadership') }] });
const points = { of: 'person', type: 'number', min: 0, max: 100 } as const;

/** The pack of a generated organisation: a plain merit rule with a career family, to be compared with others and changed. */
export function packOf(name: string, { title, levels, fields }: ShapeSpec): Policy {
  const top = levels.length - 1;
  return {
    format: POLICY_FORMAT,
    id: `invented-${name}`,
    title: { en: `${title}: promotion on merit`, id: PACK_TITLE },
    lawCheckedOn: '2026-11-22',
    confidence: { scale: ['m', 'M', 'C', 'N', 'V'], gateFrom: 'N' },
    leapDay: 'feb28',
    levels: [...levels],
    attributes: {
      study: { of: 'person', type: 'text', label: labelOf('Field of study'), values: [...fields] },
      career: { of: 'person', type: 'text', label: labelOf('Career family') },
      skill: { ...points, label: labelOf('Test of skill'), validMonths: 36 },
      leadership: { ...points, label: labelOf('Test of leadership'), validMonths: 36 },
      rating: { ...points, label: labelOf('Performance, last year'), validMonths: 12 },
      cleared: { of: 'person', type: 'boolean', label: labelOf('Letter: no discipline being served'), validMonths: 13 },
      joined: { of: 'person', type: 'date', label: labelOf('In service since') },
      field: { of: 'position', type: 'text', label: labelOf('Field of the post'), values: [...fields] },
      family: { of: 'position', type: 'text', label: labelOf('Career family of the post') },
    },
    gates: [
      { id: 'cleared', label: labelOf('No discipline being served'), citation: RULE, onlyForMoves: true, rule: person('cleared') },
      {
        id: 'one-level',
        label: labelOf('One level at a time'),
        citation: RULE,
        rule: test(level('position'), '<=', { op: 'sum', terms: [{ weight: 1, of: level('seat') }, { weight: 1, of: number(1) }] }),
      },
      {
        id: 'two-years',
        label: labelOf('Two years in the present post'),
        citation: RULE,
        onlyForMoves: true,
        when: test(level('seat'), '>=', number(0)),
        rule: test({ op: 'monthsBetween', from: { op: 'date', of: 'since' }, to: { op: 'date', of: 'asOf' } }, '>=', number(24)),
      },
      {
        id: 'family',
        label: labelOf('The career family of the post; any for the highest level'),
        citation: own('Everybody has some dozens of posts to go to, as a career has; heads come from anywhere.'),
        onlyForMoves: true,
        when: test(level('position'), '<', number(top)),
        rule: test(person('career'), '=', { op: 'position', attribute: 'family' }),
      },
      {
        id: 'leadership',
        label: labelOf('A test of leadership of 50 for heads above sections'),
        citation: own('Half of the points, five below the mean of newcomers.'),
        onlyForMoves: true,
        when: test(level('position'), '>=', number(2)),
        rule: test(person('leadership'), '>=', number(50)),
      },
    ],
    dimensions: [
      { id: 'qualification', label: labelOf('Qualification') },
      { id: 'competence', label: labelOf('Competence') },
      { id: 'performance', label: labelOf('Performance') },
    ],
    criteria: [
      {
        id: 'field',
        dimension: 'qualification',
        label: labelOf('Studied the field of the post'),
        citation: own('Another field is worth 40 of 100: people learn on the job.'),
        value: { op: 'cases', cases: [{ when: test(person('study'), '=', { op: 'position', attribute: 'field' }), then: number(100) }], else: number(40) },
      },
      {
        id: 'assessment',
        dimension: 'competence',
        label: labelOf('Tests, skill below and leadership above'),
        citation: own('Skill alone for staff, three fifths for heads of sections, three tenths above.'),
        value: {
          op: 'cases',
          cases: [
            { when: test(level('position'), '=', number(0)), then: person('skill') },
            { when: test(level('position'), '=', number(1)), then: mixed(0.6, 0.4) },
          ],
          else: mixed(0.3, 0.7),
        },
      },
      { id: 'rating', dimension: 'performance', label: labelOf('Performance'), citation: own('As rated.'), value: person('rating') },
    ],
    weights: { field: 20, assessment: 50, rating: 30 },
    weightsCitation: own('The choice of the invented organisation.'),
    costs: {
      lateralMove: { points: 10, citation: own('A move must be worth the disruption.') },
      vacantSeat: { points: 30, citation: own('Better filled than empty.') },
    },
    resolution: { points: 2, citation: own('Tests are good to a few points at best.') },
    displacement: 'minimise',
    objective: 'levels',
    relations: { declaration: 'either' },
    ties: {
      order: [{ attribute: 'joined', direction: 'ascending', citation: own('Seniority first, then the lottery.') }],
      // A simulation puts a lottery of its own in its place.
      commitments: [{ party: 'staff-council', hash: tieCommitment('staff-council', PACK_NONCE) }],
    },
  };
}

/** The nonce of the lottery of every generated pack: no secret, since nothing but examples is decided by it. */
export const PACK_NONCE = '5eed5eed5eed5eed5eed5eed5eed5eed';
