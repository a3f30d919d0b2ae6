import { binds } from '../policy/binding.js'; // by its own path: the index of the room brings zod along
import type { Policy } from '../policy/index.js';
import { locales, type Locale } from './locale/index.js';

/** Rules that bind nobody until somebody confirms them. */
export function unconfirmedRules(policy: Policy): number {
  return policy.gates.filter((g) => !binds(g.citation, policy)).length;
}

/** How many rules nobody confirmed, and when the law was last checked: the last line of every text that rests on the rules. */
export function standingLine(policy: Policy, locale: Locale): string {
  const { date, table } = locales[locale];
  return table.standing(unconfirmedRules(policy), policy.gates.length, date(policy.lawCheckedOn));
}
