import type { Rates } from '../study.js';
import { MEASURED } from './measured.js';

/** Rates of the signs by code, measured in the worlds of docs/auditing.md (`npm run calibrate`). A sign that is not here has no measured rate, and its findings say so. */
export const RATES: Rates = MEASURED;
