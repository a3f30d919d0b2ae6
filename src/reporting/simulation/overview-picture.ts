import type { ComparedCell, MeasureName } from '../../simulating/index.js';
import { html, type Markup } from '../html.js';
import { INK, line, LINE, SOFT, text, WIDTH, type Picture } from '../picture.js';
import { caption, datumOf, estimateMark, extent, marksLegend } from './marks.js';
import { FIRST, senseOf, type ComparisonStudio, type Sense } from './studio.js';

const [LEFT, ROW, ACROSS] = [188, 53, 5];

/**
 * Paired differences to the base on one sheet: measures down, policies across, each line on a scale of its own that is the same for all policies. With more than
 * five policies beside the base there is one sheet for each five. None where there is no other policy or no difference.
 */
export function overviewPictures(studio: ComparisonStudio): readonly Picture[] {
  const { policies, base } = studio.comparison;
  const others = policies.map(({ name }) => name).filter((name) => name !== base);
  const measures = studio.measures.slice(0, FIRST).filter((measure) => studio.row(measure)!.cells.some(({ difference }) => difference !== null));
  if (measures.length === 0) return [];
  const sheets = Math.ceil(others.length / ACROSS);
  const each = Math.ceil(others.length / sheets);
  return Array.from({ length: sheets }, (_, k) => sheet(studio, measures, others.slice(k * each, (k + 1) * each), k + 1, sheets));
}

function sheet(studio: ComparisonStudio, measures: readonly MeasureName[], names: readonly string[], number: number, sheets: number): Picture {
  const title = `${studio.label('overview')} ${studio.baseName}${sheets > 1 ? ` (${number}/${sheets})` : ''}`;
  const told = caption(studio.words.captions.overview(studio.confidence, studio.baseName));
  const wide = (WIDTH - LEFT) / names.length;
  const all = studio.policyNames(wide - 8, 12);
  const top = 34 + told.lines * 15 + 30;
  const senses = new Set<Sense>();
  const heads = names.map((name, k) => text(LEFT + (k + 0.5) * wide, top - 14, all.get(name)!, 'middle', INK, 12));
  const drawn = measures.map((measure, r) => {
    const y = top + r * ROW;
    const { cells } = studio.row(measure)!;
    const reach = extent([0, ...cells.flatMap(({ difference }) => (difference === null ? [] : [Math.abs(difference.low), Math.abs(difference.high)]))])[1];
    const { name } = studio.words.measures[measure];
    const row = names.map((policy, k) => {
      const cell = cells.find((one) => one.policy === policy);
      if (cell?.difference) senses.add(senseOf(measure, cell));
      return cellOf(studio, measure, cell, LEFT + k * wide, wide, y, reach);
    });
    return html`${line(0, y, WIDTH, y, LINE)}${text(0, y + 17, name, 'start', INK, 12.5)}${text(0, y + 33, studio.words.differenceUnits[studio.scale(measure).unit], 'start', SOFT, 11)}${row}`;
  });
  const bottom = top + measures.length * ROW;
  const zero = names.map((_, k) => line(LEFT + (k + 0.5) * wide, top, LEFT + (k + 0.5) * wide, bottom, '#9aa4ad', 1, '2 3'));
  const data = measures.flatMap((measure) => studio.row(measure)!.cells.filter(({ policy }) => names.includes(policy)).map((cell) => datumOf({ measure, unit: studio.scale(measure).unit }, cell)));
  const spoken = measures.map((measure) => `${studio.words.measures[measure].name}: ${studio.row(measure)!.cells.filter(({ policy, difference }) => difference !== null && names.includes(policy)).map(({ policy, difference }) => `${policy} ${studio.signed(measure, difference!.mean)}`).join(', ')}`).join('; ');
  const id = number === 1 ? 'overview' : `overview-${number}`;
  return studio.picture(id, title, data, studio.frame(id, title, spoken, bottom + 34, [told.markup, heads, zero, drawn, line(0, bottom, WIDTH, bottom, LINE), marksLegend(studio, bottom + 22, senses)]));
}

function cellOf(studio: ComparisonStudio, measure: MeasureName, cell: ComparedCell | undefined, left: number, wide: number, y: number, reach: number): Markup {
  const middle = left + wide / 2;
  if (!cell?.difference) return html`<rect x="${middle - 8}" y="${y + 16}" width="16" height="20" fill="#fff"/>${text(middle, y + 30, '\u2013', 'middle', SOFT, 12)}`;
  const x = (value: number): number => middle + (value / reach) * (wide / 2 - 9);
  const decimals = studio.decimalsOf(studio.row(measure)!, 'difference');
  const [words, span] = [studio.signed(measure, cell.difference.mean, decimals), studio.span(measure, cell.difference, decimals)];
  return html`${estimateMark(x, y + 14, cell.difference, senseOf(measure, cell))}<rect x="${middle - span.length * 3}" y="${y + 22}" width="${span.length * 6}" height="28" fill="#fff"/>${text(middle, y + 33, words, 'middle', INK, 11.5)}${text(middle, y + 47, span, 'middle', SOFT, 10)}`;
}
