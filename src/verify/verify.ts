import { canonical, hashOf } from './canonical.js';
import type { Problem } from './certificate.js';
import { requirePolicy, requireRound } from './consistency.js';
import { checkAmendments } from './decision.js';
import { bundle as readBundle, type Bundle, type Policy, type Proposal, type Round } from './documents.js';
import { Facts } from './facts.js';
import { findingsOf } from './findings.js';
import { binds } from './interpreter.js';
import { requireSingleSeats, requireUnits } from './limits.js';
import { Market } from './market.js';
import { PlanCheck, type Finding } from './plan.js';
import { requirePoints } from './points.js';
import { at, Refusal, same, type Json } from './shapes.js';
import { checkCommitted, checkReveals } from './ties.js';

export type Check = 'format' | 'integrity' | 'feasibility' | 'eligibility' | 'scores' | 'optimality' | 'ties' | 'decision';

export interface Verdict {
  readonly check: Check;
  readonly outcome: 'holds' | 'fails' | 'unproven' | 'not-checked';
  /** What kind of failure it is; only if it fails. */
  readonly code?: string;
  /** A JSON Pointer into the bundle; only if it fails. */
  readonly path?: string;
  /** One sentence, without personal values. */
  readonly detail: string;
}

export interface Verdicts {
  readonly format: 'meritra/verdicts/0';
  readonly verdicts: readonly Verdict[];
}

export interface VerifyOptions {
  /** Called with each verdict as soon as it is reached. */
  readonly onVerdict?: (verdict: Verdict) => void;
}

const CHECKS: readonly Check[] = ['format', 'integrity', 'feasibility', 'eligibility', 'scores', 'optimality', 'ties', 'decision'];

/**
 * One verdict for each check, in the order of the checks; each covers both plans of the proposal. Trusts nothing in the bundle: hashes, market,
 * fits, proof and ties are all recomputed from the round and the policy. Accepts any value and never throws; only `onVerdict` may.
 * O(people * positions) time. @see docs/formats.md
 */
export function verify(bundle: unknown, options?: VerifyOptions): Verdicts {
  const verdicts: Verdict[] = [];
  const findings = run(bundle);
  for (const check of CHECKS) {
    let verdict: Verdict;
    try {
      const finding = findings[check]();
      verdict = 'code' in finding ? { check, outcome: 'fails', code: finding.code, path: finding.path, detail: finding.detail } : { check, ...finding };
    } catch {
      verdict = { check, outcome: 'not-checked', detail: 'This check ran out of memory or failed in itself.' };
    }
    verdicts.push(verdict);
    options?.onVerdict?.(verdict);
  }
  return { format: 'meritra/verdicts/0', verdicts };
}

/** The checks of a bundle, to be called in their order. */
function run(bundle: unknown): Record<Check, () => Finding> {
  let facts: Bundle | undefined;
  let market: Market | undefined;
  let plans: readonly PlanCheck[] = [];

  const ofPlans = (check: 'feasibility' | 'eligibility' | 'scores' | 'optimality' | 'ties'): Finding => (market ? combine(plans.map((plan) => plan[check]())) : UNREAD);
  return {
    format: () => {
      try {
        const read = readBundle(bundle);
        at('policy', () => requirePolicy(read.policy));
        at('policy', () => requirePoints(read.policy));
        at('round', () => requireRound(read.round, read.policy));
        at('policy', () => requireUnits(read.policy, read.round));
        at('round', () => requireSingleSeats(read.policy, read.round));
        at('policy', () => canonical(read.policy as Json));
        facts = read;
        return { outcome: 'holds', detail: `The bundle has ${read.round.people.length} people, ${read.round.positions.length} positions and ${read.policy.gates.length} gates, all in their format.` };
      } catch (thrown) {
        return Refusal.is(thrown) ? { code: 'E_FORMAT', path: thrown.path, detail: `The value ${thrown.message}.` } : { code: 'E_FORMAT', path: '', detail: 'The bundle cannot be read.' };
      }
    },
    integrity: () => {
      if (!facts) return UNREAD;
      return checkHead(facts.round, facts.policy, facts.proposal) ?? checkReveals(facts.round, facts.policy) ?? { outcome: 'holds', detail: `Round and policy have the hashes that the proposal states, and ${facts.round.reveals.length === 1 ? '1 nonce was' : `${facts.round.reveals.length} nonces were`} committed to.` };
    },
    feasibility: () => {
      if (!facts) return UNREAD;
      const { proposal, policy } = facts;
      market = new Market(new Facts(facts.round, policy));
      plans = [new PlanCheck(market, 'certain', proposal.certain), ...(proposal.conditional ? [new PlanCheck(market, 'conditional', proposal.conditional)] : [])];
      const finding = ofPlans('feasibility');
      if ('code' in finding) return finding;
      return checkWhole(market, policy, proposal) ?? { ...finding, detail: `${finding.detail.slice(0, -1)}; the worklist is the engine's word and is not checked.` };
    },
    eligibility: () => ofPlans('eligibility'),
    scores: () => ofPlans('scores'),
    optimality: () => ofPlans('optimality'),
    ties: () => (facts && checkCommitted(facts.policy)) ?? ofPlans('ties'),
    decision: () => (facts && market ? checkAmendments(market, facts) : UNREAD),
  };
}

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
