import { Issues } from '../errors/index.js';
import type { SealedPolicy } from '../intake/index.js';
import { addMonths, parseDay } from '../model/calendar.js';
import { compareIds } from '../model/ids.js';
import type { Evidence, Person, Position, Round, Value } from '../model/round.js';
import { LAST_SEED, whole } from './asked.js';
import { retirementDay } from './careers.js';
import { Draws, normal } from './draws.js';
import { checkOrganisation, organisationInOrder } from './parse-organisation.js';
import { cut, hundredths } from './points.js';
import { sameField } from './work.js';
import { ORGANISATION_FORMAT, type Measure, type Member, type Organisation, type World } from './scenario.js';

export interface OrganisationOfOptions {
  /** 0 to 2^31 - 1: what nobody can know of people is drawn by it. */
  readonly seed: number;
  /** Ids of people tied to whoever hands out posts, for the patronage policy; nobody if absent. */
  readonly connected?: readonly string[];
}

/** Something measured of traits: a sum of them by shares (of 1), in hundredths of a point, with the variance of its luck. */
interface Observation {
  readonly measure: string;
  readonly shares: ReadonlyMap<number, number>;
  readonly value: number;
  readonly variance: number;
}

/**
 * An organisation that begins as a real round stands: its posts, people, seats and evidence, with traits drawn from what the evidence leaves open.
 *
 * Nobody's traits are known. Before any evidence they are as newcomers' are: normal, with mean and spread of the world. Each test and rating that the world measures is taken for the
 * traits by their shares, and luck as the world says (noise, leniency, half a band's width); everybody's traits are then one draw from what is left possible by all of it, so a
 * reliable test moves them far, a noisy rating little, and somebody without evidence is anybody. Mean and spread over many seeds are those of the normal posterior: a draw before the
 * evidence is corrected by the gain of each observation in turn (Matheron's rule; see J. T. Wilson et al., JMLR 22(105):1-47, 2021). Ranges of 0..100 are cut at the end. Doubles, added, multiplied and
 * divided only; traits are written as whole hundredths of a point.
 *
 * Left behind, since a simulated year has no place for them: names, spells, wishes, consent to a lower seat, pins, waivers, actors and who judged. Dates of retirement follow from birth and the world.
 * @throws {MeritError} with every problem: E_VALUE_MISSING for a birthday, the day a post was taken or the day somebody joined that the round does not tell (no datum of the attribute that newcomers bring as `joined`, and no
 *   `since`); E_DATE_ORDER for people the world would have retired before the day of the round; E_REF_UNKNOWN for a connected person who is not there.
 */
export function organisationOf(round: Round, { policy }: SealedPolicy, world: World, { seed, connected = [] }: OrganisationOfOptions): Organisation {
  const issues = new Issues();
  whole(seed, 0, LAST_SEED, '/seed', issues);
  const people = new Set<string>(round.people.map(({ id }) => id));
  connected.forEach((id, k) => {
    if (!people.has(id)) issues.add('E_REF_UNKNOWN', `/connected/${k}`, 'refers to nobody in the round');
  });
  const posts = new Map<string, Position>(round.positions.map((post) => [post.id, post]));
  const tied = new Set(connected);
  const estimate = new Estimate(round, world, posts, new Draws(seed));
  const asOf = parseDay(round.asOf) as number;
  const members = round.people.flatMap((person, k): Member[] => {
    const at = `/people/${k}`;
    const { id, born, seat, since } = person;
    const joined = joinedOf(person, world) ?? since;
    if (born === undefined) issues.add('E_VALUE_MISSING', `${at}/born`, 'nobody retires without a birthday');
    else if (retirementDay(parseDay(born) as number, posts.get(seat ?? '')?.level, world.careers.retirement, policy.leapDay) < asOf) issues.add('E_DATE_ORDER', `${at}/born`, 'the world would have retired him before the day of the round');
    if (seat !== undefined && since === undefined) issues.add('E_VALUE_MISSING', `${at}/since`, 'time in post begins on a day');
    if (joined === undefined) issues.add('E_VALUE_MISSING', `${at}/evidence`, 'no datum says when he joined');
    if (born === undefined || joined === undefined || issues.list.length > 0) return [];
    const evidence = person.evidence.map(({ by, ...item }): Evidence => item);
    return [{ id, born, joined, ...(seat !== undefined && { seat, since: since! }), ...(tied.has(id) && { connected: true }), traits: estimate.of(person), evidence }];
  });
  issues.throwIfAny();
  const { id, title, asOf: on, sources, units, positions, relations } = round;
  const organisation: Organisation = structuredClone({ format: ORGANISATION_FORMAT, id, ...(title !== undefined && { title }), on, sources, units, positions, members, relations });
  checkOrganisation(organisation, policy, '', issues);
  issues.throwIfAny();
  return organisationInOrder(organisation);
}

/** The earliest day of all the attributes that newcomers bring as the day they came. */
function joinedOf({ evidence }: Person, { newcomers }: World): string | undefined {
  const names = new Set(newcomers.brings.filter(({ kind }) => kind === 'joined').map(({ attribute }) => attribute));
  const days = evidence.flatMap(({ attribute, value }) => (names.has(attribute) && typeof value === 'string' ? [value] : []));
  return days.sort(compareIds)[0];
}

/** Draws traits of people from what their evidence leaves open. */
class Estimate {
  private readonly traits: readonly string[];
  private readonly world: World;
  private readonly posts: ReadonlyMap<string, Position>;
  private readonly draws: Draws;
  private readonly sourceDate: ReadonlyMap<string, string>;

  constructor({ sources }: Round, world: World, posts: ReadonlyMap<string, Position>, draws: Draws) {
    this.traits = Object.keys(world.traits).sort(compareIds);
    this.world = world;
    this.posts = posts;
    this.draws = draws;
    this.sourceDate = new Map(sources.map(({ id, date }) => [id, date]));
  }

  /** Points by trait. */
  of(person: Person): Record<string, number> {
    const spread = this.traits.map((name) => this.world.traits[name]!);
    const drawn = spread.map(({ mean, sd }, t) => hundredths(mean) + normal(hundredths(sd), this.draws.of('organisation-trait', person.id, this.traits[t]!)));
    // What is still open: variances and covariances, in hundredths of a point squared.
    const open = spread.map(({ sd }, t) => spread.map((_, u) => (t === u ? hundredths(sd) * hundredths(sd) : 0)));
    for (const seen of this.observations(person)) {
      const along = open.map((row) => row.reduce((sum, covariance, u) => sum + covariance * (seen.shares.get(u) ?? 0), 0));
      const total = weighted(along, seen.shares) + seen.variance;
      if (total === 0) continue; // nothing is open, or nothing was said
      // The draw is compared with what was seen as if it too had been measured, with luck of its own.
      const luck = normal(1000, this.draws.of('organisation-luck', person.id, seen.measure));
      const missed = seen.value - weighted(drawn, seen.shares) - (luck * root(seen.variance)) / 1000;
      along.forEach((covariance, t) => (drawn[t]! += (covariance * missed) / total));
      for (let t = 0; t < along.length; t++) for (let u = 0; u < along.length; u++) open[t]![u]! -= (along[t]! * along[u]!) / total;
    }
    return Object.fromEntries(this.traits.map((name, t) => [name, cut(Math.round(drawn[t]!)) / 100]));
  }

  private observations(person: Person): Observation[] {
    return [...this.world.measures].sort((a, b) => compareIds(a.attribute, b.attribute)).flatMap((measure) => {
      if (measure.kind !== 'test' && measure.kind !== 'rating') return [];
      const item = this.latest(person, measure.attribute);
      const seen = item && read(item.value!, measure.bands);
      if (!seen) return [];
      if (measure.kind === 'test') return [this.observed(measure.attribute, measure.of, seen.value, seen.variance + square(hundredths(measure.noise)))];
      const post = this.posts.get(person.seat ?? '');
      const day = item.date ?? this.sourceDate.get(item.source)!;
      const working = post && person.since! <= day; // else he was rated in another post, or without one, of which nothing is known
      const shares = working ? this.world.work.levels[post.level] : person.seat === undefined ? this.world.work.unseated : undefined;
      if (!shares) return [];
      const lost = working ? this.lost(person, post, day) : 0;
      return [this.observed(measure.attribute, shares, seen.value + lost, seen.variance + square(hundredths(measure.noise)) + (working ? square(hundredths(measure.leniency)) : 0))];
    });
  }

  private observed(measure: string, shares: Readonly<Record<string, number>>, value: number, variance: number): Observation {
    return { measure, shares: new Map(Object.entries(shares).map(([name, share]) => [this.traits.indexOf(name), share / 100])), value, variance };
  }

  /** What another field and a new post cost on the day of a rating, in hundredths of a point; of a field that is not known, what the world takes it for. */
  private lost(person: Person, post: Position, day: string): number {
    const { match, learning } = this.world.work;
    let lost = match && !sameField(this.latest(person, match.person)?.value, post.attributes?.[match.position]) ? hundredths(match.otherwise) : 0;
    if (learning) {
      const start = parseDay(person.since!) as number;
      const learnt = addMonths(start, learning.months);
      lost += (hundredths(learning.points) * Math.max(0, learnt - (parseDay(day) as number))) / (learnt - start);
    }
    return lost;
  }

  /** The latest datum of an attribute; undefined where there is none, or two of one day that differ. */
  private latest({ evidence }: Person, attribute: string): Evidence | undefined {
    const dated = evidence.filter((item) => item.attribute === attribute).map((item) => ({ item, day: item.date ?? this.sourceDate.get(item.source)! }));
    const last = dated.reduce((day, one) => (one.day > day ? one.day : day), '');
    const items = dated.filter(({ day }) => day === last).map(({ item }) => item);
    return items[0]?.value !== undefined && items.every(({ value }) => value === items[0]!.value) ? items[0] : undefined;
  }
}

/** A value in hundredths of a point: as it stands, or the middle of its band, with a third of the square of half its width as variance (a uniform one). */
function read(value: Value, bands: Extract<Measure, { kind: 'test' }>['bands']): { readonly value: number; readonly variance: number } | undefined {
  if (!bands) return typeof value === 'number' ? { value: Math.round(value * 100), variance: 0 } : undefined;
  const k = bands.findIndex((band) => band.value === value);
  if (k < 0) return undefined;
  const [low, high] = [hundredths(bands[k]!.from), k + 1 < bands.length ? hundredths(bands[k + 1]!.from) : 10_000];
  return { value: (low + high) / 2, variance: square(high - low) / 12 };
}

const square = (x: number): number => x * x;

function weighted(values: readonly number[], shares: ReadonlyMap<number, number>): number {
  return values.reduce((sum, value, t) => sum + value * (shares.get(t) ?? 0), 0);
}

/** The square root, by Newton's rule to the last bit that changes: exact enough, and the same everywhere. */
function root(square: number): number {
  if (square <= 0) return 0;
  let x = Math.max(1, square);
  for (let k = 0; k < 200; k++) {
    const next = (x + square / x) / 2;
    if (next >= x) break;
    x = next;
  }
  return x;
}
