import { compareIds } from '../model/ids.js';
import type { Because, Case } from './case.js';
import type { RegisterRow } from './audit-document.js';
import { countAbove, leftBehind, placementsOf, poolOf, scoresOf, type LeftBehind, type PassedOver } from './passed-over.js';
import type { Part, RawFinding, Study } from './study.js';

/** Rows that are listed at most; the rest are counted. */
export const LISTED = 10_000;

export interface Register {
  /** By day, decision, score (the highest first) and person. */
  readonly rows: readonly RegisterRow[];
  /** Rows beyond the first 10,000 by points between the two people: counted, not listed. */
  readonly notListed: number;
  /** The decisions that have to be taken anew, sorted. */
  readonly overrides: readonly string[];
}

interface Entry {
  readonly c: Case;
  readonly behind: LeftBehind;
  /** Known scores of everybody eligible, ascending. */
  readonly scores: Float64Array;
}

/**
 * Everybody eligible who was passed over for somebody with a lower score: justified envy, read from scores. Each stands in one row beside the weakest
 * of those chosen, with what the record says: he withdrew, he got another post that day, or nothing (`open`).
 * A finding `better-passed-over` for each decision with an open row. Points are 1/10,000 point; a score that is an interval counts with the end that
 * makes the row certain. Cost: O(people log people), rows linear in people however many were chosen.
 *
 * `overrides`: the smallest set of decisions such that, were they taken anew, nobody has an open row at a decision that stands, whatever the new choice.
 * Every decision with an open row belongs to it; and since whoever was chosen there is without that post, so does each decision at which only that
 * post explained why he was passed over. These are Horn clauses: the smallest set is unique, and found by following them.
 * @returns `cannot`: `no-scores` or `score-of-chosen-unknown` by decision; one row without a decision where no decision has a score.
 * @see A. Abdulkadiroğlu, T. Sönmez, American Economic Review 93(3):729-747, 2003, doi:10.1257/000282803322157061 (justified envy)
 * @see W. F. Dowling, J. H. Gallier, J. Logic Programming 1(3):267-284, 1984, doi:10.1016/0743-1066(84)90014-1 (the smallest model)
 */
export function registerOf(study: Study): Part<Register> {
  const placements = placementsOf(study.cases);
  const entries: Entry[] = [];
  const cannot: { decision: string | null; part: string; because: Because }[] = [];
  for (const c of [...study.cases].sort((a, b) => a.day - b.day || compareIds(a.id, b.id))) {
    const pool = poolOf(c);
    const behind = leftBehind(c, pool, placements);
    if (behind) entries.push({ c, behind, scores: scoresOf([...pool.there, ...pool.withdrew]) });
    else if (c.seats > 0) cannot.push({ decision: c.id, part: 'register', because: c.people.some(({ score }) => score !== null) ? 'score-of-chosen-unknown' : 'no-scores' });
  }
  if (entries.length === 0 && cannot.every(({ because }) => because === 'no-scores')) {
    const because = study.cases.length === 0 ? 'no-data' : cannot.length > 0 ? 'no-scores' : 'nobody-chosen';
    return { section: { rows: [], notListed: 0, overrides: [] }, findings: [], cannot: [{ decision: null, part: 'register', because }] };
  }
  const { rows, listed, notListed } = listRows(entries);
  return { section: { rows, notListed, overrides: overridesOf(entries) }, findings: entries.flatMap((entry) => findingOf(entry, listed.get(entry.c.id)!)), cannot };
}

/** The rows with the most points between the two people; among equals the first. */
function listRows(entries: readonly Entry[]): { rows: RegisterRow[]; listed: ReadonlyMap<string, number>; notListed: number } {
  const gaps = new Float64Array(entries.reduce((sum, { behind }) => sum + behind.people.length, 0));
  let at = 0;
  for (const { behind } of entries) for (const { score } of behind.people) gaps[at++] = score - behind.scoreTaken;
  gaps.sort();
  const least = gaps[gaps.length - LISTED] ?? 0;
  let equal = LISTED - countAbove(gaps, least); // rows of the least gap for which there is room
  const rows: RegisterRow[] = [];
  const listed = new Map<string, number>();
  for (const { c, behind, scores } of entries) {
    const { weakest, scoreTaken, people } = behind;
    const kept = people.filter(({ score }) => score - scoreTaken > least || (score - scoreTaken === least && equal-- > 0));
    kept.sort((a, b) => b.score - a.score || compareIds(a.person.person, b.person.person));
    const aboveTaken = countAbove(scores, scoreTaken);
    for (const { person, score, cause } of kept) {
      rows.push({ decision: c.id, person: person.person, score, taken: weakest.person, scoreTaken, depth: aboveTaken - countAbove(scores, score), cause });
    }
    listed.set(c.id, kept.length);
  }
  return { rows, listed, notListed: gaps.length - rows.length };
}

function overridesOf(entries: readonly Entry[]): string[] {
  const undone = new Set<string>();
  const queue: string[] = [];
  const undo = (decision: string): void => {
    if (undone.has(decision)) return;
    undone.add(decision);
    queue.push(decision);
  };
  // a row that posts explain: open as soon as each of these decisions is undone
  const explained = new Map<string, { left: number; readonly decision: string }[]>();
  for (const { c, behind } of entries) {
    for (const { cause, got } of behind.people) {
      if (cause === 'open') undo(c.id);
      if (cause !== 'placed') continue;
      const row = { left: got.length, decision: c.id };
      for (const { id } of got) {
        const rows = explained.get(id);
        if (rows) rows.push(row);
        else explained.set(id, [row]);
      }
    }
  }
  for (let at = 0; at < queue.length; at++) {
    for (const row of explained.get(queue[at]!) ?? []) if (--row.left === 0) undo(row.decision);
  }
  return [...undone].sort(compareIds);
}

function findingOf({ c, behind, scores }: Entry, listed: number): RawFinding[] {
  let best: PassedOver | undefined; // the first by id among the highest
  let open = 0;
  for (const row of behind.people) {
    if (row.cause !== 'open') continue;
    open++;
    if (!best || row.score > best.score) best = row;
  }
  if (!best) return [];
  const { weakest, scoreTaken, people } = behind;
  return [{
    id: '', kind: 'case', code: 'better-passed-over', rung: 'scores', decision: c.id, position: c.position, unit: c.unit, on: c.on, document: c.document, row: weakest.row ?? c.row, tie: null,
    people: [{ role: 'chosen', person: weakest.person }, { role: 'passed-over', person: best.person.person }],
    measured: [
      { name: 'passed-over-open', value: open, unit: 'people' },
      { name: 'passed-over', value: people.length, unit: 'people' },
      { name: 'score-chosen', value: scoreTaken, unit: 'points' },
      { name: 'score-passed-over', value: best.score, unit: 'points' },
      { name: 'points-between', value: best.score - scoreTaken, unit: 'points' },
      { name: 'places-between', value: countAbove(scores, scoreTaken) - countAbove(scores, best.score), unit: 'count' },
      ...(people.length > listed ? [{ name: 'passed-over-not-listed', value: people.length - listed, unit: 'people' } as const] : []),
    ],
    effect: null, test: null, rule: null,
    alternatives: ['merit-not-recorded', 'own-wish', 'rare-skill', 'record-incomplete', 'lawful-exception'],
    ask: ['see-minutes', 'see-score-sheets', 'ask-person', 'ask-decider'],
    rate: null, reply: null,
  }];
}
