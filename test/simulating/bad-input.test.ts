import { expect, it } from 'vitest';
import { MeritError, seal } from '../../src/index.js';
import { checkScenario, generate, parseOrganisation, parseScenario, parseWorld, scenarioJson, type Organisation, type Scenario, type World } from '../../src/simulate.js';

const { organisation, world, policy } = generate({ shape: 'city', posts: 40, seed: 3 });
const good: Scenario = { organisation, world, regime: { policy }, years: 2, seed: 7 };

/** A document that may be changed anywhere. */
 
type Loose = ReturnType<typeof JSON.parse>;
const loose = (document: object): Loose => JSON.parse(JSON.stringify(document));
type Found = readonly (readonly [code: string, path: string])[];

function found(run: () => unknown): Found {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(MeritError);
    return (error as MeritError).issues.map(({ code, path }) => [code, path] as const);
  }
  return [];
}

const seated = organisation.members.findIndex((m) => m.seat !== undefined);
const other = organisation.members.findIndex((m, k) => m.seat !== undefined && k > seated && organisation.positions.find((p) => p.id === m.seat)!.seats === undefined);
const head = organisation.positions.findIndex((p) => p.id === organisation.members[other]!.seat);
const unseated = organisation.members.findIndex((m) => m.seat === undefined);
const at = (k: number, rest: string): string => `/members/${k}/${rest}`;
const skill = (m: Loose): number => m.evidence.findIndex((e: { attribute: string }) => e.attribute === 'skill');
const tested = organisation.members.findIndex((m) => skill(m) >= 0);
const kin = { a: organisation.members[0]!.id, b: organisation.members[1]!.id, kind: 'sibling', degree: 2, source: 'register' };

const ORGANISATIONS: readonly (readonly [string, (o: Loose) => void, Found])[] = [
  ['no posts', (o) => { o.positions = []; for (const m of o.members) { delete m.seat; delete m.since; } }, [['E_VALUE_MISSING', '/positions']]],
  ['no people', (o) => { o.members = []; o.relations = []; }, [['E_VALUE_MISSING', '/members']]],
  ['relations of nobody', (o) => { o.members = []; o.relations = [{ ...kin }]; }, [['E_VALUE_MISSING', '/members'], ['E_REF_UNKNOWN', '/relations/0/a'], ['E_REF_UNKNOWN', '/relations/0/b'], ['E_REF_UNKNOWN', '/relations']]],
  ['nothing at all', (o) => { o.members = []; o.positions = []; o.relations = []; }, [['E_VALUE_MISSING', '/positions'], ['E_VALUE_MISSING', '/members']]],
  ['no table of people', (o) => { delete o.members; }, [['E_VALUE_MISSING', '/members']]],
  ['a table that is none', (o) => { o.units = {}; }, [['E_TYPE', '/units']]],
  ['another format', (o) => { o.format = 'meritra/round/0'; }, [['E_FORMAT', '/format']]],
  ['an unknown key', (o) => { o.people = []; o.members[0].nome = 'x'; }, [['E_KEY_UNKNOWN', '/members/0/nome'], ['E_KEY_UNKNOWN', '/people']]],
  ['a day that is none', (o) => { o.on = '2027-02-30'; }, [['E_DATE_INVALID', '/on']]],
  ['a birthday in another form', (o) => { o.members[seated].born = '1/2/1980'; }, [['E_DATE_FORMAT', at(seated, 'born')]]],
  ['joined before birth', (o) => { o.members[unseated].joined = '1950-01-01'; }, [['E_DATE_ORDER', at(unseated, 'joined')]]],
  ['in post before joining', (o) => { o.members[seated].since = o.members[seated].born; }, [['E_DATE_ORDER', at(seated, 'since')]]],
  ['in post only next year', (o) => { o.members[seated].since = '2028-01-01'; }, [['E_DATE_ORDER', at(seated, 'since')]]],
  ['a seat without a day', (o) => { delete o.members[seated].since; }, [['E_VALUE_MISSING', at(seated, 'since')]]],
  ['a day without a seat', (o) => { o.members[unseated].since = '2026-01-01'; }, [['E_VALUE_MISSING', at(unseated, 'seat')]]],
  ['a seat that is none', (o) => { o.members[seated].seat = 'nowhere'; }, [['E_REF_UNKNOWN', at(seated, 'seat')]]],
  ['two in one seat', (o) => { Object.assign(o.members[unseated], { seat: o.positions[head].id, since: '2026-12-31', joined: '2020-01-01' }); }, [['E_SEAT_OVERFILLED', `/positions/${head}`]]],
  ['one id twice', (o) => { o.members[1].id = o.members[0].id; o.relations = []; }, [['E_ID_DUPLICATE', '/members/1/id']]],
  ['an id with a blank', (o) => { o.members[0].id = 'P 1'; o.relations = []; }, [['E_ID_SYNTAX', '/members/0/id']]],
  ['the id of a newcomer', (o) => { o.members[0].id = 'N2028-001'; o.relations = []; }, [['E_ID_SYNTAX', '/members/0/id']]],
  ['a trait above 100', (o) => { o.members[0].traits.skill = 100.5; }, [['E_NUM_RANGE', '/members/0/traits/skill']]],
  ['a trait of three decimals', (o) => { o.members[0].traits.skill = 50.125; }, [['E_NUM_SCALE', '/members/0/traits/skill']]],
  ['evidence from nowhere', (o) => { o.members[0].evidence[0].source = 'rumour'; }, [['E_REF_UNKNOWN', '/members/0/evidence/0/source']]],
  ['a unit below itself', (o) => { o.units[0].parent = o.units[0].id; }, [['E_GRAPH_CYCLE', '/units/0/parent']]],
  ['kin of himself', (o) => { o.relations = [{ ...kin, b: kin.a }]; }, [['E_KIN_SELF', '/relations/0']]],
  ['kin of a stranger', (o) => { o.relations = [{ ...kin, b: 'nobody' }]; }, [['E_REF_UNKNOWN', '/relations/0/b']]],
  ['three things', (o) => { o.on = '2027'; o.members[0].traits.drive = -1; o.positions[0].unit = 'gone'; }, [['E_DATE_FORMAT', '/on'], ['E_REF_UNKNOWN', '/positions/0/unit'], ['E_NUM_RANGE', '/members/0/traits/drive']]],
];

it.each(ORGANISATIONS)('parseOrganisation: %s', (_, change, expected) => {
  const broken = loose(organisation);
  change(broken);
  expect(found(() => parseOrganisation(broken as object))).toEqual(expected);
});

const WORLDS: readonly (readonly [string, (w: Loose) => void, Found])[] = [
  ['shares of 99', (w) => { w.work.levels.STAFF = { skill: 74, drive: 25 }; }, [['E_WEIGHT_SUM', '/work/levels/STAFF']]],
  ['a trait in the shares that is none', (w) => { w.measures.find((m: { attribute: string }) => m.attribute === 'skill').of = { wit: 100 }; }, [['E_REF_UNKNOWN', '/measures/3/of/wit']]],
  ['a level that is none', (w) => { w.careers.retirement.ages.KING = 90; w.growth.post.adds.KING = { skill: 1 }; }, [['E_REF_UNKNOWN', '/growth/post/adds/KING'], ['E_REF_UNKNOWN', '/careers/retirement/ages/KING']]],
  ['an attribute that is none', (w) => { w.measures[0].attribute = 'charm'; }, [['E_REF_UNKNOWN', '/measures/0/attribute']]],
  ['an attribute of posts', (w) => { w.newcomers.brings[0].attribute = 'family'; }, [['E_REF_UNKNOWN', '/newcomers/brings/0/attribute']]],
  ['a letter on a number', (w) => { w.measures[0].attribute = 'rating'; w.measures.splice(2, 1); }, [['E_TYPE', '/measures/0/attribute']]],
  ['a value that the policy does not list', (w) => { w.newcomers.brings.find((b: { attribute: string }) => b.attribute === 'study').values[0].value = 'alchemy'; }, [['E_VALUE_UNKNOWN', '/newcomers/brings/2/values/0/value']]],
  ['a day that not every year has', (w) => { w.newcomers.on = '02-29'; }, [['E_DATE_INVALID', '/newcomers/on']]],
  ['a day that no year has', (w) => { w.measures[1].on = '02-30'; w.measures[2].on = '13-01'; w.measures[3].on = '1 May'; }, [['E_DATE_INVALID', '/measures/1/on'], ['E_DATE_INVALID', '/measures/2/on'], ['E_DATE_FORMAT', '/measures/3/on']]],
  ['two measures of one attribute', (w) => { w.measures.push({ ...w.measures[0] }); }, [['E_ID_DUPLICATE', '/measures/4/attribute']]],
  ['ages the wrong way round', (w) => { w.newcomers.ages = [30, 22]; }, [['E_NUM_RANGE', '/newcomers/ages']]],
  ['newcomers of pension age', (w) => { w.newcomers.ages = [22, 60]; }, [['E_NUM_RANGE', '/newcomers/ages/1']]],
  ['more than a thousand of a thousand', (w) => { w.careers.resignation.perMille = 1001; }, [['E_NUM_RANGE', '/careers/resignation/perMille']]],
  ['half a person of a thousand', (w) => { w.careers.refusal.other = 0.5; }, [['E_NUM_INT', '/careers/refusal/other']]],
  ['no traits', (w) => { w.traits = {}; }, [['E_VALUE_MISSING', '/traits']]],
  ['a missing part', (w) => { delete w.careers.refusal; }, [['E_VALUE_MISSING', '/careers/refusal']]],
  ['a mistyped key', (w) => { w.careers.refusals = {}; }, [['E_KEY_UNKNOWN', '/careers/refusals']]],
  ['bands with a hole', (w) => { w.measures[3].bands = [{ from: 10, value: 1 }, { from: 10, value: 2 }]; }, [['E_BANDS', '/measures/3/bands/0/from'], ['E_BANDS', '/measures/3/bands/1/from']]],
  ['something before nothing', (w) => { w.measures.push({ kind: 'previous', attribute: 'joined', of: 'career' }); }, [['E_REF_UNKNOWN', '/measures/4/of'], ['E_TYPE', '/measures/4/attribute']]],
  ['points of three decimals', (w) => { w.units.noise = 0.125; }, [['E_NUM_SCALE', '/units/noise']]],
];

it.each(WORLDS)('parseWorld: %s', (_, change, expected) => {
  const broken = loose(world);
  change(broken);
  const all = found(() => parseWorld(broken as object, policy));
  if (expected[0]![1] === '/traits') expect(all[0]).toEqual(expected[0]); // every use of a trait is told after it
  else expect(all).toEqual(expected);
});

const outside = seal({
  ...policy.policy,
  routes: [{ id: 'elsewhere', label: { en: 'Somebody else appoints' }, citation: { own: 'For the test.' }, when: { op: 'all', of: [] }, approver: { en: 'Somebody else' }, steps: [], documents: [], outside: true }],
});
const never = seal({ ...policy.policy, gates: [{ id: 'never', label: { en: 'Nobody' }, citation: { own: 'For the test.' }, onlyForMoves: true, rule: { op: 'const', value: false } }] });
const small = seal({ ...policy.policy, levels: policy.policy.levels.slice(0, 3) });

const SCENARIOS: readonly (readonly [string, (s: Loose) => void, Found])[] = [
  ['no seed', (s) => { delete s.seed; }, [['E_VALUE_MISSING', '/seed']]],
  ['a seed below 0', (s) => { s.seed = -1; }, [['E_NUM_RANGE', '/seed']]],
  ['a seed of a half', (s) => { s.seed = 0.5; }, [['E_NUM_INT', '/seed']]],
  ['a seed that is a text', (s) => { s.seed = '7'; }, [['E_TYPE', '/seed']]],
  ['negative years', (s) => { s.years = -3; }, [['E_NUM_RANGE', '/years']]],
  ['no years', (s) => { s.years = 0; }, [['E_NUM_RANGE', '/years']]],
  ['a century and a year', (s) => { s.years = 101; }, [['E_NUM_RANGE', '/years']]],
  ['years that are no number', (s) => { s.years = NaN; }, [['E_NUM_NAN', '/years']]],
  ['years beyond the calendar', (s) => { s.organisation = { ...loose(organisation), on: '2150-01-01', members: [] , relations: [] }; s.years = 60; }, [['E_DATE_RANGE', '/years'], ['E_VALUE_MISSING', '/organisation/members']]],
  ['no organisation', (s) => { delete s.organisation; }, [['E_VALUE_MISSING', '/organisation']]],
  ['an empty organisation', (s) => { s.organisation = { ...loose(organisation), members: [], positions: [], relations: [] }; }, [['E_VALUE_MISSING', '/organisation/positions'], ['E_VALUE_MISSING', '/organisation/members']]],
  ['no regime', (s) => { delete s.regime; }, [['E_VALUE_MISSING', '/regime']]],
  ['no policy', (s) => { s.regime = {}; }, [['E_VALUE_MISSING', '/regime/policy']]],
  ['a pack that was not sealed', (s) => { s.regime = { policy: policy.policy }; }, [['E_TYPE', '/regime/policy']]],
  ['the hash of another pack', (s) => { s.regime = { policy: { ...policy, policy: never.policy } }; }, [['E_POLICY_HASH', '/regime/policy']]],
  ['a pack that was changed after it was sealed', (s) => { s.regime = { policy: { ...policy, policy: { ...policy.policy, objective: 'total' } } }; }, [['E_POLICY_HASH', '/regime/policy']]],
  ['a way to choose that is none', (s) => { s.regime.choose = 'merit'; }, [['E_VALUE_UNKNOWN', '/regime/choose']]],
  ['a round every 0 months', (s) => { s.regime.everyMonths = 0; }, [['E_NUM_RANGE', '/regime/everyMonths']]],
  ['a term of a level that is none', (s) => { s.regime.terms = { KING: 60, OFFICE: 0 }; }, [['E_REF_UNKNOWN', '/regime/terms/KING'], ['E_NUM_RANGE', '/regime/terms/OFFICE']]],
  ['a field that is none', (s) => { s.regime.horizon = 12; s.policy = 1; }, [['E_KEY_UNKNOWN', '/policy'], ['E_KEY_UNKNOWN', '/regime/horizon']]],
  ['routes that all lead outside', (s) => { s.regime = { policy: outside }; }, [['E_RULE', '/regime/policy']]],
  ['a gate that nobody passes', (s) => { s.regime = { policy: never }; }, [['E_RULE', '/regime/policy']]],
  ['a yardstick without a level', (s) => { s.yardstick = small; }, [['E_REF_UNKNOWN', '/yardstick']]],
  ['a trait that somebody lacks', (s) => { s.organisation = loose(organisation); delete s.organisation.members[4].traits.skill; }, [['E_VALUE_MISSING', '/organisation/members/4/traits/skill']]],
  ['a trait that the world does not know', (s) => { s.organisation = loose(organisation); s.organisation.members[4].traits.wit = 5; }, [['E_REF_UNKNOWN', '/organisation/members/4/traits/wit']]],
  ['evidence of another policy', (s) => { s.organisation = loose(organisation); s.organisation.members[tested].evidence[skill(organisation.members[tested])].attribute = 'wit'; }, [['E_REF_UNKNOWN', `/organisation/members/${tested}/evidence/${skill(organisation.members[tested])}/attribute`]]],
  ['retired before the first day', (s) => { s.organisation = loose(organisation); s.organisation.members[unseated].born = '1966-12-01'; }, [['E_DATE_ORDER', `/organisation/members/${unseated}/born`]]],
  ['a level without work', (s) => { s.world = loose(world); delete s.world.work.levels.SECTION; }, [['E_VALUE_MISSING', '/world/work/levels/SECTION']]],
  ['several at once', (s) => { s.seed = -1; s.years = 1.5; s.regime.choose = 'x'; s.world = loose(world); s.world.newcomers.on = '06-31'; s.organisation = loose(organisation); s.organisation.members[0].joined = '1900-01-01'; },
    [['E_NUM_INT', '/years'], ['E_NUM_RANGE', '/seed'], ['E_VALUE_UNKNOWN', '/regime/choose'], ['E_DATE_ORDER', '/organisation/members/0/joined'], ['E_DATE_INVALID', '/world/newcomers/on']]],
];

it.each(SCENARIOS)('checkScenario: %s', (_, change, expected) => {
  const broken = { ...good, regime: { ...good.regime } };
  change(broken);
  expect(found(() => checkScenario(broken))).toEqual(expected);
  expect(found(() => checkScenario(broken, '/tasks/3'))).toEqual(expected.map(([code, path]) => [code, `/tasks/3${path}`]));
});

it('checkScenario changes nothing, finds nothing in a good scenario, frozen or a copy, and lets nobody move where nobody is meant to', () => {
  const before = JSON.stringify(good);
  checkScenario(good);
  checkScenario(structuredClone(good));
  checkScenario({ ...good, regime: { policy: never, choose: 'none' } });
  expect(found(() => checkScenario({ ...good, regime: { policy: never } }))).toEqual([['E_RULE', '/regime/policy']]);
  expect(JSON.stringify(good)).toBe(before);
});

it('checkScenario does not mistake people who are all new in their posts for a policy without a route', () => {
  const fresh = loose(organisation);
  for (const m of fresh.members) if (m.seat) Object.assign(m, { since: '2026-12-01', joined: m.joined < '2026-12-01' ? m.joined : '2026-12-01' });
  const seated = new Map<string, number>();
  for (const m of fresh.members) if (m.seat) seated.set(m.seat, (seated.get(m.seat) ?? 0) + 1);
  for (const p of fresh.positions) p.seats = Math.max(1, seated.get(p.id) ?? 0); // nothing is vacant at the bottom
  fresh.members = fresh.members.filter((m: { seat?: string }) => m.seat);
  fresh.relations = [];
  const frozen = parseOrganisation(fresh as object);
  checkScenario({ ...good, organisation: frozen, years: 5 });
  // found good for five years is not found good for one
  expect(found(() => checkScenario({ ...good, organisation: frozen, years: 1 }))).toEqual([['E_RULE', '/regime/policy']]);
  expect(found(() => checkScenario({ ...good, organisation: fresh as Organisation, years: 1, regime: { policy: outside } }))).toEqual([['E_RULE', '/regime/policy']]);
});

it('what stands in no order gives one document, and messages hold no value of a person', () => {
  const mixed = loose(organisation);
  for (const table of ['members', 'positions', 'units', 'sources', 'relations']) mixed[table].reverse();
  for (const m of mixed.members) m.evidence.reverse();
  expect(parseOrganisation(mixed as object)).toEqual(organisation);
  expect(JSON.stringify(parseOrganisation(mixed as object))).toBe(JSON.stringify(organisation));
  const turned = loose(world);
  turned.measures.reverse();
  for (const one of turned.newcomers.brings) one.values?.reverse();
  expect(JSON.stringify(parseWorld(turned as object, policy))).toBe(JSON.stringify(world));

  mixed.members[0].born = 'secret-birthday';
  mixed.members[1].traits.skill = 123.4567;
  try {
    parseOrganisation(mixed as object);
    expect.unreachable();
  } catch (error) {
    expect(JSON.stringify((error as MeritError).issues)).not.toMatch(/secret|123\.4567/u);
  }
});

it('parseScenario(scenarioJson(s)) is s, and each broken pack is told with its place', () => {
  const whole: Scenario = { ...good, regime: { policy, choose: 'levels', terms: { OFFICE: 60 } }, yardstick: policy };
  expect(parseScenario(scenarioJson(whole))).toEqual(whole);
  expect(scenarioJson(parseScenario(scenarioJson(whole)))).toBe(scenarioJson(whole));

  const broken = (change: (document: Loose) => void): Found => {
    const document = loose(JSON.parse(scenarioJson(whole)) as object);
    change(document);
    return found(() => parseScenario(document as object));
  };
  expect(broken((d) => { delete d.format; })).toEqual([['E_VALUE_MISSING', '/format']]);
  expect(broken((d) => { d.format = 'meritra/scenario/9'; })).toEqual([['E_FORMAT', '/format']]);
  expect(broken((d) => { d.regime.policy.objective = 'total'; })).toEqual([['E_POLICY_HASH', '/regime/policy']]);
  expect(broken((d) => { d.regime.policy.weights.field = 21; d.seed = -1; })).toEqual([['E_WEIGHT_SUM', '/regime/policy/weights'], ['E_NUM_RANGE', '/seed']]);
  expect(broken((d) => { delete d.regime.hash; })).toEqual([['E_VALUE_MISSING', '/regime/hash']]);
  expect(broken((d) => { delete d.regime.policy; })).toEqual([['E_VALUE_MISSING', '/regime/policy']]);
  expect(broken((d) => { d.regime.policy = 'levels'; })).toEqual([['E_TYPE', '/regime/policy']]);
  expect(broken((d) => { d.yardstick = 5; })).toEqual([['E_TYPE', '/yardstick']]);
  expect(found(() => parseScenario('{"format":'))).toEqual([['E_JSON_SYNTAX', '']]);
});

it('generate tells a bad shape, number of posts, seed and day at once', () => {
  const bad = { shape: 'empire', seed: -1, on: '2027-13-01' } as unknown as Parameters<typeof generate>[0];
  expect(found(() => generate(bad))).toEqual([['E_VALUE_UNKNOWN', '/shape'], ['E_NUM_RANGE', '/seed'], ['E_DATE_INVALID', '/on']]);
  expect(found(() => generate({ seed: 1 } as unknown as Parameters<typeof generate>[0]))).toEqual([['E_VALUE_MISSING', '/shape']]);
  expect(found(() => generate({ shape: 'city', posts: 19, seed: 1 }))).toEqual([['E_NUM_RANGE', '/posts']]);
  expect(found(() => generate({ shape: 'city', posts: 30.5 } as unknown as Parameters<typeof generate>[0]))).toEqual([['E_NUM_INT', '/posts'], ['E_VALUE_MISSING', '/seed']]);
});

it('the types of a world and an organisation are those of what the doors give', () => {
  const read: readonly [Organisation, World] = [parseOrganisation(loose(organisation) as object), parseWorld(loose(world) as object, policy)];
  expect(read).toEqual([organisation, world]);
  expect(read.every((document) => Object.isFrozen(document))).toBe(true);
});
