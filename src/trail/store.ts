/** One entry as a store keeps it. */
export interface StoredEntry {
  /** Its number in the log, from 0. */
  readonly index: number;
  /** Its canonical JSON, without a line feed: the bytes that are hashed. */
  readonly line: string;
}

/** What a store answers to an append. */
export interface Appended extends StoredEntry {
  /** The id was appended before: nothing was written, this is the entry of that time. */
  readonly repeated: boolean;
}

/** A value with the salt that opens its commitment, kept apart from the log so that it can be erased. */
export interface VaultRow {
  /** The id of the entry that carries the commitment. */
  readonly entry: string;
  /** The field of that entry, a JSON Pointer. */
  readonly path: string;
  /** Whom the value is about; null where it is about nobody. */
  readonly subject: string | null;
  /** 32 random bytes as 64 lower-case hex digits. */
  readonly salt: string;
  /** Canonical JSON of the value. */
  readonly value: string;
}

/** Personal values and their salts. What is erased here is gone: the log keeps commitments that nobody can open. */
export interface Vault {
  /** Keeps rows, durably when it resolves. A row with the entry and path of an earlier one takes its place. */
  put(rows: readonly VaultRow[]): Promise<void>;
  /** All rows of one entry, or of one subject, by entry and path in code-point order. */
  rows(of: { readonly entry: string } | { readonly subject: string }): Promise<readonly VaultRow[]>;
  /** Removes rows for good: afterwards neither salt nor value stands in any file or table of the vault. Unknown ones are passed over. */
  erase(rows: readonly Pick<VaultRow, 'entry' | 'path'>[]): Promise<void>;
}

/**
 * Where a trail is kept. Every store passes the same conformance suite (`conformance.ts`).
 *
 * Entries are only ever added; what `append` acknowledged is durable and is never lost, changed or given twice. Checkpoints are
 * signed notes over the entries before them. A store knows nothing of what the lines say but `id` and `index`.
 */
export interface TrailStore {
  /** Number of entries kept. */
  size(): Promise<number>;

  /**
   * Lines from `from` (included) to `to` (excluded), in order. Memory: one piece of the log, never all of it.
   * @throws {MeritError} E_LOG_CORRUPT with the path `/INDEX` of the damaged line
   */
  lines(from: number, to: number): AsyncIterable<string>;

  /**
   * Adds one entry at the end and resolves when it is durable.
   *
   * Where an entry with this id is kept already, nothing is written and that entry is the answer. Else `build` is called once,
   * synchronously, while no other writer can come between, with the lines that others have added since the caller knew `known`
   * entries; what it returns is the new entry's line, whose index is the number of entries so far. What it throws is thrown on, with
   * nothing written. Appends that are made side by side are kept in the order of the calls and may share one write.
   * @throws {MeritError} E_LOG_IO (nothing was kept, later appends may go on), E_LOG_FSYNC and E_LOG_CLOSED (open the store anew),
   * E_PG, E_PG_UNKNOWN_COMMIT (append again with the same id: it is kept once)
   */
  append(id: string, known: number, build: (missed: readonly string[]) => string): Promise<Appended>;

  /** The number of the entry with this id, or undefined. */
  find(id: string): Promise<number | undefined>;

  /**
   * The hash of a whole subtree of the log: level 0 are leaves, the subtree at `index` of level L covers the leaves from index * 2^L on.
   * Only subtrees that are full. What inclusion and consistency proofs are made of.
   */
  hash(level: number, index: number): Promise<Uint8Array>;

  /** Signed notes as texts, by size. */
  checkpoints(): Promise<readonly string[]>;
  /** Keeps one more signed note, durably when it resolves. The same text twice is kept once. */
  keepCheckpoint(size: number, note: string): Promise<void>;

  readonly vault: Vault;

  /** Ends what was begun, frees the lock. Calls after it give E_LOG_CLOSED. */
  close(): Promise<void>;
}
