import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MeritError, type Issue, type Warning } from '../../src/index.js';
import { TABLE, type Refused, type Row, type Taken } from '../vectors/bad-inputs/table.js';
import { World } from '../vectors/bad-inputs/world.js';

const CONTRACT = '../shared/cases/torture/own/bad-inputs.jsonl';
const IDS = Array.from({ length: 109 }, (_, k) => `B${String(k + 1).padStart(3, '0')}`);
const places = (list: readonly (Issue | Warning)[]): string[] => list.map(({ code, path }) => `${code} ${path}`);
const world = new World();

/** What the call was refused with. */
async function refusal(work: () => unknown): Promise<MeritError> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(MeritError);
    return error as MeritError;
  }
  throw new Error('this input was taken');
}

async function check(one: Refused | Taken): Promise<void> {
  if ('issues' in one) {
    const { issues } = await refusal(() => one.run(world));
    expect(places(issues)).toEqual(one.issues);
    if (one.related) expect(issues[0]?.related ?? []).toEqual(one.related);
    if (one.says) expect(issues[0]?.message).toMatch(one.says);
    if (one.byteOffset !== undefined) expect(issues[0]?.byteOffset).toBe(one.byteOffset);
    return;
  }
  const result = await one.run(world);
  const { warnings = [] } = result as { warnings?: Warning[] };
  expect(places(warnings)).toEqual(one.warnings ?? []);
  if (one.holds) expect(one.holds(result, world)).toBe(true);
}

describe('the table of bad inputs', () => {
  it('has every row from B001 to B109', () => expect(Object.keys(TABLE)).toEqual(IDS));

  it('has an input for every row, or names who owns it', () => {
    expect(Object.entries(TABLE).filter(([, { cases, later }]) => cases.length === 0 && !later).map(([id]) => id)).toEqual([]);
  });

  it('meets every code of a row in one of its inputs', () => {
    const met = ({ cases }: Row): string => [...new Set(cases.flatMap((c) => ('issues' in c ? c.issues : (c.warnings ?? []))).map((place) => place.split(' ')[0]))].join();
    for (const [id, row] of Object.entries(TABLE)) if (row.codes.length > 0) expect([id, met(row)]).toEqual([id, row.codes.join()]);
  });

  it.skipIf(!existsSync(CONTRACT))('has the ids, layers and codes that were agreed on (skipped where the list of them is absent)', () => {
    const agreed = readFileSync(CONTRACT, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { id: string; layer: string; expect: string });
    const codes = (text: string): string[] => text.match(/[EW]_[A-Z_]+/g) ?? [];
    expect(Object.entries(TABLE).map(([id, { layer, ok, codes }]) => ({ id, layer, ok, codes }))).toEqual(agreed.map(({ id, layer, expect: answer }) => ({ id, layer, ok: answer.startsWith('ok'), codes: codes(answer) })));
  });

  it.each(Object.entries(TABLE).flatMap(([id, row]) => row.cases.map((one) => [`${id}${one.title ? ` (${one.title})` : ''}: ${row.ok ? 'ok' : row.codes.join(', ')}`, one] as const)))('%s', (_, one) => check(one));
});
