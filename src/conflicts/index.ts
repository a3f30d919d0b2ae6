export { breachesOf, commandersOf, relatedPairs, type Breach, type RelatedPair } from './relatives.js';
