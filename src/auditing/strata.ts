import type { Table2x2 } from '../stats/index.js';
import type { Case, Considered } from './case.js';

/** What a stratum can be made of without a column of that name. */
const OF_DECISION: Readonly<Record<string, (c: Case, p: Considered) => string>> = {
  decision: (c) => c.id,
  unit: (c) => c.unit ?? 'missing',
  level: (c) => (c.level === null ? 'missing' : String(c.level)),
  year: (c) => c.on.slice(0, 4),
  eligible: (_, p) => p.eligible,
};

/** The tenth of the scores of his decision in which somebody's score lies. */
export const SCORE_TENTH = 'score-tenth';

interface Coding {
  /** For each person a number from 0 to `size` - 1. */
  readonly codes: Int32Array;
  readonly size: number;
}

/** Everybody considered, flat, and cut into strata: each name of a list cuts the strata of those before it. */
export class Everybody {
  readonly people: readonly Considered[];
  readonly chosen: Uint8Array;
  private readonly decisions: readonly Case[];
  private readonly columns = new Map<string, Coding>();
  private readonly cuts = new Map<string, Coding>();
  private readonly names = new Set<string>();

  constructor(cases: readonly Case[]) {
    const people: Considered[] = [];
    const decisions: Case[] = [];
    for (const c of cases) {
      for (const p of c.people) {
        people.push(p);
        decisions.push(c);
        for (const name of p.strata.keys()) this.names.add(name);
      }
    }
    this.people = people;
    this.decisions = decisions;
    this.chosen = Uint8Array.from(people, (p) => (p.chosen ? 1 : 0));
  }

  /** For each person 1 connected, 0 not, 2 unknown. */
  connected(tie: string): Uint8Array {
    return Uint8Array.from(this.people, (p) => ({ true: 1, false: 0, undefined: 2 })[`${p.ties.get(tie)}`]);
  }

  /**
   * One table [[connected chosen, connected not], [others chosen, others not]] a stratum, those of nobody left out; whoever's tie is unknown is in none.
   * O(people * names), each cut made once.
   */
  tables(connected: Uint8Array, by: readonly string[]): Table2x2[] {
    const { codes, size } = this.cut(by);
    const counts = new Int32Array(4 * size);
    for (let i = 0; i < codes.length; i++) if (connected[i] !== 2) counts[4 * codes[i]! + (connected[i] === 1 ? 0 : 2) + (this.chosen[i] === 1 ? 0 : 1)]!++;
    const found: Table2x2[] = [];
    for (let k = 0; k < counts.length; k += 4) {
      const [a, b, c, d] = [counts[k]!, counts[k + 1]!, counts[k + 2]!, counts[k + 3]!];
      if (a + b + c + d > 0) found.push([[a, b], [c, d]]);
    }
    return found;
  }

  private cut(by: readonly string[]): Coding {
    const key = JSON.stringify(by);
    const known = this.cuts.get(key);
    if (known) return known;
    const made = by.length === 0 ? { codes: new Int32Array(this.people.length), size: 1 } : refine(this.cut(by.slice(0, -1)), this.column(by.at(-1)!));
    this.cuts.set(key, made);
    return made;
  }

  /** Of those of known score in one decision, which tenth somebody is in: ten times the share of lower scores, rounded down, so that equals stay together. */
  private tenths(): (c: Case, p: Considered) => string {
    const lower = new Map<Case, { readonly of: number; readonly below: ReadonlyMap<number, number> }>();
    return (c, { score }) => {
      if (score === null) return 'missing';
      let known = lower.get(c);
      if (!known) {
        const scores = c.people.flatMap((p) => p.score ?? []).sort((x, y) => x - y);
        const below = new Map<number, number>();
        for (const [k, value] of scores.entries()) if (!below.has(value)) below.set(value, k);
        lower.set(c, (known = { of: scores.length, below }));
      }
      return String(Math.floor((10 * known.below.get(score)!) / known.of));
    };
  }

  private column(name: string): Coding {
    const known = this.columns.get(name);
    if (known) return known;
    const own = this.names.has(name) ? undefined : name === SCORE_TENTH ? this.tenths() : OF_DECISION[name];
    const of = new Map<string, number>();
    const codes = Int32Array.from(this.people, (p, i) => {
      const value = own ? own(this.decisions[i]!, p) : (p.strata.get(name) ?? 'missing');
      let code = of.get(value);
      if (code === undefined) of.set(value, (code = of.size));
      return code;
    });
    const made = { codes, size: of.size };
    this.columns.set(name, made);
    return made;
  }
}

/** Strata numbered anew by (stratum, value): a number each, so that no text has to be put together for a row. */
function refine(strata: Coding, column: Coding): Coding {
  const of = new Map<number, number>();
  const codes = new Int32Array(strata.codes.length);
  for (let i = 0; i < codes.length; i++) {
    const pair = strata.codes[i]! * column.size + column.codes[i]!;
    let code = of.get(pair);
    if (code === undefined) of.set(pair, (code = of.size));
    codes[i] = code;
  }
  return { codes, size: of.size };
}
