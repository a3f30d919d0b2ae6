import type { FollowVerdict } from '../../simulating/index.js';

/** Every sentence of a follow-up, in one language; figures are formatted already. */
export interface FollowWords {
  readonly title: string;
  readonly verdicts: Readonly<Record<FollowVerdict, string>>;
  rows(rows: string, people: string, used: string): string;
  left(unknown: string, alone: string): string;
  seen(fit: string, unknownFit: string): string;
  slope(estimate: string, interval: string, confidence: string): string;
  detectable(slope: string): string;
  ranks(d: string, pairs: string, p: string, how: string): string;
  shuffled(draws: string, seed: string): string;
  readonly normal: string;
  range(sdFit: string, sdLater: string, correlation: string): string;
  whatIf(sdFit: string, correlation: string): string;
  proposed(proposed: string, others: string, difference: string | null): string;
  readonly strata: { readonly title: string; readonly columns: readonly [stratum: string, rows: string, fit: string, later: string, raw: string, shrunk: string]; more(n: string): string; readonly nameless: string };
  readonly cannot: string;
}
