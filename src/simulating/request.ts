import type { Round } from '../model/round.js';
import type { Regime } from './scenario.js';
import type { RoundRecord } from './year.js';

/** A round to be held: the document as of the day, and what the library cannot know. */
export interface ConductRequest {
  /** In normal form (sorted), not necessarily frozen. Absent people (study leave) are outside `scope.people`. */
  readonly round: Round;
  /** The regime, its policy with the lottery of the simulation sealed into it (`commitLottery`), whose nonces the round reveals. */
  readonly regime: Regime;
  /** People who decline any higher post, and any other move, if asked in this round. */
  readonly declines: { readonly promotion: ReadonlySet<string>; readonly other: ReadonlySet<string> };
  readonly connected: ReadonlySet<string>;
  /** Lots by person id for `random`, and for ties of the post-by-post ways: the smaller goes first. All different. */
  readonly lot: (person: string) => number;
  readonly signal?: AbortSignal;
}

/** What came of it. */
export interface Conducted {
  /** The seat of everybody who holds one after all moves, by person id. People who retire within the horizon are not in it. */
  readonly seats: ReadonlyMap<string, string>;
  /** The fit that counts (low end) of everybody in `seats` for his seat, by the regime's policy, in 1/10,000 point. */
  readonly fits: ReadonlyMap<string, number>;
  /** Announced moves that were declined, in order of person id. */
  readonly refused: readonly { readonly person: string; readonly position: string }[];
  /** People beyond their term who stay for want of another post, by id. */
  readonly extended: readonly string[];
  readonly record: RoundRecord;
}
