import { compareIds } from '../model/ids.js';
import type { ConflictPath, Measure } from './audit-document.js';
import type { Case, Considered } from './case.js';
import type { Past } from './past.js';
import type { Part, RawFinding, Study } from './study.js';
import { actorsFor, actorsOf, Relations, type Actor, type Link, type RelationTie } from './ties.js';

type Verdict = ConflictPath['verdict'];

/**
 * The connections of candidates with those who took part in their decision, in whatever role, and what became of them: for each decision, tie,
 * person, actor and role the witness path and a verdict. The degree just beyond the tie's own limit is listed too (`within: false`):
 * where a rule cuts sharply, favour moves to the next degree (Riano 2023, STEG WP051). Sorted by decision, tie, person, actor, role.
 *
 * Verdicts: `declared-and-recused`, the record says that the actor did not judge this person (a recusal on record counts as declared);
 * `declared-and-present`, his statement names the person and no recusal is on record; `no-declaration-on-file`, the record holds
 * statements, and none of his, of that day or earlier, names the person: it may lie elsewhere; `unknown`, the record holds no
 * statement of anybody, or the degree of the relation is not stated.
 *
 * Findings: `conflict-present` where the connected person was chosen and the verdict is one of the two in the middle, once for each
 * actor; `conflict-unknown` where he was chosen and the verdict is `unknown`. Connections of people who were not chosen stand in the section.
 * O(candidates * roles of their decision) for each tie.
 */
export function conflictsOf(study: Study): Part<ConflictPath[]> {
  const cannot: Part<null>['cannot'][number][] = [];
  const ties = study.ties.filter((t): t is RelationTie => t.from === 'relations');
  const actors = actorsOf(study.past);
  const none = (because: 'no-relations' | 'no-roles'): Part<ConflictPath[]> => ({ section: [], findings: [], cannot: [{ decision: null, part: 'conflicts', because }] });
  if (ties.length === 0 || (study.past.relations ?? []).length + (study.past.relationsComplete ?? []).length === 0) return none('no-relations');
  if (actors.size === 0) return none('no-roles');

  const relations = new Relations(study.past);
  const given = holdsStatements(study.past);
  const section: ConflictPath[] = [];
  const findings: RawFinding[] = [];
  for (const decision of study.cases) {
    const present = actors.get(decision.id) ?? [];
    if (present.length === 0) cannot.push({ decision: decision.id, part: 'conflicts', because: 'no-roles' });
    else if (decision.people.some((p) => ties.some((t) => !p.ties.has(t.id)))) cannot.push({ decision: decision.id, part: 'conflicts', because: 'ties-unknown' });
    for (const tie of ties) {
      const limit = tie.degree ?? null;
      for (const person of decision.people) {
        /** One finding for each actor, whatever the number of his roles. */
        let told: string | undefined;
        const all = actorsFor(tie, present);
        for (const { actor, role } of all) {
          const link = relations.link(tie.kinds, limit === null ? null : limit + 1, decision.on, person.person, actor);
          if (!link) continue;
          const within = limit === null || link.degree === null || link.degree <= limit;
          const verdict = link.certain ? verdictOf(present, actor, person.person, decision.on, given) : 'unknown';
          section.push({ decision: decision.id, tie: tie.id, role, actor, person: person.person, chosen: person.chosen, steps: link.steps, degree: link.degree, within, verdict });
          if (!within || !person.chosen || verdict === 'declared-and-recused' || told === actor) continue;
          told = actor;
          findings.push(findingOf(decision, tie, person, all.filter((a) => a.actor === actor), link, verdict));
        }
      }
    }
  }
  return { section: section.sort(byPlace), findings, cannot };
}

function byPlace(x: ConflictPath, y: ConflictPath): number {
  return compareIds(x.decision, y.decision) || compareIds(x.tie ?? '', y.tie ?? '') || compareIds(x.person, y.person) || compareIds(x.actor, y.actor) || compareIds(x.role, y.role);
}

/** Whether the record says anything on statements and recusals: a column that nobody filled was not given. */
function holdsStatements(past: Past): boolean {
  return (past.roles ?? []).some((r) => r.statement !== undefined || r.declared !== undefined || r.recused !== undefined);
}

/** What somebody declared in one of his roles in a decision holds for all of them. A statement made after the decision is none. */
function verdictOf(present: readonly Actor[], actor: string, person: string, on: string, given: boolean): Verdict {
  if (!given) return 'unknown';
  const rows = present.flatMap((a) => (a.actor === actor && a.row ? [a.row] : []));
  if (rows.some((r) => r.recused === 'all' || r.recused?.includes(person) === true)) return 'declared-and-recused';
  const declared = rows.some((r) => r.declared?.includes(person) === true && (r.statement === undefined || r.statement <= on));
  return declared ? 'declared-and-present' : 'no-declaration-on-file';
}

function findingOf(decision: Case, tie: RelationTie, person: Considered, roles: readonly Actor[], link: Link, verdict: Verdict): RawFinding {
  const unknown = verdict === 'unknown';
  const measured: Measure[] = [
    { name: 'degree', value: link.degree, unit: 'count' },
    { name: 'limit', value: tie.degree ?? null, unit: 'count' },
    { name: 'steps', value: link.steps.length, unit: 'count' },
    ...roles.map((a): Measure => ({ name: 'role', value: a.role, unit: 'code' })),
    { name: 'verdict', value: verdict, unit: 'code' },
  ];
  return {
    id: '', kind: 'case', code: unknown ? 'conflict-unknown' : 'conflict-present', rung: 'relations',
    decision: decision.id, position: decision.position, unit: decision.unit, on: decision.on, document: decision.document, row: decision.row, tie: tie.id,
    people: [{ role: 'actor', person: roles[0]!.actor }, { role: 'chosen', person: person.person }],
    measured, effect: null, test: null,
    rule: tie.citation ? { id: tie.id, label: tie.label, citation: tie.citation } : null,
    alternatives: unknown ? ['record-incomplete', 'declared-elsewhere'] : ['declared-elsewhere', 'record-incomplete', 'clerical-error'],
    ask: unknown ? ['complete-relations', 'see-statement'] : ['see-statement', 'see-minutes', 'ask-person'],
    rate: null, reply: null,
  };
}
