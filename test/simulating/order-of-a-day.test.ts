import { expect, it } from 'vitest';
import { dayNumber } from '../../src/eligibility/index.js';
import { addMonths, formatDay } from '../../src/model/calendar.js';
import { yearOfLife } from '../../src/simulating/careers.js';
import { Draws } from '../../src/simulating/draws.js';
import type { Member, Organisation, Scenario, World, Year } from '../../src/simulating/index.js';
import { lived } from './support/lived.js';
import { POLICY, WORLD } from './support/organisations.js';

const SEED = 11;
const ON = '2027-01-01';
const [FROM, TO] = [dayNumber(ON), dayNumber('2027-12-31')];
const { study: STUDY } = WORLD.careers;

/** Nothing happens by chance: nobody resigns, studies, declines or is missed, and nothing is noisy. */
const STILL: World = {
  ...WORLD,
  measures: [
    { kind: 'rating', attribute: 'rating', on: '12-31', noise: 0, leniency: 0, missedPerMille: 0 },
    { kind: 'test', attribute: 'skill', on: '06-30', of: { skill: 100 }, noise: 0, everyMonths: 6, missedPerMille: 0 },
  ],
  growth: {},
  careers: { ...WORLD.careers, retirement: { ages: {}, otherwise: 58, day: 'birthday' }, resignation: { perMille: 0 }, study: { ...STUDY!, perMille: 0 }, refusal: { promotion: 0, other: 0 } },
  units: { noise: 0 },
};
const ALL_RESIGN: World = { ...STILL, careers: { ...STILL.careers, resignation: { perMille: 1000 } } };
const ALL_STUDY: World = { ...STILL, careers: { ...STILL.careers, study: { ...STUDY!, perMille: 1000, months: 3 } } };

type Somebody = Partial<Member> & { readonly id: string };
/** A head and two sections of one field, and people of 60 points in everything with all that the pack asks. */
function office(people: readonly Somebody[]): Organisation {
  const evidence = [['joined', '2010-01-01'], ['study', 'works'], ['cleared', true], ['rating', 70], ['skill', 70]].map(([attribute, value]) => ({ attribute: String(attribute), value: value!, source: 'register' }));
  const post = (id: string, level: string) => ({ id, title: id, unit: 'u', level, attributes: { field: 'works' } });
  return {
    format: 'meritra/organisation/0',
    id: 'office',
    on: ON,
    sources: [{ id: 'register', title: 'Register', date: '2026-12-31' }],
    units: [{ id: 'u', name: 'Office' }],
    positions: [post('head', 'DIVISION'), post('one', 'SECTION'), post('two', 'SECTION')],
    members: people.map((p) => ({ born: '1985-01-01', joined: '2010-01-01', ...(p.seat !== undefined && { since: '2015-01-01' }), traits: { skill: 60, drive: 60 }, evidence, ...p })),
    relations: [],
  };
}
const live = (people: readonly Somebody[], world: World, more: Partial<Scenario> = {}): Promise<Year[]> =>
  lived({ organisation: office(people), world, regime: { policy: POLICY, choose: 'none' }, years: 1, seed: SEED, ...more });
const told = ({ happenings }: Year): string[] => happenings.map((h) => `${h.day} ${h.what} ${h.person}${h.from ? ` from ${h.from}` : ''}${h.to ? ` to ${h.to}` : ''}`);
const person = (year: Year, id: string) => year.state!.people.find((p) => p.id === id)!;
const values = (year: Year, id: string, attribute: string): unknown[] => person(year, id).evidence.filter((e) => e.attribute === attribute && e.source !== 'register').map((e) => [e.value, e.date]);
const life = (id: string, world: World, year = 1) => yearOfLife(id, year, FROM, TO, world, new Draws(SEED));
/** Somebody whose life has a day of its own: ids are tried until one fits. */
const whose = (fits: (id: string) => boolean): string => Array.from({ length: 20_000 }, (_, k) => `Q${k}`).find(fits)!;
const bornToLeave = (day: number): string => formatDay(addMonths(day, -12 * 58));

it('what a year holds: five draws, none of which shifts another, and every day of the year may come', () => {
  const every: World = { ...ALL_RESIGN, careers: { ...ALL_RESIGN.careers, study: { ...STUDY!, perMille: 1000 } }, growth: { training: { perMille: 500, adds: {} } } };
  const ids = Array.from({ length: 6000 }, (_, k) => `Q${k}`);
  const lives = ids.map((id) => life(id, every));
  for (const days of [lives.map((l) => l.resigns!), lives.map((l) => l.studies!)]) expect([Math.min(...days), Math.max(...days), new Set(days).size]).toEqual([FROM, TO, 365]);
  const calm = ids.map((id) => life(id, { ...every, careers: { ...every.careers, resignation: { perMille: 0 } } }));
  expect(calm).toEqual(lives.map((l) => ({ ...l, resigns: undefined })));
  const { study, ...careers } = every.careers;
  expect(study).toBeDefined();
  expect(ids.map((id) => life(id, { ...every, careers }))).toEqual(lives.map((l) => ({ ...l, studies: undefined })));
  expect(ids.map((id) => life(id, { ...every, growth: {} }))).toEqual(lives.map((l) => ({ ...l, trained: false })));
  expect(Math.abs(lives.filter((l) => l.trained).length - 3000)).toBeLessThan(200);
});

it('resignations: everybody on his day, the first and the last of the year too', async () => {
  const [first, last, some] = [FROM, TO, dayNumber('2027-05-05')].map((day) => whose((id) => life(id, ALL_RESIGN).resigns === day));
  const [year] = await live([{ id: first!, seat: 'head' }, { id: last!, seat: 'one' }, { id: some! }], { ...ALL_RESIGN, newcomers: { ...STILL.newcomers, on: '01-01' } });
  expect(told(year!).filter((line) => line.includes(' Q'))).toEqual([`${ON} resigned ${first} from head`, `2027-05-05 resigned ${some}`, `2027-12-31 resigned ${last} from one`]);
  // who came in place of the first leaves as drawn for him, unless that was before he came
  const day = life('N2027-001', ALL_RESIGN).resigns!;
  expect(told(year!).filter((line) => line.includes(' N'))).toEqual([`${ON} recruited N2027-001`, ...(day > FROM ? [`${formatDay(day)} resigned N2027-001`] : [])]);
});

it('retirement comes before a resignation of the same day, and whoever is gone does not resign later', async () => {
  const both = whose((id) => life(id, ALL_RESIGN).resigns === dayNumber('2027-05-05'));
  const later = whose((id) => life(id, ALL_RESIGN).resigns! > dayNumber('2027-09-01'));
  const [year] = await live([{ id: both, seat: 'head', born: '1969-05-05' }, { id: later, seat: 'one', born: '1969-08-01' }, { id: 'A' }], { ...ALL_RESIGN, newcomers: { ...STILL.newcomers, on: '01-01' } });
  expect(told(year!).filter((line) => !line.includes(' A'))).toEqual([`2027-05-05 retired ${both} from head`, `2027-08-01 retired ${later} from one`]);
  expect(year!.people).toMatchObject({ start: 3, retired: 2, resigned: 1, end: 0 });
});

it('whoever comes back on the day he retires comes back first; the others by id', async () => {
  const id = whose((q) => life(q, ALL_STUDY).studies! < dayNumber('2027-06-01'));
  const began = life(id, ALL_STUDY).studies!;
  const back = addMonths(began, 3);
  const stay = { joined: '2026-12-01' }; // not long enough in service for a leave
  const [year] = await live([{ id, born: bornToLeave(back) }, { id: 'B', born: bornToLeave(back), ...stay }, { id: 'A', born: bornToLeave(back), ...stay }], ALL_STUDY);
  expect(told(year!)).toEqual([`${formatDay(began)} study-began ${id}`, `${formatDay(back)} study-ended ${id}`, ...['A', 'B', id].map((p) => `${formatDay(back)} retired ${p}`)]);
});

it('a study leave: after the months of service, one at a time, back to the day, in the next year too, with what it adds', async () => {
  const late = whose((q) => life(q, ALL_STUDY).studies! > dayNumber('2027-11-01') && yearOfLife(q, 2, dayNumber('2028-01-01'), dayNumber('2028-12-31'), ALL_STUDY, new Draws(SEED)).studies! < dayNumber('2028-02-01'));
  const began = life(late, ALL_STUDY).studies!;
  const served = (months: number): string => formatDay(addMonths(dayNumber(formatDay(life('B', ALL_STUDY).studies!)), -months));
  const years = await live([{ id: late, seat: 'head' }, { id: 'B', joined: served(24) }, { id: 'C', joined: '2025-12-31' }], ALL_STUDY, { years: 2 });
  expect(told(years[0]!).filter((l) => l.includes(late))).toEqual([`${formatDay(began)} study-began ${late}`]);
  expect(told(years[1]!).filter((l) => l.includes(late))).toEqual([`${formatDay(addMonths(began, 3))} study-ended ${late}`]); // what was drawn for him while he was away is lost
  expect(person(years[0]!, late).traits['skill']).toBe(6000);
  expect(person(years[1]!, late).traits['skill']).toBe(6400);
  expect(told(years[0]!).some((l) => l.includes('study-began B'))).toBe(true);
  expect(told(years[0]!).some((l) => l.includes('study-began C'))).toBe(false);
});

it('a leave that begins on the day of a test comes first: whoever is away is not tested', async () => {
  const id = whose((q) => life(q, ALL_STUDY).studies === dayNumber('2027-06-30'));
  const [year] = await live([{ id }, { id: 'A', joined: '2026-12-01' }], ALL_STUDY);
  expect([values(year!, id, 'skill'), values(year!, 'A', 'skill')]).toEqual([[], [[60, '2027-06-30']]]);
});

it('a rating of the last day is of the work before the growth of the year; courses only for those drawn', async () => {
  const world: World = { ...STILL, growth: { training: { perMille: 500, adds: { skill: 2.5 } } } };
  const [yes, no] = [whose((q) => life(q, world).trained), whose((q) => !life(q, world).trained)];
  const [year] = await live([{ id: yes, seat: 'head' }, { id: no, seat: 'one' }], world);
  expect(values(year!, yes, 'rating')).toEqual([[60, '2027-12-31']]);
  expect([yes, no].map((id) => person(year!, id).traits['skill'])).toEqual([6250, 6000]);
});

it('newcomers come after the measures of their day, numbered from 1, as many as are missing', async () => {
  const world: World = { ...STILL, newcomers: { ...STILL.newcomers, on: '06-30' } };
  const [year] = await live([{ id: 'A', born: '1969-06-30', seat: 'head' }, { id: 'B', born: '1969-03-01' }, { id: 'C', seat: 'one' }], world);
  expect(told(year!)).toEqual(['2027-03-01 retired B', '2027-06-30 retired A from head', '2027-06-30 recruited N2027-001', '2027-06-30 recruited N2027-002']);
  expect([values(year!, 'N2027-001', 'skill'), values(year!, 'C', 'skill')]).toEqual([[], [[60, '2027-06-30']]]);
  expect(year!.state!.people.map((p) => p.id)).toEqual(['C', 'N2027-001', 'N2027-002']);
});

it('the growth of the year comes before moves that waited for its last day; a rise or an entry begins years on a level, a move to the side does not', async () => {
  const world: World = { ...STILL, growth: { post: { years: 4, adds: { SECTION: { skill: 1.25 } } } } };
  const people = [{ id: 'A', born: '1969-12-31', seat: 'head' }, { id: 'B', seat: 'one', since: '2024-12-31' }, { id: 'C' }, { id: 'D', seat: 'two' }];
  const [year] = await live(people, world, { regime: { policy: POLICY, horizonMonths: 12 } });
  expect(told(year!)).toEqual(['2027-12-31 retired A from head', '2027-12-31 moved B from one to head', '2027-12-31 moved C to one']);
  expect(person(year!, 'B')).toMatchObject({ seat: 'head', since: '2027-12-31', levelSince: '2027-12-31', traits: { skill: 6125 } });
  const entry = await live([{ id: 'C' }, { id: 'A', seat: 'head' }], world, { regime: { policy: POLICY }, years: 2 });
  expect(entry.map((y) => person(y, 'C'))).toMatchObject([{ since: ON, levelSince: ON, traits: { skill: 6125 } }, { since: ON, levelSince: ON, traits: { skill: 6250 } }]);
  const side = await live([{ id: 'D', seat: 'one', since: '2024-01-01' }, { id: 'E', seat: 'head' }], STILL, { regime: { policy: POLICY, terms: { SECTION: 24 } } });
  expect(person(side[0]!, 'D')).toMatchObject({ seat: 'two', since: ON, levelSince: '2024-01-01' });
});

it('what a unit delivers around its first round of the year: on the eve and on the morrow', async () => {
  const [year] = await live([{ id: 'A', seat: 'head', since: '2026-07-01' }], STILL, { regime: { policy: POLICY, choose: 'none', everyMonths: 6 } });
  expect(year!.rounds.map((r) => r.on)).toEqual([ON, '2027-07-01']);
  // 800 hundredths are lost on the first day in a post and made up over 365: 183 days in it on the eve, 185 on the morrow
  expect(year!.units.map((u) => [u.before, u.after, u.delivered])).toEqual([[6000 - Math.round((800 * 182) / 365), 6000 - Math.round((800 * 180) / 365), 6000]]);
});

it('rounds are held every twelve months where nothing else is said', async () => {
  expect((await live([{ id: 'A', seat: 'head' }], STILL, { years: 3 })).map((y) => y.rounds.map((r) => r.on))).toEqual([[ON], ['2028-01-01'], ['2029-01-01']]);
});

const BY_LEVEL: World = { ...STILL, careers: { ...STILL.careers, retirement: { ages: { DIVISION: 60 }, otherwise: 58, day: 'birthday' } } };
const posts = (o: Organisation, change: (p: Organisation['positions'][number]) => object): Organisation => ({ ...o, positions: o.positions.map((p) => ({ ...p, ...change(p) })) });
const lifeOf = (organisation: Organisation, world: World, more: Partial<Scenario> = {}): Promise<Year[]> => lived({ organisation, world, regime: { policy: POLICY }, years: 1, seed: SEED, ...more });

it('whoever takes a lower post whose age he has passed retires in it on that day, and who waited for a seat there takes his', async () => {
  const organisation = posts(office([{ id: 'A', born: '1968-01-01', seat: 'head' }, { id: 'H', born: '1969-06-01', seat: 'one' }, { id: 'W' }]), (p) => (p.id === 'head' ? { closes: ON } : p.id === 'one' ? { seats: 2 } : {}));
  const [year] = await lifeOf({ ...organisation, positions: organisation.positions.filter((p) => p.id !== 'two') }, BY_LEVEL, { regime: { policy: POLICY, horizonMonths: 6 } });
  expect(told(year!)).toEqual([`${ON} moved A from head to one`, `${ON} retired A from one`, `${ON} moved W to one`, '2027-03-01 recruited N2027-001', '2027-06-01 retired H from one']);
  expect(year!.people).toMatchObject({ retired: 2, resigned: 0, seated: 1 });
});

it('whoever rises to a post of a higher age stays beyond the day of the lower one', async () => {
  const [year] = await live([{ id: 'A', born: '1969-06-15', seat: 'one' }], BY_LEVEL, { regime: { policy: POLICY } });
  expect(told(year!)).toEqual([`${ON} moved A from one to head`]);
});

it('the move of somebody who leaves before he could make it is gone with him', async () => {
  const stays = whose((q) => life(q, ALL_RESIGN).resigns! > dayNumber('2027-07-01'));
  const goes = whose((q) => life(q, ALL_RESIGN).resigns! < dayNumber('2027-03-01') && life(q, ALL_RESIGN).resigns! > FROM);
  const [year] = await live([{ id: stays, born: '1969-06-01', seat: 'head' }, { id: goes, seat: 'one' }], { ...ALL_RESIGN, newcomers: { ...STILL.newcomers, on: '01-01' } }, { regime: { policy: POLICY, horizonMonths: 12 } });
  expect(year!.rounds[0]!.moves.promotion).toBe(1);
  expect(told(year!)).toEqual([`${formatDay(life(goes, ALL_RESIGN).resigns!)} resigned ${goes} from one`, `2027-06-01 retired ${stays} from head`]);
});

it('whoever loses his post is in none since a day, nor on a level', async () => {
  const organisation = posts(office([{ id: 'A', seat: 'head' }, { id: 'B', seat: 'one' }, { id: 'C', seat: 'two' }]), (p) => (p.id === 'head' ? { closes: ON } : {}));
  const [year] = await lifeOf(organisation, STILL);
  expect(told(year!)).toEqual([`${ON} moved A from head`]);
  expect(Object.keys(person(year!, 'A')).filter((key) => ['seat', 'since', 'levelSince'].includes(key))).toEqual([]);
});

it('of two vacant seats of a post the one empty longest is filled first', async () => {
  const people = [{ id: 'A', born: '1969-02-01', seat: 'one' }, { id: 'B', born: '1969-04-01', seat: 'one' }, { id: 'W', seat: 'two' }];
  const organisation = posts(office(people), (p) => (p.id === 'one' ? { seats: 2 } : p.id === 'two' ? { closes: '2027-07-01' } : {}));
  const [year] = await lifeOf({ ...organisation, positions: organisation.positions.filter((p) => p.id !== 'head') }, STILL, { regime: { policy: POLICY, everyMonths: 6 } });
  expect(told(year!).filter((line) => !line.includes(' N'))).toEqual(['2027-02-01 retired A from one', '2027-04-01 retired B from one', '2027-07-01 moved W from two to one']);
  expect(year!.vacancies.daysToFill).toEqual([150]);
});
