import type { Evidence } from '../model/round.js';
import type { MoveKind } from '../solving/index.js';

export const YEAR_FORMAT = 'meritra/simulated-year/0';
export const STATE_FORMAT = 'meritra/simulation/0';

/** Something that happened on a day. `from` and `to` are posts. */
export interface Happening {
  readonly day: string;
  readonly what: 'recruited' | 'resigned' | 'retired' | 'study-began' | 'study-ended' | 'moved' | 'refused' | 'extended';
  readonly person: string;
  /** Of a move. */
  readonly kind?: MoveKind;
  readonly from?: string;
  readonly to?: string;
  /** Of a move: the fit that counted (low end) for the post taken, by the regime's policy on the day of its round, in 1/10,000 point. */
  readonly fit?: number;
}

/** One round of the year. Counts are whole; fits and costs in 1/10,000 point. */
export interface RoundRecord {
  readonly on: string;
  /** `feasible`: a limit of the search ended it; `chosen`: post by post, nothing to prove; `infeasible`: no plan, or no way from post to post, keeps what must be kept, so nobody moved. */
  readonly status: 'optimal' | 'feasible' | 'chosen' | 'infeasible';
  readonly vacantBefore: number;
  readonly vacantAfter: number;
  readonly moves: Readonly<Record<MoveKind, number>>;
  /** Moves in circles, and the other moves by length of chain (moves in it): with them every move is counted once. */
  readonly loops: number;
  readonly chains: readonly { readonly moves: number; readonly chains: number }[];
  readonly refused: number;
  /** Stayed beyond their term for want of another post. */
  readonly extended: number;
  /** Promotions past somebody eligible, better and from below, as `explain(...).passedOver()` counts them. */
  readonly passedOver: number;
  /** People who lost their seat and got none. */
  readonly displaced: number;
  /** Promotions and entries: how many, how many of them to connected people; and the same two among all who were eligible for one of those posts, for whom it would have been the one or the other. */
  readonly winners: { readonly all: number; readonly connected: number };
  readonly eligible: { readonly all: number; readonly connected: number };
  /** By level: posts, and people eligible for a post there who do not hold one of that level or above. */
  readonly bench: readonly { readonly level: string; readonly positions: number; readonly ready: number }[];
}

/** The end of a year at one level. Means over filled seats, null where none is filled. Truth in hundredths of a point, fits in 1/10,000 point. */
export interface LevelRecord {
  readonly level: string;
  readonly seats: number;
  readonly filled: number;
  /** Sum and least of the fits that count (low ends), by the yardstick. */
  readonly fitSum: number;
  readonly fitMin: number | null;
  /** Sum of realised performance, and how many worked (the others are away). */
  readonly truthSum: number;
  readonly working: number;
  /** Sum of whole months in the present post. */
  readonly tenureMonths: number;
}

/** A unit in the year. What its seats deliver: realised performance summed over those who work, in hundredths of a point, over all its seats. */
export interface UnitRecord {
  readonly unit: string;
  readonly seats: number;
  /** On the eve of the first round of the year and on the morrow; null without a round. */
  readonly before: number | null;
  readonly after: number | null;
  /** On the last day of the year, and the published score: the same over seats, with the noise of the year. */
  readonly delivered: number;
  readonly score: number;
  readonly filled: number;
}

/** One year of a life. Its bytes are a function of the scenario and the version. */
export interface Year {
  readonly format: typeof YEAR_FORMAT;
  /** 1 for the first. */
  readonly year: number;
  /** First and last day. */
  readonly from: string;
  readonly to: string;
  /** start + recruited - resigned - retired = end. `away`: on study leave at the end. */
  readonly people: { readonly start: number; readonly recruited: number; readonly resigned: number; readonly retired: number; readonly end: number; readonly seated: number; readonly away: number };
  /** Seats; those filled at the start, taken and left in the year, filled at the end: start + taken - left = end. */
  readonly seats: { readonly total: number; readonly start: number; readonly taken: number; readonly left: number; readonly end: number };
  /** Seat-days vacant in the year, vacancies opened and filled in it, and of those filled the days each stood empty, ascending. */
  readonly vacancies: { readonly seatDays: number; readonly opened: number; readonly filled: number; readonly daysToFill: readonly number[] };
  readonly happenings: readonly Happening[];
  readonly rounds: readonly RoundRecord[];
  readonly levels: readonly LevelRecord[];
  readonly units: readonly UnitRecord[];
  /** The state on the morning after, from which the rest can be simulated; left out with `states: false`. */
  readonly state?: State;
}

/** Somebody in a state; sorted by id. */
export interface Life {
  readonly id: string;
  readonly born: string;
  readonly joined: string;
  readonly seat?: string;
  readonly since?: string;
  /** Since when on this level or above, for growth by work. */
  readonly levelSince?: string;
  readonly connected: boolean;
  /** On study leave until the day before this one. */
  readonly awayUntil?: string;
  /** Hundredths of a point. */
  readonly traits: Readonly<Record<string, number>>;
  readonly evidence: readonly Evidence[];
}

/** Everything that the rest of a life depends on, beside the scenario. */
export interface State {
  readonly format: typeof STATE_FORMAT;
  /** Hash of organisation, world, regime, seed and yardstick it belongs to (years left out, so that it can be lengthened). */
  readonly of: string;
  /** Years passed, and the day that comes next. */
  readonly years: number;
  readonly day: string;
  readonly headcount: number;
  readonly people: readonly Life[];
  /** Vacant seats by post: since which day each. */
  readonly vacant: readonly { readonly position: string; readonly since: readonly string[] }[];
  /** Moves decided that wait for a seat to be left: by whom, where to, the day of the round and the fit that counted there in 1/10,000 point. */
  readonly pending: readonly { readonly person: string; readonly to: string; readonly on: string; readonly fit: number }[];
}
