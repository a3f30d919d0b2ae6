import type { Declared, Study, TieKind } from '../../../src/auditing/study.js';
import type { TestResult } from '../../../src/auditing/audit-document.js';
import type { Case, Considered } from '../../../src/auditing/case.js';
import { parseDay } from '../../../src/model/calendar.js';
import { compareIds } from '../../../src/model/ids.js';

type Entries<V> = ReadonlyMap<string, V> | Readonly<Record<string, V>>;

const mapOf = <V>(entries: Entries<V> = {}): ReadonlyMap<string, V> => (entries instanceof Map ? entries : new Map(Object.entries(entries as Readonly<Record<string, V>>)));

export interface ConsideredGiven extends Partial<Omit<Considered, 'ties' | 'strata'>> {
  readonly ties?: Entries<boolean>;
  readonly strata?: Entries<string>;
}

/** A candidate: eligible, not chosen, of unknown score and stage unless said otherwise. `score` in 1/10,000 point. */
export function considered(given: ConsideredGiven & { readonly person: string }): Considered {
  const { ties, strata, ...rest } = given;
  return { chosen: false, eligible: 'yes', failing: [], score: null, scoreHigh: rest.score ?? null, stage: null, withdrew: null, row: null, ...rest, ties: mapOf(ties), strata: mapOf(strata) };
}

/** A decision of 2026-01-05 on a post of its own: people sorted, seats counted, the day from `on`. */
export function caseOf(given: Partial<Omit<Case, 'people' | 'day' | 'seats'>> & { readonly id: string; readonly people?: readonly Considered[] }): Case {
  const people = [...(given.people ?? [])].sort((a, b) => compareIds(a.person, b.person));
  const on = given.on ?? '2026-01-05';
  const day = parseDay(on);
  if (typeof day === 'string') throw new Error(`${on}: ${day}`);
  return {
    position: `post-${given.id}`, unit: null, level: null, decider: null, kind: null, route: null, document: null, row: null, noticed: null, closed: null, opened: null,
    from: 'stated', ...given, on, day, people, seats: people.filter((person) => person.chosen).length,
  };
}

/** A study of these cases; every tie that a candidate states is asked about. */
export function studyOf(given: Partial<Omit<Study, 'byId'>> = {}): Study {
  const cases = [...(given.cases ?? [])].sort((a, b) => compareIds(a.id, b.id));
  const stated = new Set(cases.flatMap((c) => c.people.flatMap((person) => [...person.ties.keys()])));
  const ties: TieKind[] = [...stated].sort(compareIds).map((id) => ({ id, label: id, from: 'stated' }));
  return {
    past: {}, days: [], rules: [], ties, ladder: { unit: ['unit'], merit: [], all: [] }, level: 0.05, seed: 1, draws: 9999,
    minimum: { cell: 5, decider: 10 }, late: { change: 14, removal: 180 }, signal: undefined,
    ...given, cases, byId: new Map(cases.map((c) => [c.id, c])),
  };
}

/** Takes results under declared ids, as the family does, and keeps them by id. */
export function testsOf(declared: Declared): { give(id: string, result: Omit<TestResult, 'id' | 'adjusted' | 'rejected'>): TestResult; readonly given: Map<string, TestResult> } {
  const known = new Set(declared.map((test) => test.id));
  const given = new Map<string, TestResult>();
  return {
    given,
    give(id, result) {
      if (!known.has(id)) throw new Error(`${id} was not declared`);
      if (given.has(id)) throw new Error(`${id} was given twice`);
      const test: TestResult = { id, ...result, adjusted: null, rejected: null };
      given.set(id, test);
      return test;
    },
  };
}
