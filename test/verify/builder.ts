import { createHash } from 'node:crypto';

// Nothing here comes from src: hashes by node:crypto, numbers by hand.

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests change bundles freely */
export type Loose = any;

export function canonical(value: Loose): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
  return JSON.stringify(value);
}

export function sha(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return `sha256:${hash.digest('hex')}`;
}

export function lp(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export const commitment = (party: string, nonce: string): string => sha('meritra/tie-commitment/0', lp(party), lp(nonce));
export const hashOf = (document: Loose): string => sha(`${document.format}\n${canonical(document)}`);

/** Writes the right hashes and head into the proposal, and gives the bundle back. */
export function sealed(bundle: Loose): Loose {
  const { round, policy, proposal } = bundle;
  proposal.round = { id: round.id, asOf: round.asOf, hash: hashOf(round) };
  proposal.policy = { id: policy.id, hash: hashOf(policy) };
  proposal.objective = policy.objective;
  return bundle;
}

export const NONCE = '00112233445566778899aabbccddeeff';

const label = (en: string): Loose => ({ en });
const own = { own: 'a test' };

export function policy(): Loose {
  return {
    format: 'meritra/policy/0', id: 'toy', title: label('Toy'), lawCheckedOn: '2025-06-01',
    confidence: { scale: ['rumour', 'press', 'law'], gateFrom: 'press' },
    leapDay: 'mar1',
    levels: [{ id: 'staff', label: label('Staff') }, { id: 'head', label: label('Head') }],
    attributes: {
      rank: { of: 'person', type: 'ordered', label: label('Rank'), values: ['low', 'mid', 'high'] },
      score: { of: 'person', type: 'number', label: label('Score'), min: 0, max: 100 },
      list: { of: 'person', type: 'number', label: label('Place on the list') },
      minimum: { of: 'position', type: 'ordered', label: label('Least rank'), values: ['low', 'mid', 'high'] },
    },
    gates: [
      { id: 'rank', label: label('Rank'), citation: { source: 'Act 1', confidence: 'law' }, rule: { op: 'compare', left: { op: 'person', attribute: 'rank' }, is: '>=', right: { op: 'position', attribute: 'minimum' } } },
      { id: 'listed', label: label('On the list'), citation: { source: 'a newspaper', confidence: 'rumour' }, rule: { op: 'compare', left: { op: 'person', attribute: 'list' }, is: '>', right: { op: 'const', value: 0 } } },
    ],
    dimensions: [{ id: 'all', label: label('All') }],
    criteria: [
      { id: 'score', dimension: 'all', label: label('Score'), citation: own, value: { op: 'person', attribute: 'score' } },
      {
        id: 'service', dimension: 'all', label: label('Service'), citation: own,
        value: { op: 'piecewise', mode: 'linear', points: [[0, 0], [120, 100]], of: { op: 'monthsBetween', from: { op: 'date', of: 'since' }, to: { op: 'date', of: 'asOf' } } },
      },
    ],
    weights: { score: 60, service: 40 }, weightsCitation: own,
    costs: { lateralMove: { points: 2, citation: own }, vacantSeat: { points: 10, citation: own } },
    resolution: { points: 1, citation: own },
    displacement: 'minimise', objective: 'levels',
    relations: { declaration: 'either', lineOfCommand: { maxDegree: 2, citation: own } },
    ties: { order: [{ attribute: 'list', direction: 'ascending', citation: own }], commitments: [{ party: 'union', hash: commitment('union', NONCE) }] },
  };
}

const item = (attribute: string, value: Loose): Loose => ({ attribute, value, source: 'file' });

export function round(): Loose {
  return {
    format: 'meritra/round/0', id: 'r1', asOf: '2026-01-01',
    scope: { positions: 'all', people: 'all' },
    sources: [{ id: 'file', title: 'Personnel file', date: '2025-12-01' }],
    units: [{ id: 'u', name: 'Unit' }],
    positions: [
      { id: 'a', title: 'Head', unit: 'u', level: 'head', critical: true, attributes: { minimum: 'mid' } },
      { id: 'b', title: 'Clerk', unit: 'u', level: 'staff', superior: 'a', attributes: { minimum: 'low' } },
      { id: 'c', title: 'Clerks', unit: 'u', level: 'staff', seats: 2, superior: 'a', attributes: { minimum: 'low' } },
    ],
    people: [
      { id: 'ana', seat: 'b', since: '2021-01-01', evidence: [item('list', 1), item('rank', 'high'), item('score', 90)] },
      { id: 'budi', seat: 'c', since: '2016-01-01', evidence: [item('list', 2), item('rank', 'mid'), item('score', 70)] },
      { id: 'citra', evidence: [item('list', 3), item('rank', 'low'), item('score', 80)] },
      { id: 'dewi', since: '2024-01-01', evidence: [item('score', 60.5)] },
    ],
    relations: [], pins: [], waivers: [], actors: [],
    reveals: [{ party: 'union', nonce: NONCE }],
  };
}

// Fits in 1/10,000 point. Service: 120 months are 100 points.
const FIT = {
  budi: { low: 820000, high: 820000, parts: [{ criterion: 'score', low: 420000, high: 420000 }, { criterion: 'service', low: 400000, high: 400000 }] }, // .6*70 + .4*100
  citra: { low: 480000, high: 880000, parts: [{ criterion: 'score', low: 480000, high: 480000 }, { criterion: 'service', low: 0, high: 400000 }] }, // .6*80 + .4*[0, 100]: since is unknown
  dewi: { low: 443000, high: 443000, parts: [{ criterion: 'score', low: 363000, high: 363000 }, { criterion: 'service', low: 80000, high: 80000 }] }, // .6*60.5 + .4*20: 24 months
};
// Ana: .6*90 + .4*50 = 74 points: 740000. Vacant seat 100000, lateral move 20000.
// Head: ana 840000, budi 920000. Staff: ana b 840000 c 820000; budi b 900000 c 920000; citra 580000; dewi 543000 (conditional: her rank is unknown).

const moves = (): Loose[] => [
  { person: 'budi', from: 'c', to: 'a', kind: 'promotion', pattern: null, hiddenDemotion: false, route: null, fit: FIT.budi, conditions: [], waived: [], provisional: false, flags: [] },
  { person: 'citra', from: null, to: 'c', kind: 'entry', pattern: null, hiddenDemotion: false, route: null, fit: FIT.citra, conditions: [], waived: [], provisional: true, flags: [] },
];

export function certain(): Loose {
  return {
    status: 'optimal', gap: null,
    seats: [['ana', 'b'], ['budi', 'a'], ['citra', 'c']],
    objectives: [
      { stage: 'owed', value: 2 }, { stage: 'critical:head', value: 1 }, { stage: 'merit:head', value: 920000 },
      { stage: 'merit:staff', value: 1420000 }, // 840000 + 580000
      { stage: 'moves', value: -2 },
    ],
    moves: moves(),
    chains: [{ kind: 'chain', people: ['budi', 'citra'], ready: null, crosses: false }],
    // Ana and citra could enter c; ana sits in b, where the same three could be; budi sits in a.
    vacant: [{ position: 'c', seats: 1, eligible: 2, cause: 'shortage', short: { positions: 3, seats: 4, people: 3 } }],
    tied: [], tiesProven: true,
    certificate: {
      stages: [
        { stage: 'owed', value: 2, people: [['ana', 1], ['budi', 1]], positions: [] },
        { stage: 'critical:head', value: 1, people: [], positions: [['a', 1]] },
        { stage: 'merit:head', value: 920000, people: [], positions: [['a', 920000]] },
        { stage: 'merit:staff', value: 1420000, people: [['ana', 840000], ['budi', 920000], ['citra', 580000]], positions: [['a', -920000]] },
        { stage: 'moves', value: -2, people: [['citra', -1]], positions: [['a', -1]] },
      ],
    },
    shortage: null,
  };
}

export function conditional(): Loose {
  const plan = certain();
  plan.seats.push(['dewi', 'c']);
  plan.objectives[3].value = 1963000; // and 543000 of dewi
  plan.objectives[4].value = -3;
  plan.moves.push({
    person: 'dewi', from: null, to: 'c', kind: 'entry', pattern: null, hiddenDemotion: false, route: null, fit: FIT.dewi, waived: [],
    conditions: [{ rule: 'rank', missing: [{ about: 'person', attribute: 'rank', cause: 'missing' }] }], provisional: false, flags: ['listed'],
  });
  plan.chains.push({ kind: 'chain', people: ['dewi'], ready: null, crosses: false });
  plan.vacant = [];
  plan.certificate.stages[3] = { stage: 'merit:staff', value: 1963000, people: [['ana', 840000], ['budi', 920000], ['citra', 580000], ['dewi', 543000]], positions: [['a', -920000]] };
  plan.certificate.stages[4] = { stage: 'moves', value: -3, people: [['citra', -1], ['dewi', -1]], positions: [['a', -1]] };
  return plan;
}

/** A round of four people and four seats, with the proposal that is right for it. */
export function good(): Loose {
  return sealed(structuredClone({
    format: 'meritra/bundle/1', profile: 'full', round: round(), policy: policy(),
    proposal: {
      format: 'meritra/proposal/0', engine: { name: 'by hand', version: '0' }, certain: certain(), conditional: conditional(), worklist: [], findings: [],
      rules: { unconfirmed: [{ id: 'listed', confidence: 'rumour' }], gateFrom: 'press', lawCheckedOn: '2025-06-01' },
    },
  }));
}

const compare = (left: Loose, is: string, right: Loose): Loose => ({ op: 'compare', left, is, right });
const level = (of: string): Loose => ({ op: 'level', of });

export const route = (id: string, when: Loose, days: readonly number[], more: object = {}): Loose =>
  ({ id, label: label(id), citation: own, when, approver: label('Board'), steps: days.map((each, k) => ({ id: `s${k}`, label: label('Step'), days: each, citation: own })), documents: [label('Letter')], ...more });

/**
 * The good bundle with three routes: entries take 3 days, promotions 10 and 5, and sideways somebody else appoints. Nobody moves sideways in it;
 * without those pairs only citra may enter c.
 */
export function routed(change: (bundle: Loose) => unknown = () => undefined): Loose {
  const bundle = good();
  const { round, policy, proposal } = bundle;
  policy.tracks = ['line', 'staff'].map((id) => ({ id, label: label(id) }));
  policy.routes = [
    route('hire', compare({ op: 'levelId', of: 'seat' }, '=', { op: 'const', value: '' }), [3]),
    route('sideways', compare(level('seat'), '=', level('position')), [1], { outside: true }),
    route('promote', compare(level('seat'), '<', level('position')), [10, 5]),
  ];
  round.positions.forEach((position: Loose, k: number) => Object.assign(position, { track: k < 2 ? 'line' : 'staff', class: 9 - k }));
  for (const plan of [proposal.certain, proposal.conditional]) {
    const [budi, ...hired] = plan.moves;
    Object.assign(budi, { pattern: 'diagonal', route: 'promote' });
    for (const move of hired) move.route = 'hire';
    Object.assign(plan.chains[0], { ready: [15, 15], crosses: true });
    if (plan.chains[1]) plan.chains[1].ready = [3];
    for (const post of plan.vacant) post.eligible = 1;
  }
  change(bundle);
  return sealed(structuredClone(bundle));
}

/** The same with everything else a round can hold: spells, what was checked, a waiver, actors of whom one is silent and one related, related people. */
export function rich(): Loose {
  return routed(({ round, policy, proposal }) => {
    policy.attributes.cases = { of: 'person', type: 'spells', label: label('Discipline'), values: ['light', 'serious'], validMonths: 24 };
    policy.gates[0].waivable = { source: 'Act 1', confidence: 'law' };
    policy.gates.push({
      id: 'clean', label: label('Clean'), citation: own, onlyForMoves: true,
      rule: { op: 'not', of: { op: 'occurs', attribute: 'cases', values: ['serious'], from: { op: 'shift', of: { op: 'date', of: 'yearStart' }, months: -24 }, to: { op: 'date', of: 'asOf' } } },
    });
    policy.relations.sameUnit = { maxDegree: 1, citation: own };
    policy.relations.recusal = { maxDegree: 2, kinds: ['rival'], citation: own };
    Object.assign(policy, { effectiveFrom: '2025-01-01', effectiveUntil: '2026-12-31', madeFrom: [{ id: 'base', hash: `sha256:${'0'.repeat(64)}` }] });
    policy.attributes.score.combine = 'mean';
    round.opened = '2025-12-31';
    round.positions[2].attributes.minimum = 'mid'; // citra's rank is too low, which is set aside
    round.waivers = [{ person: 'citra', position: 'c', rule: 'rank', by: 'the board', on: '2025-12-30', document: 'letter 7', reason: 'nobody else' }];
    round.actors = [
      { id: 'boss', role: 'decider', statement: { on: '2025-12-31', document: 'statement' }, interests: [{ person: 'ana', kind: 'rival' }] }, { id: 'mate', role: 'scorer', person: 'dewi' },
    ];
    round.relations = [{ a: 'ana', b: 'dewi', kind: 'kin', degree: 2, source: 'file' }];
    const checked = [{ attribute: 'cases', source: 'file' }];
    const [ana, budi, citra] = round.people;
    Object.assign(ana, { checked, spells: [{ attribute: 'cases', unmapped: 'x', from: '2020-01-01', to: '2020-06-30', source: 'file' }, { attribute: 'cases', value: 'light', from: '2025-01-01', source: 'file' }] });
    Object.assign(budi, { checked, spells: [{ attribute: 'cases', value: 'light', months: 3, source: 'file' }] });
    Object.assign(citra, { checked });
    ana.evidence.splice(2, 0, { ...item('score', 20), by: 'mate' }); // silent, and related besides
    for (const plan of [proposal.certain, proposal.conditional]) plan.moves[1].waived = ['rank'];
    proposal.conditional.moves[2].conditions.push({ rule: 'clean', missing: [{ about: 'person', attribute: 'cases', cause: 'missing' }] });
    proposal.findings = [
      { code: 'recused', actor: 'boss', role: 'decider', reason: 'related', person: 'ana', items: 0 }, { code: 'recused', actor: 'mate', role: 'scorer', reason: 'silent', person: null, items: 1 },
      { code: 'recused', actor: 'mate', role: 'scorer', reason: 'related', person: 'ana', items: 0 }, { code: 'recused', actor: 'mate', role: 'scorer', reason: 'related', person: 'dewi', items: 0 },
    ];
  });
}
