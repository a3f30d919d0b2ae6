import { html } from '../html.js';
import { caveatTexts } from './finding-text.js';
import { line, linesOf, SOFT, text, WIDTH, type Picture, type Studio } from './picture.js';

/** Name and value of what an audit stands on, in the order in which it is read: the trail, what was erased, what could be audited and what not, what was found. */
export function stripCells(studio: Studio): readonly (readonly [string, string])[] {
  const { strip, findings } = studio.audit;
  const { integrity, anchored, erased } = strip.log;
  const log = studio.label(integrity);
  return [
    [studio.label('log'), anchored === null ? log : `${log}, ${studio.label('anchored')} ${studio.whole(anchored)}`],
    [studio.label('erased'), erased === null ? studio.label('not-known') : studio.whole(erased)],
    [studio.label('audited'), `${studio.whole(strip.audited)} ${studio.label('of')} ${studio.whole(strip.decisions)} ${studio.label('decisions')}`],
    [studio.label('cannot-audit'), studio.whole(strip.decisions - strip.audited)],
    [studio.label('breaches'), studio.whole(strip.breaches)],
    [studio.label('signs'), studio.whole(findings.filter((f) => f.kind === 'flag').length)],
  ];
}

/** What was given and what was not, with the reason; of relations, whether only the table's own columns say who has a tie. */
export function rungTexts(studio: Studio): readonly { readonly given: boolean; readonly name: string; readonly why: string }[] {
  return studio.audit.strip.rungs.map(({ rung, given, because }) => {
    const stated = rung === 'relations' && studio.audit.cannot.some((row) => row.part === 'conflicts' && row.because === 'no-relations');
    return { given, name: stated && given ? studio.label('stated-ties') : studio.words.rungs[rung], why: given ? studio.label('given') : `${studio.label('not-given')}${because ? `: ${studio.words.because[because]}` : ''}` };
  });
}

/** Why decisions cannot be audited, each reason with its number. */
export function cannotTexts(studio: Studio): readonly string[] {
  return studio.audit.strip.cannot.map(({ because, decisions }) => `${studio.label('cannot-audit')}: ${studio.whole(decisions)}, ${studio.label('because')} ${studio.words.because[because]}`);
}

/** What the audit stands on, in one strip, and what the ladder of each tie comes to: a notebook opens with it. */
export function stripPicture(studio: Studio): Picture {
  const { strip, ladders } = studio.audit;
  const cells = stripCells(studio);
  const wide = WIDTH / 3;
  const boxes = cells.map(([name, value], k) => {
    const [x, y] = [(k % 3) * wide, 28 + Math.floor(k / 3) * 58];
    return html`<rect x="${x + 1}" y="${y}" width="${wide - 8}" height="50" fill="#fff" stroke="#1c252e"/>${text(x + 10, y + 18, name, 'start', SOFT, 12)}${text(x + 10, y + 39, value, 'start', undefined, value.length > 30 ? 11 : 15)}`;
  });
  let y = 168;
  const rungs = rungTexts(studio).map(({ given, name, why }, k) => {
    y = 168 + k * 22;
    return html`${given ? html`<path d="M2 ${y - 5}l4 5 8 -10" fill="none" stroke="#1c252e" stroke-width="2"/>` : line(3, y - 4, 14, y - 4, SOFT, 2)}${text(24, y, name)}${text(290, y, why, 'start', SOFT, 12)}`;
  });
  const cannot = cannotTexts(studio).flatMap((words) => linesOf(words, 105)).map((words) => text(0, (y += 20), words, 'start', SOFT, 12));
  const caveats = caveatTexts(studio).flatMap((caveat) => linesOf(caveat, 105)).map((words) => text(0, (y += 20), words, 'start', SOFT, 12));
  const claims = ladders.map(({ tie, claim }) => html`${text(0, (y += 26), tie)}${linesOf(studio.words.claims[claim], 105).map((words) => text(0, (y += 18), words, 'start', SOFT, 12))}`);
  const data = [
    { name: 'integrity', value: strip.log.integrity }, { name: 'anchored', value: strip.log.anchored }, { name: 'erased', value: strip.log.erased }, { name: 'decisions', value: strip.decisions },
    { name: 'audited', value: strip.audited }, { name: 'breaches', value: strip.breaches },
    ...strip.rungs.map(({ rung, given }) => ({ name: rung, value: given })), ...strip.cannot.map(({ because, decisions }) => ({ name: because, value: decisions })), ...ladders.map(({ tie, claim }) => ({ name: tie, value: claim })),
  ];
  const title = studio.label('strip');
  return studio.picture('strip', title, data, studio.frame('strip', title, cells.map((cell) => cell.join(': ')).join('; '), y + 12, [boxes, rungs, cannot, caveats, claims]));
}
