import type { Audit } from '../../auditing/index.js';
import type { Locale } from '../locale/index.js';
import { casePicture } from './case-list.js';
import { forestPicture } from './forest-picture.js';
import { funnelPicture } from './funnel-picture.js';
import { nullPicture } from './null-picture.js';
import { pathPicture } from './path-picture.js';
import { Studio, type Picture } from './picture.js';
import { rankPicture } from './rank-picture.js';
import { regretPicture } from './regret-picture.js';
import { stripPicture } from './strip-picture.js';
import { timelinePicture } from './timeline-picture.js';

/** Drawings of one decision that a report shows at most; the data of all are in the audit. */
const MOST = 12;

/** Every picture of an audit, each with its data, seed and version: the strip first. What has nothing to draw is left out. */
export function auditPictures(audit: Audit, { locale = 'en' }: { readonly locale?: Locale } = {}): readonly Picture[] {
  const studio = new Studio(audit, locale);
  const ties = audit.ladders.map(({ tie }) => tie);
  const paths = audit.conflicts.filter((path) => path.verdict !== 'declared-and-recused').sort((a, b) => Number(b.chosen) - Number(a.chosen)).slice(0, MOST);
  const late = [...new Set(audit.findings.filter((f) => f.code === 'late-score-change' || f.code === 'score-after-opening').flatMap(({ decision }) => decision ?? []))].slice(0, MOST);
  const all: readonly (Picture | null)[] = [
    stripPicture(studio),
    ...[...new Set(audit.funnel.map((row) => row.tie))].map((tie) => funnelPicture(studio, tie)),
    ...audit.ladders.flatMap((ladder) => [forestPicture(studio, ladder), nullPicture(studio, ladder)]),
    ...ties.map((tie) => rankPicture(studio, tie)),
    regretPicture(studio),
    ...paths.map((path, k) => pathPicture(studio, path, k + 1)),
    ...late.map((decision) => timelinePicture(studio, decision)),
    casePicture(studio),
  ];
  return all.filter((picture) => picture !== null && picture.svg !== '') as Picture[];
}
