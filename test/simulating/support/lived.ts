import { canonicalJson } from '../../../src/canonical/index.js';
import { simulate, type Scenario, type SimulateOptions, type Year } from '../../../src/simulating/index.js';

/** All years of a life. */
export async function lived(scenario: Scenario, control?: SimulateOptions): Promise<Year[]> {
  const years: Year[] = [];
  for await (const year of simulate(scenario, control)) years.push(year);
  return years;
}

/** Their bytes, as text. */
export const bytesOf = (years: readonly Year[]): string => years.map((year) => canonicalJson(year)).join('\n');
