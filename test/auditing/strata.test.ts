import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Everybody } from '../../src/auditing/strata.js';
import type { Case, Considered } from '../../src/auditing/case.js';
import { caseOf, considered } from './support/study.js';
import { times } from '../support/times.js';

const value = fc.constantFrom('a', 'b', 'a b', 'missing', '');
const person = fc.record({ chosen: fc.boolean(), kin: fc.option(fc.boolean()), x: fc.option(value), y: fc.option(value), eligible: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const), score: fc.option(fc.integer({ min: 0, max: 5 })) });
const cases = fc.array(fc.record({ unit: fc.option(fc.constantFrom('u', 'v')), year: fc.constantFrom('2024', '2025'), people: fc.array(person, { maxLength: 12 }) }), { maxLength: 4 }).map((all) =>
  all.map(({ unit, year, people }, k) =>
    caseOf({
      id: `d-${k}`, unit, on: `${year}-02-03`, level: k % 2 === 0 ? null : 1,
      people: people.map((p, i) => considered({ person: `p-${i}`, chosen: p.chosen, eligible: p.eligible, score: p.score, ties: p.kin === null ? {} : { kin: p.kin }, strata: { ...(p.x !== null && { x: p.x }), ...(p.y !== null && { y: p.y }) } })),
    }),
  ),
);

/** The slow way: one text of all values for each person. */
function slowly(all: readonly Case[], by: readonly string[]): string[] {
  const valueOf = (c: Case, p: Considered, name: string): string => {
    if (name === 'decision') return c.id;
    if (name === 'unit') return c.unit ?? 'missing';
    if (name === 'level') return c.level === null ? 'missing' : String(c.level);
    if (name === 'year') return c.on.slice(0, 4);
    if (name === 'eligible') return p.eligible;
    if (name !== 'score-tenth') return p.strata.get(name) ?? 'missing';
    const known = c.people.filter((q) => q.score !== null);
    return p.score === null ? 'missing' : String(Math.trunc((known.filter((q) => q.score! < p.score!).length * 10) / known.length));
  };
  const tables = new Map<string, number[]>();
  for (const c of all) {
    for (const p of c.people) {
      const kin = p.ties.get('kin');
      if (kin === undefined) continue;
      const key = JSON.stringify(by.map((name) => valueOf(c, p, name)));
      const table = tables.get(key) ?? [0, 0, 0, 0];
      table[(kin ? 0 : 2) + (p.chosen ? 0 : 1)]!++;
      tables.set(key, table);
    }
  }
  return [...tables.values()].map((t) => t.join()).sort();
}

it('tables cut name by name are those of a text put together for each person', () => {
  const names = fc.uniqueArray(fc.constantFrom('decision', 'unit', 'level', 'year', 'eligible', 'score-tenth', 'x', 'y'), { maxLength: 5 });
  fc.assert(
    fc.property(cases, names, (all, by) => {
      const everybody = new Everybody(all);
      const tables = (names: readonly string[]): string[] => everybody.tables(everybody.connected('kin'), names).map((t) => t.flat().join()).sort();
      expect(tables(by)).toEqual(slowly(all, by));
      expect(tables([...by].reverse())).toEqual(tables(by)); // the order of names makes no other strata, and what one cut learned serves the next
    }),
    { numRuns: times(300, 1_800) },
  );
});

it('a column of the record goes before a word of the same name', () => {
  const everybody = new Everybody([caseOf({ id: 'd', unit: 'u', people: [1, 2, 3].map((k) => considered({ person: `p-${k}`, ties: { kin: true }, strata: { unit: String(k) } })) })]);
  expect(everybody.tables(everybody.connected('kin'), ['unit'])).toHaveLength(3);
});
