import type { Measure } from '../audit-document.js';
import type { PastEvidence, PastRelation } from '../past.js';
import type { Case } from '../case.js';
import type { RawFinding, Study } from '../study.js';
import { dayNumber } from './pools.js';
import { asRole, byText, cannot, chosenOf, sign, together, type Signs } from './sign.js';

const FLAG = { alternatives: ['declared-elsewhere', 'transfer-of-duty', 'expertise-differs', 'record-incomplete'], ask: ['see-statement', 'see-document', 'ask-person', 'complete-relations'] };

/**
 * Evidence that counted for somebody chosen and was issued by somebody with a direct tie to him: one finding for each issuer. What counts is the last datum of
 * an attribute dated on or before the decision; of attributes that the post asks for where its demands are on record, else of all. The tie is a row of
 * `relations` between the two, in either direction, in force on the date of the datum. Paths over others are not followed here.
 * "None found" is no answer where `relations` is not complete; evidence without an issuer is counted in the finding. O(evidence + relations).
 */
export function conflictedEvidence(study: Study): Signs {
  const { past } = study;
  if (!past.relations) return cannot('conflicted-evidence', 'no-relations');
  if (!past.evidence?.some((e) => e.by !== undefined)) return cannot('conflicted-evidence', 'no-data');
  const key = (a: string, b: string): string => JSON.stringify(a < b ? [a, b] : [b, a]);
  const ties = new Map<string, PastRelation[]>();
  for (const r of past.relations) if (r.a !== r.b) ties.set(key(r.a, r.b), [...(ties.get(key(r.a, r.b)) ?? []), r]);
  const evidence = new Map<string, PastEvidence[]>();
  for (const e of past.evidence) {
    const list = evidence.get(e.person) ?? [];
    if (list.length === 0) evidence.set(e.person, list);
    list.push(e);
  }
  const issued = new Map<string, Set<string>>();
  for (const e of past.evidence) if (e.by !== undefined) issued.set(e.by, (issued.get(e.by) ?? new Set()).add(e.person));
  return together(study.cases.map((c) => {
    if (chosenOf(c).length === 0) return cannot('conflicted-evidence', 'nobody-chosen', c.id);
    const asked = new Set((past.requirements ?? []).filter((r) => r.position === c.position && (r.from ?? c.on) <= c.on && (r.to ?? c.on) >= c.on).map((r) => r.attribute));
    return { findings: chosenOf(c).flatMap(({ person }) => ofPerson(c, person, counted(evidence.get(person) ?? [], asked, c.on), (by, on) => tieOf(ties.get(key(by, person)) ?? [], on), issued)), cannot: [] };
  }));
}

/** The last data of each attribute on or before a day, all of the last date. Dates compare as text. */
function counted(evidence: readonly PastEvidence[], asked: ReadonlySet<string>, on: string): readonly PastEvidence[] {
  const usable = evidence.filter((e) => e.date <= on && (asked.size === 0 || asked.has(e.attribute)));
  return usable.filter((e) => !usable.some((other) => other.attribute === e.attribute && other.date > e.date));
}

/** The closest tie in force on a day: the least degree, one without a degree last. */
function tieOf(relations: readonly PastRelation[], on: string): PastRelation | null {
  const day = dayNumber(on);
  const inForce = relations.filter((r) => (r.from === undefined || dayNumber(r.from) <= day) && (r.to === undefined || dayNumber(r.to) >= day));
  return inForce.sort((a, b) => (a.degree ?? 99) - (b.degree ?? 99) || byText(a.kind, b.kind))[0] ?? null;
}

function ofPerson(c: Case, person: string, evidence: readonly PastEvidence[], tie: (by: string, on: string) => PastRelation | null, issued: ReadonlyMap<string, ReadonlySet<string>>): readonly RawFinding[] {
  const issuers = [...new Set(evidence.flatMap((e) => (e.by === undefined || e.by === person ? [] : [e.by])))].sort(byText);
  return issuers.flatMap((by) => {
    const tied = evidence.flatMap((e) => {
      const relation = e.by === by ? tie(by, e.date) : null;
      return relation ? [{ e, relation }] : [];
    }).sort((a, b) => byText(a.e.attribute, b.e.attribute) || byText(a.e.row ?? '', b.e.row ?? ''));
    if (tied.length === 0) return [];
    const { kind, degree } = tied.map((t) => t.relation).sort((a, b) => (a.degree ?? 99) - (b.degree ?? 99) || byText(a.kind, b.kind))[0]!;
    const attributes = [...new Set(tied.map((t) => t.e.attribute))];
    const others = attributes.filter((attribute) => evidence.some((e) => e.attribute === attribute && e.by !== by));
    const measured: Measure[] = [
      { name: 'tie-kind', value: kind, unit: 'code' },
      { name: 'tie-degree', value: degree ?? null, unit: 'count' },
      { name: 'data-of-issuer', value: tied.length, unit: 'count' },
      ...attributes.map((attribute): Measure => ({ name: 'datum', value: attribute, unit: 'code' })),
      { name: 'data-also-of-others', value: others.length, unit: 'count' },
      { name: 'data-without-issuer', value: evidence.filter((e) => e.by === undefined).length, unit: 'count' },
      { name: 'issued-for', value: issued.get(by)?.size ?? 0, unit: 'people' },
    ];
    const row = tied.find((t) => t.e.row !== undefined)?.e.row ?? null;
    return [sign(c, { code: 'conflicted-evidence', rung: 'relations', people: [...asRole('chosen', [person]), ...asRole('actor', [by])], measured, row, tie: null, ...FLAG })];
  });
}
