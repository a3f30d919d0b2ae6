import type { Problem } from '../../src/kernel/index.js';
import { checkRowProof, solveWithRows, type ProofTree, type RowBound, type RowOutcome, type SideRow } from '../../src/kernel/rows/index.js';
import { bestWithRows } from '../reference/side-rows.js';
import { between, random } from './instances.js';
import { smallRows } from './row-instances.js';

/** A copy of the outcome with one thing changed at random: a dual, a multiplier, a denominator, a value, a branch, a leaf. */
function mutant(rnd: () => number, outcome: RowOutcome): RowOutcome {
  const copy = structuredClone(outcome);
  const step = (): number => [-1, 1, -7, 64, -1024, 1024][between(rnd, 0, 5)]!;
  const inBound = (at: { -readonly [K in keyof RowBound]: RowBound[K] }): void => {
    const lists = [at.rowDual, at.colDual, at.times].filter((list) => list.length > 0);
    if (rnd() < 0.2 || lists.length === 0) at.denominator = rnd() < 0.5 ? at.denominator * 2 : at.denominator + step();
    else {
      const list = lists[between(rnd, 0, lists.length - 1)]!;
      const t = between(rnd, 0, list.length - 1);
      list[t] = rnd() < 0.3 ? 0 : list[t]! + step();
    }
  };
  const inTree = (at: ProofTree, put: (tree: ProofTree) => void): void => {
    if (at.kind !== 'branch') {
      if (rnd() < 0.2) put({ ...at, kind: at.kind === 'none' ? 'bound' : 'none' });
      else inBound(at);
      return;
    }
    const what = rnd();
    if (what < 0.1) put({ ...at, in: at.out, out: at.in });
    else if (what < 0.2) put(rnd() < 0.5 ? at.in : at.out);
    else if (what < 0.25) put({ ...at, row: at.row + 1 });
    else if (what < 0.3) put({ ...at, cols: at.cols.slice(1) });
    else if (rnd() < 0.5) inTree(at.in, (tree) => Object.assign(at, { in: tree }));
    else inTree(at.out, (tree) => Object.assign(at, { out: tree }));
  };
  if (copy.status === 'infeasible') {
    if ('side' in copy.proof) {
      const list = rnd() < 0.5 ? copy.proof.rows : copy.proof.cols;
      if (list.length > 0) list[between(rnd, 0, list.length - 1)]! += 1;
    } else inTree(copy.proof, (tree) => Object.assign(copy, { proof: tree }));
    return copy;
  }
  if (copy.status === 'unknown') return copy;
  const what = rnd();
  if (what < 0.1) Object.assign(copy, { objective: copy.objective + step(), bound: copy.bound + step() });
  else if (what < 0.2 && copy.colOf.length > 0) {
    const i = between(rnd, 0, copy.colOf.length - 1);
    copy.colOf[i] = copy.edgeOf[i] = -1;
  } else if (what < 0.3) Object.assign(copy, { tree: undefined });
  else if (copy.tree && what < 0.8) inTree(copy.tree, (tree) => Object.assign(copy, { tree }));
  else inBound(copy.root);
  return copy;
}

/** Whether what the outcome says is so, by trying every plan. */
function isSo(p: Problem, rows: readonly SideRow[], outcome: RowOutcome): boolean {
  const best = bestWithRows(p, rows);
  if (outcome.status === 'infeasible') return best === undefined;
  if (outcome.status === 'unknown') return best === undefined || best <= outcome.bound;
  return best !== undefined && outcome.objective <= best && best <= outcome.bound && (outcome.status !== 'optimal' || outcome.objective === best);
}

/** Mutates proofs of small problems: how many mutants were tried, how many the checker took, and the seeds of those it should not have. */
export function tamper(seeds: number, mutants: number): { readonly tried: number; readonly accepted: number; readonly wrong: readonly number[] } {
  let tried = 0;
  let accepted = 0;
  const wrong: number[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const rnd = random(seed);
    const { p, rows } = smallRows(rnd, 5, 4);
    const outcome = solveWithRows(p, rows);
    for (let k = 0; k < mutants; k++) {
      // every other one is judged against a problem with one row changed
      const changed = k % 2 === 0 || rows.length === 0 ? rows : rows.map((row, r) => (r === k % rows.length ? { ...row, max: row.max + between(rnd, -2, 2) } : row));
      const forged = k % 2 === 0 || rnd() < 0.5 ? mutant(rnd, outcome) : outcome;
      tried++;
      if (checkRowProof(p, changed, 'colOf' in forged ? forged.colOf : new Int32Array(0), forged) !== undefined) continue;
      accepted++;
      if (!isSo(p, changed, forged)) wrong.push(seed);
    }
  }
  return { tried, accepted, wrong };
}
