import { describe, expect, it } from 'vitest';
import { bundle, type MeritError } from '../../src/index.js';
import { ENGINE } from '../../src/solving/index.js';
import { verify } from '../support/proposal-verdicts.js';
import manifest from '../../package.json' with { type: 'json' };
import { toyPerson, toyPost } from '../support/toy.js';
import { read, run, seats } from './rounds.js';

const ladder = [toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'LOW')];

describe('propose', () => {
  it('promotes the best from below into a vacant post and fills the seat he leaves', async () => {
    const input = read({
      positions: ladder,
      people: [
        toyPerson({ id: 'A', seat: 'J2', exam: 90, skill: 80, rating: 70 }),
        toyPerson({ id: 'B', seat: 'J3', exam: 60, skill: 60, rating: 60 }),
        toyPerson({ id: 'C', exam: 50, skill: 50, rating: 50 }),
      ],
    });
    const proposal = await run(input);
    const { certain } = proposal;
    expect(certain.status).toBe('optimal');
    expect(seats(proposal)).toBe('A-J1 B-J2 C-J3');
    expect(certain.chains).toEqual([{ kind: 'chain', people: ['A', 'B', 'C'], ready: null, crosses: false }]);
    expect(certain.moves.map((m) => m.kind)).toEqual(['promotion', 'promotion', 'entry']);
    expect(certain.moves[0]?.fit?.low).toBe(90 * 6000 + 80 * 3000 + 70 * 1000);
    expect(certain.objectives.map((o) => o.stage)).toEqual(['owed', 'merit:TOP', 'merit:MID', 'merit:LOW', 'moves']);
    expect(proposal.conditional).toBeNull();
    expect(verify(bundle(proposal, input.round, input.policy)).verdicts.map((v) => v.outcome)).toEqual(Array<string>(7).fill('holds'));
  });

  it('fills a critical post before it looks at the merit of its level', async () => {
    const proposal = await run(
      read({ positions: [toyPost('J1', 'MID'), toyPost('J2', 'MID', { critical: true })], people: [toyPerson({ id: 'A', exam: 90 })] }, (policy) => (policy.costs.vacantSeat.points = 0)),
    );
    expect(proposal.certain.objectives.map((o) => o.stage)).toEqual(['owed', 'critical:MID', 'merit:MID', 'moves']);
    expect(seats(proposal)).toBe('A-J2');
  });

  it("adds all levels up under the objective 'total', so that the least useful below is promoted", async () => {
    const parts = {
      positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID'), toyPost('J3', 'MID')],
      people: [toyPerson({ id: 'A', seat: 'J2', exam: 90 }), toyPerson({ id: 'B', seat: 'J3', exam: 60 }), toyPerson({ id: 'C', exam: 10 })],
    };
    expect(seats(await run(read(parts)))).toBe('A-J1 B-J3 C-J2');
    const total = await run(read(parts, (policy) => (policy.objective = 'total')));
    expect(total.certain.objectives.map((o) => o.stage)).toEqual(['owed', 'merit', 'moves']);
    expect(total.objective).toBe('total');
  });

  it("has the same objectives under 'total' where no post is open", async () => {
    const none = await run(read({ positions: [toyPost('J1', 'TOP', { closes: '2026-11-01' })], people: [toyPerson({ id: 'A' })] }, (policy) => (policy.objective = 'total')));
    expect(none.certain.objectives).toEqual([{ stage: 'owed', value: 0 }, { stage: 'merit', value: 0 }, { stage: 'moves', value: 0 }]);
  });

  it('keeps everybody outside the scope where he is, and lets nobody into posts outside it', async () => {
    const parts = {
      positions: ladder,
      people: [toyPerson({ id: 'A', seat: 'J2', exam: 90 }), toyPerson({ id: 'B', seat: 'J3', exam: 60 }), toyPerson({ id: 'C', exam: 99 })],
    };
    const frozen = await run(read({ ...parts, scope: { positions: 'all', people: ['B'] as never } }));
    expect(seats(frozen)).toBe('A-J2 B-J1'); // C holds nothing and may not come
    const closed = await run(read({ ...parts, scope: { positions: ['J3'] as never, people: 'all' } }));
    expect(seats(closed)).toBe('A-J2 B-J3');
    expect(closed.certain.vacant).toEqual([{ position: 'J1', seats: 1, eligible: 0, cause: 'out-of-scope', short: null }]);
  });

  it('opens the seat of whoever retires by the horizon, and does not call that a move', async () => {
    const parts = { positions: [toyPost('J1', 'MID')], people: [{ ...toyPerson({ id: 'A', seat: 'J1', exam: 90 }), retires: '2026-12-15' }, toyPerson({ id: 'B', exam: 50 })] };
    expect(seats(await run(read(parts)))).toBe('A-J1');
    const later = await run(read({ ...parts, horizon: '2026-12-15' }));
    expect(seats(later)).toBe('B-J1');
    expect(later.certain.moves.map((m) => [m.person, m.kind])).toEqual([['B', 'entry']]);
  });

  it('owes a post to whoever sits in one that closes, also on a lower level', async () => {
    const parts = { positions: [toyPost('J1', 'TOP', { closes: '2026-11-21' }), toyPost('J2', 'LOW'), toyPost('J3', 'LOW', { opens: '2027-01-01' })], people: [toyPerson({ id: 'A', seat: 'J1', exam: 50 }), toyPerson({ id: 'B', exam: 90 })] };
    const proposal = await run(read(parts));
    expect(seats(proposal)).toBe('A-J2');
    expect(proposal.certain.moves[0]).toMatchObject({ person: 'A', from: 'J1', to: 'J2', kind: 'demotion' });
  });

  it('moves nobody down without his consent, and anybody with it', async () => {
    const down = (consent: boolean) => {
      const { attributes, ...rest } = toyPost('J2', 'LOW', { critical: true });
      return read({
        positions: [toyPost('J1', 'TOP', { seats: 1 }), { ...rest, attributes: attributes! }],
        people: [{ ...toyPerson({ id: 'A', seat: 'J1', exam: 50 }), ...(consent && { acceptsLower: { on: '2026-10-01', document: 'letter' } }) }, toyPerson({ id: 'B', exam: 90 })],
      });
    };
    expect(seats(await run(down(false)))).toBe('A-J1 B-J2');
    expect(seats(await run(down(true)))).toBe('A-J2 B-J1');
  });

  it("releases the fewest where posts close, and refuses to release anybody under displacement 'forbid', with the people and the posts", async () => {
    const parts = {
      positions: [toyPost('J1', 'MID', { closes: '2026-11-01' }), toyPost('J2', 'MID')],
      people: [toyPerson({ id: 'A', seat: 'J1', exam: 90 }), toyPerson({ id: 'B', seat: 'J2', exam: 10 })],
    };
    const least = await run(read(parts));
    expect(least.certain.moves.map((m) => [m.person, m.to, m.kind, m.fit === null])).toEqual([
      ['A', 'J2', 'lateral', false],
      ['B', null, 'release', true],
    ]);
    const never = await run(read(parts, (policy) => (policy.displacement = 'forbid')));
    expect(never.certain).toMatchObject({ status: 'infeasible', seats: [], certificate: null, tiesProven: false, shortage: { side: 'people', people: ['A', 'B'], positions: ['J2'] } });
  });

  it('says which posts cannot all be filled, and with whom', async () => {
    const proposal = await run(
      read({ positions: [toyPost('J1', 'MID', { mustFill: { reason: 'duty officer' } }), toyPost('J2', 'MID', { mustFill: { reason: 'cashier' } })], people: [toyPerson({ id: 'A', exam: 90 }), toyPerson({ id: 'B', exam: 90, cleared: false })] }),
    );
    expect(proposal.certain.shortage).toEqual({ side: 'positions', people: ['A'], positions: ['J1', 'J2'] });
  });

  it('keeps a pin before anything else', async () => {
    const pins = [{ person: 'B', position: 'J1', by: 'the mayor', reason: 'decree 7' }] as never;
    const parts = { positions: [toyPost('J1', 'TOP')], people: [toyPerson({ id: 'A', exam: 90 }), toyPerson({ id: 'B', exam: 20 })] };
    expect(seats(await run(read({ ...parts, pins })))).toBe('B-J1');
  });

  it('refuses a pin on a pair that does not exist, with its place', async () => {
    const parts = { positions: [toyPost('J1', 'TOP')], people: [toyPerson({ id: 'B', exam: 20, cleared: false })], pins: [{ person: 'B', position: 'J1', by: 'the mayor', reason: 'decree 7' }] as never };
    await expect(run(read(parts))).rejects.toMatchObject({ code: 'E_PIN_INELIGIBLE', path: '/pins/0' });
  });

  it('refuses a market with more pairs than the limit, and says how much memory it would take', async () => {
    const people = Array.from({ length: 30 }, (_, k) => toyPerson({ id: `P${k}`, exam: k }));
    const error = (await run(read({ positions: ladder, people }), { maxEdges: 60 }).catch((e: unknown) => e)) as MeritError;
    expect(error.code).toBe('E_LIMIT_EDGES');
    expect(error.message).toMatch(/more than 60 eligible pairs .*MiB\)\nMaybe narrow the scope of the round/);
  });

  it('tells its progress, and stops when its caller aborts, before and in the middle', async () => {
    const input = read({ positions: ladder, people: [toyPerson({ id: 'A', seat: 'J2', exam: 90 })] });
    const told: string[] = [];
    await run(input, { onProgress: ({ plan, stage, stages }) => told.push(`${plan} ${stage}/${stages}`) });
    expect(told.length).toBeGreaterThan(2);
    expect(told.every((t) => /^certain \d\/5$/.test(t))).toBe(true);
    await expect(run(input, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'E_ABORTED' });
    const control = new AbortController();
    await expect(run(input, { signal: control.signal, onProgress: () => control.abort() })).rejects.toMatchObject({ code: 'E_ABORTED' });
  });

  it('names the version of package.json', () => {
    expect(ENGINE).toEqual({ name: manifest.name, version: manifest.version });
  });
});

describe('the conditional plan', () => {
  it('seats somebody whose clearance is not known, on the condition that is missing', async () => {
    const { cleared: _, ...unknown } = { ...toyPerson({ id: 'A', exam: 90 }), cleared: undefined };
    const person = { ...unknown, evidence: unknown.evidence.filter((e) => e.attribute !== 'cleared') };
    const proposal = await run(read({ positions: [toyPost('J1', 'TOP')], people: [person, toyPerson({ id: 'B', exam: 50 })] }));
    expect(seats(proposal)).toBe('B-J1');
    expect(proposal.conditional?.seats).toEqual([['A', 'J1']]);
    expect(proposal.conditional?.moves[0]).toMatchObject({ person: 'A', provisional: true, conditions: [{ rule: 'cleared', missing: [{ about: 'person', attribute: 'cleared', cause: 'missing' }] }] });
    expect(proposal.worklist[0]).toMatchObject({ id: 'A', attribute: 'cleared', moves: 1, pairs: 1 });
  });

  it('is the certain plan, with its proof, where no pair that waits could be part of a better one', async () => {
    const waiting = { ...toyPerson({ id: 'A', exam: 10 }), evidence: [{ attribute: 'exam', value: 10, source: 'S1' as never }] };
    const { certain, conditional } = await run(read({ positions: [toyPost('J1', 'TOP')], people: [waiting, toyPerson({ id: 'B', exam: 50 })] }));
    expect(conditional?.certificate).toEqual(certain.certificate);
    expect(conditional?.seats).toEqual(certain.seats);
  });
});
