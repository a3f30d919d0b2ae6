import type { Finding } from '../../auditing/index.js';
import { html } from '../html.js';
import { line, linesOf, short, SOFT, text, WIDTH, type Picture, type Studio } from './picture.js';
import type { Question } from './words.js';

const MOST = 15;
/** What can be looked up comes first, then what stands out most. */
const ORDER = { breach: 0, case: 2, flag: 1, effect: 3 } as const;

/** The findings in the order in which they are worth a look, by the number of them on each decision. */
export function caseList({ findings }: { readonly findings: readonly Finding[] }): readonly { readonly decision: string; readonly findings: readonly Finding[] }[] {
  const by = new Map<string, Finding[]>();
  for (const finding of findings) if (finding.decision !== null) by.set(finding.decision, [...(by.get(finding.decision) ?? []), finding]);
  const rank = (list: readonly Finding[]): number => Math.min(...list.map(({ kind }) => ORDER[kind]));
  return [...by].sort(([a, x], [b, y]) => rank(x) - rank(y) || y.length - x.length || (a < b ? -1 : 1)).map(([decision, list]) => ({ decision, findings: [...list].sort((x, y) => ORDER[x.kind] - ORDER[y.kind]) }));
}

/** The case list as a picture: the decision, what was measured on it, and the first question. */
export function casePicture(studio: Studio): Picture | null {
  const cases = caseList(studio.audit);
  if (cases.length === 0) return null;
  const title = studio.label('cases');
  let y = 34;
  const drawn = cases.slice(0, MOST).map(({ decision, findings }) => {
    const top = y;
    const ask = linesOf(studio.words.questions[findings[0]!.ask[0] as Question] ?? '', 32);
    const codes = [...new Set(findings.map(({ code }) => code))];
    const measured = codes.flatMap((code) => linesOf(studio.words.findings[code], 62).map((words, k) => ({ words, first: k === 0 })));
    y += Math.max(measured.length, ask.length) * 15 + 10;
    return html`${line(0, top - 4, WIDTH, top - 4)}${text(0, top + 12, short(decision, 16), 'start', undefined, 12)}${measured.map(({ words, first }, k) => text(first ? 118 : 126, top + 12 + k * 15, words, 'start', undefined, 11.5))}${ask.map((words, k) => text(520, top + 12 + k * 15, words, 'start', SOFT, 11.5))}`;
  });
  const rest = cases.length > MOST ? text(118, (y += 12), studio.label('more', cases.length - MOST), 'start', SOFT, 12) : null;
  const data = cases.flatMap(({ decision, findings }) => findings.map(({ id, code, kind, on, document, ask }) => ({ decision, finding: id, kind, code, on, document, ask: ask[0] ?? null })));
  return studio.picture('cases', title, data, studio.frame('cases', title, `${studio.whole(cases.length)} ${studio.label('decisions')}`, y + 10, [drawn, rest]));
}
