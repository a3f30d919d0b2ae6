/** How well a number is known: V the regulation was read, N a news item or agency page says it, C agency software computes it, M commonly cited, m known to vary. */
export type Mark = 'V' | 'N' | 'C' | 'M' | 'm';

/** Anything with its source. V and N may bind; C, M and m stay flags until somebody confirms them with a document. */
export interface Cited<T> {
  readonly value: T;
  readonly confidence: Mark;
  readonly source: string;
}

/** One number of a table with its source. */
export interface CitedRow extends Cited<number> {
  readonly key: string;
}

export function cited<T>(confidence: Mark, source: string, value: T): Cited<T> {
  return { value, confidence, source };
}

/** Rows that share a source. */
export function rows(confidence: Mark, source: string, values: Readonly<Record<string, number>>): CitedRow[] {
  return Object.entries(values).map(([key, value]) => ({ key, value, confidence, source }));
}

/** The numbers alone, for a method. */
export function tableOf(list: readonly CitedRow[]): Record<string, number> {
  return Object.fromEntries(list.map((row) => [row.key, row.value]));
}
