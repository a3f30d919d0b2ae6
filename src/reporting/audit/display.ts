import type { Audit } from '../../auditing/index.js';
import type { Locale } from '../locale/index.js';
import { auditCsv } from './audit-csv.js';
import { auditReport } from './audit-report.js';
import { auditText } from './audit-text.js';
import { auditPictures } from './pictures.js';
import { showing } from '../showing.js';
import type { Picture } from './picture.js';

/** An audit that shows itself: in a notebook its strip, in a terminal its text, and as HTML, pictures and CSV where it is asked. The document stays as it is. */
export interface ShownAudit extends Audit {
  /** The terminal's text. */
  text(options?: { readonly locale?: Locale; readonly top?: number }): string;
  /** The whole report, one file. */
  html(options?: { readonly locale?: Locale }): string;
  pictures(options?: { readonly locale?: Locale }): readonly Picture[];
  csv(options?: { readonly locale?: Locale }): Readonly<Record<string, string>>;
}

const JUPYTER = Symbol.for('Jupyter.display');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const DENO = Symbol.for('Deno.customInspect');

/** The same audit with the ways to show it. They are not enumerable, so that its JSON is the document alone. */
export function shown(audit: Audit): ShownAudit {
  const text: ShownAudit['text'] = (options) => auditText(audit, options);
  const ways: Readonly<Record<PropertyKey, unknown>> = {
    text,
    html: (options: { readonly locale?: Locale } = {}) => auditReport(audit, options),
    pictures: (options: { readonly locale?: Locale } = {}) => auditPictures(audit, options).map(showing),
    csv: (options: { readonly locale?: Locale } = {}) => auditCsv(audit, options),
    toString: () => text(),
    [JUPYTER]: () => ({ 'image/svg+xml': auditPictures(audit)[0]!.svg, 'text/plain': text({ top: 0 }) }),
    [INSPECT]: () => text(),
    [DENO]: () => text(),
  };
  const result = { ...audit };
  for (const key of Reflect.ownKeys(ways)) Object.defineProperty(result, key, { value: ways[key], enumerable: false });
  return Object.freeze(result) as ShownAudit;
}
