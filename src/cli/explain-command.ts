import { canonicalJson } from '../canonical/index.js';
import type { Bundle } from '../deciding/index.js';
import { MeritError } from '../errors/index.js';
import { explain, type Explanation } from '../explaining/index.js';
import { parseRound, seal } from '../intake/index.js';
import { readDocumentFile } from '../node/index.js';
import { explanationText, locales, type Answer, type Locale } from '../reporting/index.js';
import { verify } from '../verify/index.js';
import { EXIT, type Io } from './io.js';
import { inFile } from './problems.js';
import { readPlain } from './read-round.js';

export interface ExplainFlags {
  readonly person?: string;
  readonly position?: string;
  readonly passedOver?: boolean;
  readonly plan?: 'certain' | 'conditional';
  readonly n?: number;
  readonly json?: boolean;
}

/** Answers one question about a bundle, in words or as data. */
export async function explainCommand(path: string, flags: ExplainFlags, locale: Locale, io: Io): Promise<number> {
  const { round, policy, proposal } = await inFile(path, async () => {
    const document = readPlain(await readDocumentFile(path)) as Bundle;
    if (!holdsTogether(document)) throw new MeritError('E_FORMAT', locales[locale].cli.notABundle);
    const sealed = seal(document.policy);
    return { policy: sealed, round: parseRound(document.round, sealed).round, proposal: document.proposal };
  });
  const known = (ids: readonly { readonly id: string }[], id: string | undefined, tell: (id: string) => string): void => {
    if (id !== undefined && !ids.some((x) => x.id === id)) throw new MeritError('E_REF_UNKNOWN', tell(id), { path });
  };
  known(round.people, flags.person, locales[locale].cli.noPerson);
  known(round.positions, flags.position, locales[locale].cli.noPosition);
  const plan = flags.plan ?? 'certain';
  const explanation = await inFile(path, () => explain(proposal, round, policy, { plan }));
  const answer = ask(explanation, flags);
  io.stdout.write(flags.json ? `${canonicalJson(answer.value)}\n` : explanationText(answer, { round, policy: policy.policy }, { locale }));
  return EXIT.ok;
}


function ask(explanation: Explanation, { person, position, passedOver, n }: ExplainFlags): Answer {
  if (passedOver) return { question: 'passed-over', value: [...explanation.passedOver(), ...explanation.passedOverSideways()] };
  if (person !== undefined && position !== undefined) return { question: 'why-not', person, position, value: explanation.whyNot(person, position) };
  if (person !== undefined) return { question: 'why', value: explanation.why(person) };
  return { question: 'shortlist', position: position!, value: explanation.shortlist(position!, n === undefined ? {} : { n }) };
}

class Enough extends Error {}

/** True if the file is a bundle whose round and policy are the ones the proposal was made from; the rest is for `meritra verify`. */
export function holdsTogether(document: unknown): boolean {
  let holds = true;
  try {
    verify(document, {
      onVerdict: (v) => {
        if (v.outcome !== 'holds') holds = false;
        if (!holds || v.check === 'integrity') throw new Enough();
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof Enough)) throw thrown;
  }
  return holds;
}

