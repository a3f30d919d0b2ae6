/*
 * An invented carrier moves people between three depots. What do its limits cost? `npx tsx examples/limits.ts` prints
 *
 *     without limits: 9 moves; with them: 7, optimal
 *       merit:HEAD: 369.00 and 369.00
 *       merit:SHIFT: 562.00 and 562.00
 *       merit:DESK: 906.00 and 745.00
 *     what the plan uses of each limit
 *       cap: 7, at most 7
 *       budget: 8000, at most 8000
 *       donor NORTH: 0, at most 1
 *       donor PORT: 0, at most 1
 *       donor SOUTH: 1, at most 1
 *       night NORTH: 2, at least 2
 *       night PORT: 2, at least 2
 *       night SOUTH: 1, at least 2
 *     optimality holds
 *     no plan because of limit cap and post PORT-1
 *
 * Each line of the second part is one limit in one depot. The plan is the best of those that keep all four, with its proof, which `verify` checks
 * without solving anything.
 */
import { bundle, conflictOf, explain, parseRound, propose, seal, type Policy, type Round } from 'meritra';
import { verify } from 'meritra/verify';

const own = { own: 'chosen for this example' };
const label = (en: string) => ({ en });
const DEPOTS = ['NORTH', 'PORT', 'SOUTH'];

const limits: NonNullable<Policy['limits']> = [
  { id: 'cap', label: label('moves in one year'), citation: own, kind: 'moves', max: 7 },
  // a removal between depots costs 4,000, a change of desk 500; whoever comes from outside 1,000
  {
    id: 'budget',
    label: label('relocation budget'),
    citation: own,
    kind: 'budget',
    max: 8_000,
    cost: {
      op: 'cases',
      cases: [
        { when: { op: 'compare', left: { op: 'level', of: 'seat' }, is: '<', right: { op: 'const', value: 0 } }, then: { op: 'const', value: 1000 } },
        { when: { op: 'compare', left: { op: 'person', attribute: 'home' }, is: '=', right: { op: 'position', attribute: 'depot' } }, then: { op: 'const', value: 500 } },
      ],
      else: { op: 'const', value: 4000 },
    },
  },
  { id: 'donor', label: label('people who may leave a depot'), citation: own, kind: 'donor', units: 'each', maxLeaving: 1 },
  { id: 'night', label: label('holders of a night licence'), citation: own, kind: 'unit', units: 'each', who: { op: 'person', attribute: 'night' }, min: 2 },
];

const policyOf = (kept: Policy['limits']) =>
  seal({
    format: 'meritra/policy/0',
    id: 'carrier',
    title: label('Depots of a carrier (invented)'),
    lawCheckedOn: '2026-11-01',
    confidence: { scale: ['draft', 'approved'], gateFrom: 'approved' },
    leapDay: 'feb28',
    levels: [{ id: 'DESK', label: label('desk') }, { id: 'SHIFT', label: label('shift lead') }, { id: 'HEAD', label: label('head of depot') }],
    attributes: {
      skill: { of: 'person', type: 'number', label: label('skill'), min: 0, max: 100 },
      night: { of: 'person', type: 'boolean', label: label('night licence') },
      home: { of: 'person', type: 'ordered', label: label('home depot'), values: DEPOTS },
      depot: { of: 'position', type: 'ordered', label: label('depot'), values: DEPOTS },
    },
    gates: [],
    dimensions: [{ id: 'all', label: label('All') }],
    criteria: [
      { id: 'skill', dimension: 'all', label: label('skill'), citation: own, value: { op: 'person', attribute: 'skill' } },
    ],
    weights: { skill: 100 },
    weightsCitation: own,
    costs: { lateralMove: { points: 10, citation: own }, vacantSeat: { points: 30, citation: own } },
    resolution: { points: 2, citation: own },
    displacement: 'forbid',
    objective: 'levels',
    ...(kept && { limits: kept }),
    relations: { declaration: 'either' },
    ties: { order: [], commitments: [{ party: 'works-council', hash: 'sha256:c0897ef8cc36ee87018eec10d1f86b6be5d0b3393f07aa641e755badfc6b7b62' }] },
  } satisfies Policy);

const LEVELS = ['HEAD', 'SHIFT', 'SHIFT', 'DESK', 'DESK', 'DESK', 'DESK'];
const positions: Round['positions'] = DEPOTS.flatMap((depot) => LEVELS.map((level, k) => ({ id: `${depot}-${k + 1}`, title: `${level.toLowerCase()} ${k + 1}`, unit: depot, level, attributes: { depot } })));
/** Two posts of each depot stand empty: its head, and one shift lead. */
const held = positions.filter((p) => !/-[12]$/.test(p.id));
const people: Round['people'] = [...held.map((p) => p.id as string | undefined), ...Array.from({ length: 4 }, () => undefined)].map((seat, k) => ({
  id: `p${String(k + 1).padStart(2, '0')}`,
  ...(seat !== undefined && { seat }),
  evidence: [
    { attribute: 'skill', value: 40 + ((k * 37) % 60), source: 'hr' },
    { attribute: 'night', value: k % 3 === 0, source: 'hr' },
    { attribute: 'home', value: seat?.split('-')[0] ?? DEPOTS[k % 3]!, source: 'hr' },
  ],
}));
const bare = {
  format: 'meritra/round/0',
  id: 'depots-2026',
  asOf: '2026-11-21',
  scope: { positions: 'all', people: 'all' },
  sources: [{ id: 'hr', title: 'personnel file', date: '2026-11-01' }],
  units: DEPOTS.map((id) => ({ id, name: id.toLowerCase() })),
  positions,
  people,
  relations: [],
  pins: [],
  waivers: [],
  actors: [],
  reveals: [{ party: 'works-council', nonce: '51d2c8e07b94af3610e5d97c28b643fa6d01e8b75c3f924a80be16d74f2a93c5' }],
};

async function plan(kept: Policy['limits']) {
  const policy = policyOf(kept);
  const { round } = parseRound(bare, policy);
  const proposal = await propose(round, policy);
  return { policy, round, proposal };
}

const free = await plan(undefined);
const bound = await plan(limits);
const value = ({ proposal }: typeof free, stage: string): number => proposal.certain.objectives.find((o) => o.stage === stage)!.value;
const points = (units: number): string => (units / 10_000).toFixed(2);
console.log(`without limits: ${free.proposal.certain.moves.length} moves; with them: ${bound.proposal.certain.moves.length}, ${bound.proposal.certain.status}`);
for (const stage of ['merit:HEAD', 'merit:SHIFT', 'merit:DESK']) console.log(`  ${stage}: ${points(value(free, stage))} and ${points(value(bound, stage))}`);
console.log('what the plan uses of each limit');
for (const { limit, unit, side, bound: b, used } of explain(bound.proposal, bound.round, bound.policy).limits()) console.log(`  ${limit}${unit === null ? '' : ` ${unit}`}: ${used}, ${side === 'max' ? 'at most' : 'at least'} ${b}`);
const { verdicts } = verify(bundle(bound.proposal, bound.round, bound.policy));
console.log(`optimality ${verdicts.find((v) => v.check === 'optimality')!.outcome}`);

// Nobody may move, and one head must be appointed: no plan, and why.
const pinned = { ...bare, positions: positions.map((p) => (p.id === 'PORT-1' ? { ...p, mustFill: { reason: 'somebody must answer for the depot' } } : p)) };
const still = policyOf([{ id: 'cap', label: label('no moves'), citation: own, kind: 'moves', max: 0 }, ...limits.slice(2)]);
console.log(`no plan because of ${conflictOf(parseRound(pinned, still).round, still)!.parts.map((p) => (p.kind === 'limit' ? `limit ${p.limit}` : p.kind === 'must-fill' ? `post ${p.position}` : p.kind)).join(' and ')}`);
