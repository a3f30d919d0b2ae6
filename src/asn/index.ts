export { national } from './national/national.js';
export { exampleProvince } from './example-province.js';
export { exampleCity } from './example-city.js';
export { electionLocks, type ElectionDays } from './election-locks.js';
export * from './tables/index.js';
export { auditRules, type AuditRulesOptions } from './audit-rules.js';
