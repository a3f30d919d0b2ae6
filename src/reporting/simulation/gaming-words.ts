import type { Attack, Signal } from '../../simulating/index.js';

/** Every sentence of a gaming test, in one language; figures are formatted already. */
export interface GamingWords {
  readonly title: string;
  made(seats: string, people: string, seeds: string): string;
  readonly attacks: Readonly<Record<Attack, { readonly name: string; readonly what: string }>>;
  /** Strengths in words; one that is not here stands as the document has it. */
  readonly strengths: Readonly<Record<string, string>>;
  readonly signals: Readonly<Record<Signal, string>>;
  readonly gain: string;
  readonly lost: string;
  /** Where no sign could be asked. */
  readonly none: string;
  readonly policy: string;
  rates(signal: string, attacked: string, honest: string): string;
  reads(confidence: string): string;
  /** Rows that rest on fewer runs than there are seeds. */
  readonly fewer: string;
  /** Said where an interval has no width. */
  readonly noWidth: string;
  /** Under the title of the picture. */
  caption(confidence: string): string;
  readonly cannot: string;
}
