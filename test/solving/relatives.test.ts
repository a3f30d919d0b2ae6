import { describe, expect, it } from 'vitest';
import { bundle, explain, propose } from '../../src/index.js';
import { javascriptLpSolver } from '../../src/kernel/rows/javascript-lp-solver.js';
import { openMarket } from '../../src/solving/index.js';
import { RelativesRule } from '../../src/solving/relatives.js';
import { keepsRows } from '../../src/kernel/rows/program.js';
import { verify } from '../support/proposal-verdicts.js';
import { documentsOf, makeCase } from '../support/markets.js';
import { toyPerson, toyPost } from '../support/toy.js';
import { market, read, run, seats, type Read } from './rounds.js';

const kin = (...pairs: string[]) => pairs.map((p) => ({ a: p[0], b: p[1], kind: 'siblings', degree: 2, source: 'S1' })) as never;
const under = (id: string, level: string, superior: string, more: object = {}) => toyPost(id, level, { superior: superior, ...more });

/** J1 above J2; the best plan seats A above his sibling B. */
const siblings = (more: object = {}): Read =>
  read({
    positions: [toyPost('J1', 'TOP'), under('J2', 'MID', 'J1')],
    people: [toyPerson({ id: 'A', exam: 90 }), toyPerson({ id: 'B', exam: 80 }), toyPerson({ id: 'C', exam: 10 })],
    relations: kin('AB'),
    ...more,
  });

describe('related people', () => {
  it('are not seated one above the other: the next best takes the post, and the plan is proven best with the rule', async () => {
    const input = siblings();
    const proposal = await run(input);
    expect(seats(proposal)).toBe('A-J1 C-J2');
    expect(proposal.certain).toMatchObject({ status: 'optimal', tiesProven: false, tied: [], gap: null });
    expect(proposal.certain.certificate!.stages.find((s) => s.stage === 'merit:MID')).toMatchObject({ rows: [[['line', 'A', 'B', 'J1'], expect.any(Number)]] });
    expect(verify(bundle(proposal, input.round, input.policy)).verdicts.map((v) => v.outcome)).toEqual(['holds', 'holds', 'holds', 'holds', 'holds', 'holds', 'unproven']);
  });

  it('of a degree that the policy does not cover may be seated anywhere, and everybody where there is no such rule', async () => {
    const cousins = siblings({ relations: [{ a: 'A', b: 'B', kind: 'cousins', degree: 4, source: 'S1' }] });
    expect(seats(await run(cousins))).toBe('A-J1 B-J2');
    const input = siblings();
    const { lineOfCommand: _, ...none } = input.policy.policy.relations;
    expect(new RelativesRule(market({ ...input, policy: { ...input.policy, policy: { ...input.policy.policy, relations: none } } })).pairs).toEqual([]);
  });

  it('count once, from whichever side and however often it was said', () => {
    expect(new RelativesRule(market(siblings({ relations: kin('AB', 'BA', 'CB') }))).pairs).toEqual([[0, 1], [1, 2]]);
  });

  it('who sit so today may stay, but neither may move into it anew', async () => {
    const seated = { people: [toyPerson({ id: 'A', seat: 'J1', exam: 90 }), toyPerson({ id: 'B', seat: 'J2', exam: 80 }), toyPerson({ id: 'C', exam: 10 })] };
    expect(seats(await run(siblings(seated)))).toBe('A-J1 B-J2');
    const onlyHead = { people: [toyPerson({ id: 'A', seat: 'J1', exam: 90 }), toyPerson({ id: 'B', exam: 80 }), toyPerson({ id: 'C', exam: 10 })] };
    expect(seats(await run(siblings(onlyHead)))).toBe('A-J1 C-J2');
    const onlyBelow = { people: [toyPerson({ id: 'A', exam: 90 }), toyPerson({ id: 'B', seat: 'J2', exam: 80 }), toyPerson({ id: 'C', exam: 10 })] };
    const proposal = await run(siblings(onlyBelow));
    expect(seats(proposal)).not.toBe('A-J1 B-J2');
    expect(proposal.certain.objectives[0]).toEqual({ stage: 'owed', value: 1 });
  });

  it('far below count as well as next below', async () => {
    const input = siblings({ positions: [toyPost('J1', 'TOP'), under('J2', 'MID', 'J1', { mustFill: { reason: 'duty' } }), under('J3', 'LOW', 'J2')], people: [toyPerson({ id: 'A', exam: 90 }), toyPerson({ id: 'C', exam: 80 }), toyPerson({ id: 'B', exam: 10 })] });
    expect(seats(await run(input))).toBe('A-J1 C-J2');
  });

  it('who must both be seated in one line leave no plan: infeasible, without a shortage, with a proof by their row', async () => {
    const pins = [{ person: 'A', position: 'J1', by: 'the mayor', reason: 'decree' }, { person: 'B', position: 'J2', by: 'the mayor', reason: 'decree' }] as never;
    const input = siblings({ pins });
    const proposal = await run(input);
    expect(proposal.certain).toMatchObject({ status: 'infeasible', shortage: null, seats: [] });
    expect(proposal.certain.certificate).toMatchObject({ stages: [{ stage: 'rows', value: -1, rows: [[['line', 'A', 'B', 'J1'], expect.any(Number)]] }] });
    expect(verify(bundle(proposal, input.round, input.policy)).verdicts.find((v) => v.check === 'optimality')?.outcome).toBe('holds');
    expect(() => explain(proposal, input.round, input.policy)).toThrow(/no feasible plan/);
  });

  it('are not said to leave no plan where the search ended before it was known: E_LIMIT_SEARCH', async () => {
    const pins = [{ person: 'A', position: 'J1', by: 'the mayor', reason: 'decree' }, { person: 'B', position: 'J2', by: 'the mayor', reason: 'decree' }] as never;
    await expect(run(siblings({ pins }), { nodeLimit: 0 })).rejects.toThrow(/E_LIMIT_SEARCH/);
  });

  it('who could be kept apart only by moving one from his own seat are, where a post must be filled', async () => {
    // B must take J2; A sits above it and has to give way
    const input = read({
      positions: [toyPost('J1', 'TOP'), under('J2', 'MID', 'J1'), toyPost('J4', 'TOP')],
      people: [toyPerson({ id: 'A', seat: 'J1', exam: 90 }), toyPerson({ id: 'B', exam: 80 })],
      pins: [{ person: 'B', position: 'J2', by: 'the mayor', reason: 'decree' }] as never,
      relations: kin('AB'),
    });
    expect(seats(await run(input))).toBe('A-J4 B-J2');
  });

  it('in many breaches at once are kept apart too', async () => {
    const n = 6;
    const positions = Array.from({ length: n }, (_, k) => [toyPost(`H${k}`, 'TOP'), under(`S${k}`, 'MID', `H${k}`)]).flat();
    const people = Array.from({ length: n }, (_, k) => [toyPerson({ id: `A${k}`, exam: 90 - k, fields: [`t${k}`] }), toyPerson({ id: `B${k}`, exam: 50 - k })]).flat();
    const input = read({ positions, people, relations: Array.from({ length: n }, (_, k) => Array.from({ length: n }, (_, l) => ({ a: `A${k}`, b: `B${l}`, kind: 'kin', degree: 2, source: 'S1' }))).flat() });
    const { certain } = await run(input, { nodeLimit: 100 }); // a proof would take all the nodes there are
    const at = new Map(certain.seats.map(([person, position]) => [position as string, person as string]));
    for (let k = 0; k < n; k++) expect([at.get(`H${k}`)?.[0], at.get(`S${k}`)?.[0]]).not.toEqual(['A', 'B']);
  });
});

describe('javascriptLpSolver', () => {
  it('equals brute force on 0/1 programs with rows of both kinds, and answers nothing where there is nothing', () => {
    let answered = 0;
    for (let seed = 1; seed <= 300; seed++) {
      let a = seed * 2654435761;
      const next = (n: number): number => ((a = (Math.imul(a, 1664525) + 1013904223) >>> 0) >>> 8) % n;
      const n = 2 + next(5);
      const rows = Array.from({ length: 1 + next(4) }, () => {
        const ones = next(2) === 0;
        const terms = Array.from({ length: n }, (_, x) => [x, ones ? 1 : 1 + next(50_000)] as const).filter(() => next(2) === 0);
        const total = terms.reduce((sum, [, c]) => sum + c, 0);
        return { terms, ...(next(2) === 0 ? { max: next(total + 1) } : { min: next(total + 2) }) };
      });
      const program = { gain: Array.from({ length: n }, () => next(100_000)), rows };
      const all = Array.from({ length: 2 ** n }, (_, bits) => program.gain.map((_, x) => ((bits >> x) & 1) === 1)).filter((x) => keepsRows(program, x));
      const value = (x: readonly boolean[]): number => program.gain.reduce((sum, g, k) => sum + (x[k] ? g : 0), 0);
      const found = javascriptLpSolver(program);
      if (!found) {
        expect([seed, all.length]).toEqual([seed, 0]);
        continue;
      }
      answered++;
      expect(keepsRows(program, found)).toBe(true);
      expect([seed, value(found)]).toEqual([seed, Math.max(...all.map(value))]);
    }
    expect(answered).toBeGreaterThan(100);
  });
});

describe('a round with many related people', () => {
  it('is answered after a number of nodes, however hard the rest of the search would be', async () => {
    // an integer program of another solver ran for minutes on this one
    const { round, policy } = documentsOf(makeCase(50_037, { maxPeople: 60, maxPosts: 20, levels: [2, 4], unknown: true, relations: 'many' }));
    const proposal = await propose(round, policy, { nodeLimit: 50 });
    const { certain } = proposal;
    const placed = new Map<string, string>(certain.seats);
    const colOf = Int32Array.from(round.people, (p) => round.positions.findIndex((j) => j.id === placed.get(p.id)));
    expect(new RelativesRule(openMarket(round, policy.policy)).breaches(colOf)).toEqual([]);
    if (certain.gap) expect(certain.gap.bound).toBeGreaterThan(certain.gap.value);
    expect(verify(bundle(proposal, round, policy)).verdicts.filter((v) => v.outcome === 'fails')).toEqual([]);
  });

  it('has the same answer from the back end every time', () => {
    const random = { gain: Array.from({ length: 24 }, (_, k) => (k * 7919) % 97), rows: Array.from({ length: 30 }, (_, r) => ({ terms: Array.from({ length: 5 }, (_, t) => [(r * 5 + t * 11) % 24, 1] as const), max: 2 })) };
    const once = javascriptLpSolver(random);
    expect(once && keepsRows(random, once)).toBe(true);
    expect(javascriptLpSolver(random)).toEqual(once);
    expect(javascriptLpSolver({ gain: [1], rows: [{ terms: [[0, 1]], min: 2 }] })).toBeUndefined();
    expect(javascriptLpSolver({ gain: Array<number>(800).fill(1), rows: [] })).toBeUndefined();
  });
});
