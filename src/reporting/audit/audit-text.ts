import type { Audit } from '../../auditing/index.js';
import { terminalText } from '../terminal-text.js';
import type { Locale } from '../locale/index.js';
import { caseList } from './case-list.js';
import { findingText } from './finding-text.js';
import { Studio } from './picture.js';

/**
 * An audit for a terminal: the strip, the ladder of each tie with its claim in words, and the `top` findings (3 if left out). No names, no colour codes;
 * text of the record cannot steer the terminal.
 */
export function auditText(audit: Audit, { locale = 'en', top = 3 }: { readonly locale?: Locale; readonly top?: number } = {}): string {
  const studio = new Studio(audit, locale);
  const { strip } = audit;
  const log = strip.log.integrity === 'no-log' ? studio.label('no-log') : `${studio.label(strip.log.integrity)}${strip.log.anchored === null ? '' : `, ${studio.label('anchored')} ${studio.whole(strip.log.anchored)}`}`;
  const lines = [
    `${studio.label('title')}${audit.title === null ? '' : `: ${audit.title}`}`,
    `${studio.label('log')}: ${log}; ${studio.label('audited')} ${studio.whole(strip.audited)} ${studio.label('of')} ${studio.whole(strip.decisions)}; ${studio.label('breaches')} ${studio.whole(strip.breaches)}; ${studio.label('signs')} ${studio.whole(audit.findings.filter((f) => f.kind === 'flag').length)}`,
    strip.rungs.map(({ rung, given }) => `${studio.words.rungs[rung]}: ${studio.label(given ? 'given' : 'not-given')}`).join('; '),
    ...strip.cannot.map(({ because, decisions }) => `${studio.label('not-audited')}: ${studio.whole(decisions)}, ${studio.label('because')} ${studio.words.because[because]}`),
    ...audit.ladders.flatMap((ladder) => [
      `${ladder.tie}: ${studio.words.claims[ladder.claim]}`,
      ...ladder.rungs.map((rung) => `  ${studio.label(rung.name)}: ${rung.oddsRatio === null ? (rung.because === null ? studio.label('unknown') : studio.words.because[rung.because]) : `${studio.label('odds-ratio')} ${studio.ratio(rung.oddsRatio)}${rung.interval ? ` [${studio.ratio(rung.interval.low)}; ${studio.ratio(rung.interval.high)}]` : ''}${rung.test.p === null ? '' : `, p ${studio.p(rung.test.p)}`}`}`),
    ]),
  ];
  const ordered = [...caseList(audit).flatMap(({ findings }) => findings), ...audit.findings.filter(({ decision }) => decision === null)];
  for (const finding of ordered.slice(0, top)) {
    const told = findingText(studio, finding);
    lines.push(`${finding.id} ${told.title}`, ...[told.where, told.rule, told.figures.join('; '), [told.effect, told.test].filter((t) => t !== '').join('; '), told.rate, told.alternatives[0] ?? '', told.ask[0] ?? ''].filter((t) => t !== '').map((t) => `  ${t}`));
  }
  if (ordered.length > top) lines.push(studio.label('more', ordered.length - top));
  return `${lines.map(terminalText).join('\n')}\n`;
}
