import { z } from 'zod';
import { Evidence, Position, Relation, Source, Unit, type Round } from '../model/round.js';
import type { SealedPolicy } from '../intake/index.js';

export const SCENARIO_FORMAT = 'meritra/scenario/0';
export const ORGANISATION_FORMAT = 'meritra/organisation/0';
export const WORLD_FORMAT = 'meritra/world/0';

const name = z.string().min(1).max(64);
const day = z.string('E_DATE_FORMAT');
/** Points of 0..100 with at most two decimals; a state counts in hundredths, whole. */
const points = z.number();
const perMille = z.int().min(0).max(1000);
const months = z.int().min(1).max(1200);
/** A day of every year, MM-DD; 29 February is none. `parseWorld` checks it. */
const dayOfYear = z.string();

/** Somebody of the organisation: what the registers say, and what nobody sees. */
export const Member = z.strictObject({
  id: name,
  born: day,
  joined: day,
  /** The post whose seat he holds; at most one. */
  seat: name.optional(),
  since: day.optional(),
  /** Tied to whoever hands out posts; the patronage policy favours them, an audit looks for it. Absent is false. */
  connected: z.boolean().optional(),
  /** What nobody sees: each trait of the world in points. Ratings and assessments are this, and luck. */
  traits: z.record(name, points),
  evidence: z.array(Evidence),
});
export type Member = z.infer<typeof Member>;

/** An organisation on its first day: posts and people with their truth. Rows in any order. */
export const Organisation = z.strictObject({
  format: z.literal(ORGANISATION_FORMAT, 'E_FORMAT'),
  id: name,
  title: z.string().optional(),
  /** The day it is described on; years are counted from here. */
  on: day,
  sources: z.array(Source),
  units: z.array(Unit),
  positions: z.array(Position),
  members: z.array(Member),
  relations: z.array(Relation),
});
export type Organisation = z.infer<typeof Organisation>;

/** What points are written down as, where not as the whole points themselves: the value of the last band that begins at or below them; bands rise, the first begins at 0. */
const bands = z.array(z.strictObject({ from: points, value: z.union([z.string(), z.number()]) })).min(1).optional();
const drawn = z.array(z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]), share: z.int().min(1) })).min(1);

/** How evidence on an attribute of a person comes about. Every measure writes evidence dated to its day, from the source `simulated`. */
export const Measure = z.discriminatedUnion('kind', [
  /** Work seen by superiors: realised performance in the present post, the leniency of the unit in that year, and noise. Only of whoever worked there on the day. */
  z.strictObject({ kind: z.literal('rating'), attribute: name, on: dayOfYear, noise: points, leniency: points, missedPerMille: perMille, bands }),
  /** A test: a mean of traits by whole shares that sum to 100, and noise; repeated after so many months. */
  z.strictObject({ kind: z.literal('test'), attribute: name, on: dayOfYear, of: z.record(name, z.int().min(0).max(100)), noise: points, everyMonths: months, missedPerMille: perMille, bands }),
  /** A letter: true for so many of a thousand, false for the rest; it may not come at all. */
  z.strictObject({ kind: z.literal('letter'), attribute: name, on: dayOfYear, truePerMille: perMille, missedPerMille: perMille }),
  /** Drawn anew every year by whole shares, whoever it is: punishments, hours of courses. */
  z.strictObject({ kind: z.literal('drawn'), attribute: name, on: dayOfYear, values: drawn }),
  /** What another attribute said before its latest evidence; written whenever that is written. */
  z.strictObject({ kind: z.literal('previous'), attribute: name, of: name }),
  /** Whole months of service, or in posts of some levels (the empty text: without a post), added to what was there; written once a year and whenever the post changes. */
  z.strictObject({ kind: z.literal('months'), attribute: name, on: dayOfYear, levels: z.array(z.string().max(64)).min(1).optional() }),
  /** Rises by so much when so many months have passed since it last rose, up to a most; `since` is a date attribute that says when. */
  z.strictObject({ kind: z.literal('step'), attribute: name, on: dayOfYear, everyMonths: months, by: z.int().min(1), most: z.number(), since: name.optional() }),
]);
export type Measure = z.infer<typeof Measure>;

/** What newcomers bring in evidence: a value drawn by whole shares, or the day they came. */
const Brought = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drawn'), attribute: name, values: drawn }),
  z.strictObject({ kind: z.literal('joined'), attribute: name }),
]);

/** How years pass, whatever the policy: everything here is luck and law, nothing is a choice of the decider. */
export const World = z.strictObject({
  format: z.literal(WORLD_FORMAT, 'E_FORMAT'),
  /** Of newcomers, normal and cut to 0..100. */
  traits: z.record(name, z.strictObject({ mean: points, sd: points })),
  newcomers: z.strictObject({
    /** The day of the yearly intake; as many come as are missing from the headcount of the first day. They hold no post until a round gives them one. */
    on: dayOfYear,
    ages: z.tuple([z.int().min(15).max(80), z.int().min(15).max(80)]),
    brings: z.array(Brought),
    connectedPerMille: perMille,
  }),
  work: z.strictObject({
    /** What work at a level takes: traits by whole shares that sum to 100. */
    levels: z.record(name, z.record(name, z.int().min(0).max(100))),
    /** What work without a post takes, for organisations that list only some of their posts; absent: whoever holds none does not work, and is not rated. */
    unseated: z.record(name, z.int().min(0).max(100)).optional(),
    /** Points lost where an attribute of the person is not that of the post, or is not known. */
    match: z.strictObject({ person: name, position: name, otherwise: points }).optional(),
    /** Points lost on the first day in a post, made up evenly over so many months. */
    learning: z.strictObject({ points, months }).optional(),
  }),
  measures: z.array(Measure),
  growth: z.strictObject({
    /** Courses: how many of a thousand get one in a year, and what it adds. */
    training: z.strictObject({ perMille, adds: z.record(name, points) }).optional(),
    /** What a year's work at a level adds, in the first years there. */
    post: z.strictObject({ years: z.int().min(1).max(60), adds: z.record(name, z.record(name, points)) }).optional(),
  }),
  careers: z.strictObject({
    /** Age at which one leaves, by level of the post held, on the birthday or the first of the month after it. */
    retirement: z.strictObject({ ages: z.record(name, z.int().min(30).max(100)), otherwise: z.int().min(30).max(100), day: z.enum(['birthday', 'month-after']) }),
    /** Leaves for any other reason, of a thousand in a year. */
    resignation: z.strictObject({ perMille }),
    /** Study leave: of a thousand in a year, from so many months in service; the seat is kept unless the post closes, and he cannot be moved meanwhile. */
    study: z.strictObject({ perMille, months, afterMonths: z.int().min(0).max(1200), adds: z.record(name, points) }).optional(),
    /** Of a thousand asked, how many say no to any move in that round, to a higher post and to any other. */
    refusal: z.strictObject({ promotion: perMille, other: perMille }),
  }),
  /** Noise of the yearly score of a unit. */
  units: z.strictObject({ noise: points }),
});
export type World = z.infer<typeof World>;

/** Ways to choose. `pack` leaves it to the objective of the policy; the others rank by one thing and fill post after post from the top. */
export const CHOICES = ['pack', 'levels', 'total', 'greedy', 'seniority', 'patronage', 'random', 'none'] as const;
export type Choice = (typeof CHOICES)[number];

/** What is compared: a sealed pack, how it chooses, and how often. */
export interface Regime {
  readonly policy: SealedPolicy;
  /**
   * `pack` (default): as the policy says. `levels`, `total`: the same rules with that objective. `greedy`: the highest fit first, post by post from the top;
   * `seniority`: longest in service; `patronage`: the connected first, then fit; `random`: by lot; `none`: nobody moves at all (a post that closes is left). All of them ask the gates of the policy.
   */
  readonly choose?: Choice;
  /** Months between rounds, 12 if absent, the first on the first day of the scenario. */
  readonly everyMonths?: number;
  /** Whoever retires within so many months after a round counts as gone in it; his successor starts on that day. 0 if absent. */
  readonly horizonMonths?: number;
  /** Longest time in one post, by level: whoever is beyond it must leave it in the next round if he can go anywhere; if not he stays, and is counted. */
  readonly terms?: Readonly<Record<string, number>>;
}

/** One life of an organisation under one regime: data in, data out. */
export interface Scenario {
  readonly organisation: Organisation;
  readonly world: World;
  readonly regime: Regime;
  /** Whole years, 1 to 100. */
  readonly years: number;
  /** Luck: a whole number from 0 to 2^31 - 1. The same seed is the same luck under every regime. */
  readonly seed: number;
  /** By which pack fits are measured at the end of each year, so that regimes are compared by one measure; the regime's own if absent. */
  readonly yardstick?: SealedPolicy;
}

/** A round and the seating it ends in, as the years see it. */
export type RoundDocument = Round;
