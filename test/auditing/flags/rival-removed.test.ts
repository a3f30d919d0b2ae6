import { describe, expect, it } from 'vitest';
import { dayNumber } from '../../../src/auditing/flags/pools.js';
import { rivalRemoved } from '../../../src/auditing/flags/rival-removed.js';
import type { Holding, Past } from '../../../src/auditing/past.js';
import type { Case, Considered } from '../../../src/auditing/case.js';
import type { Study } from '../../../src/auditing/study.js';
import { caseOf, considered, studyOf } from '../support/study.js';
import { measure, measures } from './measures.js';

const POSITIONS = [{ id: 'head', level: 'high' }, { id: 'head2', level: 'high' }, { id: 'deputy', level: 'low' }, { id: 'archive', level: 'low' }, { id: 'top', level: 'top' }];
const held = (person: string, position: string, from: string, more: Partial<Holding> = {}): Holding => ({ person, position, from, ...more });
/** a is chosen for `head` on 2026-01-05; r held `deputy`. Late from 2025-07-09 on. */
const study = (roster: readonly Holding[], people: readonly Considered[], more: { readonly earlier?: readonly Case[]; readonly past?: Past } = {}): Study => studyOf({
  past: { levels: ['low', 'high', 'top'], positions: POSITIONS, roster: [held('r', 'deputy', '2020-01-01', { to: '2025-11-01' }), ...roster], ...more.past },
  cases: [caseOf({ id: 'd', position: 'head', level: 1, people: [considered({ person: 'a', chosen: true, score: 700_000 }), ...people] }), ...(more.earlier ?? [])],
});
const MOVED = held('r', 'archive', '2025-11-02', { kind: 'rotation', decider: 'boss', row: 'roster.csv:4' });
const OUT = considered({ person: 'r', score: 800_000, eligible: 'no' });
const EARLIER = caseOf({ id: 'c', on: '2025-03-01', position: 'head2', level: 1, people: [considered({ person: 'w', chosen: true, score: 900_000 }), considered({ person: 'r', score: 800_000 }), considered({ person: 'a', score: 750_000 })] });

describe('a rival with a higher score who is out after a move', () => {
  it('is a sign with the ground, the move, the days, both scores and the base rate of moves', () => {
    const { findings } = rivalRemoved(study([MOVED], [OUT]));
    expect(findings.map((f) => [f.code, f.decision, f.row])).toEqual([['rival-removed', 'd', 'roster.csv:4']]);
    expect(findings[0]!.people).toEqual([{ role: 'chosen', person: 'a' }, { role: 'rival', person: 'r' }, { role: 'actor', person: 'boss' }]);
    expect(['rival-ground', 'move', 'days-before-decision', 'score-rival', 'score-chosen', 'moved-in-window', 'on-roster'].map((n) => measure(findings[0]!, n))).toEqual(['higher-score', 'rotation', 64, 800_000, 700_000, 1, 1]);
  });

  it('and others like him are one finding', () => {
    const f = rivalRemoved(study([MOVED, held('s', 'deputy', '2020-01-01', { to: '2025-12-01' }), held('s', 'archive', '2025-12-02')], [OUT, considered({ person: 's', score: 900_000, eligible: 'no' })])).findings;
    expect(f.map((x) => [x.people.filter((p) => p.role === 'rival').map((p) => p.person), measure(x, 'rivals-moved'), measures(x, 'score-rival')])).toEqual([[['r', 's'], 2, [800_000, 900_000]]]);
  });

  it('is none who could still be chosen, had no more points, or whose score is unknown', () => {
    for (const r of [considered({ person: 'r', score: 800_000 }), considered({ person: 'r', score: 700_000, eligible: 'no' }), considered({ person: 'r', eligible: 'no' })]) expect(rivalRemoved(study([MOVED], [r])).findings).toEqual([]);
  });

  it('is none who was moved before the window, on the day, or upwards', () => {
    const none = (roster: readonly Holding[], to: string): void => {
      const { past, ...rest } = study([], [OUT]);
      expect(rivalRemoved({ ...rest, past: { ...past, roster: [held('r', 'deputy', '2020-01-01', { to }), ...roster] } }).findings).toEqual([]);
    };
    none([held('r', 'archive', '2025-07-09')], '2025-07-08'); // 180 days before
    none([held('r', 'archive', '2026-01-05')], '2026-01-04');
    none([held('r', 'top', '2025-11-02')], '2025-11-01');
    none([held('r', 'archive', '2025-11-02', { acting: true }), held('r', 'deputy', '2025-11-02')], '2025-11-01');
  });

  it('is one where a level is not on record: nothing says that he was moved up', () => {
    expect(rivalRemoved(study([held('r', 'annex', '2025-11-02')], [OUT])).findings).toHaveLength(1);
    expect(rivalRemoved(study([held('r', 'annex', '2024-01-01', { to: '2025-11-01' }), MOVED], [OUT])).findings).toHaveLength(1);
    const { past, ...rest } = study([MOVED], [OUT]);
    expect(rivalRemoved({ ...rest, past: { ...past, levels: undefined } }).findings).toHaveLength(1);
  });

  it('is one who left without a new post, unless he had retired', () => {
    expect(rivalRemoved(study([], [OUT])).findings.map((f) => [measure(f, 'move'), measure(f, 'days-before-decision')])).toEqual([['end', 64]]);
    expect(rivalRemoved(study([], [OUT], { past: { people: [{ id: 'r', retires: '2025-11-02' }] } })).findings).toEqual([]);
  });

  it('who withdrew is one only if he was moved before he withdrew', () => {
    const withdrew = (day: string): number => rivalRemoved(study([MOVED], [considered({ person: 'r', score: 800_000, withdrew: dayNumber(day) })])).findings.length;
    expect([withdrew('2025-11-20'), withdrew('2025-10-20')]).toEqual([1, 0]);
  });
});

describe('a rival who did not stand', () => {
  it('is one where the last decision that judged both gave him more, on the same level', () => {
    const { findings } = rivalRemoved(study([MOVED], [], { earlier: [EARLIER] }));
    expect(findings.map((f) => [f.decision, measure(f, 'rival-ground'), measure(f, 'score-rival')])).toEqual([['d', 'higher-score-before', null]]);
  });

  it('is none where a later one gave him less, where it was another level, or where he was chosen then', () => {
    const none = (...earlier: Case[]): void => expect(rivalRemoved(study([MOVED], [], { earlier })).findings).toEqual([]);
    none(EARLIER, { ...EARLIER, id: 'c2', day: EARLIER.day + 9, people: [considered({ person: 'a', score: 9 }), considered({ person: 'r', score: 8 })] });
    none({ ...EARLIER, level: 0 });
    none({ ...EARLIER, level: null });
    none({ ...EARLIER, people: EARLIER.people.map((p) => ({ ...p, chosen: p.person === 'r' })) });
  });

  it('is one who acted in this very post until he was moved elsewhere, and none who only stopped acting', () => {
    const acting = held('r', 'head', '2025-01-01', { acting: true, to: '2025-11-01' });
    expect(rivalRemoved(study([acting, MOVED], [])).findings.map((f) => measure(f, 'rival-ground'))).toEqual(['acting-in-post']);
    const { past, ...rest } = study([], []);
    expect(rivalRemoved({ ...rest, past: { ...past, roster: [held('r', 'deputy', '2020-01-01'), acting] } }).findings).toEqual([]);
  });
});

it('says what it cannot look at: no roster, nobody chosen, nothing to tell a rival by', () => {
  expect(rivalRemoved(studyOf()).cannot.map((r) => [r.decision, r.because])).toEqual([[null, 'no-roster']]);
  const of = (people: readonly Considered[]): unknown => rivalRemoved(studyOf({ past: { roster: [MOVED] }, cases: [caseOf({ id: 'd', people })] })).cannot.map((r) => [r.decision, r.because]);
  expect(of([considered({ person: 'a' })])).toEqual([['d', 'nobody-chosen']]);
  expect(of([considered({ person: 'a', chosen: true }), OUT])).toEqual([['d', 'no-scores']]);
});

it('rows in any order give the same bytes', () => {
  const s = study([MOVED, held('a', 'archive', '2025-10-01'), held('z', 'deputy', '2025-12-01')], [OUT], { earlier: [EARLIER] });
  expect(rivalRemoved(s).findings).toHaveLength(1);
  expect(JSON.stringify(rivalRemoved({ ...s, past: { ...s.past, roster: [...s.past.roster!].reverse() } }))).toBe(JSON.stringify(rivalRemoved(s)));
});
