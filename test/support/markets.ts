import { parseRound, seal, type Policy, type Round, type SealedPolicy } from '../../src/index.js';
import { between, random } from '../kernel/instances.js';
import { commitment, NONCE } from './toy.js';

export { between, random };

/** A market as plain numbers, from which documents are written and brute force reckons: neither knows how the library does it. */
export interface Case {
  readonly seed: number;
  /** Number of levels, 0 the lowest. */
  readonly levels: number;
  readonly posts: readonly CasePost[];
  readonly people: readonly CasePerson[];
  /** Points of person i in post j; undefined is not known: counted as 0. */
  readonly fit: readonly (readonly (number | undefined)[])[];
  readonly gate: readonly (readonly ('pass' | 'fail' | 'unknown')[])[];
  readonly relations: readonly (readonly [number, number])[];
  readonly vacant: number;
  readonly lateral: number;
  readonly objective: 'levels' | 'total';
  readonly displacement: 'minimise' | 'forbid';
}

export interface CasePost {
  readonly id: string;
  readonly level: number;
  readonly seats: number;
  readonly closes: boolean;
  /** Opens after the horizon. */
  readonly later: boolean;
  readonly outside: boolean;
  readonly critical: boolean;
  readonly mustFill: boolean;
  /** -1 for none. */
  readonly superior: number;
}

export interface CasePerson {
  readonly id: string;
  /** -1 for none. */
  readonly seat: number;
  readonly retires: boolean;
  readonly acceptsLower: boolean;
  readonly outside: boolean;
  /** -1 for none. */
  readonly pin: number;
  readonly wishes: readonly number[];
  readonly senior: number | undefined;
}

/** What a generator may use; all off or small unless said. */
export interface Shape {
  readonly maxPeople: number;
  readonly maxPosts: number;
  readonly levels: readonly [number, number];
  /** Posts that close, consent to a lower level. */
  readonly closings?: boolean;
  readonly pins?: boolean;
  readonly mustFill?: boolean;
  /** Relations, a few or so many that the rule about them decides often. */
  readonly relations?: 'few' | 'many';
  readonly unknown?: boolean;
  readonly scopes?: boolean;
  readonly forbid?: boolean;
  readonly objective?: 'levels' | 'total' | 'either';
}

const pad = (k: number): string => String(k + 1).padStart(2, '0');

/** A market from one seed: a hierarchy with more or fewer people than seats, many equal fits, costs from nothing to more than any fit. */
export function makeCase(seed: number, shape: Shape): Case {
  const rnd = random(seed);
  const chance = (p: number): boolean => rnd() < p;
  const pick = <T>(...of: readonly T[]): T => of[between(rnd, 0, of.length - 1)]!;
  const levels = between(rnd, ...shape.levels);
  const postCount = between(rnd, Math.min(2, shape.maxPosts), shape.maxPosts);
  const peopleCount = between(rnd, Math.min(2, shape.maxPeople), shape.maxPeople);
  const seatsMost = pick(1, 1, 2, 3);
  const closing = shape.closings ? pick(0, 0.3, 0.5) : 0;
  const later = pick(0, 0.1);
  const limits = shape.scopes && chance(0.3);
  const duties = shape.mustFill ? pick(0, 0.2, 0.4) : 0;
  const draft: CasePost[] = Array.from({ length: postCount }, (_, j) => {
    const closes = chance(closing);
    return {
      id: `J${pad(j)}`,
      level: between(rnd, 0, levels - 1),
      seats: between(rnd, 1, seatsMost),
      closes,
      later: !closes && chance(later),
      outside: limits === true && chance(0.3),
      critical: chance(0.15),
      mustFill: chance(duties),
      superior: -1,
    };
  });
  const posts = draft.map((post) => {
    const above = [...draft.keys()].filter((j) => draft[j]!.level > post.level);
    return { ...post, superior: above.length > 0 && chance(shape.relations === 'many' ? 1 : 0.8) ? pick(...above) : -1 };
  });

  const seated = pick(0.4, 0.7, 0.9);
  const low = chance(0.7); // most sit low, and the posts above stand empty
  const free = posts.map((p) => (p.later ? 0 : p.seats));
  const scoped = shape.scopes && chance(0.3);
  const senior = pick(0, 0.5, 1);
  const consent = shape.closings ? pick(0, 0.3) : 0;
  const wishing = pick(0, 0.4);
  const people: CasePerson[] = Array.from({ length: peopleCount }, (_, i) => {
    const open = [...free.keys()].filter((j) => free[j]! > 0);
    const [one, other] = open.length > 0 ? [pick(...open), pick(...open)] : [-1, -1];
    const lower = low && one >= 0 && posts[other]!.level < posts[one]!.level ? other : one;
    const seat = chance(seated) ? lower : -1;
    if (seat >= 0) free[seat]!--;
    return {
      id: `P${pad(i)}`,
      seat,
      retires: chance(0.1),
      acceptsLower: chance(consent),
      outside: scoped === true && chance(0.25),
      pin: -1,
      wishes: chance(wishing) ? [...new Set([between(rnd, 0, postCount - 1), between(rnd, 0, postCount - 1)])] : [],
      senior: chance(senior) ? between(rnd, 1, 3) : undefined,
    };
  });

  const pass = pick(0.3, 0.5, 0.8, 0.8, 1);
  const unknown = shape.unknown ? pick(0, 0.2) : 0;
  const span = pick(0, 1, 2, 5, 100);
  const base = span === 100 ? 0 : pick(0, 60);
  const missing = shape.unknown ? pick(0, 0, 0.1) : 0;
  const rough: Case = {
    seed,
    levels,
    posts,
    people,
    fit: people.map(() => posts.map(() => (chance(missing) ? undefined : base + between(rnd, 0, span)))),
    gate: people.map(() => posts.map(() => (chance(unknown) ? 'unknown' : chance(pass) ? 'pass' : 'fail'))),
    relations: [],
    vacant: pick(0, 1, 40, 100),
    lateral: pick(0, 1, 10, 100),
    objective: shape.objective === 'either' ? pick('levels', 'levels', 'total') : (shape.objective ?? 'levels'),
    displacement: shape.forbid && chance(0.2) ? 'forbid' : 'minimise',
  };
  return withRelations(withPins(rough, rnd, shape), rnd, shape);
}

/** Pins on pairs that exist for certain, never more on a post than it has seats. */
function withPins(c: Case, rnd: () => number, shape: Shape): Case {
  if (!shape.pins || rnd() < 0.5) return c;
  const taken = c.posts.map(() => 0);
  const people = c.people.map((person, i) => {
    if (rnd() >= 0.25) return person;
    const possible = [...c.posts.keys()].filter((j) => pairState(c, i, j) === 'pass' && taken[j]! < c.posts[j]!.seats);
    if (possible.length === 0) return person;
    const pin = possible[between(rnd, 0, possible.length - 1)]!;
    taken[pin]!++;
    return { ...person, pin };
  });
  return { ...c, people };
}

function withRelations(c: Case, rnd: () => number, shape: Shape): Case {
  if (!shape.relations || c.people.length < 2) return c;
  const seen = new Set<string>();
  const relations: [number, number][] = [];
  for (let k = shape.relations === 'many' ? 3 * c.people.length : between(rnd, 1, 4); k > 0; k--) {
    const a = between(rnd, 0, c.people.length - 1);
    const b = between(rnd, 0, c.people.length - 1);
    if (a === b || seen.has(`${a} ${b}`)) continue;
    seen.add(`${a} ${b}`);
    relations.push([a, b]);
  }
  return { ...c, relations };
}

export const isOpen = (post: CasePost): boolean => !post.closes && !post.later;

/** Whether a pair exists (docs/formats.md section 4), read off the text: `pass` in both markets, `unknown` in the conditional one. */
export function pairState(c: Case, i: number, j: number): 'pass' | 'unknown' | 'none' {
  const person = c.people[i]!;
  const post = c.posts[j]!;
  if (person.retires || !isOpen(post)) return 'none';
  if (person.pin >= 0 && person.pin !== j) return 'none';
  if (person.seat === j) return 'pass';
  if (person.outside || post.outside) return 'none';
  const held = c.posts[person.seat];
  if (held && isOpen(held) && post.level < held.level && !person.acceptsLower) return 'none';
  const gate = c.gate[i]![j]!;
  return gate === 'fail' ? 'none' : gate;
}

const own = { own: 'a choice made for the test' };
const sealed = new Map<string, SealedPolicy>();

/** The policy of a case; the same for all cases of the same shape and costs. */
export function policyOf(c: Case): SealedPolicy {
  const slots = Math.max(5, c.posts.length);
  const key = JSON.stringify([c.levels, slots, c.vacant, c.lateral, c.objective, c.displacement]);
  const known = sealed.get(key);
  if (known) return known;
  const at = (k: number) => ({ op: 'compare', left: { op: 'position', attribute: 'slot' }, is: '=', right: { op: 'const', value: `s${k}` } }) as const;
  const places = Array.from({ length: slots }, (_, k) => k);
  const policy: Policy = {
    format: 'meritra/policy/0',
    id: 'pairs',
    title: { en: 'A fit and a gate for every pair' },
    lawCheckedOn: '2026-11-01',
    confidence: { scale: ['M', 'V'], gateFrom: 'V' },
    leapDay: 'feb28',
    levels: Array.from({ length: c.levels }, (_, k) => ({ id: `L${k}`, label: { en: `level ${k}` } })),
    attributes: {
      slot: { of: 'position', type: 'text', label: { en: 'slot' } },
      senior: { of: 'person', type: 'number', label: { en: 'seniority' } },
      ...Object.fromEntries(
        places.flatMap((k) => [
          [`fit${k}`, { of: 'person' as const, type: 'number' as const, label: { en: 'fit' }, min: 0, max: 100 }],
          [`ok${k}`, { of: 'person' as const, type: 'boolean' as const, label: { en: 'cleared' } }],
        ]),
      ),
    },
    gates: [
      {
        id: 'cleared',
        label: { en: 'cleared for the post' },
        citation: { source: 'Act', confidence: 'V' },
        rule: { op: 'any', of: places.map((k) => ({ op: 'all', of: [at(k), { op: 'person', attribute: `ok${k}` }] })) },
      },
    ],
    dimensions: [{ id: 'all', label: { en: 'All' } }],
    criteria: [
      {
        id: 'fit',
        dimension: 'all',
        label: { en: 'fit' },
        citation: own,
        value: { op: 'cases', cases: places.map((k) => ({ when: at(k), then: { op: 'person', attribute: `fit${k}` } })), else: { op: 'const', value: 0 } },
      },
    ],
    weights: { fit: 100 },
    weightsCitation: own,
    costs: { lateralMove: { points: c.lateral, citation: own }, vacantSeat: { points: c.vacant, citation: own } },
    resolution: { points: 2, citation: own },
    displacement: c.displacement,
    objective: c.objective,
    relations: { declaration: 'either', lineOfCommand: { maxDegree: 2, citation: own } },
    ties: { order: [{ attribute: 'senior', direction: 'descending', citation: own }], commitments: [{ party: 'panel', hash: commitment('panel', NONCE) }] },
  };
  const made = seal(policy);
  sealed.set(key, made);
  return made;
}

/** The round of a case as a document that nobody has read yet. */
export function roundOf(c: Case): Round {
  const scope = (all: readonly { readonly id: string; readonly outside: boolean }[]) => (all.some((x) => x.outside) ? all.filter((x) => !x.outside).map((x) => x.id) : ('all' as const));
  return {
    format: 'meritra/round/0',
    id: `R-${c.seed}`,
    asOf: '2026-11-21',
    horizon: '2026-12-31',
    scope: { positions: scope(c.posts), people: scope(c.people) },
    sources: [{ id: 'S1', title: 'register', date: '2026-10-01' }],
    units: [{ id: 'U1', name: 'Unit one' }],
    positions: c.posts.map((p, j) => ({
      id: p.id,
      title: p.id,
      unit: 'U1',
      level: `L${p.level}`,
      seats: p.seats,
      attributes: { slot: `s${j}` },
      ...(p.superior >= 0 && { superior: c.posts[p.superior]!.id }),
      ...(p.critical && { critical: true }),
      ...(p.mustFill && { mustFill: { reason: 'the post serves the public every day' } }),
      ...(p.closes && { closes: '2026-12-01' }),
      ...(p.later && { opens: '2027-01-01' }),
    })),
    people: c.people.map((p, i) => ({
      id: p.id,
      ...(p.seat >= 0 && { seat: c.posts[p.seat]!.id }),
      ...(p.retires && { retires: '2026-12-31' }),
      ...(p.acceptsLower && { acceptsLower: { on: '2026-10-01', document: 'letter' } }),
      ...(p.wishes.length > 0 && { wishes: p.wishes.map((j) => c.posts[j]!.id) }),
      evidence: [
        ...c.posts.flatMap((_, j) => {
          const points = c.fit[i]![j];
          const gate = c.gate[i]![j];
          return [
            ...(points === undefined ? [] : [{ attribute: `fit${j}`, value: points, source: 'S1' }]),
            ...(gate === 'unknown' ? [] : [{ attribute: `ok${j}`, value: gate === 'pass', source: 'S1' }]),
          ];
        }),
        ...(p.senior === undefined ? [] : [{ attribute: 'senior', value: p.senior, source: 'S1' }]),
      ],
    })),
    relations: c.relations.map(([a, b]) => ({ a: c.people[a]!.id, b: c.people[b]!.id, kind: 'siblings', degree: 2, source: 'S1' })),
    pins: c.people.flatMap((p) => (p.pin < 0 ? [] : [{ person: p.id, position: c.posts[p.pin]!.id, by: 'the mayor', reason: 'a signed order' }])),
    waivers: [],
    actors: [],
    reveals: [{ party: 'panel', nonce: NONCE }],
  };
}

/** The documents of a case, read at the door. */
export function documentsOf(c: Case): { readonly round: Round; readonly policy: SealedPolicy } {
  const policy = policyOf(c);
  return { round: parseRound(roundOf(c), policy).round, policy };
}
