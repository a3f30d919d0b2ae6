import { canonicalJson, hashDocument, hex } from '../canonical/index.js';
import { bug, Issues, MeritError } from '../errors/index.js';
import type { Decision, Repair } from '../deciding/index.js';
import { dayOf, formatDay } from '../model/calendar.js';
import type { Reveal, Round } from '../model/round.js';
import { POLICY_FORMAT, type Policy } from '../policy/index.js';
import { ENGINE, propose, PROPOSAL_FORMAT, type Proposal, type ProposeOptions, type Sealed } from '../solving/index.js';
import { openCheckpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.js';
import { commitText, machineRandom, randomHex, type Random } from './commitment.js';
import { checkBody, ENTRY_FORMAT, fieldsOf, formatEntry, LOG_KINDS, parseEntry, type Body, type Entry, type Kind } from './entry.js';
import { inputKeys, type InputKeys } from './input-tree.js';
import { keepInput, keepPublic, placeOfChange, readInput, type KeptInput } from './kept-input.js';
import { CompactRange, inclusionProofAsync, leafHash, rootOfAsync } from './merkle.js';
import { parseNote, signNote } from './note.js';
import { formatProof } from './proof-text.js';
import { publicProposal, PUBLIC_PROPOSAL_FORMAT } from './public-proposal.js';
import { Records } from './records.js';
import { attemptsOn, checkRecorded, type RoundState } from './rounds.js';
import { formatVerifierKey, type Signer } from './signer.js';
import type { TrailStore, VaultRow } from './store.js';

export interface TrailOptions {
  /** Name of a new log, and of its key: a name as of an address, without spaces. */
  readonly origin?: string;
  /** Signs checkpoints. Without one a trail is read and appended to, and not signed. */
  readonly signer?: Signer;
  /** Of a new log: who answers for the personal data. */
  readonly controller?: string;
  readonly witnesses?: Body<'genesis'>['witnesses'];
  readonly retention?: Body<'genesis'>['retention'];
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now?: () => number;
  readonly random?: Random;
}

/** One step to be recorded. */
export interface TrailRecord<K extends Kind = Kind> {
  readonly kind: K;
  /** Absent in kinds of the log. */
  readonly round?: string;
  /** What makes it the same record when it is sent again; random if absent. */
  readonly id?: string;
  /** The body, or how it follows from where the round stands when it is written. */
  readonly body: Body<K> | ((state: RoundState, records: Records) => Body<K>);
  /** Values of the fields; those left out are null. They go to the vault, never into the log. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Whom the values are about; the value of `/person` if absent. */
  readonly subject?: string | null;
}

/** Seconds by which one writer's clock may be behind another's. */
const SKEW = 60_000;

/**
 * A log of records with its vault: docs/formats.md sections 10 and 11. Appends of one trail are made one after another; several trails,
 * also in other processes, may write to one store: each takes over what the others wrote before its own step is judged.
 */
export class Trail {
  readonly store: TrailStore;
  private readonly options: TrailOptions;
  private readonly random: Random;
  private signer: Signer | undefined;
  private records = new Records();
  private stale = false;
  private last: Promise<unknown> = Promise.resolve();

  /** Use {@link openTrail}. */
  constructor(store: TrailStore, options: TrailOptions) {
    this.store = store;
    this.options = options;
    this.random = options.random ?? machineRandom;
    this.signer = options.signer;
  }

  get origin(): string {
    return this.records.genesis?.origin ?? '';
  }

  /** Entries that this trail knows of. */
  get size(): number {
    return this.records.size;
  }

  /** What the first entry says of the log. */
  get genesis(): Body<'genesis'> {
    return this.records.genesis ?? missing();
  }

  /** Where a round stands: attempts, explorations, objections, everything that a report counts. */
  state(round: string): RoundState {
    return this.records.round(round);
  }

  /** Rounds with entries, in the order of their first ones. */
  get rounds(): readonly string[] {
    return this.records.roundIds;
  }

  /** Verifier keys that may sign now. */
  get keys(): readonly string[] {
    return this.records.keys;
  }

  /** Nonces revealed since the last freeze: what the round to be solved carries. */
  reveals(round: string): Reveal[] {
    return this.state(round).reveals.map((r) => ({ ...r }));
  }

  /** The official attempts of a round, with their reasons. */
  attempts(round: string): RoundState['attempts'] {
    return this.state(round).attempts;
  }

  /** Runs that decided nothing, by purpose. */
  explorations(round: string): RoundState['explorations'] {
    return this.state(round).explorations;
  }

  /** The entries of the log, or of one round, in order. One entry in memory at a time. */
  async *entries(round?: string): AsyncGenerator<Entry> {
    let index = 0;
    for await (const line of this.store.lines(0, await this.store.size())) {
      const entry = parseEntry(line, `/${index++}`);
      if (round === undefined || entry.round === round) yield entry;
    }
  }

  /** Replays the log against its stored checkpoints. @throws {MeritError} with the path `/INDEX…` of the entry, or `/checkpoints/K` */
  async replay(): Promise<void> {
    const size = await this.store.size();
    const notes = (await this.store.checkpoints()).map((note, k) => ({ note, k, checkpoint: parseCheckpoint(parseNote(note).text) }));
    const beyond = notes.find(({ checkpoint }) => checkpoint.size > size);
    if (beyond) throw new MeritError('E_LOG_TRUNCATED', `a checkpoint speaks of ${beyond.checkpoint.size} entries, the log has ${size}`, { path: `/checkpoints/${beyond.k}` });
    const records = new Records();
    const range = new CompactRange();
    let next = 0;
    const check = (): void => {
      for (; next < notes.length && notes[next]!.checkpoint.size === range.size; next++) {
        const { note, k, checkpoint } = notes[next]!;
        const path = `/checkpoints/${k}`;
        if (checkpoint.origin !== records.genesis?.origin || hex(checkpoint.root) !== hex(range.root())) throw new MeritError('E_LOG_ROOT', 'the entries do not hash to the root of the checkpoint', { path });
        try {
          openCheckpoint(note, records.signing);
        } catch (error) {
          throw error instanceof MeritError ? new MeritError(error.code, 'the checkpoint is not signed by a key that may', { path }) : error;
        }
      }
    };
    for await (const line of this.store.lines(0, size)) {
      take(records, line);
      range.append(leafHash(line));
      check();
    }
    this.records = records;
    this.stale = false;
  }

  /**
   * Adds one record; resolves when it is durable. Its values are in the vault before the entry is in the log. A record whose id is
   * there already is not written again. One id is sent by one writer at a time: two at once would put their salts in each other's place.
   * @throws {MeritError} E_STATE and all that docs/formats.md section 10.2 refuses; E_LOG_TIME_BACKWARDS for a clock that was set back;
   * E_ID_DUPLICATE where the id is that of another record, also of one with other values; what the store says. Never with a value in it
   */
  append<K extends Kind>(record: TrailRecord<K>): Promise<Entry> {
    return this.queue(() => this.write(record));
  }

  /** Takes over what other writers wrote. */
  refresh(): Promise<void> {
    return this.queue(async () => {
      if (this.stale || (await this.store.size()) !== this.size) await this.replay();
    });
  }

  private queue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  /** `beside` are rows that the vault keeps under the entry and that open no commitment. */
  private async write<K extends Kind>(record: TrailRecord<K>, beside: readonly VaultRow[] = []): Promise<Entry> {
    const { kind, round, id = randomHex(this.random, 16), body, values = {}, subject } = record;
    if (this.stale) await this.replay();
    const kept = await this.store.find(id);
    if (kept !== undefined) return this.repeated(kept, record);
    const rows = await this.rowsFor(kind, id, values, subject);
    if (rows.length + beside.length > 0) await this.store.vault.put([...rows, ...beside]);
    let changed = false;
    let candidate: { readonly entry: Entry; readonly apply: () => void } | undefined;
    try {
      const answer = await this.store.append(id, this.records.size, (missed) => {
        changed = missed.length > 0;
        for (const line of missed) take(this.records, line);
        candidate = this.candidate(kind, round, id, typeof body === 'function' ? body(this.records.round(round ?? ''), this.records) : body, rows);
        return formatEntry(candidate.entry);
      });
      if (answer.repeated) return await this.repeated(answer.index, record);
      if (!candidate) throw bug('a store that appends without asking for the line');
      candidate.apply();
      return candidate.entry;
    } catch (error) {
      this.stale ||= changed; // what was missed may not have been kept either
      if (!(await this.isKept(id))) await this.store.vault.erase([...rows, ...beside]).catch(() => undefined);
      throw error;
    }
  }

  /** True unless the store says that it has no such entry: only then may rows be taken back. */
  private async isKept(id: string): Promise<boolean> {
    try {
      return (await this.store.find(id)) !== undefined;
    } catch {
      return true;
    }
  }

  /** The rows of a record. Sent again after an unknown end, a record keeps the salts it had. */
  private async rowsFor(kind: Kind, id: string, values: Readonly<Record<string, unknown>>, subject: string | null | undefined): Promise<VaultRow[]> {
    const paths = fieldsOf(kind);
    const unknown = Object.keys(values).find((path) => !paths.includes(path));
    if (unknown !== undefined) throw new MeritError('E_KEY_UNKNOWN', `an entry of the kind ${kind} has no such field`, { path: '/values' });
    if (paths.length === 0) return [];
    const earlier = await this.store.vault.rows({ entry: id });
    const about = subject === undefined ? ((values['/person'] as string | undefined) ?? null) : subject;
    return paths.map((path): VaultRow => {
      const value = canonicalJson(values[path] ?? null);
      const same = earlier.find((row) => row.path === path && row.value === value);
      return { entry: id, path, subject: about, salt: same?.salt ?? randomHex(this.random), value };
    });
  }

  private candidate(kind: Kind, round: string | undefined, id: string, body: unknown, rows: readonly VaultRow[]): { readonly entry: Entry; readonly apply: () => void } {
    const issues = new Issues();
    checkBody(kind, body, '/body', issues);
    if (LOG_KINDS.some((k) => k === kind) !== (round === undefined)) issues.add(round === undefined ? 'E_VALUE_MISSING' : 'E_KEY_UNKNOWN', '/round', 'records of a round name it, those of the log do not');
    issues.throwIfAny();
    const line = canonicalJson({
      format: ENTRY_FORMAT,
      index: this.records.size,
      id,
      time: this.time(),
      kind,
      ...(round !== undefined && { round, ordinal: this.records.round(round).entries }),
      body,
      fields: rows.map(({ path, salt, value }) => [path, commitText(path, salt, value)]),
    });
    const entry = parseEntry(line);
    return { entry, apply: this.records.check(entry) };
  }

  private time(): string {
    // eslint-disable-next-line no-restricted-globals -- the one place where a trail asks the clock of the machine; it decides nothing
    const now = formatTime((this.options.now ?? Date.now)());
    if (now >= this.records.time) return now;
    if (parseTime(this.records.time) - parseTime(now) <= SKEW) return this.records.time;
    throw new MeritError('E_LOG_TIME_BACKWARDS', 'the clock is before the time of the last entry', { path: '/time' });
  }

  /** The entry of a record that is sent again: the same in all that can still be compared. */
  private async repeated(index: number, { kind, round, body, values = {} }: TrailRecord): Promise<Entry> {
    if (index >= this.records.size) await this.replay();
    const entry = await this.entryAt(index);
    const rows = await this.store.vault.rows({ entry: entry.id });
    const differs =
      entry.kind !== kind || entry.round !== round || (typeof body !== 'function' && canonicalJson(entry.body) !== canonicalJson(body)) ||
      rows.some(({ path, value }) => fieldsOf(kind).includes(path) && value !== canonicalJson(values[path] ?? null));
    if (differs) throw new MeritError('E_ID_DUPLICATE', 'the id is that of another record', { path: '/id' });
    return entry;
  }

  /** Signs the present size; the same note again while nothing was added. @throws {MeritError} E_KEY without a signer, or one whose key may not sign */
  checkpoint(): Promise<string> {
    return this.queue(() => this.sign(this.signer ? [this.signer] : []));
  }

  private async sign(signers: readonly Signer[]): Promise<string> {
    if (this.stale || (await this.store.size()) !== this.size) await this.replay();
    const kept = (await this.store.checkpoints()).filter((note) => parseCheckpoint(parseNote(note).text).size === this.size);
    if (kept.length > 0) return kept[kept.length - 1]!;
    const good = signers.filter((signer) => this.records.signing.includes(formatVerifierKey(signer)));
    if (good.length === 0) throw new MeritError('E_KEY', 'no signer was given whose key may sign for this log');
    const root = await rootOfAsync(this.size, (level, index) => this.store.hash(level, index));
    const note = await signNote(formatCheckpoint({ origin: this.origin, size: this.size, root }), good);
    await this.store.keepCheckpoint(this.size, note);
    return note;
  }

  /** The last note that was kept; undefined where there is none. */
  async lastCheckpoint(): Promise<string | undefined> {
    return (await this.store.checkpoints()).at(-1);
  }

  /** The hashes that prove an entry in the log of `size` entries. */
  inclusion(index: number, size: number): Promise<Uint8Array[]> {
    return inclusionProofAsync(index, size, (level, at) => this.store.hash(level, at));
  }

  /** Offline proof text of one entry against a fresh checkpoint (section 9.4). */
  async prove(index: number): Promise<string> {
    const checkpoint = await this.checkpoint();
    return formatProof({ index, proof: await this.inclusion(index, this.size), note: checkpoint });
  }

  // One method for each kind, in the order in which a round goes.

  /** Seals a policy with its commitments; `reason` from the second time on. */
  async seal(round: string, { policy }: Sealed, { revealBy, reason = null, id }: { readonly revealBy: string; readonly reason?: string | null; readonly id?: string }): Promise<Entry> {
    const body = { policy: hashDocument(POLICY_FORMAT, policy), rules: rulesHash(policy), commitments: policy.ties.commitments.map((c) => ({ ...c })), revealBy, reason };
    return this.append({ kind: 'seal', round, body, ...given(id) });
  }

  /** A statement on conflicts of interest, before names are opened. `person` is who the actor is among the people of the round. */
  statement(round: string, { person = null, interests = [], ...body }: Body<'statement'> & { readonly person?: string | null; readonly interests?: readonly object[] }): Promise<Entry> {
    return this.append({ kind: 'statement', round, body, values: { '/person': person, '/interests': interests } });
  }

  open(round: string, body: Body<'open'>): Promise<Entry> {
    return this.append({ kind: 'open', round, body });
  }

  rating(round: string, { person, attribute, value, ...body }: Body<'rating'> & { readonly person: string; readonly attribute: string; readonly value: unknown }): Promise<Entry> {
    return this.append({ kind: 'rating', round, body, values: { '/person': person, '/attribute': attribute, '/value': value } });
  }

  recusal(round: string, { person, ...body }: Body<'recusal'> & { readonly person: string }): Promise<Entry> {
    return this.append({ kind: 'recusal', round, body, values: { '/person': person } });
  }

  waiver(round: string, { person, ...body }: Body<'waiver'> & { readonly person: string }): Promise<Entry> {
    return this.append({ kind: 'waiver', round, body, values: { '/person': person } });
  }

  /**
   * Freezes the input: its root is logged, and its keys go to the vault with what a public bundle and a disclosure need once somebody is
   * erased. The keys of an earlier freeze are kept.
   * @throws {MeritError} E_INPUT_HASH at `/opened` and `/actors/K/statement` for a round that says otherwise than its records
   */
  async freeze(round: Round, { policy }: Sealed): Promise<Entry> {
    await this.refresh();
    checkRecorded(round, this.state(round.id));
    const id = randomHex(this.random, 16);
    const known = this.state(round.id).freeze === null ? undefined : (await this.frozenInput(round.id)).keys;
    const { body, rows } = keepInput(id, round, policy, inputKeys(round, this.random, known));
    const checked = (state: RoundState): Body<'freeze'> => {
      checkRecorded(round, state);
      return { ...body };
    };
    return this.queue(() => this.write({ kind: 'freeze', round: round.id, id, body: checked }, rows));
  }

  /** What the vault keeps of the last freeze of a round, without the keys that were erased. @throws {MeritError} E_STATE where nothing was frozen, E_ERASED */
  async frozenInput(round: string): Promise<KeptInput> {
    const { freeze } = this.state(round);
    if (!freeze) throw new MeritError('E_STATE', 'the input of the round is not frozen');
    return readInput(await this.store.vault.rows({ entry: (await this.entryAt(freeze.index)).id }));
  }

  /** One entry. @throws {MeritError} E_REF_UNKNOWN */
  async entryAt(index: number): Promise<Entry> {
    if (Number.isSafeInteger(index) && index >= 0 && index < this.size) for await (const line of this.store.lines(index, index + 1)) return parseEntry(line, `/${index}`);
    throw new MeritError('E_REF_UNKNOWN', 'the log has no such entry', { path: `/${index}` });
  }

  reopen(round: string, body: Body<'reopen'>): Promise<Entry> {
    return this.append({ kind: 'reopen', round, body });
  }

  reveal(round: string, body: Body<'reveal'>): Promise<Entry> {
    return this.append({ kind: 'reveal', round, body });
  }

  withheld(round: string, body: Body<'withheld'>): Promise<Entry> {
    return this.append({ kind: 'withheld', round, body });
  }

  /**
   * Logs the attempt, then proposes, then logs the proposal; an attempt that throws is logged as abandoned. The round is the frozen one
   * with the nonces that were revealed.
   * @throws {MeritError} E_INPUT_HASH for another round than the frozen one, at the first place that differs; E_ERASED where somebody of it
   * was erased since; E_SEED_COMMITMENT for other nonces; E_STATE where nothing is frozen; E_RERUN without a reason from the second attempt on; as `propose`
   */
  async propose(round: Round, sealed: Sealed, { reason = null, ...options }: ProposeOptions & { readonly reason?: string | null } = {}): Promise<Proposal> {
    await this.refresh();
    const { freeze, reveals } = this.state(round.id);
    const keys = await this.sameAsFrozen(round, sealed, freeze);
    if (canonicalJson(round.reveals) !== canonicalJson(reveals)) throw new MeritError('E_SEED_COMMITMENT', 'the nonces of the round are not those that were revealed', { path: '/reveals' });
    const policy = hashDocument(POLICY_FORMAT, sealed.policy);
    const attempt = await this.append({
      kind: 'attempt',
      round: round.id,
      body: (state) => ({ number: attemptsOn(state, freeze!.root) + 1, freeze: freeze!.index, policy, engine: { ...ENGINE }, reason }),
    });
    let proposal: Proposal;
    try {
      proposal = await propose(round, sealed, options);
    } catch (error) {
      await this.append({ kind: 'abandoned', round: round.id, body: { attempt: attempt.index, reason: error instanceof MeritError ? error.code : 'the run failed' } });
      throw error;
    }
    const { status, objectives, gap } = proposal.certain;
    const id = randomHex(this.random, 16);
    const shown = publicProposal(proposal, round, keys);
    const record: TrailRecord<'proposal'> = {
      kind: 'proposal',
      round: round.id,
      id,
      body: { attempt: attempt.index, status, objectives: objectives.map(({ stage, value }) => ({ stage, value })), gap: gap && { ...gap } },
      values: { '/proposal': hashDocument(PROPOSAL_FORMAT, proposal), '/public': hashDocument(PUBLIC_PROPOSAL_FORMAT, shown) },
    };
    await this.queue(() => this.write(record, [keepPublic(id, shown)]));
    return proposal;
  }

  /** The keys of the frozen input, after every value of the round was compared with it. */
  private async sameAsFrozen(round: Round, { policy }: Sealed, freeze: RoundState['freeze']): Promise<InputKeys> {
    const kept = await this.frozenInput(round.id);
    if (kept.keys.people.size < freeze!.people) throw new MeritError('E_ERASED', 'somebody of this round was erased since its input was frozen: freeze it anew');
    const path = placeOfChange(round, policy, kept, freeze!.root);
    if (path !== undefined) throw new MeritError('E_INPUT_HASH', 'the round is not the one that was frozen', { path });
    return kept.keys;
  }

  /** Counts a run that decides nothing: a frontier, a what-if. */
  explored(round: string, purpose: Body<'exploration'>['purpose'], { policy, reason = null }: { readonly policy: string; readonly reason?: string | null }): Promise<Entry> {
    return this.append({ kind: 'exploration', round, body: { purpose, policy, reason } });
  }

  /** Records a decision that `decide` made about a proposal of the trail. @throws {MeritError} E_INPUT_HASH at `/of/hash` for one it does not know */
  async decide(decision: Decision): Promise<Entry> {
    await this.refresh();
    const { by, on, changes, loss, round, of } = decision;
    const proposal = await this.recorded(this.state(round.id).proposals, '/proposal', of.hash);
    return this.append({
      kind: 'decision',
      round: round.id,
      body: () => ({ proposal, by, on, changes: changes.length, loss: loss.map((l) => ({ stage: l.stage, value: l.loss })) }),
      values: { '/decision': hashDocument(decision.format, decision) },
    });
  }

  objection(round: string, { person = null, text, ...body }: Body<'objection'> & { readonly person?: string | null; readonly text: string }): Promise<Entry> {
    return this.append({ kind: 'objection', round, body, values: { '/person': person, '/text': text } });
  }

  /** Answers an objection; the text is about whoever objected. */
  async answer(round: string, { text, ...body }: Body<'answer'> & { readonly text: string }): Promise<Entry> {
    await this.refresh(); // the objection may be another writer's
    const asked = body.objection < this.size ? await this.store.vault.rows({ entry: (await this.entryAt(body.objection)).id }) : [];
    return this.append({ kind: 'answer', round, body, values: { '/text': text }, subject: asked.find((row) => row.path === '/person')?.subject ?? null });
  }

  refusal(round: string, { person, position, ...body }: Body<'refusal'> & { readonly person: string; readonly position: string }): Promise<Entry> {
    return this.append({ kind: 'refusal', round, body, values: { '/person': person, '/position': position } });
  }

  /** The last of these entries whose document has this hash, or had it erased; 0 where there are none, which no record may name. */
  private async recorded(entries: readonly number[], path: string, hash: string): Promise<number> {
    for (const index of entries.toReversed()) {
      const row = (await this.store.vault.rows({ entry: (await this.entryAt(index)).id })).find((r) => r.path === path);
      if (!row || row.value === canonicalJson(hash)) return index;
    }
    if (entries.length > 0) throw new MeritError('E_INPUT_HASH', 'the trail does not know the document that this one changes', { path: '/of/hash' });
    return 0;
  }

  /** Records a repair of the decision or of the last repair. @throws {MeritError} E_INPUT_HASH at `/of/hash` for a repair of anything else */
  async repair(repair: Repair): Promise<Entry> {
    await this.refresh();
    const { decision, repairs } = this.state(repair.round.id);
    const repaired = repairs.at(-1);
    const of = repaired === undefined ? await this.recorded(decision === null ? [] : [decision], '/decision', repair.of.hash) : await this.recorded([repaired], '/repair', repair.of.hash);
    const causes = new Set(repair.changes.map((c) => c.cause));
    const cause = (causes.size === 1 ? [...causes][0]! : 'several') as Body<'repair'>['cause'];
    return this.append({
      kind: 'repair',
      round: repair.round.id,
      body: () => ({ of, cause, by: repair.by, on: repair.on, changed: repair.changed.length }),
      values: { '/repair': hashDocument(repair.format, repair) },
    });
  }

  /** Sets the right value beside a wrong one; nothing is changed. */
  rectify(round: string, { person, path, value, ...body }: Body<'rectification'> & { readonly person: string; readonly path: string; readonly value: unknown }): Promise<Entry> {
    return this.append({ kind: 'rectification', round, body, values: { '/person': person, '/path': path, '/value': value } });
  }

  close(round: string, body: Body<'close'>): Promise<Entry> {
    return this.append({ kind: 'close', round, body });
  }

  /** Hands the log over to another key: the old one signs, together with the new one, the checkpoint that ends with its own retirement. */
  async rotateKey(next: Signer, reason: string): Promise<string> {
    const old = this.signer;
    if (!old) throw new MeritError('E_KEY', 'only the present signer hands the log over');
    await this.append({ kind: 'key', body: { add: formatVerifierKey(next), retire: formatVerifierKey(old), reason } });
    const note = await this.sign([old, next]);
    this.signer = next;
    return note;
  }

  /** Removes rows of these people that belong to no entry: what a crash between vault and log left behind. Returns how many. */
  async sweep(people: Iterable<string>): Promise<number> {
    let swept = 0;
    for (const subject of people) {
      const rows = await this.store.vault.rows({ subject });
      const orphans: VaultRow[] = [];
      for (const row of rows) if ((await this.store.find(row.entry)) === undefined) orphans.push(row);
      if (orphans.length > 0) await this.store.vault.erase(orphans);
      swept += orphans.length;
    }
    return swept;
  }
}

/**
 * The trail in a store. An empty store gets its first entry and its first checkpoint; any other is replayed whole against its
 * checkpoints, one line in memory at a time. That ids stand once is the store's promise.
 * @throws {MeritError} E_VALUE_MISSING without what a new log needs; E_LOG_TRUNCATED, E_LOG_ROOT, E_SIGNATURE, E_KEY, E_LOG_NOT_CANONICAL
 * and whatever is wrong with an entry, at `/INDEX…`
 */
export async function openTrail(store: TrailStore, options: TrailOptions = {}): Promise<Trail> {
  const trail = new Trail(store, options);
  if ((await store.size()) > 0 || (await store.checkpoints()).length > 0) {
    await trail.replay();
    return trail;
  }
  const { origin, signer, controller, witnesses = null, retention = null } = options;
  if (origin === undefined || !signer || controller === undefined) throw new MeritError('E_VALUE_MISSING', 'a new log needs an origin, a signer and a controller');
  if (signer.name !== origin) throw new MeritError('E_KEY', 'the key of a log bears its name');
  await trail.append({ kind: 'genesis', body: { origin, keys: [formatVerifierKey(signer)], witnesses, controller, retention } });
  await trail.checkpoint();
  return trail;
}

/** The hash of a policy without its commitments: what stays the same when parties commit anew. */
export function rulesHash(policy: Policy): string {
  return hashDocument(POLICY_FORMAT, { ...policy, ties: { ...policy.ties, commitments: [] } });
}

function take(records: Records, line: string): void {
  const at = `/${records.size}`;
  const entry = parseEntry(line, at);
  try {
    records.check(entry)();
  } catch (error) {
    throw error instanceof MeritError ? new MeritError(error.code, 'the entry may not stand at this place of the log', { path: at + error.path }) : error;
  }
}

function given(id: string | undefined): { readonly id?: string } {
  return id === undefined ? {} : { id };
}

function missing(): never {
  throw new MeritError('E_STATE', 'the log has no entry');
}

const DAY = 86_400_000;

/** Milliseconds since 1970 as `YYYY-MM-DDThh:mm:ssZ`. */
export function formatTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000) % 86_400;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${formatDay(Math.floor(milliseconds / DAY))}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}Z`;
}

function parseTime(text: string): number {
  const [year, month, day, hour, minute, second] = text.split(/[-T:Z]/).map(Number);
  return dayOf({ year: year!, month: month!, day: day! }) * DAY + ((hour! * 60 + minute!) * 60 + second!) * 1000;
}
