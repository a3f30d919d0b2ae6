import type { Timeline } from '../../auditing/index.js';
import { html, type Markup } from '../html.js';
import { locales } from '../locale/index.js';
import { at, INK, line, LINE, OTHER, short, SOFT, text, TIED, type Picture, type Studio } from './picture.js';
import { ticksOf } from './scale.js';

const [LEFT, RIGHT, TOP, BOTTOM, MOST] = [50, 500, 44, 210, 14];

/** The history of scores that changed in one decision: a line for each, the day the names were opened and the day of the decision. */
export function timelinePicture(studio: Studio, decision: string): Picture | null {
  const all = studio.audit.timelines.filter((t) => t.decision === decision && t.points.length > 0);
  if (all.length === 0) return null;
  const lines = all.slice(0, MOST);
  const title = `${studio.label('timeline')}: ${decision}`;
  const { opened, decided } = all[0]!;
  const days = [...new Set([...all.flatMap((t) => t.points.map(({ on }) => on)), decided, ...(opened === null ? [] : [opened])])].sort();
  const [first, last] = [numberOf(days[0]!), numberOf(days[days.length - 1]!)];
  const values = lines.flatMap((t) => t.points.map(({ value }) => value / 10_000));
  const ticks = ticksOf(Math.min(...values), Math.max(...values));
  const x = (day: string): number => LEFT + ((numberOf(day) - first) / Math.max(1, last - first)) * (RIGHT - LEFT);
  const y = (value: number): number => BOTTOM - ((value - ticks[0]!) / Math.max(1e-9, ticks[ticks.length - 1]! - ticks[0]!)) * (BOTTOM - TOP);
  const places = apart(lines.map((t) => y(t.points[t.points.length - 1]!.value / 10_000)));
  const drawn = lines.map((t, k) => steps(t, x, y, decided, places[k]!));
  const axis = ticks.map((tick) => html`${line(LEFT, y(tick), RIGHT, y(tick))}${text(LEFT - 8, y(tick) + 4, studio.decimal(tick, Number.isInteger(tick) ? 0 : 1), 'end', SOFT, 11)}`);
  const bottom = Math.max(BOTTOM, ...places);
  const { date } = locales[studio.locale];
  const events = ([[opened, 'opened'], [decided, 'decided']] as const).flatMap(([day, label], k) => (day === null ? [] : [line(x(day), TOP - 6, x(day), BOTTOM + 6, INK, 1.2, '4 3'), text(x(day), bottom + 22 + k * 15, `${studio.label(label)}: ${date(day)}`, x(day) > 250 ? 'end' : 'start', SOFT, 11)]));
  const rest = all.length > MOST ? text(RIGHT + 30, bottom + 22, studio.label('more', all.length - MOST), 'start', SOFT, 11) : null;
  const data = all.flatMap((t) => t.points.map(({ on, value }) => ({ decision, person: t.person, criterion: t.criterion, by: t.by, chosen: t.chosen, on, value })));
  const told = lines.map((t) => `${nameOf(t)}: ${t.points.map(({ on, value }) => `${date(on)} ${studio.points(value)}`).join(', ')}`).join('; ');
  return studio.picture(`timeline-${decision}`, title, data, studio.frame(`timeline-${decision}`, title, told, bottom + 48, [axis, events, drawn, rest]));
}

/** Whose score it is, for what and by whom: the lines of one person must be told apart. */
const nameOf = ({ person, criterion, by }: Timeline): string => [person, criterion, by].filter((part) => part !== null).join(', ');

/** Places for labels at these heights, in their order, none on another. */
function apart(heights: readonly number[]): readonly number[] {
  const places = heights.map(() => 0);
  let last = 0;
  for (const k of heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]! || a - b)) last = places[k] = Math.max(heights[k]!, last + 14);
  return places;
}

/** A score holds till it is changed: steps, not slopes. A thin line leads from its end to its label. */
function steps(t: Timeline, x: (day: string) => number, y: (value: number) => number, decided: string, place: number): Markup {
  const points = t.points.map(({ on, value }) => [x(on), y(value / 10_000)] as const);
  const path = points.map(([px, py], k) => (k === 0 ? `M${at(px)} ${at(py)}` : `H${at(px)}V${at(py)}`)).join('') + `H${at(x(decided))}`;
  const end = points[points.length - 1]!;
  const colour = t.chosen ? TIED : OTHER;
  return html`<path d="${path}" fill="none" stroke="${colour}" stroke-width="${t.chosen ? 2.5 : 1.5}" stroke-dasharray="${t.chosen ? '' : '6 3'}"/>${points.map(([px, py]) => html`<circle cx="${at(px)}" cy="${at(py)}" r="3" fill="${colour}"/>`)}${line(Math.max(x(decided), end[0]) + 3, end[1], RIGHT + 26, place, LINE)}${text(RIGHT + 30, place + 4, short(nameOf(t), 30), 'start', colour, 11.5)}`;
}

/** Days since the year 0 by months of 31: good enough for a place on an axis, the same everywhere. */
function numberOf(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return year * 372 + month * 31 + date;
}
