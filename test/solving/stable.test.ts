import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundle, diff, explain, overlay, seal, type Policy, type Proposal, type Round } from '../../src/index.js';
import { explanationText, report, summaryText } from '../../src/reporting/index.js';
import { checkPlan } from '../../src/kernel/index.js';
import type { Pairs, RoundMarket } from '../../src/solving/index.js';
import { between, random } from '../kernel/instances.js';
import { toyPerson, toyPolicy, toyPost } from '../support/toy.js';
import { market, read, run, seats } from './rounds.js';

/** The toy policy under deferred acceptance: no rule on related people goes with it. */
const stable = (change: (policy: Policy) => void = () => undefined) => (policy: Policy): void => {
  policy.objective = 'stable';
  delete policy.relations.lineOfCommand;
  change(policy);
};

/** Blocking pairs by docs/formats.md section 4, from the round itself. */
function blocking(m: RoundMarket, pairs: Pairs, plan: ArrayLike<number>): string[] {
  const { round, policy, fits } = m;
  const level = (j: number): number => (j < 0 ? -1 : policy.levels.findIndex((l) => l.id === round.positions[j]!.level));
  const found: string[] = [];
  for (let i = 0; i < pairs.rows; i++) {
    const wishes: readonly string[] = round.people[i]!.wishes ?? [];
    const wish = (j: number): number => (j < 0 || !wishes.includes(round.positions[j]!.id) ? 99 : wishes.indexOf(round.positions[j]!.id));
    for (const j of pairs.col.subarray(pairs.start[i], pairs.start[i + 1])) {
      const now = plan[i]!;
      if (now === j || wish(j) > wish(now) || (wish(j) === wish(now) && level(j) <= level(now))) continue;
      const sitting = Array.from({ length: pairs.rows }, (_, k) => k).filter((k) => plan[k] === j);
      const entitled = (k: number): boolean => m.seat[k] === j || round.pins.some((p) => p.person === round.people[k]!.id && p.position === round.positions[j]!.id);
      if (sitting.length < pairs.colMax[j]! || sitting.some((k) => !entitled(k) && (m.seat[i] === j || fits.low(k, j) < fits.low(i, j)))) found.push(`${i}-${j}`);
    }
  }
  return found;
}

/** A small round: three levels, several seats, wishes, holders, some out of scope, pins, closing posts, posts that must be filled. */
function smallRound(n: number): Partial<Round> {
  const rnd = random(n);
  const posts = between(rnd, 1, 4);
  const positions = Array.from({ length: posts }, (_, j) =>
    toyPost(`J${j}`, ['LOW', 'MID', 'TOP'][between(rnd, 0, 2)]!, {
      ...(rnd() < 0.3 && { seats: 2 }),
      ...(rnd() < 0.1 && { closes: '2026-11-01' }),
      ...(rnd() < 0.1 && { mustFill: { reason: 'the office must open' } }),
    }),
  );
  const left = positions.map((p) => p.seats ?? 1);
  const people = Array.from({ length: between(rnd, 1, 5) }, (_, i) => {
    const j = between(rnd, 0, posts - 1);
    const seated = rnd() < 0.5 && left[j]!-- > 0;
    const wishes = positions.map((p) => p.id).filter(() => rnd() < 0.2);
    return {
      ...toyPerson({ id: `P${i}`, exam: between(rnd, 0, 3) * 25, ...(rnd() < 0.1 && { cleared: false }), ...(seated && { seat: `J${j}` }) }),
      ...(wishes.length > 0 && { wishes }),
      ...(rnd() < 0.3 && { acceptsLower: { on: '2026-10-01', document: 'a letter' } }),
    };
  });
  const scope = rnd() < 0.3 ? people.filter(() => rnd() < 0.7).map((p) => p.id) : 'all';
  return { positions, people, scope: { positions: 'all', people: scope } };
}

/** A holds the higher post, B wishes for J3, C is next, D last. */
const office = {
  positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'MID')],
  people: [
    toyPerson({ id: 'A', seat: 'J1', exam: 10 }),
    { ...toyPerson({ id: 'B', exam: 90 }), wishes: ['J3'] } as Round['people'][number],
    toyPerson({ id: 'C', exam: 80 }),
    toyPerson({ id: 'D', exam: 20 }),
  ],
};

describe("objective 'stable'", () => {
  it('gives a plan that no pair blocks and that keeps every bound, or none', async () => {
    let [plans, none] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (n) => {
        const input = read(smallRound(n), stable());
        const { certain } = await run(input);
        const m = market(input);
        const pairs = m.certain;
        if (certain.status === 'infeasible') {
          none++;
          expect(certain).toEqual({ status: 'infeasible', seats: [], objectives: [], gap: null, moves: [], chains: [], vacant: [], tied: [], tiesProven: false, certificate: null, shortage: null });
          return;
        }
        plans++;
        const seatOf = new Map<string, string>(certain.seats);
        const plan = input.round.people.map((p) => input.round.positions.findIndex((j) => j.id === seatOf.get(p.id)));
        expect(blocking(m, pairs, plan)).toEqual([]);
        expect(checkPlan(pairs, Int32Array.from(plan)).violations).toEqual([]);
        expect([certain.status, certain.certificate, certain.tiesProven, certain.gap]).toEqual(['optimal', { stages: [] }, false, null]);
        // whoever may stay in his post has one
        for (const [i, p] of input.round.people.entries()) if (p.seat !== undefined && pairs.col.subarray(pairs.start[i], pairs.start[i + 1]).includes(m.seat[i]!)) expect(plan[i]).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 150, seed: 4 },
    );
    expect(plans).toBeGreaterThan(110);
    expect(none).toBeGreaterThan(0);
  });

  it('does not depend on the order in which people and posts came in', async () => {
    for (let n = 0; n < 25; n++) {
      const parts = smallRound(n);
      const [a, b] = [await run(read(parts, stable())), await run(read({ ...parts, people: [...parts.people!].reverse(), positions: [...parts.positions!].reverse() }, stable()))];
      expect(b).toEqual(a);
    }
  });

  it('leaves a holder where he is, follows a wish before the level, and fills posts by fit', async () => {
    const proposal = await run(read(office, stable()));
    expect(seats(proposal)).toBe('A-J1 B-J3 C-J2');
    expect(proposal.objective).toBe('stable');
    expect(proposal.certain.objectives.map((o) => o.stage)).toEqual(['owed', 'merit:TOP', 'merit:MID', 'moves']);
    const humble = { positions: [toyPost('J1', 'TOP'), toyPost('J2', 'LOW')], people: [{ ...toyPerson({ id: 'A', exam: 90 }), wishes: ['J2'] } as Round['people'][number], toyPerson({ id: 'B', exam: 20 })] };
    expect(seats(await run(read(humble, stable())))).toBe('A-J2 B-J1');
    expect(seats(await run(read(humble)))).toBe('A-J1 B-J2');
  });

  it('settles equal fits by the tie order and not by the id', async () => {
    const parts = { positions: [toyPost('J1', 'TOP')], people: [toyPerson({ id: 'A', exam: 50, senior: 1 }), toyPerson({ id: 'B', exam: 50, senior: 2 })] };
    expect(seats(await run(read(parts, stable())))).toBe('B-J1');
  });

  it('seats whoever is pinned before the holder, who then has no post; with displacement forbidden there is no plan', async () => {
    const parts = { ...office, people: [...office.people.slice(0, 1), ...office.people.slice(2)], pins: [{ person: 'D', position: 'J1', by: 'the mayor', reason: 'decree' }] } as unknown as Partial<Round>;
    const proposal = await run(read({ ...parts, positions: [toyPost('J1', 'TOP')] }, stable()));
    expect(seats(proposal)).toBe('D-J1');
    expect((await run(read({ ...parts, positions: [toyPost('J1', 'TOP')] }, stable((p) => (p.displacement = 'forbid'))))).certain.status).toBe('infeasible');
  });

  it('has a conditional plan where a gate is unknown', async () => {
    const people = [toyPerson({ id: 'A', exam: 50 }), { ...toyPerson({ id: 'B', exam: 90 }), evidence: toyPerson({ id: 'B', exam: 90 }).evidence.filter((e) => e.attribute !== 'cleared') }];
    const proposal = await run(read({ positions: [toyPost('J1', 'TOP')], people }, stable()));
    expect(seats(proposal)).toBe('A-J1');
    expect(proposal.conditional?.seats).toEqual([['B', 'J1']]);
    expect(proposal.worklist[0]).toMatchObject({ id: 'B', attribute: 'cleared', moves: 1 });
  });

  it('goes neither with limits nor with rules on related people', () => {
    expect(() => seal(toyPolicy((p) => (p.objective = 'stable')))).toThrow("E_RULE");
    try {
      seal(toyPolicy((p) => {
        p.objective = 'stable';
        p.relations.sameUnit = { maxDegree: 1, citation: { own: 'a choice' } };
      }));
      expect.unreachable();
    } catch (problem) {
      expect((problem as { issues: { code: string; path: string }[] }).issues.map((i) => `${i.code} ${i.path}`)).toEqual(['E_RULE /relations/lineOfCommand', 'E_RULE /relations/sameUnit']);
    }
  });
});

describe("explanations under 'stable'", () => {
  const asked = async (parts: Partial<Round> = office) => {
    const input = read(parts, stable());
    const proposal = await run(input);
    return { ...input, proposal, e: explain(proposal, input.round, input.policy) };
  };

  it('why not: the definition of "prefers" by which he does not want it, or who comes first there', async () => {
    const { e } = await asked();
    expect(e.whyNot('B', 'J3')).toEqual({ reason: 'holds-it' });
    expect(e.whyNot('B', 'J1')).toMatchObject({ reason: 'not-preferred', instead: 'J3', by: 'wish' });
    expect(e.whyNot('C', 'J3')).toMatchObject({ reason: 'not-preferred', instead: 'J2', by: null });
    expect(e.whyNot('C', 'J1')).toMatchObject({ reason: 'others-first', others: [{ person: 'A', because: 'holds-it' }] });
    expect(e.whyNot('D', 'J2')).toMatchObject({ reason: 'others-first', others: [{ person: 'C', because: 'fit' }] });
    expect(e.whyNot('A', 'J2')).toMatchObject({ reason: 'not-eligible', obstacles: ['lower-level'] });
    const consenting = await asked({ ...office, people: [{ ...office.people[0]!, acceptsLower: { on: '2026-10-01', document: 'a letter' } }, ...office.people.slice(1)] });
    expect(consenting.e.whyNot('A', 'J2')).toMatchObject({ reason: 'not-preferred', instead: 'J1', by: 'level' });
    const frozen = await asked({ ...office, scope: { positions: 'all', people: ['B', 'C', 'D'] } } as never);
    expect(frozen.e.whyNot('C', 'J1')).toMatchObject({ others: [{ person: 'A', because: 'must-sit' }] });
  });

  it('why and shortlist tell fits without a loss', async () => {
    const { e } = await asked();
    expect(e.why('C')).toMatchObject({ to: 'J2', runnerUp: { person: 'B', loss: null } });
    expect(e.shortlist('J2').map((c) => [c.person, c.proposed, c.loss])).toEqual([
      ['B', false, null],
      ['C', true, null],
      ['D', false, null],
    ]);
  });

  it('whoever is better and left below does not want the post, or the other one is pinned to it', async () => {
    const { e } = await asked({
      positions: [toyPost('J1', 'TOP'), toyPost('J2', 'TOP'), toyPost('J3', 'LOW')],
      people: [{ ...toyPerson({ id: 'A', exam: 90, seat: 'J3' }), wishes: ['J3'] }, toyPerson({ id: 'B', exam: 20 }), toyPerson({ id: 'C', exam: 10 })],
      pins: [{ person: 'C', position: 'J2', by: 'the mayor', reason: 'decree' }] as never,
    });
    expect(e.passedOver().map((p) => [p.person, p.position, p.taken, p.cause])).toEqual([
      ['A', 'J1', 'B', { kind: 'wish' }],
      ['A', 'J2', 'C', { kind: 'pin', people: ['C'] }],
    ]);
  });

  it('answers agree with the plan: of every pair that is not in it, one of the two reasons holds', async () => {
    for (let n = 0; n < 60; n++) {
      const input = read(smallRound(n), stable());
      const proposal = await run(input);
      if (proposal.certain.status === 'infeasible') continue;
      const e = explain(proposal, input.round, input.policy);
      const m = market(input);
      for (let i = 0; i < m.certain.rows; i++) {
        for (const j of m.certain.col.subarray(m.certain.start[i], m.certain.start[i + 1])) {
          const [person, position] = [input.round.people[i]!.id, input.round.positions[j]!];
          const answer = e.whyNot(person, position.id);
          expect(['holds-it', 'not-preferred', 'others-first']).toContain(answer.reason);
          if (answer.reason !== 'others-first') continue;
          expect(answer.others.length).toBe(position.seats ?? 1);
          for (const o of answer.others) if (o.because === 'fit') expect(o.fit.low).toBeGreaterThanOrEqual(answer.fit.low);
        }
      }
    }
  });
});

describe('blocking', () => {
  it('names the pairs that block a plan of any objective by the same definition; under stable there are none', async () => {
    let found = 0;
    for (let n = 0; n < 80; n++) {
      for (const change of [stable(), (p: Policy) => delete p.relations.lineOfCommand]) {
        const input = read(smallRound(n), change);
        const proposal = await run(input);
        if (proposal.certain.status === 'infeasible') continue;
        const m = market(input);
        const seatOf = new Map<string, string>(proposal.certain.seats);
        const { people, positions } = input.round;
        const plan = people.map((p) => positions.findIndex((j) => j.id === seatOf.get(p.id)));
        const told = explain(proposal, input.round, input.policy).blocking();
        expect(told.map((b) => `${people.findIndex((p) => p.id === b.person)}-${positions.findIndex((j) => j.id === b.position)}`)).toEqual(blocking(m, m.certain, plan));
        if (proposal.objective === 'stable') expect(told).toEqual([]);
        else found += told.length;
        for (const b of told) if (b.over) expect(seatOf.get(b.over.person)).toBe(b.position);
      }
    }
    expect(found).toBeGreaterThan(10);
  });

  it('tells both fits, or that the seat is free', async () => {
    const humble = { positions: [toyPost('J1', 'TOP'), toyPost('J2', 'LOW')], people: [{ ...toyPerson({ id: 'A', exam: 90 }), wishes: ['J2'] } as Round['people'][number], toyPerson({ id: 'B', exam: 20 })] };
    const input = read(humble);
    expect(explain(await run(input), input.round, input.policy).blocking()).toEqual([{ person: 'A', position: 'J2', fit: 540_000, over: { person: 'B', fit: 120_000 } }]);
    const alone = read({ ...humble, people: humble.people.slice(0, 1) });
    expect(explain(await run(alone), alone.round, alone.policy).blocking()).toEqual([{ person: 'A', position: 'J2', fit: 540_000, over: null }]);
  });
});

describe("the words of a plan under 'stable'", () => {
  const told = async (locale: 'en' | 'id'): Promise<{ page: string; summary: string; proposal: Proposal; why: (person: string, position: string) => string }> => {
    const input = read(office, stable());
    const proposal = await run(input);
    const explanation = explain(proposal, input.round, input.policy);
    const about = { round: input.round, policy: input.policy.policy };
    return {
      proposal,
      page: report({ ...about, proposal, explanation, verdicts: [] }, { locale }),
      summary: summaryText({ ...about, proposal }, { locale }),
      why: (person, position) => explanationText({ question: 'why-not', person, position, value: explanation.whyNot(person, position) }, about, { locale }),
    };
  };

  it('tell in English what is proven, by which definition, and why not', async () => {
    const { page, summary, why } = await told('en');
    expect(summary).toContain('Complete and proven stable: nobody who prefers another post has a better claim to it than those who get it.');
    expect(page).toContain('proven stable where no pair blocks it');
    expect(page).not.toContain('not proven');
    expect(page).not.toContain('related people had to be kept apart');
    expect(why('B', 'J1')).toContain('prefers Post J3');
    expect(why('C', 'J1')).toMatch(/would prefer Post J1.*\n {2}- Name of A.*holds it today, fit 6\.00 \(48\.00\)/);
    expect(why('C', 'J3')).toContain('has no preference for Post J3');
  });

  it('and in Indonesian', async () => {
    const { page, summary, why } = await told('id');
    expect(summary).toContain('Lengkap dan terbukti stabil');
    expect(page).toContain('tidak ada pasangan yang menghalanginya');
    expect(page).not.toContain('belum terbukti');
    expect(why('D', 'J2')).toContain('kesesuaiannya tidak lebih rendah');
  });

  it('tell that there is no plan, in both languages', async () => {
    const input = read({ positions: [toyPost('J1', 'TOP', { mustFill: { reason: 'the office must open' } })], people: [toyPerson({ id: 'A', cleared: false })] }, stable());
    const proposal = await run(input);
    const about = { round: input.round, policy: input.policy.policy, proposal };
    expect(summaryText(about, { locale: 'en' })).toContain('No plan: the stable one breaks an order, or leaves a post empty that must be filled.');
    expect(report({ ...about, explanation: null, verdicts: [] }, { locale: 'id' })).toContain('rencana yang stabil melanggar suatu perintah');
  });

  it('an overlay may choose the objective, and the difference of packs tells it', () => {
    const pack = toyPolicy((p) => delete p.relations.lineOfCommand);
    const made = overlay(pack, { format: 'meritra/overlay/0', id: 'mine', title: { en: 'Mine' }, objective: 'stable' });
    expect(made.objective).toBe('stable');
    expect(diff(pack, made).map((c) => [c.part, c.from, c.to])).toContainEqual(['objective', 'levels', 'stable']);
  });

  it('a bundle holds it', async () => {
    const input = read(office, stable());
    expect(bundle(await run(input), input.round, input.policy).proposal.objective).toBe('stable');
  });
});
