import { byPolicy, listed, type ComparisonWords } from './words.js';

const many = (n: number, one: string, more = `${one}s`): string => `${n} ${n === 1 ? one : more}`;

/** A difference of a size, above (0) or below (1) the base, in the words of its unit. */
const AMOUNTS = {
  points: (measure: string, size: string, way: 0 | 1): string => `${measure} is ${size} points ${['higher', 'lower'][way]}`,
  share: (measure: string, size: string, way: 0 | 1): string => `${measure} is ${size} percentage points ${['higher', 'lower'][way]}`,
  days: (measure: string, size: string, way: 0 | 1): string => `${measure} is ${size} days ${['longer', 'shorter'][way]}`,
  months: (measure: string, size: string, way: 0 | 1): string => `${measure} is ${size} months ${['longer', 'shorter'][way]}`,
  count: (measure: string, size: string, way: 0 | 1): string => `there are each year ${size} ${['more', 'fewer'][way]} ${measure}`,
  ratio: (measure: string, size: string, way: 0 | 1): string => `${measure} is ${size} ${['higher', 'lower'][way]}`,
};

export const comparisonEn: ComparisonWords = {
  measures: {
    'fit-mean': { name: 'Mean fit', what: 'Mean fit of those who hold a seat on the last day of a year, by the one pack that all policies are measured with. Empty seats are left out, so it can rise where nobody is promoted.', more: 'Those in the seats have more of what the pack asks for.', less: 'Those in the seats have less of what the pack asks for.' },
    'fit-min': { name: 'Lowest fit', what: 'The lowest fit of anybody who holds a seat on the last day of a year, by the same pack; empty seats are left out.', more: 'The seat filled with the lowest fit is filled with a higher one.', less: 'The seat filled with the lowest fit is filled with a lower one.' },
    'performance-mean': { name: 'Mean performance', what: 'Mean realised performance of those at work on the last day of a year, which the simulated world knows and no policy sees. Empty seats are left out, so it can rise where nobody is promoted.', more: 'Those at work perform more.', less: 'Those at work perform less.' },
    delivered: { name: 'Delivered per seat', said: 'what a seat delivers', what: 'Realised performance on the last day of a year, spread over all seats; a seat that is empty or whose holder is away delivers nothing.', more: 'More arrives from all seats together.', less: 'Less arrives from all seats together.' },
    'vacant-share': { name: 'Seats vacant', said: 'the share of time that seats stand vacant', what: 'Share of all days of all seats on which the seat was empty.', more: 'Seats are empty for a larger part of the time.', less: 'Seats are empty for a smaller part of the time.' },
    'days-to-fill': { name: 'Days to fill a seat', said: 'the time to fill a seat', what: 'Days that a seat stood empty until it was filled; seats still empty are not in it.', more: 'A seat stays empty longer before somebody takes it.', less: 'A seat stays empty for a shorter time before somebody takes it.' },
    moves: { name: 'Moves', what: 'People who take another post or their first one, in a year.', more: 'More people change post.', less: 'Fewer people change post.' },
    'moves-per-vacancy': { name: 'Moves per vacancy', what: 'Moves for each seat whose holder leaves the organisation: who takes it may leave another. Moves into seats that were empty on the first day are in it.', more: 'Chains of moves are longer.', less: 'Chains of moves are shorter.' },
    loops: { name: 'Moves in circles', what: 'Moves, in a year, within circles in which each takes the seat that the next one leaves.', more: 'More posts are exchanged among their holders.', less: 'Fewer posts are exchanged among their holders.' },
    tenure: { name: 'Time in post', what: 'Mean of whole months in the present post on the last day of a year, over filled seats.', more: 'People have been in their posts longer.', less: 'People have been in their posts for a shorter time.' },
    'unit-spread': { name: 'Spread between units', said: 'the spread between units', what: 'Gini coefficient of what units deliver per seat on the last day of a year: 0 where all units deliver the same.', more: 'Units differ more in what they deliver.', less: 'Units differ less in what they deliver.' },
    'passed-over': { name: 'Passed over, cases', said: 'cases of somebody passed over', what: 'Cases in a year in which somebody is promoted or taken in while an eligible person from below with a higher fit, by the pack of the policy, is left below; one person may be in several.', more: 'More such cases.', less: 'Fewer such cases.' },
    'connected-winners': { name: 'Connected among the chosen', what: 'Share of connected people among those promoted or given a first post.', more: 'Connected people are a larger part of those chosen.', less: 'Connected people are a smaller part of those chosen.' },
    'connected-advantage': { name: 'Connected, chosen/eligible', said: 'the share of connected people among those chosen, as a multiple of their share among the eligible,', what: 'Share of connected people among those chosen, divided by their share among the eligible: 1 where the two are equal.', more: 'Connected people are chosen more often, measured by their share of the eligible.', less: 'Connected people are chosen less often, measured by their share of the eligible.' },
    bench: { name: 'Ready people per post', said: 'the number of ready people per post', what: 'On the days of rounds: people eligible for a post of a level who hold none of that level or above, divided by its posts, by the pack of the policy.', more: 'More people could take a post that falls vacant; also where the ready are not promoted.', less: 'Fewer people could take a post that falls vacant.' },
    refused: { name: 'Moves declined', what: 'Moves that the person asked declines, in a year.', more: 'More moves are declined.', less: 'Fewer moves are declined.' },
    displaced: { name: 'Left without a seat', what: 'People who lose their seat in a round and get no other, in a year.', more: 'More people lose a seat and get none.', less: 'Fewer people lose a seat and get none.' },
  },
  choices: {
    pack: { name: 'as the pack says', what: 'The objective of the pack decides.' },
    levels: { name: 'merit by level', what: 'Level after level from the top, the highest sum of fits each.' },
    total: { name: 'merit in total', what: 'The highest sum of fits over all posts at once.' },
    greedy: { name: 'post by post', what: 'Post after post from the top, each to the highest fit still free.' },
    seniority: { name: 'seniority', what: 'Post after post from the top, each to the longest in service.' },
    patronage: { name: 'patronage', what: 'Post after post from the top, each to connected people first, then by fit.' },
    random: { name: 'by lot', what: 'Post after post from the top, each by lot among the eligible.' },
    none: { name: 'nobody moves', what: 'Whoever holds a seat stays; seats that fall vacant stay so.' },
  },
  units: { points: 'points', share: '%', days: 'days', months: 'months', count: 'a year', ratio: 'ratio' },
  differenceUnits: { points: 'points', share: 'percentage points', days: 'days', months: 'months', count: 'a year', ratio: '' },
  labels: {
    title: 'Policies side by side', base: 'base', policy: 'policy', measure: 'measure', unit: 'unit', mean: 'mean', interval: 'interval', difference: 'difference to the base', seed: 'seed', seeds: 'seeds', year: 'year', level: 'level', whole: 'whole organisation',
    higher: 'higher', equal: 'equal', lower: 'lower', wished: 'the way most would wish it', 'not-wished': 'the other way', taste: 'a matter of taste', 'not-apart': 'not told apart', none: 'none', 'no-change': '0: as the base', 'no-data': 'not defined',
    'in-words': 'In words', overview: 'Differences to the base', 'by-measure': 'Measure by measure', 'over-years': 'Over the years', 'by-level': 'By level', figures: 'All figures', policies: 'Policies compared', chooses: 'chooses', rhythm: 'rounds', 'what-it-is': 'what it is', contents: 'Contents',
    'made-from': 'Made from', organisation: 'organisation', world: 'world', yardstick: 'measured by pack', runs: 'runs', generator: 'generator', version: 'version', hash: 'pack', measures: 'What is measured', means: 'what more and less tell', cannot: 'What it cannot know',
  },
  rhythm: (months) => (months === 1 ? 'every month' : months === 12 ? 'once a year' : `every ${months} months`),
  made: ({ seats, people, years, seeds, first, last, policies, base }) => `${seats} seats, ${people} people, ${many(years, 'year')}, ${many(policies, 'policy', 'policies')}, ${seeds === 1 ? `seed ${first}` : `seeds ${first} to ${last}`}, base: ${base}`,
  reads: (confidence) => `Mean over the seeds, with its ${confidence} interval in brackets. \u25b2 higher and \u25bc lower than the base on the same seeds: the interval of the paired difference leaves out zero.`,
  byChance: (apart, all, chance) => `${apart} of ${all} differences shown leave out zero; if there were none at all, about ${chance} would by chance.`,
  noWidth: 'An interval of no width: every seed gave the same figure; others need not.',
  fewer: 'A number in parentheses: so many of the seeds define the figure.',
  notDefined: (measures) => `Not defined in at least two runs of any policy: ${measures.join('; ')}.`,
  oneSeed: 'One seed gives no mean with an interval: what is luck and what is policy cannot be told apart.',
  simulated: ({ seats, people, years, seeds, first, last, policies, base }) => `An organisation of ${seats} seats and ${people} people was simulated over ${many(years, 'year')} under ${many(policies, 'policy', 'policies')}, each ${seeds === 1 ? `once (seed ${first})` : `${seeds} times (seeds ${first} to ${last})`} on the same luck; the others are held against ${base}.`,
  differences: (base, told, confidence) => `Compared with ${base}: ${byPolicy(told).map(([policy, of]) => `under ${policy}, ${listed(of.map(({ measure, higher, size, low, high, unit }) => `${AMOUNTS[unit](measure, size, higher ? 0 : 1)} (${low} to ${high})`), 'and')}`).join('; ')}; in parentheses ${confidence} intervals of the difference on the same seeds.`,
  alike: (measure, policies, more) => `Not told apart from the base with these seeds: ${measure} under ${listed(policies, 'and')}${more > 0 ? `, and ${many(more, 'further difference')}` : ''}.`,
  filledAlone: 'Means of fit and of performance are over filled seats alone: they can rise because seats stay empty or nobody is promoted into a new post.',
  noneApart: 'With these seeds no difference to the base is told apart from luck.',
  cannot: 'This is a simulated world under written assumptions, not a forecast of any person or of any real year; the intervals hold the luck of the draws alone, not whether the assumptions are true.',
  captions: {
    overview: (confidence, base) => `Paired differences to ${base} on the same seeds, with ${confidence} intervals; each line has its own scale.`,
    measure: (confidence, base) => `Means over the seeds with ${confidence} intervals; beside them paired differences to ${base} on the same seeds.`,
    years: (seeds) => `Mean over ${many(seeds, 'seed')}, year by year.`,
    levels: (confidence, base) => `Mean over the seeds with its ${confidence} interval, level by level, one scale for all. The form of a mark tells the paired difference to ${base}.`,
  },
  limits: [
    'This is a simulated world: people, posts and luck follow written assumptions. It says what these lead to under each policy, and nothing about any real person.',
    'All policies meet the same luck: who comes, leaves and declines is drawn alike under each of them, so differences are paired seed by seed.',
    'An interval holds the luck of the draws alone. Whether the assumptions fit the organisation has to be checked against its records.',
    'Who chooses a policy weighs these figures; no figure here chooses.',
  ],
};
