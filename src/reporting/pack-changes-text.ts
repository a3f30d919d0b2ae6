import type { LocalText, Mark, PackChange, Policy } from '../policy/index.js';
import { formatDecimal } from './format-number.js';
import { labelOf, locales, type Locale, type Words } from './locale/index.js';
import { rulesOf, unconfirmedRules } from './standing-line.js';
import { terminalLine } from './terminal-text.js';

/** Values of one change that are told before the rest is said to be written anew. */
const TOLD = 3;

/**
 * What `diff(from, to)` found, in words: a line for each change, and how many rules nobody confirmed before and after. No control
 * characters.
 */
export function packChangesText(changes: readonly PackChange[], { from, to }: { readonly from: Policy; readonly to: Policy }, { locale }: { readonly locale: Locale }): string {
  const words = locales[locale];
  const lines = [
    words.packs.title(labelOf(from.title, locale), labelOf(to.title, locale)),
    ...(changes.length === 0 ? [words.packs.same] : changes.filter((c) => c.part !== 'title').map((c) => `  ${changeText(c, { from, to }, words, locale)}`)),
    words.packs.counts(unconfirmedRules(from), unconfirmedRules(to)),
  ];
  return `${lines.map(terminalLine).join('\n')}\n`;
}

function changeText(change: PackChange, packs: { readonly from: Policy; readonly to: Policy }, words: Words, locale: Locale): string {
  const { packs: told } = words;
  const name = nameOf(change, packs, locale);
  const head = `${told.part[change.part] ?? change.part}${name === '' ? '' : ` “${name}”`}: ${told.change[change.change]}`;
  const before = formerly(change, locale);
  const marks = marksText(change, words);
  const only = change.to ?? change.from; // of a number that came or went, the number
  const values = change.change === 'changed' ? (change.part === 'order' ? '' : valuesText(change, words)) : typeof only === 'number' ? showValue(only, words) : '';
  // that the words changed is worth a line only where nothing else is told
  const notes = [before === undefined ? '' : told.formerly(before), values === told.wording && (marks.length > 0 || before !== undefined) ? '' : values, ...marks, ...placesText(change, packs, words, locale), ...bindingText(change, packs.to, words, locale)].filter((t) => t !== '');
  return notes.length === 0 ? head : `${head}; ${notes.join('; ')}`;
}

/** Where what was added stands, and what was moved where. */
function placesText({ change, part, id, places }: PackChange, { to }: { readonly to: Policy }, { packs }: Words, locale: Locale): readonly string[] {
  const list = (to[(part === 'order' ? id : part) as 'gates'] ?? []) as readonly { readonly id: string; readonly label: LocalText }[];
  const name = (item: string): string => labelOf(list.find((x) => x.id === item)!.label, locale);
  return places.map(({ id: item, before }) => {
    const where = before === null ? packs.last : packs.before(name(before));
    return change === 'added' ? packs.stands(where) : packs.moved(name(item), where);
  });
}

/** Which rules the mark from which they bind lets begin or cease. */
function bindingText({ binding }: PackChange, policy: Policy, { packs }: Words, locale: Locale): readonly string[] {
  if (!binding) return [];
  const names = (ids: readonly string[]): string => ids.map((id) => `“${labelOf(rulesOf(policy).find((g) => g.id === id)!.label, locale)}”`).join(', ');
  return [...(binding.begin.length > 0 ? [packs.begin(names(binding.begin))] : []), ...(binding.cease.length > 0 ? [packs.cease(names(binding.cease))] : [])];
}

function nameOf({ part, id, from, to }: PackChange, packs: { readonly from: Policy; readonly to: Policy }, locale: Locale): string {
  const label = ((to ?? from) as { readonly label?: LocalText } | null)?.label;
  if (label) return labelOf(label, locale);
  if (part === 'weights') {
    const criterion = [...packs.to.criteria, ...packs.from.criteria].find((c) => c.id === id);
    if (criterion) return labelOf(criterion.label, locale);
  }
  return id === null ? '' : (locales[locale].packs.named[id] ?? id);
}

/** The label it had, where that is another one. */
function formerly({ from, to }: PackChange, locale: Locale): string | undefined {
  const [before, now] = [from, to].map((item) => (item as { readonly label?: LocalText } | null)?.label);
  return before && now && labelOf(before, locale) !== labelOf(now, locale) ? labelOf(before, locale) : undefined;
}

function valuesText({ part, values, from, to }: PackChange, words: Words): string {
  const { packs } = words;
  if (simple(from) && simple(to)) return packs.fromTo(showValue(from, words), showValue(to, words));
  if (part === 'weightsCitation') return ''; // its marks say it
  if (values === null) return packs.anew;
  if (values.length === 0) return packs.wording;
  return values.length > TOLD ? packs.anew : values.map((v) => packs.fromTo(showValue(v.from, words), showValue(v.to, words))).join(', ');
}

const simple = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function showValue(value: unknown, words: Words): string {
  if (typeof value === 'number') return formatDecimal(value, words.signs);
  if (typeof value === 'string') return words.date(value);
  return typeof value === 'boolean' ? (value ? words.yes : words.no) : words.nothing;
}

function marksText({ change, marks }: PackChange, { packs }: Words): readonly string[] {
  if (!marks) return [];
  const { from, to } = marks;
  const told = (m: Mark): string => (m.mark === 'own' ? packs.own : packs.mark(m.mark, m.confirmed));
  const standing = (m: Mark): readonly string[] => (m.binds === null ? [] : [m.binds ? packs.binding : packs.flag]);
  if (change !== 'changed' || !from || !to) return [...(to ?? from ? [told((to ?? from)!), ...standing((to ?? from)!)] : [])];
  const marked = told(from) === told(to) ? [] : [from.mark === to.mark && to.confirmed ? packs.confirmedNow(to.mark) : packs.fromTo(told(from), told(to))];
  return from.binds === to.binds ? marked : [...marked, to.binds ? packs.binds : packs.bindsNoMore];
}
