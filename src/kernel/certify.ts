import { bug } from '../errors/index.js';
import { canonicalDuals } from './canonical-duals.js';
import { checkPlan, type Violations } from './check.js';
import { checkProblem, edgeAt, type Problem } from './csr.js';
import { solveTrusted } from './solve.js';

/** What a plan from anywhere turns out to be. */
export type Certified =
  | {
      readonly status: 'optimal';
      readonly objective: number;
      /** The seat-maximal duals of `canonicalDuals`: they prove this plan, and every other optimal one, best. */
      readonly rowDual: Float64Array;
      readonly colDual: Float64Array;
    }
  | {
      readonly status: 'improvable';
      readonly objective: number;
      /** The exchange: rows and their new columns, -1 for none. */
      readonly changes: readonly (readonly [row: number, col: number])[];
      /** What the exchange adds to the objective, above 0. */
      readonly gain: number;
      /** The plan after the exchange. */
      readonly colOf: Int32Array;
      /** The greatest objective of all plans. */
      readonly best: number;
    }
  | ({ readonly status: 'violated' } & Violations);

/**
 * Whether a plan, wherever it was computed, is best: with duals that prove it, or with an exchange that betters it, or with what it violates.
 * Of several exchanges the one of greatest gain among those that lead to one best plan.
 * Cost: one `solve` with the plan as its hint, and one `canonicalDuals` where it is best.
 * @param colOf - the column of each row, -1 for none.
 * @throws {MeritError} E_SHAPE, E_NUM_INT, E_OVERFLOW
 *
 * Method: duals are complementary to every optimal plan, so those that come with any of them prove this one too. Where the best objective is
 * greater, the two plans differ by alternating cycles, each of which keeps all bounds; their gains add up to the difference.
 */
export function certify(p: Problem, colOf: Int32Array): Certified {
  checkProblem(p);
  const faults = checkPlan(p, colOf);
  if (faults.violations.length > 0) return { status: 'violated', ...faults };
  const edgeOf = Int32Array.from(colOf, (j, i) => (j < 0 ? -1 : edgeAt(p, i, j)));
  let objective = 0;
  for (const e of edgeOf) if (e >= 0) objective += p.weight[e]!;
  const found = solveTrusted({ ...p, hint: colOf });
  if (found.status === 'infeasible') throw bug('a shortage where a plan was checked');
  if (found.objective === objective) {
    const taken = countTaken(p.cols, colOf);
    const { rowDual, colDual } = canonicalDuals(p, { ...found, colOf, edgeOf, taken });
    return { status: 'optimal', objective, rowDual, colDual };
  }
  const { changes, gain } = bestCycle(p, edgeOf, found.edgeOf);
  const better = colOf.slice();
  for (const [i, j] of changes) better[i] = j;
  return { status: 'improvable', objective, changes, gain, colOf: better, best: found.objective };
}

function countTaken(cols: number, colOf: Int32Array): Int32Array {
  const taken = new Int32Array(cols);
  for (const j of colOf) if (j >= 0) taken[j]!++;
  return taken;
}

/**
 * Of the cycles that lead from one plan to another the one of greatest gain, the first found of equals. Nodes are the columns and one for
 * "unmatched" and for seats that fill or fall empty, an arc per row that moves and per such seat; as many leave a node as enter it, so a walk
 * along unused arcs can only end where it passed before: there a cycle is cut off. O(rows + cols).
 */
function bestCycle(p: Problem, from: Int32Array, to: Int32Array): { changes: [number, number][]; gain: number } {
  const none = p.cols;
  const nodeOf = (e: number): number => (e < 0 ? none : p.col[e]!);
  const worth = (e: number): number => (e < 0 ? 0 : p.weight[e]!);
  const arcs: { row: number; to: number }[][] = Array.from({ length: none + 1 }, () => []);
  const more = new Int32Array(none + 1);
  for (let i = 0; i < p.rows; i++) {
    if (from[i] === to[i]) continue;
    arcs[nodeOf(from[i]!)]!.push({ row: i, to: nodeOf(to[i]!) });
    more[nodeOf(from[i]!)]!--;
    more[nodeOf(to[i]!)]!++;
  }
  for (let j = 0; j < none; j++) {
    for (; more[j]! > 0; more[j]!--) arcs[j]!.push({ row: -1, to: none });
    for (; more[j]! < 0; more[j]!++) arcs[none]!.push({ row: -1, to: j });
  }
  let best: { changes: [number, number][]; gain: number } = { changes: [], gain: 0 };
  const at = new Int32Array(none + 1).fill(-1); // place on the walk
  for (let start = 0; start <= none; start++) {
    const walk: { row: number; to: number }[] = [];
    const nodes = [start];
    at[start] = 0;
    while (nodes.length > 0) {
      const arc = arcs[nodes[nodes.length - 1]!]!.pop();
      if (!arc) {
        // a cycle was cut off down to the start, and nothing leaves it any more
        if (nodes.length > 1) throw bug('a walk that ends midway');
        at[start] = -1;
        break;
      }
      walk.push(arc);
      const place = at[arc.to]!;
      if (place < 0) {
        at[arc.to] = nodes.length;
        nodes.push(arc.to);
        continue;
      }
      const changes: [number, number][] = [];
      let gain = 0;
      for (const { row, to: node } of walk.splice(place)) {
        if (row < 0) continue;
        changes.push([row, node === none ? -1 : node]);
        gain += worth(to[row]!) - worth(from[row]!);
      }
      for (const node of nodes.splice(place + 1)) at[node] = -1;
      if (gain > best.gain) best = { changes, gain };
    }
  }
  return best;
}
