import { MeritError } from '../errors/index.js';

/** What is used of `pg`'s client. */
export interface PgClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[]; readonly command: string }>;
  release(destroy?: boolean): void;
  on(event: 'error', listener: (cause: Error) => void): unknown;
  removeListener(event: 'error', listener: (cause: Error) => void): unknown;
}

/** What is used of `pg`'s pool. */
export interface PgPool {
  connect(): Promise<PgClient>;
  on?(event: 'error', listener: (cause: Error) => void): unknown;
}

/** Without a listener a connection that breaks while nobody waits on it ends the whole process. */
export const heard = (): void => undefined;

const pools = new WeakSet<PgPool>();

/** Listens to a pool for as long as it lives: its idle connections can break after the store was closed, too. */
export function hear(pool: PgPool): void {
  if (!pools.has(pool)) pool.on?.('error', heard);
  pools.add(pool);
}

/** SQLSTATE of an answer of the database, undefined when the connection failed. */
export function stateOf(cause: unknown): string | undefined {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(?!E)[0-9A-Z]{5}$/.test(code) ? code : undefined; // EPIPE has five letters too
}

/** E_PG with nothing of what the database says in words: its messages repeat values. A MeritError stays what it is. */
export function pgError(cause: unknown): MeritError {
  if (cause instanceof MeritError) return cause;
  const state = stateOf(cause);
  if (state) return new MeritError('E_PG', `the database answered SQLSTATE ${state}`);
  const code = (cause as { code?: unknown } | null)?.code;
  return new MeritError('E_PG', `the connection to the database failed${typeof code === 'string' && /^E[A-Z]+$/.test(code) ? `: ${code}` : ''}`);
}

/** Runs a body with a client of its own; one that failed is thrown away. What is thrown is the cause itself. */
export async function withClient<T>(pool: PgPool, body: (client: PgClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', heard);
  let failed = true;
  try {
    const result = await body(client);
    failed = false;
    return result;
  } finally {
    client.release(failed);
    client.removeListener('error', heard);
  }
}

/** 50, 100, 200 ... ms, at most 1 s. */
export function backoff(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(1000, 50 << attempt)));
}
