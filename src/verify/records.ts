import { hashText, lengthPrefixed } from './canonical.js';
import { FIELDS, KINDS, type Entry, type EntryOf, type Kind } from './entry.js';
import { knownLogKey, type Key } from './note.js';

// What an entry says of those before it: docs/formats.md, sections 10.1 to 10.3.

type State = 'none' | 'sealed' | 'opened' | 'frozen' | 'resealing' | 'attempting' | 'proposed' | 'decided' | 'closed';

const ALL: readonly State[] = ['sealed', 'opened', 'frozen', 'resealing', 'attempting', 'proposed', 'decided', 'closed'];
const BUT = (...states: readonly State[]): readonly State[] => ALL.filter((state) => !states.includes(state));

/** Section 10.2: in which states a kind may come, and the state it leads to; without one the state stays. `seal` and `freeze` have a second way, told below. */
const STEPS: { readonly [K in Exclude<Kind, 'genesis' | 'key' | 'erasure'>]: { readonly from: readonly State[]; readonly to?: State } } = {
  seal: { from: ['none', 'sealed', 'resealing'], to: 'sealed' },
  statement: { from: ['sealed'] },
  open: { from: ['sealed'], to: 'opened' },
  rating: { from: ['opened'] },
  recusal: { from: ['opened'] },
  waiver: { from: ['opened'] },
  freeze: { from: ['opened'], to: 'frozen' },
  reopen: { from: ['frozen', 'proposed'], to: 'opened' },
  reveal: { from: ['frozen'] },
  withheld: { from: ['frozen'], to: 'resealing' },
  attempt: { from: ['frozen', 'proposed'], to: 'attempting' },
  abandoned: { from: ['attempting'], to: 'frozen' },
  proposal: { from: ['attempting'], to: 'proposed' },
  exploration: { from: BUT('closed') },
  decision: { from: ['proposed'], to: 'decided' },
  objection: { from: ['proposed', 'decided'] },
  answer: { from: ['proposed', 'decided'] },
  refusal: { from: ['decided'] },
  repair: { from: ['decided'] },
  rectification: { from: BUT() },
  close: { from: BUT('attempting', 'closed'), to: 'closed' },
};

/** What is wrong with an entry, as a code and a sentence. */
export interface Wrong {
  readonly code: string;
  readonly detail: string;
}
const wrong = (code: string, detail: string): Wrong => ({ code, detail });

type Seal = Pick<EntryOf<'seal'>, 'index' | 'body'>;

/** A round as its entries leave it. */
export class RoundState {
  readonly number: number;
  state: State = 'none';
  ordinal = 0;
  seal: Seal | undefined;
  /** Hashes of the policies of earlier seals. */
  readonly superseded = new Set<string>();
  readonly freeze: { index: number; root: string } = { index: -1, root: '' };
  /** Nonces by party, since the last freeze or resealing. */
  revealed = new Map<string, string>();
  /** Every commitment whose nonce is known. */
  readonly known = new Set<string>();
  /** How often inputs of a root were solved. */
  readonly attempts = new Map<string, number>();
  attempt = -1;
  decision = -1;
  /** The decision or the last repair. */
  last = -1;
  readonly answered = new Set<number>();
  explorations = 0;
  withheld = 0;
  seals = 0;

  constructor(number: number) {
    this.number = number;
  }

  /** All attempts, on whatever inputs. */
  get tried(): number {
    return [...this.attempts.values()].reduce((sum, count) => sum + count, 0);
  }

  get pending(): readonly string[] {
    return this.seal?.body.commitments.map(({ party }) => party).filter((party) => !this.revealed.has(party)) ?? [];
  }
}

/** Which kind and round an entry is of, by its index, as one number: round * 32 + kind. */
export interface Places {
  get(index: number): number | undefined;
  set(index: number, place: number): unknown;
}
export interface Ids {
  /** True if it was not there before. */
  isNew(id: string): boolean;
}

class AllIds implements Ids {
  readonly #ids = new Set<string>();
  isNew(id: string): boolean {
    return this.#ids.size < this.#ids.add(id).size;
  }
}

/** The key events of a log: what `genesis` and `key` entries say, and who may sign a checkpoint of a size (section 10.3). */
export class Keys {
  readonly #events: { readonly index: number; readonly add: readonly Key[]; readonly retire: Key | undefined }[] = [];

  take(entry: EntryOf<'genesis' | 'key'>): void {
    const { body } = entry;
    const [add, retire] = 'keys' in body ? [body.keys, null] : [body.add === null ? [] : [body.add], body.retire];
    this.#events.push({ index: entry.index, add: add.map(knownLogKey), retire: retire === null ? undefined : knownLogKey(retire) });
  }

  /** Keys that may sign a checkpoint of that size. */
  maySign(size: number): readonly Key[] {
    const good = new Map<string, Key>();
    for (const { index, add, retire } of this.#events) {
      if (index >= size) break;
      for (const key of add) good.set(key.identity, key);
      if (retire && index !== size - 1) good.delete(retire.identity);
    }
    return [...good.values()];
  }

  /** Keys that entries before that size added. */
  addedBefore(size: number): readonly Key[] {
    return this.#events.filter(({ index }) => index > 0 && index < size).flatMap(({ add }) => add);
  }
}
const identity = (key: string): string => knownLogKey(key).identity;

/** Takes the entries of a log, or of an excerpt, one after the other, and says of the first that may not follow what is wrong. */
export class Records {
  readonly rounds = new Map<string, RoundState>();
  readonly keys = new Keys();
  readonly #ids: Ids;
  readonly #places: Places;
  readonly #good = new Set<string>();
  readonly #retired = new Set<string>();
  /** The round of which a seal has a commitment. */
  readonly #sealedIn = new Map<string, RoundState>();
  #time = '';
  entries = 0;
  erased = 0;

  constructor(ids: Ids = new AllIds(), places: Places = new Map<number, number>()) {
    this.#ids = ids;
    this.#places = places;
  }

  /** The time of the last entry. */
  get time(): string {
    return this.#time;
  }

  take(entry: Entry): Wrong | undefined {
    const round = entry.round === undefined ? undefined : this.#round(entry.round);
    if (round && entry.ordinal !== round.ordinal) return wrong('E_LOG_GAP', 'The entry does not follow the one before it in its round.');
    if (!this.#ids.isNew(entry.id)) return wrong('E_ID_DUPLICATE', 'An earlier entry has the same id.');
    if (entry.time < this.#time) return wrong('E_LOG_TIME_BACKWARDS', 'The entry is dated before the one that precedes it.');
    if ((entry.kind === 'genesis') !== (entry.index === 0)) return wrong('E_STATE', 'A log begins with its genesis, and has no other.');
    const problem = round ? this.#step(round, entry as Exclude<Entry, { readonly round?: undefined }>) : this.#ofLog(entry as EntryOf<'genesis' | 'key' | 'erasure'>);
    if (problem) return problem;
    this.#time = entry.time;
    this.entries++;
    if (round) round.ordinal++;
    this.#places.set(entry.index, (round?.number ?? 0) * 32 + KINDS.indexOf(entry.kind));
    return undefined;
  }

  /** A round that lacks a nonce after the day by which it was to be revealed: the seal, the first of several. */
  withheld(): number | undefined {
    const day = this.#time.slice(0, 10);
    const late = [...this.rounds.values()].flatMap(({ state, pending, seal }) => (state === 'frozen' && pending.length > 0 && seal!.body.revealBy < day ? [seal!.index] : []));
    return late.length > 0 ? Math.min(...late) : undefined;
  }

  #round(id: string): RoundState {
    const known = this.rounds.get(id);
    if (known) return known;
    const round = new RoundState(this.rounds.size + 1);
    this.rounds.set(id, round);
    return round;
  }

  #ofLog(entry: EntryOf<'genesis' | 'key' | 'erasure'>): Wrong | undefined {
    if (entry.kind === 'erasure') {
      for (const [index, paths] of entry.body.entries) {
        const kind = this.#kindAt(index);
        if (index >= entry.index || (kind !== undefined && paths.some((path) => !FIELDS[kind]?.includes(path)))) return wrong('E_REF_UNKNOWN', 'The erasure names a field that no earlier entry has.');
      }
      this.erased += entry.body.entries.reduce((sum, [, paths]) => sum + paths.length, 0) + entry.body.subjects.length;
      return undefined;
    }
    if (entry.kind === 'genesis') {
      for (const key of entry.body.keys) {
        if (this.#good.has(identity(key))) return wrong('E_KEY', 'A key stands there twice.');
        this.#good.add(identity(key));
      }
    } else {
      const [add, retire] = [entry.body.add, entry.body.retire].map((key) => (key === null ? undefined : identity(key)));
      if (add !== undefined && (this.#good.has(add) || this.#retired.has(add))) return wrong('E_KEY', 'The key that is added is good already, or was retired.');
      if (retire !== undefined && !this.#good.has(retire)) return wrong('E_KEY', 'The key that is retired is none of the log.');
      if (add !== undefined) this.#good.add(add);
      if (retire !== undefined) {
        this.#good.delete(retire);
        this.#retired.add(retire);
      }
      if (this.#good.size === 0) return wrong('E_KEY', 'No key is left.');
    }
    this.keys.take(entry);
    return undefined;
  }

  #step(round: RoundState, entry: Exclude<Entry, { readonly round?: undefined }>): Wrong | undefined {
    const { from, to } = STEPS[entry.kind];
    if (!from.includes(round.state)) return wrong('E_STATE', `A round that is ${round.state === 'none' ? 'not begun' : round.state} takes no ${entry.kind}.`);
    const before = round.state;
    const problem = this.#rule(round, entry);
    if (problem) return problem;
    if (to && round.state === before) round.state = to; // else the rule has said where it leads
    return undefined;
  }

  /** What a kind asks beside its state, and what it leaves behind. */
  #rule(round: RoundState, entry: Exclude<Entry, { readonly round?: undefined }>): Wrong | undefined {
    const unknown = (what: string): Wrong => wrong('E_REF_UNKNOWN', `The ${entry.kind} does not name ${what}.`);
    const { seal, index } = { seal: round.seal, index: entry.index };
    switch (entry.kind) {
      case 'seal':
        return this.#seal(round, entry);
      case 'freeze':
        [round.freeze.index, round.freeze.root] = [index, entry.body.root];
        round.revealed = new Map();
        if (seal!.body.commitments.some(({ hash }) => round.known.has(hash))) round.state = 'resealing';
        return undefined;
      case 'reveal': {
        const { party, nonce } = entry.body;
        const committed = seal!.body.commitments.find((commitment) => commitment.party === party)?.hash;
        if (round.revealed.has(party) || committed !== hashText('meritra/tie-commitment/0', lengthPrefixed(party), lengthPrefixed(nonce))) return wrong('E_SEED_COMMITMENT', 'The nonce is not the one that the party committed to in the last seal, or was revealed already.');
        round.revealed.set(party, nonce);
        round.known.add(committed);
        return undefined;
      }
      case 'withheld':
        if (!seal!.body.commitments.some(({ party }) => party === entry.body.party)) return unknown('a party of the last seal');
        round.withheld++;
        return round.revealed.has(entry.body.party) ? wrong('E_STATE', 'The party has revealed its nonce.') : undefined;
      case 'attempt': {
        const { freeze, policy, number, reason } = entry.body;
        if (freeze !== round.freeze.index) return unknown('the last freeze');
        if (policy !== seal!.body.policy) return round.superseded.has(policy) ? wrong('E_POLICY_SUPERSEDED', 'A later policy was sealed.') : wrong('E_POLICY_HASH', 'The policy is not the one that was sealed.');
        if (number !== (round.attempts.get(round.freeze.root) ?? 0) + 1) return wrong('E_RERUN', 'The attempts on these inputs are counted otherwise.');
        if (number > 1 && reason === null) return wrong('E_RERUN', 'These inputs were solved before, and no reason is given.');
        if (round.pending.length > 0) return wrong('E_SEED_WITHHELD', 'A party has not revealed its nonce.');
        round.attempts.set(round.freeze.root, number);
        round.attempt = index;
        return undefined;
      }
      case 'abandoned':
      case 'proposal':
        return entry.body.attempt === round.attempt ? undefined : unknown('the last attempt');
      case 'exploration':
        round.explorations++;
        return undefined;
      case 'decision':
        if (entry.body.proposal < round.freeze.index || !this.#is(round, entry.body.proposal, 'proposal')) return unknown('a proposal since the last freeze');
        round.decision = round.last = index;
        return undefined;
      case 'objection':
        return this.#is(round, entry.body.to, 'proposal', 'decision', 'repair') ? undefined : unknown('a proposal, decision or repair of the round');
      case 'answer': {
        const { objection } = entry.body;
        if (!this.#is(round, objection, 'objection')) return unknown('an objection of the round');
        if (round.answered.has(objection)) return wrong('E_STATE', 'The objection was answered before.');
        round.answered.add(objection);
        return undefined;
      }
      case 'repair':
        if (entry.body.of !== round.last) return unknown('the decision or the last repair');
        round.last = index;
        return undefined;
      case 'rectification': {
        const kind = this.#kindAt(entry.body.supersedes);
        return kind !== undefined && FIELDS[kind] && this.#is(round, entry.body.supersedes, kind) ? undefined : unknown('an earlier entry of the round that has fields');
      }
      default:
        return undefined;
    }
  }

  #seal(round: RoundState, { body, index }: EntryOf<'seal'>): Wrong | undefined {
    const { commitments, policy, reason, rules } = body;
    if (new Set(commitments.map(({ party }) => party)).size < commitments.length) return wrong('E_ID_DUPLICATE', 'A party has committed twice.');
    if (commitments.length < 2) return wrong('E_TIE_COMMITMENT_MISSING', 'Fewer than two parties have committed to a nonce.');
    if (commitments.some(({ hash }) => round.known.has(hash))) return wrong('E_SEED_COMMITMENT', 'A nonce is committed to that was revealed before.');
    if ((reason === null) !== (round.seal === undefined)) return wrong('E_VALUE_MISSING', 'The first seal has no reason, every later one has.');
    if (round.state === 'resealing' && rules !== round.seal!.body.rules) return wrong('E_POLICY_HASH', 'The policy has other rules than the one that was sealed before.');
    if (commitments.some(({ hash }) => (this.#sealedIn.get(hash) ?? round) !== round)) return wrong('E_SEED_COMMITMENT', 'A nonce is committed to that another round has.');
    for (const { hash } of commitments) this.#sealedIn.set(hash, round);
    if (round.seal) round.superseded.add(round.seal.body.policy);
    round.superseded.delete(policy);
    round.seal = { index, body };
    round.seals++;
    if (round.state === 'resealing') {
      round.state = 'frozen';
      round.revealed = new Map();
    }
    return undefined;
  }

  #kindAt(index: number): Kind | undefined {
    const place = this.#places.get(index);
    return place === undefined ? undefined : KINDS[place % 32];
  }

  /** Whether the entry is one of the round and of one of the kinds. */
  #is(round: RoundState, index: number, ...kinds: readonly Kind[]): boolean {
    const place = this.#places.get(index);
    return place !== undefined && Math.floor(place / 32) === round.number && kinds.includes(KINDS[place % 32]!);
  }
}
