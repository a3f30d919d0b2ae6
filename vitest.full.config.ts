import { defineConfig } from 'vitest/config';
import short from './vitest.config.js';

/** Tests of `npm test` that run here again with their long counts (test/support/times.ts). */
const LONG = ['stats/{winners,conditional-logit,permutation,tables,van-elteren}', 'auditing/**/*', 'simulating/{by-post,conduct,gaming,generators,life-properties,repaired,terms,twin-attack}'].map((name) => `test/${name}.test.ts`);

/** The long tests: longer properties, pictures taken in a browser, notebooks. Run by `npm run test:full`. */
export default defineConfig({
  test: { ...short.test, include: ['test/full/**/*.full.ts', ...LONG], env: { MERITRA_LONG: '1' }, passWithNoTests: true, testTimeout: 600_000, hookTimeout: 120_000 },
});
