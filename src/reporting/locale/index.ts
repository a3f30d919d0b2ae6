import type { LocalText } from '../../policy/index.js';
import { en, type Words } from './en.js';
import { id } from './id.js';

/** Languages of the report and the command line. */
export type Locale = 'en' | 'id';

/** The words of each language. */
export const locales: Readonly<Record<Locale, Words>> = { en, id };

/** A label of the policy in a language; English where the pack has no other. */
export function labelOf(label: LocalText, locale: Locale): string {
  return (locale === 'id' ? label.id : undefined) ?? label.en;
}

export type { Words };
