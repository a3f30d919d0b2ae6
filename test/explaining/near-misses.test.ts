import { expect, it } from 'vitest';
import { explain, parseRound, propose, seal, type Round, type SealedPolicy } from '../../src/index.js';
import { EVERYTHING } from '../properties/checks.js';
import { richRound } from '../properties/rich.js';
import { documentsOf, makeCase } from '../support/markets.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const worlds: (seed: number) => readonly { readonly round: Round; readonly policy: SealedPolicy }[] = (seed) => {
  const rich = richRound(seed);
  const policy = seal(rich.policy);
  return [documentsOf(makeCase(seed, { ...EVERYTHING, objective: 'levels' })), { round: parseRound(rich.round, policy).round, policy }];
};

it('near misses and open judgements are those that every judgement of every pair comes to', async () => {
  const seen = { misses: 0, notAsked: 0, open: 0 };
  for (let seed = 1; seed <= 40; seed++) {
    for (const { round, policy } of worlds(seed)) {
      const proposal = await propose(round, policy);
      if (proposal.certain.status === 'infeasible') continue;
      const e = explain(proposal, round, policy);
      for (const { id: position } of round.positions) {
        const eligible = e.eligible(position);
        expect(eligible).toEqual([...eligible].sort((a, b) => b.fit.low - a.fit.low || (a.person < b.person ? -1 : 1)));
        const inScope = round.people.map((p) => p.id).filter((id) => round.scope.people === 'all' || round.scope.people.includes(id));
        const others = inScope.filter((id) => !eligible.some((x) => x.person === id));
        const asked = others.filter((id) => {
          const why = e.whyNot(id, position);
          return why.reason === 'holds-it' || (why.reason === 'not-eligible' && !why.obstacles.some((o) => o === 'leaving' || o === 'lower-level' || o === 'pinned-elsewhere'));
        });
        const misses = asked.map((person) => {
          const judgements = e.judgements(person, position);
          const open = judgements.filter((v) => v.outcome !== 'pass');
          expect(e.judgements(person, position, { open: true })).toEqual(open);
          seen.open += open.length;
          const binding = open.filter((v) => v.binding);
          return { person, fails: binding.filter((v) => v.outcome === 'fail').length, unknown: binding.filter((v) => v.outcome === 'unknown').length };
        });
        misses.sort((a, b) => a.fails - b.fails || a.unknown - b.unknown || (a.person < b.person ? -1 : 1));
        const told = e.nearest(position, { n: 99 });
        expect(told, `seed ${seed}, ${position}`).toEqual({ people: misses, total: misses.length, notAsked: others.length - misses.length });
        seen.misses += misses.length;
        seen.notAsked += told.notAsked;
      }
    }
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
});

it('posts that look alike share what is counted, but not a waiver: it counts for the post it names', async () => {
  const own = { own: 'a choice made for the test' };
  const policy = seal(toyPolicy((p) => {
    p.gates[0]!.waivable = own;
  }));
  const special = { attributes: { field: 'special' } };
  const positions = [toyPost('J0', 'MID', special), toyPost('J1', 'MID', special), toyPost('J2', 'MID', special)];
  const people = [toyPerson({ id: 'P0', fields: ['special'] }), toyPerson({ id: 'P1', cleared: false, fields: ['other'] }), toyPerson({ id: 'P2', cleared: false, fields: ['other'] })];
  const waivers = [{ person: 'P1', position: 'J1', rule: 'cleared', by: 'The chair', on: '2026-11-20', document: 'Letter 4', reason: 'the file burned' }];
  const { round } = parseRound(toyRound({ positions, people, waivers }), policy);
  const proposal = await propose(round, policy);
  for (const order of [['J0', 'J1', 'J2'], ['J2', 'J1', 'J0']]) {
    const e = explain(proposal, round, policy);
    for (const post of order) {
      const both = [{ person: 'P1', fails: 2, unknown: 0 }, { person: 'P2', fails: 2, unknown: 0 }];
      expect([post, e.nearest(post).people]).toEqual([post, post === 'J1' ? [{ person: 'P1', fails: 1, unknown: 0 }, both[1]] : both]);
      expect(e.judgements('P1', post, { open: true }).map((v) => v.rule)).toEqual(post === 'J1' ? ['field'] : ['cleared', 'field']);
    }
  }
});
