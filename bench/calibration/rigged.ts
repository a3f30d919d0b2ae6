/** What each rung says where favour is open, and where it went through the ratings: conditioning on a rigged rating hides it. */
import type { Claim } from 'meritra/audit';
import { auditBy } from '../../src/auditing/audit.js';
import { PARTS } from '../../src/auditing/parts.js';
import { world, type Favour } from '../../examples/audit/world.js';

export interface RungCounts {
  readonly favour: string;
  readonly runs: number;
  /** Cities with p at most 0.05, for more winners with a tie, by rung. */
  readonly crude: number;
  readonly winners: number;
  readonly merit: number;
  /** Middle odds ratios over the cities. */
  readonly oddsRatio: { readonly crude: number; readonly merit: number };
  readonly claims: Readonly<Partial<Record<Claim, number>>>;
}

const CITIES: readonly (readonly [name: string, favour: Partial<Favour>])[] = [
  ['none', {}],
  ['open: odds of 8 for whoever has a tie', { odds: 8 }],
  ['rigged ratings: 40 of 240 decisions', { rigged: 40 }],
];

/** Cities of 240 decisions; the tie asked about is kinship with the decider. */
export async function whatRungsSay(runs: number, seed: number): Promise<RungCounts[]> {
  const rows: RungCounts[] = [];
  for (const [name, favour] of CITIES) {
    const [crude, merit]: [number[], number[]] = [[], []];
    const low = { crude: 0, merit: 0, winners: 0 };
    const claims: Partial<Record<Claim, number>> = {};
    for (let run = 0; run < runs; run++) {
      const { past } = world({ seed: seed + run, favour });
      const found = await auditBy(PARTS.filter((part) => part.name === 'ladders'), past, { draws: 99, ties: [{ id: 'kin', label: 'kin of the decider', from: 'relations', kinds: ['kin'], degree: 4, roles: ['decider'] }] });
      const ladder = found.ladders[0]!;
      for (const rung of ladder.rungs) {
        if (rung.name !== 'crude' && rung.name !== 'merit') continue;
        const ratio = rung.oddsRatio === 'infinite' ? Infinity : (rung.oddsRatio ?? NaN);
        (rung.name === 'crude' ? crude : merit).push(ratio);
        if ((rung.test.p ?? 1) <= 0.05 && ratio > 1) low[rung.name]++;
      }
      if ((ladder.winners?.p.greater ?? 1) <= 0.05) low.winners++;
      claims[ladder.claim] = (claims[ladder.claim] ?? 0) + 1;
    }
    rows.push({ favour: name, runs, ...low, oddsRatio: { crude: middle(crude), merit: middle(merit) }, claims });
  }
  return rows;
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
