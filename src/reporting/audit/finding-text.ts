import type { Finding } from '../../auditing/index.js';
import { formatCitation } from '../format-judgement.js';
import { labelOf, locales } from '../locale/index.js';
import { measureText } from './measures.js';
import type { Studio } from './picture.js';
import type { Alternative, Question } from './words.js';

/** A finding in the words of a language, part by part: what was measured, effect and interval first, then p; what else could explain it, what to ask, the reply. */
export interface FindingText {
  readonly title: string;
  /** Where and when: decision, day, document, row of the source. */
  readonly where: string;
  readonly people: string;
  readonly figures: readonly string[];
  readonly effect: string;
  readonly test: string;
  readonly rule: string;
  readonly alternatives: readonly string[];
  readonly ask: readonly string[];
  readonly rate: string;
  readonly reply: string;
}

export function findingText(studio: Studio, finding: Finding): FindingText {
  const { words } = studio;
  const { decision, position, unit, on, document, row, tie, effect, test, rule, rate, reply } = finding;
  return {
    title: words.findings[finding.code],
    where: [decision, position, unit, on === null ? null : locales[studio.locale].date(on), document, row, tie].filter((part) => part !== null).join(' \u00b7 '),
    people: finding.people.map(({ role, person }) => `${words.roles[role] ?? role}: ${person}`).join('; '),
    figures: finding.measured.map((measure) => measureText(studio, measure)),
    effect: effect === null ? '' : effectText(studio, effect),
    test: test === null ? '' : testText(studio, test),
    rule: rule === null ? '' : `${typeof rule.label === 'string' ? rule.label : labelOf(rule.label, studio.locale)} (${formatCitation(rule.citation, studio.locale)})`,
    alternatives: finding.alternatives.map((code) => words.alternatives[code as Alternative] ?? code),
    ask: finding.ask.map((code) => words.questions[code as Question] ?? code),
    rate: finding.kind !== 'flag' ? '' : rate === null ? studio.label('no-rate') : words.rate(studio.percent(rate.detection), studio.percent(rate.falseAlarm), studio.whole(rate.runs), rate.world),
    reply: reply === null ? studio.label('no-reply') : `${studio.label('reply-on')} ${locales[studio.locale].date(reply.on)}${reply.document === null ? '' : `, ${reply.document}`}`,
  };
}

function effectText(studio: Studio, { name, value, interval }: NonNullable<Finding['effect']>): string {
  const share = name === 'share' || name === 'difference';
  const show = (x: number | 'infinite'): string => (share && x !== 'infinite' ? studio.percent(x) : studio.ratio(x));
  return `${studio.words.effects[name]} ${show(value)}${interval === null ? '' : ` [${show(interval.low)}; ${show(interval.high)}], ${studio.words.interval(studio.percent(interval.level).replace(/[.,]0 %/, ' %'))}`}`;
}

/** The least p first: whoever reads p has to know what these data could have shown. */
export function testText(studio: Studio, { minimumP, p, adjusted, notTestable, method }: NonNullable<Finding['test']>): string {
  if (p === null) return notTestable === null ? '' : `${studio.words.claims['not-testable']} ${studio.label('because')} ${studio.words.because[notTestable]}`;
  const parts = [minimumP === null ? null : `${studio.label('least-p')} ${studio.p(minimumP)}`, `p ${studio.p(p)}`, adjusted === null ? null : `${studio.label('adjusted')} (${studio.words.corrections[studio.audit.family.correction]}) ${studio.p(adjusted)}`];
  return `${parts.filter((part) => part !== null).join(', ')} (${method})`;
}
