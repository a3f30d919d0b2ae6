/** What each rung says where favour is open, and where it went through the ratings: conditioning on a rigged rating hides it. */
import type { AuditOptions, Claim, Past } from '../../src/audit.js';
import { auditBy } from '../../src/auditing/audit.js';
import { PARTS } from '../../src/auditing/parts.js';
import { random } from '../../examples/city/random.js';
import { world, type Favour } from '../../examples/audit/world.js';
import { lifted, vacancies } from './random-worlds.js';

export interface RungCounts {
  readonly favour: string;
  readonly runs: number;
  /** Worlds with p at most 0.05, for more winners with a tie, by rung. */
  readonly crude: number;
  readonly winners: number;
  readonly merit: number;
  /** Middle odds ratios over the worlds. */
  readonly oddsRatio: { readonly crude: number; readonly merit: number };
  readonly claims: Readonly<Partial<Record<Claim, number>>>;
}

const KIN: AuditOptions = { ties: [{ id: 'kin', label: 'kin of the decider', from: 'relations', kinds: ['kin'], degree: 4, roles: ['decider'] }] };
const city = (favour: Partial<Favour>) => (seed: number): Past => world({ seed, favour }).past;

const WORLDS: readonly { readonly name: string; readonly make: (seed: number) => Past; readonly options?: AuditOptions }[] = [
  { name: 'none, the city', make: city({}), options: KIN },
  { name: 'open: odds of 8, the city', make: city({ odds: 8 }), options: KIN },
  { name: 'in 40 of 240 decisions ratings lifted just above the next, and always chosen, the city', make: city({ rigged: 40 }), options: KIN },
  { name: 'all ratings of the connected four points too high, chosen by the ratings, 120 vacancies', make: (seed) => lifted(random(seed * 7919 + 20), vacancies(random(seed * 7919 + 19), 120), 4) },
];

/** What the ladder of the tie says in worlds of each make; in the cities, of 240 decisions, the tie is kinship with the decider. */
export async function whatRungsSay(runs: number, seed: number): Promise<RungCounts[]> {
  const rows: RungCounts[] = [];
  for (const { name, make, options } of WORLDS) {
    const [crude, merit]: [number[], number[]] = [[], []];
    const low = { crude: 0, merit: 0, winners: 0 };
    const claims: Partial<Record<Claim, number>> = {};
    for (let run = 0; run < runs; run++) {
      const found = await auditBy(PARTS.filter((part) => part.name === 'ladders'), make(seed + run), { draws: 99, ...options });
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
