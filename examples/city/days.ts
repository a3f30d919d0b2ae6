/** A day of the example: months since year 0 and the day of the month. Enough for a calendar that only steps by months. */
export interface Day {
  readonly month: number;
  readonly day: number;
}

export function day(text: string): Day {
  const [year = 0, month = 1, date = 1] = text.split('-').map(Number);
  return { month: year * 12 + month - 1, day: date };
}

export function iso({ month, day: date }: Day): string {
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${Math.floor(month / 12)}-${pad((month % 12) + 1)}-${pad(date)}`;
}

/** Complete months from one day to a later one. */
export function monthsFrom(from: Day, to: Day): number {
  return to.month - from.month - (to.day < from.day ? 1 : 0);
}

export const AS_OF = day('2026-12-01');
export const HORIZON = day('2027-03-31');
