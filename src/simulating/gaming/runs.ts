import { MeritError } from '../../errors/index.js';
import { pause } from '../../kernel/index.js';
import { dayNumber } from '../../eligibility/index.js';
import type { SealedPolicy } from '../../intake/index.js';
import { deepFreeze } from '../../model/frozen.js';
import { formatDay } from '../../model/calendar.js';
import type { Requirement } from '../../model/round.js';
import { openMarket } from '../../solving/index.js';
import { commitLottery } from '../lottery.js';
import type { Bench } from './bench.js';
import { hundredths, latest } from './change.js';
import { ATTACKS, type Attack, type Signal } from './document.js';
import { inflated } from './inflation.js';
import { colluded, marksOf, type Marks } from './panel.js';
import { candidatesFor, drawFavourite, drawGroup, winnersOf, type Favourite, type Seating } from './people.js';
import { demandsRecord, panelRecord, weightsRecord } from './record.js';
import { flagged, lenient, type Answer } from './signs.js';
import { tailor, tailored } from './tailoring.js';
import { honestly, partOf, tried, type Told } from './trail-signs.js';
import { shop, SHOPPED, withWeights } from './weights.js';

/** Most rounds that are held again, and the days between them where the day changes. */
export const ATTEMPTS = { most: 10, days: 1 } as const;

/** What a sign says of the attacked round and of the honest one. */
export interface Asked {
  readonly signal: Signal;
  readonly attacked: Answer;
  readonly honest: Answer;
}

/** One attack of one strength in one round. */
export interface Attacked {
  readonly strength: string;
  /** Posts more than honestly. */
  readonly gain: number;
  /** Worth of the seating, honest less attacked, in hundredths of a point. */
  readonly lost: number;
  readonly tries: number;
  readonly asked: readonly Asked[];
}

/** Runs one attack in all its strengths; empty where the round has nobody to favour. */
export function run(attack: Attack, bench: Bench, signal: AbortSignal | undefined): Promise<readonly Attacked[]> {
  return RUNS[attack](bench, signal);
}

const RUNS: Readonly<Record<Attack, (bench: Bench, signal: AbortSignal | undefined) => Promise<readonly Attacked[]>>> = { inflation, collusion, tailoring, weights, attempts };

const lostIn = (bench: Bench, seats: Seating): number => bench.worth(bench.honest) - bench.worth(seats);
const favouriteOf = ({ market, honest, connected, draws }: Bench, may?: (person: number) => boolean): Favourite | null => drawFavourite(market, honest, connected, draws, may);
const wins = (bench: Bench, seats: Seating, person: string): boolean => winnersOf(bench.market, seats).has(person);

async function inflation(bench: Bench): Promise<readonly Attacked[]> {
  const { round, policy, groups, draws, world } = bench;
  const group = drawGroup(round, groups, draws);
  const ratings = world.measures.filter((m) => m.kind === 'rating');
  if (!group || ratings.length === 0) return [];
  const people = new Set(group.people);
  const of = (winners: ReadonlySet<string>): number => [...winners].filter((id) => people.has(id)).length;
  const honest = lenient(round, ratings, group, groups, bench.scoreOf);
  const results: Attacked[] = [];
  for (const { strength, points } of ATTACKS.inflation) {
    const changed = inflated(round, policy.policy, ratings, people, hundredths(points));
    const seats = await bench.hold({ round: changed, policy });
    results.push({
      strength, gain: of(winnersOf(bench.market, seats)) - of(bench.winners), lost: lostIn(bench, seats), tries: 1,
      asked: [{ signal: 'leniency', attacked: lenient(changed, ratings, group, groups, bench.scoreOf), honest }],
    });
  }
  return results;
}

async function collusion(bench: Bench, signal: AbortSignal | undefined): Promise<readonly Attacked[]> {
  const { round, policy, market, draws, world } = bench;
  const tests = world.measures.flatMap((m) => (m.kind === 'test' && !m.bands ? [m.attribute] : []));
  const favourite = favouriteOf(bench, (i) => tests.every((test) => latest(round, round.people[i]!, test))); // a panel lifts what it judged
  if (!favourite || tests.length === 0) return [];
  const at = round.positions.findIndex((p) => p.id === favourite.position);
  const own = round.people.findIndex((p) => p.id === favourite.person);
  const judged = candidatesFor(market, at);
  const names = judged.map((i) => round.people[i]!.id as string);
  const rivals = new Set(judged.filter((i) => i !== own && market.fits.low(i, at) >= market.fits.low(own, at)).map((i) => round.people[i]!.id as string));
  const honestMarks = new Map<string, Marks>(tests.map((test) => [test, marksOf(round, test, names, draws)]));
  const honest = await flagged(panelRecord(market, bench.honest, favourite.position, honestMarks), 'rater-outlier', signal);
  const results: Attacked[] = [];
  for (const { strength, raters, points } of ATTACKS.collusion) {
    let changed = round;
    const marks = new Map<string, Marks>();
    for (const test of tests) {
      const after = colluded(changed, policy.policy, test, honestMarks.get(test)!, favourite.person, rivals, { raters, by: hundredths(points) });
      changed = after.round;
      marks.set(test, after.marks);
    }
    const seats = await bench.hold({ round: changed, policy });
    const attacked = await flagged(panelRecord(openMarket(changed, policy.policy), seats, favourite.position, marks), 'rater-outlier', signal);
    results.push({ strength, gain: Number(wins(bench, seats, favourite.person)), lost: lostIn(bench, seats), tries: 1, asked: [{ signal: 'rater-outlier', attacked, honest }] });
  }
  return results;
}

async function tailoring(bench: Bench, signal: AbortSignal | undefined): Promise<readonly Attacked[]> {
  const { round, policy, market, honest } = bench;
  const favourite = favouriteOf(bench);
  if (!favourite) return [];
  const demands = tailor(market, favourite);
  const changed = deepFreeze(tailored(round, favourite.position, demands));
  const seats = demands.length === 0 ? honest : await bench.hold({ round: changed, policy });
  const now = openMarket(changed, policy.policy);
  // what every post asks: the letters of the world
  const usual = bench.world.measures.flatMap((m): Requirement[] => (m.kind === 'letter' ? [{ attribute: m.attribute, is: '=', value: true }] : []));
  const results: Attacked[] = [];
  for (const { strength } of ATTACKS.tailoring) {
    const asked: Asked[] = [];
    for (const sign of ['tailored-requirements', 'single-effective-candidate'] as const) {
      if (demands.length === 0) continue; // he cannot be told apart: there is nothing to find
      const record = demandsRecord(now, market, seats, favourite.position, usual, strength === 'late');
      const before = demandsRecord(market, market, honest, favourite.position, usual, false);
      asked.push({ signal: sign, attacked: await flagged(record, sign, signal), honest: await flagged(before, sign, signal) });
    }
    results.push({ strength, gain: Number(wins(bench, seats, favourite.person)), lost: lostIn(bench, seats), tries: 1, asked });
  }
  return results;
}

/** What the trail says of a run that took the place of the honest one; nothing where the way to choose proposes no plan. */
function trailSigns(planned: boolean, attacked: Told | null, honest: Told | null): readonly Asked[] {
  const of = (told: Told | null, answer: (told: Told) => boolean): Answer => (planned && told ? answer(told) : null);
  return [
    { signal: 'trail-refused', attacked: of(attacked, (t) => t.refused !== null), honest: of(honest, (t) => t.refused !== null) },
    { signal: 'trail-attempts', attacked: of(attacked, (t) => t.attempts > 1), honest: of(honest, (t) => t.attempts > 1) },
  ];
}

async function weights(bench: Bench, signal: AbortSignal | undefined): Promise<readonly Attacked[]> {
  const { round, policy, market, honest } = bench;
  const favourite = favouriteOf(bench);
  if (!favourite) return [];
  let found: { readonly policy: SealedPolicy; readonly seats: Seating } | undefined;
  let tries = 0;
  for (const vector of shop(market, favourite, bench.draws.of('gaming/weights', favourite.person)).slice(0, SHOPPED.held)) {
    await pause(signal);
    const other = resealed(policy, vector);
    if (!other) continue; // the pack's own rules forbid these
    tries += 1;
    const seats = await bench.hold({ round, policy: other });
    if (!wins(bench, seats, favourite.person)) continue;
    found = { policy: other, seats };
    break;
  }
  const part = partOf(market, favourite);
  const before = await flagged(weightsRecord(market, honest, favourite.position, null), 'tailored-weights', signal);
  const toldBefore = bench.planned ? await honestly({ round: part, policy }) : null;
  const results: Attacked[] = [];
  for (const { strength } of ATTACKS.weights) {
    const late = strength === 'late';
    const asked: Asked[] = [];
    if (found) { // who finds no weights leaves those that stand
      const record = weightsRecord(openMarket(round, found.policy.policy), found.seats, favourite.position, late ? policy.policy.weights : null);
      asked.push({ signal: 'tailored-weights', attacked: await flagged(record, 'tailored-weights', signal), honest: before });
      const told = !bench.planned ? null : late ? await tried({ round: part, policy }, { round: part, policy: found.policy }) : await honestly({ round: part, policy: found.policy });
      asked.push(...trailSigns(bench.planned, told, toldBefore));
    }
    results.push({ strength, gain: found ? 1 : 0, lost: found ? lostIn(bench, found.seats) : 0, tries, asked });
  }
  return results;
}

function resealed(policy: SealedPolicy, weights: Readonly<Record<string, number>>): SealedPolicy | null {
  try {
    return withWeights(policy, weights);
  } catch (error) {
    if (error instanceof MeritError) return null;
    throw error;
  }
}

async function attempts(bench: Bench, signal: AbortSignal | undefined): Promise<readonly Attacked[]> {
  const { round, policy, market, honest, regime } = bench;
  const favourite = favouriteOf(bench);
  if (!favourite) return [];
  const part = partOf(market, favourite);
  const toldBefore = bench.planned ? await honestly({ round: part, policy }) : null;
  const results: Attacked[] = [];
  for (const { strength } of ATTACKS.attempts) {
    let last: { readonly policy: SealedPolicy; readonly asOf: string; readonly horizon: string | undefined; readonly reveals: typeof round.reveals } | undefined;
    let [seats, tries, won] = [honest, 1, false];
    while (!won && tries <= ATTEMPTS.most) {
      await pause(signal);
      const later = (day: string): string => formatDay(dayNumber(day) + (strength === 'days' ? ATTEMPTS.days * tries : 0));
      const lottery = strength === 'lottery' ? commitLottery(regime.policy, bench.draws.of('gaming/nonce', tries).next() >>> 1) : { policy, reveals: round.reveals };
      last = { ...lottery, reveals: [...lottery.reveals], asOf: later(round.asOf), horizon: round.horizon && later(round.horizon) };
      const again = { ...round, asOf: last.asOf, ...(last.horizon !== undefined && { horizon: last.horizon }), reveals: last.reveals };
      const taken = await bench.hold({ round: again, policy: last.policy, lots: strength === 'lottery' ? tries : 0 });
      tries += 1;
      won = wins(bench, taken, favourite.person);
      if (won) seats = taken;
    }
    const other = { round: { ...part, asOf: last!.asOf, ...(last!.horizon !== undefined && { horizon: last!.horizon }), reveals: last!.reveals }, policy: last!.policy };
    const told = bench.planned ? await tried({ round: part, policy }, other) : null;
    results.push({ strength, gain: Number(won), lost: lostIn(bench, seats), tries, asked: trailSigns(bench.planned, told, toldBefore) });
  }
  return results;
}
