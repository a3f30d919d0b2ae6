export { costUnits, FitTable, type Fit, type Part } from './fit.js';
export * as methods from './methods/index.js';
export * as analysisOnly from './analysis/index.js';
export { recompute, type Recomputation, type RecomputedRow, type RecomputeOptions, type StoredScore } from './recompute.js';
export { leniency, type DistributionTable, type RatedUnit, type ShareRule, type ShareVerdict, type UnitVerdict } from './leniency.js';
