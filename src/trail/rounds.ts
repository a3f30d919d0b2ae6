import { Issues, MeritError, type ErrorCode } from '../errors/index.js';
import { tieCommitment } from '../model/tie-commitment.js';
import { hex } from '../canonical/index.js';
import { LOG_KINDS, type Body, type Entry, type EntryOf, type Kind, type RoundKind } from './entry.js';
import { parseVerifierKey } from './signer.js';

/** Where a round stands: docs/formats.md section 10.2. */
export type RoundStage = 'none' | 'sealed' | 'opened' | 'frozen' | 'resealing' | 'attempting' | 'proposed' | 'decided' | 'closed';

const LIVE: readonly RoundStage[] = ['sealed', 'opened', 'frozen', 'resealing', 'attempting', 'proposed', 'decided'];

/** The stages in which each kind may be added, and the stage that follows where it is another; the table of section 10.2. */
export const STEPS: Readonly<Record<RoundKind, { readonly from: readonly RoundStage[]; readonly to?: RoundStage }>> = {
  seal: { from: ['none', 'sealed', 'resealing'], to: 'sealed' }, // from resealing: frozen
  statement: { from: ['sealed'] },
  open: { from: ['sealed'], to: 'opened' },
  rating: { from: ['opened'] },
  recusal: { from: ['opened'] },
  waiver: { from: ['opened'] },
  freeze: { from: ['opened'], to: 'frozen' }, // resealing where a nonce of the last seal is known already
  reopen: { from: ['frozen', 'proposed'], to: 'opened' },
  reveal: { from: ['frozen'] },
  withheld: { from: ['frozen'], to: 'resealing' },
  attempt: { from: ['frozen', 'proposed'], to: 'attempting' },
  abandoned: { from: ['attempting'], to: 'frozen' },
  proposal: { from: ['attempting'], to: 'proposed' },
  exploration: { from: LIVE },
  decision: { from: ['proposed'], to: 'decided' },
  objection: { from: ['proposed', 'decided'] },
  answer: { from: ['proposed', 'decided'] },
  refusal: { from: ['decided'] },
  repair: { from: ['decided'] },
  rectification: { from: [...LIVE, 'closed'] },
  close: { from: ['sealed', 'opened', 'frozen', 'resealing', 'proposed', 'decided'], to: 'closed' },
};

/** What is known of one round at a moment of the log. */
export interface RoundState {
  readonly stage: RoundStage;
  /** Entries of the round so far: the ordinal of the next one. */
  readonly entries: number;
  /** The last seal, with its number in the log. */
  readonly seal: (Body<'seal'> & { readonly index: number }) | undefined;
  /** Nonces that count for the attempt, by party. */
  readonly reveals: ReadonlyMap<string, string>;
  /** The last freeze, with its number in the log. */
  readonly freeze: (Body<'freeze'> & { readonly index: number }) | undefined;
  /** Official attempts so far, in order; `end` is what became of each. */
  readonly attempts: readonly Attempt[];
  /** Runs that decided nothing, by purpose. */
  readonly explorations: ReadonlyMap<string, number>;
  readonly decision: number | undefined;
  /** Numbers of the repairs, in order. */
  readonly repairs: readonly number[];
  /** Parties that did not reveal. */
  readonly withheld: readonly string[];
}

export interface Attempt {
  readonly index: number;
  /** Its number among those on inputs of the same root, from 1. */
  readonly number: number;
  readonly reason: string | null;
  readonly end: 'proposal' | 'abandoned' | undefined;
}

class Round implements RoundState {
  stage: RoundStage = 'none';
  entries = 0;
  seal: RoundState['seal'];
  readonly reveals = new Map<string, string>();
  freeze: RoundState['freeze'];
  readonly attempts: { index: number; number: number; reason: string | null; end: Attempt['end'] }[] = [];
  readonly explorations = new Map<string, number>();
  decision: number | undefined;
  readonly repairs: number[] = [];
  readonly withheld: string[] = [];
  /** Hashes of policies of earlier seals. */
  readonly superseded = new Set<string>();
  /** Commitments whose nonces are known: they can be ground from now on. */
  readonly known = new Set<string>();
  /** Attempts on inputs of one root. */
  readonly attemptsOn = new Map<string, number>();
  /** Numbers of proposals since the last freeze. */
  proposals: number[] = [];
  /** The proposal that was decided about. */
  decided: number | undefined;
  readonly answered = new Set<number>();
  /** The kind of each entry of the round, by its number. */
  readonly kinds = new Map<number, Kind>();
}

/**
 * The order of records, for new entries and for those that are read back alike: `advance` refuses what may not follow, and changes nothing
 * then. Memory: some 100 bytes an entry of a round that is asked about later.
 */
export class Records {
  size = 0;
  /** Of the last entry. */
  time: string | undefined;
  genesis: Body<'genesis'> | undefined;
  private readonly rounds = new Map<string, Round>();
  /** Verifier keys that may sign, by their 32 bytes in hex. */
  private readonly good = new Map<string, string>();
  private readonly retired = new Set<string>();
  /** Keys that the last entry retired: they sign the checkpoint that ends with it. */
  private ending: string[] = [];

  /** Verifier keys that may sign a checkpoint of the present size. */
  get signers(): readonly string[] {
    return [...this.good.values(), ...this.ending];
  }

  round(id: string): RoundState {
    return this.rounds.get(id) ?? new Round();
  }

  /** The proposal that the decision of a round names; without one the last since its last freeze. */
  proposalOf(id: string): number | undefined {
    const round = this.rounds.get(id);
    return round?.decided ?? round?.proposals.at(-1);
  }

  /** Official attempts so far on the input with this root. */
  attemptsOn(id: string, root: string): number {
    return this.rounds.get(id)?.attemptsOn.get(root) ?? 0;
  }

  /** Ids of the rounds that have entries, in the order of their first ones. */
  get roundIds(): readonly string[] {
    return [...this.rounds.keys()];
  }

  /**
   * Takes one more entry. O(size of the entry).
   * @throws {MeritError} with every problem of its place in the log, paths from `/INDEX` on; the codes of docs/formats.md section 10.2
   */
  advance(entry: Entry): void {
    const issues = new Issues();
    const at = `/${this.size}`;
    const say = (code: ErrorCode, path: string, message: string): void => issues.add(code, at + path, message);
    if (entry.index !== this.size) say('E_LOG_GAP', '/index', `the entry says number ${entry.index}, ${this.size} comes next`);
    if (this.time !== undefined && entry.time < this.time) say('E_LOG_TIME_BACKWARDS', '/time', 'the entry is dated before the one that precedes it');
    if ((entry.kind === 'genesis') !== (this.size === 0)) say('E_STATE', '/kind', this.size === 0 ? 'a log begins with its genesis' : 'a log has one genesis, at its beginning');
    const known = entry.round === undefined ? undefined : this.rounds.get(entry.round);
    const round = known ?? new Round();
    if (isOfRound(entry)) {
      if (entry.ordinal !== round.entries) say('E_LOG_GAP', '/ordinal', `the entry says it is number ${entry.ordinal} of its round, ${round.entries} comes next`);
      if (!STEPS[entry.kind].from.includes(round.stage)) say('E_STATE', '/kind', `${entry.kind} may not follow in a round that is ${round.stage}`);
      else checkRoundEntry(entry, round, say);
    } else if (entry.kind === 'genesis') checkGenesis(entry.body, say);
    else if (entry.kind === 'key') this.checkKey(entry.body, say);
    else if (entry.kind === 'erasure') checkErasure(entry, say);
    issues.throwIfAny();

    this.size++;
    this.time = entry.time;
    this.ending = [];
    if (isOfRound(entry)) {
      if (!known) this.rounds.set(entry.round, round);
      applyToRound(entry, round);
    } else if (entry.kind === 'genesis') {
      this.genesis = entry.body;
      for (const key of entry.body.keys) this.good.set(bytesOf(key), key);
    } else if (entry.kind === 'key') {
      const { add, retire } = entry.body;
      if (retire !== null) {
        this.good.delete(bytesOf(retire));
        this.retired.add(bytesOf(retire));
        this.ending = [retire];
      }
      if (add !== null) this.good.set(bytesOf(add), add);
    }
  }

  private checkKey({ add, retire }: Body<'key'>, say: Say): void {
    if (add === null && retire === null) say('E_VALUE_MISSING', '/body', 'a key is added, retired, or both');
    if (add !== null && (this.good.has(bytesOf(add)) || this.retired.has(bytesOf(add)))) say('E_KEY', '/body/add', 'the key is good already, or was retired');
    if (retire !== null && !this.good.has(bytesOf(retire))) say('E_KEY', '/body/retire', 'the key is not one that is good');
    else if (retire !== null && add === null && this.good.size === 1) say('E_KEY', '/body/retire', 'one key is always left');
  }
}

type Say = (code: ErrorCode, path: string, message: string) => void;
type RoundEntry = { [K in RoundKind]: EntryOf<K> & { readonly round: string; readonly ordinal: number } }[RoundKind];

function isOfRound(entry: Entry): entry is RoundEntry {
  return !LOG_KINDS.some((k) => k === entry.kind);
}

function bytesOf(key: string): string {
  return hex(parseVerifierKey(key).publicKey);
}

function repeats(list: readonly string[]): boolean {
  return new Set(list).size < list.length;
}

function ascends<T>(list: readonly T[], before: (a: T, b: T) => boolean): boolean {
  return list.every((item, k) => k === 0 || before(list[k - 1]!, item));
}

function checkGenesis({ keys, witnesses }: Body<'genesis'>, say: Say): void {
  if (repeats(keys.map(bytesOf))) say('E_ID_DUPLICATE', '/body/keys', 'a key stands twice');
  if (witnesses && repeats(witnesses.keys.map(bytesOf))) say('E_ID_DUPLICATE', '/body/witnesses/keys', 'a key stands twice');
  if (witnesses && witnesses.quorum > witnesses.keys.length) say('E_NUM_RANGE', '/body/witnesses/quorum', 'more witnesses are asked for than there are');
}

function checkErasure({ index, body: { entries, subjects } }: EntryOf<'erasure'>, say: Say): void {
  if (entries.length === 0 && subjects.length === 0) say('E_VALUE_MISSING', '/body/entries', 'an erasure names what was erased');
  if (!ascends(entries, ([a], [b]) => a < b) || entries.some(([, paths]) => !ascends(paths, (a, b) => a < b))) say('E_ID_DUPLICATE', '/body/entries', 'entries and paths ascend, none twice');
  if (entries.some(([k]) => k >= index)) say('E_REF_UNKNOWN', '/body/entries', 'what is erased stands before');
  if (!ascends(subjects, (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]))) say('E_ID_DUPLICATE', '/body/subjects', 'subjects ascend, none twice');
}

/** What the row of the kind asks beyond the stage. */
function checkRoundEntry(entry: RoundEntry, round: Round, say: Say): void {
  const refer = (index: number, key: string, ...kinds: readonly Kind[]): void => {
    const kind = round.kinds.get(index);
    if (kind === undefined || !kinds.includes(kind)) say('E_REF_UNKNOWN', `/body/${key}`, `expected the number of an earlier ${kinds.join(' or ')} of the round`);
  };
  switch (entry.kind) {
    case 'seal': {
      const { commitments, reason, rules } = entry.body;
      if (repeats(commitments.map((c) => c.party))) say('E_ID_DUPLICATE', '/body/commitments', 'a party commits twice');
      if (commitments.length < 2) say('E_TIE_COMMITMENT_MISSING', '/body/commitments', 'two parties or more commit to the lottery: one alone could choose its outcome by staying silent');
      commitments.forEach(({ hash }, k) => round.known.has(hash) && say('E_SEED_COMMITMENT', `/body/commitments/${k}/hash`, 'the nonce of this commitment was revealed in this round before'));
      if (round.seal && reason === null) say('E_VALUE_MISSING', '/body/reason', 'a policy that takes the place of another has a reason');
      if (!round.seal && reason !== null) say('E_STATE', '/body/reason', 'the first seal has nothing to give a reason for');
      if (round.stage === 'resealing' && rules !== round.seal!.rules) say('E_POLICY_HASH', '/body/rules', 'inputs are frozen: only the commitments of the lottery may change');
      break;
    }
    case 'open':
      if (entry.body.positions !== 'all' && !ascends(entry.body.positions, (a, b) => a < b)) say('E_ID_DUPLICATE', '/body/positions', 'positions ascend, none twice');
      break;
    case 'reveal': {
      const { party, nonce } = entry.body;
      const commitment = round.seal!.commitments.find((c) => c.party === party);
      if (!commitment) say('E_REF_UNKNOWN', '/body/party', 'the seal holds no commitment of this party');
      else if (round.reveals.has(party)) say('E_STATE', '/body/party', 'this party has revealed');
      else if (tieCommitment(party, nonce) !== commitment.hash) say('E_SEED_COMMITMENT', '/body/nonce', 'the nonce does not hash to the commitment of the seal');
      break;
    }
    case 'withheld': {
      const { party } = entry.body;
      if (!round.seal!.commitments.some((c) => c.party === party)) say('E_REF_UNKNOWN', '/body/party', 'the seal holds no commitment of this party');
      else if (round.reveals.has(party)) say('E_STATE', '/body/party', 'this party has revealed');
      break;
    }
    case 'attempt': {
      const { number, freeze, policy, reason } = entry.body;
      if (freeze !== round.freeze!.index) say('E_REF_UNKNOWN', '/body/freeze', `expected ${round.freeze!.index}, the number of the last freeze`);
      if (policy !== round.seal!.policy) say(round.superseded.has(policy) ? 'E_POLICY_SUPERSEDED' : 'E_POLICY_HASH', '/body/policy', 'the policy is not the one of the last seal');
      const before = round.attemptsOn.get(round.freeze!.root) ?? 0;
      if (number !== before + 1) say('E_RERUN', '/body/number', `this is attempt ${before + 1} on this input`);
      else if (before > 0 && reason === null) say('E_RERUN', '/body/reason', 'the same input was solved before: a further attempt has a reason');
      const silent = round.seal!.commitments.filter((c) => !round.reveals.has(c.party));
      if (silent.length > 0) say('E_SEED_WITHHELD', '/body', `${silent.length} of ${round.seal!.commitments.length} parties have not revealed`);
      break;
    }
    case 'abandoned':
    case 'proposal':
      if (entry.body.attempt !== round.attempts.at(-1)?.index) say('E_REF_UNKNOWN', '/body/attempt', 'expected the number of the last attempt');
      break;
    case 'decision':
      if (!round.proposals.includes(entry.body.proposal)) say('E_REF_UNKNOWN', '/body/proposal', 'expected the number of a proposal since the last freeze');
      break;
    case 'objection':
      refer(entry.body.to, 'to', 'proposal', 'decision', 'repair');
      break;
    case 'answer':
      refer(entry.body.objection, 'objection', 'objection');
      if (round.answered.has(entry.body.objection)) say('E_STATE', '/body/objection', 'this objection was answered');
      break;
    case 'repair': {
      const last = round.repairs.at(-1) ?? round.decision;
      if (entry.body.of !== last) say('E_REF_UNKNOWN', '/body/of', `expected ${last}, the number of the decision or of the last repair`);
      break;
    }
    case 'rectification':
      refer(entry.body.supersedes, 'supersedes', ...WITH_FIELDS);
      break;
    default:
  }
}

const WITH_FIELDS: readonly Kind[] = ['statement', 'rating', 'recusal', 'waiver', 'proposal', 'decision', 'objection', 'answer', 'refusal', 'repair', 'rectification'];

function applyToRound(entry: RoundEntry, round: Round): void {
  const { index } = entry;
  const { stage } = round;
  round.kinds.set(index, entry.kind);
  round.entries++;
  round.stage = STEPS[entry.kind].to ?? stage;
  switch (entry.kind) {
    case 'seal':
      if (round.seal) round.superseded.add(round.seal.policy);
      round.superseded.delete(entry.body.policy);
      round.seal = { ...entry.body, index };
      if (stage === 'resealing') {
        round.stage = 'frozen';
        round.reveals.clear();
      }
      break;
    case 'freeze':
      round.freeze = { ...entry.body, index };
      round.proposals = [];
      round.reveals.clear();
      if (round.seal!.commitments.some((c) => round.known.has(c.hash))) round.stage = 'resealing';
      break;
    case 'reveal':
      round.reveals.set(entry.body.party, entry.body.nonce);
      round.known.add(tieCommitment(entry.body.party, entry.body.nonce));
      break;
    case 'withheld':
      round.withheld.push(entry.body.party);
      break;
    case 'attempt': {
      const { root } = round.freeze!;
      round.attemptsOn.set(root, entry.body.number);
      round.attempts.push({ index, number: entry.body.number, reason: entry.body.reason, end: undefined });
      break;
    }
    case 'abandoned':
    case 'proposal':
      round.attempts.at(-1)!.end = entry.kind;
      if (entry.kind === 'proposal') round.proposals.push(index);
      break;
    case 'exploration':
      round.explorations.set(entry.body.purpose, (round.explorations.get(entry.body.purpose) ?? 0) + 1);
      break;
    case 'decision':
      round.decision = index;
      round.decided = entry.body.proposal;
      break;
    case 'repair':
      round.repairs.push(index);
      break;
    case 'answer':
      round.answered.add(entry.body.objection);
      break;
    default:
  }
}

/** @throws {MeritError} E_SEED_WITHHELD where a frozen round lacks a reveal after the last day for it. */
export function checkReveals(id: string, round: RoundState, today: string): void {
  if (round.stage !== 'frozen' || !round.seal || today <= round.seal.revealBy) return;
  if (round.seal.commitments.some((c) => !round.reveals.has(c.party))) throw new MeritError('E_SEED_WITHHELD', `a party of round ${id} has not revealed by the day it was due`, { path: `/${round.seal.index}` });
}
