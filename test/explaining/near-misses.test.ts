import { expect, it } from 'vitest';
import { explain, parseRound, propose, seal, type Round, type SealedPolicy } from '../../src/index.js';
import { EVERYTHING } from '../properties/checks.js';
import { richRound } from '../properties/rich.js';
import { documentsOf, makeCase } from '../support/markets.js';

const worlds: (seed: number) => readonly { readonly round: Round; readonly policy: SealedPolicy }[] = (seed) => {
  const rich = richRound(seed);
  const policy = seal(rich.policy);
  return [documentsOf(makeCase(seed, { ...EVERYTHING, objective: 'levels' })), { round: parseRound(rich.round, policy).round, policy }];
};

it('near misses and open judgements are those that every judgement of every pair comes to', async () => {
  const seen = { misses: 0, notAsked: 0, open: 0 };
  for (let seed = 1; seed <= 40; seed++) {
    for (const { round, policy } of worlds(seed)) {
      const proposal = await propose(round, policy);
      if (proposal.certain.status === 'infeasible') continue;
      const e = explain(proposal, round, policy);
      for (const { id: position } of round.positions) {
        const eligible = e.eligible(position);
        expect(eligible).toEqual([...eligible].sort((a, b) => b.fit.low - a.fit.low || (a.person < b.person ? -1 : 1)));
        const inScope = round.people.map((p) => p.id).filter((id) => round.scope.people === 'all' || round.scope.people.includes(id));
        const others = inScope.filter((id) => !eligible.some((x) => x.person === id));
        const asked = others.filter((id) => {
          const why = e.whyNot(id, position);
          return why.reason === 'holds-it' || (why.reason === 'not-eligible' && !why.obstacles.some((o) => o === 'leaving' || o === 'lower-level' || o === 'pinned-elsewhere'));
        });
        const misses = asked.map((person) => {
          const judgements = e.judgements(person, position);
          const open = judgements.filter((v) => v.outcome !== 'pass');
          expect(e.judgements(person, position, { open: true })).toEqual(open);
          seen.open += open.length;
          const binding = open.filter((v) => v.binding);
          return { person, fails: binding.filter((v) => v.outcome === 'fail').length, unknown: binding.filter((v) => v.outcome === 'unknown').length };
        });
        misses.sort((a, b) => a.fails - b.fails || a.unknown - b.unknown || (a.person < b.person ? -1 : 1));
        const told = e.nearest(position, { n: 99 });
        expect(told, `seed ${seed}, ${position}`).toEqual({ people: misses, total: misses.length, notAsked: others.length - misses.length });
        seen.misses += misses.length;
        seen.notAsked += told.notAsked;
      }
    }
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
});
