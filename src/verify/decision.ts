import { compareTexts, hashOf } from './canonical.js';
import { valuesOf, type Problem } from './certificate.js';
import type { Seating } from './derived.js';
import type { Amendment, Plan, Round } from './documents.js';
import type { FullBundle as Bundle } from './envelope.js';
import { Facts } from './facts.js';
import { Market, type Stage } from './market.js';
import { PlanCheck, type Finding } from './plan.js';
import { same, type Json } from './shapes.js';

// Sections 5.4 and 5.5 of docs/formats.md: what was announced, changed as little as possible.

type Change = Amendment['changes'][number];
type Orders = Amendment['inForce'];
type Pair = readonly [string, string];
/** What is amended: its document, its plan with the seats read, what is in force since, and from which day on. */
interface Announced {
  readonly document: Bundle['proposal'] | Amendment;
  readonly plan: Plan;
  readonly seating: Seating;
  readonly orders: Orders;
  readonly since: string;
}

/** A decision and the repairs after it, each against what it amends. */
export function checkAmendments(market: Market, bundle: Bundle): Finding {
  const { proposal, round, decision, repairs = [] } = bundle;
  const chain: readonly { readonly path: string; readonly amendment: Amendment }[] = [...(decision ? [{ path: '/decision', amendment: decision }] : []), ...repairs.map((amendment, k) => ({ path: `/repairs/${k}`, amendment }))];
  if (chain.length === 0) return { outcome: 'not-checked', detail: 'The bundle holds no decision and no repair.' };
  let seating = seatingOf(market, proposal.certain);
  if (!seating) return { outcome: 'not-checked', detail: 'The plan that is amended cannot be read.' };
  let announced: Announced = { document: proposal, plan: proposal.certain, seating, orders: { required: [], forbidden: [], closed: [] }, since: round.asOf };
  let outcome: 'holds' | 'unproven' | 'not-checked' = 'holds';
  const said: string[] = [];
  for (const { path, amendment } of chain) {
    const finding = new AmendmentCheck(market, bundle, announced, amendment, path).check();
    if ('code' in finding) return finding;
    if (finding.outcome === 'not-checked' || outcome === 'holds') outcome = finding.outcome;
    said.push(finding.detail);
    seating = seatingOf(market, amendment.plan)!;
    announced = { document: amendment, plan: amendment.plan, seating, orders: amendment.inForce, since: amendment.on };
  }
  return { outcome, detail: `${decision ? 'A decision' : 'No decision'} and ${repairs.length} ${repairs.length === 1 ? 'repair' : 'repairs'}: ${said.join('; ')}.` };
}

/** The seats of a plan; undefined where they name nobody of the round. */
function seatingOf({ facts, leaving }: Market, plan: Plan): Seating | undefined {
  const seating = new Int32Array(leaving.length).fill(-1);
  for (const [person, position] of plan.seats) {
    const [i, j] = [facts.personAt.get(person), facts.positionAt.get(position)];
    if (i === undefined || j === undefined) return undefined;
    seating[i] = j;
  }
  return seating;
}

class AmendmentCheck {
  readonly #market: Market;
  readonly #bundle: Bundle;
  readonly #announced: Announced;
  readonly #amendment: Amendment;
  readonly #path: string;

  constructor(market: Market, bundle: Bundle, announced: Announced, amendment: Amendment, path: string) {
    this.#market = market;
    this.#bundle = bundle;
    this.#announced = announced;
    this.#amendment = amendment;
    this.#path = path;
  }

  check(): Finding {
    const { plan, changes } = this.#amendment;
    const wrong = this.#checkHead() ?? this.#checkChanges() ?? this.#checkOrders();
    if (wrong) return wrong;
    if (changes.length === 0) {
      if (!same(plan, this.#announced.plan)) return this.#wrong('/plan', 'Without changes the plan is the announced one, all of it.');
      return this.#checkEffects() ?? { outcome: 'holds', detail: 'the plan as it was announced' };
    }
    const finding = this.#checkPlan();
    if ('code' in finding) return finding;
    return this.#checkEffects() ?? { outcome: finding.outcome, detail: `${changes.length} ${changes.length === 1 ? 'change' : 'changes'} and ${this.#amendment.changed.length} changed places${finding.outcome === 'holds' ? '' : `, where ${finding.detail}`}` };
  }

  #wrong(path: string, detail: string): Problem {
    return { code: 'E_DECISION', path: `${this.#path}${path}`, detail };
  }

  #checkHead(): Problem | undefined {
    const { round, policy } = this.#bundle;
    const { act, by, on, of, changes, round: ofRound, policy: ofPolicy } = this.#amendment;
    const { document, since, plan } = this.#announced;
    const other = (code: string, path: string): Problem => ({ code, path: `${this.#path}${path}`, detail: 'It was made about another round or by another policy.' });
    if (ofRound.hash !== hashOf(round)) return other('E_INPUT_HASH', '/round/hash');
    if (ofRound.id !== round.id) return other('E_INPUT_HASH', '/round/id');
    if (ofRound.asOf !== round.asOf) return other('E_INPUT_HASH', '/round/asOf');
    if (ofPolicy.hash !== hashOf(policy)) return other('E_POLICY_HASH', '/policy/hash');
    if (ofPolicy.id !== policy.id) return other('E_POLICY_HASH', '/policy/id');
    if (of.format !== document.format || of.hash !== hashOf(document as unknown as Json & { readonly format: string })) return this.#wrong('/of', 'It amends another document than the one before it.');
    if (plan.status === 'infeasible') return this.#wrong('', 'What it amends is no plan.');
    if (round.actors.length > 0 && !round.actors.some(({ id, role }) => id === by && role === 'decider')) return this.#wrong('/by', 'No decider of the round has this id.');
    if (on < since) return this.#wrong('/on', `It is dated before ${since}.`);
    if (act === 'repair' && changes.length === 0) return this.#wrong('/changes', 'A repair has at least one change.');
    return undefined;
  }

  #checkChanges(): Problem | undefined {
    const { changes } = this.#amendment;
    const { personAt, positionAt } = this.#market.facts;
    const named = new Set<string>();
    for (const [k, change] of changes.entries()) {
      const { effect, cause, person, position, reason, document } = change;
      const wrong = (path: string, detail: string): Problem => this.#wrong(`/changes/${k}${path}`, detail);
      const before = changes[k - 1];
      if (before && (compareTexts(before.position, position) || compareTexts(before.person ?? '', person ?? '')) >= 0) return wrong('', 'The changes are not in the order of positions and people, or one stands there twice.');
      if (!positionAt.has(position)) return wrong('/position', 'The round has no such position.');
      if (person !== null && !personAt.has(person)) return wrong('/person', 'The round has no such person.');
      if ((person === null) !== (effect === 'close')) return wrong('/person', 'A person is named exactly where a position is not closed.');
      if (person !== null && named.has(person)) return wrong('/person', 'The person is named twice.');
      if (person !== null) named.add(person);
      if (effect === 'close' && changes.some((other) => other.effect === 'require' && other.position === position)) return wrong('/effect', 'The position is closed and required.');
      if (!ALLOWED[cause].includes(effect) || (cause !== 'choice' && this.#amendment.act === 'decision')) return wrong('/cause', 'This cause has no such effect here.');
      if (cause === 'choice' && reason === undefined) return wrong('/reason', 'A choice gives its reason.');
      if ((cause === 'court' || cause === 'objection-upheld') && document === undefined) return wrong('/document', 'This cause names its document.');
      const problem = effect === 'forbid' ? this.#checkForbidden(change, wrong) : undefined;
      if (problem) return problem;
      const stated = { rank: change.rank, of: change.of, related: change.related };
      const standing = effect === 'require' ? this.#standing(personAt.get(person!)!, positionAt.get(position)!) : { rank: undefined, of: undefined, related: undefined };
      for (const key of ['rank', 'of', 'related'] as const) if (!same(stated[key], standing[key])) return wrong(`/${key}`, 'This does not follow from the round.');
    }
    return undefined;
  }

  #checkForbidden({ person, position }: Change, wrong: (path: string, detail: string) => Problem): Problem | undefined {
    const { personAt, positionAt, seat } = this.#market.facts;
    const [i, j] = [personAt.get(person!)!, positionAt.get(position)!];
    return this.#announced.seating[i] === j && seat[i] !== j ? undefined : wrong('/position', 'What is forbidden must be the announced place of somebody who does not hold it.');
  }

  /** How somebody stands among those with a pair into a position, and which actors are related to him. */
  #standing(i: number, j: number): Required<Pick<Change, 'rank' | 'of' | 'related'>> {
    const { person, position, fit, certain, facts } = this.#market;
    const own = this.#market.fitLow(i, j);
    let [rank, of] = [1, 1];
    for (let e = 0; e < person.length; e++) {
      if (position[e] !== j || person[e] === i || !certain[e]) continue;
      of++;
      if (fit[e]! > own) rank++;
    }
    const { actors, relations, people } = facts.round;
    const { id } = people[i]!;
    const kin = new Set([id, ...relations.flatMap(({ a, b }) => (a === id ? [b] : b === id ? [a] : []))]);
    const related = actors.filter(({ person: own, interests }) => (own !== undefined && kin.has(own)) || interests?.some((interest) => interest.person === id));
    return { rank, of, related: related.map((actor) => actor.id).sort(compareTexts) };
  }

  /** What is in force after the changes. */
  #checkOrders(): Problem | undefined {
    const { changes, inForce } = this.#amendment;
    const { orders } = this.#announced;
    const has = (effect: Change['effect'], position: string, person?: string): boolean => changes.some((change) => change.effect === effect && change.position === position && (person === undefined || change.person === person));
    const added = (effect: Change['effect']): Pair[] => changes.flatMap(({ effect: own, person, position }) => (own === effect && person !== null ? [[person, position] as const] : []));
    const expected: Orders = {
      required: inOrder([...orders.required.filter(([person, position]) => !changes.some((change) => change.person === person) && !has('close', position) && !has('require', position)), ...added('require')]),
      forbidden: inOrder([...orders.forbidden.filter(([person, position]) => !has('require', position, person)), ...added('forbid')]),
      closed: [...new Set([...orders.closed.filter((position) => !has('require', position)), ...changes.flatMap(({ effect, position }) => (effect === 'close' ? [position] : []))])].sort(compareTexts),
    };
    for (const key of ['required', 'forbidden', 'closed'] as const) if (!same(inForce[key], expected[key])) return this.#wrong(`/inForce/${key}`, `These are not the ${expected[key].length} that are in force.`);
    return undefined;
  }

  /** The plan over the market of section 5.5, as any other plan. */
  #checkPlan(): Finding {
    const { plan, inForce, changes } = this.#amendment;
    if (plan.status === 'infeasible') return this.#wrong('/plan/status', 'An amendment has a plan.');
    const { facts } = this.#market;
    const { round, policy, personAt, positionAt, seat } = facts;
    const forbidden = new Set(inForce.forbidden.map(([person, position]) => `${person} ${position}`)); // no id holds a blank
    const closed = new Set(inForce.closed);
    const market = new Market(new Facts({ ...round, pins: this.#pins(forbidden, closed) }, policy), this.#stages());
    const exists = market.certain.slice();
    const required = new Set(inForce.required.map(([person, position]) => `${person} ${position}`));
    for (let e = 0; e < exists.length; e++) {
      const [i, j] = [market.person[e]!, market.position[e]!];
      const key = `${round.people[i]!.id} ${round.positions[j]!.id}`;
      if (exists[e]) required.delete(key);
      if (forbidden.has(key) || (closed.has(round.positions[j]!.id) && seat[i] !== j)) exists[e] = 0;
    }
    for (const [k, [person, position]] of inForce.required.entries()) {
      if (!required.has(`${person} ${position}`)) continue;
      const at = changes.findIndex((change) => change.person === person);
      return { code: 'E_PIN_INELIGIBLE', path: `${this.#path}${at < 0 ? `/inForce/required/${k}` : `/changes/${at}/person`}`, detail: 'This person has no passing way to the position.' };
    }
    for (const [k, [person, position]] of plan.seats.entries()) {
      const [i, j] = [personAt.get(person), positionAt.get(position)];
      if (!forbidden.has(`${person} ${position}`) && !(closed.has(position) && seat[i ?? -1] !== j)) continue;
      return { code: 'E_PLAN', path: `${this.#path}/plan/seats/${k}`, detail: 'The plan seats somebody against an order in force.' };
    }
    const check = new PlanCheck(market, { path: `${this.#path}/plan`, pairs: exists, closed }, plan);
    let outcome: Exclude<Finding, Problem> = { outcome: 'holds', detail: '' };
    for (const part of ['feasibility', 'eligibility', 'scores', 'optimality', 'ties'] as const) {
      const finding = check[part]();
      if ('code' in finding) return finding;
      if (finding.outcome !== 'holds' && outcome.outcome !== 'not-checked') outcome = finding;
    }
    return outcome;
  }

  #pins(forbidden: ReadonlySet<string>, closed: ReadonlySet<string>): Round['pins'] {
    const { round, personAt, positionAt, seat } = this.#market.facts;
    const { required } = this.#amendment.inForce;
    const named = new Set(required.map(([person]) => person));
    const own = round.pins.filter(({ person, position }) => !named.has(person) && !forbidden.has(`${person} ${position}`) && (!closed.has(position) || seat[personAt.get(person)!] === positionAt.get(position)));
    return [...own, ...required.map(([person, position]) => ({ person, position, by: 'order', reason: 'order' }))];
  }

  /** What comes between `owed` and the stages of the policy. */
  #stages(): Stage[] {
    const { seat, personAt } = this.#market.facts;
    const { seating } = this.#announced;
    const returning = new Set(this.#amendment.inForce.forbidden.map(([person]) => personAt.get(person)!));
    const returned: Stage = { name: 'returned', weight: (i, j) => (returning.has(i) && seat[i] === j ? 1 : 0) };
    return [...(returning.size > 0 ? [returned] : []), { name: 'kept', weight: (i, j) => (seating[i] === j ? 1 : 0) }];
  }

  /** Who is affected, what becomes empty, and what it costs. */
  #checkEffects(): Problem | undefined {
    const { round } = this.#market.facts;
    const { changes, changed, vacated, loss, plan } = this.#amendment;
    const before = this.#announced.seating;
    const after = seatingOf(this.#market, plan)!;
    const idOf = (j: number): string | null => (j < 0 ? null : round.positions[j]!.id);
    const named = new Set(changes.map(({ person }) => person));
    const places = round.people.flatMap(({ id }, i) => (before[i] === after[i] ? [] : [{ person: id, from: idOf(before[i]!), to: idOf(after[i]!), why: named.has(id) ? 'named' : 'induced' }]));
    const holders = (seating: Seating): Float64Array => {
      const count = new Float64Array(round.positions.length);
      for (const j of seating) if (j >= 0) count[j]!++;
      return count;
    };
    const [had, has] = [holders(before), holders(after)];
    const emptier = round.positions.flatMap(({ id }, j) => (had[j]! > has[j]! ? [{ position: id, seats: had[j]! - has[j]! }] : []));
    const [was, is] = [valuesOf(this.#market, before), valuesOf(this.#market, after)];
    const lost = this.#market.stages.map(({ name }, k) => ({ stage: name, loss: Number(was[k]! - is[k]!) }));
    for (const [key, given, expected] of [['changed', changed, places], ['vacated', vacated, emptier], ['loss', loss, lost]] as const) {
      const k = expected.findIndex((one, at) => !same(one, given[at]));
      if (k >= 0 || given.length !== expected.length) return this.#wrong(`/${key}${k >= 0 && k < given.length ? `/${k}` : ''}`, `This does not follow from the two plans, which give ${expected.length} entries.`);
    }
    return undefined;
  }
}

const ALLOWED: Readonly<Record<Change['cause'], readonly Change['effect'][]>> = {
  choice: ['require', 'close'],
  declined: ['forbid'],
  refused: ['forbid'],
  'objection-upheld': ['require', 'forbid'],
  court: ['require', 'forbid'],
};

/** Pairs ascending, each once. */
function inOrder(pairs: readonly Pair[]): Pair[] {
  const sorted = [...pairs].sort(([p, j], [q, k]) => compareTexts(p, q) || compareTexts(j, k));
  return sorted.filter((pair, k) => k === 0 || !same(pair, sorted[k - 1]));
}
