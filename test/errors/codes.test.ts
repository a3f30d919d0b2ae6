import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, WARNING_CODES } from '../../src/errors/index.js';

const CODES = [...Object.keys(ERROR_CODES), ...Object.keys(WARNING_CODES)];

/** The texts of all TypeScript files under a folder, without comments. */
function textsOf(folder: string, except: string): string {
  const root = new URL(`../../${folder}/`, import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.endsWith(except));
  return files.map((path) => readFileSync(new URL(path.replaceAll('\\', '/'), root), 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')).join('\n');
}

/** Codes that stand in a text as words of their own. */
const missingIn = (text: string): string[] => {
  const found = new Set(text.match(/\b[EW]_[A-Z_]+\b/g));
  return CODES.filter((code) => !found.has(code));
};

describe('the codes', () => {
  it('are each given by some line of src', () => expect(missingIn(textsOf('src', 'codes.ts'))).toEqual([]));

  it('are each named by some test', () => expect(missingIn(textsOf('test', 'codes.test.ts'))).toEqual([]));

  it('that src gives are all listed here', () => {
    const given = new Set(textsOf('src', 'codes.ts').match(/'[EW]_[A-Z_]+'/g));
    expect([...given].map((quoted) => quoted.slice(1, -1)).filter((code) => !CODES.includes(code))).toEqual([]);
  });

  it('have one sentence each, no two the same', () => {
    const sentences = [...Object.values(ERROR_CODES), ...Object.values(WARNING_CODES)];
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence.length).toBeGreaterThan(15);
  });
});
