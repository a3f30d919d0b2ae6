import type { Measure } from '../../auditing/index.js';
import { locales } from '../locale/index.js';
import { suppress } from '../suppress.js';
import type { Studio } from './picture.js';

/** Stands for a count that may not be shown. */
export const HIDDEN = '\u2026';

/** People in two groups, and how many of each something is true of. */
export interface TwoGroups {
  readonly connected: { readonly of: number; readonly passed: number };
  readonly others: { readonly of: number; readonly passed: number };
}

/**
 * `[passed, of]` of both groups as they may be shown: counts from 1 to the minimum less 1 are hidden, of those who passed and of those who did not, and
 * as many others as keep them from being told.
 */
export function shownCounts(studio: Studio, { connected, others }: TwoGroups): readonly (readonly [string, string])[] {
  const { counts, rowTotals } = suppress({ rows: ['connected', 'others'], columns: ['passed', 'not'], counts: [connected, others].map(({ of, passed }) => [passed, of - passed]) }, { minimum: studio.audit.minimum.cell });
  const show = (n: number | 'suppressed'): string => (n === 'suppressed' ? HIDDEN : studio.whole(n));
  return counts.map((row, g) => [show(row[0]!), show(rowTotals[g]!)] as const);
}

/** Measures that are the counts of one table: those of a group, and of these, those something is true of. */
const TABLES = [
  ['connected', 'connected-chosen', 'others', 'others-chosen'],
  ['reached-connected', 'passed-connected', 'reached-others', 'passed-others'],
  ['within-considered', 'within-chosen', 'beyond-considered', 'beyond-chosen'],
  ['chosen-connected', 'beneficiaries-connected', 'chosen-others', 'beneficiaries-others'],
] as const;

/** The figures of a finding as text, each with its name in the language and its unit; counts that may not be shown are hidden. */
export function measureTexts(studio: Studio, measures: readonly Measure[]): readonly string[] {
  const count = (name: string): number | null => {
    const value = measures.find((measure) => measure.name === name)?.value;
    return typeof value === 'number' ? value : null;
  };
  const hidden = new Map<string, string>();
  for (const names of TABLES) {
    const [a, b, c, d] = names.map(count);
    if (a == null || b == null || c == null || d == null) continue;
    const [connected, others] = shownCounts(studio, { connected: { of: a, passed: b }, others: { of: c, passed: d } });
    [connected![1], connected![0], others![1], others![0]].forEach((text, k) => hidden.set(names[k]!, text));
  }
  return measures.map((measure) => `${studio.words.measures[measure.name] ?? measure.name.replaceAll('-', ' ')}: ${hidden.get(measure.name) ?? valueText(studio, measure)}`);
}

function valueText(studio: Studio, { name, value, unit }: Measure): string {
  if (value === null) return studio.label('unknown');
  if (typeof value === 'string') return unit === 'date' ? dateText(studio, value) : (studio.words.codes[value] ?? value);
  if (name === 'record-sign-p') return studio.p(value);
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
      return Number.isInteger(value) ? studio.whole(value) : studio.decimal(value, 2);
  }
}

function dateText(studio: Studio, value: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? locales[studio.locale].date(value) : value;
}
