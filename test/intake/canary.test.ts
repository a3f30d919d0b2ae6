import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MeritError, type Warning } from '../../src/index.js';
import { TABLE, type Refused, type Taken } from '../vectors/bad-inputs/table.js';
import { World } from '../vectors/bad-inputs/world.js';

const WORD = 'Kanariburung';
const world = new World(WORD);
const SECRETS = [WORD, world.born];
const CASES = Object.entries(TABLE).flatMap(([id, { cases }]) => cases.map((one, k) => [`${id}.${k}`, one] as const));

const OWNERS = { Object, Array, Map, Set, String, Number, Function, Promise, RegExp };
const prototypes = (): string => JSON.stringify(Object.entries(OWNERS).map(([name, { prototype }]) => [name, Reflect.ownKeys(prototype).map(String)]));
const BEFORE = prototypes();

/** Everything an application could log of a call: the error with its stack and cause, or the warnings. */
async function told(one: Refused | Taken): Promise<string> {
  try {
    const { warnings = [] } = ((await one.run(world)) ?? {}) as { warnings?: readonly Warning[] };
    return JSON.stringify(warnings);
  } catch (error) {
    expect(error).toBeInstanceOf(MeritError);
    const { name, message, stack, cause, path, issues } = error as MeritError;
    expect(cause).toBeUndefined();
    return JSON.stringify([name, message, stack, path, issues, Object.entries(error as object)]);
  }
}

describe('whatever is wrong with a round full of personal data', () => {
  const printed: string[] = [];
  beforeEach(() => {
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) vi.spyOn(console, method).mockImplementation((...parts) => void printed.push(parts.join(' ')));
  });
  afterEach(() => vi.restoreAllMocks());

  it('(the control) the words that must not be told stand in every personal field of it', () => {
    const text = world.text(() => undefined);
    const fields = { name: 10, bornAt: 10, unmapped: 10, document: 1, kind: 1, by: 1, reason: 1 };
    for (const [field, count] of Object.entries(fields)) expect([field, text.match(new RegExp(`"${field}":"[^"]*${WORD}`, 'g'))?.length]).toEqual([field, count]);
    expect(text.match(new RegExp(`${WORD}-a`, 'g'))).toHaveLength(10);
    expect(text).toContain(`"born":"${world.born}"`);
    expect(Object.values(world.files()).join('').split(WORD).length).toBeGreaterThan(10);
  });

  it.each(CASES)('%s: no message, warning, path or stack holds any of it, and nothing is printed', async (_, one) => {
    const text = await told(one);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(printed).toEqual([]);
  });

  it('and after all of it no prototype has changed', () => {
    expect(prototypes()).toBe(BEFORE);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });
});
