import { expect, it } from 'vitest';
import { bundle, parseRound, propose, seal, type Policy, type Round } from '../../src/index.js';
import { verify } from '../../src/verify/index.js';
import { documentsOf, makeCase } from '../support/markets.js';
import { eachSeed, EVERYTHING } from './checks.js';
import { richRound } from './rich.js';

/** Checks of `verify` that fail on what the engine proposes for a round. */
async function failing(round: Round, policy: Policy): Promise<readonly string[]> {
  const sealed = seal(policy);
  const read = parseRound(round, sealed).round;
  const { verdicts } = verify(bundle(await propose(read, sealed), read, sealed));
  return verdicts.filter((v) => v.outcome === 'fails').map((v) => `${v.check} ${v.code} ${v.path}`);
}

it('the checker, which shares no code with the engine, finds the same judgements set aside (30 rounds)', async () => {
  await eachSeed({ from: 1, count: 30 }, async (seed) => {
    const { round, policy } = richRound(seed, { actors: true });
    expect(await failing(round, policy)).toEqual([]);
  });
});

it('and the same related people in one unit (30 rounds)', async () => {
  await eachSeed({ from: 30_001, count: 30 }, async (seed) => {
    const { round, policy } = documentsOf(makeCase(seed, { ...EVERYTHING, relations: 'many', units: true }));
    expect(await failing(structuredClone(round), policy.policy)).toEqual([]);
  });
});
