/** Methods that compare the people in one table with each other, in doubles: for analysis, never for a proposal. */
export { saw, weightedProductLog10 } from './weighted.js';
export { topsis, type Topsis } from './topsis.js';
export { ahpConsistency, ahpSynthesis, ahpWeights, type Ahp, type AhpOptions, type LambdaMethod, type PairwiseMatrix, type WeightMethod } from './ahp.js';
export { storedWeights } from './stored-weights.js';
export { SAATY, type RandomIndex } from './random-index.js';
export { dominance, type Dominance } from './dominance.js';
export { places, type DecisionTable, type Normalisation } from './normalise.js';
