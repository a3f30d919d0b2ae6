import { stat } from 'node:fs/promises';
import { Issues, MeritError, type Warning } from '../errors/index.js';
import { parseFolder, parseRound, readDocument, seal, type SealedPolicy } from '../intake/index.js';
import type { Round } from '../model/round.js';
import { readDocumentFile, readFolder } from '../node/index.js';
import { inFile } from './problems.js';

export async function readPolicy(path: string): Promise<SealedPolicy> {
  return inFile(path, async () => seal(await readDocumentFile(path)));
}

/** A round from a document or from a folder of tables, with its scope replaced where a scope file is given. */
export async function readRound(path: string, policy: SealedPolicy, scope?: string): Promise<{ readonly round: Round; readonly warnings: readonly Warning[] }> {
  const parsed = await inFile(path, async () => {
    const folder = await stat(path).then((s) => s.isDirectory(), () => false);
    return folder ? parseFolder(await readFolder(path), policy) : parseRound(await readDocumentFile(path), policy);
  });
  if (scope === undefined) return parsed;
  const replaced = await inFile(scope, async () => scopeOf(readPlain(await readDocumentFile(scope))));
  try {
    return { round: parseRound({ ...parsed.round, scope: replaced }, policy).round, warnings: parsed.warnings };
  } catch (error) {
    // the round was right before: what is wrong now stands in the scope file
    throw error instanceof MeritError ? MeritError.of(error.issues.map((i) => ({ ...i, path: `${scope}#${i.path.replace(/^\/scope/, '')}` }))) : error;
  }
}

function scopeOf(document: unknown): object {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw new MeritError('E_TYPE', 'expected {"positions": […], "people": […]}');
  return document;
}

/** A document as plain data, judged on its source. */
export function readPlain(bytes: Uint8Array): unknown {
  const issues = new Issues();
  const document = readDocument(bytes, issues);
  issues.throwIfAny();
  return document;
}
