import type { Audit, LadderRung } from '../../auditing/index.js';
import { terminalText } from '../terminal-text.js';
import type { Locale } from '../locale/index.js';
import { caseList } from './case-list.js';
import { caveatTexts, findingText, testText } from './finding-text.js';
import { whyNot } from './forest-picture.js';
import { rungsOf, Studio } from './picture.js';
import { cannotTexts, rungTexts, stripCells } from './strip-picture.js';

/**
 * An audit for a terminal: the strip, the ladder of each tie with its claim in words, and the `top` findings (3 if left out). No names, no colour codes;
 * text of the record cannot steer the terminal.
 */
export function auditText(audit: Audit, { locale = 'en', top = 3 }: { readonly locale?: Locale; readonly top?: number } = {}): string {
  const studio = new Studio(audit, locale);
  const rung = ({ name, oddsRatio, interval, test, ...rest }: LadderRung): string => {
    if (oddsRatio === null) return `  ${studio.label(name)}: ${whyNot(studio, { name, oddsRatio, interval, test, ...rest })}`;
    const p = test.p === null ? '' : `; ${testText(studio, test)}`;
    return `  ${studio.label(name)}: ${studio.label('odds-ratio')} ${studio.withInterval(oddsRatio, interval)}${p}`;
  };
  const lines = [
    `${studio.label('title')}${audit.title === null ? '' : `: ${audit.title}`}`,
    stripCells(studio).map((cell) => cell.join(': ')).join('; '),
    rungTexts(studio).map(({ name, why }) => `${name}: ${why}`).join('; '),
    ...cannotTexts(studio),
    ...caveatTexts(studio),
    ...audit.ladders.flatMap((ladder) => [`${ladder.tie}: ${studio.words.claims[ladder.claim]}`, ...rungsOf(ladder).map(rung)]),
  ];
  const ordered = [...caseList(audit).flatMap(({ findings }) => findings), ...audit.findings.filter(({ decision }) => decision === null)];
  for (const finding of ordered.slice(0, top)) {
    const told = findingText(studio, finding);
    lines.push(`${finding.id} ${told.title}`, ...[told.where, told.rule, [told.effect, told.test].filter((t) => t !== '').join('; '), told.figures.join('; '), told.rate, told.alternatives[0] ?? '', told.ask[0] ?? ''].filter((t) => t !== '').map((t) => `  ${t}`));
  }
  if (ordered.length > top) lines.push(studio.label('more', ordered.length - top));
  return `${lines.map(terminalText).join('\n')}\n`;
}
