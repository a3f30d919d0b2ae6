/** The gap table of profile matching that papers on promotion use. */
import { cited, type Cited } from './cited.js';

/** [gap, weight]: level minus required level. A surplus of one costs half a point: the table looks for the profile, not for the best. */
export const GAP_TABLE: Cited<readonly (readonly [number, number])[]> = cited('C', 'agency software and three published examples', [
  [-4, 1], [-3, 2], [-2, 3], [-1, 4], [0, 5], [1, 4.5], [2, 3.5], [3, 2.5], [4, 1.5],
]);

/** Share of core and secondary factors; papers vary (55/45, 65/35, 70/30). */
export const CORE_SHARE: Cited<readonly [number, number]> = cited('N', 'usual in published examples', [60, 40]);
