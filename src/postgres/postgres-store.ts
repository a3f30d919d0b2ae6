import { createHash } from 'node:crypto';
import { MeritError } from '../errors/index.js';
import { AppendQueue, buildBatch, type Batch, type Job } from '../node/append-queue.js';
import { fastLeafHash, fastNodeHash } from '../node/line-file.js';
import { vaultKey } from '../trail/memory-store.js';
import { rootNodes } from '../trail/merkle.js';
import type { Appended, StoredEntry, TrailStore, VaultRow } from '../trail/store.js';
import { backoff, hear, heard, pgError, stateOf, withClient, type PgClient, type PgPool } from './connection.js';
import { checkedName, type PostgresNames } from './schema.js';

/** Tries of a transaction that another one made impossible, and of finding out what became of one. */
const TRIES = 6;
/** Rows read at once. */
const ROWS = 256;
/** What the database says when it ended a transaction that may be tried again as it is. */
const AGAIN = ['40001', '40P01', '55P03'];

interface EntryRow {
  readonly index: string;
  readonly id: string;
  readonly line: string;
  readonly leaf: Buffer;
}

/**
 * The trail in the tables of {@link schemaOf}. Writers of one schema take turns by an advisory lock of the transaction; an append is one
 * transaction, shared by all that came side by side. Where the connection breaks at COMMIT, the entry is looked for on a fresh one, under
 * the same lock, so that the broken transaction has ended by then. The pool stays the caller's: `close` does not end it.
 * @param pool - a `Pool` of `pg`, or what behaves like one; give it `connectionTimeoutMillis` and `query_timeout`, here nothing waits by the clock
 * @throws {MeritError} E_PG when the tables are not there, cannot be read, or the database does not store UTF-8
 */
export async function postgresStore(pool: PgPool, { schema = 'meritra' }: PostgresNames = {}): Promise<TrailStore> {
  const s = checkedName(schema);
  const lockKey = createHash('sha256').update(`meritra/trail/${s}`).digest().readBigInt64BE(0).toString();
  // A default of `off` would acknowledge what a crash can still lose; anything stronger stays as it is.
  const durable = "set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)";
  const lock = `SELECT pg_advisory_xact_lock(${lockKey}), ${durable}`;
  let peaks: { readonly size: number; readonly hashes: readonly Buffer[] } | undefined;
  let closed = false;
  const open = (): void => {
    if (closed) throw new MeritError('E_LOG_CLOSED', 'the store was closed');
  };

  hear(pool);
  const [row] = await read<{ encoding: string }>("SELECT current_setting('server_encoding') AS encoding", []);
  if (row?.encoding !== 'UTF8') throw new MeritError('E_PG', 'the database does not store UTF-8');
  await read(`SELECT 1 FROM ${s}.entry, ${s}.node, ${s}.checkpoint, ${s}.vault LIMIT 0`, []);

  async function read<T>(text: string, values: unknown[]): Promise<T[]> {
    try {
      return await withClient(pool, async (client) => (await client.query(text, values)).rows as T[]);
    } catch (cause) {
      throw pgError(cause);
    }
  }

  /** A statement that may be run twice: it is, where its fate is not known. */
  async function change(text: string, values: unknown[]): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await withClient(pool, async (client) => {
          await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
          await client.query(`SELECT ${durable}`);
          await client.query(text, values);
          await commit(client);
        });
      } catch (cause) {
        const state = stateOf(cause);
        if (attempt === TRIES - 1 || (state !== undefined && !AGAIN.includes(state) && !/^(08|57)/.test(state))) throw pgError(cause);
        await backoff(attempt);
      }
    }
  }

  /** COMMIT of a transaction that failed answers ROLLBACK, without an error. */
  async function commit(client: PgClient): Promise<void> {
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new MeritError('E_PG', 'the database rolled the transaction back');
  }

  function checked({ index, line, leaf }: EntryRow, expected = Number(index)): StoredEntry {
    if (Number(index) !== expected) throw new MeritError('E_LOG_CORRUPT', 'the entry is missing', { path: `/${expected}` });
    if (!fastLeafHash(line).equals(leaf)) throw new MeritError('E_LOG_CORRUPT', 'the stored line does not hash to the leaf beside it', { path: `/${index}` });
    return { index: expected, line };
  }

  async function sizeOf(client: PgClient): Promise<number> {
    const { rows } = await client.query(`SELECT coalesce(max(index) + 1, 0)::text AS size FROM ${s}.entry`);
    return Number((rows as { size: string }[])[0]!.size);
  }

  async function entriesOf(client: PgClient, ids: readonly string[]): Promise<Map<string, StoredEntry>> {
    const { rows } = await client.query(`SELECT index::text, id, line, leaf FROM ${s}.entry WHERE id = ANY($1::text[])`, [[...ids]]);
    return new Map((rows as EntryRow[]).map((row) => [row.id, checked(row)]));
  }

  async function peaksOf(client: PgClient, size: number): Promise<readonly Buffer[]> {
    if (peaks?.size === size) return peaks.hashes;
    const found: Buffer[] = [];
    for (const { level, index } of rootNodes(size)) found.push(await hashOf(client, level, index));
    return found;
  }

  async function hashOf(client: PgClient, level: number, index: number): Promise<Buffer> {
    const { rows } = level === 0
      ? await client.query(`SELECT leaf AS hash FROM ${s}.entry WHERE index = $1`, [index])
      : await client.query(`SELECT hash FROM ${s}.node WHERE level = $1 AND index = $2`, [level, index]);
    const [row] = rows as { hash: Buffer }[];
    if (!row) throw new MeritError('E_NUM_RANGE', `the tree has no full subtree ${index} on level ${level}`);
    return row.hash;
  }

  async function linesOf(client: PgClient, from: number): Promise<string[]> {
    try {
      const { rows } = await client.query(`SELECT e.index::text, e.id, e.line, e.leaf FROM ${s}.entry e WHERE e.index >= $1 ORDER BY e.index`, [from]);
      return (rows as EntryRow[]).map((row, k) => checked(row, from + k).line);
    } catch (cause) {
      throw pgError(cause); // it goes to the caller of one append, past the ones that translate
    }
  }

  /** Writes a batch up to, but without, its COMMIT. */
  async function insert(client: PgClient, size: number, { fresh }: Batch): Promise<readonly Buffer[]> {
    const roots = [...(await peaksOf(client, size))];
    const leaves = fresh.map(({ line }) => fastLeafHash(line));
    const nodes: { level: number; index: number; hash: Buffer }[] = [];
    for (const [k, leaf] of leaves.entries()) {
      let hash = leaf;
      let level = 0;
      for (let left = size + k; left % 2 === 1; left = (left - 1) / 2) {
        hash = fastNodeHash(roots.pop()!, hash);
        nodes.push({ level: ++level, index: (left - 1) / 2, hash });
      }
      roots.push(hash);
    }
    await client.query(`INSERT INTO ${s}.entry (index, id, line, leaf) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[])`,
      [fresh.map(({ index }) => index), fresh.map(({ id }) => id), fresh.map(({ line }) => line), leaves]);
    if (nodes.length > 0) {
      await client.query(`INSERT INTO ${s}.node (level, index, hash) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
        [nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash)]);
    }
    return roots;
  }

  /** One batch. Its lines are built once; they are written again only where the log is as long as it was. */
  async function write(jobs: readonly Job[]): Promise<void> {
    let built: { readonly size: number; readonly batch: Batch } | undefined;
    for (let attempt = 0; ; attempt++) {
      let committing = false;
      let roots: readonly Buffer[] = [];
      try {
        await withClient(pool, async (client) => {
          await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
          await client.query(lock);
          const size = await sizeOf(client); // a statement of its own: it sees what was committed while the lock was waited for
          if (!built) {
            const known = await entriesOf(client, jobs.map(({ id }) => id));
            built = {
              size,
              batch: await buildBatch(jobs, {
                size,
                entryOf: async (id) => known.get(id),
                lines: async (from) => linesOf(client, from),
              }),
            };
          } else if (built.size !== size) throw new MeritError('E_PG', 'another writer came first; append again');
          if (built.batch.fresh.length > 0) roots = await insert(client, size, built.batch);
          committing = built.batch.fresh.length > 0;
          await commit(client);
        });
      } catch (cause) {
        peaks = undefined;
        if (!built || !committing) {
          if (attempt < TRIES - 1 && AGAIN.includes(stateOf(cause) ?? '')) {
            await backoff(attempt);
            continue;
          }
          if (built?.batch.answers.length === 0) return; // every job was answered or refused before
          throw pgError(cause);
        }
        const kept = await fate(built.batch.fresh.map(({ id }) => id));
        if (kept.size === 0) {
          if (attempt < TRIES - 1) continue;
          throw pgError(cause);
        }
        for (const { job, answer } of built.batch.answers) {
          const entry = kept.get(job.id);
          if (entry) job.resolve({ index: entry.index, line: entry.line, repeated: answer.repeated || entry.line !== answer.line });
          else job.reject(pgError(cause));
        }
        return;
      }
      if (built) {
        if (built.batch.fresh.length > 0) peaks = { size: built.size + built.batch.fresh.length, hashes: roots };
        for (const { job, answer } of built.batch.answers) job.resolve(answer);
      }
      return;
    }
  }

  /** What became of entries whose COMMIT was not answered. The lock is granted only when the transaction that held it has ended. */
  async function fate(ids: readonly string[]): Promise<ReadonlyMap<string, StoredEntry>> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      await backoff(attempt);
      try {
        return await withClient(pool, async (client) => {
          await client.query("BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '10s'");
          await client.query(lock);
          const entries = await entriesOf(client, ids);
          await client.query('COMMIT');
          return entries;
        });
      } catch {
        // the server may be starting again
      }
    }
    throw new MeritError('E_PG_UNKNOWN_COMMIT', 'the connection broke at COMMIT and the entry could not be looked for; append again with the same id');
  }

  const queue = new AppendQueue(write);
  const running = new Set<Promise<unknown>>();
  /** Calls of the vault and of checkpoints are awaited by `close`. */
  const begun = <T>(call: () => Promise<T>): Promise<T> => {
    const promise = (async () => {
      open();
      return call();
    })();
    running.add(promise);
    promise.catch(heard).finally(() => running.delete(promise)).catch(heard);
    return promise;
  };

  return {
    size: () => begun(async () => Number((await read<{ size: string }>(`SELECT coalesce(max(index) + 1, 0)::text AS size FROM ${s}.entry`, []))[0]!.size)),
    async *lines(from, to) {
      for (let at = from; at < to; ) {
        open();
        const rows = await read<EntryRow>(`SELECT e.index::text, e.id, e.line, e.leaf FROM ${s}.entry e WHERE e.index >= $1 AND e.index < $2 ORDER BY e.index LIMIT ${ROWS}`, [at, to]);
        if (rows.length === 0) throw new MeritError('E_NUM_RANGE', `the log has ${at} entries`, { path: `/${at}` });
        for (const row of rows) yield checked(row, at++).line;
      }
    },
    async append(id, known, build): Promise<Appended> {
      open();
      return queue.append(id, known, build);
    },
    find: (id) => begun(async () => {
      const [row] = await read<{ index: string }>(`SELECT index::text FROM ${s}.entry WHERE id = $1`, [id]);
      return row && Number(row.index);
    }),
    hash: (level, index) => begun(async () => {
      try {
        return await withClient(pool, (client) => hashOf(client, level, index));
      } catch (cause) {
        throw pgError(cause);
      }
    }),
    checkpoints: () => begun(async () => (await read<{ note: string }>(`SELECT note FROM ${s}.checkpoint ORDER BY size, number`, [])).map(({ note }) => note)),
    keepCheckpoint: (size, note) => begun(() => change(`INSERT INTO ${s}.checkpoint (size, note, hash) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING`, [size, note, createHash('sha256').update(note).digest()])),
    vault: {
      put: (rows) => begun(async () => {
        const last = [...new Map(rows.map((row) => [vaultKey(row), row])).values()];
        if (last.length === 0) return;
        await change(`INSERT INTO ${s}.vault (entry, path, subject, salt, value) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
          ON CONFLICT (entry, path) DO UPDATE SET subject = excluded.subject, salt = excluded.salt, value = excluded.value`,
        (['entry', 'path', 'subject', 'salt', 'value'] as const).map((key) => last.map((row) => row[key])));
      }),
      rows: (of) => begun(() => {
        const [column, value] = 'entry' in of ? ['entry', of.entry] : ['subject', of.subject];
        return read<VaultRow>(`SELECT entry, path, subject, salt, value FROM ${s}.vault WHERE ${column} = $1 ORDER BY entry, path`, [value]);
      }),
      erase: (rows) => begun(async () => {
        if (rows.length > 0) await change(`DELETE FROM ${s}.vault WHERE (entry, path) IN (SELECT * FROM unnest($1::text[], $2::text[]))`, [rows.map(({ entry }) => entry), rows.map(({ path }) => path)]);
      }),
    },
    async close() {
      closed = true;
      await queue.idle();
      await Promise.allSettled(running);
    },
  };
}
