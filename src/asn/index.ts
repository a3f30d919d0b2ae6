export { national } from './national/national.js';
export { exampleProvince } from './example-province.js';
export { exampleCity } from './example-city.js';
export { electionLocks, type ElectionDays } from './election-locks.js';
export * as tables from './tables/index.js';
