export { costUnits, FitTable, type Fit, type Part } from './fit.js';
