import { contextOf, type ReportInput, type ReportOptions } from './context.js';
import { amendmentsSection } from './decision-text.js';
import { frontierSection } from './frontier-section.js';
import { html } from './html.js';
import { limitsSection } from './limits-section.js';
import { findingsSection, passedOverSection, vacanciesSection, worklistSection } from './lists-section.js';
import { chainsSection, movesSection } from './moves-section.js';
import { pageOne } from './page-one.js';
import { postsSection } from './posts-section.js';
import { proofSection } from './proof-section.js';
import { routesSection } from './routes-section.js';
import { recusalSection } from './recusal-section.js';
import { STYLE } from './style.js';

/**
 * A proposal as one self-contained HTML file in one language: no script, nothing loaded from anywhere, the same bytes for the
 * same input. Page one says what it is, what it cannot know and who decides. It names people: an internal paper.
 *
 * Cost: one shortlist, and judgements of `nearest` people, for each post that receives somebody or stays empty within the scope.
 */
export function report(input: ReportInput, options: ReportOptions): string {
  const context = contextOf(input, options);
  const { words } = context.names;
  const planned = input.proposal.certain.status !== 'infeasible'; // of no plan nothing is told, not even that nobody moves
  const body = html`<!doctype html>
<html lang="${words.lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${words.report.title}: ${input.round.title ?? input.round.id}</title>${STYLE}</head><body><main>
${pageOne(context)}
${amendmentsSection(context)}
${movesSection(context)}
${planned && chainsSection(context)}
${routesSection(context)}
${limitsSection(context)}
${planned && postsSection(context)}
${planned && vacanciesSection(context)}
${worklistSection(context)}
${findingsSection(context)}
${recusalSection(context)}
${planned && passedOverSection(context)}
${frontierSection(context)}
${proofSection(context)}
</main></body></html>
`;
  return body.toString();
}
