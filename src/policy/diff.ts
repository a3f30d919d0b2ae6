import { canonicalJson, pointerToken } from '../canonical/index.js';
import { binds } from './binding.js';
import type { Citation, Policy } from './schema.js';

/** How well a rule or number is known: its mark, `own` for the decider's choice; and whether, of a gate or a limit, it binds. */
export interface Mark {
  readonly mark: string;
  readonly confirmed: boolean;
  /** Null of what is neither gate nor limit. */
  readonly binds: boolean | null;
}

/** One difference between two packs. `from` is null of what was added, `to` of what was removed; both are plain JSON. */
export interface PackChange {
  readonly change: 'added' | 'removed' | 'changed';
  /** The field of a policy it lies in. */
  readonly part: string;
  /** Which of a list or of named fields; null where the part is one value. */
  readonly id: string | null;
  /** JSON Pointer into the second pack, into the first one of what was removed. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
  /** Values that differ in what decides, words and sources left out: none where those alone differ, null where it was written anew. */
  readonly values: readonly { readonly path: string; readonly from: unknown; readonly to: unknown }[] | null;
  /** How well it is known before and after; null where neither is cited. */
  readonly marks: { readonly from: Mark | null; readonly to: Mark | null } | null;
  /** Of a list that has an order: where in the second pack what was added stands, or (of a change of `order`) each that was moved. */
  readonly places: readonly PackPlace[];
  /** Of the mark from which a rule binds (of the scale, where that alone changed): gates and limits of both packs that begin or cease to bind by it. */
  readonly binding: { readonly begin: readonly string[]; readonly cease: readonly string[] } | null;
}

/** Before which of its list something stands; null if it is the last. */
export interface PackPlace {
  readonly id: string;
  readonly before: string | null;
}

const LISTS = ['levels', 'tracks', 'attributes', 'gates', 'routes', 'limits', 'dimensions', 'criteria'] as const;
const NAMED = ['weights', 'costs', 'relations', 'ties', 'confidence'] as const;
const SINGLE = ['title', 'lawCheckedOn', 'effectiveFrom', 'effectiveUntil', 'leapDay', 'weightsTotal', 'weightsCitation', 'resolution', 'displacement', 'objective'] as const;

/**
 * What the second pack says otherwise than the first, in the order of the format: single fields, then lists by id in the order of the
 * second pack (what was removed last), then named fields. Ids of the packs themselves and what they were made from are no change.
 * Nothing where the two say the same; what stays but changes its order is told as a change of `order`, with the fewest that must have
 * been moved. O(n^2) in the length of a list whose order changed.
 */
export function diff(a: Policy, b: Policy): readonly PackChange[] {
  const found: PackChange[] = [];
  const add = (part: string, id: string | null, path: string, from: unknown, to: unknown, more: Partial<Pick<PackChange, 'places' | 'binding'>> = {}): void => {
    if (same(from, to)) return;
    const change = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
    const marks = { from: markOf(from, part, a), to: markOf(to, part, b) };
    found.push({ change, part, id, path, from: from ?? null, to: to ?? null, values: change === 'changed' ? valuesThatDiffer(deciding(from), deciding(to)) : null, marks: marks.from || marks.to ? marks : null, places: [], binding: null, ...more });
  };
  for (const field of SINGLE) add(field, null, `/${field}`, a[field], b[field]);
  for (const part of LISTS) {
    const [before, after] = [byId(a, part), byId(b, part)];
    const ids = [...after.keys()];
    const placeOf = (id: string): PackPlace => ({ id, before: ids[ids.indexOf(id) + 1] ?? null });
    for (const [id, { item, path }] of after) add(part, id, path, before.get(id)?.item, item, { places: part === 'attributes' || before.has(id) ? [] : [placeOf(id)] });
    for (const [id, { item, path }] of before) if (!after.has(id)) add(part, id, path, item, undefined);
    const moved = part === 'attributes' ? [] : movedIn([...before.keys()], ids);
    if (moved.length > 0) add('order', part, `/${part}`, [...before.keys()], ids, { places: moved.map(placeOf) });
  }
  const mark = a.confidence.gateFrom === b.confidence.gateFrom ? 'scale' : 'gateFrom';
  for (const part of NAMED) {
    const [before, after] = [a[part] as Record<string, unknown>, b[part] as Record<string, unknown>];
    for (const id of new Set([...Object.keys(after), ...Object.keys(before)])) add(part, id, `/${part}${pointerToken(id)}`, own(before, id), own(after, id), part === 'confidence' && id === mark ? { binding: bindingChanges(a, b) } : {});
  }
  return found;
}

/** Of what stands in both lists, the fewest that must have been moved, in the order of the second: all but a longest run in the order of the first. */
function movedIn(before: readonly string[], after: readonly string[]): readonly string[] {
  const stays = after.filter((id) => before.includes(id));
  const at = stays.map((id) => before.indexOf(id));
  // the longest run that begins at each, and what follows it there; of equal ones the last, so that what came forward counts as moved
  const length = at.map(() => 1);
  const next = at.map(() => -1);
  let first = -1;
  for (let i = at.length - 1; i >= 0; i--) {
    for (let j = at.length - 1; j > i; j--) if (at[j]! > at[i]! && length[j]! + 1 > length[i]!) [length[i], next[i]] = [length[j]! + 1, j];
    if (first < 0 || length[i]! > length[first]!) first = i;
  }
  const kept = new Set<number>();
  for (let i = first; i >= 0; i = next[i]!) kept.add(i);
  return stays.filter((_, i) => !kept.has(i));
}

/** What the second pack's mark of binding makes of its rules that the first one has too; what their own sources changed is told with them. */
function bindingChanges(a: Policy, b: Policy): NonNullable<PackChange['binding']> {
  const ruling = ({ gates, limits = [] }: Policy): readonly { readonly id: string; readonly citation: Citation }[] => [...gates, ...limits];
  const both = ruling(b).filter((g) => ruling(a).some((was) => was.id === g.id));
  const that = (now: boolean): readonly string[] => both.filter(({ citation }) => binds(citation, b) === now && binds(citation, a) !== now).map((g) => g.id);
  return { begin: that(true), cease: that(false) };
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}

function byId(policy: Policy, part: (typeof LISTS)[number]): Map<string, { readonly item: unknown; readonly path: string }> {
  if (part === 'attributes') return new Map(Object.entries(policy.attributes).map(([id, item]) => [id, { item, path: `/attributes${pointerToken(id)}` }]));
  return new Map((policy[part] ?? []).map((item, k) => [item.id, { item, path: `/${part}/${k}` }]));
}

function markOf(item: unknown, part: string, policy: Policy): Mark | null {
  if (typeof item !== 'object' || item === null) return null;
  const citation = (part === 'weightsCitation' ? item : (item as { readonly citation?: unknown }).citation) as Citation | undefined;
  if (citation === undefined) return null;
  const ofGate = part === 'gates' || part === 'limits' ? binds(citation, policy) : null;
  return 'own' in citation ? { mark: 'own', confirmed: false, binds: ofGate } : { mark: citation.confidence, confirmed: citation.confirmed !== undefined, binds: ofGate };
}

/** What decides, without the words and sources around it. */
function deciding(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
  return Object.fromEntries(Object.entries(item).filter(([key]) => key !== 'label' && key !== 'citation'));
}

/** The leaves that differ between two values of one shape, null where the shapes differ. */
function valuesThatDiffer(from: unknown, to: unknown): PackChange['values'] {
  const found: { path: string; from: unknown; to: unknown }[] = [];
  const alike = (x: unknown, y: unknown, path: string): boolean => {
    if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) {
      if (typeof x === 'object' || typeof y === 'object') return false;
      if (x !== y) found.push({ path, from: x, to: y });
      return true;
    }
    if (Array.isArray(x) !== Array.isArray(y)) return false;
    const [keys, others] = [Object.keys(x), Object.keys(y)];
    return keys.length === others.length && keys.every((key) => Object.hasOwn(y, key) && alike((x as Record<string, unknown>)[key], (y as Record<string, unknown>)[key], path + pointerToken(key)));
  };
  return alike(from, to, '') ? found : null;
}
