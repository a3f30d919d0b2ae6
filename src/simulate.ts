export * from './simulating/index.js';
