export * from './document.js';
export { gamingTest } from './gaming.js';
export type { GamingOptions } from './options.js';
