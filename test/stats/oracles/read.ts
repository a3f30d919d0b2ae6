import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';

/** The stored output of one oracle. Infinity is written 'Inf', what does not exist 'NA' or null. */
export function oracle<T>(name: string): T {
  return (JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, import.meta.url))).toString()) as { data: T }).data;
}

/** A figure of an oracle: R writes Inf and NA as words. */
export type Figure = number | string | boolean | null | undefined;

const plain = (value: Figure): Figure => (value === 'Inf' || value === Infinity ? 'infinite' : value);

export const EXACT = 1e-9;
export const ITERATIVE = 1e-6;

/** Compares figure after figure, counts them, and fails at the end with the first that differ. */
export class Comparison {
  figures = 0;
  readonly #different: string[] = [];

  /** One figure: relative plus absolute `tolerance` for numbers, equal otherwise. */
  same(where: string, got: Figure, expected: Figure, tolerance = EXACT): void {
    this.figures++;
    const [a, b] = [plain(got), plain(expected)];
    const fits = typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= tolerance * (1 + Math.abs(b)) : a === b;
    if (!fits) this.#different.push(`${where}: got ${String(a)}, the oracle ${String(b)}`);
  }

  /** A p-value, far tails included: relative 1e-9 above 1e-290, and above 0 always. */
  p(where: string, got: Figure, expected: Figure, tolerance = EXACT): void {
    this.same(where, got, expected, tolerance);
    const fits = typeof got === 'number' && typeof expected === 'number' && got > 0 && got <= 1 && (expected < 1e-290 || Math.abs(got / expected - 1) <= Math.max(1e-9, tolerance));
    if (!fits) this.#different.push(`${where}, relatively: got ${String(got)}, the oracle ${String(expected)}`);
  }

  /** `least`: figures that must have been compared, so that an empty oracle fails. */
  end(least: number): void {
    expect(this.#different.slice(0, 12), `${this.#different.length} of ${this.figures} figures differ`).toEqual([]);
    expect(this.figures).toBeGreaterThanOrEqual(least);
  }
}
