import type { MeasureName } from '../../simulating/index.js';
import { html, type Markup } from '../html.js';
import { at, line, LINE, SOFT, text, WIDTH, type Picture } from '../picture.js';
import { ticksOf } from '../audit/scale.js';
import { along } from './measure-picture.js';
import { caption, extent } from './marks.js';
import { emsOf, type ComparisonStudio } from './studio.js';

const [LEFT, TALL, STEP] = [56, 220, 15];

/** Seven colours that people with any colour sight tell apart (Okabe and Ito, jfly.uni-koeln.de/color), dark enough for lines; from the eighth on they come again with another dash. */
const COLOURS = ['#1c252e', '#0072b2', '#d55e00', '#007a5a', '#a8508a', '#8a6d00', '#3f8fc4'];
const DASHES = ['', '7 3', '2 3'];

/** The line of a policy by its place in the comparison, the same in every picture. */
export function strokeOf(place: number): { readonly colour: string; readonly dash: string } {
  const k = Math.max(0, place);
  return { colour: COLOURS[k % COLOURS.length]!, dash: DASHES[Math.floor(k / COLOURS.length) % DASHES.length]! };
}

/** One measure from year to year, a line for each policy with its name at its end; the base is the thick one. Where a year is not defined the line is broken. None without any year. */
export function yearsPicture(studio: ComparisonStudio, measure: MeasureName): Picture | null {
  const row = studio.row(measure);
  const cells = row?.cells.filter(({ years }) => years.some((value) => value !== null)) ?? [];
  if (!row || cells.length === 0) return null;
  const { base, years, seeds, policies } = studio.comparison;
  const { name } = studio.words.measures[measure];
  const title = `${studio.label('over-years')}: ${name} (${studio.unit(measure)})`;
  const told = caption(studio.words.captions.years(seeds));
  const top = 38 + told.lines * 15 + 8;
  const tall = Math.max(TALL, cells.length * STEP);
  const bottom = top + tall;
  const ticks = ticksOf(...extent(cells.flatMap((cell) => cell.years.filter((value) => value !== null))));
  const y = along(ticks, [bottom, top]);
  const all = studio.policyNames(172, 12);
  const names = cells.map(({ policy }) => all.get(policy) ?? '');
  const labels = WIDTH - 12 * Math.max(...names.map(emsOf));
  const right = labels - 28;
  const x = (year: number): number => (years === 1 ? (LEFT + right) / 2 : LEFT + ((year - 1) / (years - 1)) * (right - LEFT));
  const ends = cells.map((cell) => {
    const last = cell.years.findLastIndex((value) => value !== null);
    return [x(last + 1), y(cell.years[last]!)] as const;
  });
  const places = apart(ends.map(([, height]) => height), top, bottom);
  const drawn = cells.map((cell, k) => {
    const { colour, dash } = strokeOf(policies.findIndex((policy) => policy.name === cell.policy));
    const [endX, endY] = ends[k]!;
    return html`${lineOf(cell.years, x, y, colour, cell.policy === base ? 3 : 1.6, dash)}<circle cx="${at(endX)}" cy="${at(endY)}" r="3" fill="${colour}"/>${line(endX + 5, endY, labels - 6, places[k]!, '#9aa4ad', 0.8)}${text(labels, places[k]! + 4, names[k]!, 'start', colour, 12)}`;
  });
  const decimals = studio.tickDecimals(measure, ticks);
  const every = Math.ceil(years / 12);
  const axes = [
    ticks.map((tick) => html`${line(LEFT, y(tick), right, y(tick), LINE)}${text(LEFT - 8, y(tick) + 4, studio.figure(measure, tick, decimals), 'end', SOFT, 11)}`),
    Array.from({ length: years }, (_, k) => k + 1).filter((year) => (year - 1) % every === 0).map((year) => text(x(year), bottom + 17, String(year), 'middle', SOFT, 11)),
    text((LEFT + right) / 2, bottom + 34, studio.label('year'), 'middle', SOFT, 11.5),
  ];
  const data = cells.flatMap((cell) => cell.years.map((mean, k) => ({ measure, unit: studio.scale(measure).unit, policy: cell.policy, year: k + 1, mean })));
  const spoken = cells.map((cell) => `${cell.policy}: ${cell.years.map((value) => (value === null ? '\u2013' : studio.figure(measure, value))).join(', ')}`).join('; ');
  const id = `years-${measure}`;
  return studio.picture(id, title, data, studio.frame(id, title, spoken, Math.max(bottom, ...places) + 42, [told.markup, axes, drawn]));
}

/** A broken line through the years that are defined, and a dot where a year stands alone. */
function lineOf(values: readonly (number | null)[], x: (year: number) => number, y: (value: number) => number, colour: string, width: number, dash: string): Markup {
  let path = '';
  const alone: Markup[] = [];
  values.forEach((value, k) => {
    if (value === null) return;
    const first = k === 0 || values[k - 1] === null;
    path += `${first ? 'M' : 'L'}${at(x(k + 1))} ${at(y(value))}`;
    if (first && (values[k + 1] ?? null) === null) alone.push(html`<circle cx="${at(x(k + 1))}" cy="${at(y(value))}" r="2.2" fill="${colour}"/>`);
  });
  return html`<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dash}" stroke-linejoin="round"/>${alone}`;
}

/** Places for labels near these heights, in their order, none on another, from `top` down and as far as they can within `bottom`. */
function apart(heights: readonly number[], top: number, bottom: number): readonly number[] {
  const order = heights.map((_, k) => k).sort((a, b) => heights[a]! - heights[b]! || a - b);
  const places = [...heights];
  let last = top - STEP;
  for (const k of order) last = places[k] = Math.max(heights[k]!, last + STEP);
  let next = Math.max(bottom, top + (heights.length - 1) * STEP) + STEP;
  for (const k of [...order].reverse()) next = places[k] = Math.min(places[k]!, next - STEP);
  return places;
}
