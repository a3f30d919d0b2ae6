/** Yearly seniority lists of a service: who was promoted while more senior officers of the same grade stayed, and how long a workplace is kept. */

import type { AuditOptions, Past } from 'meritra/audit';

/** Grades, the lowest first. */
export const GRADES = ['III', 'II', 'I', 'SP'] as const;
export type Grade = (typeof GRADES)[number];

/** One officer on one yearly list. */
export interface Entry {
  readonly officer: string;
  readonly year: number;
  readonly grade: Grade;
  /** The number on the list of the grade; 1 is the most senior. */
  readonly place: number;
  readonly workplace: string;
  /** The year from which each promotion counts, as this list states it. */
  readonly counts: Readonly<Partial<Record<Grade, number>>>;
}

export interface Lists {
  readonly years: readonly number[];
  /** Each officer's entries by year. */
  readonly officers: ReadonlyMap<string, ReadonlyMap<number, Entry>>;
  readonly rows: number;
  /** Numbers that stand twice on one list, so that two people may be behind them: left out everywhere. */
  readonly twice: ReadonlySet<string>;
}

/** The lists of a file with the columns officer, as_at, grade, seniority, year_to_II, year_to_I, year_to_SP and workplace_id. O(rows). */
export function readLists(csv: string): Lists {
  const [head = '', ...lines] = csv.trim().split(/\r?\n/);
  const columns = head.split(',');
  const officers = new Map<string, Map<number, Entry>>();
  const twice = new Set<string>();
  for (const line of lines) {
    const cells = line.split(',');
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const grade = GRADES.find((each) => each === cell('grade'));
    if (grade === undefined) throw new Error('a grade that is not among those of the service');
    const counts = Object.fromEntries(GRADES.slice(1).flatMap((each) => (cell(`year_to_${each}`) === '' ? [] : [[each, Number(cell(`year_to_${each}`))]])));
    const [officer, year] = [cell('officer'), Number(cell('as_at'))];
    const years = officers.get(officer) ?? new Map<number, Entry>();
    if (years.has(year)) twice.add(officer);
    officers.set(officer, years.set(year, { officer, year, grade, place: Number(cell('seniority')), workplace: cell('workplace_id'), counts }));
  }
  for (const officer of twice) officers.delete(officer);
  const years = [...new Set([...officers.values()].flatMap((entries) => [...entries.keys()]))].sort((a, b) => a - b);
  return { years, officers, rows: lines.length, twice };
}

/** The lists as a record for an audit. A list says where somebody was in a year: each entry is taken to hold from its first to its last day. O(entries). */
export function rosterOf({ officers }: Lists): Past {
  const entries = [...officers.values()].flatMap((years) => [...years.values()]);
  const post = ({ grade, workplace }: Entry): string => `${grade}-at-${workplace}`;
  return {
    title: 'Yearly seniority lists',
    levels: [...GRADES],
    positions: [...new Map(entries.map((entry) => [post(entry), { id: post(entry), level: entry.grade }])).values()],
    people: [...officers.keys()].map((officer) => ({ id: `officer-${officer}` })),
    roster: entries.map((entry) => ({ person: `officer-${entry.officer}`, position: post(entry), from: `${entry.year}-01-01`, to: `${entry.year}-12-31` })),
  };
}

/** Places where the lists do not follow each other grade by grade: to be looked up in the documents, for no article was read. A sign, and no breach. */
export const ORDER_OF_GRADES: NonNullable<AuditOptions['rules']> = [
  { kind: 'level-jump', id: 'grade-skipped', label: 'A grade is skipped between two lists', citation: { source: 'the order of the grades on the lists; no article was read', confidence: 'M' }, most: 1 },
  { kind: 'hidden-demotion', id: 'grade-lower', label: 'A lower grade on the later list', citation: { source: 'the order of the grades on the lists; no article was read', confidence: 'M' } },
];

/** An officer of a grade who stands on two lists that follow each other: promoted to the next grade on the second, or still in the same. */
export interface Standing {
  readonly place: number;
  readonly promoted: boolean;
  /** The year from which the promotion counts by the last list that states one; null if none does. */
  readonly counts: number | null;
}

/** One grade between two lists. */
export interface Step {
  readonly from: Grade;
  readonly to: Grade;
  /** The year of the first list; the second is that of the year after. */
  readonly year: number;
  readonly officers: readonly Standing[];
  /** On the first list and not on the second: retired, left, or lost by the extraction. Not counted as passed over. */
  readonly gone: number;
  /** On the second list in a grade that is neither the same nor the next. Not counted either. */
  readonly elsewhere: number;
}

/** Every grade but the highest between every two lists that follow each other, by grade and year. O(entries). */
export function stepsOf({ years, officers }: Lists): Step[] {
  return GRADES.slice(0, -1).flatMap((from, g) => {
    const to = GRADES[g + 1] ?? from;
    return years.slice(0, -1).map((year): Step => {
      const standing: Standing[] = [];
      let [gone, elsewhere] = [0, 0];
      for (const entries of officers.values()) {
        const [now, next] = [entries.get(year), entries.get(year + 1)];
        if (now?.grade !== from) continue;
        if (next === undefined) gone++;
        else if (next.grade !== from && next.grade !== to) elsewhere++;
        else standing.push({ place: now.place, promoted: next.grade === to, counts: [...entries.values()].sort((a, b) => b.year - a.year).find(({ counts }) => counts[to] !== undefined)?.counts[to] ?? null });
      }
      return { from, to, year, officers: standing.sort((a, b) => a.place - b.place), gone, elsewhere };
    });
  });
}

export interface Bypass {
  readonly promoted: number;
  readonly stayed: number;
  /** Of those promoted: with at least one more senior officer who stayed. */
  readonly passing: number;
  /** Of those who stayed: with at least one less senior officer who was promoted. */
  readonly passed: number;
  /** Of `passed`: with a less senior officer promoted from an earlier year than any list states for him, or none stated for him at all. */
  readonly stillPassed: number;
  /** Pairs of one promoted and one who stayed, and those of them in which the one who stayed is the more senior. */
  readonly pairs: number;
  readonly reversed: number;
  /** The fewest officers to set aside so that the rest follow seniority: who stayed above a line, who was promoted below it. */
  readonly held: number;
  readonly early: number;
}

/**
 * The promotions of one step beside strict seniority. The fewest to set aside are a least vertex cover of the pairs that are reversed; since
 * these are ordered by place, it is a line in the list (of several the most senior one). O(n), after `officers` are in the order of place.
 */
export function bypassOf(officers: readonly Standing[]): Bypass {
  const promoted = officers.filter((officer) => officer.promoted).length;
  let [stayedAbove, promotedAbove, passing, passed, reversed] = [0, 0, 0, 0, 0];
  let line = { held: 0, early: promoted };
  for (const officer of officers) {
    if (officer.promoted) {
      promotedAbove++;
      reversed += stayedAbove;
      if (stayedAbove > 0) passing++;
    } else {
      stayedAbove++;
      if (promotedAbove < promoted) passed++;
    }
    if (stayedAbove + promoted - promotedAbove < line.held + line.early) line = { held: stayedAbove, early: promoted - promotedAbove };
  }
  let [stillPassed, earliest] = [0, Infinity]; // from the least senior upwards: the earliest year of a promotion below
  for (const officer of [...officers].reverse()) {
    if (officer.promoted) earliest = Math.min(earliest, officer.counts ?? Infinity);
    else if (earliest < (officer.counts ?? Infinity)) stillPassed++;
  }
  const stayed = officers.length - promoted;
  return { promoted, stayed, passing, passed, stillPassed, pairs: promoted * stayed, reversed, ...line };
}

/**
 * What counts as a move between two lists. `any`: the workplace has another number. `firm`: moreover the old workplace still stands on the later
 * list and the new one stood on the earlier one, so that a renamed or newly spelled workplace moves nobody.
 */
export type Reading = 'any' | 'firm';

/** Whether an officer moved between two entries of lists that follow each other. */
export function moves({ officers }: Lists, reading: Reading): (before: Entry, after: Entry) => boolean {
  const on = new Set([...officers.values()].flatMap((entries) => [...entries.values()].map(({ year, workplace }) => `${year} ${workplace}`)));
  return (before, after) => before.workplace !== after.workplace && (reading === 'any' || (on.has(`${after.year} ${before.workplace}`) && on.has(`${before.year} ${after.workplace}`)));
}

/** Stays that were still observed for a further year at an age, and those that ended in it. */
export interface Age {
  /** Lists on which the stay had been seen when the year began. */
  readonly lists: number;
  readonly atRisk: number;
  readonly moved: number;
}

/**
 * How long a workplace is kept: stays that began with a move between two lists, year by year. A stay whose begin nobody saw is not counted; one
 * that is cut by the last list, or by a year without the officer, counts for the years that were seen. O(entries).
 */
export function staysOf(lists: Lists, reading: Reading): Age[] {
  const moved = moves(lists, reading);
  const ages = lists.years.slice(2).map((_, k) => ({ lists: k + 1, atRisk: 0, moved: 0 }));
  for (const entries of lists.officers.values()) {
    let seen = 0; // lists of a stay whose begin was seen; 0 while there is none
    for (const year of lists.years) {
      const [before, after] = [entries.get(year), entries.get(year + 1)];
      if (!before || !after) {
        seen = 0;
        continue;
      }
      const ends = moved(before, after);
      const age = ages[seen - 1];
      if (age) {
        age.atRisk++;
        if (ends) age.moved++;
      }
      seen = ends ? 1 : seen > 0 ? seen + 1 : 0;
    }
  }
  return ages;
}
