export type * from './audit-document.js';
export type * from './case.js';
