import type { MeritLoss } from '../explaining/index.js';
import { splitStage, type Names } from './names.js';

/** What insisting on a pair does to the whole plan, in one sentence: the first objective that suffers, and by how much; null under the objective `stable`. */
export function formatLoss(loss: MeritLoss | null, names: Names): string {
  const { words } = names;
  if (!loss) return words.stable.noLoss;
  if (loss.stage === null) return loss.exact ? words.loss.none : words.loss.unknown;
  const some = loss.exact ? '' : words.loss.atLeast;
  const [kind, level] = splitStage(loss.stage);
  const told =
    kind === 'merit'
      ? words.loss.merit(names.points(loss.amount), some, level === undefined ? null : names.level(level))
      : words.loss[kind as 'owed' | 'critical' | 'moves'](loss.amount, some);
  return told.charAt(0).toUpperCase() + told.slice(1);
}

/** Who would then sit where, the pair itself left out; at most `limit` of them. */
export function formatChanges(loss: MeritLoss | null, names: Names, limit = 4): string {
  const { words } = names;
  const rest = loss ? loss.changes.slice(1) : [];
  if (rest.length === 0) return '';
  const told = rest.slice(0, limit).map((c) => words.loss.goes(names.who(c.person), c.to === null ? words.loss.noPost : names.titleOf(c.to)));
  if (rest.length > limit) told.push(words.loss.more(rest.length - limit));
  return `${words.loss.then}: ${told.join('; ')}.`;
}
