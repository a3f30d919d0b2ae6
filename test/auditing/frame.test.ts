import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, hashDocument } from '../../src/canonical/index.js';
import type { MeritError } from '../../src/errors/index.js';
import { auditBy } from '../../src/auditing/audit.js';
import { Results } from '../../src/auditing/family.js';
import { namesOf } from '../../src/auditing/names.js';
import { part, type AuditPart } from '../../src/auditing/part.js';
import { audit as fullAudit, parsePast, readPast, reveal, type Audit, type AuditDay, type AuditOptions, type Past } from '../../src/audit.js';
import type { RawFinding, Study } from '../../src/auditing/study.js';
import { times } from '../support/times.js';

const past: Past = {
  levels: ['officer', 'head'],
  positions: [{ id: 'post1', unit: 'works', level: 'head' }, { id: 'post2', unit: 'parks', level: 'officer' }],
  people: ['ana', 'ben', 'cyn', 'dan'].map((id) => ({ id, name: `${id} of Townville` })),
  decisions: [
    { id: 'd1', position: 'post1', on: '2024-03-01', decider: 'mayor' },
    { id: 'd2', position: 'post2', on: '2024-05-01', decider: 'mayor' },
    { id: 'd3', position: 'post2', on: '2024-06-01' },
  ],
  candidates: [
    { decision: 'd1', person: 'ana', chosen: false, eligible: true, score: 80.25, ties: { referred: false } },
    { decision: 'd1', person: 'ben', chosen: true, eligible: true, ties: { referred: true }, strata: { grade: 'II' } },
    { decision: 'd2', person: 'cyn', chosen: false, ties: {} },
  ],
  scores: [
    { decision: 'd1', person: 'ben', value: 60, on: '2024-02-01' },
    { decision: 'd1', person: 'ben', value: 71.5, on: '2024-02-20' },
  ],
  replies: [{ decision: 'd1', on: '2024-09-01', text: 'It was urgent.', document: 'letter 4' }, { decision: 'd1', on: '2024-08-01', text: 'No.' }, { on: '2024-10-01', text: 'of nothing' }],
};

const finding = (code: RawFinding['code'], kind: RawFinding['kind'], more: Partial<RawFinding>): RawFinding => ({
  id: '', kind, code, rung: 'scores', decision: null, position: null, unit: null, on: null, document: null, row: null, tie: null, people: [], measured: [], effect: null, test: null, rule: null,
  alternatives: ['chance'], ask: ['see-minutes'], rate: null, reply: null, ...more,
});

/** Parts that say who was chosen, and make three tests: one plain, one that could never reject, one that could not be made. */
const parts: readonly AuditPart[] = [
  part(
    'ranks',
    (study, tests) => {
      const chosen = study.cases.flatMap((one) => one.people.filter((person) => person.chosen).map((person) => ({ one, person })));
      const test = tests.give('ranks:referred', { method: 'exact', alternative: 'greater', minimumP: 0.001, p: 0.02, notTestable: null });
      return {
        section: {
          rows: chosen.map(({ one, person }) => ({ decision: one.id, chosen: person.person, eligible: 2, rank: 2, skipped: 1, relative: 0.75, provisional: false, ties: {}, because: null })),
          tests: [{ tie: 'referred', test }],
        },
        findings: [
          finding('rank-difference', 'effect', { tie: 'referred', test }),
          ...chosen.map(({ one, person }) => finding('better-passed-over', 'case', { decision: one.id, on: one.on, people: [{ role: 'chosen', person: person.person }, { role: 'decider', person: one.decider! }] })),
        ],
        cannot: [{ decision: 'd3', part: 'ranks', because: 'no-candidates' }],
      };
    },
    ({ rows, tests }) => ({ ranks: rows, rankTests: tests }),
    () => [{ id: 'ranks:referred', question: 'ranks', method: 'exact', alternative: 'greater' }],
  ),
  part(
    'deviations',
    (_, tests) => {
      tests.give('deviations:referred', { method: 'exact', alternative: 'two-sided', minimumP: 0.5, p: 0.7, notTestable: null });
      tests.give('reciprocity', { method: 'exact', alternative: 'two-sided', minimumP: null, p: null, notTestable: 'no-relations' });
      return { section: null, findings: [finding('winner-not-eligible', 'breach', { decision: 'd1' })], cannot: [] };
    },
    () => ({}),
    () => ['reciprocity', 'deviations:referred'].map((id) => ({ id, question: id, method: 'exact', alternative: 'two-sided' as const })),
  ),
];

const run = (input: Past | string = past, options: AuditOptions = {}): Promise<Audit> => auditBy(parts, input, options);
const rule = { id: 'r', label: 'r', kind: 'notice', citation: { own: 'rule 1' } };
const codes = async (promise: Promise<unknown>): Promise<string[]> => {
  try {
    await promise;
    return [];
  } catch (error) {
    return (error as MeritError).issues.map((issue) => `${issue.code} ${issue.path}`);
  }
};

describe('an audit', () => {
  it('counts what was audited and says why the rest was not', async () => {
    const { strip, cannot } = await run();
    expect(strip).toMatchObject({ decisions: 3, audited: 1, breaches: 1, cannot: [{ because: 'no-candidates', decisions: 1 }, { because: 'nobody-chosen', decisions: 1 }] });
    expect(strip.rungs.map((rung) => rung.because)).toEqual(['no-roster', null, null, null]);
    expect(strip.log).toEqual({ integrity: 'no-log', anchored: null, erased: null });
    expect(cannot).toContainEqual({ decision: 'd2', part: 'decision', because: 'nobody-chosen' });
  });

  it('a test that a part declared and did not make is told as one without data', async () => {
    const declares = part('look', () => ({ section: null, findings: [], cannot: [] }), () => ({}), () => [{ id: 'look:x', question: 'x?', method: 'exact', alternative: 'two-sided' }]);
    expect((await auditBy([declares], past)).tests).toEqual([{ id: 'look:x', method: 'exact', alternative: 'two-sided', minimumP: null, p: null, adjusted: null, rejected: null, notTestable: 'no-data' }]);
  });

  it('takes a result of a declared test alone, and once', () => {
    const results = new Results([{ id: 'a', question: 'a?', method: 'exact', alternative: 'greater' }]);
    const raw = { method: 'exact', alternative: 'greater', minimumP: null, p: 0.5, notTestable: null } as const;
    expect(results.give('a', raw)).toMatchObject({ id: 'a', p: 0.5, adjusted: null, rejected: null });
    expect(() => results.give('a', raw)).toThrow('the test a was made twice');
    expect(() => results.give('b', raw)).toThrow('the test b was not declared');
  });

  it('does not begin where its caller has stopped it already', async () => {
    expect(await codes(fullAudit(past, { signal: AbortSignal.abort() }))).toEqual(['E_ABORTED ']);
  });

  it('what is not said of a log is null', async () => {
    const log = { integrity: 'holds' } as unknown as NonNullable<AuditOptions['log']>;
    expect((await run(past, { log })).strip.log).toEqual({ integrity: 'holds', anchored: null, erased: null });
  });

  it('of the replies that fit by code, person and decision the latest stands beside a finding', async () => {
    const reply = async (replies: Past['replies']): Promise<unknown[]> => (await run({ ...past, replies })).findings.map((row) => row.reply);
    expect(await reply([{ code: 'better-passed-over', on: '2024-12-01', text: 'a' }, { decision: 'd1', on: '2024-09-01', text: 'b', document: 'letter' }]))
      .toEqual([{ on: '2024-09-01', document: 'letter' }, null, { on: '2024-12-01', document: null }]);
    expect(await reply([{ person: 'ben', on: '2024-10-01', text: 'c' }, { person: 'ben', code: 'winner-not-eligible', on: '2024-11-01', text: 'd' }])).toEqual([null, null, { on: '2024-10-01', document: null }]);
  });

  it('puts breaches first and numbers findings; the latest reply stands beside what it speaks of', async () => {
    const { findings } = await run();
    expect(findings.map((row) => `${row.id} ${row.code}`)).toEqual(['F-0001 winner-not-eligible', 'F-0002 rank-difference', 'F-0003 better-passed-over']);
    expect(findings[2]!.reply).toEqual({ on: '2024-09-01', document: 'letter 4' });
    expect(findings[1]!.reply).toBeNull();
  });

  it('corrects the declared family everywhere, leaving out what could never reject or could not be made', async () => {
    const { family, findings, rankTests } = await run();
    expect(family.tests.map((test) => test.id)).toEqual(['deviations:referred', 'ranks:referred', 'reciprocity']);
    expect(rankTests[0]!.test).toMatchObject({ p: 0.02, adjusted: 0.02, rejected: true });
    expect(findings[1]!.test).toEqual(rankTests[0]!.test);
    expect((await run(past, { level: 0.01 })).rankTests[0]!.test.rejected).toBe(false);
  });

  it('records the declaration before any part runs, and its hash follows from what is recorded', async () => {
    const events: string[] = [];
    let text = '';
    const spy: AuditPart = { ...parts[0]!, run: (study, tests) => (events.push('run'), parts[0]!.run(study, tests)) };
    const record = (plan: string): Promise<{ index: number; id: string }> => ((text = plan), events.push('record'), Promise.resolve({ index: 7, id: 'entry' }));
    const { family, input } = await auditBy([spy, parts[1]!], past, { record });
    expect(events).toEqual(['record', 'run']);
    expect(family.logged).toEqual({ index: 7, id: 'entry' });
    const plan = JSON.parse(text) as Record<string, unknown>;
    expect(hashDocument('meritra/audit-plan/0', plan)).toBe(family.hash);
    expect(plan).toMatchObject({ format: 'meritra/audit-plan/0', input, seed: 1, draws: 9999, correction: 'holm', level: 0.05, ties: ['referred'] });
    const { tests, level, correction, conditions } = family;
    expect(hashDocument('meritra/audit-plan/0', { format: 'meritra/audit-plan/0', input, seed: 1, ...conditions, level, correction, tests })).toBe(family.hash); // from the audit alone
    await expect(auditBy(parts, past, { record: () => Promise.reject(new Error('no log')) })).rejects.toThrow('no log');
  });

  it('names nobody, and is frozen plain data', async () => {
    const audit = await run();
    const text = canonicalJson(audit);
    for (const name of ['"ana"', '"ben"', '"cyn"', '"mayor"', 'Townville', 'urgent']) expect(text).not.toContain(name);
    expect(audit.findings[2]!.people.map((row) => row.person[0])).toEqual(['P', 'A']);
    expect(canonicalJson(JSON.parse(text))).toBe(text);
    expect(Object.isFrozen(audit.findings[0]!.people)).toBe(true);
  });

  it('gives the same bytes for any order of rows', async () => {
    const before = canonicalJson(await run());
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(past.candidates!, { minLength: 3 }), fc.shuffledSubarray(past.decisions!, { minLength: 3 }), fc.shuffledSubarray(past.people!, { minLength: 4 }), async (candidates, decisions, people) => {
        expect(canonicalJson(await run({ ...past, candidates, decisions, people, scores: [...past.scores!].reverse(), replies: [...past.replies!].reverse() }))).toBe(before);
      }),
      { numRuns: times(25, 150) },
    );
  });

  it('stops when the caller says so, and tells how far it is', async () => {
    const control = new AbortController();
    const phases: string[] = [];
    const options: AuditOptions = { signal: control.signal, onProgress: ({ phase, done, total }) => (phases.push(`${phase} ${done}/${total}`), control.abort()) };
    expect(await codes(run(past, options))).toEqual(['E_ABORTED ']);
    expect(phases).toEqual(['ranks 0/2']);
  });

  const bad: readonly [name: string, options: Record<string, unknown>, problem: string][] = [
    ['an unknown option', { sead: 1 }, 'E_KEY_UNKNOWN /options/sead'],
    ['a tie nobody has', { ties: [{ id: 'kin', label: 'kin', from: 'stated' }] }, 'E_REF_UNKNOWN /options/ties/0/id'],
    ['a tie from nowhere', { ties: [{ id: 'kin', label: 'kin', from: 'hearsay' }] }, 'E_VALUE_UNKNOWN /options/ties/0/from'],
    ['one tie twice', { ties: [{ id: 'referred', label: 'a', from: 'stated' }, { id: 'referred', label: 'b', from: 'stated' }] }, 'E_ID_DUPLICATE /options/ties/1/id'],
    ['a least cell misspelt', { minimum: { cel: 1 } }, 'E_KEY_UNKNOWN /options/minimum/cel'],
    ['a lateness misspelt', { late: { chnge: 1 } }, 'E_KEY_UNKNOWN /options/late/chnge'],
    ['a log that is neither', { log: { integrity: 'fine', anchored: null, erased: 0 } }, 'E_VALUE_UNKNOWN /options/log/integrity'],
    ['a rung that is no list', { ladder: { unit: 'decision' } }, 'E_TYPE /options/ladder/unit'],
    ['rules that are no list', { rules: {} }, 'E_TYPE /options/rules'],
    ['a day without decisions', { days: [{}] }, 'E_TYPE /options/days/0/decisions'],
    ['a stratum nobody has', { ladder: { merit: ['grade', 'rating'] } }, 'E_REF_UNKNOWN /options/ladder/merit/1'],
    ['a rung that is none', { ladder: { merrit: [] } }, 'E_KEY_UNKNOWN /options/ladder/merrit'],
    ['a level of 5', { level: 5 }, 'E_NUM_RANGE /options/level'],
    ['half a seed', { seed: 0.5 }, 'E_NUM_INT /options/seed'],
    ['no draws', { draws: 0 }, 'E_NUM_RANGE /options/draws'],
    ['another correction', { correction: 'none' }, 'E_VALUE_UNKNOWN /options/correction'],
    ['later evidence that is neither', { laterEvidence: 'warn' }, 'E_VALUE_UNKNOWN /options/laterEvidence'],
    ['two rules of one id', { rules: [{ ...rule, days: 7 }, { ...rule, days: 14 }] }, 'E_ID_DUPLICATE /options/rules/1/id'],
    ['a window that ends before it begins', { rules: [{ ...rule, kind: 'freeze', from: '2024-02-01', to: '2024-01-31' }] }, 'E_DATE_ORDER /options/rules/0/to'],
    ['a decision of two days', { days: [{ decisions: ['d1', 'd1'], round: { asOf: '2024-01-01' } }] }, 'E_ID_DUPLICATE /options/days/0/decisions/1'],
    ['a rule that is none', { rules: [{ kind: 'tenure', id: 'r' }] }, 'E_VALUE_MISSING /options/rules/0/months'],
    ['a day for an unknown decision', { days: [{ decisions: ['d9'], round: { asOf: '2024-01-01' } }] }, 'E_REF_UNKNOWN /options/days/0/decisions/0'],
    ['a day after its decision', { days: [{ decisions: ['d1'], round: { asOf: '2024-03-02' } }] }, 'E_DATE_ORDER /options/days/0/round/asOf'],
  ];
  it.each(bad)('refuses %s', async (_, options, expected) => expect(await codes(run(past, options as AuditOptions))).toContain(expected));

  it('refuses a kind of relation that the record does not have, unless it gives no relations at all', async () => {
    const options: AuditOptions = { ties: [{ id: 'kin', label: 'kin', from: 'relations', kinds: ['kin', 'friend', 'work'] }] };
    const relations: Past['relations'] = [{ a: 'mayor', b: 'ben', kind: 'kin' }];
    expect(await codes(run({ ...past, relations, relationsComplete: [{ kind: 'friend', source: 'x', date: '2024-01-01' }] }, options))).toEqual(['E_REF_UNKNOWN /options/ties/0/kinds/2']);
    expect(await codes(run(past, options))).toEqual([]);
  });

  it('refuses what was dated after the decision, at its place in the input, or leaves it out and says so', async () => {
    const later: Past = {
      ...past,
      scores: [{ decision: 'd1', person: 'ben', value: 90, on: '2024-03-02' }, ...past.scores!],
      evidence: [{ person: 'cyn', attribute: 'degree', value: 'law', date: '2024-05-02' }, { person: 'ana', attribute: 'degree', value: 'law', date: '2024-01-01' }, { person: 'dan', attribute: 'degree', value: 'law', date: '2024-06-02' }],
    };
    expect(await codes(run(later))).toEqual(['E_DATE_ORDER /scores/0/on', 'E_DATE_ORDER /evidence/0/date', 'E_DATE_ORDER /evidence/2/date']);
    const folder = readPast({ 'decisions.csv': 'id,position,on\nd1,p,2024-03-01\n', 'candidates.csv': 'decision,person,chosen\nd1,ben,true\n', 'scores.csv': 'decision,person,value,on\nd1,ben,1,2024-01-01\nd1,ben,2,2024-03-02\n' });
    expect(await codes(run(folder.past))).toEqual(['E_DATE_ORDER scores.csv:3:4']);
    let seen: Study | undefined;
    const look = part('look', (study) => ((seen = study), { section: null, findings: [], cannot: [] }), () => ({}));
    const { strip } = await auditBy([look], later, { laterEvidence: 'ignore', caveats: ['machine-extracted'] });
    expect(strip.caveats).toEqual(['later-evidence:3', 'machine-extracted']);
    expect(seen!.past.evidence).toHaveLength(1);
    expect(seen!.byId.get('d1')!.people.map((person) => person.score)).toEqual([802_500, 715_000]);
  });
});

describe('the cases of a study', () => {
  it('keep unknown unknown, and take the last total where no score was stated', async () => {
    let seen: Study | undefined;
    await auditBy([part('look', (study) => ((seen = study), { section: null, findings: [], cannot: [] }), () => ({}))], past);
    const [d1, d2] = seen!.cases;
    expect(d1).toMatchObject({ id: 'd1', unit: 'works', level: 1, seats: 1, day: 19_783, from: 'stated' });
    const [ana, ben] = d1!.people;
    expect([ana!.score, ben!.score]).toEqual([802_500, 715_000]);
    expect([...ben!.strata]).toEqual([['grade', 'II']]);
    expect([...ana!.strata]).toEqual([['grade', 'missing']]);
    expect([...ana!.ties, ...ben!.ties]).toEqual([['referred', false], ['referred', true]]);
    const [cyn] = d2!.people;
    expect([cyn!.eligible, cyn!.score, cyn!.ties.size, cyn!.stage]).toEqual(['unknown', null, 0, null]);
  });

  it('have no score where several people rated and nobody put it together', async () => {
    const scores = [{ decision: 'd1', person: 'ben', value: 60, on: '2024-02-01', by: 'r1' }, { decision: 'd1', person: 'ben', value: 70, on: '2024-02-01', by: 'r2' }];
    const found: (number | null)[] = [];
    const look = part('look', (study) => (found.push(study.byId.get('d1')!.people[1]!.score), { section: null, findings: [], cannot: [] }), () => ({}));
    await auditBy([look], { ...past, scores });
    await auditBy([look], { ...past, scores: scores.slice(0, 1) });
    expect(found).toEqual([null, 600_000]);
  });
});

describe('reveal(audit, past, request)', () => {
  const request = { by: 'inspector 4', on: '2024-11-01', reason: 'case 12' };

  it('gives the people behind pseudonyms, and an audit that says who asked, when and why', async () => {
    const audit = await run();
    const { names, audit: after } = await reveal(audit, past, request);
    expect([...names.values()]).toEqual(expect.arrayContaining([{ id: 'ben', name: 'ben of Townville' }, { id: 'mayor' }]));
    expect(names.get(audit.ranks[0]!.chosen)!.id).toBe('ben');
    expect(after.reveals).toEqual([{ ...request, people: [...names.keys()], logged: null }]);
    expect(audit.reveals).toEqual([]);
    expect({ ...after, reveals: [] }).toEqual(audit);
    const one = await reveal(after, JSON.stringify(past), { ...request, people: [audit.ranks[0]!.chosen] });
    expect(one.names.size).toBe(1);
    expect(one.audit.reveals).toHaveLength(2);
  });

  it('is recorded first: where that fails nobody is named', async () => {
    const audit = await run();
    await expect(reveal(audit, past, { ...request, record: () => Promise.reject(new Error('no log')) })).rejects.toThrow('no log');
    let text = '';
    const { audit: after } = await reveal(audit, past, { ...request, record: (line) => ((text = line), Promise.resolve({ index: 3, id: 'e' })) });
    expect(JSON.parse(text)).toMatchObject({ format: 'meritra/audit-reveal/0', by: 'inspector 4', reason: 'case 12' });
    expect(after.reveals[0]!.logged).toEqual({ index: 3, id: 'e' });
    for (const name of ['ben', 'mayor']) expect(text).not.toContain(`"${name}"`);
  });

  const bad: readonly [name: string, changed: Record<string, unknown>, problem: string][] = [
    ['nobody who asks', { by: ' ' }, 'E_STATE /by'],
    ['no reason', { reason: undefined }, 'E_STATE /reason'],
    ['no day', { on: 'today' }, 'E_DATE_FORMAT /on'],
    ['a day that is no text', { on: 20241101 }, 'E_DATE_FORMAT /on'],
    ['a pseudonym that the audit does not hold', { people: ['P-9999'] }, 'E_REF_UNKNOWN /people/0'],
  ];
  it.each(bad)('refuses %s', async (_, changed, expected) => expect(await codes(reveal(await run(), past, { ...request, ...changed }))).toEqual([expected]));

  it('finds people whom only the rounds of the days know, given the days', () => {
    const record = parsePast(past).past;
    const days = [{ decisions: [], round: { people: [{ id: 'ben' }, { id: 'eve' }] } }] as unknown as AuditDay[];
    const [alone, with_] = [namesOf(record), namesOf(record, days)];
    for (const id of ['ana', 'ben', 'cyn', 'dan', 'mayor']) expect(with_.of(id)).toBe(alone.of(id));
    expect([with_.of('eve'), with_.idOf('P-0005'), alone.idOf('P-0005')]).toEqual(['P-0005', 'eve', undefined]);
    expect(() => alone.of('eve')).toThrow('impossible state');
  });

  it('says that days may be missing where the record alone does not know somebody', async () => {
    const audit = await run();
    const stranger: Audit = { ...audit, findings: [{ ...audit.findings[0]!, people: [{ role: 'chosen', person: 'P-0005' }] }] };
    expect(await codes(reveal(stranger, past, request))).toEqual(['E_REF_UNKNOWN ']);
    expect(await codes(reveal(stranger, past, { ...request, people: ['P-0005'] }))).toEqual(['E_REF_UNKNOWN /people/0']);
    await expect(reveal(stranger, past, request)).rejects.toThrow('pass them as `days`');
  });

  it('names those who gave scores and those whose scores nobody signed', async () => {
    const scores = [['ben', 60, '2024-02-01'], ['ben', 70, '2024-02-20']].flatMap(([person, value, on]) => [undefined, 'rater7'].map((by) => ({ decision: 'd1', person: person as string, value: value as number, on: on as string, ...(by && { by }) })));
    const made = await fullAudit({ ...past, scores });
    expect(made.timelines.map(({ by }) => by !== null).sort()).toEqual([false, true]);
    const { names } = await reveal(made, { ...past, scores }, request);
    expect([...names.values()].map(({ id }) => id)).toEqual(expect.arrayContaining(['ben', 'rater7']));
  });

  it('gives a name to whoever a statement or a recusal names alone', () => {
    const names = namesOf(parsePast({ decisions: past.decisions!, roles: [{ decision: 'd1', actor: 'mayor', role: 'panel', declared: ['eve'], recused: ['fay'] }] }).past);
    expect(['mayor', 'eve', 'fay'].map((id) => names.idOf(names.of(id)))).toEqual(['mayor', 'eve', 'fay']);
  });

  it('refuses another record', async () => {
    expect(await codes(reveal(await run(), { ...past, title: 'Another' }, request))).toEqual(['E_INPUT_HASH ']);
  });
});

describe('pseudonyms', () => {
  it('stand in an order that tells nothing of ids, and are others for another record', async () => {
    const decisions = Array.from({ length: 200 }, (_, k) => ({ id: `d${k}`, position: 'p', on: '2024-01-01', decider: 'mayor' }));
    const many = (title: string): Past => parsePast({ title, decisions, candidates: decisions.map(({ id }, k) => ({ decision: id, person: `p${String(k).padStart(3, '0')}`, chosen: true })) }).past;
    const numbers = async (title: string): Promise<number[]> => {
      const audit = await run(many(title));
      const { names } = await reveal(audit, many(title), { by: 'x', on: '2024-01-01', reason: 'y' });
      return [...names].sort((a, b) => (a[1].id < b[1].id ? -1 : 1)).filter(([, { id }]) => id !== 'mayor').map(([name]) => Number(name.slice(2)));
    };
    const one = await numbers('one');
    const rising = one.filter((n, k) => k > 0 && n > one[k - 1]!).length;
    expect(one).toHaveLength(200);
    expect(Math.abs(rising - 99.5)).toBeLessThan(25); // rises of a random order: mean 99.5, sd 4.1
    expect(await numbers('two')).not.toEqual(one);
  });
});
