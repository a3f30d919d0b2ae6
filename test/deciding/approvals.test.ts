import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { approvals, type ApprovalEvent, type ApprovalState, type MeritError, type Proposal } from '../../src/index.js';
import { toyPerson, toyPost } from '../support/toy.js';
import { read, run } from '../solving/rounds.js';

let proposal: Proposal;
beforeAll(async () => {
  proposal = await run(read({ positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID')], people: [toyPerson({ id: 'A', seat: 'J2', exam: 90 }), toyPerson({ id: 'B', exam: 50 }), toyPerson({ id: 'C', exam: 10 })] }));
});

const by = 'The board';
const submitted = (on: string, until?: string): ApprovalEvent => ({ person: 'A', to: 'submitted', by, on, ...(until && { until }) });
const approved = (on: string, until?: string): ApprovalEvent => ({ person: 'A', to: 'approved', by, on, document: 'Letter 8', ...(until && { until }) });
const refused = (on: string): ApprovalEvent => ({ person: 'A', to: 'refused', by, on, reason: 'the file is incomplete' });
const on = (events: readonly ApprovalEvent[], day: string): string => {
  const a = approvals(proposal, events, day).find((m) => m.person === 'A')!;
  return `${a.state} ${a.since ?? '-'} ${a.events.length}`;
};
const found = (events: readonly unknown[], day = '2027-01-01'): string[] => {
  try {
    approvals(proposal, events as ApprovalEvent[], day);
    return [];
  } catch (error) {
    return (error as MeritError).issues.map((i) => `${i.code} ${i.path}`);
  }
};

describe('approvals', () => {
  it('tells every move of the plan, in its order, with its posts; without steps each is proposed', () => {
    expect(approvals(proposal, [], '2026-12-01')).toEqual([
      { person: 'A', from: 'J2', to: 'J1', route: null, state: 'proposed', since: null, events: [] },
      { person: 'B', from: null, to: 'J2', route: null, state: 'proposed', since: null, events: [] },
    ]);
  });

  it.each<[string, readonly ApprovalEvent[], string, string]>([
    ['proposed until the day of the first step', [submitted('2026-12-01')], '2026-11-30', 'proposed - 0'],
    ['submitted from the day of the step', [submitted('2026-12-01')], '2026-12-01', 'submitted 2026-12-01 1'],
    ['approved', [submitted('2026-12-01'), approved('2026-12-05')], '2026-12-31', 'approved 2026-12-05 2'],
    ['submitted on a day before it is approved', [submitted('2026-12-01'), approved('2026-12-05')], '2026-12-04', 'submitted 2026-12-01 1'],
    ['refused', [submitted('2026-12-01'), refused('2026-12-05')], '2026-12-31', 'refused 2026-12-05 2'],
    ['approved on the last day an approval is good', [submitted('2026-12-01'), approved('2026-12-05', '2026-12-20')], '2026-12-20', 'approved 2026-12-05 2'],
    ['lapsed the day after', [submitted('2026-12-01'), approved('2026-12-05', '2026-12-20')], '2026-12-21', 'lapsed 2026-12-20 2'],
    ['lapsed where a submission was not answered in time', [submitted('2026-12-01', '2026-12-14')], '2026-12-15', 'lapsed 2026-12-14 1'],
    ['approved for good where it came in time and has no last day', [submitted('2026-12-01', '2026-12-14'), approved('2026-12-14')], '2030-01-01', 'approved 2026-12-14 2'],
    ['submitted again after it lapsed', [submitted('2026-12-01', '2026-12-14'), submitted('2026-12-15')], '2026-12-16', 'submitted 2026-12-15 2'],
    ['submitted and approved on one day, in whatever order they are given', [approved('2026-12-01'), submitted('2026-12-01')], '2026-12-01', 'approved 2026-12-01 2'],
  ])('is %s', (_, events, day, expected) => {
    expect(on(events, day)).toBe(expected);
    expect(on([...events].reverse(), day)).toBe(expected);
  });

  const reach: Record<ApprovalState, readonly ApprovalEvent[]> = {
    proposed: [],
    submitted: [submitted('2026-12-01')],
    approved: [submitted('2026-12-01'), approved('2026-12-02')],
    refused: [submitted('2026-12-01'), refused('2026-12-02')],
    lapsed: [submitted('2026-12-01'), approved('2026-12-02', '2026-12-03')],
  };
  const next = { submitted: submitted('2026-12-09'), approved: approved('2026-12-09'), refused: refused('2026-12-09') };
  const allowed = new Set(['proposed submitted', 'lapsed submitted', 'submitted approved', 'submitted refused']);
  it.each(Object.keys(reach).flatMap((from) => Object.keys(next).map((to) => [from, to] as [ApprovalState, keyof typeof next])))('from %s to %s: as docs/formats.md says', (from, to) => {
    expect(on(reach[from], '2026-12-08').split(' ')[0]).toBe(from);
    const events = [...reach[from], next[to]];
    expect(found(events)).toEqual(allowed.has(`${from} ${to}`) ? [] : [`E_APPROVAL /events/${events.length - 1}`]);
  });

  it('refuses, all at once: strangers, steps out of order, days before the round, what has no document or reason, other words', () => {
    expect(
      found([
        { ...submitted('2026-12-01'), person: 'C' },
        { ...submitted('2026-12-01'), person: 'X' },
        submitted('2026-11-20'),
        { ...approved('2026-12-02'), document: undefined, person: 'B' },
        { ...refused('2026-12-03'), reason: undefined },
        { ...submitted('2026-12-01', '2026-11-30'), person: 'B' },
        { ...submitted('2026-12-01'), to: 'decided' },
        { ...submitted('2026-12-01'), note: 'x' },
        { ...submitted('sometime') },
        { ...refused('2026-12-03'), until: '2026-12-09', by: '' },
        null,
      ]).sort(),
    ).toEqual(
      [
        'E_REF_UNKNOWN /events/0/person', 'E_REF_UNKNOWN /events/1/person', 'E_DATE_ORDER /events/2/on', 'E_VALUE_MISSING /events/3/document', 'E_APPROVAL /events/3', 'E_VALUE_MISSING /events/4/reason',
        'E_DATE_ORDER /events/5/until', 'E_VALUE_UNKNOWN /events/6/to', 'E_KEY_UNKNOWN /events/7/note', 'E_DATE_FORMAT /events/8/on', 'E_KEY_UNKNOWN /events/9/until', 'E_STRING_EMPTY /events/9/by', 'E_APPROVAL /events/4', 'E_VALUE_MISSING /events/10',
      ].sort(),
    );
    expect(found([], 'today')).toEqual(['E_DATE_FORMAT /asOf']);
  });

  it('changes nothing of what it was given, and no personal value stands in a message', () => {
    const events = [{ ...submitted('2026-12-01'), by: 'Cafe\u0301' }];
    const [a] = approvals(proposal, Object.freeze(events.map((e) => Object.freeze(e))), '2026-12-02');
    expect(a!.events[0]!.by).toBe('Café');
    expect(events[0]!.by).toBe('Cafe\u0301');
    expect(() => approvals(proposal, [{ ...submitted('2026-12-01'), person: 'Secret' }], '2026-12-02')).toThrow(/^E_REF_UNKNOWN at \/events\/0\/person: the plan does not move this person$/);
  });

  it('gives one state a day, whatever the order of the steps', () => {
    const day = fc.integer({ min: 1, max: 9 }).map((d) => `2026-12-0${d}`);
    const step = fc.oneof(fc.tuple(day, fc.option(day, { nil: undefined })).map(([d, u]) => submitted(d, u)), day.map((d) => approved(d)), day.map(refused));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), day, fc.nat(), (events, today, turn) => {
        const at = events.length === 0 ? 0 : turn % events.length;
        const turned = [...events.slice(at), ...events.slice(0, at)];
        const tell = (list: readonly ApprovalEvent[]): string => (found(list, today).length > 0 ? 'refused' : on(list, today));
        expect(tell(turned)).toBe(tell(events));
      }),
      { numRuns: 300 },
    );
  });
});
