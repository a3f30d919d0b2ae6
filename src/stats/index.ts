export type { Interval, NotTestable, PValues, Ratio, Table2x2, Tested, Untestable } from './types.js';
