import { deepFreeze } from '../model/frozen.js';
import type { Overlay } from '../policy/index.js';
import { cited, is, lateral, level, months, date, not, all, occurs, last, own, person, promotion, sum, text } from './rule.js';

const DECREE = { by: 'Wali Kota (rekaan)', on: '2026-10-05', document: 'Keputusan Wali Kota 61/2026 (invented for this example)' };

/**
 * An invented city over `national`: it confirms what it wants to bind by a decree, keeps retirement two years away, gives technical
 * competence a share, and keeps relatives out of one unit. Cited notes of practice: the 2-year lock on a replaced head, performance
 * of two years at 60 and 40 %.
 */
export const exampleCity: Overlay = deepFreeze<Overlay>({
  format: 'meritra/overlay/0',
  id: 'example-city-2026',
  title: text('Example city (invented), 2026', 'Kota contoh (rekaan), 2026'),
});
