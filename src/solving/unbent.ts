import { bug } from '../errors/index.js';
import { solveLevels, type Levels } from '../kernel/index.js';
import type { Pairs } from './market.js';
import type { Stage } from './stages.js';

/** Levels of markets whose plan side rows bent: the questions start from them. */
const unbent = new WeakMap<Pairs, Levels>();

/** Keeps the levels without side rows beside the pairs they were solved for. */
export function rememberUnbent(pairs: Pairs, levels: Levels): void {
  unbent.set(pairs, levels);
}

/** The levels of a market without side rows: those found when it was solved, else solved now. */
export function unbentLevels(pairs: Pairs, stages: readonly Stage[], hint: Int32Array): Levels {
  const known = unbent.get(pairs);
  if (known) return known;
  const solved = solveLevels({ ...pairs, hint }, stages.map((s) => s.weight));
  if (solved.status !== 'optimal') throw bug('a plan in a market that has none');
  rememberUnbent(pairs, solved);
  return solved;
}
