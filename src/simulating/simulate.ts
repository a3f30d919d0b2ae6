import type { Simulate } from './comparison.js';

/** Not built here. */
export const simulate: Simulate = () => {
  throw new Error('not built');
};
