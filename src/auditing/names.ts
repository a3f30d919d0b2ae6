import { canonicalJson, hashDocument, sha256Hex } from '../canonical/index.js';
import { bug } from '../errors/index.js';
import { documentHash } from '../model/frozen.js';
import { compareIds } from '../model/ids.js';
import type { Audit, ConflictPath, Finding, Pseudonym } from './audit-document.js';
import { PAST_FORMAT, type Past } from './past.js';
import type { AuditDay } from './study.js';

/** Pseudonyms of everybody in a record, both ways. */
export interface Names {
  /** By id. @throws our bug for an id that is not in the record: a name must never slip through. */
  of(id: string): Pseudonym;
  /** The id behind a pseudonym; undefined if there is none. */
  idOf(pseudonym: Pseudonym): string | undefined;
}

/** Hash of a record, as an audit names it. */
export function inputHash(past: Past): string {
  return documentHash(PAST_FORMAT, past);
}

/**
 * Pseudonyms of a parsed record: `P-0001` … for people, `A-0001` … for actors who are no people, all as long as the longest number.
 * They are numbered in the order of SHA-256(key, line end, id), where the key is a hash of the whole record that is published nowhere. So
 * the same record always gives the same names, and whoever has a list of ids but not the record cannot tell which number is whose, nor
 * anything from the order. People whom only the rounds of `days` know come after those of the record. O(size of the record).
 */
export function namesOf(past: Past, days: readonly AuditDay[] = []): Names {
  const people = new Set<string>();
  for (const row of past.people ?? []) people.add(row.id);
  for (const table of ['candidates', 'roster', 'evidence', 'scores'] as const) for (const row of past[table] ?? []) people.add(row.person);
  const others = new Set<string>();
  const add = (id: string | undefined): void => {
    if (id !== undefined && !people.has(id)) others.add(id);
  };
  for (const row of past.replies ?? []) add(row.person);
  for (const row of past.decisions ?? []) add(row.decider);
  for (const row of past.roster ?? []) add(row.decider);
  for (const table of ['requirements', 'evidence', 'scores', 'weights'] as const) for (const row of past[table] ?? []) add(row.by);
  for (const row of past.roles ?? []) {
    add(row.actor);
    row.declared?.forEach(add);
    if (Array.isArray(row.recused)) row.recused.forEach(add);
  }
  for (const row of past.relations ?? []) {
    add(row.a);
    add(row.b);
  }
  const key = hashDocument('meritra/audit/0 names', past, { plain: true });
  const forward = new Map<string, Pseudonym>();
  const back = new Map<Pseudonym, string>();
  const strangers = new Set<string>();
  for (const { round } of days) for (const { id } of round.people) if (!people.has(id) && !others.has(id)) strangers.add(id);
  const inOrder = (ids: Iterable<string>): string[] => [...ids].map((id) => ({ id, hash: sha256Hex(`${key}\n${id}`) })).sort((a, b) => compareIds(a.hash, b.hash)).map(({ id }) => id);
  for (const [letter, ids] of [['P', [...inOrder(people), ...inOrder(strangers)]], ['A', inOrder(others)]] as const) {
    const digits = Math.max(4, String(letter === 'P' ? people.size : others.size).length);
    ids.forEach((id, k) => {
      const name = `${letter}-${String(k + 1).padStart(digits, '0')}`;
      forward.set(id, name);
      back.set(name, id);
    });
  }
  return {
    of: (id) => {
      const name = forward.get(id);
      if (name === undefined) throw bug('a part of the audit names somebody who is not in the record');
      return name;
    },
    idOf: (name) => back.get(name),
  };
}

/** The parts of an audit that hold people. */
export type Named = Pick<Audit, 'findings' | 'ranks' | 'register' | 'deciders' | 'conflicts' | 'timelines'>;

/** The same with pseudonyms in the place of ids, sorted by them: the order of ids would tell who is who. */
export function renamed(named: Named, names: Names): Named {
  const of = (id: string): Pseudonym => names.of(id);
  const ofStep = (step: ConflictPath['steps'][number]): ConflictPath['steps'][number] => ({ ...step, from: of(step.from), to: of(step.to) });
  return {
    findings: named.findings.map((row): Finding => ({ ...row, people: sorted(row.people.map((p) => ({ ...p, person: of(p.person) })), (p) => [p.role, p.person]) })),
    ranks: sorted(named.ranks.map((row) => ({ ...row, chosen: of(row.chosen) })), (row) => [row.decision, row.chosen]),
    register: sorted(named.register.map((row) => ({ ...row, person: of(row.person), taken: of(row.taken) })), (row) => [row.decision, row.person, row.taken]),
    deciders: sorted(
      named.deciders.map((row) => ({ ...row, decider: of(row.decider), beneficiaries: sorted(row.beneficiaries.map((b) => ({ ...b, person: of(b.person) })), (b) => [b.person]) })),
      (row) => [row.decider, row.year],
    ),
    conflicts: sorted(
      named.conflicts.map((row) => ({ ...row, actor: of(row.actor), person: of(row.person), steps: row.steps.map(ofStep) })),
      (row) => [row.decision, row.role, row.actor, row.person, canonicalJson(row)],
    ),
    timelines: sorted(
      named.timelines.map((row) => ({ ...row, person: of(row.person), by: row.by === null ? null : of(row.by) })),
      (row) => [row.decision, row.person, row.criterion ?? '', row.by ?? ''],
    ),
  };
}

function sorted<T>(rows: readonly T[], keysOf: (row: T) => readonly string[]): T[] {
  return rows
    .map((row) => ({ row, keys: keysOf(row) }))
    .sort((a, b) => {
      for (let k = 0; k < a.keys.length; k++) {
        const order = compareIds(a.keys[k]!, b.keys[k]!);
        if (order !== 0) return order;
      }
      return 0;
    })
    .map(({ row }) => row);
}

/** Every pseudonym that an audit names, sorted. */
export function pseudonymsIn({ findings, ranks, register, deciders, conflicts, timelines }: Audit): Pseudonym[] {
  const found = [
    ...findings.flatMap((row) => row.people.map(({ person }) => person)),
    ...ranks.map((row) => row.chosen),
    ...register.flatMap((row) => [row.person, row.taken]),
    ...deciders.flatMap((row) => [row.decider, ...row.beneficiaries.map(({ person }) => person)]),
    ...conflicts.flatMap((row) => [row.actor, row.person, ...row.steps.flatMap(({ from, to }) => [from, to])]),
    ...timelines.flatMap((row) => (row.by === null ? [row.person] : [row.person, row.by])),
  ];
  return [...new Set(found)].sort(compareIds);
}
