import type { Chain } from '../solving/index.js';
import type { Names } from './names.js';

/**
 * A chain as stages: who can move after how many days, those who can at the same time together. '' for a move that stands alone and
 * where the policy has no routes.
 */
export function stagesText({ people, ready, crosses }: Pick<Chain, 'people' | 'ready' | 'crosses'>, names: Names): string {
  if (!ready || people.length < 2) return '';
  const { report } = names.words;
  const stages: { readonly days: number | null; readonly who: string[] }[] = [];
  people.forEach((person, k) => {
    const days = ready[k]!;
    const last = stages[stages.length - 1];
    if (last?.days === days) last.who.push(names.who(person));
    else stages.push({ days, who: [names.who(person)] });
  });
  const told = stages.map(({ days, who }) => (days === null ? report.stageUnknown(who.join(', ')) : report.stageAfter(days, who.join(', '))));
  return `${crosses ? report.stagedCrosses : report.staged} ${told.join(report.stageThen)}.`;
}
