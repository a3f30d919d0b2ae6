import { expect } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { parseRound, propose, seal, type Policy, type Round } from '../../src/index.js';
import { between, makeCase, policyOf, random, roundOf } from '../support/markets.js';
import { commitment, NONCE } from '../support/toy.js';
import { eachSeed, EVERYTHING, solved, type Run } from './checks.js';

type Loose = Record<string, unknown>;

/**
 * A round with everything a round may carry.
 * @param options.actors - with actors whose judgements count and others whose do not, and a rule on recusal.
 * @param options.alike - with evidence of the same attribute, day, source and value that differs in `expires` or in how its day is written.
 */
export function richRound(seed: number, { alike = false, actors = false } = {}): { readonly round: Round; readonly policy: Policy } {
  const c = makeCase(seed, { ...EVERYTHING, relations: 'few' });
  const rnd = random(seed + 1);
  const base = policyOf(c).policy;
  const own = { own: 'a choice made for the test' };
  const policy: Policy = {
    ...base,
    attributes: {
      ...base.attributes,
      fields: { of: 'person', type: 'set', label: { en: 'fields' } },
      wanted: { of: 'position', type: 'set', label: { en: 'fields wanted' } },
      rank: { of: 'person', type: 'ordered', label: { en: 'rank' }, values: ['a', 'b', 'c'] },
      note: { of: 'person', type: 'text', label: { en: 'note' } },
    },
    gates: [...base.gates, { id: 'flag', label: { en: 'a flag' }, citation: { source: 'a draft', confidence: 'M' }, rule: { op: 'in', item: { op: 'const', value: 'law' }, set: { op: 'person', attribute: 'fields' } } }],
    ties: { order: [{ attribute: 'rank', direction: 'descending', citation: own }, ...base.ties.order], commitments: ['panel', 'board', 'audit'].map((party) => ({ party, hash: commitment(party, NONCE) })) },
  };
  const round = roundOf(c);
  const chance = (p: number): boolean => rnd() < p;
  if (actors) {
    policy.relations = { ...base.relations, sameUnit: { maxDegree: 0, citation: own }, recusal: { maxDegree: 2, kinds: ['friend'], citation: own } };
    policy.attributes = Object.fromEntries(Object.entries(policy.attributes).map(([name, spec]) => [name, name.startsWith('fit') ? { ...spec, combine: 'mean' as const } : spec]));
  }
  return {
    policy,
    round: {
      ...round,
      title: 'Café, composed and not: Café',
      sources: [...round.sources, { id: 'S2', title: 'sheet', date: '2026-10-01' }, { id: 'S0', title: 'old', date: '2020-01-01' }],
      units: [{ id: 'U1', name: 'Unit one' }, { id: 'U0', name: 'Unit nought', parent: 'U1' }, { id: 'U2', name: 'Unit two' }],
      positions: round.positions.map((p, j) => ({
        ...p,
        attributes: { ...p.attributes, wanted: ['law', 'works', 'law'] },
        ...(c.people.every((x) => x.pin !== j) && chance(0.3) && { requires: [{ attribute: 'rank', is: '>=', value: 'b' }, { attribute: 'rank', is: '<=', value: 'c' }, { attribute: 'rank', is: '>=', value: 'b', standard: 'K-1' }] }),
      })),
      people: round.people.map((p) => {
        const [first] = p.evidence;
        const evidence: Loose[] = [
          { attribute: 'fields', value: ['works', 'law', 'works'], source: 'S2' },
          { attribute: 'rank', value: 'a', source: 'S0' },
          { attribute: 'rank', value: 'c', source: 'S2' },
        ];
        if (chance(0.3)) evidence.push({ attribute: 'rank', value: 'b', source: 'S1' }); // contradicts S2
        if (chance(0.2)) evidence.push({ attribute: 'rank', unmapped: 'III/c', source: 'S1', date: '2026-11-01' });
        if (first && chance(0.5)) evidence.push({ ...first }, { ...first, source: 'S2', date: '2027-05-05' }, { ...first, source: 'S0', expires: '2026-11-01' });
        if (alike && chance(0.3)) evidence.push({ attribute: 'rank', unmapped: 'c', source: 'S2' }); // the same text, not mapped
        if (alike && first) evidence.push({ ...first, expires: '2027-01-01' }, { ...first, date: '2026-10-01' }, { ...first, expires: '2026-11-01' });
        const by = (k: number): Loose => (actors ? { by: ['Y', 'X', 'Z'][k % 3]! } : {});
        return { ...p, evidence: [...p.evidence.map((e, k) => (e.attribute.startsWith('fit') ? { ...e, ...by(k) } : e)), ...(actors && first?.attribute.startsWith('fit') ? [{ ...first, ...by(1) }, { ...first, ...by(2), date: '2026-08-08' }] : []), ...evidence] };
      }),
      ...(actors && {
        opened: '2026-11-20',
        actors: [
          { id: 'Y', role: 'panel', person: round.people[0]!.id, statement: { on: '2026-11-01', document: 'form' } },
          { id: 'Z', role: 'issuer', interests: [] },
          {
            id: 'X',
            role: 'scorer',
            statement: { on: '2026-11-20', document: 'form' },
            interests: [{ person: round.people[0]!.id, kind: 'friend' }, { person: round.people[0]!.id, kind: 'friend', degree: 4 }, { person: round.people.at(-1)!.id, kind: 'aunt', degree: 3 }],
          },
        ],
      }),
      reveals: ['panel', 'audit', 'board'].map((party) => ({ party, nonce: NONCE })),
    } as unknown as Round,
  };
}

const UNORDERED = new Set(['sources', 'units', 'positions', 'people', 'relations', 'pins', 'actors', 'interests', 'reveals', 'evidence', 'requires', 'wanted']);

/** The same document with its rows, lists without an order and keys shuffled. */
export function shuffle(value: unknown, rnd: () => number, key = ''): unknown {
  const mix = <T>(list: T[]): T[] => {
    for (let k = list.length - 1; k > 0; k--) {
      const other = between(rnd, 0, k);
      [list[k], list[other]] = [list[other]!, list[k]!];
    }
    return list;
  };
  if (Array.isArray(value)) {
    const list = value.map((x: unknown) => shuffle(x, rnd));
    return UNORDERED.has(key) ? mix(list) : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  const isSet = (value as Loose)['attribute'] === 'fields';
  return Object.fromEntries(mix(Object.entries(value)).map(([k, v]) => [k, isSet && k === 'value' ? mix([...(v as string[])]) : shuffle(v, rnd, k)]));
}

/** `times` shuffles of each round and its policy give the same bytes of round and proposal. */
export async function orderIndependent(run: Run, times: number, options: { readonly alike?: boolean; readonly actors?: boolean } = {}) {
  const cover = { rounds: 0, shuffles: 0, bytes: 0 };
  await eachSeed(run, async (seed) => {
    const { round, policy } = richRound(seed, options);
    const bytes = async (r: unknown, p: unknown): Promise<[string, string, string]> => {
      const sealed = seal(p as Policy);
      const parsed = parseRound(r as Round, sealed).round;
      return [canonicalJson(parsed), sealed.hash, canonicalJson(await propose(parsed, sealed))];
    };
    const first = await bytes(round, policy);
    const rnd = random(seed);
    for (let k = 0; k < times; k++) {
      expect(await bytes(shuffle(round, rnd), shuffle(policy, rnd, 'policy'))).toEqual(first);
      cover.shuffles++;
    }
    cover.rounds++;
    cover.bytes += first[0].length + first[2].length;
  });
  return cover;
}

/** Who holds no post today nor in the plan can be left out: no fit, no seat and no move of the others changes, ties included. */
export async function bystandersDoNotMatter(run: Run) {
  const cover = { removed: 0, withTies: 0 };
  await eachSeed(run, async (seed) => {
    const c = makeCase(seed, EVERYTHING);
    const before = await solved(c);
    for (const which of ['certain', 'conditional'] as const) {
      const plan = before.proposal[which];
      if (!plan) continue;
      const seated = new Set<string>(plan.seats.map(([id]) => id));
      for (const [i, person] of c.people.entries()) {
        if (person.seat >= 0 || seated.has(person.id) || plan.status === 'infeasible') continue;
        const fewer = { ...c, people: c.people.filter((_, k) => k !== i), fit: c.fit.filter((_, k) => k !== i), gate: c.gate.filter((_, k) => k !== i) };
        if (fewer.people.length === 0) continue;
        const after = await solved(fewer);
        const without = after.proposal[which] ?? after.proposal.certain; // nothing unknown may be left
        expect(without.seats).toEqual(plan.seats);
        expect(without.moves).toEqual(plan.moves);
        cover.removed++;
        if (plan.tied.length > 0) cover.withTies++;
      }
    }
  });
  return cover;
}
