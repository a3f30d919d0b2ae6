import { requireOrder } from './canonical.js';
import { checkCertificate, checkNoPlan, provesShortage, valuesOf, type Face, type Problem } from './certificate.js';
import { chainsOf, moveOf, moversOf, timingOf, vacantOf, type Seating } from './derived.js';
import type { Move, Plan } from './documents.js';
import { isAbove } from './findings.js';
import type { Market } from './market.js';
import { exceeded } from './rows.js';
import { same, type Refusal } from './shapes.js';
import { blockingPair } from './stable.js';
import { checkTies } from './ties.js';

/** What a check says of one plan. */
export type Finding = Problem | { readonly outcome: 'holds' | 'unproven' | 'not-checked'; readonly detail: string };

const holds = (detail: string): Finding => ({ outcome: 'holds', detail });
const unproven = (detail: string): Finding => ({ outcome: 'unproven', detail });
const notChecked = (detail: string): Finding => ({ outcome: 'not-checked', detail });
const NO_PLAN = notChecked('no plan is claimed');

/** A plan of section 5.5: where it stands, the pairs of its market, and the positions that were left empty. */
export interface AmendedPlan {
  readonly path: string;
  readonly pairs: ArrayLike<number>;
  readonly closed: ReadonlySet<string>;
}

/** One plan of a proposal or an amendment, checked by its place. The checks run in their order: later ones look at what earlier ones found. */
export class PlanCheck {
  readonly #market: Market;
  readonly #name: 'certain' | 'conditional' | 'amended';
  readonly #plan: Plan;
  readonly #path: string;
  readonly #pairs: ArrayLike<number>;
  #seating: Seating | undefined;
  #moves: ReadonlyMap<string, Move> = new Map();
  #sound = false;
  #face: Face | undefined;

  readonly #closed: ReadonlySet<string>;
  /** Its proof is that no pair blocks it. */
  readonly #stable: boolean;

  constructor(market: Market, name: 'certain' | 'conditional' | AmendedPlan, plan: Plan) {
    const amended = typeof name === 'object' ? name : undefined;
    this.#market = market;
    this.#name = typeof name === 'object' ? 'amended' : name;
    this.#plan = plan;
    this.#path = amended?.path ?? `/proposal/${this.#name}`;
    this.#pairs = amended?.pairs ?? (name === 'certain' ? market.certain : new Uint8Array(market.person.length).fill(1));
    this.#closed = amended?.closed ?? new Set();
    this.#stable = market.facts.policy.objective === 'stable' && !amended;
  }

  /** Every seat is allowed whatever the gates say, every bound, every kinship and every limit is respected, and what follows from the seats is listed. */
  feasibility(): Finding {
    const { seats, moves, chains, vacant, tied, tiesProven, objectives, status } = this.#plan;
    if (status === 'infeasible') {
      const listed = seats.length + moves.length + chains.length + vacant.length + tied.length + objectives.length;
      if (listed > 0) return this.#problem('E_DERIVED', '', 'A plan that is infeasible lists seats or what follows from them.');
      return tiesProven ? this.#problem('E_DERIVED', '/tiesProven', 'A plan that is infeasible chooses among nothing.') : NO_PLAN;
    }
    const seating = this.#readSeats();
    if ('code' in seating) return seating;
    this.#seating = seating;
    this.#moves = new Map(moversOf(this.#market, seating).map((i) => [this.#market.facts.round.people[i]!.id, moveOf(this.#market, i, seating[i]!)]));
    const problem = this.#checkBounds(seating) ?? this.#checkRelated(seating) ?? this.#checkLimits(seating);
    this.#sound = problem === undefined;
    return problem ?? this.#checkDerived(seating) ?? holds(`${seats.length} seats and ${moves.length} moves`);
  }

  #readSeats(): Seating | Problem {
    const { personAt, positionAt } = this.#market.facts;
    const seating = new Int32Array(this.#market.leaving.length).fill(-1);
    let last = -1;
    for (const [k, [person, position]] of this.#plan.seats.entries()) {
      const [i, j] = [personAt.get(person), positionAt.get(position)];
      if (i === undefined) return this.#problem('E_PLAN', `/seats/${k}/0`, 'The round has no such person.');
      if (j === undefined) return this.#problem('E_PLAN', `/seats/${k}/1`, 'The round has no such position.');
      if (i <= last) return this.#problem('E_PLAN', `/seats/${k}`, i === last ? 'A person has two seats.' : 'The seats are not in the order of the people.');
      seating[(last = i)] = j;
    }
    return seating;
  }

  #checkBounds(seating: Seating): Problem | undefined {
    const { rowMin, colMin, colMax, facts } = this.#market;
    const holders = new Float64Array(colMax.length);
    for (const [k, [person]] of this.#plan.seats.entries()) {
      const i = facts.personAt.get(person)!;
      const barrier = this.#market.barrier(i, seating[i]!);
      if (barrier !== undefined) return this.#problem('E_PLAN', `/seats/${k}`, `The plan seats ${barrier}.`);
      if (++holders[seating[i]!]! > colMax[seating[i]!]!) return this.#problem('E_PLAN', `/seats/${k}`, 'The post has fewer seats than holders.');
    }
    const unseated = seating.findIndex((j, i) => j < 0 && rowMin[i] === 1);
    if (unseated >= 0) return this.#problem('E_PLAN', '/seats', `The person at /round/people/${unseated} is pinned, frozen in a seat or owed one, and has none.`);
    const empty = colMin.findIndex((least, j) => holders[j]! < least);
    if (empty >= 0) return this.#problem('E_PLAN', '/seats', `The post at /round/positions/${empty} must be filled and has ${holders[empty]!} of ${colMin[empty]!} holders.`);
    return undefined;
  }

  #checkRelated(seating: Seating): Problem | undefined {
    const { round, policy, seat, personAt } = this.#market.facts;
    const { lineOfCommand, sameUnit } = policy.relations;
    if (!lineOfCommand && !sameUnit) return undefined;
    for (const [k, { a, b, degree }] of round.relations.entries()) {
      const [x, y] = [personAt.get(a)!, personAt.get(b)!];
      const [p, q] = [seating[x]!, seating[y]!];
      if (p < 0 || q < 0 || (p === seat[x] && q === seat[y])) continue;
      const wrong = (how: string): Problem => ({ code: 'E_ROW', path: `/round/relations/${k}`, detail: `The ${this.#name} plan seats ${how}.` });
      if (lineOfCommand && degree <= lineOfCommand.maxDegree && (isAbove(this.#market, p, q) || isAbove(this.#market, q, p))) return wrong('one of two related people above the other');
      if (sameUnit && degree <= sameUnit.maxDegree && round.positions[p]!.unit === round.positions[q]!.unit) return wrong('two related people in one unit');
    }
    return undefined;
  }

  #checkLimits(seating: Seating): Problem | undefined {
    const over = exceeded(this.#market, seating);
    const k = this.#market.facts.policy.limits?.findIndex(({ id }) => id === over?.limit);
    return over && { code: 'E_PLAN_LIMIT', path: `/policy/limits/${k!}`, detail: `The ${this.#name} plan ${over.detail}.` };
  }

  #checkDerived(seating: Seating): Problem | undefined {
    const { moves, chains, vacant, tied } = this.#plan;
    const head = ({ person, from, to, kind, pattern, hiddenDemotion }: Move): unknown => ({ person, from, to, kind, pattern, hiddenDemotion });
    const compare = (key: string, given: readonly unknown[], expected: readonly unknown[]): Problem | undefined => {
      const k = expected.findIndex((item, at) => at < given.length && !same(item, given[at]));
      if (k >= 0) return this.#problem('E_DERIVED', `/${key}/${k}`, 'This is not what follows from the seats.');
      return given.length === expected.length ? undefined : this.#problem('E_DERIVED', `/${key}`, `There are ${given.length} entries where ${expected.length} follow from the seats.`);
    };
    const wrong =
      compare('moves', moves.map(head), [...this.#moves.values()].map(head)) ?? compare('chains', chains, chainsOf(this.#market, seating, timingOf(this.#market, seating))) ??
      compare('vacant', vacant, vacantOf(this.#market, seating, this.#pairs).map((one) => (this.#closed.has(one.position) ? { ...one, cause: 'left-empty', short: null } : one)));
    if (wrong) return wrong;
    try {
      requireOrder(tied.map((id) => this.#market.facts.personAt.get(id) ?? -1), (a, b) => (a < 0 ? 0 : a - b), true);
    } catch (thrown) {
      return this.#problem('E_DERIVED', `/tied${(thrown as Refusal).path}`, 'The people are not sorted by id.');
    }
    return undefined;
  }

  /** The gates of every seat that is not a stay, and what the moves say of them. */
  eligibility(): Finding {
    const { seats, moves, status } = this.#plan;
    const seating = this.#seating;
    if (!seating) return this.#withoutSeats(status);
    const { facts } = this.#market;
    let changed = 0;
    for (const [k, [person]] of seats.entries()) {
      const i = facts.personAt.get(person)!;
      if (facts.seat[i] === seating[i]) continue;
      changed++;
      const outcome = this.#market.gatesOutcome(i, seating[i]!);
      if (outcome === 'fail' || (outcome === 'unknown' && this.#name !== 'conditional')) {
        this.#sound = false;
        return this.#problem('E_ELIGIBILITY', `/seats/${k}`, outcome === 'fail' ? 'A binding rule fails for this seat.' : 'A binding rule is unknown for this seat.');
      }
    }
    for (const [k, move] of moves.entries()) {
      const expected = this.#moves.get(move.person);
      if (expected && move.route !== expected.route) return this.#problem('E_ELIGIBILITY', `/moves/${k}/route`, 'This is not the first route that the rules give.');
      for (const key of ['conditions', 'waived', 'flags'] as const) {
        if (expected && !same(move[key], expected[key])) return this.#problem('E_ELIGIBILITY', `/moves/${k}/${key}`, `The ${key} are not the ${expected[key].length} that the rules give.`);
      }
    }
    return holds(`${changed} seats that somebody enters`);
  }

  /** The fit of every move, and the value of every stage. */
  scores(): Finding {
    const { moves, objectives, status } = this.#plan;
    if (!this.#seating) return this.#withoutSeats(status);
    for (const [k, move] of moves.entries()) {
      const expected = this.#moves.get(move.person);
      for (const key of ['fit', 'provisional'] as const) {
        if (expected && !same(move[key], expected[key])) return this.#problem('E_SCORE', `/moves/${k}/${key}`, 'This is not what the criteria give.');
      }
    }
    const values = valuesOf(this.#market, this.#seating);
    for (const [k, { name }] of this.#market.stages.entries()) {
      const given = objectives[k];
      if (given?.stage !== name || BigInt(given.value) !== values[k]) return this.#problem('E_SCORE', `/objectives/${k}`, `Stage ${name} has the value ${values[k]!}.`);
    }
    if (objectives.length > values.length) return this.#problem('E_SCORE', `/objectives/${values.length}`, `There are only ${values.length} stages.`);
    return holds(`${moves.length} fits and ${values.length} stages`);
  }

  /** No plan of the whole market is better, stage by stage; or there is none. */
  optimality(): Finding {
    const { status } = this.#plan;
    if (status === 'infeasible') return this.#impossibility();
    if (!this.#seating || !this.#sound) return notChecked('its seats are not those of a plan in the market');
    if (this.#stable) return this.#stability(this.#seating);
    const checked = checkCertificate(this.#market, this.#pairs, this.#seating, this.#plan, this.#path);
    if ('code' in checked) return checked;
    if ('gap' in checked) return unproven(checked.gap);
    this.#face = checked.face;
    return holds(`${this.#market.stages.length} stages over ${this.#pairCount()} pairs${checked.leaves > 0 ? `, with ${checked.leaves} leaves of search trees` : ''}`);
  }

  #impossibility(): Finding {
    const { certificate, gap, shortage } = this.#plan;
    if (gap !== null) return this.#problem('E_CERT_SHAPE', '/gap', 'A plan that is infeasible has no gap.');
    const stable = this.#stable;
    if (certificate !== null && (shortage !== null || stable)) return this.#problem('E_CERT_SHAPE', '/certificate', 'A plan that is infeasible has a shortage or a certificate, and under the objective stable neither.');
    if (stable && shortage !== null) return this.#problem('E_CERT_SHAPE', '/shortage', 'Under the objective stable no shortage is stated.');
    if (certificate !== null) {
      const checked = checkNoPlan(this.#market, this.#pairs, certificate, `${this.#path}/certificate`);
      return typeof checked === 'number' ? holds(`that there is no plan follows from ${checked === 1 ? '1 bound' : `${checked} bounds`}`) : checked;
    }
    if (shortage === null || !provesShortage(this.#market, this.#pairs, shortage)) return unproven('that there is no plan is claimed and not proven');
    return holds(`that there is no plan follows from ${shortage.people.length} people and ${shortage.positions.length} posts`);
  }

  #stability(seating: Seating): Finding {
    const { status, certificate, gap, shortage } = this.#plan;
    if (status !== 'optimal' || gap !== null) return this.#problem('E_CERT_SHAPE', '/gap', 'A plan is stable or is none: it has no gap.');
    if (shortage !== null) return this.#problem('E_CERT_SHAPE', '/shortage', 'Only an infeasible plan has a shortage.');
    if (certificate?.stages.length !== 0) return this.#problem('E_CERT_SHAPE', '/certificate', 'The certificate of a stable plan has no stages.');
    const e = blockingPair(this.#market, this.#pairs, seating);
    if (e < 0) return holds(`no pair of ${this.#pairCount()} blocks it`);
    const { round } = this.#market.facts;
    return this.#problem('E_CERT_NOT_OPTIMAL', '/seats', `The pair of ${round.people[this.#market.person[e]!]!.id} and ${round.positions[this.#market.position[e]!]!.id} blocks the plan.`);
  }

  #pairCount(): number {
    let count = 0;
    for (let e = 0; e < this.#pairs.length; e++) count += this.#pairs[e]!;
    return count;
  }

  /** Among the plans that are equally good, this is the one that the tie rule gives. */
  ties(): Finding {
    const { status, tiesProven } = this.#plan;
    if (status === 'infeasible') return NO_PLAN;
    if (!tiesProven) return unproven('the choice among equally good plans is stated without proof');
    if (status === 'feasible') return this.#problem('E_TIE_ORDER', '/tiesProven', 'The choice among the best plans cannot be proven where the plan is not proven to be one.');
    if (this.#stable) return this.#problem('E_TIE_ORDER', '/tiesProven', 'Among stable plans the tie rule does not choose.');
    if (!this.#seating || !this.#face) return notChecked('its optimality is not established');
    if (!this.#face.exact) return this.#problem('E_TIE_ORDER', '/tiesProven', 'The choice among the best plans cannot be proven where rows or trees prove them to be the best.');
    const checked = checkTies(this.#market, this.#face, this.#seating, this.#plan, this.#path);
    return typeof checked === 'number' ? holds(`${checked} people for whom the tie rule chose`) : checked;
  }

  #withoutSeats(status: Plan['status']): Finding {
    return status === 'infeasible' ? NO_PLAN : notChecked('its seats cannot be read');
  }

  #problem(code: string, path: string, detail: string): Problem {
    return { code, path: `${this.#path}${path}`, detail };
  }
}
