/** What a command sees of the world: what it reads and writes, whether somebody watches, and when to stop. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Seconds since 1970, for what is dated; the clock of the machine when left out. */
  readonly now?: () => number;
}

/** Exit codes; `--help` lists them. */
export const EXIT = { ok: 0, fails: 1, input: 2, unproven: 3, infeasible: 4, stopped: 130 } as const;
