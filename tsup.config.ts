import { rmSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

// Once, before the builds below start side by side: a `clean` in each would delete what another has just written.
rmSync('dist', { recursive: true, force: true });

const shared: Options = {
  target: 'node20',
  sourcemap: true,
  noExternal: [/^@noble\//, /^@stdlib\//, 'pure-rand', 'qr'], // ESM only: bundled, so that require() works and verify needs no package
};
const library: Options = {
  ...shared,
  esbuildOptions: (options, { format }) => {
    if (format === 'cjs') options.define = { ...options.define, 'import.meta.url': '__filename' }; // for the file of a thread (src/node/simulation-threads.ts)
  },
  format: ['esm', 'cjs'],
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
};

const builds: Options[] = [
  {
    ...library,
    splitting: true, // also in CJS: one MeritError for all subpaths, or instanceof would lie
    entry: { index: 'src/index.ts', report: 'src/reporting/index.ts', assign: 'src/kernel/assign/index.ts', asn: 'src/asn/index.ts', trail: 'src/trail/index.ts', node: 'src/node/index.ts', postgres: 'src/postgres/index.ts', stats: 'src/stats/index.ts', audit: 'src/audit.ts', simulate: 'src/simulate.ts' },
  },
  { ...library, splitting: false, entry: { verify: 'src/verify/index.ts' } }, // stands alone: no chunk is shared
  { ...shared, format: ['esm'], splitting: false, entry: { 'simulation-worker': 'src/node/simulation-worker.ts' } }, // what a thread of `threads` runs, named by no subpath
  { ...shared, format: ['esm'], splitting: false, entry: { cli: 'src/cli/main.ts' } }, // main.ts starts with #!/usr/bin/env node
];

export default defineConfig(builds);
