/** What a twin keeps of a round that is shaped unlike the usual one: histories by length alone, lists of who may move, few people behind a column. Too few for mixtures, so what comes out follows from counts. */
import { describe, expect, it } from 'vitest';
import { parseRound, seal, type Person, type Policy, type Round } from '../../src/index.js';
import { mostCommon } from '../../src/simulating/twin/columns.js';
import { matchBack, twin } from '../../src/simulating/twin/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const SEATED = 30;
const UNSEATED = 6;

const policyWith = (change: (policy: Policy) => void = () => undefined) =>
  seal(
    toyPolicy((policy) => {
      policy.attributes = { ...policy.attributes, origin: { of: 'person', type: 'text', label: { en: 'origin' } }, posts: { of: 'person', type: 'spells', label: { en: 'posts held' } }, leaves: { of: 'person', type: 'spells', label: { en: 'leaves' } } };
      change(policy);
    }),
  );

/** Thirty people on posts of one level and six without one; `person` adds to the k-th. */
function roundOf(person: (k: number) => Partial<Person> = () => ({}), parts: (round: Round) => Partial<Round> = () => ({})): Round {
  const positions = Array.from({ length: SEATED }, (_, k) => toyPost(`P${String(k).padStart(2, '0')}`, 'LOW'));
  const people = Array.from({ length: SEATED + UNSEATED }, (_, k) => {
    const { evidence = [], ...rest } = person(k);
    const id = `N${String(k).padStart(2, '0')}`;
    const base = toyPerson(k < SEATED ? { id, seat: positions[k]!.id, exam: 60 } : { id, exam: 60 });
    return { ...base, ...rest, evidence: [...base.evidence, ...evidence] };
  });
  const round = toyRound({ positions, people });
  return { ...round, ...parts(round) };
}

const twinOf = (round: Round, policy = policyWith()) => twin(parseRound(round, policy, { reveals: 'later' }).round, policy, { seed: 5 });
const rowsOf = (made: ReturnType<typeof twin>, what: string): number | undefined => made.kept.dropped.find((row) => row.what === what)?.rows;

describe('a twin of a round with limits of its own', () => {
  it('keeps the last day that counts, the day of opening, the posts that are filled, and how many may move', () => {
    const made = twinOf(
      roundOf(undefined, ({ positions, people }) => ({
        horizon: '2026-12-31', opened: '2026-11-20', reveals: [],
        scope: { positions: positions.slice(0, 7).map(({ id }) => id), people: people.filter((_, k) => k % 3 === 0).map(({ id }) => id) },
      })),
    ).round;
    expect([made.horizon, made.opened, made.reveals]).toEqual(['2026-12-31', '2026-11-20', []]); // a lottery whose numbers are still to come has none in the twin either
    expect(made.scope.positions).toEqual(made.positions.slice(0, 7).map(({ id }) => id));
    expect(made.scope.people).toHaveLength(12);
    expect(new Set(made.scope.people).size).toBe(12);
  });

  it('keeps units under units and posts under posts, by new names', () => {
    const made = twinOf(
      roundOf(undefined, ({ positions }) => ({
        units: [{ id: 'HA', name: 'house' }, { id: 'HB', name: 'office', parent: 'HA' }, { id: 'HC', name: 'desk', parent: 'HB' }],
        positions: positions.map(({ attributes: _, ...p }, k) => ({ ...p, unit: k % 2 === 0 ? 'HB' : 'HC', ...(k > 0 && { superior: 'P00' }) })),
      })),
    ).round;
    expect(made.units.map(({ id, parent }) => [id, parent])).toEqual([['U-0001', undefined], ['U-0002', 'U-0001'], ['U-0003', 'U-0002']]);
    expect(made.positions.map((p) => [p.unit, p.superior, p.attributes])).toEqual(made.positions.map((_, k) => [k % 2 === 0 ? 'U-0002' : 'U-0003', k > 0 ? 'J-0001' : undefined, undefined]));
  });

  it('keeps a unit under its name where a rule of the policy names it', () => {
    const policy = policyWith((p) => {
      p.limits = [{ id: 'desk', label: { en: 'few leave the desk' }, citation: { own: 'a choice made for the test' }, kind: 'donor', units: ['DESK'], maxLeaving: 3 }];
    });
    const made = twinOf(roundOf(undefined, ({ positions }) => ({ units: [{ id: 'DESK', name: 'desk' }, { id: 'U1', name: 'one' }], positions })), policy).round;
    expect(made.units.map(({ id, name }) => [id, name])).toEqual([['DESK', 'unit 1'], ['U-0002', 'unit 2']]);
  });

  it('drops the demand on a post that must be filled where fewer people than seats can, and keeps it where enough can', () => {
    const mustFill = { reason: 'the hospital' };
    const demanded = (field: string) => {
      const made = twinOf(roundOf(undefined, ({ positions }) => ({ positions: [...positions, toyPost('VACANT', 'LOW', { attributes: { field }, mustFill })] })));
      return [made.round.positions.at(-1)!.mustFill, rowsOf(made, 'posts that must be filled, and nobody of the twin can')];
    };
    expect(demanded('special')).toEqual([undefined, 1]); // nobody works in the field
    expect(demanded('common')).toEqual([{ reason: 'must be filled in the round that this is a twin of' }, undefined]);
  });

  it('joins the few without a post with the group above them, and deals as many seats', () => {
    const { groups, people, seated, dependences, associations } = twinOf(roundOf()).kept;
    expect(groups).toEqual([{ levels: ['LOW', null], people: 36 }]);
    expect([people, seated, dependences]).toEqual([36, 30, false]);
    expect(associations).toEqual({ pairs: 0, mean: 0, largest: 0, size: 0 }); // everybody has the same exam: nothing goes together with anything
  });

  it('drops relations of a degree that fewer than five pairs have, and draws as many of the others among other people, none twice', () => {
    const pair = (k: number, degree: number) => ({ a: `N${String(k).padStart(2, '0')}`, b: `N${String(k + 15).padStart(2, '0')}`, kind: 'kin', degree, source: 'S1' });
    const made = twinOf(roundOf(undefined, () => ({ relations: [0, 1, 2, 3].map((k) => pair(k, 2)).concat([4, 5, 6, 7, 8].map((k) => pair(k, 3))) })));
    expect(made.round.relations.map(({ degree, kind }) => [degree, kind])).toEqual(new Array(10).fill([3, 'degree 3'])); // five pairs, both ways
    expect(new Set(made.round.relations.map(({ a, b }) => `${a} ${b}`)).size).toBe(10);
    expect(made.round.relations.every(({ a, b }) => a !== b)).toBe(true);
    expect(rowsOf(made, 'relations of degree 2')).toBe(4);
  });
});

describe('the histories of a twin', () => {
  it('have lengths where only lengths are known, run on where they ran on, and stay unmapped where nobody could map them', () => {
    const spell = (k: number): Person['spells'] => {
      const base = { attribute: 'posts', source: 'S1' };
      if (k % 3 === 0) return [{ ...base, value: 'clerk', months: 24 }];
      if (k % 3 === 1) return [{ ...base, value: 'head', from: '2020-01-01' }];
      return [{ ...base, unmapped: 'Hd. of sthg', from: '2010-01-01', to: '2011-01-01' }];
    };
    const made = twinOf(roundOf((k) => ({ spells: spell(k) }))).round;
    const spells = made.people.flatMap((p) => p.spells ?? []);
    expect(spells).toHaveLength(36);
    const words = [...new Set(spells.flatMap(({ value }) => value ?? []))];
    expect(words.map((word) => /^word-[0-9]$/.test(word))).toEqual([true, true]); // the policy knows neither word
    const kinds = new Set(spells.map(({ value, unmapped, source: _, attribute: __, ...days }) => JSON.stringify([value === undefined ? unmapped : 'word', days])));
    expect([...kinds].sort()).toEqual([
      '["not mapped",{"from":"2010-01-01","to":"2011-01-01"}]',
      '["word",{"from":"2020-01-01"}]',
      '["word",{"months":24}]',
    ]);
    expect(new Set(spells.filter((s) => s.months !== undefined).map((s) => s.value)).size).toBe(1);
  });

  it('are not drawn of an attribute that fewer than five people have anything of, and empty lists stay empty', () => {
    const made = twinOf(roundOf((k) => (k < 4 ? { spells: [{ attribute: 'posts', value: 'clerk', from: '2020-01-01', source: 'S1' }] } : {}))).round;
    expect(made.people.every((p) => p.spells === undefined)).toBe(true);
  });

  it('say as often that somebody looked, on the day of the source where no other day is stated', () => {
    const made = twinOf(roundOf((k) => (k % 2 === 0 ? { checked: [{ attribute: 'leaves', source: 'S1', ...(k % 4 === 0 && { date: '2026-10-01' }) }] } : {}))).round;
    const checked = made.people.flatMap((p) => p.checked ?? []);
    expect(checked).toEqual(new Array(18).fill({ attribute: 'leaves', source: 'S-0001', date: '2026-10-01' }));
    expect(made.people.every((p) => p.spells === undefined)).toBe(true);
  });
});

describe('the data of a twin', () => {
  it('have the mean of several marks where the policy counts the mean, and nothing dated after the day of the round', () => {
    const policy = policyWith((p) => {
      p.attributes = { ...p.attributes, skill: { ...p.attributes['skill']!, combine: 'mean' } };
    });
    const marks = [[55, '2025-01-01'], [66, '2026-01-01'], [99, '2026-11-22']] as const; // the last a day after
    const made = twinOf(roundOf(() => ({ evidence: marks.map(([value, date]) => ({ attribute: 'skill', value, date, source: 'S1' })) })), policy);
    const values = made.round.people.flatMap((p) => p.evidence.filter((e) => e.attribute === 'skill').map((e) => [e.value, e.date]));
    expect(values).toEqual(new Array(36).fill([60.5, '2026-01-01']));
    expect(rowsOf(made, 'older or second items of evidence')).toBe(72);
  });

  it('have the last mark alone where the policy says nothing of a mean, whatever the order of the rows', () => {
    const skill = (value: number, date: string) => ({ attribute: 'skill', value, date, source: 'S1' });
    const made = twinOf(roundOf((k) => ({ evidence: k % 2 === 0 ? [skill(70, '2026-01-01'), skill(50, '2025-01-01')] : [skill(50, '2025-01-01'), skill(70, '2026-01-01')] }))).round;
    expect(made.people.flatMap((p) => p.evidence.filter((e) => e.attribute === 'skill').map((e) => e.value))).toEqual(new Array(36).fill(70));
  });

  it('have no word that is one person’s own, and say whose column is gone', () => {
    const made = twinOf(roundOf((k) => ({ evidence: [{ attribute: 'origin', value: `village ${k}`, source: 'S1' }] })));
    expect(made.round.people.some((p) => p.evidence.some((e) => e.attribute === 'origin'))).toBe(false);
    expect(rowsOf(made, 'origin')).toBe(36);
  });

  it('have no last day that fewer than five people have, even where most who have the datum have one', () => {
    const made = twinOf(roundOf((k) => (k < 6 ? { evidence: [{ attribute: 'rating', value: 80, source: 'S1', ...(k < 4 && { expires: '2027-05-05' }) }] } : {})));
    const ratings = made.round.people.flatMap((p) => p.evidence.filter((e) => e.attribute === 'rating'));
    expect(ratings.map(({ value, expires }) => [value, expires])).toEqual(new Array(6).fill([80, undefined]));
    expect(rowsOf(made, 'rating, last day')).toBe(4);
  });

  it('end no earlier than their day, or that of their source: the two are dealt out apart', () => {
    const made = twinOf(roundOf((k) => ({ evidence: [{ attribute: 'rating', value: 80, source: 'S1', ...(k % 2 === 0 ? { date: '2025-01-01', expires: '2025-06-01' } : { expires: '2027-05-05' }) }] }))).round;
    const days = new Set(made.people.flatMap((p) => p.evidence.filter((e) => e.attribute === 'rating').map((e) => `${e.date ?? 'source'} ${e.expires}`)));
    expect([...days].sort()).toEqual(['2025-01-01 2025-06-01', '2025-01-01 2027-05-05', 'source 2026-10-01', 'source 2027-05-05']);
  });

  it('have items of single papers under a source of their own, with the day of the paper', () => {
    const made = twinOf(
      roundOf((k) => ({ evidence: [{ attribute: 'rating', value: 80, source: `PAPER-${k}` }] }), ({ sources }) => ({ sources: [...sources, ...Array.from({ length: 36 }, (_, k) => ({ id: `PAPER-${k}`, title: 'letter', date: '2026-05-05' }))] as Round['sources'] })),
    ).round;
    expect(made.sources.map(({ id, title, date }) => [id, title, date])).toEqual([['S-0001', 'source 1', '2026-10-01'], ['S-twin', 'invented for a twin', '2026-11-21']]);
    expect(made.people.flatMap((p) => p.evidence.filter((e) => e.attribute === 'rating').map((e) => [e.source, e.date]))).toEqual(new Array(36).fill(['S-twin', '2026-05-05']));
  });

  it('have no retirement of people whose birth nobody knows', () => {
    const made = twinOf(roundOf(() => ({ retires: '2040-01-01' }))).round;
    expect(made.people.some((p) => p.born !== undefined || p.retires !== undefined)).toBe(false);
  });

  it('have sets of words as often as the people, where they have any', () => {
    const made = twinOf(roundOf((k) => (k % 2 === 0 ? { evidence: [{ attribute: 'fields', value: ['law', 'tax'], source: 'S1' }] } : {}))).round;
    const fields = made.people.flatMap((p) => p.evidence.filter((e) => e.attribute === 'fields').map((e) => [...(e.value as string[])].sort()));
    expect(fields).toEqual(new Array(18).fill(['word-1', 'word-2']));
  });

  it('have words of posts in lists renamed as words of people are', () => {
    const policy = policyWith((p) => {
      p.attributes = { ...p.attributes, wants: { of: 'position', type: 'set', label: { en: 'wants' } } };
    });
    const made = twinOf(roundOf(() => ({ evidence: [{ attribute: 'fields', value: ['law'], source: 'S1' }] }), ({ positions }) => ({ positions: positions.map((p) => ({ ...p, attributes: { field: 'special', wants: ['law'] } })) })), policy).round;
    const word = made.people[0]!.evidence.find((e) => e.attribute === 'fields')!.value;
    expect(word).toEqual(made.positions[0]!.attributes!['wants']);
    expect(word).not.toEqual(['law']);
    expect(made.positions[0]!.attributes!['field']).toBe('special'); // the policy's own word
  });
});

describe('matching back where little is known', () => {
  const round = parseRound(roundOf((k) => ({ evidence: [{ attribute: 'rating', value: k, source: 'S1' }] })), policyWith()).round;
  const people = (of: Round, keep: (p: Round['people'][number]) => boolean): Round => ({ ...of, people: of.people.filter(keep) });

  it('a control of the same people is as near as they are, to every row', () => {
    expect(matchBack(round, round, { control: round }).nearness).toEqual({ closer: 0, farther: 0, equal: 36, p: 1 });
  });

  it('only rows whose person was told are counted, and each is found by what he alone has', () => {
    const { linkings } = matchBack(round, round, { sources: new Map([['N03', 'N03'], ['N33', 'N33']]) });
    expect(linkings.map(({ rows }) => rows)).toEqual(linkings.map(() => 2));
    expect(linkings[0]).toMatchObject({ by: 'all attributes, nearest', hits: 2 });
  });

  it('a row where nobody can be looked for is no row: people without a post, where all have one', () => {
    const seated = people(round, (p) => p.seat !== undefined);
    const unseated = people(round, (p) => p.seat === undefined);
    const { linkings } = matchBack(seated, unseated, { sources: new Map([['N30', 'N00']]) });
    expect(linkings.filter(({ by }) => by !== 'the order of ids').map(({ rows, hits, p }) => [rows, hits, p])).toEqual(new Array(linkings.length - 1).fill([0, 0, 1]));
  });

  it('the commonest of equally common texts is the first', () => {
    expect([mostCommon(['b', 'a', 'b', 'a', 'c']), mostCommon(['b', 'a', 'b']), mostCommon([])]).toEqual(['a', 'b', undefined]);
  });
});

