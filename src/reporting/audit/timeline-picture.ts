import { html } from '../html.js';
import type { Timeline } from '../../auditing/index.js';
import { at, INK, line, OTHER, SOFT, text, TIED, type Picture, type Studio } from './picture.js';
import { ticksOf } from './scale.js';

const [LEFT, RIGHT, TOP, BOTTOM] = [60, 600, 44, 190];

/** The history of scores that changed in one decision: a line for each, the day the names were opened and the day of the decision. */
export function timelinePicture(studio: Studio, decision: string): Picture | null {
  const lines = studio.audit.timelines.filter((t) => t.decision === decision && t.points.length > 0);
  if (lines.length === 0) return null;
  const title = `${studio.label('timeline')}: ${decision}`;
  const { opened, decided } = lines[0]!;
  const days = [...new Set([...lines.flatMap((t) => t.points.map(({ on }) => on)), decided, ...(opened === null ? [] : [opened])])].sort();
  const [first, last] = [numberOf(days[0]!), numberOf(days[days.length - 1]!)];
  const values = lines.flatMap((t) => t.points.map(({ value }) => value / 10_000));
  const ticks = ticksOf(Math.min(...values), Math.max(...values));
  const x = (day: string): number => LEFT + ((numberOf(day) - first) / Math.max(1, last - first)) * (RIGHT - LEFT);
  const y = (value: number): number => BOTTOM - ((value - ticks[0]!) / Math.max(1e-9, ticks[ticks.length - 1]! - ticks[0]!)) * (BOTTOM - TOP);
  const drawn = lines.map((t) => steps(t, x, y, decided));
  const axis = ticks.map((tick) => html`${line(LEFT, y(tick), RIGHT, y(tick))}${text(LEFT - 8, y(tick) + 4, studio.decimal(tick, Number.isInteger(tick) ? 0 : 1), 'end', SOFT, 11)}`);
  const events = ([[opened, 'opened'], [decided, 'decided']] as const).flatMap(([day, label], k) => (day === null ? [] : [line(x(day), TOP - 6, x(day), BOTTOM + 6, INK, 1.2, '4 3'), text(x(day), BOTTOM + 20 + k * 14, `${studio.label(label)} ${day}`, x(day) > 400 ? 'end' : 'start', SOFT, 11)]));
  const data = lines.flatMap((t) => t.points.map(({ on, value }) => ({ decision, person: t.person, criterion: t.criterion, by: t.by, chosen: t.chosen, on, value })));
  const told = lines.map((t) => `${t.person}: ${t.points.map(({ on, value }) => `${on} ${studio.points(value)}`).join(', ')}`).join('; ');
  return studio.picture(`timeline-${decision}`, title, data, studio.frame(`timeline-${decision}`, title, told, BOTTOM + 44, [axis, events, drawn]));
}

/** A score holds till it is changed: steps, not slopes. */
function steps(t: Timeline, x: (day: string) => number, y: (value: number) => number, decided: string): ReturnType<typeof html> {
  const points = t.points.map(({ on, value }) => [x(on), y(value / 10_000)] as const);
  const path = points.map(([px, py], k) => (k === 0 ? `M${at(px)} ${at(py)}` : `H${at(px)}V${at(py)}`)).join('') + `H${at(x(decided))}`;
  const end = points[points.length - 1]!;
  return html`<path d="${path}" fill="none" stroke="${t.chosen ? TIED : OTHER}" stroke-width="${t.chosen ? 2.5 : 1.5}" stroke-dasharray="${t.chosen ? '' : '6 3'}"/>${points.map(([px, py]) => html`<circle cx="${at(px)}" cy="${at(py)}" r="3" fill="${t.chosen ? TIED : OTHER}"/>`)}${text(x(decided) + 8, end[1] + 4, t.person, 'start', t.chosen ? TIED : OTHER, 11)}`;
}

/** Days since the year 0 by months of 31: good enough for a place on an axis, the same everywhere. */
function numberOf(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return year * 372 + month * 31 + date;
}
