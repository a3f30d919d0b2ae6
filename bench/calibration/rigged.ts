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

/** `clear`: points that whoever was lifted is put above the next, on top of the 0.3 of the city. */
const CITIES: readonly (readonly [name: string, favour: Partial<Favour>, clear: number])[] = [
  ['none', {}, 0],
  ['open: odds of 8 for whoever has a tie', { odds: 8 }, 0],
  ['40 of 240 ratings rigged, just above the next', { rigged: 40 }, 0],
  ['40 of 240 ratings rigged, eight points clear', { rigged: 40 }, 8],
];

/** Cities of 240 decisions; the tie asked about is kinship with the decider. */
export async function whatRungsSay(runs: number, seed: number): Promise<RungCounts[]> {
  const rows: RungCounts[] = [];
  for (const [name, favour, clear] of CITIES) {
    const [crude, merit]: [number[], number[]] = [[], []];
    const low = { crude: 0, merit: 0, winners: 0 };
    const claims: Partial<Record<Claim, number>> = {};
    for (let run = 0; run < runs; run++) {
      const { past: made, planted } = world({ seed: seed + run, favour });
      const lifted = new Set(planted.filter((plant) => plant.code === 'tie-effect').map((plant) => `${plant.decision} ${plant.person}`));
      const past = { ...made, candidates: made.candidates!.map((c) => (clear > 0 && lifted.has(`${c.decision} ${c.person}`) ? { ...c, score: c.score! + clear } : c)) };
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
