import { html, type Markup } from '../html.js';
import { rungsOf, at, INK, line, linesOf, SOFT, text, type Picture, type Studio } from './picture.js';
import { ratioAt, ratioTicks } from './scale.js';
import type { LadderRung, TieLadder } from '../../auditing/index.js';

const [LEFT, RIGHT, ROW] = [210, 490, 34];

/** The ladder of one tie: the pooled odds ratio of each rung as a diamond as wide as its interval, and the line of no difference. Never one number. */
export function forestPicture(studio: Studio, ladder: TieLadder): Picture {
  const title = `${studio.label('forest')}: ${ladder.tie}`;
  const rungs = rungsOf(ladder);
  const known = rungs.flatMap(({ oddsRatio, interval }) => [oddsRatio, interval?.low ?? null, interval?.high ?? null]).filter((x): x is number => typeof x === 'number' && x > 0);
  const ticks = ratioTicks(Math.min(0.5, ...known), Math.max(2, ...known));
  const x = (ratio: number | 'infinite'): number => LEFT + (ratio === 'infinite' ? 1 : ratioAt(ratio, ticks)) * (RIGHT - LEFT);
  const height = 66 + rungs.length * ROW;
  const grid = ticks.map((tick) => html`${line(x(tick), 44, x(tick), height - 14, tick === 1 ? INK : undefined, tick === 1 ? 1.5 : 1)}${text(x(tick), height, tick < 1 ? `1/${Math.round(1 / tick)}` : studio.whole(tick), 'middle', SOFT, 11)}`);
  const drawn = rungs.map((rung, k) => row(studio, rung, 62 + k * ROW, x));
  const told = rungs.map((rung) => `${studio.label(rung.name)}: ${words(studio, rung)}`).join('; ');
  const data = rungs.map(({ name, by, strata, informative, oddsRatio, interval, test, homogeneity }) => ({
    rung: name, by: by.join(' '), strata, informative, oddsRatio, low: interval?.low ?? null, high: interval?.high ?? null, minimumP: test.minimumP, p: test.p, adjusted: test.adjusted, heterogeneity: homogeneity?.p ?? null,
  }));
  return studio.picture(`forest-${ladder.tie}`, title, data, studio.frame(`forest-${ladder.tie}`, title, told, height + 8, [text(x(1), 36, studio.label('no-tie-line'), 'middle', SOFT, 11), grid, drawn]));
}

function row(studio: Studio, rung: LadderRung, y: number, x: (ratio: number | 'infinite') => number): Markup {
  const { oddsRatio, interval, homogeneity } = rung;
  const [low, high] = interval ? [x(interval.low), x(interval.high)] : [0, 0];
  const shape = oddsRatio === null || !interval ? null : html`<path d="M${at(low)} ${y - 4}L${at(x(oddsRatio))} ${y - 10}L${at(Math.max(high, low + 2))} ${y - 4}L${at(x(oddsRatio))} ${y + 2}Z" fill="${INK}"/>`;
  const differs = homogeneity ? `${studio.label('heterogeneity')}: p ${studio.p(homogeneity.p)}` : '';
  return html`${text(LEFT - 12, y, studio.label(rung.name), 'end', INK, 12.5)}${shape}${linesOf(words(studio, rung), 34).slice(0, 2).map((words, k) => text(RIGHT + 14, y + k * 14, words, 'start', INK, 12))}${differs !== '' && text(RIGHT + 14, y + 14, differs, 'start', SOFT, 11)}`;
}

function words(studio: Studio, rung: LadderRung): string {
  const { oddsRatio, interval, test } = rung;
  return oddsRatio === null ? whyNot(studio, rung) : `${studio.withInterval(oddsRatio, interval)}${test.p === null ? '' : `, p ${studio.p(test.p)}`}`;
}

/** Why a rung has no ratio; of one for which nothing was named, that nothing more was given. */
export function whyNot(studio: Studio, { because, by, strata }: LadderRung): string {
  if (because === 'no-data' && by.length === 0 && strata === 0) return studio.label('not-asked');
  return because ? studio.words.because[because] : studio.label('unknown');
}
