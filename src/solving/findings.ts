import { recusalOf } from '../conflicts/index.js';
import { compareIds } from '../model/ids.js';
import { asked, binds, readsOf, type Policy } from '../policy/index.js';
import type { RoundMarket } from './market.js';
import { failingAsHolder } from './moves.js';
import type { Finding, RuleStanding } from './proposal.js';
import type { RelativesRule } from './relatives.js';
import type { SideRows } from './rows.js';

/** What a reader should know before any move: relatives in one line or one unit today, holders who would not pass today, who is recused, limits exceeded today, data no rule reads. */
export function findingsOf(market: RoundMarket, rule: RelativesRule, rows: SideRows): readonly Finding[] {
  const { round, seat, open, leaving } = market;
  const found: Finding[] = rule.today().map((b) => ({ code: 'related-in-line', head: round.people[b.head]!.id, below: round.people[b.below]!.id }));
  for (const { head, below } of rule.todayInUnit()) found.push({ code: 'related-in-unit', a: round.people[head]!.id, b: round.people[below]!.id });
  for (let i = 0; i < round.people.length; i++) {
    const j = seat[i]!;
    if (j < 0 || leaving[i] || !open[j]) continue;
    const rules = failingAsHolder(market, i);
    if (rules.length > 0) found.push({ code: 'incumbent-fails', person: round.people[i]!.id, position: round.positions[j]!.id, rules });
  }
  return [...found, ...recusedActors(market), ...exceededToday(rows), ...unusedAttributes(market)];
}

/** Whose judgement does not count, with how much evidence was set aside for it: an item of somebody barred altogether counts there. */
function recusedActors({ round, policy }: RoundMarket): Finding[] {
  const recusal = recusalOf(round, policy);
  if (!recusal) return [];
  const barred = new Map<string, number>();
  const related = new Map<string, number>();
  for (const { id, evidence } of round.people) {
    for (const { by } of evidence) {
      const reason = by === undefined ? undefined : recusal.reason(by, id);
      if (by === undefined || !reason) continue;
      const [counts, key] = reason === 'related' ? [related, `${by} ${id}`] : [barred, by];
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return recusal.register.flatMap(({ actor, role, reason, mayNotJudge }): Finding[] => [
    ...(reason ? [{ code: 'recused' as const, actor, role, reason, person: null, items: barred.get(actor) ?? 0 }] : []),
    ...mayNotJudge.map(({ person }) => ({ code: 'recused' as const, actor, role, reason: 'related' as const, person, items: related.get(`${actor} ${person}`) ?? 0 })),
  ]);
}

/** Limits on units that today's seating exceeds. */
function exceededToday({ uses }: SideRows): Finding[] {
  const found = uses.flatMap(({ limit, unit, side, bound, today }) => (limit.kind === 'unit' && unit !== null && (side === 'max' ? today > bound : today < bound) ? [{ code: 'limit-today' as const, limit: limit.id, unit, side, bound, today }] : []));
  return found.sort((a, b) => compareIds(a.limit, b.limit) || compareIds(a.unit, b.unit) || compareIds(a.side, b.side));
}

/** Attributes that the round carries and no gate, route, limit, criterion, requirement or tie key reads. */
export function unusedAttributes({ round, policy, facts }: RoundMarket): Finding[] {
  const used = new Set([
    ...readsOf(...policy.gates.flatMap((g) => [g.when, g.rule]), ...(policy.routes ?? []).map((r) => r.when), ...(policy.limits ?? []).map(asked), ...policy.criteria.map((c) => c.value)).person,
    ...policy.ties.order.map((o) => o.attribute),
    ...round.positions.flatMap((p) => (p.requires ?? []).map((r) => r.attribute)),
  ]);
  if (facts.attributes.every((name) => used.has(name))) return [];
  const items = new Map<string, number>();
  for (const person of round.people) {
    for (const { attribute } of [...person.evidence, ...(person.spells ?? [])]) if (!used.has(attribute)) items.set(attribute, (items.get(attribute) ?? 0) + 1);
  }
  return [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([attribute, count]) => ({ code: 'attribute-unused', attribute, items: count }));
}

/** Which rules wait for somebody to confirm them, and when the law was last checked. */
export function standingOf(policy: Policy): RuleStanding {
  const unconfirmed = [...policy.gates, ...(policy.limits ?? [])].flatMap((g) => ('confidence' in g.citation && !binds(g.citation, policy) ? [{ id: g.id, confidence: g.citation.confidence }] : []));
  return { unconfirmed, gateFrom: policy.confidence.gateFrom, lawCheckedOn: policy.lawCheckedOn };
}
