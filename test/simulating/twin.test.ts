import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../examples/city/random.js';
import { MeritError, parseRound, propose, type Person, type Round } from '../../src/index.js';
import { canonicalJson } from '../../src/canonical/index.js';
import { averaged, FEW, folded } from '../../src/simulating/twin/margins.js';
import { mixture, scores } from '../../src/simulating/twin/mix.js';
import { datesOf } from '../../src/simulating/twin/people.js';
import { twin } from '../../src/simulating/twin/index.js';
import { stream } from '../../src/stats/streams.js';
import { openMarket } from '../../src/solving/market.js';
import { shuffle } from '../properties/rich.js';
import { twinPolicy, twinRound } from './twin-world.js';

const policy = twinPolicy();
const MARK = 'Zqx';

/** The same round with things in it that may not come out: every free text, name and id marked, outliers, somebody with dates of his own. */
function marked(seed: number): Round {
  const base = twinRound(policy, { cards: seed % 50, deal: seed, people: 60 + (seed % 80) });
  const luck = random(seed);
  const post = (id: string): string => `${MARK}-${id}`;
  const mark = (what: string): string => `${MARK} ${what} ${luck.int(0, 1_000_000)}`;
  const person = (p: Person, k: number): unknown => ({
    ...p,
    id: `${MARK}.${luck.int(0, 1_000_000)}.${k}`,
    name: mark('name'),
    bornAt: mark('place'),
    ...(p.seat !== undefined && { seat: post(p.seat) }),
    ...(luck.chance(0.05) && { acceptsLower: { on: '2026-10-10', document: mark('letter') }, wishes: [post(base.positions[0]!.id)] }),
    evidence: [
      ...p.evidence.map((e) => ({ ...e, ...(k === 0 && e.attribute === 'exam' && { value: 3.1875 }), source: k < 3 ? 'PAPER' : e.source })),
      { attribute: 'origin', value: luck.chance(0.5) ? mark('village') : `${MARK} town`, source: 'REG' },
      ...(luck.chance(0.1) ? [{ attribute: 'rating', unmapped: mark('raw'), source: 'REG', by: 'A1' }] : [{ attribute: 'rating', value: luck.int(50, 90), source: 'REG' }]),
    ],
    spells: [...(p.spells ?? []), { attribute: 'posts', value: mark('history'), from: '2001-02-03', source: 'REG' }],
    checked: [{ attribute: 'posts', source: 'REG' }],
  });
  const people = base.people.map(person) as Person[];
  return parseRound({
    ...base,
    id: `${MARK}-round`,
    title: mark('title'),
    sources: [{ id: 'REG', title: mark('register'), date: '2026-11-01' }, { id: 'PAPER', title: mark('paper'), date: '2019-07-07' }],
    units: base.units.map((u) => ({ id: `${MARK}-${u.id}`, name: mark('unit') })),
    positions: base.positions.map((p) => ({ ...p, id: post(p.id), title: mark('post'), unit: `${MARK}-${p.unit}`, ...(luck.chance(0.05) && { mustFill: { reason: mark('reason') } }), requires: [{ attribute: 'origin', is: '=', value: `${MARK} town`, standard: mark('standard') }] })),
    people,
    relations: people.slice(0, 12).map((p, k) => ({ a: p.id, b: people[k + 20]!.id, kind: mark('cousin'), degree: 4, source: 'PAPER' })),
    actors: [{ id: 'A1', role: 'panel', person: people[3]!.id, statement: { on: '2026-11-01', document: mark('statement') }, interests: [{ person: people[4]!.id, kind: mark('friend') }] }],
  }, policy).round;
}

describe('averaged', () => {
  it('shows no value that fewer than five share, unless it is an average of at least five, and keeps order and length', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 80 }), (list) => {
        const sorted = [...list].sort((a, b) => a - b);
        const out = averaged(sorted, 1);
        expect(out).toHaveLength(sorted.length < FEW ? 0 : sorted.length);
        const counts = new Map<number, number>();
        for (const x of out) counts.set(x, (counts.get(x) ?? 0) + 1);
        for (const count of counts.values()) expect(count).toBeGreaterThanOrEqual(FEW);
        for (let k = 1; k < out.length; k++) expect(out[k]!).toBeGreaterThanOrEqual(out[k - 1]!);
      }),
    );
  });

  it('averages an outlier with its neighbours, and keeps what many share', () => {
    expect(averaged([1, 2, 3, 4, 1000], 1)).toEqual([202, 202, 202, 202, 202]);
    expect(averaged([5, 5, 5, 5, 5, 9], 1)).toEqual([5, 5, 5, 5, 5, 5]);
    expect(averaged([1, 7, 7, 7, 7, 7], 1)).toEqual([7, 7, 7, 7, 7, 7]);
  });

  it('folds rare states into the commonest', () => {
    expect(folded([2, 2, 2, 2, 2, 2, 0, 0, 1])).toEqual({ counts: [[2, 9]], rare: 3 });
    expect(folded([2, 2, 2, 2, 2, 0, 0, 0, 0, 0])).toEqual({ counts: [[0, 5], [2, 5]], rare: 0 });
  });
});

describe('mixture', () => {
  it('has the correlations of the people, and equal columns stay equal', () => {
    const luck = random(4);
    const [x, y] = [new Float64Array(200), new Float64Array(200)];
    for (let k = 0; k < 200; k++) y[k] = (x[k] = luck.int(0, 1000)) + luck.int(0, 1000);
    const rows = [...x.keys()];
    const columns = [x, y, x].map((c) => scores(c, () => true, rows)!);
    const pool = Int32Array.from(rows.flatMap((row) => columns.map((c) => c.get(row)!)));
    const order = Int32Array.from(rows);
    const drawn = Array.from({ length: 3000 }, () => mixture(pool, 3, order, stream(luck.int(0, 1e9), 'test')));
    const product = (a: (r: Float64Array | number[]) => number, list: readonly (Float64Array | number[])[]): number => list.reduce((sum, r) => sum + a(r), 0) / list.length;
    const of = (list: readonly (Float64Array | number[])[]): number => product((r) => r[0]! * r[1]!, list) / Math.sqrt(product((r) => r[0]! * r[0]!, list) * product((r) => r[1]! * r[1]!, list));
    expect(of(drawn)).toBeCloseTo(of(rows.map((row) => columns.map((c) => c.get(row)!))), 1);
    expect(drawn.every((r) => r[0] === r[2])).toBe(true);
  });
});

describe('twin', () => {
  const real = twinRound(policy, { cards: 3, deal: 1 });
  const made = twin(real, policy, { seed: 11 });

  it('keeps units, levels, standards and filled seats, and as many people', () => {
    const shape = (r: Round): unknown => [r.units.length, r.positions.map((p) => [p.level, r.units.findIndex((u) => u.id === p.unit), p.attributes!['branch'], r.people.filter((q) => q.seat === p.id).length]), r.people.length, r.asOf];
    expect(shape(made.round)).toEqual(shape(real));
  });

  it('keeps margins and rank correlations about as they are, and says how far', () => {
    const { margins, associations, groups, dependences } = made.kept;
    expect(groups.map((g) => g.people)).toEqual([10, 32, 84, 174]);
    expect(dependences).toBe(true);
    const age = margins.find((m) => m.column === 'born')!;
    expect(age.distribution).toBeGreaterThan(0); // averages are not the values
    expect(margins.reduce((sum, m) => sum + m.known, 0) / margins.length).toBeLessThan(60); // one in five of ten people, where they are folded
    expect(associations.pairs).toBeGreaterThan(50);
    expect(associations.mean).toBeLessThan(60);
    const exams = (r: Round): number[][] => r.people.map((p) => ['exam', 'skill'].map((a) => p.evidence.find((e) => e.attribute === a)?.value as number)).filter(([a, b]) => a !== undefined && b !== undefined);
    const [before, after] = [real, made.round].map((r) => correlation(exams(r)));
    expect(before!).toBeGreaterThan(0.6);
    expect(Math.abs(before! - after!)).toBeLessThan(0.16); // one in five has no skill, which weakens it
  });

  it('draws histories: as many spells, each with a first day before its last', () => {
    const spells = made.round.people.flatMap((p) => p.spells ?? []);
    expect(spells).toHaveLength(real.people.length);
    for (const s of spells) expect(s.from! <= s.to!).toBe(true);
  });

  it('is the same to the byte for the same round, policy and seed whatever the order of rows, and another for another seed', () => {
    const shuffled = shuffle(structuredClone(real), () => 0.37) as Round;
    expect(canonicalJson(twin(shuffled, policy, { seed: 11 }).round) === canonicalJson(made.round)).toBe(true);
    expect(canonicalJson(twin(real, policy, { seed: 12 }).round.people) === canonicalJson(made.round.people)).toBe(false);
  });

  it('lets no name, id, text, document, outlier, rare word nor birth date with a second date of anybody out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
        const round = marked(seed);
        const { round: out, kept } = twin(round, policy, { seed: seed + 1 });
        const text = JSON.stringify(out);
        for (const secret of [MARK, '3.1875', '2019-07-07']) expect(text.includes(secret), secret).toBe(false); // the last is the date of a paper that few have
        for (const p of out.people) {
          const twins = round.people.filter((q) => q.born === p.born);
          for (const q of twins) expect([...datesOf(q)].filter((date) => datesOf(p).has(date))).toEqual([]);
        }
        expect(kept.dropped.map((d) => d.what)).toEqual(expect.arrayContaining(['names', 'actors', 'places of birth', 'titles of sources']));
        expect(out.relations).toHaveLength(24); // twelve pairs, both ways
      }),
      { numRuns: 5, seed: 20_261_122 },
    );
  });

  it('refuses rounds of fewer than ten people and seeds that are none, and leaves dependences out below a hundred', () => {
    const small = { ...real, people: real.people.slice(0, 9) };
    expect(codes(() => twin(small, policy, { seed: 1 }))).toEqual(['E_NUM_RANGE /people']);
    expect(codes(() => twin(real, policy, {} as { seed: number }))).toEqual(['E_VALUE_MISSING /seed']);
    expect(codes(() => twin(small, policy, { seed: 0.5 }))).toEqual(['E_NUM_INT /seed', 'E_NUM_RANGE /people']);
    expect(codes(() => twin(real, policy, { seed: -1 }))).toEqual(['E_NUM_RANGE /seed']);
    expect(twin({ ...real, people: real.people.slice(0, 99) }, policy, { seed: 1 }).kept.dependences).toBe(false);
  });

  it('gives a proposal like that of its round: eligible pairs, moves and vacant seats', async () => {
    const [pairs, pairsOfTwin] = [real, made.round].map((r) => openMarket(r, policy.policy).certain.col.length);
    expect(Math.abs(pairsOfTwin! / pairs! - 1)).toBeLessThan(0.05);
    const [before, after] = [await propose(real, policy), await propose(made.round, policy)].map((p) => p.certain);
    expect([after!.status, after!.vacant.length]).toEqual([before!.status, before!.vacant.length]);
    expect(Math.abs(after!.moves.length / before!.moves.length - 1)).toBeLessThan(0.25);
  });

  it('merges levels where too few hold posts', () => {
    const few = twinRound(policy, { cards: 3, deal: 1, people: 120 });
    const { groups } = twin(few, policy, { seed: 1 }).kept;
    expect(groups[0]!.levels).toEqual(['TOP', 'MID']);
    for (const g of groups) expect(g.people).toBeGreaterThanOrEqual(10);
  });
});

function codes(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof MeritError) return error.issues.map((i) => `${i.code} ${i.path}`);
    throw error;
  }
  return [];
}

function correlation(pairs: readonly number[][]): number {
  const mean = (k: number): number => pairs.reduce((sum, p) => sum + p[k]!, 0) / pairs.length;
  const [mx, my] = [mean(0), mean(1)];
  const sum = (of: (p: number[]) => number): number => pairs.reduce((total, p) => total + of(p), 0);
  return sum((p) => (p[0]! - mx) * (p[1]! - my)) / Math.sqrt(sum((p) => (p[0]! - mx) ** 2) * sum((p) => (p[1]! - my) ** 2));
}
