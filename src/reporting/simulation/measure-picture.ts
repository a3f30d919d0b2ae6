import type { MeasureName } from '../../simulating/index.js';
import { html } from '../html.js';
import { INK, line, LINE, SOFT, text, type Picture } from '../picture.js';
import { ticksOf } from '../audit/scale.js';
import { caption, datumOf, estimateMark, extent, marksLegend } from './marks.js';
import { senseOf, type ComparisonStudio, type Sense } from './studio.js';

/** The names end at 146; means stand from 158 to 362 with their figures after them, differences from 452 to 640 with theirs. */
const [NAMES, MEAN, DIFFERENCE, ROW] = [146, [158, 362], [456, 636], 27] as const;

/** One measure of the whole organisation: policies as rows, means with intervals, and beside them the paired differences to the base. None where no policy has a mean. */
export function measurePicture(studio: ComparisonStudio, measure: MeasureName): Picture | null {
  const row = studio.row(measure);
  if (!row || row.cells.every(({ estimate }) => estimate === null)) return null;
  const { base } = studio.comparison;
  const words = studio.words.measures[measure];
  const title = `${words.name} (${studio.unit(measure)})`;
  const told = caption(`${words.what} ${studio.words.captions.measure(studio.confidence, studio.baseName)}`);
  const names = studio.policyNames(NAMES);
  const top = 38 + told.lines * 15 + 22;
  const bottom = top + row.cells.length * ROW;
  const means = ticksOf(...extent(row.cells.flatMap(({ estimate }) => (estimate === null ? [] : [estimate.low, estimate.high]))));
  const differences = row.cells.flatMap(({ difference }) => (difference === null ? [] : [difference.low, difference.high]));
  const gaps = ticksOf(...extent([0, ...differences]));
  const [decimals, fine] = [studio.decimalsOf(row, 'estimate'), studio.decimalsOf(row, 'difference')];
  const x = along(means, MEAN);
  const d = along(gaps, DIFFERENCE);
  const senses = new Set<Sense>();
  const rows = row.cells.map((cell, k) => {
    const y = top + (k + 0.5) * ROW;
    const sense = senseOf(measure, cell);
    if (cell.difference !== null) senses.add(sense);
    const mean = cell.estimate === null ? text(MEAN[0], y + 4, studio.label('no-data'), 'start', SOFT, 11.5) : html`${estimateMark(x, y, cell.estimate, 'base')}${text(MEAN[1] + 78, y + 4, studio.figure(measure, cell.estimate.mean, decimals), 'end', INK, 12)}`;
    const gap = cell.difference === null ? text(DIFFERENCE[0], y + 4, cell.policy === base ? studio.label('base') : cell.estimate === null ? '' : studio.label('no-data'), 'start', SOFT, 11.5) : html`${estimateMark(d, y, cell.difference, sense)}${text(720, y + 4, studio.signed(measure, cell.difference.mean, fine), 'end', INK, 12)}`;
    return html`${k > 0 && line(0, y - ROW / 2, 720, y - ROW / 2, '#eceff1')}${text(NAMES, y + 4, names.get(cell.policy) ?? '', 'end', INK, 12.5)}${mean}${gap}`;
  });
  const grid = [
    ...axis(studio, measure, means, x, top, bottom),
    ...(differences.length === 0 ? [] : [...axis(studio, measure, gaps, d, top, bottom), line(d(0), top - 4, d(0), bottom, INK, 1.2)]),
  ];
  const heads = [text(MEAN[0], top - 8, studio.label('mean'), 'start', SOFT, 11.5), differences.length > 0 && text(DIFFERENCE[0], top - 8, `${studio.label('difference')}${unitAfter(studio, measure)}`, 'start', SOFT, 11.5)];
  const data = row.cells.map((cell) => datumOf({ measure, unit: studio.scale(measure).unit }, cell));
  const spoken = row.cells.map(({ policy, estimate }) => `${policy}: ${estimate === null ? studio.label('no-data') : `${studio.figure(measure, estimate.mean, decimals)} ${studio.span(measure, estimate, decimals)}`}`).join('; ');
  return studio.picture(measure, title, data, studio.frame(measure, title, spoken, bottom + 46, [told.markup, grid, heads, rows, marksLegend(studio, bottom + 38, senses)]));
}

const unitAfter = (studio: ComparisonStudio, measure: MeasureName): string => {
  const unit = studio.words.differenceUnits[studio.scale(measure).unit];
  return unit === '' || studio.scale(measure).unit !== 'share' ? '' : `, ${unit}`;
};

/** Where a value stands between the first and the last tick. */
export function along(ticks: readonly number[], [from, to]: readonly [number, number]): (value: number) => number {
  const [first, last] = [ticks[0]!, ticks[ticks.length - 1]!];
  return (value) => from + ((value - first) / (last - first)) * (to - from);
}

function axis(studio: ComparisonStudio, measure: MeasureName, ticks: readonly number[], x: (value: number) => number, top: number, bottom: number): ReturnType<typeof html>[] {
  const decimals = studio.tickDecimals(measure, ticks);
  // labels that would touch are left out, every second or third stays
  const wide = Math.max(...ticks.map((tick) => studio.figure(measure, tick, decimals).length)) * 7 + 8;
  const step = Math.max(1, Math.ceil(wide / (x(ticks[1]!) - x(ticks[0]!))));
  return ticks.map((tick, k) => html`${line(x(tick), top, x(tick), bottom, LINE)}${k % step === 0 && text(x(tick), bottom + 15, studio.figure(measure, tick, decimals), 'middle', SOFT, 11)}`);
}
