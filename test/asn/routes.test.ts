import { describe, expect, it } from 'vitest';
import { electionLocks, exampleCity, exampleProvince, national } from '../../src/asn/index.js';
import { factsOf } from '../../src/eligibility/index.js';
import { MeritError, overlay, parseRound, type SealedPolicy } from '../../src/index.js';
import { compile } from '../../src/policy/index.js';
import { roundOf, sealed, type Case } from './people.js';

const [NATIONAL, PROVINCE, CITY] = [sealed(national), sealed(national, exampleProvince), sealed(national, exampleCity)];

/** The first route whose condition is true, all before it being false; null where that is not known, undefined where none is. */
function routeOf(policy: SealedPolicy, of: Case): string | null | undefined {
  const { round } = parseRound(roundOf(of), policy);
  const facts = factsOf(round, policy.policy);
  const pair = { person: facts.people[0]!, position: facts.positions.at(-1)!, round: facts.round };
  for (const { id, when } of policy.policy.routes ?? []) {
    const rule = compile(when, policy.policy);
    const truth = rule.kind === 'truth' ? rule.of(pair) : undefined;
    if (truth === true) return id;
    if (truth === undefined) return null;
  }
  return undefined;
}

/** Every kind of move with the route it takes in the national pack. */
const cases: readonly (readonly [Case, string])[] = [
  [{ seat: ['PELAKSANA', 'JA'], to: ['PENGAWAS', 'JA'] }, 'performance-team'],
  [{ seat: ['PENGAWAS', 'JA'], to: ['ADMINISTRATOR', 'JA'] }, 'performance-team'],
  [{ seat: ['ADMINISTRATOR', 'JA'], to: ['ADMINISTRATOR', 'JA'] }, 'performance-team'],
  [{ seat: ['ADMINISTRATOR', 'JA'], to: ['JPT_PRATAMA', 'JPT'] }, 'jpt-selection'],
  [{ seat: ['JPT_PRATAMA', 'JPT'], to: ['JPT_PRATAMA', 'JPT'] }, 'jpt-lateral'],
  [{ seat: ['JPT_PRATAMA', 'JF'], to: ['JPT_PRATAMA', 'JPT'] }, 'jpt-selection'],
  [{ seat: ['JPT_MADYA', 'JPT'], to: ['JPT_PRATAMA', 'JPT'] }, 'jpt-lateral'],
  [{ seat: ['JPT_PRATAMA', 'JPT'], to: ['JPT_MADYA', 'JPT'] }, 'jpt-selection'],
  [{ seat: ['ADMINISTRATOR', 'JA'], to: ['ADMINISTRATOR', 'JF'] }, 'functional'],
  [{ seat: null, to: ['PELAKSANA', 'JA'] }, 'staff'],
];

describe('the routes of the packs', () => {
  it('are one for every move inside the decider’s hand, and none is left without a case', () => {
    expect(cases.map(([of]) => routeOf(NATIONAL, of))).toEqual(cases.map(([, route]) => route));
    const taken = new Set<unknown>(cases.map(([, route]) => route));
    expect(NATIONAL.policy.routes?.map((r) => r.id).filter((id) => !taken.has(id))).toEqual([]);
  });

  it('are known whoever appoints, said or not: that a minister does is a flag until a decree confirms it', () => {
    for (const post of [{}, { appointedBy: 'OWN' }, { appointedBy: 'GOVERNOR' }]) expect(routeOf(NATIONAL, { seat: ['ADMINISTRATOR', 'JA'], post })).toBe('jpt-selection');
    expect(NATIONAL.policy.routes?.filter((r) => r.outside)).toEqual([]);
  });

  it('lead through the pool in the province, and through the minister within a lock alone', () => {
    const promotion: Case = { seat: ['ADMINISTRATOR', 'JA'] };
    expect(['2025-03-02', '2025-03-03', '2025-09-03', '2025-09-04'].map((asOf) => routeOf(PROVINCE, { ...promotion, asOf }))).toEqual(['jpt-pool', 'minister-approval-after-jpt-pool', 'minister-approval-after-jpt-pool', 'jpt-pool']);
    expect(['2029-02-28', '2029-03-01', '2030-03-01', '2030-03-02'].map((asOf) => routeOf(CITY, { ...promotion, asOf }))).toEqual(['jpt-selection', 'minister-approval-before-jpt-selection', 'minister-approval-before-jpt-selection', 'jpt-selection']);
  });

  it('are within a lock the real ones with the approval of the minister between, for every move', () => {
    const days = (policy: SealedPolicy, id: string | null | undefined): number => policy.policy.routes!.find((r) => r.id === id)!.steps.reduce((sum, s) => sum + s.days, 0);
    for (const [policy, locked, open, when] of [[CITY, '2029-03-01', '2029-02-28', 'before'], [PROVINCE, '2025-03-03', '2025-03-02', 'after']] as const) {
      for (const [of] of cases) {
        const real = routeOf(policy, { ...of, asOf: open });
        const copy = routeOf(policy, { ...of, asOf: locked });
        expect(copy).toBe(`minister-approval-${when}-${real}`);
        expect(days(policy, copy)).toBe(days(policy, real) + 60);
      }
    }
    const { steps, documents, approver } = CITY.policy.routes!.find((r) => r.id === 'minister-approval-before-jpt-selection')!;
    expect(steps.map((s) => s.id)).toEqual(['announcement', 'panel', 'three-names', 'minister-approval', 'i-mut', 'decree']);
    expect([documents.length, approver.en]).toEqual([5, 'Appointing authority (PPK), with written approval of the minister of home affairs']);
  });

  it('mark every number of days by how well it is known', () => {
    for (const { policy } of [NATIONAL, PROVINCE, CITY]) for (const { steps } of policy.routes ?? []) for (const { citation } of steps) expect('confidence' in citation && ['m', 'M'].includes(citation.confidence)).toBe(true);
  });
});

describe('electionLocks', () => {
  it('needs the days it counts from', () => {
    for (const days of [{}, { candidates: '2029-09-01' }, { termEnds: '2030-03-01' }]) expect(() => electionLocks(days)).toThrowError(MeritError);
    expect(() => electionLocks({ inaugurated: '2025-02-30' })).toThrowError(/E_DATE_INVALID/);
  });

  it('are waivable by the minister alone, and join any pack', () => {
    const { gates, routes } = electionLocks({ candidates: '2029-09-01', termEnds: '2030-03-01', inaugurated: '2030-03-02' });
    expect(gates.map((g) => [g.id, g.waivable !== undefined, g.onlyForMoves])).toEqual([['election-lock-before', true, true], ['election-lock-after', true, true]]);
    const made = overlay(national, { format: 'meritra/overlay/0', id: 'locks', title: { en: 'locks' }, put: { gates, routes }, order: { routes: routes.map((r) => r.id) } });
    const real = national.routes!.map((r) => r.id);
    expect(made.routes?.map((r) => r.id)).toEqual([...['before', 'after'].flatMap((when) => real.map((id) => `minister-approval-${when}-${id}`)), ...real]);
  });

  it('leave what is outside the decider’s hand outside, and put the approval first where no name goes to I-MUT', () => {
    const [first] = national.routes!;
    const { routes } = electionLocks({ inaugurated: '2025-03-03' }, [{ ...first!, outside: true, steps: [] }, { ...first!, id: 'short', steps: [first!.steps[0]!] }]);
    expect(routes.map((r) => [r.outside === true, r.steps.map((s) => s.id)])).toEqual([[true, ['minister-approval']], [false, ['minister-approval', first!.steps[0]!.id]]]);
  });
});
