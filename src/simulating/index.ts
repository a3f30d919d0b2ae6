export * from './comparison.js';
export { conduct, type Conducted, type ConductRequest } from './conduct.js';
export { followUp, FOLLOW_UP_FORMAT, VERDICTS, type FollowedStratum, type FollowRow, type FollowUp, type FollowUpOptions, type FollowVerdict } from './follow-up.js';
export * from './scenario.js';
export { movesOf, vacancyMultiplier, type PostMove, type VacancyMultiplier } from './vacancy-multiplier.js';
export * from './year.js';
