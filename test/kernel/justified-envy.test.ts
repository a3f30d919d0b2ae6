import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { blockingPairs, deferredAcceptance, fromEdges } from '../../src/kernel/index.js';
import { allPlans } from '../reference/brute-force.js';

interface Envy {
  readonly prefs: Readonly<Record<string, readonly string[]>>;
  readonly priorities: Readonly<Record<string, readonly string[]>>;
  readonly computed: {
    readonly unique_stable: Readonly<Record<string, string>>;
    readonly pareto_better_unstable: Readonly<Record<string, string>>;
    readonly blocking_pairs: readonly (readonly [string, string])[];
  };
}

it('justified_envy_roth1982_as2003: one plan of six is stable, and the one everybody likes better is blocked by one pair', () => {
  const { justified_envy_roth1982_as2003: example } = JSON.parse(readFileSync(new URL('../vectors/audit/cases.json', import.meta.url), 'utf8')) as { readonly justified_envy_roth1982_as2003: Envy };
  const people = Object.keys(example.prefs);
  const schools = Object.keys(example.priorities);
  const pairs = people.flatMap((_, row) => schools.map((__, col) => ({ row, col })));
  const market = fromEdges(people.length, schools.length, { row: pairs.map((e) => e.row), col: pairs.map((e) => e.col), weight: pairs.map(() => 0) });
  const ranks = {
    wish: pairs.map(({ row, col }) => example.prefs[people[row]!]!.indexOf(schools[col]!)),
    priority: pairs.map(({ row, col }) => example.priorities[schools[col]!]!.indexOf(people[row]!)),
    right: new Uint8Array(pairs.length),
  };
  const named = (plan: ArrayLike<number>): Record<string, string> => Object.fromEntries(people.map((name, row) => [name, schools[plan[row]!]!]));

  expect(named(deferredAcceptance(market, ranks))).toEqual(example.computed.unique_stable);
  const stable = allPlans(market).filter((plan) => blockingPairs(market, Int32Array.from(plan), ranks).length === 0);
  expect(stable.map(named)).toEqual([example.computed.unique_stable]);
  const better = Int32Array.from(people, (name) => schools.indexOf(example.computed.pareto_better_unstable[name]!));
  expect(blockingPairs(market, better, ranks).map(({ row, col }) => [people[row], schools[col]])).toEqual(example.computed.blocking_pairs);
});
