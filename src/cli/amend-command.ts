import { canonicalJson } from '../canonical/index.js';
import { bundle, decide, repair, type Amendment, type Amendments, type Bundle, type Decision, type DecisionChange, type Repair, type RepairChange } from '../deciding/index.js';
import { MeritError, type Issue } from '../errors/index.js';
import { explain } from '../explaining/index.js';
import { parseRound, seal, type SealedPolicy } from '../intake/index.js';
import type { Round } from '../model/round.js';
import { readDocumentFile, writeFileAtomic } from '../node/index.js';
import { decisionText, locales, report, type Locale } from '../reporting/index.js';
import type { Proposal } from '../solving/index.js';
import { verify } from '../verify/index.js';
import { holdsTogether } from './explain-command.js';
import { EXIT, type Io } from './io.js';
import { inFile } from './problems.js';
import { progressOn } from './progress.js';
import { readPlain } from './read-round.js';
import { exitOf, verdictLines } from './verify-command.js';

export interface AmendFlags {
  readonly by: string;
  readonly on: string;
  readonly changes?: string;
  readonly cause?: string;
  readonly person?: string;
  readonly position?: string;
  readonly leaveEmpty?: boolean;
  readonly reason?: string;
  readonly document?: string;
  readonly out?: string;
  readonly bundle?: string;
  readonly report?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

interface Read extends Amendments {
  readonly round: Round;
  readonly policy: SealedPolicy;
  readonly proposal: Proposal;
}

/** Decides about the proposal of a bundle, or repairs what was announced last; writes what was asked for and tells it in sentences. */
export async function amendCommand(act: Amendment['act'], path: string, flags: AmendFlags, locale: Locale, io: Io): Promise<number> {
  const words = locales[locale].cli;
  const read = await inFile(path, async () => readBundle(await readDocumentFile(path), act, locale));
  const { round, policy, proposal, decision, repairs = [] } = read;
  const changes = flags.changes === undefined ? undefined : await inFile(flags.changes, async () => readPlain(await readDocumentFile(flags.changes!)));

  const progress = progressOn(io, flags.quiet === true);
  const control = { ...(io.signal && { signal: io.signal }), onProgress: (p: { plan: 'certain' | 'conditional'; stage: number; stages: number }) => progress.show(words.progress(p.plan, p.stage, p.stages), p.stage, p.stages) };
  const { by, on } = flags;
  const own = changes ?? changesIn(act, flags);
  let made: Amendment;
  try {
    made =
      act === 'decision'
        ? await decide(proposal, round, policy, { by, on, changes: own as DecisionChange[], ...control })
        : await repair(repairs.at(-1) ?? decision ?? proposal, round, policy, { by, on, changes: own as RepairChange[], ...control });
  } catch (error) {
    throw error instanceof MeritError ? MeritError.of(error.issues.map((issue) => ({ ...issue, path: placeOf(issue, flags.changes) }))) : error;
  } finally {
    progress.clear();
  }

  const amendments: Amendments = act === 'decision' ? { decision: made as Decision } : { ...(decision && { decision }), repairs: [...repairs, made as Repair] };
  const document = bundle(proposal, round, policy, amendments);
  const { verdicts } = verify(document);
  const all = [...(amendments.decision ? [amendments.decision] : []), ...(amendments.repairs ?? [])];
  const files: (readonly [string | undefined, () => string])[] = [
    [flags.out, () => `${canonicalJson(made)}\n`],
    [flags.bundle, () => `${canonicalJson(document)}\n`],
    [flags.report, () => report({ round, policy: policy.policy, proposal, explanation: explain(proposal, round, policy), verdicts, amendments: all }, { locale })],
  ];
  for (const [file, text] of files) {
    if (file === undefined) continue;
    await writeFileAtomic(file, text());
    if (!flags.quiet) io.stderr.write(`${words.wrote(file)}\n`);
  }
  if (flags.json) io.stdout.write(`${canonicalJson(made)}\n`);
  else if (!flags.quiet) io.stdout.write(`${decisionText(made, round, policy, { locale })}\n${words.verdicts}:\n${verdictLines(verdicts, locale)}`);
  if (exitOf(verdicts, document) === EXIT.fails) return EXIT.fails;
  return made.plan.status === 'optimal' ? EXIT.ok : EXIT.unproven;
}

/** A bundle whose round and policy are those of its proposal; a decision is made once. */
function readBundle(bytes: Uint8Array, act: Amendment['act'], locale: Locale): Read {
  const document = readPlain(bytes) as Bundle;
  if (!holdsTogether(document)) throw new MeritError('E_FORMAT', locales[locale].cli.notABundle);
  const { proposal, decision, repairs } = document;
  if (act === 'decision' && (decision || repairs)) throw new MeritError('E_DECISION', locales[locale].cli.decidedAlready, { path: decision ? '/decision' : '/repairs' });
  const policy = seal(document.policy);
  return { policy, round: parseRound(document.round, policy).round, proposal, ...(decision && { decision }), ...(repairs && { repairs }) };
}

/** The one change that the options of the command line state; none where they state nothing. */
function changesIn(act: Amendment['act'], { cause, person, position, leaveEmpty, reason, document }: AmendFlags): readonly object[] {
  const stated = { ...(cause !== undefined && { cause }), ...(leaveEmpty ? { person: null } : person !== undefined && { person }), ...(position !== undefined && { position }), ...(reason !== undefined && { reason }), ...(document !== undefined && { document }) };
  return act === 'decision' && Object.keys(stated).length === 0 ? [] : [stated];
}

/** A place in the file of changes, or the option that is meant. */
function placeOf({ path }: Issue, file: string | undefined): string {
  const inChanges = /^\/changes(\/.*)?$/.exec(path);
  if (inChanges && file !== undefined) return inChanges[1] === undefined ? file : `${file}#${inChanges[1]}`;
  const option = /^(?:\/changes\/0)?\/(by|on|cause|person|position|reason|document)$/.exec(path);
  return option ? `--${option[1]}` : path;
}
