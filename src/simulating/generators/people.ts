import { addMonths, formatDay } from '../../model/calendar.js';
import type { Evidence, Position, Relation } from '../../model/round.js';
import { below, type Stream } from '../../stats/streams.js';
import { between, happens, normal, type Draws } from '../draws.js';
import { drawn } from '../measures.js';
import { cut, hundredths } from '../points.js';
import type { Member, World } from '../scenario.js';
import type { Shares } from './world.js';

/** Of a hundred seats: vacant on the first day, and people beside them who hold none. */
const VACANT = 5;
const UNSEATED = 8;
const YEAR = 12;
/** Of a thousand people, how many have a relative among the others. */
const KIN = 20;

/** What everybody is drawn from. */
export interface Setting {
  readonly on: number;
  readonly positions: readonly Position[];
  /** Ids of levels, lowest first. */
  readonly levels: readonly string[];
  readonly fields: Shares;
  readonly careers: Shares;
  readonly world: World;
  readonly draws: Draws;
}

interface Founder {
  readonly id: string;
  readonly born: number;
  readonly joined: number;
  readonly traits: Readonly<Record<string, number>>;
  /** What decides who sits high. */
  readonly standing: number;
}

/**
 * The people of the first day. Who is older sits higher, with luck of six years and a little leadership: merit has not chosen yet. So many seats are left empty,
 * so many young people wait. The oldest leave in the first month. What measures say of them is not there yet (`measured`).
 */
export function buildMembers(setting: Setting): Member[] {
  const { positions, levels, draws, on, fields, careers, world } = setting;
  const rank = new Map(levels.map((id, k) => [id, k]));
  const all = positions.flatMap((post) => Array.from({ length: post.seats ?? 1 }, () => post));
  const lots = new Map(positions.map(({ id }) => [id, draws.of('generate-lots', id)]));
  const lotted = all.map((post) => ({ post, lot: below(1 << 20, lots.get(post.id)!) })).sort((a, b) => a.lot - b.lot || (a.post.id < b.post.id ? -1 : 1));
  const seats = lotted.slice(Math.round((all.length * VACANT) / 100)).sort((a, b) => rank.get(b.post.level)! - rank.get(a.post.level)! || a.lot - b.lot || (a.post.id < b.post.id ? -1 : 1));
  const unseated = Math.round((all.length * UNSEATED) / 100);
  const width = String(seats.length + unseated).length;
  const id = (k: number): string => `P${String(k + 1).padStart(width, '0')}`;
  const founders = seats.map((_, k) => founder(id(k), [24, world.careers.retirement.otherwise], setting)).sort((a, b) => b.standing - a.standing || (a.id < b.id ? -1 : 1));
  const waiting = Array.from({ length: unseated }, (_, k) => founder(id(seats.length + k), [22, 34], setting));

  const members = [...founders, ...waiting].map((one, k): Member => {
    const post = seats[k]?.post;
    const from = draws.of('generate-life', one.id);
    const since = post && Math.max(one.joined, on - between(30, post.level === levels[0] ? 3650 : 2920, from));
    const career = post ? String(post.attributes!.family) : oneOf(careers, from);
    const study = post && below(100, from) < 70 ? String(post.attributes!.field) : oneOf(fields, from);
    const known: Evidence[] = [
      { attribute: 'career', value: career, source: 'register' },
      { attribute: 'joined', value: formatDay(one.joined), source: 'register' },
      { attribute: 'study', value: study, source: 'register' },
    ];
    return {
      id: one.id,
      born: formatDay(one.born),
      joined: formatDay(one.joined),
      ...(post && { seat: post.id, since: formatDay(since!) }),
      ...(happens(world.newcomers.connectedPerMille, draws.of('generate-connected', one.id)) && { connected: true }),
      traits: Object.fromEntries(Object.entries(one.traits).map(([name, value]) => [name, value / 100])),
      evidence: known,
    };
  });
  return members.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function founder(id: string, [youngest, oldest]: readonly [number, number], { on, world, draws }: Setting): Founder {
  const from = draws.of('generate-founder', id);
  const born = between(addMonths(on, -YEAR * oldest), addMonths(on, -YEAR * youngest), from);
  const joined = Math.min(on - between(30, 700, from), addMonths(born, YEAR * between(21, 27, from)) + below(300, from));
  const years = Math.min(10, Math.floor((on - joined) / 365));
  const traits: Record<string, number> = {};
  for (const [name, { mean, sd }] of Object.entries(world.traits)) {
    const start = hundredths(mean) + normal(hundredths(sd), draws.of('generate-trait', id, name));
    // Ten years of work left something: four points of skill, two of leadership.
    traits[name] = cut(start + years * (name === 'skill' ? 40 : name === 'leadership' ? 20 : 0));
  }
  return { id, born, joined, traits, standing: on - born + normal(2200, from) + Math.round((traits.leadership ?? 0) / 5) };
}

/** Relatives among the people, neighbours by lot: every second pair of one generation, the others parent and child or cousins of two degrees more. */
export function buildRelations(members: readonly Member[], draws: Draws): Relation[] {
  const lotted = members.map(({ id }) => ({ id, lot: below(1 << 20, draws.of('generate-kin', id)) })).sort((a, b) => a.lot - b.lot || (a.id < b.id ? -1 : 1));
  const pairs = Math.floor((members.length * KIN) / 2000);
  const kinds = [['spouse', 0], ['sibling', 2], ['spouse', 0], ['parent', 1], ['cousin', 4]] as const;
  return Array.from({ length: pairs }, (_, k): Relation => {
    const [kind, degree] = kinds[k % kinds.length]!;
    return { a: lotted[2 * k]!.id, b: lotted[2 * k + 1]!.id, kind, degree, source: 'register' };
  }).sort((x, y) => (x.a < y.a ? -1 : 1));
}

const oneOf = (shares: Shares, from: Stream): string => String(drawn([...shares].map(([value, share]) => ({ value, share })), from));
