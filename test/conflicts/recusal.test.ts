import { describe, expect, it } from 'vitest';
import { conflictRegister, parseRound, propose, recusalEffect, seal, type Actor, type Evidence, type Person, type Policy, type Relation, type Round } from '../../src/index.js';
import { factsOf } from '../../src/eligibility/index.js';
import { datumOf } from '../../src/policy/index.js';
import { locales, report } from '../../src/reporting/index.js';
import { explain } from '../../src/index.js';
import { between, random } from '../kernel/instances.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const own = { own: 'a choice made for the test' };
const signed = (on = '2026-11-01') => ({ on, document: 'form' });
const actor = (id: string, more: Partial<Actor> = {}): Actor => ({ id, role: 'scorer', statement: signed(), ...more });
const kin = (a: string, b: string, degree: number, kind = 'kin'): Relation => ({ a, b, kind, degree, source: 'S1' });
const rating = (value: number, by?: string, more: Partial<Evidence> = {}): Evidence => ({ attribute: 'exam', value, source: 'S1', ...(by !== undefined && { by }), ...more });
const cleared: Evidence = { attribute: 'cleared', value: true, source: 'S1' };

/** The toy policy with a rule on recusal; `mean` makes the exam the mean over the raters. */
const policyWith = (recusal: Partial<NonNullable<Policy['relations']['recusal']>> | null = {}, mean = false) =>
  seal(toyPolicy((p) => {
    if (recusal) p.relations.recusal = { maxDegree: 3, citation: own, ...recusal };
    if (mean) p.attributes['exam']!.combine = 'mean';
  }));
const POLICY = policyWith();

function read(parts: Partial<Round>, policy = POLICY): Round {
  return parseRound(toyRound({ positions: [toyPost('J1', 'TOP')], ...parts }), policy).round;
}

describe('the register of conflicts', () => {
  const people = ['A', 'B', 'C', 'D'].map((id) => toyPerson({ id }));
  const of = (actors: readonly Actor[], relations: readonly Relation[] = [], policy = POLICY, more: Partial<Round> = {}) =>
    conflictRegister(read({ people, actors: [...actors], relations: [...relations], ...more }, policy), policy.policy);

  it('lets act who signed by the day the names were opened, and nobody else', () => {
    const actors = [actor('X', { statement: signed('2026-11-10') }), actor('Y', { statement: signed('2026-11-11') }), { id: 'Z', role: 'decider' as const }];
    expect(of(actors, [], POLICY, { opened: '2026-11-10' }).map((e) => [e.actor, e.role, e.mayAct, e.reason])).toEqual([['X', 'scorer', true, null], ['Y', 'scorer', false, 'late'], ['Z', 'decider', false, 'silent']]);
    expect(of(actors).map((e) => e.mayAct)).toEqual([true, true, false]); // opened on the day of the round
  });

  it('needs no evidence, and holds for every role', () => {
    const roles = ['scorer', 'panel', 'proposer', 'spec-writer', 'issuer', 'decider'] as const;
    const bare = people.map((p) => ({ ...p, evidence: [] }));
    const entries = of(roles.map((role) => actor(role, { role, person: 'A' })), [kin('B', 'A', 2)], POLICY, { people: bare });
    for (const e of entries) expect(e).toMatchObject({ mayAct: true, mayNotJudge: [{ person: 'A', grounds: [{ from: 'self' }] }, { person: 'B', grounds: [{ from: 'relation', kind: 'kin', degree: 2 }] }] });
    expect(entries.map((e) => e.role)).toEqual([...roles].sort());
  });

  it('knows relatives up to the degree, from whichever side it was stated, and kinds whatever their degree', () => {
    const x = actor('X', { person: 'A', interests: [{ person: 'D', kind: 'partner' }, { person: 'C', kind: 'friend' }] });
    const relations = [kin('B', 'A', 3), kin('A', 'C', 4), kin('A', 'D', 4, 'godparent')];
    expect(of([x], relations)[0]!.mayNotJudge.map((m) => m.person)).toEqual(['A', 'B']);
    const wide = of([x], relations, policyWith({ kinds: ['partner', 'godparent'] }))[0]!;
    expect(wide.mayNotJudge.at(-1)).toEqual({ person: 'D', grounds: [{ from: 'interest', kind: 'partner' }, { from: 'relation', kind: 'godparent', degree: 4 }] });
    expect(of([x], relations, policyWith({ maxDegree: 0 }))[0]!.mayNotJudge.map((m) => m.person)).toEqual(['A']);
  });

  it('is open to everybody where the policy has no rule on recusal', () => {
    expect(of([{ id: 'Z', role: 'decider' as const, person: 'A' }], [], policyWith(null))).toEqual([{ actor: 'Z', role: 'decider', mayAct: true, reason: null, mayNotJudge: [] }]);
  });
});

/** What an attribute comes to, as the rules see it: points, or the cause. */
function examOf(evidence: readonly Evidence[], policy = POLICY, more: Partial<Round> = {}): number | string {
  const round = read({ people: [{ id: 'A', evidence: [...evidence] }, toyPerson({ id: 'B' })], actors: [actor('X'), actor('Y'), actor('Z', { interests: [{ person: 'A', kind: 'kin', degree: 1 }] }), { id: 'mute', role: 'panel' }], ...more }, policy);
  const { value, cause } = datumOf(factsOf(round, policy.policy).people[0]!, 'exam');
  return cause ?? (value as number) / 1e6;
}

describe('evidence by somebody recused', () => {
  it('is set aside before anything else is asked of it: an older rating counts, and nothing left is recused', () => {
    expect(examOf([rating(90, 'Z'), rating(60, 'X', { date: '2026-09-01' })])).toBe(60);
    expect(examOf([rating(90, 'Z'), rating(60, 'mute')])).toBe('recused');
    expect(examOf([rating(90, 'Z'), rating(60, 'X')])).toBe(60); // no conflict of two values
    expect(examOf([rating(90, 'X')])).toBe(90);
    expect(examOf([rating(90)])).toBe(90);
  });

  it('is named before what had expired or is dated later', () => {
    const later = rating(1, 'X', { date: '2026-12-24' });
    const old = rating(1, 'X', { expires: '2026-11-01' });
    expect(examOf([later])).toBe('future');
    expect(examOf([later, old])).toBe('expired');
    expect(examOf([later, old, rating(1, 'Z', { date: '2026-12-24' })])).toBe('recused');
  });

  it('counts where the policy has no rule on recusal', () => {
    expect(examOf([rating(90, 'Z')], policyWith(null))).toBe(90);
  });
});

describe('the mean over raters', () => {
  const MEAN = policyWith({}, true);
  const mean = (...evidence: Evidence[]) => examOf(evidence, MEAN);

  it('takes the latest of each, rounded half up to 1e-6; items without a rater are one rater', () => {
    expect(mean(rating(70, 'X'), rating(75, 'Y'))).toBe(72.5);
    expect(mean(rating(10, 'X', { date: '2026-01-01' }), rating(70, 'X'), rating(75, 'Y', { date: '2026-02-02' }))).toBe(72.5);
    expect(mean(rating(70, 'X'), rating(75, 'Y'), rating(80))).toBe(75);
    expect(mean(rating(1, 'X'), rating(0, 'Y'), rating(0))).toBe(0.333333);
    expect(mean(rating(1, 'X'), rating(1, 'Y'), rating(0))).toBe(0.666667);
    expect(mean(rating(0.000001, 'X'), rating(0, 'Y'))).toBe(0.000001);
  });

  it('leaves out who may not judge, and is recused where nobody else did', () => {
    expect(mean(rating(70, 'X'), rating(100, 'Z'), rating(100, 'mute'))).toBe(70);
    expect(mean(rating(100, 'Z'))).toBe('recused');
  });

  it('is not known where one rater contradicts himself or an entry could not be mapped; two raters may differ', () => {
    expect(mean(rating(70, 'X'), rating(71, 'X'), rating(75, 'Y'))).toBe('conflict');
    const { value: _, ...unmapped } = rating(0, 'Y');
    expect(mean(rating(70, 'X'), { ...unmapped, unmapped: 'good' })).toBe('unmapped');
    expect(mean(rating(70, 'X'), rating(71, 'X', { date: '2026-01-01' }))).toBe(70);
  });

  it('is exact for numbers whose sum no double holds', () => {
    const policy = seal(toyPolicy((p) => {
      p.attributes['exam'] = { of: 'person', type: 'number', label: { en: 'exam' }, combine: 'mean' };
      for (const c of p.criteria) c.value = { op: 'const', value: 1 };
    }));
    const actors = Array.from({ length: 11 }, (_, k) => actor(`R${k}`));
    const round = parseRound(toyRound({ positions: [toyPost('J1', 'TOP')], people: [{ id: 'A', evidence: actors.map((a, k) => rating(k === 0 ? 999_999_999.999999 : 1e9, a.id)) }], actors }), policy).round;
    // 11e15 - 1 over 11: 1e15 - 1/11, rounded half up
    expect(datumOf(factsOf(round, policy.policy).people[0]!, 'exam').value).toBe(1e15);
  });

  it('belongs to numbers of people alone', () => {
    const broken = (of: 'person' | 'position', type: 'number' | 'text') => () => seal(toyPolicy((p) => (p.attributes['odd'] = { of, type, label: { en: 'odd' }, combine: 'mean' })));
    expect(broken('person', 'text')).toThrow(expect.objectContaining({ code: 'E_KEY_UNKNOWN', path: '/attributes/odd/combine' }));
    expect(broken('position', 'number')).toThrow(expect.objectContaining({ code: 'E_KEY_UNKNOWN' }));
  });
});

/** docs/formats.md section 3.2, read off the text: what the exam of a person comes to. */
function slowExam(round: Round, person: Person, policy: Policy): { value: number } | { cause: string } {
  const rule = policy.relations.recusal;
  const dateOf = (e: Evidence): string => e.date ?? round.sources.find((s) => s.id === e.source)!.date;
  const counts = (e: Evidence): boolean => {
    const a = round.actors.find((x) => x.id === e.by);
    if (!rule || !a) return true;
    if (!a.statement || a.statement.on > (round.opened ?? round.asOf)) return false;
    const near = (r: { degree?: number | undefined; kind: string }): boolean => (r.degree ?? 99) <= rule.maxDegree || (rule.kinds ?? []).includes(r.kind);
    const between = round.relations.filter((r) => (r.a === a.person && r.b === person.id) || (r.b === a.person && r.a === person.id));
    return a.person !== person.id && !(a.interests ?? []).some((i) => i.person === person.id && near(i)) && !between.some(near);
  };
  const all = person.evidence.filter((e) => e.attribute === 'exam');
  const left = all.filter(counts);
  const dated = left.filter((e) => dateOf(e) <= round.asOf);
  const valid = dated.filter((e) => e.expires === undefined || e.expires >= round.asOf);
  if (valid.length === 0) return { cause: left.length < all.length ? 'recused' : dated.length > 0 ? 'expired' : left.length > 0 ? 'future' : 'missing' };
  const latest = (items: readonly Evidence[]): Evidence[] => items.filter((e) => items.every((o) => dateOf(o) <= dateOf(e)));
  const raters = policy.attributes['exam']!.combine === 'mean' ? [...new Set(valid.map((e) => e.by))].map((by) => latest(valid.filter((e) => e.by === by))) : [latest(valid)];
  if (raters.some((items) => new Set(items.map((e) => e.value ?? `raw ${e.unmapped}`)).size > 1)) return { cause: 'conflict' };
  if (raters.some((items) => items[0]!.value === undefined)) return { cause: 'unmapped' };
  const n = BigInt(raters.length);
  const total = raters.reduce((sum, items) => sum + BigInt(Math.round((items[0]!.value as number) * 1e6)), 0n);
  return { value: Number((2n * total + n) / (2n * n)) };
}

it('what counts of evidence is what the text says, in 1,500 random rounds, with recusal and without, latest and mean', () => {
  const policies = [policyWith(), policyWith({ maxDegree: 1, kinds: ['friend'] }), policyWith({}, true), policyWith(null, true), policyWith({ kinds: ['friend'] }, true)];
  const came: Record<string, number> = {};
  for (let seed = 1; seed <= 1500; seed++) {
    const rnd = random(seed);
    const pick = <T>(...from: readonly T[]): T => from[between(rnd, 0, from.length - 1)]!;
    const chance = (p: number): boolean => rnd() < p;
    const policy = pick(...policies);
    const ids = ['A', 'B', 'C'];
    const actors = ['X', 'Y', 'Z'].map((id): Actor => ({
      id,
      role: 'panel',
      ...(chance(0.4) && { person: pick(...ids) }),
      ...(chance(0.85) && { statement: signed(pick('2026-11-01', '2026-11-10', '2026-11-11')) }),
      ...(chance(0.4) && { interests: [{ person: pick(...ids), kind: pick('friend', 'kin'), ...(chance(0.6) && { degree: between(rnd, 0, 5) }) }] }),
    }));
    const item = (): Evidence => {
      const { value, ...rest } = rating(between(rnd, 0, 3), chance(0.75) ? pick('X', 'Y', 'Z') : undefined, {
        ...(chance(0.6) && { date: pick('2026-09-01', '2026-10-01', '2026-12-01') }),
        ...(chance(0.2) && { expires: pick('2026-12-02', '2027-01-01', '2027-02-02') }),
      });
      const old = rest.date === '2026-09-01' && chance(0.4) ? { expires: '2026-11-01' } : {};
      return chance(0.1) ? { ...rest, ...old, unmapped: 'raw' } : { ...rest, ...old, value: value! };
    };
    const people = ids.map((id) => ({ id, evidence: [cleared, ...Array.from({ length: between(rnd, 0, 4) }, item)] }));
    const relations = Array.from({ length: between(rnd, 0, 2) }, () => {
      const [a, b] = pick<readonly [string, string]>(['A', 'B'], ['C', 'A'], ['B', 'C']);
      return kin(a, b, between(rnd, 0, 5), pick('friend', 'kin'));
    });
    const round = read({ people, actors, relations, ...(chance(0.7) && { opened: '2026-11-10' }) }, policy);
    const facts = factsOf(round, policy.policy);
    round.people.forEach((p, i) => {
      const expected = slowExam(round, p, policy.policy);
      const datum = datumOf(facts.people[i]!, 'exam');
      expect(datum.cause === undefined ? { value: datum.value } : { cause: datum.cause }, `seed ${seed}, ${p.id}`).toEqual(expected);
      const name = 'cause' in expected ? expected.cause : 'value';
      came[name] = (came[name] ?? 0) + 1;
    });
  }
  for (const name of ['value', 'recused', 'expired', 'future', 'missing', 'conflict', 'unmapped']) expect(came[name], name).toBeGreaterThan(20);
});

/** J1 is open; the panel of three rates A and B, and X is a brother-in-law of A who gives him 100. */
function planted(related: boolean) {
  const policy = policyWith({}, true);
  const round = read(
    {
      people: [
        { id: 'A', evidence: [cleared, rating(100, 'X'), rating(60, 'Y'), rating(62, 'Z')] },
        { id: 'B', evidence: [cleared, rating(70, 'X'), rating(70, 'Y'), rating(70, 'Z')] },
      ],
      actors: [actor('X', { role: 'panel', ...(related && { interests: [{ person: 'A', kind: 'affinity', degree: 2 }] }) }), actor('Y', { role: 'panel' }), actor('Z', { role: 'panel' })],
    },
    policy,
  );
  return { policy, round };
}

describe('a planted related rater', () => {
  it('seats his relative where nobody knows, and does not where he declared it; the effect is told', async () => {
    const silent = planted(false);
    expect((await propose(silent.round, silent.policy)).certain.seats).toEqual([['A', 'J1']]);
    const { round, policy } = planted(true);
    const proposal = await propose(round, policy);
    expect(proposal.certain.seats).toEqual([['B', 'J1']]);
    expect(proposal.findings).toContainEqual({ code: 'recused', actor: 'X', role: 'panel', reason: 'related', person: 'A', items: 1 });

    const effect = await recusalEffect(round, policy, { proposal });
    expect(effect.people).toMatchObject([
      {
        person: 'A',
        items: [{ attribute: 'exam', value: 100, by: 'X', role: 'panel', reason: 'related', date: '2026-10-01', grounds: [{ from: 'interest', kind: 'affinity', degree: 2 }] }],
        posts: [{ position: 'J1', counted: { gates: 'pass', fit: { low: 366_000 } }, withThem: { gates: 'pass', fit: { low: 444_000 } } }],
        more: 0,
      },
    ]);
    expect(effect.plan).toEqual({ counted: 'optimal', withThem: 'optimal', seats: [{ person: 'A', counted: null, withThem: 'J1' }, { person: 'B', counted: 'J1', withThem: null }] });
    expect(await recusalEffect(round, policy)).toEqual(effect);
    // what would be is what the same round without the declaration comes to
    expect((await propose(silent.round, silent.policy)).certain.seats).toEqual(effect.plan.seats.flatMap((s) => (s.withThem ? [[s.person, s.withThem]] : [])));
  });

  it.each(['en', 'id'] as const)('stands in the report with what changed, and there is no such section where nothing was set aside (%s)', async (locale) => {
    const paper = async ({ round, policy }: ReturnType<typeof planted>): Promise<string> => {
      const proposal = await propose(round, policy);
      return report({ round, policy: policy.policy, proposal, explanation: explain(proposal, round, policy), recusal: await recusalEffect(round, policy, { proposal }) }, { locale });
    };
    const words = locales[locale];
    const text = await paper(planted(true));
    const section = text.slice(text.indexOf('<h2 id="recusalTitle">'), text.indexOf('<h2 id="passedTitle">'));
    for (const said of [words.report.recusalTitle, words.recusal.related('X', words.role['panel']!, words.recusal.interest('affinity', words.recusal.degree(2))), words.report.recusalSeats(2), locale === 'en' ? '36.60' : '36,60', locale === 'en' ? '44.40' : '44,40']) {
      expect(section).toContain(said);
    }
    expect(text).toContain(words.finding.recused('X', words.role['panel']!, 'related', 'A', 1));
    expect(text).toContain('<a href="#recusalTitle">');
    const without = await paper(planted(false));
    expect(without).not.toContain('recusalTitle');
    expect(without).not.toContain(words.report.recusalTitle);
  });
});

describe('the effect of recusal', () => {
  it('is nothing, and solves nothing again, where nothing was set aside', async () => {
    const { round, policy } = planted(false);
    const proposal = await propose(round, policy);
    expect(await recusalEffect(round, policy, { proposal })).toEqual({ people: [], plan: { counted: 'optimal', withThem: 'optimal', seats: [] } });
  });

  it('is asked of the posts that are named, also of one he may not hold', async () => {
    const { round: base, policy } = planted(true);
    const round = parseRound({ ...structuredClone(base), positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID', { attributes: { field: 'special' } })] }, policy).round;
    const { people } = await recusalEffect(round, policy, { posts: ['J2'] });
    expect(people[0]!.posts).toMatchObject([{ position: 'J2', counted: { gates: 'unknown' }, withThem: { gates: 'unknown' } }]);
    await expect(recusalEffect(round, policy, { posts: ['J9'] })).rejects.toThrow(expect.objectContaining({ code: 'E_REF_UNKNOWN' }));
  });

  it('tells as many posts as asked for, those of the two plans first, and how many more there are', async () => {
    const { round: base, policy } = planted(true);
    const round = parseRound({ ...structuredClone(base), positions: [toyPost('J0', 'LOW'), toyPost('J1', 'TOP'), toyPost('J2', 'LOW')] }, policy).round;
    const { people } = await recusalEffect(round, policy, { limit: 2 });
    expect(people.map((p) => [p.posts.map((x) => x.position), p.more])).toEqual([[['J0', 'J1'], 1]]);
  });

  it('is asked of the proposal of this round and policy alone', async () => {
    const [a, b] = [planted(true), planted(false)];
    const proposal = await propose(b.round, b.policy);
    await expect(recusalEffect(a.round, a.policy, { proposal })).rejects.toThrow(expect.objectContaining({ code: 'E_INPUT_HASH' }));
    await expect(recusalEffect(b.round, policyWith(), { proposal })).rejects.toThrow(expect.objectContaining({ code: 'E_POLICY_HASH' }));
  });

  it('compares nothing where a pin would not hold with the judgements counted', async () => {
    const policy = policyWith();
    const round = read(
      {
        people: [{ id: 'A', evidence: [cleared, rating(60, 'X'), { attribute: 'cleared', value: false, source: 'S1', date: '2026-11-02', by: 'Z' }] }],
        actors: [actor('X'), actor('Z', { interests: [{ person: 'A', kind: 'rival', degree: 0 }] })],
        pins: [{ person: 'A', position: 'J1', by: 'the mayor', reason: 'a signed order' }],
      },
      policy,
    );
    const effect = await recusalEffect(round, policy);
    expect(effect.plan).toEqual({ counted: 'optimal', withThem: null, seats: [] });
    expect(effect.people[0]!.posts).toMatchObject([{ position: 'J1', counted: { gates: 'pass' }, withThem: { gates: 'fail' } }]);
    const proposal = await propose(round, policy);
    expect(report({ round, policy: policy.policy, proposal, explanation: explain(proposal, round, policy), recusal: effect }, { locale: 'en' })).toContain(locales.en.report.recusalNoOther);
  });
});

it('findings name everybody whose judgement does not count, by actor, reason and person, and count each item once', async () => {
  const round = read({
    people: [
      { id: 'A', evidence: [cleared, rating(1, 'X'), rating(2, 'Y'), rating(3, 'Z')] },
      { id: 'B', evidence: [cleared, rating(1, 'X'), rating(2, 'Y'), rating(3, 'Z')] },
    ],
    actors: [
      actor('Z', { interests: [{ person: 'B', kind: 'kin', degree: 1 }] }),
      { id: 'X', role: 'panel', person: 'A' },
      actor('Y', { role: 'issuer', statement: signed('2026-11-22') }),
    ],
    relations: [kin('A', 'B', 2)],
  });
  const { findings, worklist } = await propose(round, POLICY);
  expect(findings.filter((f) => f.code === 'recused')).toEqual([
    { code: 'recused', actor: 'X', role: 'panel', reason: 'silent', person: null, items: 2 },
    { code: 'recused', actor: 'X', role: 'panel', reason: 'related', person: 'A', items: 0 },
    { code: 'recused', actor: 'X', role: 'panel', reason: 'related', person: 'B', items: 0 },
    { code: 'recused', actor: 'Y', role: 'issuer', reason: 'late', person: null, items: 2 },
    { code: 'recused', actor: 'Z', role: 'scorer', reason: 'related', person: 'B', items: 1 },
  ]);
  expect(worklist.find((w) => w.id === 'B' && w.attribute === 'exam')).toMatchObject({ cause: 'recused', since: '2026-10-01' });
});

it('findings name relatives in one unit today, after those in one line, smaller id first', async () => {
  const policy = seal(toyPolicy((p) => (p.relations.sameUnit = { maxDegree: 1, citation: own })));
  const people = [toyPerson({ id: 'A', seat: 'J2' }), toyPerson({ id: 'B', seat: 'J1' }), toyPerson({ id: 'C', seat: 'J3' })];
  const { findings } = await propose(parseRound(toyRound({ positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID', { superior: 'J1' }), toyPost('J3', 'LOW')], people, relations: [kin('B', 'A', 1), kin('A', 'C', 2), kin('C', 'B', 1)] }), policy).round, policy);
  expect(findings.filter((f) => f.code.startsWith('related'))).toEqual([
    { code: 'related-in-line', head: 'B', below: 'A' },
    { code: 'related-in-unit', a: 'A', b: 'B' },
    { code: 'related-in-unit', a: 'B', b: 'C' },
  ]);
});

it('the effect of recusal is that on the post asked about, whatever stands before it', async () => {
  const { round: small, policy } = planted(true);
  const round = read({ positions: [toyPost('J1', 'TOP'), toyPost('J2', 'TOP'), toyPost('J3', 'TOP', { attributes: { field: 'special' } })], people: [...small.people], actors: [...small.actors] }, policy);
  const { people } = await recusalEffect(round, policy, { posts: ['J2', 'J3'] });
  expect(people[0]!.posts.map((p) => [p.position, p.counted.gates, p.withThem.gates])).toEqual([['J2', 'pass', 'pass'], ['J3', 'unknown', 'unknown']]);
});
