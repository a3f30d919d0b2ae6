import type { Pairs, RoundMarket } from '../solving/index.js';
import type { RoundRecord } from './year.js';

/** What a way to choose comes to: people and positions by their index in the round. */
export interface Chosen {
  readonly market: RoundMarket;
  /** The pairs that were open in the end: the certain ones without those that somebody declined. */
  readonly pairs: Pairs;
  readonly status: RoundRecord['status'];
  /** The position of each person after all moves, -1 for none. */
  readonly colOf: Int32Array;
  /** Announced moves that were declined, in the order in which they were. */
  readonly refused: readonly { readonly person: number; readonly position: number }[];
  /** People beyond their term who stay. */
  readonly extended: readonly number[];
}

/** Today's seating: everybody who neither leaves by the horizon nor holds a post that closes by then. */
export function seatingToday({ seat, open, leaving }: RoundMarket): Int32Array {
  return seat.map((j, i) => (j >= 0 && open[j] === 1 && leaving[i] === 0 ? j : -1));
}

/** Everybody where he sits, in a post that closes too: nothing was decided about it. */
export function asTheySit({ seat, leaving }: RoundMarket): Int32Array {
  return seat.map((j, i) => (leaving[i] === 0 ? j : -1));
}
