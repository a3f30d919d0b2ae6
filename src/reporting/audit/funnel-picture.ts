import { html } from '../html.js';
import { suppress } from '../suppress.js';
import { at, legend, line, OTHER, SOFT, text, TIED, type Picture, type Studio } from './picture.js';

const [LEFT, RIGHT, ROW] = [190, 470, 46];
/** Stands for a count that may not be shown. */
const HIDDEN = '\u2026';

/** Stage by stage, the share of those with the tie and of the others who went on. Counts under the minimum are hidden, and as many others as keep them from being told. */
export function funnelPicture(studio: Studio, tie: string): Picture {
  const rows = studio.audit.funnel.filter((row) => row.tie === tie);
  const title = `${studio.label('funnel')}: ${tie}`;
  const told: string[] = [];
  const x = (share: number): number => LEFT + share * (RIGHT - LEFT);
  const drawn = rows.map((row, k) => {
    const y = 62 + k * ROW;
    const shown = shownCounts(studio, row);
    const bars = ([['connected', TIED], ['others', OTHER]] as const).map(([group, colour], g) => {
      const { of, passed } = row[group];
      const share = of === 0 ? null : passed / of;
      const [upper, lower] = shown[g]!;
      const words = share === null ? studio.label('nobody') : `${upper} ${studio.label('of')} ${lower}${upper === HIDDEN || lower === HIDDEN ? '' : `, ${studio.percent(share)}`}`;
      told.push(`${row.stage}, ${studio.label(g === 0 ? 'with-tie' : 'others')}: ${words}`);
      const top = y - 12 + g * 15;
      const bar = share === null || upper === HIDDEN || lower === HIDDEN ? null : html`<rect x="${LEFT}" y="${top}" width="${at(Math.max(1, x(share) - LEFT))}" height="12" fill="${g === 0 ? colour : '#fff'}" stroke="${colour}" stroke-width="1.5"/>`;
      return html`${bar}${text(RIGHT + 12, top + 10, words, 'start', undefined, 12)}`;
    });
    const { minimumP, p } = row.test;
    const figures = [row.oddsRatio === null ? null : `${studio.label('odds-ratio')} ${studio.ratio(row.oddsRatio)}`, minimumP === null ? null : `${studio.label('least-p')} ${studio.p(minimumP)}`, p === null ? null : `p ${studio.p(p)}`].filter((f) => f !== null);
    return html`${text(LEFT - 12, y + 3, row.stage, 'end')}${bars}${figures.length > 0 && text(LEFT - 12, y + 18, figures.join('; '), 'end', SOFT, 9.5)}`;
  });
  const height = 62 + rows.length * ROW;
  const hides = rows.some((row) => shownCounts(studio, row).flat().includes(HIDDEN));
  const grid = [0, 0.5, 1].map((share) => html`${line(x(share), 44, x(share), height - 8)}${text(x(share), height + 2, studio.percent(share).replace(/[.,]0 /, ' '), 'middle', SOFT, 10)}`);
  const data = rows.map(({ stage, connected, others, oddsRatio, test }) => {
    const counts = shownCounts(studio, { connected, others });
    return { stage, connectedPassed: counts[0]![0], connectedOf: counts[0]![1], othersPassed: counts[1]![0], othersOf: counts[1]![1], oddsRatio, minimumP: test.minimumP, p: test.p };
  });
  return studio.picture(`funnel-${tie}`, title, data, rows.length === 0 ? null : studio.frame(`funnel-${tie}`, title, told.join('; '), height + 10, [legend(studio, LEFT, 36, false), grid, drawn, hides && text(RIGHT + 12, 36, `${HIDDEN} ${studio.label('hidden', studio.audit.minimum.cell)}`, 'start', SOFT, 10)]));
}

interface Counts {
  readonly connected: { readonly of: number; readonly passed: number };
  readonly others: { readonly of: number; readonly passed: number };
}

/** `[passed, of]` of both groups as they may be shown. */
function shownCounts(studio: Studio, { connected, others }: Counts): readonly (readonly [string, string])[] {
  const { counts, rowTotals } = suppress({ rows: ['connected', 'others'], columns: ['passed', 'not'], counts: [connected, others].map(({ of, passed }) => [passed, of - passed]) }, { minimum: studio.audit.minimum.cell });
  const show = (n: number | 'suppressed'): string => (n === 'suppressed' ? HIDDEN : studio.whole(n));
  return counts.map((row, g) => [show(row[0]!), show(rowTotals[g]!)] as const);
}
