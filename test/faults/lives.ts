/** Four lives under three policies in two threads; prints the comparison. `lives.cjs THREAD-FILE PLAN`: what goes wrong is planned as in test/simulating/planned-lives.ts. */
import { pathToFileURL } from 'node:url';
import { canonicalJson } from '../../src/canonical/index.js';
import { threads } from '../../src/node/simulation-threads.js';
import { compare } from '../../src/simulating/index.js';
import { options, ORGANISATION } from '../simulating/fake-years.js';
import { plannedLives } from '../simulating/planned-lives.js';

const [thread, plan] = process.argv.slice(2) as [string, string];
const pool = threads({ workers: 2, entry: pathToFileURL(thread), simulate: plannedLives });
compare(pool, options({ organisation: { ...ORGANISATION, title: plan }, onProgress: ({ done }) => process.stderr.write(`${done}\n`) })).then(
  (found) => process.stdout.write(canonicalJson(found)),
  (error: unknown) => {
    process.stdout.write(String(error));
    process.exitCode = 1;
  },
);
