// A23: a line feed in a text makes a false entry, or one entry has two spellings. Stores: test/trail/stores and test:faults.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { fileStore } from '../../src/node/file-store.js';
import { checkNewLine, readEntryLine } from '../../src/trail/entry-line.js';
import { memoryStore } from '../../src/trail/memory-store.js';
import { logOf, of, type Told } from './logs.js';

let made: Told;
let head: string;
beforeAll(async () => {
  made = await logOf(10);
  head = await made.pen.checkpoint();
});
const dir = mkdtempSync(join(tmpdir(), 'meritra-lines-'));
afterAll(() => rmSync(dir, { recursive: true }));

const hostile = fc.array(fc.constantFrom('\n', '\r', '\r\n', '\u2028', '\u2029', '\u0085', '\u0000', '}{', '"', '\\', '\\n', '\\u000a', '{"index":0}', '\ufeff', 'a'), { maxLength: 8 }).map((parts) => parts.join(''));
const code = (run: () => unknown): string => {
  try {
    run();
    return 'taken';
  } catch (error) {
    return (error as { code?: string }).code ?? 'no MeritError';
  }
};

it('(the control) every line of an honest log is taken, and the log given as a text is the log of the bundle', () => {
  for (const line of made.pen.lines()) expect(readEntryLine(line, '')).toEqual({ id: JSON.parse(line).id, index: JSON.parse(line).index });
  expect(of(made.bundle, 'completeness', { checkpoints: [head], log: `${made.pen.lines().join('\n')}\n` })).toBe('holds');
});

it('whatever stands in a text, an entry is one line (1,000 texts)', () => {
  fc.assert(fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), (texts) => {
    const lines = texts.map((text, index) => canonicalJson({ id: `e-${index}`, index, body: { [`k${text}`]: text } }));
    const file = `${lines.join('\n')}\n`;
    expect(file.split('\n')).toHaveLength(texts.length + 1);
    expect(file).not.toContain('\r');
    texts.forEach((text, index) => expect(JSON.parse(file.split('\n')[index]!).body[`k${text}`]).toBe(text));
  }), { numRuns: 1_000 });
});

it('a folder and a memory store give back as many lines as they were given', async () => {
  const texts = fc.sample(hostile, { numRuns: 30, seed: 23 });
  const file = await fileStore(join(dir, 'log'));
  for (const store of [file, memoryStore()]) {
    for (const [index, text] of texts.entries()) await store.append(`e-${index}`, index, () => canonicalJson({ id: `e-${index}`, index, body: { text } }));
    const lines: string[] = [];
    for await (const line of store.lines(0, texts.length)) lines.push(line);
    expect(lines.map((line) => JSON.parse(line).body.text)).toEqual(texts);
    await store.close();
  }
  expect(readFileSync(join(dir, 'log', 'log.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(texts.length);
});

describe('another spelling of the same entry', () => {
  const SPELLINGS: readonly [string, (line: string) => string][] = [
    ['a blank', (l) => l.replace(',', ', ')],
    ['a blank at its end', (l) => `${l} `],
    ['a carriage return', (l) => `${l}\r`],
    ['a byte order mark', (l) => `\ufeff${l}`],
    ['keys in another order', (l) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(l)).reverse()))],
    ['a key twice', (l) => l.replace('"index":', '"index":9,"index":')],
    ['an escaped letter', (l) => l.replace('"kind"', '"\\u006bind"')],
    ['a number with a point', (l) => l.replace(/"index":(\d+)/, '"index":$1.0')],
    ['a number with an exponent', (l) => l.replace(/"index":(\d+)/, '"index":$1e0')],
    ['two entries on one line', (l) => `${l}${l}`],
    ['a list around it', (l) => `[${l}]`],
    ['nothing', () => ''],
  ];

  it.each(SPELLINGS)('%s: is refused by the store and by the checker', (name, change) => {
    const lines = made.pen.lines();
    for (const k of [1, 6, 9]) {
      const forged = change(lines[k]!);
      expect(forged).not.toBe(lines[k]);
      expect(code(() => readEntryLine(forged, `/${k}`))).toMatch(name === 'a list around it' ? /^E_(LOG_NOT_CANONICAL|FORMAT)$/ : /^E_LOG_NOT_CANONICAL$/);
      expect(code(() => checkNewLine(forged, `e-${k}`, k))).toMatch(/^E_(LOG_NOT_CANONICAL|FORMAT)$/);
      const told = of(made.bundle, 'completeness', { checkpoints: [head], log: lines.map((line, at) => (at === k ? forged : line)) });
      expect([name, told]).toEqual([name, expect.stringMatching(/^fails E_(LOG_NOT_CANONICAL|FORMAT|LOG_GAP) \/trail/)]);
    }
  });

  it('a line feed inside an entry gives two lines that are none', () => {
    const text = made.pen.lines().map((line, k) => (k === 5 ? line.replace(',', ',\n') : line)).join('\n');
    expect(of(made.bundle, 'completeness', { checkpoints: [head], log: text })).toMatch(/^fails E_LOG_NOT_CANONICAL \/trail/);
  });
});
