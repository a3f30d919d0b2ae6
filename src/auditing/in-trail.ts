import { hashDocument } from '../canonical/index.js';
import type { Trail } from '../trail/index.js';
import type { AuditOptions } from './study.js';

/** What `verify` said, as far as an audit shows it: `meritra/verdicts/1`. */
export interface TrailVerdicts {
  readonly verdicts: readonly { readonly check: string; readonly outcome: 'holds' | 'fails' | 'unproven' | 'not-checked'; readonly upTo?: number }[];
}

/**
 * `record` for an audit or a reveal: writes it into a trail before anything is counted or anybody is named, as an entry `exploration` of a round, with
 * the format and the hash of what is declared as its reason. The text itself stays with the auditor; `family.hash` of the audit is the hash in the entry.
 * @throws {MeritError} (as a rejection, when it is called) what the trail says: E_STATE for a round that is not open to entries, E_LOG_…
 */
export function recordIn(trail: Pick<Trail, 'explored'>, { round, policy }: { readonly round: string; readonly policy: string }): NonNullable<AuditOptions['record']> {
  return async (text) => {
    const document = JSON.parse(text) as { readonly format: string };
    const { index, id } = await trail.explored(round, 'other', { policy, reason: `${document.format} ${hashDocument(document.format, document)}` });
    return { index, id };
  };
}

/** The option `log` from the verdicts on a bundle of the trail under the decisions: its integrity, how far it is anchored, and how many records were erased. */
export function logOf({ verdicts }: TrailVerdicts, erased = 0): NonNullable<AuditOptions['log']> {
  const of = (check: string): TrailVerdicts['verdicts'][number] | undefined => verdicts.find((v) => v.check === check);
  const anchored = of('anchored');
  return { integrity: of('integrity')?.outcome ?? 'not-checked', anchored: anchored?.outcome === 'holds' ? (anchored.upTo ?? null) : null, erased };
}
