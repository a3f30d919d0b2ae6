/** Signs of a locale between the digits of a number. */
export interface NumberSigns {
  readonly decimal: string;
  readonly group: string;
}

const grouped = (digits: string, sign: string): string => digits.replace(/\B(?=(\d{3})+$)/g, sign);
const MINUS = '\u2212';

/** A whole number with its thousands apart. */
export function formatInteger(n: number, { group }: NumberSigns): string {
  return (n < 0 ? MINUS : '') + grouped(String(Math.abs(n)), group);
}

/** Points from 1/10,000 points with 2 decimals, rounded half up, or all 4 of them. */
export function formatPoints(units: number, signs: NumberSigns, decimals: 2 | 4 = 2): string {
  const scaled = decimals === 4 ? units : Math.floor((units + 50) / 100);
  const scale = decimals === 4 ? 10_000 : 100;
  const size = Math.abs(scaled);
  return (scaled < 0 ? MINUS : '') + grouped(String(Math.trunc(size / scale)), signs.group) + signs.decimal + String(size % scale).padStart(decimals, '0');
}

/** A number of a document as it stands there, with the locale's decimal sign. */
export function formatDecimal(n: number, { decimal }: NumberSigns): string {
  return (n < 0 ? MINUS : '') + String(Math.abs(n)).replace('.', decimal);
}

/** `2026-11-21` as `21 November 2026`; what is no date stays as it is. */
export function formatDate(day: string, months: readonly string[]): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const month = months[Number(found?.[2]) - 1];
  return found && month ? `${Number(found[3])} ${month} ${found[1]}` : day;
}
