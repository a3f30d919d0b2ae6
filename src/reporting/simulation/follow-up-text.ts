import type { FollowUp } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';
import { Easel } from '../picture.js';
import { terminalLine } from '../terminal-text.js';
import { followWords } from './words-of.js';
import { columnsOf } from './columns.js';
import { shortNames } from './studio.js';

/**
 * A follow-up for a terminal: how many rows it rests on, what they say and what the least is that they could say, then the `top` strata that stand out most (8 if left
 * out). No colour codes; names of strata cannot steer the terminal.
 */
export function followUpText(followUp: FollowUp, { locale = 'en', top = 8 }: { readonly locale?: Locale; readonly top?: number } = {}): string {
  const words = followWords[locale];
  const easel = new Easel(locale, { seed: 0, version: '', foot: '' });
  const signed = (x: number, decimals = 2): string => `${x > 0 ? '+' : ''}${easel.decimal(x, decimals)}`;
  const span = (low: number, high: number, decimals = 2): string => `[${easel.decimal(low, decimals)}; ${easel.decimal(high, decimals)}]`;
  const { slope, detectable, ranks, range, seen, proposed, left } = followUp;
  const lines = [words.title, words.rows(easel.whole(followUp.rows), easel.whole(followUp.people), easel.whole(followUp.used))];
  if (left.unknown + left.alone > 0) lines.push(words.left(easel.whole(left.unknown), easel.whole(left.alone)));
  if (seen.fit !== null && seen.unknownFit !== null) lines.push(words.seen(easel.decimal(seen.fit), easel.decimal(seen.unknownFit)));
  lines.push('', words.verdicts[followUp.verdict]);
  if (slope) lines.push(words.slope(signed(slope.estimate, 3), span(slope.low, slope.high, 3), easel.level(followUp.confidence)));
  if (detectable !== null) lines.push(words.detectable(easel.decimal(detectable, 3)));
  if (ranks) lines.push(words.ranks(signed(ranks.somersD), easel.whole(ranks.pairs), easel.p(ranks.p), ranks.method === 'shuffled' ? words.shuffled(easel.whole(ranks.draws), String(ranks.seed)) : words.normal));
  if (range && range.correlation !== null) lines.push(words.range(easel.decimal(range.sdFit), easel.decimal(range.sdLater), signed(range.correlation)));
  if (range?.whatIf) lines.push(words.whatIf(easel.decimal(range.whatIf.sdFit), signed(range.whatIf.correlation)));
  if (proposed.proposed + proposed.others > 0) lines.push(words.proposed(easel.whole(proposed.proposed), easel.whole(proposed.others), proposed.difference && `${signed(proposed.difference.estimate)} ${span(proposed.difference.low, proposed.difference.high)}`));
  lines.push(words.cannot);
  const strata = [...followUp.strata].sort((a, b) => Math.abs(b.shrunk?.estimate ?? b.raw) - Math.abs(a.shrunk?.estimate ?? a.raw)).slice(0, Math.max(0, top));
  if (strata.length > 0) {
    const names = shortNames(strata.map(({ stratum }) => (stratum === '' ? words.strata.nameless : stratum)), 28);
    lines.push('', words.strata.title, ...columnsOf([words.strata.columns, ...strata.map((row, k) => [
      names[k]!, easel.whole(row.rows), easel.decimal(row.fit), easel.decimal(row.later), signed(row.raw), row.shrunk === null ? '\u2013' : `${signed(row.shrunk.estimate)} ${span(row.shrunk.low, row.shrunk.high)}`,
    ])]));
    if (followUp.strata.length > strata.length) lines.push(words.strata.more(easel.whole(followUp.strata.length - strata.length)));
  }
  return `${lines.map((line) => terminalLine(line).trimEnd()).join('\n')}\n`;
}
