import { html } from '../html.js';
import { line, SOFT, text, WIDTH, type Picture, type Studio } from './picture.js';

/** What the audit stands on, in one strip: the trail, how many decisions could be audited, which tables were given, what was counted, and what the ladder of each tie comes to. */
export function stripPicture(studio: Studio): Picture {
  const { strip, findings, ladders } = studio.audit;
  const { words } = studio;
  const log = strip.log.integrity === 'no-log' ? studio.label('no-log') : studio.label(strip.log.integrity);
  const cells: readonly (readonly [string, string])[] = [
    [studio.label('log'), strip.log.anchored === null ? log : `${log}, ${studio.label('anchored')} ${studio.whole(strip.log.anchored)}`],
    [studio.label('audited'), `${studio.whole(strip.audited)} ${studio.label('of')} ${studio.whole(strip.decisions)}`],
    [studio.label('breaches'), studio.whole(strip.breaches)],
    [studio.label('signs'), studio.whole(findings.filter((f) => f.kind === 'flag').length)],
  ];
  const wide = WIDTH / cells.length;
  const boxes = cells.map(([name, value], k) => html`<rect x="${k * wide + 1}" y="28" width="${wide - 8}" height="52" fill="#fff" stroke="#1c252e"/>${text(k * wide + 10, 47, name, 'start', SOFT, 11)}${text(k * wide + 10, 68, value, 'start', undefined, 15)}`);
  const rungs = strip.rungs.map(({ rung, given, because }, k) => {
    const y = 104 + k * 20;
    const why = given ? studio.label('given') : `${studio.label('not-given')}${because ? `: ${words.because[because]}` : ''}`;
    return html`${given ? html`<path d="M2 ${y - 5}l4 5 8 -10" fill="none" stroke="#1c252e" stroke-width="2"/>` : line(3, y - 4, 14, y - 4, SOFT, 2)}${text(24, y, words.rungs[rung])}${text(250, y, why, 'start', SOFT, 12)}`;
  });
  const below = 104 + strip.rungs.length * 20;
  const claims = ladders.map(({ tie, claim }, k) => html`${text(2, below + 14 + k * 38, tie, 'start', undefined, 13)}${text(2, below + 31 + k * 38, words.claims[claim], 'start', SOFT, 11)}`);
  const height = below + ladders.length * 38 + (ladders.length > 0 ? 8 : 0);
  const data = [
    { name: 'integrity', value: strip.log.integrity }, { name: 'anchored', value: strip.log.anchored }, { name: 'erased', value: strip.log.erased }, { name: 'decisions', value: strip.decisions },
    { name: 'audited', value: strip.audited }, { name: 'breaches', value: strip.breaches },
    ...strip.rungs.map(({ rung, given }) => ({ name: rung, value: given })), ...strip.cannot.map(({ because, decisions }) => ({ name: because, value: decisions })), ...ladders.map(({ tie, claim }) => ({ name: tie, value: claim })),
  ];
  const title = studio.label('strip');
  return studio.picture('strip', title, data, studio.frame('strip', title, cells.map((cell) => cell.join(': ')).join('; '), height, [boxes, rungs, claims]));
}
