import { describe, expect, it } from 'vitest';
import { hashDocument } from '../../src/canonical/index.js';
import { deepFreeze, documentHash } from '../../src/model/frozen.js';

const FORMAT = 'meritra/test/0';
const frozen = (): { id: string; people: object[]; reveals: object[] } => deepFreeze({ id: 'R', people: [{ id: 'A', on: ['x'] }, { id: 'B' }], reveals: [] });
/** The hash as the slow way finds it, or the refusal. */
const outcome = (hash: () => string): string => {
  try {
    return hash();
  } catch (error) {
    return `${String(error)} ${(error as { path?: string }).path}`;
  }
};

describe('deepFreeze', () => {
  it('freezes all that hangs on a document, and nothing that other code has put on all objects', () => {
    const planted = { mine: true };
    Object.defineProperty(Object.prototype, 'planted', { value: planted, configurable: true, enumerable: true });
    const { people } = frozen();
    delete (Object.prototype as { planted?: object }).planted;
    expect([people, people[0]!, (people[0] as { on: object }).on].every((x) => Object.isFrozen(x))).toBe(true);
    expect(Object.isFrozen(planted)).toBe(false);
  });
});

describe('documentHash', () => {
  it('of one document under two formats are two, found once or not', () => {
    const one = frozen();
    const { people, ...rest } = one;
    for (const document of [one, { ...one }, { ...rest, persons: people }]) {
      for (const format of [FORMAT, 'meritra/test/1', FORMAT]) expect(documentHash(format, document)).toBe(hashDocument(format, document));
    }
    expect(documentHash(FORMAT, { id: 'R', people })).not.toBe(documentHash(FORMAT, { id: 'R', persons: people }));
  });

  it('of a document put together of frozen tables is that of its values, whatever is changed between two calls', () => {
    const base = frozen();
    const reveals = [{ party: 'a', nonce: '1' }];
    const document: Record<string, unknown> = { ...base, reveals };
    const isRight = (): void => expect(documentHash(FORMAT, document)).toBe(hashDocument(FORMAT, document));
    isRight();
    isRight();
    reveals[0]!.nonce = '2'; // inside a list that its owner still has
    isRight();
    reveals.push({ party: 'b', nonce: '3' });
    isRight();
    document.id = 'S';
    isRight();
    document.people = frozen().people.slice(1);
    isRight();
    document.people = base.people;
    document.more = null;
    isRight();
    delete document.more;
    isRight();
    document.reveals = Array.from({ length: 1000 }, (_, k) => k);
    isRight();
    expect(documentHash('meritra/test/1', document)).toBe(hashDocument('meritra/test/1', document));
  });

  it('refuses what the slow way refuses, with the same words at the same place, also after it knew the document', () => {
    const base = frozen();
    const circle: unknown[] = [];
    circle.push(circle);
    const odd: Record<string, () => object> = {
      undefined: () => ({ ...base, id: undefined }),
      'not a number': () => ({ ...base, id: NaN }),
      'half a pair': () => ({ ...base, id: '\ud800' }),
      'half a pair in a list': () => ({ ...base, reveals: ['\ud800'] }),
      'a circle': () => ({ ...base, reveals: circle }),
      'a getter': () => Object.defineProperty({ ...base }, 'id', { get: () => 'R', enumerable: true }),
      'a hidden getter': () => Object.defineProperty({ ...base }, 'more', { get: () => 'R', enumerable: false }),
      'a symbol': () => ({ ...base, [Symbol('x')]: 1 }),
      'a class': () => Object.assign(new (class Round {})(), base),
      'a Proxy that throws': () => new Proxy({ ...base }, { ownKeys: () => { throw new Error('x'); } }),
      'a key like __proto__': () => Object.defineProperty({ ...base }, '__proto__', { value: 1, enumerable: true, writable: true, configurable: true }),
    };
    documentHash(FORMAT, { ...base });
    for (const [name, make] of Object.entries(odd)) expect([name, outcome(() => documentHash(FORMAT, make()))]).toEqual([name, outcome(() => hashDocument(FORMAT, make()))]);
  });
});
