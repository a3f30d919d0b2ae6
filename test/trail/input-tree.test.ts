import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import type { Round } from '../../src/index.js';
import { commitText } from '../../src/trail/commitment.js';
import { inputLeaves, inputRoot, type InputKeys } from '../../src/trail/index.js';
import { inputTree, policyOfTwo } from '../attack/pen.js';
import { toyPost, toyRound } from '../support/toy.js';

const keysOf = (input: { readonly key: string; readonly people: readonly (readonly [string, string])[] }): InputKeys => ({ key: input.key, people: new Map(input.people) });

describe('the frozen input', () => {
  const policy = policyOfTwo((draft) => {
    draft.attributes.posts = { of: 'person', type: 'spells', label: { en: 'posts held' } };
    draft.attributes['a-1'] = { of: 'person', type: 'text', label: { en: 'sorts before its fellows' } };
  });
  const name = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !/\p{Surrogate}/u.test(text));
  const person = fc.record({
    name, born: fc.constant('1980-02-29'), seat: fc.constant('A'), wishes: fc.constant(['A']), acceptsLower: fc.constant({ on: '2026-01-01', document: 'Letter 7' }),
    evidence: fc.array(fc.record({ attribute: fc.constantFrom('exam', 'skill', 'a-1'), unmapped: name, source: fc.constant('S1') })),
    spells: fc.array(fc.record({ attribute: fc.constant('posts'), value: name, months: fc.nat(99), source: fc.constant('S1') })),
    checked: fc.array(fc.record({ attribute: fc.constant('posts'), source: fc.constant('S1') })),
  }, { requiredKeys: ['evidence'] });
  const rounds = fc.array(person, { minLength: 2, maxLength: 6 }).map((people) => toyRound({
    positions: [toyPost('A', 'MID', { seats: 9 })],
    people: people.map((one, k) => ({ id: `E${k}`, ...one })),
    scope: { positions: 'all', people: ['E1'] },
    relations: [{ a: 'E1', b: 'E0', kind: 'sibling', degree: 2, source: 'S1' }, { a: 'E0', b: 'E1', kind: 'sibling', degree: 2, source: 'S1' }],
    pins: [{ person: 'E1', position: 'A', by: 'the board', reason: 'Order 3' }],
    actors: [{ id: 'panel-1', role: 'panel', person: 'E1', interests: [{ person: 'E1', kind: 'kin' }, { person: 'E0', kind: 'kin' }] }, { id: 'z', role: 'decider' }],
  } as unknown as Partial<Round>));

  it('has the commitments and the root of the slow way, which copies every piece and asks OpenSSL', () => {
    fc.assert(fc.property(rounds, (round) => {
      const slow = inputTree(round, policy);
      const keys = keysOf(slow.input);
      expect([...inputLeaves(round, policy, keys)].map(({ commitment }) => commitment)).toEqual(slow.input.commitments);
      expect(inputRoot(round, policy, keys)).toEqual({ root: slow.root, leaves: slow.leaves, people: round.people.length, positions: 1 });
    }));
  });
  it('tells where the key of a person was erased', () => {
    const round = fc.sample(rounds, 1)[0]!;
    const { input } = inputTree(round, policy);
    const keys = keysOf({ ...input, people: input.people.slice(1) });
    expect(() => inputRoot(round, policy, keys)).toThrow(expect.objectContaining({ code: 'E_ERASED' }));
  });
});

describe('commitText', () => {
  it('binds to the bytes of docs/formats.md section 10.1, whatever was committed to before', () => {
    const lp = (text: string): Buffer => {
      const body = Buffer.from(text, 'utf8');
      const head = Buffer.alloc(4);
      head.writeUInt32BE(body.length);
      return Buffer.concat([head, body]);
    };
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.nat(3000).map((n) => 'é'.repeat(n)));
    fc.assert(fc.property(text, text, text, (path, salt, value) => {
      const canonical = canonicalJson(value);
      expect(commitText(path, salt, canonical)).toBe(createHash('sha256').update(Buffer.concat([Buffer.of(2), lp(salt), lp(path), Buffer.from(canonical)])).digest('hex'));
    }));
  });
});
