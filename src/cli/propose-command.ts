import { canonicalJson } from '../canonical/index.js';
import { bundle } from '../deciding/index.js';
import { MeritError } from '../errors/index.js';
import { conflictOf, explain, recusalEffect, type Conflict } from '../explaining/index.js';
import { writeFileAtomic } from '../node/index.js';
import { locales, report, summaryText, type Locale } from '../reporting/index.js';
import { propose, type Plan } from '../solving/index.js';
import { verify, type Verdict } from '../verify/index.js';
import { EXIT, type Io } from './io.js';
import { warningLines } from './problems.js';
import { progressOn } from './progress.js';
import { readPolicy, readRound } from './read-round.js';
import { exitOf, verdictLines } from './verify-command.js';

export interface ProposeFlags {
  readonly policy: string;
  readonly scope?: string;
  readonly out?: string;
  readonly bundle?: string;
  readonly report?: string;
  readonly verify?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXIT_OF: Record<Plan['status'], number> = { optimal: EXIT.ok, feasible: EXIT.unproven, infeasible: EXIT.infeasible };

/** Reads, proposes, writes what was asked for, and says in a dozen lines what came out. */
export async function proposeCommand(path: string, flags: ProposeFlags, locale: Locale, io: Io): Promise<number> {
  const words = locales[locale].cli;
  const policy = await readPolicy(flags.policy);
  const { round, warnings } = await readRound(path, policy, flags.scope);
  if (!flags.quiet) io.stderr.write(warningLines(policy.warnings, flags.policy, locale) + warningLines(warnings, path, locale));

  const progress = progressOn(io, flags.quiet === true);
  const proposal = await propose(round, policy, {
    ...(io.signal && { signal: io.signal }),
    onProgress: (p) => progress.show(words.progress(p.plan, p.stage, p.stages), p.stage, p.stages),
  }).finally(() => progress.clear());
  const document = bundle(proposal, round, policy);
  const checked: readonly Verdict[] | undefined = flags.verify || flags.bundle !== undefined ? verify(document).verdicts : undefined;

  const aside = proposal.findings.some((f) => f.code === 'recused' && f.items > 0);
  const recusal = flags.report !== undefined && aside ? await recusalEffect(round, policy, { proposal, ...(io.signal && { signal: io.signal }) }) : undefined;

  const conflict = flags.report !== undefined && proposal.certain.status === 'infeasible' ? conflictIn(round, policy) : null;

  const files: (readonly [string | undefined, () => string])[] = [
    [flags.out, () => `${canonicalJson(proposal)}\n`],
    [flags.bundle, () => `${canonicalJson(document)}\n`],
    [
      flags.report,
      () => {
        const explanation = proposal.certain.status === 'infeasible' ? null : explain(proposal, round, policy);
        return report({ round, policy: policy.policy, proposal, explanation, ...(checked && { verdicts: checked }), ...(recusal && { recusal }), ...(conflict && { conflict }) }, { locale });
      },
    ],
  ];
  for (const [file, text] of files) {
    if (file === undefined) continue;
    await writeFileAtomic(file, text());
    if (!flags.quiet) io.stderr.write(`${words.wrote(file)}\n`);
  }
  if (flags.json) io.stdout.write(`${canonicalJson(proposal)}\n`);
  else if (!flags.quiet) io.stdout.write(summaryText({ round, policy: policy.policy, proposal }, { locale }) + (checked ? `\n${words.verdicts}:\n${verdictLines(checked, locale)}` : ''));
  return checked && exitOf(checked) === EXIT.fails ? EXIT.fails : EXIT_OF[proposal.certain.status];
}

/** Duties that no plan keeps together; null where that was not found out. */
function conflictIn(...round: Parameters<typeof conflictOf>): Conflict | null {
  try {
    return conflictOf(...round);
  } catch (error) {
    if (error instanceof MeritError && error.code === 'E_LIMIT_SEARCH') return null;
    throw error;
  }
}
