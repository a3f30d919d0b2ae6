/*
 * An invented agency fills one post after interviews. A panel member is married to the brother of a candidate, another signed his
 * statement on conflicts of interest only after the names were opened. `npx tsx examples/recusal.ts` prints
 *
 *     from the civil register: ana and carla, affinity of degree 2, ana > father (parent) > erik (child) > carla (spouse)
 *     before anybody sees a score
 *       carla (panel) may act; may not judge ana: affinity of degree 2; carla: self
 *       dara (panel) may act
 *       ines (panel) may act
 *       omar (panel) may not act: late
 *     set aside
 *       ana: interview by omar, late
 *       ana: interview by carla, related
 *       bram: interview by omar, late
 *     fit for head of permits, as it counts and if nothing were set aside
 *       ana: 71.00, else 80.00
 *       bram: 75.67, else 71.75
 *     the plan (optimal)
 *       ana: stays in permits desk 1, else head of permits
 *       bram: head of permits, else stays in permits desk 2
 *
 * The ratings that were set aside stay in the round; they count for nothing. Both reports, in English and Indonesian, name them and what they would have changed.
 */
import { conflictRegister, deriveRelations, explain, kinship, parseRound, propose, recusalEffect, seal, type KinRecords } from 'meritra';
import { report } from 'meritra/report';

const own = { own: 'chosen for this example' };
const policy = seal({
  format: 'meritra/policy/0',
  id: 'interviews',
  title: { en: 'Heads by interview', id: 'Kepala menurut wawancara' },
  lawCheckedOn: '2026-11-01',
  confidence: { scale: ['m', 'V'], gateFrom: 'V' },
  leapDay: 'feb28',
  levels: [{ id: 'DESK', label: { en: 'desk', id: 'meja' } }, { id: 'HEAD', label: { en: 'head', id: 'kepala' } }],
  attributes: { interview: { of: 'person', type: 'number', label: { en: 'interview', id: 'wawancara' }, min: 0, max: 100, combine: 'mean' } },
  gates: [],
  dimensions: [{ id: 'all', label: { en: 'All', id: 'Semua' } }],
  criteria: [{ id: 'interview', dimension: 'all', label: { en: 'interview', id: 'wawancara' }, citation: own, value: { op: 'person', attribute: 'interview' } }],
  weights: { interview: 100 },
  weightsCitation: own,
  costs: { lateralMove: { points: 10, citation: own }, vacantSeat: { points: 40, citation: own } },
  resolution: { points: 2, citation: own },
  displacement: 'forbid',
  objective: 'levels',
  relations: { declaration: 'either', recusal: { maxDegree: 3, kinds: ['business partner'], citation: own } },
  ties: { order: [], commitments: [{ party: 'works-council', hash: 'sha256:c0897ef8cc36ee87018eec10d1f86b6be5d0b3393f07aa641e755badfc6b7b62' }] },
});

// What a civil register holds; nobody declared anything.
const register: KinRecords = {
  parents: [{ parent: 'father', child: 'ana' }, { parent: 'father', child: 'erik' }],
  spouses: [{ a: 'erik', b: 'carla' }],
};

const signed = (on: string) => ({ on, document: 'statement on conflicts of interest' });
const bare = {
  format: 'meritra/round/0',
  id: 'permits-2026',
  title: 'Head of permits',
  asOf: '2026-11-21',
  opened: '2026-11-10',
  scope: { positions: ['head'], people: ['ana', 'bram'] },
  sources: [{ id: 'PANEL', title: 'Minutes of the interviews', date: '2026-11-18' }, { id: 'CIVIL', title: 'Civil register', date: '2026-11-02' }],
  units: [{ id: 'permits', name: 'Permits' }, { id: 'finance', name: 'Finance' }],
  positions: [
    { id: 'head', title: 'head of permits', unit: 'permits', level: 'HEAD' },
    { id: 'desk1', title: 'permits desk 1', unit: 'permits', level: 'DESK', superior: 'head' },
    { id: 'desk2', title: 'permits desk 2', unit: 'permits', level: 'DESK', superior: 'head' },
    { id: 'money', title: 'head of finance', unit: 'finance', level: 'HEAD' },
  ],
  people: [
    { id: 'ana', seat: 'desk1', evidence: [] },
    { id: 'bram', seat: 'desk2', evidence: [] },
    { id: 'carla', seat: 'money', evidence: [] },
  ],
  actors: [
    { id: 'carla', role: 'panel', person: 'carla', statement: signed('2026-11-05') },
    { id: 'dara', role: 'panel', statement: signed('2026-11-05') },
    { id: 'ines', role: 'panel', statement: signed('2026-11-06') },
    { id: 'omar', role: 'panel', statement: signed('2026-11-12') },
  ],
  reveals: [{ party: 'works-council', nonce: '51d2c8e07b94af3610e5d97c28b643fa6d01e8b75c3f924a80be16d74f2a93c5' }],
};
const ratings: Record<string, Record<string, number>> = {
  ana: { carla: 98, dara: 70, ines: 72, omar: 80 },
  bram: { carla: 70, dara: 78, ines: 79, omar: 60 },
};

// Degrees of the register become relations of the round, with the register as their source.
const known = kinship(register, 'ana', 'carla');
if (known.status === 'related') console.log(`from the civil register: ana and carla, ${known.kind} of degree ${known.degree}, ana${known.path.map((s) => ` > ${s.to} (${s.by})`).join('')}`);
const unopened = parseRound(bare, policy).round;
const relations = deriveRelations(register, unopened, { source: 'CIVIL' }).relations;

console.log('before anybody sees a score');
for (const { actor, role, mayAct, reason, mayNotJudge } of conflictRegister({ ...unopened, relations: [...relations] }, policy.policy)) {
  const of = mayNotJudge.map(({ person, grounds }) => `${person}: ${grounds.map((g) => (g.from === 'self' ? 'self' : `${g.kind} of degree ${g.degree}`)).join(', ')}`);
  console.log(`  ${actor} (${role}) ${mayAct ? 'may act' : `may not act: ${reason}`}${of.length > 0 ? `; may not judge ${of.join('; ')}` : ''}`);
}

const evidence = (person: string) => Object.entries(ratings[person] ?? {}).map(([by, value]) => ({ attribute: 'interview', value, source: 'PANEL', by }));
const { round } = parseRound({ ...bare, relations, people: bare.people.map((p) => ({ ...p, evidence: evidence(p.id) })) }, policy);
const proposal = await propose(round, policy);
const effect = await recusalEffect(round, policy, { proposal });

const points = (units: number): string => (units / 10_000).toFixed(2);
const seat = (person: string, position: string | null): string => {
  const today = round.people.find((p) => p.id === person)?.seat;
  const title = round.positions.find((p) => p.id === position)?.title ?? 'no post';
  return today === position ? `stays in ${title}` : title;
};
console.log('set aside');
for (const { person, items } of effect.people) for (const { attribute, by, reason } of items) console.log(`  ${person}: ${attribute} by ${by}, ${reason}`);
console.log('fit for head of permits, as it counts and if nothing were set aside');
for (const { person, posts } of effect.people) {
  const head = posts.find((p) => p.position === 'head');
  if (head) console.log(`  ${person}: ${points(head.counted.fit.low)}, else ${points(head.withThem.fit.low)}`);
}
console.log(`the plan (${proposal.certain.status})`);
for (const { person, counted, withThem } of effect.plan.seats) console.log(`  ${person}: ${seat(person, counted)}, else ${seat(person, withThem)}`);

const explanation = explain(proposal, round, policy);
for (const locale of ['en', 'id'] as const) {
  const paper = report({ round, policy: policy.policy, proposal, explanation, recusal: effect }, { locale });
  if (!paper.includes('id="recusalTitle"')) throw new Error('the report does not name what was set aside');
}
