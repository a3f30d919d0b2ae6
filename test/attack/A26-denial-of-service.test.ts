// A26: inputs that cost more than they are. The 109 bad inputs with their codes: test/intake/bad-inputs.test.ts; hostile values for the checker:
// test/verify/hostile.test.ts. Every regular expression of src is judged by recheck in test/full/attack-regexes.full.ts.
import { describe, expect, it } from 'vitest';
import { MeritError, parseRound, seal } from '../../src/index.js';
import { verify } from '../../src/verify/index.js';
import { manyPeople } from './honest.js';
import { toyPolicy } from '../support/toy.js';

const sealed = seal(toyPolicy());
const code = (input: string | Uint8Array): string => {
  try {
    parseRound(input, sealed);
    return 'taken';
  } catch (error) {
    if (error instanceof MeritError) return error.code;
    throw error; // a RangeError of a parser is a way to stop the program
  }
};
const honest = JSON.stringify(manyPeople(20));
const within = (body: (text: string) => string): string => honest.replace('"title":"register"', () => `"title":"register","x":${body('')}`);

it('(the control) the honest text is taken', () => expect(code(honest)).toBe('taken'));

describe('a bomb is refused before work is done on it, in less than two seconds', () => {
  it.each<[string, () => string, RegExp]>([
    ['a million lists in each other', () => '['.repeat(1_000_000) + ']'.repeat(1_000_000), /^E_LIMIT_DEPTH$/],
    ['a million lists that never close', () => '['.repeat(1_000_000), /^E_LIMIT_DEPTH$/],
    ['a million objects in each other', () => '{"a":'.repeat(1_000_000) + '1' + '}'.repeat(1_000_000), /^E_LIMIT_DEPTH$/],
    ['depth inside an honest round', () => within(() => '['.repeat(5_000) + ']'.repeat(5_000)), /^E_LIMIT_DEPTH$/],
    ['a number of a million digits', () => within(() => '9'.repeat(1_000_000)), /^E_(NUM_\w+|LIMIT_\w+|KEY_UNKNOWN)$/],
    ['an exponent that makes infinity', () => within(() => '1e400'), /^E_NUM_\w+$/],
    ['a text of ten million letters', () => within(() => `"${'a'.repeat(10_000_000)}"`), /^E_LIMIT_\w+$/],
    ['300,000 equal keys', () => `{${Array.from({ length: 300_000 }, () => '"a":1').join(',')}}`, /^E_JSON_DUP_KEY$/],
    ['300,000 people with one id', () => honest.replace('"people":[', () => `"people":[${'{"id":"X","evidence":[]},'.repeat(300_000)}`), /^E_(LIMIT_\w+|ID_DUPLICATE)$/],
    ['a name of combining marks', () => honest.replace('Name of P000', () => 'Z' + '\u0301'.repeat(1_000)), /^E_STRING_COMBINING$/],
    ['300,000 problems', () => honest.replace('"people":[', () => `"people":[${'{"id":"","evidence":[]},'.repeat(300_000)}`), /^E_\w+$/],
  ])('%s', (_, text, expected) => {
    const input = text();
    const start = performance.now();
    expect(code(input)).toMatch(expected);
    expect(performance.now() - start).toBeLessThan(2_000 * 5); // two seconds on a machine of its own; five times that where tests run side by side
  });

  it('no error lists more than a hundred problems', () => {
    try {
      parseRound(honest.replace('"people":[', () => `"people":[${'{"id":"","evidence":[]},'.repeat(10_000)}`), sealed);
      expect.unreachable();
    } catch (error) {
      expect((error as MeritError).issues.length).toBeLessThanOrEqual(101);
    }
  });

  it('the checker answers a bundle that claims lists it does not have', () => {
    const round = { ...manyPeople(4), people: { length: 2 ** 32 - 1 } };
    expect(verify({ format: 'meritra/bundle/1', round }).verdicts[0]).toMatchObject({ check: 'format', outcome: 'fails', code: 'E_FORMAT' });
  });
});
