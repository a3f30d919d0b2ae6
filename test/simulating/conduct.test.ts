import { expect, it } from 'vitest';
import { explain, propose, seal, type Proposal, type SealedPolicy } from '../../src/index.js';
import { times } from '../support/times.js';
import { held, seatList, SHAPE } from './held.js';

const underObjective = ({ policy }: SealedPolicy, objective: Proposal['objective']): SealedPolicy => seal(structuredClone({ ...policy, objective }));

it('a round in which nobody declines ends in the certain plan of propose, with its moves, chains, vacancies and people passed over', async () => {
  const cover = { moves: 0, loops: 0, vacant: 0, passedOver: 0, infeasible: 0, bent: 0 };
  for (let seed = 1; seed <= times(90, 150); seed++) {
    const choose = (['levels', 'total', 'pack'] as const)[seed % 3]!;
    const { round, policy, conducted } = await held(seed, { choose }, undefined, { ...SHAPE, relations: seed % 2 === 0 ? 'many' : 'few', objective: 'either' });
    const sealed = choose === 'pack' ? policy : underObjective(policy, choose);
    const proposal = await propose(round, sealed);
    const { certain } = proposal;
    const { record } = conducted;
    expect(record.status).toBe(certain.status);
    if (certain.status === 'infeasible') {
      cover.infeasible++;
      continue;
    }
    expect(seatList(conducted.seats)).toEqual(certain.seats.map(([person, position]) => `${person} ${position}`));
    for (const kind of ['entry', 'promotion', 'lateral', 'demotion', 'release'] as const) expect(record.moves[kind]).toBe(certain.moves.filter((m) => m.kind === kind).length);
    for (const m of certain.moves) if (m.fit) expect(conducted.fits.get(m.person)).toBe(m.fit.low);
    expect(record.vacantAfter).toBe(certain.vacant.reduce((n, v) => n + v.seats, 0));
    expect(record.displaced).toBe(record.moves.release);
    expect(record.passedOver).toBe(explain(proposal, round, sealed).passedOver().length);
    const chains = certain.chains.filter((x) => x.kind === 'chain');
    const loops = certain.chains.filter((x) => x.kind === 'loop');
    expect(record.loops).toBe(loops.reduce((n, x) => n + x.people.length, 0));
    expect(record.chains.flatMap((x) => new Array<number>(x.chains).fill(x.moves))).toEqual(chains.map((x) => x.people.length).sort((a, b) => a - b));
    cover.moves += certain.moves.length;
    cover.loops += loops.length;
    cover.vacant += record.vacantAfter;
    cover.passedOver += record.passedOver;
    if (!certain.tiesProven) cover.bent++;
  }
  for (const n of ['moves', 'loops', 'vacant', 'passedOver', 'infeasible', 'bent'] as const) expect(cover[n], n).toBeGreaterThan(0);
});

it('nobody moves under `none`, and whoever leaves by the horizon is gone', async () => {
  for (let seed = 1; seed <= times(15, 50); seed++) {
    const { round, conducted } = await held(seed, { choose: 'none' });
    const gone = new Set(round.positions.flatMap((p) => (p.closes !== undefined || p.opens !== undefined ? [p.id] : [])));
    const stay = round.people.filter((p) => p.seat !== undefined && p.retires === undefined && !gone.has(p.seat));
    expect(seatList(conducted.seats)).toEqual(stay.map((p) => `${p.id} ${p.seat}`));
    expect(conducted.record.status).toBe('chosen');
    expect(conducted.record.moves.entry + conducted.record.moves.promotion + conducted.record.moves.lateral + conducted.record.moves.demotion).toBe(0);
  }
});
