import fc from 'fast-check';
import { expect } from 'vitest';
import { verify } from '../support/proposal-verdicts.js';
import { rich, sealed, type Loose } from './builder.js';

const allHold = (bundle: unknown): boolean => verify(bundle).verdicts.every(({ outcome }) => outcome === 'holds');

/** Every place in a value, as its keys. */
function places(value: Loose, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.keys(value).flatMap((key) => places(value[key], [...at, key]))];
}

function get(value: Loose, at: readonly string[]): Loose {
  return at.reduce((part, key) => part[key], value);
}

function set(bundle: Loose, at: readonly string[], value: unknown): Loose {
  get(bundle, at.slice(0, -1))[at.at(-1)!] = value;
  return bundle;
}

const isSame = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

const WILD: readonly unknown[] = [null, undefined, true, false, 0, -1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e308, '', 'x', [], {}, [[]], Symbol('s'), 10n, () => 1, new Date(0), new Map()];
const FEW: readonly unknown[] = [null, undefined, true, 0, 1.5, 'x', [], {}];

/** Other values that could stand at a place, near the right one and far from it. */
function others(value: Loose, wild: readonly unknown[]): unknown[] {
  if (typeof value === 'number') return [value + 1, value - 1, -value, value * 2, ...wild];
  if (typeof value === 'string') return [`${value}x`, value.slice(1), 'ana', 'budi', 'citra', 'dewi', 'a', 'b', 'c', ...wild];
  if (Array.isArray(value)) return [[...value, ...value], [...value].reverse(), value.slice(1), value.slice(0, -1), ...wild];
  return [...wild];
}

const base = rich();
const at = places(base).slice(1);

/** No change in the proposal throws, or holds but in what nobody proves; tries one change of `step`. */
export function changedProposalsFail(step: number): void {
  const accepted: string[] = [];
  let tried = 0;
  for (const place of at.filter(([first]) => first === 'proposal')) {
    for (const other of others(get(base, place), WILD)) {
      if (isSame(other, get(base, place))) continue;
      if (tried++ % step > 0) continue;
      if (allHold(set(rich(), place, other))) accepted.push(`${place.join('/')} = ${JSON.stringify(other)}`);
    }
    const without = rich();
    delete get(without, place.slice(0, -1))[place.at(-1)!];
    if (!Array.isArray(get(base, place.slice(0, -1))) && allHold(without)) accepted.push(`without ${place.join('/')}`);
  }
  expect(tried).toBeGreaterThan(5000);
  // What verify does not prove: the engine's name and version, the worklist.
  expect(accepted.filter((line) => !/^proposal\/(engine\/(name|version)|worklist) = /.test(line))).toEqual([]);
}

/** No change in round or policy passes integrity; tries one change of `step`. */
export function changedDocumentsFail(step: number): void {
  const accepted: string[] = [];
  let tried = 0;
  const documents = at.filter(([first]) => first === 'round' || first === 'policy');
  for (const place of documents) {
    for (const other of others(get(base, place), FEW)) {
      if (isSame(other, get(base, place))) continue;
      if (tried++ % step > 0) continue;
      if (verify(set(rich(), place, other)).verdicts[1]!.outcome === 'holds') accepted.push(`${place.join('/')} = ${JSON.stringify(other)}`);
    }
  }
  expect(accepted).toEqual([]);
}

/** Nor does a change throw whose hashes are written anew. */
export function resealedChangesAreAnswered(numRuns: number): void {
  fc.assert(fc.property(fc.constantFrom(...at.filter(([first]) => first === 'round' || first === 'policy')), fc.nat(), (place, pick) => {
    const choice = others(get(base, place), WILD).filter((other) => typeof other !== 'bigint' && typeof other !== 'symbol' && typeof other !== 'function' && other !== undefined);
    const bundle = set(rich(), place, choice[pick % choice.length]);
    try {
      sealed(bundle);
    } catch {
      return; // the builder cannot write this one
    }
    const { verdicts } = verify(bundle);
    expect(verdicts).toHaveLength(7);
    expect(verdicts.some(({ detail }) => detail.includes('ran out of memory'))).toBe(false);
  }), { numRuns });
}
