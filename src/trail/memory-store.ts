import { MeritError } from '../errors/index.js';
import { checkNewLine } from './entry-line.js';
import { leafHash, Tree } from './merkle.js';
import type { Appended, TrailStore, Vault, VaultRow } from './store.js';

/** A store that forgets everything with the process: for tests, examples and trials in a browser. */
export function memoryStore(): TrailStore {
  const lines: string[] = [];
  const byId = new Map<string, number>();
  const tree = new Tree();
  const notes: { readonly size: number; readonly note: string }[] = [];
  const vault = new Map<string, VaultRow>();
  let closed = false;
  const open = (): void => {
    if (closed) throw new MeritError('E_LOG_CLOSED', 'the store was closed');
  };

  const rows: Vault = {
    async put(added) {
      open();
      for (const { entry, path, subject, salt, value } of added) vault.set(vaultKey({ entry, path }), { entry, path, subject, salt, value });
    },
    async rows(of) {
      open();
      return rowsOf(vault.values(), of);
    },
    async erase(gone) {
      open();
      for (const row of gone) vault.delete(vaultKey(row));
    },
  };

  return {
    async size() {
      open();
      return lines.length;
    },
    async *lines(from, to) {
      for (let i = from; i < to; i++) {
        open();
        const line = lines[i];
        if (line === undefined) throw new MeritError('E_NUM_RANGE', `the log has ${lines.length} entries`, { path: `/${i}` });
        yield line;
      }
    },
    async append(id, known, build): Promise<Appended> {
      open();
      const kept = byId.get(id);
      if (kept !== undefined) return { index: kept, line: lines[kept]!, repeated: true };
      const size = lines.length;
      checkKnown(known, size);
      const line = build(lines.slice(known));
      checkNewLine(line, id, size);
      tree.append(leafHash(line));
      byId.set(id, size);
      lines.push(line);
      return { index: size, line, repeated: false };
    },
    async find(id) {
      open();
      return byId.get(id);
    },
    async hash(level, index) {
      open();
      return tree.hash(level, index);
    },
    async checkpoints() {
      open();
      return [...notes].sort((a, b) => a.size - b.size).map(({ note }) => note);
    },
    async keepCheckpoint(size, note) {
      open();
      if (!notes.some((kept) => kept.note === note)) notes.push({ size, note });
    },
    vault: rows,
    async close() {
      closed = true;
    },
  };
}

/** What tells rows of a vault apart: one for each field of an entry. */
export function vaultKey({ entry, path }: Pick<VaultRow, 'entry' | 'path'>): string {
  return JSON.stringify([entry, path]);
}

/** The rows of one entry or subject, by entry and path. */
export function rowsOf(all: Iterable<VaultRow>, of: { readonly entry: string } | { readonly subject: string }): VaultRow[] {
  return [...all]
    .filter((row) => ('entry' in of ? row.entry === of.entry : row.subject === of.subject))
    .sort((a, b) => byCodePoint(a.entry, b.entry) || byCodePoint(a.path, b.path));
}

/** The order of UTF-8 bytes: UTF-16 code units would put U+10000 before U+E000. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const step = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (step !== 0) return step;
  }
  return left.length - right.length;
}

/** @throws {MeritError} E_LOG_TRUNCATED where the caller knows entries that the store has not */
export function checkKnown(known: number, size: number): void {
  if (!Number.isSafeInteger(known) || known < 0) throw new MeritError('E_NUM_RANGE', 'a number of known entries is whole and not below 0');
  if (known > size) throw new MeritError('E_LOG_TRUNCATED', `${known} entries were known, the store has ${size}`, { path: `/${size}` });
}
