import { createHash, createHmac } from 'node:crypto';
import { isOpen, pairState, type Case } from '../support/markets.js';
import { NONCE } from '../support/toy.js';

/** A plan as the post of each person, -1 for none. */
export type Seating = readonly number[];

/** The market of docs/formats.md section 4, written down from the text; nothing here is the library's. */
export interface ReferenceMarket {
  readonly c: Case;
  /** Posts that each person may take. */
  readonly options: readonly (readonly number[])[];
  readonly rowMin: readonly number[];
  readonly colMin: readonly number[];
  readonly colMax: readonly number[];
  readonly owed: readonly boolean[];
  readonly stages: readonly { readonly id: string; readonly weight: (i: number, j: number) => number }[];
}

export const fitUnits = (c: Case, i: number, j: number): number => Math.round((c.fit[i]![j] ?? 0) * 10_000);

export function referenceMarket(c: Case, which: 'certain' | 'conditional'): ReferenceMarket {
  const options = c.people.map((_, i) =>
    [...c.posts.keys()].filter((j) => {
      const state = pairState(c, i, j);
      return state === 'pass' || (state === 'unknown' && which === 'conditional');
    }),
  );
  const owed = c.people.map((p) => p.seat >= 0 && !p.retires);
  const rowMin = c.people.map((p, i) => (p.pin >= 0 || (p.outside && p.seat >= 0 && options[i]!.includes(p.seat)) || (owed[i] && c.displacement === 'forbid') ? 1 : 0));
  return {
    c,
    options,
    owed,
    rowMin,
    colMin: c.posts.map((p, j) => {
      if (!isOpen(p) || !p.mustFill) return 0;
      return p.outside ? c.people.filter((who, i) => who.seat === j && options[i]!.includes(j)).length : p.seats;
    }),
    colMax: c.posts.map((p) => p.seats),
    stages: stagesOf(c, owed),
  };
}

function stagesOf(c: Case, owed: readonly boolean[]): ReferenceMarket['stages'] {
  const merit = (i: number, j: number): number => {
    const from = c.people[i]!.seat;
    const sideways = from >= 0 && from !== j && isOpen(c.posts[from]!) && c.posts[from]!.level === c.posts[j]!.level;
    return fitUnits(c, i, j) + c.vacant * 10_000 - (sideways ? c.lateral * 10_000 : 0);
  };
  const critical = (j: number): boolean => c.posts[j]!.critical && isOpen(c.posts[j]!);
  const stages: { id: string; weight: (i: number, j: number) => number }[] = [{ id: 'owed', weight: (i) => (owed[i] ? 1 : 0) }];
  const all = [...c.posts.keys()];
  if (c.objective === 'total') {
    if (all.some(critical)) stages.push({ id: 'critical', weight: (_, j) => (critical(j) ? 1 : 0) });
    stages.push({ id: 'merit', weight: merit });
  } else {
    for (let level = c.levels - 1; level >= 0; level--) {
      const here = (j: number): boolean => c.posts[j]!.level === level;
      if (!all.some((j) => here(j) && isOpen(c.posts[j]!))) continue;
      if (all.some((j) => here(j) && critical(j))) stages.push({ id: `critical:L${level}`, weight: (_, j) => (here(j) && critical(j) ? 1 : 0) });
      stages.push({ id: `merit:L${level}`, weight: (i, j) => (here(j) ? merit(i, j) : 0) });
    }
  }
  stages.push({ id: 'moves', weight: (i, j) => (c.people[i]!.seat === j ? 0 : -1) });
  return stages;
}

/** Calls back with every plan of the market; the array is reused. */
export function eachPlan(m: ReferenceMarket, found: (plan: number[]) => void): void {
  const n = m.options.length;
  const plan = new Array<number>(n).fill(-1);
  const taken = m.colMax.map(() => 0);
  const visit = (i: number): void => {
    if (i === n) {
      if (m.colMin.every((least, j) => taken[j]! >= least)) found(plan);
      return;
    }
    plan[i] = -1;
    if (m.rowMin[i] === 0) visit(i + 1);
    for (const j of m.options[i]!) {
      if (taken[j]! >= m.colMax[j]!) continue;
      taken[j]!++;
      plan[i] = j;
      visit(i + 1);
      taken[j]!--;
    }
    plan[i] = -1;
  };
  visit(0);
}

export function valueOf(m: ReferenceMarket, plan: Seating): number[] {
  return m.stages.map(({ weight }) => plan.reduce((sum, j, i) => (j < 0 ? sum : sum + weight(i, j)), 0));
}

/** Positive where a is better than b: the first difference decides. */
export function better(a: readonly number[], b: readonly number[]): number {
  for (let s = 0; s < a.length; s++) if (a[s] !== b[s]) return a[s]! - b[s]!;
  return 0;
}

export interface Best {
  readonly value: readonly number[];
  readonly plans: readonly (readonly number[])[];
}

/** The best plans by definition: all plans, compared objective by objective. */
export function bestPlans(m: ReferenceMarket, accept: (plan: Seating) => boolean = () => true): Best | undefined {
  let value: number[] | undefined;
  let plans: number[][] = [];
  const weights = m.stages.map(({ weight }) => m.options.map((js, i) => new Map(js.map((j) => [j, weight(i, j)]))));
  eachPlan(m, (plan) => {
    const x = weights.map((of) => {
      let sum = 0;
      for (let i = 0; i < plan.length; i++) if (plan[i]! >= 0) sum += of[i]!.get(plan[i]!)!;
      return sum;
    });
    const d = value ? better(x, value) : 1;
    if (d < 0 || !accept(plan)) return;
    if (d > 0) {
      value = x;
      plans = [];
    }
    plans.push([...plan]);
  });
  return value && { value, plans };
}

/** Whether related people sit in one line of command or one unit, as the case says, other than where both stay as today. */
export function breaches(c: Case, plan: Seating): boolean {
  return c.relations.some(([a, b]) => {
    if (plan[a] === c.people[a]!.seat && plan[b] === c.people[b]!.seat) return false;
    const [x, y] = [plan[a]!, plan[b]!];
    if (c.apart !== 'line' && x >= 0 && y >= 0 && c.posts[x]!.unit === c.posts[y]!.unit) return true;
    return c.apart !== 'unit' && (commands(c, x, y) || commands(c, y, x));
  });
}

function commands(c: Case, head: number, below: number): boolean {
  if (head < 0 || below < 0) return false;
  for (let s = c.posts[below]!.superior; s >= 0; s = c.posts[s]!.superior) if (s === head) return true;
  return false;
}

function lengthPrefixed(text: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(Buffer.byteLength(text));
  return Buffer.concat([head, Buffer.from(text)]);
}

/** Lots of the lottery, by node:crypto: HMAC-SHA-256 under the key of docs/formats.md section 5.2, as hex. */
export function lotsOf(roundId: string, nonces: readonly string[], people: readonly string[]): string[] {
  const key = createHash('sha256').update(Buffer.concat([Buffer.from('meritra/tie/0'), lengthPrefixed(roundId), ...nonces.map(lengthPrefixed)])).digest();
  return people.map((id) => createHmac('sha256', key).update(id).digest('hex'));
}

/** The plan of the tie rule by definition: in the declared order everybody keeps the plans in which he fares best. */
export function dictate(m: ReferenceMarket, plans: Best['plans']): { readonly plan: readonly number[]; readonly tied: readonly number[] } {
  const { c } = m;
  const lots = lotsOf(`R-${c.seed}`, [NONCE], c.people.map((p) => p.id));
  const order = [...c.people.keys()].sort((a, b) => {
    const [x, y] = [c.people[a]!.senior, c.people[b]!.senior];
    if (x !== y) return x === undefined ? 1 : y === undefined ? -1 : y - x;
    return lots[a]! < lots[b]! ? -1 : 1;
  });
  const tied: number[] = [];
  let left = plans;
  for (const i of order) {
    const outcomes = [...new Set(left.map((plan) => plan[i]!))].sort((a, b) => prefer(c, i, a, b));
    if (outcomes.length > 1) tied.push(i);
    left = left.filter((plan) => plan[i] === outcomes[0]);
  }
  return { plan: left[0]!, tied: tied.sort((a, b) => a - b) };
}

/** Negative where person i would rather have a: own wish, higher level, stay, higher fit, id; no seat last. */
function prefer(c: Case, i: number, a: number, b: number): number {
  if (a < 0 || b < 0) return b - a;
  const { wishes, seat } = c.people[i]!;
  const wish = (j: number): number => (wishes.includes(j) ? wishes.indexOf(j) : 99);
  return (
    wish(a) - wish(b) ||
    c.posts[b]!.level - c.posts[a]!.level ||
    Number(b === seat) - Number(a === seat) ||
    fitUnits(c, i, b) - fitUnits(c, i, a) ||
    a - b
  );
}

export interface PassedOverCase {
  readonly person: number;
  readonly position: number;
  readonly taken: number;
}

/**
 * Everybody passed over, by the words of solving.md section 1: k, from below, takes a seat in j; i may hold j in this market, is better by the
 * fit that counts, is from below too, and is left below. From below: holds no seat at j's level or above. Who retires holds none.
 */
export function passedOver(m: ReferenceMarket, plan: Seating): PassedOverCase[] {
  const { c } = m;
  const levelOf = (j: number): number => (j < 0 ? -1 : c.posts[j]!.level);
  const fromBelow = (i: number, j: number): boolean => !m.owed[i] || levelOf(c.people[i]!.seat) < levelOf(j);
  const found: PassedOverCase[] = [];
  plan.forEach((j, k) => {
    if (j < 0 || c.people[k]!.seat === j || !fromBelow(k, j)) return;
    m.options.forEach((js, i) => {
      if (js.includes(j) && fromBelow(i, j) && levelOf(plan[i]!) < levelOf(j) && fitUnits(c, i, j) > fitUnits(c, k, j)) found.push({ person: i, position: j, taken: k });
    });
  });
  return found;
}

export type Family = 'owed' | 'must-fill' | 'pin' | 'relatives';
export const FAMILIES: readonly Family[] = ['owed', 'must-fill', 'pin', 'relatives'];

/**
 * Whether i can sit in j instead of k, with j's level and all above it as planned, so that as many owed people are seated, posts that
 * must be filled are, pins hold and related people sit apart; without the families in `dropped`. A dropped pin gives its person the
 * pairs back that he would have without it.
 */
export function completable(m: ReferenceMarket, plan: Seating, { person, position, taken }: PassedOverCase, dropped: ReadonlySet<Family>, which: 'certain' | 'conditional', accept: (plan: Seating) => boolean = () => true): boolean {
  const { c } = m;
  const top = c.posts[position]!.level;
  const unpinned = dropped.has('pin') ? referenceMarket({ ...c, people: c.people.map((p) => ({ ...p, pin: -1 })) }, which) : m;
  const fixed = plan.map((j, i) => (i === person ? position : i === taken || j < 0 || c.posts[j]!.level < top ? -1 : j));
  const loose: ReferenceMarket = {
    ...unpinned,
    options: unpinned.options.map((js, i) => (fixed[i]! >= 0 ? [fixed[i]!] : js.filter((j) => c.posts[j]!.level < top))),
    rowMin: unpinned.rowMin.map((min, i) => {
      if (fixed[i]! >= 0) return 1;
      const p = c.people[i]!;
      const forbidden = c.displacement === 'forbid' && m.owed[i] && !(p.pin >= 0 && !dropped.has('pin')) && !(p.outside && unpinned.options[i]!.includes(p.seat));
      return dropped.has('owed') && forbidden ? 0 : min;
    }),
    colMin: m.colMin.map((min, j) => (c.posts[j]!.level < top && dropped.has('must-fill') ? 0 : c.posts[j]!.level < top ? min : 0)),
  };
  const owedSeated = (p: Seating): number => p.filter((j, i) => j >= 0 && m.owed[i]).length;
  const least = owedSeated(plan);
  let possible = false;
  eachPlan(loose, (p) => {
    if (!dropped.has('owed') && owedSeated(p) < least) return;
    if (!dropped.has('relatives') && breaches(c, p)) return;
    possible ||= accept(p);
  });
  return possible;
}
