import type { Compared, Counted, Judgement, Shown, Side, Waived } from '../explaining/index.js';
import type { Round } from '../model/round.js';
import type { Citation, Expression, Policy } from '../policy/index.js';
import type { MissingDatum } from '../solving/index.js';
import { decidingOf, type Deciding } from './deciding.js';
import { formatDecimal } from './format-number.js';
import { labelOf, locales, type Locale, type Words } from './locale/index.js';

/** What a judgement is told from: the labels of the policy and the sources of the round. */
export interface JudgementContext {
  readonly policy: Policy;
  readonly round: Pick<Round, 'sources' | 'units' | 'asOf'>;
}

const ROUTE = 'route'; // the built-in gate: docs/formats.md section 4
const EVERYTHING = 1e9; // the bounds of a number of which nothing is known, 1e15 units: docs/formats.md section 3.1

/**
 * One sentence on one rule for one person and one post: what the value is, what is required, and the text it rests on. Of a rule
 * that fails the comparisons that fail, of one that is not known what is missing.
 */
export function formatJudgement(judgement: Judgement, context: JudgementContext, locale: Locale): string {
  const { text, basis } = tellJudgement(judgement, context, locale);
  return `${text} (${basis})${judgement.binding ? '' : ` [${locales[locale].flag}]`}`;
}

/** The sentence, and apart from it the legal text and the registers it rests on. */
export function tellJudgement(judgement: Judgement, context: JudgementContext, locale: Locale): { readonly text: string; readonly basis: string } {
  const words = locales[locale];
  const expression = context.policy.gates.find((g) => g.id === judgement.rule)?.rule;
  if (context.policy.routes && judgement.rule === ROUTE) return tellRoute(judgement, context, locale);
  const { waived } = judgement;
  const bare = waived ? { ...judgement, outcome: waived.otherwise } : judgement;
  const reason = bare.outcome === 'unknown' ? unknownReason(bare, expression, context, locale) : comparedReason(bare, expression, context, locale);
  const told = waived ? tellWaiver(waived, locale, reason) : reason;
  const label = judgement.label ? labelOf(judgement.label, locale) : undefined;
  const sources = [...new Set(judgement.compared.flatMap((c) => [c.left, c.right]).flatMap((s) => sourceOf(s, context, words)))];
  const basis = [...(waived ? [words.waivable(formatCitation(waived.citation, locale))] : []), formatCitation(judgement.citation, locale, judgement.label === null), ...sources].join('; ');
  const text = label === undefined ? words.required(told) : told === '' ? label : `${label}: ${told}`;
  return { text, basis };
}

/** Who set a rule aside, when, by which document and why, and what it comes to otherwise. */
export function tellWaiver({ by, on, document, reason, otherwise }: Waived, locale: Locale, found = ''): string {
  const words = locales[locale];
  return `${words.waivedBy(by, words.date(on), document, reason)}; ${words.waivedOtherwise[otherwise](found)}`;
}

/** The built-in gate: which route it is, or that there is none; the legal text is that of the route. */
function tellRoute(judgement: Judgement, context: JudgementContext, locale: Locale): { readonly text: string; readonly basis: string } {
  const words = locales[locale];
  const route = context.policy.routes?.find((r) => r.id === judgement.route);
  const label = route && labelOf(route.label, locale);
  const missing = judgement.missing.map((m) => formatMissing(m, context, locale)).join('; ');
  const told = label === undefined ? (judgement.outcome === 'fail' ? words.routeNone : missing) : route?.outside ? words.routeOutside(label, labelOf(route.approver, locale)) : words.routeTaken(label);
  return { text: told === '' ? words.routeRule : `${words.routeRule}: ${told}`, basis: route ? formatCitation(route.citation, locale) : words.routesOfPolicy };
}

function comparedReason({ outcome, compared }: Judgement, rule: Expression | undefined, context: JudgementContext, locale: Locale): string {
  const words = locales[locale];
  const deciding = decidingOf(rule, compared, outcome === 'pass');
  const silent = ({ compared: c, denied }: Deciding): boolean => denied && occurrenceIn(subject(c)[0]) !== undefined;
  if (outcome === 'fail') {
    const told = deciding.map((d) => formatCompared(d, context, locale)).map((text, k) => (silent(deciding[k]!) ? words.spells.rulesOut(text) : text));
    return rule?.op === 'any' && told.length > 1 && !deciding.some(silent) ? words.noneHolds(told.join(` ${words.or} `)) : told.join('; ');
  }
  // what is met because nothing speaks against it shows where the rule looked; among alternatives that would only distract
  const loud = deciding.filter((d) => !silent(d));
  return (rule?.op === 'any' && loud.length > 0 ? loud : deciding).map((d) => formatCompared(d, context, locale)).join('; ');
}

/** What is missing, and why, for a rule that cannot be judged. */
function unknownReason({ missing, compared }: Judgement, rule: Expression | undefined, context: JudgementContext, locale: Locale): string {
  // where a record holds something or was looked at once, that is told, and with it how far it is known
  const deciding = decidingOf(rule, compared, null);
  const found = deciding.filter(({ compared: c }) => subject(c)[0].counted?.some((s) => s.spells.length > 0 || s.checked !== null));
  const told = new Set(found.flatMap(({ compared: c }) => (subject(c)[0].counted ?? []).map((s) => s.attribute)));
  const rest = missing.filter((m) => (m.cause !== 'unchecked' && m.cause !== 'missing') || m.about === 'position' || !told.has(m.attribute));
  if (missing.length > 0) return [...rest.map((m) => formatMissing(m, context, locale)), ...found.map((d) => formatCompared(d, context, locale))].join('; ');
  return deciding.map((d) => formatCompared(d, context, locale)).join('; ');
}

/** A datum that is not known, and why. */
export function formatMissing({ about, attribute, cause }: MissingDatum, { policy }: Pick<JudgementContext, 'policy'>, locale: Locale): string {
  return locales[locale].notKnown(attributeName(attribute, policy, locale, about), locales[locale].cause[cause]);
}

/** The label of an attribute, or the words for a date that stands outside the evidence. */
export function attributeName(attribute: string, policy: Policy, locale: Locale, about: 'person' | 'position' = 'person'): string {
  const spec = Object.hasOwn(policy.attributes, attribute) ? policy.attributes[attribute] : undefined;
  if (spec) return labelOf(spec.label, locale);
  if (about === 'position') return locales[locale].sides[`${attribute} position`] ?? attribute;
  return Object.hasOwn(locales[locale].dates, attribute) ? locales[locale].dates[attribute]! : attribute;
}

/** The legal text with its standing, or whose choice it is. */
export function formatCitation(citation: Citation, locale: Locale, ofStandard = false): string {
  const words = locales[locale];
  if ('own' in citation) return ofStandard ? words.standard(citation.own) : words.ownChoice(citation.own);
  const { source, confidence, confirmed } = citation;
  return `${source}, ${confirmed ? words.confirmed(confirmed.by, words.date(confirmed.on), confirmed.document) : words.confidence(confidence)}`;
}

const FLIPPED = { '<': '>', '<=': '>=', '=': '=', '>=': '<=', '>': '<', in: 'in' } as const;
const OF_THE_PERSON = new Set<Side['of']>(['person', 'computed']);

/** The side that is judged first, the demand second; turned round where the rule was written the other way. */
function subject(c: Compared): readonly [Side, Compared['is'], Side] {
  const turn = c.is !== 'in' && (c.left.of === 'fixed' || (OF_THE_PERSON.has(c.right.of) && !OF_THE_PERSON.has(c.left.of)));
  return turn ? [c.right, FLIPPED[c.is], c.left] : [c.left, c.is, c.right];
}

const CONTRARY = { '<': '>=', '<=': '>', '>=': '<', '>': '<=' } as const;

/** What is asked of the side that is judged. */
function demandOf({ compared, denied }: Deciding, context: JudgementContext, locale: Locale): string {
  const words = locales[locale];
  const [side, is, demand] = subject(compared);
  if (typeof demand.value === 'boolean') return words.needs['='](showValue(demand.value !== denied, locale));
  const named = side.of === 'level' || side.of === 'levelId' || side.of === 'track'; // by an id that has a label
  const need = showSide(named ? { ...demand, of: side.of } : demand, context, locale);
  if (is === 'in' || is === '=') {
    const asked = is === 'in' ? words.oneOf(need) : words.needs[is](need);
    return denied ? words.table.not(asked) : asked;
  }
  return words.needs[denied ? CONTRARY[is] : is](need);
}

function formatCompared(deciding: Deciding, context: JudgementContext, locale: Locale): string {
  const words = locales[locale];
  const { compared: c } = deciding;
  const [side] = subject(c);
  const occurrence = occurrenceIn(side);
  if (occurrence) return formatOccurs(occurrence, typeof side.value === 'boolean' ? side.value : null, context, locale);
  const name = nameOf(side, context, locale);
  if (side.cause && !side.counted) return words.notKnown(name, words.cause[side.cause]);
  return [words.isRequired(name, showSide(side, context, locale), demandOf(deciding, context, locale)), ...(side.counted ?? []).map((s) => foundIn(s, c.truth, locale))].join('; ');
}

/** What was looked for, where the side says whether something occurs at all. */
function occurrenceIn({ of, name, counted = [] }: Side): Counted | undefined {
  return of === 'computed' && name === 'occurs' ? counted[0] : undefined;
}

/** Values, spells or months named before the rest is only counted. */
const LISTED = 6;

function listOf(all: readonly string[], locale: Locale, by: string): string {
  const rest = all.length - LISTED;
  return rest > 0 ? `${all.slice(0, LISTED).join(by)} ${locales[locale].spells.more(rest)}` : all.join(by);
}

/** What was looked for: the label, the values, the window. */
function lookedFor({ attribute, values, from, to, known }: Counted, { policy, round }: JudgementContext, locale: Locale): readonly [string, string, string] {
  const words = locales[locale];
  const end = words.date(to ?? round.asOf);
  const window = !known ? words.spells.unknownWindow : from !== null ? words.spells.within(words.date(from), end) : to !== null ? words.spells.until(end) : '';
  return [attributeName(attribute, policy, locale), values === null ? words.unknownValue : values.length === 0 ? words.nothing : listOf(values, locale, ', '), window];
}

function formatOccurs(counted: Counted, truth: boolean | null, context: JudgementContext, locale: Locale): string {
  const { spells } = locales[locale];
  const looked = lookedFor(counted, context, locale);
  if (truth === true) return spells.found(...looked, spellList(counted, locale));
  if (truth === null) return [spells.unclear(...looked), foundIn(counted, truth, locale)].join('; ');
  return [spells.none(...looked), ...(counted.complete ? [howFar(counted, locale)] : [])].join('; ');
}

/** What a record held of what was looked for, and whether it is known to be whole; that it is not matters only to what is not known. */
function foundIn(counted: Counted, truth: boolean | null, locale: Locale): string {
  const { spells } = locales[locale];
  const found = counted.spells.length === 0 ? spells.nothing : spells.counted(spellList(counted, locale));
  return [found, ...(counted.complete || truth === null ? [howFar(counted, locale)] : [])].join('; ');
}

/** Up to which day somebody confirmed that the record is complete. */
function howFar({ checked, complete }: Counted, locale: Locale): string {
  const { spells, date } = locales[locale];
  if (!checked) return spells.incomplete;
  return complete ? spells.complete(date(checked.date), date(checked.until)) : spells.completeTo(date(checked.until));
}

function spellList({ spells }: Counted, locale: Locale): string {
  const words = locales[locale];
  const told = spells.map(({ value, from, to, knownTo, months }) => {
    const when = from !== null ? (to === null ? words.spells.since(words.date(from)) : words.spells.within(words.date(from), words.date(to))) : months === null ? words.spells.undated : words.spells.lasting(months);
    return (value ?? words.spells.unmapped) + when + (knownTo === null ? '' : words.spells.knownTo(words.date(knownTo)));
  });
  return listOf(told, locale, '; ');
}

function nameOf(side: Side, context: JudgementContext, locale: Locale): string {
  const words = locales[locale];
  const [first] = side.counted ?? [];
  if (side.name === 'monthsIn' && first) return words.spells.months(...lookedFor(first, context, locale));
  if (side.of === 'person' || side.of === 'position') return attributeName(side.name, context.policy, locale, side.of);
  if (side.of === 'date') return words.dates[side.name] ?? side.name;
  if (side.of !== 'fixed' && side.of !== 'computed') return words.sides[`${side.of} ${side.name}`] ?? side.name;
  return words.computed[side.name] ?? words.computedOther;
}

function showSide(side: Side, { policy, round }: JudgementContext, locale: Locale): string {
  const { value } = side;
  if (side.of === 'level' && typeof value === 'number') {
    const level = policy.levels[value];
    return level ? labelOf(level.label, locale) : locales[locale].nothing;
  }
  if ((side.of === 'levelId' || side.of === 'track') && (typeof value === 'string' || Array.isArray(value))) {
    const list = side.of === 'track' ? (policy.tracks ?? []) : policy.levels;
    const told = (id: string): string => {
      const known = list.find((l) => l.id === id);
      return known ? labelOf(known.label, locale) : id === '' ? locales[locale].nothing : id;
    };
    return typeof value === 'string' ? told(value) : value.map(told).join(', ');
  }
  if (side.of === 'unit' && typeof value === 'string') return value === '' ? locales[locale].nothing : (round.units.find((u) => u.id === value)?.name ?? value);
  return showValue(value, locale);
}

function showValue(value: Shown, locale: Locale): string {
  const words = locales[locale];
  if (value === null) return words.unknownValue;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return formatDecimal(value, words.signs);
  if (typeof value === 'string') return words.date(value);
  if (Array.isArray(value)) return value.length === 0 ? words.nothing : value.join(', ');
  const { low, high } = value as { readonly low: number; readonly high: number };
  const known = (n: number): boolean => Math.abs(n) < EVERYTHING;
  if (known(low) && known(high)) return words.between(formatDecimal(low, words.signs), formatDecimal(high, words.signs));
  return known(low) ? words.needs['>='](formatDecimal(low, words.signs)) : known(high) ? words.needs['<='](formatDecimal(high, words.signs)) : words.unknownValue;
}

function sourceOf({ source, date, counted = [] }: Side, { round }: JudgementContext, words: Words): readonly string[] {
  const told = (id: string, day: string | undefined): string => {
    const title = round.sources.find((s) => s.id === id)?.title ?? id;
    return day === undefined ? title : words.source(title, words.date(day));
  };
  return [...(source === undefined ? [] : [told(source, date)]), ...counted.flatMap((c) => [...c.spells, ...(c.checked ? [c.checked] : [])]).map((s) => told(s.source, s.date))];
}

/** What a comparison looked at and found, and apart from it what is asked. */
export function comparedSides(deciding: Deciding, context: JudgementContext, locale: Locale): { readonly found: string; readonly required: string } {
  const words = locales[locale];
  const { compared: c, denied } = deciding;
  const [side] = subject(c);
  const [first] = side.counted ?? [];
  if (side.name === 'occurs' && first) return { found: formatOccurs(first, c.truth, context, locale), required: denied ? words.table.offRecord : words.table.onRecord };
  const value = side.cause ? words.unknownValue : showSide(side, context, locale);
  const found = [`${nameOf(side, context, locale).replace(/,$/, '')}: ${value}`, ...(side.counted ?? []).map((s) => foundIn(s, c.truth, locale))].join('; ');
  return { found, required: demandOf(deciding, context, locale) };
}
