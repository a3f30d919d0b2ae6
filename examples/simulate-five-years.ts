/*
 * Five New Year's Days of an invented agency: 52 posts, 160 people. Whoever turns 60 leaves and opens a seat, a round fills what is open, the plan is
 * carried out, the year gives everybody a new rating, newcomers come in. Twice with the same people and the same luck: once the levels are
 * filled from the top, once the sum of all fits is made as large as it can be. `npx tsx examples/simulate-five-years.ts` prints
 *
 *     levels from the top
 *           year  retiring    vacant     after  promoted   lateral   entries   bureaus divisions  sections    all 52    passed  worklist
 *           2027         8         8         0        12         2         8     66.04     73.32     63.54     65.99         0         8
 *           2028         4         4         0         4        10         4     69.61     77.63     66.78     69.50         0        33
 *           2029         4         4         0         8         4         4     80.30     78.43     68.94     72.00         0        31
 *           2030         1         1         0         0         0         1     75.43     68.35     67.48     68.30         0        35
 *           2031         6         6         0         1         2         6     78.53     81.19     73.46     75.63         0        13
 *     one big sum
 *           year  retiring    vacant     after  promoted   lateral   entries   bureaus divisions  sections    all 52    passed  worklist
 *           2027         8         8         0        12         0         8     66.04     66.01     66.17     66.12        24         8
 *           2028         4         4         0         4        10         4     69.61     63.11     72.07     69.82        42        33
 *           2029         4         4         0         8         1         4     60.68     64.84     75.25     71.73        28        31
 *           2030         1         1         0         2         0         1     61.88     62.54     70.38     67.92        16        35
 *           2031         6         6         0         4         0         6     66.08     72.48     78.05     75.84        31        13
 *
 * `bureaus`, `divisions`, `sections`, `all 52`: mean fit in points after the round. `passed`: how often a promotion went past somebody eligible and better
 * from below. `worklist`: data to confirm, from letters that have not come to assessments that lapsed; until then they count for nothing.
 * In 2027 the big sum is ahead by an eighth of a point a post, and its divisions are seven points weaker: it leaves the best where they are
 * and promotes whoever is missed least. Later years differ because the two agencies do.
 */
import { readFileSync } from 'node:fs';
import { explain, parseRound, propose, seal, type Plan, type Policy, type Proposal, type Round, type SealedPolicy } from 'meritra';
import { random, type Random } from './city/random.js';

const SEED = 2027;
const YEARS = [2027, 2028, 2029, 2030, 2031];
const FIELDS = ['works', 'health', 'schools', 'finance'];
const LEVELS = ['BUREAU', 'DIVISION', 'SECTION'];

interface Official {
  readonly number: number;
  readonly born: number;
  readonly joined: number;
  readonly study: string;
  /** What nobody sees: assessments and ratings are this, and luck. */
  readonly ability: number;
  /** Year of the last assessment, if any. */
  assessed?: number;
  seat?: string;
  since?: number;
}

// Four bureaus, three divisions in each, three sections in each of those: 52 posts.
const POSTS = FIELDS.flatMap((field) => {
  const post = (id: string, level: string) => ({ id, title: `${level.toLowerCase()} ${id}`, unit: field, level, attributes: { field } });
  const divisions = [1, 2, 3].map((d) => post(`${field}-${d}`, 'DIVISION'));
  return [post(field, 'BUREAU'), ...divisions, ...divisions.flatMap(({ id }) => [1, 2, 3].map((s) => post(`${id}-${s}`, 'SECTION')))];
});

// Chance depends on who and when alone: under every policy the same people come, with the same luck.
const luck = (number: number, year: number): Random => random(SEED * 1_000_000 + number * 2_000 + year - 1_000);
const score = (points: number): number => Math.min(100, Math.max(0, Math.round(points)));

function newcomer(number: number, joined: number): Official {
  const chance = luck(number, 1_000);
  return { number, born: joined - 24, joined, study: chance.pick(FIELDS), ability: 60 + 12 * chance.normal() };
}

/** The agency as it was found: 160 people, and whoever is older holds the higher post. */
function agency(): Official[] {
  const oldest = Array.from({ length: 160 }, (_, number) => newcomer(number, 2027 - luck(number, 1_001).int(1, 36))).sort((a, b) => a.born - b.born || a.number - b.number);
  const posts = [...POSTS].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  return oldest.map((person, k) => {
    const chance = luck(person.number, 1_002);
    return { ...person, assessed: Math.max(person.joined, chance.int(2024, 2026)), ...(posts[k] && { seat: posts[k].id, since: chance.int(2021, 2026) }) };
  });
}

/** What the registers say on New Year's Day; who turns 60 in the year leaves within the horizon. */
function roundOf(year: number, people: readonly Official[]): object {
  const register = (person: Official) => {
    const [last, test] = [luck(person.number, year - 1), luck(person.number, 1_100 + (person.assessed ?? 0) % 100)];
    return [
      { attribute: 'study', value: person.study, source: 'register' },
      { attribute: 'joined', value: `${person.joined}-01-01`, source: 'register' },
      ...(last.chance(0.95) ? [{ attribute: 'cleared', value: true, source: 'register' }] : []), // the letter has not come for 1 in 20
      ...(person.joined < year ? [{ attribute: 'rating', value: score(person.ability + 10 * last.normal()), source: 'register' }] : []),
      ...(person.assessed ? [{ attribute: 'skill', value: score(person.ability + 6 * test.normal()), source: 'register', date: `${person.assessed}-06-30` }] : []),
    ];
  };
  return {
    format: 'meritra/round/0',
    id: `agency-${year}`,
    asOf: `${year}-01-01`,
    horizon: `${year}-12-31`,
    scope: { positions: 'all', people: 'all' },
    sources: [{ id: 'register', title: 'Personnel register', date: `${year}-01-01` }],
    units: FIELDS.map((id) => ({ id, name: id })),
    positions: POSTS,
    people: people.map((p) => ({ id: `P${p.number}`, ...(p.seat && { seat: p.seat, since: `${p.since}-01-01` }), retires: `${p.born + 60}-07-01`, evidence: register(p) })),
    reveals: [{ party: 'staff-council', nonce: '5eed5eed5eed5eed5eed5eed5eed5eed' }],
  };
}

/** A year later: the plan was carried out, whoever turned 60 is gone, as many newcomers came, assessments were repeated after three years but for 1 in 5. */
function yearLater(year: number, people: readonly Official[], { seats }: Plan): Official[] {
  const seatOf = new Map<string, string>(seats);
  const stayed = people.filter((p) => p.born + 60 > year);
  const first = Math.max(...people.map((p) => p.number)) + 1;
  const newcomers = Array.from({ length: people.length - stayed.length }, (_, k) => newcomer(first + k, year + 1));
  return [
    ...stayed.map(({ seat: before, since, assessed = 0, ...person }) => {
      const seat = seatOf.get(`P${person.number}`);
      const again = year - assessed >= 3 && luck(person.number, year + 100).chance(0.8);
      return { ...person, assessed: again ? year : assessed, ...(seat && { seat, since: seat === before && since ? since : year }) };
    }),
    ...newcomers,
  ];
}

/** One line of the table. */
function line(year: number, people: readonly Official[], round: Round, proposal: Proposal, policy: SealedPolicy): string {
  const { moves, seats, vacant } = proposal.certain;
  const answers = explain(proposal, round, policy);
  const fits = seats.map(([person, position]) => ({
    level: POSTS.find((post) => post.id === position)?.level,
    fit: answers.eligible(position).find((one) => one.person === person)?.fit.low ?? 0, // the low end counts
  }));
  const mean = (of: typeof fits): string => (Math.round(of.reduce((sum, { fit }) => sum + fit, 0) / of.length / 100) / 100).toFixed(2);
  const kinds = ['promotion', 'lateral', 'entry'].map((kind) => moves.filter((move) => move.kind === kind).length);
  const [held, retiring] = [people.filter((p) => p.seat), people.filter((p) => p.seat && p.born + 60 === year)];
  return cells([
    ...[year, retiring.length, POSTS.length - held.length + retiring.length, vacant.reduce((sum, post) => sum + post.seats, 0), ...kinds],
    ...[...LEVELS.map((level) => mean(fits.filter((one) => one.level === level))), mean(fits), answers.passedOver().length, proposal.worklist.length],
  ]);
}

const cells = (row: readonly (string | number)[]): string => row.map((cell) => String(cell).padStart(10)).join('');

const pack = JSON.parse(readFileSync(new URL('./simulation/policy.json', import.meta.url), 'utf8')) as Policy;
for (const objective of ['levels', 'total'] as const) {
  const policy = seal({ ...pack, objective });
  console.log(objective === 'levels' ? 'levels from the top' : 'one big sum');
  console.log(cells(['year', 'retiring', 'vacant', 'after', 'promoted', 'lateral', 'entries', 'bureaus', 'divisions', 'sections', 'all 52', 'passed', 'worklist']));
  let people = agency();
  for (const year of YEARS) {
    const { round } = parseRound(roundOf(year, people), policy);
    const proposal = await propose(round, policy);
    console.log(line(year, people, round, proposal, policy));
    people = yearLater(year, people, proposal.certain);
  }
}
