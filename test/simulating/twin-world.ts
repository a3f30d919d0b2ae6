/** Rounds of invented people for the tests of the twin: the same cards dealt anew, so that two deals have the same margins and no person in common. */
import { random } from '../../examples/city/random.js';
import { parseRound, seal, type Person, type Policy, type Round, type SealedPolicy } from '../../src/index.js';
import { formatDay, parseDay } from '../../src/model/calendar.js';
import { NONCE, toyPolicy } from '../support/toy.js';

const STUDIES = ['law', 'works', 'health', 'finance'];
const RATINGS = ['poor', 'fair', 'good', 'fine'];
const AS_OF = parseDay('2026-12-01') as number;

export const twinPolicy = (change: (policy: Policy) => void = () => undefined): SealedPolicy =>
  seal(
    toyPolicy((policy) => {
      policy.attributes = {
        ...policy.attributes,
        study: { of: 'person', type: 'text', label: { en: 'study' }, values: STUDIES },
        origin: { of: 'person', type: 'text', label: { en: 'origin' } },
        rated: { of: 'person', type: 'ordered', label: { en: 'rated' }, values: RATINGS },
        joined: { of: 'person', type: 'date', label: { en: 'joined' } },
        posts: { of: 'person', type: 'spells', label: { en: 'posts held' } },
        branch: { of: 'position', type: 'text', label: { en: 'branch' }, values: STUDIES },
      };
      policy.relations = { declaration: 'either' };
      change(policy);
    }),
  );

interface Card {
  readonly person?: Partial<Person>;
  readonly evidence?: Person['evidence'];
  readonly spells?: Person['spells'];
}

/** Posts of 4, 24 and 72 seats less some vacant ones, and the rest of `people` without a post. `cards` says what people there are, `deal` who has what. */
export function twinRound(policy: SealedPolicy, { cards, deal, people = 300 }: { readonly cards: number; readonly deal: number; readonly people?: number }): Round {
  const levels = [['TOP', Math.ceil(people / 25)], ['MID', Math.ceil(people / 8)], ['LOW', Math.ceil(people / 3)]] as const;
  const positions = levels.flatMap(([level, count]) => Array.from({ length: count }, (_, k) => ({ id: `${level}-${k}`, title: `${level} ${k}`, unit: `U${k % 4}`, level, attributes: { field: 'plain', branch: STUDIES[k % 4]! } })));
  const rows: Person[] = [];
  const groups = [...levels.map(([level, count]) => ({ level: level, seats: positions.filter((p) => p.level === level).slice(0, count - Math.floor(count / 6)) })), { level: '-', seats: [] as typeof positions }];
  for (const { level, seats } of groups) {
    const size = level === '-' ? people - rows.length : seats.length;
    const hands: Card[][] = blocks(level, size, cards).map((block, b) => random(deal * 1000 + b * 10 + level.charCodeAt(0)).shuffled(block));
    for (let k = 0; k < size; k++) {
      const hand = hands.map((block) => block[k]!);
      const [seat] = seats.slice(k, k + 1);
      const since = hand.find((c) => c.person?.since)!.person!.since!;
      rows.push({
        id: `${level === '-' ? 'X' : level}${k}`,
        ...Object.assign({}, ...hand.map((c) => c.person)),
        ...(seat ? { seat: seat.id, since } : { since: undefined }),
        evidence: hand.flatMap((c) => c.evidence ?? []),
        spells: hand.flatMap((c) => c.spells ?? []),
      } as Person);
      if (!seat) delete rows.at(-1)!.since;
    }
  }
  return parseRound({
    format: 'meritra/round/0', id: 'world', asOf: '2026-12-01', scope: { positions: 'all', people: 'all' },
    sources: [{ id: 'REG', title: 'register', date: '2026-11-01' }],
    units: [0, 1, 2, 3].map((k) => ({ id: `U${k}`, name: `unit ${k}` })),
    positions, people: rows, reveals: [{ party: 'panel', nonce: NONCE }],
  }, policy).round;
}

/** Blocks of cards: what stands on one card goes together, cards of different blocks do not. */
function blocks(level: string, size: number, seed: number): Card[][] {
  const luck = random(seed * 100 + level.charCodeAt(0));
  const all = (card: () => Card): Card[] => Array.from({ length: size }, card);
  const source = 'REG';
  return [
    all(() => {
      const age = luck.int(25 * 365, 57 * 365);
      return { person: { born: formatDay(AS_OF - age), retires: formatDay(AS_OF - age + 60 * 365) }, evidence: [{ attribute: 'joined', value: formatDay(AS_OF - Math.floor((age - 24 * 365) * (0.7 + 0.3 * luck.next()))), source }] };
    }),
    all(() => {
      const ability = 60 + 10 * luck.normal();
      const score = (): number => Math.min(100, Math.max(0, Math.round(10 * (ability + 5 * luck.normal())) / 10));
      return { evidence: [{ attribute: 'exam', value: score(), source }, ...(luck.chance(0.8) ? [{ attribute: 'skill', value: score(), source, date: formatDay(AS_OF - luck.int(0, 900)) }] : [])] };
    }),
    all(() => ({ evidence: [{ attribute: 'study', value: luck.pick(STUDIES), source }, { attribute: 'rated', value: luck.weighted([['poor', 1], ['fair', 3], ['good', 6], ['fine', 2]] as const), source }] })),
    all(() => ({ evidence: [{ attribute: 'fields', value: ['law', 'tax', 'roads'].filter(() => luck.chance(0.4)), source }, { attribute: 'cleared', value: luck.chance(0.9), source }, { attribute: 'senior', value: luck.int(0, 30), source }] })),
    all(() => ({ person: { since: formatDay(AS_OF - luck.int(30, 2000)) } })),
    all(() => {
      const from = AS_OF - luck.int(2100, 4000);
      return { spells: [{ attribute: 'posts', value: luck.pick(['clerk', 'head']), from: formatDay(from), to: formatDay(from + luck.int(300, 1000)), source }] };
    }),
  ];
}

/** What somebody makes who renames and shuffles: every row is a real person's. Row to person as `sources`. */
export function naiveTwin(round: Round, policy: SealedPolicy, seed: number): { readonly round: Round; readonly sources: ReadonlyMap<string, string> } {
  const order = random(seed).shuffled(round.people);
  const id = new Map<string, string>(order.map((p, k) => [p.id, `Q-${String(k).padStart(5, '0')}`]));
  const document = {
    ...round,
    people: order.map(({ name: _, bornAt: __, ...p }) => ({ ...p, id: id.get(p.id)! })),
    relations: [], pins: [], waivers: [], actors: [],
  };
  return { round: parseRound(document, policy).round, sources: new Map(order.map((p) => [id.get(p.id)!, p.id])) };
}
