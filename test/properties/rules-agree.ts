import { expect } from 'vitest';
import { bundle, parseRound, propose, seal, type Round, type SealedPolicy } from '../../src/index.js';
import { openMarket } from '../../src/solving/index.js';
import { requirePolicy, requireRound } from '../../src/verify/consistency.js';
import { policy as readPolicy, round as readRound } from '../../src/verify/documents.js';
import { Facts } from '../../src/verify/facts.js';
import { verify } from '../../src/verify/index.js';
import { Market } from '../../src/verify/market.js';
import { requirePoints } from '../../src/verify/points.js';
import { between, random } from '../kernel/instances.js';
import { commitment, NONCE } from '../support/toy.js';
import { eachSeed, type Run } from './checks.js';

/** Rules over spells, shifted days, tracks and classes, evidence by actors, waivers and routes too. */
export const WITH_HISTORY: boolean = true;

const OLD_OPS = ['const', 'day', 'person', 'position', 'level', 'unit', 'date', 'compare', 'in', 'monthsBetween', 'lookup', 'piecewise', 'cases', 'sum', 'min', 'max', 'product', 'all', 'any', 'not'];
const NEW_OPS = ['levelId', 'track', 'class', 'shift', 'monthsIn', 'occurs'];
/** Every op of the rule language that is generated. */
export const OPS = [...OLD_OPS, ...(WITH_HISTORY ? NEW_OPS : [])];

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- documents as somebody outside writes them */
type Loose = any;
type Rnd = () => number;

const AS_OF = '2026-03-15';
const label = { en: 'x' };
const own = { own: 'a choice made for the test' };
const WORDS = ['a', 'b', 'c', 'd'];
const ORDER = ['low', 'mid', 'high'];
const POSTS = ['p1', 'p2', 'p3'];
const ACTORS = ['kin', 'late', 'mute', 'ok', 'self'];

const pick = <T>(rnd: Rnd, items: readonly T[]): T => items[Math.floor(rnd() * items.length)]!;
const some = <T>(rnd: Rnd, items: readonly T[]): T[] => items.filter(() => rnd() < 0.5);
const chance = (rnd: Rnd, p: number): boolean => rnd() < p;
const times = <T>(n: number, make: (k: number) => T): T[] => Array.from({ length: n }, (_, k) => make(k));

/** Days around which calendars go wrong, and others. */
function day(rnd: Rnd): string {
  if (chance(rnd, 0.03)) return pick(rnd, ['1900-01-01', '2199-12-31', '2199-11-30']);
  if (chance(rnd, 0.4)) return pick(rnd, ['2024-02-29', '2020-02-29', '2023-02-28', '2024-01-31', '2025-12-31', '2026-01-01', '2026-03-14', '2026-03-15', '2026-03-16', '2025-03-15', '2021-03-01']);
  return `${between(rnd, 2015, 2027)}-${String(between(rnd, 1, 12)).padStart(2, '0')}-${String(between(rnd, 1, 28)).padStart(2, '0')}`;
}
const number = (rnd: Rnd): number => pick(rnd, [-2, 0, 0.000001, 0.5, 1, 2.5, 3, 12, 24, 33.333333, 40, 50, 99, 100]);

/** The only texts an expression can give, where a pack lists them: rules may name no other. */
function textsOf({ op, of, attribute }: Loose): readonly string[] | undefined {
  if (op === 'levelId' || op === 'track') return [...(op === 'track' ? ['line', 'staff'] : ['l0', 'l1', 'l2']), ...(of === 'seat' ? [''] : [])];
  return attribute === 'v' || attribute === 'pv' ? WORDS : attribute === 'o' || attribute === 'po' ? ORDER : undefined;
}

/** An expression of a kind, at most `deep` operations inside each other. `used` counts the ops. */
class Rules {
  readonly #rnd: Rnd;
  readonly #used: Map<string, number>;

  constructor(rnd: Rnd, used: Map<string, number>) {
    this.#rnd = rnd;
    this.#used = used;
  }

  #op(op: string, fields: object): Loose {
    this.#used.set(op, (this.#used.get(op) ?? 0) + 1);
    return { op, ...fields };
  }

  #one(ways: readonly (() => Loose)[]): Loose {
    return pick(this.#rnd, ways)();
  }

  #read(name: string): Loose {
    return chance(this.#rnd, 0.7) ? this.#op('person', { attribute: name }) : this.#op('position', { attribute: `p${name}` });
  }

  #side(op: string): Loose {
    return this.#op(op, { of: pick(this.#rnd, ['position', 'seat']) });
  }

  #spells(op: string, deep: number): Loose {
    const rnd = this.#rnd;
    const values = chance(rnd, 0.7) || deep <= 0 ? [...new Set([pick(rnd, WORDS), ...some(rnd, WORDS)])] : this.#one([() => this.set(), () => this.text(deep - 1)]);
    return this.#op(op, {
      attribute: pick(rnd, ['posts', 'leaves']), values, ...(chance(rnd, 0.4) && { from: this.date(deep - 1) }), ...(chance(rnd, 0.4) && { to: this.date(deep - 1) }),
    });
  }

  number(deep: number): Loose {
    const rnd = this.#rnd;
    const leaves = [
      () => this.#op('const', { value: number(rnd) }), () => this.#read('n'), () => this.#op('person', { attribute: pick(rnd, ['free', 'rated']) }), () => this.#side('level'),
      () => this.#op('lookup', { key: this.#op('person', { attribute: 'v' }), table: { a: 1, b: 50, c: 100, d: number(rnd) } }), ...(WITH_HISTORY ? [() => this.#side('class'), () => this.#spells('monthsIn', deep)] : []),
    ];
    if (deep <= 0) return this.#one(leaves);
    return this.#one([
      ...leaves, () => this.#op('monthsBetween', { from: this.date(deep - 1), to: this.date(deep - 1) }),
      () => this.#lookup(this.text(deep - 1)),
      () => this.#op('lookup', { key: this.ordered(), table: { low: number(rnd), mid: number(rnd), high: number(rnd) } }),
      () => this.#op('piecewise', { of: this.number(deep - 1), mode: pick(rnd, ['linear', 'step']), points: [-1, 0, 7, 50].filter(() => chance(rnd, 0.7)).concat(100).map((x) => [x, number(rnd)]) }),
      () => this.#op('cases', { cases: times(between(rnd, 1, 2), () => ({ when: this.truth(deep - 1), then: this.number(deep - 1) })), else: this.number(deep - 1) }),
      () => this.#op('sum', { terms: times(between(rnd, 1, 3), () => ({ weight: pick(rnd, [-1, -0.3333, 0.0001, 0.5, 1, 2]), of: this.number(deep - 1) })) }),
      () => this.#op('min', { of: times(between(rnd, 1, 3), () => this.number(deep - 1)) }),
      () => this.#op('max', { of: times(between(rnd, 1, 3), () => this.number(deep - 1)) }),
      () => this.#op('product', { of: times(between(rnd, 1, 2), () => ({ of: this.number(deep - 1), power: between(rnd, 1, 4) })) }),
      ...(WITH_HISTORY ? [() => this.#spells('monthsIn', deep)] : []),
    ]);
  }

  date(deep: number): Loose {
    const rnd = this.#rnd;
    const leaves = [
      () => this.#op('day', { value: day(rnd) }), () => this.#read('d'), () => this.#op('date', { of: pick(rnd, ['asOf', 'horizon', 'born', 'since', 'retires', ...(WITH_HISTORY ? ['yearStart'] : [])]) }),
    ];
    if (deep <= 0 || !WITH_HISTORY) return this.#one(leaves);
    const months = pick(rnd, [-1200, -12, -1, 0, 1, 11, 12, 48, 1200, undefined]);
    const days = pick(rnd, [-40_000, -366, -1, 0, 1, 31, 40_000, undefined]);
    return this.#one([...leaves, () => this.#op('shift', { of: this.date(deep - 1), ...(months !== undefined && { months }), ...(days !== undefined && { days }) })]);
  }

  text(deep: number): Loose {
    const rnd = this.#rnd;
    const leaves = [() => this.#op('const', { value: pick(rnd, WORDS) }), () => this.#read('t'), () => this.#read('v'), () => this.#side('unit')];
    return deep <= 0 || !WITH_HISTORY ? this.#one(leaves) : this.#one([...leaves, () => this.#side('levelId'), () => this.#side('track')]);
  }

  #lookup(key: Loose): Loose {
    const rnd = this.#rnd;
    const all = textsOf(key);
    const named = all && key.attribute !== undefined && chance(rnd, 0.5) ? all : [pick(rnd, all ?? ['a']), pick(rnd, all ?? ['c'])];
    return this.#op('lookup', { key, table: Object.fromEntries(named.map((text) => [text, number(rnd)])), ...(named !== all && { else: number(rnd) }) });
  }

  #sameText(left: Loose, right: Loose): Loose {
    for (const [one, other] of [[left, right], [right, left]]) if (one.op === 'const' && textsOf(other)) one.value = pick(this.#rnd, textsOf(other)!);
    return this.#op('compare', { left, is: '=', right });
  }

  #in(item: Loose): Loose {
    const rnd = this.#rnd;
    return this.#op('in', { item, set: item.op !== 'levelId' && item.op !== 'track' && chance(rnd, 0.5) ? this.set() : [pick(rnd, textsOf(item) ?? WORDS), pick(rnd, textsOf(item) ?? ['unit'])] });
  }

  ordered(): Loose {
    return this.#read('o');
  }

  set(): Loose {
    return this.#read('s');
  }

  truth(deep: number): Loose {
    const rnd = this.#rnd;
    const leaves = [() => this.#read('b'), ...(WITH_HISTORY ? [() => this.#spells('occurs', deep)] : [])];
    if (deep <= 0) return this.#one(chance(rnd, 0.1) ? [() => this.#op('const', { value: chance(rnd, 0.5) })] : leaves);
    const size = pick(rnd, ['<', '<=', '=', '>=', '>']);
    const compare = (left: Loose, is: string, right: Loose): Loose => this.#op('compare', { left, is, right });
    return this.#one([
      ...leaves, () => compare(this.number(deep - 1), size, this.number(deep - 1)), () => compare(this.number(deep - 1), size, this.#op('const', { value: number(rnd) })),
      () => compare(this.date(deep - 1), size, this.date(deep - 1)), () => compare(this.ordered(), size, this.ordered()), () => compare(this.ordered(), size, this.#op('const', { value: pick(rnd, ORDER) })),
      () => compare(this.#op('const', { value: pick(rnd, ORDER) }), size, this.ordered()), () => this.#sameText(this.text(deep - 1), this.text(deep - 1)), () => compare(this.truth(deep - 1), '=', this.truth(deep - 1)),
      () => this.#in(this.#one([() => this.text(deep - 1), () => this.ordered()])),
      () => this.#op('all', { of: times(between(rnd, 1, 3), () => this.truth(deep - 1)) }), () => this.#op('any', { of: times(between(rnd, 1, 3), () => this.truth(deep - 1)) }), () => this.#op('not', { of: this.truth(deep - 1) }),
      ...(WITH_HISTORY ? [() => compare(this.#side('track'), '=', this.#op('const', { value: 'line' })), () => this.#sameText(this.#side('levelId'), this.#op('const', { value: '' })), () => this.#spells('occurs', deep)] : []),
    ]);
  }
}

function policyOf(rnd: Rnd, rules: Rules): Loose {
  const person = (type: string, more: object = {}): Loose => ({ of: 'person', type, label, ...(chance(rnd, 0.2) && { validMonths: pick(rnd, [1, 12, 60]) }), ...more });
  const position = (type: string, more: object = {}): Loose => ({ of: 'position', type, label, ...more });
  const bounds = { min: 0, max: pick(rnd, [50, 100]) };
  const points = (value: Loose): Loose => ({ op: 'max', of: [{ op: 'const', value: 0 }, { op: 'min', of: [{ op: 'const', value: 100 }, value] }] });
  const route = (k: number): Loose => ({
    id: `way${k}`, label, citation: own, when: rules.truth(2), approver: label, steps: times(between(rnd, 0, 2), (s) => ({ id: `s${s}`, label, days: between(rnd, 0, 40), citation: own })), documents: [], ...(chance(rnd, 0.2) && { outside: true }),
  });
  return {
    format: 'meritra/policy/0', id: 'generated', title: label, lawCheckedOn: '2026-01-01', confidence: { scale: ['low', 'high'], gateFrom: 'high' }, leapDay: pick(rnd, ['feb28', 'mar1']),
    levels: ['l0', 'l1', 'l2'].map((id) => ({ id, label })),
    attributes: {
      n: person('number', bounds), free: person('number'), d: person('date'), t: person('text'), v: person('text', { values: WORDS }), b: person('boolean'), o: person('ordered', { values: ORDER }), s: person('set'),
      rated: person('number', { ...bounds, ...(WITH_HISTORY && { combine: 'mean' }) }),
      pn: position('number', { min: -5 }), pd: position('date'), pt: position('text'), pv: position('text', { values: WORDS }), pb: position('boolean'), po: position('ordered', { values: ORDER }), ps: position('set'),
      ...(WITH_HISTORY && { posts: person('spells', { values: WORDS }), leaves: person('spells') }),
    },
    gates: [
      { id: 'gate', label, citation: own, ...(chance(rnd, 0.3) && { when: rules.truth(2) }), rule: rules.truth(3), ...(WITH_HISTORY && { waivable: own }) },
      { id: 'flag', label, citation: { source: 'a rumour', confidence: 'low' }, ...(chance(rnd, 0.5) && { onlyForMoves: true }), rule: rules.truth(2) },
    ],
    ...(WITH_HISTORY && { tracks: ['line', 'staff'].map((id) => ({ id, label })), ...(chance(rnd, 0.25) && { routes: times(between(rnd, 1, 3), route) }) }),
    dimensions: [{ id: 'all', label }],
    criteria: [
      { id: 'whole', dimension: 'all', label, citation: own, value: points(rules.number(3)) },
      { id: 'curve', dimension: 'all', label, citation: own, value: { op: 'piecewise', of: rules.number(2), mode: 'linear', points: [[-100, 0], [0, 10], [1, 20], [100, 90], [1000, 100]] } },
    ],
    weights: { whole: 60.0001, curve: 39.9999 }, weightsCitation: own, costs: { lateralMove: { points: 1, citation: own }, vacantSeat: { points: 200, citation: own } }, resolution: { points: 1, citation: own },
    displacement: 'minimise', objective: pick(rnd, ['levels', 'total']),
    relations: {
      declaration: 'either', lineOfCommand: { maxDegree: 1, citation: own },
      ...(WITH_HISTORY && { ...(chance(rnd, 0.5) && { sameUnit: { maxDegree: 1, citation: own } }), ...(chance(rnd, 0.7) && { recusal: { maxDegree: 2, ...(chance(rnd, 0.5) && { kinds: ['rival'] }), citation: own } }) }),
    },
    ties: { order: [{ attribute: 'free', direction: 'descending', citation: own }], commitments: [{ party: 'panel', hash: commitment('panel', NONCE) }] },
  };
}

function valueOf(rnd: Rnd, name: string, policy: Loose): unknown {
  switch (name) {
    case 'n': case 'rated': return pick(rnd, [0, 0.5, 1, 33.333333, 49.999999, policy.attributes.n.max]);
    case 'free': case 'pn': return Math.max(-5, number(rnd));
    case 'd': case 'pd': return day(rnd);
    case 'b': case 'pb': return chance(rnd, 0.5);
    case 'o': case 'po': return pick(rnd, ORDER);
    case 's': case 'ps': return some(rnd, [...WORDS, 'mid', 'unit']);
    default: return pick(rnd, WORDS);
  }
}

function evidenceOf(rnd: Rnd, policy: Loose): Loose[] {
  const names = ['b', 'd', 'free', 'n', 'o', 'rated', 's', 't', 'v'];
  return names.flatMap((attribute) => times(pick(rnd, attribute === 'rated' ? [0, 1, 2, 3, 4] : [0, 1, 1, 1, 1, 2]), () => {
    const source = pick(rnd, ['now', 'now', 'now', 'old', 'soon']);
    const item = { attribute, source, ...(chance(rnd, 0.1) && { date: pick(rnd, ['2025-03-15', '2026-02-15', '2026-03-15', '2026-03-16']) }) };
    return {
      ...item, ...(chance(rnd, 0.06) ? { unmapped: pick(rnd, ['raw', 'Raw']) } : { value: valueOf(rnd, attribute, policy) }), ...(chance(rnd, 0.08) && { expires: pick(rnd, ['2026-12-31', '2027-01-01']) }),
      ...(source === 'old' && chance(rnd, 0.3) && { date: '2025-01-01', expires: pick(rnd, ['2026-03-14', AS_OF]) }), ...(WITH_HISTORY && chance(rnd, attribute === 'rated' ? 0.8 : 0.15) && { by: pick(rnd, ACTORS) }),
    };
  }));
}

function spellsOf(rnd: Rnd): Loose {
  const spells = ['leaves', 'posts'].flatMap((attribute) => times(pick(rnd, [0, 0, 1, 1, 2, 3]), () => {
    const [from, to] = [day(rnd), day(rnd)].sort() as [string, string];
    const length = chance(rnd, 0.75) ? { from, ...(chance(rnd, 0.7) && { to }) } : chance(rnd, 0.6) ? { months: pick(rnd, [0, 3, 24, 1200]) } : {};
    return { attribute, ...(chance(rnd, 0.1) ? { unmapped: 'raw' } : { value: pick(rnd, WORDS) }), ...length, source: pick(rnd, ['now', 'now', 'old', 'soon']) };
  }));
  const checked = ['leaves', 'posts'].flatMap((attribute) => (chance(rnd, 0.6) ? [{ attribute, source: pick(rnd, ['now', 'now', 'old', 'soon']) }] : []));
  return { ...(spells.length > 0 && { spells }), ...(checked.length > 0 && { checked }) };
}

/** Three posts that everybody may enter whatever his level, and three outside the scope that hold those who sit. */
function roundOf(rnd: Rnd, seed: number, size: number, policy: Loose): Loose {
  const post = (id: string, k: number): Loose => {
    const names = ['pb', 'pd', 'pn', 'po', 'ps', 'pt', 'pv'].filter(() => chance(rnd, 0.8));
    return {
      id, title: 'Post', unit: pick(rnd, ['unit', 'a']), level: pick(rnd, ['l0', 'l1', 'l2']), attributes: Object.fromEntries(names.map((name) => [name, valueOf(rnd, name, policy)])),
      ...(WITH_HISTORY && { ...(chance(rnd, 0.7) && { track: pick(rnd, ['line', 'staff']) }), ...(chance(rnd, 0.7) && { class: between(rnd, 1, 99) }) }),
      ...(k < 3 ? { seats: between(rnd, 1, 3) } : { seats: size }),
      ...(k < 3 && chance(rnd, 0.15) && { requires: [pick(rnd, [{ attribute: 'n', is: '>=', value: 1 }, { attribute: 'o', is: pick(rnd, ['<=', '=', '>=']), value: 'mid' }, { attribute: 'd', is: '<', value: '2025-01-01' }, { attribute: 'b', is: '=', value: true }])] }),
    };
  };
  const person = (k: number): Loose => {
    const [born, since, retires] = [`19${between(rnd, 50, 99)}-06-30`, `20${between(rnd, 10, 25)}-02-28`, pick(rnd, ['2026-06-30', '2031-12-31', '2040-02-29'])];
    return {
      id: `i${String(k).padStart(2, '0')}`, ...(chance(rnd, 0.7) && { seat: pick(rnd, ['h1', 'h2', 'h3']) }), ...(chance(rnd, 0.8) && { born }), ...(chance(rnd, 0.8) && { since }), ...(chance(rnd, 0.7) && { retires }),
      acceptsLower: { on: '2026-01-01', document: 'letter' }, evidence: evidenceOf(rnd, policy), ...(WITH_HISTORY && spellsOf(rnd)),
    };
  };
  const people = times(size, person);
  const actor = (id: string): Loose => ({
    id, role: pick(rnd, ['scorer', 'panel', 'issuer']), ...(id === 'self' && { person: 'i00' }), ...(id !== 'mute' && { statement: { on: id === 'late' ? '2026-03-02' : '2026-03-01', document: 'statement' } }),
    ...(id === 'kin' && { interests: people.slice(0, 8).map((one: Loose, k) => ({ person: one.id, kind: k % 2 ? 'rival' : 'cousin', ...(k % 3 > 0 && { degree: k % 3 + 1 }) })) }),
  });
  return {
    format: 'meritra/round/0', id: `R-${seed}`, asOf: AS_OF, ...(chance(rnd, 0.5) && { horizon: '2026-12-31' }), scope: { positions: POSTS, people: 'all' },
    sources: [{ id: 'now', title: 'S', date: '2026-03-01' }, { id: 'old', title: 'S', date: '2025-01-31' }, { id: 'soon', title: 'S', date: '2026-06-01' }],
    units: ['unit', 'a'].map((id) => ({ id, name: 'Unit' })), positions: [...POSTS, 'h1', 'h2', 'h3'].map(post), people,
    relations: chance(rnd, 0.6) ? [{ a: 'i00', b: 'i01', kind: 'sibling', degree: 1, source: 'now' }, { a: 'i02', b: 'i00', kind: 'rival', degree: 8, source: 'now' }] : [],
    pins: [], waivers: [], actors: [], reveals: [{ party: 'panel', nonce: NONCE }],
    ...(WITH_HISTORY && { ...(chance(rnd, 0.8) && { opened: '2026-03-01' }), actors: ACTORS.map(actor), waivers: some(rnd, POSTS).map((position) => ({ person: pick(rnd, people).id, position, rule: 'gate', by: 'the board', on: AS_OF, document: 'letter', reason: 'so decided' })) }),
  };
}

interface Documents {
  readonly round: Round;
  readonly policy: SealedPolicy;
}

function documentsOf(seed: number, size: number, used: Map<string, number>): Documents {
  const rnd = random(seed);
  const written = policyOf(rnd, new Rules(rnd, used));
  const policy = seal(written);
  return { policy, round: parseRound(roundOf(rnd, seed, size, written), policy).round };
}

const line = (person: string, position: string, state: string | undefined, parts: readonly { readonly criterion: string; readonly low: number; readonly high: number }[]): string =>
  `${person} ${position} ${state ?? 'none'} ${parts.map(({ criterion, low, high }) => `${criterion} ${low} ${high}`).join(' ')}`;

/** What the engine says of every pair that somebody may enter, and his fit for it. */
function engineSays({ round, policy }: Documents): string[] {
  const { conditional, fits } = openMarket(round, policy.policy);
  return round.people.flatMap((person, i) => {
    const states = new Map<number, string>();
    for (let e = conditional.start[i]!; e < conditional.start[i + 1]!; e++) states.set(conditional.col[e]!, conditional.state[e] === 0 ? 'pass' : 'unknown');
    return round.positions.flatMap((position, j) => (POSTS.includes(position.id) ? [line(person.id, position.id, states.get(j), fits.fit(i, j).parts)] : []));
  });
}

/** What the checker says of the same, from its own reading of the documents. */
function checkerSays({ round, policy }: Documents): { readonly lines: string[]; readonly outcomes: Record<'pass' | 'fail' | 'unknown', number> } {
  const [p, r] = [readPolicy(policy.policy), readRound(round)];
  requirePolicy(p);
  requirePoints(p);
  requireRound(r, p);
  const market = new Market(new Facts(r, p));
  const states = new Map<string, string>();
  market.person.forEach((i, e) => states.set(`${i} ${market.position[e]!}`, market.certain[e] === 1 ? 'pass' : 'unknown'));
  const outcomes = { pass: 0, fail: 0, unknown: 0 };
  const lines = r.people.flatMap((person, i) => r.positions.flatMap((position, j) => {
    if (!POSTS.includes(position.id)) return [];
    outcomes[market.unwaived(market.gates[0]!, i, j)]++;
    return [line(person.id, position.id, states.get(`${i} ${j}`), market.fitOf(i, j).parts)];
  }));
  return { lines, outcomes };
}

/** Gates and criteria of both, for `size` people a round, each with rules of its own. */
export async function rulesAgree(run: Run, size: number) {
  const cover = { people: 0, pass: 0, fail: 0, unknown: 0, used: new Map<string, number>() };
  await eachSeed(run, (seed) => {
    const documents = documentsOf(seed, size, cover.used);
    const { lines, outcomes } = checkerSays(documents);
    expect(engineSays(documents)).toEqual(lines);
    cover.people += documents.round.people.length;
    for (const key of ['pass', 'fail', 'unknown'] as const) cover[key] += outcomes[key];
  });
  return cover;
}

/** Whole proposals of the same rounds: moves, conditions, routes, waivers, chains and findings hold before the checker. */
export async function proposalsHold(run: Run, size: number) {
  const cover = { proposals: 0, moves: 0, conditions: 0 };
  await eachSeed(run, async (seed) => {
    const { round, policy } = documentsOf(seed, size, new Map());
    const proposal = await propose(round, policy);
    expect(verify(bundle(proposal, round, policy)).verdicts.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
    cover.proposals++;
    for (const move of [...proposal.certain.moves, ...(proposal.conditional?.moves ?? [])]) {
      cover.moves++;
      cover.conditions += move.conditions.length;
    }
  });
  return cover;
}
