export { explain, type Blocking, type Candidate, type Explanation, type MeritLoss, type NearMiss, type NearMisses, type Obstacle, type OutsidePost, type Why, type WhyNot } from './explain.js';
export type { Compared, Counted, CountedSpell, Judgement, Shown, Side, Waived } from './judgement.js';
export type { PassedOver, PassedOverCause } from './passed-over.js';
export { recusalEffect, type PostEffect, type RecusalEffect, type RecusalOptions, type RecusedPerson, type SeatEffect, type SetAside, type Standing } from './recusal.js';
export { developmentPlan, gapCounts, type DevelopmentPlan, type DevelopmentStep, type Earliest, type Gap, type GapStep, type StepEffect } from './development.js';
export type { Given } from './timeline.js';
export { compositionOf, swapTest, type Composition, type Group, type SwapTest } from './composition.js';
export { benchForecast, type Bench, type Forecast } from './forecast.js';
export { unusedInputs, type InputReport, type UncountedCause, type UncountedItem } from './inputs.js';
