import { html, type Markup } from './html.js';
import { table } from './marks.js';
import type { ReportContext } from './context.js';
import { trailVerify } from './trail-section.js';
import { verdictNote } from './verdict-note.js';

/** Stages with what the plan reaches and what no plan can pass, the checks one by one, and how to repeat them. */
export function proofSection({ proposal, verdicts, trail, names }: ReportContext): Markup {
  const { words } = names;
  const { report } = words;
  const plan = proposal.certain;
  const stable = proposal.objective === 'stable';
  const bounds = new Map(plan.certificate?.stages.map((s) => [s.stage, s.value]));
  const rows = plan.objectives.map(({ stage, value }) => {
    if (stable) return [names.stage(stage), names.stageValue(stage, value)];
    const bound = bounds.get(stage);
    return [names.stage(stage), names.stageValue(stage, value), bound === undefined ? '' : names.stageValue(stage, bound), bound === value ? report.proven : html`<b>${report.notProven}</b>`];
  });
  return html`<section><h2 id="proof">${report.proof}</h2>
<p>${stable ? words.stable.proof : report.proofText}</p>
${rows.length > 0 && table([{ head: report.stage, kind: 'w' }, { head: report.value }, ...(stable ? [] : [{ head: report.bound }, { head: report.result, kind: 's' as const }])], rows)}
${plan.status !== 'infeasible' && !stable && html`<p>${report.ties(plan.tied.length)}${!plan.tiesProven && ` ${report.tiesNotProven}`}</p>`}</section>
<section><h2 id="verdicts">${report.verdicts}</h2>
${
  verdicts.length === 0
    ? html`<p>${report.verdictsNone}</p>`
    : table(
        [{ head: report.checkName }, { head: report.result, kind: 's' }, { head: report.detail, kind: 'w' }],
        verdicts.map((v) => {
          const outcome = words.verdict[v.outcome];
          const note = verdictNote(v, words);
          const code = v.code === undefined ? '' : html`<p>${v.code}: ${Object.hasOwn(words.errors, v.code) ? words.errors[v.code as keyof typeof words.errors] : ''}${v.path !== undefined && html` <code>${v.path}</code>`}</p>`;
          return [words.check[v.check] ?? v.check, v.outcome === 'fails' ? html`<span class="fails">${outcome}</span>` : outcome, html`${note !== '' && html`<p>${note}</p>`}${code}<p class="basis" lang="en">${v.detail}</p>`];
        }),
      )
}</section>
<section><h2 id="verify">${report.verify}</h2>
<p>${report.verifyText}</p>
${trail ? trailVerify(trail, words) : html`<p><code>meritra verify bundle.json --report report.html</code></p>`}
<p class="full">${report.hashes}, ${report.roundHash}: <code>${proposal.round.hash}</code></p>
<p class="full">${report.hashes}, ${report.policyHash}: <code>${proposal.policy.hash}</code></p></section>
<footer>${report.madeBy(`${proposal.engine.name} ${proposal.engine.version}`)}</footer>`;
}
