/** The power of the winner test in draws, beside the exact one and the published table. */
import { clopperPearson, vacanciesNeeded, winnerPower, winnerTest, type Interval } from '../../src/stats/index.js';
import { random } from '../../examples/city/random.js';

/** Vacancies needed for a power of 0.8 at one-sided 0.05: one connected of n, one winner. */
export const PUBLISHED: readonly (readonly [eligible: number, readonly (readonly [oddsRatio: number | 'infinite', vacancies: number])[]])[] = [
  [3, [[1.5, 176], [2, 60], [3, 25], [5, 13], ['infinite', 3]]],
  [5, [[1.5, 225], [2, 79], [3, 28], [5, 13], ['infinite', 2]]],
  [10, [[1.5, 388], [2, 122], [3, 44], [5, 18], ['infinite', 2]]],
];

export interface PowerRow {
  readonly eligible: number;
  readonly oddsRatio: number | 'infinite';
  readonly vacancies: number;
  /** What `vacanciesNeeded` says. */
  readonly needed: number | 'not-reached';
  readonly exact: number;
  readonly draws: number;
  /** Share of the draws with p at most 0.05, with its interval. */
  readonly measured: number;
  readonly interval: Interval;
}

/** Every cell of the table, each with draws of its own; `level` is that of the intervals. */
export function powerTable(draws: number, seed: number, level = 0.95): PowerRow[] {
  return PUBLISHED.flatMap(([eligible, cells]) => cells.map(([oddsRatio, vacancies], k): PowerRow => {
    const chance = oddsRatio === 'infinite' ? 1 : oddsRatio / (oddsRatio + eligible - 1);
    const draw = random(seed * 1009 + eligible * 10 + k);
    const found = new Map<number, boolean>(); // by the number of connected winners
    let below = 0;
    for (let run = 0; run < draws; run++) {
      let winners = 0;
      for (let v = 0; v < vacancies; v++) if (draw.chance(chance)) winners++;
      const known = found.get(winners) ?? significant(eligible, vacancies, winners);
      found.set(winners, known);
      if (known) below++;
    }
    const exact = winnerPower({ eligible, connected: 1, oddsRatio, vacancies });
    if (exact.status !== 'computed') throw new Error('no power');
    return { eligible, oddsRatio, vacancies, needed: vacanciesNeeded({ eligible, oddsRatio }), exact: exact.power, draws, measured: below / draws, interval: clopperPearson(below, draws, level) };
  }));
}

function significant(eligible: number, vacancies: number, winners: number): boolean {
  const found = winnerTest(Array.from({ length: vacancies }, (_, v) => ({ eligible, connected: 1, winners: 1, connectedWinners: v < winners ? 1 : 0 })));
  return found.status === 'tested' && found.p.greater <= 0.05;
}
