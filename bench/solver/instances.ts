/**
 * The instances of `npm run bench:solver`, each a function of its name alone, in two plain files that every peer reads (little-endian int32):
 *   *.dn  rows, cols, then rows * cols costs, row-major
 *   *.sp  rows, cols, pairs, then the start of each row (rows + 1), the column of each pair, the cost of each pair
 * Rows are positions, columns people. Costs are 1,000,000 - score; least total cost is asked for, every row matched.
 *   uniform  scores 1 .. 1,000,000
 *   merit    a_i * b_j with a, b in 0 .. 1000: many ties, everybody wants the same
 *   sparse   ten people a position, 50 of them eligible for it
 *   tight    as many people as positions, 50 (20 from 100,000 on) eligible; 80 % of the positions have a holder, who stays eligible; one column of its own for
 *            leaving a position vacant, dearer than any person
 */
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { between, random, shuffled } from '../../test/kernel/instances.js';

const TOP = 1_000_000;
const VACANT = TOP + 50_000;

export interface Pairs {
  readonly rows: number;
  readonly cols: number;
  /** Absent where every pair is there. */
  readonly start?: Int32Array;
  readonly col?: Int32Array;
  readonly cost: Int32Array;
}

export type Kind = 'uniform' | 'merit';

/** A name like `dense-2000-merit`, `sparse-1000000-uniform` (people), `tight-10000-merit`. */
export function make(name: string): Pairs {
  const [shape, size, kind] = name.split('-') as ['dense' | 'sparse' | 'tight', string, Kind];
  const n = Number(size);
  const rnd = random(n + (kind === 'merit' ? 1 : 0));
  if (shape === 'dense') return dense(rnd, n, kind);
  return shape === 'sparse' ? sparse(rnd, n / 10, n, 50, kind, false) : sparse(rnd, n, n, n < 100_000 ? 50 : 20, kind, true);
}

function dense(rnd: () => number, n: number, kind: Kind): Pairs {
  const cost = new Int32Array(n * n);
  if (kind === 'uniform') for (let e = 0; e < cost.length; e++) cost[e] = between(rnd, 1, TOP);
  else {
    const [a, b] = [marks(rnd, n), marks(rnd, n)];
    for (let i = 0, e = 0; i < n; i++) for (let j = 0; j < n; j++) cost[e++] = TOP - a[i]! * b[j]!;
  }
  return { rows: n, cols: n, cost };
}

const marks = (rnd: () => number, n: number): Int32Array => Int32Array.from({ length: n }, () => between(rnd, 0, 1000));

function sparse(rnd: () => number, rows: number, people: number, eligible: number, kind: Kind, stay: boolean): Pairs {
  const [a, b] = [marks(rnd, people), marks(rnd, rows)];
  const holder = stay ? shuffled(rnd, people).slice(0, rows).map((i) => (rnd() < 0.8 ? i : -1)) : undefined;
  const start = new Int32Array(rows + 1);
  const col = new Int32Array(rows * (eligible + 2));
  const cost = new Int32Array(rows * (eligible + 2));
  let n = 0;
  for (let i = 0; i < rows; i++) {
    const some = Array.from({ length: eligible }, () => Math.floor(rnd() * people));
    if (holder && holder[i]! >= 0) some.push(holder[i]!);
    for (const j of [...new Set(some)].sort((x, y) => x - y)) {
      col[n] = j;
      cost[n++] = kind === 'uniform' || (holder && holder[i] === j) ? between(rnd, 0, TOP - 1) : TOP - a[j]! * b[i]!;
    }
    if (stay) {
      col[n] = people + i;
      cost[n++] = VACANT;
    }
    start[i + 1] = n;
  }
  return { rows, cols: people + (stay ? rows : 0), start, col: col.slice(0, n), cost: cost.slice(0, n) };
}

/** The file of an instance in a folder, written unless it is there. */
export function file(folder: string, name: string): string {
  const path = join(folder, `${name}.${name.startsWith('dense') ? 'dn' : 'sp'}`);
  if (existsSync(path)) return path;
  const { rows, cols, start, col, cost } = make(name);
  const out = openSync(`${path}.part`, 'w');
  const write = (array: Int32Array): void => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let at = 0; at < bytes.length; ) at += writeSync(out, bytes, at);
  };
  if (start && col) for (const part of [Int32Array.of(rows, cols, cost.length), start, col, cost]) write(part);
  else for (const part of [Int32Array.of(rows, cols), cost]) write(part);
  closeSync(out);
  renameSync(`${path}.part`, path);
  return path;
}

/** The arrays of a file, where they lie in its bytes. */
export function read(path: string): Pairs {
  const { buffer, byteOffset, length } = readFileSync(path);
  const all = new Int32Array(buffer, byteOffset, length / 4);
  const [rows = 0, cols = 0, pairs = 0] = all;
  if (path.endsWith('.dn')) return { rows, cols, cost: all.subarray(2) };
  const from = 3 + rows + 1;
  return { rows, cols, start: all.subarray(3, from), col: all.subarray(from, from + pairs), cost: all.subarray(from + pairs) };
}
