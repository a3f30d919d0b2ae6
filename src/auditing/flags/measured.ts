// Written by `npm run calibrate -- --write`. Not to be edited: a rate that was not measured is no rate.
import type { Rates } from '../study.js';

export const MEASURED: Rates = {
  'conflicted-evidence': { world: 'Arunika-120', runs: 20, seed: 20260101, detection: 1, falseAlarm: 0.0025 },
  'late-score-change': { world: 'Arunika-120', runs: 20, seed: 20260101, detection: 1, falseAlarm: 0.0004 },
  'rater-outlier': { world: 'Arunika-120', runs: 20, seed: 20260101, detection: 0.55, falseAlarm: 0.0063 },
  'rival-removed': { world: 'Arunika-120', runs: 20, seed: 20260101, detection: 0.95, falseAlarm: 0.0013 },
  'score-mismatch': { world: 'Arunika-120', runs: 20, seed: 20260101, detection: 1, falseAlarm: 0.0008 },
  'single-effective-candidate': { world: 'Arunika-120', runs: 20, seed: 20260101, detection: 1, falseAlarm: 0.0388 },
  'tailored-requirements': { world: 'Arunika-120', runs: 20, seed: 20260101, detection: 0.8833, falseAlarm: 0.0054 },
  'tailored-weights': { world: 'Arunika-120', runs: 20, seed: 20260101, detection: 1, falseAlarm: 0 },
};
