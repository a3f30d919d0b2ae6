import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MeritError } from '../../src/errors/index.js';
import type { Simulate } from '../../src/simulating/index.js';
import { fakeSimulate } from './fake-years.js';

/** Lives of fake-years.ts that go wrong in their second year where the title of the organisation says so, as `seed:deed,…`. */
export const plannedLives: Simulate = async function* (scenario) {
  const plan = new Map((scenario.organisation.title ?? '').split(',').map((one) => one.split(':') as [string, string]));
  const deed = plan.get(String(scenario.seed));
  for await (const year of fakeSimulate(scenario)) {
    if (year.year === 2) {
      if (deed === 'refuse') throw new MeritError('E_REF_UNKNOWN', 'no such post', { path: `/organisation/members/${scenario.seed}/seat` });
      if (deed === 'fail') throw new TypeError('it fell over');
      if (deed === 'die') process.exit(3);
      if (deed === 'die-once' && firstTime(`${scenario.seed}`)) process.exit(9);
      if (deed === 'hoard' || (deed === 'hoard-once' && firstTime(`${scenario.seed}`))) hoard();
      if (deed === 'hang') await new Promise(() => undefined);
    }
    yield year;
  }
};

/** Remembered in a file, for the thread that does it does not live to tell. */
function firstTime(name: string): boolean {
  const file = join(process.env['MERITRA_TEST_FOLDER']!, `done-${name}`);
  if (existsSync(file)) return false;
  writeFileSync(file, '');
  return true;
}

/** Takes memory until the runtime ends the thread. */
function hoard(): never {
  const all: number[][] = [];
  for (;;) all.push(Array.from({ length: 100_000 }, (_, k) => k + 0.5));
}
