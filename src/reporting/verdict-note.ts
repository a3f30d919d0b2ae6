import type { ReportVerdict } from './context.js';
import type { Words } from './locale/index.js';

/** What a reader must know beside the word of a verdict: how far the log is anchored, and why nothing shows that it is whole. */
export function verdictNote({ check, outcome, upTo }: ReportVerdict, { verdictNote: note }: Words): string {
  if (check === 'completeness' && outcome === 'unproven') return note.cut;
  if (check !== 'anchored') return '';
  return upTo === undefined ? (outcome === 'unproven' ? note.nobodyOutside : '') : note.upTo(upTo);
}
