export { breachesOf, commandersOf, relatedPairs, unitBreachesOf, type Breach, type KinRule, type RelatedPair } from './relatives.js';
export { DEFAULT_MAX_DEGREE, deriveRelations, kinship, type DerivedRelations, type DeriveOptions, type Kinship, type KinRecords, type KinshipOptions, type KinStep, type MissingParents } from './kinship.js';
export { conflictRegister, Recusal, recusalOf, type ConflictEntry, type ConflictGround, type RecusalReason } from './recusal.js';
