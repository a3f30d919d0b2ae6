import { run } from '../../src/cli/run.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in English. */
export async function cli(argv: readonly string[], more: { readonly env?: Record<string, string>; readonly stdin?: string; readonly now?: () => number } = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await run(argv, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    env: more.env ?? {},
    ...(more.now && { now: more.now }),
    ...(more.stdin !== undefined && { stdin: pieces(more.stdin) }),
  });
  return { code, out, err };
}

async function* pieces(text: string): AsyncIterable<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  yield bytes.subarray(0, 7);
  yield bytes.subarray(7);
}
