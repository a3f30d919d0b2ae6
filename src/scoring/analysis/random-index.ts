/** Random index by size of the matrix: the mean consistency index of random reciprocal matrices. Which table was used is part of a result. */
export type RandomIndex = Readonly<Record<number, number>>;

/**
 * The values most programs use. n <= 10: seen in agency software, confidence C; 11 to 15: M. Newer editions print 0.52 for n = 3 and
 * 0.89 for n = 4, which changes a ratio near the limit.
 * @see T. L. Saaty, The Analytic Hierarchy Process, McGraw-Hill 1980
 */
export const SAATY: RandomIndex = {
  1: 0, 2: 0, 3: 0.58, 4: 0.9, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49, 11: 1.51, 12: 1.48, 13: 1.56, 14: 1.57, 15: 1.59,
};
