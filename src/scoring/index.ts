export { costUnits, FitTable, UNITS_PER_POINT, type Fit, type Part } from './fit.js';
