import { html } from '../html.js';
import type { ConflictPath } from '../../auditing/index.js';
import { at, INK, line, SOFT, text, WIDTH, type Picture, type Studio } from './picture.js';

/** The ties that lead from somebody with a role in a decision to somebody considered, each with its kind and where it is recorded. Pseudonyms only. */
export function pathPicture(studio: Studio, path: ConflictPath, number: number): Picture {
  const name = `path-${number}`;
  const title = `${studio.label('path')}: ${path.decision}`;
  const people = path.steps.length === 0 ? [path.person] : [path.steps[0]!.from, ...path.steps.map((step) => step.to)];
  const gap = people.length === 1 ? 0 : (WIDTH - 140) / (people.length - 1);
  const x = (k: number): number => 70 + k * gap;
  const ties = path.steps.map((step, k) => {
    const middle = (x(k) + x(k + 1)) / 2;
    const degree = step.degree === null ? '' : `, ${studio.label('degree')} ${step.degree}`;
    return html`${line(x(k) + 52, 76, x(k + 1) - 52, 76, INK, 1.5)}${text(middle, 68, `${step.kind}${degree}`, 'middle', INK, 12)}${step.source !== null && text(middle, 92, step.source, 'middle', SOFT, 10)}`;
  });
  const nodes = people.map((person, k) => {
    const actor = person === path.actor; // steps may run either way: captions go by who it is
    const caption = actor ? (studio.words.roles[path.role] ?? path.role) : person !== path.person ? '' : (studio.words.roles[path.chosen ? 'chosen' : 'passed-over'] ?? '');
    return html`<rect x="${at(x(k) - 52)}" y="58" width="104" height="36" rx="${actor ? 0 : 16}" fill="#fff" stroke="${INK}" stroke-width="1.5"/>${text(x(k), 80, person, 'middle')}${text(x(k), 112, caption, 'middle', SOFT, 11)}`;
  });
  const verdict = `${studio.words.conflicts[path.verdict]}${path.degree === null ? '' : `; ${studio.label('degree')} ${path.degree}${path.within ? '' : `, ${studio.label('beyond')}`}`}`;
  const data = path.steps.map((step) => ({ decision: path.decision, role: path.role, from: step.from, to: step.to, kind: step.kind, degree: step.degree, source: step.source, verdict: path.verdict, chosen: path.chosen, within: path.within }));
  return studio.picture(name, title, data, studio.frame(name, title, verdict, 126, [text(0, 36, verdict, 'start', INK, 12), ties, nodes]));
}
