import type { MeasureName } from '../../simulating/index.js';
import { html } from '../html.js';
import { INK, line, LINE, linesOf, SOFT, text, WIDTH, type Picture } from '../picture.js';
import { ticksOf } from '../audit/scale.js';
import { along } from './measure-picture.js';
import { caption, datumOf, estimateMark, extent, marksLegend, type Form } from './marks.js';
import { fittedNames, senseOf, type ComparisonStudio } from './studio.js';

const [LEFT, ROW, ACROSS, GAP] = [150, 22, 5, 10];

/** One measure by level: a small picture for each, five in a row, policies as rows, all on one scale; marks tell what differs from the base. None where no level has a mean. */
export function levelsPicture(studio: ComparisonStudio, measure: MeasureName): Picture | null {
  const rows = studio.rowsOf(measure).filter(({ level, cells }) => level !== null && cells.some(({ estimate }) => estimate !== null));
  if (rows.length === 0) return null;
  const policies = studio.comparison.policies.map(({ name }) => name);
  const { name } = studio.words.measures[measure];
  const title = `${studio.label('by-level')}: ${name} (${studio.unit(measure)})`;
  const told = caption(studio.words.captions.levels(studio.confidence, studio.baseName));
  const strips = Math.ceil(rows.length / ACROSS);
  const each = Math.ceil(rows.length / strips);
  const wide = (WIDTH - LEFT) / each;
  const tall = policies.length * ROW;
  const first = 38 + told.lines * 15 + 28;
  const ticks = ticksOf(...extent(rows.flatMap(({ cells }) => cells.flatMap(({ estimate }) => (estimate === null ? [] : [estimate.low, estimate.high])))));
  const decimals = studio.tickDecimals(measure, ticks);
  const names = studio.policyNames(LEFT - 10);
  const levels = inTwoLines(rows.map(({ level }) => level!), wide - GAP);
  const senses = new Set<Form>();
  const panels = rows.map((row, k) => {
    const [left, top] = [LEFT + (k % each) * wide, first + Math.floor(k / each) * (tall + 62)];
    const x = along(ticks, [left + 8, left + wide - GAP - 8]);
    const ends = [ticks[0]!, ticks[ticks.length - 1]!];
    const grid = ticks.map((tick) => html`${line(x(tick), top, x(tick), top + tall, LINE)}${ends.includes(tick) && text(x(tick), top + tall + 14, studio.figure(measure, tick, decimals), tick === ends[0] ? 'start' : 'end', SOFT, 10.5)}`);
    const marks = policies.map((policy, p) => {
      const cell = row.cells.find((one) => one.policy === policy);
      if (!cell?.estimate) return text(left + wide / 2, top + (p + 0.5) * ROW + 4, '\u2013', 'middle', SOFT, 11);
      const sense = cell.difference === null ? 'base' : senseOf(measure, cell);
      senses.add(sense);
      return estimateMark(x, top + (p + 0.5) * ROW, cell.estimate, sense);
    });
    const labels = k % each === 0 && [...names.values()].map((words, p) => text(LEFT - 10, top + (p + 0.5) * ROW + 4, words, 'end', INK, 12.5));
    return html`${levels[k]!.map((words, l) => text(left + 4, top - 7 - 14 * (levels[k]!.length - 1 - l), words, 'start', INK, 12))}<rect x="${left + 2}" y="${top}" width="${wide - GAP - 2}" height="${tall}" fill="none" stroke="${LINE}"/>${grid}${labels}${marks}`;
  });
  const bottom = first + strips * (tall + 62) - 38;
  const data = rows.flatMap(({ level, cells }) => cells.map((cell) => datumOf({ measure, unit: studio.scale(measure).unit, level }, cell)));
  const spoken = rows.map(({ level, cells }) => `${level}: ${cells.map(({ policy, estimate }) => `${policy} ${estimate === null ? '\u2013' : studio.figure(measure, estimate.mean)}`).join(', ')}`).join('; ');
  const id = `levels-${measure}`;
  return studio.picture(id, title, data, studio.frame(id, title, spoken, bottom + 22, [told.markup, panels, marksLegend(studio, bottom + 16, senses)]));
}

/** Names in two lines where they need and can have them, else in one. */
function inTwoLines(names: readonly string[], pixels: number): readonly (readonly string[])[] {
  const fitted = fittedNames(names, pixels, 12);
  return names.map((name, k) => {
    const lines = linesOf(name, Math.ceil(name.length / 2) + 3);
    return fitted[k] !== name && lines.length === 2 && lines.every((words) => fittedNames([words], pixels, 12)[0] === words) ? lines : [fitted[k]!];
  });
}
