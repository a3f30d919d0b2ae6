import { PASS } from '../eligibility/index.js';
import { MeritError } from '../errors/index.js';
import { addMonths } from '../model/calendar.js';
import type { PersonId, PositionId } from '../model/ids.js';
import type { Round } from '../model/round.js';
import { openMarket, type RoundMarket, type Sealed } from '../solving/index.js';
import { offersOf } from './development.js';
import { Timeline } from './timeline.js';

/** Who leaves some posts, and who could follow. People are named, so that somebody can act. */
export interface Bench {
  readonly seats: number;
  /** People who hold one of the posts on the day of the round and have not retired by then. */
  readonly holders: number;
  /** Holders who retire within 1, 2, … years of the day of the round, added up: the last number holds all before it. */
  readonly leaving: readonly number[];
  /** Holders whose date of retirement is not known. They are in none of the numbers above, and nobody says that they stay. */
  readonly unknown: readonly PersonId[];
  /** People below who pass every binding rule today for one of the posts that are left (of a critical post: for it), and do not leave in the same years. */
  readonly eligible: readonly PersonId[];
  /** People who do not today and would on some day of the next twelve months if only time passed. No promise. */
  readonly readyWithinYear: readonly PersonId[];
  /** How many of the people in the two lists have no known date of retirement. */
  readonly benchUnknown: number;
}

export interface Forecast {
  readonly asOf: string;
  readonly years: number;
  /** By level, highest first; levels without an open post are left out. */
  readonly levels: readonly (Bench & { readonly level: string })[];
  /** Critical posts whose holder leaves within the years or has no known date, by id. */
  readonly critical: readonly (Bench & { readonly position: PositionId })[];
}

/**
 * The bench by dates of retirement. Whoever is pinned, out of scope or on the same level already is nobody's bench. One man may stand on the
 * bench of many posts: the numbers say where nobody stands, not who will get what.
 * @param options.years - 1 to 5 (default 5).
 * @throws {MeritError} E_NUM_RANGE for other years.
 */
export function benchForecast(round: Round, { policy }: Sealed, options: { readonly years?: number } = {}): Forecast {
  const years = options.years ?? 5;
  if (!Number.isInteger(years) || years < 1 || years > 5) throw new MeritError('E_NUM_RANGE', 'a forecast looks 1 to 5 years ahead', { path: '/years' });
  const bench = new Benches(openMarket(round, policy), years);
  const levels = policy.levels.map(({ id }, k) => ({ level: id, posts: bench.open.filter((j) => bench.levelOf(j) === k) })).reverse();
  const atRisk = bench.open.filter((j) => round.positions[j]!.critical && bench.holders(j).some((i) => bench.leavesIn(i) !== 'later'));
  return {
    asOf: round.asOf,
    years,
    levels: levels.filter(({ posts }) => posts.length > 0).map(({ level, posts }) => ({ level, ...bench.of(posts, posts.filter((j) => bench.holders(j).some((i) => typeof bench.leavesIn(i) === 'number'))) })),
    critical: atRisk.map((j) => ({ position: round.positions[j]!.id, ...bench.of([j], [j]) })),
  };
}

class Benches {
  readonly open: readonly number[];
  private readonly market: RoundMarket;
  private readonly years: number;
  private readonly ends: readonly number[];
  private readonly holdersOf: readonly (readonly number[])[];
  private readonly offers: readonly ReadonlySet<number>[];
  private readonly ready = new Map<string, boolean>();

  constructor(market: RoundMarket, years: number) {
    const { round, seat, facts } = market;
    this.market = market;
    this.years = years;
    this.ends = Array.from({ length: years }, (_, k) => addMonths(facts.round.asOf, 12 * (k + 1)));
    this.open = [...round.positions.keys()].filter((j) => market.open[j] === 1);
    const holders: number[][] = round.positions.map(() => []);
    seat.forEach((j, i) => {
      const { retires } = facts.people[i]!;
      if (j >= 0 && (retires === undefined || retires > facts.round.asOf)) holders[j]!.push(i);
    });
    this.holdersOf = holders;
    // a frozen post may be left too: what counts is the person and the level, so the scope of posts is not asked
    const everywhere: RoundMarket = { ...market, receiving: new Uint8Array(round.positions.length).fill(1) };
    const offers = offersOf(everywhere);
    this.offers = round.people.map((_, i) => new Set(offers(i)));
  }

  holders(j: number): readonly number[] {
    return this.holdersOf[j]!;
  }

  levelOf(j: number): number {
    return this.market.facts.positions[j]!.level;
  }

  /** The year, from 0, in which somebody retires; `later`, or `unknown`. */
  leavesIn(i: number): number | 'later' | 'unknown' {
    const { retires } = this.market.facts.people[i]!;
    if (retires === undefined) return 'unknown';
    const year = this.ends.findIndex((end) => retires <= end);
    return year < 0 ? 'later' : year;
  }

  /** The bench of some posts; those in `left` are the ones that somebody must follow into. */
  of(posts: readonly number[], left: readonly number[]): Bench {
    const { round } = this.market;
    const holders = posts.flatMap((j) => this.holders(j));
    const eligible: number[] = [];
    const soon: number[] = [];
    round.people.forEach((_, i) => {
      const leaves = this.leavesIn(i);
      if (typeof leaves === 'number') return;
      const held = this.market.seat[i]!;
      const ways = left.filter((j) => this.offers[i]!.has(j) && (held < 0 || this.market.open[held] !== 1 || this.levelOf(held) < this.levelOf(j)));
      if (ways.some((j) => this.status(i, j) === PASS)) eligible.push(i);
      else if (ways.some((j) => this.readySoon(i, j))) soon.push(i);
    });
    const ids = (list: readonly number[]): readonly PersonId[] => list.map((i) => round.people[i]!.id);
    return {
      seats: posts.reduce((sum, j) => sum + (round.positions[j]!.seats ?? 1), 0),
      holders: holders.length,
      leaving: Array.from({ length: this.years }, (_, year) => holders.filter((i) => typeof this.leavesIn(i) === 'number' && Number(this.leavesIn(i)) <= year).length),
      unknown: ids(holders.filter((i) => this.leavesIn(i) === 'unknown')),
      eligible: ids(eligible),
      readyWithinYear: ids(soon),
      benchUnknown: [...eligible, ...soon].filter((i) => this.leavesIn(i) === 'unknown').length,
    };
  }

  private status(i: number, j: number): number {
    return this.market.gates.status(i, j);
  }

  /** Whether time alone brings him there within twelve months; asked once for all posts that look alike to the rules. */
  private readySoon(i: number, j: number): boolean {
    const key = `${i} ${this.market.gates.classes.classOf[j]}`;
    let known = this.ready.get(key);
    if (known === undefined) this.ready.set(key, (known = this.findReady(i, j)));
    return known;
  }

  private findReady(i: number, j: number): boolean {
    const { round, policy, gates } = this.market;
    const failing = gates.open(i, j).filter(({ rule }) => rule.binding).map(({ rule }) => rule);
    const line = new Timeline(round, policy, round.people[i]!, round.positions[j]!);
    const last = Math.min(line.lastDay(1).day, this.ends[0]!);
    // a rule on which no day of the year can make a difference ends the search before anything is asked
    if (failing.some((rule) => line.changes([rule], line.asOf + 1, last).length === 0)) return false;
    return line.firstPass(line.rules.filter((rule) => rule.binding), last) !== undefined;
  }
}
