import type { FollowUp, GamingTest } from '../../simulating/index.js';
import { csvOf } from '../audit/audit-csv.js';
import { terminalLine } from '../terminal-text.js';

/** A gaming test as CSV (RFC 4180, UTF-8, LF), by file name: `gaming.csv` with a row for each attack, strength and policy, `gaming-signs.csv` with one for each of their signs. Figures as the document has them. */
export function gamingCsv(test: GamingTest): Readonly<Record<string, string>> {
  const rows = test.rows.map((row) => ({ of: { attack: row.attack, strength: terminalLine(row.strength), policy: terminalLine(row.policy) }, row }));
  return {
    'gaming.csv': csvOf(rows.map(({ of, row: { runs, more, fewer, gain, lost, tries } }) => ({
      ...of, runs, more, fewer, gain: gain?.mean ?? null, gainLow: gain?.low ?? null, gainHigh: gain?.high ?? null, lost: lost?.mean ?? null, lostLow: lost?.low ?? null, lostHigh: lost?.high ?? null, tries,
    }))),
    'gaming-signs.csv': csvOf(rows.flatMap(({ of, row }) => row.signals.map(({ signal, attacked, honest }) => ({ ...of, sign: signal, attacked: attacked.fired, attackedOf: attacked.of, honest: honest.fired, honestOf: honest.of })))),
  };
}

/** A follow-up as CSV by file name: `follow-up.csv` with one row, `follow-up-strata.csv` with one for each stratum. Figures as the document has them. */
export function followUpCsv({ rows, people, used, left, verdict, confidence, slope, detectable, ranks, strata }: FollowUp): Readonly<Record<string, string>> {
  return {
    'follow-up.csv': csvOf([{
      verdict, rows, people, used, unknown: left.unknown, alone: left.alone, confidence, slope: slope?.estimate ?? null, slopeLow: slope?.low ?? null, slopeHigh: slope?.high ?? null, detectable,
      somersD: ranks?.somersD ?? null, pairs: ranks?.pairs ?? null, p: ranks?.p ?? null,
    }]),
    'follow-up-strata.csv': csvOf(strata.map(({ stratum, rows: of, fit, later, raw, shrunk, reliability }) => ({ stratum: terminalLine(stratum), rows: of, fit, later, raw, shrunk: shrunk?.estimate ?? null, shrunkLow: shrunk?.low ?? null, shrunkHigh: shrunk?.high ?? null, reliability }))),
  };
}
