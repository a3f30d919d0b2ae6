import { addDays, FIRST_DAY, LAST_DAY } from './calendar.js';
import { canonical, compareTexts, requireOrder } from './canonical.js';
import type { Attribute, Citation, Evidence, Policy, Round, Spell } from './documents.js';
import { namesOf, readsOf, requireKind, type Expression } from './language.js';
import { at, day, micro, refuse, Refusal, shownText, tenThousandths, type Json } from './shapes.js';

// What one field of a policy or round says about another. Each function refuses at the place that is wrong.

function each<T>(key: string, items: readonly T[], work: (item: T, k: number) => void): void {
  let k = 0;
  try {
    for (; k < items.length; k++) work(items[k]!, k);
  } catch (thrown) {
    throw Refusal.under(key, Refusal.under(k, thrown));
  }
}

function requireDistinct(key: string, names: readonly string[]): void {
  const seen = new Set<string>();
  each(key, names, (name) => (seen.has(name) ? refuse('stands there twice') : seen.add(name)));
}

function requireKnown(key: string, name: string | undefined, known: { has(name: string): boolean }): void {
  if (name !== undefined && !known.has(name)) at(key, () => refuse('names something that is not listed'));
}

function requireAttribute({ of, type, min, max, values, validMonths, combine }: Attribute): void {
  if (type === 'ordered' && !values) refuse('is ordered but lists no values');
  if (values?.length === 0) at('values', () => refuse('must be left out where it is empty'));
  if (type === 'spells' && of === 'position') refuse('gives spells to a position');
  if (type !== 'number' && (min !== undefined || max !== undefined)) refuse(`has bounds, which are those of numbers, but is of the type ${type}`);
  if (min !== undefined && max !== undefined && max < min) at('max', () => refuse('is below min'));
  if (values && (type === 'number' || type === 'date' || type === 'boolean')) at('values', () => refuse(`belong to texts, but the attribute is of the type ${type}`));
  if (validMonths !== undefined && of === 'position') at('validMonths', () => refuse('belongs to evidence, and positions have none'));
  if (combine !== undefined && (of === 'position' || type !== 'number')) at('combine', () => refuse('belongs to numbers of people'));
  requireDistinct('values', values ?? []);
}

export function requirePolicy(policy: Policy): void {
  const scale = new Set(policy.confidence.scale);
  const requireCitation = (key: string, citation: Citation): void => {
    if ('confidence' in citation) at(key, () => requireKnown('confidence', citation.confidence, scale));
  };
  at('confidence', () => {
    requireDistinct('scale', policy.confidence.scale);
    requireKnown('gateFrom', policy.confidence.gateFrom, scale);
  });
  requireDays(policy, 'effectiveFrom', 'effectiveUntil');
  if (policy.levels.length === 0) at('levels', () => refuse('must hold at least one level'));
  requireDistinct('levels', policy.levels.map((level) => level.id));
  requireDistinct('tracks', (policy.tracks ?? []).map((track) => track.id));
  requireDistinct('gates', policy.gates.map((gate) => gate.id));
  requireDistinct('routes', (policy.routes ?? []).map((route) => route.id));
  requireDistinct('dimensions', policy.dimensions.map((dimension) => dimension.id));
  requireDistinct('criteria', policy.criteria.map((criterion) => criterion.id));
  at('attributes', () => {
    for (const [name, attribute] of Object.entries(policy.attributes)) {
      at(name, () => {
        if (name === 'born' || name === 'since' || name === 'retires') refuse('has the name of a date that every person may have');
        requireAttribute(attribute);
      });
    }
  });
  const names = namesOf(policy);
  each('gates', policy.gates, (gate) => {
    if (gate.id === 'route' && policy.routes?.length) at('id', () => refuse('is the name of the gate that asks for a route'));
    requireCitation('citation', gate.citation);
    if (gate.waivable) requireCitation('waivable', gate.waivable);
    if (gate.when) at('when', () => requireKind(gate.when!, ['truth'], names));
    at('rule', () => requireKind(gate.rule, ['truth'], names));
  });
  each('routes', policy.routes ?? [], (route) => {
    requireCitation('citation', route.citation);
    at('when', () => requireKind(route.when, ['truth'], names));
    requireDistinct('steps', route.steps.map((step) => step.id));
    each('steps', route.steps, (step) => requireCitation('citation', step.citation));
  });
  const dimensions = new Set(policy.dimensions.map((dimension) => dimension.id));
  each('criteria', policy.criteria, (criterion) => {
    requireCitation('citation', criterion.citation);
    requireKnown('dimension', criterion.dimension, dimensions);
    at('value', () => requireKind(criterion.value, ['number'], names));
  });
  if (weightTotal(policy) > tenThousandths(MOST_WEIGHT)) at('weightsTotal', () => refuse(`must be from 0 to ${MOST_WEIGHT}`));
  at('weights', () => {
    const criteria = new Set(policy.criteria.map((criterion) => criterion.id));
    let total = 0;
    for (const [name, weight] of Object.entries(policy.weights)) {
      requireKnown(name, name, criteria);
      if (weight < 0 || weight > MOST_WEIGHT) at(name, () => refuse(`must be from 0 to ${MOST_WEIGHT}`));
      total += tenThousandths(weight);
    }
    if (Object.keys(policy.weights).length !== criteria.size) refuse('must give every criterion a weight');
    if (total !== weightTotal(policy) || total === 0) refuse('must add up to the total');
  });
  requireCitation('weightsCitation', policy.weightsCitation);
  const ofGates = new Set(policy.gates.map((gate) => gate.id));
  each('limits', policy.limits ?? [], (limit) => {
    requireCitation('citation', limit.citation);
    if (ofGates.has(limit.id)) at('id', () => refuse('is the id of a gate'));
    if ('units' in limit && limit.units !== 'each') requireDistinct('units', limit.units);
    if (limit.kind === 'budget') at('cost', () => requireKind(limit.cost, ['number'], names));
    if (limit.kind !== 'unit') return;
    const { who, min, max } = limit;
    if (min === undefined && max === undefined) refuse('has neither min nor max');
    if (min !== undefined && max !== undefined && max < min) at('max', () => refuse('is below min'));
    if (!who) return;
    at('who', () => {
      requireKind(who, ['truth'], names);
      if (readsOf([who]).some(({ about }) => about === 'position')) refuse('asks for something beside the person');
    });
  });
  requireDistinct('limits', (policy.limits ?? []).map((limit) => limit.id));
  if (policy.objective === 'stable') {
    const { lineOfCommand, sameUnit } = policy.relations;
    const beside = policy.limits ? 'limits' : lineOfCommand ? 'relations/lineOfCommand' : sameUnit ? 'relations/sameUnit' : undefined;
    if (beside) at('objective', () => refuse(`does not go with ${beside}`));
  }
  at('costs', () => {
    at('lateralMove', () => requireCitation('citation', policy.costs.lateralMove.citation));
    at('vacantSeat', () => requireCitation('citation', policy.costs.vacantSeat.citation));
  });
  at('resolution', () => requireCitation('citation', policy.resolution.citation));
  at('relations', () => {
    for (const key of ['lineOfCommand', 'sameUnit', 'recusal'] as const) {
      const rule = policy.relations[key];
      if (rule) at(key, () => requireCitation('citation', rule.citation));
    }
  });
  at('ties', () => {
    each('order', policy.ties.order, ({ attribute, citation }) => {
      at('attribute', () => requireKind({ op: 'person', attribute }, ['number', 'date', 'ordered'], names));
      requireCitation('citation', citation);
    });
    requireDistinct('commitments', policy.ties.commitments.map((commitment) => commitment.party));
  });
}

const MOST_WEIGHT = 10_000;

/** The total of the weights, in 1e-4. */
export function weightTotal(policy: Policy): number {
  return tenThousandths(policy.weightsTotal ?? 100);
}

/** A position's requirement as a rule. */
export function requirementRule(requirement: Requirements[number], policy: Policy): Expression {
  const { attribute, is, value } = requirement;
  const date = Object.hasOwn(policy.attributes, attribute) && policy.attributes[attribute]!.type === 'date';
  const right: Expression = date ? { op: 'day', value: day(value) } : { op: 'const', value };
  return { op: 'compare', left: { op: 'person', attribute }, is, right };
}

function requireText(item: Json, values: readonly string[] | undefined): void {
  if (typeof item !== 'string') refuse('must be a text');
  if (!values) shownText(item);
  else if (!values.includes(item)) refuse("is none of the attribute's values");
}

function requireValue(value: Json, { type, values, min, max }: Attribute): void {
  if (type === 'number') {
    if (typeof value !== 'number') refuse('must be a number');
    if (value < (min ?? -1e9) || value > (max ?? 1e9)) refuse("is outside the attribute's range");
  } else if (type === 'date') day(value);
  else if (type === 'text' || type === 'ordered') requireText(value, values);
  else if (type === 'set') {
    const items = Array.isArray(value) ? (value as readonly string[]) : refuse('must be a list of texts');
    for (const item of items) requireText(item, values);
    requireOrder(items, compareTexts, true);
  } else if (type === 'spells') refuse('belongs to an attribute that has spells only');
  else if (typeof value !== 'boolean') refuse('must be a boolean');
}

function requireValueAt(key: string, value: Json, attribute: Attribute): void {
  try {
    requireValue(value, attribute);
  } catch (thrown) {
    throw Refusal.under(key, thrown);
  }
}

type Requirements = NonNullable<Round['positions'][number]['requires']>;

/** Refuses demands of one post that nobody can meet together, at the one that is too much. Their values were checked. */
function requireMeetable(requires: Requirements, policy: Policy): void {
  /** By attribute the least and the greatest value that meets all demands so far; where there is no order, the only one. */
  const ranges = new Map<string, { low: number | string; high: number | string }>();
  each('requires', requires, ({ attribute, is, value }) => {
    const declared = policy.attributes[attribute]!;
    const place = (one: Json): number | string => (declared.type === 'ordered' ? declared.values!.indexOf(one as string) : declared.type === 'number' ? micro(one as number) : `${one as string | boolean}`);
    const beside = (by: number): number | string => (declared.type === 'date' ? addDays(value as string, by) : (place(value) as number) + by);
    const scale = declared.type === 'date' ? { low: FIRST_DAY, high: LAST_DAY } : declared.type === 'ordered' ? { low: 0, high: declared.values!.length - 1 } :
      declared.type === 'number' ? { low: place(declared.min ?? -1e9), high: place(declared.max ?? 1e9) } : { low: place(value), high: place(value) };
    const range = ranges.get(attribute) ?? scale;
    const low = is === '>' ? beside(1) : is === '>=' || is === '=' ? place(value) : range.low;
    const high = is === '<' ? beside(-1) : is === '<=' || is === '=' ? place(value) : range.high;
    ranges.set(attribute, { low: low > range.low ? low : range.low, high: high < range.high ? high : range.high });
    if (ranges.get(attribute)!.low > ranges.get(attribute)!.high) refuse('cannot be met, or not together with those before it');
  });
}

/** Refuses a second day that is before the first. */
function requireDays<K extends string>(item: Partial<Readonly<Record<K, string>>>, first: K, second: K): void {
  const a = item[first];
  const b = item[second];
  if (a !== undefined && b !== undefined && b < a) at(second, () => refuse(`is before ${first}`));
}

/** Refuses an item from which the way up leads round in a circle; `toTop` holds those from which it does not. */
function requireTop(key: string, from: string, above: ReadonlyMap<string, string | undefined>, toTop: Set<string>): void {
  const way = new Set<string>();
  for (let id: string | undefined = from; id !== undefined && !toTop.has(id); id = above.get(id)) {
    if (way.has(id)) at(key, () => refuse('leads round in a circle'));
    way.add(id);
  }
  for (const id of way) toTop.add(id);
}

/** Refuses a round that is not in normal form, or that names what does not exist. */
export function requireRound(round: Round, policy: Policy): void {
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => compareTexts(a.id, b.id);
  for (const key of ['sources', 'units', 'positions', 'people', 'actors'] as const) {
    at(key, () => requireOrder<{ readonly id: string }>(round[key], byId, true));
    const alike = new Set<string>();
    each<{ readonly id: string }>(key, round[key], ({ id }) => {
      const lower = id.toLowerCase();
      if (alike.has(lower)) at('id', () => refuse('differs from another one in upper and lower case only'));
      alike.add(lower);
    });
  }
  const sources = new Map(round.sources.map((source) => [source.id, source.date]));
  const units = new Set(round.units.map((unit) => unit.id));
  const positions = new Map(round.positions.map((position) => [position.id, position]));
  const people = new Set(round.people.map((person) => person.id));
  const levels = new Set(policy.levels.map((level) => level.id));
  const tracks = new Set((policy.tracks ?? []).map((track) => track.id));
  const actors = new Set(round.actors.map((actor) => actor.id));
  const names = namesOf(policy);
  const attributes = new Map(Object.entries(policy.attributes));
  const attributeOf = (name: string, about: 'person' | 'position'): Attribute => {
    const attribute = attributes.get(name) ?? refuse('names an attribute that is not declared');
    return attribute.of === about ? attribute : refuse(`names an attribute that is none of a ${about}`);
  };

  requireDays(round, 'asOf', 'horizon');
  if (round.opened !== undefined && round.opened > round.asOf) at('opened', () => refuse('is after asOf'));
  at('scope', () => {
    for (const [key, known] of [['positions', positions], ['people', people]] as const) {
      const ids = round.scope[key];
      if (ids === 'all') continue;
      at(key, () => requireOrder(ids, compareTexts, true));
      each(key, ids, (id) => (known.has(id) ? undefined : refuse('names something that is not listed')));
    }
  });
  const parents = new Map(round.units.map((unit) => [unit.id, unit.parent]));
  const superiors = new Map(round.positions.map((position) => [position.id, position.superior]));
  const [unitsToTop, positionsToTop] = [new Set<string>(), new Set<string>()];
  each('units', round.units, (unit) => {
    requireKnown('parent', unit.parent, units);
    requireTop('parent', unit.id, parents, unitsToTop);
  });
  const holders = new Map<string, number>();
  for (const { seat } of round.people) if (seat !== undefined) holders.set(seat, (holders.get(seat) ?? 0) + 1);
  const requireAttributes = (values: NonNullable<Round['positions'][number]['attributes']>): void => at('attributes', () => {
    for (const [name, value] of Object.entries(values)) at(name, () => requireValue(value, attributeOf(name, 'position')));
  });
  each('positions', round.positions, (position) => {
    requireKnown('unit', position.unit, units);
    requireKnown('level', position.level, levels);
    requireKnown('track', position.track, tracks);
    requireKnown('superior', position.superior, positions);
    requireTop('superior', position.id, superiors, positionsToTop);
    requireDays(position, 'opens', 'closes');
    if ((holders.get(position.id) ?? 0) > (position.seats ?? 1)) refuse('has more holders than seats');
    if (position.attributes) requireAttributes(position.attributes);
    const { requires } = position;
    if (!requires) return;
    each('requires', requires, (requirement) => {
      requireValueAt('value', requirement.value, at('attribute', () => attributeOf(requirement.attribute, 'person')));
      requireKind(requirementRule(requirement, policy), ['truth'], names);
    });
    requireMeetable(requires, policy);
    at('requires', () => requireOrder(requires.map((requirement) => canonical(requirement)), compareTexts, false));
  });
  const dated = (item: Pick<Evidence, 'date' | 'source'>): string => item.date ?? sources.get(item.source)!;
  const byEvidence = (a: Evidence, b: Evidence): number =>
    compareTexts(a.attribute, b.attribute) || compareTexts(dated(a), dated(b)) || compareTexts(a.source, b.source) ||
    compareTexts(canonical(a.value ?? a.unmapped!), canonical(b.value ?? b.unmapped!)) || compareTexts(canonical(a), canonical(b));
  const bySpell = (a: Spell, b: Spell): number =>
    compareTexts(a.attribute, b.attribute) || compareTexts(a.from ?? '', b.from ?? '') || compareTexts(dated(a), dated(b)) || compareTexts(a.source, b.source) || compareTexts(canonical(a), canonical(b));
  const spellsOf = (name: string): Attribute => {
    const attribute = attributeOf(name, 'person');
    return attribute.type === 'spells' ? attribute : refuse('names an attribute that has no spells');
  };
  const requireSpells = (spells: readonly Spell[]): void => {
    each('spells', spells, (spell) => {
      const { attribute, source, value, unmapped, from, to, months } = spell;
      const { values } = spellsOf(attribute);
      requireKnown('source', source, sources);
      if ((value === undefined) === (unmapped === undefined)) refuse('must hold a value or the text of an unmapped one');
      if (value !== undefined && values && !values.includes(value)) at('value', () => refuse("is none of the attribute's values"));
      if (to !== undefined && from === undefined) at('to', () => refuse('is the end of what has no beginning'));
      if (months !== undefined && from !== undefined) at('months', () => refuse('states a length beside the days'));
      requireDays(spell, 'from', 'to');
    });
    at('spells', () => requireOrder(spells, bySpell, false));
  };
  const requireChecked = (checked: NonNullable<Round['people'][number]['checked']>): void => {
    each('checked', checked, ({ attribute, source }) => {
      spellsOf(attribute);
      requireKnown('source', source, sources);
    });
    at('checked', () => requireOrder(checked, (a, b) => compareTexts(a.attribute, b.attribute) || compareTexts(dated(a), dated(b)) || compareTexts(a.source, b.source), false));
  };
  each('people', round.people, (person) => {
    requireKnown('seat', person.seat, positions);
    requireDays(person, 'born', 'since');
    requireDays(person, 'since', 'retires');
    if (person.wishes) {
      each('wishes', person.wishes, (id) => (positions.has(id) ? undefined : refuse('names something that is not listed')));
      requireDistinct('wishes', person.wishes);
    }
    at('evidence', () => {
      let k = 0;
      try {
        for (; k < person.evidence.length; k++) {
          const { attribute, source, value, unmapped, expires, by } = person.evidence[k]!;
          const declared = attributeOf(attribute, 'person');
          if (!sources.has(source)) requireKnown('source', source, sources);
          if (by !== undefined) requireKnown('by', by, actors);
          if ((value === undefined) === (unmapped === undefined)) refuse('must hold a value or the text of an unmapped one');
          if (value !== undefined) requireValueAt('value', value, declared);
          if (expires !== undefined && expires < dated(person.evidence[k]!)) at('expires', () => refuse('is before its date'));
        }
      } catch (thrown) {
        throw Refusal.under(k, thrown);
      }
      requireOrder(person.evidence, byEvidence, false);
    });
    if (person.spells) requireSpells(person.spells);
    if (person.checked) requireChecked(person.checked);
  });
  type Relation = Round['relations'][number];
  const byRelation = (a: Relation, b: Relation): number =>
    compareTexts(a.a, b.a) || compareTexts(a.b, b.b) || compareTexts(a.kind, b.kind) || a.degree - b.degree || compareTexts(a.source, b.source) ||
    compareTexts(a.date ?? '', b.date ?? '');
  const statement = (a: string, b: string, degree: number): string => `${a} ${b} ${degree}`; // ids hold no blanks
  const stated = new Set(round.relations.map(({ a, b, degree }) => statement(a, b, degree)));
  each('relations', round.relations, (relation) => {
    const { a, b, degree } = relation;
    requireKnown('a', a, people);
    requireKnown('b', b, people);
    requireKnown('source', relation.source, sources);
    if (a === b) refuse('relates a person to himself');
    if (policy.relations.declaration === 'both' && !stated.has(statement(b, a, degree))) refuse('is stated by one side only, where the policy wants both');
  });
  at('relations', () => requireOrder(round.relations, byRelation, false));
  const pinned = new Map<string, number>();
  each('pins', round.pins, (pin, k) => {
    requireKnown('person', pin.person, people);
    requireKnown('position', pin.position, positions);
    if (pin.person === round.pins[k - 1]?.person) refuse('pins a person a second time');
    pinned.set(pin.position, (pinned.get(pin.position) ?? 0) + 1);
    if (pinned.get(pin.position)! > (positions.get(pin.position)!.seats ?? 1)) refuse('pins more people to a post than it has seats');
  });
  at('pins', () => requireOrder(round.pins, (a, b) => compareTexts(a.person, b.person) || compareTexts(a.position, b.position), true));
  const waivable = new Set(policy.gates.flatMap(({ id, waivable }) => (waivable ? [id] : [])));
  each('waivers', round.waivers, ({ person, position, rule, on }) => {
    requireKnown('person', person, people);
    requireKnown('position', position, positions);
    if (!waivable.has(rule)) at('rule', () => refuse('is no gate that may be waived'));
    if (on > round.asOf) at('on', () => refuse('is after asOf'));
  });
  at('waivers', () => requireOrder(round.waivers, (a, b) => compareTexts(a.person, b.person) || compareTexts(a.position, b.position) || compareTexts(a.rule, b.rule), true));
  each('actors', round.actors, ({ person, interests }) => {
    requireKnown('person', person, people);
    each('interests', interests ?? [], (interest) => requireKnown('person', interest.person, people));
    at('interests', () => requireOrder(interests ?? [], (a, b) => compareTexts(a.person, b.person) || compareTexts(a.kind, b.kind) || (a.degree ?? -1) - (b.degree ?? -1), false));
  });
  at('reveals', () => requireOrder(round.reveals, (a, b) => compareTexts(a.party, b.party), true));
}
