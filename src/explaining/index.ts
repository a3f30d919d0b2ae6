export { explain, type Candidate, type Explanation, type MeritLoss, type NearMiss, type NearMisses, type Obstacle, type OutsidePost, type Why, type WhyNot } from './explain.js';
export type { Compared, Counted, CountedSpell, Judgement, Shown, Side, Waived } from './judgement.js';
export type { PassedOver, PassedOverCause } from './passed-over.js';
export { recusalEffect, type PostEffect, type RecusalEffect, type RecusalOptions, type RecusedPerson, type SeatEffect, type SetAside, type Standing } from './recusal.js';
