import { createServer, connect, type Server, type Socket } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { postgresStore, schemaOf } from '../../src/postgres/index.js';
import { sampleLine, storeConformance } from '../../src/trail/conformance.js';
import { leafHash, nodeHash } from '../../src/trail/merkle.js';
import type { TrailStore } from '../../src/trail/store.js';
import { CANARY, GONE, wholeRound } from '../trail/stores/whole-round.js';
import { Cluster, postgresFolder } from './cluster.js';

const bin = postgresFolder();
let cluster: Cluster;
let owner: pg.Pool;
let schemas = 0;
const pools: pg.Pool[] = [];

const poolAt = (host: string, user = 'writer', max = 4): pg.Pool => {
  const pool = new pg.Pool({ host, user, database: 'postgres', max, connectionTimeoutMillis: 5000 });
  pools.push(pool);
  return pool;
};
async function newSchema(): Promise<string> {
  const schema = `trail_${schemas++}`;
  await owner.query(schemaOf({ schema, writer: 'writer' }));
  return schema;
}

beforeAll(async () => {
  if (!bin) return;
  cluster = new Cluster(bin);
  await cluster.start();
  owner = poolAt(cluster.socketFolder, 'owner', 2);
  owner.on('error', () => undefined);
  await owner.query('CREATE ROLE writer LOGIN');
}, 60_000);
afterAll(async () => {
  for (const pool of pools) await pool.end().catch(() => undefined);
  await cluster?.stop();
}, 60_000);

/** The whole log, checked: every index once, every id once, every line and every node what it must be. */
async function checkedLog(schema: string): Promise<Map<string, number>> {
  const { rows } = await owner.query<{ index: string; id: string; line: string; leaf: Buffer }>(`SELECT e.index::text, id, line, leaf FROM ${schema}.entry e ORDER BY e.index`);
  rows.forEach((row, i) => {
    expect(Number(row.index)).toBe(i);
    expect(JSON.parse(row.line)).toMatchObject({ id: row.id, index: i });
    expect(Buffer.from(leafHash(row.line))).toEqual(row.leaf);
  });
  const { rows: nodes } = await owner.query<{ level: number; index: string; hash: Buffer }>(`SELECT level, index::text, hash FROM ${schema}.node`);
  const stored = new Map(nodes.map(({ level, index, hash }) => [`${level}/${index}`, hash.toString('hex')]));
  let level: Uint8Array[] = rows.map(({ leaf }) => leaf);
  for (let l = 1; level.length > 1; l++) {
    level = Array.from({ length: level.length >> 1 }, (_, i) => nodeHash(level[2 * i]!, level[2 * i + 1]!));
    level.forEach((hash, i) => {
      expect(stored.get(`${l}/${i}`)).toBe(Buffer.from(hash).toString('hex'));
      stored.delete(`${l}/${i}`);
    });
  }
  expect([...stored]).toEqual([]);
  const ids = new Map(rows.map(({ id, index }) => [id, Number(index)]));
  expect(ids.size).toBe(rows.length);
  return ids;
}

/** Appends until the entry is acknowledged, as a caller does that knows its id; what is thrown on the way must be of the two codes. */
async function appendUntilKept(store: TrailStore, id: string, codes: string[] = [], known = 0): Promise<number> {
  for (let n = 0; ; n++) {
    try {
      return (await store.append(id, known, (missed) => sampleLine(id, known + missed.length))).index;
    } catch (error) {
      if (!(error instanceof MeritError) || !['E_PG', 'E_PG_UNKNOWN_COMMIT'].includes(error.code)) throw error;
      codes.push(error.code);
      if (n === 400) throw error;
      await setTimeout(50);
    }
  }
}

describe.skipIf(!bin)('PostgreSQL', () => {
  describe('conformance', () => {
    const names = new Map<string, string>();
    const checks = storeConformance({
      lasting: true,
      open: async (name) => {
        const schema = names.get(name) ?? (await newSchema());
        names.set(name, schema);
        return postgresStore(shared(), { schema });
      },
    });
    let pool: pg.Pool | undefined;
    const shared = (): pg.Pool => (pool ??= poolAt(cluster.socketFolder));
    for (const one of checks) it(one.name, () => one.check());
  });

  it('refuses to change what was appended: by the grants of the writer, by a trigger for the owner', async () => {
    const schema = await newSchema();
    const pool = poolAt(cluster.socketFolder);
    const store = await postgresStore(pool, { schema });
    for (let i = 0; i < 3; i++) await appendUntilKept(store, `id-${i}`);
    for (const sql of [`UPDATE ${schema}.entry SET id = 'x'`, `DELETE FROM ${schema}.entry`, `TRUNCATE ${schema}.entry`, `DELETE FROM ${schema}.node`, `UPDATE ${schema}.checkpoint SET size = 0`]) {
      await expect(pool.query(sql)).rejects.toMatchObject({ code: '42501' });
      await expect(owner.query(sql)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(owner.query(`INSERT INTO ${schema}.entry SELECT 3, 'x', line || ' ', leaf FROM ${schema}.entry WHERE index = 0`)).rejects.toMatchObject({ code: '23514' });

    // An owner who takes the defences away first is shown by the leaf, and by any checkpoint where he mends that too.
    await owner.query(`ALTER TABLE ${schema}.entry DISABLE TRIGGER append_only; ALTER TABLE ${schema}.entry DROP CONSTRAINT leaf_of_line; UPDATE ${schema}.entry SET line = replace(line, 'text', 'next') WHERE index = 1`);
    const read = async (from: number): Promise<void> => { for await (const line of store.lines(from, 3)) expect(line).toBeTruthy(); };
    await read(2);
    await expect(read(0)).rejects.toMatchObject({ code: 'E_LOG_CORRUPT', path: '/1' });
    await owner.query(`DELETE FROM ${schema}.entry WHERE index = 1`);
    await expect(read(0)).rejects.toMatchObject({ code: 'E_LOG_CORRUPT', path: '/1' });
    await store.close();
  });

  it('keeps one chain of what eight writers append side by side', async () => {
    const schema = await newSchema();
    const stores = await Promise.all(Array.from({ length: 8 }, () => postgresStore(poolAt(cluster.socketFolder, 'writer', 2), { schema })));
    const acknowledged = await Promise.all(stores.flatMap((store, w) => Array.from({ length: 100 }, async (_, i) => {
      const id = i % 10 === 0 ? `shared-${i}` : `w${w}-${i}`; // some ids are given by all of them
      return [id, await appendUntilKept(store, id)] as const;
    })));
    const kept = await checkedLog(schema);
    expect(kept.size).toBe(8 * 90 + 10);
    for (const [id, index] of acknowledged) expect(kept.get(id)).toBe(index);
    for (const store of stores) await store.close();
  });

  it('keeps a whole round that two writers made: no table but the vault ever holds a personal value, and none holds one of the person erased', async () => {
    const schema = await newSchema();
    const holds = async (table: string, word: string): Promise<boolean> => (await owner.query(`SELECT FROM ${schema}.${table} AS t WHERE t::text LIKE $1 OR t::text LIKE $2`, [`%${word}%`, `%${Buffer.from(word).toString('hex')}%`])).rowCount! > 0;
    await wholeRound(() => postgresStore(poolAt(cluster.socketFolder, 'writer', 2), { schema }), {
      writers: 2,
      look: async (erased) => {
        const { rows } = await owner.query<{ name: string }>('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1', [schema]);
        expect(rows.map(({ name }) => name).sort()).toEqual(['checkpoint', 'entry', 'node', 'vault']);
        for (const { name } of rows) {
          expect(`${name} ${await holds(name, CANARY)}`).toBe(`${name} ${name === 'vault'}`);
          expect(`${name} ${await holds(name, GONE)}`).toBe(`${name} ${name === 'vault' && !erased}`);
        }
      },
    });
    await checkedLog(schema);
  });

  it('tries again what the database ended for another, and tells no value in an error', async () => {
    const schema = await newSchema();
    const pool = poolAt(cluster.socketFolder);
    let fail: { code: string; times: number; on: RegExp } = { code: '', times: 0, on: /^$/ };
    const store = await postgresStore({
      connect: async () => {
        const client = await pool.connect();
        const query = async (text: string, values?: unknown[]): Promise<pg.QueryResult> => {
          if (fail.times > 0 && fail.on.test(text)) {
            fail.times--;
            throw Object.assign(new Error('Key (id)=(Siti Canary) already exists'), { code: fail.code, detail: 'Siti Canary' });
          }
          return client.query(text, values);
        };
        return { query, release: (destroy) => client.release(destroy), on: (event, listener) => client.on(event, listener), removeListener: (event, listener) => client.removeListener(event, listener) };
      },
    }, { schema });
    for (const [n, code] of ['40001', '40P01'].entries()) {
      fail = { code, times: 2, on: /INSERT/ };
      expect((await store.append(`again-${n}`, 0, (missed) => sampleLine(`again-${n}`, missed.length))).index).toBe(n);
    }
    for (const [on, code] of [[/INSERT/, '23505'], [/BEGIN/, 'ECONNRESET'], [/INSERT/, '40001'], [/^COMMIT/, '40001'], [/^COMMIT/, 'ECONNRESET']] as const) {
      fail = { code, times: 1000, on };
      const error: unknown = await store.append('refused', 2, () => sampleLine('refused', 2)).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: on.source === '^COMMIT' ? 'E_PG_UNKNOWN_COMMIT' : 'E_PG' });
      expect(`${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`).not.toMatch(/Canary|refused|text/);
    }
    fail = { code: '', times: 0, on: /^$/ };
    expect([...(await checkedLog(schema)).keys()]).toEqual(['again-0', 'again-1']);
    await store.close();
  });

  describe('cut at each message', () => {
    const SIDES = ['before the server gets it', 'after the server got it', 'while the server gets it late', 'before the client gets it'] as const;

    it.each(SIDES)('%s', async (side) => {
      const schema = await newSchema();
      const store0 = await postgresStore(poolAt(cluster.socketFolder), { schema });
      const acknowledged = new Map<string, number>();
      const codes: string[] = [];
      let cuts = 0;
      for (let n = 1; ; n++) {
        const proxy = await Proxy.open(cluster, side, n);
        const pool = poolAt(proxy.folder, 'writer', 2);
        let store: TrailStore | undefined;
        for (let k = 0; !store; k++) {
          store = await postgresStore(pool, { schema }).catch((error: unknown) => {
            if (!(error instanceof MeritError) || error.code !== 'E_PG' || k > 3) throw error;
            return undefined;
          });
        }
        const ids = [0, 1, 2].map((k) => `cut-${n}-${k}`);
        const known = await store0.size(); // else every row of the log is a message, and the log grows
        const found = await Promise.all(ids.map((id) => appendUntilKept(store, id, codes, known)));
        ids.forEach((id, k) => acknowledged.set(id, found[k]!));
        await store.vault.put([{ entry: ids[0]!, path: '/a', subject: 'p', salt: '00'.repeat(32), value: `${n}` }]);
        await store.keepCheckpoint(n, `note ${n}\n`);
        await store.vault.erase([{ entry: ids[0]!, path: '/a' }]);
        await store.close();
        await pool.end();
        await proxy.close();
        if (!proxy.cut) break;
        cuts++;
      }
      const kept = await checkedLog(schema);
      expect(Object.fromEntries(kept)).toEqual(Object.fromEntries(acknowledged));
      expect(await store0.checkpoints()).toEqual(Array.from({ length: cuts + 1 }, (_, k) => `note ${k + 1}\n`));
      expect(await store0.vault.rows({ subject: 'p' })).toEqual([]);
      await store0.close();
      console.log(`${side}: ${cuts} cuts, ${codes.length} calls answered with E_PG or E_PG_UNKNOWN_COMMIT`);
      expect(cuts).toBeGreaterThan(20);
    });
  });

  it('loses nothing acknowledged when the server is killed and started again', async () => {
    const schema = await newSchema();
    const acknowledged = new Map<string, number>();
    const codes: string[] = [];
    let going = true;
    const stores = await Promise.all([0, 1, 2].map(() => postgresStore(poolAt(cluster.socketFolder, 'writer', 2), { schema })));
    const writers = stores.map(async (store, w) => {
      for (let i = 0; going; i++) {
        const id = `w${w}-${i}`;
        acknowledged.set(id, await appendUntilKept(store, id, codes));
      }
    });
    for (const how of ['kill', 'immediate', 'kill', 'immediate'] as const) {
      await setTimeout(300);
      const before = acknowledged.size;
      await cluster.kill(how);
      await cluster.start();
      for (let n = 0; n < 400 && acknowledged.size < before + 10; n++) await setTimeout(25);
      expect(acknowledged.size).toBeGreaterThanOrEqual(before + 10);
    }
    going = false;
    await Promise.all(writers);
    const kept = await checkedLog(schema);
    expect(Object.fromEntries(kept)).toEqual(Object.fromEntries(acknowledged));
    console.log(`4 restarts: ${acknowledged.size} acknowledged, ${codes.length} calls answered with E_PG or E_PG_UNKNOWN_COMMIT`);
    for (const store of stores) await store.close();
  });
});

/** A socket before the server's that ends its first connection at the n-th message of one side. */
class Proxy {
  cut = false;
  readonly folder: string;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  static async open(to: Cluster, side: string, n: number): Promise<Proxy> {
    const proxy = new Proxy(to, side, n);
    await new Promise<void>((resolve) => proxy.server.listen(join(proxy.folder, '.s.PGSQL.5432'), resolve));
    return proxy;
  }

  private constructor(to: Cluster, side: string, n: number) {
    this.folder = mkdtempSync(join(to.folder, 'proxy-'));
    let first = true;
    this.server = createServer((client) => {
      const faulty = first;
      first = false;
      const server = connect(to.socket);
      for (const socket of [client, server]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined);
      }
      const end = (): void => {
        this.cut = true;
        client.destroy();
        server.destroy();
      };
      let asked = 0;
      forEachMessage(client, true, (message) => {
        if (!faulty || ++asked !== n || side.startsWith('before the client')) {
          server.write(message);
          return;
        }
        if (side.startsWith('before')) end();
        else if (side.startsWith('after')) {
          this.cut = true;
          server.write(message, () => void setTimeout(5).then(end));
        }
        else {
          this.cut = true;
          client.destroy();
          client.removeAllListeners('close');
          void setTimeout(200).then(() => {
            server.write(message);
            server.end();
          });
        }
      });
      let answered = 0;
      forEachMessage(server, false, (message) => {
        if (faulty && side.startsWith('before the client') && ++answered === n) end();
        else client.write(message);
      });
      server.on('close', () => client.destroy());
      if (!(faulty && side.startsWith('while'))) client.on('close', () => server.end());
    });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The messages of the wire protocol: a type and a length, but for the first one of a client, which has a length alone. */
function forEachMessage(socket: Socket, client: boolean, take: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  let first = client;
  socket.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const head = first ? 0 : 1;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      first = false;
      take(message);
    }
  });
}
