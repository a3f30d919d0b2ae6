import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { parseFolder, parseRound } from '../../src/index.js';
import { commitText } from '../../src/trail/commitment.js';
import { inputLeaves, inputRoot, type InputKeys } from '../../src/trail/index.js';
import { inputTree, policyOfTwo } from '../attack/pen.js';
import { toyRound } from '../support/toy.js';

const keysOf = (input: { readonly key: string; readonly people: readonly (readonly [string, string])[] }): InputKeys => ({ key: input.key, people: new Map(input.people) });

describe('the frozen input', () => {
  it('has the commitments and the root of the slow way, which copies every piece and asks OpenSSL', () => {
    const policy = policyOfTwo();
    const { round } = { round: toyRound() };
    const slow = inputTree(round, policy);
    const keys = keysOf(slow.input);
    expect([...inputLeaves(round, policy, keys)].map(({ commitment }) => commitment)).toEqual(slow.input.commitments);
    expect(inputRoot(round, policy, keys)).toEqual({ root: slow.root, leaves: slow.leaves, people: round.people.length, positions: round.positions.length });
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
