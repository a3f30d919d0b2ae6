/** What a command sees of the world: where it writes, whether somebody watches, and when to stop. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** Exit codes; `--help` lists them. */
export const EXIT = { ok: 0, fails: 1, input: 2, unproven: 3, infeasible: 4, stopped: 130 } as const;
