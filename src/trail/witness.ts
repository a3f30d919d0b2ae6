import { hex } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { openCheckpoint, type Checkpoint } from './checkpoint.js';
import { checkConsistency, sameBytes } from './merkle.js';
import { cosignatureLine, openNote, parseNote } from './note.js';
import { verifierKeys, type Signer, type VerifierKey } from './signer.js';

/** The head of a log that a witness has cosigned last. */
export interface WitnessRecord {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

/** What a witness must never forget. */
export interface WitnessState {
  get(origin: string): Promise<WitnessRecord | undefined>;
  /**
   * Keeps the head in place of the one that `get` told last, durably when it resolves.
   * @throws {MeritError} E_LOG_LOCKED when somebody else has kept another since
   */
  put(origin: string, size: number, root: Uint8Array, note: string): Promise<void>;
}

/** A state that is lost with the process: for tests, and for a witness that others remember for. */
export function memoryWitnessState(): WitnessState {
  const records = new Map<string, WitnessRecord>();
  return {
    get: async (origin) => records.get(origin),
    put: async (origin, size, root, note) => void records.set(origin, { size, root: root.slice(), note }),
  };
}

/** What a witness is made of. */
export interface WitnessOptions {
  /** Signs cosignatures: a key of its own, of nobody who writes a log. */
  readonly signer: Signer;
  /** The keys of the logs it watches. */
  readonly logs: readonly (string | VerifierKey)[];
  readonly state: WitnessState;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly clock: () => number;
}

/**
 * Somebody outside the office that keeps a log, who puts his name and the time to a checkpoint only when it continues the one before. Two
 * heads that contradict each other never both get his name, also after a restart. What was rewritten before he first saw the log he cannot know.
 */
export class Witness {
  private readonly options: WitnessOptions;
  private last: Promise<unknown> = Promise.resolve();

  constructor(options: WitnessOptions) {
    verifierKeys(options.logs);
    this.options = options;
  }

  /**
   * The signature line to add to the note, once the new head is kept durably. Calls are answered one after the other.
   * @param proof - from the size this witness holds to that of the note; empty for a log it sees first, or for the same size.
   * @throws {MeritError} E_NOTE, E_KEY, E_SIGNATURE for a note that no known log signed; E_LOG_TRUNCATED for a head smaller than the one
   * held; E_LOG_FORK for another root at the same size; E_PROOF for a proof that does not lead from the one to the other. Then nothing is
   * kept and nothing signed; `held` has the other half of the evidence.
   */
  cosign(note: string, proof: readonly Uint8Array[]): Promise<string> {
    const turn = this.last.then(() => this.answer(note, proof));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** The note of the head this witness has cosigned last; undefined for a log it has not seen. */
  async held(origin: string): Promise<string | undefined> {
    return (await this.options.state.get(origin))?.note;
  }

  private async answer(note: string, proof: readonly Uint8Array[]): Promise<string> {
    const { signer, logs, state, clock } = this.options;
    const { checkpoint, text } = openCheckpoint(note, logs);
    const held = await state.get(checkpoint.origin);
    mustContinue(held, checkpoint, proof);
    if (!held || held.size !== checkpoint.size) await state.put(checkpoint.origin, checkpoint.size, checkpoint.root, note);
    return cosignatureLine(text, signer, clock());
  }
}

function mustContinue(held: WitnessRecord | undefined, { size, root }: Checkpoint, proof: readonly Uint8Array[]): void {
  if (held && size < held.size) throw new MeritError('E_LOG_TRUNCATED', `the log had ${held.size} entries when it was last seen, now it is said to have ${size}`);
  if (held?.size === size && !sameBytes(held.root, root)) throw new MeritError('E_LOG_FORK', `another head with ${size} entries was cosigned before`);
  const continues = !held || held.size === 0 || held.size === size ? proof.length === 0 : checkConsistency(held.size, size, held.root, root, proof);
  if (!continues) throw new MeritError('E_PROOF', `the proof does not lead from the ${held?.size ?? 0} entries last seen to ${size}`);
}

/** The note with one more signature line. @throws {MeritError} E_NOTE when the line is none */
export function addSignature(note: string, line: string): string {
  const { signatures } = parseNote(note);
  if (parseNote(note + line).signatures.length !== signatures.length + 1) throw new MeritError('E_NOTE', 'one signature line is added at a time', { path: 'note' });
  return note + line;
}

/** A witness whose cosignature stands under a note. */
export interface Cosigner {
  readonly name: string;
  /** Seconds since 1970-01-01T00:00:00Z; the earliest where he signed more than once. */
  readonly time: number;
}

/**
 * The witnesses that have cosigned a note, by name; for "at least k of these n" count them. A key under several names counts once, since a
 * cosignature does not say under which name it was given.
 * @param witnesses - verifier keys of type `cosignature`; others are passed over.
 * @throws {MeritError} E_NOTE; E_SIGNATURE when one of them signed something else
 */
export function cosigners(note: string, witnesses: readonly (string | VerifierKey)[]): Cosigner[] {
  const keys = verifierKeys(witnesses).filter((key) => key.type === 'cosignature');
  if (!parseNote(note).signatures.some(({ name, id }) => keys.some((key) => key.name === name && key.id === id))) return [];
  const byKey = new Map<string, Cosigner>();
  for (const { key, time = 0 } of openNote(note, keys).verified) {
    const before = byKey.get(hex(key.publicKey));
    const name = before && before.name < key.name ? before.name : key.name;
    byKey.set(hex(key.publicKey), { name, time: Math.min(time, before?.time ?? time) });
  }
  return [...byKey.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
