export * from './comparison.js';
export { conduct, type Conducted, type ConductRequest } from './conduct.js';
export * from './scenario.js';
export * from './year.js';
export * from './twin/index.js';
