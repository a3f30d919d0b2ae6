import { canonicalJson } from '../canonical/index.js';
import { bundle } from '../deciding/index.js';
import { writeFileAtomic } from '../node/index.js';
import { locales, report, summaryText, type Locale } from '../reporting/index.js';
import { propose, type Plan, type ProposeOptions } from '../solving/index.js';
import { bundleFacts } from '../trail/bundle-facts.js';
import { verify, type Verdict } from '../verify/index.js';
import { EXIT, type Io } from './io.js';
import { warningLines } from './problems.js';
import { progressOn } from './progress.js';
import { proposeOnTrail, type TrailRunFlags } from './propose-trail.js';
import { readPolicy, readRound } from './read-round.js';
import { exitOf, verdictLines } from './verify-command.js';

export interface ProposeFlags extends TrailRunFlags {
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
  const options: ProposeOptions = { ...(io.signal && { signal: io.signal }), onProgress: (p) => progress.show(words.progress(p.plan, p.stage, p.stages), p.stage, p.stages) };
  const run = flags.trail === undefined ? propose(round, policy, options).then((made) => ({ proposal: made, attempts: 0, document: undefined })) : proposeOnTrail(flags.trail, round, policy, flags, options, locale, io);
  const { proposal, attempts, document = bundle(proposal, round, policy) } = await run.finally(() => progress.clear());
  const checked: readonly Verdict[] | undefined = flags.verify || flags.bundle !== undefined || flags.report !== undefined ? verify(document).verdicts : undefined;
  const facts = flags.report === undefined ? undefined : await bundleFacts(document, io.signal && { signal: io.signal });

  const files: (readonly [string | undefined, () => string])[] = [
    [flags.out, () => `${canonicalJson(proposal)}\n`],
    [flags.bundle, () => `${canonicalJson(document)}\n`],
    [flags.report, () => report({ ...facts!, verdicts: checked! }, { locale })],
  ];
  for (const [file, text] of files) {
    if (file === undefined) continue;
    await writeFileAtomic(file, text());
    if (!flags.quiet) io.stderr.write(`${words.wrote(file)}\n`);
  }
  if (flags.json) io.stdout.write(`${canonicalJson(proposal)}\n`);
  else if (!flags.quiet) io.stdout.write(summaryText({ round, policy: policy.policy, proposal }, { locale }) + (attempts > 0 ? `\n${words.trail.attempt(attempts, attempts)}\n` : '') + (checked && (flags.verify || flags.bundle !== undefined) ? `\n${words.verdicts}:\n${verdictLines(checked, locale)}` : ''));
  return checked && exitOf(checked) === EXIT.fails ? EXIT.fails : EXIT_OF[proposal.certain.status];
}
