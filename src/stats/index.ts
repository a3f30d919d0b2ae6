export type { Interval, NotTestable, PValues, Ratio, Table2x2, Tested, Untestable } from './types.js';
export { adjust, type Adjusted, type Adjustment } from './adjust.js';
export { binomialTest, clopperPearson, type BinomialTest } from './binomial.js';
export type { ExactP } from './distribution.js';
export { exactMantelHaenszel, type ExactMantelHaenszel } from './exact-mantel-haenszel.js';
export { fisher, type Fisher } from './fisher.js';
export { mantelHaenszel, type Homogeneity, type MantelHaenszel } from './mantel-haenszel.js';
