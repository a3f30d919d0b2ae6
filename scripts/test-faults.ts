/**
 * What the stores must withstand: damaged, torn and refused writes, killed programs and servers. Closes with `N passed, N failed, N skipped`.
 * What this machine does not have (strace, a full disk without root, PostgreSQL) is skipped and counted.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { vitestCounts } from './vitest-counts.js';

const root = resolve(import.meta.dirname, '..');
const temp = mkdtempSync(join(tmpdir(), 'meritra-faults-'));
const file = join(temp, 'vitest.json');
const { status } = spawnSync(join(root, 'node_modules', '.bin', 'vitest'), ['run', '--config', 'vitest.faults.config.ts', '--disable-console-intercept'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, VITEST_JSON: file },
});
const { passed, failed, skipped } = vitestCounts(file, status ?? 1);
rmSync(temp, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
