import { join } from 'node:path';
import { canonicalJson } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { rowsOf, vaultKey } from '../trail/memory-store.js';
import type { Vault, VaultRow } from '../trail/store.js';
import { ioError, type FileSystem } from './io.js';
import { fastLeafHash, LineFile, readCanonical, type TornTail } from './line-file.js';

const NAME = 'vault.jsonl';
/** Nobody but its owner reads the vault. */
const MODE = 0o600;

/** The vault as a file of lines `{"datum":ROW,"leaf":HEX}`, held in memory while it is open. Erasing writes the file anew without the rows. */
export class FileVault implements Vault {
  readonly torn: TornTail[] = [];
  private readonly files: FileSystem;
  private readonly folder: string;
  private readonly kept = new Map<string, VaultRow>();
  private lines: LineFile | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(files: FileSystem, folder: string) {
    this.files = files;
    this.folder = folder;
  }

  put(rows: readonly VaultRow[]): Promise<void> {
    return this.inTurn(async (file) => {
      if (rows.length === 0) return;
      const plain = rows.map(({ entry, path, subject, salt, value }) => ({ entry, path, subject, salt, value }));
      await file.append(plain.map(asLine));
      for (const row of plain) this.kept.set(vaultKey(row), row);
    });
  }

  rows(of: { readonly entry: string } | { readonly subject: string }): Promise<readonly VaultRow[]> {
    return this.inTurn(async () => rowsOf(this.kept.values(), of));
  }

  erase(rows: readonly Pick<VaultRow, 'entry' | 'path'>[]): Promise<void> {
    return this.inTurn(async (file) => {
      const gone = new Set(rows.map(vaultKey).filter((key) => this.kept.has(key)));
      if (gone.size === 0) return;
      const rest = [...this.kept].filter(([key]) => !gone.has(key));
      await this.rewrite(rest.map(([, row]) => row));
      for (const key of gone) this.kept.delete(key);
      await file.close().catch(() => undefined); // the old file has no name any more; its blocks are free with this
    });
  }

  async close(): Promise<void> {
    await this.turn.catch(() => undefined);
    this.closed = true;
    await this.lines?.close();
  }

  /** One call after the other; the file is opened by the first. */
  private inTurn<T>(body: (file: LineFile) => Promise<T>): Promise<T> {
    const next = this.turn.then(async () => {
      if (this.closed) throw new MeritError('E_LOG_CLOSED', 'the store was closed');
      return body((this.lines ??= await this.open()));
    });
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async open(): Promise<LineFile> {
    this.kept.clear();
    const draft = join(this.folder, `${NAME}.new`);
    await this.files.remove(draft).catch((cause: unknown) => {
      throw ioError('E_FILE', `${NAME}.new cannot be removed`, `${NAME}.new`, cause);
    });
    const { file, torn } = await LineFile.open(this.files, join(this.folder, NAME), MODE, 'datum', NAME, '/vault', ({ text, number }) => {
      const row = readRow(text, `/vault/${number}`);
      this.kept.set(vaultKey(row), row);
    });
    this.torn.push(...torn);
    await this.files.syncFolder(this.folder).catch((cause: unknown) => {
      throw ioError('E_LOG_FSYNC', 'the folder could not be made durable', NAME, cause);
    });
    return file;
  }

  /** Puts a file of these rows in the place of the old one: either stands there whole, whatever happens. */
  private async rewrite(rows: readonly VaultRow[]): Promise<void> {
    const at = join(this.folder, NAME);
    const draft = `${at}.new`;
    let fresh: LineFile | undefined;
    try {
      await this.files.remove(draft);
      fresh = (await LineFile.open(this.files, draft, MODE, 'datum', NAME, '/vault', () => undefined)).file;
      await fresh.append(rows.map(asLine));
      await this.files.rename(draft, at);
    } catch (cause) {
      await fresh?.close().catch(() => undefined);
      await this.files.remove(draft).catch(() => undefined);
      throw ioError('E_LOG_IO', 'the vault could not be written anew; nothing was erased', NAME, cause);
    }
    this.lines = fresh;
    try {
      await this.files.syncFolder(this.folder);
    } catch (cause) {
      await fresh.close().catch(() => undefined); // and nothing more is taken: after a loss of power the old file could be back
      throw ioError('E_LOG_FSYNC', 'that the rows are gone could not be made durable; open the store anew and erase again', NAME, cause);
    }
  }
}

/** @throws {MeritError} E_LOG_NOT_CANONICAL, E_FORMAT, with nothing of what the row says */
export function readRow(text: string, path: string): VaultRow {
  const { entry, path: field, subject, salt, value, ...more } = Object(readCanonical(text, path)) as Record<string, unknown>;
  const texts = [entry, field, salt, value].every((word) => typeof word === 'string') && (subject === null || typeof subject === 'string');
  if (!texts || Object.keys(more).length > 0) throw new MeritError('E_FORMAT', 'a kept value has an entry, a path, a subject, a salt and a value', { path });
  return { entry, path: field, subject, salt, value } as VaultRow;
}

function asLine(row: VaultRow): { text: string; leaf: string } {
  const text = canonicalJson(row);
  return { text, leaf: fastLeafHash(text) };
}
