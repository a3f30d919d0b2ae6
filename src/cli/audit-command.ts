import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { audit, parsePast, readPast, readTable, type AuditOptions, type Past, type TableMapping } from '../auditing/index.js';
import { MeritError, type Warning } from '../errors/index.js';
import { readDocumentFile, readFolder, writeFileAtomic } from '../node/index.js';
import { auditCsv, auditReport, auditText } from '../reporting/audit/index.js';
import { locales, type Locale } from '../reporting/index.js';
import { EXIT, type Io } from './io.js';
import { inFile, placeIn, warningLines } from './problems.js';
import { readPlain } from './read-round.js';

export interface AuditFlags {
  readonly table?: string;
  readonly map?: string;
  readonly rules?: string;
  readonly report?: string;
  readonly csv?: string;
  readonly top?: number;
}

/** Reads a record of past decisions, audits it, writes what was asked for and prints the text. What it finds changes no exit code: it is nothing that failed. */
export async function auditCommand(path: string | undefined, flags: AuditFlags, locale: Locale, io: Io): Promise<number> {
  const { past, warnings } = await readRecord(path, flags);
  io.stderr.write(warningLines(warnings, path ?? flags.table ?? '', locale));
  const rules = flags.rules === undefined ? undefined : await inFile(flags.rules, async () => readPlain(await readDocumentFile(flags.rules!)));
  const found = await auditBy(past, { ...(rules !== undefined && { rules: rules as NonNullable<AuditOptions['rules']> }), ...(io.signal && { signal: io.signal }) }, flags.rules, path ?? flags.table ?? '');
  const wrote = async (file: string, text: string): Promise<void> => {
    await writeFileAtomic(file, text);
    io.stderr.write(`${locales[locale].cli.wrote(file)}\n`);
  };
  if (flags.report !== undefined) await wrote(flags.report, auditReport(found, { locale }));
  if (flags.csv !== undefined) {
    await mkdir(flags.csv, { recursive: true }).catch(() => {
      throw new MeritError('E_FILE', 'the folder cannot be made', { path: flags.csv! });
    });
    for (const [name, text] of Object.entries(auditCsv(found, { locale }))) await wrote(join(flags.csv, name), text);
  }
  io.stdout.write(auditText(found, { locale, ...(flags.top !== undefined && { top: flags.top }) }));
  return EXIT.ok;
}

/** A folder of tables, a JSON file, or one flat table by a mapping. */
async function readRecord(path: string | undefined, { table, map }: AuditFlags): Promise<{ readonly past: Past; readonly warnings: readonly Warning[] }> {
  if (path !== undefined) {
    const folder = await stat(path).then((s) => s.isDirectory(), () => false);
    return inFile(path, async () => (folder ? readPast(await readFolder(path, 'past.json')) : parsePast(await readDocumentFile(path))));
  }
  const mapping = await inFile(map!, async () => readPlain(await readDocumentFile(map!)) as TableMapping);
  const bytes = await inFile(table!, () => readDocumentFile(table!));
  const past = await placed(table!, '/mapping', map, () => readTable(bytes, mapping, { file: table! }));
  return { past, warnings: [] };
}

function auditBy(past: Past, options: AuditOptions, rules: string | undefined, file: string): ReturnType<typeof audit> {
  return placed(file, '/options/rules', rules, () => audit(past, options));
}

/** The same problems with the name of the file before their places: those under a pointer stand in a file of their own. */
async function placed<T>(file: string, pointer: string, other: string | undefined, make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    const there = (path: string): boolean => other !== undefined && (path === pointer || path.startsWith(`${pointer}/`));
    throw MeritError.of(error.issues.map((issue) => ({ ...issue, path: there(issue.path) ? `${other!}#${issue.path.slice(pointer.length)}` : placeIn(file, issue) })));
  }
}
