import type { FunnelRow } from '../../auditing/index.js';
import { html } from '../html.js';
import { HIDDEN, shownCounts } from './measures.js';
import { at, legend, line, OTHER, short, SOFT, text, TIED, type Picture, type Studio } from './picture.js';

const [LEFT, RIGHT, ROW] = [170, 470, 56];

interface Shown {
  readonly row: FunnelRow;
  /** `[passed, of]` of those with the tie and of the others. */
  readonly counts: readonly (readonly [string, string])[];
  /** Effects and p tell hidden counts too. */
  readonly figures: boolean;
}

/** Stage by stage, the share of those with the tie and of the others who went on. Counts under the minimum are hidden, and as many others as keep them from being told. */
export function funnelPicture(studio: Studio, tie: string): Picture {
  const shown = shownStages(studio, tie);
  const title = `${studio.label('funnel')}: ${tie}`;
  const told: string[] = [];
  const x = (share: number): number => LEFT + share * (RIGHT - LEFT);
  const drawn = shown.map(({ row, counts, figures }, k) => {
    const y = 66 + k * ROW;
    const bars = ([['connected', TIED], ['others', OTHER]] as const).map(([group, colour], g) => {
      const { of, passed } = row[group];
      const [upper, lower] = counts[g]!;
      // a whole per cent does not tell a hidden base
      const share = of === 0 || upper === HIDDEN ? null : lower === HIDDEN ? Math.round((100 * passed) / of) / 100 : passed / of;
      const words = of === 0 ? studio.label('nobody') : `${upper} ${studio.label('of')} ${lower}${share === null ? '' : `, ${lower === HIDDEN ? studio.level(share) : studio.percent(share)}`}`;
      told.push(`${stageText(studio, row)}, ${studio.label(g === 0 ? 'with-tie' : 'others')}: ${words}`);
      const top = y - 14 + g * 15;
      const bar = share === null ? null : html`<rect x="${LEFT}" y="${top}" width="${at(Math.max(1, x(share) - LEFT))}" height="12" fill="${g === 0 ? colour : '#fff'}" stroke="${colour}" stroke-width="1.5"/>`;
      return html`${bar}${text(RIGHT + 12, top + 10, words, 'start', undefined, 12)}`;
    });
    const { minimumP, p, adjusted } = row.test;
    const parts = !figures ? [] : [row.oddsRatio === null ? null : `${studio.label('odds-ratio')} ${studio.withInterval(row.oddsRatio, row.interval)}`, p === null || minimumP === null ? null : `${studio.label('least-p')} ${studio.p(minimumP)}`, p === null ? null : `p ${studio.p(p)}`, adjusted === null ? null : `${studio.label('adjusted')} ${studio.p(adjusted)}`].filter((f) => f !== null);
    if (parts.length > 0) told.push(parts.join(', '));
    return html`${text(LEFT - 12, y + 3, short(stageText(studio, row), 24), 'end')}${bars}${parts.length > 0 && text(LEFT, y + 29, parts.join('; '), 'start', SOFT, 11)}`;
  });
  const height = 62 + shown.length * ROW;
  const hides = shown.some(({ counts }) => counts.flat().includes(HIDDEN));
  const grid = [0, 0.5, 1].map((share) => html`${line(x(share), 44, x(share), height - 8)}${text(x(share), height + 4, studio.level(share), 'middle', SOFT, 11)}`);
  const data = shown.map(({ row: { stage, oddsRatio, interval, test }, counts, figures }) => ({
    stage, connectedPassed: counts[0]![0], connectedOf: counts[0]![1], othersPassed: counts[1]![0], othersOf: counts[1]![1],
    ...(figures ? { oddsRatio, low: interval?.low ?? null, high: interval?.high ?? null, minimumP: test.minimumP, p: test.p, adjusted: test.adjusted } : { oddsRatio: null, low: null, high: null, minimumP: null, p: null, adjusted: null }),
  }));
  return studio.picture(`funnel-${tie}`, title, data, shown.length === 0 ? null : studio.frame(`funnel-${tie}`, title, told.join('; '), height + 12, [legend(studio, LEFT + 5, 36, false), grid, drawn, hides && text(RIGHT + 12, 36, `${HIDDEN} ${studio.label('hidden', studio.audit.minimum.cell)}`, 'start', SOFT, 11)]));
}

const stageText = (studio: Studio, { stage }: FunnelRow): string => (stage === '*' ? studio.label('first-to-last') : stage);

/** The rows of a tie. Who went on is who may go on next: a number that is hidden in one row must not be read from the row after it. */
function shownStages(studio: Studio, tie: string): readonly Shown[] {
  let before = [false, false];
  return studio.audit.funnel.filter((row) => row.tie === tie).map((row) => {
    const own = shownCounts(studio, row);
    const figures = !own.some(([passed]) => passed === HIDDEN);
    if (row.stage === '*') return { row, counts: own, figures };
    const counts = own.map(([passed, of], g) => {
      const { of: n, passed: on } = row[g === 0 ? 'connected' : 'others'];
      return before[g] && of !== HIDDEN ? ([n - on < studio.audit.minimum.cell ? HIDDEN : passed, HIDDEN] as const) : ([passed, of] as const);
    });
    before = counts.map(([passed]) => passed === HIDDEN);
    return { row, counts, figures };
  });
}
