/** Scales of the job-person match (JPM): two vocabularies that are often mixed up. */
import type { BandTable } from '../../scoring/methods/index.js';
import { cited, type Cited } from './cited.js';

/** For selection and promotion. */
export const JPM_SELECTION: Cited<BandTable<string>> = cited('C', 'agency software, two programs', {
  reading: 'lowerBound',
  bands: [{ low: null, high: 68, is: 'Kurang Memenuhi Syarat' }, { low: 68, high: 80, is: 'Masih Memenuhi Syarat' }, { low: 80, high: null, is: 'Memenuhi Syarat' }],
});

/** For mapping (pemetaan). */
export const JPM_MAPPING: Cited<BandTable<string>> = cited('C', 'agency software', {
  reading: 'lowerBound',
  bands: [{ low: null, high: 78, is: 'Kurang Optimal' }, { low: 78, high: 90, is: 'Cukup Optimal' }, { low: 90, high: null, is: 'Optimal' }],
});
