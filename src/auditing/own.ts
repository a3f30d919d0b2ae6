import { canonicalJson } from '../canonical/index.js';
import { conflictRegister, type ConflictEntry } from '../conflicts/index.js';
import { MeritError } from '../errors/index.js';
import { dayNumber, ruleValue } from '../eligibility/index.js';
import type { SealedPolicy } from '../intake/index.js';
import { formatDay } from '../model/calendar.js';
import { compareIds } from '../model/ids.js';
import type { Actor, Round, Value } from '../model/round.js';
import { explain } from '../explaining/index.js';
import { openMarket, type Proposal } from '../solving/index.js';
import { PAST_FORMAT, type Candidacy, type Holding, type Past, type PastDecision, type PastEvidence, type PastRelation, type PastRequirement, type PastRole } from './past.js';
import type { AuditDay } from './study.js';

/** Actors whose judgement is evidence. */
const JUDGES: readonly string[] = ['scorer', 'panel', 'issuer'];

export interface OwnOptions {
  /** Ties as groups of people, by name: whoever's attribute has this value has the tie; whoever's is unknown is unknown. */
  readonly ties?: Readonly<Record<string, { readonly attribute: string; readonly is: Value }>>;
  /** The day it is to be decided; the day of the round if left out. */
  readonly on?: string;
}

/** What a move of a proposal is called in a record of decisions. */
const KINDS = { promotion: 'promotion', lateral: 'rotation', demotion: 'demotion', entry: 'entry', release: 'transfer' } as const;

/**
 * The certain plan of our own proposal as a record of past decisions with its day, so that `audit(past, { days })` measures it, before it is
 * signed, by the same yardstick as the decisions of others. One decision for each post that somebody comes into, under the id of the post.
 * Considered is everybody eligible for it (`explain(...).eligible`) but who keeps his seat there; chosen is who comes in; the score is the fit that counts.
 * Demands of posts, actors with their statements and declared relations are carried over; criteria and weights are not: `days` has the engine answer for them.
 * The roster has today's seats since the day they were taken (who has none on record is left out) and the seats of the plan. No names.
 * @throws {MeritError} E_INPUT_HASH, E_POLICY_HASH or E_FORMAT as `explain`; E_DATE_ORDER for a day before that of the round; E_REF_UNKNOWN for an attribute the policy does not have.
 */
export function pastOfProposal(proposal: Proposal, round: Round, policy: SealedPolicy, options: OwnOptions = {}): { readonly past: Past; readonly days: readonly AuditDay[] } {
  const on = options.on ?? round.asOf;
  if (dayNumber(on) < dayNumber(round.asOf)) throw new MeritError('E_DATE_ORDER', 'the day of the decision lies before that of the round', { path: '/options/on' });
  const { eligible } = explain(proposal, round, policy);
  const market = openMarket(round, policy.policy);
  const ties = tiesOf(market.facts.people, policy, options.ties ?? {});
  const arrivals = new Map<string, Set<string>>();
  const staying = new Map<string, string>(proposal.certain.seats);
  for (const { person, to } of proposal.certain.moves) {
    staying.delete(person);
    if (to !== null) arrivals.set(to, (arrivals.get(to) ?? new Set()).add(person));
  }
  const moves = new Map<string, Proposal['certain']['moves'][number]>(proposal.certain.moves.map((m) => [m.person, m]));
  const decisions: PastDecision[] = [];
  const candidates: Candidacy[] = [];
  for (const [position, people] of [...arrivals].sort(([a], [b]) => compareIds(a, b))) {
    const first = [...people].sort(compareIds).map((id) => moves.get(id)!);
    const alike = <T>(of: (move: (typeof first)[number]) => T): T | undefined => (new Set(first.map(of)).size === 1 ? of(first[0]!) : undefined);
    const kind = alike((m) => m.kind);
    const route = alike((m) => m.route);
    decisions.push({ id: position, position, on, document: proposal.round.id, ...(kind && { kind: KINDS[kind] }), ...(route && { route }) });
    for (const { person, fit } of [...eligible(position)].sort((a, b) => compareIds(a.person, b.person))) {
      if (staying.get(person) === position) continue;
      candidates.push({ decision: position, person, chosen: people.has(person), eligible: true, score: fit.low / 10_000, ties: ties(person) });
    }
  }
  const past: Past = {
    format: PAST_FORMAT, ...(round.title !== undefined && { title: round.title }),
    levels: policy.policy.levels.map((l) => l.id),
    decisions, candidates, roster: rosterOf(round, proposal, on),
    people: round.people.map(({ id, born, retires }) => ({ id, ...(born !== undefined && { born }), ...(retires !== undefined && { retires }) })),
    positions: round.positions.map((p) => ({ id: p.id, title: p.title, unit: p.unit, level: p.level, ...(p.class !== undefined && { class: p.class }), ...(p.superior !== undefined && { superior: p.superior }) })),
    units: round.units.map((u) => ({ id: u.id, name: u.name, ...(u.parent !== undefined && { parent: u.parent }) })),
    ...demandsOf(round), ...tiesOfActors(round, policy, decisions),
  };
  return { past, days: [{ decisions: decisions.map((d) => d.id), round, policy }] };
}

/** The demands of the posts, and of everybody the evidence on what they ask that speaks of a day up to that of the round. */
function demandsOf(round: Round): Pick<Past, 'requirements' | 'evidence'> {
  const requirements = round.positions.flatMap((p) => (p.requires ?? []).map(({ attribute, is, value }): PastRequirement => ({ position: p.id, attribute, is, value })));
  if (requirements.length === 0) return {};
  const asked = new Set(requirements.map((r) => r.attribute));
  const dates = new Map<string, string>(round.sources.map((s) => [s.id, s.date]));
  const evidence = round.people.flatMap((p) => p.evidence.flatMap(({ attribute, value, source, date = dates.get(source)!, by }): PastEvidence[] =>
    (value === undefined || !asked.has(attribute) || date > round.asOf ? [] : [{ person: p.id, attribute, value, date, source, ...(by !== undefined && { by }) }]),
  ));
  return { requirements, evidence };
}

/**
 * Who takes part, the same in every decision, and the ties that are declared: in the round and in the statements of its actors. A judge whose
 * judgement the engine sets aside did not judge; of whoever proposes or decides only the statement is known.
 */
function tiesOfActors(round: Round, { policy }: SealedPolicy, decisions: readonly PastDecision[]): Pick<Past, 'roles' | 'relations'> {
  const register = new Map<string, ConflictEntry>(conflictRegister(round, policy).map((entry) => [entry.actor, entry]));
  const nameOf = (actor: Actor): string => actor.person ?? actor.id;
  const roles = round.actors.map((actor): Omit<PastRole, 'decision'> => {
    const { role, statement, interests = [] } = actor;
    const { mayAct, mayNotJudge } = register.get(actor.id)!;
    const recused = !JUDGES.includes(role) ? [] : mayAct ? mayNotJudge.map((m) => m.person) : ('all' as const);
    return {
      actor: nameOf(actor), role, ...(statement && { statement: statement.on }), ...(interests.length > 0 && { declared: [...new Set(interests.map((i) => i.person))].sort(compareIds) }), ...(recused.length > 0 && { recused }),
    };
  });
  const declared = round.actors.flatMap((actor) => (actor.interests ?? []).map((i): PastRelation => ({ a: nameOf(actor), b: i.person, kind: i.kind, ...(i.degree !== undefined && { degree: i.degree }), source: actor.statement?.document ?? actor.id })));
  const relations = [...round.relations.map((r): PastRelation => ({ a: r.a, b: r.b, kind: r.kind, degree: r.degree, source: r.source })), ...declared];
  return {
    ...(roles.length > 0 && { roles: decisions.flatMap((d) => roles.map((r) => ({ decision: d.id, ...r }))) }),
    ...(relations.length > 0 && { relations }),
  };
}

function rosterOf(round: Round, proposal: Proposal, on: string): Holding[] {
  const moves = new Map<string, Proposal['certain']['moves'][number]>(proposal.certain.moves.map((m) => [m.person, m]));
  const dayBefore = formatDay(dayNumber(on) - 1);
  return round.people.flatMap(({ id, seat, since, acceptsLower }): Holding[] => {
    const move = moves.get(id);
    const held: Holding[] = seat === undefined || since === undefined || since >= on ? [] : [{ person: id, position: seat, from: since, ...(move && move.from !== null && { to: dayBefore }) }];
    if (!move || move.to === null) return held;
    return [...held, { person: id, position: move.to, from: on, kind: KINDS[move.kind], document: proposal.round.id, ...(acceptsLower && { consent: acceptsLower.document }) }];
  });
}

/** The ties of a person by the groups asked for; a group whose attribute is unknown is absent. */
function tiesOf(people: ReturnType<typeof openMarket>['facts']['people'], { policy }: SealedPolicy, groups: NonNullable<OwnOptions['ties']>): (person: string) => Record<string, boolean> {
  const asked = Object.entries(groups).sort(([a], [b]) => compareIds(a, b)).map(([tie, { attribute, is }]) => {
    const spec = Object.hasOwn(policy.attributes, attribute) ? policy.attributes[attribute] : undefined;
    if (!spec) throw new MeritError('E_REF_UNKNOWN', 'the policy has no such attribute', { path: `/options/ties/${tie}/attribute` });
    return { tie, attribute, is: canonicalJson(ruleValue(is, spec)) };
  });
  const byId = new Map(people.map((p) => [p.id, p]));
  return (person) => Object.fromEntries(asked.flatMap(({ tie, attribute, is }) => {
    const value = byId.get(person)?.data.get(attribute)?.value;
    return value === undefined ? [] : [[tie, canonicalJson(value) === is]];
  }));
}
