import { MeritError } from '../../src/errors/index.js';
import { formatVerifierKey, leafHash, publicKeyOf, signCheckpoint, signerOf, Tree, type KeyType, type Signer } from '../../src/trail/index.js';

export const ORIGIN = 'log.example/posts';

/** A signer whose secret key is 32 times one byte. */
export const signer = (name: string, byte: number): Signer => signerOf(new Uint8Array(32).fill(byte), name);
export const vkey = (name: string, byte: number, type: KeyType = 'note'): string => formatVerifierKey({ name, publicKey: publicKeyOf(new Uint8Array(32).fill(byte)), type });

export const log = signer(ORIGIN, 1);
export const logKey = vkey(ORIGIN, 1);

/** A tree over texts. */
export function treeOf(entries: readonly string[]): Tree {
  const tree = new Tree();
  for (const entry of entries) tree.append(leafHash(entry));
  return tree;
}

export const entries = (n: number, branch = ''): string[] => Array.from({ length: n }, (_, k) => `entry ${k}${branch}`);

/** The signed head of the first `size` entries. */
export const head = (tree: Tree, size = tree.size, by: Signer = log): Promise<string> => signCheckpoint({ origin: by.name, size, root: tree.root(size) }, by);

/** What a call throws or rejects with, as `CODE path`; `nothing` when it does not. */
export async function refusal(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (error instanceof MeritError) return `${error.code} ${error.path}`.trimEnd();
    throw error;
  }
  return 'nothing';
}
