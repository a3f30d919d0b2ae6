/** Fewest people behind any value, word or state that a twin shows. */
export const FEW = 5;
/** Fewest people of a group whose margins are taken apart. */
export const GROUP = 10;

/**
 * The values, ascending, with every one that fewer than FEW share replaced by an average over neighbours, rounded to the grid (micro-aggregation on one variable):
 * a run of at least FEW equal values stays as it is; what lies between two runs is averaged in blocks of the root of the length, of FEW at least (the last one takes the rest), and where fewer lie there they take the value
 * of the run before them, or else of the one after. So the least and the greatest are averages too. An empty list where there are fewer than FEW values. O(length).
 * @param sorted - ascending, whole.
 * @see J Domingo-Ferrer, JM Mateo-Sanz, IEEE Trans. Knowledge and Data Engineering 14(1):189-201, 2002, doi:10.1109/69.979982 (groups of fixed size on one variable)
 */
export function averaged(sorted: readonly number[], grid: number): number[] {
  if (sorted.length < FEW) return [];
  const out = [...sorted];
  const block = Math.max(FEW, Math.floor(Math.sqrt(sorted.length)));
  const fill = (from: number, to: number, value: number): void => void out.fill(value, from, to);
  let [start, before] = [0, undefined as number | undefined]; // the stretch of rare values, and the run before it
  const close = (end: number, after: number | undefined): void => {
    if (end - start < FEW) {
      if (start < end) fill(start, end, (before ?? after)!);
      return;
    }
    for (let from = start; from < end; ) {
      const to = end - from < 2 * block ? end : from + block;
      let sum = 0;
      for (let k = from; k < to; k++) sum += sorted[k]!;
      fill(from, to, Math.round(sum / (to - from) / grid) * grid);
      from = to;
    }
  };
  for (let k = 0; k < sorted.length; ) {
    let end = k + 1;
    while (end < sorted.length && sorted[end] === sorted[k]) end++;
    if (end - k >= FEW) {
      close(k, sorted[k]);
      [start, before] = [end, sorted[k]];
    }
    k = end;
  }
  close(sorted.length, undefined);
  return out;
}

/** The k-th of `count` values that are spread like the list: the list itself where it has as many. */
export function quantile<T>(sorted: readonly T[], k: number, count: number): T {
  return sorted[Math.floor(((2 * k + 1) * sorted.length) / (2 * count))]!;
}

/** How often each value comes, most often first, the least of equals first; those of fewer than FEW are folded into the first. Rare is how many were folded. */
export function folded(values: readonly number[]): { readonly counts: readonly (readonly [value: number, count: number])[]; readonly rare: number } {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ordered = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const kept = ordered.filter(([, count], k) => k === 0 || count >= FEW);
  const rare = ordered.slice(kept.length).reduce((sum, [, count]) => sum + count, 0);
  return { counts: kept.map(([value, count], k) => [value, k === 0 ? count + rare : count] as const), rare };
}
