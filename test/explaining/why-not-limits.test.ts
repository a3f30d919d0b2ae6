import { expect, it } from 'vitest';
import { explain, propose } from '../../src/index.js';
import { bestPlans, better, breaches, referenceMarket } from '../reference/lexicographic.js';
import { EVERYTHING } from '../properties/checks.js';
import { keepsLimit, limitedCase, limitedDocuments } from '../properties/limits.js';

it('what a pair would cost under limits is never more than brute force finds, and just that where it is called exact', async () => {
  let exact = 0;
  let least = 0;
  let rounds = 0;
  for (let seed = 1; rounds < 50; seed++) {
    const l = limitedCase(seed, { ...EVERYTHING, relations: 'few' });
    const { round, policy } = limitedDocuments(l);
    const proposal = await propose(round, policy);
    if (proposal.objective === 'stable' || proposal.certain.status !== 'optimal') continue;
    rounds++;
    const m = referenceMarket(l.c, 'certain');
    const answers = explain(proposal, round, policy);
    const plan = proposal.certain.objectives.map(({ value }) => value);
    const stages = proposal.certain.objectives.map(({ stage }) => stage);
    for (const [i, person] of round.people.entries()) {
      for (const [j, position] of round.positions.entries()) {
        const told = answers.whyNot(person.id, position.id);
        if (told.reason !== 'loss' && told.reason !== 'no-plan') continue;
        const where = `seed ${seed}, ${person.id} at ${position.id}`;
        const best = bestPlans(m, (p) => p[i] === j && !breaches(l.c, p) && l.limits.every((limit) => keepsLimit(l, m, limit, p)));
        if (told.reason === 'no-plan') {
          expect(best, where).toBeUndefined();
          continue;
        }
        const { stage, amount } = told.loss;
        const named = stages.map((id) => (id === stage ? amount : 0));
        if (told.loss.exact) {
          exact++;
          const lost = plan.map((value, s) => value - best!.value[s]!);
          expect(told.vector.map((v) => v.loss), where).toEqual(lost);
          const first = lost.findIndex((x) => x !== 0);
          expect([stage, amount], where).toEqual(first < 0 ? [null, 0] : [stages[first], lost[first]]);
        } else if (best) {
          least++;
          const lost = plan.map((value, s) => value - best.value[s]!);
          expect(better(lost, told.vector.map((v) => v.loss)), where).toBeGreaterThanOrEqual(0);
          // where the named stage is the first to suffer, it suffers no less than this
          const first = lost.findIndex((x) => x !== 0);
          expect(first < 0 ? named : lost.map((x, s) => (s === first ? x : 0)), where).satisfies((x: number[]) => better(x, named) >= 0);
        }
      }
    }
  }
  expect(exact).toBeGreaterThan(20);
  expect(least).toBeGreaterThan(40);
});
