import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import { canonicalJson } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { readDocumentFile } from '../node/index.js';
import { locales, type Locale } from '../reporting/index.js';
import { verifyDisclosure, verifyLog } from '../verify/index.js';
import type { Io } from './io.js';
import { inFile } from './problems.js';
import { progressOn } from './progress.js';
import { readPlain } from './read-round.js';
import { CHECKPOINTS_FILE, logFile, readText } from './trail-files.js';
import { exitOf, readOutside, verdictLines, type OutsideFlags } from './verify-command.js';

export interface TrailVerifyFlags extends OutsideFlags {
  readonly disclosure?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Checks a whole log, read in pieces, and prints each verdict; or a disclosure. */
export async function trailVerifyCommand(path: string, flags: TrailVerifyFlags, locale: Locale, io: Io): Promise<number> {
  const outside = await readOutside(flags);
  const { verdicts } = flags.disclosure
    ? verifyDisclosure(await inFile(path, async () => readPlain(await readDocumentFile(path))), outside)
    : await checkLog(path, outside, flags, locale, io);
  if (flags.json) io.stdout.write(`${canonicalJson({ format: 'meritra/verdicts/1', verdicts })}\n`);
  else io.stdout.write(verdictLines(verdicts, locale, 'checkOfLog'));
  return exitOf(verdicts);
}

/** The log of a folder with the last checkpoint it keeps, or a log alone. */
async function checkLog(path: string, outside: Parameters<typeof verifyLog>[1], flags: TrailVerifyFlags, locale: Locale, io: Io): ReturnType<typeof verifyLog> {
  const file = await logFile(path);
  const size = await stat(file).then((s) => s.size, () => {
    throw new MeritError('E_FILE', 'the log cannot be read', { path: file });
  });
  const checkpoint = file === path ? undefined : await lastCheckpoint(join(path, CHECKPOINTS_FILE));
  const progress = progressOn(io, flags.quiet === true || flags.json === true);
  const { reading } = locales[locale].cli.trail;
  try {
    return await verifyLog(createReadStream(file, { highWaterMark: 1 << 20 }), {
      ...outside,
      ...(checkpoint !== undefined && { checkpoint }),
      ...(io.signal && { signal: io.signal }),
      onProgress: ({ entries, bytes }) => progress.show(reading(entries), bytes, size),
    });
  } catch (error) {
    if (io.signal?.aborted) throw new MeritError('E_ABORTED', 'stopped');
    throw error;
  } finally {
    progress.clear();
  }
}

/** The signed note over the most entries that the folder keeps; of several over the same, the last one kept, which has the cosignatures. */
async function lastCheckpoint(file: string): Promise<string | undefined> {
  const there = await stat(file).then(() => true, () => false);
  if (!there) return undefined;
  let best: Kept | undefined;
  for (const line of (await readText(file)).split('\n')) {
    const kept = keptOn(line);
    if (kept && (best === undefined || kept.size >= best.size)) best = kept;
  }
  return best?.note;
}

interface Kept {
  readonly size: number;
  readonly note: string;
}

/** What a line of the file of checkpoints keeps; one that is none is passed over here, and told when the store is opened. */
function keptOn(line: string): Kept | undefined {
  try {
    const { checkpoint } = JSON.parse(line) as { readonly checkpoint: Kept };
    return typeof checkpoint.note === 'string' && typeof checkpoint.size === 'number' ? checkpoint : undefined;
  } catch {
    return undefined;
  }
}
