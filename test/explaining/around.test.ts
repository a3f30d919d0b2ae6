import fc from 'fast-check';
import { expect, it } from 'vitest';
import { benchForecast, compositionOf, parseRound, propose, seal, swapTest, unusedInputs, type Expression, type Policy, type Round } from '../../src/index.js';
import { dayNumber, factsOf } from '../../src/eligibility/index.js';
import { addMonths, formatDay } from '../../src/model/calendar.js';
import { openMarket } from '../../src/solving/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const own = { own: 'a choice made for the test' };
const has = (attribute: string): Expression => ({ op: 'person', attribute });
const withSex = (policy: Policy): void => {
  policy.attributes['sex'] = { of: 'person', type: 'text', label: { en: 'sex' }, values: ['f', 'm'] };
};
const read = (parts: Partial<Round>, change: (policy: Policy) => void = () => undefined) => {
  const policy = seal(toyPolicy(change));
  return { policy, round: parseRound(toyRound(parts), policy).round };
};
type Item = Round['people'][number]['evidence'][number];
const item = (attribute: string, value: unknown, more: object = {}): Item => ({ attribute, value, source: 'S1', ...more }) as Item;

it('unusedInputs lists what no rule reads, by source, and each record that did not count with its reason', () => {
  const { round, policy } = read(
    {
      sources: [{ id: 'S1', title: 'register', date: '2026-10-01' }, { id: 'S2', title: 'sheet', date: '2026-10-01' }, { id: 'S3', title: 'nothing', date: '2026-10-01' }] as never,
      positions: [toyPost('J', 'MID', { attributes: { field: 'common', note: 'x' } })],
      people: [
        { id: 'A', evidence: [item('exam', 50), item('exam', 40, { date: '2025-01-01' }), item('sex', 'f', { source: 'S2' }), item('skill', 60, { expires: '2026-11-20', source: 'S2' }), item('rating', 70, { date: '2027-01-01' })] },
        { id: 'B', evidence: [item('exam', 50), item('exam', 51, { source: 'S2' }), { attribute: 'skill', unmapped: 'good', source: 'S1' }] },
      ] as never,
    },
    (p) => {
      withSex(p);
      p.attributes['note'] = { of: 'position', type: 'text', label: { en: 'note' } };
    },
  );
  const report = unusedInputs(round, policy);
  expect(report.attributes).toEqual([{ attribute: 'sex', items: 1 }]);
  expect(report.positionAttributes).toEqual([{ attribute: 'note', positions: 1 }]);
  expect(report.sources).toEqual([
    { source: 'S1', items: 5, counted: 1, read: 1, relations: 0 },
    { source: 'S2', items: 3, counted: 1, read: 0, relations: 0 },
    { source: 'S3', items: 0, counted: 0, read: 0, relations: 0 },
  ]);
  expect(report.uncounted.map((u) => `${u.person} ${u.attribute} ${u.source} ${u.cause}`)).toEqual(['A exam S1 replaced', 'A rating S1 future', 'A skill S2 expired', 'B exam S1 conflict', 'B exam S2 conflict', 'B skill S1 unmapped']);
});

const posts = (policy: Policy): void => {
  policy.attributes['posts'] = { of: 'person', type: 'spells', label: { en: 'posts held' }, values: ['clerk', 'head'], validMonths: 12 };
};
const wasHead: Expression = { op: 'occurs', attribute: 'posts', values: ['head'] };

it('unusedInputs knows spells and checks, whose judgement is set aside, raters that are averaged, and what routes read', () => {
  const rated = (value: unknown, by: string, date = '2026-10-01'): Item => item('rating', value, { by, date });
  const actor = (id: string, more: object = {}) => ({ id, role: 'scorer', statement: { on: '2026-11-01', document: 'statement' }, ...more });
  const spell = (more: object) => ({ attribute: 'posts', value: 'head', source: 'S2', ...more });
  const { round, policy } = read(
    {
      sources: [{ id: 'S1', title: 'register', date: '2026-10-01' }, { id: 'S2', title: 'file', date: '2026-10-01' }, { id: 'S3', title: 'other file', date: '2026-10-01' }] as never,
      positions: [toyPost('J', 'MID', { attributes: { field: 'common', seat: 'x' } })],
      actors: [actor('ann'), actor('bob'), actor('cy', { interests: [{ person: 'A', kind: 'kin', degree: 1 }] })] as never,
      people: [
        {
          id: 'A',
          evidence: [rated(50, 'ann'), rated(60, 'ann', '2026-09-01'), rated(70, 'bob', '2026-08-01'), rated(99, 'cy'), item('exam', 40, { by: 'cy' })],
          spells: [spell({ from: '2020-01-01' }), spell({ from: '2027-01-01' }), spell({ from: '2020-01-01', date: '2026-12-01' }), { attribute: 'talks', value: 'x', source: 'S3' }],
          checked: [{ attribute: 'posts', source: 'S2' }, { attribute: 'posts', source: 'S2', date: '2026-08-01' }, { attribute: 'posts', source: 'S2', date: '2025-11-20' }, { attribute: 'posts', source: 'S2', date: '2026-12-01' }],
        },
        { id: 'B', evidence: [rated(50, 'ann'), rated(51, 'ann'), rated(70, 'bob'), { attribute: 'skill', unmapped: 'good', source: 'S1', by: 'ann' }, item('skill', 5, { by: 'bob' })] },
      ] as never,
    },
    (p) => {
      posts(p);
      p.attributes['talks'] = { of: 'person', type: 'spells', label: { en: 'talks' } };
      p.attributes['seat'] = { of: 'position', type: 'text', label: { en: 'kind of seat' } };
      for (const name of ['rating', 'skill']) p.attributes[name] = { ...p.attributes[name]!, combine: 'mean' };
      p.relations = { ...p.relations, recusal: { maxDegree: 2, citation: own } };
      p.routes = [{ id: 'way', label: { en: 'way' }, citation: own, when: { op: 'all', of: [wasHead, { op: 'compare', left: { op: 'position', attribute: 'seat' }, is: '=', right: { op: 'const', value: 'x' } }, { op: 'compare', left: { op: 'track', of: 'position' }, is: '=', right: { op: 'const', value: 'line' } }] }, approver: { en: 'head' }, steps: [], documents: [] }];
      p.tracks = [{ id: 'line', label: { en: 'line' } }];
    },
  );
  const report = unusedInputs(round, policy);
  expect(report.attributes).toEqual([{ attribute: 'talks', items: 1 }]);
  expect(report.positionAttributes).toEqual([]);
  expect(report.uncounted.map((u) => `${u.person} ${u.kind} ${u.attribute} ${u.item} ${u.cause}`)).toEqual([
    'A evidence exam 0 recused', 'A evidence rating 2 replaced', 'A evidence rating 4 recused',
    'A spell posts 1 future', 'A spell posts 2 later',
    'A check posts 0 expired', 'A check posts 1 replaced', 'A check posts 3 future',
    'B evidence rating 0 conflict', 'B evidence rating 1 conflict', 'B evidence rating 2 beside',
    'B evidence skill 3 unmapped', 'B evidence skill 4 beside',
  ]);
  expect(report.sources).toEqual([
    { source: 'S1', items: 10, counted: 2, read: 2, relations: 0 },
    { source: 'S2', items: 7, counted: 2, read: 2, relations: 0 },
    { source: 'S3', items: 1, counted: 1, read: 0, relations: 0 },
  ]);
});

it('composition and swap test know routes and spells', async () => {
  const held = (value: string) => ({ spells: [{ attribute: 'posts', value, from: '2020-01-01', source: 'S1' }], checked: [{ attribute: 'posts', source: 'S1' }] });
  const parts = { positions: [toyPost('J', 'MID')], people: [{ ...toyPerson({ id: 'A', exam: 50 }), ...held('head') }, { ...toyPerson({ id: 'B', exam: 60 }), ...held('clerk') }, toyPerson({ id: 'C', exam: 70 })] } as never;
  const route = (when: Expression) => (p: Policy): void => {
    posts(p);
    p.routes = [{ id: 'way', label: { en: 'way' }, citation: own, when, approver: { en: 'head' }, steps: [], documents: [] }];
  };
  const { round, policy } = read(parts, route(wasHead));
  const proposal = await propose(round, policy);
  const found = compositionOf(proposal, round, policy, 'posts');
  expect(found.readers).toEqual([{ kind: 'route', id: 'way' }]);
  expect(found.whole.groups.map(({ value, pool, raised }) => [value, pool, raised])).toEqual([[['clerk'], 0, 0], [['head'], 1, 1], [null, 0, 0]]);
  expect(await swapTest(round, policy, 'posts')).toMatchObject({ values: ['clerk', 'head'], people: 2, swaps: 1, moved: ['A', 'B'], pairs: [{ person: 'A' }, { person: 'B' }] });
  const open = read(parts, route({ op: 'const', value: true }));
  expect(await swapTest(open.round, open.policy, 'posts')).toMatchObject({ people: 2, swaps: 1, moved: [], pairs: [] });
});

it('a record counts exactly if leaving it out, and every record equal to it, could change what the rules know', () => {
  const record = fc.record({ value: fc.constantFrom(1, 2), date: fc.constantFrom('2024-11-21', '2024-11-22', '2026-11-20', '2026-11-21', '2026-11-22'), expires: fc.option(fc.constantFrom('2026-11-20', '2026-11-21', '2027-01-01'), { nil: undefined }), unmapped: fc.boolean() });
  let counted = 0;
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
      const evidence = records.filter((r) => !r.expires || r.expires >= r.date).map(({ value, unmapped, date, expires }) => ({ attribute: 'exam', source: 'S1', date, ...(unmapped ? { unmapped: String(value) } : { value }), ...(expires && { expires }) }));
      const { round, policy } = read({ positions: [toyPost('J', 'MID')], people: [{ id: 'A', evidence }] as never }, (p) => { p.attributes['exam'] = { ...p.attributes['exam']!, validMonths: 24 }; });
      const [person] = round.people;
      const uncounted = new Map(unusedInputs(round, policy).uncounted.map((u) => [u.item, u.cause]));
      const datumOf = (list: readonly Item[]) => factsOf({ ...round, people: [{ ...person!, evidence: [...list] }] }, policy.policy).people[0]!.data.get('exam');
      const all = datumOf(person!.evidence);
      person!.evidence.forEach((e, k) => {
        if (uncounted.has(k)) return;
        counted++;
        expect(all?.value).toBe((e.value as number) * 1_000_000);
        expect(datumOf([e])?.value).toBe(all?.value);
      });
      if (all?.value === undefined) expect(uncounted.size).toBe(person!.evidence.length);
      else expect(uncounted.size).toBeLessThan(person!.evidence.length);
      for (const [k, cause] of uncounted) {
        const alone = datumOf([person!.evidence[k]!]);
        if (cause === 'expired' || cause === 'future' || cause === 'unmapped') expect(alone?.cause).toBe(cause);
        if (cause === 'replaced') expect(alone?.day).toBeLessThan(all!.day!);
        if (cause === 'conflict') expect(all?.cause).toBe('conflict');
      }
    }),
    { numRuns: 200, seed: 20261121 },
  );
  expect(counted).toBeGreaterThan(40);
});

const crew = (n: number) => Array.from({ length: n }, (_, k) => ({ ...toyPerson({ id: `P${k}`, exam: 40 + k, skill: 50, rating: 50 }), evidence: [...toyPerson({ id: `P${k}`, exam: 40 + k, skill: 50, rating: 50 }).evidence, ...(k === 0 ? [] : [item('sex', k % 2 ? 'f' : 'm')])] }));

it('compositionOf counts the pool and those raised by group, the unknown apart, small groups marked', async () => {
  const { round, policy } = read({ positions: [toyPost('J1', 'MID'), toyPost('J2', 'MID', { seats: 2 }), toyPost('J3', 'TOP')], people: crew(7) }, withSex);
  const proposal = await propose(round, policy);
  expect(compositionOf(proposal, round, policy, 'sex', { caution: 3 })).toEqual({
    attribute: 'sex',
    readers: [],
    whole: { groups: [{ value: 'f', people: 3, pool: 3, raised: 2, small: false }, { value: 'm', people: 3, pool: 3, raised: 2, small: false }, { value: null, people: 1, pool: 1, raised: 0, small: true }], total: { pool: 7, raised: 4 } },
    levels: [
      { level: 'TOP', groups: [{ value: 'f', people: 3, pool: 3, raised: 0, small: false }, { value: 'm', people: 3, pool: 3, raised: 1, small: false }, { value: null, people: 1, pool: 1, raised: 0, small: true }], total: { pool: 7, raised: 1 } },
      { level: 'MID', groups: [{ value: 'f', people: 3, pool: 3, raised: 2, small: false }, { value: 'm', people: 3, pool: 3, raised: 1, small: false }, { value: null, people: 1, pool: 1, raised: 0, small: true }], total: { pool: 7, raised: 3 } },
    ],
    caution: 3,
  });
  expect(() => compositionOf(proposal, round, policy, 'field')).toThrow('E_REF_UNKNOWN at /attribute');
});

it('swapTest finds nothing where no rule reads the attribute, and every changed pair and place where one does', async () => {
  const parts = { positions: [toyPost('J1', 'MID'), toyPost('J2', 'TOP')], people: crew(6) as never };
  const fair = read(parts, withSex);
  expect(await swapTest(fair.round, fair.policy, 'sex')).toEqual({ attribute: 'sex', values: ['f', 'm'], people: 5, swaps: 1, pairs: [], moved: [] });
  const unfair = read(parts, (p) => {
    withSex(p);
    const value: Expression = { op: 'cases', cases: [{ when: { op: 'compare', left: has('sex'), is: '=', right: { op: 'const', value: 'm' } }, then: { op: 'const', value: 100 } }], else: { op: 'const', value: 0 } };
    p.criteria[2] = { ...p.criteria[2]!, value };
  });
  const found = await swapTest(unfair.round, unfair.policy, 'sex');
  expect(found.pairs).toHaveLength(10);
  expect(found.moved.length).toBeGreaterThan(0);
  expect(compositionOf(await propose(unfair.round, unfair.policy), unfair.round, unfair.policy, 'sex').readers).toEqual([{ kind: 'criterion', id: 'rating' }]);
  const tie = read(parts, (p) => { withSex(p); p.attributes['sex'] = { of: 'person', type: 'ordered', label: { en: 'sex' }, values: ['f', 'm'] }; p.ties.order = [{ attribute: 'sex', direction: 'ascending', citation: own }]; });
  expect(compositionOf(await propose(tie.round, tie.policy), tie.round, tie.policy, 'sex').readers).toEqual([{ kind: 'tie', id: 'sex' }]);
});

it('swapTest sees a gate that reads the attribute though both groups come out alike', async () => {
  const { round, policy } = read({ positions: [toyPost('J', 'MID')], people: crew(5) }, (p) => {
    withSex(p);
    p.gates.push({ id: 'men', label: { en: 'men' }, citation: own, rule: { op: 'compare', left: has('sex'), is: '=', right: { op: 'const', value: 'm' } } });
  });
  expect((await swapTest(round, policy, 'sex')).pairs).toHaveLength(4);
});

it('benchForecast: unknown dates stand apart, and the bench is who passes today or on some day of the year', () => {
  const someDay = fc.option(fc.integer({ min: -200, max: 2400 }).map((n) => formatDay(dayNumber('2026-11-21') + n)), { nil: undefined });
  const people = fc.array(fc.record({ seat: fc.constantFrom(true, true, true, false), retires: someDay, since: fc.integer({ min: -1000, max: 0 }).map((n) => formatDay(dayNumber('2026-11-21') + n)), cleared: fc.constantFrom(true, true, true, false, undefined), looked: fc.boolean(), head: fc.option(fc.integer({ min: -500, max: 100 }).map((n) => formatDay(dayNumber('2026-11-21') + n)), { nil: undefined }) }), { minLength: 2, maxLength: 9 });
  const seen = { leaving: 0, eligible: 0, soon: 0, unknown: 0 };
  fc.assert(
    fc.property(people, fc.integer({ min: 1, max: 5 }), fc.constantFrom(0, 60), (list, years, ahead) => {
      const levels = ['LOW', 'MID', 'TOP'];
      const { round, policy } = read(
        {
          horizon: formatDay(dayNumber('2026-11-21') + ahead),
          positions: list.map((_, k) => toyPost(`J${k}`, levels[k % 3]!, { attributes: { field: k > 1 && k % 3 === 1 ? 'special' : 'common' }, ...(k % 2 && { critical: true }) })),
          people: list.map((p, k) => ({ id: `P${k}`, ...(p.seat && { seat: `J${k}`, since: p.since }), ...(p.retires && { retires: p.retires < p.since ? p.since : p.retires }), ...(p.head && { spells: [{ attribute: 'posts', value: 'head', from: p.head, source: 'S1' }] }), ...(p.looked && { checked: [{ attribute: 'posts', source: 'S1' }] }), evidence: p.cleared === undefined ? [] : [item('cleared', p.cleared)] })),
        },
        (p) => {
          posts(p);
          p.attributes['posts']!.validMonths = 2; // a check of 1 October holds today and lapses within the year looked at
          const year: Expression = { op: 'compare', left: { op: 'monthsIn', attribute: 'posts', values: ['head'] }, is: '>=', right: { op: 'const', value: 12 } };
          p.gates[1] = { id: 'headed', label: { en: 'a year as head' }, citation: own, when: { op: 'compare', left: { op: 'position', attribute: 'field' }, is: '=', right: { op: 'const', value: 'special' } }, rule: year };
          p.gates.push({
          id: 'tenure', label: { en: 'two years' }, citation: own, when: { op: 'compare', left: { op: 'level', of: 'seat' }, is: '>=', right: { op: 'const', value: 0 } },
          rule: { op: 'compare', left: { op: 'monthsBetween', from: { op: 'date', of: 'since' }, to: { op: 'date', of: 'asOf' } }, is: '>=', right: { op: 'const', value: 24 } },
          });
        },
      );
      const asOf = dayNumber(round.asOf);
      const end = addMonths(asOf, 12 * years);
      const day = (p: Round['people'][number]): number | undefined => (p.retires === undefined ? undefined : dayNumber(p.retires));
      const gone = (p: Round['people'][number]): boolean => day(p) !== undefined && day(p)! <= asOf;
      const holds = (id: string) => round.people.filter((p) => p.seat === id && !gone(p));
      const levelOf = (id: string | undefined): number => levels.indexOf(round.positions.find((j) => j.id === id)?.level ?? '');
      const passesOn = (when: number): ((person: string, post: string) => boolean) => {
        // what surely runs today goes on: as if its register were read again on the day asked
        const runs = (p: Round['people'][number], from = ''): boolean => p.checked !== undefined && from <= round.asOf;
        const people = round.people.map((p) => (p.spells ? { ...p, spells: p.spells.map((s) => (runs(p, s.from) ? { ...s, date: formatDay(when) } : s)) } : p));
        const { certain, round: r } = openMarket({ ...round, people, asOf: formatDay(when), horizon: formatDay(when + ahead) }, policy.policy);
        const pairs = new Set<string>();
        for (let i = 0; i < certain.rows; i++) for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) pairs.add(`${r.people[i]!.id} ${r.positions[certain.col[e]!]!.id}`);
        return (person, post) => pairs.has(`${person} ${post}`);
      };
      const today = passesOn(asOf);
      const days = Array.from({ length: addMonths(asOf, 12) - asOf }, (_, k) => k + 1);
      const cache = new Map<number, ReturnType<typeof passesOn>>();
      const on = (n: number) => { if (!cache.has(n)) cache.set(n, passesOn(asOf + n)); return cache.get(n)!; };
      const forecast = benchForecast(round, policy, { years });
      const check = (bench: (typeof forecast.levels)[number] | (typeof forecast.critical)[number], posts: readonly string[]): void => {
        const holders = posts.flatMap(holds);
        expect(bench.holders).toBe(holders.length);
        expect(bench.leaving).toEqual(Array.from({ length: years }, (_, k) => holders.filter((p) => day(p) !== undefined && day(p)! <= addMonths(asOf, 12 * (k + 1))).length));
        expect([...bench.unknown].sort()).toEqual(holders.filter((p) => day(p) === undefined).map((p) => p.id).sort());
        const left = 'position' in bench ? posts : posts.filter((j) => holds(j).some((p) => day(p) !== undefined && day(p)! <= end));
        const stays = round.people.filter((p) => day(p) === undefined || day(p)! > end);
        const below = (p: Round['people'][number], j: string): boolean => levelOf(p.seat) < levelOf(j);
        const eligible = stays.filter((p) => left.some((j) => below(p, j) && today(p.id, j))).map((p) => p.id);
        expect(bench.eligible).toEqual(eligible);
        const soon = stays.filter((p) => !eligible.includes(p.id) && left.some((j) => below(p, j)) && days.some((n) => left.some((j) => below(p, j) && on(n)(p.id, j)))).map((p) => p.id);
        expect(bench.readyWithinYear).toEqual(soon);
        seen.leaving += bench.leaving.at(-1)!; seen.eligible += eligible.length; seen.soon += soon.length; seen.unknown += bench.unknown.length;
      };
      for (const level of forecast.levels) check(level, round.positions.filter((j) => j.level === level.level).map((j) => j.id));
      for (const post of forecast.critical) check(post, [post.position]);
      const atRisk = round.positions.filter((j) => j.critical && holds(j.id).some((p) => day(p) === undefined || day(p)! <= end)).map((j) => j.id);
      expect(forecast.critical.map((c) => c.position)).toEqual(atRisk);
    }),
    { numRuns: 40, seed: 20261121 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
  const { round, policy } = read({ positions: [toyPost('J', 'MID')] });
  expect(() => benchForecast(round, policy, { years: 6 })).toThrow('E_NUM_RANGE at /years');
});

it('compositionOf groups by values of any type, in their order, and names every kind of reader', async () => {
  const people = ['10', '9', '9'].map((n, k) => ({ id: `P${k}`, evidence: [item('skill', Number(n)), item('cleared', k < 2), item('fields', k ? ['law', 'works'] : []), item('born2', `20${n.padStart(2, '0')}-01-01`), item('grade', k ? 'low' : 'high')] }));
  const { round, policy } = read({ positions: [toyPost('J', 'MID', { requires: [{ attribute: 'skill', is: '>=', value: 1 }] })], people: people }, (p) => {
    p.attributes['born2'] = { of: 'person', type: 'date', label: { en: 'a date' } };
    p.attributes['grade'] = { of: 'person', type: 'ordered', label: { en: 'grade' }, values: ['low', 'high'] };
    p.ties.order = [{ attribute: 'skill', direction: 'ascending', citation: own }];
  });
  const proposal = await propose(round, policy);
  const values = (attribute: string) => compositionOf(proposal, round, policy, attribute).whole.groups.map((g) => g.value);
  expect(values('skill')).toEqual([9, 10]);
  expect(values('cleared')).toEqual([false, true]);
  expect(values('fields')).toEqual([['law', 'works'], []]); // by their text as JSON
  expect(values('born2')).toEqual(['2009-01-01', '2010-01-01']);
  expect(values('grade')).toEqual(['low', 'high']);
  expect(compositionOf(proposal, round, policy, 'skill').readers).toEqual([{ kind: 'criterion', id: 'skill' }, { kind: 'requirement', id: 'J' }, { kind: 'tie', id: 'skill' }]);
  expect(compositionOf(proposal, round, policy, 'cleared').readers).toEqual([{ kind: 'gate', id: 'cleared' }]);
  expect(await swapTest(round, policy, 'senior')).toEqual({ attribute: 'senior', values: [], people: 0, swaps: 0, pairs: [], moved: [] });
  await expect(swapTest(round, policy, 'field')).rejects.toThrow('E_REF_UNKNOWN at /attribute');
});

it('compositionOf refuses a proposal without a feasible plan of that kind', async () => {
  const { round, policy } = read({ positions: [toyPost('J', 'MID', { mustFill: { reason: 'the law' } })], people: [] });
  const proposal = await propose(round, policy);
  expect(() => compositionOf(proposal, round, policy, 'senior')).toThrow('E_FORMAT at /certain');
  expect(() => compositionOf(proposal, round, policy, 'senior', { plan: 'conditional' })).toThrow('E_FORMAT at /conditional');
});
