import { canonicalJson } from '../canonical/index.js';
import { Issues, MeritError } from '../errors/index.js';
import { storedText } from '../intake/check-value.js';
import { parseDay } from '../model/calendar.js';
import { deepFreeze, documentHash } from '../model/frozen.js';
import { compareIds } from '../model/ids.js';
import { AUDIT_FORMAT, type Audit, type Pseudonym, type RevealRecord } from './audit-document.js';
import { inputHash, namesOf, pseudonymsIn } from './names.js';
import { parsePast } from './parse-past.js';
import type { Past } from './past.js';
import type { AuditDay } from './study.js';

export const REVEAL_FORMAT = 'meritra/audit-reveal/0';

/** Who asks for names, on what day, and why. */
export interface RevealRequest {
  readonly by: string;
  readonly on: string;
  readonly reason: string;
  /** Whose names; everybody the audit names if left out. */
  readonly people?: readonly Pseudonym[];
  /** The days that were given to the audit, where it names people whom only their rounds know. */
  readonly days?: readonly AuditDay[];
  /** Writes the request into a trail before anything is revealed. */
  readonly record?: (text: string) => Promise<{ readonly index: number; readonly id: string }>;
}

/** Somebody behind a pseudonym. */
export interface Person {
  readonly id: string;
  readonly name?: string;
}

export interface Revealed {
  readonly names: ReadonlyMap<Pseudonym, Person>;
  /** The audit with this reveal in its list. */
  readonly audit: Audit;
}

/**
 * The people behind pseudonyms of an audit, by the record that it was made from, and the audit with the reveal in its list. The request is
 * recorded first where `record` is given: if that fails nobody is named.
 * @throws {MeritError} (as a rejection) E_FORMAT for what is no audit; E_STATE where nobody says who asks or why; E_DATE_…; E_REF_UNKNOWN for a pseudonym the audit does
 *   not hold; E_INPUT_HASH where the record is another one.
 */
export async function reveal(audit: Audit, past: Past | string | Uint8Array, request: RevealRequest): Promise<Revealed> {
  if ((audit as Partial<Audit> | null | undefined)?.format !== AUDIT_FORMAT) throw new MeritError('E_FORMAT', `what is to be revealed is not of the format ${AUDIT_FORMAT}`, { path: '/format' });
  const issues = new Issues();
  const by = said(request.by, '/by', 'a reveal names who asks for it', issues);
  const reason = said(request.reason, '/reason', 'a reveal says why', issues);
  const day = typeof request.on === 'string' ? parseDay(request.on) : 'E_DATE_FORMAT';
  if (typeof day !== 'number') issues.add(day, '/on', 'expected a day YYYY-MM-DD from 1900-01-01 to 2199-12-31');
  const held = new Set(pseudonymsIn(audit));
  request.people?.forEach((name, k) => !held.has(name) && issues.add('E_REF_UNKNOWN', `/people/${k}`, 'the audit names nobody so'));
  issues.throwIfAny();
  const record = parsePast(past).past;
  if (inputHash(record) !== audit.input) throw new MeritError('E_INPUT_HASH', 'the record is not the one that this audit was made from');

  const people = [...new Set(request.people ?? held)].sort(compareIds);
  const names = namesOf(record, request.days);
  people.forEach((name, k) => names.idOf(name) === undefined && issues.add('E_REF_UNKNOWN', request.people ? `/people/${k}` : '', 'the record does not know this one\nMaybe the days of the audit are missing: pass them as `days`.'));
  issues.throwIfAny();
  const asked = { by, on: request.on, reason, people };
  const text = canonicalJson({ format: REVEAL_FORMAT, audit: documentHash(AUDIT_FORMAT, audit), ...asked });
  const entry: RevealRecord = { ...asked, logged: request.record ? await request.record(text) : null };

  const nameOf = new Map(record.people?.map((person) => [person.id, person.name]));
  const found = people.map((pseudonym): [Pseudonym, Person] => {
    const id = names.idOf(pseudonym)!;
    const name = nameOf.get(id);
    return [pseudonym, name === undefined ? { id } : { id, name }];
  });
  return { names: new Map(found), audit: deepFreeze({ ...audit, reveals: [...audit.reveals, entry] }) };
}

/** A text that says something, stored composed. */
function said(text: unknown, at: string, message: string, issues: Issues): string {
  if (typeof text === 'string' && text.trim() !== '') return storedText(text, at, issues);
  issues.add('E_STATE', at, message);
  return '';
}
