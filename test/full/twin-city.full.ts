import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { random } from '../../examples/city/random.js';
import { parseFolder, parseRound, propose, seal, type Round } from '../../src/index.js';
import { matchBack, twin } from '../../src/simulating/twin/index.js';
import { openMarket } from '../../src/solving/market.js';

describe('the twin of the example city', () => {
  const policy = seal(readFileSync('examples/city/policy.json'));
  const files = Object.fromEntries(readdirSync('examples/city/data').map((name) => [name, readFileSync(`examples/city/data/${name}`, 'utf8')]));
  const { round } = parseFolder(files, policy);

  it('has a like number of eligible pairs at every level, of moves and of vacant seats', async () => {
    const real = pairsByLevel(round);
    const before = (await propose(round, policy)).certain;
    for (const seed of [1, 2, 3, 4]) {
      const { round: out, kept } = twin(round, policy, { seed });
      const made = pairsByLevel(out);
      for (const [level, count] of Object.entries(real)) expect(Math.abs(made[level]! / count - 1), `${level}, seed ${seed}`).toBeLessThan(0.15);
      const after = (await propose(out, policy)).certain;
      expect(after.status).toBe('optimal');
      expect(Math.abs(after.moves.length / before.moves.length - 1), `seed ${seed}`).toBeLessThan(0.3);
      expect(Math.abs(after.vacant.length - before.vacant.length)).toBeLessThan(5);
      expect(kept.attack.p).toBeGreaterThan(0.05);
    }
  });

  it('made from half of the people lies little nearer to them than to the other half, and that is their margins', () => {
    let [closer, rows] = [0, 0];
    for (const seed of [1, 2, 3]) {
      const luck = random(seed);
      const first = new Set(round.people.filter(() => luck.chance(0.5)).map((p) => p.id));
      const half = (inside: boolean): Round => parseRound({ ...round, pins: [], relations: [], people: round.people.filter((p) => first.has(p.id) === inside) }, policy).round;
      const found = matchBack(half(true), twin(half(true), policy, { seed }).round, { control: half(false) });
      expect(found.rare.inTwin).toBeLessThan(found.rare.inControl!);
      expect(found.p).toBeGreaterThan(0.05);
      [closer, rows] = [closer + found.nearness!.closer, rows + first.size];
    }
    console.log(`nearer to the half it was made from: ${((100 * closer) / rows).toFixed(1)} %`);
    expect(closer / rows).toBeLessThan(0.55);
  });

  function pairsByLevel(r: Round): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const position of openMarket(r, policy.policy).certain.col) counts[r.positions[position]!.level] = (counts[r.positions[position]!.level] ?? 0) + 1;
    return counts;
  }
});
