export { breachesOf, commandersOf, relatedPairs, unitBreachesOf, type Breach, type KinRule, type RelatedPair } from './relatives.js';
export { conflictRegister, Recusal, recusalOf, type ConflictEntry, type ConflictGround, type RecusalReason } from './recusal.js';
