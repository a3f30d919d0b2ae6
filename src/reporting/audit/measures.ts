import type { Measure } from '../../auditing/index.js';
import type { Studio } from './picture.js';

/** A figure of a finding as text: its name in the language, its value with its unit. */
export function measureText(studio: Studio, { name, value, unit }: Measure): string {
  const label = studio.words.measures[name] ?? name.replaceAll('-', ' ');
  return `${label}: ${valueText(studio, value, unit)}`;
}

function valueText(studio: Studio, value: Measure['value'], unit: Measure['unit']): string {
  if (value === null) return studio.label('unknown');
  if (typeof value === 'string') return studio.words.codes[value] ?? value;
  switch (unit) {
    case 'points':
      return studio.points(value);
    case 'share':
      return studio.percent(value);
    case 'ratio':
    case 'log10':
      return studio.decimal(value, 2);
    case 'people':
      return studio.count(value);
    default:
      return studio.decimal(value, Number.isInteger(value) ? 0 : 2);
  }
}
