import type { Measure } from '../audit-document.js';
import type { Case } from '../case.js';
import type { Holding, PastPosition } from '../past.js';
import type { RawFinding, Study } from '../study.js';
import { dayNumber } from './pools.js';
import { asRole, byText, cannot, chosenOf, sign, together, type Signs } from './sign.js';

const FLAG = { alternatives: ['transfer-of-duty', 'own-wish', 'health-or-retirement', 'lawful-exception', 'chance', 'record-incomplete'], ask: ['see-document', 'ask-decider', 'ask-person', 'complete-roster'] };

/** Why somebody counts as a rival of the one chosen. */
type Ground = 'higher-score' | 'higher-score-before' | 'acting-in-post';

interface Removal {
  readonly person: string;
  readonly ground: Ground;
  readonly holding: Holding;
  readonly day: number;
}

/** The base rate: when each post of the roster began, and of how many people. */
interface Moves {
  readonly starts: readonly { readonly person: string; readonly day: number }[];
  readonly people: number;
}

/**
 * Decisions before which a stronger rival was moved: within `late.removal` days, and not upwards. A rival is somebody who could no longer be chosen, and
 * either stood in this decision with a higher score than somebody chosen, but ineligible or withdrawn on or after the move; or did not stand in it, and in the
 * last decision that judged both by score, on the same level or for the same post, had more; or did not stand in it and acted in this very post until he
 * was moved. A move is a row of the roster that begins in the window before the decision, in another post than the one he held; one to a higher level (or
 * a seat he was chosen for in a decision on record on that level or above) is no removal; an end without a new post is one (it may be a retirement: the
 * day he retires, where it is on record, is).
 * One finding a decision, with all of them. Who holds two posts is judged by the highest. Most moves have nothing to do with a later choice: how many people of the roster were moved in the same window
 * stands beside it. O(roster + candidates log candidates).
 */
export function rivalRemoved(study: Study): Signs {
  const { past } = study;
  if (!past.roster || past.roster.length === 0) return cannot('rival-removed', 'no-roster');
  const careers = new Map<string, Holding[]>();
  for (const h of past.roster) {
    const list = careers.get(h.person) ?? [];
    if (list.length === 0) careers.set(h.person, list);
    list.push(h);
  }
  for (const list of careers.values()) list.sort((a, b) => byText(a.from, b.from) || byText(a.position, b.position) || byText(a.to ?? '~', b.to ?? '~'));
  const positions = new Map((past.positions ?? []).map((p) => [p.id, p]));
  const retires = new Map((past.people ?? []).flatMap((p) => (p.retires === undefined ? [] : [[p.id, dayNumber(p.retires)] as const])));
  const levelOf = levels(study, positions);
  const acting = new Map<string, Set<string>>();
  for (const h of past.roster) if (h.acting === true) acting.set(h.position, (acting.get(h.position) ?? new Set()).add(h.person));
  const better = betterBefore(study.cases);
  const moves = { starts: past.roster.map((h) => ({ person: h.person, day: dayNumber(h.from) })), people: careers.size };

  return together(study.cases.map((c) => {
    const chosen = chosenOf(c);
    if (chosen.length === 0) return cannot('rival-removed', 'nobody-chosen', c.id);
    const scores = chosen.flatMap((p) => (p.score === null ? [] : [p.score]));
    const rivals = new Map<string, Ground>();
    for (const person of acting.get(c.position) ?? []) rivals.set(person, 'acting-in-post');
    for (const p of chosen) for (const person of better(p.person, c)) rivals.set(person, 'higher-score-before');
    for (const p of c.people) rivals.delete(p.person); // who stood here is judged by what he had here
    for (const p of c.people) {
      const out = p.eligible === 'no' || p.withdrew !== null;
      if (!p.chosen && out && p.score !== null && scores.some((s) => p.score! > s)) rivals.set(p.person, 'higher-score');
    }
    const removals = [...rivals].sort(([a], [b]) => byText(a, b)).flatMap(([person, ground]): Removal[] => {
      const withdrew = c.people.find((p) => p.person === person)?.withdrew ?? null;
      const moved = removalOf(careers.get(person) ?? [], c, ground, c.day - study.late.removal, Math.min(c.day, withdrew ?? c.day), retires.get(person) ?? null, levelOf);
      return moved ? [{ person, ground, ...moved }] : [];
    });
    if (removals.length > 0) return { findings: [finding(c, removals, moves, c.day - study.late.removal)], cannot: [] };
    return scores.length === 0 && rivals.size === 0 ? cannot('rival-removed', 'no-scores', c.id) : { findings: [], cannot: [] };
  }));
}

function levels(study: Study, positions: ReadonlyMap<string, PastPosition>): (position: string) => number | null {
  const order = new Map((study.past.levels ?? []).map((level, k) => [level, k]));
  return (position) => order.get(positions.get(position)?.level ?? '') ?? null;
}

/** Who had more than a person in the last decision that judged both by score before a day, on the same level or for the same post. */
function betterBefore(cases: readonly Case[]): (person: string, c: Case) => ReadonlySet<string> {
  const of = new Map<string, Case[]>();
  const sorted = [...cases].sort((a, b) => b.day - a.day || byText(b.id, a.id));
  for (const c of sorted) for (const p of c.people) if (p.score !== null) of.set(p.person, [...(of.get(p.person) ?? []), c]);
  return (person, { day, level, position }) => {
    const judged = new Set<string>();
    const better = new Set<string>();
    for (const c of of.get(person) ?? []) {
      if (c.day >= day || !(c.position === position || (level !== null && c.level === level))) continue;
      const own = c.people.find((p) => p.person === person)!.score!;
      for (const p of c.people) {
        if (p.person === person || p.score === null || judged.has(p.person)) continue;
        judged.add(p.person);
        if (p.score > own && p.eligible !== 'no' && !p.chosen) better.add(p.person);
      }
    }
    return better;
  };
}

/** The last move of a career in the window after `from` until the day before `until`, if it is not upwards. */
function removalOf(career: readonly Holding[], c: Case, ground: Ground, from: number, until: number, retires: number | null, levelOf: (position: string) => number | null): { readonly holding: Holding; readonly day: number } | null {
  if (retires !== null && retires <= c.day) return null;
  const inWindow = (day: number): boolean => day > from && day < until;
  const heldOn = (day: number): readonly Holding[] => career.filter((h) => dayNumber(h.from) <= day && (h.to === undefined || dayNumber(h.to) >= day));
  const level = (holdings: readonly Holding[]): number | null => holdings.reduce<number | null>((most, h) => ((l) => (l === null ? most : Math.max(most ?? l, l)))(levelOf(h.position)), null);
  for (const holding of [...career].reverse()) {
    const day = dayNumber(holding.from);
    if (inWindow(day) && holding.acting !== true) {
      const before = heldOn(day - 1);
      const [was, is] = [level(before.filter((h) => h.acting !== true)), levelOf(holding.position)];
      if (before.length === 0 || before.some((h) => h.position === holding.position && h.acting !== true)) continue;
      if (ground === 'acting-in-post' && !before.some((h) => h.position === c.position && h.acting === true)) continue;
      if (holding.position === c.position || (was !== null && is !== null && is > was)) return null;
      return { holding, day };
    }
    const end = holding.to === undefined ? null : dayNumber(holding.to) + 1;
    if (end !== null && inWindow(end) && heldOn(end).length === 0 && (ground !== 'acting-in-post' || holding.position === c.position)) return { holding, day: end };
  }
  return null;
}

function finding(c: Case, removals: readonly Removal[], moves: Moves, from: number): RawFinding {
  const least = chosenOf(c).reduce<number | null>((low, p) => (p.score === null ? low : Math.min(low ?? p.score, p.score)), null);
  const measured: Measure[] = [
    { name: 'rivals-moved', value: removals.length, unit: 'people' },
    { name: 'score-chosen', value: least, unit: 'points' },
    ...removals.flatMap(({ person, ground, holding, day }): Measure[] => [
      { name: 'rival-ground', value: ground, unit: 'code' },
      { name: 'move', value: dayNumber(holding.from) === day ? (holding.kind ?? 'move') : 'end', unit: 'code' },
      { name: 'days-before-decision', value: c.day - day, unit: 'days' },
      { name: 'score-rival', value: c.people.find((p) => p.person === person)?.score ?? null, unit: 'points' },
    ]),
    { name: 'moved-in-window', value: new Set(moves.starts.filter((s) => s.day > from && s.day < c.day).map((s) => s.person)).size, unit: 'people' },
    { name: 'on-roster', value: moves.people, unit: 'people' },
  ];
  const people = [...asRole('chosen', chosenOf(c).map((p) => p.person)), ...asRole('rival', removals.map((r) => r.person)), ...asRole('actor', removals.flatMap((r) => r.holding.decider ?? []))];
  return sign(c, { code: 'rival-removed', rung: 'scores', people, measured, row: removals.find((r) => r.holding.row !== undefined)?.holding.row ?? null, ...FLAG });
}
