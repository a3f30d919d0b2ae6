import fc from 'fast-check';
import { expect, it } from 'vitest';
import { developmentPlan, gapCounts, parseRound, seal, type Expression, type Gate, type Policy, type Round, type SealedPolicy } from '../../src/index.js';
import { dayNumber, factsOf, gatesOf } from '../../src/eligibility/index.js';
import { addMonths, formatDay } from '../../src/model/calendar.js';
import { openMarket } from '../../src/solving/index.js';
import { toyPolicy, toyPost, toyRound } from '../support/toy.js';

const own = { own: 'a choice made for the test' };
const gate = (id: string, rule: Expression, more: Partial<Gate> = {}): Gate => ({ id, label: { en: id }, citation: own, rule, ...more });
const date = (of: 'asOf' | 'horizon' | 'born' | 'since' | 'retires'): Expression => ({ op: 'date', of });
const months = (from: Expression, to: Expression, is: '>=' | '<=' | '<' | '>' | '=', value: number): Expression => ({ op: 'compare', left: { op: 'monthsBetween', from, to }, is, right: { op: 'const', value } });
const has = (attribute: string): Expression => ({ op: 'person', attribute });

function timePolicy(gates: Gate[], change: (policy: Policy) => void = () => undefined): SealedPolicy {
  return seal(
    toyPolicy((policy) => {
      policy.attributes['trained'] = { of: 'person', type: 'boolean', label: { en: 'trained', id: 'terlatih' }, validMonths: 24 };
      policy.attributes['joined'] = { of: 'person', type: 'date', label: { en: 'joined' } };
      policy.attributes['founded'] = { of: 'position', type: 'date', label: { en: 'founded' } };
      policy.gates = gates;
      change(policy);
    }),
  );
}

const person = (more: Partial<Round['people'][number]>): Round['people'][number] => ({ id: 'A', evidence: [], ...more });

it('a plan tells required, observed, since when, and the first day on which time alone closes each gap', () => {
  const policy = timePolicy([
    gate('tenure', months(date('since'), date('asOf'), '>=', 24)),
    gate('trained', has('trained')),
    gate('age', months(date('born'), date('asOf'), '<=', 40 * 12)),
  ]);
  const evidence = [{ attribute: 'trained', value: true, source: 'S1', date: '2024-05-10' }];
  const { round } = parseRound(toyRound({ positions: [toyPost('J', 'MID'), toyPost('K', 'LOW')], people: [person({ born: '1986-01-31', seat: 'K', since: '2025-03-31', evidence: evidence })] }), policy);
  const plan = developmentPlan(round, policy, 'A', 'J', { steps: [{ id: 'course', label: { en: 'the course' }, gives: [{ attribute: 'trained', value: true }] }, { id: 'talk', label: { en: 'a talk' }, rules: ['age'] }] });
  const [tenure, trained, age] = plan.gaps;
  expect(plan.gaps.map((g) => [g.judgement.rule, g.judgement.outcome])).toEqual([['tenure', 'fail'], ['trained', 'unknown'], ['age', 'fail']]);
  expect(tenure).toMatchObject({ since: null, earliest: { status: 'on', day: '2027-03-31' }, steps: [] });
  expect(trained).toMatchObject({ since: '2026-05-11', earliest: { status: 'never', because: 'window' }, lastRecords: [{ attribute: 'trained', day: '2024-05-10' }], steps: [{ step: 'course', effect: 'closes' }] });
  expect(age).toMatchObject({ since: '2026-02-28', earliest: { status: 'never' }, steps: [{ step: 'talk', effect: 'advised' }] }); // 481 months are complete on the last of February
  expect(plan).toMatchObject({ earliest: { status: 'never' }, withSteps: { status: 'never' }, entitlement: false });
});

it('whoever retires before he would pass never passes, and the plan says why', () => {
  const policy = timePolicy([gate('tenure', months(date('since'), date('asOf'), '>=', 24))]);
  const at = (retires: string) => {
    const { round } = parseRound(toyRound({ positions: [toyPost('J', 'MID'), toyPost('K', 'LOW')], people: [person({ seat: 'K', since: '2025-03-01', retires })] }), policy);
    return developmentPlan(round, policy, 'A', 'J').earliest;
  };
  expect(at('2027-03-02')).toEqual({ status: 'on', day: '2027-03-01' });
  expect(at('2027-03-01')).toEqual({ status: 'never', until: '2027-02-28', because: 'retires' });
});

it('a post still held goes on counting only as long as the last check of the record does', () => {
  const served = gate('served', { op: 'compare', left: { op: 'monthsIn', attribute: 'posts', values: ['head'] }, is: '>=', right: { op: 'const', value: 24 } });
  const clean = gate('clean', { op: 'not', of: { op: 'occurs', attribute: 'warnings', values: ['x'], from: date('asOf') } });
  const at = (validMonths: number | undefined, from: string, gates: Gate[]) => {
    const policy = timePolicy(gates, (p) => {
      for (const name of ['posts', 'warnings']) p.attributes[name] = { of: 'person', type: 'spells', label: { en: name }, ...(validMonths !== undefined && { validMonths }) };
    });
    const checked = ['posts', 'warnings'].map((attribute) => ({ attribute, source: 'S1', date: '2026-10-01' }));
    const spells = [{ attribute: 'posts', value: 'head', from, source: 'S1', date: '2026-09-01' }];
    const { round } = parseRound(toyRound({ positions: [toyPost('J', 'MID')], people: [person({ spells, checked })] }), policy);
    return developmentPlan(round, policy, 'A', 'J', { years: 3 }).earliest;
  };
  expect(at(12, '2025-01-15', [served])).toEqual({ status: 'on', day: '2027-01-14' });
  expect(at(12, '2025-10-02', [served])).toEqual({ status: 'on', day: '2027-10-01' }); // the last day the check counts
  expect(at(12, '2025-10-03', [served])).toMatchObject({ status: 'never', because: 'window' });
  expect(at(undefined, '2025-01-15', [served])).toMatchObject({ status: 'never' });
  expect(at(undefined, '2024-10-02', [served])).toEqual({ status: 'now' }); // on the day of the check it was complete, and what is proven stays so
  expect(at(24, '2025-10-03', [served, clean])).toEqual({ status: 'on', day: '2027-10-02' });
  expect(at(undefined, '2024-10-02', [served, clean])).toMatchObject({ status: 'never' }); // whether a warning came since nobody knows
});

it('an id that the round or the policy does not have is refused', () => {
  const policy = timePolicy([gate('tenure', months(date('since'), date('asOf'), '>=', 24))]);
  const { round } = parseRound(toyRound({ positions: [toyPost('J', 'MID')], people: [person({})] }), policy);
  expect(() => developmentPlan(round, policy, 'B', 'J')).toThrow('E_REF_UNKNOWN at /people');
  expect(() => developmentPlan(round, policy, 'A', 'X')).toThrow('E_REF_UNKNOWN at /positions');
  const label = { en: 'x' };
  expect(() => developmentPlan(round, policy, 'A', 'J', { steps: [{ id: 'x', label, rules: ['no'] }] })).toThrow('E_REF_UNKNOWN at /steps/0/rules/0');
  expect(() => gapCounts(round, policy, [{ id: 'x', label, gives: [{ attribute: 'founded', value: '2026-01-01' }] }])).toThrow('E_REF_UNKNOWN at /steps/0/gives/0/attribute');
  expect(() => gapCounts(round, policy, [{ id: 'x', label }, { id: 'x', label }])).toThrow('E_ID_DUPLICATE at /steps/1/id');
});

// Rules that turn on the clock in every way the language has, ends of months and 29 February among the dates.
const awkward = fc.oneof(
  fc.constantFrom('2024-02-29', '2024-02-28', '2024-03-01', '2025-08-31', '2025-09-30', '2026-11-20', '2026-11-21', '2026-11-22', '2027-02-28', '2027-03-01', '2028-02-29', '2027-12-31'),
  fc.integer({ min: dayNumber('2023-06-01'), max: dayNumber('2028-06-30') }).map(formatDay),
);
const moment: fc.Arbitrary<Expression> = fc.oneof(fc.constantFrom(date('asOf'), date('horizon')), fc.constantFrom(date('born'), date('since'), date('retires'), has('joined'), { op: 'position' as const, attribute: 'founded' }), awkward.map((value): Expression => ({ op: 'day', value })));
const clockRule: fc.Arbitrary<Expression> = fc.oneof(
  fc.tuple(moment, moment, fc.constantFrom('<' as const, '<=' as const, '=' as const, '>=' as const, '>' as const), fc.integer({ min: -30, max: 30 })).map(([from, to, is, n]) => months(from, to, is, n)),
  fc.tuple(moment, moment, fc.constantFrom('<' as const, '<=' as const, '=' as const, '>=' as const, '>' as const)).map(([left, right, is]): Expression => ({ op: 'compare', left, is, right })),
  fc.constant(has('trained')),
  fc.constant<Expression>({ op: 'not', of: has('trained') }),
);
const rule: fc.Arbitrary<Expression> = fc.oneof({ weight: 3, arbitrary: clockRule }, fc.tuple(fc.constantFrom('all' as const, 'any' as const), fc.array(clockRule, { minLength: 1, maxLength: 3 })).map(([op, of]): Expression => ({ op, of })));
const trained = fc.record({ value: fc.constantFrom(true, true, false), date: awkward, expires: fc.option(awkward, { nil: undefined }) });

it('since, each gap and the whole: the same days as asking on every day, one by one', () => {
  const seen = { on: 0, never: 0, now: 0, since: 0 };
  fc.assert(
    fc.property(
      fc.record({ rules: fc.array(rule, { minLength: 1, maxLength: 2 }), leapDay: fc.constantFrom('feb28' as const, 'mar1' as const), horizon: fc.constantFrom('2026-11-21', '2026-12-31', '2027-03-31'), born: awkward, since: awkward, retires: fc.option(awkward, { nil: undefined }), joined: awkward, founded: awkward, records: fc.array(trained, { maxLength: 3 }) }),
      ({ rules, leapDay, horizon, born, since, retires, joined, founded, records }) => {
        const policy = timePolicy(rules.map((r, k) => gate(`g${k}`, r)), (p) => { p.leapDay = leapDay; });
        const evidence = [{ attribute: 'joined', value: joined, source: 'S1' }, ...records.map(({ expires, ...r }) => ({ attribute: 'trained', source: 'S1', ...r, ...(expires && expires >= r.date && { expires }) }))];
        const document = toyRound({ horizon, positions: [toyPost('J', 'MID', { attributes: { founded } }), toyPost('K', 'LOW')], people: [person({ born, seat: 'K', since, ...(retires !== undefined && { retires }), evidence: evidence })] });
        const { round } = (() => { try { return parseRound(document, policy); } catch { fc.pre(false); throw new Error('unreachable'); } })();
        const gates = gatesOf(policy.policy);
        const ahead = dayNumber(horizon) - dayNumber(round.asOf);
        const asOf = dayNumber(round.asOf);
        const passing = (day: number): boolean[] => {
          const facts = factsOf({ ...round, asOf: formatDay(day), horizon: formatDay(day + ahead) }, policy.policy);
          return gates.map((g) => g.outcome({ person: facts.people[0]!, position: facts.positions[0]!, round: facts.round }) === 'pass');
        };
        const YEARS = 2;
        const last = Math.min(addMonths(asOf, 12 * YEARS), retires === undefined ? Infinity : dayNumber(retires) - ahead - 1);
        const days = new Map<number, boolean[]>();
        for (let day = addMonths(asOf, -12 * YEARS); day <= Math.max(last, asOf); day++) days.set(day, passing(day));
        const first = (which: (p: boolean[]) => boolean): string => {
          if (which(days.get(asOf)!)) return 'now';
          for (let day = asOf + 1; day <= last; day++) if (which(days.get(day)!)) return formatDay(day);
          return 'never';
        };
        const plan = developmentPlan(round, policy, 'A', 'J', { years: YEARS });
        const told = (e: typeof plan.earliest): string => (e.status === 'on' ? e.day : e.status);
        expect(told(plan.earliest)).toBe(first((p) => p.every(Boolean)));
        seen[plan.earliest.status]++;
        const open = gates.flatMap((_, k) => (days.get(asOf)![k] ? [] : [k]));
        expect(plan.gaps.map((g) => g.judgement.rule)).toEqual(open.map((k) => gates[k]!.id));
        plan.gaps.forEach((gap, n) => {
          const k = open[n]!;
          expect(told(gap.earliest)).toBe(first((p) => p[k]!));
          let day: number | undefined = asOf;
          while (day !== undefined && days.has(day - 1) && !days.get(day - 1)![k]) day = days.has(day - 1) ? day - 1 : undefined;
          const slow = day !== undefined && days.has(day - 1) ? formatDay(day) : null;
          expect(gap.since).toBe(slow);
          if (slow) seen.since++;
        });
      },
    ),
    { numRuns: 120, seed: 20261121 },
  );
  expect(Math.min(seen.on, seen.never, seen.now, seen.since)).toBeGreaterThan(2);
});

it('gapCounts counts the people whom one step opens a post to, most first, ties by id, as changing the round does', () => {
  const policy = seal(toyPolicy((p) => { p.gates.push({ id: 'skilled', label: { en: 'skill of 50' }, citation: own, rule: { op: 'compare', left: has('skill'), is: '>=', right: { op: 'const', value: 50 } } }); }));
  const people = fc.array(fc.record({ cleared: fc.option(fc.boolean(), { nil: undefined }), skill: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }), seat: fc.boolean(), lower: fc.boolean() }), { minLength: 1, maxLength: 8 });
  const label = { en: 'x' };
  const steps = [
    { id: 'both', label, gives: [{ attribute: 'cleared', value: true }, { attribute: 'skill', value: 60 }] },
    { id: 'course', label, gives: [{ attribute: 'skill', value: 60 }] },
    { id: 'little', label, gives: [{ attribute: 'skill', value: 40 }] },
    { id: 'letter', label, gives: [{ attribute: 'cleared', value: true }] },
  ];
  let opened = 0;
  fc.assert(
    fc.property(people, (list) => {
      const document = toyRound({
        positions: [toyPost('J1', 'TOP', { attributes: { field: 'special' } }), toyPost('J2', 'MID'), ...list.map((_, k) => toyPost(`K${k}`, k % 2 ? 'MID' : 'LOW')), toyPost('Z', 'LOW', { closes: '2020-01-01' })],
        people: list.map((p, k) => person({
          id: `P${k}` as never, ...(p.seat && { seat: `K${k}` as never }), ...(p.lower && { acceptsLower: { on: '2026-11-01', document: 'letter' } }),
          evidence: [...(p.cleared === undefined ? [] : [{ attribute: 'cleared', value: p.cleared, source: 'S1' }]), ...(p.skill === undefined ? [] : [{ attribute: 'skill', value: p.skill, source: 'S1' }])] as never,
        })),
      });
      const { round } = parseRound(document, policy);
      const ways = (r: Round): Set<string> => {
        const { certain, round: read } = openMarket(r, policy.policy);
        const found = new Set<string>();
        for (let i = 0; i < certain.rows; i++) for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) found.add(`${read.people[i]!.id} ${read.positions[certain.col[e]!]!.id}`);
        return found;
      };
      const before = ways(round);
      const slow = steps.map(({ id, gives }) => {
        const names = new Set(gives.map((g) => g.attribute));
        const changed = { ...round, people: round.people.map((p) => ({ ...p, evidence: [...p.evidence.filter((e) => !names.has(e.attribute)), ...gives.map((g) => ({ ...g, source: 'S1', date: round.asOf }))] })) };
        const more = [...ways(parseRound(changed as never, policy).round)].filter((pair) => !before.has(pair));
        return { step: id, people: [...new Set(more.map((pair) => pair.split(' ')[0]!))].sort(), pairs: more.length };
      });
      slow.sort((a, b) => b.people.length - a.people.length || (a.step < b.step ? -1 : 1));
      expect(gapCounts(round, policy, steps)).toEqual(slow);
      opened += slow[0]!.pairs;
    }),
    { numRuns: 60, seed: 20261121 },
  );
  expect(opened).toBeGreaterThan(50);
});
