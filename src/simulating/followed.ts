import { dayNumber, factsOf } from '../eligibility/index.js';
import { Issues, MeritError } from '../errors/index.js';
import { addMonths } from '../model/calendar.js';
import { documentHash } from '../model/frozen.js';
import { compareIds } from '../model/ids.js';
import { ROUND_FORMAT, type Round } from '../model/round.js';
import { POLICY_FORMAT } from '../policy/index.js';
import { FitTable } from '../scoring/index.js';
import type { Proposal, Sealed } from '../solving/index.js';
import { lastOf } from './findings.js';
import type { FollowRow } from './follow-up.js';
import type { Scenario } from './scenario.js';
import { settingOf } from './setting.js';
import { rosterOf } from './state.js';
import { performance } from './work.js';
import type { Year } from './year.js';

/** What people are held against each other within. */
export type FollowedBy = 'level' | 'unit' | 'position';

/** What came of somebody after a round. */
export interface Later {
  readonly person: string;
  /** The post he held; null if he held none then, whether he had left or not. */
  readonly position: string | null;
  /** Performance, or the fit by later evidence, in points 0..100; null where it is not known. */
  readonly value: number | null;
}

/** How a proposal and what came of it fit together. Counts of people. */
export interface FollowedProposal {
  /** For `followUp`: whoever took what was proposed, and whoever took another post that the round had open to him instead. */
  readonly rows: readonly FollowRow[];
  /** Proposed moves that were taken; that ended in another post (declined, or decided otherwise; the old one too); of people who held no post then; of people nobody says anything of. */
  readonly taken: number;
  readonly notTaken: number;
  readonly left: number;
  readonly unknown: number;
  /** People in a post that was neither theirs nor proposed to them. */
  readonly instead: number;
}

const POINT = 10_000; // 1/10,000 point

/**
 * Joins a proposal to what came of it. The fit of a row is the one that counted on the day of the round (the low end) for the post that was taken, also where somebody
 * else had been proposed for it; `proposed` says which. Who held no post then, or of whom nothing is said, is a row without a later value: what he did is not known. Rows by person id.
 * People who stayed where they were are none: nothing was decided of them. O(people + later), and the fits of those who moved.
 * @throws {MeritError} E_INPUT_HASH, E_POLICY_HASH if round or policy are not those of the proposal; E_ID_DUPLICATE, E_REF_UNKNOWN, E_NUM_RANGE at `/later/i/...`.
 */
export function followProposal(proposal: Proposal, round: Round, sealed: Sealed, later: readonly Later[], options: { readonly by?: FollowedBy } = {}): FollowedProposal {
  const { by = 'level' } = options;
  if (proposal.round.hash !== documentHash(ROUND_FORMAT, round)) throw new MeritError('E_INPUT_HASH', 'the round is not the one the proposal was made from', { path: '/round' });
  if (proposal.policy.hash !== documentHash(POLICY_FORMAT, sealed.policy)) throw new MeritError('E_POLICY_HASH', 'the policy is not the one the proposal was made by', { path: '/policy' });
  const person = new Map<string, number>(round.people.map((p, i) => [p.id, i]));
  const position = new Map<string, number>(round.positions.map((p, j) => [p.id, j]));
  const cameOf = readLater(later, person, position);
  const fits = new FitTable(sealed.policy, factsOf(round, sealed.policy));
  const row = (id: string, to: string, value: number | null, proposed?: boolean): FollowRow => {
    const j = position.get(to)!;
    const { level, unit } = round.positions[j]!;
    return { person: id, stratum: { level, unit, position: to }[by], fit: fits.low(person.get(id)!, j) / POINT, later: value, ...(proposed !== undefined && { proposed }) };
  };

  const rows: FollowRow[] = [];
  let [taken, notTaken, left, unknown, instead] = [0, 0, 0, 0, 0];
  const proposed = new Map<string, string>(proposal.certain.moves.flatMap(({ person: id, to }) => (to === null ? [] : [[id, to]])));
  for (const [id, to] of proposed) {
    const found = cameOf.get(id);
    if (found === undefined) unknown++;
    else if (found.position === null) left++;
    else if (found.position !== to) {
      notTaken++;
      continue; // if he took another post, that is a row below
    } else taken++;
    rows.push(found?.position === to ? row(id, to, found.value, true) : row(id, to, null));
  }
  for (const [id, { position: to, value }] of cameOf) {
    if (to === null || to === proposed.get(id) || to === round.people[person.get(id)!]!.seat) continue;
    instead++;
    rows.push(row(id, to, value, false));
  }
  return { rows: rows.sort((a, b) => compareIds(a.person, b.person)), taken, notTaken, left, unknown, instead };
}

function readLater(later: readonly Later[], person: ReadonlyMap<string, number>, position: ReadonlyMap<string, number>): Map<string, Later> {
  const issues = new Issues();
  const found = new Map<string, Later>();
  later.forEach((one, i) => {
    if (!person.has(one.person)) issues.add('E_REF_UNKNOWN', `/later/${i}/person`, 'the round has no such person');
    else if (found.has(one.person)) issues.add('E_ID_DUPLICATE', `/later/${i}/person`, 'the person stands there twice');
    if (one.position !== null && !position.has(one.position)) issues.add('E_REF_UNKNOWN', `/later/${i}/position`, 'the round has no such position');
    if (one.value !== null && !(one.value >= 0 && one.value <= 100)) issues.add('E_NUM_RANGE', `/later/${i}/value`, 'expected points from 0 to 100, or null');
    found.set(one.person, one);
  });
  issues.throwIfAny();
  return found;
}

/**
 * Where everybody of a later round sits and how well he fits there by the evidence of then: realised fit, to hold against the fit at the decision. Null for a fit that is known only from
 * a low to a high end. Both fits read evidence of the same kinds, so they agree in part because they were measured alike: performance says more.
 */
export function laterFits(round: Round, sealed: Sealed): Later[] {
  const fits = new FitTable(sealed.policy, factsOf(round, sealed.policy));
  const position = new Map<string, number>(round.positions.map((p, j) => [p.id, j]));
  return round.people.map(({ id, seat }, i): Later => {
    if (seat === undefined) return { person: id, position: null, value: null };
    const { low, high } = fits.fit(i, position.get(seat)!);
    return { person: id, position: seat, value: low === high ? low / POINT : null };
  });
}

export interface FollowedOptions {
  /** Whole months after the move, 12 if left out: read on the first morning between two years that is no earlier. */
  readonly afterMonths?: number;
  /** `performance`, what nobody sees (default), or an attribute: the last evidence on it dated after the move. */
  readonly later?: 'performance' | { readonly attribute: string };
  readonly by?: FollowedBy;
}

/**
 * Rows for `followUp` from simulated years: every move into a post, the fit that counted for it, and what came of it so many months later. Null, so not known, for whoever no longer holds
 * the post without a break, is on study leave then, has no such evidence, or whose day lies beyond the last of the years. A person who moved twice gives two rows.
 * @param years - with their states, all of one life. @throws {MeritError} E_VALUE_MISSING at `/years/i/state`, E_NUM_RANGE at `/afterMonths`.
 */
export function followedOf(years: readonly Year[], scenario: Scenario, options: FollowedOptions = {}): FollowRow[] {
  const { afterMonths = 12, by = 'level', later = 'performance' } = options;
  const issues = new Issues();
  if (!Number.isInteger(afterMonths) || afterMonths < 0 || afterMonths > 1200) issues.add('E_NUM_RANGE', '/afterMonths', 'expected whole months from 0 to 1200');
  years.forEach(({ state }, i) => {
    if (state === undefined) issues.add('E_VALUE_MISSING', `/years/${i}/state`, 'what came of a move is read from the states of the years');
  });
  issues.throwIfAny();
  const setting = settingOf(scenario);
  const { work } = scenario.world;
  const mornings = years.flatMap(({ state }) => (state ? [{ day: dayNumber(state.day), people: rosterOf(state, setting).byId }] : [])).sort((a, b) => a.day - b.day);
  return years.flatMap(({ happenings }) =>
    happenings.flatMap(({ what, person, to, day, fit }): FollowRow[] => {
      if (what !== 'moved' || to === undefined || fit === undefined) return [];
      const since = dayNumber(day);
      const post = setting.postOf.get(to)!;
      const morning = mornings.find((one) => one.day >= addMonths(since, afterMonths));
      const life = morning?.people.get(person);
      const value = (): number | null => {
        if (!morning || life?.seat?.id !== to || life.since !== since || life.awayUntil !== undefined) return null;
        if (later === 'performance') return performance(life, life.seat, morning.day, work) / 100;
        const seen = lastOf(life.evidence, later.attribute);
        return seen?.date !== undefined && dayNumber(seen.date) > since && typeof seen.value === 'number' ? seen.value : null;
      };
      return [{ person, stratum: { level: post.level, unit: post.unit, position: to }[by], fit: fit / POINT, later: value() }];
    }));
}
