import type { Position, Unit } from '../../model/round.js';
import { between, type Draws } from '../draws.js';
import type { Cell, Head, ShapeSpec } from './shapes.js';

/** Seats of a post of staff, and what is reckoned with while an organisation grows. */
const STAFF_SEATS = { least: 3, most: 8, usual: 5 };
/** Seats of one career family: whoever belongs to it has some dozens of posts to go to, whatever the size of the whole. */
const FAMILY_SEATS = 160;

export interface Posts {
  readonly units: Unit[];
  readonly positions: Position[];
  /** Career families, by id. */
  readonly careers: readonly string[];
}

/**
 * Units and posts of so many seats exactly: cells in the order of the shape, as many as come nearest with five seats to a post of staff; then each post of
 * staff draws three to eight, and the difference is spread one by one.
 */
export function buildPosts({ cells, levels }: ShapeSpec, posts: number, draws: Draws): Posts {
  const chosen = asManyAs(posts, cells());
  const heads = new Map<string, Head & { readonly superior?: string }>();
  for (const { over, head } of chosen) {
    [...over, head].forEach((one, k, all) => {
      const superior = all[k - 1]?.key;
      if (!heads.has(one.key)) heads.set(one.key, { ...one, ...(superior !== undefined && { superior }) });
    });
  }
  const branchOf = (cell: Cell): string => (cell.over[1] ?? cell.head).key;
  const career = careersOf(chosen, branchOf, Math.max(1, Math.round(posts / FAMILY_SEATS)));
  const careerOfUnit = new Map<string, string>();
  for (const cell of chosen) for (const { key } of [...cell.over, cell.head]) if (!careerOfUnit.has(key)) careerOfUnit.set(key, career.of.get(branchOf(cell))!);

  const units = [...heads.values()].map(({ key, name, superior }): Unit => ({ id: key, name, ...(superior !== undefined && { parent: superior }) }));
  const positions: Position[] = [...heads.values()].map(({ key, name, level, field, superior }) => ({
    id: `${key}-HEAD`,
    title: `Head of ${name}`,
    unit: key,
    level,
    ...(superior !== undefined && { superior: `${superior}-HEAD` }),
    attributes: { family: careerOfUnit.get(key)!, field },
  }));
  const staff: Position[] = [];
  for (const { head, section, sections } of chosen) {
    for (let s = 1; s <= sections; s++) {
      const shared = { unit: head.key, attributes: { family: careerOfUnit.get(head.key)!, field: head.field } };
      const id = `${head.key}-${s}`;
      positions.push({ id, title: `Head of ${section} ${s}, ${head.name}`, level: levels[1]!.id, superior: `${head.key}-HEAD`, ...shared });
      staff.push({ id: `${id}-STAFF`, title: `Staff, ${section} ${s}, ${head.name}`, level: levels[0]!.id, superior: id, ...shared });
    }
  }
  const seats = shareSeats(posts - positions.length, staff.map(({ id }) => between(STAFF_SEATS.least, STAFF_SEATS.most, draws.of('generate-seats', id))));
  positions.push(...staff.map((post, k) => ({ ...post, seats: seats[k]! })));
  return { units, positions, careers: career.names };
}

/** Seats that a cell adds at the usual number of staff: new heads above it, its own, and its sections. */
function asManyAs(posts: number, cells: Generator<Cell, never, undefined>): Cell[] {
  const chosen: Cell[] = [];
  const known = new Set<string>();
  for (let sum = 0; ; ) {
    const cell = cells.next().value;
    const added = cell.over.filter(({ key }) => !known.has(key)).length + 1 + cell.sections * (1 + STAFF_SEATS.usual);
    if (chosen.length > 0 && sum + added - posts > posts - sum) return chosen;
    sum += added;
    chosen.push(cell);
    for (const { key } of cell.over) known.add(key);
  }
}

/** Branches dealt to so many families, each to the smallest so far, the first of equals. */
function careersOf(cells: readonly Cell[], branchOf: (cell: Cell) => string, count: number): { readonly names: string[]; readonly of: ReadonlyMap<string, string> } {
  const size = new Map<string, number>();
  for (const cell of cells) size.set(branchOf(cell), (size.get(branchOf(cell)) ?? 0) + cell.sections);
  const loads = new Array<number>(Math.min(count, size.size)).fill(0);
  const names = loads.map((_, k) => `family-${k + 1}`);
  const of = new Map<string, string>();
  for (const [branch, sections] of size) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least]! += sections;
    of.set(branch, names[least]!);
  }
  return { names, of };
}

/** The drawn numbers, raised or lowered one by one in their order until they sum to `total`. */
function shareSeats(total: number, drawn: readonly number[]): number[] {
  const seats = [...drawn];
  let missing = total - seats.reduce((sum, n) => sum + n, 0);
  for (let k = 0; missing !== 0; k = (k + 1) % seats.length) {
    const step = Math.sign(missing);
    const next = seats[k]! + step;
    if (next < STAFF_SEATS.least || next > STAFF_SEATS.most) continue;
    seats[k] = next;
    missing -= step;
  }
  return seats;
}
