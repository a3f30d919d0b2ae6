import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { bundle, decide, MeritError, repair, type DecideOptions, type DecisionChange, type RepairChange } from '../../src/index.js';
import { verify } from '../../src/verify/index.js';
import { EVERYTHING, eachSeed, solved } from '../properties/checks.js';
import { makeCase } from '../support/markets.js';
import { office } from './rounds.js';

const WHO = { by: 'mayor', on: '2026-11-25' } as const;
const REASON = 'knows the ministry best';

async function problems(work: Promise<unknown>): Promise<readonly (readonly [string, string])[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof MeritError) return error.issues.map(({ code, path }) => [code, path] as const);
    throw error;
  }
  return [];
}

describe('decide without changes', () => {
  it('is the proposed plan, byte for byte', async () => {
    const { proposal, round, policy } = await office();
    const decision = await decide(proposal, round, policy, { ...WHO, changes: [] });
    expect(canonicalJson(decision.plan)).toBe(canonicalJson(proposal.certain));
    expect(decision).toMatchObject({ act: 'decision', by: 'mayor', on: '2026-11-25', changes: [], changed: [], vacated: [], inForce: { required: [], forbidden: [], closed: [] } });
    expect(decision.loss.every((l) => l.loss === 0)).toBe(true);
    expect(verify(bundle(proposal, round, policy, { decision })).verdicts.at(-1)).toMatchObject({ check: 'decision', outcome: 'holds' });
  });

  it('follows a stable plan too', async () => {
    const { proposal, round, policy } = await office(undefined, (p) => {
      p.objective = 'stable';
      p.relations = { declaration: 'either' };
    });
    const decision = await decide(proposal, round, policy, { ...WHO, changes: [] });
    expect(decision.plan).toEqual(proposal.certain);
    expect(verify(bundle(proposal, round, policy, { decision })).verdicts.at(-1)).toMatchObject({ outcome: 'holds' });
  });
});

it('to order what was announced anyway gives the announced seats, though other plans are as good', async () => {
  let tied = 0;
  await eachSeed({ from: 1, count: 120 }, async (seed) => {
    const { proposal, round, policy } = await solved(makeCase(seed, { ...EVERYTHING, unknown: false }));
    const { status, seats, tied: people } = proposal.certain;
    const [first] = seats;
    if (status !== 'optimal' || !first) return;
    const decision = await decide(proposal, round, policy, { ...WHO, changes: [{ person: first[0], position: first[1], reason: REASON }] });
    expect(decision.plan.seats).toEqual(seats);
    expect(decision.changed).toEqual([]);
    if (people.length > 0) tied++;
  });
  expect(tied).toBeGreaterThan(3);
});

describe('a choice of the decider', () => {
  it('tells rank, related actors, who else is affected and the merit loss, and keeps all other places', async () => {
    const { proposal, round, policy } = await office();
    expect(proposal.certain.seats).toEqual([['A', 'H'], ['B', 'D2'], ['C', 'D1'], ['D', 'S2'], ['E', 'S1']]);
    const decision = await decide(proposal, round, policy, { ...WHO, changes: [{ position: 'H', person: 'B', reason: REASON }] });
    expect(decision.changes).toEqual([{ effect: 'require', cause: 'choice', person: 'B', position: 'H', reason: REASON, rank: 2, of: 4, related: ['panel-1'] }]);
    expect(decision.changed).toEqual([
      { person: 'A', from: 'H', to: 'D2', why: 'induced' },
      { person: 'B', from: 'D2', to: 'H', why: 'named' },
    ]);
    expect(decision.vacated).toEqual([]);
    expect(decision.loss).toEqual([
      { stage: 'owed', loss: 0 },
      { stage: 'merit:TOP', loss: 60_000 },
      { stage: 'merit:MID', loss: 40_000 }, // 84 for B becomes 90 for A less 10 for his lateral move
      { stage: 'merit:LOW', loss: 0 },
      { stage: 'moves', loss: 1 },
    ]);
    expect(decision.inForce).toEqual({ required: [['B', 'H']], forbidden: [], closed: [] });
    expect(decision.plan.objectives.map((o) => o.stage)).toEqual(['owed', 'kept', 'merit:TOP', 'merit:MID', 'merit:LOW', 'moves']);
    expect(decision.plan.objectives[1]).toEqual({ stage: 'kept', value: 3 });
    expect(decision.of).toEqual({ format: proposal.format, hash: expect.stringMatching(/^sha256:/) as string });
  });

  it('ranks equals the same, counts the chosen among the eligible, and names the actor who is the person or his kin', async () => {
    const { proposal, round, policy } = await office((r) => {
      r.people.find((p) => p.id === 'D')!.evidence = structuredClone(r.people.find((p) => p.id === 'C')!.evidence);
    });
    const of = async (person: string, position: string) => (await decide(proposal, round, policy, { ...WHO, changes: [{ position, person, reason: REASON }] })).changes[0];
    expect(await of('C', 'H')).toMatchObject({ rank: 3, of: 4, related: [] });
    expect(await of('D', 'H')).toMatchObject({ rank: 3, of: 4, related: ['panel-1'] });
    expect(await of('F', 'S1')).toMatchObject({ rank: 4, of: 4, related: ['panel-1'] });
  });

  it('of nobody leaves the post empty, and the vacancy says so', async () => {
    const { proposal, round, policy } = await office();
    const decision = await decide(proposal, round, policy, { ...WHO, changes: [{ position: 'H', person: null, reason: 'the post is to be cut' }] });
    expect(decision.plan.vacant).toContainEqual({ position: 'H', seats: 1, eligible: 0, cause: 'left-empty', short: null });
    expect(decision.vacated).toEqual([{ position: 'H', seats: 1 }]);
    expect(decision.inForce.closed).toEqual(['H']);
    // A has no other post to go to than his own; C, who was to follow him, then goes back as well, and E has no place left
    expect(decision.changed).toEqual([
      { person: 'A', from: 'H', to: 'D1', why: 'induced' },
      { person: 'C', from: 'D1', to: 'S1', why: 'induced' },
      { person: 'E', from: 'S1', to: null, why: 'induced' },
    ]);
    const { verdicts } = verify(bundle(proposal, round, policy, { decision }));
    expect(verdicts.at(-1)).toMatchObject({ check: 'decision', outcome: 'holds' });
  });

  it('does not depend on the order of the changes', async () => {
    const { proposal, round, policy } = await office();
    const changes: DecisionChange[] = [{ position: 'S1', person: 'F', reason: REASON }, { position: 'H', person: 'B', reason: REASON }, { position: 'D2', person: null, reason: REASON }];
    const one = await decide(proposal, round, policy, { ...WHO, changes });
    const other = await decide(proposal, round, policy, { ...WHO, changes: [...changes].reverse() });
    expect(canonicalJson(other)).toBe(canonicalJson(one));
    expect(one.changes.map((c) => c.position)).toEqual(['D2', 'H', 'S1']);
  });

  it('amends a stable plan by levels, with a proof of its own', async () => {
    const { proposal, round, policy } = await office(undefined, (p) => {
      p.objective = 'stable';
      p.relations = { declaration: 'either' };
    });
    const decision = await decide(proposal, round, policy, { ...WHO, changes: [{ position: 'H', person: 'B', reason: REASON }] });
    expect(decision.plan.certificate!.stages.map((s) => s.stage)).toEqual(['owed', 'kept', 'merit:TOP', 'merit:MID', 'merit:LOW', 'moves']);
    expect(verify(bundle(proposal, round, policy, { decision })).verdicts.at(-1)).toMatchObject({ check: 'decision', outcome: 'holds' });
  });
});

describe('bad options', () => {
  const good = { position: 'H', person: 'B', reason: REASON };
  const table: readonly [string, Partial<Record<keyof DecideOptions | 'why', unknown>>, readonly (readonly [string, string])[]][] = [
    ['nobody who signs', { by: undefined }, [['E_VALUE_MISSING', '/by']]],
    ['a signer who is a number', { by: 1 }, [['E_TYPE', '/by']]],
    ['a signer who is no id', { by: 'the mayor' }, [['E_ID_SYNTAX', '/by']]],
    ['a signer who is no decider of the round', { by: 'panel-1' }, [['E_REF_UNKNOWN', '/by']]],
    ['no day', { on: undefined }, [['E_VALUE_MISSING', '/on']]],
    ['a day that is a number', { on: 20261125 }, [['E_DATE_FORMAT', '/on']]],
    ['a day that the calendar has not', { on: '2026-11-31' }, [['E_DATE_INVALID', '/on']]],
    ['a day before the round', { on: '2026-11-20' }, [['E_DATE_ORDER', '/on']]],
    ['no list of changes', { changes: undefined }, [['E_VALUE_MISSING', '/changes']]],
    ['changes that are no list', { changes: { position: 'H' } }, [['E_TYPE', '/changes']]],
    ['an option that there is not', { why: 'so' }, [['E_KEY_UNKNOWN', '/why']]],
    ['a change that is a text', { changes: ['H'] }, [['E_TYPE', '/changes/0']]],
    ['a change with a key too many', { changes: [{ ...good, cause: 'choice' }] }, [['E_KEY_UNKNOWN', '/changes/0/cause']]],
    ['a change without a reason', { changes: [{ position: 'H', person: 'B' }] }, [['E_VALUE_MISSING', '/changes/0/reason']]],
    ['a change without a person', { changes: [{ position: 'H', reason: REASON }] }, [['E_VALUE_MISSING', '/changes/0/person']]],
    ['a blank reason', { changes: [{ ...good, reason: '            ' }] }, [['E_STRING_EMPTY', '/changes/0/reason']]],
    ['a reason of nine characters', { changes: [{ ...good, reason: 'because I' }] }, [['E_STRING_EMPTY', '/changes/0/reason']]],
    ['a reason of 1,025 characters', { changes: [{ ...good, reason: 'x'.repeat(1025) }] }, [['E_LIMIT_STRING', '/changes/0/reason']]],
    ['a document with a control character', { changes: [{ ...good, document: 'a\u0000b' }] }, [['E_STRING_CONTROL', '/changes/0/document']]],
    ['a person and a post that the round has not', { changes: [{ ...good, person: 'Q', position: 'Q' }] }, [['E_REF_UNKNOWN', '/changes/0/person'], ['E_REF_UNKNOWN', '/changes/0/position']]],
    ['two changes of one person', { changes: [good, { ...good, position: 'D1' }] }, [['E_PIN_CONFLICT', '/changes/0/person']]],
    ['two people for one seat', { changes: [good, { ...good, person: 'C' }] }, [['E_PIN_CONFLICT', '/changes/0/position'], ['E_PIN_CONFLICT', '/changes/1/position']]],
    ['a post both given and left empty', { changes: [good, { ...good, person: null }] }, [['E_PIN_CONFLICT', '/changes/0/position']]],
    ['a post left empty twice', { changes: [{ ...good, person: null }, { ...good, person: null }] }, [['E_PIN_CONFLICT', '/changes/1/position']]],
    ['somebody who is not eligible', { changes: [{ ...good, person: 'X' }] }, [['E_PIN_INELIGIBLE', '/changes/0/person']]],
    ['somebody on a lower level without his consent', { changes: [{ ...good, person: 'A', position: 'S1' }] }, [['E_PIN_INELIGIBLE', '/changes/0/person']]],
    ['all of it at once', { by: 'panel-1', on: '2026-11-20', why: 1, changes: [{ ...good, reason: 'no' }, { ...good, person: 'X', position: 'D1' }] }, [['E_REF_UNKNOWN', '/by'], ['E_DATE_ORDER', '/on'], ['E_KEY_UNKNOWN', '/why'], ['E_STRING_EMPTY', '/changes/0/reason'], ['E_PIN_INELIGIBLE', '/changes/1/person']]],
  ];

  it.each(table)('%s', async (_, wrong, expected) => {
    const { proposal, round, policy } = await office();
    const options = { ...WHO, changes: [good], ...wrong } as unknown as DecideOptions;
    expect(await problems(decide(proposal, round, policy, options))).toEqual(expected);
  });

  it('say that a waiver is a new round', async () => {
    const { proposal, round, policy } = await office();
    await expect(decide(proposal, round, policy, { ...WHO, changes: [{ ...good, person: 'X' }] })).rejects.toThrow('X cannot be given H: a binding rule fails or is unknown, or the post is closed, out of scope or lower\nMaybe a waiver is due: that is a new round.');
  });

  it('any id may sign where the round lists no actors', async () => {
    const { proposal, round, policy } = await office((r) => (r.actors = []));
    expect((await decide(proposal, round, policy, { ...WHO, by: 'PPK', changes: [] })).by).toBe('PPK');
  });

  it('changes that no plan keeps are no decision', async () => {
    const { proposal, round, policy } = await office((r) => (r.positions[0]!.mustFill = { reason: 'the office must have a head' }));
    expect(await problems(decide(proposal, round, policy, { ...WHO, changes: [{ position: 'H', person: null, reason: REASON }] }))).toEqual([['E_DECISION', '/changes']]);
  });

  it('nothing is decided about what is no plan, about another round, by another policy, or about what is no proposal', async () => {
    const { proposal, round, policy } = await office();
    const other = await office((r) => (r.title = 'Another office'), (p) => (p.id = 'other'));
    const with_ = (p: unknown, r = round, s = policy) => problems(decide(p as typeof proposal, r, s, { ...WHO, changes: [] }));
    expect(await with_({ ...proposal, certain: { ...proposal.certain, status: 'infeasible', seats: [] } })).toEqual([['E_DECISION', '']]);
    expect(await with_(proposal, other.round)).toEqual([['E_INPUT_HASH', '/round']]);
    expect(await with_(proposal, round, other.policy)).toEqual([['E_POLICY_HASH', '/policy']]);
    expect(await with_(proposal, round, { ...policy, hash: other.policy.hash })).toEqual([['E_POLICY_HASH', '/policy']]);
    const decision = await decide(proposal, round, policy, { ...WHO, changes: [] });
    expect(await with_(decision)).toEqual([['E_FORMAT', '/format']]);
    expect(await problems(repair({ ...decision, format: 'meritra/amendment/9' } as unknown as typeof decision, round, policy, { ...WHO, cause: 'declined', person: 'A' }))).toEqual([['E_FORMAT', '/format']]);
  });

  it('stops when asked to', async () => {
    const { proposal, round, policy } = await office();
    const signal = AbortSignal.abort();
    expect(await problems(decide(proposal, round, policy, { ...WHO, changes: [good], signal }))).toEqual([['E_ABORTED', '']]);
  });
});

describe('repair', () => {
  const after = async (changes: readonly RepairChange[], change?: Parameters<typeof office>[0]) => {
    const { proposal, round, policy } = await office(change);
    const repaired = await repair(proposal, round, policy, { by: 'mayor', on: '2026-12-01', changes });
    expect(verify(bundle(proposal, round, policy, { repairs: [repaired] })).verdicts.at(-1)).toMatchObject({ check: 'decision', outcome: 'holds' });
    return repaired;
  };

  it('gives whoever declines his seat back, and whoever was to take it one that is as high', async () => {
    const repaired = await after([{ cause: 'declined', person: 'A' }]);
    // A is back in D1; C, who was to follow him, takes H: S1 need not be given back by E
    expect(repaired.changed).toEqual([
      { person: 'A', from: 'H', to: 'D1', why: 'named' },
      { person: 'C', from: 'D1', to: 'H', why: 'induced' },
    ]);
    expect(repaired.plan.objectives.slice(0, 3)).toEqual([{ stage: 'owed', value: 4 }, { stage: 'returned', value: 1 }, { stage: 'kept', value: 3 }]);
    expect(repaired.changes).toEqual([{ effect: 'forbid', cause: 'declined', person: 'A', position: 'H' }]);
    expect(repaired.inForce).toEqual({ required: [], forbidden: [['A', 'H']], closed: [] });
  });

  it('takes the one after the other: refused, then upheld, then a court, and nothing that was declined comes back', async () => {
    const { proposal, round, policy } = await office();
    const decision = await decide(proposal, round, policy, { ...WHO, changes: [{ position: 'H', person: 'B', reason: REASON }] });
    const refused = await repair(decision, round, policy, { by: 'mayor', on: '2026-12-01', cause: 'refused', person: 'B', position: 'H', document: 'letter of the ministry' });
    expect(refused.inForce).toEqual({ required: [], forbidden: [['B', 'H']], closed: [] });
    expect(refused.plan.seats).toContainEqual(['B', 'D2']);
    const upheld = await repair(refused, round, policy, { by: 'mayor', on: '2026-12-02', cause: 'objection-upheld', person: 'F', position: 'S1', document: 'answer 4' });
    expect(upheld.plan.seats).toContainEqual(['F', 'S1']);
    const undone = await repair(upheld, round, policy, { by: 'mayor', on: '2026-12-03', cause: 'court', person: 'F', document: 'judgement 5' });
    expect(undone.inForce).toEqual({ required: [], forbidden: [['B', 'H'], ['F', 'S1']], closed: [] });
    expect(undone.plan.seats).not.toContainEqual(['F', 'S1']);
    const court = await repair(undone, round, policy, { by: 'mayor', on: '2026-12-03', cause: 'court', person: 'B', position: 'H', document: 'judgement 6' });
    expect(court.inForce).toEqual({ required: [['B', 'H']], forbidden: [['F', 'S1']], closed: [] });
    const { verdicts } = verify(bundle(proposal, round, policy, { decision, repairs: [refused, upheld, undone, court] }));
    expect(verdicts.at(-1)).toMatchObject({ check: 'decision', outcome: 'holds' });
    expect(verdicts.at(-1)!.detail).toMatch(/^A decision and 4 repairs: /);
  });

  it('a decline and the name that follows are one step', async () => {
    const repaired = await after([{ cause: 'declined', person: 'A', reason: 'wants to stay near home' }, { cause: 'choice', person: 'B', position: 'H', reason: REASON }]);
    expect(repaired.changes.map((c) => [c.cause, c.person, c.position])).toEqual([['declined', 'A', 'H'], ['choice', 'B', 'H']]);
    expect(repaired.plan.seats).toContainEqual(['B', 'H']);
  });

  it('lifts the pin of the round that somebody declines', async () => {
    const repaired = await after([{ cause: 'declined', person: 'B' }], (r) => (r.pins = [{ person: 'B', position: 'H', by: 'the council', reason: 'an order' }]));
    expect(repaired.plan.seats).toContainEqual(['B', 'D2']);
  });

  it.each<readonly [string, object, readonly (readonly [string, string])[]]>([
    ['no cause at all', { changes: [] }, [['E_VALUE_MISSING', '/changes']]],
    ['a cause that there is not', { cause: 'regretted', person: 'A' }, [['E_VALUE_UNKNOWN', '/cause']]],
    ['nobody who declined', { cause: 'declined' }, [['E_VALUE_MISSING', '/person']]],
    ['nobody (null) who was refused', { cause: 'refused', person: null }, [['E_VALUE_MISSING', '/person']]],
    ['somebody who stays', { cause: 'declined', person: 'B' }, [['E_DECISION', '/person']]],
    ['somebody without a place', { cause: 'refused', person: 'F' }, [['E_DECISION', '/person']]],
    ['another post than the announced one', { cause: 'declined', person: 'A', position: 'D2' }, [['E_DECISION', '/position']]],
    ['an order without a document', { cause: 'court', person: 'A' }, [['E_VALUE_MISSING', '/document']]],
    ['an objection without a document', { cause: 'objection-upheld', person: 'F', position: 'S1' }, [['E_VALUE_MISSING', '/document']]],
    ['a choice without a reason', { cause: 'choice', person: 'B', position: 'H' }, [['E_VALUE_MISSING', '/reason']]],
    ['a choice without a post', { cause: 'choice', person: 'B', reason: REASON }, [['E_VALUE_MISSING', '/position']]],
    ['a key too many', { cause: 'declined', person: 'A', when: 'today' }, [['E_KEY_UNKNOWN', '/when']]],
    ['one cause and a list', { cause: 'declined', changes: [{ cause: 'declined', person: 'A' }] }, [['E_KEY_UNKNOWN', '/cause']]],
    ['a day before the decision', { on: '2026-11-24', cause: 'declined', person: 'A' }, [['E_DATE_ORDER', '/on']]],
  ])('refuses %s', async (_, wrong, expected) => {
    const { proposal, round, policy } = await office();
    const decision = await decide(proposal, round, policy, { ...WHO, changes: [] });
    expect(await problems(repair(decision, round, policy, { by: 'mayor', on: '2026-12-01', ...wrong } as never))).toEqual(expected);
  });
});
