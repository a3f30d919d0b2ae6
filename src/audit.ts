import { audit as measure, reveal as unveil, type Audit, type AuditOptions, type Past, type Revealed, type RevealRequest } from './auditing/index.js';
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

/** The people behind pseudonyms, as `reveal` of the room auditing, and the audit with the reveal in its list, which shows itself. @throws as there */
export async function reveal(audit: Audit, past: Past | string | Uint8Array, request: RevealRequest): Promise<Revealed & { readonly audit: ShownAudit }> {
  const document = { ...audit }; // without the ways to show it, which are no part of what is hashed
  const revealed = await unveil(document, past, request);
  return { ...revealed, audit: shown(revealed.audit) };
}
