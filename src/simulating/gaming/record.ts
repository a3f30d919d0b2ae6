import { canonicalJson } from '../../canonical/index.js';
import { PAST_FORMAT, type Past } from '../../auditing/index.js';
import { formatDay, parseDay } from '../../model/calendar.js';
import { bug } from '../../errors/index.js';
import type { Requirement, Round } from '../../model/round.js';
import { FitTable } from '../../scoring/index.js';
import type { RoundMarket } from '../../solving/index.js';
import { datedBy } from './change.js';
import { candidatesFor, type Seating } from './people.js';
import type { Marks } from './panel.js';

/** Days before the decision: the call, its close, and what comes late. */
const CALLED = 30;
const CLOSED = 14;
const LATE = 7;

/** The day so many days before that of a round. */
function before(round: Round, days: number): string {
  const day = parseDay(round.asOf);
  if (typeof day !== 'number') throw bug('a date that was not checked');
  return formatDay(day - days);
}

/**
 * The decision on one post as a record of past decisions: who could have had it by the rules as they stood (`open`: the market before anybody tampered with demands),
 * and who came into it. Whoever the market in force does not let in any more is stated as not eligible.
 */
function decisionOf(market: RoundMarket, open: RoundMarket, seats: Seating, position: string): Pick<Past, 'decisions' | 'candidates' | 'people' | 'positions' | 'levels'> {
  const { round, policy } = market;
  const at = round.positions.findIndex((p) => p.id === position);
  const now = new Set(candidatesFor(market, at));
  const chosen = new Set(round.people.flatMap(({ id, seat }, i) => (seats.get(id) === position && seat !== position ? [i] : [])));
  const considered = [...new Set([...candidatesFor(open, at), ...chosen])].sort((a, b) => a - b);
  return {
    levels: policy.levels.map((l) => l.id),
    decisions: [{ id: position, position, on: round.asOf, noticed: before(round, CALLED), closed: before(round, CLOSED) }],
    candidates: considered.map((i) => ({ decision: position, person: round.people[i]!.id, chosen: chosen.has(i), eligible: chosen.has(i) || now.has(i), score: market.fits.low(i, at) / 10_000 })),
    people: round.people.map(({ id, retires }) => ({ id, ...(retires !== undefined && { retires }) })),
    positions: round.positions.map((p) => ({ id: p.id, title: p.title, unit: p.unit, level: p.level })),
  };
}

/**
 * For the sign on tailored demands: all demands of posts of the level, and everybody's evidence on what they ask. Where a post asks nothing of its own it
 * asks what every post does: `usual`. Demands that the post did not have in `open` are dated after the call if they came late.
 */
export function demandsRecord(market: RoundMarket, open: RoundMarket, seats: Seating, position: string, usual: readonly Requirement[], late: boolean): Past {
  const { round } = market;
  const { level } = round.positions.find((p) => p.id === position)!;
  const had = new Set(open.round.positions.find((p) => p.id === position)!.requires?.map((r) => canonicalJson(r)));
  const requirements = round.positions.filter((p) => p.level === level).flatMap((p) => [...usual, ...(p.requires ?? [])].map((r) => {
    const isNew = p.id === position && !usual.includes(r) && !had.has(canonicalJson(r));
    return { position: p.id, attribute: r.attribute, is: r.is, value: r.value, ...(isNew && late && { from: before(round, LATE) }) };
  }));
  const asked = new Set(requirements.map((r) => r.attribute));
  const dateOf = datedBy(round);
  const evidence = round.people.flatMap((p) => p.evidence.flatMap((e) => {
    const date = dateOf(e);
    return e.value === undefined || !asked.has(e.attribute) || date > round.asOf ? [] : [{ person: p.id, attribute: e.attribute, value: e.value, date }];
  }));
  return { format: PAST_FORMAT, ...decisionOf(market, open, seats, position), requirements, evidence };
}

/** For the sign on outlying raters: what each of the panel gave every candidate in each test, tests counting alike. */
export function panelRecord(market: RoundMarket, seats: Seating, position: string, tests: ReadonlyMap<string, Marks>): Past {
  const decision = decisionOf(market, market, seats, position);
  const on = before(market.round, CLOSED);
  return {
    format: PAST_FORMAT, ...decision,
    weights: [...tests.keys()].map((criterion) => ({ criterion, weight: 1, on })),
    scores: [...tests].flatMap(([criterion, marks]) => decision.candidates!.flatMap(({ person }) =>
      (marks.get(person) ?? []).map((mark, r) => ({ decision: position, person, criterion, value: mark / 100, on, by: `assessor-${r + 1}` })),
    )),
  };
}

/** For the sign on tailored weights: the points of every candidate in each criterion, the weights that count, and where they came late those that stood before. */
export function weightsRecord(market: RoundMarket, seats: Seating, position: string, earlier: Readonly<Record<string, number>> | null): Past {
  const { round, policy, facts } = market;
  const at = round.positions.findIndex((p) => p.id === position);
  const index = new Map<string, number>(round.people.map((p, i) => [p.id, i]));
  const decision = decisionOf(market, market, seats, position);
  const criteria = policy.criteria.map((c) => c.id);
  const total = policy.weightsTotal ?? 100;
  const on = before(round, CALLED);
  const rows = (weights: Readonly<Record<string, number>>, day: string) => criteria.map((criterion) => ({ criterion, weight: weights[criterion] ?? 0, on: day }));
  return {
    format: PAST_FORMAT, ...decision,
    weights: earlier ? [...rows(earlier, on), ...rows(policy.weights, before(round, LATE))] : rows(policy.weights, on),
    scores: criteria.flatMap((criterion) => {
      const alone = new FitTable({ ...policy, weights: Object.fromEntries(criteria.map((k) => [k, k === criterion ? total : 0])) }, facts); // all weight: its points
      return decision.candidates!.map(({ person }) => ({ decision: position, person, criterion, value: alone.low(index.get(person)!, at) / 10_000, on }));
    }),
  };
}
