import { bug } from '../errors/index.js';
import { FAIL, PASS, UNKNOWN, type EligibilityTable } from './table.js';

/** Classes up to which all answers of a person to a rule make one number in base 3: 3^33 < 2^53. */
const NUMBERED = 33;

/** Patterns of answers kept per rule; people rarely differ in more. Each takes 8 bytes per 32 posts. */
const KEPT = 2048;

/** What one pattern of answers leaves of the posts, 32 to a word; nothing where it excludes none or leaves none in doubt. */
interface Left {
  readonly notFailed: Int32Array | undefined;
  readonly unknown: Int32Array | undefined;
}

/** A rule with few classes of posts: its answers for a person are looked up as one set of posts. */
interface Indexed {
  readonly rule: number;
  /** The posts of each class, and one position of it. */
  readonly posts: readonly Int32Array[];
  readonly first: readonly number[];
  readonly left: Map<number, Left>;
}

/**
 * Finds the posts that no binding rule keeps from a person, without looking at each: every rule is asked once for each class of
 * posts that look alike to it, the answers name a set of posts kept as bits, and the sets of all rules are laid over each other.
 * Rules that tell more than 33 classes apart, and the posts' own demands, are asked last, of the posts that are left.
 * Per person: O(rules * classes) answers, O(rules * posts / 32) words, and what is left. Same answer as asking pair by pair.
 */
export class PairFinder {
  /** After `find`: the posts left for the person, as places in `posts`, ascending, and PASS or UNKNOWN for each. */
  readonly places: Int32Array;
  readonly states: Uint8Array;
  private readonly table: EligibilityTable;
  private readonly posts: Int32Array;
  private readonly words: number;
  private readonly indexed: readonly Indexed[];
  private readonly late: readonly number[];
  private readonly left: Int32Array;
  private readonly doubt: Int32Array;
  /** Posts that a waiver names, by person: those pairs are asked one by one. */
  private readonly excepted: ReadonlyMap<number, readonly number[]>;

  /**
   * @param posts - positions to look among, ascending.
   * @param excepted - by person, positions to be asked one by one, because what holds of them holds of no other pair.
   */
  constructor(table: EligibilityTable, posts: Int32Array, excepted: ReadonlyMap<number, readonly number[]> = new Map()) {
    this.table = table;
    this.excepted = excepted;
    this.posts = posts;
    this.words = (posts.length + 31) >>> 5;
    this.places = new Int32Array(posts.length);
    this.states = new Uint8Array(posts.length);
    this.left = new Int32Array(this.words);
    this.doubt = new Int32Array(this.words);
    const indexed: Indexed[] = [];
    const late: number[] = [];
    for (let rule = 0; rule < table.bindingRules; rule++) {
      const byClass = new Map<number, { posts: Int32Array; first: number }>();
      posts.forEach((j, place) => {
        const cls = table.classOf(rule, j);
        let group = byClass.get(cls);
        if (!group && byClass.size <= NUMBERED) byClass.set(cls, (group = { posts: new Int32Array(this.words), first: j }));
        if (group) group.posts[place >>> 5]! |= 1 << (place & 31);
      });
      const groups = [...byClass.values()];
      if (groups.length > NUMBERED) late.push(rule);
      else indexed.push({ rule, posts: groups.map((g) => g.posts), first: groups.map((g) => g.first), left: new Map() });
    }
    this.indexed = indexed;
    this.late = late;
  }

  /** The set of the posts a test holds for, to start `find` from. */
  setOf(holds: (position: number) => boolean): Int32Array {
    const set = new Int32Array(this.words);
    this.posts.forEach((j, place) => {
      if (holds(j)) set[place >>> 5]! |= 1 << (place & 31);
    });
    return set;
  }

  /** Fills `places` and `states` for one person, from the posts of a set; returns how many are left. */
  find(person: number, among: Int32Array): number {
    const { left, doubt, words } = this;
    const excepted = this.excepted.get(person);
    left.set(among);
    doubt.fill(0);
    for (const index of this.indexed) {
      const { notFailed, unknown } = this.leftBy(index, person);
      if (notFailed) {
        let any = 0;
        for (let w = 0; w < words; w++) any |= left[w]! &= notFailed[w]!;
        if (any === 0 && !excepted) return 0;
      }
      if (unknown) for (let w = 0; w < words; w++) doubt[w]! |= unknown[w]!;
    }
    if (!excepted) return this.list(person);
    const one = this.setOf((j) => excepted.includes(j));
    for (let w = 0; w < words; w++) left[w] = (left[w]! & ~one[w]!) | (among[w]! & one[w]!);
    return this.list(person, one);
  }

  private leftBy({ rule, first, posts, left }: Indexed, person: number): Left {
    const { table } = this;
    let key = 0;
    for (const j of first) key = 3 * key + table.answer(rule, person, j);
    const known = left.get(key);
    if (known) return known;
    const answers = first.map((j) => table.answer(rule, person, j));
    const union = (wanted: (answer: number) => boolean): Int32Array | undefined => {
      if (!answers.some(wanted)) return undefined;
      const set = new Int32Array(this.words);
      answers.forEach((answer, cls) => {
        if (wanted(answer)) posts[cls]!.forEach((bits, w) => (set[w]! |= bits));
      });
      return set;
    };
    const notFailed = answers.includes(FAIL) ? (union((a) => a !== FAIL) ?? new Int32Array(this.words)) : undefined;
    const found: Left = { notFailed, unknown: union((a) => a === UNKNOWN) };
    if (left.size < KEPT) left.set(key, found);
    return found;
  }

  /** Reads the set that is left, asking what could not be indexed. */
  private list(person: number, one?: Int32Array): number {
    const { doubt, late, left, places, posts, states, table, words } = this;
    let n = 0;
    for (let w = 0; w < words; w++) {
      for (let bits = left[w]!; bits !== 0; bits &= bits - 1) {
        const bit = 31 - Math.clz32(bits & -bits);
        const place = (w << 5) + bit;
        const j = posts[place];
        if (j === undefined) throw bug('a post beyond the last');
        let state: number = (doubt[w]! >>> bit) & 1 ? UNKNOWN : PASS;
        if (one && (one[w]! >>> bit) & 1) state = table.status(person, j);
        else {
          for (const rule of late) state = Math.max(state, table.answer(rule, person, j));
          if (state !== FAIL) state = Math.max(state, table.ownDemands(person, j));
        }
        if (state === FAIL) continue;
        places[n] = place;
        states[n++] = state;
      }
    }
    return n;
  }
}
