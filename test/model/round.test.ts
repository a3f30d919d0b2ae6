import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Round } from '../../src/model/round.js';
import { Policy } from '../../src/policy/index.js';
import { World } from '../vectors/bad-inputs/world.js';

const world = new World();
const someActor = { id: 'A-1', role: 'panel', person: 'EMP-2', statement: { on: '2026-11-01', document: 'x' }, interests: [{ person: 'EMP-4', kind: 'x', degree: 8 }] };

describe('the schemas of round and policy', () => {
  it('change nothing of what they read, so that what was read may be kept in place of their copy', () => {
    const round = world.round((r) => {
      Object.assign(r.positions[0], { seats: 2, critical: true, mustFill: { reason: 'x' }, opens: '2026-01-01', closes: '2027-01-01', track: 't', class: 3 });
      Object.assign(r.people[0], { spells: [{ attribute: 'posts', value: 'x', from: '2020-01-01', to: '2021-01-01', source: 'S1' }], checked: [{ attribute: 'posts', source: 'S1' }] });
      r.waivers = [{ person: 'EMP-1', position: 'P-1', rule: 'x', by: 'x', on: '2026-01-01', document: 'x', reason: 'x' }];
      r.actors = [someActor];
    });
    const packs = ['city', 'promotions'].map((name) => JSON.parse(readFileSync(`examples/${name}/policy.json`, 'utf8')));
    expect(JSON.stringify(sorted(Round.parse(round)))).toBe(JSON.stringify(sorted(round)));
    for (const pack of [world.policy(), ...packs]) expect(JSON.stringify(sorted(Policy.parse(pack)))).toBe(JSON.stringify(sorted(pack)));
  });

  it('refuse a key that is none, on every level', () => {
    const add = (path: string): boolean =>
      Round.safeParse(world.round((r) => ((r.actors = [structuredClone(someActor)]), (path.split('.').reduce((at, step) => at[step], r).extra = 1)))).success;
    for (const path of ['scope', 'sources.0', 'units.0', 'positions.0', 'positions.0.requires.0', 'people.0', 'people.3.acceptsLower', 'people.0.evidence.0', 'relations.0', 'pins.0', 'actors.0', 'actors.0.statement', 'actors.0.interests.0', 'reveals.0']) expect([path, add(path)]).toEqual([path, false]);
  });

  it('say less than parseRound does: what they take may be refused by it', () => {
    for (const change of [
      (r: { id: string }) => (r.id = 'a b'),
      (r: { asOf: string }) => (r.asOf = 'today'),
      (r: { people: { seat: string }[] }) => (r.people[0]!.seat = 'P-99'),
    ]) {
      expect(Round.safeParse(world.round(change)).success).toBe(true);
      expect(() => world.parse(change)).toThrow(/^E_(ID_SYNTAX|DATE_FORMAT|REF_UNKNOWN)/);
    }
  });
});

/** The same value with its keys in order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
