import { saw, weightedProductLog10, topsis, ahpConsistency, ahpSynthesis, ahpWeights, storedWeights, SAATY, dominance, places } from './analysis/index.js';
import { bands, weightedSum, minimum, powerProduct, profileMatching, jobPersonMatch, pointsIndex, nineBox, ratingBands, ratingMatrix, talentIndex, jobClasses, ratioText } from './methods/index.js';

export { costUnits, FitTable, type Fit, type Part } from './fit.js';
export { recompute, type Recomputation, type RecomputedRow, type RecomputeOptions, type StoredScore } from './recompute.js';
export { leniency, type DistributionTable, type RatedUnit, type ShareRule, type ShareVerdict, type UnitVerdict } from './leniency.js';
export type * from './methods/index.js';
export type * from './analysis/index.js';

/** Scoring methods, one table each: `methods.weightedSum(table)` checks the table and gives the method. docs/scoring-methods.md */
export const methods = { bands, weightedSum, minimum, powerProduct, profileMatching, jobPersonMatch, pointsIndex, nineBox, ratingBands, ratingMatrix, talentIndex, jobClasses, ratioText } as const;

/** Methods that compare the people in one table with each other, in doubles: for analysis, never for a proposal. */
export const analysisOnly = { saw, weightedProductLog10, topsis, ahpConsistency, ahpSynthesis, ahpWeights, storedWeights, SAATY, dominance, places } as const;
