import { monthlyDay } from '../model/calendar.js';
import type { RoundMarket } from '../solving/index.js';
import type { Regime } from './scenario.js';

/**
 * Who has been in his post for the whole term of its level on the day of the round, 1 by index. Since when somebody sits is sometimes not known:
 * then no term is over.
 */
export function overdue(market: RoundMarket, terms: Regime['terms'] = {}): Uint8Array {
  const { facts, leaving, open, policy, round, seat } = market;
  return Uint8Array.from(facts.people, ({ since }, i) => {
    const j = seat[i]!;
    if (j < 0 || since === undefined || leaving[i] === 1 || open[j] === 0) return 0;
    const { level } = round.positions[j]!;
    const months = Object.hasOwn(terms, level) ? terms[level] : undefined;
    return months !== undefined && monthlyDay(since, months, policy.leapDay) <= facts.round.asOf ? 1 : 0;
  });
}
