import { Issues, MeritError, type Issue } from '../errors/index.js';
import { dayAt } from '../intake/check-value.js';
import { edgeAt } from '../kernel/index.js';
import { compareIds, type ActorId, type PersonId, type PositionId } from '../model/ids.js';
import { documentHash } from '../model/frozen.js';
import { checkId } from '../model/text.js';
import { ROUND_FORMAT, type Pin, type Round } from '../model/round.js';
import { POLICY_FORMAT } from '../policy/index.js';
import { describe, openMarket, PROPOSAL_FORMAT, RelativesRule, SideRows, solvePlan, stagesOf, without, type Pairs, type Plan, type ProposeOptions, type RoundMarket, type Sealed, type Stage } from '../solving/index.js';
import { AMENDMENT_FORMAT, announcedPlan, type Amendment, type AmendmentChange, type Announced, type ChangedPlace, type Orders } from './amendment.js';
import type { Context, ReadChange } from './changes.js';
import { NO_ORDERS, ordersAfter, pinsUnder, refuseContradictions } from './orders.js';

/** Who amends, on which day, and how the changes are read. */
export interface Request {
  readonly act: Amendment['act'];
  readonly by: unknown;
  readonly on: unknown;
  readonly read: (context: Context, issues: Issues) => readonly ReadChange[];
}

/**
 * What was announced, changed as little as possible under new facts: nobody more than needed loses his post, then those who declined or were
 * refused get their seats back, then as few places as possible change, then merit counts as always (docs/formats.md section 5.5). Without
 * changes it is the announced plan as it stands. Cost: as one plan of `propose`, and the market once more where somebody is ordered to a post.
 * @throws {MeritError} with every problem of the request; E_INPUT_HASH, E_POLICY_HASH or E_FORMAT where the documents do not belong
 *   together; E_DECISION where no plan keeps the changes; and as `propose`.
 */
export async function amend(announced: Announced, round: Round, sealed: Sealed, request: Request, control: ProposeOptions): Promise<Amendment> {
  const head = headOf(announced, round, sealed);
  const plan = announcedPlan(announced);
  if (plan.status === 'infeasible') throw new MeritError('E_DECISION', 'what was announced is no plan, so there is nothing to decide about');
  const before = 'certain' in announced ? NO_ORDERS : announced.inForce;
  const places = new Map<PersonId, PositionId>(plan.seats);
  const market = openMarket(round, sealed.policy, control);

  const issues = new Issues();
  const by = signerOf(request.by, round, issues);
  const on = dayOf(request.on, 'certain' in announced ? undefined : announced.on, round, issues);
  const seats = new Map(round.people.map((p) => [p.id, p.seat]));
  const seatsOf = new Map<string, number>(round.positions.map((p) => [p.id, p.seats ?? 1]));
  const known: Context = { people: new Set(seats.keys()), positions: new Set(seatsOf.keys()), placeOf: (p) => places.get(p), seatOf: (p) => seats.get(p) };
  const changes = [...request.read(known, issues)].sort((a, b) => compareIds(a.position, b.position) || compareIds(a.person ?? '', b.person ?? ''));
  const inForce = ordersAfter(before, changes);
  const pins = pinsUnder(round, inForce, by);
  refuseContradictions(changes, pins, seatsOf, issues);
  const under = marketUnder(market, pins, changes, issues, control);
  issues.throwIfAny();

  const next = changes.length === 0 ? plan : await planUnder(under, inForce, places, control);
  return {
    format: AMENDMENT_FORMAT,
    act: request.act,
    by,
    on,
    ...head,
    changes: changes.map((change) => described(change, market)),
    inForce,
    changed: changedPlaces(places, next, changes),
    vacated: vacatedBy(plan, next),
    loss: lossOf(market, plan, next),
    plan: next,
  };
}

/** What the amendment is about; refuses documents that do not belong together. */
function headOf(announced: Announced, round: Round, { policy, hash }: Sealed): Pick<Amendment, 'round' | 'policy' | 'of'> {
  const format: unknown = announced.format;
  if (format !== PROPOSAL_FORMAT && format !== AMENDMENT_FORMAT) throw new MeritError('E_FORMAT', 'expected a proposal, a decision or a repair', { path: '/format' });
  const policyHash = documentHash(POLICY_FORMAT, policy);
  if (hash !== policyHash || announced.policy.hash !== policyHash) throw new MeritError('E_POLICY_HASH', 'the policy is not the one the proposal was made by', { path: '/policy' });
  if (announced.round.hash !== documentHash(ROUND_FORMAT, round)) throw new MeritError('E_INPUT_HASH', 'the round is not the one the proposal was made from', { path: '/round' });
  return {
    round: { id: round.id, asOf: round.asOf, hash: announced.round.hash },
    policy: { id: policy.id, hash: policyHash },
    of: { format: announced.format, hash: documentHash(announced.format, announced) },
  };
}

function signerOf(by: unknown, { actors }: Round, issues: Issues): string {
  if (typeof by !== 'string') {
    issues.add(by === undefined ? 'E_VALUE_MISSING' : 'E_TYPE', '/by', 'expected the id of whoever decides');
    return '';
  }
  const wrong = checkId(by);
  if (wrong) issues.add(wrong.code, '/by', wrong.message);
  else if (actors.length > 0 && !actors.some((a) => a.id === by && a.role === 'decider')) issues.add('E_REF_UNKNOWN', '/by', 'no actor of the round with the role decider has this id');
  return by;
}

function dayOf(on: unknown, earlier: string | undefined, { asOf }: Round, issues: Issues): string {
  if (typeof on !== 'string') {
    issues.add(on === undefined ? 'E_VALUE_MISSING' : 'E_DATE_FORMAT', '/on', 'expected the day of the decision, YYYY-MM-DD');
    return '';
  }
  // days in one fixed format: the order of the texts is theirs
  if (dayAt(on, '/on', issues) === undefined) return on;
  if (on < asOf) issues.add('E_DATE_ORDER', '/on', 'it is dated before the day of the round');
  else if (earlier !== undefined && on < earlier) issues.add('E_DATE_ORDER', '/on', 'it is dated before what it amends');
  return on;
}

/** The market with the pins in force; a required pair that does not exist is a problem of the change that asks for it. */
function marketUnder(market: RoundMarket, pins: readonly Pin[], changes: readonly ReadChange[], issues: Issues, control: ProposeOptions): RoundMarket {
  const { round, policy } = market;
  if (samePins(pins, round.pins)) return market;
  try {
    return openMarket({ ...round, pins: [...pins] }, policy, control);
  } catch (error) {
    if (!(error instanceof MeritError) || error.code !== 'E_PIN_INELIGIBLE') throw error;
    const atOf = new Map(changes.map((c) => [c.person, c.at]));
    const pinOf = ({ path }: Issue): Pin => pins[Number(path.slice('/pins/'.length))]!;
    for (const issue of error.issues) {
      const { person, position } = pinOf(issue);
      issues.add('E_PIN_INELIGIBLE', `${atOf.get(person) ?? ''}/person`, `${person} cannot be given ${position}: a binding rule fails or is unknown, or the post is closed, out of scope or lower\nMaybe a waiver is due: that is a new round.`);
    }
    return market;
  }
}

function samePins(a: readonly Pin[], b: readonly Pin[]): boolean {
  return a.length === b.length && a.every(({ person, position }, k) => person === b[k]!.person && position === b[k]!.position);
}

/** The plan that changes least of what was announced (docs/formats.md section 5.5). */
async function planUnder(market: RoundMarket, orders: Orders, places: ReadonlyMap<PersonId, PositionId>, control: ProposeOptions): Promise<Plan> {
  const { people, positions } = market.round;
  const positionIndex = new Map<string, number>(positions.map((p, j) => [p.id, j]));
  const pairs = pairsUnder(market, orders);
  const announced = Int32Array.from(people, ({ id }) => positionIndex.get(places.get(id) ?? '') ?? -1);
  const returning = new Set<string>(orders.forbidden.map(([person]) => person));
  const stages = amendedStages(market, pairs, announced, (i) => returning.has(people[i]!.id));
  const solved = await solvePlan(market, pairs, new RelativesRule(market), new SideRows(market, pairs), { ...control, plan: 'certain', stages }, { free: announced, kept: announced });
  if ('status' in solved) throw new MeritError('E_DECISION', 'no plan keeps these changes with what must be kept: pins, posts that must be filled, people who must be seated, limits, related people\nMaybe another change undoes what stands in the way.', { path: '/changes' });
  const plan = describe(market, pairs, solved);
  const closed = new Set<string>(orders.closed);
  return { ...plan, vacant: plan.vacant.map((v) => (closed.has(v.position) ? { ...v, cause: 'left-empty', short: null } : v)) };
}

/**
 * The objectives of an amended plan in order (docs/formats.md section 5.5): nobody more than needed loses his post; of those who declined or were refused
 * as many as possible get their seats back; as few places as possible change; then the round's own. O(stages * pairs).
 * @param announced - the position of each person in the announced plan, by index, -1 for none.
 * @param returns - who declined or was refused, by index.
 */
export function amendedStages(market: RoundMarket, pairs: Pairs, announced: Int32Array, returns: (person: number) => boolean): readonly Stage[] {
  /** Counts each person in one position, -1 for none. */
  const stage = (id: string, place: (i: number) => number): Stage => {
    const weight = new Float64Array(pairs.col.length);
    for (let i = 0; i < pairs.rows; i++) {
      const j = place(i);
      const e = j < 0 ? -1 : edgeAt(pairs, i, j);
      if (e >= 0) weight[e] = 1;
    }
    return { id, weight };
  };
  const [owed, ...rest] = stagesOf(market, pairs);
  const anybody = market.round.people.some((_, i) => returns(i));
  const returned = anybody ? [stage('returned', (i) => (returns(i) ? market.seat[i]! : -1))] : [];
  return [owed!, ...returned, stage('kept', (i) => announced[i]!), ...rest];
}

/** The certain pairs without those that orders take away: what is forbidden, and whoever would enter a closed position anew. */
function pairsUnder(market: RoundMarket, { forbidden, closed }: Orders): Pairs {
  const { certain, seat, round } = market;
  const barred = new Set(forbidden.map(([p, j]) => `${p} ${j}`));
  const shut = new Set<string>(closed);
  const gone = new Set<number>();
  for (let i = 0; i < certain.rows; i++) {
    for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) {
      const j = certain.col[e]!;
      const position = round.positions[j]!.id;
      if (barred.has(`${round.people[i]!.id} ${position}`) || (shut.has(position) && seat[i] !== j)) gone.add(e);
    }
  }
  return gone.size === 0 ? certain : without(certain, [], gone).pairs;
}

/** A change as the document has it: of whoever is required also how he stands among the eligible and who is related to him. */
function described({ at: _, ...change }: ReadChange, market: RoundMarket): AmendmentChange {
  if (change.effect !== 'require' || change.person === null) return change;
  const i = market.round.people.findIndex((p) => p.id === change.person);
  const j = market.round.positions.findIndex((p) => p.id === change.position);
  return { ...change, ...rankOf(market, i, j), related: relatedActors(market.round, change.person) };
}

/** How a person stands among everybody with a pair into a position: 1 plus how many have a higher fit that counts; of how many, himself counted. O(pairs). */
function rankOf(market: RoundMarket, person: number, position: number): { readonly rank: number; readonly of: number } {
  const { certain, fits } = market;
  const own = fits.low(person, position);
  let [rank, of] = [1, 1];
  for (let i = 0; i < certain.rows; i++) {
    if (i === person) continue;
    for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) {
      if (certain.col[e] !== position) continue;
      of++;
      if (certain.low[e]! > own) rank++;
    }
  }
  return { rank, of };
}

/** The actors who are the person, declared an interest in him or are related to him, by id: whatever the policy makes of it. */
export function relatedActors({ actors, relations }: Pick<Round, 'actors' | 'relations'>, person: string): readonly ActorId[] {
  const kin = new Set<string>(relations.flatMap(({ a, b }) => (a === person ? [b] : b === person ? [a] : [])));
  const isRelated = (id: string | undefined): boolean => id !== undefined && (id === person || kin.has(id));
  return actors.filter((a) => isRelated(a.person) || a.interests?.some((x) => x.person === person)).map((a) => a.id).sort(compareIds);
}

function changedPlaces(before: ReadonlyMap<PersonId, PositionId>, plan: Plan, changes: readonly ReadChange[]): readonly ChangedPlace[] {
  const after = new Map<PersonId, PositionId>(plan.seats);
  const named = new Set(changes.map((c) => c.person));
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort(compareIds)
    .map((person): ChangedPlace => ({ person, from: before.get(person) ?? null, to: after.get(person) ?? null, why: named.has(person) ? 'named' : 'induced' }))
    .filter(({ from, to }) => from !== to);
}

function vacatedBy(before: Plan, after: Plan): Amendment['vacated'] {
  const fewer = new Map<PositionId, number>();
  for (const [, position] of before.seats) fewer.set(position, (fewer.get(position) ?? 0) + 1);
  for (const [, position] of after.seats) fewer.set(position, (fewer.get(position) ?? 0) - 1);
  return [...fewer].flatMap(([position, seats]) => (seats > 0 ? [{ position, seats }] : [])).sort((a, b) => compareIds(a.position, b.position));
}

/** What the policy's own stages lose; `owed`, `returned` and `kept` of an amended plan lie between them. */
function lossOf(market: RoundMarket, before: Plan, after: Plan): Amendment['loss'] {
  const value = (plan: Plan): ReadonlyMap<string, number> => new Map(plan.objectives.map((o) => [o.stage, o.value]));
  const [was, is] = [value(before), value(after)];
  return stagesOf(market, market.certain).map(({ id }) => ({ stage: id, loss: (was.get(id) ?? 0) - (is.get(id) ?? 0) }));
}
