import type { ProofTree, RowBound } from '../kernel/rows/index.js';
import type { Pairs, RoundMarket } from './market.js';
import type { Certificate, CertifiedBound, CertifiedTree, Dual } from './proposal.js';
import { byName, type RowName } from './rows.js';

/** What proves one stage, over the indices of a market. */
export interface StageProof {
  readonly stage: string;
  /** What the plan reaches; at the stage of a gap what no plan can pass; -1 where the proof is that there is none. */
  readonly value: number;
  /** Bounds every plan, and says what the next stage starts from. */
  readonly top: RowBound;
  /** Where the top alone does not close the stage. */
  readonly tree: ProofTree | undefined;
  /** What the rows that `times` counts are called. */
  readonly names: readonly RowName[];
}

/** Levels of a tree that a document can hold: JSON is read 64 deep, and a leaf stands 11 deep itself. */
export const TREE_DEPTH = 48;

/** A bound that says nothing: all weights 0. */
export function nothingAtAll({ rows, cols }: Pick<Pairs, 'rows' | 'cols'>): RowBound {
  return { denominator: 1, rowDual: new Float64Array(rows), colDual: new Float64Array(cols), times: new Float64Array(0) };
}

/** The proofs as a document: ids for indices, zeros left out. */
export function certificateOf({ round }: RoundMarket, proofs: readonly StageProof[]): Certificate {
  const people = round.people.map((p) => p.id);
  const positions = round.positions.map((p) => p.id);
  const nonzero = (duals: Float64Array, ids: readonly string[]): Dual[] => {
    const list: Dual[] = [];
    duals.forEach((dual, k) => {
      if (dual !== 0) list.push([ids[k]!, dual]);
    });
    return list;
  };
  const bound = ({ denominator, rowDual, colDual, times }: RowBound, names: readonly RowName[]): CertifiedBound => {
    const rows = Array.from(times, (t, k) => [names[k]!, t] as const).filter(([, t]) => t !== 0);
    return {
      people: nonzero(rowDual, people),
      positions: nonzero(colDual, positions),
      ...(denominator !== 1 && { denominator }),
      ...(rows.length > 0 && { rows: rows.sort(([a], [b]) => byName(a, b)) }),
    };
  };
  const tree = (t: ProofTree, names: readonly RowName[]): CertifiedTree =>
    t.kind === 'branch'
      ? { person: people[t.row]!, positions: Array.from(t.cols, (j) => positions[j]!).sort(), in: tree(t.in, names), out: tree(t.out, names) }
      : { ...bound(t, names), ...(t.kind === 'none' && { none: true as const }) };
  return {
    stages: proofs.map((p) => ({ stage: p.stage, value: p.value, ...bound(p.top, p.names), ...(p.tree && { tree: tree(p.tree, p.names) }) })),
  };
}

/** How deep a tree is; 0 for a leaf alone. */
export function depthOf(tree: ProofTree): number {
  return tree.kind === 'branch' ? 1 + Math.max(depthOf(tree.in), depthOf(tree.out)) : 0;
}
