import { canonical, hashOf } from './canonical.js';
import type { Problem } from './certificate.js';
import type { Amendment, Policy } from './documents.js';
import { FIELDS, leafText, type Entry, type EntryOf } from './entry.js';
import type { FullBundle, PublicBundle, Trail } from './envelope.js';
import { checkFreeze, checkInput, checkPublicInput, commit, pseudonymOf, pseudonymsIn } from './input-tree.js';
import { readLine } from './line.js';
import { equalBytes, isIncluded, leafHash, rootsAt } from './merkle.js';
import { fromBase64, readCheckpoint, toHex, type Checkpoint } from './note.js';
import type { Outside } from './outside.js';
import type { Finding } from './plan.js';
import { Keys, Records, type RoundState } from './records.js';
import { at, json, refuse, same, type Json } from './shapes.js';
import { isBackdated, Trust, type Kept, type RootAt } from './trust.js';

const problem = (code: string, path: string, detail: string): Problem => ({ code, path, detail });
/** A finding that may name the size up to which the log is anchored. */
export type Anchored = Finding & { readonly upTo?: number };

const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** The trail of a bundle, and what is known of the log beside it. The three checks may be called in any order. */
export class TrailCheck {
  readonly #bundle: (FullBundle | PublicBundle) & { readonly trail: Trail };
  readonly #outside: Outside;
  readonly #own: Checkpoint | undefined;
  readonly #leaves: readonly Uint8Array[];
  readonly #records = new Records();
  /** What is wrong with the first entry that may not follow. */
  readonly #broken: Problem | undefined;
  readonly #log: readonly (Entry | Problem)[] | undefined;
  /** Entries of the whole log, as far as they are seen. */
  readonly #whole: readonly Entry[] | undefined;
  readonly #rootAt: RootAt;
  readonly #trust: Trust;
  readonly #notes: { readonly notes: readonly Kept[]; readonly passed: number };
  readonly #openings: ReadonlyMap<string, Json>;

  constructor(bundle: FullBundle | PublicBundle, trail: Trail, outside: Outside, log: readonly (Entry | Problem)[] | undefined) {
    this.#bundle = { ...bundle, trail };
    [this.#outside, this.#log] = [outside, log];
    this.#own = readCheckpoint(trail.checkpoint);
    this.#leaves = trail.entries.map((entry) => leafHash(leafText(entry)));
    const complete = trail.proofs === null && trail.entries.every(({ index }, k) => index === k);
    const [entries, leaves] = log ? [log, log.map((entry) => ('code' in entry ? new Uint8Array(32) : leafHash(leafText(entry))))] : [complete ? trail.entries : undefined, this.#leaves];
    const placeOf = new Map(trail.entries.map(({ index }, k) => [index, k]));
    for (const entry of entries ?? trail.entries) {
      const wrong = 'code' in entry ? entry : this.#records.take(entry);
      if (!wrong) continue;
      const k = 'code' in entry ? undefined : placeOf.get(entry.index);
      this.#broken = problem(wrong.code, k === undefined ? '/trail' : `/trail/entries/${k}`, wrong.detail);
      break;
    }
    const keys = new Keys(); // who may sign does not hang on what else is wrong
    for (const entry of entries ?? trail.entries) if (!('code' in entry) && (entry.kind === 'genesis' || entry.kind === 'key')) keys.take(entry);
    const sizes = [...(this.#own ? [this.#own] : []), ...outside.checkpoints].map(({ size }) => size);
    const roots = entries ? rootsAt(sizes, leaves) : new Map<number, Uint8Array>();
    const agree = this.#own !== undefined && entries !== undefined && roots.has(this.#own.size) && equalBytes(roots.get(this.#own.size)!, this.#own.root);
    this.#whole = agree && !(log ?? []).some((entry) => 'code' in entry) ? (entries as readonly Entry[]) : undefined;
    this.#rootAt = (size) => (size === this.#own?.size ? this.#own.root : this.#whole ? roots.get(size) : undefined);
    this.#trust = new Trust(outside, keys, this.#own?.origin ?? '', this.#own, this.#rootAt);
    this.#notes = this.#trust.kept();
    this.#openings = new Map(trail.openings.map(({ entry, path, value }) => [`${entry} ${path}`, value]));
  }

  get #entries(): readonly Entry[] {
    return this.#bundle.trail.entries;
  }

  /** Entries of the round of the bundle, with their places. */
  #ofRound(): readonly (readonly [Entry, number])[] {
    return this.#entries.flatMap((entry, k) => (entry.round === this.#bundle.round.id ? [[entry, k] as const] : []));
  }

  #all<K extends Entry['kind']>(kind: K): readonly (readonly [EntryOf<K>, number])[] {
    return this.#ofRound().filter(([entry]) => entry.kind === kind) as unknown as readonly (readonly [EntryOf<K>, number])[];
  }

  /** Section 10.5. */
  integrity(): Finding {
    const wrong = this.#checkNote() ?? this.#checkTree() ?? this.#checkOpenings() ?? this.#checkRound();
    if (wrong) return wrong;
    const { trail } = this.#bundle;
    const erasures = this.#entries.filter((entry) => entry.kind === 'erasure');
    const bases = [...new Set(erasures.map(({ body }) => body.basis))].join('; ');
    const erased = this.#records.erased > 0 ? `; ${counted(this.#records.erased, 'field or person was', 'fields and people were')} erased under ${bases}` : '';
    const by = this.#outside.keys ? 'a key that the checker was given' : 'a key that the trail itself names';
    return {
      outcome: 'holds',
      detail: `${trail.proofs === null ? 'The whole log' : 'An excerpt'} of ${counted(this.#entries.length, 'entry', 'entries')} leads to a checkpoint of size ${this.#own!.size} that is signed by ${by}; round, policy, nonces and proposal are those that were recorded${erased}.`,
    };
  }

  #checkNote(): Problem | undefined {
    const path = '/trail/checkpoint';
    if (!this.#own) return problem('E_NOTE', path, 'This is not a signed checkpoint.');
    const first = this.#entries[0];
    if (first?.kind !== 'genesis' || first.index !== 0) return problem('E_LOG_GAP', '/trail/entries', 'The first entry is not the one that the log begins with.');
    if (first.body.origin !== this.#own.origin) return problem('E_LOG_ROOT', path, 'The checkpoint is that of another log.');
    const signed = this.#trust.signed(this.#own);
    if (signed === 'wrong' || !this.#trust.cosigned(this.#own)) return problem('E_SIGNATURE', path, 'A signature of a known key is wrong.');
    return signed === 'absent' ? problem('E_KEY', path, 'No key that may has signed the checkpoint.') : undefined;
  }

  #checkTree(): Problem | undefined {
    const { entries, proofs } = this.#bundle.trail;
    const { size, root } = this.#own!;
    if (proofs === null) {
      const gap = entries.findIndex(({ index }, k) => index !== k);
      if (gap >= 0) return problem('E_LOG_GAP', `/trail/entries/${gap}`, 'The numbers of the entries have a gap or a repeat.');
      if (entries.length < size) return problem('E_LOG_TRUNCATED', '/trail/entries', `The checkpoint speaks of ${counted(size, 'entry', 'entries')}, and ${entries.length} are there.`);
      if (entries.length > size) return problem('E_LOG_GAP', '/trail/entries', `The checkpoint speaks of ${counted(size, 'entry', 'entries')}, and ${entries.length} are there.`);
      return equalBytes(rootsAt([size], this.#leaves).get(size)!, root) ? undefined : problem('E_LOG_ROOT', '/trail/entries', 'The entries do not hash to the root of the checkpoint.');
    }
    const repeat = entries.findIndex(({ index }, k) => k > 0 && index <= entries[k - 1]!.index);
    if (repeat >= 0) return problem('E_LOG_GAP', `/trail/entries/${repeat}`, 'The number is not greater than the one before.');
    if (proofs.length !== entries.length) return problem('E_PROOF', '/trail/proofs', 'There are not as many proofs as entries.');
    const wrong = entries.findIndex(({ index }, k) => !leads(index, size, this.#leaves[k]!, proofs[k]!, root));
    return wrong < 0 ? undefined : problem('E_PROOF', `/trail/proofs/${wrong}`, 'The proof does not lead from the entry to the root of the checkpoint.');
  }

  #checkOpenings(): Problem | undefined {
    const { openings } = this.#bundle.trail;
    const commitments = new Map(this.#entries.flatMap(({ index, fields }) => fields.map(([path, commitment]) => [`${index} ${path}`, commitment])));
    for (const [k, { entry, path, salt, value }] of openings.entries()) {
      const before = openings[k - 1];
      if (before && (entry < before.entry || (entry === before.entry && path <= before.path))) return problem('E_COMMITMENT', `/trail/openings/${k}`, 'The opening does not stand after the one before.');
      if (commitments.get(`${entry} ${path}`) !== toHex(commit(salt, path, value))) return problem('E_COMMITMENT', `/trail/openings/${k}`, 'The value is not the one that was committed to.');
    }
    for (const [entry, k] of this.#ofRound()) {
      for (const [f, [path]] of entry.fields.entries()) {
        if (this.#bundle.profile === 'public' && path !== '/public') continue;
        if (!this.#openings.has(`${entry.index} ${path}`) && !this.#isErased(entry.index, path)) return problem('E_COMMITMENT', `/trail/entries/${k}/fields/${f}`, 'The field is neither opened nor erased.');
      }
    }
    return undefined;
  }

  #isErased(index: number, path: string): boolean {
    return this.#entries.some((entry) => entry.kind === 'erasure' && entry.body.entries.some(([named, paths]) => named === index && paths.includes(path)));
  }

  #checkRound(): Problem | undefined {
    const { round, policy } = this.#bundle;
    const [freeze, place] = this.#all('freeze').at(-1) ?? [];
    if (!freeze) return problem('E_STATE', '/trail/entries', 'The inputs of the round were never frozen.');
    const changed = this.#checkFrozen(freeze, `/trail/entries/${place!}`) ?? this.#checkFollows();
    if (changed) return changed;
    const seals = this.#all('seal');
    const [seal, sealPlace] = seals.at(-1) ?? [];
    const hash = hashOf(policy);
    if (hash !== seal?.body.policy) {
      return seals.some(([{ body }]) => body.policy === hash) ? problem('E_POLICY_SUPERSEDED', '/policy', 'A later policy was sealed for the round.') : problem('E_POLICY_HASH', '/policy', 'The policy is not the one that was sealed.');
    }
    if (seal.body.rules !== rulesHash(policy) || canonical(seal.body.commitments) !== canonical(policy.ties.commitments)) return problem('E_POLICY_HASH', `/trail/entries/${sealPlace!}/body`, 'What was sealed does not follow from the policy.');
    const since = Math.max(freeze.index, seal.index);
    const recorded = this.#all('reveal').filter(([{ index }]) => index > since).map(([{ body }]) => ({ nonce: body.nonce, party: body.party })).sort((a, b) => (a.party < b.party ? -1 : 1));
    if (canonical(recorded) !== canonical(round.reveals)) return problem('E_SEED_COMMITMENT', '/round/reveals', 'The nonces are not those that were revealed since the inputs were frozen.');
    return this.#checkProposal();
  }

  /** The first place at which the round is not the frozen one. */
  #checkFrozen(freeze: EntryOf<'freeze'>, path: string): Problem | undefined {
    const bundle = this.#bundle;
    if (bundle.profile === 'public') {
      return checkPublicInput(bundle.round, bundle.input) ?? checkFreeze(freeze, path, bundle.input.leaves.map(([, commitment]) => commitment), pseudonymsIn(bundle.input).size, bundle.round.positions.length);
    }
    const { round, policy, input } = bundle;
    return checkInput(round, policy, input!) ?? checkFreeze(freeze, path, input!.commitments, round.people.length, round.positions.length);
  }

  /** The first place at which the frozen round says something else than what was recorded before it was frozen. */
  #checkFollows(): Problem | undefined {
    const { round } = this.#bundle;
    const [open] = this.#all('open').at(-1) ?? [];
    if ((round.opened ?? round.asOf) !== open?.body.on) return problem('E_INPUT_HASH', '/round/opened', 'The day is not the one on which the inputs were opened.');
    const recorded = new Map(this.#all('statement').map(([{ body }]) => [body.actor, body.document])); // the last one of an actor stays
    const wrong = round.actors.findIndex(({ id, statement }) => statement?.document !== recorded.get(id));
    return wrong < 0 ? undefined : problem('E_INPUT_HASH', `/round/actors/${wrong}/statement`, 'The statement is not the last one that was recorded of the actor.');
  }

  #checkProposal(): Problem | undefined {
    const { profile, proposal } = this.#bundle;
    const proposals = this.#all('proposal');
    const decided = this.#all('decision')[0]?.[0].body.proposal;
    const [entry, place] = (decided === undefined ? proposals.at(-1) : proposals.find(([{ index }]) => index === decided)) ?? [];
    if (!entry) return problem('E_STATE', '/trail/entries', 'The trail records no proposal.');
    const path = profile === 'public' ? '/public' : '/proposal';
    const opened = this.#openings.get(`${entry.index} ${path}`);
    if (opened === undefined) return problem('E_ERASED', `/trail/entries/${place!}`, 'The hash of the proposal was erased.');
    if (opened !== hashOf(proposal as Json & { readonly format: string })) return problem('E_INPUT_HASH', '/proposal', 'The proposal is not the one that was recorded.');
    const shown = profile === 'full' ? this.#openings.get(`${entry.index} /public`) : undefined;
    if (shown !== undefined && shown !== hashOf(publicOf(this.#bundle as FullBundle))) return problem('E_INPUT_HASH', `/trail/entries/${place!}/fields/1`, 'What was published of the proposal does not follow from it.');
    const { status, objectives, gap } = 'certain' in proposal ? proposal.certain : proposal;
    return same({ status, objectives, gap }, { status: entry.body.status, objectives: entry.body.objectives, gap: entry.body.gap }) ? undefined : problem('E_REPORT_MISMATCH', `/trail/entries/${place!}/body`, 'Status, objectives or gap are not those of the proposal.');
  }

  /** Section 10.6. */
  completeness(): Finding {
    const [own, log] = [this.#own, this.#log];
    const checkpoint = '/trail/checkpoint';
    if (log && own) {
      if (log.length < own.size) return problem('E_LOG_TRUNCATED', checkpoint, 'The given log is shorter than the checkpoint says.');
      if (!this.#whole && !log.some((entry) => 'code' in entry)) return problem('E_LOG_FORK', checkpoint, 'The given log does not begin with what the checkpoint covers.');
    }
    if (this.#broken) return this.#broken;
    const withheld = this.#records.withheld();
    if (withheld !== undefined) return problem('E_SEED_WITHHELD', this.#place(withheld), 'A party has not revealed its nonce by the day it had to.');
    const size = log?.length ?? (this.#whole ? own!.size : Infinity);
    if (this.#notes.notes.some(({ note }) => note.size > size)) return problem('E_LOG_TRUNCATED', checkpoint, `A checkpoint that somebody kept speaks of more than ${counted(size, 'entry', 'entries')}.`);
    const { round } = this.#bundle;
    const here = this.#ofRound();
    const all = this.#whole?.filter((entry) => entry.round === round.id);
    if (all && all.length > here.length) return problem('E_LOG_GAP', '/trail/entries', `The log has ${counted(all.length, 'entry', 'entries')} of the round, the bundle ${here.length}.`);
    const said = told(this.#records.rounds.get(round.id));
    const anchored = this.anchored();
    const upTo = 'code' in anchored ? 0 : (anchored.upTo ?? 0);
    if (all && all.every(({ index }) => index < upTo)) return { outcome: 'holds', detail: `Every entry of the round is there, in an order that is allowed, up to an anchored checkpoint of size ${upTo}: ${said}.` };
    return { outcome: 'unproven', detail: `The entries stand in an order that is allowed: ${said}; that no later one was cut off is not shown${all ? ' without a checkpoint from elsewhere that covers them all' : ' without the whole log'}.` };
  }

  #place(index: number): string {
    const k = this.#entries.findIndex((entry) => entry.index === index);
    return k < 0 ? '/trail' : `/trail/entries/${k}`;
  }

  /** Section 10.7. */
  anchored(): Anchored {
    const own = this.#own;
    if (!own) return { outcome: 'unproven', detail: 'The trail has no checkpoint that can be read.' };
    const { notes, passed } = this.#notes;
    const cosigned = this.#trust.signed(own) === 'valid' ? this.#trust.cosigned(own) : undefined;
    const counts = cosigned !== undefined && this.#outside.witnesses.length > 0 && cosigned.witnesses >= this.#outside.quorum;
    const kept = counts ? [cosigned, ...notes] : notes;
    return anchoredBy(kept, passed, this.#rootAt, '/trail/checkpoint') ?? this.#backdated([...(cosigned ? [cosigned] : []), ...notes]) ?? anchor(kept, passed, this.#rootAt);
  }

  #backdated(kept: readonly Kept[]): Problem | undefined {
    const entry = (this.#whole ?? this.#entries).find(({ index, time }) => kept.some((one) => isBackdated(index, time, one)));
    return entry && problem('E_LOG_BACKDATED', this.#place(entry.index), 'The entry is dated before a witness saw the log without it.');
  }

  /** Section 10.8: the first thing in which the documents are not those of the records. */
  decision(): Problem | undefined {
    const bundle = this.#bundle;
    if (bundle.profile === 'public') return undefined;
    const repairs = bundle.repairs ?? [];
    const [decided, repaired] = [this.#all('decision'), this.#all('repair')];
    if (decided.length !== (bundle.decision ? 1 : 0)) return problem('E_DECISION', '/decision', 'Either the bundle or the trail holds a decision, and the other does not.');
    if (repaired.length !== repairs.length) return problem('E_DECISION', '/repairs', `The bundle holds ${repairs.length} repairs, the trail ${repaired.length}.`);
    const pairs: readonly (readonly [string, Amendment, EntryOf<'decision' | 'repair'>])[] = [
      ...(bundle.decision ? [['/decision', bundle.decision, decided[0]![0]] as const] : []), ...repairs.map((amendment, k) => [`/repairs/${k}`, amendment, repaired[k]![0]] as const),
    ];
    for (const [path, amendment, entry] of pairs) {
      if (this.#openings.get(`${entry.index} ${FIELDS[entry.kind]![0]!}`) !== hashOf(amendment as Json & { readonly format: string })) return problem('E_DECISION', path, 'The document is not the one that was recorded.');
      if (!follows(entry, amendment)) return problem('E_DECISION', path, 'The record says something else of the document than it says itself.');
    }
    return undefined;
  }
}

/** Whether what the body of a record says of a document is what the document says. */
function follows({ kind, body }: EntryOf<'decision' | 'repair'>, { by, on, changes, changed, loss }: Amendment): boolean {
  if (body.by !== by || body.on !== on) return false;
  if (kind === 'decision') return body.changes === changes.length && same(body.loss, loss.map((one) => ({ stage: one.stage, value: one.loss })));
  const causes = [...new Set(changes.map(({ cause }) => cause))];
  return body.changed === changed.length && body.cause === (causes.length === 1 ? causes[0] : 'several');
}

/** Section 11.4: what everybody may see of a proposal. */
function publicOf({ round: { id, asOf }, proposal, input }: FullBundle): Json & { readonly format: string } {
  const names = new Map(input!.people.map(([person, key]) => [person, pseudonymOf(key)]));
  const { certain, objective, policy } = proposal;
  const { status, objectives, gap, tiesProven } = certain;
  const hidden = (person: string): string => names.get(person) ?? '';
  return {
    format: 'meritra/public-proposal/1', round: { id, asOf }, policy, objective, status, objectives, gap, tiesProven,
    seats: certain.seats.map(([person, position]) => [hidden(person), position] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    moves: certain.moves.map(({ person, from, to, kind, route }) => ({ person: hidden(person), from, to, kind, route })).sort((a, b) => (a.person < b.person ? -1 : 1)),
    vacant: certain.vacant.map(({ position, seats, cause }) => ({ position, seats, cause })),
  };
}

/** The hash of what a policy says beside the commitments of its lottery. */
function rulesHash(policy: Policy): string {
  return hashOf({ ...policy, ties: { ...policy.ties, commitments: [] } });
}

/** Whether a list of base64 hashes leads from a leaf to a root. */
export function leads(index: number, size: number, leaf: Uint8Array, proof: readonly string[], root: Uint8Array): boolean {
  const hashes = proof.map(fromBase64);
  return hashes.every((hash) => hash !== undefined) && isIncluded(index, size, leaf, hashes, root);
}

/** A note from outside that the log contradicts. */
export function anchoredBy(kept: readonly Kept[], passed: number, rootAt: RootAt, path: string): Problem | undefined {
  const fork = kept.some(({ note }) => {
    const root = rootAt(note.size);
    return root !== undefined && !equalBytes(root, note.root);
  });
  return fork ? problem('E_LOG_FORK', path, `A signed checkpoint that somebody kept has another root than the log at its size (${counted(passed, 'note was', 'notes were')} passed over).`) : undefined;
}

/** Up to which size the notes anchor the log. */
export function anchor(kept: readonly Kept[], passed: number, rootAt: RootAt): Anchored {
  const agree = kept.filter(({ note }) => note.size > 0 && rootAt(note.size) !== undefined);
  const over = passed > 0 ? `; ${counted(passed, 'note was', 'notes were')} passed over, as unreadable, of another log or not signed by a key that may` : '';
  if (agree.length === 0) return { outcome: 'unproven', detail: `Nobody outside is known to have seen this log${over}.` };
  const upTo = Math.max(...agree.map(({ note }) => note.size));
  const witnesses = Math.max(...agree.map((one) => one.witnesses));
  return { outcome: 'holds', upTo, detail: `The log agrees with ${counted(agree.length, 'checkpoint', 'checkpoints')} from outside, up to ${counted(upTo, 'entry', 'entries')}${witnesses > 0 ? `, cosigned by up to ${counted(witnesses, 'witness', 'witnesses')}` : ''}${over}.` };
}

/** How often the round was solved, looked at and sealed. */
export function told(round: RoundState | undefined): string {
  if (!round) return 'no entry of the round';
  return `${counted(round.ordinal, 'entry', 'entries')} of the round, ${counted(round.seals, 'seal')}, ${counted(round.tried, 'attempt')}, ${counted(round.explorations, 'exploration')}, ${counted(round.withheld, 'withheld nonce')}`;
}

/** Reads a given log: its lines, or its entries. @throws {Refusal} if it is neither */
export function readLog(value: unknown): readonly (Entry | Problem)[] {
  if (typeof value !== 'string' && !Array.isArray(value)) refuse('`log` must be a text or a list of lines');
  const lines: readonly unknown[] = typeof value === 'string' ? value.replace(/\n$/, '').split('\n') : (value as readonly unknown[]);
  return Array.from(lines, (line, k): Entry | Problem => {
    const read = at(k, () => readLine(typeof line === 'string' ? line : canonical(json(line))));
    if ('code' in read) return read;
    if (read.leaf !== undefined && read.leaf !== toHex(leafHash(read.text))) return problem('E_LOG_CORRUPT', '', 'The line was damaged.');
    return read.entry.index === k ? read.entry : problem('E_LOG_GAP', '', 'The numbers of the entries have a gap or a repeat.');
  });
}
