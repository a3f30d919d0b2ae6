import { dayNumber } from '../../eligibility/index.js';
import type { SealedPolicy } from '../../intake/index.js';
import { deepFreeze } from '../../model/frozen.js';
import { compareIds } from '../../model/ids.js';
import type { Round } from '../../model/round.js';
import { openMarket, type RoundMarket } from '../../solving/index.js';
import { conduct } from '../conduct.js';
import { Draws } from '../draws.js';
import type { Organisation, Regime, Scenario, World } from '../scenario.js';
import { NEWCOMER } from '../names.js';
import { roundOf } from '../round-of.js';
import { settingOf } from '../setting.js';
import { simulate } from '../simulate.js';
import { openState, rosterOf } from '../state.js';
import { performance } from '../work.js';
import type { State, Year } from '../year.js';
import { groupsOf, winnersOf, type RatedGroup, type Seating } from './people.js';

/** An organisation a year on, in which nobody moved, and what its units had as scores: where all policies begin. */
export interface Start {
  readonly organisation: Organisation;
  readonly units: Year['units'];
}

/**
 * The year before the round: evidence, vacancies and newcomers are then the luck of the seed, and no policy has had a hand in it. Whoever is on study leave is taken as
 * back.
 * @throws {MeritError} (as a rejection) as `simulate`
 */
export async function yearBefore(organisation: Organisation, world: World, policy: SealedPolicy, seed: number, signal: AbortSignal | undefined): Promise<Start> {
  const scenario: Scenario = { organisation, world, years: 1, seed, regime: { policy, choose: 'none' } };
  for await (const year of simulate(scenario, { ...(signal && { signal }) })) return { organisation: laterOn(organisation, year.state!), units: year.units };
  throw new Error('a simulation without a year');
}

function laterOn(organisation: Organisation, { people, day }: State): Organisation {
  const ids = new Set(people.map((p) => p.id));
  const known = (id: string): string => (NEWCOMER.test(id) ? `came-${id}` : id); // ids of newcomers are for a life of its own
  return {
    ...organisation,
    on: day,
    members: people.map(({ id, born, joined, seat, since, connected, traits, evidence }) => ({
      id: known(id), born, joined, ...(seat !== undefined && since !== undefined && { seat, since }), connected,
      traits: Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, value / 100])), evidence: [...evidence],
    })),
    relations: organisation.relations.filter(({ a, b }) => ids.has(a) && ids.has(b)),
  };
}

/** How a round is held: other rounds, policies and lots than the honest ones are the attacker's. */
export interface Holding {
  readonly round: Round;
  /** With its lottery committed. */
  readonly policy: SealedPolicy;
  /** A number that makes the lots of the post-by-post ways other ones; 0 for those of the seed. */
  readonly lots?: number;
}

/** One round under one policy, held honestly, and the means to hold it otherwise. */
export interface Bench {
  readonly world: World;
  readonly regime: Regime;
  readonly round: Round;
  /** The policy of the regime with the lottery of the seed. */
  readonly policy: SealedPolicy;
  readonly market: RoundMarket;
  readonly connected: ReadonlySet<string>;
  readonly draws: Draws;
  readonly groups: readonly RatedGroup[];
  readonly honest: Seating;
  /** Who got a higher or a first post honestly. */
  readonly winners: ReadonlySet<string>;
  /** Whether the way to choose proposes a plan that a trail could hold. */
  readonly planned: boolean;
  /** The seats after a round; nobody declines. @throws {MeritError} as `conduct` */
  readonly hold: (holding: Holding) => Promise<Seating>;
  /** What the holders of a seating are worth once they know their posts, in hundredths of a point, summed. */
  readonly worth: (seats: Seating) => number;
  /** Score of a unit with those below it, in hundredths of a point a seat; null without a seat. */
  readonly scoreOf: (group: RatedGroup) => number | null;
}

/** Opens the round of the day on which a start stands, under a regime, and holds it honestly. */
export async function openBench({ organisation, units }: Start, world: World, regime: Regime, seed: number, signal: AbortSignal | undefined): Promise<Bench> {
  const scenario: Scenario = { organisation, world, years: 1, seed, regime };
  const state = openState(scenario);
  const setting = settingOf(scenario);
  const round = deepFreeze(roundOf(state, scenario, organisation.on));
  const { policy } = setting;
  const draws = new Draws(seed);
  const connected = new Set(state.people.filter((p) => p.connected).map((p) => p.id));
  const employees = new Map(rosterOf(state, setting).people.map((p) => [p.id, p]));
  const { learning: _, ...work } = world.work;
  const on = dayNumber(organisation.on);
  const scored = new Map(units.map((u) => [u.unit, u]));

  const hold = async ({ round: held, policy: under, lots = 0 }: Holding): Promise<Seating> => {
    const order = [...held.people].map(({ id }) => ({ id, lot: draws.of('gaming/lot', id, lots).next() >>> 0 })).sort((a, b) => a.lot - b.lot || compareIds(a.id, b.id));
    const place = new Map<string, number>(order.map(({ id }, k) => [id, k]));
    const { seats } = await conduct({
      round: deepFreeze(held), regime: { ...regime, policy: under }, declines: { promotion: new Set(), other: new Set() }, connected,
      lot: (person) => place.get(person)!, ...(signal && { signal }),
    });
    return seats;
  };
  const honest = await hold({ round, policy });
  const market = openMarket(round, policy.policy);
  return {
    world, regime, round, policy, market, connected, draws, honest, hold,
    groups: groupsOf(round),
    winners: winnersOf(market, honest),
    planned: ['pack', 'levels', 'total'].includes(regime.choose ?? 'pack'),
    worth: (seats) => [...seats].reduce((sum, [id, seat]) => sum + performance(employees.get(id)!, setting.postOf.get(seat)!, on, work), 0),
    scoreOf: ({ units: ids }) => {
      const own = [...ids].flatMap((id) => scored.get(id) ?? []);
      const seats = own.reduce((sum, u) => sum + u.seats, 0);
      return seats === 0 ? null : Math.round(own.reduce((sum, u) => sum + u.score, 0) / seats);
    },
  };
}
