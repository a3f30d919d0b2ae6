import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRound, propose } from '../../src/index.js';
import { commitLottery, openState, roundOf } from '../../src/simulating/index.js';
import { lived } from './support/lived.js';
import { POLICY, scenarios } from './support/organisations.js';

it('the round of a day is in the normal form that parseRound gives it, and proposes, in every year', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { policy } = commitLottery(scenario.regime.policy, scenario.seed);
      const states = [openState(scenario), ...(await lived(scenario)).map((y) => y.state!)];
      for (const state of states) {
        const round = roundOf(state, scenario, state.day);
        const parsed = parseRound(JSON.stringify(round), policy);
        expect(parsed.round).toEqual(round);
        expect(parsed.warnings).toEqual([]);
        expect(round.people.map((p) => p.evidence.map((e) => e.attribute))).toEqual(parsed.round.people.map((p) => p.evidence.map((e) => e.attribute)));
        expect(round.scope.people).toEqual(state.people.some((p) => p.awayUntil !== undefined) ? state.people.filter((p) => p.awayUntil === undefined).map((p) => p.id) : 'all');
      }
      const last = states.at(-1)!;
      const { certain } = await propose(parseRound(JSON.stringify(roundOf(last, scenario, last.day)), policy).round, policy);
      expect(certain.status).toBe('optimal');
    }),
    { numRuns: 12 },
  );
});

it('the lottery of a simulation depends on the seed, is answered by its nonce and leaves the rest of the pack as it is', () => {
  const [a, b] = [commitLottery(POLICY, 1), commitLottery(POLICY, 2)];
  expect(commitLottery(POLICY, 1)).toEqual(a);
  expect(a.reveals[0]!.nonce).not.toBe(b.reveals[0]!.nonce);
  expect(a.reveals[0]!.nonce).toMatch(/^[0-9a-f]{32}$/);
  expect(a.policy.hash).not.toBe(b.policy.hash);
  expect({ ...a.policy.policy, ties: POLICY.policy.ties }).toEqual(POLICY.policy);
  expect(a.policy.policy.gates).toBe(POLICY.policy.gates);
});
