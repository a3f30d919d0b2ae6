import { html, type Markup } from '../html.js';
import { at, INK, line, LINE, SOFT, text, WIDTH, type Picture } from '../picture.js';
import { ticksOf } from '../audit/scale.js';
import { along } from './measure-picture.js';
import { caption } from './marks.js';
import type { ComparisonStudio } from './studio.js';
import { strokeOf } from './years-picture.js';

const [LEFT, SIDE, FAR, ROW] = [44, 250, 380, 17];
const PARTS = [0, 0.5, 1];

/**
 * How unevenly units deliver: the Lorenz curve of each policy beside the diagonal of equal shares, the base as the thick line, and at its right how far each lies below the diagonal, on a scale
 * of its own, because units seldom differ so much that the curves can be told apart. None where fewer than two policies have one.
 */
export function lorenzPicture(studio: ComparisonStudio): Picture | null {
  const { base, lorenz, policies, seeds } = studio.comparison;
  const curves = policies.flatMap(({ name }, place) => {
    const shares = lorenz.find(({ policy }) => policy === name)?.shares ?? [];
    return shares.length > 1 ? [{ name, place, points: shares.map((share, k) => ({ population: k / (shares.length - 1), share })) }] : [];
  });
  if (curves.length < 2) return null;
  const title = studio.label('lorenz');
  const told = caption(studio.words.captions.lorenz(seeds));
  const top = 38 + told.lines * 15 + 26;
  const bottom = top + SIDE;
  const gapOf = ({ population, share }: { readonly population: number; readonly share: number }): number => 100 * (population - share);
  const ticks = ticksOf(0, Math.max(0.1, ...curves.flatMap(({ points }) => points.map(gapOf))));
  const [x, y] = [along([0, 1], [LEFT, LEFT + SIDE]), along([0, 1], [bottom, top])];
  const [far, low] = [along([0, 1], [FAR, WIDTH - 24]), along(ticks, [bottom, top])];
  const percent = (part: number): string => studio.figure('vacant-share', part, 0);
  const decimals = studio.tickDecimals('delivered', ticks);
  const axes = [
    PARTS.map((part) => html`${line(LEFT, y(part), LEFT + SIDE, y(part), LINE)}${text(LEFT - 6, y(part) + 4, percent(part), 'end', SOFT, 11)}${text(x(part), bottom + 16, percent(part), 'middle', SOFT, 11)}${line(far(part), top, far(part), bottom, LINE)}${text(far(part), bottom + 16, percent(part), 'middle', SOFT, 11)}`),
    ticks.map((tick) => html`${line(FAR, low(tick), WIDTH - 24, low(tick), LINE)}${text(FAR - 8, low(tick) + 4, studio.figure('delivered', tick, decimals), 'end', SOFT, 11)}`),
    line(x(0), y(0), x(1), y(1), SOFT, 1, '2 3'),
    text(LEFT, top - 10, studio.label('lorenz-share'), 'start', SOFT, 11.5),
    text(FAR - 24, top - 10, studio.label('lorenz-gap'), 'start', SOFT, 11.5),
    text(LEFT, bottom + 34, studio.label('lorenz-units'), 'start', SOFT, 11.5),
  ];
  const pathOf = (points: readonly (readonly [number, number])[], place: number, name: string): Markup => {
    const { colour, dash } = strokeOf(place);
    return html`<path d="${points.map(([a, b], k) => `${k === 0 ? 'M' : 'L'}${at(a)} ${at(b)}`).join('')}" fill="none" stroke="${colour}" stroke-width="${name === base ? 3 : 1.6}" stroke-dasharray="${dash}" stroke-linejoin="round"/>`;
  };
  const drawn = curves.map(({ name, place, points }) => html`${pathOf(points.map((p) => [x(p.population), y(p.share)] as const), place, name)}${pathOf(points.map((p) => [far(p.population), low(gapOf(p))] as const), place, name)}`);
  const names = studio.policyNames(290, 12);
  const legend = curves.map(({ name, place }, k) => {
    const [left, height] = [k % 2 === 0 ? 0 : 360, bottom + 56 + Math.floor(k / 2) * ROW];
    return html`${pathOf([[left, height], [left + 28, height]], place, name)}${text(left + 36, height + 4, names.get(name) ?? '', 'start', INK, 12)}`;
  });
  const data = curves.flatMap(({ name, points }) => points.map((point) => ({ policy: name, ...point })));
  const spoken = `${studio.label('lorenz-gap')}: ${curves.map(({ name, points }) => `${name} 0\u2013${studio.figure('delivered', Math.max(...points.map(gapOf)), decimals + 1)}`).join('; ')}`;
  return studio.picture('lorenz', title, data, studio.frame('lorenz', title, spoken, bottom + 56 + Math.ceil(curves.length / 2) * ROW + 10, [told.markup, axes, drawn, legend]));
}
