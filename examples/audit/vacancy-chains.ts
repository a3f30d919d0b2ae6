/** Chains of vacancies between two rosters: a mover's earlier seat is open, another mover fills it and opens his own, and so on. */

import type { Past } from 'meritra/audit';

/** A job: seats of one title in one department are alike. */
export interface Job {
  readonly department: string;
  readonly title: string;
}

export interface Move {
  readonly from: Job;
  readonly to: Job;
  /** Yearly pay in whole units of money; null where the roster has none (paid by the hour). */
  readonly payBefore: number | null;
  readonly payAfter: number | null;
}

/** The two rosters name departments differently: the earlier name and the name of the department that has its work in the later one. What is not here has no successor in the file. */
export const LATER_NAMES: Readonly<Record<string, string>> = {
  'ADMIN HEARNG': 'DEPT OF ADMINISTRATIVE HEARING',
  'ANIMAL CONTRL': 'COMM ANIMAL CARE AND CONTROL',
  AVIATION: 'DEPARTMENT OF AVIATION',
  'BOARD OF ELECTION': 'BOARD OF ELECTION COMMISSIONER',
  'BOARD OF ETHICS': 'BOARD OF ETHICS',
  'BUDGET & MGMT': 'OFFICE OF BUDGET & MANAGEMENT',
  BUILDINGS: 'DEPT OF BUILDINGS',
  'BUSINESS AFFAIRS': 'BUS AFFAIRS AND CONSUMER PROT',
  'CITY CLERK': 'CITY CLERK',
  'CITY COUNCIL': 'CITY COUNCIL',
  'COMMUNITY DEVELOPMENT': 'DEPARTMENT OF PLANNING AND DEVELOPMENT',
  COPA: 'COPA',
  'CULTURAL AFFAIRS': 'DEPT OF CULTURAL AFFAIRS',
  DISABILITIES: 'MAYORS OFFICE-DISABILITIES',
  DoIT: 'DAIS', // most of its movers, and those of general services, are found there
  'FAMILY & SUPPORT': 'FAMILY AND SUPPORT SERVICES',
  FINANCE: 'DEPARTMENT OF FINANCE',
  FIRE: 'FIRE DEPARTMENT',
  'GENERAL SERVICES': 'DAIS',
  HEALTH: 'DEPARTMENT OF PUBLIC HEALTH',
  HOUSING: 'DEPT OF HOUSING',
  'HUMAN RELATIONS': 'COMMISSION ON HUMAN RELATIONS',
  'HUMAN RESOURCES': 'DEPARTMENT OF HUMAN RESOURCES',
  'INSPECTOR GEN': 'IG',
  LAW: 'DEPARTMENT OF LAW',
  "MAYOR'S OFFICE": 'OFFICE OF THE MAYOR',
  OEMC: 'OFFICE OF EMERGENCY MANAGEMENT',
  POLICE: 'DEPARTMENT OF POLICE',
  PROCUREMENT: 'DEPARTMENT OF PROCUREMENT SERV',
  'PUBLIC LIBRARY': 'CHICAGO PUBLIC LIBRARY',
  'STREETS & SAN': 'DEPT STREETS AND SANITATION',
  TRANSPORTN: 'CHICAGO DEPT OF TRANSPORTATION',
  TREASURER: 'CITY TREASURER',
  'WATER MGMNT': 'DEPT OF WATER MANAGEMENT',
};

/** The moves of a file with the columns department_earlier, title_earlier, salary_earlier, department_later, title_later and salary_later; nothing else is read. Departments by their later names. O(rows). */
export function readMoves(csv: string): Move[] {
  const [head = '', ...lines] = csv.trim().split(/\r?\n/);
  const columns = fieldsOf(head);
  return lines.map((line) => {
    const cells = fieldsOf(line);
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const pay = (name: string): number | null => (cell(name) === '' ? null : Math.round(Number(cell(name))));
    const before = cell('department_earlier');
    return {
      from: { department: LATER_NAMES[before] ?? before, title: cell('title_earlier') },
      to: { department: cell('department_later'), title: cell('title_later') },
      payBefore: pay('salary_earlier'),
      payAfter: pay('salary_later'),
    };
  });
}

/** The fields of one line; in quotes a comma is text and `""` a quote. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

/**
 * The two rosters as a record for an audit: each mover with the job before and the job after. The file does not say when the rosters were taken, so days of an
 * invented year stand for earlier and later: no rule on dates may be held against it. O(moves).
 */
export function rosterOf(moves: readonly Move[]): Past {
  const ids = new Map([...new Set(moves.flatMap(({ from, to }) => [nameOf(from), nameOf(to)]))].sort().map((name, k) => [name, `job-${k + 1}`]));
  const id = (job: Job): string => ids.get(nameOf(job)) ?? '';
  return {
    title: 'Title changes between two rosters',
    positions: [...ids.values()].map((each) => ({ id: each })),
    people: moves.map((_, k) => ({ id: `mover-${k + 1}` })),
    roster: moves.flatMap(({ from, to }, k) => [
      { person: `mover-${k + 1}`, position: id(from), from: '2001-01-01', to: '2001-12-31' },
      { person: `mover-${k + 1}`, position: id(to), from: '2002-01-01' },
    ]),
  };
}

/** A title without its step, its hours or its assignment, so that `LIBRARIAN II` and `LIBRARIAN I`, `POLICE OFFICER` and `POLICE OFFICER (ASSIGNED AS …)` are one. */
export function baseTitle(title: string): string {
  return title
    .replace(/ *\(.*$| *\/ *FLD.*$| *- *(HOURLY|APPRENTICE)$/, '')
    .replace(/ +(I|II|III|IV|V|VI|VII)$/, '')
    .trim();
}

const nameOf = ({ department, title }: Job): string => `${department}|${title}`;

export interface Chains {
  /** Of each chain, by the job that was first filled: how many moves it took. */
  readonly chains: readonly { readonly start: Job; readonly moves: number }[];
  /** Moves that go round: each fills the seat that the next one left, and no seat was opened from outside. */
  readonly inLoops: number;
}

/**
 * One way to link moves into chains of vacancies. Where some movers left a job and others came into it, as many as can be are linked, by lot, since seats of
 * one job are alike: the number of chains is the same for every lot, how long each is is not. That is the most linking that the two rosters
 * allow. O(moves).
 * @see H. C. White, Chains of Opportunity: System Models of Mobility in Organizations, Harvard University Press 1970
 */
export function vacancyChains(moves: readonly Move[], lot: { shuffled<T>(list: readonly T[]): T[] }): Chains {
  const left = byJob(moves, ({ from }) => from);
  const came = byJob(moves, ({ to }) => to);
  const next = new Map<number, number>(); // the move that fills the seat that this one left
  const linked = new Set<number>();
  for (const [job, leavers] of left) {
    const comers = lot.shuffled(came.get(job) ?? []);
    lot.shuffled(leavers).forEach((leaver, k) => {
      const comer = comers[k];
      if (comer === undefined) return;
      next.set(leaver, comer);
      linked.add(comer);
    });
  }
  let inChains = 0;
  const chains = moves.flatMap(({ to }, first) => {
    if (linked.has(first)) return [];
    let count = 0;
    for (let move: number | undefined = first; move !== undefined; move = next.get(move)) count++;
    inChains += count;
    return [{ start: to, moves: count }];
  });
  return { chains, inLoops: moves.length - inChains };
}

/** Moves by one of their jobs, jobs in the order of their names. */
function byJob(moves: readonly Move[], of: (move: Move) => Job): ReadonlyMap<string, number[]> {
  const jobs = new Map<string, number[]>();
  moves.forEach((move, k) => {
    const name = nameOf(of(move));
    const there = jobs.get(name);
    if (there) there.push(k);
    else jobs.set(name, [k]);
  });
  return new Map([...jobs].sort(([a], [b]) => (a < b ? -1 : 1)));
}
