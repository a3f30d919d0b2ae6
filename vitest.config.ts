import { defineConfig } from 'vitest/config';

// VITEST_JSON names a file for the counts that .ci/run and test:full add up.
const json = process.env['VITEST_JSON'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2, // on two cores vitest would use one
    isolate: false, // no test changes what another sees: src is read once a worker and not once a file, half a minute of 190 files
    reporters: json ? ['default', 'json'] : ['default'],
    ...(json && { outputFile: { json } }),
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { branches: 95 }, // enforced by `npm run coverage` alone: `npm test` measures nothing
    },
  },
});
