import type { Candidate, Judgement, PassedOver, Why, WhyNot } from '../explaining/index.js';
import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Fit } from '../scoring/index.js';
import type { Move } from '../solving/index.js';
import { formatJudgement } from './format-judgement.js';
import { formatChanges, formatLoss } from './format-loss.js';
import { formatStable } from './format-stable.js';
import { labelOf, type Locale } from './locale/index.js';
import { byDimension, Names } from './names.js';
import { standingLine } from './standing-line.js';
import { terminalLine } from './terminal-text.js';

/** A question to an explanation with its answer. */
export type Answer =
  | { readonly question: 'why'; readonly value: Why }
  | { readonly question: 'why-not'; readonly person: string; readonly position: string; readonly value: WhyNot }
  | { readonly question: 'shortlist'; readonly position: string; readonly value: readonly Candidate[] }
  | { readonly question: 'passed-over'; readonly value: readonly PassedOver[] };

/** An answer in words for a terminal, with how well the rules are known. No control characters. */
export function explanationText(answer: Answer, { round, policy }: { readonly round: Round; readonly policy: Policy }, { locale }: { readonly locale: Locale }): string {
  const teller = new Teller(new Names(round, policy, locale));
  return `${[...teller.tell(answer), '', standingLine(policy, locale)].map(terminalLine).join('\n')}\n`;
}

class Teller {
  private readonly names: Names;

  constructor(names: Names) {
    this.names = names;
  }

  tell(answer: Answer): readonly string[] {
    switch (answer.question) {
      case 'why':
        return this.why(answer.value);
      case 'why-not':
        return this.whyNot(this.names.who(answer.person), this.names.post(answer.position), answer.value);
      case 'shortlist':
        return this.shortlist(answer.position, answer.value);
      case 'passed-over':
        return this.passedOver(answer.value);
    }
  }

  private why({ person, from, to, fit, move, judgements, tied, runnerUp }: Why): readonly string[] {
    const { words } = this.names;
    const who = this.names.who(person);
    if (to === null || !fit) return [words.cli.getsNothing(who)];
    const post = this.names.post(to);
    return [
      from === to ? words.cli.stays(who, post) : words.cli.holdsIt(who, post),
      ...(move ? this.move(move) : []),
      `${words.cli.parts}: ${this.fit(fit)}`,
      ...(tied ? [words.report.tied] : []),
      ...(runnerUp ? [words.cli.runnerUp(`${this.names.who(runnerUp.person)}, ${words.cli.fit} ${this.names.points(runnerUp.fit.low)}`), `  ${formatLoss(runnerUp.loss, this.names)}`] : []),
      `${words.cli.rules}:`,
      ...judgements.map((v) => this.rule(v)),
    ];
  }

  private whyNot(who: string, post: string, why: WhyNot): readonly string[] {
    const { words } = this.names;
    switch (why.reason) {
      case 'holds-it':
        return [words.cli.holdsIt(who, post)];
      case 'no-plan':
        return [words.cli.noPlan(who, post)];
      case 'not-eligible':
        return [words.cli.notEligible(who, post), ...why.judgements.map((v) => this.rule(v)), ...why.obstacles.map((o) => `  - ${words.obstacle[o]}`)];
      case 'not-preferred':
      case 'others-first':
        return formatStable(who, post, why, this.names);
      case 'loss':
        return [words.cli.wouldCost(who, post), formatLoss(why.loss, this.names), formatChanges(why.loss, this.names), `${words.cli.parts}: ${this.fit(why.fit)}`, ...why.waived.map((v) => this.rule(v))].filter((line) => line !== '');
    }
  }

  private shortlist(position: string, candidates: readonly Candidate[]): readonly string[] {
    const { words } = this.names;
    if (candidates.length === 0) return [words.report.nobodyEligible];
    const ties = candidates.filter((c) => c.nearTie).length > 1;
    return [
      words.cli.shortlist(this.names.post(position)),
      ...candidates.flatMap((c, k) => [
        `  ${k + 1}. ${this.names.who(c.person)}: ${this.fit(c.fit)}${ties && c.nearTie ? `; ${words.report.equals(this.names.resolution())}` : ''}${c.waived.length > 0 ? `; ${words.report.byWaiver(c.waived.map((r) => this.names.rule(r)).join('; '))}` : ''}`,
        `     ${[c.proposed ? words.loss.proposed : formatLoss(c.loss, this.names), c.proposed ? '' : formatChanges(c.loss, this.names)].filter((t) => t !== '').join(' ')}`,
      ]),
    ];
  }

  private passedOver(cases: readonly PassedOver[]): readonly string[] {
    const { words } = this.names;
    if (cases.length === 0) return [words.report.passedNone];
    return cases.map((c) => {
      const list = 'people' in c.cause ? c.cause.people.map((p) => this.names.who(p)) : 'positions' in c.cause ? c.cause.positions.map((p) => this.names.post(p)) : 'limits' in c.cause ? c.cause.limits.map((l) => this.names.limit(l)) : [];
      return `${this.names.who(c.person)} ${this.names.points(c.fit)} / ${this.names.who(c.taken)} ${this.names.points(c.fitTaken)}: ${this.names.post(c.position)}. ${words.passedOver[c.cause.kind](list.join(', '))}`;
    });
  }

  private fit(fit: Fit): string {
    const { policy, locale } = this.names;
    const parts = byDimension(fit, policy).map((part, d) => `${labelOf(policy.dimensions[d]!.label, locale)} ${this.range(part)}`);
    return `${this.range(fit)} (${parts.join(', ')})`;
  }

  private range({ low, high }: { readonly low: number; readonly high: number }): string {
    return low === high ? this.names.points(low) : `${this.names.points(low)}–${this.names.points(high)}`;
  }

  /** Kind, what must not be missed, and the route. */
  private move(move: Move): readonly string[] {
    const { words } = this.names;
    const route = move.route === null ? undefined : this.names.route(move.route);
    return [words.cli.moveKind(this.names.kindOf(move)), ...this.names.warnings(move), ...(route ? [words.report.route(route.label, words.days(route.days), route.approver)] : [])];
  }

  private rule(judgement: Judgement): string {
    return `  - ${judgement.waived ? this.names.words.waivedOutcome : this.names.words.outcome[judgement.outcome]}: ${formatJudgement(judgement, this.names, this.names.locale)}`;
  }
}
