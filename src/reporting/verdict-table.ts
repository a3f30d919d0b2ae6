import type { Judgement } from '../explaining/index.js';
import type { GateOutcome } from '../eligibility/index.js';
import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import { decidingOf } from './deciding.js';
import { comparedSides, formatMissing, tellJudgement, tellWaiver } from './format-judgement.js';
import { labelOf, type Locale } from './locale/index.js';
import { Names } from './names.js';
import { standingLine } from './standing-line.js';
import { terminalLine } from './terminal-text.js';

/** A person, a post, and what every rule says of the two: `explain(...).judgements(person, position)`. */
export interface Verdicts {
  readonly person: string;
  readonly position: string;
  readonly judgements: readonly Judgement[];
}

/** One rule in words: a row of the verdict table. */
export interface VerdictRow {
  readonly rule: string;
  readonly label: string;
  readonly outcome: GateOutcome;
  readonly outcomeText: string;
  /** Who set the rule aside, when, by which document and why, and what it comes to otherwise; null where nobody had to. What was found and required is then of that outcome. */
  readonly waiver: string | null;
  /** False for a flag. */
  readonly binding: boolean;
  /** The mark of its source, `own` for the decider's choice. */
  readonly confidence: string;
  /** The legal text with its standing, and the registers that the data come from. */
  readonly basis: string;
  /** One of each for every comparison that made the outcome: of a rule that is not met those not met, of one not known those not known. */
  readonly found: readonly string[];
  readonly required: readonly string[];
  /** What is not known and why, with the day of the datum that counts no longer where there is one. */
  readonly missing: readonly string[];
  readonly asOf: string;
  readonly asked: boolean;
}

/** Every rule for a person and a post in the words of one language, in the order of the judgements. */
export function verdictRows({ person, judgements }: Pick<Verdicts, 'person' | 'judgements'>, { round, policy }: { readonly round: Round; readonly policy: Policy }, { locale }: { readonly locale: Locale }): readonly VerdictRow[] {
  const { words } = new Names(round, policy, locale);
  const context = { round, policy };
  const rules = new Map(policy.gates.map((g) => [g.id, g.rule]));
  return judgements.map((j) => {
    const rule = rules.get(j.rule);
    const told = tellJudgement(j, context, locale);
    const outcome = j.waived ? j.waived.otherwise : j.outcome;
    // a demand of the post's own standard, or the route: told in one sentence
    const sides = j.label ? decidingOf(rule, j.compared, TRUTH[outcome]).map((d) => comparedSides(d, context, locale)) : [];
    return {
      rule: j.rule,
      label: j.label ? labelOf(j.label, locale) : told.text,
      outcome: j.outcome,
      outcomeText: j.waived ? words.waivedOutcome : words.outcome[j.outcome],
      waiver: j.waived ? tellWaiver(j.waived, locale) : null,
      binding: j.binding,
      confidence: 'own' in j.citation ? 'own' : j.citation.confidence,
      basis: [...('confirmed' in j.citation && j.citation.confirmed ? [words.confidence(j.citation.confidence)] : []), told.basis].join('; '),
      found: sides.map((s) => s.found),
      required: sides.map((s) => s.required),
      missing: j.missing.map((m) => {
        const day = lastRecord(person, m, round);
        return day === undefined ? formatMissing(m, context, locale) : `${formatMissing(m, context, locale)} (${words.report.lastSeen(words.date(day))})`;
      }),
      asOf: j.asOf,
      asked: j.asked,
    };
  });
}

/**
 * The verdict table of a person and a post as lines of plain text: what stands in the way first, then what is not known, then what is
 * met; the rules that were not asked by name alone; last the counts, how many rules nobody confirmed and when the law was checked.
 * No control characters.
 */
export function verdictTable(verdicts: Verdicts, documents: { readonly round: Round; readonly policy: Policy }, { locale }: { readonly locale: Locale }): string {
  const names = new Names(documents.round, documents.policy, locale);
  const { table, date } = names.words;
  const rows = verdictRows(verdicts, documents, { locale });
  const asked = rows.filter((r) => r.asked);
  const count = (outcome: GateOutcome, among = asked): number => among.filter((r) => r.outcome === outcome).length;
  const binding = asked.filter((r) => r.binding);
  const width = Math.max(...[table.found, table.required, table.source, table.missing, table.waiver].map((w) => w.length));
  const line = (word: string, told: string): string => `      ${word.padEnd(width)}  ${told}`;
  const lines = [table.title(names.who(verdicts.person), names.post(verdicts.position), date(documents.round.asOf)), ''];
  for (const outcome of ['fail', 'unknown', 'pass'] as const) {
    for (const row of asked.filter((r) => r.outcome === outcome)) {
      lines.push(`${row.outcomeText.toUpperCase()}${row.binding ? '' : ` [${table.flag}]`}  ${row.label}`);
      if (row.waiver !== null) lines.push(line(table.waiver, row.waiver));
      row.found.forEach((found, k) => lines.push(line(table.found, found), line(table.required, row.required[k]!)));
      lines.push(...row.missing.map((m) => line(table.missing, m)), line(table.source, row.basis));
    }
  }
  const rest = rows.filter((r) => !r.asked);
  lines.push(
    '',
    ...(rest.length > 0 ? [table.notAsked(rest.length, rest.map((r) => r.label).join('; '))] : []),
    `${table.counts(asked.length, count('pass'), count('fail'), count('unknown'))} ${table.binding(count('fail', binding), count('unknown', binding))}`,
    standingLine(documents.policy, locale),
  );
  return `${lines.map(terminalLine).join('\n')}\n`;
}

const TRUTH = { pass: true, fail: false, unknown: null } as const;

/** The day of the last record of a datum that does not count, of somebody who has one. */
function lastRecord(person: string, { about, attribute }: Judgement['missing'][number], { people, sources }: Round): string | undefined {
  const evidence = about === 'person' ? (people.find((p) => p.id === person)?.evidence ?? []) : [];
  const days = evidence.filter((e) => e.attribute === attribute).flatMap((e) => e.date ?? sources.find((s) => s.id === e.source)?.date ?? []);
  return days.sort().at(-1);
}
