import { canonical, hashOf } from './canonical.js';
import type { Problem } from './certificate.js';
import { requirePolicy, requireRound } from './consistency.js';
import { checkAmendments } from './decision.js';
import type { Policy, Proposal, Round } from './documents.js';
import { bundle as readBundle, emptied, type FullBundle, type PublicBundle } from './envelope.js';
import { Facts } from './facts.js';
import { findingsOf } from './findings.js';
import { binds } from './interpreter.js';
import { requireSingleSeats, requireUnits } from './limits.js';
import { Market } from './market.js';
import { readOutside, type OutsideOptions } from './outside.js';
import { PlanCheck, type Finding } from './plan.js';
import { requirePoints } from './points.js';
import { checkPublicHead, checkPublicPlan } from './public.js';
import { at, Refusal, same, type Json } from './shapes.js';
import { checkCommitted, checkReveals } from './ties.js';
import { checkInput } from './input-tree.js';
import { readLog, TrailCheck, type Anchored } from './trail.js';

export type Check = 'format' | 'integrity' | 'completeness' | 'anchored' | 'feasibility' | 'eligibility' | 'scores' | 'optimality' | 'ties' | 'decision';

export interface Verdict {
  readonly check: Check;
  readonly outcome: 'holds' | 'fails' | 'unproven' | 'not-checked';
  /** What kind of failure it is; only if it fails. */
  readonly code?: string;
  /** A JSON Pointer into the bundle; only if it fails. */
  readonly path?: string;
  /** Of `anchored`, if it holds: how many entries of the log somebody outside has seen. */
  readonly upTo?: number;
  /** One sentence, without personal values. */
  readonly detail: string;
}

export interface Verdicts {
  readonly format: 'meritra/verdicts/1';
  readonly verdicts: readonly Verdict[];
}

export interface VerifyOptions extends OutsideOptions {
  /** The whole log, from elsewhere than from whoever made the bundle: its text, its lines or its entries, in their order. */
  readonly log?: string | readonly unknown[];
  /** Called with each verdict as soon as it is reached. */
  readonly onVerdict?: (verdict: Verdict) => void;
}

const CHECKS: readonly Check[] = ['format', 'integrity', 'completeness', 'anchored', 'feasibility', 'eligibility', 'scores', 'optimality', 'ties', 'decision'];

/**
 * One verdict for each check, in the order of the checks; each covers both plans of the proposal. Trusts nothing in the bundle: hashes, market,
 * fits, proof and ties are all recomputed from the round and the policy, and the trail from its entries; what is said about the end of a log rests on
 * what the options bring from elsewhere. No option leaves a check out. Accepts any value and never throws; only `onVerdict` may.
 * O(people * positions) time. @see docs/formats.md
 */
export function verify(bundle: unknown, options?: VerifyOptions): Verdicts {
  const verdicts: Verdict[] = [];
  const findings = run(bundle, options);
  const told = onVerdictOf(options);
  for (const check of CHECKS) {
    const verdict = verdictOf(check, findings[check]);
    verdicts.push(verdict);
    told?.(verdict);
  }
  return { format: 'meritra/verdicts/1', verdicts };
}

function onVerdictOf(options: VerifyOptions | undefined): VerifyOptions['onVerdict'] {
  try {
    const told = options?.onVerdict;
    return typeof told === 'function' ? (verdict) => told(verdict) : undefined;
  } catch {
    return undefined;
  }
}

/** The verdict of a check; one that fails in itself was not made. */
export function verdictOf(check: Check, work: () => Anchored): Verdict {
  try {
    const finding = work();
    return 'code' in finding ? { check, outcome: 'fails', code: finding.code, path: finding.path, detail: finding.detail } : { check, ...finding };
  } catch {
    return { check, outcome: 'not-checked', detail: 'This check ran out of memory or failed in itself.' };
  }
}

/** The checks of a bundle, to be called in their order. */
function run(bundle: unknown, options: VerifyOptions | undefined): Record<Check, () => Anchored> {
  let facts: FullBundle | PublicBundle | undefined;
  let full: FullBundle | undefined;
  let trail: TrailCheck | undefined;
  let market: Market | undefined;
  let plans: readonly PlanCheck[] = [];

  const ofPlans = (check: 'feasibility' | 'eligibility' | 'scores' | 'optimality' | 'ties'): Finding =>
    market ? combine(plans.map((plan) => plan[check]())) : facts?.profile === 'public' ? UNSEEN : UNREAD;
  const ofTrail = (check: 'completeness' | 'anchored'): Anchored => (trail ? trail[check]() : facts ? NO_TRAIL : UNREAD);
  return {
    format: () => {
      const outside = readOutside(options);
      if ('code' in outside) return { path: '', ...outside };
      try {
        const log = givenLog(options);
        if (log === 'unreadable') return { code: 'E_FORMAT', path: '', detail: 'Of what the checker was given the log is not a text or a list of lines.' };
        const read = readBundle(bundle);
        const round = read.profile === 'public' ? emptied(read.round) : read.round;
        at('policy', () => requirePolicy(read.policy));
        at('policy', () => requirePoints(read.policy));
        at('round', () => requireRound(round, read.policy));
        at('policy', () => requireUnits(read.policy, round));
        at('round', () => requireSingleSeats(read.policy, round));
        at('policy', () => canonical(read.policy as Json));
        if (read.trail) trail = new TrailCheck(read, read.trail, outside, log);
        facts = read;
        if (read.profile === 'full') full = read;
        return { outcome: 'holds', detail: `The ${read.profile === 'public' ? 'public ' : ''}bundle has ${read.profile === 'public' ? 'no' : round.people.length} people, ${round.positions.length} positions and ${read.policy.gates.length} gates${read.trail ? ` and ${read.trail.entries.length} entries of a log` : ''}, all in their format.` };
      } catch (thrown) {
        return Refusal.is(thrown) ? { code: 'E_FORMAT', path: thrown.path, detail: `The value ${thrown.message}.` } : { code: 'E_FORMAT', path: '', detail: 'The bundle cannot be read.' };
      }
    },
    integrity: () => {
      if (!facts) return UNREAD;
      const { round, policy } = facts;
      const head = full ? (placed(checkHead(full.round, policy, full.proposal), full) ?? checkReveals(round, policy)) : checkPublicHead(facts as PublicBundle);
      if (head) return head;
      const recorded = trail?.integrity();
      if (recorded && 'code' in recorded) return recorded;
      const detail = `Round and policy have the hashes that the proposal states, and ${round.reveals.length === 1 ? '1 nonce was' : `${round.reveals.length} nonces were`} committed to.`;
      return { outcome: 'holds', detail: recorded ? `${detail} ${recorded.detail}` : detail };
    },
    completeness: () => ofTrail('completeness'),
    anchored: () => ofTrail('anchored'),
    feasibility: () => {
      if (!facts) return UNREAD;
      if (!full) return checkPublicPlan(facts as PublicBundle);
      const { proposal, policy } = full;
      market = new Market(new Facts(full.round, policy));
      plans = [new PlanCheck(market, 'certain', proposal.certain), ...(proposal.conditional ? [new PlanCheck(market, 'conditional', proposal.conditional)] : [])];
      const finding = ofPlans('feasibility');
      if ('code' in finding) return finding;
      return checkWhole(market, policy, proposal) ?? { ...finding, detail: `${finding.detail.slice(0, -1)}; the worklist is the engine's word and is not checked.` };
    },
    eligibility: () => ofPlans('eligibility'),
    scores: () => ofPlans('scores'),
    optimality: () => ofPlans('optimality'),
    ties: () => (full && checkCommitted(full.policy)) ?? ofPlans('ties'),
    decision: () => {
      if (facts?.profile === 'public') return UNSEEN;
      if (!full || !market) return UNREAD;
      const amended = checkAmendments(market, full); // sections 5.4 and 5.5
      return 'code' in amended ? amended : (trail?.decision() ?? amended); // section 10.8
    },
  };
}

function givenLog(options: VerifyOptions | undefined): ReturnType<typeof readLog> | undefined | 'unreadable' {
  try {
    const given: unknown = options?.log;
    return given === undefined ? undefined : readLog(given);
  } catch {
    return 'unreadable';
  }
}

/** The place in the round that the frozen input shows to be changed, instead of the whole round. */
function placed(head: Problem | undefined, { round, policy, input }: FullBundle): Problem | undefined {
  return head?.path === '/round' && input ? (checkInput(round, policy, input) ?? head) : head;
}

const UNSEEN: Finding = { outcome: 'not-checked', detail: 'A public bundle does not hold what this rests on.' };
const NO_TRAIL: Finding = { outcome: 'not-checked', detail: 'The bundle has no trail.' };
const UNREAD: Finding = { outcome: 'not-checked', detail: 'The bundle is not in its format.' };

/** What the proposal says it is about. */
function checkHead(round: Round, policy: Policy, proposal: Proposal): Problem | undefined {
  const wrong = (code: string, path: string, what: string): Problem => ({ code, path, detail: `The proposal was made for another ${what}.` });
  if (hashOf(round) !== proposal.round.hash) return wrong('E_INPUT_HASH', '/round', 'round: the hash differs');
  if (hashOf(policy) !== proposal.policy.hash) return wrong('E_POLICY_HASH', '/policy', 'policy: the hash differs');
  if (round.id !== proposal.round.id) return wrong('E_INPUT_HASH', '/proposal/round/id', 'round: the id differs');
  if (round.asOf !== proposal.round.asOf) return wrong('E_INPUT_HASH', '/proposal/round/asOf', 'round: the day differs');
  if (policy.id !== proposal.policy.id) return wrong('E_POLICY_HASH', '/proposal/policy/id', 'policy: the id differs');
  if (policy.objective !== proposal.objective) return wrong('E_POLICY_HASH', '/proposal/objective', 'policy: the objective differs');
  return undefined;
}

/** What the proposal says beside its plans. */
function checkWhole(market: Market, policy: Policy, proposal: Proposal): Problem | undefined {
  const known = market.certain.every((yes) => yes === 1);
  if (known !== (proposal.conditional === null)) {
    return { code: 'E_PLAN', path: '/proposal/conditional', detail: known ? 'Nothing is unknown, so there is no conditional plan.' : 'Something is unknown, so there must be a conditional plan.' };
  }
  const unconfirmed = [...policy.gates, ...(policy.limits ?? [])].flatMap(({ id, citation }) => ('own' in citation || binds(citation, policy) ? [] : [{ id, confidence: citation.confidence }]));
  const rules = { unconfirmed, gateFrom: policy.confidence.gateFrom, lawCheckedOn: policy.lawCheckedOn };
  for (const key of ['unconfirmed', 'gateFrom', 'lawCheckedOn'] as const) {
    if (canonical(proposal.rules[key]) !== canonical(rules[key])) return { code: 'E_DERIVED', path: `/proposal/rules/${key}`, detail: `The proposal does not state the policy's ${unconfirmed.length} unconfirmed gates and limits, its threshold and its day.` };
  }
  const [given, expected] = [proposal.findings, findingsOf(market)];
  for (let k = 0; k < Math.max(given.length, expected.length); k++) {
    if (!same(given[k], expected[k])) return { code: 'E_DERIVED', path: `/proposal/findings/${k}`, detail: `This is not one of the ${expected.length} findings that follow from the round, in their order.` };
  }
  return undefined;
}

/** The worst of what was found, with a sentence on every plan. */
function combine(findings: readonly Finding[]): Finding {
  const problem = findings.find((finding) => 'code' in finding);
  if (problem) return problem;
  const others = findings as readonly Exclude<Finding, Problem>[];
  const outcome = (['unproven', 'not-checked'] as const).find((one) => others.some((finding) => finding.outcome === one)) ?? 'holds';
  const [certain, conditional] = others.map(({ detail }) => detail);
  return { outcome, detail: `Certain plan: ${certain!}; conditional plan: ${conditional ?? 'none, as nothing is unknown'}.` };
}
