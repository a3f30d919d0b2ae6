import { z } from 'zod';
import { canonicalJson, pointerToken } from '../canonical/index.js';
import { Issues } from '../errors/index.js';
import { documentHash } from '../model/frozen.js';
import { checkPolicy } from './check.js';
import { children, readsOf, type Expression } from './expression.js';
import { asked } from './limits.js';
import { Policy, POLICY_FORMAT, type Citation } from './schema.js';

export const OVERLAY_FORMAT = 'meritra/overlay/0';

const { id: name, title: localText, lawCheckedOn: day, levels, attributes, gates, routes, dimensions, criteria, weights } = Policy.shape;
const { weightsTotal, weightsCitation, costs, resolution, displacement, objective, limits, relations, ties } = Policy.shape;
const ids = z.array(name).optional();

/** The lists of a policy that an overlay changes by id. */
const LISTS = ['levels', 'tracks', 'gates', 'routes', 'limits', 'dimensions', 'criteria'] as const;
type List = (typeof LISTS)[number];

/** What one decider changes of another's pack: docs/formats.md section 3.4. */
export const Overlay = z.strictObject({
  format: z.literal(OVERLAY_FORMAT, 'E_FORMAT'),
  id: name,
  title: localText,
  lawCheckedOn: day.optional(),
  effectiveFrom: day.optional(),
  effectiveUntil: day.optional(),
  /** In the place of what has the same id, else after the last one. */
  put: z
    .strictObject({ levels: levels, tracks: levels, attributes: attributes, gates: gates, routes: routes.unwrap(), limits: limits.unwrap(), dimensions: dimensions, criteria: criteria })
    .partial()
    .optional(),
  remove: z
    .strictObject({ levels: ids, tracks: ids, attributes: ids, gates: ids, routes: ids, limits: ids, dimensions: ids, criteria: ids, relations: z.array(z.enum(['lineOfCommand', 'sameUnit', 'recusal'])).optional() })
    .optional(),
  /** Which stand first, in this order, where the order decides: levels from the lowest, routes from the one that is tried first. */
  order: z.strictObject({ levels: ids, routes: ids }).optional(),
  weights: weights.optional(),
  weightsTotal,
  weightsCitation: weightsCitation.optional(),
  costs: costs.partial().optional(),
  resolution: resolution.optional(),
  displacement: displacement.optional(),
  objective: objective.optional(),
  relations: relations.partial().optional(),
  ties: ties.partial().optional(),
  /** Id of a gate or a limit -> who takes its rule for right, when, and in which document. */
  confirm: z.record(name, z.strictObject({ by: z.string().min(1), on: day, document: z.string().min(1) })).optional(),
});
export type Overlay = z.infer<typeof Overlay>;

/** The pack with the changes of an overlay whose shape was checked; `overlay` (intake) says what comes out. */
export function layOver(base: Policy, patch: Overlay): Policy {
  const issues = new Issues();
  const { id, title, ...changes } = applied(base, patch, issues);
  issues.throwIfAny();
  const { id: baseId, title: baseTitle, madeFrom, ...before } = base;
  if (canonicalJson(changes) === canonicalJson(before)) return base;
  const made: Policy = {
    ...changes,
    id,
    title,
    madeFrom: [{ id: baseId, hash: documentHash(POLICY_FORMAT, base) }, { id: patch.id, hash: documentHash(OVERLAY_FORMAT, patch) }],
  };
  checkPolicy(made, issues);
  const problems = new Issues();
  for (const issue of issues.list) if (issue.code !== 'E_TIE_COMMITMENT_MISSING') problems.add(issue.code, issue.path, issue.message, issue);
  problems.throwIfAny();
  return made;
}

function applied({ madeFrom, ...base }: Policy, patch: Overlay, issues: Issues): Policy {
  const next: Policy = { ...base, id: patch.id, title: patch.title };
  const lists = next as { -readonly [K in List]: { readonly id: string }[] | undefined };
  for (const part of LISTS) {
    const changed = putAndRemoved(part, lists[part] ?? [], patch, issues);
    if (changed.length > 0) lists[part] = changed;
    else if (part === 'gates') next.gates = [];
    else delete lists[part]; // no routes are no routes: an empty list would let nobody move
  }
  next.attributes = Object.fromEntries(putAndRemoved('attributes', Object.entries(base.attributes).map(([id, spec]) => ({ id, spec })), withAttributeIds(patch), issues).map((a) => [a.id, a.spec]));
  for (const part of ['levels', 'routes'] as const) {
    const order = patch.order?.[part];
    if (order) lists[part] = inOrder(lists[part] ?? [], order, `/order/${part}`, issues);
  }
  const gone = new Set(patch.remove?.criteria);
  next.weights = { ...Object.fromEntries(Object.entries(base.weights).filter(([id]) => !gone.has(id))), ...patch.weights };
  next.costs = { ...base.costs, ...given(patch.costs) };
  next.ties = { ...base.ties, ...given(patch.ties) };
  next.relations = { ...base.relations, ...given(patch.relations) };
  patch.remove?.relations?.forEach((rule, k) => {
    if (!base.relations[rule]) issues.add('E_REF_UNKNOWN', `/remove/relations/${k}`, 'the pack has no such rule on related people');
    if (patch.relations?.[rule]) issues.add('E_ID_DUPLICATE', `/remove/relations/${k}`, 'the same rule is put and removed');
    delete next.relations[rule];
  });
  const { lawCheckedOn, effectiveFrom, effectiveUntil, weightsTotal: total, weightsCitation: cited, resolution: near, displacement: displaced, objective: aim } = patch;
  Object.assign(next, given({ lawCheckedOn, effectiveFrom, effectiveUntil, weightsTotal: total, weightsCitation: cited, resolution: near, displacement: displaced, objective: aim }));
  checkConfirmed(next, patch, issues);
  next.gates = confirmed(next.gates, patch);
  if (next.limits) next.limits = confirmed(next.limits, patch);
  if (issues.list.length === 0) checkStillUsed(next, patch, issues);
  return next;
}

type Items<T> = { readonly put?: Partial<Record<string, readonly T[]>>; readonly remove?: Partial<Record<string, readonly string[]>> };

function withAttributeIds({ put, remove }: Overlay): Items<{ readonly id: string; readonly spec: Policy['attributes'][string] }> {
  return { put: { attributes: Object.entries(put?.attributes ?? {}).map(([id, spec]) => ({ id, spec })) }, remove: { attributes: remove?.attributes ?? [] } };
}

function putAndRemoved<T extends { readonly id: string }>(part: string, had: readonly T[], patch: unknown, issues: Issues): T[] {
  const { put, remove } = patch as Items<T>;
  const removed = new Set(remove?.[part]);
  const items = new Map(had.map((item) => [item.id, item]));
  (remove?.[part] ?? []).forEach((id, k) => {
    if (!items.has(id)) issues.add('E_REF_UNKNOWN', `/remove/${part}/${k}`, 'the pack has nothing of this name to remove');
    items.delete(id);
  });
  const seen = new Set<string>();
  (put?.[part] ?? []).forEach((item, k) => {
    const path = part === 'attributes' ? `/put/attributes${pointerToken(item.id)}` : `/put/${part}/${k}/id`;
    if (removed.has(item.id)) issues.add('E_ID_DUPLICATE', path, 'the same name is put and removed');
    if (seen.has(item.id)) issues.add('E_ID_DUPLICATE', path, 'this name stands twice');
    seen.add(item.id);
    items.set(item.id, item); // a map keeps the place of what it had
  });
  return [...items.values()];
}

function inOrder<T extends { readonly id: string }>(items: readonly T[], order: readonly string[], path: string, issues: Issues): T[] {
  const known = new Map(items.map((item) => [item.id, item]));
  const seen = new Set<string>();
  order.forEach((id, k) => {
    if (!known.has(id)) issues.add('E_REF_UNKNOWN', `${path}/${k}`, 'the pack has nothing of this name');
    if (seen.has(id)) issues.add('E_ID_DUPLICATE', `${path}/${k}`, 'this name stands twice');
    seen.add(id);
  });
  return [...order.flatMap((id) => known.get(id) ?? []), ...items.filter((item) => !seen.has(item.id))];
}

/** The entries that say something: an overlay of `undefined` changes nothing. */
function given<T extends object>(part: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function checkConfirmed({ gates, limits = [] }: Policy, { confirm = {} }: Overlay, issues: Issues): void {
  for (const id of Object.keys(confirm)) {
    const rule = [...gates, ...limits].find((g) => g.id === id);
    const path = `/confirm${pointerToken(id)}`;
    if (!rule) issues.add('E_REF_UNKNOWN', path, 'the pack has no gate and no limit of this name');
    else if ('own' in rule.citation) issues.add('E_CITATION', path, 'this rule is a choice of the decider: there is no text to confirm');
  }
}

function confirmed<T extends { readonly id: string; readonly citation: Citation }>(all: readonly T[], { confirm = {} }: Overlay): T[] {
  return all.map((rule) => {
    const by = Object.hasOwn(confirm, rule.id) ? confirm[rule.id] : undefined;
    return by && !('own' in rule.citation) ? { ...rule, citation: { ...rule.citation, confirmed: by } satisfies Citation } : rule;
  });
}

/** Refuses to remove what a rule of the result still reads. */
function checkStillUsed(next: Policy, { remove }: Overlay, issues: Issues): void {
  const rules: [string, Expression | undefined][] = [
    ...next.gates.flatMap((g): [string, Expression | undefined][] => [[`gate ${g.id}`, g.when], [`gate ${g.id}`, g.rule]]),
    ...(next.routes ?? []).map((r): [string, Expression] => [`route ${r.id}`, r.when]),
    ...(next.limits ?? []).map((l): [string, Expression | undefined] => [`limit ${l.id}`, asked(l)]),
    ...next.criteria.map((c): [string, Expression] => [`criterion ${c.id}`, c.value]),
  ];
  const refuse = (part: 'levels' | 'tracks' | 'attributes' | 'dimensions', usedBy: (id: string) => string | undefined): void =>
    remove?.[part]?.forEach((id, k) => {
      const user = usedBy(id);
      if (user !== undefined) issues.add('E_REF_UNKNOWN', `/remove/${part}/${k}`, `${user} still reads it`);
    });
  const reader = (reads: (e: Expression) => boolean): string | undefined => rules.find(([, e]) => e !== undefined && reads(e))?.[0];
  refuse('attributes', (id) => {
    const found = reader((e) => [readsOf(e).person, readsOf(e).position].some((names) => names.has(id)));
    return found ?? (next.ties.order.some((o) => o.attribute === id) ? 'the order of ties' : undefined);
  });
  refuse('levels', (id) => reader((e) => names(e, 'levelId', id)));
  refuse('tracks', (id) => reader((e) => names(e, 'track', id)));
  refuse('dimensions', (id) => {
    const criterion = next.criteria.find((c) => c.dimension === id);
    return criterion && `criterion ${criterion.id}`;
  });
}

/** True if a rule that looks at levels (or tracks) by name holds this name. */
function names(e: Expression, op: 'levelId' | 'track', id: string): boolean {
  const all = [...parts(e)];
  return all.some((x) => x.op === op) && all.some((x) => textsOf(x).includes(id));
}

function* parts(e: Expression): Generator<Expression> {
  yield e;
  for (const [, child] of children(e)) yield* parts(child);
}

function textsOf(e: Expression): readonly string[] {
  switch (e.op) {
    case 'const':
      return typeof e.value === 'string' ? [e.value] : [];
    case 'in':
      return Array.isArray(e.set) ? (e.set as readonly string[]) : [];
    case 'lookup':
      return Object.keys(e.table);
    default:
      return [];
  }
}
