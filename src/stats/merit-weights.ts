/**
 * The chance of each candidate of a vacancy with one winner, if the log odds of winning rise by `slope` a unit of score: exp(slope * score) over their sum. Computed
 * from the highest term down, so that nothing overflows. O(candidates).
 * @see D. McFadden, in P. Zarembka (ed.), Frontiers in Econometrics, 1974, 105-142
 */
export function meritWeights(scores: readonly number[], slope: number): number[] {
  const terms = scores.map((score) => slope * score);
  const highest = terms.reduce((most, term) => Math.max(most, term), -Infinity);
  const weights = terms.map((term) => Math.exp(term - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
