import { MeritError, type ErrorCode } from '../errors/index.js';
import { fieldsOf, keyBytes, type Body, type Entry, type Kind } from './entry.js';
import { advance, newRound, type RoundState } from './rounds.js';

function refuse(code: ErrorCode, path: string, message: string): never {
  throw new MeritError(code, message, { path });
}

/**
 * What a log says so far, entry by entry: which keys may sign, where each round stands. Memory: a few numbers for each entry of a round
 * with fields, nothing of what entries say of people.
 */
export class Records {
  /** Entries so far. */
  size = 0;
  /** The first entry; undefined before it. */
  genesis: Body<'genesis'> | undefined;
  /** Time of the last entry; '' before the first. */
  time = '';
  /** Verifier keys that may sign now. */
  keys: readonly string[] = [];
  /** The key that the last entry retired: it may sign the checkpoint that ends there. */
  leaving: string | undefined;
  private readonly spent = new Set<string>();
  /** Kinds of the entries that have fields, by index. */
  private readonly fielded = new Map<number, Kind>();
  /** The round that sealed a commitment. */
  private readonly sealed = new Map<string, string>();
  private readonly rounds = new Map<string, RoundState>();

  /** The state of a round; of an unknown one that before its first entry. */
  round(id: string): RoundState {
    return this.rounds.get(id) ?? newRound(id);
  }

  /** Ids of all rounds, in the order of their first entries. */
  get roundIds(): readonly string[] {
    return [...this.rounds.keys()];
  }

  /** Verifier keys that may sign a checkpoint of the present size. */
  get signing(): readonly string[] {
    return this.leaving === undefined ? this.keys : [...this.keys, this.leaving];
  }

  /**
   * Looks at the next entry; what comes back takes it over. Nothing changes before that, nor when it throws.
   * @throws {MeritError} E_LOG_GAP, E_LOG_TIME_BACKWARDS, E_STATE, E_KEY, E_REF_UNKNOWN, and what `advance` says; paths into the entry
   */
  check(entry: Entry): () => void {
    if (entry.index !== this.size) refuse('E_LOG_GAP', '/index', `expected the entry ${this.size}`);
    if ((entry.kind === 'genesis') !== (this.size === 0)) refuse('E_STATE', '/kind', 'a log begins with its genesis, and has no other');
    if (entry.time < this.time) refuse('E_LOG_TIME_BACKWARDS', '/time', 'the entry is dated before the one that precedes it');
    const change = this.change(entry);
    return () => {
      this.leaving = undefined;
      change();
      if (entry.fields.length > 0) this.fielded.set(entry.index, entry.kind);
      this.size = entry.index + 1;
      this.time = entry.time;
    };
  }

  private change(entry: Entry): () => void {
    switch (entry.kind) {
      case 'genesis': {
        const { body } = entry;
        return () => {
          this.genesis = body;
          this.keys = body.keys;
        };
      }
      case 'key': {
        const { add, retire } = entry.body;
        const known = this.keys.map(keyBytes);
        if (add === null && retire === null) refuse('E_KEY', '/body', 'a key is added, retired, or both');
        if (add !== null && (known.includes(keyBytes(add)) || this.spent.has(keyBytes(add)))) refuse('E_KEY', '/body/add', 'this key is good already, or was retired');
        if (retire !== null && !this.keys.includes(retire)) refuse('E_KEY', '/body/retire', 'this key is not one that is good');
        const keys = [...this.keys.filter((key) => key !== retire), ...(add === null ? [] : [add])];
        if (keys.length === 0) refuse('E_KEY', '/body/retire', 'one key is left always');
        return () => {
          this.keys = keys;
          if (retire !== null) {
            this.leaving = retire;
            this.spent.add(keyBytes(retire));
          }
        };
      }
      case 'erasure': {
        const { entries, subjects } = entry.body;
        if (entries.length + subjects.length === 0) refuse('E_VALUE_MISSING', '/body', 'an erasure names fields or subjects');
        entries.forEach(([index, paths], k) => {
          if (index >= entry.index || index <= (entries[k - 1]?.[0] ?? -1)) refuse('E_REF_UNKNOWN', `/body/entries/${k}`, 'earlier entries in ascending order');
          const fields = this.fielded.has(index) ? fieldsOf(this.fielded.get(index)!) : [];
          if (paths.some((path) => !fields.includes(path))) refuse('E_REF_UNKNOWN', `/body/entries/${k}/1`, 'the entry has no such field');
          if (!ascends(paths)) refuse('E_REF_UNKNOWN', `/body/entries/${k}/1`, 'paths in ascending order, none twice');
        });
        if (!ascends(subjects.map((s) => s.join(' ')))) refuse('E_REF_UNKNOWN', '/body/subjects', 'subjects in ascending order, none twice');
        return () => undefined;
      }
      default: {
        const state = advance(this.round(entry.round!), entry);
        const commitments = entry.kind === 'seal' ? entry.body.commitments : [];
        const foreign = commitments.findIndex(({ hash }) => (this.sealed.get(hash) ?? state.id) !== state.id);
        if (foreign >= 0) refuse('E_SEED_COMMITMENT', `/body/commitments/${foreign}`, 'another round was sealed with this commitment: its nonce may be known');
        return () => {
          for (const { hash } of commitments) this.sealed.set(hash, state.id);
          this.rounds.set(state.id, state);
        };
      }
    }
  }
}

function ascends(texts: readonly string[]): boolean {
  return texts.every((text, k) => k === 0 || texts[k - 1]! < text);
}
