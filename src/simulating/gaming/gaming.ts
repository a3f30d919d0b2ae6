import { pause } from '../../kernel/index.js';
import { deepFreeze } from '../../model/frozen.js';
import { estimate, sixDecimals } from '../estimate.js';
import { CONFIDENCE, madeFrom } from '../made-from.js';
import { openBench, yearBefore } from './bench.js';
import { ATTACKS, GAMING_FORMAT, SIGNALS, type Attack, type GamingRow, type GamingTest, type SignalRates } from './document.js';
import { readGamingOptions, type GamingOptions } from './options.js';
import { run, type Asked, type Attacked } from './runs.js';


/**
 * Who could game which policy, how much it brings and what shows it: every attack of `ATTACKS` in one round, held honestly and attacked on the same luck, for each
 * policy and seed. A year passes first in which nobody moves, so that evidence and vacancies are the luck of the seed. The favourite of a run is the first by
 * lot of the connected who did not win honestly and have a vacant higher post within reach (at most ten better candidates); the unit the first by lot with eight people
 * or more and at most a third of all. Nobody declines. Signs are asked of both rounds and counted: nothing in the table is claimed. It measures these attacks, by somebody who knows no better ones.
 * A function of the options. O(seeds * policies) times some 30 rounds.
 * @throws {MeritError} (as a rejection) with every problem of the options at its JSON Pointer: those of `readGamingOptions`, of a scenario; E_ABORTED; as `propose`
 */
export async function gamingTest(options: GamingOptions): Promise<GamingTest> {
  const { regimes, seeds, attacks } = readGamingOptions(options);
  const { organisation, world, signal } = options;
  const first = [...regimes.values()][0]!;
  const runs = new Map<string, Attacked[]>();
  const of = seeds.length * regimes.size;
  let done = 0;
  for (const seed of seeds) {
    if (signal) await pause(signal);
    const start = await yearBefore(organisation, world, first.policy, seed, signal);
    for (const [policy, regime] of regimes) {
      const bench = await openBench(start, world, regime, seed, signal);
      for (const attack of attacks) {
        if (signal) await pause(signal);
        for (const one of await run(attack, bench, signal)) {
          const key = JSON.stringify([attack, one.strength, policy]);
          runs.set(key, [...(runs.get(key) ?? []), one]);
        }
      }
      options.onProgress?.({ done: (done += 1), of });
    }
  }
  const names = [...regimes.keys()];
  return deepFreeze({
    format: GAMING_FORMAT,
    ...madeFrom(organisation, world),
    seed: options.seed,
    seeds: seeds.length,
    confidence: CONFIDENCE,
    policies: [...regimes].map(([name, regime]) => ({ name, hash: regime.policy.hash, choose: regime.choose ?? 'pack' })),
    rows: attacks.flatMap((attack) => ATTACKS[attack].flatMap(({ strength }) => names.map((policy) => rowOf(attack, strength, policy, runs.get(JSON.stringify([attack, strength, policy])) ?? [])))),
  });
}

function rowOf(attack: Attack, strength: string, policy: string, runs: readonly Attacked[]): GamingRow {
  const signals = ratesOf(runs.flatMap((one) => one.asked));
  return {
    attack, strength, policy,
    runs: runs.length,
    more: runs.filter((one) => one.gain > 0).length,
    fewer: runs.filter((one) => one.gain < 0).length,
    gain: estimate(runs.map((one) => one.gain), CONFIDENCE),
    lost: estimate(runs.map((one) => one.lost / 100), CONFIDENCE),
    tries: runs.length === 0 ? null : sixDecimals(runs.reduce((sum, one) => sum + one.tries, 0) / runs.length),
    signals,
    shown: bestOf(signals),
  };
}

/** Each sign that was asked, in the order of `SIGNALS`. */
function ratesOf(asked: readonly Asked[]): readonly SignalRates[] {
  return SIGNALS.flatMap((signal) => {
    const own = asked.filter((one) => one.signal === signal);
    const fired = (side: 'attacked' | 'honest') => ({ fired: own.filter((one) => one[side] === true).length, of: own.filter((one) => one[side] !== null).length });
    return own.length === 0 ? [] : [{ signal, attacked: fired('attacked'), honest: fired('honest') }];
  });
}

/** The sign with the largest difference between its rates in attacked and in honest rounds; a rate of nothing is 0. */
function bestOf(signals: readonly SignalRates[]): GamingRow['shown'] {
  const rate = ({ fired, of }: SignalRates['attacked']): number => (of === 0 ? 0 : fired / of);
  let best: GamingRow['shown'] = 'none';
  let most = 0;
  for (const { signal, attacked, honest } of signals) {
    const by = rate(attacked) - rate(honest);
    if (by > most) [best, most] = [signal, by];
  }
  return best;
}
