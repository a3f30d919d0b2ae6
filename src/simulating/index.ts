export * from './comparison.js';
export { conduct, type Conducted, type ConductRequest } from './conduct.js';
export * from './scenario.js';
export * from './year.js';
export { generate, type Generated, type GenerateOptions } from './generators/generate.js';
export { SHAPES, type Shape } from './generators/shapes.js';
