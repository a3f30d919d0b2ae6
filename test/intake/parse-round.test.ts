import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { bundle, parseRound, propose, type MeritError } from '../../src/index.js';
import { verify } from '../../src/verify/index.js';
import { NONCE } from '../support/toy.js';
import { World, type Loose } from '../vectors/bad-inputs/world.js';

const world = new World();
const places = (list: readonly { code: string; path: string }[]): string[] => list.map(({ code, path }) => `${code} ${path}`);

/** Codes and places of everything that is told of a round: problems, or else warnings. */
function found(change: (round: Loose) => void, policy?: (policy: Loose) => void): string[] {
  try {
    return places(world.parse(change, policy).warnings);
  } catch (error) {
    return places((error as MeritError).issues);
  }
}
const first = (r: Loose): Loose => r.people[0];

describe('parseRound takes', () => {
  it('text, bytes and an object alike', () => {
    const round = world.round();
    const text = JSON.stringify(round);
    const results = [round, text, new TextEncoder().encode(text)].map((input) => canonicalJson(world.read(input as object).round));
    expect(new Set(results).size).toBe(1);
  });

  it.each<[string, (round: Loose) => void]>([
    ['a round without title, horizon, relations, pins', (r) => ['title', 'horizon', 'relations', 'pins'].forEach((key) => delete r[key])],
    ['scopes of ids', (r) => (r.scope = { positions: ['P-1', 'P-0'], people: ['EMP-3', 'EMP-2'] })],
    ['a person with an id and no evidence', (r) => r.people.push({ id: 'NEW', evidence: [] })],
    ['a person without name, birth or place, twice', (r) => [1, 2].forEach((k) => r.people.push({ id: `N${k}`, name: 'Same Name', evidence: [] }))],
    ['a post without attributes and demands', (r) => [delete r.positions[4].attributes, delete r.positions[4].requires]],
    ['evidence that expires on its own day', (r) => Object.assign(first(r).evidence[0], { date: '2026-10-01', expires: '2026-10-01' })],
    ['a day of the round that is its horizon', (r) => (r.horizon = r.asOf)],
    ['units below units', (r) => r.units.push({ id: 'U2', name: 'Two', parent: 'U3' }, { id: 'U3', name: 'Three', parent: 'U1' })],
    ['demands that can be met at one value', (r) => (r.positions[0].requires = [{ attribute: 'exam', is: '>=', value: 70 }, { attribute: 'exam', is: '<=', value: 70 }, { attribute: 'exam', is: '=', value: 70 }])],
    ['demands of every kind', (r) => (r.positions[0].requires = [{ attribute: 'rank', is: '>', value: 'III/a' }, { attribute: 'joined', is: '<', value: '2000-01-01', standard: 'Act 1' }, { attribute: 'cleared', is: '=', value: true }, { attribute: 'note', is: '=', value: 'x' }, { attribute: 'note', is: '=', value: 'x' }, { attribute: 'grade', is: '<', value: 1e9 }])],
    ['two pins on a post of two seats', (r) => ((r.positions[0].seats = 2), (r.pins = [4, 5].map((k) => ({ person: `EMP-${k}`, position: 'P-0', by: 'x', reason: 'y' }))))],
  ])('%s', (_, change) => expect(found(change)).toEqual([]));
});

describe('parseRound refuses', () => {
  it.each<[string, (round: Loose) => void, string[]]>([
    ['another format', (r) => (r.format = 'meritra/round/1'), ['E_FORMAT /format']],
    ['what is left out', (r) => ['format', 'id', 'asOf', 'scope', 'sources', 'units', 'positions', 'people'].forEach((key) => delete r[key]), ['sources', 'units', 'positions', 'people', 'format', 'id', 'asOf', 'scope'].map((key) => `E_VALUE_MISSING /${key}`)],
    ['null for a list', (r) => (r.people = r.relations = null), ['E_VALUE_MISSING /people', 'E_VALUE_MISSING /relations']],
    ['an object for a list', (r) => (r.people = { id: 'A' }), ['E_TYPE /people']],
    ['a key that is none', (r) => Object.assign(r, { positons: [] }), ['E_KEY_UNKNOWN /positons']],
    ['rows that are none', (r) => Object.assign(r, { people: [1, null, 'x', []] }), ['E_TYPE /people/0', 'E_VALUE_MISSING /people/1', 'E_TYPE /people/2', 'E_TYPE /people/3']],
    ['wrong types', (r) => Object.assign(first(r), { id: 7, name: true, seat: [], wishes: 'P-0', evidence: {}, acceptsLower: 1 }), ['E_TYPE /people/0/id', 'E_TYPE /people/0/name', 'E_TYPE /people/0/seat', 'E_TYPE /people/0/acceptsLower', 'E_TYPE /people/0/wishes', 'E_TYPE /people/0/evidence']],
    ['a value that is an object', (r) => (first(r).evidence[0].value = { points: 1 }), ['E_TYPE /people/0/evidence/0/value']],
    ['a list of numbers', (r) => (first(r).evidence[4].value = ['a', 1]), ['E_TYPE /people/0/evidence/4/value/1']],
    ['a scope that is none', (r) => (r.scope = { positions: 'some', people: ['EMP-1', 4] }), ['E_TYPE /scope/positions', 'E_TYPE /scope/people/1']],
    ['a scope of strangers', (r) => (r.scope = { positions: ['P-9'], people: ['EMP-99'] }), ['E_REF_UNKNOWN /scope/positions/0', 'E_REF_UNKNOWN /scope/people/0']],
    ['a degree out of range, and one that is not whole', (r) => r.relations.push({ ...r.relations[0], degree: 9 }, { ...r.relations[0], degree: 0.5 }), ['E_NUM_RANGE /relations/1/degree', 'E_NUM_INT /relations/2/degree']],
    ['a post without a seat', (r) => (r.positions[0].seats = 0), ['E_NUM_RANGE /positions/0/seats']],
    ['a sign that is none', (r) => (r.positions[0].requires[0].is = '=='), ['E_VALUE_UNKNOWN /positions/0/requires/0/is']],
    ['bad texts of every table', (r) => {
      const bad = 'a\u0007';
      r.title = r.sources[0].title = r.units[0].name = r.positions[0].title = r.positions[0].requires[0].standard = bad;
      r.positions[1].mustFill = { reason: bad };
      Object.assign(first(r), { bornAt: bad, acceptsLower: { on: '2026-01-01', document: bad } });
      first(r).evidence[6].unmapped = first(r).evidence[5].value = r.relations[0].kind = r.pins[0].by = r.pins[0].reason = bad;
    }, ['/title', '/sources/0/title', '/units/0/name', '/positions/0/title', '/positions/0/requires/0/standard', '/positions/1/mustFill/reason', '/people/0/bornAt', '/people/0/acceptsLower/document', '/people/0/evidence/5/value', '/people/0/evidence/6/unmapped', '/relations/0/kind', '/pins/0/by', '/pins/0/reason'].map((path) => `E_STRING_CONTROL ${path}`)],
    ['bad days of every table', (r) => {
      const bad = '2026-13-01';
      r.asOf = r.horizon = r.sources[0].date = r.positions[0].opens = r.positions[0].closes = r.relations[0].date = bad;
      Object.assign(first(r), { born: bad, since: bad, retires: bad, acceptsLower: { on: bad, document: 'x' } });
      Object.assign(first(r).evidence[0], { date: bad, expires: bad });
    }, ['/asOf', '/sources/0/date', '/horizon', '/positions/0/opens', '/positions/0/closes', '/people/0/born', '/people/0/since', '/people/0/retires', '/people/0/acceptsLower/on', '/people/0/evidence/0/date', '/people/0/evidence/0/expires', '/relations/0/date'].map((path) => `E_DATE_INVALID ${path}`)],
    ['a horizon in the past', (r) => (r.horizon = '2026-11-20'), ['E_DATE_ORDER /horizon']],
    ['a post that closes before it opens', (r) => Object.assign(r.positions[0], { opens: '2026-02-01', closes: '2026-01-31' }), ['E_DATE_ORDER /positions/0/closes']],
    ['somebody in post before birth', (r) => (first(r).since = '1950-01-01'), ['E_DATE_ORDER /people/0/since']],
    ['references to nothing', (r) => {
      Object.assign(r.positions[0], { unit: 'U9', level: 'constructor', superior: 'P-9' });
      r.units[0].parent = 'U9';
      Object.assign(first(r), { wishes: ['P-9'] });
      Object.assign(first(r).evidence[0], { source: 'S9' });
      Object.assign(r.relations[0], { a: 'X', b: 'Y', source: 'S9' });
      Object.assign(r.pins[0], { person: 'X', position: 'P-9' });
    }, ['/units/0/parent', '/positions/0/unit', '/positions/0/level', '/positions/0/superior', '/people/0/wishes/0', '/people/0/evidence/0/source', '/relations/0/a', '/relations/0/b', '/relations/0/source', '/pins/0/person', '/pins/0/position'].map((path) => `E_REF_UNKNOWN ${path}`)],
    ['attributes of nobody, of every object, of the other', (r) => {
      ['charm', 'constructor', 'field'].forEach((attribute, k) => (first(r).evidence[k].attribute = attribute));
      first(r).evidence[6].attribute = '__proto__';
      r.positions[0].attributes = { exam: 1, 'a/b': 1 };
    }, ['/positions/0/attributes/exam', '/positions/0/attributes/a~1b', '/people/0/evidence/0/attribute', '/people/0/evidence/1/attribute', '/people/0/evidence/2/attribute', '/people/0/evidence/6/attribute'].map((path) => `E_REF_UNKNOWN ${path}`)],
    ['values of another type', (r) => {
      const values: Record<number, unknown> = { 0: true, 3: 'true', 4: 'a', 5: 5, 7: 19950301, 8: ['9'] };
      for (const [k, value] of Object.entries(values)) first(r).evidence[Number(k)].value = value;
      r.positions[0].attributes.field = ['common'];
    }, ['E_TYPE /positions/0/attributes/field', 'E_TYPE /people/0/evidence/0/value', 'E_TYPE /people/0/evidence/3/value', 'E_TYPE /people/0/evidence/4/value', 'E_TYPE /people/0/evidence/5/value', 'E_DATE_FORMAT /people/0/evidence/7/value', 'E_TYPE /people/0/evidence/8/value']],
    ['a day that is none as a value', (r) => (first(r).evidence[7].value = '1995-3-1'), ['E_DATE_FORMAT /people/0/evidence/7/value']],
    ['a word the policy does not list', (r) => (first(r).evidence[6] = { attribute: 'rank', value: 'V/z', source: 'S1' }), ['E_VALUE_UNKNOWN /people/0/evidence/6/value']],
    ['evidence that says nothing, and one that says two things', (r) => [delete first(r).evidence[0].value, (first(r).evidence[1].unmapped = 'x')], ['E_VALUE_MISSING /people/0/evidence/0/value', 'E_KEY_UNKNOWN /people/0/evidence/1/unmapped']],
    ['a wish told twice', (r) => (first(r).wishes = ['P-0', 'P-1', 'P-0']), ['E_ID_DUPLICATE /people/0/wishes/2']],
    ['units in a circle', (r) => r.units.push({ id: 'U3', name: 'Three', parent: 'U2' }, { id: 'U2', name: 'Two', parent: 'U3' }), ['E_GRAPH_CYCLE /units/2/parent']],
    ['ids alike in every table', (r) => ['sources', 'units', 'positions'].forEach((name) => r[name].push({ ...r[name][0] })), ['E_ID_DUPLICATE /sources/1/id', 'E_ID_DUPLICATE /units/1/id', 'E_ID_DUPLICATE /positions/5/id']],
    ['an id of the round that is none', (r) => (r.id = ''), ['E_ID_SYNTAX /id']],
    ['a person pinned twice', (r) => r.pins.push({ ...r.pins[0], position: 'P-0' }), ['E_PIN_CONFLICT /pins/1']],
    ['more pins on a post than seats', (r) => r.pins.push({ ...r.pins[0], person: 'EMP-4' }), ['E_PIN_CONFLICT /pins/1']],
    ['a nonce of nobody and one left out', (r) => (r.reveals = [{ party: 'union', nonce: NONCE }]), ['E_REF_UNKNOWN /reveals/0/party', 'E_SEED_WITHHELD /reveals']],
    ['no nonces', (r) => delete r.reveals, ['E_SEED_WITHHELD /reveals']],
    ['a party that reveals twice', (r) => r.reveals.push(r.reveals[0]), ['E_ID_DUPLICATE /reveals/1/party']],
    ['demands that make no sense', (r) => (r.positions[0].requires = [{ attribute: 'fields', is: '=', value: ['a'] }, { attribute: 'cleared', is: '>', value: true }, { attribute: 'note', is: '<', value: 'x' }, { attribute: 'field', is: '=', value: 'x' }, { attribute: 'exam', is: '=', value: 'x' }, { attribute: 'rank', is: '=', value: 'x' }]), ['E_RULE /positions/0/requires/0/is', 'E_RULE /positions/0/requires/1/is', 'E_RULE /positions/0/requires/2/is', 'E_REF_UNKNOWN /positions/0/requires/3/attribute', 'E_TYPE /positions/0/requires/4/value', 'E_VALUE_UNKNOWN /positions/0/requires/5/value']],
  ])('%s', (_, change, expected) => expect(found(change)).toEqual(expected));

  it.each<[string, string]>([['a text', '"round"'], ['a list', '[]'], ['null', 'null']])('%s', (_, text) => expect(() => world.read(text)).toThrow('E_TYPE: expected an object'));

  const demands = (...of: [string, string, unknown][]): ((r: Loose) => void) => (r) => (r.positions[0].requires = of.map(([attribute, is, value]) => ({ attribute, is, value })));
  it.each<[string, (r: Loose) => void, number, number | undefined]>([
    ['above and below one number', demands(['exam', '>', 70], ['exam', '<', 70]), 1, 0],
    ['above one number and at it', demands(['exam', '>', 70], ['exam', '=', 70]), 1, 0],
    ['two numbers', demands(['exam', '=', 70], ['cleared', '=', true], ['exam', '=', 71]), 2, 0],
    ['between neighbours of a scale', demands(['rank', '>', 'III/a'], ['rank', '<', 'III/b']), 1, 0],
    ['between two days', demands(['joined', '>', '2000-02-28'], ['joined', '<', '2000-02-29']), 1, 0],
    ['between two millionths', demands(['grade', '>', 1], ['grade', '<', 1.000001]), 1, 0],
    ['above the top of a scale', demands(['rank', '>', 'IV/a']), 0, undefined],
    ['below the least the policy allows', demands(['exam', '<', 0]), 0, undefined],
    ['two truths', demands(['cleared', '=', true], ['cleared', '=', false]), 1, 0],
    ['two texts', demands(['note', '=', 'a'], ['note', '=', 'b'], ['note', '=', 'a']), 1, 0],
    ['told once, however many follow', demands(['exam', '>', 80], ['exam', '<', 70], ['exam', '<', 60]), 1, 0],
  ])('demands that nobody can meet: %s', (_, change, at, earlier) => {
    try {
      world.parse(change);
    } catch (error) {
      const at0 = (k: number): string => `/positions/0/requires/${k}`;
      return expect((error as MeritError).issues).toMatchObject([{ code: 'E_REQ_CONTRADICTION', path: at0(at), ...(earlier === undefined ? {} : { related: [at0(earlier)] }) }]);
    }
    throw new Error('these demands were taken');
  });
});

describe('parseRound warns', () => {
  it.each<[string, (round: Loose) => void, string[]]>([
    ['of evidence dated after the day of the round', (r) => (first(r).evidence[0].date = '2026-11-22'), ['W_EVIDENCE_FUTURE /people/0/evidence/0']],
    ['of ids that look like national numbers', (r) => ((first(r).id = '199001012015031001'), (r.people[1].id = '3201234567890001')), ['W_ID_NATIONAL /people/0/id', 'W_ID_NATIONAL /people/1/id']],
    ['of a listed word in another spelling', (r) => (first(r).evidence[6] = { attribute: 'rank', value: 'e\u0301lu', source: 'S1' }), ['W_NFC /people/0/evidence/6/value']],
  ])('%s', (_, change, expected) => expect(found(change, (p) => p.attributes.rank.values.push('\u00e9lu'))).toEqual(expected));
});

describe('a mistyped key', () => {
  const said = (change: (round: Loose) => void): string => {
    try {
      world.parse(change);
    } catch (error) {
      return (error as MeritError).issues[0]!.message;
    }
    return '';
  };
  it.each([['scoer', 'scope'], ['retire', 'retires'], ['bron', 'born'], ['evidnece', 'evidence'], ['Wishes', 'wishes']])('%s is taken for %s', (typed, meant) => expect(said((r) => (first(r)[typed] = 1))).toBe(`the format has no such key\nMaybe "${meant}" was meant.`));
  it.each(['shoeSize', 'x'.repeat(65), ''])('"%s" is taken for nothing', (typed) => expect(said((r) => (first(r)[typed] = 1))).toBe('the format has no such key'));
});

describe('what the messages say', () => {
  it.each<[(round: Loose) => void, string]>([
    [(r) => (r.format = 'x'), 'E_FORMAT at /format: expected "meritra/round/0"'],
    [(r) => (first(r).since = 5), 'E_DATE_FORMAT at /people/0/since: the date is not written YYYY-MM-DD'],
    [(r) => (first(r).name = 5), 'E_TYPE at /people/0/name: expected a text, came a number'],
    [(r) => (first(r).evidence = 'x'), 'E_TYPE at /people/0/evidence: expected a list, came a text'],
    [(r) => (r.positions[0].critical = 'x'), 'E_TYPE at /positions/0/critical: expected true or false, came a text'],
    [(r) => (r.positions[0].mustFill = true), 'E_TYPE at /positions/0/mustFill: expected an object, came a truth'],
    [(r) => (r.positions[0].seats = '2'), 'E_TYPE at /positions/0/seats: expected a number, came a text'],
    [(r) => (r.positions[0].attributes = []), 'E_TYPE at /positions/0/attributes: expected an object, came a list'],
    [(r) => (first(r).evidence[0].value = {}), 'E_TYPE at /people/0/evidence/0/value: an object is none of the kinds allowed here'],
    [(r) => (first(r).name = null), 'E_VALUE_MISSING at /people/0/name: the value is null; leave the field out if nothing is known'],
    [(r) => (r.positions[0].seats = 1e7), 'E_NUM_RANGE at /positions/0/seats: expected at most 1000000'],
    [(r) => (r.positions[0].requires[0].is = 'x'), 'E_VALUE_UNKNOWN at /positions/0/requires/0/is: expected "<" or "<=" or "=" or ">=" or ">"'],
    [(r) => (first(r).evidence[0].value = [1]), 'E_TYPE at /people/0/evidence/0/value/0: expected a text, came a number'],
    [(r) => (first(r).evidence[0].value = '7'), 'E_TYPE at /people/0/evidence/0/value: expected a number, came a text'],
  ])('%#: %s', (change, message) => expect(() => world.parse(change)).toThrow(expect.objectContaining({ message })));
});

describe('normal form', () => {
  /** A round with something to sort everywhere: what is alike but in one field, unlisted orders, code points past U+FFFF. */
  const rich = (): Loose =>
    world.round((r) => {
      r.sources.push({ id: 'S0', title: 'an older register', date: '2026-10-01' });
      r.units.push({ id: 'U0', name: 'Unit zero' });
      r.scope = { positions: ['P-4', 'P-0', 'P-4', 'P-1', 'P-2', 'P-3'], people: r.people.map((p: Loose) => p.id).reverse() };
      r.relations.push({ ...r.relations[0], date: '2026-01-01' }, { ...r.relations[0], degree: 2 }, { ...r.relations[0], kind: '\uff5e' }, { ...r.relations[0], kind: '\u{1f600}' }, { ...r.relations[0], source: 'S0' }, { ...r.relations[0], a: 'EMP-8', b: 'EMP-3' });
      r.relations.push(Object.fromEntries(Object.entries({ ...(r.relations[0] as object), kind: 'z' }).filter(([key]) => key !== 'date')));
      r.pins.push({ person: 'EMP-2', position: 'P-1', by: 'x', reason: 'y' });
      r.positions[0].requires.push({ attribute: 'cleared', is: '=', value: true }, { attribute: 'exam', is: '<=', value: 90 });
      const { evidence } = first(r);
      const note = (more: object): Loose => ({ attribute: 'note', source: 'S1', ...more });
      evidence.push(note({ value: 'x' }), note({ unmapped: 'x' }), note({ value: 'x', expires: '2027-01-01' }), note({ value: 'x', expires: '2028-01-01' }), note({ value: 'x', date: '2026-10-01' }), note({ value: 'x', source: 'S0' }), note({ value: '\uff5e' }), note({ value: '\u{1f600}' }), note({ value: 'x', date: '2025-01-01' }));
      evidence.push({ attribute: 'fields', value: ['\u{1f600}', 'b', '\uff5e', 'a', 'b'], source: 'S1', date: '2026-01-01' });
    });
  const shuffled = (value: Loose, random: (n: number) => number, key = ''): Loose => {
    if (typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value)) return Object.fromEntries(mix(Object.entries(value as object).map(([k, inner]) => [k, shuffled(inner, random, k)]), random));
    const list = value.map((inner) => shuffled(inner, random, ''));
    return key === 'wishes' ? list : mix(list, random);
  };
  const mix = <T>(list: T[], random: (n: number) => number): T[] => {
    for (let k = list.length - 1; k > 0; k--) {
      const other = random(k + 1);
      [list[k], list[other]] = [list[other]!, list[k]!];
    }
    return list;
  };

  it('does not depend on the order of rows and keys', () => {
    const expected = canonicalJson(world.read(rich() as object).round);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat({ max: 1_000_000 })), (numbers) => {
        const random = (n: number): number => (numbers.next().value as number) % n;
        expect(canonicalJson(world.read(shuffled(rich(), random) as object).round)).toBe(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('is the one the verifier asks for', async () => {
    const sealed = world.sealed();
    const { round } = parseRound(rich() as object, sealed);
    const { verdicts } = verify(bundle(await propose(round, sealed), round, sealed));
    expect(verdicts.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
  });

  it('is kept when it is read again', () => {
    const { round } = world.read(rich() as object);
    expect(canonicalJson(world.read(round).round)).toBe(canonicalJson(round));
  });

  it('sorts by code points, not by code units', () => {
    const { round } = world.read(rich() as object);
    const sets = round.people[0]!.evidence.filter((e) => e.attribute === 'fields').map((e) => e.value);
    expect(sets[0]).toEqual(['a', 'b', '\uff5e', '\u{1f600}']);
    expect(round.relations.filter((r) => r.a === 'EMP-3').map((r) => r.kind).slice(-2)).toEqual(['\uff5e', '\u{1f600}']);
  });

  it('leaves the input alone', () => {
    const input = rich();
    const before = JSON.stringify(input);
    world.read(input as object);
    expect(JSON.stringify(input)).toBe(before);
  });
});
