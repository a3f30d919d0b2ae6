import { at, day, integer, list, listOr, object, oneOf, pair, record, refuse, text, valueNumber, weightNumber, type Reader } from './shapes.js';

/** The rule language of docs/formats.md, section 3.1, in its order. */
export type Expression =
  | { readonly op: 'const'; readonly value: number | string | boolean }
  | { readonly op: 'day'; readonly value: string }
  | { readonly op: 'person' | 'position'; readonly attribute: string }
  | { readonly op: 'level' | 'unit' | 'levelId' | 'track' | 'class'; readonly of: 'position' | 'seat' }
  | { readonly op: 'date'; readonly of: 'asOf' | 'horizon' | 'yearStart' | 'born' | 'since' | 'retires' }
  | { readonly op: 'shift'; readonly of: Expression; readonly months?: number; readonly days?: number }
  | { readonly op: 'monthsIn' | 'occurs'; readonly attribute: string; readonly values: readonly string[] | Expression; readonly from?: Expression; readonly to?: Expression }
  | { readonly op: 'compare'; readonly left: Expression; readonly is: '<' | '<=' | '=' | '>=' | '>'; readonly right: Expression }
  | { readonly op: 'in'; readonly item: Expression; readonly set: readonly string[] | Expression }
  | { readonly op: 'monthsBetween'; readonly from: Expression; readonly to: Expression }
  | { readonly op: 'lookup'; readonly key: Expression; readonly table: Readonly<Record<string, number>>; readonly else?: number }
  | { readonly op: 'piecewise'; readonly of: Expression; readonly mode: 'linear' | 'step'; readonly points: readonly (readonly [number, number])[] }
  | { readonly op: 'cases'; readonly cases: readonly { readonly when: Expression; readonly then: Expression }[]; readonly else: Expression }
  | { readonly op: 'sum'; readonly terms: readonly { readonly weight: number; readonly of: Expression }[] }
  | { readonly op: 'min' | 'max' | 'all' | 'any'; readonly of: readonly Expression[] }
  | { readonly op: 'product'; readonly of: readonly { readonly of: Expression; readonly power: number }[] }
  | { readonly op: 'not'; readonly of: Expression };

const inner: Reader<Expression> = (value) => expression(value);
const ofPost = object({ op: text, of: oneOf('position', 'seat') });
const inTime = object({ op: text, attribute: text, values: listOr(list(text), inner) }, { from: inner, to: inner });
const READERS: { readonly [op: string]: Reader<object> } = {
  const: object({ op: text, value: (value: unknown) => (typeof value === 'boolean' ? value : typeof value === 'number' ? valueNumber(value) : text(value)) }),
  day: object({ op: text, value: day }),
  person: object({ op: text, attribute: text }),
  position: object({ op: text, attribute: text }),
  level: ofPost,
  unit: ofPost,
  levelId: ofPost,
  track: ofPost,
  class: ofPost,
  date: object({ op: text, of: oneOf('asOf', 'horizon', 'yearStart', 'born', 'since', 'retires') }),
  shift: object({ op: text, of: inner }, { months: integer(-1200, 1200), days: integer(-40_000, 40_000) }),
  monthsIn: inTime,
  occurs: inTime,
  compare: object({ op: text, left: inner, is: oneOf('<', '<=', '=', '>=', '>'), right: inner }),
  in: object({ op: text, item: inner, set: listOr(list(text), inner) }),
  monthsBetween: object({ op: text, from: inner, to: inner }),
  lookup: object({ op: text, key: inner, table: record(valueNumber) }, { else: valueNumber }),
  piecewise: object({ op: text, of: inner, mode: oneOf('linear', 'step'), points: list(pair(valueNumber, valueNumber)) }),
  cases: object({ op: text, cases: list(object({ when: inner, then: inner })), else: inner }),
  sum: object({ op: text, terms: list(object({ weight: weightNumber, of: inner })) }),
  min: object({ op: text, of: list(inner) }),
  max: object({ op: text, of: list(inner) }),
  product: object({ op: text, of: list(object({ of: inner, power: integer(1, 4) })) }),
  all: object({ op: text, of: list(inner) }),
  any: object({ op: text, of: list(inner) }),
  not: object({ op: text, of: inner }),
};

export const expression: Reader<Expression> = (value) => {
  const op = typeof value === 'object' && value !== null && 'op' in value ? value.op : undefined;
  if (typeof op !== 'string' || !Object.hasOwn(READERS, op)) refuse('must be an expression of the rule language');
  return READERS[op]!(value) as Expression;
};

interface Declared {
  readonly of: 'person' | 'position';
  readonly type: 'number' | 'date' | 'text' | 'boolean' | 'ordered' | 'set' | 'spells';
  readonly values: ReadonlySet<string> | undefined;
}

/** What rules may name: the attributes, and the ids that the level and track of a position or of a seat can be. */
export interface Names {
  readonly attributes: ReadonlyMap<string, Declared>;
  readonly levelId: Readonly<Record<'position' | 'seat', ReadonlySet<string>>>;
  readonly track: Readonly<Record<'position' | 'seat', ReadonlySet<string>>>;
}

type Listed = readonly { readonly id: string }[];
/** What a policy says of names. */
interface Naming {
  readonly attributes: Readonly<Record<string, Omit<Declared, 'values'> & { readonly values?: readonly string[] }>>;
  readonly levels: Listed;
  readonly tracks?: Listed;
}

export function namesOf({ attributes, levels, tracks }: Naming): Names {
  const ids = (listed: Listed): Names['track'] => ({ position: new Set(listed.map(({ id }) => id)), seat: new Set(['', ...listed.map(({ id }) => id)]) });
  const declared = Object.entries(attributes).map(([name, { of, type, values }]) => [name, { of, type, values: values && new Set(values) }] as const);
  return { attributes: new Map(declared), levelId: ids(levels), track: ids(tracks ?? []) };
}

interface Kind {
  readonly kind: 'number' | 'date' | 'text' | 'ordered' | 'set' | 'truth';
  /** The texts that a text or ordered value can be, where they are known. */
  readonly values?: ReadonlySet<string> | undefined;
  /** The one text that a constant is. */
  readonly constant?: string;
}

/** Refuses an expression that is not of one of the kinds, or whose parts do not fit together. */
export function requireKind(expression: Expression, kinds: readonly Kind['kind'][], names: Names): Kind {
  const found = kindOf(expression, names);
  return kinds.includes(found.kind) ? found : refuse(`is of the kind ${found.kind}, not ${kinds.join(' or ')}`);
}

/** Refuses a list of texts that holds one that is none of the values. */
function requireAmong(key: string, texts: readonly string[], values: ReadonlySet<string> | undefined): void {
  if (values) at(key, () => texts.forEach((text, k) => (values.has(text) ? undefined : at(k, () => refuse('is none of the texts that there can be')))));
}

function kindOf(e: Expression, names: Names): Kind {
  const need = (key: string, part: Expression, ...kinds: Kind['kind'][]): Kind => at(key, () => requireKind(part, kinds, names));
  const needAll = (key: string, parts: readonly Expression[], kind: Kind['kind']): void =>
    at(key, () => parts.forEach((part, k) => need(String(k), part, kind)));
  switch (e.op) {
    case 'const':
      if (typeof e.value === 'string') return { kind: 'text', constant: e.value };
      return { kind: typeof e.value === 'number' ? 'number' : 'truth' };
    case 'person':
    case 'position': {
      const declared = names.attributes.get(e.attribute) ?? refuse('reads an attribute that is not declared');
      if (declared.of !== e.op) refuse(`reads an attribute that is one of a ${declared.of}`);
      if (declared.type === 'spells') refuse('reads spells as if they were one value');
      return { kind: declared.type === 'boolean' ? 'truth' : declared.type, values: declared.type === 'set' ? undefined : declared.values };
    }
    case 'level':
    case 'class':
      return { kind: 'number' };
    case 'unit':
      return { kind: 'text' };
    case 'levelId':
    case 'track':
      return { kind: 'text', values: names[e.op][e.of] };
    case 'day':
    case 'date':
      return { kind: 'date' };
    case 'shift':
      need('of', e.of, 'date');
      return { kind: 'date' };
    case 'monthsIn':
    case 'occurs': {
      const { type, values } = names.attributes.get(e.attribute) ?? refuse('reads an attribute that is not declared');
      if (type !== 'spells') refuse(`reads spells of an attribute of the type ${type}`);
      if (!isList(e.values)) need('values', e.values, 'set', 'text');
      else if (e.values.length === 0) at('values', () => refuse('asks for no value'));
      else requireAmong('values', e.values, values);
      if (e.from) need('from', e.from, 'date');
      if (e.to) need('to', e.to, 'date');
      return { kind: e.op === 'occurs' ? 'truth' : 'number' };
    }
    case 'compare': {
      const left = need('left', e.left, 'number', 'date', 'ordered', 'text', 'truth');
      const right = need('right', e.right, left.kind, ...(left.kind === 'ordered' ? ['text' as const] : []), ...(left.kind === 'text' ? ['ordered' as const] : []));
      const ordered = left.kind === 'ordered' || right.kind === 'ordered';
      if (ordered && left.kind === right.kind && [...left.values!].join('\n') !== [...right.values!].join('\n')) refuse('compares values of two different orders');
      for (const [one, other] of [[left, right], [right, left]] as const) {
        const can = other.constant !== undefined && (!one.values || one.values.has(other.constant));
        if (one.kind === 'ordered' && other.kind === 'text' && !can) refuse('compares with a text that is none of the ordered values');
        if (one.kind === 'text' && other.constant !== undefined && !can) refuse('compares with a text that it can never be');
      }
      if (!ordered && (left.kind === 'text' || left.kind === 'truth') && e.is !== '=') refuse(`compares values of the kind ${left.kind} by size`);
      return { kind: 'truth' };
    }
    case 'in': {
      const item = need('item', e.item, 'text', 'ordered');
      if (isList(e.set)) requireAmong('set', e.set, item.values);
      else need('set', e.set, 'set');
      return { kind: 'truth' };
    }
    case 'monthsBetween':
      need('from', e.from, 'date');
      need('to', e.to, 'date');
      return { kind: 'number' };
    case 'lookup': {
      const { values } = need('key', e.key, 'text', 'ordered');
      const keys = Object.keys(e.table);
      if (values) at('table', () => keys.forEach((text) => (values.has(text) ? undefined : at(text, () => refuse('is none of the texts that there can be')))));
      if (e.else === undefined && (keys.length === 0 || keys.length !== values?.size)) refuse('has a table that does not cover its key'); // the keys are among the values
      return { kind: 'number' };
    }
    case 'piecewise':
      need('of', e.of, 'number');
      if (e.points.length === 0 || e.points.some(([x], k) => k > 0 && x <= e.points[k - 1]![0])) refuse('needs points that ascend');
      return { kind: 'number' };
    case 'cases':
      e.cases.forEach((one, k) => at('cases', () => at(k, () => {
        need('when', one.when, 'truth');
        need('then', one.then, 'number');
      })));
      need('else', e.else, 'number');
      return { kind: 'number' };
    case 'sum':
      e.terms.forEach((term, k) => at('terms', () => at(k, () => need('of', term.of, 'number'))));
      return e.terms.length > 0 ? { kind: 'number' } : refuse('adds up nothing');
    case 'min':
    case 'max':
      needAll('of', e.of, 'number');
      return e.of.length > 0 ? { kind: 'number' } : refuse('takes the extreme of nothing');
    case 'product':
      e.of.forEach((factor, k) => at('of', () => at(k, () => need('of', factor.of, 'number'))));
      return { kind: 'number' };
    case 'all':
    case 'any':
      needAll('of', e.of, 'truth');
      return { kind: 'truth' };
    case 'not':
      need('of', e.of, 'truth');
      return { kind: 'truth' };
  }
}

export function isList(set: readonly string[] | Expression): set is readonly string[] {
  return Array.isArray(set);
}

/** One thing about a person or a position that rules read. */
export interface Read {
  readonly about: 'person' | 'position';
  readonly what: 'attribute' | 'spells' | 'born' | 'since' | 'retires' | 'level' | 'unit' | 'levelId' | 'track' | 'class';
  /** The attribute's name; else the same as `what`. */
  readonly name: string;
}

/** Everything that some expressions read of the person and of the position, each once. */
export function readsOf(expressions: readonly Expression[]): Read[] {
  const found = new Map<string, Read>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const e = part as Expression;
    let read: Read | undefined;
    if (e.op === 'person' || e.op === 'position') read = { about: e.op, what: 'attribute', name: e.attribute };
    else if (e.op === 'monthsIn' || e.op === 'occurs') read = { about: 'person', what: 'spells', name: e.attribute };
    else if (e.op === 'level' || e.op === 'unit' || e.op === 'levelId' || e.op === 'track' || e.op === 'class') read = { about: e.of === 'seat' ? 'person' : 'position', what: e.op, name: e.op };
    else if (e.op === 'date' && e.of !== 'asOf' && e.of !== 'horizon' && e.of !== 'yearStart') read = { about: 'person', what: e.of, name: e.of };
    if (read) found.set(JSON.stringify([read.about, read.what, read.name]), read);
    Object.values(part).forEach(visit);
  };
  expressions.forEach(visit);
  return [...found.values()];
}
