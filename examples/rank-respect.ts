/**
 * Whom does the objective promote? On a market of 120 supervisors, each in a seat, 12 vacant higher posts and 60 back-fill staff
 * without a seat: how many promotions pass over an eligible supervisor who fits the post better and stays below, if all fits are added
 * up in one sum (`objective: "total"`), and if levels are filled from the top (`"levels"`, the default). Then the same on
 * generated hierarchies of 2 to 4 levels.
 *
 * npx tsx examples/rank-respect.ts      (about twenty seconds)
 */
import { explain, parseRound, propose, seal, type Expression, type Policy, type Round, type SealedPolicy } from 'meritra';

const SEEDS = 30;
const own = { own: 'a choice made for this example' };
const label = (en: string) => ({ en });

/** A seeded generator (mulberry32). */
function random(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Normal variates (Box and Muller). */
function normal(rnd: () => number): (mean: number, deviation: number) => number {
  return (mean, deviation) => mean + deviation * Math.sqrt(-2 * Math.log(1 - rnd())) * Math.cos(2 * Math.PI * rnd());
}

interface Post {
  readonly level: number;
}
interface Person {
  readonly seat: number;
  /** Points by post; where there are none he may not hold it. */
  readonly fit: ReadonlyMap<number, number>;
}
interface Market {
  readonly levels: number;
  readonly lateral: number;
  readonly vacant: number;
  readonly posts: readonly Post[];
  readonly people: readonly Person[];
}

const cut = (points: number): number => Math.min(100, Math.max(0, Math.round(points * 10_000) / 10_000));

/** The toy market; `noise` is the deviation of a fit from the person's ability. */
function toyMarket(seed: number, noise: number): Market {
  const rnd = random(seed);
  const n = normal(rnd);
  const posts = [...Array.from({ length: 12 }, () => ({ level: 1 })), ...Array.from({ length: 120 }, () => ({ level: 0 }))];
  const people = Array.from({ length: 180 }, (_, i) => {
    const ability = n(60, 12);
    const fit = new Map<number, number>();
    posts.forEach(({ level }, j) => {
      const points = cut(ability + n(0, noise));
      const supervisor = i < 120;
      if (supervisor ? j === 12 + i || (level === 1 && rnd() < 0.5) : level === 0 && rnd() < 0.3) fit.set(j, points);
    });
    return { seat: i < 120 ? 12 + i : -1, fit };
  });
  return { levels: 2, lateral: 0, vacant: 100, posts, people };
}

/** A hierarchy: more posts the lower the level, some of them vacant, people eligible one level up and for vacant posts of their own. */
function hierarchy(seed: number): Market {
  const rnd = random(seed);
  const n = normal(rnd);
  const levels = 2 + Math.floor(rnd() * 3);
  const posts = Array.from({ length: levels }, (_, level) => Array.from({ length: 2 + (levels - level) * 4 }, () => ({ level }))).flat();
  const filled = 0.6 + 0.35 * rnd();
  const seats = [...posts.keys()].filter(() => rnd() < filled);
  const people = Array.from({ length: seats.length + 10 }, (_, i) => {
    const seat = seats[i] ?? -1;
    const held = posts[seat]?.level ?? -1;
    const ability = n(55 + 4 * held, 12);
    const fit = new Map<number, number>();
    posts.forEach(({ level }, j) => {
      if (j === seat || ((level === held || level === held + 1) && rnd() < 0.5)) fit.set(j, cut(ability + n(0, 8)));
    });
    return { seat, fit };
  });
  return { levels, lateral: 10, vacant: 40, posts, people };
}

const policies = new Map<string, SealedPolicy>();

/** One attribute of a person for each post, read by the post that is asked about: a fit for every pair, and a list of posts he may hold. */
function policyOf({ levels, lateral, vacant, posts }: Market, objective: 'levels' | 'total'): SealedPolicy {
  const key = JSON.stringify([levels, lateral, vacant, posts.length, objective]);
  const known = policies.get(key);
  if (known) return known;
  const is = (j: number): Expression => ({ op: 'compare', left: { op: 'position', attribute: 'post' }, is: '=', right: { op: 'const', value: `J${j}` } });
  const policy: Policy = {
    format: 'meritra/policy/0',
    id: 'rank-respect',
    title: label('A fit for every pair'),
    lawCheckedOn: '2026-11-01',
    confidence: { scale: ['V'], gateFrom: 'V' },
    leapDay: 'feb28',
    levels: Array.from({ length: levels }, (_, k) => ({ id: `L${k}`, label: label(`level ${k}`) })),
    attributes: {
      post: { of: 'position', type: 'text', label: label('post') },
      may: { of: 'person', type: 'set', label: label('posts he may hold') },
      ...Object.fromEntries(posts.map((_, j) => [`fit${j}`, { of: 'person' as const, type: 'number' as const, label: label('fit'), min: 0, max: 100 }])),
    },
    gates: [{ id: 'may', label: label('may hold the post'), citation: own, rule: { op: 'in', item: { op: 'position', attribute: 'post' }, set: { op: 'person', attribute: 'may' } } }],
    dimensions: [{ id: 'fit', label: label('Fit') }],
    criteria: [
      {
        id: 'fit',
        dimension: 'fit',
        label: label('fit'),
        citation: own,
        value: { op: 'cases', cases: posts.map((_, j) => ({ when: is(j), then: { op: 'person', attribute: `fit${j}` } })), else: { op: 'const', value: 0 } },
      },
    ],
    weights: { fit: 100 },
    weightsCitation: own,
    costs: { lateralMove: { points: lateral, citation: own }, vacantSeat: { points: vacant, citation: own } },
    resolution: { points: 0, citation: own },
    displacement: 'minimise',
    objective,
    relations: { declaration: 'either' },
    ties: { order: [], commitments: [{ party: 'example', hash: 'sha256:d5b11526b5a397a0dc075f12a3899fd8b78d5bb60bc9bffb43927f44daed0bbc' }] },
  };
  const made = seal(policy);
  policies.set(key, made);
  return made;
}

function roundOf({ posts, people }: Market, policy: SealedPolicy): Round {
  const id = (letter: string, k: number): string => `${letter}${k}`;
  const document = {
    format: 'meritra/round/0',
    id: 'toy',
    asOf: '2026-11-21',
    scope: { positions: 'all', people: 'all' },
    sources: [{ id: 'S', title: 'generated', date: '2026-11-21' }],
    units: [{ id: 'U', name: 'Unit' }],
    positions: posts.map(({ level }, j) => ({ id: id('J', j), title: id('Post ', j), unit: 'U', level: `L${level}`, attributes: { post: id('J', j) } })),
    people: people.map(({ seat, fit }, i) => ({
      id: id('P', i),
      ...(seat >= 0 && { seat: id('J', seat) }),
      evidence: [
        { attribute: 'may', value: [...fit.keys()].map((j) => id('J', j)), source: 'S' },
        ...[...fit].map(([j, value]) => ({ attribute: `fit${j}`, value, source: 'S' })),
      ],
    })),
    reveals: [{ party: 'example', nonce: '00112233445566778899aabbccddeeff' }],
  };
  return parseRound(JSON.stringify(document), policy).round;
}

interface Count {
  promotions: number;
  /** Promotions that pass over somebody. */
  unjust: number;
  unfilled: number;
}

async function count(market: Market, objective: 'levels' | 'total', total: Count): Promise<void> {
  const policy = policyOf(market, objective);
  const round = roundOf(market, policy);
  const proposal = await propose(round, policy);
  const { certain } = proposal;
  const over = new Set(explain(proposal, round, policy).passedOver().map((p) => `${p.taken} ${p.position}`));
  for (const move of certain.moves) {
    if (move.kind !== 'promotion') continue;
    total.promotions++;
    if (over.has(`${move.person} ${move.to}`)) total.unjust++;
  }
  const top = `L${market.levels - 1}`;
  const level = new Map<string, string>(round.positions.map((p) => [p.id, p.level]));
  total.unfilled += certain.vacant.filter((v) => level.get(v.position) === top).length;
}

async function table(title: string, markets: readonly Market[]): Promise<void> {
  for (const objective of ['total', 'levels'] as const) {
    const total: Count = { promotions: 0, unjust: 0, unfilled: 0 };
    for (const market of markets) await count(market, objective, total);
    const share = total.promotions === 0 ? 0 : (100 * total.unjust) / total.promotions;
    console.log(`${title.padEnd(26)}${objective.padEnd(8)}${String(total.promotions).padStart(11)}${String(total.unjust).padStart(12)}${share.toFixed(1).padStart(8)} %${String(total.unfilled).padStart(12)}`);
  }
}

const seeds = Array.from({ length: SEEDS }, (_, k) => k + 1);
console.log(`${'market'.padEnd(26)}objective promotions  pass over   share  top vacant`);
for (const noise of [3, 8, 15]) await table(`toy, fit = ability ± ${noise}`, seeds.map((seed) => toyMarket(seed, noise)));
await table('hierarchies', seeds.flatMap((seed) => [hierarchy(seed), hierarchy(1_000 + seed)]));
console.log(`${SEEDS} seeds each, in ${(performance.now() / 1000).toFixed(1)} s.`);
