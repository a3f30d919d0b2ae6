import type { WhyNot } from '../explaining/index.js';
import type { Names } from './names.js';

/** Why a stable plan does not give a post to somebody who may hold it, in lines: the definition of "prefers" by which, or who comes first there. */
export function formatStable(who: string, post: string, why: Extract<WhyNot, { reason: 'not-preferred' | 'others-first' }>, names: Names): readonly string[] {
  const { stable, cli } = names.words;
  if (why.reason === 'not-preferred') return [stable.notPreferred(who, post, names.post(why.instead), why.by)];
  return [stable.othersFirst(who, post), ...why.others.map((o) => `  - ${names.who(o.person)}: ${stable.because[o.because]}, ${cli.fit} ${names.points(o.fit.low)} (${names.points(why.fit.low)})`)];
}
