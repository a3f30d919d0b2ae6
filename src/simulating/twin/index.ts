export type { AssociationsKept, MarginKept } from './kept.js';
export { matchBack, type Linking, type MatchBack, type MatchBackOptions, type Nearness, type RareCombinations } from './match-back.js';
export { twin, type TwinReport } from './twin.js';
