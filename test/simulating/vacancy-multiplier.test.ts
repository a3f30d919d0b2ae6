import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseTitle, readMoves, vacancyChains, type Move } from '../../examples/audit/vacancy-chains.js';
import { random } from '../../examples/city/random.js';
import { movesOf, vacancyMultiplier, type PostMove } from '../../src/simulating/vacancy-multiplier.js';
import type { Year } from '../../src/simulating/year.js';
import type { MeritError } from '../../src/index.js';

const move = (from: string | null, to: string | null, period?: string): PostMove => ({ person: `${from}-${to}`, from, to, ...(period !== undefined && { period }) });
const titles = ['a', 'b', 'c', 'd', 'e', 'f'];
const pairs = fc.array(fc.tuple(fc.constantFrom(...titles), fc.constantFrom(...titles)).filter(([from, to]) => from !== to), { maxLength: 30 });

describe('vacancyMultiplier(moves)', () => {
  it('counts the moves that an opened seat sets off: director from head, head from officer, officer from clerk are three moves of one seat', () => {
    const chain = [move('clerk', 'officer'), move('head', 'director'), move('officer', 'head')];
    expect(vacancyMultiplier(chain)).toMatchObject({ moves: 3, inLoops: 0, opened: 1, multiplier: 3 });
    expect(vacancyMultiplier([...chain, move('nurse', 'matron')])).toMatchObject({ moves: 4, opened: 2, multiplier: 2 });
    // somebody without a post takes the clerk's: the last move of the chain; another fills a seat at once
    expect(vacancyMultiplier([...chain, move(null, 'clerk'), move(null, 'guard')])).toMatchObject({ multiplier: 3, withEntries: { moves: 5, opened: 2, multiplier: 2.5 } });
  });

  it('opens no seat for moves that go round, and has no multiplier where none was opened', () => {
    expect(vacancyMultiplier([move('a', 'b'), move('b', 'a'), move('c', 'd')])).toMatchObject({ moves: 3, inLoops: 2, opened: 1, multiplier: 1 });
    expect(vacancyMultiplier([move('a', 'b'), move('b', 'a')])).toMatchObject({ opened: 0, multiplier: null });
    expect(vacancyMultiplier([])).toMatchObject({ moves: 0, opened: 0, multiplier: null });
    // a loop through a post that a chain runs through too may have been part of it: seats of one post are alike
    expect(vacancyMultiplier([move('a', 'b'), move('b', 'a'), move('b', 'c')])).toMatchObject({ inLoops: 0, opened: 1, multiplier: 3 });
  });

  it('links nothing across periods', () => {
    expect(vacancyMultiplier([move('b', 'a', '1'), move('c', 'b', '2')])).toMatchObject({ opened: 2, multiplier: 1 });
    expect(vacancyMultiplier([move('b', 'a', '1'), move('c', 'b', '1')])).toMatchObject({ opened: 1, multiplier: 2 });
  });

  it('has as many chains as any lot finds by following them, and no more loops than the lot that finds fewest', () => {
    fc.assert(fc.property(pairs, fc.integer(), (found, seed) => {
      const moves = found.map(([from, to]) => move(from, to));
      const job = (title: string): Move['from'] => ({ department: 'works', title });
      const followed = vacancyChains(found.map(([from, to]): Move => ({ from: job(from), to: job(to), payBefore: null, payAfter: null })), random(seed));
      const { opened, inLoops } = vacancyMultiplier(moves);
      expect(opened).toBe(followed.chains.length);
      expect(inLoops).toBeLessThanOrEqual(followed.inLoops);
    }), { numRuns: 300 });
  });

  it('has the loops of the best of all linkings: a slow reference tries every one of them', () => {
    // who left a post and who came into it are matched in every way; a loop is a walk over these links that comes back
    const fewest = (found: readonly (readonly [string, string])[]): number => {
      const places = titles.map((title) => ({ left: found.flatMap(([from], k) => (from === title ? [k] : [])), came: found.flatMap(([, to], k) => (to === title ? [k] : [])) }));
      let least = found.length;
      const next = new Map<number, number>();
      const loops = (): number => {
        const ends = new Set(found.map((_, k) => k).filter((k) => !next.has(k)));
        const reaches = (k: number): boolean => {
          let at = k;
          for (let steps = 0; steps <= found.length; steps++) {
            if (ends.has(at)) return true;
            at = next.get(at)!;
          }
          return false;
        };
        return found.filter((_, k) => !reaches(k)).length;
      };
      const link = (place: number, k: number, free: readonly number[]): void => {
        if (place === places.length) {
          least = Math.min(least, loops());
          return;
        }
        const { left } = places[place]!;
        const open = (at: number): readonly number[] => places[at]?.came ?? [];
        if (k === left.length || free.length === 0) return link(place + 1, 0, open(place + 1));
        // as many links as can be: a leaver is left out only where leavers are more than comers
        if (left.length - k > free.length) link(place, k + 1, free);
        for (const comer of free) {
          next.set(left[k]!, comer);
          link(place, k + 1, free.filter((one) => one !== comer));
          next.delete(left[k]!);
        }
      };
      link(0, 0, places[0]!.came);
      return least;
    };
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('a', 'b', 'c', 'd')).filter(([from, to]) => from !== to), { maxLength: 7 }), (found) => {
      expect(vacancyMultiplier(found.map(([from, to]) => move(from, to))).inLoops).toBe(fewest(found));
    }), { numRuns: 200 });
  });

  it('tells every move that is none', () => {
    const thrown = (): unknown => {
      try {
        return vacancyMultiplier([move('a', 'a'), move('a', 'b'), move(null, null), move('', 'b')]);
      } catch (error) {
        return error;
      }
    };
    expect((thrown() as MeritError).issues.map(({ code, path }) => [code, path])).toEqual([['E_SHAPE', '/moves/0'], ['E_SHAPE', '/moves/2'], ['E_SHAPE', '/moves/3']]);
  });
});

it('movesOf(years) takes the moves of each year as a period of its own, and nothing else that happened', () => {
  const year = (k: number, happenings: Year['happenings']): Pick<Year, 'year' | 'happenings'> => ({ year: k, happenings });
  const day = '2027-01-01';
  expect(movesOf([
    year(1, [{ day, what: 'recruited', person: 'A' }, { day, what: 'moved', person: 'A', kind: 'entry', to: 'clerk' }, { day, what: 'moved', person: 'B', kind: 'promotion', from: 'clerk', to: 'head', fit: 700_000 }]),
    year(2, [{ day, what: 'retired', person: 'C', from: 'head' }, { day, what: 'moved', person: 'B', kind: 'release', from: 'head' }]),
  ])).toEqual([
    { person: 'A', from: null, to: 'clerk', period: '1' },
    { person: 'B', from: 'clerk', to: 'head', period: '1' },
    { person: 'B', from: 'head', to: null, period: '2' },
  ]);
});

const CHICAGO = new URL('../../../shared/data/real/chicago_title_moves.csv', import.meta.url);
it.skipIf(!existsSync(CHICAGO))('gives 1.70 to 1.82 moves per opened seat on the rosters of a real city, as following chains by lot does', () => {
  const moves = readMoves(readFileSync(CHICAGO, 'utf8'));
  const inside = ({ from, to }: Move): boolean => from.department === to.department;
  const step = (one: Move): boolean => inside(one) && baseTitle(one.from.title) === baseTitle(one.to.title);
  const lower = ({ payBefore, payAfter }: Move): boolean => payBefore !== null && payAfter !== null && payAfter < payBefore;
  const views = [moves, moves.filter((one) => !step(one)), moves.filter(inside), moves.filter((one) => inside(one) && !step(one)), moves.filter((one) => inside(one) || !lower(one))];
  const found = views.map((view) => vacancyMultiplier(view.map(({ from, to }) => move(`${from.department}|${from.title}`, `${to.department}|${to.title}`))));
  for (const [k, view] of views.entries()) {
    const { chains, inLoops } = vacancyChains(view, random(20));
    expect(found[k]!.opened).toBe(chains.length);
    expect(Math.abs(found[k]!.multiplier! - (view.length - inLoops) / chains.length)).toBeLessThan(0.02);
    expect(found[k]!.multiplier).toBeGreaterThan(1.695);
    expect(found[k]!.multiplier).toBeLessThan(1.825);
  }
});
