import { bug } from '../errors/index.js';
import { fromEdges, solve } from '../kernel/index.js';
import { compareIds } from '../model/ids.js';
import type { RegretRow } from './audit-document.js';
import type { Because, Case } from './case.js';
import { poolOf } from './passed-over.js';
import type { Part, Study } from './study.js';

/** A decision as a choice: whom it took, and whom it could have taken instead. */
interface Choice {
  readonly c: Case;
  /** Sum of the scores of those chosen. */
  readonly decided: number;
  readonly holders: readonly string[];
  /** Everybody who could sit here, holders included; the best first, equals by person. */
  readonly people: readonly { readonly person: string; readonly score: number }[];
}

/**
 * What the decisions of a day gave up: `best - decided`, in 1/10,000 point, and as a share of the discretion there was, `best - worst`.
 * The decisions of one day (of one source of scores) are one choice. `best` and `worst` are the most and the least points that any way to fill
 * exactly the same seats has, with eligible people of known score who had not withdrawn, one seat each: two assignment problems, solved exactly
 * in whole numbers. `share` lies in 0 to 1; null, with `no-discretion`, where every way has the same points.
 *
 * Not part of the choice: a seat whose holder was ineligible, has no known score, or was given two posts that day, and its holder (told in
 * `cannot` for its decision); people of unknown eligibility or score, counted in `leftOut`: with them the loss may be greater, never smaller.
 * A score that is an interval counts with its lowest end. Days without any seat left have no row.
 *
 * `waterfall`: what undoing one decision alone would gain: the best way to fill its seats while every other decision of the day stands and keeps
 * its holders, less what was decided. From 0; it adds up to the loss where the decisions share no candidates, and otherwise to less or more.
 * Cost: O(n log n) for decisions that share no candidates; else one assignment over the best (worst) S people of each decision, S the seats that
 * hang together: in some best way nobody else sits, as one of the first S of a decision is always free.
 * @see ../kernel solve (the assignment)
 */
export function regretOf(study: Study): Part<RegretRow[]> {
  const cannot: { decision: string | null; part: string; because: Because }[] = [];
  const days = new Map<string, Case[]>();
  for (const c of [...study.cases].sort((a, b) => compareIds(a.id, b.id))) {
    const key = `${c.on} ${c.from}`;
    const sameDay = days.get(key);
    if (sameDay) sameDay.push(c);
    else days.set(key, [c]);
  }
  const rows: RegretRow[] = [];
  for (const [, cases] of [...days].sort(([a], [b]) => compareIds(a, b))) {
    const { choices, leftOut } = choicesOf(cases, cannot);
    if (choices.length === 0) continue;
    let best = 0;
    let worst = 0;
    for (const group of groupsOf(choices)) {
      best += extreme(group, 1);
      worst += extreme(group, -1);
    }
    const decided = choices.reduce((sum, choice) => sum + choice.decided, 0);
    if (best < decided || worst > decided) throw bug('a best way below what was decided');
    const seated = new Set(choices.flatMap((choice) => choice.holders));
    rows.push({
      on: cases[0]!.on, from: cases[0]!.from, decisions: choices.map(({ c }) => c.id), best, decided, worst, loss: best - decided,
      share: best > worst ? (best - decided) / (best - worst) : null,
      waterfall: choices.map((choice) => ({ decision: choice.c.id, gain: undone(choice, seated) })),
      because: best > worst ? null : 'no-discretion',
      leftOut,
    });
  }
  if (rows.length === 0 && cannot.every(({ because }) => because === 'no-scores')) {
    const because = study.cases.length === 0 ? 'no-data' : cannot.length > 0 ? 'no-scores' : 'nobody-chosen';
    return { section: [], findings: [], cannot: [{ decision: null, part: 'regret', because }] };
  }
  return { section: rows, findings: [], cannot };
}

function choicesOf(cases: readonly Case[], cannot: { decision: string | null; part: string; because: Because }[]): { choices: Choice[]; leftOut: number } {
  const posts = new Map<string, number>();
  for (const c of cases) for (const { person, chosen } of c.people) if (chosen) posts.set(person, (posts.get(person) ?? 0) + 1);
  const fixed = new Set<string>(); // holders of seats that are no part of the choice
  for (const c of cases) {
    const reasons = c.people.filter((person) => person.chosen).map(({ person, eligible, score }): Because | null => {
      const because = eligible === 'no' ? 'winner-not-eligible' : score === null ? 'score-of-chosen-unknown' : posts.get(person)! > 1 ? 'no-data' : null;
      if (because) fixed.add(person);
      return because;
    });
    const because = reasons.find((reason) => reason !== null);
    if (because) cannot.push({ decision: c.id, part: 'regret', because: because === 'score-of-chosen-unknown' && c.people.every(({ score }) => score === null) ? 'no-scores' : because });
  }
  const choices: Choice[] = [];
  let leftOut = 0;
  for (const c of cases) {
    const holders = c.people.filter((person) => person.chosen && !fixed.has(person.person));
    if (holders.length === 0) continue;
    const { there, unclear } = poolOf(c);
    const people = there.flatMap(({ person, score }) => (score === null || fixed.has(person) ? [] : [{ person, score }]));
    leftOut += unclear.length + there.filter(({ score }) => score === null).length;
    people.sort((a, b) => b.score - a.score || compareIds(a.person, b.person));
    choices.push({ c, decided: holders.reduce((sum, { score }) => sum + score!, 0), holders: holders.map(({ person }) => person), people });
  }
  return { choices, leftOut };
}

/** Choices that hang together by the people who could sit in several of them; each group in the order of its decisions. */
function groupsOf(choices: readonly Choice[]): Choice[][] {
  const leader = choices.map((_, k) => k);
  const find = (k: number): number => {
    while (leader[k] !== k) k = leader[k] = leader[leader[k]!]!;
    return k;
  };
  const firstOf = new Map<string, number>();
  choices.forEach(({ people }, k) => {
    for (const { person } of people) {
      const first = firstOf.get(person);
      if (first === undefined) firstOf.set(person, k);
      else leader[find(k)] = find(first);
    }
  });
  const groups = new Map<number, Choice[]>();
  choices.forEach((choice, k) => {
    const group = groups.get(find(k));
    if (group) group.push(choice);
    else groups.set(find(k), [choice]);
  });
  return [...groups.values()];
}

/** The most (sign 1) or the least (sign -1) points of a way to fill the seats of a group. */
function extreme(group: readonly Choice[], sign: 1 | -1): number {
  const seats = group.reduce((sum, { holders }) => sum + holders.length, 0);
  const firstOf = ({ people }: Choice, count: number): Choice['people'] => (sign === 1 ? people.slice(0, count) : people.slice(-count));
  if (group.length === 1) return firstOf(group[0]!, seats).reduce((sum, { score }) => sum + score, 0);
  const rows = new Map<string, number>();
  const row: number[] = [];
  const col: number[] = [];
  const weight: number[] = [];
  group.forEach((choice, j) => {
    for (const { person, score } of firstOf(choice, seats)) {
      if (!rows.has(person)) rows.set(person, rows.size);
      row.push(rows.get(person)!);
      col.push(j);
      weight.push(sign * score);
    }
  });
  const counts = Int32Array.from(group, ({ holders }) => holders.length);
  const found = solve(fromEdges(rows.size, group.length, { row, col, weight }, { rowMin: new Uint8Array(rows.size), colMin: counts, colMax: counts }));
  if (found.status === 'infeasible') throw bug('what was decided is not among the ways to fill the seats');
  return sign * found.objective;
}

/** What the best way to fill the seats of one decision gains while all others stand. */
function undone({ decided, holders, people }: Choice, seated: ReadonlySet<string>): number {
  const own = new Set(holders);
  let [gain, left] = [-decided, holders.length];
  for (let k = 0; left > 0; k++) {
    const { person, score } = people[k]!;
    if (seated.has(person) && !own.has(person)) continue;
    gain += score;
    left--;
  }
  return gain;
}
