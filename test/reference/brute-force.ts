import type { Market } from '../../src/kernel/index.js';

/** Every plan of a small market, by trying everything: plan[i] is the column of row i, -1 for none. */
export function allPlans(m: Market): number[][] {
  const plans: number[][] = [];
  const plan: number[] = [];
  const taken = new Array<number>(m.cols).fill(0);
  const visit = (i: number): void => {
    if (i === m.rows) {
      if (taken.every((t, j) => t >= m.colMin[j]!)) plans.push([...plan]);
      return;
    }
    if (m.rowMin[i] === 0) {
      plan.push(-1);
      visit(i + 1);
      plan.pop();
    }
    for (let e = m.start[i]!; e < m.start[i + 1]!; e++) {
      const j = m.col[e]!;
      if (taken[j]! >= m.colMax[j]!) continue;
      taken[j]!++;
      plan.push(j);
      visit(i + 1);
      plan.pop();
      taken[j]!--;
    }
  };
  visit(0);
  return plans;
}

/** The value of a plan by each objective. */
export function values(m: Market, stages: readonly Float64Array[], plan: readonly number[]): number[] {
  return stages.map((w) => {
    let sum = 0;
    for (let i = 0; i < m.rows; i++)
      for (let e = m.start[i]!; e < m.start[i + 1]!; e++) if (m.col[e] === plan[i]) sum += w[e]!;
    return sum;
  });
}

/** Positive where a is better than b, the first difference deciding. */
export function compareValues(a: readonly number[], b: readonly number[]): number {
  for (let s = 0; s < a.length; s++) if (a[s] !== b[s]) return a[s]! - b[s]!;
  return 0;
}

/** The lexicographically best value among plans and the plans that reach it; undefined when there is no plan. */
export function bestPlans(m: Market, stages: readonly Float64Array[], plans = allPlans(m)): { value: number[]; plans: number[][] } | undefined {
  let value: number[] | undefined;
  let best: number[][] = [];
  for (const plan of plans) {
    const x = values(m, stages, plan);
    const c = value ? compareValues(x, value) : 1;
    if (c > 0) {
      value = x;
      best = [];
    }
    if (c >= 0) best.push(plan);
  }
  return value && { value, plans: best };
}

/** Serial dictatorship by its definition: each row in order keeps the plans in which it fares best. */
export function dictate(m: Market, plans: readonly number[][], order: ArrayLike<number>, rank: ArrayLike<number>): { plan: number[]; tied: number[] } {
  let left = plans;
  const tied: number[] = [];
  for (let t = 0; t < order.length; t++) {
    const i = order[t]!;
    const rankOf = (j: number): number => {
      for (let e = m.start[i]!; e < m.start[i + 1]!; e++) if (m.col[e] === j) return rank[e]!;
      return Number.MAX_VALUE;
    };
    const outcomes = [...new Set(left.map((plan) => plan[i]!))];
    if (outcomes.length > 1) tied.push(i);
    const pick = outcomes.reduce((a, b) => (rankOf(b) < rankOf(a) ? b : a));
    left = left.filter((plan) => plan[i] === pick);
  }
  return { plan: [...left[0]!], tied };
}
