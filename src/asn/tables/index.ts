/** Tables of Indonesian regulations and agency rubrics, each number with its mark and source: data for `methods` and `leniency`, no code of the engine. */
export * from './cited.js';
export * from './distribution.js';
export * from './indicator-scales.js';
export * from './job-classes.js';
export * from './job-person-match.js';
export * from './nine-box.js';
export * from './performance.js';
export * from './professionalism-index.js';
export * from './profile-matching.js';
export * from './talent-index.js';
