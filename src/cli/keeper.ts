import { randomBytes, randomUUID } from 'node:crypto';
import { canonicalJson, concatBytes, lengthPrefixed, sha256Hex, utf8 } from '../canonical/index.js';
import { Issues, MeritError, type ErrorCode } from '../errors/index.js';
import { checkEntry, formatEntry, LOG_KINDS, parseEntry, type Entry } from '../trail/entry.js';
import { formatProof, inclusionProofAsync, openCheckpoint, parseNote, rootOfAsync, signCheckpoint, type Signer, type TrailStore, type VaultRow } from '../trail/index.js';
import { verifyLog } from '../verify/index.js';

/** A record to be added: what an entry says, and the values of its fields, which go to the vault. */
export interface RecordInput {
  readonly kind: string;
  readonly round?: string;
  readonly id?: string;
  readonly body: unknown;
  /** Values by path; a field that is left out is null. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** What was kept of a record. */
export interface Kept {
  readonly index: number;
  readonly kind: string;
}

/**
 * Adds one record durably, its values to the vault first. The checker reads the whole log with the new entry before it is added, so
 * nothing is kept that `verify` would refuse. O(entries).
 * @throws {MeritError} every problem of the record's shape; E_STATE, E_RERUN and what else the order of a round forbids
 */
export async function keep(store: TrailStore, record: RecordInput, seconds: number): Promise<Kept> {
  const id = record.id ?? randomUUID();
  const lines: string[] = [];
  for await (const line of store.lines(0, await store.size())) lines.push(line);
  const before = lines.map((line, k) => parseEntry(line, `/${k}`));
  const { entry, rows } = entryOf(record, id, before, seconds);
  const line = formatEntry(entry);
  const { verdicts } = await verifyLog(`${[...lines, line].join('\n')}\n`);
  const own = `/${entry.index}`;
  const wrong = verdicts.find((v) => v.outcome === 'fails' && (v.path === own || v.path?.startsWith(`${own}/`)));
  if (wrong) throw new MeritError(wrong.code as ErrorCode, wrong.detail, { path: wrong.path!.slice(own.length) });
  await store.vault.put(rows);
  const { index } = await store.append(id, lines.length, (missed) => {
    if (missed.length > 0) throw new MeritError('E_LOG_LOCKED', 'the log grew meanwhile; add the record again');
    return line;
  });
  return { index, kind: entry.kind };
}

/** The entry of a record, as it would stand next, and the rows of the vault that open its fields. */
function entryOf({ kind, round, body, fields = {}, ...rest }: RecordInput, id: string, before: readonly Entry[], seconds: number): { readonly entry: Entry; readonly rows: readonly VaultRow[] } {
  const issues = new Issues();
  for (const key of Object.keys(rest)) if (key !== 'id') issues.add('E_KEY_UNKNOWN', `/${key}`, 'a record has kind, round, id, body and fields');
  const subject = typeof fields['/person'] === 'string' ? fields['/person'] : null;
  const committed = Object.keys(fields).sort().map((path) => {
    const salt = randomBytes(32).toString('hex');
    const value = canonicalJson(fields[path]);
    return { row: { entry: id, path, subject, salt, value }, pair: [path, commitmentOf(salt, path, value)] as const };
  });
  const ofRound = LOG_KINDS.some((k) => k === kind) ? {} : { round, ordinal: before.filter((e) => e.round === round).length };
  const entry: unknown = { format: 'meritra/entry/1', index: before.length, id, time: timeOf(seconds), kind, ...ofRound, body, fields: committed.map((c) => c.pair) };
  if (!checkEntry(entry, issues)) throw MeritError.of(issues.list);
  return { entry, rows: committed.map((c) => c.row) };
}

/** docs/formats.md section 10.1. */
function commitmentOf(salt: string, path: string, value: string): string {
  return sha256Hex(concatBytes(Uint8Array.of(2), lengthPrefixed(salt), lengthPrefixed(path), utf8(value)));
}

/** `YYYY-MM-DDThh:mm:ssZ` of seconds since 1970. */
function timeOf(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The note over all entries: the one kept of that size, else signed and kept now. @throws {MeritError} E_KEY for a signer of another log */
export async function signHead(store: TrailStore, signer: Signer): Promise<string> {
  const size = await store.size();
  const kept = (await store.checkpoints()).filter((note) => sizeOf(note) === size).at(-1);
  if (kept !== undefined) return kept;
  const note = await signCheckpoint({ origin: signer.name, size, root: await rootOfAsync(size, (level, index) => store.hash(level, index)) }, signer);
  await store.keepCheckpoint(size, note);
  return note;
}

/** The latest checkpoint kept: over the most entries, and of these the last one kept, which has the cosignatures. @throws {MeritError} E_NOTE where there is none */
export async function lastHead(store: TrailStore): Promise<string> {
  const notes = await store.checkpoints();
  const size = notes.reduce((most, note) => Math.max(most, sizeOf(note)), 0);
  const last = notes.filter((note) => sizeOf(note) === size).at(-1);
  if (last === undefined) throw new MeritError('E_NOTE', 'no checkpoint has been signed yet\nMaybe meritra trail checkpoint was meant.');
  return last;
}

export function sizeOf(note: string): number {
  return Number(parseNote(note).text.split('\n')[1]);
}

/** The entry with a number. @throws {MeritError} E_REF_UNKNOWN */
async function entryAt(store: TrailStore, index: number): Promise<Entry> {
  if (index < (await store.size())) for await (const line of store.lines(index, index + 1)) return parseEntry(line, `/${index}`);
  throw new MeritError('E_REF_UNKNOWN', `the log has no entry ${index}`);
}

/** Hashes that lead from an entry to the root of a checkpoint, and the checkpoint. @throws {MeritError} E_NOTE where none covers the entry yet */
async function proofOf(store: TrailStore, index: number): Promise<{ readonly note: string; readonly proof: readonly Uint8Array[] }> {
  const note = await lastHead(store);
  if (index >= sizeOf(note)) throw new MeritError('E_NOTE', 'no checkpoint covers this entry yet\nMaybe meritra trail checkpoint was meant first.');
  return { note, proof: await inclusionProofAsync(index, sizeOf(note), (level, k) => store.hash(level, k)) };
}

/** The offline proof text of an entry under the latest checkpoint. */
export async function prove(store: TrailStore, index: number): Promise<string> {
  await entryAt(store, index);
  const { note, proof } = await proofOf(store, index);
  return formatProof({ index, proof, note });
}

/** `meritra/disclosure/1` of an entry: all its fields, or those of some paths. @throws {MeritError} E_ERASED for a field whose value is gone */
export async function discloseEntry(store: TrailStore, index: number, paths?: readonly string[]): Promise<object> {
  const entry = await entryAt(store, index);
  const rows = await store.vault.rows({ entry: entry.id });
  const openings = entry.fields.flatMap(([path]) => {
    if (paths && !paths.includes(path)) return [];
    const row = rows.find((r) => r.path === path);
    if (!row) throw new MeritError('E_ERASED', 'the value of this field was erased', { path });
    return [{ path, salt: row.salt, value: JSON.parse(row.value) as unknown }];
  });
  for (const path of paths ?? []) if (!openings.some((o) => o.path === path)) throw new MeritError('E_REF_UNKNOWN', 'the entry has no such field', { path });
  const { note, proof } = await proofOf(store, index);
  return { format: 'meritra/disclosure/1', checkpoint: note, entry, proof: proof.map((hash) => Buffer.from(hash).toString('base64')), openings, leaves: [] };
}

/** Whose data, and why they go. */
export interface Erasure {
  readonly person?: string;
  readonly entry?: number;
  readonly paths?: readonly string[];
  readonly by: string;
  readonly on: string;
  readonly basis: string;
  readonly document: string;
}

/**
 * Erases rows of the vault for good, after an entry of the log says which, by whom and on what basis.
 * @throws {MeritError} E_REF_UNKNOWN where the vault has nothing of the kind
 */
export async function eraseRows(store: TrailStore, { person, entry, paths, ...act }: Erasure, seconds: number): Promise<Kept> {
  const rows = person !== undefined ? await store.vault.rows({ subject: person }) : (await store.vault.rows({ entry: (await entryAt(store, entry!)).id })).filter((r) => paths === undefined || paths.includes(r.path));
  if (rows.length === 0) throw new MeritError('E_REF_UNKNOWN', 'the vault has nothing of this person or entry');
  const byEntry = new Map<number, string[]>();
  const subjects: [string, string][] = [];
  for (const row of rows) {
    const index = (await store.find(row.entry))!;
    if (row.path.startsWith('/key')) subjects.push([(await entryAt(store, index)).round ?? '', pseudonymOf(JSON.parse(row.value) as string)]);
    else byEntry.set(index, [...(byEntry.get(index) ?? []), row.path]);
  }
  const entries = [...byEntry].sort(([a], [b]) => a - b).map(([index, list]) => [index, list.sort()]);
  const kept = await keep(store, { kind: 'erasure', body: { ...act, entries, subjects: subjects.sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1)) } }, seconds);
  await store.vault.erase(rows);
  return kept;
}

/** docs/formats.md section 11.2. */
function pseudonymOf(key: string): string {
  return `p-${sha256Hex(concatBytes(Uint8Array.of(3), lengthPrefixed(key))).slice(0, 20)}`;
}

/** Keeps a checkpoint that this log signed, with the cosignatures it was given since. @throws {MeritError} E_LOG_FORK for one it did not sign */
export async function keepCosigned(store: TrailStore, note: string, keys: readonly string[]): Promise<string> {
  const { text, checkpoint } = openCheckpoint(note, keys);
  if (!(await store.checkpoints()).some((kept) => parseNote(kept).text === text)) throw new MeritError('E_LOG_FORK', 'this log has signed no such checkpoint');
  await store.keepCheckpoint(checkpoint.size, note);
  return note;
}

/** The verifier keys that the log begins with. */
export async function keysOf(store: TrailStore): Promise<readonly string[]> {
  const genesis = await entryAt(store, 0);
  return genesis.kind === 'genesis' ? genesis.body.keys : [];
}
