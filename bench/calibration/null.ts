/** How often each test of an audit says "p at most alpha" where nothing is there. */
import { exactMantelHaenszel, clopperPearson, kolmogorovSmirnov, type Interval, type Table2x2 } from '../../src/stats/index.js';
import type { Audit, AuditOptions, Past } from '../../src/audit.js';
import { auditBy } from '../../src/auditing/audit.js';
import { PARTS } from '../../src/auditing/parts.js';
import type { AuditPart } from '../../src/auditing/part.js';
import { random, type Random } from '../../examples/city/random.js';
import { world } from '../../examples/audit/world.js';
import { list, vacancies } from './random-worlds.js';

/** The p-values of one kind of test in all worlds of one make. */
export interface Sample {
  readonly world: string;
  readonly test: string;
  /** Exact: p comes in steps and may only be too large. Asymptotic: about uniform where there is enough of everything. */
  readonly exact: boolean;
  readonly p: number[];
  /** p with a coin between its steps: exactly uniform under the null hypothesis. Empty where an audit does not say enough for it. */
  readonly randomised: number[];
  notTestable: number;
}

export interface NullWorld {
  readonly name: string;
  readonly runs: number;
  readonly make: (draw: Random, seed: number) => Past;
  readonly options?: AuditOptions;
}

export const NULL_WORLDS: readonly NullWorld[] = [
  { name: '12 vacancies', runs: 500, make: (draw) => vacancies(draw, 12) },
  { name: '40 vacancies', runs: 500, make: (draw) => vacancies(draw, 40) },
  { name: '300 vacancies', runs: 150, make: (draw) => vacancies(draw, 300) },
  { name: 'a list of 60', runs: 500, make: (draw) => list(draw, 60), options: { ladder: { unit: ['department'], merit: ['rating'] } } },
  { name: 'a list of 600', runs: 500, make: (draw) => list(draw, 600), options: { ladder: { unit: ['department'], merit: ['rating'] } } },
  { name: 'the city, 60 decisions', runs: 100, make: (_, seed) => world({ seed, decisions: 60 }).past },
];

const TESTED = ['funnel', 'ranks', 'deciders', 'ladders', 'reciprocity', 'degrees'];
export const ALPHAS = [0.01, 0.05, 0.1] as const;

/** The p-values of every declared test, of the permutation and of the exact Mantel-Haenszel test of the vacancies, in the worlds of these seeds. */
export async function underTheNull({ name, runs, make, options }: NullWorld, first = 1): Promise<Sample[]> {
  const samples = new Map<string, Sample>();
  const sample = (test: string, exact: boolean): Sample => {
    const key = `${test}${exact ? ' (exact)' : ''}`;
    const known = samples.get(key) ?? { world: name, test, exact, p: [], randomised: [], notTestable: 0 };
    samples.set(key, known);
    return known;
  };
  for (let seed = first; seed < first + runs; seed++) {
    const past = make(random(seed * 7919 + 17), seed);
    const coin = random(seed * 7919 + 18);
    const parts = PARTS.filter((part) => TESTED.includes(part.name)).map((part): AuditPart => ({
      ...part,
      run: (study, tests) => part.run(study, {
        give: (id, raw) => {
          const kind = kindOf(id, raw.method);
          const exact = !kind.endsWith('logit') && (raw.minimumP !== null || raw.method.endsWith('-exact') || raw.method.startsWith('permutation'));
          if (raw.p === null) sample(kind, exact).notTestable++;
          else if (!kind.startsWith('winners')) sample(kind, exact).p.push(raw.p);
          return tests.give(id, raw);
        },
      }),
    }));
    const found = await auditBy(parts, past, { draws: 199, seed, ...options });
    for (const ladder of found.ladders) ofLadder(ladder, coin, sample);
    if (past.stages?.length === 2) exactStrata(past, coin, sample('exact Mantel-Haenszel of the vacancies, two-sided', true));
  }
  return [...samples.values()].filter(({ p }) => p.length > 0);
}

/** What an audit calls a test: its part and its method. */
function kindOf(id: string, method: string): string {
  const [part, , rung] = id.split(':');
  return `${part!}${part === 'ladder' ? ` ${rung!}` : ''}: ${method.replace(/-exact$/, '')}`;
}

function ofLadder({ winners, permutation }: Audit['ladders'][number], coin: Random, sample: (test: string, exact: boolean) => Sample): void {
  if (winners) {
    const of = sample('winners: convolved hypergeometric, greater', true);
    of.p.push(winners.p.greater);
    of.randomised.push(within(winners.p.greater - coin.next() * 2 * (winners.p.greater - winners.midP)));
  }
  if (permutation) {
    const { observed, b, m, p, exact, histogram } = permutation;
    const of = sample('permutation of the labels, greater', true);
    of.p.push(p);
    const equal = histogram.find(({ from, to }) => observed >= from && observed < to)?.count ?? histogram.at(-1)?.count ?? 0;
    of.randomised.push(within(exact ? (b - coin.next() * equal) / m : (b - equal + coin.next() * (equal + 1)) / (m + 1)));
  }
}

function exactStrata(past: Past, coin: Random, of: Sample): void {
  const strata = (past.decisions ?? []).map(({ id }): Table2x2 => {
    const count = (connected: boolean, chosen: boolean): number => past.candidates!.filter((c) => c.decision === id && c.ties!['connected'] === connected && c.chosen === chosen).length;
    return [[count(true, true), count(true, false)], [count(false, true), count(false, false)]];
  });
  const found = exactMantelHaenszel(strata);
  if (found.status === 'not-testable') of.notTestable++;
  else {
    of.p.push(found.p.two);
    of.randomised.push(within(found.p.two - coin.next() * 2 * (found.p.two - found.midP.two)));
  }
}

const within = (p: number): number => Math.min(1, Math.max(0, p));

/** Share of p-values at most alpha, with its Clopper-Pearson interval. */
export function sizeOf({ p }: Sample, alpha: number, level = 0.95): { readonly share: number; readonly interval: Interval } {
  const low = p.filter((value) => value <= alpha).length;
  return { share: low / p.length, interval: clopperPearson(low, p.length, level) };
}

/** Kolmogorov-Smirnov against uniform, of the randomised p where there is one. */
export function uniformity({ p, randomised }: Sample): { readonly of: 'randomised p' | 'p'; readonly statistic: number; readonly p: number } {
  const found = kolmogorovSmirnov(randomised.length > 0 ? randomised : p);
  if (found.status === 'not-testable') throw new Error('no p-values');
  return { of: randomised.length > 0 ? 'randomised p' : 'p', statistic: found.statistic, p: found.p };
}
