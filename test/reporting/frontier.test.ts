import { expect, it } from 'vitest';
import { explain, frontierOf, leverEffects, propose, seal } from '../../src/index.js';
import { aroundText, report } from '../../src/reporting/index.js';
import { documentsOf, makeCase } from '../support/markets.js';

const SHAPE = { maxPeople: 14, maxPosts: 9, levels: [2, 3] } as const;

/** The first market whose frontier has a knee and a count that no cost reaches. */
function bent() {
  for (let seed = 1; seed < 400; seed++) {
    const documents = documentsOf(makeCase(seed, SHAPE));
    try {
      const frontier = frontierOf(documents.round, documents.policy);
      if (frontier.knee !== undefined && frontier.unreachable.length > 0) return { ...documents, frontier };
    } catch {
      continue; // a market without a plan
    }
  }
  throw new Error('no market bends');
}

it.each([['en', 'What more moves would gain', 'No cost on moves leads to'], ['id', 'Manfaat bila perpindahan ditambah', 'Tidak ada biaya perpindahan']] as const)('the report draws and tells a frontier in %s', async (locale, title, holes) => {
  const { round, policy, frontier } = bent();
  const proposal = await propose(round, policy);
  const input = { round, policy: policy.policy, proposal, explanation: explain(proposal, round, policy) };
  const page = report({ ...input, frontier }, { locale });
  expect(page).toContain(title);
  expect(page).toContain(holes);
  expect(page.match(/<circle class="step"[^>]*r="3"/g)).toHaveLength(frontier.points.length);
  expect(report(input, { locale })).not.toContain(title);
  const text = aroundText({ about: 'frontier', value: frontier }, { round, policy: policy.policy }, { locale });
  expect(text.split('\n').filter((line) => line.startsWith('  - '))).toHaveLength(frontier.points.length);
});

it('levers change one number at a time: a cap of no moves moves nobody, a resolution no plan', async () => {
  let binding = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const { round, policy } = documentsOf(makeCase(seed, SHAPE));
    const own = (await propose(round, policy)).certain;
    const effects = await leverEffects(round, policy, [{ lever: 'vacantSeat', value: 77 }, { lever: 'lateralMove', value: 100 }, { lever: 'resolution', value: 0 }, { lever: 'resolution', value: 100 }, { lever: 'moves', value: 0 }]);
    const [today, vacant, lateral, fine, coarse, still] = effects as [typeof effects[0], typeof effects[0], typeof effects[0], typeof effects[0], typeof effects[0], typeof effects[0]];
    expect(today).toMatchObject({ today: true, moves: own.moves.length, changed: [], objectives: own.objectives });
    for (const [effect, cost] of [[vacant, { vacantSeat: 77 }], [lateral, { lateralMove: 100 }]] as const) {
      const costs = { ...policy.policy.costs, ...Object.fromEntries(Object.entries(cost).map(([k, points]) => [k, { points, citation: { own: 'other' } }])) };
      const other = (await propose(round, seal({ ...policy.policy, costs }))).certain;
      expect(effect.objectives).toEqual(other.objectives);
      expect(effect.moves).toBe(other.moves.length);
    }
    expect(fine.moves).toBe(own.moves.length);
    expect(coarse.nearTies).toBeGreaterThanOrEqual(fine.nearTies);
    if (still.status !== 'infeasible') expect(still.objectives.find(({ stage }) => stage === 'moves')!.value).toBe(0);
    if (own.moves.some((m) => m.to !== null)) binding++;
  }
  expect(binding).toBeGreaterThan(6);
  await expect(leverEffects(documentsOf(makeCase(1, SHAPE)).round, documentsOf(makeCase(1, SHAPE)).policy, [{ lever: 'vacantSeat', value: -1 }])).rejects.toThrow();
});
