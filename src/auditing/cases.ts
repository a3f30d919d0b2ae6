import { bug } from '../errors/index.js';
import { parseDay } from '../model/calendar.js';
import type { Case, Considered } from './case.js';
import type { Candidacy, Past, PastScore } from './past.js';
import type { TieKind } from './study.js';

/** Ties of the people considered, by decision, person and the id of the kind; what is absent is unknown. */
export type ResolvedTies = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, boolean>>>;

const NO_TIES: ReadonlyMap<string, boolean> = new Map();

/**
 * Every decision with everybody considered for it, sorted by id, from the tables of a parsed record. What the tables do not say is unknown
 * (null, or absent from `ties`). Scores are whole numbers of 1/10,000 point; where a row states none, the last total of `scores` on or
 * before the day of the decision counts. O(rows).
 * @param resolved - what `relations` say of the ties that are asked of them.
 */
export function casesOf(past: Past, ties: readonly TieKind[], resolved: ResolvedTies = new Map()): readonly Case[] {
  const levels = new Map(past.levels?.map((level, k) => [level, k]));
  const stages = new Map(past.stages?.map((stage, k) => [stage, k]));
  const positions = new Map(past.positions?.map((position) => [position.id, position]));
  const strata = new Set<string>();
  const rows = new Map<string, Candidacy[]>();
  for (const row of past.candidates ?? []) {
    const of = rows.get(row.decision);
    if (of) of.push(row);
    else rows.set(row.decision, [row]);
    if (row.strata) for (const name of Object.keys(row.strata)) strata.add(name);
  }
  const names = [...strata].sort();
  const share = { strata: sharedMaps(), ties: sharedMaps() };
  const totals = lastTotals(past);
  const stated = ties.filter((tie) => tie.from === 'stated').map((tie) => tie.id);

  return (past.decisions ?? []).map((decision): Case => {
    const found = resolved.get(decision.id);
    const people = (rows.get(decision.id) ?? []).map((row): Considered => {
      const score = points(row.score ?? totals.get(`${row.decision}\n${row.person}`));
      return {
        person: row.person,
        chosen: row.chosen,
        eligible: row.eligible === undefined ? 'unknown' : row.eligible ? 'yes' : 'no',
        failing: [],
        score,
        scoreHigh: score,
        stage: row.chosen && stages.size > 0 ? stages.size - 1 : row.reached === undefined ? null : stages.get(row.reached)!,
        withdrew: dayOrNull(row.withdrew),
        ties: tiesOf(row, stated, found?.get(row.person), share.ties),
        strata: share.strata(names, names.map((name) => stratum(row.strata?.[name]))),
        row: row.row ?? null,
      };
    });
    const position = positions.get(decision.position);
    return {
      id: decision.id,
      position: decision.position,
      unit: position?.unit ?? null,
      level: position?.level === undefined ? null : levels.get(position.level)!,
      day: dayOrNull(decision.on)!,
      on: decision.on,
      decider: decision.decider ?? null,
      kind: decision.kind ?? null,
      route: decision.route ?? null,
      document: decision.document ?? null,
      row: decision.row ?? null,
      noticed: dayOrNull(decision.noticed),
      closed: dayOrNull(decision.closed),
      opened: dayOrNull(decision.opened),
      seats: people.filter((person) => person.chosen).length,
      people,
      from: 'stated',
    };
  });
}

function tiesOf(row: Candidacy, stated: readonly string[], found: ReadonlyMap<string, boolean> | undefined, share: Share): ReadonlyMap<string, boolean> {
  if (stated.length === 0) return found ?? NO_TIES;
  const ties = row.ties ?? {};
  if (!found) return share(stated, stated.map((id) => ties[id]));
  const all = new Map(found);
  for (const id of stated) if (ties[id] !== undefined) all.set(id, ties[id]);
  return all;
}

type Share = <Value extends string | boolean>(names: readonly string[], values: readonly (Value | undefined)[]) => ReadonlyMap<string, Value>;

/** Makes maps of names to values, without those that are undefined; equal ones are one map: many people are alike, and a map is large. */
function sharedMaps(): Share {
  const made = new Map<string, ReadonlyMap<string, string | boolean>>();
  return <Value extends string | boolean>(names: readonly string[], values: readonly (Value | undefined)[]) => {
    let key = '';
    for (const value of values) key += `${typeof value === 'string' ? `"${value}` : String(value)}\n`; // no stored text holds a line end
    let known = made.get(key);
    if (!known) made.set(key, (known = new Map(names.flatMap((name, k): [string, Value][] => (values[k] === undefined ? [] : [[name, values[k]]])))));
    return known as ReadonlyMap<string, Value>;
  };
}

/** The text of a value that a ladder conditions on; without one the stratum `missing`. */
function stratum(value: string | number | boolean | null | undefined): string {
  return value === null || value === undefined ? 'missing' : String(value);
}

/** Points as whole numbers of 1/10,000; the door let no more decimals in, so rounding only undoes what base 2 does to them. */
function points(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 10_000) + 0;
}

/**
 * The last total of each candidate on or before the day of the decision: entries without criterion. Those that name nobody count; else
 * those of the one who is named. Totals by several people alone are ratings, and nothing says how they were put together.
 */
function lastTotals(past: Past): ReadonlyMap<string, number> {
  const decided = new Map(past.decisions?.map((decision) => [decision.id, decision.on]));
  const last = new Map<string, Map<string, PastScore>>();
  for (const row of past.scores ?? []) {
    if (row.criterion !== undefined || row.on > decided.get(row.decision)!) continue;
    const key = `${row.decision}\n${row.person}`;
    let named = last.get(key);
    if (!named) last.set(key, (named = new Map<string, PastScore>()));
    named.set(row.by ?? '', row); // in normal form the entries of one giver rise by day and order
  }
  const totals = new Map<string, number>();
  for (const [key, named] of last) {
    const counts = named.get('') ?? (named.size === 1 ? [...named.values()][0] : undefined);
    if (counts) totals.set(key, counts.value);
  }
  return totals;
}

function dayOrNull(text: string | undefined): number | null {
  if (text === undefined) return null;
  const day = parseDay(text);
  if (typeof day !== 'number') throw bug('a day that the door let in');
  return day;
}
