import { compareIds } from '../model/ids.js';
import { below, stream } from '../stats/streams.js';
import type { TestResult } from './audit-document.js';
import type { Because, Case } from './case.js';
import { checkAbort, type Tests } from './family.js';
import type { Declared, Part, RawFinding, Study } from './study.js';
import { actorsOf, Relations, type RelationTie } from './ties.js';

/** Two decisions at most so many days apart can answer each other. */
export const RECIPROCITY_DAYS = 730;

/** Roles that take part in the choice itself. */
const SEATS = ['decider', 'panel', 'proposer', 'scorer', 'signer'];

/** Sittings that all draws together may pass. */
const MOST_SITTINGS = 4e6;

const METHOD = 'permutation of panels within years';

/** A decision that counts: who sat, and with which of all who ever sat somebody chosen is connected. */
interface Sitting {
  readonly decision: Case;
  readonly panel: readonly string[];
  /** By actor: the chosen people who are connected with him. */
  readonly kin: ReadonlyMap<string, readonly string[]>;
}

/** Two who each took part in choosing somebody connected with the other. */
interface Pair {
  readonly a: string;
  readonly b: string;
  /** `a` sat in this one, in which somebody connected with `b` was chosen; and the other way round. */
  readonly first: Sitting;
  readonly second: Sitting;
  readonly days: number;
}

const relationTies = (study: Study): RelationTie[] => study.ties.filter((t): t is RelationTie => t.from === 'relations');

/** One test, if there are relations and anybody has a seat. */
export function declaredReciprocity(study: Study): Declared {
  if (relationTies(study).length === 0 || panelsOf(study).size === 0) return [];
  return [{ id: 'reciprocity', question: 'Did pairs of deciders choose people connected with each other more often than if panels had sat elsewhere?', method: METHOD, alternative: 'greater' }];
}

/**
 * Reciprocity: A had a seat (decider, panel, proposer, scorer, signer) in a decision that chose somebody connected with B, and B in one that chose somebody connected with A, at most
 * 730 days apart. Whoever sat although the chosen was his own connection is no case of this, but of a conflict. The statistic is the number of
 * such pairs {A, B}; under the null the panels, each as a whole, sat in any order in the decisions of their calendar year.
 * p = (b + 1) / (m + 1), m = `draws`, fewer where they would pass more than 4,000,000 sittings; the least attainable is 1 / (m + 1). Assumes that every panel of a year could have sat in every decision of it: where
 * panels belong to units, and kin too, the p is too small (`small-pool`).
 * A finding for each pair, with the two decisions nearest in time; its test is that of all pairs together.
 * O(relations of the winners), or O(winners * actors) where kin is derived; then O(draws * seats).
 * @see B. Phipson, G. K. Smyth, Statistical Applications in Genetics and Molecular Biology 9(1):39, 2010, doi:10.2202/1544-6115.1585
 */
export function reciprocityOf(study: Study, tests: Tests): Part<null> {
  const declared = declaredReciprocity(study).length > 0;
  const none = (because: Because): Part<null> => {
    if (declared) tests.give('reciprocity', { method: METHOD, alternative: 'greater', minimumP: null, p: null, notTestable: because });
    return { section: null, findings: [], cannot: [{ decision: null, part: 'reciprocity', because }] };
  };
  if (relationTies(study).length === 0) return none('no-relations');
  const panels = panelsOf(study);
  if (panels.size === 0) return none('no-roles');
  if (new Set([...panels.values()].flat()).size < 2) return none('one-decider');
  const sittings = sittingsOf(study, panels);
  if (sittings.every((s) => s.kin.size === 0)) return none('nobody-connected');
  const years = yearsOf(sittings);
  if (years.every((of) => new Set(of.map((k) => sittings[k]!.panel.join())).size < 2)) return none('no-variance');

  const seats = sittings.map((s) => s.panel);
  const pairs = pairsOf(sittings, seats);
  const from = stream(study.seed, 'reciprocity');
  let [b, sum] = [0, 0];
  const m = Math.max(1, Math.min(study.draws, Math.floor(MOST_SITTINGS / sittings.length)));
  for (let draw = 0; draw < m; draw++) {
    if (draw % 100 === 0) checkAbort(study.signal);
    for (const of of years) {
      for (let k = of.length - 1; k > 0; k--) {
        const [i, j] = [of[k]!, of[below(k + 1, from)]!];
        [seats[i], seats[j]] = [seats[j]!, seats[i]!];
      }
    }
    const count = pairsOf(sittings, seats).length;
    sum += count;
    if (count >= pairs.length) b++;
  }
  const test = tests.give('reciprocity', { method: METHOD, alternative: 'greater', minimumP: 1 / (m + 1), p: (b + 1) / (m + 1), notTestable: null });
  return { section: null, findings: pairs.map((pair) => findingOf(pair, pairs.length, sum / m, test)), cannot: [] };
}

/** Who sat in each decision that chose somebody, by id and without repeats. */
function panelsOf(study: Study): ReadonlyMap<string, readonly string[]> {
  const panels = new Map<string, readonly string[]>();
  const actors = actorsOf(study.past);
  for (const c of study.cases) {
    const sat = (actors.get(c.id) ?? []).filter((a) => SEATS.includes(a.role)).map((a) => a.actor);
    if (c.seats > 0 && sat.length > 0) panels.set(c.id, [...new Set(sat)]);
  }
  return panels;
}

function sittingsOf(study: Study, panels: ReadonlyMap<string, readonly string[]>): Sitting[] {
  const relations = new Relations(study.past);
  const ties = relationTies(study);
  const seated = new Set([...panels.values()].flat());
  const everybody = [...seated].sort(compareIds);
  return study.cases.flatMap((decision) => {
    const panel = panels.get(decision.id);
    if (!panel) return [];
    const kin = new Map<string, string[]>();
    for (const { person } of decision.people.filter((p) => p.chosen)) {
      for (const actor of relations.near(person) ?? everybody) {
        if (!seated.has(actor) || !ties.some((t) => relations.link(t.kinds, t.degree ?? null, decision.on, person, actor)?.certain)) continue;
        kin.set(actor, [...(kin.get(actor) ?? []), person]);
      }
    }
    return [{ decision, panel, kin }];
  });
}

/** Indices of the sittings of each calendar year. */
function yearsOf(sittings: readonly Sitting[]): number[][] {
  const years = new Map<string, number[]>();
  for (const [k, { decision }] of sittings.entries()) {
    const year = decision.on.slice(0, 4);
    const of = years.get(year);
    if (of) of.push(k);
    else years.set(year, [k]);
  }
  return [...years.values()];
}

/** The pairs if `seats[k]` had sat in sitting k, each with its two decisions nearest in time; sorted by (a, b). */
function pairsOf(sittings: readonly Sitting[], seats: readonly (readonly string[])[]): Pair[] {
  const arcs = new Map<string, Map<string, Sitting[]>>();
  for (const [k, sitting] of sittings.entries()) {
    if (sitting.kin.size === 0) continue;
    for (const a of seats[k]!) {
      if (sitting.kin.has(a)) continue;
      for (const b of sitting.kin.keys()) {
        const of = arcs.get(a) ?? new Map<string, Sitting[]>();
        arcs.set(a, of.set(b, [...(of.get(b) ?? []), sitting]));
      }
    }
  }
  const pairs: Pair[] = [];
  for (const [a, of] of arcs) {
    for (const [b, there] of of) {
      const back = a < b ? arcs.get(b)?.get(a) : undefined;
      let best: Pair | undefined;
      for (const first of back ? there : []) {
        for (const second of back!) {
          const days = Math.abs(first.decision.day - second.decision.day);
          if (days <= RECIPROCITY_DAYS && (!best || days < best.days)) best = { a, b, first, second, days };
        }
      }
      if (best) pairs.push(best);
    }
  }
  return pairs.sort((x, y) => compareIds(x.a, y.a) || compareIds(x.b, y.b));
}

function findingOf({ a, b, first, second, days }: Pair, pairs: number, expected: number, test: TestResult): RawFinding {
  const [earlier, later] = first.decision.day <= second.decision.day ? [first.decision, second.decision] : [second.decision, first.decision];
  return {
    id: '', kind: 'effect', code: 'reciprocity', rung: 'relations', decision: later.id, position: later.position, unit: later.unit, on: later.on, document: later.document, row: later.row, tie: null,
    people: [{ role: 'actor', person: a }, { role: 'actor', person: b }, ...[...first.kin.get(b)!, ...second.kin.get(a)!].map((person) => ({ role: 'beneficiary', person }))],
    measured: [
      { name: 'earlier-decision', value: earlier.id, unit: 'code' },
      { name: 'days-between', value: days, unit: 'days' },
      { name: 'pairs', value: pairs, unit: 'count' },
      { name: 'pairs-expected', value: expected, unit: 'count' },
      { name: 'window', value: RECIPROCITY_DAYS, unit: 'days' },
    ],
    effect: null, test, rule: null,
    alternatives: ['chance', 'small-pool', 'merit-not-recorded', 'many-looks'], ask: ['see-minutes', 'see-score-sheets', 'complete-relations'], rate: null, reply: null,
  };
}
