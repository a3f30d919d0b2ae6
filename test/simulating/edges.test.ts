/** What a life does at its edges: documents that their owner changes, posts that close, the last days there are, luck across regimes, packs of stable plans. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { propose, seal } from '../../src/index.js';
import { conduct, type Organisation, type Regime, type Scenario, type World, type Year } from '../../src/simulating/index.js';
import { documentsOf, makeCase } from '../support/markets.js';
import { requestOf, seatList, SHAPE } from './held.js';
import { settingOf } from '../../src/simulating/setting.js';
import { firstMorning, rosterOf } from '../../src/simulating/state.js';
import { problemsOf } from './support/ledger.js';
import { bytesOf, lived } from './support/lived.js';
import { organisation, PACK, POLICY, scenarios, WORLD } from './support/organisations.js';

const BASE: Scenario = { organisation: organisation(1), world: WORLD, regime: { policy: POLICY }, years: 2, seed: 7 };
const CALM: World = { ...WORLD, careers: { ...WORLD.careers, resignation: { perMille: 0 }, study: { ...WORLD.careers.study!, perMille: 0 }, refusal: { promotion: 0, other: 0 } } };
const FORBID = seal({ ...structuredClone(PACK), displacement: 'forbid' });
const moved = (years: readonly Year[], person?: string): string[] => years.flatMap((y) => y.happenings.filter((h) => h.what === 'moved' && (person === undefined || h.person === person)).map((h) => `${h.day} ${h.kind!}`));

it('a document that its owner changed is read as it is now, whatever lived by it before', async () => {
  const [organisation, world] = [structuredClone(BASE.organisation), structuredClone(WORLD)];
  const before = bytesOf(await lived({ ...BASE, organisation, world }));
  organisation.members.pop();
  const fewer = bytesOf(await lived({ ...BASE, organisation, world }));
  expect(fewer).toBe(bytesOf(await lived({ ...BASE, organisation: structuredClone(organisation) })));
  expect(fewer).not.toBe(before);
  world.careers.resignation.perMille = 500;
  const [first] = await lived({ ...BASE, organisation, world });
  await expect(lived({ ...BASE, organisation, world: WORLD }, { from: first!.state! })).rejects.toMatchObject({ code: 'E_INPUT_HASH' }); // nor is its hash the old one
});

it('whose post closes while he studies is without one from that round on, counted once; where nobody may be put out nobody is', async () => {
  const base = structuredClone(BASE.organisation);
  const [holder] = base.members.filter((m) => m.seat?.endsWith('aide'));
  const closing: Organisation = { ...base, positions: base.positions.map((p) => (p.id === holder!.seat ? { ...p, closes: '2028-06-01' } : p)) };
  const world: World = { ...CALM, careers: { ...CALM.careers, study: { perMille: 1000, months: 30, afterMonths: 0, adds: {} } } };
  const regime: Regime = { policy: POLICY, choose: 'levels', horizonMonths: 6 };
  const years = await lived({ ...BASE, organisation: closing, world, regime, years: 3 });
  expect(moved(years, holder!.id)[0]).toBe('2028-01-01 release');
  expect(years.flatMap((y) => y.rounds.map((r) => r.displaced))).toEqual([0, 1, 0]);
  expect(problemsOf({ ...BASE, organisation: closing, world, regime, years: 3 }, years)).toEqual([]);

  const kept = await lived({ ...BASE, organisation: closing, world, regime: { ...regime, policy: FORBID }, years: 3 });
  expect(kept.map((y) => y.rounds[0]!.status)[1]).toBe('infeasible');
  expect([kept[1]!.rounds[0]!.displaced, moved(kept.slice(1, 2))]).toEqual([0, []]); // nobody moved, he neither
  expect(kept[1]!.state!.people.find((p) => p.id === holder!.id)!.seat).toBe(holder!.seat);
});

it('a life may end on the last days there are: a horizon and a leave beyond them take nobody away', async () => {
  const world: World = { ...CALM, careers: { ...CALM.careers, study: { perMille: 300, months: 600, afterMonths: 0, adds: {} } } };
  const scenario: Scenario = { ...BASE, organisation: organisation(1, { on: '2197-12-31' }), world, regime: { policy: POLICY, horizonMonths: 120 } };
  const years = await lived(scenario);
  expect(years.map((y) => y.seats.start + y.seats.taken - y.seats.left)).toEqual(years.map((y) => y.seats.end));
  expect(years[0]!.rounds[0]!.vacantAfter).toBeLessThanOrEqual(years[0]!.rounds[0]!.vacantBefore);
  expect(bytesOf(await lived(scenario, { from: JSON.parse(JSON.stringify(years[0]!.state)) }))).toBe(bytesOf(years.slice(1)));
  expect(years[1]!.people.away).toBeGreaterThan(0);
});

it('where all work is worth the same, ratings are the same under every regime, horizon, term and rhythm', async () => {
  const same = { skill: 60, drive: 40 };
  const world: World = {
    ...WORLD,
    work: { levels: { SECTION: same, DIVISION: same, BUREAU: same } },
    measures: WORLD.measures.map((m) => (m.kind === 'rating' ? { ...m, leniency: 0 } : m)),
    growth: { training: WORLD.growth.training! },
    careers: { ...WORLD.careers, retirement: { ages: {}, otherwise: 58, day: 'birthday' } },
  };
  let compared = 0;
  const others = fc.record({ choose: fc.constantFrom('pack', 'total', 'seniority', 'random', 'none'), everyMonths: fc.constantFrom(6, 12, 18), horizonMonths: fc.constantFrom(0, 12, 30), terms: fc.constantFrom({}, { SECTION: 12, DIVISION: 24 }) });
  await fc.assert(
    fc.asyncProperty(scenarios, others, async (scenario, other) => {
      const [a, b] = [await lived({ ...scenario, world }), await lived({ ...scenario, world, regime: { policy: POLICY, ...(other as Omit<Regime, 'policy'>) } })];
      for (const [k, year] of a.entries()) {
        const there = new Map(b[k]!.state!.people.map((p) => [p.id, p]));
        expect([...there.keys()].filter((id) => !id.startsWith('N'))).toEqual(year.state!.people.map((p) => p.id).filter((id) => !id.startsWith('N')));
        for (const p of year.state!.people) {
          const twin = there.get(p.id);
          if (!twin) continue;
          expect([p.id, twin.traits]).toEqual([p.id, p.traits]);
          for (const e of p.evidence.filter((one) => one.attribute === 'rating' && one.source === 'simulated')) {
            const f = twin.evidence.find((one) => one.attribute === 'rating' && one.date === e.date);
            if (!f) continue; // he held no post there
            compared++;
            expect(f.value).toBe(e.value);
          }
        }
      }
    }),
    { numRuns: 12 },
  );
  expect(compared).toBeGreaterThan(100);
});

it('under the objective stable a round ends in the stable plan of propose; whoever declines is asked no more and is repaired for', async () => {
  const cover = { moves: 0, refused: 0, infeasible: 0, kept: 0 };
  for (let seed = 1; seed <= 80; seed++) {
    const { round, policy } = documentsOf(makeCase(seed, SHAPE));
    const stable = seal({ ...structuredClone(policy.policy), objective: 'stable', relations: { declaration: 'either' } });
    const proposal = await propose(round, stable);
    const plain = await conduct(requestOf(round, { policy: stable }));
    expect(plain.record.status).toBe(proposal.certain.status);
    if (plain.record.status === 'infeasible') {
      cover.infeasible++;
      continue;
    }
    expect(seatList(plain.seats)).toEqual(proposal.certain.seats.map(([person, position]) => `${person} ${position}`));
    cover.moves += proposal.certain.moves.length;
    // everybody says no to everything: all stay who may, and of those who were asked each is told once
    const everybody = new Set<string>(round.people.map((p) => p.id));
    const no = await conduct(requestOf(round, { policy: stable }, { declines: { promotion: everybody, other: everybody } }));
    if (no.record.status === 'infeasible') continue;
    for (const [person, position] of no.seats) expect(position).toBe(round.people.find((p) => p.id === person)!.seat);
    const asked = proposal.certain.moves.flatMap((m) => (m.to ? [m.person] : []));
    expect(no.refused.map((r) => r.person)).toEqual(expect.arrayContaining(asked));
    expect(new Set(no.refused.map((r) => r.person)).size).toBe(no.refused.length);
    cover.refused += no.refused.length;
    cover.kept += no.seats.size;
  }
  for (const [what, n] of Object.entries(cover)) expect(n, what).toBeGreaterThan(0);
});

it('whoever goes down keeps the day he took the higher level; whoever is without a post has no day of it', () => {
  const setting = settingOf(BASE);
  const roster = rosterOf(firstMorning(setting), setting);
  const head = roster.people.find((p) => p.seat?.level === 'BUREAU')!;
  const { levelSince } = head;
  const lower = setting.posts.find((p) => p.level === 'SECTION')!;
  const higher = head.seat!;
  roster.move(head, lower, setting.first);
  expect(head).toMatchObject({ seat: lower, since: setting.first, levelSince });
  roster.move(head, higher, setting.first + 1);
  expect(head).toMatchObject({ seat: higher, since: setting.first + 1, levelSince: setting.first + 1 });
  roster.move(head, undefined, setting.first + 2);
  expect([head.seat, head.since, head.levelSince]).toEqual([undefined, undefined, undefined]);
});
