import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/auditing/case.js';
import { regretOf } from '../../src/auditing/regret.js';
import { caseOf, considered, studyOf } from './support/study.js';
import { times } from '../support/times.js';

const regret = (cases: readonly Case[]) => regretOf(studyOf({ cases }));

/** A decision from scores by person; `*` marks those chosen. */
const decision = (id: string, scores: Record<string, number | null>, given: Partial<Case> = {}): Case =>
  caseOf({ ...given, id, people: Object.entries(scores).map(([name, score]) => considered({ person: name.replace('*', ''), score, chosen: name.endsWith('*') })) });

/** The points of every way to fill the seats of a day, one seat a person: by trying all. `pinned` decisions keep their holders. */
function everyWay(cases: readonly Case[], pinned: (c: Case) => boolean = () => false): number[] {
  const totals: number[] = [];
  const fill = (j: number, taken: ReadonlySet<string>, total: number): void => {
    const c = cases[j];
    if (!c) {
      totals.push(total);
      return;
    }
    const choose = (from: number, left: number, now: ReadonlySet<string>, sum: number): void => {
      if (left === 0) return fill(j + 1, now, sum);
      for (let i = from; i < c.people.length; i++) {
        const { person, score, chosen } = c.people[i]!;
        if (score === null || now.has(person) || (pinned(c) && !chosen)) continue;
        choose(i + 1, left - 1, new Set([...now, person]), sum + score);
      }
    };
    choose(0, c.seats, taken, total);
  };
  fill(0, new Set(), 0);
  return totals;
}

describe('regretOf', () => {
  it('measures a day of two posts against the best and the worst way to fill them', () => {
    // p is the best for both, and is worth more at A: best p+r = 9 + 6, worst r+q = 4 + 5
    const { section } = regret([decision('A', { p: 9, 'q*': 7, r: 4 }), decision('B', { p: 8, q: 5, 'r*': 6 })]);
    expect(section).toEqual([{
      on: '2026-01-05', from: 'stated', decisions: ['A', 'B'], best: 15, decided: 13, worst: 9, loss: 2, share: 2 / 6,
      waterfall: [{ decision: 'A', gain: 2 }, { decision: 'B', gain: 2 }], because: null, leftOut: 0,
    }]);
  });

  it('takes each day as a choice of its own, and each source of scores', () => {
    const { section } = regret([decision('A', { p: 9, 'q*': 7 }), decision('B', { p: 9, 'q*': 7 }, { on: '2026-01-06' }), decision('C', { 's*': 3, t: 1 }, { from: 'recomputed' })]);
    expect(section.map(({ on, from, decisions, loss }) => [on, from, decisions, loss])).toEqual([['2026-01-05', 'recomputed', ['C'], 0], ['2026-01-05', 'stated', ['A'], 2], ['2026-01-06', 'stated', ['B'], 2]]);
  });

  it('has no share where there was no discretion', () => {
    expect(regret([decision('A', { 'p*': 5, q: 5 })]).section).toMatchObject([{ loss: 0, share: null, because: 'no-discretion' }]);
    expect(regret([decision('A', { 'p*': 5 })]).section).toMatchObject([{ best: 5, worst: 5, share: null, because: 'no-discretion' }]);
  });

  it('keeps seats out of the choice whose holder was ineligible, of unknown score, or holds two, and says so by decision', () => {
    const bad = caseOf({ id: 'A', people: [considered({ person: 'x', score: 1, eligible: 'no', chosen: true }), considered({ person: 'p', score: 9 })] });
    const mixed = decision('B', { 'y*': null, 'z*': 3, p: 8, q: 4 });
    const twice = [decision('C', { 'w*': 2, q: 7 }), decision('D', { 'w*': 2, q: 6 })];
    const { section, cannot } = regret([bad, mixed, ...twice]);
    expect(section).toMatchObject([{ decisions: ['B'], best: 8, decided: 3, worst: 3, loss: 5, leftOut: 1 }]);
    expect(cannot).toEqual([
      { decision: 'A', part: 'regret', because: 'winner-not-eligible' },
      { decision: 'B', part: 'regret', because: 'score-of-chosen-unknown' },
      { decision: 'C', part: 'regret', because: 'no-data' },
      { decision: 'D', part: 'regret', because: 'no-data' },
    ]);
  });

  it('does without people who withdrew, and names why it cannot say anything', () => {
    const c = caseOf({ id: 'A', people: [considered({ person: 'p', score: 9, withdrew: 0 }), considered({ person: 'q', score: 7, chosen: true }), considered({ person: 'r', score: 5 })] });
    expect(regret([c]).section).toMatchObject([{ best: 7, worst: 5, loss: 0 }]);
    expect(regret([]).cannot).toEqual([{ decision: null, part: 'regret', because: 'no-data' }]);
    expect(regret([decision('A', { 'p*': null })]).cannot).toEqual([{ decision: null, part: 'regret', because: 'no-scores' }]);
  });

  // days of 3 decisions with 1 or 2 seats among 6 people, drawn so that what was decided is a way to fill them
  const days = fc.record({
    scores: fc.array(fc.array(fc.option(fc.nat({ max: 20 }), { freq: 4 }), { minLength: 3, maxLength: 3 }), { minLength: 6, maxLength: 6 }),
    holders: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 4, maxLength: 4 }),
  });
  const dayOf = ({ scores, holders }: { scores: (number | null)[][]; holders: number[] }): Case[] =>
    [[holders[0]!], [holders[1]!], [holders[2]!, holders[3]!]].map((chosen, j) =>
      decision(`D${j}`, Object.fromEntries(scores.flatMap((row, i) => (row[j] === null && !chosen.includes(i) ? [] : [[`p${i}${chosen.includes(i) ? '*' : ''}`, row[j] ?? 0]])))));

  it('agrees with every way to fill the seats of small days, and every way with one decision undone', () => {
    fc.assert(fc.property(days, (drawn) => {
      const cases = dayOf(drawn);
      const row = regret(cases).section[0]!;
      const ways = everyWay(cases);
      expect([row.best, row.worst]).toEqual([Math.max(...ways), Math.min(...ways)]);
      expect(row.loss).toBe(row.best - row.decided);
      for (const { decision: id, gain } of row.waterfall) expect(gain).toBe(Math.max(...everyWay(cases, (c) => c.id !== id)) - row.decided);
    }), { numRuns: times(150, 900) });
  });

  it('adds up by decision where they share no candidates, and undoing one never gains more than the best way', () => {
    fc.assert(fc.property(days, (drawn) => {
      const cases = dayOf(drawn);
      const row = regret(cases).section[0]!;
      for (const { gain } of row.waterfall) expect(gain >= 0 && gain <= row.loss).toBe(true);
      const apart = cases.map((c) => ({ ...c, people: c.people.map((x) => ({ ...x, person: `${c.id} ${x.person}` })) }));
      const own = regret(apart).section[0]!;
      expect(own.waterfall.reduce((sum, { gain }) => sum + gain, 0)).toBe(own.loss);
    }), { numRuns: times(100, 600) });
  });

  it('is the same in every order, and raising the scores of those chosen never raises the loss', () => {
    fc.assert(fc.property(days, fc.nat({ max: 5 }), (drawn, by) => {
      const cases = dayOf(drawn);
      const study = studyOf({ cases });
      const turned = { ...study, cases: [...study.cases].reverse().map((c) => ({ ...c, people: [...c.people].reverse() })) };
      expect(regretOf(turned)).toEqual(regretOf(study));
      const raised = cases.map((c) => ({ ...c, people: c.people.map((x) => (x.chosen ? { ...x, score: x.score! + by, scoreHigh: x.score! + by } : x)) }));
      expect(regret(raised).section[0]!.loss).toBeLessThanOrEqual(regret(cases).section[0]!.loss);
    }), { numRuns: times(100, 600) });
  });

  it('solves a day of 2,000 decisions that hang together in one chain', () => {
    const cases = Array.from({ length: 2_000 }, (_, d) => decision(`D${String(d).padStart(4, '0')}`, Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`p${d + i}${i === 0 ? '*' : ''}`, ((d * 31 + i * 17) * 7919) % 10_007]))));
    const { section } = regret(cases);
    expect(section[0]!.loss).toBeGreaterThan(0);
  });
});
