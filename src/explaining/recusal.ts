import { recusalOf, type ConflictGround, type Recusal, type RecusalReason } from '../conflicts/index.js';
import { EligibilityTable, factsOf, FAIL, PASS, UNKNOWN, type GateOutcome } from '../eligibility/index.js';
import { bug, MeritError } from '../errors/index.js';
import { deepFreeze, documentHash } from '../model/frozen.js';
import type { ActorId, PersonId, PositionId, SourceId } from '../model/ids.js';
import { ROUND_FORMAT, type Actor, type Person, type Round, type Value } from '../model/round.js';
import { POLICY_FORMAT, type Policy } from '../policy/index.js';
import { FitTable, type Fit } from '../scoring/index.js';
import { openMarket, propose, type Plan, type Proposal, type ProposeOptions, type RoundMarket, type Sealed } from '../solving/index.js';

/** One item of evidence that was set aside: what it was, whose, and why. The item itself stays in the round. */
export interface SetAside {
  readonly attribute: string;
  readonly value?: Value;
  readonly unmapped?: string;
  readonly source: SourceId;
  readonly date: string;
  readonly by: ActorId;
  readonly role: Actor['role'];
  readonly reason: RecusalReason;
  /** Of somebody related: what makes him so. */
  readonly grounds: readonly ConflictGround[];
}

/** What a person is worth in a post: all binding rules together, and the fit. */
export interface Standing {
  readonly gates: GateOutcome;
  readonly fit: Fit;
}

/** One post with the judgements set aside, as it counts, and as it would be with them. */
export interface PostEffect {
  readonly position: PositionId;
  readonly counted: Standing;
  readonly withThem: Standing;
}

export interface RecusedPerson {
  readonly person: PersonId;
  readonly items: readonly SetAside[];
  /** The posts asked about; else the seats he has in the two plans first, then where the fit that counts changes most, then by id. */
  readonly posts: readonly PostEffect[];
  /** Posts he has a way to in this round and that are not listed. */
  readonly more: number;
}

/** Where somebody sits in the plan and where he would sit if nothing were set aside. */
export interface SeatEffect {
  readonly person: PersonId;
  readonly counted: PositionId | null;
  readonly withThem: PositionId | null;
}

/** What recusal changed in a round. */
export interface RecusalEffect {
  /** Everybody of whom evidence was set aside, by id; empty where nothing was. */
  readonly people: readonly RecusedPerson[];
  readonly plan: {
    readonly counted: Plan['status'];
    /** Null where no such round exists, since a pinned person would not be eligible with the judgements. */
    readonly withThem: Plan['status'] | null;
    /** Everybody who would sit elsewhere, by id; empty where nobody would, or where one of the two has no plan. */
    readonly seats: readonly SeatEffect[];
  };
}

export interface RecusalOptions extends ProposeOptions {
  /** The proposal for this round and policy, if it is there already: saves making it again. */
  readonly proposal?: Proposal;
  /** Posts to be asked about for each person; absent: those he has a way to, as many as `limit`. */
  readonly posts?: readonly string[];
  /** Posts told for each person where none are named. Default 5. */
  readonly limit?: number;
}

/**
 * What changed because judgements were set aside: for everybody concerned which items, whose and why, his fit as it counts and as it
 * would be with them, and who would sit elsewhere in the certain plan. What would be is computed from the same round under the same
 * policy without its rule on recusal; it is told to show the effect and proposes nothing.
 * Cost: one more `propose` (two without `options.proposal`), none where nothing was set aside.
 * @param round - as `parseRound` gave it.
 * @throws {MeritError} E_INPUT_HASH or E_POLICY_HASH if the proposal is of another round or policy; E_REF_UNKNOWN for a post that is
 *   not in the round; what `propose` throws.
 */
export async function recusalEffect(round: Round, sealed: Sealed, options: RecusalOptions = {}): Promise<RecusalEffect> {
  const { proposal: given, posts, limit = 5, ...run } = options;
  if (given && given.round.hash !== documentHash(ROUND_FORMAT, round)) throw new MeritError('E_INPUT_HASH', 'the round is not the one the proposal was made from', { path: '/round' });
  if (given && given.policy.hash !== documentHash(POLICY_FORMAT, sealed.policy)) throw new MeritError('E_POLICY_HASH', 'the policy is not the one the proposal was made by', { path: '/policy' });
  const { certain } = given ?? (await propose(round, sealed, run));
  const asked = posts?.map((id) => {
    const j = round.positions.findIndex((p) => p.id === id);
    if (j < 0) throw new MeritError('E_REF_UNKNOWN', 'the round has no such position', { path: '/positions' });
    return j;
  });
  const recusal = recusalOf(round, sealed.policy);
  const itemsOf = recusal ? round.people.map((p) => setAside(round, p, recusal)) : [];
  if (!itemsOf.some((items) => items.length > 0)) return { people: [], plan: { counted: certain.status, withThem: certain.status, seats: [] } };

  const withThem = withoutRecusal(sealed.policy);
  const other = await planOf(round, withThem, run);
  const counted = new Map<string, PositionId>(certain.seats);
  const otherwise = new Map<string, PositionId>(other?.seats ?? []);
  const comparison = new Comparison(openMarket(round, sealed.policy, run), withThem.policy);
  const people = round.people.flatMap(({ id }, i): RecusedPerson[] => {
    const items = itemsOf[i]!;
    return items.length === 0 ? [] : [{ person: id, items, ...comparison.posts(i, asked, [counted.get(id), otherwise.get(id)], limit) }];
  });
  const both = certain.status !== 'infeasible' && other !== null && other.status !== 'infeasible';
  const seats = both ? round.people.map(({ id }) => ({ person: id, counted: counted.get(id) ?? null, withThem: otherwise.get(id) ?? null })).filter((s) => s.counted !== s.withThem) : [];
  return { people, plan: { counted: certain.status, withThem: other?.status ?? null, seats } };
}

/** The items of a person that do not count, in the order of the round. */
function setAside(round: Round, { id, evidence }: Person, recusal: Recusal): SetAside[] {
  return evidence.flatMap((item): SetAside[] => {
    const { attribute, value, unmapped, source, date, by } = item;
    const reason = by === undefined ? undefined : recusal.reason(by, id);
    if (by === undefined || !reason) return [];
    const entry = recusal.register.find((e) => e.actor === by);
    const stated = date ?? round.sources.find((s) => s.id === source)?.date;
    if (!entry || stated === undefined) throw bug('evidence that was not checked');
    const grounds = reason === 'related' ? (entry.mayNotJudge.find((m) => m.person === id)?.grounds ?? []) : [];
    return [{ attribute, ...(value !== undefined && { value }), ...(unmapped !== undefined && { unmapped }), source, date: stated, by, role: entry.role, reason, grounds }];
  });
}

/** The same policy by which nothing is set aside. */
function withoutRecusal({ relations, ...policy }: Policy): Sealed {
  const { recusal: _, ...rest } = relations;
  const without = deepFreeze({ ...policy, relations: rest });
  return { policy: without, hash: documentHash(POLICY_FORMAT, without) };
}

/** The certain plan; null where a pin does not hold under this policy. */
async function planOf(round: Round, sealed: Sealed, run: ProposeOptions): Promise<Plan | null> {
  try {
    return (await propose(round, sealed, run)).certain;
  } catch (error) {
    if (error instanceof MeritError && error.code === 'E_PIN_INELIGIBLE') return null;
    throw error;
  }
}

const OUTCOME = new Map<number, GateOutcome>([[PASS, 'pass'], [UNKNOWN, 'unknown'], [FAIL, 'fail']]);

/** Gates and fits of the same people and posts, as they count and with everything counted. */
class Comparison {
  private readonly market: RoundMarket;
  private readonly gates: EligibilityTable;
  private readonly fits: FitTable;

  constructor(market: RoundMarket, withThem: Policy) {
    const facts = factsOf(market.round, withThem);
    this.market = market;
    this.gates = new EligibilityTable(market.round, withThem, facts);
    this.fits = new FitTable(withThem, facts);
  }

  posts(i: number, asked: readonly number[] | undefined, seats: readonly (PositionId | undefined)[], limit: number): { posts: readonly PostEffect[]; more: number } {
    if (asked) return { posts: asked.map((j) => this.effect(i, j)), more: 0 };
    const { start, col } = this.market.conditional;
    const effects = Array.from(col.subarray(start[i], start[i + 1]), (j) => this.effect(i, j));
    const change = ({ counted, withThem }: PostEffect): number => Math.abs(counted.fit.low - withThem.fit.low);
    const held = ({ position }: PostEffect): number => (seats.includes(position) ? 0 : 1);
    effects.sort((a, b) => held(a) - held(b) || change(b) - change(a) || (a.position < b.position ? -1 : 1));
    return { posts: effects.slice(0, limit), more: Math.max(0, effects.length - limit) };
  }

  private effect(i: number, j: number): PostEffect {
    const { round, gates, fits } = this.market;
    const outcome = (table: EligibilityTable): GateOutcome => OUTCOME.get(table.status(i, j))!;
    return { position: round.positions[j]!.id, counted: { gates: outcome(gates), fit: fits.fit(i, j) }, withThem: { gates: outcome(this.gates), fit: this.fits.fit(i, j) } };
  }
}
