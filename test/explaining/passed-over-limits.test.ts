import { expect, it } from 'vitest';
import { explain, propose } from '../../src/index.js';
import { completable, passedOver, referenceMarket, type Family } from '../reference/lexicographic.js';
import { EVERYTHING } from '../properties/checks.js';
import { keepsLimit, limitedCase, limitedDocuments } from '../properties/limits.js';

it('a better one is passed over for the limits exactly where brute force can take him without them and not with them', async () => {
  const none = new Set<Family>();
  let limits = 0;
  let others = 0;
  for (let seed = 1; seed <= 500; seed++) {
    const l = limitedCase(seed, EVERYTHING);
    const { round, policy } = limitedDocuments(l);
    const proposal = await propose(round, policy);
    const { certain } = proposal;
    if (proposal.objective === 'stable' || certain.status === 'infeasible') continue;
    const m = referenceMarket(l.c, 'certain');
    const seats = new Map<string, string>(certain.seats);
    const plan = round.people.map((p) => round.positions.findIndex((q) => q.id === seats.get(p.id)));
    const listed = explain(proposal, round, policy).passedOver();
    const expected = passedOver(m, plan);
    expect(listed.length, `seed ${seed}`).toBe(expected.length);
    for (const one of expected) {
      const told = listed.find((p) => p.person === round.people[one.person]!.id && p.position === round.positions[one.position]!.id && p.taken === round.people[one.taken]!.id);
      const within = completable(m, plan, one, none, 'certain', (p) => l.limits.every((limit) => keepsLimit(l, m, limit, p)));
      const without = completable(m, plan, one, none, 'certain');
      expect(told?.cause.kind === 'objective', `seed ${seed}, ${told?.person} for ${told?.position}`).toBe(within);
      // where several duties stand in the way together, any of them may be named
      if (within || without) expect(told?.cause.kind === 'limits', `seed ${seed}, ${told?.person} for ${told?.position}`).toBe(!within);
      if (!within && without) limits++;
      else others++;
    }
  }
  expect(limits).toBeGreaterThan(0);
  expect(others).toBeGreaterThan(0);
});
