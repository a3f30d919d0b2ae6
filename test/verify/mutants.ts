import { between } from '../support/markets.js';
import type { Loose } from './builder.js';

// Small changes of certificates, of the kind that would turn a false claim into a proof. Generic: whatever has the shape of docs/formats.md section 5.

/** Every object and list in a value. */
function inside(value: Loose, found: Loose[] = []): Loose[] {
  if (typeof value !== 'object' || value === null) return found;
  found.push(value);
  for (const part of Object.values(value)) inside(part, found);
  return found;
}

const pick = <T>(rnd: () => number, list: readonly T[]): T | undefined => list[between(rnd, 0, list.length - 1)];

function otherNumber(value: number, rnd: () => number): number {
  switch (between(rnd, 0, 7)) {
    case 0:
      return value + 1;
    case 1:
      return value - 1;
    case 2:
      return -value;
    case 3:
      return value * 2;
    case 4:
      return Math.trunc(value / 2);
    case 5:
      return value + between(rnd, -20_000, 20_000);
    case 6:
      return value - between(rnd, 1, 1_000_000);
    default:
      return between(rnd, -3, 3);
  }
}

/** The certificate of a plan changed in place once; false where the place chosen could not be changed. */
export function mutate(certificate: Loose, rnd: () => number): boolean {
  const parts = inside(certificate);
  const trees = parts.filter((part) => 'in' in part);
  const bounds = parts.filter((part) => Array.isArray(part.people));
  const pairs = parts.filter((part) => Array.isArray(part) && part.length === 2 && typeof part[1] === 'number');
  switch (between(rnd, 0, 12)) {
    case 0:
    case 1:
    case 2: {
      const one = pick(rnd, pairs);
      if (one) one[1] = otherNumber(one[1], rnd);
      return one !== undefined;
    }
    case 3: {
      const one = pick(rnd, bounds);
      if (!one) return false;
      const D = between(rnd, 1, 4);
      if (D > 1) one.denominator = D;
      else delete one.denominator;
      return true;
    }
    case 4: { // the two sides change places, or one stands on both
      const tree = pick(rnd, trees);
      if (!tree) return false;
      if (rnd() < 0.4) [tree.in, tree.out] = [tree.out, tree.in];
      else if (rnd() < 0.5) tree.in = structuredClone(tree.out);
      else tree.out = structuredClone(tree.in);
      return true;
    }
    case 5: { // a branch is cut away
      const [from, to] = [pick(rnd, parts.filter((part) => 'in' in part || 'tree' in part)), pick(rnd, bounds)];
      if (!from || !to) return false;
      const { people, positions, denominator, rows, none } = structuredClone(to);
      const leaf = { people, positions, ...(denominator && { denominator }), ...(rows && { rows }), ...(none && { none }) };
      if ('tree' in from) from.tree = leaf;
      else from[pick(rnd, ['in', 'out'])!] = leaf;
      return true;
    }
    case 6: {
      const tree = pick(rnd, trees);
      if (!tree) return false;
      if (rnd() < 0.5) tree.positions.splice(between(rnd, 0, tree.positions.length), 1);
      else tree.positions = [...new Set<string>([...tree.positions, pick(rnd, trees)!.positions[0] ?? 'q0'])].sort();
      return true;
    }
    case 7: {
      const tree = pick(rnd, trees);
      if (tree) tree.person = pick(rnd, trees)!.person;
      return tree !== undefined;
    }
    case 8: {
      const leaf = pick(rnd, parts.filter((part) => Array.isArray(part.people) && !('stage' in part)));
      if (!leaf) return false;
      if (leaf.none) delete leaf.none;
      else leaf.none = true;
      return true;
    }
    case 9: { // duals come, go and wander
      const [one, other] = [pick(rnd, bounds), pick(rnd, bounds)];
      if (!one || !other) return false;
      const side = pick(rnd, ['people', 'positions'] as const)!;
      if (rnd() < 0.5) one[side].splice(between(rnd, 0, one[side].length), 1);
      else one[side] = structuredClone(other[side]);
      return true;
    }
    case 10: {
      const [one, other] = [pick(rnd, bounds), pick(rnd, bounds.filter((part) => part.rows))];
      if (!one || !other) return false;
      if (one.rows && rnd() < 0.4) one.rows.splice(between(rnd, 0, one.rows.length), 1);
      else one.rows = [...new Map([...(one.rows ?? []), ...structuredClone(other.rows)].map((row: Loose) => [JSON.stringify(row[0]), row])).values()].sort((a: Loose, b: Loose) => (JSON.stringify(a[0]) < JSON.stringify(b[0]) ? -1 : 1));
      if (one.rows.length === 0) delete one.rows;
      return true;
    }
    case 11: {
      const [one, other] = [pick(rnd, parts.filter((part) => part.rows)), pick(rnd, parts.filter((part) => part.rows))];
      const [row, by] = [pick<Loose>(rnd, one?.rows ?? []), pick<Loose>(rnd, other?.rows ?? [])];
      if (!row || !by) return false;
      row[0] = structuredClone(by[0]);
      return true;
    }
    default: {
      const stage = pick<Loose>(rnd, certificate.stages);
      if (!stage) return false;
      if (stage.tree && rnd() < 0.5) delete stage.tree;
      else stage.value = otherNumber(stage.value, rnd);
      return true;
    }
  }
}

/** A copy of a certificate with one to three changes. */
export function mutant(certificate: Loose, rnd: () => number): Loose {
  const copy = structuredClone(certificate);
  for (let left = between(rnd, 1, 3), tries = 0; left > 0 && tries < 30; tries++) if (mutate(copy, rnd)) left--;
  return copy;
}
