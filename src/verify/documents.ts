import { expression } from './language.js';
import {
  costNumber, count, countKeys, day, filled, hash, id, integer, json, list, listOr, matching, normalText, nullable, object, oneOf, pair, record, refuse, Refusal, shownText, text, truth, valueNumber, weightNumber, whole,
  type Json, type Reader,
} from './shapes.js';

// The documents of docs/formats.md, field by field in its order. What one field says about another is checked in consistency.ts.

const scalar = (ofText: Reader<string>): Reader<string | number | boolean> => (value) =>
  typeof value === 'boolean' ? value : typeof value === 'number' ? valueNumber(value) : ofText(value);
const datum = listOr(list(normalText), scalar(normalText));
const comparison = oneOf('<', '<=', '=', '>=', '>');

/** Spouse 0, parents and children 1, …; further than 8 nobody is asked. */
const degree = integer(0, 8);

const position = object(
  { id, title: shownText, unit: id, level: id },
  {
    track: id, class: integer(1, 99), seats: integer(1, 1e6), superior: id, critical: truth, mustFill: object({ reason: shownText }), opens: day, closes: day, attributes: record(datum, id),
    requires: list(object({ attribute: text, is: comparison, value: scalar(normalText) }, { standard: shownText })),
  },
);
const anyEvidence = object({ attribute: text, source: id }, { value: datum, unmapped: shownText, date: day, expires: day, by: id });
/** Most items have these three keys alone, and most of a round is evidence: they are copied in one step. What is kept was read once here too. */
const evidence: typeof anyEvidence = (item) => {
  if (typeof item !== 'object' || item === null || countKeys(item) !== 3) return anyEvidence(item);
  const { attribute, source, value } = item as Readonly<Record<string, unknown>>;
  if (attribute === undefined || source === undefined || value === undefined) return anyEvidence(item);
  let key = 'attribute';
  try {
    const name = text(attribute);
    key = 'source';
    const from = id(source);
    key = 'value';
    return { attribute: name, source: from, value: datum(value) };
  } catch (thrown) {
    throw Refusal.under(key, thrown);
  }
};
const spell = object({ attribute: text, source: id }, { value: shownText, unmapped: shownText, from: day, to: day, months: integer(0, 1200), date: day });
const checked = object({ attribute: text, source: id }, { date: day });
const person = object(
  { id, evidence: list(evidence) },
  {
    name: shownText, born: day, bornAt: shownText, seat: id, since: day, retires: day, acceptsLower: object({ on: day, document: shownText }), wishes: list(id),
    spells: filled(list(spell)), checked: filled(list(checked)),
  },
);
const actorHead = { id, role: oneOf('scorer', 'panel', 'proposer', 'spec-writer', 'issuer', 'decider') };
const statement = object({ on: day, document: shownText });
const actor = object(actorHead, { person: id, statement, interests: filled(list(object({ person: id, kind: shownText }, { degree }))) });
const publicActor = object(actorHead, { statement });
const allOrIds = listOr(list(id), oneOf('all'));

const roundHead = { format: oneOf('meritra/round/0'), id, asOf: day };
const tables = { sources: list(object({ id, title: shownText, date: day })), units: list(object({ id, name: shownText }, { parent: id })), positions: list(position) };
const reveals = list(object({ party: id, nonce: matching(/^[0-9a-f]{32,128}$/, '32 to 128 lower-case hex digits') }));
const roundOptions = { title: shownText, horizon: day, opened: day };

export const round = object(
  {
    ...roundHead, ...tables, reveals,
    scope: object({ positions: allOrIds, people: allOrIds }),
    people: list(person),
    relations: list(object({ a: id, b: id, kind: shownText, degree, source: id }, { date: day })),
    pins: list(object({ person: id, position: id, by: shownText, reason: shownText })),
    waivers: list(object({ person: id, position: id, rule: text, by: shownText, on: day, document: shownText, reason: shownText })),
    actors: list(actor),
  },
  roundOptions,
);

/** Section 11.4: a round without its people. */
export const publicRound = object(
  { ...roundHead, ...tables, reveals, scope: object({ positions: allOrIds, people: oneOf('all', 'listed') }), actors: list(publicActor) },
  roundOptions,
);

const label = object({ en: shownText }, { id: shownText });
const cited = object({ source: shownText, confidence: id }, { confirmed: object({ by: shownText, on: day, document: shownText }) });
const own = object({ own: shownText });
export type Citation = ReturnType<typeof cited> | ReturnType<typeof own>;
const citation: Reader<Citation> = (value) => (typeof value === 'object' && value !== null && 'own' in value ? own(value) : cited(value));
const points = object({ points: costNumber, citation });
/** Copied before it is read: a rule that holds itself ends at a depth of 64. */
const rule = (value: unknown): ReturnType<typeof expression> => expression(json(value));
const kin = { maxDegree: degree, citation };
const step = object({ id, label, days: integer(0, 3650), citation });

const amount = integer(0, 1e6);
const units = listOr(filled(list(id)), oneOf('each'));
const limits = {
  moves: object({ id, label, citation, kind: oneOf('moves'), max: amount }),
  budget: object({ id, label, citation, kind: oneOf('budget'), cost: rule, max: count }),
  unit: object({ id, label, citation, kind: oneOf('unit'), units }, { who: rule, min: amount, max: amount }),
  donor: object({ id, label, citation, kind: oneOf('donor'), units, maxLeaving: amount }),
  chain: object({ id, label, citation, kind: oneOf('chain'), max: integer(1, 12) }),
};
export type Limit = ReturnType<(typeof limits)[keyof typeof limits]>;
const limit: Reader<Limit> = (value) => {
  const copy = json(value) as { readonly kind?: Json } | null;
  const kind = copy?.kind;
  return typeof kind === 'string' && Object.hasOwn(limits, kind) ? limits[kind as keyof typeof limits](copy) : refuse('must be a limit of a kind that there is');
};

export const policy = object(
  {
    format: oneOf('meritra/policy/0'), id, title: label, lawCheckedOn: day,
    confidence: object({ scale: list(id), gateFrom: id }),
    leapDay: oneOf('feb28', 'mar1'),
    levels: list(object({ id, label })),
    attributes: record(
      object(
        { of: oneOf('person', 'position'), type: oneOf('number', 'date', 'text', 'boolean', 'ordered', 'set', 'spells'), label },
        { min: valueNumber, max: valueNumber, values: list(shownText), validMonths: integer(1, 1200), combine: oneOf('latest', 'mean') },
      ),
      id,
    ),
    gates: list(object({ id, label, citation, rule }, { onlyForMoves: truth, waivable: citation, when: rule })),
    dimensions: list(object({ id, label })),
    criteria: list(object({ id, dimension: id, label, citation, value: rule })),
    weights: record(weightNumber, id), weightsCitation: citation,
    costs: object({ lateralMove: points, vacantSeat: points }),
    resolution: points,
    displacement: oneOf('minimise', 'forbid'),
    objective: oneOf('levels', 'total', 'stable'),
    relations: object({ declaration: oneOf('either', 'both') }, { lineOfCommand: object(kin), sameUnit: object(kin), recusal: object(kin, { kinds: list(shownText) }) }),
    ties: object({ order: list(object({ attribute: text, direction: oneOf('ascending', 'descending'), citation })), commitments: list(object({ party: id, hash })) }),
  },
  {
    weightsTotal: weightNumber, effectiveFrom: day, effectiveUntil: day, madeFrom: list(object({ id, hash })), tracks: list(object({ id, label })),
    routes: filled(list(object({ id, label, citation, when: rule, approver: label, steps: list(step), documents: list(label) }, { outside: truth }))),
    limits: filled(list(limit)),
  },
);

const anything = (value: unknown): unknown => (typeof value === 'object' && value !== null ? json(value) : refuse('must be an object or a list'));
const fit = object({ low: whole, high: whole, parts: list(object({ criterion: id, low: whole, high: whole })) });
const missing = object({ about: oneOf('person', 'position'), attribute: text, cause: oneOf('missing', 'expired', 'future', 'conflict', 'unmapped', 'recused', 'unchecked', 'undated') });
const move = object({
  person: id, from: nullable(id), to: nullable(id), kind: oneOf('entry', 'release', 'promotion', 'lateral', 'demotion'), pattern: nullable(oneOf('vertical', 'diagonal', 'horizontal')),
  hiddenDemotion: truth, route: nullable(id), fit: nullable(fit), conditions: list(object({ rule: text, missing: list(missing) })), waived: list(id), provisional: truth, flags: list(id),
});
/** What a certificate may still hold: entries and what they name count 1, parts of a tree 100. What is shared counts wherever it stands, so that few objects cannot stand for endless many. */
let left = 0;
const MOST_ENTRIES = 10_000_000;
const counted = <T>(by: number, read: Reader<T>): Reader<T> => (value) => ((left -= by) < 0 ? refuse('makes the certificate too large') : read(value));
const duals = list(counted(1, pair(id, whole)));
const rowName = list(counted(1, listOr(list(counted(1, id)), text)));
const bound = { people: duals, positions: duals };
const factors = { denominator: integer(2, 1_073_741_824), rows: filled(list(counted(1, pair(rowName, integer(1, 4_503_599_627_370_496))))) };
const leaf = object(bound, { ...factors, none: (value: unknown): true => (value === true ? true : refuse('must be true or left out')) });

export type RowName = ReturnType<typeof rowName>;
export type Leaf = ReturnType<typeof leaf>;
export interface Branch {
  readonly person: string;
  readonly positions: readonly string[];
  readonly in: Tree;
  readonly out: Tree;
}
export type Tree = Leaf | Branch;

const MOST_DEEP = 48;
/** A tree that stands so many branches below the first one. Its depth is what later walks through it rely on. */
function treeAt(depth: number): Reader<Tree> {
  const below: Reader<Tree> = depth < MOST_DEEP ? treeAt(depth + 1) : () => refuse('is a tree of more than 48 branches one below the other');
  const branch = object({ person: id, positions: list(counted(1, id)), in: below, out: below });
  return counted(100, (value) => (typeof value === 'object' && value !== null && 'person' in value ? branch(value) : leaf(value)));
}
const stages = list(object({ stage: text, value: whole, ...bound }, { ...factors, tree: treeAt(0) }));
const certificate = object({
  stages: (value: unknown) => {
    left = MOST_ENTRIES;
    return stages(value);
  },
});

export const plan = object(
  {
    status: oneOf('optimal', 'feasible', 'infeasible'),
    seats: list(pair(id, id)),
    objectives: list(object({ stage: text, value: whole })),
    gap: nullable(object({ stage: text, value: whole, bound: whole })),
    moves: list(move),
    chains: list(object({ kind: oneOf('chain', 'loop'), people: list(id), ready: nullable(list(nullable(count))), crosses: truth })),
    vacant: list(object({
      position: id, seats: count, eligible: count, cause: oneOf('out-of-scope', 'no-eligible', 'shortage', 'not-worth-it', 'left-empty'),
      short: nullable(object({ positions: count, seats: count, people: count })),
    })),
    tied: list(id),
    tiesProven: truth,
    certificate: nullable(certificate),
    shortage: nullable(object({ side: oneOf('people', 'positions'), people: list(id), positions: list(id) })),
  },
);

export const proposal = object({
  format: oneOf('meritra/proposal/0'),
  engine: object({ name: text, version: text }),
  round: object({ id, asOf: day, hash }),
  policy: object({ id, hash }),
  objective: oneOf('levels', 'total', 'stable'),
  certain: plan,
  conditional: nullable(plan),
  worklist: anything,
  findings: list(json),
  rules: object({ unconfirmed: list(object({ id, confidence: text })), gateFrom: text, lawCheckedOn: day }),
});

const place = pair(id, id);
const reason: Reader<string> = (value) => {
  const read = shownText(value);
  return [...read].length >= 10 ? read : refuse('is shorter than 10 characters');
};
const change = object(
  { effect: oneOf('require', 'forbid', 'close'), cause: oneOf('choice', 'declined', 'refused', 'objection-upheld', 'court'), person: nullable(id), position: id },
  { reason, document: shownText, rank: count, of: count, related: list(id) },
);
const amendment = <A extends 'decision' | 'repair'>(act: A) => object({
  format: oneOf('meritra/amendment/1'),
  act: oneOf(act),
  by: id,
  on: day,
  round: object({ id, asOf: day, hash }),
  policy: object({ id, hash }),
  of: object({ format: oneOf('meritra/proposal/0', 'meritra/amendment/1'), hash }),
  changes: list(change),
  inForce: object({ required: list(place), forbidden: list(place), closed: list(id) }),
  changed: list(object({ person: id, from: nullable(id), to: nullable(id), why: oneOf('named', 'induced') })),
  vacated: list(object({ position: id, seats: count })),
  loss: list(object({ stage: text, loss: whole })),
  plan,
});

export const decision = amendment('decision');
export const repair = amendment('repair');

export type Round = ReturnType<typeof round>;
export type PublicRound = ReturnType<typeof publicRound>;
export type Person = Round['people'][number];
export type Evidence = Person['evidence'][number];
export type Spell = NonNullable<Person['spells']>[number];
export type Policy = ReturnType<typeof policy>;
export type Attribute = Policy['attributes'][string];
export type Proposal = ReturnType<typeof proposal>;
export type Amendment = ReturnType<typeof decision> | ReturnType<typeof repair>;
export type Plan = ReturnType<typeof plan>;
export type Move = Plan['moves'][number];
