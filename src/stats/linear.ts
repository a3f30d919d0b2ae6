/**
 * The lower Cholesky factor of a symmetric matrix, row-major p*p, and the columns that the ones before them explain: those whose share of variance left over
 * is below `tolerance`. Undefined factor if there is any. O(p^3).
 */
export function cholesky(matrix: Float64Array, p: number, tolerance = 1e-10): { factor: Float64Array; explained: number[] } {
  const factor = new Float64Array(p * p);
  const explained: number[] = [];
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * p + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * p + k]! * factor[j * p + k]!;
      if (i > j) factor[i * p + j] = factor[j * p + j]! > 0 ? sum / factor[j * p + j]! : 0;
      else if (sum > tolerance * matrix[i * p + i]! && sum > 0) factor[i * p + i] = Math.sqrt(sum);
      else explained.push(i);
    }
  }
  return { factor, explained };
}

/** The solution of A x = b, from the Cholesky factor of A. */
export function solveCholesky(factor: Float64Array, b: ArrayLike<number>): Float64Array {
  const p = b.length;
  const x = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * p + k]! * x[k]!;
    x[i] = sum / factor[i * p + i]!;
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < p; k++) sum -= factor[k * p + i]! * x[k]!;
    x[i] = sum / factor[i * p + i]!;
  }
  return x;
}

/** The inverse of A, row-major, from its Cholesky factor. */
export function inverseCholesky(factor: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  for (let k = 0; k < p; k++) inverse.set(solveCholesky(factor, new Float64Array(p).fill(1, k, k + 1)), k * p);
  return inverse;
}
