export { explain, type Candidate, type Explanation, type MeritLoss, type NearMiss, type NearMisses, type Obstacle, type Why, type WhyNot } from './explain.js';
export type { Compared, Counted, CountedSpell, Judgement, Shown, Side } from './judgement.js';
export type { PassedOver, PassedOverCause } from './passed-over.js';
