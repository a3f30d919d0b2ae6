export * from './audit-document.js';
export { audit } from './audit.js';
export { RUNGS, type Because, type Rung } from './case.js';
export { PLAN_FORMAT, type AuditPlan } from './family.js';
export { parsePast, type ParsedPast } from './parse-past.js';
export { BreachRule, PAST_FORMAT, PAST_TABLES, type BreachKind, type Past } from './past.js';
export { reveal, REVEAL_FORMAT, type Person, type Revealed, type RevealRequest } from './reveal.js';
export type { AuditDay, AuditOptions, TieKind } from './study.js';
