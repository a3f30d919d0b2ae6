import fc from 'fast-check';
import { expect } from 'vitest';
import { verify } from '../support/proposal-verdicts.js';
import type { Loose } from './builder.js';
import { plan, propose, solve, write, type Toy } from './slow-engine.js';

const person = (positions: number): fc.Arbitrary<Toy['people'][number]> => fc.record({
  seat: fc.oneof({ weight: 2, arbitrary: fc.constant(-1) }, { weight: 3, arbitrary: fc.nat(positions - 1) }),
  rank: fc.constantFrom(null, 0, 1, 2, 2, 2),
  score: fc.constantFrom(50, 50, 50, 51, 60),
  list: fc.constantFrom(null, null, 1, 2),
  wishes: fc.uniqueArray(fc.nat(positions - 1), { maxLength: 2 }),
  lower: fc.boolean(),
  retires: fc.constantFrom(false, false, false, false, true),
  inScope: fc.constantFrom(true, true, true, true, false),
  pin: fc.oneof({ weight: 8, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(positions - 1) }),
});
const position = fc.record({
  level: fc.constantFrom(0, 1),
  seats: fc.constantFrom(1, 1, 2),
  minimum: fc.constantFrom(0, 0, 1, 2),
  critical: fc.constantFrom(false, false, true),
  mustFill: fc.constantFrom(false, false, false, false, true),
  closed: fc.constantFrom(false, false, false, false, true),
  inScope: fc.constantFrom(true, true, true, true, false),
  track: fc.constantFrom('x', 'x', 'y', undefined),
  class: fc.constantFrom(undefined, 1, 2),
});
const routes = fc.array(fc.record({ when: fc.constantFrom('up', 'side', 'within', 'any'), days: fc.nat(30), outside: fc.constantFrom(false, false, false, true) }), { minLength: 1, maxLength: 3 });
const toy: fc.Arbitrary<Toy> = fc.integer({ min: 1, max: 4 }).chain((positions) => fc.record({
  people: fc.array(person(positions), { minLength: 1, maxLength: 5 }),
  positions: fc.array(position, { minLength: positions, maxLength: positions }),
  routes: fc.option(routes, { nil: undefined, freq: 1 }),
  waivers: fc.uniqueArray(fc.tuple(fc.nat(4), fc.nat(positions - 1)), { maxLength: 3, selector: (pair) => pair.join() }),
  forbid: fc.boolean(),
  total: fc.boolean(),
  lateral: fc.constantFrom(0, 0, 1),
  nonce: fc.nat(1e6).map((n) => n.toString(16).padStart(32, '0')),
  start: fc.array(fc.integer({ min: -20_000, max: 20_000 }), { minLength: 1, maxLength: 10 }),
})).map(withRoomForAll);

/** Without the seats and pins for which a post has too few seats: such a round is refused. */
function withRoomForAll(one: Toy): Toy {
  const place = (key: 'seat' | 'pin', i: number): number => {
    const j = one.people[i]![key];
    return j >= 0 && one.people.slice(0, i).filter((other) => other[key] === j).length >= one.positions[j]!.seats ? -1 : j;
  };
  const waivers = one.waivers!.filter(([i]) => i < one.people.length).sort(([i, j], [k, l]) => i - k || j - l);
  return { ...one, waivers, people: one.people.map((person, i) => ({ ...person, seat: place('seat', i), pin: place('pin', i) })) };
}

const outcomes = (bundle: unknown): string[] => verify(bundle).verdicts.map(({ check, outcome, code, path, detail }) => `${check} ${outcome}${code === undefined ? '' : ` ${code} ${path!} ${detail}`}`);
/** What is expected of a right proposal: where a plan is infeasible only that there is none can hold. */
function right({ proposal: { certain, conditional } }: Loose): string[] {
  const planned = [certain, conditional].some((one) => one?.status === 'infeasible') ? 'not-checked' : 'holds';
  return ['format holds', 'integrity holds', `feasibility ${planned}`, `eligibility ${planned}`, `scores ${planned}`, 'optimality holds', `ties ${planned}`];
}

/** Holds for the plan that the definitions give, with whatever valid duals. */
export function rightPlansHold(numRuns: number): void {
  fc.assert(fc.property(toy, (one) => {
    const bundle = propose(one);
    expect(outcomes(bundle)).toEqual(right(bundle));
  }), { numRuns });
}

/** Refuses every other plan of the market: worse ones at optimality, equally good ones at ties. */
export function otherPlansAreRefused(numRuns: number): void {
  let [worse, equal] = [0, 0];
  const refused = (one: Parameters<typeof solve>[0], pick: number, asGood: boolean): void => {
    const solved = solve(one, false);
    const others = (asGood ? solved.best : solved.plans).filter((seating) => seating !== solved.chosen);
    const other = others[pick % others.length];
    if (!other) return;
    const bundle = propose(one);
    bundle.proposal.certain = write(one, solved, other, solved.chosen!);
    const optimal = solved.best.includes(other);
    if (!optimal) bundle.proposal.certain.certificate.stages = bundle.proposal.certain.certificate.stages.map((stage: object, k: number) => ({ ...stage, value: plan(one, false).objectives[k].value }));
    const [optimality, ties] = verify(bundle).verdicts.slice(5);
    if (optimal) {
      equal++;
      expect([optimality!.outcome, ties!.code]).toEqual(['holds', 'E_TIE_ORDER']);
    } else {
      worse++;
      expect([optimality!.code, ties!.outcome]).toEqual(['E_CERT_NOT_OPTIMAL', 'not-checked']);
    }
    expect(verify(bundle).verdicts.slice(0, 5).map(({ outcome }) => outcome)).toEqual(['holds', 'holds', 'holds', 'holds', 'holds']);
  };
  fc.assert(fc.property(toy, fc.nat(), (one, pick) => [true, false].forEach((asGood) => refused(one, pick, asGood))), { numRuns });
  expect(worse).toBeGreaterThan(numRuns / 15);
  expect(equal).toBeGreaterThan(numRuns / 50);
}

/** Refuses a list of tied people that is not the one the definitions give. */
export function otherTiesAreRefused(numRuns: number): void {
  let changed = 0;
  fc.assert(fc.property(toy, fc.nat(4), (one, i) => {
    const bundle = propose(one);
    const { certain } = bundle.proposal;
    if (certain.status === 'infeasible' || i >= one.people.length) return;
    const tied = new Set<string>(certain.tied);
    if (!tied.delete(`p${i}`)) tied.add(`p${i}`);
    certain.tied = [...tied].sort();
    changed++;
    expect(verify(bundle).verdicts[6]).toMatchObject({ outcome: 'fails', code: 'E_TIE_ORDER', path: '/proposal/certain/tied' });
  }), { numRuns });
  expect(changed).toBeGreaterThan(numRuns / 4);
}
