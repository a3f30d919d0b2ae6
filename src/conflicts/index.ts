export { breachesOf, commandersOf, relatedPairs, type Breach, type RelatedPair } from './relatives.js';
export { conflictRegister, Recusal, recusalOf, type ConflictEntry, type ConflictGround, type RecusalReason } from './recusal.js';
