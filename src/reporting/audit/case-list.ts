import type { Finding } from '../../auditing/index.js';
import { SOFT, text, type Picture, type Studio } from './picture.js';

const MOST = 30;
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
  let y = 30;
  const drawn = cases.slice(0, MOST).map(({ decision, findings }) => {
    const top = (y += 8);
    const lines = [...new Set(findings.map(({ code }) => code))].slice(0, 4).map((code) => text(130, (y += 15), `${studio.words.findings[code]}`, 'start', undefined, 11));
    return [text(0, top + 15, decision, 'start', undefined, 12), lines];
  });
  const rest = cases.length > MOST ? text(130, (y += 20), studio.label('more', cases.length - MOST), 'start', SOFT, 11) : null;
  const data = cases.flatMap(({ decision, findings }) => findings.map(({ id, code, kind, on, document }) => ({ decision, finding: id, kind, code, on, document })));
  return studio.picture('cases', title, data, studio.frame('cases', title, `${studio.whole(cases.length)} ${studio.label('decisions')}`, y + 16, [drawn, rest]));
}
