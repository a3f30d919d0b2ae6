/** The city of the notebook `planted-favour`: what is planted in it, the tie that is asked about, and what an audit found of it. */
import type { Audit, AuditOptions, FindingCode } from 'meritra/audit';
import type { Favour, World } from './world.ts';

export { CITY_RULES, world } from './world.ts';

/** Fixed before the city was looked at, and not changed since. */
export const SEED = 2026;
export const FAVOUR: Partial<Favour> = {
  odds: 6, rigged: 5, tailoredRequirements: 10, tailoredWeights: 8, lateChanges: 10, raterLifts: 10, rivalsRemoved: 10, dummies: 10, conflictedEvidence: 10, wrongTotals: 5, breaches: 4,
};

/** Kin of whoever decides, up to the third degree: the limit is the city's own rule and comes with its article. */
export const KIN: NonNullable<AuditOptions['ties']> = [
  { id: 'kin', label: 'kin of the decider', from: 'relations', kinds: ['kin'], degree: 3, roles: ['decider'], citation: { own: 'Regulation of the invented city, article 7' } },
];

/** What became of one kind of plot. */
export interface Tally {
  readonly code: FindingCode;
  readonly planted: number;
  /** Told in the decision in which it was planted, under the same code. */
  readonly found: number;
  readonly missed: number;
  /** Told in a decision in which only something else was planted. */
  readonly beside: number;
  /** Told where nothing was planted. */
  readonly falsely: number;
}

/** Statements of fact, true whatever the reason: honest noise skips a higher score too, and relatives apply. Nobody planted them one by one. */
export const FACTS: readonly FindingCode[] = ['better-passed-over', 'conflict-present', 'conflict-unknown'];

/** Single decisions by code, what was planted beside what was told. Effects over all decisions and statements of fact are not in it. Sorted by code. */
export function tally({ past, planted }: World, { findings }: Pick<Audit, 'findings'>): readonly Tally[] {
  const plots = new Map<string, string[]>(); // codes by decision; by document where only the roster shows it
  for (const { code, decision, person } of planted) {
    const place = decision || past.roster!.find((row) => row.person === person && row.decider !== undefined)!.document!;
    // a score changed late was changed after the names were opened
    plots.set(place, [...(plots.get(place) ?? []), code, ...(code === 'late-score-change' ? ['score-after-opening'] : [])]);
  }
  const told = findings.filter(({ kind, code }) => kind !== 'effect' && !FACTS.includes(code)).map(({ code, decision, document }) => ({ code, place: decision ?? document ?? '' }));
  const codes = [...new Set([...told.map(({ code }) => code), ...[...plots.values()].flat()])].sort() as FindingCode[];
  return codes.map((code) => {
    const at = new Set([...plots].filter(([, all]) => all.includes(code)).map(([place]) => place));
    const places = [...new Set(told.filter((one) => one.code === code).map(({ place }) => place))];
    const found = places.filter((place) => at.has(place)).length;
    const beside = places.filter((place) => !at.has(place) && plots.has(place)).length;
    return { code, planted: at.size, found, missed: at.size - found, beside, falsely: places.length - found - beside };
  });
}
