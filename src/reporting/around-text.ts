import type { Composition, DevelopmentPlan, DevelopmentStep, Earliest, Forecast, Frontier, Gap, Group, InputReport, LeverEffect, StepEffect, SwapTest } from '../explaining/index.js';
import type { Round, Value } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import { attributeName, formatJudgement } from './format-judgement.js';
import { costs, notes, rowsShown } from './frontier-section.js';
import { formatDecimal } from './format-number.js';
import { labelOf, type Locale } from './locale/index.js';
import { Names } from './names.js';
import { standingLine } from './standing-line.js';
import { terminalLine } from './terminal-text.js';

/** What is asked around a round, with its answer. */
export type Around =
  | { readonly about: 'development'; readonly value: DevelopmentPlan; readonly steps?: readonly DevelopmentStep[] }
  | { readonly about: 'steps'; readonly value: readonly StepEffect[]; readonly steps: readonly DevelopmentStep[] }
  | { readonly about: 'forecast'; readonly value: Forecast }
  | { readonly about: 'inputs'; readonly value: InputReport }
  | { readonly about: 'composition'; readonly value: Composition; readonly swap?: SwapTest }
  | { readonly about: 'frontier'; readonly value: Frontier }
  | { readonly about: 'levers'; readonly value: readonly LeverEffect[] };

/** An answer in words for a terminal. No control characters. */
export function aroundText(answer: Around, { round, policy }: { readonly round: Round; readonly policy: Policy }, { locale }: { readonly locale: Locale }): string {
  const names = new Names(round, policy, locale);
  const lines = ((): readonly string[] => {
    switch (answer.about) {
      case 'development':
        return development(answer.value, answer.steps ?? [], names);
      case 'steps':
        return [names.words.around.stepsTitle, ...answer.value.map((s, k) => `  ${k + 1}. ${stepName(s.step, answer.steps, names)}: ${names.words.around.stepOpens(s.people.length, s.pairs)}`)];
      case 'forecast':
        return forecast(answer.value, names);
      case 'inputs':
        return inputs(answer.value, names);
      case 'composition':
        return composition(answer.value, answer.swap, names);
      case 'frontier':
        return frontier(answer.value, names);
      case 'levers':
        return levers(answer.value, names);
    }
  })();
  return `${[...lines, standingLine(policy, locale)].map(terminalLine).join('\n')}\n`;
}

function stepName(id: string, steps: readonly DevelopmentStep[], { locale }: Names): string {
  const label = steps.find((s) => s.id === id)?.label;
  return label ? labelOf(label, locale) : id;
}

function frontier(value: Frontier, names: Names): readonly string[] {
  const { around } = names.words;
  return [
    around.frontier,
    ...rowsShown(value).map((k) => {
      const p = value.points[k]!;
      return `  - ${around.frontierPoint(p.moves, names.points(p.gain), costs(p, names))}${k === value.knee ? ` (${around.knee})` : ''}`;
    }),
    ...notes(value, names),
  ];
}

function levers(effects: readonly LeverEffect[], { words }: Names): readonly string[] {
  const { around } = words;
  const told = ({ status, moves, vacant, changed, nearTies }: LeverEffect): string => (status === 'infeasible' ? around.leverNone : around.leverEffect(moves, vacant, changed.length, nearTies));
  return [around.levers, ...effects.map((e) => `  - ${around.lever[e.lever]} ${formatDecimal(e.value, words.signs)}${e.today ? ` (${around.leverToday})` : ''}: ${told(e)}`)];
}

function development(plan: DevelopmentPlan, steps: readonly DevelopmentStep[], names: Names): readonly string[] {
  const { words } = names;
  const whole = (e: Earliest): string => (e.status === 'now' ? words.around.eligibleNow : e.status === 'on' ? words.around.eligibleOn(words.date(e.day)) : words.around.eligibleNever(words.date(e.until)));
  const gap = (g: Gap): readonly string[] => [
    `  - ${words.outcome[g.judgement.outcome]}: ${formatJudgement(g.judgement, names, names.locale)}`,
    `    ${[...(g.since === null ? [] : [words.around.since(words.date(g.since))]), ...g.lastRecords.flatMap((r) => (r.day === null ? [] : [words.report.lastSeen(words.date(r.day))])), time(g.earliest, names)].join('; ')}`,
    ...g.steps.map((s) => `    ${stepName(s.step, steps, names)}: ${s.effect === 'later' ? words.around.stepLater(words.date(s.day)) : words.around.step[s.effect]}`),
  ];
  return [
    words.around.development(names.who(plan.person), names.post(plan.position), words.date(plan.asOf)),
    ...(plan.gaps.length === 0 ? [words.around.noGap] : plan.gaps.flatMap(gap)),
    ...plan.waived.map((judgement) => `  - ${words.waivedOutcome}: ${formatJudgement(judgement, names, names.locale)}`),
    whole(plan.earliest),
    ...(plan.withSteps === plan.earliest ? [] : [`${words.around.withSteps} ${whole(plan.withSteps)}`]),
    words.around.noEntitlement,
  ];
}

function time(e: Earliest, { words }: Names): string {
  if (e.status === 'now') return words.around.eligibleNow;
  if (e.status === 'on') return words.around.on(words.date(e.day));
  return e.because === 'retires' ? words.around.retires(words.date(e.until)) : words.around.never(words.date(e.until));
}

function forecast(f: Forecast, names: Names): readonly string[] {
  const { words } = names;
  const bench = (title: string, b: Forecast['levels'][number] | Forecast['critical'][number]): readonly string[] => [
    `  ${title}: ${words.around.bench(b.seats, b.holders, b.leaving.map(words.number).join(', '), b.unknown.length)}`,
    `    ${words.around.benchFor(b.eligible.length, b.readyWithinYear.length, b.benchUnknown)}`,
  ];
  return [words.around.forecast(f.years, words.date(f.asOf)), ...f.levels.flatMap((l) => bench(names.level(l.level), l)), ...f.critical.flatMap((c) => bench(names.post(c.position), c)), words.around.noEntitlement];
}

function inputs(report: InputReport, names: Names): readonly string[] {
  const { words, policy, locale, round } = names;
  const title = (id: string): string => round.sources.find((s) => s.id === id)?.title ?? id;
  const uncounted = new Map<string, number>(); // by source, attribute and cause: the data name each record
  for (const u of report.uncounted) {
    const line = `${title(u.source)}, ${attributeName(u.attribute, policy, locale)}, ${words.around.uncounted[u.cause]}`;
    uncounted.set(line, (uncounted.get(line) ?? 0) + 1);
  }
  const lines = [
    ...report.attributes.map((a) => words.finding.unused(attributeName(a.attribute, policy, locale), a.items)),
    ...report.positionAttributes.map((a) => words.around.unusedOfPost(attributeName(a.attribute, policy, locale, 'position'), a.positions)),
    ...report.sources.filter((s) => s.read === 0 && s.relations === 0).map((s) => words.around.sourceUnread(title(s.source), s.items, s.counted)),
    ...[...uncounted].map(([line, n]) => words.around.records(line, n)),
  ];
  return [words.around.inputs, ...(lines.length === 0 ? [words.nothing] : lines).map((line) => `  ${line}`)];
}

function composition(c: Composition, swap: SwapTest | undefined, names: Names): readonly string[] {
  const { words, policy, locale } = names;
  const show = (value: Value | null): string => {
    if (value === null) return words.unknownValue;
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    if (typeof value === 'number') return formatDecimal(value, words.signs);
    return typeof value === 'string' ? words.date(value) : value.length === 0 ? words.nothing : value.join(', ');
  };
  const group = (g: Group, total: { readonly pool: number; readonly raised: number }): string =>
    `    ${words.around.group(show(g.value), g.pool, total.pool, g.raised, total.raised)}${g.small ? ` (${words.around.small(c.caution)})` : ''}`;
  const readers = c.readers.map((r) => (r.kind === 'gate' ? names.rule(r.id) : r.kind === 'route' ? names.route(r.id).label : r.kind === 'requirement' ? names.post(r.id) : r.kind === 'criterion' ? criterion(r.id, names) : attributeName(r.id, policy, locale)));
  return [
    words.around.composition(attributeName(c.attribute, policy, locale)),
    c.readers.length > 0 ? words.around.read(readers.join(', ')) : words.around.unread,
    ...c.whole.groups.map((g) => group(g, c.whole.total)),
    ...c.levels.flatMap((l) => [`  ${names.level(l.level)}`, ...l.groups.filter((g) => g.pool > 0).map((g) => group(g, l.total))]),
    words.around.caution,
    ...(swap ? [swap.swaps === 0 ? words.around.swapNone : swap.pairs.length + swap.moved.length === 0 ? words.around.swapClean(swap.people) : words.around.swapFound(swap.pairs.length, swap.moved.length)] : []),
  ];
}

function criterion(id: string, { policy, locale }: Names): string {
  const found = policy.criteria.find((c) => c.id === id);
  return found ? labelOf(found.label, locale) : id;
}
