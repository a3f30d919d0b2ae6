/** Adds up what vitest wrote to a file (reporter `json`). `tsx scripts/vitest-counts.ts FILE` prints `passed failed skipped`. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Counts of tests; a run that failed without a failed test (a file that does not load, an unhandled rejection, no file at all) is one failure. */
export function vitestCounts(file: string, exitCode: number): Counts {
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>;
    counts = { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests };
  } catch {
    if (exitCode === 0) throw new Error(`${file}: vitest passed but wrote no counts`);
  }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed, skipped } = vitestCounts(process.argv[2] ?? '', Number(process.argv[3] ?? 0));
  console.log(passed, failed, skipped);
}
