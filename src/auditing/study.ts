import type { SealedPolicy } from '../intake/index.js';
import type { Round } from '../model/round.js';
import type { Citation, LocalText } from '../policy/index.js';
import type { Because, Case } from './case.js';
import type { Family, Finding, MeasuredRate } from './audit-document.js';
import type { BreachRule, Past } from './past.js';

/** Decisions of one day that are judged by the engine: the evidence of that day and the policy that was in force. */
export interface AuditDay {
  readonly decisions: readonly string[];
  readonly round: Round;
  readonly policy: SealedPolicy;
}

/**
 * A kind of tie that is asked about. `stated`: the candidates' own column of that name. `relations`: a path of `relations` of these kinds, no
 * longer than `degree`, between a candidate and anybody with one of these roles in the decision (all roles where absent).
 */
export type TieKind =
  | { readonly id: string; readonly label: LocalText | string; readonly from: 'stated' }
  | { readonly id: string; readonly label: LocalText | string; readonly from: 'relations'; readonly kinds: readonly string[]; readonly degree?: number; readonly roles?: readonly string[]; readonly citation?: Citation };

export interface AuditOptions {
  readonly days?: readonly AuditDay[];
  readonly rules?: readonly BreachRule[];
  /** Ties asked about; absent: every column `ties` and, with relations, every kind of them. */
  readonly ties?: readonly TieKind[];
  /** What the rungs of a ladder condition on: names of `strata`, or `decision`, `unit`, `level`, `year`. Each rung adds to the one before. */
  readonly ladder?: { readonly unit?: readonly string[]; readonly merit?: readonly string[]; readonly all?: readonly string[] };
  readonly correction?: 'holm' | 'bh' | 'by';
  /** 0.05 if left out. */
  readonly level?: number;
  readonly seed?: number;
  /** Permutations, 9,999 if left out. */
  readonly draws?: number;
  /** The least cell that is shown (5) and the fewest decisions of a decider that are (10). */
  readonly minimum?: { readonly cell?: number; readonly decider?: number };
  /** Days before a decision in which a change of scores, weights or requirements, or the removal of a rival, is late; 14 and 180 if left out. */
  readonly late?: { readonly change?: number; readonly removal?: number };
  /** Evidence dated after the decision: refused (E_DATE_ORDER), or left out and counted. */
  readonly laterEvidence?: 'refuse' | 'ignore';
  /** What `verify` said of the trail under the decisions. */
  readonly log?: { readonly integrity: 'holds' | 'fails' | 'unproven' | 'not-checked'; readonly anchored: number | null; readonly erased: number };
  /** Codes or sentences of caveats printed in the strip. */
  readonly caveats?: readonly string[];
  /** Writes the declared family, and later each reveal, into a trail; gives back the entry. */
  readonly record?: (text: string) => Promise<{ readonly index: number; readonly id: string }>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly phase: string; readonly done: number; readonly total: number }) => void;
}

/** A finding before people have pseudonyms and tests their correction: `people` and actors by id, `id` still empty. */
export type RawFinding = Finding;

/** What every part of an audit is given: parsed, sorted, frozen. */
export interface Study {
  readonly past: Past;
  readonly cases: readonly Case[];
  readonly byId: ReadonlyMap<string, Case>;
  readonly days: readonly AuditDay[];
  readonly rules: readonly BreachRule[];
  readonly ties: readonly TieKind[];
  readonly ladder: { readonly unit: readonly string[]; readonly merit: readonly string[]; readonly all: readonly string[] };
  readonly level: number;
  readonly seed: number;
  readonly draws: number;
  readonly minimum: { readonly cell: number; readonly decider: number };
  readonly late: { readonly change: number; readonly removal: number };
  readonly signal: AbortSignal | undefined;
}

/** What a part answers: its section, its findings, and what it could not say. Its tests are found in both, by their ids in the family. */
export interface Part<Section> {
  readonly section: Section;
  readonly findings: readonly RawFinding[];
  readonly cannot: readonly { readonly decision: string | null; readonly part: string; readonly because: Because }[];
}

/** Tests a part will make, from what was given and never from what it says: the family is declared before anything is counted. */
export type Declared = Family['tests'];

export type Rates = Readonly<Record<string, MeasuredRate>>;
