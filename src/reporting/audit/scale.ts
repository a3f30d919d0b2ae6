/** Powers of two and their halves that an axis of ratios is marked with: from the first below `low` to the first above `high`. Both above 0. */
export function ratioTicks(low: number, high: number): readonly number[] {
  const steps = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64, 128];
  const first = Math.max(0, steps.findLastIndex((s) => s <= low));
  const after = steps.findIndex((s) => s >= high);
  return steps.slice(first, (after < 0 ? steps.length - 1 : after) + 1);
}

/** Where a ratio stands between the first and the last tick, as a share in [0, 1]; what lies beyond stands at the edge. */
export function ratioAt(x: number, ticks: readonly number[]): number {
  const [first, last] = [log2(ticks[0]!), log2(ticks[ticks.length - 1]!)];
  if (x <= 0) return 0;
  return Math.min(1, Math.max(0, (log2(x) - first) / (last - first)));
}

/** The logarithm to base 2 of a number above 0, to 20 bits, by squaring: the same pixels on every engine, which `Math.log2` does not promise. */
function log2(x: number): number {
  let whole = 0;
  let rest = x;
  for (; rest >= 2 && whole < 64; whole++) rest /= 2;
  for (; rest < 1 && whole > -64; whole--) rest *= 2;
  let part = 0;
  for (let bit = 0.5; bit > 1e-6; bit /= 2) {
    rest *= rest;
    if (rest < 2) continue;
    part += bit;
    rest /= 2;
  }
  return whole + part;
}

/** Round steps (1, 2 or 5 times a power of ten) from at most `low` to at least `high`, about five of them. */
export function ticksOf(low: number, high: number): readonly number[] {
  const span = Math.max(high - low, 1e-9);
  const rough = span / 5;
  let power = 1;
  while (power > rough) power /= 10;
  while (power * 10 <= rough) power *= 10;
  const step = power * ([1, 2, 5].find((m) => m * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let k = Math.floor(low / step); k * step < high + step * 0.999_999; k++) ticks.push(k * step);
  return ticks;
}
