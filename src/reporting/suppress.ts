import { MeritError } from '../errors/index.js';
import { compareTexts } from '../model/ids.js';

/** Counts of people by two attributes; `counts[r][c]` belongs to `rows[r]` and `columns[c]`. */
export interface CountTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

export type PublishedCount = number | 'suppressed';

/** What may be published of a table, rows and columns in the order they came in. */
export interface PublishedTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly counts: readonly (readonly PublishedCount[])[];
  readonly rowTotals: readonly PublishedCount[];
  readonly columnTotals: readonly PublishedCount[];
  readonly total: PublishedCount;
}

export interface SuppressOptions {
  /** The least count above 0 that is shown, and the least width of what can be told of one that is not; 5 if left out, at least 2. */
  readonly minimum?: number;
}

/*
 * A table with its totals is a flow that goes round: from `top` by the total of a row to the row, by a cell to a column, by the total of
 * the column to `bottom`, and by the grand total back to `top`. What comes into a node goes out of it: that is all an attacker knows beside
 * the counts shown and that none is negative. So the exact bounds of a hidden count are two largest flows through the hidden arcs
 * (D. Gusfield, A graph theoretic approach to statistical data security, SIAM J. Comput. 17(3):552-571, 1988, doi:10.1137/0217034).
 */
interface Arc {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** What hiding it loses: a total is worth more than all cells, the grand total more than all totals. */
  readonly cost: number;
  hidden: boolean;
}

/** The arcs of a table: cells row by row, then totals of rows, of columns, of all. */
function arcsOf(counts: readonly (readonly number[])[], columns: number): Arc[] {
  const [top, bottom] = [counts.length + columns, counts.length + columns + 1];
  const rowTotals = counts.map(sum);
  const columnTotals = Array.from({ length: columns }, (_, c) => sum(counts.map((row) => row[c]!)));
  const all = sum(rowTotals);
  const ofTotal = (all + 1) * (counts.length + columns + 1);
  return [
    ...counts.flatMap((row, r) => row.map((count, c) => ({ from: r, to: counts.length + c, count, cost: 1 + count, hidden: false }))),
    ...rowTotals.map((count, r) => ({ from: top, to: r, count, cost: ofTotal + count, hidden: false })),
    ...columnTotals.map((count, c) => ({ from: counts.length + c, to: bottom, count, cost: ofTotal + count, hidden: false })),
    { from: bottom, to: top, count: all, cost: ofTotal * (counts.length + columns + 1), hidden: false },
  ];
}

/** The most that flows from one node to another through hidden arcs other than `without`, up to `enough`. O(enough * arcs). */
function flow(arcs: readonly Arc[], nodes: number, without: number, start: number, end: number, enough: number): number {
  const room = arcs.map(({ count }) => count); // how far each may fall
  let sent = 0;
  while (sent < enough) {
    const by = search(nodes, start, end, (node, reach) => {
      arcs.forEach(({ from, to, hidden }, a) => {
        if (!hidden || a === without) return;
        if (from === node) reach(to, a, 0);
        else if (to === node && room[a]! > 0) reach(from, a, 0);
      });
    });
    if (!by) return sent;
    let least = enough - sent;
    for (const { arc, forth } of pathOf(by, arcs, start, end)) if (!forth) least = Math.min(least, room[arc]!);
    for (const { arc, forth } of pathOf(by, arcs, start, end)) room[arc]! += forth ? least : -least;
    sent += least;
  }
  return sent;
}

type Reach = (node: number, arc: number, cost: number) => void;

/** The arc by which each node is reached on the cheapest way from `start`; nothing if `end` is not. Of equal ways the one that comes first. @see Dijkstra 1959, doi:10.1007/BF01386390 */
function search(nodes: number, start: number, end: number, neighbours: (node: number, reach: Reach) => void): readonly number[] | undefined {
  const by = new Array<number>(nodes).fill(-1);
  const far = new Array<number>(nodes).fill(Infinity);
  const done = new Array<boolean>(nodes).fill(false);
  far[start] = 0;
  for (;;) {
    let node = -1;
    for (let k = 0; k < nodes; k++) if (!done[k] && far[k]! < (node < 0 ? Infinity : far[node]!)) node = k;
    if (node < 0) return undefined;
    if (node === end) return by;
    done[node] = true;
    neighbours(node, (next, arc, cost) => {
      if (done[next] || far[node]! + cost >= far[next]!) return;
      far[next] = far[node]! + cost;
      by[next] = arc;
    });
  }
}

function pathOf(by: readonly number[], arcs: readonly Arc[], start: number, end: number): { readonly arc: number; readonly forth: boolean }[] {
  const path: { readonly arc: number; readonly forth: boolean }[] = [];
  for (let node = end; node !== start; ) {
    const arc = by[node]!;
    const forth = arcs[arc]!.to === node;
    path.push({ arc, forth });
    node = forth ? arcs[arc]!.from : arcs[arc]!.to;
  }
  return path;
}

/** Hides counts until each hidden one leaves at least `minimum` numbers above its least. */
function hide(arcs: readonly Arc[], nodes: number, minimum: number): void {
  for (const arc of arcs) arc.hidden = arc.count > 0 && arc.count < minimum;
  for (const [a, { from, to, hidden }] of arcs.entries()) {
    if (!hidden) continue; // what a circle hides is safe by that circle
    const up = flow(arcs, nodes, a, to, from, minimum);
    if (up + Math.min(arcs[a]!.count, flow(arcs, nodes, a, from, to, minimum)) >= minimum) continue;
    // The cheapest circle on which this count can rise by `minimum`; the one by the totals is always there.
    const by = search(nodes, to, from, (node, reach) => {
      arcs.forEach(({ from: tail, to: head, count, cost, hidden: gone }, k) => {
        if (k === a || count === 0) return;
        if (tail === node) reach(head, k, gone ? 0 : cost);
        else if (head === node && count >= minimum) reach(tail, k, gone ? 0 : cost);
      });
    });
    if (!by) throw new Error('a count stands on no circle');
    for (const { arc } of pathOf(by, arcs, to, from)) arcs[arc]!.hidden = true;
  }
}

/**
 * The table with every count from 1 to `minimum` - 1 suppressed, totals too, and as many others as keep these from being told: from
 * what is shown, no suppressed count has fewer than `minimum` + 1 possible values, so none is recovered and none is known to be
 * below `minimum`. Cells are suppressed before totals and small counts before large ones; the same whatever the order of rows and columns.
 *
 * A 0 stays and is never suppressed: the threshold rule is about counts of somebody (A. Hundepool et al., Handbook on Statistical
 * Disclosure Control, chapter 5, frequency tables), and many a 0 follows from the rules (nobody is promoted to the lowest level), so that
 * what hides behind it hides behind nothing. A 0 tells too: where all of a row stand in one column, the column is told of each of them.
 * Join columns before, where that is a secret.
 *
 * It holds for one table. Two tables of people that overlap need {@link suppressNested}; of what else is known, and of the way the counts to
 * suppress are chosen, nothing is assumed. O(cells^2 * minimum) at worst.
 * @throws {MeritError} E_SHAPE for rows of other lengths or a label twice; E_NUM_RANGE for a count that is no whole number from 0 to 10^6, or a minimum below 2
 */
export function suppress(table: CountTable, { minimum = 5 }: SuppressOptions = {}): PublishedTable {
  check(table, minimum);
  const { rows, columns, counts } = table;
  const rowOrder = inOrder(rows);
  const columnOrder = inOrder(columns);
  const arcs = arcsOf(rowOrder.map((r) => columnOrder.map((c) => counts[r]![c]!)), columns.length);
  hide(arcs, rows.length + columns.length + 2, minimum);
  const shown = arcs.map(({ count, hidden }) => (hidden ? 'suppressed' : count));
  const [rowAt, columnAt] = [placesIn(rowOrder), placesIn(columnOrder)];
  const cells = rows.length * columns.length;
  return {
    rows,
    columns,
    counts: rows.map((_, r) => columns.map((__, c) => shown[rowAt[r]! * columns.length + columnAt[c]!]!)),
    rowTotals: rows.map((_, r) => shown[cells + rowAt[r]!]!),
    columnTotals: columns.map((_, c) => shown[cells + rows.length + columnAt[c]!]!),
    total: shown[shown.length - 1]!,
  };
}

/**
 * Two tables with the same rows and columns, of all people and of some of them, that may be published side by side: the difference of the two is
 * the table of the others, and is protected as if it were published. A count of the whole is shown where that of the part and that of
 * the others may be, so the two tell no more than the part and the others, which have nobody in common.
 * @throws {MeritError} as {@link suppress}; E_SHAPE where rows or columns differ; E_NUM_RANGE where the part is larger than the whole
 */
export function suppressNested(whole: CountTable, part: CountTable, options: SuppressOptions = {}): { readonly whole: PublishedTable; readonly part: PublishedTable } {
  check(whole, options.minimum ?? 5);
  check(part, options.minimum ?? 5);
  if (!same(whole.rows, part.rows) || !same(whole.columns, part.columns)) throw new MeritError('E_SHAPE', 'the two tables have not the same rows and columns in the same order');
  const others = suppress({ ...whole, counts: whole.counts.map((row, r) => row.map((count, c) => count - part.counts[r]![c]!)) }, options);
  const some = suppress(part, options);
  const both = (a: PublishedCount, b: PublishedCount): PublishedCount => (a === 'suppressed' || b === 'suppressed' ? 'suppressed' : a + b);
  return {
    part: some,
    whole: {
      rows: whole.rows,
      columns: whole.columns,
      counts: some.counts.map((row, r) => row.map((count, c) => both(count, others.counts[r]![c]!))),
      rowTotals: some.rowTotals.map((count, r) => both(count, others.rowTotals[r]!)),
      columnTotals: some.columnTotals.map((count, c) => both(count, others.columnTotals[c]!)),
      total: both(some.total, others.total),
    },
  };
}

const MOST = 1_000_000;

function check({ rows, columns, counts }: CountTable, minimum: number): void {
  if (!Number.isSafeInteger(minimum) || minimum < 2 || minimum > MOST) throw new MeritError('E_NUM_RANGE', `the minimum is ${minimum}; it is a whole number from 2 to ${MOST}`, { path: '/minimum' });
  if (counts.length !== rows.length || counts.some((row) => row.length !== columns.length)) throw new MeritError('E_SHAPE', `the counts are not ${rows.length} rows of ${columns.length}`, { path: '/counts' });
  for (const [name, labels] of [['rows', rows], ['columns', columns]] as const) if (new Set(labels).size < labels.length) throw new MeritError('E_SHAPE', 'a label stands twice', { path: `/${name}` });
  counts.forEach((row, r) => row.forEach((count, c) => {
    if (!Number.isSafeInteger(count) || count < 0 || count > MOST) throw new MeritError('E_NUM_RANGE', `a count is a whole number from 0 to ${MOST}`, { path: `/counts/${r}/${c}` });
  }));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((label, k) => label === b[k]);
/** Places of labels in the order of the labels. */
const inOrder = (labels: readonly string[]): number[] => labels.map((_, k) => k).sort((a, b) => compareTexts(labels[a]!, labels[b]!));
const placesIn = (order: readonly number[]): number[] => order.reduce<number[]>((places, at, k) => ((places[at] = k), places), []);
