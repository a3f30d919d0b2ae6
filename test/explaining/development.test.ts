import fc from 'fast-check';
import { expect, it } from 'vitest';
import { developmentPlan, gapCounts, parseRound, seal, type DevelopmentStep, type Expression, type Gate, type Given, type Policy, type Round, type SealedPolicy } from '../../src/index.js';
import { dayNumber, factsOf, gatesOf } from '../../src/eligibility/index.js';
import { addMonths, formatDay } from '../../src/model/calendar.js';
import { Timeline } from '../../src/explaining/timeline.js';
import { openMarket } from '../../src/solving/index.js';
import { toyPolicy, toyPost, toyRound } from '../support/toy.js';

const own = { own: 'a choice made for the test' };
const gate = (id: string, rule: Expression, more: Partial<Gate> = {}): Gate => ({ id, label: { en: id }, citation: own, rule, ...more });
const date = (of: 'asOf' | 'horizon' | 'yearStart' | 'born' | 'since' | 'retires'): Expression => ({ op: 'date', of });
const months = (from: Expression, to: Expression, is: '>=' | '<=' | '<' | '>' | '=', value: number): Expression => ({ op: 'compare', left: { op: 'monthsBetween', from, to }, is, right: { op: 'const', value } });
const has = (attribute: string): Expression => ({ op: 'person', attribute });

function timePolicy(gates: Gate[], change: (policy: Policy) => void = () => undefined): SealedPolicy {
  return seal(
    toyPolicy((policy) => {
      policy.attributes['trained'] = { of: 'person', type: 'boolean', label: { en: 'trained', id: 'terlatih' }, validMonths: 24 };
      policy.attributes['joined'] = { of: 'person', type: 'date', label: { en: 'joined' } };
      policy.attributes['posts'] = { of: 'person', type: 'spells', label: { en: 'posts held', id: 'riwayat jabatan' }, values: ['clerk', 'head', 'long course'], validMonths: 36 };
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

it('a post surely held today goes on counting, what nobody vouches for does not', () => {
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
  expect(at(12, '2025-10-03', [served])).toEqual({ status: 'on', day: '2027-10-02' }); // also past the day up to which the check counts: he is supposed to stay
  expect(at(undefined, '2025-01-15', [served])).toMatchObject({ status: 'never' });
  expect(at(undefined, '2024-10-02', [served])).toEqual({ status: 'now' }); // on the day of the check it was complete, and what is proven stays so
  expect(at(24, '2025-10-03', [served, clean])).toEqual({ status: 'on', day: '2027-10-02' });
  expect(at(12, '2025-10-03', [served, clean])).toMatchObject({ status: 'never', because: 'window' }); // the check of the warnings has lapsed by then
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

it('a step may add a stretch of time, a check, or that he stays: closed today or on a later day; what was counted is told', () => {
  const inPost: Expression = { op: 'compare', left: { op: 'monthsIn', attribute: 'posts', values: ['head'] }, is: '>=', right: { op: 'const', value: 24 } };
  const noClerk: Expression = { op: 'not', of: { op: 'occurs', attribute: 'posts', values: ['clerk'], from: { op: 'shift', of: date('asOf'), months: -12 } } };
  const course: Expression = { op: 'occurs', attribute: 'posts', values: ['long course'] };
  const policy = timePolicy([gate('in-post', inPost), gate('no-clerk', noClerk), gate('course', course)]);
  const spells = [{ attribute: 'posts', value: 'head', from: '2024-01-31', to: '2025-01-30', source: 'S1' }];
  const { round } = parseRound(toyRound({ positions: [toyPost('J', 'MID')], people: [person({ spells })] }), policy);
  const label = { en: 'x' };
  const steps: (DevelopmentStep & { gives: readonly Given[] })[] = [
    { id: 'check', label, gives: [{ attribute: 'posts', checked: true }] },
    { id: 'course', label, gives: [{ attribute: 'posts', value: 'long course', from: '2026-11-21', to: '2026-11-21' }] },
    { id: 'later course', label, gives: [{ attribute: 'posts', value: 'long course', from: '2027-02-01' }] },
    { id: 'stay', label, gives: [{ attribute: 'posts', value: 'head' }] },
  ];
  const plan = developmentPlan(round, policy, 'A', 'J', { steps });
  const [first] = plan.gaps;
  expect(plan.gaps.map((g) => [g.judgement.rule, g.judgement.outcome, g.judgement.missing.map((m) => m.cause)])).toEqual([['in-post', 'unknown', ['unchecked']], ['no-clerk', 'unknown', ['unchecked']], ['course', 'unknown', ['unchecked']]]);
  expect(first!.judgement.compared[0]!.left.counted).toMatchObject([{ attribute: 'posts', values: ['head'], spells: [{ value: 'head', from: '2024-01-31', to: '2025-01-30' }] }]);
  expect(plan.gaps.map((g) => g.steps)).toEqual([
    // 12 months stand; 12 more are full with the day before they would be 13
    [{ step: 'check', effect: 'part' }, { step: 'course', effect: 'part' }, { step: 'later course', effect: 'part' }, { step: 'stay', effect: 'later', day: '2027-11-20' }],
    [{ step: 'check', effect: 'closes' }, { step: 'course', effect: 'part' }, { step: 'later course', effect: 'part' }, { step: 'stay', effect: 'part' }],
    [{ step: 'check', effect: 'part' }, { step: 'course', effect: 'closes' }, { step: 'later course', effect: 'later', day: '2027-02-01' }, { step: 'stay', effect: 'part' }],
  ]);
  expect(plan.earliest.status).toBe('never');
  expect(plan.withSteps).toEqual({ status: 'on', day: '2027-11-20' }); // before the check is three years old
  expect(gapCounts(round, policy, [{ id: 'all', label, gives: steps.flatMap((s) => s.gives) }, { id: 'held', label, gives: [{ attribute: 'posts', value: 'head', from: '2020-01-01' }, ...steps[0]!.gives, ...steps[1]!.gives] }])).toEqual([{ step: 'held', people: ['A'], pairs: 1 }, { step: 'all', people: [], pairs: 0 }]);
  const refused = (given: object): unknown => { try { developmentPlan(round, policy, 'A', 'J', { steps: [{ id: 'x', label, gives: [{ attribute: 'posts', ...given }] }] }); } catch (e) { return (e as Error).message; } return undefined; };
  expect(refused({})).toContain('E_VALUE_MISSING at /steps/0/gives/0/value');
  expect(refused({ value: 'judge' })).toContain('E_VALUE_UNKNOWN at /steps/0/gives/0/value');
  expect(refused({ value: 'head', from: '2026-02-30' })).toContain('E_DATE_FORMAT at /steps/0/gives/0/from');
  expect(refused({ value: 'head', from: '2026-02-20', to: '2026-02-19' })).toContain('E_SPELL at /steps/0/gives/0/to');
  expect(refused({ attribute: 'trained', value: true, from: '2026-02-20' })).toContain('E_SPELL at /steps/0/gives/0');
});

it('a waived gate is no gap, the gate of routes tells the route, and whose judgement is set aside stays set aside', () => {
  const policy = timePolicy([gate('trained', has('trained'), { waivable: own }), gate('tenure', months(date('since'), date('asOf'), '>=', 24), { waivable: own })], (p) => {
    p.relations = { ...p.relations, recusal: { maxDegree: 2, citation: own } };
    const way = (id: string, value: number, outside: boolean) => ({ id, label: { en: id }, citation: own, when: { op: 'compare' as const, left: { op: 'monthsBetween' as const, from: date('since'), to: date('asOf') }, is: '>=' as const, right: { op: 'const' as const, value } }, approver: { en: 'head' }, steps: [], documents: [], ...(outside && { outside }) });
    p.routes = [{ ...way('open', 30, false) }, way('ministry', 0, true)];
  });
  const waivers = [{ person: 'A', position: 'J', rule: 'tenure', by: 'the council', on: '2026-11-10', document: 'Letter 3', reason: 'nobody else' }];
  const actors = [{ id: 'late', role: 'issuer', statement: { on: '2026-12-01', document: 's' } }]; // signed once the names are open: no day to come undoes that
  const { round } = parseRound(toyRound({ positions: [toyPost('J', 'MID'), toyPost('K', 'LOW')], waivers, actors, people: [person({ seat: 'K', since: '2025-11-21', evidence: [{ attribute: 'trained', value: true, source: 'S1', date: '2026-01-01', by: 'late' }] as never })] } as never), policy);
  const plan = developmentPlan(round, policy, 'A', 'J', { steps: [{ id: 'course', label: { en: 'x' }, gives: [{ attribute: 'trained', value: true }] }] });
  expect(plan.waived).toMatchObject([{ rule: 'tenure', outcome: 'pass', waived: { by: 'the council', otherwise: 'fail' } }]);
  expect(plan.gaps.map((g) => [g.judgement.rule, g.judgement.outcome, g.judgement.route, g.judgement.missing.map((m) => m.cause), g.earliest])).toEqual([
    ['trained', 'unknown', null, ['recused'], { status: 'never', until: '2076-11-21', because: 'window' }],
    ['route', 'fail', 'ministry', [], { status: 'on', day: '2028-05-21' }],
  ]);
  expect(plan.gaps[0]!.lastRecords).toEqual([{ attribute: 'trained', day: '2026-01-01' }]);
  expect(plan.withSteps).toEqual({ status: 'on', day: '2028-05-21' }); // the course is not yet two years old
  expect(developmentPlan(round, policy, 'A', 'K').waived).toEqual([]);
});

it('gapCounts asks each post for itself, whatever order the posts stand in', () => {
  const policy = timePolicy([gate('cleared', has('cleared')), gate('field', { op: 'in', item: { op: 'position', attribute: 'field' }, set: { op: 'person', attribute: 'fields' } })]);
  const { round } = parseRound(toyRound({ positions: [toyPost('J1', 'MID'), toyPost('J2', 'MID'), toyPost('J3', 'MID', { attributes: { field: 'special' } })], people: [person({ evidence: [{ attribute: 'fields', value: ['special'], source: 'S1' }] as never })] }), policy);
  expect(gapCounts(round, policy, [{ id: 'letter', label: { en: 'x' }, gives: [{ attribute: 'cleared', value: true }] }])).toEqual([{ step: 'letter', people: ['A'], pairs: 1 }]);
});

// Rules that turn on the clock in every way the language has, ends of months and 29 February among the dates.
const awkward = fc.oneof(
  fc.constantFrom('2024-02-29', '2024-02-28', '2024-03-01', '2025-08-31', '2025-09-30', '2026-11-20', '2026-11-21', '2026-11-22', '2027-02-28', '2027-03-01', '2028-02-29', '2027-12-31'),
  fc.integer({ min: dayNumber('2023-06-01'), max: dayNumber('2028-06-30') }).map(formatDay),
);
const leaf: fc.Arbitrary<Expression> = fc.oneof(fc.constantFrom(date('asOf'), date('horizon'), date('yearStart')), fc.constantFrom(date('born'), date('since'), date('retires'), has('joined'), { op: 'position' as const, attribute: 'founded' }), awkward.map((value): Expression => ({ op: 'day', value })));
const shifted = (of: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> => fc.record({ of, months: fc.integer({ min: -30, max: 30 }), days: fc.constantFrom(undefined, -1, 1, 45, -400) }).map(({ of, months, days }): Expression => ({ op: 'shift', of, months, ...(days !== undefined && { days }) }));
const moment: fc.Arbitrary<Expression> = fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: shifted(leaf) }, { weight: 1, arbitrary: shifted(shifted(leaf)) });
const window = fc.record({ values: fc.constantFrom(['head'], ['clerk', 'head'], ['long course']), from: fc.option(fc.oneof(fc.integer({ min: -20, max: -3 }).map((months): Expression => ({ op: 'shift', of: date('asOf'), months })), moment), { nil: undefined }), to: fc.option(moment, { nil: undefined, freq: 2 }) }).map(({ values, from, to }) => ({ attribute: 'posts', values, ...(from && { from }), ...(to && { to }) }));
const spellRule: fc.Arbitrary<Expression> = fc.oneof(
  fc.tuple(window, fc.constantFrom('<' as const, '<=' as const, '=' as const, '>=' as const), fc.integer({ min: 0, max: 30 })).map(([w, is, n]): Expression => ({ op: 'compare', left: { op: 'monthsIn', ...w }, is, right: { op: 'const', value: n } })),
  window.map((w): Expression => ({ op: 'occurs', ...w })),
  window.map((w): Expression => ({ op: 'not', of: { op: 'occurs', ...w } })),
);
// two dates that both move, close to a whole number of months apart
const race: fc.Arbitrary<Expression> = fc
  .record({ months: fc.integer({ min: 1, max: 4 }), days: fc.integer({ min: -2, max: 3 }), less: fc.constantFrom(0, 1), as: fc.constantFrom('between' as const, 'compare' as const, 'in' as const) })
  .map(({ months: m, days, less, as }): Expression => {
    const back: Expression = { op: 'shift', of: date('asOf'), months: -m, days };
    if (as === 'between') return months(back, date('asOf'), '>=', m - less);
    if (as === 'compare') return { op: 'compare', left: { op: 'shift', of: back, months: m }, is: '<', right: date('asOf') };
    return { op: 'compare', left: { op: 'monthsIn', attribute: 'posts', values: ['clerk', 'head'], from: back }, is: '>=', right: { op: 'const', value: m - less } };
  });
const clockRule: fc.Arbitrary<Expression> = fc.oneof(
  fc.tuple(moment, moment, fc.constantFrom('<' as const, '<=' as const, '=' as const, '>=' as const, '>' as const), fc.integer({ min: -30, max: 30 })).map(([from, to, is, n]) => months(from, to, is, n)),
  fc.tuple(moment, moment, fc.constantFrom('<' as const, '<=' as const, '=' as const, '>=' as const, '>' as const)).map(([left, right, is]): Expression => ({ op: 'compare', left, is, right })),
  fc.constant(has('trained')),
  fc.constant<Expression>({ op: 'not', of: has('trained') }),
  spellRule,
  spellRule,
  spellRule,
  race,
);
const rule: fc.Arbitrary<Expression> = fc.oneof({ weight: 3, arbitrary: clockRule }, fc.tuple(fc.constantFrom('all' as const, 'any' as const), fc.array(clockRule, { minLength: 1, maxLength: 3 })).map(([op, of]): Expression => ({ op, of })));
const trained = fc.record({ value: fc.constantFrom(true, true, false), date: awkward, expires: fc.option(awkward, { nil: undefined }) });

const spell = fc
  .record({ value: fc.constantFrom('clerk', 'head', 'head', 'long course', undefined), from: fc.option(awkward, { nil: undefined, freq: 8 }), to: fc.option(awkward, { nil: undefined }), months: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }), date: awkward })
  .map(({ value, from, to, months, date }) => ({ attribute: 'posts', ...(value === undefined ? { unmapped: 'Ka. seksi' } : { value }), ...(from !== undefined && { from, ...(to !== undefined && to >= from && { to }) }), ...(from === undefined && months !== undefined && { months }), source: 'S1', date }));

it('since, each gap and the whole: the same days as asking on every day, one by one', () => {
  const seen = { on: 0, never: 0, now: 0, since: 0 };
  fc.assert(
    fc.property(
      fc.record({ rules: fc.array(rule, { minLength: 1, maxLength: 2 }), leapDay: fc.constantFrom('feb28' as const, 'mar1' as const), horizon: fc.constantFrom('2026-11-21', '2026-12-31', '2027-03-31'), born: awkward, since: awkward, retires: fc.option(awkward, { nil: undefined }), joined: awkward, founded: awkward, records: fc.array(trained, { maxLength: 3 }), spells: fc.array(spell, { maxLength: 4 }), checked: fc.array(awkward, { maxLength: 2 }), waived: fc.boolean() }),
      ({ rules, leapDay, horizon, born, since, retires, joined, founded, records, spells, checked, waived }) => {
        const policy = timePolicy(rules.map((r, k) => gate(`g${k}`, r, k === 1 ? { waivable: own } : {})), (p) => { p.leapDay = leapDay; });
        const evidence = [{ attribute: 'joined', value: joined, source: 'S1' }, ...records.map(({ expires, ...r }) => ({ attribute: 'trained', source: 'S1', ...r, ...(expires && expires >= r.date && { expires }) }))];
        const document = toyRound({ horizon, positions: [toyPost('J', 'MID', { attributes: { founded } }), toyPost('K', 'LOW')], people: [person({ born, seat: 'K', since, ...(retires !== undefined && { retires }), evidence: evidence, spells, checked: checked.map((day) => ({ attribute: 'posts', source: 'S1', date: day })) })], waivers: waived && rules.length > 1 ? [{ person: 'A', position: 'J', rule: 'g1', by: 'the council', on: '2026-11-01', document: 'Letter 3', reason: 'no other' }] as never : [] });
        const { round } = (() => { try { return parseRound(document, policy); } catch { fc.pre(false); throw new Error('unreachable'); } })();
        const gates = gatesOf(policy.policy);
        const ahead = dayNumber(horizon) - dayNumber(round.asOf);
        const asOf = dayNumber(round.asOf);
        const passing = (day: number): boolean[] => {
          const facts = factsOf({ ...round, asOf: formatDay(day), horizon: formatDay(day + ahead) }, policy.policy);
          return gates.map((g) => (g.id === 'g1' && round.waivers.length > 0) || g.outcome({ person: facts.people[0]!, position: facts.positions[0]!, round: facts.round }) === 'pass');
        };
        const YEARS = 1;
        const last = Math.min(addMonths(asOf, 12 * YEARS), retires === undefined ? Infinity : dayNumber(retires) - ahead - 1);
        const days = new Map<number, boolean[]>();
        for (let day = addMonths(asOf, -12 * YEARS); day <= Math.max(last, asOf); day++) days.set(day, passing(day));
        const line = new Timeline(round, policy.policy, round.people[0]!, round.positions[0]!);
        line.rules.forEach((r, k) => {
          const told = new Set(line.changes([r], addMonths(asOf, -12 * YEARS) + 1, last));
          for (const [day, passed] of days) if (day <= last && days.has(day - 1) && days.get(day - 1)![k] !== passed[k]) expect(told).toContain(day);
        });
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
    { numRuns: 100, seed: 20261121 },
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
