import type { Audit, Finding } from '../../auditing/index.js';
import { formatCitation } from '../format-judgement.js';
import { labelOf, locales } from '../locale/index.js';
import { measureTexts } from './measures.js';
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
    figures: measureTexts(studio, finding.measured),
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
  return `${studio.words.effects[name]} ${show(value)}${interval === null ? '' : ` [${show(interval.low)}; ${show(interval.high)}], ${studio.words.interval(studio.level(interval.level))}`}`;
}

/** The least p first: whoever reads p has to know what these data could have shown. */
export function testText(studio: Studio, { minimumP, p, adjusted, notTestable, method }: NonNullable<Finding['test']>): string {
  if (p === null) return notTestable === null ? '' : `${studio.words.claims['not-testable']} ${studio.label('because')} ${studio.words.because[notTestable]}`;
  const parts = [minimumP === null ? null : `${studio.label('least-p')} ${studio.p(minimumP)}`, `p ${studio.p(p)}`, adjusted === null ? null : `${studio.label('adjusted')} (${studio.words.corrections[studio.audit.family.correction]}) ${studio.p(adjusted)}`];
  return `${parts.filter((part) => part !== null).join(', ')} (${studio.words.methods[method] ?? method})`;
}

/** What a test of the family asks, in the language; what is not of these kinds keeps the words it was declared with. */
export function questionText(studio: Studio, { id, question }: Audit['family']['tests'][number]): string {
  const [kind = '', ...rest] = id.split(':');
  const words = studio.words.tests[kind];
  if (words === undefined) return question;
  const part = kind === 'ladder' || kind === 'funnel' ? (rest.pop() ?? '') : '';
  const held = kind === 'ladder' ? (studio.audit.ladders.find(({ tie }) => tie === rest.join(':'))?.rungs.find(({ name }) => name === part)?.by.join(', ') ?? part) : part;
  return words.replace(/\{(tie|part)\}/g, (_, key: string) => (key === 'tie' ? rest.join(':') : held));
}

/** Ways to read the audit wrongly, as sentences; `code:12` is the sentence of the code with its number. */
export function caveatTexts(studio: Studio): readonly string[] {
  return studio.audit.strip.caveats.map((caveat) => {
    const [, code = '', n = ''] = /^([a-z-]+):(\d{1,12})$/.exec(caveat) ?? [];
    return studio.words.codes[code]?.replace('{n}', () => studio.whole(Number(n))) ?? studio.words.codes[caveat] ?? caveat;
  });
}
