import { between, random } from '../support/markets.js';

export { between, random };

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a tampered document has whatever shape the attacker gave it */
export type Loose = any;

/** One place of a document that holds a plain value. */
export interface Leaf {
  /** JSON Pointer. */
  readonly path: string;
  readonly value: Loose;
  /** The document with another value of the same type there, as text. */
  readonly changed: (rnd: () => number) => { readonly bytes: string; readonly value: Loose };
}

const token = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Another value of the same type: one unit, one letter, one truth away; something where nothing was. */
export function another(value: Loose, rnd: () => number): Loose {
  if (typeof value === 'number') return value + (rnd() < 0.5 ? 1 : -1);
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'x';
  const at = between(rnd, 0, Math.max(0, value.length - 1));
  const letter = value[at] === '1' ? '2' : '1';
  return value.slice(0, at) + letter + value.slice(at + 1);
}

/** Every leaf of a document, in the order of its text. */
export function leafs(document: Loose): Leaf[] {
  const found: Leaf[] = [];
  const walk = (value: Loose, keys: readonly string[]): void => {
    if (typeof value === 'object' && value !== null) {
      for (const key of Object.keys(value)) walk(value[key], [...keys, key]);
      return;
    }
    found.push({
      path: keys.map((key) => `/${token(key)}`).join(''),
      value,
      changed: (rnd) => {
        const other = another(value, rnd);
        return { bytes: JSON.stringify(withValue(document, keys, other)), value: other };
      },
    });
  };
  walk(document, []);
  return found;
}

/** A copy of a document with one value changed; the rest is shared. */
export function withValue(document: Loose, keys: readonly string[], value: Loose): Loose {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  const copy = Array.isArray(document) ? [...document] : { ...document };
  copy[key] = withValue(document[key], rest, value);
  return copy;
}
