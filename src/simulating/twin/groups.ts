import type { Position, Round } from '../../model/round.js';
import type { Policy } from '../../policy/index.js';
import { GROUP } from './margins.js';

/** People whose margins are taken together: those who hold posts of some levels, or none. */
export interface Group {
  /** Levels by the policy's names, highest first; `null` is nobody's post. */
  readonly levels: readonly (string | null)[];
  /** Rows of the people, in the order of ids. */
  readonly rows: readonly number[];
}

/** People by the level of the post they hold, from the top; what holds fewer than GROUP people is joined with the next below, and a last small one with the one above. */
export function groupsOf(round: Round, policy: Policy): Group[] {
  const levelOf = new Map<string, string>(round.positions.map((p) => [p.id, p.level]));
  const levels: (string | null)[] = [...policy.levels.map((l) => l.id).reverse(), null];
  const groups: { levels: (string | null)[]; rows: number[] }[] = [];
  let open: { levels: (string | null)[]; rows: number[] } = { levels: [], rows: [] };
  for (const level of levels) {
    const rows = round.people.flatMap((p, row) => ((p.seat === undefined ? null : levelOf.get(p.seat)) === level ? [row] : []));
    if (rows.length === 0) continue;
    open = { levels: [...open.levels, level], rows: [...open.rows, ...rows] };
    if (open.rows.length < GROUP) continue;
    groups.push(open);
    open = { levels: [], rows: [] };
  }
  const last = groups.at(-1);
  if (open.rows.length > 0 && last) groups[groups.length - 1] = { levels: [...last.levels, ...open.levels], rows: [...last.rows, ...open.rows] };
  return groups.map((g) => ({ levels: g.levels, rows: g.rows.sort((a, b) => a - b) }));
}

/**
 * The field of a post, public knowledge: the first text attribute (by name) that at least half of the posts state, in 2 to 50 words; without one the topmost unit.
 */
export function fieldsOf({ positions, units }: Round): (position: Position) => string {
  const parent = new Map<string, string | undefined>(units.map((u) => [u.id, u.parent]));
  const top = (unit: string): string => {
    const above = parent.get(unit);
    return above === undefined ? unit : top(above);
  };
  const names = [...new Set(positions.flatMap((p) => Object.keys(p.attributes ?? {})))].sort();
  const field = names.find((name) => {
    const values = positions.flatMap((p) => p.attributes?.[name] ?? []);
    const words = new Set(values);
    return positions.every((p) => typeof (p.attributes?.[name] ?? '') === 'string') && 2 * values.length >= positions.length && words.size >= 2 && words.size <= 50;
  });
  return (position) => (field === undefined ? undefined : (position.attributes?.[field] as string | undefined)) ?? top(position.unit);
}
