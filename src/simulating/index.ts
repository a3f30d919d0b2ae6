export { compare } from './compare.js';
export * from './comparison.js';
export { conduct, type Conducted, type ConductRequest } from './conduct.js';
export { estimate, pairedDifference } from './estimate.js';
export { gini, lorenz, outcomesOf, unitsPerSeat, type LorenzPoint } from './outcomes.js';
export { runTask } from './run-task.js';
export * from './scenario.js';
export { simulate } from './simulate.js';
export * from './year.js';
