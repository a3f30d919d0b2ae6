export * from './auditing/index.js';
