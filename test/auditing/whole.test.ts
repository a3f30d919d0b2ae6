import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audit, readTable, reveal, type Audit, type AuditOptions, type Past } from '../../src/audit.js';
import { canonicalJson } from '../../src/canonical/index.js';
import { ROLES, type BreachRule } from '../../src/auditing/past.js';
import { times } from '../support/times.js';

const citation: BreachRule['citation'] = { source: 'Rule 1', confidence: 'C1' };

const person = fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6');
const actor = fc.constantFrom('a1', 'a2', 'p5');
const decision = fc.constantFrom('d1', 'd2', 'd3', 'd4', 'd5');
const post = fc.constantFrom('post1', 'post2', 'post3');
const day = fc.constantFrom('2022-01-10', '2022-05-01', '2023-01-10');
const points = fc.integer({ min: 0, max: 400 }).map((n) => n / 4);
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const some = <T>(of: fc.Arbitrary<T>, key: (row: T) => string, maxLength: number): fc.Arbitrary<T[]> => fc.uniqueArray(of, { selector: key, maxLength });
/** Without the fields that are undefined: absent is unknown. */
const plain = <T>(row: T): T => JSON.parse(JSON.stringify(row)) as T;

/** Small records with every table, whole or in part, and nothing wrong with them. */
const records: fc.Arbitrary<Past> = fc.record({
  levels: fc.constant(['low', 'high']),
  stages: fc.constant(['applied', 'interviewed', 'chosen']),
  positions: maybe(fc.constant([{ id: 'post1', unit: 'u1', level: 'low', class: 3 }, { id: 'post2', unit: 'u2', level: 'high', class: 8 }, { id: 'post3', unit: 'u1', level: 'low' }])),
  decisions: fc.tuple(...['d1', 'd2', 'd3', 'd4', 'd5'].map((id) => fc.record({ id: fc.constant(id), position: post, on: fc.constantFrom('2024-01-10', '2024-05-01', '2025-01-10'), decider: maybe(actor), noticed: maybe(fc.constant('2023-12-01')), closed: maybe(fc.constant('2023-12-20')), opened: maybe(fc.constant('2024-01-02')), kind: maybe(fc.constantFrom('promotion', 'rotation')) }))),
  candidates: some(fc.record({ decision, person, chosen: fc.boolean(), eligible: maybe(fc.boolean()), score: maybe(points), reached: maybe(fc.constantFrom('applied', 'interviewed')), withdrew: maybe(fc.constant('2024-01-05')), ties: maybe(fc.dictionary(fc.constantFrom('referred', 'party'), fc.boolean(), { maxKeys: 2 })), strata: maybe(fc.record({ grade: fc.constantFrom('II', 'III', null) })) }), (row) => `${row.decision} ${row.person}`, 20),
  roster: maybe(some(fc.record({ person, position: post, from: day, to: maybe(fc.constant('2024-03-01')), acting: maybe(fc.boolean()) }), (row) => `${row.person} ${row.position} ${row.from}`, 8)),
  requirements: maybe(some(fc.record({ position: post, attribute: fc.constantFrom('years', 'degree'), is: fc.constantFrom('>=' as const, '=' as const), value: fc.constantFrom(2, 5), from: maybe(day) }), (row) => `${row.position} ${row.attribute} ${row.from ?? ''}`, 5)),
  evidence: maybe(fc.array(fc.record({ person, attribute: fc.constantFrom('years', 'degree'), value: fc.constantFrom(1, 3, 6), date: day, by: maybe(actor) }), { maxLength: 8 })),
  scores: maybe(fc.array(fc.record({ criterion: maybe(fc.constantFrom('c1', 'c2')), value: points, on: fc.constantFrom('2023-12-28', '2024-01-09'), by: maybe(actor) }), { maxLength: 12 })),
  weights: maybe(fc.constant([{ criterion: 'c1', weight: 60, on: '2023-01-01' }, { criterion: 'c2', weight: 40, on: '2023-01-01' }])),
  roles: maybe(some(fc.record({ decision, actor, role: fc.constantFrom(...ROLES), statement: maybe(fc.constant('2023-12-30')), recused: maybe(fc.constant('all' as const)) }), (row) => `${row.decision} ${row.actor} ${row.role}`, 8)),
  relations: maybe(some(fc.record({ a: actor, b: person, kind: fc.constantFrom('kin', 'party'), degree: maybe(fc.integer({ min: 0, max: 5 })), from: maybe(day) }), (row) => `${row.a} ${row.b} ${row.kind} ${row.degree ?? ''} ${row.from ?? ''}`, 8).map((rows) => rows.filter((row) => row.a !== row.b))),
  relationsComplete: maybe(fc.constant([{ kind: 'kin', source: 'register', date: '2024-12-31' }])),
}).map(({ scores, ...rest }) => {
  const of = scores && rest.candidates.length > 0 ? scores.map((row, k) => ({ ...row, decision: rest.candidates[k % rest.candidates.length]!.decision, person: rest.candidates[k % rest.candidates.length]!.person, order: k })) : undefined;
  return plain({ ...rest, ...(of && { scores: of }) }) as unknown as Past;
});

const options: AuditOptions = { draws: 99, minimum: { cell: 1, decider: 1 }, rules: [{ kind: 'winner-eligible', id: 'eligible', label: 'Only the eligible', citation }, { kind: 'tenure', id: 'tenure', label: 'Two years', months: 24, citation }] };

/** Every number of a document is finite, nothing is undefined, and the strip adds up. */
function sound(done: Audit): void {
  const text = canonicalJson(done); // throws on NaN, infinities and undefined
  expect(JSON.parse(text)).toEqual(done);
  expect(text).not.toMatch(/"(p[1-6]|a[12])"/);
  const declared = new Set(done.family.tests.map((test) => test.id));
  expect(done.tests!.map((test) => test.id)).toEqual([...declared].sort());
  for (const test of done.tests!) expect(test.p === null ? test.notTestable !== null : test.adjusted !== null && test.notTestable === null).toBe(true);
  for (const { test } of done.findings) if (test && declared.has(test.id)) expect(test.p === null || test.adjusted !== null).toBe(true);
  expect(done.strip.audited + done.strip.cannot.reduce((sum, row) => sum + row.decisions, 0)).toBe(done.strip.decisions);
  for (const { alternatives, ask } of done.findings) expect([alternatives.length > 0, ask.length > 0]).toEqual([true, true]);
}

describe('audit(past)', () => {
  it('of any sound record is plain data without names, the same bytes for any order of rows', async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.nat(), async (past, turn) => {
        const done = await audit(past, options);
        sound(done);
        const turned = Object.fromEntries(Object.entries(past).map(([name, rows]) => {
          if (!Array.isArray(rows) || name === 'levels' || name === 'stages' || rows.length === 0) return [name, rows];
          const k = turn % rows.length;
          return [name, [...(rows as unknown[]).slice(k), ...(rows as unknown[]).slice(0, k)].reverse()];
        })) as Past;
        expect(canonicalJson(await audit(turned, options))).toBe(canonicalJson(done));
      }),
      { numRuns: times(25, 150) },
    );
  });

  const none = (past: Past): Promise<Audit> => audit(past, options);
  it('says why it cannot be audited where next to nothing was given', async () => {
    sound(await none({}));
    const done = await none({ decisions: [{ id: 'd1', position: 'post1', on: '2024-01-01' }] });
    sound(done);
    expect(done.strip.cannot).toEqual([{ because: 'no-candidates', decisions: 1 }]);
    expect(done.strip.rungs.map((rung) => rung.because)).toEqual(['no-roster', 'no-eligibility', 'no-scores', 'no-relations']);
  });
});

describe('reveal', () => {
  it('names the people of the very document that `audit` gave', async () => {
    const past = { decisions: [{ id: 'd1', position: 'post1', on: '2024-01-01' }], people: [{ id: 'p1', name: 'Ana' }, { id: 'p2' }], candidates: [{ decision: 'd1', person: 'p1', chosen: true, score: 5 }, { decision: 'd1', person: 'p2', chosen: false, score: 7 }] };
    const { names } = await reveal(await audit(past), past, { by: 'inspector 4', on: '2024-02-01', reason: 'case 12' });
    expect([...names.values()].map(({ id }) => id).sort()).toEqual(['p1', 'p2']);
  });
});

describe('what cannot be tested', () => {
  /** Four decisions of three people each, of whom the first is chosen. */
  const past = (change: (row: NonNullable<Past['candidates']>[number], k: number) => Partial<NonNullable<Past['candidates']>[number]>, decider?: string): Past => ({
    decisions: ['d1', 'd2', 'd3', 'd4'].map((id) => ({ id, position: id, on: '2024-01-10', ...(decider !== undefined && { decider }) })),
    candidates: ['d1', 'd2', 'd3', 'd4'].flatMap((id, d) => [0, 1, 2].map((n) => {
      const row = { decision: id, person: `p${d}${n}`, chosen: n === 0, eligible: true, score: 50 + n, ties: { referred: n === 1 } };
      return { ...row, ...change(row, n) };
    })),
  });
  const cannotOf = async (record: Past): Promise<string[]> => {
    const done = await audit(record, { ...options, rules: [] });
    sound(done);
    return [...done.cannot.map((row) => `${row.part} ${row.because}`), ...done.family.tests.map(({ id }) => id), ...done.ladders.map((ladder) => ladder.claim)];
  };

  it('nobody connected, everybody connected, nothing known of ties: by name', async () => {
    expect(await cannotOf(past(() => ({ ties: { referred: false } })))).toEqual(expect.arrayContaining(['ladder:referred nobody-connected', 'not-testable']));
    expect(await cannotOf(past(() => ({ ties: { referred: true } })))).toEqual(expect.arrayContaining(['ladder:referred everybody-connected', 'not-testable']));
    expect(await cannotOf(past(() => ({ ties: {} })))).not.toContain('ladder:referred:merit');
  });

  it('one decider only, nobody chosen, no scores: by name', async () => {
    expect(await cannotOf(past(() => ({}), 'mayor'))).toContain('deciders one-decider');
    expect(await cannotOf(past(() => ({ chosen: false })))).toContain('decision nobody-chosen');
    const scored = past(() => ({}));
    expect(await cannotOf({ ...scored, candidates: scored.candidates!.map(({ score: _, ...row }) => row) })).toContain('ranks no-scores');
  });

  it('a winner who was not eligible is a breach, and left out of what assumes that he was', async () => {
    const done = await audit(past((_, n) => ({ eligible: n !== 0 })), options);
    sound(done);
    expect(done.findings.filter((finding) => finding.code === 'winner-not-eligible')).toHaveLength(4);
    expect(done.cannot.map((row) => row.because)).toContain('winner-not-eligible');
  });

  it('zero margins: everybody chosen', async () => {
    const done = await audit(past(() => ({ chosen: true })), { ...options, rules: [] });
    sound(done);
    expect(done.ladders[0]!.claim).toBe('not-testable');
  });
});

describe('five lines', () => {
  it('give the strip of a small table', async () => {
    const csv = `id,post,day,referred,points,won
1,A,2024-01-10,yes,61,yes
2,A,2024-01-10,no,75,no
3,B,2024-02-10,yes,58,yes
4,B,2024-02-10,no,70,no
5,C,2024-03-10,no,66,yes
6,C,2024-03-10,yes,,no
`;
    const past = readTable(csv, { person: 'id', decision: 'post', on: 'day', score: 'points', chosen: { column: 'won', is: 'yes' }, ties: { referred: { column: 'referred', is: 'yes' } } });
    const done = await audit(past);
    sound(done);
    expect(done.strip).toMatchObject({ decisions: 3, audited: 3, breaches: 0, cannot: [] });
    expect(done.findings.map((finding) => `${finding.code} ${finding.decision}`)).toEqual(['better-passed-over A', 'better-passed-over B']);
    expect(done.ladders[0]!.claim).toBe('cannot-be-detected');
    expect(done.input).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});
