import { binds } from '../policy/binding.js'; // by its own path: the index of the room brings zod along
import type { Policy } from '../policy/index.js';
import { locales, type Locale } from './locale/index.js';

/** Rules that bind nobody until somebody confirms them. */
export function unconfirmedRules(policy: Policy): number {
  return rulesOf(policy).filter((g) => !binds(g.citation, policy)).length;
}

/** What binds or is told: gates and limits. */
export function rulesOf({ gates, limits = [] }: Policy): readonly Pick<Policy['gates'][number], 'id' | 'label' | 'citation'>[] {
  return [...gates, ...limits];
}

/** How many rules nobody confirmed, and when the law was last checked: the last line of every text that rests on the rules. */
export function standingLine(policy: Policy, locale: Locale): string {
  const { date, table } = locales[locale];
  return table.standing(unconfirmedRules(policy), rulesOf(policy).length, date(policy.lawCheckedOn));
}
