import { describe, expect, it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { seal } from '../../src/index.js';
import { simulate, type Organisation, type Scenario, type World, type Year } from '../../src/simulating/index.js';
import { problemsOf } from './support/ledger.js';
import { bytesOf, lived } from './support/lived.js';
import { organisation, PACK, POLICY, WORLD } from './support/organisations.js';

const SCENARIO: Scenario = { organisation: organisation(1), world: WORLD, regime: { policy: POLICY }, years: 3, seed: 7 };
/** Nobody resigns, studies or declines. */
const CALM: World = { ...WORLD, careers: { ...WORLD.careers, resignation: { perMille: 0 }, study: { ...WORLD.careers.study!, perMille: 0 }, refusal: { promotion: 0, other: 0 } } };
const told = (years: readonly Year[]): string[] => years.flatMap((y) => y.happenings.map((h) => `${h.day} ${h.what} ${h.person}${h.from ? ` from ${h.from}` : ''}${h.to ? ` to ${h.to}` : ''}`));
const codeOf = async (run: Promise<unknown>): Promise<string> => {
  const error: unknown = await run.then(() => undefined, (e: unknown) => e);
  return error instanceof MeritError ? `${error.code} ${error.path}` : String(error);
};

/** Two sections, a division and those who hold or wait for them, all of one field and with everything the pack asks. */
function small(people: readonly { readonly id: string; readonly born: string; readonly seat?: string; readonly since?: string }[]): Organisation {
  const evidence = [
    ...[['joined', '2010-01-01'], ['study', 'works'], ['cleared', true], ['rating', 70], ['skill', 70]].map(([attribute, value]) => ({ attribute: String(attribute), value: value!, source: 'register' })),
  ];
  return {
    format: 'meritra/organisation/0',
    id: 'small',
    on: '2027-01-01',
    sources: [{ id: 'register', title: 'Register', date: '2026-12-31' }],
    units: [{ id: 'u', name: 'Office' }],
    positions: [
      { id: 'head', title: 'Head', unit: 'u', level: 'DIVISION', attributes: { field: 'works' } },
      { id: 'one', title: 'One', unit: 'u', level: 'SECTION', attributes: { field: 'works' } },
      { id: 'two', title: 'Two', unit: 'u', level: 'SECTION', attributes: { field: 'works' } },
    ],
    members: people.map(({ since = '2015-01-01', seat, ...p }) => ({ ...p, joined: '2010-01-01', ...(seat && { seat, since }), traits: { skill: 60, drive: 60 }, evidence })),
    relations: [],
  };
}

describe('moves that wait', () => {
  it('a horizon: the successor is decided on the first day, takes the post on the day its holder retires, and whoever follows him moves up behind him on that day', async () => {
    const people = [
      { id: 'A', born: '1969-05-20', seat: 'head' }, // 58 on 2027-05-20: gone on 2027-06-01
      { id: 'B', born: '1980-01-01', seat: 'one' },
      { id: 'C', born: '1981-01-01', seat: 'two' },
      { id: 'D', born: '1990-01-01' },
    ];
    const scenario: Scenario = { ...SCENARIO, organisation: small(people), world: { ...CALM, newcomers: { ...CALM.newcomers, on: '02-01' } }, regime: { policy: POLICY, horizonMonths: 12 }, years: 1 };
    const [year] = await lived(scenario);
    const lines = told([year!]);
    const riser = lines.find((l) => l.endsWith('to head'))!.split(' ')[2]!;
    const left = riser === 'B' ? 'one' : 'two';
    expect(lines).toEqual(['2027-06-01 retired A from head', `2027-06-01 moved ${riser} from ${left} to head`, `2027-06-01 moved D to ${left}`]);
    expect(year!.rounds[0]!.moves).toMatchObject({ promotion: 1, entry: 1 });
    expect(year!.vacancies).toEqual({ seatDays: 0, opened: 0, filled: 0, daysToFill: [] }); // nothing stood empty for a day
    expect(problemsOf(scenario, [year!])).toEqual([]);
  });

  it('the state between carries the wait: going on from it ends as running through', async () => {
    const people = [
      { id: 'A', born: '1970-05-20', seat: 'head' }, // gone on 2028-06-01, in the second year
      { id: 'B', born: '1980-01-01', seat: 'one' },
      { id: 'C', born: '1981-01-01', seat: 'two' },
      { id: 'D', born: '1990-01-01' },
    ];
    const scenario: Scenario = { ...SCENARIO, organisation: small(people), world: CALM, regime: { policy: POLICY, everyMonths: 36, horizonMonths: 24 }, years: 2 };
    const years = await lived(scenario);
    expect(years[0]!.happenings).toEqual([]);
    expect(years[0]!.state!.pending.map((p) => [p.to, p.on])).toContainEqual(['head', '2027-01-01']);
    expect(told(years).filter((l) => l.startsWith('2028-06-01')).length).toBe(3);
    expect(bytesOf(await lived(scenario, { from: years[0]!.state! }))).toBe(bytesOf(years.slice(1)));
  });

  it('people who change places do so on one day', async () => {
    const fields = (o: Organisation): Organisation => ({
      ...o,
      positions: o.positions.map((p) => (p.id === 'two' ? { ...p, attributes: { field: 'health' } } : p)),
      members: o.members.map((m) => (m.id === 'B' ? { ...m, evidence: m.evidence.map((e) => (e.attribute === 'study' ? { ...e, value: 'health' } : e)) } : m)),
    });
    const people = [{ id: 'A', born: '1990-01-01', seat: 'head' }, { id: 'B', born: '1990-01-01', seat: 'one' }, { id: 'C', born: '1990-01-01', seat: 'two' }];
    const scenario: Scenario = { ...SCENARIO, organisation: fields(small(people)), world: CALM, years: 1 };
    const [year] = await lived(scenario);
    expect(told([year!]).slice(0, 2)).toEqual(['2027-01-01 moved B from one to two', '2027-01-01 moved C from two to one']);
    expect(year!.rounds[0]!.loops).toBe(2); // counted by moves
    expect(problemsOf(scenario, [year!])).toEqual([]);
  });
});

describe('the ends of a life', () => {
  it('everybody retires: seats stand empty until newcomers come, and it adds up', async () => {
    const people = ['head', 'one', 'two'].map((seat, k) => ({ id: `P${k}`, born: '1969-03-02', seat }));
    const scenario: Scenario = { ...SCENARIO, organisation: small(people), world: CALM, years: 3 };
    const years = await lived(scenario);
    expect(years[0]!.happenings.map((h) => `${h.day} ${h.what}`)).toEqual(Array.from({ length: 3 }, () => '2027-04-01 retired'));
    expect(years[0]!.people.end).toBe(0);
    expect(years[0]!.levels.map((l) => [l.filled, l.fitMin])).toEqual([[0, null], [0, null]]);
    expect(years[0]!.vacancies.seatDays).toBe(3 * 275);
    expect(years[1]!.people.recruited).toBe(3);
    expect(problemsOf(scenario, years)).toEqual([]);
  });

  it('nobody leaves and nothing is free: nothing happens', async () => {
    const people = ['head', 'one', 'two'].map((seat, k) => ({ id: `P${k}`, born: '1990-03-02', seat }));
    expect(told(await lived({ ...SCENARIO, organisation: small(people), world: CALM, regime: { policy: POLICY, choose: 'greedy' } }))).toEqual([]);
  });

  it('a post for which nobody is ever eligible stays empty every day', async () => {
    const never = seal({ ...PACK, gates: [...PACK.gates, { id: 'never', label: { en: 'Never' }, citation: { own: 'Nobody.' }, rule: { op: 'compare', left: { op: 'level', of: 'position' }, is: '<', right: { op: 'const', value: 1 } } }] });
    const people = ['one', 'two'].map((seat, k) => ({ id: `P${k}`, born: '1990-03-02', seat }));
    const spare = { id: 'X', born: '1991-01-01' };
    const years = await lived({ ...SCENARIO, organisation: small([...people, spare]), world: CALM, regime: { policy: never } });
    expect(years.map((y) => [y.vacancies.seatDays, y.seats.end])).toEqual([[365, 2], [366, 2], [365, 2]]);
  });

  it('whoever was born on 29 February leaves as the policy counts his birthday', async () => {
    const people = [{ id: 'A', born: '1972-02-29', seat: 'head' }, { id: 'B', born: '1990-01-01', seat: 'one' }, { id: 'C', born: '1991-01-01' }];
    const world: World = { ...CALM, careers: { ...CALM.careers, retirement: { ages: {}, otherwise: 58, day: 'birthday' } } };
    const day = async (leapDay: 'feb28' | 'mar1'): Promise<string | undefined> =>
      told(await lived({ ...SCENARIO, organisation: small(people), world, regime: { policy: seal({ ...PACK, leapDay }), choose: 'none' }, years: 4 })).find((l) => l.includes('retired A'));
    expect(await day('feb28')).toBe('2030-02-28 retired A from head');
    expect(await day('mar1')).toBe('2030-03-01 retired A from head');
  });

  it('a life that begins on 29 February retires whoever was born on one as the policy counts, each once, and adds up', async () => {
    const people = [{ id: 'A', born: '1972-02-29', seat: 'head' }, { id: 'B', born: '1990-01-01', seat: 'one' }, { id: 'C', born: '1991-01-01' }];
    const life = async (leapDay: 'feb28' | 'mar1', otherwise: number): Promise<readonly string[]> => {
      const world: World = { ...CALM, careers: { ...CALM.careers, retirement: { ages: {}, otherwise, day: 'birthday' } } };
      const scenario: Scenario = { ...SCENARIO, organisation: { ...small(people), on: '2028-02-29' }, world, regime: { policy: seal({ ...PACK, leapDay }) }, years: 4 };
      const years = await lived(scenario);
      expect(problemsOf(scenario, years)).toEqual([]);
      expect(years.map(({ from, to }) => `${from} ${to}`)).toEqual(['2028-02-29 2029-02-27', '2029-02-28 2030-02-27', '2030-02-28 2031-02-27', '2031-02-28 2032-02-28']);
      expect(bytesOf(await lived(scenario, { from: JSON.parse(JSON.stringify(years[1]!.state)) }))).toBe(bytesOf(years.slice(2)));
      return years.flatMap((y) => told([y]).filter((l) => l.includes('retired A')).map((l) => `year ${y.year}: ${l}`));
    };
    for (const leapDay of ['feb28', 'mar1'] as const) {
      expect(await life(leapDay, 56)).toEqual(['year 1: 2028-02-29 retired A from head']);
      expect(await life(leapDay, 59)).toEqual([`year ${leapDay === 'feb28' ? '4: 2031-02-28' : '4: 2031-03-01'} retired A from head`]);
    }
    expect(await life('feb28', 57)).toEqual(['year 2: 2029-02-28 retired A from head']);
    expect(await life('mar1', 57)).toEqual(['year 2: 2029-03-01 retired A from head']);
  });

  it('none: nobody ever moves, whatever is free', async () => {
    const years = await lived({ ...SCENARIO, regime: { policy: POLICY, choose: 'none' } });
    expect(years.flatMap((y) => y.happenings.filter((h) => h.what === 'moved'))).toEqual([]);
    expect(years.map((y) => y.rounds.length)).toEqual([1, 1, 1]);
  });
});

describe('calling it', () => {
  it('tells progress once a year', async () => {
    const seen: unknown[] = [];
    await lived(SCENARIO, { onProgress: (p) => seen.push(p) });
    expect(seen).toEqual([{ year: 1, years: 3 }, { year: 2, years: 3 }, { year: 3, years: 3 }]);
  });

  it('stops with E_ABORTED before the next year, and never yields a part of one', async () => {
    const control = new AbortController();
    const years: Year[] = [];
    const run = (async () => {
      for await (const year of simulate(SCENARIO, { signal: control.signal })) {
        years.push(year);
        if (year.year === 2) control.abort();
      }
    })();
    expect(await codeOf(run)).toBe('E_ABORTED ');
    expect(bytesOf(years)).toBe(bytesOf((await lived(SCENARIO)).slice(0, 2)));
    expect(await codeOf(lived(SCENARIO, { signal: AbortSignal.abort() }))).toBe('E_ABORTED ');
  });

  it.each<[string, Partial<Record<keyof Scenario, unknown>>, string]>([
    ['no seed', { seed: undefined }, 'E_VALUE_MISSING /seed'],
    ['negative years', { years: -1 }, 'E_NUM_RANGE /years'],
    ['half a year', { years: 1.5 }, 'E_NUM_INT /years'],
    ['no posts', { organisation: { ...SCENARIO.organisation, positions: [], members: [] } }, 'E_VALUE_MISSING /organisation/positions'],
  ])('refuses %s before the first year', async (_, change, code) => expect(await codeOf(lived({ ...SCENARIO, ...change } as Scenario))).toBe(code));
});
