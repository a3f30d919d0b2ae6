import { audit as measure, reveal as open, type Audit, type AuditOptions, type Past, type Revealed, type RevealRequest } from './auditing/index.js';
import { shown, type ShownAudit } from './reporting/audit/index.js';

export * from './auditing/index.js';
export { auditCsv, auditPictures, auditReport, auditText, shown, type Picture, type ShownAudit } from './reporting/audit/index.js';

/**
 * What a record of past decisions shows: the {@link measure | document of an audit}, frozen and without names, which shows itself: its text in a terminal, its strip in a
 * notebook, and `html()`, `pictures()`, `csv()` where they are asked for.
 * @throws {MeritError} (as a rejection) as `audit` of the room auditing
 */
export async function audit(past: Past | string | Uint8Array, options: AuditOptions = {}): Promise<ShownAudit> {
  return shown(await measure(past, options));
}

/**
 * The people behind pseudonyms of an audit and the audit with this reveal in its list, which shows itself again.
 * @throws {MeritError} (as a rejection) as `reveal` of the room auditing
 */
export async function reveal(audit: Audit, past: Past | string | Uint8Array, request: RevealRequest): Promise<Omit<Revealed, 'audit'> & { readonly audit: ShownAudit }> {
  const { names, audit: revealed } = await open({ ...audit }, past, request); // without the ways to show it, which are no data
  return { names, audit: shown(revealed) };
}
