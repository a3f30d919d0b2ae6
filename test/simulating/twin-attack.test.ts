import { describe, expect, it } from 'vitest';
import { random } from '../../examples/city/random.js';
import { parseRound } from '../../src/index.js';
import { matchBack, twin } from '../../src/simulating/twin/index.js';
import { times } from '../support/times.js';
import { naiveTwin, twinPolicy, twinRound } from './twin-world.js';

const policy = twinPolicy();
const SEEDS = [1, 2, 3, 4].slice(0, times(2, 4));

describe('matching a twin back', () => {
  const real = twinRound(policy, { cards: 7, deal: 1 });
  const control = twinRound(policy, { cards: 7, deal: 2 });
  const naive = naiveTwin(real, policy, 5);

  it('finds everybody in a naive twin, by attributes, by three of them and in rare combinations, and finds him nearer than the control', () => {
    const found = matchBack(real, naive.round, { sources: naive.sources, control });
    const hits = new Map(found.linkings.map((l) => [l.by, l.hits / l.rows]));
    expect(hits.get('all attributes, nearest')).toBe(1);
    expect(hits.get('all attributes, most equal')).toBe(1);
    expect(hits.get('age, service, tenure')).toBeGreaterThan(0.95);
    expect(found.p).toBeLessThan(1e-9);
    expect(found.nearness!.closer).toBe(real.people.length);
    expect(found.rare.inTwin).toBeGreaterThan(20 * found.rare.inControl!);
  });

  it('finds those of a naive twin by their seats alone, without being told who is who', () => {
    const found = matchBack(real, naive.round);
    expect(found.linkings.find((l) => l.by === 'all attributes, nearest')!.hits).toBe(found.linkings[0]!.rows);
  });

  it('notices when one row in five is a real person', () => {
    const made = twin(real, policy, { seed: 3 }).round;
    const seatOf = new Map(real.positions.map((p, k) => [p.id, made.positions[k]!.id]));
    const people = made.people.map((p) => {
      const k = made.positions.findIndex((post) => post.id === p.seat);
      const holder = k % 5 === 0 ? real.people.find((q) => q.seat === real.positions[k]!.id) : undefined;
      return holder ? { ...holder, id: p.id, seat: seatOf.get(holder.seat!)!, evidence: holder.evidence.map((e) => ({ ...e, source: made.sources[0]!.id })), spells: [], checked: [] } : p;
    });
    const found = matchBack(real, parseRound({ ...made, people }, policy).round, { control });
    expect(found.p).toBeLessThan(0.001);
  });

  it('finds nobody in a twin: no better than a blind guess, not nearer than people dealt from the same cards, no more rare combinations than they have', () => {
    let [closer, farther, hits, chance] = [0, 0, 0, 0];
    for (const seed of SEEDS) {
      const found = matchBack(real, twin(real, policy, { seed }).round, { control });
      expect(found.p, `seed ${seed}`).toBeGreaterThan(0.05);
      expect(found.nearness!.p, `seed ${seed}`).toBeGreaterThan(0.05);
      expect(found.rare.inTwin, `seed ${seed}`).toBeLessThanOrEqual(found.rare.inControl!);
      expect(found.rare.combinations).toBeGreaterThan(1000);
      [closer, farther] = [closer + found.nearness!.closer, farther + found.nearness!.farther];
      for (const l of found.linkings) [hits, chance] = [hits + l.hits, chance + l.chance];
    }
    expect(closer / (closer + farther)).toBeLessThan(0.54);
    expect(hits / chance).toBeLessThan(1.1);
  });

  it('finds nobody in the twins of small rounds either', () => {
    const luck = random(9);
    for (const people of [30, 60, 110]) {
      const [small, other] = [1, 2].map((deal) => twinRound(policy, { cards: people, deal, people }));
      const found = matchBack(small!, twin(small!, policy, { seed: luck.int(0, 1_000_000) }).round, { control: other! });
      expect(found.p, `${people} people`).toBeGreaterThan(0.05);
      expect(found.nearness!.p, `${people} people`).toBeGreaterThan(0.05);
    }
  });
});
