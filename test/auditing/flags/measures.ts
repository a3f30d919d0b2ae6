import type { Finding } from '../../../src/auditing/audit-document.js';

/** Values of the measures of this name, in their order. */
export const measures = (f: Finding, name: string): (string | number | null)[] => f.measured.filter((m) => m.name === name).map((m) => m.value);

/** The one measure of this name; an error where there is none or more. */
export function measure(f: Finding, name: string): string | number | null {
  const values = measures(f, name);
  if (values.length !== 1) throw new Error(`${values.length} measures ${name}`);
  return values[0]!;
}
