/** How often each sign shows where its thing was planted, and where it was not. */
import type { Audit, FindingCode, Past, Rates } from '../../src/audit.js';
import { clopperPearson, type Interval } from '../../src/stats/index.js';
import { auditBy } from '../../src/auditing/audit.js';
import { PARTS } from '../../src/auditing/parts.js';
import { NO_FAVOUR, world, type Favour } from '../../examples/audit/world.js';
import { withLookAlikes } from './look-alikes.js';

/** The signs, and what of the invented city plants each. */
export const SIGNS: Readonly<Partial<Record<FindingCode, keyof Favour>>> = {
  'conflicted-evidence': 'conflictedEvidence',
  'late-score-change': 'lateChanges',
  'rater-outlier': 'raterLifts',
  'rival-removed': 'rivalsRemoved',
  'score-mismatch': 'wrongTotals',
  'single-effective-candidate': 'dummies',
  'tailored-requirements': 'tailoredRequirements',
  'tailored-weights': 'tailoredWeights',
};
export const CODES = Object.keys(SIGNS) as FindingCode[];

const DECISIONS = 120;
const OF_EACH = 6;
export const RUNS = 20;
export const SEED = 20_260_101;
/** Named so in docs/auditing.md: 120 decisions; for detection six of each kind are planted, for false alarms none, and one decision in 25 has an honest look-alike of each kind. */
const WORLD = 'Arunika-120';

export interface Share {
  readonly of: number;
  readonly flagged: number;
}

/** Decisions flagged with a code. `with`: where it was planted; `beside`: the others of the same cities; `plain`: a city without plants; `alike`: the same with honest look-alikes. */
export type SignCounts = Record<'planted' | 'beside' | 'plain' | 'alike', Share>;

export async function measureSigns(runs: number, seed = SEED): Promise<ReadonlyMap<FindingCode, SignCounts>> {
  const none = (): Share => ({ of: 0, flagged: 0 });
  const counts = new Map(CODES.map((code): [FindingCode, SignCounts] => [code, { planted: none(), beside: none(), plain: none(), alike: none() }]));
  const planting: Favour = { ...NO_FAVOUR, ...Object.fromEntries(Object.values(SIGNS).map((key) => [key, OF_EACH])) };
  for (let run = 0; run < runs; run++) {
    const [planted, plain] = [world({ seed: seed + run, decisions: DECISIONS, favour: planting }), world({ seed: seed + run, decisions: DECISIONS })];
    const [there, nothing, alike] = [await flaggedIn(planted.past), await flaggedIn(plain.past), await flaggedIn(withLookAlikes(plain.past, seed + run))];
    for (const code of CODES) {
      const of = counts.get(code)!;
      const where = new Set(planted.planted.filter((plant) => plant.code === code).map(({ decision }) => decision));
      const told = there.get(code)!;
      const found = [...where].filter((decision) => told.has(decision)).length;
      of.planted = plus(of.planted, where.size, found);
      of.beside = plus(of.beside, DECISIONS - where.size, told.size - found);
      of.plain = plus(of.plain, DECISIONS, nothing.get(code)!.size);
      of.alike = plus(of.alike, DECISIONS, alike.get(code)!.size);
    }
  }
  return counts;
}

const plus = (share: Share, of: number, flagged: number): Share => ({ of: share.of + of, flagged: share.flagged + flagged });

/** The decisions flagged with each code. */
async function flaggedIn(past: Past): Promise<ReadonlyMap<FindingCode, ReadonlySet<string>>> {
  const audit: Audit = await auditBy(PARTS.filter(({ name }) => name === 'flags' || name === 'recomputed'), past, { draws: 1 });
  return new Map(CODES.map((code) => [code, new Set(audit.findings.filter((f) => f.code === code).map((f) => f.decision ?? ''))]));
}

export const shareOf = ({ of, flagged }: Share): number => (of === 0 ? 0 : flagged / of);
export const intervalOf = ({ of, flagged }: Share, level = 0.95): Interval => clopperPearson(flagged, of, level);

/** The rates that stand beside each sign in a report: to four decimals. */
export function ratesOf(counts: ReadonlyMap<FindingCode, SignCounts>, runs: number, seed = SEED): Rates {
  const round = (share: number): number => Math.round(share * 10_000) / 10_000;
  return Object.fromEntries([...counts].map(([code, { planted, alike }]) => [code, { world: WORLD, runs, seed, detection: round(shareOf(planted)), falseAlarm: round(shareOf(alike)) }]));
}
