import { binomialTest } from '../../stats/index.js';
import { formatDay } from '../../model/calendar.js';
import type { Measure, Timeline } from '../audit-document.js';
import type { Case } from '../case.js';
import type { RawFinding, Study } from '../study.js';
import { asRole, cannot, sign, type Signs } from './sign.js';
import { compare, lastEntry, seriesOf, totalsOf, type Entry, type Fraction, type Reading, type Series } from './totals.js';

const FLAG = { alternatives: ['correction-of-error', 'clerical-error', 'chance'], ask: ['see-score-sheets', 'ask-rater', 'see-minutes'] };

/** A change of a score that was already given; `late` within `late.change` days before the decision, or after names and scores were opened. */
interface Change {
  readonly series: Series;
  readonly entry: Entry;
  readonly up: boolean;
  readonly late: boolean;
  readonly afterOpening: boolean;
}

/** What late changes did to the order of those chosen and those not: pairs that turned for somebody chosen, and against. */
interface Flips {
  readonly forChosen: readonly { readonly chosen: string; readonly other: string }[];
  readonly against: number;
}

interface Edited {
  readonly c: Case;
  readonly changes: readonly Change[];
  readonly flips: Flips | null;
}

/**
 * Changes of scores that were already given. Two findings of a decision: `score-after-opening` (a breach: a score differs after the day names and scores
 * were opened) and `late-score-change` (changes in the last `late.change` days before the decision, or after opening, without which somebody not chosen
 * stood before somebody chosen, and with which he does not). Whoever's total is unknown is in no pair.
 *
 * Beside each sign stands the base rate: late changes up and down of those chosen and of the others in the whole record, decisions in which they turned the
 * order for and against the chosen, and the two-sided sign test of these. That test is no proof: an honest correction too makes whom it lifts the one
 * who is chosen, so more turns for the chosen than against are expected. It is not one of the declared family and never rejects anything.
 * The sections: every history with more than one entry, for the picture. O(entries log entries + pairs of chosen and others in edited decisions).
 */
export function lateScoreChanges(study: Study): Signs & { readonly timelines: readonly Timeline[] } {
  if (!study.past.scores || study.past.scores.length === 0) return { ...cannot('late-score-change', 'no-score-history'), timelines: [] };
  const all = seriesOf(study);
  const edited = study.cases.map((c) => editsOf(study, c, all.get(c.id) ?? []));
  const base = baseRate(edited);
  const missing = study.cases.filter((c) => !all.has(c.id)).map((c) => ({ decision: c.id, part: 'late-score-change', because: 'no-score-history' as const }));
  const unordered = edited.filter(({ flips, changes }) => flips === null && changes.some((x) => x.late)).map(({ c }) => ({ decision: c.id, part: 'late-score-change', because: 'no-weights' as const }));
  return {
    findings: edited.flatMap((e) => [...afterOpening(e), ...turned(e, base)]),
    cannot: [...missing, ...unordered],
    timelines: study.cases.flatMap((c) => (all.get(c.id) ?? []).filter((s) => s.entries.length > 1).map((s) => timelineOf(c, s))),
  };
}

function editsOf(study: Study, c: Case, series: readonly Series[]): Edited {
  const first = c.day - study.late.change;
  const changes = series.flatMap((s) => s.entries.flatMap((entry, k): Change[] => {
    const before = s.entries[k - 1];
    if (!before || before.value === entry.value) return [];
    const afterOpening = c.opened !== null && entry.day > c.opened;
    return [{ series: s, entry, up: entry.value > before.value, late: afterOpening || (entry.day > first && entry.day <= c.day), afterOpening }];
  }));
  const late = changes.some((x) => x.late);
  return { c, changes, flips: late ? flipsOf(study, c, series, first) : { forChosen: [], against: 0 } };
}

/** The entry that counted before anything late: the last one that is not late; the first one where all are, because a late first score is no change. */
function before(c: Case, first: number): Reading {
  return ({ entries }) => (entries.findLast((e) => e.day <= first && !(c.opened !== null && e.day > c.opened)) ?? entries[0])?.value ?? null;
}

function flipsOf(study: Study, c: Case, series: readonly Series[], first: number): Flips | null {
  const then = totalsOf(study, c, series, before(c, first));
  const now = totalsOf(study, c, series, c.opened === null ? lastEntry(c.day) : ({ entries }) => entries.at(-1)?.value ?? null);
  if (!then || !now) return null;
  const forChosen: { chosen: string; other: string }[] = [];
  let against = 0;
  const known = (totals: ReadonlyMap<string, Fraction | null>, person: string): Fraction | null => totals.get(person) ?? null;
  for (const { person: chosen } of c.people.filter((p) => p.chosen)) {
    const [a, z] = [known(then, chosen), known(now, chosen)];
    if (!a || !z) continue;
    for (const { person: other } of c.people.filter((p) => !p.chosen && p.eligible !== 'no')) {
      const [b, y] = [known(then, other), known(now, other)];
      if (!b || !y) continue;
      const [was, is] = [compare(a, b), compare(z, y)];
      if (was < 0 && is >= 0) forChosen.push({ chosen, other });
      if (was > 0 && is < 0) against += 1;
    }
  }
  return { forChosen, against };
}

interface Base { readonly measured: readonly Measure[] }

function baseRate(edited: readonly Edited[]): Base {
  const chosen = new Map(edited.map(({ c }) => [c.id, new Set(c.people.filter((p) => p.chosen).map((p) => p.person))]));
  const count = (late: boolean, isChosen: boolean, up: boolean): number =>
    edited.reduce((sum, { c, changes }) => sum + changes.filter((x) => x.late === late && x.up === up && chosen.get(c.id)!.has(x.series.person) === isChosen).length, 0);
  const turnedFor = edited.filter(({ flips }) => flips !== null && flips.forChosen.length > 0 && flips.against === 0).length;
  const turnedAgainst = edited.filter(({ flips }) => flips !== null && flips.forChosen.length === 0 && flips.against > 0).length;
  const test = turnedFor + turnedAgainst > 0 ? binomialTest(turnedFor, turnedFor + turnedAgainst, 0.5) : null;
  const name = (late: boolean, isChosen: boolean, up: boolean): string => `record-${late ? 'late' : 'early'}-${isChosen ? 'chosen' : 'others'}-${up ? 'up' : 'down'}`;
  const both = [true, false] as const;
  return {
    measured: [
      ...both.flatMap((late) => both.flatMap((isChosen) => both.map((up): Measure => ({ name: name(late, isChosen, up), value: count(late, isChosen, up), unit: 'count' })))),
      { name: 'record-turned-for', value: turnedFor, unit: 'decisions' },
      { name: 'record-turned-against', value: turnedAgainst, unit: 'decisions' },
      { name: 'record-sign-p', value: test?.status === 'tested' ? test.p.two : null, unit: 'share' },
    ],
  };
}

function turned({ c, changes, flips }: Edited, base: Base): readonly RawFinding[] {
  if (!flips || flips.forChosen.length === 0) return [];
  const late = changes.filter((x) => x.late);
  const raised = new Set(flips.forChosen.map((f) => f.chosen));
  const passed = new Set(flips.forChosen.map((f) => f.other));
  const telling = late.filter((x) => (x.up ? raised : passed).has(x.series.person));
  const lastDay = Math.max(...late.map((x) => x.entry.day));
  const measured: Measure[] = [
    { name: 'pairs-turned-for', value: flips.forChosen.length, unit: 'count' },
    { name: 'pairs-turned-against', value: flips.against, unit: 'count' },
    { name: 'late-changes', value: late.length, unit: 'count' },
    { name: 'late-up-chosen', value: late.filter((x) => x.up && raised.has(x.series.person)).length, unit: 'count' },
    { name: 'late-down-others', value: late.filter((x) => !x.up && passed.has(x.series.person)).length, unit: 'count' },
    { name: 'days-before-decision', value: c.day - lastDay, unit: 'days' },
    ...base.measured,
  ];
  const people = [...asRole('chosen', raised), ...asRole('passed-over', passed), ...asRole('rater', telling.flatMap((x) => x.series.by ?? []))];
  return [sign(c, { code: 'late-score-change', rung: 'scores', people, measured, row: rowOf(telling), ...FLAG })];
}

function afterOpening({ c, changes }: Edited): readonly RawFinding[] {
  const after = changes.filter((x) => x.afterOpening);
  if (after.length === 0) return [];
  const chosen = new Set(c.people.filter((p) => p.chosen).map((p) => p.person));
  const own = after.filter((x) => chosen.has(x.series.person));
  const first = after.reduce((least, x) => (x.entry.day < least.entry.day ? x : least));
  const measured: Measure[] = [
    { name: 'changes-after-opening', value: after.length, unit: 'count' },
    { name: 'after-opening-up-chosen', value: own.filter((x) => x.up).length, unit: 'count' },
    { name: 'after-opening-down-chosen', value: own.filter((x) => !x.up).length, unit: 'count' },
    { name: 'first-change', value: first.entry.on, unit: 'date' },
    { name: 'days-after-opening', value: first.entry.day - c.opened!, unit: 'days' },
  ];
  const people = [...asRole('chosen', own.map((x) => x.series.person)), ...asRole('rater', after.flatMap((x) => x.series.by ?? []))];
  return [sign(c, { kind: 'breach', code: 'score-after-opening', rung: 'scores', people, measured, row: rowOf(after), ...FLAG })];
}

/** The row of the source of the first of these changes that has one. */
const rowOf = (changes: readonly Change[]): string | null => changes.find((x) => x.entry.row !== null)?.entry.row ?? null;

function timelineOf(c: Case, s: Series): Timeline {
  return {
    decision: c.id, person: s.person, chosen: c.people.some((p) => p.person === s.person && p.chosen), criterion: s.criterion, by: s.by,
    // points of the document are whole 1/10,000 point
    points: s.entries.map((e) => ({ on: e.on, value: Math.round(e.value / 100) })),
    opened: c.opened === null ? null : formatDay(c.opened), decided: c.on,
  };
}
