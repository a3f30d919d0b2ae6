import { bug } from '../errors/index.js';
import { dayNumber } from '../eligibility/index.js';
import type { SealedPolicy } from '../intake/index.js';
import type { LeapDayRule } from '../model/calendar.js';
import { compareIds } from '../model/ids.js';
import type { Reveal, Value } from '../model/round.js';
import { readsOf } from '../policy/index.js';
import { Draws } from './draws.js';
import { commitLottery } from './lottery.js';
import { normalForm, normalWorld, type NormalOrganisation } from './normal-form.js';
import { hundredths } from './points.js';
import type { Measure, Scenario, World } from './scenario.js';

/** Traits by place in the names of the setting, with whole shares or hundredths of a point. */
export type ByTrait = readonly { readonly trait: number; readonly value: number }[];

/** A post as a life needs it. */
export interface Post {
  /** Place among the positions of the organisation, which stand by id. */
  readonly index: number;
  readonly id: string;
  readonly level: string;
  /** Place of the level in the policy, higher is higher. */
  readonly rank: number;
  readonly unit: string;
  readonly seats: number;
  /** What the work takes, shares that sum to 100. */
  readonly work: ByTrait;
  /** What the match of work looks at, undefined where it is not stated. */
  readonly match: Value | undefined;
}

/** A scenario made ready: what every day of a life reads and no day changes. */
export interface Setting {
  /** Its world in normal form. */
  readonly scenario: Scenario;
  readonly normal: NormalOrganisation;
  readonly worldHash: string;
  /** Day number of the first day. */
  readonly first: number;
  readonly posts: readonly Post[];
  readonly postOf: ReadonlyMap<string, Post>;
  /** Names of the traits of the world, sorted; people hold theirs in this order. */
  readonly traits: readonly string[];
  readonly draws: Draws;
  /** The regime's policy with the lottery of the simulation, and the nonces that answer it. */
  readonly policy: SealedPolicy;
  readonly reveals: readonly Reveal[];
  /** The pack that fits are measured by at the end of a year. */
  readonly yardstick: SealedPolicy;
  /** Attributes of people that its fits read. */
  readonly fitReads: ReadonlySet<string>;
  /** What work without a post takes; undefined where whoever holds none does not work. */
  readonly unseated: ByTrait | undefined;
  /** By attribute. */
  readonly measures: readonly Measure[];
  /** What the test of an attribute looks at. */
  readonly tests: ReadonlyMap<string, ByTrait>;
  /** By attribute, those that say what it said before. */
  readonly followers: ReadonlyMap<string, readonly string[]>;
  /** When whoever was born on 29 February has a birthday: as the regime's policy counts it. */
  readonly leapDay: LeapDayRule;
}

/** Reads a checked scenario once. O(its size) the first time, then O(posts). */
export function settingOf(given: Scenario): Setting {
  const { world, hash: worldHash } = normalWorld(given.world);
  const scenario = { ...given, world };
  const { organisation, regime, seed } = scenario;
  const normal = normalForm(organisation);
  const yardstick = scenario.yardstick ?? regime.policy;
  const traits = Object.keys(world.traits).sort(compareIds);
  const rank = new Map(regime.policy.policy.levels.map((level, index) => [level.id, index]));
  const workAt = new Map(Object.entries(world.work.levels).map(([level, shares]) => [level, byTrait(shares, traits, (share) => share)]));
  const posts = normal.frame.positions.map((p, index): Post => {
    const work = workAt.get(p.level);
    if (!work) throw bug('a level without work that was not checked');
    return { index, id: p.id, level: p.level, rank: rank.get(p.level)!, unit: p.unit, seats: p.seats ?? 1, work, match: world.work.match && p.attributes?.[world.work.match.position] };
  });
  return {
    scenario,
    normal,
    worldHash,
    first: dayNumber(organisation.on),
    posts,
    postOf: new Map(posts.map((post) => [post.id, post])),
    traits,
    draws: new Draws(seed),
    ...commitLottery(regime.policy, seed),
    yardstick,
    fitReads: new Set(yardstick.policy.criteria.flatMap((c) => [...readsOf(c.value).person])),
    unseated: world.work.unseated && byTrait(world.work.unseated, traits, (share) => share),
    measures: [...world.measures].sort((a, b) => compareIds(a.attribute, b.attribute)),
    tests: new Map(world.measures.flatMap((spec) => (spec.kind === 'test' ? [[spec.attribute, byTrait(spec.of, traits, (share) => share)]] : []))),
    followers: followersOf(world),
    leapDay: regime.policy.policy.leapDay,
  };
}

function followersOf({ measures }: World): ReadonlyMap<string, readonly string[]> {
  const followers = new Map<string, string[]>();
  for (const spec of measures) if (spec.kind === 'previous') followers.set(spec.of, [...(followers.get(spec.of) ?? []), spec.attribute]);
  return followers;
}

/** Whole shares or points by name as places and numbers, in the order of the names. */
export function byTrait(of: Readonly<Record<string, number>>, traits: readonly string[], units: (value: number) => number = hundredths): ByTrait {
  return Object.keys(of)
    .sort(compareIds)
    .map((name) => ({ trait: traits.indexOf(name), value: units(of[name]!) }));
}
