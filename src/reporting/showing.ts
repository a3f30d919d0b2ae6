import type { Picture } from './picture.js';

const JUPYTER = Symbol.for('Jupyter.display');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const DENO = Symbol.for('Deno.customInspect');

/** The same picture, which shows itself in a notebook: its drawing, or its title in a terminal. */
export function showing(picture: Picture): Picture {
  const text = (): string => picture.title;
  const ways: Readonly<Record<PropertyKey, unknown>> = { [JUPYTER]: () => ({ ...(picture.svg !== '' && { 'image/svg+xml': picture.svg }), 'text/plain': text() }), [INSPECT]: text, [DENO]: text };
  for (const key of Reflect.ownKeys(ways)) Object.defineProperty(picture, key, { value: ways[key], enumerable: false });
  return picture;
}
