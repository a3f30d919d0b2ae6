import { defineConfig } from 'vitest/config';
import short from './vitest.config.js';

/** The long tests: longer properties, pictures taken in a browser, notebooks. Run by `npm run test:full`. */
export default defineConfig({
  test: { ...short.test, include: ['test/full/**/*.full.ts'], passWithNoTests: true, testTimeout: 600_000, hookTimeout: 120_000 },
});
