/**
 * A direction d, not 0, along which the conditional likelihood never falls: d . (winner - other) >= 0 for every winner and every other of the same
 * stratum. Such a direction exists exactly if no finite estimate does (the recession cone of the concave log-likelihood), provided no covariate
 * is a combination of others inside every stratum. It is found by a linear programme: maximise the sum of d . (winner - other) over all pairs subject to
 * those inequalities and -1 <= d <= 1. The feasible set is a cone cut by a box, so the optimum is either 0 (no direction: the estimate is finite) or lies on the box.
 * Pairs enter the programme only when the solution so far violates them. Solved by the simplex method with Bland's rule, which cannot cycle.
 * @returns the direction, its largest entry 1 in absolute value, or undefined.
 * @see A. Albert, J. A. Anderson, Biometrika 71(1):1-10, 1984, doi:10.1093/biomet/71.1.1; T. J. Santner, D. E. Duffy, Biometrika 73(3):755-758, 1986, doi:10.1093/biomet/73.3.755
 * (the same programme for the unconditional model); C. J. Geyer, Electronic J. Statistics 3:259-289, 2009, doi:10.1214/08-EJS349
 */
export function recessionDirection(strata: readonly { readonly rows: readonly Float64Array[]; readonly chosen: readonly boolean[] }[], p: number): Float64Array | undefined {
  const objective = new Float64Array(p);
  for (const { rows, chosen } of strata) {
    const winners = chosen.filter(Boolean).length;
    rows.forEach((row, i) => {
      const weight = chosen[i] ? rows.length - winners : -winners;
      for (let k = 0; k < p; k++) objective[k]! += weight * row[k]!;
    });
  }
  const size = Math.max(...objective.map(Math.abs));
  if (size > 0) for (let k = 0; k < p; k++) objective[k]! /= size;

  const cuts: Float64Array[] = [];
  const inUse = new Set<string>();
  for (;;) {
    const d = maximise(objective, cuts);
    if (Math.max(...d.map(Math.abs)) < 0.5) return undefined;
    const violated: { readonly by: number; readonly name: string; readonly cut: Float64Array }[] = [];
    strata.forEach(({ rows, chosen }, s) => {
      const score = rows.map((row) => row.reduce((sum, value, k) => sum + value * d[k]!, 0));
      let [worst, best] = [-1, -1];
      chosen.forEach((won, i) => {
        if (won && (worst < 0 || score[i]! < score[worst]!)) worst = i;
        if (!won && (best < 0 || score[i]! > score[best]!)) best = i;
      });
      const by = score[best]! - score[worst]!;
      const name = `${s}/${worst}/${best}`;
      if (by > VIOLATED && !inUse.has(name)) violated.push({ by, name, cut: rows[worst]!.map((value, k) => value - rows[best]![k]!) });
    });
    if (violated.length === 0) return d;
    violated.sort((a, b) => b.by - a.by);
    for (const { name, cut } of violated.slice(0, 20)) {
      inUse.add(name);
      cuts.push(cut);
    }
  }
}

const VIOLATED = 1e-9; // covariates are scaled to a spread of about 1
const PIVOT = 1e-11;

/** The d in the box [-1, 1]^p with cut . d >= 0 for every cut that maximises objective . d. Primal simplex on d = plus - minus, from 0, which is feasible. */
function maximise(objective: Float64Array, cuts: readonly Float64Array[]): Float64Array {
  const p = objective.length;
  const columns = 2 * p;
  const rows: Float64Array[] = cuts.map((cut) => {
    const row = new Float64Array(columns + 1); // -cut . d <= 0; the last entry is the right-hand side
    for (let k = 0; k < p; k++) [row[k], row[p + k]] = [-cut[k]!, cut[k]!];
    return row;
  });
  for (let k = 0; k < columns; k++) rows.push(new Float64Array(columns + 1).fill(1, k, k + 1).fill(1, columns));
  const gain = new Float64Array(columns + 1);
  for (let k = 0; k < p; k++) [gain[k], gain[p + k]] = [objective[k]!, -objective[k]!];
  const outside = Array.from({ length: columns }, (_, k) => k); // variables at 0, by column; slack of row i is variable columns + i
  const inside = rows.map((_, i) => columns + i);

  for (;;) {
    let enter = -1;
    for (let k = 0; k < columns; k++) if (gain[k]! > PIVOT && (enter < 0 || outside[k]! < outside[enter]!)) enter = k;
    if (enter < 0) break;
    let leave = -1;
    let least = Infinity;
    rows.forEach((row, i) => {
      if (row[enter]! <= PIVOT) return;
      const ratio = Math.max(0, row[columns]!) / row[enter]!;
      if (ratio < least || (ratio === least && inside[i]! < inside[leave]!)) [leave, least] = [i, ratio];
    });
    if (leave < 0) break; // the box bounds every variable: only rounding can bring us here
    pivot(rows, gain, leave, enter);
    [inside[leave], outside[enter]] = [outside[enter]!, inside[leave]!];
  }
  const d = new Float64Array(p);
  inside.forEach((variable, i) => {
    if (variable < p) d[variable]! += rows[i]![columns]!;
    else if (variable < columns) d[variable - p]! -= rows[i]![columns]!;
  });
  return d;
}

function pivot(rows: Float64Array[], gain: Float64Array, leave: number, enter: number): void {
  const row = rows[leave]!;
  const by = row[enter]!;
  for (let k = 0; k < row.length; k++) row[k] = k === enter ? 1 / by : row[k]! / by;
  for (const other of [...rows, gain]) {
    if (other === row) continue;
    const factor = other[enter]!;
    if (factor === 0) continue;
    for (let k = 0; k < row.length; k++) other[k] = k === enter ? -factor * row[k]! : other[k]! - factor * row[k]!;
  }
}
