import { describe, expect, it } from 'vitest';
import { fromEdges, type Problem } from '../../src/kernel/index.js';
import { checkRowProof, type ProofTree, type RowBound, type RowPlan } from '../../src/kernel/rows/index.js';
import { sideRow } from './row-instances.js';

// What the checker says of proofs written by hand, one thing wrong at a time; random ones are in rows.test.ts.

type Bounds = Partial<Record<'rowMin' | 'colMin' | 'colMax', ArrayLike<number>>>;
/** Two rows on two columns, weights 9 4 / 3 1, and a third row without an edge. The first of one and the last of the other exclude each other: 9 is best. */
const market = ({ rowMin = [0, 0, 0], colMin = [0, 0], colMax = [1, 1] }: Bounds = {}): Problem =>
  fromEdges(3, 2, { row: [0, 0, 1, 1], col: [0, 1, 0, 1], weight: [9, 4, 3, 1] }, { rowMin: Uint8Array.from(rowMin), colMin: Int32Array.from(colMin), colMax: Int32Array.from(colMax) });
const rows = [sideRow([[0, 1], [3, 1]], 1)];
const bound = (u: readonly number[], v: readonly number[], t: readonly number[], denominator = 1): RowBound => ({ denominator, rowDual: Float64Array.from(u), colDual: Float64Array.from(v), times: Float64Array.from(t) });
const tight = bound([5, 0, 0], [3, 0], [1]);
const plan = (change: Partial<RowPlan> = {}): RowPlan => ({
  status: 'optimal', colOf: Int32Array.of(0, -1, -1), edgeOf: Int32Array.of(0, -1, -1), objective: 9, bound: 9, root: tight, tree: undefined, nodes: 1, added: [], ...change,
});
const said = (change: Partial<RowPlan>, p = market()): string | undefined => {
  const outcome = plan(change);
  return checkRowProof(p, rows, outcome.colOf, outcome);
};
const seats = (...to: number[]): Partial<RowPlan> => ({ colOf: Int32Array.from(to), edgeOf: Int32Array.from(to, (j, i) => (j < 0 ? -1 : 2 * i + j)) });

describe('checkRowProof of a plan', () => {
  it('has nothing to say where all is right', () => expect(said({})).toBeUndefined());

  it.each<[string, Partial<RowPlan>, Bounds?]>([
    ['the plan is worth 9, not 8', { objective: 8 }], ['edgeOf is another plan than colOf', { edgeOf: Int32Array.of(1, -1, -1) }], ['edgeOf is another plan than colOf', { edgeOf: Int32Array.of(0, 2, -1) }],
    ['the plan has 2 rows', seats(0, -1)], ['side row 0 is broken', seats(0, 1, -1)], ['column 0 takes 2', seats(0, 0, -1)], ['row 0 has no edge to column 2', seats(2, -1, -1)],
    ['column 1 takes 0', {}, { colMin: [0, 1] }], ['row 1 must be matched', {}, { rowMin: [0, 1, 0] }],
    ['a leaf leaves 10 where the plan is worth 9', { root: bound([6, 0, 0], [3, 0], [1]) }], ['the bound is 9, not 10', { bound: 10 }],
    ['the bound is 10, not 9', { status: 'feasible', root: bound([6, 0, 0], [3, 0], [1]) }],
  ])('%s', (text, change, bounds) => expect(said(change, market(bounds))).toBe(text));

  it('takes a bound above a plan that is not said to be best', () => expect(said({ status: 'feasible', bound: 10, root: bound([6, 0, 0], [3, 0], [1]) })).toBeUndefined());

  it.each<[string, RowBound]>([
    ['a denominator of 0', bound([5, 0, 0], [3, 0], [1], 0)], ['a denominator of 1.5', bound([9, 3, 0], [3, 1], [1], 1.5)], [`a denominator of ${2 ** 30 + 1}`, bound([5, 0, 0], [3, 0], [1], 2 ** 30 + 1)],
    ['a leaf has other lengths than the problem', bound([5, 0], [3, 0], [1])], ['a leaf has other lengths than the problem', bound([5, 0, 0], [3, 0, 0], [1])], ['a leaf has other lengths than the problem', bound([9, 3, 0], [0, 0], [])],
    ['a dual of 5.5', bound([5.5, 0, 0], [3, 0], [1])], ['a dual of NaN', bound([5, 0, 0], [NaN, 0], [1])], [`a dual of ${2 ** 53}`, bound([5, 0, 0], [3, 0], [2 ** 53])], [`a dual of ${-(2 ** 53)}`, bound([5, 0, -(2 ** 53)], [3, 0], [1])],
    ['a multiplier below 0', bound([10, 3, 0], [0, 0], [-1])],
  ])('root: %s', (text, root) => expect(said({ root })).toBe(`root: ${text}`));

  // the third row has no edge: a dual of 2^52 there asks for big integers, and changes nothing else
  it.each([0, 2 ** 52])('covers every edge, or says so (beside a dual of %d)', (free) => {
    const root = (u0: number, u1: number, v0: number, v1: number, t: number, D = 1): string | undefined => {
      const at = bound([u0, u1, free], [v0, v1], [t], D);
      const most = Math.floor((Math.max(u0, 0) + Math.max(u1, 0) + v0 + v1 + t) / D) + free / D;
      return said({ status: 'feasible', bound: most, root: at });
    };
    expect(root(5, 0, 3, 0, 1)).toBeUndefined();
    expect(root(10, 0, 6, 0, 2, 2)).toBeUndefined();
    for (const [u0, u1, v0, v1, t] of [[4, 0, 3, 0, 1], [5, 0, 3, 0, 0], [9, 0, 0, 0, 1], [3, 0, 5, 0, 1], [9, 3, 0, -3, 0]] as const) expect(root(u0, u1, v0, v1, t)).toBe('root: duals do not hold on an edge');
    expect(root(9, 0, 6, 0, 2, 2)).toBe('root: duals do not hold on an edge');
  });

  it('is not fooled where doubles would round', () => {
    const third = 3_002_399_751_580_331; // three times that is 2^53 + 1, for which doubles have 2^53
    const p = { ...fromEdges(1, 1, { row: [0], col: [0], weight: [1] }), weight: Float64Array.of(third) };
    expect(checkRowProof(p, [], Int32Array.of(0), { ...plan(), ...seats(0), objective: third, bound: third, root: bound([2 ** 52], [2 ** 52], [], 3) })).toBe('root: duals do not hold on an edge');
  });

  it('adds rows exactly that doubles would lose between two larger ones', () => {
    const p = fromEdges(1, 1, { row: [0], col: [0], weight: [5] });
    const lost = [2 ** 56, 1, -(2 ** 56)].map((coef) => sideRow([[0, coef]], coef));
    expect(checkRowProof(p, lost, Int32Array.of(0), plan({ ...seats(0), objective: 5, bound: 5, root: bound([4], [0], [1, 1, 1]) }))).toBeUndefined();
  });

  it('rounds down, below 0 too', () => {
    const p = fromEdges(1, 1, { row: [0], col: [0], weight: [-3] }, { rowMin: Uint8Array.of(1) });
    const at = (u: number): string | undefined => checkRowProof(p, [], Int32Array.of(0), { ...plan(), ...seats(0), objective: -3, bound: -3, root: bound([u], [0], [], 2) });
    expect([at(-6), at(-5), at(-4), at(-7)]).toEqual([undefined, undefined, 'a leaf leaves -2 where the plan is worth -3', 'root: duals do not hold on an edge']);
    expect([11, 12].map((u) => said({ root: bound([u, 0, 0], [6, 0], [2], 2) }))).toEqual([undefined, 'a leaf leaves 10 where the plan is worth 9']);
  });

  it('counts a negative dual of a row or column only where it must take part', () => {
    expect(said({ root: bound([5, 0, -7], [3, 0], [1]) })).toBeUndefined();
    const lower = bound([5, 1, 0], [4, -1], [1]);
    expect(said({ root: lower })).toBe('a leaf leaves 11 where the plan is worth 9');
    expect(said({ ...seats(1, 0, -1), status: 'feasible', objective: 7, bound: 10, root: lower }, market({ colMin: [0, 1] }))).toBeUndefined();
    expect(said({ ...seats(0, 0, -1), objective: 12, bound: 12, root: bound([0, 0, 0], [9, 4], [0]) }, market({ colMax: [2, 1] }))).toBe('a leaf leaves 22 where the plan is worth 12');
  });
});

describe('checkRowProof of a tree', () => {
  const leaf = (...of: Parameters<typeof bound>): ProofTree => ({ kind: 'bound', ...bound(...of) });
  const none = (...of: Parameters<typeof bound>): ProofTree => ({ kind: 'none', ...bound(...of) });
  const branch = (row: number, cols: readonly number[], inside: ProofTree, out: ProofTree): ProofTree => ({ kind: 'branch', row, cols: Int32Array.from(cols), in: inside, out });
  const [with0, without0] = [leaf([-1, 0, 0], [9, 0], [1]), leaf([4, 3, 0], [0, 0], [0])]; // the first row must be seated on the one side: its -1 counts
  const of = (tree: ProofTree, change: Partial<RowPlan> = {}): string | undefined => said({ root: bound([9, 3, 0], [0, 0], [0]), tree, ...change });

  it('has nothing to say where all is right', () => {
    expect(of(branch(0, [0], with0, without0))).toBeUndefined();
    expect(of(branch(1, [], none([0, -1, 0], [0, 0], [0]), { kind: 'bound', ...tight }))).toBeUndefined();
  });

  it.each<[string, ProofTree]>([
    ['a branch on row 3', branch(3, [0], with0, without0)], ['a branch on row -1', branch(-1, [0], with0, without0)], ['a branch on row 0.5', branch(0.5, [0], with0, without0)],
    ['columns of a branch on row 0', branch(0, [1, 0], with0, without0)], ['columns of a branch on row 0', branch(0, [0, 0], with0, without0)],
    ['columns of a branch on row 0', branch(0, [0, 2], with0, without0)], ['columns of a branch on row 0', branch(0, [-1, 0], with0, without0)],
    ['duals do not hold on an edge', branch(0, [0], without0, with0)], ['duals do not hold on an edge', branch(0, [0], with0, leaf([3, 3, 0], [0, 0], [0]))],
    ['a leaf leaves 10 where the plan is worth 9', branch(0, [0], leaf([-1, 0, 0], [10, 0], [1]), without0)],
    ['duals do not hold on an edge', branch(0, [0], leaf([-1, 0, 0], [10, 0], [0]), without0)], // the other row's edges stay open
    // what the one side closes and forces is open and free again on the other
    ['a leaf leaves 10 where the plan is worth 9', branch(0, [0], with0, leaf([-1, 5, 0], [0, 5], [0]))],
    ['duals do not hold on an edge', branch(1, [0], leaf([9, 0, 0], [3, 0], [0]), leaf([9, 0, 0], [0, 0], [0]))],
    ['a leaf does not show that nothing is left', branch(1, [], none([0, 0, 0], [0, 0], [0]), { kind: 'bound', ...tight })],
    ['duals do not hold on an edge', branch(1, [0], none([0, -1, 0], [0, 0], [0]), { kind: 'bound', ...tight })],
  ])('%s', (text, tree) => {
    const change: Partial<RowPlan> = text.includes('leaves 10') ? {} : { status: 'feasible', bound: 12 };
    expect(of(tree, change)).toBe(text);
  });

  it.each([0, 2 ** 52])('closes edges to several columns, with a multiplier of 3 on a row of coefficients 2 (beside a dual of %d)', (free) => {
    const twice = [sideRow([[0, 2], [3, 2]], 3)];
    const at = (t: number, u0 = 3): string | undefined => {
      const tree = branch(0, [0, 1], leaf([u0, 0, free], [3, 1], [t], 1), leaf([0, 3, free], [0, 0], [0], 1));
      return checkRowProof(market(), twice, Int32Array.of(0, -1, -1), plan({ status: 'feasible', bound: u0 + 4 + 3 * t + free, root: bound([9, 3, free], [0, 0], [0]), tree }));
    };
    expect([at(3), at(2), at(1), at(2, 2)]).toEqual([undefined, undefined, 'duals do not hold on an edge', 'duals do not hold on an edge']);
  });

  it('may have a denominator of 2^30', () => {
    const D = 2 ** 30;
    expect(said({ root: bound([5 * D, 0, 0], [3 * D, 0], [D], D) })).toBeUndefined();
  });

  it('bounds by the leaf that leaves most', () => {
    for (const [a, b] of [[7, 4], [5, 7]] as const) expect(of(branch(0, [0], leaf([a, 0, 0], [3, 0], [1]), leaf([b, 4, 0], [0, 0], [0])), { status: 'feasible', bound: 11 })).toBeUndefined();
  });
});

describe('checkRowProof without a plan', () => {
  const nobody = new Int32Array(0);

  it('takes no bound below what the root proves', () => {
    const unknown = (most: number): string | undefined => checkRowProof(market(), rows, nobody, { status: 'unknown', bound: most, root: tight, added: [] });
    expect([9, 10, 8, NaN].map(unknown)).toEqual([undefined, undefined, 'the bound is less than the root proves', 'the bound is less than the root proves']);
  });

  it('takes leaves that show that nothing is left', () => {
    const p = market({ rowMin: [1, 1, 0] });
    const one = [sideRow([[0, 1], [1, 1], [2, 1], [3, 1]], 1)];
    const shown = (kind: 'none' | 'bound', u: readonly number[]): string | undefined => checkRowProof(p, one, nobody, { status: 'infeasible', proof: { kind, ...bound(u, [0, 0], [1]) }, added: [] });
    expect(shown('none', [-1, -1, 0])).toBeUndefined();
    expect(shown('none', [-1, 0, 0])).toBe('a leaf does not show that nothing is left');
    expect(shown('bound', [8, 2, 0])).toBe('a leaf does not show that nothing is left');
    expect(shown('none', [-2, -1, 0])).toBe('duals do not hold on an edge');
  });

  it.each<[string | undefined, 'rows' | 'cols', number[], number[], Bounds?]>([
    [undefined, 'rows', [2], []], [undefined, 'rows', [0, 1], [0, 1], { rowMin: [1, 1, 1], colMax: [1, 0] }], ['no shortage of columns', 'rows', [0, 1], [0, 1], { rowMin: [1, 1, 1], colMax: [1, 1] }],
    ['no shortage of columns', 'rows', [2], [], { rowMin: [1, 1, 0] }], ['no shortage of columns', 'rows', [0, 1, 2], [0, 1], { rowMin: [1, 1, 0] }], ['the shortage overlooks row 0', 'rows', [0, 2], [0]], ['the shortage overlooks row 1', 'rows', [1, 2], [0]],
    ['rows of the shortage', 'rows', [2, 2], []], ['rows of the shortage', 'rows', [3], []], ['rows of the shortage', 'rows', [-1, 2], []],
    ['columns of the shortage', 'rows', [2], [0, 0]], ['columns of the shortage', 'rows', [2], [2]], ['columns of the shortage', 'rows', [2], [-1]],
    [undefined, 'cols', [0, 1], [0, 1], { colMin: [1, 2], colMax: [1, 2] }], ['no shortage of rows', 'cols', [0, 1], [0, 1], { colMin: [1, 1], colMax: [1, 2] }], ['the shortage overlooks row 1', 'cols', [0], [0], { colMin: [2, 0], colMax: [2, 1] }],
  ])('says %s of a shortage', (text, side, of, cols, bounds) => {
    const p = market({ rowMin: [1, 1, 1], ...bounds });
    expect(checkRowProof(p, rows, nobody, { status: 'infeasible', proof: { status: 'infeasible', side, rows: Int32Array.from(of), cols: Int32Array.from(cols) }, added: [] })).toBe(text);
  });

  it('minds only the edges of those whom a shortage names', () => {
    const p = fromEdges(2, 2, { row: [0, 1], col: [0, 1], weight: [1, 1] }, { rowMin: Uint8Array.of(1, 0), colMin: Int32Array.of(0, 2), colMax: Int32Array.of(0, 2) });
    const shown = (side: 'rows' | 'cols', k: number): string | undefined => checkRowProof(p, [], nobody, { status: 'infeasible', proof: { status: 'infeasible', side, rows: Int32Array.of(k), cols: Int32Array.of(k) }, added: [] });
    expect([shown('rows', 0), shown('cols', 1), shown('cols', 0)]).toEqual([undefined, undefined, 'no shortage of rows']);
  });
});
