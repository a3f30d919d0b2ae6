import { Issues, MeritError, type ErrorCode } from '../errors/index.js';
import type { Round } from '../model/round.js';
import { tieCommitment } from '../model/tie-commitment.js';
import type { Body, EntryOf, RoundKind } from './entry.js';

/** Where a round stands. `none` is before its first entry. */
export type Phase = 'none' | 'sealed' | 'opened' | 'frozen' | 'resealing' | 'attempting' | 'proposed' | 'decided' | 'closed';

/** From which phases a kind is allowed, and where it leads; null: the phase stays. */
export type Step = Readonly<Partial<Record<Phase, Phase | null>>>;

const anyBut = (...left: readonly Phase[]): Step =>
  Object.fromEntries((['none', 'sealed', 'opened', 'frozen', 'resealing', 'attempting', 'proposed', 'decided', 'closed'] as const).filter((p) => !left.includes(p)).map((p) => [p, null]));

/** The state machine of a round: docs/formats.md section 10.2, its last two columns. What is not here is refused. */
export const STEPS: Readonly<Record<RoundKind, Step>> = {
  seal: { none: 'sealed', sealed: null, resealing: 'frozen' },
  statement: { sealed: null },
  open: { sealed: 'opened' },
  rating: { opened: null },
  recusal: { opened: null },
  waiver: { opened: null },
  freeze: { opened: 'frozen' }, // or resealing: see `advance`
  reopen: { frozen: 'opened', proposed: 'opened' },
  reveal: { frozen: null },
  withheld: { frozen: 'resealing' },
  attempt: { frozen: 'attempting', proposed: 'attempting' },
  abandoned: { attempting: 'frozen' },
  proposal: { attempting: 'proposed' },
  exploration: anyBut('none', 'closed'),
  decision: { proposed: 'decided' },
  objection: { proposed: null, decided: null },
  answer: { proposed: null, decided: null },
  refusal: { decided: null },
  repair: { decided: null },
  rectification: anyBut('none'),
  close: Object.fromEntries(Object.keys(anyBut('none', 'attempting', 'closed')).map((p) => [p, 'closed'])),
};

/** A list that grows at its head and shares its tail: every earlier state stays as it was, at no copy. */
interface Link {
  readonly index: number;
  readonly before: Link | null;
}

/** What is known of a round after some of its entries: O(1) an entry. */
export interface RoundState {
  readonly id: string;
  readonly phase: Phase;
  /** Entries of the round so far. */
  readonly entries: number;
  readonly seals: readonly (Pick<Body<'seal'>, 'policy' | 'rules' | 'commitments' | 'revealBy'> & { readonly index: number })[];
  /** Commitments whose nonce is known: none of them is sealed again. */
  readonly spent: readonly string[];
  /** Who stated on conflicts of interest, with the document; a later statement of an actor takes the place of his earlier one. */
  readonly statements: readonly (readonly [actor: string, document: string])[];
  /** The day the names were opened. */
  readonly opened: string | null;
  /** Nonces revealed since the last freeze or seal, by party. */
  readonly reveals: readonly Body<'reveal'>[];
  readonly withheld: number;
  readonly freeze: (Body<'freeze'> & { readonly index: number }) | null;
  readonly freezes: number;
  readonly attempts: readonly { readonly index: number; readonly root: string; readonly reason: string | null; readonly ended: 'abandoned' | 'proposal' | null }[];
  readonly proposals: readonly number[];
  readonly decision: number | null;
  readonly repairs: readonly number[];
  readonly objections: readonly { readonly index: number; readonly answered: boolean }[];
  /** Runs that decided nothing, by purpose. */
  readonly explorations: Readonly<Partial<Record<Body<'exploration'>['purpose'], number>>>;
  /** Entries with fields, the last one first. */
  readonly fields: Link | null;
}

/** The state of a round that has no entry yet. */
export function newRound(id: string): RoundState {
  return {
    id, phase: 'none', entries: 0, seals: [], statements: [], opened: null, spent: [], reveals: [], withheld: 0, freeze: null, freezes: 0, attempts: [], proposals: [], decision: null, repairs: [],
    objections: [], explorations: {}, fields: null,
  };
}

/** An entry of a round, of any kind. */
export type RoundEntry = { [K in RoundKind]: EntryOf<K> }[RoundKind];

function refuse(code: ErrorCode, path: string, message: string): never {
  throw new MeritError(code, message, { path });
}

/** The last seal of a round that has one. */
export function sealOf(state: RoundState): RoundState['seals'][number] {
  return state.seals[state.seals.length - 1] ?? refuse('E_STATE', '', 'the round has no policy sealed');
}

/** Parties of the last seal that have not revealed their nonce. */
export function missingReveals(state: RoundState): readonly string[] {
  return sealOf(state).commitments.map((c) => c.party).filter((party) => !state.reveals.some((r) => r.party === party));
}

/** How many attempts were made on inputs of this root. */
export function attemptsOn(state: RoundState, root: string): number {
  return state.attempts.filter((a) => a.root === root).length;
}

/**
 * The state after one more entry. A pure function: for what is about to be written and for what is replayed alike.
 * @throws {MeritError} E_STATE for a kind that the phase does not allow; E_LOG_GAP for another ordinal; and by kind E_REF_UNKNOWN,
 * E_SEED_COMMITMENT, E_SEED_WITHHELD, E_TIE_COMMITMENT_MISSING, E_POLICY_HASH, E_POLICY_SUPERSEDED, E_RERUN, E_VALUE_MISSING; paths
 * into the entry
 */
export function advance(state: RoundState, entry: RoundEntry): RoundState {
  const to = STEPS[entry.kind][state.phase];
  if (to === undefined) return refuse('E_STATE', '/kind', `${entry.kind} is not allowed while the round is ${state.phase === 'none' ? 'not sealed' : state.phase}`);
  if (entry.ordinal !== state.entries) refuse('E_LOG_GAP', '/ordinal', `expected the entry ${state.entries} of the round, found ${entry.ordinal}`);
  const next: RoundState = {
    ...state,
    phase: to ?? state.phase,
    entries: state.entries + 1,
    fields: entry.fields.length > 0 ? { index: entry.index, before: state.fields } : state.fields,
  };
  return { ...next, ...change(state, entry) };
}

/** What an entry changes beside the phase, after everything its body refers to was found. */
function change(state: RoundState, entry: RoundEntry): Partial<RoundState> {
  const { index } = entry;
  switch (entry.kind) {
    case 'seal':
      return sealed(state, entry.body, index);
    case 'statement': {
      const { actor, document } = entry.body;
      return { statements: [...state.statements.filter(([of]) => of !== actor), [actor, document]] };
    }
    case 'open':
      return { opened: entry.body.on };
    case 'freeze': {
      // The nonces of this seal are known: whoever knows them can choose inputs, so the parties commit anew.
      const known = sealOf(state).commitments.some((c) => state.spent.includes(c.hash));
      return { freeze: { ...entry.body, index }, freezes: state.freezes + 1, reveals: [], ...(known && { phase: 'resealing' }) };
    }
    case 'reveal':
      return revealed(state, entry.body);
    case 'withheld': {
      const { party } = entry.body;
      if (!sealOf(state).commitments.some((c) => c.party === party)) refuse('E_REF_UNKNOWN', '/body/party', 'no such party stands in the seal');
      if (!missingReveals(state).includes(party)) refuse('E_STATE', '/body/party', 'this party has revealed its nonce');
      return { withheld: state.withheld + 1 };
    }
    case 'attempt':
      return attempted(state, entry.body, index);
    case 'abandoned':
    case 'proposal': {
      const last = state.attempts[state.attempts.length - 1];
      if (entry.body.attempt !== last?.index) refuse('E_REF_UNKNOWN', '/body/attempt', 'this is not the last attempt');
      const attempts = [...state.attempts.slice(0, -1), { ...last, ended: entry.kind }];
      return entry.kind === 'abandoned' ? { attempts } : { attempts, proposals: [...state.proposals, index] };
    }
    case 'exploration': {
      const { purpose } = entry.body;
      return { explorations: { ...state.explorations, [purpose]: (state.explorations[purpose] ?? 0) + 1 } };
    }
    case 'decision': {
      const { proposal } = entry.body;
      if (!state.proposals.includes(proposal) || proposal < state.freeze!.index) refuse('E_REF_UNKNOWN', '/body/proposal', 'this is no proposal since the last freeze');
      return { decision: index };
    }
    case 'objection': {
      const { to } = entry.body;
      if (![...state.proposals, state.decision, ...state.repairs].includes(to)) refuse('E_REF_UNKNOWN', '/body/to', 'this is no proposal, decision or repair of the round');
      return { objections: [...state.objections, { index, answered: false }] };
    }
    case 'answer': {
      const { objection } = entry.body;
      const at = state.objections.findIndex((o) => o.index === objection);
      if (at < 0) refuse('E_REF_UNKNOWN', '/body/objection', 'this is no objection of the round');
      if (state.objections[at]!.answered) refuse('E_STATE', '/body/objection', 'the objection was answered before');
      return { objections: state.objections.map((o, k) => (k === at ? { index: objection, answered: true } : o)) };
    }
    case 'repair':
      if (entry.body.of !== (state.repairs[state.repairs.length - 1] ?? state.decision)) refuse('E_REF_UNKNOWN', '/body/of', 'this is not the decision or the last repair');
      return { repairs: [...state.repairs, index] };
    case 'rectification': {
      let link = state.fields;
      while (link && link.index !== entry.body.supersedes) link = link.before;
      if (!link) refuse('E_REF_UNKNOWN', '/body/supersedes', 'this is no earlier entry of the round that has fields');
      return {};
    }
    default: // what stands in the table is all there is to say
      return {};
  }
}

function sealed(state: RoundState, body: Body<'seal'>, index: number): Partial<RoundState> {
  const { policy, rules, commitments, revealBy, reason } = body;
  const first = state.seals.length === 0;
  if (new Set(commitments.map((c) => c.party)).size < commitments.length) refuse('E_ID_DUPLICATE', '/body/commitments', 'a party commits once');
  if (commitments.length < 2) refuse('E_TIE_COMMITMENT_MISSING', '/body/commitments', 'two parties or more commit to a nonce, so that none of them alone knows the lots');
  const known = commitments.findIndex((c) => state.spent.includes(c.hash));
  if (known >= 0) refuse('E_SEED_COMMITMENT', `/body/commitments/${known}`, 'this nonce was revealed before');
  if (first !== (reason === null)) refuse('E_VALUE_MISSING', '/body/reason', first ? 'the first seal of a round changes nothing and has no reason' : 'a later seal gives its reason');
  if (state.phase === 'resealing' && rules !== sealOf(state).rules) refuse('E_POLICY_HASH', '/body/rules', 'only the commitments may change once inputs are frozen');
  return { seals: [...state.seals, { policy, rules, commitments, revealBy, index }], reveals: [] };
}

function revealed(state: RoundState, { party, nonce }: Body<'reveal'>): Partial<RoundState> {
  const commitment = sealOf(state).commitments.find((c) => c.party === party);
  if (!commitment || !missingReveals(state).includes(party)) refuse('E_SEED_COMMITMENT', '/body/party', commitment ? 'this party revealed before' : 'this party did not commit');
  if (tieCommitment(party, nonce) !== commitment.hash) refuse('E_SEED_COMMITMENT', '/body/nonce', 'the nonce does not hash to the commitment');
  const reveals = [...state.reveals, { party, nonce }].sort((a, b) => (a.party < b.party ? -1 : 1));
  return { reveals, spent: [...state.spent, commitment.hash] };
}

function attempted(state: RoundState, { number, freeze, policy, reason }: Body<'attempt'>, index: number): Partial<RoundState> {
  const frozen = state.freeze;
  if (freeze !== frozen?.index) refuse('E_REF_UNKNOWN', '/body/freeze', 'this is not the last freeze');
  if (policy !== sealOf(state).policy) {
    const earlier = state.seals.some((s) => s.policy === policy);
    refuse(earlier ? 'E_POLICY_SUPERSEDED' : 'E_POLICY_HASH', '/body/policy', earlier ? 'a later policy was sealed for this round' : 'the policy is not the one that was sealed');
  }
  const expected = attemptsOn(state, frozen.root) + 1;
  if (number !== expected) refuse('E_RERUN', '/body/number', `expected attempt ${expected} on this input`);
  if (number > 1 && reason === null) refuse('E_RERUN', '/body/reason', 'the same input was solved before; a further attempt gives its reason');
  const [missing] = missingReveals(state);
  if (missing !== undefined) refuse('E_SEED_WITHHELD', '/body', `the party ${missing} has not revealed its nonce`);
  return { attempts: [...state.attempts, { index, root: frozen.root, reason, ended: null }] };
}

/**
 * Refuses a round that was opened on another day than its records say, or whose actors stated otherwise: docs/formats.md section 10.5.
 * A round whose names were not opened is left to `advance`.
 * @throws {MeritError} E_INPUT_HASH at `/opened` and `/actors/K/statement`, all of them at once
 */
export function checkRecorded({ opened, asOf, actors }: Pick<Round, 'opened' | 'asOf' | 'actors'>, state: RoundState): void {
  if (state.opened === null) return;
  const issues = new Issues();
  if ((opened ?? asOf) !== state.opened) issues.add('E_INPUT_HASH', '/opened', `the names were opened on ${state.opened}, as the trail has it`);
  const stated = new Map(state.statements);
  actors.forEach(({ id, statement }, k) => {
    if (statement?.document !== stated.get(id)) issues.add('E_INPUT_HASH', `/actors/${k}/statement`, 'the actor has not stated this, as the trail has it');
  });
  issues.throwIfAny();
}
