// A27: an input that changes the objects every program shares. The poisoned inputs of the 109: test/intake/canary.test.ts.
import { assertNoPoisoning, restoreGlobals } from '@fast-check/poisoning';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { MeritError, overlay, parseFolder, parseRound, seal } from '../../src/index.js';
import { verify } from '../../src/verify/index.js';
import { World } from '../vectors/bad-inputs/world.js';
import { failures, honest, manyPeople } from './honest.js';
import { toyPolicy } from '../support/toy.js';

const OWN = { ignoredRootRegex: /^(__vitest|__vite|__VITEST|__coverage)/ }; // what the test runner keeps there
const clean = (): void => assertNoPoisoning(OWN);
afterEach(() => restoreGlobals(OWN));

const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'then', 'toJSON', 'length', 'id'];
const poison = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constantFrom(1, true, 'polluted', null), fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 3 }).map((pairs) => `@{${pairs.map(([k, v]) => `${JSON.stringify(k)}:${text(v)}`).join(',')}}`), fc.array(tie('value'), { maxLength: 2 })),
})).value;

/** JSON text of what the arbitrary means: own keys `__proto__` are what an object of JavaScript cannot be written with. */
function text(value: unknown): string {
  if (typeof value === 'string' && value.startsWith('@')) return value.slice(1);
  return Array.isArray(value) ? `[${value.map(text).join(',')}]` : JSON.stringify(value);
}

/** An honest document with one object given one more key. */
function planted(document: string, key: string, value: string, at: number): string {
  const places = [...document.matchAll(/\{/g)];
  const place = places[at % places.length]!.index + 1;
  return `${document.slice(0, place)}${JSON.stringify(key)}:${value}${document[place] === '}' ? '' : ','}${document.slice(place)}`;
}

const quiet = (run: () => unknown): void => {
  try {
    run();
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
  }
};

const policy = JSON.stringify(toyPolicy());
const round = JSON.stringify(manyPeople(4));
const sealed = seal(toyPolicy());

it('(the control) the guard sees a merge that follows __proto__', () => {
  const merge = (to: Record<string, never>, from: Record<string, never>): void => {
    for (const key of Object.keys(from)) {
      if (typeof from[key] === 'object') merge((to[key] ??= {} as never), from[key]);
      else to[key] = from[key]!;
    }
  };
  merge({}, JSON.parse('{"__proto__":{"polluted":1}}') as never);
  expect(clean).toThrow('polluted');
  restoreGlobals(OWN);
  expect(clean).not.toThrow();
});

describe('no document changes a shared object', () => {
  it.each<[string, (document: string) => void, string]>([
    ['a round', (d) => quiet(() => parseRound(d, sealed)), round],
    ['a round given as an object', (d) => quiet(() => parseRound(JSON.parse(d) as object, sealed)), round],
    ['a policy', (d) => quiet(() => seal(d)), policy],
    ['an overlay', (d) => quiet(() => overlay(toyPolicy(), d)), '{"format":"meritra/overlay/0","id":"o","title":{"en":"x"},"weights":{"exam":60}}'],
    ['a bundle', (d) => void verify(JSON.parse(d)), `{"format":"meritra/bundle/1","profile":"full","round":${round},"policy":${policy},"proposal":{"rules":{}}}`],
  ])('%s', (_, read, document) => {
    fc.assert(fc.property(fc.constantFrom(...KEYS), poison, fc.nat(), (key, value, at) => {
      read(planted(document, key, text(value), at));
      clean();
    }).beforeEach(() => restoreGlobals(OWN)), { numRuns: 80 });
  });

  it('a table with columns and files of such names', () => {
    const world = new World();
    for (const key of KEYS) {
      quiet(() => world.table('scores.csv', `id,skill,exam,${key}\nEMP-1,1,2,3\n`));
      quiet(() => world.parseFiles((files) => Object.defineProperty(files, key, { value: 'a,b\n1,2\n', enumerable: true, configurable: true })));
      quiet(() => parseFolder(JSON.parse(`{"${key}":"x"}`) as never, world.sealed()));
      clean();
    }
  });
});

it('a prototype that another program has poisoned makes no changed bundle hold', async () => {
  const { bundle } = await honest(manyPeople(8));
  const changed = structuredClone(bundle);
  changed.proposal.certain.seats.pop();
  expect(failures(bundle)).toEqual([]);
  for (const name of ['skip', 'ok', 'outcome', 'certificate', 'conditional', 'gap', 'shortage', 'when', 'trail', 'decision', 'tolerance', 'code', 'none', 'tree']) {
    for (const value of [true, 'holds', null]) {
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
      let found: readonly string[];
      try {
        found = failures(changed);
      } finally {
        delete (Object.prototype as Record<string, unknown>)[name];
      }
      expect([name, found.length > 0]).toEqual([name, true]);
    }
  }
});
