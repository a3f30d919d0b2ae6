import { InvalidArgumentError, type Option } from 'commander';
import type { Locale } from '../reporting/index.js';
import type { Io } from './io.js';

/** What the commands of a trail are run with. */
export interface TrailHost {
  readonly io: Io;
  readonly language: () => Option;
  readonly pick: (flags: { readonly locale?: Locale }) => Locale;
  readonly end: (code: number) => void;
}

/** Options of a command as they were read. */
export type Flags<T> = T & { readonly locale?: Locale };

/** Values of an option that may be repeated. */
export function many(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** A whole number from 0. */
export function whole(text: string): number {
  if (!/^(0|[1-9][0-9]{0,14})$/.test(text)) throw new InvalidArgumentError('a whole number is expected.');
  return Number(text);
}
