import { describe, expect, it } from 'vitest';
import { changes, efficiency, HYPOTHESES, PARAMETERS, run, STRATEGIES, type Change, type Hypothesis, type Strategy } from '../../examples/simulate/peter.js';

const few = { ...PARAMETERS, steps: 300, settled: 150, runs: 12 };
const of = (all: readonly Change[], hypothesis: Hypothesis, strategy: Strategy): number => all.find((one) => one.hypothesis === hypothesis && one.strategy === strategy)!.change;

describe('the model of Pluchino, Rapisarda and Garofalo (2010)', () => {
  const all = changes(1, few);

  it('has the signs of the paper: the best under common sense and the worst under Peter gain, the other way round they lose', () => {
    expect([of(all, 'common-sense', 'best') > 0, of(all, 'common-sense', 'worst') < 0, of(all, 'peter', 'best') < 0, of(all, 'peter', 'worst') > 0]).toEqual([true, true, true, true]);
    expect([of(all, 'common-sense', 'random') > 0, of(all, 'peter', 'random') > 0]).toEqual([true, true]);
  });

  it('has the sizes of the paper: each change within 2.5 points, and what the best and the worst gain over anybody within 1 point', () => {
    const published = { 'common-sense': { best: 9, worst: -5, random: 2 }, peter: { best: -10, worst: 12, random: 1 } };
    for (const hypothesis of HYPOTHESES) {
      for (const strategy of ['best', 'worst', 'random'] as const) {
        const said = published[hypothesis];
        expect(Math.abs(of(all, hypothesis, strategy) - said[strategy])).toBeLessThan(2.5);
        expect(Math.abs(of(all, hypothesis, strategy) - of(all, hypothesis, 'random') - (said[strategy] - said.random))).toBeLessThan(1);
      }
    }
  });

  it('has these signs under the other readings of the two parameters that its sources tell differently', () => {
    for (const reading of [{ outside: 'again' }, { tenthOf: 'scale' }] as const) {
      const other = changes(1, { ...few, runs: 6, ...reading });
      expect(STRATEGIES.slice(0, 2).flatMap((strategy) => HYPOTHESES.map((hypothesis) => Math.sign(of(other, hypothesis, strategy))))).toEqual([1, -1, -1, 1]);
    }
  });

  it('starts every strategy of a run from the same people, and gives the same numbers for the same seed', () => {
    const short = { ...PARAMETERS, steps: 3 };
    expect(new Set(HYPOTHESES.flatMap((hypothesis) => STRATEGIES.map((strategy) => run(hypothesis, strategy, 7, short)[0]))).size).toBe(1);
    expect(run('peter', 'alternating', 7, short)).toEqual(run('peter', 'alternating', 7, short));
    expect(run('peter', 'alternating', 7, short)).not.toEqual(run('peter', 'alternating', 8, short));
  });

  it('measures efficiency as competence weighted by responsibility: 100 % where everybody has 10, an empty top costs its weight', () => {
    const everybody = (competence: number) => PARAMETERS.posts.map((posts) => Array.from({ length: posts }, () => ({ age: 30, competence })));
    expect(efficiency(everybody(1000), PARAMETERS)).toBe(100);
    expect(efficiency(everybody(700), PARAMETERS)).toBeCloseTo(70, 12);
    // 1*1 + 5*0.9 + 11*0.8 + 21*0.6 + 41*0.4 + 81*0.2 = 59.5 posts of full weight
    expect(efficiency([[], ...everybody(1000).slice(1)], PARAMETERS)).toBeCloseTo(100 * (1 - 1 / 59.5), 12);
  });
});
