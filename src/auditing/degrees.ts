import { fisher, type Table2x2 } from '../stats/index.js';
import type { DegreeRow, Measure, TestResult } from './audit-document.js';
import type { Because } from './case.js';
import type { Tests } from './family.js';
import type { Declared, Part, RawFinding, Study } from './study.js';
import { actorsFor, actorsOf, Relations, type RelationTie } from './ties.js';

/** How far degrees are followed. */
const FARTHEST = 6;

/** Ties of relations with a limit, beyond which there is another degree. */
function limitedTies(study: Study): (RelationTie & { readonly degree: number })[] {
  return study.ties.flatMap((t) => (t.from === 'relations' && t.degree !== undefined && t.degree < FARTHEST ? [{ ...t, degree: t.degree }] : []));
}

/** One test for each tie with a limit of degrees. */
export function declaredDegrees(study: Study): Declared {
  return limitedTies(study).map((t) => ({
    id: `beyond:${t.id}`,
    question: `Were people of degree ${t.degree + 1}, just beyond the limit of the tie ${t.id}, chosen more often than those of degree ${t.degree}?`,
    method: 'Fisher',
    alternative: 'greater',
  }));
}

/**
 * Candidates and winners by their nearest degree to anybody who took part in their decision: for each tie with a limit the degrees 1 to 6 (0, the
 * spouse, where there is one), whether anybody is there or not. A sharp limit is evaded by moving to the next degree (Riano 2023, STEG WP051): the test holds those one degree
 * beyond the limit against those of the last degree within it, Fisher, one-sided, over all decisions together. Who withdrew or was recused
 * is counted as considered; a person considered twice counts twice. It says nothing on why: people of nearer degrees may not have applied.
 * O(candidates * roles of their decision) for each tie.
 */
export function degreesOf(study: Study, tests: Tests): Part<DegreeRow[]> {
  const actors = actorsOf(study.past);
  const relations = new Relations(study.past);
  const section: DegreeRow[] = [];
  const findings: RawFinding[] = [];
  const cannot: Part<null>['cannot'][number][] = [];
  for (const tie of limitedTies(study)) {
    const considered = new Array<number>(FARTHEST + 1).fill(0);
    const chosen = new Array<number>(FARTHEST + 1).fill(0);
    for (const c of study.cases) {
      const present = actorsFor(tie, actors.get(c.id) ?? []);
      for (const p of c.people) {
        const degrees = present.flatMap(({ actor }) => (actor === p.person ? [] : (relations.link(tie.kinds, FARTHEST, c.on, p.person, actor)?.degree ?? [])));
        if (degrees.length === 0) continue;
        const nearest = Math.min(...degrees);
        considered[nearest]!++;
        if (p.chosen) chosen[nearest]!++;
      }
    }
    for (let degree = considered[0]! > 0 ? 0 : 1; degree <= FARTHEST; degree++) {
      section.push({ tie: tie.id, degree, considered: considered[degree]!, chosen: chosen[degree]!, within: degree <= tie.degree });
    }
    const last = tie.degree;
    const counts = (k: number): Table2x2[0] => [chosen[k]!, considered[k]! - chosen[k]!];
    const found = fisher([counts(last + 1), counts(last)], { level: 1 - study.level });
    const give = (raw: Pick<TestResult, 'minimumP' | 'p' | 'notTestable'>): TestResult => tests.give(`beyond:${tie.id}`, { method: 'Fisher', alternative: 'greater', ...raw });
    if (found.status === 'not-testable') {
      const because: Because = actors.size === 0 ? 'no-roles' : considered.every((n) => n === 0) ? 'nobody-connected' : found.because;
      give({ minimumP: null, p: null, notTestable: because });
      cannot.push({ decision: null, part: `degrees:${tie.id}`, because });
      continue;
    }
    const test = give({ minimumP: found.minimumP.greater, p: found.p.greater, notTestable: null });
    if (found.p.greater > study.level) continue;
    const measured: Measure[] = [
      { name: 'limit', value: last, unit: 'count' },
      { name: 'within-considered', value: considered[last]!, unit: 'people' },
      { name: 'within-chosen', value: chosen[last]!, unit: 'people' },
      { name: 'beyond-considered', value: considered[last + 1]!, unit: 'people' },
      { name: 'beyond-chosen', value: chosen[last + 1]!, unit: 'people' },
    ];
    findings.push({
      id: '', kind: 'effect', code: 'beyond-degree', rung: 'relations', decision: null, position: null, unit: null, on: null, document: null, row: null, tie: tie.id, people: [], measured,
      effect: { name: 'odds-ratio', value: found.conditional, interval: found.interval }, test,
      rule: tie.citation ? { id: tie.id, label: tie.label, citation: tie.citation } : null,
      alternatives: ['applied-more', 'merit-not-recorded', 'chance', 'many-looks'], ask: ['ask-who-applied', 'complete-relations', 'widen-period'], rate: null, reply: null,
    });
  }
  return { section, findings, cannot };
}
