export * from './comparison.js';
export { conduct, type Conducted, type ConductRequest } from './conduct.js';
export { commitLottery } from './lottery.js';
export { roundOf } from './round-of.js';
export * from './scenario.js';
export { simulate } from './simulate.js';
export { openState } from './state.js';
export * from './year.js';
