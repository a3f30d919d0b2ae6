export { auditEn } from './words-en.js';
export { auditId } from './words-id.js';
export { ALTERNATIVES, LABELS, QUESTIONS, type Alternative, type AuditWords, type Label, type Question } from './words.js';
