/**
 * Gates and fits of 100,000 people for 10,000 posts (about 50 eligible for each) through sets of like posts, beside the plain double
 * loop over the same compiled rules, measured on a slice of the people.
 * `npx tsx bench/eligibility.ts` (src, since the market is not part of the public interface)
 *
 * Memory, beside the round itself: a byte for each rule, person and class of like posts, 8 for each criterion, person and class,
 * 14 for each pair found.
 */
import { fileURLToPath } from 'node:url';
import { factsOf, gatesOf } from '../src/eligibility/index.js';
import { compile, ONE, type Expression, type Policy } from '../src/policy/index.js';
import type { Round } from '../src/model/round.js';
import { openMarket } from '../src/solving/index.js';
import { bench, type Workload } from './measure.js';

const [PEOPLE, POSTS, FIELDS, UNITS, SLICE] = [100_000, 10_000, 300, 400, 200];
const LEVELS = ['L1', 'L2', 'L3', 'L4', 'L5', 'L6'];
const EDUCATION = ['SECONDARY', 'DIPLOMA', 'BACHELOR', 'MASTER', 'DOCTOR'];
const RATINGS = ['VERY_POOR', 'POOR', 'FAIR', 'GOOD', 'VERY_GOOD'];
const PENALTIES = ['NONE', 'LIGHT', 'MEDIUM', 'SEVERE'];
const FIELD = Array.from({ length: FIELDS }, (_, k) => `F${k}`);

const own = { own: 'a choice made for the measurement' };
const person = (attribute: string): Expression => ({ op: 'person', attribute });
const position = (attribute: string): Expression => ({ op: 'position', attribute });
const value = (x: number | string): Expression => ({ op: 'const', value: x });
const atLeast = (left: Expression, right: Expression): Expression => ({ op: 'compare', left, is: '>=', right });
const step = (of: Expression, points: [number, number][]): Expression => ({ op: 'piecewise', of, mode: 'step', points });

function thePolicy(): Policy {
  const number = (min: number, max: number) => ({ of: 'person' as const, type: 'number' as const, label: { en: 'number' }, min, max });
  const ordered = (values: string[]) => ({ of: 'person' as const, type: 'ordered' as const, label: { en: 'scale' }, values });
  const gate = (id: string, rule: Expression, when?: Expression) => ({ id, label: { en: id }, citation: own, rule, ...(when && { when }) });
  const criterion = (id: string, of: Expression) => ({ id, dimension: 'merit', label: { en: id }, citation: own, value: of });
  const high = atLeast({ op: 'level', of: 'position' }, value(3));
  const marks = (of: string, values: string[]): Expression => ({ op: 'lookup', key: person(of), table: Object.fromEntries(values.map((v, k) => [v, (100 * (k + 1)) / values.length])) });
  const criteria = ['education', 'field', 'skill', 'test', 'potential', 'rating', 'before', 'experience'];
  return {
    format: 'meritra/policy/0', id: 'large', title: { en: 'A large organisation' }, lawCheckedOn: '2026-11-01', confidence: { scale: ['V'], gateFrom: 'V' }, leapDay: 'feb28',
    levels: LEVELS.map((id) => ({ id, label: { en: id } })),
    attributes: {
      education: ordered(EDUCATION), field: { of: 'person', type: 'text', label: { en: 'field' }, values: FIELD }, rank: number(1, 17), months: number(0, 480), test: number(0, 100), skill: number(1, 5), potential: number(0, 100),
      rating: ordered(RATINGS), before: ordered(RATINGS), penalty: ordered(PENALTIES),
      fields: { of: 'position', type: 'set', label: { en: 'fields' }, values: FIELD }, minRank: { of: 'position', type: 'number', label: { en: 'rank' }, min: 1, max: 17 }, minMonths: { of: 'position', type: 'number', label: { en: 'months' }, min: 0, max: 480 }, wanted: { of: 'position', type: 'number', label: { en: 'skill' }, min: 1, max: 5 },
    },
    gates: [
      gate('education', { op: 'any', of: [{ op: 'not', of: high }, atLeast(person('education'), value('BACHELOR'))] }),
      gate('master', atLeast(person('education'), value('MASTER')), atLeast({ op: 'level', of: 'position' }, value(5))),
      gate('field', { op: 'in', item: person('field'), set: position('fields') }),
      gate('rank', atLeast(person('rank'), position('minRank'))),
      gate('experience', atLeast(person('months'), position('minMonths'))),
      gate('age', { op: 'compare', left: { op: 'monthsBetween', from: { op: 'date', of: 'born' }, to: { op: 'date', of: 'asOf' } }, is: '<', right: value(56 * 12) }, high),
      gate('one-level', { op: 'compare', left: { op: 'level', of: 'position' }, is: '<=', right: { op: 'sum', terms: [{ weight: 1, of: { op: 'level', of: 'seat' } }, { weight: 1, of: value(1) }] } }),
      gate('rating', atLeast(person('rating'), value('GOOD'))),
      gate('rating-before', atLeast(person('before'), value('GOOD'))),
      gate('penalty', { op: 'compare', left: person('penalty'), is: '<=', right: value('LIGHT') }),
      gate('tenure', atLeast({ op: 'monthsBetween', from: { op: 'date', of: 'since' }, to: { op: 'date', of: 'asOf' } }, value(24))),
      gate('skill', atLeast({ op: 'sum', terms: [{ weight: 1, of: person('skill') }, { weight: 1, of: value(1) }] }, position('wanted'))),
    ],
    dimensions: [{ id: 'merit', label: { en: 'merit' } }],
    criteria: [
      criterion('education', marks('education', EDUCATION)),
      criterion('field', { op: 'cases', cases: [{ when: { op: 'in', item: person('field'), set: position('fields') }, then: value(100) }], else: value(50) }),
      criterion('skill', step({ op: 'sum', terms: [{ weight: 1, of: person('skill') }, { weight: -1, of: position('wanted') }] }, [[-5, 20], [-1, 60], [0, 90], [1, 100]])),
      criterion('test', person('test')),
      criterion('potential', person('potential')),
      criterion('rating', marks('rating', RATINGS)),
      criterion('before', marks('before', RATINGS)),
      criterion('experience', step(person('months'), [[0, 20], [24, 40], [60, 70], [120, 100]])),
    ],
    weights: Object.fromEntries(criteria.map((id) => [id, 12.5])), weightsCitation: own,
    costs: { lateralMove: { points: 10, citation: own }, vacantSeat: { points: 40, citation: own } }, resolution: { points: 2, citation: own },
    displacement: 'minimise', objective: 'levels', relations: { declaration: 'either' }, ties: { order: [], commitments: [] },
  };
}

/** Seeded, in normal form: ids count up, evidence by attribute. 1 % of the data are missing. */
function theRound(): Round {
  let seed = 20_261_121;
  const random = (): number => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const below = (n: number): number => Math.floor(random() * n);
  const id = (prefix: string, k: number): string => prefix + String(k).padStart(6, '0');
  const level = (): number => [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5][below(16)]!;
  const positions = Array.from({ length: POSTS }, (_, j) => {
    const at = level();
    const first = below(FIELDS);
    return { id: id('J', j), title: 'post', unit: id('U', below(UNITS)), level: LEVELS[at]!, attributes: { fields: [FIELD[first]!, FIELD[(first + 1) % FIELDS]!].sort(), minRank: 5 + 2 * at, minMonths: 12 * at + 12 * below(3), wanted: Math.min(5, 1 + at) } };
  });
  const people = Array.from({ length: PEOPLE }, (_, i) => {
    const evidence = [
      ['before', RATINGS[Math.min(4, 1 + below(5))]!], ['education', EDUCATION[below(5)]!], ['field', FIELD[below(FIELDS)]!], ['months', below(240)], ['penalty', PENALTIES[Math.max(0, below(24) - 20)]!],
      ['potential', below(101)], ['rank', 5 + below(10)], ['rating', RATINGS[Math.min(4, 1 + below(5))]!], ['skill', 1 + below(5)], ['test', below(101)],
    ].flatMap(([attribute, x]) => (random() < 0.01 ? [] : [{ attribute: attribute as string, value: x!, source: 'S' }]));
    const born = `${1966 + below(36)}-0${1 + below(9)}-1${below(9)}`;
    return { id: id('P', i), born, since: `${2016 + below(10)}-0${1 + below(9)}-01`, evidence, ...(i < POSTS && { seat: positions[i]!.id }) };
  });
  return {
    format: 'meritra/round/0', id: 'large', asOf: '2026-11-01', scope: { positions: 'all', people: 'all' }, sources: [{ id: 'S', title: 'register', date: '2026-10-01' }],
    units: Array.from({ length: UNITS }, (_, k) => ({ id: id('U', k), name: 'unit' })), positions, people, relations: [], pins: [], waivers: [], actors: [], reveals: [],
  } as unknown as Round;
}

/** What one process measures: the market found through sets of posts, and pair by pair for a slice of the people. */
const work: Workload = async (measured) => {
  const policy = thePolicy();
  const round = theRound();
  const market = await measured('gates and fits', () => openMarket(round, policy));
  return `${round.people.length} people, ${round.positions.length} posts, ${market.conditional.col.length} pairs (${(market.conditional.col.length / POSTS).toFixed(1)} a post), of which ${market.certain.col.length} certain`;
};

const naive: Workload = async (measured) => {
  const policy = thePolicy();
  const round = theRound();
  const facts = factsOf(round, policy);
  const gates = gatesOf(policy);
  const criteria = policy.criteria.map((c) => compile(c.value, policy));
  const { certain, conditional } = openMarket(round, policy);
  let pairs = 0;
  let points = 0;
  await measured(`${SLICE} people, pair by pair`, () => {
    for (let k = 0; k < SLICE; k++) {
      const i = (k * PEOPLE) / SLICE;
      for (let j = 0; j < POSTS; j++) {
        const pair = { person: facts.people[i]!, position: facts.positions[j]!, round: facts.round };
        if (facts.positions[j]!.level < pair.person.seatLevel || round.people[i]!.seat === round.positions[j]!.id) continue;
        if (gates.some((gate) => gate.outcome(pair) === 'fail')) continue;
        pairs++;
        for (const c of criteria) if (c.kind === 'number') points += c.of(pair).low / ONE;
      }
    }
  });
  let same = 0;
  for (let k = 0; k < SLICE; k++) {
    const i = (k * PEOPLE) / SLICE;
    for (let e = conditional.start[i]!; e < conditional.start[i + 1]!; e++) if (round.people[i]!.seat !== round.positions[conditional.col[e]!]!.id) same++;
  }
  if (same !== pairs) throw new Error(`pair by pair found ${pairs}, the index ${same}`);
  return `the same ${pairs} pairs (${points.toFixed(0)} points); times ${PEOPLE / SLICE} for everybody; of the certain market ${certain.rows} rows`;
};

const seconds = await bench(fileURLToPath(import.meta.url), { 'through sets of posts': { work, goal: { cpu: 20, memory: 2048 } }, 'pair by pair': { work: naive } }, 3);
if (seconds) {
  const [index, slow] = [seconds.get('through sets of posts') ?? NaN, (seconds.get('pair by pair') ?? NaN) * (PEOPLE / SLICE)];
  console.log(`\npair by pair would take ${slow.toFixed(0)} s CPU, ${(slow / index).toFixed(0)} times as long; goal 50: ${slow >= 50 * index ? 'met' : 'MISSED'}`);
}
