import { canonicalJson, hashDocument } from '../canonical/index.js';
import { Issues, MeritError, type ErrorCode } from '../errors/index.js';
import type { Decision, Repair } from '../deciding/index.js';
import { formatDay } from '../model/calendar.js';
import { documentHash } from '../model/frozen.js';
import { compareTexts } from '../model/ids.js';
import type { Round } from '../model/round.js';
import { POLICY_FORMAT, type Policy } from '../policy/index.js';
import { ENGINE, propose, type Proposal, type ProposeOptions, type Sealed } from '../solving/index.js';
import { openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.js';
import { commitmentOf, randomHex, systemRandom, type RandomBytes } from './commitment.js';
import { BODIES, checkBody, ENTRY_FORMAT, fieldsOf, formatEntry, isTime, LOG_KINDS, parseEntry, type Body, type Entry, type Kind } from './entry.js';
import { frozenInput, type FrozenInput } from './input-tree.js';
import { keepInput, keptPublicly, readInput } from './kept-input.js';
import { CompactRange, inclusionProofAsync, leafHash, rootOfAsync, sameBytes } from './merkle.js';
import { parseNote } from './note.js';
import { formatProof } from './proof-text.js';
import { PUBLIC_PROPOSAL_FORMAT, publicProposal } from './public-proposal.js';
import { checkReveals, Records, type RoundState } from './rounds.js';
import { formatVerifierKey, type Signer } from './signer.js';
import type { TrailStore, VaultRow } from './store.js';

/** How a trail is opened. */
export interface TrailOptions {
  /** Signs checkpoints; needed to begin a log. Its name is the origin. */
  readonly signer?: Signer;
  /** The name of the log in the world, such as `example.org/merit`; the signer's when left out. Of a log that exists: what it is expected to be. */
  readonly origin?: string;
  /** Who answers for the personal data. Needed to begin a log. */
  readonly controller?: string;
  /** Verifier keys of witnesses, and how many of them are to cosign. */
  readonly witnesses?: { readonly keys: readonly string[]; readonly quorum: number };
  /** How long values are kept. */
  readonly retention?: { readonly years: number; readonly citation: string };
  /** Seconds since 1970; the clock of the machine when left out. */
  readonly now?: () => number;
  /** Random bytes of salts, keys and ids; those of the runtime when left out. */
  readonly random?: RandomBytes;
}

/** One record to add. */
export interface NewRecord<K extends Kind = Kind> {
  readonly kind: K;
  /** Absent in kinds of the log. */
  readonly round?: string;
  /** Where the same id was appended before, that entry is the answer and nothing is written. Random when left out. */
  readonly id?: string;
  readonly body: Body<K>;
  /** Values of the fields of the kind by path; null where left out. They go into the vault, their commitments into the log. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Id of the person the values are about; what stands at `/person` when left out. */
  readonly subject?: string | null;
}

/** Seconds by which a clock may be behind the entry before. */
const LEEWAY = 60;

/**
 * Opens a trail: an empty store gets its first entry and checkpoint, any other is read whole and checked against its order and its
 * checkpoints. O(entries), one at a time; memory: some 100 bytes for an entry of a round.
 * @throws {MeritError} E_VALUE_MISSING for a new log without signer or controller; else what is wrong with the log: E_LOG_NOT_CANONICAL,
 *   E_LOG_GAP, E_STATE …, E_LOG_TRUNCATED and E_LOG_ROOT against a checkpoint, E_SIGNATURE, E_KEY; E_LOG_ROOT also for another origin
 */
export async function openTrail(store: TrailStore, options: TrailOptions = {}): Promise<Trail> {
  const trail = new Trail(store, options);
  await trail.begin(options);
  return trail;
}

/** A log with its vault: one method for each kind of record. Made by `openTrail`. */
export class Trail {
  readonly store: TrailStore;
  private readonly signer: Signer | undefined;
  private readonly now: () => number;
  private readonly random: RandomBytes;
  private records = new Records();
  /** Resolves when what is known here is what the store holds. */
  private ready: Promise<void> = Promise.resolve();

  constructor(store: TrailStore, { signer, now, random }: TrailOptions) {
    this.store = store;
    this.signer = signer;
    this.now = now ?? (() => Math.floor(Date.now() / 1000));
    this.random = random ?? systemRandom;
  }

  /** Entries known here. */
  get size(): number {
    return this.records.size;
  }

  get origin(): string {
    return this.genesis.origin;
  }

  get genesis(): Body<'genesis'> {
    return this.records.genesis!;
  }

  /** Verifier keys that may sign a checkpoint of the present size. */
  get keys(): readonly string[] {
    return this.records.signers;
  }

  get rounds(): readonly string[] {
    return this.records.roundIds;
  }

  /** Where a round stands; `none` of one without entries. */
  state(round: string): RoundState {
    return this.records.round(round);
  }

  /** The number of the proposal that a round rests on: the one its decision names, else the last. */
  proposalOf(round: string): number | undefined {
    return this.records.proposalOf(round);
  }

  /** First entry and checkpoint of an empty store; else everything read and checked. */
  async begin({ origin, controller, witnesses, retention }: TrailOptions): Promise<void> {
    if ((await this.store.size()) > 0) {
      await this.replay();
      if (origin !== undefined && origin !== this.origin) throw new MeritError('E_LOG_ROOT', 'the store holds the log of another origin');
      return;
    }
    const issues = new Issues();
    if (!this.signer) issues.add('E_VALUE_MISSING', '/signer', 'a new log needs somebody who signs its checkpoints');
    if (controller === undefined) issues.add('E_VALUE_MISSING', '/controller', 'a new log names who answers for the personal data in it');
    if (this.signer && origin !== undefined && origin !== this.signer.name) issues.add('E_KEY', '/origin', 'a log bears the name of its key');
    issues.throwIfAny();
    const signer = this.signer!;
    const body: Body<'genesis'> = { origin: signer.name, keys: [formatVerifierKey(signer)], witnesses: witnesses ? { keys: [...witnesses.keys], quorum: witnesses.quorum } : null, controller: controller!, retention: retention ?? null };
    await this.append({ kind: 'genesis', body });
    await this.checkpoint();
  }

  /** Reads the log whole, checks every entry at its place and every checkpoint against the entries before it. */
  private async replay(): Promise<void> {
    const notes = await this.store.checkpoints();
    const heads = notes.map((note) => parseCheckpoint(parseNote(note).text));
    const size = await this.store.size();
    const records = new Records();
    const range = new CompactRange();
    const everGood = new Set<string>();
    const check = (): void => {
      for (const head of heads) if (head.size === records.size && !sameBytes(head.root, range.root())) throw new MeritError('E_LOG_ROOT', 'the entries do not hash to the root of a checkpoint', { path: `/${head.size}` });
    };
    for await (const line of this.store.lines(0, size)) {
      records.advance(parseEntry(line, `/${records.size}`));
      range.append(leafHash(line));
      for (const key of records.signers) everGood.add(key);
      check();
    }
    const beyond = heads.find((head) => head.size > size);
    if (beyond) throw new MeritError('E_LOG_TRUNCATED', `the log has ${size} entries, a checkpoint was signed over ${beyond.size}`, { path: `/${size}` });
    const last = notes.at(-1);
    if (last !== undefined) openCheckpoint(last, [...everGood]);
    this.records = records;
  }

  /** The entries of the log, or of one round, in order. */
  async *entries(round?: string): AsyncGenerator<Entry> {
    let index = 0;
    for await (const line of this.store.lines(0, await this.store.size())) {
      const entry = parseEntry(line, `/${index++}`);
      if (round === undefined || entry.round === round) yield entry;
    }
  }

  /** One entry. @throws {MeritError} E_NUM_RANGE */
  async entry(index: number): Promise<Entry> {
    if (!Number.isSafeInteger(index) || index < 0 || index >= (await this.store.size())) throw new MeritError('E_NUM_RANGE', `the log has ${await this.store.size()} entries`, { path: `/${index}` });
    for await (const line of this.store.lines(index, index + 1)) return parseEntry(line, `/${index}`);
    throw new MeritError('E_LOG_CORRUPT', 'the store did not give the entry', { path: `/${index}` });
  }

  /**
   * Adds one record, durably when it resolves: values into the vault first, then the entry. Records added side by side stand in the order
   * of the calls.
   * @throws {MeritError} with every problem of the record and of its place in the round, paths `/kind`, `/body/…`, `/values/…` or `/INDEX/…`;
   *   what the store gives
   */
  async append<K extends Kind>(record: NewRecord<K>): Promise<Entry> {
    checkRecord(record);
    const { kind, round, body, id = this.newId() } = record;
    return this.write({ kind, id, ...(round !== undefined && { round }), body }, this.rowsOf(id, record));
  }

  /** What the vault keeps of the fields of a record. */
  private rowsOf(entry: string, { kind, values = {}, subject }: Pick<NewRecord, 'kind' | 'values' | 'subject'>): VaultRow[] {
    const about = subject === undefined ? (typeof values['/person'] === 'string' ? values['/person'] : null) : subject;
    return fieldsOf(kind).map((path) => ({ entry, path, subject: about, salt: randomHex(this.random), value: canonicalJson(values[path] ?? null) }));
  }

  /** A new random id of an entry. */
  newId(): string {
    return randomHex(this.random).slice(0, 32);
  }

  /** Rows into the vault, the entry with their commitments into the log. `extra` rows belong to the entry and are not fields of it. */
  private async write(record: { readonly kind: Kind; readonly id: string; readonly round?: string; readonly body: unknown }, rows: readonly VaultRow[], extra: readonly VaultRow[] = []): Promise<Entry> {
    const { id } = record;
    await this.ready;
    if ((await this.store.find(id)) === undefined) {
      // rows of an append that was not acknowledged are taken up again: its commitments may stand in the log after all
      const kept = new Map((await this.store.vault.rows({ entry: id })).map((row) => [row.path, row]));
      rows = rows.map((row) => (kept.get(row.path)?.value === row.value ? kept.get(row.path)! : row));
      if (rows.length + extra.length > 0) await this.store.vault.put([...rows, ...extra]);
    }
    const fields = rows.map(({ path, salt, value }) => [path, commitmentOf({ path, salt, value: JSON.parse(value) as unknown })] as const);
    const build = (known: number) => (missed: readonly string[]): string => {
      const size = known + missed.length;
      for (const line of missed.slice(this.records.size - known)) this.records.advance(parseEntry(line, `/${this.records.size}`));
      if (this.records.size !== size) throw new MeritError('E_LOG_IO', 'entries before this one were not kept\nMaybe append it again.', { path: `/${size}` });
      const place = record.round === undefined ? {} : { ordinal: this.records.round(record.round).entries };
      const entry = { format: ENTRY_FORMAT, index: size, ...record, time: this.time(), ...place, fields } as unknown as Entry;
      const line = formatEntry(entry);
      this.records.advance(parseEntry(line, `/${size}`));
      return line;
    };
    await this.ready;
    const known = this.records.size;
    let added = false;
    try {
      const { line, repeated } = await this.store.append(id, known, (missed) => {
        const line = build(known)(missed);
        added = true;
        return line;
      });
      if (repeated && added) this.ready = this.ready.then(() => this.replay());
      return parseEntry(line);
    } catch (error) {
      // what was taken in here may not stand in the store: it is read anew before anything else
      if (added) this.ready = this.ready.then(() => this.replay()).catch(() => undefined);
      throw error;
    }
  }

  /** What the clock says; the time of the entry before where the clock is a little behind it. */
  private time(): string {
    const time = timeOf(this.now());
    const { time: before } = this.records;
    return before !== undefined && time < before && timeOf(this.now() + LEEWAY) >= before ? before : time;
  }

  /**
   * The signed checkpoint of the present size; of several notes kept for it the one with the most signatures.
   * @throws {MeritError} E_KEY where nobody signs here, or with a key that the log does not know
   */
  async checkpoint(): Promise<string> {
    await this.ready;
    const size = await this.store.size();
    const kept = (await this.notes()).filter((note) => note.size === size);
    if (kept.length > 0) return kept.at(-1)!.note;
    const { signer } = this;
    if (!signer) throw new MeritError('E_KEY', 'the trail was opened without a key that signs');
    const key = formatVerifierKey(signer);
    if (!this.keys.includes(key)) throw new MeritError('E_KEY', 'the key is not one that the log knows');
    const root = await rootOfAsync(size, (level, index) => this.store.hash(level, index));
    const note = await signCheckpoint({ origin: this.origin, size, root }, signer);
    await this.store.keepCheckpoint(size, note);
    return note;
  }

  /** Kept notes with their sizes, by size and number of signatures. */
  private async notes(): Promise<readonly { readonly size: number; readonly note: string }[]> {
    const notes = (await this.store.checkpoints()).map((note) => ({ note, size: parseCheckpoint(parseNote(note).text).size }));
    return notes.sort((a, b) => a.size - b.size || a.note.length - b.note.length);
  }

  /** The last checkpoint; one is signed where there is none over entry `covering`. @throws {MeritError} E_KEY */
  async lastCheckpoint(covering = 0): Promise<string> {
    const last = (await this.notes()).at(-1);
    return last && last.size > covering ? last.note : this.checkpoint();
  }

  /** The offline proof of one entry, under the last checkpoint. @throws {MeritError} E_NUM_RANGE, E_KEY */
  async prove(index: number): Promise<string> {
    await this.entry(index);
    const note = await this.lastCheckpoint(index);
    return formatProof({ index, proof: await this.inclusion(index, note), note });
  }

  /** The inclusion proof of an entry under the checkpoint of a note. */
  async inclusion(index: number, note: string): Promise<Uint8Array[]> {
    const { size } = parseCheckpoint(parseNote(note).text);
    return inclusionProofAsync(index, size, (level, at) => this.store.hash(level, at));
  }

  /** The policy of a round and what the parties committed to, before names are opened. A second one needs a reason. */
  seal(round: string, { policy, hash }: Sealed, { revealBy, reason = null, id }: { readonly revealBy: string; readonly reason?: string | null; readonly id?: string }): Promise<Entry> {
    if (documentHash(POLICY_FORMAT, policy) !== hash) throw new MeritError('E_POLICY_HASH', 'the policy is not the one that was sealed');
    const commitments = policy.ties.commitments.map(({ party, hash: of }) => ({ party, hash: of }));
    return this.append({ kind: 'seal', round, ...(id !== undefined && { id }), body: { policy: hash, rules: rulesOf(policy), commitments, revealBy, reason } });
  }

  /** Somebody who judges declares his interests, before names are opened. */
  statement(round: string, body: Body<'statement'>, values: { readonly person?: string; readonly interests?: readonly unknown[] } = {}): Promise<Entry> {
    return this.append({ kind: 'statement', round, body, values: { '/interests': values.interests ?? null, '/person': values.person ?? null } });
  }

  /** Names and inputs are opened. */
  open(round: string, body: { readonly on: string; readonly positions?: 'all' | readonly string[] }): Promise<Entry> {
    const { on, positions = 'all' } = body;
    return this.append({ kind: 'open', round, body: { on, positions: positions === 'all' ? positions : [...positions].sort(compareTexts) } });
  }

  rating(round: string, body: Body<'rating'>, { person, attribute, value }: { readonly person: string; readonly attribute: string; readonly value: unknown }): Promise<Entry> {
    return this.append({ kind: 'rating', round, body, values: { '/attribute': attribute, '/person': person, '/value': value } });
  }

  recusal(round: string, body: Body<'recusal'>, { person }: { readonly person: string }): Promise<Entry> {
    return this.append({ kind: 'recusal', round, body, values: { '/person': person } });
  }

  waiver(round: string, body: Body<'waiver'>, { person }: { readonly person: string }): Promise<Entry> {
    return this.append({ kind: 'waiver', round, body, values: { '/person': person } });
  }

  /**
   * Freezes the input: the root over every field of the round goes into the log, keys and values into the vault. People who were in an
   * earlier freeze of the round keep their keys. O(people * attributes).
   */
  async freeze(round: Round, { policy }: Sealed): Promise<Entry> {
    const id = this.newId();
    const last = this.state(round.id).freeze;
    const before = last && (await readInput(this.store, (await this.entry(last.index)).id));
    const keys = { key: before?.keys.key ?? randomHex(this.random), people: new Map(round.people.map((p) => [p.id as string, before?.keys.people.get(p.id) ?? randomHex(this.random)])) };
    const input = frozenInput(round, policy, keys);
    const body: Body<'freeze'> = { root: input.root, leaves: input.leaves.length, people: round.people.length, positions: round.positions.length };
    return this.write({ kind: 'freeze', id, round: round.id, body }, [], keepInput(id, round, policy, keys, input));
  }

  /** Opens the input again: the next freeze is another one, and so are the nonces. */
  reopen(round: string, body: Body<'reopen'>): Promise<Entry> {
    return this.append({ kind: 'reopen', round, body });
  }

  /** A party tells the nonce it committed to. */
  reveal(round: string, body: Body<'reveal'>): Promise<Entry> {
    return this.append({ kind: 'reveal', round, body });
  }

  /** A party did not tell its nonce: a finding; commitments are sealed anew. */
  withheld(round: string, body: Body<'withheld'>): Promise<Entry> {
    return this.append({ kind: 'withheld', round, body });
  }

  /**
   * An official run: the attempt is in the log before it begins, then the proposal, or that it was abandoned.
   * @throws {MeritError} E_STATE, E_RERUN for a second attempt without a reason, E_SEED_WITHHELD, E_POLICY_HASH, E_POLICY_SUPERSEDED;
   *   E_INPUT_HASH with a path into the round if it is not the one that was frozen, E_SEED_COMMITMENT if its reveals are not those of the log;
   *   what `propose` throws
   */
  async propose(round: Round, sealed: Sealed, { reason = null, ...options }: ProposeOptions & { readonly reason?: string | null } = {}): Promise<Proposal> {
    await this.ready;
    const { freeze } = this.state(round.id);
    const pseudonyms = freeze && (await this.sameAsFrozen(round, sealed.policy, freeze.index));
    const number = 1 + (freeze ? this.records.attemptsOn(round.id, freeze.root) : 0);
    const attempt = await this.append({ kind: 'attempt', round: round.id, body: { number, freeze: freeze?.index ?? 0, policy: sealed.hash, engine: { ...ENGINE }, reason } });
    let proposal: Proposal;
    try {
      proposal = await propose(round, sealed, options);
    } catch (error) {
      await this.append({ kind: 'abandoned', round: round.id, body: { attempt: attempt.index, reason: error instanceof MeritError ? error.code : 'stopped by an error' } });
      throw error;
    }
    const { status, objectives, gap } = proposal.certain;
    const told = publicProposal(proposal, pseudonyms!);
    const id = this.newId();
    const values = { '/proposal': documentHash(proposal.format, proposal), '/public': hashDocument(PUBLIC_PROPOSAL_FORMAT, told) };
    const body: Body<'proposal'> = { attempt: attempt.index, status, objectives: objectives.map((o) => ({ ...o })), gap: gap && { ...gap } };
    await this.write({ kind: 'proposal', id, round: round.id, body }, this.rowsOf(id, { kind: 'proposal', values }), [keptPublicly(id, told)]);
    return proposal;
  }

  /** The pseudonyms of the round's people, after every field was compared with what was frozen. */
  private async sameAsFrozen(round: Round, policy: Policy, index: number): Promise<ReadonlyMap<string, string>> {
    const entry = await this.entry(index);
    const kept = await readInput(this.store, entry.id);
    const missing = round.people.findIndex((p) => !kept.keys.people.has(p.id));
    if (missing >= 0) throw new MeritError('E_INPUT_HASH', 'somebody in the round was not in the frozen input, or was erased', { path: `/people/${missing}` });
    const input: FrozenInput = frozenInput(round, policy, kept.keys);
    if (input.root !== this.state(round.id).freeze!.root) {
      const k = input.leaves.findIndex(([path, commitment], at) => kept.leaves[at]?.[0] !== path || kept.leaves[at][1] !== commitment);
      throw new MeritError('E_INPUT_HASH', 'the round is not the one that was frozen', { path: k < 0 ? '' : input.leaves[k]![0] });
    }
    const { reveals } = this.state(round.id);
    if (round.reveals.some((r) => reveals.get(r.party) !== r.nonce)) throw new MeritError('E_SEED_COMMITMENT', 'a nonce of the round is not the one in the log', { path: '/reveals' });
    return kept.pseudonyms;
  }

  /** A run that decides nothing: a frontier, a simulation, a what-if. Counted. */
  explored(round: string, body: { readonly purpose: Body<'exploration'>['purpose']; readonly policy: string; readonly reason?: string | null }): Promise<Entry> {
    return this.append({ kind: 'exploration', round, body: { purpose: body.purpose, policy: body.policy, reason: body.reason ?? null } });
  }

  /** What was decided about the last proposal, or the one whose number is given. */
  decide(round: string, decision: Decision, { proposal }: { readonly proposal?: number } = {}): Promise<Entry> {
    const { by, on, changes, loss } = decision;
    const index = proposal ?? this.proposalOf(round) ?? 0;
    const body: Body<'decision'> = { proposal: index, by, on, changes: changes.length, loss: loss.map(({ stage, loss: value }) => ({ stage, value })) };
    return this.append({ kind: 'decision', round, body, values: { '/decision': documentHash(decision.format, decision) } });
  }

  objection(round: string, body: Body<'objection'>, { person, text }: { readonly person: string; readonly text: string }): Promise<Entry> {
    return this.append({ kind: 'objection', round, body, values: { '/person': person, '/text': text } });
  }

  answer(round: string, body: Body<'answer'>, { text, person = null }: { readonly text: string; readonly person?: string | null }): Promise<Entry> {
    return this.append({ kind: 'answer', round, body, values: { '/text': text }, subject: person });
  }

  refusal(round: string, body: Body<'refusal'>, { person, position }: { readonly person: string; readonly position: string }): Promise<Entry> {
    return this.append({ kind: 'refusal', round, body, values: { '/person': person, '/position': position } });
  }

  /** What followed from a refusal, an objection or a court's order. */
  repair(round: string, repair: Repair): Promise<Entry> {
    const { decision, repairs } = this.state(round);
    const causes = [...new Set(repair.changes.map((c) => c.cause))];
    const cause = causes.length === 1 && causes[0] !== 'choice' ? causes[0]! : 'several';
    const body: Body<'repair'> = { of: repairs.at(-1) ?? decision ?? 0, cause, by: repair.by, on: repair.on, changed: repair.changed.length };
    return this.append({ kind: 'repair', round, body, values: { '/repair': documentHash(repair.format, repair) } });
  }

  /** The right value beside a wrong one; nothing is changed. */
  rectify(round: string, body: Body<'rectification'>, { person, path, value }: { readonly person: string; readonly path: string; readonly value: unknown }): Promise<Entry> {
    return this.append({ kind: 'rectification', round, body, values: { '/path': path, '/person': person, '/value': value } });
  }

  close(round: string, body: Body<'close'>): Promise<Entry> {
    return this.append({ kind: 'close', round, body });
  }

  /** Adds a key, retires one, or both. The checkpoint that ends with a retirement is signed by the old key. */
  rotateKey(body: Body<'key'>): Promise<Entry> {
    return this.append({ kind: 'key', body });
  }

  /** Rounds that wait for a nonce past the last day for it. */
  overdueReveals(today: string): readonly string[] {
    return this.rounds.filter((id) => {
      try {
        checkReveals(id, this.state(id), today);
        return false;
      } catch {
        return true;
      }
    });
  }
}

/** The hash of a policy without what the parties of the lottery committed to. */
export function rulesOf(policy: Policy): string {
  return hashDocument(POLICY_FORMAT, { ...policy, ties: { ...policy.ties, commitments: [] } });
}

/** `YYYY-MM-DDThh:mm:ssZ` of seconds since 1970. @throws {MeritError} E_DATE_RANGE */
export function timeOf(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  const rest = whole - 86_400 * Math.floor(whole / 86_400);
  const text = Number.isSafeInteger(whole) ? `${formatDay(Math.floor(whole / 86_400))}T${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}Z` : '';
  if (!isTime(text)) throw new MeritError('E_DATE_RANGE', 'the clock gave no time of the calendar');
  return text;
}

const RECORD_KEYS = new Set(['kind', 'round', 'id', 'body', 'values', 'subject']);

/** Every problem of a record that does not hang on its place in the log. */
function checkRecord(record: unknown): void {
  const issues = new Issues();
  const say = (code: ErrorCode, path: string, message: string): void => issues.add(code, path, message);
  if (typeof record !== 'object' || record === null || Array.isArray(record)) throw new MeritError('E_TYPE', 'expected a record: an object with kind, body and values');
  const { kind, round, body, values, subject } = record as Record<string, unknown>;
  for (const key of Object.keys(record)) if (!RECORD_KEYS.has(key)) say('E_KEY_UNKNOWN', `/${key.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`, 'there is no such part of a record');
  const known = typeof kind === 'string' && Object.hasOwn(BODIES, kind) ? (kind as Kind) : undefined;
  if (!known) say(kind === undefined ? 'E_VALUE_MISSING' : 'E_VALUE_UNKNOWN', '/kind', `expected one of ${Object.keys(BODIES).join(' ')}`);
  else {
    checkBody(known, body, '/body', issues);
    const ofLog = LOG_KINDS.some((k) => k === known);
    if (ofLog && round !== undefined) say('E_KEY_UNKNOWN', '/round', `a record of the kind ${known} belongs to no round`);
    if (!ofLog && typeof round !== 'string') say(round === undefined ? 'E_VALUE_MISSING' : 'E_TYPE', '/round', `a record of the kind ${known} names its round`);
  }
  if (values !== undefined && (typeof values !== 'object' || values === null || Array.isArray(values))) say('E_TYPE', '/values', 'expected an object of values by the paths of their fields');
  else if (known) for (const path of Object.keys(values ?? {})) if (!fieldsOf(known).includes(path)) say('E_KEY_UNKNOWN', `/values/${path.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`, `a record of the kind ${known} has ${fieldsOf(known).length === 0 ? 'no fields' : `the fields ${fieldsOf(known).join(' ')}`}`);
  if (subject !== undefined && subject !== null && typeof subject !== 'string') say('E_TYPE', '/subject', 'expected the id of a person, or null');
  issues.throwIfAny();
}
