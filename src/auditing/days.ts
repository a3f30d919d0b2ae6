import { Issues } from '../errors/index.js';
import { openMarket, type RoundMarket } from '../solving/index.js';
import { compareIds } from '../model/ids.js';
import { dayIn } from './appointments.js';
import type { Case, Considered, FailingRule } from './case.js';
import type { Candidacy, Holding, Past, PastDecision } from './past.js';
import type { AuditDay } from './study.js';

/**
 * The decisions of one day with eligibility, failing rules and scores as the engine finds them from the evidence and under the policy of that
 * day: what a table states of them is not used. Considered are the candidates of the record; where it has none for a decision, everybody with
 * a pair for the post in the market of that day, pairs with unknown gates included, and whoever the roster seats there by the paper of the decision or on its day.
 *
 * `eligible` is `unknown` where a binding rule cannot be judged (nobody is judged by what is missing) and for people the round does not know;
 * waived rules pass. The holder of the post is eligible for it. The scope and the pins of the round say who was planned for, not who was
 * eligible: they are left out for candidates on record. Ties and strata are those of the cases `stated` from the tables, where these are given. `score` and `scoreHigh` are the ends of the fit, also of people who are not eligible. By id of the decision.
 * @throws {MeritError} E_REF_UNKNOWN for a decision that the record or a post that the round does not have; E_DATE_ORDER for a round that speaks
 *   of a day after the decision; the errors of `openMarket`. Paths point into the day.
 */
export function casesOfDay(day: AuditDay, past: Past, stated: readonly Case[] = []): readonly Case[] {
  const { round, policy } = day;
  const known = new Map((past.decisions ?? []).map((d) => [d.id, d]));
  const place = new Map<string, number>(round.positions.map((p, j) => [p.id, j]));
  const issues = new Issues();
  const asked = day.decisions.flatMap((id, k) => {
    const decision = known.get(id);
    const j = decision && place.get(decision.position);
    if (!decision) issues.add('E_REF_UNKNOWN', `/decisions/${k}`, 'the record has no such decision');
    else if (j === undefined) issues.add('E_REF_UNKNOWN', `/decisions/${k}`, 'the round has no post of that decision');
    else if (dayIn(round.asOf) > dayIn(decision.on)) issues.add('E_DATE_ORDER', '/round/asOf', 'the evidence is of a day after the decision: what was not known then is not held against it');
    return decision && j !== undefined ? [{ decision, j }] : [];
  });
  issues.throwIfAny();
  const market = openMarket(round, policy.policy);
  const record = new DayRecord(market, past, stated);
  return asked.map(({ decision, j }) => record.caseOf(decision, j)).sort((a, b) => compareIds(a.id, b.id));
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

class DayRecord {
  private readonly market: RoundMarket;
  private readonly past: Past;
  private readonly person: ReadonlyMap<string, number>;
  private readonly candidates = new Map<string, Candidacy[]>();
  /** Definitive rows of the roster by post. */
  private readonly seated = new Map<string, Holding[]>();
  /** Cases as the tables state them: person by person, by decision. */
  private readonly tables: ReadonlyMap<string, ReadonlyMap<string, Considered>>;
  /** People with a pair, by position, with its state. */
  private readonly pairs: readonly (readonly (readonly [person: number, state: number])[])[];

  constructor(market: RoundMarket, past: Past, stated: readonly Case[]) {
    this.market = market;
    this.tables = new Map(stated.map((c) => [c.id, new Map(c.people.map((p) => [p.person, p]))]));
    this.past = past;
    this.person = new Map(market.round.people.map((p, i) => [p.id, i]));
    for (const c of past.candidates ?? []) add(this.candidates, c.decision, c);
    for (const h of past.roster ?? []) if (h.acting !== true) add(this.seated, h.position, h);
    const pairs: (readonly [number, number])[][] = market.round.positions.map(() => []);
    const { start, col, state, rows } = market.conditional;
    for (let i = 0; i < rows; i++) for (let e = start[i]!; e < start[i + 1]!; e++) pairs[col[e]!]!.push([i, state[e]!]);
    this.pairs = pairs;
  }

  caseOf(d: PastDecision, j: number): Case {
    const { round, facts, policy } = this.market;
    const post = round.positions[j]!;
    const rows = this.candidates.get(d.id);
    const people = (rows ? rows.map((row) => this.stated(row, j, this.tables.get(d.id)?.get(row.person))) : this.found(d, j)).sort((a, b) => compareIds(a.person, b.person));
    const level = this.past.levels ? this.past.levels.indexOf(this.past.positions?.find((p) => p.id === d.position)?.level ?? policy.levels[facts.positions[j]!.level]!.id) : facts.positions[j]!.level;
    const date = (text: string | undefined): number | null => (text === undefined ? null : dayIn(text));
    return {
      id: d.id, position: d.position, unit: post.unit, level: level < 0 ? null : level, day: dayIn(d.on), on: d.on,
      decider: d.decider ?? null, kind: d.kind ?? null, route: d.route ?? null, document: d.document ?? null, row: d.row ?? null,
      noticed: date(d.noticed), closed: date(d.closed), opened: date(d.opened), seats: people.filter((p) => p.chosen).length, people, from: 'recomputed',
    };
  }

  /** A candidate of the record. */
  private stated(row: Candidacy, j: number, table: Considered | undefined): Considered {
    const stages = this.past.stages ?? [];
    const stage = row.chosen ? stages.length - 1 : row.reached === undefined ? -1 : stages.indexOf(row.reached);
    const strata = Object.entries(row.strata ?? {}).map(([name, value]) => [name, value === null ? 'missing' : String(value)] as const);
    return {
      person: row.person, chosen: row.chosen, ...this.judged(row.person, j), stage: stage < 0 ? null : stage,
      withdrew: row.withdrew === undefined ? null : dayIn(row.withdrew), ties: table?.ties ?? new Map(Object.entries(row.ties ?? {})), strata: table?.strata ?? new Map(strata), row: row.row ?? null,
    };
  }

  /** Everybody with a pair, and whoever the roster seats by this decision. */
  private found(d: PastDecision, j: number): Considered[] {
    const here = (this.seated.get(d.position) ?? []).filter((h) => h.from === d.on || (h.document !== undefined && h.document === d.document));
    const seated = new Map(here.map((h) => [h.person, h.row ?? null]));
    const people = new Set([...this.pairs[j]!.map(([i]) => this.market.round.people[i]!.id as string), ...seated.keys()]);
    return [...people].map((person): Considered => ({
      person, chosen: seated.has(person), ...this.judged(person, j), stage: null, withdrew: null, ties: new Map(), strata: new Map(), row: seated.get(person) ?? null,
    }));
  }

  private judged(person: string, j: number): Pick<Considered, 'eligible' | 'failing' | 'score' | 'scoreHigh'> {
    const i = this.person.get(person);
    if (i === undefined) return { eligible: 'unknown', failing: [], score: null, scoreHigh: null };
    const { low, high } = this.market.fits.fit(i, j);
    return { ...this.standing(i, j), score: low, scoreHigh: high };
  }

  /** As the market has the pair; without one by the rules, and by what else the law asks: a post that is open, a person who stays, consent to a lower level. */
  private standing(i: number, j: number): Pick<Considered, 'eligible' | 'failing'> {
    const { gates, seat, open, leaving, facts, round } = this.market;
    const obstacles: FailingRule[] = [];
    const obstacle = (is: boolean, rule: string): void => { if (is) obstacles.push({ rule, answer: 'fail', citation: null }); };
    const held = seat[i]!;
    obstacle(open[j] !== 1, 'closed');
    obstacle(leaving[i] === 1, 'leaving');
    obstacle(held >= 0 && open[held] === 1 && !round.people[i]!.acceptsLower && facts.positions[j]!.level < facts.positions[held]!.level, 'lower-level');
    if (held === j) return { eligible: obstacles.length > 0 ? 'no' : 'yes', failing: [...gates.failingAsHolder(i, j).map((rule): FailingRule => ({ rule: rule.id, answer: 'fail', citation: rule.citation })), ...obstacles] };
    const rules = gates.open(i, j).filter(({ rule }) => rule.binding).map(({ rule, outcome }): FailingRule => ({ rule: rule.id, answer: outcome, citation: rule.citation }));
    const failing = [...rules, ...obstacles];
    return { eligible: failing.some((f) => f.answer === 'fail') ? 'no' : failing.length > 0 ? 'unknown' : 'yes', failing };
  }
}
