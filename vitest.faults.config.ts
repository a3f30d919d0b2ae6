import { defineConfig } from 'vitest/config';
import short from './vitest.config.js';

/** What the stores must withstand: run by `npm run test:faults`, one file at a time, since they count calls and measure nothing. */
export default defineConfig({
  test: {
    ...short.test,
    isolate: true, // the temporary folder of a file is its own, and goes with it
    include: ['test/faults/**/*.faults.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
